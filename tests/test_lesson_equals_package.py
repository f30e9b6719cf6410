"""The code you read is the code you import: each function of the package is written out, equal, in a lesson.

A lesson's cell that defines something the package holds is tagged package:MODULE. Docstrings and comments may differ.
A class may grow over several cells and notebooks, `class Net(Net):` with further methods; each of them is the
package's, and together they are all of the package's.
"""

import ast
import difflib
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
TAUGHT = [
    "mnist", "preprocessing", "activations", "losses", "two_layer", "gradient_check", "metrics", "initializers",
    "layers", "optimizers", "training", "network", "health", "handwriting", "page", "autodiff", "explanations",
    "similarity", "calibration", "cross_fitting", "views", "convolution", "map_layers",
]
PATHS = {"DATA", "HERE"}  # where the files are is no lesson


def without_docstrings(node):
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(inner) is not None:
            inner.body = inner.body[1:] or [ast.Pass()]
    return node


def names_of(statement):
    """Return the names of functions, classes and upper-case constants that a statement defines."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    if not isinstance(statement, ast.Assign | ast.AnnAssign):
        return []
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return [target.id for target in targets if isinstance(target, ast.Name) and target.id.isupper()]


def grows(node):
    """Tell whether a statement adds methods to the class of the same name: class Net(Net)."""
    return isinstance(node, ast.ClassDef) and [ast.unparse(base) for base in node.bases] == [node.name]


def has_methods(node):
    return isinstance(node, ast.ClassDef) and any(isinstance(inner, ast.FunctionDef) for inner in node.body)


def members(node):
    """Return name → syntax tree of a class's methods; what is no method goes by its own text."""
    return {getattr(inner, "name", None) or ast.unparse(inner): inner for inner in node.body}


def definitions(source):
    """Return name → syntax tree, without docstrings, of what a module or cells define at their top level."""
    found = {}
    for node in map(without_docstrings, ast.parse(source).body):
        for name in names_of(node):
            if grows(node) and name in found:
                found[name].body += node.body
            else:
                found[name] = node
    return found


def package_definitions(module):
    return definitions((ROOT / "nnhelpers" / f"{module}.py").read_text(encoding="utf-8"))


def taught_names(module):
    return {name for name in package_definitions(module) if not name.startswith("_")} - PATHS


def package_cells(notebook):
    """Return (cell number, module, source) for each cell tagged package:MODULE."""
    return [
        (number, tag.removeprefix("package:"), cell.source)
        for number, cell in enumerate(notebook.cells, start=1)
        for tag in cell.metadata.get("tags", []) if tag.startswith("package:")
    ]


def read(path):
    return nbformat.v4.reads(path.read_text(encoding="utf-8"))


def difference(lesson, package):
    """Return a unified diff of two definitions, empty if their syntax trees are equal."""
    if ast.dump(lesson) == ast.dump(package):
        return ""
    lines = [ast.unparse(node).splitlines() for node in (package, lesson)]
    return "\n".join(difflib.unified_diff(*lines, "package", "lesson", n=1, lineterm=""))


def class_departures(lesson, package):
    """Return what is wrong with the part of a class that a lesson writes: its head, and each of its members."""
    ours, theirs = members(lesson), members(package)
    diffs = [f"the package's {package.name} has no {name}" for name in ours if name not in theirs]
    diffs += [difference(ours[name], theirs[name]) for name in ours if name in theirs]
    if not grows(lesson):
        heads = [ast.ClassDef(node.name, node.bases, node.keywords, [ast.Pass()], node.decorator_list)
                 for node in (lesson, package)]
        diffs.append(difference(*map(ast.fix_missing_locations, heads)))
    return diffs


def departures(cell_source, package):
    """Return what is wrong with package cells: a diff per definition that departs from the package's."""
    lesson = definitions(cell_source)
    shared = [name for name in lesson if name in package]
    # A matrix such as X or W1 is upper case too, but no constant of the package.
    unknown = [name for name, node in lesson.items() if name not in package and not isinstance(node, ast.Assign)]
    if not shared and not unknown:
        return ["the cell is tagged, but defines nothing that the package holds"]
    diffs = [f"the package does not hold {name}" for name in unknown]
    for name in shared:
        nodes = lesson[name], package[name]
        diffs += class_departures(*nodes) if all(map(has_methods, nodes)) else [difference(*nodes)]
    return [diff for diff in diffs if diff]


def unwritten(sources, package):
    """Return what of the package no source defines: names, and members of classes as Class.member."""
    written = set()
    for source in sources:
        for name, node in definitions(source).items():
            written |= {name} | ({f"{name}.{member}" for member in members(node)} if hasattr(node, "bases") else set())
    wanted = set(package) | {
        f"{name}.{member}" for name, node in package.items() if hasattr(node, "bases") for member in members(node)
    }
    return sorted(wanted - written)


