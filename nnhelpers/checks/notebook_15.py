"""The checks of notebook 15's exercises; that of its open experiment stands in `experiments`."""

import numpy as np

from nnhelpers.checks.engine import by_cases, whole_numbers


def decide_together(attempt):
    """Notebook 15: several networks, one answer."""
    rng = np.random.default_rng(15)

    def drawn(networks, classes, m):
        A = rng.exponential(1, (networks, classes, m)) ** 2
        return (np.round(A / A.sum(axis=1, keepdims=True), 3),)

    def votes(A):
        """Return for each image the class that most networks name; of equal ones the first."""
        named = A.argmax(axis=1)
        return np.array([np.bincount(column).argmax() for column in named.T])

    # Two of three networks lean to class 0, the third is sure of class 1: by votes 0, by the mean 1.
    sure = np.array([[[0.55], [0.45]], [[0.6], [0.4]], [[0.05], [0.95]]])
    by_cases(
        attempt,
        right=lambda A: A.mean(axis=0).argmax(axis=0),
        cases={
            "two networks and one image": (np.array([[[0.6], [0.4]], [[0.1], [0.9]]]),),
            "one network that is surer than two others": (sure,),
            "a network that rules a class out": (np.array([[[0.0, 0.3], [0.4, 0.5], [0.6, 0.2]],
                                                           [[0.9, 0.3], [0.1, 0.1], [0.0, 0.6]]]),),
            "three networks, ten classes, six images": drawn(3, 10, 6),
            "four networks, four classes, four images": drawn(4, 4, 4),
            "five networks, three classes, twelve images": drawn(5, 3, 12),
            "a single network": drawn(1, 5, 7),
        },
        mistakes=[
            (votes, "These are the votes: each network's digit counts the same, however sure it is. Average first."),
            (lambda A: np.median(A.argmax(axis=1), axis=0),
             "This is the median of the digits; digits are names. Average the probabilities first."),
            (lambda A: A.argmax(axis=1).mean(axis=0),
             "This is the mean of the digits: between a 3 and a 9 lies no 6. Average the probabilities first."),
            (lambda A: np.round(A.argmax(axis=1).mean(axis=0)),
             "This is the mean of the digits, rounded; digits are names. Average the probabilities first."),
            (lambda A: A.prod(axis=0).argmax(axis=0),
             "These are products of the probabilities: one network that gives a 0 rules a class out. Take their mean."),
            (lambda A: A.max(axis=0).argmax(axis=0), "This follows the surest network alone; take the mean of all."),
            (lambda A: A.min(axis=0).argmax(axis=0), "This follows the least sure network; take the mean of all."),
            (lambda A: np.median(A, axis=0).argmax(axis=0), "This is the median over the networks; take their mean."),
            (lambda A: A[0].argmax(axis=0), "This is the first network alone; take the mean of all."),
            (lambda A: A[-1].argmax(axis=0), "This is the last network alone; take the mean of all."),
            (lambda A: A.argmax(axis=1), "These are the digits of each network by itself: take the mean first."),
            (lambda A: A.mean(axis=0), "These are the mean probabilities, right so far; which class has the largest?"),
            (lambda A: A.mean(axis=0).max(axis=0),
             "This is the largest mean probability; argmax says where it stands."),
            (lambda A: A.mean(axis=0).argmin(axis=0), "This is the class with the smallest mean probability: argmax."),
            (lambda A: A.mean(axis=0).argmax(axis=1),
             "Not along the images: after the mean the classes come first, argmax(axis=0)."),
            (lambda A: A.mean(axis=0).argmax(),
             "argmax without an axis looks at all classes of all images at once: axis=0."),
            (lambda A: A.mean(axis=1).argmax(axis=0),
             "The mean goes over the classes, so argmax names a network; take the mean over the networks, axis=0."),
            (lambda A: A.mean(axis=-1).argmax(axis=0),
             "The mean goes over the images; take it over the networks, axis=0."),
            (lambda A: A.mean(axis=-1).argmax(axis=-1),
             "The mean goes over the images; take it over the networks, axis=0."),
        ],
        promises=[whole_numbers],
        verified="Sure answers weigh more than doubtful ones.",
    )


