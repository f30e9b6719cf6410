"""Between the arrays of the files and the matrices of a network: pixels, columns, splits, shifts and labels."""

import numpy as np
import pytest

from nnhelpers.preprocessing import (
    decode,
    normalize,
    one_hot,
    shift_images,
    smooth_labels,
    split,
    to_columns,
    to_images,
)

# normalize


def test_normalize_agrees_with_the_case_worked_by_hand():
    # 0 / 255 = 0,  51 / 255 = 1/5,  102 / 255 = 2/5,  255 / 255 = 1
    images = np.array([[[0, 51], [102, 255]]], dtype=np.uint8)
    np.testing.assert_array_equal(normalize(images), [[[0, 0.2], [0.4, 1]]])


@pytest.mark.parametrize("shape", [(3, 28, 28), (784, 3), (5,), (1, 2, 3, 4)], ids=str)
def test_normalize_keeps_the_shape(shape):
    assert normalize(np.full(shape, 7, dtype=np.uint8)).shape == shape


def test_normalize_loses_nothing():
    every_pixel = np.arange(256, dtype=np.uint8)
    for dtype in (np.float32, np.float64):
        np.testing.assert_array_equal(np.rint(normalize(every_pixel, dtype) * 255), every_pixel)


def test_normalize_stays_within_zero_and_one_and_keeps_the_order():
    scaled = normalize(np.arange(256, dtype=np.uint8))
    assert (scaled[0], scaled[-1]) == (0, 1)
    assert (np.diff(scaled) > 0).all()


def test_normalize_gives_float64_unless_asked_for_another_dtype():
    images = np.array([[[3, 200]]], dtype=np.uint8)
    assert normalize(images).dtype == np.float64
    assert normalize(images, dtype=np.float32).dtype == np.float32
    np.testing.assert_array_equal(normalize(images, np.float32), np.float32([[[3, 200]]]) / np.float32(255))


def test_normalize_leaves_the_raw_pixels_as_they_were():
    images = np.arange(12, dtype=np.uint8).reshape(3, 2, 2)
    scaled = normalize(images)
    scaled[:] = 0
    assert images.dtype == np.uint8
    assert images.ravel().tolist() == list(range(12))


# to_columns


def test_to_columns_agrees_with_the_case_worked_by_hand():
    # The first image is  1 2   read row by row 1, 2, 3, 4: the first column.
    #                     3 4
    # The second is       5 6   read row by row 5, 6, 7, 8: the second column.
    #                     7 8
    images = np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
    assert to_columns(images).tolist() == [[1, 5], [2, 6], [3, 7], [4, 8]]


def test_column_i_holds_the_pixels_of_image_i():
    images = np.random.default_rng(0).integers(0, 256, (5, 4, 3), dtype=np.uint8)
    X = to_columns(images)
    assert X.shape == (12, 5)
    for i in range(5):
        np.testing.assert_array_equal(X[:, i], images[i].ravel())


def test_permuting_the_images_permutes_the_columns():
    images = np.random.default_rng(0).integers(0, 256, (5, 4, 3), dtype=np.uint8)
    order = [3, 0, 4, 1, 2]
    np.testing.assert_array_equal(to_columns(images[order]), to_columns(images)[:, order])


def test_to_columns_is_a_view_whose_columns_are_contiguous():
    images = np.zeros((5, 4, 3))
    X = to_columns(images)
    assert np.shares_memory(X, images)
    assert X[:, 2].flags.c_contiguous and X.flags.f_contiguous
    X[7, 2] = 1
    # Pixel 7 of an image three pixels wide is in row 7 // 3 = 2, column 7 % 3 = 1.
    assert images[2, 2, 1] == 1 and images.sum() == 1


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_to_columns_keeps_the_dtype(dtype):
    assert to_columns(np.zeros((2, 3, 3), dtype=dtype)).dtype == dtype


def test_to_columns_leaves_the_images_as_they_were():
    images = np.arange(12).reshape(3, 2, 2)
    to_columns(images)
    assert images.shape == (3, 2, 2) and images.ravel().tolist() == list(range(12))


# to_images


