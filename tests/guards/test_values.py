"""The guards of values accept what is right; of what is wrong they say what it is, and what to do. That then works."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from refusals import refusal

from nnhelpers import guards
from nnhelpers.activations import softmax
from nnhelpers.losses import cross_entropy
from nnhelpers.metrics import accuracy, per_class_history
from nnhelpers.preprocessing import decode, normalize, one_hot, split, to_columns, to_images

nan, inf = math.nan, math.inf


# Advice that is obeyed works


LABELS = np.array([3, 0, 2, 9])
IMAGES = np.arange(2 * 16, dtype=np.uint8).reshape(2, 4, 4)
Y = one_hot(LABELS)


def losses(A2):
    return cross_entropy(A2, one_hot(np.zeros(A2.shape[1], int), len(A2)))


def loss_for(Y):
    return cross_entropy(np.full((10, 4), 0.1), Y)


def splits(images=IMAGES, labels=LABELS[:2], validation_size=1, rng=0):
    return split(images, labels, validation_size, np.random.default_rng(0) if rng == 0 else rng)


# Function; its argument as it is passed; the expression that the message advises, or several in turn; what it then is.
ADVICE = [
    (one_hot, "labels", [3, 0, 2, 9], "np.array(labels)", LABELS),
    (one_hot, "labels", (3, 0, 2, 9), "np.array(labels)", LABELS),
    (one_hot, "labels", pd.Series(LABELS), "np.array(labels)", LABELS),
    (one_hot, "labels", np.int64(3), ("np.array(labels)", "labels.ravel()"), [3]),
    (one_hot, "labels", np.array(3), "labels.ravel()", [3]),
    (one_hot, "labels", LABELS.reshape(1, 4), "labels.ravel()", LABELS),
    (one_hot, "labels", LABELS.reshape(4, 1), "labels.ravel()", LABELS),
    (one_hot, "labels", Y, "decode(Y)", LABELS),
    (one_hot, "labels", Y.T, "decode(Y.T)", LABELS),
    (one_hot, "labels", 0.7 * Y + 0.03, "decode(Y)", LABELS),
    (one_hot, "labels", LABELS.astype(float), "labels.astype(int)", LABELS),
    (one_hot, "labels", LABELS.astype(object), "labels.astype(int)", LABELS),
    (one_hot, "labels", LABELS.astype(str), "labels.astype(float).astype(int)", LABELS),
    (one_hot, "labels", np.array([1, 10, 4]), "labels - 1", [0, 9, 3]),
    (normalize, "images", IMAGES.astype(int), "images.astype(np.uint8)", IMAGES),
    (normalize, "images", IMAGES.astype(np.float32), "images.astype(np.uint8)", IMAGES),
    (normalize, "images", IMAGES.astype(str), "images.astype(np.uint8)", IMAGES),
    (normalize, "images", IMAGES.tolist(), ("np.array(images)", "images.astype(np.uint8)"), IMAGES),
    (to_columns, "images", IMAGES[0], "images[np.newaxis]", IMAGES[:1]),
    (to_columns, "images", IMAGES[0].ravel(), "images.reshape(1, 4, -1)", IMAGES[:1]),
    (to_columns, "images", IMAGES[..., np.newaxis], "images[..., 0]", IMAGES),
    (to_columns, "images", IMAGES[:, np.newaxis], "images[:, 0]", IMAGES),
    (to_columns, "images", IMAGES.reshape(2, 16).T, "to_images(images)", IMAGES),
    (to_columns, "images", IMAGES.reshape(2, 16), "to_images(images.T)", IMAGES),
    (to_images, "X", IMAGES.reshape(2, 16), "X.T", IMAGES.reshape(2, 16).T),
    (to_images, "X", IMAGES, "to_columns(X)", IMAGES.reshape(2, 16).T),
    (to_images, "X", IMAGES[0].ravel(), "X[:, np.newaxis]", IMAGES[:1].reshape(1, 16).T),
    (to_images, "X", IMAGES.reshape(2, 16).T.astype(str), "X.astype(float)", IMAGES.reshape(2, 16).T),
    (decode, "Y", [[0, 1], [1, 0]], "np.array(Y)", [[0, 1], [1, 0]]),
    (decode, "Y", Y[:, 0], "Y[:, np.newaxis]", Y[:, :1]),
    (splits, "labels", LABELS[:2].reshape(2, 1), "labels.ravel()", LABELS[:2]),
    (splits, "labels", one_hot(LABELS[:2]), "decode(Y)", LABELS[:2]),
    (splits, "images", IMAGES.reshape(2, 16).T, "images.T", IMAGES.reshape(2, 16)),
    (splits, "validation_size", 0.4, "1", 1),
    (splits, "rng", 7, "np.random.default_rng(7)", None),
    (splits, "rng", np.random, "np.random.default_rng(0)", None),
    (losses, "A2", np.eye(2, dtype=int), "A2.astype(float)", np.eye(2)),
    (losses, "A2", np.array([[30.0, 50], [70, 50]]), "A2 / 100", [[0.3, 0.5], [0.7, 0.5]]),
    (loss_for, "Y", Y.T, "Y.T", Y),
    (loss_for, "Y", LABELS, "one_hot(labels)", Y),
    (loss_for, "Y", LABELS.reshape(1, 4), "one_hot(Y.ravel())", Y),
    (loss_for, "Y", LABELS.reshape(4, 1), "one_hot(Y.ravel())", Y),
]


@pytest.mark.parametrize(("function", "name", "passed", "advice", "expected"), ADVICE)
def test_advice_that_is_obeyed_works(function, name, passed, advice, expected):
    for words in [advice] if isinstance(advice, str) else advice:
        with pytest.raises((TypeError, ValueError)) as error:
            function(**{name: passed})
        assert words in str(error.value)
        passed = eval(words, globals() | {name: passed, "labels": passed, "Y": passed})
    function(**{name: passed})
    if expected is not None:
        np.testing.assert_array_equal(passed, expected)


def test_logits_are_told_to_go_through_softmax_first():
    logits = np.array([[0.5, -2.0], [3.0, 4.0]])
    assert refusal(ValueError, losses, logits).endswith("softmax turns logits into probabilities")
    assert losses(softmax(logits)) > 0


def test_more_classes_are_told_how_to_pass_their_number():
    letters = np.array([0, 25, 3])
    for function in (lambda **classes: accuracy(letters, letters, **classes), lambda **c: one_hot(letters, **c)):
        with pytest.raises(ValueError, match="if there are 26 classes, pass classes=26"):
            function()
        function(classes=26)


def test_predictions_in_a_list_are_told_how_to_number_them():
    predictions = [LABELS, LABELS]
    message = refusal(ValueError, per_class_history, LABELS, predictions)
    assert message.endswith("but a list was passed; dict(enumerate(predictions)) counts its entries from 0")
    assert per_class_history(LABELS, dict(enumerate(predictions)))["Iteration"].tolist() == [0] * 10 + [1] * 10


@pytest.mark.parametrize(
    ("guard", "bad", "words"),
    [
        # decode would answer, with nonsense, to what is neither columns nor rows of a code
        (guards.require_labels, np.zeros((10, 3), int), "shape is (10, 3)"),
        (guards.require_labels, np.array([[2, -1], [-1, 2]]), "shape is (2, 2)"),
        (guards.require_labels, np.zeros((3, 28, 28), int), "shape is (3, 28, 28)"),
        (guards.require_labels, np.array([["cat"], ["dog"]])[:, [0, 0]], "shape is (2, 2)"),
        (guards.require_labels, np.array([0, -1]), "from 0 to 9, but found -1 at position 1"),
        (guards.require_labels, np.array([0.0, 2.5]), "its dtype is float64, and it holds 2.5 at position 1"),
        (guards.require_labels, np.array([0.0, nan]), "its dtype is float64, and it holds nan at position 1"),
        (guards.require_labels, np.array([0.0, inf]), "its dtype is float64, and it holds inf at position 1"),
        (guards.require_labels, np.array(["a"]), "its dtype is <U1, and it holds a at position 0"),
        (guards.require_labels, np.array([1j]), "its dtype is complex128, and it holds 1j at position 0"),
        (guards.require_labels, None, "must be a NumPy array, but a NoneType was passed"),
        (guards.require_images, np.zeros((2, 3, 4, 5)), "their shape is (2, 3, 4, 5)"),
        (guards.require_square_images, np.zeros((5, 3)), "X has 5 rows; its shape is (5, 3)"),
        (guards.require_columns, np.zeros((2, 3, 4, 5)), "its shape is (2, 3, 4, 5)"),
        (guards.require_pixels, np.array(["a"]), "but they are <U1"),
    ],
)
def test_where_no_advice_can_help_none_is_given(guard, bad, words):
    with pytest.raises((TypeError, ValueError)) as error:
        guard(bad)
    assert str(error.value).endswith(words)


# Labels


def test_labels_are_digits_unless_other_classes_are_asked_for():
    assert guards.require_labels(np.arange(10)) is None
    assert guards.require_labels(np.arange(11), 11) is None
    message = refusal(ValueError, guards.require_labels, np.arange(12), name="true")
    assert message.startswith("true must be whole numbers from 0 to 9, but found 10 at position 10; ")


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [([3], TypeError), (np.array([0.5]), TypeError), (np.array([3, -1]), ValueError), (np.zeros(0, int), ValueError),
     (np.zeros((2, 3)), ValueError), (np.zeros((10, 3)), ValueError), (np.zeros((1, 3)), ValueError)],
)
def test_labels_are_called_by_the_name_they_were_passed_under(wrong, kind):
    assert refusal(kind, guards.require_labels, wrong, name="predicted").startswith("predicted ")


def test_the_classes_must_be_a_count():
    message = refusal(ValueError, guards.require_labels, np.array([0]), 0)
    assert message == "classes must be at least 1, but 0 was passed"
    for classes in (2.5, "10", None):
        message = refusal(TypeError, guards.require_labels, np.array([0]), classes)
        assert message == f"classes must be a whole number, but {classes!r} was passed"


def test_answers_are_labels_of_one_length():
    assert guards.require_answers(LABELS, LABELS[::-1], 10) is None
    message = refusal(ValueError, guards.require_answers, LABELS, LABELS[:3], 10)
    assert message == "true and predicted labels must belong together one to one, but there are 4 and 3 of them"
    for wrong, name in (((LABELS, LABELS + 8), "predicted"), ((LABELS + 8, LABELS), "true")):
        assert refusal(ValueError, guards.require_answers, *wrong, 10).startswith(f"{name} must be whole numbers")


@pytest.mark.parametrize(
    ("predictions", "found"),
    [({}, "an empty dict"), ([], "a list"), (np.array([1, 2]), "a ndarray"), (None, "a NoneType")],
    ids=repr,
)
def test_predictions_without_their_iterations_are_refused(predictions, found):
    assert guards.require_predictions({0: LABELS, 10: LABELS}) is None
    assert refusal(ValueError, guards.require_predictions, predictions).startswith(
        f"predictions must be a dict, iteration → predicted labels, with at least one entry, but {found} was passed"
    )


# Images and columns


@pytest.mark.parametrize(
    ("images", "words"),
    [
        (np.array([0.0, 0.5]), "float64 with a maximum of 0.5: they look normalised already"),
        (np.array([False, True]), "bool with a maximum of 1: they look normalised already"),
        (np.array([-0.42, 2.8]), "float64, from -0.42 to 2.8 and not all whole; start again from the raw pixels"),
        (np.array([-0.5, 0.5]), "float64, from -0.5 to 0.5 and not all whole; start again from the raw pixels"),
        (np.array([0, 300]), "int64, from 0 to 300; start again from the raw pixels"),
        (np.array([0.0, 143.5]), "float64, from 0 to 144 and not all whole; start again"),
        (np.array([0.5, nan]), "float64, from nan to nan and not all whole; start again"),
        (np.zeros((0, 28), np.uint8), "images is empty (shape (0, 28)): pass at least one image"),
    ],
)
def test_what_are_no_raw_pixels_are_told_what_they_look_like(images, words):
    assert words in refusal(ValueError, guards.require_pixels, images)


def test_zeros_and_ones_may_be_taken_as_they_are():
    images = np.array([[[True, False], [False, True]]])
    assert refusal(ValueError, guards.require_pixels, images).endswith(", or take images.astype(float) as it is")
    assert refusal(ValueError, guards.require_pixels, images.astype(float)).endswith("once, from the raw pixels")


@pytest.mark.parametrize("shape", [(5,), (5, 2), (5, 2, 2), (5, 0), (5, 5)], ids=str)
@pytest.mark.parametrize("validation_size", [1, 4, np.int64(2)], ids=repr)
def test_images_of_any_rank_and_their_labels_may_be_split(shape, validation_size):
    assert guards.require_split(np.zeros(shape), np.zeros(5), validation_size, np.random.default_rng(0)) is None


@pytest.mark.parametrize(
    ("changed", "kind", "message"),
    [
        ({"images": [[0]]}, TypeError, "images must be a NumPy array, but a list was passed; np.array(images) turns"),
        ({"labels": None}, TypeError, "labels must be a NumPy array, but a NoneType was passed"),
        ({"images": np.zeros(())}, ValueError, "images must have the shape (m, …) and labels (m,), but their shapes "
         "are () and (5,)"),
        ({"labels": np.zeros((2, 5))}, ValueError, "are (5, 2) and (2, 5)"),
        ({"labels": np.zeros(4)}, ValueError, "must belong together one to one, but there are 5 and 4 of them"),
        ({"validation_size": 5}, ValueError, "must leave something to train on: there are 5 examples, but 5 were"),
        ({"validation_size": 0}, ValueError, "validation_size must be at least 1, but 0 was passed"),
        ({"validation_size": "1"}, TypeError, "validation_size must be a whole number, but '1' was passed"),
        ({"rng": None}, TypeError, "rng must be a generator of random numbers, but None was passed; np.random."),
    ],
)
def test_what_cannot_be_split_is_refused(changed, kind, message):
    right = {"images": np.zeros((5, 2)), "labels": np.zeros(5), "validation_size": 1, "rng": np.random.default_rng(0)}
    assert guards.require_split(**right) is None
    assert message in refusal(kind, guards.require_split, **right | changed)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8, np.int64, bool])
@pytest.mark.parametrize("shape", [(), (1,), (2, 3), (2, 3, 4)], ids=str)
def test_finite_numbers_of_every_shape_pass(shape, dtype):
    assert guards.require_finite(np.ones(shape, dtype), "Z1") is None


@pytest.mark.parametrize("value", [nan, inf, -inf])
@pytest.mark.parametrize("place", [(0, 0), (1, 2), (2, 0)], ids=str)
def test_the_first_number_that_is_not_finite_is_named_with_its_place(value, place):
    array = np.zeros((3, 4))
    array[place] = value
    array[2, 3] = nan
    message = refusal(ValueError, guards.require_finite, array, "Z1")
    assert f"Z1 holds {value} at {place}. Look for it in what Z1 was computed from" in message
    assert "try a smaller learning_rate" in message


def test_a_nan_does_not_hide_behind_numbers_of_both_signs():
    message = refusal(ValueError, guards.require_finite, np.array([-1e300, nan, 1e300]), "Z1")
    assert "Z1 holds nan at (1,)" in message


@pytest.mark.parametrize("guard", [guards.require_finite, guards.require_columns, guards.require_floats])
@pytest.mark.parametrize(
    ("array", "kind", "words"),
    [
        (np.zeros((10, 0)), ValueError, "Z1 is empty (shape (10, 0)): pass at least one example"),
        (np.array([["a"]]), TypeError, "Z1 must hold numbers, but its dtype is <U1"),
        (np.array([[1j]]), TypeError, "Z1 must hold numbers, but its dtype is complex128"),
        (np.array([[0, nan]]), ValueError, "Z1 holds nan at (0, 1)"),
        ([[1.0]], TypeError, "Z1 must be a NumPy array, but a list was passed; np.array(Z1) turns a list into one"),
    ],
)
def test_whatever_takes_numbers_takes_a_finite_array_of_at_least_one(guard, array, kind, words):
    assert refusal(kind, guard, array, "Z1").startswith(words)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_floats_of_every_width_pass(dtype):
    assert guards.require_floats(np.full((2, 3), -0.5, dtype), "Z") is None


@pytest.mark.parametrize("X", [np.zeros((2, 3)), np.full((2, 3), -3.0), np.array([100.0, -100]), np.float32([[99]])])
def test_inputs_from_0_to_1_and_standardised_ones_are_scaled(X):
    assert guards.require_scaled(X, "X") is None


def test_raw_pixels_as_floats_are_told_their_largest_and_how_to_scale_them():
    X = to_columns(IMAGES[:1].astype(float)) * 8
    assert refusal(ValueError, guards.require_scaled, X, "X_validation") == (
        "X_validation must be scaled, to pixels from 0 to 1, but it holds 120; normalize(images) does that for raw "
        "pixels of dtype uint8, and X_validation / 255 for raw pixels that are floats"
    )
    assert guards.require_scaled(X / 255, "X") is None
    assert guards.require_scaled(normalize(np.uint8(X)), "X") is None
    assert "but it holds -101" in refusal(ValueError, guards.require_scaled, np.array([[0.0, -101]]), "X")


# Probabilities and targets


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numbers_from_zero_to_one_pass_as_probabilities_and_may_exceed_one_by_rounding(dtype):
    assert guards.require_probabilities(np.array([[0, 0.25, 1], [1, 0.75, 0]], dtype)) is None
    assert guards.require_probabilities(np.array([[np.nextafter(np.float32(1), np.float32(2))]])) is None


@pytest.mark.parametrize(
    ("entries", "extremes"),
    [([[2.0, 0.5], [-3.0, 0.5]], "-3 to 2"), ([[0.5, -1e-9]], "-1e-09 to 0.5"), ([[1.000_002]], "1.000002 to 1.000002"),
     ([[30.0], [70.0]], "30 to 70")],
)
def test_what_are_no_probabilities_are_shown_by_their_extremes(entries, extremes):
    message = refusal(ValueError, guards.require_probabilities, np.array(entries))
    assert message.startswith(f"A2 must hold probabilities, from 0 to 1, but its entries run from {extremes}; ")


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_columns_that_sum_to_one_pass_as_targets(dtype):
    assert guards.require_targets(one_hot(LABELS, 10, dtype), (10, 4)) is None
    # In float32 the sum may miss 1 by about 1e-7.
    assert guards.require_targets(np.array([[0.1, 1 / 3], [0.2, 1 / 3], [0.7, 1 / 3]], np.float32), (3, 2)) is None


@pytest.mark.parametrize(
    ("Y", "shape", "message"),
    [
        (np.ones((10, 5)), (10, 3), "Y must have the shape (10, 3), one column per example, but its shape is (10, 5)"),
        (np.ones((3, 10)), (10, 3), "Y must have the shape (10, 3), one column per example, but its shape is (3, 10)"),
        (np.ones(3), (10, 3), "Y must have the shape (classes, m), one column per example, but its shape is (3,); "
         "one_hot(labels) makes such columns"),
        (np.ones((3, 1)), (2, 3), "Y must have the shape (2, 3), one column per example, but its shape is (3, 1); "
         "if it holds labels, one_hot(Y.ravel()) makes such columns, with classes=2"),
        (np.eye(3)[[0, 0, 1]], (3, 3), "each column of Y must be non-negative and sum to 1, as one_hot(labels) makes "
         "them, but column 0 is [1. 1. 0.]; it seems transposed: pass Y.T"),
        # 0 − 1 in unsigned arithmetic is a huge number; it must not come out as "close to nothing".
        (np.array([[1, 0], [0, 0]], np.uint8), (2, 2), "each column of Y must be non-negative and sum to 1, as "
         "one_hot(labels) makes them, but column 1 is [0 0]"),
    ],
)
def test_what_are_no_targets_are_told_why(Y, shape, message):
    assert refusal(ValueError, guards.require_targets, Y, shape) == message


@pytest.mark.parametrize("column", [[1, 1, 0], [0.5, 0.4, 0], [1.5, -0.5, 0], [0.999, 0, 0]], ids=str)
def test_a_column_that_is_no_distribution_is_shown_with_its_number(column):
    Y = np.array([[1.0, 0, 0], [0, 1, 0], column, [0, 0, 0]]).T
    assert f"but column 2 is {Y[:, 2]}" in refusal(ValueError, guards.require_targets, Y, (3, 4))


# Numbers, names, generators


ROUND = {"a learning rate": ((guards.require_learning_rate,), (0.1, 1, 1e-300)),
         "a positive number": ((guards.require_positive, "half_life"), (1, 0.5, 1e-300, 1e300)),
         "a share": ((guards.require_share, "beta"), (0, 0.0, 0.999999)),
         "a strength": ((guards.require_strength, "l2"), (0, 0.0, 1e-300, 3, 1e300))}


@pytest.mark.parametrize("what", ROUND)
def test_a_number_comes_back_as_a_python_float_which_leaves_float32_alone(what):
    (guard, *name), numbers = ROUND[what]
    for number in (*numbers, np.float32(0.5), np.float64(0.5), Fraction(1, 2)):
        result = guard(number, *name)
        assert type(result) is float and result == number


@pytest.mark.parametrize(
    ("guard", "name", "wrong", "message"),
    [
        (guards.require_learning_rate, [], (0, 0.0, nan, inf, np.float64(0)),
         "learning_rate must be a positive number (0.1 is a good first try), but {} was passed"),
        (guards.require_learning_rate, [], (-0.1, -inf), "learning_rate must be a positive number (0.1 is a good first "
         "try), but {} was passed; a negative one would climb the loss"),
        (guards.require_positive, ["half_life"], (0, -0.0, -1, -1e-300, nan, inf, -inf, np.float64(0)),
         "half_life must be a positive number, but {} was passed"),
        (guards.require_share, ["beta"], (1, 1.0, 2, -1e-9, nan, inf, -inf, np.float64(1)),
         "beta must be a share from 0 to below 1, but it is {}"),
        (guards.require_strength, ["l2"], (-1, -1e-300, nan, inf, -inf, np.float64(-0.5)),
         "l2 must be 0 (no penalty) or a positive number, but {} was passed"),
        (guards.require_warmup, [10.0], (10, 10.5, -0.001, nan, inf),
         "warmup must be from 0 to below epochs = 10, but {} was passed"),
        (guards.require_warmup, [2.5], (3,), "warmup must be from 0 to below epochs = 2.5, but {} was passed"),
        (guards.require_count, ["epochs"], (0, -5, np.int64(0)), "epochs must be at least 1, but {} was passed"),
        (guards.require_count, ["correct", 5], (4,), "correct must be at least 5, but {} was passed"),
        (guards.require_counts, [10], (11,), "correct must be from 0 to total = 10, but {} was passed"),
        (guards.require_counts, [10], (-1,), "correct must be at least 0, but {} was passed"),
    ],
)
def test_a_number_out_of_its_range_is_refused(guard, name, wrong, message):
    for number in wrong:
        assert refusal(ValueError, guard, number, *name) == message.format(number)


@pytest.mark.parametrize("number", ["0.1", b"0.1", None, [0.1], np.array([0.1]), 1j, {}], ids=repr)
@pytest.mark.parametrize(
    ("guard", "rest", "what"),
    [
        (guards.require_learning_rate, [], "learning_rate must be a number"),
        (guards.require_positive, ["half_life"], "half_life must be a number"),
        (guards.require_share, ["rho"], "rho must be a number"),
        (guards.require_strength, ["l1"], "l1 must be a number"),
        (guards.require_warmup, [10], "warmup must be a number of epochs"),
        (guards.require_count, ["iterations"], "iterations must be a whole number"),
        (guards.require_counts, [10], "correct must be a whole number"),
    ],
)
def test_what_is_no_number_is_refused(guard, rest, what, number):
    assert refusal(TypeError, guard, number, *rest) == f"{what}, but {number!r} was passed"


@pytest.mark.parametrize("number", [1, 500, np.int64(7), np.uint8(7)], ids=repr)
def test_a_count_comes_back_as_a_python_int(number):
    count = guards.require_count(number, "iterations")
    assert type(count) is int and count == number
    assert guards.require_counts(number, 500) == (number, 500)


@pytest.mark.parametrize("number", [0.5, 2.0, nan, inf, np.float32(2.5)], ids=repr)
def test_a_float_is_no_count_even_if_it_is_whole(number):
    message = refusal(TypeError, guards.require_count, number, "iterations")
    assert message == f"iterations must be a whole number, but {number!r} was passed"


@pytest.mark.parametrize("warmup", [0, 0.5, 9.999, np.float32(2), np.int64(9)], ids=repr)
def test_a_warm_up_shorter_than_the_whole_passes(warmup):
    assert guards.require_warmup(warmup, 10) is None


@pytest.mark.parametrize("known", [("sun", "moon"), ["sun", "moon"], {"sun": 1, "moon": 2}], ids=repr)
def test_a_known_name_is_given_back_and_an_unknown_one_answered_with_those_known(known):
    assert guards.require_name("moon", "light", known) == "moon"
    for name in ("Moon", "moo", "", "sun, moon", None, 0, ["moon"], {"moon"}):
        message = refusal(ValueError, guards.require_name, name, "light", known)
        assert message == f"light must be one of sun, moon, but {name!r} was passed"


@pytest.mark.parametrize("bits", [np.random.PCG64, np.random.MT19937])
def test_a_generator_of_any_kind_of_bits_passes(bits):
    assert guards.require_generator(np.random.Generator(bits(0))) is None


@pytest.mark.parametrize(("rng", "seed"), [(0, 0), (42, 42), (np.int64(3), 3), (-1, 0), (None, 0), ("0", 0),
                                           (np.random, 0), (np.random.default_rng, 0), (np.random.RandomState(0), 0)])
def test_what_is_no_generator_is_told_how_to_make_one_with_the_seed_that_was_meant(rng, seed):
    assert refusal(TypeError, guards.require_generator, rng) == (
        f"rng must be a generator of random numbers, but {rng!r} was passed; np.random.default_rng({seed}) makes one"
    )
