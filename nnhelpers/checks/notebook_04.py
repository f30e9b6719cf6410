"""The checks of notebook 04's exercises."""


import numpy as np

from nnhelpers.activations import relu, softmax
from nnhelpers.checks.compare import as_numbers, same, shown
from nnhelpers.checks.engine import NotRight, by_cases, call, check
from nnhelpers.gradient_check import general_mistakes, numerical_gradient
from nnhelpers.losses import cross_entropy
from nnhelpers.preprocessing import one_hot
from nnhelpers.two_layer import forward_propagation, initialize_he


def slope(attempt):
    """Notebook 04: the slope of a function by a central difference."""
    def cube(x):
        return x**3

    by_cases(
        attempt,
        right=lambda f, x, step: (f(x + step) - f(x - step)) / (2 * step),
        cases=[(cube, 2.0, 0.1), (np.sin, 1.0, 0.01)],
        mistakes=[
            (lambda f, x, h: (f(x + h) - f(x)) / h,
             "This is the one-sided difference; go one step to each side, from x − step to x + step."),
            (lambda f, x, h: (f(x) - f(x - h)) / h,
             "This is the one-sided difference; go one step to each side, from x − step to x + step."),
            (lambda f, x, h: (f(x + h) - f(x - h)) / h,
             "It is twice too large: from x − step to x + step the distance is 2 step."),
            (lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), "The sign is wrong: it is f(x + step) − f(x − step)."),
            (lambda f, x, h: f(x + h) - f(x - h), "This is the difference; divide it by the distance, 2 step."),
            (lambda f, x, h: (f(x + h) - f(x)) / (2 * h),
             "This goes one step to one side only; go from x − step to x + step."),
            (lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / h,
             "This goes half a step to each side; go a whole one, and divide by 2 step."),
            (lambda f, x, h: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5, "step was not used: take it as it was passed."),
            (lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
             "Only f(x − step) was divided: put the difference into brackets."),
            (lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
             "Python reads / 2 * step as (… / 2) * step: put 2 * step into brackets."),
            (lambda f, x, h: f(x + h) - f(x - h) / 2 * h,
             "Python divides and multiplies before it subtracts: put the difference into brackets, and 2 * step too."),
            (lambda f, x, h: (f(x + h) - f(x - h)) / 2,
             "It was divided by 2 only; divide by the distance from x − step to x + step, 2 step, in brackets."),
        ],
        verified="It measures a slope from both sides.",
    )


def small_case():
    """A network and a batch on which the checks of notebook 04 compare gradients."""
    rng = np.random.default_rng(3)
    parameters = initialize_he(rng, inputs=3, hidden=4, outputs=4)
    parameters["b1"] += rng.normal(size=(4, 1))
    X = rng.random((3, 5))
    return parameters, X, one_hot(np.array([0, 2, 1, 3, 3]), 4)


def require_keys(got, right):
    """Raise NotRight unless a result is a dictionary with the right keys."""
    if not isinstance(got, dict) or got.keys() != right.keys():
        returned = f"the keys {', '.join(map(str, got)) or '(none)'}" if isinstance(got, dict) else shown(got)
        raise NotRight(f"Return a dictionary with the keys {', '.join(right)}; it returned {returned}.")


def require_gradient(name, got, expected, m, wrong):
    """Raise NotRight where a gradient differs, naming the usual mistake that leads to it."""
    if same(got, expected):
        return
    numbers = as_numbers(got)
    if numbers is None:
        raise NotRight(f"{name} is {shown(got)}; it must be an array of numbers, of shape {expected.shape}.")
    if expected.shape[1] == 1:
        wrong = wrong | {"divided by m twice: the mean was taken; dZ holds the 1/m already, so sum": expected / m}
    lost_axis = expected.shape == (*numbers.shape, 1)
    column = numbers[:, np.newaxis] if lost_axis else numbers
    for words, candidate in (wrong | general_mistakes(expected, m)).items():
        if same(candidate, expected):
            continue
        if same(column, candidate) or numbers.ndim == 0 and same(np.full_like(expected, numbers), candidate):
            raise NotRight(f"{name} differs. Likely: {words}.")
    if numbers.shape != expected.shape:
        raise NotRight(f"{name} has the shape {numbers.shape}, expected {expected.shape}, that of what it is the "
                       "gradient of" + (": keepdims=True keeps the axis of length 1." if lost_axis else "."))
    place = np.unravel_index(np.argmax(np.abs(numbers - expected)), expected.shape)
    raise NotRight(f"{name} differs most at {[int(i) for i in place]}: yours {numbers[place]:.6f}, "
                   f"expected {expected[place]:.6f}.")


