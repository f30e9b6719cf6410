"""The dense layer and dropout: forwards, backwards, and their place in the network's vectors."""

import math

import numpy as np
import pytest
from small_networks import FLOATS, HIDDEN

from nnhelpers.activations import ACTIVATIONS, softmax
from nnhelpers.gradient_check import numerical_gradient
from nnhelpers.initializers import INITIALIZERS
from nnhelpers.layers import (
    LAYERS,
    BatchNormLayer,
    ConvLayer,
    DenseLayer,
    DropoutLayer,
    FlattenLayer,
    MaxPoolLayer,
)
from nnhelpers.losses import cross_entropy

# A layer of 3 inputs and 2 ReLU neurons, and a batch of three examples.
#
# Z = W A_before + b:  row 1: 1·1 - 2·1/2 + 0·2 + 1/2 = 1/2,  0 - 2·1 + 0 + 1/2 = -3/2,  1·2 + 1/2 = 5/2
#                      row 2: 1/2 + 1/2 - 2 - 1 = -2,         0 + 1 + 1 - 1 = 1,          1/2·2 - 1 = 0
# A = ReLU(Z):         (1/2, 0, 5/2) and (0, 1, 0)
HAND_PARAMETERS = np.array([1, -2, 0, 0.5, 1, -1, 0.5, -1])  # W row by row, then b
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
HAND_GRADIENT = np.array([4, 1, 4, 0, -4, 4, 3, -4])
HAND_dA_BEFORE = np.array([[2, -2, 1], [-4, -4, -2], [0, 4, 0]])


def placed(layer, parameters=None, dtype=np.float64, seed=0):
    """The layer in vectors of its own, holding these parameters or random ones, and NaN in its gradient."""
    rng = np.random.default_rng(seed)
    drawn = rng.normal(size=layer.size) if parameters is None else parameters
    layer.place(np.array(drawn, dtype), np.full(layer.size, np.nan, dtype), rng)
    return layer


def hand_layer(activation="relu"):
    return placed(DenseLayer(3, 2, activation), HAND_PARAMETERS)


def gradient(layer):
    return np.concatenate([layer.dW.ravel(), layer.db.ravel()])


# ---- the dense layer, worked by hand


def test_forward_and_backward_give_the_numbers_worked_by_hand_and_keep_them():
    layer = hand_layer()
    assert layer.forward(HAND_A_BEFORE) is layer.A and layer.A_before is HAND_A_BEFORE
    np.testing.assert_array_equal(layer.Z, HAND_Z)
    np.testing.assert_array_equal(layer.A, HAND_A)
    assert layer.backward(HAND_dA) is None
    np.testing.assert_array_equal(layer.dZ, HAND_dZ)
    np.testing.assert_array_equal(gradient(layer), HAND_GRADIENT)
    np.testing.assert_array_equal(layer.dA_before(), HAND_dA_BEFORE)


def test_softmax_takes_the_slope_by_Z_as_it_is():
    layer = hand_layer("softmax")
    layer.forward(HAND_A_BEFORE)
    layer.backward(HAND_dA)
    # Row 1 of dW: 2·(1, 1/2, 2) + 3·(0, 1, -1) + 1·(2, 0, 0) = (4, 4, 1); db: 2 + 3 + 1 = 6
    # Row 2 of dW: 5·(1, 1/2, 2) - 4·(0, 1, -1) + 7·(2, 0, 0) = (19, -3/2, 14); db: 5 - 4 + 7 = 8
    np.testing.assert_array_equal(gradient(layer), [4, 4, 1, 19, -1.5, 14, 6, 8])
    np.testing.assert_array_equal(layer.dZ, HAND_dA)


# ---- its place in the network's vectors


