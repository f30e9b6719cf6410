"""The students' edition: what is not in it, what its README says, that no link of it is dead, and what a seal keeps."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import lessons
import pytest
import student_edition
import test_notebooks

from nnhelpers import checks, clinic

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(files):
    return student_edition.edition(files, "on Friday")


@pytest.fixture(scope="module")
def unpacked(made, tmp_path_factory):
    """The students' edition as students have it."""
    folder = tmp_path_factory.mktemp("edition")
    student_edition.pack(made, folder / "course.zip")
    with zipfile.ZipFile(folder / "course.zip") as archive:
        archive.extractall(folder)
    return folder / "course"


# ---------------------------------------------------------------- what is in it


def test_solutions_tests_and_the_pages_for_teachers_are_not_in_it(made):
    assert [path for path in made if path.startswith(("notebooks/solutions", "class", ".ci", "book"))] == []
    assert "TEACHING.md" not in made
    assert [path for path in made if path.startswith("tests/") and "benchmarks" not in path] == [
        "tests/conftest.py", "tests/test_course.py"]


def test_everything_else_that_a_lesson_needs_is_in_it(made, files):
    assert {path for path in files if path.startswith(("data/", "nnhelpers/"))} <= set(made)
    assert {path for path in files if path.startswith("notebooks/") and "/solutions/" not in path} <= set(made)


def solved_lines(files):
    """Lines of solutions that are long enough to be no coincidence."""
    for path in lessons.lessons(files):
        solutions = lessons.solution_of(path, files)
        if solutions is not None:
            for cell in lessons.tagged(solutions, "exercise"):
                yield from (line.strip() for line in lessons.text(cell).splitlines()
                            if line.startswith("    return") and len(line) > 45)


def test_no_file_of_the_checks_or_of_the_clinic_holds_an_answer_or_a_diagnosis_in_clear(made):
    sealed = [path for path in made if student_edition.SEALED.fullmatch(path)]
    assert len(sealed) > 15 and "nnhelpers/clinic.py" in sealed
    for path in sealed:
        text = made[path].decode()
        assert "lambda" not in text and "def " not in text and text.count("\n") > 10
    diagnoses = [patient.diagnosis for patient in clinic.UNSEEN.values()]
    for path in made:
        if path.startswith("nnhelpers/") and path.endswith(".py"):
            assert [words for words in diagnoses if words.encode() in made[path]] == []


def test_no_solution_s_last_line_stands_in_an_exercise_or_in_the_package(made, files):
    """A lesson may work towards an answer; but what is handed out shows no solution as it is."""
    lines = set(solved_lines(files))
    assert len(lines) > 20
    for path, content in made.items():
        if path.startswith("nnhelpers/checks/"):
            assert [line for line in lines if line in content.decode()] == []
        if lessons.LESSON.fullmatch(path):
            for cell in lessons.tagged(json.loads(content), "exercise"):
                assert lessons.text(cell).endswith("return ...")


def test_solutions_that_were_asked_for_are_in_it_and_their_links_stay(files):
    some = student_edition.edition(files, solutions=["02"])
    assert "notebooks/solutions/02_one_hot_encoding_solutions.ipynb" in some
    assert "[Solution](solutions/02_" in some["notebooks/02_one_hot_encoding.ipynb"].decode()
    assert [path for path in some if path.startswith("notebooks/solutions/03")] == []
    assert "](solutions/" not in some["notebooks/03_forward_propagation.ipynb"].decode()


# ---------------------------------------------------------------- its texts


def test_each_exercise_says_when_its_solution_comes(made, files):
    for path, lesson in lessons.lessons(files).items():
        text = made[path].decode()
        assert "](solutions/" not in text
        assert text.count('"Solution: on Friday."') == len(lessons.exercises(lesson)), path


def test_no_link_is_dead(unpacked, monkeypatch):
    monkeypatch.setattr(test_notebooks, "ROOT", unpacked)
    tried = 0
    for path in sorted(unpacked.rglob("*")):
        if path.suffix in (".md", ".ipynb"):
            text = path.read_text(encoding="utf-8")
            anchors = test_notebooks.github_anchors
            if path.suffix == ".ipynb":
                text = "\n\n".join(lessons.text(cell) for cell in json.loads(text)["cells"]
                                   if cell["cell_type"] == "markdown")
                anchors = test_notebooks.jupyter_anchors
            assert test_notebooks.broken_links(text, path.parent, anchors(text)) == [], path.name
            assert test_notebooks.broken_images(text, path.parent) == [], path.name
            tried += 1
    assert tried > 18


