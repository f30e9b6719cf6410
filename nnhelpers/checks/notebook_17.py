"""The checks of notebook 17's exercises: automatic differentiation."""

import numpy as np

from nnhelpers.activations import relu, softmax
from nnhelpers.autodiff import Tensor, unbroadcast
from nnhelpers.checks.engine import by_cases
from nnhelpers.gradient_check import pass_back, pass_forward
from nnhelpers.preprocessing import one_hot

# ---------------------------------------------------------------- one operation


def tanh_back(attempt):
    """Notebook 17: the way back of tanh."""
    arrives = "What arrives is missing: multiply the slope by d."
    already = "A is tanh(Z) already; here tanh is taken once more."
    rng = np.random.default_rng(17)
    by_cases(
        attempt,
        right=lambda d, A: d * (1 - A**2),
        cases={
            "the entries of the statement": (np.array([10.0, 10.0]), np.array([0.0, 0.5])),
            "rows and columns": (rng.normal(size=(3, 4)), np.tanh(rng.normal(size=(3, 4)))),
            "as many rows as columns": (rng.normal(size=(3, 3)), np.tanh(rng.normal(size=(3, 3)))),
            "three axes": (rng.normal(size=(2, 3, 2)), np.tanh(rng.normal(size=(2, 3, 2)))),
        },
        mistakes=[
            (lambda d, A: 1 - A**2, arrives),
            (lambda d, A: d * A, "This multiplies by A itself; the slope of tanh is 1 − A²."),
            (lambda d, A: d * (1 - A), "The square is missing: the slope is 1 − A², not 1 − A."),
            (lambda d, A: d * A * (1 - A), "A (1 − A) is the slope of the sigmoid; that of tanh is 1 − A²."),
            (lambda d, A: d * (1 - np.tanh(A) ** 2), already),
            (lambda d, A: d * (1 - np.tanh(A)), already),
            (lambda d, A: d / (1 - A**2), "It is divided by the slope; along a path, multiply."),
            (lambda d, A: d + (1 - A**2), "d and the slope are added; along a path, multiply."),
            (lambda d, A: d * (A**2 - 1), "The sign is turned round: 1 − A²."),
            (lambda d, A: d * (1 + A**2), "It is 1 − A², with a minus: where tanh is nearly 1, it is flat."),
            (lambda d, A: -d * A**2, "The 1 is missing: 1 − A²."),
            (lambda d, A: d * (1 - A) ** 2, "The square belongs to A alone: 1 − A², not (1 − A)²."),
            (lambda d, A: d * np.tanh(A), already),
            (lambda d, A: A * (1 - d**2), "d and A have changed places: d arrives, A is the result of tanh."),
            (lambda d, A: d**2 * (1 - A**2), "d is squared as well; it enters once."),
            (lambda d, A: (d * (1 - A**2)).sum(),
             "This is one number: the entries don't mix, so nothing is summed."),
            (lambda d, A: (d * (1 - A**2)).mean(), "This is one number: the entries don't mix, so there is no mean."),
            (lambda d, A: d * (A > 0), "That is ReLU's mask; the slope of tanh is 1 − A²."),
        ],
        verified="The slope of tanh, entry by entry, times what arrives.",
    )


