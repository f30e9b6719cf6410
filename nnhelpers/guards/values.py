"""Guards of values: arrays, labels, pixels, columns, numbers, names, generators."""

import math
import numbers
import operator

import numpy as np

# ---------------------------------------------------------------- arrays


def require_array(array, name):
    """Raise a TypeError unless `array` is a NumPy array."""
    if not isinstance(array, np.ndarray):
        kind = type(array).__name__
        advice = "" if array is None else f"; np.array({name}) turns a {kind} into one"
        raise TypeError(f"{name} must be a NumPy array, but a {kind} was passed{advice}")


def require_finite(array, name):
    """Raise unless `array` is a non-empty array of numbers without NaN or infinity."""
    require_array(array, name)
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}): pass at least one example")
    if array.dtype.kind not in "fiub":
        advice = f"; {name}.astype(float) converts it" if as_floats(array) is not None else ""
        raise TypeError(f"{name} must hold numbers, but its dtype is {array.dtype}{advice}")
    if not (np.isfinite(array.min()) and np.isfinite(array.max())):
        place = tuple(int(index) for index in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(
            f"{name} holds {array[place]} at {place}. Look for it in what {name} was computed from; "
            "if it appeared during training, the steps are too long: try a smaller learning_rate"
        )


def as_floats(array):
    """Return an array of any dtype as floats; None if its entries are no real numbers."""
    try:
        return None if array.dtype.kind == "c" else array.astype(float)
    except (TypeError, ValueError):
        return None


def require_floats(array, name):
    """Raise unless `array` is a non-empty array of floating-point numbers without NaN or infinity."""
    require_finite(array, name)
    if array.dtype.kind != "f":
        raise TypeError(
            f"{name} must hold floats, but its dtype is {array.dtype}; convert it with {name}.astype(float)"
        )


def require_same_length(first, second, names):
    """Raise unless the two arrays have the same number of entries along their first axis."""
    if len(first) != len(second):
        raise ValueError(
            f"{names} must belong together one to one, but there are {len(first)} and {len(second)} of them"
        )


# ---------------------------------------------------------------- labels


def require_labels(labels, classes=10, name="labels"):
    """Raise unless `labels` is an array of shape (m,), m ≥ 1, of whole numbers from 0 to classes − 1."""
    require_array(labels, name)
    require_count(classes, "classes")
    if labels.ndim != 1:
        raise ValueError(
            f"{name} must be one-dimensional, of shape (m,), but its shape is {labels.shape}" + one_axis(labels, name)
        )
    if labels.size == 0:
        raise ValueError(f"{name} is empty: pass at least one label")
    require_whole(labels, name)
    wrong = np.flatnonzero((labels < 0) | (labels >= classes))
    if wrong.size:
        place = wrong[0]
        raise ValueError(
            f"{name} must be whole numbers from 0 to {classes - 1}, "
            f"but found {labels[place]} at position {place}" + other_range(labels, classes, name)
        )


def one_axis(labels, name):
    """Return what makes labels of shape (m,) from labels of another shape, as far as their entries tell."""
    if labels.size == max(labels.shape, default=1):
        return f"; {name}.ravel() has that shape"
    for axis, Y in enumerate(("Y", "Y.T")):
        if labels.ndim == 2 and labels.size and is_distribution(labels, axis):
            return f"; if it is one-hot encoded, decode({Y}) gives the whole numbers back"
    return ""


def is_distribution(Y, axis):
    """Tell whether the numbers of `Y` are nowhere negative and sum to 1 along `axis`."""
    if Y.dtype.kind not in "fiub":
        return False
    return bool((Y >= 0).all() and (np.abs(Y.sum(axis=axis, dtype=float) - 1) < 1e-4).all())


def require_whole(labels, name):
    """Raise unless the dtype of `labels` is one of whole numbers; name the first entry that is not whole."""
    if labels.dtype.kind in "iu":
        return
    values = as_floats(labels)
    wrong = [0] if values is None else np.flatnonzero(~np.isfinite(values) | (values != np.round(values)))
    steps = ".astype(float).astype(int)" if labels.dtype.kind in "US" else ".astype(int)"
    raise TypeError(
        f"{name} must be whole numbers, but its dtype is {labels.dtype}"
        + (f", and it holds {labels[wrong[0]]} at position {wrong[0]}" if len(wrong)
           else f"; its values are whole: convert it with {name}{steps}")
    )


def other_range(labels, classes, name):
    """Return the advice for labels that count from 1, or belong to more classes."""
    low, high = int(labels.min()), int(labels.max())
    if low < 0:
        return ""
    from_1 = f"; if they count from 1, pass {name} - 1" if low == 1 and high == classes else ""
    return f"{from_1}; if there are {high + 1} classes, pass classes={high + 1} (a network needs as many outputs)"


def require_answers(true, predicted, classes):
    """Raise unless both are labels of `classes` classes, as many true ones as predicted ones."""
    require_labels(true, classes, "true")
    require_labels(predicted, classes, "predicted")
    require_same_length(true, predicted, "true and predicted labels")


def require_predictions(predictions):
    """Raise unless `predictions` is a dict with at least one entry, iteration → predicted labels."""
    if not isinstance(predictions, dict) or not predictions:
        found = "an empty dict" if isinstance(predictions, dict) else f"a {type(predictions).__name__}"
        raise ValueError(
            f"predictions must be a dict, iteration → predicted labels, with at least one entry, but {found} was passed"
            + ("; dict(enumerate(predictions)) counts its entries from 0" if isinstance(predictions, list) else "")
        )


# ---------------------------------------------------------------- images


def require_pixels(images):
    """Raise unless `images` is a non-empty array of raw pixels: dtype uint8, values 0 to 255."""
    require_array(images, "images")
    if images.size == 0:
        raise ValueError(f"images is empty (shape {images.shape}): pass at least one image")
    if images.dtype != np.uint8:
        raise ValueError(
            f"images must be raw pixels (uint8, 0 to 255), but they are {images.dtype}" + raw_pixels(images)
        )


def raw_pixels(images):
    """Return what is known of an array that is not uint8, and how to come to raw pixels from there."""
    if images.dtype.kind not in "fiub":
        return "" if as_floats(images) is None else raw_pixels(as_floats(images))
    low, high = images.min(), images.max()
    whole = (images == np.round(images)).all()
    if low >= 0 and high <= 1:
        return (
            f" with a maximum of {high:.3g}: they look normalised already; normalise once, from the raw pixels"
            + (", or take images.astype(float) as it is" if images.dtype.kind != "f" else "")
        )
    if low >= 0 and high <= 255 and whole:
        return "; their values are whole and fit: images.astype(np.uint8) makes raw pixels of them"
    return (
        f", from {low:.3g} to {high:.3g}{'' if whole else ' and not all whole'}; "
        "start again from the raw pixels, as load_mnist returned them"
    )


def require_images(images):
    """Raise unless `images` is an array of shape (m, height, width) with at least one image."""
    require_array(images, "images")
    if images.ndim != 3:
        raise ValueError(
            f"images must have the shape (m, height, width), but their shape is {images.shape}" + three_axes(images)
        )
    if images.size == 0:
        raise ValueError(f"images is empty (shape {images.shape}): pass at least one image")


def three_axes(images):
    """Return what makes (m, height, width) of an array of another shape, as far as the shape tells."""
    shape = images.shape
    if len(shape) == 1 and is_square(shape[0]):
        return f"; images.reshape(1, {math.isqrt(shape[0])}, -1) makes one image of it"
    if len(shape) == 2 and shape[0] != shape[1] and is_square(shape[0]):
        return "; if its columns are images, to_images(images) has that shape"
    if len(shape) == 2 and shape[0] != shape[1] and is_square(shape[1]):
        return "; if its rows are images, to_images(images.T) has that shape"
    if len(shape) == 2:
        return "; a single image becomes a batch of one as images[np.newaxis]"
    if len(shape) == 4 and 1 in shape[1::2]:
        return f"; images[{':, 0' if shape[1] == 1 else '..., 0'}] has that shape"
    return ""


def is_square(pixels):
    """Tell whether that many pixels make a square image."""
    return pixels > 1 and math.isqrt(pixels) ** 2 == pixels


def require_split(images, labels, validation_size, rng):
    """Raise unless images and labels can be split: arrays of one length, something left to train on, a generator."""
    require_array(images, "images")
    require_array(labels, "labels")
    if images.ndim == 0 or labels.ndim != 1:
        raise ValueError(
            f"images must have the shape (m, …) and labels (m,), but their shapes are {images.shape} and {labels.shape}"
            + (one_axis(labels, "labels") if labels.ndim != 1 else "")
        )
    if images.shape[-1] == labels.size != len(images):
        raise ValueError(
            f"images must have an example per row, but their shape is {images.shape}, and there are {labels.size} "
            "labels; split images before you lay them out as columns, or pass images.T"
        )
    require_same_length(images, labels, "images and labels")
    if isinstance(validation_size, float) and 0 < validation_size < 1:
        raise TypeError(
            f"validation_size must be a whole number, but {validation_size!r} was passed; "
            f"that share of {len(images)} examples is {round(validation_size * len(images))}"
        )
    if require_count(validation_size, "validation_size") >= len(images):
        raise ValueError(
            f"validation_size must leave something to train on: there are {len(images)} examples, "
            f"but {validation_size} were asked for"
        )
    require_generator(rng)


# ---------------------------------------------------------------- columns


def require_columns(X, name="X"):
    """Raise unless `X` is a finite matrix, one example per column."""
    require_finite(X, name)
    if X.ndim != 2:
        hints = {
            1: f"; if it is one example, pass {name}[:, np.newaxis]",
            3: f"; if it holds images, to_columns({name}) makes a column of each",
        }
        raise ValueError(
            f"{name} must have two axes, (rows, m), one example per column, but its shape is {X.shape}"
            + hints.get(X.ndim, "")
        )


def require_square_images(X):
    """Raise unless `X` has shape (pixels, m) where the number of pixels is a square number."""
    require_columns(X)
    if math.isqrt(X.shape[0]) ** 2 != X.shape[0]:
        raise ValueError(
            f"a column of X must hold the pixels of a square image (784 = 28 × 28), "
            f"but X has {X.shape[0]} rows; its shape is {X.shape}"
            + ("; it seems transposed: pass X.T" if is_square(X.shape[1]) else "")
        )


def require_scaled(X, name="X"):
    """Raise if `X` holds numbers beyond ±100, as raw pixels are: of these a network learns nothing, in silence."""
    largest = max(X.max(), X.min(), key=abs)
    if abs(largest) > 100:
        raise ValueError(
            f"{name} must be scaled, to pixels from 0 to 1, but it holds {largest:g}; normalize(images) does that for "
            f"raw pixels of dtype uint8, and {name} / 255 for raw pixels that are floats"
        )


def require_probabilities(A2, name="A2"):
    """Raise unless `A2` is a matrix of numbers from 0 to 1, one column per example."""
    require_columns(A2, name)
    require_floats(A2, name)
    if A2.min() < 0 or A2.max() > 1 + 1e-6:
        raise ValueError(
            f"{name} must hold probabilities, from 0 to 1, but its entries run from {A2.min():.7g} to {A2.max():.7g}; "
            + (f"{name} / 100 makes shares of per cent" if is_distribution(A2 / 100, 0)
               else "softmax turns logits into probabilities")
        )


def require_targets(Y, shape):
    """Raise unless `Y` has the given shape and each column is a distribution: not negative, summing to 1."""
    require_finite(Y, "Y")
    encoded = "one_hot({}) makes such columns" + ("" if shape[0] == 10 else f", with classes={shape[0]}")
    if Y.ndim != 2:
        raise ValueError(
            f"Y must have the shape (classes, m), one column per example, but its shape is {Y.shape}; "
            + encoded.format("labels")
        )
    transposed = Y.shape == shape[::-1] and is_distribution(Y, 1)
    if Y.shape != shape:
        labels = 1 in Y.shape and Y.size == shape[1]
        raise ValueError(
            f"Y must have the shape {shape}, one column per example, but its shape is {Y.shape}"
            + ("; it seems transposed: pass Y.T" if transposed else "")
            + (f"; if it holds labels, {encoded.format('Y.ravel()')}" if labels and not transposed else "")
        )
    wrong = np.flatnonzero((Y.min(axis=0) < 0) | (np.abs(Y.sum(axis=0) - 1) > 1e-4))
    if wrong.size:
        raise ValueError(
            "each column of Y must be non-negative and sum to 1, as one_hot(labels) makes them, "
            f"but column {wrong[0]} is {Y[:, wrong[0]]}" + ("; it seems transposed: pass Y.T" if transposed else "")
        )


# ---------------------------------------------------------------- numbers, names, generators


def require_number(number, name, what="a number"):
    """Return `number` as a Python float; raise unless it is a real number.

    A Python float leaves float32 arrays float32, where NumPy's own float64 number would widen them.
    """
    if not isinstance(number, numbers.Real):
        raise TypeError(f"{name} must be {what}, but {number!r} was passed")
    return float(number)


def require_learning_rate(learning_rate):
    """Return `learning_rate` as a Python float; raise unless it is a positive, finite number."""
    rate = require_number(learning_rate, "learning_rate")
    if not (math.isfinite(rate) and rate > 0):
        raise ValueError(
            f"learning_rate must be a positive number (0.1 is a good first try), but {learning_rate} was passed"
            + ("; a negative one would climb the loss" if rate < 0 else "")
        )
    return rate


def require_positive(number, name):
    """Return `number` as a Python float; raise unless it is a positive, finite number."""
    value = require_number(number, name)
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"{name} must be a positive number, but {number} was passed")
    return value


