"""Attempts at the exercises of notebook 13: the right ones are accepted, the wrong ones told what is wrong."""

import numpy as np
from attempts import Attempts, Exercises

from nnhelpers.checks import notebook_13
from nnhelpers.preprocessing import one_hot

attempts = Attempts()


def slopes_one_by_one(W, A, Y):
    result = np.zeros((W.shape[1], A.shape[1]))
    for i in range(A.shape[1]):
        for k in range(W.shape[1]):
            result[k, i] = sum(W[j, k] * (A[j, i] - Y[j, i]) for j in range(len(W))) / A.shape[1]
    return result


def slopes_changing_A(W, A, Y):
    A -= Y
    return W.T @ A / A.shape[1]


attempts(
    "dX_of_one_layer",
    right={
        "the product": lambda W, A, Y: W.T @ ((A - Y) / A.shape[1]),
        "one by one": slopes_one_by_one,
        "einsum": lambda W, A, Y: np.einsum("jk,ji->ki", W, A - Y) / Y.shape[1],
        "dot, from the right": lambda W, A, Y: ((A - Y).T.dot(W)).T / len(A.T),
        "float32": lambda W, A, Y: (W.T @ (A - Y) / A.shape[1]).astype(np.float32),
    },
    wrong={
        "no mean": (lambda W, A, Y: W.T @ (A - Y), "1/m is missing"),
        "sign": (lambda W, A, Y: W.T @ (Y - A) / A.shape[1], "The sign is turned"),
        "not transposed": (lambda W, A, Y: W @ (A - Y) / A.shape[1], "The weights are not transposed"),
        "by the classes": (lambda W, A, Y: W.T @ (A - Y) / len(A), "The mean is over the m examples"),
        "dZ": (lambda W, A, Y: (A - Y) / A.shape[1], "This is dZ"),
        "elementwise": (lambda W, A, Y: W.T * (A - Y) / A.shape[1], "The way back is a matrix product"),
        "transposed": (lambda W, A, Y: (A - Y).T @ W / A.shape[1], "examples belong in the columns"),
        "softmax's slope again": (lambda W, A, Y: W.T @ ((A - Y) * A * (1 - A)) / A.shape[1], "A − Y already"),
        "summed": (lambda W, A, Y: (W.T @ (A - Y)).sum(axis=1, keepdims=True) / A.shape[1], "slopes of its own"),
        "in place": (slopes_changing_A, "changed its argument"),
    },
)


def towards_by_masks(X, dX, epsilon):
    result = X.copy()
    result[dX > 0] -= epsilon
    result[dX < 0] += epsilon
    result[result < 0] = 0
    result[result > 1] = 1
    return result


def towards_one_by_one(X, dX, epsilon):
    rows = [[min(1, max(0, x - epsilon * (int(d > 0) - int(d < 0)))) for x, d in zip(a, b, strict=True)]
            for a, b in zip(X, dX, strict=True)]
    return rows


def towards_in_place(X, dX, epsilon):
    X -= epsilon * np.sign(dX)
    return np.clip(X, 0, 1)


def towards_asking_all_at_once(X, dX, epsilon):
    return X - epsilon if dX > 0 else X + epsilon


attempts(
    "step_towards",
    right={
        "clip and sign": lambda X, dX, e: np.clip(X - e * np.sign(dX), 0, 1),
        "masks": towards_by_masks,
        "one by one": towards_one_by_one,
        "minimum and maximum": lambda X, dX, e: np.minimum(1, np.maximum(0, X + np.sign(-dX) * e)),
    },
    wrong={
        "plus": (lambda X, dX, e: np.clip(X + e * np.sign(dX), 0, 1), "This climbs"),
        "not clipped": (lambda X, dX, e: X - e * np.sign(dX), "Pixels have left the range"),
        "not above": (lambda X, dX, e: np.maximum(X - e * np.sign(dX), 0), "larger than 1"),
        "no sign": (lambda X, dX, e: np.clip(X - e * dX, 0, 1), "The sign is missing"),
        "zero moves": (lambda X, dX, e: np.clip(X - e * np.where(dX > 0, 1, -1), 0, 1), "A slope of exactly 0"),
        "0.1": (lambda X, dX, e: np.clip(X - 0.1 * np.sign(dX), 0, 1), "whatever epsilon is"),
        "the step": (lambda X, dX, e: -e * np.sign(dX), "This is the step"),
        "the step clipped": (lambda X, dX, e: X - np.clip(e * np.sign(dX), 0, 1), "The step was clipped"),
        "if": (towards_asking_all_at_once, "np.sign asks every pixel"),
        "in place": (towards_in_place, "changed its argument"),
    },
)


