"""A network of any number of layers, trained in batches.

Derived in notebook 07; its regularised form and early stopping in notebook 10.
"""

import json

import numpy as np
import pandas as pd

from nnhelpers.activations import ACTIVATIONS
from nnhelpers.guards import (
    read_network,
    require_count,
    require_examples,
    require_finite,
    require_generator,
    require_layer,
    require_network,
    require_optimizer,
    require_pair,
    require_precision,
    require_rate,
    require_strength,
    require_training,
    write_atomically,
)
from nnhelpers.initializers import INITIALIZERS
from nnhelpers.layers import DenseLayer, DropoutLayer
from nnhelpers.losses import cross_entropy, l1_penalty, l2_penalty
from nnhelpers.metrics import accuracy
from nnhelpers.optimizers import OPTIMIZERS
from nnhelpers.preprocessing import decode, one_hot

# So many columns are worked on at a time: what a layer makes of them stays in the processor's cache.
BLOCK = 2048


def batches(m, batch_size, rng: np.random.Generator):
    """Yield which columns belong to each batch of one epoch.

    Parameters
    ----------
    m : int
        The number of examples.
    batch_size : int
        The last batch is smaller if m is no multiple of it.
    rng : numpy.random.Generator
        Where the order of the examples comes from.

    Yields
    ------
    numpy.ndarray of int, or slice
        Together each column once. A batch of everything is a slice in the given order, which needs no copy.
    """
    require_generator(rng)
    if batch_size >= m:
        yield slice(None)
        return
    order = rng.permutation(m)
    for start in range(0, m, batch_size):
        yield order[start : start + batch_size]


def show_epoch(row, last_epoch):
    """Write the line of a finished epoch over its progress.

    Parameters
    ----------
    row : dict
        A row of the history.
    last_epoch : int
        How many epochs there will have been in the end.
    """
    line = f"epoch {row['Epoch']} of {last_epoch}: "
    line += f"loss {row['Training loss']:.4f}, accuracy {row['Training accuracy']:.2%}"
    if "Validation loss" in row:
        line += f", on validation {row['Validation loss']:.4f}, {row['Validation accuracy']:.2%}"
    print("\r" + line, flush=True)


