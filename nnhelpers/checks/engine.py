"""How an attempt at an exercise is run, compared with a right answer, and explained."""

import copy
import re
import warnings

import numpy as np
import pandas as pd


class NotRight(Exception):
    """Ends a check; its text is what the reader is told."""


def check(attempt, examine, verified):
    """Run `examine(attempt)`, which raises NotRight for a wrong attempt, and print the verdict in words."""
    if not callable(attempt):
        print("Pass the function itself to the check, its name without brackets after it: checks.name(name).")
        return
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            written = examine(attempt)
    except NotRight as reason:
        print(f"{name_of(attempt)}: not yet right.\n  {reason}")
    else:
        print(f"{name_of(attempt)}: correct. {verified}" if written else f"{name_of(attempt)}: not written yet.")


def name_of(function):
    """Return the name of a function; what is called like one may lack it."""
    return getattr(function, "__name__", "your function")


def by_cases(attempt, right, cases, mistakes, verified, otherwise=lambda got, expected: ""):
    """Check an attempt against a right answer on each case, a tuple of arguments.

    `mistakes` is a list of pairs (wrong answer, words): the words are said when the attempt gives the same
    result as that wrong answer, or raises the same kind of exception. A text in place of the wrong answer is
    looked for, as a regular expression, in what an exception says. If no mistake is recognised, `otherwise` may
    still find words for a result beside the expected one.
    """

    def examine(attempt):
        for case in cases:
            got = call(attempt, case, mistakes)
            if got is ...:
                return False
            expected = right(*copy.deepcopy(case))
            if not same(got, expected):
                words = reason(got, case, mistakes) or otherwise(got, expected)
                raise NotRight(difference(attempt, case, got, expected, words))
        return True

    check(attempt, examine, verified)


def call(attempt, case, mistakes=()):
    """Call an attempt on copies of the arguments; explain an exception and a changed argument."""
    arguments = copy.deepcopy(case)
    try:
        got = attempt(*arguments)
    except Exception as error:
        raise NotRight(f"{written(attempt, case)} {raised(error, reason(error, case, mistakes))}") from None
    if not same(arguments, case):
        raise NotRight(f"{written(attempt, case)} changed its argument; work on a copy, so that the caller's stays.")
    return got


CARET = (r"for \^=?:", "A power is written ** in Python; ^ is something else.")
USUAL_EXCEPTIONS = [
    (r"size (\d+) is different from (\d+)",
     r"@ needs equal inner sizes, here they are \2 and \1: is a transpose missing, or is it * instead of @?"),
    (r"not aligned: (\d+) \(dim \d\) != (\d+)",
     r"np.dot needs equal inner sizes, here they are \1 and \2: is a transpose missing, or is it * instead?"),
    (r"operands could not be broadcast together with shapes (\(.*\))",
     r"The shapes \1 do not fit entry by entry; the matrix product is @, not *."),
    (r"truth value of an? .* is ambiguous",
     "and, or, max and if want one truth value. Entry by entry use & and |, with brackets around each comparison; "
     "instead of max, np.max with axis."),
    (r"ufunc 'bitwise_(or|and)' not supported",
     "| and & bind before ==: put brackets around each comparison."),
    (r"'NoneType' object is not subscriptable",
     "A method such as sort() works in place and returns None; use np.sort, which returns what it sorted."),
]


def raised(error, words=""):
    """Put an exception of an attempt into words, with its likely reason."""
    words = words or reason(error, (), USUAL_EXCEPTIONS)
    if "ellipsis" in str(error):
        words = "There is still a ... in the function; something must take its place."
    return f"raised {type(error).__name__}: {error}" + (f"\n  {words}" if words else "")


def as_numbers(value):
    """Return a result as an array of floats; None for what holds other things: text, None, rows of unequal length."""
    try:
        array = np.asarray(value)
    except Exception:
        return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def same(got, expected):
    """Tell whether two results are equal, up to rounding; a list may stand for an array."""
    if expected is None or got is None:
        return got is expected
    if isinstance(expected, dict):
        return isinstance(got, dict) and got.keys() == expected.keys() and all(same(got[k], expected[k]) for k in got)
    if isinstance(expected, (tuple, list)):
        got = list(got) if isinstance(got, np.ndarray) and got.ndim > 0 else got
        return (
            isinstance(got, (tuple, list))
            and len(got) == len(expected)
            and all(same(g, e) for g, e in zip(got, expected, strict=True))
        )
    if isinstance(expected, (int, float, np.number, np.ndarray)):
        numbers = as_numbers(got)
        return (
            numbers is not None
            and numbers.shape == np.shape(expected)
            and np.allclose(numbers, expected, rtol=1e-6, atol=1e-9, equal_nan=True)
        )
    if isinstance(expected, (bytes, str)):
        return isinstance(got, type(expected)) and got == expected
    if isinstance(expected, pd.DataFrame):
        return isinstance(got, pd.DataFrame) and got.equals(expected)
    return got is expected or callable(expected)


def reason(got, case, mistakes):
    """Return the words of the first usual mistake with the same result or kind of exception, or an empty string."""
    for wrong, words in mistakes:
        if isinstance(wrong, str):
            found = re.search(wrong, str(got)) if isinstance(got, Exception) else None
            if found:
                return found.expand(words)
            continue
        try:
            alike = same(got, wrong(*copy.deepcopy(case)))
        except Exception as error:
            alike = type(got) is type(error)
        if alike:
            return words
    return ""


def difference(attempt, case, got, expected, words):
    """Put a wrong result into words: the case, what was got, what was expected, the likely reason."""
    if got is None:
        words = words or "The function returned None: does it end with return?"
    elif callable(got):
        words = "This is a function and not its result: are the brackets () after its name missing?"
    lines = [f"For {written(attempt, case)}", f"it gave   {shown(got)}", f"expected  {shown(expected)}"]
    lines.append(words or other_kind(got, expected))
    return "\n  ".join(line for line in lines if line)


def other_kind(got, expected):
    """Say that a result is of another kind or shape than the expected one; an empty string if it is not."""
    kind = type(got).__name__
    if isinstance(got, np.ndarray):
        kind = f"array of {got.dtype.type.__name__.strip('_')}"
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            return f"A dictionary with the keys {', '.join(expected)} is expected; yours is of the type {kind}."
        if got.keys() != expected.keys():
            return f"The keys should be {', '.join(expected)}."
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
