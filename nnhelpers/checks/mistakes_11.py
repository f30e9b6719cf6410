"""More mistakes in measuring what trainings reach, for the checks of notebook 11."""

from math import comb

import numpy as np


def certainty_of(pick):
    """Return an answer that averages the certainty over some columns, 0 if there is none, minus the accuracy."""
    def attempt(A, y):
        right = np.argmax(A, axis=0) == y
        some = np.max(A, axis=0)[pick(right)]
        return (some.mean() if some.size else 0) - right.mean()
    return attempt


def ratio(A, y, least=1e-12, less=1):
    """Divide the certainty by the accuracy, which may be 0."""
    return np.max(A, axis=0).mean() / max((np.argmax(A, axis=0) == y).mean(), least) - less


def of_classes(certain, answered):
    """Return an answer that looks at some classes only, for the certainty or for the answers."""
    return lambda A, y: np.max(A[certain], axis=0).mean() - (np.argmax(A[answered], axis=0) == y).mean()


FIRST_TWO = "Only the first two classes count here; A may have more."
RATIO = "The difference is asked for, certainty minus accuracy; this is a ratio."
MORE_CERTAINTIES = [
    (certainty_of(lambda right: ~right),
     "This averages over the wrong answers; the certainty is that of all, right or wrong."),
    (certainty_of(lambda right: right),
     "This averages over the right answers; the certainty is that of all, right or wrong."),
    *[(lambda A, y, least=least, less=less: ratio(A, y, least, less), RATIO)
      for least in (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-6) for less in (0, 1)],
    (lambda A, y: np.max(A, axis=0).mean() / a if (a := (np.argmax(A, axis=0) == y).mean()) else 0, RATIO),
    (lambda A, y: np.max(A, axis=0).mean() - (np.argmax(A, axis=0) == y[:, np.newaxis]).mean(),
     "Each answer is compared with each label; compare it with the label of its own column."),
    (of_classes(slice(2), slice(2)), FIRST_TWO),
    (of_classes(slice(2), slice(None)), FIRST_TWO),
    (of_classes(slice(None), slice(2)), FIRST_TWO),
    (lambda A, y: -(np.argmax(A, axis=0) == y).mean(),
     "This is 0 minus the accuracy: the certainty became 0 (a whole number?); it is a mean of probabilities."),
]


def error(of):
    """Return a mistake's part and answer: the standard error."""
    return "the standard error", of


def standard_error(d):
    """Return the standard error of the mean of some numbers."""
    return np.std(d, ddof=1) / np.sqrt(len(d))


def joined(a, b):
    """Return the steps from each score to the next, a and b in one row."""
    return np.diff([*a, *b])


def every_pair(a, b):
    """Return the differences of each b with each a."""
    return np.subtract.outer(b, a).ravel()


def with_covariance(factor, ddof=1):
    """Return the standard error from the two variances and some of the covariance."""
    def of(a, b):
        c = np.cov(a, b, ddof=ddof)
        return np.sqrt(max(c[0, 0] + c[1, 1] - factor * c[0, 1], 0) / len(a))
    return of


NEIGHBOURS = "These are differences of neighbours within a list; run i of b is compared with run i of a: b - a."
ALL_WITH_ALL = "Each b is compared with each a; the pairs are run i of b and run i of a."
RELATIVE = "This is the mean divided by its standard error; the error itself is asked for."
MORE_PAIRS = [
    ("the mean", lambda a, b: joined(a, b).mean(), NEIGHBOURS),
    ("the mean", lambda a, b: np.diff(a).mean(), NEIGHBOURS),
    ("the mean", lambda a, b: np.diff(b).mean(), NEIGHBOURS),
    ("the mean", lambda a, b: np.diff(b - a).mean(), "Neighbouring differences were subtracted; b - a is all."),
    (*error(lambda a, b: standard_error(joined(a, b))), NEIGHBOURS),
    *[(*error(lambda a, b, ddof=ddof, size=size: np.std(every_pair(a, b), ddof=ddof) / np.sqrt(size(a))), ALL_WITH_ALL)
      for ddof in (0, 1) for size in (len, lambda a: len(a) ** 2) if ddof or size is not len],
    *[(*error(lambda a, b, least=least: np.mean(b - a) / max(standard_error(b - a), least)), RELATIVE)
      for least in (1e-15, 1e-12, 1e-10, 1e-9, 1e-8)],
    (*error(lambda a, b: np.mean(b - a) / standard_error(b - a)), RELATIVE),
    (*error(with_covariance(1)), "The covariance is subtracted twice in the variance of a difference; here once."),
]


def weigh(scores, chances):
    """Return the sum of the sorted scores, each times its chance."""
    return np.sum(np.sort(scores) * chances)


def without_replacement(scores, n):
    """Return the mean of the best of n different scores."""
    N = len(scores)
    return weigh(scores, [comb(i, n - 1) for i in range(N)]) / comb(N, n)


def as_combinations(scores, n):
    """Return the mean of the best, all combinations with replacement taken for equally probable."""
    N = len(scores)
    return weigh(scores, [comb(i + n - 1, n - 1) for i in range(N)]) / comb(N + n - 1, n)


def few(n_above):
    """Return an answer that draws without replacement, with an answer of its own if n is above N."""
    return lambda s, n: without_replacement(s, n) if n <= len(s) else n_above(s)


def fixed_number(N, end):
    """Return an answer that takes N for the number of scores."""
    return lambda s, n: np.sum(np.sort(s) * np.diff((np.arange(N + 1) / N) ** n)[end(len(s))])


REPLACED = "The same score may be drawn again: with replacement."
ENDS = "Only the lowest and the highest score count here; each score counts, with its own probability."
SCORES_RAISED = "The power n belongs to the probabilities i/N, not to the scores."
MORE_DRAWS = [
    *[(few(other), REPLACED) for other in (lambda s: np.nan, lambda s: 0, np.max)],
    (without_replacement, REPLACED),
    (as_combinations, "Combinations are not equally probable: the same draws come in several orders."),
    *[(lambda s, n, share=share: np.min(s) + (np.max(s) - np.min(s)) * share(n), ENDS) for share in (
        lambda n: n / (n + 1), lambda n: (n - 1) / n, lambda n: 1 - 0.5**n, lambda n: 0.5,
        lambda n: (n - 1) / (n + 1))],
    (lambda s, n: np.mean(np.sort(s) ** n), SCORES_RAISED),
    (lambda s, n: np.mean(s) ** n, SCORES_RAISED),
    (lambda s, n: np.sum(s**n), SCORES_RAISED),
    (lambda s, n: np.max(s) ** n, SCORES_RAISED),
    (lambda s, n: np.sum(s) * (1 - (1 - 1 / len(s)) ** n),
     "This is each score's probability to be drawn at all; that it is the best of the draws is asked for."),
    *[(fixed_number(N, end), f"N is the number of scores; here it is always {N}.")
      for N in (48, 50, 100) for end in (lambda size: slice(-size, None), lambda size: slice(size))],
]
