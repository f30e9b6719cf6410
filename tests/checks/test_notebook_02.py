"""Attempts at the exercises of notebook 02: the right ones are accepted, the wrong ones told what is wrong."""


import numpy as np
import pandas as pd
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


def one_hot_rows_from_the_second(labels, classes):
    rows = np.zeros((len(labels), classes))
    for place in range(1, len(labels)):
        rows[place, labels[place]] = 1
    return rows


def one_hot_rows_of_the_first(labels, classes):
    rows = np.zeros((len(labels), classes))
    for place in range(len(labels)):
        rows[place, labels[place]] = 1
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
        "from the second": (one_hot_rows_from_the_second, "It would be right with one change, of the number 1"),
        "return in the loop": (one_hot_rows_of_the_first, "Its `return` stands inside the loop"),
        "of those that occur": (lambda k, c: pd.get_dummies(k).to_numpy(), "a column per class that occurs"),
        "by number of labels": (lambda k, c: np.eye(len(k))[k], "raised IndexError"),
        "k=1": (lambda k, c: np.eye(c, k=1)[k], "one place too late"),
        "all labels in a row": (lambda k, c: np.isin(np.arange(c), k) * np.ones((len(k), 1)),
                                "and must not be one and the same row"),
        "up to the label": (lambda k, c: k[:, np.newaxis] >= np.arange(c), "The 1s begin at class 0 and go on"),
        "a row twice": (lambda k, c: np.eye(c)[k] * (1 + (k == k[0]))[:, np.newaxis], "Its rows sum to [2., 1.]"),
        "to the end": (lambda k, c: k[:, np.newaxis] <= np.arange(c), "The 1s go on to the end of each row"),
        "without class 0": (lambda k, c: np.eye(c)[k][:, 1:], "The first column is missing"),
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


def is_one_hot_at_once(Y):
    for column in Y.T:
        if sorted(column) == [0] * (len(column) - 1) + [1]:
            return True
        return False


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
        "squares": (lambda Y: np.all(np.isclose((Y**2).sum(axis=0), 1)), "The squares of a column may sum to 1"),
        "between": (lambda Y: np.all((Y >= 0) & (Y <= 1)) and np.all(Y.sum(axis=0) == 1), "Entries between 0 and 1"),
        "two entries": (lambda Y: len(set(Y.ravel())) == 2 and np.all(Y.sum(axis=0) == 1), "need not be 0 and 1"),
        "either": (lambda Y: is_0_or_1(Y) or np.all(Y.sum(axis=0) == 1), "both must hold"),
        "about": (lambda Y: is_one_hot_in_a_loop(np.round(Y, 1)), "(0.999, 0.001) and for a column (1, 0.001)"),
        "first column": (is_one_hot_at_once, "Only the first column is looked at."),
        "no else": (is_one_hot_without_an_end, "does every way through it end with return"),
        "| without brackets": (lambda Y: np.all(Y == 0 | Y == 1), "put brackets around each comparison"),
        "or": (lambda Y: np.all((Y == 0) or (Y == 1)), "Entry by entry use & and |"),
        "in place": (is_one_hot_in_place, "changed its argument"),
    },
)


def second_choice_by_striking_out_the_first(P):
    rest = P.copy()
    rest[np.argmax(P, axis=0), np.arange(P.shape[1])] = -1
    return np.argmax(rest, axis=0)


def second_choice_behind_the_first(P):
    found = []
    for column in P.T:
        best = np.argmax(column)
        rest = column[best + 1:]
        found.append(best + 1 + np.argmax(rest) if rest.size else np.argsort(column)[-2])
    return found


def second_choice_wiping_rows(P):
    rest = P.copy()
    rest[np.argmax(P, axis=0)] = 0
    return np.argmax(rest, axis=0)


def second_choice_in_place(P):
    P[np.argmax(P, axis=0), np.arange(P.shape[1])] = -1
    return np.argmax(P, axis=0)


