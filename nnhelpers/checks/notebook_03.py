"""The checks of notebook 03's exercises."""

from itertools import pairwise

import numpy as np

from nnhelpers.activations import relu, softmax
from nnhelpers.checks.engine import by_cases


def count_parameters(attempt):
    """Notebook 03: the number of weights and biases of a network."""
    def right(sizes):
        return sum(n * k + k for n, k in pairwise(sizes))

    by_cases(
        attempt,
        right=right,
        cases=[((784, 10, 10),), ((784, 128, 64, 10),), ((3, 2),)],
        mistakes=[
            (lambda s: sum(n * k for n, k in pairwise(s)), "The biases are missing: each layer has one per output."),
            (lambda s: right(s) + s[0], "The inputs were given biases too; only layers have them."),
            (lambda s: sum(n * k + n for n, k in pairwise(s)),
             "One bias per input was counted; a layer has one per output."),
            (lambda s: sum(n * k + 1 for n, k in pairwise(s)),
             "One bias per layer was counted; a layer has one per output."),
            (lambda s: [n * k + k for n, k in pairwise(s)], "This is the number of each layer; add them up."),
            (lambda s: int(np.prod(s)), "The sizes were multiplied together; layers add up: one product per layer."),
            (lambda s: s[0] * s[1] + s[1] + s[1] * s[2] + s[2],
             "Only two layers were counted; go through all neighbouring sizes."),
        ],
        verified="It counts the weights and biases of any number of layers.",
    )


def confidence(attempt):
    """Notebook 03: the probability of each prediction."""
    A2 = np.array([[0.2, 0.1, 0.3, 0.5], [0.7, 0.3, 0.3, 0.1], [0.1, 0.6, 0.4, 0.4]])
    by_cases(
        attempt,
        right=lambda A2: A2.max(axis=0),
        cases=[(A2,), (np.array([[0.9], [0.1]]),)],
        mistakes=[
            (lambda A2: A2.max(axis=1),
             "There is one entry per class: the maximum went along the rows; examples are columns, axis=0."),
            (lambda A2: A2.argmax(axis=0), "These are the predicted digits; return their probabilities."),
            (lambda A2: A2.max(), "This is the largest probability of the whole batch; return one per example."),
            (lambda A2: A2.max(axis=0, keepdims=True), "The shape is (1, m); return (m,): no keepdims here."),
            (lambda A2: A2[A2.argmax(axis=0)],
             "A2[predicted] picks whole rows; pick one entry of each column: A2[predicted, np.arange(m)]."),
            (lambda A2: A2.max(axis=0).mean(), "This is the mean over the batch; return one number per example."),
        ],
        verified="It returns one probability per example.",
    )


