"""The checks of notebook 11's exercises."""

import numpy as np

from nnhelpers.checks import source
from nnhelpers.checks.engine import by_cases
from nnhelpers.checks.mistakes_11 import MORE_CERTAINTIES, MORE_DRAWS, MORE_PAIRS


def log_scale(attempt):
    """Notebook 11: equal factors for equal steps."""
    log_of_e = "np.log is the logarithm to base e; 10 ** … needs np.log10, 2 ** … np.log2, np.log needs np.exp."
    log_of_10 = "np.log10 is the logarithm to base 10; np.exp needs np.log."
    between_logs = "The exponents are drawn evenly between the logarithms of low and high, not between low and high."
    ends_only = "It is right at both ends, but in between equal steps of u must be equal factors: a power is needed."
    grid = "These are fixed values on the scale; u may be anything between 0 and 1: no list is needed."
    by_cases(
        attempt,
        right=lambda u, low, high: low * (high / low) ** u,
        cases={
            "three quarters of the way from 2 to 512": (0.75, 2.0, 512.0),
            "half of the way": (0.5, 0.001, 0.1),
            "u = 0": (0.0, 0.003, 0.7),
            "u = 1": (1.0, 0.003, 0.7),
            "low and high below 1": (0.3712, 0.0002, 0.09),
            "low and high above 1": (0.6238, 3.0, 47.0),
            "low below 1, high above": (0.8141, 0.05, 30.0),
            "whole numbers": (0.25, 16, 81),
            "a factor of a million": (0.3337, 7e-6, 7.0),
            "low and high close together": (0.1, 2.0, 2.5),
        },
        mistakes=[
            ("only .* arrays can be converted", "One number is asked for here, and an array was given."),
            (lambda u, low, high: low * (high / low) ** (0.5 if 0 < u < 1 else u),
             "Between the ends it gives the middle, whatever u is: the power is u."),
            (lambda u, low, high: 10.0 ** int(np.log10(low) + u * np.log10(high / low)),
             "The exponent is cut to a whole number, so that only powers of ten come out."),
            (lambda u, low, high: 10.0 ** np.round(np.log10(low) + u * np.log10(high / low)),
             "The exponent is rounded to a whole number, so that only powers of ten come out."),
            (lambda u, low, high: np.sqrt(low * high), "This is the middle whatever u is: u was not used."),
            (lambda u, low, high: (low + high) / 2, "This is the middle of a plain scale, and u was not used."),
            (lambda u, low, high: low + u * (high - low),
             "This is the plain scale: equal differences for equal steps."),
            (lambda u, low, high: low + u * high, "u = 1 must give high; and equal steps of u are factors, not sums."),
            (lambda u, low, high: 1 / ((1 - u) / low + u / high),
             "Here equal steps of u are equal differences of 1/x; they must be equal factors."),
            *[(lambda u, low, high, bend=bend: low + bend(u) * (high - low), ends_only) for bend in (
                np.square, np.sqrt, lambda u: (10**u - 1) / 9, np.log2, lambda u: np.log2(1 + u),
                lambda u: np.log10(1 + 9 * u), lambda u: np.expm1(u) / np.expm1(1))],
            (lambda u, low, high: np.exp(low + u * (high - low)), between_logs),
            (lambda u, low, high: 10 ** (low + u * (high - low)), between_logs),
            (lambda u, low, high: np.log10(low) + u * np.log10(high / low),
             "This is the logarithm of the result; take 10 to its power."),
            (lambda u, low, high: np.log(low) + u * np.log(high / low),
             "This is the logarithm of the result; take e to its power, np.exp."),
            *[(lambda u, low, high, log=log: log(low + u * (high - low)),
               "This is the logarithm of a plain scale; equal steps between the logarithms are needed, then a power.")
              for log in (np.log, np.log10)],
            (lambda u, low, high: 10 ** (np.log(low) + u * np.log(high / low)), log_of_e),
            (lambda u, low, high: 2 ** (np.log(low) + u * np.log(high / low)), log_of_e),
            (lambda u, low, high: low * 10 ** (u * np.log(high / low)), log_of_e),
            (lambda u, low, high: np.exp(np.log10(low) + u * np.log10(high / low)), log_of_10),
            (lambda u, low, high: low * np.exp(u * np.log10(high / low)), log_of_10),
            (lambda u, low, high: low * np.exp(u * high / low),
             "In np.exp stands u times the logarithm of high / low."),
            (lambda u, low, high: low * np.exp(u * (high - low)),
             "In np.exp stands u times log(high) − log(low), not u times high − low."),
            (lambda u, low, high: low * 10 ** (u * high / low),
             "In the exponent stands u times the log10 of high / low."),
            (lambda u, low, high: low * 10**u, "From low to high the factor is high / low, not 10."),
            (lambda u, low, high: low * 2**u, "From low to high the factor is high / low, not 2."),
            (lambda u, low, high: low * np.exp(u), "From low to high the factor is high / low, not e."),
            (lambda u, low, high: 10**u, "low and high were not used: low times (high / low) to the power u."),
            (lambda u, low, high: low + (high / low) ** u, "Multiply low by the factor; don't add."),
            (lambda u, low, high: low + (high - low) ** u, "Multiply low by the power of high / low; don't add."),
            (lambda u, low, high: low ** (1 - u) + high**u, "Multiply the two powers; don't add."),
            (lambda u, low, high: low * np.log(high / low) * u, "A power is needed: (high / low) ** u."),
            (lambda u, low, high: low * (1 + np.log(high / low) * u), "A power is needed: (high / low) ** u."),
            (lambda u, low, high: high * u, "A power is needed, low * (high / low) ** u: u = 0 must give low."),
            (lambda u, low, high: low * (high / low) ** (1 / u if u else np.inf), "The factor's power is u, not 1/u."),
            (lambda u, low, high: low * (high / low) ** (1 / u), "The factor's power is u, not 1/u."),
            (lambda u, low, high: (high / low) * low**u, "The factor high / low is raised to the power u, not low."),
            (lambda u, low, high: low * u ** (high / low), "That is upside down: (high / low) ** u."),
            (lambda u, low, high: low * high**u, "The factor from low to high is high / low, not high."),
            (lambda u, low, high: low * (high - low) ** u,
             "The factor from low to high is high / low, not high − low."),
            (lambda u, low, high: (high / low) ** u, "Begin at low: multiply by it."),
            (lambda u, low, high: high * (high / low) ** u, "Begin at low: it is high that was multiplied."),
            (lambda u, low, high: high * (low / high) ** u, "It runs backwards: u = 0 must give low."),
            (lambda u, low, high: low * (low / high) ** u,
             "It falls below low: the factor is high / low, not low / high."),
            (lambda u, low, high: high**u,
             "This is high to the power u; it is low times a power: low * (high / low) ** u."),
            (lambda u, low, high: (low * high) ** u, "This is right for u = 0.5 only; take low * (high / low) ** u."),
            (lambda u, low, high: low * high / low**u, "Python takes the power first: (high / low) ** u."),
            *[(lambda u, low, high, count=count: np.geomspace(low, high, count)[int(u * (count - 1))], grid)
              for count in (10, 11, 50, 100, 101, 1000, 1001)],
            *[(lambda u, low, high, count=count: np.geomspace(low, high, count)[int(u * count)], grid)
              for count in (10, 11, 100, 101, 1000, 1001)],
        ],
        verified="Halfway on this scale is the same factor from both ends.",
    )


