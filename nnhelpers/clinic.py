"""Patients for notebook 12: small networks with one mistake each, all of which run without an error.

Do not read this before you have tried the notebook: it gives every diagnosis away. `Healthy` does everything right,
stage by stage; each patient replaces one stage by the same stage with a mistake.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from nnhelpers.activations import softmax_backward
from nnhelpers.health import examine, unguarded_loss
from nnhelpers.layers import DenseLayer, DropoutLayer
from nnhelpers.metrics import accuracy
from nnhelpers.network import NeuralNetwork
from nnhelpers.preprocessing import normalize, one_hot, to_columns

SIZES, EPOCHS = (784, 32, 32, 10), 8


class Chart(NamedTuple):
    """What is known of a patient after its training.

    `history` has a row per epoch with what the patient's author would have seen; `pulse` a row per examination;
    `reported` is the accuracy that the author reports, `in_use` the one on new images. The rest is for further tests:
    the trained network, the labels that it was given, and the images that it was trained on, validated on and will
    meet. `X`, `X_checked` and `X_new` are these images as the patient prepares them, anew each time they are asked
    for: many charts that kept their 16,000 columns each would fill the memory.
    """

    history: pd.DataFrame
    pulse: pd.DataFrame
    reported: float
    in_use: float
    network: NeuralNetwork
    labels: np.ndarray
    patient: "Healthy"
    images: np.ndarray
    checked_images: np.ndarray
    new_images: np.ndarray

    @property
    def X(self):
        """What it was trained on."""
        return self.patient.prepare(self.images)

    @property
    def X_checked(self):
        """What it was validated on."""
        return self.patient.prepare_new(self.checked_images)

    @property
    def X_new(self):
        """What it is asked about in use."""
        return self.patient.prepare_new(self.new_images)


class Healthy:
    """Everything right: the twin that every patient is compared with."""

    diagnosis = "nothing is wrong"
    layer, cls, rate, batch_size = DenseLayer, NeuralNetwork, 0.1, 50

    def prepare(self, images):
        """Turn raw images into columns."""
        return to_columns(normalize(images))

    def prepare_new(self, images):
        """Turn images into columns that the network is to be asked about."""
        return self.prepare(images)

    def pair(self, labels, rng):
        """Return the labels in the order of the images."""
        return labels

    def build(self, seed, sizes=SIZES):
        """Return an untrained network."""
        network = self.cls(seed, optimizer="gradient_descent")
        for inputs, outputs in pairwise(sizes[:-1]):
            network.add(self.layer(inputs, outputs, activation="relu"))
        network.add(self.layer(*sizes[-2:], activation="softmax"))
        return network

    def fill_gradient(self, network, X, Y):
        """Fill the network's gradient, for a batch."""
        network.forward(X, training=True)
        network.backward(Y, X.shape[1])

    def step(self, network, X, Y):
        """Move the parameters once."""
        self.fill_gradient(network, X, Y)
        network.optimizer.step(network.parameters, network.gradient, self.rate)

    def validation_part(self, images, labels, new_images, new_labels):
        """Return the images and labels that the author validates on."""
        return new_images[:1000], new_labels[:1000]

    def answer(self, network, X):
        """Return the probabilities that the finished network answers with."""
        return network.forward(X)

    def score(self, A, labels):
        """Return the accuracy as the author computes it."""
        return accuracy(labels, A.argmax(axis=0))

    def report(self, scores):
        """Return the accuracy that the author reports, given those after each epoch."""
        return scores[-1]


def admit(patient, images, labels, new_images, new_labels, seed=0, epochs=EPOCHS, every=25):
    """Train a patient and return its chart.

    Parameters
    ----------
    patient : Healthy
        An object of this class or of one made from it.
    images, new_images : numpy.ndarray of uint8, shapes (m, 28, 28) and (n, 28, 28)
        For training, and images that the network will meet in use.
    labels, new_labels : numpy.ndarray of integers, shapes (m,) and (n,)
    seed, epochs : int
    every : int
        How many steps lie between two examinations.

    Returns
    -------
    Chart
    """
    with np.errstate(all="ignore"):
        rng, network = np.random.default_rng(seed), patient.build(seed)
        X, paired = patient.prepare(images), patient.pair(labels, rng)
        Y, sample = one_hot(paired), slice(0, 500)
        checked_images, checked_labels = patient.validation_part(images, labels, new_images, new_labels)
        X_checked = patient.prepare_new(checked_images)
        rows, examinations, steps, scores = [], [], 0, []
        for epoch in range(1, epochs + 1):
            order = rng.permutation(len(labels))
            for start in range(0, len(order), patient.batch_size):
                batch, before = order[start : start + patient.batch_size], network.parameters.copy()
                patient.step(network, X.T[batch].T, Y.T[batch].T)
                steps += 1
                if steps % every == 1:
                    examinations.append({"Step": steps, **examine(network, before, X[:, sample], paired[sample])})
            A = network.forward(X)
            scores.append(patient.score(patient.answer(network, X_checked), checked_labels))
            rows.append((epoch, unguarded_loss(A, paired), patient.score(A, paired), scores[-1]))
        X_new = patient.prepare_new(new_images)
        in_use = accuracy(new_labels, patient.answer(network, X_new).argmax(axis=0))
        network.forward(X[:, :1].copy())  # so that its layers let go of the images
    history = pd.DataFrame(rows, columns=["Epoch", "Training loss", "Training accuracy", "Validation accuracy"])
    return Chart(
        history, pd.DataFrame(examinations), patient.report(scores), in_use, network,
        paired, patient, images, checked_images, new_images,
    )


