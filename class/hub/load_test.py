"""Play a lesson on a hub with a class of students, on this machine's loopback address, and say what was seen.

    python3 -m venv .venv-hub
    .venv-hub/bin/python -m pip install -r class/hub/requirements.txt -r requirements.txt
    npm install --prefix build/proxy configurable-http-proxy
    .venv-hub/bin/python class/hub/load_test.py 30

All start at the same moment, run notebooks 3 and 4 and save them, interrupt an endless loop; one fills the memory; the
hub is restarted; a new edition is handed out. It ends with an error if anybody loses a notebook or sees another's.
"""

import argparse
import asyncio
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

HUB = Path(__file__).resolve().parent
ROOT = HUB.parents[1]
NOTEBOOKS = ("notebooks/03_forward_propagation.ipynb", "notebooks/04_backpropagation.ipynb")
FILL = "import numpy as np\nkept = []\nwhile True:\n    kept.append(np.ones(12_500_000))"  # 100 MB at a time
BESIDE = "(new "  # in the name of a new version beside a changed notebook


def require(holds, words):
    """Stop with these words if something does not hold."""
    if not holds:
        raise SystemExit(f"FAILED: {words}")


def said(words, since=None):
    print(f"{words}{'' if since is None else f': {time.monotonic() - since:.0f} s'}", flush=True)


# ---------------------------------------------------------------- the hub


def free_ports(count):
    """Return the numbers of some ports that nothing listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def prepare(folder):
    """Lay out what the hub's configuration expects: edition/, venv/ and hub/, readable by all."""
    folder.chmod(0o755)
    python = Path(sys.executable).resolve()
    closed = [str(above) for above in (*Path(sys.prefix).parents, *python.parents) if not above.stat().st_mode & 0o001]
    require(os.getuid() or not closed, f"students can't enter {closed}, where this Python is: make .venv-hub with "
            "another, such as /usr/bin/python3")
    for name in ("homes", "hub", "course"):
        (folder / name).mkdir()
    (folder / "hub").chmod(0o700)
    command = [sys.executable, ROOT / "class" / "student_edition.py", "--output", folder / "course.zip"]
    subprocess.run(command, check=True)
    shutil.unpack_archive(folder / "course.zip", folder)
    (folder / "course" / "edition").mkdir()
    for path in sorted((folder / "course").iterdir()):
        if path.name != "edition":
            path.rename(folder / "course" / "edition" / path.name)
    (folder / "course" / "venv").symlink_to(sys.prefix)
    (folder / "course" / "hub").mkdir()
    shutil.copy(HUB / "start_student.py", folder / "course" / "hub")


