"""The numbers that training makes small.

Derived in notebook 03.
"""

import numpy as np

from nnhelpers.guards import require_probabilities, require_targets


def cross_entropy(A2, Y):
    """Return the mean over the examples of −ln(probability given to the true class).

    A probability of exactly 0 would cost infinitely much. It is replaced by the smallest normal number of
    its dtype, so that the cost of one example is at most about 708 in float64 and 87 in float32.

    Parameters
    ----------
    A2 : numpy.ndarray, shape (classes, m)
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
    m = Y.shape[1]
    cost = -np.log(np.maximum(A2, np.finfo(A2.dtype).tiny))
    return float(np.sum(Y * cost) / m)
