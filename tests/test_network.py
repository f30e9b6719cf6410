"""A network of any number of layers: its passes, its training, and what it says about what does not fit."""

import contextlib
import copy
import itertools
import math
import re
import warnings

import numpy as np
import pandas as pd
import pytest

import nnhelpers.network
from nnhelpers.activations import ACTIVATIONS
from nnhelpers.gradient_check import numerical_gradient, relative_difference
from nnhelpers.initializers import INITIALIZERS
from nnhelpers.layers import DenseLayer
from nnhelpers.losses import cross_entropy
from nnhelpers.mnist import load_mnist
from nnhelpers.network import BLOCK, NeuralNetwork, batches
from nnhelpers.optimizers import OPTIMIZERS, Adam, GradientDescent, Momentum, RMSprop
from nnhelpers.preprocessing import normalize, one_hot, to_columns
from nnhelpers.two_layer import (
    backward_propagation,
    forward_propagation,
    gradient_descent,
    initialize_he,
    update_parameters,
)

FLOATS = [np.float32, np.float64]
HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]


def network(*sizes, activation="relu", **options):
    """A network of these sizes, softmax at its end and `activation` before."""
    model = NeuralNetwork(**{"seed": 0, **options})
    for number, (inputs, outputs) in enumerate(itertools.pairwise(sizes), start=2):
        model.add(DenseLayer(inputs, outputs, "softmax" if number == len(sizes) else activation))
    return model


def examples(m, inputs=4, classes=3, seed=1, dtype=np.float64):
    """Random columns and labels; every class among the labels where m allows it."""
    rng = np.random.default_rng(seed)
    return rng.random((inputs, m)).astype(dtype), rng.permutation(np.arange(m) % classes)


def assert_decided_by_the_seed(trained):
    """`trained`: seed → a network and its history."""
    (first, history), (second, same_history), (other, _) = trained(15), trained(15), trained(16)
    np.testing.assert_array_equal(first.parameters, second.parameters)
    pd.testing.assert_frame_equal(history, same_history, check_exact=True)
    assert (first.parameters != other.parameters).any()


def learnable(m, seed=2):
    """Columns of four numbers, and which of the first three is largest."""
    X = np.random.default_rng(seed).random((4, m))
    return X, np.argmax(X[:3], axis=0)


class Recorder:
    """An optimiser that takes no step, but remembers what it was given."""

    def __init__(self):
        self.gradients, self.rates = [], []

    def step(self, parameters, gradient, learning_rate):
        self.gradients.append(gradient.copy())
        self.rates.append(learning_rate)


@pytest.fixture(scope="module")
def mnist():
    """The first 1,000 training images as float columns, the next 500, and their labels."""
    images = load_mnist()
    X, labels = to_columns(normalize(images.train_images[:1500])), images.train_labels[:1500]
    return X[:, :1000], labels[:1000], X[:, 1000:], labels[1000:]


# ---- the example of the design


def test_the_example_of_the_design_runs_as_it_stands(mnist, capsys):
    X_train, y_train, X_test, y_test = mnist
    model = NeuralNetwork()
    model.add(DenseLayer(784, 128, activation="relu"))
    model.add(DenseLayer(128, 10, activation="softmax"))
    history = model.train(X_train, y_train, epochs=10, batch_size=32, learning_rate=0.001)
    accuracy = model.evaluate(X_test, y_test)
    assert isinstance(history, pd.DataFrame) and len(history) == 10
    assert isinstance(accuracy, float) and 0.8 < accuracy <= 1
    assert capsys.readouterr().out.count("\n") == 10


# ---- one pass, worked by hand and in single numbers


def test_one_neuron_per_class_answers_as_worked_by_hand():
    # Z = W x + b with x = (1, 1/2) and t = ln 3: row 1: t·1 + 2t·1/2 - t = t; row 2: 0·1 + 2t·1/2 - t = 0
    # softmax: e^t : e^0 = 3 : 1, so 3/4 and 1/4
    t = math.log(3)
    model = network(2, 2)
    model.layers[0].W[:] = [[t, 2 * t], [0, 2 * t]]
    model.layers[0].b[:] = [[-t], [-t]]
    np.testing.assert_allclose(model.forward(np.array([[1], [0.5]])), [[3 / 4], [1 / 4]], rtol=1e-15)
    # dZ = (A - Y)/1 for class 0: (-1/4, 1/4); dW = dZ xᵀ: (-1/4, -1/8), (1/4, 1/8); db = dZ; in one long row:
    model.backward(np.array([[1.0], [0]]), 1)
    np.testing.assert_allclose(model.gradient, [-1 / 4, -1 / 8, 1 / 4, 1 / 8, -1 / 4, 1 / 4], rtol=1e-15)
    # dA_before = Wᵀ dZ: t·(-1/4) + 0·1/4 = -t/4 and 2t·(-1/4) + 2t·1/4 = 0
    np.testing.assert_allclose(model.layers[0].dA_before(), [[-t / 4], [0]], atol=1e-15)


SINGLE = {
    "relu": lambda z: z if z > 0 else 0.0,
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "linear": lambda z: z,
}


def answer_of(model, column):
    """Send one column through the network, one number at a time."""
    for layer in model.layers:
        column = [
            layer.b[j, 0] + sum(layer.W[j, k] * column[k] for k in range(layer.inputs)) for j in range(layer.outputs)
        ]
        if layer.activation == "softmax":
            whole = sum(math.exp(z) for z in column)
            return [math.exp(z) / whole for z in column]
        column = [SINGLE[layer.activation](z) for z in column]
    return column


@pytest.mark.parametrize("activation", HIDDEN)
def test_forward_agrees_with_single_numbers(activation):
    model = network(4, 6, 5, 3, activation=activation)
    model.parameters[:] = np.random.default_rng(3).normal(0, 0.7, model.parameters.size)
    X, _ = examples(5)
    expected = np.array([answer_of(model, X[:, i]) for i in range(5)]).T
    np.testing.assert_allclose(model.forward(X), expected, rtol=1e-12)
    np.testing.assert_allclose(model.predict_probabilities(X), expected, rtol=1e-12)


def test_activations_may_differ_from_layer_to_layer():
    model = NeuralNetwork(seed=5)
    for layer in [DenseLayer(4, 5, "tanh"), DenseLayer(5, 6, "leaky_relu"), DenseLayer(6, 3, "sigmoid")]:
        model.add(layer)
    X, _ = examples(5)
    np.testing.assert_allclose(model.forward(X)[:, 2], answer_of(model, X[:, 2]), rtol=1e-12)


def test_permuting_examples_permutes_the_answers():
    model, (X, _) = network(4, 5, 3), examples(9)
    order = np.random.default_rng(4).permutation(9)
    expected = model.predict_probabilities(X)[:, order]
    np.testing.assert_allclose(model.predict_probabilities(X[:, order]), expected, rtol=1e-13)


# ---- the two-layer network of Part I is a special case


def largest_relative_difference(first, second):
    return np.abs(first - second).max() / np.abs(second).max()


@pytest.mark.parametrize("m", [1, 60, BLOCK, BLOCK + 1, 2 * BLOCK + 300])
def test_the_two_layer_network_is_a_special_case(m):
    X, labels = examples(m, inputs=6, classes=4)
    Y = one_hot(labels, classes=4)
    parameters = initialize_he(np.random.default_rng(7), inputs=6, hidden=5, outputs=4)
    model = NeuralNetwork(seed=7, optimizer="gradient_descent")
    first = DenseLayer(6, 5, activation="relu", initializer="he")
    second = DenseLayer(5, 4, activation="softmax", initializer="he")
    model.add(first)
    model.add(second)
    for name, array in zip(parameters, [first.W, first.b, second.W, second.b], strict=True):
        np.testing.assert_array_equal(array, parameters[name], err_msg=f"{name} before the first step")
    for step in range(10):
        cache = forward_propagation(parameters, X)
        loss = cross_entropy(cache["A2"], Y)
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y), 0.5)
        history = model.train(X, labels, epochs=1, batch_size=None, learning_rate=0.5, show=0)
        assert history["Training loss"][0] == pytest.approx(loss, rel=1e-12, abs=0), step
        for name, array in zip(parameters, [first.W, first.b, second.W, second.b], strict=True):
            assert largest_relative_difference(array, parameters[name]) < 1e-12, (step, name)


