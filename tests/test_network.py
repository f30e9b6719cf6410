"""A network of any number of layers of any kind: its passes, its training, and what it says about what does not fit."""

import ast
import contextlib
import copy
import inspect
import math
import pickle
import re
import warnings

import numpy as np
import pandas as pd
import pytest
from small_networks import (
    FLOATS,
    HIDDEN,
    Bursts,
    Flatten,
    Recorder,
    Scale,
    Stops,
    examples,
    moved_off_zero,
    network,
)

import nnhelpers.network
from nnhelpers.gradient_check import numerical_gradient, relative_difference
from nnhelpers.initializers import INITIALIZERS
from nnhelpers.layers import LAYERS, DenseLayer, DropoutLayer
from nnhelpers.losses import LOSSES, cross_entropy
from nnhelpers.mnist import load_mnist
from nnhelpers.network import BLOCK, NeuralNetwork
from nnhelpers.optimizers import OPTIMIZERS, Adam
from nnhelpers.preprocessing import normalize, one_hot, to_columns
from nnhelpers.training import batches
from nnhelpers.two_layer import (
    backward_propagation,
    forward_propagation,
    initialize_he,
    update_parameters,
)


def learnable(m, seed=2):
    """Columns of four numbers, and which of the first three is largest."""
    X = np.random.default_rng(seed).random((4, m))
    return X, np.argmax(X[:3], axis=0)


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
    model = NeuralNetwork(seed=5)
    for layer in [DenseLayer(4, 6, activation), DenseLayer(6, 5, "tanh"), DenseLayer(5, 3, "softmax")]:
        model.add(layer)
    moved_off_zero(model)
    X, _ = examples(5)
    expected = np.array([answer_of(model, X[:, i]) for i in range(5)]).T
    np.testing.assert_allclose(model.forward(X), expected, rtol=1e-12)
    np.testing.assert_allclose(model.predict_probabilities(X), expected, rtol=1e-12)


# ---- the two-layer network of Part I is a special case


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
            assert relative_difference(array, parameters[name]) < 1e-12, (step, name)


# ---- the gradient of a whole network

PENALTIES = {"none": {}, "l2": {"l2": 0.3}, "l1": {"l1": 0.2}, "both": {"l2": 0.3, "l1": 0.2}}


def check_gradient(model, X, Y):
    """Assert that the gradient is what central differences measure, with the same masks at every pass."""
    moved_off_zero(model)
    state, start, (costs, _) = model.rng.bit_generator.state, model.parameters.copy(), LOSSES[model.loss]

    def loss(parameters):
        model.parameters, model.rng.bit_generator.state = parameters["all"], state
        blocks = range(0, X.shape[-1], nnhelpers.network.BLOCK)
        answers = [model.forward(X[..., i : i + nnhelpers.network.BLOCK], training=True) for i in blocks]
        return costs(np.hstack(answers), Y).mean() + model.penalty()

    measured = numerical_gradient(loss, {"all": start})["all"]
    assert loss({"all": start}) - model.penalty() == pytest.approx(restarted(model, state, X, Y)[0], rel=1e-13)
    assert relative_difference(model.gradient, measured) < 1e-6
    assert np.abs(measured).max() > 1e-3, "a gradient of zero would prove nothing"


def restarted(model, state, X, Y):
    model.rng.bit_generator.state = state
    return model.fill_gradient(X, Y)


@pytest.mark.parametrize("rate", [None, 0.4], ids=["no dropout", "dropout"])
@pytest.mark.parametrize("penalties", PENALTIES)
@pytest.mark.parametrize("loss", LOSSES)
def test_the_gradient_equals_central_differences_for_every_loss_penalty_and_dropout(monkeypatch, loss, penalties, rate):
    X, labels = examples(8)
    Y = one_hot(labels, classes=3)
    for block in (3, BLOCK):
        monkeypatch.setattr(nnhelpers.network, "BLOCK", block)
        model = network(4, 6, 5, 3, activation="tanh", rate=rate, loss=loss, seed=8, **PENALTIES[penalties])
        check_gradient(model, X, Y)
        if rate:
            assert all(0 < np.mean(layer.mask == 0) < 1 for layer in model.layers[1:-1:2])


@pytest.mark.parametrize("m", [1, 8])
@pytest.mark.parametrize("sizes", [(4, 3), (4, 5, 3), (4, 3, 5, 4, 3)], ids=str)
@pytest.mark.parametrize("activation", HIDDEN)
def test_the_gradient_equals_central_differences_for_every_activation_and_depth(activation, sizes, m):
    X, labels = examples(m)
    check_gradient(network(*sizes, activation=activation, seed=8), X, one_hot(labels, classes=3))
    soft = np.random.default_rng(10).dirichlet(np.ones(3), m).T
    check_gradient(network(*sizes, activation=activation, seed=8), X, soft)


def test_the_gradient_of_the_penalties_and_the_step_they_cause_are_as_worked_by_hand():
    # All inputs are 0 and so are the biases: the loss does not depend on W, and what is left is the penalties' own.
    # l2 = 1/2: W/2 = (1/2, -1; 0, 3/2); l1 = 1/4: sign(W)/4 = (1/4, -1/4; 0, 1/4); at 0 both pull nowhere.
    # db: both classes get p = 1/2 each time: (-1/2 + 1/2 - 1/2 + 1/2)/4 = 0. The learning rate is 1/2.
    model = network(2, 2, l2=0.5, l1=0.25, optimizer="gradient_descent")
    model.parameters = [1, -2, 0, 3, 0, 0]
    model.step(np.zeros((2, 4)), one_hot(np.array([0, 1, 0, 1]), 2), 0.5)
    np.testing.assert_array_equal(model.gradient, [0.75, -1.25, 0, 1.75, 0, 0])
    np.testing.assert_array_equal(model.parameters, [0.625, -1.375, 0, 2.125, 0, 0])


