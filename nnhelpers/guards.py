"""Guards: each looks at what was passed and, if it is wrong, says what it was, what is expected and what to do.

They hold no mathematics. The lessons name them where they are first used; notebook 02 shows one in full.
"""

import copy
import gzip
import io
import itertools
import json
import math
import numbers
import operator
import os
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np


def require_array(array, name):
    """Raise a TypeError unless `array` is a NumPy array."""
    if not isinstance(array, np.ndarray):
        raise TypeError(
            f"{name} must be a NumPy array, but a {type(array).__name__} was passed; "
            f"np.array({name}) turns a list into one"
        )


def require_labels(labels, classes=10, name="labels"):
    """Raise unless `labels` is an array of shape (m,), m ≥ 1, of whole numbers from 0 to classes − 1."""
    require_array(labels, name)
    require_count(classes, "classes")
    if labels.ndim != 1:
        raise ValueError(
            f"{name} must be one-dimensional, of shape (m,), but its shape is {labels.shape}; "
            "if it is one-hot encoded, decode(Y) gives the whole numbers back"
        )
    if labels.size == 0:
        raise ValueError(f"{name} is empty: pass at least one label")
    if labels.dtype.kind not in "iu":
        raise TypeError(
            f"{name} must be whole numbers, but its dtype is {labels.dtype}; "
            f"if its values are whole, convert it with {name}.astype(int)"
        )
    wrong = np.flatnonzero((labels < 0) | (labels >= classes))
    if wrong.size:
        place = wrong[0]
        raise ValueError(
            f"{name} must be whole numbers from 0 to {classes - 1}, "
            f"but found {labels[place]} at position {place}"
        )


def require_pixels(images):
    """Raise unless `images` is a non-empty array of raw pixels: dtype uint8, values 0 to 255."""
    require_array(images, "images")
    if images.size == 0:
        raise ValueError(f"images is empty (shape {images.shape}): pass at least one image")
    if images.dtype == np.uint8:
        return
    if images.dtype.kind == "f" and images.max() <= 1:
        raise ValueError(
            f"images must be raw pixels (uint8, 0 to 255), but they are {images.dtype} with a maximum of "
            f"{images.max():.3g}: they look normalised already; normalise once, from the raw pixels"
        )
    raise ValueError(
        f"images must be raw pixels of dtype uint8 (0 to 255), but their dtype is {images.dtype}; "
        "pass them as load_mnist returned them"
    )


def require_images(images):
    """Raise unless `images` is an array of shape (m, height, width) with at least one image."""
    require_array(images, "images")
    if images.ndim != 3:
        raise ValueError(
            f"images must have the shape (m, height, width), but their shape is {images.shape}"
            + ("; for a single image pass images[:1], not images[0]" if images.ndim == 2 else "")
        )
    if images.size == 0:
        raise ValueError(f"images is empty (shape {images.shape}): pass at least one image")


def require_split(images, labels, validation_size, rng):
    """Raise unless images and labels can be split: arrays of one length, something left to train on, a generator."""
    require_array(images, "images")
    require_array(labels, "labels")
    if images.ndim == 0 or labels.ndim != 1:
        raise ValueError(
            f"images must have the shape (m, …) and labels (m,), but their shapes are {images.shape} and {labels.shape}"
        )
    require_same_length(images, labels, "images and labels")
    if require_count(validation_size, "validation_size") >= len(images):
        raise ValueError(
            f"validation_size must leave something to train on: there are {len(images)} examples, "
            f"but {validation_size} were asked for"
        )
    require_generator(rng)


