"""What the benchmarks share: one thread, the networks, and the machine's name.

Imported before NumPy, whose library for products reads the number of threads when it is loaded.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["VECLIB_MAXIMUM_THREADS"] = "1"

import datetime
import platform
from pathlib import Path

import numpy as np

from nnhelpers.layers import BatchNormLayer, ConvLayer, DenseLayer, FlattenLayer, MaxPoolLayer
from nnhelpers.network import NeuralNetwork


def build(sizes, optimizer="adam", dtype=np.float32):
    """Return a network with layers of these sizes: ReLU in the hidden layers, softmax in the last."""
    model = NeuralNetwork(seed=0, optimizer=optimizer, dtype=dtype)
    for inputs, outputs in zip(sizes[:-2], sizes[1:-1], strict=True):
        model.add(DenseLayer(inputs, outputs, activation="relu"))
    model.add(DenseLayer(sizes[-2], sizes[-1], activation="softmax"))
    return model


def build_convolutional(filters, norm, side=28, window=5, classes=10, optimizer="adam", dtype=np.float32):
    """Return a network with a convolution and a pooling for each number of filters, and one dense layer at the end.

    With `norm`, batch normalisation stands between each convolution and its ReLU.
    """
    model, channels = NeuralNetwork(seed=0, optimizer=optimizer, dtype=dtype), 1
    for number in filters:
        model.add(ConvLayer(channels, number, window, activation="linear" if norm else "relu"))
        if norm:
            model.add(BatchNormLayer(number, activation="relu"))
        model.add(MaxPoolLayer(2))
        channels, side = number, (side - window + 1) // 2
    model.add(FlattenLayer())
    model.add(DenseLayer(channels * side**2, classes, activation="softmax"))
    return model


def processor():
    """Return the processor's name, as far as the system tells it."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def machine(*versions):
    """Return in one line what was measured on what, and when; `versions` are added to Python's and NumPy's."""
    versions = (f"Python {platform.python_version()}", f"NumPy {np.__version__}", *versions)
    return f"{processor()}, {os.cpu_count()} cores, one thread; {', '.join(versions)}; {datetime.date.today()}"
