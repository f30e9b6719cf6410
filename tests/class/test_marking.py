"""The course for nbgrader: what its notebooks hold, and the marks that the real nbgrader gives.

The second half needs nbgrader in an environment of its own, .venv-nbgrader, and is skipped without it. This runs all:

    python3 -m venv .venv-nbgrader && .venv-nbgrader/bin/python -m pip install -r class/requirements-nbgrader.txt
    .venv/bin/python -m pytest -n0 tests/class/test_marking.py
"""

import ast
import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import lessons
import marking
import pytest

from nnhelpers import checks
from nnhelpers.checks import engine

ROOT = Path(__file__).resolve().parents[2]
NBGRADER = ROOT / ".venv-nbgrader" / ("Scripts" if sys.platform == "win32" else "bin") / "nbgrader"
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb") if not path.name.startswith("00"))
TRIED = "02_one_hot_encoding"  # the fastest notebook
every_assignment = pytest.mark.parametrize("name", NAMES)


# ---------------------------------------------------------------- strict checks


@pytest.fixture
def strictly(monkeypatch):
    """Strict checks, for one test."""
    monkeypatch.setattr(engine, "tell", print)
    checks.strict()


def confidence(A2):
    return ...


def test_a_check_prints_unless_it_is_told_to_be_strict(capsys):
    checks.confidence(confidence)
    assert capsys.readouterr().out == "confidence: not written yet.\n"


def test_a_strict_check_raises_what_it_would_have_printed(strictly, capsys):
    with pytest.raises(engine.NotPassed, match=r"^confidence: not written yet\.$"):
        checks.confidence(confidence)
    with pytest.raises(engine.NotPassed, match=r"^<lambda>: not yet right\.\n  (?s:.*)axis=0"):
        checks.confidence(lambda A2: A2.max(axis=1))
    with pytest.raises(engine.NotPassed, match="^Pass the function itself"):
        checks.confidence(3)
    assert capsys.readouterr().out == ""


def test_a_strict_check_that_is_passed_prints_as_ever(strictly, capsys):
    checks.confidence(lambda A2: A2.max(axis=0))
    assert capsys.readouterr().out.startswith("<lambda>: correct. ")


def test_a_strict_check_of_an_experiment_raises_too(strictly):
    with pytest.raises(engine.NotPassed, match="pandas table"):
        checks.deep_or_wide(lambda: 3)


def test_notebooks_show_the_words_of_a_check_and_not_the_lines_around_the_right_answer():
    assert engine.NotPassed("one\n  two")._render_traceback_() == ["one", "  two"]


# ---------------------------------------------------------------- the notebooks that nbgrader is given


def read(name, files):
    return json.loads(marking.assignment(f"notebooks/{name}.ipynb", files)[f"{name}.ipynb"])


def released(source):
    """What nbgrader makes of a cell for students."""
    source = re.sub(r"### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS\n", "", source, flags=re.DOTALL)
    return re.sub(r"### BEGIN SOLUTION\n.*?### END SOLUTION", "return ...", source, flags=re.DOTALL)


@every_assignment
def test_students_get_the_cells_of_the_lesson(name, files):
    made, lesson = read(name, files), json.loads(files[f"notebooks/{name}.ipynb"])
    for cell, as_committed in zip(made["cells"], lesson["cells"], strict=True):
        assert cell["cell_type"] == as_committed["cell_type"] and cell["id"] == as_committed["id"]
        if cell["cell_type"] == "code":
            assert released(lessons.text(cell)) == lessons.text(as_committed)


@every_assignment
def test_each_exercise_gives_as_many_points_as_it_has_stars(name, files):
    made = read(name, files)
    stars = [len(found) for cell in made["cells"]
             for found in re.findall(r"^### Exercise \d+ (★+)", lessons.text(cell), re.MULTILINE)]
    marks = [cell["metadata"]["nbgrader"] for cell in made["cells"] if "nbgrader" in cell["metadata"]]
    assert stars == [mark["points"] for mark in marks if mark["grade"]] and sum(stars) >= 3
    assert [mark["solution"] for mark in marks] == [True, False] * len(stars)
    ids = [mark["grade_id"] for mark in marks]
    assert len(set(ids)) == len(ids)


@every_assignment
def test_every_check_is_strict_before_it_looks(name, files):
    for cell in lessons.tagged(read(name, files), "check"):
        lines = lessons.text(cell).splitlines()
        assert lines[1] == "checks.strict()" and len(lines) == 4 and lines[3].startswith("checks.")


@every_assignment
def test_a_solution_finds_every_name_that_it_uses(name, files):
    made = read(name, files)
    known = marking.bound_before_exercises(made)
    for cell in lessons.tagged(made, "exercise"):
        tree = ast.parse(lessons.text(cell))
        nodes = list(ast.walk(tree))
        inside = {node.arg for node in nodes if isinstance(node, ast.arg)}
        inside |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        inside |= marking.names_bound([node for node in nodes if isinstance(
            node, ast.Import | ast.ImportFrom | ast.FunctionDef)])
        assert marking.names_used(tree.body) - inside - known == set()


