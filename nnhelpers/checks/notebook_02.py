"""The checks of notebook 02's exercises: one-hot encoding."""

import numpy as np

from nnhelpers.checks.compare import as_numbers, same, shown
from nnhelpers.checks.engine import by_cases
from nnhelpers.preprocessing import one_hot


def one_hot_rows(attempt):
    """Notebook 02: one-hot labels as other libraries lay them out, one row per example."""
    def rows(labels, classes):
        return one_hot(labels, classes).T

    def shifted(step):
        return lambda labels, classes: np.roll(rows(labels, classes), step, axis=1)

    def about_the_ones(got, expected):
        """Say what the rows sum to, if not all to 1."""
        numbers = as_numbers(got)
        if numbers is None or numbers.shape != expected.shape or (numbers.sum(axis=1) == 1).all():
            return ""
        return f"Its rows sum to {shown(numbers.sum(axis=1))}; each holds a single 1 and otherwise 0."

    up_to = "The 1s begin at class 0 and go on to the label's place: a single 1 at the place itself is asked for."
    exchanged = "Rows and columns are exchanged: here each example is a row, so the shape is (m, classes)."
    by_cases(
        attempt,
        right=rows,
        cases={
            "two labels of three classes": (np.array([1, 0]), 3),
            "five labels of four classes": (np.array([2, 2, 0, 1, 3]), 4),
            "as many labels as classes": (np.array([3, 0, 0, 1]), 4),
            "classes that do not occur, the last among them": (np.array([1, 3, 0]), 6),
            "more than ten classes": (np.array([11, 4, 4, 7]), 12),
            "a single label": (np.array([2]), 5),
            "labels of the dtype uint8": (np.array([6, 3, 5, 9], dtype=np.uint8), 10),
        },
        mistakes=[
            (one_hot, exchanged),
            (lambda labels, classes: np.eye(classes)[:, labels], exchanged),
            (shifted(-1), "Each 1 stands one place too early: class 0 is the first entry, not the last."),
            (lambda labels, classes: np.eye(classes, k=-1)[labels],
             "Each 1 stands one place too early, and that of class 0 is lost: class 0 is the first entry."),
            (lambda labels, classes: np.eye(classes, k=1)[labels],
             "Each 1 stands one place too late, and that of the last class is lost: class 0 is the first entry."),
            (shifted(1), "Each 1 stands one place too late: class 0 is the first entry."),
            (lambda labels, classes: one_hot(labels, classes).reshape(len(labels), classes),
             "reshape does not turn rows into columns, it only cuts the same run of numbers elsewhere; .T turns."),
            (lambda labels, classes: 1 - rows(labels, classes), "The 1 and the 0 are exchanged."),
            (lambda labels, classes: rows(labels, max(10, classes)), "There are ten classes at least: pass `classes` "
             "on."),
            (lambda labels, classes: one_hot(labels).T, "There are ten classes always: pass `classes` on."),
            (lambda labels, classes: np.eye(10)[labels], "There are ten classes always: pass `classes` on."),
            (lambda labels, classes: rows(labels, labels.max() + 1),
             "There are as many classes as the largest label needs; `classes` says how many there are."),
            (lambda labels, classes: rows(np.unique(labels, return_inverse=True)[1], len(np.unique(labels))),
             "There is a column per class that occurs; `classes` says how many there are."),
            (lambda labels, classes: labels, "These are the labels as they came; each becomes a row of its own."),
            (lambda labels, classes: rows(labels, classes) * labels[:, np.newaxis],
             "The label itself stands in its place; a 1 should."),
            (lambda labels, classes: rows(labels, classes)[:, ::-1],
             "The classes run backwards: class 0 is the first entry of a row."),
            (lambda labels, classes: rows(np.sort(labels), classes),
             "The rows are sorted by label; each example keeps its place."),
            (lambda labels, classes: rows(labels, classes)[0], "This is the row of the first example only."),
            (lambda labels, classes: rows(labels, classes)[-1], "This is the row of the last example only."),
            (lambda labels, classes: rows(labels, classes)[:1], "There is only the row of the first example."),
            (lambda labels, classes: rows(labels, classes).sum(axis=0),
             "These are counts of the classes: each example needs a row of its own."),
            (lambda labels, classes: np.vstack([rows(labels, classes)[:1], np.zeros((len(labels) - 1, classes))]),
             "Only the row of the first example holds a 1."),
            (lambda labels, classes: np.cumsum(rows(labels, classes), axis=1),
             "The 1s go on to the end of each row: a single 1 is asked for."),
            (lambda labels, classes: np.ones((len(labels), classes)) * np.isin(np.arange(classes), labels),
             "Every row has a 1 for every label that occurs: each row needs the 1 of its own label alone, and must not "
             "be one and the same row again."),
            (lambda labels, classes: (np.arange(classes) <= labels[:, np.newaxis]) * 1, up_to),
            (lambda labels, classes: (np.arange(classes) < labels[:, np.newaxis]) * 1, up_to),
            (lambda labels, classes: (np.arange(classes) > labels[:, np.newaxis]) * 1,
             "The 1s stand behind the label's place, up to the end: a single 1 at the place itself is asked for."),
            (lambda labels, classes: 2 * rows(labels, classes) - 1, "The others hold −1; they are to hold 0."),
            (lambda labels, classes: np.eye(len(labels), classes), "Row i has its 1 at place i, whatever its label is: "
             "the label chooses the place."),
            (lambda labels, classes: rows(labels, classes) * (labels[:, np.newaxis] + 1),
             "The label, plus 1, stands in its place; a 1 should."),
            (lambda labels, classes: np.tile(rows(labels, classes)[0], (len(labels), 1)),
             "Every row is that of the first example; each has its own label."),
            (lambda labels, classes: np.tile(rows(labels, classes)[-1], (len(labels), 1)),
             "Every row is that of the last example; each has its own label."),
            (lambda labels, classes: np.eye(classes)[np.unique(labels)],
             "There is one row per class that occurs; each example needs its own."),
            (lambda labels, classes: np.pad(rows(labels, classes), ((0, 0), (0, 1))),
             "There is a column too many: the classes are 0 to classes − 1."),
        ],
        verified="Each example is a row with a single 1.",
        otherwise=about_the_ones,
    )


