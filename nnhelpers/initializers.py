"""The first weights of a layer, drawn from a generator; biases start at zero.

`he` is derived in notebook 05, all of them in notebook 08.
"""

import numpy as np

from nnhelpers.guards import require_generator


def zeros(inputs, outputs, rng: np.random.Generator):
    """Return weights that are all zero: every neuron of the layer then stays like every other.

    Parameters
    ----------
    inputs, outputs : int
    rng : numpy.random.Generator
        Not used.

    Returns
    -------
    W : numpy.ndarray of float64, shape (outputs, inputs)
    """
    require_generator(rng)
    return np.zeros((outputs, inputs))


def normal(inputs, outputs, rng: np.random.Generator):
    """Draw weights from the standard normal distribution, variance 1, whatever the number of inputs.

    Parameters
    ----------
    inputs, outputs : int
    rng : numpy.random.Generator

    Returns
    -------
    W : numpy.ndarray of float64, shape (outputs, inputs)
    """
    require_generator(rng)
    return rng.normal(0, 1, (outputs, inputs))


def xavier(inputs, outputs, rng: np.random.Generator):
    """Draw weights of variance 2 / (inputs + outputs): keeps signals and gradients alive between symmetric activations.

    Parameters
    ----------
    inputs, outputs : int
    rng : numpy.random.Generator

    Returns
    -------
    W : numpy.ndarray of float64, shape (outputs, inputs)

    References
    ----------
    X. Glorot, Y. Bengio: Understanding the difficulty of training deep feedforward neural networks (2010),
    equation 12.
    """
    require_generator(rng)
    return rng.normal(0, np.sqrt(2 / (inputs + outputs)), (outputs, inputs))


def he(inputs, outputs, rng: np.random.Generator):
    """Draw weights of variance 2 / inputs: the factor 2 makes up for the half that ReLU throws away.

    Parameters
    ----------
    inputs, outputs : int
    rng : numpy.random.Generator

    Returns
    -------
    W : numpy.ndarray of float64, shape (outputs, inputs)

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun: Delving Deep into Rectifiers (2015), equation 10.
    """
    require_generator(rng)
    return rng.normal(0, np.sqrt(2 / inputs), (outputs, inputs))


INITIALIZERS = {"zeros": zeros, "normal": normal, "xavier": xavier, "he": he}