def second_choice_without_the_last(P):
    choices = []
    for place in range(P.shape[1] - 1):
        choices.append(np.argsort(P[:, place])[-2])
    return choices


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
        "best taken out": (lambda P: [np.argmax(np.delete(p, np.argmax(p))) for p in P.T], "the places behind it move"),
        "without the last": (second_choice_without_the_last, "It would be right with one change, of the range"),
        "third": (lambda P: np.argsort(P, axis=0)[max(-3, -len(P))], "This is the third choice"),
        "of ten": (lambda P: np.argsort(P, axis=0)[8], "it is right only for ten classes."),
        "next class": (lambda P: (np.argmax(P, axis=0) + 1) % len(P), "The class after the first choice is not"),
        "class 0 first": (lambda P: np.where(np.argmax(P, axis=0), np.argsort(P, axis=0)[-2], 0),
                          "the search for the second must not begin there"),
        "0 in its place": (lambda P: np.argmax(np.where(P == P.max(axis=0), 0, P), axis=0), "where a class is certain"),
        "behind the first": (second_choice_behind_the_first, "Only the classes after the first choice"),
        "in the whole matrix": (lambda P: [np.argwhere(P == p)[0][0] for p in np.sort(P, axis=0)[-2]],
                                "another column may hold it too"),
        "whole rows": (second_choice_wiping_rows, "wipes whole rows; use P[best, np.arange(m)]"),
        "the class before": (lambda P: np.argmax(P, axis=0) - 1, "The class before the first choice is not the second"),
        "sort()": (lambda P: P.sort(axis=0)[-2], "work in place and return None"),
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


def softened_at_random(labels, confidence, classes):
    shares = np.random.default_rng(0).random((classes, len(labels))) * (one_hot(labels, classes) == 0)
    return one_hot(labels, classes) * confidence + (1 - confidence) * shares / shares.sum(axis=0)


def softened_by_division(Y):
    return Y / Y.sum(axis=0)


def softened_by_filling_rows(labels, confidence, classes):
    Y = np.full((classes, len(labels)), (1 - confidence) / (classes - 1))
    Y[labels] = confidence
    return Y


def softened_in_whole_numbers(labels, confidence, classes):
    Y = np.zeros((classes, len(labels)), dtype=int)
    Y[:] = (1 - confidence) / (classes - 1)
    Y[labels, np.arange(len(labels))] = confidence
    return Y


def softened_without_the_last(labels, confidence, classes):
    Y = np.full((classes, len(labels)), (1 - confidence) / (classes - 1))
    for place in range(len(labels) - 1):
        Y[labels[place], place] = confidence
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
        "brackets": (lambda k, c, n: np.where(one_hot(k, n) == 1, c, 1 - c / (n - 1)), "put 1 - confidence into"),
        "normalised": (lambda k, c, n: c * one_hot(k, n) / c, "hard labels still"),
        "0.05": (lambda k, c, n: np.where(one_hot(k, n) == 1, c, 0.05),
                 "The true classes have their confidence; the others' shares"),
        "random shares": (softened_at_random, "Its columns sum to 1. The true classes have their confidence"),
        "one list": (lambda k, c, n: [[c] * len(k)] * n, "Every entry is the confidence"),
        "classes that occur": (lambda k, c, n: np.where(one_hot(k, n) == 1, c, (1 - c) / max(len(set(k)) - 1, 1)),
                               "the number of classes that occur"),
        "divided by the sums": (lambda k, c, n: softened_by_division(np.where(one_hot(k, n) == 1, c, 1 - c)),
                                "no longer has its confidence"),
        "compared with the labels": (lambda k, c, n: np.where(one_hot(k, n) == k, c, (1 - c) / (n - 1)),
                                     "compared with the labels"),
        "1 and a share": (lambda k, c, n: one_hot(k, n) + (1 - c) / (n - 1), "added to the 1 of the true class"),
        "whole numbers": (softened_in_whole_numbers, "an array of integers can't hold them"),
        "without the last": (softened_without_the_last, "It would be right with one change, of the range"),
        "hard": (lambda k, c, n: one_hot(k, n), "hard labels still"),
        "exchanged": (lambda k, c, n: np.where(one_hot(k, n) == 0, c, (1 - c) / (n - 1)), "The two are exchanged"),
        "one column": (lambda k, c, n: softened_in_a_loop(k, c, n)[:, 0], "the column of the first example only"),
    },
)


class TestNotebook02(Exercises):
    module = notebook_02
    attempts = attempts
