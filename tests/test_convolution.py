"""Convolution and pooling: worked by hand, against loops, against central differences, and by their adjoints."""

import itertools

import numpy as np
import pytest
from small_networks import FLOATS

import nnhelpers.convolution as convolution
from nnhelpers.convolution import (
    add_patches,
    convolve,
    convolve_back,
    glimpses,
    kernel_gradients,
    max_pool,
    max_pool_backward,
    pad,
    places,
    shifts,
    strips,
    to_patches,
)
from nnhelpers.gradient_check import numerical_gradient

# channels, height, width, m, filters, size, stride
SHAPES = [(1, 5, 5, 3, 2, 3, 1), (2, 5, 7, 3, 4, 3, 1), (3, 6, 5, 1, 2, 2, 2), (2, 7, 8, 2, 3, 3, 2),
          (1, 4, 4, 2, 1, 4, 1), (2, 4, 5, 2, 2, 1, 3)]

# One map of 3 × 4 pixels, one example, and one kernel of 2 × 2.
#
#   1 2 0 1        1  0      Z = 1 - 3 = -2   2 - 1 =  1   0 - 2 = -2        + 1/2
#   0 3 1 2        0 -1          0 - 0 =  0   3 - 4 = -1   1 - 0 =  1
#   2 0 4 0
HAND_A = np.array([[1.0, 2, 0, 1], [0, 3, 1, 2], [2, 0, 4, 0]]).reshape(1, 3, 4, 1)
HAND_W, HAND_b = np.array([[1.0, 0, 0, -1]]), np.array([[0.5]])
HAND_Z = np.array([[-1.5, 1.5, -1.5], [0.5, -0.5, 1.5]]).reshape(1, 2, 3, 1)
# dZ = 1 0 2     dW: upper left pixel of the window  1·1 + 2·0 + 3·3 = 10     upper right  1·2 + 2·1 + 3·1 = 7
#      0 3 0         lower left                      1·0 + 2·1 + 3·0 =  2     lower right  1·3 + 2·2 + 3·4 = 19
# db = 6         dA: each dZ at its window's upper left, and its negative at its lower right
#                    1  0  2  0
#                    0 -1+3  0 -2
#                    0  0 -3  0
HAND_dZ = np.array([[1.0, 0, 2], [0, 3, 0]]).reshape(1, 2, 3, 1)
HAND_dW, HAND_db = [[10.0, 7, 2, 19]], [[6.0]]
HAND_dA = np.array([[1.0, 0, 2, 0], [0, 2, 0, -2], [0, 0, -3, 0]]).reshape(1, 3, 4, 1)


def drawn(channels, height, width, m, filters, size, stride, dtype=np.float64):
    rng = np.random.default_rng(3)
    A = rng.normal(size=(channels, height, width, m)).astype(dtype)
    W, b = rng.normal(size=(filters, channels * size**2)).astype(dtype), rng.normal(size=(filters, 1)).astype(dtype)
    return A, W, b


