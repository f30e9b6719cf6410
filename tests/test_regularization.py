"""What keeps a network from learning by heart: penalties on the weights, dropout, and early stopping."""

import copy
import itertools
import math
import pickle
import re

import numpy as np
import pandas as pd
import pytest
from test_network import assert_decided_by_the_seed, examples

import nnhelpers.network
from nnhelpers.activations import ACTIVATIONS
from nnhelpers.gradient_check import numerical_gradient, relative_difference
from nnhelpers.layers import DenseLayer, DropoutLayer
from nnhelpers.losses import cross_entropy, l1_penalty, l2_penalty
from nnhelpers.network import BLOCK, NeuralNetwork, RegularizedNetwork, train_with_patience
from nnhelpers.optimizers import OPTIMIZERS
from nnhelpers.preprocessing import one_hot

FLOATS = [np.float32, np.float64]
DROPPABLE = [name for name in ACTIVATIONS if name != "softmax"]


def refusal(kind, function, *arguments, **keywords):
    """The message with which the function refuses its arguments."""
    with pytest.raises(kind) as error:
        function(*arguments, **keywords)
    assert error.type is kind, "a subclass comes from NumPy or Python, not from a guard"
    return str(error.value)


def network(*sizes, kind=RegularizedNetwork, rate=None, activation="relu", **options):
    """A network of these sizes, softmax at its end; its hidden layers drop, if a rate is given."""
    model = kind(**{"seed": 0, **options})
    for inputs, outputs in itertools.pairwise(sizes[:-1]):
        if rate is None:
            model.add(DenseLayer(inputs, outputs, activation))
        else:
            model.add(DropoutLayer(inputs, outputs, rate, model.rng, activation))
    model.add(DenseLayer(*sizes[-2:], "softmax"))
    return model


def moved_off_zero(model, seed=9):
    """The same network with biases other than 0, and each weight at least 0.05 away from 0."""
    model.parameters += np.random.default_rng(seed).normal(0, 0.2, model.parameters.size)
    for layer in model.layers:
        layer.W += 0.05 * np.sign(layer.W)
    return model


def dropping(model):
    return [layer.dropping for layer in model.layers if isinstance(layer, DropoutLayer)]


# ---- the penalties, worked by hand

HAND_W = np.array([[1.0, -2.0], [0.0, 3.0]])


def test_the_l2_penalty_is_half_the_strength_times_the_sum_of_squares():
    # 1 + 4 + 0 + 9 = 14; 1/2 · 14 / 2 = 3.5
    assert l2_penalty(HAND_W, 0.5) == 3.5


def test_the_l1_penalty_is_the_strength_times_the_sum_of_the_sizes():
    # 1 + 2 + 0 + 3 = 6; 1/2 · 6 = 3
    assert l1_penalty(HAND_W, 0.5) == 3


def test_a_networks_penalty_sums_those_of_its_layers_weights_and_leaves_out_its_biases():
    # Layer 1, W = (1, -2; 0, 3): squares 14, sizes 6. Layer 2, W = (1/2, 0; -1, 0): squares 5/4, sizes 3/2.
    # l2 = 0.2: 0.1 · (14 + 1.25) = 1.525; l1 = 0.1: 0.1 · (6 + 1.5) = 0.75; together 2.275. The biases are 100.
    model = network(2, 2, 2, l2=0.2, l1=0.1)
    model.parameters[:] = 100
    model.layers[0].W[:] = HAND_W
    model.layers[1].W[:] = [[0.5, 0], [-1, 0]]
    assert model.penalty() == pytest.approx(2.275, rel=1e-14)
    for strengths, expected in [({"l2": 0.2}, 1.525), ({"l1": 0.1}, 0.75), ({}, 0)]:
        only = network(2, 2, 2, **strengths)
        only.parameters[:] = model.parameters
        assert only.penalty() == pytest.approx(expected, rel=1e-14)


def test_the_gradient_of_the_penalties_is_as_worked_by_hand():
    # All inputs are 0 and so are the biases: the loss does not depend on W, and what is left is the penalties' own.
    # l2 = 1/2: W/2 = (1/2, -1; 0, 3/2); l1 = 1/4: sign(W)/4 = (1/4, -1/4; 0, 1/4); at 0 both pull nowhere.
    model = network(2, 2, l2=0.5, l1=0.25)
    model.parameters[:] = [1, -2, 0, 3, 0, 0]
    model.fill_gradient(np.zeros((2, 4)), one_hot(np.array([0, 1, 0, 1]), 2))
    # db: both classes get p = 1/2 each time: (-1/2 + 1/2 - 1/2 + 1/2)/4 = 0
    np.testing.assert_array_equal(model.gradient, [0.75, -1.25, 0, 1.75, 0, 0])


def test_a_step_of_gradient_descent_shortens_weights_by_l2_and_shifts_them_by_l1_as_worked_by_hand():
    # As above, with the learning rate 1/2. l2 = 1/2: W - W/4 = (3/4, -3/2; 0, 9/4)
    # l1 = 1/4: W - sign(W)/8 = (7/8, -15/8; 0, 23/8)
    expected = {"l2": [3 / 4, -3 / 2, 0, 9 / 4, 0, 0], "l1": [7 / 8, -15 / 8, 0, 23 / 8, 0, 0]}
    for strengths, ends in [({"l2": 0.5}, expected["l2"]), ({"l1": 0.25}, expected["l1"])]:
        model = network(2, 2, optimizer="gradient_descent", **strengths)
        model.parameters[:] = [1, -2, 0, 3, 0, 0]
        model.step(np.zeros((2, 4)), one_hot(np.array([0, 1, 0, 1]), 2), 0.5)
        np.testing.assert_array_equal(model.parameters, ends)


# ---- the penalties' properties


@pytest.mark.parametrize("penalty", [l2_penalty, l1_penalty])
def test_a_penalty_of_strength_or_weights_zero_is_zero_and_grows_in_proportion_to_the_strength(penalty):
    W = np.random.default_rng(2).normal(size=(5, 7))
    assert penalty(W, 0) == penalty(np.zeros((5, 7)), 3) == 0
    assert penalty(W, 3) == pytest.approx(3 * penalty(W, 1), rel=1e-14) and penalty(W, 1) > 0


@pytest.mark.parametrize(("penalty", "power"), [(l2_penalty, 2), (l1_penalty, 1)])
def test_weights_three_times_as_long_cost_nine_times_by_l2_and_three_times_by_l1(penalty, power):
    W = np.random.default_rng(3).normal(size=(5, 7))
    assert penalty(3 * W, 0.1) == pytest.approx(3**power * penalty(W, 0.1), rel=1e-14)
    assert penalty(-W, 0.1) == penalty(W, 0.1)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("shape", [(1,), (3, 2), (2, 3, 4)], ids=str)
