"""The two-layer network: forwards, backwards, and training."""

import math
import re

import numpy as np
import pandas as pd
import pytest
from small_networks import FLOATS

from nnhelpers import two_layer
from nnhelpers.gradient_check import numerical_gradient
from nnhelpers.losses import cross_entropy
from nnhelpers.two_layer import (
    backward_propagation,
    forward_propagation,
    gradient_descent,
    initialize,
    initialize_he,
    measure,
    predict,
    show_progress,
    update_parameters,
)

NAMES = ["W1", "b1", "W2", "b2"]

# A network of 2 inputs, 2 hidden units and 2 outputs, and a batch of two examples of the classes 0 and 1.
# With t = ln 3 a difference of t between two logits makes the probabilities 3/4 and 1/4.
#
# Z1 = W1 X + b1:  row 1: 1·1 - 2·1/2 + 1/2 = 1/2    and  1·0 - 2·1 + 1/2 = -3/2
#                  row 2: 1/2·1 + 1·1/2 + 1 = 2      and  1/2·0 + 1·1 + 1 = 2
# A1 = ReLU(Z1):   (1/2, 0) and (2, 2)
# Z2 = W2 A1 + b2: row 1: t (1/2 + 1) = 3t/2         and  t (0 + 1) = t
#                  row 2: t (-1/2 + 1) = t/2         and  t (0 + 1) = t
# A2 = softmax:    column 1 differs by t: 3/4, 1/4; column 2 by 0: 1/2, 1/2
t = math.log(3)
HAND_PARAMETERS = {
    "W1": np.array([[1, -2], [0.5, 1]]),
    "b1": np.array([[0.5], [1]]),
    "W2": np.array([[t, 0], [-t, t / 2]]),
    "b2": np.array([[t], [0]]),
}
HAND_X = np.array([[1, 0], [0.5, 1]])
HAND_Y = np.eye(2)
HAND_LABELS = np.array([0, 1])
HAND_CACHE = {
    "Z1": np.array([[0.5, -1.5], [2, 2]]),
    "A1": np.array([[0.5, 0], [2, 2]]),
    "Z2": np.array([[1.5 * t, t], [0.5 * t, t]]),
    "A2": np.array([[3 / 4, 1 / 2], [1 / 4, 1 / 2]]),
}
# dZ2 = (A2 - Y)/2:            row 1: (3/4 - 1)/2 = -1/8 and (1/2 - 0)/2 = 1/4; row 2 the opposite: 1/8 and -1/4
# dW2 = dZ2 A1ᵀ:               row 1: -1/8·1/2 + 1/4·0 = -1/16 and -1/8·2 + 1/4·2 = 1/4; row 2: 1/16 and -1/4
# db2:                         -1/8 + 1/4 = 1/8 and -1/8
# dA1 = W2ᵀ dZ2:               row 1: t (-1/8 - 1/8) = -t/4 and t (1/4 + 1/4) = t/2
#                              row 2: t/2·1/8 = t/16 and t/2·(-1/4) = -t/8
# dZ1 = dA1 where Z1 > 0:      row 1: -t/4 and 0; row 2: t/16 and -t/8
# dW1 = dZ1 Xᵀ:                row 1: -t/4·1 + 0 = -t/4 and -t/4·1/2 + 0·1 = -t/8
#                              row 2: t/16·1 - t/8·0 = t/16 and t/16·1/2 - t/8·1 = -3t/32
# db1:                         -t/4 and t/16 - t/8 = -t/16
HAND_GRADIENTS = {
    "W1": np.array([[-t / 4, -t / 8], [t / 16, -3 * t / 32]]),
    "b1": np.array([[-t / 4], [-t / 16]]),
    "W2": np.array([[-1 / 16, 1 / 4], [1 / 16, -1 / 4]]),
    "b2": np.array([[1 / 8], [-1 / 8]]),
}


def batch(seed, inputs=6, hidden=5, outputs=4, m=7, dtype=np.float64):
    """Return random parameters, X, Y and labels, with every class among the labels where m allows it."""
    rng = np.random.default_rng(seed)
    parameters = initialize(rng, inputs, hidden, outputs, dtype)
    labels = rng.permutation(np.arange(m) % outputs)
    return parameters, rng.random((inputs, m)).astype(dtype), np.eye(outputs, dtype=dtype)[:, labels], labels


