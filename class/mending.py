"""Before nbgrader marks a submission: one exercise and one check of each name, whatever was copied, split or deleted.

marking.py lays this file beside nbgrader_config.py, which names it. Without it, one cell that a student copied ends
autograding for the whole class; a check that was deleted, or a notebook that is not the class's edition, gives 0 points
without a word; and nbgrader warns of every check, of those that nobody touched too.
"""

import re

from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS\n", re.DOTALL)


def marks(grade_id, check, points=0):
    """Return what nbgrader goes by in a cell."""
    return {"grade_id": grade_id, "grade": check, "solution": not check, "locked": check, "points": points,
            "task": False, "schema_version": 3, "cell_type": "code"}


def holding(notebook, pattern):
    """Return the code cells in which a pattern is found, in order."""
    return [cell for cell in notebook.cells
            if cell.cell_type == "code" and re.search(pattern, cell.source, re.MULTILINE)]


def mend(notebook, checks, say=print):
    """Mark a submission's cells; `checks`: exercise → (points, source of its check); `say` is told what was amiss."""
    found = {}
    for cell in reversed(notebook.cells):  # of a cell and its copies the last counts
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in found:
            say(f"{grade_id} stands there more than once; the last counts")
        if grade_id is None or grade_id in found:
            cell.metadata.pop("nbgrader", None)
        else:
            found[grade_id] = cell
    for name, (points, source) in checks.items():
        defined = holding(notebook, rf"^def {name}\(")
        exercise = found.get(name) or (defined[-1] if defined else None)
        check = found.get(f"check_{name}") or next(reversed(holding(notebook, rf"checks\.{name}\({name}\)")), None)
        if check is None:
            say(f"check_{name} was deleted; put back")
            last = defined[-1] if defined else notebook.cells[-1]
            check = new_code_cell(HIDDEN.sub("", source))
            notebook.cells.insert([cell is last for cell in notebook.cells].index(True) + 1, check)
        elif f"check_{name}" not in found:
            say(f"check_{name} had lost its marks; put back")
        if check.cell_type != "code" or check.source.strip() != HIDDEN.sub("", source).strip():
            say(f"check_{name} was changed; put back")
        if check.cell_type == "code":
            check.source = source
        check.metadata["nbgrader"] = marks(f"check_{name}", True, points)
        if exercise is not None and exercise is not check and exercise.cell_type == "code":
            exercise.metadata["nbgrader"] = marks(name, False)
    return notebook


class Mended(NbGraderPreprocessor):
    """A step of nbgrader's autograde."""

    def preprocess(self, nb, resources):
        given = resources["nbgrader"]
        with Gradebook(given["db_url"]) as gradebook:
            assigned = gradebook.find_notebook(given["notebook"], given["assignment"])
            source = {cell.name: cell.source for cell in assigned.source_cells}
            checks = {cell.name.removeprefix("check_"): (cell.max_score, source[cell.name])
                      for cell in assigned.grade_cells if "checks.strict()" in source[cell.name]}
        return mend(nb, checks, self.log.warning), resources
