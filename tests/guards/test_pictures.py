"""What is no picture of one digit gets a sentence that helps."""

from pathlib import Path

import numpy as np
import pytest
from refusals import refusal

from nnhelpers.guards import require_exportable, require_line, require_picture
from nnhelpers.handwriting import prepare_digit
from nnhelpers.layers import DenseLayer, DropoutLayer
from nnhelpers.network import NeuralNetwork


def paper(height=120, width=160):
    return np.full((height, width), 0.9)


@pytest.mark.parametrize(("image", "kind", "words"), [
    ("seven.png", TypeError, "plt.imread('seven.png') reads it"),
    (Path("seven.png"), TypeError, "plt.imread('seven.png') reads it"),
    ([[0, 1]], TypeError, "must be a NumPy array"),
    (None, TypeError, "must be a NumPy array"),
    (np.zeros((5, 28, 28, 3)), ValueError, "these are 5 pictures"),
    (np.zeros((60, 28, 28)), ValueError, "these are 60 pictures"),
    (np.zeros((28, 28, 1)), ValueError, "with colours last"),
    (np.zeros(784), ValueError, "image.reshape(28, 28)"),
    (np.zeros(()), ValueError, "a height and a width"),
    (np.zeros((28, 0)), ValueError, "0 × 28 pixels"),
    (np.zeros((11, 60)), ValueError, "at least 12 each way"),
    (np.zeros((12, 500)), ValueError, "a strip of 500 × 12"),
    (np.zeros((28, 28), int), TypeError, "dtype is int64"),
    (np.full((28, 28), 200.0), ValueError, "image / 255 may be meant"),
    (np.full((28, 28), -0.5), ValueError, "from -0.5 to -0.5"),
    (np.full((28, 28), np.nan), ValueError, "from nan to nan"),
    (np.zeros((28, 28), complex), TypeError, "dtype is complex128"),
], ids=str)
def test_what_is_no_picture_is_refused(image, kind, words):
    assert words in refusal(kind, require_picture, image)
    assert words in refusal(kind, prepare_digit, image)


def test_a_picture_of_too_many_pixels_is_refused_without_being_touched():
    huge = np.broadcast_to(np.uint8(255), (20_000, 10_000))
    assert "20,000 × 10,000" in refusal(ValueError, prepare_digit, huge).replace("10,000 × 20,000", "20,000 × 10,000")


@pytest.mark.parametrize("picture", [paper(), 0 * paper(), paper() + 0.03 * np.indices((120, 160))[0] / 120,
                                     np.clip(paper() + np.random.default_rng(0).normal(0, 0.015, (120, 160)), 0, 1)],
                         ids=["white", "black", "a lamp", "noise"])
def test_an_empty_page_is_no_digit(picture):
    assert "no digit to be seen" in refusal(ValueError, prepare_digit, picture)


def test_a_background_that_is_no_paper_is_refused():
    assert "ink can't be told from paper" in refusal(ValueError, prepare_digit,
                                                     np.random.default_rng(0).random((100, 100)))


@pytest.mark.parametrize(("sides", "second"), [
    ("left and right", (slice(20, 80), slice(110, 120))), ("above and below", (slice(95, 119), slice(20, 80))),
])
def test_two_digits_are_told(sides, second):
    picture = paper()
    picture[20:70, 40:52] = 0.1
    picture[second] = 0.1
    assert f"two digits, {sides} of a gap" in refusal(ValueError, prepare_digit, picture)


def test_a_pattern_of_many_thin_lines_is_no_digit():
    picture = paper()
    picture[10:110, 2::3] = 0.1  # 53 lines, none with two hundredths of the ink
    assert "many thin pieces" in refusal(ValueError, prepare_digit, picture)


def test_a_digit_in_two_parts_is_one_digit():
    picture = paper()
    picture[30:90, 60:70] = 0.1  # a 5 whose roof stands a little above
    picture[20:27, 62:95] = 0.1
    picture[80:90, 60:95] = 0.1
    assert prepare_digit(picture).shape == (28, 28)


def test_too_little_ink_and_too_wide_ink_are_told():
    tiny, line = paper(), paper()
    tiny[50:58, 50:54] = 0
    line[50:60, 10:150] = 0
    assert "covers only 4 × 8 pixels" in refusal(ValueError, prepare_digit, tiny)
    assert "wider than any digit" in refusal(ValueError, prepare_digit, line)


# Networks and lines of text

def chain(*layers):
    network = NeuralNetwork(seed=0)
    for layer in layers:
        network.add(layer)
    return network


class Other(DropoutLayer):
    """Another kind of layer."""


def test_dense_layers_are_found_and_dropout_is_left_out():
    network = chain(DenseLayer(784, 5), DropoutLayer(0.5), DenseLayer(5, 10, activation="softmax"))
    assert require_exportable(network) == [network.layers[0], network.layers[2]]


@pytest.mark.parametrize(("network", "kind", "words"), [
    ("network", TypeError, "a str was passed"),
    (chain(), ValueError, "it is empty"),
    (chain(DenseLayer(784, 10)), ValueError, "784-10 and ends with relu"),
    (chain(DenseLayer(100, 10, activation="softmax")), ValueError, "this one is 100-10"),
    (chain(DenseLayer(784, 8), DenseLayer(8, 5, activation="softmax")), ValueError, "this one is 784-8-5"),
    (chain(DenseLayer(784, 8), Other(0.1), DenseLayer(8, 10, activation="softmax")), ValueError,
     "has a Other: the arithmetic of that kind would have to be written"),
], ids=range(6))
def test_a_network_that_the_page_cannot_compute_is_refused(network, kind, words):
    assert words in refusal(kind, require_exportable, network)


def test_a_network_with_a_parameter_that_is_no_number_is_refused():
    network = chain(DenseLayer(784, 10, activation="softmax"))
    network.layers[0].b[3] = np.nan
    assert "parameters holds nan" in refusal(ValueError, require_exportable, network)


CODE = "A" * 1044 + "AA=="  # 783 + 1 bytes of zero


@pytest.mark.parametrize(("line", "kind", "words"), [
    (7, TypeError, "a int was passed"),
    ("", ValueError, "begins with ''"),
    ("7=" + CODE, ValueError, 'must begin with "digits"'),
    ("digits", ValueError, "at least one digit"),
    (f"digits 7={CODE} 3={CODE[:500]}", ValueError, "digit 2 of 2 is damaged"),
    (f"digits 7={CODE[:-1]}", ValueError, "with 0 bytes"),
    (f"digits 7={'!' + CODE[1:]}", ValueError, "digit 1 of 1 is damaged"),
    (f"digits x={CODE}", ValueError, "a label from 0 to 9"),
    (f"digits 10={CODE}", ValueError, "a label from 0 to 9"),
    (f"digits {CODE}", ValueError, "a label from 0 to 9"),
    (f"digits ?={CODE} 7={CODE}", ValueError, "read them from two lines"),
], ids=range(11))
def test_a_damaged_line_is_refused_where_it_is_damaged(line, kind, words):
    assert words in refusal(kind, require_line, line)


def test_a_whole_line_passes_with_any_white_space():
    assert require_line(f"  digits 7={CODE}\n 3={CODE}\n") == [f"7={CODE}", f"3={CODE}"]
