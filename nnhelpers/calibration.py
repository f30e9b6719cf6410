"""Are a network's probabilities true? Measuring it, and mending it with one number.

Derived in notebook 13.
"""

import numpy as np
import pandas as pd

from nnhelpers.activations import softmax
from nnhelpers.guards import require_count, require_labels, require_positive, require_probabilities
from nnhelpers.preprocessing import one_hot


def reliability_table(A, labels, bins=10):
    """Sort answers by how sure they are, and count for each bin how often they are right.

    Parameters
    ----------
    A : numpy.ndarray of floats, shape (classes, m)
        Predicted probabilities.
    labels : numpy.ndarray of integers, shape (m,)
    bins : int
        Of equal width, from 0 to 1. A confidence on an edge belongs to the bin above; 1 to the last.

    Returns
    -------
    pandas.DataFrame
        A row per bin that isn't empty: From, To, Images, Confidence (the mean of the largest probabilities),
        Accuracy.

    Raises
    ------
    TypeError, ValueError
        If `A` holds no probabilities, or a label doesn't fit.
    """
    require_probabilities(A, "A")
    require_labels(labels, len(A))
    confidence, right = A.max(axis=0), A.argmax(axis=0) == labels
    place = np.minimum((confidence * require_count(bins, "bins")).astype(int), bins - 1)
    rows = []
    for number in np.unique(place):
        inside = place == number
        rows.append((number / bins, (number + 1) / bins, inside.sum(), confidence[inside].mean(), right[inside].mean()))
    return pd.DataFrame(rows, columns=["From", "To", "Images", "Confidence", "Accuracy"])


def expected_calibration_error(A, labels, bins=10):
    """Return the mean distance between confidence and accuracy, each bin weighted by its images.

    Parameters
    ----------
    A : numpy.ndarray of floats, shape (classes, m)
    labels : numpy.ndarray of integers, shape (m,)
    bins : int

    Returns
    -------
    float
        From 0 to 1. By chance it is a little above 0 for probabilities that are perfectly true, too.

    Raises
    ------
    TypeError, ValueError
        As `reliability_table`.

    References
    ----------
    M. P. Naeini, G. Cooper, M. Hauskrecht: Obtaining Well Calibrated Probabilities Using Bayesian Binning (2015).
    """
    table = reliability_table(A, labels, bins)
    distance = (table["Accuracy"] - table["Confidence"]).abs()
    return float(np.sum(table["Images"] * distance) / table["Images"].sum())


def temperature_gradient(Z, labels, temperature):
    """Return ∂L/∂T, for the cross-entropy L of softmax(Z / T).

    Parameters
    ----------
    Z : numpy.ndarray of floats, shape (classes, m)
        Logits.
    labels : numpy.ndarray of integers, shape (m,)
    temperature : float
        T, a positive number.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If T is not positive, or the labels don't fit.
    """
    require_positive(temperature, "temperature")
    A = softmax(Z / temperature)
    return float(-np.sum((A - one_hot(labels, classes=len(Z))) * Z) / (labels.size * temperature**2))


def fit_temperature(Z, labels, low=0.05, high=20.0):
    """Return the temperature with the lowest cross-entropy, by halving: the slope changes its sign there, once.

    Parameters
    ----------
    Z : numpy.ndarray of floats, shape (classes, m)
        Logits of images that the network was not trained with.
    labels : numpy.ndarray of integers, shape (m,)
    low, high : float
        Where to look.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If the lowest cross-entropy doesn't lie between `low` and `high`: with all answers right, T goes to 0.

    References
    ----------
    C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger: On Calibration of Modern Neural Networks (2017).
    """
    if not temperature_gradient(Z, labels, low) < 0 < temperature_gradient(Z, labels, high):
        raise ValueError(
            f"no temperature between {low} and {high} is the best. If every answer is right, the sharpest looks best: "
            "fit it on images that the network was not trained with"
        )
    for _ in range(50):
        middle = np.sqrt(low * high)
        low, high = (middle, high) if temperature_gradient(Z, labels, middle) < 0 else (low, middle)
    return float(middle)
