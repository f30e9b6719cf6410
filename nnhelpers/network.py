"""A network of any number of layers, trained in batches.

Derived in notebook 07; penalties in notebook 10.
"""

import copy
import json

import numpy as np
import pandas as pd

from nnhelpers.guards import (
    read_network,
    require_asking,
    require_finite,
    require_layer,
    require_learning,
    require_name,
    require_optimizer,
    require_precision,
    require_rate,
    require_saving,
    require_seed,
    require_strength,
    require_training,
    write_atomically,
)
from nnhelpers.layers import LAYERS, window
from nnhelpers.losses import LOSSES, l1_penalty, l2_penalty
from nnhelpers.optimizers import OPTIMIZERS
from nnhelpers.preprocessing import decode, one_hot
from nnhelpers.training import batches, show_epoch

# So many columns are worked on at a time: what a layer makes of them stays in the processor's cache.
BLOCK = 2048
# Asking takes fewer at a time: what is large is then a network's feature maps.
ASKED = 256


class NeuralNetwork:
    """A chain of layers with one generator, one optimiser, one loss, and one long vector of parameters.

    Parameters
    ----------
    seed : int, optional
        The same seed gives the same first weights, order of batches and masks; None: other ones each time.
    optimizer : str or optimiser
        A name in `nnhelpers.optimizers.OPTIMIZERS`, or an object such as Momentum(beta=0.8), which is
        copied, with its memory if it has stepped already.
    dtype : numpy dtype
        float64, or float32 for speed; inputs are converted to it, a batch at a time.
    loss : str
        A name in `nnhelpers.losses.LOSSES`.
    l2, l1 : float
        Strengths of the penalties on weights (biases are left out); 0: none. They shape the gradient; the losses
        that are reported leave them out.

    Attributes
    ----------
    layers : tuple
        It grows by `add` alone.
    parameters, gradient : numpy.ndarray, shape (number of parameters,)
        Each layer's W and b, and dW and db, are views into these; `model.parameters = …` writes into them.
    epochs : int
        How many have been trained.
    history : pandas.DataFrame
        A row for each of them since the network was made or loaded, as from `train`.

    Examples
    --------
    >>> from nnhelpers.layers import DenseLayer, DropoutLayer
    >>> model = NeuralNetwork(seed=0, l2=0.001)
    >>> model.add(DenseLayer(784, 128, activation="relu"))
    >>> model.add(DropoutLayer(0.3))
    >>> model.add(DenseLayer(128, 10, activation="softmax"))
    >>> model.parameters.size
    101770
    """

    parameters, gradient = window("parameters"), window("gradient")

    def __init__(self, seed=None, optimizer="adam", dtype=np.float64, loss="cross_entropy", l2=0.0, l1=0.0):
        self.rng = np.random.default_rng(require_seed(seed))
        self.optimizer = require_optimizer(optimizer, OPTIMIZERS)
        self.loss = require_name(loss, "loss", LOSSES)
        self.l2, self.l1 = require_strength(l2, "l2"), require_strength(l1, "l1")
        self._layers, self.shape, self.epochs, self.rows = [], None, 0, []
        vars(self)["parameters"] = np.zeros(0, require_precision(dtype))
        self.place_layers()

    @property
    def layers(self):
        """The layers, in a tuple that cannot be changed."""
        return tuple(self._layers)

    @property
    def history(self):
        """A table with a row per epoch."""
        return pd.DataFrame(self.rows)

    def add(self, layer):
        """Append a layer and draw its first parameters.

        Parameters
        ----------
        layer : DenseLayer, DropoutLayer, …
            Not yet part of a network. It must take what the layer before gives.

        Raises
        ------
        TypeError, ValueError
            If it does not, or the layer before answers with probabilities, which must be the last.
        """
        self.shape = require_layer(layer, self.layers, self.shape)
        added = layer.first_parameters(self.rng).astype(self.parameters.dtype)
        vars(self)["parameters"] = np.concatenate([self.parameters, added])
        self._layers.append(layer)
        self.place_layers()

    def place_layers(self):
        """Make a gradient as long as the parameters, and give every layer its views of the two vectors."""
        vars(self)["gradient"], end = np.zeros_like(self.parameters), 0
        for layer in self.layers:
            start, end = end, end + layer.size
            layer.place(self.parameters[start:end], self.gradient[start:end], self.rng)
            layer.owned = True

    def __setstate__(self, state):
        """Called when a network is copied or unpickled: the copy's layers need views of the copy's vectors.

        Parameters
        ----------
        state : dict
        """
        self.__dict__.update(state)
        self.place_layers()

    def __copy__(self):
        """Return a deep copy: two networks cannot share their layers, which have one pair of windows each."""
        return copy.deepcopy(self)

    def forward(self, X, training=False):
        """Send a batch through all layers; each keeps what its way back will need.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)
        training : bool
            Whether layers that live two lives, such as dropout, are in training.

        Returns
        -------
        A : numpy.ndarray, shape (outputs, m)
            What the last layer answers.
        """
        self.A = X.astype(self.parameters.dtype, copy=False)
        for layer in self.layers:
            self.A = layer.forward(self.A, training)
        return self.A

    def backward(self, Y, m):
        """Fill `gradient` with ∂L/∂(each parameter), for the batch that went forward last.

        Parameters
        ----------
        Y : numpy.ndarray, shape (outputs, columns)
            The targets of the columns that went forward.
        m : int
            What the loss is a mean over: the columns of the whole batch, of which these may be a part.
        """
        _, derivative = LOSSES[self.loss]
        self.backward_from_Z(derivative(self.A, Y) / m)

    def backward_from_Z(self, dZ):
        """Fill `gradient`, given where the way back begins.

        Parameters
        ----------
        dZ : numpy.ndarray, shape (outputs, columns)
            ∂L/∂Z of the last layer, the one with softmax.
        """
        self.layers[-1].backward(dZ)
        for layer, after in zip(self.layers[-2::-1], self.layers[:0:-1], strict=True):
            layer.backward(after.dA_before())

    def fill_gradient(self, X, Y):
        """Fill `gradient` for a batch of any size, with the penalties' share in it.

        A large batch is worked through in blocks; the gradient of a sum is the sum of the gradients.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)
        Y : numpy.ndarray, shape (outputs, m)

        Returns
        -------
        loss : float
            The mean over the batch, without penalties.
        right : int
            How many examples were answered rightly.
        """
        costs, _ = LOSSES[self.loss]
        m = X.shape[-1]
        loss, right, earlier = 0.0, 0, 0
        for start in range(0, m, BLOCK):
            Y_block = Y[:, start : start + BLOCK]
            A = self.forward(X[..., start : start + BLOCK], training=True)
            loss += float(np.sum(costs(A, Y_block))) / m
            right += int(np.sum(A.argmax(axis=0) == Y_block.argmax(axis=0)))
            self.backward(Y_block, m)
            if m > BLOCK:
                earlier = earlier + self.gradient
        if m > BLOCK:
            self.gradient = earlier
        if self.l2 or self.l1:
            self.add_penalties()
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
        m, seen, loss, right, epoch = X.shape[-1], 0, 0.0, 0, self.epochs + 1
        for batch in batches(m, batch_size, self.rng):
            X_batch, Y_batch = X.T[batch].T, Y.T[batch].T
            rate = require_rate(learning_rate, self.epochs + seen / m)
            batch_loss, batch_right = self.step(X_batch, Y_batch, rate)
            require_learning(batch_loss, epoch, rate)
            tenths = 10 * seen // m
            seen, right = seen + Y_batch.shape[1], right + batch_right
            loss += batch_loss * Y_batch.shape[1]
            if show and tenths < 10 * seen // m < 10:
                print(f"\repoch {epoch} of {last_epoch}: {seen / m:4.0%}", end="", flush=True)
        return {"Epoch": epoch, "Training loss": loss / m, "Training accuracy": right / m}

    def train(self, X, labels, epochs, batch_size=32, learning_rate=0.001, validation=None, show=1):
        """Learn from examples for some epochs; called again, it goes on where it stopped.

        Stopped by hand, the network keeps what it has learned; if training diverges, it goes back to the end of the
        epoch before. Either way `model.history` holds the whole epochs, and the exception goes on.

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
        last_epoch, known = self.epochs + epochs, len(self.rows)
        if show and batch_size > X.shape[-1]:
            print(f"batch_size={batch_size} is more than the {X.shape[-1]} examples: each batch holds all of them")
        Y = one_hot(labels, classes=self.shape[0], dtype=self.parameters.dtype)
        try:
            while self.epochs < last_epoch:
                before = self.parameters.copy(), copy.deepcopy(self.optimizer)
                with np.errstate(over="ignore", invalid="ignore"):  # the guards report it in words
                    row = self.train_epoch(X, Y, batch_size, learning_rate, last_epoch, show)
                    require_finite(self.parameters, "parameters")
                    if validation is not None:
                        row["Validation loss"], row["Validation accuracy"] = self.measured(*validation)
                        require_finite(np.array(row["Validation loss"]), "the validation loss")
                self.epochs += 1
                self.rows.append(row)
                if show and (self.epochs % show == 0 or self.epochs == last_epoch):
                    show_epoch(row, last_epoch)
        except KeyboardInterrupt:
            print(f"\nstopped; whole epochs so far: {self.epochs}. The network keeps all that it has learned")
            raise
        except Exception:
            self.parameters, self.optimizer = before
            raise
        return pd.DataFrame(self.rows[known:])

    def answers(self, X):
        """Return the answers of the last layer for a batch of any size, in blocks.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)

        Returns
        -------
        A : numpy.ndarray, shape (outputs, m)
        """
        m = X.shape[-1]
        return np.concatenate([self.forward(X[..., start : start + ASKED]) for start in range(0, m, ASKED)], axis=-1)

    def predict_probabilities(self, X):
        """Return what the network answers for each column.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)

        Returns
        -------
        A : numpy.ndarray, shape (outputs, m)

        Raises
        ------
        TypeError, ValueError
            If `X` does not fit the network, or the last layer is not softmax.
        """
        require_asking(self.layers, X)
        return self.answers(X)

    def predict(self, X):
        """Return the class with the largest probability for each column.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)

        Returns
        -------
        labels : numpy.ndarray of int, shape (m,)
            Raises as `predict_probabilities` does.
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
            That of the network, without penalties.
        accuracy : float
            From 0 to 1.

        Raises
        ------
        TypeError, ValueError
            If `X` and `labels` do not fit the network, or each other.
        """
        require_asking(self.layers, X, labels)
        return self.measured(X, labels)

    def measured(self, X, labels):
        """Do what `measure` does, for arguments that have been looked at.

        Parameters
        ----------
        X, labels
            As for `measure`.
        """
        A = self.answers(X)
        costs, _ = LOSSES[self.loss]
        loss = costs(A, one_hot(labels, len(A), A.dtype)).mean()
        return float(loss), float(np.mean(A.argmax(axis=0) == labels))

    def evaluate(self, X, labels):
        """Return the share of right answers.

        Parameters
        ----------
        X : numpy.ndarray of floats, shape (inputs, m)
        labels : numpy.ndarray of integers, shape (m,)

        Returns
        -------
        float
            From 0 to 1. Raises as `measure` does.
        """
        return self.measure(X, labels)[1]

    def summary(self):
        """Return a table of the layers.

        Returns
        -------
        pandas.DataFrame
            A row per layer: Layer, Kind, its settings, Parameters.
        """
        rows = []
        for number, layer in enumerate(self.layers, start=1):
            settings = {name.capitalize(): value for name, value in layer.settings().items()}
            rows.append({"Layer": number, "Kind": type(layer).__name__, **settings, "Parameters": layer.size})
        table = pd.DataFrame(rows, dtype=object).fillna("")
        return table.reindex(columns=[name for name in table if name != "Parameters"] + ["Parameters"])

    def save(self, path):
        """Write all that the network is into one .npz file; optimiser, generator and history are left out.

        Parameters
        ----------
        path : str or pathlib.Path
            Written under another name first, then renamed: what stood there before is replaced whole or not at all.

        Raises
        ------
        TypeError, ValueError
            If the network has no layers, one that LAYERS does not list, or a parameter that is NaN or infinite.
        """
        require_saving(self.layers, LAYERS)
        require_finite(self.parameters, "parameters")
        architecture = {"layers": [[type(layer).__name__, layer.settings()] for layer in self.layers]}
        architecture |= {name: getattr(self, name) for name in ("loss", "l2", "l1", "epochs")}
        arrays = {"architecture": np.array(json.dumps(architecture)), "parameters": self.parameters}
        write_atomically(path, lambda file: np.savez(file, **arrays))

    @classmethod
    def load(cls, path, seed=None, optimizer="adam"):
        """Return the network that `save` wrote, ready to predict or to be trained on.

        Parameters
        ----------
        path : str or pathlib.Path
        seed : int, optional
            For the order of batches in a further training.
        optimizer : str or optimiser
            For a further training; it starts without a memory, and a line says so.

        Raises
        ------
        FileNotFoundError, ValueError
            If the file is missing, or is not a saved network; the message names the file and what is wrong.
        """
        layers, settings, epochs, parameters = read_network(path, LAYERS, LOSSES)
        model = cls(seed, optimizer, parameters.dtype, **settings)
        for layer in layers:
            model.add(layer)
        model.parameters, model.epochs = parameters, epochs
        if epochs:
            print(f"trained for {epochs} epochs; in further ones the optimiser starts without a memory of these")
        return model

    def penalty(self):
        """Return what the penalties add to the loss, a float."""
        weights = self.parameters[self.are_weights()]
        return l2_penalty(weights, self.l2) + l1_penalty(weights, self.l1)

    def add_penalties(self):
        """Add the penalties' share to `gradient`: l2 · w + l1 · sign(w) for each weight w, nothing for biases."""
        weights = self.parameters * self.are_weights()
        self.gradient += self.l2 * weights + self.l1 * np.sign(weights)

    def are_weights(self):
        """Return for each parameter whether it is a weight, in an array of bool."""
        parts = [np.arange(layer.size) < layer.weights for layer in self.layers]
        return np.concatenate([np.zeros(0, bool), *parts])