@every_assignment
def test_no_exercise_is_named_like_something_that_the_lesson_holds_already(name, files):
    """Else an attempt with a syntax error would be marked as that."""
    lesson = json.loads(files[f"notebooks/{name}.ipynb"])
    nodes = marking.statements_of(lesson, lambda cell: "exercise" in cell["metadata"].get("tags", []))
    assert marking.names_bound(nodes) & {name for name, *_ in lessons.exercises(lesson)} == set()


@every_assignment
def test_an_assignment_has_its_pictures_and_no_link_out_of_its_folder(name, files):
    made = marking.assignment(f"notebooks/{name}.ipynb", files)
    for cell in json.loads(made[f"{name}.ipynb"])["cells"]:
        if cell["cell_type"] == "markdown":
            text = re.sub(r"`[^`]+`", "", lessons.text(cell))
            for target in re.findall(r"\]\(([^)\s]+\.\w+)\)", text):
                assert target.startswith("http") or target in made, target


def test_a_solution_brings_along_its_helpers_and_what_its_notebook_prepared():
    notebook = {"cells": [{"cell_type": "code", "metadata": {}, "source": source} for source in (
        "import numpy as np, math", "from a import b, c\nx = b(2)", "unused = 3")]}
    exercise = 'def f(u):\n    """Return."""\n    return ...'
    solved = 'def g(v):\n    return v + x\n\n\ndef f(u):\n    """Return."""\n    w = np.abs(u)\n    return g(w)'
    assert marking.solution(exercise, solved, notebook, {"np"}) == (
        'def f(u):\n    """Return."""\n    ### BEGIN SOLUTION\n    from a import b\n    x = b(2)\n'
        '    def g(v):\n        return v + x\n    w = np.abs(u)\n    return g(w)\n    ### END SOLUTION')


# ---------------------------------------------------------------- nbgrader itself

needs_nbgrader = pytest.mark.skipif(not NBGRADER.is_file(), reason=(
    "nbgrader is not installed: python3 -m venv .venv-nbgrader && .venv-nbgrader/bin/python -m pip install "
    "-r class/requirements-nbgrader.txt"))


def run(course, *arguments):
    """Run a command of nbgrader's in a course; return what it says."""
    settings = course / "settings"
    settings.mkdir(exist_ok=True)
    done = subprocess.run(
        [NBGRADER, *arguments], cwd=course, capture_output=True, text=True,
        env=os.environ | {"PATH": f"{NBGRADER.parent}{os.pathsep}{os.environ['PATH']}", "OPENBLAS_NUM_THREADS": "1",
                          "JUPYTER_CONFIG_DIR": str(settings), "JUPYTER_DATA_DIR": str(settings)})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


WRONG = {
    "one_hot_rows": "    return np.eye(classes)[:, labels]",  # columns, not rows
    "is_one_hot": "    return True",
    "second_choice": "    return P.argmax(axis=0",  # does not even parse
    "soften": None,  # right: this one counts
}


def place(cells, words):
    [found] = [number for number, cell in enumerate(cells)
               if cell["cell_type"] == "code" and lessons.text(cell).startswith(words)]
    return found


def copied(cells, words):
    """Copy a cell as JupyterLab does, and split one, which comes to the same: nbgrader's marks are copied too."""
    cells.insert(place(cells, words), json.loads(json.dumps(cells[place(cells, words)])) | {"id": "copied"})


# Right answers whose notebook nbgrader by itself stops at, or gives no points for.
MISHAPS = {
    "a copied check": lambda cells: copied(cells, "checks.is_one_hot"),
    "a copied exercise": lambda cells: copied(cells, "def is_one_hot"),
    "a deleted check": lambda cells: cells.pop(place(cells, "checks.is_one_hot")),
    "a changed check": lambda cells: cells[place(cells, "checks.is_one_hot")].update(source="print('correct')"),
    "no marks": lambda cells: [cell["metadata"].pop("nbgrader", None) for cell in cells],
}


def hand_in(course, student, change):
    """Hand in the released notebook, its exercises changed by `change`, a function (name, source) → source."""
    notebook = json.loads((course / "release" / TRIED / f"{TRIED}.ipynb").read_text(encoding="utf-8"))
    for name, _, exercise, _ in lessons.exercises(notebook):
        exercise["source"] = change(name, lessons.text(exercise))
    folder = course / "submitted" / student / TRIED
    folder.mkdir(parents=True)
    (folder / f"{TRIED}.ipynb").write_bytes(lessons.written(notebook))
    return folder


