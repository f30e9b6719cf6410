"""How Sphinx makes a site of the notebooks: from their saved outputs, without running anything.

    python -m sphinx -W -c book . build/book
"""

import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "book"), str(ROOT)]  # so that Sphinx finds conf.anchor, and finish the package
PARTS = {
    "In one sitting": range(0, 1),
    "I. A two-layer network from nothing": range(1, 7),
    "II. Deeper and faster": range(7, 10),
    "III. The craft": range(10, 13),
    "IV. Pictures, and beyond": range(13, 100),
}
BESIDE = [
    "notebooks/checklist.md", "TEACHING.md", "class/README.md", "class/hub/README.md", "ELSEWHERE.md", "data/README.md",
]

# Whoever opens the site draws a digit before reading a word.
PAD = """```{raw} html
<iframe class="pad" src="draw_a_digit.html" title="Draw a digit, and a small network reads it"></iframe>
```
"""
# In the page that it stands in, the pad says how high it is.
HEIGHT = """<script>
new ResizeObserver(() => parent.postMessage(document.documentElement.offsetHeight, "*"))
  .observe(document.documentElement);
</script>
"""

project = html_title = "A neural network, understood"
extensions = ["myst_nb", "sphinx-mathjax-offline", "sphinx_copybutton"]
copybutton_selector = "div.highlight:not(.cell_output *) pre"
root_doc = "README"
include_patterns = ["README.md", "notebooks/**", *BESIDE]
exclude_patterns = ["**/.ipynb_checkpoints", "**/.*"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
language = "en_GB"

nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath", "html_image"]
myst_heading_anchors = 4
# Links to a heading are written as JupyterLab makes them.
myst_heading_slug_func = "conf.anchor"

html_theme = "sphinx_book_theme"
html_static_path = ["static"]
html_favicon = "static/favicon.svg"
html_css_files = ["course.css"]
html_js_files = ["course.js"]
html_context = {"default_mode": "auto"}
html_show_sphinx = False
html_copy_source = False
html_last_updated_fmt = None
html_theme_options = {
    "show_navbar_depth": 1,
    "use_download_button": False,
    "navbar_persistent": [],
    "footer_content_items": [],
    "home_page_in_toc": True,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}


def anchor(title):
    """Return a heading's anchor, as JupyterLab makes it."""
    return title.strip().replace(" ", "-")


def parts_of_the_course():
    """Return part → notebooks, in the order of the course."""
    lessons = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    parts = {part: [path for path in lessons if int(path.stem[:2]) in numbers] for part, numbers in PARTS.items()}
    return {part: paths for part, paths in parts.items() if paths}


def table_of_contents():
    """Return the site's navigation: every notebook, then its solutions and the pages around them."""
    groups = parts_of_the_course() | {
        "Solutions": sorted((ROOT / "notebooks" / "solutions").glob("[0-9]*.ipynb")),
        "Beside the notebooks": [ROOT / name for name in BESIDE],
    }
    blocks = []
    for caption, paths in groups.items():
        pages = "\n".join(path.relative_to(ROOT).with_suffix("").as_posix() for path in paths)
        blocks.append(f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{pages}\n```")
    return "\n\n".join(blocks)


def without_folders(text, page):
    """Turn links to folders, which a site does not have, into their words."""
    def link(match):
        return match[1] if (page.parent / match[2]).is_dir() else match[0]

    return re.sub(r"\[([^][]*)\]\(([^)#\s]+)\)", link, text)


def with_units(text):
    """Keep numbers and their units together in the narrow columns of tables."""
    return re.sub(r"(?<=\d) (?=(?:min|s) \|)", "\N{NO-BREAK SPACE}", text)


def prepare(app, name, source):
    """Give README the navigation; give a notebook's figures their alternative texts, and its end a word on its file."""
    page = Path(app.env.doc2path(name))
    if page.suffix == ".md":
        source[0] = with_units(without_folders(source[0], page))
        if name == root_doc:
            title, text = source[0].split("\n", maxsplit=1)
            source[0] = f"{title}\n\n{PAD}\n{text}\n\n{table_of_contents()}"
        return
    notebook = json.loads(source[0])
    for cell in notebook["cells"]:
        if "alt" in cell["metadata"]:
            cell["metadata"]["mystnb"] = {"image": {"alt": cell["metadata"]["alt"]}}
        if cell["cell_type"] == "markdown":
            cell["source"] = without_folders("".join(cell["source"]), page)
    start = "../" * name.count("/") + "README.md#Start"
    notebook["cells"].append({
        "cell_type": "markdown", "id": "run-it", "metadata": {},
        "source": f"---\nTo run this page and change it: [set up the course]({start}), then open `{name}.ipynb`. "
                  f"{{download}}`The file alone </{name}.ipynb>` runs wherever the course's package is installed.",
    })
    source[0] = json.dumps(notebook)


def name_the_start(app, name, template, context, tree):
    """Call the first page "Start" in the browser's tab, which names the site as well."""
    if name == root_doc:
        context["title"] = "Start"


def finish(app, exception):
    """Let the site open at its first page, and write the pad that this page shows."""
    from nnhelpers.network import NeuralNetwork
    from nnhelpers.page import export_page

    if exception is None:
        site = Path(app.outdir)
        shutil.copyfile(site / f"{root_doc}.html", site / "index.html")
        pad = site / "draw_a_digit.html"
        export_page(NeuralNetwork.load(ROOT / "book" / "digit_reader.npz"), pad)
        pad.write_text(pad.read_text(encoding="utf-8").replace("</body>", f"{HEIGHT}</body>"), encoding="utf-8")


def setup(app):
    from sphinx.search.en import SearchEnglish

    # "He" is somebody's name here, and must be found.
    SearchEnglish.stopwords = frozenset(SearchEnglish.stopwords) - {"he"}
    app.connect("source-read", prepare)
    app.connect("html-page-context", name_the_start)
    app.connect("build-finished", finish)
