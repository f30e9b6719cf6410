"""The guards accept what is right and say, of what is wrong, what was passed, what is expected and what to do."""

import math

import numpy as np
import pytest

from nnhelpers import guards
from nnhelpers.preprocessing import one_hot


def refusal(kind, guard, *arguments, **keywords):
    """The message with which the guard refuses its arguments."""
    with pytest.raises(kind) as error:
        guard(*arguments, **keywords)
    assert error.type is kind, "a subclass comes from NumPy or Python, not from a guard"
    return str(error.value)


def small_network(dtype=np.float64):
    """Parameters of a network with 4 inputs, 3 hidden neurons and 2 classes."""
    shapes = {"W1": (3, 4), "b1": (3, 1), "W2": (2, 3), "b2": (2, 1)}
    return {name: np.full(shape, 0.5, dtype) for name, shape in shapes.items()}


# require_labels


def test_labels_are_digits_unless_other_classes_are_asked_for():
    assert guards.require_labels(np.arange(10)) is None
    message = refusal(ValueError, guards.require_labels, np.arange(11))
    assert "labels must be whole numbers from 0 to 9, but found 10 at position 10" in message


def test_labels_are_called_by_the_name_they_were_passed_under():
    for wrong in (np.array([3, -1]), np.zeros(0, int), np.zeros((2, 3)), np.zeros((10, 3))):
        assert refusal(ValueError, guards.require_labels, wrong, name="predicted").startswith("predicted ")
    for wrong in ([3], np.array([0.5])):
        assert refusal(TypeError, guards.require_labels, wrong, name="predicted").startswith("predicted ")


# require_finite


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8, np.int64, bool])
@pytest.mark.parametrize("shape", [(), (1,), (2, 3), (2, 3, 4)], ids=str)
def test_finite_numbers_of_every_shape_pass(shape, dtype):
    assert guards.require_finite(np.ones(shape, dtype), "Z1") is None


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("place", [(0, 0), (1, 2), (2, 0)], ids=str)
def test_the_first_number_that_is_not_finite_is_named_with_its_place(value, place):
    array = np.zeros((3, 4))
    array[place] = value
    array[2, 3] = np.nan
    message = refusal(ValueError, guards.require_finite, array, "Z1")
    assert f"Z1 holds {value} at {place}. Look for it in what Z1 was computed from" in message
    assert "try a smaller learning_rate" in message


def test_a_nan_does_not_hide_behind_numbers_of_both_signs():
    message = refusal(ValueError, guards.require_finite, np.array([-1e300, np.nan, 1e300]), "Z1")
    assert "Z1 holds nan at (1,)" in message


@pytest.mark.parametrize("shape", [(0,), (10, 0)], ids=str)
def test_an_empty_array_is_not_called_finite(shape):
    message = refusal(ValueError, guards.require_finite, np.zeros(shape), "Z1")
    assert f"Z1 is empty (shape {shape}): pass at least one example" in message


@pytest.mark.parametrize(
    "array", [np.array(["1"]), np.array([1j]), np.array([None])], ids=["text", "complex", "object"]
)
def test_what_is_no_number_is_named_by_its_dtype(array):
    message = refusal(TypeError, guards.require_finite, array, "Z1")
    assert f"Z1 must hold numbers, but its dtype is {array.dtype}" in message


@pytest.mark.parametrize("array", [[1.0], (1.0,), 1.0, None], ids=["list", "tuple", "number", "None"])
def test_what_is_no_array_is_told_how_to_become_one(array):
    message = refusal(TypeError, guards.require_finite, array, "Z1")
    assert f"Z1 must be a NumPy array, but a {type(array).__name__} was passed" in message
    assert "np.array(Z1) turns a list into one" in message


# require_columns


def test_columns_with_the_rows_asked_for_pass():
    assert guards.require_columns(np.zeros((10, 3)), 10) is None
    assert guards.require_columns(np.zeros((7, 3))) is None
    assert guards.require_columns(np.zeros((10, 10)), 10) is None


def test_columns_with_other_rows_are_refused():
    message = refusal(ValueError, guards.require_columns, np.zeros((9, 3)), 10, "A2")
    assert "A2 must have 10 rows, one example per column, but its shape is (9, 3)" in message
    assert "pass A2.T" not in message


