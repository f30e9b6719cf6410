"""Builds the course as a site on which the notebooks run in the browser, without any installation (JupyterLite).

    .venv/bin/python -m pip install -r lite/requirements.txt
    .venv/bin/python lite/build_site.py            # writes build/lite
    .venv/bin/python -m http.server -d build/lite  # then open http://localhost:8000/lab/index.html

The course's package with its data travels as a wheel, which the site's Python takes up when it starts: so no notebook
needs a cell for that. Python itself, NumPy, pandas and Matplotlib are Pyodide's, and the browser fetches them from
Pyodide's own address, unless a folder with a copy of Pyodide is given: lite/build_site.py --pyodide FOLDER.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "build" / "lite"
PACKAGES = ["numpy", "pandas", "matplotlib"]
KERNEL = "@jupyterlite/pyodide-kernel-extension"
PAGES = ["README.md", "TEACHING.md", "ELSEWHERE.md", "LICENSE"]


def gather(folder):
    """Copy into a folder what the site's list of files shows; notebook 0 reads the data there."""
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(ROOT / "notebooks", folder / "notebooks",
                    ignore=shutil.ignore_patterns(".*", "*.html", "__pycache__", "conftest.py"))
    for name in PAGES:
        shutil.copy(ROOT / name, folder / name)


def make_wheel(folder):
    """Write the course's package with its data as a wheel into a folder, and return its name."""
    with tempfile.TemporaryDirectory() as copy:  # what setuptools leaves behind, and would take up again, goes with it
        for name in ("nnhelpers", "data"):
            shutil.copytree(ROOT / name, Path(copy) / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "build_backend.py", "LICENSE"):
            shutil.copy(ROOT / name, copy)
        command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, copy]
        subprocess.run(command, check=True)
    return next(folder.glob("*.whl")).name


def settings(wheel):
    """Return the site's configuration: what its Python takes up when it starts.

    The wheel's address counts from the folder of the script that starts Python.
    """
    address = f"../../../../pypi/{wheel}"
    kernel = {"loadPyodideOptions": {"packages": [*PACKAGES, address]}}
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "A neural network, understood", "litePluginSettings": {f"{KERNEL}:kernel": kernel},
        },
    }


def build(site=SITE, pyodide=None):
    """Write the site into a folder.

    Parameters
    ----------
    site : Path
        The folder; what an earlier build left in it is removed.
    pyodide : Path, optional
        A folder with Pyodide's files, to be copied into the site, which then asks no other address for anything.
    """
    shutil.rmtree(site, ignore_errors=True)
    with tempfile.TemporaryDirectory() as made:
        lite, contents = Path(made) / "lite", Path(made) / "contents"
        (lite / "pypi").mkdir(parents=True)
        gather(contents)
        wheel = make_wheel(lite / "pypi")
        (lite / "jupyter-lite.json").write_text(json.dumps(settings(wheel), indent=2), encoding="utf-8")
        if pyodide:
            shutil.copytree(pyodide, lite / "static" / "pyodide")
        command = [sys.executable, "-m", "jupyterlite_core.app", "build", "--apps", "lab", "--no-sourcemaps",
                   "--lite-dir", lite, "--contents", contents, "--output-dir", site]
        subprocess.run(command, check=True, cwd=made)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pyodide", type=Path, metavar="FOLDER", help="a copy of Pyodide, to serve with the site")
    build(pyodide=parser.parse_args().pyodide)
