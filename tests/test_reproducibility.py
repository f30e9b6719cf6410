"""The printed numbers are the same with any number of threads, from any folder; importing a module does nothing else.

Each script runs in a Python of its own, so that nothing imported here helps it.
"""

import ast
import graphlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "nnhelpers"
# Module → source; a sub-package goes by its own name (guards, of guards/__init__.py), its modules by both.
NAMES = {path: ".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in sorted(PACKAGE.rglob("*.py"))}
SOURCES = {
    name.removesuffix(".__init__"): path.read_text(encoding="utf-8") for path, name in NAMES.items()
    if name != "__init__"
}
# What NumPy draws from its own state, and what the standard library does; generators have their own.
GLOBAL = re.compile(r"(np|numpy)\.random\.(?!(Generator|default_rng|SeedSequence|PCG64)\b)|random\.|numpy\.random$")

TRAINING = """
import sys
import numpy as np
from nnhelpers.mnist import load_mnist
from nnhelpers.preprocessing import normalize, to_columns
from nnhelpers.two_layer import gradient_descent, initialize_he

mnist = load_mnist()
X, labels = to_columns(normalize(mnist.train_images[:2000])), mnist.train_labels[:2000]
parameters = initialize_he(np.random.default_rng(int(sys.argv[1])))
parameters, history = gradient_descent(parameters, X, labels, 0.5, 30, every=5, show=False)
for row in history.itertuples(index=False):
    print(f"{row[0]:2d}: loss {row[1]:.4f}, accuracy {row[2]:.1%}")
"""

SHUFFLED_IMPORTS = """
import importlib, random, sys

names, rng = sys.argv[1:], random.Random(0)
for _ in range(20):
    rng.shuffle(names)
    for name in [name for name in sys.modules if name.startswith("nnhelpers")]:
        del sys.modules[name]
    for name in names:
        importlib.import_module(f"nnhelpers.{name}")
"""

GLOBAL_STATE = """
import contextlib, importlib, io, pickle, sys
import numpy as np

def state():
    return pickle.dumps(np.random.get_state())

before = state()
for name in sys.argv[2:]:
    importlib.import_module(f"nnhelpers.{name}")
print("imports", "leave it" if state() == before else "change it")
with contextlib.redirect_stdout(io.StringIO()):
    exec(TRAINING)
print("training", "leaves it" if state() == before else "changes it")
"""


def run(script, *arguments, folder=ROOT, threads=1, options=()):
    """Run a script in a fresh Python and return what it wrote; fail with its message if it fails."""
    done = subprocess.run(
        [sys.executable, *options, "-c", script, *arguments], cwd=folder, capture_output=True, text=True,
        encoding="utf-8", env=os.environ | {"OPENBLAS_NUM_THREADS": str(threads), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def trained():
    """Return what the training prints in the project's folder with one thread."""
    return run(TRAINING, "0")


# Numbers

def test_the_training_prints_a_falling_loss(trained):
    losses = [float(line.split()[2].rstrip(",")) for line in trained.splitlines()]
    assert len(losses) == 7 and losses == sorted(losses, reverse=True) and losses[-1] < 2 < losses[0]


def test_training_prints_the_same_with_two_threads(trained):
    assert run(TRAINING, "0", threads=2) == trained


def test_training_prints_the_same_from_another_folder(trained, tmp_path):
    assert run(TRAINING, "0", folder=tmp_path) == trained


def test_training_prints_something_else_with_another_seed(trained):
    assert run(TRAINING, "1") != trained


# Imports

def imported_modules(source, known):
    """Return the modules among those known that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)]
        if isinstance(node, ast.ImportFrom):
            origin = ".".join(part for part in ("nnhelpers" if node.level else "", node.module) if part)
            names = [f"{origin}.{name}" for name in names]
        for name in names:
            # nnhelpers.guards.values.require_array is of the module guards.values, not of guards.
            parts = name.split(".")[1:] if name.startswith("nnhelpers.") else []
            modules = [".".join(parts[:end]) for end in range(len(parts), 0, -1)]
            found |= set([module for module in modules if module in known][:1])
    return found


def import_cycle(sources):
    """Return the modules of an import cycle, or an empty list."""
    graph = {name: imported_modules(source, sources) for name, source in sources.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return []


# One check of a notebook imports all of them, through the folder's __init__.
@pytest.mark.parametrize("name", [name for name in SOURCES if not name.startswith("checks.")])
def test_the_module_imports_alone_from_any_folder_silently_and_without_a_warning(name, tmp_path):
    assert run(f"import nnhelpers.{name}", folder=tmp_path, options=["-W", "error"]) == ""


def test_the_modules_import_in_any_order(tmp_path):
    assert run(SHUFFLED_IMPORTS, *SOURCES, folder=tmp_path) == ""


def test_no_modules_import_each_other_in_a_circle():
    assert import_cycle(SOURCES) == []


@pytest.mark.parametrize("source", [
    "from nnhelpers.b import f", "import nnhelpers.b", "from nnhelpers import b", "from .b import f", "from . import b",
    "def late():\n    from nnhelpers.b import f",
])
def test_an_import_cycle_is_caught(source):
    assert import_cycle({"a": source, "b": "from nnhelpers.a import g"})
    assert not import_cycle({"a": source, "b": "import numpy"})


def test_an_import_cycle_through_a_sub_package_is_caught_and_its_gathering_of_names_is_none():
    files = {"a": "from nnhelpers.b import f", "b": "from nnhelpers.b.c import *", "b.c": "import numpy"}
    assert not import_cycle(files)
    assert import_cycle(files | {"b.c": "from nnhelpers.a import g"})
    assert import_cycle({"b.c": "from nnhelpers.b.d import f", "b.d": "import nnhelpers.b.c"})


@pytest.mark.parametrize(("script", "options"), [
    ("import warnings; warnings.warn('old')", ["-W", "error"]), ("import nnhelpers.no_such_module", []),
])
def test_a_script_that_warns_or_fails_is_caught(script, options):
    with pytest.raises(AssertionError, match="UserWarning|ModuleNotFoundError"):
        run(script, options=options)


# Randomness

def global_randomness(source):
    """Return the uses of randomness that no generator passed as an argument controls."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Attribute):
            names = [ast.unparse(node)]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [f"{alias.name}." for alias in node.names]
        found += [name for name in names if GLOBAL.match(name)]
    return found


@pytest.mark.parametrize("name", SOURCES)
def test_the_module_draws_only_from_generators(name):
    # What an attempt at an exercise has drawn, its check puts back.
    allowed = {"np.random.get_state", "np.random.set_state"} if name.startswith("checks.") else set()
    if name == "doctor.calling":  # readers' functions draw from the global state: it is set for them, and given back
        return
    assert set(global_randomness(SOURCES[name])) <= allowed


@pytest.mark.parametrize("source", [
    "np.random.seed(0)", "x = numpy.random.rand(3)", "from numpy.random import seed", "from numpy import random",
    "import random", "from random import shuffle", "import numpy.random as r",
])
def test_global_randomness_is_caught(source):
    assert global_randomness(source)
    assert not global_randomness("import numpy as np\nrng: np.random.Generator = np.random.default_rng(1)")


def test_neither_import_nor_training_changes_the_global_random_state():
    script = GLOBAL_STATE.replace("TRAINING", repr(TRAINING))
    assert run(script, "0", *SOURCES).splitlines() == ["imports leave it", "training leaves it"]


def test_a_change_of_the_global_random_state_is_caught():
    script = GLOBAL_STATE.replace("TRAINING", repr("np.random.rand()"))
    assert run(script, "0", *SOURCES).splitlines() == ["imports leave it", "training changes it"]
