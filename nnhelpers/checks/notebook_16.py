"""The checks of notebook 16's exercises."""

import numpy as np

from nnhelpers.checks.engine import by_cases
from nnhelpers.checks.mistakes_16 import balance, joined, slope, stretches


def center_of_mass(attempt):
    """Notebook 16: where the ink balances."""
    a = np.array([[0, 0, 0], [1, 0, 3]])
    b = np.array([[0.0, 0.2, 0.0, 0.9], [0.5, 0.0, 0.3, 0.0], [0.0, 0.7, 1.0, 0.1]])
    pixels = np.zeros((5, 9), np.uint8)
    pixels[1:4, 2:8] = [[255, 0, 30, 0, 9, 250], [0, 200, 0, 77, 0, 0], [31, 0, 255, 0, 128, 0]]
    counted = "Every pixel counts with its ink: this counts pixels that hold any ink, each once."
    by_cases(
        attempt,
        right=balance,
        cases={"the example": (a,), "three rows of four": (b,), "four rows of three": (b.T.copy(),),
               "raw pixels, uint8": (pixels,)},
        mistakes=[
            (lambda p: balance(p)[::-1], "The two are exchanged: first down (the rows), then across."),
            (lambda p: balance(p > 0), counted),
            (lambda p: tuple(c + 1 for c in balance(p)), "Rows and columns are counted from 0."),
            (lambda p: tuple(round(c) for c in balance(p)), "Don't round: the ink may balance between two pixels."),
            (lambda p: tuple(int(c) for c in balance(p)), "Don't round: the ink may balance between two pixels."),
            (lambda p: tuple(c * p.sum() for c in balance(p)), "Divide by all ink: a mean is a sum of shares."),
            (lambda p: tuple(c * p.sum() / p.size for c in balance(p)),
             "Divide by all ink, not by the number of pixels: the weights must sum to 1."),
            (lambda p: tuple(c * p.sum() / n for c, n in zip(balance(p), p.shape, strict=True)),
             "Divide by all ink, not by the number of rows or columns."),
            (lambda p: tuple(int(i) for i in np.unravel_index(p.argmax(), p.shape)),
             "This is the place of the darkest pixel; the centre is the mean place of all ink."),
            (lambda p: ((p.shape[0] - 1) / 2, (p.shape[1] - 1) / 2),
             "This is the middle of the picture; it doesn't look at the ink."),
            (lambda p: tuple((x.min() + x.max()) / 2 for x in np.nonzero(p)),
             "This is the middle of the bounding box; the centre of mass weighs the ink."),
            (lambda p: (balance(p)[0],) * 2, "The second is the first again: across needs the columns."),
        ],
        parts=("down", "across"),
        verified="Each pixel weighs as much as its ink.",
    )


def light_paper(attempt):
    """Notebook 16: the negative of a picture whose paper is dark."""
    light = np.array([[0.8, 0.7, 0.1], [0.6, 0.9, 0.2]])
    inky = np.array([[0.6, 0.62, 0.0], [0.61, 0.03, 0.66]])  # the paper is light, the mean below 0.5
    chalk = np.array([[0.4, 0.95, 1.0], [0.38, 0.36, 0.42]])  # the paper is dark, the mean above 0.5
    corner = np.array([[0.05, 0.9, 0.8], [0.7, 0.93, 0.11], [0.85, 0.75, 0.95]])
    by_cases(
        attempt,
        right=lambda g: g.copy() if np.median(g) > 0.5 else 1 - g,
        cases={"dark paper": (1 - light,), "light paper": (light,), "light paper and much ink": (inky,),
               "dark paper and much chalk": (chalk,), "ink in a corner": (corner,), "chalk in a corner": (1 - corner,)},
        mistakes=[
            (lambda g: g if g.mean() > 0.5 else 1 - g,
             "The mean mixes ink and paper; the median is the paper as long as that fills more than half."),
            (lambda g: 1 - g if np.median(g) > 0.5 else g,
             "The other way round: it is dark paper that needs the negative."),
            (lambda g: 1 - g, "This is the negative of every picture; one with light paper stays as it is."),
            (lambda g: np.maximum(g, 1 - g),
             "This asks each pixel for itself, and the ink is gone; ask once for the whole picture."),
            (lambda g: np.where(g < 0.5, 1 - g, g),
             "This asks each pixel for itself, and the ink is gone; ask once for the whole picture."),
            (lambda g: g if g[0, 0] > 0.5 else 1 - g,
             "One corner may hold ink; look at the greater part of the picture."),
            (lambda g: g if np.median(g) > 0.5 else 255 - g, "The picture runs from 0 to 1: its negative is 1 − grey."),
            (lambda g: g if np.median(g) > 0.5 else -g,
             "The negative of a picture from 0 to 1 is 1 − grey, not −grey."),
            (lambda g: g if g.max() > 0.5 else 1 - g,
             "The lightest pixel may be chalk; the paper is the greater part."),
            (lambda g: g if np.median(g) > 0.5 else g[::-1, ::-1], "This turns the picture over; its lightness stays."),
        ],
        verified="The greater part of the picture is its paper.",
    )