# ---------------------------------------------------------------- the published 784-10-10


def train_published(X, labels, repaired=(), iterations=100, learning_rate=0.1, seed=0):
    """Train 784-10-10 as it was published, or with some of its mistakes repaired; return its parameters.

    Parameters
    ----------
    X : numpy.ndarray of floats, shape (784, m)
    labels : numpy.ndarray of integers, shape (m,)
    repaired : collection of str
        Any of start, axis, loss, sign, mean.
    iterations : int
    learning_rate : float
    seed : int

    Returns
    -------
    dict
        W1, b1, W2, b2, and the axis along which its softmax sums.
    """
    rng, m, Y = np.random.default_rng(seed), X.shape[1], one_hot(labels)
    spread = {784: np.sqrt(2 / 784), 10: np.sqrt(2 / 10)} if "start" in repaired else {784: 1, 10: 1}
    W1, W2 = rng.normal(0, spread[784], (10, 784)), rng.normal(0, spread[10], (10, 10))
    b1, b2 = np.zeros((10, 1)), np.zeros((10, 1))
    axis = 0 if "axis" in repaired else 1
    direction = -1 if "sign" in repaired else 1
    with np.errstate(all="ignore"):
        for _ in range(iterations):
            Z1 = W1 @ X + b1
            A1 = np.maximum(Z1, 0)
            A2 = softmax_along(W2 @ A1 + b2, axis)
            dA2 = 2 * (A2 - Y)
            dZ2 = A2 - Y if "loss" in repaired else A2 * (dA2 - np.sum(A2 * dA2, axis=axis, keepdims=True))
            dZ1 = W2.T @ dZ2 * (Z1 > 0)
            dW2, db2 = dZ2 @ A1.T, dZ2.mean(axis=1, keepdims=True)
            dW1, db1 = dZ1 @ X.T, dZ1.mean(axis=1, keepdims=True)
            if "mean" in repaired:
                dW1, dW2 = dW1 / m, dW2 / m
            for parameter, gradient in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)):
                parameter += direction * learning_rate * gradient
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "axis": axis}


