"""The layers of feature maps: by themselves, and in a network that is trained, asked, listed, saved and examined."""

import copy

import numpy as np
import pytest
from small_networks import FLOATS

from nnhelpers.activations import ACTIVATIONS
from nnhelpers.convolution import convolve
from nnhelpers.gradient_check import numerical_gradient
from nnhelpers.health import examine
from nnhelpers.initializers import INITIALIZERS
from nnhelpers.layers import ConvLayer, DenseLayer, FlattenLayer, MaxPoolLayer
from nnhelpers.losses import cross_entropy
from nnhelpers.network import NeuralNetwork
from nnhelpers.preprocessing import one_hot

HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]


def placed(layer, dtype=np.float64, seed=0):
    """The layer in vectors of its own, with random parameters, and NaN in its gradient."""
    rng = np.random.default_rng(seed)
    layer.place(rng.normal(size=layer.size).astype(dtype), np.full(layer.size, np.nan, dtype), rng)
    return layer


def network(dtype=np.float64, **options):
    """For 8 × 8 pixels: 3 filters of 3 × 3 in a frame, pooled to 4 × 4, 2 filters of 2 × 2, 18 numbers, 3 classes."""
    model = NeuralNetwork(seed=1, dtype=dtype, **options)
    for layer in (ConvLayer(1, 3, 3, padding=1), MaxPoolLayer(2), ConvLayer(3, 2, 2, activation="tanh"), FlattenLayer(),
                  DenseLayer(18, 3, "softmax")):
        model.add(layer)
    return model


def examples(m, dtype=np.float64):
    rng = np.random.default_rng(2)
    return rng.random((1, 8, 8, m)).astype(dtype), rng.permutation(np.arange(m) % 3)


# ---- the convolution layer


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 0), (1, 2), (2, 1)])
@pytest.mark.parametrize("activation", HIDDEN)
def test_dW_db_and_dA_before_are_what_central_differences_measure(activation, stride, padding):
    layer = placed(ConvLayer(2, 3, 3, stride, padding, activation))
    A_before = np.random.default_rng(3).normal(size=(2, 6, 5, 2))
    function, _ = ACTIVATIONS[activation]
    A = layer.forward(A_before)
    assert A.shape == (*layer.shape_after((2, 6, 5)), 2) and np.abs(layer.Z).min() > 1e-4
    dA = np.random.default_rng(4).normal(size=A.shape)

    def loss(p):
        framed = np.pad(p["A_before"], ((0, 0), (padding, padding), (padding, padding), (0, 0)))
        return np.sum(dA * function(convolve(framed, p["W"], p["b"], 3, stride)))

    assert layer.backward(dA) is None
    measured = numerical_gradient(loss, {"W": layer.W, "b": layer.b, "A_before": A_before})
    for given, name in ((layer.dW, "W"), (layer.db, "b"), (layer.dA_before(), "A_before")):
        np.testing.assert_allclose(given, measured[name], rtol=1e-6, atol=1e-7, err_msg=name)


def test_W_and_b_are_the_parameters_and_to_assign_is_to_write_into_them():
    layer, parameters, slopes = ConvLayer(1, 2, 2), np.arange(10.0), np.zeros(10)
    layer.place(parameters, slopes, None)
    np.testing.assert_array_equal(layer.W, [[0, 1, 2, 3], [4, 5, 6, 7]])
    np.testing.assert_array_equal(layer.b, [[8], [9]])
    layer.W, layer.b, layer.dW, layer.db = 1, 2, 3, 4
    np.testing.assert_array_equal(parameters, [1] * 8 + [2] * 2)
    np.testing.assert_array_equal(slopes, [3] * 8 + [4] * 2)
    with pytest.raises(AttributeError, match="W has no place yet"):
        ConvLayer(1, 2, 2).W  # noqa: B018


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_pass_keeps_the_dtype_and_leaves_what_came_in_alone(dtype):
    layer = placed(ConvLayer(2, 3, 3, padding=1), dtype)
    A_before, dA = (np.random.default_rng(5).normal(size=(n, 5, 5, 4)).astype(dtype) for n in (2, 3))
    kept = A_before.copy(), dA.copy()
    A = layer.forward(A_before)
    layer.backward(dA)
    assert {a.dtype for a in (A, layer.Z, layer.dZ, layer.dW, layer.db, layer.dA_before())} == {np.dtype(dtype)}
    np.testing.assert_array_equal(A_before, kept[0])
    np.testing.assert_array_equal(dA, kept[1])