def require_share(number, name):
    """Return `number` as a Python float; raise unless it is a number from 0 to below 1."""
    value = require_number(number, name)
    if not 0 <= value < 1:
        raise ValueError(f"{name} must be a share from 0 to below 1, but it is {number}")
    return value


def require_strength(number, name):
    """Return `number` as a Python float; raise unless it is a finite number that is not negative."""
    value = require_number(number, name)
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{name} must be 0 (no penalty) or a positive number, but {number} was passed")
    return value


def require_warmup(warmup, epochs):
    """Raise unless `warmup` is a number of epochs from 0 to below `epochs`."""
    if not 0 <= require_number(warmup, "warmup", "a number of epochs") < epochs:
        raise ValueError(f"warmup must be from 0 to below epochs = {epochs:g}, but {warmup} was passed")


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


def require_name(name, what, known):
    """Return `name`; raise unless it is one of the known names."""
    if not isinstance(name, str) or name not in known:
        raise ValueError(f"{what} must be one of {', '.join(known)}, but {name!r} was passed")
    return name


def require_generator(rng):
    """Raise unless `rng` is a generator of random numbers."""
    if not isinstance(rng, np.random.Generator):
        seed = rng if isinstance(rng, int | np.integer) and rng >= 0 else 0
        raise TypeError(
            f"rng must be a generator of random numbers, but {rng!r} was passed; "
            f"np.random.default_rng({int(seed)}) makes one"
        )


