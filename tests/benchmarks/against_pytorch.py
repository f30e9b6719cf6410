"""Compares nnhelpers with PyTorch on the CPU: the same training, one thread each, taken in turn.

    python tests/benchmarks/against_pytorch.py

Both start from the same weights, see the same batches of MNIST's training images in the same order, take the same
steps in float32, and add up the loss and the right answers on the way. What is timed is the training alone.
"""

import copy
import math
import sys
import time
from typing import NamedTuple

import common
import numpy as np

from nnhelpers.mnist import load_mnist
from nnhelpers.preprocessing import normalize, split, to_columns
from nnhelpers.training import batches

try:
    import torch
except ImportError:
    torch = None

INSTALL = "pip install torch==2.13.0"


class Training(NamedTuple):
    """One comparison: ours trains for some epochs, then theirs, and so on in turns.

    batch_size=None takes all images at once, so that an epoch is one step. With `filters`, for each number a
    convolution 5 × 5 and a pooling stand before the only dense layer, and `sizes` is not used.
    """

    sizes: tuple
    optimizer: str
    learning_rate: float
    batch_size: int | None
    turns: int
    epochs: int
    filters: tuple = ()
    norm: bool = False

    @property
    def name(self):
        """The network, as the table names it."""
        if not self.filters:
            return "-".join(map(str, self.sizes))
        return f"filters {', '.join(map(str, self.filters))}{', batch norm' if self.norm else ''}"

    def build(self):
        """Return our network."""
        if self.filters:
            return common.build_convolutional(self.filters, self.norm, optimizer=self.optimizer)
        return common.build(self.sizes, self.optimizer)


TRAININGS = [
    Training((784, 10, 10), "gradient_descent", 0.2, None, turns=9, epochs=20),
    Training((784, 532, 10), "gradient_descent", 0.2, None, turns=7, epochs=4),
    Training((784, 128, 64, 10), "gradient_descent", 0.1, 64, turns=9, epochs=1),
    Training((784, 256, 128, 64, 32, 10), "adam", 0.001, 128, turns=7, epochs=1),
    Training((784, 256, 128, 64, 32, 10), "adam", 0.001, 32, turns=6, epochs=1),
    Training((), "adam", 0.001, 100, turns=5, epochs=1, filters=(8, 16)),
    Training((), "adam", 0.001, 100, turns=5, epochs=1, filters=(16, 32), norm=True),
]
ASKED = 1000  # so many images are asked at a time


def load_data():
    """Return columns and labels of 50,000 images to train on and 10,000 to validate on; the test set stays sealed."""
    mnist = load_mnist()
    rng = np.random.default_rng(0)
    images, labels, validation_images, validation_labels = split(mnist.train_images, mnist.train_labels, 10_000, rng)
    X, X_validation = (to_columns(normalize(pixels, np.float32)) for pixels in (images, validation_images))
    return X, labels, X_validation, validation_labels


def as_maps(training, X):
    """Return columns of pixels as the network of this training takes them: maps before a convolution. No copy."""
    side = math.isqrt(len(X))
    return X.reshape(1, side, side, -1) if training.filters else X


def as_tensors(X, labels):
    """Return images or maps with the examples first, in the same memory, and labels as PyTorch takes them."""
    return torch.from_numpy(np.moveaxis(X, -1, 0)), torch.from_numpy(labels.astype(np.int64))


def with_bend(module, layer):
    """Return a module that carries the layer's weights and biases, if it has any, and ReLU if the layer has it."""
    if hasattr(layer, "b"):
        with torch.no_grad():
            module.weight.copy_(torch.from_numpy(layer.W).reshape(module.weight.shape))
            module.bias.copy_(torch.from_numpy(layer.b[:, 0]))
    return [module, torch.nn.ReLU()] if layer.activation == "relu" else [module]


# kind of our layer → what is theirs
THEIRS = {
    "DenseLayer": lambda layer: with_bend(torch.nn.Linear(layer.inputs, layer.outputs), layer),
    "ConvLayer": lambda layer: with_bend(torch.nn.Conv2d(layer.channels, layer.filters, layer.side), layer),
    "BatchNormLayer": lambda layer: with_bend(torch.nn.BatchNorm2d(layer.features), layer),
    "MaxPoolLayer": lambda layer: [torch.nn.MaxPool2d(layer.side)],
    "FlattenLayer": lambda layer: [torch.nn.Flatten()],
}


