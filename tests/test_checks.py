"""The checks of the exercises, tried on right answers written differently and on the usual wrong ones.

`TABLE` holds for each check the attempts: the right ones by name, the wrong ones with the words that the message
must contain. A check without a row in the table fails the first test.
"""

import copy
import functools
import inspect
import itertools
import math
import operator
import statistics
import warnings
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from nnhelpers import checks, clinic
from nnhelpers.activations import relu, relu_derivative, softmax
from nnhelpers.preprocessing import decode, one_hot

TABLE = {}


def attempts(name, right, wrong):
    """Add the attempts at an exercise: `right`, name → function; `wrong`, name → (function, words)."""
    TABLE[name] = SimpleNamespace(right=right, wrong=wrong)


# ---------------------------------------------------------------- notebook 01


def counted_one_by_one(labels):
    counts = [0] * 10
    for label in labels:
        counts[label] += 1
    return counts


def counted_from_one_hot(labels):
    return np.eye(10)[labels].sum(axis=0)


def counted_by_index(labels):
    counts = np.zeros(10)
    counts[labels] += 1
    return counts


def counted_in_uint8(labels):
    counts = np.zeros(10, dtype=np.uint8)
    for label in labels:
        counts[label] += 1
    return counts


def counts_in_place(labels):
    labels.sort()
    return np.bincount(labels, minlength=10)


attempts(
    "count_labels",
    right={
        "bincount": lambda labels: np.bincount(labels, minlength=10),
        "a loop, a list": counted_one_by_one,
        "comparisons": lambda labels: [np.sum(labels == digit) for digit in range(10)],
        "a histogram": lambda labels: np.histogram(labels, bins=np.arange(11))[0],
        "one-hot, floats": counted_from_one_hot,
        "a tuple of a Counter": lambda labels: tuple(Counter(labels.tolist())[digit] for digit in range(10)),
        "a Series": lambda labels: pd.Series(labels).value_counts().reindex(range(10), fill_value=0),
    },
    wrong={
        "unique": (lambda labels: np.unique(labels, return_counts=True)[1], "a digit that never occurs must count 0"),
        "unique, both": (lambda labels: np.unique(labels, return_counts=True), "np.unique gives two arrays"),
        "unique alone": (lambda labels: np.unique(labels), "return how often each does"),
        "no minlength": (lambda labels: np.bincount(labels), "the digits above it must count 0 (minlength=10)"),
        "shares": (lambda labels: np.bincount(labels, minlength=10) / len(labels), "shares of the whole"),
        "histogram, ten bins": (lambda labels: np.histogram(labels, bins=10)[0], "bins=np.arange(11)"),
        "a Counter": (lambda labels: Counter(labels.tolist()), "dictionary of the digits that occur"),
        "a dictionary": (lambda labels: {d: np.sum(labels == d) for d in range(10)}, "return the ten counts alone"),
        "without 0": (lambda labels: [np.sum(labels == d) for d in range(1, 10)], "yours is (9,), expected is (10,)"),
        "the number": (lambda labels: len(labels), "This is a single number; an array of shape (10,) is expected"),
        "counts[labels] += 1": (counted_by_index, "A repeated index adds only once; loop, or use np.bincount"),
        "counted in uint8": (counted_in_uint8, "300 has wrapped around to 44"),
        "sorted in place": (counts_in_place, "changed its argument"),
        "… left": (lambda labels: np.bincount(labels, minlength=...), "still a ... in the function"),
    },
)


def mean_added_in_floats(images, labels, digit):
    total, count = np.zeros(images.shape[1:]), 0
    for image, label in zip(images, labels, strict=True):
        if label == digit:
            total, count = total + image, count + 1
    return total / count


def mean_added_in_uint8(images, labels, digit):
    total = np.zeros_like(images[0])
    for image in images[labels == digit]:
        total = total + image
    return total / np.sum(labels == digit)


def mean_added_to_mnist_size(images, labels, digit):
    total = np.zeros((28, 28))
    for image in images[labels == digit]:
        total += image
    return total / np.sum(labels == digit)


def mean_by_pixel_of_mnist_size(images, labels, digit):
    chosen = images[labels == digit]
    return [[chosen[:, row, column].mean() for column in range(28)] for row in range(28)]


def mean_asking_all_labels_at_once(images, labels, digit):
    if labels == digit:
        return images.mean(axis=0)


def mean_blanking_the_others(images, labels, digit):
    images[labels != digit] = 0
    return images.sum(axis=0) / np.sum(labels == digit)


attempts(
    "mean_image",
    right={
        "mean": lambda images, labels, digit: images[labels == digit].mean(axis=0),
        "np.average of a list": lambda i, k, d: np.average([a for a, label in zip(i, k, strict=True) if label == d], 0),
        "sum and count": lambda i, k, d: i[k == d].sum(axis=0) / np.count_nonzero(k == d),
        "float32": lambda i, k, d: np.mean(i[np.flatnonzero(k == d)], axis=0, dtype=np.float32),
        "a loop": mean_added_in_floats,
        "lists": lambda i, k, d: i[k == d].mean(axis=0).tolist(),
    },
    wrong={
        "uint8": (mean_added_in_uint8, "200 + 100 has wrapped around to 44"),
        "cut off": (lambda i, k, d: i[k == d].mean(axis=0).astype(np.uint8), "after the decimal point was cut off"),
        "//": (lambda i, k, d: i[k == d].sum(axis=0) // np.sum(k == d), "after the decimal point was cut off"),
        "sum": (lambda i, k, d: i[k == d].sum(axis=0), "This is the sum"),
        "divided by all": (lambda i, k, d: i[k == d].sum(axis=0) / len(i), "number of all images"),
        "of all images": (lambda i, k, d: i.mean(axis=0), "the mean of all images; choose"),
        "no axis": (lambda i, k, d: i[k == d].mean(), "This is one number"),
        "per image": (lambda i, k, d: i[k == d].mean(axis=(1, 2)), "one number per image"),
        "axis 1": (lambda i, k, d: i[k == d].mean(axis=1), "down each image, axis=1"),
        "axis 2": (lambda i, k, d: i[k == d].mean(axis=2), "along the rows of each image, axis=2"),
        "keepdims": (lambda i, k, d: i[k == d].mean(axis=0, keepdims=True), "yours is (1, 2, 2), expected is (2, 2)"),
        "digit as a place": (lambda i, k, d: i[d], "choose the images by their label"),
        "the first": (lambda i, k, d: i[np.argmax(k == d)], "the first image of the digit"),
        "no mean": (lambda i, k, d: i[k == d], "their mean is still to be taken"),
        "a fixed 3": (lambda i, k, d: i[k == 3].mean(axis=0), "Use digit, not 3"),
        "a fixed 1": (lambda i, k, d: i[k == 1].mean(axis=0), "Use digit, not a fixed number"),
        "normalised first": (lambda i, k, d: (i / 255)[k == d].mean(axis=0), "of the pixels as they are, 0 to 255"),
        "sum / 255": (lambda i, k, d: i[k == d].sum(axis=0) / 255, "the mean of the pixels as they are, 0 to 255"),
        "28 by 28": (mean_added_to_mnist_size, "The check's images are 2 × 2: use images.shape[1:]"),
        "28 by 28, in loops": (mean_by_pixel_of_mnist_size, "The check's images are 2 × 2: use images.shape[1:]"),
        "if": (mean_asking_all_labels_at_once, "and, or, max and if want one truth value"),
        "in place": (mean_blanking_the_others, "changed its argument"),
        "a method": (lambda i, k, d: i[k == d].mean, "are the brackets () after its name missing?"),
    },
)

attempts(
    "decode_labels",
    right={
        "frombuffer": lambda content: np.frombuffer(content, dtype=np.uint8, offset=8),
        "cut first": lambda content: np.frombuffer(content[8:], np.uint8),
        "an array of a list": lambda content: np.array(list(content[8:])),
        "a list": lambda content: [byte for byte in content[8:]],
        "the counted": lambda c: np.frombuffer(c, np.uint8)[-int.from_bytes(c[4:8], "big"):],
    },
    wrong={
        "header": (lambda c: np.frombuffer(c, np.uint8), "The header is still in front"),
        "offset 4": (lambda c: np.frombuffer(c, np.uint8, offset=4), "Four bytes of header are still in front"),
        "offset 16": (lambda c: np.frombuffer(c, np.uint8, offset=16), "16 bytes were skipped, as in an image file"),
        "bytes": (lambda c: c[8:], "np.frombuffer makes an array of numbers"),
        "np.array of bytes": (lambda c: np.array(c[8:]), "yours is of the type array of bytes"),
        "the count": (lambda c: int.from_bytes(c[4:8], "big"), "return the labels themselves"),
        "the front": (lambda c: np.frombuffer(c[:8], np.uint8), "This is the header"),
        "one too many": (lambda c: np.frombuffer(c, np.uint8, offset=7), "yours is (11,), expected is (10,)"),
        "no type": (lambda c: np.frombuffer(c, offset=8), "raised ValueError: buffer size must be a multiple"),
        "eight bytes": (lambda c: np.frombuffer(c, offset=8), "Say dtype=np.uint8: without it a number takes eight"),
        "np.array": (lambda c: np.array(c[8:], dtype=np.uint8), "np.array reads bytes as text; use np.frombuffer"),
        "count 3": (lambda c: np.frombuffer(c, np.uint8, count=3, offset=8), "The count stands in bytes 4 to 7"),
        "count 10": (lambda c: np.frombuffer(c, np.uint8, count=10, offset=8), "The count stands in bytes 4 to 7"),
    },
)


def shuffled_as_pairs(images, labels, rng):
    pairs = list(zip(images, labels, strict=True))
    rng.shuffle(pairs)
    return [image for image, _ in pairs], [label for _, label in pairs]


def shuffled_by_sorting(images, labels, rng):
    order = np.argsort(rng.random(len(labels)))
    return np.take(images, order, axis=0), np.take(labels, order)


def shuffled_places(images, labels, rng):
    order = np.arange(len(labels))
    rng.shuffle(order)
    return [images[order], labels[order]]


def shuffled(images, labels, order):
    return images[order], labels[order]


def shuffled_in_place(images, labels, rng):
    rng.shuffle(images)
    rng.shuffle(labels)


def shuffled_with_new_pixels(images, labels, rng):
    new_images, new_labels = shuffled_by_sorting(images, labels, rng)
    new_images[:, 0, 1] = 0
    return new_images, new_labels


attempts(
    "shuffle_together",
    right={
        "one order": lambda images, labels, rng: shuffled(images, labels, rng.permutation(len(labels))),
        "pairs": shuffled_as_pairs,
        "sorted random numbers": shuffled_by_sorting,
        "shuffled places, a list": shuffled_places,
        "choice": lambda i, k, rng: shuffled(i, k, rng.choice(len(k), size=len(k), replace=False)),
    },
    wrong={
        "in place": (shuffled_in_place, "rng.shuffle works in place"),
        "arguments changed": (shuffled_in_place, "that were passed have changed (as rng.shuffle would do)."),
        "two orders": (lambda i, k, rng: (rng.permutation(i), rng.permutation(k)), "Draw one order, use it twice"),
        "images only": (lambda i, k, rng: (rng.permutation(i), k), "Draw one order, use it twice"),
        "drawn again": (lambda i, k, rng: shuffled(i, k, rng.integers(0, len(k), len(k))), "others come twice"),
        "not shuffled": (lambda i, k, rng: (i.copy(), k.copy()), "The order has not changed"),
        "reversed": (lambda i, k, rng: (i[::-1], k[::-1]), "Another seed gave the same order"),
        "own seed": (lambda i, k, rng: shuffled(i, k, np.random.default_rng(0).permutation(len(k))),
                     "Another seed gave the same order"),
        "no seed": (lambda i, k, rng: shuffled(i, k, np.random.default_rng().permutation(len(k))),
                    "The same seed gave another order"),
        "labels first": (lambda i, k, rng: shuffled(i, k, rng.permutation(len(k)))[::-1], "Return the images first"),
        "images alone": (lambda i, k, rng: i[rng.permutation(len(k))], "Return two arrays"),
        "half": (lambda i, k, rng: shuffled(i, k, rng.permutation(len(k))[:15]), "Shapes must stay"),
        "other pixels": (shuffled_with_new_pixels, "leave their pixels"),
        "text": (lambda i, k, rng: ("images", "labels"), "Return two arrays of numbers"),
        "an error": (lambda i, k, rng: i[rng.permutation(100)], "On 30 small images it raised IndexError"),
        "… left": (lambda i, k, rng: shuffled(i, k, rng.permutation(len(k) + ...)), "still a ... in the function"),
    },
)

# ---------------------------------------------------------------- notebook 02


def one_hot_rows_in_a_loop(labels, classes):
    rows = []
    for label in labels:
        row = [0] * classes
        row[label] = 1
        rows.append(row)
    return rows


def one_hot_rows_one_too_early(labels, classes):
    rows = np.zeros((len(labels), classes))
    rows[np.arange(len(labels)), labels - 1] = 1
    return rows


attempts(
    "one_hot_rows",
    right={
        "transposed": lambda labels, classes: one_hot(labels, classes).T,
        "eye": lambda labels, classes: np.eye(classes)[labels],
        "compared": lambda labels, classes: (labels[:, np.newaxis] == np.arange(classes)).astype(np.uint8),
        "a loop, lists": one_hot_rows_in_a_loop,
        "a tuple of rows": lambda labels, classes: tuple(np.eye(classes, dtype=int)[k] for k in labels),
    },
    wrong={
        "columns": (one_hot, "one column per example; here each example is a row"),
        "reshape": (lambda k, c: one_hot(k, c).reshape(len(k), c), "reshape does not turn rows into columns"),
        "one too early": (one_hot_rows_one_too_early, "one place too early"),
        "ten classes": (lambda k, c: one_hot(k).T, "pass `classes` on"),
        "exchanged": (lambda k, c: (k[:, np.newaxis] != np.arange(c)).astype(int), "exchanged"),
        "labels": (lambda k, c: k, "the labels as they came"),
        "one long row": (lambda k, c: np.eye(c)[k].ravel(), "yours is (6,), expected is (2, 3)"),
        "two arguments missing": (lambda: 0, "raised TypeError"),
    },
)


def is_one_hot_in_a_loop(Y):
    for column in Y.T:
        if sorted(column) != [0] * (len(column) - 1) + [1]:
            return False
    return True


def is_one_hot_without_an_end(Y):
    if np.all(Y.sum(axis=0) == 1) and set(np.unique(Y)) <= {0, 1}:
        return True


def is_one_hot_in_place(Y):
    Y[Y != 0] = 1
    return np.all(Y.sum(axis=0) == 1)


def is_0_or_1(Y):
    return np.all((Y == 0) | (Y == 1))


attempts(
    "is_one_hot",
    right={
        "entries and sums": lambda Y: bool(is_0_or_1(Y) and np.all(Y.sum(axis=0) == 1)),
        "np.True_": lambda Y: np.all(Y.max(axis=0) == 1) & np.all(np.count_nonzero(Y, axis=0) == 1),
        "decoded and encoded": lambda Y: np.array_equal(Y, one_hot(decode(Y), len(Y))),
        "a loop": is_one_hot_in_a_loop,
        "1 or 0": lambda Y: int(is_0_or_1(Y) and (Y.sum(axis=0) == 1).all()),
    },
    wrong={
        "sums only": (lambda Y: np.all(Y.sum(axis=0) == 1), "are the entries themselves looked at?"),
        "entries only": (is_0_or_1, "Column 0 holds two 1s"),
        "largest only": (lambda Y: np.all(Y.max(axis=0) == 1), "Column 0 holds two 1s"),
        "sum and largest": (lambda Y: np.all(Y.max(axis=0) == 1) and np.all(Y.sum(axis=0) == 1),
                            "0.5 and −0.5 as well"),
        "single entry": (lambda Y: np.all(np.count_nonzero(Y, axis=0) == 1), "but it is a 2"),
        "sum of all": (lambda Y: is_0_or_1(Y) and Y.sum() == Y.shape[1], "sum each column by itself"),
        "rows": (lambda Y: is_0_or_1(Y) and np.all(Y.sum(axis=1) == 1), "examples are columns, axis=0"),
        "rows at most": (lambda Y: is_0_or_1(Y) and np.all(Y.sum(axis=1) <= 1), "two examples of one class"),
        "per column": (lambda Y: Y.sum(axis=0) == 1, "one truth value for the whole matrix: np.all joins them"),
        "a list": (lambda Y: [sum(column) == 1 for column in Y.T], "one truth value for the whole matrix"),
        "any": (lambda Y: is_0_or_1(Y) and np.any(Y.sum(axis=0) == 1), "the sum of every column"),
        "True": (lambda Y: True, "Column 0 sums to 1 but is no single 1"),
        "False": (lambda Y: False, "Each column holds a single 1"),
        "text": (lambda Y: str(is_one_hot_in_a_loop(Y)), "Return True or False."),
        "a number": (lambda Y: np.sum(Y == 1), "Return True or False."),
        "no else": (is_one_hot_without_an_end, "returned None: does it end with return?"),
        "| without brackets": (lambda Y: np.all(Y == 0 | Y == 1), "put brackets around each comparison"),
        "or": (lambda Y: np.all((Y == 0) or (Y == 1)), "Entry by entry use & and |"),
        "in place": (is_one_hot_in_place, "changed its argument"),
    },
)


def second_choice_by_striking_out_the_first(P):
    rest = P.copy()
    rest[np.argmax(P, axis=0), np.arange(P.shape[1])] = -1
    return np.argmax(rest, axis=0)


def second_choice_wiping_rows(P):
    rest = P.copy()
    rest[np.argmax(P, axis=0)] = 0
    return np.argmax(rest, axis=0)


def second_choice_in_place(P):
    P[np.argmax(P, axis=0), np.arange(P.shape[1])] = -1
    return np.argmax(P, axis=0)


attempts(
    "second_choice",
    right={
        "sorted": lambda P: np.argsort(P, axis=0)[-2],
        "sorted downwards": lambda P: (-P).argsort(axis=0)[1, :],
        "partition": lambda P: np.argpartition(P, -2, axis=0)[-2],
        "the first struck out": second_choice_by_striking_out_the_first,
        "a list": lambda P: [sorted(range(len(p)), key=lambda c, p=p: p[c])[-2] for p in P.T],
    },
    wrong={
        "first": (lambda P: np.argmax(P, axis=0), "This is the first choice"),
        "last of sorted": (lambda P: np.argsort(P, axis=0)[-1], "This is the first choice"),
        "axis 1": (lambda P: np.argsort(P, axis=1)[:, -2], "the sorting went along the rows"),
        "no axis": (lambda P: np.argsort(P)[-2], "np.argsort without axis sorts each row"),
        "second smallest": (lambda P: np.argsort(P, axis=0)[1], "This is the second smallest"),
        "sorted downwards, from the end": (lambda P: np.argsort(-P, axis=0)[-2], "This is the second smallest"),
        "probability": (lambda P: np.sort(P, axis=0)[-2], "These are the probabilities"),
        "a column": (lambda P: np.argsort(P, axis=0)[:, -2], "chooses a column, which is an example"),
        "two": (lambda P: np.argsort(P, axis=0)[-2:], "the first two choices"),
        "keepdims": (lambda P: np.argsort(P, axis=0)[-2:-1], "The shape is (1, m); return (m,)"),
        "whole rows": (second_choice_wiping_rows, "wipes whole rows; use P[best, np.arange(m)]"),
        "the class before": (lambda P: np.argmax(P, axis=0) - 1, "The class before the first choice is not the second"),
        "sort()": (lambda P: P.sort(axis=0)[-2], "works in place and returns None; use np.sort"),
        "in place": (second_choice_in_place, "changed its argument"),
    },
)


def softened_in_a_loop(labels, confidence, classes):
    columns = []
    for label in labels:
        column = [(1 - confidence) / (classes - 1)] * classes
        column[label] = confidence
        columns.append(column)
    return np.array(columns).T


def softened_by_filling(labels, confidence, classes):
    Y = np.full((classes, len(labels)), (1 - confidence) / (classes - 1))
    Y[labels, np.arange(len(labels))] = confidence
    return Y.tolist()


def softened_by_filling_rows(labels, confidence, classes):
    Y = np.full((classes, len(labels)), (1 - confidence) / (classes - 1))
    Y[labels] = confidence
    return Y


attempts(
    "soften",
    right={
        "where": lambda k, c, n: np.where(one_hot(k, n) == 1, c, (1 - c) / (n - 1)),
        "weighted": lambda k, c, n: one_hot(k, n) * c + (1 - one_hot(k, n)) * (1 - c) / (n - 1),
        "a loop": softened_in_a_loop,
        "filled, lists": softened_by_filling,
    },
    wrong={
        "by classes": (lambda k, c, n: np.where(one_hot(k, n) == 1, c, (1 - c) / n), "classes − 1 of them"),
        "by examples": (lambda k, c, n: np.where(one_hot(k, n) == 1, c, (1 - c) / len(k)), "number of examples"),
        "not shared": (lambda k, c, n: np.where(one_hot(k, n) == 1, c, 1 - c), "Each other class got the whole rest"),
        "no rest": (lambda k, c, n: c * one_hot(k, n), "the rest went to no class"),
        "rows": (lambda k, c, n: softened_in_a_loop(k, c, n).T, "one row per example"),
        "paper's": (lambda k, c, n: c * one_hot(k, n) + (1 - c) / n, "besides its confidence"),
        "by nine": (lambda k, c, n: np.where(one_hot(k, n) == 1, c, (1 - c) / 9),
                    "9 is right for ten classes only: divide by classes - 1"),
        "added everywhere": (lambda k, c, n: one_hot(k, n) * c + (1 - c) / (n - 1), "The true class got a share too"),
        "whole rows": (softened_by_filling_rows, "fills whole rows: two index arrays are needed"),
        "labels as rows": (lambda k, c, n: one_hot(k, n) * np.full(len(k) + 1, c),
                           "The shapes (3,2) (3,) do not fit entry by entry"),
        "hard": (lambda k, c, n: one_hot(k, n), "hard labels still"),
        "exchanged": (lambda k, c, n: np.where(one_hot(k, n) == 0, c, (1 - c) / (n - 1)), "The two are exchanged"),
        "one column": (lambda k, c, n: softened_in_a_loop(k, c, n)[:, 0], "yours is (3,), expected is (3, 2)"),
    },
)

# ---------------------------------------------------------------- notebook 03


def parameters_counted_in_a_loop(sizes):
    total = 0
    for index in range(len(sizes) - 1):
        total += sizes[index] * sizes[index + 1] + sizes[index + 1]
    return total


attempts(
    "count_parameters",
    right={
        "a loop": parameters_counted_in_a_loop,
        "n + 1": lambda sizes: sum((n + 1) * k for n, k in zip(sizes, sizes[1:], strict=False)),
        "np.dot": lambda sizes: np.dot(sizes[:-1], sizes[1:]) + np.sum(sizes[1:]),
        "made and measured": lambda s: sum(np.zeros((k, n)).size + np.zeros((k, 1)).size
                                           for n, k in zip(s[:-1], s[1:], strict=True)),
    },
    wrong={
        "no biases": (lambda s: np.dot(s[:-1], s[1:]), "The biases are missing"),
        "biases of inputs": (lambda s: np.dot(s[:-1], s[1:]) + sum(s), "The inputs were given biases too"),
        "bias per input": (lambda s: np.dot(s[:-1], s[1:]) + sum(s[:-1]), "One bias per input was counted"),
        "bias per layer": (lambda s: np.dot(s[:-1], s[1:]) + len(s) - 1, "One bias per layer was counted"),
        "multiplied": (lambda s: np.prod(s), "The sizes were multiplied together"),
        "two layers": (lambda s: s[0] * s[1] + s[1] + s[1] * s[2] + s[2], "Only two layers were counted"),
        "each": (lambda s: [(n + 1) * k for n, k in zip(s[:-1], s[1:], strict=True)], "add them up"),
        "784-10-10": (lambda s: 7960, "it gave   7960"),
        "text": (lambda s: str(parameters_counted_in_a_loop(s)), "Numbers are expected"),
        "a tuple's shape": (lambda s: s.shape, "raised AttributeError: 'tuple' object has no attribute 'shape'"),
    },
)

attempts(
    "confidence",
    right={
        "max": lambda A2: A2.max(axis=0),
        "np.amax": lambda A2: np.amax(A2, 0),
        "sorted": lambda A2: np.sort(A2, axis=0)[-1],
        "picked": lambda A2: A2[A2.argmax(axis=0), np.arange(A2.shape[1])],
        "a list": lambda A2: [max(column) for column in A2.T],
    },
    wrong={
        "axis 1": (lambda A2: A2.max(axis=1), "the maximum went along the rows"),
        "digits": (lambda A2: A2.argmax(axis=0), "These are the predicted digits"),
        "no axis": (lambda A2: np.max(A2), "largest probability of the whole batch"),
        "keepdims": (lambda A2: A2.max(axis=0, keepdims=True), "no keepdims here"),
        "whole rows": (lambda A2: A2[A2.argmax(axis=0)], "picks whole rows"),
        "mean": (lambda A2: A2.max(axis=0).mean(), "the mean over the batch"),
        "sums": (lambda A2: A2.sum(axis=0), "it gave   [1., 1.,"),
        "Python's max": (lambda A2: max(A2), "instead of max, np.max with axis"),
        "in place": (lambda A2: A2.sort(axis=0) or A2[-1], "changed its argument"),
    },
)


def log_softmax_in_a_loop(Z):
    columns = []
    for z in Z.T:
        z = z - max(z)
        columns.append(z - np.log(sum(np.exp(value) for value in z)))
    return np.array(columns).T.tolist()


def shifted_logits(Z):
    return Z - Z.max(axis=0)


def log_softmax_in_place(Z):
    Z -= Z.max(axis=0)
    return Z - np.log(np.exp(Z).sum(axis=0))


attempts(
    "log_softmax",
    right={
        "a loop, lists": log_softmax_in_a_loop,
        "keepdims": lambda Z: Z - Z.max(0, keepdims=True) - np.log(np.exp(Z - Z.max(0, keepdims=True)).sum(0)),
        "logaddexp": lambda Z: Z - np.logaddexp.reduce(Z, axis=0),
    },
    wrong={
        "naive": (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum(axis=0)), "The exponential overflowed"),
        "not shifted": (lambda Z: Z - np.log(np.exp(Z).sum(axis=0)), "The exponential overflowed"),
        "log of softmax": (lambda Z: np.log(softmax(Z)), "The probability was rounded to 0"),
        "a tiny number": (lambda Z: np.log(softmax(Z) + 1e-12), "A tiny number keeps the logarithm finite"),
        "at least tiny": (lambda Z: np.log(np.maximum(softmax(Z), 1e-15)), "A tiny number keeps the logarithm"),
        "clipped": (lambda Z: np.log(np.clip(softmax(Z), 1e-10, 1)), "A tiny number keeps the logarithm finite"),
        "largest of all": (lambda Z: Z - Z.max() - np.log(np.exp(Z - Z.max()).sum(axis=0)), "each column needs its"),
        "no logarithm": (lambda Z: Z - Z.max(axis=0), "logarithm of the sum is still to be subtracted"),
        "minus the sum": (lambda Z: Z - np.exp(Z).sum(axis=0), "subtract its logarithm"),
        "axis 1": (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)), "went along the rows"),
        "sum of all": (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum()), "The sum ran over the whole batch"),
        "sign": (lambda Z: -np.log(softmax(Z)), "The sign is wrong"),
        "probabilities": (softmax, "return their logarithms"),
        "at least 1e-300": (lambda Z: np.log(np.maximum(softmax(Z), 1e-300)), "A tiny number keeps the logarithm"),
        "at least the tiniest": (lambda Z: np.log(np.maximum(softmax(Z), np.finfo(float).tiny)),
                                 "cut off at −708: take no logarithm of a rounded probability"),
        "Z before the shifted sum": (lambda Z: Z - np.log(np.exp(shifted_logits(Z)).sum(0)),
                                     "so the shifted logits must stand before it: shifted − ln S"),
        "sum without axis": (lambda Z: shifted_logits(Z) - np.log(np.exp(shifted_logits(Z)).sum()),
                             "S must be summed down each column, axis=0"),
        "sum of logarithms": (lambda Z: shifted_logits(Z) - np.log(np.exp(shifted_logits(Z))).sum(0),
                              "the logarithm of the sum, not the sum of logarithms"),
        "quotient": (lambda Z: shifted_logits(Z) / np.log(np.exp(shifted_logits(Z)).sum(0)),
                     "A quotient inside a logarithm becomes a difference"),
        "in place": (log_softmax_in_place, "changed its argument"),
    },
)


