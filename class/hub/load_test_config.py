"""The hub's configuration as it stands, with what can't be had on any machine replaced: accounts, systemd, fixed ports.

load_test.py starts the hub with it. Students are numbers: if the test is run by root each has a user id of its own, as
on a real machine; the limit of memory is one of each process, where systemd limits a student's processes together.
"""

import json
import os
import resource
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner

c = get_config()  # noqa: F821, given by JupyterHub
load_subconfig(str(Path(__file__).resolve().parent / "jupyterhub_config.py"))  # noqa: F821

from student_spawner import OwnPort  # noqa: E402, which the hub's own configuration finds beside it

TEST = json.loads(os.environ["LOAD_TEST"])
FOLDER = Path(TEST["folder"])


class Numbered(OwnPort, SimpleLocalProcessSpawner):
    """Start servers for students who have no account on this machine."""

    @property
    def number(self):
        return 40_000 + int(self.user.name.removeprefix("student"))

    def make_preexec_fn(self, name):
        home, number, limit = Path(self.home_dir), self.number, int(self.mem_limit)
        behind_the_hub = int(c.SystemdSpawner.unit_extra_properties["Nice"])

        def prepare():
            home.mkdir(parents=True, exist_ok=True)
            home.chmod(0o700)
            if os.getuid() == 0:
                os.chown(home, number, number)
                os.setgroups([])
                os.setgid(number)
                os.setuid(number)
            os.nice(behind_the_hub)
            resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
            os.chdir(home)

        return prepare

    def move_certs(self, paths):
        return paths


c.JupyterHub.spawner_class = Numbered
c.SimpleLocalProcessSpawner.home_dir_template = str(FOLDER / "homes" / "{username}")
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.bind_url = f"http://127.0.0.1:{TEST['ports'][0]}"
c.JupyterHub.hub_port = TEST["ports"][1]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{TEST['ports'][2]}"
c.ConfigurableHTTPProxy.command = [TEST["proxy"]]
c.JupyterHub.db_url = f"sqlite:///{FOLDER}/hub/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{FOLDER}/hub/cookie_secret"
c.ConfigurableHTTPProxy.pid_file = f"{FOLDER}/hub/proxy.pid"
c.JupyterHub.services = [*c.JupyterHub.services, {"name": "test", "api_token": TEST["token"]}]
c.JupyterHub.load_roles = [*c.JupyterHub.load_roles, {
    "name": "test", "services": ["test"], "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"]}]
if not TEST["patient"]:
    c.Spawner.http_timeout = 30  # JupyterHub's default, to see what it does
