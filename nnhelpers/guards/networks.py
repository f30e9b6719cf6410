"""Guards of networks: what goes into their parameters, layers, training and files."""

import copy
import io
import json
import math
import numbers
import zipfile
from pathlib import Path

import numpy as np

from nnhelpers.guards.values import (
    require_array,
    require_count,
    require_finite,
    require_labels,
    require_learning_rate,
    require_name,
    require_scaled,
    require_strength,
)

# ---------------------------------------------------------------- examples


def require_fit(X, name, misfit):
    """Raise unless `X` is a batch of floats whose examples fit; `misfit(shape)` says why one shape doesn't, or ""."""
    require_array(X, name)
    problem = misfit(X.shape[:-1])
    if problem:
        hint = ""
        if X.ndim == 1 and not misfit(X.shape):
            hint = f"; for one example pass {name}[:, np.newaxis], which makes it a column"
        elif X.ndim == 2 and not misfit(X.T.shape[:-1]):
            hint = f"; it seems transposed: pass {name}.T"
        elif X.ndim == 3 and not misfit((math.prod(X.shape[1:]),)):
            hint = f"; these seem to be images: to_columns({name}) makes a column of each"
        raise ValueError(f"{problem}; the shape of {name} is {X.shape}, with its examples along the last axis{hint}")
    if X.shape[-1] == 0:
        raise ValueError(f"{name} is an empty batch (shape {X.shape}): pass at least one example")
    if X.dtype.kind != "f":
        raise TypeError(
            f"{name} must hold floats, but its dtype is {X.dtype}; normalize(images) makes floats from 0 to 1 of pixels"
        )


def require_batch(X, labels, classes, names=("X", "labels")):
    """Raise unless `X`, which fits in shape, is finite and scaled, and there is a label for each of its examples."""
    require_finite(X, names[0])
    require_scaled(X, names[0])
    if labels is not None:
        require_labels(labels, classes, names[1])
        if labels.size != X.shape[-1]:
            raise ValueError(
                f"there must be one label per example, but {names[0]} holds {X.shape[-1]} examples "
                f"and there are {labels.size} {names[1]}"
            )


def require_pair(validation):
    """Raise unless the validation data is a tuple (X, labels)."""
    if not isinstance(validation, tuple) or len(validation) != 2:
        found = f"{type(validation).__name__}{f' of {len(validation)}' if isinstance(validation, tuple) else ''}"
        raise TypeError(f"validation must be a pair (X, labels), but a {found} was passed")


# ---------------------------------------------------------------- two layers, in dictionaries


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


def require_layers(parameters, exactly=None):
    """Raise unless `parameters` holds a W and a b of each layer, 1, 2, …, and of `exactly` so many if that is given."""
    layers = len(parameters) // 2
    if not layers or set(parameters) != {f"{letter}{k}" for k in range(1, layers + 1) for letter in "Wb"}:
        raise ValueError(f"parameters must hold W1, b1, W2, b2 and so on, but its keys are {sorted(parameters)}")
    if exactly is not None and layers != exactly:
        raise ValueError(
            f"this serves networks of {exactly} layers, but parameters holds {layers}: its keys are "
            f"{sorted(parameters)}; for any number of layers there is backward_mistakes(parameters, X, Y)"
        )


def require_input(parameters, X, name="X"):
    """Raise unless `X` is a non-empty batch of columns that fits `parameters`, by their shapes alone."""
    require_parameters(parameters)
    inputs = parameters["W1"].shape[1]
    require_fit(X, name, lambda shape: "" if shape == (inputs,) else f"W1 expects {inputs} inputs")


