"""The layers that a network of feature maps is made of: convolution, pooling, and flattening before a dense layer.

They have what every layer has, as `nnhelpers.layers` lists it; an example has the shape (channels, height, width).
Derived in notebook 14.
"""

import math

import numpy as np

from nnhelpers.activations import ACTIVATIONS
from nnhelpers.convolution import convolve, convolve_back, kernel_gradients, max_pool, max_pool_backward, pad, places
from nnhelpers.guards import require_count, require_maps, require_name
from nnhelpers.initializers import INITIALIZERS
from nnhelpers.views import window


class ConvLayer:
    """A layer whose filters look at every place of the maps with the same weights: Z = W patches + b.

    Columns of patches are made for some rows of places at a time (`nnhelpers.convolution.ROOM`), so that they never
    fill the memory, however many examples come in.

    Parameters
    ----------
    channels, filters : int
        How many maps come in, and how many go out.
    size : int
        The side of a filter's window, in pixels.
    stride : int
        How far the window moves each time.
    padding : int
        How wide a frame of zeros is put around each map.
    activation : str
        A name in `nnhelpers.activations.ACTIVATIONS`, softmax excepted.
    initializer : str, optional
        A name in `nnhelpers.initializers.INITIALIZERS`; by default he for relu and leaky_relu, otherwise xavier. The
        inputs are the channels · size² numbers that a window sees, the outputs the filters.

    Attributes
    ----------
    W, b : numpy.ndarray, shapes (filters, channels · size²) and (filters, 1)
        Views into the network's parameters; W.reshape(filters, channels, size, size) shows the kernels.
    dW, db : numpy.ndarray, the same shapes
        Views into the network's gradient: ∂L/∂W and ∂L/∂b after `backward`.
    A_before : numpy.ndarray, shape (channels, height, width, m)
        What came in last, with its frame of zeros.
    Z, A, dZ : numpy.ndarray, shape (filters, rows · columns · m)
        What the last forward and backward pass went through: a row per filter.

    Raises
    ------
    TypeError, ValueError
        If a number is not a whole one, or too small, or a name is unknown; the message lists the known ones.
    """

    W, b, dW, db = window("W"), window("b"), window("dW"), window("db")
    probabilities = False

    def __init__(self, channels, filters, size, stride=1, padding=0, activation="relu", initializer=None):
        self.channels, self.filters = require_count(channels, "channels"), require_count(filters, "filters")
        self.side, self.stride = require_count(size, "size"), require_count(stride, "stride")
        self.padding = require_count(padding, "padding", least=0)
        self.activation = require_name(activation, "activation", [name for name in ACTIVATIONS if name != "softmax"])
        if initializer is None:
            initializer = "he" if activation in ("relu", "leaky_relu") else "xavier"
        self.initializer = require_name(initializer, "initializer", INITIALIZERS)
        self.inputs = self.channels * self.side**2
        self.weights = self.filters * self.inputs
        self.size = self.weights + self.filters

    def settings(self):
        """Return channels, filters, size, stride, padding, activation and initializer.

        Returns
        -------
        dict
        """
        names = ("stride", "padding", "activation", "initializer")
        sizes = {"channels": self.channels, "filters": self.filters, "size": self.side}
        return sizes | {name: getattr(self, name) for name in names}

    def shape_after(self, shape):
        """Return (filters, rows, columns), for examples of the shape (channels, height, width).

        Parameters
        ----------
        shape : tuple or None

        Returns
        -------
        tuple or None
        """
        require_maps(shape, self.channels, self.side, self.padding, f"a ConvLayer of {self.channels} channels")
        if shape is None:
            return None
        return self.filters, *(places(length + 2 * self.padding, self.side, self.stride) for length in shape[1:])

    def first_parameters(self, rng: np.random.Generator):
        """Draw the weights; biases start at zero.

        Parameters
        ----------
        rng : numpy.random.Generator

        Returns
        -------
        numpy.ndarray, shape (size,)
            W, row by row, and then b.
        """
        W = INITIALIZERS[self.initializer](self.inputs, self.filters, rng)
        return np.concatenate([W.ravel(), np.zeros(self.filters)])

    def place(self, parameters, gradient, rng: np.random.Generator):
        """Make W and b views of `parameters`, and dW and db of `gradient`.

        Parameters
        ----------
        parameters, gradient : numpy.ndarray, shape (size,)
        rng : numpy.random.Generator
            Not used.
        """
        for vector, W, b in ((parameters, "W", "b"), (gradient, "dW", "db")):
            vars(self)[W] = vector[: self.weights].reshape(self.filters, self.inputs)
            vars(self)[b] = vector[self.weights :].reshape(self.filters, 1)

    def forward(self, A_before, training=False):
        """Compute the layer's answer, and keep what the way back will need.

        Parameters
        ----------
        A_before : numpy.ndarray, shape (channels, height, width, m)
        training : bool
            Makes no difference here.

        Returns
        -------
        A : numpy.ndarray, shape (filters, rows, columns, m)
        """
        function, _ = ACTIVATIONS[self.activation]
        self.A_before = pad(A_before, self.padding)
        Z = convolve(self.A_before, self.W, self.b, self.side, self.stride)
        self.Z = Z.reshape(self.filters, -1)
        self.A = function(self.Z)
        return self.A.reshape(Z.shape)

    def backward(self, dA):
        """Fill dW and db.

        Parameters
        ----------
        dA : numpy.ndarray, shape (filters, rows, columns, m)
            ∂L/∂A.
        """
        _, derivative = ACTIVATIONS[self.activation]
        self.dZ = dA.reshape(self.filters, -1)
        if self.activation != "linear":  # the slope of which is 1
            self.dZ = self.dZ * derivative(self.Z)
        self.shape = dA.shape
        self.dW, self.db = kernel_gradients(self.dZ.reshape(self.shape), self.A_before, self.side, self.stride)

    def dA_before(self):
        """Return ∂L/∂A_before, after `backward`; what fell on the frame of zeros is left out.

        Returns
        -------
        numpy.ndarray, shape (channels, height, width, m)
        """
        dA = convolve_back(self.dZ.reshape(self.shape), self.W, self.A_before.shape, self.side, self.stride)
        inside = slice(self.padding, -self.padding or None)
        return dA[:, inside, inside]


