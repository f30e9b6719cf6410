"""Turns a picture of a handwritten digit into what MNIST's images are: 28 × 28 grey levels.

Derived in notebook 16; `page.js` does the same in a browser.
"""

import numpy as np

from nnhelpers.guards import require_box, require_ink, require_one_digit, require_picture

LARGEST = 400  # pixels along a side; a larger picture is averaged down to this before anything else
FAINT = 0.2  # what is fainter than this share of the ink is paper
SIDE, BOX, MIDDLE = 28, 20, 14  # MNIST's: the image, the box in it, the pixel that the ink balances on


def to_grey(image):
    """Return the lightness of each pixel of a grey or coloured picture.

    Parameters
    ----------
    image : numpy.ndarray, shape (height, width), (height, width, 3) or (height, width, 4)
        uint8 from 0 to 255 or floats from 0 to 1, as `matplotlib.pyplot.imread` gives them. A fourth channel says how
        opaque a pixel is; behind it lies white paper.

    Returns
    -------
    grey : numpy.ndarray of float64, shape (height, width)
        From 0, black, to 1, white.

    Raises
    ------
    TypeError, ValueError
        If `image` is no such array; too small, too large or too narrow to hold a digit.

    References
    ----------
    The weights of red, green and blue are those of ITU-R BT.601: the eye finds green lightest.
    """
    image = require_picture(image)
    if image.ndim == 2:
        return image
    color = image[..., :3]
    if image.shape[2] == 4:
        opaque = image[..., 3:]
        color = opaque * color + (1 - opaque)
    return color @ np.array([0.299, 0.587, 0.114])


def shrink(grey, most=LARGEST):
    """Average square blocks of pixels, so large that neither side is longer than `most`.

    Parameters
    ----------
    grey : numpy.ndarray, shape (height, width)
    most : int

    Returns
    -------
    numpy.ndarray
        `grey` itself if it is small enough. Rows and columns at the end that fill no block are left out.
    """
    k = int(np.ceil(max(grey.shape) / most))
    height, width = grey.shape[0] // k, grey.shape[1] // k
    return grey[: height * k, : width * k].reshape(height, k, width, k).mean(axis=(1, 3))


def fit_paper(grey, rounds=4):
    """Fit a smooth surface, of second degree, to the paper: what lies far from it is ink and is left out.

    Parameters
    ----------
    grey : numpy.ndarray, shape (height, width)
    rounds : int
        How often the ink is looked for and the surface fitted anew to the rest.

    Returns
    -------
    paper : numpy.ndarray, shape (height, width)
        The lightness that the paper has, or would have under the ink.
    is_paper : numpy.ndarray of bool, the same shape
        The pixels nearer to the surface than half of the farthest one.
    """
    height, width = grey.shape
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y]).reshape(6, -1)
    values, surface = grey.ravel(), np.median(grey)
    for _ in range(rounds):
        distance = np.abs(values - surface)
        keep = distance <= distance.max() / 2
        kept = terms[:, keep]
        surface = np.linalg.solve(kept @ kept.T, kept @ values[keep]) @ terms
    return surface.reshape(grey.shape), keep.reshape(grey.shape)


def find_ink(grey):
    """Return how much ink there is on each pixel: dark ink on light paper, or light ink on dark.

    Parameters
    ----------
    grey : numpy.ndarray, shape (height, width)

    Returns
    -------
    ink : numpy.ndarray, shape (height, width)
        From 0, paper, to 1, the ink's own darkness.

    Raises
    ------
    ValueError
        If nothing stands out from the paper.
    """
    paper, is_paper = fit_paper(grey)
    difference = paper - grey
    is_ink = ~is_paper
    contrast = difference[is_ink].mean() if is_ink.any() else 0.0  # negative: light ink on dark paper
    require_ink(contrast, np.sqrt(np.mean(difference[is_paper] ** 2)))
    return np.clip((difference / contrast - FAINT) / (1 - FAINT), 0, 1)


def runs(profile):
    """Return where a profile is above zero: (start, stop) of each stretch, and the share of the whole that it holds.

    Parameters
    ----------
    profile : numpy.ndarray, shape (n,)
        The sum of the ink in each column, or each row.

    Returns
    -------
    list of tuples (start, stop, share)

    Examples
    --------
    >>> runs(np.array([0, 3, 0, 0, 4, 1]))
    [(1, 2, 0.375), (4, 6, 0.625)]
    """
    filled = np.concatenate([[False], profile > 0, [False]])
    before, after = filled[:-1], filled[1:]
    starts, stops = np.flatnonzero(after & ~before), np.flatnonzero(before & ~after)
    shares = [float(profile[a:b].sum() / profile.sum()) for a, b in zip(starts, stops, strict=True)]
    return list(zip(starts.tolist(), stops.tolist(), shares, strict=True))


