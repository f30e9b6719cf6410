"""One check per exercise: it says what is wrong with an attempt, and why that is likely.

A check calls the attempt on small cases and compares its results with those of a right answer. Where they differ
it looks for a usual wrong answer that gives the same result, as notebook 04's gradient check does.
"""

import copy
import re
import warnings
from itertools import combinations, pairwise

import numpy as np
import pandas as pd

from nnhelpers.activations import relu, softmax
from nnhelpers.gradient_check import general_mistakes, numerical_gradient
from nnhelpers.losses import cross_entropy
from nnhelpers.preprocessing import one_hot
from nnhelpers.two_layer import forward_propagation, initialize_he

# ---------------------------------------------------------------- how an attempt is compared


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


# ---------------------------------------------------------------- notebook 01


def count_labels(attempt):
    """Notebook 01: how many images there are of each digit."""
    by_cases(
        attempt,
        right=lambda labels: np.bincount(labels, minlength=10),
        cases=[
            (np.array([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], dtype=np.uint8),),
            (np.array([0, 1, 1, 7], dtype=np.uint8),),
            (np.full(300, 7, dtype=np.uint8),),
        ],
        mistakes=[
            (lambda labels: np.isin(np.arange(10), labels),
             "A repeated index adds only once; loop, or use np.bincount."),
            (lambda labels: np.bincount(labels, minlength=10) % 256,
             "300 has wrapped around to 44: the counts were kept in uint8; leave dtype=int to them."),
            (lambda labels: np.unique(labels, return_counts=True)[1],
             "There is one entry per digit that occurs; a digit that never occurs must count 0."),
            (np.bincount, "The result ends at the largest label: the digits above it must count 0 (minlength=10)."),
            (lambda labels: np.bincount(labels, minlength=10) / len(labels),
             "These are shares of the whole; count the images instead."),
            (lambda labels: np.unique(labels, return_counts=True),
             "np.unique gives two arrays, the digits and their counts; and a digit that never occurs must count 0."),
            (np.unique, "These are the digits that occur; return how often each does."),
            (lambda labels: np.histogram(labels, bins=10)[0],
             "np.histogram cuts from the smallest to the largest label; give it bins=np.arange(11)."),
            (lambda labels: dict(zip(*np.unique(labels, return_counts=True), strict=True)),
             "This is a dictionary of the digits that occur; return ten counts, from that of 0 to that of 9."),
            (lambda labels: dict(enumerate(np.bincount(labels, minlength=10))),
             "This is a dictionary; return the ten counts alone, from that of 0 to that of 9."),
        ],
        verified="It counts every digit, also one that never occurs.",
    )


def mean_image(attempt):
    """Notebook 01: the mean of all images of one digit."""
    images = np.array([[[200, 0], [10, 50]], [[100, 0], [30, 61]], [[9, 9], [9, 9]]], dtype=np.uint8)
    labels = np.array([1, 1, 2], dtype=np.uint8)
    by_cases(
        attempt,
        right=lambda images, labels, digit: images[labels == digit].mean(axis=0),
        cases=[(images, labels, 1), (images, labels, 2)],
        mistakes=[
            (r"\b(28|784)\b|out of bounds for axis . with size 2",
             "The check's images are 2 × 2: use images.shape[1:], not a fixed size."),
            (lambda i, k, d: i[k == 3].mean(axis=0),
             "This is the mean of no image at all. Use digit, not 3 or another fixed number."),
            (lambda i, k, d: i[k == 1].mean(axis=0), "This is the mean of the 1s. Use digit, not a fixed number."),
            (lambda i, k, d: i[k == d].mean(axis=0) / 255,
             "Return the mean of the pixels as they are, 0 to 255: nothing is to be normalised here."),
            (lambda i, k, d: i[k == d].sum(axis=0) / 255,
             "Return the mean of the pixels as they are, 0 to 255: divide by how many images there are, not by 255."),
            (lambda i, k, d: i[k == d].sum(axis=0, dtype=np.uint8) / np.sum(k == d),
             "200 + 100 has wrapped around to 44: the sum was kept in uint8. mean(axis=0) adds in floats."),
            (lambda i, k, d: i[k == d].mean(axis=0).astype(int),
             "What stands after the decimal point was cut off: keep the floats that mean gives."),
            (lambda i, k, d: i[k == d].sum(axis=0) / len(k),
             "The sum was divided by the number of all images; divide by how many show this digit."),
            (lambda i, k, d: i[k == d].sum(axis=0), "This is the sum of the images; divide by how many there are."),
            (lambda i, k, d: i.mean(axis=0), "This is the mean of all images; choose labels == digit first."),
            (lambda i, k, d: i[k == d].mean(), "This is one number; the mean over the images alone is mean(axis=0)."),
            (lambda i, k, d: i[k == d].mean(axis=(1, 2)),
             "There is one number per image: the mean was taken over the pixels; average over the images, axis=0."),
            (lambda i, k, d: i[k == d].mean(axis=1),
             "The mean was taken down each image, axis=1; average over the images, axis=0."),
            (lambda i, k, d: i[k == d].mean(axis=2),
             "The mean was taken along the rows of each image, axis=2; average over the images, axis=0."),
            (lambda i, k, d: i[d], "This is image number `digit`; choose the images by their label."),
            (lambda i, k, d: i[k == d][0], "This is the first image of the digit; average all of them."),
            (lambda i, k, d: i[k == d], "These are the images of the digit; their mean is still to be taken."),
        ],
        verified="It averages the images of one digit, without overflow.",
    )


def decode_labels(attempt):
    """Notebook 01: the labels in the bytes of an IDX label file."""
    content = bytes([0, 0, 8, 1, 0, 0, 0, 10, 5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
    fixed_count = "The count stands in bytes 4 to 7; leave count= out, and all that follow are read."
    by_cases(
        attempt,
        right=lambda content: np.frombuffer(content, np.uint8, offset=8),
        cases=[(content,), (bytes([0, 0, 8, 1, 0, 0, 0, 1, 9]),)],
        mistakes=[
            ("buffer size must be a multiple of element size",
             "Say dtype=np.uint8: without it a number takes eight bytes."),
            ("invalid literal for int", "np.array reads bytes as text; use np.frombuffer."),
            ("buffer is smaller than requested size", fixed_count),
            (lambda c: np.frombuffer(c, np.uint8),
             "The header is still in front: the first 8 bytes are the magic number and the count."),
            (lambda c: np.frombuffer(c, np.uint8, offset=4),
             "Four bytes of header are still in front: after the magic number comes the count, 4 bytes long."),
            (lambda c: np.frombuffer(c, np.uint8, offset=16),
             "16 bytes were skipped, as in an image file; labels have one axis, so their header has 8 bytes."),
            (lambda c: c[8:], "These are bytes still; np.frombuffer makes an array of numbers of them."),
            (lambda c: np.frombuffer(c, np.uint8)[:8], "This is the header; return what follows it."),
            (lambda c: len(c) - 8, "This is how many labels there are; return the labels themselves."),
        ] + [
            (lambda c, count=count: np.frombuffer(c, np.uint8, count, offset=8), fixed_count) for count in range(1, 10)
        ],
        verified="It skips the 8 bytes of header and returns every label.",
    )


def shuffle_together(attempt):
    """Notebook 01: images and labels in a new, common order."""
    labels = np.tile(np.arange(10, dtype=np.uint8), 3)
    images = np.repeat(labels, 4).reshape(30, 2, 2)
    images[:, 1, 1] = np.arange(30)  # tells images of the same digit apart

    def shuffled(attempt, seed):
        arguments = images.copy(), labels.copy()
        try:
            got = attempt(*arguments, np.random.default_rng(seed))
        except Exception as error:
            raise NotRight(f"On 30 small images it {raised(error)}") from None
        if not same(arguments, (images, labels)):
            raise NotRight("The arrays that were passed have changed (as rng.shuffle would do). "
                           "rng.shuffle works in place; draw one order with rng.permutation, "
                           "and index both arrays with it.")
        return got

    def examine(attempt):
        got = shuffled(attempt, seed=5)
        if got is ...:
            return False
        if not (isinstance(got, (tuple, list)) and len(got) == 2):
            raise NotRight(f"Return two arrays, images and labels; it returned {shown(got)}.")
        new_images, new_labels = as_numbers(got[0]), as_numbers(got[1])
        if new_images is None or new_labels is None:
            raise NotRight(f"Return two arrays of numbers, images and labels; it returned {shown(got)}.")
        if new_images.shape == labels.shape and new_labels.shape == images.shape:
            raise NotRight("Return the images first, then the labels.")
        if new_images.shape != images.shape or new_labels.shape != labels.shape:
            raise NotRight(f"Shapes must stay: {images.shape} and {labels.shape} went in, "
                           f"{new_images.shape} and {new_labels.shape} came out.")
        broken = np.flatnonzero(new_images[:, 0, 0] != new_labels)
        if broken.size:
            place = broken[0]
            raise NotRight(f"At place {place} the image shows a {new_images[place, 0, 0]:g}, but its label is "
                           f"{new_labels[place]:g}: the two are in different orders. Draw one order, use it twice.")
        numbers = new_images[:, 1, 1]
        if not np.array_equal(np.sort(numbers), np.arange(30)):
            raise NotRight("Some images are lost and others come twice: draw a permutation, not random numbers.")
        if not np.array_equal(new_images, images[numbers.astype(int)]):
            raise NotRight("The images themselves have changed: put them into a new order, and leave their pixels.")
        if np.array_equal(new_labels, labels):
            raise NotRight("The order has not changed: index both arrays with rng.permutation(len(labels)).")
        if not same(shuffled(attempt, seed=5), got):
            raise NotRight("The same seed gave another order: take every random number from the rng passed in.")
        if same(shuffled(attempt, seed=6), got):
            raise NotRight("Another seed gave the same order: take the order from the rng passed in.")
        return True

    check(attempt, examine, "Every image keeps its label, nothing is lost, and the caller's arrays stay.")


# ---------------------------------------------------------------- notebook 02


def one_hot_rows(attempt):
    """Notebook 02: one-hot labels as other libraries lay them out, one row per example."""
    by_cases(
        attempt,
        right=lambda labels, classes: one_hot(labels, classes).T,
        cases=[(np.array([1, 0]), 3), (np.array([2, 2, 0, 1]), 4)],
        mistakes=[
            (one_hot, "There is one column per example; here each example is a row: the shape is (m, classes)."),
            (lambda labels, classes: np.roll(one_hot(labels, classes), -1, axis=0).T,
             "Each 1 stands one place too early: class 0 is the first entry, not the last."),
            (lambda labels, classes: one_hot(labels, classes).reshape(len(labels), classes),
             "reshape does not turn rows into columns, it only cuts the same run of numbers elsewhere; .T turns."),
            (lambda labels, classes: 1 - one_hot(labels, classes).T, "The 1 and the 0 are exchanged."),
            (lambda labels, classes: one_hot(labels).T, "There are ten classes always: pass `classes` on."),
            (lambda labels, classes: labels, "These are the labels as they came; each becomes a row of its own."),
        ],
        verified="Each example is a row with a single 1.",
    )


def is_one_hot(attempt):
    """Notebook 02: whether each column holds a single 1 and otherwise 0."""
    def right(Y):
        return bool(np.all((Y == 0) | (Y == 1)) and np.all(Y.sum(axis=0) == 1))

    def examine(attempt):
        cases = [
            (np.array([[0.0, 1], [1, 0], [0, 0]]),
             "Each column holds a single 1; that the last row holds none is fine: examples are columns, axis=0."),
            (np.array([[1.0, 1, 0, 0], [0, 0, 1, 1]]),
             "Each column holds a single 1; that a row holds two is fine, two examples of one class."),
            (np.array([[0.5, 1], [0.5, 0], [0, 0]]),
             "Column 0 sums to 1 but is no single 1: are the entries themselves looked at?"),
            (np.array([[1.0, 1], [1, 0], [0, 0]]), "Column 0 holds two 1s: is the sum of every column looked at?"),
            (np.array([[0.0, 1], [0, 0], [0, 0]]), "Column 0 holds no 1 at all."),
            (np.array([[2.0, 1], [-1, 0], [0, 0]]), "Column 0 sums to 1, but its entries are 2 and −1."),
            (np.array([[2.0, 1], [0, 0], [0, 0]]), "Column 0 has a single entry that is not 0, but it is a 2."),
            (np.array([[1.0, 1], [0.5, 0], [-0.5, 0]]), "Column 0 holds a 1 and sums to 1, but 0.5 and −0.5 as well."),
            (np.array([[1.0, 0, 0], [1, 0, 1]]),
             "There are three 1s for three columns, but the first holds two and the second none: "
             "sum each column by itself, axis=0."),
            (np.array([[0, 1, 0], [1, 0, 0.0]]),
             "Each row holds a single 1, but the last column holds none: examples are columns, axis=0."),
        ]
        for Y, words in cases:
            got = call(attempt, (Y,))
            if got is ...:
                return False
            if same(got, right(Y)):
                continue
            numbers = as_numbers(got)
            if numbers is not None and numbers.ndim > 0:
                raise NotRight(f"For {written(attempt, (Y,))} it gave {shown(got)}; "
                               "return one truth value for the whole matrix: np.all joins them.")
            if numbers is None or numbers not in (0, 1):
                words = "Return True or False." if got is not None else ""
            raise NotRight(difference(attempt, (Y,), got, right(Y), words))
        return True

    check(attempt, examine, "It accepts one-hot columns and nothing else.")


def second_choice(attempt):
    """Notebook 02: the class with the second largest entry of each column."""
    def wiping_rows(P):
        P[np.argmax(P, axis=0)] = 0
        return np.argmax(P, axis=0)

    P = np.array([[0.1, 0.5, 0.2], [0.6, 0.3, 0.1], [0.3, 0.15, 0.3], [0.0, 0.05, 0.4]])
    by_cases(
        attempt,
        right=lambda P: np.argsort(P, axis=0)[-2],
        cases=[(P,), (np.array([[0.2, 0.9], [0.8, 0.1]]),)],
        mistakes=[
            (lambda P: np.argmax(P, axis=0), "This is the first choice, the largest entry of each column."),
            (lambda P: np.argsort(P, axis=1)[:, -2],
             "There is one entry per class: the sorting went along the rows; examples are columns, axis=0."),
            (lambda P: np.argsort(P, axis=0)[1],
             "This is the second smallest: np.argsort sorts upwards, so count from the end."),
            (lambda P: np.sort(P, axis=0)[-2],
             "These are the probabilities; return the places where they stand (np.argsort)."),
            (lambda P: np.argsort(P)[-2],
             "np.argsort without axis sorts each row; examples are columns, axis=0."),
            (lambda P: np.argsort(P, axis=0)[:, -2],
             "[:, -2] chooses a column, which is an example; [-2] chooses the row of second choices."),
            (lambda P: np.argsort(P, axis=0)[-2:], "These are the first two choices; return the second alone."),
            (lambda P: np.argsort(P, axis=0)[-2:-1], "The shape is (1, m); return (m,): one row, [-2]."),
            (wiping_rows, "P[best] = … wipes whole rows; use P[best, np.arange(m)], on a copy."),
            (lambda P: np.argmax(P, axis=0) - 1, "The class before the first choice is not the second choice."),
        ],
        verified="It names the runner-up of each example.",
    )


def soften(attempt):
    """Notebook 02: targets that leave a little probability to the other classes."""
    def shared(labels, classes, own, others):
        return np.where(one_hot(labels, classes) == 1, own, others)

    def filling_rows(labels, confidence, classes):
        Y = np.full((classes, len(labels)), (1 - confidence) / (classes - 1))
        Y[labels] = confidence
        return Y

    by_cases(
        attempt,
        right=lambda labels, c, classes: shared(labels, classes, c, (1 - c) / (classes - 1)),
        cases=[(np.array([2, 0]), 0.9, 3), (np.array([1, 1, 3, 0, 2]), 0.7, 4)],
        mistakes=[
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / k),
             "The columns do not sum to 1: the rest is shared by the other classes only, classes − 1 of them."),
            (lambda labels, c, k: shared(labels, k, c, 1 - c),
             "Each other class got the whole rest; it must be shared among them."),
            (lambda labels, c, k: one_hot(labels, k) * c, "The columns do not sum to 1: the rest went to no class."),
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / (k - 1)).T,
             "There is one row per example; here examples are columns: the shape is (classes, m)."),
            (lambda labels, c, k: one_hot(labels, k) * c + (1 - c) / k,
             "The true class got a share of the rest besides its confidence; only the others share it."),
            (lambda labels, c, k: one_hot(labels, k) * c + (1 - c) / (k - 1),
             "The true class got a share too, besides its confidence; only the others share the rest."),
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / 9),
             "9 is right for ten classes only: divide by classes - 1."),
            (filling_rows, "Y[labels] = … fills whole rows: two index arrays are needed, Y[labels, np.arange(m)]."),
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / len(labels)),
             "The rest was divided by the number of examples; the other classes share it, classes − 1 of them."),
            (lambda labels, c, k: shared(labels, k, (1 - c) / (k - 1), c),
             "The two are exchanged: the confidence belongs to the true class."),
            (lambda labels, c, k: one_hot(labels, k), "These are hard labels still: a 1 and no share for the others."),
        ],
        verified="Each column sums to 1, with the stated confidence on the true class.",
    )


# ---------------------------------------------------------------- notebook 03


