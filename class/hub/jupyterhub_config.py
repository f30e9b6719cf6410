"""JupyterHub for a class on one machine with systemd: README.md beside this file says how it is set up.

Accounts are the machine's own. Each student's server is a unit of systemd's, with limits that the kernel enforces.
"""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821, given by JupyterHub

COURSE = Path(os.environ.get("COURSE", "/opt/course"))  # edition/, venv/ and hub/, this folder
BIN = COURSE / "venv" / "bin"

# On this machine alone: a web server with the school's certificate stands before it.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.db_url = "sqlite:////var/lib/jupyterhub/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = "/var/lib/jupyterhub/cookie_secret"

# Who may log in: accounts of the machine in these groups.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"students", "teachers"}
c.PAMAuthenticator.admin_groups = {"teachers"}
c.JupyterHub.admin_access = False  # not even teachers open a student's server; they collect what is handed in

# What runs for a student.
sys.path.insert(0, str(Path(__file__).resolve().parent))
c.JupyterHub.spawner_class = "student_spawner.StudentSpawner"
c.Spawner.cmd = [
    str(BIN / "python"), str(COURSE / "hub" / "start_student.py"), str(COURSE / "edition"), "~/course",
    str(BIN / "jupyterhub-singleuser"),
]
c.Spawner.notebook_dir = "~/course"
c.Spawner.default_url = "/lab/tree/notebooks/00_in_one_sitting.ipynb"
c.Spawner.environment = {"OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}

# Limits: a server takes 0.1 GB, a kernel after notebook 3 takes 0.53 GB. Two kernels and a training fit.
c.Spawner.mem_limit = "2G"
c.SystemdSpawner.isolate_tmp = True
c.SystemdSpawner.disable_user_sudo = True

# The hub and its proxy come first: while thirty servers start at once they must still answer, or starts fail.
c.SystemdSpawner.unit_extra_properties = {"Nice": "10"}

# A class starts all at once: on two cores thirty servers are ready after 45 seconds; JupyterHub itself waits 30.
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 180

# Servers outlive the hub, so that it can be restarted during a lesson.
c.JupyterHub.cleanup_servers = False

# What nobody uses is stopped: a kernel after an hour, a server after two, and whatever runs after eight.
# And kernels are spoken to through files of the student's, not through ports that another kernel may have taken.
c.Spawner.args = [
    "--KernelManager.transport=ipc",
    "--MappingKernelManager.cull_idle_timeout=3600", "--MappingKernelManager.cull_interval=300",
    "--MappingKernelManager.cull_connected=True",
]
c.JupyterHub.load_roles = [{
    "name": "culler", "services": ["culler"],
    "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
}]
c.JupyterHub.services = [{
    "name": "culler",
    "command": [
        sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=7200", "--cull-every=300", "--max-age=28800",
    ],
}]
