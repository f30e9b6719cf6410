"""Attempts at the exercises of notebook 03: the right ones are accepted, the wrong ones told what is wrong."""


import itertools

import numpy as np
from attempts import Attempts, Exercises

from nnhelpers.activations import relu, softmax
from nnhelpers.checks import notebook_03

attempts = Attempts()


def parameters_counted_in_a_loop(sizes):
    total = 0
    for index in range(len(sizes) - 1):
        total += sizes[index] * sizes[index + 1] + sizes[index + 1]
    return total


def parameters_one_size_too_far(sizes):
    total = 0
    for index in range(len(sizes)):
        total += sizes[index] * sizes[index + 1] + sizes[index + 1]
    return total


def parameters_of_the_first(sizes):
    total = 0
    for inputs, outputs in itertools.pairwise(sizes):
        total += inputs * outputs + outputs
        return total


def parameters_of_three_sizes(sizes):
    inputs, hidden, outputs = sizes
    return inputs * hidden + hidden + hidden * outputs + outputs


attempts(
    "count_parameters",
    right={
        "a loop": parameters_counted_in_a_loop,
        "n + 1": lambda sizes: sum((n + 1) * k for n, k in zip(sizes, sizes[1:], strict=False)),
        "np.dot": lambda sizes: np.dot(sizes[:-1], sizes[1:]) + np.sum(sizes[1:]),
        "made and measured": lambda s: sum(np.zeros((k, n)).size + np.zeros((k, 1)).size
                                           for n, k in zip(s[:-1], s[1:], strict=True)),
    },
    wrong={
        "no biases": (lambda s: np.dot(s[:-1], s[1:]), "The biases are missing"),
        "biases of inputs": (lambda s: np.dot(s[:-1], s[1:]) + sum(s), "The inputs were given biases too"),
        "bias per input": (lambda s: np.dot(s[:-1], s[1:]) + sum(s[:-1]), "One bias per input was counted"),
        "bias per layer": (lambda s: np.dot(s[:-1], s[1:]) + len(s) - 1, "One bias per layer was counted"),
        "multiplied": (lambda s: np.prod(s), "The sizes were multiplied together"),
        "two layers": (lambda s: s[0] * s[1] + s[1] + s[1] * s[2] + s[2], "Only two layers were counted"),
        "each": (lambda s: [(n + 1) * k for n, k in zip(s[:-1], s[1:], strict=True)], "add them up"),
        "784-10-10": (lambda s: 7960, "it gave   7960"),
        "too far": (parameters_one_size_too_far, "It would be right with one change, of the range"),
        "return in the loop": (parameters_of_the_first, "Only the first layer was counted."),
        "three sizes": (parameters_of_three_sizes, "in the line  inputs, hidden, outputs = sizes"),
        "a float": (lambda s: float(parameters_counted_in_a_loop(s)), "whole numbers are asked for"),
        "sorted": (lambda s: parameters_counted_in_a_loop(sorted(s)), "The sizes were sorted"),
        "one bias more": (lambda s: np.dot(s[:-1], s[1:]) + len(s), "it is right only for a single layer."),
        "text": (lambda s: str(parameters_counted_in_a_loop(s)), "Numbers are expected"),
        "16 bits": (lambda s: int((np.int16(s[:-1]) * np.int16(s[1:]) + np.int16(s[1:])).sum()), "have wrapped around"),
        "784 inputs": (lambda s: parameters_counted_in_a_loop((784, *s[1:])), "784 inputs are taken for granted"),
        "hidden layers alike": (lambda s: parameters_counted_in_a_loop([s[0], *[s[1]] * (len(s) - 2), s[-1]]),
                                "All hidden layers were taken for as large as the first one"),
        "all with all": (lambda s: sum(s[1:]) + sum(n * k for n, k in itertools.combinations(s, 2)),
                         "Layers that are not neighbours were joined"),
        "arrays": (lambda s: 2 * len(s) - 2, "how many arrays there are"),
        "5 more": (lambda s: 5 * len(s) + parameters_counted_in_a_loop(s), "It is 15 too many."),
        "a tuple's shape": (lambda s: s.shape, "raised AttributeError: 'tuple' object has no attribute 'shape'"),
    },
)

