"""The page as a file, and its lines of text; the page in a browser is tried in tests/browser."""

import base64
import json
import re
from pathlib import Path

import numpy as np
import pytest

import nnhelpers
from nnhelpers import handwriting
from nnhelpers.guards import pictures
from nnhelpers.layers import DenseLayer, DropoutLayer
from nnhelpers.network import NeuralNetwork
from nnhelpers.page import HERE, Drawn, as_base64, export_page, from_page

ROOT = Path(nnhelpers.__file__).resolve().parents[1]
ARITHMETIC = (HERE / "page.js").read_text(encoding="utf-8")


def network(*sizes, dtype=np.float64):
    model = NeuralNetwork(seed=0, dtype=dtype)
    for place, (inputs, outputs) in enumerate(zip(sizes, sizes[1:], strict=False), start=2):
        model.add(DenseLayer(inputs, outputs, activation="softmax" if place == len(sizes) else "tanh"))
        if place < len(sizes):
            model.add(DropoutLayer(0.2))
    return model


def stored(page):
    return json.loads(re.search(r'<script type="application/json" id="network">(.*?)</script>', page)[1])


def line_of(images, labels):
    return " ".join(["digits", *(f"{label}={base64.b64encode(image.tobytes()).decode()}"
                                 for image, label in zip(images, labels, strict=True))])


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_page_holds_every_parameter_as_a_32_bit_float(tmp_path, dtype):
    model = network(784, 32, 16, 10, dtype=dtype)
    size = export_page(model, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert size == (tmp_path / "page.html").stat().st_size
    layers = stored(page)
    found = [(layer["inputs"], layer["activation"]) for layer in layers]
    assert found == [(784, "tanh"), (32, "tanh"), (16, "softmax")]
    for layer, dense in zip(layers, model.layers[::2], strict=True):
        for name in "Wb":
            values = np.frombuffer(base64.b64decode(layer[name]), "<f4")
            assert np.array_equal(values, getattr(dense, name).astype(np.float32).ravel())
    assert "784-32-16-10" in page


def test_the_size_is_below_300_kb_and_as_the_docstring_says(tmp_path):
    for hidden in (32, 128):
        model = network(784, hidden, 10)
        size = export_page(model, tmp_path / "page.html")
        assert abs(size - (16 / 3 * model.parameters.size + 20_000)) < 3_000
        assert size < 300_000 or hidden > 32


def test_the_page_is_whole_and_asks_nothing_of_any_network(tmp_path):
    export_page(network(784, 10), tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert ARITHMETIC in page and "/*ARITHMETIC*/" not in page and "/*NETWORK*/" not in page and "/*SIZES*/" not in page
    asking = r"https?:|<link(?! rel=\"icon\" href=\"data:,\")|@import|url\(|\bsrc=|fetch\(|XMLHttp|WebSocket|import\("
    assert not re.search(asking, page), "an address, a file or a request"
    assert "default-src 'none'" in page and '<html lang="en">' in page
    assert page.count("<script") == page.count("</script>") == 3


def test_an_existing_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("before")
    with pytest.raises(ValueError):
        export_page(network(100, 10), path)
    assert path.read_text() == "before"
    export_page(network(784, 10), str(path))
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def test_numbers_are_written_lowest_byte_first():
    assert as_base64(np.array([1.0])) == base64.b64encode(bytes.fromhex("0000803f")).decode()


def test_page_and_package_agree_on_every_number_that_is_a_choice():
    constants = dict(re.findall(r"\b([A-Z]+) = ([\d.]+)\b", ARITHMETIC.split("const sum")[0]))
    for name in ("FAINT", "SIDE", "BOX", "MIDDLE"):
        assert float(constants.pop(name)) == getattr(handwriting, name)
    for name in ("CONTRAST", "SMALLEST", "GAP", "PART", "WIDEST"):
        assert float(constants.pop(name)) == getattr(pictures, name)
    assert not constants


def test_the_page_knows_every_activation_of_the_package():
    from nnhelpers.activations import ACTIVATIONS

    table = re.search(r"const ACTIVATIONS = \{(.*?)^\};", ARITHMETIC, re.DOTALL | re.MULTILINE)[1]
    assert re.findall(r"^  (\w+):", table, re.MULTILINE) == list(ACTIVATIONS)


def test_lines_of_the_page_come_back_as_pixels_and_labels():
    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)
    drawn = from_page(line_of(images, [7, 0, 7]) + "\n")
    assert isinstance(drawn, Drawn) and drawn.images.dtype == np.uint8 and drawn.images.flags.writeable
    assert np.array_equal(drawn.images, images) and drawn.labels.tolist() == [7, 0, 7]
    drawn = from_page(line_of(images[:1], "?"))
    assert np.array_equal(drawn.images, images[:1]) and drawn.labels is None


def test_the_twenty_digits_are_whole():
    line = (ROOT / "notebooks" / "digits_drawn_by_mouse.txt").read_text()
    images, labels = from_page(line)
    assert images.shape == (20, 28, 28) and labels.tolist() == [digit for digit in range(10) for _ in range(2)]
    assert line.count("\n") == 1
    for image in images:
        rows, columns = np.nonzero(image)
        assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20


def test_the_network_of_the_book_makes_a_page_to_draw_on(tmp_path):
    export_page(NeuralNetwork.load(ROOT / "book" / "digit_reader.npz"), tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    template = (HERE / "page.html").read_text(encoding="utf-8")
    template = template.replace("/*SIZES*/", "784-32-10").replace("/*ARITHMETIC*/", ARITHMETIC)
    before, after = template.split("/*NETWORK*/")
    assert page.startswith(before) and page.endswith(after)
    assert [layer["inputs"] for layer in stored(page)] == [784, 32]
