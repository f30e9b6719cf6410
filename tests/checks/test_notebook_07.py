"""Attempts at the exercises of notebook 07: the right ones are accepted, the wrong ones told what is wrong."""

import numpy as np
from attempts import Attempts, Exercises

from nnhelpers.activations import relu, relu_derivative
from nnhelpers.checks import notebook_07

attempts = Attempts()


def place_in_a_loop(sizes, layer):
    start = 0
    for k in range(1, layer):
        start += (sizes[k - 1] + 1) * sizes[k]
    return start, start + sizes[layer - 1] * sizes[layer]


def place_by_cumsum(sizes, layer):
    n, k = np.array(sizes[:-1]), np.array(sizes[1:])
    end = np.cumsum(n * k + k)[layer - 1] - sizes[layer]
    return [end - sizes[layer - 1] * sizes[layer], end]


def place_recursively(sizes, layer):
    if layer == 1:
        return 0, sizes[0] * sizes[1]
    start, end = place_recursively(sizes[1:], layer - 1)
    first = sizes[0] * sizes[1] + sizes[1]
    return first + start, first + end


def place_filling_a_vector(sizes, layer):
    vector = []
    for number, (n, k) in enumerate(zip(sizes, sizes[1:], strict=False), start=1):
        vector += [number] * (n * k) + [0] * k
    return np.flatnonzero(np.array(vector) == layer)[[0, -1]] + [0, 1]


def place_using_up_the_sizes(sizes, layer):
    start = 0
    while layer > 1:
        start, layer = start + (sizes.pop(0) + 1) * sizes[0], layer - 1
    return start, start + sizes[0] * sizes[1]


def place_returned_early(sizes, layer):
    start = 0
    for k in range(1, layer):
        start += (sizes[k - 1] + 1) * sizes[k]
        return start, start + sizes[layer - 1] * sizes[layer]


def place_printed(sizes, layer):
    print(place_in_a_loop(sizes, layer))


def place_of_squares(sizes, layer):
    start = sum(sizes[:layer - 1]) * sum(sizes[1:layer])
    return start, start + sizes[layer - 1] * sizes[layer]


attempts(
    "weights_place",
    right={
        "a loop": place_in_a_loop,
        "cumsum, a list": place_by_cumsum,
        "recursion": place_recursively,
        "a vector of marks, an array": place_filling_a_vector,
        "numpy's numbers": lambda s, k: tuple(np.int64(place) for place in place_in_a_loop(s, k)),
    },
    wrong={
        "no biases": (lambda s, k: (sum(s[i] * s[i + 1] for i in range(k - 1)), sum(s[i] * s[i + 1] for i in range(k))),
                      "The biases of the layers before take room too"),
        "with the bias": (lambda s, k: (place_in_a_loop(s, k)[0], sum((s[i] + 1) * s[i + 1] for i in range(k))),
                          "This window holds the layer's biases too"),
        "a bias per input": (lambda s, k: (sum(s[i] * (s[i + 1] + 1) for i in range(k - 1)),
                                           sum(s[i] * (s[i + 1] + 1) for i in range(k)) - s[k - 1]),
                             "one bias per neuron, not per input"),
        "from 0": (lambda s, k: place_in_a_loop(s, k + 1), "raised IndexError"),
        "sizes from 1": (lambda s, k: (place_in_a_loop(s, k)[0], place_in_a_loop(s, k)[0] + s[k] * s[k + 1]),
                         "raised IndexError"),
        "alone": (lambda s, k: (0, s[k - 1] * s[k]), "The layers before stand in front of it"),
        "the end inside": (lambda s, k: (place_in_a_loop(s, k)[0], place_in_a_loop(s, k)[1] - 1),
                           "The end is the first place after the window"),
        "places from 1": (lambda s, k: [place + 1 for place in place_in_a_loop(s, k)], "Places count from 0"),
        "b first": (lambda s, k: [place + s[k] for place in place_in_a_loop(s, k)], "W stands first, and its b after"),
        "the biases": (lambda s, k: (place_in_a_loop(s, k)[1], place_in_a_loop(s, k)[1] + s[k]),
                       "the window of the biases"),
        "the length": (lambda s, k: (place_in_a_loop(s, k)[0], s[k - 1] * s[k]), "the end, not the length"),
        "start": (lambda s, k: place_in_a_loop(s, k)[0], "Return two numbers, start and end"),
        "a slice": (lambda s, k: slice(*place_in_a_loop(s, k)), "2 values are expected, in a tuple"),
        "sizes used up": (place_using_up_the_sizes, "changed its argument"),
        "return in the loop": (place_returned_early, "Its `return` stands inside the loop"),
        "printed": (place_printed, "It prints its result; return it"),
        "sums multiplied": (place_of_squares, "start is not right."),
        "up to the next": (lambda s, k: (place_in_a_loop(s, k)[0], place_in_a_loop(s + [1], k + 1)[0]),
                           "This window holds the layer's biases too"),
        "one layer too many": (lambda s, k: [place + (s[k - 1] + 1) * s[k] for place in place_in_a_loop(s, k)],
                               "The start counts one layer too many"),
        "from the end": (lambda s, k: place_in_a_loop(s, len(s) - k), "The layers are counted from the end"),
        "the first inputs": (lambda s, k: (sum(s[0] * n + n for n in s[1:k]), sum(s[0] * n + n for n in s[1:k])
                                           + s[0] * s[k]), "The inputs of every layer are taken for sizes[0]"),
        "neurons": (lambda s, k: (sum(s[:k]), sum(s[:k + 1])), "Neurons are counted before it"),
        "floats": (lambda s, k: np.array(place_in_a_loop(s, k), dtype=float), "whole numbers are asked for"),
    },
)


