"""What the README's line starts: pip without a download for the course itself, JupyterLab without surprises."""

import base64
import csv
import hashlib
import io
import json
import os
import runpy
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager
from traitlets.config import Config

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
BACKEND = runpy.run_path(str(ROOT / "build_backend.py"))
# What JupyterLab writes into a notebook as soon as its kernel has started.
OF_THIS_PYTHON = {"codemirror_mode": {"name": "ipython", "version": 3}, "file_extension": ".py", "name": "python",
                  "mimetype": "text/x-python", "nbconvert_exporter": "python", "version": "3.13.0"}


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def lab_settings():
    """Return what jupyter_lab_config.py sets."""
    settings = Config()
    runpy.run_path(str(ROOT / "jupyter_lab_config.py"), init_globals={"get_config": lambda: settings})
    return settings


@pytest.fixture
def wheel(tmp_path):
    """The files of the wheel, path → text."""
    with zipfile.ZipFile(tmp_path / BACKEND["build_editable"](tmp_path)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


# pip

def test_pip_needs_no_download_for_the_course_itself():
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--dry-run", "-e", str(ROOT)],
        env={name: value for name, value in os.environ.items() if not name.startswith("PIP_")} | {
            "PIP_CONFIG_FILE": os.devnull},
        capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert f"Would install nnhelpers-{project()['version']}" in done.stdout


def test_the_wheel_says_of_the_project_what_pyproject_says(wheel):
    facts = project()
    about = wheel[f"nnhelpers-{facts['version']}.dist-info/METADATA"].splitlines()
    assert {f"Name: {facts['name']}", f"Version: {facts['version']}", f"Summary: {facts['description']}",
            f"Requires-Python: {facts['requires-python']}"} < set(about)
    assert [line.removeprefix("Requires-Dist: ") for line in about if "Dist" in line] == facts["dependencies"]


def test_the_wheel_records_each_of_its_files_with_its_checksum(wheel):
    [record] = [name for name in wheel if name.endswith("RECORD")]
    rows = {name: (sum_, size) for name, sum_, size in csv.reader(io.StringIO(wheel[record]))}
    assert rows.pop(record) == ("", "") and rows.keys() == wheel.keys() - {record}
    for name, (sum_, size) in rows.items():
        content = wheel[name].encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        assert (sum_, size) == (f"sha256={digest}", str(len(content)))


def test_the_wheel_s_note_leads_python_to_this_folder(wheel, monkeypatch):
    monkeypatch.setattr(sys, "path", ["first"])
    exec(wheel["nnhelpers.pth"])
    assert sys.path == ["first", str(ROOT)]


def test_the_note_is_ascii_whatever_the_folder_is_called(tmp_path, monkeypatch):
    build = BACKEND["build_editable"]
    folder = tmp_path / "Übung 'eins' Ω"
    folder.mkdir()
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    monkeypatch.setitem(build.__globals__, "ROOT", folder)
    with zipfile.ZipFile(tmp_path / build(tmp_path)) as archive:
        note = archive.read("nnhelpers.pth").decode("ascii")
    monkeypatch.setattr(sys, "path", [])
    exec(note)
    assert sys.path == [str(folder)]


# JupyterLab

def test_jupyterlab_shows_the_whole_repository():
    assert lab_settings().ServerApp.root_dir == str(ROOT)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_that_was_only_opened_is_saved_as_it_was(path, tmp_path):
    opened = json.loads(path.read_text(encoding="utf-8"))
    opened["metadata"]["language_info"] = dict(OF_THIS_PYTHON)
    manager = FileContentsManager(root_dir=str(tmp_path), config=lab_settings())
    manager.save({"type": "notebook", "format": "json", "content": opened}, path.name)
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_other_files_are_saved_as_they_are(tmp_path):
    manager = FileContentsManager(root_dir=str(tmp_path), config=lab_settings())
    manager.save({"type": "file", "format": "text", "content": "language_info\n"}, "note.txt")
    manager.save({"type": "directory"}, "folder")
    assert (tmp_path / "note.txt").read_text() == "language_info\n" and (tmp_path / "folder").is_dir()


@pytest.mark.parametrize("page", [{}, {"disabledExtensions": ["other"], "mode": "x"}])
def test_no_question_about_news_is_asked_and_nothing_else_is_left_out(page):
    hook = lab_settings().ServerApp.tornado_settings["page_config_hook"]
    announcements = "@jupyterlab/apputils-extension:announcements"
    expected = page | {"disabledExtensions": [*page.get("disabledExtensions", []), announcements]}
    assert hook(None, page) == expected
    static = Path(sys.prefix) / "share" / "jupyter" / "lab" / "static"
    assert any(announcements in script.read_text(encoding="utf-8") for script in static.glob("jlab_core.*.js"))


def test_figures_appear_where_matplotlib_is_told_to_draw_elsewhere(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    lab_settings()
    assert "MPLBACKEND" not in os.environ
