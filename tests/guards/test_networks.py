"""The guards of networks and trainings accept what is right; of what is wrong they say what it was and what to do.

At the end each hint is obeyed to the letter, and must work.
"""

import math
import re

import numpy as np
import pytest
from refusals import refusal
from small_networks import Scale, examples, network

from nnhelpers import guards, layers
from nnhelpers.layers import DenseLayer, DropoutLayer
from nnhelpers.network import NeuralNetwork
from nnhelpers.optimizers import OPTIMIZERS, Adam, GradientDescent, Momentum, RMSprop
from nnhelpers.preprocessing import decode, normalize, one_hot, to_columns
from nnhelpers.two_layer import (
    backward_propagation,
    forward_propagation,
    gradient_descent,
    initialize,
    update_parameters,
)


def small_network(dtype=np.float64):
    """Parameters of a network with 4 inputs, 3 hidden neurons and 2 classes."""
    shapes = {"W1": (3, 4), "b1": (3, 1), "W2": (2, 3), "b2": (2, 1)}
    return {name: np.full(shape, 0.5, dtype) for name, shape in shapes.items()}


def batch(m=3, dtype=np.float64):
    return np.full((4, m), 0.25, dtype), np.arange(m) % 2


# ---- require_fit, require_batch


def fits(shape):
    return "" if shape == (4,) else "it takes 4 inputs"


@pytest.mark.parametrize("name", ["X", "X_validation"])
@pytest.mark.parametrize(
    ("shape", "hint"),
    [
        ((5, 4), "; it seems transposed: pass {name}.T"),
        ((4,), "; for one example pass {name}[:, np.newaxis], which makes it a column"),
        ((3, 2, 2), "; these seem to be images: to_columns({name}) makes a column of each"),
        ((5, 3), ""), ((5, 3, 2), ""), ((4, 4, 3), ""), ((3,), ""), ((), ""),
    ],
    ids=str,
)
def test_examples_of_another_shape_are_told_what_is_taken_and_what_to_pass(shape, hint, name):
    message = refusal(ValueError, guards.require_fit, np.zeros(shape), name, fits)
    assert message.startswith("it takes 4 inputs") and f"{name} is {shape}, " in message
    assert message.endswith("with its examples along the last axis" + hint.format(name=name))


def test_a_batch_that_fits_passes_and_one_that_is_empty_or_holds_no_floats_is_told_so():
    for m in (1, 4, 5):
        for dtype in (np.float16, np.float32, np.float64):
            assert guards.require_fit(np.zeros((4, m), dtype), "X", fits) is None
    assert refusal(ValueError, guards.require_fit, np.zeros((4, 0)), "X", fits) == (
        "X is an empty batch (shape (4, 0)): pass at least one example"
    )
    for dtype in (np.uint8, np.int64, bool):
        message = refusal(TypeError, guards.require_fit, np.zeros((4, 3), dtype), "X", fits)
        assert message.startswith(f"X must hold floats, but its dtype is {np.dtype(dtype)}; normalize(images) makes")
    assert refusal(TypeError, guards.require_fit, [[0.0]], "X", fits).startswith("X must be a NumPy array")


def test_a_batch_and_its_labels_are_called_by_the_names_they_were_passed_under():
    X, labels = batch()
    broken = np.where(np.arange(12).reshape(4, 3) == 5, np.nan, X)
    for names in (("X", "labels"), ("X_test", "test_labels")):
        assert guards.require_batch(X, labels, 2, names) is guards.require_batch(X, None, 2, names) is None
        for bad_X, bad_labels, words in [
            (broken, labels, f"{names[0]} holds nan at (1, 2). Look for it in what {names[0]} was computed from"),
            (255 * 4 * X, labels, f"{names[0]} must be scaled"),
            (X, labels + 1, f"{names[1]} must be whole numbers from 0 to 1, but found 2 at position 1"),
            (X, labels[:0], f"{names[1]} is empty"),
            (X, labels[:2], f"{names[0]} holds 3 examples and there are 2 {names[1]}"),
        ]:
            assert words in refusal(ValueError, guards.require_batch, bad_X, bad_labels, 2, names)


