"""Figures show what was passed, stay legible for many classes and in grey, and say what was passed wrongly."""

import warnings

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt

from nnhelpers.plots import (
    RIGHT,
    WRONG,
    draw_graph,
    show_confusion,
    show_digits,
    show_history,
    show_prediction,
    show_weights,
)

IMAGES = np.arange(3 * 16, dtype=np.uint8).reshape(3, 4, 4)
HISTORY = pd.DataFrame({"Epoch": [0, 1], "Training loss": [2.3, 0.5], "Training accuracy": [0.1, 0.9]})


@pytest.fixture(autouse=True)
def closed_figures():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    plt.close("all")


def texts_of(axis):
    return [text.get_text() for text in axis.texts]


def counts(classes):
    return np.random.default_rng(0).integers(0, 100, (classes, classes)) + 1000 * np.eye(classes, dtype=int)


# What the figures show


@pytest.mark.parametrize("titles", [["a", "b", "c"], [7, 2, 1], np.array([7, 2, 1], np.uint8)], ids=repr)
def test_images_stand_under_their_titles_of_text_or_numbers(titles):
    for figure in (show_digits(IMAGES, titles, columns=2), show_weights(IMAGES, titles, columns=2)):
        assert [axis.get_title() for axis in figure.axes[:4]] == [*map(str, titles), ""]
        for axis, image in zip(figure.axes, IMAGES, strict=False):
            np.testing.assert_array_equal(axis.images[0].get_array(), image)


def test_a_right_title_differs_from_a_wrong_one_in_colour_and_mark():
    figure = show_digits(IMAGES, "abc".split() * 3, right=[True, False, True])
    assert [axis.get_title() for axis in figure.axes[:3]] == ["✓ abc", "✗ abc", "✓ abc"]
    assert [axis.title.get_color() for axis in figure.axes[:3]] == [RIGHT, WRONG, RIGHT]


def test_clearly_negative_weights_are_dotted_so_that_the_sign_is_seen_without_colours():
    # The largest weight is 4: what lies below −0.4 is marked, in its row and column; a scatter counts columns first.
    weights = np.array([[[4.0, -1], [0, -0.3]], [[-4, 2], [-0.5, 1]]])
    figure = show_weights(weights)
    dots = [axis.collections[0].get_offsets().tolist() for axis in figure.axes[:2]]
    assert dots == [[[1, 0]], [[0, 0], [0, 1]]]
    bar = figure.axes[-1]
    assert bar.get_ylabel() == "weight (dots: negative)"
    assert (bar.collections[-1].get_offsets()[:, 1] < 0).all()


def test_in_grey_a_negative_weight_is_not_a_positive_one():
    figure = show_weights(np.stack([np.full((4, 4), 1.0), np.full((4, 4), -1.0)]), columns=2)
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[..., :3] @ [0.299, 0.587, 0.114]
    spread = []
    for axis in figure.axes[:2]:
        x0, y0, x1, y1 = np.round(axis.get_window_extent().extents).astype(int)
        spread.append(np.ptp(pixels[len(pixels) - y1 + 3 : len(pixels) - y0 - 3, x0 + 3 : x1 - 3]))
    assert spread[0] < 1 and spread[1] > 100


def test_weights_that_are_all_zero_are_drawn():
    assert show_weights(np.zeros((2, 4, 4))).axes[0].images[0].get_clim() == (-1, 1)


@pytest.mark.parametrize("classes", [2, 10, 26, 47])
def test_the_bars_of_a_prediction_are_its_probabilities_and_the_true_one_is_filled(classes):
    probabilities = np.arange(1, classes + 1) / np.arange(1, classes + 1).sum()
    bars = show_prediction(IMAGES[0], probabilities, np.uint8(1)).axes[1]
    np.testing.assert_allclose([bar.get_height() for bar in bars.patches], probabilities)
    filled = [number for number, bar in enumerate(bars.patches) if bar.get_facecolor()[:3] != (1, 1, 1)]
    assert filled == [1] and bars.get_xlabel() == ("digit" if classes <= 10 else "class")


def test_bars_that_are_next_to_nothing_have_no_number_where_there_are_many():
    for classes, number in ((10, "0.00"), (26, "")):
        probabilities = np.append(1 - 0.004, np.full(classes - 1, 0.004 / (classes - 1)))
        assert texts_of(show_prediction(IMAGES[0], probabilities, 0).axes[1]) == ["1.00"] + [number] * (classes - 1)


@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize("classes", [1, 3, 10, 47])
def test_each_count_stands_in_its_cell(classes, blank):
    matrix = counts(classes)
    matrix[0, -1] = 0
    axis = show_confusion(matrix, "title", blank_diagonal=blank).axes[0]
    written = {tuple(map(int, text.get_position())): text.get_text() for text in axis.texts}
    expected = {
        (column, row): str(matrix[row, column])
        for row, column in np.ndindex(matrix.shape)
        if not (blank and row == column) and (matrix[row, column] or classes <= 12)
    }
    assert written == expected


def test_shares_are_written_with_two_decimals():
    axis = show_confusion(np.array([[2 / 3, 1 / 3], [0, 1]]), "shares").axes[0]
    assert texts_of(axis) == ["0.67", "0.33", "0.00", "1.00"]