def test_the_readme_names_no_file_that_is_left_out(made, files):
    readme = made["README.md"].decode()
    folders = {str(folder) for path in made for folder in PurePosixPath(path).parents}
    for path in re.findall(r"`([\w.][\w./-]*)`", readme):
        if path.rstrip("/") in files or any(other.startswith(f"{path.rstrip('/')}/") for other in files):
            assert path.rstrip("/") in made or path.rstrip("/") in folders, path
    assert re.findall(r".*`git .*|.*repository.*", readme) == []
    assert [path for path in made if path.startswith("notebooks/") and b"tests/browser" in made[path]] == []
    assert "TEACHING" not in readme and "refresh_notebooks" not in readme and "ELSEWHERE" not in readme


def test_the_readme_keeps_its_commands_and_says_what_a_seal_keeps(made, files):
    readme, before = made["README.md"].decode(), files["README.md"].decode()
    for heading in re.findall(r"^## .*$", before, re.MULTILINE):
        assert f"\n{heading}\n" in readme
    commands = re.findall(r"^(?:python3|py) -m venv.*$", before, re.MULTILINE)
    assert len(commands) == 4 and all(readme.count(command) == before.count(command) for command in commands)
    assert "Whoever wants to unpack them can" in readme and "on Friday" in readme
    assert not re.search(r"\{\w*\}", re.sub(r"`[^`]*`", "", readme)) and ": \n" not in readme


@pytest.mark.parametrize("block, kept", [
    ("One. Two leads [there](gone/a.md). Three.", "One. Three."),
    ("One: see [there](gone/a.md) and on. Two.", "Two."),
    ("Run `gone/a.md` or `python x.py gone`. Two `kept.py`.", "Two `kept.py`."),
    ("| a | b |\n|---|---|\n| [x](gone/) | y |\n| z | `kept.py` |", "| a | b |\n|---|---|\n| z | `kept.py` |"),
])
def test_a_sentence_or_a_row_that_leads_nowhere_is_left_out(block, kept):
    assert student_edition.without(block, {"gone", "gone/a.md"}) == kept


# ---------------------------------------------------------------- it works


def python(folder, code):
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)


def test_sealed_checks_say_what_the_open_ones_say(unpacked, capsys):
    code = ("def second_choice(P):\n    return P.argmax(axis=0)\n\n"
            "def diagnose_a():\n    return 'nothing is wrong'\n\n"
            "checks.second_choice(second_choice)\nchecks.diagnose_a(diagnose_a)\n")
    exec(code, {"checks": checks})
    expected = capsys.readouterr().out
    done = python(unpacked, f"import nnhelpers\nassert 'edition' in nnhelpers.__file__\n"
                            f"from nnhelpers import checks\n{code}")
    assert done.stderr == "" and done.stdout == expected and "not yet right" in expected


def test_its_own_tests_pass_there(unpacked):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:nbval", "-o", "addopts=", "tests"],
        cwd=unpacked, capture_output=True, text=True, env=None)
    assert done.returncode == 0, done.stdout


def test_a_seal_is_undone_by_four_lines_and_the_text_says_so(made, files):
    """Nobody should take it for more: the notes for teachers and the README say what it is."""
    import base64
    import zlib
    path = "nnhelpers/checks/notebook_03.py"
    packed = b"".join(re.findall(rb'^    b"(.*)"$', made[path], re.MULTILINE))
    assert zlib.decompress(base64.b85decode(packed)) == files[path]


def test_the_same_files_make_the_same_zip(made, tmp_path):
    for name in ("a.zip", "b.zip"):
        student_edition.pack(made, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_the_command_makes_the_zip_and_refuses_unknown_numbers(tmp_path):
    command = [sys.executable, ROOT / "class" / "student_edition.py", "--output", tmp_path / "course.zip"]
    if subprocess.run(["git", "rev-parse"], cwd=ROOT, capture_output=True).returncode:
        pytest.skip("not a git clone")
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0 and "files" in done.stdout, done.stderr
    with zipfile.ZipFile(tmp_path / "course.zip") as archive:
        assert "course/notebooks/00_in_one_sitting.ipynb" in archive.namelist()
    done = subprocess.run([*command, "--solutions", "77"], capture_output=True, text=True)
    assert done.returncode == 2 and "no solutions of 77" in done.stderr
