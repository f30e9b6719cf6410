"""The layers that a NeuralNetwork is made of.

Derived in notebook 07.
"""

import numpy as np

from nnhelpers.activations import ACTIVATIONS
from nnhelpers.guards import require_count, require_name
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