def overconfidence(attempt):
    """Notebook 11: mean certainty minus accuracy."""
    A = np.array([[0.7, 0.22, 0.1, 0.48, 0.15], [0.15, 0.43, 0.04, 0.32, 0.21], [0.1, 0.3, 0.83, 0.13, 0.07],
                  [0.05, 0.05, 0.03, 0.07, 0.57]])

    def certainties(A):
        return np.max(A, axis=0)

    def rights(A, y):
        return np.argmax(A, axis=0) == y

    def certainty(A):
        return np.mean(certainties(A))

    def accuracy(A, y):
        return np.mean(rights(A, y))

    def truth(A, y):
        return A[y, np.arange(len(y))]

    per_column = "Rows are classes and columns are examples: one answer and one label per column, along axis 0."
    number_of_classes = "len(A) is the number of classes; divide by the number of columns, A.shape[1]."
    of_right_ones = "This averages over the right answers; the certainty is that of all, right or wrong."
    one_by_one = "The difference of the means is asked for; this takes the size of each difference before."
    by_cases(
        attempt,
        right=lambda A, y: certainty(A) - accuracy(A, y),
        cases={
            "five examples of four classes": (A, np.array([1, 0, 2, 2, 3])),
            "two examples of two classes": (np.array([[0.9, 0.6], [0.1, 0.4]]), np.array([0, 1])),
            "more classes than examples": (A[:, [1, 2, 4]], np.array([1, 3, 3])),
            "as many examples as classes": (A[:, 1:], np.array([0, 2, 3, 3])),
            "a network that is too modest": (A[:, [0, 1, 3, 4]], np.array([0, 1, 0, 3])),
            "no right answer": (A[[2, 0, 1, 3]], np.array([0, 3, 1, 2, 1])),
            "a single example": (A[:, 3:4], np.array([2])),
            "ten examples": (np.hstack([A, A[[3, 1, 0, 2]] ** 1.5]) / np.hstack([A, A**1.5]).sum(axis=0),
                             np.array([0, 1, 0, 2, 3, 2, 1, 1, 0, 0])),
        },
        mistakes=[
            (r"shapes \(\d+,\) \(\d+,\)|shape mismatch|[Ll]engths must match|out of bounds|out of range|zip",
             per_column),
            ("truth value", "max wants single numbers; np.max with axis=0 takes the largest of each column."),
            (lambda A, y: abs(certainty(A) - accuracy(A, y)),
             "Without the absolute value: the sign tells too sure from too modest."),
            (lambda A, y: max(certainty(A) - accuracy(A, y), 0), "Too modest is negative; here it became 0."),
            (lambda A, y: accuracy(A, y) - certainty(A),
             "The sign is turned: certainty minus accuracy, so that too sure is positive."),
            (lambda A, y: certainty(A),
             "This is the certainty alone: nothing, or 0, is subtracted. Subtract the share of answers (argmax, not "
             "max, along axis 0) that equal the labels given."),
            (accuracy, "This is the accuracy; subtract it from the certainty."),
            (lambda A, y: certainty(A) - (1 - accuracy(A, y)),
             "This subtracts the share of wrong answers: == instead of !=."),
            (lambda A, y: 1 - certainty(A) - accuracy(A, y),
             "The certainty is the largest probability, not 1 minus it."),
            (lambda A, y: np.mean(certainties(A)[rights(A, y)]) - accuracy(A, y), of_right_ones),
            (lambda A, y: np.mean(certainties(A)[rights(A, y)]), of_right_ones),
            (lambda A, y: np.mean(certainties(A)[~rights(A, y)]) - accuracy(A, y),
             "This averages over the wrong answers; the certainty is that of all, right or wrong."),
            (lambda A, y: np.mean(certainties(A)[rights(A, y)]) - np.mean(certainties(A)[~rights(A, y)]),
             "This compares right with wrong answers; certainty and accuracy are those of all."),
            (lambda A, y: np.mean(certainties(A) * rights(A, y)) - accuracy(A, y),
             "Wrong answers count 0 here; the certainty is that of all, right or wrong."),
            (lambda A, y: np.sum(certainties(A)) / len(A) - np.sum(rights(A, y)) / len(A), number_of_classes),
            (lambda A, y: certainty(A) - np.sum(rights(A, y)) / len(A), number_of_classes),
            (lambda A, y: np.sum(certainties(A)) / len(A) - accuracy(A, y), number_of_classes),
            (lambda A, y: certainty(A) - np.sum(rights(A, y)) / A.size,
             "A.size counts all probabilities; divide by how many examples there are."),
            (lambda A, y: certainty(A) + accuracy(A, y), "Subtract the accuracy."),
            (lambda A, y: certainty(A) * accuracy(A, y), "Subtract the accuracy; don't multiply."),
            (lambda A, y: certainty(A) / accuracy(A, y), "Subtract the accuracy; don't divide by it."),
            (lambda A, y: certainty(A) / accuracy(A, y) - 1,
             "The difference itself is asked for, not relative to one."),
            (lambda A, y: 100 * (certainty(A) - accuracy(A, y)), "This is in per cent; leave it as a share."),
            (lambda A, y: (certainty(A), accuracy(A, y)),
             "These are certainty and accuracy; subtract the second from the first."),
            (lambda A, y: certainty(A) - np.mean(y),
             "These are the labels themselves; the accuracy is the share of answers equal to them."),
            (lambda A, y: certainty(A) - np.mean(np.argmax(A, axis=0)),
             "The answers must be compared with the labels: np.argmax(A, axis=0) == labels."),
            (lambda A, y: certainty(A) - np.mean(np.argmax(A) == y),
             "argmax without an axis is one place in all of A; each column has its own answer: axis=0."),
            (lambda A, y: np.mean(truth(A, y)),
             "This is the probability of the true class; certainty minus accuracy is asked for."),
            (lambda A, y: np.mean(truth(A, y)) - accuracy(A, y),
             "This takes the probability of the true class; the certainty is that of the answer, the largest."),
            (lambda A, y: certainty(A) - np.mean(truth(A, y)),
             "This subtracts the probability of the true class; the accuracy is the share of right answers."),
            (lambda A, y: certainty(A) - np.mean(truth(A, y) > 0.5),
             "The answer is the largest of its column, and may be below 0.5: compare argmax with the labels."),
            (lambda A, y: np.mean(A) - accuracy(A, y),
             "This averages all probabilities; the certainty is the largest of each column."),
            (lambda A, y: np.max(A) - accuracy(A, y),
             "This is the one largest probability of all; take the largest of each column, axis=0."),
            (lambda A, y: np.mean(A[0]) - accuracy(A, y),
             "These are the probabilities of class 0; the largest is asked."),
            (lambda A, y: np.mean(np.min(A, axis=0)) - accuracy(A, y), "This takes the smallest of each column."),
            (lambda A, y: np.median(certainties(A)) - accuracy(A, y),
             "The mean certainty is asked for, not the median."),
            (lambda A, y: np.mean(np.max(A, axis=1)) - accuracy(A, y), "The largest of each column is meant: axis=0."),
            (lambda A, y: np.mean(abs(certainties(A) - rights(A, y))), one_by_one),
            (lambda A, y: np.mean((certainties(A) - rights(A, y)) ** 2),
             "This is the mean of the squared differences; the plain difference of the means is asked for."),
            (lambda A, y: certainties(A) - rights(A, y), "These are the columns one by one; take the mean."),
            (lambda A, y: certainties(A) - accuracy(A, y),
             "The certainty is still one number per column; take the mean."),
            (lambda A, y: certainty(A) - rights(A, y), "The accuracy is the mean of these comparisons."),
            *[(lambda A, y, of=of: certainty(A) - of(rights(A, y)),
               "The accuracy is the share of right answers; one yes or no for all of them was subtracted.")
              for of in (np.any, np.all)],
            (lambda A, y: certainty(A) - np.mean((A > 0.5) == (np.arange(len(A))[:, np.newaxis] == y)),
             "This compares all entries of the one-hot targets; one answer per column is right or wrong."),
            (lambda A, y: certainty(A) - np.mean(np.sort(np.argmax(A, axis=0)) == np.sort(y)),
             "Sorting tears answers and labels apart: each answer is compared with the label of its column."),
            (lambda A, y: certainty(A) - np.mean(np.argmax(A, axis=0) == y[0]),
             "All answers were compared with the first label; each has its own."),
            (lambda A, y: certainty(A) - 100 * accuracy(A, y), "The accuracy is in per cent and the certainty is not."),
            (lambda A, y: certainty(A) - np.mean(certainties(A) > 0.5),
             "The accuracy compares answers with labels; this is the share of answers above 0.5."),
            (lambda A, y: np.mean(certainties(A) - np.sort(A, axis=0)[-2]) - accuracy(A, y),
             "This is the lead over the second; the certainty is the largest itself."),
            (lambda A, y: np.mean(certainties(A) * ~rights(A, y)),
             "Only wrong answers count here; each right one counts its probability minus 1."),
            (lambda A, y: 1 - certainty(A), "This is 1 minus the certainty; certainty minus accuracy is asked for."),
            (lambda A, y: certainty(A) - np.sum(rights(A, y)), "The accuracy is a share: mean instead of sum."),
            (lambda A, y: np.sum(certainties(A)) - accuracy(A, y), "The certainty is a mean, not a sum."),
            (lambda A, y: np.sum(certainties(A)) - np.sum(rights(A, y)),
             "These are sums; divide both by the number of columns."),
            *MORE_CERTAINTIES,
        ],
        verified="It tells how far certainty and truth lie apart.",
    )