def test_training_measures_before_each_step_as_the_two_layer_history_does():
    X, labels = learnable(50)
    parameters = initialize_he(np.random.default_rng(7), inputs=4, hidden=5, outputs=3)
    _, expected = gradient_descent(parameters, X, labels, 0.5, iterations=6, every=1, show=False)
    model = NeuralNetwork(seed=7, optimizer="gradient_descent")
    model.add(DenseLayer(4, 5, initializer="he"))
    model.add(DenseLayer(5, 3, activation="softmax", initializer="he"))
    history = model.train(X, labels, epochs=6, batch_size=None, learning_rate=0.5, validation=(X, labels), show=0)
    # Row k of the two-layer history is measured after k steps; an epoch here is one step.
    for column in ["Training loss", "Training accuracy"]:
        np.testing.assert_allclose(history[column], expected[column][:6], rtol=1e-12)
        after = history[column.replace("Training", "Validation")]
        np.testing.assert_allclose(after, expected[column][1:], rtol=1e-12)


# ---- the gradient of a whole network


def gradient_of(model, X, Y):
    """The gradient that one step works out, the loss and the number of right answers."""
    model.optimizer = Recorder()
    loss, right = model.step(X, Y, 0.1)
    return model.optimizer.gradients[0], loss, right


def measured_gradient(model, X, Y):
    """The gradient by central differences."""

    def loss(parameters):
        model.parameters[:] = parameters["all"]
        return cross_entropy(model.forward(X), Y)

    before = model.parameters.copy()
    slopes = numerical_gradient(loss, {"all": before})["all"]
    model.parameters[:] = before
    return slopes


@pytest.mark.parametrize("block", [3, BLOCK], ids=["in blocks of 3", "in one block"])
@pytest.mark.parametrize("m", [1, 8])
@pytest.mark.parametrize("sizes", [(4, 3), (4, 5, 3), (4, 5, 2, 3), (4, 3, 5, 4, 3), (4, 3, 4, 5, 4, 3)], ids=str)
@pytest.mark.parametrize("activation", HIDDEN)
def test_the_gradient_equals_central_differences(monkeypatch, activation, sizes, m, block):
    monkeypatch.setattr(nnhelpers.network, "BLOCK", block)
    model, (X, labels) = network(*sizes, activation=activation, seed=8), examples(m)
    # Biases other than 0, as after some training; not far, so that few neurons of ReLU are dead.
    model.parameters += np.random.default_rng(9).normal(0, 0.2, model.parameters.size)
    Y = one_hot(labels, classes=3)
    given, _, _ = gradient_of(model, X, Y)
    assert relative_difference(given, measured_gradient(model, X, Y)) < 1e-6
    assert np.abs(given).max() > 1e-3, "a gradient of zero would prove nothing"


def test_the_gradient_of_targets_that_are_not_one_hot_equals_central_differences():
    model, (X, _) = network(4, 5, 3, activation="tanh"), examples(6)
    Y = np.random.default_rng(10).dirichlet(np.ones(3), 6).T
    given, _, _ = gradient_of(model, X, Y)
    assert relative_difference(given, measured_gradient(model, X, Y)) < 1e-6


@pytest.mark.parametrize("m", [1, 2, 3, 4, 6, 7, 11])
def test_blocks_change_neither_the_gradient_nor_the_loss_nor_the_count(monkeypatch, m):
    model, (X, labels) = network(4, 6, 5, 3), examples(m)
    Y = one_hot(labels, classes=3)
    whole, loss, right = gradient_of(model, X, Y)
    assert right == np.sum(model.predict(X) == labels)
    monkeypatch.setattr(nnhelpers.network, "BLOCK", 3)
    in_blocks, loss_in_blocks, right_in_blocks = gradient_of(model, X, Y)
    np.testing.assert_allclose(in_blocks, whole, rtol=1e-12, atol=1e-16)
    assert loss_in_blocks == pytest.approx(loss, rel=1e-13)
    assert right_in_blocks == right
    np.testing.assert_array_equal(model.gradient, in_blocks, err_msg="the network's gradient is the whole batch's")


def test_a_step_works_through_a_large_batch_in_blocks(monkeypatch):
    widths, forward = [], NeuralNetwork.forward
    monkeypatch.setattr(nnhelpers.network, "BLOCK", 3)
    monkeypatch.setattr(NeuralNetwork, "forward", lambda self, X: widths.append(X.shape[1]) or forward(self, X))
    model, (X, labels) = network(4, 3), examples(8)
    model.step(X, one_hot(labels, classes=3), 0.1)
    assert widths == [3, 3, 2]
    model.predict(X)
    assert widths == [3, 3, 2] * 2


def test_the_gradient_of_a_batch_is_the_mean_of_its_examples_gradients():
    model, (X, labels) = network(4, 5, 3), examples(6)
    Y = one_hot(labels, classes=3)
    single = [gradient_of(model, X[:, i : i + 1], Y[:, i : i + 1])[0] for i in range(6)]
    np.testing.assert_allclose(gradient_of(model, X, Y)[0], np.mean(single, axis=0), rtol=1e-12, atol=1e-16)


# ---- one long vector of parameters


def test_each_layers_arrays_are_views_into_the_two_long_vectors_in_order():
    model = network(4, 5, 3, activation="tanh")
    assert model.parameters.shape == model.gradient.shape == (4 * 5 + 5 + 5 * 3 + 3,)
    # Numbered through: W1 holds 0 to 19 row by row, b1 20 to 24, W2 25 to 39, b2 40 to 42.
    for vector, names in [(model.parameters, "W b"), (model.gradient, "dW db")]:
        vector[:] = np.arange(43)
        arrays = [getattr(layer, name) for layer in model.layers for name in names.split()]
        assert [array.shape for array in arrays] == [(5, 4), (5, 1), (3, 5), (3, 1)]
        np.testing.assert_array_equal(np.concatenate([array.ravel() for array in arrays]), np.arange(43))
        for array in arrays:
            assert np.shares_memory(array, vector)
            array[:] = -1
        assert (vector == -1).all()


def test_the_first_weights_are_drawn_in_the_order_of_the_layers_and_biases_are_zero():
    model = NeuralNetwork(seed=11)
    for layer in [DenseLayer(4, 5), DenseLayer(5, 6, "tanh"), DenseLayer(6, 3, "softmax", initializer="normal")]:
        model.add(layer)
    rng = np.random.default_rng(11)
    expected = [INITIALIZERS["he"](4, 5, rng), INITIALIZERS["xavier"](5, 6, rng), INITIALIZERS["normal"](6, 3, rng)]
    for layer, W in zip(model.layers, expected, strict=True):
        np.testing.assert_array_equal(layer.W, W)
        assert (layer.b == 0).all()


@pytest.mark.parametrize(
    ("activation", "initializer"),
    [("relu", "he"), ("leaky_relu", "he"), ("sigmoid", "xavier"), ("tanh", "xavier"), ("linear", "xavier"),
     ("softmax", "xavier")],
)
def test_the_initializer_fits_the_activation_unless_one_is_named(activation, initializer):
    assert DenseLayer(4, 5, activation).initializer == initializer
    for name in INITIALIZERS:
        assert DenseLayer(4, 5, activation, initializer=name).initializer == name


def test_a_layer_is_relu_unless_told_otherwise():
    assert DenseLayer(4, 5).activation == "relu"