def build_theirs(model, training):
    """Return PyTorch's network with the weights that our `model` has now, and its optimiser.

    Its last layer gives logits, because PyTorch's cross-entropy contains the softmax.
    """
    modules = [module for layer in model.layers for module in THEIRS[type(layer).__name__](layer)]
    network = torch.nn.Sequential(*modules)
    rule = {"gradient_descent": torch.optim.SGD, "adam": torch.optim.Adam}[training.optimizer]
    return network, rule(network.parameters(), lr=training.learning_rate)


def train_theirs(network, optimizer, training, rows, labels, rng):
    """Train PyTorch's network for one turn, in the batches that `rng` draws.

    Returns
    -------
    loss, accuracy : float
        Of the last epoch, each batch measured before its step.
    """
    network.train()
    m = len(rows)
    for _ in range(training.epochs):
        loss_sum, right = 0.0, 0
        for batch in batches(m, training.batch_size or m, rng):
            rows_batch, labels_batch = take(rows, batch), take(labels, batch)
            optimizer.zero_grad()
            logits = network(rows_batch)
            loss = torch.nn.functional.cross_entropy(logits, labels_batch)
            loss.backward()
            optimizer.step()
            loss_sum += loss.item() * len(rows_batch)
            right += (logits.argmax(dim=1) == labels_batch).sum().item()
    return loss_sum / m, right / m


def take(tensor, batch):
    """Return the rows of a batch; the slice of all of them needs no copy."""
    return tensor[batch] if isinstance(batch, slice) else tensor.index_select(0, torch.from_numpy(batch))


def evaluate_theirs(network, rows, labels):
    """Return the share of right answers of PyTorch's network."""
    network.eval()
    with torch.no_grad():
        answers = [network(rows[start : start + ASKED]).argmax(dim=1) for start in range(0, len(rows), ASKED)]
    return (torch.cat(answers) == labels).float().mean().item()


def compare(training, X, labels, X_validation, validation_labels):
    """Train both in turn, from the same weights and with the same batches.

    Returns
    -------
    ours, theirs : numpy.ndarray, shape (turns,)
        Seconds per epoch.
    accuracies : tuple of two floats
        Ours and theirs on the validation images, in the end.
    """
    model = training.build()
    X, X_validation = as_maps(training, X), as_maps(training, X_validation)
    network, optimizer = build_theirs(model, training)
    rows, targets = as_tensors(X, labels)
    times = []
    for _ in range(training.turns):
        rng = copy.deepcopy(model.rng)
        start = time.perf_counter()
        model.train(X, labels, training.epochs, training.batch_size, training.learning_rate, show=0)
        middle = time.perf_counter()
        train_theirs(network, optimizer, training, rows, targets, rng)
        times.append((middle - start, time.perf_counter() - middle))
    ours, theirs = np.array(times).T / training.epochs
    accuracy_theirs = evaluate_theirs(network, *as_tensors(X_validation, validation_labels))
    return ours, theirs, (model.evaluate(X_validation, validation_labels), accuracy_theirs)


def table_row(training, ours, theirs, accuracies):
    """Return one comparison as a row of the table: medians over the turns, the ratio taken turn by turn."""
    return {
        "Network": training.name,
        "Optimiser": training.optimizer.replace("_", " ").replace("adam", "Adam"),
        "Batch": str(training.batch_size or "all"),
        "nnhelpers": f"{np.median(ours):.3f} s",
        "PyTorch": f"{np.median(theirs):.3f} s",
        "Ratio": f"{np.median(ours / theirs):.2f}",
        "Epochs": str(training.turns * training.epochs),
        "Accuracy, nnhelpers": f"{accuracies[0]:.2%}",
        "Accuracy, PyTorch": f"{accuracies[1]:.2%}",
    }


def markdown(rows):
    """Return dictionaries with the same keys as a Markdown table."""
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(row.values() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main():
    """Print a line for each comparison when it is done, and in the end all of them as a Markdown table."""
    if torch is None:
        sys.exit(f"This comparison needs PyTorch, which the course itself does not: {INSTALL}")
    torch.set_num_threads(1)
    data, rows = load_data(), []
    for training in TRAININGS:
        rows.append(table_row(training, *compare(training, *data)))
        print("  ".join(f"{name}: {value}" for name, value in rows[-1].items()), flush=True)
    print(f"\n{markdown(rows)}\n")
    print("Seconds per epoch, which is one step where the batch is all 50,000 images; accuracy on the 10,000 images")
    print(f"set aside for validation. {common.machine(f'PyTorch {torch.__version__}')}.")


if __name__ == "__main__":
    main()
