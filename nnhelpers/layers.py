"""The layers that a NeuralNetwork is made of.

Every kind of layer has these, and none inherits them from another:

    size, weights                     how many parameters it has; the first `weights` of them are weights, on which
                                      penalties are laid, the others biases and the like
    probabilities                     whether it answers with probabilities: such a layer is the last, and only it
    settings()                        what its class was called with: enough to make another, to save it, to list it
    shape_after(shape)                the shape of one example that leaves, given that of one that comes in (None:
                                      not known); raises if that does not fit
    first_parameters(rng)             its parameters at the beginning, drawn from the network's generator
    place(parameters, gradient, rng)  makes what it needs of its windows onto the network's two vectors, and keeps
                                      the generator if it draws while it works
    forward(A_before, training)       its answer, in training or when it is asked; keeps what the way back needs
    backward(dA)                      fills its gradient, given ∂L/∂(its answer)
    dA_before()                       ∂L/∂A_before, after `backward`: computed only when somebody needs it

Arrays between layers have any shape whose last axis is the examples. A layer knows nothing of its neighbours, the
network nothing of kinds of layers; a new kind gets a class here and a line in LAYERS.

Derived in notebook 07 (dense), notebook 10 (dropout) and notebook 15 (batch normalisation). The layers of feature maps
are in `nnhelpers.map_layers`.
"""

import numpy as np

from nnhelpers.activations import ACTIVATIONS
from nnhelpers.guards import (
    require_count,
    require_name,
    require_outputs,
    require_positive,
    require_shape,
    require_share,
    require_spread,
)
from nnhelpers.initializers import INITIALIZERS
from nnhelpers.map_layers import ConvLayer, FlattenLayer, MaxPoolLayer
from nnhelpers.views import window


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
        Views into the network's parameters; `layer.W = …` writes into them.
    dW, db : numpy.ndarray, the same shapes
        Views into the network's gradient: ∂L/∂W and ∂L/∂b after `backward`.
    A_before, Z, A, dZ : numpy.ndarray
        What the last forward and backward pass went through, one example per column.

    Raises
    ------
    TypeError, ValueError
        If a size is not a whole number of at least 1, or a name is unknown; the message lists the known ones. A
        softmax of one output, which is always 1, is refused.
    """

    W, b, dW, db = window("W"), window("b"), window("dW"), window("db")

    def __init__(self, inputs, outputs, activation="relu", initializer=None):
        self.inputs, self.outputs = require_count(inputs, "inputs"), require_count(outputs, "outputs")
        self.activation = require_name(activation, "activation", ACTIVATIONS)
        if initializer is None:
            initializer = "he" if activation in ("relu", "leaky_relu") else "xavier"
        self.initializer = require_name(initializer, "initializer", INITIALIZERS)
        self.probabilities = activation == "softmax"
        require_outputs(self.outputs, self.probabilities)
        self.weights = self.outputs * self.inputs
        self.size = self.weights + self.outputs

    def settings(self):
        """Return inputs, outputs, activation and initializer.

        Returns
        -------
        dict
        """
        return {name: getattr(self, name) for name in ("inputs", "outputs", "activation", "initializer")}

    def shape_after(self, shape):
        """Return (outputs,), for examples of the shape (inputs,).

        Parameters
        ----------
        shape : tuple or None

        Returns
        -------
        tuple
        """
        require_shape(shape, (self.inputs,), f"a DenseLayer of {self.inputs} inputs")
        return (self.outputs,)

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
        W = INITIALIZERS[self.initializer](self.inputs, self.outputs, rng)
        return np.concatenate([W.ravel(), np.zeros(self.outputs)])

    def place(self, parameters, gradient, rng: np.random.Generator):
        """Make W and b views of `parameters`, and dW and db of `gradient`.

        Parameters
        ----------
        parameters, gradient : numpy.ndarray, shape (size,)
        rng : numpy.random.Generator
            Not used: a dense layer draws nothing while it works.
        """
        for vector, W, b in ((parameters, "W", "b"), (gradient, "dW", "db")):
            vars(self)[W] = vector[: self.weights].reshape(self.outputs, self.inputs)
            vars(self)[b] = vector[self.weights :].reshape(self.outputs, 1)

    def forward(self, A_before, training=False):
        """Compute the layer's answer, and keep what the way back will need.

        Parameters
        ----------
        A_before : numpy.ndarray, shape (inputs, m)
        training : bool
            Makes no difference here.

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
        """Fill dW and db.

        Parameters
        ----------
        dA : numpy.ndarray, shape (outputs, m)
            ∂L/∂A. For softmax ∂L/∂Z: it has no slope entry by entry, so that losses go through it by themselves.
        """
        _, derivative = ACTIVATIONS[self.activation]
        self.dZ = dA if derivative is None else dA * derivative(self.Z)
        np.matmul(self.dZ, self.A_before.T, out=self.dW)
        np.sum(self.dZ, axis=1, keepdims=True, out=self.db)

    def dA_before(self):
        """Return ∂L/∂A_before, after `backward`.

        Returns
        -------
        numpy.ndarray, shape (inputs, m)
        """
        return self.W.T @ self.dZ