def crop(ink, speck=0.02):
    """Cut out the box that holds the ink; specks beside it are left out.

    Parameters
    ----------
    ink : numpy.ndarray, shape (height, width)
    speck : float
        A stretch of columns, or rows, that stands apart and holds less of the ink than this is dirt.

    Returns
    -------
    numpy.ndarray
        Ink in its first and last row, and in its first and last column.

    Raises
    ------
    ValueError
        If the ink falls into two parts that may be two digits, or is too small or too wide for one.
    """
    for axis in (0, 1, 0, 1):  # the columns' sums, the rows', and again without the specks that were found
        parts = [part for part in runs(ink.sum(axis)) if part[2] >= speck]
        require_one_digit(parts, "left and right" if axis == 0 else "above and below")
        between = slice(parts[0][0], parts[-1][1])
        ink = ink[:, between] if axis == 0 else ink[between]
    require_box(ink.shape)
    return ink


def area_weights(length, cells):
    """Return the matrix that averages `length` pixels to `cells` cells: which share of a cell is which pixel's.

    Parameters
    ----------
    length, cells : int

    Returns
    -------
    numpy.ndarray, shape (cells, length)
        Each row sums to 1.

    Examples
    --------
    >>> area_weights(3, 2)
    array([[0.66666667, 0.33333333, 0.        ],
           [0.        , 0.33333333, 0.66666667]])
    """
    width = length / cells
    cell, pixel = np.arange(cells)[:, np.newaxis] * width, np.arange(length)
    overlap = np.minimum(cell + width, pixel + 1) - np.maximum(cell, pixel)
    return np.maximum(overlap, 0) / width


def fit_box(ink, side=BOX):
    """Scale the ink to a box: its longer side becomes `side`, its form stays.

    Parameters
    ----------
    ink : numpy.ndarray, shape (height, width)
    side : int

    Returns
    -------
    numpy.ndarray
        Each cell the average of the area of `ink` that it covers.
    """
    height, width = (max(1, int(side * length / max(ink.shape) + 0.5)) for length in ink.shape)
    return area_weights(len(ink), height) @ ink @ area_weights(ink.shape[1], width).T


def center(ink, side=SIDE, middle=MIDDLE):
    """Place the ink in an empty image, by whole pixels, so that it balances on the middle.

    Parameters
    ----------
    ink : numpy.ndarray, shape (height, width)
        Neither side longer than `side`.
    side : int
    middle : int
        Where the centre of mass lies, rounded to a pixel, down and across. MNIST's is pixel 14, not the 13.5 in the
        middle of the pixels 0 to 27. If the ink does not fit in then, it is placed as near as the edge allows.

    Returns
    -------
    numpy.ndarray, shape (side, side)
    """
    image = np.zeros((side, side))
    places = []
    for axis in (0, 1):
        mass = ink.sum(axis=1 - axis)  # of each row for the place down, of each column for the place across
        balance = np.arange(len(mass)) @ mass / mass.sum()
        place = middle - int(balance + 0.5 + 1e-9)  # a hair more: half a pixel is rounded up on every computer
        places.append(min(max(place, 0), side - len(mass)))  # never beyond the edge
    down, right = places
    image[down : down + ink.shape[0], right : right + ink.shape[1]] = ink
    return image


def prepare_digit(image):
    """Turn a picture of one digit into an image like MNIST's.

    Parameters
    ----------
    image : numpy.ndarray
        Grey or coloured, of any size, as `to_grey` takes it: a photo, a scan or a drawing.

    Returns
    -------
    numpy.ndarray of uint8, shape (28, 28)
        From 0, paper, to 255, ink; `normalize` and `to_columns` make of it what a network takes.

    Raises
    ------
    TypeError, ValueError
        If `image` is no picture, or no digit can be found in it, or more than one; the message says what to do.

    References
    ----------
    What MNIST did to its digits is described on Yann LeCun's page "The MNIST database of handwritten digits".
    """
    ink = crop(find_ink(shrink(to_grey(image))))
    return np.floor(255 * center(fit_box(ink)) + 0.5).astype(np.uint8)
