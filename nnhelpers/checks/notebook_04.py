"""The checks of notebook 04's exercises: backpropagation."""

from types import SimpleNamespace

import numpy as np

from nnhelpers.activations import relu, softmax
from nnhelpers.checks.compare import same
from nnhelpers.checks.engine import by_cases, run
from nnhelpers.preprocessing import one_hot


def slope(attempt):
    """Notebook 04: the slope of a function by a central difference."""
    def cube(x):
        return x**3

    def steep(x):
        return np.exp(5 * x)

    def shallow(x):
        return 1e-5 * np.sin(3 * x)

    def uses_step(got, expected, tried):
        short, long = (run(attempt, (np.exp, 0.7, step)).value for step in (0.25, 0.5))
        return "A step twice as long makes no difference here: use step as it was passed." if same(short, long) else ""

    one_sided = "This is the one-sided difference; go one step to each side, from x − step to x + step."
    one_side_only = "This goes one step to one side only; go from x − step to x + step."
    by_cases(
        attempt,
        right=lambda f, x, step: (f(x + step) - f(x - step)) / (2 * step),
        cases={
            "a rising curve": (np.exp, 0.7, 0.024),
            "a falling curve": (np.cos, 1.9, 0.023),
            "a negative place": (cube, -1.3, 0.022),
            "a whole number as the place": (cube, 2, 0.034),
            "a steep curve": (steep, 0.4, 0.0048),
            "a shallow curve": (shallow, 0.3, 0.0081),
            "a slope of zero": (np.cos, 0.0, 0.021),
        },
        mistakes=[
            (lambda f, x, h: (f(x + h) - f(x)) / h, one_sided),
            (lambda f, x, h: (f(x) - f(x - h)) / h, one_sided),
            (lambda f, x, h: (f(x + h) - f(x)) / (2 * h), one_side_only),
            (lambda f, x, h: (f(x) - f(x - h)) / (2 * h), one_side_only),
            (lambda f, x, h: (f(x + h) - f(x - h)) / h,
             "It is twice too large: from x − step to x + step the distance is 2 step."),
            (lambda f, x, h: (f(x + h) - f(x - h)) / (4 * h),
             "It is half of what it should be: from x − step to x + step the distance is 2 step."),
            (lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), "The sign is wrong: it is f(x + step) − f(x − step)."),
            (lambda f, x, h: f(x + h) - f(x - h), "This is the difference; divide it by the distance, 2 step."),
            (lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
             "Only f(x − step) was divided: put the difference into brackets."),
            (lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
             "Python reads / 2 * step as (… / 2) * step: put 2 * step into brackets."),
            (lambda f, x, h: f(x + h) - f(x - h) / 2 * h,
             "Python divides and multiplies before it subtracts: put the difference into brackets, and 2 * step too."),
            (lambda f, x, h: (f(x + h) - f(x - h)) / 2,
             "It was divided by 2 only; divide by the distance from x − step to x + step, 2 step, in brackets."),
            (lambda f, x, h: (f(x + h) - f(x - h)) / (2 * x),
             "It was divided by 2 x; divide by the distance from x − step to x + step, 2 step."),
            (lambda f, x, h: (f(x + h) - f(x - h)) / h**2, "It was divided by step squared; the distance is 2 * step."),
            (lambda f, x, h: (f(x + h) - f(x - h)) * 2 * h, "It was multiplied by 2 step; divide by it."),
            (lambda f, x, h: 2 * h / (f(x + h) - f(x - h)),
             "It is upside down: the difference of the values above the line, the distance below."),
            (lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h),
             "The values were added; rise is their difference, f(x + step) − f(x − step)."),
            (lambda f, x, h: (f(x + h) + f(x - h)) / 2,
             "This is the mean of the two values; the slope is their difference, divided by 2 step."),
            (lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h**2,
             "This measures the bend, the second derivative; the slope is the difference of two values over 2 step."),
            (lambda f, x, h: (f(x + 2 * h) - f(x - 2 * h)) / (4 * h), "This goes two steps to each side; go one."),
            (lambda f, x, h: (f(x + 2 * h) - f(x - 2 * h)) / (2 * h), "This goes two steps to each side; go one."),
            (lambda f, x, h: (f(x + 2 * h) - f(x)) / (2 * h),
             "This goes two steps to one side; go one to each, from x − step to x + step."),
            (lambda f, x, h: (f(x) - f(x - 2 * h)) / (2 * h),
             "This goes two steps to one side; go one to each, from x − step to x + step."),
            (lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / (2 * h),
             "This goes half a step to each side, and divides by the distance of whole ones."),
            (lambda f, x, h: f((x + h) - (x - h)) / (2 * h),
             "f was called once, on the difference of the places; call it at each, and take the difference of values."),
            (lambda f, x, h: (f(x + h) - f(x + h)) / (2 * h),
             "The same value was taken twice: one place is x + step, the other x − step."),
            (lambda f, x, h: (f(h) - f(-h)) / (2 * h), "x was not used: this is the slope at 0."),
            (lambda f, x, h: (f(x * (1 + h)) - f(x * (1 - h))) / (2 * h),
             "The nudge was multiplied by x; add step to x and subtract it: f(x + step), f(x − step)."),
            (lambda f, x, h: abs(f(x + h) - f(x - h)) / (2 * h),
             "The absolute value was taken; where a curve falls, its slope is negative."),
            (lambda f, x, h: f(x), "This is the value of the function; its slope is asked for."),
            (lambda f, x, h: f(x) / x, "This is value over place; the slope is change of value over change of place."),
            (lambda f, x, h: [(f(x + h) - f(x)) / h, (f(x) - f(x - h)) / h],
             "These are the slopes to the right and to the left; return one number, their mean."),
        ],
        verified="It measures a slope from both sides.",
        promises=[uses_step],
        rtol=1.5e-4, atol=1e-12,  # the error of the method, about 1e-4 of the slope for these steps
    )


