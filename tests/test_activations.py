"""The activations, their derivatives, the way back through softmax, and the table that names them."""

import warnings

import numpy as np
import pytest
from small_networks import FLOATS, HIDDEN

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

EVERY_FUNCTION = [function for functions in ACTIVATIONS.values() for function in functions if function]


def matrix(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape or (5, 7))


# ---- functions and slopes, worked by hand

LOG = np.log
# name → (Z, function(Z), derivative(Z))
HAND = {
    # max(0, -2) = 0, max(0, 0) = 0, max(0, 0.5) = 0.5; at 0 the slope is 0 by convention
    "relu": ([-2, 0, 0.5, -1e-12, 1e-12, 7], [0, 0, 0.5, 0, 1e-12, 7], [0, 0, 1, 0, 1, 1]),
    # 0.01 · (-2) = -0.02; 0.01 · 0 = 0; 0.01 · (-0.1) = -0.001
    "leaky_relu": ([-2, 0, 0.5, -0.1, 7], [-0.02, 0, 0.5, -0.001, 7], [0.01, 0.01, 1, 0.01, 1]),
    # Odds of 3 to 1: 1 / (1 + exp(-ln 3)) = 1 / (1 + 1/3) = 3/4. Odds of 1 to 3: 1 / (1 + 3) = 1/4.
    # Odds of 4 to 1: 1 / (1 + 1/4) = 4/5. Even odds, ln 1 = 0: 1 / (1 + 1) = 1/2.
    # Slopes: 3/4 · 1/4 = 3/16; 1/4 · 3/4 = 3/16; 4/5 · 1/5 = 4/25; 1/2 · 1/2 = 1/4
    "sigmoid": (LOG([3, 1 / 3, 4, 1]), [3 / 4, 1 / 4, 4 / 5, 1 / 2], [3 / 16, 3 / 16, 4 / 25, 1 / 4]),
    # (exp(z) - exp(-z)) / (exp(z) + exp(-z)) at ln 2: (2 - 1/2) / (2 + 1/2) = (3/2) / (5/2) = 3/5
    # at ln 3: (3 - 1/3) / (3 + 1/3) = (8/3) / (10/3) = 4/5; at -ln 2: -3/5; at ln 1 = 0: 0
    # Slopes: 1 - 9/25 = 16/25; 1 - 16/25 = 9/25; 1 - 9/25 = 16/25; 1 - 0 = 1
    "tanh": (LOG([2, 3, 1 / 2, 1]), [3 / 5, 4 / 5, -3 / 5, 0], [16 / 25, 9 / 25, 16 / 25, 1]),
    "linear": ([-2, 0, 3, 1e300], [-2, 0, 3, 1e300], [1, 1, 1, 1]),
}


@pytest.mark.parametrize("name", HAND)
def test_a_function_and_its_derivative_give_the_numbers_worked_by_hand(name):
    function, derivative = ACTIVATIONS[name]
    Z, A, slope = (np.array(row, float)[:, np.newaxis] for row in HAND[name])
    np.testing.assert_allclose(function(Z), A, rtol=1e-14)
    np.testing.assert_allclose(derivative(Z), slope, rtol=1e-14)


def test_the_slope_of_leaky_relu_can_be_chosen_for_the_function_and_for_its_derivative():
    # a quarter of -2 is -1/2, of -8 is -2
    Z = np.array([-2.0, 0.0, 3.0, -8.0])
    np.testing.assert_array_equal(leaky_relu(Z, 0.25), [-0.5, 0, 3, -2])
    np.testing.assert_array_equal(leaky_relu_derivative(Z, slope=0.25), [0.25, 0.25, 1, 0.25])
    np.testing.assert_array_equal(leaky_relu(Z, 0), relu(Z))
    for wrong in (1, -0.1):
        with pytest.raises(ValueError, match=f"slope must be a share from 0 to below 1, but it is {wrong}"):
            leaky_relu(Z, wrong)


def test_softmax_of_the_logarithms_of_1_2_and_5_is_one_two_and_five_eighths():
    # exp(ln 1) + exp(ln 2) + exp(ln 5) = 1 + 2 + 5 = 8, so the shares are 1/8, 2/8, 5/8.
    # The second column, ln 3, 0, 0, has the exponentials 3, 1, 1 of sum 5: 3/5, 1/5, 1/5.
    Z = np.log([[1.0, 3.0], [2.0, 1.0], [5.0, 1.0]])
    np.testing.assert_allclose(softmax(Z), [[1 / 8, 3 / 5], [2 / 8, 1 / 5], [5 / 8, 1 / 5]], rtol=1e-14)