@pytest.mark.parametrize(
    ("validation", "found"),
    [(batch()[0], "ndarray"), (list(batch()), "list"), ({}, "dict"), (batch()[:1], "tuple of 1"), ((1, 2, 3),
     "tuple of 3")],
    ids=["X alone", "list", "dict", "one entry", "three entries"],
)
def test_validation_data_that_is_no_pair_is_refused(validation, found):
    message = f"validation must be a pair (X, labels), but a {found} was passed"
    assert refusal(TypeError, guards.require_pair, validation) == message
    assert refusal(TypeError, guards.require_training_data, small_network(), *batch(), validation) == message
    assert guards.require_pair(batch()) is None


# ---- parameters in dictionaries


@pytest.mark.parametrize("sizes", [(4, 3, 2), (1, 1, 1), (784, 10, 10)], ids=str)
def test_parameters_that_fit_one_another_pass_in_any_order(sizes):
    inputs, hidden, outputs = sizes
    shapes = {"b2": (outputs, 1), "W2": (outputs, hidden), "b1": (hidden, 1), "W1": (hidden, inputs)}
    assert guards.require_parameters({name: np.zeros(shape) for name, shape in shapes.items()}) is None


@pytest.mark.parametrize("names", [["W1", "b1", "W2"], ["W1", "b1", "W2", "b2", "W3"], ["dW1", "db1"], []], ids=str)
def test_parameters_and_gradients_of_other_names_are_refused(names):
    wrong = dict.fromkeys(names, np.zeros((2, 2)))
    assert refusal(ValueError, guards.require_parameters, wrong) == (
        f"parameters must hold W1, b1, W2 and b2, but its keys are {sorted(names)}"
    )
    assert refusal(ValueError, guards.require_same_keys, small_network(), wrong) == (
        f"gradients must carry the same names as the parameters, ['W1', 'W2', 'b1', 'b2'], but they are {sorted(names)}"
    )
    assert guards.require_same_keys(small_network(), dict(reversed(small_network().items()))) is None


# W1 is (3, 4): b1 and the columns of W2 follow its 3 rows, b2 follows the rows of W2.
@pytest.mark.parametrize(
    ("name", "shape", "words"),
    [
        ("b1", (3,), "b1 must have the shape (3, 1), but its shape is (3,)"),
        ("b1", (1, 3), "b1 must have the shape (3, 1), but its shape is (1, 3)"),
        ("W2", (3, 2), "W2 must have the shape (3, 3), but its shape is (3, 2)"),
        ("W2", (2, 4), "W2 must have the shape (2, 3), but its shape is (2, 4)"),
        ("b2", (), "b2 must have the shape (2, 1), but its shape is ()"),
        ("W1", (3,), "W1 must have two axes, a row per neuron and a column per input, but its shape is (3,)"),
        ("W2", (2, 3, 1), "W2 must have two axes, a row per neuron and a column per input, but its shape is (2, 3, 1)"),
    ],
)
def test_a_parameter_that_does_not_fit_the_others_is_told_the_shape_that_would(name, shape, words):
    wrong = small_network() | {name: np.zeros(shape)}
    assert refusal(ValueError, guards.require_parameters, wrong) == words
    assert refusal(ValueError, guards.require_input, wrong, batch()[0]) == words


def test_layers_need_a_weight_and_a_bias_each_without_a_gap():
    for count in (1, 2, 3):
        names = [f"{letter}{k}" for letter in "Wb" for k in range(1, count + 1)]
        assert guards.require_layers(dict.fromkeys(names)) is None
        assert guards.require_layers(dict.fromkeys(names), exactly=count) is None
    for names in ([], ["W1"], ["W1", "b2"], ["W1", "b1", "W3", "b3"], ["W0", "b0"], ["W1", "b1", "W2", "b2", "W3"]):
        assert refusal(ValueError, guards.require_layers, dict.fromkeys(names)) == (
            f"parameters must hold W1, b1, W2, b2 and so on, but its keys are {sorted(names)}"
        )


