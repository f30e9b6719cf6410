"""What the doctor says: findings, and the report that they make."""

import html
import textwrap
from typing import NamedTuple

from nnhelpers.doctor.words import where

KINDS = {"healthy": "fine", "ailment": "AILMENT", "question": "QUESTION", "risk": "risk", "not examined": "not seen"}


ENDS = "ailment", "question"  # the kinds behind which the examination stops


class Finding(NamedTuple):
    """What one examination found.

    Attributes
    ----------
    check : str
        Which examination.
    kind : str
        "healthy", "ailment", "question" (it can't go on without an answer), "risk" (harmless today) or
        "not examined".
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


def ailment(check, measured, healthy, mistake, section, key, line=""):
    """Return a finding of an ailment; `section` is a short name in `words.SECTIONS`."""
    return Finding(check, "ailment", measured, healthy, mistake, line, where(section), key)


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
        The ailments, questions and risks, in the order of the checklist; empty if nothing was found.
    examined : list of Finding
        What every examination found, the healthy ones included.
    """

    def __init__(self, examined, names=(), notes=(), more=None, pictures=None):
        self.examined, self.names, self.notes, self._more = list(examined), list(names), list(notes), more
        self._pictures = pictures

    @property
    def findings(self):
        """The ailments, questions and risks."""
        return [one for one in self.examined if one.kind in (*ENDS, "risk")]

    @property
    def ailments(self):
        """The ailments alone."""
        return [one for one in self.examined if one.kind == "ailment"]

    @property
    def healthy(self):
        """Whether no ailment was found, and no question is open."""
        return not any(one.kind in ENDS for one in self.examined)

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
            lines.append("NOTHING FOUND" if self.healthy else "A QUESTION FIRST")
        for one in self.findings:
            lines += ["", f"{KINDS[one.kind]}  ({one.check})"]
            for label, value in self.rows(one):
                lines += wrapped(label, value, width)
        lines += ["", "Examined:"]
        for one in self.examined:
            lines += textwrap.wrap(f"{one.check}: {one.measured}", width, initial_indent=f"  {KINDS[one.kind]:9} ",
                                   subsequent_indent=" " * 12)
        for words in (self.waiting(), *self.notes):
            lines += textwrap.wrap(words, width)
        if self.healthy:
            lines += ["", *textwrap.wrap(CANNOT_SEE, width)]
        return "\n".join(lines)

    def waiting(self):
        """Say what has not been examined, behind the first ailment."""
        names = self.names[len({one.check for one in self.examined}):]
        if self.healthy or not names or self._more is None:
            return ""
        return f"Not yet examined: {', '.join(names)}. report.more() goes on."

    def rows(self, one):
        """Return (label, text) for what a finding says."""
        mistake = ("likely", one.mistake) if one.mistake else (
            "mistake", "none of those that I know explains all of it")
        if one.kind == "question":
            return [("it is", one.measured)]
        found = [("measured", one.measured), ("healthy", one.healthy), mistake, ("look at", one.line),
                 ("read", one.read)]
        return [(label, value) for label, value in found if value]

    def _repr_html_(self):
        def cells(tag, *values):
            return "".join(f'<{tag} style="text-align:left; vertical-align:top">{value}</{tag}>' for value in values)

        rows = [cells("th", "examined", "", "what was found")]
        for one in self.examined:
            said, kind = html.escape(one.measured), KINDS[one.kind].replace(" ", "&nbsp;")
            if one.kind in (*ENDS, "risk"):
                said = "<br>".join(f"<b>{label}</b> {html.escape(value)}" for label, value in self.rows(one))
                kind = f"<b>{kind}</b>"
            rows.append(cells("td", html.escape(one.check), kind, said))
        title = "Nothing found" if self.healthy else "A question first"
        if self.ailments:
            title = f"Found: {self.ailments[0].mistake or self.ailments[0].check}"
        table = "".join(f"<tr>{row}</tr>" for row in rows)
        below = [self.waiting(), *self.notes, CANNOT_SEE if self.healthy else ""]
        return (f"<b>{html.escape(title)}</b><table>{table}</table>"
                + "".join(f"<p>{html.escape(words)}</p>" for words in below if words))


def wrapped(label, value, width):
    """Return the lines of a labelled text, indented below its label."""
    return textwrap.wrap(value, width, initial_indent=f"  {label:9} ", subsequent_indent=" " * 12)