def test_a_networks_penalty_sums_those_of_its_layers_weights_and_leaves_out_its_biases():
    # Layer 1, W = (1, -2; 0, 3): squares 14, sizes 6. Layer 2, W = (1/2, 0; -1, 0): squares 5/4, sizes 3/2.
    # l2 = 0.2: 0.1 · (14 + 1.25) = 1.525; l1 = 0.1: 0.1 · (6 + 1.5) = 0.75; together 2.275. The biases are 100.
    for strengths, expected in [({"l2": 0.2, "l1": 0.1}, 2.275), ({"l2": 0.2}, 1.525), ({"l1": 0.1}, 0.75), ({}, 0)]:
        model = network(2, 2, 2, rate=0.5, **strengths)
        model.parameters = 100
        model.layers[0].W, model.layers[2].W = [[1, -2], [0, 3]], [[0.5, 0], [-1, 0]]
        assert model.penalty() == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("dtype", FLOATS)
def test_the_penalties_change_the_gradient_of_the_weights_alone_and_not_what_is_reported(dtype):
    X, labels = examples(8, dtype=dtype)
    Y = one_hot(labels, 3, dtype)
    plain, model = (moved_off_zero(network(4, 5, 3, dtype=dtype, **PENALTIES[name])) for name in ("none", "both"))
    assert model.fill_gradient(X, Y) == plain.fill_gradient(X, Y)
    assert model.measure(X, labels) == plain.measure(X, labels)
    for one, other in zip(model.layers, plain.layers, strict=True):
        np.testing.assert_array_equal(one.db, other.db)
        np.testing.assert_allclose(one.dW - other.dW, 0.3 * one.W + 0.2 * np.sign(one.W), rtol=0, atol=1e-6)
    for name in ("l2", "l1"):
        for wrong, kind in ((-0.1, ValueError), (math.nan, ValueError), ("0.1", TypeError)):
            with pytest.raises(kind, match=f"{name} must be"):
                NeuralNetwork(**{name: wrong})


@pytest.mark.parametrize("m", [1, 2, 3, 4, 6, 7, 11])
def test_blocks_change_neither_the_gradient_nor_the_loss_nor_the_answers(monkeypatch, m):
    model, (X, labels) = network(4, 6, 5, 3, **PENALTIES["both"]), examples(m)
    Y, widths, forward = one_hot(labels, classes=3), [], NeuralNetwork.forward
    (loss, right), whole = model.fill_gradient(X, Y), model.gradient.copy()
    expected, measured = model.predict_probabilities(X), model.measure(X, labels)
    assert right == np.sum(model.predict(X) == labels)
    monkeypatch.setattr(nnhelpers.network, "BLOCK", 3)
    monkeypatch.setattr(nnhelpers.network, "ASKED", 2)
    monkeypatch.setattr(NeuralNetwork, "forward", lambda self, X, training=False: widths.append(X.shape[1])
                        or forward(self, X, training))
    assert model.fill_gradient(X, Y) == (pytest.approx(loss, rel=1e-13), right)
    np.testing.assert_allclose(model.gradient, whole, rtol=1e-12, atol=1e-16)
    assert sum(widths) == m and max(widths) <= 3
    widths.clear()
    np.testing.assert_allclose(model.predict_probabilities(X), expected, rtol=1e-13)
    assert sum(widths) == m and max(widths) <= 2
    assert model.measure(X, labels) == pytest.approx(measured, rel=1e-13)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_slope_by_the_images_is_what_nudged_images_measure(loss):
    X, labels = examples(5)
    Y, model = one_hot(labels, classes=3), moved_off_zero(network(4, 6, 3, activation="tanh", loss=loss))
    measured = numerical_gradient(lambda p: LOSSES[loss][0](model.forward(p["X"]), Y).mean(), {"X": X})["X"]
    model.forward(X)
    model.backward(Y, 5)
    assert relative_difference(model.layers[0].dA_before(), measured) < 1e-7


def test_training_does_not_ask_the_first_layer_for_the_slope_by_the_images(monkeypatch):
    model, (X, labels) = network(4, 5, 6, 3, rate=0.5), examples(6)
    asked, whole = [], DenseLayer.dA_before
    monkeypatch.setattr(DenseLayer, "dA_before", lambda self: asked.append(self) or whole(self))
    model.train(X, labels, epochs=2, batch_size=2, show=0)
    # Two epochs of three steps: the second and the third dense layer six times each.
    assert [asked.count(layer) for layer in model.layers[::2]] == [0, 6, 6]


# ---- dropout's two lives


def test_dropout_drops_in_the_steps_of_a_training_and_never_when_the_network_is_asked(monkeypatch):
    seen, forward = [], DropoutLayer.forward
    monkeypatch.setattr(DropoutLayer, "forward", lambda self, A, training: seen.append(training)
                        or forward(self, A, training))
    model, (X, labels) = network(4, 5, 6, 3, rate=0.5), examples(6)
    # Of each epoch, three batches through two dropout layers, then the validation examples.
    model.train(X, labels, epochs=2, batch_size=2, validation=(X, labels), show=0)
    assert seen == ([True] * 6 + [False] * 2) * 2
    seen.clear()
    for call in (model.forward, model.predict, model.predict_probabilities):
        call(X)
    model.measure(X, labels)
    model.evaluate(X, labels)
    assert seen == [False] * 10


def test_predictions_before_and_after_training_are_those_of_a_network_without_dropout():
    model, dense, (X, labels) = network(4, 8, 3, rate=0.5), network(4, 8, 3), examples(20)
    np.testing.assert_array_equal(model.parameters, dense.parameters)
    for _ in range(2):
        dense.parameters = model.parameters
        state = model.rng.bit_generator.state
        np.testing.assert_array_equal(model.predict_probabilities(X), dense.predict_probabilities(X))
        assert model.measure(X, labels) == dense.measure(X, labels)
        assert model.rng.bit_generator.state == state
        assert (model.forward(X, training=True) != dense.forward(X, training=True)).any()
        model.train(X, labels, epochs=1, batch_size=5, show=0)


