"""Attempts at the exercises of notebook 04: the right ones are accepted, the wrong ones told what is wrong."""

import functools
from types import SimpleNamespace

import numpy as np
from attempts import Attempts, Exercises, verdict

from nnhelpers.activations import relu, softmax
from nnhelpers.checks import notebook_04
from nnhelpers.gradient_check import numerical_gradient
from nnhelpers.losses import cross_entropy

attempts = Attempts()


def slope_in_steps(f, x, step):
    left, right = x - step, x + step
    return np.float64(f(right) - f(left)) / (right - left)


def slope_forwards_with_its_own_step(f, x, step):
    return (f(x + 1e-7) - f(x)) / 1e-7


def slope_of_the_sine(f, x, step):
    return (np.sin(x + step) - np.sin(x - step)) / (2 * step)


def slope_over_three_steps(f, x, step):
    return (f(x + step) - f(x - step)) / (3 * step)


attempts(
    "slope",
    right={
        "one line": lambda f, x, step: (f(x + step) - f(x - step)) / (2 * step),
        "in steps": slope_in_steps,
        "mean of both sides": lambda f, x, h: ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h) / 2,
        "half steps": lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / h,
        "five points": lambda f, x, h: (8 * (f(x + h) - f(x - h)) - f(x + 2 * h) + f(x - 2 * h)) / (12 * h),
        "np.gradient": lambda f, x, h: np.gradient([f(x - h), f(x), f(x + h)], h)[1],
        "np.diff": lambda f, x, h: np.diff([f(x - h), f(x + h)])[0] / 2 / h,
    },
    wrong={
        "forwards": (lambda f, x, h: (f(x + h) - f(x)) / h, "one-sided difference"),
        "backwards": (lambda f, x, h: (f(x) - f(x - h)) / h, "one-sided difference"),
        "forwards, 2 step": (lambda f, x, h: (f(x + h) - f(x)) / (2 * h), "one step to one side only"),
        "one step": (lambda f, x, h: (f(x + h) - f(x - h)) / h, "twice too large"),
        "steps of two": (lambda f, x, h: (f(x + 2 * h) - f(x - 2 * h)) / (4 * h), "two steps to each side"),
        "np.gradient": (lambda f, x, h: np.gradient([f(x - h), f(x), f(x + h)], h)[0], "one-sided difference"),
        "sign": (lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), "The sign is wrong"),
        "/ 2 * step": (lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h, "put 2 * step into brackets"),
        "no brackets": (lambda f, x, h: f(x + h) - f(x - h) / (2 * h), "put the difference into brackets"),
        "no brackets at all": (lambda f, x, h: f(x + h) - f(x - h) / 2 * h,
                               "put the difference into brackets, and 2 * step too"),
        "/ 2": (lambda f, x, h: (f(x + h) - f(x - h)) / 2, "It was divided by 2 only"),
        "not divided": (lambda f, x, h: f(x + h) - f(x - h), "divide it by the distance"),
        "own step": (lambda f, x, h: (f(x + 1e-6) - f(x - 1e-6)) / 2e-6, "use step as it was passed"),
        "own step, one-sided": (slope_forwards_with_its_own_step, "`step` is never used"),
        "of the example": (slope_of_the_sine, "`f` is never used"),
        "three steps": (slope_over_three_steps, "one change, of the number 3"),
        "rounded": (lambda f, x, h: round((f(x + h) - f(x - h)) / (2 * h), 6), "Right up to rounding"),
        "absolute": (lambda f, x, h: abs(f(x + h) - f(x - h)) / (2 * h), "where a curve falls"),
        "bend": (lambda f, x, h: (f(x + h) + f(x - h) - 2 * f(x)) / h**2, "the second derivative"),
        "function": (lambda f, x, h: lambda y: (f(y + h) - f(y - h)) / (2 * h), "brackets () after its name"),
        "no f": (lambda f, x, h: (f[x + h] - f[x - h]) / (2 * h), "raised TypeError: 'numpy.ufunc' object"),
    },
)


