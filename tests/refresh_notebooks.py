"""Runs notebooks from top to bottom and saves them with their outputs, ready to be committed.

    python tests/refresh_notebooks.py notebooks/01_loading_mnist.ipynb ...

Without arguments: all of them. The figure of the cell tagged end-product is saved in notebooks/images/ too,
where the notebook's first cell and the README show it. Figures are stored with 256 colours, a third of the size.
"""

import base64
import io
import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent


def with_256_colours(png):
    """Return a base64 PNG with a palette instead of full colour; as it is if it has one already."""
    picture = Image.open(io.BytesIO(base64.b64decode(png)))
    if picture.mode == "P":
        return png
    small = io.BytesIO()
    picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(small, "png", optimize=True)
    return base64.b64encode(small.getvalue()).decode()


def refresh(path):
    notebook = nbformat.read(path, as_version=4)
    # A line rewritten with \r is saved as its last state, as a reader sees it.
    NotebookClient(
        notebook, timeout=600, coalesce_streams=True, resources={"metadata": {"path": path.parent}}
    ).execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:03d}"
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("metadata", {}).clear()
            if "image/png" in output.get("data", {}):
                output["data"]["image/png"] = with_256_colours(output["data"]["image/png"])
            if "end-product" in cell.metadata.get("tags", []) and "image/png" in output.get("data", {}):
                image = ROOT / "notebooks" / "images" / f"{path.stem[:2]}.png"
                image.parent.mkdir(exist_ok=True)
                temporary = image.with_suffix(".new")
                temporary.write_bytes(base64.b64decode(output["data"]["image/png"]))
                os.replace(temporary, image)
    temporary = path.with_suffix(".new")
    nbformat.write(notebook, temporary)
    os.replace(temporary, path)


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or sorted((ROOT / "notebooks").rglob("[0-9]*.ipynb"))
    for path in chosen:
        if ".ipynb_checkpoints" not in path.parts:
            start = time.perf_counter()
            refresh(path)
            print(f"{path.name}: {time.perf_counter() - start:.0f} s, {path.stat().st_size // 1000} KB", flush=True)