@pytest.mark.parametrize("dtype", FLOATS)
def test_the_same_seed_gives_the_same_first_weights_and_another_seed_others(dtype):
    first, second, other = (network(4, 5, 3, seed=seed, dtype=dtype).parameters for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, second)
    assert (first != other).any() and first.dtype == dtype
    assert (network(4, 5, 3, seed=None).parameters != network(4, 5, 3, seed=None).parameters).any()
    assert NeuralNetwork().rng.random() != NeuralNetwork().rng.random(), "without a seed, other ones each time"


# ---- batches


def columns(m, batch_size, seed=0):
    return list(batches(m, batch_size, np.random.default_rng(seed)))


@pytest.mark.parametrize(
    ("m", "batch_size", "sizes"),
    [(7, 3, [3, 3, 1]), (6, 3, [3, 3]), (5, 1, [1] * 5), (5, 4, [4, 1]), (2, 1, [1, 1])],
)
def test_the_batches_of_an_epoch_hold_every_column_once(m, batch_size, sizes):
    parts = columns(m, batch_size)
    assert [len(part) for part in parts] == sizes
    assert sorted(np.concatenate(parts)) == list(range(m))


@pytest.mark.parametrize(("m", "batch_size"), [(1, 1), (5, 5), (5, 6), (5, 1000)])
def test_a_batch_of_everything_is_a_slice(m, batch_size):
    assert columns(m, batch_size) == [slice(None)]


def test_the_order_is_the_generators_and_changes_from_epoch_to_epoch():
    def order(rng):
        return np.concatenate(list(batches(50, 8, rng))).tolist()

    rng, same = np.random.default_rng(12), np.random.default_rng(12)
    first, second = order(rng), order(rng)
    assert first == order(same) and second == order(same)
    assert first != second and first != sorted(first)
    assert order(np.random.default_rng(13)) != first


def test_batches_refuse_what_is_no_generator():
    with pytest.raises(TypeError, match=r"rng must be a generator .* but 0 was passed; np.random.default_rng\(0\)"):
        list(batches(5, 2, 0))


def test_training_takes_the_batches_that_the_networks_own_generator_gives():
    X, labels = examples(7)
    model, seen = network(4, 3, seed=14), []
    rng = copy.deepcopy(model.rng)
    model.step = lambda X, Y, learning_rate: seen.append((X, Y)) or (0.0, 0)
    model.train(X, labels, epochs=2, batch_size=3, show=0)
    parts = [part for _ in range(2) for part in batches(7, 3, rng)]
    assert len(seen) == len(parts) == 6
    for (X_batch, Y_batch), part in zip(seen, parts, strict=True):
        np.testing.assert_array_equal(X_batch, X[:, part])
        np.testing.assert_array_equal(Y_batch, one_hot(labels, classes=3)[:, part])


@pytest.mark.parametrize("batch_size", [None, 7, 8])
def test_a_batch_of_everything_is_taken_in_the_given_order_without_a_copy(batch_size):
    X, labels = examples(7)
    model, seen = network(4, 3), []
    model.step = lambda X, Y, learning_rate: seen.append(X) or (0.0, 0)
    model.train(X, labels, epochs=1, batch_size=batch_size, show=0)
    [batch] = seen
    assert np.shares_memory(batch, X)
    np.testing.assert_array_equal(batch, X)


# ---- the same seed, the same network


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_training_from_the_same_seed_gives_the_same_network_and_history(optimizer):
    X, labels = examples(20)

    def trained(seed):
        model = network(4, 5, 3, seed=seed, optimizer=optimizer)
        return model, model.train(X, labels, epochs=3, batch_size=6, learning_rate=0.01, show=0)

    assert_decided_by_the_seed(trained)


def test_nothing_touches_numpys_global_generator():
    X, labels = examples(20)
    np.random.seed(17)
    before = np.random.get_state()
    for seed in (0, None):
        model = network(4, 5, 3, seed=seed)
        model.train(X, labels, epochs=2, batch_size=6, validation=(X, labels), show=0)
        model.predict(X)
    for old, new in zip(before, np.random.get_state(), strict=True):
        np.testing.assert_array_equal(old, new)
    # Nor does the global seed decide anything.
    parameters = []
    for seed in (1, 2):
        np.random.seed(seed)
        model = network(4, 5, 3)
        model.train(X, labels, epochs=2, batch_size=6, show=0)
        parameters.append(model.parameters)
    np.testing.assert_array_equal(*parameters)


# ---- the history


def test_the_training_figures_are_running_means_as_worked_by_hand():
    # One input, always 1; two classes, always class 1; all weights zero at first; t = ln 3, learning_rate = t/2.
    # Batch 1, two examples: Z = (0, 0), so p = 1/2: each costs ln 2. A tie counts for class 0: both are wrong.
    # dZ = (p - y)/2 = (1/4, -1/4) for each example; dW = db = (1/2, -1/2), the sum of both.
    # After the step, W = b = (-t/4, t/4): Z = (-t/2, t/2), which differ by t: p = 1/4 and 3/4.
    # Batch 2, one example: it costs ln(4/3), and is right.
    # Means over the three examples: loss (2 ln 2 + ln(4/3))/3, accuracy 1/3; not the mean of the batches' means, 1/2.
    # dZ = (1/4, -1/4) = dW = db. After the step, W = b = (-3t/8, 3t/8): Z differs by 3t/2: p = 1/(1 + 3^(-3/2)).
    model = NeuralNetwork(seed=0, optimizer="gradient_descent")
    model.add(DenseLayer(1, 2, activation="softmax", initializer="zeros"))
    X, labels, t = np.ones((1, 3)), np.array([1, 1, 1]), math.log(3)
    history = model.train(X, labels, 1, batch_size=2, learning_rate=t / 2, validation=(X[:, :1], labels[:1]), show=0)
    assert history["Training loss"][0] == pytest.approx((2 * math.log(2) + math.log(4 / 3)) / 3, rel=1e-14)
    assert history["Training accuracy"][0] == pytest.approx(1 / 3, rel=1e-15)
    assert history["Validation loss"][0] == pytest.approx(math.log(1 + 3**-1.5), rel=1e-14)
    assert history["Validation accuracy"][0] == 1
    np.testing.assert_allclose(model.parameters, [-3 * t / 8, 3 * t / 8] * 2, rtol=1e-14)


def test_the_history_has_a_row_per_epoch_and_a_column_per_figure():
    X, labels = examples(10)
    training = ["Epoch", "Training loss", "Training accuracy"]
    model = network(4, 3)
    history = model.train(X, labels, epochs=3, batch_size=4, show=0)
    assert list(history.columns) == training and history["Epoch"].tolist() == [1, 2, 3] and model.epochs == 3
    history = model.train(X, labels, epochs=2, batch_size=4, validation=(X, labels), show=0)
    assert list(history.columns) == [*training, "Validation loss", "Validation accuracy"]
    assert history["Epoch"].tolist() == [4, 5] and model.epochs == 5
    assert history.index.tolist() == [0, 1]
    assert history["Epoch"].dtype.kind == "i" and (history.dtypes[1:] == np.float64).all()


def test_the_validation_figures_are_what_measure_says_after_the_epoch():
    X, labels = examples(20)
    validation = examples(9, seed=18)
    model = network(4, 5, 3)
    for _ in range(3):
        row = model.train(X, labels, 1, batch_size=6, learning_rate=0.01, validation=validation, show=0).iloc[0]
        assert (row["Validation loss"], row["Validation accuracy"]) == model.measure(*validation)


def test_validation_examples_are_never_learned_from():
    X, labels = examples(20)
    one, other = network(4, 5, 3), network(4, 5, 3)
    one.train(X, labels, epochs=2, batch_size=6, show=0)
    other.train(X, labels, epochs=2, batch_size=6, validation=examples(9, seed=18), show=0)
    np.testing.assert_array_equal(one.parameters, other.parameters)


# ---- going on