@pytest.mark.parametrize("module", TAUGHT)
def test_every_definition_of_the_module_is_written_in_a_lesson(module):
    sources = [
        "\n\n".join(source for _, tagged, source in package_cells(read(path)) if tagged == module) for path in LESSONS
    ]
    package = {name: node for name, node in package_definitions(module).items() if name in taught_names(module)}
    assert unwritten(sources, package) == [], f"no lesson's cell tagged package:{module} defines these"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_what_the_lesson_defines_for_the_package_equals_it(path):
    cells = package_cells(read(path))
    complaints = [
        f"cell {number} is tagged, but defines nothing that nnhelpers.{module} holds"
        for number, module, source in cells if not definitions(source).keys() & package_definitions(module).keys()
    ]
    for module in {module for _, module, _ in cells}:
        together = "\n\n".join(source for _, tagged, source in cells if tagged == module)
        complaints += [f"nnhelpers.{module}:\n{text}" for text in departures(together, package_definitions(module))]
    assert not complaints, "\n\n".join(complaints)


# The comparison itself

PACKAGE = definitions('''
"""A module."""
import numpy as np

TABLE = {1: "one"}

def double(x, times=2):
    """Return the double."""
    return times * x

class Pair(NamedTuple):
    """Two."""
    first: int
''')


@pytest.mark.parametrize("source", [
    "def double(x, times=2):\n    return times * x",
    'def double(x, times=2):\n    """Other words."""\n    # why\n    return (times  *  x)\n\nprint(double(1))',
    "TABLE = {1: 'one'}\nX = 1",
    "class Pair(NamedTuple):\n    first: int  # with a comment",
])
def test_docstrings_comments_and_layout_make_no_difference(source):
    assert departures(source, PACKAGE) == []


GROWING = definitions("class Net:\n    size = 1\n    def first(self): return 1\n    def second(self): return 2")
BEGUN = "class Net:\n    '''A net.'''\n    size = 1\n    def first(self): return 1\n\n"
MORE = "class Net(Net):\n    '''More.'''\n    def second(self): return 2"


@pytest.mark.parametrize("sources", [[BEGUN + MORE], [BEGUN, MORE]], ids=["in one lesson", "over two lessons"])
def test_a_class_may_grow(sources):
    assert [departures(source, GROWING) for source in sources] == [[]] * len(sources)
    assert unwritten(sources, GROWING) == []


def test_a_method_that_no_lesson_writes_is_named():
    assert unwritten([BEGUN], GROWING) == ["Net.second"]
    assert unwritten([], GROWING) == ["Net", "Net.first", "Net.second", "Net.size = 1"]


@pytest.mark.parametrize(("source", "shown"), [
    (MORE.replace("2", "3"), "+    return 3"), (MORE.replace("second", "third"), "has no third"),
    (BEGUN.replace("Net:", "Net(dict):"), "+class Net(dict):"), (BEGUN.replace("size", "length"), "has no length = 1"),
])
def test_a_part_of_a_class_that_departs_is_shown(source, shown):
    [diff] = departures(source, GROWING)
    assert shown in diff


@pytest.mark.parametrize(("source", "shown"), [
    ("def double(x, times=2):\n    return x * times", "-    return times * x\n+    return x * times"),
    ("def double(x, times=3):\n    return times * x", "+def double(x, times=3):"),
    ("def double(x, times=2):\n    check(x)\n    return times * x", "+    check(x)"),
    ("@cache\ndef double(x, times=2):\n    return times * x", "+@cache"),
    ("TABLE = {1: 'won'}", "+TABLE = {1: 'won'}"),
    ("class Pair(NamedTuple):\n    first: float", "+    first: float"),
])
def test_any_other_difference_is_shown_as_a_diff(source, shown):
    [diff] = departures(source, PACKAGE)
    assert shown in diff


def test_a_definition_that_the_package_does_not_hold_is_named():
    assert departures("def triple(x):\n    return 3 * x", PACKAGE) == ["the package does not hold triple"]


def test_a_tagged_cell_without_definitions_is_caught():
    for source in ("print(1)", "X = 2", "for X in []:\n    pass"):
        assert departures(source, PACKAGE) == ["the cell is tagged, but defines nothing that the package holds"]


def test_a_package_cell_is_found_by_its_tag():
    tagged = nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["other", "package:losses"]})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("y = 1"), tagged])
    assert package_cells(notebook) == [(2, "losses", "x = 1")]


def test_functions_classes_and_tables_are_taught_but_neither_imports_nor_paths():
    assert taught_names("mnist") == {"IDX_TYPES", "Mnist", "read_idx", "load_mnist"}
    assert taught_names("losses") >= {"cross_entropy"}