def in_steps(lines, wanted=None, **changed):
    """Return a backward pass made of `lines`, name → formula on all that is known so far; some of them changed."""
    def attempt(parameters, cache, X, Y):
        known = SimpleNamespace(**parameters, **cache, X=X, Y=Y, m=X.shape[1])
        for name, line in (lines | changed).items():
            setattr(known, name, line(known))
        return {name: getattr(known, line) for name, line in (wanted or {name: name for name in lines}).items()}

    return attempt


SEVEN_STEPS = {
    "dZ2": lambda v: (v.A2 - v.Y) / v.m,
    "dW2": lambda v: v.dZ2 @ v.A1.T,
    "db2": lambda v: v.dZ2.sum(axis=1, keepdims=True),
    "dA1": lambda v: v.W2.T @ v.dZ2,
    "dZ1": lambda v: v.dA1 * (v.Z1 > 0),
    "dW1": lambda v: v.dZ1 @ v.X.T,
    "db1": lambda v: v.dZ1.sum(axis=1, keepdims=True),
}
step_by_step = functools.partial(in_steps, SEVEN_STEPS)


def step_by_step_in_place(parameters, cache, X, Y):
    cache["A2"] -= Y
    return step_by_step(dZ2=lambda v: v.A2 / v.m)(parameters, cache, X, Y)


