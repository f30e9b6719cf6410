"""Make a course for nbgrader of the committed notebooks: exercises to be filled in, checks that give points.

    .venv-nbgrader/bin/python class/marking.py FOLDER 02_one_hot_encoding 03_forward_propagation
    cd FOLDER && nbgrader generate_assignment 02_one_hot_encoding

Without names, every notebook with exercises becomes an assignment. README.md beside this file tells what comes next.
"""

import argparse
import ast
import builtins
import re
import textwrap
from pathlib import Path, PurePosixPath

from lessons import committed, exercises, later, lessons, mark, rewrite, solution_of, text, written

CONFIG = '''"""What nbgrader goes by in this course; written by class/marking.py."""

import sys
from pathlib import Path

c = get_config()  # noqa: F821, given by nbgrader

c.CourseDirectory.course_id = "{name}"
# What a student adds to a submission must not stand in the way of the course's own package.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints", "__pycache__", "feedback", "*.py", "*.pyc", "*.so", "*.zip", "nnhelpers",
]
# What a student finds in place of a solution, and what begins and ends one.
c.ClearSolutions.code_stub = {{"python": "return ..."}}
# Lessons hold trainings of a minute, experiments of several. A cell without an end is ended then.
c.Execute.timeout = {timeout}
# Cells that were copied, split or deleted: nbgrader's own step for copies ends autograding for the whole class.
sys.path.insert(0, str(Path(__file__).resolve().parent))
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput", "mending.Mended", "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells", "nbgrader.preprocessors.CheckCellMetadata",
]
'''
INDENT = "    "


def assignment(path, files):
    """Return path → content of an assignment's source: the lesson with its solutions, and the files that it shows."""
    lesson = lessons(files)[path]
    bound = bound_before_exercises(lesson)
    solutions = solution_of(path, files)
    solved = {name: cell for name, _, cell, _ in exercises(solutions)}
    mark(lesson)
    for name, _, exercise, check in exercises(lesson):
        exercise["source"] = solution(text(exercise), text(solved[name]), solutions, bound).splitlines(keepends=True)
        check["source"] = [
            "### BEGIN HIDDEN TESTS\n", "checks.strict()\n", "### END HIDDEN TESTS\n", *check["source"]]
    for cell in lesson["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    rewrite(lesson, later("handed out later"))
    rewrite(lesson, unlinked)
    name = PurePosixPath(path)
    made = {name.name: written(lesson)}
    content = made[name.name].decode()
    for other in files:  # pictures and data of the lesson
        beside = other.removeprefix("notebooks/")
        if beside != other and beside in content and not beside.endswith((".ipynb", ".py", ".md")):
            made[beside] = files[other]
    return made


def unlinked(markdown):
    """Return Markdown whose links to other files of the course are plain text: an assignment stands alone."""
    return re.sub(r"(?<!!)\[([^\[\]]+)\]\((?!https?:|#)[\w./]+\.(?:ipynb|md|py)(?:#[^)]*)?\)", r"\1", markdown)


# ---------------------------------------------------------------- a solution in the lesson's cell


def solution(exercise, solved, notebook, bound):
    """Return an exercise's cell filled in, what is filled in between nbgrader's marks.

    Helpers of the solution, and what its notebook's set-up prepares and the lesson does not know, go into the function:
    the cell then runs in the lesson, and without what is between the marks it is the lesson's cell.
    """
    head = exercise.rstrip().removesuffix(f"{INDENT}return ...")
    name = ast.parse(exercise).body[-1].name
    statements = ast.parse(solved).body
    [function] = [node for node in statements if isinstance(node, ast.FunctionDef) and node.name == name]
    lines = solved.splitlines()
    helpers = "\n".join(lines[:function.lineno - 1]).strip()
    body = "\n".join(lines[function.body[1].lineno - 1:function.end_lineno])
    needed = prepared(names_used(statements) - bound - {argument.arg for argument in function.args.args}, notebook)
    parts = [textwrap.indent(part, INDENT) for part in [*needed, helpers] if part]
    return "\n".join([f"{head}{INDENT}### BEGIN SOLUTION", *parts, body, f"{INDENT}### END SOLUTION"])


def names_used(nodes):
    """Return the names that some statements read and don't bind at their own top level."""
    read = {node.id for top in nodes for node in ast.walk(top) if isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Load)}
    return read - set(dir(builtins)) - names_bound(nodes)


def names_bound(nodes):
    """Return the names that statements bind."""
    bound = set()
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            bound |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
        else:
            bound |= {name.id for name in ast.walk(node) if isinstance(name, ast.Name)
                      and isinstance(name.ctx, ast.Store)}
    return bound


def statements_of(notebook, stop=lambda cell: False):
    """Return the top-level statements of a notebook's code cells, up to a cell; cells with magics have none."""
    found = []
    for cell in notebook["cells"]:
        if stop(cell):
            break
        if cell["cell_type"] == "code":
            try:
                found += ast.parse(text(cell)).body
            except SyntaxError:
                continue
    return found


def bound_before_exercises(lesson):
    """Return the names of modules and functions that a lesson has imported or defined when its exercises begin.

    Not those of its variables: they may hold something else than the solution's.
    """
    nodes = statements_of(lesson, lambda cell: "exercise" in cell["metadata"].get("tags", []))
    return names_bound([node for node in nodes if isinstance(
        node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)])


def prepared(names, notebook):
    """Return the statements of a solution notebook that bind some names, and those that these need, in their order."""
    nodes = statements_of(notebook, lambda cell: "exercise" in cell["metadata"].get("tags", []))
    chosen, wanted = [], set(names)
    for node in reversed(nodes):
        if names_bound([node]) & wanted:
            wanted |= names_used([node])
            chosen.insert(0, narrowed(node, wanted))
    return chosen


def narrowed(node, wanted):
    """Return the text of a statement, of an import only the names that are wanted."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        node.names = [alias for alias in node.names if (alias.asname or alias.name).split(".")[0] in wanted]
    return ast.unparse(node)


# ---------------------------------------------------------------- the command


def course(files, chosen, name="course", timeout=600):
    """Return path → content of a course for nbgrader with the chosen lessons."""
    made = {"nbgrader_config.py": CONFIG.format(name=name, timeout=timeout).encode()}
    made["mending.py"] = files["class/mending.py"]
    for path in chosen:
        stem = PurePosixPath(path).stem
        made |= {f"source/{stem}/{other}": content for other, content in assignment(path, files).items()}
    return made


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("folder", type=Path, help="where the course is written; nothing in it is deleted")
    ask.add_argument("names", nargs="*", help="notebooks, such as 02_one_hot_encoding; all if none is named")
    ask.add_argument("--timeout", type=int, default=600, help="seconds that a cell may take (%(default)s)")
    given = ask.parse_args()
    files = committed()
    known = {PurePosixPath(path).stem: path for path, lesson in lessons(files).items() if exercises(lesson)}
    if unknown := sorted(set(given.names) - known.keys()):
        ask.error(f"no exercises in {', '.join(unknown)}; there are: {', '.join(known)}")
    chosen = [known[name] for name in given.names or known]
    for path, content in course(files, chosen, given.folder.resolve().name, given.timeout).items():
        (given.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (given.folder / path).write_bytes(content)
    print(f"{given.folder}: {len(chosen)} assignments; next: cd {given.folder} && nbgrader generate_assignment NAME")


if __name__ == "__main__":
    main()