@pytest.mark.parametrize("penalty", [l2_penalty, l1_penalty])
def test_penalties_are_python_floats_for_weights_of_any_shape_and_leave_them_alone(penalty, shape, dtype):
    W = np.full(shape, -2, dtype)
    for strength in (1, 0.5, np.float64(0.5), np.float32(0.5)):
        # 4/2 = 2 for each weight by l2, and 2 by l1
        assert type(penalty(W, strength)) is float and penalty(W, strength) == 2 * W.size * strength
    assert (W == -2).all()


# ---- the gradient of a penalised network


def measured_gradient(model, X, Y):
    """The gradient of loss and penalty, by central differences."""

    def loss(parameters):
        model.parameters[:] = parameters["all"]
        return cross_entropy(model.forward(X), Y) + model.penalty()

    before = model.parameters.copy()
    slopes = numerical_gradient(loss, {"all": before})["all"]
    model.parameters[:] = before
    return slopes


STRENGTHS = {"l2": {"l2": 0.3}, "l1": {"l1": 0.2}, "both": {"l2": 0.3, "l1": 0.2}}


@pytest.mark.parametrize("block", [3, BLOCK], ids=["in blocks of 3", "in one block"])
@pytest.mark.parametrize("m", [1, 8])
@pytest.mark.parametrize("sizes", [(4, 3), (4, 5, 3), (4, 5, 2, 3)], ids=str)
@pytest.mark.parametrize("strengths", STRENGTHS)
def test_the_gradient_of_loss_and_penalties_equals_central_differences(monkeypatch, strengths, sizes, m, block):
    monkeypatch.setattr(nnhelpers.network, "BLOCK", block)
    model, (X, labels) = network(*sizes, activation="tanh", **STRENGTHS[strengths]), examples(m)
    moved_off_zero(model)
    assert min(np.abs(layer.W).min() for layer in model.layers) > 1e-3, "at W = 0 the l1 penalty has no slope"
    Y = one_hot(labels, classes=3)
    model.fill_gradient(X, Y)
    given = model.gradient.copy()
    assert relative_difference(given, measured_gradient(model, X, Y)) < 1e-6
    plain = network(*sizes, activation="tanh")
    plain.parameters[:] = model.parameters
    plain.fill_gradient(X, Y)
    assert np.abs(given - plain.gradient).max() > 0.05, "penalties without weight would prove nothing"


@pytest.mark.parametrize("m", [3, 4, 7, 11])
def test_the_penalties_are_added_once_and_not_once_per_block(monkeypatch, m):
    model, (X, labels) = network(4, 5, 3, l2=0.3, l1=0.2), examples(m)
    Y = one_hot(labels, classes=3)
    whole = model.fill_gradient(X, Y), model.gradient.copy()
    monkeypatch.setattr(nnhelpers.network, "BLOCK", 3)
    (loss, right), in_blocks = model.fill_gradient(X, Y), model.gradient
    np.testing.assert_allclose(in_blocks, whole[1], rtol=1e-12, atol=1e-16)
    assert loss == pytest.approx(whole[0][0], rel=1e-13) and right == whole[0][1]


@pytest.mark.parametrize("dtype", FLOATS)
def test_the_penalties_change_the_gradient_of_the_weights_alone_and_not_the_loss(dtype):
    X, labels = examples(8, dtype=dtype)
    Y = one_hot(labels, 3, dtype)
    plain, model = network(4, 5, 3, dtype=dtype), network(4, 5, 3, dtype=dtype, l2=0.3, l1=0.2)
    for one in (plain, model):
        moved_off_zero(one)
    assert model.fill_gradient(X, Y) == plain.fill_gradient(X, Y)
    for one, other in zip(model.layers, plain.layers, strict=True):
        np.testing.assert_array_equal(one.db, other.db)
        np.testing.assert_allclose(one.dW - other.dW, 0.3 * one.W + 0.2 * np.sign(one.W), rtol=0, atol=1e-6)


@pytest.mark.parametrize("strengths", ["l2", "l1"])
def test_training_with_a_penalty_ends_with_smaller_weights(strengths):
    X, labels = examples(30)
    sizes = []
    for options in ({}, STRENGTHS[strengths]):
        model = network(4, 5, 3, **options)
        model.train(X, labels, epochs=20, batch_size=10, learning_rate=0.01, show=0)
        sizes.append(sum(float(np.sum(np.abs(layer.W))) for layer in model.layers))
    assert sizes[1] < 0.8 * sizes[0]


def test_the_losses_of_the_history_and_of_measure_are_without_the_penalty():
    X, labels = examples(12)
    model, plain = network(4, 5, 3, l2=0.5, l1=0.5), network(4, 5, 3)
    expected = plain.measure(X, labels)
    assert model.measure(X, labels) == expected
    history = model.train(X, labels, epochs=1, batch_size=None, validation=(X, labels), show=0)
    assert history["Training loss"][0] == pytest.approx(expected[0], rel=1e-14)
    assert history["Validation loss"][0] == model.measure(X, labels)[0]
    assert history["Validation loss"][0] == cross_entropy(model.predict_probabilities(X), one_hot(labels, 3))


# ---- without penalties and dropout it is a NeuralNetwork


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_without_penalties_and_dropout_every_step_is_that_of_a_neural_network_to_the_last_bit(optimizer, dtype):
    data, validation = examples(20, dtype=dtype), examples(9, seed=18, dtype=dtype)
    options = {"optimizer": optimizer, "dtype": dtype}
    plain = network(4, 6, 5, 3, kind=NeuralNetwork, **options)
    model = network(4, 6, 5, 3, l2=0, l1=0.0, **options)
    np.testing.assert_array_equal(model.parameters, plain.parameters)
    X, Y = data[0], one_hot(data[1], 3, dtype)
    for _ in range(5):
        assert model.step(X, Y, 0.01) == plain.step(X, Y, 0.01)
        np.testing.assert_array_equal(model.gradient, plain.gradient)
        np.testing.assert_array_equal(model.parameters, plain.parameters)
    histories = [
        one.train(*data, epochs=3, batch_size=6, learning_rate=0.01, validation=validation, show=0)
        for one in (model, plain)
    ]
    pd.testing.assert_frame_equal(*histories, check_exact=True)
    np.testing.assert_array_equal(model.parameters, plain.parameters)
    assert model.parameters.dtype == dtype and model.rng.bit_generator.state == plain.rng.bit_generator.state


def test_a_regularized_network_has_neither_penalty_unless_told_otherwise():
    model = RegularizedNetwork()
    assert (model.l2, model.l1) == (0, 0) and isinstance(model, NeuralNetwork)
    model = RegularizedNetwork(0, "momentum", np.float32, 0.1, 0.2)
    assert (model.l2, model.l1, model.parameters.dtype) == (0.1, 0.2, np.float32)
    assert type(model.optimizer) is OPTIMIZERS["momentum"]