def width_by_trying(parameters, inputs, outputs):
    def distance(width):
        return abs(parameters - (inputs * width + width + width * outputs + outputs))
    return min(range(1, 2000), key=distance)


def width_growing(parameters, inputs, outputs):
    width, count = 0, outputs
    while count + (inputs + outputs + 1) / 2 <= parameters:
        width, count = width + 1, count + inputs + outputs + 1
    return width


def width_overshooting(parameters, inputs, outputs):
    width = 0
    while width * (inputs + outputs + 1) + outputs < parameters:
        width += 1
    return width


def width_by_too_short_a_search(parameters, inputs, outputs):
    return min(range(1, 101), key=lambda width: abs(width * (inputs + outputs + 1) + outputs - parameters))


attempts(
    "rival_width",
    right={
        "round": lambda p, i, o: round((p - o) / (i + 1 + o)),
        "trying": width_by_trying,
        "growing": width_growing,
        "half added": lambda p, i, o: int((p - o) / (i + o + 1) + 0.5),
        "whole numbers": lambda p, i, o: (2 * (p - o) + i + o + 1) // (2 * (i + o + 1)),
        "argmin": lambda p, i, o: np.argmin(np.abs(np.arange(1000) * (i + o + 1) + o - p)),
    },
    wrong={
        "a fraction": (lambda p, i, o: (p - o) / (i + o + 1), "A width is a whole number: round it"),
        "int": (lambda p, i, o: int((p - o) / (i + o + 1)), "It was cut off"),
        "//": (lambda p, i, o: (p - o) // (i + o + 1), "It was cut off"),
        "ceil": (lambda p, i, o: int(np.ceil((p - o) / (i + o + 1))), "It was rounded up"),
        "no last biases": (lambda p, i, o: round(p / (i + o + 1)), "biases of the last layer do not depend"),
        "last biases added": (lambda p, i, o: round((p + o) / (i + o + 1)), "subtract them, do not add"),
        "no biases": (lambda p, i, o: round(p / (i + o)), "Each hidden neuron has a bias besides its weights"),
        "no hidden biases": (lambda p, i, o: round((p - o) / (i + o)), "Each hidden neuron has a bias"),
        "the first layer": (lambda p, i, o: round(p / i), "`outputs` weights leave each of its neurons"),
        "the first layer, biases": (lambda p, i, o: round((p - o) / (i + 1)), "`outputs` weights leave each"),
        "times": (lambda p, i, o: round((p - o) / (i * o + 1)), "inputs + outputs, not times"),
        "no brackets above": (lambda p, i, o: round(p - o / (i + o + 1)), "Division comes before + and −"),
        "no brackets below": (lambda p, i, o: round((p - o) / i + o + 1), "Division comes before + and −"),
        "the example": (lambda p, i, o: 138, "It returned the same in every case"),
        "784 and 10": (lambda p, i, o: round((p - 10) / (784 + 10 + 1)), "784 and 10 are written in"),
        "np.round": (lambda p, i, o: np.round((p - o) / (i + o + 1)), "whole numbers are asked for"),
        "overshooting": (width_overshooting, "It was rounded up"),
        "two hidden biases, cut off": (lambda p, i, o: (p - o) // (i + o + 2),
                                       "Each hidden neuron has one bias; here two are counted. It was cut off"),
        "too short a search": (width_by_too_short_a_search, "it gave   100"),
        "up to 200": (lambda p, i, o: min(range(1, 201), key=lambda h: abs((i + o + 1) * h + o - p)),
                      "never goes beyond"),
        "even": (lambda p, i, o: 2 * round((p - o) / (i + o + 1) / 2), "multiples of 2 alone"),
        "the rival's parameters": (lambda p, i, o: width_growing(p, i, o) * (i + o + 1) + o,
                                   "That many parameters has the rival"),
    },
)


def folded_in_loops(W1, b1, W2, b2):
    W = [[sum(W2[i, k] * W1[k, j] for k in range(len(W1))) for j in range(W1.shape[1])] for i in range(len(W2))]
    b = [[sum(W2[i, k] * b1[k, 0] for k in range(len(W1))) + b2[i, 0]] for i in range(len(W2))]
    return W, b


def folded_by_asking(W1, b1, W2, b2):
    def both(X):
        return W2 @ (W1 @ X + b1) + b2

    b = both(np.zeros((W1.shape[1], 1)))
    return both(np.eye(W1.shape[1])) - b, b


def folded_by_asking_as_many_as_rows(W1, b1, W2, b2):
    b = W2 @ b1 + b2
    return W2 @ (W1 @ np.eye(len(W1)) + b1) + b2 - b, b


def folded_by_blocks(W1, b1, W2, b2):
    both = W2 @ np.hstack([W1, b1])
    return [both[:, :-1], both[:, -1:] + b2]


def folded_in_place(W1, b1, W2, b2):
    b2 += W2 @ b1
    return W2 @ W1, b2


attempts(
    "fold",
    right={
        "@": lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1 + b2),
        "loops, lists": folded_in_loops,
        "what they do to 0 and to the unit vectors": folded_by_asking,
        "one matrix with b in it": folded_by_blocks,
        "transposed": lambda W1, b1, W2, b2: ((W1.T @ W2.T).T, b2 + (b1.T @ W2.T).T),
        "einsum": lambda W1, b1, W2, b2: (np.einsum("ik,kj", W2, W1), np.dot(W2, b1) + b2),
    },
    wrong={
        "b1 + b2": (lambda W1, b1, W2, b2: (W2 @ W1, b1 + b2), "b1 goes through the second layer"),
        "no b2": (lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1), "b2 is missing"),
        "no b1": (lambda W1, b1, W2, b2: (W2 @ W1, b2), "b1 is missing"),
        "W2 on both": (lambda W1, b1, W2, b2: (W2 @ W1, W2 @ (b1 + b2)), "b2 is added after W2 has multiplied"),
        "W1 on b1": (lambda W1, b1, W2, b2: (W2 @ W1, W1 @ b1 + b2), "only W2 multiplies it"),
        "W1 @ W2": (lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2), "it stands on the right: W2 @ W1"),
        "turned about": (lambda W1, b1, W2, b2: (W1 @ W2, W1 @ b2 + b1), "This is the second layer first"),
        "*": (lambda W1, b1, W2, b2: (W2 * W1, W2 * b1 + b2), "The matrix product is @, not *."),
        "* for b": (lambda W1, b1, W2, b2: (W2 @ W1, W2 * b1 + b2), "@, not *: also for W2 @ b1"),
        "b1 @ W2": (lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2), "@ needs equal inner sizes"),
        "added": (lambda W1, b1, W2, b2: (W1 + W2, b1 + b2), "One layer after the other multiplies"),
        "b first": (lambda W1, b1, W2, b2: (W2 @ b1 + b2, W2 @ W1), "W first, then b"),
        "W": (lambda W1, b1, W2, b2: W2 @ W1, "Return both, W and b"),
        "b is flat": (lambda W1, b1, W2, b2: (W2 @ W1, (W2 @ b1 + b2).ravel()), "of shape (n2, 1); this is flat"),
        "square only": (folded_by_asking_as_many_as_rows, "in the line  return W2 @ (W1 @ np.eye(len(W1)) + b1)"),
        "in place": (folded_in_place, "changed its argument"),
        "last products": (lambda W1, b1, W2, b2: (np.outer(W2[:, -1], W1[-1]), W2 @ b1 + b2),
                          "Only the last product of each sum is in W"),
        "all transposed": (lambda W1, b1, W2, b2: (W1.T @ W2.T, b1.T @ W2.T + b2.T), "Both are transposed"),
        "whole numbers": (lambda W1, b1, W2, b2: (W2 @ W1, (W2 @ b1 + b2).astype(int)),
                          "W is right; b is not: Right but for what stands after the decimal point"),
        "b1 in W": (lambda W1, b1, W2, b2: (W2 @ (W1 + b1), W2 @ b1 + b2), "The biases do not belong into W"),
        "summed into a square": (lambda W1, b1, W2, b2: (W2 @ W1, (W2 * b1.T).sum(axis=1) + b2),
                                 "A flat array and a column were added"),
    },
)


