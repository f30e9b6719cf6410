"""The checks of notebook 02's exercises."""


import numpy as np

from nnhelpers.checks.compare import as_numbers, same, shown, written
from nnhelpers.checks.engine import NotRight, by_cases, call, check
from nnhelpers.preprocessing import one_hot


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
            raise NotRight(words)
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