def test_examples_in_rows_are_told_to_transpose():
    message = refusal(ValueError, guards.require_columns, np.zeros((3, 10)), 10, "A2")
    assert "A2 must have 10 rows, one example per column, but its shape is (3, 10)" in message
    assert "the examples seem to be in rows: pass A2.T" in message


@pytest.mark.parametrize("shape", [(10,), (10, 3, 1)], ids=str)
def test_columns_need_two_axes(shape):
    message = refusal(ValueError, guards.require_columns, np.zeros(shape), 10, "A2")
    assert f"A2 must have two axes, (rows, m), one example per column, but its shape is {shape}" in message


def test_columns_must_be_finite():
    message = refusal(ValueError, guards.require_columns, np.array([[0.0, np.nan]]), 1, "A2")
    assert "A2 holds nan at (0, 1)" in message


# require_targets


def test_one_hot_columns_pass_as_targets():
    assert guards.require_targets(one_hot(np.arange(10)), (10, 10)) is None


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_targets_of_every_dtype_pass(dtype):
    assert guards.require_targets(one_hot(np.array([1, 0, 2]), 3, dtype), (3, 3)) is None


def test_distributions_that_are_not_one_hot_pass_as_targets():
    # In float32 the sum may miss 1 by about 1e-7.
    Y = np.array([[0.1, 1 / 3], [0.2, 1 / 3], [0.7, 1 / 3]], dtype=np.float32)
    assert guards.require_targets(Y, (3, 2)) is None


def test_transposed_targets_are_told_to_transpose():
    message = refusal(ValueError, guards.require_targets, one_hot(np.array([1, 0, 2])).T, (10, 3))
    assert "Y must have the shape (10, 3), one column per example, but its shape is (3, 10)" in message
    assert "it seems transposed: pass Y.T" in message


@pytest.mark.parametrize("shape", [(10, 4), (9, 3), (3,), (10, 3, 1)], ids=str)
def test_targets_of_another_shape_are_refused(shape):
    message = refusal(ValueError, guards.require_targets, np.zeros(shape), (10, 3))
    assert f"Y must have the shape (10, 3), one column per example, but its shape is {shape}" in message
    assert "transposed" not in message


@pytest.mark.parametrize(
    "column",
    [[0, 0, 0], [1, 1, 0], [0.5, 0.4, 0], [1.5, -0.5, 0], [0.999, 0, 0]],
    ids=["no class", "two classes", "sum below 1", "negative", "sum slightly below 1"],
)
def test_a_column_that_is_no_distribution_is_shown_with_its_number(column):
    Y = np.array([[1.0, 0, 0], [0, 1, 0], column, [0, 0, 0]]).T
    message = refusal(ValueError, guards.require_targets, Y, (3, 4))
    assert "each column of Y must be non-negative and sum to 1, as one_hot(labels) makes them" in message
    assert f"but column 2 is {Y[:, 2]}" in message


def test_a_column_of_unsigned_zeros_is_no_distribution():
    # 0 − 1 in unsigned arithmetic is a huge number; it must not come out as "close to nothing".
    Y = np.array([[1, 0], [0, 0]], dtype=np.uint8)
    assert "but column 1 is [0 0]" in refusal(ValueError, guards.require_targets, Y, (2, 2))


def test_targets_must_be_finite():
    message = refusal(ValueError, guards.require_targets, np.array([[1.0, np.nan], [0, 1]]), (2, 2))
    assert "Y holds nan at (0, 1)" in message


def test_labels_passed_as_targets_are_refused():
    message = refusal(ValueError, guards.require_targets, np.array([1, 0, 2]), (10, 3))
    assert "one column per example, but its shape is (3,)" in message


# require_input


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("m", [1, 4, 5])
def test_a_batch_that_fits_the_weights_passes(m, dtype):
    assert guards.require_input(small_network(), np.zeros((4, m), dtype)) is None


def test_a_transposed_batch_is_told_to_transpose():
    message = refusal(ValueError, guards.require_input, small_network(), np.zeros((5, 4)))
    assert "W1 expects 4 inputs, so X must have the shape (4, m), one example per column" in message
    assert "but its shape is (5, 4); X seems transposed: pass X.T" in message


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
    assert f"X must hold floats in [0, 1], but its dtype is {np.dtype(dtype)}; normalise the pixels first" in message