def require_backward(parameters, cache, X, Y):
    """Raise unless the cache is that of `X`, and `Y` holds a target for each column of `X`, by their shapes alone."""
    require_input(parameters, X)
    require_array(Y, "Y")
    shape = len(parameters["b2"]), X.shape[1]
    if cache["A2"].shape != shape:
        raise ValueError(
            f"the cache belongs to another batch: its A2 has the shape {cache['A2'].shape}, expected {shape}; "
            "pass what forward_propagation(parameters, X) returned for this X"
        )
    if Y.shape != shape:
        hint = f"; one_hot(labels, classes={shape[0]}) makes such columns" if Y.ndim == 1 else ""
        hint = "; it seems transposed: pass Y.T" if Y.shape == shape[::-1] else hint
        raise ValueError(f"Y must have the shape {shape}, one column per example, but its shape is {Y.shape}{hint}")


def require_training_data(parameters, X, labels, validation=None):
    """Raise unless (X, labels), and (X, labels) of the validation data, are finite batches that fit `parameters`."""
    data = [(X, labels, ("X", "labels"))]
    if validation is not None:
        require_pair(validation)
        data.append((*validation, ("X_validation", "validation_labels")))
    for images, targets, names in data:
        require_input(parameters, images, names[0])
        require_batch(images, targets, len(parameters["b2"]), names)
    for name, value in parameters.items():
        require_finite(value, name)


def require_same_keys(parameters, gradients):
    """Raise unless there is a gradient for every parameter and none besides."""
    if set(parameters) != set(gradients):
        raise ValueError(
            f"gradients must carry the same names as the parameters, {sorted(parameters)}, "
            f"but they are {sorted(gradients)}"
        )


def require_step(parameters, gradients):
    """Raise unless there is a gradient of the same shape for every parameter."""
    require_same_keys(parameters, gradients)
    for name, value in parameters.items():
        if np.shape(gradients[name]) != value.shape:
            raise ValueError(
                f"the gradient of {name} must have its shape, {value.shape}, but its shape is "
                f"{np.shape(gradients[name])}"
                + ("; for a bias, sum with axis=1 and keepdims=True" if name.startswith("b") else "")
            )


