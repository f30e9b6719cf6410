"""The published site in a real browser: every page opens, alone, drawn, folded, legible on a phone, for every reader.

    .venv/bin/python -m pip install -r book/requirements.txt -r tests/browser/requirements.txt
    .venv/bin/python -m pytest -n0 -p no:nbval -o addopts= tests/browser/test_book.py
"""

import importlib.util
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from drive import missing, requests

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book"))
from conf import BESIDE  # noqa: E402

SOURCES = ["README.md", *BESIDE]
SOURCES += [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "notebooks").rglob("[0-9]*.ipynb"))
            if ".ipynb_checkpoints" not in path.parts]
INSIDE = ("file", "data", "blob", "chrome")  # chrome: what an empty tab shows
PAGES = [Path(name).with_suffix(".html").as_posix() for name in SOURCES] + ["index.html"]

NEEDED = ("sphinx", "myst_nb", "sphinx_copybutton", "axe_playwright_python")
absent = [name for name in NEEDED if importlib.util.find_spec(name) is None]
reason = missing() or (f"{absent[0]} is not installed: see the head of this file" if absent else "")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(reason), reason=reason)]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    build = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", "-c", "book", ".", str(folder)]
    made = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0 and not made.stderr, made.stderr
    return folder


def visit(driver, page, width=1280, scheme="light"):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
    wish = {"name": "prefers-color-scheme", "value": scheme}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [wish]})
    driver.get(page.as_uri())
    driver.set_script_timeout(60)
    driver.execute_async_script("""
        const done = arguments[0], count = name => document.querySelectorAll(name).length;
        const wait = () => count("mjx-container") >= count(".math") ? done() : setTimeout(wait, 100);
        wait();""")


class Page(HTMLParser):
    """The anchors and links of a page, and its pictures without a text."""

    def __init__(self, text):
        super().__init__()
        self.anchors, self.links, self.mute = {""}, [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.anchors |= {attributes.get("id") or "", attributes.get("name") or ""}
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag == "img" and not attributes.get("alt"):
            self.mute.append(attributes.get("src"))


@pytest.mark.parametrize("name", PAGES)
def test_links_of_the_site_lead_somewhere_and_pictures_have_texts(site, name):
    page = Page((site / name).read_text(encoding="utf-8"))
    broken = []
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme or link.startswith("//"):
            continue
        target = (site / name).parent / unquote(parts.path) if parts.path else site / name
        if not target.is_file():
            broken.append(link)
        elif parts.fragment and target.suffix == ".html":
            there = Page(target.read_text(encoding="utf-8"))
            if unquote(parts.fragment) not in there.anchors:
                broken.append(link)
    assert not broken and not page.mute


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_alone_with_formulas_drawn_and_no_error(site, driver, name):
    driver.get_log("browser"), requests(driver)
    visit(driver, site / name)
    assert [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []
    assert [address for address in requests(driver) if urlsplit(address).scheme not in INSIDE] == []
    assert driver.execute_script("return document.querySelectorAll('mjx-merror').length") == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(site, driver, name):
    visit(driver, site / name, width=390)
    assert driver.execute_script("return document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_the_accessibility_checker_has_no_serious_finding(site, driver, name, scheme):
    checker = Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js")
    visit(driver, site / name, scheme=scheme)
    at_once = "<style>* { transition: none !important }</style>"
    driver.execute_script("document.head.insertAdjacentHTML('beforeend', arguments[0])", at_once)
    driver.execute_script(checker.read_text(encoding="utf-8"))
    found = driver.execute_async_script("axe.run().then(arguments[0])")["violations"]
    serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
    assert not serious


def test_hints_are_folded_and_unfold_by_keyboard(site, driver):
    visit(driver, site / "notebooks" / "05_training.html")
    hint = driver.find_element("xpath", "//summary[contains(., 'Hint 1')]")
    folded = hint.find_element("xpath", "..")
    assert folded.get_attribute("open") is None
    hint.send_keys("\ue007")
    assert folded.get_attribute("open") is not None


@pytest.mark.parametrize("word, lesson", [
    ("softmax", "Forward propagation"), ("momentum", "Mini-batches"), ("He", "Initialisation"),
])
def test_search_finds_a_word_and_a_name(site, driver, word, lesson):
    driver.get((site / "search.html").as_uri() + f"?q={word}")
    driver.execute_async_script("""
        const done = arguments[0], look = () => document.querySelectorAll("#search-results li").length;
        let tries = 0, before = 0;
        const wait = () => {  // until there are results, and no more of them
            if (look() && look() === before || ++tries > 100) return done();
            before = look();
            setTimeout(wait, 500);
        };
        wait();""")
    assert lesson in driver.find_element("id", "search-results").text


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pad_of_the_first_page_shows_all_of_itself(site, driver, width):
    visit(driver, site / "index.html", width=width)
    pad = driver.find_element("css selector", "iframe.pad")
    driver.switch_to.frame(pad)
    try:
        hidden = driver.execute_async_script("""
            const done = arguments[0], hidden = () => document.documentElement.scrollHeight - innerHeight;
            let tries = 0;
            const wait = () => !hidden() || ++tries > 50 ? done(hidden()) : setTimeout(wait, 100);
            wait();""")
    finally:
        driver.switch_to.default_content()
    assert hidden == 0


def test_code_fits_the_column_of_a_wide_screen(site, driver):
    visit(driver, site / "notebooks" / "04_backpropagation.html", width=1920)
    cells, cut = driver.execute_script("""
        const cells = [...document.querySelectorAll(".cell_input pre")];
        return [cells.length, cells.filter(cell => cell.scrollWidth > cell.clientWidth).length];""")
    assert cut <= 0.1 * cells


def test_code_can_be_copied_and_outputs_have_no_button(site, driver):
    visit(driver, site / "notebooks" / "04_backpropagation.html")
    assert len(driver.find_elements("css selector", ".cell_input .copybtn")) > 20
    assert not driver.find_elements("css selector", ".cell_output .copybtn")


def test_no_page_speaks_of_an_author_who_is_not_set(site):
    assert [name for name in PAGES if "Author name not set" in (site / name).read_text(encoding="utf-8")] == []


def test_a_part_on_paper_is_a4_with_bookmarks_and_numbered_pages(site, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    import print_parts

    lesson = ROOT / "notebooks" / "00_in_one_sitting.ipynb"
    browser = next(filter(None, map(shutil.which, print_parts.BROWSERS)))
    print_parts.print_part(browser, site, [lesson], "In one sitting", tmp_path / "part.pdf")
    part = pypdf.PdfReader(tmp_path / "part.pdf")
    assert [round(float(side) * 25.4 / 72) for side in part.pages[0].mediabox[2:]] == [210, 297]
    assert [mark.title for mark in part.outline] == ["0. In one sitting"]
    assert f"2 / {len(part.pages)}" in part.pages[1].extract_text()
