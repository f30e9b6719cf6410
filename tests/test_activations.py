"""The activations, their derivatives, the way back through softmax, and the table that names them."""

import warnings

import numpy as np
import pytest

from nnhelpers.activations import (
    ACTIVATIONS,
    leaky_relu,
    leaky_relu_derivative,
    linear,
    linear_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    softmax_backward,
    tanh,
    tanh_derivative,
)
from nnhelpers.gradient_check import numerical_gradient, relative_difference
from nnhelpers.losses import cross_entropy, mean_squared_error

FLOATS = [np.float32, np.float64]
OF_FLOATS_ONLY = [
    softmax,
    leaky_relu,
    leaky_relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
    linear,
    linear_derivative,
]
EVERY_FUNCTION = [relu, relu_derivative, *OF_FLOATS_ONLY]


def test_relu_keeps_what_is_positive_and_replaces_the_rest_by_zero():
    # max(0, -2) = 0, max(0, 0) = 0, max(0, 0.5) = 0.5; max(0, 3) = 3, max(0, -0.1) = 0, max(0, 7) = 7
    Z = np.array([[-2.0, 0.0, 0.5], [3.0, -0.1, 7.0]])
    np.testing.assert_array_equal(relu(Z), [[0, 0, 0.5], [3, 0, 7]])


def test_relu_of_z_minus_relu_of_minus_z_is_z():
    Z = np.random.default_rng(1).normal(size=(5, 7))
    np.testing.assert_array_equal(relu(Z) - relu(-Z), Z)


def test_relu_derivative_is_one_above_zero_and_zero_at_zero_and_below():
    Z = np.array([[-2.0, 0.0, 0.5], [3.0, -1e-12, 1e-12]])
    np.testing.assert_array_equal(relu_derivative(Z), [[0, 0, 1], [1, 0, 1]])


def test_relu_derivative_is_the_slope_that_central_differences_measure():
    Z = np.random.default_rng(2).normal(size=(5, 7))
    assert np.abs(Z).min() > 1e-3, "an entry at the kink would have no slope"
    slope = (relu(Z + 1e-6) - relu(Z - 1e-6)) / 2e-6
    np.testing.assert_allclose(relu_derivative(Z), slope, atol=1e-8)


def test_softmax_of_the_logarithms_of_1_2_and_5_is_one_two_and_five_eighths():
    # exp(ln 1) + exp(ln 2) + exp(ln 5) = 1 + 2 + 5 = 8, so the shares are 1/8, 2/8, 5/8.
    # The second column, ln 3, 0, 0, has the exponentials 3, 1, 1 of sum 5: 3/5, 1/5, 1/5.
    Z = np.log([[1.0, 3.0], [2.0, 1.0], [5.0, 1.0]])
    np.testing.assert_allclose(softmax(Z), [[1 / 8, 3 / 5], [2 / 8, 1 / 5], [5 / 8, 1 / 5]], rtol=1e-14)


def test_softmax_makes_each_column_of_a_square_batch_sum_to_one_and_not_each_row():
    A = softmax(np.random.default_rng(3).normal(0, 3, (6, 6)))
    np.testing.assert_allclose(A.sum(axis=0), 1, rtol=1e-14)
    assert np.abs(A.sum(axis=1) - 1).max() > 0.1
    assert A.min() > 0


def test_softmax_does_not_change_when_a_column_of_logits_is_shifted():
    rng = np.random.default_rng(4)
    Z = rng.normal(size=(10, 8))
    shift = rng.normal(0, 100, (1, 8))
    np.testing.assert_allclose(softmax(Z + shift), softmax(Z), rtol=1e-11)


def test_softmax_treats_each_column_alone_and_each_class_alike():
    rng = np.random.default_rng(5)
    Z = rng.normal(size=(10, 8))
    columns, classes = rng.permutation(8), rng.permutation(10)
    np.testing.assert_allclose(softmax(Z[:, columns]), softmax(Z)[:, columns], rtol=1e-14)
    np.testing.assert_allclose(softmax(Z[classes]), softmax(Z)[classes], rtol=1e-14)
    np.testing.assert_allclose(softmax(Z[:, 3:4]), softmax(Z)[:, 3:4], rtol=1e-14)