def test_parameters_that_are_no_dict_or_in_lists_are_refused():
    for kind in (tuple, list):
        assert refusal(TypeError, guards.require_parameters, kind(small_network().values())) == (
            f"parameters must be a dict of W1, b1, W2 and b2, but a {kind.__name__} was passed"
        )
    message = refusal(TypeError, guards.require_parameters, small_network() | {"b2": [[0.5], [0.5]]})
    assert message.startswith("b2 must be a NumPy array, but a list was passed")


@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
def test_training_needs_finite_parameters_and_names_the_one_that_is_not(name):
    for validation in (None, batch(2)):
        assert guards.require_training_data(small_network(), *batch(), validation) is None
    parameters = small_network()
    parameters[name][1, 0] = np.nan
    message = refusal(ValueError, guards.require_training_data, parameters, *batch())
    assert message.startswith(f"{name} holds nan at (1, 0)")


def test_training_and_validation_data_are_each_looked_at_under_their_own_name():
    X, labels = batch()
    for bad, words in [
        ((X.T, labels), "W1 expects 4 inputs"), ((X * np.inf, labels), "{X} holds inf at (0, 0)"),
        ((X, labels[:2]), "{X} holds 3 examples and there are 2 {labels}"), ((X, labels + 1), "{labels} must be whole"),
    ]:
        message = refusal(ValueError, guards.require_training_data, small_network(), *bad)
        assert words.format(X="X", labels="labels") in message
        message = refusal(ValueError, guards.require_training_data, small_network(), X, labels, bad)
        assert words.format(X="X_validation", labels="validation_labels") in message


# ---- going backwards, and a step


def forward_batch(m=5):
    """Parameters, the cache of a batch, the batch, and its targets."""
    X = np.linspace(0, 1, 4 * m).reshape(4, m)
    return small_network(), forward_propagation(small_network(), X), X, one_hot(np.arange(m) % 2, 2)


def test_going_backwards_needs_the_cache_of_this_x_and_targets_that_fit_it():
    parameters, cache, X, Y = forward_batch()
    assert guards.require_backward(parameters, cache, X, Y) is None
    for m in (1, 3, 6):
        assert refusal(ValueError, guards.require_backward, parameters, forward_batch(m)[1], X, Y) == (
            f"the cache belongs to another batch: its A2 has the shape (2, {m}), expected (2, 5); "
            "pass what forward_propagation(parameters, X) returned for this X"
        )
    for wrong, hint in [(Y.T, "; it seems transposed: pass Y.T"), (Y[:, :3], ""),
                        (Y[0], "; one_hot(labels, classes=2) makes such columns")]:
        assert refusal(ValueError, guards.require_backward, parameters, cache, X, wrong) == (
            f"Y must have the shape (2, 5), one column per example, but its shape is {wrong.shape}{hint}"
        )


@pytest.mark.parametrize("shape", [(3,), (), (1, 3), (4, 3), (2, 3, 1)], ids=str)
@pytest.mark.parametrize("name", ["W1", "b1"])
def test_a_gradient_of_another_shape_than_its_parameter_is_refused(name, shape):
    # Some of these would be broadcast without a word.
    message = refusal(ValueError, guards.require_step, small_network(), small_network() | {name: np.zeros(shape)})
    hint = "; for a bias, sum with axis=1 and keepdims=True" if name == "b1" else ""
    expected = small_network()[name].shape
    assert message == f"the gradient of {name} must have its shape, {expected}, but its shape is {shape}{hint}"


def test_gradients_of_the_parameters_shapes_pass_for_any_parameters():
    assert guards.require_step(small_network(), small_network(np.float32)) is None
    assert guards.require_step({"number": np.array(2.0)}, {"number": 3.0}) is None


# ---- divergence


