"""Prints the built site, a PDF for each part of the course, with Chromium.

    python book/print_parts.py            from build/book into build/print
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pypdf import PdfWriter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "book"))
from conf import parts_of_the_course  # noqa: E402

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--no-pdf-header-footer", "--virtual-time-budget=60000"]  # time enough for every formula to be drawn


def print_page(browser, page, pdf):
    """Write the PDF of one page of the site; its script unfolds what is folded."""
    places = [f"--user-data-dir={pdf.parent / 'browser'}", f"--print-to-pdf={pdf}"]
    subprocess.run([browser, *FLAGS, *places, page.as_uri()], check=True, capture_output=True)


def title_of(notebook):
    """Return the heading of a notebook."""
    return "".join(json.loads(notebook.read_text(encoding="utf-8"))["cells"][0]["source"]).splitlines()[0].lstrip("# ")


def print_part(browser, site, notebooks, name, target):
    """Write one PDF of some notebooks, each with a bookmark, and return how many pages it has."""
    with tempfile.TemporaryDirectory() as place:
        writer = PdfWriter()
        for notebook in notebooks:
            pdf = Path(place) / f"{notebook.stem}.pdf"
            print_page(browser, site / notebook.relative_to(ROOT).with_suffix(".html"), pdf)
            writer.append(pdf, outline_item=title_of(notebook), import_outline=False)
        writer.add_metadata({"/Title": f"A neural network, understood. {name}"})
        writer.page_mode = "/UseOutlines"
        writer.compress_identical_objects()
        writer.write(target)
    return len(writer.pages)


def print_parts(site, folder):
    """Write one PDF for each part of the course."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("no Chromium here: on Debian, apt install chromium")
    if not (site / "index.html").exists():
        sys.exit(f"{site} holds no site yet: python -m sphinx -W -c book . build/book")
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, notebooks) in enumerate(parts_of_the_course().items()):
        target = folder / f"part-{number}.pdf"
        pages = print_part(browser, site, notebooks, name, target)
        print(f"{target.name}, {name}: {pages} pages, {target.stat().st_size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    print_parts(ROOT / "build" / "book", ROOT / "build" / "print")