@pytest.mark.parametrize("batch_size", [4, None])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_three_epochs_and_two_more_are_five_to_the_last_bit(optimizer, batch_size):
    X, labels = examples(10)
    options = {"batch_size": batch_size, "learning_rate": 0.01, "validation": examples(5, seed=18), "show": 0}
    at_once = network(4, 5, 3, optimizer=optimizer)
    expected = at_once.train(X, labels, epochs=5, **options)
    in_parts = network(4, 5, 3, optimizer=optimizer)
    parts = [in_parts.train(X, labels, epochs=epochs, **options) for epochs in (3, 2)]
    np.testing.assert_array_equal(in_parts.parameters, at_once.parameters)
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), expected, check_exact=True)


def test_a_schedule_is_asked_before_each_step_for_the_epochs_so_far_with_fractions():
    X, labels = examples(5)
    model, asked = network(4, 3, optimizer=Recorder()), []

    def schedule(epoch):
        asked.append(epoch)
        return 1 + epoch

    # Batches of 2, 2 and 1 of 5 examples: a step begins after 0, 2/5 and 4/5 of the epoch.
    model.train(X, labels, epochs=2, batch_size=2, learning_rate=schedule, show=0)
    np.testing.assert_allclose(model.optimizer.rates, [1, 1.4, 1.8, 2, 2.4, 2.8], rtol=1e-15)
    model.train(X, labels, epochs=1, batch_size=2, learning_rate=schedule, show=0)
    np.testing.assert_allclose(model.optimizer.rates[6:], [3, 3.4, 3.8], rtol=1e-15)
    # The first epoch's number may be asked for once more, to see whether the schedule works at all.
    np.testing.assert_allclose(list(dict.fromkeys(asked)), [0, 0.4, 0.8, 1, 1.4, 1.8, 2, 2.4, 2.8], rtol=1e-15)


@pytest.mark.parametrize("rate", [0.5, np.float64(0.5), np.float32(0.5), lambda epoch: np.float64(0.5)])
def test_the_optimiser_is_given_a_python_float(rate):
    X, labels = examples(5)
    model = network(4, 3, optimizer=Recorder())
    model.train(X, labels, epochs=1, batch_size=None, learning_rate=rate, show=0)
    assert model.optimizer.rates == [0.5] and type(model.optimizer.rates[0]) is float


def test_a_schedule_may_fall_to_zero_but_not_below():
    X, labels = examples(5)
    model = network(4, 3)
    before = model.parameters.copy()
    model.train(X, labels, epochs=2, learning_rate=lambda epoch: 0, show=0)
    np.testing.assert_array_equal(model.parameters, before)
    for wrong in (-0.1, math.nan, math.inf, "fast", None):
        with pytest.raises(ValueError, match="schedule must return a number that is not negative, but for epoch 2 it"):
            model.train(X, labels, epochs=2, learning_rate=lambda epoch, wrong=wrong: wrong, show=0)


# ---- float32 stays float32


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("block", [3, BLOCK])
def test_a_network_keeps_its_dtype_throughout(monkeypatch, block, dtype, activation, optimizer):
    monkeypatch.setattr(nnhelpers.network, "BLOCK", block)
    model = network(4, 5, 3, activation=activation, optimizer=optimizer, dtype=dtype)
    X, labels = examples(10)
    parameters, gradient = model.parameters, model.gradient
    for rate in (np.float64(0.01), lambda epoch: np.float64(0.01)):
        model.train(X, labels, epochs=1, batch_size=7, learning_rate=rate, validation=(X, labels), show=0)
    # Nor were the two vectors replaced by other ones.
    assert model.parameters is parameters and model.gradient is gradient
    arrays = {"parameters": parameters, "gradient": gradient, "answer": model.predict_probabilities(X)}
    for layer in model.layers:
        arrays |= {name: value for name, value in vars(layer).items() if isinstance(value, np.ndarray)}
        arrays["dA_before"] = layer.dA_before()
    arrays |= {name: value for name, value in vars(model.optimizer).items() if isinstance(value, np.ndarray)}
    assert {"W", "b", "dW", "db", "A_before", "Z", "A", "dZ"} <= set(arrays)
    assert {name: array.dtype for name, array in arrays.items() if array.dtype != dtype} == {}


def test_the_optimisers_keep_as_much_memory_as_they_should():
    X, labels = examples(10)
    memory = {}
    for name in OPTIMIZERS:
        model = network(4, 5, 3, optimizer=name)
        model.train(X, labels, epochs=1, show=0)
        memory[name] = {key for key, value in vars(model.optimizer).items() if isinstance(value, np.ndarray)}
    expected = {"momentum": {"velocity"}, "rmsprop": {"square"}, "adam": {"mean", "square"}}
    assert memory == {"gradient_descent": set(), **expected}


def test_a_float32_network_takes_float64_columns_as_if_they_were_float32():
    X, labels = examples(10)
    one, other = network(4, 5, 3, dtype=np.float32), network(4, 5, 3, dtype=np.float32)
    history = one.train(X, labels, epochs=2, batch_size=4, show=0)
    same = other.train(X.astype(np.float32), labels, epochs=2, batch_size=4, show=0)
    np.testing.assert_array_equal(one.parameters, other.parameters)
    pd.testing.assert_frame_equal(history, same, check_exact=True)
    assert X.dtype == np.float64


def test_float32_learns_about_the_same_as_float64():
    X, labels = examples(20)
    trained = []
    for dtype in FLOATS:
        model = network(4, 5, 3, dtype=dtype, optimizer="gradient_descent")
        model.train(X, labels, epochs=5, batch_size=6, learning_rate=0.1, show=0)
        trained.append(model.parameters)
    np.testing.assert_allclose(*trained, rtol=1e-3, atol=1e-5)


# ---- inputs as they come


def read_only(array):
    array = array.copy()
    array.flags.writeable = False
    return array


LAYOUTS = {
    "C order": np.ascontiguousarray,
    "Fortran order": np.asfortranarray,
    "every second column": lambda X: np.repeat(X, 2, axis=1)[:, ::2],
    "backwards in memory": lambda X: np.ascontiguousarray(X[::-1, ::-1])[::-1, ::-1],
    "read-only": read_only,
}


@pytest.mark.parametrize("batch_size", [4, None])
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_columns_of_any_memory_layout_work_and_are_left_alone(layout, dtype, batch_size):
    plain, labels = examples(10, dtype=dtype)
    X, y = LAYOUTS[layout](plain), read_only(labels)
    trained = []
    for columns_ in (plain, X):
        model = network(4, 5, 3, optimizer="gradient_descent", dtype=dtype)
        model.train(columns_, y, 2, batch_size=batch_size, learning_rate=0.1, validation=(columns_, y), show=0)
        trained.append((model.parameters, model.predict_probabilities(columns_)))
    for one, other in zip(*trained, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-5 if dtype == np.float32 else 1e-13)
    np.testing.assert_array_equal(X, plain)
    np.testing.assert_array_equal(y, labels)


def test_a_linear_layer_leaves_the_columns_alone_too():
    # `linear` gives back its argument itself: what is written into A would be written into Z.
    X, labels = examples(10)
    before = X.copy()
    model = network(4, 4, 3, activation="linear")
    model.train(X, labels, epochs=2, batch_size=None, show=0)
    np.testing.assert_array_equal(X, before)


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint64, np.int32])
def test_labels_of_every_integer_type_do_the_same(dtype):
    X, labels = examples(10)
    results = []
    for y in (labels, labels.astype(dtype)):
        model = network(4, 5, 3)
        history = model.train(X, y, epochs=2, batch_size=4, validation=(X, y), show=0)
        results.append((model.parameters, history, model.measure(X, y)))
    np.testing.assert_array_equal(results[0][0], results[1][0])
    pd.testing.assert_frame_equal(results[0][1], results[1][1], check_exact=True)
    assert results[0][2] == results[1][2]


def test_a_single_example_is_enough():
    X, labels = examples(1)
    model = network(4, 5, 3)
    assert len(model.train(X, labels, epochs=2, show=0)) == 2
    assert model.predict(X).shape == (1,)


# ---- what is printed

LINE = r"epoch {} of {}: loss \d+\.\d{{4}}, accuracy \d+\.\d\d%"