def require_generator(rng):
    """Raise unless `rng` is a generator of random numbers."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng must be a generator of random numbers, but {rng!r} was passed; np.random.default_rng(0) makes one"
        )


def require_same_length(first, second, names):
    """Raise unless the two arrays have the same number of entries along their first axis."""
    if len(first) != len(second):
        raise ValueError(
            f"{names} must belong together one to one, but there are {len(first)} and {len(second)} of them"
        )


def require_finite(array, name):
    """Raise unless `array` is a non-empty array of numbers without NaN or infinity."""
    require_array(array, name)
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}): pass at least one example")
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} must hold numbers, but its dtype is {array.dtype}")
    if not (np.isfinite(array.min()) and np.isfinite(array.max())):
        place = tuple(int(index) for index in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(
            f"{name} holds {array[place]} at {place}. Look for it in what {name} was computed from; "
            "if it appeared during training, the steps are too long: try a smaller learning_rate"
        )


def require_columns(X, name="X"):
    """Raise unless `X` is a finite matrix, one example per column."""
    require_finite(X, name)
    if X.ndim != 2:
        raise ValueError(
            f"{name} must have two axes, (rows, m), one example per column, but its shape is {X.shape}"
        )


def require_square_images(X):
    """Raise unless `X` has shape (pixels, m) where the number of pixels is a square number."""
    require_columns(X)
    if math.isqrt(X.shape[0]) ** 2 != X.shape[0]:
        raise ValueError(
            f"a column of X must hold the pixels of a square image (784 = 28 × 28), "
            f"but X has {X.shape[0]} rows; its shape is {X.shape}"
        )


def require_floats(array, name):
    """Raise unless `array` is a non-empty array of floating-point numbers without NaN or infinity."""
    require_finite(array, name)
    if array.dtype.kind != "f":
        raise TypeError(
            f"{name} must hold floats, but its dtype is {array.dtype}; convert it with {name}.astype(float)"
        )


def require_probabilities(A2):
    """Raise unless `A2` is a matrix of numbers from 0 to 1, one column per example."""
    require_columns(A2, name="A2")
    require_floats(A2, "A2")
    if A2.min() < 0 or A2.max() > 1 + 1e-6:
        raise ValueError(
            f"A2 must hold probabilities, from 0 to 1, but its entries run from {A2.min():.7g} to {A2.max():.7g}; "
            "softmax turns logits into probabilities"
        )


def require_targets(Y, shape):
    """Raise unless `Y` has the given shape and each column is a distribution: not negative, summing to 1."""
    require_finite(Y, "Y")
    if Y.ndim != 2:
        raise ValueError(
            f"Y must have the shape (classes, m), one column per example, but its shape is {Y.shape}; "
            "one_hot(labels) makes such columns"
        )
    if Y.shape != shape:
        raise ValueError(
            f"Y must have the shape {shape}, one column per example, but its shape is {Y.shape}"
            + ("; it seems transposed: pass Y.T" if Y.shape == shape[::-1] else "")
        )
    wrong = np.flatnonzero((Y.min(axis=0) < 0) | (np.abs(Y.sum(axis=0) - 1) > 1e-4))
    if wrong.size:
        raise ValueError(
            "each column of Y must be non-negative and sum to 1, as one_hot(labels) makes them, "
            f"but column {wrong[0]} is {Y[:, wrong[0]]}"
        )


def require_parameters(parameters):
    """Raise unless `parameters` holds W1, b1, W2 and b2 in shapes that fit one another."""
    if not isinstance(parameters, dict):
        raise TypeError(f"parameters must be a dict of W1, b1, W2 and b2, but a {type(parameters).__name__} was passed")
    if set(parameters) != {"W1", "b1", "W2", "b2"}:
        raise ValueError(f"parameters must hold W1, b1, W2 and b2, but its keys are {sorted(parameters)}")
    for name, value in parameters.items():
        require_array(value, name)
        if name.startswith("W") and value.ndim != 2:
            raise ValueError(
                f"{name} must have two axes, a row per neuron and a column per input, but its shape is {value.shape}"
            )
    hidden, outputs = len(parameters["W1"]), len(parameters["W2"])
    for name, shape in (("b1", (hidden, 1)), ("W2", (outputs, hidden)), ("b2", (outputs, 1))):
        if parameters[name].shape != shape:
            raise ValueError(f"{name} must have the shape {shape}, but its shape is {parameters[name].shape}")


def require_backward(parameters, cache, X, Y):
    """Raise unless the cache is that of `X`, and `Y` holds a target for each column of `X`."""
    require_input(parameters, X)
    shape = len(parameters["b2"]), X.shape[1]
    if cache["A2"].shape != shape:
        raise ValueError(
            f"the cache belongs to another batch: its A2 has the shape {cache['A2'].shape}, expected {shape}; "
            "pass what forward_propagation(parameters, X) returned for this X"
        )
    require_targets(Y, shape)


def require_input(parameters, X, name="X"):
    """Raise unless `X` is a non-empty batch of columns that fits `parameters`, by their shapes alone."""
    require_parameters(parameters)
    inputs = parameters["W1"].shape[1]
    require_array(X, name)
    if X.ndim != 2 or X.shape[0] != inputs:
        raise ValueError(
            f"W1 expects {inputs} inputs, so {name} must have the shape ({inputs}, m), "
            f"one example per column, but its shape is {X.shape}"
            + (f"; it seems transposed: pass {name}.T" if X.ndim == 2 and X.shape[1] == inputs else "")
            + (f"; for one example pass {name}[:, :1], which keeps both axes" if X.ndim == 1 else "")
        )
    if X.shape[1] == 0:
        raise ValueError(f"{name} is an empty batch (shape {X.shape}): pass at least one example")
    if X.dtype.kind != "f":
        raise TypeError(f"{name} must hold floats in [0, 1], but its dtype is {X.dtype}; normalise the pixels")


def require_learning_rate(learning_rate):
    """Return `learning_rate` as a Python float; raise unless it is a positive, finite number.

    A Python float leaves float32 arrays float32, where NumPy's own float64 number would widen them.
    """
    if not isinstance(learning_rate, numbers.Real):
        raise TypeError(f"learning_rate must be a number, but {learning_rate!r} was passed")
    rate = float(learning_rate)
    if not (math.isfinite(rate) and rate > 0):
        raise ValueError(
            f"learning_rate must be a positive number (0.1 is a good first try), but {learning_rate} was passed"
            + ("; a negative one would climb the loss" if rate < 0 else "")
        )
    return rate


def require_count(number, name, least=1):
    """Return `number` as an int; raise unless it is a whole number that is not below `least`."""
    try:
        count = operator.index(number)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, but {number!r} was passed") from None
    if count < least:
        raise ValueError(f"{name} must be at least {least}, but {number} was passed")
    return count


def require_counts(correct, total):
    """Return both as ints; raise unless they are whole numbers, total at least 1, and correct from 0 to total."""
    correct, total = require_count(correct, "correct", least=0), require_count(total, "total")
    if correct > total:
        raise ValueError(f"correct must be from 0 to total = {total}, but {correct} was passed")
    return correct, total


def require_training_data(parameters, X, labels, validation=None):
    """Raise unless (X, labels), and (X, labels) of the validation data, are finite batches that fit `parameters`."""
    require_batch(parameters, X, labels)
    for name, value in parameters.items():
        require_finite(value, name)
    if validation is not None:
        require_pair(validation)
        require_batch(parameters, *validation, names=("X_validation", "validation_labels"))


def require_batch(parameters, X, labels, names=("X", "labels")):
    """Raise unless `X` and `labels` are a finite batch that fits `parameters`, one label per column."""
    require_input(parameters, X, names[0])
    require_finite(X, names[0])
    require_labels(labels, classes=len(parameters["b2"]), name=names[1])
    require_one_label_per_column(X, labels, names)


def require_one_label_per_column(X, labels, names):
    """Raise unless there are as many labels as columns."""
    if labels.size != X.shape[1]:
        raise ValueError(
            f"there must be one label per column of {names[0]}, but it has {X.shape[1]} columns "
            f"and there are {labels.size} {names[1]}"
        )


def require_pair(validation):
    """Raise unless the validation data is a tuple (X, labels)."""
    if not isinstance(validation, tuple) or len(validation) != 2:
        found = f"{type(validation).__name__}{f' of {len(validation)}' if isinstance(validation, tuple) else ''}"
        raise TypeError(f"validation must be a pair (X, labels), but a {found} was passed")


def require_name(name, what, known):
    """Return `name`; raise unless it is one of the known names."""
    if not isinstance(name, str) or name not in known:
        raise ValueError(f"{what} must be one of {', '.join(known)}, but {name!r} was passed")
    return name


def require_positive(number, name):
    """Return `number` as a Python float; raise unless it is a positive, finite number."""
    if not isinstance(number, numbers.Real):
        raise TypeError(f"{name} must be a number, but {number!r} was passed")
    if not (math.isfinite(number) and number > 0):
        raise ValueError(f"{name} must be a positive number, but {number} was passed")
    return float(number)


def require_share(number, name):
    """Return `number` as a Python float; raise unless it is a number from 0 to below 1."""
    if not isinstance(number, numbers.Real):
        raise TypeError(f"{name} must be a number, but {number!r} was passed")
    if not 0 <= number < 1:
        raise ValueError(f"{name} must be a share from 0 to below 1, but it is {number}")
    return float(number)


def require_strength(number, name):
    """Return `number` as a Python float; raise unless it is a finite number that is not negative."""
    if not isinstance(number, numbers.Real):
        raise TypeError(f"{name} must be a number, but {number!r} was passed")
    if not (math.isfinite(number) and number >= 0):
        raise ValueError(f"{name} must be 0 (no penalty) or a positive number, but {number} was passed")
    return float(number)


def require_droppable(activation):
    """Return `activation`; raise if it is softmax, whose answers must sum to 1."""
    if activation == "softmax":
        raise ValueError(
            "a softmax layer answers with probabilities, of which none can be dropped; "
            "use DropoutLayer for hidden layers and DenseLayer for the last"
        )
    return activation


def require_warmup(warmup, epochs):
    """Raise unless `warmup` is a number of epochs from 0 to below `epochs`."""
    if not isinstance(warmup, numbers.Real):
        raise TypeError(f"warmup must be a number of epochs, but {warmup!r} was passed")
    if not 0 <= warmup < epochs:
        raise ValueError(f"warmup must be from 0 to below epochs = {epochs:g}, but {warmup} was passed")


def require_rate(learning_rate, epoch):
    """Return the learning rate as a Python float: `learning_rate` itself, or what the schedule says for this epoch."""
    if not callable(learning_rate):
        return require_learning_rate(learning_rate)
    rate = learning_rate(epoch)
    if not isinstance(rate, numbers.Real) or not (math.isfinite(rate) and rate >= 0):
        raise ValueError(
            f"the learning-rate schedule must return a number that is not negative, but for epoch {epoch:g} "
            f"it returned {rate!r}"
        )
    return float(rate)


def require_optimizer(optimizer, known):
    """Return a new optimiser: the known one of this name, or a copy of the object that was passed."""
    if isinstance(optimizer, str):
        return known[require_name(optimizer, "optimizer", known)]()
    if isinstance(optimizer, type):
        raise TypeError(f"optimizer must be an object, not the class: write {optimizer.__name__}(), with brackets")
    if not callable(getattr(optimizer, "step", None)):
        raise TypeError(
            f"optimizer must be one of {', '.join(known)}, or an object with a method "
            f"step(parameters, gradient, learning_rate), but {optimizer!r} was passed"
        )
    return copy.deepcopy(optimizer)


def require_precision(dtype):
    """Return `dtype` as a NumPy dtype; raise unless it is float32 or float64."""
    if dtype not in (np.float32, np.float64, "float32", "float64"):
        raise ValueError(f"dtype must be np.float64, or np.float32 for speed, but {dtype!r} was passed")
    return np.dtype(dtype)


def require_layer(layer, layers):
    """Raise unless `layer` is a layer of no other network and takes what the last of `layers` gives."""
    if isinstance(layer, type) or not all(hasattr(layer, name) for name in ("inputs", "outputs", "place")):
        raise TypeError(f"layer must be a layer, such as DenseLayer(784, 10), but {layer!r} was passed")
    if hasattr(layer, "W"):
        raise ValueError("this layer belongs to a network already; make a new one for each place in each network")
    if not layers:
        return
    before, number = layers[-1], len(layers)
    if before.activation == "softmax":
        raise ValueError(
            f"softmax must be the last layer's activation, but layer {number} has it and another layer was added "
            "after it; give hidden layers relu"
        )
    if layer.inputs != before.outputs:
        raise ValueError(
            f"layer {number + 1} must take what layer {number} gives: layer {number} has {before.inputs} inputs and "
            f"{before.outputs} outputs, but layer {number + 1} has {layer.inputs} inputs and {layer.outputs} outputs; "
            f"make its inputs {before.outputs}"
        )


def require_network(layers, last="softmax"):
    """Raise unless there are layers, and the last one has the activation `last` (None: any)."""
    if not layers:
        raise ValueError("the network has no layers yet; model.add(DenseLayer(784, 10, activation='softmax')) adds one")
    if last is not None and layers[-1].activation != last:
        raise ValueError(
            f"the last layer's activation must be {last}, because its outputs are to be probabilities, "
            f"but it is {layers[-1].activation}"
        )


def require_examples(layers, X, labels=None, names=("X", "labels")):
    """Raise unless `X` is a finite batch of columns that fits the layers, with a label per column if there are any."""
    require_columns(X, names[0])
    inputs, outputs = layers[0].inputs, layers[-1].outputs
    if X.shape[0] != inputs:
        raise ValueError(
            f"the first layer has {inputs} inputs, so {names[0]} must have the shape ({inputs}, m), "
            f"one example per column, but its shape is {X.shape}"
            + (f"; it seems transposed: pass {names[0]}.T" if X.shape[1] == inputs else "")
        )
    if X.dtype.kind != "f":
        raise TypeError(f"{names[0]} must hold floats in [0, 1], but its dtype is {X.dtype}; normalise the pixels")
    if labels is not None:
        require_labels(labels, classes=outputs, name=names[1])
        require_one_label_per_column(X, labels, names)


def require_training(model, X, labels, epochs, batch_size, learning_rate, validation, show):
    """Return epochs and batch_size as ints (None: all examples); raise unless every argument of `train` fits."""
    require_network(model.layers)
    if any(hasattr(layer, "dropping") for layer in model.layers) and not hasattr(model, "set_dropping"):
        raise TypeError(
            "a DropoutLayer drops only in a RegularizedNetwork, which turns it on for training; "
            f"this network is a {type(model).__name__}"
        )
    require_examples(model.layers, X, labels)
    require_count(show, "show", least=0)
    require_rate(learning_rate, model.epochs)
    if validation is not None:
        require_pair(validation)
        require_examples(model.layers, *validation, names=("X_validation", "validation_labels"))
    batch_size = X.shape[1] if batch_size is None else require_count(batch_size, "batch_size")
    return require_count(epochs, "epochs"), batch_size


def require_not_diverged(parameters, iteration, learning_rate):
    """Raise when the parameters have grown so large (or become NaN) that the loss is no longer finite."""
    for name, value in parameters.items():
        # The cube root leaves room for W2 (W1 X + b1) in the same dtype.
        if not np.abs(value).max() < np.finfo(value.dtype).max ** (1 / 3):
            raise ValueError(
                f"training diverged at iteration {iteration}: {name} has grown beyond all bounds, and the "
                f"loss stops being a finite number. learning_rate={learning_rate:g} makes the steps too long: "
                "try a tenth of it"
            )


def require_float64(parameters):
    """Raise unless every array is float64: in float32 a small nudge drowns in rounding."""
    for name, value in parameters.items():
        require_finite(value, name)
        if value.dtype != np.float64:
            raise TypeError(
                f"a numerical gradient needs float64, but {name} is {value.dtype}; "
                f"convert it with {name}.astype(np.float64)"
            )


def require_step(parameters, gradients):
    """Raise unless there is a gradient of the same shape for every parameter."""
    require_same_keys(parameters, gradients)
    for name, value in parameters.items():
        if np.shape(gradients[name]) != value.shape:
            raise ValueError(
                f"the gradient of {name} must have its shape, {value.shape}, but its shape is "
                f"{np.shape(gradients[name])}; for a bias, sum with axis=1 and keepdims=True"
            )


def require_predictions(predictions):
    """Raise unless `predictions` is a dict with at least one entry, iteration → predicted labels."""
    if not isinstance(predictions, dict) or not predictions:
        raise ValueError(
            "predictions must be a dict, iteration → predicted labels, with at least one entry, "
            f"but {'an empty dict' if isinstance(predictions, dict) else f'a {type(predictions).__name__}'} was passed"
        )


def require_same_keys(parameters, gradients):
    """Raise unless there is a gradient for every parameter and none besides."""
    if set(parameters) != set(gradients):
        raise ValueError(
            f"gradients must carry the same names as the parameters, {sorted(parameters)}, "
            f"but they are {sorted(gradients)}"
        )


def read_file(path):
    """Return the bytes of a file, unzipped if it is gzipped; each thing that can go wrong names the file."""
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing. The four MNIST files are part of this project: "
            "'git restore data' brings them back, and so does a new clone"
        )
    with open(path, "rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    if not zipped and path.suffix == ".gz":
        raise ValueError(
            f"{path} is named .gz, but it is not gzipped: a gzip file begins with the bytes 1f 8b. "
            "Restore it with 'git restore data', or remove .gz from its name"
        )
    try:
        with gzip.open(path) if zipped else open(path, "rb") as file:
            return file.read()
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(
            f"{path} is a damaged gzip file ({error}); expected one that unzips without an error. "
            "'git restore data' brings the published one back"
        ) from error


def require_idx_header(content, path, types):
    """Raise unless `content` begins with a whole IDX header: 0, 0, a known type, a rank and its lengths."""
    if len(content) < 4:
        raise ValueError(
            f"{path} is cut short: an IDX file begins with 4 bytes of magic number, "
            f"but the file holds {len(content)} bytes"
        )
    if content[:2] != b"\0\0":
        raise ValueError(
            f"{path} is not an IDX file: its first two bytes must be 00 00, but they are {content[:2].hex(' ')}"
        )
    if content[2] not in types:
        known = ", ".join(f"0x{code:02x}" for code in types)
        raise ValueError(
            f"{path} has the unknown element type 0x{content[2]:02x} in its third byte; expected one of {known}"
        )
    rank = content[3]
    if rank > 32:
        raise ValueError(f"{path} claims {rank} axes in its fourth byte; expected at most 32")
    if len(content) < 4 + 4 * rank:
        raise ValueError(
            f"{path} is cut short: a header for {rank} axes takes {4 + 4 * rank} bytes, "
            f"but the file holds {len(content)} bytes"
        )


def require_idx_size(content, path, dtype, shape):
    """Raise unless `content` holds as many bytes as its header promises, and a shape that NumPy can hold."""
    header = 4 + 4 * len(shape)
    expected = math.prod(shape) * dtype.itemsize
    found = len(content) - header
    if found != expected:
        raise ValueError(
            f"{path} {'is cut short' if found < expected else 'carries extra bytes'}: its header promises "
            f"{' × '.join(map(str, shape)) or 1} items of {dtype.itemsize} bytes, {expected:,} bytes in all, "
            f"but {found:,} follow the header"
        )
    # An axis of length 0 makes any other length fit the file; NumPy still refuses lengths beyond its reach.
    if math.prod(max(length, 1) for length in shape) * dtype.itemsize > sys.maxsize:
        raise ValueError(f"{path} claims the impossible shape {shape}")


def require_mnist(images, labels, images_path, labels_path, size=None):
    """Raise unless the arrays of the two files belong together: m images of one size, m labels from 0 to 9."""
    if images.ndim != 3 or images.dtype != np.uint8 or images.size == 0:
        raise ValueError(
            f"{images_path} must hold images, uint8 of shape (m, height, width), "
            f"but it holds {images.dtype} of shape {images.shape}"
        )
    if labels.ndim != 1 or labels.dtype != np.uint8:
        raise ValueError(
            f"{labels_path} must hold labels, uint8 of shape (m,), "
            f"but it holds {labels.dtype} of shape {labels.shape}"
        )
    if len(images) != len(labels):
        raise ValueError(
            f"{images_path} holds {len(images):,} images but {labels_path} holds {len(labels):,} labels; "
            "expected one label per image"
        )
    if labels.max() > 9:
        place = int(np.argmax(labels > 9))
        raise ValueError(
            f"{labels_path} must hold labels from 0 to 9, but found {labels[place]} at position {place}"
        )
    if size is not None and images.shape[1:] != size:
        raise ValueError(
            f"{images_path} holds images of {images.shape[1]} × {images.shape[2]} pixels, "
            f"but the training images have {size[0]} × {size[1]}; expected one size throughout"
        )


def find_file(folder, name):
    """Return the path of the file `name` in `folder`, gzipped (name.gz) or not; the gzipped one if both are there."""
    path = Path(folder) / f"{name}.gz"
    return path if path.is_file() or not path.with_suffix("").is_file() else path.with_suffix("")


def write_atomically(path, write):
    """Call `write(file)` on a new file beside `path`, then rename it; if writing fails, `path` stays as it was."""
    path = Path(path)
    temporary = path.with_name(path.name + ".new")
    try:
        with open(temporary, "wb") as file:
            write(file)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def read_network(path, known):
    """Return (architecture, parameters) of a saved network; each thing that can be wrong names the file.

    `known` holds the known activations and the known initialisers.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing: save a network there first, model.save(path)")
    try:
        with zipfile.ZipFile(path) as archive:
            if sorted(archive.namelist()) != ["architecture.npy", "parameters.npy"]:
                raise ValueError("it must hold architecture and parameters, and nothing else")
            architecture = json.loads(str(read_array(archive, "architecture.npy")))
            parameters = read_array(archive, "parameters.npy")
        require_saved_layers(architecture, known)
        require_saved_parameters(architecture, parameters)
    except Exception as error:
        # Whatever a damaged or hostile file does to the readers of zip, npy and JSON, the user is told this.
        raise ValueError(
            f"{path} is not a saved network, or is damaged ({error}); expected a file that model.save(path) wrote"
        ) from error
    return architecture, parameters