def test_W_and_b_are_the_parameters_row_by_row_and_dW_and_db_the_gradient_seen_from_both_sides():
    layer, parameters, slopes = DenseLayer(3, 2), np.arange(8.0), np.arange(10.0, 18.0)
    layer.place(parameters, slopes, None)
    np.testing.assert_array_equal(layer.W, [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(layer.b, [[6], [7]])
    np.testing.assert_array_equal(layer.dW, [[10, 11, 12], [13, 14, 15]])
    np.testing.assert_array_equal(layer.db, [[16], [17]])
    layer.W[1, 2], layer.b[0, 0], layer.dW[0, 0], layer.db[1, 0] = -1, -2, -3, -4
    assert (parameters[5], parameters[6], slopes[0], slopes[7]) == (-1, -2, -3, -4)
    parameters[:], slopes[:] = HAND_PARAMETERS, np.nan
    np.testing.assert_array_equal(layer.forward(HAND_A_BEFORE), HAND_A)
    layer.backward(HAND_dA)
    np.testing.assert_array_equal(slopes, HAND_GRADIENT)


def test_to_assign_to_a_layers_array_is_to_write_into_the_vectors():
    layer, parameters, slopes = DenseLayer(3, 2), np.zeros(8), np.zeros(8)
    layer.place(parameters, slopes, None)
    layer.W, layer.b = [[1, -2, 0], [0.5, 1, -1]], [[0.5], [-1]]
    layer.dW, layer.db = 3, 4
    np.testing.assert_array_equal(parameters, HAND_PARAMETERS)
    np.testing.assert_array_equal(slopes, [3] * 6 + [4] * 2)
    layer.W -= 1
    np.testing.assert_array_equal(parameters[:6], HAND_PARAMETERS[:6] - 1)
    with pytest.raises(ValueError, match="does not fit"):
        layer.W = np.zeros((3, 2))


@pytest.mark.parametrize("name", ["W", "b", "dW", "db"])
def test_a_layer_without_a_place_says_what_to_do(name):
    for call in (lambda layer: getattr(layer, name), lambda layer: setattr(layer, name, 0)):
        with pytest.raises(AttributeError, match=f"^{name} has no place yet: add the layer to a network first$"):
            call(DenseLayer(3, 2))


def test_a_layer_that_is_placed_again_lives_in_the_new_vectors_only():
    layer = hand_layer()
    old, old_gradient = layer.W, layer.dW
    placed(layer, np.full(8, 2.0))
    assert (layer.W == 2).all() and (layer.b == 2).all()
    layer.forward(HAND_A_BEFORE)
    layer.backward(HAND_dA)
    np.testing.assert_array_equal(old.ravel(), HAND_PARAMETERS[:6])
    assert np.isnan(old_gradient).all()


# ---- gradients against central differences


@pytest.mark.parametrize("m", [1, 5])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_dW_db_and_dA_before_are_what_central_differences_measure(activation, m):
    rng = np.random.default_rng(1)
    layer = placed(DenseLayer(4, 3, activation), seed=2)
    A_before, dA, Y = rng.normal(size=(4, m)), rng.normal(size=(3, m)), np.eye(3)[:, np.arange(m) % 3]
    function, derivative = ACTIVATIONS[activation]

    def loss(p):
        A = function(p["W"] @ p["A_before"] + p["b"])
        # A weighted sum of all outputs has the slope dA by A; of cross-entropy the slope by Z is known.
        return cross_entropy(softmax(p["W"] @ p["A_before"] + p["b"]), Y) if derivative is None else np.sum(dA * A)

    A = layer.forward(A_before)
    assert np.abs(layer.Z).min() > 1e-3, "an entry at a kink would have no slope"
    layer.backward((A - Y) / m if derivative is None else dA)
    measured = numerical_gradient(loss, {"W": layer.W, "b": layer.b, "A_before": A_before})
    for given, name in ((layer.dW, "W"), (layer.db, "b"), (layer.dA_before(), "A_before")):
        np.testing.assert_allclose(given, measured[name], rtol=1e-7, atol=1e-9)


# ---- the dense layer's properties


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_pass_keeps_the_dtype_and_leaves_its_arguments_and_the_parameters_alone(activation, dtype):
    rng = np.random.default_rng(9)
    layer = placed(DenseLayer(4, 3, activation), dtype=dtype)
    A_before, dA = rng.normal(size=(4, 5)).astype(dtype), rng.normal(size=(3, 5)).astype(dtype)
    arrays = [A_before, dA, layer.W, layer.b]
    before = [array.copy() for array in arrays]
    layer.forward(A_before)
    layer.backward(dA)
    layer.dA_before()
    for array, kept in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, kept)
    np.testing.assert_array_equal(layer.A, ACTIVATIONS[activation][0](layer.Z))
    for name in ["W", "b", "dW", "db", "A_before", "Z", "A", "dZ"]:
        assert getattr(layer, name).dtype == dtype, name
    assert layer.dA_before().dtype == dtype


@pytest.mark.parametrize("activation", HIDDEN)
def test_the_gradient_is_that_of_the_last_pass_and_the_sum_of_those_of_its_examples(activation):
    rng = np.random.default_rng(10)
    layer = placed(DenseLayer(4, 3, activation))
    A_before, dA = rng.normal(size=(4, 5)), rng.normal(size=(3, 5))

    def gradients(columns):
        layer.forward(A_before[:, columns])
        layer.backward(dA[:, columns])
        return gradient(layer), layer.dA_before()

    whole, dA_before = gradients(slice(None))
    singles = [gradients(slice(i, i + 1)) for i in range(5)]
    np.testing.assert_allclose(whole, sum(single for single, _ in singles), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(dA_before, np.hstack([single for _, single in singles]), rtol=1e-12, atol=1e-14)
    np.testing.assert_array_equal(gradients(slice(None))[0], whole)


# ---- how a dense layer is made


@pytest.mark.parametrize(("inputs", "outputs", "size"), [(784, 128, 100480), (128, 10, 1290), (1, 1, 2), (2, 3, 9)])
def test_a_layer_counts_a_weight_per_input_and_output_and_a_bias_per_output(inputs, outputs, size):
    # 784 · 128 + 128 = 100,480; 128 · 10 + 10 = 1,290; 1 · 1 + 1 = 2; 2 · 3 + 3 = 9
    layer = DenseLayer(np.int64(inputs), np.uint8(outputs))
    assert (layer.inputs, layer.outputs, layer.size, layer.weights) == (inputs, outputs, size, size - outputs)
    assert type(layer.inputs) is type(layer.outputs) is int


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_initializer_is_he_for_both_kinds_of_relu_otherwise_xavier_unless_one_is_named(activation):
    expected = "he" if activation in ("relu", "leaky_relu") else "xavier"
    assert DenseLayer(4, 3, activation).settings() == {
        "inputs": 4, "outputs": 3, "activation": activation, "initializer": expected
    }
    assert DenseLayer(4, 3, activation).probabilities == (activation == "softmax")
    for name, initializer in INITIALIZERS.items():
        drawn = DenseLayer(4, 3, activation, name).first_parameters(np.random.default_rng(3))
        np.testing.assert_array_equal(drawn[:12].reshape(3, 4), initializer(4, 3, np.random.default_rng(3)))
        assert not drawn[12:].any()
    assert DenseLayer(4, 3).activation == "relu"


@pytest.mark.parametrize("place", ["inputs", "outputs"])
@pytest.mark.parametrize(
    ("size", "kind", "expected"),
    [
        (0, ValueError, "at least 1, but 0 was passed"),
        (-1, ValueError, "at least 1, but -1 was passed"),
        (10.0, TypeError, "a whole number, but 10.0 was passed"),
        ("10", TypeError, "a whole number, but '10' was passed"),
        (None, TypeError, "a whole number, but None was passed"),
    ],
)
def test_sizes_that_are_no_whole_numbers_of_at_least_one_are_refused_by_name(place, size, kind, expected):
    with pytest.raises(kind, match=f"^{place} must be {expected}"):
        DenseLayer(**({"inputs": 4, "outputs": 3} | {place: size}))


@pytest.mark.parametrize("name", ["Relu", "", None, 3, ["relu"]], ids=repr)
def test_an_unknown_name_is_answered_with_the_known_ones(name):
    for what, known in (("activation", ACTIVATIONS), ("initializer", INITIALIZERS)):
        if (what, name) != ("initializer", None):
            with pytest.raises(ValueError) as error:
                DenseLayer(4, 3, **{what: name})
            message = f"{what} must be one of {', '.join(known)}, but {name!r} was passed"
            assert str(error.value).startswith(message)


def test_a_softmax_of_one_output_is_refused_and_told_to_take_two():
    with pytest.raises(ValueError, match="softmax over a single output is always 1, .* for two classes take 2"):
        DenseLayer(4, 1, "softmax")
    assert DenseLayer(4, 2, "softmax").probabilities and not DenseLayer(4, 1, "sigmoid").probabilities


# ---- dropout, worked by hand


class GivenNumbers(np.random.Generator):
    """A generator whose random numbers are these, whatever it is asked for."""

    def __init__(self, numbers):
        super().__init__(np.random.PCG64(0))
        self.numbers = np.array(numbers)

    def random(self, size, dtype):
        assert size == self.numbers.shape
        return self.numbers.astype(dtype)


def dropout(rate, rng, dtype=np.float64):
    layer = DropoutLayer(rate)
    layer.place(np.zeros(0, dtype), np.zeros(0, dtype), np.random.default_rng(rng) if isinstance(rng, int) else rng)
    return layer


def test_in_training_what_is_not_dropped_is_strengthened_and_alone_passes_back_as_worked_by_hand():
    # Dropped is where the random number is below 3/4; what is kept is multiplied with 1/(1 - 3/4) = 4.
    # mask: (4, 4, 0) and (0, 4, 4); 3/4 itself is kept.  A · mask: (4/2, 4·0, 0) and (0, 4, 4)
    layer = dropout(0.75, GivenNumbers([[0.8, 0.9, 0.7], [0.1, 0.75, 0.99]]))
    A_before = np.array([[0.5, 0, 2.5], [1, 1, 1]])
    np.testing.assert_array_equal(layer.forward(A_before, training=True), [[2, 0, 0], [0, 4, 4]])
    np.testing.assert_array_equal(layer.mask, [[4, 4, 0], [0, 4, 4]])
    # dA · mask = (1·4, 2·4, 3·0) and (4·0, 5·4, 6·4) = (4, 8, 0) and (0, 20, 24)
    layer.backward(np.array([[1.0, 2, 3], [4, 5, 6]]))
    np.testing.assert_array_equal(layer.dA_before(), [[4, 8, 0], [0, 20, 24]])
    np.testing.assert_array_equal(A_before, [[0.5, 0, 2.5], [1, 1, 1]])


def test_when_it_is_asked_dropout_passes_everything_on_and_back_and_draws_nothing():
    layer, A_before, dA = dropout(0.75, 5), np.ones((2, 10)), np.arange(20.0).reshape(2, 10)
    for _ in range(2):  # before a training, and after
        state = layer.rng.bit_generator.state
        assert layer.forward(A_before) is A_before
        layer.backward(dA)
        np.testing.assert_array_equal(layer.dA_before(), dA)
        assert layer.rng.bit_generator.state == state
        assert (layer.forward(A_before, training=True) == 0).any()


# ---- dropout's properties


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_the_mask_holds_only_0_and_1_over_what_is_kept_and_drops_its_share(rate, dtype):
    layer = dropout(rate, 3, dtype)
    A = layer.forward(np.ones((5, 4000), dtype), training=True)
    assert A.dtype == layer.mask.dtype == dtype and A.shape == (5, 4000)
    kept = layer.mask != 0
    np.testing.assert_allclose(layer.mask[kept], 1 / (1 - rate), rtol=1e-6 if dtype == np.float32 else 1e-15)
    # Of 4,000 numbers of a neuron the dropped share has the standard deviation sqrt(rate (1 - rate) / 4000).
    deviation = math.sqrt(rate * (1 - rate) / 4000)
    np.testing.assert_allclose(1 - kept.mean(axis=1), rate, rtol=0, atol=5 * deviation)
    # A number 1/(1 - rate) with probability 1 - rate, else 0, is 1 in the mean.
    np.testing.assert_allclose(A.mean(axis=1), 1, rtol=0, atol=5 * deviation / (1 - rate))
    # Neither do the neurons share their fate, nor the examples: of each 5 in a column, binomially many are kept.
    expected = [math.comb(5, k) * (1 - rate) ** k * rate ** (5 - k) for k in range(6)]
    np.testing.assert_allclose(np.bincount(kept.sum(axis=0), minlength=6) / 4000, expected, rtol=0, atol=0.05)


def test_each_pass_draws_a_new_mask_and_the_same_seed_the_same_masks():
    def masks(seed):
        layer = dropout(0.5, seed)
        return [layer.forward(np.ones((5, 10)), training=True) for _ in range(2)]

    first, second = masks(5)
    assert (first != second).any() and (first != masks(6)[0]).any()
    np.testing.assert_array_equal([first, second], masks(5))


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 3, 4)], ids=str)
def test_dropout_takes_examples_of_any_shape_has_no_parameters_and_drops_nothing_at_a_rate_of_0(shape):
    layer = dropout(0, 1)
    assert layer.shape_after(shape) == shape and layer.shape_after(None) is None
    assert (layer.size, layer.weights, layer.probabilities, layer.settings()) == (0, 0, False, {"rate": 0})
    assert layer.first_parameters(np.random.default_rng(0)).shape == (0,)
    A = np.random.default_rng(2).normal(size=(*shape, 5))
    np.testing.assert_array_equal(layer.forward(A, training=True), A)
    assert (dropout(0.5, 1).forward(A, training=True) == 0).any()