# ---- one long vector of parameters: state that can't lie


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


@pytest.mark.parametrize("dtype", FLOATS)
def test_the_same_seed_gives_the_same_first_weights_and_another_seed_others(dtype):
    first, second, other = (network(4, 5, 3, seed=seed, dtype=dtype).parameters for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, second)
    assert (first != other).any() and first.dtype == dtype
    assert (network(4, 5, 3, seed=None).parameters != network(4, 5, 3, seed=None).parameters).any()
    assert NeuralNetwork().rng.random() != NeuralNetwork().rng.random(), "without a seed, other ones each time"


def test_what_is_assigned_is_what_the_network_answers_by_and_saves(tmp_path):
    model, expected, (X, _) = network(4, 5, 3), network(4, 5, 3, seed=1), examples(6)
    parameters, gradient, views = model.parameters, model.gradient, [layer.W for layer in model.layers]
    for layer, other in zip(model.layers, expected.layers, strict=True):
        layer.W, layer.b = other.W, other.b + 1
    expected.parameters = expected.parameters + ~expected.are_weights()
    for _ in range(2):
        np.testing.assert_array_equal(model.predict_probabilities(X), expected.predict_probabilities(X))
        model.save(tmp_path / "model.npz")
        loaded = NeuralNetwork.load(tmp_path / "model.npz")
        np.testing.assert_array_equal(loaded.predict_probabilities(X), expected.predict_probabilities(X))
        model.parameters = expected.parameters = np.linspace(-1, 1, 43)
    model.gradient = np.arange(43)
    np.testing.assert_array_equal(model.layers[0].dW.ravel(), np.arange(20))
    assert model.parameters is parameters and model.gradient is gradient
    assert all(layer.W is view for layer, view in zip(model.layers, views, strict=True))
    for wrong in (np.zeros(42), np.zeros((43, 1))):
        with pytest.raises(ValueError, match="does not fit"):
            model.parameters = wrong


def test_layers_are_added_by_add_alone():
    model = network(4, 5, 3)
    for change in (
        lambda: model.layers.pop(), lambda: model.layers.append(DenseLayer(3, 3)),
        lambda: setattr(model, "layers", ()), lambda: model.layers.__setitem__(0, DenseLayer(4, 5)),
    ):
        with pytest.raises((AttributeError, TypeError)):
            change()
    assert [type(layer) for layer in model.layers] == [DenseLayer] * 2
    assert model.history.empty
    with pytest.raises(AttributeError):
        model.history = pd.DataFrame()


COPIES = {"deepcopy": copy.deepcopy, "pickle": lambda model: pickle.loads(pickle.dumps(model))}


def arrays_of(model):
    """Every array that a network, its layers and its optimiser hold."""
    holders = (model, model.optimizer, *model.layers)
    return [value for holder in holders for value in vars(holder).values() if isinstance(value, np.ndarray)]


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize("epochs", [0, 2])
def test_a_copy_shares_no_memory_and_trains_as_the_original_would(epochs, copied):
    X, labels = examples(20)
    options = {"batch_size": 6, "learning_rate": 0.01, "validation": (X, labels), "show": 0}
    model = network(4, 8, 6, 3, rate=0.5, l2=0.01, l1=0.01, loss="squared_error")
    if epochs:
        model.train(X, labels, epochs, **options)
    twin = COPIES[copied](model)
    for one in arrays_of(model):
        assert not any(np.shares_memory(one, other) for other in arrays_of(twin))
    for layer in twin.layers[::2]:
        assert np.shares_memory(layer.W, twin.parameters) and np.shares_memory(layer.db, twin.gradient)
    # The masks of the copy come from the copy's generator: not from the original's, which would then run ahead.
    assert all(layer.rng is twin.rng is not model.rng for layer in twin.layers[1::2])
    assert (twin.l2, twin.l1, twin.loss, twin.epochs) == (0.01, 0.01, "squared_error", epochs)
    before = model.parameters.copy()
    history = twin.train(X, labels, 3, **options)
    np.testing.assert_array_equal(model.parameters, before)
    pd.testing.assert_frame_equal(model.train(X, labels, 3, **options), history, check_exact=True)
    np.testing.assert_array_equal(model.parameters, twin.parameters)
    np.testing.assert_array_equal(model.predict_probabilities(X), twin.predict_probabilities(X))


def test_a_shallow_copy_leaves_the_original_able_to_learn():
    model, before = network(4, 5, 3), network(4, 5, 3).parameters
    copy.copy(model)
    model.train(*examples(10), epochs=1, show=0)
    assert (model.parameters != before).any()


# ---- kinds of layers that the package lacks


def test_the_network_names_no_kind_of_layer():
    tree = ast.parse(inspect.getsource(nnhelpers.network))
    for node in ast.walk(tree):
        if getattr(node, "body", None) and isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = node.body[ast.get_docstring(node) is not None :] or [ast.Pass()]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert not names & set(LAYERS)
    asked = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert [call for call in asked if call.startswith(("isinstance(", "issubclass(")) and "layer" in call] == []
    assert {"window", "LAYERS"} <= names, "the names are read at all"


def with_foreign_layers(**options):
    """Arrays of shape (2, 3, m) → flattened → scaled → dense → dropped → dense → scaled → softmax."""
    model = NeuralNetwork(**{"seed": 3, **options})
    for layer in (
        Flatten(), Scale(2.0), DenseLayer(6, 5, "tanh"), DropoutLayer(0.4), Scale(0.5), DenseLayer(5, 3, "softmax")
    ):
        model.add(layer)
    return model


def foreign_examples(m=8):
    X, labels = examples(m, inputs=6)
    return X.reshape(2, 3, m), labels


