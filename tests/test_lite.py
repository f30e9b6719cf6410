"""The site on which the notebooks run in the browser: that it is built, complete, and finds the course's package.

    .venv/bin/python -m pip install -r lite/requirements.txt
    .venv/bin/python -m pytest -n0 -p no:nbval -o addopts= tests/test_lite.py
"""

import importlib.util
import json
import re
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from test_notebooks import link_targets, prose, read

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "lite"))
import build_site  # noqa: E402

LESSONS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "notebooks").rglob("[0-9]*.ipynb")
                 if ".ipynb_checkpoints" not in path.parts)
absent = [name for name in ("jupyterlite_core", "jupyterlite_pyodide_kernel", "setuptools")
          if importlib.util.find_spec(name) is None]
needs_jupyterlite = pytest.mark.skipif(
    bool(absent), reason=f"not installed: {', '.join(absent)}: pip install -r lite/requirements.txt")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lite") / "site"
    build_site.build(folder)
    return folder


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    build_site.gather(folder)
    return folder


def test_every_link_and_picture_of_a_notebook_leads_to_a_file_of_the_site(files):
    dead = []
    for name in LESSONS:
        text = prose(read(ROOT / name))
        targets = link_targets(text) + re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", text)
        paths = [unquote(address.path) for address in map(urlsplit, targets) if not address.scheme]
        dead += [(name, path) for path in paths if not ((files / name).parent / path).exists()]
    assert dead == []


def test_what_readers_leave_in_the_folder_of_notebooks_stays_at_home(files):
    names = [path.relative_to(files).as_posix() for path in files.rglob("*")]
    assert [name for name in names if re.search(r"(^|/)\.|\.html$|__pycache__|conftest", name)] == []


def test_the_packages_that_the_course_needs_are_taken_up():
    needed = re.search(r"^dependencies = (\[.*\])$", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)[1]
    assert sorted(json.loads(needed)) == sorted(build_site.PACKAGES)


@needs_jupyterlite
def test_the_site_shows_every_notebook_as_it_is(site):
    assert [name for name in LESSONS if (site / "files" / name).read_bytes() != (ROOT / name).read_bytes()] == []
    listed = json.loads((site / "api" / "contents" / "notebooks" / "all.json").read_text("utf-8"))["content"]
    assert {item["path"] for item in listed} >= {name for name in LESSONS if name.count("/") == 1}


@needs_jupyterlite
def test_the_sites_python_finds_the_wheel_with_every_module_and_the_data(site):
    settings = json.loads((site / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]["litePluginSettings"]
    [*packages, address] = settings[f"{build_site.KERNEL}:kernel"]["loadPyodideOptions"]["packages"]
    assert packages == build_site.PACKAGES
    scripts = list((site / "extensions" / build_site.KERNEL).rglob("*.worker.*.js"))
    assert scripts
    for script in scripts:
        wheel = site / urljoin(script.relative_to(site).as_posix(), address)
        with zipfile.ZipFile(wheel) as archive:
            inside = set(archive.namelist())
        modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "nnhelpers").rglob("*.py")}
        data = {f"nnhelpers/data/{path.name}" for path in (ROOT / "data").glob("*.gz")}
        assert len(data) == 4 and modules | data <= inside


@needs_jupyterlite
def test_the_versions_stated_are_those_of_the_kernel_that_is_installed():
    from jupyterlite_pyodide_kernel.constants import PYODIDE_PYTHON_VERSION, PYODIDE_VERSION

    stated = (ROOT / "lite" / "requirements.txt").read_text("utf-8")
    assert PYODIDE_VERSION.split(".")[0] in stated and f"Python {PYODIDE_PYTHON_VERSION}" in stated
