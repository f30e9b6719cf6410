"""The dense layer: forwards, backwards, and its place in the network's vectors."""

import numpy as np
import pytest

from nnhelpers.activations import ACTIVATIONS, softmax
from nnhelpers.gradient_check import numerical_gradient
from nnhelpers.initializers import INITIALIZERS
from nnhelpers.layers import DenseLayer
from nnhelpers.losses import cross_entropy

ENTRY_BY_ENTRY = [name for name in ACTIVATIONS if name != "softmax"]
FLOATS = [np.float32, np.float64]

# A layer of 3 inputs and 2 ReLU neurons, and a batch of three examples.
#
# Z = W A_before + b:  row 1: 1·1 - 2·1/2 + 0·2 + 1/2 = 1/2,  0 - 2·1 + 0 + 1/2 = -3/2,  1·2 + 1/2 = 5/2
#                      row 2: 1/2 + 1/2 - 2 - 1 = -2,         0 + 1 + 1 - 1 = 1,          1/2·2 - 1 = 0
# A = ReLU(Z):         (1/2, 0, 5/2) and (0, 1, 0)
HAND_W = np.array([[1, -2, 0], [0.5, 1, -1]])
HAND_b = np.array([[0.5], [-1]])
HAND_A_BEFORE = np.array([[1, 0, 2], [0.5, 1, 0], [2, -1, 0]])
HAND_Z = np.array([[0.5, -1.5, 2.5], [-2, 1, 0]])
HAND_A = np.array([[0.5, 0, 2.5], [0, 1, 0]])
# dZ = dA where Z > 0:     (2, 0, 1) and (0, -4, 0); at Z = 0 the slope is 0 by convention
# dW = dZ A_beforeᵀ:       row 1: 2·(1, 1/2, 2) + 1·(2, 0, 0) = (4, 1, 4);  row 2: -4·(0, 1, -1) = (0, -4, 4)
# db:                      2 + 0 + 1 = 3 and 0 - 4 + 0 = -4
# dA_before = Wᵀ dZ:       row 1:  1·2 = 2,   1/2·(-4) = -2,  1·1 = 1
#                          row 2: -2·2 = -4,  1·(-4) = -4,   -2·1 = -2
#                          row 3:  0·2 = 0,  -1·(-4) = 4,     0·1 = 0
HAND_dA = np.array([[2.0, 3, 1], [5, -4, 7]])
HAND_dZ = np.array([[2, 0, 1], [0, -4, 0]])
HAND_dW = np.array([[4, 1, 4], [0, -4, 4]])
HAND_db = np.array([[3], [-4]])
HAND_dA_BEFORE = np.array([[2, -2, 1], [-4, -4, -2], [0, 4, 0]])


def placed(inputs, outputs, activation, W=None, b=None, dtype=np.float64, seed=0):
    """Return a layer with vectors of its own, holding W and b, or random numbers, and NaN in its gradient."""
    layer = DenseLayer(inputs, outputs, activation)
    layer.place(np.zeros(layer.size, dtype), np.full(layer.size, np.nan, dtype))
    rng = np.random.default_rng(seed)
    layer.W[:] = rng.normal(size=layer.W.shape) if W is None else W
    layer.b[:] = rng.normal(size=layer.b.shape) if b is None else b
    return layer


def hand_layer():
    return placed(3, 2, "relu", HAND_W, HAND_b)


# ---- worked by hand


def test_forward_gives_the_numbers_worked_by_hand_and_keeps_them():
    layer = hand_layer()
    np.testing.assert_array_equal(layer.forward(HAND_A_BEFORE), HAND_A)
    np.testing.assert_array_equal(layer.A_before, HAND_A_BEFORE)
    np.testing.assert_array_equal(layer.Z, HAND_Z)
    np.testing.assert_array_equal(layer.A, HAND_A)


def test_backward_gives_the_gradients_worked_by_hand():
    layer = hand_layer()
    layer.forward(HAND_A_BEFORE)
    assert layer.backward(HAND_dA) is None
    np.testing.assert_array_equal(layer.dZ, HAND_dZ)
    np.testing.assert_array_equal(layer.dW, HAND_dW)
    np.testing.assert_array_equal(layer.db, HAND_db)
    np.testing.assert_array_equal(layer.dA_before(), HAND_dA_BEFORE)


def test_backward_from_Z_skips_the_slope_of_the_activation():
    layer = hand_layer()
    layer.forward(HAND_A_BEFORE)
    layer.backward_from_Z(HAND_dA)
    # Row 1 of dW: 2·(1, 1/2, 2) + 3·(0, 1, -1) + 1·(2, 0, 0) = (4, 4, 1); db: 2 + 3 + 1 = 6
    # Row 2 of dW: 5·(1, 1/2, 2) - 4·(0, 1, -1) + 7·(2, 0, 0) = (19, -3/2, 14); db: 5 - 4 + 7 = 8
    np.testing.assert_array_equal(layer.dW, [[4, 4, 1], [19, -1.5, 14]])
    np.testing.assert_array_equal(layer.db, [[6], [8]])
    np.testing.assert_array_equal(layer.dZ, HAND_dA)


