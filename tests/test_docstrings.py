"""The examples in nnhelpers' docstrings give what they say, and every public function says what it takes."""

import doctest
import importlib
import inspect
import re
from pathlib import Path

import pytest

import nnhelpers

PACKAGE = Path(nnhelpers.__file__).parent
PATHS = [path.relative_to(PACKAGE).with_suffix("") for path in sorted(PACKAGE.rglob("[a-z]*.py"))]
# Modules of sub-packages carry both names: guards.values, checks.notebook_01.
MODULES = [".".join(path.parts) for path in PATHS]
TAUGHT = [name for name in MODULES if "." not in name and name not in ("plots", "clinic")]


def public_functions(module):
    return [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    ]


def public_classes(module):
    return [
        value
        for name, value in inspect.getmembers(module, inspect.isclass)
        if value.__module__ == module.__name__ and not name.startswith("_")
    ]


def public_methods(cls):
    """Return name → method, bound if it belongs to the class: those that the class itself defines."""
    return {
        name: getattr(cls, name)
        for name, value in vars(cls).items()
        if not name.startswith("_") and inspect.isroutine(value)
    }


def described_parameters(docstring):
    """Return the names that stand before a colon, or alone on a line, in the section Parameters."""
    section = re.search(r"^Parameters\n-+\n(.*?)(?=\n\n|\Z)", docstring or "", re.DOTALL | re.MULTILINE)
    lines = section.group(1).splitlines() if section else []
    return [name for line in lines if line[0] != " " for name in line.split(" :")[0].split(", ")]


def taught_classes():
    modules = [importlib.import_module(f"nnhelpers.{name}") for name in TAUGHT]
    return [cls for module in modules for cls in public_classes(module)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name):
    assert doctest.testmod(importlib.import_module(f"nnhelpers.{name}")).failed == 0


def test_there_are_examples():
    modules = [importlib.import_module(f"nnhelpers.{name}") for name in MODULES]
    assert sum(doctest.testmod(module).attempted for module in modules) >= 8


@pytest.mark.parametrize("name", MODULES)
def test_the_module_and_every_function_in_it_has_a_docstring(name):
    module = importlib.import_module(f"nnhelpers.{name}")
    for described in (module, *public_functions(module)):
        assert inspect.getdoc(described), f"{described.__name__} has no docstring"


def test_the_modules_of_the_sub_packages_are_found_and_are_not_among_those_taught():
    assert {"layers", "training", "guards.networks", "checks.engine", "checks.notebook_12"} <= {*MODULES}
    assert {"layers", "training"} <= {*TAUGHT} and not {"guards.networks", "checks.engine", "clinic"} & {*TAUGHT}


@pytest.mark.parametrize("name", TAUGHT)
def test_the_docstring_of_a_taught_function_names_every_parameter(name):
    for function in public_functions(importlib.import_module(f"nnhelpers.{name}")):
        described = inspect.getdoc(function)
        for parameter in inspect.signature(function).parameters:
            assert f"{parameter} :" in described or f"{parameter}," in described or f", {parameter}" in described, (
                f"{function.__name__} does not describe {parameter}"
            )


@pytest.mark.parametrize("cls", taught_classes(), ids=lambda cls: cls.__name__)
def test_the_docstring_of_a_taught_class_describes_what_its_init_takes(cls):
    assert inspect.getdoc(cls) and cls.__doc__, f"{cls.__name__} has no docstring"
    if "__init__" in vars(cls):
        _, *parameters = inspect.signature(cls.__init__).parameters
        assert described_parameters(inspect.getdoc(cls)) == parameters


@pytest.mark.parametrize("cls", taught_classes(), ids=lambda cls: cls.__name__)
def test_the_docstring_of_every_public_method_of_a_taught_class_describes_its_parameters(cls):
    for name, method in public_methods(cls).items():
        assert method.__doc__, f"{cls.__name__}.{name} has no docstring"
        parameters = [parameter for parameter in inspect.signature(method).parameters if parameter != "self"]
        assert described_parameters(inspect.getdoc(method)) == parameters, f"{cls.__name__}.{name}"


def test_the_classes_and_methods_that_the_docstrings_are_read_of_are_found():
    found = {cls.__name__: set(public_methods(cls)) for cls in taught_classes()}
    interface = {"settings", "shape_after", "first_parameters", "place", "forward", "backward", "dA_before"}
    assert found["DenseLayer"] == found["DropoutLayer"] == interface
    assert found["Adam"] == {"step"}
    assert {"add", "train", "predict", "save", "load"} <= found["NeuralNetwork"]


def test_described_parameters_are_those_of_the_section_and_not_of_the_text_around():
    docstring = """Add a, b and c.

    Parameters
    ----------
    a, b : int
        Not c : int, which is indented.
    dtype
    d : float

    Returns
    -------
    e : int
    """
    assert described_parameters(inspect.cleandoc(docstring)) == ["a", "b", "dtype", "d"]
    assert described_parameters("Add a and b.") == described_parameters(None) == []