@pytest.mark.parametrize("penalties", PENALTIES)
def test_the_gradient_through_foreign_layers_equals_central_differences(monkeypatch, penalties):
    X, labels = foreign_examples()
    for block in (3, BLOCK):
        monkeypatch.setattr(nnhelpers.network, "BLOCK", block)
        check_gradient(with_foreign_layers(loss="squared_error", **PENALTIES[penalties]), X, one_hot(labels, 3))


def test_foreign_layers_train_are_penalised_listed_copied_saved_and_loaded(monkeypatch, tmp_path):
    X, labels = foreign_examples(20)
    model = with_foreign_layers(l2=0.01)
    # The penalty holds the two factors: 0.01/2 · (2² + 1/2² + the squares of the dense layers' weights).
    squares = sum(np.sum(layer.W**2) for layer in model.layers if hasattr(layer, "W"))
    assert model.penalty() == pytest.approx(0.005 * (4 + 0.25 + squares), rel=1e-14)
    table = model.summary()
    assert table["Kind"].tolist() == ["Flatten", "Scale", "DenseLayer", "DropoutLayer", "Scale", "DenseLayer"]
    assert table["First"].tolist() == ["", 2.0, "", "", 0.5, ""] and table["Parameters"].sum() == 55
    twin = copy.deepcopy(model)
    histories = [
        one.train(X, labels, 30, batch_size=6, learning_rate=0.01, validation=(X, labels), show=0)
        for one in (model, twin)
    ]
    pd.testing.assert_frame_equal(*histories, check_exact=True)
    assert histories[0]["Validation loss"].iloc[-1] < histories[0]["Validation loss"][0]
    assert model.layers[1].factor[0] != 2.0 and not np.shares_memory(model.layers[1].factor, twin.layers[1].factor)
    with pytest.raises(TypeError, match=r"layer 1 is a Flatten, .*LAYERS\['Flatten'\] = Flatten"):
        model.save(tmp_path / "model.npz")
    assert list(tmp_path.iterdir()) == []
    with monkeypatch.context() as patch:
        for kind in (Scale, Flatten):
            patch.setitem(LAYERS, kind.__name__, kind)
        model.save(tmp_path / "model.npz")
        loaded = NeuralNetwork.load(tmp_path / "model.npz")
    np.testing.assert_array_equal(loaded.predict_probabilities(X), model.predict_probabilities(X))
    pd.testing.assert_frame_equal(loaded.summary(), table)
    assert (loaded.layers[4].settings(), loaded.l2, loaded.epochs) == ({"first": 0.5}, 0.01, 30)
    with pytest.raises(ValueError, match="kind of a layer must be one of DenseLayer, DropoutLayer, .*, but 'Flatten'"):
        NeuralNetwork.load(tmp_path / "model.npz")
    with pytest.raises(ValueError, match=r"Flatten.*\(2, 3\)"):
        model.predict(X.transpose(1, 0, 2))


# ---- the same seed, the same network


@pytest.mark.parametrize("batch_size", [None, 3, 7, 8])
def test_training_takes_the_batches_that_the_networks_own_generator_gives(batch_size):
    X, labels = examples(7)
    model, seen = network(4, 3, seed=14), []
    rng = copy.deepcopy(model.rng)
    model.step = lambda X, Y, learning_rate: seen.append((X, Y)) or (0.0, 0)
    model.train(X, labels, epochs=2, batch_size=batch_size, show=0)
    parts = [part for _ in range(2) for part in batches(7, batch_size or 7, rng)]
    for (X_batch, Y_batch), part in zip(seen, parts, strict=True):
        np.testing.assert_array_equal(X_batch, X[:, part])
        np.testing.assert_array_equal(Y_batch, one_hot(labels, classes=3)[:, part])
        # A batch of everything is taken in the given order, without a copy.
        assert np.shares_memory(X_batch, X) == (batch_size != 3)