@pytest.mark.parametrize(
    ("dtype", "value"),
    # The largest float32 is 3.4e38, its cube root 7e12; the largest float64 is 1.8e308, its cube root 5.6e102.
    [(np.float32, 1e13), (np.float64, 1e103), (np.float64, -1e103), (np.float64, np.nan), (np.float64, -np.inf)],
)
@pytest.mark.parametrize("name", ["W1", "b2"])
def test_diverged_parameters_are_named_with_the_iteration_and_a_remedy(name, dtype, value):
    parameters = small_network(dtype)
    parameters[name][1, 0] = value
    message = refusal(ValueError, guards.require_not_diverged, parameters, 7, 100.0)
    assert f"training diverged at iteration 7: {name} has grown beyond all bounds" in message
    assert "learning_rate=100 makes the steps too long: try a tenth of it" in message


@pytest.mark.parametrize(("dtype", "value"), [(np.float32, 1e12), (np.float64, 1e102)])
def test_what_the_guard_against_divergence_lets_through_can_be_propagated(dtype, value):
    parameters = {name: np.full_like(array, value) for name, array in small_network(dtype).items()}
    assert guards.require_not_diverged(parameters, 7, 0.1) is None
    Z1 = parameters["W1"] @ np.ones((4, 1), dtype) + parameters["b1"]
    assert np.isfinite(parameters["W2"] @ Z1 + parameters["b2"]).all()


@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf])
def test_the_loss_of_a_batch_that_is_not_finite_is_reported_with_epoch_and_rate(loss):
    assert guards.require_learning(1e300, 3, 0.5) is None
    message = refusal(ValueError, guards.require_learning, loss, 3, 0.5)
    assert message.startswith(f"training diverged in epoch 3: the loss of a batch is {loss}. learning_rate=0.5 makes")
    assert "try a tenth of it" in message


@pytest.mark.parametrize("dtype", [np.float32, np.int64])
def test_a_numerical_gradient_needs_finite_float64(dtype):
    assert guards.require_float64(small_network()) is None
    message = refusal(TypeError, guards.require_float64, small_network() | {"b2": np.ones((2, 2), dtype)})
    assert f"needs float64, but b2 is {np.dtype(dtype)}; convert it with b2.astype(np.float64)" in message
    assert "W1 holds nan at (0, 1)" in refusal(ValueError, guards.require_float64, {"W1": np.array([[1.0, np.nan]])})


# ---- require_rate


@pytest.mark.parametrize("rate", [0.1, 1, np.float64(0.1), np.float32(0.5)], ids=repr)
def test_a_rate_is_a_python_float_the_same_in_every_epoch_or_what_the_schedule_says(rate):
    for given in (rate, lambda epoch: rate):
        result = guards.require_rate(given, 1.5)
        assert type(result) is float and result == rate
    # 1 / (1 + 0) = 1; 1 / (1 + 3) = 1/4; 1 / (1 + 1.5) = 0.4
    assert [guards.require_rate(lambda epoch: 1 / (1 + epoch), epoch) for epoch in (0, 3, 1.5)] == [1, 0.25, 0.4]
    assert guards.require_rate(lambda epoch: 0, 2) == 0


@pytest.mark.parametrize("rate", [-0.1, -1e-300, math.nan, math.inf, None, "0.1", 1j, np.array([0.1])], ids=repr)
def test_a_schedule_that_returns_no_rate_is_told_for_which_epoch_it_did(rate):
    for epoch, shown in [(2, "2"), (1.5, "1.5"), (0.0, "0")]:
        assert refusal(ValueError, guards.require_rate, lambda epoch: rate, epoch) == (
            f"the learning-rate schedule must return a number that is not negative, but for epoch {shown} "
            f"it returned {rate!r}"
        )


# ---- require_optimizer, require_precision, require_seed


