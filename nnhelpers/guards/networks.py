"""Guards of parameters, layers, networks and what a training takes; and the reader of saved networks."""

import copy
import io
import itertools
import json
import math
import numbers
import zipfile
from pathlib import Path

import numpy as np

from nnhelpers.guards.values import (
    require_array,
    require_columns,
    require_count,
    require_finite,
    require_labels,
    require_learning_rate,
    require_name,
    require_targets,
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


def require_droppable(activation):
    """Return `activation`; raise if it is softmax, whose answers must sum to 1."""
    if activation == "softmax":
        raise ValueError(
            "a softmax layer answers with probabilities, of which none can be dropped; "
            "use DropoutLayer for hidden layers and DenseLayer for the last"
        )
    return activation


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


def require_same_keys(parameters, gradients):
    """Raise unless there is a gradient for every parameter and none besides."""
    if set(parameters) != set(gradients):
        raise ValueError(
            f"gradients must carry the same names as the parameters, {sorted(parameters)}, "
            f"but they are {sorted(gradients)}"
        )


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