class NeuralNetwork:
    """A chain of layers with one generator, one optimiser, and one long vector of parameters.

    Parameters
    ----------
    seed : int, optional
        The same seed gives the same first weights and the same order of batches; None: other ones each time.
    optimizer : str or optimiser
        A name in `nnhelpers.optimizers.OPTIMIZERS`, or an object such as Momentum(beta=0.8), which is
        copied, with its memory if it has stepped already.
    dtype : numpy dtype
        float64, or float32 for speed; inputs are converted to it, a batch at a time.

    Attributes
    ----------
    layers : list
    parameters, gradient : numpy.ndarray, shape (number of parameters,)
        Each layer's W and b, and dW and db, are views into these.
    epochs : int
        How many have been trained.

    Examples
    --------
    >>> model = NeuralNetwork(seed=0)
    >>> model.add(DenseLayer(784, 128, activation="relu"))
    >>> model.add(DenseLayer(128, 10, activation="softmax"))
    >>> model.parameters.size
    101770
    """

    def __init__(self, seed=None, optimizer="adam", dtype=np.float64):
        self.rng = np.random.default_rng(seed)
        self.optimizer = require_optimizer(optimizer, OPTIMIZERS)
        self.layers = []
        self.parameters = np.zeros(0, require_precision(dtype))
        self.gradient = np.zeros_like(self.parameters)
        self.epochs = 0

    def add(self, layer):
        """Append a layer and draw its first weights; biases start at zero.

        Parameters
        ----------
        layer : DenseLayer
            Not yet part of a network. Its inputs must be as many as the outputs of the layer before.

        Raises
        ------
        TypeError, ValueError
            If the sizes do not fit (both layers are named), or the layer before is softmax, which must be the last.
        """
        require_layer(layer, self.layers)
        W = INITIALIZERS[layer.initializer](layer.inputs, layer.outputs, self.rng)
        added = np.concatenate([W.ravel(), np.zeros(layer.outputs)]).astype(self.parameters.dtype)
        self.parameters = np.concatenate([self.parameters, added])
        self.gradient = np.zeros_like(self.parameters)
        self.layers.append(layer)
        self.place_layers()

    def place_layers(self):
        """Give every layer its views of the two vectors."""
        end = 0
        for layer in self.layers:
            start, end = end, end + layer.size
            layer.place(self.parameters[start:end], self.gradient[start:end])

    def __setstate__(self, state):
        """Called when a network is copied or unpickled: the copy's layers need views of the copy's vectors.

        Parameters
        ----------
        state : dict
        """
        self.__dict__.update(state)
        self.place_layers()

    def forward(self, X):
        """Send a batch through all layers; each keeps what its way back will need.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)

        Returns
        -------
        A : numpy.ndarray, shape (outputs, m)
            What the last layer answers.
        """
        A = X.astype(self.parameters.dtype, copy=False)
        for layer in self.layers:
            A = layer.forward(A)
        return A

    def backward(self, Y, m):
        """Fill `gradient` with ∂L/∂(each parameter), for the batch that went forward last.

        Parameters
        ----------
        Y : numpy.ndarray, shape (outputs, columns)
            The targets of the columns that went forward.
        m : int
            What the loss is a mean over: the columns of the whole batch, of which these may be a part.
        """
        self.backward_from_Z((self.layers[-1].A - Y) / m)

    def backward_from_Z(self, dZ):
        """Fill `gradient`, given where the way back begins.

        Parameters
        ----------
        dZ : numpy.ndarray, shape (outputs, columns)
            ∂L/∂Z of the last layer.
        """
        self.layers[-1].backward_from_Z(dZ)
        for layer, after in zip(self.layers[-2::-1], self.layers[:0:-1], strict=True):
            layer.backward(after.dA_before())

    def fill_gradient(self, X, Y):
        """Fill `gradient` for a batch of any size.

        A large batch is worked through in blocks; the gradient of a sum is the sum of the gradients.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)
        Y : numpy.ndarray, shape (outputs, m)

        Returns
        -------
        loss : float
            The mean over the batch.
        right : int
            How many examples were answered rightly.
        """
        m = X.shape[1]
        loss, right, earlier = 0.0, 0, 0
        for start in range(0, m, BLOCK):
            columns = slice(start, start + BLOCK)
            A = self.forward(X[:, columns])
            loss += cross_entropy(A, Y[:, columns]) * A.shape[1] / m
            right += int(np.sum(Y[:, columns][decode(A), range(A.shape[1])]))
            self.backward(Y[:, columns], m)
            if m > BLOCK:
                earlier = earlier + self.gradient
        if m > BLOCK:
            self.gradient[:] = earlier
        return loss, right

    def step(self, X, Y, learning_rate):
        """Move all parameters once, by the gradient of one batch.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)
        Y : numpy.ndarray, shape (outputs, m)
        learning_rate : float

        Returns
        -------
        loss : float
            The mean over the batch, before the step.
        right : int
            How many examples were answered rightly, before the step.
        """
        loss, right = self.fill_gradient(X, Y)
        self.optimizer.step(self.parameters, self.gradient, learning_rate)
        return loss, right

    def train_epoch(self, X, Y, batch_size, learning_rate, last_epoch, show):
        """Go once through all examples; return the row of the history that tells how it went.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)
        Y : numpy.ndarray, shape (outputs, m)
        batch_size : int
        learning_rate : float or function
        last_epoch : int
            How many epochs there will have been in the end; for the line of progress.
        show : int

        Returns
        -------
        dict
            Epoch, Training loss, Training accuracy.
        """
        m, seen, loss, right = X.shape[1], 0, 0.0, 0
        for batch in batches(m, batch_size, self.rng):
            X_batch, Y_batch = X.T[batch].T, Y.T[batch].T
            rate = require_rate(learning_rate, self.epochs + seen / m)
            batch_loss, batch_right = self.step(X_batch, Y_batch, rate)
            tenths = 10 * seen // m
            seen, right = seen + X_batch.shape[1], right + batch_right
            loss += batch_loss * X_batch.shape[1]
            if show and tenths < 10 * seen // m < 10:
                print(f"\repoch {self.epochs + 1} of {last_epoch}: {seen / m:4.0%}", end="", flush=True)
        return {"Epoch": self.epochs + 1, "Training loss": loss / m, "Training accuracy": right / m}

    def predict_probabilities(self, X):
        """Return what the network answers for each column.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)

        Returns
        -------
        A : numpy.ndarray, shape (outputs, m)
            Each column sums to 1.

        Raises
        ------
        TypeError, ValueError
            If `X` does not fit the network, or the last layer is not softmax.
        """
        require_network(self.layers)
        require_examples(self.layers, X)
        return np.hstack([self.forward(X[:, start : start + BLOCK]) for start in range(0, X.shape[1], BLOCK)])

    def predict(self, X):
        """Return the class with the largest probability for each column.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)

        Returns
        -------
        labels : numpy.ndarray of int, shape (m,)

        Raises
        ------
        TypeError, ValueError
            If `X` does not fit the network, or the last layer is not softmax.
        """
        return decode(self.predict_probabilities(X))

    def measure(self, X, labels):
        """Return the loss and the accuracy on a batch of any size.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)
        labels : numpy.ndarray of integers, shape (m,)

        Returns
        -------
        loss : float
        accuracy : float
            From 0 to 1.

        Raises
        ------
        TypeError, ValueError
            If `X` and `labels` do not fit the network, or each other.
        """
        require_network(self.layers)
        require_examples(self.layers, X, labels)
        A = self.predict_probabilities(X)
        return cross_entropy(A, one_hot(labels, len(A), A.dtype)), accuracy(labels, decode(A), len(A))

    def evaluate(self, X, labels):
        """Return the share of right answers.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)
        labels : numpy.ndarray of integers, shape (m,)

        Returns
        -------
        accuracy : float
            From 0 to 1.

        Raises
        ------
        TypeError, ValueError
            If `X` and `labels` do not fit the network, or each other.
        """
        return self.measure(X, labels)[1]

    def train(self, X, labels, epochs, batch_size=32, learning_rate=0.001, validation=None, show=1):
        """Learn from examples for some epochs; called again, it goes on where it stopped.

        An interrupt (the stop button) ends the training early; the network keeps what it has learned.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)
        labels : numpy.ndarray of integers, shape (m,)
        epochs : int
            How often to go through all examples.
        batch_size : int or None
            Examples per step; the last batch of an epoch may be smaller. None, or more than there are: all at once.
        learning_rate : float or function
            A positive number, or a schedule: epochs trained so far (with fractions) → learning rate.
        validation : tuple (X, labels), optional
            Examples to measure on after each epoch, never to learn from.
        show : int
            Show progress, with a line for every so many epochs; 0 shows nothing.

        Returns
        -------
        history : pandas.DataFrame
            A row per epoch: Epoch, Training loss, Training accuracy and, with validation data, Validation loss and
            Validation accuracy. The training figures are means over the epoch, each batch measured before its step.

        Raises
        ------
        TypeError, ValueError
            If an argument does not fit the network, or training diverges.
        """
        epochs, batch_size = require_training(self, X, labels, epochs, batch_size, learning_rate, validation, show)
        m, last_epoch, history = X.shape[1], self.epochs + epochs, []
        if show and batch_size > m:
            print(f"batch_size={batch_size} is more than the {m} examples: each batch holds all of them")
        Y = one_hot(labels, classes=self.layers[-1].outputs, dtype=self.parameters.dtype)
        try:
            while self.epochs < last_epoch:
                with np.errstate(over="ignore", invalid="ignore"):  # the guards report it in words
                    row = self.train_epoch(X, Y, batch_size, learning_rate, last_epoch, show)
                    require_finite(self.parameters, "parameters")
                    if validation is not None:
                        row["Validation loss"], row["Validation accuracy"] = self.measure(*validation)
                self.epochs += 1
                history.append(row)
                if show and (self.epochs % show == 0 or self.epochs == last_epoch):
                    show_epoch(row, last_epoch)
        except KeyboardInterrupt:
            print(f"\nstopped; whole epochs so far: {self.epochs}. The network keeps what it has learned")
        return pd.DataFrame(history)

    def summary(self):
        """Return a table of the layers.

        Returns
        -------
        pandas.DataFrame
            A row per layer: Layer, Inputs, Outputs, Activation, Initializer, Parameters.
        """
        return pd.DataFrame(
            [
                (number, layer.inputs, layer.outputs, layer.activation, layer.initializer, layer.size)
                for number, layer in enumerate(self.layers, start=1)
            ],
            columns=["Layer", "Inputs", "Outputs", "Activation", "Initializer", "Parameters"],
        )

    def save(self, path):
        """Write architecture and parameters into one .npz file; not the optimiser's memory, nor the count of epochs.

        Parameters
        ----------
        path : str or pathlib.Path
            Written under another name first, then renamed: what stood there before is replaced whole or not at all.

        Raises
        ------
        ValueError
            If the network has no layers, or a parameter is NaN or infinite.
        """
        require_network(self.layers, last=None)
        require_finite(self.parameters, "parameters")
        layers = [[layer.inputs, layer.outputs, layer.activation, layer.initializer] for layer in self.layers]
        architecture = np.array(json.dumps(layers))
        write_atomically(path, lambda file: np.savez(file, architecture=architecture, parameters=self.parameters))

    @classmethod
    def load(cls, path, seed=None, optimizer="adam"):
        """Return the network that `save` wrote, ready to predict or to be trained on.

        Parameters
        ----------
        path : str or pathlib.Path
        seed : int, optional
            For the order of batches in a further training.
        optimizer : str or optimiser
            For a further training; it starts without a memory.

        Returns
        -------
        NeuralNetwork

        Raises
        ------
        FileNotFoundError, ValueError
            If the file is missing, or is not a saved network; the message names the file and what is wrong.
        """
        architecture, parameters = read_network(path, known=(ACTIVATIONS, INITIALIZERS))
        model = cls(seed, optimizer, parameters.dtype)
        for inputs, outputs, activation, initializer in architecture:
            model.add(DenseLayer(inputs, outputs, activation, initializer))
        model.parameters[:] = parameters
        return model


