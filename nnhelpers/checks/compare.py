"""How results are compared, and how they are written in a message."""

import numpy as np
import pandas as pd

# ---------------------------------------------------------------- how results are compared


def as_numbers(value):
    """Return a result as an array of floats; None for what holds other things: text, None, rows of unequal length."""
    inner, depth = value, 0
    while isinstance(inner, (list, tuple)) and len(inner) and depth < 9:
        inner, depth = inner[0], depth + 1
    if depth == 9:  # a list may hold itself
        return None
    try:
        array = np.asarray(value)
    except Exception:
        return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def same(got, expected, rtol=1e-6, atol=1e-9):
    """Tell whether two results are equal, up to rounding; a list may stand for an array."""
    if expected is None or got is None:
        return got is expected
    if isinstance(expected, dict):
        return isinstance(got, dict) and got.keys() == expected.keys() and all(
            same(got[key], expected[key], rtol, atol) for key in got)
    if isinstance(expected, (tuple, list)):
        got = list(got) if isinstance(got, np.ndarray) and got.ndim > 0 else got
        return (
            isinstance(got, (tuple, list))
            and len(got) == len(expected)
            and all(same(g, e, rtol, atol) for g, e in zip(got, expected, strict=True))
        )
    if isinstance(expected, (int, float, np.number, np.bool_, np.ndarray)):
        if np.asarray(expected).dtype.kind not in "biuf":  # text in an array, or a number too long for one
            return type(got) is type(expected) and np.shape(got) == np.shape(expected) and np.all(got == expected)
        numbers = as_numbers(got)
        if numbers is None or numbers.shape != np.shape(expected):
            return False
        if np.asarray(got).dtype in (np.float32, np.float16):  # the reader may compute in short floats
            finite = np.abs(expected)[np.isfinite(expected)] if np.ndim(expected) else np.abs(expected)
            rtol, atol = max(rtol, 1e-4), max(atol, 1e-6 * float(np.max(finite, initial=0)))
        return bool(np.allclose(numbers, expected, rtol=rtol, atol=atol, equal_nan=True))
    if isinstance(expected, (bytes, str)):
        return isinstance(got, type(expected)) and got == expected
    if isinstance(expected, pd.DataFrame):
        return isinstance(got, pd.DataFrame) and got.equals(expected)
    return got is expected or callable(expected) or isinstance(expected, np.random.Generator)


# ---------------------------------------------------------------- how results are put into words


def name_of(function):
    """Return the name of a function; what is called like one may lack it."""
    return getattr(function, "__name__", "your function")


def kind_of(value):
    """Name the type of a value, of an array with that of its entries."""
    return f"array of {value.dtype.type.__name__.strip('_')}" if isinstance(value, np.ndarray) else type(value).__name__


def other_kind(got, expected):
    """Say that a result is of another kind or shape than the expected one; an empty string if it is not."""
    kind = kind_of(got)
    if got is ...:
        return "There is still a ... in the function; something must take its place."
    if got is None and expected is not None:
        return "The function returned None: does every way through it end with return and a value?"
    if isinstance(expected, dict):
        keys = ", ".join(map(str, expected))
        if not isinstance(got, dict):
            return f"A dictionary with the keys {keys} is expected; yours is of the type {kind}."
        if got.keys() != expected.keys():
            return f"The keys should be {keys}."
        return first_words(f"{key}: {words}" for key in expected if (words := other_kind(got[key], expected[key])))
    if isinstance(expected, (tuple, list)):
        if not isinstance(got, (tuple, list)) and not (isinstance(got, np.ndarray) and got.ndim > 0):
            return f"{len(expected)} values are expected, in a {type(expected).__name__}; yours is of the type {kind}."
        if len(got) != len(expected):
            return f"{len(expected)} values are expected; yours are {len(got)}."
        return first_words(other_kind(g, e) for g, e in zip(got, expected, strict=True))
    if expected is None:
        return ""
    numbers = as_numbers(got)
    if numbers is None:
        return f"Numbers are expected, and nothing else, in rows of equal length; yours is of the type {kind}."
    if numbers.shape == np.shape(expected):
        return ""
    if np.ndim(expected) == 0:
        return f"One number is expected; yours has the shape {numbers.shape}."
    if numbers.ndim == 0:
        return f"This is a single number; an array of shape {np.shape(expected)} is expected."
    return f"The shapes differ: yours is {numbers.shape}, expected is {np.shape(expected)}."


def first_words(sentences):
    """Return the first sentence that is not empty, or an empty string."""
    return next(filter(None, sentences), "")


def written(attempt, case):
    """Write a call as the reader would; large arguments by their shapes, or not at all."""
    for entries in (24, 0):
        arguments = ", ".join(shown(argument, entries) for argument in case)
        if len(arguments) <= 240:
            return f"{name_of(attempt)}({arguments})"
    return f"{name_of(attempt)}(…)"


def shown(value, entries=24):
    """Write a value on one line; arrays of more than `entries` numbers, and what is long, by kind and size."""
    kind = type(value).__name__
    if value is ...:
        return "..."
    if isinstance(value, np.ndarray):
        if value.size > entries or value.dtype.kind in "OSU" and value.ndim > 0:
            return f"<array of shape {value.shape}>"
        return " ".join(np.array2string(value, precision=4, separator=", ", suppress_small=True).split())
    if isinstance(value, (dict, tuple, list)):
        if isinstance(value, dict):
            text = "{" + ", ".join(f"{key!r}: {shown(entry, entries)}" for key, entry in value.items()) + "}"
        else:
            left, right = "()" if isinstance(value, tuple) else "[]"
            text = left + ", ".join(shown(entry, entries) for entry in value) + right
        if len(text) > 120 and entries > 0:
            return shown(value, entries=0)
        return text if len(text) <= 240 else f"<{kind} of {len(value)} entries>"
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return f"<{kind} of shape {value.shape}>"
    if callable(value):
        return name_of(value)
    if isinstance(value, bytes) and len(value) <= 24:
        return f"bytes({list(value)})"
    if isinstance(value, (float, np.floating)):
        return f"{value:.6g}"
    text = str(value) if isinstance(value, np.generic) else repr(value)
    return text if len(text) <= 60 else f"<{kind}>"
