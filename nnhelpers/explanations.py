"""Asking a network what it looks at: the gradient of its input, a patch moved over an image, an image made to fool it.

Derived in notebook 13.
"""

import numpy as np

from nnhelpers.guards import require_asking, require_count, require_images, require_share
from nnhelpers.losses import cross_entropy_costs
from nnhelpers.preprocessing import one_hot, to_columns


def input_gradient(model, X, labels):
    """Return ∂L/∂X: how the loss answers to each pixel. It also fills the network's `gradient`.

    Parameters
    ----------
    model : NeuralNetwork
        Its last layer is softmax, its loss cross-entropy.
    X : numpy.ndarray of floats, shape (inputs, m)
    labels : numpy.ndarray of integers, shape (m,)
        The classes that the loss is taken for: the true ones, or any others.

    Returns
    -------
    dX : numpy.ndarray, shape (inputs, m)
        The loss is a mean over the m examples: an example's own cost has m times this slope.

    Raises
    ------
    TypeError, ValueError
        If `X` and `labels` do not fit the network, or each other.

    References
    ----------
    K. Simonyan, A. Vedaldi, A. Zisserman: Deep Inside Convolutional Networks (2014).
    """
    require_asking(model.layers, X, labels)
    A = model.forward(X)
    model.backward(one_hot(labels, classes=len(A), dtype=A.dtype), m=X.shape[-1])
    return model.layers[0].dA_before()


def occlusion_map(model, image, label, size=5, grey=0.5):
    """Return how much the cost rises when a grey patch lies on the image, for every place where it fits.

    Parameters
    ----------
    model : NeuralNetwork
    image : numpy.ndarray of floats, shape (height, width)
        Normalised: pixels from 0 to 1.
    label : int
        The class whose cost −ln(probability) is looked at.
    size : int
        The patch's side in pixels.
    grey : float
        Its shade, from 0 to below 1.

    Returns
    -------
    numpy.ndarray, shape (height − size + 1, width − size + 1)
        Entry (r, c) belongs to the patch whose upper left corner is pixel (r, c); negative: the cost falls.

    Raises
    ------
    TypeError, ValueError
        If an argument does not fit.

    References
    ----------
    M. D. Zeiler, R. Fergus: Visualizing and Understanding Convolutional Networks (2014).
    """
    require_images(image[np.newaxis])
    require_share(grey, "grey")
    if require_count(size, "size") > min(image.shape):
        raise ValueError(f"a patch of size={size} doesn't fit on an image of the shape {image.shape}")
    rows, columns = np.array(image.shape) - size + 1
    covered = np.repeat(image[np.newaxis], 1 + rows * columns, axis=0)  # the first one stays as it is
    for copy, (row, column) in zip(covered[1:], np.ndindex(rows, columns), strict=True):
        copy[row : row + size, column : column + size] = grey
    A = model.predict_probabilities(to_columns(covered))
    costs = cross_entropy_costs(A, one_hot(np.full(len(covered), label), classes=len(A)))
    return (costs[1:] - costs[0]).reshape(rows, columns)


def fooled(model, X, labels, epsilon):
    """Return the images after one step of ε per pixel, each in the direction in which its cost rises.

    Parameters
    ----------
    model : NeuralNetwork
    X : numpy.ndarray of floats, shape (inputs, m)
        Pixels from 0 to 1; they stay there.
    labels : numpy.ndarray of integers, shape (m,)
        The true classes.
    epsilon : float
        From 0 (nothing changes) to below 1.

    Returns
    -------
    numpy.ndarray, shape (inputs, m)

    Raises
    ------
    TypeError, ValueError
        If an argument does not fit.

    References
    ----------
    I. Goodfellow, J. Shlens, C. Szegedy: Explaining and Harnessing Adversarial Examples (2015).
    """
    require_share(epsilon, "epsilon")
    return np.clip(X + epsilon * np.sign(input_gradient(model, X, labels)), 0, 1)
