"""Attempts at the exercises of notebook 16: the right ones are accepted, the wrong ones told what is wrong."""

import numpy as np
from attempts import Attempts, Exercises

from nnhelpers.checks import notebook_16

attempts = Attempts()


def balance_in_loops(image):
    down = across = total = 0.0
    for (i, j), p in np.ndenumerate(image):
        down, across, total = down + i * float(p), across + j * float(p), total + float(p)
    return down / total, across / total


def balance_by_indices(image):
    i, j = np.indices(image.shape)
    return np.average(i, weights=image), np.average(j, weights=image)


attempts(
    "center_of_mass",
    right={
        "sums": lambda p: (np.arange(p.shape[0]) @ p.sum(axis=1) / p.sum(),
                           np.arange(p.shape[1]) @ p.sum(axis=0) / p.sum()),
        "a loop": balance_in_loops,
        "np.average": balance_by_indices,
        "an array": lambda p: np.array(balance_in_loops(p)),
    },
    wrong={
        "exchanged": (lambda p: balance_in_loops(p)[::-1], "exchanged"),
        "the number of inked pixels": (lambda p: balance_in_loops(p > 0), "counts pixels that hold any ink"),
        "from 1": (lambda p: tuple(c + 1 for c in balance_in_loops(p)), "counted from 0"),
        "rounded": (lambda p: tuple(np.round(balance_in_loops(p))), "Don't round"),
        "not divided": (lambda p: (np.arange(len(p)) @ p.sum(axis=1), np.arange(p.shape[1]) @ p.sum(axis=0)),
                        "Divide by all ink"),
        "the darkest": (lambda p: np.unravel_index(np.argmax(p), p.shape), "darkest pixel"),
        "rows twice": (lambda p: (np.arange(len(p)) @ p.sum(axis=1) / p.sum(),) * 2, "the first again"),
        "the wrong axis": (lambda p: np.arange(len(p)) @ p.sum(axis=0) / p.sum(), "raised ValueError"),
    },
)


def by_sorting(grey):
    values = sorted(grey.ravel())
    middle = (values[len(values) // 2] + values[(len(values) - 1) // 2]) / 2
    return grey.copy() if middle > 0.5 else 1 - grey


def in_place(grey):
    if np.median(grey) <= 0.5:
        grey *= -1
        grey += 1
    return grey


attempts(
    "light_paper",
    right={
        "the median": lambda g: g if np.median(g) > 0.5 else 1 - g,
        "counting": lambda g: g if np.mean(g > 0.5) > 0.5 else 1.0 - g,
        "sorting": by_sorting,
        "arithmetic": lambda g: np.abs((np.median(g) <= 0.5) - g),
    },
    wrong={
        "the mean": (lambda g: g if np.mean(g) > 0.5 else 1 - g, "The mean mixes"),
        "the other way": (lambda g: g if np.median(g) < 0.5 else 1 - g, "The other way round"),
        "always": (lambda g: 1 - g, "negative of every picture"),
        "each pixel": (lambda g: np.where(g < 0.5, 1 - g, g), "each pixel for itself"),
        "a corner": (lambda g: g if g[0, 0] > 0.5 else 1 - g, "One corner may hold ink"),
        "bytes": (lambda g: g if np.median(g) > 0.5 else 255 - g, "from 0 to 1"),
        "a truth value": (lambda g: g if g > 0.5 else 1 - g, "raised ValueError"),
        "in place": (in_place, "changed its argument"),
    },
)


def slant_in_loops(image):
    down, across = balance_in_loops(image)
    above = below = 0.0
    for (i, j), p in np.ndenumerate(image):
        above += float(p) * (i - down) * (j - across)
        below += float(p) * (i - down) ** 2
    return above / below


def slant_by_covariance(image):
    i, j = np.indices(image.shape)
    C = np.cov(i.ravel(), j.ravel(), aweights=image.ravel().astype(float))
    return C[0, 1] / C[0, 0]


def slant_by_rows(image):
    ink = image.sum(axis=1).astype(float)
    means = image @ np.arange(image.shape[1]) / np.where(ink > 0, ink, 1)
    i = np.arange(len(ink)) - np.arange(len(ink)) @ ink / ink.sum()
    return np.sum(ink * i * means) / np.sum(ink * i**2)


attempts(
    "slant",
    right={"a loop": slant_in_loops, "the covariance": slant_by_covariance,
           "a line through the rows' means": slant_by_rows},
    wrong={
        "the sign": (lambda p: -slant_in_loops(p), "The sign"),
        "the other variance": (lambda p: slant_in_loops(p.T), "rows down per column"),
        "not centred": (lambda p: np.sum(p * np.indices(p.shape)[0] * np.indices(p.shape)[1])
                        / np.sum(p * np.indices(p.shape)[0] ** 2), "Take the centre of mass from i and j"),
        "ink or none": (lambda p: slant_in_loops(p > 0), "counts with its ink"),
        "an angle": (lambda p: np.degrees(np.arctan(slant_in_loops(p))), "in degrees"),
        "not divided": (lambda p: slant_in_loops(p) * float(np.sum(p * (np.indices(p.shape)[0]
                        - balance_in_loops(p)[0]) ** 2)), "above the line alone"),
    },
)


def by_columns(ink, gap):
    filled, digits = np.flatnonzero(ink.any(axis=0)), []
    for column in filled:
        if digits and column - digits[-1][1] < gap:
            digits[-1][1] = int(column) + 1
        else:
            digits.append([int(column), int(column) + 1])
    return [tuple(digit) for digit in digits]


def by_differences(ink, gap):
    filled = np.flatnonzero(ink.sum(axis=0))
    parts = np.split(filled, np.flatnonzero(np.diff(filled) > gap) + 1)
    return [(part[0], part[-1] + 1) for part in parts]


attempts(
    "cut_apart",
    right={"column by column": by_columns, "by differences": by_differences,
           "an array": lambda ink, gap: np.array(by_differences(ink, gap))},
    wrong={
        "not joined": (lambda ink, gap: by_columns(ink, 1), "belong to one digit"),
        "at most": (lambda ink, gap: by_columns(ink, gap + 1), "fewer than, not at most"),
        "one too few": (lambda ink, gap: by_columns(ink, gap - 1), "belong together"),
        "stop included": (lambda ink, gap: [(a, b - 1) for a, b in by_columns(ink, gap)], "as in a slice"),
        "rows": (lambda ink, gap: by_columns(ink.T, gap), "These are rows"),
        "the last forgotten": (lambda ink, gap: by_columns(ink, gap)[:-1], "last digit is missing"),
        "the whole": (lambda ink, gap: [(by_columns(ink, gap)[0][0], by_columns(ink, gap)[-1][1])], "the whole row"),
        "how many": (lambda ink, gap: len(by_columns(ink, gap)), "how many digits"),
    },
)


class TestNotebook16(Exercises):
    module = notebook_16
    attempts = attempts
