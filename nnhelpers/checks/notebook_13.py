"""The checks of notebook 13's exercises."""

import numpy as np

from nnhelpers.checks.engine import by_cases


def mixed(W, seed, m):
    """Return answers and one-hot targets, both (classes, m), for weights of so many classes."""
    rng = np.random.default_rng(seed)
    A = rng.uniform(0.05, 1, (len(W), m))
    return A / A.sum(axis=0), np.eye(len(W))[:, rng.integers(0, len(W), m)]


def dX_of_one_layer(attempt):
    """Notebook 13: the slope of the pixels, for a network of a single softmax layer."""
    W = np.array([[0.4, -1.2, 0.7], [2.1, 0.3, -0.8]])
    square = np.array([[0.2, -0.5, 1.4], [0.9, 0.6, -0.3], [-1.1, 0.8, 0.1]])
    many = np.random.default_rng(0).normal(0, 1, (4, 6))
    transposed = "The weights are not transposed: W leads forward, from inputs to classes; Wᵀ leads back."
    divisor = "The mean is over the m examples, the columns of A: A.shape[1]."
    by_cases(
        attempt,
        right=lambda W, A, Y: W.T @ (A - Y) / A.shape[1],
        cases={
            "the example with the pencil": (np.array([[2.0, 0.0], [0.0, 1.0]]), np.array([[0.5], [0.5]]),
                                            np.array([[1.0], [0.0]])),
            "one example, three inputs": (W, *mixed(W, 1, 1)),
            "five examples": (W, *mixed(W, 2, 5)),
            "as many inputs as classes": (square, *mixed(square, 3, 4)),
            "four classes, six inputs": (many, *mixed(many, 4, 3)),
        },
        mistakes=[
            ("mismatch in its core dimension|not aligned",
             "The shapes of a product don't fit: W is (classes, inputs), A − Y is (classes, m); which one must be "
             "turned so that (inputs, m) comes out?"),
            ("could not be broadcast|could not broadcast",
             "Two arrays of different shapes meet. The way back is a matrix product, @, with the weights transposed."),
            (lambda W, A, Y: W.T @ (A - Y), "1/m is missing: L is a mean over the examples."),
            (lambda W, A, Y: W.T @ (Y - A) / A.shape[1], "The sign is turned: dZ = (A − Y)/m, not (Y − A)/m."),
            (lambda W, A, Y: W.T @ (Y - A), "The sign is turned, and 1/m is missing: dZ = (A − Y)/m."),
            (lambda W, A, Y: W.T @ A / A.shape[1], "The targets are missing: dZ = (A − Y)/m."),
            (lambda W, A, Y: W.T @ (A - Y) / A.shape[0], divisor),
            (lambda W, A, Y: W.T @ (A - Y) / A.size, divisor),
            (lambda W, A, Y: W.T @ (A - Y) / len(W), divisor),
            (lambda W, A, Y: W.T @ (A - Y) / W.shape[1], divisor),
            (lambda W, A, Y: 2 * W.T @ (A - Y) / A.shape[1],
             "The factor 2 belongs to the squared error; here the loss is the cross-entropy."),
            (lambda W, A, Y: W.T @ ((A - Y) * A * (1 - A)) / A.shape[1],
             "The slope of softmax is in A − Y already; A (1 − A) comes on top of it here."),
            (lambda W, A, Y: W.T @ ((A - Y) * (A > 0.5)) / A.shape[1], "There is no ReLU in this network, so no mask."),
            (lambda W, A, Y: (A - Y) / A.shape[1], "This is dZ; one product more leads to dX."),
            (lambda W, A, Y: W @ (A - Y) / A.shape[1], transposed),
            (lambda W, A, Y: np.sum(W.T @ (A - Y), axis=1, keepdims=True) / A.shape[1],
             "It is summed over the examples; every image has slopes of its own: (inputs, m)."),
            (lambda W, A, Y: np.mean(W.T @ (A - Y), axis=1),
             "It is a mean over the examples; every image has slopes of its own: (inputs, m)."),
            (lambda W, A, Y: ((A - Y).T @ W) / A.shape[1],
             "It is the transpose: examples belong in the columns, (inputs, m)."),
            (lambda W, A, Y: np.sign(W.T @ (A - Y)), "The slope is asked for, not its sign."),
            (lambda W, A, Y: np.abs(W.T @ (A - Y)) / A.shape[1], "The slope is asked for, with its sign."),
        ],
        verified="The same line as between any two layers.",
    )


