"""Cross-entropy and the mean squared error."""

import warnings

import numpy as np
import pytest

from nnhelpers.activations import softmax
from nnhelpers.losses import cross_entropy, mean_squared_error
from nnhelpers.preprocessing import one_hot

BOTH_LOSSES = pytest.mark.parametrize("loss", [cross_entropy, mean_squared_error])


def random_batch(seed, classes=10, m=8):
    """Return logits and the one-hot targets of m examples."""
    rng = np.random.default_rng(seed)
    return rng.normal(0, 2, (classes, m)), one_hot(rng.integers(0, classes, m), classes)


def test_cross_entropy_of_three_quarters_and_a_half_is_half_the_logarithm_of_eight_thirds():
    # Example 1 gives 3/4 to its class 0, example 2 gives 1/2 to its class 1:
    # (-ln(3/4) - ln(1/2)) / 2 = ln(4/3 · 2) / 2 = ln(8/3) / 2
    A2 = np.array([[3 / 4, 1 / 2], [1 / 4, 1 / 2]])
    assert cross_entropy(A2, np.eye(2)) == pytest.approx(np.log(8 / 3) / 2, rel=1e-14)


def test_cross_entropy_of_an_undecided_network_is_the_logarithm_of_the_number_of_classes():
    _, Y = random_batch(1)
    assert cross_entropy(np.full((10, 8), 0.1), Y) == pytest.approx(np.log(10), rel=1e-14)


def test_cross_entropy_of_certainty_about_the_right_class_is_zero():
    assert cross_entropy(np.eye(10), np.eye(10)) == 0


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("classes", "m"), [(10, 10), (10, 1), (2, 1), (1, 1), (1, 3)])
def test_cross_entropy_of_a_perfect_prediction_has_no_minus_sign(classes, m, dtype):
    perfect = np.eye(classes, dtype=dtype)[:, np.arange(m) % classes]
    assert str(cross_entropy(perfect, perfect)) == "0.0"


def test_cross_entropy_counts_the_probabilities_of_soft_targets():
    # Target (1/4, 3/4), prediction (1/2, 1/2): -(1/4 ln 1/2 + 3/4 ln 1/2) = ln 2
    # Target (1/2, 1/2), prediction (1/4, 3/4): -(1/2 ln 1/4 + 1/2 ln 3/4) = ln(16/3) / 2
    A2 = np.array([[1 / 2, 1 / 4], [1 / 2, 3 / 4]])
    Y = np.array([[1 / 4, 1 / 2], [3 / 4, 1 / 2]])
    assert cross_entropy(A2, Y) == pytest.approx((np.log(2) + np.log(16 / 3) / 2) / 2, rel=1e-14)


def test_cross_entropy_of_a_batch_is_the_mean_of_its_examples_in_any_order():
    Z, Y = random_batch(2)
    A2 = softmax(Z)
    singles = [cross_entropy(A2[:, i:i + 1], Y[:, i:i + 1]) for i in range(8)]
    assert cross_entropy(A2, Y) == pytest.approx(np.mean(singles), rel=1e-14)
    order = np.random.default_rng(3).permutation(8)
    assert cross_entropy(A2[:, order], Y[:, order]) == pytest.approx(cross_entropy(A2, Y), rel=1e-14)


def test_cross_entropy_of_softmax_does_not_change_when_logits_are_shifted():
    Z, Y = random_batch(4)
    assert cross_entropy(softmax(Z + 300), Y) == pytest.approx(cross_entropy(softmax(Z), Y), rel=1e-12)