# ---- properties


def test_the_activations_are_related_as_the_lesson_says():
    Z = matrix(1)
    np.testing.assert_array_equal(relu(Z) - relu(-Z), Z)
    np.testing.assert_allclose(leaky_relu(Z, 0.3), relu(Z) - 0.3 * relu(-Z), rtol=1e-15)
    np.testing.assert_allclose(sigmoid(-Z), 1 - sigmoid(Z), rtol=0, atol=1e-14)
    np.testing.assert_allclose(tanh(Z), 2 * sigmoid(2 * Z) - 1, rtol=0, atol=1e-14)
    np.testing.assert_allclose(softmax(Z[:2])[0], sigmoid(Z[0] - Z[1]), rtol=1e-14)


def test_softmax_makes_each_column_of_a_square_batch_sum_to_one_and_not_each_row():
    A = softmax(3 * matrix(3, 6, 6))
    np.testing.assert_allclose(A.sum(axis=0), 1, rtol=1e-14)
    assert np.abs(A.sum(axis=1) - 1).max() > 0.1 and A.min() > 0


def test_softmax_does_not_change_when_a_column_of_logits_is_shifted():
    Z = matrix(4, 10, 8)
    np.testing.assert_allclose(softmax(Z + 100 * matrix(5, 1, 8)), softmax(Z), rtol=1e-11)


def test_softmax_treats_each_column_alone_and_each_class_alike():
    Z, rng = matrix(5, 10, 8), np.random.default_rng(5)
    columns, classes = rng.permutation(8), rng.permutation(10)
    np.testing.assert_allclose(softmax(Z[:, columns]), softmax(Z)[:, columns], rtol=1e-14)
    np.testing.assert_allclose(softmax(Z[classes]), softmax(Z)[classes], rtol=1e-14)
    np.testing.assert_allclose(softmax(Z[:, 3:4]), softmax(Z)[:, 3:4], rtol=1e-14)


# What the functions are of a thousand of either sign and of 0; where it has a slope, that as well.
EXTREMES = {
    sigmoid: [0, 0.5, 1], sigmoid_derivative: [0, 0.25, 0], tanh: [-1, 0, 1], tanh_derivative: [0, 1, 0],
    relu: [0, 0, 1000], relu_derivative: [0, 0, 1],
}


@pytest.mark.parametrize("dtype", FLOATS)
def test_logits_of_a_thousand_of_either_sign_are_survived_without_a_warning(dtype):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for function, expected in EXTREMES.items():
            np.testing.assert_array_equal(function(np.array([-1000, 0, 1000], dtype)), np.array(expected, dtype))
        largest = np.finfo(dtype).max
        np.testing.assert_array_equal(sigmoid(np.array([-largest, -0.0, largest], dtype)), [0, 0.5, 1])
        # exp(-2000) is 0 in both dtypes; equals share evenly, also equals far below.
        A = softmax(np.array([[1000, 1000, -1000], [-1000, 1000, -1000]], dtype))
    np.testing.assert_array_equal(A, np.array([[1, 0.5, 0.5], [0, 0.5, 0.5]], dtype))


def test_sigmoid_keeps_the_digits_of_very_small_probabilities():
    # 1 + exp(-50) is 1 to 21 digits, so that sigmoid(-50) is exp(-50) = 1.93e-22; 1 - sigmoid(50) would be 0.
    Z = np.array([-50.0, -300.0, -700.0])
    np.testing.assert_allclose(sigmoid(Z), np.exp(Z), rtol=1e-14)
    np.testing.assert_allclose(sigmoid_derivative(Z), np.exp(Z), rtol=1e-14)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("function", EVERY_FUNCTION)
def test_activations_keep_shape_and_dtype_and_leave_their_argument_alone(function, dtype):
    Z = matrix(6, 4, 3).astype(dtype)
    before = Z.copy()
    A = function(Z)
    assert A.dtype == dtype and A.shape == (4, 3)
    assert np.shares_memory(A, Z) == (function is linear)
    np.testing.assert_array_equal(Z, before)