def forward_in_a_loop(weights, biases, X):
    A = X
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        A = np.maximum(0, W @ A + b)
    return softmax(weights[-1] @ A + biases[-1])


def forward_recursively(weights, biases, X):
    Z = np.dot(weights[0], X) + biases[0]
    if len(weights) == 1:
        powers = np.exp(Z - Z.max(axis=0))
        return powers / powers.sum(axis=0)
    return forward_recursively(weights[1:], biases[1:], Z * (Z > 0))


def layer_by_layer(weights, biases, X, hidden=relu, last=softmax):
    for index, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        X = last(W @ X + b) if index == len(weights) else hidden(W @ X + b)
    return X


def forward_using_up_the_lists(weights, biases, X):
    while len(weights) > 1:
        X = relu(weights.pop(0) @ X + biases.pop(0))
    return softmax(weights[0] @ X + biases[0])


attempts(
    "forward_deep",
    right={
        "a loop": forward_in_a_loop,
        "recursion": forward_recursively,
        "an index": layer_by_layer,
        "lists": lambda w, b, X: forward_in_a_loop(w, b, X).tolist(),
    },
    wrong={
        "relu, softmax": (lambda w, b, X: layer_by_layer(w, b, X, last=lambda Z: softmax(relu(Z))),
                          "the last layer has softmax only"),
        "relu last": (lambda w, b, X: layer_by_layer(w, b, X, last=relu), "The last layer has ReLU"),
        "no relu": (lambda w, b, X: layer_by_layer(w, b, X, hidden=lambda Z: Z), "There is no ReLU"),
        "softmax everywhere": (lambda w, b, X: layer_by_layer(w, b, X, hidden=softmax), "Every layer has softmax"),
        "logits": (lambda w, b, X: layer_by_layer(w, b, X, last=lambda Z: Z), "softmax is still missing"),
        "no biases": (lambda w, b, X: layer_by_layer(w, [0] * len(w), X), "The biases were not added"),
        "two layers": (lambda w, b, X: layer_by_layer(w[:2], b[:2], X), "Only two layers were gone through"),
        "one too few": (lambda w, b, X: layer_by_layer(w[:-1], b[:-1], X, last=relu), "The last layer is missing"),
        "rows": (lambda w, b, X: layer_by_layer(w, b, X, last=lambda Z: softmax(Z.T).T), "softmax went along the rows"),
        "whole batch": (lambda w, b, X: layer_by_layer(w, b, X, last=lambda Z: np.exp(Z) / np.exp(Z).sum()),
                        "the sum of the whole batch"),
        "digits": (lambda w, b, X: forward_in_a_loop(w, b, X).argmax(axis=0), "yours is (5,), expected is (2, 5)"),
        "X first": (lambda w, b, X: X @ w[0], "raised ValueError: matmul"),
        "inner sizes": (lambda w, b, X: X @ w[0], "here they are 5 and 4: is a transpose missing, or is it * instead"),
        "np.dot, X first": (lambda w, b, X: np.dot(X, w[0]), "here they are 5 and 4: is a transpose missing"),
        "* for @": (lambda w, b, X: w[0] * X + b[0], "The shapes (4,3) (3,5) do not fit entry by entry"),
        "used up": (forward_using_up_the_lists, "changed its argument"),
    },
)

# ---------------------------------------------------------------- notebook 04


def slope_in_steps(f, x, step):
    left, right = x - step, x + step
    return np.float64(f(right) - f(left)) / (right - left)


attempts(
    "slope",
    right={
        "one line": lambda f, x, step: (f(x + step) - f(x - step)) / (2 * step),
        "in steps": slope_in_steps,
        "mean of both sides": lambda f, x, h: ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h) / 2,
        "np.diff": lambda f, x, h: np.diff([f(x - h), f(x + h)])[0] / 2 / h,
    },
    wrong={
        "forwards": (lambda f, x, h: (f(x + h) - f(x)) / h, "one-sided difference"),
        "backwards": (lambda f, x, h: (f(x) - f(x - h)) / h, "one-sided difference"),
        "forwards, 2 step": (lambda f, x, h: (f(x + h) - f(x)) / (2 * h), "one step to one side only"),
        "one step": (lambda f, x, h: (f(x + h) - f(x - h)) / h, "twice too large"),
        "half steps": (lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / h, "half a step to each side"),
        "sign": (lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), "The sign is wrong"),
        "/ 2 * step": (lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h, "put 2 * step into brackets"),
        "no brackets": (lambda f, x, h: f(x + h) - f(x - h) / (2 * h), "put the difference into brackets"),
        "no brackets at all": (lambda f, x, h: f(x + h) - f(x - h) / 2 * h,
                               "put the difference into brackets, and 2 * step too"),
        "/ 2": (lambda f, x, h: (f(x + h) - f(x - h)) / 2, "It was divided by 2 only"),
        "not divided": (lambda f, x, h: f(x + h) - f(x - h), "divide it by the distance"),
        "own step": (lambda f, x, h: (f(x + 1e-6) - f(x - 1e-6)) / 2e-6, "step was not used"),
        "function": (lambda f, x, h: lambda y: (f(y + h) - f(y - h)) / (2 * h), "brackets () after its name"),
        "no f": (lambda f, x, h: (f[x + h] - f[x - h]) / (2 * h), "raised TypeError: 'function' object"),
    },
)


def in_steps(lines, wanted=None, **changed):
    """Return a backward pass made of `lines`, name → formula on all that is known so far; some of them changed."""
    def attempt(parameters, cache, X, Y):
        known = SimpleNamespace(**parameters, **cache, X=X, Y=Y, m=X.shape[1])
        for name, line in (lines | changed).items():
            setattr(known, name, line(known))
        return {name: getattr(known, line) for name, line in (wanted or {name: name for name in lines}).items()}

    return attempt


SEVEN_STEPS = {
    "dZ2": lambda v: (v.A2 - v.Y) / v.m,
    "dW2": lambda v: v.dZ2 @ v.A1.T,
    "db2": lambda v: v.dZ2.sum(axis=1, keepdims=True),
    "dA1": lambda v: v.W2.T @ v.dZ2,
    "dZ1": lambda v: v.dA1 * (v.Z1 > 0),
    "dW1": lambda v: v.dZ1 @ v.X.T,
    "db1": lambda v: v.dZ1.sum(axis=1, keepdims=True),
}
step_by_step = functools.partial(in_steps, SEVEN_STEPS)


def step_by_step_in_place(parameters, cache, X, Y):
    cache["A2"] -= Y
    return step_by_step(dZ2=lambda v: v.A2 / v.m)(parameters, cache, X, Y)


attempts(
    "backward_step_by_step",
    right={
        "as derived": step_by_step(),
        "another way": step_by_step(
            dW2=lambda v: np.einsum("im,jm->ij", v.dZ2, v.A1).tolist(),
            db2=lambda v: v.dZ2 @ np.ones((v.m, 1)),
            dZ1=lambda v: np.where(v.A1 > 0, v.dA1, 0),
            db1=lambda v: [[sum(row)] for row in v.dZ1],
        ),
        "in another order": lambda *given: dict(reversed(step_by_step()(*given).items())),
    },
    wrong={
        "Y forgotten": (step_by_step(dZ2=lambda v: v.A2 / v.m), "Y was never subtracted"),
        "sign": (step_by_step(dZ2=lambda v: (v.Y - v.A2) / v.m), "dZ2 differs. Likely: the sign is wrong"),
        "no mean": (step_by_step(dZ2=lambda v: v.A2 - v.Y), "m = 5 times too large: the mean's 1/m is missing"),
        "no brackets": (step_by_step(dZ2=lambda v: v.A2 - v.Y / v.m), "only Y was divided by m"),
        "mean twice": (step_by_step(db2=lambda v: v.dZ2.mean(axis=1, keepdims=True)), "divided by m twice"),
        "no keepdims": (step_by_step(db2=lambda v: v.dZ2.sum(axis=1)), "keepdims=True keeps the axis"),
        "sum of all": (step_by_step(db1=lambda v: v.dZ1.sum()), "summed over everything"),
        "axis 0": (step_by_step(db1=lambda v: v.dZ1.sum(axis=0, keepdims=True)), "shape (1, 5), expected (4, 1)"),
        "transposed": (step_by_step(dW2=lambda v: v.A1 @ v.dZ2.T), "it is the transpose of the right gradient"),
        "Z1 for A1": (step_by_step(dW2=lambda v: v.dZ2 @ v.Z1.T), "Z1 stands in for A1"),
        "* for @": (step_by_step(dW2=lambda v: v.dZ2 * v.A1), "use @ with a transpose"),
        "W2 as it is": (step_by_step(dA1=lambda v: v.W2 @ v.dZ2), "W2 was not transposed"),
        "no mask": (step_by_step(dZ1=lambda v: v.dA1), "the ReLU mask is missing"),
        "mask alone": (step_by_step(dZ1=lambda v: v.Z1 > 0), "replaced by the mask alone"),
        "mask inverted": (step_by_step(dZ1=lambda v: v.dA1 * (v.Z1 <= 0)), "the mask is inverted"),
        "relu for its slope": (step_by_step(dZ1=lambda v: v.dA1 * relu(v.Z1)), "multiplied by relu(Z1) itself"),
        "dA1 for dZ1": (step_by_step(dW1=lambda v: v.dA1 @ v.X.T), "dA1 stands in for dZ1"),
        "A1 for X": (step_by_step(dW1=lambda v: v.dZ1 @ v.A1.T), "A1 stands in for X"),
        "rows of X": (step_by_step(dZ2=lambda v: (v.A2 - v.Y) / v.X.shape[0]),
                      "m is the number of columns, X.shape[1], not that of the rows of X"),
        "rows of Y": (step_by_step(dZ2=lambda v: (v.A2 - v.Y) / len(v.Y)),
                      "m is the number of columns, X.shape[1], not that of the rows of Y"),
        "Z2 for A2": (step_by_step(dZ2=lambda v: (v.Z2 - v.Y) / v.m), "Z2 stands where A2 belongs"),
        "dA2": (step_by_step(dZ2=lambda v: -v.Y / v.A2 / v.m), "this is dA2, back through the loss alone"),
        "mean": (step_by_step(db2=lambda v: v.dZ2.mean(axis=1)), "db2 differs. Likely: divided by m twice: the mean"),
        "mean, keepdims": (step_by_step(db1=lambda v: v.dZ1.mean(axis=1, keepdims=True)),
                           "the mean was taken; dZ holds the 1/m already, so sum"),
        "mask of dA1": (step_by_step(dZ1=lambda v: v.dA1 * (v.dA1 > 0)), "the mask asks Z1, not dA1"),
        "dZ2 alone": (step_by_step({"dZ2": "dZ2"}), "dZ2 agrees; next: dW2."),
        "three of seven": (step_by_step({"db2": "db2", "dA1": "dA1", "dZ2": "dZ2"}), "dZ2, db2, dA1 agree; next: dW2."),
        "six of seven": (step_by_step({name: name for name in list(SEVEN_STEPS)[:6]}), "dW1 agree; next: db1."),
        "two, one wrong": (step_by_step({"dZ2": "dZ2", "dW2": "dW2"}, dW2=lambda v: v.dZ2 @ v.Z1.T), "dW2 differs"),
        "one and another": (step_by_step({"dZ2": "dZ2", "Z1": "Z1"}), "it returned the keys dZ2, Z1"),
        "none yet": (step_by_step({"dZ2": "dZ2"}, dZ2=lambda v: v.A2 / v.m), "Y was never subtracted"),
        "half written": (step_by_step(db1=lambda v: ...), "db1 is ...; it must be an array of numbers"),
        "text": (step_by_step(dW1=lambda v: "dZ1 @ X.T"), "it must be an array of numbers, of shape (4, 3)"),
        "array of text": (step_by_step(db1=lambda v: v.b1.astype(str)), "it must be an array of numbers"),
        "ragged": (step_by_step(db2=lambda v: [[1.0], [2.0, 3.0]]), "db2 is [[1], [2, 3]]; it must be an array"),
        "something else": (step_by_step(dW1=lambda v: v.dZ1 @ v.X.T + 0.5), "dW1 differs most at [0, 0]: yours"),
        "other keys": (step_by_step({"W1": "dW1", "b1": "db1"}), "it returned the keys W1, b1"),
        "a tuple": (lambda *given: tuple(step_by_step()(*given).values()), "Return a dictionary with the keys dZ2"),
        "in place": (step_by_step_in_place, "changed its argument"),
    },
)

attempts(
    "squared_error_gradient",
    right={
        "one line": lambda A, Y: 2 * (A - Y) / Y.shape[1],
        "a mean": lambda A, Y: (2 / len(A[0])) * np.subtract(A, Y),
        "lists": lambda A, Y: [[2 * (a - y) / len(row) for a, y in zip(row, targets, strict=True)]
                               for row, targets in zip(A, Y, strict=True)],
    },
    wrong={
        "no 2": (lambda A, Y: (A - Y) / Y.shape[1], "The factor 2 is missing"),
        "no mean": (lambda A, Y: 2 * (A - Y), "The 1/m of the mean"),
        "neither": (lambda A, Y: A - Y, "The factor 2 of the square and the 1/m of the mean"),
        "sign": (lambda A, Y: 2 * (Y - A) / Y.shape[1], "The sign is wrong"),
        "all entries": (lambda A, Y: 2 * (A - Y) / A.size, "It was divided by all entries"),
        "rows": (lambda A, Y: 2 * (A - Y) / len(Y), "It was divided by the number of rows"),
        "the loss": (lambda A, Y: (A - Y) ** 2 / Y.shape[1], "This is the loss itself"),
        "one number": (lambda A, Y: np.mean(2 * (A - Y)), "This is a single number; an array of shape (4, 3)"),
        "summed": (lambda A, Y: (2 * (A - Y)).mean(axis=1), "It was summed over the examples"),
        "summed, keepdims": (lambda A, Y: np.sum(2 * (A - Y), axis=1, keepdims=True) / Y.shape[1], "leave out the sum"),
        "summed, axis 0": (lambda A, Y: np.sum(2 * (A - Y), axis=0) / Y.shape[1], "It was summed over the outputs"),
        "in place": (lambda A, Y: np.multiply(np.subtract(A, Y, out=A), 2 / Y.shape[1]), "changed its argument"),
    },
)


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def sigmoid_backward_in_place(dA, A):
    dA *= A * (1 - A)
    return dA


attempts(
    "sigmoid_backward",
    right={
        "one line": lambda dA, A: dA * A * (1 - A),
        "squared": lambda dA, A: np.multiply(dA, A - A**2),
        "lists": lambda dA, A: [[d * a * (1 - a) for d, a in zip(ds, row, strict=True)]
                                for ds, row in zip(dA, A, strict=True)],
        "by way of Z": lambda dA, A: dA * sigmoid(np.log(A / (1 - A))) * (1 - A),
    },
    wrong={
        "no dA": (lambda dA, A: A * (1 - A), "dA is missing"),
        "sigmoid again": (lambda dA, A: dA * sigmoid(A) * (1 - sigmoid(A)), "sigmoid was applied again"),
        "no A": (lambda dA, A: dA * (1 - A), "the factor A is missing"),
        "no 1 - A": (lambda dA, A: dA * A, "the factor 1 − A is missing"),
        "relu's": (lambda dA, A: dA * (A > 0), "That is ReLU's slope"),
        "no brackets": (lambda dA, A: dA * A * 1 - A, "put 1 - A into brackets"),
        "plus": (lambda dA, A: dA + A * (1 - A), "The chain rule multiplies: dA times"),
        "sign": (lambda dA, A: dA * A * (A - 1), "The sign is wrong"),
        "@": (lambda dA, A: dA @ (A * (1 - A)), "@ is the matrix product"),
        "in place": (sigmoid_backward_in_place, "changed its argument"),
    },
)

THREE_LAYERS = {
    "dZ3": lambda v: (v.A3 - v.Y) / v.m,
    "dW3": lambda v: v.dZ3 @ v.A2.T,
    "db3": lambda v: v.dZ3.sum(axis=1, keepdims=True),
    "dZ2": lambda v: (v.W3.T @ v.dZ3) * (v.Z2 > 0),
    "dW2": lambda v: v.dZ2 @ v.A1.T,
    "db2": lambda v: v.dZ2.sum(axis=1, keepdims=True),
    "dZ1": lambda v: (v.W2.T @ v.dZ2) * (v.Z1 > 0),
    "dW1": lambda v: v.dZ1 @ v.X.T,
    "db1": lambda v: v.dZ1.sum(axis=1, keepdims=True),
}
SIX = {f"{kind}{layer}": f"d{kind}{layer}" for layer in (1, 2, 3) for kind in "Wb"}
three_layers = functools.partial(in_steps, THREE_LAYERS, SIX)


def three_layers_in_a_loop(parameters, cache, X, Y):
    gradients, dZ = {}, (cache["A3"] - Y) / Y.shape[1]
    for layer in (3, 2, 1):
        before = cache[f"A{layer - 1}"] if layer > 1 else X
        gradients[f"W{layer}"] = np.dot(dZ, before.T)
        gradients[f"b{layer}"] = np.sum(dZ, axis=1).reshape(-1, 1)
        if layer > 1:
            dZ = np.where(before > 0, parameters[f"W{layer}"].T @ dZ, 0)
    return gradients


