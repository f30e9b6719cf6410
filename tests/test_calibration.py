"""Reliability, calibration error and temperature, worked by hand and compared with nudges."""

import numpy as np
import pytest

from nnhelpers.activations import softmax
from nnhelpers.calibration import (
    expected_calibration_error,
    fit_temperature,
    reliability_table,
    temperature_gradient,
)
from nnhelpers.losses import cross_entropy
from nnhelpers.preprocessing import one_hot

# Sure to 0.6, 0.6, 0.9, 0.9; the second is wrong.
A = np.array([[0.6, 0.6, 0.9, 0.9], [0.4, 0.4, 0.1, 0.1]])
LABELS = np.array([0, 1, 0, 0])


def test_the_table_of_four_answers_is_the_one_worked_by_hand():
    table = reliability_table(A, LABELS)
    assert list(table.columns) == ["From", "To", "Images", "Confidence", "Accuracy"]
    np.testing.assert_allclose(table.to_numpy(float), [[0.6, 0.7, 2, 0.6, 0.5], [0.9, 1.0, 2, 0.9, 1.0]])


def test_the_error_of_four_answers_is_the_one_worked_by_hand():
    # (2 · |0.5 − 0.6| + 2 · |1 − 0.9|) / 4
    assert expected_calibration_error(A, LABELS) == pytest.approx(0.1)
    # In one bin: accuracy 3/4, confidence 0.75.
    assert expected_calibration_error(A, LABELS, bins=1) == pytest.approx(0.0, abs=1e-12)


def test_a_bin_counts_as_much_as_it_holds_images():
    # One answer, sure to 0.6, is wrong: distance 0.6. Three, sure to 0.9, are right: distance 0.1. (0.6 + 3 · 0.1) / 4.
    unequal = np.array([[0.6, 0.9, 0.9, 0.9], [0.4, 0.1, 0.1, 0.1]])
    assert expected_calibration_error(unequal, np.array([1, 0, 0, 0])) == pytest.approx(0.225)


def test_a_confidence_of_one_belongs_to_the_last_bin_and_an_edge_to_the_bin_above():
    sure = np.array([[1.0, 0.5], [0.0, 0.5]])
    table = reliability_table(sure, np.array([0, 0]), bins=2)
    assert table["Images"].tolist() == [2] and table["From"].tolist() == [0.5]


def test_sure_and_wrong_is_the_worst_and_sure_and_right_the_best():
    sure = np.eye(3)
    assert expected_calibration_error(sure, np.array([1, 2, 0])) == 1
    assert expected_calibration_error(sure, np.array([0, 1, 2])) == 0


def test_true_probabilities_have_an_error_near_nought():
    rng = np.random.default_rng(0)
    P = softmax(rng.normal(0, 2, (5, 40_000)))
    drawn = np.argmax(P.cumsum(axis=0) > rng.random(40_000), axis=0)
    assert expected_calibration_error(P, drawn) < 0.01
    assert expected_calibration_error(softmax(3 * np.log(P)), drawn) > 0.1  # the same answers, surer


@pytest.mark.parametrize(("P", "labels"), [
    (2 * A, LABELS), (A, np.array([0, 1, 0, 2])), (A.astype(int), LABELS),
])
def test_what_are_no_probabilities_or_labels_is_refused(P, labels):
    with pytest.raises((ValueError, TypeError)):
        reliability_table(P, labels)


def test_the_slope_of_one_example_is_the_one_worked_by_hand():
    # Z = (ln 3, 0), T = 1: A = (3/4, 1/4). −((3/4 − 1) ln 3 + 1/4 · 0)/1² = ln 3 / 4.
    Z = np.array([[np.log(3)], [0.0]])
    assert temperature_gradient(Z, np.array([0]), 1.0) == pytest.approx(np.log(3) / 4)
    # The other class: −((3/4) ln 3 + (1/4 − 1) · 0).
    assert temperature_gradient(Z, np.array([1]), 1.0) == pytest.approx(-3 * np.log(3) / 4)


@pytest.mark.parametrize("T", [0.3, 1.0, 2.5])
def test_the_slope_equals_a_nudge(T):
    rng = np.random.default_rng(0)
    Z, labels = rng.normal(0, 3, (10, 50)), rng.integers(0, 10, 50)
    up, down = (cross_entropy(softmax(Z / t), one_hot(labels)) for t in (T + 1e-6, T - 1e-6))
    assert temperature_gradient(Z, labels, T) == pytest.approx((up - down) / 2e-6, rel=1e-6)


def test_the_temperature_of_logits_that_were_made_too_large_is_found():
    rng = np.random.default_rng(1)
    Z = rng.normal(0, 2, (10, 20_000))
    labels = np.argmax(softmax(Z).cumsum(axis=0) > rng.random(20_000), axis=0)
    T = fit_temperature(Z, labels)
    assert T == pytest.approx(1, abs=0.03)
    assert fit_temperature(3 * Z, labels) == pytest.approx(3 * T, rel=1e-9)  # halving ends nearer than this
    assert temperature_gradient(Z, labels, T) == pytest.approx(0, abs=1e-10)


def test_the_temperature_has_the_lowest_loss_of_all():
    rng = np.random.default_rng(2)
    Z, labels = rng.normal(0, 3, (4, 300)), rng.integers(0, 4, 300)
    Z[labels, np.arange(300)] += 2
    T = fit_temperature(Z, labels)
    losses = {t: cross_entropy(softmax(Z / t), one_hot(labels, 4)) for t in np.geomspace(0.06, 19, 400)}
    assert cross_entropy(softmax(Z / T), one_hot(labels, 4)) <= min(losses.values()) + 1e-12


def test_if_all_answers_are_right_it_says_what_to_do():
    with pytest.raises(ValueError, match="images that the network was not trained with"):
        fit_temperature(5 * np.eye(3), np.array([0, 1, 2]))


@pytest.mark.parametrize("T", [0, -1.0, np.inf])
def test_a_temperature_is_positive(T):
    with pytest.raises(ValueError, match="temperature must be a positive number"):
        temperature_gradient(np.eye(3), np.array([0, 1, 2]), T)
