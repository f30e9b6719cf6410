"""The checks of notebook 08's exercises."""


import numpy as np

from nnhelpers.checks.engine import by_cases


def dead_share(attempt):
    """Notebook 08: the share of neurons that answer no example."""
    A = np.array([[0, 0, 0, 0], [0, 2, 0, 0], [1, 1, 0, 0.5], [0, 0, 0, 0], [3, 0.5, 0, 0]])
    one_answer = "This asks about all of A at once; axis=1 asks about each neuron, and the mean makes a share of it."
    by_cases(
        attempt,
        right=lambda A: np.mean(np.all(A == 0, axis=1)),
        cases=[(A,), (np.array([[0.0, 0.0], [0.0, 1.0]]),), (np.ones((2, 3)),), (np.zeros((2, 3)),)],
        mistakes=[
            (lambda A: np.mean(A == 0), "This is the share of zeros; a neuron is dead only if its whole row is zero."),
            (lambda A: np.mean(np.all(A == 0, axis=0)),
             "These are examples that no neuron answers: it went along the neurons. Neurons are rows, axis=1."),
            (lambda A: np.mean(np.any(A == 0, axis=1)), "These neurons are off for some example; dead ones for all."),
            (lambda A: np.any(A == 0, axis=1), "These neurons are off for some example; dead ones for all."),
            (lambda A: np.sum(np.all(A == 0, axis=1)), "This is how many are dead; the share is the mean."),
            (lambda A: np.mean(np.any(A > 0, axis=1)), "This is the share of the living."),
            (lambda A: np.sum(np.any(A > 0, axis=1)), "This is how many live; the share of the dead is asked for."),
            (lambda A: np.all(A == 0, axis=1), "These are the neurons one by one; take the mean."),
            (lambda A: float(np.all(A == 0)), one_answer),
            (lambda A: np.sum(np.all(A == 0, axis=1)) / A.shape[1],
             "It was divided by the number of examples; divide by that of the neurons, len(A)."),
        ],
        verified="It finds the neurons that answer nothing.",
    )


def softplus(attempt):
    """Notebook 08: a smooth ReLU that does not overflow."""
    overflow = "exp overflows for large Z, where the logarithm is nearly Z itself. Take max(Z, 0) out first."
    exponent = "The exponent should be −|Z|: never positive, and −2 for Z = 2 as for Z = −2."

    def outside(inside):
        return lambda Z: np.maximum(Z, 0) + np.log(1 + np.exp(inside(Z)))

    by_cases(
        attempt,
        right=lambda Z: np.logaddexp(0, Z),
        cases=[(np.array([0.0, 1.0, -2.0, 10.0]),), (np.array([[1000.0, -1000.0], [30.0, -30.0]]),)],
        mistakes=[
            ("math range error", overflow),
            ("truth value", "max and if want a single number; np.maximum and np.where go entry by entry."),
            ("only .* arrays can be converted", "math works on single numbers; np.exp and np.log work on arrays."),
            (lambda Z: np.log(1 + np.exp(Z)), overflow),
            (lambda Z: Z + np.log(1 + np.exp(-Z)),
             "For very negative Z exp(−Z) overflows; this form is for positive Z only. The exponent −|Z| suits both."),
            (lambda Z: np.maximum(Z, 0), "This is ReLU; softplus is ln 2 at 0."),
            (lambda Z: np.log1p(np.exp(-np.abs(Z))), "max(Z, 0) is missing: add it."),
            (outside(np.negative),
             "For negative Z it is too large: outside the logarithm stands max(Z, 0), and in the exponent −|Z|."),
            (outside(np.abs), "The exponent must not be positive: exp(−|Z|)."),
            (outside(np.copy), exponent),
            (outside(lambda Z: np.minimum(Z, 0)), exponent),
            (outside(lambda Z: -np.maximum(Z, 0)), exponent),
            (outside(lambda Z: Z - Z.max()), "No sum over neighbours here: each entry stands alone, and gets −|Z|."),
            (lambda Z: Z + np.log1p(np.exp(-np.abs(Z))), "Outside the logarithm stands max(Z, 0), not Z."),
            (lambda Z: np.max(Z, 0) + np.log1p(np.exp(-np.abs(Z))),
             "np.max(Z, 0) is the largest along axis 0; np.maximum(Z, 0) compares each entry with 0."),
            (lambda Z: np.maximum(Z, 0) + np.exp(-np.abs(Z)), "The logarithm is missing: ln(1 + exp(−|Z|))."),
            (lambda Z: np.maximum(Z, 0) + np.log(np.exp(-np.abs(Z))), "The 1 is missing: ln(1 + exp(−|Z|))."),
            (lambda Z: np.maximum(Z, 0) + np.log1p(1 + np.exp(-np.abs(Z))),
             "np.log1p adds the 1 itself: np.log1p(np.exp(…)), or np.log(1 + np.exp(…))."),
            (lambda Z: 1 / (1 + np.exp(-Z)), "This is the sigmoid, softplus's derivative."),
        ] + [
            (lambda Z, log=log: np.maximum(Z, 0) + log(1 + np.exp(-np.abs(Z))), "The natural logarithm is np.log.")
            for log in (np.log2, np.log10)
        ] + [
            (lambda Z, limit=limit: np.where(Z > limit, Z, np.log(1 + np.exp(Z))),
             "Z itself is close enough only where Z is large: above 30, say; at 1 softplus is 1.313.")
            for limit in range(10)
        ] + [
            (lambda Z, limit=limit: np.log(1 + np.exp(np.minimum(Z, limit))),
             "Z was cut off so that exp stays finite, and the result with it: it should be 1000 at 1000.")
            for limit in (30, 50, 100, 200, 300, 500, 600, 700, 705, 709)
        ],
        verified="It is right at 0, at ±1000 and between.",
    )