def is_one_hot(attempt):
    """Notebook 02: whether each column holds a single 1 and otherwise 0."""
    def zero_or_one(Y):
        return np.all((Y == 0) | (Y == 1))

    def right(Y):
        return bool(zero_or_one(Y) and np.all(Y.sum(axis=0) == 1))

    entries = "The columns may sum to 1 without a single 1, as (0.5, 0.5, 0) does: look at the entries too."
    dtype = "The answer depends on the dtype here; floats and whole numbers are one-hot alike, if the values are."
    whole = "One truth value for the whole matrix is asked for: np.all joins many into one."
    by_cases(
        attempt,
        right=right,
        cases={
            "columns that hold a single 1": (np.array([[0.0, 1], [1, 0], [0, 0]]),),
            "two examples of one class": (np.array([[1.0, 0, 1], [0, 1, 0]]),),
            "a column (0.5, 0.5, 0)": (np.array([[0.5, 1], [0.5, 0], [0, 0]]),),
            "a column with two 1s": (np.array([[1.0, 1], [1, 0], [0, 0]]),),
            "a column with three 1s": (np.array([[1.0, 1], [0, 1], [0, 1]]),),
            "a column without a 1": (np.array([[0.0, 1], [0, 0], [0, 0]]),),
            "a last column without a 1": (np.array([[0.0, 1, 0], [1, 0, 0], [0, 0, 0]]),),
            "a column (2, −1, 0)": (np.array([[1.0, 2], [0, -1], [0, 0]]),),
            "a column (1, −1, 1)": (np.array([[1.0, 0], [-1, 1], [1, 0]]),),
            "a column (2, 0, 0)": (np.array([[2.0, 1], [0, 0], [0, 0]]),),
            "a column (1, 0.5, −0.5)": (np.array([[1.0, 1], [0.5, 0], [-0.5, 0]]),),
            "a column (1, 2, −2)": (np.array([[0.0, 1], [1, 2], [0, -2]]),),
            "a column with two 1s and one without": (np.array([[1.0, 0, 0], [1, 0, 1]]),),
            "a matrix whose rows are one-hot": (np.array([[0, 1, 0], [1, 0, 0.0]]),),
            "a square matrix whose rows are one-hot": (np.array([[0, 1, 0], [0, 1, 0], [1, 0, 0.0]]),),
            "a square matrix whose columns are one-hot": (np.array([[0, 0, 1], [1, 1, 0], [0, 0, 0.0]]),),
            "a column with −1 in place of 1": (np.array([[-1.0, 0], [0, 1]]),),
            "a column whose squares sum to 1": (np.array([[0.6, 0], [0.8, 1]]),),
            "a column (2/3, 2/3, −1/3)": (np.array([[2.0, 0], [2, 3], [-1, 0]]) / 3,),
            "a column (3, 0, 0)": (np.array([[3.0, 1], [0, 0], [0, 0]]),),
            "a square matrix of 0.5": (np.full((2, 2), 0.5),),
            "a column (1.5, 0, 0)": (np.array([[1.5, 1], [0, 0], [0, 0]]),),
            "no column with a single 1": (np.array([[1.0, 0], [1, 0], [0, 0]]),),
            "a last column (1, 1, 0)": (np.array([[0.0, 1], [1, 1], [0, 0]]),),
            "a column (0.999, 0.001)": (np.array([[0.999, 0], [0.001, 1]]),),
            "a column (1, 0.001)": (np.array([[1.0, 0], [0.001, 1]]),),
            "whole numbers": (np.array([[0, 0], [0, 1], [1, 0]]),),
            "whole numbers, two 1s in a column": (np.array([[0, 1], [1, 0], [1, 0]], dtype=np.uint8),),
            "ten classes": (np.eye(10)[:, [3, 9, 0, 3]],),
            "columns (0.3, 0.7) and (0.7, 0.3)": (np.array([[0.3, 0.7], [0.7, 0.3]]),),
            "a single example": (np.array([[0], [0], [1], [0]]),),
            "all classes, each once": (np.eye(4)[:, [2, 0, 3, 1]],),
        },
        mistakes=[
            (lambda Y: np.all(Y.sum(axis=0) == 1), entries),
            (lambda Y: np.all(np.isclose(Y.sum(axis=0), 1)), entries),
            (lambda Y: np.all((Y >= 0) & (Y <= 1)) and np.all(Y.sum(axis=0) == 1),
             "Entries between 0 and 1 pass, as in (0.5, 0.5, 0): each must be 0 or 1."),
            (lambda Y: zero_or_one(Y) or np.all(Y.sum(axis=0) == 1),
             "One of the two is enough here; both must hold, for the entries *and* for the sums."),
            (lambda Y: len(np.unique(Y)) == 2 and np.all(Y.sum(axis=0) == 1),
             "Two different entries need not be 0 and 1: (0.3, 0.7) and (0.7, 0.3) have two as well."),
            (lambda Y: np.isclose(np.sum(Y**2), Y.shape[1]),
             "One number for the whole matrix can't tell what each column holds."),
            (zero_or_one, "All entries may be 0 or 1 without a single 1 in each column: look at the sums too."),
            (lambda Y: np.all(Y.max(axis=0) == 1),
             "A column may hold a largest 1 and other entries besides: look at the others too."),
            (lambda Y: np.all(Y.max(axis=0) == 1) and np.all(Y.sum(axis=0) == 1),
             "A column such as (1, 0.5, −0.5) has the largest entry 1 and the sum 1, too: look at every entry."),
            (lambda Y: np.all(np.count_nonzero(Y, axis=0) == 1),
             "A column may hold a single entry that is not 0, and this entry be a 2: it must be a 1."),
            (lambda Y: np.all(np.sum(Y == 1, axis=0) == 1),
             "A column with a single 1 may hold other numbers that are not 0: look at these too."),
            (lambda Y: np.all((Y**2).sum(axis=0) == 1), "The squares of a column may sum to 1 without a single 1, as "
             "those of (0.6, 0.8) or of −1 do."),
            (lambda Y: np.all(np.isclose((Y**2).sum(axis=0), 1)), "The squares of a column may sum to 1 without a "
             "single 1, as those of (0.6, 0.8) or of −1 do."),
            (lambda Y: np.all(np.abs(Y).sum(axis=0) == 1),
             "The absolute values of a column may sum to 1 without a single 1, as those of (0.5, 0.5) or of −1 do."),
            (lambda Y: zero_or_one(Y) and Y.sum() == Y.shape[1],
             "The sum of the whole matrix is looked at: a column with two 1s makes up for one without. Sum each column "
             "by itself, axis=0."),
            (lambda Y: Y.sum() == Y.shape[1], "Only the sum of the whole matrix is looked at; look at each column, "
             "axis=0, and at the entries."),
            (lambda Y: zero_or_one(Y) and np.all(Y.sum(axis=1) == 1),
             "The sums went along the rows; examples are columns, axis=0."),
            (lambda Y: np.all(Y.sum(axis=1) == 1),
             "The sums went along the rows; examples are columns, axis=0. And look at the entries too."),
            (lambda Y: zero_or_one(Y) and np.all(Y.sum(axis=1) <= 1),
             "A row may hold several 1s, two examples of one class: look at the columns, axis=0."),
            (lambda Y: zero_or_one(Y) and np.any(Y.sum(axis=0) == 1),
             "One good column is enough here: every column must sum to 1, np.all."),
            (lambda Y: zero_or_one(Y) and np.all(Y.sum(axis=0) <= 1), "A column without a 1 passes; it must sum to 1."),
            (lambda Y: zero_or_one(Y) and np.all(Y.sum(axis=0) >= 1), "A column with two 1s passes; it must sum to 1."),
            (lambda Y: zero_or_one(Y) and Y[:, 0].sum() == 1, "Only the first column's sum is looked at."),
            (lambda Y: zero_or_one(Y) and Y[:, -1].sum() == 1, "Only the last column's sum is looked at."),
            (lambda Y: zero_or_one(Y) and np.all(Y[:, :-1].sum(axis=0) == 1),
             "The last column is not summed."),
            (lambda Y: zero_or_one(Y) and np.all(Y[:, 1:].sum(axis=0) == 1), "The first column is not summed."),
            (lambda Y: np.all(Y[:, 0] <= 1) and right(Y[:, :1]), "Only the first column is looked at."),
            (lambda Y: right(Y[:, -1:]), "Only the last column is looked at."),
            (lambda Y: not right(Y), "True and False are exchanged."),
            (lambda Y: True, "It says True whatever the matrix holds."),
            (lambda Y: False, "It says False whatever the matrix holds."),
            (lambda Y: np.all((np.round(Y) == 0) | (np.round(Y) == 1)) and np.all(Y.sum(axis=0) == 1),
             "The entries were rounded before they were looked at."),
            (lambda Y: right(np.round(Y)), "The entries were rounded before they were looked at."),
            (lambda Y: right(Y.astype(int)), "What stands after the decimal point was cut off before it was looked "
             "at."),
            (lambda Y: right(Y) and Y.dtype.kind in "iu", dtype),
            (lambda Y: right(Y) and Y.dtype.kind == "f", dtype),
            (lambda Y: np.all(np.sum(Y == Y.max(axis=0), axis=0) == 1),
             "Whether one entry of a column is larger than the others tells nothing about what it is: it must be a 1."),
            (lambda Y: Y.min() == 0 and Y.max() == 1 and np.all(Y.sum(axis=0) == 1),
             "The smallest entry 0 and the largest 1 of the whole matrix leave room for 0.5 between them."),
            (lambda Y: Y.min() == 0 and Y.max() == 1,
             "The smallest and the largest entry of the whole matrix can't tell what each column holds."),
            (lambda Y: right(Y) and np.all(Y.sum(axis=1) == 1), "The rows were asked to sum to 1 as well: a class may "
             "occur twice, or not at all."),
            (lambda Y: right(Y) and np.all(Y.sum(axis=1) >= 1), "Every class was asked to occur; one may be missing."),
            (lambda Y: right(Y) and np.all(Y.sum(axis=1) <= 1), "A class may occur twice: nothing is asked of rows."),
            (lambda Y: np.all((Y == 1).any(axis=0)), "That each column holds a 1 is not enough: the others must be "
             "0."),
            (lambda Y: np.sum(Y == 1), "This is how many 1s there are; return True or False."),
            (lambda Y: Y.sum(axis=0) == 1, whole),
            (lambda Y: (Y == 0) | (Y == 1), whole),
            (lambda Y: np.all((Y == 0) | (Y == 1), axis=0) & (Y.sum(axis=0) == 1), whole),
            (lambda Y: [sum(column) == 1 for column in Y.T], whole),
            (lambda Y: str(right(Y)), "This is a text; return the truth value itself, True or False without quotes."),
        ],
        verified="It accepts one-hot columns and nothing else.",
    )