class Hub:
    """A hub in a folder of its own, and requests to it and to students' servers."""

    def __init__(self, folder, proxy, patient):
        self.folder, self.token = folder, secrets.token_hex(16)
        test = {"folder": str(folder), "ports": free_ports(3), "token": self.token, "proxy": proxy, "patient": patient}
        self.url = f"http://127.0.0.1:{test['ports'][0]}"
        self.environment = os.environ | {
            "LOAD_TEST": json.dumps(test), "COURSE": str(folder / "course"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        self.process = None

    async def start(self):
        log = open(self.folder / "hub.log", "ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "--config", HUB / "load_test_config.py"], cwd=self.folder / "hub",
            env=self.environment, stdout=log, stderr=log, start_new_session=True)
        for _ in range(240):
            await asyncio.sleep(0.5)
            if self.process.poll() is not None:
                break
            if (await self.ask("GET", "/hub/api/", timeout=5))[0] == 200:
                return
        raise SystemExit(f"FAILED: the hub does not start:\n{(self.folder / 'hub.log').read_text()[-3000:]}")

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    async def ask(self, method, path, token=None, body=None, timeout=400):
        """Return (status, answer) of a request; 599 if there was none."""
        request = HTTPRequest(
            self.url + path, method=method, headers={"Authorization": f"token {token or self.token}"},
            body=None if body is None and method in ("GET", "DELETE") else json.dumps(body or {}),
            connect_timeout=timeout, request_timeout=timeout)
        try:
            answer = await AsyncHTTPClient().fetch(request, raise_error=False)
            return answer.code, json.loads(answer.body) if answer.body else None
        except (OSError, ValueError):
            return 599, None


# ---------------------------------------------------------------- a student


class Student:
    """A student who works at the hub through its addresses, as a browser does."""

    def __init__(self, hub, number):
        self.hub, self.name, self.kernels = hub, f"student{number}", {}
        self.token = self.ready = None

    async def ask(self, method, path, body=None, of=None):
        return await self.hub.ask(method, f"/user/{(of or self).name}/api/{path}", self.token, body)

    async def start(self):
        """Start the server; note after how many seconds it was ready, None if never."""
        begun = time.monotonic()
        await self.hub.ask("POST", f"/hub/api/users/{self.name}")
        status, answer = await self.hub.ask("POST", f"/hub/api/users/{self.name}/tokens", body={"note": "lesson"})
        require(status == 201, f"{self.name} gets no token: {status} {answer}")
        self.token = answer["token"]
        await self.hub.ask("POST", f"/hub/api/users/{self.name}/server")
        while time.monotonic() - begun < 400:
            _, user = await self.hub.ask("GET", f"/hub/api/users/{self.name}")
            server = (user or {}).get("servers", {}).get("")
            if server and server["ready"]:
                self.ready = time.monotonic() - begun
                return
            if user is not None and not server and user.get("pending") is None:
                return
            await asyncio.sleep(1)

    async def stop(self):
        await self.hub.ask("DELETE", f"/hub/api/users/{self.name}/server")
        for _ in range(60):
            _, user = await self.hub.ask("GET", f"/hub/api/users/{self.name}")
            if not user["servers"]:
                return
            await asyncio.sleep(1)

    async def open(self, path):
        """Open a notebook with a kernel; return its content."""
        status, answer = await self.ask("GET", f"contents/{path}?content=1")
        require(status == 200, f"{self.name} can't open {path}: {status} {answer}")
        status, session = await self.ask("POST", "sessions", {
            "path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}})
        require(status == 201, f"{self.name} gets no kernel: {status} {session}")
        self.kernels[path] = session["kernel"]["id"]
        return answer["content"]

    async def run(self, path, cells, interrupt_after=None, timeout=1200):
        """Run cells in a notebook's kernel; return per cell (what was printed, the error's name)."""
        kernel = self.kernels[path]
        address = f"{self.hub.url.replace('http', 'ws')}/user/{self.name}/api/kernels/{kernel}/channels"
        line = await websocket_connect(HTTPRequest(
            address, headers={"Authorization": f"token {self.token}"}, request_timeout=400, connect_timeout=400))
        results = []
        for code in cells:
            message = uuid.uuid4().hex
            await line.write_message(json.dumps({
                "channel": "shell", "parent_header": {}, "metadata": {}, "buffers": [],
                "header": {"msg_id": message, "msg_type": "execute_request", "username": "", "session": self.name,
                           "version": "5.3", "date": "2026-01-01T00:00:00Z"},
                "content": {"code": code, "silent": False, "store_history": True, "user_expressions": {},
                            "allow_stdin": False, "stop_on_error": False}}))
            answer = asyncio.create_task(self.listen(line, message))
            if interrupt_after:
                await asyncio.sleep(interrupt_after)
                await self.ask("POST", f"kernels/{kernel}/interrupt")
            results.append(await asyncio.wait_for(answer, timeout))
        line.close()
        return results

    async def listen(self, line, message):
        printed, error = "", ""
        while True:
            text = await line.read_message()
            if text is None:
                return printed, "ConnectionLost"
            got = json.loads(text)
            kind, content = got["header"]["msg_type"], got["content"]
            if kind == "status" and content["execution_state"] in ("restarting", "dead"):
                return printed, "KernelDied"
            if got["parent_header"].get("msg_id") != message:
                continue
            if kind == "stream":
                printed += content["text"]
            elif kind == "error":
                error = content["ename"]
            elif kind == "status" and content["execution_state"] == "idle":
                return printed, error

    async def work(self, path):
        """Run a notebook from top to bottom and save it with a line of one's own."""
        notebook = await self.open(path)
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        results = await self.run(path, [cell["source"] for cell in code])
        for cell, (_, error) in zip(code, results, strict=True):
            expected = "raises-exception" in cell["metadata"].get("tags", [])
            require(bool(error) == expected, f"{self.name}, {path}: {error or 'no error'} in {cell['source'][:80]!r}")
        notebook["cells"][0]["source"] += f"\n\nThis is {self.name}'s."
        await self.save(path, notebook)

    async def leave(self, path):
        """Shut a notebook's kernel down, as everybody should before the next notebook: its memory is needed."""
        status, _ = await self.ask("DELETE", f"kernels/{self.kernels.pop(path)}")
        require(status == 204, f"{self.name} can't shut down the kernel of {path}: {status}")

    async def save(self, path, notebook):
        status, answer = await self.ask("PUT", f"contents/{path}", {"type": "notebook", "content": notebook})
        require(status == 200, f"{self.name} can't save {path}: {status} {answer}")

    async def still_own(self, path):
        """Tell whether a notebook is the one that this student saved."""
        status, answer = await self.ask("GET", f"contents/{path}?content=1")
        return status == 200 and answer["content"]["cells"][0]["source"].endswith(f"This is {self.name}'s.")


# ---------------------------------------------------------------- what is measured


def memory(hub):
    """Return (GB per server, GB per kernel, GB in all): the mean proportional sizes of the students' processes."""
    servers, kernels = [], []
    for process in psutil.process_iter(["cmdline"]):
        words = " ".join(process.info["cmdline"] or [])
        try:
            if "ipykernel_launcher" in words and str(hub.folder) in words + process.cwd():
                kernels.append(process.memory_full_info().pss / 1e9)
            elif "jupyterhub-singleuser" in words and str(hub.folder) in words:
                servers.append(process.memory_full_info().pss / 1e9)
        except psutil.Error:
            continue
    return [sum(sizes) / max(len(sizes), 1) for sizes in (servers, kernels)] + [sum(servers) + sum(kernels)]


async def lesson(hub, count):
    """Play the lesson; stop at the first thing that must not happen."""
    students = [Student(hub, number) for number in range(1, count + 1)]
    begun = time.monotonic()
    await asyncio.gather(*[student.start() for student in students])
    times = [student.ready for student in students if student.ready is not None]
    require(times, "nobody's server started")
    said(f"{len(times)} of {count} simultaneous starts succeeded, the first after {min(times):.0f} s, the last after "
         f"{max(times):.0f} s")
    require(len(times) == count, "a server did not start")
    for path in NOTEBOOKS:
        begun = time.monotonic()
        await asyncio.gather(*[student.work(path) for student in students])
        said(f"all ran and saved {path}", begun)
        said("  memory: {:.2f} GB per server, {:.2f} GB per kernel, {:.1f} GB in all".format(*memory(hub)))
        if path != NOTEBOOKS[-1]:
            await asyncio.gather(*[student.leave(path) for student in students])
    begun = time.monotonic()
    await asyncio.gather(*[interrupted(student) for student in students])
    said("all interrupted an endless loop and kept their variables", begun)
    await fill(students[0])
    await asyncio.gather(*[keeps(student) for student in students[1:]])
    said("the others kept their variables meanwhile")
    await apart(students)
    begun = time.monotonic()
    hub.stop()
    await hub.start()
    await asyncio.gather(*[keeps(student) for student in students[1:]])
    said("the hub restarted; servers, kernels and their variables were still there", begun)
    await new_edition(hub, students[0])
    owned = await asyncio.gather(*[student.still_own(path) for student in students for path in NOTEBOOKS])
    require(all(owned), "a notebook was lost or is another's")
    said(f"all {len(owned)} saved notebooks are as they were saved")


async def interrupted(student):
    path = NOTEBOOKS[-1]
    [(_, error)] = await student.run(path, ["mine = 17\nwhile True:\n    pass"], interrupt_after=3)
    require(error == "KeyboardInterrupt", f"{student.name}: an endless loop ended with {error or 'nothing'}")
    await keeps(student)


async def keeps(student):
    [(printed, error)] = await student.run(NOTEBOOKS[-1], ["print(mine)"])
    require(printed == "17\n", f"{student.name} lost a variable: {printed}{error}")


async def fill(student):
    await student.open(NOTEBOOKS[0])
    [(_, error)] = await student.run(NOTEBOOKS[0], [FILL])
    require(error in ("MemoryError", "_ArrayMemoryError", "KernelDied"), f"filling the memory ended with {error}")
    await asyncio.sleep(3)
    [(printed, error)] = await student.run(NOTEBOOKS[0], ["kept = None\nprint(6 * 7)"])
    require(printed == "42\n", f"{student.name}'s kernel does not come back: {error}")
    require(await student.still_own(NOTEBOOKS[0]), f"{student.name} lost a notebook")
    said(f"{student.name} filled the memory; the server and the notebook survived")


async def apart(students):
    """Try to see another's: through the hub, and in the files."""
    for student, other in zip(students, [*students[1:], students[0]], strict=True):
        if student is other:
            return
        status, _ = await student.ask("GET", f"contents/{NOTEBOOKS[0]}", of=other)
        require(status in (403, 404), f"{student.name} reached {other.name}'s server: {status}")
        home = student.hub.folder / "homes" / other.name
        code = f"import os\ntry:\n    print(os.listdir({str(home)!r}))\nexcept PermissionError:\n    print('closed')"
        [(printed, _)] = await student.run(NOTEBOOKS[-1], [code])
        if os.getuid() == 0:
            require(printed == "closed\n", f"{student.name} sees {other.name}'s files: {printed}")
    said("nobody reached another's server" + (
        " or files" if os.getuid() == 0 else "; not run as root, so all files belong to one user and were not tried"))


async def new_edition(hub, student):
    """Hand out a new version of notebooks 2 and 3 to one who has changed notebook 3."""
    edition = hub.folder / "course" / "edition"
    untouched = "notebooks/02_one_hot_encoding.ipynb"
    for path in (untouched, NOTEBOOKS[0]):
        notebook = json.loads((edition / path).read_text(encoding="utf-8"))
        notebook["cells"][0]["source"].append("\n\nSecond edition.")
        (edition / path).write_text(json.dumps(notebook), encoding="utf-8")
    await student.stop()
    student.ready = None
    await student.start()
    require(student.ready is not None, "the server does not start again")
    require(await student.still_own(NOTEBOOKS[0]), "the new edition overwrote a changed notebook")
    _, answer = await student.ask("GET", f"contents/{untouched}?content=1")
    require("Second edition." in answer["content"]["cells"][0]["source"], "the new version did not arrive")
    _, listed = await student.ask("GET", "contents/notebooks")
    beside = [one["name"] for one in listed["content"] if BESIDE in one["name"]]
    require(len(beside) == 1, f"beside the changed notebook lie {beside}")
    said(f"a new edition replaced an untouched notebook, and came beside a changed one as {beside[0]}")


async def play(count, proxy, folder, patient):
    hub = Hub(folder, proxy, patient)
    try:
        await hub.start()
        await lesson(hub, count)
    finally:
        if hub.process is not None and hub.process.poll() is None:
            await asyncio.gather(*[
                hub.ask("DELETE", f"/hub/api/users/student{number}/server") for number in range(1, count + 1)])
            await asyncio.sleep(3)
        hub.stop()


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("students", type=int, nargs="?", default=30)
    ask.add_argument("--proxy", default=str(ROOT / "build/proxy/node_modules/.bin/configurable-http-proxy"))
    ask.add_argument("--impatient", action="store_true", help="http_timeout 30, JupyterHub's default, to see it fail")
    given = ask.parse_args()
    if not Path(given.proxy).exists():
        ask.error(f"no proxy at {given.proxy}; npm install --prefix build/proxy configurable-http-proxy")
    AsyncHTTPClient.configure(None, max_clients=4 * given.students + 20)
    with tempfile.TemporaryDirectory(prefix="hub-") as folder:
        folder = Path(folder)
        prepare(folder)
        try:
            asyncio.run(play(given.students, given.proxy, folder, not given.impatient))
        except BaseException:
            shutil.copy(folder / "hub.log", Path.cwd() / "hub.log")
            print("the hub's log is in hub.log", file=sys.stderr)
            raise
    print("PASSED")


if __name__ == "__main__":
    main()