def confidence_never_forgetting(A2):
    best, found = 0, []
    for column in A2.T:
        for value in column:
            if value > best:
                best = value
        found.append(best)
    return found


attempts(
    "confidence",
    right={
        "max": lambda A2: A2.max(axis=0),
        "np.amax": lambda A2: np.amax(A2, 0),
        "sorted": lambda A2: np.sort(A2, axis=0)[-1],
        "picked": lambda A2: A2[A2.argmax(axis=0), np.arange(A2.shape[1])],
        "a list": lambda A2: [max(column) for column in A2.T],
    },
    wrong={
        "axis 1": (lambda A2: A2.max(axis=1), "the maximum went along the rows"),
        "digits": (lambda A2: A2.argmax(axis=0), "These are the predicted digits"),
        "no axis": (lambda A2: np.max(A2), "largest probability of the whole batch"),
        "keepdims": (lambda A2: A2.max(axis=0, keepdims=True), "no keepdims here"),
        "whole rows": (lambda A2: A2[A2.argmax(axis=0)], "picks whole rows"),
        "mean": (lambda A2: A2.max(axis=0).mean(), "the mean over the batch"),
        "rounded": (lambda A2: np.round(A2.max(axis=0), 1), "Right up to rounding"),
        "rounded later": (lambda A2: np.round(A2.max(axis=0), 3), "Right up to rounding"),
        "1 minus": (lambda A2: 1 - A2.max(axis=0), "It is 1 minus what is expected"),
        "best so far": (confidence_never_forgetting, "Each entry is the largest so far"),
        "of all": (lambda A2: A2.max(axis=0) / A2.sum(), "too small by the factor A2.shape[1]"),
        "a column": (lambda A2: A2.max(axis=0)[:, np.newaxis], "The values are right, their arrangement is not"),
        "sums": (lambda A2: A2.sum(axis=0), "This is the sum of each column"),
        "sorted along the rows": (lambda A2: np.sort(A2)[-1], "The sorting went along the rows"),
        "above one half": (lambda A2: A2[A2 > 0.5], "an unsure example has none"),
        "Python's max": (lambda A2: max(A2), "instead of max, np.max with axis"),
        "in place": (lambda A2: A2.sort(axis=0) or A2[-1], "changed its argument"),
    },
)


def log_softmax_in_a_loop(Z):
    columns = []
    for z in Z.T:
        z = z - max(z)
        columns.append(z - np.log(sum(np.exp(value) for value in z)))
    return np.array(columns).T.tolist()


def shifted_logits(Z):
    return Z - Z.max(axis=0)


def log_softmax_of_other_rows(Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=0))


def log_softmax_in_place(Z):
    Z -= Z.max(axis=0)
    return Z - np.log(np.exp(Z).sum(axis=0))