def test_to_images_agrees_with_the_case_worked_by_hand():
    # Four rows are the pixels of 2 × 2 images. The first column, 1 2 3 4, fills the first image row by row.
    X = np.array([[1, 5], [2, 6], [3, 7], [4, 8]])
    assert to_images(X).tolist() == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
@pytest.mark.parametrize("m", [1, 2, 9])
def test_to_images_undoes_to_columns(m, dtype):
    images = np.random.default_rng(0).integers(0, 256, (m, 3, 3)).astype(dtype)
    back = to_images(to_columns(images))
    np.testing.assert_array_equal(back, images)
    assert back.dtype == dtype


def test_to_columns_undoes_to_images():
    X = np.random.default_rng(0).random((9, 4))
    np.testing.assert_array_equal(to_columns(to_images(X)), X)


def test_to_images_leaves_the_columns_as_they_were():
    X = np.arange(8.0).reshape(4, 2)
    to_images(X)
    assert X.shape == (4, 2) and X.ravel().tolist() == list(range(8))


# split


class BackToFront(np.random.Generator):
    """A generator whose permutations can be worked out by hand."""

    def __init__(self):
        super().__init__(np.random.PCG64(0))

    def permutation(self, m):
        return np.arange(m)[::-1]


def five():
    """Five images, each filled with its own number, and a label that is ten times that number."""
    return np.arange(5, dtype=np.uint8).repeat(4).reshape(5, 2, 2), np.arange(0, 50, 10, dtype=np.uint8)


def test_split_agrees_with_the_case_worked_by_hand():
    # The order 4 3 2 1 0: the first two, 4 and 3, are set aside; 2, 1 and 0 are left to train on.
    train_images, train_labels, validation_images, validation_labels = split(*five(), 2, BackToFront())
    assert validation_labels.tolist() == [40, 30]
    assert train_labels.tolist() == [20, 10, 0]
    assert validation_images[:, 0, 0].tolist() == [4, 3]
    assert train_images[:, 0, 0].tolist() == [2, 1, 0]


@pytest.mark.parametrize("validation_size", [1, 30, 99])
def test_split_deals_out_every_example_once_and_keeps_pairs_together(validation_size):
    labels = np.arange(100)
    images = labels.repeat(4).reshape(100, 2, 2)
    parts = split(images, labels, validation_size, np.random.default_rng(0))
    train_images, train_labels, validation_images, validation_labels = parts
    assert (len(train_labels), len(validation_labels)) == (100 - validation_size, validation_size)
    assert sorted([*train_labels, *validation_labels]) == list(range(100))
    np.testing.assert_array_equal(train_images, images[train_labels])
    np.testing.assert_array_equal(validation_images, images[validation_labels])


def test_split_shuffles_both_parts():
    labels = np.arange(100)
    _, train_labels, _, validation_labels = split(labels, labels, 50, np.random.default_rng(0))
    for part in (train_labels, validation_labels):
        assert part.tolist() != sorted(part)
        assert part.min() < 50 <= part.max()


def test_the_same_seed_gives_the_same_split_and_another_seed_another():
    labels = np.arange(100)
    first, again, other = (split(labels, labels, 20, np.random.default_rng(seed))[3].tolist() for seed in (1, 1, 2))
    assert first == again != other


def test_split_keeps_the_dtypes():
    images, labels = five()
    parts = split(images.astype(np.float32), labels, 2, np.random.default_rng(0))
    assert [part.dtype for part in parts] == [np.float32, np.uint8, np.float32, np.uint8]


def test_split_returns_copies_and_leaves_its_arguments_as_they_were():
    images, labels = five()
    for part in split(images, labels, 2, np.random.default_rng(0)):
        part[:] = 99
    np.testing.assert_array_equal(images, five()[0])
    np.testing.assert_array_equal(labels, five()[1])


def test_validation_size_may_be_a_number_of_numpy():
    assert len(split(*five(), np.int64(2), np.random.default_rng(0))[3]) == 2


# one_hot


def test_one_hot_agrees_with_the_case_worked_by_hand():
    # Label 2 puts its 1 in row 2, label 0 in row 0, label 1 in row 1; one column per label.
    Y = one_hot(np.array([2, 0, 1, 2]), classes=3)
    np.testing.assert_array_equal(Y, [[0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 1]])