@pytest.mark.parametrize(
    "optimizer",
    [GradientDescent(), Momentum(beta=0.8), RMSprop(rho=0.7, epsilon=0.1), Adam(beta1=0.6, beta2=0.7)],
    ids=lambda optimizer: type(optimizer).__name__,
)
def test_an_optimiser_is_made_anew_by_name_and_copied_with_settings_and_memory_as_an_object(optimizer):
    copied = guards.require_optimizer(optimizer, OPTIMIZERS)
    assert type(copied) is type(optimizer) and copied is not optimizer and vars(copied) == vars(optimizer)
    optimizer.step(np.ones(2), np.ones(2), 0.1)
    before, copied = dict(vars(optimizer)), guards.require_optimizer(optimizer, OPTIMIZERS)
    copied.step(np.ones(2), np.ones(2), 0.1)
    assert all(vars(optimizer)[name] is value for name, value in before.items())
    for name, kind in OPTIMIZERS.items():
        assert type(guards.require_optimizer(name, OPTIMIZERS)) is kind


@pytest.mark.parametrize("optimizer", [None, 0.1, ["adam"], slice(2)], ids=repr)
def test_what_is_no_optimiser_is_told_what_one_is(optimizer):
    assert refusal(TypeError, guards.require_optimizer, optimizer, OPTIMIZERS) == (
        "optimizer must be one of gradient_descent, momentum, rmsprop, adam, or an object with a method "
        f"step(parameters, gradient, learning_rate), but {optimizer!r} was passed"
    )


def test_a_precision_is_one_of_two_and_a_seed_a_whole_number_or_none():
    for dtype in (np.float32, "float32", np.dtype(np.float32)):
        assert guards.require_precision(dtype) == np.float32
    for dtype in (np.float16, int, "double precision", None):
        message = refusal(ValueError, guards.require_precision, dtype)
        assert message == f"dtype must be np.float64, or np.float32 for speed, but {dtype!r} was passed"
    assert (guards.require_seed(None), guards.require_seed(np.int64(3))) == (None, 3)
    assert refusal(ValueError, guards.require_seed, -1).startswith("seed must be at least 0, but -1 was passed")
    assert refusal(TypeError, guards.require_seed, 0.5).startswith("seed must be a whole number, but 0.5 was passed")


# ---- layers


def test_a_layer_that_fits_returns_the_shape_of_what_it_gives():
    assert guards.require_layer(DenseLayer(784, 128), (), None) == (128,)
    assert guards.require_layer(DropoutLayer(0.5), (DenseLayer(784, 128),), (128,)) == (128,)
    assert guards.require_layer(DropoutLayer(0.5), (), None) is None
    assert guards.require_shape(None, (3,), "it") is guards.require_shape((3,), (3,), "it") is None
    assert guards.require_outputs(1, False) is guards.require_outputs(2, True) is None


@pytest.mark.parametrize(
    "layer", [DenseLayer, None, 128, (784, 128), "relu", object()], ids=lambda layer: str(layer).split(" at ")[0]
)
def test_what_is_no_layer_is_shown_one(layer):
    message = refusal(TypeError, guards.require_layer, layer, (), None)
    assert message == f"layer must be a layer, such as DenseLayer(784, 10), but {layer!r} was passed"


def test_a_layer_that_does_not_take_what_the_layer_before_gives_is_told_both_shapes():
    message = refusal(ValueError, guards.require_layer, DenseLayer(127, 10), (DenseLayer(784, 128),), (128,))
    assert message.startswith("layer 2 must take what layer 1 gives: ")
    assert "(127,)" in message and "(128,)" in message


# ---- hints, obeyed to the letter

X10, LABELS10 = examples(6, inputs=12)
IMAGES = np.random.default_rng(0).integers(0, 256, (6, 3, 4)).astype(np.uint8)


def train(X=X10, labels=LABELS10, epochs=1, batch_size=2, **arguments):
    rate = {"learning_rate": arguments.pop("learning_rate")} if "learning_rate" in arguments else {}
    given = {"validation": arguments.pop("validation", None), **rate}
    return network(12, 5, 3, **arguments).train(X, labels, epochs, batch_size, show=0, **given)


def two_layers(X=X10, labels=LABELS10, parameters=None, learning_rate=0.1):
    parameters = initialize(np.random.default_rng(0), 12, 5, 3) if parameters is None else parameters
    return gradient_descent(parameters, X, labels, learning_rate, 3, show=False)


