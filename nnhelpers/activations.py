"""The functions that a layer applies to its Z, and their derivatives.

Derived in notebook 03 (forwards), notebook 04 (ReLU's derivative) and notebook 08 (the other activations).
"""

import numpy as np

from nnhelpers.guards import require_share


def relu(Z):
    """Replace negative entries by zero: max(0, Z), entry by entry.

    Parameters
    ----------
    Z : numpy.ndarray, any shape

    Returns
    -------
    A : numpy.ndarray
        The shape and dtype of `Z`.
    """
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
    """
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

    Examples
    --------
    >>> softmax(np.array([[1000.0], [1000.0]]))
    array([[0.5],
           [0.5]])
    """
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


def leaky_relu(Z, slope=0.01):
    """Let positive entries pass, and a small share of negative ones: max(Z, slope · Z), entry by entry.

    Parameters
    ----------
    Z : numpy.ndarray of floats, any shape
    slope : float
        The share of a negative entry that is kept, from 0 to below 1.

    Returns
    -------
    numpy.ndarray
        The shape and dtype of `Z`.

    References
    ----------
    A. L. Maas, A. Y. Hannun, A. Y. Ng: Rectifier Nonlinearities Improve Neural Network Acoustic Models (2013).
    """
    return np.maximum(Z, require_share(slope, "slope") * Z)


def leaky_relu_derivative(Z, slope=0.01):
    """Return the slope of leaky ReLU at each entry: 1 where Z > 0, otherwise `slope`.

    Parameters
    ----------
    Z : numpy.ndarray of floats, any shape
    slope : float
        The share of a negative entry that is kept, from 0 to below 1.

    Returns
    -------
    numpy.ndarray
        The shape and dtype of `Z`.
    """
    return np.where(Z > 0, 1, require_share(slope, "slope")).astype(Z.dtype)


def sigmoid(Z):
    """Squash each entry into the range from 0 to 1: 1 / (1 + exp(−Z)), written so that no exponential overflows.

    Parameters
    ----------
    Z : numpy.ndarray of floats, any shape

    Returns
    -------
    numpy.ndarray
        In [0, 1]; 0.5 at Z = 0. The shape and dtype of `Z`.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    E = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, E) / (1 + E)


def sigmoid_derivative(Z):
    """Return the slope of the sigmoid at each entry: A (1 − A), where A = sigmoid(Z); at most 1/4.

    Parameters
    ----------
    Z : numpy.ndarray of floats, any shape

    Returns
    -------
    numpy.ndarray
        The shape and dtype of `Z`.
    """
    A = sigmoid(Z)
    return A * (1 - A)


def tanh(Z):
    """Squash each entry into the range from −1 to 1: the hyperbolic tangent.

    Parameters
    ----------
    Z : numpy.ndarray of floats, any shape

    Returns
    -------
    numpy.ndarray
        In [−1, 1]; 0 at Z = 0. The shape and dtype of `Z`.
    """
    return np.tanh(Z)


def tanh_derivative(Z):
    """Return the slope of tanh at each entry: 1 − tanh(Z)²; at most 1.

    Parameters
    ----------
    Z : numpy.ndarray of floats, any shape

    Returns
    -------
    numpy.ndarray
        The shape and dtype of `Z`.
    """
    return 1 - tanh(Z) ** 2


def linear(Z):
    """Leave every entry as it is: a layer without a bend.

    Parameters
    ----------
    Z : numpy.ndarray of floats, any shape

    Returns
    -------
    numpy.ndarray
        `Z` itself, not a copy.
    """
    return Z


def linear_derivative(Z):
    """Return the slope of the linear activation at each entry: 1.

    Parameters
    ----------
    Z : numpy.ndarray of floats, any shape

    Returns
    -------
    numpy.ndarray
        The shape and dtype of `Z`.
    """
    return np.ones_like(Z)


def softmax_backward(A, dA):
    """Return ∂L/∂Z, given A = softmax(Z) and ∂L/∂A.

    Parameters
    ----------
    A, dA : numpy.ndarray, shape (classes, m)

    Returns
    -------
    dZ : numpy.ndarray, shape (classes, m)
        A ⊙ (dA − s), where s holds for each column the sum of A ⊙ dA. Each column of it sums to 0.
    """
    return A * (dA - np.sum(A * dA, axis=0, keepdims=True))


# name → (function, derivative). Softmax mixes the entries of a column, so it has no slope entry by entry: the
# derivative of a loss goes through it (losses.LOSSES).
ACTIVATIONS = {
    "relu": (relu, relu_derivative),
    "leaky_relu": (leaky_relu, leaky_relu_derivative),
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
    "linear": (linear, linear_derivative),
    "softmax": (softmax, None),
}
