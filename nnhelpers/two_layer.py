"""The two-layer network 784-10-10: the five steps of training it, on dictionaries {"W1", "b1", "W2", "b2"}.

Derived in notebook 03 (forward), 04 (backward) and 05 (training).
"""

import numpy as np
import pandas as pd

from nnhelpers.activations import relu, relu_derivative, softmax
from nnhelpers.guards import (
    require_backward,
    require_count,
    require_generator,
    require_input,
    require_learning_rate,
    require_not_diverged,
    require_step,
    require_training_data,
)
from nnhelpers.losses import cross_entropy
from nnhelpers.metrics import accuracy
from nnhelpers.preprocessing import decode, one_hot


def initialize(rng: np.random.Generator, inputs=784, hidden=10, outputs=10, dtype=np.float64):
    """Draw weights and biases evenly from −0.5 to 0.5, as Samson Zhang's video does.

    Parameters
    ----------
    rng : numpy.random.Generator
        The same seed gives the same network.
    inputs, hidden, outputs : int
        The sizes of the three columns of numbers.
    dtype : numpy dtype

    Returns
    -------
    parameters : dict
        W1 (hidden, inputs), b1 (hidden, 1), W2 (outputs, hidden), b2 (outputs, 1).
    """
    require_generator(rng)
    shapes = {"W1": (hidden, inputs), "b1": (hidden, 1), "W2": (outputs, hidden), "b2": (outputs, 1)}
    return {name: rng.uniform(-0.5, 0.5, shape).astype(dtype) for name, shape in shapes.items()}


def initialize_he(rng: np.random.Generator, inputs=784, hidden=10, outputs=10, dtype=np.float64):
    """Draw weights from a normal distribution of variance 2 / (number of inputs); biases start at zero.

    Parameters
    ----------
    rng : numpy.random.Generator
        The same seed gives the same network.
    inputs, hidden, outputs : int
        The sizes of the three columns of numbers.
    dtype : numpy dtype

    Returns
    -------
    parameters : dict
        W1 (hidden, inputs), b1 (hidden, 1), W2 (outputs, hidden), b2 (outputs, 1).

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun: Delving Deep into Rectifiers (2015), equation 10.
    """
    require_generator(rng)
    return {
        "W1": rng.normal(0, np.sqrt(2 / inputs), (hidden, inputs)).astype(dtype),
        "b1": np.zeros((hidden, 1), dtype),
        "W2": rng.normal(0, np.sqrt(2 / hidden), (outputs, hidden)).astype(dtype),
        "b2": np.zeros((outputs, 1), dtype),
    }