attempts(
    "backward_step_by_step",
    right={
        "as derived": step_by_step(),
        "another way": step_by_step(
            dW2=lambda v: np.einsum("im,jm->ij", v.dZ2, v.A1).tolist(),
            db2=lambda v: v.dZ2 @ np.ones((v.m, 1)),
            dZ1=lambda v: np.where(v.A1 > 0, v.dA1, 0),
            db1=lambda v: [[sum(row)] for row in v.dZ1],
        ),
        "in another order": lambda *given: dict(reversed(step_by_step()(*given).items())),
    },
    wrong={
        "Y forgotten": (step_by_step(dZ2=lambda v: v.A2 / v.m), "Y was never subtracted"),
        "sign": (step_by_step(dZ2=lambda v: (v.Y - v.A2) / v.m), "The sign is wrong, so descent would"),
        "no mean": (step_by_step(dZ2=lambda v: v.A2 - v.Y), "dZ2 is not right: The mean's 1/m is missing"),
        "no brackets": (step_by_step(dZ2=lambda v: v.A2 - v.Y / v.m), "Only Y was divided by m"),
        "mean twice": (step_by_step(db2=lambda v: v.dZ2.mean(axis=1, keepdims=True)), "The mean was taken, or m"),
        "no keepdims": (step_by_step(db2=lambda v: v.dZ2.sum(axis=1)), "keepdims=True keeps the axis"),
        "sum of all": (step_by_step(db1=lambda v: v.dZ1.sum()), "It was summed over everything"),
        "axis 0": (step_by_step(db1=lambda v: v.dZ1.sum(axis=0, keepdims=True)), "summed over the neurons"),
        "transposed": (step_by_step(dW2=lambda v: v.A1 @ v.dZ2.T), "It is the transpose of what it should be"),
        "Z1 for A1": (step_by_step(dW2=lambda v: v.dZ2 @ v.Z1.T), "Z1 stands in for A1"),
        "* for @": (step_by_step(dW2=lambda v: v.dZ2 * v.A1), "use @ with a transpose"),
        "W2 as it is": (step_by_step(dA1=lambda v: v.W2 @ v.dZ2), "W2 was not transposed"),
        "no mask": (step_by_step(dZ1=lambda v: v.dA1), "dA1 are right; dZ1 is not: The ReLU mask"),
        "mask alone": (step_by_step(dZ1=lambda v: v.Z1 > 0), "This is the mask alone"),
        "mask inverted": (step_by_step(dZ1=lambda v: v.dA1 * (v.Z1 <= 0)), "The mask is inverted"),
        "relu for its slope": (step_by_step(dZ1=lambda v: v.dA1 * relu(v.Z1)), "the mask is its slope, Z1 > 0"),
        "dA1 for dZ1": (step_by_step(dW1=lambda v: v.dA1 @ v.X.T), "The ReLU mask of layer 1 is missing"),
        "A1 for X": (step_by_step(dW1=lambda v: v.dZ1 @ v.A1.T), "A1 is what layer 1 made"),
        "rows of X": (step_by_step(dZ2=lambda v: (v.A2 - v.Y) / v.X.shape[0]),
                      "not of rows of X"),
        "rows of Y": (step_by_step(dZ2=lambda v: (v.A2 - v.Y) / len(v.Y)),
                      "not of rows of Y"),
        "Z2 for A2": (step_by_step(dZ2=lambda v: (v.Z2 - v.Y) / v.m), "Z2 stands where A2 belongs"),
        "dA2": (step_by_step(dZ2=lambda v: -v.Y / v.A2 / v.m), "This is dA2, back through the loss alone"),
        "mean": (step_by_step(db2=lambda v: v.dZ2.mean(axis=1)), "The mean was taken"),
        "mean, keepdims": (step_by_step(db1=lambda v: v.dZ1.mean(axis=1, keepdims=True)),
                           "dZ1 holds the 1/m already, so sum"),
        "mask of dA1": (step_by_step(dZ1=lambda v: v.dA1 * (v.dA1 > 0)), "The mask asks Z1, not dA1"),
        "softmax twice": (step_by_step(dZ2=lambda v: (softmax(v.A2) - v.Y) / v.m), "softmax was applied twice"),
        "one mask": (step_by_step(dZ1=lambda v: v.dA1 * (v.Z1.mean(axis=1, keepdims=True) > 0)),
                     "one mask for the whole batch"),
        "dW1 for dW2": (step_by_step({name: name for name in SEVEN_STEPS} | {"dW2": "dW1"}),
                        "dW2 is not: This is the gradient of W1"),
        "zeros": (step_by_step(dW1=lambda v: 0 * v.W1), "dW1 is not: It is all zeros"),
        "penalty": (step_by_step(dW1=lambda v: v.dZ1 @ v.X.T + 0.01 * v.W1), "dW1 is not: A multiple of the weights"),
        "X as it is": (step_by_step(dW1=lambda v: v.dZ1 @ v.X), "@ needs equal inner sizes"),
        "dZ2 alone": (step_by_step({"dZ2": "dZ2"}), "dZ2 is right; still missing: dW2, db2"),
        "three of seven": (step_by_step({"db2": "db2", "dA1": "dA1", "dZ2": "dZ2"}), "dZ2, db2, dA1 are right; still"),
        "six of seven": (step_by_step({name: name for name in list(SEVEN_STEPS)[:6]}), "right; still missing: db1."),
        "two, one wrong": (step_by_step({"dZ2": "dZ2", "dW2": "dW2"}, dW2=lambda v: v.dZ2 @ v.Z1.T), "dW2 is not: Z1"),
        "one and another": (step_by_step({"dZ2": "dZ2", "Z1": "Z1"}), "The keys should be dZ2, dW2"),
        "none yet": (step_by_step({"dZ2": "dZ2"}, dZ2=lambda v: v.A2 / v.m), "Y was never subtracted"),
        "half written": (step_by_step(db1=lambda v: ...), "db1 is not: There is still a ..."),
        "text": (step_by_step(dW1=lambda v: "dZ1 @ X.T"), "dW1 is not: Numbers are expected"),
        "array of text": (step_by_step(db1=lambda v: v.b1.astype(str)), "db1 is not: Numbers are expected"),
        "ragged": (step_by_step(db2=lambda v: [[1.0], [2.0, 3.0]]), "in rows of equal length"),
        "something else": (step_by_step(dW1=lambda v: v.dZ1 @ v.X.T + 0.5), "dW1 is not: It is 0.5 more than expected"),
        "other keys": (step_by_step({"W1": "dW1", "b1": "db1"}), "The keys should be dZ2, dW2"),
        "a tuple": (lambda *given: tuple(step_by_step()(*given).values()), "A dictionary with the keys dZ2"),
        "in place": (step_by_step_in_place, "changed its argument"),
    },
)

