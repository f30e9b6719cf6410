"""Attempts at the exercises of notebook 06: the right ones are accepted, the wrong ones told what is wrong."""


import numpy as np
from attempts import Attempts, Exercises

from nnhelpers.checks import notebook_06

attempts = Attempts()


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
        "rounded": (lambda M: round(f1_scores(M).mean(), 2), "not yet right"),
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


class TestNotebook06(Exercises):
    module = notebook_06
    attempts = attempts