@pytest.mark.parametrize("classes", [10, 26, 47])
def test_however_many_classes_no_text_runs_into_the_next(classes):
    def overlaps(boxes):
        return [(a, b) for a, b in zip(boxes, boxes[1:], strict=False) if a.x1 > b.x0 and a.y0 < b.y1 and b.y0 < a.y1]

    matrix = show_confusion(np.full((classes, classes), 1234), "title")
    bars = show_prediction(IMAGES[0], np.full(classes, 1 / classes), 0)
    for figure, axis in ((matrix, matrix.axes[0]), (bars, bars.axes[1])):
        figure.canvas.draw()
        for texts in (axis.texts, axis.get_xticklabels(), axis.get_yticklabels()):
            boxes = [text.get_window_extent() for text in texts if text.get_text()]
            assert boxes and not overlaps(boxes)
            assert min(text.get_fontsize() for text in texts) >= 6


def test_a_history_is_drawn_with_and_without_validation():
    figure = show_history(HISTORY, "title", lowest=50)
    assert [len(axis.lines) for axis in figure.axes] == [1, 1] and figure.axes[1].get_ylim() == (50, 100)
    both = HISTORY.assign(**{"Validation loss": [2.3, 0.7], "Validation accuracy": [0.1, 0.8]})
    losses, accuracies = show_history(both, "title").axes
    np.testing.assert_array_equal(losses.lines[1].get_xydata(), [[0, 2.3], [1, 0.7]])
    np.testing.assert_array_equal(accuracies.lines[1].get_xydata(), [[0, 10], [1, 80]])


def test_the_graph_shows_gradients_on_request():
    assert not any("dW1" in text for text in texts_of(draw_graph().axes[0]))
    assert any("dW1" in text for text in texts_of(draw_graph(backward=True).axes[0]))


# What is passed wrongly


P = np.full(10, 0.1)
WRONG_ARGUMENTS = [
    (show_digits, [IMAGES[0]], "images must have the shape (m, height, width), but their shape is (4, 4); a single"),
    (show_digits, [IMAGES.reshape(3, 16).T], "images must have the shape (m, height, width), but their shape is (16,"),
    (show_digits, [list(IMAGES)], "images must be a NumPy array, but a list was passed; np.array(images)"),
    (show_digits, [IMAGES[:0]], "images is empty"),
    (show_digits, [IMAGES * np.nan], "images holds nan at (0, 0, 0)"),
    (show_digits, [IMAGES, ["a"]], "titles must have an entry for each of the 3 images, but it is 1 entries"),
    (show_digits, [IMAGES, "abc"], "titles must have an entry for each of the 3 images, but it is 'abc'"),
    (show_digits, [IMAGES, 5], "titles must have an entry for each of the 3 images, but it is 5"),
    (show_digits, [IMAGES, None, 0], "columns must be at least 1, but 0 was passed"),
    (show_digits, [IMAGES, None, 2, [True]], "right must have an entry for each of the 3 images"),
    (show_weights, [IMAGES[0]], "images must have the shape (m, height, width)"),
    (show_weights, [IMAGES, ["a"]], "titles must have an entry for each of the 3 images"),
    (show_weights, [IMAGES, None, 1.5], "columns must be a whole number, but 1.5 was passed"),
    (show_prediction, [IMAGES[:1], P, 3], "image must have the shape (height, width), but its shape is (1, 4, 4); "),
    (show_prediction, [IMAGES[0].ravel(), P, 3], "image must have the shape (height, width), but its shape is (16,)"),
    (show_prediction, [IMAGES[0], P[:, None], 3], "probabilities must be those of one image, of shape (classes,), but "
     "their shape is (10, 1); probabilities.ravel() has that shape"),
    (show_prediction, [IMAGES[0], np.full((10, 3), 0.1), 3], "probabilities must be those of one image, of shape "
     "(classes,), but their shape is (10, 3); A2[:, 0] takes one column"),
    (show_prediction, [IMAGES[0], 10 * P + 5, 3], "probabilities must hold probabilities, from 0 to 1, but"),
    (show_prediction, [IMAGES[0], P, 10], "true must be a class from 0 to 9, but 10 was passed"),
    (show_prediction, [IMAGES[0], P, -1], "true must be at least 0, but -1 was passed"),
    (show_prediction, [IMAGES[0], P, "3"], "true must be a whole number, but '3' was passed"),
    (show_history, [({}, HISTORY), "t"], "history must be the DataFrame that NeuralNetwork.train, or gradient_descent "
     "beside the parameters, returned, but a tuple without a column Training loss was passed; take the second"),
    (show_history, [{"Epoch": [1]}, "t"], "history must be the DataFrame that NeuralNetwork.train, or gradient_descent "
     "beside the parameters, returned, but a dict without a column Training loss was passed"),
    (show_confusion, [np.array([3, 0, 4]), "t"], "matrix must have a row per true class and a column per predicted "
     "one, as confusion_matrix(true, predicted) makes it, but its shape is (3,)"),
    (show_confusion, [np.zeros((2, 3)), "t"], "matrix must have a row per true class"),
    (show_confusion, [np.array([[1, -1], [0, 2]]), "t"], "matrix must hold counts, but it holds -1"),
    (show_confusion, [[[1, 2], [3, 4]], "t"], "matrix must be a NumPy array, but a list was passed; np.array(matrix)"),
]


@pytest.mark.parametrize(("function", "arguments", "message"), WRONG_ARGUMENTS)
def test_what_is_passed_wrongly_gets_a_sentence(function, arguments, message):
    with pytest.raises((TypeError, ValueError)) as error:
        function(*arguments)
    assert str(error.value).startswith(message)
    assert not plt.get_fignums(), "nothing is drawn before it is looked at"