def backwards(Y, classes=3, X=X10, cache_of=X10):
    parameters = initialize(np.random.default_rng(0), 12, 5, classes)
    return backward_propagation(parameters, forward_propagation(parameters, cache_of), X, Y)


def built(*layers_):
    model = NeuralNetwork(seed=0)
    for layer in layers_:
        model.add(layer)
    return model


def step_with_bias(gradient):
    parameters = {"b1": np.zeros((5, 1))}
    return update_parameters(parameters, {"b1": gradient}, 0.1)


# What is done wrongly; the hint that must be in the refusal; what it says, done.
HINTS = {
    "transposed": (lambda: train(X10.T), "pass X.T", lambda: train(X10.T.T)),
    "transposed, two layers": (lambda: two_layers(X10.T), "pass X.T", lambda: two_layers(X10.T.T)),
    "transposed validation": (
        lambda: train(validation=(X10.T, LABELS10)), "pass X_validation.T",
        lambda: train(validation=(X10.T.T, LABELS10)),
    ),
    "one example": (
        lambda: network(12, 3).predict(X10[:, 0]), "pass X[:, np.newaxis]",
        lambda: network(12, 3).predict(X10[:, 0][:, np.newaxis]),
    ),
    "images": (
        lambda: train(normalize(IMAGES)), "to_columns(X) makes a column of each",
        lambda: train(to_columns(normalize(IMAGES))),
    ),
    "raw columns": (
        lambda: train(to_columns(IMAGES)), "normalize(images) makes floats",
        lambda: train(to_columns(normalize(IMAGES))),
    ),
    "raw pixels as floats": (
        lambda: train(to_columns(IMAGES).astype(float)), "X / 255",
        lambda: train(to_columns(IMAGES).astype(float) / 255),
    ),
    "raw pixels as floats, two layers": (
        lambda: two_layers(to_columns(IMAGES).astype(float)), "X / 255",
        lambda: two_layers(to_columns(IMAGES).astype(float) / 255),
    ),
    "X in a list": (lambda: train(X10.tolist()), "np.array(X)", lambda: train(np.array(X10.tolist()))),
    "labels in a list": (
        lambda: train(labels=LABELS10.tolist()), "np.array(labels)", lambda: train(labels=np.array(LABELS10.tolist()))
    ),
    "labels one-hot": (
        lambda: train(labels=one_hot(LABELS10, 3)), "decode(Y)", lambda: train(labels=decode(one_hot(LABELS10, 3)))
    ),
    "labels as floats": (
        lambda: train(labels=LABELS10 / 1), "labels.astype(int)", lambda: train(labels=(LABELS10 / 1).astype(int))
    ),
    "labels missing": (
        lambda: train(labels=None), "pass the digit of each example, shape (m,)", lambda: train(labels=LABELS10)
    ),
    "validation in a list": (
        lambda: train(validation=[X10, LABELS10]), "a pair (X, labels)", lambda: train(validation=(X10, LABELS10))
    ),
    "another cache": (
        lambda: backwards(one_hot(LABELS10, 3), cache_of=X10[:, :2]), "what forward_propagation(parameters, X)",
        lambda: backwards(one_hot(LABELS10, 3)),
    ),
    "Y transposed": (
        lambda: backwards(one_hot(LABELS10, 3).T), "pass Y.T", lambda: backwards(one_hot(LABELS10, 3).T.T)
    ),
    "labels as Y": (
        lambda: backwards(LABELS10), "one_hot(labels, classes=3)", lambda: backwards(one_hot(LABELS10, classes=3))
    ),
    "a bias summed to a row": (
        lambda: step_with_bias(np.ones((5, 6)).sum(axis=1)), "sum with axis=1 and keepdims=True",
        lambda: step_with_bias(np.ones((5, 6)).sum(axis=1, keepdims=True)),
    ),
    "float32 for nudges": (
        lambda: guards.require_float64({"W1": np.ones(2, np.float32)}), "W1.astype(np.float64)",
        lambda: guards.require_float64({"W1": np.ones(2, np.float32).astype(np.float64)}),
    ),
    "no layers": (
        lambda: built().predict(np.zeros((784, 1))), "model.add(DenseLayer(784, 10, activation='softmax'))",
        lambda: built(DenseLayer(784, 10, activation="softmax")).predict(np.zeros((784, 1))),
    ),
    "sizes as seed": (
        lambda: NeuralNetwork([784, 10]), "model.add(DenseLayer(784, 10, activation='softmax'))",
        lambda: built(DenseLayer(784, 10, activation="softmax")).predict(np.zeros((784, 1))),
    ),
    "no softmax": (
        lambda: built(DenseLayer(12, 3)).predict(X10), "DenseLayer(…, activation='softmax') does",
        lambda: built(DenseLayer(12, 3, activation="softmax")).predict(X10),
    ),
    "softmax before the end": (
        lambda: built(DenseLayer(12, 5, "softmax"), DenseLayer(5, 3, "softmax")),
        "give hidden layers relu, and the last one softmax",
        lambda: built(DenseLayer(12, 5, "relu"), DenseLayer(5, 3, "softmax")).predict(X10),
    ),
    "a single softmax output": (
        lambda: DenseLayer(12, 1, "softmax"), "for two classes take 2", lambda: DenseLayer(12, 2, "softmax")
    ),
    "the class of a layer": (
        lambda: built(DenseLayer), "such as DenseLayer(784, 10)", lambda: built(DenseLayer(784, 10))
    ),
    "a layer twice": (
        lambda: built(*2 * [DenseLayer(4, 4)]), "make a new one for each place",
        lambda: built(DenseLayer(4, 4), DenseLayer(4, 4)),
    ),
    "an unknown optimiser": (
        lambda: NeuralNetwork(optimizer="sgd"), "gradient_descent", lambda: NeuralNetwork(optimizer="gradient_descent")
    ),
    "the class of an optimiser": (
        lambda: NeuralNetwork(optimizer=Adam), "write Adam(), with brackets", lambda: NeuralNetwork(optimizer=Adam())
    ),
    "half precision": (
        lambda: NeuralNetwork(dtype=np.float16), "np.float32 for speed", lambda: NeuralNetwork(dtype=np.float32)
    ),
}