def log_softmax(attempt):
    """Notebook 03: the logarithm of softmax, also where softmax itself is 0."""
    def shifted(Z):
        return Z - Z.max(axis=0)

    def right(Z):
        return shifted(Z) - np.log(np.exp(shifted(Z)).sum(axis=0))

    overflow = "The exponential overflowed: subtract the largest logit of each column before np.exp."
    of_the_batch = "The largest logit of the whole batch was subtracted; each column needs its own, max(axis=0)."
    by_cases(
        attempt,
        right=right,
        cases=[(np.array([[1.0, 0], [2, 0], [3, 0]]),), (np.array([[1000.0, -1000], [0, 0], [0, 100]]),)],
        mistakes=[
            (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum(axis=0)), overflow),
            (lambda Z: Z - np.log(np.exp(Z).sum(axis=0)), overflow),
            (lambda Z: np.log(softmax(Z)),
             "The probability was rounded to 0 before the logarithm was taken. Write ln(e^z / S) as z − ln S first."),
            (lambda Z: np.log(np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=0)), of_the_batch),
            (lambda Z: Z - Z.max() - np.log(np.exp(Z - Z.max()).sum(axis=0)), of_the_batch),
            (lambda Z: Z - Z.max(axis=0), "The logarithm of the sum is still to be subtracted."),
            (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum()),
             "The sum ran over the whole batch; each column has its own, sum(axis=0)."),
            (lambda Z: -right(Z), "The sign is wrong: logarithms of probabilities are negative or 0."),
            (lambda Z: Z - np.exp(Z).sum(axis=0), "The sum was subtracted; subtract its logarithm."),
            (lambda Z: right(Z.T).T, "The sum went along the rows; examples are columns, axis=0."),
            (softmax, "These are the probabilities; return their logarithms."),
            (lambda Z: Z - np.log(np.exp(shifted(Z)).sum(axis=0)),
             "The sum S belongs to the shifted logits, so the shifted logits must stand before it: shifted − ln S."),
            (lambda Z: np.log(np.maximum(softmax(Z), np.finfo(float).tiny)),
             "It is cut off at −708: take no logarithm of a rounded probability. Write ln(e^z / S) as z − ln S first."),
            (lambda Z: shifted(Z) - np.log(np.exp(shifted(Z)).sum()), "S must be summed down each column, axis=0."),
            (lambda Z: shifted(Z) - shifted(Z).sum(axis=0),
             "It must be the logarithm of the sum, not the sum of logarithms: np.log goes around the sum."),
            (lambda Z: shifted(Z) / np.log(np.exp(shifted(Z)).sum(axis=0)),
             "A quotient inside a logarithm becomes a difference: ln(e^z / S) is z − ln S."),
        ] + [
            (lambda Z, tiny=tiny: np.log(softmax(Z) + tiny),
             "A tiny number keeps the logarithm finite, but not right. Write ln(e^z / S) as z − ln S first.")
            for tiny in 10.0 ** -np.arange(5, 308)
        ],
        verified="It agrees with ln(softmax), and stays finite at logits of ±1,000.",
    )


def forward_deep(attempt):
    """Notebook 03: forward propagation through any number of layers."""
    rng = np.random.default_rng(1)

    def network(*sizes):
        return [rng.normal(size=(k, n)) for n, k in pairwise(sizes)], [rng.normal(size=(k, 1)) for k in sizes[1:]]

    def forward(weights, biases, X, hidden=relu, last=softmax):
        A = X
        for index, (W, b) in enumerate(zip(weights, biases, strict=True)):
            Z = W @ A + b
            A = last(Z) if index == len(weights) - 1 else hidden(Z)
        return A

    by_cases(
        attempt,
        right=forward,
        cases=[(*network(3, 4, 2), rng.random((3, 5))), (*network(3, 4, 4, 3, 2), rng.random((3, 2)))],
        mistakes=[
            (lambda w, b, X: forward(w, b, X, last=lambda Z: softmax(relu(Z))),
             "The last layer's Z went through ReLU before softmax; the last layer has softmax only."),
            (lambda w, b, X: forward(w, b, X, last=relu), "The last layer has ReLU; it needs softmax."),
            (lambda w, b, X: forward(w, b, X, hidden=lambda Z: Z),
             "There is no ReLU between the layers: such a network is no more than one layer."),
            (lambda w, b, X: forward(w, b, X, hidden=softmax),
             "Every layer has softmax; only the last one does, the others have ReLU."),
            (lambda w, b, X: forward(w, b, X, last=lambda Z: Z), "These are the logits; softmax is still missing."),
            (lambda w, b, X: forward(w, b, X, last=lambda Z: np.exp(Z) / np.exp(Z).sum()),
             "softmax divided by the sum of the whole batch; each column has its own, sum(axis=0)."),
            (lambda w, b, X: forward(w, b, X, last=lambda Z: softmax(Z.T).T),
             "softmax went along the rows; examples are columns, axis=0."),
            (lambda w, b, X: forward(w[:2], b[:2], X), "Only two layers were gone through; take all of the list."),
            (lambda w, b, X: forward(w[:-1], b[:-1], X, last=relu), "The last layer is missing."),
            (lambda w, b, X: forward(w, [np.zeros_like(v) for v in b], X), "The biases were not added."),
        ],
        verified="It goes through any number of layers: ReLU between them, softmax at the end.",
    )