attempts(
    "log_softmax",
    right={
        "a loop, lists": log_softmax_in_a_loop,
        "keepdims": lambda Z: Z - Z.max(0, keepdims=True) - np.log(np.exp(Z - Z.max(0, keepdims=True)).sum(0)),
        "logaddexp": lambda Z: Z - np.logaddexp.reduce(Z, axis=0),
    },
    wrong={
        "naive": (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum(axis=0)), "The exponential overflowed"),
        "not shifted": (lambda Z: Z - np.log(np.exp(Z).sum(axis=0)), "The exponential overflowed"),
        "log of softmax": (lambda Z: np.log(softmax(Z)), "A number was rounded to 0"),
        "a tiny number": (lambda Z: np.log(softmax(Z) + 1e-12), "A tiny number keeps the logarithm finite"),
        "at least tiny": (lambda Z: np.log(np.maximum(softmax(Z), 1e-15)), "A tiny number keeps the logarithm"),
        "clipped": (lambda Z: np.log(np.clip(softmax(Z), 1e-10, 1)), "A tiny number keeps the logarithm finite"),
        "largest of all": (lambda Z: Z - Z.max() - np.log(np.exp(Z - Z.max()).sum(axis=0)), "each column needs its"),
        "no logarithm": (lambda Z: Z - Z.max(axis=0), "logarithm of the sum is still to be subtracted"),
        "minus the sum": (lambda Z: Z - np.exp(Z).sum(axis=0), "subtract its logarithm"),
        "axis 1": (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)), "went along the rows"),
        "sum of all": (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum()), "The sum ran over the whole batch"),
        "sign": (lambda Z: -np.log(softmax(Z)), "The sign is wrong"),
        "probabilities": (softmax, "return their logarithms"),
        "at least 1e-300": (lambda Z: np.log(np.maximum(softmax(Z), 1e-300)), "A tiny number keeps the logarithm"),
        "at least the tiniest": (lambda Z: np.log(np.maximum(softmax(Z), np.finfo(float).tiny)),
                                 "cut off at −708: take no logarithm of a rounded probability"),
        "Z before the shifted sum": (lambda Z: Z - np.log(np.exp(shifted_logits(Z)).sum(0)),
                                     "so the shifted logits must stand before it: shifted − ln S"),
        "sum without axis": (lambda Z: shifted_logits(Z) - np.log(np.exp(shifted_logits(Z)).sum()),
                             "S must be summed down each column, axis=0"),
        "sum of logarithms": (lambda Z: shifted_logits(Z) - np.log(np.exp(shifted_logits(Z))).sum(0),
                              "the logarithm of the sum, not the sum of logarithms"),
        "quotient": (lambda Z: shifted_logits(Z) / np.log(np.exp(shifted_logits(Z)).sum(0)),
                     "A quotient inside a logarithm becomes a difference"),
        "shifted by the mean": (lambda Z: Z - Z.mean(0) - np.log(np.exp(Z - Z.mean(0)).sum(0)), "still overflows"),
        "shifted by the size": (lambda Z: Z - np.abs(Z).max(0) - np.log(np.exp(Z - np.abs(Z).max(0)).sum(0)),
                                "where it belongs to a negative logit"),
        "cut off": (lambda Z: log_softmax_in_a_loop(np.clip(Z, -500, 500)), "Logits beyond ±500 were cut off"),
        "largest along the rows": (log_softmax_of_other_rows, "It would be right with one change, of the number 1"),
        "mean for the sum": (lambda Z: shifted_logits(Z) - np.log(np.exp(shifted_logits(Z)).mean(0)), "not their mean"),
        "no np.exp": (lambda Z: shifted_logits(Z) - np.log(abs(shifted_logits(Z).sum(0))), "np.exp is missing before"),
        "divided": (lambda Z: np.log(softmax(Z / Z.max(axis=0))), "subtract the largest instead"),
        "0 for −∞": (lambda Z: np.nan_to_num(np.log(softmax(Z)), neginf=0.0), "rounded to 0, 0 stands for its"),
        "another sum": (lambda Z: shifted_logits(Z) - np.log(2 + np.exp(shifted_logits(Z)).sum(0)),
                        "Within each column the differences are right"),
        "tempered": (lambda Z: log_softmax_in_a_loop(Z / 2), "it gave"),
        "denominator": (lambda Z: np.logaddexp.reduce(Z, axis=0), "This is ln S of the logits as they came"),
        "in place": (log_softmax_in_place, "changed its argument"),
    },
)


def forward_in_a_loop(weights, biases, X):
    A = X
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        A = np.maximum(0, W @ A + b)
    return softmax(weights[-1] @ A + biases[-1])


def forward_recursively(weights, biases, X):
    Z = np.dot(weights[0], X) + biases[0]
    if len(weights) == 1:
        powers = np.exp(Z - Z.max(axis=0))
        return powers / powers.sum(axis=0)
    return forward_recursively(weights[1:], biases[1:], Z * (Z > 0))


def layer_by_layer(weights, biases, X, hidden=relu, last=softmax):
    for index, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        X = last(W @ X + b) if index == len(weights) else hidden(W @ X + b)
    return X


def forward_using_up_the_lists(weights, biases, X):
    while len(weights) > 1:
        X = relu(weights.pop(0) @ X + biases.pop(0))
    return softmax(weights[0] @ X + biases[0])


def forward_from_X_each_time(weights, biases, X):
    A = X
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        A = relu(W @ X + b)
    return softmax(weights[-1] @ A + biases[-1])


def forward_of_one_hidden_layer(weights, biases, X):
    A = X
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        A = relu(W @ A + b)
        return softmax(weights[-1] @ A + biases[-1])


def forward_from_the_second(weights, biases, X):
    A = X
    for layer in range(1, len(weights) - 1):
        A = relu(weights[layer] @ A + biases[layer])
    return softmax(weights[-1] @ A + biases[-1])