@pytest.mark.parametrize("strength", [np.float64(0.5), np.float32(0.5)], ids=repr)
@pytest.mark.parametrize("name", ["l2", "l1"])
def test_a_strength_that_is_a_number_of_numpy_leaves_float32_alone(name, strength):
    model = RegularizedNetwork(dtype=np.float32, **{name: strength})
    assert type(getattr(model, name)) is float and getattr(model, name) == 0.5


# ---- dropout, worked by hand


class GivenNumbers(np.random.Generator):
    """A generator whose random numbers are these, whatever it is asked for."""

    def __init__(self, numbers):
        super().__init__(np.random.PCG64(0))
        self.numbers = np.array(numbers)

    def random(self, size, dtype):
        assert size == self.numbers.shape
        return self.numbers.astype(dtype)


def placed(layer, dtype=np.float64, seed=0):
    """The layer in vectors of its own, with random weights and biases, and NaN in its gradient."""
    layer.place(np.random.default_rng(seed).normal(size=layer.size).astype(dtype), np.full(layer.size, np.nan, dtype))
    return layer


def hand_layer(rate=0.75):
    """A layer of 2 inputs and 2 ReLU neurons, whose first pass drops by numbers that are known."""
    # Z = W A_before + b:  row 1: 1·1 - 2·1/2 + 1/2 = 1/2,  0 - 2·1 + 1/2 = -3/2,  1·2 + 1/2 = 5/2
    #                      row 2: 1/2 + 1/2 = 1,            0 + 1 = 1,             1/2·2 = 1
    # A = ReLU(Z):         (1/2, 0, 5/2) and (1, 1, 1)
    layer = placed(DropoutLayer(2, 2, rate, GivenNumbers([[0.8, 0.9, 0.7], [0.1, 0.75, 0.99]])))
    layer.W[:], layer.b[:] = [[1, -2], [0.5, 1]], [[0.5], [0]]
    return layer


HAND_A_BEFORE = np.array([[1, 0, 2], [0.5, 1, 0]])


def test_what_is_not_dropped_is_strengthened_as_worked_by_hand():
    # Dropped is where the random number is below 3/4; what is kept is multiplied with 1/(1 - 3/4) = 4.
    # mask: (4, 4, 0) and (0, 4, 4); 3/4 itself is kept.  A · mask: (4/2, 4·0, 0) and (0, 4, 4)
    layer = hand_layer()
    layer.dropping = True
    np.testing.assert_array_equal(layer.forward(HAND_A_BEFORE), [[2, 0, 0], [0, 4, 4]])
    np.testing.assert_array_equal(layer.mask, [[4, 4, 0], [0, 4, 4]])
    np.testing.assert_array_equal(layer.A, [[2, 0, 0], [0, 4, 4]])
    np.testing.assert_array_equal(layer.Z, [[0.5, -1.5, 2.5], [1, 1, 1]])


def test_what_was_dropped_passes_nothing_back_as_worked_by_hand():
    # dA · mask = (1·4, 2·4, 3·0) and (4·0, 5·4, 6·4) = (4, 8, 0) and (0, 20, 24)
    # dZ, where Z > 0:  (4, 0, 0) and (0, 20, 24)
    # dW = dZ A_beforeᵀ:  row 1: 4·(1, 1/2) = (4, 2);  row 2: 20·(0, 1) + 24·(2, 0) = (48, 20);  db: 4 and 44
    # dA_before = Wᵀ dZ:  row 1: 1·4 = 4, 1/2·20 = 10, 1/2·24 = 12;  row 2: -2·4 = -8, 20, 24
    layer = hand_layer()
    layer.dropping = True
    layer.forward(HAND_A_BEFORE)
    assert layer.backward(np.array([[1.0, 2, 3], [4, 5, 6]])) is None
    np.testing.assert_array_equal(layer.dZ, [[4, 0, 0], [0, 20, 24]])
    np.testing.assert_array_equal(layer.dW, [[4, 2], [48, 20]])
    np.testing.assert_array_equal(layer.db, [[4], [44]])
    np.testing.assert_array_equal(layer.dA_before(), [[4, 10, 12], [-8, 20, 24]])


def test_a_layer_drops_nothing_unless_it_is_told_to():
    layer = hand_layer()
    assert layer.dropping is False
    np.testing.assert_array_equal(layer.forward(HAND_A_BEFORE), [[0.5, 0, 2.5], [1, 1, 1]])
    layer.backward(np.array([[1.0, 2, 3], [4, 5, 6]]))
    np.testing.assert_array_equal(layer.dZ, [[1, 0, 3], [4, 5, 6]])
    # Nor does it once it has dropped before, and has a mask.
    layer.dropping = True
    layer.forward(HAND_A_BEFORE)
    layer.dropping = False
    np.testing.assert_array_equal(layer.forward(HAND_A_BEFORE), [[0.5, 0, 2.5], [1, 1, 1]])
    layer.backward(np.array([[1.0, 2, 3], [4, 5, 6]]))
    np.testing.assert_array_equal(layer.dZ, [[1, 0, 3], [4, 5, 6]])


# ---- dropout's properties


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("rate", [0.1, 0.3, 0.5, 0.9])
def test_the_mask_holds_only_0_and_1_over_what_is_kept_and_drops_its_share(rate, dtype):
    layer = placed(DropoutLayer(2, 5, rate, np.random.default_rng(3)), dtype)
    layer.dropping = True
    layer.forward(np.ones((2, 4000), dtype))
    assert layer.mask.shape == (5, 4000) and layer.mask.dtype == dtype
    kept = layer.mask != 0
    np.testing.assert_allclose(layer.mask[kept], 1 / (1 - rate), rtol=1e-6 if dtype == np.float32 else 1e-15)
    assert len(np.unique(layer.mask)) == 2
    # Of 4,000 numbers of a neuron the dropped share has the standard deviation sqrt(rate (1 - rate) / 4000).
    np.testing.assert_allclose(1 - kept.mean(axis=1), rate, rtol=0, atol=5 * math.sqrt(rate * (1 - rate) / 4000))
    # Neither do the neurons share their fate, nor the examples: of each 5 in a column, binomially many are kept.
    expected = [math.comb(5, k) * (1 - rate) ** k * rate ** (5 - k) for k in range(6)]
    np.testing.assert_allclose(np.bincount(kept.sum(axis=0), minlength=6) / 4000, expected, rtol=0, atol=0.05)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("rate", [0.2, 0.5, 0.8])