# ---------------------------------------------------------------- figures


def require_drawable(images, columns, **each):
    """Raise unless `images` can be drawn in that many columns, and each further argument has an entry per image."""
    require_images(images)
    require_finite(images, "images")
    require_count(columns, "columns")
    for name, entries in each.items():
        if entries is not None and (np.ndim(entries) != 1 or len(entries) != len(images)):
            found = f"{len(entries)} entries" if isinstance(entries, list | tuple) else f"{entries!r}"
            raise ValueError(f"{name} must have an entry for each of the {len(images)} images, but it is {found}")


def require_prediction(image, probabilities, true):
    """Raise unless one image, a probability per class, and the number of the true class were passed."""
    require_finite(image, "image")
    if image.ndim != 2:
        batch = "; image[0] takes one out of a batch of one" if image.ndim == 3 and len(image) == 1 else ""
        raise ValueError(f"image must have the shape (height, width), but its shape is {image.shape}{batch}")
    require_finite(probabilities, "probabilities")
    if probabilities.ndim != 1:
        raise ValueError(
            f"probabilities must be those of one image, of shape (classes,), but their shape is {probabilities.shape}"
            + (one_axis(probabilities, "probabilities") if 1 in probabilities.shape else "; A2[:, 0] takes one column")
        )
    require_probabilities(probabilities[:, np.newaxis], "probabilities")
    if require_count(true, "true", least=0) >= len(probabilities):
        raise ValueError(f"true must be a class from 0 to {len(probabilities) - 1}, but {true} was passed")


def require_history(history):
    """Raise unless `history` is the table of a training."""
    if "Training loss" not in getattr(history, "columns", []):
        pair = "; take the second of the pair" if isinstance(history, tuple) and len(history) == 2 else ""
        raise TypeError(
            "history must be the DataFrame that NeuralNetwork.train, or gradient_descent beside the parameters, "
            f"returned, but a {type(history).__name__} without a column Training loss was passed{pair}"
        )


def require_confusion(matrix):
    """Raise unless `matrix` has a row and a column per class, and counts or shares that are not negative."""
    require_finite(matrix, "matrix")
    if matrix.ndim != 2 or len(matrix) != matrix.shape[1]:
        raise ValueError(
            "matrix must have a row per true class and a column per predicted one, as confusion_matrix(true, "
            f"predicted) makes it, but its shape is {matrix.shape}"
        )
    if matrix.min() < 0:
        raise ValueError(f"matrix must hold counts, but it holds {matrix.min()}")
