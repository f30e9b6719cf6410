"""The guards of values accept what is right and say, of what is wrong, what it was, what is expected and what to do."""

import math
from fractions import Fraction

import numpy as np
import pytest
from refusals import refusal

from nnhelpers import guards
from nnhelpers.preprocessing import one_hot

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


@pytest.mark.parametrize("shape", [(), (1, 3), (3, 1), (10, 3)], ids=str)
def test_labels_with_other_than_one_axis_are_told_their_shape_and_how_to_decode_them(shape):
    assert refusal(ValueError, guards.require_labels, np.zeros(shape, int), name="predicted") == (
        f"predicted must be one-dimensional, of shape (m,), but its shape is {shape}; "
        "if it is one-hot encoded, decode(Y) gives the whole numbers back"
    )


def test_labels_of_a_number_of_classes_that_is_no_count_are_refused():
    message = refusal(ValueError, guards.require_labels, np.array([0]), 0)
    assert message == "classes must be at least 1, but 0 was passed"
    for classes in (2.5, "10", None):
        message = refusal(TypeError, guards.require_labels, np.array([0]), classes)
        assert message == f"classes must be a whole number, but {classes!r} was passed"


# require_split and require_generator


@pytest.mark.parametrize("shape", [(5,), (5, 2), (5, 2, 2), (5, 0)], ids=str)
@pytest.mark.parametrize("validation_size", [1, 4, np.int64(2)], ids=repr)
def test_images_of_any_rank_and_their_labels_may_be_split(shape, validation_size):
    rng = np.random.default_rng(0)
    assert guards.require_split(np.zeros(shape), np.zeros(5), validation_size, rng) is None


@pytest.mark.parametrize(
    ("images", "labels", "wrong"),
    [
        ([[0], [1]], np.arange(2), "images must be a NumPy array, but a list was passed; np.array(images)"),
        (np.zeros((2, 1)), [0, 1], "labels must be a NumPy array, but a list was passed; np.array(labels)"),
        (np.zeros((2, 1)), None, "labels must be a NumPy array, but a NoneType was passed; np.array(labels)"),
    ],
    ids=["images in a list", "labels in a list", "no labels"],
)
def test_what_is_split_must_be_arrays(images, labels, wrong):
    message = refusal(TypeError, guards.require_split, images, labels, 1, np.random.default_rng(0))
    assert message == f"{wrong} turns a list into one"


@pytest.mark.parametrize(
    ("images", "labels"),
    [((), (5,)), ((5, 2), ()), ((5, 2), (5, 1)), ((5, 2), (1, 5)), ((5, 2), (10, 5))],
    ids=str,
)
def test_images_without_an_axis_and_labels_without_exactly_one_are_not_split(images, labels):
    rng = np.random.default_rng(0)
    assert refusal(ValueError, guards.require_split, np.zeros(images), np.zeros(labels), 1, rng) == (
        f"images must have the shape (m, …) and labels (m,), but their shapes are {images} and {labels}"
    )


def test_a_split_is_refused_for_other_lengths_and_for_sizes_that_leave_nothing():
    rng = np.random.default_rng(0)
    images, labels = np.zeros((5, 2)), np.zeros(5)
    assert refusal(ValueError, guards.require_split, images, labels[:4], 1, rng) == (
        "images and labels must belong together one to one, but there are 5 and 4 of them"
    )
    for size in (5, 6):
        assert refusal(ValueError, guards.require_split, images, labels, size, rng) == (
            f"validation_size must leave something to train on: there are 5 examples, but {size} were asked for"
        )
    message = refusal(ValueError, guards.require_split, images, labels, 0, rng)
    assert message == "validation_size must be at least 1, but 0 was passed"
    message = refusal(TypeError, guards.require_split, images, labels, 0.2, rng)
    assert message == "validation_size must be a whole number, but 0.2 was passed"
    assert refusal(TypeError, guards.require_split, images, labels, 1, 0).startswith("rng must be a generator")


@pytest.mark.parametrize("bits", [np.random.PCG64, np.random.MT19937])
def test_a_generator_of_any_kind_of_bits_passes(bits):
    assert guards.require_generator(np.random.Generator(bits(0))) is None