def quotient_back(attempt):
    """Notebook 17: the way back of a division with broadcasting."""
    rng = np.random.default_rng(5)

    def case(*shapes):
        d, P, R = rng.normal(size=shapes[0]), rng.normal(size=shapes[0]), rng.uniform(0.5, 2, shapes[1])
        return d, P, R

    def to_R(d, P, R):
        return -d * P / R**2

    summed = "dR must have the shape of R: add up what broadcasting had copied, unbroadcast(…, R.shape)."
    by_cases(
        attempt,
        right=lambda d, P, R: (d / R, unbroadcast(to_R(d, P, R), R.shape)),
        cases={
            "the numbers of the statement": (np.array([[1.0, 1.0]]), np.array([[6.0, 8.0]]), np.array([[2.0]])),
            "equal shapes": case((3, 4), (3, 4)),
            "R is a row, as in softmax": case((3, 4), (1, 4)),
            "R is a column": case((3, 4), (3, 1)),
            "R has one axis": case((3, 4), (4,)),
            "R is a single number": case((2, 3), ()),
        },
        mistakes=[
            ("dP", lambda d, P, R: d * R, "The slope of P/R by P is 1/R: divide d by R."),
            ("dP", lambda d, P, R: 1 / R + 0 * P, "What arrives is missing: multiply by d."),
            ("dP", lambda d, P, R: d * P / R, "This multiplies by P as well: the slope by P is 1/R alone."),
            ("dP", lambda d, P, R: d / R**2, "The slope by P is 1/R; the square belongs to that by R."),
            ("dP", lambda d, P, R: -d / R, "There is no minus here: a larger P makes a larger quotient."),
            ("dP", lambda d, P, R: unbroadcast(d / R, R.shape),
             "P was not broadcast: its gradient keeps the shape of P, nothing is summed."),
            ("dR", to_R, summed),
            ("dR", lambda d, P, R: unbroadcast(d * P / R**2, R.shape),
             "The minus is missing: a larger R makes a smaller quotient."),
            ("dR", lambda d, P, R: unbroadcast(-d * P / R, R.shape), "The slope of 1/R is −1/R²: R is to be squared."),
            ("dR", lambda d, P, R: unbroadcast(-d / R**2, R.shape), "P is missing: the slope by R is −P/R²."),
            ("dR", lambda d, P, R: unbroadcast(-P / R**2, R.shape), "What arrives is missing: multiply by d."),
            ("dR", lambda d, P, R: unbroadcast(d * P, R.shape), "That is the way back of a product; this is P/R."),
            ("dR", lambda d, P, R: unbroadcast(to_R(d, P, R), R.shape) * R.size / P.size,
             "It is the mean of the copies; they add up."),
            ("dR", lambda d, P, R: unbroadcast(d, R.shape) * unbroadcast(-P / R**2, R.shape),
             "It is added up before it is multiplied: multiply entry by entry first, then add up."),
        ],
        parts=("dP", "dR"),
        verified="Both slopes, and broadcasting's way back.",
    )


# ---------------------------------------------------------------- whole gradients


def quadratic(t):
    """Return the sum of squares of a tensor."""
    return (t * t).sum()


def two_paths(t):
    """Return a number that a tensor reaches along several paths."""
    return (t.exp() * t).sum() - (t[[0, 0]] * 3).sum()


def bent(t):
    """Return a number with exp, log, a broadcast row sum and ReLU in it."""
    shares = t - t.exp().sum(axis=0, keepdims=True).log()
    return (shares * t).sum() + (t - 0.5).relu().sum()


def ignoring(t):
    """Return a number that does not depend on the tensor."""
    return type(t)([2.0]).sum()  # of the kind that the notebook made


def affine(t):
    """Return a number that grows by 3 with each entry of a tensor."""
    return (3 * t - 1).sum()


def gradient_by_record(f, x):
    """Return the gradient of f at x; zeros where f ignores x."""
    tensor = Tensor(x)
    (f(tensor) + (tensor * 0).sum()).backward()
    return tensor.grad


def gradient_at(attempt):
    """Notebook 17: the gradient of any function of an array."""
    value = "This is the value of f at x; its gradient is asked for."
    rng = np.random.default_rng(3)
    by_cases(
        attempt,
        right=gradient_by_record,
        cases={
            "the squares of the statement": (quadratic, np.array([1.0, 3.0])),
            "several paths": (two_paths, np.array([0.3, -1.2, 0.8])),
            "rows and columns": (bent, rng.normal(size=(3, 4))),
            "a function that ignores x": (ignoring, np.array([1.0, 2.0])),
            "a single number": (quadratic, np.array(1.5)),
            "a straight line": (affine, np.array([[1.0, 2.0]])),
        },
        mistakes=[
            ("computed from constants only|object has no attribute 'data'",
             "f must get a Tensor made from x, Tensor(x), so that there is a record to follow."),
            ("'numpy.ndarray' object has no attribute", "f wants a Tensor: wrap the array first, Tensor(x)."),
            (lambda f, x: f(Tensor(x)).data, value),
            (lambda f, x: float(f(Tensor(x)).data), value),
            (lambda f, x: 2 * gradient_by_record(f, x),
             "It is twice too large: does the way back run twice and add up?"),
            (lambda f, x: -gradient_by_record(f, x), "The sign is turned round."),
            (lambda f, x: x - gradient_by_record(f, x), "This takes a step; the gradient itself is asked for."),
            (lambda f, x: gradient_by_record(f, x).sum(),
             "It is summed up; the gradient has the shape of x, an entry for each entry."),
            (lambda f, x: np.ones_like(x), "This is the gradient of the result itself, all 1; ask the tensor "
             "that you wrapped x in for its grad."),
            (lambda f, x: x * gradient_by_record(f, x), "It is multiplied by x; the gradient alone is asked for."),
            (lambda f, x: gradient_by_record(f, x) / np.size(x),
             "It is divided by the number of entries; f is as it is, no mean is wanted."),
        ],
        verified="Any function, any shape, and zeros where nothing depends on x.",
    )


