"""Compares nnhelpers with PyTorch on the CPU: the same training, one thread each, taken in turn.

    python tests/benchmarks/against_pytorch.py

Both start from the same weights, see the same batches of MNIST's training images in the same order, take the same
steps in float32, and add up the loss and the right answers on the way. What is timed is the training alone.
"""

import copy
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

    batch_size=None takes all images at once, so that an epoch is one step.
    """

    sizes: tuple
    optimizer: str
    learning_rate: float
    batch_size: int | None
    turns: int
    epochs: int


TRAININGS = [
    Training((784, 10, 10), "gradient_descent", 0.2, None, turns=9, epochs=20),
    Training((784, 532, 10), "gradient_descent", 0.2, None, turns=7, epochs=4),
    Training((784, 128, 64, 10), "gradient_descent", 0.1, 64, turns=9, epochs=1),
    Training((784, 256, 128, 64, 32, 10), "adam", 0.001, 128, turns=7, epochs=1),
    Training((784, 256, 128, 64, 32, 10), "adam", 0.001, 32, turns=6, epochs=1),
]


def load_data():
    """Return columns and labels of 50,000 images to train on and 10,000 to validate on; the test set stays sealed."""
    mnist = load_mnist()
    rng = np.random.default_rng(0)
    images, labels, validation_images, validation_labels = split(mnist.train_images, mnist.train_labels, 10_000, rng)
    X, X_validation = (to_columns(normalize(pixels, np.float32)) for pixels in (images, validation_images))
    return X, labels, X_validation, validation_labels


def as_tensors(X, labels):
    """Return images as rows, in the same memory as the columns, and labels as PyTorch takes them."""
    return torch.from_numpy(X.T), torch.from_numpy(labels.astype(np.int64))


def build_theirs(model, training):
    """Return PyTorch's network with the weights that our `model` has now, and its optimiser.

    Its last layer gives logits, because PyTorch's cross-entropy contains the softmax.
    """
    modules = []
    for layer in model.layers:
        linear = torch.nn.Linear(layer.inputs, layer.outputs)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(layer.W))
            linear.bias.copy_(torch.from_numpy(layer.b[:, 0]))
        modules += [linear, torch.nn.ReLU()]
    network = torch.nn.Sequential(*modules[:-1])
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
        return (network(rows).argmax(dim=1) == labels).float().mean().item()


def compare(training, X, labels, X_validation, validation_labels):
    """Train both in turn, from the same weights and with the same batches.

    Returns
    -------
    ours, theirs : numpy.ndarray, shape (turns,)
        Seconds per epoch.
    accuracies : tuple of two floats
        Ours and theirs on the validation images, in the end.
    """
    model = common.build(training.sizes, training.optimizer)
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
        "Network": "-".join(map(str, training.sizes)),
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
