"""The hub's configuration, the copy that each student gets, the image and its values. The lesson is load_test.py's."""

import json
import os
import re
import runpy
import subprocess
import sys
import types
from pathlib import Path

import pytest
import yaml
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[2]
HUB = ROOT / "class" / "hub"
START = runpy.run_path(str(HUB / "start_student.py"))
VALUES = yaml.safe_load((HUB / "kubernetes" / "values.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (HUB / "kubernetes" / "Dockerfile").read_text(encoding="utf-8")
PYTHON = ROOT / ".venv-hub" / ("Scripts" if sys.platform == "win32" else "bin") / "python"


@pytest.fixture
def settings():
    found = Config()
    runpy.run_path(str(HUB / "jupyterhub_config.py"), init_globals={"get_config": lambda: found})
    return found


# ---------------------------------------------------------------- a student's copy

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a hub runs on Linux")


@pytest.fixture
def edition(tmp_path):
    folder = tmp_path / "edition"
    (folder / "notebooks" / "images").mkdir(parents=True)
    (folder / "data").mkdir()
    for name in ("notebooks/01.ipynb", "notebooks/02.ipynb", "notebooks/images/01.png", "README.md"):
        (folder / name).write_text(f"first {name}")
    return folder


@pytest.fixture
def course(edition, tmp_path):
    START["hand_out"](edition, tmp_path / "course")
    return tmp_path / "course"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_notebooks_are_copied_for_the_student_alone_and_the_rest_is_shared(edition, course):
    assert (course / "notebooks" / "01.ipynb").read_text() == "first notebooks/01.ipynb"
    assert not (course / "notebooks").is_symlink() and (course / "notebooks" / "images" / "01.png").is_file()
    assert (course / "data").resolve() == edition / "data" and (course / "README.md").is_symlink()
    assert course.stat().st_mode & 0o077 == 0


def test_nothing_happens_to_a_copy_when_there_is_nothing_new(edition, course):
    (course / "notebooks" / "01.ipynb").write_text("mine")
    (course / "notebooks" / "own.ipynb").write_text("mine")
    for _ in range(2):
        START["hand_out"](edition, course)
    assert (course / "notebooks" / "01.ipynb").read_text() == "mine"
    assert names(course / "notebooks") == ["01.ipynb", "02.ipynb", "images", "own.ipynb"]


def test_a_new_version_replaces_what_was_not_changed_and_comes_beside_what_was(edition, course):
    (course / "notebooks" / "01.ipynb").write_text("mine")
    for name in ("01.ipynb", "02.ipynb", "03.ipynb"):
        (edition / "notebooks" / name).write_text("second")
    for _ in range(2):
        START["hand_out"](edition, course)
    assert (course / "notebooks" / "01.ipynb").read_text() == "mine"
    assert (course / "notebooks" / "02.ipynb").read_text() == "second"
    assert (course / "notebooks" / "03.ipynb").read_text() == "second"
    [beside] = [path for path in (course / "notebooks").glob("01 (new ????).ipynb")]
    assert beside.read_text() == "second" and len(names(course / "notebooks")) == 5


def test_a_deleted_notebook_comes_back_as_it_was_handed_out(edition, course):
    (course / "notebooks" / "01.ipynb").unlink()
    START["hand_out"](edition, course)
    assert (course / "notebooks" / "01.ipynb").read_text() == "first notebooks/01.ipynb"


def test_without_its_note_a_copy_is_taken_for_changed_where_it_differs(edition, course):
    (course / START["NOTE"]).write_text("{damaged")
    (edition / "notebooks" / "01.ipynb").write_text("second")
    START["hand_out"](edition, course)
    assert (course / "notebooks" / "01.ipynb").read_text() == "first notebooks/01.ipynb"
    assert len(names(course / "notebooks")) == 4


def test_the_server_starts_also_when_the_course_can_t_be_handed_out(tmp_path):
    command = [sys.executable, HUB / "start_student.py", tmp_path / "none", tmp_path / "course", "echo", "started"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout == "started\n" and "could not be handed out" in done.stderr


# ---------------------------------------------------------------- the configuration


def test_the_hub_has_patience_limits_and_one_thread_a_student(settings):
    assert settings.Spawner.http_timeout == settings.Spawner.start_timeout == 180
    assert settings.Spawner.mem_limit == "2G" and settings.Spawner.environment["OPENBLAS_NUM_THREADS"] == "1"
    assert settings.JupyterHub.cleanup_servers is False and settings.JupyterHub.admin_access is False
    assert settings.JupyterHub.bind_url.startswith("http://127.0.0.1:")
    [service] = settings.JupyterHub.services
    assert "--timeout=7200" in service["command"] and "--max-age=28800" in service["command"]


def test_the_hub_opens_a_notebook_that_is_there(settings):
    assert (ROOT / settings.Spawner.default_url.removeprefix("/lab/tree/")).is_file()
    assert Path(settings.Spawner.cmd[1]).name == "start_student.py"


def test_a_student_keeps_one_port_whatever_the_spawner_picks(monkeypatch):
    stub = types.SimpleNamespace(SystemdSpawner=type("SystemdSpawner", (), {}))
    monkeypatch.setitem(sys.modules, "systemdspawner", stub)
    spawners = [runpy.run_path(str(HUB / "student_spawner.py"))["StudentSpawner"]() for _ in range(30)]
    for number, spawner in enumerate(spawners, start=1):
        spawner.user = types.SimpleNamespace(id=number)
        spawner.port = 45_678
    assert len({spawner.port for spawner in spawners}) == 30
    assert all(1024 < spawner.port < 32_768 for spawner in spawners)  # 32768: Linux's own choice begins


CHECK = """
import sys, warnings, logging
from traitlets.config import Application
from jupyterhub.app import JupyterHub
from jupyterhub.auth import PAMAuthenticator
from systemdspawner import SystemdSpawner
app = JupyterHub()
app.load_config_file(sys.argv[1])
known = {kind.__name__: {name for base in kind.mro() if hasattr(base, "class_trait_names")
                         for name in base.class_trait_names(config=True)}
         for kind in (JupyterHub, PAMAuthenticator, SystemdSpawner)}
known["Spawner"] = known["SystemdSpawner"]
assert issubclass(app.spawner_class, SystemdSpawner) and app.spawner_class.__name__ == "StudentSpawner"
print([f"{kind}.{name}" for kind, chosen in app.config.items() for name in chosen if name not in known.get(kind, ())])
"""


@pytest.mark.skipif(not PYTHON.is_file(), reason=(
    "JupyterHub is not installed: python3 -m venv .venv-hub && .venv-hub/bin/python -m pip install "
    "-r class/hub/requirements.txt -r requirements.txt"))
def test_jupyterhub_knows_every_setting(tmp_path):
    (tmp_path / "check.py").write_text(CHECK)
    done = subprocess.run([PYTHON, tmp_path / "check.py", HUB / "jupyterhub_config.py"], cwd=tmp_path,
                          env=os.environ | {"COURSE": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.strip().splitlines()[-1] == "[]", done.stdout + done.stderr


# ---------------------------------------------------------------- Kubernetes

# The chart's values.schema.yaml, as far as these values go: section → its keys. It allows no other.
SCHEMA = {
    "": {"hub", "singleuser", "cull", "proxy", "ingress", "scheduling", "prePuller", "debug", "custom", "rbac"},
    "singleuser": {
        "image", "cmd", "startTimeout", "defaultUrl", "extraEnv", "uid", "fsGid", "memory", "cpu", "storage"},
    "singleuser.memory": {"limit", "guarantee"},
    "singleuser.cpu": {"limit", "guarantee"},
    "singleuser.storage": {"type", "homeMountPath", "capacity", "dynamic", "static", "extraLabels", "extraVolumes",
                           "extraVolumeMounts"},
    "singleuser.image": {"name", "tag", "pullPolicy", "pullSecrets"},
    "cull": {"enabled", "users", "adminUsers", "removeNamedServers", "timeout", "every", "concurrency", "maxAge"},
    "hub": {"config", "concurrentSpawnLimit"},
}


def test_the_values_use_only_keys_that_the_chart_knows():
    for section, known in SCHEMA.items():
        values = VALUES
        for key in filter(None, section.split(".")):
            values = values[key]
        assert set(values) <= known, section


def test_machine_and_cluster_are_set_up_alike(settings):
    spawner, single = VALUES["hub"]["config"]["KubeSpawner"], VALUES["singleuser"]
    assert spawner["http_timeout"] == settings.Spawner.http_timeout and single["startTimeout"] >= 180
    assert spawner["args"] == settings.Spawner.args and single["defaultUrl"] == settings.Spawner.default_url
    assert single["memory"]["limit"] == settings.Spawner.mem_limit
    assert single["extraEnv"]["OPENBLAS_NUM_THREADS"] == "1"
    culler = settings.JupyterHub.services[0]["command"]
    for key, option in (("timeout", "timeout"), ("every", "cull-every"), ("maxAge", "max-age")):
        assert f"--{option}={VALUES['cull'][key]}" in culler
    assert VALUES["hub"]["config"]["JupyterHub"]["admin_access"] is False


def test_the_image_starts_as_its_users_and_starts_what_the_machine_starts(settings):
    command = json.loads(re.search(r"^CMD (.*)$", DOCKERFILE, re.MULTILINE)[1])
    assert [Path(part).name for part in command] == [Path(part).name for part in settings.Spawner.cmd]
    assert f"USER {VALUES['singleuser']['uid']}\n" in DOCKERFILE and VALUES["singleuser"]["cmd"] is None
    for source in re.findall(r"^COPY (\S+)", DOCKERFILE, re.MULTILINE):
        assert (HUB / source).exists() or source == "kubernetes/course.zip"
    assert re.search(r"^FROM \S+:\d\S*$", DOCKERFILE, re.MULTILINE)
