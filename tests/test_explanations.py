"""The slope of the input, occlusion and fooling, worked by hand and compared with nudges."""

import numpy as np
import pytest

from nnhelpers.explanations import fooled, input_gradient, occlusion_map
from nnhelpers.layers import DenseLayer, DropoutLayer
from nnhelpers.network import NeuralNetwork

# Four pixels, two classes; class 1 is recognised by ink in the last pixel alone.
LAST_PIXEL = np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 4.0]])


def one_layer(W):
    model = NeuralNetwork(seed=0)
    model.add(DenseLayer(W.shape[1], W.shape[0], activation="softmax"))
    model.layers[0].W = W
    return model


def three_layers(dropout=0.0):
    model = NeuralNetwork(seed=3)
    model.add(DenseLayer(9, 7))
    model.add(DropoutLayer(dropout))
    model.add(DenseLayer(7, 5, activation="tanh"))
    model.add(DenseLayer(5, 3, activation="softmax"))
    return model


def test_the_gradient_of_two_pixels_is_the_one_worked_by_hand():
    # W = [[2, 0], [0, 1]], x = (1, 2): z = (2, 2), A = (1/2, 1/2); true class 0: dZ = (-1/2, 1/2).
    # dX = W^T dZ = (2 · -1/2, 1 · 1/2).
    model = one_layer(np.array([[2.0, 0.0], [0.0, 1.0]]))
    np.testing.assert_allclose(input_gradient(model, np.array([[1.0], [2.0]]), np.array([0])), [[-1], [0.5]])
    # For the other class dZ, and so dX, has the other sign.
    np.testing.assert_allclose(input_gradient(model, np.array([[1.0], [2.0]]), np.array([1])), [[1], [-0.5]])


@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_the_gradient_equals_nudges_and_nobody_drops_out(dropout):
    model, rng = three_layers(dropout), np.random.default_rng(1)
    X, labels = rng.random((9, 4)), np.array([0, 2, 1, 1])
    dX = input_gradient(model, X, labels)
    for place in np.ndindex(X.shape):
        nudge = np.zeros_like(X)
        nudge[place] = 1e-6
        losses = [model.measure(X + step, labels)[0] for step in (nudge, -nudge)]
        assert dX[place] == pytest.approx((losses[0] - losses[1]) / 2e-6, rel=1e-5, abs=1e-9)


def test_an_example_does_not_change_the_slopes_of_another_but_for_the_mean():
    model, X, labels = three_layers(), np.random.default_rng(2).random((9, 3)), np.array([2, 0, 1])
    alone = np.hstack([input_gradient(model, X[:, [i]], labels[[i]]) for i in range(3)])
    np.testing.assert_allclose(input_gradient(model, X, labels), alone / 3)


def test_float32_stays_float32():
    model = NeuralNetwork(seed=0, dtype=np.float32)
    model.add(DenseLayer(4, 3, activation="softmax"))
    X = np.random.default_rng(0).random((4, 2), dtype=np.float32)
    assert input_gradient(model, X, np.array([0, 1])).dtype == np.float32


def test_occlusion_of_the_one_pixel_that_counts():
    # The image [[1, 1], [1, 1]]: z = (0, 4), cost of class 1 is ln(1 + e^-4). With grey 0 on the last pixel: z = (0, 0)
    # and the cost is ln 2. A patch on any other pixel changes nothing.
    rise = occlusion_map(one_layer(LAST_PIXEL), np.ones((2, 2)), 1, size=1, grey=0.0)
    np.testing.assert_allclose(rise, [[0, 0], [0, np.log(2) - np.log(1 + np.exp(-4))]], atol=1e-12)


def test_an_occlusion_map_has_an_entry_for_each_place_and_is_named_by_its_upper_left_corner():
    W = np.zeros((2, 20))
    W[1, 19] = 3.0  # an image of 4 × 5: the pixel in the lower right corner
    rise = occlusion_map(one_layer(W), np.ones((4, 5)), 1, size=2, grey=0.0)
    assert rise.shape == (3, 4)
    assert rise[2, 3] > 0.5 and np.count_nonzero(np.abs(rise) > 1e-12) == 1


def test_occlusion_falls_below_nought_if_the_patch_helps_and_leaves_the_image_alone():
    image = np.ones((2, 2))
    assert occlusion_map(one_layer(LAST_PIXEL), image, 0, size=1)[1, 1] < 0
    np.testing.assert_array_equal(image, 1)


def test_a_patch_larger_than_the_image_is_refused():
    with pytest.raises(ValueError):
        occlusion_map(one_layer(LAST_PIXEL), np.ones((2, 2)), 1, size=3)


def test_fooled_images_are_one_step_away_and_stay_images():
    model = one_layer(np.array([[2.0, 0.0], [0.0, 1.0]]))
    # dX = (-1, 1/2) for class 0, see above: down by 0.1, up by 0.1; what would leave 0 to 1 stops there.
    X = np.array([[0.5, 0.05], [0.5, 0.95]])
    np.testing.assert_allclose(fooled(model, X, np.array([0, 0]), 0.1), [[0.4, 0.0], [0.6, 1.0]])


def test_fooled_images_cost_more_and_no_step_leaves_them():
    model, X, labels = three_layers(), np.random.default_rng(4).uniform(0.2, 0.8, (9, 20)), np.arange(20) % 3
    costs = [model.measure(fooled(model, X, labels, epsilon), labels)[0] for epsilon in (0, 0.01, 0.05, 0.1)]
    assert costs == sorted(costs) and costs[1] > costs[0]
    np.testing.assert_array_equal(fooled(model, X, labels, 0), X)


def test_a_pixel_without_slope_stays():
    F = fooled(one_layer(LAST_PIXEL), np.full((4, 1), 0.5), np.array([1]), 0.1)
    np.testing.assert_allclose(F.ravel(), [0.5, 0.5, 0.5, 0.4])


@pytest.mark.parametrize(("X", "labels", "epsilon"), [
    (np.ones((9, 2)), np.array([0, 1]), 1.5), (np.ones((9, 2)), np.array([0, 1]), -0.1),
    (np.ones((8, 2)), np.array([0, 1]), 0.1), (np.ones((9, 2)), np.array([0, 3]), 0.1),
    (np.ones((9, 2)), np.array([0]), 0.1),
])
def test_what_does_not_fit_is_refused(X, labels, epsilon):
    with pytest.raises(ValueError):
        fooled(three_layers(), X, labels, epsilon)