def test_one_hot_makes_ten_rows_unless_asked_for_other_classes():
    assert one_hot(np.array([3])).shape == (10, 1)
    assert one_hot(np.array([3, 3, 0]), classes=4).shape == (4, 3)


def test_each_column_holds_a_single_one_and_zeros():
    Y = one_hot(np.random.default_rng(0).integers(0, 10, 50))
    assert ((Y == 0) | (Y == 1)).all()
    assert (Y.sum(axis=0) == 1).all()


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int32, np.int64, np.uint64])
def test_labels_of_every_integer_dtype_are_encoded(dtype):
    np.testing.assert_array_equal(one_hot(np.arange(10, dtype=dtype)), np.eye(10))


def test_more_classes_than_a_byte_can_count_are_encoded():
    assert one_hot(np.array([255, 0], dtype=np.uint8), classes=300).shape == (300, 2)


def test_one_hot_gives_float64_unless_asked_for_another_dtype():
    assert one_hot(np.array([1])).dtype == np.float64
    for dtype in (np.float32, np.uint8):
        assert one_hot(np.array([1]), dtype=dtype).dtype == dtype


def test_permuting_the_labels_permutes_the_columns():
    labels = np.array([4, 1, 9, 2])
    order = [2, 0, 3, 1]
    np.testing.assert_array_equal(one_hot(labels[order]), one_hot(labels)[:, order])


def test_one_hot_leaves_the_labels_as_they_were():
    labels = np.array([4, 1, 9])
    one_hot(labels)
    assert labels.tolist() == [4, 1, 9]


# decode


def test_decode_agrees_with_the_case_worked_by_hand():
    # The largest of 0.1 0.7 0.2 stands in row 1; the largest of 0.5 0.1 0.4 in row 0; −1 beats −2 and −3.
    Y = np.array([[0.1, 0.5, -2.0], [0.7, 0.1, -3.0], [0.2, 0.4, -1.0]])
    assert decode(Y).tolist() == [1, 0, 2]


def test_of_equal_entries_the_first_wins():
    assert decode(np.array([[0.0, 1.0], [2.0, 1.0], [2.0, 1.0]])).tolist() == [1, 0]


@pytest.mark.parametrize("classes", [1, 3, 10])
def test_decode_undoes_one_hot(classes):
    labels = np.random.default_rng(0).integers(0, classes, 50)
    np.testing.assert_array_equal(decode(one_hot(labels, classes)), labels)


def test_decode_gives_integers_of_shape_m():
    labels = decode(np.zeros((10, 4), dtype=np.float32))
    assert labels.shape == (4,) and labels.dtype.kind == "i"


def test_permuting_the_columns_permutes_the_labels():
    Y = np.random.default_rng(0).random((10, 5))
    order = [3, 0, 4, 1, 2]
    np.testing.assert_array_equal(decode(Y[:, order]), decode(Y)[order])


def test_decode_sees_only_the_order_of_a_column():
    Y = np.random.default_rng(0).normal(size=(10, 20))
    np.testing.assert_array_equal(decode(np.exp(Y)), decode(Y))
    np.testing.assert_array_equal(decode(3 * Y + 100), decode(Y))


def test_decode_leaves_the_columns_as_they_were():
    Y = np.array([[0.1, 0.5], [0.9, 0.5]])
    decode(Y)
    assert Y.tolist() == [[0.1, 0.5], [0.9, 0.5]]


# shift_images


def shifted(image, down, right):
    """The image moved by so many pixels, one pixel at a time; what comes in is 0, and what goes out is lost."""
    height, width = image.shape
    moved = np.zeros_like(image)
    for y in range(height):
        for x in range(width):
            if 0 <= y + down < height and 0 <= x + right < width:
                moved[y + down, x + right] = image[y, x]
    return moved


def numbered(height, width, dtype=np.uint8):
    """One image of pixels 1, 2, 3, …: no two alike, and none blank."""
    return np.arange(1, height * width + 1).reshape(height, width).astype(dtype)