def gradients_of(parameters, X, Y):
    return backward_propagation(parameters, forward_propagation(parameters, X), X, Y)


def assert_same(first, second, rtol=1e-12, atol=1e-15):
    """Assert that two dictionaries hold the same names and, up to rounding, the same arrays of the same shape."""
    assert list(first) == list(second)
    for name in first:
        assert first[name].shape == second[name].shape, name
        np.testing.assert_allclose(first[name], second[name], rtol=rtol, atol=atol, err_msg=name)


def copies(parameters):
    return {name: value.copy() for name, value in parameters.items()}


def assert_identical(first, second):
    assert list(first) == list(second)
    for name in first:
        np.testing.assert_array_equal(first[name], second[name], err_msg=name)


# ---- an independent forward pass, in single numbers, that can start at any intermediate


def loss_from_A2(A2, Y):
    total = 0.0
    for k in range(Y.shape[0]):
        for i in range(Y.shape[1]):
            if Y[k, i] == 1:
                total -= math.log(A2[k, i])
    return total / Y.shape[1]


def loss_from_Z2(Z2, Y):
    A2 = np.empty_like(Z2)
    for i in range(Z2.shape[1]):
        whole = sum(math.exp(z) for z in Z2[:, i])
        for k in range(Z2.shape[0]):
            A2[k, i] = math.exp(Z2[k, i]) / whole
    return loss_from_A2(A2, Y)


def product(W, A, b):
    """Compute W A + b, one number at a time."""
    Z = np.empty((W.shape[0], A.shape[1]))
    for j in range(W.shape[0]):
        for i in range(A.shape[1]):
            Z[j, i] = b[j, 0] + sum(W[j, k] * A[k, i] for k in range(W.shape[1]))
    return Z


def loss_from_A1(A1, Y, parameters):
    return loss_from_Z2(product(parameters["W2"], A1, parameters["b2"]), Y)


def loss_from_Z1(Z1, Y, parameters):
    return loss_from_A1(np.where(Z1 > 0, Z1, 0), Y, parameters)


def loss_from_parameters(parameters, X, Y):
    return loss_from_Z1(product(parameters["W1"], X, parameters["b1"]), Y, parameters)


def slopes(loss, array):
    """Measure the slope of a loss at each entry of an array by central differences."""
    return numerical_gradient(lambda p: loss(p["it"]), {"it": array})["it"]


# ---- initialisation


@pytest.mark.parametrize("start", [initialize, initialize_he])
def test_a_network_starts_as_784_10_10_in_float64_unless_told_otherwise(start):
    parameters = start(np.random.default_rng(0))
    assert {name: value.shape for name, value in parameters.items()} == {
        "W1": (10, 784), "b1": (10, 1), "W2": (10, 10), "b2": (10, 1)
    }
    assert {value.dtype for value in parameters.values()} == {np.dtype(np.float64)}
    small = start(np.random.default_rng(0), inputs=4, hidden=3, outputs=2, dtype=np.float32)
    assert {name: value.shape for name, value in small.items()} == {
        "W1": (3, 4), "b1": (3, 1), "W2": (2, 3), "b2": (2, 1)
    }
    assert {value.dtype for value in small.values()} == {np.dtype(np.float32)}
    assert_identical(start(np.random.default_rng(0)), parameters)
    assert (start(np.random.default_rng(1))["W1"] != parameters["W1"]).any()


def test_initialize_spreads_weights_and_biases_evenly_from_minus_a_half_to_a_half():
    parameters = initialize(np.random.default_rng(1), hidden=100, outputs=100)
    for name, value in parameters.items():
        assert -0.5 <= value.min() < -0.45 and 0.45 < value.max() < 0.5, name
    # The variance of an even spread of width 1 is 1/12; 78,400 draws estimate it to about 0.4 %.
    assert parameters["W1"].var() == pytest.approx(1 / 12, rel=0.02)
    assert abs(parameters["W1"].mean()) < 0.005