class DropoutLayer:
    """A layer that, in training, silences each number with probability `rate` and strengthens the others.

    When it is asked, it passes everything on. Its masks are drawn from the generator of its network.

    Parameters
    ----------
    rate : float
        The share that is dropped, from 0 to below 1.

    Attributes
    ----------
    mask : numpy.ndarray, the shape of what came in last, or 1
        What the last forward pass multiplied with: 0 or 1/(1 − rate); 1 when it was asked.

    Raises
    ------
    TypeError, ValueError
        If `rate` is not such a number.

    References
    ----------
    N. Srivastava and others: Dropout: A Simple Way to Prevent Neural Networks from Overfitting (2014).
    """

    size, weights, probabilities = 0, 0, False

    def __init__(self, rate):
        self.rate = require_share(rate, "rate")

    def settings(self):
        """Return the rate.

        Returns
        -------
        dict
        """
        return {"rate": self.rate}

    def shape_after(self, shape):
        """Return `shape`: any fits, and stays as it is.

        Parameters
        ----------
        shape : tuple or None

        Returns
        -------
        tuple or None
        """
        return shape

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
        """Keep the generator that masks are drawn from.

        Parameters
        ----------
        parameters, gradient : numpy.ndarray, shape (0,)
        rng : numpy.random.Generator
        """
        self.rng = rng

    def forward(self, A_before, training=False):
        """In training, draw a new mask and apply it; otherwise pass on what came in.

        Parameters
        ----------
        A_before : numpy.ndarray of floats, any shape
        training : bool

        Returns
        -------
        numpy.ndarray, the same shape
        """
        if not training:
            self.mask = 1
            return A_before
        kept = self.rng.random(A_before.shape, A_before.dtype) >= self.rate
        self.mask = kept / A_before.dtype.type(1 - self.rate)
        return A_before * self.mask

    def backward(self, dA):
        """Keep what came back; there is no gradient to fill.

        Parameters
        ----------
        dA : numpy.ndarray
        """
        self.dA = dA

    def dA_before(self):
        """Return ∂L/∂A_before: what was dropped on the way there passes nothing back.

        Returns
        -------
        numpy.ndarray
        """
        return self.dA * self.mask