@pytest.mark.parametrize("rate", [None, 0.5], ids=["no dropout", "dropout"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_training_from_the_same_seed_gives_the_same_network_and_history_and_no_global_state_counts(optimizer, rate):
    X, labels = examples(20)

    def trained(seed):
        model = network(4, 5, 3, seed=seed, rate=rate, optimizer=optimizer)
        return model.parameters, model.train(X, labels, 3, 6, 0.01, (X, labels), show=0)

    np.random.seed(17)
    first, history = trained(15)
    state = np.random.get_state()
    np.random.seed(18)
    second, same_history = trained(15)
    np.testing.assert_array_equal(first, second)
    pd.testing.assert_frame_equal(history, same_history, check_exact=True)
    assert (first != trained(16)[0]).any()
    np.random.seed(17)
    np.testing.assert_array_equal(np.random.get_state()[1], state[1])


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
    first = model.train(X, labels, epochs=3, batch_size=4, show=0)
    assert list(first.columns) == training and first["Epoch"].tolist() == [1, 2, 3] and model.epochs == 3
    pd.testing.assert_frame_equal(model.history, first)
    history = model.train(X, labels, epochs=2, batch_size=4, validation=(X, labels), show=0)
    assert list(history.columns) == [*training, "Validation loss", "Validation accuracy"]
    assert history["Epoch"].tolist() == [4, 5] and model.epochs == 5
    assert history.index.tolist() == [0, 1]
    assert history["Epoch"].dtype.kind == "i" and (history.dtypes[1:] == np.float64).all()
    pd.testing.assert_frame_equal(model.history, pd.concat([first, history], ignore_index=True))


@pytest.mark.parametrize("loss", LOSSES)
def test_the_validation_figures_are_what_measure_says_after_the_epoch_and_nothing_is_learned_from_them(loss):
    (X, labels), validation = examples(20), examples(9, seed=18)
    model, blind = network(4, 5, 3, loss=loss), network(4, 5, 3, loss=loss)
    for _ in range(3):
        row = model.train(X, labels, 1, batch_size=6, learning_rate=0.01, validation=validation, show=0).iloc[0]
        assert (row["Validation loss"], row["Validation accuracy"]) == model.measure(*validation)
        blind.train(X, labels, 1, batch_size=6, learning_rate=0.01, show=0)
    np.testing.assert_array_equal(model.parameters, blind.parameters)
    A, Y = model.predict_probabilities(validation[0]), one_hot(validation[1], 3)
    assert model.measure(*validation)[0] == pytest.approx(LOSSES[loss][0](A, Y).mean(), rel=1e-14)


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


# ---- float32 stays float32


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("dtype", FLOATS)
def test_a_network_keeps_its_dtype_throughout(monkeypatch, dtype, loss, optimizer):
    X, labels = examples(10)
    for block, activation in ((3, "relu"), (BLOCK, "leaky_relu"), (BLOCK, "sigmoid"), (3, "tanh"), (3, "linear")):
        monkeypatch.setattr(nnhelpers.network, "BLOCK", block)
        model = network(
            4, 5, 3, rate=np.float64(0.3), activation=activation, optimizer=optimizer, dtype=dtype, loss=loss,
            l2=np.float64(0.1), l1=np.float32(0.5),
        )
        parameters, gradient = model.parameters, model.gradient
        for rate in (np.float64(0.01), lambda epoch: np.float64(0.01)):
            model.train(X, labels, epochs=1, batch_size=7, learning_rate=rate, validation=(X, labels), show=0)
        # Nor were the two vectors replaced by other ones.
        assert model.parameters is parameters and model.gradient is gradient
        model.forward(X, training=True)
        model.backward(one_hot(labels, 3, dtype), 10)
        arrays = [*arrays_of(model), model.predict_probabilities(X), *(layer.dA_before() for layer in model.layers)]
        assert {array.dtype for array in arrays if array.dtype.kind == "f"} == {np.dtype(dtype)}
        assert len(arrays) >= 20


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
def test_columns_of_any_memory_layout_and_labels_of_any_integer_type_work_and_are_left_alone(layout, dtype, batch_size):
    plain, labels = examples(10, dtype=dtype)
    # `linear` gives back its argument itself: what is written into A would be written into Z.
    X, y = LAYOUTS[layout](plain), read_only(labels.astype(np.uint8))
    trained = []
    for given in ((plain, labels), (X, y)):
        model = network(4, 4, 3, activation="linear", optimizer="gradient_descent", dtype=dtype)
        model.train(*given, 2, batch_size=batch_size, learning_rate=0.1, validation=given, show=0)
        trained.append((model.parameters, model.predict_probabilities(given[0]), *model.measure(*given)))
    for one, other in zip(*trained, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-5 if dtype == np.float32 else 1e-13)
    np.testing.assert_array_equal(X, plain)
    np.testing.assert_array_equal(y, labels)


# ---- what is printed

LINE = r"epoch {} of {}: loss \d+\.\d{{4}}, accuracy \d+\.\d\d%"


def shown(text):
    """What a terminal shows: of each line, what was written last over it."""
    return [line.split("\r")[-1] for line in text.split("\n")]


def test_by_default_each_epoch_ends_in_a_line_without_times_and_show_0_prints_nothing(capfd):
    X, labels = examples(10)
    model, validation = network(4, 3), (X, labels)
    history = model.train(X, labels, epochs=2, batch_size=4)
    output = capfd.readouterr().out
    lines = shown(output)
    assert lines.pop() == "" and len(lines) == 2
    for line, row in zip(lines, history.itertuples(index=False), strict=True):
        assert re.fullmatch(LINE.format(row.Epoch, 2), line), line
    # Called again, the epochs are counted on.
    model.train(X, labels, epochs=1, batch_size=4)
    assert re.fullmatch(LINE.format(3, 3), shown(capfd.readouterr().out)[0])
    # The same training prints the same, to the last character.
    network(4, 3).train(X, labels, epochs=2, batch_size=4, show=1)
    assert capfd.readouterr().out == output
    for batch_size in (1, None, 20):
        network(4, 3).train(X, labels, epochs=3, batch_size=batch_size, validation=validation, show=0)
    assert capfd.readouterr() == ("", "")


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


# ---- arguments that do not fit: the guards' words are tested with the guards; here, that every method asks them

GOOD_X, GOOD_LABELS = examples(10)
WITH_NAN = GOOD_X.copy()
WITH_NAN[2, 7] = np.nan
WRONG_ARGUMENTS = {
    "no epoch": ({"epochs": 0}, ValueError, "epochs must be at least 1, but 0 was passed"),
    "half an epoch": ({"epochs": 1.5}, TypeError, "epochs must be a whole number, but 1.5 was passed"),
    "an empty batch": ({"batch_size": 0}, ValueError, "batch_size must be at least 1, but 0 was passed"),
    "half an example": ({"batch_size": 0.5}, TypeError, "batch_size must be a whole number, but 0.5 was passed"),
    "shown backwards": ({"show": -1}, ValueError, "show must be at least 0, but -1 was passed"),
    "uphill": ({"learning_rate": -0.1}, ValueError, "learning_rate must be a positive number .* but -0.1 was passed"),
    "a word as rate": ({"learning_rate": "fast"}, TypeError, "learning_rate must be a number, but 'fast' was passed"),
    "no labels": ({"labels": None}, TypeError, "labels are missing"),
    "too few labels": ({"labels": GOOD_LABELS[:9]}, ValueError, "X holds 10 examples and there are 9 labels"),
    "a label too large": ({"labels": GOOD_LABELS + 1}, ValueError, "whole numbers from 0 to 2, but found 3 at"),
    "labels as floats": ({"labels": GOOD_LABELS / 1}, TypeError, "labels must be whole numbers, .* is float64"),
    "labels one-hot": ({"labels": one_hot(GOOD_LABELS, 3)}, ValueError, "labels must be one-dimensional"),
    "labels as a list": ({"labels": GOOD_LABELS.tolist()}, TypeError, "labels must be a NumPy array"),
    "X transposed": ({"X": GOOD_X.T}, ValueError, r"shape .* X .*\(10, 4\).* pass X.T"),
    "X of another size": ({"X": GOOD_X[:3]}, ValueError, r"shape of X is \(3, 10\)|X has the shape \(3, 10\)"),
    "X of one axis": ({"X": GOOD_X[:, 0]}, ValueError, r"pass X\[:, np.newaxis\]"),
    "X of ints": ({"X": (GOOD_X * 255).astype(np.uint8)}, TypeError, "X must hold floats, but its dtype is uint8"),
    "X unscaled": ({"X": GOOD_X * 255}, ValueError, "X must be scaled"),
    "X empty": ({"X": GOOD_X[:, :0]}, ValueError, r"X is an empty batch \(shape \(4, 0\)\)"),
    "X as a list": ({"X": GOOD_X.tolist()}, TypeError, "X must be a NumPy array, but a list was passed"),
    "NaN in X": ({"X": WITH_NAN}, ValueError, r"X holds nan at \(2, 7\)"),
    "validation as a list": ({"validation": [GOOD_X, GOOD_LABELS]}, TypeError, r"validation must be a pair"),
    "validation transposed": ({"validation": (GOOD_X.T, GOOD_LABELS)}, ValueError, "pass X_validation.T"),
    "NaN in validation": ({"validation": (WITH_NAN, GOOD_LABELS)}, ValueError, r"X_validation holds nan at \(2, 7\)"),
    "validation labels": ({"validation": (GOOD_X, GOOD_LABELS[:4])}, ValueError, "there are 4 validation_labels"),
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


@pytest.mark.parametrize("case", [case for case, (given, *_) in WRONG_ARGUMENTS.items() if {"X", "labels"} & {*given}])
def test_what_train_refuses_is_refused_in_the_same_words_by_every_other_method(case):
    arguments, error, sentence = WRONG_ARGUMENTS[case]
    model = network(4, 5, 3)
    for call in (model.predict, model.predict_probabilities):
        if "X" in arguments:
            with pytest.raises(error, match=sentence):
                call(arguments["X"])
    for call in (model.measure, model.evaluate):
        if case != "no labels":
            with pytest.raises(error, match=sentence):
                call(**{"X": GOOD_X, "labels": GOOD_LABELS, **arguments})


UNFINISHED = {
    "no layers": ([], r"the network has no layers yet; model.add\(DenseLayer"),
    "no softmax": ([DenseLayer(4, 3, "tanh")], "the last layer must answer with probabilities; .* 'tanh'"),
    "dropout last": ([DenseLayer(4, 3), DropoutLayer(0.5)], "the last layer is a DropoutLayer with {'rate': 0.5}"),
}


@pytest.mark.parametrize("case", UNFINISHED)
def test_an_unfinished_network_says_what_it_lacks(case):
    layers, sentence = UNFINISHED[case]
    model = NeuralNetwork()
    for layer in layers:
        model.add(layer)
    for call in (
        lambda: model.train(GOOD_X, GOOD_LABELS, 1), lambda: model.predict(GOOD_X),
        lambda: model.predict_probabilities(GOOD_X), lambda: model.measure(GOOD_X, GOOD_LABELS),
        lambda: model.evaluate(GOOD_X, GOOD_LABELS),
    ):
        with pytest.raises(ValueError, match=sentence):
            call()


# ---- divergence


def trained_alike(optimizer, epochs, **options):
    """A network after so many epochs of gradient descent on 6 examples in batches of 2, and these."""
    X, labels = examples(6)
    model = network(4, 5, 3, optimizer=optimizer, **options)
    if epochs:
        model.train(X, labels, epochs, batch_size=2, learning_rate=0.1, validation=(X, labels), show=0)
    return model, (X, labels)


# Three steps an epoch: in the first one, in the middle of the second, at the end of the second.
@pytest.mark.parametrize("rate", [None, 0.3], ids=["no dropout", "dropout"])
@pytest.mark.parametrize("at", [2, 5, 6])
def test_after_a_divergence_the_network_is_as_at_the_end_of_the_epoch_before_and_learns_on(at, rate, capsys):
    whole = (at - 1) // 3
    model, (X, labels) = trained_alike(Bursts(at), 0, rate=rate)
    expected, _ = trained_alike("gradient_descent", whole, rate=rate)
    parameters = model.parameters
    # The next batch shows it; after the last step of an epoch there is none, and the parameters do.
    words = "parameters holds (nan|-?inf)" if at % 3 == 0 else f"diverged in epoch {whole + 1}: .* learning_rate=0.1 "
    with pytest.raises(ValueError, match=words):
        model.train(X, labels, 9, batch_size=2, learning_rate=0.1, validation=(X, labels), show=0)
    np.testing.assert_array_equal(model.parameters, expected.parameters)
    assert model.parameters is parameters and model.epochs == whole
    pd.testing.assert_frame_equal(model.history, expected.history, check_exact=True)
    # The optimiser is that of the end of the epoch before as well: it would burst again at the same step.
    assert model.optimizer.steps == 3 * whole
    model.optimizer = Stops(at=99)
    on = model.train(X, labels, 30, batch_size=2, learning_rate=0.05, validation=(X, labels), show=0)
    assert on["Epoch"].tolist() == list(range(whole + 1, whole + 31)) and np.isfinite(on.to_numpy()).all()
    assert len(model.history) == model.epochs == whole + 30


def test_the_memory_of_an_optimiser_is_put_back_with_the_parameters():
    X, labels = examples(6)
    model, expected = network(4, 5, 3), network(4, 5, 3)
    for one in (model, expected):
        one.train(X, labels, 1, batch_size=2, learning_rate=0.01, show=0)
    # Half an epoch is trained; then the schedule breaks.
    with pytest.raises(ValueError, match="schedule must return"):
        model.train(X, labels, 1, 2, lambda epoch: 0.01 if epoch < 1.5 else -1, show=0)
    assert model.optimizer.t == expected.optimizer.t == 3
    for name in ("mean", "square"):
        np.testing.assert_array_equal(getattr(model.optimizer, name), getattr(expected.optimizer, name))
    np.testing.assert_array_equal(model.parameters, expected.parameters)


@pytest.mark.parametrize("rate", [1e150, 1e307])
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_divergence_is_reported_in_words_and_gives_no_warning(optimizer, dtype, rate):
    data = examples(20)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for activation, batch_size in (("leaky_relu", 7), ("leaky_relu", None), ("tanh", 7)):
            # Leaky layers never die, so that these do end in infinity; tanh may only saturate.
            model = network(4, 5, 5, 3, activation=activation, optimizer=optimizer, dtype=dtype)
            expected = pytest.raises(ValueError, match="learning_rate")
            with expected if activation == "leaky_relu" else contextlib.suppress(ValueError):
                model.train(*data, epochs=60, batch_size=batch_size, learning_rate=rate, validation=data, show=0)
            assert np.isfinite(model.parameters).all()
    assert sorted({str(warning.message) for warning in caught}) == []


def test_divergence_in_the_very_last_step_is_noticed_too():
    # The one step of this training, of 1e39, takes float32 beyond its largest number, 3.4e38.
    model = network(4, 5, 3, activation="tanh", optimizer="adam", dtype=np.float32)
    with pytest.raises(ValueError, match="learning_rate"):
        model.train(*examples(10), epochs=1, batch_size=None, learning_rate=1e39, show=0)


def test_divergence_that_shows_on_the_validation_data_alone_is_noticed():
    # Blank inputs meet none of the weights, about 1e25 and finite in float32; the validation inputs meet all of them.
    model, (X, labels) = network(4, 5, 3, dtype=np.float32), examples(10)
    for layer in model.layers:
        layer.W = np.abs(layer.W) * 1e25
    with pytest.raises(ValueError, match="learning_rate"):
        model.train(np.zeros_like(X), labels, epochs=1, validation=(np.abs(X), labels), show=0)
    assert model.epochs == 0


# ---- the stop button


@pytest.mark.parametrize("show", [0, 1])
def test_an_interrupt_in_the_middle_of_an_epoch_keeps_what_was_learned_and_goes_on(capsys, show):
    # 6 examples in batches of 2 are 3 steps an epoch; the interrupt comes in step 8, in the middle of epoch 3.
    model, (X, labels) = trained_alike(Stops(at=8), 0)
    expected, _ = trained_alike("gradient_descent", 2)
    with pytest.raises(KeyboardInterrupt):
        model.train(X, labels, 10, batch_size=2, learning_rate=0.1, validation=(X, labels), show=show)
    pd.testing.assert_frame_equal(model.history, expected.history, check_exact=True)
    assert model.epochs == 2 and "\nstopped; whole epochs so far: 2." in capsys.readouterr().out
    # Step 7 is kept: it moved on from where the two whole epochs ended.
    batch = next(batches(6, 2, expected.rng))
    expected.step(X[:, batch], one_hot(labels, 3)[:, batch], 0.1)
    np.testing.assert_array_equal(model.parameters, expected.parameters)
    on = model.train(X, labels, epochs=2, batch_size=2, show=0)
    assert on["Epoch"].tolist() == [3, 4] and model.optimizer.steps == 8 + 6


def interrupted_at(monkeypatch, kind, method, call):
    """Make the method of a class raise a KeyboardInterrupt at this call."""
    whole, calls = getattr(kind, method), []

    def interrupted(self, *arguments, **keywords):
        calls.append(method)
        if len(calls) == call:
            raise KeyboardInterrupt
        return whole(self, *arguments, **keywords)

    monkeypatch.setattr(kind, method, interrupted)


# Three dense layers' passes forwards or backwards in each of three steps; the second epoch's validation.
@pytest.mark.parametrize(
    ("kind", "method", "call"),
    [(DenseLayer, "forward", 11), (DenseLayer, "backward", 9), (DropoutLayer, "dA_before", 5),
     (NeuralNetwork, "measured", 2)],
)
def test_an_interrupt_anywhere_leaves_history_count_and_dropout_as_they_should_be(monkeypatch, kind, method, call):
    model, (X, labels) = trained_alike("gradient_descent", 0, rate=0.5)
    with monkeypatch.context() as patch:
        interrupted_at(patch, kind, method, call)
        with pytest.raises(KeyboardInterrupt):
            model.train(X, labels, 9, batch_size=2, learning_rate=0.1, validation=(X, labels), show=0)
    assert model.history["Epoch"].tolist() == [1] and model.epochs == 1
    np.testing.assert_array_equal(model.predict_probabilities(X), model.predict_probabilities(X))
    model.train(X, labels, 2, batch_size=2, learning_rate=0.1, show=0)
    assert model.history["Epoch"].tolist() == [1, 2, 3]


# ---- building a network

REFUSED = {
    "another size": (DenseLayer(7, 3), ValueError, r"layer 2 must take what layer 1 gives: .*\(7,\).*\(5,\)"),
    "a word": ("relu", TypeError, "layer must be a layer, .* but 'relu' was passed"),
    "None": (None, TypeError, "layer must be a layer, .* but None was passed"),
    "a network": (NeuralNetwork(), TypeError, "layer must be a layer"),
    "the class": (DenseLayer, TypeError, "layer must be a layer, .* but <class '.*DenseLayer'> was passed"),
    "one of another network": (network(5, 3).layers[0], ValueError, "this layer belongs to a network already"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_added_is_refused_and_the_network_stays_as_it_was(case):
    layer, error, sentence = REFUSED[case]
    model = NeuralNetwork(seed=0)
    model.add(DenseLayer(4, 5))
    before, layers, state = model.parameters.copy(), model.layers, model.rng.bit_generator.state
    with pytest.raises(error, match=sentence):
        model.add(layer)
    np.testing.assert_array_equal(model.parameters, before)
    assert model.layers == layers and model.rng.bit_generator.state == state
    model.add(DenseLayer(5, 3, "softmax"))
    for late in (DenseLayer(3, 2), DropoutLayer(0.5), model.layers[0]):
        with pytest.raises(ValueError, match="must be the last|belongs to a network already"):
            model.add(late)


@pytest.mark.parametrize(
    ("arguments", "kind", "sentence"),
    [
        ({"seed": [784, 10]}, TypeError, r"seed must be a whole number or None, .* layers are added one by one"),
        ({"seed": (784, 10)}, TypeError, r"layers are added one by one, model.add\(DenseLayer"),
        ({"seed": -1}, ValueError, "seed must be at least 0, but -1 was passed"),
        ({"seed": "0"}, TypeError, "seed must be a whole number, but '0' was passed"),
        ({"optimizer": "sgd"}, ValueError, "optimizer must be one of gradient_descent, momentum, rmsprop, adam, but"),
        ({"optimizer": Adam}, TypeError, r"write Adam\(\)"),
        ({"optimizer": None}, TypeError, "or an object with a method"),
        ({"dtype": np.float16}, ValueError, "dtype must be np.float64, or np.float32 for speed"),
        ({"loss": "mse"}, ValueError, "loss must be one of cross_entropy, squared_error, smoothed_cross_entropy, but"),
    ],
)
def test_a_network_refuses_what_is_no_setting(arguments, kind, sentence):
    with pytest.raises(kind, match=sentence):
        NeuralNetwork(**arguments)


def test_adam_is_the_optimiser_and_cross_entropy_the_loss_unless_told_otherwise():
    model = NeuralNetwork()
    assert type(model.optimizer) is Adam and (model.loss, model.l2, model.l1) == ("cross_entropy", 0, 0)
    assert {name: type(NeuralNetwork(optimizer=name).optimizer) for name in OPTIMIZERS} == OPTIMIZERS
    for name in ("l2", "l1"):  # a number of NumPy would widen float32
        assert type(getattr(NeuralNetwork(**{name: np.float64(0.5)}), name)) is float


# ---- predicting and measuring


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
    model = network(4, 5, 3, rate=0.5)
    before, state = model.parameters.copy(), model.rng.bit_generator.state
    A = model.predict_probabilities(X)
    kept = A.copy()
    model.predict(1 - X)
    model.measure(1 - X, labels)
    model.summary()
    np.testing.assert_array_equal(A, kept, "an answer stays as it was when the next one is asked for")
    np.testing.assert_array_equal(model.parameters, before)
    assert (model.epochs, model.optimizer.t, model.rng.bit_generator.state) == (0, 0, state)


def test_summary_counts_the_parameters_as_worked_by_hand():
    # A layer has outputs · inputs weights and outputs biases:
    # 784 · 256 + 256 = 200,704 + 256 = 200,960
    # 256 · 128 + 128 =  32,768 + 128 =  32,896
    # 128 ·  10 +  10 =   1,280 +  10 =   1,290
    # together 200,960 + 32,896 + 1,290 = 235,146
    model = network(784, 256, 128, 10, rate=0.3)
    table = model.summary()
    dense, dropped = table[::2], table[1::2]
    assert list(table) == ["Layer", "Kind", "Inputs", "Outputs", "Activation", "Initializer", "Rate", "Parameters"]
    assert table["Layer"].tolist() == [1, 2, 3, 4, 5]
    assert dense["Kind"].tolist() == ["DenseLayer"] * 3 and dropped["Kind"].tolist() == ["DropoutLayer"] * 2
    assert dense["Inputs"].tolist() == [784, 256, 128] and dense["Outputs"].tolist() == [256, 128, 10]
    assert dense["Activation"].tolist() == ["relu", "relu", "softmax"]
    assert dense["Initializer"].tolist() == ["he", "he", "xavier"]
    assert dropped["Rate"].tolist() == [0.3, 0.3] and (dropped[["Inputs", "Activation"]] == "").all(axis=None)
    assert table["Parameters"].tolist() == [200_960, 0, 32_896, 0, 1_290]
    assert table["Parameters"].sum() == model.parameters.size == 235_146


def test_the_summary_of_a_network_without_layers_has_no_rows():
    assert len(NeuralNetwork().summary()) == 0


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


RATES = {"gradient_descent": 0.2, "momentum": 0.02, "rmsprop": 0.005, "adam": 0.01}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimiser_learns_a_thousand_digits(mnist, optimizer):
    X, labels, X_validation, validation_labels = mnist
    model = network(784, 10, 10, seed=3, optimizer=optimizer, dtype=np.float32)
    history = model.train(X, labels, epochs=20, batch_size=32, learning_rate=RATES[optimizer], show=0)
    assert model.evaluate(X, labels) > 0.98
    assert model.evaluate(X_validation, validation_labels) > 0.75
    assert history["Training loss"].iloc[-1] < 0.1 * history["Training loss"][0]


@pytest.mark.parametrize("loss", LOSSES)
def test_a_deep_network_with_dropout_and_penalties_learns_something_in_two_epochs_by_every_loss(mnist, loss):
    X, labels, *validation = mnist
    model = network(784, 256, 128, 64, 10, rate=0.2, l2=1e-4, l1=1e-5, loss=loss, dtype=np.float32)
    history = model.train(X, labels, 2, 32, learning_rate=0.002, validation=tuple(validation), show=0)
    assert history["Validation accuracy"].iloc[-1] > 0.5
    assert history["Training loss"].is_monotonic_decreasing