def test_after_one_way_there_the_way_back_can_be_gone_several_times():
    layer = placed(ConvLayer(1, 2, 3))
    A = layer.forward(np.random.default_rng(6).normal(size=(1, 5, 5, 3)))
    layer.backward(np.ones_like(A))
    first = layer.dW.copy(), layer.dA_before()
    layer.backward(2 * np.ones_like(A))
    layer.dA_before()
    layer.backward(np.ones_like(A))
    np.testing.assert_array_equal(layer.dW, first[0])
    np.testing.assert_array_equal(layer.dA_before(), first[1])


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_the_first_weights_count_what_a_window_sees_as_inputs(initializer):
    layer = ConvLayer(2, 4, 5, initializer=initializer)
    drawn = layer.first_parameters(np.random.default_rng(7))
    W = INITIALIZERS[initializer](50, 4, np.random.default_rng(7))
    np.testing.assert_array_equal(drawn, [*W.ravel(), 0, 0, 0, 0])
    assert (layer.size, layer.weights) == (204, 200)


def test_he_is_the_default_for_relu_and_xavier_for_others():
    assert [ConvLayer(1, 1, 2, activation=name).initializer for name in ("relu", "leaky_relu", "tanh")] == [
        "he", "he", "xavier"]


@pytest.mark.parametrize(("wrong", "error", "words"), [
    ({"channels": 0}, ValueError, "channels must be at least 1"),
    ({"filters": 1.5}, TypeError, "filters must be a whole"),
    ({"size": 0}, ValueError, "size must be at least 1"), ({"stride": 0}, ValueError, "stride must be at least 1"),
    ({"padding": -1}, ValueError, "padding must be at least 0"), ({"activation": "softmax"}, ValueError, "one of relu"),
    ({"initializer": "best"}, ValueError, "initializer must be one of"),
])
def test_settings_that_cannot_be_are_refused(wrong, error, words):
    with pytest.raises(error, match=words):
        ConvLayer(**{"channels": 1, "filters": 2, "size": 3} | wrong)


# ---- shapes


def test_shapes_are_counted_as_the_answers_have_them_and_not_known_stays_not_known():
    layers = ConvLayer(2, 3, 3, 2, 1), MaxPoolLayer(2), MaxPoolLayer(3, 2), FlattenLayer()
    for layer, shape in [(layer, (2, 7, 6)) for layer in layers] + [(FlattenLayer(), (5,))]:
        if layer.size:
            placed(layer)
        assert layer.forward(np.zeros((*shape, 4))).shape == (*layer.shape_after(shape), 4)
        assert layer.shape_after(None) is None


@pytest.mark.parametrize(("layer", "shape", "words"), [
    (ConvLayer(1, 2, 3), (784,), r"ConvLayer of 1 channels takes .*\(1, height, width\), not \(784,\); X.reshape"),
    (ConvLayer(2, 2, 3), (1, 28, 28), r"\(2, height, width\), not \(1, 28, 28\)"),
    (ConvLayer(1, 2, 5), (1, 4, 9), "window of 5 × 5, which does not fit into maps of 4 × 9"),
    (ConvLayer(1, 2, 7, padding=1), (1, 4, 9), "maps of 4 × 9, framed 6 × 11"),
    (MaxPoolLayer(2), (784,), r"MaxPoolLayer takes .* \(channels, height, width\), not \(784,\)"),
    (MaxPoolLayer(3), (4, 2, 2), "window of 3 × 3, which does not fit into maps of 2 × 2"),
])
def test_examples_that_do_not_fit_are_refused(layer, shape, words):
    with pytest.raises(ValueError, match=words):
        layer.shape_after(shape)


# ---- in a network


