"""The notebooks as documents: their form, links, metadata, exercises and solutions.

Each rule is a function that takes a notebook and returns a list of complaints, empty when all is well. It is tried
on every notebook, and on a small notebook made here that breaks it. Running the notebooks is nbval's part.
"""

import ast
import base64
import html
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "notebooks"
LESSONS = sorted(FOLDER.glob("[0-9][0-9]_*.ipynb"))
SITTING = FOLDER / "00_in_one_sitting.ipynb"  # the whole idea at once, without exercises
SOLUTIONS = sorted(FOLDER.glob("solutions/[0-9][0-9]_*_solutions.ipynb"))
MODULES = {path.stem for path in (ROOT / "nnhelpers").glob("[a-z]*.py")}

PARTS = [
    "What you will be able to do", "Where this stands", "Set-up", "Before you run anything", "Pitfalls",
    "Exercises", "Recap", "Self-test", "Sources and links",
]
PARTS_OF_A_SITTING = [
    "What you will be able to do", "Set-up", "Before you run anything", "Two things to try",
    "What you saw, and which notebook explains it", "In five sentences", "Sources and links",
]
RUN_INS = ["**Why.**", "**A common wrong answer.**", "**Try next.**"]
TAGS = {"exercise", "check", "end-product", "nbval-ignore-output", "raises-exception"}
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
MACHINE_PATH = re.compile(r"/(?:home|root|work|tmp|Users)/|[A-Za-z]:\\+Users|File (?:\x1b\[[\d;]*m)*~/")
ARRAY = re.compile(r"\barray\(|\[ *-?\d[\d.e+-]*(?: +-?\d[\d.e+-]*)+")
FENCED = re.compile(r"^ *(```|~~~).*?^ *\1 *$", re.MULTILINE | re.DOTALL)

every_notebook = pytest.mark.parametrize("path", LESSONS + SOLUTIONS, ids=lambda path: path.stem)
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
every_other_lesson = pytest.mark.parametrize(
    "path", [path for path in LESSONS if path != SITTING], ids=lambda path: path.stem
)
every_solution = pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)


# Reading notebooks and Markdown

@cache
def read(path):
    return nbformat.v4.reads(path.read_text(encoding="utf-8"))


def tags(cell):
    return cell.metadata.get("tags", [])


def cells_of(notebook, kind):
    """Return (number, cell) for each cell of a kind; the numbers count all cells from 1."""
    return [(number, cell) for number, cell in enumerate(notebook.cells, start=1) if cell.cell_type == kind]


def outputs_of(notebook):
    return [(number, output) for number, cell in cells_of(notebook, "code") for output in cell.outputs]


def kind_of(cell):
    """Return exercise or check for a cell of that tag, otherwise markdown or code."""
    return next((tag for tag in ("exercise", "check") if tag in tags(cell)), cell.cell_type)


def printed(cell):
    return "".join(output.text for output in cell.outputs if output.output_type == "stream").strip()


def without_code(markdown):
    """Return Markdown without fenced blocks and code spans: nothing in them is a link, an image or a formula."""
    return re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "code", FENCED.sub("", markdown), flags=re.DOTALL)


def without_formulas(markdown):
    return re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$", "formula", without_code(markdown), flags=re.DOTALL)


def prose(notebook):
    return "\n\n".join(cell.source for _, cell in cells_of(notebook, "markdown"))


def headings(markdown):
    """Return (level, text) for each heading."""
    found = re.findall(r"^ {0,3}(#{1,6}) +(.+?)(?: +#+)? *$", FENCED.sub("", markdown), flags=re.MULTILINE)
    return [(len(marks), text) for marks, text in found]


def images(markdown):
    """Return (alternative text, target) for each image."""
    text = without_formulas(markdown)
    found = re.findall(r"!\[([^\]]*)\]\(\s*<?([^)\s>]*)", text)
    for tag in re.findall(r"<img\b[^>]*>", text):
        found.append(tuple("".join(re.findall(rf'\b{name}="([^"]*)"', tag)[:1]) for name in ("alt", "src")))
    return found