attempts(
    "squared_error_gradient",
    right={
        "one line": lambda A, Y: 2 * (A - Y) / Y.shape[1],
        "a mean": lambda A, Y: (2 / len(A[0])) * np.subtract(A, Y),
        "lists": lambda A, Y: [[2 * (a - y) / len(row) for a, y in zip(row, targets, strict=True)]
                               for row, targets in zip(A, Y, strict=True)],
    },
    wrong={
        "no 2": (lambda A, Y: (A - Y) / Y.shape[1], "The factor 2 is missing"),
        "no mean": (lambda A, Y: 2 * (A - Y), "The 1/m of the mean"),
        "neither": (lambda A, Y: A - Y, "The factor 2 of the square and the 1/m of the mean"),
        "sign": (lambda A, Y: 2 * (Y - A) / Y.shape[1], "The sign is wrong"),
        "all entries": (lambda A, Y: 2 * (A - Y) / A.size, "It was divided by all entries"),
        "rows": (lambda A, Y: 2 * (A - Y) / len(Y), "It was divided by the number of rows"),
        "the loss": (lambda A, Y: (A - Y) ** 2 / Y.shape[1], "This is the loss itself"),
        "one number": (lambda A, Y: np.mean(2 * (A - Y)), "not yet right"),
        "summed": (lambda A, Y: (2 * (A - Y)).mean(axis=1), "It was summed over the examples"),
        "summed, keepdims": (lambda A, Y: np.sum(2 * (A - Y), axis=1, keepdims=True) / Y.shape[1], "leave out the sum"),
        "summed, axis 0": (lambda A, Y: np.sum(2 * (A - Y), axis=0) / Y.shape[1], "It was summed over the outputs"),
        "the root's": (lambda A, Y: (A - Y) / Y.shape[1] / np.sqrt(np.sum((A - Y) ** 2) / Y.shape[1]), "square root"),
        "cut": (lambda A, Y: (2 * (A - Y) / Y.shape[1]).astype(int), "after the decimal point, which was cut off"),
        "in place": (lambda A, Y: np.multiply(np.subtract(A, Y, out=A), 2 / Y.shape[1]), "changed its argument"),
    },
)


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def sigmoid_backward_in_place(dA, A):
    dA *= A * (1 - A)
    return dA


attempts(
    "sigmoid_backward",
    right={
        "one line": lambda dA, A: dA * A * (1 - A),
        "squared": lambda dA, A: np.multiply(dA, A - A**2),
        "lists": lambda dA, A: [[d * a * (1 - a) for d, a in zip(ds, row, strict=True)]
                                for ds, row in zip(dA, A, strict=True)],
        "by way of Z": lambda dA, A: dA * sigmoid(np.log(A / (1 - A))) * (1 - A),
    },
    wrong={
        "no dA": (lambda dA, A: A * (1 - A), "dA is missing"),
        "sigmoid again": (lambda dA, A: dA * sigmoid(A) * (1 - sigmoid(A)), "sigmoid was applied again"),
        "no A": (lambda dA, A: dA * (1 - A), "the factor A is missing"),
        "no 1 - A": (lambda dA, A: dA * A, "the factor 1 − A is missing"),
        "relu's": (lambda dA, A: dA * (A > 0), "dA comes back as it was"),
        "no brackets": (lambda dA, A: dA * A * 1 - A, "put 1 - A into brackets"),
        "plus": (lambda dA, A: dA + A * (1 - A), "The chain rule multiplies: dA times"),
        "sign": (lambda dA, A: dA * A * (A - 1), "The sign is wrong"),
        "@": (lambda dA, A: dA @ (A * (1 - A)), "@ is the matrix product"),
        "twice": (lambda dA, A: dA * (A * (1 - A)) ** 2, "The slope was applied twice"),
        "A - dA": (lambda dA, A: (A - dA) * A * (1 - A), "dA and A were subtracted"),
        "first row": (lambda dA, A: dA * A[0] * (1 - A[0]), "One row's or column's slopes"),
        "clipped": (lambda dA, A: dA * A.clip(0.1, 0.9) * (1 - A.clip(0.1, 0.9)), "A was kept between 0.1 and 0.9"),
        "above 1/2": (lambda dA, A: dA * A * (1 - A) * (A > 0.5), "Only one side of A = 1/2 came through"),
        "in place": (sigmoid_backward_in_place, "changed its argument"),
    },
)