def require_not_diverged(parameters, iteration, learning_rate):
    """Raise when the parameters have grown so large (or become NaN) that the loss is no longer finite."""
    for name, value in parameters.items():
        # The cube root leaves room for W2 (W1 X + b1) in the same dtype.
        if not np.abs(value).max() < np.finfo(value.dtype).max ** (1 / 3):
            raise ValueError(
                f"training diverged at iteration {iteration}: {name} has grown beyond all bounds, and the "
                f"loss stops being a finite number. learning_rate={learning_rate:g} makes the steps too long: "
                "try a tenth of it (gradient_descent.reached holds what it had before)"
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


# ---------------------------------------------------------------- layers and networks


def require_outputs(outputs, probabilities):
    """Raise if a single output is to be a probability: softmax makes it 1, whatever the weights are."""
    if probabilities and outputs == 1:
        raise ValueError("softmax over a single output is always 1, so it can learn nothing; for two classes take 2")


def require_shape(shape, expected, what):
    """Raise unless examples of the shape `shape` (None: not known) are what a layer takes."""
    if shape is not None and shape != expected:
        raise ValueError(f"{what} takes examples of the shape {expected}, not {shape}")


def require_spread(X):
    """Raise if a training batch has one number per feature: it has no variance to normalise by."""
    if X.shape[1] < 2:
        raise ValueError(
            "a batch of one example has no spread, so batch normalisation can't learn from it; choose a batch_size "
            "that leaves no single example for the last batch of an epoch"
        )


def require_maps(shape, channels, size, padding, what):
    """Raise unless examples of the shape `shape` (None: not known) are maps that a window of this size fits into.

    `channels` is how many maps there must be; None: any number.
    """
    if shape is None:
        return
    expected = f"({'channels' if channels is None else channels}, height, width)"
    if len(shape) != 3 or channels not in (None, shape[0]):
        hint = "; X.reshape(1, 28, 28, -1) makes maps of columns of 784 pixels" if shape == (784,) else ""
        raise ValueError(f"{what} takes examples of the shape {expected}, not {shape}{hint}")
    height, width = shape[1] + 2 * padding, shape[2] + 2 * padding
    if size > min(height, width):
        framed = f", framed {height} × {width}" if padding else ""
        raise ValueError(
            f"{what} has a window of {size} × {size}, which does not fit into maps of {shape[1]} × {shape[2]}{framed}"
        )


def require_kernels(A, W, b, size):
    """Raise unless `A` holds maps, and `W` and `b` a row per filter: for each map size² weights, and a bias."""
    require_array(A, "A")
    if A.ndim != 4:
        one = "; for one example pass A[..., np.newaxis]" if A.ndim == 3 else ""
        raise ValueError(f"A must have the shape (channels, height, width, m), but its shape is {A.shape}{one}")
    require_maps(A.shape[:3], None, size, 0, "convolve")
    require_array(W, "W")
    weights = A.shape[0] * size**2
    if W.ndim != 2 or W.shape[1] != weights:
        kernels = "; W.reshape(len(W), -1) has a row per filter" if W.ndim == 4 and W[0].size == weights else ""
        raise ValueError(
            f"W must have a row per filter, of {A.shape[0]} · {size}² = {weights} weights, but its shape is "
            f"{W.shape}{kernels}"
        )
    require_array(b, "b")
    if b.shape != (len(W), 1):
        raise ValueError(f"b must have the shape {(len(W), 1)}, a bias per filter, but its shape is {b.shape}")


def require_layer(layer, layers, shape):
    """Return the shape of an example after `layer`; raise unless it can be added where examples have `shape`."""
    if isinstance(layer, type) or not hasattr(layer, "shape_after"):
        raise TypeError(f"layer must be a layer, such as DenseLayer(784, 10), but {layer!r} was passed")
    if hasattr(layer, "owned"):
        raise ValueError("this layer belongs to a network already; make a new one for each place in each network")
    number = len(layers)
    if layers and layers[-1].probabilities:
        raise ValueError(
            f"layer {number} answers with probabilities, so it must be the last, but another layer was added "
            "after it; give hidden layers relu, and the last one softmax"
        )
    try:
        return layer.shape_after(shape)
    except ValueError as error:
        raise ValueError(f"layer {number + 1} must take what layer {number} gives: {error}") from None


def require_network(layers):
    """Raise unless there are layers, and the last one answers with probabilities."""
    if not layers:
        raise ValueError("the network has no layers yet; model.add(DenseLayer(784, 10, activation='softmax')) adds one")
    if not layers[-1].probabilities:
        raise ValueError(
            "the last layer must answer with probabilities; DenseLayer(…, activation='softmax') does, but the last "
            f"layer is a {type(layers[-1]).__name__} with {layers[-1].settings()}"
        )


def require_asking(layers, X, labels=None, names=("X", "labels")):
    """Raise unless the layers can be asked about `X`, and there is a label for each example if there are any."""

    def answered(shape):
        for layer in layers:
            shape = layer.shape_after(shape)
        return shape

    def misfit(shape):
        try:
            answered(shape)
        except ValueError as error:
            return str(error)
        return ""

    require_network(layers)
    require_fit(X, names[0], misfit)
    require_batch(X, labels, answered(X.shape[:-1])[0], names)


def require_training(model, X, labels, epochs, batch_size, learning_rate, validation, show):
    """Return epochs and batch_size as ints (None: all examples); raise unless every argument of `train` fits."""
    require_asking(model.layers, X, labels)
    if labels is None:
        raise TypeError("labels are missing: pass the digit of each example, shape (m,)")
    require_count(show, "show", least=0)
    require_rate(learning_rate, model.epochs)
    if validation is not None:
        require_pair(validation)
        require_asking(model.layers, *validation, names=("X_validation", "validation_labels"))
    batch_size = X.shape[-1] if batch_size is None else require_count(batch_size, "batch_size")
    return require_count(epochs, "epochs"), batch_size


def require_learning(loss, epoch, rate):
    """Raise when the loss of a batch is no longer a finite number."""
    if not math.isfinite(loss):
        raise ValueError(
            f"training diverged in epoch {epoch}: the loss of a batch is {loss}. learning_rate={rate:g} makes the "
            f"steps too long: try a tenth of it (the network has gone back to the end of epoch {epoch - 1})"
        )


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


def require_seed(seed):
    """Return `seed`; raise unless it is None or a whole number that is not negative."""
    if isinstance(seed, (list, tuple)):
        raise TypeError(
            f"seed must be a whole number or None, but {seed!r} was passed; sizes are not given here: "
            "layers are added one by one, model.add(DenseLayer(784, 10, activation='softmax'))"
        )
    return seed if seed is None else require_count(seed, "seed", least=0)


# ---------------------------------------------------------------- saved networks


def require_saving(layers, kinds):
    """Raise unless there are layers, all of kinds that `load` will know."""
    if not layers:
        raise ValueError("the network has no layers yet, so there is nothing to save")
    for number, layer in enumerate(layers, start=1):
        kind = type(layer)
        if kinds.get(kind.__name__) is not kind:
            raise TypeError(
                f"layer {number} is a {kind.__name__}, which load would not know; "
                f"nnhelpers.layers.LAYERS[{kind.__name__!r}] = {kind.__name__} tells it (after import nnhelpers.layers)"
            )


def read_network(path, kinds, losses):
    """Return (layers, settings of the network, epochs, parameters); whatever is wrong with the file, it is named."""
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing: save a network there first, model.save(path)")
    try:
        with zipfile.ZipFile(path) as archive:
            if sorted(archive.namelist()) != ["architecture.npy", "parameters.npy"]:
                raise ValueError("it must hold architecture and parameters, and nothing else")
            architecture = json.loads(str(read_array(archive, "architecture.npy")))
            parameters = read_array(archive, "parameters.npy")
        if isinstance(architecture, list):  # a file of the time when all layers were dense
            names = ("inputs", "outputs", "activation", "initializer")
            dense = [["DenseLayer", dict(zip(names, layer, strict=True))] for layer in architecture]
            architecture = {"layers": dense, "loss": "cross_entropy", "l2": 0, "l1": 0, "epochs": 0}
        layers = saved_layers(architecture.pop("layers"), kinds)
        epochs = require_count(architecture.pop("epochs"), "epochs", least=0)
        require_saved_settings(architecture, losses)
        require_saved_parameters(sum(layer.size for layer in layers), parameters)
    except Exception as error:
        # Whatever a damaged or hostile file does to the readers of zip, npy and JSON, the user is told this.
        raise ValueError(
            f"{path} is not a saved network, or is damaged ({error}); expected a file that model.save(path) wrote"
        ) from error
    return layers, architecture, epochs, parameters


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


def saved_layers(saved, kinds):
    """Return the layers that a list of [kind, settings] describes; raise unless each fits after the one before."""
    if not isinstance(saved, list) or not 1 <= len(saved) <= 1000:
        raise ValueError("its architecture is not a list of 1 to 1,000 layers")
    layers, shape = [], None
    for kind, settings in saved:
        layer = kinds[require_name(kind, "the kind of a layer", kinds)](**settings)
        shape = require_layer(layer, layers, shape)
        layers.append(layer)
    return layers


def require_saved_settings(settings, losses):
    """Raise unless `settings` holds the network's loss and strengths of penalties, and nothing else."""
    if settings.keys() != {"loss", "l2", "l1"}:
        raise ValueError(f"its settings are {sorted(settings)}, not loss, l2 and l1")
    require_name(settings["loss"], "loss", losses)
    for name in ("l2", "l1"):
        require_strength(settings[name], name)


def require_saved_parameters(expected, parameters):
    """Raise unless `parameters` is a vector of finite floats, as many as the layers have."""
    if parameters.shape != (expected,) or parameters.dtype not in (np.float32, np.float64):
        raise ValueError(
            f"its layers have {expected:,} parameters, but it holds {parameters.dtype} of shape {parameters.shape}"
        )
    if expected:
        require_finite(parameters, "parameters")
