"""Rules for a step downhill, and schedules for its length.

Derived in notebook 09; `GradientDescent` already in notebook 07. Each rule changes the vector of parameters in place
and keeps a memory of its own, so that one optimiser belongs to one network.
"""

import math

import numpy as np

from nnhelpers.guards import require_learning_rate, require_positive, require_share, require_warmup


class GradientDescent:
    """Step against the gradient: parameters ← parameters − learning_rate · gradient."""

    def step(self, parameters, gradient, learning_rate):
        """Take one step, in place.

        Parameters
        ----------
        parameters, gradient : numpy.ndarray, shape (n,)
        learning_rate : float
        """
        parameters -= learning_rate * gradient


def forget_traces(memory, t):
    """At every hundredth step, set what has faded below 1e-30 to zero, in place.

    Where gradients stay zero (the weights of pixels that are hardly ever inked), a running mean shrinks at every step,
    until it is one of the smallest numbers that a float can hold. Processors are slow with these. No step notices
    what is forgotten here.

    Parameters
    ----------
    memory : numpy.ndarray
    t : int
        How many steps have been taken.
    """
    if t % 100 == 0:
        memory[np.abs(memory) < 1e-30] = 0


class Momentum:
    """Gather speed: velocity ← beta · velocity + gradient; parameters ← parameters − learning_rate · velocity.

    Parameters
    ----------
    beta : float
        The share of the velocity that is kept, from 0 (plain gradient descent) to below 1.

    References
    ----------
    B. T. Polyak: Some methods of speeding up the convergence of iteration methods (1964).
    """

    def __init__(self, beta=0.9):
        self.beta = require_share(beta, "beta")
        self.velocity = None
        self.t = 0

    def step(self, parameters, gradient, learning_rate):
        """Take one step, in place.

        Parameters
        ----------
        parameters, gradient : numpy.ndarray, shape (n,)
        learning_rate : float
        """
        if self.velocity is None:
            self.velocity = np.zeros_like(parameters)
        self.t += 1
        self.velocity *= self.beta
        self.velocity += gradient
        forget_traces(self.velocity, self.t)
        parameters -= learning_rate * self.velocity


class RMSprop:
    """Divide each entry of the gradient by its own recent size.

    square ← rho · square + (1 − rho) · gradient²;
    parameters ← parameters − learning_rate · gradient / (√square + epsilon).

    Parameters
    ----------
    rho : float
        The share of the running mean of squares that is kept, from 0 to below 1.
    epsilon : float
        Keeps the division from meeting a zero.

    References
    ----------
    T. Tieleman, G. Hinton: Lecture 6.5, rmsprop. COURSERA: Neural Networks for Machine Learning (2012).
    """

    def __init__(self, rho=0.9, epsilon=1e-8):
        self.rho, self.epsilon = require_share(rho, "rho"), require_positive(epsilon, "epsilon")
        self.square = None
        self.t = 0

    def step(self, parameters, gradient, learning_rate):
        """Take one step, in place.

        Parameters
        ----------
        parameters, gradient : numpy.ndarray, shape (n,)
        learning_rate : float
        """
        if self.square is None:
            self.square = np.zeros_like(parameters)
        self.t += 1
        self.square *= self.rho
        self.square += (1 - self.rho) * gradient * gradient
        forget_traces(self.square, self.t)
        parameters -= learning_rate * gradient / (np.sqrt(self.square) + self.epsilon)


class Adam:
    """Momentum and RMSprop together, each corrected for having started at zero.

    mean ← beta1 · mean + (1 − beta1) · gradient; square ← beta2 · square + (1 − beta2) · gradient²;
    at step t, mean / (1 − beta1ᵗ) and square / (1 − beta2ᵗ) take their places:
    parameters ← parameters − learning_rate · corrected mean / (√corrected square + epsilon).

    Parameters
    ----------
    beta1, beta2 : float
        The shares of the two running means that are kept, from 0 to below 1.
    epsilon : float
        Keeps the division from meeting a zero.

    References
    ----------
    D. P. Kingma, J. Ba: Adam: A Method for Stochastic Optimization (2015), algorithm 1.
    """

    def __init__(self, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.beta1, self.beta2 = require_share(beta1, "beta1"), require_share(beta2, "beta2")
        self.epsilon = require_positive(epsilon, "epsilon")
        self.mean = self.square = None
        self.t = 0

    def step(self, parameters, gradient, learning_rate):
        """Take one step, in place.

        Parameters
        ----------
        parameters, gradient : numpy.ndarray, shape (n,)
        learning_rate : float
        """
        if self.mean is None:
            self.mean, self.square = np.zeros_like(parameters), np.zeros_like(parameters)
        self.t += 1
        self.mean *= self.beta1
        self.mean += (1 - self.beta1) * gradient
        forget_traces(self.mean, self.t)
        self.square *= self.beta2
        self.square += (1 - self.beta2) * gradient * gradient
        step = self.mean * (learning_rate / (1 - self.beta1**self.t))
        step /= np.sqrt(self.square / (1 - self.beta2**self.t)) + self.epsilon
        parameters -= step


OPTIMIZERS = {"gradient_descent": GradientDescent, "momentum": Momentum, "rmsprop": RMSprop, "adam": Adam}


def exponential_decay(learning_rate, half_life):
    """Return a schedule that halves the learning rate every `half_life` epochs, smoothly.

    Parameters
    ----------
    learning_rate : float
        The rate at the beginning.
    half_life : float
        In epochs.

    Returns
    -------
    function
        Epoch (0 at the beginning; 1.5 in the middle of the second epoch) → learning rate.

    Examples
    --------
    >>> exponential_decay(0.8, half_life=5)(10)
    0.2
    """
    learning_rate, half_life = require_learning_rate(learning_rate), require_positive(half_life, "half_life")
    return lambda epoch: learning_rate * 0.5 ** (epoch / half_life)


def cosine_decay(learning_rate, epochs, warmup=0):
    """Return a schedule that rises evenly during `warmup` epochs and then falls to zero like half a cosine.

    Parameters
    ----------
    learning_rate : float
        The highest rate.
    epochs : float
        When the rate reaches zero; later it stays there.
    warmup : float
        How many epochs the rise takes, less than `epochs`.

    Returns
    -------
    function
        Epoch (0 at the beginning; 1.5 in the middle of the second epoch) → learning rate.

    References
    ----------
    I. Loshchilov, F. Hutter: SGDR: Stochastic Gradient Descent with Warm Restarts (2017), equation 5.
    """
    learning_rate = require_learning_rate(learning_rate)
    require_warmup(warmup, require_positive(epochs, "epochs"))

    def schedule(epoch):
        if epoch < warmup:
            return learning_rate * epoch / warmup
        progress = min(1, (epoch - warmup) / (epochs - warmup))
        return learning_rate * 0.5 * (1 + math.cos(math.pi * progress))

    return schedule
