"""The README tells how to start and how to check everything; its commands, tables and links are true."""

import re
from pathlib import Path

import pytest
from test_notebooks import broken_images, broken_links, github_anchors, link_targets

ROOT = Path(__file__).resolve().parent.parent
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("[!.b]*/**/*.md"), *ROOT.glob("book/**/*.md")])  # but not build/
WINDOWS = ("powershell", "bat", "cmd")


def readme():
    return (ROOT / "README.md").read_text(encoding="utf-8")


def section(markdown, heading):
    """Return what stands under a ## heading, up to the next heading of level 1 or 2; # in a block is no heading."""
    lines, inside, fenced = [], False, False
    for line in markdown.splitlines():
        fenced ^= line.lstrip().startswith("```")
        if not fenced and re.match(r"##? ", line):
            inside = line.strip() == f"## {heading}"
        elif inside:
            lines.append(line)
    return "\n".join(lines)


def blocks(markdown, *languages):
    """Return the contents of the fenced blocks of these languages."""
    found = re.findall(r"^ *```(\w+)\n(.*?)^ *```", markdown, flags=re.MULTILINE | re.DOTALL)
    return [content.strip() for language, content in found if language in languages]


def steps(command):
    """Return the steps of a command in one spelling for all systems."""
    parts = [part.strip() for part in re.split(r"&&|;|\n", command) if part.strip()]
    parts = [re.sub(r"^(?:& )?(?:\./)?", "", part.replace("\\", "/")) for part in parts]
    parts = [part.replace(".venv/Scripts/", ".venv/bin/").replace(".exe", "") for part in parts]
    return [re.sub(r"^(?:py|python3?)(?: -3)?(?= )", "python", part) for part in parts]


def course_rows(markdown):
    """Return the targets of the notebooks' links, one list per row of a table that begins with a link."""
    rows = [line for line in markdown.splitlines() if line.lstrip().startswith("| [")]
    return [[target for target in link_targets(row) if target.endswith(".ipynb")] for row in rows]


def test_the_test_command_is_the_one_that_runs_on_every_change():
    last = (ROOT / ".ci" / "run").read_text(encoding="utf-8").strip().splitlines()[-1]
    assert last in blocks(section(readme(), "Check everything"), "bash")


def test_the_workflow_runs_the_lines_of_the_readme():
    workflow = (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
    sections = [section(readme(), heading) for heading in ("Start", "Check everything")]
    lines = [blocks(part, language)[0] for part in sections for language in ("bash", "bat")]
    assert [line for line in lines if line not in workflow] == []


def test_the_start_command_is_one_line_that_installs_and_opens_the_course():
    command = blocks(section(readme(), "Start"), "bash")[0]
    assert "\n" not in command
    for part in ("-m venv .venv", "install -r requirements.txt", "jupyterlab --config=jupyter_lab_config.py"):
        assert part in command
    assert command.endswith(f" notebooks/{LESSONS[0].name}") and (ROOT / "jupyter_lab_config.py").is_file()


@pytest.mark.parametrize("heading", ["Start", "Check everything"])
def test_the_windows_command_takes_the_same_steps(heading):
    text = section(readme(), heading)
    assert steps(blocks(text, *WINDOWS)[0]) == steps(blocks(text, "bash")[0])


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_course_table_has_a_row_for_the_notebook(path):
    linked = [row[0] for row in course_rows(readme()) if row]
    assert linked.count(f"notebooks/{path.name}") == 1


def test_the_course_table_follows_the_order_of_the_notebooks():
    linked = [row[0] for row in course_rows(readme()) if row]
    assert linked == sorted(linked) and len(linked) == len(LESSONS)


def minutes(row):
    """Return the minutes of reading that a row of a table states."""
    return int(re.search(r"([\d,]+) min \|", row)[1].replace(",", ""))


def test_the_three_ways_take_the_minutes_of_their_notebooks():
    rows = [line for line in section(readme(), "The course").splitlines() if " min |" in line]
    ways, lessons = [row for row in rows if row.startswith("| **")], [row for row in rows if row.startswith("| [")]
    read = list(map(minutes, lessons))
    assert len(read) == len(LESSONS)
    assert list(map(minutes, ways)) == [read[0], 2 * 15 + sum(read[3:7]), sum(read)]


def test_the_minutes_of_the_table_are_those_of_the_cards():
    for row, path in zip([line for line in readme().splitlines() if line.startswith("| [")], LESSONS, strict=True):
        assert f"about {minutes(row)} minutes to read" in path.read_text(encoding="utf-8"), path.name


def test_the_readme_and_the_notes_for_teachers_are_there():
    assert {"README.md", "TEACHING.md"} <= {path.name for path in DOCUMENTS if path.parent == ROOT}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_links_of_the_document_resolve(path):
    text = path.read_text(encoding="utf-8")
    assert broken_links(text, path.parent, github_anchors(text)) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_images_of_the_document_exist_and_have_alternative_texts(path):
    assert broken_images(path.read_text(encoding="utf-8"), path.parent) == []


# The reading itself

EXAMPLE = """# Course
## Start
```bash
# comment
python3 -m venv .venv && .venv/bin/python -m pytest
```
Windows:
```powershell
py -m venv .venv; .venv\\Scripts\\python -m pytest
```
### Details
more
## Check everything
| [one](notebooks/01_a.ipynb) | and [its solutions](notebooks/solutions/01_a_solutions.ipynb) |
| none |
"""


def test_a_section_ends_at_the_next_heading_of_its_level_but_not_at_a_comment():
    start = section(EXAMPLE, "Start")
    assert "# comment" in start and "more" in start and "notebooks" not in start
    assert section(EXAMPLE, "No such heading") == ""


def test_blocks_are_found_by_their_language():
    assert blocks(EXAMPLE, "bash") == ["# comment\npython3 -m venv .venv && .venv/bin/python -m pytest"]
    assert blocks(EXAMPLE, "bat", "powershell") == ["py -m venv .venv; .venv\\Scripts\\python -m pytest"]
    assert blocks(EXAMPLE, "text") == []


def test_steps_are_the_same_in_both_spellings_but_not_when_one_is_left_out():
    unix = "python3 -m venv .venv && .venv/bin/python -m pytest"
    assert steps(unix) == steps("py -m venv .venv; .venv\\Scripts\\python -m pytest")
    assert steps(unix) == steps("python -m venv .venv && .venv\\Scripts\\python.exe -m pytest")
    assert steps(unix) != steps("py -m venv .venv")
    assert steps(unix) != steps("py -m venv .venv; .venv\\Scripts\\python -m pytest -x")


def test_rows_are_read_with_the_links_to_their_notebooks():
    assert course_rows(EXAMPLE) == [["notebooks/01_a.ipynb", "notebooks/solutions/01_a_solutions.ipynb"]]
