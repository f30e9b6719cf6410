"""Cross-entropy, the mean squared error, the penalties, and the table of what a network can be trained by."""

import warnings

import numpy as np
import pytest
from small_networks import FLOATS

from nnhelpers.activations import softmax
from nnhelpers.gradient_check import numerical_gradient, relative_difference
from nnhelpers.losses import (
    LOSSES,
    cross_entropy,
    cross_entropy_costs,
    l1_penalty,
    l2_penalty,
    mean_squared_error,
    squared_error_costs,
)
from nnhelpers.preprocessing import one_hot

BOTH = {cross_entropy: cross_entropy_costs, mean_squared_error: squared_error_costs}
BOTH_LOSSES = pytest.mark.parametrize("loss", BOTH)


def random_batch(seed, classes=10, m=8):
    """Return logits and the one-hot targets of m examples."""
    rng = np.random.default_rng(seed)
    return rng.normal(0, 2, (classes, m)), one_hot(rng.integers(0, classes, m), classes)


# ---- worked by hand


def test_two_examples_cost_what_was_worked_by_hand():
    # Example 1 gives 3/4 to its class 0, example 2 gives 1/2 to its class 1.
    # Cross-entropy: -ln(3/4) = ln(4/3) and -ln(1/2) = ln 2; their mean is ln(8/3)/2.
    # Squared error: (3/4 - 1)² + (1/4 - 0)² = 1/8 and 1/4 + 1/4 = 1/2; the mean over examples, not numbers, is 5/16.
    A = np.array([[3 / 4, 1 / 2], [1 / 4, 1 / 2]])
    np.testing.assert_allclose(cross_entropy_costs(A, np.eye(2)), np.log([4 / 3, 2]), rtol=1e-14)
    np.testing.assert_array_equal(squared_error_costs(A, np.eye(2)), [1 / 8, 1 / 2])
    assert cross_entropy(A, np.eye(2)) == pytest.approx(np.log(8 / 3) / 2, rel=1e-14)
    for dtype in (np.uint8, np.int64, bool, float):
        assert mean_squared_error(A, np.eye(2, dtype=dtype)) == 5 / 16


def test_soft_targets_cost_what_was_worked_by_hand():
    # Target (1/4, 3/4), prediction (1/2, 1/2): -(1/4 ln 1/2 + 3/4 ln 1/2) = ln 2;  1/16 + 1/16 = 1/8
    # Target (1/2, 1/2), prediction (1/4, 3/4): -(1/2 ln 1/4 + 1/2 ln 3/4) = ln(16/3) / 2;  again 1/8
    A = np.array([[1 / 2, 1 / 4], [1 / 2, 3 / 4]])
    Y = np.array([[1 / 4, 1 / 2], [3 / 4, 1 / 2]])
    assert cross_entropy(A, Y) == pytest.approx((np.log(2) + np.log(16 / 3) / 2) / 2, rel=1e-14)
    assert mean_squared_error(A, Y) == 1 / 8 and mean_squared_error(Y, Y) == 0


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_an_undecided_network_and_one_that_is_certain_cost_what_was_worked_by_hand(classes):
    # Cross-entropy: ln k. Squared error: (1 - 1/k)² + (k - 1)/k² = 1 - 2/k + 1/k² + 1/k - 1/k² = 1 - 1/k
    undecided, right = np.full((classes, classes), 1 / classes), np.eye(classes)
    assert cross_entropy(undecided, right) == pytest.approx(np.log(classes), rel=1e-14)
    assert mean_squared_error(undecided, right) == pytest.approx(1 - 1 / classes, rel=1e-14)
    # Certain and wrong: one 1 too few and one too many, 1² + 1² = 2.
    assert mean_squared_error(np.roll(right, 1, axis=1), right) == 2
    # Certain and right: nothing, and no minus sign before it.
    for dtype in FLOATS:
        for loss in BOTH:
            assert str(loss(right.astype(dtype), right)) == "0.0"


