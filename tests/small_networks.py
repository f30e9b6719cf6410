"""Small networks and batches for the tests, optimisers that stop or burst, and two layers that the package lacks."""

import itertools

import numpy as np

from nnhelpers.activations import ACTIVATIONS
from nnhelpers.guards import require_shape
from nnhelpers.layers import DenseLayer, DropoutLayer, window
from nnhelpers.network import NeuralNetwork

FLOATS = [np.float32, np.float64]
HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]


def network(*sizes, activation="relu", rate=None, **options):
    """A network of these sizes, softmax at its end and `activation` before; hidden layers drop, if a rate is given."""
    model = NeuralNetwork(**{"seed": 0, **options})
    for inputs, outputs in itertools.pairwise(sizes[:-1]):
        model.add(DenseLayer(inputs, outputs, activation))
        if rate is not None:
            model.add(DropoutLayer(rate))
    model.add(DenseLayer(*sizes[-2:], "softmax"))
    return model


def examples(m, inputs=4, classes=3, seed=1, dtype=np.float64):
    """Random columns and labels; every class among the labels where m allows it."""
    rng = np.random.default_rng(seed)
    return rng.random((inputs, m)).astype(dtype), rng.permutation(np.arange(m) % classes)


def moved_off_zero(model, seed=9):
    """The same network with biases other than 0, and each weight at least 0.05 away from 0, where l1 has no slope."""
    model.parameters += np.random.default_rng(seed).normal(0, 0.2, model.parameters.size)
    weights = model.are_weights()
    model.parameters[weights] += 0.05 * np.sign(model.parameters[weights])
    return model


class Recorder:
    """An optimiser that takes no step, but remembers what it was given."""

    def __init__(self):
        self.gradients, self.rates = [], []

    def step(self, parameters, gradient, learning_rate):
        self.gradients.append(gradient.copy())
        self.rates.append(learning_rate)


class Stops:
    """Gradient descent that is interrupted instead of taking step number `at`; the steps after it work."""

    def __init__(self, at):
        self.at, self.steps = at, 0

    def step(self, parameters, gradient, learning_rate):
        self.steps += 1
        if self.steps == self.at:
            raise KeyboardInterrupt
        parameters -= learning_rate * gradient


class Bursts:
    """Gradient descent whose step number `at` is infinitely long."""

    def __init__(self, at):
        self.at, self.steps = at, 0

    def step(self, parameters, gradient, learning_rate):
        self.steps += 1
        parameters -= (np.inf if self.steps == self.at else learning_rate) * gradient


class Scale:
    """A layer of one parameter, a weight: all numbers that come in times `factor`, which starts at `first`."""

    size, weights, probabilities = 1, 1, False
    factor, slope = window("factor"), window("slope")

    def __init__(self, first=2.0):
        self.first = first

    def settings(self):
        return {"first": self.first}

    def shape_after(self, shape):
        return shape

    def first_parameters(self, rng):
        return np.array([self.first])

    def place(self, parameters, gradient, rng):
        vars(self)["factor"], vars(self)["slope"] = parameters, gradient

    def forward(self, A_before, training=False):
        self.A_before = A_before
        return self.factor * A_before

    def backward(self, dA):
        self.dA = dA
        self.slope = np.sum(dA * self.A_before)

    def dA_before(self):
        return self.factor * self.dA


class Flatten:
    """A layer without parameters: makes of each example of shape (2, 3) a column of 6 numbers."""

    size, weights, probabilities = 0, 0, False

    def settings(self):
        return {}

    def shape_after(self, shape):
        require_shape(shape, (2, 3), "Flatten")
        return (6,)

    def first_parameters(self, rng):
        return np.zeros(0)

    def place(self, parameters, gradient, rng):
        pass

    def forward(self, A_before, training=False):
        self.shape = A_before.shape
        return A_before.reshape(6, -1)

    def backward(self, dA):
        self.dA = dA

    def dA_before(self):
        return self.dA.reshape(self.shape)
