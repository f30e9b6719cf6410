"""Attempts at the exercises of notebook 11: the right ones are accepted, the wrong ones told what is wrong."""

import itertools
import math
import statistics

import numpy as np
import pandas as pd
from attempts import Attempts, Exercises

from nnhelpers.checks import notebook_11
from nnhelpers.preprocessing import decode

attempts = Attempts()


def scale_by_halving(u, low, high):
    for _ in range(60):
        middle, u = math.sqrt(low * high), 2 * u
        low, high, u = (low, middle, u) if u < 1 else (middle, high, u - 1)
    return low


def scale_of_whole_factors(u, low, high):
    return low * (high // low) ** u


def scale_but_for_0(u, low, high):
    if u:
        return low * (high / low) ** u


def scale_at_random(u, low, high):
    return 10 ** np.random.default_rng(0).uniform(np.log10(low), np.log10(high))


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
        "10 to the plain": (lambda u, low, high: 10 ** (low + u * (high - low)), "between the logarithms of low and"),
        "exp of the plain": (lambda u, low, high: np.exp(low + u * (high - low)), "between the logarithms of low and"),
        "log10": (lambda u, low, high: np.log10(low) + u * np.log10(high / low), "take 10 to its power"),
        "log": (lambda u, low, high: math.log(low) + u * math.log(high / low), "take e to its power, np.exp"),
        "10 and log": (lambda u, low, high: 10 ** (np.log(low) + u * np.log(high / low)), "10 ** … needs np.log10"),
        "exp and log10": (lambda u, low, high: np.exp(np.log10(low) + u * np.log10(high / low)), "np.exp needs np.log"),
        "low, 10 and log": (lambda u, low, high: low * 10 ** (u * np.log(high / low)), "10 ** … needs np.log10"),
        "low, exp and log10": (lambda u, low, high: low * np.exp(u * np.log10(high / low)), "np.exp needs np.log"),
        "a product": (lambda u, low, high: low * (high / low) * u, "A power is needed, low * (high / low) ** u"),
        "u high": (lambda u, low, high: u * high, "u = 0 must give low"),
        "high": (lambda u, low, high: low * high**u, "The factor from low to high is high / low, not high"),
        "the difference": (lambda u, low, high: low * (high - low) ** u, "is high / low, not high − low"),
        "no low": (lambda u, low, high: (high / low) ** u, "Begin at low: multiply by it"),
        "added": (lambda u, low, high: low + (high / low) ** u, "Multiply low by the factor; don't add"),
        "backwards": (lambda u, low, high: high * (low / high) ** u, "It runs backwards"),
        "10 alone": (lambda u, low, high: 10**u, "low and high were not used"),
        "no brackets": (lambda u, low, high: low * high / low**u, "Python takes the power first"),
        "the middle": (lambda u, low, high: math.sqrt(low * high), "u was not used"),
        "bent": (lambda u, low, high: low + (high - low) * u**2, "It is right at both ends"),
        "weights exchanged": (lambda u, low, high: low**u * high ** (1 - u), "It runs backwards"),
        "of the product": (lambda u, low, high: np.exp(u * (np.log(low) + np.log(high))), "right for u = 0.5 only"),
        "//": (scale_of_whole_factors, "with one change, of an operator"),
        "0 forgotten": (scale_but_for_0, "It returned None for u = 0"),
        "random": (scale_at_random, "`u` is never used"),
        "rounded": (lambda u, low, high: round(low * (high / low) ** u, 3), "Right up to rounding"),
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


def overconfidence_of_the_first(A, labels):
    for column, label in zip(A.T, labels, strict=True):
        return column.max() - (column.argmax() == label)


def overconfidence_but_the_last(A, labels):
    total = 0
    for k in range(A.shape[1] - 1):
        total += A[:, k].max() - (A[:, k].argmax() == labels[k])
    return total / A.shape[1]


def overconfidence_if_positive(A, labels):
    difference = certainty(A) - share_right(A, labels)
    if difference > 0:
        return difference


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
        "certainty": (lambda A, y: certainty(A), "This is the certainty alone"),
        "max for argmax": (lambda A, y: certainty(A) - np.mean(A.max(axis=0) == y), "argmax, not max"),
        "argmax without axis": (lambda A, y: certainty(A) - np.mean(np.argmax(A) == y), "argmax without an axis"),
        "above a half": (lambda A, y: certainty(A) - np.mean(A[y, range(len(y))] > 0.5), "may be below 0.5"),
        "all right": (lambda A, y: certainty(A) - np.array_equal(A.argmax(axis=0), y), "one yes or no"),
        "first column": (overconfidence_of_the_first, "stands inside the loop"),
        "but the last": (overconfidence_but_the_last, "with one change, of the range"),
        "when too sure": (overconfidence_if_positive, "It returned None for"),
        "indices exchanged": (lambda A, y: A[range(len(y)), y].mean() - share_right(A, y), "Rows are classes"),
        "accuracy": (share_right, "This is the accuracy; subtract it"),
        "the true class": (lambda A, y: A[y, range(len(y))].mean() - share_right(A, y), "takes the probability of the"),
        "the true class alone": (lambda A, y: A[y, range(len(y))].mean(), "This is the probability of the true class"),
        "all probabilities": (lambda A, y: A.mean() - share_right(A, y), "This averages all probabilities"),
        "the one largest": (lambda A, y: A.max() - share_right(A, y), "This is the one largest probability of all"),
        "max, axis 1": (lambda A, y: A.max(axis=1).mean() - share_right(A, y), "The largest of each column is meant"),
        "argmax, axis 1": (lambda A, y: certainty(A) - np.mean(A.argmax(axis=1) == y), "Rows are classes"),
        "rows in a loop": (lambda A, y: np.mean([max(A[k]) - (np.argmax(A[k]) == y[k]) for k in range(len(y))]),
                           "Rows are classes and columns are examples"),
        "one by one": (lambda A, y: A.max(axis=0) - (A.argmax(axis=0) == y), "These are the columns one by one"),
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


def pairs_without_brackets(a, b):
    differences = b - a
    return differences.mean(), differences.std(ddof=1) / len(a) ** 1 / 2


def pairs_of_the_first(a, b):
    for x, y in zip(a, b, strict=True):
        return y - x, 0.0


def pairs_but_the_first(a, b):
    differences = (b - a)[1:]
    return differences.mean(), differences.std(ddof=1) / np.sqrt(len(differences))


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
                       "This is its square: take the root"),
        "variance over root": (error_of(lambda a, b, root: np.var(b - a, ddof=1) / root), "This divides the variance"),
        "variance": (error_of(lambda a, b, root: np.var(b - a, ddof=1)), "This is the variance"),
        "not paired": (error_of(lambda a, b, root: np.hypot(np.std(a, ddof=1), np.std(b, ddof=1)) / root),
                       "a formula for runs that are not paired"),
        "difference of spreads": (error_of(lambda a, b, root: np.std(b, ddof=1) - np.std(a, ddof=1)), "don't subtract"),
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
        "two means": (lambda a, b: (a.mean(), b.mean()), "not that of a or of b"),
        "a − b and ddof 0": (lambda a, b: paired(b, a, ddof=0), "The mean is not right: The difference is b − a"),
        "no brackets": (pairs_without_brackets, "n ** 1 / 2 is n/2"),
        "first pair": (pairs_of_the_first, "This is the first difference"),
        "but the first": (pairs_but_the_first, "with one change, of the slice"),
        "a dictionary": (lambda a, b: dict(zip("ab", paired(a, b), strict=True)), "2 values are expected, in a tuple"),
        "spread of b": (lambda a, b: (np.mean(b - a), np.std(b, ddof=1)), "This is the spread of b"),
        "no mean": (error_of(lambda a, b, root: np.sqrt(np.mean((b - a) ** 2)) / root), "Subtract the mean before"),
        "largest": (error_of(lambda a, b, root: np.ptp(b - a) / 2), "The mean is right; the standard error is not."),
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


