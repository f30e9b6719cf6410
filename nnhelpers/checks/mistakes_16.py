"""Right answers with options, for the mistakes in the checks of notebook 16."""

import numpy as np

from nnhelpers.handwriting import runs


def balance(image):
    """Return the centre of mass, down and across."""
    return tuple(float(np.arange(len(mass)) @ mass / mass.sum()) for mass in (image.sum(axis=1), image.sum(axis=0)))


def slope(image, centered=True, middle=False, divided=True):
    """Return how many columns the ink moves per row; the options are for what may go wrong."""
    down, across = [(n - 1) / 2 for n in image.shape] if middle else balance(image) if centered else (0, 0)
    i, j = np.indices(image.shape)
    above, below = np.sum(image * (i - down) * (j - across)), np.sum(image * (i - down) ** 2)
    return float(above / below) if divided else float(above)


def stretches(ink):
    """Return (start, stop) of each stretch of columns with ink."""
    return [(start, stop) for start, stop, _ in runs(ink.sum(axis=0))]


def joined(ink, gap):
    """Return (start, stop) of each digit."""
    digits = []
    for start, stop in stretches(ink):
        if digits and start - digits[-1][1] < gap:
            digits[-1] = (digits[-1][0], stop)
        else:
            digits.append((start, stop))
    return digits