def test_one_example_goes_forwards_and_backwards_as_a_single_column():
    # The second column of the batch: Z = (-3/2, 1), A = (0, 1); dA = (3, -4), dZ = (0, -4)
    layer = hand_layer()
    np.testing.assert_array_equal(layer.forward(HAND_A_BEFORE[:, 1:2]), [[0], [1]])
    layer.backward(HAND_dA[:, 1:2])
    np.testing.assert_array_equal(layer.dW, [[0, 0, 0], [0, -4, 4]])
    np.testing.assert_array_equal(layer.db, [[0], [-4]])
    np.testing.assert_array_equal(layer.dA_before(), [[-2], [-4], [4]])


# ---- its place in the network's vectors


def test_W_and_b_are_the_parameters_row_by_row_and_dW_and_db_the_gradient():
    layer = DenseLayer(3, 2)
    assert layer.size == 8
    layer.place(np.arange(8.0), np.arange(10.0, 18.0))
    np.testing.assert_array_equal(layer.W, [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(layer.b, [[6], [7]])
    np.testing.assert_array_equal(layer.dW, [[10, 11, 12], [13, 14, 15]])
    np.testing.assert_array_equal(layer.db, [[16], [17]])


def test_W_b_dW_and_db_are_views_so_that_a_change_of_either_side_shows_on_the_other():
    layer = DenseLayer(3, 2)
    parameters, gradient = np.zeros(8), np.zeros(8)
    layer.place(parameters, gradient)
    layer.W[1, 2], layer.b[0, 0], layer.dW[0, 0], layer.db[1, 0] = 1, 2, 3, 4
    np.testing.assert_array_equal(parameters, [0, 0, 0, 0, 0, 1, 2, 0])
    np.testing.assert_array_equal(gradient, [3, 0, 0, 0, 0, 0, 0, 4])
    parameters[:], gradient[:] = 7, 8
    assert (layer.W == 7).all() and (layer.b == 7).all() and (layer.dW == 8).all() and (layer.db == 8).all()


def test_a_step_on_the_vector_changes_what_the_layer_answers():
    layer = DenseLayer(3, 2, "linear")
    parameters = np.zeros(8)
    layer.place(parameters, np.zeros(8))
    assert not layer.forward(HAND_A_BEFORE).any()
    parameters[:] = [1, -2, 0, 0.5, 1, -1, 0.5, -1]
    np.testing.assert_array_equal(layer.forward(HAND_A_BEFORE), HAND_Z)


def test_backward_writes_through_to_the_gradient_and_leaves_the_parameters():
    layer = DenseLayer(3, 2)
    parameters, gradient = np.array([1, -2, 0, 0.5, 1, -1, 0.5, -1]), np.full(8, np.nan)
    layer.place(parameters, gradient)
    layer.forward(HAND_A_BEFORE)
    layer.backward(HAND_dA)
    layer.dA_before()
    np.testing.assert_array_equal(gradient, [4, 1, 4, 0, -4, 4, 3, -4])
    np.testing.assert_array_equal(parameters, [1, -2, 0, 0.5, 1, -1, 0.5, -1])
    assert np.shares_memory(layer.dW, gradient) and np.shares_memory(layer.db, gradient)


def test_a_layer_that_is_placed_again_lives_in_the_new_vectors_only():
    layer = hand_layer()
    old, old_gradient = layer.W, layer.dW
    layer.place(np.full(8, 2.0), np.zeros(8))
    assert (layer.W == 2).all() and (layer.b == 2).all()
    layer.forward(HAND_A_BEFORE)
    layer.backward(HAND_dA)
    np.testing.assert_array_equal(old, HAND_W)
    assert np.isnan(old_gradient).all()


# ---- gradients against central differences


@pytest.mark.parametrize("m", [1, 5])
@pytest.mark.parametrize("activation", ENTRY_BY_ENTRY)
def test_dW_db_and_dA_before_are_what_central_differences_measure(activation, m):
    rng = np.random.default_rng(1)
    layer = placed(4, 3, activation, seed=2)
    A_before, dA = rng.normal(size=(4, m)), rng.normal(size=(3, m))
    function, _ = ACTIVATIONS[activation]

    def loss(p):
        # A weighted sum of all outputs, whose slope with respect to A is dA itself.
        return np.sum(dA * function(p["W"] @ p["A_before"] + p["b"]))

    layer.forward(A_before)
    assert np.abs(layer.Z).min() > 1e-3, "an entry at a kink would have no slope"
    layer.backward(dA)
    measured = numerical_gradient(loss, {"W": layer.W, "b": layer.b, "A_before": A_before})
    np.testing.assert_allclose(layer.dW, measured["W"], rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(layer.db, measured["b"], rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(layer.dA_before(), measured["A_before"], rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("m", [1, 5])
def test_softmax_with_cross_entropy_passes_the_gradient_check_from_Z_on(m):
    rng = np.random.default_rng(3)
    layer = placed(4, 3, "softmax", seed=4)
    A_before, Y = rng.normal(size=(4, m)), np.eye(3)[:, np.arange(m) % 3]

    def loss(p):
        return cross_entropy(softmax(p["W"] @ p["A_before"] + p["b"]), Y)

    layer.backward_from_Z((layer.forward(A_before) - Y) / m)
    measured = numerical_gradient(loss, {"W": layer.W, "b": layer.b, "A_before": A_before})
    np.testing.assert_allclose(layer.dW, measured["W"], rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(layer.db, measured["b"], rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(layer.dA_before(), measured["A_before"], rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("activation", ENTRY_BY_ENTRY)
def test_the_gradient_goes_back_through_a_chain_of_two_layers(activation):
    rng = np.random.default_rng(5)
    first, second = placed(4, 3, activation, seed=6), placed(3, 2, "tanh", seed=7)
    X, dA = rng.normal(size=(4, 5)), rng.normal(size=(2, 5))
    function, _ = ACTIVATIONS[activation]

    def loss(p):
        return np.sum(dA * np.tanh(second.W @ function(p["W"] @ X + p["b"]) + second.b))

    second.forward(first.forward(X))
    second.backward(dA)
    first.backward(second.dA_before())
    measured = numerical_gradient(loss, {"W": first.W, "b": first.b})
    np.testing.assert_allclose(first.dW, measured["W"], rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(first.db, measured["b"], rtol=1e-7, atol=1e-9)


# ---- properties


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_forward_applies_the_activation_of_the_table_to_Z(activation):
    layer = placed(4, 3, activation, seed=8)
    A_before = np.random.default_rng(8).normal(size=(4, 6))
    Z = np.array([[layer.b[j, 0] + sum(layer.W[j, k] * A_before[k, i] for k in range(4)) for i in range(6)]
                  for j in range(3)])
    A = layer.forward(A_before)
    np.testing.assert_allclose(layer.Z, Z, rtol=1e-13, atol=1e-14)
    np.testing.assert_array_equal(A, ACTIVATIONS[activation][0](layer.Z))
    assert A is layer.A


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_forward_and_backward_leave_their_arguments_and_the_parameters_alone(activation):
    rng = np.random.default_rng(9)
    layer = placed(4, 3, activation)
    A_before, dA = rng.normal(size=(4, 5)), rng.normal(size=(3, 5))
    arrays = [A_before, dA, layer.W, layer.b]
    before = [array.copy() for array in arrays]
    layer.forward(A_before)
    if activation != "softmax":
        layer.backward(dA)
    layer.backward_from_Z(dA)
    layer.dA_before()
    for array, kept in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, kept)


@pytest.mark.parametrize("activation", ENTRY_BY_ENTRY)
def test_the_gradient_is_that_of_the_last_pass_and_not_a_sum_over_passes(activation):
    rng = np.random.default_rng(10)
    layer = placed(4, 3, activation)
    A_before, dA = rng.normal(size=(4, 5)), rng.normal(size=(3, 5))
    layer.forward(A_before)
    layer.backward(dA)
    once = layer.dW.copy(), layer.db.copy(), layer.dA_before()
    layer.forward(rng.normal(size=(4, 7)))
    layer.backward(rng.normal(size=(3, 7)))
    layer.forward(A_before)
    layer.backward(dA)
    for again, first in zip((layer.dW, layer.db, layer.dA_before()), once, strict=True):
        np.testing.assert_array_equal(again, first)


@pytest.mark.parametrize("activation", ENTRY_BY_ENTRY)
def test_the_gradient_of_a_batch_is_the_sum_of_those_of_its_examples(activation):
    rng = np.random.default_rng(11)
    layer = placed(4, 3, activation)
    A_before, dA = rng.normal(size=(4, 5)), rng.normal(size=(3, 5))
    singles = []
    for i in range(5):
        layer.forward(A_before[:, i:i + 1])
        layer.backward(dA[:, i:i + 1])
        singles.append((layer.dW.copy(), layer.db.copy(), layer.dA_before()))
    layer.forward(A_before)
    layer.backward(dA)
    np.testing.assert_allclose(layer.dW, sum(dW for dW, _, _ in singles), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(layer.db, sum(db for _, db, _ in singles), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(layer.dA_before(), np.hstack([s[2] for s in singles]), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_float32_stays_float32_and_float64_stays_float64(activation, dtype):
    rng = np.random.default_rng(12)
    layer = placed(4, 3, activation, dtype=dtype)
    A_before, dA = rng.normal(size=(4, 5)).astype(dtype), rng.normal(size=(3, 5)).astype(dtype)
    layer.forward(A_before)
    if activation == "softmax":
        layer.backward_from_Z(dA)
    else:
        layer.backward(dA)
    for name in ["W", "b", "dW", "db", "A_before", "Z", "A", "dZ"]:
        assert getattr(layer, name).dtype == dtype, name
    assert layer.dA_before().dtype == dtype


# ---- how a layer is made


@pytest.mark.parametrize(("inputs", "outputs", "size"), [(784, 128, 100480), (128, 10, 1290), (1, 1, 2), (2, 3, 9)])
def test_a_layer_counts_a_weight_per_input_and_output_and_a_bias_per_output(inputs, outputs, size):
    # 784 · 128 + 128 = 100,480; 128 · 10 + 10 = 1,290; 1 · 1 + 1 = 2; 2 · 3 + 3 = 9
    layer = DenseLayer(inputs, outputs)
    assert (layer.inputs, layer.outputs, layer.size) == (inputs, outputs, size)


@pytest.mark.parametrize(
    ("activation", "initializer"),
    [("relu", "he"), ("leaky_relu", "he"), ("sigmoid", "xavier"), ("tanh", "xavier"), ("linear", "xavier"),
     ("softmax", "xavier")],
)
def test_the_initializer_is_he_for_both_kinds_of_relu_and_otherwise_xavier(activation, initializer):
    layer = DenseLayer(4, 3, activation)
    assert (layer.activation, layer.initializer) == (activation, initializer)
    assert DenseLayer(4, 3, activation=activation, initializer=None).initializer == initializer


def test_the_activation_is_relu_unless_told_otherwise():
    layer = DenseLayer(4, 3)
    assert (layer.activation, layer.initializer) == ("relu", "he")


@pytest.mark.parametrize("initializer", INITIALIZERS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_may_have_every_initializer(activation, initializer):
    layer = DenseLayer(4, 3, activation, initializer)
    assert (layer.activation, layer.initializer) == (activation, initializer)


def test_sizes_may_be_whole_numbers_of_numpy_and_become_pythons():
    layer = DenseLayer(np.int64(4), np.uint8(200))
    assert type(layer.inputs) is int and type(layer.outputs) is int and layer.size == 1000


# ---- bad input


@pytest.mark.parametrize("place", ["inputs", "outputs"])
@pytest.mark.parametrize(
    ("size", "kind", "expected"),
    [
        (0, ValueError, "at least 1, but 0 was passed"),
        (-1, ValueError, "at least 1, but -1 was passed"),
        (1.5, TypeError, "a whole number, but 1.5 was passed"),
        (10.0, TypeError, "a whole number, but 10.0 was passed"),
        ("10", TypeError, "a whole number, but '10' was passed"),
        (None, TypeError, "a whole number, but None was passed"),
    ],
)
def test_sizes_that_are_no_whole_numbers_of_at_least_one_are_refused_by_name(place, size, kind, expected):
    with pytest.raises(kind) as error:
        DenseLayer(**({"inputs": 4, "outputs": 3} | {place: size}))
    assert str(error.value) == f"{place} must be {expected}"


@pytest.mark.parametrize("name", ["Relu", "softplus", "", None, 3, ["relu"], np.tanh], ids=repr)
def test_an_unknown_activation_is_answered_with_the_known_ones(name):
    with pytest.raises(ValueError) as error:
        DenseLayer(4, 3, activation=name)
    assert str(error.value) == (
        f"activation must be one of relu, leaky_relu, sigmoid, tanh, linear, softmax, but {name!r} was passed"
    )


@pytest.mark.parametrize("name", ["He", "glorot", "", 0, ["he"]], ids=repr)
def test_an_unknown_initializer_is_answered_with_the_known_ones(name):
    with pytest.raises(ValueError) as error:
        DenseLayer(4, 3, initializer=name)
    assert str(error.value) == f"initializer must be one of zeros, normal, xavier, he, but {name!r} was passed"


def test_nan_that_came_in_or_grew_in_the_weights_is_reported_as_nan_in_Z():
    layer = hand_layer()
    layer.W[1, 0] = np.nan
    with pytest.raises(ValueError, match=r"Z holds nan at \(1, 0\)"):
        layer.forward(HAND_A_BEFORE)
