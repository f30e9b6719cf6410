"""Answers to every example from a network that never saw it.

Derived in notebook 13, where they show which labels to doubt.
"""

import numpy as np

from nnhelpers.guards import require_count, require_generator, require_labels


def cross_fit(make_model, X, labels, parts, rng: np.random.Generator, **training):
    """Return probabilities for all examples; each comes from a network trained without the example's part.

    Parameters
    ----------
    make_model : function
        () → a new NeuralNetwork, untrained.
    X : numpy.ndarray of floats, shape (inputs, m)
    labels : numpy.ndarray of integers, shape (m,)
    parts : int
        How many networks are trained, each without one of so many parts; at least 2.
    rng : numpy.random.Generator
        Deals the examples out to the parts.
    **training : epochs, batch_size, learning_rate
        What `NeuralNetwork.train` is called with.

    Returns
    -------
    A : numpy.ndarray, shape (classes, m)

    Raises
    ------
    TypeError, ValueError
        If an argument does not fit.
    """
    require_count(parts, "parts", least=2)
    require_labels(labels)
    require_generator(rng)
    part_of = rng.permutation(X.shape[1]) % parts
    A = None
    for part in range(parts):
        model, others, held = make_model(), part_of != part, part_of == part
        model.train(X.T[others].T, labels[others], show=0, **training)
        answers = model.predict_probabilities(X.T[held].T)
        A = np.zeros((len(answers), X.shape[1])) if A is None else A
        A[:, held] = answers
    return A