def test_dropping_leaves_the_mean_answer_as_it_is_within_sampling_error(rate, dtype):
    m = 20_000
    layer = placed(DropoutLayer(3, 4, rate, np.random.default_rng(4), "sigmoid"), dtype)
    A_before = np.array([[0.5], [-1], [2]], dtype).repeat(m, axis=1)
    A = layer.forward(A_before)[:, 0]
    layer.dropping = True
    dropped = layer.forward(A_before)
    # A number A that is A/(1 - rate) with probability 1 - rate, else 0, varies by A sqrt(rate/(1 - rate)).
    error = A * math.sqrt(rate / (1 - rate) / m)
    assert (np.abs(dropped.mean(axis=1) - A) < 5 * error).all()
    assert (np.abs(dropped.std(axis=1) - A * math.sqrt(rate / (1 - rate))) < 0.05 * A).all()


def test_each_pass_draws_a_new_mask_and_the_same_seed_the_same_masks():
    def masks(seed):
        layer = placed(DropoutLayer(2, 5, 0.5, np.random.default_rng(seed)))
        layer.dropping = True
        drawn = []
        for _ in range(2):
            assert layer.forward(np.ones((2, 10))) is layer.A
            drawn.append(layer.mask)
        return drawn

    first, second = masks(5)
    assert (first != second).any()
    np.testing.assert_array_equal([first, second], masks(5))
    assert (first != masks(6)[0]).any()


def test_a_pass_without_dropping_draws_nothing():
    layer = placed(DropoutLayer(2, 5, 0.5, np.random.default_rng(5)))
    before = layer.rng.bit_generator.state
    layer.forward(np.ones((2, 10)))
    assert layer.rng.bit_generator.state == before


@pytest.mark.parametrize("activation", DROPPABLE)
def test_dropping_changes_the_answer_alone_and_neither_Z_nor_what_came_in(activation):
    layer = placed(DropoutLayer(3, 4, 0.5, np.random.default_rng(5), activation))
    A_before = np.random.default_rng(6).normal(size=(3, 9))
    given = A_before.copy()
    A, Z = layer.forward(A_before).copy(), layer.Z.copy()
    layer.dropping = True
    np.testing.assert_array_equal(layer.forward(A_before), A * layer.mask)
    np.testing.assert_array_equal(layer.Z, Z)
    np.testing.assert_array_equal(A_before, given)
    assert layer.A_before is A_before and (layer.mask == 0).any()


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("activation", DROPPABLE)
def test_a_rate_of_zero_is_a_dense_layer_to_the_last_bit(activation, dtype, on):
    layer = placed(DropoutLayer(3, 4, 0, np.random.default_rng(6), activation), dtype)
    dense = placed(DenseLayer(3, 4, activation), dtype)
    layer.dropping = on
    rng = np.random.default_rng(7)
    A_before, dA = rng.normal(size=(3, 9)).astype(dtype), rng.normal(size=(4, 9)).astype(dtype)
    np.testing.assert_array_equal(layer.forward(A_before), dense.forward(A_before), strict=True)
    for one in (layer, dense):
        one.backward(dA)
    np.testing.assert_array_equal(layer.dW, dense.dW, strict=True)
    np.testing.assert_array_equal(layer.db, dense.db, strict=True)
    np.testing.assert_array_equal(layer.dA_before(), dense.dA_before(), strict=True)


@pytest.mark.parametrize("dtype", FLOATS)
def test_training_with_a_rate_of_zero_is_training_without_dropout_to_the_last_bit(dtype):
    X, labels = examples(20, dtype=dtype)
    plain, model = network(4, 5, 3, kind=NeuralNetwork, dtype=dtype), RegularizedNetwork(seed=0, dtype=dtype)
    # A generator of its own leaves the network's to the order of the batches.
    model.add(DropoutLayer(4, 5, 0, np.random.default_rng(8)))
    model.add(DenseLayer(5, 3, "softmax"))
    histories = [one.train(X, labels, epochs=3, batch_size=6, validation=(X, labels), show=0) for one in (plain, model)]
    np.testing.assert_array_equal(model.parameters, plain.parameters, strict=True)
    pd.testing.assert_frame_equal(*histories, check_exact=True)


@pytest.mark.parametrize("activation", DROPPABLE)
def test_a_dropout_layer_starts_with_the_weights_of_a_dense_one(activation):
    dense, model = network(4, 5, 3, activation=activation), network(4, 5, 3, rate=0.5, activation=activation)
    np.testing.assert_array_equal(model.parameters, dense.parameters)
    layer = DropoutLayer(4, 5, 0.5, np.random.default_rng(0), activation, "normal")
    assert (layer.activation, layer.initializer) == (activation, "normal")
    assert DropoutLayer(4, 5, 0.5, np.random.default_rng(0)).activation == "relu"


@pytest.mark.parametrize("block", [3, BLOCK])
@pytest.mark.parametrize("activation", DROPPABLE)
@pytest.mark.parametrize("dtype", FLOATS)
def test_a_network_with_dropout_and_penalties_keeps_its_dtype_throughout(monkeypatch, dtype, activation, block):
    monkeypatch.setattr(nnhelpers.network, "BLOCK", block)
    model = network(4, 5, 3, rate=np.float64(0.3), activation=activation, dtype=dtype, l2=np.float64(0.1), l1=0.1)
    X, labels = examples(10)
    parameters, gradient = model.parameters, model.gradient
    model.train(X, labels, epochs=1, batch_size=7, learning_rate=0.01, validation=(X, labels), show=0)
    assert model.parameters is parameters and model.gradient is gradient
    model.set_dropping(True)
    model.fill_gradient(X.astype(dtype), one_hot(labels, 3, dtype))
    arrays = {"parameters": parameters, "gradient": gradient}
    for layer in model.layers:
        arrays |= {name: value for name, value in vars(layer).items() if isinstance(value, np.ndarray)}
        arrays["dA_before"] = layer.dA_before()
    arrays |= {name: value for name, value in vars(model.optimizer).items() if isinstance(value, np.ndarray)}
    assert {"W", "dW", "Z", "A", "dZ", "mask", "mean"} <= set(arrays)
    assert {name: array.dtype for name, array in arrays.items() if array.dtype != dtype} == {}


# ---- the gradient with dropout


def answer_through(masks, model, X):
    """Send X through the network, the answers of its hidden layers multiplied with these masks."""
    A = X
    for layer, mask in zip(model.layers, [*masks, 1], strict=True):
        function, _ = ACTIVATIONS[layer.activation]
        A = function(layer.W @ A + layer.b) * mask
    return A


