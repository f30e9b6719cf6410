"""What the doctor says: findings, and the report that they make."""

import html
import textwrap
from typing import NamedTuple

KINDS = {"healthy": "fine", "ailment": "AILMENT", "risk": "risk", "not examined": "not seen"}


class Finding(NamedTuple):
    """What one examination found.

    Attributes
    ----------
    check : str
        Which examination.
    kind : str
        "healthy", "ailment", "risk" (harmless today) or "not examined".
    measured, healthy : str
        What was measured, and what is healthy.
    mistake : str
        The likely mistake in the reader's names; empty where nothing is certain.
    line : str
        The line to look at.
    read : str
        The notebook and section that explain it.
    key : str
        The mistake's short name, for programs.
    """

    check: str
    kind: str
    measured: str
    healthy: str = ""
    mistake: str = ""
    line: str = ""
    read: str = ""
    key: str = ""


CANNOT_SEE = (
    "It can't see: whether the learning rate, the size or the number of steps suit your task; what your training loop "
    "does around these functions (batches, the order of calls, which labels it passes); how you split and chose; and "
    "whatever a check on small numbers can't show."
)


class Report:
    """The findings of an examination: prints as text, shows as a table in JupyterLab.

    Attributes
    ----------
    findings : list of Finding
        The ailments and risks, in the order of the checklist; empty if nothing was found.
    examined : list of Finding
        What every examination found, the healthy ones included.
    """

    def __init__(self, examined, names=(), notes=(), more=None, pictures=None):
        self.examined, self.names, self.notes, self._more = list(examined), list(names), list(notes), more
        self._pictures = pictures

    @property
    def findings(self):
        """The ailments and risks."""
        return [one for one in self.examined if one.kind in ("ailment", "risk")]

    @property
    def ailments(self):
        """The ailments alone."""
        return [one for one in self.examined if one.kind == "ailment"]

    @property
    def healthy(self):
        """Whether no ailment was found."""
        return not self.ailments

    def more(self):
        """Go on behind the first ailment: return a report of all examinations."""
        return self if self._more is None else self._more()

    def picture(self):
        """Draw the first ten inputs with their labels, if they have 784 numbers each."""
        from nnhelpers.plots import show_digits

        if self._pictures is None:
            raise ValueError("The inputs have not 784 numbers each: I can't draw them.")
        images, titles = self._pictures
        return show_digits(images, titles)

    def __repr__(self):
        return self.text()

    def __str__(self):
        return self.text()

    def text(self, width=100):
        """Return the report as text."""
        lines = []
        ailments = self.ailments
        if ailments:
            lines.append("FOUND" if len(ailments) == 1 else f"FOUND: {len(ailments)} things")
        else:
            lines.append("NOTHING FOUND")
        for one in self.findings:
            lines += ["", f"{KINDS[one.kind]}  ({one.check})"]
            for label, value in self.rows(one):
                lines += wrapped(label, value, width)
        lines += ["", "Examined:"]
        for one in self.examined:
            lines += textwrap.wrap(f"{one.check}: {one.measured}", width, initial_indent=f"  {KINDS[one.kind]:9} ",
                                   subsequent_indent=" " * 12)
        waiting = self.names[len({one.check for one in self.examined}):]
        if waiting and ailments and self._more is not None:
            lines += textwrap.wrap(f"Not yet examined: {', '.join(waiting)}. report.more() goes on.", width)
        for note in self.notes:
            lines += textwrap.wrap(note, width)
        if not ailments:
            lines += ["", *textwrap.wrap(CANNOT_SEE, width)]
        return "\n".join(lines)

    def rows(self, one):
        """Return (label, text) for what a finding says."""
        found = [("measured", one.measured), ("healthy", one.healthy),
                 ("likely", one.mistake or "none of the mistakes that I know explains all of it"),
                 ("look at", one.line), ("read", one.read)]
        return [(label, value) for label, value in found if value]

    def _repr_html_(self):
        rows = []
        for one in self.examined:
            said = html.escape(one.measured)
            if one.kind in ("ailment", "risk"):
                said = "<br>".join(f"<b>{label}</b> {html.escape(value)}" for label, value in self.rows(one))
            rows.append(f'<tr><td style="text-align:left">{html.escape(one.check)}</td>'
                        f'<td style="text-align:left">{KINDS[one.kind]}</td>'
                        f'<td style="text-align:left">{said}</td></tr>')
        title = "Nothing found" if self.healthy else f"Found: {self.ailments[0].mistake or self.ailments[0].check}"
        end = "" if not self.healthy else f"<p>{html.escape(CANNOT_SEE)}</p>"
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.notes)
        return (f"<b>{html.escape(title)}</b><table><tr><th>examined</th><th></th><th>what was found</th></tr>"
                f"{''.join(rows)}</table>{notes}{end}")


def wrapped(label, value, width):
    """Return the lines of a labelled text, indented below its label."""
    return textwrap.wrap(value, width, initial_indent=f"  {label:9} ", subsequent_indent=" " * 12) or []
