"""The layers that a NeuralNetwork is made of.

Derived in notebook 07 (dense) and notebook 10 (dropout).
"""

import numpy as np

from nnhelpers.activations import ACTIVATIONS
from nnhelpers.guards import require_count, require_droppable, require_generator, require_name, require_share
from nnhelpers.initializers import INITIALIZERS


class DenseLayer:
    """A layer in which every neuron sees every input: Z = W A_before + b, A = activation(Z).

    Also called a fully connected or linear layer. It owns no memory for its parameters: the network that it is
    added to gives it a place in its two long vectors, one of parameters and one of gradients.

    Parameters
    ----------
    inputs, outputs : int
        How many numbers come in and how many neurons there are.
    activation : str
        A name in `nnhelpers.activations.ACTIVATIONS`.
    initializer : str, optional
        A name in `nnhelpers.initializers.INITIALIZERS`; by default he for relu and leaky_relu, otherwise xavier.

    Attributes
    ----------
    W, b : numpy.ndarray, shapes (outputs, inputs) and (outputs, 1)
        Views into the network's parameters. Change them in place: `layer.W[:] = …`.
    dW, db : numpy.ndarray, the same shapes
        Views into the network's gradient: ∂L/∂W and ∂L/∂b after `backward`.
    A_before, Z, A, dZ : numpy.ndarray
        What the last forward and backward pass went through, one example per column.

    Raises
    ------
    TypeError, ValueError
        If a size is not a whole number of at least 1, or a name is unknown; the message lists the known ones.
    """

    def __init__(self, inputs, outputs, activation="relu", initializer=None):
        self.inputs = require_count(inputs, "inputs")
        self.outputs = require_count(outputs, "outputs")
        self.activation = require_name(activation, "activation", ACTIVATIONS)
        if initializer is None:
            initializer = "he" if activation in ("relu", "leaky_relu") else "xavier"
        self.initializer = require_name(initializer, "initializer", INITIALIZERS)
        self.size = self.outputs * self.inputs + self.outputs

    def place(self, parameters, gradient):
        """Make W and b views of `parameters`, and dW and db of `gradient`.

        Parameters
        ----------
        parameters, gradient : numpy.ndarray, shape (size,)
        """
        weights = self.outputs * self.inputs
        self.W = parameters[:weights].reshape(self.outputs, self.inputs)
        self.b = parameters[weights:].reshape(self.outputs, 1)
        self.dW = gradient[:weights].reshape(self.outputs, self.inputs)
        self.db = gradient[weights:].reshape(self.outputs, 1)

    def forward(self, A_before):
        """Compute the layer's answer, and keep what the way back will need.

        Parameters
        ----------
        A_before : numpy.ndarray, shape (inputs, m)

        Returns
        -------
        A : numpy.ndarray, shape (outputs, m)
        """
        function, _ = ACTIVATIONS[self.activation]
        self.A_before = A_before
        self.Z = self.W @ A_before
        self.Z += self.b
        self.A = function(self.Z)
        return self.A

    def backward(self, dA):
        """Fill dW and db, given ∂L/∂A; for every activation but softmax.

        Parameters
        ----------
        dA : numpy.ndarray, shape (outputs, m)
        """
        _, derivative = ACTIVATIONS[self.activation]
        self.backward_from_Z(dA * derivative(self.Z))

    def backward_from_Z(self, dZ):
        """Fill dW and db, given ∂L/∂Z.

        Parameters
        ----------
        dZ : numpy.ndarray, shape (outputs, m)
        """
        self.dZ = dZ
        np.matmul(dZ, self.A_before.T, out=self.dW)
        np.sum(dZ, axis=1, keepdims=True, out=self.db)

    def dA_before(self):
        """Return ∂L/∂A_before, which the layer before needs.

        Returns
        -------
        numpy.ndarray, shape (inputs, m)
        """
        return self.W.T @ self.dZ


class DropoutLayer(DenseLayer):
    """A dense layer that, while `dropping`, silences each answer with probability `rate` and strengthens the others.

    The network turns `dropping` on while it trains (`RegularizedNetwork`) and off when it is asked.

    Parameters
    ----------
    inputs, outputs : int
        As for DenseLayer.
    rate : float
        The share that is dropped, from 0 to below 1.
    rng : numpy.random.Generator
        Where the masks come from; the network's own is a good choice: rng=model.rng.
    activation, initializer
        As for DenseLayer; softmax is refused.

    Attributes
    ----------
    dropping : bool
    mask : numpy.ndarray, shape (outputs, m)
        What the last forward pass multiplied A with: 0 or 1/(1 − rate).

    Raises
    ------
    TypeError, ValueError
        If an argument does not fit.

    References
    ----------
    N. Srivastava and others: Dropout: A Simple Way to Prevent Neural Networks from Overfitting (2014).
    """

    def __init__(self, inputs, outputs, rate, rng: np.random.Generator, activation="relu", initializer=None):
        super().__init__(inputs, outputs, require_droppable(activation), initializer)
        self.rate = require_share(rate, "rate")
        require_generator(rng)
        self.rng = rng
        self.dropping = False

    def forward(self, A_before):
        """Compute the layer's answer; while `dropping`, draw a new mask and apply it.

        Parameters
        ----------
        A_before : numpy.ndarray, shape (inputs, m)

        Returns
        -------
        A : numpy.ndarray, shape (outputs, m)
        """
        A = super().forward(A_before)
        if self.dropping:
            kept = self.rng.random(A.shape, A.dtype) >= self.rate
            self.mask = kept / A.dtype.type(1 - self.rate)
            self.A = A * self.mask
        return self.A

    def backward(self, dA):
        """Fill dW and db, given ∂L/∂A: what was dropped on the way there passes nothing back.

        Parameters
        ----------
        dA : numpy.ndarray, shape (outputs, m)
        """
        super().backward(dA * self.mask if self.dropping else dA)