def shortcut(W, Z, A_before, dA, dZ=None):
    dZ = np.where(Z > 0, dA, 0) if dZ is None else dZ
    return dZ.dot(A_before.T), np.sum(dZ, axis=1, keepdims=True), W.T.dot(dZ) + dA


def shortcut_example_by_example(W, Z, A_before, dA):
    dW, db, columns = np.zeros_like(W), np.zeros((len(W), 1)), []
    for z, a, d in zip(Z.T, A_before.T, dA.T, strict=True):
        dz = np.array([d[i] if z[i] > 0 else 0.0 for i in range(len(z))])
        dW += np.outer(dz, a)
        db += dz[:, np.newaxis]
        columns.append(W.T @ dz + d)
    return dW, db, np.array(columns).T


def shortcut_setting_zeros(W, Z, A_before, dA):
    dZ = dA.copy()
    dZ[Z <= 0] = 0
    return [dZ @ A_before.T, dZ @ np.ones((dZ.shape[1], 1)), (W.T + np.eye(len(W)) * 0) @ dZ + dA]


def shortcut_in_place(W, Z, A_before, dA):
    kept = dA.copy()
    dA[Z <= 0] = 0
    return dA @ A_before.T, dA.sum(axis=1, keepdims=True), W.T @ dA + kept


