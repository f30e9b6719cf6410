"""How pip installs the course's package.

`pip install -e .`, the last line of requirements.txt, needs no download and builds nothing: it leaves Python a note of
where this folder is. So the README's line works a second time without a network. `pip install .` copies the package and
its data; how, it asks setuptools.
"""

import ast
import base64
import hashlib
import re
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """Write a wheel that holds a note of this folder, and return its name."""
    # Without tomllib, so that an older Python comes as far as pip's own words about its age.
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = re.findall(r'^([\w-]+) = (".*"|\[.*\])$', settings, re.MULTILINE)
    project = {name: ast.literal_eval(value) for name, value in lines}
    name = f"{project['name']}-{project['version']}"
    about = [
        "Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}",
        f"Summary: {project['description']}", f"Requires-Python: {project['requires-python']}",
        *[f"Requires-Dist: {other}" for other in project["dependencies"]],
    ]
    files = {
        # ASCII alone, whatever the folder's name: Pythons differ in how they read these files.
        f"{project['name']}.pth": f"import sys; sys.path.append({ascii(str(ROOT))})\n",
        f"{name}.dist-info/METADATA": "".join(f"{line}\n" for line in about),
        f"{name}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: course\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    entries = [f"{path},sha256={digest(text)},{len(text)}\n" for path, text in files.items()]
    files[f"{name}.dist-info/RECORD"] = "".join([*entries, f"{name}.dist-info/RECORD,,\n"])
    with zipfile.ZipFile(Path(wheel_directory) / f"{name}-py3-none-any.whl", "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    return f"{name}-py3-none-any.whl"


def digest(text):
    """Return the SHA-256 of a text as wheels note it."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def get_requires_for_build_wheel(config_settings=None):
    """Return what a copy of the package is built with."""
    return ["setuptools>=77"]


def build_wheel(*arguments):
    """Let setuptools write a wheel with the package and its data."""
    from setuptools import build_meta

    return build_meta.build_wheel(*arguments)


get_requires_for_build_sdist = get_requires_for_build_wheel


def build_sdist(*arguments):
    """Let setuptools pack the sources."""
    from setuptools import build_meta

    return build_meta.build_sdist(*arguments)