@pytest.mark.parametrize("strengths", [{}, {"l2": 0.3, "l1": 0.2}], ids=["no penalty", "penalties"])
@pytest.mark.parametrize("sizes", [(4, 6, 3), (4, 6, 5, 3)], ids=str)
@pytest.mark.parametrize("activation", DROPPABLE)
def test_the_gradient_with_fixed_masks_equals_central_differences(activation, sizes, strengths):
    model, (X, labels) = network(*sizes, rate=0.4, activation=activation, seed=8, **strengths), examples(7)
    moved_off_zero(model)
    Y = one_hot(labels, classes=3)
    loss, right = model.fill_gradient(X, Y)
    given, masks = model.gradient.copy(), [layer.mask for layer in model.layers[:-1]]
    assert all(0 < np.mean(mask == 0) < 1 for mask in masks), "a mask that drops all or nothing would prove little"
    A = answer_through(masks, model, X)
    assert loss == pytest.approx(cross_entropy(A, Y), rel=1e-13)
    assert right == np.sum(np.argmax(A, axis=0) == labels)

    def loss_of(parameters):
        model.parameters[:] = parameters["all"]
        return cross_entropy(answer_through(masks, model, X), Y) + model.penalty()

    measured = numerical_gradient(loss_of, {"all": model.parameters.copy()})["all"]
    assert relative_difference(given, measured) < 1e-6


@pytest.mark.parametrize("block", [3, BLOCK], ids=["in blocks of 3", "in one block"])
@pytest.mark.parametrize("m", [1, 3, 8])
def test_the_gradient_with_the_generator_set_back_before_every_pass_equals_central_differences(monkeypatch, m, block):
    monkeypatch.setattr(nnhelpers.network, "BLOCK", block)
    model, (X, labels) = network(4, 6, 5, 3, rate=0.4, activation="tanh", seed=8, l2=0.3, l1=0.2), examples(m)
    moved_off_zero(model)
    Y, state = one_hot(labels, classes=3), model.rng.bit_generator.state
    undropped = cross_entropy(model.forward(X), Y)

    def loss_of(parameters):
        model.parameters[:] = parameters["all"]
        model.rng.bit_generator.state = state
        loss, _ = model.fill_gradient(X, Y)
        return loss + model.penalty()

    before = model.parameters.copy()
    measured = numerical_gradient(loss_of, {"all": before})["all"]
    assert loss_of({"all": before}) - model.penalty() != pytest.approx(undropped, rel=1e-3), "nothing was dropped"
    assert relative_difference(model.gradient, measured) < 1e-6


# ---- dropout is on while the network trains, and only then


def test_set_dropping_turns_every_dropout_layer_on_and_off_and_leaves_dense_ones_alone():
    model = network(4, 5, 6, 3, rate=0.5)
    model.set_dropping(True)
    assert dropping(model) == [True, True] and not hasattr(model.layers[-1], "dropping")
    model.set_dropping(False)
    assert dropping(model) == [False, False]


def test_dropout_is_on_within_a_step_and_off_when_predicting_and_measuring(monkeypatch):
    seen, forward = [], DropoutLayer.forward
    monkeypatch.setattr(DropoutLayer, "forward", lambda self, A: seen.append(self.dropping) or forward(self, A))
    model, (X, labels) = network(4, 5, 6, 3, rate=0.5), examples(6)
    # Of each epoch, three batches through two dropout layers, then the validation examples.
    model.train(X, labels, epochs=2, batch_size=2, validation=(X, labels), show=0)
    assert seen == ([True] * 6 + [False] * 2) * 2
    seen.clear()
    for call in (model.forward, model.predict, model.predict_probabilities):
        call(X)
    model.measure(X, labels)
    model.evaluate(X, labels)
    assert seen == [False] * 10 and dropping(model) == [False, False]


def test_predictions_before_and_after_training_are_those_of_dense_layers():
    model, dense, (X, labels) = network(4, 8, 3, rate=0.5), network(4, 8, 3), examples(20)
    for _ in range(2):
        dense.parameters[:] = model.parameters
        state = model.rng.bit_generator.state
        np.testing.assert_array_equal(model.predict_probabilities(X), dense.predict_probabilities(X))
        np.testing.assert_array_equal(model.predict(X), dense.predict(X))
        assert model.measure(X, labels) == dense.measure(X, labels)
        assert model.rng.bit_generator.state == state
        history = model.train(X, labels, epochs=1, batch_size=5, validation=(X, labels), show=0)
        assert history["Validation loss"][0] == model.measure(X, labels)[0]


@pytest.mark.parametrize("kind", [KeyboardInterrupt, RuntimeError, ValueError])
@pytest.mark.parametrize("method", ["forward", "backward_from_Z", "dA_before"])
def test_dropout_is_off_after_training_was_broken_off_in_the_middle(monkeypatch, method, kind, capsys):
    model, (X, labels) = network(4, 5, 6, 3, rate=0.5), examples(6)
    whole, calls = getattr(DenseLayer, method), itertools.count(1)

    def broken(self, *arguments):
        if next(calls) == 5:
            assert dropping(model) == [True, True]
            raise kind("broken")
        return whole(self, *arguments)

    monkeypatch.setattr(DenseLayer, method, broken)
    if kind is KeyboardInterrupt:
        model.train(X, labels, epochs=10, batch_size=2, show=0)
        assert "stopped" in capsys.readouterr().out
    else:
        with pytest.raises(kind, match="broken"):
            model.train(X, labels, epochs=10, batch_size=2, show=0)
    assert dropping(model) == [False, False]
    np.testing.assert_array_equal(model.predict_probabilities(X), model.predict_probabilities(X))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_same_seed_gives_the_same_training_with_dropout_and_another_seed_another(optimizer):
    X, labels = examples(20)

    def trained(seed):
        model = network(4, 8, 3, rate=0.5, seed=seed, optimizer=optimizer, l2=0.01)
        return model, model.train(X, labels, epochs=3, batch_size=6, learning_rate=0.01, show=0)

    assert_decided_by_the_seed(trained)


def test_masks_and_batches_come_from_the_generators_of_layer_and_network_alone():
    X, labels = examples(20)
    np.random.seed(17)
    before = np.random.get_state()
    network(4, 8, 3, rate=0.5).train(X, labels, epochs=2, batch_size=6, show=0)
    for old, new in zip(before, np.random.get_state(), strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))],
                         ids=["deepcopy", "pickle"])
@pytest.mark.parametrize("epochs", [0, 2])
def test_a_copy_of_a_network_with_dropout_trains_identically_to_the_original(epochs, copied):
    X, labels = examples(20)
    options = {"batch_size": 6, "learning_rate": 0.01, "validation": (X, labels), "show": 0}
    model = network(4, 8, 6, 3, rate=0.5, l2=0.01, l1=0.01)
    if epochs:
        model.train(X, labels, epochs, **options)
    twin = copied(model)
    # The masks of the copy come from the copy's generator: not from the original's, which would then run ahead.
    assert all(layer.rng is twin.rng is not model.rng for layer in twin.layers[:-1])
    before = model.parameters.copy()
    history = twin.train(X, labels, 3, **options)
    np.testing.assert_array_equal(model.parameters, before)
    pd.testing.assert_frame_equal(model.train(X, labels, 3, **options), history, check_exact=True)
    np.testing.assert_array_equal(model.parameters, twin.parameters)
    np.testing.assert_array_equal(model.predict_probabilities(X), twin.predict_probabilities(X))