def three_layers_in_place(parameters, cache, X, Y):
    gradients = three_layers()(parameters, cache, X, Y)
    for name in parameters:
        parameters[name] -= 0.1 * gradients[name]
    return gradients


attempts(
    "backward_three_layers",
    right={
        "as derived": three_layers(),
        "a loop": three_layers_in_a_loop,
        "lists": lambda *given: {name: g.tolist() for name, g in three_layers()(*given).items()},
    },
    wrong={
        "Y forgotten": (three_layers(dZ3=lambda v: v.A3 / v.m), "Y was never subtracted"),
        "no mean": (three_layers(dZ3=lambda v: v.A3 - v.Y), "the mean's 1/m is missing"),
        "sign": (three_layers(dZ3=lambda v: (v.Y - v.A3) / v.m), "the sign is wrong"),
        "no mask 2": (three_layers(dZ2=lambda v: v.W3.T @ v.dZ3), "the ReLU mask of layer 2 is missing"),
        "no mask 1": (three_layers(dZ1=lambda v: v.W2.T @ v.dZ2), "the ReLU mask of layer 1 is missing"),
        "mask 1 twice": (three_layers(dZ2=lambda v: (v.W3.T @ v.dZ3) * (v.Z1 > 0)), "layer 1 was used for layer 2"),
        "W3 as it is": (three_layers(dZ2=lambda v: (v.W3 @ v.dZ3) * (v.Z2 > 0)), "W3 was not transposed"),
        "W2 as it is": (three_layers(dZ1=lambda v: (v.W2 @ v.dZ2) * (v.Z1 > 0)), "W2 was not transposed"),
        "from Y again": (three_layers(dZ2=lambda v: (v.A2 - v.Y) / v.m), "dZ2 does not start from Y again: it"),
        "A2 as the mask": (three_layers(dZ2=lambda v: (v.W3.T @ v.dZ3) * v.A2), "the mask is Z2 > 0"),
        "mask of Z3": (three_layers(dZ2=lambda v: (v.W3.T @ v.dZ3) * (v.Z3 > 0)), "layer 2 asks Z2, not Z3"),
        "dA1 from dZ3": (three_layers(dZ1=lambda v: (v.W2.T @ v.dZ3) * (v.Z1 > 0)), "dA1 was taken from dZ3"),
        "mean": (three_layers(db3=lambda v: v.dZ3.mean(axis=1)), "the mean was taken; dZ holds the 1/m already"),
        "own A": (three_layers(dW3=lambda v: v.dZ3 @ v.A3.T), "a layer's own A stands where its input belongs"),
        "Z for A": (three_layers(dW2=lambda v: v.dZ2 @ v.Z1.T), "Z stands in for A"),
        "A1 for A2": (three_layers(dW3=lambda v: v.dZ3 @ v.A1.T), "A1 stands in for A2"),
        "transposed": (three_layers(dW2=lambda v: v.A1 @ v.dZ2.T), "it is the transpose"),
        "no keepdims": (three_layers(db1=lambda v: v.dZ1.sum(axis=1)), "keepdims=True keeps the axis"),
        "sum of all": (three_layers(db1=lambda v: v.dZ1.sum()), "summed over everything"),
        "X missing": (three_layers(dW1=lambda v: v.dZ1), "W1 has the shape (4, 5), expected (4, 3)"),
        "d's in the keys": (in_steps(THREE_LAYERS, {d: d for d in SIX.values()}), "it returned the keys dW1, db1"),
        "half": (lambda *given: {"W3": 1}, "it returned the keys W3"),
        "half written": (three_layers(dW1=lambda v: ...), "W1 is ...; it must be an array"),
        "in place": (three_layers_in_place, "changed its argument"),
    },
)

# ---------------------------------------------------------------- notebook 05


def descended(slope, w, learning_rate, steps):
    places = [w]
    for _ in range(steps):
        w = w - learning_rate * slope(w)
        places.append(w)
    return places


def descended_into_an_array(slope, w, learning_rate, steps):
    places = np.empty(steps + 1)
    places[0] = w
    for step in range(1, steps + 1):
        places[step] = places[step - 1] - learning_rate * slope(places[step - 1])
    return places


def descended_recursively(slope, w, learning_rate, steps):
    if steps == 0:
        return (w,)
    return (w, *descended_recursively(slope, w - learning_rate * slope(w), learning_rate, steps - 1))


def descended_one_too_far(slope, w, learning_rate, steps):
    return descended(slope, w, learning_rate, steps + 1)


attempts(
    "descend",
    right={
        "a list": descended,
        "an array": descended_into_an_array,
        "a tuple": descended_recursively,
        "numpy's floats": lambda s, w, r, n: [np.float64(place) for place in descended(s, w, r, n)],
    },
    wrong={
        "upwards": (lambda s, w, r, n: descended(s, w, -r, n), "It climbs"),
        "no start": (lambda s, w, r, n: descended(s, w, r, n)[1:], "The start itself is missing"),
        "last": (lambda s, w, r, n: descended(s, w, r, n)[-1], "This is only the last place"),
        "one too few": (lambda s, w, r, n: descended(s, w, r, n - 1), "One step is missing"),
        "one too many": (descended_one_too_far, "one step too many"),
        "first slope": (lambda s, w, r, n: [w - r * s(w) * i for i in range(n + 1)], "slope at the start was used"),
        "from w again": (lambda s, w, r, n: [w] + [w - r * s(w) for _ in range(n)], "Each step starts at w again"),
        "no rate": (lambda s, w, r, n: descended(s, w, 1, n), "The learning rate was not used"),
        "slopes": (lambda s, w, r, n: [s(place) for place in descended(s, w, r, n)], "These are the slopes"),
        "the example's slope": (lambda s, w, r, n: descended(lambda w: 2 * (w - 3), w, r, n), "Call slope(w)"),
        "slope not called": (lambda s, w, r, n: [w, w - r * s], "slope is a function: slope(w)"),
        "slope not called, in front": (lambda s, w, r, n: [w, w - s * r], "slope is a function: slope(w)"),
        "steps": (lambda s, w, r, n: [w] + [-r * s(place) for place in descended(s, w, r, n)[:-1]],
                  "These are the steps; add each one"),
        "a single array": (lambda s, w, r, n: np.array(descended(s, w, r, n)[-1]), "only the last place"),
        "another single": (lambda s, w, r, n: np.array(7.0), "4 values are expected, in a list"),
        "nested": (lambda s, w, r, n: [descended(s, w, r, n)], "4 values are expected; yours are 1"),
        "text": (lambda s, w, r, n: [f"{place:.1f}" for place in descended(s, w, r, n)], "Numbers are expected"),
    },
)


def first_row(history, share):
    return history[history["Validation accuracy"] >= share].iloc[0]["Iteration"]


def first_found_in_a_loop(history, share):
    for iteration, accuracy in zip(history["Iteration"], history["Validation accuracy"], strict=True):
        if accuracy >= share:
            return iteration


def first_or_none(history, share):
    reached = history["Iteration"][history["Validation accuracy"] >= share]
    return reached.min() if len(reached) else None


def first_by_idxmax(history, share, none=None):
    reached = history["Validation accuracy"] >= share
    return history.loc[reached.idxmax(), "Iteration"] if reached.any() else none


def first_above(history, share):
    above = history["Iteration"][history["Validation accuracy"] > share]
    return None if above.empty else above.iloc[0]


def first_in_training(history, share):
    return first_or_none(history.assign(**{"Validation accuracy": history["Training accuracy"]}), share)


def first_with_a_new_column(history, share):
    history["reached"] = history["Validation accuracy"] >= share
    return first_or_none(history, share)


def best(history, share):
    return history["Iteration"][history["Validation accuracy"].argmax()]


def first_among_the_names(history, share):
    for row in history:
        if row["Validation accuracy"] >= share:
            return row["Iteration"]


def first_among_the_names_with_a_dot(history, share):
    return next(row.Iteration for row in history if row.accuracy >= share)


def first_by_the_label_0(history, share):
    rows = history[history["Validation accuracy"] >= share]
    return rows["Iteration"][0] if len(rows) else None


def reached_rows(history, share):
    return history[history["Validation accuracy"] >= share]


attempts(
    "first_reaching",
    right={
        "a loop": first_found_in_a_loop,
        "min": first_or_none,
        "idxmax": first_by_idxmax,
        "a float": lambda h, share: None if first_or_none(h, share) is None else float(first_or_none(h, share)),
    },
    wrong={
        "for row in history": (first_among_the_names, "This walks over column names; choose rows by a condition"),
        "for row in history, a dot": (first_among_the_names_with_a_dot, "This walks over column names"),
        "the label 0": (first_by_the_label_0, "Use .iloc[0]: rows keep their old labels"),
        "the label 0, loc": (lambda h, share: reached_rows(h, share).loc[0, "Iteration"], "Use .iloc[0]"),
        "not reached, an error": (first_row, "return None then"),
        "not reached, 0": (lambda h, share: first_by_idxmax(h, share, none=0), "return None then"),
        "not reached, −1": (lambda h, share: first_by_idxmax(h, share, none=-1), "return None then"),
        "not reached, NaN": (lambda h, share: reached_rows(h, share)["Iteration"].min(), "return None then"),
        "not reached, False": (lambda h, share: first_by_idxmax(h, share, none=False), "return None then"),
        "not reached, the last": (lambda h, share: first_by_idxmax(h, share, none=50), "return None then"),
        "not reached, text": (lambda h, share: first_by_idxmax(h, share, none="never"), "it gave   'never'"),
        "0 is false": (lambda h, share: first_or_none(h, share) or None, "0 counts as false"),
        "row": (lambda h, share: np.argmax(h["Validation accuracy"] >= share), "This is the number of the row"),
        ">": (first_above, "compare with >="),
        "training": (first_in_training, "use Validation accuracy"),
        "last": (lambda h, share: reached_rows(h, share)["Iteration"].max(), "This is the last such row"),
        "best": (best, "This is when the accuracy was best"),
        "accuracy": (lambda h, share: reached_rows(h, share)["Validation accuracy"].iloc[0], "the accuracy that was"),
        "all": (lambda h, share: reached_rows(h, share)["Iteration"], "return the first alone"),
        "rows": (reached_rows, "One number is expected"),
        "an array": (lambda h, share: h.to_numpy(), "One number is expected"),
        "in place": (first_with_a_new_column, "changed its argument"),
        "wrong name": (lambda h, share: h["Validation"], "raised KeyError: 'Validation'"),
    },
)