def layer_norm(attempt):
    """Notebook 15: the same along the other axis."""
    rng = np.random.default_rng(16)

    def normed(X, gamma, beta, epsilon, axis=0, center=np.mean, spread=np.var,
               finish=lambda X_hat, g, b: g * X_hat + b):
        centred = X - center(X, axis=axis, keepdims=True)
        return finish(centred / np.sqrt(spread(X, axis=axis, keepdims=True) + epsilon), gamma, beta)

    def drawn(features, m, epsilon, gamma=None):
        X = rng.normal(1, 2, (features, m)).round(2)
        gamma = rng.uniform(0.5, 2, (features, 1)).round(2) if gamma is None else np.full((features, 1), gamma)
        return X, gamma, rng.normal(0, 1, (features, 1)).round(2), epsilon

    def one_spread_of_all(X, gamma, beta, epsilon):
        return gamma * (X - X.mean()) / np.sqrt(X.var() + epsilon) + beta

    columns = "This normalises each feature over the examples, which is batch normalisation; here it goes over axis=0."
    inside = "epsilon is added to the variance, under the root: √(variance + epsilon)."
    by_cases(
        attempt,
        right=normed,
        cases={
            "one column of two features": (np.array([[1.0], [3.0]]), np.ones((2, 1)), np.zeros((2, 1)), 0.0),
            "gamma and beta": drawn(2, 1, 0.0),
            "three features, five examples": drawn(3, 5, 1e-5),
            "a large epsilon": drawn(4, 3, 0.7),
            "as many features as examples": drawn(3, 3, 1e-3),
            "a negative gamma": drawn(5, 2, 1e-5, gamma=-1.5),
            "a column whose features are all equal": (
                np.array([[2.0, 1.0], [2.0, 4.0], [2.0, -3.0]]), np.full((3, 1), 1.5), np.full((3, 1), 0.25), 0.01),
        },
        mistakes=[
            (lambda X, g, b, e: normed(X, g, b, e, axis=1), columns),
            (one_spread_of_all,
             "Mean and variance are taken over all numbers at once; each column has its own: axis=0."),
            (lambda X, g, b, e: g * (X - X.mean(axis=0)) / (X.var(axis=0) + e) + b,
             "Divide by the root of the variance: √(variance + epsilon)."),
            (lambda X, g, b, e: g * (X - X.mean(axis=0)) / (X.std(axis=0) + e) + b, inside),
            (lambda X, g, b, e: g * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0)) + b,
             "epsilon is missing under the root."),
            (lambda X, g, b, e: normed(X, g, b, e, spread=lambda X, axis, keepdims: X.var(
                axis=axis, ddof=1, keepdims=keepdims)),
             "The variance is the mean of the squares, over n, not over n − 1."),
            (lambda X, g, b, e: g * X / np.sqrt(X.var(axis=0) + e) + b, "The mean has not been taken away."),
            (lambda X, g, b, e: g * (X - X.mean(axis=0)) + b, "It has not been divided by the spread."),
            (lambda X, g, b, e: normed(X, g, b, e, finish=lambda X_hat, g, b: X_hat), "gamma and beta are missing."),
            (lambda X, g, b, e: normed(X, g, b, e, finish=lambda X_hat, g, b: g * X_hat), "beta is missing: add it."),
            (lambda X, g, b, e: normed(X, g, b, e, finish=lambda X_hat, g, b: X_hat + b),
             "gamma is missing: multiply."),
            (lambda X, g, b, e: normed(X, g, b, e, finish=lambda X_hat, g, b: g * (X_hat + b)),
             "beta is added after gamma has multiplied: gamma · X_hat + beta."),
            (lambda X, g, b, e: normed(X, g, b, e, finish=lambda X_hat, g, b: b * X_hat + g),
             "gamma and beta are exchanged: gamma multiplies, beta is added."),
            (lambda X, g, b, e: normed(X, g, b, e, finish=lambda X_hat, g, b: g * X_hat - b), "beta is added."),
            (lambda X, g, b, e: normed(X, g, b, e, center=np.median), "The middle is the mean, not the median."),
            (lambda X, g, b, e: normed(X, g, b, e, finish=lambda X_hat, g, b: g.T * X_hat.T + b.T),
             "This is the transpose: gamma and beta are columns already, one row per feature."),
        ],
        verified="Each example is normalised by itself.",
    )