def shown(text):
    """What a terminal shows: of each line, what was written last over it."""
    return [line.split("\r")[-1] for line in text.split("\n")]


@pytest.mark.parametrize("batch_size", [1, None, 20])
def test_show_0_prints_nothing(capfd, batch_size):
    X, labels = examples(10)
    network(4, 3).train(X, labels, epochs=3, batch_size=batch_size, validation=(X, labels), show=0)
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


def test_by_default_each_epoch_ends_in_a_line_without_times(capsys):
    X, labels = examples(10)
    model, outputs = network(4, 3), []
    history = model.train(X, labels, epochs=2, batch_size=4)
    outputs.append(capsys.readouterr().out)
    lines = shown(outputs[0])
    assert lines.pop() == "" and len(lines) == 2
    for line, row in zip(lines, history.itertuples(index=False), strict=True):
        assert re.fullmatch(LINE.format(row.Epoch, 2), line), line
        assert line == f"epoch {row.Epoch} of 2: loss {row[1]:.4f}, accuracy {row[2]:.2%}"
    # Called again, the epochs are counted on.
    model.train(X, labels, epochs=1, batch_size=4)
    assert re.fullmatch(LINE.format(3, 3), shown(capsys.readouterr().out)[0])
    # The same training prints the same, to the last character.
    network(4, 3).train(X, labels, epochs=2, batch_size=4, show=1)
    assert capsys.readouterr().out == outputs[0]


def test_the_line_of_an_epoch_tells_the_validation_figures(capsys):
    X, labels = examples(10)
    history = network(4, 3).train(X, labels, epochs=1, validation=(X, labels), batch_size=None)
    [_, training_loss, training_accuracy, loss, accuracy] = history.iloc[0]
    assert shown(capsys.readouterr().out)[0] == (
        f"epoch 1 of 1: loss {training_loss:.4f}, accuracy {training_accuracy:.2%}, "
        f"on validation {loss:.4f}, {accuracy:.2%}"
    )


@pytest.mark.parametrize(
    ("epochs", "show", "lines"), [(5, 2, [2, 4, 5]), (4, 2, [2, 4]), (3, 10, [3]), (3, 1, [1, 2, 3])]
)
def test_show_n_prints_every_nth_epoch_and_the_last(capsys, epochs, show, lines):
    X, labels = examples(10)
    network(4, 3).train(X, labels, epochs=epochs, batch_size=None, show=show)
    out = shown(capsys.readouterr().out)
    assert out.pop() == ""
    assert [int(re.match(r"epoch (\d+) of", line)[1]) for line in out] == lines


def test_progress_within_an_epoch_is_rewritten_on_one_line_at_every_tenth(capsys):
    # 40 examples one by one: a tenth is reached after 4, 8, …, 36 of them; the end has its own line.
    X, labels = examples(40)
    network(4, 3).train(X, labels, epochs=2, batch_size=1, show=2)
    out = capsys.readouterr().out
    assert out.count("\n") == 1 and out.endswith("\n")
    progress = [f"epoch {epoch} of 2: {percent:3d}%" for epoch in (1, 2) for percent in range(10, 100, 10)]
    assert out.split("\r")[1:-1] == progress


def test_a_batch_larger_than_the_data_works_and_says_so(capsys):
    X, labels = examples(10)
    model, same = network(4, 3), network(4, 3)
    model.train(X, labels, epochs=1, batch_size=11)
    sentence, line, _ = capsys.readouterr().out.split("\n")
    assert sentence == "batch_size=11 is more than the 10 examples: each batch holds all of them"
    assert re.fullmatch("\r" + LINE.format(1, 1), line)
    same.train(X, labels, epochs=1, batch_size=None)
    np.testing.assert_array_equal(model.parameters, same.parameters)
    # A batch of just all examples needs no sentence.
    same.train(X, labels, epochs=1, batch_size=10)
    assert "batch_size" not in capsys.readouterr().out


# ---- arguments that do not fit

GOOD_X, GOOD_LABELS = examples(10)
WITH_NAN = GOOD_X.copy()
WITH_NAN[2, 7] = np.nan
WRONG_ARGUMENTS = {
    "no epoch": ({"epochs": 0}, ValueError, "epochs must be at least 1, but 0 was passed"),
    "half an epoch": ({"epochs": 1.5}, TypeError, "epochs must be a whole number, but 1.5 was passed"),
    "an empty batch": ({"batch_size": 0}, ValueError, "batch_size must be at least 1, but 0 was passed"),
    "a negative batch": ({"batch_size": -3}, ValueError, "batch_size must be at least 1, but -3 was passed"),
    "half an example": ({"batch_size": 0.5}, TypeError, "batch_size must be a whole number, but 0.5 was passed"),
    "uphill": ({"learning_rate": -0.1}, ValueError, "learning_rate must be a positive number .* but -0.1 was passed"),
    "no rate": ({"learning_rate": 0}, ValueError, "learning_rate must be a positive number .* but 0 was passed"),
    "NaN as rate": ({"learning_rate": math.nan}, ValueError, "learning_rate must be a positive .* but nan was passed"),
    "a word as rate": ({"learning_rate": "fast"}, TypeError, "learning_rate must be a number, but 'fast' was passed"),
    "too few labels": (
        {"labels": GOOD_LABELS[:9]}, ValueError,
        "there must be one label per column of X, but it has 10 columns and there are 9 labels",
    ),
    "a label too large": (
        {"labels": np.array([0, 1, 2, 3, 0, 1, 2, 0, 1, 2])}, ValueError,
        "labels must be whole numbers from 0 to 2, but found 3 at position 3",
    ),
    "a negative label": (
        {"labels": np.array([0, 1, 2, 0, 1, 2, -1, 0, 1, 2])}, ValueError,
        "labels must be whole numbers from 0 to 2, but found -1 at position 6",
    ),
    "labels as floats": (
        {"labels": GOOD_LABELS.astype(float)}, TypeError,
        r"labels must be whole numbers, but its dtype is float64; .* labels.astype\(int\)",
    ),
    "labels one-hot": (
        {"labels": one_hot(GOOD_LABELS, 3)}, ValueError,
        r"labels must be one-dimensional, .* but its shape is \(3, 10\)",
    ),
    "labels as a list": (
        {"labels": GOOD_LABELS.tolist()}, TypeError, "labels must be a NumPy array, but a list was passed",
    ),
    "X transposed": (
        {"X": GOOD_X.T}, ValueError,
        r"the first layer has 4 inputs, so X must have the shape \(4, m\), .* \(10, 4\); it seems transposed: pass X.T",
    ),
    "X of another size": (
        {"X": GOOD_X[:3]}, ValueError,
        r"the first layer has 4 inputs, so X must have the shape \(4, m\), .* its shape is \(3, 10\)$",
    ),
    "X of one axis": ({"X": GOOD_X[:, 0]}, ValueError, r"X must have two axes, .* but its shape is \(4,\)"),
    "X of three axes": ({"X": GOOD_X[None]}, ValueError, r"X must have two axes, .* but its shape is \(1, 4, 10\)"),
    "X of ints": (
        {"X": (GOOD_X * 255).astype(np.uint8)}, TypeError,
        r"X must hold floats in \[0, 1\], but its dtype is uint8; normalise the pixels",
    ),
    "X empty": ({"X": GOOD_X[:, :0]}, ValueError, r"X is empty \(shape \(4, 0\)\): pass at least one example"),
    "X as a list": ({"X": GOOD_X.tolist()}, TypeError, "X must be a NumPy array, but a list was passed"),
    "NaN in X": ({"X": WITH_NAN}, ValueError, r"X holds nan at \(2, 7\)"),
    "validation as a list": (
        {"validation": [GOOD_X, GOOD_LABELS]}, TypeError,
        r"validation must be a pair \(X, labels\), but a list was passed",
    ),
    "validation of three": (
        {"validation": (GOOD_X, GOOD_LABELS, 0)}, TypeError,
        r"validation must be a pair \(X, labels\), but a tuple of 3 was passed",
    ),
    "validation without labels": (
        {"validation": GOOD_X}, TypeError, r"validation must be a pair \(X, labels\), but a ndarray was passed",
    ),
    "validation transposed": (
        {"validation": (GOOD_X.T, GOOD_LABELS)}, ValueError,
        r"X_validation must have the shape \(4, m\), .* pass X_validation.T",
    ),
    "NaN in validation": ({"validation": (WITH_NAN, GOOD_LABELS)}, ValueError, r"X_validation holds nan at \(2, 7\)"),
    "a wrong validation label": (
        {"validation": (GOOD_X, GOOD_LABELS + 1)}, ValueError, "validation_labels must be whole numbers from 0 to 2",
    ),
    "too few validation labels": (
        {"validation": (GOOD_X, GOOD_LABELS[:4])}, ValueError,
        "one label per column of X_validation, but it has 10 columns and there are 4 validation_labels",
    ),
}