def backward_step_by_step(attempt):
    """Notebook 04: each intermediate gradient of the two-layer network, one by one."""
    parameters, X, Y = small_case()
    cache = forward_propagation(parameters, X)
    m, W2, A2 = X.shape[1], parameters["W2"], cache["A2"]
    dZ2 = (A2 - Y) / m
    dA1 = W2.T @ dZ2
    mask = cache["Z1"] > 0
    dZ1 = dA1 * mask
    right = {
        "dZ2": dZ2, "dW2": dZ2 @ cache["A1"].T, "db2": dZ2.sum(axis=1, keepdims=True), "dA1": dA1,
        "dZ1": dZ1, "dW1": dZ1 @ X.T, "db1": dZ1.sum(axis=1, keepdims=True),
    }
    wrong = {
        "dZ2": {
            "Y was never subtracted: (A2 - Y) / m": A2 / m,
            "only Y was divided by m; brackets go around the difference: (A2 - Y) / m": A2 - Y / m,
            "m is the number of columns, X.shape[1], not that of the rows of X": (A2 - Y) / len(X),
            "m is the number of columns, X.shape[1], not that of the rows of Y": (A2 - Y) / len(Y),
            "Z2 stands where A2 belongs": (cache["Z2"] - Y) / m,
            "this is dA2, back through the loss alone; go through softmax too": -Y / A2 / m,
        },
        "dW2": {
            "Z1 stands in for A1, which is what layer 2 was given": dZ2 @ cache["Z1"].T,
            "* works entry by entry; use @ with a transpose: dZ2 @ A1.T": dZ2 * cache["A1"],
        },
        "dA1": {"W2 was not transposed; it is square, so no shape gives that away: W2.T @ dZ2": W2 @ dZ2},
        "dZ1": {
            "the ReLU mask is missing: dA1 * relu_derivative(Z1)": dA1,
            "the mask is inverted: it must let through where Z1 > 0": dA1 * ~mask,
            "the mask asks Z1, not dA1: it lets through where Z1 > 0": dA1 * (dA1 > 0),
            "dA1 was replaced by the mask alone": mask.astype(float),
            "dA1 was multiplied by relu(Z1) itself; the mask is its derivative, Z1 > 0": dA1 * cache["A1"],
        },
        "dW1": {
            "dA1 stands in for dZ1, so the ReLU mask is missing": dA1 @ X.T,
            "A1 stands in for X, which is what layer 1 was given": dZ1 @ cache["A1"].T,
        },
        "db1": {"dA1 stands in for dZ1, so the ReLU mask is missing": dA1.sum(axis=1, keepdims=True)},
    }

    def examine(attempt):
        got = call(attempt, (parameters, cache, X, Y))
        if got is ...:
            return False
        if not (isinstance(got, dict) and got and got.keys() <= right.keys()):
            require_keys(got, right)
        done = [name for name in right if name in got]
        for name in done:
            require_gradient(name, got[name], right[name], m, wrong.get(name, {}))
        if len(done) < len(right):
            missing = next(name for name in right if name not in got)
            raise NotRight(f"{', '.join(done)} {'agrees' if len(done) == 1 else 'agree'}; next: {missing}.")
        return True

    check(attempt, examine, "All seven intermediates agree: dZ2, dW2, db2, dA1, dZ1, dW1, db1.")