def brier_one_by_one(A, labels):
    total = 0
    for i, label in enumerate(labels):
        total += sum((A[k, i] - (k == label)) ** 2 for k in range(len(A)))
    return total / len(labels)


attempts(
    "brier_score",
    right={
        "one_hot": lambda A, labels: np.mean(np.sum((A - one_hot(labels, classes=len(A))) ** 2, axis=0)),
        "one by one": brier_one_by_one,
        "without one_hot": lambda A, labels: 1 + np.mean(
            (A**2).sum(axis=0) - 2 * A[labels, np.arange(labels.size)]),
        "sum over m": lambda A, labels: ((A - np.eye(len(A))[labels].T) ** 2).sum() / A.shape[1],
    },
    wrong={
        "mean of all": (lambda A, labels: np.mean((A - one_hot(labels, len(A))) ** 2), "It is a mean over the classes"),
        "sum of all": (lambda A, labels: np.sum((A - one_hot(labels, len(A))) ** 2), "Divide by the number of"),
        "axis 1": (lambda A, labels: np.mean(np.sum((A - one_hot(labels, len(A))) ** 2, axis=1)), "classes are axis 0"),
        "each": (lambda A, labels: np.sum((A - one_hot(labels, len(A))) ** 2, axis=0), "their mean is asked for"),
        "true class": (lambda A, labels: np.mean((1 - A[labels, np.arange(labels.size)]) ** 2), "Only the true class"),
        "no square": (lambda A, labels: np.mean(np.sum(abs(A - one_hot(labels, len(A))), axis=0)), "The square is"),
        "ten classes": (lambda A, labels: np.mean(np.sum((A - one_hot(labels)) ** 2, axis=0)), "has the shape of A"),
        "root": (lambda A, labels: np.mean(np.sum((A - one_hot(labels, len(A))) ** 2, axis=0)) ** 0.5, "No root"),
        "accuracy": (lambda A, labels: np.mean(A.argmax(axis=0) == labels), "This is the accuracy"),
    },
)


def share_by_cumsum(A, labels, wanted):
    right = (A.argmax(axis=0) == labels)[np.argsort(-A.max(axis=0))]
    n = np.arange(1, len(right) + 1)
    enough = n[np.cumsum(right) / n >= wanted]
    return enough[-1] / len(right) if enough.size else 0.0


def share_counting_down(A, labels, wanted):
    order = sorted(range(len(labels)), key=lambda i: -max(A[:, i]))
    for n in range(len(order), 0, -1):
        if sum(int(A[:, i].argmax()) == labels[i] for i in order[:n]) >= wanted * n - 1e-12:
            return n / len(order)
    return 0


def share_by_thresholds(A, labels, wanted):
    confidence, right = A.max(axis=0), A.argmax(axis=0) == labels
    shares = [np.mean(confidence >= t) for t in confidence if right[confidence >= t].mean() >= wanted]
    return max(shares, default=0)


def share_until_the_first_gap(A, labels, wanted):
    right, n = (A.argmax(axis=0) == labels)[np.argsort(-A.max(axis=0))], 0
    while n < len(right) and right[: n + 1].mean() >= wanted:
        n += 1
    return n / len(right)


def share_or_an_error(A, labels, wanted):
    right = (A.argmax(axis=0) == labels)[np.argsort(-A.max(axis=0))]
    n = np.arange(1, len(right) + 1)
    return n[np.cumsum(right) / n >= wanted].max() / len(right)


attempts(
    "share_without_human",
    right={
        "cumsum": share_by_cumsum,
        "counting down": share_counting_down,
        "thresholds": share_by_thresholds,
    },
    wrong={
        "the first gap": (share_until_the_first_gap, "it may rise again later"),
        "empty": (share_or_an_error, "then the share is 0"),
        "unsorted": (lambda A, k, w: share_by_cumsum(np.eye(len(A))[:, A.argmax(axis=0)]
                     * np.linspace(1, 0.9, A.shape[1]), k, w), "the surest must come first"),
        "upwards": (lambda A, k, w: share_by_cumsum(np.eye(len(A))[:, A.argmax(axis=0)]
                    * (2 - A.max(axis=0)), k, w), "The least sure come first"),
        "number": (lambda A, k, w: share_by_cumsum(A, k, w) * len(k), "the share is asked for"),
        "people's": (lambda A, k, w: 1 - share_by_cumsum(A, k, w), "left to people"),
        "confidence": (lambda A, k, w: np.mean(A.max(axis=0) >= w), "is a confidence true?"),
        "accuracy": (lambda A, k, w: np.mean(A.argmax(axis=0) == k), "the accuracy of all answers"),
        "more than": (lambda A, k, w: share_by_cumsum(A, k, w + 1e-9), "equal is enough"),
    },
)


class TestNotebook13(Exercises):
    module = notebook_13
    attempts = attempts