def best_of_the_first_place(scores, n):
    scores, N = sorted(scores), len(scores)
    total = 0
    for i in range(1, N + 1):
        total += scores[i - 1] * ((i / N) ** n - ((i - 1) / N) ** n)
        return total


def best_of_five(scores, n):
    return np.sum(np.sort(scores) * np.diff((np.arange(6) / 5) ** n))


def best_by_places(scores, n):
    scores = np.argsort(scores)
    return np.sum(scores * np.diff((np.arange(len(scores) + 1) / len(scores)) ** n))


def best_or_the_mean(scores, n):
    found = 1 - (1 - 1 / len(scores)) ** n
    return found * max(scores) + (1 - found) * np.mean(scores)


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
        "at most": (weighted(lambda N, n: (np.arange(1, N + 1) / N) ** n), "of exactly the i-th, the difference"),
        "at most, scaled": (lambda s, n: np.average(np.sort(s), weights=np.arange(1, len(s) + 1.0) ** n),
                            "don't scale it"),
        "a product": (weighted(lambda N, n: np.diff(np.arange(N + 1) / N * n)), "(i/N)ⁿ is a power, not a product"),
        "no brackets": (weighted(lambda N, n: np.diff(np.arange(N + 1) / N**n)), "Put i/N into brackets"),
        "power before": (weighted(lambda N, n: np.diff(np.arange(N + 1) / N) ** n), "then take the differences"),
        "power N": (weighted(lambda N, n: np.diff((np.arange(N + 1) / N) ** N)), "The power is n, the number of draws"),
        "mean of products": (lambda s, n: best_in_a_loop(s, n) / len(s), "sum instead of mean"),
        "one by one": (lambda s, n: np.sort(s) * np.diff((np.arange(len(s) + 1) / len(s)) ** n), "Sum these up"),
        "probabilities": (lambda s, n: np.diff((np.arange(len(s) + 1) / len(s)) ** n), "These are the probabilities;"),
        "N of them": (weighted(lambda N, n: np.diff((np.arange(N) / N) ** n)), "N + 1 probabilities"),
        "to N + 1": (weighted(lambda N, n: np.diff((np.arange(N + 1) / (N + 1)) ** n)), "from 0/N to N/N"),
        "the first n": (lambda s, n: max(s[:n]), "This is one particular choice of n"),
        "the n best": (lambda s, n: np.sort(s)[-n:].mean(), "This is the mean of the n best"),
        "the n-th best": (lambda s, n: sorted(s)[-n], "raised IndexError: list index out of range"),
        "a quantile": (lambda s, n: np.quantile(s, n / (n + 1)), "This is a rule of thumb"),
        "first place": (best_of_the_first_place, "stands inside the loop"),
        "five": (best_of_five, "it is right only for five scores, two draws and for a single score"),
        "argsort": (best_by_places, "with one change, of `argsort`"),
        "the best or the mean": (best_or_the_mean, "it is right only for a single score"),
        "a set": (lambda s, n: best_in_a_loop(list(set(s)), n), "equal ones count as often as they are there"),
        "of their sizes": (lambda s, n: best_in_a_loop(abs(s), n), "it is right except for scores below 0"),
        "every pair": (lambda s, n: best_of_every_draw(s, 2), "here it is always 2"),
        "dice": (best_by_dice, "It throws dice"),
        "^": (weighted(lambda N, n: np.diff((np.arange(N + 1) / N) ^ n)), "A power is written ** in Python"),
        "^, single numbers": (lambda s, n: sum(score * (i / len(s)) ^ n for i, score in enumerate(s)), "is written **"),
        "sort()": (lambda s, n: best_in_a_loop(s.copy().sort(), n), "raised TypeError"),
        "in place": (best_sorting_in_place, "changed its argument"),
    },
)


class TestNotebook11(Exercises):
    module = notebook_11
    attempts = attempts