# ---------------------------------------------------------------- backward passes


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
    return f"The mean's 1/m is missing; in this course dZ{layer} holds it: (A{layer} - Y) / m."


def no_mask(layer):
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
        row(dW, lambda dZ, A, v: dZ[:, -1:] @ A[:, -1:].T, "Only the last example came in: add up those of all."),
        row(db, lambda dZ, A, v: dZ.sum(axis=1), kept),
        row(db, lambda dZ, A, v: dZ.mean(axis=1), mean),
        row(db, lambda dZ, A, v: dZ.mean(axis=1, keepdims=True), mean),
        row(db, lambda dZ, A, v: dZ.sum(axis=1, keepdims=True) * v.m, large),
        *[row(db, lambda dZ, A, v, keep=keep: dZ.sum(axis=0, keepdims=keep),
              "It was summed over the neurons; a bias gradient sums over the examples, axis=1.") for keep in (0, 1)],
        *[row(db, lambda dZ, A, v, full=full: full(dZ),
              "It was summed over everything; a bias gradient sums over the examples only, axis=1 with keepdims=True.")
          for full in (np.sum, lambda dZ: dZ.sum(keepdims=True), lambda dZ: np.full((len(dZ), 1), dZ.sum()))],
        row(db, lambda dZ, A, v: dZ, f"This is {dZ} itself; add up its rows, over the examples."),
        row(db, lambda dZ, A, v: dZ[:, :1], "This is the first example's part; add up those of all."),
        row(db, lambda dZ, A, v: dZ[:, -1:], "This is the last example's part; add up those of all."),
        *([row(dW, lambda dZ, A, v: behind(v) @ A.T, no_mask(layer)),
           row(db, lambda dZ, A, v: behind(v).sum(axis=1, keepdims=True), no_mask(layer))] if behind else []),
    ]