def paired_difference(attempt):
    """Notebook 11: the mean difference of pairs and its standard error."""

    def pairs(a, b, ddof=1, root=np.sqrt):
        d = b - a
        return np.mean(d), np.std(d, ddof=ddof) / root(len(d))

    def error(of, words, root=np.sqrt):
        """Return a mistake in the standard error: `of(a, b)` in place of the standard deviation."""
        return "the standard error", lambda a, b: of(a, b) / root(len(a)), words

    def mean(of, words):
        return "the mean", of, words

    def spread(a, b, ddof=1):
        return np.std(b - a, ddof=ddof)

    def std(scores):
        return np.std(scores, ddof=1)

    def one(n):
        return 1

    two = "Return two numbers: the mean and its standard error."
    not_apart = "The mean of b − a is asked for, and its standard error; not that of a or of b."
    not_paired = "This is a formula for runs that are not paired; take the standard deviation of the differences."
    ends = "These are the ends of an interval; return the mean and its standard error."
    no_factor = "One standard error, without a factor."
    no_difference = "Standard deviations don't subtract; take that of the differences."
    by_cases(
        attempt,
        right=pairs,
        cases={
            "four pairs": (np.array([0.90, 0.93, 0.91, 0.95]), np.array([0.91, 0.92, 0.97, 0.97])),
            "two pairs": (np.array([0.90, 0.92]), np.array([0.91, 0.95])),
            "a better than b": (np.array([0.71, 0.78, 0.74]), np.array([0.69, 0.73, 0.735])),
            "five pairs, in per cent": (np.array([91.3, 88.2, 90.6, 92.9, 89.5]),
                                        np.array([92.1, 90.0, 90.2, 93.3, 91.4])),
            "scores in other orders": (np.array([0.5, 0.7, 0.58, 0.61, 0.66, 0.52]),
                                       np.array([0.6, 0.2, 0.55, 0.71, 0.48, 0.67])),
            "the same difference in each pair": (np.array([0.5, 0.25, 0.75]), np.array([0.625, 0.375, 0.875])),
            "ten pairs": (np.array([0.81, 0.84, 0.79, 0.86, 0.83, 0.80, 0.85, 0.82, 0.78, 0.87]),
                          np.array([0.83, 0.85, 0.78, 0.90, 0.84, 0.86, 0.83, 0.89, 0.80, 0.88])),
        },
        mistakes=[
            ("only .* arrays can be converted", "math works on single numbers; np.mean and np.std work on arrays."),
            ("unsupported operand type.* 'list'", "Lists don't subtract; arrays do, entry by entry."),
            mean(lambda a, b: abs(np.mean(b - a)), "Keep the sign: it says which setting is better."),
            mean(lambda a, b: np.mean(a - b), "The difference is b − a, positive if b is better."),
            mean(lambda a, b: np.sum(b - a), "It is the mean of the differences that is asked for, not the sum."),
            mean(lambda a, b: np.sum(b - a) / (len(a) - 1), "Divide by n; n − 1 belongs to the standard deviation."),
            mean(lambda a, b: np.median(b - a), "The mean is asked for, not the median."),
            mean(lambda a, b: np.mean(abs(b - a)), "Keep the signs: a pair in which a is better counts against b."),
            mean(lambda a, b: np.mean(a), not_apart),
            mean(lambda a, b: np.mean(b), not_apart),
            mean(lambda a, b: (np.mean(a) + np.mean(b)) / 2,
                 "This is the mean of all scores; that of b − a is asked for."),
            mean(lambda a, b: np.mean(b / a), "This is the mean quotient; the plain difference b − a is meant."),
            mean(lambda a, b: np.mean((b - a) / a), "This is relative to a; the plain difference b − a is meant."),
            mean(lambda a, b: np.mean((b - a) ** 2), "This is the mean of the squares; that of b − a is asked for."),
            mean(lambda a, b: np.max(b) - np.max(a),
                 "This compares the best of b with the best of a; all pairs count."),
            mean(lambda a, b: (b - a)[0], "This is the first difference; take the mean of all."),
            mean(lambda a, b: (b - a)[-1], "This is the last difference; take the mean of all."),
            mean(lambda a, b: b - a, "These are the differences; take their mean."),
            error(lambda a, b: spread(a, b, 0), "With ddof=1, that is n − 1 in the denominator of the variance."),
            error(spread, "This is the spread of single differences; divide by √n.", one),
            error(lambda a, b: spread(a, b, 0), "Use ddof=1, and divide by √n.", one),
            error(spread, "Divide by √n, not by n.", lambda n: n),
            error(lambda a, b: spread(a, b, 0), "Use ddof=1, and divide by √n, not by n.", lambda n: n),
            error(spread, "Divide by √n, not by n − 1.", lambda n: n - 1),
            error(spread, "Divide by √n; n ** 1 / 2 is n/2: put 1/2 into brackets.", lambda n: 2 * n),
            error(spread, "Divide by √n, and not by n/2; n ** 1 / 2 needs brackets around 1/2.", lambda n: n / 2),
            error(lambda a, b: np.sqrt(spread(a, b)), "The root belongs to n alone, not to the standard deviation."),
            error(spread, "ddof=1 is the n − 1 already; the root is that of n.", lambda n: np.sqrt(n - 1)),
            error(spread, "The root is that of n, not of n + 1.", lambda n: np.sqrt(n + 1)),
            error(spread, "n is the number of pairs, not that of all runs.", lambda n: np.sqrt(2 * n)),
            error(spread, "Divide by √n; this multiplies.", lambda n: 1 / np.sqrt(n)),
            error(spread, "Divide by √n; this multiplies by n.", lambda n: 1 / n),
            error(lambda a, b: spread(a, b) ** 2, "This is the variance: take its root, and divide by √n.", one),
            error(lambda a, b: spread(a, b, 0) ** 2,
                  "This is the variance: take its root, with ddof=1, and divide by √n.", one),
            error(lambda a, b: spread(a, b) ** 2, "This is its square: take the root.", lambda n: n),
            error(lambda a, b: spread(a, b, 0) ** 2, "This is its square, and without ddof=1: take the root.",
                  lambda n: n),
            error(lambda a, b: spread(a, b) ** 2,
                  "This divides the variance; the standard deviation, its root, is meant."),
            error(lambda a, b: spread(a, b, 0) ** 2,
                  "This divides the variance, without ddof=1; the standard deviation, its root, is meant."),
            error(lambda a, b: std(np.sort(b) - np.sort(a)), "Sorting tears the pairs apart: run i belongs to run i."),
            error(lambda a, b: std(b), "This is the scatter of b; that of the differences b − a is meant."),
            error(lambda a, b: std(a), "This is the scatter of a; that of the differences b − a is meant."),
            error(lambda a, b: std([*a, *b]), "This is the scatter of all scores; that of the differences is meant."),
            error(lambda a, b: std(abs(b - a)), "Keep the signs: a pair in which a is better counts against b."),
            error(lambda a, b: std((b - a) / a), "This is relative to a; the plain difference b − a is meant."),
            error(lambda a, b: std(a + b), "This is the scatter of the sums; that of the differences b − a is meant."),
            error(lambda a, b: np.sqrt(np.mean((b - a) ** 2)), "Subtract the mean before squaring: np.std does."),
            error(lambda a, b: np.sqrt(np.sum((b - a) ** 2) / (len(a) - 1)),
                  "Subtract the mean before squaring: np.std does."),
            error(lambda a, b: std(b), "This is the spread of b; take that of b − a, divided by √n.", one),
            error(lambda a, b: std(a), "This is the spread of a; take that of b − a, divided by √n.", one),
            error(lambda a, b: np.mean(abs(b - a - np.mean(b - a))), "This takes sizes; the deviations are squared."),
            error(lambda a, b: 1.96 * spread(a, b), no_factor),
            error(lambda a, b: 2 * spread(a, b), no_factor),
            error(lambda a, b: np.hypot(std(a), std(b)), not_paired),
            error(lambda a, b: np.hypot(np.std(a), np.std(b)), not_paired),
            error(lambda a, b: np.hypot(std(a), std(b)) / np.sqrt(2), not_paired),
            error(lambda a, b: std(b) - std(a), no_difference),
            error(lambda a, b: std(b) - std(a), no_difference, one),
            error(lambda a, b: abs(std(b) - std(a)), no_difference),
            error(lambda a, b: std(b) + std(a), "Standard deviations don't add either; take that of the differences."),
            *[error(spread, f"n is the number of pairs; here √{n} stands, whatever it is.", lambda _, n=n: np.sqrt(n))
              for n in (2, 3, 4, 5, 10)],
            *[(lambda a, b, wide=wide: pairs(a, b)[0] + pairs(a, b)[1] * np.array([-wide, wide]), ends)
              for wide in (1, 1.96, 2)],
            *MORE_PAIRS,
            (lambda a, b: (np.mean(a), np.mean(b)), not_apart),
            (lambda a, b: pairs(a, b)[0] / pairs(a, b)[1],
             "This is the mean in standard errors; return the two numbers themselves."),
            (lambda a, b: pairs(a, b)[0], two),
            (lambda a, b: pairs(a, b)[1], two),
            (lambda a, b: pairs(a, b)[::-1], "The mean first, then its standard error."),
            (lambda a, b: b - a, "These are the differences; return their mean and its standard error."),
        ],
        verified="What the pairs share cancels; what is left is the difference, with its error.",
        parts=("the mean", "the standard error"),
    )


