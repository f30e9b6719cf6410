"""The examples in nnhelpers' docstrings give what they say, and every public function says what it takes."""

import doctest
import importlib
import inspect
from pathlib import Path

import pytest

import nnhelpers

MODULES = sorted(path.stem for path in Path(nnhelpers.__file__).parent.glob("[a-z]*.py"))
TAUGHT = [name for name in MODULES if name not in ("checks", "guards", "plots")]


def public_functions(module):
    return [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    ]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name):
    assert doctest.testmod(importlib.import_module(f"nnhelpers.{name}")).failed == 0


def test_there_are_examples():
    modules = [importlib.import_module(f"nnhelpers.{name}") for name in MODULES]
    assert sum(doctest.testmod(module).attempted for module in modules) >= 8


@pytest.mark.parametrize("name", MODULES)
def test_every_function_has_a_docstring(name):
    for function in public_functions(importlib.import_module(f"nnhelpers.{name}")):
        assert inspect.getdoc(function), f"{function.__name__} has no docstring"


@pytest.mark.parametrize("name", TAUGHT)
def test_the_docstring_of_a_taught_function_names_every_parameter(name):
    for function in public_functions(importlib.import_module(f"nnhelpers.{name}")):
        described = inspect.getdoc(function)
        for parameter in inspect.signature(function).parameters:
            assert f"{parameter} :" in described or f"{parameter}," in described or f", {parameter}" in described, (
                f"{function.__name__} does not describe {parameter}"
            )