THREE_LAYERS = {
    "dZ3": lambda v: (v.A3 - v.Y) / v.m,
    "dW3": lambda v: v.dZ3 @ v.A2.T,
    "db3": lambda v: v.dZ3.sum(axis=1, keepdims=True),
    "dZ2": lambda v: (v.W3.T @ v.dZ3) * (v.Z2 > 0),
    "dW2": lambda v: v.dZ2 @ v.A1.T,
    "db2": lambda v: v.dZ2.sum(axis=1, keepdims=True),
    "dZ1": lambda v: (v.W2.T @ v.dZ2) * (v.Z1 > 0),
    "dW1": lambda v: v.dZ1 @ v.X.T,
    "db1": lambda v: v.dZ1.sum(axis=1, keepdims=True),
}
SIX = {f"{kind}{layer}": f"d{kind}{layer}" for layer in (1, 2, 3) for kind in "Wb"}
three_layers = functools.partial(in_steps, THREE_LAYERS, SIX)


def three_layers_in_a_loop(parameters, cache, X, Y):
    gradients, dZ = {}, (cache["A3"] - Y) / Y.shape[1]
    for layer in (3, 2, 1):
        before = cache[f"A{layer - 1}"] if layer > 1 else X
        gradients[f"W{layer}"] = np.dot(dZ, before.T)
        gradients[f"b{layer}"] = np.sum(dZ, axis=1).reshape(-1, 1)
        if layer > 1:
            dZ = np.where(before > 0, parameters[f"W{layer}"].T @ dZ, 0)
    return gradients


def three_layers_in_place(parameters, cache, X, Y):
    gradients = three_layers()(parameters, cache, X, Y)
    for name in parameters:
        parameters[name] -= 0.1 * gradients[name]
    return gradients