@pytest.mark.parametrize("m", [1, 7, 300])
def test_the_gradient_of_a_whole_network_is_what_central_differences_measure(m):
    model, (X, labels) = network(l2=0.01), examples(m)
    Y = one_hot(labels, 3)
    model.fill_gradient(X, Y)
    gradient, rng = model.gradient.copy(), np.random.default_rng(8)
    for k in rng.choice(gradient.size, 25, replace=False):
        losses = []
        for step in (1e-6, -1e-6):
            model.parameters[k] += step
            losses.append(cross_entropy(model.forward(X), Y) + model.penalty())
            model.parameters[k] -= step
        np.testing.assert_allclose(gradient[k], (losses[0] - losses[1]) / 2e-6, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_network_learns_from_maps_and_is_asked_measured_and_listed(dtype):
    model, (X, labels) = network(dtype), examples(60, dtype)
    X[0, labels + 1, :, np.arange(60)] += 2  # a bright row tells the class
    history = model.train(X, labels, epochs=30, batch_size=20, learning_rate=0.02, validation=(X, labels), show=0)
    assert history["Training loss"].iloc[-1] < 0.1 < history["Training loss"].iloc[0]
    assert model.parameters.dtype == model.A.dtype == dtype
    assert model.evaluate(X, labels) == 1 and (model.predict(X) == labels).all()
    assert model.predict_probabilities(X).shape == (3, 60)
    table = model.summary()
    assert list(table["Parameters"]) == [30, 0, 26, 0, 57] and table["Size"][0] == 3 and table["Padding"][4] == ""


def test_columns_of_pixels_are_refused_and_told_what_to_do():
    model = NeuralNetwork(seed=0)
    for layer in (ConvLayer(1, 2, 5), FlattenLayer(), DenseLayer(2 * 24 * 24, 10, "softmax")):
        model.add(layer)
    X, labels = np.zeros((784, 4)), np.arange(4)
    for call in (lambda: model.train(X, labels, 1), lambda: model.predict(X), lambda: model.evaluate(X, labels)):
        with pytest.raises(ValueError, match=r"X.reshape\(1, 28, 28, -1\)"):
            call()
    assert model.predict(X.reshape(1, 28, 28, -1)).shape == (4,)


def test_a_dense_layer_of_another_size_is_named_when_the_maps_come():
    model = NeuralNetwork(seed=0)
    for layer in (ConvLayer(1, 2, 5), FlattenLayer(), DenseLayer(100, 10, "softmax")):
        model.add(layer)
    with pytest.raises(ValueError, match=r"DenseLayer of 100 inputs takes .* \(100,\), not \(1152,\)"):
        model.predict(np.zeros((1, 28, 28, 4)))


def test_a_saved_network_answers_as_before(tmp_path):
    model, (X, labels) = network(), examples(20)
    model.train(X, labels, 1, show=0)
    model.save(tmp_path / "maps.npz")
    loaded = NeuralNetwork.load(tmp_path / "maps.npz")
    np.testing.assert_array_equal(loaded.predict_probabilities(X), model.predict_probabilities(X))
    assert [layer.settings() for layer in loaded.layers] == [layer.settings() for layer in model.layers]


def test_a_copy_trains_alone():
    model, (X, labels) = network(), examples(20)
    model.forward(X)
    other, before = copy.deepcopy(model), model.parameters.copy()
    other.train(X, labels, 1, show=0)
    np.testing.assert_array_equal(model.parameters, before)
    assert (other.parameters != before).any()


def test_the_vital_signs_of_a_convolution_are_those_of_its_filters():
    model, (X, labels) = network(), examples(20)
    before = model.parameters.copy()
    model.parameters *= 1.01
    model.layers[0].W[1], model.layers[0].b[1] = 0, -1  # a filter that answers nowhere
    signs = examine(model, before, X, labels)
    assert signs["Dead 1"] == 1 / 3 and signs["Dead 3"] == 0 and signs["Gradient 2"] > 0 and signs["Update 3"] > 0


def test_a_layer_is_asked_about_thousands_of_images_in_little_memory():
    import tracemalloc

    layer, X = placed(ConvLayer(1, 2, 5), np.float32), np.zeros((1, 28, 28, 2000), np.float32)
    tracemalloc.start()
    A = layer.forward(X)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # All columns of patches would hold 25 · 24² · 2000 numbers; of 128 examples they hold 25 · 24² · 128.
    columns = 4 * 25 * 24**2 * 2000
    assert peak < 2 * A.nbytes + columns / 10 < columns
