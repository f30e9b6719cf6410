"""The checks of notebook 07's exercises."""

from itertools import pairwise

import numpy as np

from nnhelpers.checks.engine import by_cases


def window(attempt):
    """Notebook 07: where a layer's weights stand in the long vector of parameters."""

    def place(sizes, layer, weights=lambda n, k: k * n, all_of=lambda n, k: k * n + k):
        pairs = list(pairwise(sizes))
        start = sum(all_of(n, k) for n, k in pairs[: layer - 1])
        return start, start + weights(*pairs[layer - 1])

    def moved(sizes, layer, start=0, end=0):
        right = place(sizes, layer)
        return right[0] + start, right[1] + end

    by_cases(
        attempt,
        right=place,
        cases=[([784, 10, 10], 1), ([784, 10, 10], 2), ([6, 5, 4, 3], 3)],
        mistakes=[
            (lambda s, k: place(s, k, all_of=lambda n, k: k * n), "The biases of the layers before take room too."),
            (lambda s, k: place(s, k, weights=lambda n, k: k * n + k),
             "This window holds the layer's biases too; only the weights are asked for."),
            (lambda s, k: place(s, k, lambda n, k: n * k, lambda n, k: n * k + n),
             "There is one bias per neuron, not per input."),
            (lambda s, k: place(s, k + 1) if k + 1 < len(s) else None, "Layers count from 1: layer 1 begins at 0."),
            (lambda s, k: (place(s, k)[0], place(s, k)[0] + s[k] * s[k + 1]) if k + 1 < len(s) else None,
             "Layers count from 1: layer 1 has sizes[0] inputs and sizes[1] neurons."),
            (lambda s, k: (0, s[k - 1] * s[k]), "The layers before stand in front of it: add what they take up."),
            (lambda s, k: moved(s, k, end=-1),
             "The end is the first place after the window, as in a slice: parameters[start:end]."),
            (lambda s, k: moved(s, k, 1, 1), "Places count from 0, as in any slice."),
            (lambda s, k: moved(s, k, s[k], s[k]), "In each layer W stands first, and its b after it."),
            (lambda s, k: (place(s, k)[1], place(s, k)[1] + s[k]),
             "This is the window of the biases; the weights stand in front of them."),
            (lambda s, k: (place(s, k)[0], s[k - 1] * s[k]),
             "The second number is the end, not the length: start plus length."),
            (lambda s, k: place(s, k)[0], "Return two numbers, start and end."),
        ],
        verified="parameters[start:end] are the layer's weights.",
    )


def rival_width(attempt):
    """Notebook 07: the width of one hidden layer that gives a network a stated number of parameters."""
    only_first = "Only what enters the hidden layer was counted; `outputs` weights leave each of its neurons."
    brackets = "Division comes before + and −: put brackets around parameters - outputs, and around the whole divisor."
    by_cases(
        attempt,
        right=lambda parameters, inputs, outputs: round((parameters - outputs) / (inputs + outputs + 1)),
        cases=[(109386, 784, 10), (8180, 784, 10), (3700, 4, 30), (2500, 10, 400)],
        mistakes=[
            (lambda p, i, o: (p - o) / (i + o + 1), "A width is a whole number: round it."),
            (lambda p, i, o: (p - o) // (i + o + 1),
             "It was cut off; the nearest whole number is wanted: round(…) and /."),
            (lambda p, i, o: -(-(p - o) // (i + o + 1)),
             "It was rounded up; the nearest whole number is wanted: round."),
            (lambda p, i, o: round(p / (i + o + 1)),
             "The biases of the last layer do not depend on the width: subtract them first."),
            (lambda p, i, o: round((p + o) / (i + o + 1)),
             "The biases of the last layer are in `parameters`: subtract them, do not add."),
            (lambda p, i, o: round(p / (i + o)),
             "The biases are missing: h of the hidden layer, and those of the last."),
            (lambda p, i, o: round((p - o) / (i + o)), "Each hidden neuron has a bias besides its weights: + 1."),
            (lambda p, i, o: round(p / i), only_first),
            (lambda p, i, o: round(p / (i + 1)), only_first),
            (lambda p, i, o: round((p - o) / (i + 1)), only_first),
            (lambda p, i, o: round((p - o) / (i * o + 1)),
             "A hidden neuron has inputs weights and gives outputs weights: inputs + outputs, not times."),
            (lambda p, i, o: round(p - o / (i + o + 1)), brackets),
            (lambda p, i, o: round((p - o) / i + o + 1), brackets),
        ],
        verified="It finds the rival of equal size.",
    )


def fold(attempt):
    """Notebook 07: two linear layers as one."""
    rng = np.random.default_rng(0)
    oblong = tuple(rng.integers(-3, 4, shape).astype(float) for shape in ((3, 2), (3, 1), (2, 3), (2, 1)))
    square = tuple(rng.integers(-3, 4, shape).astype(float) for shape in ((2, 2), (2, 1), (2, 2), (2, 1)))
    by_cases(
        attempt,
        right=lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1 + b2),
        cases=[tuple(np.array([[x]]) for x in (2.0, 1.0, 3.0, 5.0)), square, oblong],
        mistakes=[
            (lambda W1, b1, W2, b2: (W2 @ W1, b1 + b2), "b1 goes through the second layer: W2 multiplies it too."),
            (lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1), "b2 is missing."),
            (lambda W1, b1, W2, b2: (W2 @ W1, b2), "b1 is missing: W2 (W1 X + b1) holds W2 b1."),
            (lambda W1, b1, W2, b2: (W2 @ W1, W2 @ (b1 + b2)), "b2 is added after W2 has multiplied: W2 b1 + b2."),
            (lambda W1, b1, W2, b2: (W2 @ W1, W1 @ b1 + b2), "b1 is added behind W1, and only W2 multiplies it."),
            (lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2), "W1 acts on X first, so it stands on the right: W2 @ W1."),
            (lambda W1, b1, W2, b2: (W1 @ W2, W1 @ b2 + b1),
             "This is the second layer first; the first one acts on X first."),
            (lambda W1, b1, W2, b2: (W2 * W1, W2 * b1 + b2), "The matrix product is @, not *."),
            (lambda W1, b1, W2, b2: (W2 @ W1, W2 * b1 + b2), "The matrix product is @, not *: also for W2 @ b1."),
            (lambda W1, b1, W2, b2: (W1 + W2, b1 + b2), "One layer after the other multiplies: W2 @ W1, and W2 @ b1."),
            (lambda W1, b1, W2, b2: (W2 @ b1 + b2, W2 @ W1), "W first, then b."),
            (lambda W1, b1, W2, b2: W2 @ W1, "Return both, W and b: return W2 @ W1, …"),
        ],
        verified="The one layer does what the two did.",
    )


