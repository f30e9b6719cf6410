"""The first weights of a layer: their shapes, their spread, and the seed they come from."""

import numpy as np
import pytest

from nnhelpers.activations import relu
from nnhelpers.initializers import INITIALIZERS, he, normal, xavier, zeros
from nnhelpers.two_layer import initialize_he

EVERY_INITIALIZER = [zeros, normal, xavier, he]
RANDOM = [normal, xavier, he]


# ---- worked by hand: which multiple of the standard normal numbers that the same seed gives


def test_zeros_are_zeros_and_take_nothing_from_the_generator():
    rng = np.random.default_rng(1)
    np.testing.assert_array_equal(zeros(3, 2, rng), [[0, 0, 0], [0, 0, 0]])
    assert rng.random() == np.random.default_rng(1).random()


def test_normal_gives_the_standard_normal_numbers_themselves_whatever_the_sizes():
    for inputs, outputs in [(8, 2), (2, 8)]:
        expected = np.random.default_rng(1).standard_normal((outputs, inputs))
        np.testing.assert_array_equal(normal(inputs, outputs, np.random.default_rng(1)), expected)


def test_xavier_of_6_inputs_and_2_outputs_gives_half_of_the_standard_normal_numbers_and_so_do_2_and_6():
    # 2 / (6 + 2) = 1/4, whose root is 1/2; 2 / (2 + 6) likewise
    for inputs, outputs in [(6, 2), (2, 6)]:
        expected = np.random.default_rng(1).standard_normal((outputs, inputs)) / 2
        np.testing.assert_array_equal(xavier(inputs, outputs, np.random.default_rng(1)), expected)


def test_he_of_8_inputs_gives_half_of_the_standard_normal_numbers_and_of_2_inputs_all_of_them():
    # 2/8 = 1/4, whose root is 1/2; 2/2 = 1. The number of outputs does not matter.
    for outputs in (1, 2, 50):
        eight, two = he(8, outputs, np.random.default_rng(1)), he(2, outputs, np.random.default_rng(1))
        np.testing.assert_array_equal(eight, np.random.default_rng(1).standard_normal((outputs, 8)) / 2)
        np.testing.assert_array_equal(two, np.random.default_rng(1).standard_normal((outputs, 2)))


# ---- properties


@pytest.mark.parametrize("function", EVERY_INITIALIZER)
@pytest.mark.parametrize(("inputs", "outputs"), [(3, 2), (2, 3), (1, 1), (784, 10)])
def test_weights_have_a_row_per_output_and_a_column_per_input_in_float64(function, inputs, outputs):
    W = function(inputs, outputs, np.random.default_rng(0))
    assert W.shape == (outputs, inputs) and W.dtype == np.float64


@pytest.mark.parametrize(
    ("function", "variance"),
    # For 200 inputs and 1,000 outputs: 2 / (200 + 1000) = 1/600 and 2/200 = 1/100
    [(normal, 1), (xavier, 1 / 600), (he, 1 / 100)],
)
def test_weights_have_the_variance_that_the_docstring_promises(function, variance):
    W = function(200, 1000, np.random.default_rng(2))
    # n draws estimate a variance with a relative error of about √(2/n) = 0.3 %, a mean with σ/√n; five times that.
    n = W.size
    assert W.var() == pytest.approx(variance, rel=5 * np.sqrt(2 / n))
    assert abs(W.mean()) < 5 * np.sqrt(variance / n)
    # A normal distribution has a fourth moment of three times the squared variance, an even spread only 1.8 times.
    assert np.mean(W**4) / W.var() ** 2 == pytest.approx(3, rel=0.1)


@pytest.mark.parametrize("function", RANDOM)
def test_the_seed_decides_the_weights_and_a_second_draw_goes_on_where_the_first_stopped(function):
    rng, same = np.random.default_rng(5), np.random.default_rng(5)
    drawn, standard = np.vstack([function(4, 3, rng), function(4, 3, rng)]), same.standard_normal((6, 4))
    # The two draws together are one multiple, the standard deviation, of the numbers that a single draw gives.
    np.testing.assert_allclose(drawn, standard * (drawn[0, 0] / standard[0, 0]), rtol=1e-14)
    assert not np.isin(drawn, function(4, 3, np.random.default_rng(6))).any()


def test_he_draws_what_the_two_layer_network_draws_W1_and_then_W2():
    parameters = initialize_he(np.random.default_rng(7), inputs=20, hidden=6, outputs=4)
    rng = np.random.default_rng(7)
    np.testing.assert_array_equal(he(20, 6, rng), parameters["W1"])
    np.testing.assert_array_equal(he(6, 4, rng), parameters["W2"])


def test_he_keeps_the_mean_square_through_relu_where_xavier_halves_it():
    # 400 inputs and 400 outputs: xavier's variance, 2/800, is half of he's, 2/400.
    A = np.random.default_rng(8).random((400, 100))
    for function, share in [(he, 1), (xavier, 1 / 2), (normal, 200), (zeros, 0)]:
        after = relu(function(400, 400, np.random.default_rng(9)) @ A)
        assert np.mean(after**2) == pytest.approx(share * np.mean(A**2), rel=0.2), function.__name__


def test_xavier_keeps_the_variance_through_as_many_neurons_as_inputs():
    A = np.random.default_rng(8).normal(size=(400, 100))
    assert (xavier(400, 400, np.random.default_rng(9)) @ A).var() == pytest.approx(A.var(), rel=0.05)


# ---- the table, and bad input


def test_the_table_of_initializers_holds_exactly_these_four_under_their_own_names():
    assert list(INITIALIZERS) == ["zeros", "normal", "xavier", "he"]
    assert all(function.__name__ == name for name, function in INITIALIZERS.items())
    assert list(INITIALIZERS.values()) == EVERY_INITIALIZER


@pytest.mark.parametrize("rng", [0, None, "0", np.random, np.random.RandomState(0)], ids=lambda rng: type(rng).__name__)
@pytest.mark.parametrize("function", EVERY_INITIALIZER)
def test_initializers_refuse_what_is_no_generator(function, rng):
    with pytest.raises(TypeError, match="^rng must be a generator of random numbers, but .* was passed"):
        function(3, 2, rng)