def test_initialize_he_gives_weights_the_variance_two_over_inputs_and_biases_of_zero():
    parameters = initialize_he(np.random.default_rng(1), inputs=784, hidden=100, outputs=500)
    # 2/784 = 0.002551 for the 78,400 entries of W1, 2/100 = 0.02 for the 50,000 of W2
    assert parameters["W1"].var() == pytest.approx(2 / 784, rel=0.03)
    assert parameters["W2"].var() == pytest.approx(2 / 100, rel=0.03)
    assert abs(parameters["W1"].mean()) < 0.001 and abs(parameters["W2"].mean()) < 0.003
    # A normal distribution has a fourth moment of three times the squared variance, an even spread only 1.8 times.
    assert np.mean(parameters["W1"] ** 4) / parameters["W1"].var() ** 2 == pytest.approx(3, rel=0.1)
    assert not parameters["b1"].any() and not parameters["b2"].any()


# ---- forwards


def test_forward_propagation_gives_the_numbers_worked_by_hand():
    assert_same(forward_propagation(HAND_PARAMETERS, HAND_X), HAND_CACHE)


def test_forward_propagation_equals_loops_over_single_numbers():
    parameters, X, Y, _ = batch(1)
    cache = forward_propagation(parameters, X)
    np.testing.assert_allclose(cache["Z1"], product(parameters["W1"], X, parameters["b1"]), rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(cache["A1"], np.where(cache["Z1"] > 0, cache["Z1"], 0))
    expected = product(parameters["W2"], cache["A1"], parameters["b2"])
    np.testing.assert_allclose(cache["Z2"], expected, rtol=1e-12, atol=1e-15)
    assert cross_entropy(cache["A2"], Y) == pytest.approx(loss_from_parameters(parameters, X, Y), rel=1e-13)


@pytest.mark.parametrize("dtype", FLOATS)
def test_logits_of_a_thousand_go_through_forwards_and_backwards(dtype):
    # Each output's weight is ±1000 and the only hidden unit gives 1: the logits are 1000 and -1000, so A2 = (1, 0).
    # dZ2 = (1, 0) - (0, 1) = (1, -1); dA1 = 1000·1 + 1000·1 = 2000
    one = np.ones((1, 1), dtype)
    parameters = {"W1": one, "b1": 0 * one, "W2": np.array([[1000], [-1000]], dtype), "b2": np.zeros((2, 1), dtype)}
    gradients = gradients_of(parameters, one, np.array([[0], [1]], dtype))
    expected = {"W1": [[2000]], "b1": [[2000]], "W2": [[1], [-1]], "b2": [[1], [-1]]}
    assert_identical(gradients, {name: np.array(value) for name, value in expected.items()})


# ---- backwards


def test_backward_propagation_gives_the_gradients_worked_by_hand():
    assert_same(gradients_of(HAND_PARAMETERS, HAND_X, HAND_Y), HAND_GRADIENTS)


@pytest.mark.parametrize("name", NAMES)
def test_the_gradient_of_every_parameter_is_what_central_differences_measure(name):
    parameters, X, Y, _ = batch(5)
    measured = slopes(lambda value: loss_from_parameters(parameters | {name: value}, X, Y), parameters[name])
    np.testing.assert_allclose(gradients_of(parameters, X, Y)[name], measured, atol=1e-9)


def single_examples(parameters, X, Y):
    """Return dZ1 and dZ2 of a batch: the bias gradient of a batch of one example is its dZ; 1/m makes the mean."""
    m = X.shape[1]
    singles = [gradients_of(parameters, X[:, i:i + 1], Y[:, i:i + 1]) for i in range(m)]
    return np.hstack([s["b1"] for s in singles]) / m, np.hstack([s["b2"] for s in singles]) / m


def test_the_intermediate_gradients_are_what_central_differences_of_the_rest_of_the_way_measure():
    parameters, X, Y, _ = batch(6)
    cache, gradients = forward_propagation(parameters, X), gradients_of(parameters, X, Y)
    dZ1, dZ2 = single_examples(parameters, X, Y)
    positive = cache["Z1"] > 0
    assert positive.any() and not positive.all() and np.abs(cache["Z1"]).min() > 1e-3
    np.testing.assert_allclose(dZ2, slopes(lambda Z2: loss_from_Z2(Z2, Y), cache["Z2"]), atol=1e-9)
    np.testing.assert_allclose(dZ1, slopes(lambda Z1: loss_from_Z1(Z1, Y, parameters), cache["Z1"]), atol=1e-9)
    # dA1 goes on as dZ1 where Z1 is positive, and is stopped elsewhere.
    dA1 = slopes(lambda A1: loss_from_A1(A1, Y, parameters), cache["A1"])
    np.testing.assert_allclose(dZ1, np.where(positive, dA1, 0), atol=1e-9)
    # The slope of A2[j] with respect to Z2[k] is A2[j] ((j = k) - A2[k]), so dZ2 = A2 (dA2 - sum over j of dA2 A2).
    A2, dA2 = cache["A2"], slopes(lambda A2: loss_from_A2(A2, Y), cache["A2"])
    np.testing.assert_allclose(dZ2, A2 * (dA2 - (dA2 * A2).sum(axis=0)), atol=1e-8)
    # The weights' gradients are the products of the intermediates.
    np.testing.assert_allclose(gradients["W2"], np.einsum("ki,ji->kj", dZ2, cache["A1"]), atol=1e-9)
    np.testing.assert_allclose(gradients["W1"], np.einsum("ji,ni->jn", dZ1, X), atol=1e-9)


def test_no_slope_passes_a_hidden_unit_that_stands_at_zero():
    # Z1 = 0 exactly: by convention the slope there is 0.
    parameters = HAND_PARAMETERS | {"W1": np.zeros((2, 2)), "b1": np.zeros((2, 1))}
    gradients = gradients_of(parameters, HAND_X, HAND_Y)
    assert not gradients["W1"].any() and not gradients["b1"].any()
    assert gradients["b2"].any()


def test_the_gradient_of_a_batch_is_the_mean_of_those_of_its_examples_in_any_order():
    parameters, X, Y, _ = batch(10)
    singles = [gradients_of(parameters, X[:, i:i + 1], Y[:, i:i + 1]) for i in range(7)]
    mean = {name: np.mean([single[name] for single in singles], axis=0) for name in NAMES}
    assert_same(gradients_of(parameters, X, Y), mean)
    order = np.random.default_rng(11).permutation(7)
    assert_same(gradients_of(parameters, X[:, order], Y[:, order]), mean)


# ---- update and measurement


def test_update_parameters_subtracts_the_learning_rate_times_the_gradient():
    # 1 - 0.5·4 = -1; -2 - 0.5·(-6) = 1; 0 - 0.5·1 = -0.5
    updated = update_parameters(
        {"W": np.array([[1.0, -2.0]]), "b": np.array([[0.0]])},
        {"W": np.array([[4.0, -6.0]]), "b": np.array([[1.0]])},
        0.5,
    )
    assert_identical(updated, {"W": np.array([[-1.0, 1.0]]), "b": np.array([[-0.5]])})


def test_update_parameters_makes_new_arrays_and_leaves_its_arguments_alone():
    parameters, X, Y, _ = batch(12)
    gradients = gradients_of(parameters, X, Y)
    before = copies(parameters), copies(gradients)
    updated = update_parameters(parameters, gradients, 0.1)
    assert_identical(parameters, before[0])
    assert_identical(gradients, before[1])
    assert not any(np.shares_memory(updated[name], parameters[name]) for name in NAMES)


def test_measure_gives_loss_and_accuracy_of_the_case_worked_by_hand():
    # The loss is (ln(4/3) + ln 2)/2 = ln(8/3)/2. Example 1 is called 0. For the wrong label 1 it costs ln 4.
    one = HAND_X[:, :1]
    assert measure(HAND_PARAMETERS, HAND_X, HAND_LABELS)[0] == pytest.approx(np.log(8 / 3) / 2, rel=1e-13)
    assert measure(HAND_PARAMETERS, one, np.array([0])) == pytest.approx((np.log(4 / 3), 1), rel=1e-13)
    assert measure(HAND_PARAMETERS, one, np.array([1])) == pytest.approx((np.log(4), 0), rel=1e-13)


def test_predict_names_the_class_of_the_largest_logit():
    # With identity weights the logits are the inputs: the largest stand in rows 2, 0, 1 and 1.
    parameters = {"W1": np.eye(3), "b1": np.zeros((3, 1)), "W2": np.eye(3), "b2": np.zeros((3, 1))}
    X = np.array([[0.1, 0.9, 0.2, 0.0], [0.3, 0.8, 0.7, 0.6], [0.5, 0.1, 0.6, 0.5]])
    labels = predict(parameters, X)
    assert labels.tolist() == [2, 0, 1, 1] and labels.dtype.kind == "i"


# ---- float32 all the way


def test_float32_stays_float32_forwards_backwards_in_updates_and_in_training():
    parameters, X, Y, labels = batch(14, dtype=np.float32)
    cache = forward_propagation(parameters, X)
    gradients = backward_propagation(parameters, cache, X, Y)
    for rate in [0.1, np.float64(0.1), np.float32(0.1), 1]:
        updated = update_parameters(parameters, gradients, rate)
        trained, _ = gradient_descent(parameters, X, labels, rate, 3, validation=(X, labels), show=False)
        for arrays in [cache, gradients, updated, trained]:
            assert {value.dtype for value in arrays.values()} == {np.dtype(np.float32)}, rate


# ---- training


def test_one_iteration_takes_the_step_worked_by_hand():
    trained, history = gradient_descent(HAND_PARAMETERS, HAND_X, HAND_LABELS, 0.5, 1, show=False)
    assert_same(trained, {name: HAND_PARAMETERS[name] - 0.5 * HAND_GRADIENTS[name] for name in NAMES})
    assert history["Iteration"].tolist() == [0, 1]
    assert history["Training loss"][0] == pytest.approx(np.log(8 / 3) / 2, rel=1e-13)


def test_history_has_and_progress_shows_a_row_before_the_first_step_after_every_so_many_and_after_the_last(capsys):
    parameters, X, _, labels = batch(16)
    for iterations, every, expected in [
        (20, 10, [0, 10, 20]), (10, 4, [0, 4, 8, 10]), (3, 1, [0, 1, 2, 3]), (2, 100, [0, 2]), (1, 1, [0, 1])
    ]:
        _, history = gradient_descent(parameters, X, labels, 0.1, iterations, every=every, show=False)
        assert isinstance(history, pd.DataFrame)
        assert list(history.columns) == ["Iteration", "Training loss", "Training accuracy"]
        assert history["Iteration"].tolist() == expected
    assert capsys.readouterr() == ("", "")
    _, history = gradient_descent(parameters, X, labels, 0.1, 25)
    assert history["Iteration"].tolist() == [0, 10, 20, 25]
    out = capsys.readouterr().out
    assert re.findall(r"\riteration +(\d+) of 25", out) == ["0", "10", "20", "25"]
    assert out.count("\n") == 1 and out.endswith("\n")


def test_history_measures_training_and_validation_each_on_its_own_examples():
    parameters, X, _, labels = batch(17)
    _, other_X, _, other_labels = batch(18, m=9)
    trained, history = gradient_descent(
        parameters, X, labels, 0.3, 5, validation=(other_X, other_labels), every=5, show=False
    )
    assert list(history.columns) == [
        "Iteration", "Training loss", "Training accuracy", "Validation loss", "Validation accuracy"
    ]
    for row, network in [(0, parameters), (1, trained)]:
        expected = [*measure(network, X, labels), *measure(network, other_X, other_labels)]
        assert history.iloc[row, 1:].tolist() == pytest.approx(expected, rel=1e-14)


def test_the_loss_falls_at_every_short_step_and_the_network_learns_its_examples():
    parameters, X, _, labels = batch(21, inputs=20, hidden=8, m=12)
    _, history = gradient_descent(parameters, X, labels, 0.05, 100, every=1, show=False)
    assert (np.diff(history["Training loss"]) < 0).all()
    trained, history = gradient_descent(parameters, X, labels, 0.2, 400, show=False)
    assert history["Training accuracy"].iloc[-1] == 1
    np.testing.assert_array_equal(predict(trained, X), labels)


def test_training_continues_exactly_where_it_stopped():
    parameters, X, _, labels = batch(22)
    whole, history = gradient_descent(parameters, X, labels, 0.4, 12, every=1, show=False)
    half, first = gradient_descent(parameters, X, labels, 0.4, 5, every=1, show=False)
    rest, second = gradient_descent(half, X, labels, 0.4, 7, every=1, show=False)
    assert_identical(rest, whole)
    losses = first["Training loss"].tolist() + second["Training loss"].tolist()[1:]
    assert losses == history["Training loss"].tolist()


def test_training_leaves_the_arrays_of_the_caller_as_they_were():
    parameters, X, _, labels = batch(23)
    before, X_before, labels_before = copies(parameters), X.copy(), labels.copy()
    for array in [*parameters.values(), X, labels]:
        array.flags.writeable = False
    trained, _ = gradient_descent(parameters, X, labels, 0.4, 5, (X, labels), show=False)
    assert_identical(parameters, before)
    np.testing.assert_array_equal(X, X_before)
    np.testing.assert_array_equal(labels, labels_before)
    assert not any(np.shares_memory(trained[name], parameters[name]) for name in NAMES)


@pytest.mark.parametrize("outputs", [1, 2, 12, 26])
def test_a_network_of_any_number_of_classes_is_trained_and_measured(outputs):
    # A learning rate of 0.5 and 400 steps teach a network with 16 hidden units its few examples.
    parameters, X, _, labels = batch(41, inputs=30, hidden=16, outputs=outputs, m=2 * outputs)
    trained, history = gradient_descent(parameters, X, labels, 0.5, 400, (X, labels), every=100, show=False)
    assert history["Iteration"].tolist() == [0, 100, 200, 300, 400]
    assert history["Training loss"].iloc[-1] <= history["Training loss"].iloc[0]
    assert history["Validation accuracy"].tolist() == history["Training accuracy"].tolist()
    assert measure(trained, X, labels) == tuple(history.iloc[-1][["Training loss", "Training accuracy"]])
    assert set(predict(trained, X)) <= set(range(outputs))
    assert measure(trained, X, labels)[1] > 0.9


# ---- progress


def test_show_progress_writes_over_the_line_before_and_ends_it_after_the_last_iteration(capsys):
    row = {"Iteration": 10, "Training loss": 1.23456, "Training accuracy": 0.8765}
    show_progress(row, 20)
    assert capsys.readouterr().out == "\riteration   10 of 20: loss   1.2346, accuracy  87.6%"
    show_progress(row | {"Iteration": 20, "Validation accuracy": 1.0}, 20)
    out = capsys.readouterr().out
    assert out == "\riteration   20 of 20: loss   1.2346, accuracy  87.6%, on validation 100.0%\n"


# ---- training that goes wrong, or is stopped


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(("dtype", "rate", "iteration"), [
    (np.float32, 1e200, 1), (np.float64, 1e200, 1),
    # Each step multiplies the weights by about the learning rate; (1e100)² passes what float64 can multiply again.
    (np.float64, 1e100, 2),
])
def test_training_that_diverges_names_iteration_and_rate_and_keeps_what_was_reached(dtype, rate, iteration):
    parameters, X, _, labels = batch(26, dtype=dtype)
    with pytest.raises(ValueError) as error:
        gradient_descent(parameters, X, labels, rate, 50, every=1, show=False)
    assert f"training diverged at iteration {iteration}:" in str(error.value)
    assert f"learning_rate={rate:g} makes the steps too long: try a tenth of it" in str(error.value)
    reached, history = gradient_descent.reached
    assert history["Iteration"].tolist() == list(range(iteration))
    expected = parameters
    if iteration == 2:
        expected, whole = gradient_descent(parameters, X, labels, rate, 1, every=1, show=False)
        pd.testing.assert_frame_equal(history, whole, check_exact=True)
    assert_identical(reached, expected)
    # From there, a good rate goes on.
    assert len(gradient_descent(reached, X, labels, 0.1, 3, every=1, show=False)[1]) == 4


@pytest.mark.parametrize("where", ["forward_propagation", "measure"])
def test_an_interrupt_keeps_the_steps_taken_and_the_history_until_then(monkeypatch, capsys, where):
    parameters, X, _, labels = batch(26)
    third, whole = gradient_descent(parameters, X, labels, 0.4, 3, every=1, show=False)
    second, _ = gradient_descent(parameters, X, labels, 0.4, 2, show=False)
    function, calls = getattr(two_layer, where), []

    def interrupted(parameters, *arguments):
        calls.append(parameters)
        # Before step 3 there are three measurements and, each a pass forwards, two steps besides; then a fourth.
        if len(calls) == {"forward_propagation": 6, "measure": 4}[where]:
            raise KeyboardInterrupt
        return function(parameters, *arguments)

    monkeypatch.setattr(two_layer, where, interrupted)
    with pytest.raises(KeyboardInterrupt):
        gradient_descent(parameters, X, labels, 0.4, 9, every=1, show=False)
    reached, history = gradient_descent.reached
    assert_identical(reached, second if where == "forward_propagation" else third)
    pd.testing.assert_frame_equal(history, whole[:3], check_exact=True)
    assert "\nstopped in iteration 3; gradient_descent.reached" in capsys.readouterr().out


# ---- bad input: the guards' own words are tested with the guards; here, that every function asks them


def calls(parameters, X, Y, labels, cache):
    """Each function with these arguments, by its name."""
    return {
        "forward_propagation": lambda: forward_propagation(parameters, X),
        "predict": lambda: predict(parameters, X),
        "measure": lambda: measure(parameters, X, labels),
        "backward_propagation": lambda: backward_propagation(parameters, cache, X, Y),
        "gradient_descent": lambda: gradient_descent(parameters, X, labels, 0.1, 5, show=False),
    }


EVERY_FUNCTION = ["forward_propagation", "predict", "measure", "backward_propagation", "gradient_descent"]
WITH_LABELS = ["measure", "gradient_descent"]
NAN = np.where(np.arange(7) == 5, np.nan, 0)
# What is changed and how; the functions that must refuse it; the kind of error and what it says.
BAD = {
    "X transposed": ("X", lambda X: X.T, EVERY_FUNCTION, ValueError, "W1 expects 6 inputs.* pass X.T"),
    "X of other inputs": ("X", lambda X: X[:4], EVERY_FUNCTION, ValueError, "W1 expects 6 inputs.* of X"),
    "one example": ("X", lambda X: X[:, 0], EVERY_FUNCTION, ValueError, r"pass X\[:, np.newaxis\]"),
    "no example": ("X", lambda X: X[:, :0], EVERY_FUNCTION, ValueError, "X is an empty batch"),
    "raw pixels": ("X", lambda X: X.astype(np.uint8), EVERY_FUNCTION, TypeError, "X must hold floats, .* is uint8"),
    "a list": ("X", lambda X: X.tolist(), EVERY_FUNCTION, TypeError, "X must be a NumPy array, but a list"),
    "unscaled": ("X", lambda X: 255 * X, ["gradient_descent"], ValueError, "X must be scaled"),
    "NaN": ("X", lambda X: X + NAN, ["predict", *WITH_LABELS], ValueError, r"holds nan at \(0, 5\)"),
    "labels one-hot": ("labels", lambda y: np.eye(4)[:, y], WITH_LABELS, ValueError, "labels must be one-dimensional"),
    "a wrong label": ("labels", lambda y: y + 1, WITH_LABELS, ValueError, "whole numbers from 0 to 3, but found 4 at"),
    "labels as floats": ("labels", lambda y: y / 1, WITH_LABELS, TypeError, "its dtype is float64"),
    "too few labels": ("labels", lambda y: y[:6], WITH_LABELS, ValueError, "there are 6 labels|its shape is .4, 6"),
    "Y transposed": ("Y", lambda Y: Y.T, ["backward_propagation"], ValueError, "pass Y.T"),
    "Y as labels": ("Y", lambda Y: Y.argmax(axis=0), ["backward_propagation"], ValueError, "makes such columns"),
    "Y too short": ("Y", lambda Y: Y[:, :3], ["backward_propagation"], ValueError, r"must have the shape \(4, 7\)"),
    "another cache": (
        "cache", lambda c: {name: value[:, :3] for name, value in c.items()}, ["backward_propagation"], ValueError,
        "the cache belongs to another batch",
    ),
    "a tuple": ("parameters", lambda p: tuple(p.values()), EVERY_FUNCTION, TypeError, "must be a dict of W1, b1, W2"),
    "a layer missing": ("parameters", lambda p: {"W1": p["W1"]}, EVERY_FUNCTION, ValueError, r"keys are \['W1'\]"),
    "b1 of one axis": (
        "parameters", lambda p: p | {"b1": p["b1"][:, 0]}, EVERY_FUNCTION, ValueError, r"b1 must have the shape \(5, 1"
    ),
    "NaN in W2": ("parameters", lambda p: p | {"W2": p["W2"] * np.nan}, ["gradient_descent"], ValueError, "W2 holds n"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_fit_is_refused_by_every_function_before_anything_is_shown(case, capsys):
    what, change, functions, kind, words = BAD[case]
    parameters, X, Y, labels = batch(29)
    given = {"parameters": parameters, "X": X, "Y": Y, "labels": labels}
    given["cache"] = forward_propagation(parameters, X)
    given[what] = change(given[what])
    for name in functions:
        with pytest.raises(kind, match=words):
            calls(**given)[name]()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("case", [case for case in BAD if BAD[case][0] in ("X", "labels")])
def test_what_does_not_fit_as_validation_data_is_refused_under_the_name_of_validation_data(case):
    what, change, _, kind, words = BAD[case]
    parameters, X, _, labels = batch(31)
    validation = (change(X), labels) if what == "X" else (X, change(labels))
    words = words.replace("X", "X_validation").replace("labels", "validation_labels")
    with pytest.raises(kind, match=words):
        gradient_descent(parameters, X, labels, 0.1, 5, validation, show=False)
    with pytest.raises(TypeError, match=r"validation must be a pair \(X, labels\), but a list was passed"):
        gradient_descent(parameters, X, labels, 0.1, 5, list(validation), show=False)


@pytest.mark.parametrize(("arguments", "kind", "words"), [
    ({"learning_rate": 0}, ValueError, "learning_rate must be a positive number .* but 0 was passed"),
    ({"learning_rate": -0.1}, ValueError, "but -0.1 was passed; a negative one would climb the loss"),
    ({"learning_rate": np.nan}, ValueError, "learning_rate must be a positive number .* but nan was passed"),
    ({"learning_rate": "fast"}, TypeError, "learning_rate must be a number, but 'fast' was passed"),
    ({"iterations": 0}, ValueError, "iterations must be at least 1, but 0 was passed"),
    ({"iterations": 2.5}, TypeError, "iterations must be a whole number, but 2.5 was passed"),
    ({"every": -1}, ValueError, "every must be at least 1, but -1 was passed"),
    ({"every": "ten"}, TypeError, "every must be a whole number, but 'ten' was passed"),
])
def test_rates_and_counts_that_are_none_are_refused(arguments, kind, words):
    parameters, X, Y, labels = batch(27)
    with pytest.raises(kind, match=words):
        gradient_descent(parameters, X, labels, **({"learning_rate": 0.1, "iterations": 5, "show": False} | arguments))
    if "learning_rate" in arguments:
        with pytest.raises(kind, match=words):
            update_parameters(parameters, gradients_of(parameters, X, Y), **arguments)


def test_update_parameters_refuses_gradients_of_other_names_or_shapes():
    parameters, X, Y, _ = batch(34)
    gradients = gradients_of(parameters, X, Y)
    for wrong, words in [
        ({f"d{name}": value for name, value in gradients.items()}, r"but they are \['dW1', 'dW2', 'db1', 'db2'\]"),
        (gradients | {"b1": gradients["b1"].ravel()}, "the gradient of b1 .* is .5,.; .* axis=1 and keepdims=True"),
        (gradients | {"W1": gradients["W1"].T}, r"the gradient of W1 must have its shape, \(5, 6\), .* is \(6, 5\)$"),
    ]:
        with pytest.raises(ValueError, match=words):
            update_parameters(parameters, wrong, 0.1)


@pytest.mark.parametrize("start", [initialize, initialize_he])
def test_a_seed_instead_of_a_generator_starts_no_network(start):
    with pytest.raises(TypeError, match=r"rng must be a generator .* but 0 was passed; np.random.default_rng\(0\)"):
        start(0)