@pytest.mark.parametrize("dtype", FLOATS)
def test_softmax_survives_logits_of_a_thousand_of_either_sign(dtype):
    # Column 1: exp(-2000) is 0 in both dtypes. Column 2: equals share evenly. Column 3: so do equals far below.
    Z = np.array([[1000, 1000, -1000], [-1000, 1000, -1000]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        A = softmax(Z)
    np.testing.assert_array_equal(A, np.array([[1, 0.5, 0.5], [0, 0.5, 0.5]], dtype))


# ---- leaky ReLU


def test_leaky_relu_keeps_what_is_positive_and_leaves_a_hundredth_of_the_rest():
    # 0.01 · (-2) = -0.02; 0.01 · 0 = 0; 0.01 · (-0.1) = -0.001
    Z = np.array([[-2.0, 0.0, 0.5], [3.0, -0.1, 7.0]])
    np.testing.assert_allclose(leaky_relu(Z), [[-0.02, 0, 0.5], [3, -0.001, 7]], rtol=1e-15)


def test_leaky_relu_derivative_is_one_above_zero_and_a_hundredth_at_zero_and_below():
    Z = np.array([[-2.0, 0.0, 0.5], [3.0, -1e-12, 1e-12]])
    np.testing.assert_array_equal(leaky_relu_derivative(Z), [[0.01, 0.01, 1], [1, 0.01, 1]])


def test_the_slope_of_leaky_relu_can_be_chosen_for_the_function_and_for_its_derivative():
    # a quarter of -2 is -1/2, of -8 is -2
    Z = np.array([-2.0, 0.0, 3.0, -8.0])
    np.testing.assert_array_equal(leaky_relu(Z, 0.25), [-0.5, 0, 3, -2])
    np.testing.assert_array_equal(leaky_relu(Z, slope=0.25), [-0.5, 0, 3, -2])
    np.testing.assert_array_equal(leaky_relu_derivative(Z, 0.25), [0.25, 0.25, 1, 0.25])
    np.testing.assert_array_equal(leaky_relu_derivative(Z, slope=0.25), [0.25, 0.25, 1, 0.25])


def test_leaky_relu_lies_between_relu_and_linear_and_meets_them_at_the_slopes_0_and_1():
    Z = np.random.default_rng(11).normal(size=(5, 7))
    np.testing.assert_array_equal(leaky_relu(Z, 0), relu(Z))
    np.testing.assert_allclose(leaky_relu(Z, 1 - 1e-12), linear(Z), rtol=1e-11)
    np.testing.assert_allclose(leaky_relu(Z, 0.3), relu(Z) - 0.3 * relu(-Z), rtol=1e-15)
    np.testing.assert_array_equal(leaky_relu_derivative(Z, 0), relu_derivative(Z))
    np.testing.assert_allclose(leaky_relu_derivative(Z, 1 - 1e-12), linear_derivative(Z), rtol=1e-11)


# ---- sigmoid


def test_sigmoid_of_the_logarithm_of_the_odds_is_the_probability():
    # Odds of 3 to 1: 1 / (1 + exp(-ln 3)) = 1 / (1 + 1/3) = 3/4. Odds of 1 to 3: 1 / (1 + 3) = 1/4.
    # Odds of 4 to 1: 1 / (1 + 1/4) = 4/5. Even odds, ln 1 = 0: 1 / (1 + 1) = 1/2.
    Z = np.log([[3, 1 / 3], [4, 1]])
    np.testing.assert_allclose(sigmoid(Z), [[3 / 4, 1 / 4], [4 / 5, 1 / 2]], rtol=1e-14)


def test_sigmoid_derivative_is_the_probability_times_what_is_left_to_one():
    # 3/4 · 1/4 = 3/16; 1/4 · 3/4 = 3/16; 4/5 · 1/5 = 4/25; 1/2 · 1/2 = 1/4
    Z = np.log([[3, 1 / 3], [4, 1]])
    np.testing.assert_allclose(sigmoid_derivative(Z), [[3 / 16, 3 / 16], [4 / 25, 1 / 4]], rtol=1e-14)


@pytest.mark.parametrize("dtype", FLOATS)
def test_sigmoid_and_its_derivative_survive_a_thousand_of_either_sign_without_a_warning(dtype):
    largest = np.finfo(dtype).max
    Z = np.array([[-1000, 0, 1000], [-largest, -0.0, largest]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        A, slope = sigmoid(Z), sigmoid_derivative(Z)
    np.testing.assert_array_equal(A, np.array([[0, 0.5, 1], [0, 0.5, 1]], dtype))
    np.testing.assert_array_equal(slope, np.array([[0, 0.25, 0], [0, 0.25, 0]], dtype))


def test_sigmoid_of_minus_z_is_what_sigmoid_of_z_leaves_to_one():
    Z = np.random.default_rng(12).normal(0, 5, (5, 7))
    np.testing.assert_allclose(sigmoid(-Z), 1 - sigmoid(Z), rtol=0, atol=1e-14)
    np.testing.assert_allclose(sigmoid_derivative(-Z), sigmoid_derivative(Z), rtol=0, atol=1e-14)


def test_sigmoid_keeps_the_digits_of_very_small_probabilities():
    # 1 + exp(-50) is 1 to 21 digits, so that sigmoid(-50) is exp(-50) = 1.93e-22; 1 - sigmoid(50) would be 0.
    Z = np.array([-50.0, -300.0, -700.0])
    np.testing.assert_allclose(sigmoid(Z), np.exp(Z), rtol=1e-14)
    np.testing.assert_allclose(sigmoid_derivative(Z), np.exp(Z), rtol=1e-14)


def test_sigmoid_rises_and_its_slope_is_steepest_at_zero():
    Z = np.linspace(-8, 8, 161)
    assert Z[80] == 0
    assert (np.diff(sigmoid(Z)) > 0).all()
    assert sigmoid_derivative(Z).argmax() == 80 and sigmoid_derivative(Z).max() == 0.25


def test_softmax_of_two_classes_is_the_sigmoid_of_their_difference():
    Z = np.random.default_rng(13).normal(0, 3, (2, 9))
    np.testing.assert_allclose(softmax(Z)[0], sigmoid(Z[0] - Z[1]), rtol=1e-14)


# ---- tanh


def test_tanh_of_the_logarithms_of_2_and_3_is_three_fifths_and_four_fifths():
    # (exp(z) - exp(-z)) / (exp(z) + exp(-z)) at ln 2: (2 - 1/2) / (2 + 1/2) = (3/2) / (5/2) = 3/5
    # at ln 3: (3 - 1/3) / (3 + 1/3) = (8/3) / (10/3) = 4/5; at -ln 2: -3/5; at ln 1 = 0: 0
    Z = np.log([[2, 3], [1 / 2, 1]])
    np.testing.assert_allclose(tanh(Z), [[3 / 5, 4 / 5], [-3 / 5, 0]], rtol=1e-14)


def test_tanh_derivative_is_one_minus_the_square_of_tanh():
    # 1 - 9/25 = 16/25; 1 - 16/25 = 9/25; 1 - 9/25 = 16/25; 1 - 0 = 1
    Z = np.log([[2, 3], [1 / 2, 1]])
    np.testing.assert_allclose(tanh_derivative(Z), [[16 / 25, 9 / 25], [16 / 25, 1]], rtol=1e-14)


def test_tanh_is_the_sigmoid_stretched_to_the_range_from_minus_one_to_one():
    Z = np.random.default_rng(14).normal(0, 2, (5, 7))
    np.testing.assert_allclose(tanh(Z), 2 * sigmoid(2 * Z) - 1, rtol=0, atol=1e-14)
    np.testing.assert_allclose(tanh(-Z), -tanh(Z), rtol=1e-14)


@pytest.mark.parametrize("dtype", FLOATS)
def test_tanh_and_its_derivative_survive_a_thousand_of_either_sign_without_a_warning(dtype):
    Z = np.array([-1000, 0, 1000], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        A, slope = tanh(Z), tanh_derivative(Z)
    np.testing.assert_array_equal(A, np.array([-1, 0, 1], dtype))
    np.testing.assert_array_equal(slope, np.array([0, 1, 0], dtype))


# ---- linear


def test_linear_gives_back_its_argument_itself_and_its_slope_is_one():
    Z = np.array([[-2.0, 0.0], [3.0, 1e300]])
    assert linear(Z) is Z
    np.testing.assert_array_equal(Z, [[-2, 0], [3, 1e300]])
    np.testing.assert_array_equal(linear_derivative(Z), [[1, 1], [1, 1]])


# ---- the table


def test_the_table_of_activations_holds_exactly_these_six():
    assert list(ACTIVATIONS) == ["relu", "leaky_relu", "sigmoid", "tanh", "linear", "softmax"]
    assert ACTIVATIONS["softmax"] == (softmax, None), "softmax has no slope entry by entry"


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_function_and_derivative_in_the_table_carry_its_name_and_belong_together(name):
    function, derivative = ACTIVATIONS[name]
    assert (function.__name__, derivative.__name__) == (name, f"{name}_derivative")
    Z = np.random.default_rng(15).normal(size=(5, 7))
    assert np.abs(Z).min() > 1e-3, "an entry at a kink would have no slope"
    slope = (function(Z + 1e-6) - function(Z - 1e-6)) / 2e-6
    np.testing.assert_allclose(derivative(Z), slope, rtol=0, atol=1e-9)


# ---- every function


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("function", EVERY_FUNCTION)
def test_activations_keep_shape_and_dtype_and_leave_their_argument_alone(function, dtype):
    Z = np.random.default_rng(6).normal(size=(4, 3)).astype(dtype)
    before = Z.copy()
    A = function(Z)
    assert A.dtype == dtype and A.shape == (4, 3)
    assert np.shares_memory(A, Z) == (function is linear)
    np.testing.assert_array_equal(Z, before)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("function", EVERY_FUNCTION)
def test_activations_refuse_nan_and_infinity_and_say_where_they_stand(function, wrong):
    Z = np.zeros((4, 3))
    Z[2, 1] = wrong
    with pytest.raises(ValueError) as error:
        function(Z)
    assert f"Z holds {wrong} at (2, 1)" in str(error.value)
    assert "Look for it in what Z was computed from" in str(error.value)
    assert "try a smaller learning_rate" in str(error.value)


@pytest.mark.parametrize("function", EVERY_FUNCTION)
def test_activations_refuse_a_list_an_empty_array_and_words(function):
    with pytest.raises(TypeError, match=r"Z must be a NumPy array, but a list was passed; np\.array\(Z\)"):
        function([[1.0, 2.0]])
    with pytest.raises(ValueError, match=r"Z is empty \(shape \(10, 0\)\): pass at least one example"):
        function(np.zeros((10, 0)))
    with pytest.raises(TypeError, match="Z must hold numbers, but its dtype is <U1"):
        function(np.array([["a", "b"]]))


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64, bool])
@pytest.mark.parametrize("function", OF_FLOATS_ONLY)
def test_activations_but_relu_refuse_what_is_no_float(function, dtype):
    # In unsigned bytes 0 - 3 would be 253, whose exponential is no probability.
    with pytest.raises(TypeError) as error:
        function(np.array([[0], [3]]).astype(dtype))
    name = np.dtype(dtype)
    assert str(error.value) == f"Z must hold floats, but its dtype is {name}; convert it with Z.astype(float)"


@pytest.mark.parametrize("dtype", [np.int8, np.int64])
def test_relu_and_its_derivative_take_whole_numbers_as_well(dtype):
    Z = np.array([[-2, 0, 3]], dtype)
    np.testing.assert_array_equal(relu(Z), np.array([[0, 0, 3]], dtype), strict=True)
    np.testing.assert_array_equal(relu_derivative(Z), np.array([[0, 0, 1]], dtype), strict=True)


# ---- back through softmax


def test_softmax_backward_gives_the_numbers_worked_by_hand():
    # A = (1/4, 3/4), dA = (2, -1): s = 2/4 - 3/4 = -1/4; dZ = (1/4 · (2 + 1/4), 3/4 · (-1 + 1/4)) = (9/16, -9/16)
    # A = (1/2, 1/2), dA = (1, 0):  s = 1/2;              dZ = (1/2 · (1 - 1/2), 1/2 · (0 - 1/2)) = (1/4, -1/4)
    A = np.array([[1 / 4, 1 / 2], [3 / 4, 1 / 2]])
    dA = np.array([[2.0, 1], [-1, 0]])
    np.testing.assert_array_equal(softmax_backward(A, dA), [[9 / 16, 1 / 4], [-9 / 16, -1 / 4]])


def random_pass(seed, classes=5, m=7):
    """Logits, their softmax, targets and a ∂L/∂A, all by chance."""
    rng = np.random.default_rng(seed)
    Z = rng.normal(0, 2, (classes, m))
    return Z, softmax(Z), rng.dirichlet(np.ones(classes), m).T, rng.normal(size=(classes, m))


def test_softmax_backward_is_the_jacobian_of_each_column_times_its_slope():
    # ∂A_i/∂Z_j = A_i (1 if i = j, else 0) - A_i A_j
    _, A, _, dA = random_pass(16)
    for i in range(7):
        jacobian = np.diag(A[:, i]) - np.outer(A[:, i], A[:, i])
        np.testing.assert_allclose(softmax_backward(A, dA)[:, i], jacobian @ dA[:, i], rtol=1e-12, atol=1e-15)


def test_softmax_backward_gives_columns_that_sum_to_zero_and_ignores_a_slope_common_to_a_column():
    _, A, _, dA = random_pass(17)
    dZ = softmax_backward(A, dA)
    np.testing.assert_allclose(dZ.sum(axis=0), 0, atol=1e-15)
    np.testing.assert_allclose(softmax_backward(A, dA + np.arange(7)), dZ, rtol=1e-11, atol=1e-14)
    assert np.abs(dZ.sum(axis=1)).min() > 0.01


def test_softmax_backward_of_cross_entropys_slope_is_prediction_minus_target():
    # L = -Y ln A / m has the slope -Y/(A m) by A; notebook 04 found dZ = (A - Y)/m.
    _, A, Y, _ = random_pass(18)
    np.testing.assert_allclose(softmax_backward(A, -Y / A / 7), (A - Y) / 7, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("m", [1, 7])
@pytest.mark.parametrize("classes", [2, 5])
def test_softmax_backward_of_squared_errors_slope_is_what_central_differences_measure(classes, m):
    Z, A, Y, _ = random_pass(19, classes, m)
    measured = numerical_gradient(lambda p: mean_squared_error(softmax(p["Z"]), Y), {"Z": Z})["Z"]
    given = softmax_backward(A, 2 * (A - Y) / m)
    assert relative_difference(given, measured) < 1e-7 and np.abs(given).max() > 1e-3
    # Cross-entropy's is another one.
    assert relative_difference((A - Y) / m, measured) > 0.1
    measured = numerical_gradient(lambda p: cross_entropy(softmax(p["Z"]), Y), {"Z": Z})["Z"]
    assert relative_difference(softmax_backward(A, -Y / A / m), measured) < 1e-7


def test_softmax_backward_is_zero_where_the_network_is_certain_rightly_or_wrongly():
    # A = (1, 0): the slope of softmax is 1 · (1 - 1) = 0 and 0, whatever the slope of the loss.
    assert not softmax_backward(np.array([[1.0, 0], [0, 1]]), np.array([[-5.0, 3], [2, 4]])).any()


@pytest.mark.parametrize("dtype", FLOATS)
def test_softmax_backward_keeps_shape_and_dtype_and_leaves_its_arguments_alone(dtype):
    A, dA = (array.astype(dtype) for array in random_pass(20)[1::2])
    before = A.copy(), dA.copy()
    dZ = softmax_backward(A, dA)
    assert dZ.shape == (5, 7) and dZ.dtype == dtype
    np.testing.assert_array_equal(A, before[0])
    np.testing.assert_array_equal(dA, before[1])
