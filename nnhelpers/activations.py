"""The functions that a layer applies to its Z, and their derivatives.

Derived in notebook 03 (forwards) and notebook 04 (derivatives).
"""

import numpy as np

from nnhelpers.guards import require_finite, require_floats


def relu(Z):
    """Replace negative entries by zero: max(0, Z), entry by entry.

    Parameters
    ----------
    Z : numpy.ndarray, any shape

    Returns
    -------
    A : numpy.ndarray
        The shape and dtype of `Z`.

    Raises
    ------
    TypeError, ValueError
        If `Z` is not an array, is empty or holds NaN or infinity.
    """
    require_finite(Z, "Z")
    return np.maximum(Z, 0)


def relu_derivative(Z):
    """Return the slope of ReLU at each entry: 1 where Z > 0, otherwise 0.

    At Z = 0 the slope is undefined; 0 is the usual convention.

    Parameters
    ----------
    Z : numpy.ndarray, any shape

    Returns
    -------
    numpy.ndarray
        The shape and dtype of `Z`.

    Raises
    ------
    TypeError, ValueError
        If `Z` is not an array, is empty or holds NaN or infinity.
    """
    require_finite(Z, "Z")
    return (Z > 0).astype(Z.dtype)


def softmax(Z):
    """Turn each column of logits into probabilities.

    The largest logit of each column is subtracted first. That changes no probability, and no exponential
    can overflow.

    Parameters
    ----------
    Z : numpy.ndarray of floats, shape (classes, m)

    Returns
    -------
    A : numpy.ndarray, shape (classes, m)
        Non-negative; each column sums to 1. The dtype of `Z`.

    Raises
    ------
    TypeError, ValueError
        If `Z` is not an array of floats, is empty or holds NaN or infinity.

    Examples
    --------
    >>> softmax(np.array([[1000.0], [1000.0]]))
    array([[0.5],
           [0.5]])
    """
    require_floats(Z, "Z")
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)