def expected_best(attempt):
    """Notebook 11: the mean of the best of n draws."""

    def places(N):
        return np.arange(N + 1) / N

    def best(scores, n, at_most=lambda N, n: places(N) ** n, order=np.sort, total=np.sum):
        return total(order(scores) * np.diff(at_most(len(scores), n)))

    def weighted(at_most):
        return lambda s, n: best(s, n, at_most)

    def used(code):
        """Return all names that a function's code reads, those of the functions in it as well."""
        inner = [used(part) for part in code.co_consts if hasattr(part, "co_names")]
        return set(code.co_names).union(*inner)

    def names():
        """Return all names that the attempt's code reads."""
        code = getattr(source.unwrapped(attempt), "__code__", None)
        return set() if code is None else used(code)

    def dice(got, expected):
        return "It throws dice, so that it comes close at best; weigh each score with its probability instead." if (
            names() & {"random", "choice", "choices", "integers"}) else ""

    worst = "This is the mean of the worst draw. The scores must rise, and at most the i-th has the probability (i/N)ⁿ."
    differences = "(i/N)ⁿ is the probability of at most the i-th; of exactly the i-th, the difference of neighbours."
    from_1 = "i counts from 1; and the probability of exactly the i-th is the difference of neighbours."
    brackets = "Put i/N into brackets, (i / N) ** n; then take the differences."
    to_N = "The probabilities run from 0/N to N/N."
    by_cases(
        attempt,
        right=best,
        cases={
            "five scores, two draws": (np.array([0.65, 0.3, 0.9, 0.4, 0.8]), 2),
            "two scores, two draws": (np.array([0.5, 0.9]), 2),
            "four scores, three draws": (np.array([0.3, 0.9, 0.61, 0.82]), 3),
            "a single draw": (np.array([0.9, 0.2, 0.4, 0.75]), 1),
            "as many draws as scores": (np.array([0.52, 0.31, 0.87, 0.44]), 4),
            "more draws than scores": (np.array([0.35, 0.62, 0.41]), 6),
            "two equal scores": (np.array([0.8, 0.8, 0.1, 0.37]), 2),
            "a single score": (np.array([0.7]), 5),
            "scores below 0": (np.array([-0.4, -2.3, -1.1]), 2),
            "scores in per cent": (np.array([88.1, 93.4, 91.7, 90.2, 79.6, 92.8]), 3),
        },
        mistakes=[
            (r"shapes \(\d+,\) \(\d+,\)|shape mismatch|out of range|out of bounds",
             "N + 1 probabilities, for i = 0 … N, have N differences: one per score."),
            (lambda s, n: np.max(s), "This is the best of all; with few draws it is often missed."),
            (lambda s, n: np.min(s), "This is the worst of all; the best of n draws is asked for."),
            (lambda s, n: np.mean(s), "This is the mean of one draw; of n draws the best counts."),
            (lambda s, n: np.median(s),
             "This is the middle of the scores; the mean of the best of n draws is asked for."),
            (lambda s, n: best(s, n, order=np.copy), "The scores must be sorted first."),
            (lambda s, n: best(s, n, order=lambda s: np.sort(s)[::-1]), worst),
            (weighted(lambda N, n: 1 - (1 - places(N)) ** n), worst),
            (lambda s, n: best(np.unique(s), n),
             "Here each score is kept once, as in a set; equal ones count as often as they are there."),
            (lambda s, n: np.sum(np.sort(s) * places(len(s))[1:] ** n), differences),
            (lambda s, n: np.sum(np.sort(s) * places(len(s))[1:] ** n) / np.sum(places(len(s))[1:] ** n),
             "(i/N)ⁿ is the probability of at most the i-th; don't scale it, take the differences of neighbours."),
            (lambda s, n: np.sum(np.sort(s) * places(len(s))[:-1] ** n), from_1),
            (lambda s, n: np.sum(np.sort(s) * np.diff(places(len(s)) ** n, prepend=(-1 / len(s)) ** n)[:-1]), from_1),
            (lambda s, n: np.sum(np.sort(s)[1:] * np.diff(places(len(s)) ** n)[1:]),
             "The smallest score is left out; all draws may be that one, with the probability (1/N)ⁿ."),
            (lambda s, n: np.sum(np.sort(s)[:-1] * np.diff(places(len(s)) ** n)[:-1]),
             "The largest score is left out."),
            (lambda s, n: np.sum(np.sort(s)[1:] * np.diff(places(len(s)) ** n)[:-1]),
             "Each probability stands beside the next score: the first belongs to the smallest."),
            (lambda s, n: np.sort(s)[0] + np.sum(np.diff(np.sort(s)) * places(len(s))[1:-1] ** n),
             "(i/N)ⁿ is the probability of at most the i-th; of more than that it is 1 − (i/N)ⁿ."),
            (lambda s, n: np.sum(np.sort(s) * (places(len(s))[1:] ** n - places(len(s))[:-1])),
             "Both probabilities have the power n, that of at most the place before as well."),
            (lambda s, n: np.mean([max(s[i : i + n]) for i in range(0, len(s), n)]),
             "These are some choices of n scores, side by side; every choice counts, with replacement."),
            (lambda s, n: np.max(s) * (1 - (1 - 1 / len(s)) ** n),
             "This counts only the draws that find the best of all; the others find something, too."),
            (weighted(lambda N, n: places(N) * n), "(i/N)ⁿ is a power, not a product."),
            (weighted(lambda N, n: n ** places(N)), "The power is the other way round: (i/N) ** n."),
            (weighted(lambda N, n: np.arange(N + 1) ** n / N),
             "Python takes the power first: put i/N into brackets, (i / N) ** n."),
            (weighted(lambda N, n: np.arange(N + 1) / N**n), brackets),
            (weighted(lambda N, n: places(N) ** N), "The power is n, the number of draws, not N."),
            (weighted(lambda N, n: places(N) ** (1 / n)), "The power is n, not 1/n."),
            (weighted(lambda N, n: places(N) ** (n - 1)),
             "The power is n, not n − 1: all n draws are at most the i-th."),
            (weighted(lambda N, n: places(N) ** (n + 1)), "The power is n, not n + 1: there are n draws."),
            *[(lambda s, n, fixed=fixed: best(s, fixed), f"The power is n; here it is always {fixed}.")
              for fixed in (2, 3, 5, 10)],
            (lambda s, n: np.sum(np.sort(s) * np.diff(places(len(s))) ** n), brackets),
            (lambda s, n: np.sum((np.sort(s) * np.diff(places(len(s)))) ** n), brackets),
            *MORE_DRAWS,
            (lambda s, n: best(s, n, total=np.mean), "The probabilities sum to 1 already: sum instead of mean."),
            (lambda s, n: n * best(s, n), "The best of n draws is one score: nothing is multiplied by n."),
            (lambda s, n: best(s, n, total=np.copy), "Sum these up."),
            (lambda s, n: best(s, n, total=np.cumsum), "This is the running sum; its last entry is the answer."),
            (lambda s, n: np.diff(places(len(s)) ** n),
             "These are the probabilities; multiply them by the sorted scores and sum."),
            (lambda s, n: places(len(s)) ** n,
             "These are the probabilities of at most the i-th; take their differences, times the scores, and sum."),
            (lambda s, n: np.sum(np.diff(places(len(s)) ** n)),
             "The probabilities sum to 1; multiply each by its score before."),
            (lambda s, n: np.max(s[:n]), "This is one particular choice of n; the mean over all choices is asked for."),
            (lambda s, n: np.mean(s[:n]), "This is the mean of the first n scores; the best of n draws is asked for."),
            (lambda s, n: np.mean(s[-n:]), "This is the mean of the last n scores; the best of n draws is asked for."),
            (lambda s, n: np.mean(np.sort(s)[-n:]), "This is the mean of the n best."),
            (lambda s, n: np.sort(s)[-min(n, len(s))],
             "This is the n-th best; the mean of the best of n draws is asked for."),
            (lambda s, n: np.sort(s)[-n], "This is the n-th best; the mean of the best of n draws is asked for."),
            (lambda s, n: np.sort(s)[n - 1], "This is the n-th score; the mean of the best of n draws is asked for."),
            (lambda s, n: np.quantile(s, n / (n + 1)),
             "This is a rule of thumb; weigh each score with its probability."),
            (lambda s, n: np.quantile(s, 0.5 ** (1 / n)),
             "This is about the median of the best; the mean is asked for."),
            (weighted(lambda N, n: (np.arange(1, N + 2) / (N + 1)) ** n), to_N),
            (weighted(lambda N, n: (np.arange(N + 1) / (N + 1)) ** n), to_N),
        ],
        verified="No dice were needed.",
        otherwise=dice,
    )
