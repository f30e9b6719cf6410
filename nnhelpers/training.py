"""What goes on around the steps of a training: batches, progress, and when to stop.

Derived in notebook 07; early stopping in notebook 10.
"""

import numpy as np
import pandas as pd

from nnhelpers.guards import require_count, require_generator, require_pair


def batches(m, batch_size, rng: np.random.Generator):
    """Yield which columns belong to each batch of one epoch.

    Parameters
    ----------
    m : int
        The number of examples.
    batch_size : int
        The last batch is smaller if m is no multiple of it.
    rng : numpy.random.Generator
        Where the order of the examples comes from.

    Yields
    ------
    numpy.ndarray of int, or slice
        Together each column once. A batch of everything is a slice in the given order, which needs no copy.
    """
    require_generator(rng)
    if batch_size >= m:
        yield slice(None)
        return
    order = rng.permutation(m)
    for start in range(0, m, batch_size):
        yield order[start : start + batch_size]


def show_epoch(row, last_epoch):
    """Write the line of a finished epoch over its progress.

    Parameters
    ----------
    row : dict
        A row of the history.
    last_epoch : int
        How many epochs there will have been in the end.
    """
    line = f"epoch {row['Epoch']} of {last_epoch}: "
    line += f"loss {row['Training loss']:.4f}, accuracy {row['Training accuracy']:.2%}"
    if "Validation loss" in row:
        line += f", on validation {row['Validation loss']:.4f}, {row['Validation accuracy']:.2%}"
    print("\r" + line, flush=True)


def train_with_patience(model, X, labels, validation, epochs, patience, batch_size=32, learning_rate=0.001):
    """Train until the validation loss has not improved for some epochs; keep the best parameters.

    Parameters
    ----------
    model : NeuralNetwork
        It is changed: afterwards it has the parameters of its best epoch. Its `epochs` and its optimiser's memory
        are those of the last.
    X : numpy.ndarray of floats, shape (inputs, m)
    labels : numpy.ndarray of integers, shape (m,)
    validation : tuple (X, labels)
    epochs : int
        The most that are trained.
    patience : int
        How many epochs in a row may bring no lower validation loss.
    batch_size, learning_rate
        As for `NeuralNetwork.train`.

    Returns
    -------
    history : pandas.DataFrame
        A row per trained epoch, as from `train`; those after the best one included.

    Raises
    ------
    TypeError, ValueError
        If an argument does not fit.
    """
    require_pair(validation)
    require_count(epochs, "epochs")
    require_count(patience, "patience")
    rows, best_loss, waited, best = [], np.inf, 0, model.parameters.copy()
    try:
        while len(rows) < epochs and waited < patience:
            rows.append(model.train(X, labels, 1, batch_size, learning_rate, validation, show=0))
            waited += 1
            loss = rows[-1]["Validation loss"].item()
            if loss < best_loss:
                best_loss, best, waited = loss, model.parameters.copy(), 0
    finally:  # also if it is stopped, or a later epoch diverges
        if rows:
            model.parameters = best
    return pd.concat(rows, ignore_index=True)