def softmax_along(Z, axis):
    """Return softmax, summed along the given axis; 0 is the right one.

    Parameters
    ----------
    Z : numpy.ndarray, shape (classes, m)
    axis : int

    Returns
    -------
    numpy.ndarray, shape (classes, m)
    """
    exponentials = np.exp(Z - Z.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


def answers_of(model, X):
    """Return the digits that a network from `train_published` answers.

    Parameters
    ----------
    model : dict
    X : numpy.ndarray of floats, shape (784, m)

    Returns
    -------
    numpy.ndarray of int, shape (m,)
    """
    with np.errstate(all="ignore"):
        A1 = np.maximum(model["W1"] @ X + model["b1"], 0)
        return softmax_along(model["W2"] @ A1 + model["b2"], model["axis"]).argmax(axis=0)


# ---------------------------------------------------------------- the patients of the lesson


class OneBias(Healthy):
    """The bias gradient is summed over examples and neurons into one number."""

    diagnosis = "bias gradient summed over all units"

    class layer(DenseLayer):
        def backward(self, dA):
            super().backward(dA)
            self.db[:] = np.sum(self.dZ)


class OpenMask(Healthy):
    """The ReLU mask asks A ≥ 0, which always holds."""

    diagnosis = "ReLU mask always true"

    class layer(DenseLayer):
        def backward(self, dA):
            self.dZ = dA * (self.A >= 0)
            self.dW, self.db = self.dZ @ self.A_before.T, self.dZ.sum(axis=1, keepdims=True)


class RawPixels(Healthy):
    """Pixels from 0 to 255."""

    diagnosis = "pixels not normalised"

    def prepare(self, images):
        return to_columns(images).astype(float)


class Overflow(RawPixels):
    """Softmax without subtracting the maximum, in float32; the pixels stay 0 to 255, and the rate is made to fit."""

    diagnosis = "softmax overflows"
    rate = 1e-5

    class layer(DenseLayer):
        def forward(self, A_before, training=False):
            super().forward(A_before, training)
            if self.activation == "softmax":
                exponentials = np.exp(self.Z.astype(np.float32))
                self.A = exponentials / exponentials.sum(axis=0)
            return self.A


class SoftmaxTwice(Healthy):
    """The network's probabilities go through softmax again."""

    diagnosis = "softmax applied twice"

    class cls(NeuralNetwork):
        def forward(self, X, training=False):
            self.first = super().forward(X, training)
            self.A = self.layers[-1].A = softmax_along(self.first, axis=0)
            return self.A

        def backward(self, Y, m):
            self.backward_from_Z(softmax_backward(self.first, (self.A - Y) / m))


class Shuffled(Healthy):
    """The labels were shuffled without their images."""

    diagnosis = "labels shuffled without their images"

    def pair(self, labels, rng):
        return rng.permutation(labels)


class TwiceNormalized(Healthy):
    """Pixels divided by 255, twice."""

    diagnosis = "pixels normalised twice"

    def prepare(self, images):
        return to_columns(normalize(images)) / 255


class Untransposed(Healthy):
    """W instead of its transpose on the way back, where W is square."""

    diagnosis = "W2 used untransposed"

    class second(DenseLayer):
        def dA_before(self):
            return self.W @ self.dZ

    def build(self, seed, sizes=SIZES):
        network = super().build(seed, sizes)
        network.layers[1].__class__ = self.second
        return network


class ZeroStart(Healthy):
    """All weights begin at zero."""

    diagnosis = "weights start at zero"

    def build(self, seed, sizes=SIZES):
        network = super().build(seed, sizes)
        network.parameters[:] = 0
        return network


class TooSoon(Healthy):
    """Each layer is updated before the gradient goes on to the layer before it."""

    diagnosis = "update uses a weight already updated"

    def step(self, network, X, Y):
        dA = (network.forward(X, training=True) - Y) / X.shape[1]
        for layer in reversed(network.layers):
            layer.backward(dA)
            layer.W -= self.rate * layer.dW
            layer.b -= self.rate * layer.db
            dA = layer.dA_before()


class DropoutOn(Healthy):
    """Dropout goes on when the network is asked."""

    diagnosis = "dropout left on while predicting"

    class dropout(DropoutLayer):
        def forward(self, A_before, training=False):
            return super().forward(A_before, training=True)

    def build(self, seed, sizes=SIZES):
        network = NeuralNetwork(seed, optimizer="gradient_descent")
        for inputs, outputs in pairwise(sizes[:-1]):
            network.add(DenseLayer(inputs, outputs))
            network.add(self.dropout(0.3))
        network.add(DenseLayer(*sizes[-2:], activation="softmax"))
        return network


class WrongArgmax(Healthy):
    """The answers are compared along the wrong axis: per class, which image has the largest entry?"""

    diagnosis = "argmax along the wrong axis"

    def score(self, A, labels):
        return float(np.mean(A.argmax(axis=1) == one_hot(labels).argmax(axis=1)))


class Leak(Healthy):
    """Most of the validation images are training images."""

    diagnosis = "training images in the validation set"

    def validation_part(self, images, labels, new_images, new_labels):
        return np.concatenate([images[:900], new_images[:100]]), np.concatenate([labels[:900], new_labels[:100]])


class BestMoment(Healthy):
    """The best accuracy of all epochs is reported, at a high rate."""

    diagnosis = "best accuracy over the epochs reported"
    rate = 0.5

    def report(self, scores):
        return max(scores)


class WrongM(Healthy):
    """The gradient of the last batch of an epoch, which is smaller, is divided by the size of a full one."""

    diagnosis = "last batch divided by the wrong m"
    batch_size = 64

    def fill_gradient(self, network, X, Y):
        network.forward(X, training=True)
        network.backward(Y, self.batch_size)


# ---------------------------------------------------------------- the unseen ones, for the exercises


class UnseenA(Healthy):
    """The first layer never moves."""

    diagnosis = "the first layer is never updated"

    def step(self, network, X, Y):
        kept = network.layers[0].W.copy(), network.layers[0].b.copy()
        super().step(network, X, Y)
        network.layers[0].W[:], network.layers[0].b[:] = kept


class UnseenB(Healthy):
    """New images are laid out column by column, the training images row by row."""

    diagnosis = "new images prepared differently from the training images"

    def prepare_new(self, images):
        return self.prepare(images.transpose(0, 2, 1))


class UnseenC(Healthy):
    """ReLU stands before softmax in the last layer."""

    diagnosis = "ReLU applied to the logits"

    class cls(NeuralNetwork):
        def forward(self, X, training=False):
            super().forward(X, training)
            last = self.layers[-1]
            self.A = last.A = softmax_along(np.maximum(last.Z, 0), axis=0)
            return self.A

        def backward(self, Y, m):
            self.backward_from_Z((self.A - Y) / m * (self.layers[-1].Z > 0))


PATIENTS = dict(enumerate(
    [ZeroStart, Shuffled, TwiceNormalized, WrongArgmax, Overflow, RawPixels, TooSoon, SoftmaxTwice,
     DropoutOn, Leak, BestMoment, OpenMask, Untransposed, OneBias, WrongM], start=1
))
UNSEEN = {"A": UnseenA, "B": UnseenB, "C": UnseenC}

# What a diagnosis may be, for the exercises.
MENU = dict(zip("abcdefghijklmnopqrstu", [
    *sorted(patient.diagnosis for patient in (*PATIENTS.values(), *UNSEEN.values())),
    "the learning rate is too large", "the learning rate is too small", "the step goes the wrong way",
], strict=True))
