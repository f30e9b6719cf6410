"""The settings of tests/conftest.py, for the kernels; notebook 18 skipped where its frameworks are missing."""

import runpy
from importlib.util import find_spec
from pathlib import Path

import pytest

runpy.run_path(str(Path(__file__).resolve().parent.parent / "tests" / "conftest.py"))

FRAMEWORKS = {"torch": "PyTorch", "sklearn": "scikit-learn"}  # for notebook 18 and its solutions, and for nothing else


def pytest_collection_modifyitems(items):
    """Make one skipped test, with the reason, of each notebook whose frameworks are not installed."""
    missing = [name for module, name in FRAMEWORKS.items() if find_spec(module) is None]
    reason = f"{' and '.join(missing)} not installed: pip install -r requirements-frameworks.txt"
    kept, met = [], set()
    for item in items:
        if not missing or not item.path.name.startswith("18_"):
            kept.append(item)
        elif item.path not in met:
            met.add(item.path)
            item.add_marker(pytest.mark.skip(reason=reason))
            kept.append(item)
    items[:] = kept