def count_parameters(attempt):
    """Notebook 03: the number of weights and biases of a network."""
    def right(sizes):
        return sum(n * k + k for n, k in pairwise(sizes))

    by_cases(
        attempt,
        right=right,
        cases=[((784, 10, 10),), ((784, 128, 64, 10),), ((3, 2),)],
        mistakes=[
            (lambda s: sum(n * k for n, k in pairwise(s)), "The biases are missing: each layer has one per output."),
            (lambda s: right(s) + s[0], "The inputs were given biases too; only layers have them."),
            (lambda s: sum(n * k + n for n, k in pairwise(s)),
             "One bias per input was counted; a layer has one per output."),
            (lambda s: sum(n * k + 1 for n, k in pairwise(s)),
             "One bias per layer was counted; a layer has one per output."),
            (lambda s: [n * k + k for n, k in pairwise(s)], "This is the number of each layer; add them up."),
            (lambda s: int(np.prod(s)), "The sizes were multiplied together; layers add up: one product per layer."),
            (lambda s: s[0] * s[1] + s[1] + s[1] * s[2] + s[2],
             "Only two layers were counted; go through all neighbouring sizes."),
        ],
        verified="It counts the weights and biases of any number of layers.",
    )


def confidence(attempt):
    """Notebook 03: the probability of each prediction."""
    A2 = np.array([[0.2, 0.1, 0.3, 0.5], [0.7, 0.3, 0.3, 0.1], [0.1, 0.6, 0.4, 0.4]])
    by_cases(
        attempt,
        right=lambda A2: A2.max(axis=0),
        cases=[(A2,), (np.array([[0.9], [0.1]]),)],
        mistakes=[
            (lambda A2: A2.max(axis=1),
             "There is one entry per class: the maximum went along the rows; examples are columns, axis=0."),
            (lambda A2: A2.argmax(axis=0), "These are the predicted digits; return their probabilities."),
            (lambda A2: A2.max(), "This is the largest probability of the whole batch; return one per example."),
            (lambda A2: A2.max(axis=0, keepdims=True), "The shape is (1, m); return (m,): no keepdims here."),
            (lambda A2: A2[A2.argmax(axis=0)],
             "A2[predicted] picks whole rows; pick one entry of each column: A2[predicted, np.arange(m)]."),
            (lambda A2: A2.max(axis=0).mean(), "This is the mean over the batch; return one number per example."),
        ],
        verified="It returns one probability per example.",
    )


def log_softmax(attempt):
    """Notebook 03: the logarithm of softmax, also where softmax itself is 0."""
    def shifted(Z):
        return Z - Z.max(axis=0)

    def right(Z):
        return shifted(Z) - np.log(np.exp(shifted(Z)).sum(axis=0))

    overflow = "The exponential overflowed: subtract the largest logit of each column before np.exp."
    of_the_batch = "The largest logit of the whole batch was subtracted; each column needs its own, max(axis=0)."
    by_cases(
        attempt,
        right=right,
        cases=[(np.array([[1.0, 0], [2, 0], [3, 0]]),), (np.array([[1000.0, -1000], [0, 0], [0, 100]]),)],
        mistakes=[
            (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum(axis=0)), overflow),
            (lambda Z: Z - np.log(np.exp(Z).sum(axis=0)), overflow),
            (lambda Z: np.log(softmax(Z)),
             "The probability was rounded to 0 before the logarithm was taken. Write ln(e^z / S) as z − ln S first."),
            (lambda Z: np.log(np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=0)), of_the_batch),
            (lambda Z: Z - Z.max() - np.log(np.exp(Z - Z.max()).sum(axis=0)), of_the_batch),
            (lambda Z: Z - Z.max(axis=0), "The logarithm of the sum is still to be subtracted."),
            (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum()),
             "The sum ran over the whole batch; each column has its own, sum(axis=0)."),
            (lambda Z: -right(Z), "The sign is wrong: logarithms of probabilities are negative or 0."),
            (lambda Z: Z - np.exp(Z).sum(axis=0), "The sum was subtracted; subtract its logarithm."),
            (lambda Z: right(Z.T).T, "The sum went along the rows; examples are columns, axis=0."),
            (softmax, "These are the probabilities; return their logarithms."),
            (lambda Z: Z - np.log(np.exp(shifted(Z)).sum(axis=0)),
             "The sum S belongs to the shifted logits, so the shifted logits must stand before it: shifted − ln S."),
            (lambda Z: np.log(np.maximum(softmax(Z), np.finfo(float).tiny)),
             "It is cut off at −708: take no logarithm of a rounded probability. Write ln(e^z / S) as z − ln S first."),
            (lambda Z: shifted(Z) - np.log(np.exp(shifted(Z)).sum()), "S must be summed down each column, axis=0."),
            (lambda Z: shifted(Z) - shifted(Z).sum(axis=0),
             "It must be the logarithm of the sum, not the sum of logarithms: np.log goes around the sum."),
            (lambda Z: shifted(Z) / np.log(np.exp(shifted(Z)).sum(axis=0)),
             "A quotient inside a logarithm becomes a difference: ln(e^z / S) is z − ln S."),
        ] + [
            (lambda Z, tiny=tiny: np.log(softmax(Z) + tiny),
             "A tiny number keeps the logarithm finite, but not right. Write ln(e^z / S) as z − ln S first.")
            for tiny in 10.0 ** -np.arange(5, 308)
        ],
        verified="It agrees with ln(softmax), and stays finite at logits of ±1,000.",
    )


def forward_deep(attempt):
    """Notebook 03: forward propagation through any number of layers."""
    rng = np.random.default_rng(1)

    def network(*sizes):
        return [rng.normal(size=(k, n)) for n, k in pairwise(sizes)], [rng.normal(size=(k, 1)) for k in sizes[1:]]

    def forward(weights, biases, X, hidden=relu, last=softmax):
        A = X
        for index, (W, b) in enumerate(zip(weights, biases, strict=True)):
            Z = W @ A + b
            A = last(Z) if index == len(weights) - 1 else hidden(Z)
        return A

    by_cases(
        attempt,
        right=forward,
        cases=[(*network(3, 4, 2), rng.random((3, 5))), (*network(3, 4, 4, 3, 2), rng.random((3, 2)))],
        mistakes=[
            (lambda w, b, X: forward(w, b, X, last=lambda Z: softmax(relu(Z))),
             "The last layer's Z went through ReLU before softmax; the last layer has softmax only."),
            (lambda w, b, X: forward(w, b, X, last=relu), "The last layer has ReLU; it needs softmax."),
            (lambda w, b, X: forward(w, b, X, hidden=lambda Z: Z),
             "There is no ReLU between the layers: such a network is no more than one layer."),
            (lambda w, b, X: forward(w, b, X, hidden=softmax),
             "Every layer has softmax; only the last one does, the others have ReLU."),
            (lambda w, b, X: forward(w, b, X, last=lambda Z: Z), "These are the logits; softmax is still missing."),
            (lambda w, b, X: forward(w, b, X, last=lambda Z: np.exp(Z) / np.exp(Z).sum()),
             "softmax divided by the sum of the whole batch; each column has its own, sum(axis=0)."),
            (lambda w, b, X: forward(w, b, X, last=lambda Z: softmax(Z.T).T),
             "softmax went along the rows; examples are columns, axis=0."),
            (lambda w, b, X: forward(w[:2], b[:2], X), "Only two layers were gone through; take all of the list."),
            (lambda w, b, X: forward(w[:-1], b[:-1], X, last=relu), "The last layer is missing."),
            (lambda w, b, X: forward(w, [np.zeros_like(v) for v in b], X), "The biases were not added."),
        ],
        verified="It goes through any number of layers: ReLU between them, softmax at the end.",
    )


# ---------------------------------------------------------------- notebook 04


def slope(attempt):
    """Notebook 04: the slope of a function by a central difference."""
    def cube(x):
        return x**3

    by_cases(
        attempt,
        right=lambda f, x, step: (f(x + step) - f(x - step)) / (2 * step),
        cases=[(cube, 2.0, 0.1), (np.sin, 1.0, 0.01)],
        mistakes=[
            (lambda f, x, h: (f(x + h) - f(x)) / h,
             "This is the one-sided difference; go one step to each side, from x − step to x + step."),
            (lambda f, x, h: (f(x) - f(x - h)) / h,
             "This is the one-sided difference; go one step to each side, from x − step to x + step."),
            (lambda f, x, h: (f(x + h) - f(x - h)) / h,
             "It is twice too large: from x − step to x + step the distance is 2 step."),
            (lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), "The sign is wrong: it is f(x + step) − f(x − step)."),
            (lambda f, x, h: f(x + h) - f(x - h), "This is the difference; divide it by the distance, 2 step."),
            (lambda f, x, h: (f(x + h) - f(x)) / (2 * h),
             "This goes one step to one side only; go from x − step to x + step."),
            (lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / h,
             "This goes half a step to each side; go a whole one, and divide by 2 step."),
            (lambda f, x, h: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5, "step was not used: take it as it was passed."),
            (lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
             "Only f(x − step) was divided: put the difference into brackets."),
            (lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
             "Python reads / 2 * step as (… / 2) * step: put 2 * step into brackets."),
            (lambda f, x, h: f(x + h) - f(x - h) / 2 * h,
             "Python divides and multiplies before it subtracts: put the difference into brackets, and 2 * step too."),
            (lambda f, x, h: (f(x + h) - f(x - h)) / 2,
             "It was divided by 2 only; divide by the distance from x − step to x + step, 2 step, in brackets."),
        ],
        verified="It measures a slope from both sides.",
    )


def small_case():
    """A network and a batch on which the checks of notebook 04 compare gradients."""
    rng = np.random.default_rng(3)
    parameters = initialize_he(rng, inputs=3, hidden=4, outputs=4)
    parameters["b1"] += rng.normal(size=(4, 1))
    X = rng.random((3, 5))
    return parameters, X, one_hot(np.array([0, 2, 1, 3, 3]), 4)


def require_keys(got, right):
    """Raise NotRight unless a result is a dictionary with the right keys."""
    if not isinstance(got, dict) or got.keys() != right.keys():
        returned = f"the keys {', '.join(map(str, got)) or '(none)'}" if isinstance(got, dict) else shown(got)
        raise NotRight(f"Return a dictionary with the keys {', '.join(right)}; it returned {returned}.")


def require_gradient(name, got, expected, m, wrong):
    """Raise NotRight where a gradient differs, naming the usual mistake that leads to it."""
    if same(got, expected):
        return
    numbers = as_numbers(got)
    if numbers is None:
        raise NotRight(f"{name} is {shown(got)}; it must be an array of numbers, of shape {expected.shape}.")
    if expected.shape[1] == 1:
        wrong = wrong | {"divided by m twice: the mean was taken; dZ holds the 1/m already, so sum": expected / m}
    lost_axis = expected.shape == (*numbers.shape, 1)
    column = numbers[:, np.newaxis] if lost_axis else numbers
    for words, candidate in (wrong | general_mistakes(expected, m)).items():
        if same(candidate, expected):
            continue
        if same(column, candidate) or numbers.ndim == 0 and same(np.full_like(expected, numbers), candidate):
            raise NotRight(f"{name} differs. Likely: {words}.")
    if numbers.shape != expected.shape:
        raise NotRight(f"{name} has the shape {numbers.shape}, expected {expected.shape}, that of what it is the "
                       "gradient of" + (": keepdims=True keeps the axis of length 1." if lost_axis else "."))
    place = np.unravel_index(np.argmax(np.abs(numbers - expected)), expected.shape)
    raise NotRight(f"{name} differs most at {[int(i) for i in place]}: yours {numbers[place]:.6f}, "
                   f"expected {expected[place]:.6f}.")


def backward_step_by_step(attempt):
    """Notebook 04: each intermediate gradient of the two-layer network, one by one."""
    parameters, X, Y = small_case()
    cache = forward_propagation(parameters, X)
    m, W2, A2 = X.shape[1], parameters["W2"], cache["A2"]
    dZ2 = (A2 - Y) / m
    dA1 = W2.T @ dZ2
    mask = cache["Z1"] > 0
    dZ1 = dA1 * mask
    right = {
        "dZ2": dZ2, "dW2": dZ2 @ cache["A1"].T, "db2": dZ2.sum(axis=1, keepdims=True), "dA1": dA1,
        "dZ1": dZ1, "dW1": dZ1 @ X.T, "db1": dZ1.sum(axis=1, keepdims=True),
    }
    wrong = {
        "dZ2": {
            "Y was never subtracted: (A2 - Y) / m": A2 / m,
            "only Y was divided by m; brackets go around the difference: (A2 - Y) / m": A2 - Y / m,
            "m is the number of columns, X.shape[1], not that of the rows of X": (A2 - Y) / len(X),
            "m is the number of columns, X.shape[1], not that of the rows of Y": (A2 - Y) / len(Y),
            "Z2 stands where A2 belongs": (cache["Z2"] - Y) / m,
            "this is dA2, back through the loss alone; go through softmax too": -Y / A2 / m,
        },
        "dW2": {
            "Z1 stands in for A1, which is what layer 2 was given": dZ2 @ cache["Z1"].T,
            "* works entry by entry; use @ with a transpose: dZ2 @ A1.T": dZ2 * cache["A1"],
        },
        "dA1": {"W2 was not transposed; it is square, so no shape gives that away: W2.T @ dZ2": W2 @ dZ2},
        "dZ1": {
            "the ReLU mask is missing: dA1 * relu_derivative(Z1)": dA1,
            "the mask is inverted: it must let through where Z1 > 0": dA1 * ~mask,
            "the mask asks Z1, not dA1: it lets through where Z1 > 0": dA1 * (dA1 > 0),
            "dA1 was replaced by the mask alone": mask.astype(float),
            "dA1 was multiplied by relu(Z1) itself; the mask is its derivative, Z1 > 0": dA1 * cache["A1"],
        },
        "dW1": {
            "dA1 stands in for dZ1, so the ReLU mask is missing": dA1 @ X.T,
            "A1 stands in for X, which is what layer 1 was given": dZ1 @ cache["A1"].T,
        },
        "db1": {"dA1 stands in for dZ1, so the ReLU mask is missing": dA1.sum(axis=1, keepdims=True)},
    }

    def examine(attempt):
        got = call(attempt, (parameters, cache, X, Y))
        if got is ...:
            return False
        if not (isinstance(got, dict) and got and got.keys() <= right.keys()):
            require_keys(got, right)
        done = [name for name in right if name in got]
        for name in done:
            require_gradient(name, got[name], right[name], m, wrong.get(name, {}))
        if len(done) < len(right):
            missing = next(name for name in right if name not in got)
            raise NotRight(f"{', '.join(done)} {'agrees' if len(done) == 1 else 'agree'}; next: {missing}.")
        return True

    check(attempt, examine, "All seven intermediates agree: dZ2, dW2, db2, dA1, dZ1, dW1, db1.")


def squared_error_gradient(attempt):
    """Notebook 04: the gradient of the squared error, summed over outputs, averaged over examples."""
    A = np.array([[0.5, 0.2, 0.1], [0.2, 0.7, 0.2], [0.2, 0.1, 0.3], [0.1, 0.3, 0.4]])
    Y = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 1]])
    by_cases(
        attempt,
        right=lambda A, Y: 2 * (A - Y) / Y.shape[1],
        cases=[(A, Y), (A[:, :1], Y[:, :1])],
        mistakes=[
            (lambda A, Y: (A - Y) / Y.shape[1],
             "The factor 2 is missing: the derivative of a square is twice its base."),
            (lambda A, Y: 2 * (A - Y), "The 1/m of the mean over the examples is missing."),
            (lambda A, Y: 2 * (Y - A) / Y.shape[1], "The sign is wrong: the loss grows with A where A is above Y."),
            (lambda A, Y: 2 * (A - Y) / Y.size,
             "It was divided by all entries; the mean is over the m examples only, Y.shape[1]."),
            (lambda A, Y: 2 * (A - Y) / Y.shape[0],
             "It was divided by the number of rows; the examples are columns, Y.shape[1]."),
            (lambda A, Y: A - Y, "The factor 2 of the square and the 1/m of the mean are missing."),
            (lambda A, Y: (A - Y) ** 2 / Y.shape[1], "This is the loss itself, entry by entry; take its derivative."),
        ] + [
            (lambda A, Y, axis=axis, keepdims=keepdims: np.sum(2 * (A - Y), axis, keepdims=keepdims) / Y.shape[1],
             f"It was summed over the {what}; the gradient has a number for each entry of A: leave out the sum.")
            for axis, what in ((1, "examples"), (0, "outputs")) for keepdims in (False, True)
        ],
        verified="It agrees with the derivative of the mean squared distance.",
    )


def sigmoid_backward(attempt):
    """Notebook 04: back through a sigmoid, from dA to dZ."""
    def sigmoid(Z):
        return 1 / (1 + np.exp(-Z))

    A = np.array([[0.5, 0.9], [0.1, 0.3]])
    dA = np.array([[1.0, -2], [0.5, 3]])
    by_cases(
        attempt,
        right=lambda dA, A: dA * A * (1 - A),
        cases=[(dA, A), (dA[:1], A[:1])],
        mistakes=[
            (lambda dA, A: A * (1 - A), "dA is missing: the chain rule multiplies what comes from above by the slope."),
            (lambda dA, A: dA * sigmoid(A) * (1 - sigmoid(A)),
             "sigmoid was applied again: A is sigmoid(Z) already, so the slope is A (1 − A)."),
            (lambda dA, A: dA * (1 - A), "The slope is A (1 − A); the factor A is missing."),
            (lambda dA, A: dA * A, "The slope is A (1 − A); the factor 1 − A is missing."),
            (lambda dA, A: dA * (A > 0), "That is ReLU's slope; the sigmoid's is A (1 − A)."),
            (lambda dA, A: dA * A * 1 - A, "Python multiplies before it subtracts: put 1 - A into brackets."),
            (lambda dA, A: dA + A * (1 - A), "The chain rule multiplies: dA times the slope, not plus."),
            (lambda dA, A: -dA * A * (1 - A), "The sign is wrong: a sigmoid rises everywhere, its slope is positive."),
            (lambda dA, A: dA @ (A * (1 - A)),
             "@ is the matrix product; an activation acts entry by entry, with *."),
        ],
        verified="It multiplies what comes from above by the slope A (1 − A).",
    )


