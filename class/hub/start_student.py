"""Give whoever logs in a copy of the course in ~/course, then start the server: runs as the student, not as the hub.

    python3 start_student.py EDITION HOME/course jupyterhub-singleuser …

Notebooks are copied. A new version of one replaces a copy that was not changed; beside a changed one it is laid under a
name of its own, so nothing that a student wrote is overwritten. One that was deleted comes back as it was handed out:
that is how to begin a notebook again. All else is a link to the edition.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

NOTE = ".handed_out.json"  # path → what was handed out under it, by its SHA-256


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def put(source, target):
    """Copy a file so that a reader sees the old one or the new one, and an interrupted copy none of both damaged."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, beside := target.with_name(f".{target.name}.part"))
    os.chmod(beside, 0o644)
    os.replace(beside, target)


def hand_out(edition, course):
    """Bring a student's copy of the course up to date."""
    course.mkdir(parents=True, exist_ok=True)
    os.chmod(course, 0o700)
    note = course / NOTE
    try:
        handed_out = json.loads(note.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        handed_out = {}
    for entry in sorted(edition.iterdir()):
        link = course / entry.name
        if entry.name != "notebooks" and not link.is_symlink() and not link.exists():
            link.symlink_to(entry)
    for source in sorted((edition / "notebooks").rglob("*")):
        if not source.is_file():
            continue
        name, new = str(source.relative_to(edition)), digest(source)
        target = course / name
        if target.exists() and handed_out.get(name) == new:
            continue
        if target.exists() and digest(target) not in (handed_out.get(name), new):
            target = target.with_name(f"{target.stem} (new {new[:4]}){target.suffix}")
        put(source, target)
        handed_out[name] = new
    note.write_text(json.dumps(handed_out, indent=1), encoding="utf-8")


def main():
    edition, course, *command = sys.argv[1:]
    try:
        hand_out(Path(edition), Path(course).expanduser())
    except OSError as error:  # a full disk, say: the server must start all the same, to make room
        print(f"the course could not be handed out: {error}", file=sys.stderr)
    # Kernels are spoken to through files in this folder, and the path of such a file must be short.
    os.environ["JUPYTER_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="jupyter-")
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
