"""Networks, and the slips in a backward pass, for the checks of notebook 04."""

from types import SimpleNamespace

import numpy as np

from nnhelpers.activations import relu, softmax
from nnhelpers.preprocessing import one_hot


def network(seed, *sizes, m, at_zero=False):
    """Return parameters, cache, X and Y of a network of layers of these sizes; on demand with Z of exactly 0."""
    rng = np.random.default_rng(seed)
    parameters, cache = {}, {}
    A = X = rng.random((sizes[0], m))
    for layer in range(1, len(sizes)):
        parameters[f"W{layer}"] = rng.normal(size=(sizes[layer], sizes[layer - 1]))
        parameters[f"b{layer}"] = rng.normal(size=(sizes[layer], 1))
        if at_zero:
            parameters[f"W{layer}"][1] = 0
            parameters[f"b{layer}"][1] = 0
        cache[f"Z{layer}"] = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]
        A = cache[f"A{layer}"] = (relu if layer < len(sizes) - 1 else softmax)(cache[f"Z{layer}"])
    return parameters, cache, X, one_hot(rng.integers(sizes[-1], size=m), sizes[-1])


def passing_back(lines, line="", formula=None):
    """Return a backward pass, made of lines: name → formula on all that is known so far; one of them may be changed."""
    def backward(parameters, cache, X, Y):
        known = SimpleNamespace(**parameters, **cache, X=X, Y=Y, m=X.shape[1])
        for name, right in lines.items():
            setattr(known, name, formula(known) if name == line else right(known))
        return vars(known)

    return backward


def slips(whole, rows, part_of=lambda line: line):
    """Turn rows (line, wrong formula, words) into mistakes, each in the one part in which its line shows first."""
    def mistake(line, formula):
        part = part_of(line)
        return lambda *case: whole()(*case) | {part: whole(line, formula)(*case)[part]}

    return [(mistake(line, formula), words) for line, formula, words in rows]


AGAIN = "m divides again; the last layer's dZ holds the 1/m already."


def no_mean(layer):
    """Return the words on a last dZ without the 1/m."""
    return f"The mean's 1/m is missing; in this course dZ{layer} holds it: (A{layer} - Y) / m."


def no_mask(layer):
    """Return the words on a hidden layer's dZ that is its dA."""
    return f"The ReLU mask of layer {layer} is missing: dZ{layer} is dA{layer} times (Z{layer} > 0)."


def in_output_layer(layer):
    """Return the slips in the first line of a backward pass, dZ of the last layer."""
    dZ, A, Z = f"dZ{layer}", f"A{layer}", f"Z{layer}"

    def row(formula, words):
        return dZ, lambda v: formula(getattr(v, A), v.Y, v.m, v), words

    return [
        row(lambda A, Y, m, v: A / m, f"Y was never subtracted: ({A} - Y) / m."),
        row(lambda A, Y, m, v: (Y - A) / m, f"The sign is wrong, so descent would climb: ({A} - Y) / m."),
        row(lambda A, Y, m, v: A - Y, no_mean(layer)),
        row(lambda A, Y, m, v: (A - Y) * m, f"It was multiplied by m; the mean divides by it: ({A} - Y) / m."),
        row(lambda A, Y, m, v: A - Y / m, f"Only Y was divided by m; put {A} - Y into brackets: ({A} - Y) / m."),
        row(lambda A, Y, m, v: A / m - Y, f"Only {A} was divided by m; put {A} - Y into brackets: ({A} - Y) / m."),
        row(lambda A, Y, m, v: (A - Y) / len(v.X), "m is the number of columns, X.shape[1], not of rows of X."),
        row(lambda A, Y, m, v: (A - Y) / len(Y), "m is the number of columns, X.shape[1], not of rows of Y."),
        *[row(lambda A, Y, m, v, fixed=fixed: (A - Y) / fixed, f"m is written in as {fixed}; it is X.shape[1].")
          for fixed in (10, 784, 1000, 50_000)],
        row(lambda A, Y, m, v: (A - Y) / Y.size, "It was divided by the number of entries; m is that of the examples."),
        row(lambda A, Y, m, v: (softmax(A) - Y) / m, f"softmax was applied twice: {A} has been through it already."),
        row(lambda A, Y, m, v: (np.round(A) - Y) / m, f"{A} was rounded; take the probabilities as they are."),
        row(lambda A, Y, m, v: (getattr(v, Z) - Y) / m, f"{Z} stands where {A} belongs."),
        row(lambda A, Y, m, v: -Y / A / m, f"This is dA{layer}, back through the loss alone; go through softmax too."),
        row(lambda A, Y, m, v: (A - Y) * (getattr(v, Z) > 0) / m,
            f"The last layer has softmax, not ReLU: no mask belongs to {dZ}."),
        row(lambda A, Y, m, v: (A - Y) * A * (1 - A) / m,
            f"{A} - Y is the slope through softmax and loss together; no A (1 - A) comes on top."),
        row(lambda A, Y, m, v: 2 * (A - Y) / m, "The factor 2 belongs to the squared error, not to cross-entropy."),
        row(lambda A, Y, m, v: (A - Y) ** 2 / m, f"It was squared; {dZ} is the plain difference: ({A} - Y) / m."),
        row(lambda A, Y, m, v: np.abs(A - Y) / m, "The minus signs are lost: the true class's entry is negative."),
        row(lambda A, Y, m, v: ((A == A.max(axis=0)) - Y) / m,
            f"The likeliest class alone was compared with Y; take the probabilities {A} themselves."),
        row(lambda A, Y, m, v: (A - Y) * Y / m, "Only the true class's entries are left; the others have some, too."),
    ]