def backward_three_layers(attempt):
    """Notebook 04: the gradients of a network with two hidden layers."""
    rng = np.random.default_rng(4)
    sizes = [(4, 3), (4, 4), (4, 4)]
    parameters = {}
    for layer, (outputs, inputs) in enumerate(sizes, start=1):
        parameters[f"W{layer}"] = rng.normal(size=(outputs, inputs))
        parameters[f"b{layer}"] = rng.normal(size=(outputs, 1))
    _, X, Y = small_case()

    def forward(p):
        Z1 = p["W1"] @ X + p["b1"]
        Z2 = p["W2"] @ relu(Z1) + p["b2"]
        Z3 = p["W3"] @ relu(Z2) + p["b3"]
        return {"Z1": Z1, "A1": relu(Z1), "Z2": Z2, "A2": relu(Z2), "Z3": Z3, "A3": softmax(Z3)}

    def follow(dZ3, mask2, mask1, W3=None, W2=None, inputs=("A1", "A2"), dZ2=None, dA1=None):
        W3 = parameters["W3"].T if W3 is None else W3
        W2 = parameters["W2"].T if W2 is None else W2
        dZ2 = (W3 @ dZ3) * mask2 if dZ2 is None else dZ2
        dZ1 = (W2 @ dZ2 if dA1 is None else dA1) * mask1
        inputs = {1: X, 2: cache[inputs[0]], 3: cache[inputs[1]]}
        gradients = {}
        for layer, dZ in ((3, dZ3), (2, dZ2), (1, dZ1)):
            gradients[f"W{layer}"] = dZ @ inputs[layer].T
            gradients[f"b{layer}"] = dZ.sum(axis=1, keepdims=True)
        return gradients

    cache = forward(parameters)
    m = X.shape[1]
    dZ3 = (cache["A3"] - Y) / m
    mask1, mask2 = cache["Z1"] > 0, cache["Z2"] > 0
    slips = {
        "Y was never subtracted: dZ3 = (A3 - Y) / m": follow(cache["A3"] / m, mask2, mask1),
        "the ReLU mask of layer 2 is missing": follow(dZ3, 1, mask1),
        "the ReLU mask of layer 1 is missing": follow(dZ3, mask2, 1),
        "both ReLU masks are missing": follow(dZ3, 1, 1),
        "the mask of layer 1 was used for layer 2": follow(dZ3, mask1, mask1),
        "A2 itself was multiplied; the mask is Z2 > 0": follow(dZ3, cache["A2"], mask1),
        "the mask of layer 2 asks Z2, not Z3": follow(dZ3, cache["Z3"] > 0, mask1),
        "dZ2 does not start from Y again: it comes from dZ3, through W3.T and the mask":
            follow(dZ3, mask2, mask1, dZ2=(cache["A2"] - Y) / m),
        "dA1 was taken from dZ3; it comes from dZ2, the layer between: W2.T @ dZ2":
            follow(dZ3, mask2, mask1, dA1=parameters["W2"].T @ dZ3),
        "W3 was not transposed on the way back": follow(dZ3, mask2, mask1, W3=parameters["W3"]),
        "W2 was not transposed on the way back": follow(dZ3, mask2, mask1, W2=parameters["W2"]),
        "a layer's own A stands where its input belongs, the A of the layer before":
            follow(dZ3, mask2, mask1, inputs=("A2", "A3")),
        "Z stands in for A, which is what the next layer was given": follow(dZ3, mask2, mask1, inputs=("Z1", "Z2")),
        "A1 stands in for A2, which is what layer 3 was given": follow(dZ3, mask2, mask1, inputs=("A1", "A1")),
    }

    def examine(attempt):
        got = call(attempt, (parameters, cache, X, Y))
        if got is ...:
            return False
        require_keys(got, parameters)
        exact = follow(dZ3, mask2, mask1)
        numerical = numerical_gradient(lambda p: cross_entropy(forward(p)["A3"], Y), parameters)
        for name in reversed(parameters):
            assert np.allclose(exact[name], numerical[name], atol=1e-8), "the check itself is wrong"
            require_gradient(f"The gradient of {name}", got[name], exact[name], m,
                             {words: wrong[name] for words, wrong in slips.items()})
        return True

    check(attempt, examine, "All six gradients agree with central differences.")


# ---------------------------------------------------------------- notebook 05


def descend(attempt):
    """Notebook 05: the places that gradient descent visits on a curve."""
    def parabola_slope(w):
        return 2 * (w - 3)

    def right(slope, w, learning_rate, steps):
        places = [w]
        for _ in range(steps):
            places.append(places[-1] - learning_rate * slope(places[-1]))
        return places

    by_cases(
        attempt,
        right=right,
        cases=[(parabola_slope, 0.0, 0.1, 3), (np.cos, 1.0, 0.5, 4)],
        mistakes=[
            ("unsupported operand .*'function'", "slope is a function: slope(w) is its value at w."),
            (lambda s, w, r, n: right(parabola_slope, w, r, n),
             "The slope of one parabola is written in. Call slope(w): the function is given."),
            (lambda s, w, r, n: right(s, w, -r, n), "It climbs: subtract learning_rate times the slope; do not add."),
            (lambda s, w, r, n: right(s, w, r, n)[1:], "The start itself is missing: the list begins with w."),
            (lambda s, w, r, n: right(s, w, r, n)[-1], "This is only the last place; return the list of all."),
            (lambda s, w, r, n: right(s, w, r, n)[:-1],
             "One step is missing: after `steps` steps there are steps + 1 places."),
            (lambda s, w, r, n: right(lambda _: s(w), w, r, n),
             "The slope at the start was used for every step; measure it anew at each place."),
            (lambda s, w, r, n: right(s, w, 1, n), "The learning rate was not used."),
            (lambda s, w, r, n: [w] + [w - r * s(w)] * n, "Each step starts at w again: start from the last place."),
            (lambda s, w, r, n: right(s, w, r, n + 1),
             "There is one step too many: after `steps` steps there are steps + 1 places, with the start."),
            (lambda s, w, r, n: [s(place) for place in right(s, w, r, n)],
             "These are the slopes; return the places where they were measured."),
            (lambda s, w, r, n: [w] + [-r * s(place) for place in right(s, w, r, n)[:-1]],
             "These are the steps; add each one to the place before it."),
        ],
        verified="It walks downhill, measuring the slope anew at each place.",
    )


def first_reaching(attempt):
    """Notebook 05: when a training first reached an accuracy."""
    history = pd.DataFrame({
        "Iteration": [0, 10, 20, 30, 40, 50],
        "Training accuracy": [0.1, 0.7, 0.75, 0.8, 0.9, 0.9],
        "Validation accuracy": [0.1, 0.5, 0.6, 0.8, 0.7, 0.7],
    })

    def reaching(history, share, column="Validation accuracy"):
        return history["Iteration"][history[column] >= share]

    def right(history, share, column="Validation accuracy", never=None):
        reached = reaching(history, share, column)
        return int(reached.iloc[0]) if len(reached) else never

    unreached = "No row reaches that accuracy: return None then."

    by_cases(
        attempt,
        right=right,
        cases=[(history, 0.5), (history, 0.8), (history, 0.7), (history, 0.95), (history, 0.05)],
        mistakes=[
            ("string indices|'str' object", "This walks over column names; choose rows by a condition."),
            ("^0$", "Use .iloc[0]: rows keep their old labels."),
            (lambda h, share: reaching(h, share).iloc[0], unreached),
            (lambda h, share: right(h, share) or None,
             "Iteration 0 reached it, and 0 counts as false after `if` and `or`: ask whether any row is left."),
            (lambda h, share: reaching(h, share).index[0],
             "This is the number of the row; return what stands in its Iteration."),
            (lambda h, share: right(h, np.nextafter(share, 1)),
             "An accuracy of exactly `share` counts as reached: compare with >=."),
            (lambda h, share: right(h, share, "Training accuracy"),
             "This is when the training accuracy got there; use Validation accuracy."),
            (lambda h, share: reaching(h, share).iloc[-1], "This is the last such row; return the first."),
            (lambda h, share: h["Iteration"][h["Validation accuracy"].idxmax()],
             "This is when the accuracy was best; return when it first reached `share`."),
            (lambda h, share: h["Validation accuracy"][reaching(h, share).index[0]],
             "This is the accuracy that was reached; return the Iteration of that row."),
            (lambda h, share: reaching(h, share).to_numpy(), "These are all such iterations; return the first alone."),
        ] + [
            (lambda h, share, never=never: right(h, share, never=never), unreached) for never in (0, -1, 50, np.nan)
        ],
        verified="It finds the first such iteration, and returns None where there is none.",
    )


def decayed(attempt):
    """Notebook 05: a learning rate that halves again and again."""
    by_cases(
        attempt,
        right=lambda rate, iteration, half_life: rate * 0.5 ** (iteration / half_life),
        cases=[(0.8, 4, 4), (0.8, 8, 4), (0.8, 1, 4), (0.8, 0, 4)],
        mistakes=[
            (lambda r, i, h: r * 0.5 ** (i // h),
             "It falls in jumps: // drops what is after the point; divide with /."),
            (lambda r, i, h: r / (2 * i / h), "Not multiplied: raise 2 to the power iteration / half_life."),
            (lambda r, i, h: r / 2 ** i, "half_life was not used: it halved at every iteration."),
            (lambda r, i, h: r * 2 ** (i / h), "It grows: halving is multiplying by 0.5."),
            (lambda r, i, h: r / (1 + i / h),
             "This falls as 1/(1 + t); after two half-lives it should have halved twice."),
            (lambda r, i, h: r * (1 - 0.5 * i / h),
             "It falls along a straight line, and reaches zero; halving never does."),
            (lambda r, i, h: r * 0.5 * i / h,
             "The 0.5 is to be raised to the power iteration / half_life, not multiplied."),
            (lambda r, i, h: r * 0.5 ** i / h,
             "Python takes the power before it divides: put iteration / half_life into brackets."),
            (lambda r, i, h: r * 0.5 ** (h / i), "The exponent is upside down: it is iteration / half_life."),
            (lambda r, i, h: r * np.exp(-i / h), "This falls to 37 % with every half-life; it should fall to half."),
            (lambda r, i, h: 0.5 ** (i / h), "The first rate is missing: it is what is halved."),
            (lambda r, i, h: r / 2, "It was halved once, whatever the iteration."),
            (lambda r, i, h: r, "It does not fall at all."),
        ],
        verified="It halves with every half-life, smoothly.",
    )


def clip_gradients(attempt):
    """Notebook 05: gradients whose common length is limited."""
    def length(gradients):
        return np.sqrt(sum(np.sum(g**2) for g in gradients.values()))

    def times(gradients, factor):
        return {name: factor * g for name, g in gradients.items()}

    rows_only = "The length is one number. The built-in sum adds rows only: np.sum adds all entries."
    long = {"W": np.array([[2.0, 2], [1, 0]]), "b": np.array([[4.0], [0]])}  # the lengths 3 and 4, together 5
    short = {"W": np.array([[0.2, 0.2], [0.1, 0]]), "b": np.array([[0.4], [0]])}
    by_cases(
        attempt,
        right=lambda g, limit: times(g, min(1, limit / length(g))),
        cases=[(long, 1.0), (short, 1.0), (long, 5.0), (long, 2.0)],
        mistakes=[
            ("truth value", rows_only),
            (lambda g, limit: times(g, np.minimum(1, limit / np.sqrt(sum(sum(v**2) for v in g.values())))), rows_only),
            (lambda g, limit: {k: v * min(1, limit / np.sqrt(np.sum(v**2))) for k, v in g.items()},
             "Each array was cut to the limit by itself, which turns the direction of the step: "
             "measure one length over all arrays, and multiply all by one factor."),
            (lambda g, limit: {k: np.clip(v, -limit, limit) for k, v in g.items()},
             "Each entry was clipped, which turns the direction; multiply all by one factor."),
            (lambda g, limit: times(g, limit / length(g)),
             "A gradient shorter than the limit was made longer; leave it as it is."),
            (lambda g, limit: times(g, min(1, limit / length(g) ** 2)),
             "The root is missing: the length is the square root of the sum of squares."),
            (lambda g, limit: times(g, min(1, limit / np.sqrt(sum(np.sum(v) ** 2 for v in g.values())))),
             "Square before adding: np.sum(g**2)."),
            ("'str' and 'int'", "This walks over the names; .values() gives the arrays."),
            (lambda g, limit: times(g, min(1, limit / sum(np.sqrt(np.sum(v**2)) for v in g.values()))),
             "The lengths of the arrays were added up; add up all squares, and take one root of the sum."),
            (lambda g, limit: times(g, 1 / length(g)),
             "The length is now 1, not the limit: multiply by limit / length."),
            (lambda g, limit: g, "Nothing was shortened: this gradient is longer than the limit."),
        ],
        verified="It shortens long gradients, keeps their direction, and leaves short ones alone.",
    )


# ---------------------------------------------------------------- notebook 06

SMALL_MATRIX = np.array([[8, 2, 0], [1, 5, 4], [3, 0, 9]])


def recall_of(attempt):
    """Notebook 06: the share of a digit's images that were found."""
    by_cases(
        attempt,
        right=lambda matrix, digit: matrix[digit, digit] / matrix[digit].sum(),
        cases=[(SMALL_MATRIX, 0), (SMALL_MATRIX, 1), (SMALL_MATRIX, 2)],
        mistakes=[
            (lambda M, d: M[d, d] / M[:, d].sum(),
             "This is the precision: the column holds what was predicted as the digit; its images are in the row."),
            (lambda M, d: M[d, d] / M.sum(), "It was divided by all images; divide by those of this digit."),
            (lambda M, d: (M.sum() - M[d].sum() - M[:, d].sum() + 2 * M[d, d]) / M.sum(),
             "This is the accuracy, (TP + TN) / m, which flatters; recall asks about the digit's own images."),
            (lambda M, d: M[d, d], "This is a count; divide by how many images of the digit there are."),
            (lambda M, d: np.diag(M) / M.sum(axis=1),
             "These are the recalls of all digits; return that of the one asked for."),
            (lambda M, d: M[d, d] / (M[d].sum() - M[d, d]),
             "It was divided by those that were missed; divide by all of the digit's images, found or missed."),
            (lambda M, d: 2 * M[d, d] / (M[d].sum() + M[:, d].sum()), "This is the F1 score."),
            (lambda M, d: 1 - M[d, d] / M[d].sum(), "This is the share that was missed."),
        ],
        verified="It divides what was found by the digit's row.",
    )


def most_confused(attempt):
    """Notebook 06: the most frequent mistake."""
    def off_diagonal(matrix):
        return matrix - np.diag(np.diag(matrix))

    def largest(matrix, counts):
        true, predicted = np.unravel_index(np.argmax(counts), counts.shape)
        return true, predicted, matrix[true, predicted]

    def right(matrix):
        return largest(matrix, off_diagonal(matrix))

    added = "Two directions were added; they count apart: a 4 taken for a 9 is not a 9 taken for a 4."
    fixed_size = "Use len(matrix): the matrix need not be 10 × 10."
    by_cases(
        attempt,
        right=right,
        cases=[(SMALL_MATRIX,), (np.array([[5, 2, 0], [3, 6, 3], [4, 0, 7]]),), (np.array([[5, 0], [1, 3]]),)],
        mistakes=[
            (r"out of bounds|\(10,10\)", fixed_size),
            (lambda M: (*divmod(int(np.argmax(off_diagonal(M))), 10), right(M)[2]), fixed_size),
            (lambda M: largest(M, M), "That is on the diagonal, where right answers stand; leave the diagonal out."),
            (lambda M: largest(M, M - np.diag(M)),
             "That is on the diagonal: np.diag(matrix) is a row of numbers; np.diag(np.diag(matrix)) a matrix."),
            (lambda M: (*right(M)[1::-1], right(M)[2]),
             "The order is (true, predicted, count): rows are true digits, columns predicted ones."),
            (lambda M: (right(M)[2], *right(M)[:2]), "The order is (true, predicted, count)."),
            (lambda M: right(M + M.T), added),
            (lambda M: largest(M, off_diagonal(M + M.T)), added),
            (lambda M: right(np.triu(M)), "Look below the diagonal too: other mistakes stand there."),
            (lambda M: right(M)[:2], "The count is missing: return (true, predicted, count)."),
            (lambda M: right(M)[2], "This is the count alone: return (true, predicted, count)."),
            (lambda M: int(np.argmax(off_diagonal(M))),
             "np.argmax counts through the flattened matrix; np.unravel_index turns that into row and column."),
        ],
        verified="It finds the largest count off the diagonal, and leaves the matrix as it was.",
    )


def macro_f1(attempt):
    """Notebook 06: the mean of the F1 scores of the classes."""
    def precision(M):
        return np.diag(M) / M.sum(axis=0)

    def recall(M):
        return np.diag(M) / M.sum(axis=1)

    def f1(M):
        return 2 * np.diag(M) / (M.sum(axis=0) + M.sum(axis=1))

    fixed_number = "Use the number of classes, len(matrix), not a fixed 10."
    by_cases(
        attempt,
        right=lambda M: f1(M).mean(),
        cases=[(SMALL_MATRIX,), (np.array([[9, 1], [5, 5]]),)],
        mistakes=[
            ("out of bounds", fixed_number),
            (lambda M: f1(M).sum() / 10, fixed_number),
            (lambda M: 2 / (1 / precision(M).mean() + 1 / recall(M).mean()),
             "This is the F1 of mean precision and mean recall; take each class's F1, then the mean."),
            (lambda M: np.trace(M) / M.sum(), "This is the accuracy; compute the F1 of each class first."),
            (f1, "These are the F1 scores of the classes; return their mean."),
            (lambda M: (precision(M) + recall(M)).mean() / 2,
             "This is the ordinary mean of precision and recall; F1 is their harmonic mean, 2 P R / (P + R)."),
            (lambda M: f1(M).sum(), "This is the sum of the F1 scores; divide by the number of classes."),
            (lambda M: np.average(f1(M), weights=M.sum(axis=1)),
             "The classes were weighted by their size; in the macro mean each counts the same."),
            (lambda M: f1(M).mean() / 2, "It is half of what it should be: the 2 of 2 P R / (P + R) is missing."),
            (lambda M: np.mean(2 * np.diag(M) / (2 * np.diag(M) + M.sum(axis=0) + M.sum(axis=1))),
             "TP is counted twice too often: the sums of the row and of the column hold it already."),
            (lambda M: recall(M).mean(), "This is the mean recall."),
            (lambda M: precision(M).mean(), "This is the mean precision."),
        ],
        verified="It averages the F1 of the classes, each counting the same.",
    )


def top_k_accuracy(attempt):
    """Notebook 06: the share of examples whose digit is among the k likeliest."""
    A2 = np.array([
        [0.7, 0.6, 0.5, 0.05, 0.35, 0.55, 0.1],
        [0.2, 0.1, 0.2, 0.8, 0.45, 0.4, 0.65],
        [0.1, 0.3, 0.3, 0.15, 0.2, 0.05, 0.25],
    ])
    labels = np.array([0, 0, 0, 0, 1, 2, 2])  # the first choice four times, the second once, the last twice

    def choices(A2, k):
        return np.argsort(-A2, axis=0)[:k]

    def hits(labels, A2, k):
        return np.any(choices(A2, k) == labels, axis=0)

    by_cases(
        attempt,
        right=lambda labels, A2, k: hits(labels, A2, k).mean(),
        cases=[(labels, A2, 1), (labels, A2, 2)],
        mistakes=[
            (lambda y, A, k: hits(y, -A, k).mean(),
             "These are the k least likely digits: np.argsort sorts upwards; take the last k, or sort -A2."),
            (lambda y, A, k: np.any(choices(A, k) == y, axis=1).mean(),
             "any ran over the examples; use axis=0, over the k choices of each."),
            (lambda y, A, k: np.any(np.sort(-A, axis=0)[:k] == y, axis=0).mean(),
             "These are probabilities; argsort gives the digits."),
            (lambda y, A, k: hits(y, A, 1).mean(), "k was not used: this is the accuracy for k = 1."),
            (lambda y, A, k: np.mean(choices(A, k)[-1] == y),
             "Only the k-th choice counts here; any of the first k is a hit."),
            (lambda y, A, k: hits(y, A, k).sum(), "This is how many were hit; divide by the number of examples."),
            (lambda y, A, k: np.mean(choices(A, k) == y),
             "The mean ran over all k choices of each example; one hit is enough: np.any(axis=0) before np.mean."),
            (lambda y, A, k: np.mean(np.isin(y, choices(A, k))),
             "Each label was looked for among the choices of all examples; look in its own column."),
            (hits, "These are the hits, one by one; return their mean."),
            (lambda y, A, k: 1 - hits(y, A, k).mean(), "This is the share of the misses."),
            (lambda y, A, k: np.any(np.argsort(-A, axis=1)[:k] == y, axis=0).mean(),
             "The sorting went along the rows; examples are columns, axis=0."),
        ],
        verified="It counts an example as right when its digit is among the k likeliest.",
    )


# ---------------------------------------------------------------- notebook 07


def window(attempt):
    """Notebook 07: where a layer's weights stand in the long vector of parameters."""

    def place(sizes, layer, weights=lambda n, k: k * n, all_of=lambda n, k: k * n + k):
        pairs = list(pairwise(sizes))
        start = sum(all_of(n, k) for n, k in pairs[: layer - 1])
        return start, start + weights(*pairs[layer - 1])

    def moved(sizes, layer, start=0, end=0):
        right = place(sizes, layer)
        return right[0] + start, right[1] + end

    by_cases(
        attempt,
        right=place,
        cases=[([784, 10, 10], 1), ([784, 10, 10], 2), ([6, 5, 4, 3], 3)],
        mistakes=[
            (lambda s, k: place(s, k, all_of=lambda n, k: k * n), "The biases of the layers before take room too."),
            (lambda s, k: place(s, k, weights=lambda n, k: k * n + k),
             "This window holds the layer's biases too; only the weights are asked for."),
            (lambda s, k: place(s, k, lambda n, k: n * k, lambda n, k: n * k + n),
             "There is one bias per neuron, not per input."),
            (lambda s, k: place(s, k + 1) if k + 1 < len(s) else None, "Layers count from 1: layer 1 begins at 0."),
            (lambda s, k: (place(s, k)[0], place(s, k)[0] + s[k] * s[k + 1]) if k + 1 < len(s) else None,
             "Layers count from 1: layer 1 has sizes[0] inputs and sizes[1] neurons."),
            (lambda s, k: (0, s[k - 1] * s[k]), "The layers before stand in front of it: add what they take up."),
            (lambda s, k: moved(s, k, end=-1),
             "The end is the first place after the window, as in a slice: parameters[start:end]."),
            (lambda s, k: moved(s, k, 1, 1), "Places count from 0, as in any slice."),
            (lambda s, k: moved(s, k, s[k], s[k]), "In each layer W stands first, and its b after it."),
            (lambda s, k: (place(s, k)[1], place(s, k)[1] + s[k]),
             "This is the window of the biases; the weights stand in front of them."),
            (lambda s, k: (place(s, k)[0], s[k - 1] * s[k]),
             "The second number is the end, not the length: start plus length."),
            (lambda s, k: place(s, k)[0], "Return two numbers, start and end."),
        ],
        verified="parameters[start:end] are the layer's weights.",
    )


def rival_width(attempt):
    """Notebook 07: the width of one hidden layer that gives a network a stated number of parameters."""
    only_first = "Only what enters the hidden layer was counted; `outputs` weights leave each of its neurons."
    brackets = "Division comes before + and −: put brackets around parameters - outputs, and around the whole divisor."
    by_cases(
        attempt,
        right=lambda parameters, inputs, outputs: round((parameters - outputs) / (inputs + outputs + 1)),
        cases=[(109386, 784, 10), (8180, 784, 10), (3700, 4, 30), (2500, 10, 400)],
        mistakes=[
            (lambda p, i, o: (p - o) / (i + o + 1), "A width is a whole number: round it."),
            (lambda p, i, o: (p - o) // (i + o + 1),
             "It was cut off; the nearest whole number is wanted: round(…) and /."),
            (lambda p, i, o: -(-(p - o) // (i + o + 1)),
             "It was rounded up; the nearest whole number is wanted: round."),
            (lambda p, i, o: round(p / (i + o + 1)),
             "The biases of the last layer do not depend on the width: subtract them first."),
            (lambda p, i, o: round((p + o) / (i + o + 1)),
             "The biases of the last layer are in `parameters`: subtract them, do not add."),
            (lambda p, i, o: round(p / (i + o)),
             "The biases are missing: h of the hidden layer, and those of the last."),
            (lambda p, i, o: round((p - o) / (i + o)), "Each hidden neuron has a bias besides its weights: + 1."),
            (lambda p, i, o: round(p / i), only_first),
            (lambda p, i, o: round(p / (i + 1)), only_first),
            (lambda p, i, o: round((p - o) / (i + 1)), only_first),
            (lambda p, i, o: round((p - o) / (i * o + 1)),
             "A hidden neuron has inputs weights and gives outputs weights: inputs + outputs, not times."),
            (lambda p, i, o: round(p - o / (i + o + 1)), brackets),
            (lambda p, i, o: round((p - o) / i + o + 1), brackets),
        ],
        verified="It finds the rival of equal size.",
    )


def fold(attempt):
    """Notebook 07: two linear layers as one."""
    rng = np.random.default_rng(0)
    oblong = tuple(rng.integers(-3, 4, shape).astype(float) for shape in ((3, 2), (3, 1), (2, 3), (2, 1)))
    square = tuple(rng.integers(-3, 4, shape).astype(float) for shape in ((2, 2), (2, 1), (2, 2), (2, 1)))
    by_cases(
        attempt,
        right=lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1 + b2),
        cases=[tuple(np.array([[x]]) for x in (2.0, 1.0, 3.0, 5.0)), square, oblong],
        mistakes=[
            *USUAL_EXCEPTIONS,
            (lambda W1, b1, W2, b2: (W2 @ W1, b1 + b2), "b1 goes through the second layer: W2 multiplies it too."),
            (lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1), "b2 is missing."),
            (lambda W1, b1, W2, b2: (W2 @ W1, b2), "b1 is missing: W2 (W1 X + b1) holds W2 b1."),
            (lambda W1, b1, W2, b2: (W2 @ W1, W2 @ (b1 + b2)), "b2 is added after W2 has multiplied: W2 b1 + b2."),
            (lambda W1, b1, W2, b2: (W2 @ W1, W1 @ b1 + b2), "b1 is added behind W1, and only W2 multiplies it."),
            (lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2), "W1 acts on X first, so it stands on the right: W2 @ W1."),
            (lambda W1, b1, W2, b2: (W1 @ W2, W1 @ b2 + b1),
             "This is the second layer first; the first one acts on X first."),
            (lambda W1, b1, W2, b2: (W2 * W1, W2 * b1 + b2), "The matrix product is @, not *."),
            (lambda W1, b1, W2, b2: (W2 @ W1, W2 * b1 + b2), "The matrix product is @, not *: also for W2 @ b1."),
            (lambda W1, b1, W2, b2: (W1 + W2, b1 + b2), "One layer after the other multiplies: W2 @ W1, and W2 @ b1."),
            (lambda W1, b1, W2, b2: (W2 @ b1 + b2, W2 @ W1), "W first, then b."),
            (lambda W1, b1, W2, b2: W2 @ W1, "Return both, W and b: return W2 @ W1, …"),
        ],
        verified="The one layer does what the two did.",
    )


