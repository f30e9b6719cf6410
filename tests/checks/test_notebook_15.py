"""Attempts at the exercises of notebook 15: the right ones are accepted, the wrong ones told what is wrong."""

import numpy as np
from attempts import Attempts, Exercises

from nnhelpers.checks import notebook_15

attempts = Attempts()


def decided_in_loops(answers):
    networks, classes, m = answers.shape
    result = []
    for i in range(m):
        sums = [sum(answers[k, c, i] for k in range(networks)) for c in range(classes)]
        result.append(sums.index(max(sums)))
    return result


def decided_by_votes(answers):
    named = np.argmax(answers, axis=1)
    return np.array([np.argmax(np.bincount(named[:, i])) for i in range(answers.shape[2])])


attempts(
    "decide_together",
    right={
        "mean": lambda answers: answers.mean(axis=0).argmax(axis=0),
        "sum": lambda answers: np.argmax(np.sum(answers, axis=0), axis=0),
        "loops": decided_in_loops,
        "einsum": lambda answers: np.einsum("kcm->mc", answers).argmax(axis=1),
        "list of networks": lambda answers: (sum(list(answers)) / len(answers)).argmax(0),
    },
    wrong={
        "votes": (decided_by_votes, "These are the votes"),
        "mean of digits": (lambda answers: answers.argmax(axis=1).mean(axis=0), "This is the mean of the digits"),
        "products": (lambda answers: np.prod(answers, axis=0).argmax(axis=0), "rules a class out"),
        "the surest": (lambda answers: answers.max(axis=0).argmax(axis=0), "follows the surest network alone"),
        "no decision": (lambda answers: answers.mean(axis=0), "These are the mean probabilities, right so far"),
        "along the images": (lambda answers: answers.mean(axis=0).argmax(axis=1), "argmax(axis=0)"),
        "no axis": (lambda answers: answers.mean(axis=0).argmax(), "at all classes of all images at once"),
        "mean of all": (lambda answers: answers.mean().argmax(), "not yet right"),
        "floats": (lambda answers: answers.mean(axis=0).argmax(axis=0) * 1.0, "whole numbers are asked for"),
        "first only": (lambda answers: answers[0].argmax(axis=0), "This is the first network alone"),
    },
)


def normed_in_loops(X, gamma, beta, epsilon):
    result = np.empty_like(X)
    for i in range(X.shape[1]):
        column = X[:, i]
        mean = sum(column) / len(column)
        variance = sum((x - mean) ** 2 for x in column) / len(column)
        for k in range(len(column)):
            result[k, i] = gamma[k, 0] * (column[k] - mean) / (variance + epsilon) ** 0.5 + beta[k, 0]
    return result


def normed_in_place(X, gamma, beta, epsilon):
    X -= X.mean(axis=0)
    X /= np.sqrt((X**2).mean(axis=0) + epsilon)
    return gamma * X + beta


