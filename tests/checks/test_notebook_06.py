"""Attempts at the exercises of notebook 06: the right ones are accepted, the wrong ones told what is wrong."""

import numpy as np
import pandas as pd
from attempts import Attempts, Exercises

from nnhelpers.checks import notebook_06

attempts = Attempts()
FIXED = 8


def recall_in_a_loop(matrix, digit):
    total = 0
    for cell in matrix[digit]:
        total += cell
    return float(matrix[digit][digit]) / float(total)


def recall_returned_too_early(matrix, digit):
    total = 0
    for column in range(len(matrix)):
        total += matrix[digit, column]
        return matrix[digit, digit] / total


def recall_printed(matrix, digit):
    print(matrix[digit, digit] / matrix[digit].sum())


def recall_of_the_notebooks_digit(matrix, digit):
    return matrix[FIXED, FIXED] / matrix[FIXED].sum()


def recall_without_the_first_cell(matrix, digit):
    FN = 0
    for column in range(1, len(matrix)):
        if column != digit:
            FN += matrix[digit, column]
    return matrix[digit, digit] / (matrix[digit, digit] + FN)


def recall_of_ten(matrix, digit):
    return matrix[digit, digit] / sum(matrix[digit, column] for column in range(10))


attempts(
    "recall_of",
    right={
        "a row": lambda M, d: M[d, d] / M[d].sum(),
        "a loop": recall_in_a_loop,
        "of all": lambda M, d: (np.diag(M) / M.sum(axis=1))[d],
        "TP and FN": lambda M, d: M[d, d] / (M[d, d] + np.delete(M[d], d).sum()),
        "pandas": lambda M, d: pd.DataFrame(M).iloc[d, d] / pd.DataFrame(M).sum(axis=1)[d],
        "float32": lambda M, d: np.float32(M[d, d]) / np.float32(M[d].sum()),
    },
    wrong={
        "precision": (lambda M, d: M[d, d] / M.sum(axis=0)[d], "This is the precision"),
        "accuracy": (lambda M, d: (np.delete(np.delete(M, d, 0), d, 1).sum() + M[d, d]) / M.sum(),
                     "This is the accuracy, (TP + TN) / m"),
        "FN with TP": (lambda M, d: M[d, d] / (M[d, d] + M[d].sum()), "TP is counted twice below the line"),
        "half of two sums": (lambda M, d: M[d, d] / ((M[d].sum() + M[:, d].sum()) / 2), "This is the F1 score"),
        "int": (lambda M, d: int(M[d, d] / M[d].sum()), "cut off what stands after the point"),
        "a tuple": (lambda M, d: (M[d, d], M[d].sum()), "One number is expected"),
        "text": (lambda M, d: f"{M[d, d] / M[d].sum():.1%}", "Numbers are expected"),
        "nan for 0": (lambda M, d: M[d, d] / M[d].sum() if M[d, d] else np.nan,
                      "it is right except for a digit that was never recognised"),
        "columns behind": (lambda M, d: M[d, d] / (M[d, d] + M[d, d + 1:].sum()), "The sum starts at the diagonal"),
        "return in the loop": (recall_returned_too_early, "`return` stands inside the loop"),
        "printed": (recall_printed, "It prints its result; return it"),
        "a variable of the notebook": (recall_of_the_notebooks_digit, "variable `FIXED`"),
        "from column 1": (recall_without_the_first_cell, "for column in range(1, len(matrix))"),
        "ten columns": (recall_of_ten, "The number 10 stands in it"),
        "rounded": (lambda M, d: round(M[d, d] / M[d].sum(), 3), "Right up to rounding"),
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


def confused_in_pandas(matrix):
    cells = pd.DataFrame(matrix).stack()
    cells = cells[[true != predicted for true, predicted in cells.index]]
    return *cells.idxmax(), cells.max()


def confused_less_a_row(matrix):
    true, predicted = np.unravel_index((matrix - np.diag(matrix)).argmax(), matrix.shape)
    return true, predicted, matrix[true, predicted]


def confused_above_the_diagonal(matrix):
    found = (0, 1, 0)
    for i in range(len(matrix)):
        for j in range(i + 1, len(matrix)):
            if matrix[i, j] > found[2]:
                found = (i, j, matrix[i, j])
    return found


def confused_but_for_the_last_row(matrix):
    found = (0, 0, 0)
    for i in range(len(matrix) - 1):
        for j in range(len(matrix)):
            if i != j and matrix[i, j] > found[2]:
                found = (i, j, matrix[i, j])
    return found


def confused_in_the_first_row(matrix):
    found = (0, 0, 0)
    for i in range(len(matrix)):
        for j in range(len(matrix)):
            if i != j and matrix[i, j] > found[2]:
                found = (i, j, matrix[i, j])
        return found


def confused_among_ten(matrix):
    found = (0, 0, 0)
    for i in range(10):
        for j in range(10):
            if i != j and matrix[i, j] > found[2]:
                found = (i, j, matrix[i, j])
    return found


def confused_found_by_value(matrix):
    count = np.max(matrix * (1 - np.eye(len(matrix), dtype=int)))
    true, predicted = np.argwhere(matrix == count)[0]
    return true, predicted, count


def confused_in_place(matrix):
    np.fill_diagonal(matrix, 0)
    return confused_by_unravelling(matrix)


def confused_in_nothing(matrix):
    return np.fill_diagonal(matrix.copy(), 0).argmax()


attempts(
    "most_confused",
    right={
        "loops": confused_in_loops,
        "unravelled, np.int64": confused_by_unravelling,
        "divmod": lambda M: (*divmod(int((M * (1 - np.eye(len(M)))).argmax()), len(M)), confused_in_loops(M)[2]),
        "a list": lambda M: list(confused_in_loops(M)),
        "pandas": confused_in_pandas,
        "max of tuples": lambda M: max(((i, j, M[i, j]) for i, j in np.ndindex(M.shape) if i != j), key=lambda c: c[2]),
    },
    wrong={
        "diagonal": (lambda M: (*divmod(int(M.argmax()), len(M)), M.max()), "leave the diagonal out"),
        "less a row": (confused_less_a_row, "np.diag(matrix) is a row of numbers"),
        "swapped": (lambda M: [confused_in_loops(M)[i] for i in (1, 0, 2)], "rows are true digits, columns predicted"),
        "both ways": (lambda M: confused_by_unravelling(M + M.T), "Two directions were added; they count apart"),
        "above": (confused_above_the_diagonal, "Look below the diagonal too"),
        "triu": (lambda M: confused_by_unravelling(np.triu(M)), "Look below the diagonal too"),
        "by its value": (confused_found_by_value, "a right answer may be as frequent"),
        "shares": (lambda M: confused_by_unravelling(M / M.sum(axis=1, keepdims=True)), "not yet right"),
        "ten columns": (lambda M: (*divmod(int((M * (1 - np.eye(len(M)))).argmax()), 10), confused_in_loops(M)[2]),
                        "Use len(matrix): the matrix need not be 10 × 10"),
        "ten by ten": (lambda M: M * (1 - np.eye(10)), "Use len(matrix): the matrix need not be 10 × 10"),
        "ten rounds": (confused_among_ten, "Use len(matrix): the matrix need not be 10 × 10"),
        "last row": (confused_but_for_the_last_row, "The last row was left out"),
        "return in the loop": (confused_in_the_first_row, "`return` stands inside the loop"),
        "None": (confused_in_nothing, "np.fill_diagonal works in place and returns nothing"),
        "no count": (lambda M: confused_in_loops(M)[:2], "The count is missing"),
        "flat": (lambda M: np.argmax(M * (1 - np.eye(len(M)))), "np.argmax counts through the flattened matrix"),
        "in place": (confused_in_place, "changed its argument"),
        "text": (lambda M: "1 taken for 2, 4 times", "3 values are expected"),
        "a dictionary": (lambda M: {"true": 1, "predicted": 2, "count": 4}, "3 values are expected"),
    },
)


def precisions(matrix):
    return np.diag(matrix) / matrix.sum(axis=0)


def recalls(matrix):
    return np.diag(matrix) / matrix.sum(axis=1)


def f1_scores(matrix):
    return 2 * np.diag(matrix) / (matrix.sum(axis=0) + matrix.sum(axis=1))


def f1_by_ratios(matrix):
    P, R = precisions(matrix), recalls(matrix)
    return 2 * P * R / (P + R)


def macro_f1_in_a_loop(matrix):
    scores = []
    for c in range(len(matrix)):
        TP, FP, FN = matrix[c, c], sum(matrix[:, c]) - matrix[c, c], sum(matrix[c]) - matrix[c, c]
        scores.append(TP / (TP + (FP + FN) / 2))
    return sum(scores) / len(scores)


def macro_f1_returned_too_early(matrix):
    total = 0
    for c in range(len(matrix)):
        total += f1_scores(matrix)[c]
        return total / len(matrix)


def macro_f1_skipping(matrix):
    scores = [score for score in f1_scores(matrix) if score > 0]
    return sum(scores) / len(scores)


def f1_of_the_means(matrix):
    P, R = precisions(matrix).mean(), recalls(matrix).mean()
    return 2 * P * R / (P + R)


def f1_counting_TP_again(matrix):
    TP, FP, FN = np.diag(matrix), matrix.sum(axis=0), matrix.sum(axis=1)
    return np.mean(2 * TP / (2 * TP + FP + FN))


def micro_f1(matrix):
    TP = np.trace(matrix)
    FP = FN = matrix.sum() - TP
    return 2 * TP / (2 * TP + FP + FN)


def f1_one_more_below(matrix):
    return np.mean(2 * np.diag(matrix) / (matrix.sum(axis=0) + matrix.sum(axis=1) + 1))


attempts(
    "macro_f1",
    right={
        "vectors": lambda M: f1_scores(M).mean(),
        "a loop": macro_f1_in_a_loop,
        "counts": lambda M: float(np.average(2 * M.diagonal() / (M + M.T).sum(axis=0))),
        "ratios, 0 for nan": lambda M: np.mean(np.nan_to_num(f1_by_ratios(M))),
        "float32": lambda M: np.mean(f1_scores(M.astype(np.float32))),
    },
    wrong={
        "0/0": (lambda M: f1_by_ratios(M).mean(), "A class without a true positive makes 0/0"),
        "nanmean": (lambda M: np.nanmean(f1_by_ratios(M)), "A class without a true positive was left out"),
        "skipped": (macro_f1_skipping, "A class without a true positive was left out"),
        "1 for nan": (lambda M: np.nan_to_num(f1_by_ratios(M), nan=1).mean(),
                      "it is right except for a class without a true positive and for a class that is never predicted"),
        "of means": (f1_of_the_means, "the F1 of mean precision and mean recall"),
        "micro": (micro_f1, "This is the accuracy"),
        "scores": (f1_scores, "return their mean"),
        "ordinary mean": (lambda M: (precisions(M) + recalls(M)).mean() / 2, "ordinary mean of precision and recall"),
        "mean recall": (lambda M: recalls(M).mean(), "This is the mean recall"),
        "weighted": (lambda M: np.sum(f1_scores(M) * M.sum(axis=1)) / M.sum(), "weighted by their size"),
        "no 2": (lambda M: np.mean(f1_scores(M) / 2), "half of what it should be"),
        "TP again": (f1_counting_TP_again, "TP is counted twice too often"),
        "a fixed 10": (lambda M: sum(f1_scores(M)) / 10, "Use the number of classes"),
        "ten rounds": (lambda M: sum(2 * M[c, c] / (M[c].sum() + M[:, c].sum()) for c in range(10)) / 10,
                       "Use the number of classes"),
        "return in the loop": (macro_f1_returned_too_early, "Only the F1 of the first class was added"),
        "one more": (f1_one_more_below, "one change, of the number 1"),
        "rounded": (lambda M: round(f1_scores(M).mean(), 2), "Right up to rounding"),
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


def top_k_by_wrong_ranks(labels, A2, k):
    ranks = choices(A2)
    return np.mean([ranks[label, i] < k for i, label in enumerate(labels)])


def top_k_of_the_last(labels, A2, k):
    for i in range(len(labels)):
        hit = labels[i] in np.argsort(A2[:, i])[-k:]
    return hit / len(labels)


def top_k_of_ten(labels, A2, k):
    return np.mean([label in np.argsort(A2[:, i])[10 - k:] for i, label in enumerate(labels)])


def top_k_of_a_different_sort(labels, A2, k):
    return np.mean(np.any(np.sort(-A2, axis=0)[:k] == labels, axis=0))


attempts(
    "top_k_accuracy",
    right={
        "a loop": lambda labels, A2, k: sum(hits_in_a_loop(labels, A2, k)) / len(labels),
        "compared": lambda labels, A2, k: np.mean(np.any(choices(A2)[:k] == labels, axis=0)),
        "ranks": top_k_by_rank,
        "partition": lambda y, A, k: float((np.argpartition(-A, k - 1, axis=0)[:k] == y).any(axis=0).mean()),
        "the k-th probability": lambda y, A, k: np.mean(A[y, range(len(y))] >= np.sort(A, axis=0)[-k]),
        "pandas": lambda y, A, k: np.mean(pd.DataFrame(-A).rank().to_numpy()[y, range(len(y))] <= k),
        "copied": lambda y, A, k: top_k_striking_out(y, A.astype(np.float32), k),
    },
    wrong={
        "least likely": (lambda y, A, k: np.mean((np.argsort(A, axis=0)[:k] == y).any(axis=0)), "the k least likely"),
        "any, axis 1": (lambda y, A, k: np.mean(np.any(np.argsort(-A, axis=0)[:k] == y, axis=1)),
                        "any ran over the examples; use axis=0"),
        "sort": (lambda y, A, k: np.mean(np.any(np.sort(A, axis=0)[-k:] == y, axis=0)),
                 "np.sort gives probabilities"),
        "sort of −A2": (top_k_of_a_different_sort, "`sort`"),
        "always 0": (lambda y, A, k: 0.0, "It returned the same in every case"),
        "[k]": (lambda y, A, k: np.mean(np.argsort(-A, axis=0)[k] == y), "[k] is one row"),
        "reshaped": (lambda y, A, k: np.mean([t in np.argsort(-row)[:k] for t, row in zip(
            y, A.reshape(A.shape[::-1]), strict=True)]), "reshape does not turn rows into columns"),
        "argmax": (lambda y, A, k: np.mean(A.argmax(axis=0) == y), "k makes no difference"),
        "k-th": (lambda y, A, k: np.mean(choices(A)[k - 1] == y), "Only the k-th choice counts here"),
        "strictly above": (lambda y, A, k: np.mean(A[y, range(len(y))] > np.sort(A, axis=0)[-k]), "One choice too few"),
        "[-k - 1:]": (lambda y, A, k: np.mean(np.any(np.argsort(A, axis=0)[-k - 1:] == y, axis=0)), "too many"),
        "[1:k + 1]": (lambda y, A, k: np.mean(np.any(choices(A)[1:k + 1] == y, axis=0)), "The likeliest digit is left"),
        "count": (lambda y, A, k: sum(hits_in_a_loop(y, A, k)), "divide by the number of examples"),
        "hits": (hits_in_a_loop, "These are the hits, one by one"),
        "misses": (lambda y, A, k: 1 - np.mean(hits_in_a_loop(y, A, k)), "*not* among the k likeliest"),
        "any example": (lambda y, A, k: np.mean([label in choices(A)[:k] for label in y]), "look in its own column"),
        "mean of all": (lambda y, A, k: np.mean(choices(A)[:k] == y), "np.any(…, axis=0) before np.mean"),
        "wrong ranks": (top_k_by_wrong_ranks, "not at which place each digit stands"),
        "the last": (top_k_of_the_last, "Only the last example was counted"),
        "ten": (top_k_of_ten, "The number 10 stands in it"),
        "axis 1": (lambda y, A, k: np.mean([label in np.argsort(-A, axis=1)[:k, i] for i, label in enumerate(y)]),
                   "The sorting went along the rows"),
        "rows": (lambda y, A, k: np.mean([label in np.argsort(-A[i])[:k] for i, label in enumerate(y)]),
                 "An example was taken from a row of A2"),
        "in place": (top_k_striking_out, "changed its argument"),
    },
)


class TestNotebook06(Exercises):
    module = notebook_06
    attempts = attempts