def read_array(archive, name):
    """Return the array of one member of a zip archive; raise unless its header promises just the bytes that are there.

    Members must be uncompressed, as np.savez writes them: then none can unpack to more than the file holds. The whole
    member is read before it is looked at, because only then does zipfile compare its checksum.
    """
    if archive.getinfo(name).compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"{name} is compressed")
    file = io.BytesIO(archive.read(name))
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError(f"{name} has an unknown version")
    shape, _, dtype = np.lib.format.read_array_header_1_0(file)
    if not dtype.hasobject and math.prod(shape) * dtype.itemsize != len(file.getbuffer()) - file.tell():
        raise ValueError(f"{name} does not hold as many bytes as its header says")
    file.seek(0)
    return np.load(file, allow_pickle=False)


def require_saved_layers(architecture, known):
    """Raise unless `architecture` is a list of [inputs, outputs, activation, initializer] that fit one another."""
    if not isinstance(architecture, list) or not 1 <= len(architecture) <= 1000:
        raise ValueError("its architecture is not a list of 1 to 1,000 layers")
    for number, layer in enumerate(architecture, start=1):
        if not isinstance(layer, list) or len(layer) != 4:
            raise ValueError(f"layer {number} of its architecture is not [inputs, outputs, activation, initializer]")
        if not all(type(size) is int and size > 0 for size in layer[:2]):
            raise ValueError(f"the sizes of layer {number}, {layer[:2]}, are not whole numbers of at least 1")
        require_name(layer[2], "activation", known[0])
        require_name(layer[3], "initializer", known[1])
    for before, layer in itertools.pairwise(architecture):
        if before[2] == "softmax" or before[1] != layer[0]:
            raise ValueError(f"layer {layer} cannot come after layer {before}")


def require_saved_parameters(architecture, parameters):
    """Raise unless `parameters` is a vector of finite floats, as many as the layers have."""
    expected = sum(outputs * (inputs + 1) for inputs, outputs, _, _ in architecture)
    if parameters.shape != (expected,) or parameters.dtype not in (np.float32, np.float64):
        raise ValueError(
            f"its layers have {expected:,} parameters, but it holds {parameters.dtype} of shape {parameters.shape}"
        )
    require_finite(parameters, "parameters")