attempts(
    "decayed",
    right={
        "one line": lambda rate, iteration, half_life: rate * 0.5 ** (iteration / half_life),
        "divided": lambda r, i, h: r / np.power(2.0, i / h),
        "exp2": lambda r, i, h: np.exp2(-i / h) * r,
        "exp and log": lambda r, i, h: r * np.exp(np.log(0.5) * i / h),
        "an array": lambda r, i, h: np.array(r * 2 ** -(i / h)),
    },
    wrong={
        "jumps": (lambda r, i, h: r * 0.5 ** (i // h), "It falls in jumps"),
        "every iteration": (lambda r, i, h: r * 0.5**i, "half_life was not used"),
        "grows": (lambda r, i, h: r * 2 ** (i / h), "It grows"),
        "1/(1 + t)": (lambda r, i, h: r / (1 + i / h), "This falls as 1/(1 + t)"),
        "a line": (lambda r, i, h: r - 0.5 * r * i / h, "It falls along a straight line"),
        "times": (lambda r, i, h: r * 0.5 * (i / h), "raised to the power iteration / half_life, not multiplied"),
        "no brackets": (lambda r, i, h: r * 0.5**i / h, "put iteration / half_life into brackets"),
        "upside down": (lambda r, i, h: r * 0.5 ** (h / i), "The exponent is upside down"),
        "divided by 2 times": (lambda r, i, h: r / (2 * i / h), "Not multiplied: raise 2 to the power"),
        "exp": (lambda r, i, h: r * np.exp(-i / h), "This falls to 37 %"),
        "no rate": (lambda r, i, h: 0.5 ** (i / h), "The first rate is missing"),
        "once": (lambda r, i, h: r / 2 if i else r, "It was halved once"),
        "never": (lambda r, i, h: r, "It does not fall"),
        "XOR": (lambda r, i, h: r * 0.5 ^ (i / h), "raised TypeError: unsupported operand type(s) for ^"),
        "text": (lambda r, i, h: f"{r * 0.5 ** (i / h)}", "Numbers are expected"),
    },
)


def common_length(gradients):
    return np.sqrt(sum(np.sum(g**2) for g in gradients.values()))


def clipped(gradients, limit):
    length = common_length(gradients)
    return {name: g * limit / length if length > limit else g for name, g in gradients.items()}


def clipped_flat(gradients, limit):
    length = np.linalg.norm(np.concatenate([g.ravel() for g in gradients.values()]))
    factor = limit / max(length, limit)
    return {name: (g * factor).tolist() for name, g in gradients.items()}


def clipped_in_place(gradients, limit):
    length = common_length(gradients)
    for g in gradients.values():
        g *= min(1, limit / length)
    return gradients


def clipped_to_one(gradients, limit):
    length = common_length(gradients)
    return {name: g / length if length > limit else g for name, g in gradients.items()}


def clipped_by_sums_of_rows(gradients, limit):
    length = np.sqrt(sum(sum(g**2) for g in gradients.values()))
    return {name: g * min(1, limit / length) for name, g in gradients.items()}


def clipped_by_minima(gradients, limit):
    length = np.sqrt(sum(sum(g**2) for g in gradients.values()))
    return {name: g * np.minimum(1, limit / length) for name, g in gradients.items()}


def clipped_by_added_lengths(gradients, limit):
    length = sum(np.linalg.norm(g) for g in gradients.values())
    return {name: g * min(1, limit / length) for name, g in gradients.items()}


attempts(
    "clip_gradients",
    right={
        "a root of a sum": clipped,
        "one long vector, lists": clipped_flat,
        "copies": lambda g, limit: clipped_in_place(copy.deepcopy(g), limit),
        "another order": lambda g, limit: dict(reversed(clipped(g, limit).items())),
    },
    wrong={
        "one by one": (lambda g, limit: {k: clipped({k: v}, limit)[k] for k, v in g.items()}, "Each array was cut"),
        "entries": (lambda g, limit: {k: v.clip(-limit, limit) for k, v in g.items()}, "Each entry was clipped"),
        "lengthened": (lambda g, limit: {k: v * limit / common_length(g) for k, v in g.items()}, "was made longer"),
        "no root": (lambda g, limit: {k: v * min(1, limit / common_length(g) ** 2) for k, v in g.items()},
                    "The root is missing"),
        "squared after adding": (
            lambda g, limit: {k: v * min(1, limit / np.sqrt(sum(np.sum(w) ** 2 for w in g.values())))
                              for k, v in g.items()},
            "Square before adding",
        ),
        "over the names": (
            lambda g, limit: {k: v * limit / np.sqrt(sum(np.sum(w**2) for w in g)) for k, v in g.items()},
            ".values() gives the arrays",
        ),
        "added lengths": (clipped_by_added_lengths, "The lengths of the arrays were added up"),
        "built-in sum": (clipped_by_sums_of_rows, "sum adds rows only: np.sum"),
        "built-in sum, np.minimum": (clipped_by_minima, "sum adds rows only: np.sum"),
        "to 1": (clipped_to_one, "The length is now 1, not the limit"),
        "as it was": (lambda g, limit: g, "Nothing was shortened"),
        "in place": (clipped_in_place, "changed its argument"),
        "no names": (lambda g, limit: list(clipped(g, limit).values()), "A dictionary with the keys W, b is expected"),
        "one name": (lambda g, limit: {"W": clipped(g, limit)["W"]}, "The keys should be W, b"),
        "the length": (lambda g, limit: common_length(g), "A dictionary with the keys W, b is expected"),
        "text": (lambda g, limit: {k: str(v) for k, v in clipped(g, limit).items()}, "W: Numbers are expected"),
        "sums": (lambda g, limit: {k: v.sum() for k, v in g.items()}, "W: This is a single number"),
    },
)

# ---------------------------------------------------------------- notebook 06

attempts(
    "recall_of",
    right={
        "a row": lambda M, d: M[d, d] / M[d].sum(),
        "Python's sum": lambda M, d: float(M[d][d] / sum(M[d, :])),
        "of all": lambda M, d: (np.diag(M) / M.sum(axis=1))[d],
        "TP and FN": lambda M, d: M[d, d] / (M[d, d] + np.delete(M[d], d).sum()),
    },
    wrong={
        "precision": (lambda M, d: M[d, d] / M[:, d].sum(), "This is the precision"),
        "of all images": (lambda M, d: M[d, d] / M.sum(), "divided by all images"),
        "accuracy": (lambda M, d: (np.delete(np.delete(M, d, 0), d, 1).sum() + M[d, d]) / M.sum(),
                     "This is the accuracy, (TP + TN) / m"),
        "count": (lambda M, d: M[d, d], "This is a count"),
        "missed": (lambda M, d: (M[d].sum() - M[d, d]) / M[d].sum(), "the share that was missed"),
        "all digits": (lambda M, d: M.diagonal() / M.sum(axis=1), "These are the recalls of all digits"),
        "TP / FN": (lambda M, d: M[d, d] / (M[d].sum() - M[d, d]), "divided by those that were missed"),
        "F1": (lambda M, d: 2 * M[d, d] / (M[d].sum() + M[:, d].sum()), "This is the F1 score"),
        "the first digit's": (lambda M, d: M[0, 0] / M[0].sum(), "it gave   0.8"),
        "//": (lambda M, d: M[d, d] // M[d].sum(), "it gave   0\n  expected  0.8"),
        "in place": (lambda M, d: M.sort() or 1, "changed its argument"),
    },
)


def confused_in_loops(matrix):
    found = (0, 0, -1)
    for true in range(len(matrix)):
        for predicted in range(len(matrix)):
            if true != predicted and matrix[true, predicted] > found[2]:
                found = (true, predicted, matrix[true, predicted])
    return found


def confused_by_unravelling(matrix):
    blank = matrix.copy()
    np.fill_diagonal(blank, 0)
    true, predicted = np.unravel_index(blank.argmax(), blank.shape)
    return true, predicted, blank[true, predicted]


def confused_on_the_diagonal(matrix):
    true, predicted = np.unravel_index(matrix.argmax(), matrix.shape)
    return true, predicted, matrix[true, predicted]


def confused_less_a_row(matrix):
    true, predicted = np.unravel_index((matrix - np.diag(matrix)).argmax(), matrix.shape)
    return true, predicted, matrix[true, predicted]


def confused_both_ways(matrix):
    return confused_by_unravelling(matrix + matrix.T)


def confused_both_ways_counted_one_way(matrix):
    true, predicted, _ = confused_both_ways(matrix)
    return true, predicted, matrix[true, predicted]


def confused_above_the_diagonal(matrix):
    found = (0, 0, 0)
    for i in range(len(matrix)):
        for j in range(i + 1, len(matrix)):
            if matrix[i, j] > found[2]:
                found = (i, j, matrix[i, j])
    return found


def confused_among_ten(matrix):
    blank = matrix * (1 - np.eye(len(matrix)))
    true, predicted = divmod(int(blank.argmax()), 10)
    return true, predicted, blank[true, predicted]


def confused_in_place(matrix):
    np.fill_diagonal(matrix, 0)
    return confused_by_unravelling(matrix)


attempts(
    "most_confused",
    right={
        "loops": confused_in_loops,
        "unravelled, np.int64": confused_by_unravelling,
        "divmod": lambda M: (*divmod(int((M * (1 - np.eye(len(M)))).argmax()), len(M)), confused_in_loops(M)[2]),
        "a list": lambda M: list(confused_in_loops(M)),
        "an array": lambda M: np.array(confused_in_loops(M)),
    },
    wrong={
        "diagonal": (confused_on_the_diagonal, "leave the diagonal out"),
        "less a row": (confused_less_a_row, "np.diag(matrix) is a row of numbers"),
        "swapped": (lambda M: [confused_in_loops(M)[i] for i in (1, 0, 2)], "rows are true digits, columns predicted"),
        "both ways": (confused_both_ways, "Two directions were added; they count apart"),
        "both ways, one count": (confused_both_ways_counted_one_way, "Two directions were added; they count apart"),
        "above": (confused_above_the_diagonal, "Look below the diagonal too"),
        "triu": (lambda M: confused_by_unravelling(np.triu(M)), "Look below the diagonal too"),
        "ten columns": (confused_among_ten, "Use len(matrix): the matrix need not be 10 × 10"),
        "ten columns, max": (lambda M: (*divmod(int((M * (1 - np.eye(len(M)))).argmax()), 10), confused_in_loops(M)[2]),
                             "Use len(matrix): the matrix need not be 10 × 10"),
        "ten by ten": (lambda M: M * (1 - np.eye(10)), "Use len(matrix): the matrix need not be 10 × 10"),
        "count first": (lambda M: [confused_in_loops(M)[i] for i in (2, 0, 1)], "order is (true, predicted, count)"),
        "no count": (lambda M: confused_in_loops(M)[:2], "The count is missing"),
        "count": (lambda M: confused_in_loops(M)[2], "This is the count alone"),
        "flat": (lambda M: np.argmax(M * (1 - np.eye(len(M)))), "np.argmax counts through the flattened matrix"),
        "in place": (confused_in_place, "changed its argument"),
        "text": (lambda M: "1 taken for 2, 4 times", "3 values are expected, in a tuple"),
        "a dictionary": (lambda M: {"true": 1, "predicted": 2, "count": 4}, "3 values are expected, in a tuple"),
        "an array of one": (lambda M: np.array(4.5), "3 values are expected, in a tuple"),
    },
)


def precisions(matrix):
    return np.diag(matrix) / matrix.sum(axis=0)


def recalls(matrix):
    return np.diag(matrix) / matrix.sum(axis=1)


def f1_scores(matrix):
    return 2 * precisions(matrix) * recalls(matrix) / (precisions(matrix) + recalls(matrix))


def macro_f1_in_a_loop(matrix):
    scores = []
    for c in range(len(matrix)):
        TP, FP, FN = matrix[c, c], sum(matrix[:, c]) - matrix[c, c], sum(matrix[c]) - matrix[c, c]
        scores.append(TP / (TP + (FP + FN) / 2))
    return sum(scores) / len(scores)


def f1_of_the_means(matrix):
    P, R = precisions(matrix).mean(), recalls(matrix).mean()
    return 2 * P * R / (P + R)


def f1_counting_TP_again(matrix):
    TP = np.diag(matrix)
    return np.mean(2 * TP / (2 * TP + matrix.sum(axis=1) + matrix.sum(axis=0)))


attempts(
    "macro_f1",
    right={
        "vectors": lambda M: f1_scores(M).mean(),
        "a loop": macro_f1_in_a_loop,
        "counts": lambda M: float(np.average(2 * M.diagonal() / (M + M.T).sum(axis=0))),
        "an array": lambda M: np.array(np.mean(2 / (1 / precisions(M) + 1 / recalls(M)))),
    },
    wrong={
        "of means": (f1_of_the_means, "the F1 of mean precision and mean recall"),
        "accuracy": (lambda M: np.trace(M) / M.sum(), "This is the accuracy"),
        "scores": (f1_scores, "return their mean"),
        "ordinary mean": (lambda M: (precisions(M) + recalls(M)).mean() / 2, "ordinary mean of precision and recall"),
        "mean recall": (lambda M: recalls(M).mean(), "This is the mean recall"),
        "mean precision": (lambda M: precisions(M).mean(), "This is the mean precision"),
        "sum": (lambda M: f1_scores(M).sum(), "This is the sum of the F1 scores"),
        "weighted": (lambda M: np.average(f1_scores(M), weights=M.sum(axis=1)), "weighted by their size"),
        "no 2": (lambda M: np.mean(f1_scores(M) / 2), "half of what it should be"),
        "TP again": (f1_counting_TP_again, "TP is counted twice too often"),
        "a fixed 10": (lambda M: sum(f1_scores(M)) / 10, "Use the number of classes"),
        "ten rounds": (lambda M: sum(f1_scores(M)[c] for c in range(10)) / 10, "Use the number of classes"),
        "rounded": (lambda M: round(f1_scores(M).mean(), 2), "it gave   0.68"),
        "in place": (lambda M: M.sort() or 0.7, "changed its argument"),
    },
)


def hits_in_a_loop(labels, A2, k):
    hits = []
    for i, label in enumerate(labels):
        hits.append(label in np.argsort(A2[:, i])[-k:])
    return hits


def choices(A2):
    return np.argsort(A2, axis=0)[::-1]


def top_k_by_rank(labels, A2, k):
    of_label = A2[labels, np.arange(len(labels))]
    return np.mean((A2 > of_label).sum(axis=0) < k)


def top_k_striking_out(labels, A2, k):
    hits = 0
    for _ in range(k):
        first = A2.argmax(axis=0)
        hits += np.sum(first == labels)
        A2[first, np.arange(len(labels))] = -1
    return hits / len(labels)


attempts(
    "top_k_accuracy",
    right={
        "a loop": lambda labels, A2, k: sum(hits_in_a_loop(labels, A2, k)) / len(labels),
        "compared": lambda labels, A2, k: np.mean(np.any(choices(A2)[:k] == labels, axis=0)),
        "ranks": top_k_by_rank,
        "partition": lambda y, A, k: float((np.argpartition(-A, k - 1, axis=0)[:k] == y).any(axis=0).mean()),
    },
    wrong={
        "least likely": (lambda y, A, k: np.mean((np.argsort(A, axis=0)[:k] == y).any(axis=0)), "the k least likely"),
        "any, axis 1": (lambda y, A, k: np.mean(np.any(np.argsort(-A, axis=0)[:k] == y, axis=1)),
                        "any ran over the examples; use axis=0"),
        "sort": (lambda y, A, k: np.mean(np.any(np.sort(A, axis=0)[-k:] == y, axis=0)),
                 "These are probabilities; argsort gives the digits"),
        "k unused": (lambda y, A, k: np.mean(A.argmax(axis=0) == y), "k was not used"),
        "k-th": (lambda y, A, k: np.mean(choices(A)[k - 1] == y), "Only the k-th choice counts here"),
        "count": (lambda y, A, k: sum(hits_in_a_loop(y, A, k)), "divide by the number of examples"),
        "hits": (hits_in_a_loop, "These are the hits, one by one"),
        "misses": (lambda y, A, k: 1 - np.mean(hits_in_a_loop(y, A, k)), "the share of the misses"),
        "any example": (lambda y, A, k: np.mean(np.isin(y, choices(A)[:k])), "look in its own column"),
        "mean of all": (lambda y, A, k: np.mean(choices(A)[:k] == y), "np.any(axis=0) before np.mean"),
        "axis 1": (lambda y, A, k: np.mean([label in np.argsort(-A, axis=1)[:k, i] for i, label in enumerate(y)]),
                   "The sorting went along the rows"),
        "in place": (top_k_striking_out, "changed its argument"),
    },
)

# ---------------------------------------------------------------- notebook 07


def window_in_a_loop(sizes, layer):
    start = 0
    for k in range(1, layer):
        start += (sizes[k - 1] + 1) * sizes[k]
    return start, start + sizes[layer - 1] * sizes[layer]


def window_by_cumsum(sizes, layer):
    n, k = np.array(sizes[:-1]), np.array(sizes[1:])
    end = np.cumsum(n * k + k)[layer - 1] - sizes[layer]
    return [end - sizes[layer - 1] * sizes[layer], end]


def window_recursively(sizes, layer):
    if layer == 1:
        return 0, sizes[0] * sizes[1]
    start, end = window_recursively(sizes[1:], layer - 1)
    first = sizes[0] * sizes[1] + sizes[1]
    return first + start, first + end


def window_filling_a_vector(sizes, layer):
    vector = []
    for number, (n, k) in enumerate(zip(sizes, sizes[1:], strict=False), start=1):
        vector += [number] * (n * k) + [0] * k
    return np.flatnonzero(np.array(vector) == layer)[[0, -1]] + [0, 1]


def window_using_up_the_sizes(sizes, layer):
    start = 0
    while layer > 1:
        start, layer = start + (sizes.pop(0) + 1) * sizes[0], layer - 1
    return start, start + sizes[0] * sizes[1]


attempts(
    "window",
    right={
        "a loop": window_in_a_loop,
        "cumsum, a list": window_by_cumsum,
        "recursion": window_recursively,
        "a vector of marks, an array": window_filling_a_vector,
        "numpy's numbers": lambda s, k: tuple(np.int64(place) for place in window_in_a_loop(s, k)),
    },
    wrong={
        "no biases": (lambda s, k: (sum(s[i] * s[i + 1] for i in range(k - 1)), sum(s[i] * s[i + 1] for i in range(k))),
                      "The biases of the layers before take room too"),
        "with the bias": (lambda s, k: (window_in_a_loop(s, k)[0], sum((s[i] + 1) * s[i + 1] for i in range(k))),
                          "This window holds the layer's biases too"),
        "a bias per input": (lambda s, k: (sum(s[i] * (s[i + 1] + 1) for i in range(k - 1)),
                                           sum(s[i] * (s[i + 1] + 1) for i in range(k)) - s[k - 1]),
                             "one bias per neuron, not per input"),
        "from 0": (lambda s, k: window_in_a_loop(s, k + 1), "Layers count from 1: layer 1 begins at 0"),
        "sizes from 1": (lambda s, k: (window_in_a_loop(s, k)[0], window_in_a_loop(s, k)[0] + s[k] * s[k + 1]),
                         "layer 1 has sizes[0] inputs and sizes[1] neurons"),
        "alone": (lambda s, k: (0, s[k - 1] * s[k]), "The layers before stand in front of it"),
        "the end inside": (lambda s, k: (window_in_a_loop(s, k)[0], window_in_a_loop(s, k)[1] - 1),
                           "The end is the first place after the window"),
        "places from 1": (lambda s, k: [place + 1 for place in window_in_a_loop(s, k)], "Places count from 0"),
        "b first": (lambda s, k: [place + s[k] for place in window_in_a_loop(s, k)], "W stands first, and its b after"),
        "the biases": (lambda s, k: (window_in_a_loop(s, k)[1], window_in_a_loop(s, k)[1] + s[k]),
                       "the window of the biases"),
        "the length": (lambda s, k: (window_in_a_loop(s, k)[0], s[k - 1] * s[k]), "the end, not the length"),
        "start": (lambda s, k: window_in_a_loop(s, k)[0], "Return two numbers, start and end"),
        "a slice": (lambda s, k: slice(*window_in_a_loop(s, k)), "2 values are expected, in a tuple"),
        "sizes used up": (window_using_up_the_sizes, "changed its argument"),
    },
)


def width_by_trying(parameters, inputs, outputs):
    def distance(width):
        return abs(parameters - (inputs * width + width + width * outputs + outputs))
    return min(range(1, 2000), key=distance)


def width_growing(parameters, inputs, outputs):
    width, count = 0, outputs
    while count + (inputs + outputs + 1) / 2 <= parameters:
        width, count = width + 1, count + inputs + outputs + 1
    return width


attempts(
    "rival_width",
    right={
        "round": lambda p, i, o: round((p - o) / (i + 1 + o)),
        "trying": width_by_trying,
        "growing": width_growing,
        "half added": lambda p, i, o: int((p - o) / (i + o + 1) + 0.5),
        "whole numbers": lambda p, i, o: (2 * (p - o) + i + o + 1) // (2 * (i + o + 1)),
        "argmin": lambda p, i, o: np.argmin(np.abs(np.arange(1000) * (i + o + 1) + o - p)),
    },
    wrong={
        "a fraction": (lambda p, i, o: (p - o) / (i + o + 1), "A width is a whole number: round it"),
        "int": (lambda p, i, o: int((p - o) / (i + o + 1)), "It was cut off"),
        "//": (lambda p, i, o: (p - o) // (i + o + 1), "It was cut off"),
        "ceil": (lambda p, i, o: int(np.ceil((p - o) / (i + o + 1))), "It was rounded up"),
        "no last biases": (lambda p, i, o: round(p / (i + o + 1)), "biases of the last layer do not depend"),
        "last biases added": (lambda p, i, o: round((p + o) / (i + o + 1)), "subtract them, do not add"),
        "no biases": (lambda p, i, o: round(p / (i + o)), "The biases are missing: h of the hidden layer"),
        "no hidden biases": (lambda p, i, o: round((p - o) / (i + o)), "Each hidden neuron has a bias"),
        "the first layer": (lambda p, i, o: round(p / i), "`outputs` weights leave each of its neurons"),
        "the first layer, biases": (lambda p, i, o: round((p - o) / (i + 1)), "`outputs` weights leave each"),
        "times": (lambda p, i, o: round((p - o) / (i * o + 1)), "inputs + outputs, not times"),
        "no brackets above": (lambda p, i, o: round(p - o / (i + o + 1)), "Division comes before + and −"),
        "no brackets below": (lambda p, i, o: round((p - o) / i + o + 1), "Division comes before + and −"),
        "the example": (lambda p, i, o: 138, "it gave   138"),
    },
)


def folded_in_loops(W1, b1, W2, b2):
    W = [[sum(W2[i, k] * W1[k, j] for k in range(len(W1))) for j in range(W1.shape[1])] for i in range(len(W2))]
    b = [[sum(W2[i, k] * b1[k, 0] for k in range(len(W1))) + b2[i, 0]] for i in range(len(W2))]
    return W, b


def folded_by_asking(W1, b1, W2, b2):
    def both(X):
        return W2 @ (W1 @ X + b1) + b2

    b = both(np.zeros((W1.shape[1], 1)))
    return both(np.eye(W1.shape[1])) - b, b


def folded_by_asking_as_many_as_rows(W1, b1, W2, b2):
    b = W2 @ b1 + b2
    return W2 @ (W1 @ np.eye(len(W1)) + b1) + b2 - b, b


def folded_by_blocks(W1, b1, W2, b2):
    both = W2 @ np.hstack([W1, b1])
    return [both[:, :-1], both[:, -1:] + b2]


def folded_in_place(W1, b1, W2, b2):
    b2 += W2 @ b1
    return W2 @ W1, b2


attempts(
    "fold",
    right={
        "@": lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1 + b2),
        "loops, lists": folded_in_loops,
        "what they do to 0 and to the unit vectors": folded_by_asking,
        "one matrix with b in it": folded_by_blocks,
        "transposed": lambda W1, b1, W2, b2: ((W1.T @ W2.T).T, b2 + (b1.T @ W2.T).T),
        "einsum": lambda W1, b1, W2, b2: (np.einsum("ik,kj", W2, W1), np.dot(W2, b1) + b2),
    },
    wrong={
        "b1 + b2": (lambda W1, b1, W2, b2: (W2 @ W1, b1 + b2), "b1 goes through the second layer"),
        "no b2": (lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1), "b2 is missing"),
        "no b1": (lambda W1, b1, W2, b2: (W2 @ W1, b2), "b1 is missing"),
        "W2 on both": (lambda W1, b1, W2, b2: (W2 @ W1, W2 @ (b1 + b2)), "b2 is added after W2 has multiplied"),
        "W1 on b1": (lambda W1, b1, W2, b2: (W2 @ W1, W1 @ b1 + b2), "only W2 multiplies it"),
        "W1 @ W2": (lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2), "it stands on the right: W2 @ W1"),
        "turned about": (lambda W1, b1, W2, b2: (W1 @ W2, W1 @ b2 + b1), "This is the second layer first"),
        "*": (lambda W1, b1, W2, b2: (W2 * W1, W2 * b1 + b2), "The matrix product is @, not *."),
        "* for b": (lambda W1, b1, W2, b2: (W2 @ W1, W2 * b1 + b2), "@, not *: also for W2 @ b1"),
        "b1 @ W2": (lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2), "@ needs equal inner sizes"),
        "added": (lambda W1, b1, W2, b2: (W1 + W2, b1 + b2), "One layer after the other multiplies"),
        "b first": (lambda W1, b1, W2, b2: (W2 @ b1 + b2, W2 @ W1), "W first, then b"),
        "W": (lambda W1, b1, W2, b2: W2 @ W1, "Return both, W and b"),
        "b is flat": (lambda W1, b1, W2, b2: (W2 @ W1, (W2 @ b1 + b2).ravel()), "yours is (1,), expected is (1, 1)"),
        "square only": (folded_by_asking_as_many_as_rows, "@ needs equal inner sizes, here they are 2 and 3"),
        "in place": (folded_in_place, "changed its argument"),
    },
)


def shortcut(W, Z, A_before, dA, dZ=None):
    dZ = np.where(Z > 0, dA, 0) if dZ is None else dZ
    return dZ.dot(A_before.T), np.sum(dZ, axis=1, keepdims=True), W.T.dot(dZ) + dA


def shortcut_example_by_example(W, Z, A_before, dA):
    dW, db, columns = np.zeros_like(W), np.zeros((len(W), 1)), []
    for z, a, d in zip(Z.T, A_before.T, dA.T, strict=True):
        dz = np.array([d[i] if z[i] > 0 else 0.0 for i in range(len(z))])
        dW += np.outer(dz, a)
        db += dz[:, np.newaxis]
        columns.append(W.T @ dz + d)
    return dW, db, np.array(columns).T


def shortcut_setting_zeros(W, Z, A_before, dA):
    dZ = dA.copy()
    dZ[Z <= 0] = 0
    return [dZ @ A_before.T, dZ @ np.ones((dZ.shape[1], 1)), (W.T + np.eye(len(W)) * 0) @ dZ + dA]


def shortcut_in_place(W, Z, A_before, dA):
    kept = dA.copy()
    dA[Z <= 0] = 0
    return dA @ A_before.T, dA.sum(axis=1, keepdims=True), W.T @ dA + kept


def shortcut_but(dW=None, db=None, below=None):
    """Return an attempt in which one gradient is another function of W, A_before, dA, dZ and the right gradient."""
    def attempt(W, Z, A_before, dA):
        right = shortcut(W, Z, A_before, dA)
        return tuple(r if f is None else f(W, A_before, dA, dA * (Z > 0), r)
                     for f, r in zip((dW, db, below), right, strict=True))
    return attempt


attempts(
    "shortcut_backward",
    right={
        "where and dot": shortcut,
        "example by example": shortcut_example_by_example,
        "zeros set in a copy": shortcut_setting_zeros,
        "relu_derivative": lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * relu_derivative(Z)),
        "lists": lambda W, Z, A, dA: [gradient.tolist() for gradient in shortcut(W, Z, A, dA)],
        "sign": lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * (1 + np.sign(Z)) / 2),
    },
    wrong={
        "no shortcut": (shortcut_but(below=lambda W, A, dA, dZ, r: W.T @ dZ), "on a second path"),
        "mask on both": (shortcut_but(below=lambda W, A, dA, dZ, r: W.T @ dZ + dZ), "does not lie on that path"),
        "dA through W": (shortcut_but(below=lambda W, A, dA, dZ, r: W.T @ dA + dA), "goes dZ, not dA"),
        "not transposed": (shortcut_but(below=lambda W, A, dA, dZ, r: W @ dZ + dA), "W is transposed"),
        "+ 1": (shortcut_but(below=lambda W, A, dA, dZ, r: W.T @ dZ + 1), "it multiplies dA: add dA"),
        "+ A_before": (shortcut_but(below=lambda W, A, dA, dZ, r: W.T @ dZ + A), "Forwards the shortcut adds A_before"),
        "times dA": (shortcut_but(below=lambda W, A, dA, dZ, r: W.T @ dZ * dA), "Paths add"),
        "shortcut alone": (shortcut_but(below=lambda W, A, dA, dZ, r: dA), "through the layer is missing"),
        "no mask": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA), "The mask is missing"),
        "relu": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * relu(Z)), "not by Z or relu(Z)"),
        "times Z": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * Z), "not by Z or relu(Z)"),
        "mask of A_before": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * (A > 0)), "at Z, not at A_before"),
        "no brackets": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * Z > 0), "multiplies before it compares"),
        "dW of dA": (shortcut_but(dW=lambda W, A, dA, dZ, r: dA @ A.T), "dZ @ A_before.T, not dA"),
        "dW transposed": (shortcut_but(dW=lambda W, A, dA, dZ, r: A @ dZ.T), "dW has the shape of W, outputs first"),
        "A_before not transposed": (shortcut_but(dW=lambda W, A, dA, dZ, r: dZ @ A), "@ needs equal inner sizes"),
        "/ m": (lambda W, Z, A, dA: (*(g / len(Z.T) for g in shortcut(W, Z, A, dA)[:2]), shortcut(W, Z, A, dA)[2]),
                "The division by m is in dA already"),
        "mean for db": (shortcut_but(db=lambda W, A, dA, dZ, r: dZ.mean(axis=1, keepdims=True)),
                        "db is the sum over the examples"),
        "db of dA": (shortcut_but(db=lambda W, A, dA, dZ, r: dA.sum(axis=1, keepdims=True)), "sum dZ, not dA"),
        "no keepdims": (shortcut_but(db=lambda W, A, dA, dZ, r: dZ.sum(axis=1)), "db is a column: keepdims=True"),
        "one db": (shortcut_but(db=lambda W, A, dA, dZ, r: dZ.sum()), "db sums over the examples only"),
        "db not summed": (shortcut_but(db=lambda W, A, dA, dZ, r: dZ), "db sums dZ over the examples"),
        "dA_before first": (lambda *c: [shortcut(*c)[i] for i in (2, 0, 1)], "The order is dW, db, dA_before"),
        "dA_before": (lambda *c: shortcut(*c)[2], "3 values are expected"),
        "in place": (shortcut_in_place, "changed its argument"),
    },
)

# ---------------------------------------------------------------- notebook 08


def dead_in_a_loop(A):
    dead = 0
    for row in A:
        if all(value == 0 for value in row):
            dead += 1
    return dead / len(A)


def zeros_counted_per_example(A):
    return sum(not column.any() for column in A.T) / A.shape[1]


def dead_asking_a_row_at_once(A):
    return sum(1 for row in A if row == 0) / len(A)


def dead_striking_out(A):
    A[A > 0] = 1
    return np.mean(A.sum(axis=1) == 0)


attempts(
    "dead_share",
    right={
        "all": lambda A: np.mean(np.all(A == 0, axis=1)),
        "a loop": dead_in_a_loop,
        "not any": lambda A: float((~A.any(axis=1)).mean()),
        "largest": lambda A: sum(A.max(axis=1) == 0) / len(A),
        "sums": lambda A: np.mean(np.sum(A, axis=1) == 0),
        "counts": lambda A: 1 - np.count_nonzero(np.count_nonzero(A, axis=1)) / A.shape[0],
        "a list": lambda A: np.average([not any(row) for row in A.tolist()]),
    },
    wrong={
        "share of zeros": (lambda A: np.mean(A == 0), "This is the share of zeros"),
        "axis 0": (lambda A: np.mean(np.all(A == 0, axis=0)), "These are examples that no neuron answers"),
        "examples in a loop": (zeros_counted_per_example, "These are examples that no neuron answers"),
        "sums, axis 0": (lambda A: np.mean(A.sum(axis=0) == 0), "it went along the neurons"),
        "any": (lambda A: np.mean(np.any(A == 0, axis=1)), "off for some example; dead ones for all"),
        "all first": (lambda A: np.mean(np.all(A, axis=1) == 0), "off for some example; dead ones for all"),
        "smallest": (lambda A: A.min(axis=1) == 0, "off for some example; dead ones for all"),
        "how many": (lambda A: np.sum(np.all(A == 0, axis=1)), "This is how many are dead"),
        "the living": (lambda A: np.mean(A.any(axis=1)), "This is the share of the living"),
        "how many live": (lambda A: np.count_nonzero(A.sum(axis=1)), "This is how many live"),
        "one by one": (lambda A: np.all(A == 0, axis=1), "take the mean"),
        "all at once": (lambda A: np.mean(np.all(A == 0)), "This asks about all of A at once"),
        "divided by m": (lambda A: np.sum(~A.any(axis=1)) / A.shape[1], "divided by the number of examples"),
        "if": (dead_asking_a_row_at_once, "and, or, max and if want one truth value"),
        "in place": (dead_striking_out, "changed its argument"),
    },
)


def softplus_in_a_loop(Z):
    result = np.empty_like(Z)
    for place in np.ndindex(Z.shape):
        z = float(Z[place])
        result[place] = z + math.log1p(math.exp(-z)) if z > 0 else math.log1p(math.exp(z))
    return result


def softplus_of_a_number(z):
    return max(z, 0) + math.log(1 + math.exp(-abs(z)))


def softplus_with(inside, outside=relu, log=np.log):
    return lambda Z: outside(Z) + log(1 + np.exp(inside(Z)))


def softplus_in_place(Z):
    Z[Z < 30] = np.log1p(np.exp(Z[Z < 30]))
    return Z