def test_a_rate_outside_0_to_below_1_is_refused():
    for wrong in (1, 1.0, 50, -0.1, math.nan):
        with pytest.raises(ValueError, match=f"^rate must be a share from 0 to below 1, but it is {wrong}"):
            DropoutLayer(wrong)
    for wrong in ("0.5", None):
        with pytest.raises(TypeError, match=f"^rate must be a number, but {wrong!r} was passed"):
            DropoutLayer(wrong)


# ---- the interface


def test_every_kind_in_the_table_has_what_the_docstring_of_the_module_promises_and_its_settings_make_another():
    import nnhelpers.layers

    promised = [line.split("  ")[2] for line in nnhelpers.layers.__doc__.splitlines() if line.startswith("    ")]
    names = [name for text in promised for name in text.split("(")[0].split(", ") if name]
    assert {"size", "weights", "probabilities", "settings", "place", "dA_before"} <= set(names)
    kinds = {
        DenseLayer: DenseLayer(4, 3, "tanh"), DropoutLayer: DropoutLayer(0.25),
        ConvLayer: ConvLayer(2, 3, 5, 2, 1, "tanh"), MaxPoolLayer: MaxPoolLayer(3, 2), FlattenLayer: FlattenLayer(),
        BatchNormLayer: BatchNormLayer(3, "tanh", 0.8, 1e-3),
    }
    for kind, example in kinds.items():
        assert LAYERS[kind.__name__] is kind and kind.__bases__ == (object,)
        assert all(hasattr(example, name) for name in names)
        another = kind(**example.settings())
        assert another.settings() == example.settings() and another.size == example.size
    assert set(LAYERS) == {kind.__name__ for kind in kinds}
