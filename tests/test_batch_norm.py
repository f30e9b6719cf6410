"""Batch normalisation: forwards in both lives, backwards, and its running values in the network's vector."""

import copy
import math

import numpy as np
import pytest
from small_networks import FLOATS, HIDDEN, examples

from nnhelpers.activations import ACTIVATIONS
from nnhelpers.gradient_check import numerical_gradient, relative_difference
from nnhelpers.layers import BatchNormLayer, DenseLayer, DropoutLayer
from nnhelpers.losses import cross_entropy
from nnhelpers.network import NeuralNetwork
from nnhelpers.optimizers import OPTIMIZERS
from nnhelpers.preprocessing import one_hot

# One feature, four examples: 1, 3, 5, 7. Their mean is 4, their variance (9 + 1 + 1 + 9)/4 = 5.
HAND_A_BEFORE = np.array([[1.0, 3, 5, 7]])
HAND_X_HAT = np.array([[-3, -1, 1, 3]]) / math.sqrt(5)
# With gamma = 2 and beta = 1: Z = 2 X_hat + 1.  dA = (1, 0, 0, 2), no bend:
# dbeta = 3;  dgamma = (-3·1 + 3·2)/√5 = 3/√5;  the mean of dA is 3/4, and the mean of dA ⊙ X_hat is 3/(4√5).
# dA_before = gamma/√5 · (dA - 3/4 - X_hat · 3/(4√5))
#           = 2/√5 · (1 - 3/4 + 9/20,  -3/4 + 3/20,  -3/4 - 3/20,  2 - 3/4 - 9/20) = 2/√5 · (0.7, -0.6, -0.9, 0.8)
HAND_dA = np.array([[1.0, 0, 0, 2]])
HAND_dA_BEFORE = 2 / math.sqrt(5) * np.array([[0.7, -0.6, -0.9, 0.8]])


def placed(layer, dtype=np.float64, seed=None):
    """The layer in vectors of its own: its first parameters, or random ones with positive variances."""
    parameters = layer.first_parameters(None)
    if seed is not None:
        parameters = np.random.default_rng(seed).normal(size=layer.size)
        parameters[3 * layer.features :] = np.abs(parameters[3 * layer.features :]) + 0.1
    layer.place(parameters.astype(dtype), np.full(layer.size, np.nan, dtype), None)
    return layer


def hand_layer():
    layer = placed(BatchNormLayer(1, epsilon=1e-300))
    layer.gamma, layer.beta = 2, 1
    return layer


def network(seed=0, dtype=np.float64, optimizer="adam", **options):
    model = NeuralNetwork(seed, optimizer, dtype, **options)
    model.add(DenseLayer(4, 5, "linear"))
    model.add(BatchNormLayer(5, "relu"))
    model.add(DenseLayer(5, 3, "softmax"))
    return model


# ---- worked by hand


def test_a_training_pass_there_and_back_gives_the_numbers_worked_by_hand():
    layer = hand_layer()
    A = layer.forward(HAND_A_BEFORE, training=True)
    np.testing.assert_allclose(layer.X_hat, HAND_X_HAT, rtol=1e-15)
    np.testing.assert_allclose(A, 2 * HAND_X_HAT + 1, rtol=1e-15)
    layer.backward(HAND_dA)
    assert layer.dbeta.item() == 3 and layer.dgamma.item() == pytest.approx(3 / math.sqrt(5), rel=1e-15)
    np.testing.assert_allclose(layer.dA_before(), HAND_dA_BEFORE, rtol=1e-14)