@pytest.mark.parametrize("case", HINTS)
def test_a_hint_that_is_obeyed_works(case):
    wrong, hint, obeyed = HINTS[case]
    with pytest.raises((ValueError, TypeError), match=re.escape(hint)):
        wrong()
    obeyed()


def test_the_hint_to_list_a_layer_works_when_it_is_obeyed(monkeypatch, tmp_path):
    model = built(Scale(), DenseLayer(12, 3, "softmax"))
    with pytest.raises(TypeError, match=r"nnhelpers.layers.LAYERS\['Scale'\] = Scale tells it"):
        model.save(tmp_path / "model.npz")
    monkeypatch.setitem(layers.LAYERS, "Scale", Scale)
    model.save(tmp_path / "model.npz")
    assert type(NeuralNetwork.load(tmp_path / "model.npz").layers[0]) is Scale


def test_the_hint_to_save_first_works_when_it_is_obeyed(tmp_path):
    path = tmp_path / "model.npz"
    with pytest.raises(FileNotFoundError, match=r"save a network there first, model.save\(path\)"):
        NeuralNetwork.load(path)
    network(4, 3).save(path)
    NeuralNetwork.load(path)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("run", [train, two_layers])
def test_the_hint_to_try_a_tenth_of_the_rate_works_when_it_is_obeyed_as_often_as_it_is_given(run):
    rate, refused = 1e200, 0
    while True:
        try:
            run(learning_rate=rate)
            break
        except ValueError as error:
            assert f"learning_rate={rate:g} makes the steps too long: try a tenth of it" in str(error)
            rate, refused = rate / 10, refused + 1
    assert refused > 3 and rate > 1e-3