attempts(
    "softplus",
    right={
        "log1p": lambda Z: np.maximum(Z, 0) + np.log1p(np.exp(-np.abs(Z))),
        "logaddexp": lambda Z: np.logaddexp(0, Z),
        "as in the hint": softplus_with(lambda Z: -np.abs(Z)),
        "where": lambda Z: np.where(Z > 0, Z + np.log(1 + np.exp(-Z)), np.log(1 + np.exp(Z))),
        "Z where it is large": lambda Z: np.where(Z > 30, Z, np.log1p(np.exp(Z))),
        "a loop with math": softplus_in_a_loop,
        "vectorize": np.vectorize(softplus_of_a_number),
        "shifted": lambda Z: np.fmax(Z, 0) + np.log(np.exp(-np.fmax(Z, 0)) + np.exp(Z - np.fmax(Z, 0))),
    },
    wrong={
        "naive": (lambda Z: np.log(1 + np.exp(Z)), "exp overflows for large Z"),
        "naive, log1p": (lambda Z: np.log1p(np.exp(Z)), "exp overflows for large Z"),
        "naive, math": (np.vectorize(lambda z: math.log(1 + math.exp(z))), "exp overflows for large Z"),
        "for positive Z": (lambda Z: Z + np.log(1 + np.exp(-Z)), "this form is for positive Z only"),
        "ReLU": (relu, "This is ReLU; softplus is ln 2 at 0"),
        "no max": (lambda Z: np.log(1 + np.exp(-np.abs(Z))), "max(Z, 0) is missing"),
        "−Z": (softplus_with(lambda Z: -Z), "in the exponent −|Z|"),
        "|Z| outside": (softplus_with(lambda Z: -np.abs(Z), np.abs), "outside the logarithm stands max(Z, 0)"),
        "|Z| inside": (softplus_with(np.abs), "The exponent must not be positive"),
        "Z inside": (softplus_with(lambda Z: Z), "The exponent should be −|Z|"),
        "min inside": (softplus_with(lambda Z: np.minimum(Z, 0)), "The exponent should be −|Z|"),
        "shifted by the largest": (softplus_with(lambda Z: Z - np.max(Z)), "each entry stands alone"),
        "Z outside": (softplus_with(lambda Z: -np.abs(Z), np.copy), "not Z."),
        "np.max": (lambda Z: np.max(Z, 0) + np.log1p(np.exp(-np.abs(Z))), "np.maximum(Z, 0) compares each entry"),
        "max": (lambda Z: max(Z, 0) + np.log1p(np.exp(-np.abs(Z))), "np.maximum and np.where go entry by entry"),
        "if": (lambda Z: Z if Z > 30 else np.log(1 + np.exp(Z)), "np.maximum and np.where go entry by entry"),
        "a loop over one axis": (lambda Z: np.array([softplus_of_a_number(z) for z in Z]), "go entry by entry"),
        "math": (lambda Z: math.log(1 + math.exp(Z)), "math works on single numbers"),
        "no log": (lambda Z: np.maximum(Z, 0) + np.exp(-np.abs(Z)), "The logarithm is missing"),
        "no 1": (lambda Z: np.maximum(Z, 0) + np.log(np.exp(-np.abs(Z))), "The 1 is missing"),
        "1 twice": (lambda Z: np.maximum(Z, 0) + np.log1p(1 + np.exp(-np.abs(Z))), "np.log1p adds the 1 itself"),
        "sigmoid": (lambda Z: 1 / (1 + np.exp(-Z)), "This is the sigmoid"),
        "log2": (softplus_with(lambda Z: -np.abs(Z), log=np.log2), "The natural logarithm is np.log"),
        "log10": (softplus_with(lambda Z: -np.abs(Z), log=np.log10), "The natural logarithm is np.log"),
        "Z where it is positive": (lambda Z: np.where(Z > 0, Z, np.log1p(np.exp(Z))), "only where Z is large"),
        "Z from 5 on": (lambda Z: np.where(Z > 5, Z, np.log1p(np.exp(Z))), "only where Z is large"),
        "clipped": (lambda Z: np.log(1 + np.exp(np.clip(Z, -500, 500))), "Z was cut off so that exp stays finite"),
        "flat": (lambda Z: softplus_in_a_loop(Z).ravel(), "yours is (4,), expected is (2, 2)"),
        "in place": (softplus_in_place, "changed its argument"),
    },
)


def leaky_he_from_the_moments(inputs, slope):
    kept = 0.5 * 1 + 0.5 * slope * slope
    return 1 / (inputs * kept)


def leaky_he_from_the_gain(inputs, slope):
    gain = math.sqrt(2 / (1 + slope**2))
    return (gain / math.sqrt(inputs)) ** 2


attempts(
    "leaky_he",
    right={
        "the formula": lambda inputs, slope: 2 / (inputs * (1 + slope**2)),
        "divided twice": lambda inputs, slope: 2 / inputs / (1 + slope**2),
        "the mean of the squares": leaky_he_from_the_moments,
        "the gain": leaky_he_from_the_gain,
        "numpy": lambda inputs, slope: 1 / (inputs * np.mean(np.array([1, slope]) ** 2)),
    },
    wrong={
        "He": (lambda n, s: 2 / n, "The slope was not used"),
        "1 + slope": (lambda n, s: 2 / (n * (1 + s)), "the slope enters squared"),
        "1 + 2 slope": (lambda n, s: 2 / (n * (1 + s * 2)), "this is twice the slope"),
        "^": (lambda n, s: 2 / (n * (1 + s ^ 2)), "A power is written ** in Python"),
        "the deviation": (lambda n, s: np.sqrt(2 / (n * (1 + s**2))), "This is the standard deviation"),
        "above": (lambda n, s: 2 * (1 + s**2) / n, "the weights must be smaller"),
        "no brackets, above": (lambda n, s: 2 / n * (1 + s**2), "brackets around b * c divide by both"),
        "no brackets, inputs": (lambda n, s: 2 / (1 + s**2) * n, "It was multiplied by the inputs"),
        "no brackets inside": (lambda n, s: 2 / (n * 1 + s**2), "Brackets are missing: inputs * (1 + slope**2)"),
        "the factor": (lambda n, s: n * (1 + s**2) / 2, "This is the factor per layer"),
        "upside down": (lambda n, s: (1 + s**2) / (2 * n), "That is upside down"),
        "no half": (lambda n, s: 1 / (n * (1 + s**2)), "Half of the entries are positive"),
        "1 / n": (lambda n, s: 1 / n, "Half of the entries are positive"),
        "no inputs": (lambda n, s: 2 / (1 + s**2), "Divide by the number of inputs too"),
        "the gain": (lambda n, s: np.sqrt(2 / (1 + s**2)), "the variance is asked for"),
        "(1 + slope)²": (lambda n, s: 2 / (n * (1 + s) ** 2), "Squares of the two halves add"),
        "slope²": (lambda n, s: 2 / (n * s**2), "The positive half passes whole"),
        "1 − slope²": (lambda n, s: 2 / (n * (1 - s**2)), "The positive half passes whole"),
    },
)


def scaled_by_hand(W, A_before):
    Z = np.dot(W, A_before).ravel()
    mean = sum(Z) / len(Z)
    deviation = (sum((z - mean) ** 2 for z in Z) / len(Z)) ** 0.5
    return [[w / deviation for w in row] for row in W]


def scaled_until_it_fits(W, A_before):
    while not np.isclose(np.std(W @ A_before), 1, rtol=1e-9):
        W = W / np.std(W @ A_before)
    return W


def scaled_in_place(W, A_before):
    W /= np.std(W @ A_before)
    return W


attempts(
    "unit_scale",
    right={
        "std": lambda W, A: W / np.std(W @ A),
        "by hand, lists": scaled_by_hand,
        "the variance": lambda W, A: W * np.var(np.dot(W, A)) ** -0.5,
        "a loop": scaled_until_it_fits,
        "mean of squares less square of mean": lambda W, A: W / np.sqrt(np.mean((W @ A) ** 2) - np.mean(W @ A) ** 2),
    },
    wrong={
        "std of W": (lambda W, A: W / np.std(W), "The weights have now the standard deviation 1"),
        "Z": (lambda W, A: W @ A / np.std(W @ A), "This is the scaled Z; return the weights"),
        "variance": (lambda W, A: W / np.var(W @ A), "This divides by the variance"),
        "root of std": (lambda W, A: W / np.sqrt(np.std(W @ A)), "np.std has taken the root already"),
        "multiplied": (lambda W, A: W * np.std(W @ A), "Multiplying makes a large Z larger"),
        "std of A": (lambda W, A: W / A.std(), "not by that of the inputs"),
        "neuron by neuron": (lambda W, A: W / np.std(W @ A, axis=1, keepdims=True), "One factor for the whole layer"),
        "axis 1": (lambda W, A: W / np.std(W @ A, axis=1), "One factor for the whole layer"),
        "axis 0": (lambda W, A: W / np.std(W @ A, axis=0), "One factor for the whole layer"),
        "mean square": (lambda W, A: W / np.sqrt(np.mean((W @ A) ** 2)), "std subtracts the mean first"),
        "ddof": (lambda W, A: W / np.std(W @ A, ddof=1), "leave it at 0"),
        "behind ReLU": (lambda W, A: W / np.std(relu(W @ A)), "This is measured behind ReLU"),
        "centred": (lambda W, A: (W - W.mean()) / np.std(W @ A), "subtract nothing"),
        "largest": (lambda W, A: W / np.max(np.abs(W @ A)), "This makes the largest |Z| 1"),
        "norm": (lambda W, A: W / np.linalg.norm(W @ A), "The norm adds up all entries"),
        "factor": (lambda W, A: 1 / np.std(W @ A), "This is the factor; multiply W by it"),
        "std alone": (lambda W, A: np.std(W @ A), "This is the factor; divide W by it"),
        "unchanged": (lambda W, A: W.copy(), "The weights are as they came"),
        "A @ W": (lambda W, A: W / np.std(A @ W), "@ needs equal inner sizes"),
        "*": (lambda W, A: W / np.std(W * A), "the matrix product is @, not *"),
        "in place": (scaled_in_place, "changed its argument"),
    },
)

# ---------------------------------------------------------------- notebook 09


def steps_counted_one_by_one(m, batch_size):
    steps, left = 0, m
    while left > batch_size:
        steps, left = steps + 1, left - batch_size
    return steps + 1, left


def steps_by_divmod(m, batch_size):
    full, rest = divmod(m, batch_size)
    return (full + 1, rest) if rest else (full, batch_size)


def steps_by_slicing(m, batch_size):
    batches = [range(m)[start:start + batch_size] for start in range(0, m, batch_size)]
    return [len(batches), len(batches[-1])]


