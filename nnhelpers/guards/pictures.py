"""Guards of pictures: what may hold a digit, and what was found in it; and of the page and its lines of text."""

import base64
import binascii
import os

import numpy as np

from nnhelpers.guards.values import require_array, require_finite

SMALLEST, MOST_PIXELS, NARROWEST = 12, 100_000_000, 20
CONTRAST, ROUGH = 0.12, 6
GAP, PART, WIDEST = 0.12, 0.2, 2.3


def require_picture(image):
    """Return a picture as float64 from 0 to 1; raise unless it is grey, RGB or RGBA and of a size to hold a digit."""
    if isinstance(image, str | os.PathLike):
        raise TypeError(f"image must be an array of pixels, but the name of a file was passed; "
                        f"plt.imread({str(image)!r}) reads it")
    require_array(image, "image")
    if image.ndim == 4 or (image.ndim == 3 and image.shape[2] not in (3, 4)):
        many = f"; if these are {len(image)} pictures, pass one at a time" if len(image) > 1 else "; pass image[0]"
        raise ValueError("image must have the shape (height, width), or (height, width, 3 or 4) with colours last, "
                         f"but its shape is {image.shape}{many}")
    if image.ndim not in (2, 3):
        square = "; image.reshape(28, 28) makes an image of a column" if image.size == 784 else ""
        raise ValueError(f"image must have a height and a width, but its shape is {image.shape}{square}")
    height, width = image.shape[:2]
    if min(height, width) < SMALLEST:
        raise ValueError(f"the picture has only {width} × {height} pixels; a digit needs at least {SMALLEST} each way")
    if height * width > MOST_PIXELS:
        raise ValueError(f"the picture has {width:,} × {height:,} pixels; cut the digit out first: "
                         "image[top:bottom, left:right]")
    if max(height, width) > NARROWEST * min(height, width):
        raise ValueError(f"the picture is a strip of {width} × {height} pixels; cut out the part with the digit")
    return lightness(image)


def lightness(image):
    """Return the entries of an array, uint8 or floats from 0 to 1, as float64 from 0 to 1."""
    if image.dtype == np.uint8:
        return image / 255
    if image.dtype == bool:
        return image.astype(float)
    if image.dtype.kind != "f":
        raise TypeError(f"image must hold uint8 from 0 to 255 or floats from 0 to 1, but its dtype is {image.dtype}")
    low, high = float(image.min()), float(image.max())
    if not (low >= 0 and high <= 1):
        raise ValueError(f"floats of a picture must lie from 0, black, to 1, white, but they reach from {low:.4g} to "
                         f"{high:.4g}" + ("; image / 255 may be meant" if 0 <= low and 1 < high <= 255 else ""))
    return image.astype(np.float64)


def require_ink(contrast, roughness):
    """Raise unless the ink stands out from the paper by enough, and by far more than the paper from itself."""
    if abs(contrast) < ROUGH * roughness and roughness > CONTRAST / ROUGH:
        raise ValueError("ink can't be told from paper: the background is too uneven for a sheet of paper. "
                         "Cut out the part with the digit, keep hard shadows off it, or write on plain paper")
    if abs(contrast) < CONTRAST:
        raise ValueError(f"there is no digit to be seen: nothing differs from the paper by {CONTRAST:.0%} of the way "
                         "from black to white. Write with a darker pen, or in better light")


def require_one_digit(parts, sides):
    """Raise if stretches of ink (start, stop, share) are none, or lie so far apart and hold so much as two digits."""
    if not parts:
        raise ValueError("the ink lies in many thin pieces, none of them large enough for a digit; "
                         "cut the digit out, or write on paper without a pattern")
    span = parts[-1][1] - parts[0][0]
    for number in range(1, len(parts)):
        gap = parts[number][0] - parts[number - 1][1]
        before = sum(share for _, _, share in parts[:number])
        after = sum(share for _, _, share in parts[number:])
        if gap > GAP * span and min(before, after) > PART:
            raise ValueError(f"there seem to be two digits, {sides} of a gap; cut them apart and pass one at a time")


def require_box(shape):
    """Raise unless a box of ink is large enough for a digit, and not much wider than high."""
    height, width = shape
    if max(height, width) < SMALLEST:
        raise ValueError(f"the ink covers only {width} × {height} pixels; come nearer, or cut the digit out")
    if width > WIDEST * height:
        raise ValueError(f"the ink is {width} pixels wide and {height} high, wider than any digit: "
                         "are there two digits that touch, a line below, or does the picture lie on its side?")


def require_exportable(network):
    """Return the dense layers of a network that fits into a page; raise if it does not."""
    if not hasattr(network, "layers") or not hasattr(network, "parameters"):
        raise TypeError(f"network must be a NeuralNetwork, but a {type(network).__name__} was passed")
    kinds = [type(layer).__name__ for layer in network.layers]
    other = sorted(set(kinds) - {"DenseLayer", "DropoutLayer"})
    if other:
        raise ValueError(f"the page can compute dense layers alone, but this network has a {' and a '.join(other)}: "
                         "the arithmetic of that kind would have to be written in page.js too")
    dense = [layer for layer in network.layers if type(layer).__name__ == "DenseLayer"]
    if not dense or (dense[0].inputs, dense[-1].outputs) != (784, 10) or not dense[-1].probabilities:
        sizes = "-".join(str(n) for layer in dense[:1] for n in [layer.inputs, *(each.outputs for each in dense)])
        raise ValueError("the page draws 784 pixels and shows ten probabilities, so the network must take 784 numbers "
                         "and end with DenseLayer(…, 10, activation=\"softmax\"); "
                         + (f"this one is {sizes} and ends with {dense[-1].activation}" if dense else "it is empty"))
    require_finite(network.parameters, "parameters")
    return dense


def require_line(line):
    """Return the digits in a line of a page, each "label=base64" of 784 bytes; raise unless it is such a line."""
    if not isinstance(line, str):
        raise TypeError(f"line must be the text that the page copies, but a {type(line).__name__} was passed")
    first, *digits = line.split() or [""]
    if first != "digits" or not digits:
        raise ValueError('the line must begin with "digits" and hold at least one digit, as the page\'s buttons copy '
                         f"it, but it begins with {line[:20]!r}")
    for number, text in enumerate(digits, start=1):
        label, _, code = text.partition("=")
        try:
            size = len(base64.b64decode(code, validate=True))
        except binascii.Error:
            size = 0
        if label not in [*"0123456789?"] or size != 784:
            raise ValueError(f"digit {number} of {len(digits)} is damaged: a label from 0 to 9, = and 784 bytes in "
                             f"base64 were expected, but {text[:12]!r}… was found, with {size} bytes; "
                             "copy the whole line again")
    labels = {text[0] for text in digits}
    if "?" in labels and len(labels) > 1:
        raise ValueError("some digits of the line have a label and some have none; read them from two lines")
    return digits