@pytest.mark.parametrize(
    "rng", [0, None, "0", np.random, np.random.default_rng, np.random.PCG64(0), np.random.RandomState(0)], ids=repr
)
def test_what_is_no_generator_is_told_how_to_make_one(rng):
    assert refusal(TypeError, guards.require_generator, rng) == (
        f"rng must be a generator of random numbers, but {rng!r} was passed; np.random.default_rng(0) makes one"
    )


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


def test_a_finite_matrix_passes():
    assert guards.require_columns(np.zeros((10, 3))) is None
    assert guards.require_columns(np.zeros((7, 3))) is None


@pytest.mark.parametrize("shape", [(10,), (10, 3, 1)], ids=str)
def test_columns_need_two_axes(shape):
    message = refusal(ValueError, guards.require_columns, np.zeros(shape), "A2")
    assert f"A2 must have two axes, (rows, m), one example per column, but its shape is {shape}" in message


def test_columns_must_be_finite():
    message = refusal(ValueError, guards.require_columns, np.array([[0.0, np.nan]]), "A2")
    assert "A2 holds nan at (0, 1)" in message


# require_floats


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("shape", [(), (1,), (2, 3), (2, 3, 4)], ids=str)
def test_floats_of_every_width_and_shape_pass(shape, dtype):
    assert guards.require_floats(np.full(shape, -0.5, dtype), "Z") is None


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64, bool])
def test_whole_numbers_where_floats_are_needed_are_told_how_to_become_floats(dtype):
    assert refusal(TypeError, guards.require_floats, np.zeros((2, 3), dtype), "Z") == (
        f"Z must hold floats, but its dtype is {np.dtype(dtype)}; convert it with Z.astype(float)"
    )


def test_floats_must_be_a_finite_array_of_at_least_one():
    assert "Z holds inf at (0, 1)" in refusal(ValueError, guards.require_floats, np.array([[0, np.inf]]), "Z")
    assert "Z is empty (shape (2, 0))" in refusal(ValueError, guards.require_floats, np.zeros((2, 0)), "Z")
    assert "Z must be a NumPy array, but a list was passed" in refusal(TypeError, guards.require_floats, [0.5], "Z")


# require_probabilities


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numbers_from_zero_to_one_pass_as_probabilities(dtype):
    assert guards.require_probabilities(np.array([[0, 0.25, 1], [1, 0.75, 0]], dtype)) is None


def test_probabilities_may_exceed_one_by_rounding_only():
    above = np.nextafter(np.float32(1), np.float32(2))
    assert guards.require_probabilities(np.array([[above], [0]], np.float32)) is None
    for above in (1.000_002, 1.01):
        message = refusal(ValueError, guards.require_probabilities, np.array([[above], [0]]))
        assert f"its entries run from 0 to {above};" in message


@pytest.mark.parametrize(
    ("entries", "extremes"),
    [([[2.0, 0.5], [-3.0, 0.5]], "-3 to 2"), ([[0.5, -1e-9]], "-1e-09 to 0.5"), ([[0.0, 100.0]], "0 to 100")],
    ids=["logits", "slightly negative", "per cent"],
)
def test_what_are_no_probabilities_are_shown_by_their_extremes(entries, extremes):
    assert refusal(ValueError, guards.require_probabilities, np.array(entries)) == (
        f"A2 must hold probabilities, from 0 to 1, but its entries run from {extremes}; "
        "softmax turns logits into probabilities"
    )


def test_probabilities_must_be_finite_columns_of_floats():
    assert refusal(TypeError, guards.require_probabilities, np.eye(3, dtype=np.int64)) == (
        "A2 must hold floats, but its dtype is int64; convert it with A2.astype(float)"
    )
    assert "A2 must have two axes" in refusal(ValueError, guards.require_probabilities, np.array([0.5, 0.5]))
    assert "A2 holds nan at (0, 1)" in refusal(ValueError, guards.require_probabilities, np.array([[0.5, np.nan]]))
    assert "A2 is empty (shape (2, 0))" in refusal(ValueError, guards.require_probabilities, np.zeros((2, 0)))


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


@pytest.mark.parametrize("shape", [(10, 4), (9, 3)], ids=str)
def test_targets_of_another_shape_are_refused(shape):
    message = refusal(ValueError, guards.require_targets, np.zeros(shape), (10, 3))
    assert f"Y must have the shape (10, 3), one column per example, but its shape is {shape}" in message
    assert "transposed" not in message