@pytest.mark.parametrize("case", WRONG_ARGUMENTS)
def test_train_says_what_does_not_fit_before_anything_is_learned(case, capsys):
    arguments, error, sentence = WRONG_ARGUMENTS[case]
    model = network(4, 5, 3)
    before, state = model.parameters.copy(), copy.deepcopy(model.rng.bit_generator.state)
    with pytest.raises(error, match=sentence):
        model.train(**{"X": GOOD_X, "labels": GOOD_LABELS, "epochs": 2, **arguments})
    np.testing.assert_array_equal(model.parameters, before)
    assert model.epochs == 0 and model.rng.bit_generator.state == state
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("case", [case for case, (arguments, *_) in WRONG_ARGUMENTS.items() if "X" in arguments])
def test_what_train_refuses_as_x_is_refused_in_the_same_words_by_every_other_method(case):
    arguments, error, sentence = WRONG_ARGUMENTS[case]
    model = network(4, 5, 3)
    for call in (model.predict, model.predict_probabilities):
        with pytest.raises(error, match=sentence):
            call(arguments["X"])
    for call in (model.measure, model.evaluate):
        with pytest.raises(error, match=sentence):
            call(arguments["X"], GOOD_LABELS)


@pytest.mark.parametrize("case", [case for case, (arguments, *_) in WRONG_ARGUMENTS.items() if "labels" in arguments])
def test_what_train_refuses_as_labels_is_refused_in_the_same_words_by_measure_and_evaluate(case):
    arguments, error, sentence = WRONG_ARGUMENTS[case]
    model = network(4, 5, 3)
    for call in (model.measure, model.evaluate):
        with pytest.raises(error, match=sentence):
            call(GOOD_X, arguments["labels"])


def test_a_network_without_layers_says_how_to_add_one(tmp_path):
    model = NeuralNetwork()
    for call in (
        lambda: model.train(GOOD_X, GOOD_LABELS, 1),
        lambda: model.predict(GOOD_X),
        lambda: model.predict_probabilities(GOOD_X),
        lambda: model.measure(GOOD_X, GOOD_LABELS),
        lambda: model.evaluate(GOOD_X, GOOD_LABELS),
        lambda: model.save(tmp_path / "model.npz"),
    ):
        with pytest.raises(ValueError, match=r"the network has no layers yet; model.add\(DenseLayer"):
            call()
    assert list(tmp_path.iterdir()) == []


def test_a_network_that_does_not_end_in_softmax_is_told_so():
    model = NeuralNetwork()
    model.add(DenseLayer(4, 3, activation="tanh"))
    for call in (
        lambda: model.train(GOOD_X, GOOD_LABELS, 1),
        lambda: model.predict(GOOD_X),
        lambda: model.predict_probabilities(GOOD_X),
        lambda: model.measure(GOOD_X, GOOD_LABELS),
        lambda: model.evaluate(GOOD_X, GOOD_LABELS),
    ):
        with pytest.raises(ValueError, match="the last layer's activation must be softmax, .* but it is tanh"):
            call()


# ---- divergence


def diverge(optimizer, dtype, rate, activation="leaky_relu", batch_size=7):
    """Train with steps far too long; leaky layers never die, so that these do end in infinity."""
    model = network(4, 5, 5, 3, activation=activation, optimizer=optimizer, dtype=dtype)
    data = examples(20)
    model.train(*data, epochs=60, batch_size=batch_size, learning_rate=rate, validation=data, show=0)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("rate", [1e150, 1e307])
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_divergence_names_the_learning_rate(optimizer, dtype, rate):
    with pytest.raises(ValueError, match="learning_rate"):
        diverge(optimizer, dtype, rate)


@pytest.mark.parametrize("rate", [1e10, 1e100, 1e307])
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    ("activation", "batch_size"), [("leaky_relu", 7), ("leaky_relu", None), ("tanh", 7)],
    ids=["noticed in a step", "noticed on validation data", "tanh"],
)
def test_divergence_gives_no_warning(activation, batch_size, optimizer, dtype, rate):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with contextlib.suppress(ValueError):
            diverge(optimizer, dtype, rate, activation, batch_size)
    assert sorted({str(warning.message) for warning in caught}) == []


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("m", [10, 3 * BLOCK])
def test_divergence_in_the_very_last_step_is_noticed_too(m):
    # The one step of this training, of 1e39, takes float32 beyond its largest number, 3.4e38.
    X, labels = examples(m)
    model = network(4, 5, 3, activation="tanh", optimizer="adam", dtype=np.float32)
    with pytest.raises(ValueError, match="learning_rate"):
        model.train(X, labels, epochs=1, batch_size=None, learning_rate=1e39, show=0)


# ---- the stop button


class Stops:
    """Gradient descent that is interrupted instead of taking step number `at`."""

    def __init__(self, at):
        self.at, self.steps = at, 0

    def step(self, parameters, gradient, learning_rate):
        self.steps += 1
        if self.steps == self.at:
            raise KeyboardInterrupt
        parameters -= learning_rate * gradient


@pytest.mark.parametrize("show", [0, 1])
def test_an_interrupt_in_the_middle_of_an_epoch_keeps_what_was_learned(capsys, show):
    # 6 examples in batches of 2 are 3 steps an epoch; the interrupt comes in step 8, in the middle of epoch 3.
    X, labels = examples(6)
    model, expected = network(4, 5, 3, optimizer=Stops(at=8)), network(4, 5, 3, optimizer="gradient_descent")
    history = model.train(X, labels, epochs=10, batch_size=2, validation=(X, labels), show=show)
    whole = expected.train(X, labels, epochs=2, batch_size=2, validation=(X, labels), show=0)
    pd.testing.assert_frame_equal(history, whole, check_exact=True)
    assert model.epochs == 2
    assert "stopped; whole epochs so far: 2. The network keeps what it has learned\n" in capsys.readouterr().out
    # Step 7 is kept: it moved on from where the two whole epochs ended.
    assert (model.parameters != expected.parameters).any()
    assert model.predict(X).shape == (6,)
    on = model.train(X, labels, epochs=2, batch_size=2, show=0)
    assert on["Epoch"].tolist() == [3, 4] and model.optimizer.steps == 8 + 6


def test_an_interrupt_in_the_first_epoch_gives_a_history_without_rows(capsys):
    X, labels = examples(6)
    model = network(4, 5, 3, optimizer=Stops(at=2))
    history = model.train(X, labels, epochs=10, batch_size=2, show=0)
    assert len(history) == 0 and model.epochs == 0
    assert "stopped; whole epochs so far: 0." in capsys.readouterr().out
    assert model.train(X, labels, epochs=1, batch_size=2, show=0)["Epoch"].tolist() == [1]


