"""What kind of network it is: its layers' shapes, and what happens in them, told by trying every usual way."""

from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np

from nnhelpers.activations import (
    leaky_relu,
    leaky_relu_derivative,
    linear,
    linear_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)

# ---------------------------------------------------------------- layers


class Layers(NamedTuple):
    """A network of weights and biases, as the reader stores them."""

    W: list  # names, from the first layer on
    b: list  # names or None
    flipped: bool  # weights stored (inputs, outputs)
    sizes: list  # inputs, hidden ones, classes
    shapes: dict  # name → shape

    def small(self, sizes, rng, spread=1.0):
        """Return random parameters of other sizes, in the reader's shapes."""
        values = {}
        for k, (W, b) in enumerate(zip(self.W, self.b, strict=True)):
            inputs, outputs = sizes[k], sizes[k + 1]
            weights = rng.normal(0, spread * np.sqrt(2 / inputs), (outputs, inputs))
            values[W] = weights.T.copy() if self.flipped else weights
            if b is not None:
                shape = self.shapes[b]
                values[b] = rng.normal(0, 0.5, tuple(outputs if side == self.sizes[k + 1] and side != 1 else side
                                                     for side in shape))
        return {name: values[name] for name in self.shapes}

    def columns(self, values):
        """Return [(W (outputs, inputs), b (outputs, 1)), …] of parameters in the reader's shapes."""
        layers = []
        for W, b in zip(self.W, self.b, strict=True):
            weights = values[W].T if self.flipped else values[W]
            bias = np.zeros((len(weights), 1)) if b is None else np.reshape(values[b], (-1, 1))
            layers.append((weights, bias))
        return layers

    def in_columns(self, name, layers):
        """Return one parameter among layers in columns."""
        return layers[self.W.index(name)][0] if name in self.W else layers[self.b.index(name)][1]

    def gradient_in_columns(self, name, gradient):
        """Return a gradient as (outputs, inputs) or (outputs, 1), where its shape allows it."""
        gradient = np.asarray(gradient)
        if name in self.W:
            return gradient.T if self.flipped and gradient.ndim == 2 else gradient
        size = self.shapes[name]
        if gradient.ndim and gradient.size == max(gradient.shape) and len(size):
            return gradient.reshape(-1, 1)
        return gradient.T if self.flipped and gradient.ndim == 2 else gradient


def layers_of(values, inputs):
    """Return the layers of a network of weights and biases, or None if it is something else."""
    matrices = [name for name, value in values.items() if value.ndim == 2 and (
        1 not in value.shape or name.lower().startswith("w"))]
    others = [name for name in values if name not in matrices]
    if not matrices or any(values[name].size != max(values[name].shape, default=0) for name in others):
        return None
    for flipped in (False, True):
        sizes = chain([values[name].shape for name in matrices], inputs, flipped)
        if sizes:
            break
    else:
        return None
    biases, left = [], list(others)
    for k, name in enumerate(matrices):
        fitting = [b for b in left if values[b].size == sizes[k + 1]]
        number = "".join(c for c in name if c.isdigit())
        same = [b for b in fitting if "".join(c for c in b if c.isdigit()) == number] or fitting
        biases.append(same[0] if same else None)
        if same:
            left.remove(same[0])
    if left:
        return None
    return Layers(matrices, biases, flipped, sizes, {name: value.shape for name, value in values.items()})


def chain(shapes, inputs, flipped):
    """Return the sizes of the layers if the weights' shapes follow each other, or None."""
    sizes = [inputs]
    for shape in shapes:
        before, after = shape if flipped else shape[::-1]
        if before != sizes[-1]:
            return None
        sizes.append(after)
    return sizes


# ---------------------------------------------------------------- what happens in a layer