def shortcut_forgetting_dA(W, Z, A_before, dA):
    dZ = dA
    dZ[Z <= 0] = 0
    return dZ @ A_before.T, dZ.sum(axis=1, keepdims=True), W.T @ dZ + dA


def shortcut_with_Z(W, Z, A_before, dA):
    dZ = dA * relu_derivative(Z)
    return dZ @ Z.T, dZ.sum(axis=1, keepdims=True), W.T @ dZ + dA


def shortcut_but(dW=None, db=None, below=None):
    """Return an attempt in which one gradient is another function of W, A_before, dA, dZ and the right gradient."""
    def attempt(W, Z, A_before, dA):
        right = shortcut(W, Z, A_before, dA)
        return tuple(r if f is None else f(W, A_before, dA, dA * (Z > 0), r)
                     for f, r in zip((dW, db, below), right, strict=True))
    return attempt


attempts(
    "shortcut_backward",
    right={
        "where and dot": shortcut,
        "example by example": shortcut_example_by_example,
        "zeros set in a copy": shortcut_setting_zeros,
        "relu_derivative": lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * relu_derivative(Z)),
        "lists": lambda W, Z, A, dA: [gradient.tolist() for gradient in shortcut(W, Z, A, dA)],
        "float32": lambda *c: shortcut(*(argument.astype(np.float32) for argument in c)),
        "sign": lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * np.maximum(np.sign(Z), 0)),
    },
    wrong={
        "no shortcut": (shortcut_but(below=lambda W, A, dA, dZ, r: W.T @ dZ), "on a second path"),
        "mask on both": (shortcut_but(below=lambda W, A, dA, dZ, r: W.T @ dZ + dZ), "does not lie on that path"),
        "dA through W": (shortcut_but(below=lambda W, A, dA, dZ, r: W.T @ dA + dA), "The mask of ReLU is missing"),
        "not transposed": (shortcut_but(below=lambda W, A, dA, dZ, r: W @ dZ + dA), "W is transposed"),
        "+ 1": (shortcut_but(below=lambda W, A, dA, dZ, r: W.T @ dZ + 1), "it multiplies dA: add dA"),
        "+ A_before": (shortcut_but(below=lambda W, A, dA, dZ, r: W.T @ dZ + A), "Forwards the shortcut adds A_before"),
        "times dA": (shortcut_but(below=lambda W, A, dA, dZ, r: W.T @ dZ * dA), "Paths add"),
        "shortcut alone": (shortcut_but(below=lambda W, A, dA, dZ, r: dA), "through the layer is missing"),
        "no mask": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA), "The mask of ReLU is missing"),
        "relu": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * relu(Z)), "not by Z or relu(Z)"),
        "times Z": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * Z), "not by Z or relu(Z)"),
        "mask of A_before": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * (A > 0)), "at Z, not at A_before"),
        "no brackets": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * Z > 0), "multiplies before it compares"),
        "dW of dA": (shortcut_but(dW=lambda W, A, dA, dZ, r: dA @ A.T), "The mask of ReLU is missing"),
        "dW transposed": (shortcut_but(dW=lambda W, A, dA, dZ, r: A @ dZ.T), "dW has the shape of W, outputs first"),
        "A_before not transposed": (shortcut_but(dW=lambda W, A, dA, dZ, r: dZ @ A), "@ needs equal inner sizes"),
        "/ m": (lambda W, Z, A, dA: (*(g / len(Z.T) for g in shortcut(W, Z, A, dA)[:2]), shortcut(W, Z, A, dA)[2]),
                "The division by m is in dA already"),
        "1 at Z = 0": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * (Z >= 0)), "At Z = 0"),
        "a bend without b": (lambda W, Z, A, dA: shortcut(W, W @ A, A, dA), "holds the bias"),
        "mean for db": (shortcut_but(db=lambda W, A, dA, dZ, r: dZ.mean(axis=1, keepdims=True)),
                        "db is a sum"),
        "db of dA": (shortcut_but(db=lambda W, A, dA, dZ, r: dA.sum(axis=1, keepdims=True)),
                     "The mask of ReLU is missing"),
        "no keepdims": (shortcut_but(db=lambda W, A, dA, dZ, r: dZ.sum(axis=1)), "db is a column: keepdims=True"),
        "one db": (shortcut_but(db=lambda W, A, dA, dZ, r: dZ.sum()), "db sums over the examples only"),
        "db not summed": (shortcut_but(db=lambda W, A, dA, dZ, r: dZ), "db sums dZ over the examples"),
        "dA_before first": (lambda *c: [shortcut(*c)[i] for i in (2, 0, 1)], "The order is dW, db, dA_before"),
        "dA_before": (lambda *c: shortcut(*c)[2], "dW and db are missing"),
        "in place": (shortcut_in_place, "changed its argument"),
        "zeros set in dA itself": (shortcut_forgetting_dA, "It also changed its argument"),
        "mask of A": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, dA * (relu(Z) + A > 0)), "at Z, not at A, in which"),
        "leaky": (lambda W, Z, A, dA: shortcut(W, Z, A, dA, np.where(Z > 0, dA, 0.01 * dA)), "slope of a leaky ReLU"),
        "W + 1": (lambda W, Z, A, dA: (*shortcut(W, Z, A, dA)[:2], (W + np.eye(len(W))).T @ (dA * (Z > 0))),
                  "does not lie on that path"),
        "no mask, no shortcut": (lambda W, Z, A, dA: (*shortcut(W, Z, A, dA, dA)[:2], W.T @ dA),
                                 "The mask of ReLU is missing, dZ = dA * (Z > 0), and so is"),
        "dW of Z": (shortcut_with_Z, "of the name `Z`, in the line  return dZ @ Z.T"),
    },
)


class TestNotebook07(Exercises):
    module = notebook_07
    attempts = attempts