class MaxPoolLayer:
    """A layer that keeps of each window its largest number.

    Parameters
    ----------
    size : int
        The window's side, in pixels.
    stride : int, optional
        How far the window moves each time; by default by its size, so that windows lie side by side.

    Attributes
    ----------
    A_before, A : numpy.ndarray, shapes (channels, height, width, m) and (channels, rows, columns, m)
        What came in last, and what went out.

    Raises
    ------
    TypeError, ValueError
        If a number is not a whole one, or below 1.
    """

    size, weights, probabilities = 0, 0, False

    def __init__(self, size=2, stride=None):
        self.side = require_count(size, "size")
        self.stride = require_count(self.side if stride is None else stride, "stride")

    def settings(self):
        """Return size and stride.

        Returns
        -------
        dict
        """
        return {"size": self.side, "stride": self.stride}

    def shape_after(self, shape):
        """Return (channels, rows, columns), for examples of the shape (channels, height, width).

        Parameters
        ----------
        shape : tuple or None

        Returns
        -------
        tuple or None
        """
        require_maps(shape, None, self.side, 0, "a MaxPoolLayer")
        if shape is None:
            return None
        return shape[0], *(places(length, self.side, self.stride) for length in shape[1:])

    def first_parameters(self, rng: np.random.Generator):
        """Return no parameters.

        Parameters
        ----------
        rng : numpy.random.Generator
            Not used.

        Returns
        -------
        numpy.ndarray, shape (0,)
        """
        return np.zeros(0)

    def place(self, parameters, gradient, rng: np.random.Generator):
        """Do nothing: there are no parameters, and nothing is drawn.

        Parameters
        ----------
        parameters, gradient : numpy.ndarray, shape (0,)
        rng : numpy.random.Generator
        """

    def forward(self, A_before, training=False):
        """Keep the largest number of each window.

        Parameters
        ----------
        A_before : numpy.ndarray, shape (channels, height, width, m)
        training : bool
            Makes no difference here.

        Returns
        -------
        A : numpy.ndarray, shape (channels, rows, columns, m)
        """
        self.A_before = A_before
        self.A = max_pool(A_before, self.side, self.stride)
        return self.A

    def backward(self, dA):
        """Keep what came back; there is no gradient to fill.

        Parameters
        ----------
        dA : numpy.ndarray, shape (channels, rows, columns, m)
        """
        self.dA = dA

    def dA_before(self):
        """Return ∂L/∂A_before: all of a window's blame falls on its largest number.

        Returns
        -------
        numpy.ndarray, shape (channels, height, width, m)
        """
        return max_pool_backward(self.dA, self.A_before, self.A, self.side, self.stride)


class FlattenLayer:
    """A layer that makes one column of each example, as a dense layer takes it: channel by channel, row by row."""

    size, weights, probabilities = 0, 0, False

    def settings(self):
        """Return no settings.

        Returns
        -------
        dict
        """
        return {}

    def shape_after(self, shape):
        """Return (how many numbers an example holds,).

        Parameters
        ----------
        shape : tuple or None

        Returns
        -------
        tuple or None
        """
        return None if shape is None else (math.prod(shape),)

    def first_parameters(self, rng: np.random.Generator):
        """Return no parameters.

        Parameters
        ----------
        rng : numpy.random.Generator
            Not used.

        Returns
        -------
        numpy.ndarray, shape (0,)
        """
        return np.zeros(0)

    def place(self, parameters, gradient, rng: np.random.Generator):
        """Do nothing: there are no parameters, and nothing is drawn.

        Parameters
        ----------
        parameters, gradient : numpy.ndarray, shape (0,)
        rng : numpy.random.Generator
        """

    def forward(self, A_before, training=False):
        """Lay each example out as a column.

        Parameters
        ----------
        A_before : numpy.ndarray, any shape whose last axis is the examples
        training : bool
            Makes no difference here.

        Returns
        -------
        A : numpy.ndarray, shape (numbers in an example, m)
        """
        self.shape = A_before.shape
        return A_before.reshape(-1, A_before.shape[-1])

    def backward(self, dA):
        """Keep what came back; there is no gradient to fill.

        Parameters
        ----------
        dA : numpy.ndarray, shape (numbers in an example, m)
        """
        self.dA = dA

    def dA_before(self):
        """Return ∂L/∂A_before: the same numbers, in the shape that came in.

        Returns
        -------
        numpy.ndarray
        """
        return self.dA.reshape(self.shape)
