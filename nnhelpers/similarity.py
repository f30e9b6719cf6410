"""What lies near what: a map by principal components, and the nearest neighbours of an example.

Derived in notebook 13. Examples are columns, of pixels or of whatever a layer answers.
"""

import numpy as np

from nnhelpers.guards import require_columns, require_count, require_labels
from nnhelpers.preprocessing import decode, one_hot


def principal_components(X, count=2):
    """Return the directions in which the examples spread most.

    Parameters
    ----------
    X : numpy.ndarray of floats, shape (n, m)
    count : int
        How many directions, at most min(n, m).

    Returns
    -------
    mean : numpy.ndarray, shape (n, 1)
    axes : numpy.ndarray, shape (n, count)
        Columns of length 1, at right angles; the largest entry of each is positive, which fixes its sign.
    shares : numpy.ndarray, shape (count,)
        Which share of the variance each of them holds.

    Raises
    ------
    TypeError, ValueError
        If `X` is no matrix of floats, or there are fewer than `count` directions.
    """
    require_columns(X)
    if require_count(count, "count") > min(X.shape):
        raise ValueError(f"an X of the shape {X.shape} has {min(X.shape)} directions at most, not count={count}")
    mean = X.mean(axis=1, keepdims=True)
    U, S, _ = np.linalg.svd(X - mean, full_matrices=False)
    axes = U[:, :count]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(count)])
    return mean, axes, S[:count] ** 2 / np.sum(S**2)


def nearest(X_known, X, k, block=100):
    """Return which known examples lie nearest to each example, by the straight distance.

    Parameters
    ----------
    X_known : numpy.ndarray of floats, shape (n, known)
    X : numpy.ndarray of floats, shape (n, m)
    k : int
        How many neighbours, at most `known`.
    block : int
        How many examples are compared at a time; the memory needed is block · known numbers, twice.

    Returns
    -------
    numpy.ndarray of int, shape (k, m)
        Columns of `X_known`; row 0 holds the nearest.

    Raises
    ------
    TypeError, ValueError
        If the examples have different lengths, or there are fewer than `k` known ones.
    """
    require_columns(X_known, "X_known")
    require_columns(X)
    if len(X_known) != len(X) or require_count(k, "k") > X_known.shape[1]:
        raise ValueError(
            f"X_known {X_known.shape} and X {X.shape} need equally long columns, and X_known at least k={k} of them"
        )
    found = np.empty((k, X.shape[1]), dtype=int)
    squares = np.einsum("ij,ij->j", X_known, X_known)
    for start in range(0, X.shape[1], block):
        distances = X[:, start : start + block].T @ X_known
        distances *= -2
        distances += squares  # without |x|², the same for all
        few = np.argpartition(distances, k - 1, axis=1)[:, :k]
        order = np.argsort(np.take_along_axis(distances, few, axis=1), axis=1)
        found[:, start : start + block] = np.take_along_axis(few, order, axis=1).T
    return found


def vote(labels, classes=10):
    """Return the class that most neighbours have; of equally many, the one whose neighbours are nearer.

    Parameters
    ----------
    labels : numpy.ndarray of integers, shape (k, m)
        Those of each example's neighbours, the nearest in row 0; k up to 1,000.
    classes : int

    Returns
    -------
    numpy.ndarray of int, shape (m,)

    Raises
    ------
    TypeError, ValueError
        If a label is no whole number from 0 to classes − 1.
    """
    votes = np.zeros((classes, labels.shape[1]))
    for place, row in enumerate(labels):
        require_labels(row, classes)
        votes += (1 - place / 1_000_000) * one_hot(row, classes)
    return decode(votes)
