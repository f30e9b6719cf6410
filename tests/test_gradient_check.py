"""The gradient check: it accepts right gradients, and names each usual mistake planted in wrong ones."""

import warnings

import numpy as np
import pytest

from nnhelpers.activations import relu, relu_derivative, sigmoid, sigmoid_derivative, softmax, tanh, tanh_derivative
from nnhelpers.gradient_check import (
    Finding,
    backward_mistakes,
    explain,
    general_mistakes,
    gradient_check,
    likely_mistake,
    numerical_gradient,
    pass_back,
    pass_forward,
    relative_difference,
    two_layer_mistakes,
    worst_entries,
)
from nnhelpers.losses import cross_entropy
from nnhelpers.two_layer import backward_propagation, forward_propagation, initialize, initialize_he

M = 8
SIGN = "the sign is wrong: gradient descent would climb"
TOO_LARGE = "m = 8 times too large: the mean's 1/m is missing"
TOO_SMALL = "m = 8 times too small: divided by m twice"
TRANSPOSED = "it is the transpose of the right gradient"
SUMMED = "summed over everything: a bias gradient sums over the examples only, axis=1 with keepdims=True"
NO_Y = "Y was never subtracted: dZ2 must be (A2 - Y) / m"
NO_MASK = "the mask of the activation is missing: dZ1 = dA1 * derivative(Z1)"
INVERTED = "the mask is inverted: it must let through where Z1 > 0"
AT_A1 = "the derivative was taken at A1 instead of Z1"
NOT_FINITE = "it holds NaN or infinity"
W2_UNTRANSPOSED = "W2 was not transposed on the way back: dA1 = W2.T @ dZ2"


def sum_of_squares(parameters):
    return sum((value**2).sum() for value in parameters.values())


def random_network(seed, inputs=6, hidden=10, outputs=10, m=M, start=initialize):
    """Return parameters, X and Y of a small network."""
    rng = np.random.default_rng(seed)
    parameters = start(rng, inputs, hidden, outputs)
    return parameters, rng.random((inputs, m)), np.eye(outputs)[:, rng.integers(0, outputs, m)]


def loss_of(X, Y, activation=relu):
    """Return the function from parameters to the cross-entropy of the network on X and Y."""
    def loss(parameters):
        A1 = activation(parameters["W1"] @ X + parameters["b1"])
        return cross_entropy(softmax(parameters["W2"] @ A1 + parameters["b2"]), Y)
    return loss


def right_gradients(parameters, X, Y):
    return backward_propagation(parameters, forward_propagation(parameters, X), X, Y)


def backwards(parameters, X, Y, slip, activation=relu, derivative=relu_derivative):
    """Return the gradients of a backward pass with one slip in it, or with none."""
    m, W2 = X.shape[1], parameters["W2"]
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = activation(Z1)
    A2 = softmax(W2 @ A1 + parameters["b2"])
    dZ2 = (A2 if slip == "Y is not subtracted" else A2 - Y) / m
    dA1 = (W2 if slip == "W2 is not transposed" else W2.T) @ dZ2
    slope = derivative(A1 if slip == "derivative at A1" else Z1)
    if slip == "no mask":
        slope = np.ones_like(Z1)
    if slip == "mask inverted":
        slope = np.where(Z1 > 0, 0, 1)
    dZ1 = dA1 * slope
    return {
        "W1": dZ1 @ X.T, "b1": dZ1.sum(axis=1, keepdims=True), "W2": dZ2 @ A1.T, "b2": dZ2.sum(axis=1, keepdims=True)
    }


def mistakes_named(parameters, X, Y, wrong, activation=relu, derivative=relu_derivative):
    """Check gradients and return {name: mistake} of the parameters that differ."""
    findings = gradient_check(
        loss_of(X, Y, activation), parameters, wrong, X.shape[1],
        two_layer_mistakes(parameters, X, Y, activation, derivative),
    )
    assert [finding.parameter for finding in findings] == list(parameters)
    return {finding.parameter: finding.mistake for finding in findings if not finding.agrees}


# ---- numerical gradients


def test_numerical_gradient_of_a_square_and_a_product_is_the_one_worked_by_hand():
    # L = a0² + 3 a0 a1 at (2, 5): ∂L/∂a0 = 2·2 + 3·5 = 19, ∂L/∂a1 = 3·2 = 6
    slopes = numerical_gradient(lambda p: p["a"][0] ** 2 + 3 * p["a"][0] * p["a"][1], {"a": np.array([2.0, 5.0])})
    np.testing.assert_allclose(slopes["a"], [19, 6], rtol=1e-9)