@pytest.mark.parametrize("shape", [(), (3,), (10,), (10, 3, 1)], ids=str)
def test_targets_that_are_no_table_are_refused_and_told_where_columns_come_from(shape):
    # The usual slip: the labels themselves instead of one_hot(labels).
    assert refusal(ValueError, guards.require_targets, np.ones(shape), (10, 3)) == (
        f"Y must have the shape (classes, m), one column per example, but its shape is {shape}; "
        "one_hot(labels) makes such columns"
    )


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


# require_learning_rate


@pytest.mark.parametrize("learning_rate", [0.1, 1, 1e-300, np.float32(0.5), np.float64(0.5), np.int64(2)], ids=repr)
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


@pytest.mark.parametrize(
    "learning_rate", ["fast", "0.1", b"0.1", None, [0.1], np.array(0.5), np.array([0.1]), 1j, {}], ids=repr
)
def test_a_learning_rate_that_is_no_number_is_refused(learning_rate):
    message = refusal(TypeError, guards.require_learning_rate, learning_rate)
    assert message == f"learning_rate must be a number, but {learning_rate!r} was passed"


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


@pytest.mark.parametrize("least", [0, 1, 5])
def test_a_count_may_start_at_another_number(least):
    assert guards.require_count(least, "correct", least=least) == least
    message = refusal(ValueError, guards.require_count, least - 1, "correct", least=least)
    assert message == f"correct must be at least {least}, but {least - 1} was passed"


# require_counts


@pytest.mark.parametrize("correct", [0, 1, 10, np.int64(10), np.uint8(0)], ids=repr)
def test_none_some_or_all_of_the_total_may_be_correct(correct):
    assert guards.require_counts(correct, 10) == (int(correct), 10)


def test_more_correct_than_the_total_is_refused_with_both_numbers():
    message = refusal(ValueError, guards.require_counts, 11, 10)
    assert message == "correct must be from 0 to total = 10, but 11 was passed"


def test_a_negative_number_correct_and_a_total_of_none_are_refused():
    assert refusal(ValueError, guards.require_counts, -1, 10) == "correct must be at least 0, but -1 was passed"
    assert refusal(ValueError, guards.require_counts, 0, 0) == "total must be at least 1, but 0 was passed"


@pytest.mark.parametrize("number", [2.5, 2.0, math.nan, "2", None], ids=repr)
def test_counts_that_are_no_whole_numbers_are_refused_by_name(number):
    message = refusal(TypeError, guards.require_counts, number, 10)
    assert message == f"correct must be a whole number, but {number!r} was passed"
    message = refusal(TypeError, guards.require_counts, 1, number)
    assert message == f"total must be a whole number, but {number!r} was passed"


# require_predictions


def test_predictions_by_iteration_pass():
    assert guards.require_predictions({0: np.array([1, 2])}) is None
    assert guards.require_predictions({0: np.array([1, 2]), 10: np.array([1, 1])}) is None


@pytest.mark.parametrize(
    ("predictions", "found"),
    [
        ({}, "an empty dict"),
        ([], "a list"),
        ([np.array([1, 2])], "a list"),
        (np.array([1, 2]), "a ndarray"),
        (np.array([]), "a ndarray"),
        (None, "a NoneType"),
    ],
    ids=["empty dict", "empty list", "list", "array", "empty array", "None"],
)
def test_predictions_without_their_iterations_are_refused(predictions, found):
    assert refusal(ValueError, guards.require_predictions, predictions) == (
        f"predictions must be a dict, iteration → predicted labels, with at least one entry, but {found} was passed"
    )


# require_name


@pytest.mark.parametrize("known", [("sun", "moon"), ["sun", "moon"], {"sun": 1, "moon": 2}], ids=repr)
def test_a_known_name_is_given_back(known):
    assert guards.require_name("moon", "light", known) == "moon"


@pytest.mark.parametrize("name", ["Moon", "moo", "", "sun, moon", None, 0, ["moon"], {"moon"}], ids=repr)
def test_an_unknown_name_is_answered_with_the_known_ones_in_their_order(name):
    message = refusal(ValueError, guards.require_name, name, "light", {"sun": 1, "moon": 2})
    assert message == f"light must be one of sun, moon, but {name!r} was passed"


# require_positive


