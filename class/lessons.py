"""The committed course, and its lessons as a class gets them: marks for nbgrader on exercises and checks.

`student_edition.py` and `marking.py` draw on it. What it makes of an exercise is what nbgrader's generate_assignment
makes of the teacher's copy, so a student may hand in either.
"""

import io
import json
import re
import subprocess
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TO_SOLUTIONS = re.compile(r"\[([^\]]+)\]\((?:\.\./|notebooks/)?solutions/?([^)]*)\)")
LESSON = re.compile(r"notebooks/(\d\d)_\w+\.ipynb")


def committed(commit="HEAD"):
    """Return path → content of every file of a commit; what was changed since, a filled-in exercise say, is not in."""
    done = subprocess.run(["git", "archive", "--format=tar", commit], cwd=ROOT, capture_output=True)
    if done.returncode:
        raise SystemExit(f"This needs a clone of the repository, not a download of its files.\n{done.stderr.decode()}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive if member.isfile()}


def lessons(files):
    """Return path → notebook of every lesson."""
    return {path: json.loads(content) for path, content in sorted(files.items()) if LESSON.fullmatch(path)}


def solution_of(path, files):
    """Return the notebook of a lesson's solutions, None if it has no exercises."""
    content = files.get(path.replace("notebooks/", "notebooks/solutions/").replace(".ipynb", "_solutions.ipynb"))
    return content and json.loads(content)


def text(cell):
    return "".join(cell["source"])


def tagged(notebook, tag):
    """Return the cells of a tag, in order."""
    return [cell for cell in notebook["cells"] if tag in cell["metadata"].get("tags", [])]


def exercises(notebook):
    """Return (name, points, exercise cell, check cell) of each exercise; its stars are its points."""
    stars = [len(found[1]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"
             if (found := re.match(r"###? Exercise \d+ (★+)", text(cell)))]
    names = [re.search(r"checks\.(\w+)\(\1\)", text(cell))[1] for cell in tagged(notebook, "check")]
    return list(zip(names, stars, tagged(notebook, "exercise"), tagged(notebook, "check"), strict=True))


def mark(notebook):
    """Write into a notebook what nbgrader goes by: which cells are filled in, which are marked, for how many points."""
    for name, points, exercise, check in exercises(notebook):
        kinds = {"schema_version": 3, "task": False}
        exercise["metadata"] |= {"deletable": False, "nbgrader": kinds | {
            "grade": False, "grade_id": name, "locked": False, "solution": True}}
        check["metadata"] |= {"deletable": False, "editable": False, "nbgrader": kinds | {
            "grade": True, "grade_id": f"check_{name}", "locked": True, "points": points, "solution": False}}


def rewrite(notebook, change):
    """Change the Markdown of a notebook: `change` takes a text and returns one."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = change(text(cell)).splitlines(keepends=True)


def later(when, there=()):
    """Return a change of Markdown: a link to solutions says when they come, unless those are `there` already."""
    def say(link):
        if any(link[2].startswith(number) for number in there):
            return link[0]
        return f"{link[1].replace('`', '').rstrip('/').capitalize()}: {when}." if link[1] == "Solution" else (
            f"{link[1]} ({when})")

    return lambda markdown: TO_SOLUTIONS.sub(say, markdown)


def written(notebook):
    """Return a notebook as bytes, in the form in which Jupyter saves it."""
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()