def by_loops(A, W, b, size, stride):
    """One number at a time, from the definition."""
    channels, height, width, m = A.shape
    Z = np.zeros((len(W), (height - size) // stride + 1, (width - size) // stride + 1, m))
    kernels = W.reshape(len(W), channels, size, size)
    for f, row, column, k in np.ndindex(Z.shape):
        Z[f, row, column, k] = b[f, 0]
        for c, i, j in np.ndindex(channels, size, size):
            Z[f, row, column, k] += kernels[f, c, i, j] * A[c, row * stride + i, column * stride + j, k]
    return Z


# ---- worked by hand


def test_convolution_there_and_back_gives_the_numbers_worked_by_hand():
    np.testing.assert_array_equal(convolve(HAND_A, HAND_W, HAND_b, 2), HAND_Z)
    dW, db = kernel_gradients(HAND_dZ, HAND_A, 2)
    np.testing.assert_array_equal(dW, HAND_dW)
    np.testing.assert_array_equal(db, HAND_db)
    np.testing.assert_array_equal(convolve_back(HAND_dZ, HAND_W, HAND_A.shape, 2), HAND_dA)


def test_a_column_holds_a_window_row_by_row_and_columns_go_place_by_place():
    np.testing.assert_array_equal(to_patches(HAND_A, 2)[:, [0, 1, 5]].T, [[1, 2, 0, 3], [2, 0, 3, 1], [1, 2, 4, 0]])
    np.testing.assert_array_equal(to_patches(HAND_A, 2, stride=2).T, [[1, 2, 0, 3], [0, 1, 1, 2]])


def test_examples_lie_side_by_side_at_each_place_and_channels_one_below_the_other():
    A = np.arange(2 * 2 * 3 * 4).reshape(2, 2, 3, 4)  # channels, height, width, m
    patches = to_patches(A, 2)
    assert patches.shape == (8, 8)
    for place, example, channel in itertools.product(range(2), range(4), range(2)):
        column = patches[4 * channel : 4 * channel + 4, 4 * place + example]
        np.testing.assert_array_equal(column, A[channel, :, place : place + 2, example].ravel())


def test_glimpses_are_a_view_of_what_each_pixel_of_the_window_sees_and_equal_the_shifts():
    A = np.random.default_rng(3).normal(size=(2, 7, 6, 4))
    for size, stride in ((3, 1), (2, 2), (3, 2)):
        seen = glimpses(A, size, stride)
        assert np.shares_memory(seen, A) and not seen.flags.writeable
        pixels = itertools.product(range(size), repeat=2)
        for (i, j), shifted in zip(pixels, shifts(A, size, stride), strict=True):
            np.testing.assert_array_equal(seen[:, i, j], shifted)


def test_add_patches_counts_how_many_windows_see_a_pixel():
    # Of windows of 2 × 2 on 3 × 3: a corner is seen by one, an edge by two, the middle by all four.
    seen = np.full((1, 3, 3, 1), 10.0)
    add_patches(np.ones((4, 4)), seen, 2)
    np.testing.assert_array_equal(seen[0, :, :, 0] - 10, [[1, 2, 1], [2, 4, 2], [1, 2, 1]])


def test_the_frame_of_zeros_lies_on_all_four_sides():
    framed = pad(HAND_A, 2)
    assert framed.shape == (1, 7, 8, 1) and framed.sum() == HAND_A.sum()
    np.testing.assert_array_equal(framed[:, 2:-2, 2:-2], HAND_A)
    assert pad(HAND_A, 0) is HAND_A and pad(HAND_A.transpose(0, 2, 1, 3), 0).flags.c_contiguous


def test_pooling_there_and_back_gives_the_numbers_worked_by_hand():
    #   1 2 | 0 1       largest: 3 and 2; the last row fits into no window
    #   0 3 | 1 2
    P = max_pool(HAND_A, 2, 2)
    np.testing.assert_array_equal(P.ravel(), [3, 2])
    dA = max_pool_backward(np.array([5.0, 7]).reshape(1, 1, 2, 1), HAND_A, P, 2, 2)
    np.testing.assert_array_equal(dA[0, :, :, 0], [[0, 0, 0, 0], [0, 5, 0, 7], [0, 0, 0, 0]])


def test_of_equal_pixels_the_first_row_by_row_gets_all():
    A = np.array([[0.0, 4], [4, 4]]).reshape(1, 2, 2, 1)
    dA = max_pool_backward(np.full((1, 1, 1, 1), 3.0), A, max_pool(A, 2, 2), 2, 2)
    np.testing.assert_array_equal(dA[0, :, :, 0], [[0, 3], [0, 0]])


def test_a_pixel_that_is_the_largest_of_several_windows_adds_up_what_they_give():
    A = np.array([[1.0, 0, 0], [0, 9, 0], [0, 0, 1]]).reshape(1, 3, 3, 1)
    P = max_pool(A, 2, 1)
    dA = max_pool_backward(np.array([1.0, 2, 3, 4]).reshape(1, 2, 2, 1), A, P, 2, 1)
    assert dA[0, 1, 1, 0] == dA.sum() == 10


@pytest.mark.parametrize(("length", "size", "stride", "expected"), [
    (28, 5, 1, 24), (24, 2, 2, 12), (5, 2, 2, 2), (7, 3, 2, 3), (5, 5, 1, 1), (4, 1, 3, 2),
])
def test_places_are_counted_as_one_finds_them_by_trying(length, size, stride, expected):
    assert places(length, size, stride) == expected == sum(k + size <= length for k in range(0, length, stride))


# ---- against loops and central differences


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_convolve_is_what_loops_make_of_the_definition(shape):
    A, W, b = drawn(*shape)
    np.testing.assert_allclose(convolve(A, W, b, *shape[5:]), by_loops(A, W, b, *shape[5:]), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_gradients_are_what_central_differences_measure(shape):
    A, W, b = drawn(*shape)
    dZ = np.random.default_rng(4).normal(size=convolve(A, W, b, *shape[5:]).shape)
    measured = numerical_gradient(
        lambda p: np.sum(dZ * convolve(p["A"], p["W"], p["b"], *shape[5:])), {"A": A, "W": W, "b": b}
    )
    dW, db = kernel_gradients(dZ, A, *shape[5:])
    for given, name in ((convolve_back(dZ, W, A.shape, *shape[5:]), "A"), (dW, "W"), (db, "b")):
        np.testing.assert_allclose(given, measured[name], rtol=1e-7, atol=1e-8, err_msg=name)


@pytest.mark.parametrize(("size", "stride"), [(2, 2), (2, 1), (3, 2), (3, 3), (2, 3)])
def test_the_gradient_of_pooling_is_what_central_differences_measure(size, stride):
    A = np.random.default_rng(5).permutation(2 * 7 * 6 * 3).reshape(2, 7, 6, 3) / 10  # no two equal
    P = max_pool(A, size, stride)
    dP = np.random.default_rng(6).normal(size=P.shape)
    measured = numerical_gradient(lambda p: np.sum(dP * max_pool(p["A"], size, stride)), {"A": A})
    np.testing.assert_allclose(max_pool_backward(dP, A, P, size, stride), measured["A"], rtol=1e-7, atol=1e-8)


# ---- adjoints


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_add_patches_and_convolve_back_are_the_adjoints(shape):
    # <T x, y> = <x, T* y> for every x and y, which needs no differences and is true to the last digits.
    A, W, b = drawn(*shape)
    size, stride = shape[5:]
    rng = np.random.default_rng(7)
    patches = to_patches(A, size, stride)
    Y = rng.normal(size=patches.shape)
    back = np.zeros(A.shape)
    add_patches(Y, back, size, stride)
    np.testing.assert_allclose(np.sum(patches * Y), np.sum(A * back), rtol=1e-11)
    Z = convolve(A, W, np.zeros_like(b), size, stride)
    Y = rng.normal(size=Z.shape)
    np.testing.assert_allclose(np.sum(Z * Y), np.sum(A * convolve_back(Y, W, A.shape, size, stride)), rtol=1e-11)


# ---- properties


@pytest.mark.parametrize("dtype", FLOATS)
def test_dtypes_stay_and_nothing_that_was_passed_changes(dtype):
    A, W, b = drawn(*SHAPES[1], dtype=dtype)
    kept = A.copy(), W.copy(), b.copy()
    Z = convolve(A, W, b, 3)
    P = max_pool(Z, 2, 2)
    dZ = max_pool_backward(P, Z, P, 2, 2)
    made = [pad(A, 1), to_patches(A, 3), Z, P, dZ, *kernel_gradients(dZ, A, 3), convolve_back(dZ, W, A.shape, 3)]
    assert {array.dtype for array in made} == {np.dtype(dtype)}
    for array, before in zip((A, W, b), kept, strict=True):
        np.testing.assert_array_equal(array, before)
    assert not np.shares_memory(max_pool(A, 1, 1), A)


@pytest.mark.parametrize("stride", [1, 2, 4])
def test_maps_are_worked_on_in_strips_with_the_same_result_and_little_memory(monkeypatch, stride):
    A, W, b = drawn(2, 9, 5, 11, 3, 3, 1)
    dZ = np.random.default_rng(8).normal(size=convolve(A, W, b, 3, stride).shape)
    made, rows = {}, dZ.shape[1]

    def results():
        dA = convolve_back(dZ, W, A.shape, 3, stride)
        return convolve(A, W, b, 3, stride), *kernel_gradients(dZ, A, 3, stride), dA

    def watched(A, size, stride=1, rooms=1):
        made[rooms] = strips(A, size, stride, rooms)
        return made[rooms]

    whole = results()
    monkeypatch.setattr(convolution, "strips", watched)
    for room, together in ((1, 1), (2 * 18 * dZ.shape[2] * 11 * 8, 2)):  # less than a row of places, and two of them
        monkeypatch.setattr(convolution, "ROOM", room)
        for array, expected in zip(results(), whole, strict=True):
            np.testing.assert_allclose(array, expected, rtol=1e-12, atol=1e-12)
        assert len(made[1]) == -(-rows // together) and len(made[1 / 8]) == rows  # the gradients': a row at a time
        assert {seen.stop - seen.start for _, seen in made[1][: rows // together]} == {3 + (together - 1) * stride}


def test_the_patches_of_a_strip_take_no_more_room_than_is_given_if_a_row_fits_into_it():
    maps = np.zeros((16, 28, 28, 100), np.float32)
    for rooms in (1 / 8, 1, 16):
        for rows, seen in strips(maps, 5, rooms=rooms):
            assert to_patches(maps[:, seen], 5).nbytes <= max(rooms * convolution.ROOM, 16 * 25 * 24 * 100 * 4)
            assert maps[:, seen].shape[1] == rows.stop - rows.start + 4


def test_an_example_is_answered_whatever_stands_beside_it():
    A, W, b = drawn(2, 6, 5, 4, 3, 3, 1)
    np.testing.assert_allclose(convolve(A[..., 1:2], W, b, 3), convolve(A, W, b, 3)[..., 1:2], rtol=1e-12, atol=1e-12)


def test_a_shifted_map_has_the_shifted_answer():
    A, W, b = drawn(1, 9, 9, 2, 3, 3, 1)
    Z, shifted = convolve(A, W, b, 3), convolve(np.roll(A, (1, 2), axis=(1, 2)), W, b, 3)
    np.testing.assert_allclose(shifted[:, 1:, 2:], Z[:, :-1, :-2], rtol=1e-12, atol=1e-12)


# ---- what does not fit


@pytest.mark.parametrize(("change", "words"), [
    ({"A": np.zeros((1, 5, 5))}, r"must have the shape \(channels, height, width, m\).*A\[..., np.newaxis\]"),
    ({"A": np.zeros((2, 5, 5, 1))}, r"of 2 · 3² = 18 weights, but its shape is \(2, 9\)"),
    ({"A": np.zeros((1, 2, 5, 1))}, "window of 3 × 3, which does not fit into maps of 2 × 5"),
    ({"W": np.zeros((2, 1, 3, 3))}, r"W.reshape\(len\(W\), -1\)"),
    ({"b": np.zeros(2)}, r"b must have the shape \(2, 1\)"),
])
def test_what_does_not_fit_is_named(change, words):
    arrays = {"A": np.zeros((1, 5, 5, 1)), "W": np.zeros((2, 9)), "b": np.zeros((2, 1))} | change
    with pytest.raises(ValueError, match=words):
        convolve(**arrays, size=3)