def test_numerical_gradient_of_a_cube_is_off_by_the_square_of_the_step():
    # ((p + s)³ - (p - s)³) / 2s = 3p² + s²; at p = 2 with s = 0.5: 12 + 0.25
    slopes = numerical_gradient(lambda p: p["a"].item() ** 3, {"a": np.array([2.0])}, step=0.5)
    np.testing.assert_allclose(slopes["a"], [12.25], rtol=1e-14)


def test_numerical_gradient_gives_every_parameter_of_any_rank_its_own_shape():
    rng = np.random.default_rng(0)
    shapes = {"kernel": (2, 3, 4), "vector": (5,), "matrix": (3, 2), "number": ()}
    parameters = {name: np.array(rng.normal(size=shape)) for name, shape in shapes.items()}
    parameters["matrix"] = np.asfortranarray(parameters["matrix"])
    slopes = numerical_gradient(lambda p: sum((value**2).sum() for value in p.values()), parameters)
    assert list(slopes) == list(shapes)
    for name, value in parameters.items():
        assert slopes[name].shape == shapes[name]
        np.testing.assert_allclose(slopes[name], 2 * value, atol=1e-9)


def test_numerical_gradient_nudges_copies_and_leaves_the_parameters_alone():
    parameters = {"a": np.array([0.1, 0.2]), "b": np.array([[0.3]])}
    before = {name: value.copy() for name, value in parameters.items()}
    seen = []

    def loss(nudged):
        assert not any(np.shares_memory(nudged[name], parameters[name]) for name in parameters)
        seen.append(np.concatenate([value.ravel() for value in nudged.values()]))
        return 0.0

    numerical_gradient(loss, parameters, step=0.01)
    for name, value in parameters.items():
        np.testing.assert_array_equal(value, before[name])
    # Two calls per number, each with this number alone moved: up, then down.
    expected = [
        [0.11, 0.2, 0.3], [0.09, 0.2, 0.3], [0.1, 0.21, 0.3], [0.1, 0.19, 0.3], [0.1, 0.2, 0.31], [0.1, 0.2, 0.29]
    ]
    np.testing.assert_allclose(seen, expected, rtol=1e-14)


def test_relative_difference_is_the_largest_one_as_a_share_of_the_largest_numerical_entry():
    # Differences 0.5 and 0.1; the largest numerical entry is |-4|: 0.5/4 = 0.125
    assert relative_difference(np.array([1.5, -4.1]), np.array([1.0, -4.0])) == 0.125
    assert relative_difference(np.zeros(3), np.zeros(3)) == 0


def test_relative_difference_is_infinite_for_other_shapes_and_for_nan():
    assert relative_difference(np.zeros((2, 1)), np.zeros(2)) == np.inf
    assert relative_difference(np.float64(0.0), np.zeros((1, 1))) == np.inf
    assert relative_difference(np.array([np.nan, 1.0]), np.ones(2)) == np.inf
    assert relative_difference(np.array([np.inf, 1.0]), np.ones(2)) == np.inf


# ---- right gradients


@pytest.mark.parametrize("seed", range(30))
def test_no_right_gradient_of_a_random_network_is_accused(seed):
    sizes = np.random.default_rng(seed).integers(1, 7, 4)
    start = initialize if seed % 2 else initialize_he
    parameters, X, Y = random_network(seed, *sizes, start=start)
    m = X.shape[1]
    gradients = right_gradients(parameters, X, Y)
    findings = gradient_check(loss_of(X, Y), parameters, gradients, m, two_layer_mistakes(parameters, X, Y))
    for name, finding in zip(parameters, findings, strict=True):
        assert finding == Finding(name, True, finding.error, [], "")
        assert finding.error < 1e-6


@pytest.mark.parametrize(("activation", "derivative"), [(relu, relu_derivative), (tanh, tanh_derivative),
                                                        (sigmoid, sigmoid_derivative)])
def test_right_gradients_of_a_network_with_any_activation_agree(activation, derivative):
    for seed in range(5):
        parameters, X, Y = random_network(seed, hidden=5, outputs=4)
        right = backwards(parameters, X, Y, None, activation, derivative)
        assert mistakes_named(parameters, X, Y, right, activation, derivative) == {}