@pytest.mark.parametrize(
    "number", [1, 0.5, 1e-300, 1e300, np.float32(0.5), np.float64(3), np.int64(7), Fraction(1, 2)], ids=repr
)
def test_a_positive_number_is_given_back_as_a_python_float(number):
    result = guards.require_positive(number, "epochs")
    assert type(result) is float and result == number


@pytest.mark.parametrize("number", [0, 0.0, -0.0, -1, -1e-300, math.nan, math.inf, -math.inf, np.float64(0)], ids=repr)
def test_a_number_that_is_not_positive_or_not_finite_is_refused(number):
    message = refusal(ValueError, guards.require_positive, number, "half_life")
    assert message == f"half_life must be a positive number, but {number} was passed"


@pytest.mark.parametrize("number", ["5", None, [5], 5j, np.array([5.0])], ids=repr)
def test_what_is_to_be_positive_but_is_no_number_is_refused(number):
    message = refusal(TypeError, guards.require_positive, number, "half_life")
    assert message == f"half_life must be a number, but {number!r} was passed"


# require_share


@pytest.mark.parametrize(
    "number", [0, 0.0, 0.5, 0.999999, np.float32(0.5), np.float64(0.9), np.int64(0), Fraction(1, 2)], ids=repr
)
def test_a_share_from_0_to_below_1_is_given_back_as_a_python_float(number):
    result = guards.require_share(number, "beta")
    assert type(result) is float and result == number


@pytest.mark.parametrize("number", [1, 1.0, 2, -1e-9, -1, math.nan, math.inf, -math.inf, np.float64(1)], ids=repr)
def test_a_share_outside_0_to_below_1_is_refused(number):
    message = refusal(ValueError, guards.require_share, number, "beta")
    assert message == f"beta must be a share from 0 to below 1, but it is {number}"


@pytest.mark.parametrize("number", ["0.9", None, [0.9], 0.9j, np.array(0.9)], ids=repr)
def test_a_share_that_is_no_number_is_refused(number):
    message = refusal(TypeError, guards.require_share, number, "rho")
    assert message == f"rho must be a number, but {number!r} was passed"


# require_warmup


@pytest.mark.parametrize("warmup", [0, 0.0, 0.5, 9.999, 9, np.float32(2), np.int64(9)], ids=repr)
def test_a_warm_up_shorter_than_the_whole_passes(warmup):
    assert guards.require_warmup(warmup, 10) is None


@pytest.mark.parametrize("warmup", [10, 10.5, -1, -0.001, math.nan, math.inf], ids=repr)
def test_a_warm_up_that_leaves_nothing_or_is_negative_is_refused_with_the_number_of_epochs(warmup):
    for epochs in (10, 10.0):
        message = refusal(ValueError, guards.require_warmup, warmup, epochs)
        assert message == f"warmup must be from 0 to below epochs = 10, but {warmup} was passed"
    message = refusal(ValueError, guards.require_warmup, 3, 2.5)
    assert message == "warmup must be from 0 to below epochs = 2.5, but 3 was passed"


@pytest.mark.parametrize("warmup", ["1", None, [1], 1j], ids=repr)
def test_a_warm_up_that_is_no_number_is_refused(warmup):
    message = refusal(TypeError, guards.require_warmup, warmup, 10)
    assert message == f"warmup must be a number of epochs, but {warmup!r} was passed"


# require_strength


@pytest.mark.parametrize(
    "number", [0, 0.0, 1e-300, 0.5, 3, 1e300, np.float32(0.5), np.float64(0), np.int64(7), Fraction(1, 2)], ids=repr
)
def test_a_strength_of_zero_or_more_is_given_back_as_a_python_float(number):
    result = guards.require_strength(number, "l2")
    assert type(result) is float and result == number


@pytest.mark.parametrize("number", [-1, -1e-300, math.nan, math.inf, -math.inf, np.float64(-0.5)], ids=repr)
def test_a_strength_that_is_negative_or_not_finite_is_refused(number):
    for name in ("l2", "strength"):
        message = refusal(ValueError, guards.require_strength, number, name)
        assert message == f"{name} must be 0 (no penalty) or a positive number, but {number} was passed"


@pytest.mark.parametrize("number", ["0.1", None, [0.1], 0.1j, np.array([0.1])], ids=repr)
def test_a_strength_that_is_no_number_is_refused(number):
    message = refusal(TypeError, guards.require_strength, number, "l1")
    assert message == f"l1 must be a number, but {number!r} was passed"