class BatchNormLayer:
    """A layer that gives each feature a spread and a middle of its own choice: A = activation(gamma · X_hat + beta).

    In training X_hat is what came in, minus its mean over the batch, divided by its standard deviation over the batch;
    the layer remembers both in running means. When it is asked, these take their place, so that an answer does not
    depend on who is asked at the same time. The features are the first axis: neurons, or the maps of a convolution,
    whose pixels are then counted together.

    Parameters
    ----------
    features : int
    activation : str
        A name in `nnhelpers.activations.ACTIVATIONS` except softmax.
    memory : float
        The share of the running mean and variance that is kept at each step, from 0 to below 1.
    epsilon : float
        Is added to the variance, so that a feature without spread is not divided by zero.

    Attributes
    ----------
    gamma, beta, running_mean, running_variance : numpy.ndarray, shape (features, 1)
        Views into the network's parameters, in this order. The last two are no weights that are learned: their part
        of the gradient stays zero, which moves nothing with any optimiser; but they are copied and saved with it.
    dgamma, dbeta : numpy.ndarray, shape (features, 1)
        Views into the network's gradient.
    X_hat, Z, A, dZ : numpy.ndarray, shape (features, numbers per feature)
        What the last forward and backward pass went through.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of range; and, in training, if there is only one number per feature: a single example.

    References
    ----------
    S. Ioffe, C. Szegedy: Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift
    (2015).
    """

    gamma, beta, dgamma, dbeta = window("gamma"), window("beta"), window("dgamma"), window("dbeta")
    running_mean, running_variance = window("running_mean"), window("running_variance")
    weights, probabilities = 0, False

    def __init__(self, features, activation="linear", memory=0.9, epsilon=1e-5):
        self.features = require_count(features, "features")
        self.activation = require_name(activation, "activation", [name for name in ACTIVATIONS if name != "softmax"])
        self.memory, self.epsilon = require_share(memory, "memory"), require_positive(epsilon, "epsilon")
        self.size = 4 * self.features

    def settings(self):
        """Return features, activation, memory and epsilon.

        Returns
        -------
        dict
        """
        return {name: getattr(self, name) for name in ("features", "activation", "memory", "epsilon")}

    def shape_after(self, shape):
        """Return `shape`, whose first axis must be the features.

        Parameters
        ----------
        shape : tuple or None

        Returns
        -------
        tuple or None
        """
        require_shape(shape, shape and (self.features, *shape[1:]), f"a BatchNormLayer of {self.features} features")
        return shape

    def first_parameters(self, rng: np.random.Generator):
        """Return gamma = 1, beta = 0, running_mean = 0 and running_variance = 1 for each feature.

        Parameters
        ----------
        rng : numpy.random.Generator
            Not used.

        Returns
        -------
        numpy.ndarray, shape (size,)
        """
        return np.repeat([1.0, 0.0, 0.0, 1.0], self.features)

    def place(self, parameters, gradient, rng: np.random.Generator):
        """Make gamma, beta and the running values views of `parameters`, dgamma and dbeta of `gradient`.

        Parameters
        ----------
        parameters, gradient : numpy.ndarray, shape (size,)
        rng : numpy.random.Generator
            Not used.
        """
        names = "gamma", "beta", "running_mean", "running_variance"
        vars(self).update(zip(names, parameters.reshape(4, -1, 1), strict=True))
        vars(self).update(zip(("dgamma", "dbeta"), gradient.reshape(4, -1, 1), strict=False))
        gradient[2 * self.features :] = 0

    def forward(self, A_before, training=False):
        """Normalise by the batch in training, by the running values when asked; keep what the way back needs.

        Parameters
        ----------
        A_before : numpy.ndarray of floats, shape (features, …, m)
        training : bool

        Returns
        -------
        A : numpy.ndarray, the same shape
        """
        function, _ = ACTIVATIONS[self.activation]
        self.shape, self.by_batch = A_before.shape, training
        X = A_before.reshape(self.features, -1)
        mean, variance = self.running_mean, self.running_variance
        if training:
            require_spread(X)
            mean = X.mean(axis=1, keepdims=True)
        self.X_hat = X - mean
        if training:
            variance = np.vecdot(self.X_hat, self.X_hat)[:, np.newaxis] / X.shape[1]
            self.running_mean += (1 - self.memory) * (mean - self.running_mean)
            self.running_variance += (1 - self.memory) * (variance - self.running_variance)
        self.spread = np.sqrt(variance + self.epsilon)
        self.X_hat *= 1 / self.spread
        self.Z = self.gamma * self.X_hat
        self.Z += self.beta
        self.A = function(self.Z)
        return self.A.reshape(self.shape)

    def backward(self, dA):
        """Fill dgamma and dbeta.

        Parameters
        ----------
        dA : numpy.ndarray, the shape of A
        """
        _, derivative = ACTIVATIONS[self.activation]
        self.dZ = dA.reshape(self.features, -1) * derivative(self.Z)
        self.dgamma = np.vecdot(self.dZ, self.X_hat)[:, np.newaxis]
        self.dbeta = self.dZ.sum(axis=1, keepdims=True)

    def dA_before(self):
        """Return ∂L/∂A_before, after `backward`: in training mean and variance have their share in it.

        Returns
        -------
        numpy.ndarray, the shape of A_before
        """
        factor = self.gamma / self.spread
        dX = factor * self.dZ
        if self.by_batch:
            n = dX.shape[1]
            dX -= factor * self.dgamma / n * self.X_hat
            dX -= factor * self.dbeta / n
        return dX.reshape(self.shape)


LAYERS = {"DenseLayer": DenseLayer, "DropoutLayer": DropoutLayer}
# From notebook 14 on, further kinds join them.
LAYERS |= {"ConvLayer": ConvLayer, "MaxPoolLayer": MaxPoolLayer, "FlattenLayer": FlattenLayer}
LAYERS |= {"BatchNormLayer": BatchNormLayer}
