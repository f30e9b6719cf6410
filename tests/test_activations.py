"""ReLU, its derivative and softmax."""

import warnings

import numpy as np
import pytest

from nnhelpers.activations import relu, relu_derivative, softmax

FLOATS = [np.float32, np.float64]
EVERY_FUNCTION = [relu, relu_derivative, softmax]


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


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("function", EVERY_FUNCTION)
def test_activations_keep_shape_and_dtype_and_leave_their_argument_alone(function, dtype):
    Z = np.random.default_rng(6).normal(size=(4, 3)).astype(dtype)
    before = Z.copy()
    A = function(Z)
    assert A.dtype == dtype and A.shape == (4, 3)
    assert not np.shares_memory(A, Z)
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
def test_softmax_refuses_logits_that_are_no_floats(dtype):
    # In unsigned bytes 0 - 3 would be 253, whose exponential is no probability.
    with pytest.raises(TypeError) as error:
        softmax(np.array([[0], [3]]).astype(dtype))
    name = np.dtype(dtype)
    assert str(error.value) == f"Z must hold floats, but its dtype is {name}; convert it with Z.astype(float)"