def shortcut_backward(attempt):
    """Notebook 07: the way back through a layer with a shortcut."""
    W = np.array([[1.0, -2.0], [0.5, 3.0]])
    A_before = np.array([[1.0, -2.0, 0.5], [2.0, 1.0, -1.0]])
    Z = W @ A_before + np.array([[0.5], [-1.0]])
    dA = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]])

    def back(W, Z, A_before, dA, mask=lambda Z: Z > 0, below=lambda W, dZ, dA: W.T @ dZ + dA):
        dZ = dA * mask(Z)
        return dZ @ A_before.T, dZ.sum(axis=1, keepdims=True), below(W, dZ, dA)

    def but(case, dW=lambda dW, W, Z, A, dA: dW, db=lambda db, W, Z, A, dA: db):
        right = back(*case)
        return dW(right[0], *case), db(right[1], *case), right[2]

    by_cases(
        attempt,
        right=back,
        cases=[tuple(np.array([[x]]) for x in (2.0, 7.0, 3.0, 10.0)), (W, Z, A_before, dA)],
        mistakes=[
            (lambda *c: back(*c, below=lambda W, dZ, dA: W.T @ dZ),
             "The shortcut is missing: A_before reaches A on a second path, whose slope is 1."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: W.T @ dZ + dZ),
             "Along the shortcut dA arrives as it is: the mask of ReLU does not lie on that path."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: W.T @ dA + dA),
             "Through the layer goes dZ, not dA: W.T @ dZ."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: W @ dZ + dA), "On the way back W is transposed: W.T @ dZ."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: W.T @ dZ + 1),
             "The slope of the shortcut is 1, and it multiplies dA: add dA."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: W.T @ dZ + c[2]),
             "Forwards the shortcut adds A_before; on the way back dA returns along it: add dA."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: W.T @ dZ * dA), "Paths add; they do not multiply."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: dA), "The path through the layer is missing: W.T @ dZ."),
            (lambda *c: back(*c, mask=np.ones_like), "The mask is missing: dZ = dA * (Z > 0)."),
            (lambda *c: back(*c, mask=lambda Z: np.maximum(Z, 0)),
             "ReLU's slope is 1 or 0: multiply by Z > 0, not by Z or relu(Z)."),
            (lambda W, Z, A, dA: back(W, A, A, dA), "The slope of ReLU is taken at Z, not at A_before."),
            (lambda W, Z, A, dA: back(W, Z, A, dA * Z > 0, mask=np.ones_like, below=lambda W, dZ, _: W.T @ dZ + dA),
             "Python multiplies before it compares: dA * (Z > 0)."),
            (lambda *c: but(c, db=lambda db, W, Z, A, dA: dA.sum(axis=1, keepdims=True)),
             "The bias lies behind ReLU on the way back: sum dZ, not dA."),
            (lambda *c: but(c, dW=lambda dW, W, Z, A, dA: dA @ A.T),
             "The weights lie behind ReLU on the way back: dZ @ A_before.T, not dA."),
            (lambda *c: but(c, dW=lambda dW, *_: dW.T), "dW has the shape of W, outputs first: dZ @ A_before.T."),
            (lambda *c: but(c, lambda dW, *c: dW / c[3].shape[1], lambda db, *c: db / c[3].shape[1]),
             "The division by m is in dA already: the loss is the mean, once."),
            (lambda *c: but(c, db=lambda db, W, Z, A, dA: db / dA.shape[1]),
             "db is the sum over the examples; the division by m is in dA already."),
            (lambda *c: but(c, db=lambda db, *_: db[:, 0]), "db is a column: keepdims=True."),
            (lambda *c: but(c, db=lambda db, *_: db.sum()), "db sums over the examples only: axis=1."),
            (lambda *c: but(c, db=lambda db, W, Z, A, dA: dA * (Z > 0)), "db sums dZ over the examples: axis=1."),
            (lambda *c: (lambda dW, db, dA: (dA, dW, db))(*back(*c)), "The order is dW, db, dA_before."),
        ],
        verified="The gradient goes back on both paths.",
    )


# ---------------------------------------------------------------- notebook 08

CARET = (r"for \^=?:", "A power is written ** in Python; ^ is something else.")


def dead_share(attempt):
    """Notebook 08: the share of neurons that answer no example."""
    A = np.array([[0, 0, 0, 0], [0, 2, 0, 0], [1, 1, 0, 0.5], [0, 0, 0, 0], [3, 0.5, 0, 0]])
    one_answer = "This asks about all of A at once; axis=1 asks about each neuron, and the mean makes a share of it."
    by_cases(
        attempt,
        right=lambda A: np.mean(np.all(A == 0, axis=1)),
        cases=[(A,), (np.array([[0.0, 0.0], [0.0, 1.0]]),), (np.ones((2, 3)),), (np.zeros((2, 3)),)],
        mistakes=[
            (lambda A: np.mean(A == 0), "This is the share of zeros; a neuron is dead only if its whole row is zero."),
            (lambda A: np.mean(np.all(A == 0, axis=0)),
             "These are examples that no neuron answers: it went along the neurons. Neurons are rows, axis=1."),
            (lambda A: np.mean(np.any(A == 0, axis=1)), "These neurons are off for some example; dead ones for all."),
            (lambda A: np.any(A == 0, axis=1), "These neurons are off for some example; dead ones for all."),
            (lambda A: np.sum(np.all(A == 0, axis=1)), "This is how many are dead; the share is the mean."),
            (lambda A: np.mean(np.any(A > 0, axis=1)), "This is the share of the living."),
            (lambda A: np.sum(np.any(A > 0, axis=1)), "This is how many live; the share of the dead is asked for."),
            (lambda A: np.all(A == 0, axis=1), "These are the neurons one by one; take the mean."),
            (lambda A: float(np.all(A == 0)), one_answer),
            (lambda A: np.sum(np.all(A == 0, axis=1)) / A.shape[1],
             "It was divided by the number of examples; divide by that of the neurons, len(A)."),
        ],
        verified="It finds the neurons that answer nothing.",
    )


def softplus(attempt):
    """Notebook 08: a smooth ReLU that does not overflow."""
    overflow = "exp overflows for large Z, where the logarithm is nearly Z itself. Take max(Z, 0) out first."
    exponent = "The exponent should be −|Z|: never positive, and −2 for Z = 2 as for Z = −2."

    def outside(inside):
        return lambda Z: np.maximum(Z, 0) + np.log(1 + np.exp(inside(Z)))

    by_cases(
        attempt,
        right=lambda Z: np.logaddexp(0, Z),
        cases=[(np.array([0.0, 1.0, -2.0, 10.0]),), (np.array([[1000.0, -1000.0], [30.0, -30.0]]),)],
        mistakes=[
            ("math range error", overflow),
            ("truth value", "max and if want a single number; np.maximum and np.where go entry by entry."),
            ("only .* arrays can be converted", "math works on single numbers; np.exp and np.log work on arrays."),
            (lambda Z: np.log(1 + np.exp(Z)), overflow),
            (lambda Z: Z + np.log(1 + np.exp(-Z)),
             "For very negative Z exp(−Z) overflows; this form is for positive Z only. The exponent −|Z| suits both."),
            (lambda Z: np.maximum(Z, 0), "This is ReLU; softplus is ln 2 at 0."),
            (lambda Z: np.log1p(np.exp(-np.abs(Z))), "max(Z, 0) is missing: add it."),
            (outside(np.negative),
             "For negative Z it is too large: outside the logarithm stands max(Z, 0), and in the exponent −|Z|."),
            (outside(np.abs), "The exponent must not be positive: exp(−|Z|)."),
            (outside(np.copy), exponent),
            (outside(lambda Z: np.minimum(Z, 0)), exponent),
            (outside(lambda Z: -np.maximum(Z, 0)), exponent),
            (outside(lambda Z: Z - Z.max()), "No sum over neighbours here: each entry stands alone, and gets −|Z|."),
            (lambda Z: Z + np.log1p(np.exp(-np.abs(Z))), "Outside the logarithm stands max(Z, 0), not Z."),
            (lambda Z: np.max(Z, 0) + np.log1p(np.exp(-np.abs(Z))),
             "np.max(Z, 0) is the largest along axis 0; np.maximum(Z, 0) compares each entry with 0."),
            (lambda Z: np.maximum(Z, 0) + np.exp(-np.abs(Z)), "The logarithm is missing: ln(1 + exp(−|Z|))."),
            (lambda Z: np.maximum(Z, 0) + np.log(np.exp(-np.abs(Z))), "The 1 is missing: ln(1 + exp(−|Z|))."),
            (lambda Z: np.maximum(Z, 0) + np.log1p(1 + np.exp(-np.abs(Z))),
             "np.log1p adds the 1 itself: np.log1p(np.exp(…)), or np.log(1 + np.exp(…))."),
            (lambda Z: 1 / (1 + np.exp(-Z)), "This is the sigmoid, softplus's derivative."),
        ] + [
            (lambda Z, log=log: np.maximum(Z, 0) + log(1 + np.exp(-np.abs(Z))), "The natural logarithm is np.log.")
            for log in (np.log2, np.log10)
        ] + [
            (lambda Z, limit=limit: np.where(Z > limit, Z, np.log(1 + np.exp(Z))),
             "Z itself is close enough only where Z is large: above 30, say; at 1 softplus is 1.313.")
            for limit in range(10)
        ] + [
            (lambda Z, limit=limit: np.log(1 + np.exp(np.minimum(Z, limit))),
             "Z was cut off so that exp stays finite, and the result with it: it should be 1000 at 1000.")
            for limit in (30, 50, 100, 200, 300, 500, 600, 700, 705, 709)
        ],
        verified="It is right at 0, at ±1000 and between.",
    )


