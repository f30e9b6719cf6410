"""Guards of arrays, labels, pixels, numbers, names and generators."""

import math
import numbers
import operator

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


def require_warmup(warmup, epochs):
    """Raise unless `warmup` is a number of epochs from 0 to below `epochs`."""
    if not isinstance(warmup, numbers.Real):
        raise TypeError(f"warmup must be a number of epochs, but {warmup!r} was passed")
    if not 0 <= warmup < epochs:
        raise ValueError(f"warmup must be from 0 to below epochs = {epochs:g}, but {warmup} was passed")


def require_predictions(predictions):
    """Raise unless `predictions` is a dict with at least one entry, iteration → predicted labels."""
    if not isinstance(predictions, dict) or not predictions:
        raise ValueError(
            "predictions must be a dict, iteration → predicted labels, with at least one entry, "
            f"but {'an empty dict' if isinstance(predictions, dict) else f'a {type(predictions).__name__}'} was passed"
        )