attempts(
    "layer_norm",
    right={
        "plain": lambda X, gamma, beta, epsilon: gamma * (X - X.mean(axis=0, keepdims=True)) / np.sqrt(
            X.var(axis=0, keepdims=True) + epsilon) + beta,
        "loops": normed_in_loops,
        "transposed": lambda X, gamma, beta, epsilon: (((X.T - X.T.mean(1, keepdims=True)) / (
            X.T.var(1, keepdims=True) + epsilon) ** 0.5) * gamma.T + beta.T).T,
        "mean of squares": lambda X, gamma, beta, epsilon: gamma * (X - X.mean(0)) / np.sqrt(
            (X**2).mean(0) - X.mean(0) ** 2 + epsilon) + beta,
    },
    wrong={
        "batch": (lambda X, gamma, beta, epsilon: gamma * (X - X.mean(axis=1, keepdims=True)) / np.sqrt(
            X.var(axis=1, keepdims=True) + epsilon) + beta, "which is batch normalisation"),
        "all at once": (lambda X, gamma, beta, epsilon: gamma * (X - X.mean()) / np.sqrt(X.var() + epsilon) + beta,
                        "each column has its own"),
        "no root": (lambda X, gamma, beta, epsilon: gamma * (X - X.mean(0)) / (X.var(0) + epsilon) + beta,
                    "root of the"),
        "epsilon outside": (lambda X, gamma, beta, epsilon: gamma * (X - X.mean(0)) / (X.std(0) + epsilon) + beta,
                            "under the root"),
        "ddof": (lambda X, gamma, beta, epsilon: gamma * (X - X.mean(0)) / np.sqrt(X.var(0, ddof=1) + epsilon) + beta,
                 "not over n − 1"),
        "no beta": (lambda X, gamma, beta, epsilon: gamma * (X - X.mean(0)) / np.sqrt(X.var(0) + epsilon),
                    "beta is miss"),
        "flat gamma": (lambda X, gamma, beta, epsilon: (X - X.mean(0)) / np.sqrt(X.var(0) + epsilon) * gamma[:, 0],
                       "layer_norm"),
        "in place": (normed_in_place, "changed its argument"),
    },
)


def folded_by_probes(W, b, gamma, beta, mean, variance, epsilon):
    def both(X):
        return gamma * (W @ X + b - mean) / np.sqrt(variance + epsilon) + beta

    nothing = both(np.zeros((W.shape[1], 1)))
    return both(np.eye(W.shape[1])) - nothing, nothing


def folded_row_by_row(W, b, gamma, beta, mean, variance, epsilon):
    rows, biases = [], []
    for k in range(len(W)):
        factor = gamma[k, 0] / np.sqrt(variance[k, 0] + epsilon)
        rows.append(W[k] * factor)
        biases.append([(b[k, 0] - mean[k, 0]) * factor + beta[k, 0]])
    return np.array(rows), np.array(biases)


def folded(change):
    def attempt(W, b, gamma, beta, mean, variance, epsilon):
        factor = gamma / np.sqrt(variance + epsilon)
        return change(W, b, beta, mean, factor)

    return attempt


attempts(
    "fold_batch_norm",
    right={
        "factor": folded(lambda W, b, beta, mean, factor: (factor * W, factor * (b - mean) + beta)),
        "probes": folded_by_probes,
        "row by row": folded_row_by_row,
        "diagonal": folded(lambda W, b, beta, mean, factor: (np.diag(factor[:, 0]) @ W, beta + (b - mean) * factor)),
    },
    wrong={
        "no mean": (folded(lambda W, b, beta, mean, factor: (factor * W, factor * b + beta)), "the mean is missing"),
        "W as it was": (folded(lambda W, b, beta, mean, factor: (W, factor * (b - mean) + beta)), "W is unchanged"),
        "no b": (folded(lambda W, b, beta, mean, factor: (factor * W, beta - factor * mean)), "b is missing"),
        "only W": (folded(lambda W, b, beta, mean, factor: factor * W), "2 values are expected"),
        "exchanged": (folded(lambda W, b, beta, mean, factor: (factor * (b - mean) + beta, factor * W)),
                      "W_folded first"),
        "no root": (lambda W, b, gamma, beta, mean, variance, epsilon: (
            gamma / (variance + epsilon) * W, gamma / (variance + epsilon) * (b - mean) + beta),
                    "root of the variance"),
        "no epsilon": (lambda W, b, gamma, beta, mean, variance, epsilon: (
            gamma / np.sqrt(variance) * W, gamma / np.sqrt(variance) * (b - mean) + beta), "epsilon is missing"),
        "a product of matrices": (folded(lambda W, b, beta, mean, factor: (factor.T @ W, factor * (b - mean) + beta)),
                                  "not yet right"),
    },
)


class TestNotebook15(Exercises):
    module = notebook_15
    attempts = attempts
