"""PyTorch and scikit-learn are notebook 18's alone; where they are missing it is skipped, and the tests say so."""

import ast
import importlib.util
import re
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
FRAMEWORKS = {"torch", "torchvision", "sklearn", "scipy", "keras", "tensorflow", "jax"}
NOTEBOOKS = [path for path in sorted((ROOT / "notebooks").rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts]
BENCHMARKS = ROOT / "tests" / "benchmarks"  # run by hand: one of them compares with PyTorch
MODULES = [
    path for folder in ("nnhelpers", "tests", "notebooks") for path in sorted((ROOT / folder).rglob("*.py"))
    if BENCHMARKS not in path.parents
]


def imported(source):
    """Return the top names of all modules that a source imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def code_of(path):
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(re.sub(r"^[%!].*$", "", cell.source, flags=re.MULTILINE)
                     for cell in cells if cell.cell_type == "code")


def requirements(name):
    """Return the names of the packages that a requirements file asks for."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[~=<>]", line)[0].strip() for line in lines if line and line[0] not in "#-"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_only_notebook_18_imports_a_framework(path):
    found = imported(code_of(path)) & FRAMEWORKS
    assert found == ({"torch", "sklearn"} if path.name.startswith("18_") else set())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_and_no_test_imports_a_framework(path):
    assert not imported(path.read_text(encoding="utf-8")) & FRAMEWORKS


@pytest.mark.parametrize("source", ["import torch", "def f():\n    from torch import nn", "import sklearn.svm as s"])
def test_an_import_of_a_framework_is_caught(source):
    assert imported(source) & FRAMEWORKS
    assert not imported(source.replace("torch", "json").replace("sklearn.svm", "json")) & FRAMEWORKS


def test_the_frameworks_have_a_requirements_file_of_their_own_which_the_notebook_names():
    assert requirements("requirements-frameworks.txt") == {"torch", "scikit-learn"}
    assert not requirements("requirements-frameworks.txt") & requirements("requirements.txt")
    notebook = nbformat.read(next((ROOT / "notebooks").glob("18_*.ipynb")), as_version=4)
    assert any("pip install -r requirements-frameworks.txt" in cell.source for cell in notebook.cells)


# The skipping

class Item:
    """A cell as pytest collects it."""

    def __init__(self, notebook, number):
        self.path, self.number, self.marks = Path("notebooks", notebook), number, []

    def add_marker(self, mark):
        self.marks.append(mark)


def collected(monkeypatch, installed):
    """Return what is left of two cells each of four files, where only some packages are installed."""
    spec = importlib.util.spec_from_file_location("settings_of_notebooks", ROOT / "notebooks" / "conftest.py")
    conftest = importlib.util.module_from_spec(spec)
    monkeypatch.setattr("runpy.run_path", lambda path: {})  # the settings have been made
    spec.loader.exec_module(conftest)
    monkeypatch.setattr(conftest, "find_spec", lambda name: SimpleNamespace() if name in installed else None)
    files = ("17_a.ipynb", "18_b.ipynb", "18_b_solutions.ipynb", "test_18.py")
    items = [Item(file, number) for file in files for number in range(2)]
    conftest.pytest_collection_modifyitems(items)
    return items


def test_with_both_frameworks_every_cell_runs(monkeypatch):
    items = collected(monkeypatch, {"torch", "sklearn"})
    assert len(items) == 8 and not any(item.marks for item in items)


@pytest.mark.parametrize(("installed", "words"), [
    (set(), "PyTorch and scikit-learn not installed"), ({"torch"}, "scikit-learn not installed"),
    ({"sklearn"}, "PyTorch not installed"),
])
def test_without_one_each_of_the_two_notebooks_is_one_skipped_test_with_its_reason(monkeypatch, installed, words):
    items = collected(monkeypatch, installed)
    skipped = [item for item in items if item.marks]
    assert [(item.path.name, item.number) for item in skipped] == [("18_b.ipynb", 0), ("18_b_solutions.ipynb", 0)]
    assert len(items) == 6
    for item in skipped:
        [mark] = item.marks
        assert mark.name == "skip" and mark.kwargs["reason"].startswith(words)
        assert "requirements-frameworks.txt" in mark.kwargs["reason"]


def test_the_reasons_of_skipped_tests_are_printed():
    assert '"-rs"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