def test_the_running_values_move_a_tenth_of_the_way_in_training_and_serve_when_it_is_asked():
    # From 0 and 1 to 0.9·0 + 0.1·4 = 0.4 and 0.9·1 + 0.1·5 = 1.4; then, asked about 0.4 + √1.4, X_hat is 1.
    layer = hand_layer()
    layer.forward(HAND_A_BEFORE, training=True)
    assert layer.running_mean.item() == pytest.approx(0.4) and layer.running_variance.item() == pytest.approx(1.4)
    np.testing.assert_allclose(layer.forward(np.array([[0.4 + math.sqrt(1.4), 0.4]])), [[3, 1]], rtol=1e-12)
    assert layer.running_mean.item() == pytest.approx(0.4), "asking moves nothing"
    layer.backward(np.array([[1.0, 0]]))  # 1 goes back through gamma/√1.4 alone; the other example is untouched
    np.testing.assert_allclose(layer.dA_before(), [[2 / math.sqrt(1.4), 0]], rtol=1e-12)
    assert layer.dgamma.item() == pytest.approx(1) and layer.dbeta.item() == 1


def test_the_running_values_become_those_of_batches_that_do_not_change():
    layer = placed(BatchNormLayer(1, memory=0.5))
    for _ in range(60):
        layer.forward(HAND_A_BEFORE, training=True)
    assert layer.running_mean.item() == pytest.approx(4) and layer.running_variance.item() == pytest.approx(5)


# ---- gradients against central differences


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", [(3, 6), (3, 2, 2, 4)], ids=str)
@pytest.mark.parametrize("activation", HIDDEN)
def test_the_gradients_are_what_central_differences_measure_in_both_lives(activation, shape, training):
    rng = np.random.default_rng(3)
    layer = placed(BatchNormLayer(3, activation), seed=4)
    A_before, dA, kept = rng.normal(1, 2, shape), rng.normal(size=shape), layer.running_mean.copy()
    variance = layer.running_variance.copy()

    def loss(p):
        layer.gamma, layer.beta, layer.running_mean, layer.running_variance = p["gamma"], p["beta"], kept, variance
        return np.sum(dA * layer.forward(p["A_before"], training))

    values = {"gamma": layer.gamma.copy(), "beta": layer.beta.copy(), "A_before": A_before}
    loss(values)
    assert np.abs(layer.Z).min() > 1e-3, "an entry at a kink would have no slope"
    layer.backward(dA)
    given = {"gamma": layer.dgamma.copy(), "beta": layer.dbeta.copy(), "A_before": layer.dA_before().copy()}
    measured = numerical_gradient(loss, values)
    for name in values:
        assert relative_difference(given[name], measured[name]) < 1e-7, name


def test_the_gradient_of_a_network_with_it_is_what_central_differences_measure_and_zero_for_the_running_values():
    model, (X, labels) = network(l2=0.1), examples(7)
    Y, first = one_hot(labels, 3), model.parameters.copy()

    def loss(p):
        model.parameters = p["all"]
        return cross_entropy(model.forward(X, training=True), Y) + model.penalty()

    measured = numerical_gradient(loss, {"all": first})["all"]
    model.parameters = first
    model.fill_gradient(X, Y)
    assert relative_difference(model.gradient, measured) < 1e-7
    running = slice(4 * 5 + 5 + 10, 4 * 5 + 5 + 20)  # after W and b of the first layer, gamma and beta
    assert not model.gradient[running].any() and not measured[running].any()
    assert not model.are_weights()[25:45].any(), "no penalty is laid on any of its parameters"


# ---- properties


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("shape", [(3, 50), (3, 4, 5, 10)], ids=str)
def test_in_training_each_feature_leaves_with_mean_0_and_variance_1_whatever_it_came_with(shape, dtype):
    A_before = np.random.default_rng(0).normal(5, 3, shape).astype(dtype)
    layer = placed(BatchNormLayer(3), dtype)
    A = layer.forward(A_before, training=True)
    assert A.shape == shape and A.dtype == dtype
    axes = tuple(range(1, len(shape)))
    np.testing.assert_allclose(A.mean(axis=axes), 0, atol=1e-5)
    np.testing.assert_allclose(A.var(axis=axes), 1, atol=1e-4)
    np.testing.assert_allclose(layer.running_mean[:, 0], 0.1 * A_before.mean(axis=axes), rtol=1e-5)
    np.testing.assert_allclose(layer.running_variance[:, 0], 0.9 + 0.1 * A_before.var(axis=axes), rtol=1e-5)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("activation", HIDDEN)
