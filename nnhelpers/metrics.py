"""Counts of what a classifier gets right and wrong, and the ratios made from them.

Derived in notebook 06; `accuracy` already in notebook 03.
"""

import numpy as np
import pandas as pd

from nnhelpers.guards import require_answers, require_counts, require_labels, require_predictions, require_same_length


def accuracy(true, predicted, classes=10):
    """Return the share of predictions that are right.

    Parameters
    ----------
    true, predicted : numpy.ndarray of integers, shape (m,)
    classes : int
        Labels run from 0 to classes − 1.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If the labels are not such arrays, are empty or differ in length.

    Examples
    --------
    >>> accuracy(np.array([7, 2, 1, 0]), np.array([7, 2, 1, 6]))
    0.75
    """
    require_labels(true, classes, name="true")
    require_labels(predicted, classes, name="predicted")
    require_same_length(true, predicted, "true and predicted labels")
    return float(np.mean(true == predicted))


def confusion_matrix(true, predicted, classes=10):
    """Count how often each class was taken for each class.

    Parameters
    ----------
    true, predicted : numpy.ndarray of integers, shape (m,)
    classes : int

    Returns
    -------
    matrix : numpy.ndarray of int, shape (classes, classes)
        Rows are true classes, columns predicted ones; the entries sum to m.

    Raises
    ------
    TypeError, ValueError
        If the labels are not whole numbers from 0 to classes − 1, are empty or differ in length.
    """
    require_answers(true, predicted, classes)
    cells = classes * true.astype(int) + predicted.astype(int)
    return np.bincount(cells, minlength=classes * classes).reshape(classes, classes)


def ratio(part, whole):
    """Divide entry by entry; where `whole` is 0 the ratio is undefined, and NaN says so.

    Parameters
    ----------
    part, whole : numpy.ndarray, the same shape

    Returns
    -------
    numpy.ndarray of float64

    Examples
    --------
    >>> ratio(np.array([1, 0]), np.array([4, 0]))
    array([0.25,  nan])
    """
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) > 0)


def per_class_table(true, predicted, classes=10):
    """Judge each class as a detector of its own: is it this class, or not?

    Parameters
    ----------
    true, predicted : numpy.ndarray of integers, shape (m,)
    classes : int

    Returns
    -------
    pandas.DataFrame
        A row per class: True Class, TP, FP, TN, FN (counts that sum to m), Precision = TP / (TP + FP),
        Recall = TP / (TP + FN), Accuracy = (TP + TN) / m, F1-Score = 2 TP / (2 TP + FP + FN).
        A ratio with a denominator of 0 (a class never predicted has no precision) is NaN: undefined, not 0.

    Raises
    ------
    TypeError, ValueError
        If the labels are not whole numbers from 0 to classes − 1, are empty or differ in length.
    """
    matrix = confusion_matrix(true, predicted, classes)
    TP = np.diag(matrix)
    FP = matrix.sum(axis=0) - TP
    FN = matrix.sum(axis=1) - TP
    TN = matrix.sum() - TP - FP - FN
    return pd.DataFrame({
        "True Class": np.arange(classes),
        "TP": TP,
        "FP": FP,
        "TN": TN,
        "FN": FN,
        "Precision": ratio(TP, TP + FP),
        "Recall": ratio(TP, TP + FN),
        "Accuracy": (TP + TN) / matrix.sum(),
        "F1-Score": ratio(2 * TP, 2 * TP + FP + FN),
    })


def per_class_history(true, predictions, classes=10):
    """Stack the per-class tables of several moments of a training.

    Parameters
    ----------
    true : numpy.ndarray of integers, shape (m,)
    predictions : dict
        Iteration → predicted labels, shape (m,), at that iteration.
    classes : int

    Returns
    -------
    pandas.DataFrame
        The columns of `per_class_table` after a first column Iteration; a row per iteration and class.

    Raises
    ------
    TypeError, ValueError
        If `predictions` is empty, or labels are not as `per_class_table` expects them.
    """
    require_predictions(predictions)
    tables = []
    for iteration, predicted in predictions.items():
        table = per_class_table(true, predicted, classes)
        table.insert(0, "Iteration", iteration)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def accuracy_curves(history):
    """Summarise a history over the classes: mean, highest and lowest class accuracy at each iteration.

    Parameters
    ----------
    history : pandas.DataFrame
        What `per_class_history` returned.

    Returns
    -------
    pandas.DataFrame
        Columns mean, max and min, one row per iteration, indexed by Iteration.
    """
    return history.groupby("Iteration")["Accuracy"].agg(["mean", "max", "min"])


def binomial_interval(correct, total):
    """Return the 95 % interval for the true share of right answers, after `correct` of `total` were right.

    Parameters
    ----------
    correct, total : int
        0 ≤ correct ≤ total, total ≥ 1.

    Returns
    -------
    low, high : float
        Within [0, 1].

    Raises
    ------
    TypeError, ValueError
        If the counts are not such whole numbers.

    References
    ----------
    E. B. Wilson: Probable inference, the law of succession, and statistical inference (1927).

    Examples
    --------
    >>> low, high = binomial_interval(81, 100)
    >>> print(f"{low:.3f} to {high:.3f}")
    0.722 to 0.875
    """
    correct, total = require_counts(correct, total)
    p, z = correct / total, 1.96
    middle = p + z**2 / (2 * total)
    reach = z * np.sqrt(p * (1 - p) / total + z**2 / (4 * total**2))
    scale = 1 + z**2 / total
    return max(0.0, float((middle - reach) / scale)), min(1.0, float((middle + reach) / scale))
