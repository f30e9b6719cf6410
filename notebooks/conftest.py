"""The settings of tests/conftest.py, for the notebooks' kernels."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).resolve().parent.parent / "tests" / "conftest.py"))