def small_network(sizes, m, seed, scale=0.7):
    """Return parameters, inputs and labels of a random network; every entry differs from every other."""
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer, (inputs, outputs) in enumerate(zip(sizes, sizes[1:], strict=False), start=1):
        parameters[f"W{layer}"] = scale * rng.normal(size=(outputs, inputs))
        parameters[f"b{layer}"] = scale * rng.normal(size=(outputs, 1))
    return parameters, rng.uniform(0, 1, (sizes[0], m)), rng.integers(0, sizes[-1], m)


def gradients_by_formula(parameters, X, labels, dZ_of=None, hidden=None, activation=relu):
    """Return notebook 4's gradients, by pass_forward and pass_back; the last dZ and the slopes may be others."""
    Z, A = pass_forward(parameters, X, activation)
    depth = len(parameters) // 2
    Y = one_hot(labels, classes=len(Z[depth]))
    dZ = (A[depth] - Y) / len(labels) if dZ_of is None else dZ_of(Z[depth], Y)
    W = {layer: parameters[f"W{layer}"] for layer in range(1, depth + 1)}
    slopes = {layer: (Z[layer] > 0).astype(float) if hidden is None else hidden(Z[layer]) for layer in range(1, depth)}
    gradients = pass_back(dZ, A, W, slopes)
    return {name: gradients[name] for name in parameters}


def relu_last(Z, Y):
    """Return ∂L/∂Z of logits that go through ReLU first."""
    return (softmax(np.maximum(Z, 0)) - Y) / Y.shape[1] * (Z > 0)


def softmax_twice(Z, Y):
    """Return ∂L/∂Z if softmax is applied before a loss that applies it again."""
    A = softmax(Z)
    d = (softmax(A) - Y) / Y.shape[1]
    return A * (d - np.sum(A * d, axis=0))


def network_gradients(attempt):
    """Notebook 17: a network of any depth by automatic differentiation."""
    pencil = {
        "W1": np.array([[1.0, 2.0], [-1.0, 1.0]]), "b1": np.array([[0.0], [0.0]]),
        "W2": np.array([[0.5, 1.0], [0.0, -1.0]]), "b2": np.array([[np.log(3) - 1], [0.0]]),
    }
    large = small_network((3, 4, 3), 5, 4)
    large[0]["W2"] *= 2000
    by_cases(
        attempt,
        right=gradients_by_formula,
        cases={
            "the pencil network": (pencil, np.array([[1.0], [0.5]]), np.array([1])),
            "two layers, seven examples": small_network((5, 4, 3), 7, 1),
            "four layers": small_network((5, 4, 6, 4, 3), 8, 2),
            "a single layer": small_network((4, 3), 6, 3),
            "logits of thousands": large,
        },
        mistakes=[
            ("a single number, a loss", "Begin the way back at the loss, one number, not at the logits."),
            ("'NoneType' object", "A grad is None: backward was not called, or the record was cut (.data) on the way."),
            (lambda p, X, y: gradients_by_formula(p, X, y, lambda Z, Y: softmax(Z) - Y),
             "m times too large: is the loss a sum in place of the mean?"),
            (lambda p, X, y: gradients_by_formula(p, X, y, relu_last),
             "ReLU stands after the last layer too; its logits may be negative."),
            (lambda p, X, y: gradients_by_formula(p, X, y, softmax_twice),
             "Softmax stands before the loss, which has one already: give it the logits."),
            (lambda p, X, y: {name: -g for name, g in gradients_by_formula(p, X, y).items()},
             "The sign is turned round."),
            (lambda p, X, y: {name: 2 * g for name, g in gradients_by_formula(p, X, y).items()},
             "They are twice too large: does the way back run twice and add up?"),
            (lambda p, X, y: {name: p[name] - g for name, g in gradients_by_formula(p, X, y).items()},
             "This takes a step; the gradients themselves are asked for."),
            (lambda p, X, y: gradients_by_formula(p, X, y, hidden=np.ones_like),
             "The mask of ReLU is missing on the way back."),
            (lambda p, X, y: gradients_by_formula(p, X, y, hidden=np.ones_like, activation=lambda Z: Z),
             "ReLU is missing between the layers."),
        ],
        rtol=1e-6,
        verified="A network of any depth, and not one formula.",
    )
