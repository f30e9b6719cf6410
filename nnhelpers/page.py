"""Writes a network into one page to draw on, and reads the digits that were drawn there.

Derived in notebook 16. `page.html` is the page, `page.js` its arithmetic.
"""

import base64
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nnhelpers.guards import require_exportable, require_line, write_atomically

HERE = Path(__file__).resolve().parent


class Drawn(NamedTuple):
    """Digits drawn in a page: images (m, 28, 28), uint8 as in MNIST's files, and labels (m,), None without labels."""

    images: np.ndarray
    labels: np.ndarray | None


def as_base64(array):
    """Write an array of numbers as text: base64 of 32-bit floats, lowest byte first.

    Parameters
    ----------
    array : numpy.ndarray

    Returns
    -------
    str
    """
    return base64.b64encode(array.astype("<f4").tobytes()).decode()


def export_page(network, path):
    """Write one HTML file that holds a network, a pad to draw on, and all that it needs.

    Parameters
    ----------
    network : NeuralNetwork
        Of dense layers, 784 inputs and ten probabilities; dropout does nothing when asked, and is left out.
    path : str or pathlib.Path
        Replaced whole or not at all.

    Returns
    -------
    int
        The size of the file in bytes: about 5.3 for each parameter, and 20,000 for the page.

    Raises
    ------
    TypeError, ValueError
        If the network is of another kind, or a parameter is NaN or infinite.
    """
    dense = require_exportable(network)
    layers = [{"inputs": layer.inputs, "activation": layer.activation, "W": as_base64(layer.W), "b": as_base64(layer.b)}
              for layer in dense]
    sizes = "-".join(str(size) for size in [dense[0].inputs, *(layer.outputs for layer in dense)])
    page = (HERE / "page.html").read_text(encoding="utf-8")
    for mark, text in (("SIZES", sizes), ("NETWORK", json.dumps(layers)),
                       ("ARITHMETIC", (HERE / "page.js").read_text(encoding="utf-8"))):
        page = page.replace(f"/*{mark}*/", text)
    content = page.encode()
    write_atomically(path, lambda file: file.write(content))
    return len(content)


def from_page(line):
    """Read the line of text that a page's buttons copy.

    Parameters
    ----------
    line : str
        "digits", then for each digit a space, its label (or ? where none was given), = and its pixels in base64.

    Returns
    -------
    Drawn
        images : numpy.ndarray of uint8, shape (m, 28, 28); labels : numpy.ndarray of int, shape (m,), or None.

    Raises
    ------
    TypeError, ValueError
        If `line` is no such text; the message says where it breaks off.
    """
    labels, images = [], []
    for digit in require_line(line):
        label, code = digit.split("=", 1)
        labels.append(label)
        images.append(np.frombuffer(base64.b64decode(code), np.uint8).reshape(28, 28))
    if "?" in labels:  # drawn without a label
        return Drawn(np.array(images), None)
    return Drawn(np.array(images), np.array([int(label) for label in labels]))