class RegularizedNetwork(NeuralNetwork):
    """A network that may be penalised for large weights, and that turns dropout on while it trains.

    Penalties and dropout matter only for training: `save` leaves them out, as it does the optimiser's memory.

    Parameters
    ----------
    seed, optimizer, dtype
        As for NeuralNetwork.
    l2, l1 : float
        Strengths of the two penalties on the weights, not on the biases; 0: none.

    Raises
    ------
    TypeError, ValueError
        If a strength is negative or no number.

    Examples
    --------
    >>> model = RegularizedNetwork(seed=0, l2=0.001)
    >>> model.add(DropoutLayer(784, 128, rate=0.3, rng=model.rng))
    >>> model.add(DenseLayer(128, 10, activation="softmax"))
    """

    def __init__(self, seed=None, optimizer="adam", dtype=np.float64, l2=0.0, l1=0.0):
        super().__init__(seed, optimizer, dtype)
        self.l2 = require_strength(l2, "l2")
        self.l1 = require_strength(l1, "l1")

    def penalty(self):
        """Return what the penalties add to the loss.

        Returns
        -------
        float
        """
        return sum(l2_penalty(layer.W, self.l2) + l1_penalty(layer.W, self.l1) for layer in self.layers)

    def set_dropping(self, on):
        """Turn dropout on or off, in all layers that have it.

        Parameters
        ----------
        on : bool
        """
        for layer in self.layers:
            if isinstance(layer, DropoutLayer):
                layer.dropping = on

    def fill_gradient(self, X, Y):
        """Fill `gradient` with that of loss and penalty, with dropout at work.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)
        Y : numpy.ndarray, shape (outputs, m)

        Returns
        -------
        loss : float
            The mean over the batch, without the penalty.
        right : int
        """
        try:
            self.set_dropping(True)
            loss, right = super().fill_gradient(X, Y)
        finally:  # an interrupt must not leave it on
            self.set_dropping(False)
        for layer in self.layers:
            if self.l2 > 0:
                layer.dW += self.l2 * layer.W
            if self.l1 > 0:
                layer.dW += self.l1 * np.sign(layer.W)
        return loss, right


