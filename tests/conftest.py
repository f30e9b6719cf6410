"""What every test and every notebook's kernel starts from, whatever the user's own settings are."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# One BLAS thread each, because as many tests run side by side as there are cores; set before NumPy is first imported.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

# A matplotlibrc, an IPython profile or a backend of the user's would change figures and outputs.
SETTINGS = Path(tempfile.mkdtemp(prefix="nnhelpers-tests-"))
atexit.register(shutil.rmtree, SETTINGS, ignore_errors=True)
(SETTINGS / "matplotlibrc").touch()
os.environ |= {"MATPLOTLIBRC": str(SETTINGS), "IPYTHONDIR": str(SETTINGS), "JUPYTER_PREFER_ENV_PATH": "1"}
os.environ.pop("MPLBACKEND", None)  # so that kernels choose the one for notebooks

import matplotlib  # noqa: E402

matplotlib.use("Agg")


def pytest_collection_modifyitems(items):
    """Begin with the files that take longest, so that no core is left alone with one of them at the end."""
    items.sort(key=lambda item: ("notebooks" not in item.path.parts, "solutions" in item.path.parts))