def along(Z, axis):
    """Return softmax summed along an axis, or along both for None."""
    exponentials = np.exp(Z - Z.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


def leaky(slope):
    """Return a leaky ReLU and its slope."""
    return partial(leaky_relu, slope=slope), partial(leaky_relu_derivative, slope=slope)


HEALTHY = {  # name → function of Z, slope at Z
    "ReLU": (relu, relu_derivative),
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
    "leaky ReLU": leaky(0.01),
    "leaky ReLU (0.1)": leaky(0.1),
    "leaky ReLU (0.2)": leaky(0.2),
    "leaky ReLU (0.001)": leaky(0.001),
    "ELU": (lambda Z: np.where(Z > 0, Z, np.exp(np.minimum(Z, 0)) - 1),
            lambda Z: np.where(Z > 0, 1, np.exp(np.minimum(Z, 0)))),
    "softplus": (lambda Z: np.log1p(np.exp(Z)), sigmoid),
    "swish": (lambda Z: Z * sigmoid(Z), lambda Z: sigmoid(Z) * (1 + Z * (1 - sigmoid(Z)))),
}
SICK = {
    "no activation": (linear, linear_derivative),
    "mask as activation": (lambda Z: (Z > 0) * 1.0, np.zeros_like),
    "inverted ReLU": (lambda Z: np.minimum(Z, 0), lambda Z: (Z < 0) * 1.0),
    "absolute value": (np.abs, np.sign),
    "sigmoid without minus": (lambda Z: sigmoid(-Z), lambda Z: -sigmoid_derivative(Z)),
    "softmax in a hidden layer": (lambda Z: along(Z, 0), None),
    "ReLU starting at 1": (lambda Z: np.where(Z > 1, Z, 0), lambda Z: (Z > 1) * 1.0),
    "derivative as activation": (sigmoid_derivative, None),
}
ACTIVATIONS = HEALTHY | SICK

OUTPUTS = {
    "softmax": lambda Z: along(Z, 0),
    "sigmoid": sigmoid,
    "logits": lambda Z: Z,
    "log-softmax": lambda Z: np.log(along(Z, 0)),
    "softmax along the examples": lambda Z: along(Z, 1),
    "softmax along the examples, shifted": lambda Z: np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0)).sum(
        axis=1, keepdims=True),
    "softmax over everything": lambda Z: along(Z, None),
    "softmax over everything, shifted": lambda Z: np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0)).sum(),
    "softmax twice": lambda Z: along(along(Z, 0), 0),
    "ReLU before softmax": lambda Z: along(np.maximum(Z, 0), 0),
    "ReLU before softmax, twice": lambda Z: along(along(np.maximum(Z, 0), 0), 0),
    "sigmoid before softmax": lambda Z: along(sigmoid(Z), 0),
    "tanh before softmax": lambda Z: along(np.tanh(Z), 0),
    "maximum along the examples": lambda Z: shifted_by_rows(Z),
    "no exponential": lambda Z: Z / Z.sum(axis=0),
    "softmax of minus Z": lambda Z: along(-Z, 0),
    "softmax not divided": lambda Z: np.exp(Z),
    "softmax not divided, shifted": lambda Z: np.exp(Z - Z.max(axis=0)),
    "softmax of the absolute value": lambda Z: along(np.abs(Z), 0),
    "tanh at the end": np.tanh,
    "ReLU at the end": lambda Z: np.maximum(Z, 0),
}
SOUND = ("softmax", "sigmoid", "logits", "log-softmax", "tanh at the end")  # the last for a declared squared error


def shifted_by_rows(Z):
    """Return the exponentials shifted by each class's maximum over the examples, divided by each example's sum."""
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=0)


class Model(NamedTuple):
    """A way in which a network may work: an activation per hidden layer, an output, and one departure."""

    activations: tuple
    output: str
    slip: tuple = ()  # ("transposed", k) or ("input", k)

    @property
    def sound(self):
        """Tell whether nothing in it is a mistake."""
        return not self.slip and self.output in SOUND and all(name in HEALTHY for name in self.activations)

    def run(self, layers, X):
        """Return Z and A of every layer; A[0] is X."""
        A, Z = [X], []
        for k, (W, b) in enumerate(layers):
            if self.slip == ("transposed", k):
                W = W.T
            came = A[k - 1] if self.slip == ("input", k) else A[k]
            Z.append(W @ came + b)
            bend = ACTIVATIONS[self.activations[k]][0] if k < len(layers) - 1 else OUTPUTS[self.output]
            A.append(bend(Z[k]))
        return Z, A


def slips_of(layers):
    """Return the departures that these layers' shapes allow."""
    found = [()]
    for k, (W, _) in enumerate(layers):
        if W.shape[0] == W.shape[1]:
            found.append(("transposed", k))
        if k and layers[k - 1][0].shape[1] == W.shape[1]:
            found.append(("input", k))
    return found


def alike(first, second, tolerance=1e-6):
    """Tell whether two arrays agree, beside their largest entry."""
    if np.shape(first) != np.shape(second) or not np.all(np.isfinite(first)) or not np.all(np.isfinite(second)):
        return False
    return bool(np.abs(first - second).max() <= tolerance * max(np.abs(second).max(), 1e-12))


def models_for(cases):
    """Return the ways of working that give, for every case, what the network gave: the simplest kind only.

    `cases`: list of (layers as columns, X as columns, what came out as columns).
    """
    first = cases[0][0]
    hidden = len(first) - 1
    names = list(ACTIVATIONS)
    combinations = list(product(names, repeat=hidden)) if hidden <= 2 else [
        (name,) * k + (other,) + (name,) * (hidden - k - 1) for name in HEALTHY for other in names
        for k in range(hidden)]
    with np.errstate(all="ignore"):
        for slip in slips_of(first):
            found = []
            pool = combinations if not slip else [tuple([name] * hidden) for name in HEALTHY]
            for activations in dict.fromkeys(pool):
                last = Model(activations, "logits", slip)
                logits = last.run(*cases[0][:2])[0][-1]
                for output, bend in OUTPUTS.items():
                    model = last._replace(output=output)
                    if alike(bend(logits), cases[0][2]) and explains(model, cases[1:]):
                        found.append(model)
            if found:
                return found
    return []


def explains(model, cases):
    """Tell whether a way of working gives what the network gave, in every case."""
    return all(alike(model.run(layers, X)[1][-1], came) for layers, X, came in cases)