@pytest.mark.parametrize("function", EVERY_FUNCTION)
def test_what_is_not_a_number_goes_in_and_comes_out_so_that_a_sick_network_can_be_looked_at(function):
    with np.errstate(all="ignore"):
        A = function(np.array([[np.nan, 1.0], [1.0, 1.0]]))
    assert np.isfinite(A[:, 1]).all() and (np.isnan(A[0, 0]) or "derivative" in function.__name__)


@pytest.mark.parametrize("dtype", [np.int8, np.int64])
def test_relu_and_its_derivative_take_whole_numbers_as_well(dtype):
    Z = np.array([[-2, 0, 3]], dtype)
    np.testing.assert_array_equal(relu(Z), np.array([[0, 0, 3]], dtype), strict=True)
    np.testing.assert_array_equal(relu_derivative(Z), np.array([[0, 0, 1]], dtype), strict=True)


# ---- the table


def test_the_table_of_activations_holds_exactly_these_six():
    assert list(ACTIVATIONS) == ["relu", "leaky_relu", "sigmoid", "tanh", "linear", "softmax"]
    assert ACTIVATIONS["softmax"] == (softmax, None), "softmax has no slope entry by entry"


@pytest.mark.parametrize("name", HIDDEN)
def test_function_and_derivative_in_the_table_carry_its_name_and_belong_together(name):
    function, derivative = ACTIVATIONS[name]
    assert (function.__name__, derivative.__name__) == (name, f"{name}_derivative")
    Z = matrix(15)
    assert np.abs(Z).min() > 1e-3, "an entry at a kink would have no slope"
    slope = (function(Z + 1e-6) - function(Z - 1e-6)) / 2e-6
    np.testing.assert_allclose(derivative(Z), slope, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(linear_derivative(Z), 1)


# ---- back through softmax


def test_softmax_backward_gives_the_numbers_worked_by_hand():
    # A = (1/4, 3/4), dA = (2, -1): s = 2/4 - 3/4 = -1/4; dZ = (1/4 · (2 + 1/4), 3/4 · (-1 + 1/4)) = (9/16, -9/16)
    # A = (1/2, 1/2), dA = (1, 0):  s = 1/2;              dZ = (1/2 · (1 - 1/2), 1/2 · (0 - 1/2)) = (1/4, -1/4)
    # A = (1, 0), certain: the slope of softmax is 1 · (1 - 1) = 0 and 0, whatever the slope of the loss.
    A = np.array([[1 / 4, 1 / 2, 1], [3 / 4, 1 / 2, 0]])
    dA = np.array([[2.0, 1, -5], [-1, 0, 3]])
    np.testing.assert_array_equal(softmax_backward(A, dA), [[9 / 16, 1 / 4, 0], [-9 / 16, -1 / 4, 0]])


def test_softmax_backward_is_the_jacobian_of_each_column_times_its_slope():
    # ∂A_i/∂Z_j = A_i (1 if i = j, else 0) - A_i A_j
    A, dA = softmax(2 * matrix(16)), matrix(17)
    dZ = softmax_backward(A, dA)
    for i in range(7):
        jacobian = np.diag(A[:, i]) - np.outer(A[:, i], A[:, i])
        np.testing.assert_allclose(dZ[:, i], jacobian @ dA[:, i], rtol=1e-12, atol=1e-15)
    # Its columns sum to zero, and a slope common to a column does not count.
    np.testing.assert_allclose(dZ.sum(axis=0), 0, atol=1e-15)
    np.testing.assert_allclose(softmax_backward(A, dA + np.arange(7)), dZ, rtol=1e-11, atol=1e-14)


def test_softmax_backward_of_cross_entropys_slope_is_prediction_minus_target():
    # L = -Y ln A / m has the slope -Y/(A m) by A; notebook 04 found dZ = (A - Y)/m.
    A, Y = softmax(2 * matrix(18)), np.random.default_rng(18).dirichlet(np.ones(5), 7).T
    np.testing.assert_allclose(softmax_backward(A, -Y / A / 7), (A - Y) / 7, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("dtype", FLOATS)
def test_softmax_backward_keeps_shape_and_dtype_and_leaves_its_arguments_alone(dtype):
    A, dA = softmax(matrix(20)).astype(dtype), matrix(21).astype(dtype)
    before = A.copy(), dA.copy()
    dZ = softmax_backward(A, dA)
    assert dZ.shape == (5, 7) and dZ.dtype == dtype
    np.testing.assert_array_equal(A, before[0])
    np.testing.assert_array_equal(dA, before[1])