def forward_propagation(parameters, X):
    """Compute the network's answers and everything on the way to them.

    Parameters
    ----------
    parameters : dict
        W1 (hidden, inputs), b1 (hidden, 1), W2 (outputs, hidden), b2 (outputs, 1).
    X : numpy.ndarray, shape (inputs, m)
        One example per column, in [0, 1].

    Returns
    -------
    cache : dict
        Z1 and A1 (hidden, m), Z2 and A2 (outputs, m); the columns of A2 are probabilities.

    Raises
    ------
    TypeError, ValueError
        If `X` does not fit the parameters, or is an empty batch. NaN passes: what uses the answers refuses it.
    """
    require_input(parameters, X)
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = relu(Z1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = softmax(Z2)
    return {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def backward_propagation(parameters, cache, X, Y):
    """Compute the gradient of the cross-entropy with respect to each parameter, by notebook 04's formulas (1) to (4).

    Parameters
    ----------
    parameters : dict
        W1 (hidden, inputs), b1 (hidden, 1), W2 (outputs, hidden), b2 (outputs, 1).
    cache : dict
        What `forward_propagation(parameters, X)` returned.
    X : numpy.ndarray, shape (inputs, m)
    Y : numpy.ndarray, shape (outputs, m)
        The targets, one-hot by column.

    Returns
    -------
    gradients : dict
        The keys and shapes of `parameters`; each entry is ∂L/∂(that parameter).

    Raises
    ------
    TypeError, ValueError
        If `X`, `Y` or the cache does not fit the network, or another batch.
    """
    require_backward(parameters, cache, X, Y)
    m = X.shape[1]
    dZ2 = (cache["A2"] - Y) / m  # (1)
    dW2 = dZ2 @ cache["A1"].T  # (2)
    db2 = dZ2.sum(axis=1, keepdims=True)
    dA1 = parameters["W2"].T @ dZ2
    dZ1 = dA1 * relu_derivative(cache["Z1"])  # (3)
    dW1 = dZ1 @ X.T  # (4)
    db1 = dZ1.sum(axis=1, keepdims=True)
    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}


def update_parameters(parameters, gradients, learning_rate):
    """Take one step downhill: each parameter minus learning_rate times its gradient.

    Parameters
    ----------
    parameters, gradients : dict
        The same keys and shapes.
    learning_rate : float
        Positive.

    Returns
    -------
    dict
        New arrays; the arguments stay as they were.

    Raises
    ------
    TypeError, ValueError
        If the keys or shapes differ, or the learning rate is not a positive number.
    """
    require_step(parameters, gradients)
    learning_rate = require_learning_rate(learning_rate)
    return {name: parameters[name] - learning_rate * gradients[name] for name in parameters}


def predict(parameters, X):
    """Return the network's answer for each column: the digit with the largest probability.

    Parameters
    ----------
    parameters : dict
    X : numpy.ndarray, shape (inputs, m)

    Returns
    -------
    labels : numpy.ndarray of int, shape (m,)

    Raises
    ------
    TypeError, ValueError
        If `X` does not fit the parameters, is an empty batch, or leads to NaN.
    """
    return decode(forward_propagation(parameters, X)["A2"])


def measure(parameters, X, labels):
    """Return the loss and the accuracy of a network on a batch.

    Parameters
    ----------
    parameters : dict
    X : numpy.ndarray, shape (inputs, m)
    labels : numpy.ndarray of integers, shape (m,)

    Returns
    -------
    loss : float
    accuracy : float
        From 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If `X` does not fit the parameters, or the labels do not fit `X`.
    """
    A2 = forward_propagation(parameters, X)["A2"]
    Y = one_hot(labels, classes=len(A2), dtype=A2.dtype)
    return cross_entropy(A2, Y), accuracy(labels, decode(A2), classes=len(A2))


def gradient_descent(parameters, X, labels, learning_rate, iterations, validation=None, every=10, show=True):
    """Train by gradient descent, each step on the whole batch.

    Stopped by hand, or because it diverges, it leaves what it had reached, parameters and history, in
    `gradient_descent.reached`, and lets the exception go on.

    Parameters
    ----------
    parameters : dict
        Where to start; left unchanged.
    X : numpy.ndarray of floats, shape (inputs, m)
    labels : numpy.ndarray of integers, shape (m,)
    learning_rate : float
        Positive.
    iterations : int
        How many steps to take, at least 1.
    validation : tuple (X, labels), optional
        Examples to measure on, never to learn from.
    every : int
        Measure before the first step, after every so many steps, and after the last.
    show : bool
        Show the progress on one line that is rewritten.

    Returns
    -------
    parameters : dict
        The trained parameters.
    history : pandas.DataFrame
        A row per measurement: Iteration (the number of steps taken), Training loss, Training accuracy and,
        with validation data, Validation loss and Validation accuracy.

    Raises
    ------
    TypeError, ValueError
        If an argument does not fit, or the loss stops being a finite number.
    """
    learning_rate = require_learning_rate(learning_rate)
    iterations, every = require_count(iterations, "iterations"), require_count(every, "every")
    require_training_data(parameters, X, labels, validation)
    Y = one_hot(labels, classes=len(parameters["b2"]), dtype=X.dtype)
    history = []
    try:
        for iteration in range(iterations + 1):
            if iteration > 0:
                cache = forward_propagation(parameters, X)
                gradients = backward_propagation(parameters, cache, X, Y)
                moved = update_parameters(parameters, gradients, learning_rate)
                require_not_diverged(moved, iteration, learning_rate)
                parameters = moved
            if iteration % every == 0 or iteration == iterations:
                row = {"Iteration": iteration}
                row["Training loss"], row["Training accuracy"] = measure(parameters, X, labels)
                if validation is not None:
                    row["Validation loss"], row["Validation accuracy"] = measure(parameters, *validation)
                history.append(row)
                if show:
                    show_progress(row, iterations)
    except KeyboardInterrupt:
        print(f"\nstopped in iteration {iteration}; gradient_descent.reached holds the parameters and the history")
        raise
    finally:
        gradient_descent.reached = parameters, pd.DataFrame(history)
    return parameters, pd.DataFrame(history)


def show_progress(row, iterations):
    """Write one measurement over the one before; after the last, end the line.

    Parameters
    ----------
    row : dict
        A row of the history.
    iterations : int
        How many there will be.
    """
    line = f"iteration {row['Iteration']:4d} of {iterations}: "
    line += f"loss {row['Training loss']:8.4f}, accuracy {row['Training accuracy']:6.1%}"
    if "Validation accuracy" in row:
        line += f", on validation {row['Validation accuracy']:6.1%}"
    print("\r" + line, end="\n" if row["Iteration"] == iterations else "", flush=True)
