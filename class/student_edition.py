"""Make course.zip, the course for students: no solutions, no tests that hold answers, the checks' answers sealed.

    python3 class/student_edition.py
    python3 class/student_edition.py --when "in class on 3 December" --solutions 01 02

It needs git and Python alone, and packs what is committed. README.md beside this file says what a seal keeps, and what
it does not.
"""

import argparse
import base64
import re
import textwrap
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from lessons import LESSON, committed, later, lessons, mark, rewrite, written

KEPT = (
    "README.md", "LICENSE", "requirements", "pyproject.toml", "build_backend.py", "jupyter_lab_config.py", "data/",
    "nnhelpers/", "notebooks/", "tests/conftest.py", "tests/benchmarks/",
)
SEALED = re.compile(r"nnhelpers/(?:clinic|checks/(?:notebook|mistakes)_\d\d)\.py")
PARTS = Path(__file__).resolve().parent / "student"
WHEN = "your teacher hands it out later"
# A path of the repository, as the target of a link or in a code span.
PATH = re.compile(r"\]\(([^)#\s]+)[^)]*\)|`(?:[^`\s]* )?([\w.][\w./-]*)`")
NO_BROWSER_TESTS = re.compile(r" \(`python -m pytest tests/browser[^)]*\)")
NOT_IN_IT = ("test_MODULE.py",)
# What the README says to whoever has the repository, and what it says to whoever has the zip.
FOR_A_CLASS = {
    "Clone or download this repository, open a terminal in its folder,":
        "Unpack `course.zip`, open a terminal in the folder `course`,",
    "the images are in the repository": "the images are in the folder",
    "A test compares the two, function by function; another executes": "A test executes",
    "`git restore data`, or download the repository again": "unpack `course.zip` again elsewhere, and copy `data` over",
    "`git restore notebooks`, or a new download, brings the original back (and discards your changes)":
        "the original is in `course.zip`: unpack it elsewhere",
    "; `git stash` sets your changes aside": "; unpack `course.zip` elsewhere to test it as it was",
}


def edition(files, when=WHEN, solutions=()):
    """Return path → content of the students' course, made of the repository's files."""
    made = {path: content for path, content in files.items() if path.startswith(KEPT)}
    made = {path: content for path, content in made.items()
            if not path.startswith("notebooks/solutions/") or PurePosixPath(path).name.startswith(tuple(solutions))}
    for path, notebook in lessons(files).items():
        mark(notebook)
        rewrite(notebook, later(when, solutions))
        rewrite(notebook, lambda text: NO_BROWSER_TESTS.sub("", text))
        made[path] = written(notebook)
    for path in filter(SEALED.fullmatch, list(made)):
        made[path] = sealed(made[path].decode(), path).encode()
    made["tests/test_course.py"] = (PARTS / "test_course.py").read_bytes()
    left_out = {str(name) for path in files for name in [PurePosixPath(path), *PurePosixPath(path).parents]}
    left_out -= {str(name) for path in made for name in [PurePosixPath(path), *PurePosixPath(path).parents]}
    made["README.md"] = readme(files["README.md"].decode(), left_out, when).encode()
    return made


def sealed(source, path):
    """Return a module that does what `source` does and can't be read at a glance."""
    packed = base64.b85encode(zlib.compress(source.encode(), 9)).decode()
    lines = "\n".join(f'    b"{line}"' for line in textwrap.wrap(packed, 110))
    return (f'"""Sealed, for it holds right answers: the README says why, section "In a class"."""\n\n'
            f"import base64\nimport zlib\n\nPACKED = (\n{lines}\n)\n"
            f'exec(compile(zlib.decompress(base64.b85decode(PACKED)), "<sealed>", "exec"))\n')


# ---------------------------------------------------------------- the README


def readme(markdown, left_out, when):
    """Return the README without what leads to files that are left out, and with a section on the class."""
    commands = re.findall(r"^```\w+\n.*?^```$", section(markdown, "Check everything"), re.MULTILINE | re.DOTALL)[:2]
    check = (PARTS / "check_everything.md").read_text(encoding="utf-8").format(*commands)
    markdown = markdown.replace(section(markdown, "Check everything"), check)
    for words, instead in FOR_A_CLASS.items():
        if words not in markdown:
            raise SystemExit(f"README.md no longer says {words!r}: see FOR_A_CLASS in student_edition.py")
        markdown = markdown.replace(words, instead)
    place = markdown.index("## Start\n")
    about = (PARTS / "in_a_class.md").read_text(encoding="utf-8").format(when=when)
    markdown = later(when)(markdown[:place] + about + "\n" + markdown[place:])
    blocks = re.split(r"(\n\n+|^```.*?^```$)", markdown, flags=re.MULTILINE | re.DOTALL)
    text = "".join(block if block.startswith("```") else without(block, left_out) for block in blocks)
    return re.sub(r"\n{3,}", "\n\n", text)


def section(markdown, heading):
    """Return a section of level 2, from its heading up to the next."""
    return re.search(rf"^## {heading}\n.*?(?=^## |\Z)", markdown, re.MULTILINE | re.DOTALL)[0]


def without(block, left_out):
    """Return a paragraph or a table without the sentences or rows that lead to what is left out."""
    def leads_nowhere(piece):
        paths = [(link or span).rstrip("/") for link, span in PATH.findall(piece)]
        return any(path in left_out for path in paths) or any(name in piece for name in NOT_IN_IT)

    if block.startswith("|"):
        return "\n".join(row for row in block.split("\n") if not leads_nowhere(row))
    sentences = re.split(r"(?<=[.?]) (?=[A-Z`\[])", block)
    return " ".join(sentence for sentence in sentences if not leads_nowhere(sentence))


# ---------------------------------------------------------------- the command


def pack(made, target):
    """Write a zip with everything in a folder `course`, the same bytes for the same files."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(made):
            archive.writestr(zipfile.ZipInfo(f"course/{path}"), made[path], zipfile.ZIP_DEFLATED)


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--when", default=WHEN, help="what stands in place of a link to a solution: %(default)r")
    ask.add_argument("--solutions", nargs="+", default=[], metavar="NN", help="notebooks whose solutions go along")
    ask.add_argument("--output", type=Path, default=Path("course.zip"))
    chosen = ask.parse_args()
    files = committed()
    known = {LESSON.fullmatch(path)[1] for path in lessons(files)} - {"00"}
    if unknown := sorted(set(chosen.solutions) - known):
        ask.error(f"no solutions of {', '.join(unknown)}; there are those of {', '.join(sorted(known))}")
    made = edition(files, chosen.when, chosen.solutions)
    pack(made, chosen.output)
    print(f"{chosen.output}: {len(made)} files, {chosen.output.stat().st_size / 1e6:.1f} MB, as committed")


if __name__ == "__main__":
    main()