def through_relu(layer, behind):
    """Return the slips in dZ of a hidden layer; `behind` gives dA of the layer."""
    dZ, dA, Z, A = f"dZ{layer}", f"dA{layer}", f"Z{layer}", f"A{layer}"

    def row(formula, words):
        return dZ, lambda v: formula(behind(v), getattr(v, Z), getattr(v, A), v), words

    itself = f"{dA} was multiplied by {A} itself, or {Z}; the mask is its slope, {Z} > 0."
    return [
        row(lambda dA, Z, A, v: dA, no_mask(layer)),
        row(lambda dA, Z, A, v: dA * (Z <= 0), f"The mask is inverted: it must let through where {Z} > 0."),
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


def backward_step_by_step(attempt):
    """Notebook 04: each intermediate gradient of the two-layer network, one by one."""
    lines = {
        "dZ2": lambda v: (v.A2 - v.Y) / v.m, "dW2": lambda v: v.dZ2 @ v.A1.T,
        "db2": lambda v: v.dZ2.sum(axis=1, keepdims=True), "dA1": lambda v: v.W2.T @ v.dZ2,
        "dZ1": lambda v: v.dA1 * (v.Z1 > 0), "dW1": lambda v: v.dZ1 @ v.X.T,
        "db1": lambda v: v.dZ1.sum(axis=1, keepdims=True),
    }

    def whole(line="", formula=None):
        known = passing_back(lines, line, formula)
        return lambda *case: {name: value for name, value in known(*case).items() if name in lines}

    by_cases(
        attempt,
        right=whole(),
        cases={
            "as many hidden neurons as classes": network(3, 3, 4, 4, m=5),
            "layers of different sizes": network(4, 6, 5, 4, m=7),
            "all sizes equal": network(5, 4, 4, 4, m=4),
            "more examples than anything else": network(6, 2, 3, 5, m=9),
            "a single example": network(7, 3, 4, 2, m=1),
            "a neuron whose Z is exactly 0": network(8, 4, 5, 3, m=6, at_zero=True),
        },
        mistakes=[
            (whole("dA1", lambda v: v.W2 @ v.dZ2),
             "W2 was not transposed; where it is square, no shape gives that away: W2.T @ dZ2."),
            (whole("dW2", lambda v: v.dZ2 * v.A1), "* works entry by entry; use @ with a transpose: dZ2 @ A1.T."),
            (whole("dW1", lambda v: v.dZ1 * v.X), "* works entry by entry; use @ with a transpose: dZ1 @ X.T."),
            (whole("dW2", lambda v: v.dZ2 @ v.A2.T),
             "A2 is what layer 2 made; its weights need what it was given: dZ2 @ A1.T."),
            (whole("dW1", lambda v: v.dZ1 @ v.A1.T),
             "A1 is what layer 1 made; its weights need what it was given: dZ1 @ X.T."),
            *slips(whole, [
                *in_output_layer(2),
                *in_layer(2, "A1", None),
                ("dW2", lambda v: v.dZ2 @ v.X.T, "X is what layer 1 was given; layer 2 was given A1."),
                ("dA1", lambda v: v.W2.T @ (v.dZ2 + v.b2), "The bias does not come into it: W2.T @ dZ2."),
                ("dA1", lambda v: v.dW2.T @ v.dZ2, "dW2 stands where the weights belong: W2.T @ dZ2."),
                ("dA1", lambda v: v.W2.T @ v.A2, "A2 stands where dZ2 belongs: W2.T @ dZ2."),
                ("dA1", lambda v: (v.W2.T @ v.dZ2) * (v.Z1 > 0), "This is dZ1 already: dA1 is before the mask."),
                ("dA1", lambda v: v.dZ2.T @ v.W2, "It is the transpose of what it should be: W2.T @ dZ2."),
                ("dA1", lambda v: v.W2.T @ v.dZ2 * v.m, "It is m times too large; the 1/m of dZ2 stays."),
                ("dA1", lambda v: v.W2.T @ v.dZ2 / v.m, AGAIN),
                *through_relu(1, lambda v: v.dA1),
                *in_layer(1, "X", lambda v: v.dA1),
            ]),
        ],
        verified="All seven intermediates agree: dZ2, dW2, db2, dA1, dZ1, dW1, db1.",
    )


def squared_error_gradient(attempt):
    """Notebook 04: the gradient of the squared error, summed over outputs, averaged over examples."""
    def predictions(seed, labels, classes):
        return np.random.default_rng(seed).random((classes, len(labels))), one_hot(np.array(labels), classes)

    summed = "It was summed over the {}; the gradient has a number for each entry of A: leave out the sum."
    brackets = "Only a part of it was {}; brackets go around the difference: 2 * (A - Y) / m."
    sure = np.array([[1.0, 0.2, 0], [0, 0.7, 0.6], [0, 0, 0.15], [0, 0.1, 0.25]])
    by_cases(
        attempt,
        right=lambda A, Y: 2 * (A - Y) / Y.shape[1],
        cases={
            "two classes, three examples": predictions(1, [1, 0, 1], 2),
            "four classes, three examples": predictions(2, [0, 3, 1], 4),
            "three classes, seven examples": predictions(3, [2, 0, 1, 1, 2, 0, 2], 3),
            "as many examples as classes": predictions(4, [3, 0, 2, 1], 4),
            "a single example": predictions(5, [2], 5),
            "entries that are right already": (sure, one_hot(np.array([0, 1, 3]), 4)),
        },
        mistakes=[
            (lambda A, Y: (A - Y) / Y.shape[1],
             "The factor 2 is missing: the derivative of a square is twice its base."),
            (lambda A, Y: 2 * (A - Y), "The 1/m of the mean over the examples is missing."),
            (lambda A, Y: 2 * (Y - A) / Y.shape[1], "The sign is wrong: the loss grows with A where A is above Y."),
            (lambda A, Y: (Y - A) / Y.shape[1], "The sign is wrong, and the factor 2 is missing: 2 * (A - Y) / m."),
            (lambda A, Y: 2 * (Y - A), "The sign is wrong, and the 1/m is missing: 2 * (A - Y) / m."),
            (lambda A, Y: 2 * (A - Y) / Y.size,
             "It was divided by all entries; the mean is over the m examples only, Y.shape[1]."),
            (lambda A, Y: 2 * (A - Y) / Y.shape[0],
             "It was divided by the number of rows; the examples are columns, Y.shape[1]."),
            (lambda A, Y: 2 * (A - Y) * Y.shape[1], "It was multiplied by m; the mean divides by it."),
            (lambda A, Y: A - Y, "The factor 2 of the square and the 1/m of the mean are missing."),
            (lambda A, Y: (A - Y) / (2 * Y.shape[1]), "The 2 belongs above the line: 2 * (A - Y) / m."),
            (lambda A, Y: (A - Y) ** 2 / Y.shape[1], "This is the loss itself, entry by entry; take its derivative."),
            (lambda A, Y: 2 * (A - Y) ** 2 / Y.shape[1], "The square is still there; derive it: twice the base."),
            (lambda A, Y: np.sum((A - Y) ** 2) / Y.shape[1], "This is the loss itself; take its derivative."),
            (lambda A, Y: 2 * np.abs(A - Y) / Y.shape[1], "The minus signs are lost; where A < Y it is negative."),
            (lambda A, Y: 2 * A - Y / Y.shape[1], brackets.format("divided")),
            (lambda A, Y: 2 * (A - Y / Y.shape[1]), brackets.format("divided")),
            (lambda A, Y: A - Y / Y.shape[1], brackets.format("divided")),
            (lambda A, Y: (2 * A - Y) / Y.shape[1], brackets.format("doubled")),
            (lambda A, Y: 2 * A - Y, brackets.format("doubled")),
            (lambda A, Y: 2 * A / Y.shape[1], "Y was never subtracted: 2 * (A - Y) / m."),
            (lambda A, Y: 2 * (A + Y) / Y.shape[1], "Y was added; subtract it: 2 * (A - Y) / m."),
            (lambda A, Y: -Y / A / Y.shape[1], "This is the gradient of cross-entropy; derive that of (A - Y)²."),
            (lambda A, Y: 2 * (A - Y) * A * (1 - A) / Y.shape[1],
             "A (1 - A) leads on to Z, through a sigmoid; ∂L/∂A ends at A."),
            (lambda A, Y: 2 * (A - Y) * A / Y.shape[1], "One A too many: the derivative of (A - Y)² is 2 (A - Y)."),
            (lambda A, Y: 2 * (A - Y) * Y / Y.shape[1],
             "Only the true class's entries are left; the others have a gradient, too."),
            (lambda A, Y: 2 * (A - Y) * (1 - Y) / Y.shape[1],
             "The true class's entries are 0 here; they have a gradient, too."),
            (lambda A, Y: np.sign(A - Y) / Y.shape[1], "This is the absolute error's gradient; derive (A - Y)²."),
            (lambda A, Y: 2 * (A - Y) / np.sqrt(Y.shape[1]), "It was divided by the root of m; the mean divides by m."),
            (lambda A, Y: 2 * A * (A - Y - np.sum(A * (A - Y), axis=0)) / Y.shape[1],
             "This leads on to Z, through a softmax; ∂L/∂A ends at A."),
            (lambda A, Y: 2 * (A - Y).T / Y.shape[1], "It is the transpose: the gradient has the shape of A."),
            *[(lambda A, Y, axis=axis, keepdims=keepdims: np.sum(2 * (A - Y), axis, keepdims=keepdims) / Y.shape[1],
               summed.format(what)) for axis, what in ((1, "examples"), (0, "outputs")) for keepdims in (False, True)],
            (lambda A, Y: np.sum(2 * (A - Y)) / Y.shape[1], summed.format("outputs and the examples")),
            (lambda A, Y: np.mean(2 * (A - Y), axis=0), summed.format("outputs")),
            *[(lambda A, Y, fixed=fixed: 2 * (A - Y) / fixed,
               f"It was divided by {fixed}, whatever m is: use Y.shape[1].") for fixed in (3, 10, 784, 1000)],
        ],
        verified="It agrees with the derivative of the mean squared distance.",
    )


def sigmoid_backward(attempt):
    """Notebook 04: back through a sigmoid, from dA to dZ."""
    def sigmoid(Z):
        return 1 / (1 + np.exp(-Z))

    def layer(seed, n, m):
        rng = np.random.default_rng(seed)
        return rng.normal(size=(n, m)), sigmoid(2.5 * rng.normal(size=(n, m)))

    again = "sigmoid was applied again: A is sigmoid(Z) already, so the slope is A (1 − A)."
    itself = "@ is the matrix product; an activation acts entry by entry, with *."
    by_cases(
        attempt,
        right=lambda dA, A: dA * A * (1 - A),
        cases={
            "two neurons, three examples": layer(1, 2, 3),
            "four neurons, two examples": layer(2, 4, 2),
            "as many neurons as examples": layer(3, 3, 3),
            "a single neuron": layer(4, 1, 5),
            "a single example": layer(5, 3, 1),
            "entries of dA that are 0": (np.array([[0.0, -1.3, 0.4], [2.1, 0, -0.7]]), layer(6, 2, 3)[1]),
            "an A of exactly 1/2": (np.array([[2.3, -0.6]]), np.array([[0.5, 0.85]])),
            "A near 0 and near 1": (np.array([[1.7, -2.9, 0.3]]), np.array([[0.001, 0.9985, 0.9997]])),
        },
        mistakes=[
            (lambda dA, A: A * (1 - A), "dA is missing: the chain rule multiplies what comes from above by the slope."),
            (lambda dA, A: dA * sigmoid(A) * (1 - sigmoid(A)), again),
            (lambda dA, A: dA * sigmoid(A), again),
            (lambda dA, A: dA * A * (1 - sigmoid(A)), again),
            (lambda dA, A: dA * sigmoid(dA) * (1 - sigmoid(dA)), "sigmoid was applied to dA; the slope is A (1 − A)."),
            (lambda dA, A: dA * (1 - A), "The slope is A (1 − A); the factor A is missing."),
            (lambda dA, A: dA * A, "The slope is A (1 − A); the factor 1 − A is missing."),
            (lambda dA, A: A * (1 - dA), "dA and A have changed places: dA * A * (1 - A)."),
            (lambda dA, A: A * dA * (1 - dA), "dA and A have changed places: dA * A * (1 - A)."),
            (lambda dA, A: dA * (A > 0), "dA comes back as it was: A > 0 everywhere. The slope is A (1 − A)."),
            (lambda dA, A: dA * (A > 0.5), "That is ReLU's slope; the sigmoid's is A (1 − A)."),
            (lambda dA, A: dA * (1 - A**2), "1 − A² is the slope of tanh; the sigmoid's is A (1 − A)."),
            (lambda dA, A: dA * A**2, "A was multiplied by itself; the slope is A (1 − A)."),
            (lambda dA, A: dA * (1 - A) ** 2, "1 − A was multiplied by itself; the slope is A (1 − A)."),
            (lambda dA, A: dA * A * (1 + A), "It is 1 − A in the brackets, not 1 + A."),
            (lambda dA, A: dA * A * (A - 1), "The sign is wrong: a sigmoid rises everywhere, its slope is positive."),
            (lambda dA, A: dA * A * 1 - A, "Python multiplies before it subtracts: put 1 - A into brackets."),
            (lambda dA, A: dA + A * (1 - A), "The chain rule multiplies: dA times the slope, not plus."),
            (lambda dA, A: dA / (A * (1 - A)), "It was divided by the slope; the chain rule multiplies."),
            (lambda dA, A: dA * A - A**2, "dA belongs to both terms: put A − A² into brackets."),
            (lambda dA, A: dA * A * A * (1 - A), "One A too many; the slope is A (1 − A)."),
            (lambda dA, A: dA * np.log(A / (1 - A)), "This is dA times Z; multiply by the slope, A (1 − A)."),
            (lambda dA, A: dA * A * (1 - A) / dA.shape[1],
             "It was divided by m; the 1/m came in with the last layer's dZ."),
            (lambda dA, A: np.sum(dA * A * (1 - A)), "It was summed; the gradient has a number for each entry of Z."),
            *[(lambda dA, A, axis=axis, keep=keep: np.sum(dA * A * (1 - A), axis=axis, keepdims=keep),
               "It was summed; the gradient has a number for each entry of Z.") for axis in (0, 1) for keep in (0, 1)],
            (lambda dA, A: np.abs(dA) * A * (1 - A), "The minus signs of dA are lost."),
            (lambda dA, A: np.maximum(dA, 0) * A * (1 - A), "Where dA is negative it became 0; its sign passes."),
            (lambda dA, A: dA * 0.25, "0.25 is the slope at Z = 0 alone; elsewhere it is A (1 − A)."),
            (lambda dA, A: dA.T * A.T * (1 - A.T), "It is the transpose: dZ has the shape of A."),
            (lambda dA, A: dA @ (A * (1 - A)), itself),
            (lambda dA, A: dA @ (A * (1 - A)).T, itself),
            (lambda dA, A: dA.T @ (A * (1 - A)), itself),
        ],
        verified="It multiplies what comes from above by the slope A (1 − A).",
    )


def backward_three_layers(attempt):
    """Notebook 04: the gradients of a network with two hidden layers."""
    lines = {
        "dZ3": lambda v: (v.A3 - v.Y) / v.m, "dW3": lambda v: v.dZ3 @ v.A2.T,
        "db3": lambda v: v.dZ3.sum(axis=1, keepdims=True), "dA2": lambda v: v.W3.T @ v.dZ3,
        "dZ2": lambda v: v.dA2 * (v.Z2 > 0), "dW2": lambda v: v.dZ2 @ v.A1.T,
        "db2": lambda v: v.dZ2.sum(axis=1, keepdims=True), "dA1": lambda v: v.W2.T @ v.dZ2,
        "dZ1": lambda v: v.dA1 * (v.Z1 > 0), "dW1": lambda v: v.dZ1 @ v.X.T,
        "db1": lambda v: v.dZ1.sum(axis=1, keepdims=True),
    }

    def whole(line="", formula=None):
        def answer(*case):
            known = passing_back(lines, line, formula)(*case)
            return {name: known["d" + name] for name in ("W3", "b3", "W2", "b2", "W1", "b1")}

        return answer

    def part_of(line):
        """Name the gradient in which a wrong line shows first: that of the weights of its layer."""
        return line[1:] if line[1] in "Wb" else f"W{line[2:]}"

    by_cases(
        attempt,
        right=whole(),
        cases={
            "hidden layers of one size": network(11, 3, 4, 4, 4, m=5),
            "layers of different sizes": network(12, 6, 5, 3, 4, m=7),
            "all sizes equal": network(13, 4, 4, 4, 4, m=4),
            "more examples than anything else": network(14, 2, 3, 4, 5, m=9),
            "a single example": network(15, 3, 4, 5, 2, m=1),
            "neurons whose Z is exactly 0": network(16, 4, 5, 6, 3, m=8, at_zero=True),
        },
        mistakes=[
            (whole("dA2", lambda v: v.W3 @ v.dZ3), "W3 was not transposed on the way back: W3.T @ dZ3."),
            (whole("dA1", lambda v: v.W2 @ v.dZ2), "W2 was not transposed on the way back: W2.T @ dZ2."),
            (whole("dA1", lambda v: v.W2.T @ v.dZ3), "dA1 was taken from dZ3; it comes from dZ2: W2.T @ dZ2."),
            (whole("dA2", lambda v: v.W2.T @ v.dZ3), "The way back from dZ3 leads through W3: W3.T @ dZ3."),
            (whole("dA1", lambda v: v.W3.T @ v.dZ2), "The way back from dZ2 leads through W2: W2.T @ dZ2."),
            (whole("dW3", lambda v: v.dZ3 @ v.A3.T),
             "A3 is what layer 3 made; its weights need what it was given: dZ3 @ A2.T."),
            (whole("dW2", lambda v: v.dZ2 @ v.A2.T),
             "A2 is what layer 2 made; its weights need what it was given: dZ2 @ A1.T."),
            (whole("dW1", lambda v: v.dZ1 @ v.A1.T),
             "A1 is what layer 1 made; its weights need what it was given: dZ1 @ X.T."),
            (whole("dZ2", lambda v: (v.A2 - v.Y) / v.m),
             "dZ2 does not start from Y again: it comes from dZ3, through W3.T and the mask."),
            *slips(whole, [
                *in_output_layer(3),
                *in_layer(3, "A2", None),
                ("dW3", lambda v: v.dZ3 @ v.A1.T, "A1 stands in for A2, which is what layer 3 was given."),
                ("dW3", lambda v: v.dZ3 @ v.X.T, "X stands in for A2, which is what layer 3 was given."),
                ("dZ2", lambda v: v.dW3.T @ v.dZ3 * (v.Z2 > 0), "dW3 stands where the weights belong: W3.T @ dZ3."),
                ("dZ2", lambda v: v.W3.T @ v.A3 * (v.Z2 > 0), "A3 stands where dZ3 belongs: W3.T @ dZ3."),
                ("dZ2", lambda v: v.W3.T @ (v.dZ3 + v.b3) * (v.Z2 > 0), "The bias does not come into it: W3.T @ dZ3."),
                *through_relu(2, lambda v: v.dA2),
                ("dZ2", lambda v: v.dA2 * (v.Z3 > 0), "The mask of layer 2 asks Z2, not Z3."),
                *in_layer(2, "A1", lambda v: v.dA2),
                ("dW2", lambda v: v.dZ2 @ v.X.T, "X stands in for A1, which is what layer 2 was given."),
                ("dZ1", lambda v: v.dW2.T @ v.dZ2 * (v.Z1 > 0), "dW2 stands where the weights belong: W2.T @ dZ2."),
                ("dZ1", lambda v: v.W2.T @ (v.dZ2 + v.b2) * (v.Z1 > 0), "The bias does not come into it: W2.T @ dZ2."),
                ("dZ1", lambda v: v.W2.T @ v.dA2 * (v.Z1 > 0), "dA1 was taken from dA2, not dZ2: W2.T @ dZ2."),
                *through_relu(1, lambda v: v.dA1),
                ("dZ1", lambda v: v.dA1 * (v.Z2 > 0), "The mask of layer 1 asks Z1, not Z2."),
                *in_layer(1, "X", lambda v: v.dA1),
            ], part_of),
        ],
        verified="All six gradients agree with central differences.",
    )
