"""The numbers that training makes small.

Derived in notebook 03 (cross-entropy), notebook 10 (penalties) and notebook 11 (squared error, softer labels).
"""

import numpy as np

from nnhelpers.activations import softmax_backward
from nnhelpers.guards import require_probabilities, require_strength, require_targets


def cross_entropy_costs(A2, Y):
    """Return what each example costs: −ln(probability given to the true class).

    A probability of exactly 0 would cost infinitely much. It is replaced by the smallest normal number of
    its dtype, so that the cost of one example is at most about 708 in float64 and 87 in float32.

    Parameters
    ----------
    A2 : numpy.ndarray of floats, shape (classes, m)
        Predicted probabilities.
    Y : numpy.ndarray, shape (classes, m)
        The targets, one-hot or any columns that sum to 1.

    Returns
    -------
    numpy.ndarray, shape (m,)
    """
    return -np.sum(Y * np.log(np.maximum(A2, np.finfo(A2.dtype).tiny)), axis=0)


def cross_entropy(A2, Y):
    """Return the mean of the costs of the examples.

    Parameters
    ----------
    A2 : numpy.ndarray of floats, shape (classes, m)
        Predicted probabilities.
    Y : numpy.ndarray, shape (classes, m)
        The targets, one-hot or any columns that sum to 1.

    Returns
    -------
    loss : float
        At least 0; ln(classes) for an undecided network.

    Raises
    ------
    TypeError, ValueError
        If the shapes differ, an array is empty, there is NaN, or `A2` does not hold probabilities.

    Examples
    --------
    >>> round(cross_entropy(np.full((10, 1), 0.1), np.eye(10)[:, :1]), 3)
    2.303
    """
    require_probabilities(A2)
    require_targets(Y, A2.shape)
    return float(np.mean(cross_entropy_costs(A2, Y)))


def l2_penalty(W, strength):
    """Return strength/2 times the sum of the squared weights; its gradient is strength · W.

    Parameters
    ----------
    W : numpy.ndarray, any shape
    strength : float
        At least 0.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If `strength` is negative or no number.
    """
    return require_strength(strength, "strength") / 2 * float(np.sum(W**2))


def l1_penalty(W, strength):
    """Return strength times the sum of the weights' sizes; its gradient is strength · sign(W).

    Parameters
    ----------
    W : numpy.ndarray, any shape
    strength : float
        At least 0.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If `strength` is negative or no number.
    """
    return require_strength(strength, "strength") * float(np.sum(np.abs(W)))


def squared_error_costs(A, Y):
    """Return what each example costs: the squared distance between answer and target.

    Parameters
    ----------
    A : numpy.ndarray, shape (classes, m)
        Predicted probabilities.
    Y : numpy.ndarray, shape (classes, m)
        The targets, one-hot or any columns that sum to 1.

    Returns
    -------
    numpy.ndarray, shape (m,)
        From 0 to 2, where 2 is certain and wrong.
    """
    return np.sum((A - Y) ** 2, axis=0)


def mean_squared_error(A, Y):
    """Return the mean over the examples of the squared distance between answer and target.

    Parameters
    ----------
    A : numpy.ndarray, shape (classes, m)
        Predicted probabilities.
    Y : numpy.ndarray, shape (classes, m)
        The targets, one-hot or any columns that sum to 1.

    Returns
    -------
    loss : float
        From 0 to 2, where 2 is certain and wrong each time; also called the Brier score. Many libraries divide by
        the number of classes as well.

    Raises
    ------
    TypeError, ValueError
        If the shapes differ, an array is empty, there is NaN, or `A` does not hold probabilities.

    References
    ----------
    G. W. Brier: Verification of Forecasts Expressed in Terms of Probability (1950).
    """
    require_probabilities(A)
    require_targets(Y, A.shape)
    return float(np.mean(squared_error_costs(A, Y)))


# name → (the cost of each example, its derivative by Z, the logits behind A = softmax(Z)): both take A and Y.
LOSSES = {
    "cross_entropy": (cross_entropy_costs, lambda A, Y: A - Y),
    "squared_error": (squared_error_costs, lambda A, Y: softmax_backward(A, 2 * (A - Y))),
    "smoothed_cross_entropy": (
        lambda A, Y: cross_entropy_costs(A, 0.9 * Y + 0.1 / len(Y)),
        lambda A, Y: A - (0.9 * Y + 0.1 / len(Y)),
    ),
}