def test_a_copy_keeps_the_strengths_the_rates_and_that_nothing_is_dropped():
    twin = copy.deepcopy(network(4, 8, 3, rate=0.25, l2=0.5, l1=0.125))
    assert (twin.l2, twin.l1, twin.layers[0].rate, dropping(twin)) == (0.5, 0.125, 0.25, [False])


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("kind", [NeuralNetwork, RegularizedNetwork])
def test_what_is_saved_is_loaded_with_dense_layers_and_without_penalties_and_predicts_the_same(tmp_path, kind, dtype):
    X, labels = examples(20)
    model = network(4, 8, 6, 3, rate=0.5, activation="tanh", l2=0.01, l1=0.01, dtype=dtype)
    model.train(X, labels, epochs=2, batch_size=6, show=0)
    model.save(tmp_path / "model.npz")
    loaded = kind.load(tmp_path / "model.npz", seed=0)
    assert type(loaded) is kind and [type(layer) for layer in loaded.layers] == [DenseLayer] * 3
    np.testing.assert_array_equal(loaded.parameters, model.parameters, strict=True)
    np.testing.assert_array_equal(loaded.predict_probabilities(X), model.predict_probabilities(X), strict=True)
    if kind is RegularizedNetwork:
        assert (loaded.l2, loaded.l1, loaded.penalty()) == (0, 0, 0)
    assert len(loaded.train(X, labels, epochs=1, show=0)) == 1
    pd.testing.assert_frame_equal(loaded.summary(), model.summary())


def test_a_network_with_dropout_and_penalties_learns():
    X = np.random.default_rng(2).random((4, 200))
    labels = np.argmax(X[:3], axis=0)
    model = network(4, 32, 3, rate=0.2, l2=0.0005, l1=0.0005)
    model.train(X, labels, epochs=30, batch_size=20, learning_rate=0.01, show=0)
    assert model.evaluate(X, labels) > 0.9


# ---- early stopping, worked by hand


PAIR = (None, None)  # what is told does not look at it


class Told:
    """Stands in for a network: its validation losses are these, its only parameter counts its epochs.

    It is stopped in the middle of epoch `stopped_in`, and diverges in the middle of epoch `diverges_in`.
    """

    def __init__(self, losses, stopped_in=None, diverges_in=None):
        self.losses, self.stopped_in, self.diverges_in = losses, stopped_in, diverges_in
        self.parameters, self.epochs, self.calls = np.zeros(1), 0, []

    def train(self, X, labels, epochs, batch_size, learning_rate, validation, show):
        self.calls.append((X, labels, epochs, batch_size, learning_rate, validation, show))
        assert len(self.calls) <= 100, "it would go on for ever"
        if self.epochs + 1 == self.stopped_in:
            self.parameters += 0.5
            return pd.DataFrame([])
        if self.epochs + 1 == self.diverges_in:
            self.parameters += np.nan
            raise ValueError("diverged")
        self.parameters += 1
        self.epochs += 1
        return pd.DataFrame([{"Epoch": self.epochs, "Validation loss": self.losses[self.epochs - 1]}])


@pytest.mark.parametrize(
    ("losses", "epochs", "patience", "trained", "best"),
    [
        # After epoch 2 none is better: 3 and 4 are the two that are waited for.
        ([5, 4, 4.5, 4.2, 1], 9, 2, 4, 2),
        # Epoch 4 is better than 2 and the waiting starts anew: 5, 6.
        ([5, 4, 4.5, 3, 3.5, 3.2, 1], 9, 2, 6, 4),
        # An equal loss is no lower one; of equal ones, the first is kept.
        ([5, 4, 4, 4, 1], 9, 2, 4, 2),
        # Better than the epoch before is not better than the best.
        ([5, 2, 4, 3, 1], 9, 2, 4, 2),
        ([5, 4, 4.5, 1], 9, 1, 3, 2),
        ([1, 2, 3, 4], 9, 3, 4, 1),
        # The most that are trained, with the best among them or at the end.
        ([5, 4, 3, 2, 1], 3, 2, 3, 3),
        ([5, 4, 4.5, 1], 3, 2, 3, 2),
        ([5, 4], 1, 1, 1, 1),
        ([5, 4, 4.5, 4.2], 4, 2, 4, 2),
        ([5, 6, 7, 8, 9], 4, 99, 4, 1),
    ],
)
def test_patience_ends_training_and_the_best_epoch_is_kept_as_worked_by_hand(losses, epochs, patience, trained, best):
    model = Told(losses)
    history = train_with_patience(model, None, None, PAIR, epochs, patience)
    assert history["Epoch"].tolist() == list(range(1, trained + 1)) and model.epochs == trained
    assert history["Validation loss"].tolist() == losses[:trained]
    assert history.index.tolist() == list(range(trained))
    assert model.parameters.tolist() == [best]


@pytest.mark.parametrize(("stopped_in", "best"), [(2, 1), (3, 2), (4, 2), (5, 4)])
def test_an_interrupt_ends_training_and_keeps_the_best_so_far_as_worked_by_hand(stopped_in, best):
    model = Told([5, 4, 4.5, 3, 2], stopped_in)
    history = train_with_patience(model, None, None, PAIR, 5, 5)
    assert history["Epoch"].tolist() == list(range(1, stopped_in))
    assert model.parameters.tolist() == [best], "half an epoch was added when it was stopped"


def test_an_interrupt_in_the_very_first_epoch_keeps_what_was_learned():
    model = Told([5, 4], stopped_in=1)
    history = train_with_patience(model, None, None, PAIR, 5, 5)
    assert isinstance(history, pd.DataFrame) and len(history) == 0
    assert model.parameters.tolist() == [0.5] and len(model.calls) == 1


@pytest.mark.parametrize(("diverges_in", "best"), [(2, 1), (3, 2), (4, 2), (5, 4)])
def test_an_epoch_that_diverges_raises_and_the_best_so_far_is_kept_as_worked_by_hand(diverges_in, best):
    model = Told([5, 4, 4.5, 3, 2], diverges_in=diverges_in)
    parameters = model.parameters
    with pytest.raises(ValueError, match="^diverged$"):
        train_with_patience(model, None, None, PAIR, 5, 5)
    assert model.parameters is parameters and parameters.tolist() == [best]
    assert len(model.calls) == diverges_in, "nothing is trained after it"