def shortcut_backward(attempt):
    """Notebook 07: the way back through a layer with a shortcut."""
    W = np.array([[1.0, -2.0], [0.5, 3.0]])
    A_before = np.array([[1.0, -2.0, 0.5], [2.0, 1.0, -1.0]])
    Z = W @ A_before + np.array([[0.5], [-1.0]])
    dA = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]])

    def back(W, Z, A_before, dA, mask=lambda Z: Z > 0, below=lambda W, dZ, dA: W.T @ dZ + dA):
        dZ = dA * mask(Z)
        return dZ @ A_before.T, dZ.sum(axis=1, keepdims=True), below(W, dZ, dA)

    def but(case, dW=lambda dW, W, Z, A, dA: dW, db=lambda db, W, Z, A, dA: db):
        right = back(*case)
        return dW(right[0], *case), db(right[1], *case), right[2]

    by_cases(
        attempt,
        right=back,
        cases=[tuple(np.array([[x]]) for x in (2.0, 7.0, 3.0, 10.0)), (W, Z, A_before, dA)],
        mistakes=[
            (lambda *c: back(*c, below=lambda W, dZ, dA: W.T @ dZ),
             "The shortcut is missing: A_before reaches A on a second path, whose slope is 1."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: W.T @ dZ + dZ),
             "Along the shortcut dA arrives as it is: the mask of ReLU does not lie on that path."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: W.T @ dA + dA),
             "Through the layer goes dZ, not dA: W.T @ dZ."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: W @ dZ + dA), "On the way back W is transposed: W.T @ dZ."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: W.T @ dZ + 1),
             "The slope of the shortcut is 1, and it multiplies dA: add dA."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: W.T @ dZ + c[2]),
             "Forwards the shortcut adds A_before; on the way back dA returns along it: add dA."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: W.T @ dZ * dA), "Paths add; they do not multiply."),
            (lambda *c: back(*c, below=lambda W, dZ, dA: dA), "The path through the layer is missing: W.T @ dZ."),
            (lambda *c: back(*c, mask=np.ones_like), "The mask is missing: dZ = dA * (Z > 0)."),
            (lambda *c: back(*c, mask=lambda Z: np.maximum(Z, 0)),
             "ReLU's slope is 1 or 0: multiply by Z > 0, not by Z or relu(Z)."),
            (lambda W, Z, A, dA: back(W, A, A, dA), "The slope of ReLU is taken at Z, not at A_before."),
            (lambda W, Z, A, dA: back(W, Z, A, dA * Z > 0, mask=np.ones_like, below=lambda W, dZ, _: W.T @ dZ + dA),
             "Python multiplies before it compares: dA * (Z > 0)."),
            (lambda *c: but(c, db=lambda db, W, Z, A, dA: dA.sum(axis=1, keepdims=True)),
             "The bias lies behind ReLU on the way back: sum dZ, not dA."),
            (lambda *c: but(c, dW=lambda dW, W, Z, A, dA: dA @ A.T),
             "The weights lie behind ReLU on the way back: dZ @ A_before.T, not dA."),
            (lambda *c: but(c, dW=lambda dW, *_: dW.T), "dW has the shape of W, outputs first: dZ @ A_before.T."),
            (lambda *c: but(c, lambda dW, *c: dW / c[3].shape[1], lambda db, *c: db / c[3].shape[1]),
             "The division by m is in dA already: the loss is the mean, once."),
            (lambda *c: but(c, db=lambda db, W, Z, A, dA: db / dA.shape[1]),
             "db is the sum over the examples; the division by m is in dA already."),
            (lambda *c: but(c, db=lambda db, *_: db[:, 0]), "db is a column: keepdims=True."),
            (lambda *c: but(c, db=lambda db, *_: db.sum()), "db sums over the examples only: axis=1."),
            (lambda *c: but(c, db=lambda db, W, Z, A, dA: dA * (Z > 0)), "db sums dZ over the examples: axis=1."),
            (lambda *c: (lambda dW, db, dA: (dA, dW, db))(*back(*c)), "The order is dW, db, dA_before."),
        ],
        verified="The gradient goes back on both paths.",
    )