def leaky_he(attempt):
    """Notebook 08: the variance of weights before a leaky ReLU."""
    positive = "The positive half passes whole, and the two halves add: 1 + slope²."
    by_cases(
        attempt,
        right=lambda inputs, slope: 2 / ((1 + slope**2) * inputs),
        cases=[(100, 0.0), (50, 0.5), (100, 1.0), (784, 0.1)],
        mistakes=[
            CARET,
            (lambda n, s: 2 / n, "The slope was not used: what passes below zero counts too."),
            (lambda n, s: 2 / ((1 + s) * n), "A variance is a mean of squares: the slope enters squared."),
            (lambda n, s: 2 / ((1 + 2 * s) * n), "The square of the slope is slope**2; this is twice the slope."),
            (lambda n, s: np.sqrt(2 / ((1 + s**2) * n)), "This is the standard deviation; the variance is asked for."),
            (lambda n, s: 2 * (1 + s**2) / n,
             "More gets through, so the weights must be smaller: divide by 1 + slope² "
             "(a / b * c multiplies by c; brackets around b * c divide by both)."),
            (lambda n, s: 2 / (1 + s**2) * n,
             "It was multiplied by the inputs; put brackets around all that it is divided by."),
            (lambda n, s: 2 / (n + s**2), "Brackets are missing: inputs * (1 + slope**2)."),
            (lambda n, s: (1 + s**2) * n / 2, "This is the factor per layer for weights of variance 1: take 1 / it."),
            (lambda n, s: (1 + s**2) / (2 * n), "That is upside down: the 2 above, 1 + slope² below."),
            (lambda n, s: 1 / ((1 + s**2) * n), "Half of the entries are positive: E[a²] = (1 + slope²)/2 · E[z²]."),
            (lambda n, s: 2 / (1 + s**2), "Divide by the number of inputs too."),
            (lambda n, s: np.sqrt(2 / (1 + s**2)), "This is a factor for the spread; the variance is asked for."),
            (lambda n, s: 2 / ((1 + s) ** 2 * n), "Squares of the two halves add: 1² + slope², not (1 + slope)²."),
            (lambda n, s: 2 / (s**2 * n), positive),
            (lambda n, s: 2 / ((1 - s**2) * n), positive),
        ],
        verified="ReLU (slope 0) and no bend at all (slope 1) are special cases.",
    )


def unit_scale(attempt):
    """Notebook 08: weights scaled so that Z has the standard deviation 1 on a batch."""
    W = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]])
    A_before = np.array([[1.0, 0.0, 2.0, 1.0], [2.0, 1.0, 0.0, -1.0]])
    one_factor = "One factor for the whole layer: np.std without axis."

    def scaled(W, A, by):
        return W / by(W @ A)

    by_cases(
        attempt,
        right=lambda W, A_before: scaled(W, A_before, np.std),
        cases=[(W, A_before), (np.array([[3.0]]), np.array([[1.0, -1.0]]))],
        mistakes=[
            (r"broadcast .* \((\d+),\d+\) \(\d+,\)", one_factor),
            (lambda W, A: W, "The weights are as they came: divide them by the standard deviation of Z."),
            (lambda W, A: W / np.std(W),
             "The weights have now the standard deviation 1; Z = W A_before should have it."),
            (lambda W, A: W @ A / np.std(W @ A),
             "This is the scaled Z; return the weights, W divided by Z's standard deviation."),
            (lambda W, A: W @ A, "This is Z; return the weights, W divided by Z's standard deviation."),
            (lambda W, A: scaled(W, A, np.var), "This divides by the variance; the standard deviation is its root."),
            (lambda W, A: W / np.sqrt(np.std(W @ A)), "np.std has taken the root already."),
            (lambda W, A: W * np.std(W @ A), "Multiplying makes a large Z larger: divide."),
            (lambda W, A: W / np.std(A),
             "Divide by the standard deviation of Z = W A_before, not by that of the inputs."),
            (lambda W, A: W / (W @ A).std(axis=1, keepdims=True), one_factor),
            (lambda W, A: W / np.sqrt(np.mean((W @ A) ** 2)),
             "This makes the mean square 1; std subtracts the mean first."),
            (lambda W, A: scaled(W, A, lambda Z: np.std(Z, ddof=1)),
             "ddof=1 divides by one less than the number of entries; leave it at 0."),
            (lambda W, A: scaled(W, A, lambda Z: np.std(np.maximum(Z, 0))),
             "This is measured behind ReLU; Z itself should have the standard deviation 1."),
            (lambda W, A: (W - np.mean(W)) / np.std(W @ A), "Multiply W by one number only; subtract nothing."),
            (lambda W, A: scaled(W, A, lambda Z: np.abs(Z).max()), "This makes the largest |Z| 1, not the spread."),
            (lambda W, A: scaled(W, A, np.linalg.norm), "The norm adds up all entries; np.std takes their mean."),
            (lambda W, A: np.std(W @ A), "This is the factor; divide W by it and return the weights."),
            (lambda W, A: 1 / np.std(W @ A), "This is the factor; multiply W by it and return the weights."),
        ],
        verified="Z leaves the layer with the standard deviation 1.",
    )


# ---------------------------------------------------------------- notebook 09