def shifts_found(image, results, most):
    """For each of the results, by how far down and right the image was moved."""
    known = {
        shifted(image, down, right).tobytes(): (down, right)
        for down in range(-most, most + 1)
        for right in range(-most, most + 1)
    }
    assert len(known) == (2 * most + 1) ** 2, "shifts that look alike could not be told apart"
    return [known[result.tobytes()] for result in results]


def test_shifting_by_at_most_one_pixel_gives_just_the_nine_images_worked_by_hand():
    # 1 2 3    moved down:  0 0 0    moved left:  2 3 0    moved up and right:  0 4 5
    # 4 5 6                 1 2 3                 5 6 0                         0 0 0
    images = np.array([[[1, 2, 3], [4, 5, 6]]]).repeat(500, axis=0)
    found = {tuple(map(tuple, image.tolist())) for image in shift_images(images, 1, np.random.default_rng(0))}
    assert found == {
        ((0, 1, 2), (0, 4, 5)), ((1, 2, 3), (4, 5, 6)), ((2, 3, 0), (5, 6, 0)),
        ((0, 0, 0), (0, 1, 2)), ((0, 0, 0), (1, 2, 3)), ((0, 0, 0), (2, 3, 0)),
        ((0, 4, 5), (0, 0, 0)), ((4, 5, 6), (0, 0, 0)), ((5, 6, 0), (0, 0, 0)),
    }


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32, np.float64])
@pytest.mark.parametrize(("height", "width", "most"), [(5, 5, 1), (5, 5, 2), (4, 7, 3), (7, 4, 2), (3, 9, 2)])
def test_every_shift_up_to_the_most_occurs_in_both_directions_about_equally_often(height, width, most, dtype):
    image, m = numbered(height, width, dtype), 4000
    results = shift_images(image[None].repeat(m, axis=0), most, np.random.default_rng(1))
    assert results.shape == (m, height, width) and results.dtype == dtype
    found = shifts_found(image, results, most)
    wide = range(-most, most + 1)
    assert set(found) == {(down, right) for down in wide for right in wide}
    # Each of the (2 most + 1)² should be drawn m / (2 most + 1)² times: neither hardly ever nor twice as often.
    counts = [found.count(shift) for shift in set(found)]
    assert 0.4 * m < min(counts) * len(counts) and max(counts) * len(counts) < 1.8 * m


def test_each_image_has_a_shift_of_its_own_and_stays_in_its_place():
    images = np.stack([numbered(5, 6, float) + 100 * i for i in range(50)])
    found = []
    for image, result in zip(images, shift_images(images, 1, np.random.default_rng(2)), strict=True):
        found += shifts_found(image, [result], 1)
    assert len(set(found)) == 9


@pytest.mark.parametrize("most", [1, 2, 4])
def test_ink_never_grows_and_none_wraps_round(most):
    rng = np.random.default_rng(3)
    images = rng.integers(0, 256, (200, 4, 6), dtype=np.uint8)
    results = shift_images(images, most, rng)
    ink = results.sum(axis=(1, 2), dtype=int)
    assert (ink <= images.sum(axis=(1, 2), dtype=int)).all()
    # A bar along one edge stays, moves inwards by at most 4 of 5 pixels, or is gone: it never comes in at the other.
    for edge, far in [(np.s_[:, 0], np.s_[:, 5:]), (np.s_[:, :, 0], np.s_[:, :, 5:]),
                      (np.s_[:, 5], np.s_[:, :1]), (np.s_[:, :, 5], np.s_[:, :, :1])]:
        bars = np.zeros((200, 6, 6), np.uint8)
        bars[edge] = 9
        moved = shift_images(bars, most, rng)
        assert not moved[far].any() and moved.any() and (moved.sum(axis=(1, 2)) == 0).any()