def leaky_he(attempt):
    """Notebook 08: the variance of weights before a leaky ReLU."""
    positive = "The positive half passes whole, and the two halves add: 1 + slope²."
    by_cases(
        attempt,
        right=lambda inputs, slope: 2 / ((1 + slope**2) * inputs),
        cases=[(100, 0.0), (50, 0.5), (100, 1.0), (784, 0.1)],
        mistakes=[
            (lambda n, s: 2 / n, "The slope was not used: what passes below zero counts too."),
            (lambda n, s: 2 / ((1 + s) * n), "A variance is a mean of squares: the slope enters squared."),
            (lambda n, s: 2 / ((1 + 2 * s) * n), "The square of the slope is slope**2; this is twice the slope."),
            (lambda n, s: np.sqrt(2 / ((1 + s**2) * n)), "This is the standard deviation; the variance is asked for."),
            (lambda n, s: 2 * (1 + s**2) / n,
             "More gets through, so the weights must be smaller: divide by 1 + slope² "
             "(a / b * c multiplies by c; brackets around b * c divide by both)."),
            (lambda n, s: 2 / (1 + s**2) * n,
             "It was multiplied by the inputs; put brackets around all that it is divided by."),
            (lambda n, s: 2 / (n + s**2), "Brackets are missing: inputs * (1 + slope**2)."),
            (lambda n, s: (1 + s**2) * n / 2, "This is the factor per layer for weights of variance 1: take 1 / it."),
            (lambda n, s: (1 + s**2) / (2 * n), "That is upside down: the 2 above, 1 + slope² below."),
            (lambda n, s: 1 / ((1 + s**2) * n), "Half of the entries are positive: E[a²] = (1 + slope²)/2 · E[z²]."),
            (lambda n, s: 2 / (1 + s**2), "Divide by the number of inputs too."),
            (lambda n, s: np.sqrt(2 / (1 + s**2)), "This is a factor for the spread; the variance is asked for."),
            (lambda n, s: 2 / ((1 + s) ** 2 * n), "Squares of the two halves add: 1² + slope², not (1 + slope)²."),
            (lambda n, s: 2 / (s**2 * n), positive),
            (lambda n, s: 2 / ((1 - s**2) * n), positive),
        ],
        verified="ReLU (slope 0) and no bend at all (slope 1) are special cases.",
    )


def unit_scale(attempt):
    """Notebook 08: weights scaled so that Z has the standard deviation 1 on a batch."""
    W = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]])
    A_before = np.array([[1.0, 0.0, 2.0, 1.0], [2.0, 1.0, 0.0, -1.0]])
    one_factor = "One factor for the whole layer: np.std without axis."

    def scaled(W, A, by):
        return W / by(W @ A)

    by_cases(
        attempt,
        right=lambda W, A_before: scaled(W, A_before, np.std),
        cases=[(W, A_before), (np.array([[3.0]]), np.array([[1.0, -1.0]]))],
        mistakes=[
            (r"broadcast .* \((\d+),\d+\) \(\d+,\)", one_factor),
            (lambda W, A: W, "The weights are as they came: divide them by the standard deviation of Z."),
            (lambda W, A: W / np.std(W),
             "The weights have now the standard deviation 1; Z = W A_before should have it."),
            (lambda W, A: W @ A / np.std(W @ A),
             "This is the scaled Z; return the weights, W divided by Z's standard deviation."),
            (lambda W, A: W @ A, "This is Z; return the weights, W divided by Z's standard deviation."),
            (lambda W, A: scaled(W, A, np.var), "This divides by the variance; the standard deviation is its root."),
            (lambda W, A: W / np.sqrt(np.std(W @ A)), "np.std has taken the root already."),
            (lambda W, A: W * np.std(W @ A), "Multiplying makes a large Z larger: divide."),
            (lambda W, A: W / np.std(A),
             "Divide by the standard deviation of Z = W A_before, not by that of the inputs."),
            (lambda W, A: W / (W @ A).std(axis=1, keepdims=True), one_factor),
            (lambda W, A: W / np.sqrt(np.mean((W @ A) ** 2)),
             "This makes the mean square 1; std subtracts the mean first."),
            (lambda W, A: scaled(W, A, lambda Z: np.std(Z, ddof=1)),
             "ddof=1 divides by one less than the number of entries; leave it at 0."),
            (lambda W, A: scaled(W, A, lambda Z: np.std(np.maximum(Z, 0))),
             "This is measured behind ReLU; Z itself should have the standard deviation 1."),
            (lambda W, A: (W - np.mean(W)) / np.std(W @ A), "Multiply W by one number only; subtract nothing."),
            (lambda W, A: scaled(W, A, lambda Z: np.abs(Z).max()), "This makes the largest |Z| 1, not the spread."),
            (lambda W, A: scaled(W, A, np.linalg.norm), "The norm adds up all entries; np.std takes their mean."),
            (lambda W, A: np.std(W @ A), "This is the factor; divide W by it and return the weights."),
            (lambda W, A: 1 / np.std(W @ A), "This is the factor; multiply W by it and return the weights."),
        ],
        verified="Z leaves the layer with the standard deviation 1.",
    )