def step_towards(attempt):
    """Notebook 13: a step along the sign of the slope that lowers the loss."""
    rng = np.random.default_rng(5)
    X, dX = rng.random((6, 4)), rng.normal(0, 1e-4, (6, 4))
    X[0], X[1], dX[2] = 0.0, 1.0, 0.0
    uphill = "This climbs: the loss of the wanted class gets larger. Subtract the step."
    unclipped = "Pixels have left the range from 0 to 1: np.clip(…, 0, 1)."
    no_sign = "The sign is missing: every pixel moves by the whole ε, however small its slope."
    by_cases(
        attempt,
        right=lambda X, dX, epsilon: np.clip(X - epsilon * np.sign(dX), 0, 1),
        cases={
            "three pixels": (np.array([[0.5], [0.0], [1.0]]), np.array([[2.0], [3.0], [-0.1]]), 0.1),
            "small slopes": (X, dX, 0.05),
            "large slopes": (X, 1e6 * dX, 0.2),
            "no step": (X, dX, 0.0),
            "pixels of grey alone": (0.3 + 0.4 * X, dX[::-1], 0.1),
        },
        mistakes=[
            ("ambiguous", "An if asks one number; np.sign asks every pixel."),
            (lambda X, dX, e: np.clip(X + e * np.sign(dX), 0, 1), uphill),
            (lambda X, dX, e: X + e * np.sign(dX), f"{uphill} And keep the pixels from 0 to 1."),
            (lambda X, dX, e: X - e * np.sign(dX), unclipped),
            (lambda X, dX, e: np.maximum(X - e * np.sign(dX), 0), "Pixels have become larger than 1."),
            (lambda X, dX, e: np.minimum(X - e * np.sign(dX), 1), "Pixels have become smaller than 0."),
            (lambda X, dX, e: np.clip(X - e * dX, 0, 1), no_sign),
            (lambda X, dX, e: X - e * dX, f"{no_sign} And keep the pixels from 0 to 1."),
            (lambda X, dX, e: np.clip(X + e * dX, 0, 1), f"{no_sign} And subtract."),
            (lambda X, dX, e: np.clip(X - e * np.where(dX > 0, 1, -1), 0, 1),
             "A slope of exactly 0 moves its pixel here; it should stay. (np.sign gives 0 there.)"),
            (lambda X, dX, e: np.clip(X - e * np.where(dX >= 0, 1, -1), 0, 1),
             "A slope of exactly 0 moves its pixel here; it should stay. (np.sign gives 0 there.)"),
            (lambda X, dX, e: np.clip(X - np.sign(dX), 0, 1), "The step has the length 1; its length is epsilon."),
            (lambda X, dX, e: np.clip(X - 0.1 * np.sign(dX), 0, 1), "The step is 0.1, whatever epsilon is."),
            (lambda X, dX, e: X - np.clip(e * np.sign(dX), 0, 1),
             "The step was clipped; the pixels after the step are what must stay from 0 to 1."),
            (lambda X, dX, e: np.clip(X - e * np.abs(dX), 0, 1), "|dX| has lost the direction: np.sign(dX) is it."),
            (lambda X, dX, e: np.clip(X - e * dX / np.abs(dX).max(), 0, 1),
             "The slopes are scaled to the largest; every pixel moves by the whole ε, whatever its slope: np.sign."),
            (lambda X, dX, e: np.clip(X - e, 0, 1), "The slope was not used: all pixels went down."),
            (lambda X, dX, e: -e * np.sign(dX), "This is the step; add it to X, and keep the pixels from 0 to 1."),
        ],
        verified="Downhill by ε per pixel, and still an image.",
    )