def test_ink_far_from_the_edge_is_kept_to_the_last_pixel_and_ink_at_the_edge_is_lost():
    rng = np.random.default_rng(4)
    inside = np.zeros((100, 8, 9))
    inside[:, 2:-2, 2:-2] = rng.random((100, 4, 5)) + 0.1
    results = shift_images(inside, 2, rng)
    for image, result in zip(inside, results, strict=True):
        np.testing.assert_array_equal(np.sort(result[result > 0]), np.sort(image[image > 0]))
    # A frame of 2 (8 + 9) - 4 = 30 pixels: moved down by one, it loses the 9 of its lowest row; right, the 8 of a
    # column; both, 9 + 8 - 1 = 16.
    frame = np.ones((300, 8, 9), np.uint8)
    frame[:, 1:-1, 1:-1] = 0
    assert set(shift_images(frame, 1, rng).sum(axis=(1, 2)).tolist()) == {30, 30 - 9, 30 - 8, 30 - 16}


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_a_shift_of_at_most_nothing_is_a_copy(dtype):
    images = numbered(4, 6, dtype)[None].repeat(3, axis=0)
    results = shift_images(images, 0, np.random.default_rng(5))
    np.testing.assert_array_equal(results, images, strict=True)
    assert not np.shares_memory(results, images)
    results[:] = 0
    np.testing.assert_array_equal(images[1], numbered(4, 6, dtype))


@pytest.mark.parametrize("most", [0, 1, 3])
def test_shifting_leaves_the_images_as_they_were_and_gives_arrays_that_may_be_written_to(most):
    images = numbered(4, 6)[None].repeat(20, axis=0)
    images.flags.writeable = False
    results = shift_images(images, most, np.random.default_rng(6))
    assert not np.shares_memory(results, images)
    results[3] = 77
    np.testing.assert_array_equal(images, numbered(4, 6)[None].repeat(20, axis=0))
    assert (np.delete(results, 3, axis=0) != 77).all(), "the images share their memory with one another"


def test_shifted_images_become_columns_without_a_copy():
    images = shift_images(numbered(4, 6)[None].repeat(20, axis=0), 1, np.random.default_rng(6))
    assert np.shares_memory(to_columns(images), images)


def test_images_may_be_shifted_out_altogether():
    images = np.ones((400, 2, 3))
    ink = shift_images(images, 5, np.random.default_rng(7)).sum(axis=(1, 2))
    assert (ink == 0).any() and ink.max() == 6