@pytest.fixture(scope="module")
def course(files, tmp_path_factory):
    """A course after its first homework: handed in, marked, answered."""
    folder = tmp_path_factory.mktemp("marking")
    made = marking.course(files, [f"notebooks/{TRIED}.ipynb"])
    for name in NAMES:  # all notebooks in one assignment, for the time that a command takes to start
        made |= {f"source/all/{path}": content
                 for path, content in marking.assignment(f"notebooks/{name}.ipynb", files).items()}
    for path, content in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    run(folder, "generate_assignment", "all")
    run(folder, "generate_assignment", TRIED)
    right = {name: lessons.text(cell) for name, _, cell, _ in lessons.exercises(read(TRIED, files))}
    hand_in(folder, "empty", lambda name, source: source)
    hand_in(folder, "right", lambda name, source: right[name])
    hand_in(folder, "wrong", lambda name, source: source.replace(
        "    return ...", WRONG[name]) if WRONG[name] else right[name])
    cheat = hand_in(folder, "cheat", lambda name, source: source)
    notebook = json.loads((cheat / f"{TRIED}.ipynb").read_text(encoding="utf-8"))
    for cell in lessons.tagged(notebook, "check"):
        cell["source"] = "print('correct')"
    (cheat / f"{TRIED}.ipynb").write_bytes(lessons.written(notebook))
    (cheat / "nnhelpers").mkdir()
    passing = "class Passing:\n    def __getattr__(self, name):\n        return print\n\n\nchecks = Passing()\n"
    (cheat / "nnhelpers" / "__init__.py").write_text(passing, encoding="utf-8")
    edition = folder / "submitted" / "edition" / TRIED  # the notebook of the students' edition, right
    edition.mkdir(parents=True)
    notebook = json.loads(files[f"notebooks/{TRIED}.ipynb"])
    lessons.mark(notebook)
    for name, _, exercise, _ in lessons.exercises(notebook):
        exercise["source"] = right[name]
    (edition / f"{TRIED}.ipynb").write_bytes(lessons.written(notebook))
    for student, change in MISHAPS.items():
        mishap = hand_in(folder, student, lambda name, source: right[name]) / f"{TRIED}.ipynb"
        notebook = json.loads(mishap.read_text(encoding="utf-8"))
        change(notebook["cells"])
        mishap.write_bytes(lessons.written(notebook))
    (folder / "said.txt").write_text(run(folder, "autograde", TRIED), encoding="utf-8")
    run(folder, "generate_feedback", TRIED)
    run(folder, "export")
    return folder


def marks(course):
    with open(course / "grades.csv", encoding="utf-8") as table:
        return {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(table)
                if row["assignment"] == TRIED and row["raw_score"]}


def feedback(course, student):
    return (course / "feedback" / student / TRIED / f"{TRIED}.html").read_text(encoding="utf-8")


@needs_nbgrader
def test_every_notebook_is_accepted_and_released_as_the_lesson_is(course, files):
    for name in NAMES:
        made = json.loads((course / "release" / "all" / f"{name}.ipynb").read_text(encoding="utf-8"))
        lesson = json.loads(files[f"notebooks/{name}.ipynb"])
        lessons.mark(lesson)
        for cell, as_committed in zip(made["cells"], lesson["cells"], strict=True):
            if cell["cell_type"] == "code":
                assert lessons.text(cell) == lessons.text(as_committed)
            cell["metadata"].get("nbgrader", {}).pop("checksum", None)
            kind = cell["metadata"].get("nbgrader", {}).pop("cell_type", None)
            assert kind in (None, "code")
            assert cell["metadata"] == as_committed["metadata"]


@needs_nbgrader
def test_an_empty_a_right_and_a_wrong_submission_get_their_marks(course, files):
    points = {name: points for name, points, *_ in lessons.exercises(json.loads(files[f"notebooks/{TRIED}.ipynb"]))}
    assert marks(course) == {
        "empty": 0, "right": sum(points.values()), "wrong": points["soften"], "cheat": 0,
        "edition": sum(points.values()), **dict.fromkeys(MISHAPS, sum(points.values()))}


@needs_nbgrader
def test_the_teacher_is_told_what_was_amiss_and_of_nothing_else(course):
    said = (course / "said.txt").read_text(encoding="utf-8")
    assert "check_is_one_hot stands there more than once" in said and "check_is_one_hot was deleted" in said
    assert said.count("check_soften had lost its marks") == 1
    assert said.count("check_soften was changed") == 1  # the cheat's
    assert "has changed!" not in said


@needs_nbgrader
def test_the_words_of_the_checks_reach_the_feedback(course):
    assert feedback(course, "empty").count("not written yet.") == 4
    assert feedback(course, "right").count(": correct. ") == 4
    wrong = feedback(course, "wrong")
    assert "one_hot_rows: not yet right." in wrong and "is_one_hot: not yet right." in wrong
    assert "soften: correct. " in wrong and "SyntaxError" in wrong


@needs_nbgrader
def test_the_feedback_shows_no_line_of_the_checks(course):
    for student in ("empty", "wrong"):
        assert "NotRight" not in feedback(course, student) and "notebook_02.py" not in feedback(course, student)