def squared_error_gradient(attempt):
    """Notebook 04: the gradient of the squared error, summed over outputs, averaged over examples."""
    A = np.array([[0.5, 0.2, 0.1], [0.2, 0.7, 0.2], [0.2, 0.1, 0.3], [0.1, 0.3, 0.4]])
    Y = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 1]])
    by_cases(
        attempt,
        right=lambda A, Y: 2 * (A - Y) / Y.shape[1],
        cases=[(A, Y), (A[:, :1], Y[:, :1])],
        mistakes=[
            (lambda A, Y: (A - Y) / Y.shape[1],
             "The factor 2 is missing: the derivative of a square is twice its base."),
            (lambda A, Y: 2 * (A - Y), "The 1/m of the mean over the examples is missing."),
            (lambda A, Y: 2 * (Y - A) / Y.shape[1], "The sign is wrong: the loss grows with A where A is above Y."),
            (lambda A, Y: 2 * (A - Y) / Y.size,
             "It was divided by all entries; the mean is over the m examples only, Y.shape[1]."),
            (lambda A, Y: 2 * (A - Y) / Y.shape[0],
             "It was divided by the number of rows; the examples are columns, Y.shape[1]."),
            (lambda A, Y: A - Y, "The factor 2 of the square and the 1/m of the mean are missing."),
            (lambda A, Y: (A - Y) ** 2 / Y.shape[1], "This is the loss itself, entry by entry; take its derivative."),
        ] + [
            (lambda A, Y, axis=axis, keepdims=keepdims: np.sum(2 * (A - Y), axis, keepdims=keepdims) / Y.shape[1],
             f"It was summed over the {what}; the gradient has a number for each entry of A: leave out the sum.")
            for axis, what in ((1, "examples"), (0, "outputs")) for keepdims in (False, True)
        ],
        verified="It agrees with the derivative of the mean squared distance.",
    )


def sigmoid_backward(attempt):
    """Notebook 04: back through a sigmoid, from dA to dZ."""
    def sigmoid(Z):
        return 1 / (1 + np.exp(-Z))

    A = np.array([[0.5, 0.9], [0.1, 0.3]])
    dA = np.array([[1.0, -2], [0.5, 3]])
    by_cases(
        attempt,
        right=lambda dA, A: dA * A * (1 - A),
        cases=[(dA, A), (dA[:1], A[:1])],
        mistakes=[
            (lambda dA, A: A * (1 - A), "dA is missing: the chain rule multiplies what comes from above by the slope."),
            (lambda dA, A: dA * sigmoid(A) * (1 - sigmoid(A)),
             "sigmoid was applied again: A is sigmoid(Z) already, so the slope is A (1 − A)."),
            (lambda dA, A: dA * (1 - A), "The slope is A (1 − A); the factor A is missing."),
            (lambda dA, A: dA * A, "The slope is A (1 − A); the factor 1 − A is missing."),
            (lambda dA, A: dA * (A > 0), "That is ReLU's slope; the sigmoid's is A (1 − A)."),
            (lambda dA, A: dA * A * 1 - A, "Python multiplies before it subtracts: put 1 - A into brackets."),
            (lambda dA, A: dA + A * (1 - A), "The chain rule multiplies: dA times the slope, not plus."),
            (lambda dA, A: -dA * A * (1 - A), "The sign is wrong: a sigmoid rises everywhere, its slope is positive."),
            (lambda dA, A: dA @ (A * (1 - A)),
             "@ is the matrix product; an activation acts entry by entry, with *."),
        ],
        verified="It multiplies what comes from above by the slope A (1 − A).",
    )