def in_layer(layer, given, behind):
    """Return the slips in dW and db of a layer that was given A of the layer before, or X."""
    dZ, dW, db = f"dZ{layer}", f"dW{layer}", f"db{layer}"
    before = "X" if given == "X" else f"Z{layer - 1}"

    def row(line, formula, words):
        return line, lambda v: formula(getattr(v, dZ), getattr(v, given), v), words

    mean = f"The mean was taken, or m divides again; {dZ} holds the 1/m already, so sum."
    large = "It is m times too large: the mean's 1/m is missing."
    kept = "keepdims=True keeps the axis of length 1: the gradient has the shape of the bias, (n, 1)."
    return [
        *([row(dW, lambda dZ, A, v: dZ @ getattr(v, before).T,
               f"{before} stands in for {given}, which is what layer {layer} was given.")] if given != "X" else []),
        row(dW, lambda dZ, A, v: A @ dZ.T, f"It is the transpose of what it should be: {dZ} @ {given}.T."),
        row(dW, lambda dZ, A, v: dZ @ A.T / v.m, AGAIN),
        row(dW, lambda dZ, A, v: dZ @ A.T * v.m, large if behind else no_mean(layer)),
        row(dW, lambda dZ, A, v: dZ @ A.T + getattr(v, f"W{layer}"),
            "The weights themselves were added; they come into it in the update, not in the gradient."),
        *[row(dW, lambda dZ, A, v, share=share: dZ @ A.T + share(v) * getattr(v, f"W{layer}"),
              "A multiple of the weights was added, as a penalty on them would do; this loss has none.")
          for share in (*[lambda v, c=c: c for c in (0.001, 0.01, 0.02, 0.1, 0.2, 0.5, 2)], lambda v: 1 / v.m,
                        *[lambda v, c=c: c / v.m for c in (0.001, 0.01, 0.1, 0.5)])],
        *[row(line, lambda dZ, A, v, rate=rate, line=line, slope=slope: getattr(v, line[1:]) - rate * slope(dZ, A),
              f"This is {line[1:]} after a step down the slope; the gradient alone is asked for.")
          for rate in (0.001, 0.01, 0.1, 0.5, 1)
          for line, slope in ((dW, lambda dZ, A: dZ @ A.T), (db, lambda dZ, A: dZ.sum(axis=1, keepdims=True)))],
        *[row(line, lambda dZ, A, v, line=line: 0 * getattr(v, line[1:]),
              f"It is all zeros; layer {layer} has a gradient, too.") for line in (dW, db)],
        row(dW, lambda dZ, A, v: dZ[:, -1:] @ A[:, -1:].T, "Only the last example came in: add up those of all."),
        row(db, lambda dZ, A, v: dZ.sum(axis=1), kept),
        row(db, lambda dZ, A, v: dZ.mean(axis=1), mean),
        row(db, lambda dZ, A, v: dZ.mean(axis=1, keepdims=True), mean),
        row(db, lambda dZ, A, v: dZ.sum(axis=1, keepdims=True) * v.m, large),
        *[row(db, lambda dZ, A, v, keep=keep: dZ.sum(axis=0, keepdims=keep),
              "It was summed over the neurons; a bias gradient sums over the examples, axis=1.") for keep in (0, 1)],
        *[row(db, lambda dZ, A, v, full=full: full(dZ),
              "It was summed over everything; a bias gradient sums over the examples only, axis=1 with keepdims=True.")
          for full in (np.sum, lambda dZ: dZ.sum(keepdims=True),
                       *([lambda dZ: np.full((len(dZ), 1), dZ.sum())] if behind else []))],
        row(db, lambda dZ, A, v: dZ, f"This is {dZ} itself; add up its rows, over the examples."),
        row(db, lambda dZ, A, v: dZ[:, :1], "This is the first example's part; add up those of all."),
        row(db, lambda dZ, A, v: dZ[:, -1:], "This is the last example's part; add up those of all."),
        *([row(dW, lambda dZ, A, v: behind(v) @ A.T, no_mask(layer)),
           row(db, lambda dZ, A, v: behind(v).sum(axis=1, keepdims=True), no_mask(layer))] if behind else []),
    ]