def fold_batch_norm(attempt):
    """Notebook 15: batch normalisation folded into the layer before it."""
    rng = np.random.default_rng(17)

    def drawn(outputs, inputs, epsilon=1e-5):
        gamma, beta, mean = (rng.uniform(-2, 2, (outputs, 1)).round(1) + 0.05 for _ in range(3))
        variance = rng.uniform(0.2, 5, (outputs, 1)).round(1)
        W, b = rng.uniform(-3, 3, (outputs, inputs)).round(1), rng.uniform(-3, 3, (outputs, 1)).round(1)
        return W, b, gamma, beta, mean, variance, epsilon

    def factor(gamma, variance, epsilon):
        return gamma / np.sqrt(variance + epsilon)

    def folded(W, b, gamma, beta, mean, variance, epsilon, factor=factor,
               bias=lambda k, b, beta, mean: k * (b - mean) + beta, result=lambda W, b: (W, b)):
        k = factor(gamma, variance, epsilon)
        return result(k * W, bias(k, b, beta, mean))

    def with_(**changes):
        return lambda *case: folded(*case, **changes)

    def only_bias(of):
        return lambda *case: folded(*case, bias=of)[1]

    def only_weights(of):
        return lambda W, *rest: of(W, factor(rest[1], rest[4], rest[5]))

    by_cases(
        attempt,
        right=folded,
        cases={
            "one number in each": (*(np.array([[x]]) for x in (3.0, 1.0, 2.0, 5.0, 1.0, 4.0)), 0.0),
            "one output, two inputs": drawn(1, 2),
            "two outputs, three inputs": drawn(2, 3),
            "as many outputs as inputs": drawn(3, 3),
            "a large epsilon": drawn(4, 2, 0.5),
            "sixteen filters of 25 weights": drawn(16, 25),
        },
        parts=("W_folded", "b_folded"),
        mistakes=[
            (with_(result=lambda W, b: (b, W)), "W_folded first, then b_folded."),
            (with_(factor=lambda g, v, e: g / (v + e)), "Divide by the root of the variance: √(variance + epsilon)."),
            (with_(factor=lambda g, v, e: g / (np.sqrt(v) + e)),
             "epsilon is added under the root: √(variance + epsilon)."),
            (with_(factor=lambda g, v, e: g / np.sqrt(v)), "epsilon is missing under the root."),
            (with_(factor=lambda g, v, e: g * np.sqrt(v + e)), "Divide gamma by √(variance + epsilon)."),
            (with_(factor=lambda g, v, e: 1 / np.sqrt(v + e)),
             "gamma is missing in the factor: γ/√(variance + epsilon)."),
            ("W_folded", only_weights(lambda W, k: W), "W is unchanged; each of its rows is multiplied by γ/s, too."),
            ("W_folded", only_weights(lambda W, k: W / k), "Its rows are multiplied by γ/s, not divided by it."),
            ("b_folded", only_bias(lambda k, b, beta, mean: k * b + beta),
             "the mean is missing: γ/s · (b − mean) + β."),
            ("b_folded", only_bias(lambda k, b, beta, mean: beta - k * mean), "b is missing: γ/s · (b − mean) + β."),
            ("b_folded", only_bias(lambda k, b, beta, mean: k * (b - mean)), "beta is missing: γ/s · (b − mean) + β."),
            ("b_folded", only_bias(lambda k, b, beta, mean: k * (b + mean) + beta),
             "the mean is taken away, not added."),
            ("b_folded", only_bias(lambda k, b, beta, mean: b - mean + beta), "b − mean is multiplied by γ/s, too."),
            ("b_folded", only_bias(lambda k, b, beta, mean: k * b - mean + beta),
             "the mean is multiplied by γ/s, too."),
            ("b_folded", only_bias(lambda k, b, beta, mean: b - k * mean + beta), "b is multiplied by γ/s, too."),
            ("b_folded", only_bias(lambda k, b, beta, mean: k * (b - mean + beta)),
             "beta is added last, without a factor."),
            ("b_folded", only_bias(lambda k, b, beta, mean: b), "b is unchanged; it goes through all four constants."),
            ("b_folded", only_bias(lambda k, b, beta, mean: beta),
             "this is beta alone: γ/s · (b − mean) comes before it."),
            ("b_folded", only_bias(lambda k, b, beta, mean: k * (b - mean) - beta), "beta is added, not taken away."),
        ],
        verified="One layer says what two said.",
    )