attempts(
    "backward_three_layers",
    right={
        "as derived": three_layers(),
        "a loop": three_layers_in_a_loop,
        "lists": lambda *given: {name: g.tolist() for name, g in three_layers()(*given).items()},
    },
    wrong={
        "Y forgotten": (three_layers(dZ3=lambda v: v.A3 / v.m), "Y was never subtracted"),
        "no mean": (three_layers(dZ3=lambda v: v.A3 - v.Y), "The mean's 1/m is missing"),
        "sign": (three_layers(dZ3=lambda v: (v.Y - v.A3) / v.m), "The sign is wrong"),
        "no mask 2": (three_layers(dZ2=lambda v: v.W3.T @ v.dZ3), "W2 is not: The ReLU mask of layer 2 is missing"),
        "no mask 1": (three_layers(dZ1=lambda v: v.W2.T @ v.dZ2), "W1 is not: The ReLU mask of layer 1 is missing"),
        "mask 1 twice": (three_layers(dZ2=lambda v: (v.W3.T @ v.dZ3) * (v.Z1 > 0)), "layer 1 was used for layer 2"),
        "W3 as it is": (three_layers(dZ2=lambda v: (v.W3 @ v.dZ3) * (v.Z2 > 0)), "W3 was not transposed"),
        "W2 as it is": (three_layers(dZ1=lambda v: (v.W2 @ v.dZ2) * (v.Z1 > 0)), "W2 was not transposed"),
        "from Y again": (three_layers(dZ2=lambda v: (v.A2 - v.Y) / v.m), "dZ2 does not start from Y again: it"),
        "A2 as the mask": (three_layers(dZ2=lambda v: (v.W3.T @ v.dZ3) * v.A2), "the mask is its slope, Z2 > 0"),
        "mask of Z3": (three_layers(dZ2=lambda v: (v.W3.T @ v.dZ3) * (v.Z3 > 0)), "layer 2 asks Z2, not Z3"),
        "dA1 from dZ3": (three_layers(dZ1=lambda v: (v.W2.T @ v.dZ3) * (v.Z1 > 0)), "dA1 was taken from dZ3"),
        "mean": (three_layers(db3=lambda v: v.dZ3.mean(axis=1)), "dZ3 holds the 1/m already, so sum"),
        "own A": (three_layers(dW3=lambda v: v.dZ3 @ v.A3.T), "A3 is what layer 3 made"),
        "Z for A": (three_layers(dW2=lambda v: v.dZ2 @ v.Z1.T), "Z1 stands in for A1, which is what"),
        "A1 for A2": (three_layers(dW3=lambda v: v.dZ3 @ v.A1.T), "A1 stands in for A2"),
        "transposed": (three_layers(dW2=lambda v: v.A1 @ v.dZ2.T), "It is the transpose"),
        "no keepdims": (three_layers(db1=lambda v: v.dZ1.sum(axis=1)), "keepdims=True keeps the axis"),
        "sum of all": (three_layers(db1=lambda v: v.dZ1.sum()), "summed over everything"),
        "mask above": (three_layers(dZ2=lambda v: v.W3.T @ (v.dZ3 * (v.Z3 > 0))), "The mask was put on dZ3"),
        "a step": (three_layers(dW3=lambda v: v.W3 - 0.1 * v.dZ3 @ v.A2.T), "This is W3 after a step"),
        "b2 from dZ1": (three_layers(db2=lambda v: v.dZ1.sum(axis=1, keepdims=True)), "This is the gradient of b1"),
        "X missing": (three_layers(dW1=lambda v: v.dZ1), "W1 is not: The shapes differ: yours is (4, 5)"),
        "d's in the keys": (in_steps(THREE_LAYERS, {d: d for d in SIX.values()}), "The keys should be W3, b3"),
        "half": (lambda *given: {"W3": 1}, "This is a single number; an array of shape (4, 4)"),
        "half written": (three_layers(dW1=lambda v: ...), "W1 is not: There is still a ..."),
        "in place": (three_layers_in_place, "changed its argument"),
    },
)


class TestNotebook04(Exercises):
    module = notebook_04
    attempts = attempts


def test_a_part_of_the_steps_is_told_what_is_right_and_what_is_missing(capsys):
    out = verdict("backward_step_by_step", step_by_step({"dZ2": "dZ2"}), capsys)
    assert out.endswith("\n  dZ2 is right; still missing: dW2, db2, dA1, dZ1, dW1, db1.\n")


def test_the_right_gradients_of_three_layers_agree_with_central_differences():
    for at_zero in (False, True):
        parameters, cache, X, Y = notebook_04.network(1, 3, 5, 4, 6, m=7, at_zero=at_zero)
        if at_zero:  # at a corner there is no slope to be measured: only the last layer, behind it, is compared
            parameters = {name: parameters[name] for name in ("W3", "b3")}

        def loss(p, cache=cache, X=X, Y=Y):
            A2 = cache["A2"] if "W2" not in p else relu(p["W2"] @ relu(p["W1"] @ X + p["b1"]) + p["b2"])
            return cross_entropy(softmax(p["W3"] @ A2 + p["b3"]), Y)

        right = three_layers()(notebook_04.network(1, 3, 5, 4, 6, m=7, at_zero=at_zero)[0], cache, X, Y)
        for name, numerical in numerical_gradient(loss, parameters).items():
            np.testing.assert_allclose(right[name], numerical, atol=1e-8)
