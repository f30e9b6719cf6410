"""The guards of networks and trainings accept what is right and say, of what is wrong, what it was and what to do."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from refusals import refusal

from nnhelpers import guards
from nnhelpers.layers import DenseLayer, DropoutLayer
from nnhelpers.network import NeuralNetwork, RegularizedNetwork
from nnhelpers.optimizers import OPTIMIZERS, Adam, GradientDescent, Momentum, RMSprop
from nnhelpers.preprocessing import one_hot
from nnhelpers.two_layer import forward_propagation


def small_network(dtype=np.float64):
    """Parameters of a network with 4 inputs, 3 hidden neurons and 2 classes."""
    shapes = {"W1": (3, 4), "b1": (3, 1), "W2": (2, 3), "b2": (2, 1)}
    return {name: np.full(shape, 0.5, dtype) for name, shape in shapes.items()}


# require_parameters


@pytest.mark.parametrize("sizes", [(4, 3, 2), (1, 1, 1), (784, 10, 10), (2, 12, 26)], ids=str)
def test_parameters_that_fit_one_another_pass_in_any_order(sizes):
    inputs, hidden, outputs = sizes
    shapes = {"b2": (outputs, 1), "W2": (outputs, hidden), "b1": (hidden, 1), "W1": (hidden, inputs)}
    assert guards.require_parameters({name: np.zeros(shape) for name, shape in shapes.items()}) is None


@pytest.mark.parametrize(
    "names",
    [["W1", "b1", "W2"], ["W1", "b1", "W2", "b2", "W3"], ["dW1", "db1", "dW2", "db2"], ["Z1", "A1", "Z2", "A2"], []],
    ids=["one missing", "one too many", "gradients", "a cache", "none"],
)
def test_parameters_of_other_names_are_refused(names):
    assert refusal(ValueError, guards.require_parameters, dict.fromkeys(names, np.zeros((2, 2)))) == (
        f"parameters must hold W1, b1, W2 and b2, but its keys are {sorted(names)}"
    )


@pytest.mark.parametrize("kind", [tuple, list])
def test_parameters_that_are_no_dict_are_refused(kind):
    assert refusal(TypeError, guards.require_parameters, kind(small_network().values())) == (
        f"parameters must be a dict of W1, b1, W2 and b2, but a {kind.__name__} was passed"
    )


@pytest.mark.parametrize(
    ("name", "shape", "expected"),
    [
        ("b1", (3,), (3, 1)),
        ("b1", (), (3, 1)),
        ("b1", (1, 3), (3, 1)),
        ("b1", (2, 1), (3, 1)),
        ("W2", (3, 2), (3, 3)),
        ("W2", (2, 4), (2, 3)),
        ("b2", (2,), (2, 1)),
        ("b2", (3, 1), (2, 1)),
    ],
    ids=str,
)
def test_a_parameter_that_does_not_fit_the_others_is_told_the_shape_that_would(name, shape, expected):
    # W1 is (3, 4): b1 and the columns of W2 follow its 3 rows, b2 follows the rows of W2.
    message = refusal(ValueError, guards.require_parameters, small_network() | {name: np.zeros(shape)})
    assert message == f"{name} must have the shape {expected}, but its shape is {shape}"


@pytest.mark.parametrize("name", ["W1", "W2"])
@pytest.mark.parametrize("shape", [(), (3,), (3, 4, 1)], ids=str)
def test_weights_without_two_axes_are_refused(name, shape):
    assert refusal(ValueError, guards.require_parameters, small_network() | {name: np.zeros(shape)}) == (
        f"{name} must have two axes, a row per neuron and a column per input, but its shape is {shape}"
    )


@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
def test_a_parameter_in_a_list_is_refused(name):
    parameters = small_network()
    parameters[name] = parameters[name].tolist()
    assert refusal(TypeError, guards.require_parameters, parameters) == (
        f"{name} must be a NumPy array, but a list was passed; np.array({name}) turns a list into one"
    )


# require_backward


def forward_batch(m=5):
    """Parameters, the cache of a batch, the batch, and its targets."""
    X = np.linspace(0, 1, 4 * m).reshape(4, m)
    return small_network(), forward_propagation(small_network(), X), X, one_hot(np.arange(m) % 2, 2)


@pytest.mark.parametrize("m", [1, 2, 5])
def test_the_cache_and_the_targets_of_a_batch_pass(m):
    assert guards.require_backward(*forward_batch(m)) is None


@pytest.mark.parametrize("m", [1, 3, 6])
def test_a_cache_of_a_batch_of_another_length_is_told_where_the_right_one_comes_from(m):
    parameters, _, X, Y = forward_batch()
    assert refusal(ValueError, guards.require_backward, parameters, forward_batch(m)[1], X, Y) == (
        f"the cache belongs to another batch: its A2 has the shape (2, {m}), expected (2, 5); "
        "pass what forward_propagation(parameters, X) returned for this X"
    )


def test_a_cache_of_a_network_with_other_outputs_is_refused():
    parameters, cache, X, Y = forward_batch()
    cache["A2"] = np.full((3, 5), 1 / 3)
    message = refusal(ValueError, guards.require_backward, parameters, cache, X, Y)
    assert "its A2 has the shape (3, 5), expected (2, 5)" in message


def test_going_backwards_needs_an_x_that_fits_the_weights_and_targets_that_fit_x():
    parameters, cache, X, Y = forward_batch()
    message = refusal(ValueError, guards.require_backward, parameters, cache, X.T, Y)
    assert "but its shape is (5, 4); it seems transposed: pass X.T" in message
    message = refusal(ValueError, guards.require_backward, parameters, cache, X, Y.T)
    assert "Y must have the shape (2, 5), one column per example, but its shape is (5, 2)" in message
    assert "it seems transposed: pass Y.T" in message
    message = refusal(ValueError, guards.require_backward, parameters, cache, X, Y[:, :3])
    assert "Y must have the shape (2, 5), one column per example, but its shape is (2, 3)" in message
    message = refusal(ValueError, guards.require_backward, cache, parameters, X, Y)
    assert "but its keys are ['A1', 'A2', 'Z1', 'Z2']" in message


# require_input


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("m", [1, 4, 5])
def test_a_batch_that_fits_the_weights_passes(m, dtype):
    assert guards.require_input(small_network(), np.zeros((4, m), dtype)) is None


def test_a_transposed_batch_is_told_to_transpose():
    message = refusal(ValueError, guards.require_input, small_network(), np.zeros((5, 4)))
    assert "W1 expects 4 inputs, so X must have the shape (4, m), one example per column" in message
    assert "but its shape is (5, 4); it seems transposed: pass X.T" in message


def test_a_single_example_without_its_axis_is_told_how_to_keep_it():
    message = refusal(ValueError, guards.require_input, small_network(), np.zeros(4))
    assert "but its shape is (4,); for one example pass X[:, :1], which keeps both axes" in message
    assert "transposed" not in message


@pytest.mark.parametrize("shape", [(5, 3), (5, 2, 2), (4, 4, 1)], ids=str)
def test_a_batch_that_does_not_fit_the_weights_is_refused(shape):
    message = refusal(ValueError, guards.require_input, small_network(), np.zeros(shape))
    assert f"X must have the shape (4, m), one example per column, but its shape is {shape}" in message
    assert "pass X" not in message


def test_an_empty_batch_is_refused():
    message = refusal(ValueError, guards.require_input, small_network(), np.zeros((4, 0)))
    assert "X is an empty batch (shape (4, 0)): pass at least one example" in message


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, bool])
def test_raw_pixels_passed_as_a_batch_are_told_to_be_normalised(dtype):
    message = refusal(TypeError, guards.require_input, small_network(), np.zeros((4, 3), dtype))
    assert message == f"X must hold floats in [0, 1], but its dtype is {np.dtype(dtype)}; normalise the pixels"


def test_a_batch_in_a_list_is_refused():
    message = refusal(TypeError, guards.require_input, small_network(), [[0.0], [0.0], [0.0], [0.0]])
    assert "X must be a NumPy array, but a list was passed" in message


@pytest.mark.parametrize(
    ("X", "kind", "words"),
    [
        (np.zeros((5, 4)), ValueError, "so {name} must have the shape (4, m), one example per column, but its shape"),
        (np.zeros((5, 4)), ValueError, "it seems transposed: pass {name}.T"),
        (np.zeros(4), ValueError, "for one example pass {name}[:, :1], which keeps both axes"),
        (np.zeros((4, 0)), ValueError, "{name} is an empty batch (shape (4, 0)): pass at least one example"),
        (np.zeros((4, 3), np.int8), TypeError, "{name} must hold floats in [0, 1], but its dtype is int8; normalise"),
        ([[0.0]], TypeError, "{name} must be a NumPy array, but a list was passed; np.array({name}) turns"),
    ],
)
def test_a_batch_is_called_by_the_name_it_was_passed_under(X, kind, words):
    for name in ("X", "X_validation"):
        assert words.format(name=name) in refusal(kind, guards.require_input, small_network(), X, name)


def test_a_batch_for_parameters_that_do_not_fit_one_another_is_refused():
    message = refusal(ValueError, guards.require_input, small_network() | {"b1": np.zeros(3)}, np.zeros((4, 5)))
    assert message == "b1 must have the shape (3, 1), but its shape is (3,)"


# require_training_data


def batch(m=3, dtype=np.float64):
    return np.full((4, m), 0.25, dtype), np.arange(m) % 2


@pytest.mark.parametrize("validation", [None, batch(2)], ids=["alone", "with validation data"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_training_data_that_fits_the_parameters_passes(validation, dtype):
    assert guards.require_training_data(small_network(dtype), *batch(dtype=dtype), validation) is None


@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
def test_parameters_that_are_not_finite_are_named(name):
    parameters = small_network()
    parameters[name][1, 0] = np.nan
    message = refusal(ValueError, guards.require_training_data, parameters, *batch())
    assert f"{name} holds nan at (1, 0)" in message


def test_training_images_that_are_not_finite_are_named():
    X, labels = batch()
    X[3, 2] = np.inf
    assert "X holds inf at (3, 2)" in refusal(ValueError, guards.require_training_data, small_network(), X, labels)


def test_training_images_in_rows_are_told_to_transpose():
    X, labels = batch()
    message = refusal(ValueError, guards.require_training_data, small_network(), X.T, labels)
    assert "but its shape is (3, 4); it seems transposed: pass X.T" in message


def test_raw_training_pixels_are_told_to_be_normalised():
    X, labels = batch(dtype=np.uint8)
    message = refusal(TypeError, guards.require_training_data, small_network(), X, labels)
    assert message == "X must hold floats in [0, 1], but its dtype is uint8; normalise the pixels"


@pytest.mark.parametrize("count", [1, 2, 4])
def test_training_needs_one_label_per_column(count):
    X, labels = batch(3)[0], np.zeros(count, int)
    message = refusal(ValueError, guards.require_training_data, small_network(), X, labels)
    assert f"one label per column of X, but it has 3 columns and there are {count} labels" in message


def test_the_range_of_the_training_labels_is_that_of_the_outputs():
    # Two outputs (b2 has two rows) stand for the classes 0 and 1.
    message = refusal(ValueError, guards.require_training_data, small_network(), batch()[0], np.array([0, 1, 2]))
    assert "labels must be whole numbers from 0 to 1, but found 2 at position 2" in message


def test_one_hot_training_labels_are_recognised():
    X, labels = batch()
    message = refusal(ValueError, guards.require_training_data, small_network(), X, one_hot(labels, 2))
    assert "labels must be one-dimensional, of shape (m,), but its shape is (2, 3)" in message
    assert "if it is one-hot encoded, decode(Y) gives the whole numbers back" in message


def test_validation_images_that_are_not_finite_are_named_as_such():
    X, labels = batch(2)
    X[1, 1] = np.nan
    message = refusal(ValueError, guards.require_training_data, small_network(), *batch(), (X, labels))
    assert "X_validation holds nan at (1, 1). Look for it in what X_validation was computed from" in message


def test_validation_data_needs_one_label_per_column():
    validation = batch(5)[0], np.zeros(3, int)
    message = refusal(ValueError, guards.require_training_data, small_network(), *batch(), validation)
    assert message == (
        "there must be one label per column of X_validation, but it has 5 columns and there are 3 validation_labels"
    )


def test_validation_labels_out_of_range_are_refused():
    validation = batch(2)[0], np.array([0, 5])
    message = refusal(ValueError, guards.require_training_data, small_network(), *batch(), validation)
    assert message.startswith("validation_labels must be whole numbers from 0 to 1, but found 5 at position 1; ")


def test_validation_images_in_rows_are_told_to_transpose():
    validation = np.zeros((2, 4)), np.array([0, 1])
    message = refusal(ValueError, guards.require_training_data, small_network(), *batch(), validation)
    assert "so X_validation must have the shape (4, m), one example per column, but its shape is (2, 4)" in message
    assert "it seems transposed: pass X_validation.T" in message


@pytest.mark.parametrize(
    ("validation", "found"),
    [
        (batch(2)[0], "ndarray"),
        (list(batch(2)), "list"),
        (dict(zip("Xy", batch(2), strict=True)), "dict"),
        (batch(2)[:1], "tuple of 1"),
        ((*batch(2), None), "tuple of 3"),
    ],
    ids=["X alone", "list", "dict", "one entry", "three entries"],
)
def test_validation_data_that_is_no_pair_is_refused(validation, found):
    message = refusal(TypeError, guards.require_training_data, small_network(), *batch(), validation)
    assert message == f"validation must be a pair (X, labels), but a {found} was passed"


def test_training_parameters_that_are_no_dict_are_refused():
    message = refusal(TypeError, guards.require_training_data, tuple(small_network().values()), *batch())
    assert message == "parameters must be a dict of W1, b1, W2 and b2, but a tuple was passed"


# require_batch


@pytest.mark.parametrize("m", [1, 3])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_batch_with_a_label_per_column_passes(m, dtype):
    assert guards.require_batch(small_network(), *batch(m, dtype)) is None


def test_a_batch_and_its_labels_are_called_by_the_names_they_were_passed_under():
    X, labels = batch()
    broken = X.copy()
    broken[1, 2] = np.nan
    for names in (("X", "labels"), ("X_test", "test_labels")):
        for bad_X, bad_labels, words in [
            (X.T, labels, f"so {names[0]} must have the shape (4, m), one example per column, but its shape is (3, 4)"),
            (broken, labels, f"{names[0]} holds nan at (1, 2). Look for it in what {names[0]} was computed from"),
            (X, labels + 1, f"{names[1]} must be whole numbers from 0 to 1, but found 2 at position 1"),
            (X, labels[:0], f"{names[1]} is empty: pass at least one label"),
            (X, labels[:2], f"of {names[0]}, but it has 3 columns and there are 2 {names[1]}"),
        ]:
            assert words in refusal(ValueError, guards.require_batch, small_network(), bad_X, bad_labels, names)
        message = refusal(TypeError, guards.require_batch, small_network(), X, labels.tolist(), names)
        assert f"{names[1]} must be a NumPy array, but a list was passed; np.array({names[1]}) turns" in message


def test_the_names_of_a_batch_are_x_and_labels_unless_told_otherwise():
    message = refusal(ValueError, guards.require_batch, small_network(), batch(3)[0], np.zeros(2, int))
    assert message == "there must be one label per column of X, but it has 3 columns and there are 2 labels"


# require_not_diverged


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_parameters_of_a_usual_size_have_not_diverged(dtype):
    parameters = small_network(dtype)
    parameters["W1"][0, 0] = -1e9
    assert guards.require_not_diverged(parameters, 7, 0.1) is None


@pytest.mark.parametrize(
    ("dtype", "value"),
    # The largest float32 is 3.4e38, its cube root 7e12; the largest float64 is 1.8e308, its cube root 5.6e102.
    [(np.float32, 1e13), (np.float64, 1e103), (np.float64, -1e103), (np.float64, np.nan), (np.float64, -np.inf)],
)
@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
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


# require_float64


def test_float64_parameters_pass():
    assert guards.require_float64(small_network()) is None


@pytest.mark.parametrize("dtype", [np.float32, np.float16, np.int64])
@pytest.mark.parametrize("name", ["W1", "b2"])
def test_a_parameter_that_is_not_float64_is_told_how_to_become_it(name, dtype):
    parameters = small_network() | {name: np.ones((2, 2), dtype)}
    message = refusal(TypeError, guards.require_float64, parameters)
    assert f"a numerical gradient needs float64, but {name} is {np.dtype(dtype)}" in message
    assert f"convert it with {name}.astype(np.float64)" in message


def test_a_float64_parameter_must_be_finite():
    message = refusal(ValueError, guards.require_float64, {"W1": np.array([[1.0, np.nan]])})
    assert "W1 holds nan at (0, 1)" in message


# require_step


def test_gradients_of_the_parameters_shapes_pass_for_any_parameters():
    assert guards.require_step(small_network(), small_network(np.float32)) is None
    assert guards.require_step({"number": np.array(2.0)}, {"number": 3.0}) is None


@pytest.mark.parametrize(
    ("name", "shape"),
    [("b1", (3,)), ("b1", ()), ("b1", (1, 3)), ("b2", (1, 1)), ("W1", (4, 3)), ("W2", (2, 3, 1))],
    ids=str,
)
def test_a_gradient_of_another_shape_than_its_parameter_is_refused(name, shape):
    # All but (4, 3) and (2, 3, 1) would be broadcast without a word.
    expected = small_network()[name].shape
    assert refusal(ValueError, guards.require_step, small_network(), small_network() | {name: np.zeros(shape)}) == (
        f"the gradient of {name} must have its shape, {expected}, but its shape is {shape}; "
        "for a bias, sum with axis=1 and keepdims=True"
    )


def test_a_gradient_that_is_a_plain_number_is_refused():
    message = refusal(ValueError, guards.require_step, small_network(), small_network() | {"b2": 0.5})
    assert "the gradient of b2 must have its shape, (2, 1), but its shape is ()" in message


def test_a_step_needs_a_gradient_for_every_parameter():
    message = refusal(ValueError, guards.require_step, small_network(), {"W1": np.zeros((3, 4))})
    assert "the same names as the parameters, ['W1', 'W2', 'b1', 'b2'], but they are ['W1']" in message


# require_same_keys


def test_gradients_with_the_parameters_names_pass_in_any_order():
    gradients = dict(reversed(small_network().items()))
    assert guards.require_same_keys(small_network(), gradients) is None


@pytest.mark.parametrize(
    "names",
    [["W1", "b1", "W2"], ["W1", "b1", "W2", "b2", "W3"], ["dW1", "db1", "dW2", "db2"], []],
    ids=["one missing", "one too many", "named dW1 to db2", "none"],
)
def test_gradients_with_other_names_are_refused(names):
    message = refusal(ValueError, guards.require_same_keys, small_network(), dict.fromkeys(names, 0.0))
    assert "gradients must carry the same names as the parameters, ['W1', 'W2', 'b1', 'b2']" in message
    assert f"but they are {sorted(names)}" in message


# require_rate


@pytest.mark.parametrize("rate", [0.1, 1, np.float64(0.1), np.float32(0.5)], ids=repr)
def test_a_learning_rate_that_is_a_number_is_the_same_in_every_epoch(rate):
    for epoch in (0, 1.5, 100):
        result = guards.require_rate(rate, epoch)
        assert type(result) is float and result == rate


def test_a_schedule_is_asked_for_the_rate_of_this_epoch():
    asked = []

    def schedule(epoch):
        asked.append(epoch)
        return 1 / (1 + epoch)

    # 1 / (1 + 0) = 1; 1 / (1 + 3) = 1/4; 1 / (1 + 1.5) = 0.4
    assert [guards.require_rate(schedule, epoch) for epoch in (0, 3, 1.5)] == [1, 0.25, 0.4]
    assert asked == [0, 3, 1.5]


@pytest.mark.parametrize("rate", [0, 0.0, 0.1, 2, np.float64(0.1), np.float32(0.5), np.int64(1)], ids=repr)
def test_a_schedule_may_return_any_number_that_is_not_negative_even_zero(rate):
    result = guards.require_rate(lambda epoch: rate, 2)
    assert type(result) is float and result == rate


@pytest.mark.parametrize(
    "rate", [-0.1, -1e-300, math.nan, math.inf, -math.inf, None, "0.1", [0.1], 1j, np.array([0.1])], ids=repr
)
def test_a_schedule_that_returns_no_rate_is_told_for_which_epoch_it_did(rate):
    for epoch, shown in [(2, "2"), (1.5, "1.5"), (0.0, "0")]:
        message = refusal(ValueError, guards.require_rate, lambda epoch: rate, epoch)
        assert message == (
            f"the learning-rate schedule must return a number that is not negative, but for epoch {shown} "
            f"it returned {rate!r}"
        )


@pytest.mark.parametrize("rate", [0, -0.1, math.nan, math.inf], ids=repr)
def test_a_learning_rate_that_is_no_positive_number_is_refused_outside_a_schedule(rate):
    message = refusal(ValueError, guards.require_rate, rate, 3)
    assert message.startswith(f"learning_rate must be a positive number (0.1 is a good first try), but {rate} was")


@pytest.mark.parametrize("rate", ["0.1", None, [0.1]], ids=repr)
def test_a_learning_rate_that_is_neither_number_nor_schedule_is_refused(rate):
    message = refusal(TypeError, guards.require_rate, rate, 3)
    assert message == f"learning_rate must be a number, but {rate!r} was passed"


# require_optimizer


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_name_of_an_optimiser_gives_a_new_one_each_time(name):
    first, second = (guards.require_optimizer(name, OPTIMIZERS) for _ in range(2))
    assert type(first) is type(second) is OPTIMIZERS[name]
    assert first is not second


@pytest.mark.parametrize(
    "optimizer",
    [GradientDescent(), Momentum(beta=0.8), RMSprop(rho=0.7, epsilon=0.1), Adam(beta1=0.6, beta2=0.7)],
    ids=lambda optimizer: type(optimizer).__name__,
)
def test_an_optimiser_that_is_passed_is_copied_with_its_settings(optimizer):
    copied = guards.require_optimizer(optimizer, OPTIMIZERS)
    assert type(copied) is type(optimizer) and copied is not optimizer
    assert vars(copied) == vars(optimizer)


def test_a_copied_optimiser_keeps_its_own_memory():
    optimizer = Momentum()
    optimizer.step(np.ones(2), np.ones(2), 0.1)
    copied = guards.require_optimizer(optimizer, OPTIMIZERS)
    copied.step(np.ones(2), np.ones(2), 0.1)
    np.testing.assert_array_equal(optimizer.velocity, [1, 1])


def test_any_object_with_a_method_step_is_an_optimiser():
    class Still:
        def step(self, parameters, gradient, learning_rate):
            pass

    still = Still()
    copied = guards.require_optimizer(still, OPTIMIZERS)
    assert type(copied) is Still and copied is not still


@pytest.mark.parametrize("name", ["Adam", "sgd", ""])
def test_an_unknown_optimiser_is_answered_with_the_known_ones(name):
    message = refusal(ValueError, guards.require_optimizer, name, OPTIMIZERS)
    assert message == f"optimizer must be one of gradient_descent, momentum, rmsprop, adam, but {name!r} was passed"


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values())
def test_the_class_of_an_optimiser_is_told_its_missing_brackets(optimizer):
    message = refusal(TypeError, guards.require_optimizer, optimizer, OPTIMIZERS)
    assert message == f"optimizer must be an object, not the class: write {optimizer.__name__}(), with brackets"


@pytest.mark.parametrize("optimizer", [None, 0.1, ["adam"], slice(2)], ids=repr)
def test_an_object_without_a_method_step_is_told_what_an_optimiser_is(optimizer):
    message = refusal(TypeError, guards.require_optimizer, optimizer, OPTIMIZERS)
    assert message == (
        "optimizer must be one of gradient_descent, momentum, rmsprop, adam, or an object with a method "
        f"step(parameters, gradient, learning_rate), but {optimizer!r} was passed"
    )


# require_layer


def test_the_first_layer_may_have_any_size_and_a_later_one_that_of_the_layer_before():
    assert guards.require_layer(DenseLayer(784, 128), []) is None
    assert guards.require_layer(DenseLayer(784, 10, "softmax"), []) is None
    assert guards.require_layer(DenseLayer(3, 2), [DenseLayer(784, 128), DenseLayer(128, 3)]) is None
    # What the first of them has does not matter.
    assert guards.require_layer(DenseLayer(3, 2), [DenseLayer(784, 128, "softmax"), DenseLayer(128, 3)]) is None


@pytest.mark.parametrize("layer", [DenseLayer, None, 128, (784, 128), "relu", slice(2)], ids=repr)
def test_what_is_no_layer_is_shown_one(layer):
    for layers in ([], [DenseLayer(784, 128)]):
        message = refusal(TypeError, guards.require_layer, layer, layers)
        assert message == f"layer must be a layer, such as DenseLayer(784, 10), but {layer!r} was passed"


@pytest.mark.parametrize("missing", ["inputs", "outputs", "place"])
def test_an_object_that_lacks_sizes_or_a_way_to_be_placed_is_no_layer(missing):
    names = {"inputs": 3, "outputs": 2, "place": print}
    assert guards.require_layer(SimpleNamespace(**names), []) is None
    del names[missing]
    layer = SimpleNamespace(**names)
    message = refusal(TypeError, guards.require_layer, layer, [])
    assert message == f"layer must be a layer, such as DenseLayer(784, 10), but {layer!r} was passed"


def test_a_class_of_layers_is_no_layer_even_if_it_has_sizes_of_its_own():
    class Small(DenseLayer):
        inputs, outputs = 4, 3

    message = refusal(TypeError, guards.require_layer, Small, [])
    assert message == f"layer must be a layer, such as DenseLayer(784, 10), but {Small!r} was passed"


def test_a_layer_that_has_its_place_already_is_refused():
    layer = DenseLayer(3, 3)
    layer.place(np.zeros(12), np.zeros(12))
    for layers in ([], [layer], [DenseLayer(3, 3)]):
        message = refusal(ValueError, guards.require_layer, layer, layers)
        assert message == "this layer belongs to a network already; make a new one for each place in each network"


def test_no_layer_may_follow_softmax():
    layers = [DenseLayer(784, 10), DenseLayer(10, 10, "softmax")]
    for layer in (DenseLayer(10, 10, "softmax"), DenseLayer(10, 10), DenseLayer(9, 10)):
        assert refusal(ValueError, guards.require_layer, layer, layers) == (
            "softmax must be the last layer's activation, but layer 2 has it and another layer was added after it; "
            "give hidden layers relu"
        )


@pytest.mark.parametrize("inputs", [127, 129, 784])
def test_a_layer_that_does_not_take_what_the_layer_before_gives_is_named_with_its_neighbour(inputs):
    layers = [DenseLayer(5, 784), DenseLayer(784, 128)]
    assert refusal(ValueError, guards.require_layer, DenseLayer(inputs, 10), layers) == (
        "layer 3 must take what layer 2 gives: layer 2 has 784 inputs and 128 outputs, "
        f"but layer 3 has {inputs} inputs and 10 outputs; make its inputs 128"
    )


# require_droppable


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "sigmoid", "tanh", "linear", "Relu", None], ids=repr)
def test_any_activation_but_softmax_is_given_back_even_an_unknown_one(activation):
    # Whether it is known at all is looked at elsewhere.
    assert guards.require_droppable(activation) is activation


def test_softmax_is_not_dropped_and_told_which_layer_to_use():
    assert refusal(ValueError, guards.require_droppable, "softmax") == (
        "a softmax layer answers with probabilities, of which none can be dropped; "
        "use DropoutLayer for hidden layers and DenseLayer for the last"
    )


# require_training


def with_hidden_layers(model, *kinds):
    """The network with hidden layers of these kinds, 4 to 4, and a softmax layer at its end."""
    for kind in kinds:
        model.add(DenseLayer(4, 4) if kind is DenseLayer else DropoutLayer(4, 4, 0.5, np.random.default_rng(0)))
    model.add(DenseLayer(4, 3, "softmax"))
    return model


def training(model, **changed):
    """What require_training is given for six examples, with these changes."""
    X, labels = np.full((4, 6), 0.5), np.array([0, 1, 2, 0, 1, 2])
    given = {"X": X, "labels": labels, "epochs": np.int64(3), "batch_size": np.int64(2), "learning_rate": 0.1}
    return {"model": model, **given, "validation": (X, labels), "show": 0, **changed}


@pytest.mark.parametrize(
    ("network", "kinds"),
    [
        (NeuralNetwork, [DenseLayer]),
        (NeuralNetwork, []),
        (RegularizedNetwork, [DenseLayer]),
        (RegularizedNetwork, [DropoutLayer]),
        (RegularizedNetwork, [DenseLayer, DropoutLayer]),
    ],
)
def test_training_is_allowed_for_dense_layers_anywhere_and_for_dropout_in_a_network_that_turns_it_on(network, kinds):
    model = with_hidden_layers(network(), *kinds)
    epochs, batch_size = guards.require_training(**training(model))
    assert (epochs, batch_size) == (3, 2) and type(epochs) is type(batch_size) is int
    assert guards.require_training(**training(model, batch_size=None)) == (3, 6)


@pytest.mark.parametrize("kinds", [[DropoutLayer], [DenseLayer, DropoutLayer], [DropoutLayer, DenseLayer]])
def test_dropout_in_a_network_that_never_turns_it_on_is_refused_with_the_name_of_the_network(kinds):
    class OwnNetwork(NeuralNetwork):
        pass

    for network, name in ((NeuralNetwork, "NeuralNetwork"), (OwnNetwork, "OwnNetwork")):
        model = with_hidden_layers(network(), *kinds)
        # Before anything is said about the arguments: no other of them would do.
        for changed in ({}, {"X": None}, {"epochs": 0}):
            assert refusal(TypeError, guards.require_training, **training(model, **changed)) == (
                "a DropoutLayer drops only in a RegularizedNetwork, which turns it on for training; "
                f"this network is a {name}"
            )


def test_a_network_of_its_own_kind_that_can_turn_dropout_on_may_train_with_it():
    class OwnNetwork(RegularizedNetwork):
        pass

    assert guards.require_training(**training(with_hidden_layers(OwnNetwork(), DropoutLayer))) == (3, 2)