def test_the_same_seed_gives_the_same_shifts_and_another_seed_others():
    images = numbered(5, 5)[None].repeat(30, axis=0)
    first, again, other = (shift_images(images, 2, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    rng = np.random.default_rng(1)
    shift_images(images, 2, rng)
    assert (shift_images(images, 2, rng) != first).any(), "the generator goes on from call to call"


def test_the_longest_shift_may_be_a_number_of_numpy():
    image = numbered(4, 6)
    results = shift_images(image[None].repeat(400, axis=0), np.int64(1), np.random.default_rng(8))
    assert len(set(shifts_found(image, results, 1))) == 9


# smooth_labels


def test_smooth_labels_agrees_with_the_case_worked_by_hand():
    # A fifth is taken and spread over 4 classes: each gets 1/20; the true class keeps 4/5 + 1/20 = 17/20.
    Y = smooth_labels(one_hot(np.array([2, 0]), classes=4), 0.2)
    np.testing.assert_allclose(Y, [[0.05, 0.85], [0.05, 0.05], [0.85, 0.05], [0.05, 0.05]], rtol=1e-15)


@pytest.mark.parametrize("classes", [1, 2, 3, 10])
@pytest.mark.parametrize("amount", [0, 0.1, 0.5, 0.999])
def test_smoothed_columns_sum_to_one_and_are_targets_still(amount, classes):
    labels = np.random.default_rng(0).integers(0, classes, 50)
    Y = smooth_labels(one_hot(labels, classes), amount)
    np.testing.assert_allclose(Y.sum(axis=0), 1, rtol=1e-14)
    assert Y.shape == (classes, 50) and Y.min() >= 0
    np.testing.assert_array_equal(decode(Y), labels)
    np.testing.assert_allclose(Y.max(axis=0), 1 - amount + amount / classes, rtol=1e-14)


def test_an_amount_of_nothing_changes_nothing_and_nearly_all_leaves_hardly_a_difference():
    Y = one_hot(np.array([2, 0, 1]), 3)
    np.testing.assert_array_equal(smooth_labels(Y, 0), Y)
    np.testing.assert_allclose(smooth_labels(Y, 1 - 1e-9), np.full((3, 3), 1 / 3), atol=1e-8)


def test_smoothing_twice_takes_a_share_of_what_was_left():
    # Of 1 is left 1 - 1/2, of that 1 - 1/5: 2/5; so that 3/5 were taken.
    Y = one_hot(np.array([2, 0, 1, 1]), 3)
    np.testing.assert_allclose(smooth_labels(smooth_labels(Y, 0.5), 0.2), smooth_labels(Y, 0.6), rtol=1e-14)


@pytest.mark.parametrize("amount", [0.1, np.float64(0.1), np.float32(0.1)], ids=repr)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_smoothing_keeps_the_dtype_and_leaves_the_columns_as_they_were(dtype, amount):
    Y = one_hot(np.array([2, 0]), 3, dtype)
    smoothed = smooth_labels(Y, amount)
    assert smoothed.dtype == dtype
    np.testing.assert_array_equal(Y, one_hot(np.array([2, 0]), 3))
    untouched = smooth_labels(Y, 0)
    untouched[:] = 7
    np.testing.assert_array_equal(Y, one_hot(np.array([2, 0]), 3))


# Each function refuses what its guards refuse (tests/guards/test_values.py), before it computes anything


RNG = np.random.default_rng(0)
REFUSED = [
    (normalize, [np.array([[0.0, 0.5]])], "images must be raw pixels (uint8, 0 to 255), but they are float64"),
    (normalize, [[[[0, 255]]]], "images must be a NumPy array"),
    (normalize, [np.zeros((0, 28, 28), np.uint8)], "images is empty"),
    (to_columns, [np.zeros((28, 28))], "images must have the shape (m, height, width)"),
    (to_columns, [np.zeros((0, 28, 28))], "images is empty"),
    (to_columns, [[np.zeros((28, 28))]], "images must be a NumPy array"),
    (to_images, [np.zeros((783, 3))], "a column of X must hold the pixels of a square image"),
    (to_images, [np.zeros(784)], "X must have two axes"),
    (to_images, [np.full((4, 3), np.nan)], "X holds nan at (0, 0)"),
    (split, [*five(), 0, RNG], "validation_size must be at least 1"),
    (split, [*five(), 0.2, RNG], "validation_size must be a whole number"),
    (split, [*five(), 5, RNG], "validation_size must leave something to train on"),
    (split, [five()[0], np.zeros(6), 2, RNG], "images and labels must belong together one to one"),
    (split, [to_columns(five()[0]), five()[1], 2, RNG], "images must have an example per row"),
    (split, [*five(), 2, 0], "rng must be a generator"),
    (one_hot, [np.array([0, 10])], "labels must be whole numbers from 0 to 9, but found 10 at position 1"),
    (one_hot, [np.array([0, 3]), 3], "labels must be whole numbers from 0 to 2, but found 3 at position 1"),
    (one_hot, [np.array([0]), 0], "classes must be at least 1"),
    (decode, [np.full((10, 3), np.inf)], "Y holds inf at (0, 0)"),
    (decode, [np.array([5, 0, 4])], "Y must have two axes"),
    (decode, [[[0, 1], [1, 0]]], "Y must be a NumPy array"),
    (shift_images, [np.zeros((2, 4, 4)), -1, RNG], "most must be at least 0"),
    (shift_images, [np.zeros((2, 4, 4)), 1.5, RNG], "most must be a whole number"),
    (shift_images, [np.zeros((28, 28)), 1, RNG], "images must have the shape (m, height, width)"),
    (shift_images, [np.zeros((2, 4, 4)), 1, 0], "rng must be a generator"),
    (smooth_labels, [np.eye(3), 1], "amount must be a share from 0 to below 1"),
    (smooth_labels, [np.eye(3), "0.1"], "amount must be a number"),
]


@pytest.mark.parametrize(("function", "arguments", "message"), REFUSED)
def test_what_a_guard_refuses_is_refused(function, arguments, message):
    with pytest.raises((TypeError, ValueError)) as error:
        function(*arguments)
    assert str(error.value).startswith(message)


def test_labels_that_are_not_one_hot_are_not_smoothed():
    with pytest.raises(ValueError, match="one_hot"):
        smooth_labels(np.array([0, 3, 1]), 0.1)