def count_steps(attempt):
    """Notebook 09: how many steps an epoch has, and how large its last batch is."""
    no_extra = "If the batch size divides m, there is no extra step, and the last batch is full."
    by_cases(
        attempt,
        right=lambda m, batch_size: (-(-m // batch_size), (m - 1) % batch_size + 1),
        cases=[(50000, 64), (12, 4), (10, 4), (5, 5), (3, 1)],
        mistakes=[
            (lambda m, b: (-(-m // b), m % b), "If nothing is left over, the last batch is full, not empty."),
            (lambda m, b: (m // b, m % b),
             "The last, smaller batch is a step too; and if nothing is left over, the last is full."),
            (lambda m, b: (m // b + 1, m % b), no_extra),
            (lambda m, b: (m // b + 1, m % b or b), no_extra),
            (lambda m, b: (m // b, b), "Some images are left over after the full batches: they are a batch too."),
            (lambda m, b: (-(-m // b), b), "The last batch may be smaller."),
            (lambda m, b: (m // b + 1, b), "The last batch may be smaller."),
            (lambda m, b: (m / b, m % b), "There is no part of a step: round up."),
            (lambda m, b: (-(-m // b), -m % b), "This is what the last batch lacks to be full."),
            (lambda m, b: (-(-m // b), m - -(-m // b) * b), "This is what the last batch lacks to be full."),
            (lambda m, b: ((m - 1) % b + 1, -(-m // b)), "The steps first, then the size of the last batch."),
            (lambda m, b: (m % b, m // b), "The steps first, then the size of the last batch; and count it as a step."),
            (lambda m, b: -(-m // b), "Return two numbers: the steps, and the size of the last batch."),
            (lambda m, b: m // b, "Return two numbers, and count the last, smaller batch as a step."),
        ],
        verified="It counts every step, the last smaller one included.",
    )


def stairs(attempt):
    """Notebook 09: a learning rate that falls in steps."""
    by_cases(
        attempt,
        right=lambda rate, epoch, factor, every: rate * factor ** (epoch // every),
        cases=[(0.8, 6, 0.5, 2), (0.8, 0, 0.5, 2), (0.8, 4.5, 0.5, 2), (0.8, 5.5, 0.5, 2), (0.8, 1.9, 0.5, 2),
               (1.0, 7, 0.1, 3)],
        mistakes=[
            CARET,
            ("'float' object cannot be interpreted", "5.5 // 2 is 2.0, a float; a loop wants int(epoch // every)."),
            (lambda r, e, f, n: r * f ** (e / n), "This falls smoothly; stairs have whole steps: //."),
            (lambda r, e, f, n: r * f * (e // n),
             "Each stair multiplies by the factor once more: a power, not a product."),
            (lambda r, e, f, n: r * f**e, "It falls every epoch; it should fall every `every` epochs."),
            (lambda r, e, f, n: r * f**e // n, "Python takes the power first: put epoch // every into brackets."),
            (lambda r, e, f, n: r * f**e / n, "Python takes the power first: put epoch // every into brackets."),
            (lambda r, e, f, n: r * f ** round(e / n),
             "It rounds to the nearest; a stair begins when the epochs are full: //."),
            (lambda r, e, f, n: r * f ** np.ceil(e / n),
             "It rounds up; a stair begins when the epochs are full: //."),
            (lambda r, e, f, n: r * f ** (e // n + 1), "The first stair is the rate itself."),
            (lambda r, e, f, n: r * f ** max(0, np.ceil(e / n) - 1),
             "At epoch `every` itself a stair is over: it is full then (>=, not >)."),
            (lambda r, e, f, n: r * f if e >= n else r, "It was multiplied once; once for every full stair is meant."),
            (lambda r, e, f, n: r / f ** (e // n), "It rises: multiply by the factor."),
            (lambda r, e, f, n: (r * f) ** (e // n), "Only the factor is raised to the power, not the rate."),
            (lambda r, e, f, n: f ** (e // n), "The rate is missing: the factor's power multiplies it."),
            (lambda r, e, f, n: r * (1 - f) ** (e // n),
             "The factor is what is kept, not what is taken away: factor, not 1 − factor."),
            (lambda r, e, f, n: r * f ** (e % n), "% gives what is left over within a stair; // counts the stairs."),
        ],
        verified="It keeps the rate on each stair, and multiplies at its end.",
    )


def running_mean(attempt):
    """Notebook 09: a running mean, corrected for its start at zero."""
    t_from_1 = "t counts from 1 at the first value: at t = 0 the correction would be 0."

    def means(values, beta, start=lambda values: 0.0, new=lambda beta: 1 - beta, kept=lambda beta: beta,
              correct=lambda mean, beta, t: mean / (1 - beta**t), goes_on=lambda mean, corrected: mean):
        mean, result = start(values), []
        for t, value in enumerate(values, start=1):
            mean = kept(beta) * mean + new(beta) * value
            result.append(correct(mean, beta, t))
            mean = goes_on(mean, result[-1])
        return result

    def uncorrected(mean, beta, t):
        return mean

    by_cases(
        attempt,
        right=means,
        cases=[([10.0, 20.0], 0.9), ([4.0, 4.0, 4.0], 0.5), ([1.0, -2.0, 3.0, 0.5], 0.8), ([7.0], 0.9)],
        mistakes=[
            CARET,
            (lambda v, b: means(v, b, correct=uncorrected),
             "The correction is missing: divide the t-th mean by 1 − beta^t."),
            (lambda v, b: means(v, b, goes_on=lambda mean, corrected: corrected),
             "The corrected mean went on into the next step; keep the uncorrected one for that."),
            (lambda v, b: means(v, b, start=lambda v: v[0], correct=uncorrected),
             "It starts at the first value; start at 0 and correct, so that all values count by their age."),
            (lambda v, b: means(v, b, start=lambda v: v[0]),
             "It starts at the first value and is corrected too: start at 0."),
            (lambda v, b: means(v, b, new=lambda b: b, kept=lambda b: 1 - b),
             "beta is the share that is kept of the old mean, 1 − beta the new value's."),
            (lambda v, b: means(v, 1 - b), "beta is the share that is kept of the old mean, 1 − beta the new value's."),
            (lambda v, b: means(v, b, new=lambda b: b, kept=lambda b: 1 - b, correct=uncorrected),
             "beta is the share that is kept of the old mean; and the correction by 1 − beta^t is missing."),
            (lambda v, b: means(v, b, new=lambda b: 1), "The new value counts 1 − beta, not whole."),
            (lambda v, b: means(v, b, kept=lambda b: 0), "The old mean was forgotten: beta times it is kept."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / (1 - b)),
             "It was divided by 1 − beta every time; the t-th mean is divided by 1 − beta^t."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / (1 - b) ** t),
             "The power is taken of beta alone: 1 − beta**t, not (1 − beta)**t."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / (1 - b * t)),
             "beta^t is a power, beta**t, not a product."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / 1 - b**t),
             "Division comes before subtraction: put 1 - beta**t into brackets."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean * (1 - b**t)), "Divide by 1 − beta^t."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / (1 - b ** len(v))),
             "It was divided by the same number every time; t is the number of values so far."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / (1 - b ** (t + 1))),
             "t counts from 1 at the first value."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / (1 - b ** (t - 1))), t_from_1),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: np.divide(mean, 1 - b ** (t - 1))), t_from_1),
            (lambda v, b: means(v, b)[-1], "Return the list of all means, one per value."),
            (lambda v, b: means(v, b)[-1:], "Return the list of all means, one per value."),
            (lambda v, b: means(v, b)[:1], "The list ends at the first value: does return stand inside the loop?"),
            (lambda v, b: [0.0] + means(v, b), "The start at 0 is no mean of values: one entry per value."),
            (lambda v, b: [np.mean(v[: k + 1]) for k in range(len(v))],
             "Here all values count alike; old ones should fade."),
        ],
        verified="It follows the values, without the drag of its start.",
    )


def nesterov_step(attempt):
    """Notebook 09: a step of Nesterov's momentum, with the slope taken where the momentum leads."""

    def slope(w):
        return 2.0 * w

    def step(w, velocity, slope, rate, beta, at=lambda w, v, rate, beta: w - rate * beta * v, kept=None, new=1.0):
        velocity = (beta if kept is None else kept) * velocity + new * slope(at(w, velocity, rate, beta))
        return w - rate * velocity, velocity

    own_rate = "The velocity here holds no learning rate and no minus: both come with the step of w."
    by_cases(
        attempt,
        right=step,
        cases=[(1.0, 0.0, slope, 0.1, 0.9), (1.0, 2.0, slope, 0.1, 0.5), (-3.0, 1.0, slope, 0.2, 0.9),
               (0.5, 1.0, np.cos, 0.2, 0.9)],
        mistakes=[
            ("unsupported operand .*'function'", "slope is a function: slope(…) is its value at a place."),
            (lambda *c: step(*c[:2], slope, *c[3:]),
             "The slope of one parabola is written in. Call slope(…): the function is given."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w),
             "This is ordinary momentum: take the slope at w − learning_rate · beta · velocity."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w + rate * beta * v),
             "It looks back: the velocity is subtracted from w, so look ahead at w − learning_rate · beta · velocity."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w - rate * v),
             "The look-ahead goes beta times the velocity: only that share will be kept."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w - beta * v),
             "The look-ahead is a step: the learning rate belongs to it."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w - v),
             "The look-ahead goes learning_rate · beta times the velocity, not the whole of it."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w - rate * beta**2 * v),
             "The velocity was multiplied by beta twice before the look-ahead; once is enough."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w - rate * (beta * v + c[2](w))),
             "The look-ahead uses the slope at w already; it goes along the old velocity alone."),
            (lambda *c: step(*c, kept=1.0), "The velocity keeps only the share beta."),
            (lambda *c: step(*c, kept=0.0), "The old velocity was dropped: beta times it is kept."),
            (lambda *c: step(*c, new=1 - c[4]), "The slope is added whole here, not times 1 − beta."),
            (lambda *c: (lambda w, v: (v, w))(*step(*c)), "First the place, then the velocity."),
            (lambda *c: step(*c)[0], "Return both, the place and the velocity."),
            (lambda *c: step(*c)[1], "Return both, the place and the velocity."),
            (lambda *c: (step(*c)[0], c[1]), "This is the velocity before the step; return the new one."),
            (lambda w, v, s, r, b: (w - r * v, b * v + s(w - r * b * v)),
             "The step was taken with the old velocity; use the new one."),
            (lambda *c: (step(*c)[0] - c[3] * c[4] * c[1], step(*c)[1]),
             "The step starts at w: the look-ahead is only where the slope is taken."),
            (lambda *c: (c[0] - step(*c)[1], step(*c)[1]), "The step is learning_rate times the velocity."),
            (lambda *c: (c[0] + c[3] * step(*c)[1], step(*c)[1]),
             "It climbs: subtract learning_rate times the velocity."),
            (lambda w, v, s, r, b: (w - r * s(w - r * b * v), b * v + s(w - r * b * v)),
             "The step is along the new velocity, not along the slope alone."),
            (lambda w, v, s, r, b: (w - (b * v + r * s(w - b * v)), b * v + r * s(w - b * v)), own_rate),
            (lambda w, v, s, r, b: (w + (b * v - r * s(w + b * v)), b * v - r * s(w + b * v)), own_rate),
        ],
        verified="It looks ahead before it steps.",
    )


# ---------------------------------------------------------------- notebook 10


def penalty_gradient(attempt):
    """Notebook 10: the gradient of L2 and L1 together."""
    no_sum = "Don't sum: each weight has its own slope."
    not_w = "W itself is no part of it: return only what the penalties add to the gradient."
    by_cases(
        attempt,
        right=lambda W, l2, l1: l2 * W + l1 * np.sign(W),
        cases=[(np.array([[2.0, -1.0, 0.0], [-0.5, -3.0, 1.0]]), 0.1, 0.5), (np.array([[2.0, -1.0, 0.0]]), 0.1, 0.5),
               (np.array([[-0.25]]), 0.0, 2.0), (np.array([[-0.25]]), 2.0, 0.0)],
        mistakes=[
            CARET,
            ("bitwise_xor", "A power is written ** in Python; ^ is something else."),
            ("truth value of an array", "if asks for one answer; np.sign asks each weight."),
            ("only .* arrays can be converted", "math works on single numbers; np.sign works on arrays."),
            (lambda W, l2, l1: 2 * l2 * W + l1 * np.sign(W), "The ½ before the square takes away the 2: l2 * W."),
            (lambda W, l2, l1: l2 / 2 * W + l1 * np.sign(W), "The derivative of w²/2 is w, not w/2: l2 * W."),
            (lambda W, l2, l1: l2 * W + l1, "The L1 part has the sign of the weight: for negative weights it is −l1."),
            (lambda W, l2, l1: l2 * np.abs(W) + l1 * np.sign(W), "The slope of w²/2 is w, with its sign; not |w|."),
            (lambda W, l2, l1: l2 * W + l1 * np.abs(W), "The slope of |w| is the sign of w, not |w|."),
            (lambda W, l2, l1: l2 * W + l1 * W, "L1 pulls every weight equally hard: l1 times the sign of W."),
            (lambda W, l2, l1: l2 * W, "The part of L1 is missing."),
            (lambda W, l2, l1: l1 * np.sign(W), "The part of L2 is missing."),
            (lambda W, l2, l1: l2 * W + np.sign(W), "The strength l1 is missing in front of the sign."),
            (lambda W, l2, l1: W + l1 * np.sign(W), "The strength l2 is missing in front of W."),
            (lambda W, l2, l1: W + np.sign(W), "The strengths l2 and l1 are missing."),
            (lambda W, l2, l1: l2 * W - l1 * np.sign(W),
             "The L1 part has the wrong sign: |w| rises with a positive weight, so its slope is +1 there."),
            (lambda W, l2, l1: l2 * W + l1 * W / np.abs(W),
             "At a weight of 0 this is 0/0, which gives nan. np.sign gives 0 there."),
            (lambda W, l2, l1: l2 * W**2 + l1 * np.sign(W),
             "This is the square of the weight; the slope of w²/2 is w."),
            (lambda W, l2, l1: l2 / 2 * W**2 + l1 * np.sign(W),
             "This is the square of the weight; the slope of w²/2 is w."),
            (lambda W, l2, l1: l2 * W + l1 * np.where(W > 0, 1, -1),
             "A weight of exactly 0 has no sign: nothing is added there. np.sign gives 0."),
            (lambda W, l2, l1: l2 * W + l1 * np.where(W >= 0, 1, -1),
             "A weight of exactly 0 has no sign: nothing is added there. np.sign gives 0."),
            (lambda W, l2, l1: l2 * W + l1 * (W > 0), "Negative weights are pulled too, upwards: their sign is −1."),
            (lambda W, l2, l1: l2 * W + l1 * (W >= 0), "Negative weights are pulled too, upwards: their sign is −1."),
            (lambda W, l2, l1: l2 * W + l1 * (W != 0),
             "The L1 part has the sign of the weight: −l1 for negative ones."),
            (lambda W, l2, l1: -l2 * W - l1 * np.sign(W),
             "This is the way that the step goes; the gradient points the other way, and the step subtracts it."),
            (lambda W, l2, l1: l1 * W + l2 * np.sign(W), "l1 and l2 are exchanged."),
            (lambda W, l2, l1: l2 / 2 * W**2 + l1 * np.abs(W), "This is the penalty of each weight; return its slope."),
            (lambda W, l2, l1: l2 * W**2 + l1 * np.abs(W), "This is a penalty of each weight; return its slope."),
            (lambda W, l2, l1: l2 / 2 * np.sum(W**2) + l1 * np.sum(np.abs(W)),
             "This is the penalty itself; return its gradient, with the shape of W."),
            (lambda W, l2, l1: np.sum(l2 * W + l1 * np.sign(W)), no_sum),
            (lambda W, l2, l1: l2 * np.sum(W) + l1 * np.sum(np.sign(W)), no_sum),
            (lambda W, l2, l1: l2 * W + l1 * np.sum(np.sign(W)), no_sum),
            (lambda W, l2, l1: l2 * np.sum(W) + l1 * np.sign(W), no_sum),
            (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)) / W.size, "Nothing is divided here: the penalty is a sum."),
            (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)) / len(W), "Nothing is divided here: the penalty is a sum."),
            (lambda W, l2, l1: W - l2 * W - l1 * np.sign(W), not_w),
            (lambda W, l2, l1: W + l2 * W + l1 * np.sign(W), not_w),
            (lambda W, l2, l1: (l2 * W, l1 * np.sign(W)), "These are the two parts; add them."),
        ],
        verified="L2 pulls in proportion, L1 by the sign.",
    )


def stop_at(attempt):
    """Notebook 10: at which epoch patience runs out, and which was the best."""

    def stopped(losses, patience, enough=lambda waited, patience: waited >= patience, less=lambda a, b: a < b):
        best = last = 1
        for last, loss in enumerate(losses, start=1):
            if last > 1 and less(loss, losses[best - 1]):
                best = last
            if enough(last - best, patience):
                break
        return best, last

    def since_the_last(losses, patience):
        best, waited = 1, 0
        for last, loss in enumerate(losses, start=1):
            if last > 1 and loss < losses[last - 2]:
                waited = 0
            elif last > 1:
                waited += 1
            best = last if loss < losses[best - 1] else best
            if waited >= patience:
                break
        return best, last

    def total_wait(losses, patience):
        best, waited = 1, 0
        for last, loss in enumerate(losses, start=1):
            if loss < losses[best - 1]:
                best = last
            elif last > 1:
                waited += 1
            if waited >= patience:
                break
        return best, last

    def from_zero(losses, patience):
        best = 0
        for last, loss in enumerate(losses, start=1):
            best = last if loss < losses[best - 1] else best
            if last - best >= patience:
                break
        return best, last

    def early_only(losses, patience):
        best, last = stopped(losses, patience)
        return (best, last) if last - best >= patience else None

    by_cases(
        attempt,
        right=stopped,
        cases=[([0.9, 0.6, 0.8, 0.7, 0.5, 0.5, 0.8, 0.6, 0.9, 0.4, 0.5, 0.6, 0.7, 0.3, 0.35], 3),
               ([0.9, 0.5, 0.6, 0.7, 0.4], 2), ([0.9, 0.5, 0.6, 0.4, 0.45, 0.5, 0.3], 2), ([0.9, 0.8, 0.7], 2),
               ([0.5, 0.5, 0.5, 0.1], 2), ([0.9, 0.5, 0.8, 0.7, 0.6, 0.4], 3), ([0.3], 1), ([0.4, 0.5, 0.3], 1),
               ([0.9, 0.5, 0.6], 5)],
        mistakes=[
            ("index out of range", "Epochs count from 1, the places in the list from 0: epoch e has losses[e - 1]."),
            ("'list' object has no attribute '(arg)?(min|max)'", r"losses is a list: min(losses), or np.\1\2(losses)."),
            (early_only, "If patience never runs out, the loop ends by itself: a return must stand behind it too."),
            (lambda losses, p: (1, 1), "It returns in the first epoch: does return stand inside the loop?"),
            (from_zero, "best = 0 means losses[0 - 1], which is the last of the list; the best so far starts at 1."),
            (lambda losses, p: (stopped(losses, p)[0], stopped(losses, p)[0] + p),
             "It can't stop later than the losses end: if patience never runs out, the last epoch is len(losses)."),
            (lambda losses, p: (stopped(losses, p)[0],), "Two numbers are asked for: the best epoch and the last."),
            (lambda losses, p: (int(np.argmin(losses)) + 1, stopped(losses, p)[1]),
             "The best must be one of the epochs that were trained; after the stop nothing is seen."),
            (lambda losses, p: (int(np.argmin(losses)) + 1, len(losses)), "It never stops: patience has to run out."),
            (lambda losses, p: tuple(e - 1 for e in stopped(losses, p)),
             "Epochs count from 1, not from 0: add 1 to both."),
            (lambda losses, p: (stopped(losses, p)[0] - 1, stopped(losses, p)[1]), "The best epoch counts from 1 too."),
            (lambda losses, p: (stopped(losses, p)[0], stopped(losses, p)[1] - 1),
             "The last epoch counts from 1, and is the one in which patience ran out."),
            (lambda losses, p: stopped(losses, p, enough=lambda w, p: w > p),
             "It waits one epoch too long: it stops as soon as `patience` epochs have brought nothing (>=)."),
            (lambda losses, p: stopped(losses, p, enough=lambda w, p: w >= p - 1 and w > 0),
             "It stops one epoch early: only after `patience` epochs without a better loss."),
            (lambda losses, p: stopped(losses, 1), "It stops at the first epoch that brings nothing; use patience."),
            (lambda losses, p: stopped(losses, p, less=lambda a, b: a <= b),
             "An equal loss is no improvement, and of equal ones the first is the best: < instead of <=."),
            (since_the_last, "Compare with the best loss so far, not with the epoch before."),
            (total_wait, "Each improvement starts the waiting anew: the count goes back to 0."),
            (lambda losses, p: (stopped(losses, p)[1], stopped(losses, p)[1]),
             "The first number is the best epoch, not the one in which it stopped."),
            (lambda losses, p: (len(losses), len(losses)), "It never stops: patience has to run out."),
            (lambda losses, p: (stopped(losses, p)[0], len(losses)), "It never stops: patience has to run out."),
            (lambda losses, p: (stopped(losses, p)[0], stopped(losses, p)[1] - stopped(losses, p)[0]),
             "The second number is the last epoch, not how long it waited."),
            (lambda losses, p: (stopped(losses, p)[0], p), "The second number is the last epoch that was trained."),
            (lambda losses, p: (stopped(losses, p)[0], losses[stopped(losses, p)[1] - 1]),
             "The last epoch's number is asked for, not its loss."),
            (lambda losses, p: tuple(losses[e - 1] for e in stopped(losses, p)),
             "The epochs' numbers are asked for, not their losses."),
            (lambda losses, p: stopped(losses, p)[::-1], "The best epoch first, then the last."),
            (lambda losses, p: (losses[stopped(losses, p)[0] - 1], stopped(losses, p)[1]),
             "The best epoch's number is asked for, not its loss."),
            (lambda losses, p: stopped(losses, p)[0], "Two numbers are asked for: the best epoch and the last."),
            (lambda losses, p: stopped(losses, p)[1], "Two numbers are asked for: the best epoch and the last."),
        ],
        verified="It waits as long as it should, and remembers the best.",
    )


def max_norm(attempt):
    """Notebook 10: scale down the rows that are too long."""

    def lengths(W):
        return np.sqrt(np.sum(W**2, axis=1, keepdims=True))

    def limited(W, limit, length=lengths):
        return W * limit / np.maximum(length(W), limit)

    def where_long(into):
        return lambda W, limit: np.where(lengths(W) > limit, into(W, limit), W)

    as_column = "One length per row must stand as a column, (rows, 1): keepdims=True, or [:, None]."
    missing_limit = "Long rows end at the length 1 here; the limit is missing as a factor."

    by_cases(
        attempt,
        right=limited,
        cases=[(np.array([[3.0, -4.0], [0.6, 0.8], [0.9, 1.6]]), 2.5),
               (np.array([[3.0, 4.0], [0.6, 0.8]]), 2.0), (np.array([[3.0, 4.0, 0.0], [0.0, 0.0, 0.0]]), 2.0),
               (np.array([[3.0, -4.0], [0.0, 1.0], [-6.0, 8.0]]), 5.0),
               (np.array([[0.9, 1.2], [4.5, 6.0], [0.0, 1.8]]), 2.0), (np.array([[0.3, 0.4], [0.36, 0.48]]), 0.5)],
        mistakes=[
            ("bitwise_xor", "A power is written ** in Python; ^ is something else."),
            ("could not be broadcast|boolean index did not match|assign .* input values", as_column),
            ("truth value of an array", "max, min and if want a single number; np.maximum and np.where take arrays."),
            ("cannot be interpreted as an integer", "np.max takes the limit for an axis; np.maximum compares with it."),
            ("only .* arrays can be converted", "math works on single numbers; np.sqrt works on arrays."),
            (lambda W, c: W.copy(), "Nothing was scaled; rows longer than the limit must be."),
            (lambda W, c: W * c / np.maximum(lengths(W)[:, 0], c), as_column),
            (lambda W, c: np.where(lengths(W)[:, 0] > c, W * c / lengths(W)[:, 0], W), as_column),
            (lambda W, c: W * c / np.minimum(lengths(W), c),
             "The factor limit / length must never be above 1: np.maximum below, or np.minimum(1, limit / length)."),
            (lambda W, c: W * np.maximum(1, c / lengths(W)),
             "The factor limit / length must never be above 1: np.minimum(1, limit / length)."),
            (lambda W, c: W / lengths(W),
             "These rows have all the length 1; scale long rows to the limit, and leave short ones as they are."),
            (where_long(lambda W, c: W / lengths(W)), missing_limit),
            (lambda W, c: W / np.maximum(lengths(W), 1), missing_limit),
            (where_long(lambda W, c: W * lengths(W) / c), "That is upside down: the factor is limit / length."),
            (where_long(lambda W, c: W * c), "Long rows are multiplied by limit / length, not by the limit alone."),
            (where_long(lambda W, c: W / c), "Long rows are multiplied by limit / length, not divided by the limit."),
            (where_long(lambda W, c: c), "The weights themselves became the limit; multiply them by limit / length."),
            (where_long(lambda W, c: np.zeros_like(W)), "Long rows became 0; multiply them by limit / length."),
            (lambda W, c: np.where(np.sum(W**2, axis=1, keepdims=True) > c, W * c / lengths(W), W),
             "It compares the square of the length with the limit: take the root before."),
            (lambda W, c: np.where(lengths(W) > c, W * c / np.sum(W**2, axis=1, keepdims=True), W),
             "It divides by the square of the length: take the root."),
            (lambda W, c: W[lengths(W)[:, 0] <= c], "Long rows are scaled, not left out."),
            (lambda W, c: (W * c / lengths(W))[lengths(W)[:, 0] > c], "Short rows belong to the result too."),
            (lambda W, c: np.minimum(1, c / lengths(W)), "These are the factors; multiply the rows by them."),
            (lambda W, c: np.minimum(1, c / lengths(W))[:, 0], "These are the factors; multiply the rows by them."),
            (lambda W, c: lengths(W)[:, 0], "These are the lengths; now scale the rows."),
            (lambda W, c: lengths(W), "These are the lengths; now scale the rows."),
            (lambda W, c: W * c / lengths(W),
             "Rows that are short enough stay as they are; these were stretched (and a row of zeros divided by 0)."),
            (lambda W, c: limited(W, c, lambda W: np.sqrt(np.sum(W**2))),
             "This is one length for all of W; each row has its own: axis=1."),
            (lambda W, c: limited(W, c, lambda W: np.sqrt(np.sum(W**2, axis=0, keepdims=True))),
             "These are the lengths of the columns; a neuron's weights are a row: axis=1."),
            (lambda W, c: limited(W, c, lambda W: np.sum(W**2, axis=1, keepdims=True)),
             "This is the square of the length: the root is missing."),
            (lambda W, c: limited(W, c, lambda W: np.sum(np.abs(W), axis=1, keepdims=True)),
             "This sums sizes; the length is the root of the sum of squares."),
            (lambda W, c: limited(W, c, lambda W: np.max(np.abs(W), axis=1, keepdims=True)),
             "This takes the largest weight; the length is the root of the sum of squares."),
            (lambda W, c: limited(W, c, lambda W: np.sqrt(np.mean(W**2, axis=1, keepdims=True))),
             "The length is the root of the sum of the squares, not of their mean."),
            (lambda W, c: np.clip(W, -c, c), "This limits each weight by itself; the length of the row is limited."),
            (lambda W, c: np.minimum(W, c), "This limits each weight by itself; the length of the row is limited."),
            (lambda W, c: limited(W, c) / c, "The limit is missing as a factor: limit / np.maximum(length, limit)."),
            (lambda W, c: W * c / np.linalg.norm(W),
             "This is one length for all of W; each row has its own: axis=1. And short rows stay as they are."),
            (lambda W, c: limited(W, c) * (lengths(W) > c),
             "Rows that are short enough stay as they are; here they became 0."),
        ],
        verified="Long rows end at the limit, short ones stay.",
    )


def shift_by(attempt):
    """Notebook 10: move all images by the same number of pixels, without letting them come in again."""

    def moved(images, down, right, mode="constant"):
        d, r = abs(down), abs(right)
        padded = np.pad(images, ((0, 0), (d, d), (r, r)), mode=mode)
        _, height, width = images.shape
        return padded[:, d - down : d - down + height, r - right : r - right + width]

    def rolled(images, down, right):
        return np.roll(images, (down, right), axis=(1, 2))

    def one_axis(images, down, right):
        return moved(images, down, 0)

    empty = "A slice is empty where a shift is 0: [:-0] is [:0]. Give the end as begin + height, begin + width."
    images = np.arange(1, 13).reshape(1, 3, 4)
    by_cases(
        attempt,
        right=moved,
        cases=[(np.concatenate([images, images[:, ::-1]]), 1, 2), (np.array([[[1, 2], [3, 4]]]), 1, 0),
               (images, 1, 0), (images, 0, 2), (images, -1, 0), (images, 0, -1),
               (images, 2, -3), (images, 0, 0), (np.concatenate([images, images[:, ::-1]]), -1, 1)],
        mistakes=[
            ("index can't contain negative values", "A border can't be negative: use abs, and move the window."),
            ("with remapped shapes|shape mismatch: value array",
             "np.pad wants a border for each of the three axes: (0, 0) first, for the images."),
            (r"could not broadcast input array from shape \((.*,)?0(,.*)?\)", empty),
            ("could not broadcast input array",
             "What is cut out and the place where it goes differ in size. Is it right for negative shifts too?"),
            ("out of bounds|index out of range", "What comes in from outside is 0: ask whether the place is inside."),
            ("shape mismatch|values to unpack|too many indices",
             "images has three axes: images, rows, columns; rows are axis 1, columns axis 2."),
            (lambda images, d, r: moved(images, max(d, 0), max(r, 0)),
             "Negative shifts are missing: up and to the left."),
            (lambda images, d, r: moved(images, abs(d), abs(r)), "Negative shifts go up and to the left."),
            (rolled, "What leaves the image came in again on the other side; it should be gone."),
            (lambda images, d, r: rolled(images, r, d), "np.roll lets what leaves come in again, and down is axis 1."),
            (lambda images, d, r: np.roll(images, (d, r), axis=(0, 1)),
             "Axis 0 counts the images; rows are axis 1, columns axis 2. And what np.roll moves out comes in again."),
            (lambda images, d, r: np.roll(images, (d, r)),
             "np.roll without axis runs over the ends of rows; and what leaves comes in again."),
            (lambda images, d, r: np.roll(images, d + r),
             "np.roll without axis runs over the ends of rows; and what leaves comes in again."),
            (lambda images, d, r: moved(images, -d, -r),
             "It moves the other way: positive is down and to the right. A window that begins higher shows the image "
             "lower."),
            (lambda images, d, r: rolled(images, -d, -r),
             "It moves the other way, and what leaves comes in again on the other side."),
            (lambda images, d, r: moved(images, -d, r), "Up and down are exchanged: positive is down."),
            (lambda images, d, r: moved(images, d, -r), "Left and right are exchanged: positive is to the right."),
            (lambda images, d, r: moved(images, r, d),
             "down and right are exchanged: rows are axis 1, columns axis 2."),
            (one_axis, "It moves up and down only."),
            (lambda images, d, r: moved(images, 0, r), "It moves to the sides only."),
            (lambda images, d, r: np.pad(images, ((0, 0), (abs(d), abs(d)), (abs(r), abs(r)))),
             "This is the padded image; cut a window of the old size out of it, images.shape[1:], not 28."),
            (lambda images, d, r: np.pad(images, ((0, 0), (d, 0), (r, 0))),
             "The image has grown; cut it back to its old size. And a negative shift needs the border on the other "
             "side."),
            (lambda images, d, r: moved(images, d, r, "edge"), "What comes in is 0; here it repeats the border."),
            (lambda images, d, r: moved(images, d, r, "reflect"), "What comes in is 0; here it mirrors the image."),
            (lambda images, d, r: moved(images, d, r)[0], "All images are meant, not only the first."),
            (lambda images, d, r: moved(images, d, r)[:1], "All images are meant, not only the first."),
            (lambda images, d, r: images[:, max(-d, 0) : images.shape[1] - max(d, 0),
                                         max(-r, 0) : images.shape[2] - max(r, 0)],
             "The image has shrunk: this is what stays of it. Fill up with zeros on the side where it comes in."),
            (lambda images, d, r: images[:, :0], empty),
            (lambda images, d, r: images[:, :, :0], empty),
            (lambda images, d, r: np.zeros_like(images),
             "All is 0. With a shift of 0, [:0] is nothing and [0:] is everything, and so is [-0:]."),
            (lambda images, d, r: images,
             "Nothing has moved (rows are axis 1, columns axis 2; axis 0 counts the images)."),
        ],
        verified="Everything moves, and nothing comes back.",
    )


# ---------------------------------------------------------------- notebook 11


def log_scale(attempt):
    """Notebook 11: equal factors for equal steps."""
    by_cases(
        attempt,
        right=lambda u, low, high: low * (high / low) ** u,
        cases=[(0.75, 2.0, 512.0), (0.5, 0.001, 0.1), (0.0, 0.001, 0.1), (1.0, 0.001, 0.1), (0.25, 16, 256),
               (0.1, 2.0, 3.0), (0.3337, 0.0001, 1.0)],
        mistakes=[
            CARET,
            (lambda u, low, high: np.sqrt(low * high), "This is the middle whatever u is: u was not used."),
            (lambda u, low, high: (low + high) / 2, "This is the middle of a plain scale, and u was not used."),
            (lambda u, low, high: np.exp(low + u * (high - low)),
             "The exponents are drawn evenly between the logarithms of low and high, not between low and high."),
            (lambda u, low, high: low + (high / low) ** u, "Multiply low by the factor; don't add."),
            (lambda u, low, high: low * np.log(high / low) * u, "A power is needed: (high / low) ** u."),
            (lambda u, low, high: low * np.exp(u * high / low),
             "In np.exp stands u times the logarithm of high / low."),
            (lambda u, low, high: low * 10 ** (u * high / low),
             "In the exponent stands u times the log10 of high / low."),
            (lambda u, low, high: low * 10 ** (u * np.log(high / low)),
             "np.log is the logarithm to base e; 10 ** … needs np.log10, or use np.exp."),
            (lambda u, low, high: low * np.exp(u * np.log10(high / low)),
             "np.log10 is the logarithm to base 10; np.exp needs np.log."),
            (lambda u, low, high: 10**u, "low and high were not used: low times (high / low) to the power u."),
            (lambda u, low, high: low * (high / low) ** (1 / u), "The factor's power is u, not 1/u."),
            (lambda u, low, high: (high / low) * low**u, "The factor high / low is raised to the power u, not low."),
            (lambda u, low, high: low * u ** (high / low), "That is upside down: (high / low) ** u."),
            (lambda u, low, high: high * u, "A power is needed, low * (high / low) ** u: u = 0 must give low."),
            (lambda u, low, high: low + u * (high - low),
             "This is the plain scale: equal differences for equal steps."),
            (lambda u, low, high: 10 ** (low + u * (high - low)),
             "The exponents are drawn evenly between the logarithms of low and high, not between low and high."),
            (lambda u, low, high: np.log10(low) + u * (np.log10(high) - np.log10(low)),
             "This is the logarithm of the result; take 10 to its power."),
            (lambda u, low, high: np.log(low) + u * (np.log(high) - np.log(low)),
             "This is the logarithm of the result; take e to its power, np.exp."),
            (lambda u, low, high: 10 ** (np.log(low) + u * (np.log(high) - np.log(low))),
             "np.log is the logarithm to base e; 10 ** … needs np.log10, or use np.exp."),
            (lambda u, low, high: np.exp(np.log10(low) + u * (np.log10(high) - np.log10(low))),
             "np.log10 is the logarithm to base 10; np.exp needs np.log."),
            (lambda u, low, high: low * high**u, "The factor from low to high is high / low, not high."),
            (lambda u, low, high: low * (high - low) ** u,
             "The factor from low to high is high / low, not high − low."),
            (lambda u, low, high: (high / low) ** u, "Begin at low: multiply by it."),
            (lambda u, low, high: high * (low / high) ** u, "It runs backwards: u = 0 must give low."),
            (lambda u, low, high: low * 10**u, "From low to high the factor is high / low, not 10."),
            (lambda u, low, high: (low * high / low) ** u,
             "This is high to the power u; it is low times a power: low * (high / low) ** u."),
            (lambda u, low, high: low * high / low**u, "Python takes the power first: (high / low) ** u."),
        ] + [
            (lambda u, low, high, count=count: np.geomspace(low, high, count)[int(u * (count - 1))],
             "These are fixed values on the scale; u may be anything between 0 and 1: no list is needed.")
            for count in (10, 11, 100, 101, 1000, 1001)
        ],
        verified="Halfway on this scale is the same factor from both ends.",
    )


def overconfidence(attempt):
    """Notebook 11: mean certainty minus accuracy."""
    A = np.array([[0.7, 0.2, 0.1, 0.5, 0.15], [0.2, 0.5, 0.05, 0.3, 0.25], [0.1, 0.3, 0.85, 0.2, 0.6]])
    by_cases(
        attempt,
        right=lambda A, labels: np.mean(np.max(A, axis=0)) - np.mean(np.argmax(A, axis=0) == labels),
        cases=[(A, np.array([1, 0, 2, 2, 2])), (np.array([[0.9, 0.6], [0.1, 0.4]]), np.array([0, 1])),
               (A, np.array([0, 1, 2, 0, 2])), (A[:, :1], np.array([2]))],
        mistakes=[
            ("could not be broadcast|shape mismatch|[Ll]engths must match|out of bounds|out of range|zip",
             "Each column is an example, with one answer and one label: max and argmax along axis 0."),
            ("truth value", "max wants single numbers; np.max with axis=0 takes the largest of each column."),
            (lambda A, y: abs(np.mean(np.max(A, axis=0)) - np.mean(np.argmax(A, axis=0) == y)),
             "Without the absolute value: the sign tells too sure from too modest."),
            (lambda A, y: np.mean(np.argmax(A, axis=0) == y) - np.mean(np.max(A, axis=0)),
             "The sign is turned: certainty minus accuracy, so that too sure is positive."),
            (lambda A, y: np.mean(np.max(A, axis=0)),
             "This is the certainty; subtract the accuracy. (Compare argmax, not max, along axis 0 with the labels.)"),
            (lambda A, y: np.mean(np.argmax(A, axis=0) == y),
             "This is the accuracy; subtract it from the certainty."),
            (lambda A, y: np.mean(np.max(A, axis=0)) - np.mean(np.argmax(A, axis=0) != y),
             "This subtracts the share of wrong answers: == instead of !=."),
            (lambda A, y: np.mean(np.max(A, axis=0)[np.argmax(A, axis=0) == y]) - np.mean(np.argmax(A, axis=0) == y),
             "This averages over the right answers; the certainty is that of all, right or wrong."),
            (lambda A, y: np.mean(np.max(A, axis=0) * (np.argmax(A, axis=0) == y)) - np.mean(np.argmax(A, axis=0) == y),
             "Wrong answers count 0 here; the certainty is that of all, right or wrong."),
            (lambda A, y: np.sum(np.max(A, axis=0)) / len(A) - np.sum(np.argmax(A, axis=0) == y) / len(A),
             "len(A) is the number of classes; divide by the number of columns, A.shape[1]."),
            (lambda A, y: np.mean(np.max(A, axis=0)) - np.sum(np.argmax(A, axis=0) == y) / len(A),
             "len(A) is the number of classes; divide by the number of columns, A.shape[1]."),
            (lambda A, y: np.mean(np.max(A, axis=0)) + np.mean(np.argmax(A, axis=0) == y), "Subtract the accuracy."),
            (lambda A, y: 100 * (np.mean(np.max(A, axis=0)) - np.mean(np.argmax(A, axis=0) == y)),
             "This is in per cent; leave it as a share."),
            (lambda A, y: (np.mean(np.max(A, axis=0)), np.mean(np.argmax(A, axis=0) == y)),
             "These are certainty and accuracy; subtract the second from the first."),
            (lambda A, y: np.mean(np.max(A, axis=0)) - np.mean(y),
             "These are the labels themselves; the accuracy is the share of answers equal to them."),
            (lambda A, y: np.mean(np.max(A, axis=0)) - np.mean(np.argmax(A, axis=0)),
             "The answers must be compared with the labels: np.argmax(A, axis=0) == labels."),
            (lambda A, y: np.mean(A[y, np.arange(len(y))]),
             "This is the probability of the true class; certainty minus accuracy is asked for."),
            (lambda A, y: np.mean(A[y, np.arange(len(y))]) - np.mean(np.argmax(A, axis=0) == y),
             "This takes the probability of the true class; the certainty is that of the answer, the largest."),
            (lambda A, y: np.mean(A) - np.mean(np.argmax(A, axis=0) == y),
             "This averages all probabilities; the certainty is the largest of each column."),
            (lambda A, y: np.max(A) - np.mean(np.argmax(A, axis=0) == y),
             "This is the one largest probability of all; take the largest of each column, axis=0."),
            (lambda A, y: np.max(A, axis=0) - (np.argmax(A, axis=0) == y),
             "These are the columns one by one; take the mean."),
            (lambda A, y: np.max(A, axis=0) - np.mean(np.argmax(A, axis=0) == y),
             "The certainty is still one number per column; take the mean."),
            (lambda A, y: np.mean(np.max(A, axis=0)) - (np.argmax(A, axis=0) == y),
             "The accuracy is the mean of these comparisons."),
            (lambda A, y: np.mean(np.max(A, axis=0)) - np.sum(np.argmax(A, axis=0) == y),
             "The accuracy is a share: mean instead of sum."),
            (lambda A, y: np.sum(np.max(A, axis=0)) - np.sum(np.argmax(A, axis=0) == y),
             "These are sums; divide both by the number of columns."),
            (lambda A, y: np.mean(np.max(A, axis=1)) - np.mean(np.argmax(A, axis=0) == y),
             "The largest of each column is meant: axis=0."),
        ],
        verified="It tells how far certainty and truth lie apart.",
    )


def paired_difference(attempt):
    """Notebook 11: the mean difference of pairs and its standard error."""

    def pairs(a, b, ddof=1, root=np.sqrt):
        d = b - a
        return np.mean(d), np.std(d, ddof=ddof) / root(len(d))

    by_cases(
        attempt,
        right=pairs,
        cases=[(np.array([0.90, 0.93, 0.91, 0.95]), np.array([0.91, 0.92, 0.97, 0.97])),
               (np.array([0.90, 0.92]), np.array([0.91, 0.95])),
               (np.array([0.5, 0.7]), np.array([0.6, 0.2]))],
        mistakes=[
            ("only .* arrays can be converted", "math works on single numbers; np.mean and np.std work on arrays."),
            ("unsupported operand type.* 'list'", "Lists don't subtract; arrays do, entry by entry."),
            (lambda a, b: (abs(np.mean(b - a)), pairs(a, b)[1]), "Keep the sign: it says which setting is better."),
            (lambda a, b: pairs(b, a), "The difference is b − a: positive if b is better."),
            (lambda a, b: pairs(a, b, ddof=0), "With ddof=1: n − 1 in the denominator of the variance."),
            (lambda a, b: pairs(a, b, root=lambda n: 1), "This is the spread of single differences; divide by √n."),
            (lambda a, b: pairs(a, b, ddof=0, root=lambda n: 1), "Use ddof=1, and divide by √n."),
            (lambda a, b: pairs(a, b, ddof=0, root=lambda n: n), "Use ddof=1, and divide by √n, not by n."),
            (lambda a, b: pairs(a, b, root=lambda n: np.sqrt(n - 1)),
             "ddof=1 is the n − 1 already; the root is that of n."),
            (lambda a, b: pairs(a, b, root=lambda n: np.sqrt(2 * n)),
             "n is the number of pairs, not that of all runs."),
            (lambda a, b: pairs(a, b, root=lambda n: 1 / np.sqrt(n)), "Divide by √n; this multiplies."),
            (lambda a, b: (np.mean(b - a), np.var(b - a, ddof=1)),
             "This is the variance: take its root, and divide by √n."),
            (lambda a, b: (np.mean(b - a), np.var(b - a)),
             "This is the variance: take its root, with ddof=1, and divide by √n."),
            (lambda a, b: pairs(np.sort(a), np.sort(b)), "Sorting tears the pairs apart: run i belongs to run i."),
            (lambda a, b: (np.mean(b - a), np.std(b, ddof=1) / np.sqrt(len(b))),
             "This is the scatter of b; the standard deviation of the differences b − a is meant."),
            (lambda a, b: (np.mean(b - a), np.std(a, ddof=1) / np.sqrt(len(b))),
             "This is the scatter of a; the standard deviation of the differences b − a is meant."),
            (lambda a, b: (np.mean(b - a), np.std(np.concatenate([a, b]), ddof=1) / np.sqrt(len(b))),
             "This is the scatter of all scores; the standard deviation of the differences b − a is meant."),
            (lambda a, b: (np.sum(b - a), pairs(a, b)[1]),
             "The first number is the mean of the differences: not the sum."),
            (lambda a, b: (np.median(b - a), pairs(a, b)[1]), "The mean is asked for, not the median."),
            (lambda a, b: (np.mean(b - a), 1.96 * pairs(a, b)[1]), "One standard error, without a factor."),
            (lambda a, b: (np.mean(b - a), 2 * pairs(a, b)[1]), "One standard error, without a factor."),
            (lambda a, b: (np.mean(b - a) - pairs(a, b)[1], np.mean(b - a) + pairs(a, b)[1]),
             "These are the ends of an interval; return the mean and its standard error."),
            (lambda a, b: pairs(a, b)[0] / pairs(a, b)[1],
             "This is the mean in standard errors; return the two numbers themselves."),
            (lambda a, b: pairs(a, b)[1], "Return two numbers: the mean and its standard error."),
            (lambda a, b: (np.mean((b - a) / a), np.std((b - a) / a, ddof=1) / np.sqrt(len(a))),
             "This is relative to a; the plain difference b − a is meant."),
            (lambda a, b: (np.mean(a), np.mean(b)), "Return the mean of b − a, and its standard error."),
            (lambda a, b: pairs(a, b, root=lambda n: n), "Divide by √n, not by n."),
            (lambda a, b: (np.mean(b - a), np.var(b - a, ddof=1) / len(a)),
             "This is the square of the standard error: take the root."),
            (lambda a, b: (np.mean(b - a), np.var(b - a, ddof=1) / np.sqrt(len(a))),
             "This divides the variance; the standard deviation, its root, is meant."),
            (lambda a, b: (np.mean(b - a), np.sqrt(np.var(a, ddof=1) / len(a) + np.var(b, ddof=1) / len(b))),
             "This is the formula for runs that are not paired; take the standard deviation of the differences."),
            (lambda a, b: (np.mean(b - a), np.std(b, ddof=1) - np.std(a, ddof=1)),
             "Standard deviations don't subtract; take that of the differences."),
            (lambda a, b: (np.mean(b - a), (np.std(b, ddof=1) - np.std(a, ddof=1)) / np.sqrt(len(a))),
             "Standard deviations don't subtract; take that of the differences."),
            (lambda a, b: (np.mean(b - a), (np.std(b, ddof=1) + np.std(a, ddof=1)) / np.sqrt(len(a))),
             "Standard deviations don't add either; take that of the differences."),
            (lambda a, b: (np.mean(np.abs(b - a)), np.std(np.abs(b - a), ddof=1) / np.sqrt(len(a))),
             "Keep the signs: a pair in which a is better counts against b."),
            (lambda a, b: np.mean(b - a), "Return two numbers: the mean and its standard error."),
            (lambda a, b: pairs(a, b)[::-1], "The mean first, then its standard error."),
            (lambda a, b: (b - a, np.std(b - a, ddof=1) / np.sqrt(len(a))),
             "These are the differences; take their mean."),
            (lambda a, b: b - a, "These are the differences; return their mean and its standard error."),
        ],
        verified="What the pairs share cancels; what is left is the difference, with its error.",
    )


def expected_best(attempt):
    """Notebook 11: the mean of the best of n draws."""

    def places(N):
        return np.arange(N + 1) / N

    def best(scores, n, at_most=lambda N, n: places(N) ** n, order=np.sort, total=np.sum):
        return total(order(scores) * np.diff(at_most(len(scores), n)))

    few = "N + 1 probabilities, for i = 0 … N, have N differences: one per score."
    cases = [(np.array([0.65, 0.3, 0.9, 0.4, 0.8]), 2), (np.array([0.5, 0.9]), 2), (np.array([0.3, 0.9, 0.6, 0.8]), 3),
             (np.array([0.9, 0.2, 0.4]), 1), (np.array([0.7]), 5), (np.array([0.8, 0.8, 0.1]), 2)]
    mistakes = [
        CARET,
        ("bitwise_xor", "A power is written ** in Python; ^ is something else."),
        ("could not be broadcast|shape mismatch|out of range|out of bounds", few),
        (lambda s, n: np.max(s), "This is the best of all; with few draws it is often missed."),
        (lambda s, n: np.min(s), "This is the worst of all; the best of n draws is asked for."),
        (lambda s, n: np.mean(s), "This is the mean of one draw; of n draws the best counts."),
        (lambda s, n: best(s, n, order=np.copy), "The scores must be sorted first."),
        (lambda s, n: best(s, n, order=lambda s: np.sort(s)[::-1]),
         "This is the mean of the worst draw. The scores must rise, and at most the i-th has the probability (i/N)ⁿ."),
        (lambda s, n: np.mean([max(drawn) for drawn in combinations(s, n)]),
         "The same score may be drawn again: with replacement."),
        (lambda s, n: np.sum(np.sort(s) * places(len(s))[1:] ** n),
         "(i/N)ⁿ is the probability of at most the i-th; of exactly the i-th it is the difference of neighbours."),
        (lambda s, n: np.sum(np.sort(s) * places(len(s))[:-1] ** n),
         "i counts from 1; and the probability of exactly the i-th is the difference of neighbours."),
        (lambda s, n: np.sum(np.sort(s) * places(len(s))[1:] ** n) / np.sum(places(len(s))[1:] ** n),
         "(i/N)ⁿ is the probability of at most the i-th; don't scale it, take the differences of neighbours."),
        (lambda s, n: best(s, n, at_most=lambda N, n: places(N) * n), "(i/N)ⁿ is a power, not a product."),
        (lambda s, n: best(s, n, at_most=lambda N, n: np.arange(N + 1) ** n / N),
         "Python takes the power first: put i/N into brackets, (i / N) ** n."),
        (lambda s, n: best(s, n, at_most=lambda N, n: places(N) ** N), "The power is n, the number of draws, not N."),
        (lambda s, n: best(s, n, at_most=lambda N, n: places(N) ** (1 / n)), "The power is n, not 1/n."),
        (lambda s, n: best(s, 2), "The power is n; here it is always 2."),
        (lambda s, n: np.sum(np.sort(s) * np.diff(places(len(s))) ** n),
         "Put i/N into brackets, (i / N) ** n; then take the differences."),
        (lambda s, n: best(s, n, total=np.mean), "The probabilities sum to 1 already: sum instead of mean."),
        (lambda s, n: best(s, n, total=np.copy), "Sum these up."),
        (lambda s, n: np.diff(places(len(s)) ** n),
         "These are the probabilities; multiply them by the sorted scores and sum."),
        (lambda s, n: places(len(s)) ** n,
         "These are the probabilities of at most the i-th; take their differences, times the sorted scores, and sum."),
        (lambda s, n: np.sum(np.diff(places(len(s)) ** n)),
         "The probabilities sum to 1; multiply each by its score before."),
        (lambda s, n: np.max(s[:n]), "This is one particular choice of n; the mean over all choices is asked for."),
        (lambda s, n: np.mean(np.sort(s)[-n:]), "This is the mean of the n best."),
        (lambda s, n: np.sort(s)[-n], "This is the n-th best; the mean of the best of n draws is asked for."),
        (lambda s, n: np.quantile(s, n / (n + 1)), "This is a rule of thumb; weigh each score with its probability."),
        (lambda s, n: np.quantile(s, 0.5 ** (1 / n)), "This is about the median of the best; the mean is asked for."),
        (lambda s, n: best(s, n, at_most=lambda N, n: (np.arange(1, N + 2) / (N + 1)) ** n),
         "The probabilities run from 0/N to N/N."),
        (lambda s, n: best(s, n, at_most=lambda N, n: (np.arange(N + 1) / (N + 1)) ** n),
         "The probabilities run from 0/N to N/N."),
    ]

    def nearly(got, expected):
        number = as_numbers(got)
        if number is not None and number.ndim == 0 and abs(number - expected) < 0.02:
            return "Close, but not exact. If you threw dice: weigh each score with its probability instead."
        return ""

    by_cases(attempt, best, cases, mistakes, "No dice were needed.", otherwise=nearly)


# ---------------------------------------------------------------- notebook 12


def leaked(attempt):
    """Notebook 12: how many images of the second set are in the first as well."""
    first = np.array([[1, 6], [1, 6], [3, 9], [1, 6], [1, 6], [6, 7], [1, 6]])[:, None]
    second = np.array([[1, 6], [6, 7], [7, 6], [3, 4], [3, 9], [6, 7], [6, 7], [3, 9], [3, 4], [8, 7], [1, 6], [3, 9]])
    second = second[:, None]
    square = np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]], [[1, 2], [3, 9]]])

    def bytes_of(images):
        return [image.tobytes() for image in images]

    def found(first, second):
        seen = set(bytes_of(first))
        return sum(image in seen for image in bytes_of(second))

    by_cases(
        attempt,
        right=found,
        cases=[(first, second), (np.array([[[1, 2]], [[3, 4]]]), np.array([[[3, 4]], [[5, 6]]])), (first, second[2:4]),
               (second, first), (square, square[[1, 1, 2]]), (square, square[:, ::-1]),
               (square, square + np.array([[0, 0], [0, 1]]))],
        mistakes=[
            ("unhashable type", "An array can't be put into a set; its bytes can: image.tobytes()."),
            ("truth value of an array",
             "Arrays are compared entry by entry: np.array_equal(one, other), or compare their bytes."),
            ("could not be broadcast|shape mismatch|out of bounds|zip",
             "The sets have different lengths: each image is to be looked for among all."),
            (lambda a, b: np.array([x in set(bytes_of(a)) for x in bytes_of(b)]), "Count the True ones: sum."),
            (lambda a, b: [image for image in b if image.tobytes() in set(bytes_of(a))],
             "These are the images themselves; return how many they are."),
            (lambda a, b: np.array([image for image in b if image.tobytes() in set(bytes_of(a))]),
             "These are the images themselves; return how many they are."),
            (lambda a, b: [i for i, image in enumerate(bytes_of(b)) if image in set(bytes_of(a))],
             "These are the places of the images; return how many they are."),
            (lambda a, b: sum(tuple(y[0]) in {tuple(x[0]) for x in a} for y in b),
             "It compares only the first row of each image."),
            (lambda a, b: len(set(bytes_of(a)) & set(bytes_of(b))),
             "An image that occurs twice in the second set leaked twice; a set of them counts it once."),
            (lambda a, b: found(b, a), "The images of the *second* set are counted, those that occur in the first."),
            (lambda a, b: found(a, b) / len(b), "This is the share; return how many."),
            (lambda a, b: found(a, b) / len(a), "This is a share of the first set; return how many."),
            (lambda a, b: sum(x == y for x in bytes_of(a) for y in bytes_of(b)),
             "This counts pairs: an image that is twice in the first set counts twice. Ask only whether it is there."),
            (lambda a, b: len(a) + len(b) - len(set(bytes_of(a)) | set(bytes_of(b))),
             "Images that occur twice within one set are counted too."),
            (lambda a, b: found(a, b) > 0,
             "How many, not only whether there are any. (Or does return stand inside the loop?)"),

            (lambda a, b: len(b) - found(a, b), "These are the ones that did not leak."),
            (lambda a, b: sum(np.any([np.any(x == y) for x in a]) for y in b),
             "One equal pixel is not an equal image: np.all over the pixels."),
            (lambda a, b: sum(np.all(x == y) for x, y in zip(a, b, strict=False)),
             "This compares images at the same place only; look for each among all."),
            (lambda a, b: 0,
             "Not one was found. Look for each image of the second set among all of the first, and compare bytes with "
             "bytes: image.tobytes()."),
            (lambda a, b: sum(np.any([x.sum() == y.sum() for x in a]) for y in b),
             "Different images may have the same sum; compare pixel by pixel."),
            (lambda a, b: np.isin(b, a).sum(), "This counts pixels that occur anywhere; whole images are asked for."),
            (lambda a, b: np.isin(b, a).all(axis=(1, 2)).sum(),
             "The same pixels in other places make another image: compare whole images."),
            (lambda a, b: len(set(b.ravel().tolist()) & set(a.ravel().tolist())),
             "This counts pixels that occur anywhere; whole images are asked for."),
            (lambda a, b: sum(sorted(y.ravel().tolist()) in [sorted(x.ravel().tolist()) for x in a] for y in b),
             "The same pixels in other places make another image: compare whole images."),
            (lambda a, b: sum(y.flat[0] in {x.flat[0] for x in a} for y in b),
             "It compares only the first pixel of each image."),
        ],
        verified="Each leak is found, and counted as often as it occurs.",
    )


def diagnosed(attempt, whom, explained, against):
    """Check a diagnosis of one of the unseen: `against`, words of a diagnosis → which observation speaks against it."""
    from nnhelpers import clinic  # not above: it brings matplotlib, which no other check needs

    letters = {}
    for letter, words in clinic.MENU.items():
        letters |= dict.fromkeys([letter, words.lower(), f"{letter} {words.lower()}"], letter)
    no_quotes = [(r"name '(\w)' is not defined", r'Put the letter in quotes: return "\1".')]

    def examine(attempt):
        got = call(attempt, (), no_quotes)
        if got is ...:
            return False
        letter = letters.get(" ".join(got.lower().strip(" .()\"'").split())) if isinstance(got, str) else None
        if letter is None:
            words = "This is a function and not its result. " if callable(got) else ""
            raise NotRight(f"It returned {shown(got)}. {words}Return one letter of the list, in quotes, from \"a\" to "
                           f"\"{max(clinic.MENU)}\".")
        words = clinic.MENU[letter]
        if words != clinic.UNSEEN[whom].diagnosis:
            raise NotRight(f"Your diagnosis: {words}.\n  {against[words]}")
        return True

    check(attempt, examine, explained)


GRADIENT_MISTAKES = (
    "ReLU mask always true", "W2 used untransposed", "bias gradient summed over all units",
    "last batch divided by the wrong m", "update uses a weight already updated",
)
MEASURE_MISTAKES = (
    "argmax along the wrong axis", "best accuracy over the epochs reported",
    "training images in the validation set",
)
PIXEL_MISTAKES = ("pixels normalised twice", "pixels not normalised")
RATE_MISTAKES = ("the learning rate is too large", "the learning rate is too small", "the step goes the wrong way")


def diagnose_a(attempt):
    """Notebook 12: the first unseen patient, whose first layer never moves."""
    diagnosed(
        attempt, "A",
        "The first layer is never updated: Update 1 is exactly 0 at every step, though its gradient is not. Layers 2 "
        "and 3 make what they can of 32 random features.",
        {
            **dict.fromkeys(GRADIENT_MISTAKES,
                            "That would bend the gradient of some layer; but look at the steps: one layer takes none."),
            **dict.fromkeys(MEASURE_MISTAKES, "Then the loss would be healthy. It is as bad as the accuracy says."),
            **dict.fromkeys(PIXEL_MISTAKES, "patient_a.X goes from 0 to 1. Compare the steps of the three layers."),
            "ReLU applied to the logits": "Then all negative logits of an image would get the same probability. Here "
                                          "they get different ones; compare the steps of the three layers.",
            "dropout left on while predicting": "Asked twice, the network gives the same answers. Compare the steps of "
                                                "the three layers.",
            "labels shuffled without their images": "Then no new image would be answered better than by chance; more "
                                                    "than half are right.",
            "new images prepared differently from the training images":
                "Then only new images would suffer; the training accuracy is as low.",
            "softmax applied twice": "Then no answer could be surer than 23 %; here the surest are above 90 %.",
            "softmax overflows": "There is no NaN anywhere in the panel. Compare the steps of the three layers.",
            "weights start at zero": "Then the neurons would be dead or all alike, and nothing above chance.",
            "the learning rate is too large": "Then the loss would jump, or neurons would die. It falls in every "
                                              "epoch, and no neuron is dead.",
            "the learning rate is too small": "Then all layers would take short steps; layers 2 and 3 take ordinary "
                                              "ones.",
            "the step goes the wrong way": "Then the loss would rise; it falls in every epoch.",
        },
    )


def diagnose_b(attempt):
    """Notebook 12: the second unseen patient, whose new images are laid out in another order."""
    as_the_twin = "The loss, the steps and the training accuracy are the healthy twin's, figure by figure. "
    diagnosed(
        attempt, "B",
        "New images are prepared differently: column by column instead of row by row, which mirrors them along the "
        "diagonal. The network is healthy; it is shown other pictures than those it learned from.",
        {
            **dict.fromkeys(GRADIENT_MISTAKES,
                            as_the_twin + "This mistake could only harm training and new images alike."),
            **dict.fromkeys(RATE_MISTAKES, as_the_twin + "Another step would change them."),
            **dict.fromkeys(PIXEL_MISTAKES, "patient_b.X and patient_b.X_new both go from 0 to 1. Look at them as "
                                            "pictures."),
            "ReLU applied to the logits": as_the_twin + "ReLU before softmax would change them.",
            "argmax along the wrong axis": "Both accuracies are computed by the same function, and one is fine.",
            "best accuracy over the epochs reported": "Then the report would look too good; it looks too bad.",
            "training images in the validation set": "Then validation would look too good, not too bad.",
            "dropout left on while predicting": "Then the training accuracy, asked in the same way, would suffer too. "
                                                "And asked twice, the answers do not change.",
            "labels shuffled without their images": "The training images fit their labels: nearly all were learned, "
                                                    "and no network of this size memorises that many in "
                                                    "eight epochs.",
            "softmax applied twice": "Then no answer could be surer than 23 %; many are surer than 99 %.",
            "softmax overflows": "There is no NaN anywhere in the panel, and nearly all training images are right.",
            "the first layer is never updated": as_the_twin + "Update 1 is as long as the twin's.",
            "weights start at zero": "Then nothing would be learned; nearly all training images are right.",
        },
    )


def diagnose_c(attempt):
    """Notebook 12: the third unseen patient, whose logits go through ReLU."""
    never = "here some digits are never answered"
    diagnosed(
        attempt, "C",
        "ReLU stands before softmax: a negative logit counts as 0, and no gradient passes back through it. A digit "
        "whose logit is negative for nearly all images is never answered and never learned; which ones, the seed "
        "decides.",
        {
            **dict.fromkeys(MEASURE_MISTAKES, "The loss is as bad as the accuracy; the measure is right."),
            **dict.fromkeys(PIXEL_MISTAKES, "patient_c.X goes from 0 to 1, and other seeds do much better."),
            "best accuracy over the epochs reported":
                "The best seed is flattered too, but that is not why seeds differ so much. The loss is as bad as the "
                "accuracy; the measure is right.",
            "ReLU mask always true":
                f"That costs a few per cent at most, spread over the digits (patient 12); {never}.",
            "W2 used untransposed": f"That costs a few per cent at most (patient 13); {never}.",
            "bias gradient summed over all units": f"That costs next to nothing (patient 14); {never}.",
            "last batch divided by the wrong m": f"That touches at most one step of an epoch (patient 15); {never}.",
            "update uses a weight already updated":
                "That made patient 7's loss run away at this rate; here it falls, and stays high.",
            "dropout left on while predicting": "Asked twice, the network gives the same answers.",
            "labels shuffled without their images": "Six digits are answered well; look at which are not.",
            "new images prepared differently from the training images":
                "Then only new images would suffer; the training accuracy is as low.",
            "softmax applied twice": "Then no answer could be surer than 23 %; look at the largest probabilities.",
            "softmax overflows": "There is no NaN anywhere in the panel.",
            "the first layer is never updated": "Update 1 is never 0; its steps are nearly as long as the healthy "
                                                "twin's.",
            "weights start at zero": "Then no digit would be learned at all; six are answered well.",
            "the learning rate is too large": "The steps are no longer than the healthy twin's, and few neurons are "
                                              "dead.",
            "the learning rate is too small": "The steps are nearly as long as the healthy twin's, and other seeds "
                                              "do much better.",
            "the step goes the wrong way": "Then the loss would rise; it falls, and stays high.",
        },
    )