@pytest.mark.parametrize("method", ["forward", "backward_from_Z"])
def test_an_interrupt_within_a_layer_keeps_what_was_learned(monkeypatch, method):
    X, labels = examples(6)
    model = network(4, 5, 3)
    whole, calls = getattr(DenseLayer, method), itertools.count(1)

    def interrupted(self, array):
        if next(calls) == 9:
            raise KeyboardInterrupt
        return whole(self, array)

    # Two layers and three batches are six calls an epoch; the ninth is in the middle of the second.
    monkeypatch.setattr(DenseLayer, method, interrupted)
    history = model.train(X, labels, epochs=10, batch_size=2, show=0)
    assert history["Epoch"].tolist() == [1] and model.epochs == 1
    assert model.predict(X).shape == (6,)
    assert model.train(X, labels, epochs=1, batch_size=2, show=0)["Epoch"].tolist() == [2]


def test_an_interrupt_while_measuring_leaves_the_history_as_long_as_the_count_of_epochs(monkeypatch):
    X, labels = examples(6)
    model, measure, calls = network(4, 5, 3), NeuralNetwork.measure, itertools.count(1)

    def interrupted(self, X, labels):
        if next(calls) == 2:
            raise KeyboardInterrupt
        return measure(self, X, labels)

    monkeypatch.setattr(NeuralNetwork, "measure", interrupted)
    parts = [model.train(X, labels, epochs=3, batch_size=2, validation=(X, labels), show=0) for _ in range(2)]
    epochs = pd.concat(parts)["Epoch"].tolist()
    assert len(set(epochs)) == len(epochs)
    assert epochs == list(range(1, model.epochs + 1)), "an epoch is missing from the history"


def test_other_exceptions_are_not_swallowed():
    class Breaks:
        def step(self, parameters, gradient, learning_rate):
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        network(4, 3, optimizer=Breaks()).train(GOOD_X, GOOD_LABELS, epochs=1, show=0)


# ---- building a network


def refuse(model, layer, error, sentence):
    """Assert that `model` refuses `layer` with this sentence and stays as it was."""
    before, layers, state = model.parameters.copy(), list(model.layers), model.rng.bit_generator.state
    with pytest.raises(error, match=sentence):
        model.add(layer)
    np.testing.assert_array_equal(model.parameters, before)
    assert model.layers == layers and model.rng.bit_generator.state == state


def test_sizes_that_do_not_fit_are_named_for_both_layers():
    model = NeuralNetwork()
    model.add(DenseLayer(4, 6))
    model.add(DenseLayer(6, 5))
    refuse(
        model, DenseLayer(7, 3), ValueError,
        "layer 3 must take what layer 2 gives: layer 2 has 6 inputs and 5 outputs, but layer 3 has 7 inputs and "
        "3 outputs; make its inputs 5",
    )


def test_softmax_must_come_last():
    model = network(4, 3)
    refuse(model, DenseLayer(3, 2), ValueError, "softmax must be the last layer's activation, but layer 1 has it")


def test_what_is_no_layer_is_refused():
    for thing in ("relu", 3, None, (4, 3), np.eye(3), NeuralNetwork()):
        sentence = rf"layer must be a layer, such as DenseLayer\(784, 10\), but {re.escape(repr(thing))} was passed"
        refuse(NeuralNetwork(), thing, TypeError, sentence)


def test_the_class_instead_of_an_object_is_refused():
    refuse(NeuralNetwork(), DenseLayer, TypeError, "layer must be a layer, .* but <class '.*DenseLayer'> was passed")
    for name in ("Adam", "Momentum"):
        kind = {"Adam": Adam, "Momentum": Momentum}[name]
        with pytest.raises(TypeError, match=rf"optimizer must be an object, not the class: write {name}\(\)"):
            NeuralNetwork(optimizer=kind)


def test_a_layer_has_one_place_in_one_network():
    layer, model = DenseLayer(4, 4), NeuralNetwork()
    model.add(layer)
    refuse(model, layer, ValueError, "this layer belongs to a network already; make a new one")
    refuse(NeuralNetwork(), layer, ValueError, "this layer belongs to a network already; make a new one")


def test_unknown_names_list_the_known_ones():
    known = "relu, leaky_relu, sigmoid, tanh, linear, softmax"
    with pytest.raises(ValueError, match=f"activation must be one of {known}, but 'Relu' was passed"):
        DenseLayer(4, 3, activation="Relu")
    known = "zeros, normal, xavier, he"
    with pytest.raises(ValueError, match=f"initializer must be one of {known}, but 'kaiming' was passed"):
        DenseLayer(4, 3, initializer="kaiming")
    with pytest.raises(
        ValueError, match="optimizer must be one of gradient_descent, momentum, rmsprop, adam, but 'sgd' was passed"
    ):
        NeuralNetwork(optimizer="sgd")
    for thing in (None, 3, ["adam"]):
        with pytest.raises(TypeError, match="optimizer must be one of gradient_descent, .* or an object with a method"):
            NeuralNetwork(optimizer=thing)
        with pytest.raises(ValueError, match="activation must be one of relu"):
            DenseLayer(4, 3, activation=thing)


@pytest.mark.parametrize("name", ["inputs", "outputs"])
def test_sizes_are_whole_numbers_of_at_least_one(name):
    for wrong, error, sentence in [
        (0, ValueError, f"{name} must be at least 1, but 0 was passed"),
        (-2, ValueError, f"{name} must be at least 1, but -2 was passed"),
        (2.0, TypeError, f"{name} must be a whole number, but 2.0 was passed"),
        ("2", TypeError, f"{name} must be a whole number, but '2' was passed"),
        (None, TypeError, f"{name} must be a whole number, but None was passed"),
    ]:
        with pytest.raises(error, match=sentence):
            DenseLayer(**{"inputs": 3, "outputs": 3, name: wrong})


def test_sizes_may_be_numpy_integers():
    layer = DenseLayer(np.uint8(200), np.int16(200))
    assert (layer.inputs, layer.outputs, layer.size) == (200, 200, 200 * 200 + 200)
    assert type(layer.inputs) is type(layer.outputs) is int


@pytest.mark.parametrize("optimizer", [Momentum(0.8), RMSprop(), Adam()], ids=["momentum", "rmsprop", "adam"])
def test_two_networks_do_not_share_an_optimisers_memory(optimizer):
    X, labels = examples(10)
    first, second = network(4, 5, 3, optimizer=optimizer), network(4, 5, 3, optimizer=optimizer)
    for model in (first, second):
        model.train(X, labels, epochs=2, batch_size=4, learning_rate=0.01, show=0)
    np.testing.assert_array_equal(first.parameters, second.parameters)
    assert first.optimizer is not second.optimizer and first.optimizer is not optimizer
    # The object itself is as new.
    assert vars(optimizer) == vars(type(optimizer)(*([0.8] if isinstance(optimizer, Momentum) else [])))
    assert type(first.optimizer) is type(optimizer)


def test_the_settings_of_an_optimiser_object_count():
    X, labels = examples(10)
    plain, slow = network(4, 5, 3, optimizer="gradient_descent"), network(4, 5, 3, optimizer=Momentum(beta=0))
    heavy = network(4, 5, 3, optimizer=Momentum(beta=0.99))
    for model in (plain, slow, heavy):
        model.train(X, labels, epochs=2, batch_size=4, learning_rate=0.01, show=0)
    # Without a memory, momentum is plain gradient descent.
    np.testing.assert_array_equal(plain.parameters, slow.parameters)
    assert (plain.parameters != heavy.parameters).any()


def test_adam_is_the_optimiser_unless_told_otherwise():
    assert type(NeuralNetwork().optimizer) is Adam
    kinds = [type(NeuralNetwork(optimizer=name).optimizer) for name in OPTIMIZERS]
    assert kinds == [GradientDescent, Momentum, RMSprop, Adam]