def test_the_check_serves_any_loss_of_any_parameters():
    # L = sum(k²)/2 + sum(v³)/3 + (sum of q)²/2: the gradients are k, v² and the sum of q everywhere.
    rng = np.random.default_rng(2)
    parameters = {"kernel": rng.normal(size=(2, 3, 2)), "v": rng.normal(size=4), "q": rng.normal(size=(3, 3))}

    def loss(p):
        return (p["kernel"] ** 2).sum() / 2 + (p["v"] ** 3).sum() / 3 + p["q"].sum() ** 2 / 2

    right = {
        "kernel": parameters["kernel"], "v": parameters["v"] ** 2, "q": np.full((3, 3), parameters["q"].sum())
    }
    assert all(finding.agrees for finding in gradient_check(loss, parameters, right))
    findings = gradient_check(loss, parameters, right | {"v": -right["v"]})
    assert [(f.parameter, f.agrees, f.mistake) for f in findings] == [
        ("kernel", True, ""), ("v", False, SIGN), ("q", True, "")
    ]


@pytest.mark.parametrize("seed", range(20))
def test_a_gradient_of_zero_is_not_accused_because_of_rounding(seed):
    # Softmax does not see c, which raises every logit alike: its gradient is 0, measured as rounding only.
    rng = np.random.default_rng(seed)
    X, Y = rng.random((4, 7)), np.eye(3)[:, rng.integers(0, 3, 7)]
    parameters = {"W": rng.normal(size=(3, 4)), "c": rng.normal(size=(1, 1))}
    dZ = (softmax(parameters["W"] @ X + parameters["c"]) - Y) / 7

    def loss(p):
        return cross_entropy(softmax(p["W"] @ X + p["c"]), Y)

    findings = gradient_check(loss, parameters, {"W": dZ @ X.T, "c": np.zeros((1, 1))}, 7)
    assert [finding.agrees for finding in findings] == [True, True], explain(findings)


def test_the_check_leaves_parameters_and_gradients_alone():
    parameters, X, Y = random_network(3, hidden=4, outputs=4)
    gradients = {name: -value for name, value in right_gradients(parameters, X, Y).items()}
    arrays = [*parameters.values(), *gradients.values(), X, Y]
    before = [array.copy() for array in arrays]
    mistakes_named(parameters, X, Y, gradients)
    for array, kept in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, kept)


# ---- each usual mistake, planted and named