@pytest.mark.parametrize(("dtype", "cost"), [(np.float64, 708.396), (np.float32, 87.336)])
def test_cross_entropy_is_finite_when_the_true_class_has_probability_zero(dtype, cost):
    # The smallest normal numbers are 2^-1022 and 2^-126; 1022 ln 2 = 708.396 and 126 ln 2 = 87.336
    A2, Y = np.array([[1], [0]], dtype), np.array([[0], [1]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert cross_entropy(A2, Y) == pytest.approx(cost, abs=1e-3)


@pytest.mark.parametrize(("dtype", "cost"), [(np.float64, 708.396), (np.float32, 87.336)])
def test_cross_entropy_survives_logits_of_a_thousand_of_either_sign(dtype, cost):
    # One example of two is certain and right (costs 0), the other certain and wrong: the mean is half its cost.
    Z = np.array([[1000, 1000], [-1000, -1000]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loss = cross_entropy(softmax(Z), np.eye(2, dtype=dtype))
    assert loss == pytest.approx(cost / 2, abs=1e-3)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cross_entropy_is_a_python_float_and_leaves_its_arguments_alone(dtype):
    Z, Y = random_batch(5)
    A2, Y = softmax(Z).astype(dtype), Y.astype(dtype)
    A2[:, 0] = Y[:, 1]  # with exact zeros in it
    before = A2.copy(), Y.copy()
    assert type(cross_entropy(A2, Y)) is float
    np.testing.assert_array_equal(A2, before[0])
    np.testing.assert_array_equal(Y, before[1])


@BOTH_LOSSES
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_a_loss_refuses_nan_and_infinity_in_either_argument_and_says_where(loss, wrong):
    good, bad = np.full((2, 3), 0.5), np.full((2, 3), 0.5)
    bad[1, 2] = wrong
    with pytest.raises(ValueError, match=rf"A2 holds {wrong} at \(1, 2\)\. Look for it in what A2 was computed from"):
        loss(bad, good)
    with pytest.raises(ValueError, match=rf"Y holds {wrong} at \(1, 2\)\. Look for it in what Y was computed from"):
        loss(good, bad)


@BOTH_LOSSES
def test_a_loss_refuses_shapes_that_differ_and_recognises_a_transposed_y(loss):
    A2 = np.full((10, 4), 0.1)
    with pytest.raises(ValueError) as error:
        loss(A2, np.eye(10)[:4])
    assert "Y must have the shape (10, 4), one column per example, but its shape is (4, 10)" in str(error.value)
    assert "it seems transposed: pass Y.T" in str(error.value)
    with pytest.raises(ValueError, match=r"Y must have the shape \(10, 4\).*but its shape is \(10, 1\)$"):
        loss(A2, np.eye(10)[:, :1])


@BOTH_LOSSES
def test_a_loss_refuses_columns_that_are_not_distributions(loss):
    A2 = np.full((2, 3), 0.5)
    with pytest.raises(ValueError) as error:
        loss(A2, np.array([[1.0, 0.5, 1.0], [0.0, 0.6, 0.0]]))
    assert "each column of Y must be non-negative and sum to 1, as one_hot(labels) makes them" in str(error.value)
    assert "but column 1 is [0.5 0.6]" in str(error.value)
    with pytest.raises(ValueError, match=r"non-negative.*but column 2 is \[ 2\. -1\.\]"):
        loss(A2, np.array([[1.0, 1.0, 2.0], [0.0, 0.0, -1.0]]))
    with pytest.raises(ValueError, match=r"non-negative and sum to 1, as one_hot.* but column 1 is \[1\. 1\.\]"):
        loss(A2, np.array([[1.0, 1, 1], [0, 1, 0]]))


def test_cross_entropy_refuses_lists_empty_batches_and_a_single_axis():
    good = np.full((2, 3), 0.5)
    with pytest.raises(TypeError, match=r"A2 must be a NumPy array, but a list was passed; np\.array\(A2\)"):
        cross_entropy([[0.5], [0.5]], good)
    with pytest.raises(TypeError, match=r"Y must be a NumPy array, but a list was passed; np\.array\(Y\)"):
        cross_entropy(good, good.tolist())
    with pytest.raises(ValueError, match=r"A2 is empty \(shape \(10, 0\)\): pass at least one example"):
        cross_entropy(np.zeros((10, 0)), np.zeros((10, 0)))
    with pytest.raises(ValueError, match=r"A2 must have two axes.*one example per column, but its shape is \(2,\)"):
        cross_entropy(np.array([0.5, 0.5]), np.array([1.0, 0.0]))


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, bool])
def test_cross_entropy_refuses_predictions_that_are_no_floats(dtype):
    with pytest.raises(TypeError) as error:
        cross_entropy(np.eye(3, dtype=dtype), np.eye(3))
    name = np.dtype(dtype)
    assert str(error.value) == f"A2 must hold floats, but its dtype is {name}; convert it with A2.astype(float)"


@pytest.mark.parametrize(
    ("A2", "extremes"),
    [(100 * np.eye(3), "0 to 100"), (np.eye(3) - 0.5, "-0.5 to 0.5"), (np.full((3, 3), 1.5), "1.5 to 1.5")],
    ids=["per cent", "negative", "above one"],
)
def test_cross_entropy_refuses_what_are_no_probabilities(A2, extremes):
    with pytest.raises(ValueError) as error:
        cross_entropy(A2, np.eye(3))
    assert str(error.value) == (
        f"A2 must hold probabilities, from 0 to 1, but its entries run from {extremes}; "
        "softmax turns logits into probabilities"
    )


# ---- the mean squared error


def test_mean_squared_error_of_two_examples_is_as_worked_by_hand():
    # Example 1: (3/4 - 1)² + (1/4 - 0)² = 1/16 + 1/16 = 1/8. Example 2: (1/2 - 0)² + (1/2 - 1)² = 1/2.
    # The mean over the examples, not over the numbers: (1/8 + 1/2) / 2 = 5/16
    A = np.array([[3 / 4, 1 / 2], [1 / 4, 1 / 2]])
    assert mean_squared_error(A, np.eye(2)) == 5 / 16


def test_mean_squared_error_is_0_for_certain_and_right_and_2_for_certain_and_wrong():
    for classes in (2, 3, 10):
        right = np.eye(classes)
        assert str(mean_squared_error(right, right)) == "0.0"
        # One 1 too few and one too many: 1² + 1² = 2
        assert mean_squared_error(np.roll(right, 1, axis=1), right) == 2


@pytest.mark.parametrize("classes", [1, 2, 3, 10])
def test_mean_squared_error_of_an_undecided_network_is_what_a_class_leaves_to_one(classes):
    # (1 - 1/k)² + (k - 1)/k² = 1 - 2/k + 1/k² + 1/k - 1/k² = 1 - 1/k
    _, Y = random_batch(11, classes)
    assert mean_squared_error(np.full((classes, 8), 1 / classes), Y) == pytest.approx(1 - 1 / classes, rel=1e-14)


def test_mean_squared_error_compares_with_soft_targets_and_is_zero_only_where_they_are_met():
    # (1/4 - 1/2)² + (3/4 - 1/2)² = 1/8, and the other way round as well; the second example is met.
    A = np.array([[1 / 4, 1 / 3], [3 / 4, 2 / 3]])
    Y = np.array([[1 / 2, 1 / 3], [1 / 2, 2 / 3]])
    assert mean_squared_error(A, Y) == mean_squared_error(Y, A) == 1 / 16
    assert mean_squared_error(Y, Y) == 0


def test_mean_squared_error_of_a_batch_is_the_mean_of_its_examples_in_any_order():
    Z, Y = random_batch(12)
    A = softmax(Z)
    singles = [mean_squared_error(A[:, i:i + 1], Y[:, i:i + 1]) for i in range(8)]
    assert mean_squared_error(A, Y) == pytest.approx(np.mean(singles), rel=1e-14)
    order = np.random.default_rng(13).permutation(8)
    assert mean_squared_error(A[:, order], Y[:, order]) == pytest.approx(mean_squared_error(A, Y), rel=1e-14)
    assert min(singles) > 0 and max(singles) < 2


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_mean_squared_error_is_a_python_float_and_leaves_its_arguments_alone(dtype):
    Z, Y = random_batch(14)
    A, Y = softmax(Z).astype(dtype), Y.astype(dtype)
    before = A.copy(), Y.copy()
    assert type(mean_squared_error(A, Y)) is float
    np.testing.assert_array_equal(A, before[0])
    np.testing.assert_array_equal(Y, before[1])


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, bool])
def test_mean_squared_error_takes_one_hot_targets_of_every_dtype(dtype):
    A = np.array([[3 / 4, 1 / 2], [1 / 4, 1 / 2]])
    assert mean_squared_error(A, np.eye(2, dtype=dtype)) == 5 / 16


def test_mean_squared_error_refuses_what_are_no_probabilities():
    for A, extremes in [(100 * np.eye(3), "0 to 100"), (np.eye(3) - 0.5, "-0.5 to 0.5")]:
        with pytest.raises(ValueError, match=f"must hold probabilities, from 0 to 1, but its .* from {extremes};"):
            mean_squared_error(A, np.eye(3))
    with pytest.raises(TypeError, match="must hold floats, but its dtype is int64"):
        mean_squared_error(np.eye(3, dtype=np.int64), np.eye(3))
    with pytest.raises(TypeError, match="must be a NumPy array, but a list was passed"):
        mean_squared_error([[0.5], [0.5]], np.full((2, 1), 0.5))
    with pytest.raises(ValueError, match=r"must have two axes.*but its shape is \(2,\)"):
        mean_squared_error(np.array([0.5, 0.5]), np.array([1.0, 0.0]))
