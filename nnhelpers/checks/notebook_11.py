"""The checks of notebook 11's exercises."""

from itertools import combinations

import numpy as np

from nnhelpers.checks.compare import as_numbers
from nnhelpers.checks.engine import by_cases


def log_scale(attempt):
    """Notebook 11: equal factors for equal steps."""
    by_cases(
        attempt,
        right=lambda u, low, high: low * (high / low) ** u,
        cases=[(0.75, 2.0, 512.0), (0.5, 0.001, 0.1), (0.0, 0.001, 0.1), (1.0, 0.001, 0.1), (0.25, 16, 256),
               (0.1, 2.0, 3.0), (0.3337, 0.0001, 1.0)],
        mistakes=[
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
