"""Attempts at the exercises of notebook 08: the right ones are accepted, the wrong ones told what is wrong."""

import math

import numpy as np
import pandas as pd
from attempts import Attempts, Exercises

from nnhelpers.activations import relu
from nnhelpers.checks import notebook_08

attempts = Attempts()


def dead_in_a_loop(A):
    dead = 0
    for row in A:
        if all(value == 0 for value in row):
            dead += 1
    return dead / len(A)


def zeros_counted_per_example(A):
    return sum(not column.any() for column in A.T) / A.shape[1]


def dead_asking_a_row_at_once(A):
    return sum(1 for row in A if row == 0) / len(A)


def dead_returned_early(A):
    dead = 0
    for row in A:
        if not row.any():
            dead += 1
        return dead / len(A)


def dead_returned_at_the_first(A):
    dead = 0
    for row in A:
        if not row.any():
            dead += 1
            return dead / len(A)
    return 0


def dead_by_the_last_entry(A):
    dead = 0
    for row in A:
        for value in row:
            zero = value == 0
        dead += zero
    return dead / len(A)


def dead_striking_out(A):
    A[A > 0] = 1
    return np.mean(A.sum(axis=1) == 0)


attempts(
    "dead_share",
    right={
        "all": lambda A: np.mean(np.all(A == 0, axis=1)),
        "a loop": dead_in_a_loop,
        "not any": lambda A: float((~A.any(axis=1)).mean()),
        "largest": lambda A: sum(np.abs(A).max(axis=1) == 0) / len(A),
        "pandas": lambda A: pd.DataFrame(A).eq(0).all(axis=1).mean(),
        "counts": lambda A: 1 - np.count_nonzero(np.count_nonzero(A, axis=1)) / A.shape[0],
        "a list": lambda A: np.average([not any(row) for row in A.tolist()]),
    },
    wrong={
        "share of zeros": (lambda A: np.mean(A == 0), "This is the share of zeros"),
        "axis 0": (lambda A: np.mean(np.all(A == 0, axis=0)), "these are examples that no neuron answers"),
        "examples in a loop": (zeros_counted_per_example, "these are examples that no neuron answers"),
        "sums, axis 0": (lambda A: np.mean(A.sum(axis=0) == 0), "It went along the neurons"),
        "any": (lambda A: np.mean(np.any(A == 0, axis=1)), "off for some example; dead ones are off for all"),
        "of a hundred": (lambda A: np.sum(np.all(A == 0, axis=1)) / 100, "The number of neurons is written in"),
        "all first": (lambda A: np.mean(np.all(A, axis=1) == 0), "dead ones are off for all of them"),
        "smallest": (lambda A: np.mean(A.min(axis=1) == 0), "The smallest of a row being 0"),
        "how many": (lambda A: np.sum(np.all(A == 0, axis=1)), "This is how many are dead"),
        "the living": (lambda A: np.mean(A.any(axis=1)), "This is the share of the living"),
        "how many live": (lambda A: np.count_nonzero(A.any(axis=1)), "This is how many live"),
        "one by one": (lambda A: np.all(A == 0, axis=1), "take the mean"),
        "all at once": (lambda A: np.mean(np.all(A == 0)), "This is 1 or 0 for all of A"),
        "divided by m": (lambda A: np.sum(~A.any(axis=1)) / A.shape[1], "divided by the number of examples"),
        "if": (dead_asking_a_row_at_once, "and, or, max and if want one truth value"),
        "in place": (dead_striking_out, "changed its argument"),
        "sums": (lambda A: np.mean(A.sum(axis=1) == 0), "A row such as 2 and −2 sums to 0"),
        "largest": (lambda A: np.mean(A.max(axis=1) == 0), "may hold others below it"),
        "nothing above 0": (lambda A: np.mean(np.all(A <= 0, axis=1)), "Answers below zero, as of a leaky ReLU"),
        "nearly 0": (lambda A: np.mean(np.all(np.isclose(A, 0, atol=0.02), axis=1)), "Small answers are answers too"),
        "return in the loop": (dead_returned_early, "Its `return` stands inside the loop"),
        "return at the first": (dead_returned_at_the_first, "it gave   0.2"),
        "last entries": (dead_by_the_last_entry, "Only the last example is looked at"),
        "whole numbers": (lambda A: sum(not any(row) for row in A) // len(A), "divide with /"),
        "percent": (lambda A: f"{dead_in_a_loop(A):.0%}", "yours is of the type str"),
    },
)


def softplus_in_a_loop(Z):
    result = np.empty_like(Z)
    for place in np.ndindex(Z.shape):
        z = float(Z[place])
        result[place] = z + math.log1p(math.exp(-z)) if z > 0 else math.log1p(math.exp(z))
    return result


def softplus_of_a_number(z):
    return max(z, 0) + math.log(1 + math.exp(-abs(z)))


def softplus_with(inside, outside=relu, log=np.log):
    return lambda Z: outside(Z) + log(1 + np.exp(inside(Z)))


def softplus_mended(Z):
    result = np.log(1 + np.exp(Z))
    result[np.isinf(result)] = 1000
    return result


def softplus_as_in_softmax(Z):
    largest = Z.max(axis=0, keepdims=True)
    return largest + np.log(np.exp(-largest) + np.exp(Z - largest))


def softplus_in_place(Z):
    Z[Z < 30] = np.log1p(np.exp(Z[Z < 30]))
    return Z


attempts(
    "softplus",
    right={
        "log1p": lambda Z: np.maximum(Z, 0) + np.log1p(np.exp(-np.abs(Z))),
        "logaddexp": lambda Z: np.logaddexp(0, Z),
        "as in the hint": softplus_with(lambda Z: -np.abs(Z)),
        "where": lambda Z: np.where(Z > 0, Z + np.log(1 + np.exp(-Z)), np.log(1 + np.exp(Z))),
        "Z where it is large": lambda Z: np.where(Z > 30, Z, np.log1p(np.exp(Z))),
        "a loop with math": softplus_in_a_loop,
        "vectorize": np.vectorize(softplus_of_a_number),
        "float32": lambda Z: np.logaddexp(np.float32(0), Z.astype(np.float32)),
        "shifted": lambda Z: np.fmax(Z, 0) + np.log(np.exp(-np.fmax(Z, 0)) + np.exp(Z - np.fmax(Z, 0))),
    },
    wrong={
        "naive": (lambda Z: np.log(1 + np.exp(Z)), "exp overflows for large Z"),
        "naive, log1p": (lambda Z: np.log1p(np.exp(Z)), "exp overflows for large Z"),
        "naive, math": (np.vectorize(lambda z: math.log(1 + math.exp(z))), "exp overflows for large Z"),
        "for positive Z": (lambda Z: Z + np.log(1 + np.exp(-Z)), "this form is for positive Z only"),
        "ReLU": (relu, "This is ReLU; softplus is ln 2 at 0"),
        "no max": (lambda Z: np.log(1 + np.exp(-np.abs(Z))), "max(Z, 0) is missing"),
        "−Z": (softplus_with(lambda Z: -Z), "in the exponent −|Z|"),
        "|Z| outside": (softplus_with(lambda Z: -np.abs(Z), np.abs), "max(Z, 0), not |Z|"),
        "|Z| inside": (softplus_with(np.abs), "The exponent must not be positive"),
        "Z inside": (softplus_with(lambda Z: Z), "The exponent should be −|Z|"),
        "min inside": (softplus_with(lambda Z: np.minimum(Z, 0)), "The exponent should be −|Z|"),
        "shifted by the largest": (softplus_with(lambda Z: Z - np.max(Z)), "each entry stands alone"),
        "Z outside": (softplus_with(lambda Z: -np.abs(Z), np.copy), "not Z."),
        "np.max": (lambda Z: np.max(Z, 0) + np.log1p(np.exp(-np.abs(Z))), "np.maximum(Z, 0) compares each entry"),
        "max": (lambda Z: max(Z, 0) + np.log1p(np.exp(-np.abs(Z))), "np.maximum and np.where go entry by entry"),
        "if": (lambda Z: Z if Z > 30 else np.log(1 + np.exp(Z)), "np.maximum and np.where go entry by entry"),
        "a loop over one axis": (lambda Z: np.array([softplus_of_a_number(z) for z in Z]), "go entry by entry"),
        "math": (lambda Z: math.log(1 + math.exp(Z)), "math works on single numbers"),
        "no log": (lambda Z: np.maximum(Z, 0) + np.exp(-np.abs(Z)), "The logarithm is missing"),
        "no 1": (lambda Z: np.maximum(Z, 0) + np.log(np.exp(-np.abs(Z))), "The 1 is missing"),
        "1 twice": (lambda Z: np.maximum(Z, 0) + np.log1p(1 + np.exp(-np.abs(Z))), "np.log1p adds the 1 itself"),
        "sigmoid": (lambda Z: 1 / (1 + np.exp(-Z)), "This is the sigmoid"),
        "log2": (softplus_with(lambda Z: -np.abs(Z), log=np.log2), "The natural logarithm is np.log"),
        "log10": (softplus_with(lambda Z: -np.abs(Z), log=np.log10), "The natural logarithm is np.log"),
        "Z where it is positive": (lambda Z: np.where(Z > 0, Z, np.log1p(np.exp(Z))), "only where Z is large"),
        "Z from 5 on": (lambda Z: np.where(Z > 5, Z, np.log1p(np.exp(Z))), "only where Z is large"),
        "twice": (lambda Z: np.logaddexp(0, np.logaddexp(0, Z)), "Softplus is applied twice"),
        "one exponent": (lambda Z: np.maximum(Z, 0) + np.log1p(np.exp(-np.abs(Z).max())), "each entry has its own"),
        "clipped up to 1000": (lambda Z: np.where(Z >= 1000, Z, np.log1p(np.exp(np.minimum(Z, 700)))),
                               "a fixed number"),
        "clipped": (lambda Z: np.log(1 + np.exp(np.clip(Z, -500, 500))), "For large Z a fixed number comes out"),
        "flat": (lambda Z: softplus_in_a_loop(Z).ravel(), "yours is (6,), expected is (2, 3)"),
        "in place": (softplus_in_place, "changed its argument"),
        "mended": (softplus_mended, "For large Z a fixed number comes out"),
        "all or none": (lambda Z: Z if np.any(Z > 100) else np.log1p(np.exp(Z)), "One large entry decides for all"),
        "as in softmax": (softplus_as_in_softmax, "as in softmax; take max(z, 0) out of each entry"),
        "rounded": (lambda Z: np.round(np.logaddexp(0, Z), 3), "Right up to rounding"),
        "cosh": (lambda Z: Z / 2 + np.log(2 * np.cosh(Z / 2)), "np.cosh overflows"),
        "sum": (lambda Z: np.logaddexp(0, Z).sum(), "It is the sum of the expected values"),
        "positive only": (lambda Z: np.where(Z > 0, np.logaddexp(0, Z), 0), "For negative Z it should be ln(1 + e^Z)"),
        "rows": (lambda Z: np.array([[softplus_of_a_number(z) for z in row] for row in Z]), "on the whole array"),
        "of −Z": (lambda Z: np.maximum(-Z, 0) + np.log1p(np.exp(-np.abs(Z))), "This is the softplus of −Z"),
    },
)


def leaky_he_from_the_moments(inputs, slope):
    kept = 0.5 * 1 + 0.5 * slope * slope
    return 1 / (inputs * kept)


def leaky_he_from_the_gain(inputs, slope):
    gain = math.sqrt(2 / (1 + slope**2))
    return (gain / math.sqrt(inputs)) ** 2


def leaky_he_of_some(inputs, slope):
    if slope > 0:
        return 2 / (inputs * (1 + slope**2))


attempts(
    "leaky_he",
    right={
        "the formula": lambda inputs, slope: 2 / (inputs * (1 + slope**2)),
        "divided twice": lambda inputs, slope: 2 / inputs / (1 + slope**2),
        "the mean of the squares": leaky_he_from_the_moments,
        "the gain": leaky_he_from_the_gain,
        "numpy": lambda inputs, slope: 1 / (inputs * np.mean(np.array([1, slope]) ** 2)),
    },
    wrong={
        "He": (lambda n, s: 2 / n, "The slope was not used"),
        "1 + slope": (lambda n, s: 2 / (n * (1 + s)), "the slope enters squared"),
        "1 + 2 slope": (lambda n, s: 2 / (n * (1 + s * 2)), "this is twice the slope"),
        "^": (lambda n, s: 2 / (n * (1 + s ^ 2)), "A power is written ** in Python"),
        "the deviation": (lambda n, s: np.sqrt(2 / (n * (1 + s**2))), "This is the standard deviation"),
        "above": (lambda n, s: 2 * (1 + s**2) / n, "the weights must be smaller"),
        "no brackets, above": (lambda n, s: 2 / n * (1 + s**2), "1 + slope² stands below"),
        "no brackets, inputs": (lambda n, s: 2 / (1 + s**2) * n, "It was multiplied by the inputs"),
        "no brackets inside": (lambda n, s: 2 / (n * 1 + s**2), "Brackets are missing: inputs * (1 + slope**2)"),
        "the factor": (lambda n, s: n * (1 + s**2) / 2, "This is the factor per layer"),
        "upside down": (lambda n, s: (1 + s**2) / (2 * n), "That is upside down"),
        "half a half": (lambda n, s: 1 / (n * (0.5 + s**2)), "Both halves are halves"),
        "inputs twice": (lambda n, s: 2 / (2 * n * (1 + s**2)), "A factor 2 is missing"),
        "no half": (lambda n, s: 1 / (n * (1 + s**2)), "A factor 2 is missing"),
        "1 / n": (lambda n, s: 1 / n, "The slope was not used: what passes below zero counts too. A factor 2"),
        "no inputs": (lambda n, s: 2 / (1 + s**2), "Divide by the number of inputs too"),
        "the gain": (lambda n, s: np.sqrt(2 / (1 + s**2)), "the variance is asked for"),
        "(1 + slope)²": (lambda n, s: 2 / (n * (1 + s) ** 2), "Squares of the two halves add"),
        "slope²": (lambda n, s: 2 / (n * s**2), "The positive half passes whole"),
        "uniform": (lambda n, s: np.sqrt(6 / (n * (1 + s**2))), "the limit of a uniform distribution"),
        "784": (lambda n, s: 2 / (784 * (1 + s**2)), "784 is written in"),
        "a line between": (lambda n, s: (2 - s) / n, "right at slopes 0 and 1 only"),
        "two cases": (lambda n, s: 1 / n if s else 2 / n, "right only for slope 0, ReLU and for slope 1, no bend"),
        "no brackets at all": (lambda n, s: 2 / n / 1 + s**2, "Brackets are missing"),
        "//": (lambda n, s: 2 // (n * (1 + s**2)), "cut off to a whole number"),
        "None for ReLU": (leaky_he_of_some, "It returned None for slope 0, ReLU"),
        "1 + slope, deviation": (lambda n, s: (2 / (n * (1 + s))) ** 0.5, "squared. This is the standard deviation"),
        "1 − slope²": (lambda n, s: 2 / (n * (1 - s**2)), "The positive half passes whole"),
    },
)


def scaled_by_hand(W, A_before):
    Z = np.dot(W, A_before).ravel()
    mean = sum(Z) / len(Z)
    deviation = (sum((z - mean) ** 2 for z in Z) / len(Z)) ** 0.5
    return [[w / deviation for w in row] for row in W]


def scaled_until_it_fits(W, A_before):
    while not np.isclose(np.std(W @ A_before), 1, rtol=1e-9):
        W = W / np.std(W @ A_before)
    return W


def scaled_row_by_row(W, A_before):
    return np.array([row / np.std(row @ A_before) for row in W])


def scaled_returned_early(W, A_before):
    result = W.copy()
    for k in range(len(W)):
        result[k] /= np.std(W @ A_before)
        return result


def scaled_if_large(W, A_before):
    return W / np.std(W @ A_before) if np.std(W @ A_before) > 1 else W


def scaled_in_place(W, A_before):
    W /= np.std(W @ A_before)
    return W


attempts(
    "unit_scale",
    right={
        "std": lambda W, A: W / np.std(W @ A),
        "by hand, lists": scaled_by_hand,
        "the variance": lambda W, A: W * np.var(np.dot(W, A)) ** -0.5,
        "a loop": scaled_until_it_fits,
        "mean of squares less square of mean": lambda W, A: W / np.sqrt(np.mean((W @ A) ** 2) - np.mean(W @ A) ** 2),
    },
    wrong={
        "std of W": (lambda W, A: W / np.std(W), "The weights have now the standard deviation 1"),
        "Z": (lambda W, A: W @ A / np.std(W @ A), "This is the scaled Z; return the weights"),
        "variance": (lambda W, A: W / np.var(W @ A), "This divides by the variance"),
        "root of std": (lambda W, A: W / np.sqrt(np.std(W @ A)), "np.std has taken the root already"),
        "multiplied": (lambda W, A: W * np.std(W @ A), "Multiplying makes a large Z larger"),
        "std of A": (lambda W, A: W / A.std(), "not of the inputs"),
        "neuron by neuron": (lambda W, A: W / np.std(W @ A, axis=1, keepdims=True), "One factor for the whole layer"),
        "axis 1": (lambda W, A: W / np.std(W @ A, axis=1), "One factor for the whole layer"),
        "axis 0": (lambda W, A: W / np.std(W @ A, axis=0), "One factor for the whole layer"),
        "mean square": (lambda W, A: W / np.sqrt(np.mean((W @ A) ** 2)), "std subtracts the mean first"),
        "ddof": (lambda W, A: W / np.std(W @ A, ddof=1), "leave it at 0"),
        "behind ReLU": (lambda W, A: W / np.std(relu(W @ A)), "This is measured behind ReLU"),
        "centred": (lambda W, A: (W - W.mean()) / np.std(W @ A), "subtract nothing"),
        "largest": (lambda W, A: W / np.max(np.abs(W @ A)), "This makes the largest |Z| 1"),
        "norm": (lambda W, A: W / np.linalg.norm(W @ A), "The norm adds up all entries"),
        "factor": (lambda W, A: 1 / np.std(W @ A), "This is the factor; multiply W by it"),
        "std alone": (lambda W, A: np.std(W @ A), "This is the factor; divide W by it"),
        "unchanged": (lambda W, A: W.copy(), "The weights are as they came"),
        "A @ W": (lambda W, A: W / np.std(A @ W), "The weights stand on the left"),
        "*": (lambda W, A: W / np.std(W * A), "Z is a matrix product, W @ A_before"),
        "in place": (scaled_in_place, "changed its argument"),
        "row by row": (scaled_row_by_row, "One factor for the whole layer"),
        "return in the loop": (scaled_returned_early, "Its `return` stands inside the loop"),
        "large only": (scaled_if_large, "it is right except for small weights"),
        "twice": (lambda W, A: W / np.std(W @ A) / np.std(W @ A), "the standard deviation squared"),
        "sum over the neurons": (lambda W, A: W / np.sqrt(((W @ A - (W @ A).mean()) ** 2).sum() / A.shape[1]),
                                 "The squares are summed over the neurons"),
        "the inputs": (lambda W, A: A / np.std(W @ A), "it belongs to W, not to A_before"),
        "rounded": (lambda W, A: np.round(W / np.std(W @ A), 2), "Right up to rounding"),
        "He": (lambda W, A: W * np.sqrt(2 / W.shape[1]), "This is a formula, without the data"),
        "mean of deviations": (lambda W, A: W / np.std(W @ A, axis=1).mean(), "is not the deviation of all"),
    },
)


class TestNotebook08(Exercises):
    module = notebook_08
    attempts = attempts