def test_a_batch_in_a_list_is_refused():
    message = refusal(TypeError, guards.require_input, small_network(), [[0.0], [0.0], [0.0], [0.0]])
    assert "X must be a NumPy array, but a list was passed" in message


# require_learning_rate


@pytest.mark.parametrize("learning_rate", [0.1, 1, 1e-300, np.float32(0.5), np.float64(0.5), np.array(0.5)], ids=repr)
def test_a_positive_learning_rate_comes_back_as_a_python_float(learning_rate):
    rate = guards.require_learning_rate(learning_rate)
    assert type(rate) is float and rate == learning_rate


def test_the_learning_rate_that_comes_back_leaves_float32_alone():
    rate = guards.require_learning_rate(np.float64(0.1))
    assert (rate * np.ones(2, np.float32)).dtype == np.float32


def test_a_negative_learning_rate_is_told_what_it_would_do():
    message = refusal(ValueError, guards.require_learning_rate, -0.1)
    assert "learning_rate must be a positive number (0.1 is a good first try), but -0.1 was passed" in message
    assert "a negative one would climb the loss" in message


@pytest.mark.parametrize("learning_rate", [0, 0.0, math.nan, math.inf])
def test_a_learning_rate_that_leads_nowhere_is_refused(learning_rate):
    message = refusal(ValueError, guards.require_learning_rate, learning_rate)
    assert f"must be a positive number (0.1 is a good first try), but {learning_rate} was passed" in message
    assert "climb" not in message


@pytest.mark.parametrize("learning_rate", ["fast", None, [0.1], 1j, {}], ids=repr)
def test_a_learning_rate_that_is_no_number_is_refused(learning_rate):
    message = refusal(TypeError, guards.require_learning_rate, learning_rate)
    assert f"learning_rate must be a number, but {learning_rate!r} was passed" in message


# require_count


@pytest.mark.parametrize("number", [1, 500, np.int64(7), np.uint8(7)], ids=repr)
def test_a_count_comes_back_as_a_python_int(number):
    count = guards.require_count(number, "iterations")
    assert type(count) is int and count == number


@pytest.mark.parametrize("number", [0, -5, np.int64(0)], ids=repr)
def test_a_count_below_one_is_refused(number):
    message = refusal(ValueError, guards.require_count, number, "iterations")
    assert f"iterations must be at least 1, but {number} was passed" in message


@pytest.mark.parametrize("number", [1.0, 0.5, math.nan, "3", None, [3], np.array([3])], ids=repr)
def test_a_count_that_is_no_whole_number_is_refused(number):
    message = refusal(TypeError, guards.require_count, number, "iterations")
    assert f"iterations must be a whole number, but {number!r} was passed" in message


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
    assert "but its shape is (3, 4); X seems transposed: pass X.T" in message


def test_raw_training_pixels_are_told_to_be_normalised():
    X, labels = batch(dtype=np.uint8)
    message = refusal(TypeError, guards.require_training_data, small_network(), X, labels)
    assert "its dtype is uint8; normalise the pixels first" in message


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
    assert "its shape is (2, 3): it looks one-hot encoded; decode(Y) gives the numbers back" in message


def test_validation_images_that_are_not_finite_are_named_as_such():
    X, labels = batch(2)
    X[1, 1] = np.nan
    message = refusal(ValueError, guards.require_training_data, small_network(), *batch(), (X, labels))
    assert "the validation X holds nan at (1, 1)" in message


def test_validation_data_needs_one_label_per_column():
    validation = batch(5)[0], np.zeros(3, int)
    message = refusal(ValueError, guards.require_training_data, small_network(), *batch(), validation)
    assert "one label per column of the validation X, but it has 5 columns and there are 3 labels" in message


def test_validation_labels_out_of_range_are_refused():
    validation = batch(2)[0], np.array([0, 5])
    message = refusal(ValueError, guards.require_training_data, small_network(), *batch(), validation)
    assert "from 0 to 1, but found 5 at position 1" in message


def test_validation_images_in_rows_are_told_to_transpose():
    validation = np.zeros((2, 4)), np.array([0, 1])
    message = refusal(ValueError, guards.require_training_data, small_network(), *batch(), validation)
    assert "but its shape is (2, 4)" in message and "pass" in message and ".T" in message


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