def second_choice(attempt):
    """Notebook 02: the class with the second largest entry of each column."""
    def right(P):
        return np.argsort(P, axis=0)[-2]

    def after_wiping(P, others=0.0):
        rest = P.copy()
        rest[np.argmax(P, axis=0)] = others
        return np.argmax(rest, axis=0)

    def column_by_column(choose):
        return lambda P: [choose(column) for column in P.T]

    def beaten_only(column):
        first, second, place = -1.0, -1.0, 0
        for k, p in enumerate(column):
            if p > first:
                first = p
            elif p > second:
                second, place = p, k
        return place

    def behind(column):
        best = np.argmax(column)
        return best + 1 + np.argmax(column[best + 1:]) if best + 1 < len(column) else np.argsort(column)[-2]

    def looked_up(P):
        return [np.argwhere(P == second)[0][0] for second in np.sort(P, axis=0)[-2]]

    def without_top_row(P):
        return np.where(np.arange(len(P))[:, np.newaxis] == np.argmax(P.max(axis=1)), -1, P)

    def rounded(digits):
        return lambda P: np.argsort(-np.round(P, digits), axis=0, kind="stable")[1]

    # In all cases but those that say otherwise: class 0 and the last class are not the first choice, the second choice
    # comes after the first but not next to it, the choices differ in the first decimal, no value stands twice.
    rows = "The sorting went along the rows: np.argsort without axis=0 sorts each row; examples are columns."
    one_row = "The row with the largest entry of the whole matrix was left out of all columns; each has its own."
    before = "a second choice that comes before the first one"
    by_cases(
        attempt,
        right=right,
        cases={
            "second choices that come after the first ones": (np.array([
                [0.14, 0.06, 0.12], [0.52, 0.63, 0.04], [0.01, 0.02, 0.55], [0.24, 0.07, 0.08],
                [0.09, 0.22, 0.21]]),),
            before: (np.array([[0.04, 0.32, 0.11, 0.08, 0.31], [0.27, 0.13, 0.09, 0.05, 0.12],
                               [0.56, 0.51, 0.21, 0.26, 0.48], [0.13, 0.04, 0.59, 0.61, 0.09]]),),
            "class 0 as the first choice": (np.array([[0.57, 0.48, 0.61], [0.13, 0.06, 0.11], [0.26, 0.15, 0.03],
                                                      [0.04, 0.31, 0.25]]),),
            "as many examples as classes": (np.array([
                [0.03, 0.11, 0.01, 0.09, 0.13], [0.51, 0.49, 0.12, 0.62, 0.06], [0.12, 0.08, 0.55, 0.02, 0.47],
                [0.26, 0.02, 0.04, 0.22, 0.05], [0.08, 0.3, 0.28, 0.05, 0.29]]),),
            "two classes": (np.array([[0.19, 0.43], [0.81, 0.57]]),),
            "two classes, one of them certain": (np.array([[1.0], [0.0]]),),
            "ten classes": (np.array([
                [0.021, 0.013, 0.035, 0.017], [0.514, 0.024, 0.049, 0.612], [0.033, 0.483, 0.011, 0.026],
                [0.012, 0.038, 0.528, 0.041], [0.298, 0.009, 0.007, 0.015], [0.041, 0.046, 0.029, 0.032],
                [0.008, 0.016, 0.018, 0.004], [0.028, 0.028, 0.037, 0.005], [0.039, 0.321, 0.044, 0.019],
                [0.006, 0.022, 0.242, 0.229]]),),
            "a single example": (np.array([[0.09], [0.04], [0.51], [0.02], [0.34]]),),
            "a second choice almost like the third": (np.array([
                [0.021, 0.098, 0.034], [0.463, 0.412, 0.476], [0.2552, 0.2446, 0.2396], [0.2554, 0.2448, 0.2404]]),),
            "small second choices": (np.array([[0.002, 0.001, 0.0036], [0.985, 0.987, 0.978], [0.004, 0.005, 0.0074],
                                               [0.009, 0.007, 0.011]]),),
            "a second largest value that stands in another column too": (
                np.array([[0.11, 0.28, 0.06], [0.56, 0.44, 0.6], [0.05, 0.01, 0.03], [0.28, 0.27, 0.31]]),),
        },
        mistakes=[
            (lambda P: np.argmax(P, axis=0), "This is the first choice, the largest entry of each column."),
            (lambda P: np.argsort(P, axis=1)[:, -2],
             "There is one entry per class: the sorting went along the rows; examples are columns, axis=0."),
            (lambda P: np.argsort(P, axis=0)[1],
             "This is the second smallest: np.argsort sorts upwards, so count from the end."),
            (lambda P: np.argsort(P, axis=0)[0], "This is the smallest entry of each column."),
            (lambda P: np.argsort(P, axis=0)[max(-3, -len(P))], "This is the third choice; the last is the first "
             "choice, the one before it the second."),
            (lambda P: np.sort(P, axis=0)[-2],
             "These are the probabilities; return the places where they stand (np.argsort)."),
            (lambda P: np.argsort(P)[-2], rows),
            (lambda P: np.argsort(P, axis=1)[1], rows),
            (lambda P: np.argsort(P, axis=0)[:, -2],
             "[:, -2] chooses a column, which is an example; [-2] chooses the row of second choices."),
            (lambda P: np.argsort(P, axis=0)[-2:], "These are the first two choices; return the second alone."),
            (lambda P: np.argsort(P, axis=0)[::-1][:2], "These are the first two choices; return the second alone."),
            (lambda P: np.argsort(P, axis=0)[-2:-1], "The shape is (1, m); return (m,): one row, [-2]."),
            (lambda P: np.argsort(P, axis=0)[:-1], "These are all but the first choices; return the second alone."),
            (lambda P: np.argsort(P, axis=0)[-2][0], "This is the second choice of the first example only."),
            (lambda P: np.argsort(P, axis=0)[-2][-1], "This is the second choice of the last example only."),
            (lambda P: np.argsort(P, axis=0)[-2] + 1, "The classes are counted from 1 here; they count from 0."),
            (lambda P: np.argsort(np.argsort(P, axis=0), axis=0)[-2],
             "This is the rank of an entry, not the place: argsort was applied twice."),
            (after_wiping, "P[best] = … wipes whole rows; use P[best, np.arange(m)], on a copy."),
            (lambda P: after_wiping(P, -1), "P[best] = … wipes whole rows; use P[best, np.arange(m)], on a copy."),
            (lambda P: after_wiping(P, -np.inf), "P[best] = … wipes whole rows; use P[best, np.arange(m)], on a copy."),
            (lambda P: np.argmax(np.where(P == P.max(), -np.inf, P), axis=0),
             "Only the largest entry of the whole matrix was struck out; each column has its own, axis=0."),
            (lambda P: [np.argmax(np.delete(column, column.argmax())) for column in P.T],
             "Where the largest entry is taken out, the places behind it move up by one: set it to −1 in a copy."),
            (lambda P: np.argmax(P, axis=0) - 1, "The class before the first choice is not the second choice."),
            (lambda P: np.argmax(P[1:], axis=0), "Row 0 was left out: the largest of the others is not the second."),
            (lambda P: np.argmax(P[:-1], axis=0), "The last row was left out: the largest of the others is not the "
             "second."),
            *[(rounded(digits), "The probabilities were rounded before they were sorted: those that are close become "
               "equal.") for digits in (0, 1, 2, 3)],
            (lambda P: (np.argmax(P, axis=0) + 1) % len(P), "The class after the first choice is not the second "
             "choice: look at the probabilities."),
            (lambda P: np.argmax(np.where(P == P.max(axis=0), 0, P), axis=0), "The largest entry was replaced by 0, "
             "which another entry may be, too: where a class is certain, all are 0 then. Replace it by −1."),
            (lambda P: np.where(P.argmax(axis=0) == 0, 0, right(P)), "Where class 0 is the first choice, it is named "
             "as the second too: the search for the second must not begin there."),
            (lambda P: np.full(P.shape[1], len(P) - 2), "It names the last class but one, whatever the probabilities "
             "are, as where their places are looked up after they were sorted."),
            (lambda P: np.argmax(without_top_row(P), axis=0), one_row),
            (lambda P: np.argmax(np.delete(P, np.argmax(P.max(axis=1)), axis=0), axis=0), one_row),
            (column_by_column(beaten_only), "Where a new largest entry is found, the one before it becomes the second "
             "choice; here it is forgotten."),
            (column_by_column(behind), "Only the classes after the first choice were looked at; the second may come "
             "before it."),
            (column_by_column(lambda column: np.argmax(column[:max(column.argmax(), 1)])),
             "Only the classes before the first choice were looked at; the second may come after it."),
            (looked_up, "The value was looked for in the whole matrix, where another column may hold it too: look in "
             "its own column."),
            (lambda P: len(P) - 1 - np.argsort(P, axis=0)[-2], "The classes were counted from the last one; class 0 "
             "is the first row."),
            (lambda P: np.argsort(P, axis=None)[-2] // P.shape[1], "This is one class, from the whole matrix sorted "
             "at once; sort each column, axis=0."),
            (lambda P: np.argsort(P.ravel())[-2], "All entries were sorted at once; sort each column, axis=0."),
            ("attempt to get argmax of an empty sequence", "np.argmax was given nothing to choose from."),
            (lambda P: np.argsort(P, axis=0)[len(P) // 2], "This is the middle one of the sorted classes; the second "
             "choice is the last but one."),
        ],
        verified="It names the runner-up of each example.",
    )


def soften(attempt):
    """Notebook 02: targets that leave a little probability to the other classes."""
    def shared(labels, classes, own, others):
        return np.where(one_hot(labels, classes) == 1, own, others)

    def right(labels, c, classes):
        return shared(labels, classes, c, (1 - c) / (classes - 1))

    def filling_rows(labels, confidence, classes):
        Y = np.full((classes, len(labels)), (1 - confidence) / (classes - 1))
        Y[labels] = confidence
        return Y

    def divided(Y):
        return Y / Y.sum(axis=0)

    def about_the_columns(got, expected):
        """Say what the columns sum to, and that the true classes or the others are right."""
        numbers = as_numbers(got)
        if numbers is None or numbers.shape != expected.shape:
            return ""
        good, sums = np.isclose(numbers, expected), numbers.sum(axis=0)
        true = ~np.isclose(expected, np.median(expected, axis=0))
        words = "Its columns sum to 1." if same(sums, np.ones(len(sums))) else \
            f"Its columns sum to {shown(sums)}; they must sum to 1."
        if true.any() and (good == true).all():
            words += " The true classes have their confidence; the others' shares are not right."
        if true.any() and (good == ~true).all():
            words += " The others' shares are right; what the true classes have is not."
        return words

    kept_one = "A share was added to the 1 of the true class; it gets the confidence, and only the others share."
    occurring = "The rest was divided by the number of classes that occur among the labels; all others share it, " \
                "classes − 1 of them."
    by_sums = "The columns were divided by their sums, so that the true class no longer has its confidence."
    too_much = "The true class got a share of the rest besides its confidence; only the others share it."
    by_cases(
        attempt,
        right=right,
        cases={
            "labels 2 and 0 of three classes": (np.array([2, 0]), 0.9, 3),
            "five labels of four classes": (np.array([1, 1, 3, 0, 2]), 0.7, 4),
            "as many labels as classes": (np.array([4, 0, 0, 1, 2]), 0.83, 5),
            "ten classes": (np.array([7, 0, 9]), 0.91, 10),
            "a confidence below one half": (np.array([1, 0, 5, 5]), 0.37, 6),
            "two classes": (np.array([1, 0, 1]), 0.62, 2),
            "a single label": (np.array([3]), 0.55, 7),
            "full confidence": (np.array([2, 0, 3, 1, 1, 0]), 1.0, 4),
            "labels of the dtype uint8": (np.tile(np.array([1, 2, 2, 3], dtype=np.uint8), 30), 0.77, 4),
        },
        mistakes=[
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / k),
             "The columns do not sum to 1: the rest is shared by the other classes only, classes − 1 of them."),
            (lambda labels, c, k: shared(labels, k, c, 1 - c),
             "Each other class got the whole rest; it must be shared among them."),
            (lambda labels, c, k: one_hot(labels, k) * c, "The columns do not sum to 1: the rest went to no class."),
            (lambda labels, c, k: right(labels, c, k).T,
             "There is one row per example; here examples are columns: the shape is (classes, m)."),
            (lambda labels, c, k: right(labels, c, k).T.reshape(k, len(labels)),
             "reshape does not turn rows into columns; .T turns."),
            (lambda labels, c, k: one_hot(labels, k) * c + (1 - c) / k, too_much),
            (lambda labels, c, k: one_hot(labels, k) * c + (1 - c) / (k - 1), too_much),
            (lambda labels, c, k: one_hot(labels, k) * c + (1 - c), too_much),
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / 9),
             "9 is right for ten classes only: divide by classes - 1."),
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / 10),
             "10 is the number of classes in this course only; the others are classes − 1."),
            (filling_rows, "Y[labels] = … fills whole rows: two index arrays are needed, Y[labels, np.arange(m)]."),
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / len(labels)),
             "The rest was divided by the number of examples; the other classes share it, classes − 1 of them."),
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / (k + 1)),
             "The rest was divided by classes + 1; the others are classes − 1."),
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / max(k - 2, 1)),
             "The rest was divided by classes − 2; the others are classes − 1."),
            (lambda labels, c, k: shared(labels, k, c, 1 - c / (k - 1)),
             "Python divides before it subtracts: put 1 - confidence into brackets."),
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / k - 1),
             "Python divides before it subtracts: put classes - 1 into brackets."),
            (lambda labels, c, k: shared(labels, k, c, c / (k - 1)),
             "The others share the rest, 1 − confidence, not the confidence."),
            (lambda labels, c, k: shared(labels, k, (1 - c) / (k - 1), c),
             "The two are exchanged: the confidence belongs to the true class."),
            (lambda labels, c, k: shared(labels, k, 1 - c, c / (k - 1)),
             "The true class got the rest, and the others share the confidence: it is the other way round."),
            (lambda labels, c, k: shared(labels, k, c, 1 / k), "The others share the rest, 1 − confidence; 1 / classes "
             "leaves the confidence out."),
            (lambda labels, c, k: shared(labels, k, c, 1 / (k - 1)), "The others share the rest, 1 − confidence, not "
             "the whole 1."),
            (lambda labels, c, k: shared(labels, k, 1, (1 - c) / (k - 1)),
             "The true class keeps its whole 1; it gets the confidence."),
            (lambda labels, c, k: shared(labels, k, 0.9, 0.1 / (k - 1)),
             "The confidence is 0.9 always: use the argument."),
            (lambda labels, c, k: np.round(right(labels, c, k), 2), "The shares were rounded; leave them as they are."),
            (lambda labels, c, k: right(labels, c, k).astype(int), "The shares have become whole numbers: an array of "
             "integers can't hold them."),
            (lambda labels, c, k: right(labels, c, max(k, 10)), "There are ten classes at least: pass `classes` on."),
            (lambda labels, c, k: shared(labels, 10, c, (1 - c) / (k - 1)),
             "There are ten rows always: pass `classes` on to one_hot."),
            (lambda labels, c, k: right(labels, c, k)[:, 0], "This is the column of the first example only."),
            (lambda labels, c, k: right(labels, c, k)[:, -1], "This is the column of the last example only."),
            (lambda labels, c, k: one_hot(labels, k) + (1 - c) / (k - 1), kept_one),
            (lambda labels, c, k: one_hot(labels, k) + (1 - c) / k, kept_one),
            (lambda labels, c, k: one_hot(labels, k) + (1 - c), kept_one),
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / max(len(np.unique(labels)) - 1, 1)), occurring),
            (lambda labels, c, k: shared(labels, k, c, (1 - c) / len(np.unique(labels))), occurring),
            *[(lambda labels, c, k, d=d, rounded=rounded: shared(labels, k, c, rounded((1 - c) / (k - 1), d)),
               "The shares were rounded; leave them as they are.") for d in (1, 2, 3) for rounded in (round, np.round)],
            (lambda labels, c, k: np.round(right(labels, c, k), 1), "The shares were rounded; leave them as they are."),
            (lambda labels, c, k: divided(shared(labels, k, c, 1 - c)), by_sums),
            (lambda labels, c, k: divided(shared(labels, k, c, (1 - c) / k)), by_sums),
            (lambda labels, c, k: divided(shared(labels, k, 1, (1 - c) / (k - 1))), by_sums),
            (lambda labels, c, k: divided(one_hot(labels, k) + 1 - c), by_sums),
            (lambda labels, c, k: divided(one_hot(labels, k) * c + (1 - c) / (k - 1)), by_sums),
            (lambda labels, c, k: np.where(one_hot(labels, k) == labels, c, (1 - c) / (k - 1)),
             "The one-hot matrix was compared with the labels; the true class is where it is 1."),
            (lambda labels, c, k: np.full((k, len(labels)), c), "Every entry is the confidence: only the true class "
             "gets it, and each row must be one of its own, not the same again."),
            (lambda labels, c, k: right(labels, c, max(labels.max() + 1, 2)), "There are as many classes as the "
             "largest label needs; `classes` says how many there are."),
            (lambda labels, c, k: right(labels, 0.9, k), "The confidence is 0.9 always: use the argument."),
            (lambda labels, c, k: shared(labels, k, c, 0.1 / (k - 1)), "The rest is 0.1 always; it is 1 − confidence."),
            (lambda labels, c, k: shared(labels, k, c, (c - 1) / (k - 1)), "The sign of the shares is wrong: the rest "
             "is 1 − confidence."),
            (lambda labels, c, k: np.roll(right(labels, c, k), -1, axis=0), "The confidence stands one class too "
             "early."),
            (lambda labels, c, k: np.roll(right(labels, c, k), 1, axis=0), "The confidence stands one class too late."),
            (lambda labels, c, k: one_hot(labels, k), "These are hard labels still: a 1 and no share for the others."),
        ],
        verified="Each column sums to 1, with the stated confidence on the true class.",
        otherwise=about_the_columns,
    )
