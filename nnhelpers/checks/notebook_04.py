"""The checks of notebook 04's exercises: backpropagation."""

import math

import numpy as np

from nnhelpers.checks.compare import same
from nnhelpers.checks.engine import by_cases, run
from nnhelpers.checks.mistakes_04 import (
    AGAIN,
    exchanged,
    in_layer,
    in_output_layer,
    network,
    passing_back,
    slips,
    through_relu,
)
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
            "a whole number as the place": (cube, 2, 0.034), "a tiny step": (math.exp, 0.9, 3e-6),
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
            (lambda f, x, h: (f(h) - f(-h)) / (2 * h), "x makes no difference: this is the slope at 0."),
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
            "as many hidden neurons as classes": network(21, 3, 4, 4, m=5),
            "layers of different sizes": network(1, 6, 5, 4, m=7),
            "all sizes equal": network(2, 4, 4, 4, m=4),
            "more examples than anything else": network(17, 2, 3, 5, m=9),
            "a single example": network(8, 3, 4, 2, m=1),
            "a neuron whose Z is exactly 0": network(6, 4, 5, 3, m=6, at_zero=True),
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
            *exchanged(whole, ["dW1", "dW2"]), *exchanged(whole, ["db1", "db2"]),
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
            "entries of A below 0 and above 1": (4 * np.random.default_rng(6).normal(size=(3, 4)), one_hot(
                np.array([2, 0, 1, 2]), 3)),
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
            *[(lambda A, Y, p=p, q=q, mean=mean: p * (A - Y) / Y.shape[1] ** q / np.sqrt(mean((A - Y) ** 2)),
               "This is the gradient of the loss's square root; no root belongs to this loss.")
              for p in (1, 2) for q in (0, 1) for mean in (
                  np.sum, np.mean, lambda D: np.sum(D) / D.shape[1], lambda D: np.sum(D, axis=0))],
            *[(lambda A, Y, cut=cut: 2 * cut(A - Y) / Y.shape[1],
               "A - Y was cut or rounded to whole numbers on the way; keep the fractions.")
              for cut in (np.trunc, np.round, np.floor)],
            *[(lambda A, Y, cut=cut: 2 * (cut(A) - Y) / Y.shape[1],
               "A was made whole numbers before Y was subtracted; keep its fractions.")
              for cut in (np.trunc, lambda A: A > 0.5)],
            *[(lambda A, Y, step=step: (2 * (A - Y) + step) / Y.shape[1],
               f"It is off by {abs(step)}/m everywhere, as a difference to one side only is with the step {abs(step)}; "
               "the derivative itself is 2 (A − Y) / m.") for h in (0.1, 0.01, 0.001, 1e-4, 1e-5) for step in (h, -h)],
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
        """Return dA and A with irregular entries over the whole range, whatever their number."""
        rng = np.random.default_rng(seed)
        dA, Z = (rng.permutation(np.linspace(-5, 4.6, n * m) + 0.1 * rng.normal(size=n * m)) for _ in range(2))
        return 2 * dA.reshape(n, m), sigmoid(Z.reshape(n, m))

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
            "an A of exactly 1/2": (np.array([[2.3, -6.1, 1.8]]), np.array([[0.5, 0.015, 0.985]])),
            "A rounded to 0 and to 1": (np.array([[1.7, -2.9, 0.3]]), np.array([[0.0, 0.9985, 1.0]])),
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
            *[(wrong, "dA belongs to both terms: put A − A² into brackets.") for wrong in (
                lambda dA, A: dA * A - A**2, lambda dA, A: A - A**2 * dA)],
            (lambda dA, A: dA * (A * (1 - A)) ** 2, "The slope was applied twice, or squared: dA * A * (1 - A)."),
            (lambda dA, A: dA**2 * A * (1 - A), "dA stands squared: dA * A * (1 - A)."),
            (lambda dA, A: dA * A * (1 - A) * (1 - A * (1 - A)),
             "The slope was put into s (1 − s) again; A is the s of it: A (1 − A)."),
            *[(wrong, "dA and A were subtracted, as A − Y at the last layer is; dA is a factor: dA * A * (1 - A).")
              for wrong in (lambda dA, A: (A - dA) * A * (1 - A), lambda dA, A: (dA - A) * A * (1 - A),
                            lambda dA, A: A - dA, lambda dA, A: dA - A)],
            *[(lambda dA, A, one=one: dA * one(A) * (1 - one(A)),
               "One row's or column's slopes stand for all; each entry of A has its own.") for one in (
                  lambda A: A[0], lambda A: A[-1], lambda A: A[:, :1], lambda A: A[:, -1:])],
            *[(lambda dA, A, axis=axis: dA * np.mean(A * (1 - A), axis=axis, keepdims=True),
               "A mean slope stands for all; each entry of A has its own.") for axis in (None, 0, 1)],
            *[(wrong, "Something was rounded or cut on the way: keep all digits.") for d in (0, 1, 2, 3) for wrong in (
                lambda dA, A, d=d: dA * np.round(A * (1 - A), d), lambda dA, A, d=d: np.round(dA, d) * A * (1 - A),
                lambda dA, A, d=d: dA * np.round(A, d) * (1 - np.round(A, d)),
                lambda dA, A: np.trunc(dA) * A * (1 - A))],
            *[(lambda dA, A, ends=ends: dA * np.clip(A, *ends) * (1 - np.clip(A, *ends)),
               f"A was kept between {ends[0]} and {ends[1]}, which makes small slopes too large: take A as it is.")
              for ends in ((0.1, 0.9), (0.05, 0.95), (0.2, 0.8), (0.01, 0.99))],
            *[(lambda dA, A, kept=kept: np.where(kept(A), dA * A * (1 - A), 0),
               "Only one side of A = 1/2 came through; a sigmoid has no mask, its slope is A (1 − A) everywhere.")
              for kept in (lambda A: A >= 0.5, lambda A: A > 0.5, lambda A: A < 0.5, lambda A: A <= 0.5)],
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
            "hidden layers of one size": network(1, 3, 4, 4, 4, m=5),
            "layers of different sizes": network(93, 6, 5, 3, 4, m=7),
            "all sizes equal": network(13, 4, 4, 4, 4, m=4),
            "more examples than anything else": network(191, 2, 3, 4, 5, m=9),
            "a single example": network(185, 3, 4, 5, 2, m=1),
            "neurons whose Z is exactly 0": network(64, 4, 5, 6, 3, m=8, at_zero=True),
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
                *through_relu(1, lambda v: v.dA1, below_output=False),
                ("dZ1", lambda v: v.dA1 * (v.Z2 > 0), "The mask of layer 1 asks Z1, not Z2."),
                *in_layer(1, "X", lambda v: v.dA1),
            ], part_of),
            *exchanged(whole, ["W1", "W2", "W3"]), *exchanged(whole, ["b1", "b2", "b3"]),
        ],
        verified="All six gradients agree with central differences.",
    )
