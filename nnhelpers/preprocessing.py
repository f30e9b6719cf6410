"""Turns images and labels into the matrices a network works with, and back.

Derived in notebook 01 (pixels), notebook 02 (labels), notebook 10 (shifts) and notebook 11 (softer labels).
"""

import math

import numpy as np

from nnhelpers.guards import (
    require_columns,
    require_count,
    require_generator,
    require_images,
    require_labels,
    require_pixels,
    require_share,
    require_split,
    require_square_images,
    require_targets,
)


def normalize(images, dtype=np.float64):
    """Scale raw pixels from 0…255 to 0…1.

    Parameters
    ----------
    images : numpy.ndarray of uint8, any shape
    dtype : numpy dtype
        The floating-point type of the result.

    Returns
    -------
    numpy.ndarray
        The same shape, in [0, 1].

    Raises
    ------
    TypeError, ValueError
        If `images` is not a non-empty uint8 array, for example because it is normalised already.
    """
    require_pixels(images)
    return np.divide(images, 255, dtype=dtype)


def to_columns(images):
    """Lay each image out as one column.

    Parameters
    ----------
    images : numpy.ndarray, shape (m, height, width)

    Returns
    -------
    X : numpy.ndarray, shape (height · width, m)
        One example per column, each column contiguous in memory: a view, no copy, of images as they were loaded.

    Raises
    ------
    TypeError, ValueError
        If `images` does not have three axes or is empty.
    """
    require_images(images)
    return images.reshape(len(images), -1).T


def to_images(X):
    """Turn columns back into square images: the inverse of `to_columns`.

    Parameters
    ----------
    X : numpy.ndarray, shape (pixels, m)
        The number of pixels must be a square number, such as 784 = 28 · 28.

    Returns
    -------
    numpy.ndarray, shape (m, side, side)

    Raises
    ------
    TypeError, ValueError
        If `X` is not a finite matrix whose columns are square images.
    """
    require_square_images(X)
    side = math.isqrt(X.shape[0])
    return X.T.reshape(-1, side, side)


def split(images, labels, validation_size, rng: np.random.Generator):
    """Shuffle images and labels together and set some aside for validation.

    Parameters
    ----------
    images : numpy.ndarray, shape (m, …)
    labels : numpy.ndarray, shape (m,)
    validation_size : int
        How many examples to set aside, from 1 to m − 1.
    rng : numpy.random.Generator
        Where the order comes from: the same seed gives the same split.

    Returns
    -------
    train_images, train_labels, validation_images, validation_labels
        Copies; the arguments stay as they were.

    Raises
    ------
    TypeError, ValueError
        If the lengths differ, or no example would be left to train on.
    """
    require_split(images, labels, validation_size, rng)
    order = rng.permutation(len(images))
    validation, training = order[:validation_size], order[validation_size:]
    return images[training], labels[training], images[validation], labels[validation]


def one_hot(labels, classes=10, dtype=np.float64):
    """Encode each label as a column with a single 1.

    Parameters
    ----------
    labels : numpy.ndarray of integers, shape (m,)
        Values from 0 to classes − 1.
    classes : int
    dtype : numpy dtype

    Returns
    -------
    Y : numpy.ndarray, shape (classes, m)
        Y[labels[i], i] = 1, and 0 elsewhere.

    Raises
    ------
    TypeError, ValueError
        If `labels` is not such an array; the message names the first wrong label and its place.

    Examples
    --------
    >>> one_hot(np.array([1, 0]), classes=3).T
    array([[0., 1., 0.],
           [1., 0., 0.]])
    """
    require_labels(labels, classes)
    Y = np.zeros((classes, labels.size), dtype=dtype)
    Y[labels, np.arange(labels.size)] = 1
    return Y


def decode(Y):
    """Return the class with the largest entry of each column: the inverse of `one_hot`.

    Parameters
    ----------
    Y : numpy.ndarray, shape (classes, m)
        One-hot columns, probabilities or logits. Of equal entries the first wins.

    Returns
    -------
    labels : numpy.ndarray of int, shape (m,)

    Raises
    ------
    TypeError, ValueError
        If `Y` is not a finite, non-empty matrix.

    Examples
    --------
    >>> decode(np.array([[0, 1], [1, 0]]))
    array([1, 0])
    """
    require_columns(Y, name="Y")
    return np.argmax(Y, axis=0)


def shift_images(images, most, rng: np.random.Generator):
    """Move each image by a random number of pixels, down or up and right or left; what comes in is blank.

    Parameters
    ----------
    images : numpy.ndarray, shape (m, height, width)
        Raw or normalised.
    most : int
        The longest shift in each direction, at least 0.
    rng : numpy.random.Generator
        Where the shifts come from.

    Returns
    -------
    numpy.ndarray
        The shape and dtype of `images`; a copy.

    Raises
    ------
    TypeError, ValueError
        If `images` does not have three axes, or `most` is no whole number.
    """
    require_images(images)
    most = require_count(most, "most", least=0)
    require_generator(rng)
    m, height, width = images.shape
    padded = np.pad(images, ((0, 0), (most, most), (most, most)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (height, width), axis=(1, 2))
    down, right = rng.integers(0, 2 * most + 1, (2, m))
    return windows[np.arange(m), down, right]


def smooth_labels(Y, amount):
    """Take a share from the true classes and spread it evenly over all classes.

    Parameters
    ----------
    Y : numpy.ndarray of floats, shape (classes, m)
        One-hot columns.
    amount : float
        The share that is taken, from 0 to below 1.

    Returns
    -------
    numpy.ndarray, shape (classes, m)
        (1 − amount) Y + amount / classes: columns that still sum to 1.

    Raises
    ------
    TypeError, ValueError
        If `Y` does not hold columns of probabilities, or `amount` is out of range.

    References
    ----------
    C. Szegedy and others: Rethinking the Inception Architecture for Computer Vision (2016), section 7.
    """
    require_targets(Y, np.shape(Y))
    amount = require_share(amount, "amount")
    return (1 - amount) * Y + amount / len(Y)