@pytest.mark.parametrize("validation", [None, (), (1,), (1, 2, 3), [1, 2], np.zeros((2, 3))], ids=str)
def test_validation_that_is_no_pair_is_refused_before_anything_is_trained(validation):
    model = Told([5, 4])
    found = f"{type(validation).__name__}{f' of {len(validation)}' if isinstance(validation, tuple) else ''}"
    message = refusal(TypeError, train_with_patience, model, None, None, validation, 2, 2)
    assert message == f"validation must be a pair (X, labels), but a {found} was passed"
    assert model.calls == [] and model.parameters.tolist() == [0] and model.epochs == 0


def test_each_epoch_is_trained_silently_with_what_was_passed():
    model, validation = Told([5, 4]), (object(), object())
    X, labels, batch_size, learning_rate = [object() for _ in range(4)]
    train_with_patience(model, X, labels, validation, 2, 2, batch_size, learning_rate)
    assert model.calls == [(X, labels, 1, batch_size, learning_rate, validation, 0)] * 2
    model = Told([5])
    train_with_patience(model, X, labels, validation, epochs=1, patience=1)
    assert model.calls == [(X, labels, 1, 32, 0.001, validation, 0)]


# ---- early stopping of networks


def overfitting():
    """Few examples to learn from, with labels by chance, and others to validate on: the loss there soon rises."""
    return examples(12, seed=20), examples(30, seed=21)


KINDS = {
    "NeuralNetwork": {"kind": NeuralNetwork},
    "with dropout": {"rate": 0.3},
    "penalised": {"l2": 0.001, "l1": 0.001},
    "in float32": {"rate": 0.3, "dtype": np.float32},
}