NAMES = ["W1", "b1", "W2", "b2"]
# The parameters whose gradient it spoils; what it makes of the right one; its name in words.
SPOILED = {
    "m times too large": (NAMES, lambda right: M * right, TOO_LARGE),
    "m times too small": (NAMES, lambda right: right / M, TOO_SMALL),
    "the wrong sign": (NAMES, lambda right: -right, SIGN),
    # W2 is square, so that its shape gives nothing away; that of W1 is (10, 6).
    "transposed": (["W1", "W2"], lambda right: right.T, TRANSPOSED),
    "summed to one number": (["b1", "b2"], np.sum, SUMMED),
    "summed and broadcast": (["b1", "b2"], lambda right: np.full((10, 1), right.sum()), SUMMED),
    "without its second axis": (["b1", "b2"], np.ravel, "its shape is (10,), but the parameter's is (10, 1)"),
    "anything": (NAMES, lambda right: 1.37 * right, ""),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_gradient_of_one_parameter_is_named(case):
    names, spoil, words = SPOILED[case]
    parameters, X, Y = random_network(4)
    right = right_gradients(parameters, X, Y)
    for name in names:
        assert mistakes_named(parameters, X, Y, right | {name: spoil(right[name])}) == {name: words}


def test_two_mistakes_in_different_parameters_are_told_apart():
    parameters, X, Y = random_network(16)
    right = right_gradients(parameters, X, Y)
    wrong = right | {"W2": right["W2"].T, "b1": -right["b1"]}
    assert mistakes_named(parameters, X, Y, wrong) == {"W2": TRANSPOSED, "b1": SIGN}


# What slips on the way back; the parameters that it reaches; its name in words.
SLIPS = {
    "W2 is not transposed": (["W1", "b1"], W2_UNTRANSPOSED),
    "no mask": (["W1", "b1"], NO_MASK),
    "mask inverted": (["W1", "b1"], INVERTED),
    "Y is not subtracted": (NAMES, NO_Y),
    "derivative at A1": (["W1", "b1"], AT_A1),
}
BENDS = {"relu": (relu, relu_derivative), "tanh": (tanh, tanh_derivative), "sigmoid": (sigmoid, sigmoid_derivative)}


@pytest.mark.parametrize("bend", BENDS)
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_on_the_way_back_is_named_in_every_parameter_that_it_reaches(slip, bend):
    names, words = SLIPS[slip]
    for sizes in ({}, {"inputs": 3, "hidden": 5, "outputs": 4}):
        parameters, X, Y = random_network(8, **sizes)
        if (slip == "mask inverted" and bend != "relu") or (slip == "W2 is not transposed" and sizes):
            continue  # a mask is either open or shut; a W2 that is not square fits but one way round
        expected = dict.fromkeys(names, words)
        if (slip, bend) == ("derivative at A1", "relu"):
            expected = {}  # no mistake: A1 > 0 exactly where Z1 > 0
        wrong = backwards(parameters, X, Y, slip, *BENDS[bend])
        assert mistakes_named(parameters, X, Y, wrong, *BENDS[bend]) == expected


# ---- any depth


def deep_network(seed, *sizes, m=M):
    """Return parameters, X and Y of a network of layers of these sizes."""
    rng = np.random.default_rng(seed)
    parameters = {}
    for k in range(1, len(sizes)):
        parameters[f"W{k}"] = rng.normal(size=(sizes[k], sizes[k - 1]))
        parameters[f"b{k}"] = rng.normal(size=(sizes[k], 1))
    return parameters, rng.random((sizes[0], m)), np.eye(sizes[-1])[:, rng.integers(0, sizes[-1], m)]


def arrays_of(parameters, X, Y, derivative=relu_derivative, activation=relu):
    """Return dZ of the last layer, A, W and slopes, as `pass_back` takes them."""
    Z, A = pass_forward(parameters, X, activation)
    dZ = (A[len(Z)] - Y) / X.shape[1]
    return dZ, A, {k: parameters[f"W{k}"] for k in Z}, {k: derivative(Z[k]) for k in list(Z)[:-1]}


def deep_findings(parameters, X, Y, gradients, activation=relu, derivative=relu_derivative):
    """Check gradients and return {name: mistake} of the parameters that differ."""
    def loss(parameters):
        Z, A = pass_forward(parameters, X, activation)
        return cross_entropy(A[len(Z)], Y)

    mistakes = backward_mistakes(parameters, X, Y, activation, derivative)
    findings = gradient_check(loss, parameters, gradients, X.shape[1], mistakes)
    return {finding.parameter: finding.mistake for finding in findings if not finding.agrees}


def test_both_passes_are_those_of_the_two_layer_network():
    parameters, X, Y = random_network(3, hidden=5, outputs=4)
    cache = forward_propagation(parameters, X)
    Z, A = pass_forward(parameters, X)
    for name, array in {"Z1": Z[1], "A1": A[1], "Z2": Z[2], "A2": A[2]}.items():
        np.testing.assert_array_equal(array, cache[name])
    assert A[0] is X
    gradients = pass_back(*arrays_of(parameters, X, Y))
    assert set(gradients) == set(parameters)
    for name, right in backward_propagation(parameters, cache, X, Y).items():
        np.testing.assert_allclose(gradients[name], right, rtol=1e-13, atol=1e-16)


@pytest.mark.parametrize("sizes", [(6, 3), (6, 5, 4), (6, 5, 5, 3), (4, 4, 4, 4), (3, 6, 6, 5, 4, 2)], ids=str)
@pytest.mark.parametrize("bend", ["relu", "tanh"])
def test_the_right_gradients_of_any_depth_agree_and_are_not_accused(sizes, bend):
    activation, derivative = {"relu": (relu, relu_derivative), "tanh": (tanh, tanh_derivative)}[bend]
    for seed in range(4):
        parameters, X, Y = deep_network(seed, *sizes)
        right = pass_back(*arrays_of(parameters, X, Y, derivative, activation))
        assert deep_findings(parameters, X, Y, right, activation, derivative) == {}


# In the network 6-5-5-5-3: the layer of the slip; what stands in its place; its name in words.
DEEP_SLIPS = {
    "no mask": (2, lambda a, k: a["slopes"].update({k: np.ones_like(a["A"][k])}),
                "the mask of the activation is missing: dZ{k} = dA{k} * derivative(Z{k})"),
    "inverted": (3, lambda a, k: a["slopes"].update({k: 1 - a["slopes"][k]}),
                 "the mask is inverted: it must let through where Z{k} > 0"),
    "mask of another layer": (2, lambda a, k: a["slopes"].update({k: a["slopes"][3]}),
                              "the mask of layer 3 was used for layer {k}"),
    "not transposed": (1, lambda a, k: a["W"].update({k + 1: a["W"][k + 1].T}),
                       "W2 was not transposed on the way back: dA1 = W2.T @ dZ2"),
    "no Y": (4, lambda a, k: a.update(dZ=a["A"][4] / M), "Y was never subtracted: dZ4 must be (A4 - Y) / m"),
}


@pytest.mark.parametrize("slip", DEEP_SLIPS)
def test_a_slip_in_a_deep_network_is_named_with_its_layer_and_spoils_that_and_all_below(slip):
    layer, plant, words = DEEP_SLIPS[slip]
    parameters, X, Y = deep_network(12, 6, 5, 5, 5, 3)
    arrays = dict(zip(("dZ", "A", "W", "slopes"), arrays_of(parameters, X, Y), strict=True))
    plant(arrays, layer)
    reached = [f"{letter}{k}" for k in range(1, layer + 1) for letter in "Wb"]
    assert deep_findings(parameters, X, Y, pass_back(**arrays)) == dict.fromkeys(reached, words.format(k=layer))


def test_a_slip_that_changes_nothing_is_no_suspect():
    # With ReLU the derivative at A1 is that at Z1, so an error of twice the tolerance must not be laid at its door.
    parameters, X, Y = random_network(5)
    right = right_gradients(parameters, X, Y)
    numerical = numerical_gradient(loss_of(X, Y), parameters)["W1"]
    off = numerical + 1e-5 * np.abs(numerical).max()
    mistakes = two_layer_mistakes(parameters, X, Y)
    np.testing.assert_allclose(mistakes[AT_A1]["W1"], right["W1"], rtol=1e-12, atol=1e-15)
    assert likely_mistake("W1", off, numerical, M, mistakes, 2e-5) == ""


def test_two_layers_alone_are_served_by_the_one_and_any_number_by_the_other():
    shallow, X, Y = deep_network(0, 4, 3)
    deep = deep_network(0, 4, 3, 3, 3)[0]
    for parameters, count in ((shallow, 1), (deep, 3)):
        with pytest.raises(ValueError) as error:
            two_layer_mistakes(parameters, X, Y)
        assert str(error.value) == (
            f"this serves networks of 2 layers, but parameters holds {count}: its keys are {sorted(parameters)}; "
            "for any number of layers there is backward_mistakes(parameters, X, Y)"
        )
        assert backward_mistakes(parameters, X, Y)
    with pytest.raises(ValueError, match="parameters must hold W1, b1, W2, b2 and so on, but its keys are"):
        backward_mistakes({"W": X, "b": X}, X, Y)


# ---- what the finding says


@pytest.mark.parametrize(("name", "place"), [("W1", (3, 5)), ("b1", (7, 0)), ("W2", (9, 2)), ("b2", (0, 0))])
def test_a_single_falsified_entry_is_the_worst_and_stands_at_its_place(name, place):
    parameters, X, Y = random_network(17)
    gradients = right_gradients(parameters, X, Y)
    right = gradients[name][place]
    gradients[name][place] += 0.01
    findings = {f.parameter: f for f in gradient_check(loss_of(X, Y), parameters, gradients, M)}
    assert [f.parameter for f in findings.values() if not f.agrees] == [name]
    worst_place, given, numerical = findings[name].worst[0]
    assert worst_place == place
    assert given == right + 0.01
    assert numerical == pytest.approx(right, abs=1e-9)
    largest = np.abs(right_gradients(parameters, X, Y)[name]).max()
    assert findings[name].error == pytest.approx(0.01 / largest, rel=1e-5)


def test_worst_entries_are_the_three_largest_differences_in_falling_order():
    # Differences: 0.1 at (0, 0), 0.4 at (0, 1), 0 at (0, 2), 0.3 at (1, 0), 0.2 at (1, 1), 0 at (1, 2)
    numerical = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    given = np.array([[1.1, 1.6, 3.0], [4.3, 5.2, 6.0]])
    worst = worst_entries(given, numerical)
    assert worst == [((0, 1), 1.6, 2.0), ((1, 0), 4.3, 4.0), ((1, 1), 5.2, 5.0)]
    assert worst_entries(np.ones(2), np.zeros(2)) == [((0,), 1.0, 0.0), ((1,), 1.0, 0.0)]
    assert worst_entries(np.ones((2, 1)), np.zeros(2)) == []


def test_general_mistakes_of_a_small_bias_are_the_ones_worked_by_hand():
    # Half of (4, -2) is (2, -1), twice it (8, -4); its entries sum to 2.
    mistakes = general_mistakes(np.array([[4.0], [-2.0]]), 2)
    expected = {
        SIGN: [[-4], [2]],
        TRANSPOSED: [[4, -2]],
        TOO_LARGE.replace("8", "2"): [[8], [-4]],
        TOO_SMALL.replace("8", "2"): [[2], [-1]],
        SUMMED: [[2], [2]],
    }
    assert list(mistakes) == list(expected)
    for words, wrong in expected.items():
        np.testing.assert_array_equal(mistakes[words], wrong)
    for shape in [(2, 2), (1,), (2,), (), (2, 3, 1)]:
        assert SUMMED not in general_mistakes(np.ones(shape), 2), shape


def test_general_mistakes_with_a_single_example_know_no_factor_of_m():
    # For m = 1 the gradient "m times too large" would be the right one.
    assert list(general_mistakes(np.array([[4.0], [-2.0]]), 1)) == [SIGN, TRANSPOSED, SUMMED]


@pytest.mark.parametrize("shape", [(), (1,), (1, 1), (2, 1)], ids=str)
def test_no_plain_number_is_called_too_large_or_too_small_when_there_is_one_example(shape):
    # The gradient of the sum of squares at 3 is 6.
    finding, = gradient_check(sum_of_squares, {"s": np.full(shape, 3.0)}, {"s": 6.0})
    assert finding.agrees == (shape == ())
    assert "too large" not in finding.mistake and "too small" not in finding.mistake


def test_a_wrong_gradient_of_a_single_number_is_named():
    finding, = gradient_check(sum_of_squares, {"s": np.array(3.0)}, {"s": np.array(-6.0)})
    assert (finding.agrees, finding.mistake) == (False, SIGN)
    assert finding.worst == [((), -6.0, pytest.approx(6))]


def test_likely_mistake_accepts_only_gradients_as_near_as_the_tolerance():
    numerical = np.array([[1.0], [2.0]])
    off = np.array([[-1.0], [-2.0015]])  # -2 is missed by 0.0015, a share of 0.00075 of the largest entry
    assert likely_mistake("b", off, numerical, 5, {}, 1e-3) == SIGN
    assert likely_mistake("b", off, numerical, 5, {}, 5e-4) == ""
    assert likely_mistake("b", off, numerical, 5, {"no luck": {"b": off}, "for another": {"c": off}}, 1e-4) == "no luck"


def test_the_tolerance_separates_agreement_from_difference():
    # The gradient of the sum of squares at 1 and 2 is 2 and 4; 4.004 is off by a thousandth of the largest entry.
    parameters = {"a": np.array([1.0, 2.0])}
    off = {"a": np.array([2.0, 4.004])}
    loose, = gradient_check(lambda p: (p["a"] ** 2).sum(), parameters, off, tolerance=2e-3)
    strict, = gradient_check(lambda p: (p["a"] ** 2).sum(), parameters, off, tolerance=5e-4)
    usual, = gradient_check(lambda p: (p["a"] ** 2).sum(), parameters, off)
    assert (loose.agrees, strict.agrees, usual.agrees) == (True, False, False)
    assert loose.error == pytest.approx(0.001, rel=1e-5)


def test_explain_writes_a_line_for_agreement_and_the_worst_entries_and_the_mistake_for_the_rest():
    findings = [
        Finding("W1", True, 1e-9, [], ""),
        Finding("b2", False, 2.0, [((3, 0), 0.25, -0.25), ((0, 0), -0.125, 0.125)], SIGN),
        Finding("q", False, 0.5, [((1, 2, 0), 1.0, 0.5)], ""),
    ]
    assert explain(findings).split("\n") == [
        "W1: agrees",
        "b2: DIFFERS",
        "    at [3, 0]: yours +0.250000, numerical -0.250000",
        "    at [0, 0]: yours -0.125000, numerical +0.125000",
        "    likely: the sign is wrong: gradient descent would climb",
        "q: DIFFERS",
        "    at [1, 2, 0]: yours +1.000000, numerical +0.500000",
        "    likely: none of the usual mistakes; compare the intermediates",
    ]


def test_explain_writes_no_minus_before_a_rounded_zero_which_would_differ_from_machine_to_machine():
    findings = [Finding("b1", False, 1.0, [((0, 0), -1e-17, 0.5), ((1, 0), 0.5, -1e-9)], "")]
    assert explain(findings).split("\n")[1:3] == [
        "    at [0, 0]: yours +0.000000, numerical +0.500000",
        "    at [1, 0]: yours +0.500000, numerical +0.000000",
    ]


# ---- bad input


def test_float32_parameters_are_refused_with_the_way_to_convert_them():
    parameters, X, Y = random_network(19, hidden=4, outputs=4)
    gradients = right_gradients(parameters, X, Y)
    parameters["W2"] = parameters["W2"].astype(np.float32)
    loss = loss_of(X, Y)
    for call in [lambda: gradient_check(loss, parameters, gradients), lambda: numerical_gradient(loss, parameters)]:
        with pytest.raises(TypeError) as error:
            call()
        assert "a numerical gradient needs float64, but W2 is float32" in str(error.value)
        assert "convert it with W2.astype(np.float64)" in str(error.value)


def test_parameters_that_are_lists_or_hold_nan_or_nothing_are_refused():
    def loss(parameters):
        return 0.0

    with pytest.raises(TypeError, match=r"a must be a NumPy array, but a list was passed; np\.array\(a\)"):
        numerical_gradient(loss, {"a": [1.0]})
    with pytest.raises(ValueError, match=r"a holds nan at \(1,\)\. Look for it in what a was computed from"):
        numerical_gradient(loss, {"a": np.array([1.0, np.nan])})
    with pytest.raises(ValueError, match=r"a is empty \(shape \(0, 2\)\)"):
        numerical_gradient(loss, {"a": np.zeros((0, 2))})


def test_gradients_of_other_names_are_refused_with_both_lists_of_names():
    parameters, X, Y = random_network(20, hidden=4, outputs=4)
    gradients = {f"d{name}": value for name, value in right_gradients(parameters, X, Y).items()}
    with pytest.raises(ValueError) as error:
        gradient_check(loss_of(X, Y), parameters, gradients)
    assert "the same names as the parameters, ['W1', 'W2', 'b1', 'b2']" in str(error.value)
    assert "but they are ['dW1', 'dW2', 'db1', 'db2']" in str(error.value)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_nan_or_infinity_in_a_gradient_never_agrees(wrong):
    parameters, X, Y = random_network(21, hidden=4, outputs=4)
    gradients = right_gradients(parameters, X, Y)
    gradients["W2"][1, 2] = wrong
    findings = {f.parameter: f for f in gradient_check(loss_of(X, Y), parameters, gradients, M)}
    assert [name for name, finding in findings.items() if not finding.agrees] == ["W2"]
    assert findings["W2"].error == np.inf and findings["W2"].mistake == NOT_FINITE
    gradients["W2"][:] = wrong
    findings = gradient_check(loss_of(X, Y), parameters, gradients, M, two_layer_mistakes(parameters, X, Y))
    assert [(f.agrees, f.mistake) for f in findings] == [(True, ""), (True, ""), (False, NOT_FINITE), (True, "")]


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_an_entry_that_is_not_finite_is_the_worst_and_no_warning_is_given(wrong):
    # The right gradient is 2 4 6 8 10; the entry at 1 is off by 1 and the one at 4 by 2.
    given = np.array([2, 5, 6, wrong, 12])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        finding, = gradient_check(sum_of_squares, {"s": np.arange(1.0, 6)}, {"s": given})
    assert [place for place, _, _ in finding.worst] == [(3,), (4,), (1,)]
    np.testing.assert_equal(finding.worst[0][1], wrong)
    assert finding.mistake == NOT_FINITE


def test_a_loss_of_nan_agrees_with_no_gradient():
    finding, = gradient_check(lambda p: np.nan, {"a": np.ones(2)}, {"a": np.zeros(2)})
    assert not finding.agrees