def brier_score(attempt):
    """Notebook 13: the mean squared distance between probabilities and one-hot labels."""
    rng = np.random.default_rng(6)
    A = rng.random((10, 7))
    A, labels = A / A.sum(axis=0), rng.integers(0, 10, 7)
    square = np.array([[0.7, 0.1, 0.2], [0.2, 0.6, 0.3], [0.1, 0.3, 0.5]])

    def distances(A, labels):
        return A - np.eye(len(A))[:, labels]

    classes = "It is a mean over the classes too; sum over the classes, then take the mean over the examples."
    no_square = "The square is missing: (…) ** 2."
    one_only = "Only the true class counts here; the probabilities of the other classes belong to the score, too."
    by_cases(
        attempt,
        right=lambda A, labels: np.mean(np.sum(distances(A, labels) ** 2, axis=0)),
        cases={
            "two examples": (np.array([[0.8, 0.4], [0.2, 0.6]]), np.array([0, 0])),
            "one example": (np.array([[0.1], [0.2], [0.7]]), np.array([1])),
            "as many examples as classes": (square, np.array([0, 2, 1])),
            "ten classes": (A, labels),
            "all wrong and sure": (np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([1, 0])),
            "all right and sure": (np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1])),
        },
        mistakes=[
            ("could not be broadcast|could not broadcast",
             "The shapes of A and of the targets differ: one_hot(labels, classes=len(A)) has the shape of A."),
            (lambda A, labels: np.mean(distances(A, labels) ** 2), classes),
            (lambda A, labels: np.sum(distances(A, labels) ** 2), "Divide by the number of examples."),
            (lambda A, labels: np.sum(distances(A, labels) ** 2, axis=0),
             "This is the score of each example; their mean is asked for."),
            (lambda A, labels: np.mean(distances(A, labels) ** 2, axis=0), f"One number is asked for. {classes}"),
            (lambda A, labels: np.mean(np.sum(distances(A, labels) ** 2, axis=1)),
             "It sums over the examples (axis=1) and takes the mean over the classes; classes are axis 0."),
            (lambda A, labels: np.sum(distances(A, labels) ** 2, axis=1),
             "axis=1 sums over the examples; classes are axis 0. And a single number is asked for."),
            (lambda A, labels: np.mean(np.sum(np.abs(distances(A, labels)), axis=0)), no_square),
            (lambda A, labels: np.mean(np.sum(distances(A, labels), axis=0)), no_square),
            (lambda A, labels: np.mean(np.sum(distances(A, labels) ** 2, axis=0)) / 2,
             "It is half of what is asked for. (With two classes some books take only one of them.)"),
            (lambda A, labels: np.mean(np.sqrt(np.sum(distances(A, labels) ** 2, axis=0))), "No root is asked for."),
            (lambda A, labels: np.sqrt(np.mean(np.sum(distances(A, labels) ** 2, axis=0))), "No root is asked for."),
            (lambda A, labels: np.mean((1 - A[labels, np.arange(len(labels))]) ** 2), one_only),
            (lambda A, labels: np.mean((A.max(axis=0) - (A.argmax(axis=0) == labels)) ** 2),
             "Only the largest probability counts here; those of the other classes belong to the score, too."),
            (lambda A, labels: -np.mean(np.log(np.maximum(A[labels, np.arange(len(labels))], 1e-300))),
             "This is the cross-entropy."),
            (lambda A, labels: np.mean(A.argmax(axis=0) == labels), "This is the accuracy."),
            (lambda A, labels: np.mean(A.argmax(axis=0) != labels), "This is the share of wrong answers."),
            (lambda A, labels: 1 - np.mean(np.sum(distances(A, labels) ** 2, axis=0)),
             "It is taken from 1; 0 is the perfect score."),
        ],
        verified="Every class counts, and no bins are needed.",
    )