def link_targets(markdown):
    """Return the target of each link: inline, by reference, in HTML, in angle brackets or bare."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "image", without_formulas(markdown))
    inline = r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(((?:[^()]|\([^()]*\))*)\)"
    targets = [re.sub(r"""\s+(".*"|'.*')$""", "", target.strip()).strip("<>") for target in re.findall(inline, text)]
    text = re.sub(inline, "link", text)
    targets += re.findall(r"^ {0,3}\[[^\]]+\]: *<?([^\s>]+)", text, flags=re.MULTILINE)
    targets += re.findall(r'<a\b[^>]*\bhref="([^"]*)"', text)
    text = re.sub(r"<a\b[^>]*>|^ {0,3}\[[^\]]+\]:.*$", "", text, flags=re.MULTILINE)
    return targets + re.findall(r"\bhttps?:[^\s<>)\]]*", text)


def plain(heading):
    """Return a heading as it is read: without emphasis, code marks, HTML and the targets of links."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return html.unescape(re.sub(r"[`*]|<[^>]+>", "", text))


def jupyter_anchors(markdown):
    """Return the anchors that JupyterLab makes: the heading's text, with - for each space."""
    return {plain(text).replace(" ", "-") for _, text in headings(markdown)}


def github_anchors(markdown):
    """Return the anchors that GitHub makes: lower case, punctuation dropped, - for each space."""
    return {re.sub(r"[^\w\- ]", "", plain(text).lower()).replace(" ", "-") for _, text in headings(markdown)}


@cache
def anchors_of(path):
    if path.suffix == ".ipynb":
        return jupyter_anchors(prose(read(path)))
    return github_anchors(path.read_text(encoding="utf-8")) if path.suffix == ".md" else set()


def parse(source):
    """Return the syntax tree of a cell, which may hold magics such as %timeit."""
    return ast.parse(TransformerManager().transform_cell(source))


def function(source, name):
    """Return the syntax tree of the function that a cell defines under this name, or None."""
    found = [node for node in parse(source).body if isinstance(node, ast.FunctionDef) and node.name == name]
    return found[-1] if found else None


# The rules for every notebook

def invalid_format(notebook):
    complaints = [str(error.message) for error in nbformat.validator.iter_validate(notebook)]
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        complaints.append("the format is older than 4.5: cells have no id")
    ids = [cell.get("id") for cell in notebook.cells]
    return complaints + [f"two cells have the id {name}" for name in sorted(set(ids), key=str) if ids.count(name) > 1]


def disorder(notebook):
    """Complain unless the code cells were executed once, from top to bottom, in a fresh kernel."""
    complaints = []
    for expected, (number, cell) in enumerate(cells_of(notebook, "code"), start=1):
        if cell.execution_count != expected:
            complaints.append(f"cell {number} has the execution count {cell.execution_count}, not {expected}")
        results = [output for output in cell.outputs if output.output_type == "execute_result"]
        if any(result.execution_count != expected for result in results):
            complaints.append(f"cell {number} shows a result of another run")
    return complaints


def unexpected_errors(notebook):
    """Complain of errors in cells that are not tagged raises-exception, and of such tags without an error."""
    complaints = []
    for number, cell in cells_of(notebook, "code"):
        fails = any(output.output_type == "error" for output in cell.outputs)
        if fails != ("raises-exception" in tags(cell)):
            complaints.append(f"cell {number} {'fails' if fails else 'is tagged raises-exception but does not fail'}")
    return complaints


def warnings_shown(notebook):
    return [
        f"cell {number} wrote to stderr: {output.text[:80]}"
        for number, output in outputs_of(notebook) if output.get("name") == "stderr"
    ]


def strings(node):
    """Return every text of a notebook, except the base64 of pictures and the addresses of web pages."""
    if isinstance(node, str):
        return [re.sub(r"https?://\S+", "", node)]
    if isinstance(node, list):
        return [text for item in node for text in strings(item)]
    if isinstance(node, dict):
        pictures = ("image/png", "image/jpeg")
        return [text for key, item in node.items() if key not in pictures for text in strings(item)]
    return []


def machine_paths(notebook):
    return [
        f"a path of one machine: …{text[max(0, match.start() - 20):match.end() + 20]}…"
        for text in strings(notebook) for match in MACHINE_PATH.finditer(text)
    ]


def too_large(notebook):
    size = len(nbformat.writes(notebook).encode())
    return [] if size < 500_000 else [f"{size // 1000} KB, but a notebook stays below 500 KB"]


def needless_metadata(notebook):
    complaints = [] if notebook.metadata == METADATA else [f"the notebook's metadata is {dict(notebook.metadata)}"]
    for number, cell in enumerate(notebook.cells, start=1):
        needless = set(cell.metadata) - {"tags", "alt"}
        if needless:
            complaints.append(f"cell {number} has the metadata {sorted(needless)}")
    return complaints + [f"cell {number}: an output has metadata" for number, output in outputs_of(notebook)
                         if output.get("metadata")]


def without_alternative(notebook):
    """Complain unless each cell that draws, and no other, says in its metadata, as alt, what is seen."""
    complaints, met = [], {}
    for number, cell in enumerate(notebook.cells, start=1):
        draws = any("image/png" in output.get("data", {}) for output in cell.get("outputs", []))
        words = cell.metadata.get("alt", "")
        if not draws and "alt" in cell.metadata:
            complaints.append(f"cell {number} draws nothing, but has an alternative text")
        elif draws and not 60 <= len(words) <= 600:
            complaints.append(f"cell {number}: its alternative text has {len(words)} characters, not 60 to 600")
        elif draws and re.match(r"(?:a |the )?(?:figure|image|picture|plot) of\b", words, flags=re.IGNORECASE):
            complaints.append(f"cell {number}: say what is seen, not that it is one: {words[:40]}…")
        elif draws and words in met:
            complaints.append(f"cells {met[words]} and {number} have the same alternative text")
        met.setdefault(words, number)
    return complaints


def unknown_tags(notebook):
    """Complain of a misspelt tag: it would silently take its cell out of the tests."""
    known = TAGS | {f"package:{module}" for module in MODULES}
    return [
        f"cell {number} has the unknown tag {tag}"
        for number, cell in enumerate(notebook.cells, start=1) for tag in tags(cell) if tag not in known
    ]


def bad_outline(notebook):
    outline = headings(prose(notebook))
    levels = [level for level, _ in outline]
    complaints = [] if levels[:1] == [1] and levels.count(1) == 1 else ["there must be one # title, at the top"]
    return complaints + [
        f"'{text}' skips a level after '{before}'"
        for (last, before), (level, text) in zip(outline, outline[1:], strict=False) if level > last + 1
    ]


def broken_links(markdown, folder, anchors):
    """Complain of each link that leads nowhere; `anchors` are those of the document itself."""
    complaints = []
    for target in link_targets(markdown):
        address = urlsplit(target)
        if address.scheme in ("http", "https"):
            if not re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?", address.netloc) or re.search(r"\s", target):
                complaints.append(f"{target} is not a well-formed address")
            continue
        file = (folder / unquote(address.path)).resolve()
        if address.scheme or target.startswith("/") or not file.is_relative_to(ROOT) or not file.exists():
            complaints.append(f"{target} leads to no file of the project")
        elif address.fragment or not address.path:
            if unquote(address.fragment) not in (anchors_of(file) if address.path else anchors):
                complaints.append(f"{target} leads to no heading")
    return complaints


def broken_images(markdown, folder):
    complaints = []
    for alternative, target in images(markdown):
        if not alternative.strip():
            complaints.append(f"the image {target} has no alternative text")
        if not (folder / unquote(target)).is_file():
            complaints.append(f"the image {target} does not exist")
    return complaints


def leftovers(notebook):
    return [
        f"cell {number} holds {word}"
        for number, cell in enumerate(notebook.cells, start=1)
        for word in re.findall(r"\b(?:TODO|FIXME)\b", cell.source)
    ]


def skipped_cells(notebook):
    return [f"cell {number} is skipped" for number, cell in cells_of(notebook, "code") if "nbval-skip" in tags(cell)]


def unexplained(notebook):
    """Complain of cells whose output is not compared and that do not say why."""
    return [
        f"cell {number} does not say in a comment why its output is not compared"
        for number, cell in cells_of(notebook, "code")
        if "nbval-ignore-output" in tags(cell) and not re.search(r"#.*not compared", cell.source)
    ]


def lines_of_code(source):
    """Count the lines of a cell, without docstrings."""
    docstrings = 0
    for node in ast.walk(parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            docstrings += node.body[0].end_lineno - node.body[0].lineno + 1
    return len(source.splitlines()) - docstrings


def long_cells(notebook):
    counts = {number: lines_of_code(cell.source) for number, cell in cells_of(notebook, "code")}
    return [f"cell {number} has {count} lines of code; at most 40" for number, count in counts.items() if count > 40]


def cramped_formulas(notebook):
    return [
        f"cell {number}: $$ must stand on a line of its own: {line}"
        for number, cell in cells_of(notebook, "markdown")
        for line in without_code(cell.source).splitlines() if "$$" in line and line.strip(" >") != "$$"
    ] + [
        f"cell {number}: a $$ has no partner"
        for number, cell in cells_of(notebook, "markdown") if without_code(cell.source).count("$$") % 2
    ]


def macros(notebook):
    found = re.findall(r"\\(?:re)?newcommand|\\def\b|\\DeclareMathOperator", without_code(prose(notebook)))
    return [f"{macro}: not every page draws custom macros" for macro in found]


def unrounded_arrays(notebook):
    """Complain if arrays are printed, but the set-up (the first code cell) does not say how."""
    texts = [output.get("text", "") or output.get("data", {}).get("text/plain", "")
             for _, output in outputs_of(notebook)]
    code = [cell.source for _, cell in cells_of(notebook, "code")]
    if any(ARRAY.search(text) for text in texts) and "np.set_printoptions(" not in code[0]:
        return ["arrays are printed, but the set-up cell does not call np.set_printoptions"]
    return []


# The rules for lessons

def missing_parts(notebook, parts=PARTS):
    """Complain unless each part of the form is there once, and they come in their order."""
    sections = [text for level, text in headings(prose(notebook)) if level == 2]
    complaints = [f"## {part} stands {sections.count(part)} times" for part in parts if sections.count(part) != 1]
    order = [text for text in sections if text in parts]
    return complaints or ([] if order == parts else [f"the parts come in the order {order}"])


def missing_navigation(notebook, path, lessons):
    """Complain unless the end links to the lesson before, the contents and the lesson after."""
    place = lessons.index(path)
    neighbours = lessons[max(place - 1, 0):place] + lessons[place + 1:place + 2]
    end = re.split(r"^## Sources and links *$", prose(notebook), flags=re.MULTILINE)[-1]
    found = {target.split("#")[0] for target in link_targets(end)}
    wanted = ["../README.md"] + [neighbour.name for neighbour in neighbours]
    return [f"the end has no link to {target}" for target in wanted if target not in found]


def wrong_end_product(notebook, number, saved):
    """Complain unless the first cell shows images/NN.png and `saved`, its bytes, are what end-product draws."""
    shown = images(notebook.cells[0].source) if notebook.cells[0].cell_type == "markdown" else []
    complaints = []
    if f"images/{number}.png" not in [target for _, target in shown]:
        complaints.append(f"the first cell does not show images/{number}.png")
    pictures = [
        base64.b64decode(output.data["image/png"])
        for _, cell in cells_of(notebook, "code") if "end-product" in tags(cell)
        for output in cell.outputs if "image/png" in output.get("data", {})
    ]
    if len(pictures) != 1:
        complaints.append(f"there are {len(pictures)} pictures in cells tagged end-product, not 1")
    elif pictures[0] != saved:
        complaints.append(f"images/{number}.png is not the picture that the end-product cell drew")
    return complaints


def exercise_heads(notebook, marks):
    """Return (index, number, stars, title) for each cell that begins with an exercise's heading."""
    heads = []
    for index, cell in enumerate(notebook.cells):
        match = re.match(rf"{marks} Exercise (\d+) (★{{1,3}}) (\S.*)", cell.source)
        if match and cell.cell_type == "markdown":
            heads.append((index, int(match[1]), match[2], match[3].strip()))
    return heads


def misnumbered(notebook, marks):
    """Complain unless the exercises are numbered from 1 and every heading of one is written as it should be."""
    heads = exercise_heads(notebook, marks)
    written = [text for _, text in headings(prose(notebook)) if re.match(r"Exercise\b", text)]
    complaints = [] if heads else ["there is no exercise"]
    if len(written) != len(heads):
        complaints.append(f"an exercise must begin its cell with '{marks} Exercise N ★ Title': {written}")
    numbers = [number for _, number, _, _ in heads]
    if numbers != list(range(1, len(heads) + 1)):
        complaints.append(f"the exercises are numbered {numbers}")
    return complaints


def checked_name(cell):
    """Return NAME of the cell's checks.NAME(…), or an empty string."""
    match = re.search(r"\bchecks\.(\w+)\(", cell.source)
    return match[1] if match else ""


def is_unfilled(node):
    last = node.body[-1]
    return isinstance(last, ast.Return) and isinstance(last.value, ast.Constant) and last.value.value is ...


def wrong_task(exercise, check):
    """Complain unless the exercise waits to be written and its check says so."""
    name = checked_name(check)
    task = function(exercise.source, name)
    if task is None:
        return [f"the check looks at '{name}', which the cell above it does not define"]
    complaints = [] if is_unfilled(task) else [f"{name} does not end with 'return ...'"]
    if printed(check) != f"{name}: not written yet.":
        complaints.append(f"the check of {name} printed: {printed(check)}")
    return complaints


def wrong_hints(cell, solution):
    """Complain unless there are three folded hints and a link to the solution."""
    summaries = re.findall(r"<details>\s*<summary>(.*?)</summary>.*?</details>", cell.source, flags=re.DOTALL)
    complaints = []
    begun = [plain(text).strip()[:6] for text in summaries]
    if begun != ["Hint 1", "Hint 2", "Hint 3"] or cell.source.count("<details") != 3:
        complaints.append(f"there must be Hint 1 to Hint 3, each in its own <details>, but there are {begun}")
    if f"solutions/{solution}" not in [target.split("#")[0] for target in link_targets(cell.source)]:
        complaints.append(f"there is no link to solutions/{solution}")
    return complaints


def incomplete_exercises(notebook, solution):
    """Complain unless each exercise has a cell to fill, a check and hints, in this order."""
    complaints = misnumbered(notebook, "###")
    heads = exercise_heads(notebook, "###")
    for index, number, _, _ in heads:
        cells = notebook.cells[index + 1:index + 4]
        found = [kind_of(cell) for cell in cells]
        if found != ["exercise", "check", "markdown"]:
            complaints.append(f"Exercise {number} is followed by {found}, not by exercise, check and hints")
        else:
            problems = wrong_task(cells[0], cells[1]) + wrong_hints(cells[2], solution)
            complaints += [f"Exercise {number}: {problem}" for problem in problems]
    for tag in ("exercise", "check"):
        count = sum(kind_of(cell) == tag for cell in notebook.cells)
        if count != len(heads):
            complaints.append(f"{count} cells are tagged {tag}, but there are {len(heads)} exercises")
    return complaints


# The rules for solutions

def solution_sections(notebook):
    """Return (number, stars, title, cells) for each exercise: its cells up to the next section."""
    sections = []
    for index, number, stars, title in exercise_heads(notebook, "##"):
        following = notebook.cells[index + 1:]
        ends = [i for i, cell in enumerate(following) if cell.cell_type == "markdown" and cell.source[:3] == "## "]
        sections.append((number, stars, title, [notebook.cells[index]] + following[:(ends or [None])[0]]))
    return sections


def incomplete_solutions(notebook):
    """Complain unless each solution is written, passes its check and is explained."""
    complaints = misnumbered(notebook, "##")
    for number, _, _, cells in solution_sections(notebook):
        code = [cell for cell in cells if kind_of(cell) in ("exercise", "check")]
        if [kind_of(cell) for cell in code] != ["exercise", "check"]:
            complaints.append(f"Exercise {number} needs one cell tagged exercise and, after it, one tagged check")
        elif function(code[0].source, checked_name(code[1])) is None:
            complaints.append(f"Exercise {number}: the check's function is not defined in the solution cell")
        elif not printed(code[1]).startswith(f"{checked_name(code[1])}: correct"):
            complaints.append(f"Exercise {number}: the check printed: {printed(code[1])}")
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        complaints += [f"Exercise {number} has no {words}" for words in RUN_INS if words not in text]
    return complaints


def described(number, stars, title, cells):
    """Return what a lesson and its solution must agree on: heading, function and arguments."""
    code = [cell for cell in cells if kind_of(cell) == "exercise"]
    checks = [cell for cell in cells if kind_of(cell) == "check"]
    name = checked_name(checks[0]) if checks else ""
    task = function(code[0].source, name) if code else None
    return f"Exercise {number} {stars} {title}: {name}({ast.unparse(task.args) if task else ''})"


def unmatched(lesson, solution):
    """Complain unless both notebooks hold the same exercises: number, stars, title, function, arguments."""
    asked = {described(*head, lesson.cells[index + 1:index + 3]) for index, *head in exercise_heads(lesson, "###")}
    solved = {described(*section) for section in solution_sections(solution)}
    return [f"no solution of: {text}" for text in sorted(asked - solved)] + [
        f"no exercise for: {text}" for text in sorted(solved - asked)]


# Every notebook

def test_every_notebook_is_a_lesson_or_a_solution():
    found = {path for path in FOLDER.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts}
    assert found == set(LESSONS + SOLUTIONS)


def test_the_lessons_are_numbered_from_nought_without_a_gap():
    numbers = [int(path.name[:2]) for path in LESSONS]
    assert numbers and numbers == list(range(len(numbers)))


def test_every_lesson_has_its_solutions_and_every_solution_its_lesson():
    assert [f"{path.stem}_solutions" for path in LESSONS if path != SITTING] == [path.stem for path in SOLUTIONS]


@every_notebook
def test_the_file_is_a_valid_notebook(path):
    assert invalid_format(read(path)) == []


@every_notebook
def test_the_cells_were_executed_once_from_top_to_bottom(path):
    assert disorder(read(path)) == []


@every_notebook
def test_only_cells_that_say_so_fail(path):
    assert unexpected_errors(read(path)) == []


@every_notebook
def test_nothing_was_written_to_stderr(path):
    assert warnings_shown(read(path)) == []


@every_notebook
def test_no_path_of_a_machine_is_in_the_file(path):
    assert machine_paths(read(path)) == []


@every_notebook
def test_the_file_is_small(path):
    assert too_large(read(path)) == []


@every_notebook
def test_the_metadata_is_what_jupyter_needs(path):
    assert needless_metadata(read(path)) == []


@every_notebook
def test_each_figure_has_an_alternative_text(path):
    assert without_alternative(read(path)) == []


@every_notebook
def test_the_tags_are_known(path):
    assert unknown_tags(read(path)) == []


@every_notebook
def test_the_outline_has_one_title_and_skips_no_level(path):
    assert bad_outline(read(path)) == []


@every_notebook
def test_the_links_resolve(path):
    text = prose(read(path))
    assert broken_links(text, path.parent, jupyter_anchors(text)) == []


@every_notebook
def test_the_images_exist_and_have_alternative_texts(path):
    assert broken_images(prose(read(path)), path.parent) == []


@every_notebook
def test_nothing_is_left_to_do(path):
    assert leftovers(read(path)) == []


@every_notebook
def test_no_cell_is_skipped(path):
    assert skipped_cells(read(path)) == []


@every_notebook
def test_an_output_that_is_not_compared_has_its_reason(path):
    assert unexplained(read(path)) == []


@every_notebook
def test_no_cell_is_long(path):
    assert long_cells(read(path)) == []


@every_notebook
def test_displayed_formulas_stand_on_lines_of_their_own(path):
    assert cramped_formulas(read(path)) == []


@every_notebook
def test_formulas_need_no_custom_macros(path):
    assert macros(read(path)) == []


@every_notebook
def test_arrays_are_printed_with_stated_precision(path):
    assert unrounded_arrays(read(path)) == []


@every_lesson
def test_the_lesson_has_all_parts_in_their_order(path):
    assert missing_parts(read(path), PARTS_OF_A_SITTING if path == SITTING else PARTS) == []


@every_lesson
def test_the_lesson_ends_with_links_to_its_neighbours(path):
    assert missing_navigation(read(path), path, LESSONS) == []


@every_lesson
def test_the_lesson_first_shows_the_picture_that_it_makes(path):
    image = FOLDER / "images" / f"{path.name[:2]}.png"
    assert wrong_end_product(read(path), path.name[:2], image.read_bytes() if image.exists() else None) == []


@every_other_lesson
def test_each_exercise_has_a_cell_to_fill_a_check_and_three_hints(path):
    assert incomplete_exercises(read(path), f"{path.stem}_solutions.ipynb") == []


@every_solution
def test_each_solution_passes_its_check_and_is_explained(path):
    assert incomplete_solutions(read(path)) == []


def test_the_sitting_has_at_most_sixty_lines_of_network():
    counts = [printed(cell) for _, cell in cells_of(read(SITTING), "code") if "getsource" in cell.source]
    assert len(counts) == 1 and int(re.search(r"(\d+) lines", counts[0])[1]) <= 60


def test_the_sitting_needs_numpy_and_matplotlib_alone():
    trees = [parse(cell.source) for _, cell in cells_of(read(SITTING), "code")]
    imports = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {getattr(node, "module", None) or name.name for node in imports for name in node.names}
    assert names == {"gzip", "inspect", "itertools", "matplotlib.pyplot", "numpy"}


@every_solution
def test_the_solutions_are_those_of_the_exercises(path):
    assert unmatched(read(FOLDER / f"{path.stem.removesuffix('_solutions')}.ipynb"), read(path)) == []


# Small notebooks that break a rule

def notebook_of(*cells):
    notebook = new_notebook(cells=list(cells), metadata=METADATA)
    for count, (_, cell) in enumerate(cells_of(notebook, "code"), start=1):
        cell.execution_count = count
    return notebook


def text_cell(source):
    return new_markdown_cell(source)


def code_cell(source, *outputs, **metadata):
    return new_code_cell(source, outputs=list(outputs), metadata=metadata)


def stdout(text):
    return new_output("stream", name="stdout", text=text)


def lesson():
    """Make a short lesson that breaks no rule, with one exercise."""
    hints = "\n".join(f"<details>\n<summary>Hint {i}: look</summary>\n\nHere.\n</details>" for i in (1, 2, 3))
    image = new_output("display_data", {"image/png": base64.b64encode(b"PNG").decode()})
    return notebook_of(
        text_cell("# Title\n![What the figure shows](images/01.png)"),
        *(text_cell(f"## {part}") for part in PARTS[:3]),
        code_cell("import numpy as np\n\nnp.set_printoptions(precision=3, suppress=True)"),
        text_cell("## Before you run anything\n\n$$\nZ = W X\n$$\n\nSee [the set-up](#Set-up)."),
        code_cell("print(np.ones(2))  # the time is not compared", stdout("[1. 1.]\n"), tags=["nbval-ignore-output"]),
        code_cell("plt.show()", image, tags=["end-product"], alt="The loss falls from 2.3 to 0.4, first fast. " * 2),
        text_cell("## Pitfalls"),
        text_cell("## Exercises"),
        text_cell("### Exercise 1 ★★ Double it\n\nWrite `double`."),
        code_cell("def double(x):\n    return ...", tags=["exercise"]),
        code_cell("checks.double(double)", stdout("double: not written yet.\n"), tags=["check"]),
        text_cell(f"{hints}\n\n[Solution](solutions/01_title_solutions.ipynb#Exercise-1-★★-Double-it)"),
        *(text_cell(f"## {part}") for part in PARTS[-3:]),
        text_cell("[Contents](../README.md) · [Next](02_next.ipynb)"),
    )


def solution():
    """Make the lesson's solution notebook."""
    return notebook_of(
        text_cell("# Solutions"),
        code_cell("import numpy as np"),
        text_cell("## Exercise 1 ★★ Double it"),
        code_cell("def double(x):\n    return 2 * x", tags=["exercise"]),
        code_cell("checks.double(double)", stdout("double: correct, it doubles.\n"), tags=["check"]),
        text_cell("**Why.** So.\n\n**A common wrong answer.** x².\n\n**Try next.** Triple it."),
    )


def altered(notebook, old, new):
    """Return the notebook with one text replaced wherever it stands."""
    text = json.dumps(notebook, ensure_ascii=False)
    old, new = (json.dumps(words, ensure_ascii=False)[1:-1] for words in (old, new))
    assert old in text
    return nbformat.from_dict(json.loads(text.replace(old, new)))


GENERAL = [
    invalid_format, disorder, unexpected_errors, warnings_shown, machine_paths, too_large, needless_metadata,
    without_alternative, unknown_tags, bad_outline, leftovers, skipped_cells, unexplained, long_cells,
    cramped_formulas, macros, unrounded_arrays,
]


@pytest.mark.parametrize("rule", GENERAL, ids=lambda rule: rule.__name__)
def test_no_rule_complains_of_a_good_notebook(rule):
    assert rule(lesson()) == [] and rule(solution()) == []


def test_no_rule_for_lessons_complains_of_a_good_one():
    first, second = Path("01_title.ipynb"), Path("02_next.ipynb")
    assert missing_parts(lesson()) == []
    assert missing_navigation(lesson(), first, [first, second]) == []
    assert wrong_end_product(lesson(), "01", b"PNG") == []
    assert incomplete_exercises(lesson(), "01_title_solutions.ipynb") == []


def test_no_rule_for_solutions_complains_of_good_ones():
    assert incomplete_solutions(solution()) == []
    assert unmatched(lesson(), solution()) == []


def test_a_cell_without_source_is_caught():
    bad = lesson()
    del bad.cells[0]["source"]
    assert invalid_format(bad)


def test_an_old_format_is_caught():
    bad = lesson()
    bad.nbformat_minor = 4
    assert invalid_format(bad)


def test_two_cells_of_the_same_id_are_caught():
    bad = lesson()
    bad.cells[0]["id"] = bad.cells[1]["id"]
    assert invalid_format(bad)


@pytest.mark.parametrize("count", [None, 1, 7])
def test_a_cell_not_run_or_run_out_of_order_is_caught(count):
    bad = lesson()
    cells_of(bad, "code")[1][1].execution_count = count
    assert disorder(bad)


def test_a_result_of_another_run_is_caught():
    bad = notebook_of(code_cell("1", new_output("execute_result", {"text/plain": "1"}, execution_count=5)))
    assert disorder(bad)


def test_an_error_without_its_tag_and_a_tag_without_its_error_are_caught():
    error = new_output("error", ename="ValueError", evalue="no", traceback=[])
    assert unexpected_errors(notebook_of(code_cell("f()", error)))
    assert unexpected_errors(notebook_of(code_cell("f()", tags=["raises-exception"])))
    assert not unexpected_errors(notebook_of(code_cell("f()", error, tags=["raises-exception"])))


def test_a_warning_is_caught():
    assert warnings_shown(notebook_of(code_cell("f()", new_output("stream", name="stderr", text="UserWarning"))))


@pytest.mark.parametrize("path", ["/home/ada/x", "/root/x", "/work/x", "/tmp/x", "/Users/ada", r"C:\Users\ada"])
def test_a_path_of_a_machine_is_caught_in_text_output_and_metadata(path):
    assert machine_paths(notebook_of(text_cell(f"see {path}")))
    assert machine_paths(notebook_of(code_cell("f()", stdout(f"File {path}"))))
    assert machine_paths(new_notebook(metadata={"path": path}))


def test_a_home_folder_in_a_traceback_is_caught():
    error = new_output("error", ename="E", evalue="", traceback=["File \x1b[32m~/course/guards.py:3\x1b[39m"])
    assert machine_paths(notebook_of(code_cell("f()", error)))


def test_neither_an_address_nor_a_picture_is_taken_for_a_path():
    picture = new_output("display_data", {"image/png": "a/tmp/b="})
    assert not machine_paths(notebook_of(text_cell("https://example.org/home/x"), code_cell("f()", picture)))


def test_a_large_notebook_is_caught():
    assert too_large(notebook_of(text_cell("x" * 500_000)))


def test_needless_metadata_is_caught_on_notebook_cell_and_output():
    picture = new_output("display_data", {"image/png": ""}, metadata={"needs_background": "light"})
    assert needless_metadata(new_notebook(metadata=METADATA | {"toc": 1}))
    assert needless_metadata(altered(lesson(), "Python 3 (ipykernel)", "ada-laptop"))
    assert needless_metadata(notebook_of(new_code_cell("f()", metadata={"collapsed": True})))
    assert needless_metadata(notebook_of(code_cell("f()", picture)))


@pytest.mark.parametrize("alt", ["", "The loss falls.", "Figure of " + "the loss, which falls. " * 4, "Long. " * 200])
def test_a_figure_without_a_good_alternative_text_is_caught(alt):
    bad = lesson()
    next(cell for cell in bad.cells if "end-product" in tags(cell)).metadata["alt"] = alt
    assert without_alternative(bad)


def test_an_alternative_text_used_twice_or_without_a_figure_is_caught():
    bad = lesson()
    drawing = next(cell for cell in bad.cells if "end-product" in tags(cell))
    twin = nbformat.from_dict(drawing | {"id": "twin"})
    assert without_alternative(notebook_of(*bad.cells, twin))
    drawing.outputs = []
    assert without_alternative(bad)


@pytest.mark.parametrize("tag", ["excercise", "package:no_such_module"])
def test_a_misspelt_tag_is_caught(tag):
    assert unknown_tags(notebook_of(code_cell("f()", tags=[tag])))


def test_a_skipped_level_is_caught():
    assert bad_outline(altered(lesson(), "## Pitfalls", "### Pitfalls\n\n##### Deep"))


def test_a_second_and_a_missing_title_are_caught():
    assert bad_outline(altered(lesson(), "## Pitfalls", "# Pitfalls"))
    assert bad_outline(altered(lesson(), "# Title", "## Title"))


def test_a_comment_in_a_fenced_block_is_no_heading():
    assert headings("# A\n```bash\n# no heading\n```\n## B ##") == [(1, "A"), (2, "B")]


def test_links_are_found_in_every_form():
    text = (
        'An [inline](a.md "title"), an [![image](i.png)](b.md), a [formula $f[1](x)$](c.md), <a href="d.md">HTML</a>, '
        "<https://e.org>, bare https://f.org/x, `[code](no.md)`, [brackets](https://g.org/H_(i)).\n\n[k]: h.md"
    )
    expected = {"a.md", "b.md", "c.md", "d.md", "https://e.org", "https://f.org/x,", "https://g.org/H_(i)", "h.md"}
    assert set(link_targets(text)) == expected


@pytest.mark.parametrize("target", [
    "no_such_file.md", "../../outside", "/data/README.md", "#No-such-heading", "data/README.md#no-such-heading", "",
    "https://", "https://nowhere", "https://a.org/with space", "http:/one.slash", "ftp://a.org", "file:///a",
])
def test_a_broken_link_is_caught(target):
    assert broken_links(f"[link]({target})", ROOT, {"Here"})


@pytest.mark.parametrize("target", [
    "data/README.md", "data", "#Here", "#Two-words-%E2%98%85", "data/README.md#origin-and-licence", "https://a.org/x#y",
])
def test_a_good_link_is_not_caught(target):
    assert not broken_links(f"[link]({target})", ROOT, {"Here", "Two-words-★"})


def test_anchors_are_made_as_jupyterlab_and_github_make_them():
    text = "## The `softmax` of **Z**: why, [how](x.md)?"
    assert jupyter_anchors(text) == {"The-softmax-of-Z:-why,-how?"}
    assert github_anchors(text) == {"the-softmax-of-z-why-how"}


@pytest.mark.parametrize("image", ["![](README.md)", "![text](no.png)", '<img src="README.md">', '<img alt="a">'])
def test_an_image_without_file_or_alternative_text_is_caught(image):
    assert broken_images(image, ROOT / "data")


def test_a_good_image_is_not_caught():
    assert not broken_images('![text](README.md) <img src="README.md" alt="text">', ROOT / "data")


@pytest.mark.parametrize("word", ["TODO", "FIXME"])
def test_something_left_to_do_is_caught(word):
    assert leftovers(notebook_of(text_cell(f"{word}: explain"))) and leftovers(notebook_of(code_cell(f"# {word}")))


def test_a_skipped_cell_is_caught():
    assert skipped_cells(notebook_of(code_cell("f()", tags=["nbval-skip"])))


def test_an_ignored_output_without_reason_is_caught():
    assert unexplained(altered(lesson(), "not compared", "so"))
    assert unexplained(notebook_of(code_cell("print('not compared')", tags=["nbval-ignore-output"])))


def test_a_long_cell_is_caught_but_a_long_docstring_is_not():
    docstring = '"""One.' + "\n    more" * 50 + '\n    """'
    assert long_cells(notebook_of(code_cell("f()\n" * 41)))
    assert not long_cells(notebook_of(code_cell(f"def f():\n    {docstring}\n    return 1")))
    assert not long_cells(notebook_of(code_cell("time = %timeit -o f()")))


@pytest.mark.parametrize("formula", ["$$a = b$$", "$$\na = b $$", "so $$\na\n$$", "$$\na"])
def test_a_cramped_or_open_formula_is_caught(formula):
    assert cramped_formulas(notebook_of(text_cell(formula)))


@pytest.mark.parametrize("macro", [r"\newcommand{\x}{y}", r"\renewcommand{\x}{y}", r"\def\x{y}"])
def test_a_custom_macro_is_caught(macro):
    assert macros(notebook_of(text_cell(f"$$\n{macro}\n$$")))


@pytest.mark.parametrize("text", ["[0.5 0.25]", "[[1 2]\n [3 4]]", "[ 1.  -2.]", "array([1])"])
def test_an_array_printed_without_stated_precision_is_caught(text):
    assert unrounded_arrays(notebook_of(code_cell("import numpy as np"), code_cell("A", stdout(text))))
    result = new_output("execute_result", {"text/plain": text}, execution_count=2)
    assert unrounded_arrays(notebook_of(code_cell("import numpy as np"), code_cell("A", result)))


@pytest.mark.parametrize("text", ["[1, 2]", "loss 0.5 [3]", "(10, 784)"])
def test_a_list_is_not_taken_for_an_array(text):
    assert not unrounded_arrays(notebook_of(code_cell("print(x)", stdout(text))))


@pytest.mark.parametrize("part", PARTS)
def test_a_missing_part_is_caught(part):
    assert missing_parts(altered(lesson(), f"## {part}", "## Something else"))


def test_a_part_given_twice_and_parts_out_of_order_are_caught():
    assert missing_parts(altered(lesson(), "## Recap", "## Pitfalls"))
    swapped = lesson()
    swapped.cells[-3:-1] = swapped.cells[-3:-1][::-1]
    assert missing_parts(swapped)


def test_a_missing_link_at_the_end_is_caught():
    lessons = [Path("00_before.ipynb"), Path("01_title.ipynb"), Path("02_next.ipynb")]
    assert missing_navigation(lesson(), lessons[1], lessons) == ["the end has no link to 00_before.ipynb"]
    for target in ("../README.md", "02_next.ipynb"):
        assert missing_navigation(altered(lesson(), target, "x.md"), lessons[1], lessons[1:])


def test_a_picture_that_the_lesson_does_not_make_is_caught():
    assert wrong_end_product(lesson(), "01", b"another PNG")
    assert wrong_end_product(lesson(), "01", None)
    assert wrong_end_product(lesson(), "02", b"PNG")
    assert wrong_end_product(altered(lesson(), "end-product", "x"), "01", b"PNG")


@pytest.mark.parametrize(("old", "new"), [
    ("### Exercise 1 ★★ Double it", "### Exercise 1 Double it"),
    ("### Exercise 1 ★★ Double it", "### Exercise 1 ★★★★ Double it"),
    ("### Exercise 1 ★★ Double it", "### Exercise 2 ★★ Double it"),
    ("### Exercise 1 ★★ Double it", "#### Exercise 1 ★★ Double it"),
    ("### Exercise 1 ★★ Double it", "Above.\n\n### Exercise 1 ★★ Double it"),
    ("### Exercise 1 ★★ Double it", "### Double it"),
    ("return ...", "return 2 * x"),
    ("def double", "def triple"),
    ("checks.double", "checks.triple"),
    ("checks.double", "double"),
    ("double: not written yet.", "double: not yet right: 3."),
    ("Hint 2", "Tip 2"),
    ("Hint 3", "Hint 2"),
    ("</details>", "</div>"),
    ("solutions/01_title_solutions.ipynb", "solutions/02_other_solutions.ipynb"),
])
def test_an_incomplete_exercise_is_caught(old, new):
    assert incomplete_exercises(altered(lesson(), old, new), "01_title_solutions.ipynb")


@pytest.mark.parametrize("tag", ["exercise", "check"])
def test_an_exercise_without_its_tag_is_caught(tag):
    bad = lesson()
    next(cell for cell in bad.cells if tag in tags(cell)).metadata.pop("tags")
    assert incomplete_exercises(bad, "01_title_solutions.ipynb")


def test_a_fourth_hint_is_caught():
    bad = altered(lesson(), "[Solution]", "<details>\n<summary>Hint 4</summary>\n</details>\n[Solution]")
    assert incomplete_exercises(bad, "01_title_solutions.ipynb")


def test_a_cell_between_exercise_and_check_is_caught():
    bad = lesson()
    place = next(index for index, cell in enumerate(bad.cells) if "check" in tags(cell))
    bad.cells.insert(place, text_cell("Now check it."))
    assert incomplete_exercises(bad, "01_title_solutions.ipynb")


def test_an_exercise_cell_without_a_heading_is_caught():
    bad = lesson()
    bad.cells.append(code_cell("def more(x):\n    return ...", tags=["exercise"]))
    assert incomplete_exercises(bad, "01_title_solutions.ipynb")


@pytest.mark.parametrize(("old", "new"), [
    ("## Exercise 1 ★★ Double it", "### Exercise 1 ★★ Double it"),
    ("## Exercise 1 ★★ Double it", "## Exercise 3 ★★ Double it"),
    ("double: correct", "double: not yet right"),
    ("double: correct", "double: not written yet"),
    ("def double", "def triple"),
    *((words, "So.") for words in RUN_INS),
])
def test_an_incomplete_solution_is_caught(old, new):
    assert incomplete_solutions(altered(solution(), old, new))


@pytest.mark.parametrize("tag", ["exercise", "check"])
def test_a_solution_without_its_code_or_check_is_caught(tag):
    bad = solution()
    bad.cells = [cell for cell in bad.cells if tag not in tags(cell)]
    assert incomplete_solutions(bad)


@pytest.mark.parametrize(("old", "new"), [
    ("Exercise 1", "Exercise 2"), ("★★", "★"), ("Double it", "Twice"), ("double", "twice"), ("(x)", "(x, y)"),
])
def test_a_solution_to_another_exercise_is_caught(old, new):
    complaints = unmatched(lesson(), altered(solution(), old, new))
    assert [text.split(":")[0] for text in complaints] == ["no solution of", "no exercise for"]


def test_an_exercise_without_solution_is_caught():
    bad = solution()
    bad.cells = bad.cells[:2]
    assert unmatched(lesson(), bad)