def through_relu(layer, behind, below_output=True):
    """Return the slips in dZ of a hidden layer; `behind` gives dA of the layer."""
    dZ, dA, Z, A = f"dZ{layer}", f"dA{layer}", f"Z{layer}", f"A{layer}"

    def row(formula, words):
        return dZ, lambda v: formula(behind(v), getattr(v, Z), getattr(v, A), v), words

    def masked_above(v):
        """Return W.T @ dZ of the layer above, with the mask of that layer on its dZ."""
        W, dZ, Z = (getattr(v, f"{name}{layer + 1}") for name in ("W", "dZ", "Z"))
        return W.T @ (dZ * (Z > 0))

    itself = f"{dA} was multiplied by {A} itself, or {Z}; the mask is its slope, {Z} > 0."
    return [
        row(lambda dA, Z, A, v: dA, no_mask(layer)),
        *[row(lambda dA, Z, A, v, wrong=wrong: dA * wrong(Z),
              f"The mask is inverted: it must let through where {Z} > 0.")
          for wrong in (lambda Z: Z <= 0, lambda Z: Z < 0)],
        *[row(lambda dA, Z, A, v, one=one: dA * (one(Z) > 0),
              f"There is one mask for the whole batch; each example has its own, ({Z} > 0).")
          for one in (lambda Z: Z.mean(axis=1, keepdims=True), lambda Z: Z[:, :1], lambda Z: Z[:, -1:],
                      lambda Z: Z.max(axis=1, keepdims=True), lambda Z: Z.min(axis=1, keepdims=True))],
        *([row(lambda dA, Z, A, v: masked_above(v),
               f"The mask was put on dZ{layer + 1}, with Z{layer + 1}; it belongs to {dA}, with {Z}: dA * (Z > 0).")]
          if below_output else []),
        row(lambda dA, Z, A, v: dA * (Z >= 0), f"Where {Z} is exactly 0 the slope is taken as 0: the mask is {Z} > 0."),
        row(lambda dA, Z, A, v: dA * (dA > 0), f"The mask asks {Z}, not {dA}: it lets through where {Z} > 0."),
        row(lambda dA, Z, A, v: Z > 0, f"This is the mask alone; {dA} is to be multiplied by it."),
        row(lambda dA, Z, A, v: dA * A, itself),
        row(lambda dA, Z, A, v: dA * Z, itself),
        row(lambda dA, Z, A, v: dA * np.sign(Z), f"np.sign is −1 where {Z} < 0; the mask is 0 there: {Z} > 0."),
        row(lambda dA, Z, A, v: dA * (Z > 0) / v.m, AGAIN),
        row(lambda dA, Z, A, v: dA * A * (1 - A), "A (1 - A) is the sigmoid's slope; ReLU's is 1 or 0, the mask."),
        row(lambda dA, Z, A, v: dA * (Z > getattr(v, f"b{layer}")), f"The mask forgets the bias; it is {Z} > 0."),
        row(lambda dA, Z, A, v: dA * (v.Z1 > 0) if layer == 2 else dA * (Z > 1),
            "The mask of layer 1 was used for layer 2." if layer == 2 else "The mask starts at 1; it is Z1 > 0."),
    ]


def exchanged(whole, names):
    """Return the slips of a value that stands under another one's name, of the same kind: dW1 under dW2."""
    def other(name):
        return lambda *case: whole()(*case)[name]

    return [(name, other(taken), f"This is the gradient of {taken.lstrip('d')}, under another name.")
            for name in names for taken in names if name != taken]