def backward_three_layers(attempt):
    """Notebook 04: the gradients of a network with two hidden layers."""
    rng = np.random.default_rng(4)
    sizes = [(4, 3), (4, 4), (4, 4)]
    parameters = {}
    for layer, (outputs, inputs) in enumerate(sizes, start=1):
        parameters[f"W{layer}"] = rng.normal(size=(outputs, inputs))
        parameters[f"b{layer}"] = rng.normal(size=(outputs, 1))
    _, X, Y = small_case()

    def forward(p):
        Z1 = p["W1"] @ X + p["b1"]
        Z2 = p["W2"] @ relu(Z1) + p["b2"]
        Z3 = p["W3"] @ relu(Z2) + p["b3"]
        return {"Z1": Z1, "A1": relu(Z1), "Z2": Z2, "A2": relu(Z2), "Z3": Z3, "A3": softmax(Z3)}

    def follow(dZ3, mask2, mask1, W3=None, W2=None, inputs=("A1", "A2"), dZ2=None, dA1=None):
        W3 = parameters["W3"].T if W3 is None else W3
        W2 = parameters["W2"].T if W2 is None else W2
        dZ2 = (W3 @ dZ3) * mask2 if dZ2 is None else dZ2
        dZ1 = (W2 @ dZ2 if dA1 is None else dA1) * mask1
        inputs = {1: X, 2: cache[inputs[0]], 3: cache[inputs[1]]}
        gradients = {}
        for layer, dZ in ((3, dZ3), (2, dZ2), (1, dZ1)):
            gradients[f"W{layer}"] = dZ @ inputs[layer].T
            gradients[f"b{layer}"] = dZ.sum(axis=1, keepdims=True)
        return gradients

    cache = forward(parameters)
    m = X.shape[1]
    dZ3 = (cache["A3"] - Y) / m
    mask1, mask2 = cache["Z1"] > 0, cache["Z2"] > 0
    slips = {
        "Y was never subtracted: dZ3 = (A3 - Y) / m": follow(cache["A3"] / m, mask2, mask1),
        "the ReLU mask of layer 2 is missing": follow(dZ3, 1, mask1),
        "the ReLU mask of layer 1 is missing": follow(dZ3, mask2, 1),
        "both ReLU masks are missing": follow(dZ3, 1, 1),
        "the mask of layer 1 was used for layer 2": follow(dZ3, mask1, mask1),
        "A2 itself was multiplied; the mask is Z2 > 0": follow(dZ3, cache["A2"], mask1),
        "the mask of layer 2 asks Z2, not Z3": follow(dZ3, cache["Z3"] > 0, mask1),
        "dZ2 does not start from Y again: it comes from dZ3, through W3.T and the mask":
            follow(dZ3, mask2, mask1, dZ2=(cache["A2"] - Y) / m),
        "dA1 was taken from dZ3; it comes from dZ2, the layer between: W2.T @ dZ2":
            follow(dZ3, mask2, mask1, dA1=parameters["W2"].T @ dZ3),
        "W3 was not transposed on the way back": follow(dZ3, mask2, mask1, W3=parameters["W3"]),
        "W2 was not transposed on the way back": follow(dZ3, mask2, mask1, W2=parameters["W2"]),
        "a layer's own A stands where its input belongs, the A of the layer before":
            follow(dZ3, mask2, mask1, inputs=("A2", "A3")),
        "Z stands in for A, which is what the next layer was given": follow(dZ3, mask2, mask1, inputs=("Z1", "Z2")),
        "A1 stands in for A2, which is what layer 3 was given": follow(dZ3, mask2, mask1, inputs=("A1", "A1")),
    }

    def examine(attempt):
        got = call(attempt, (parameters, cache, X, Y))
        if got is ...:
            return False
        require_keys(got, parameters)
        exact = follow(dZ3, mask2, mask1)
        numerical = numerical_gradient(lambda p: cross_entropy(forward(p)["A3"], Y), parameters)
        for name in reversed(parameters):
            assert np.allclose(exact[name], numerical[name], atol=1e-8), "the check itself is wrong"
            require_gradient(f"The gradient of {name}", got[name], exact[name], m,
                             {words: wrong[name] for words, wrong in slips.items()})
        return True

    check(attempt, examine, "All six gradients agree with central differences.")
