"""Attempts at the exercises of notebook 02: the right ones are accepted, the wrong ones told what is wrong."""


import numpy as np
from attempts import Attempts, Exercises

from nnhelpers.checks import notebook_02
from nnhelpers.preprocessing import decode, one_hot

attempts = Attempts()


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
        "columns": (one_hot, "Rows and columns are exchanged"),
        "reshape": (lambda k, c: one_hot(k, c).reshape(len(k), c), "reshape does not turn rows into columns"),
        "one too early": (one_hot_rows_one_too_early, "one place too early"),
        "ten classes": (lambda k, c: one_hot(k).T, "pass `classes` on"),
        "exchanged": (lambda k, c: (k[:, np.newaxis] != np.arange(c)).astype(int), "exchanged"),
        "labels": (lambda k, c: k, "the labels as they came"),
        "one long row": (lambda k, c: np.eye(c)[k].ravel(), "is not. The shapes differ: yours is (6,)"),
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
        "sums only": (lambda Y: np.all(Y.sum(axis=0) == 1), "look at the entries too"),
        "entries only": (is_0_or_1, "All entries may be 0 or 1"),
        "largest only": (lambda Y: np.all(Y.max(axis=0) == 1), "A column may hold a largest 1"),
        "sum and largest": (lambda Y: np.all(Y.max(axis=0) == 1) and np.all(Y.sum(axis=0) == 1),
                            "A column such as (1, 0.5, −0.5)"),
        "single entry": (lambda Y: np.all(np.count_nonzero(Y, axis=0) == 1), "this entry be a 2"),
        "sum of all": (lambda Y: is_0_or_1(Y) and Y.sum() == Y.shape[1], "makes up for one without"),
        "rows": (lambda Y: is_0_or_1(Y) and np.all(Y.sum(axis=1) == 1), "The sums went along the rows"),
        "rows at most": (lambda Y: is_0_or_1(Y) and np.all(Y.sum(axis=1) <= 1), "A row may hold several 1s"),
        "per column": (lambda Y: Y.sum(axis=0) == 1, "One truth value for the whole matrix"),
        "a list": (lambda Y: [sum(column) == 1 for column in Y.T], "One truth value for the whole matrix"),
        "any": (lambda Y: is_0_or_1(Y) and np.any(Y.sum(axis=0) == 1), "One good column is enough here"),
        "True": (lambda Y: True, "It says True whatever"),
        "False": (lambda Y: False, "It says False whatever"),
        "text": (lambda Y: str(is_one_hot_in_a_loop(Y)), "This is a text"),
        "a number": (lambda Y: np.sum(Y == 1), "This is how many 1s there are"),
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
        "no axis": (lambda P: np.argsort(P)[-2], "np.argsort without axis=0 sorts each row"),
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
        "added everywhere": (lambda k, c, n: one_hot(k, n) * c + (1 - c) / (n - 1), "besides its confidence"),
        "whole rows": (softened_by_filling_rows, "fills whole rows: two index arrays are needed"),
        "labels as rows": (lambda k, c, n: one_hot(k, n) * np.full(len(k) + 1, c),
                           "The shapes (3,2) and (3,) do not fit entry by entry"),
        "hard": (lambda k, c, n: one_hot(k, n), "hard labels still"),
        "exchanged": (lambda k, c, n: np.where(one_hot(k, n) == 0, c, (1 - c) / (n - 1)), "The two are exchanged"),
        "one column": (lambda k, c, n: softened_in_a_loop(k, c, n)[:, 0], "the column of the first example only"),
    },
)


class TestNotebook02(Exercises):
    module = notebook_02
    attempts = attempts