@pytest.mark.parametrize(("dtype", "cost"), [(np.float64, 708.396), (np.float32, 87.336)])
def test_cross_entropy_is_finite_when_the_true_class_has_probability_zero(dtype, cost):
    # The smallest normal numbers are 2^-1022 and 2^-126; 1022 ln 2 = 708.396 and 126 ln 2 = 87.336
    # One example of two is certain and right (costs 0), the other certain and wrong.
    Z = np.array([[1000, 1000], [-1000, -1000]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_allclose(cross_entropy_costs(softmax(Z), np.eye(2, dtype=dtype)), [0, cost], atol=1e-3)
        assert cross_entropy(softmax(Z), np.eye(2, dtype=dtype)) == pytest.approx(cost / 2, abs=1e-3)


# ---- properties


@BOTH_LOSSES
def test_the_loss_is_the_mean_of_the_costs_each_example_s_own_in_any_order(loss):
    Z, Y = random_batch(2)
    A, costs = softmax(Z), BOTH[loss](softmax(Z), Y)
    singles = [loss(A[:, i:i + 1], Y[:, i:i + 1]) for i in range(8)]
    np.testing.assert_allclose(costs, singles, rtol=1e-14)
    assert loss(A, Y) == pytest.approx(np.mean(singles), rel=1e-14) and min(singles) > 0
    order = np.random.default_rng(3).permutation(8)
    assert loss(A[:, order], Y[:, order]) == pytest.approx(loss(A, Y), rel=1e-14)


@BOTH_LOSSES
@pytest.mark.parametrize("dtype", FLOATS)
def test_a_loss_is_a_python_float_and_leaves_its_arguments_alone(loss, dtype):
    Z, Y = random_batch(5)
    A, Y = softmax(Z).astype(dtype), Y.astype(dtype)
    A[:, 0] = Y[:, 1]  # with exact zeros in it
    before = A.copy(), Y.copy()
    assert type(loss(A, Y)) is float and BOTH[loss](A, Y).dtype == dtype
    np.testing.assert_array_equal(A, before[0])
    np.testing.assert_array_equal(Y, before[1])


# ---- bad input


@BOTH_LOSSES
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_a_loss_refuses_nan_and_infinity_in_either_argument_and_says_where(loss, wrong):
    good, bad = np.full((2, 3), 0.5), np.full((2, 3), 0.5)
    bad[1, 2] = wrong
    for name, arguments in (("A2", (bad, good)), ("Y", (good, bad))):
        with pytest.raises(ValueError, match=rf"{name} holds {wrong} at \(1, 2\)\. Look for it in what {name} was"):
            loss(*arguments)


HALVES = np.full((2, 3), 0.5)
REFUSED = {
    "a list": (HALVES.tolist(), HALVES, TypeError, "A2 must be a NumPy array, but a list was passed"),
    "a list of targets": (HALVES, HALVES.tolist(), TypeError, "Y must be a NumPy array, but a list was passed"),
    "nothing": (HALVES[:, :0], HALVES[:, :0], ValueError, "A2 is empty"),
    "one axis": (HALVES[:, 0], HALVES[:, 0], ValueError, "A2 must have two axes"),
    "whole numbers": (np.eye(3, dtype=int), np.eye(3), TypeError, "A2 must hold floats, but its dtype is int64"),
    "per cent": (100 * np.eye(3), np.eye(3), ValueError, "A2 must hold probabilities, .* run from 0 to 100;"),
    "negative": (np.eye(3) - 0.5, np.eye(3), ValueError, "A2 must hold probabilities, .* run from -0.5 to 0.5;"),
    "transposed": (HALVES, HALVES.T, ValueError, r"Y must have the shape \(2, 3\), .* is \(3, 2\); .* pass Y.T"),
    "one target": (HALVES, HALVES[:, :1], ValueError, r"Y must have the shape \(2, 3\), .* its shape is \(2, 1\)$"),
    "sum above 1": (HALVES, HALVES + [0, 0.1, 0], ValueError, r"sum to 1, .* but column 1 is \[0.6 0.6\]"),
    "negative target": (HALVES, HALVES + [[0, 0, 1], [0, 0, -1]], ValueError, r"but column 2 is \[ 1.5 -0.5\]"),
}


@BOTH_LOSSES
@pytest.mark.parametrize("case", REFUSED)
def test_a_loss_refuses_what_are_no_probabilities_or_targets(loss, case):
    A, Y, kind, words = REFUSED[case]
    with pytest.raises(kind, match=words):
        loss(A, Y)


# ---- the table


@pytest.mark.parametrize("m", [1, 7])
@pytest.mark.parametrize("name", LOSSES)
def test_the_derivative_in_the_table_is_what_nudged_logits_measure(name, m):
    costs, derivative = LOSSES[name]
    Z, _ = random_batch(6, classes=5, m=m)
    for Y in (one_hot(np.arange(m) % 5, 5), np.random.default_rng(7).dirichlet(np.ones(5), m).T):
        measured = numerical_gradient(lambda p, Y=Y: costs(softmax(p["Z"]), Y).mean(), {"Z": Z})["Z"]
        given = derivative(softmax(Z), Y) / m
        assert relative_difference(given, measured) < 1e-7 and np.abs(given).max() > 1e-3


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", LOSSES)
def test_the_functions_in_the_table_keep_the_dtype(name, dtype):
    Z, Y = random_batch(8)
    A, Y = softmax(Z).astype(dtype), Y.astype(dtype)
    assert [function(A, Y).dtype for function in LOSSES[name]] == [dtype] * 2


def test_the_losses_of_the_table_cost_what_was_worked_by_hand():
    # Of two classes, smoothing by 1/10 makes the targets 0.95 and 0.05.
    A, Y = np.array([[3 / 4], [1 / 4]]), np.array([[1.0], [0.0]])
    expected = {
        "cross_entropy": np.log(4 / 3), "squared_error": 1 / 8,
        "smoothed_cross_entropy": 0.95 * np.log(4 / 3) + 0.05 * np.log(4),
    }
    assert {name: costs(A, Y).item() for name, (costs, _) in LOSSES.items()} == pytest.approx(expected, rel=1e-14)


# ---- penalties


def test_the_penalties_are_as_worked_by_hand():
    # Squares: 1 + 4 + 0 + 9 = 14; 1/2 · 14 / 2 = 3.5. Sizes: 1 + 2 + 0 + 3 = 6; 1/2 · 6 = 3.
    W = np.array([[1.0, -2.0], [0.0, 3.0]])
    assert (l2_penalty(W, 0.5), l1_penalty(W, 0.5)) == (3.5, 3)


@pytest.mark.parametrize(("penalty", "power"), [(l2_penalty, 2), (l1_penalty, 1)])
def test_a_penalty_grows_with_the_strength_and_weights_three_times_as_long_cost_nine_or_three_times_as_much(
    penalty, power
):
    W = np.random.default_rng(3).normal(size=(5, 7))
    assert penalty(W, 0) == penalty(0 * W, 3) == 0 < penalty(W, 1)
    assert penalty(W, 3) == pytest.approx(3 * penalty(W, 1), rel=1e-14)
    assert penalty(-3 * W, 0.1) == pytest.approx(3**power * penalty(W, 0.1), rel=1e-14)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("shape", [(1,), (3, 2), (2, 3, 4)], ids=str)
def test_penalties_are_python_floats_for_weights_of_any_shape_and_leave_them_alone(shape, dtype):
    W = np.full(shape, -2, dtype)
    for penalty in (l2_penalty, l1_penalty):
        for strength in (1, 0.5, np.float64(0.5), np.float32(0.5)):
            # 4/2 = 2 for each weight by l2, and 2 by l1
            assert type(penalty(W, strength)) is float and penalty(W, strength) == 2 * W.size * strength
    assert (W == -2).all()


@pytest.mark.parametrize("penalty", [l2_penalty, l1_penalty])
def test_a_strength_that_is_negative_or_no_number_is_refused(penalty):
    for wrong in (-1e-9, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match=rf"strength must be 0 \(no penalty\) or a positive number, but {wrong} w"):
            penalty(np.eye(2), wrong)
    for wrong in ("0.1", None):
        with pytest.raises(TypeError, match=f"strength must be a number, but {wrong!r} was passed"):
            penalty(np.eye(2), wrong)
