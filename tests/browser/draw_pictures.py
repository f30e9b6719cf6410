"""Draws what notebook 16 shows: twenty digits by mouse, the page as a picture, and a 7 that looks like a photo.

    python tests/browser/draw_pictures.py

Writes digits_drawn_by_mouse.txt, images/16_page.png and images/16_seven.jpg into notebooks/.
"""

import os
import tempfile
from pathlib import Path

import numpy as np
from drive import Page, start
from hands import HANDS, write
from PIL import Image

from nnhelpers.handwriting import area_weights
from nnhelpers.layers import DenseLayer
from nnhelpers.mnist import load_mnist
from nnhelpers.network import NeuralNetwork
from nnhelpers.page import export_page
from nnhelpers.preprocessing import normalize, split, to_columns

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"


def trained():
    """Return notebook 16's network."""
    mnist = load_mnist()
    images, labels, _, _ = split(mnist.train_images, mnist.train_labels, 10_000, np.random.default_rng(0))
    network = NeuralNetwork(seed=0)
    network.add(DenseLayer(784, 32))
    network.add(DenseLayer(32, 10, activation="softmax"))
    network.train(to_columns(normalize(images)), labels, epochs=5, batch_size=100, learning_rate=0.002, show=0)
    return network


def replace(name, write_to):
    temporary = FOLDER / f"{name}.new"
    write_to(temporary)
    os.replace(temporary, FOLDER / name)


def photo(drawing, rng):
    """Return a drawing, ink from 0 to 1, as if in blue on paper under a lamp, taken with a noisy camera."""
    height, width, side = 440, 600, 190
    ink = np.zeros((height, width))
    ink[120 : 120 + side, 330 : 330 + side] = area_weights(280, side) @ drawing @ area_weights(280, side).T
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    lamp = 0.62 - 0.24 * x - 0.1 * y + 0.06 * x * y
    paper, blue = np.array([0.98, 0.95, 0.88]), np.array([0.2, 0.25, 0.55])
    color = lamp[..., np.newaxis] * (paper + ink[..., np.newaxis] * (blue - paper))
    return np.clip(255 * (color + rng.normal(0, 0.02, color.shape)) + 0.5, 0, 255).astype(np.uint8)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        export_page(trained(), path)
        driver = start(Path(folder) / "browser")
        try:
            page = Page(driver, path)
            for number, (name, (digit, _)) in enumerate(HANDS.items()):
                page.draw(write(name, 280, np.random.default_rng(number)))
                print(f"{name}: {page.words()}", flush=True)
                page.label(digit)
            page.click("copy-all")
            line = page.copied()
            driver.get(path.as_uri())
            for number, digit in ((4, 2), (10, 5), (16, 8)):
                page.draw(write(list(HANDS)[number], 280, np.random.default_rng(number)))
                page.label(digit)
            page.draw(write("7 with a bar", 280, np.random.default_rng(15)))
            seven = 1 - page.picture()[..., 0].astype(float)
            page.click("copy")
            page.run("scrollTo(0, 0)")
            driver.set_window_size(900, 1080)
            screenshot = Path(folder) / "page.png"
            driver.save_screenshot(str(screenshot))
        finally:
            driver.quit()
        picture = Image.open(screenshot).convert("RGB").crop((60, 0, 830, 890)).quantize(64, dither=Image.Dither.NONE)
    replace("digits_drawn_by_mouse.txt", lambda file: file.write_text(line + "\n"))
    replace("images/16_page.png", lambda file: picture.save(file, "png", optimize=True))
    jpeg = Image.fromarray(photo(seven, np.random.default_rng(0)))
    replace("images/16_seven.jpg", lambda file: jpeg.save(file, "jpeg", quality=85))


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    main()