attempts(
    "count_steps",
    right={
        "divmod": steps_by_divmod,
        "one by one": steps_counted_one_by_one,
        "slices, a list": steps_by_slicing,
        "ceil": lambda m, b: (math.ceil(m / b), m - (math.ceil(m / b) - 1) * b),
        "or": lambda m, b: ((m + b - 1) // b, m % b or b),
        "np.ceil": lambda m, b: (int(np.ceil(m / b)), m - b * ((m - 1) // b)),
        "array_split of places": lambda m, b: (len(np.arange(0, m, b)), m - np.arange(0, m, b)[-1]),
    },
    wrong={
        "full ones": (lambda m, b: divmod(m, b), "The last, smaller batch is a step too"),
        "ceil and rest": (lambda m, b: (math.ceil(m / b), m % b), "the last batch is full, not empty"),
        "always one more": (lambda m, b: (m // b + 1, m % b), "If the batch size divides m, there is no extra step"),
        "always one more, full": (lambda m, b: (m // b + 1, m % b or b), "If the batch size divides m"),
        "full ones, full": (lambda m, b: (m // b, b), "Some images are left over"),
        "last is full": (lambda m, b: (math.ceil(m / b), b), "The last batch may be smaller"),
        "a fraction": (lambda m, b: (m / b, m % b), "There is no part of a step"),
        "rounded": (lambda m, b: (round(m / b), m % b), "The last, smaller batch is a step too"),
        "what lacks": (lambda m, b: (math.ceil(m / b), math.ceil(m / b) * b - m), "what the last batch lacks"),
        "below zero": (lambda m, b: (math.ceil(m / b), m - math.ceil(m / b) * b), "what the last batch lacks"),
        "swapped": (lambda m, b: steps_by_divmod(m, b)[::-1], "The steps first, then the size"),
        "divmod swapped": (lambda m, b: divmod(m, b)[::-1], "The steps first, then the size"),
        "steps": (lambda m, b: math.ceil(m / b), "Return two numbers: the steps"),
        "full steps": (lambda m, b: m // b, "Return two numbers, and count the last"),
        "three": (lambda m, b: (*divmod(m, b), b), "2 values are expected; yours are 3"),
    },
)


def stairs_in_a_loop(learning_rate, epoch, factor, every):
    for _ in range(int(epoch / every)):
        learning_rate *= factor
    return learning_rate


def stairs_walked(learning_rate, epoch, factor, every):
    while epoch >= every:
        learning_rate, epoch = learning_rate * factor, epoch - every
    return learning_rate


def stairs_walked_late(learning_rate, epoch, factor, every):
    while epoch > every:
        learning_rate, epoch = learning_rate * factor, epoch - every
    return learning_rate


def stairs_in_a_loop_of_floats(learning_rate, epoch, factor, every):
    for _ in range(epoch // every):
        learning_rate *= factor
    return learning_rate


attempts(
    "stairs",
    right={
        "//": lambda r, e, f, n: r * f ** (e // n),
        "a loop": stairs_in_a_loop,
        "a walk": stairs_walked,
        "floor": lambda r, e, f, n: r * np.power(f, np.floor(e / n)),
        "recursion": lambda r, e, f, n: r if e < n else f * TABLE["stairs"].right["recursion"](r, e - n, f, n),
        "a product of a list": lambda r, e, f, n: np.prod([r] + [f] * int(e // n)),
    },
    wrong={
        "smooth": (lambda r, e, f, n: r * f ** (e / n), "This falls smoothly"),
        "a product": (lambda r, e, f, n: r * f * (e // n), "a power, not a product"),
        "every epoch": (lambda r, e, f, n: r * f**e, "It falls every epoch"),
        "no brackets": (lambda r, e, f, n: r * f ** e // n, "put epoch // every into brackets"),
        "no brackets, /": (lambda r, e, f, n: r * f ** e / n, "put epoch // every into brackets"),
        "rounded": (lambda r, e, f, n: r * f ** round(e / n), "It rounds to the nearest"),
        "ceil": (lambda r, e, f, n: r * f ** math.ceil(e / n), "It rounds up"),
        "one early": (lambda r, e, f, n: r * f ** (e // n + 1), "The first stair is the rate itself"),
        "one late at the edge": (stairs_walked_late, "At epoch `every` itself a stair is over"),
        "once": (lambda r, e, f, n: r if e < n else r * f, "It was multiplied once"),
        "rising": (lambda r, e, f, n: r / f ** (e // n), "It rises: multiply by the factor"),
        "all to the power": (lambda r, e, f, n: (r * f) ** (e // n), "Only the factor is raised to the power"),
        "no rate": (lambda r, e, f, n: f ** (e // n), "The rate is missing"),
        "1 − factor": (lambda r, e, f, n: r * (1 - f) ** (e // n), "The factor is what is kept"),
        "%": (lambda r, e, f, n: r * f ** (e % n), "% gives what is left over"),
        "^": (lambda r, e, f, n: r * f ^ (e // n), "A power is written ** in Python"),
        "range of a float": (stairs_in_a_loop_of_floats, "a loop wants int(epoch // every)"),
        "a schedule": (lambda r, e, f, n: lambda epoch: r * f ** (epoch // n), "are the brackets () after its name"),
    },
)


def corrected_means(values, beta, start=0.0, new=None, kept=None, by=lambda beta, t: 1 - beta**t):
    mean, result = start, []
    for t, value in enumerate(values, start=1):
        mean = (beta if kept is None else kept) * mean + (1 - beta if new is None else new) * value
        result.append(mean / by(beta, t))
    return result


def means_by_weights(values, beta):
    result = []
    for t in range(1, len(values) + 1):
        weights = [beta**age for age in range(t)]
        result.append(sum(w * v for w, v in zip(weights, values[t - 1::-1], strict=True)) / sum(weights))
    return result


def means_by_a_matrix(values, beta):
    age = np.subtract.outer(np.arange(len(values)), np.arange(len(values)))
    weights = np.where(age >= 0, beta ** np.maximum(age, 0), 0)
    return weights @ np.array(values) / weights.sum(axis=1)


def means_corrected_in_place(values, beta):
    mean, result = 0, []
    for t, value in enumerate(values, start=1):
        mean = beta * mean + (1 - beta) * value
        mean /= 1 - beta**t
        result.append(mean)
    return result


def means_counted_from_0(values, beta):
    mean, result = 0, []
    for t, value in enumerate(values):
        mean = beta * mean + (1 - beta) * value
        result.append(mean / (1 - beta**t))
    return result


def means_not_kept(values, beta):
    mean, result = 0, []
    for t, value in enumerate(values, start=1):
        new_mean = beta * mean + (1 - beta) * value
        result.append(new_mean / (1 - beta**t))
    return result


def means_returned_early(values, beta):
    mean, result = 0, []
    for t, value in enumerate(values, start=1):
        mean = beta * mean + (1 - beta) * value
        result.append(mean / (1 - beta**t))
        return result


def means_written_over(values, beta):
    mean = 0
    for t, value in enumerate(values):
        mean = beta * mean + (1 - beta) * value
        values[t] = mean / (1 - beta ** (t + 1))
    return values


def means_yielded(values, beta):
    if not values:
        return
    yield from corrected_means(values, beta)


attempts(
    "running_mean",
    right={
        "a loop": corrected_means,
        "weights": means_by_weights,
        "a matrix, an array": means_by_a_matrix,
        "a tuple": lambda v, b: tuple(corrected_means(v, b)),
        "pandas": lambda v, b: pd.Series(v).ewm(alpha=1 - b).mean().tolist(),
        "numpy's floats": lambda v, b: corrected_means(np.array(v), b),
    },
    wrong={
        "not corrected": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1), "The correction is missing"),
        "corrected in place": (means_corrected_in_place, "The corrected mean went on into the next step"),
        "from the first": (lambda v, b: corrected_means(v, b, v[0], by=lambda b, t: 1), "It starts at the first value"),
        "from the first, corrected": (lambda v, b: corrected_means(v, b, v[0]), "and is corrected too: start at 0"),
        "swapped": (lambda v, b: corrected_means(v, b, new=b, kept=1 - b), "beta is the share that is kept"),
        "swapped throughout": (lambda v, b: corrected_means(v, 1 - b), "beta is the share that is kept"),
        "swapped, not corrected": (lambda v, b: corrected_means(v, 1 - b, by=lambda b, t: 1), "1 − beta^t is missing"),
        "whole value": (lambda v, b: corrected_means(v, b, new=1), "The new value counts 1 − beta, not whole"),
        "not kept": (means_not_kept, "The old mean was forgotten"),
        "1 − beta": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1 - b), "divided by 1 − beta every time"),
        "(1 − beta)^t": (lambda v, b: corrected_means(v, b, by=lambda b, t: (1 - b) ** t), "not (1 − beta)**t"),
        "beta · t": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1 - b * t), "beta**t, not a product"),
        "beta ^ t": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1 - b ^ t), "A power is written **"),
        "multiplied": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1 / (1 - b**t)), "Divide by 1 − beta^t"),
        "no brackets": (lambda v, b: [m * (1 - b**t) / 1 - b**t for t, m in enumerate(corrected_means(v, b), 1)],
                        "put 1 - beta**t into brackets"),
        "length": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1 - b ** len(v)), "the number of values so far"),
        "t from 2": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1 - b ** (t + 1)), "t counts from 1"),
        "t from 0": (means_counted_from_0, "at t = 0 the correction would be 0"),
        "t from 0, numpy": (lambda v, b: means_counted_from_0(np.array(v), b), "at t = 0 the correction would be 0"),
        "last": (lambda v, b: corrected_means(v, b)[-1], "Return the list of all means"),
        "first": (means_returned_early, "does return stand inside the loop?"),
        "the start too": (lambda v, b: [0.0, *corrected_means(v, b)], "The start at 0 is no mean of values"),
        "ordinary means": (lambda v, b: np.cumsum(v) / np.arange(1, len(v) + 1), "old ones should fade"),
        "yielded": (means_yielded, "2 values are expected, in a list; yours is of the type generator"),
        "values written over": (means_written_over, "changed its argument"),
    },
)


def nesterov(w, velocity, slope, learning_rate, beta):
    ahead = w - learning_rate * beta * velocity
    velocity = beta * velocity + slope(ahead)
    return w - learning_rate * velocity, velocity


def nesterov_from_ahead(w, velocity, slope, learning_rate, beta):
    ahead = w - learning_rate * beta * velocity
    return ahead - learning_rate * slope(ahead), beta * velocity + slope(ahead)


def nesterov_in_three_parts(w, velocity, slope, learning_rate, beta):
    velocity *= beta
    velocity += slope(w - learning_rate * velocity)
    w -= learning_rate * velocity
    return [w, velocity]


def nesterov_beta_twice(w, velocity, slope, learning_rate, beta):
    velocity *= beta
    velocity += slope(w - learning_rate * beta * velocity)
    return w - learning_rate * velocity, velocity


def nesterov_stepping_from_ahead(w, velocity, slope, learning_rate, beta):
    w = w - learning_rate * beta * velocity
    velocity = beta * velocity + slope(w)
    return w - learning_rate * velocity, velocity


def nesterov_as_in_frameworks(w, velocity, slope, learning_rate, beta):
    velocity = beta * velocity - learning_rate * slope(w + beta * velocity)
    return w + velocity, velocity


def nesterov_with(ahead=None, kept=None, new=1):
    def attempt(w, v, slope, rate, beta):
        place = w - rate * beta * v if ahead is None else ahead(w, v, rate, beta)
        v = (beta if kept is None else kept) * v + (new(beta) if callable(new) else new) * slope(place)
        return w - rate * v, v
    return attempt


attempts(
    "nesterov_step",
    right={
        "three lines": nesterov,
        "from ahead by the slope": nesterov_from_ahead,
        "in parts, a list": nesterov_in_three_parts,
        "an array": lambda *c: np.array(nesterov(*c)),
        "arrays of no axis": lambda w, v, s, r, b: nesterov(np.array(w), np.array(v), s, r, b),
    },
    wrong={
        "ordinary": (nesterov_with(ahead=lambda w, v, r, b: w), "This is ordinary momentum"),
        "back": (nesterov_with(ahead=lambda w, v, r, b: w + r * b * v), "It looks back"),
        "too far": (nesterov_with(ahead=lambda w, v, r, b: w - r * v), "only that share will be kept"),
        "no rate": (nesterov_with(ahead=lambda w, v, r, b: w - b * v), "the learning rate belongs to it"),
        "the velocity": (nesterov_with(ahead=lambda w, v, r, b: w - v), "learning_rate · beta times the velocity"),
        "beta twice": (nesterov_beta_twice, "The velocity was multiplied by beta twice"),
        "slope twice": (lambda w, v, s, r, b: nesterov_with(lambda *_: w - r * (b * v + s(w)))(w, v, s, r, b),
                        "uses the slope at w already"),
        "nothing lost": (nesterov_with(kept=1), "The velocity keeps only the share beta"),
        "nothing kept": (nesterov_with(kept=0), "The old velocity was dropped"),
        "a running mean": (nesterov_with(new=lambda beta: 1 - beta), "The slope is added whole here"),
        "from ahead": (nesterov_stepping_from_ahead, "The step starts at w"),
        "swapped": (lambda *c: nesterov(*c)[::-1], "First the place, then the velocity"),
        "w": (lambda *c: nesterov(*c)[0], "Return both"),
        "velocity": (lambda *c: nesterov(*c)[1], "Return both"),
        "the old velocity": (lambda w, v, *c: (nesterov(w, v, *c)[0], v), "This is the velocity before the step"),
        "step of the old": (lambda w, v, s, r, b: (w - r * v, nesterov(w, v, s, r, b)[1]),
                            "The step was taken with the old velocity"),
        "no rate in the step": (lambda w, *c: (w - nesterov(w, *c)[1], nesterov(w, *c)[1]), "learning_rate times the"),
        "climbing": (lambda w, v, s, r, b: (w + r * nesterov(w, v, s, r, b)[1], nesterov(w, v, s, r, b)[1]),
                     "It climbs"),
        "slope alone": (lambda w, v, s, r, b: (w - r * s(w - r * b * v), nesterov(w, v, s, r, b)[1]),
                        "along the new velocity, not along the slope alone"),
        "the frameworks' velocity": (nesterov_as_in_frameworks, "The velocity here holds no learning rate"),
        "the example's slope": (lambda w, v, s, r, b: nesterov(w, v, lambda w: 2 * w, r, b), "Call slope(…)"),
        "slope not called": (lambda w, v, s, r, b: b * v + s, "slope is a function"),
        "slope times": (lambda w, v, s, r, b: b * v + s * (w - r * b * v), "slope is a function"),
    },
)

# ---------------------------------------------------------------- notebook 10


def penalty_in_loops(W, l2, l1):
    result = np.zeros_like(W)
    for place, w in np.ndenumerate(W):
        result[place] = l2 * w + (l1 if w > 0 else -l1 if w < 0 else 0)
    return result


def penalty_on_a_copy(W, l2, l1):
    pull = W.copy()
    pull *= l2
    pull[W > 0] += l1
    pull[W < 0] -= l1
    return pull


def penalty_in_place(W, l2, l1):
    signs = np.sign(W)
    W *= l2
    W += l1 * signs
    return W


def penalty_without_zero(W, l2, l1):
    return [[l2 * w + (l1 if w > 0 else -l1) for w in row] for row in W]


def penalty_asking_all_at_once(W, l2, l1):
    return l2 * W + l1 if W > 0 else l2 * W - l1


attempts(
    "penalty_gradient",
    right={
        "sign": lambda W, l2, l1: l2 * W + l1 * np.sign(W),
        "a loop": penalty_in_loops,
        "in place on a copy": penalty_on_a_copy,
        "lists": lambda W, l2, l1: [[l2 * w + l1 * ((w > 0) - (w < 0)) for w in row] for row in W.tolist()],
        "comparisons": lambda W, l2, l1: l2 * W + l1 * (W > 0) - l1 * (W < 0),
        "where": lambda W, l2, l1: np.add(l2 * W, np.where(W == 0, 0, np.where(W > 0, l1, -l1))),
        "pandas": lambda W, l2, l1: pd.DataFrame(W).map(lambda w: l2 * w + l1 * np.sign(w)).to_numpy(),
    },
    wrong={
        "2 l2": (lambda W, l2, l1: 2 * l2 * W + l1 * np.sign(W), "The ½ before the square takes away the 2"),
        "half": (lambda W, l2, l1: l2 / 2 * W + l1 * np.sign(W), "The derivative of w²/2 is w, not w/2"),
        "no sign": (lambda W, l2, l1: l2 * W + l1, "for negative weights it is −l1"),
        "|W|": (lambda W, l2, l1: l2 * W + l1 * np.abs(W), "The slope of |w| is the sign of w, not |w|"),
        "|W| for W": (lambda W, l2, l1: l2 * np.abs(W) + l1 * np.sign(W), "The slope of w²/2 is w, with its sign"),
        "l1 W": (lambda W, l2, l1: (l2 + l1) * W, "L1 pulls every weight equally hard"),
        "L2 alone": (lambda W, l2, l1: l2 * W, "The part of L1 is missing"),
        "L1 alone": (lambda W, l2, l1: l1 * np.sign(W), "The part of L2 is missing"),
        "no l1": (lambda W, l2, l1: l2 * W + np.sign(W), "The strength l1 is missing"),
        "no l2": (lambda W, l2, l1: W + l1 * np.sign(W), "The strength l2 is missing"),
        "no strengths": (lambda W, l2, l1: W + np.sign(W), "The strengths l2 and l1 are missing"),
        "zero as negative": (penalty_without_zero, "A weight of exactly 0 has no sign"),
        "zero as positive": (lambda W, l2, l1: l2 * W + l1 * np.copysign(1, W), "A weight of exactly 0 has no sign"),
        "divided by |W|": (lambda W, l2, l1: l2 * W + l1 * W / abs(W), "this is 0/0, which gives nan"),
        "positive only": (lambda W, l2, l1: l2 * W + l1 * (W > 0), "Negative weights are pulled too"),
        "ReLU's slope": (lambda W, l2, l1: l2 * W + l1 * relu_derivative(W), "Negative weights are pulled too"),
        "not zero": (lambda W, l2, l1: l2 * W + l1 * (W != 0), "The L1 part has the sign of the weight"),
        "minus": (lambda W, l2, l1: -l2 * W - l1 * np.sign(W), "This is the way that the step goes"),
        "one minus": (lambda W, l2, l1: l2 * W - l1 * np.sign(W), "The L1 part has the wrong sign"),
        "exchanged": (lambda W, l2, l1: l1 * W + l2 * np.sign(W), "l1 and l2 are exchanged"),
        "the square": (lambda W, l2, l1: l2 * W**2 + l1 * np.sign(W), "This is the square of the weight"),
        "each penalty": (lambda W, l2, l1: l2 / 2 * W**2 + l1 * abs(W), "This is the penalty of each weight"),
        "the penalty": (lambda W, l2, l1: l2 / 2 * (W**2).sum() + l1 * abs(W).sum(), "This is the penalty itself"),
        "summed": (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)).sum(), "Don't sum: each weight has its own slope"),
        "signs summed": (lambda W, l2, l1: l2 * W + l1 * np.sum(np.sign(W)), "Don't sum"),
        "mean": (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)) / W.size, "Nothing is divided here"),
        "after the step": (lambda W, l2, l1: W - (l2 * W + l1 * np.sign(W)), "W itself is no part of it"),
        "two parts": (lambda W, l2, l1: (l2 * W, l1 * np.sign(W)), "These are the two parts; add them"),
        "if": (penalty_asking_all_at_once, "np.sign asks each weight"),
        "math": (lambda W, l2, l1: l2 * W + l1 * math.copysign(1, W), "math works on single numbers"),
        "^": (lambda W, l2, l1: l2 / 2 * W ^ 2 + l1 * np.sign(W), "A power is written ** in Python"),
        "a row": (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)).ravel(), "yours is (6,), expected is (2, 3)"),
        "in place": (penalty_in_place, "changed its argument"),
        "… left": (lambda W, l2, l1: l2 * W + l1 * np.sign(...), "raised TypeError"),
    },
)


def stopped_with_a_counter(losses, patience, start=1, enough=lambda waited, patience: waited >= patience):
    lowest, best, waited, epoch = float("inf"), start, 0, start
    for epoch, loss in enumerate(losses, start):
        if loss < lowest:
            lowest, best, waited = loss, epoch, 0
        else:
            waited += 1
        if enough(waited, patience):
            return best, epoch
    return best, epoch


def stopped_by_slices(losses, patience):
    for epoch in range(1, len(losses) + 1):
        best = int(np.argmin(losses[:epoch])) + 1
        if epoch - best == patience:
            break
    return [best, epoch]


def stopped_by_running_minimum(losses, patience):
    lowest = np.minimum.accumulate(losses)
    best = np.array([list(losses).index(value) + 1 for value in lowest])
    out = np.flatnonzero(np.arange(1, len(losses) + 1) - best >= patience)
    last = out[0] if len(out) else len(losses) - 1
    return best[last], last + 1


def stopped_by_pandas(losses, patience):
    best = pd.Series(losses).expanding().apply(np.argmin).astype(int) + 1
    waited = pd.Series(range(1, len(losses) + 1)) - best
    last = int((waited >= patience).idxmax()) if (waited >= patience).any() else len(losses) - 1
    return int(best[last]), last + 1


def stopped_walking(losses, patience):
    best = epoch = 1
    while epoch < len(losses) and epoch - best < patience:
        epoch += 1
        best = epoch if losses[epoch - 1] < losses[best - 1] else best
    return np.array([best, epoch])


def stopped_comparing_with_the_one_before(losses, patience):
    waited = 0
    for epoch in range(2, len(losses) + 1):
        waited = 0 if losses[epoch - 1] < losses[epoch - 2] else waited + 1
        if waited == patience:
            return losses.index(min(losses[:epoch])) + 1, epoch
    return losses.index(min(losses)) + 1, len(losses)


def stopped_without_a_reset(losses, patience):
    best, waited = 1, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < losses[best - 1]:
            best = epoch
        elif epoch > 1:
            waited += 1
        if waited >= patience:
            break
    return best, epoch


def stopped_looking_back(losses, patience, better=operator.lt, best=1):
    for epoch, loss in enumerate(losses, start=1):
        if better(loss, losses[best - 1]):
            best = epoch
        if epoch - best == patience:
            break
    return best, epoch


def stopped_or_nothing(losses, patience):
    best = 1
    for epoch, loss in enumerate(losses, start=1):
        if loss < losses[best - 1]:
            best = epoch
        if epoch - best == patience:
            return best, epoch


def stopped_at_once(losses, patience):
    best = 1
    for epoch, loss in enumerate(losses, start=1):
        if loss < losses[best - 1]:
            best = epoch
        return best, epoch


def stopped_at_the_first_rise(losses, patience):
    for epoch in range(1, len(losses)):
        if losses[epoch] >= losses[epoch - 1]:
            return epoch, epoch + 1
    return len(losses), len(losses)


def stopped_counting_from_the_wrong_end(losses, patience):
    best = 1
    for epoch in range(1, len(losses) + 1):
        if losses[epoch] < losses[best]:
            best = epoch
    return best, epoch


def stopped_cutting_the_list(losses, patience):
    best, epoch = stopped_with_a_counter(losses, patience)
    del losses[epoch:]
    return best, epoch


def best_of_all(losses, patience):
    return losses.index(min(losses)) + 1


attempts(
    "stop_at",
    right={
        "a counter": stopped_with_a_counter,
        "slices, a list": stopped_by_slices,
        "running minimum": stopped_by_running_minimum,
        "pandas": stopped_by_pandas,
        "a walk, an array": stopped_walking,
    },
    wrong={
        "the best of all": (lambda v, p: (best_of_all(v, p), stopped_walking(v, p)[1]),
                            "The best must be one of the epochs that were trained"),
        "never stops": (lambda v, p: (best_of_all(v, p), len(v)), "It never stops: patience has to run out"),
        "never stops, last": (lambda v, p: (stopped_walking(v, p)[0], len(v)), "It never stops"),
        "all from 0": (lambda v, p: stopped_with_a_counter(v, p, start=0), "Epochs count from 1, not from 0"),
        "best from 0": (lambda v, p: tuple(stopped_walking(v, p) - [1, 0]), "The best epoch counts from 1 too"),
        "last from 0": (lambda v, p: tuple(stopped_walking(v, p) - [0, 1]), "The last epoch counts from 1"),
        ">": (lambda v, p: stopped_with_a_counter(v, p, enough=lambda w, p: w > p), "It waits one epoch too long"),
        "patience + 1": (lambda v, p: stopped_walking(v, p + 1), "It waits one epoch too long"),
        "patience − 1": (lambda v, p: stopped_walking(v, max(1, p - 1)), "It stops one epoch early"),
        "first rise": (stopped_at_the_first_rise, "It stops at the first epoch that brings nothing"),
        "patience unused": (lambda v, p: stopped_walking(v, 2), "It stops one epoch early"),
        "ties": (lambda v, p: stopped_looking_back(v, p, better=operator.le), "An equal loss is no improvement"),
        "the one before": (stopped_comparing_with_the_one_before, "Compare with the best loss so far"),
        "no reset": (stopped_without_a_reset, "Each improvement starts the waiting anew"),
        "best = 0": (
            lambda v, p: stopped_looking_back(v, p, best=0), "best = 0 means losses[0 - 1], which is the last"
        ),
        "return in the if": (stopped_or_nothing, "a return must stand behind it too"),
        "return in the loop": (stopped_at_once, "does return stand inside the loop?"),
        "best + patience": (lambda v, p: (stopped_walking(v, p)[0], stopped_walking(v, p)[0] + p),
                            "It can't stop later than the losses end"),
        "swapped": (lambda v, p: stopped_walking(v, p)[::-1], "The best epoch first, then the last"),
        "last twice": (lambda v, p: (stopped_walking(v, p)[1],) * 2, "not the one in which it stopped"),
        "the best loss": (lambda v, p: (min(v[:stopped_walking(v, p)[1]]), stopped_walking(v, p)[1]), "not its loss"),
        "both losses": (lambda v, p: [v[e - 1] for e in stopped_walking(v, p)], "numbers are asked for, not their"),
        "the waiting": (lambda v, p: (stopped_walking(v, p)[0], int(np.ptp(stopped_walking(v, p)))),
                        "not how long it waited"),
        "best alone": (lambda v, p: stopped_walking(v, p)[0], "Two numbers are asked for"),
        "last alone": (lambda v, p: stopped_walking(v, p)[1], "Two numbers are asked for"),
        "three": (lambda v, p: (*stopped_walking(v, p), v[0]), "2 values are expected; yours are 3"),
        "an array's method": (lambda v, p: (v.argmin() + 1, len(v)), "losses is a list: min(losses), or np.argmin"),
        "past the end": (stopped_counting_from_the_wrong_end, "epoch e has losses[e - 1]"),
        "in place": (stopped_cutting_the_list, "changed its argument"),
    },
)


def limited_row_by_row(W, limit):
    rows = []
    for row in W:
        length = math.sqrt(sum(w * w for w in row))
        rows.append([w * limit / length for w in row] if length > limit else list(row))
    return rows


def limited_on_a_copy(W, limit):
    W = W.copy()
    lengths = np.linalg.norm(W, axis=1)
    long = lengths > limit
    W[long] *= (limit / lengths[long])[:, None]
    return W


def limited_in_place(W, limit):
    for row in W:
        length = np.linalg.norm(row)
        if length > limit:
            row *= limit / length
    return W


def limited_rows_of_shares(W, limit):
    return np.vstack([row / max(np.sqrt(row @ row) / limit, 1) for row in W])


def limited_by_pandas(W, limit):
    table = pd.DataFrame(W)
    return table.mul((limit / np.sqrt((table**2).sum(axis=1))).clip(upper=1), axis=0).to_numpy()


def lengths_of(W):
    return np.linalg.norm(W, axis=1, keepdims=True)


def limited_by(lengths):
    return lambda W, limit: W * limit / np.maximum(lengths(W), limit)


def limited_where(into):
    return lambda W, limit: np.where(lengths_of(W) > limit, into(W, limit), W)


def limited_by_min_of_python(W, limit):
    return W * min(1, limit / lengths_of(W))


def limited_asking_all_at_once(W, limit):
    return W * limit / lengths_of(W) if lengths_of(W) > limit else W


def limited_rows_set(W, limit):
    result = W.copy()
    result[np.linalg.norm(W, axis=1) > limit] = limit
    return result


attempts(
    "max_norm",
    right={
        "as in the hint": lambda W, c: W * c / np.maximum(np.sqrt(np.sum(W**2, axis=1, keepdims=True)), c),
        "row by row, lists": limited_row_by_row,
        "in place on a copy": limited_on_a_copy,
        "minimum": lambda W, c: np.minimum(1, c / np.linalg.norm(W, axis=1))[:, np.newaxis] * W,
        "where": lambda W, c: np.where(lengths_of(W) > c, W / lengths_of(W) * c, W),
        "rows stacked": limited_rows_of_shares,
        "pandas": limited_by_pandas,
    },
    wrong={
        "all rows": (lambda W, c: W * c / lengths_of(W), "Rows that are short enough stay as they are"),
        "one length": (limited_by(np.linalg.norm), "This is one length for all of W"),
        "one length, all": (lambda W, c: W * c / np.linalg.norm(W), "This is one length for all of W"),
        "columns": (limited_by(lambda W: np.linalg.norm(W, axis=0)), "These are the lengths of the columns"),
        "no keepdims": (limited_by(lambda W: np.linalg.norm(W, axis=1)), "must stand as a column"),
        "no keepdims, where": (lambda W, c: np.where(lengths_of(W)[:, 0] > c, W * c / lengths_of(W)[:, 0], W),
                               "must stand as a column"),
        "no root": (limited_by(lambda W: np.sum(W**2, axis=1, keepdims=True)), "the root is missing"),
        "no root in the question": (lambda W, c: np.where((W**2).sum(1)[:, None] > c, W * c / lengths_of(W), W),
                                    "It compares the square of the length"),
        "sizes": (limited_by(lambda W: abs(W).sum(axis=1, keepdims=True)), "This sums sizes"),
        "the largest": (limited_by(lambda W: abs(W).max(axis=1, keepdims=True)), "This takes the largest weight"),
        "mean": (limited_by(lambda W: np.sqrt((W**2).mean(1, keepdims=True))), "not of their mean"),
        "clip": (lambda W, c: np.clip(W, -c, c), "This limits each weight by itself"),
        "np.minimum(W)": (lambda W, c: np.minimum(W, c), "This limits each weight by itself"),
        "unit rows": (lambda W, c: W / lengths_of(W), "These rows have all the length 1"),
        "long ones to 1": (limited_where(lambda W, c: W / lengths_of(W)), "the limit is missing as a factor"),
        "no limit above": (lambda W, c: W / np.maximum(lengths_of(W), c), "The limit is missing as a factor"),
        "minimum of lengths": (lambda W, c: W * c / np.minimum(lengths_of(W), c), "must never be above 1"),
        "maximum of factors": (lambda W, c: W * np.maximum(1, c / lengths_of(W)), "must never be above 1"),
        "upside down": (limited_where(lambda W, c: W * lengths_of(W) / c), "That is upside down"),
        "times the limit": (limited_where(lambda W, c: W * c), "not by the limit alone"),
        "set to the limit": (limited_rows_set, "The weights themselves became the limit"),
        "long ones 0": (limited_where(lambda W, c: 0), "Long rows became 0"),
        "short ones 0": (lambda W, c: W * c / lengths_of(W) * (lengths_of(W) > c), "here they became 0"),
        "short ones only": (lambda W, c: W[np.linalg.norm(W, axis=1) <= c], "Long rows are scaled, not left out"),
        "long ones only": (lambda W, c: (W * c / lengths_of(W))[lengths_of(W)[:, 0] > c], "Short rows belong to the"),
        "lengths": (lambda W, c: np.linalg.norm(W, axis=1), "These are the lengths; now scale the rows"),
        "factors": (lambda W, c: np.minimum(1, c / lengths_of(W)), "These are the factors"),
        "unchanged": (lambda W, c: W.copy(), "Nothing was scaled"),
        "if": (limited_asking_all_at_once, "np.maximum and np.where take arrays"),
        "min": (limited_by_min_of_python, "np.maximum and np.where take arrays"),
        "np.max": (lambda W, c: W * c / np.max(lengths_of(W), c), "np.max takes the limit for an axis"),
        "math": (lambda W, c: W * c / math.sqrt(np.sum(W**2, axis=1)), "math works on single numbers"),
        "^": (lambda W, c: W * c / np.sqrt(np.sum(W ^ 2, axis=1)), "A power is written ** in Python"),
        "in place": (limited_in_place, "changed its argument"),
    },
)


def shifted_by_padding(images, down, right):
    d, r = abs(down), abs(right)
    _, height, width = images.shape
    padded = np.pad(images, ((0, 0), (d, d), (r, r)))
    return padded[:, d - down : d - down + height, r - right : r - right + width]


def shifted_pixel_by_pixel(images, down, right):
    result = np.zeros_like(images)
    m, height, width = images.shape
    for k in range(m):
        for row in range(height):
            for column in range(width):
                if 0 <= row - down < height and 0 <= column - right < width:
                    result[k, row, column] = images[k, row - down, column - right]
    return result


def shifted_by_slices(images, down, right):
    result = np.zeros(images.shape)
    _, h, w = images.shape
    result[:, max(down, 0) : h + min(down, 0), max(right, 0) : w + min(right, 0)] = images[
        :, max(-down, 0) : h - max(down, 0), max(-right, 0) : w - max(right, 0)]
    return result


def shifted_by_rolling(images, down, right):
    result = np.roll(images, (down, right), axis=(1, 2))
    result[:, :down if down > 0 else 0] = 0
    result[:, result.shape[1] + min(down, 0) :] = 0
    result[:, :, :right if right > 0 else 0] = 0
    result[:, :, result.shape[2] + min(right, 0) :] = 0
    return result


def shifted_by_matrices(images, down, right):
    _, height, width = images.shape
    return np.eye(height, k=-down) @ images @ np.eye(width, k=right)


def shifted_by_pandas(images, down, right):
    return np.array([pd.DataFrame(image).shift(down).shift(right, axis=1).fillna(0) for image in images])


def shifted_in_lists(images, down, right):
    def at(image, row, column):
        return image[row][column] if 0 <= row < len(image) and 0 <= column < len(image[0]) else 0

    return [[[at(image, row - down, column - right) for column in range(len(image[0]))] for row in range(len(image))]
            for image in images.tolist()]


def shifted_wrapping_on_one_side(images, down, right):
    result = np.zeros_like(images)
    for row in range(images.shape[1]):
        for column in range(images.shape[2]):
            result[:, row, column] = images[:, row - down, column - right]
    return result


def shifted_past_the_edge(images, down, right):
    result = np.zeros_like(images)
    for row in range(images.shape[1]):
        for column in range(images.shape[2]):
            result[:, row + down, column + right] = images[:, row, column]
    return result


def shifted_blanking_from_minus_0(images, down, right):
    result = np.roll(images, (down, right), axis=(1, 2))
    result[:, :down] = 0
    result[:, :, -right if right < 0 else 0 :] = 0
    return result


def shifted_up_to_minus_0(images, down, right):
    result = np.zeros_like(images)
    result[:, down:, right:] = images[:, :-down, :-right]
    return result


def shifted_down_only(images, down, right):
    result = np.zeros_like(images)
    height, width = images.shape[1:]
    result[:, down:, right:] = images[:, : height - down, : width - right]
    return result


def shifted_by_a_window_to_minus(images, down, right):
    d, r = abs(down), abs(right)
    padded = np.pad(images, ((0, 0), (d, d), (r, r)))
    return padded[:, d - down : -d - down, r - right : -r - right]


def shifted_in_place(images, down, right):
    images[:] = shifted_by_padding(images, down, right)
    return images


def shifted_asking_two_axes(images, down, right):
    height, width = images.shape
    return np.zeros((height, width))


def padded_by(borders, **options):
    return lambda images, down, right: np.pad(images, borders(abs(down), abs(right)), **options)


def padded_in_front(images, down, right):
    return np.pad(images, ((0, 0), (down, 0), (right, 0)))[:, : images.shape[1], : images.shape[2]]


def window_of_28(images, down, right):
    padded = padded_by(lambda d, r: ((0, 0), (d, d), (r, r)))(images, down, right)
    return padded[:, abs(down) - down :, abs(right) - right :][:, :28, :28]


def repeating_the_border(images, down, right):
    rows = np.clip(np.arange(images.shape[1]) - down, 0, images.shape[1] - 1)
    columns = np.clip(np.arange(images.shape[2]) - right, 0, images.shape[2] - 1)
    return images[:, rows][:, :, columns]


attempts(
    "shift_by",
    right={
        "a padded window": shifted_by_padding,
        "pixel by pixel": shifted_pixel_by_pixel,
        "slices, floats": shifted_by_slices,
        "rolled and blanked": shifted_by_rolling,
        "matrices": shifted_by_matrices,
        "pandas": shifted_by_pandas,
        "lists": shifted_in_lists,
    },
    wrong={
        "roll": (lambda i, d, r: np.roll(i, (d, r), axis=(1, 2)), "came in again on the other side"),
        "negative places": (shifted_wrapping_on_one_side, "came in again on the other side"),
        "roll, axes exchanged": (lambda i, d, r: np.roll(i, (d, r), axis=(2, 1)), "and down is axis 1"),
        "roll, backwards": (lambda i, d, r: np.roll(i, (-d, -r), axis=(1, 2)),
                            "what leaves comes in again on the other side"),
        "roll, axes 0 and 1": (lambda i, d, r: np.roll(i, (d, r), axis=(0, 1)),
                               "Axis 0 counts the images; rows are axis 1"),
        "roll, no axis": (lambda i, d, r: np.roll(i, (d, r)), "np.roll without axis runs over the ends of rows"),
        "backwards": (lambda i, d, r: shifted_by_padding(i, -d, -r), "It moves the other way: positive is down"),
        "up for down": (lambda i, d, r: shifted_by_padding(i, -d, r), "Up and down are exchanged"),
        "left for right": (lambda i, d, r: shifted_by_padding(i, d, -r), "Left and right are exchanged"),
        "exchanged": (lambda i, d, r: shifted_by_padding(i, r, d), "down and right are exchanged"),
        "down only": (lambda i, d, r: shifted_by_padding(i, d, 0), "It moves up and down only"),
        "right only": (lambda i, d, r: shifted_by_padding(i, 0, r), "It moves to the sides only"),
        "not below 0": (lambda i, d, r: shifted_by_padding(i, max(d, 0), max(r, 0)), "Negative shifts are missing"),
        "abs": (lambda i, d, r: shifted_by_padding(i, abs(d), abs(r)), "Negative shifts go up and to the left"),
        "padded": (padded_by(lambda d, r: ((0, 0), (d, d), (r, r))), "cut a window of the old size out of it"),
        "grown": (lambda i, d, r: np.pad(i, ((0, 0), (d, 0), (r, 0))), "The image has grown"),
        "in front": (padded_in_front, "A border can't be negative"),
        "padded on two axes": (padded_by(lambda d, r: ((d, d), (r, r))), "a border for each of the three axes"),
        "to −0": (shifted_up_to_minus_0, "A slice is empty where a shift is 0"),
        "a window to −0": (shifted_by_a_window_to_minus, "A slice is empty where a shift is 0"),
        "blanked from 0": (shifted_blanking_from_minus_0, "All is 0"),
        "slices for positive": (shifted_down_only, "Is it right for negative shifts too?"),
        "past the edge": (shifted_past_the_edge, "ask whether the place is inside"),
        "28": (window_of_28, "images.shape[1:], not 28"),
        "edge": (repeating_the_border, "here it repeats the border"),
        "what stays": (lambda i, d, r: i[:, max(-d, 0) : i.shape[1] - max(d, 0), max(-r, 0) : i.shape[2] - max(r, 0)],
                       "The image has shrunk"),
        "first image": (lambda i, d, r: shifted_by_padding(i, d, r)[0], "All images are meant"),
        "first image, kept": (lambda i, d, r: shifted_by_padding(i[:1], d, r), "All images are meant"),
        "two axes": (shifted_asking_two_axes, "images has three axes"),
        "unchanged": (lambda i, d, r: i.copy(), "Nothing has moved"),
        "in place": (shifted_in_place, "changed its argument"),
    },
)

# ---------------------------------------------------------------- notebook 11


def scale_by_halving(u, low, high):
    for _ in range(60):
        middle, u = math.sqrt(low * high), 2 * u
        low, high, u = (low, middle, u) if u < 1 else (middle, high, u - 1)
    return low


attempts(
    "log_scale",
    right={
        "a power": lambda u, low, high: low * (high / low) ** u,
        "log10": lambda u, low, high: 10 ** (np.log10(low) + u * (np.log10(high) - np.log10(low))),
        "exp": lambda u, low, high: math.exp((1 - u) * math.log(low) + u * math.log(high)),
        "two powers": lambda u, low, high: low ** (1 - u) * high**u,
        "interp": lambda u, low, high: np.exp2(np.interp(u, [0, 1], np.log2([low, high]))),
        "logspace": lambda u, low, high: np.logspace(np.log10(low), np.log10(high), 2)[0] * np.power(high / low, u),
        "halves": scale_by_halving,
    },
    wrong={
        "plain": (lambda u, low, high: low + u * (high - low), "This is the plain scale"),
        "plain, weights": (lambda u, low, high: (1 - u) * low + u * high, "This is the plain scale"),
        "10 to the plain": (lambda u, low, high: 10 ** (low + u * (high - low)), "between the logarithms of low and"),
        "exp of the plain": (lambda u, low, high: np.exp(low + u * (high - low)), "between the logarithms of low and"),
        "log10": (lambda u, low, high: np.log10(low) + u * np.log10(high / low), "take 10 to its power"),
        "log": (lambda u, low, high: math.log(low) + u * math.log(high / low), "take e to its power, np.exp"),
        "10 and log": (lambda u, low, high: 10 ** (np.log(low) + u * np.log(high / low)), "10 ** … needs np.log10"),
        "exp and log10": (lambda u, low, high: np.exp(np.log10(low) + u * np.log10(high / low)), "np.exp needs np.log"),
        "low, 10 and log": (lambda u, low, high: low * 10 ** (u * np.log(high / low)), "10 ** … needs np.log10"),
        "low, exp and log10": (lambda u, low, high: low * np.exp(u * np.log10(high / low)), "np.exp needs np.log"),
        "no log": (lambda u, low, high: low * np.exp(u * (high / low)), "u times the logarithm of high / low"),
        "a product": (lambda u, low, high: low * (high / low) * u, "A power is needed, low * (high / low) ** u"),
        "u high": (lambda u, low, high: u * high, "u = 0 must give low"),
        "high": (lambda u, low, high: low * high**u, "The factor from low to high is high / low, not high"),
        "the difference": (lambda u, low, high: low * (high - low) ** u, "is high / low, not high − low"),
        "no low": (lambda u, low, high: (high / low) ** u, "Begin at low: multiply by it"),
        "added": (lambda u, low, high: low + (high / low) ** u, "Multiply low by the factor; don't add"),
        "backwards": (lambda u, low, high: high * (low / high) ** u, "It runs backwards"),
        "10": (lambda u, low, high: low * 10**u, "From low to high the factor is high / low, not 10"),
        "10 alone": (lambda u, low, high: 10**u, "low and high were not used"),
        "no brackets": (lambda u, low, high: low * high / low**u, "Python takes the power first"),
        "the middle": (lambda u, low, high: math.sqrt(low * high), "u was not used"),
        "1/u": (lambda u, low, high: low * (high / low) ** (1 / (u or 1)), "The factor's power is u, not 1/u"),
        "u to the power": (lambda u, low, high: low * u ** (high / low), "That is upside down"),
        "a grid": (lambda u, low, high: np.geomspace(low, high, 101)[int(100 * u)], "These are fixed values"),
        "high to the power": (lambda u, low, high: (low * high / low) ** u, "This is high to the power u"),
        "^": (lambda u, low, high: low * (high / low) ^ u, "A power is written ** in Python"),
        "a list": (lambda u, low, high: [low * (high / low) ** u], "One number is expected; yours has the shape (1,)"),
    },
)


def certainty(A):
    return np.mean(np.max(A, axis=0))


def share_right(A, labels):
    return np.mean(np.argmax(A, axis=0) == labels)


def overconfidence_in_a_loop(A, labels):
    total = 0
    for column, label in zip(A.T, labels, strict=True):
        answer = np.argmax(column)
        total += column[answer] - (answer == label)
    return total / len(labels)


def overconfidence_in_lists(A, labels):
    columns = list(zip(*A.tolist(), strict=True))
    right = [column.index(max(column)) == label for column, label in zip(columns, labels, strict=True)]
    return sum(map(max, columns)) / len(columns) - sum(right) / len(right)


def overconfidence_by_pandas(A, labels):
    table = pd.DataFrame(A)
    return table.max().mean() - (table.idxmax() == pd.Series(labels)).mean()


def overconfidence_striking_out(A, labels):
    A[A < A.max(axis=0)] = 0
    return A.sum() / A.shape[1] - share_right(A, labels)


attempts(
    "overconfidence",
    right={
        "as in the hint": lambda A, y: np.mean(np.max(A, axis=0)) - np.mean(np.argmax(A, axis=0) == y),
        "a loop": overconfidence_in_a_loop,
        "lists": overconfidence_in_lists,
        "pandas": overconfidence_by_pandas,
        "decoded": lambda A, y: np.average(A.max(0) - (decode(A) == y)),
        "sorted": lambda A, y: np.sort(A, axis=0)[-1].mean() - np.count_nonzero(A.argmax(axis=0) == y) / A.shape[1],
        "share of wrong ones": lambda A, y: A.T.max(axis=1).sum() / len(y) - 1 + np.mean(A.argmax(axis=0) != y),
    },
    wrong={
        "sign": (lambda A, y: share_right(A, y) - certainty(A), "The sign is turned"),
        "certainty": (lambda A, y: certainty(A), "This is the certainty; subtract the accuracy"),
        "max for argmax": (lambda A, y: certainty(A) - np.mean(A.max(axis=0) == y), "Compare argmax, not max"),
        "argmax without axis": (lambda A, y: certainty(A) - np.mean(np.argmax(A) == y), "along axis 0 with the labels"),
        "accuracy": (share_right, "This is the accuracy; subtract it"),
        "the true class": (lambda A, y: A[y, range(len(y))].mean() - share_right(A, y), "takes the probability of the"),
        "the true class alone": (lambda A, y: A[y, range(len(y))].mean(), "This is the probability of the true class"),
        "all probabilities": (lambda A, y: A.mean() - share_right(A, y), "This averages all probabilities"),
        "the one largest": (lambda A, y: A.max() - share_right(A, y), "This is the one largest probability of all"),
        "max, axis 1": (lambda A, y: A.max(axis=1).mean() - share_right(A, y), "The largest of each column is meant"),
        "argmax, axis 1": (lambda A, y: certainty(A) - np.mean(A.argmax(axis=1) == y), "Each column is an example"),
        "rows in a loop": (lambda A, y: np.mean([max(A[k]) - (np.argmax(A[k]) == y[k]) for k in range(len(y))]),
                           "Each column is an example"),
        "one by one": (lambda A, y: A.max(axis=0) - (A.argmax(axis=0) == y), "These are the columns one by one"),
        "certainties": (lambda A, y: A.max(axis=0) - share_right(A, y), "The certainty is still one number per column"),
        "rights": (lambda A, y: certainty(A) - (A.argmax(axis=0) == y), "The accuracy is the mean of these"),
        "how many": (lambda A, y: certainty(A) - sum(A.argmax(axis=0) == y), "The accuracy is a share"),
        "sums": (lambda A, y: A.max(axis=0).sum() - sum(A.argmax(axis=0) == y), "divide both by the number of columns"),
        "len(A)": (lambda A, y: (A.max(axis=0).sum() - sum(A.argmax(axis=0) == y)) / len(A), "the number of classes"),
        "absolute": (lambda A, y: abs(certainty(A) - share_right(A, y)), "Without the absolute value"),
        "of the right ones": (lambda A, y: A.max(0)[A.argmax(0) == y].mean() - share_right(A, y),
                              "over the right answers"),
        "wrong ones 0": (lambda A, y: np.mean(A.max(0) * (A.argmax(0) == y)) - share_right(A, y), "count 0 here"),
        "share of wrong ones": (lambda A, y: certainty(A) - np.mean(A.argmax(axis=0) != y), "share of wrong answers"),
        "added": (lambda A, y: certainty(A) + share_right(A, y), "Subtract the accuracy"),
        "per cent": (lambda A, y: 100 * (certainty(A) - share_right(A, y)), "This is in per cent"),
        "both": (lambda A, y: (certainty(A), share_right(A, y)), "subtract the second from the first"),
        "the labels": (lambda A, y: certainty(A) - np.mean(y), "These are the labels themselves"),
        "not compared": (lambda A, y: certainty(A) - np.mean(A.argmax(axis=0)), "compared with the labels"),
        "max of Python": (lambda A, y: np.mean(max(A)) - share_right(A, y), "max wants single numbers"),
        "in place": (overconfidence_striking_out, "changed its argument"),
    },
)


def pairs_in_a_loop(a, b):
    differences = [y - x for x, y in zip(a, b, strict=True)]
    n = len(differences)
    mean = sum(differences) / n
    variance = sum((d - mean) ** 2 for d in differences) / (n - 1)
    return [mean, math.sqrt(variance) / math.sqrt(n)]


def paired(a, b, ddof=1, divided_by=np.sqrt):
    return np.mean(b - a), np.std(b - a, ddof=ddof) / divided_by(len(a))


def error_of(error):
    return lambda a, b: (np.mean(b - a), error(a, b, math.sqrt(len(a))))


def pairs_in_place(a, b):
    b -= a
    return np.mean(b), np.std(b, ddof=1) / np.sqrt(len(b))


attempts(
    "paired_difference",
    right={
        "as in the hint": paired,
        "a loop, a list": pairs_in_a_loop,
        "pandas": lambda a, b: (pd.Series(b - a).mean(), pd.Series(b - a).sem()),
        "statistics": lambda a, b: (statistics.mean(b - a), statistics.stdev((b - a).tolist()) / len(a) ** 0.5),
        "means apart": lambda a, b: (b.mean() - a.mean(), np.sqrt(np.var(a - b, ddof=1) / a.size)),
        "√(n − 1) and no ddof": lambda a, b: np.array([np.mean(b - a), np.std(b - a) / np.sqrt(len(a) - 1)]),
        "single numbers": lambda a, b: tuple(map(float, paired(a, b))),
    },
    wrong={
        "a − b": (lambda a, b: paired(b, a), "The difference is b − a"),
        "ddof 0": (lambda a, b: paired(a, b, ddof=0), "With ddof=1"),
        "not divided": (lambda a, b: paired(a, b, divided_by=lambda n: 1), "the spread of single differences"),
        "not divided, ddof 0": (lambda a, b: (np.mean(b - a), np.std(b - a)), "Use ddof=1, and divide by √n"),
        "n": (lambda a, b: paired(a, b, divided_by=lambda n: n), "Divide by √n, not by n"),
        "n, ddof 0": (lambda a, b: paired(a, b, 0, lambda n: n), "Use ddof=1, and divide by √n, not by n"),
        "√(n − 1)": (lambda a, b: paired(a, b, divided_by=lambda n: (n - 1) ** 0.5), "ddof=1 is the n − 1 already"),
        "√(2n)": (lambda a, b: paired(a, b, divided_by=lambda n: (2 * n) ** 0.5), "n is the number of pairs"),
        "multiplied": (lambda a, b: paired(a, b, divided_by=lambda n: n**-0.5), "Divide by √n; this multiplies"),
        "the square": (error_of(lambda a, b, root: np.var(b - a, ddof=1) / root**2),
                       "the square of the standard error"),
        "variance over root": (error_of(lambda a, b, root: np.var(b - a, ddof=1) / root), "This divides the variance"),
        "variance": (error_of(lambda a, b, root: np.var(b - a, ddof=1)), "This is the variance"),
        "not paired": (error_of(lambda a, b, root: np.hypot(np.std(a, ddof=1), np.std(b, ddof=1)) / root),
                       "the formula for runs that are not paired"),
        "difference of spreads": (error_of(lambda a, b, root: np.std(b, ddof=1) - np.std(a, ddof=1)), "don't subtract"),
        "difference of errors": (error_of(lambda a, b, root: (np.std(b, ddof=1) - np.std(a, ddof=1)) / root),
                                 "Standard deviations don't subtract"),
        "sum of errors": (error_of(lambda a, b, root: (np.std(b, ddof=1) + np.std(a, ddof=1)) / root), "don't add"),
        "of b": (error_of(lambda a, b, root: np.std(b, ddof=1) / root), "This is the scatter of b"),
        "of all": (error_of(lambda a, b, root: np.std([*a, *b], ddof=1) / root), "This is the scatter of all scores"),
        "sizes": (lambda a, b: paired(np.zeros(len(a)), abs(b - a)), "Keep the signs"),
        "size of the mean": (lambda a, b: (abs(np.mean(b - a)), paired(a, b)[1]), "Keep the sign"),
        "sorted": (lambda a, b: paired(np.sort(a), np.sort(b)), "Sorting tears the pairs apart"),
        "sum": (lambda a, b: (sum(b - a), paired(a, b)[1]), "not the sum"),
        "median": (lambda a, b: (np.median(b - a), paired(a, b)[1]), "not the median"),
        "1.96": (error_of(lambda a, b, root: 1.96 * np.std(b - a, ddof=1) / root),
                 "One standard error, without a factor"),
        "interval": (lambda a, b: np.mean(b - a) + paired(a, b)[1] * np.array([-1, 1]), "the ends of an interval"),
        "t": (lambda a, b: np.divide(*paired(a, b)), "the mean in standard errors"),
        "relative": (lambda a, b: paired(a / a, b / a), "This is relative to a"),
        "mean": (lambda a, b: np.mean(b - a), "Return two numbers"),
        "error": (lambda a, b: paired(a, b)[1], "Return two numbers"),
        "swapped": (lambda a, b: paired(a, b)[::-1], "The mean first, then its standard error"),
        "two means": (lambda a, b: (a.mean(), b.mean()), "Return the mean of b − a"),
        "differences": (lambda a, b: (b - a, paired(a, b)[1]), "These are the differences; take their mean"),
        "differences alone": (lambda a, b: b - a, "return their mean and its standard error"),
        "lists": (lambda a, b: paired(list(a), list(b)), "Lists don't subtract"),
        "math": (lambda a, b: (np.mean(b - a), math.sqrt((b - a) ** 2)), "math works on single numbers"),
        "in place": (pairs_in_place, "changed its argument"),
    },
)


def best_of_every_draw(scores, n):
    return np.mean([max(draw) for draw in itertools.product(scores, repeat=n)])


def best_in_a_loop(scores, n):
    N, total = len(scores), 0
    for i, score in enumerate(sorted(scores), start=1):
        total += score * ((i / N) ** n - ((i - 1) / N) ** n)
    return total


def best_by_steps(scores, n):
    """Add up the probabilities that the best is above each level."""
    scores, N = np.sort(scores), len(scores)
    return scores[0] + sum((scores[i] - scores[i - 1]) * (1 - (i / N) ** n) for i in range(1, N))


def best_draw_by_draw(scores, n):
    scores = np.sort(scores)
    shares = np.full(len(scores), 1 / len(scores))
    chances = shares
    for _ in range(n - 1):
        at_most = np.cumsum(chances)
        chances = np.diff(at_most * np.cumsum(shares), prepend=0)
    return chances @ scores


def best_by_dice(scores, n):
    return np.random.default_rng(0).choice(scores, (20_000, n)).max(axis=1).mean()


def best_sorting_in_place(scores, n):
    scores.sort()
    return best_in_a_loop(scores, n)


def weighted(weights, order=np.sort):
    return lambda scores, n: np.sum(order(scores) * weights(len(scores), n))


attempts(
    "expected_best",
    right={
        "as in the hint": lambda s, n: np.sum(np.sort(s) * np.diff((np.arange(len(s) + 1) / len(s)) ** n)),
        "a loop": best_in_a_loop,
        "every draw": best_of_every_draw,
        "level by level": best_by_steps,
        "draw by draw": best_draw_by_draw,
        "linspace and dot": lambda s, n: np.dot(sorted(s), np.diff(np.linspace(0, 1, len(s) + 1) ** n)),
        "pandas": lambda s, n: pd.Series(s).sort_values().mul((pd.Series(s).rank(method="first") / len(s)) ** n
                                                              - ((pd.Series(s).rank(method="first") - 1) / len(s)) ** n
                                                              ).sum(),
    },
    wrong={
        "max": (lambda s, n: max(s), "This is the best of all; with few draws"),
        "mean": (lambda s, n: np.mean(s), "This is the mean of one draw"),
        "not sorted": (weighted(lambda N, n: np.diff((np.arange(N + 1) / N) ** n), np.copy), "must be sorted first"),
        "falling": (weighted(lambda N, n: np.diff((np.arange(N + 1) / N) ** n), lambda s: -np.sort(-s)),
                    "The scores must rise"),
        "the worst": (lambda s, n: -best_in_a_loop(-s, n), "This is the mean of the worst draw"),
        "no replacement": (lambda s, n: np.mean([max(draw) for draw in itertools.combinations(s, n)]),
                           "with replacement"),
        "at most": (weighted(lambda N, n: (np.arange(1, N + 1) / N) ** n), "it is the difference of neighbours"),
        "at most, from 0": (weighted(lambda N, n: (np.arange(N) / N) ** n), "i counts from 1"),
        "at most, scaled": (lambda s, n: np.average(np.sort(s), weights=np.arange(1, len(s) + 1.0) ** n),
                            "don't scale it"),
        "a product": (weighted(lambda N, n: np.diff(np.arange(N + 1) / N * n)), "(i/N)ⁿ is a power, not a product"),
        "no brackets": (weighted(lambda N, n: np.diff(np.arange(N + 1) / N**n)), "Put i/N into brackets"),
        "power before": (weighted(lambda N, n: np.diff(np.arange(N + 1) / N) ** n), "then take the differences"),
        "power N": (weighted(lambda N, n: np.diff((np.arange(N + 1) / N) ** N)), "The power is n, the number of draws"),
        "always 2": (weighted(lambda N, n: np.diff((np.arange(N + 1) / N) ** 2)), "here it is always 2"),
        "mean of products": (lambda s, n: best_in_a_loop(s, n) / len(s), "sum instead of mean"),
        "one by one": (lambda s, n: np.sort(s) * np.diff((np.arange(len(s) + 1) / len(s)) ** n), "Sum these up"),
        "probabilities": (lambda s, n: np.diff((np.arange(len(s) + 1) / len(s)) ** n), "These are the probabilities;"),
        "N of them": (weighted(lambda N, n: np.diff((np.arange(N) / N) ** n)), "N + 1 probabilities"),
        "to N + 1": (weighted(lambda N, n: np.diff((np.arange(N + 1) / (N + 1)) ** n)), "from 0/N to N/N"),
        "the first n": (lambda s, n: max(s[:n]), "This is one particular choice of n"),
        "the n best": (lambda s, n: np.sort(s)[-n:].mean(), "This is the mean of the n best"),
        "the n-th best": (lambda s, n: sorted(s)[-n], "This is the n-th best"),
        "a quantile": (lambda s, n: np.quantile(s, n / (n + 1)), "This is a rule of thumb"),
        "dice": (best_by_dice, "Close, but not exact. If you threw dice"),
        "^": (weighted(lambda N, n: np.diff((np.arange(N + 1) / N) ^ n)), "A power is written ** in Python"),
        "^, single numbers": (lambda s, n: sum(score * (i / len(s)) ^ n for i, score in enumerate(s)), "is written **"),
        "sort()": (lambda s, n: best_in_a_loop(s.copy().sort(), n), "raised TypeError"),
        "in place": (best_sorting_in_place, "changed its argument"),
    },
)

# ---------------------------------------------------------------- notebook 12


def leaked_in_loops(first, second):
    count = 0
    for image in second:
        for other in first:
            if (image == other).all():
                count += 1
                break
    return count


def leaked_by_pandas(first, second):
    seen = pd.MultiIndex.from_arrays(first.reshape(len(first), -1).T)
    return pd.MultiIndex.from_arrays(second.reshape(len(second), -1).T).isin(seen).sum()


def bytes_of(images):
    return [image.tobytes() for image in images]


def leaked_one_by_one(first, second):
    for image in bytes_of(second):
        return image in bytes_of(first)


def leaked_pairs(first, second):
    return sum(np.array_equal(image, other) for image in second for other in first)


def leaked_sorting(first, second):
    first.sort(axis=0)
    return leaked_in_loops(first, second)


attempts(
    "leaked",
    right={
        "a set of bytes": lambda first, second: sum(image in set(bytes_of(first)) for image in bytes_of(second)),
        "loops": leaked_in_loops,
        "broadcast": lambda first, second: (second[:, None] == first[None]).all(axis=(2, 3)).any(axis=1).sum(),
        "lists": lambda first, second: len([image for image in second.tolist() if image in first.tolist()]),
        "tuples": lambda a, b: sum(map({tuple(x.ravel()) for x in a}.__contains__, [tuple(y.ravel()) for y in b])),
        "pandas": leaked_by_pandas,
        "array_equal": lambda a, b: sum(any(np.array_equal(x, y) for x in a) for y in b),
    },
    wrong={
        "two sets": (lambda a, b: len(set(bytes_of(a)) & set(bytes_of(b))),
                     "leaked twice; a set of them counts it once"),
        "exchanged": (lambda a, b: leaked_in_loops(b, a), "The images of the *second* set are counted"),
        "share": (lambda a, b: leaked_in_loops(a, b) / len(b), "This is the share; return how many"),
        "share of the first": (lambda a, b: leaked_in_loops(a, b) / len(a), "This is a share of the first set"),
        "whether": (lambda a, b: any(image in bytes_of(a) for image in bytes_of(b)), "not only whether there are any"),
        "the others": (lambda a, b: sum(image not in bytes_of(a) for image in bytes_of(b)), "that did not leak"),
        "any pixel": (lambda a, b: sum((image == a).any() for image in b), "One equal pixel is not an equal image"),
        "in an array": (lambda a, b: sum(image in a for image in b), "One equal pixel is not an equal image"),
        "same place": (lambda a, b: sum((x == y).all() for x, y in zip(a, b, strict=False)), "at the same place only"),
        "the whole": (lambda a, b: np.array_equal(a, b), "Look for each image of the second set among all"),
        "array in bytes": (lambda a, b: sum(image in [x.tobytes for x in a] for image in bytes_of(b)),
                           "image.tobytes()"),
        "sums": (lambda a, b: np.isin(b.sum(axis=(1, 2)), a.sum(axis=(1, 2))).sum(), "may have the same sum"),
        "pixels": (lambda a, b: np.isin(b, a).sum(), "This counts pixels that occur anywhere"),
        "intersect1d": (lambda a, b: len(np.intersect1d(a, b)), "This counts pixels that occur anywhere"),
        "all pixels somewhere": (lambda a, b: np.isin(b, a).all(axis=(1, 2)).sum(),
                                 "in other places make another image"),
        "sorted pixels": (lambda a, b: sum(sorted(y.flat) in [sorted(x.flat) for x in a] for y in b),
                          "compare whole images"),
        "first row": (lambda a, b: sum(y[0].tolist() in a[:, 0].tolist() for y in b), "only the first row"),
        "pairs": (lambda a, b: sum(x == y for x in bytes_of(a) for y in bytes_of(b)), "This counts pairs"),
        "union": (lambda a, b: len(a) + len(b) - len({*bytes_of(a), *bytes_of(b)}), "twice within one set"),
        "return in the loop": (leaked_one_by_one, "does return stand inside the loop?"),
        "one by one": (lambda a, b: [image in bytes_of(a) for image in bytes_of(b)], "Count the True ones: sum"),
        "the images": (lambda a, b: [image for image in b if image.tobytes() in bytes_of(a)], "the images themselves"),
        "the places": (lambda a, b: [i for i, image in enumerate(bytes_of(b)) if image in bytes_of(a)],
                       "These are the places of the images"),
        "a set of arrays": (lambda a, b: sum(image in set(a) for image in b), "An array can't be put into a set"),
        "a list of arrays": (lambda a, b: sum(image in list(a) for image in b), "Arrays are compared entry by entry"),
        "==": (lambda a, b: sum(1 for x in a for y in b if x == y), "Arrays are compared entry by entry"),
        "in place": (leaked_sorting, "changed its argument"),
    },
)


def said(words):
    """Return an attempt that answers with a fixed value."""
    return lambda: words


def letter_of(diagnosis):
    return next(letter for letter, words in clinic.MENU.items() if words == diagnosis)


def unquoted():
    return o  # noqa: F821


def diagnoses(patient, against):
    """Return the right and the wrong attempts; `against`, letters → words that must be in the message."""
    right = letter_of(patient.diagnosis)
    return {
        "right": {
            "the letter": said(right),
            "upper case": said(right.upper()),
            "spaces": said(f"  {right}\n"),
            "brackets": said(f"({right})"),
            "the words": said(patient.diagnosis),
            "words, upper case, spaces": said(f" {patient.diagnosis.upper()}. "),
            "the line of the list": said(f"{right}  {patient.diagnosis}"),
            "NumPy's text": said(np.str_(right)),
        },
        "wrong": {
            **{f"{letter}, {clinic.MENU[letter]}": (said(letter), words)
               for letters, words in against.items() for letter in letters},
            "wrong words": (said(clinic.MENU["e" if right != "e" else "f"].upper()), "Your diagnosis: b"),
            "two letters": (said("ab"), "It returned 'ab'. Return one letter"),
            "a letter too far": (said("v"), 'Return one letter of the list, in quotes, from "a" to "u"'),
            "empty": (said(""), "Return one letter"),
            "a number": (said(15), "It returned 15. Return one letter of the list, in quotes"),
            "a list": (said([right]), f"It returned ['{right}']. Return one letter"),
            "two": (said((right, "a")), "Return one letter"),
            "a set": (said({right}), "Return one letter"),
            "bytes": (said(right.encode()), "Return one letter"),
            "an array": (said(np.array([right])), "Return one letter"),
            "a function": (said(said), "This is a function and not its result. Return one letter"),
            "no quotes": (unquoted, 'Put the letter in quotes: return "o"'),
            "None": (said(None), "It returned None. Return one letter"),
        },
    }


attempts("diagnose_a", **diagnoses(clinic.UnseenA, {
    "a": "Then all negative logits of an image would get the same probability",
    "bcfiq": "one layer takes none", "dep": "Then the loss would be healthy", "g": "Asked twice",
    "h": "more than half are right", "j": "Then only new images would suffer", "kl": "patient_a.X goes from 0 to 1",
    "m": "surer than 23 %", "n": "There is no NaN", "r": "dead or all alike", "s": "It falls in every epoch",
    "t": "layers 2 and 3 take ordinary ones", "u": "Then the loss would rise",
}))
attempts("diagnose_b", **diagnoses(clinic.UnseenB, {
    "abcfioqstu": "are the healthy twin's, figure by figure", "d": "computed by the same function",
    "e": "look too good",
    "g": "asked twice, the answers do not change", "h": "The training images fit their labels",
    "kl": "patient_b.X and patient_b.X_new both go from 0 to 1", "m": "surer than 23 %", "n": "There is no NaN",
    "p": "Then validation would look too good", "r": "Then nothing would be learned",
}))
attempts("diagnose_c", **diagnoses(clinic.UnseenC, {
    "b": "patient 12", "c": "patient 13", "f": "patient 14", "i": "patient 15", "q": "patient 7's loss run away",
    "de": "the measure is right", "p": "the measure is right", "g": "Asked twice", "h": "Six digits are answered well",
    "j": "the training accuracy is as low", "kl": "patient_c.X goes from 0 to 1", "m": "surer than 23 %",
    "n": "There is no NaN", "o": "Update 1 is never 0", "r": "six are answered well", "s": "no longer than the healthy",
    "t": "other seeds do much better", "u": "Then the loss would rise",
}))

# ---------------------------------------------------------------- how they are tried


def public_checks():
    """Return the names of the functions of the module that take an attempt and nothing else."""
    return {
        name for name, function in inspect.getmembers(checks, inspect.isfunction)
        if function.__module__ == checks.__name__ and list(inspect.signature(function).parameters) == ["attempt"]
    }


def verdict(name, attempt, capsys):
    """Return all that the check prints; it writes no warning and no error."""
    @functools.wraps(attempt)
    def named(*arguments):
        return attempt(*arguments)

    named.__name__ = name
    return printed(name, named, capsys)


def printed(name, attempt, capsys):
    capsys.readouterr()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = getattr(checks, name)(attempt)
    out, err = capsys.readouterr()
    assert result is None and err == "" and not caught
    return out


def assert_refused(name, out):
    """The output is a single verdict, of at least one line of reasons, none of them too long to read."""
    first, *reasons = out.splitlines()
    assert first == f"{name}: not yet right."
    assert 1 <= len(reasons) <= 5 and all(line.startswith("  ") and line.strip() for line in reasons)
    assert max(map(len, reasons)) < 400
    assert out.endswith("\n") and not out.endswith("\n\n") and f"{name}: correct" not in out


def first_right(name):
    return next(iter(TABLE[name].right.values()))


def rows(kind):
    return [pytest.param(name, attempt, id=f"{name}: {attempt}")
            for name, row in TABLE.items() for attempt in getattr(row, kind)]


every_check = pytest.mark.parametrize("name", sorted(TABLE))


def test_every_check_has_attempts_in_the_table_and_there_are_no_others():
    assert set(TABLE) == public_checks()
    for name, row in TABLE.items():
        assert len(row.right) >= 3 and len(row.wrong) >= 5, name


@every_check
def test_the_first_words_of_a_check_name_its_notebook(name):
    assert getattr(checks, name).__doc__[:11] in {f"Notebook {number:02}" for number in range(1, 13)}


@every_check
def test_an_unfilled_cell_gets_one_quiet_line(name, capsys):
    assert verdict(name, lambda *arguments: ..., capsys) == f"{name}: not written yet.\n"


@pytest.mark.parametrize(("name", "attempt"), rows("right"))
def test_a_right_answer_is_accepted_however_it_is_written(name, attempt, capsys):
    out = verdict(name, TABLE[name].right[attempt], capsys)
    assert out.startswith(f"{name}: correct. ") and out.count("\n") == 1 and out.endswith(".\n")


@pytest.mark.parametrize(("name", "attempt"), rows("wrong"))
def test_a_usual_wrong_answer_is_refused_with_its_likely_reason(name, attempt, capsys):
    function, words = TABLE[name].wrong[attempt]
    out = verdict(name, function, capsys)
    assert_refused(name, out)
    assert words in out


# ---------------------------------------------------------------- what holds for all of them


DIAGNOSES = {"diagnose_a", "diagnose_b", "diagnose_c"}


def as_lists(result):
    """Turn arrays into lists and NumPy's numbers into Python's, at any depth."""
    if isinstance(result, dict):
        return {key: as_lists(value) for key, value in result.items()}
    if isinstance(result, (tuple, list)):
        return [as_lists(value) for value in result]
    return result.tolist() if isinstance(result, (np.ndarray, np.generic)) else result


def as_arrays(result):
    """Turn lists and numbers into arrays, also single numbers; a dictionary or two arrays stay such."""
    if isinstance(result, dict):
        return {key: np.array(value) for key, value in result.items()}
    if isinstance(result, tuple) and np.ndim(result[0]) > 0:
        return tuple(np.array(value) for value in result)
    return result if result is None or isinstance(result, str) else np.array(result)


def as_text(result):
    """Turn all numbers into text."""
    if isinstance(result, dict):
        return {key: as_text(value) for key, value in result.items()}
    if isinstance(result, tuple) and np.ndim(result[0]) > 0:
        return tuple(as_text(value) for value in result)
    return np.asarray(result).astype(str)


@every_check
@pytest.mark.parametrize("form", [as_lists, as_arrays])
def test_a_right_answer_may_come_as_lists_or_as_arrays(name, form, capsys):
    right = first_right(name)
    assert verdict(name, lambda *arguments: form(right(*arguments)), capsys).startswith(f"{name}: correct. ")


@every_check
@pytest.mark.parametrize("form", [str, as_text, lambda result: (result, result, result), lambda result: lambda: result,
                                  lambda result: iter([result])],
                         ids=["one text", "text", "three times", "a function", "an iterator"])
def test_a_right_answer_in_a_wrong_wrapping_is_refused(name, form, capsys):
    if name in DIAGNOSES and form in (str, as_text):
        pytest.skip("a diagnosis is a text")
    right = first_right(name)
    assert_refused(name, verdict(name, lambda *arguments: form(right(*arguments)), capsys))


CONSTANTS = [
    0, 1, -1, 0.5, 10**400, 1j, float("nan"), float("inf"), True, False, None, "", "text", b"bytes", [], (), {}, set(),
    [...], (..., ...), [None, None], (None, None), ([1, [2, 3]], [4]), [[1, 2], [3]], ["a", "b"], [{}, {}], object(),
    int, len, "long text " * 50, list(range(1000)), {"W1": ..., "b1": None}, {1: np.zeros(3)}, {"W": np.zeros(3)},
    np.array(0), np.array([]), np.zeros(3), np.zeros((2, 2)), np.zeros(10), np.zeros((30, 2, 2)), np.array(None),
    np.array(["a", "b"]), np.array([1 + 1j, 2]), np.array([{}, []], dtype=object), np.datetime64("2020-01-01"),
    np.ma.masked, pd.Series([1, 2]), pd.Series(["a"]), pd.DataFrame({"Iteration": [0]}), range(3), {}.values(), np,
]


@every_check
def test_no_constant_is_accepted_and_none_makes_the_check_stumble(name, capsys):
    for constant in CONSTANTS:
        assert_refused(name, verdict(name, lambda *arguments, value=constant: value, capsys))


@every_check
@pytest.mark.parametrize("place", [0, 1, -1])
def test_no_argument_handed_back_is_accepted(name, place, capsys):
    assert_refused(name, verdict(name, lambda *arguments: arguments[place % len(arguments)], capsys))


@every_check
def test_none_is_answered_with_a_word_on_return(name, capsys):
    assert "returned None" in verdict(name, lambda *arguments: None, capsys)


@every_check
@pytest.mark.parametrize("error", [ZeroDivisionError("on purpose"), KeyError("on purpose"), NameError("on purpose"),
                                   NotImplementedError("on purpose"), RecursionError("on purpose"),
                                   StopIteration("on purpose"), AssertionError("on purpose")],
                         ids=lambda error: type(error).__name__)
def test_an_exception_does_not_escape_but_is_named_with_its_text(name, error, capsys):
    def attempt(*arguments):
        raise error

    out = verdict(name, attempt, capsys)
    assert_refused(name, out)
    assert f"raised {type(error).__name__}: " in out and "on purpose" in out


@every_check
def test_an_exception_at_a_later_call_does_not_escape_either(name, capsys):
    calls = []

    def attempt(*arguments):
        calls.append(1)
        if len(calls) > 1:
            raise ValueError("the second time")
        return first_right(name)(*arguments)

    out = verdict(name, attempt, capsys)
    if len(calls) > 1:
        assert_refused(name, out)
        assert "raised ValueError: the second time" in out


@every_check
def test_a_function_with_other_arguments_is_told_so(name, capsys):
    assert "raised TypeError: " in verdict(name, lambda *, other: 0, capsys)


WITHOUT_MUTABLE_ARGUMENTS = {
    "decode_labels", "count_parameters", "slope", "descend", "decayed", "rival_width", "leaky_he", "count_steps",
    "stairs", "nesterov_step", "log_scale", *DIAGNOSES,
}


def damage(argument):
    """Change an argument in place, if it can be changed; tell whether it was."""
    if isinstance(argument, np.ndarray):
        argument.flat[-1] = 1 - argument.flat[-1]
    elif isinstance(argument, dict):
        argument.popitem()
    elif isinstance(argument, list):
        argument.pop()
    elif isinstance(argument, pd.DataFrame):
        argument.drop(index=0, inplace=True)
    else:
        return False
    return True


@pytest.mark.parametrize("name", sorted(set(TABLE) - WITHOUT_MUTABLE_ARGUMENTS))
def test_a_right_answer_that_changes_any_of_its_arguments_is_refused(name, capsys):
    for place in range(4):
        damaged = []

        def attempt(*arguments, place=place, damaged=damaged):
            result = copy.deepcopy(first_right(name)(*arguments))
            damaged.append(place < len(arguments) and damage(arguments[place]))
            return result

        out = verdict(name, attempt, capsys)
        assert ("changed its argument" in out or "have changed" in out) == any(damaged)
        assert ("correct" in out) == (not any(damaged))


@every_check
def test_what_the_reader_returned_and_numpys_settings_stay_as_they_were(name, capsys):
    returned = []

    def attempt(*arguments):
        result = first_right(name)(*arguments)
        returned.append((result, copy.deepcopy(result)))
        return result

    np.random.seed(3)
    settings = np.geterr(), np.get_printoptions(), warnings.filters[:], np.random.get_state()[1].tolist()
    verdict(name, attempt, capsys)
    assert settings == (np.geterr(), np.get_printoptions(), warnings.filters[:], np.random.get_state()[1].tolist())
    for result, kept in returned:
        np.testing.assert_equal(result, kept)


@every_check
def test_a_warning_raised_by_the_attempt_is_not_shown(name, capsys):
    def attempt(*arguments):
        warnings.warn("beware", stacklevel=1)
        np.mean(np.array([]))
        np.array([1.0]) / np.array([0.0])
        return first_right(name)(*arguments)

    assert verdict(name, attempt, capsys).startswith(f"{name}: correct. ")


@every_check
def test_a_result_passed_instead_of_the_function_gets_a_helpful_sentence(name, capsys):
    for result in (np.arange(3), 3, ..., None, "text", {}, [1], (np.zeros(2), np.zeros(2))):
        out = printed(name, result, capsys)
        assert out.startswith("Pass the function itself") and out.count("\n") == 1


@every_check
def test_a_function_without_a_name_is_checked_as_well(name, capsys):
    partial = functools.partial(first_right(name))
    assert printed(name, partial, capsys).startswith("your function: correct. ")
    assert printed(name, functools.partial(lambda *arguments: ...), capsys) == "your function: not written yet.\n"
    assert printed(name, functools.partial(lambda *arguments: 3.7), capsys).startswith("your function: not yet right.")


# ---------------------------------------------------------------- the words of a message


def test_a_message_names_the_call_the_result_the_expectation_and_the_reason(capsys):
    out = verdict("count_labels", lambda labels: np.bincount(labels), capsys)
    assert out == (
        "count_labels: not yet right.\n"
        "  For count_labels([0, 1, 1, 7])\n"
        "  it gave   [1, 2, 0, 0, 0, 0, 0, 1]\n"
        "  expected  [1, 2, 0, 0, 0, 0, 0, 1, 0, 0]\n"
        "  The result ends at the largest label: the digits above it must count 0 (minlength=10).\n"
    )


def test_a_part_of_the_steps_is_told_what_agrees_and_what_comes_next(capsys):
    out = verdict("backward_step_by_step", step_by_step({"dZ2": "dZ2"}), capsys)
    assert out == "backward_step_by_step: not yet right.\n  dZ2 agrees; next: dW2.\n"


@pytest.mark.parametrize("name", sorted(DIAGNOSES))
def test_every_wrong_diagnosis_is_in_the_table(name):
    tried = {attempt[0] for attempt in TABLE[name].wrong if attempt[1:2] == ","}
    assert len(set(clinic.MENU) - tried) == 1


def test_large_arrays_are_shown_by_their_shape_and_long_collections_by_their_number_of_entries():
    assert checks.shown(np.zeros((5, 5))) == "<array of shape (5, 5)>"
    assert checks.shown({"W": np.ones((4, 5)), "b": np.zeros((4, 1))}) == (
        "{'W': <array of shape (4, 5)>, 'b': <array of shape (4, 1)>}")
    assert checks.shown(list(range(1000))) == "<list of 1000 entries>"
    assert checks.shown([0.5, np.int64(3), None, ...]) == "[0.5, 3, None, ...]"


def test_a_list_is_the_same_as_an_array_and_text_is_not_the_same_as_its_number():
    assert checks.same([1, 2], np.array([1.0, 2.0])) and checks.same(np.array([1, 2]), (1, 2))
    assert not checks.same(["1", "2"], np.array([1, 2])) and not checks.same("3", 3)
    assert not checks.same(np.array([[1, 2]]), np.array([1, 2]))
    assert not checks.same(np.array(5.0), [5.0]) and not checks.same(None, 0) and not checks.same(0, None)