def share_without_human(attempt):
    """Notebook 13: the largest share of answers, taken surest first, that is accurate enough."""

    def counted(A, labels, wanted, order=lambda confidence: np.argsort(-confidence)):
        right = (A.argmax(axis=0) == labels)[order(A.max(axis=0))]
        n = np.arange(1, len(right) + 1)
        return n, np.cumsum(right) / n >= wanted

    def largest(A, labels, wanted, **order):
        n, enough = counted(A, labels, wanted, **order)
        return np.max(n[enough], initial=0) / len(n)

    def until_first(A, labels, wanted):
        n, enough = counted(A, labels, wanted)
        return (len(n) if enough.all() else np.argmin(enough)) / len(n)

    def share_above(A, labels, wanted):
        return np.mean(A.max(axis=0) >= wanted)

    rng = np.random.default_rng(7)
    A = rng.dirichlet(np.full(4, 0.5), 40).T
    labels = np.where(rng.random(40) < A.max(axis=0), A.argmax(axis=0), (A.argmax(axis=0) + 1) % 4)
    four = np.array([[0.9, 0.2, 0.3, 0.6], [0.1, 0.8, 0.7, 0.4]])
    right = A.argmax(axis=0)
    first_gap = ("It stops at the first wrong answer that brings the accuracy below `wanted`; it may rise again later. "
                 "Look at every n.")
    by_cases(
        attempt,
        right=largest,
        cases={
            "four answers, three right": (four, np.array([0, 1, 0, 0]), 0.75),
            "the same, all taken right": (four, np.array([0, 1, 0, 0]), 1.0),
            "the surest is wrong, and the others make up for it": (four, np.array([1, 1, 1, 0]), 0.7),
            "nothing is enough": (four, np.array([1, 0, 0, 1]), 0.5),
            "all right": (A, right, 0.99),
            "forty answers, 90 %": (A, labels, 0.9),
            "forty answers, 80 %": (A, labels, 0.8),
            "forty answers, 65 %": (A, labels, 0.65),
            "forty answers, a dip before the middle": (A, np.where(np.argsort(np.argsort(-A.max(axis=0))) == 3,
                                                                   (right + 1) % 4, right), 0.96),
        },
        mistakes=[
            ("zero-size array|empty|out of bounds", "No number of answers may be enough; then the share is 0."),
            ("ambiguous", "An if asks one number; here every n is to be asked: n[accuracies >= wanted]."),
            (until_first, first_gap),
            (lambda A, k, w: largest(A, k, w, order=np.argsort),
             "The least sure come first here; np.argsort sorts upwards: np.argsort(-A.max(axis=0))."),
            (lambda A, k, w: largest(A, k, w, order=lambda c: np.arange(len(c))),
             "The answers are taken in the order in which they stand; the surest must come first."),
            (lambda A, k, w: largest(A, k, w) * len(k), "This is the number of answers; the share is asked for."),
            (lambda A, k, w: int(round(largest(A, k, w) * len(k))),
             "This is the number of answers; the share is asked for."),
            (lambda A, k, w: 1 - largest(A, k, w), "This is the share that is left to people."),
            (lambda A, k, w: max(0, largest(A, k, w) * len(k) - 1) / len(k),
             "One too few: the place of an answer counts from 0, the number of answers from 1."),
            (share_above,
             "It compares the confidence with `wanted`: but is a confidence true? Count the right answers."),
            (lambda A, k, w: np.mean(A.argmax(axis=0) == k),
             "This is the accuracy of all answers; `wanted` was not used."),
            (lambda A, k, w: np.mean(counted(A, k, w)[1]),
             "It counts how many n are enough; the largest n that is enough is asked for."),
            (lambda A, k, w: np.max(counted(A, k, np.nextafter(w, 2))[0][counted(A, k, np.nextafter(w, 2))[1]],
                                    initial=0) / len(k), "At least `wanted`: equal is enough, >= and not >."),
            (lambda A, k, w: np.min(counted(A, k, w)[0][counted(A, k, w)[1]], initial=len(k)) / len(k),
             "This is the smallest number of answers that is enough; the largest is asked for."),
        ],
        verified="The surest first, and as many as the accuracy allows.",
    )