def train_with_patience(model, X, labels, validation, epochs, patience, batch_size=32, learning_rate=0.001):
    """Train until the validation loss has not improved for some epochs; keep the best parameters.

    Parameters
    ----------
    model : NeuralNetwork
        It is changed: afterwards it has the parameters of its best epoch. Its `epochs` and its optimiser's memory
        are those of the last.
    X : numpy.ndarray of floats, shape (inputs, m)
    labels : numpy.ndarray of integers, shape (m,)
    validation : tuple (X, labels)
    epochs : int
        The most that are trained.
    patience : int
        How many epochs in a row may bring no lower validation loss.
    batch_size, learning_rate
        As for `NeuralNetwork.train`.

    Returns
    -------
    history : pandas.DataFrame
        A row per trained epoch, as from `train`; those after the best one included.

    Raises
    ------
    TypeError, ValueError
        If an argument does not fit.
    """
    require_pair(validation)
    require_count(epochs, "epochs")
    require_count(patience, "patience")
    rows, best_loss, waited, best = [], np.inf, 0, model.parameters.copy()
    try:
        while len(rows) < epochs and waited < patience:
            row = model.train(X, labels, 1, batch_size, learning_rate, validation, show=0)
            if row.empty:  # interrupted
                break
            rows.append(row)
            waited += 1
            if row["Validation loss"].item() < best_loss:
                best_loss, best, waited = row["Validation loss"].item(), model.parameters.copy(), 0
    finally:  # also if a later epoch diverges
        if rows:
            model.parameters[:] = best
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