def slant(attempt):
    """Notebook 16: how many columns the ink moves to the right per row down."""
    i, j = np.indices((7, 5))
    lean = np.exp(-((j - 0.4 * i - 0.6) ** 2)) * np.array([[0.2], [1.0], [0.7], [0.3], [0.9], [0.5], [0.8]])
    raw = (255 * lean[:, ::-1] / lean.max()).astype(np.uint8)
    by_cases(
        attempt,
        right=slope,
        cases={"a diagonal": (np.eye(3),), "the other diagonal": (np.eye(3)[::-1].copy(),), "a leaning stroke": (lean,),
               "moved to a corner": (np.pad(lean, ((4, 0), (6, 1))),), "raw pixels, uint8": (raw,)},
        mistakes=[
            (lambda p: -slope(p), "The sign: ink that moves to the right further down has a positive slant."),
            (lambda p: slope(p.T),
             "This is rows down per column to the right: the sum below needs (i − c_down)², the rows."),
            (lambda p: slope(p, centered=False),
             "Take the centre of mass from i and j first: the slant doesn't depend on the place."),
            (lambda p: slope(p > 0), "Every pixel counts with its ink, not as one pixel more."),
            (lambda p: slope(p, middle=True),
             "i and j are measured from the centre of mass, not from the middle of the picture."),
            (lambda p: slope(p) * np.sqrt(slope(p.T) / slope(p)) if slope(p) else 0.0,
             "This is the correlation, without a unit; divide by the sum of p (i − c_down)² alone."),
            (lambda p: float(np.degrees(np.arctan(slope(p)))),
             "This is an angle in degrees; the slope itself is asked for."),
            (lambda p: float(np.arctan(slope(p))), "This is an angle; the slope itself is asked for."),
            (lambda p: slope(p, divided=False), "This is the sum above the line alone; divide by the one below it."),
            (lambda p: slope(p, divided=False) / p.sum(), "Divide by the sum of p (i − c_down)², not by all ink."),
        ],
        verified="The same wherever the digit lies, and opposite for its mirror image.",
    )


def cut_apart(attempt):
    """Notebook 16: the columns of each digit in a row of them."""

    def ink(*columns, width=16):
        picture = np.zeros((3, width))
        picture[np.arange(len(columns)) % 3, columns] = 0.2 + 0.1 * np.arange(len(columns))
        return picture

    by_cases(
        attempt,
        right=joined,
        cases={
            "the example": (ink(1, 2, 4, 8, width=10), 2),
            "one digit": (ink(3, 4, 5), 3),
            "three in a row, each near the one before": (ink(1, 2, 4, 5, 7, 12, 13), 2),
            "a gap of just so many columns": (ink(1, 2, 5, 9, 10, 11), 2),
            "a wide gap is allowed": (ink(0, 1, 4, 5, 9, 15), 4),
            "ink up to both edges": (ink(0, 1, 2, 6, 7, 14, 15), 3),
        },
        mistakes=[
            (lambda p, gap: stretches(p),
             "Stretches with fewer than gap empty columns between them belong to one digit."),
            (lambda p, gap: joined(p, gap + 1),
             "A gap of exactly `gap` columns parts two digits: fewer than, not at most."),
            (lambda p, gap: joined(p, gap - 1),
             "With fewer than `gap` empty columns they belong together: start − stop < gap."),
            (lambda p, gap: [(a, b - 1) for a, b in joined(p, gap)],
             "stop is the first column after the digit, as in a slice."),
            (lambda p, gap: joined(p.T, gap), "These are rows; the digits stand side by side: sum along axis 0."),
            (lambda p, gap: joined(p, gap)[:-1], "The last digit is missing."),
            (lambda p, gap: joined(p, gap)[1:], "The first digit is missing."),
            (lambda p, gap: [(a, b, 1 / len(joined(p, gap))) for a, b in joined(p, gap)],
             "Return start and stop alone, without the share."),
            (lambda p, gap: [(a, b - a) for a, b in joined(p, gap)],
             "The second number is where it stops, not how wide it is."),
            (lambda p, gap: [(stretches(p)[0][0], stretches(p)[-1][1])],
             "This is the whole row, from its first column to its last."),
            (lambda p, gap: len(joined(p, gap)), "This is how many digits there are; return their columns."),
            (lambda p, gap: [b for _, b in joined(p, gap)], "Each digit is a pair, (start, stop)."),
            (lambda p, gap: joined(p, gap)[::-1], "They come from left to right."),
        ],
        verified="What is near belongs together, however many stretches it has.",
    )