@pytest.mark.parametrize("patience", [1, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_a_network_ends_as_it_was_when_its_validation_loss_was_lowest(kind, patience, capsys):
    (X, labels), validation = overfitting()
    model, expected = network(4, 10, 3, **KINDS[kind]), network(4, 10, 3, **KINDS[kind])
    parameters = model.parameters
    history = train_with_patience(model, X, labels, validation, 60, patience, 4, 0.02)
    losses = history["Validation loss"].to_numpy()
    best = int(losses.argmin())
    assert len(history) < 60 and len(history) == best + 1 + patience, "it must have waited just as long as asked"
    assert model.measure(*validation)[0] == losses.min()
    assert np.isfinite(history.to_numpy()).all() and np.isfinite(model.parameters).all()
    assert capsys.readouterr().out == ""
    # Epoch for epoch it is the plain training, and its end the parameters after the best one.
    plain = [expected.train(X, labels, 1, 4, 0.02, validation, show=0) for _ in range(best + 1)]
    pd.testing.assert_frame_equal(history[: best + 1], pd.concat(plain, ignore_index=True), check_exact=True)
    np.testing.assert_array_equal(model.parameters, expected.parameters, strict=True)
    # Into the very vector that the layers look at.
    assert model.parameters is parameters and np.shares_memory(model.layers[0].W, parameters)


@pytest.mark.parametrize("epochs", [1, 5])
def test_the_epochs_are_never_more_than_asked_for_whatever_the_patience(epochs):
    (X, labels), validation = overfitting()
    model, plain = network(4, 10, 3), network(4, 10, 3)
    history = train_with_patience(model, X, labels, validation, epochs, 1000, 4, 0.001)
    expected = plain.train(X, labels, epochs, 4, 0.001, validation, show=0)
    pd.testing.assert_frame_equal(history, expected, check_exact=True)
    assert model.epochs == epochs and model.measure(*validation)[0] == history["Validation loss"].min()


def test_a_schedule_goes_on_from_epoch_to_epoch():
    (X, labels), validation = overfitting()
    model, plain = network(4, 10, 3), network(4, 10, 3)

    def schedule(epoch):
        return 0.01 / (1 + epoch)

    history = train_with_patience(model, X, labels, validation, 4, 1000, 4, schedule)
    pd.testing.assert_frame_equal(history, plain.train(X, labels, 4, 4, schedule, validation, show=0), check_exact=True)


def test_another_training_with_patience_starts_its_own_waiting_and_counts_its_epochs_on():
    (X, labels), validation = overfitting()
    model = network(4, 10, 3)
    first = train_with_patience(model, X, labels, validation, 60, 2, 4, 0.02)
    second = train_with_patience(model, X, labels, validation, 1, 2, 4, 0.02)
    # Its best epoch is its only one, though the earlier best may have been better.
    assert second["Epoch"].tolist() == [len(first) + 1]
    assert model.measure(*validation)[0] == second["Validation loss"][0]


class Stops:
    """Gradient descent that is interrupted instead of taking step number `at`."""

    def __init__(self, at):
        self.at, self.steps = at, 0

    def step(self, parameters, gradient, learning_rate):
        self.steps += 1
        if self.steps == self.at:
            raise KeyboardInterrupt
        parameters -= learning_rate * gradient


@pytest.mark.parametrize("rate", [None, 0.3])
@pytest.mark.parametrize("at", [4, 8, 14])
def test_an_interrupted_network_has_the_best_parameters_so_far(capsys, at, rate):
    # 12 examples in batches of 4 are 3 steps an epoch; the interrupt comes after 1, 2 or 4 whole epochs.
    (X, labels), validation = overfitting()
    model = network(4, 10, 3, rate=rate, optimizer=Stops(at))
    history = train_with_patience(model, X, labels, validation, 30, 30, 4, 2.0)
    assert len(history) == model.epochs == (at - 1) // 3
    assert model.measure(*validation)[0] == history["Validation loss"].min()
    assert "stopped; whole epochs so far" in capsys.readouterr().out
    assert not any(dropping(model))


def test_a_network_interrupted_in_its_first_epoch_keeps_its_first_steps():
    (X, labels), validation = overfitting()
    model, start = network(4, 10, 3, optimizer=Stops(3)), network(4, 10, 3).parameters
    history = train_with_patience(model, X, labels, validation, 30, 30, 4, 0.5)
    assert isinstance(history, pd.DataFrame) and len(history) == 0 and model.epochs == 0
    assert (model.parameters != start).any() and np.isfinite(model.parameters).all()
    assert model.predict(X).shape == (12,)


class Bursts(Stops):
    """Gradient descent whose step number `at` is infinitely long."""

    def step(self, parameters, gradient, learning_rate):
        try:
            super().step(parameters, gradient, learning_rate)
        except KeyboardInterrupt:
            parameters[:] = np.inf


@pytest.mark.parametrize("rate", [None, 0.3])
@pytest.mark.parametrize("at", [4, 6, 9, 14])
def test_a_network_that_diverges_in_a_later_epoch_raises_and_has_the_best_parameters(at, rate):
    # 12 examples in batches of 4 are 3 steps an epoch: it diverges after 1, 2 or 4 whole epochs, or at the end of one.
    (X, labels), validation = overfitting()
    model, plain = network(4, 10, 3, rate=rate, optimizer=Bursts(at)), network(4, 10, 3, rate=rate, optimizer=Stops(99))
    parameters, whole = model.parameters, (at - 1) // 3
    with pytest.raises(ValueError, match="holds (nan|inf)"):
        train_with_patience(model, X, labels, validation, 30, 30, 4, 2.0)
    kept, losses = [], []
    for _ in range(whole):
        losses.append(plain.train(X, labels, 1, 4, 2.0, validation, show=0)["Validation loss"].item())
        kept.append(plain.parameters.copy())
    np.testing.assert_array_equal(model.parameters, kept[int(np.argmin(losses))])
    assert model.parameters is parameters and model.measure(*validation)[0] == min(losses)
    assert model.epochs == whole and not any(dropping(model))


# ---- bad input


@pytest.mark.parametrize("penalty", [l2_penalty, l1_penalty])
def test_a_penalty_of_a_strength_that_is_negative_or_no_number_is_refused(penalty):
    for wrong in (-1e-9, -1, math.nan, math.inf):
        message = refusal(ValueError, penalty, HAND_W, wrong)
        assert message == f"strength must be 0 (no penalty) or a positive number, but {wrong} was passed"
    for wrong in ("0.1", None, [0.1]):
        assert refusal(TypeError, penalty, HAND_W, wrong) == f"strength must be a number, but {wrong!r} was passed"


@pytest.mark.parametrize("name", ["l2", "l1"])
def test_a_network_of_a_strength_that_is_negative_or_no_number_is_refused_by_name(name):
    for wrong in (-0.1, math.nan, math.inf):
        message = refusal(ValueError, RegularizedNetwork, **{name: wrong})
        assert message == f"{name} must be 0 (no penalty) or a positive number, but {wrong} was passed"
    for wrong in ("0.1", None):
        message = refusal(TypeError, RegularizedNetwork, **{name: wrong})
        assert message == f"{name} must be a number, but {wrong!r} was passed"


def test_a_dropout_layer_refuses_what_a_dense_layer_refuses():
    rng = np.random.default_rng(0)
    assert refusal(ValueError, DropoutLayer, 0, 3, 0.5, rng) == "inputs must be at least 1, but 0 was passed"
    assert refusal(TypeError, DropoutLayer, 4, 1.5, 0.5, rng) == "outputs must be a whole number, but 1.5 was passed"
    assert refusal(ValueError, DropoutLayer, 4, 3, 0.5, rng, "Relu") == (
        "activation must be one of relu, leaky_relu, sigmoid, tanh, linear, softmax, but 'Relu' was passed"
    )
    assert refusal(ValueError, DropoutLayer, 4, 3, 0.5, rng, "relu", "glorot") == (
        "initializer must be one of zeros, normal, xavier, he, but 'glorot' was passed"
    )


def test_a_dropout_layer_refuses_softmax_and_names_the_layer_to_use():
    assert refusal(ValueError, DropoutLayer, 4, 3, 0.5, np.random.default_rng(0), "softmax") == (
        "a softmax layer answers with probabilities, of which none can be dropped; "
        "use DropoutLayer for hidden layers and DenseLayer for the last"
    )


def test_a_rate_outside_0_to_below_1_is_refused():
    rng = np.random.default_rng(0)
    for wrong in (1, 1.0, 50, -0.1, math.nan):
        message = refusal(ValueError, DropoutLayer, 4, 3, wrong, rng)
        assert message == f"rate must be a share from 0 to below 1, but it is {wrong}"
    for wrong in ("0.5", None):
        assert refusal(TypeError, DropoutLayer, 4, 3, wrong, rng) == f"rate must be a number, but {wrong!r} was passed"


@pytest.mark.parametrize("rng", [0, None, np.random, np.random.RandomState(0)], ids=repr)
def test_a_dropout_layer_with_a_seed_instead_of_a_generator_is_refused(rng):
    assert refusal(TypeError, DropoutLayer, 4, 3, 0.5, rng) == (
        f"rng must be a generator of random numbers, but {rng!r} was passed; np.random.default_rng(0) makes one"
    )


def test_a_plain_network_refuses_to_train_a_dropout_layer_before_anything_is_learned():
    X, labels = examples(6)
    model = network(4, 5, 3, kind=NeuralNetwork, rate=0.5)
    before, state = model.parameters.copy(), model.rng.bit_generator.state
    assert refusal(TypeError, model.train, X, labels, 2, show=0) == (
        "a DropoutLayer drops only in a RegularizedNetwork, which turns it on for training; "
        "this network is a NeuralNetwork"
    )
    np.testing.assert_array_equal(model.parameters, before)
    assert model.epochs == 0 and model.rng.bit_generator.state == state
    assert model.predict(X).shape == (6,)


PATIENCE_ARGUMENTS = {
    "no epoch": ({"epochs": 0}, ValueError, "epochs must be at least 1, but 0 was passed"),
    "half an epoch": ({"epochs": 1.5}, TypeError, "epochs must be a whole number, but 1.5 was passed"),
    "no patience": ({"patience": 0}, ValueError, "patience must be at least 1, but 0 was passed"),
    "negative patience": ({"patience": -1}, ValueError, "patience must be at least 1, but -1 was passed"),
    "endless patience": ({"patience": math.inf}, TypeError, "patience must be a whole number, but inf was passed"),
    "patience of None": ({"patience": None}, TypeError, "patience must be a whole number, but None was passed"),
    "validation as a list": ({"validation": [1, 2]}, TypeError, "validation must be a pair (X, labels), but a list"),
    "no validation": ({"validation": None}, TypeError, "validation must be a pair (X, labels), but a NoneType"),
    "an empty batch": ({"batch_size": 0}, ValueError, "batch_size must be at least 1, but 0 was passed"),
    "uphill": ({"learning_rate": -1}, ValueError, "learning_rate must be a positive number"),
    "X as a list": ({"X": [[1.0]]}, TypeError, "X must be a NumPy array, but a list was passed"),
}


@pytest.mark.parametrize("case", PATIENCE_ARGUMENTS)
def test_what_does_not_fit_is_said_before_anything_is_learned(case):
    arguments, kind, sentence = PATIENCE_ARGUMENTS[case]
    X, labels = examples(6)
    model = network(4, 5, 3, rate=0.5)
    before = model.parameters.copy()
    given = {"X": X, "labels": labels, "validation": (X, labels), "epochs": 3, "patience": 2, **arguments}
    with pytest.raises(kind, match=re.escape(sentence)):
        train_with_patience(model, **given)
    np.testing.assert_array_equal(model.parameters, before)
    assert model.epochs == 0


def test_epochs_and_patience_may_be_numbers_of_numpy():
    X, labels = examples(6)
    history = train_with_patience(network(4, 5, 3), X, labels, (X, labels), np.int64(3), np.uint8(2))
    assert len(history) == 3