def test_a_pass_keeps_the_dtype_and_leaves_its_arguments_alone(activation, training, dtype):
    rng = np.random.default_rng(5)
    layer = placed(BatchNormLayer(3, activation), dtype, seed=6)
    A_before, dA = rng.normal(size=(3, 2, 5)).astype(dtype), rng.normal(size=(3, 2, 5)).astype(dtype)
    before = A_before.copy(), dA.copy()
    A = layer.forward(A_before, training)
    layer.backward(dA)
    arrays = [A, layer.dA_before(), layer.gamma, layer.running_mean, layer.dgamma, layer.dbeta, layer.X_hat, layer.Z]
    assert [array.dtype for array in arrays] == [dtype] * len(arrays)
    np.testing.assert_array_equal(A_before, before[0])
    np.testing.assert_array_equal(dA, before[1])
    np.testing.assert_array_equal(A, ACTIVATIONS[activation][0](layer.Z).reshape(A.shape))


def test_in_training_neither_the_middle_nor_the_spread_of_what_comes_in_matters_and_so_neither_gets_a_gradient():
    rng = np.random.default_rng(1)
    layer, A_before = placed(BatchNormLayer(3, "tanh", epsilon=1e-12), seed=2), rng.normal(size=(3, 8))
    A = layer.forward(A_before, training=True)
    np.testing.assert_allclose(layer.forward(7 * A_before - 4, training=True), A, rtol=1e-9)
    layer.forward(A_before, training=True)
    layer.backward(rng.normal(size=(3, 8)))
    dA_before = layer.dA_before()
    np.testing.assert_allclose(dA_before.sum(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose((dA_before * layer.X_hat).sum(axis=1), 0, atol=1e-9)


def test_when_asked_an_answer_does_not_depend_on_who_is_asked_at_the_same_time_and_in_training_it_does():
    model, (X, labels) = network(), examples(40)
    model.train(X, labels, 3, 8, 0.01, show=0)
    np.testing.assert_allclose(model.predict_probabilities(X)[:, :1], model.predict_probabilities(X[:, :1]), rtol=1e-12)
    assert np.abs(model.forward(X, True)[:, :8] - model.forward(X[:, :8], True)).max() > 1e-3


def test_a_feature_without_spread_becomes_beta_and_gets_a_finite_gradient():
    layer = placed(BatchNormLayer(2), seed=3)
    A = layer.forward(np.array([[5.0, 5, 5], [1, 2, 3]]), training=True)
    np.testing.assert_allclose(A[0], layer.beta[0, 0])
    layer.backward(np.ones((2, 3)))
    assert np.isfinite(layer.dA_before()).all()


# ---- in the network's vectors


def test_the_running_values_have_a_gradient_of_zero_whatever_stood_there_before():
    layer, gradient = BatchNormLayer(3), np.full(12, np.nan)
    layer.place(layer.first_parameters(None), gradient, None)
    layer.forward(np.arange(12.0).reshape(3, 4), training=True)
    layer.backward(np.ones((3, 4)))
    assert not gradient[6:].any() and np.isfinite(gradient).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_no_optimiser_and_no_penalty_moves_the_running_values(optimizer):
    model, (X, labels) = network(optimizer=optimizer, l2=0.1, l1=0.1), examples(12)
    layer = model.layers[1]
    layer.running_mean, layer.running_variance = 3, 2
    rng = np.random.default_rng(0)
    for _ in range(150):
        model.fill_gradient(X, one_hot(labels, 3))
        layer.running_mean, layer.running_variance = 3, 2
        model.optimizer.step(model.parameters, model.gradient, 0.01 * rng.random())
        model.parameters[model.are_weights()] *= 0.999  # the decay of AdamW
    assert (layer.running_mean == 3).all() and (layer.running_variance == 2).all()


def test_copies_and_files_carry_the_running_values(tmp_path, capsys):
    model, (X, labels) = network(dtype=np.float32), examples(30, dtype=np.float32)
    model.train(X, labels, 2, 10, 0.01, show=0)
    answers, twin = model.predict_probabilities(X), copy.deepcopy(model)
    model.save(tmp_path / "net.npz")
    loaded = NeuralNetwork.load(tmp_path / "net.npz")
    assert loaded.layers[1].settings() == {"features": 5, "activation": "relu", "memory": 0.9, "epsilon": 1e-5}
    model.train(X, labels, 1, 10, 0.01, show=0)
    for kept in (twin, loaded):
        np.testing.assert_array_equal(kept.predict_probabilities(X), answers)
    assert (model.layers[1].running_mean != loaded.layers[1].running_mean).all()


def test_a_training_that_diverges_gives_back_the_running_values_too():
    model, (X, labels) = network(optimizer="gradient_descent"), examples(12)
    kept = model.parameters.copy()
    with pytest.raises(ValueError, match="diverged"):
        model.train(X, labels, 3, 4, 1e300, show=0)
    np.testing.assert_array_equal(model.parameters, kept)


# ---- how it is made


def test_it_counts_four_numbers_per_feature_none_of_them_a_weight():
    layer = BatchNormLayer(np.int64(3))
    assert (layer.size, layer.weights, layer.probabilities) == (12, 0, False)
    assert layer.settings() == {"features": 3, "activation": "linear", "memory": 0.9, "epsilon": 1e-5}
    np.testing.assert_array_equal(layer.first_parameters(None), [1] * 3 + [0] * 6 + [1] * 3)


def test_it_takes_examples_whose_first_axis_are_its_features():
    layer = BatchNormLayer(3)
    for shape in (None, (3,), (3, 8, 8)):
        assert layer.shape_after(shape) == shape
    with pytest.raises(ValueError, match=r"BatchNormLayer of 3 features takes examples of the shape \(3, 8, 8\), not"):
        layer.shape_after((4, 8, 8))


@pytest.mark.parametrize(("arguments", "kind", "words"), [
    ({"features": 0}, ValueError, "features must be at least 1"),
    ({"features": 2.5}, TypeError, "features must be a whole number"),
    ({"activation": "softmax"}, ValueError, "activation must be one of relu, leaky_relu, sigmoid, tanh, linear, but"),
    ({"memory": 1}, ValueError, "memory must be a share from 0 to below 1"),
    ({"epsilon": 0}, ValueError, "epsilon must be"),
], ids=str)
def test_wrong_arguments_are_refused_by_name(arguments, kind, words):
    with pytest.raises(kind, match=f"^{words}"):
        BatchNormLayer(**{"features": 3} | arguments)


def test_a_training_batch_of_a_single_example_is_refused_but_a_map_of_many_pixels_is_not():
    with pytest.raises(ValueError, match="a batch of one example has no spread.*batch_size"):
        placed(BatchNormLayer(3)).forward(np.ones((3, 1)), training=True)
    placed(BatchNormLayer(3)).forward(np.ones((3, 2, 2, 1)), training=True)
    placed(BatchNormLayer(3)).forward(np.ones((3, 1)))


@pytest.mark.parametrize("name", ["gamma", "beta", "running_mean", "running_variance", "dgamma", "dbeta"])
def test_a_layer_without_a_place_says_what_to_do(name):
    with pytest.raises(AttributeError, match=f"^{name} has no place yet: add the layer to a network first$"):
        getattr(BatchNormLayer(3), name)


def test_it_stands_beside_dropout():
    model = NeuralNetwork(seed=0)
    for layer in (DenseLayer(4, 6, "linear"), BatchNormLayer(6, "relu"), DropoutLayer(0.3)):
        model.add(layer)
    model.add(DenseLayer(6, 3, "softmax"))
    X, labels = examples(60)
    history = model.train(X, labels, 20, 20, 0.01, show=0)
    assert history["Training loss"].iloc[-1] < history["Training loss"].iloc[0]