def test_a_copy_of_a_network_learns_on_its_own():
    # Its layers' arrays must be views into its own long vector, or training it would change nothing it answers by.
    X, labels = examples(10)
    model = network(4, 5, 3)
    twin = copy.deepcopy(model)
    before = model.predict_probabilities(X)
    np.testing.assert_array_equal(twin.predict_probabilities(X), before)
    twin.train(X, labels, epochs=2, batch_size=4, learning_rate=0.01, show=0)
    np.testing.assert_array_equal(model.predict_probabilities(X), before)
    assert (twin.predict_probabilities(X) != before).any()
    model.train(X, labels, epochs=2, batch_size=4, learning_rate=0.01, show=0)
    np.testing.assert_array_equal(twin.predict_probabilities(X), model.predict_probabilities(X))


# ---- predicting and measuring


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("m", [1, 3, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_probabilities_of_each_column_sum_to_one(m, dtype):
    X, _ = examples(m)
    A = network(4, 5, 3, dtype=dtype).predict_probabilities(X)
    assert A.shape == (3, m) and A.dtype == dtype and A.min() >= 0
    np.testing.assert_allclose(A.sum(axis=0), 1, rtol=1e-6 if dtype == np.float32 else 1e-14)


@pytest.mark.parametrize("m", [1, 2, 3, 4, 6, 7])
def test_blocks_do_not_change_an_answer(monkeypatch, m):
    model, (X, labels) = network(4, 5, 3), examples(m)
    expected, measured = model.predict_probabilities(X), model.measure(X, labels)
    monkeypatch.setattr(nnhelpers.network, "BLOCK", 3)
    np.testing.assert_allclose(model.predict_probabilities(X), expected, rtol=1e-13)
    np.testing.assert_array_equal(model.predict(X), np.argmax(expected, axis=0))
    assert model.measure(X, labels) == pytest.approx(measured, rel=1e-13)


def test_loss_and_accuracy_are_measured_as_worked_by_hand():
    # With t = ln 3, W = (0, t) and b = 0, the inputs 1, -1 and 0 give class 1 the odds 3, 1/3 and 1.
    # The class 1 has the probabilities 3/4, 1/4 and 1/2; predicted are the classes 1, 0 and, of equal ones, 0.
    # Labels 1, 1 and 0 cost ln(4/3), ln 4 and ln 2; the first and the last are right.
    model = network(1, 2)
    model.parameters[:] = [0, math.log(3), 0, 0]
    X, labels = np.array([[1.0, -1.0, 0.0]]), np.array([1, 1, 0])
    expected = [[1 / 4, 3 / 4, 1 / 2], [3 / 4, 1 / 4, 1 / 2]]
    np.testing.assert_allclose(model.predict_probabilities(X), expected, rtol=1e-14)
    np.testing.assert_array_equal(model.predict(X), [1, 0, 0])
    loss, accuracy = model.measure(X, labels)
    assert loss == pytest.approx((math.log(4 / 3) + math.log(4) + math.log(2)) / 3, rel=1e-14)
    assert accuracy == model.evaluate(X, labels) == pytest.approx(2 / 3)
    assert type(loss) is type(accuracy) is float


def test_predicting_and_measuring_change_nothing():
    X, labels = examples(10)
    model = network(4, 5, 3)
    before, state = model.parameters.copy(), model.rng.bit_generator.state
    model.predict(X)
    model.measure(X, labels)
    model.summary()
    np.testing.assert_array_equal(model.parameters, before)
    assert (model.epochs, model.optimizer.t, model.rng.bit_generator.state) == (0, 0, state)


def test_an_answer_stays_as_it_was_when_the_next_one_is_asked_for():
    model, (X, _) = network(4, 5, 3), examples(10)
    A = model.predict_probabilities(X)
    kept = A.copy()
    model.predict_probabilities(1 - X)
    np.testing.assert_array_equal(A, kept)


def test_summary_counts_the_parameters_as_worked_by_hand():
    # A layer has outputs · inputs weights and outputs biases:
    # 784 · 256 + 256 = 200,704 + 256 = 200,960
    # 256 · 128 + 128 =  32,768 + 128 =  32,896
    # 128 ·  64 +  64 =   8,192 +  64 =   8,256
    #  64 ·  32 +  32 =   2,048 +  32 =   2,080
    #  32 ·  10 +  10 =     320 +  10 =     330
    # together 200,960 + 32,896 + 8,256 + 2,080 + 330 = 244,522
    model = network(784, 256, 128, 64, 32, 10)
    table = model.summary()
    assert list(table.columns) == ["Layer", "Inputs", "Outputs", "Activation", "Initializer", "Parameters"]
    assert table["Layer"].tolist() == [1, 2, 3, 4, 5]
    assert table["Inputs"].tolist() == [784, 256, 128, 64, 32]
    assert table["Outputs"].tolist() == [256, 128, 64, 32, 10]
    assert table["Activation"].tolist() == ["relu"] * 4 + ["softmax"]
    assert table["Initializer"].tolist() == ["he"] * 4 + ["xavier"]
    assert table["Parameters"].tolist() == [200_960, 32_896, 8_256, 2_080, 330]
    assert table["Parameters"].sum() == model.parameters.size == 244_522


def test_the_summary_of_a_network_without_layers_has_no_rows_but_its_columns():
    table = NeuralNetwork().summary()
    assert len(table) == 0 and list(table.columns)[0] == "Layer" and len(table.columns) == 6


# ---- learning


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "sigmoid", "tanh"])
def test_exclusive_or_is_learned_to_the_last_example(activation):
    # Class 1 where exactly one of the two inputs is 1: no single layer can tell, hidden neurons can.
    X, labels = np.array([[0, 0, 1, 1], [0, 1, 0, 1]], float), np.array([0, 1, 1, 0])
    model = network(2, 8, 2, activation=activation)
    history = model.train(X, labels, epochs=300, batch_size=None, learning_rate=0.05, show=0)
    assert model.evaluate(X, labels) == 1
    np.testing.assert_array_equal(model.predict(X), labels)
    assert history["Training loss"].iloc[-1] < 0.1 * history["Training loss"][0]


def test_without_a_bend_exclusive_or_is_not_learned():
    X, labels = np.array([[0, 0, 1, 1], [0, 1, 0, 1]], float), np.array([0, 1, 1, 0])
    model = network(2, 8, 2, activation="linear")
    model.train(X, labels, epochs=300, batch_size=None, learning_rate=0.05, show=0)
    assert model.evaluate(X, labels) <= 0.75


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_small_step_makes_the_loss_smaller(optimizer):
    X, labels = learnable(40)
    model = network(4, 8, 3, optimizer=optimizer)
    loss, _ = model.measure(X, labels)
    for _ in range(5):
        model.train(X, labels, epochs=1, batch_size=None, learning_rate=0.001, show=0)
        before, (loss, _) = loss, model.measure(X, labels)
        assert loss < before


RATES = {"gradient_descent": 0.2, "momentum": 0.02, "rmsprop": 0.005, "adam": 0.01}


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimiser_learns_a_thousand_digits(mnist, optimizer, dtype):
    X, labels, X_validation, validation_labels = mnist
    model = network(784, 10, 10, seed=3, optimizer=optimizer, dtype=dtype)
    history = model.train(X, labels, epochs=20, batch_size=32, learning_rate=RATES[optimizer], show=0)
    assert model.evaluate(X, labels) > 0.98
    assert model.evaluate(X_validation, validation_labels) > 0.75
    assert history["Training loss"].iloc[-1] < 0.1 * history["Training loss"][0]


@pytest.mark.parametrize(
    "sizes",
    [(784, 10, 10), (784, 100, 10), (784, 532, 10), (784, 128, 64, 10), (784, 256, 128, 64, 32, 10)],
    ids=lambda sizes: "-".join(map(str, sizes)),
)
def test_every_architecture_learns_something_in_two_epochs(mnist, sizes):
    X, labels, X_validation, validation_labels = mnist
    model = network(*sizes, optimizer="adam", dtype=np.float32)
    history = model.train(
        X, labels, epochs=2, batch_size=32, learning_rate=0.002, validation=(X_validation, validation_labels), show=0
    )
    assert history["Validation accuracy"].iloc[-1] > 0.5
    assert history["Training loss"].is_monotonic_decreasing