def forward_adding_biases_late(weights, biases, X):
    A = X
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        A = relu(W @ A) + b
    return softmax(weights[-1] @ A + biases[-1])


attempts(
    "forward_deep",
    right={
        "a loop": forward_in_a_loop,
        "recursion": forward_recursively,
        "an index": layer_by_layer,
        "lists": lambda w, b, X: forward_in_a_loop(w, b, X).tolist(),
    },
    wrong={
        "relu, softmax": (lambda w, b, X: layer_by_layer(w, b, X, last=lambda Z: softmax(relu(Z))),
                          "the last layer has softmax only"),
        "relu last": (lambda w, b, X: layer_by_layer(w, b, X, last=relu), "The last layer has ReLU"),
        "no relu": (lambda w, b, X: layer_by_layer(w, b, X, hidden=lambda Z: Z), "There is no ReLU"),
        "softmax everywhere": (lambda w, b, X: layer_by_layer(w, b, X, hidden=softmax), "Every layer has softmax"),
        "logits": (lambda w, b, X: layer_by_layer(w, b, X, last=lambda Z: Z), "softmax is still missing"),
        "no biases": (lambda w, b, X: layer_by_layer(w, [0] * len(w), X), "The biases were not added"),
        "two layers": (lambda w, b, X: layer_by_layer(w[:2], b[:2], X), "Only two layers were gone through"),
        "one too few": (lambda w, b, X: layer_by_layer(w[:-1], b[:-1], X, last=relu), "The last layer is missing"),
        "rows": (lambda w, b, X: layer_by_layer(w, b, X, last=lambda Z: softmax(Z.T).T), "softmax went along the rows"),
        "whole batch": (lambda w, b, X: layer_by_layer(w, b, X, last=lambda Z: np.exp(Z) / np.exp(Z).sum()),
                        "the sum of the whole batch"),
        "digits": (lambda w, b, X: forward_in_a_loop(w, b, X).argmax(axis=0), "These are the predicted classes"),
        "X each time": (forward_from_X_each_time, "W is (4, 5) and X is (3, 3): @ needs equal inner sizes"),
        "return in the loop": (forward_of_one_hidden_layer, "Its `return` stands inside the loop"),
        "from the second": (forward_from_the_second, "It would be right with one change, of the number 1"),
        "bias after ReLU": (forward_adding_biases_late, "the bias was added after ReLU"),
        "weights[0] everywhere": (lambda w, b, X: forward_in_a_loop([w[0]] * (len(w) - 1) + w[-1:],
                                                                   [b[0]] * (len(w) - 1) + b[-1:], X),
                                  "Every hidden layer used weights[0]"),
        "reversed": (lambda w, b, X: forward_in_a_loop(w[::-1], b[::-1], X), "The layers were gone through backwards."),
        "leaky": (lambda w, b, X: layer_by_layer(w, b, X, hidden=lambda Z: np.where(Z > 0, Z, Z / 100)), "a leaky"),
        "ReLU of X": (lambda w, b, X: layer_by_layer(w, b, relu(X)), "The input went through ReLU, too"),
        "divided by the sum": (lambda w, b, X: layer_by_layer(w, b, X, last=lambda Z: relu(Z) / relu(Z).sum(axis=0)),
                               "softmax takes the exponentials first"),
        "at most 1": (lambda w, b, X: layer_by_layer(w, b, X, hidden=lambda Z: np.clip(Z, 0, 1)), "cut off from above"),
        "cubed": (lambda w, b, X: layer_by_layer(w, b, X, last=lambda Z: softmax(Z) ** 3), "The columns sum to ["),
        "X first": (lambda w, b, X: X @ w[0], "raised ValueError: matmul"),
        "inner sizes": (lambda w, b, X: X @ w[0], "@ needs equal inner sizes; here they are 5 and 4"),
        "np.dot, X first": (lambda w, b, X: np.dot(X, w[0]), "np.dot needs equal inner sizes; here they are 5 and 4"),
        "* for @": (lambda w, b, X: w[0] * X + b[0], "The shapes (4,3) and (3,5) do not fit entry by entry"),
        "used up": (forward_using_up_the_lists, "changed its argument"),
    },
)


class TestNotebook03(Exercises):
    module = notebook_03
    attempts = attempts
