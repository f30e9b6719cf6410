"""From a picture to 28 × 28: each step by hand on a small case, then what must hold of the whole."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest

from nnhelpers.handwriting import (
    area_weights,
    center,
    crop,
    find_ink,
    fit_box,
    fit_paper,
    prepare_digit,
    runs,
    shrink,
    to_grey,
)
from nnhelpers.mnist import load_mnist


@pytest.fixture(scope="module")
def digits():
    return load_mnist().train_images[:60]


def sheet(ink, light=0.85, darkness=0.8):
    """Return a grey picture of ink (0 to 1) on paper."""
    return light * (1 - darkness * ink)


def seven(height=120, width=90, thick=12):
    """Return the ink of an angular 7 with some paper around it."""
    ink = np.zeros((height, width))
    ink[20 : 20 + thick, 15:75] = 1
    ink[20:100, 75 - thick : 75] = 1
    return ink


# Grey

def test_grey_weighs_green_most_and_leaves_grey_as_it_is():
    colors = np.eye(3)[np.newaxis].repeat(12, axis=0).repeat(5, axis=1)  # (12, 15, 3)
    assert np.allclose(np.unique(to_grey(colors)), [0.114, 0.299, 0.587])
    grey = np.linspace(0, 1, 144).reshape(12, 12)
    assert np.allclose(to_grey(np.stack([grey] * 3, axis=-1)), grey) and np.array_equal(to_grey(grey), grey)


def test_bytes_floats_and_truth_values_give_the_same_lightness():
    picture = np.zeros((12, 12), np.uint8)
    picture[3:6] = 255
    for same in (picture / 255, (picture / 255).astype(np.float32), picture > 0):
        assert np.array_equal(to_grey(same), to_grey(picture))


def test_what_is_transparent_shows_white_paper():
    picture = np.zeros((12, 12, 4))  # black, and of no opacity
    picture[4:8, 4:8, 3] = [[0, 0.25, 0.5, 1]] * 4
    grey = to_grey(picture)
    assert np.allclose(grey[5, 4:8], [1, 0.75, 0.5, 0]) and grey[0, 0] == pytest.approx(1)


# Smaller

def test_blocks_are_averaged():
    # blocks of two: (0 + 1 + 4 + 5)/4 = 2.5, (2 + 3 + 6 + 7)/4 = 4.5; the third row fills no block
    assert shrink(np.arange(12.0).reshape(3, 4), most=2).tolist() == [[2.5, 4.5]]


def test_a_small_picture_stays_and_a_large_one_fits():
    grey = np.random.default_rng(0).random((400, 30))
    assert np.array_equal(shrink(grey), grey)
    assert shrink(np.zeros((1201, 800))).shape == (300, 200)  # blocks of four: three would leave 401


# Paper and ink

def test_a_surface_of_second_degree_is_found_exactly_although_there_is_ink_on_it():
    y, x = np.mgrid[-1:1:90j, -1:1:120j]
    paper = 0.6 + 0.2 * x - 0.1 * y + 0.05 * x * x - 0.04 * x * y + 0.03 * y * y
    grey = paper.copy()
    grey[30:60, 50:60] -= 0.3
    found, is_paper = fit_paper(grey)
    assert np.allclose(found, paper, atol=1e-9)
    assert not is_paper[30:60, 50:60].any() and is_paper.sum() == grey.size - 300


def test_paper_in_the_shadow_may_be_darker_than_ink_in_the_light():
    ink = seven(120, 90)
    light = np.linspace(1, 0.4, 90)
    grey = light * (1 - 0.5 * ink)
    assert grey[ink == 0].min() < grey[ink > 0].max()
    assert np.array_equal(find_ink(grey) > 0.3, ink > 0.5)


@pytest.mark.parametrize("light", [1.0, 0.8, 0.5])
def test_ink_runs_from_0_to_1_whatever_the_pen_and_the_paper(light):
    for darkness in (0.3, 0.9):
        assert np.allclose(find_ink(sheet(seven(), light, darkness)), seven(), atol=1e-9)
        assert np.allclose(find_ink(1 - sheet(seven(), light, darkness)), seven(), atol=1e-9)


def test_faint_lines_count_as_paper():
    grey = sheet(seven())
    grey[::10] = np.minimum(grey[::10], 0.85 * (1 - 0.8 * 0.15))  # ruled paper, much fainter than the ink
    assert find_ink(grey)[50, :10].max() == 0 and find_ink(grey)[25, 40] > 0.9


# Cut out

def test_runs_are_found_at_both_ends_and_their_shares_sum_to_one():
    found = runs(np.array([2.0, 1, 0, 0, 4, 0, 1]))
    assert [(start, stop) for start, stop, _ in found] == [(0, 2), (4, 5), (6, 7)]
    assert [share for _, _, share in found] == [3 / 8, 4 / 8, 1 / 8]


def test_the_box_is_cut_out_and_specks_beside_it_are_left_out():
    ink = seven()
    ink[5, 5] = ink[110, 85] = ink[3, 40] = 1
    assert crop(ink).shape == (80, 60) and np.array_equal(crop(ink), seven()[20:100, 15:75])


def test_a_scratch_above_that_is_wider_than_the_digit_is_left_out_too():
    ink = seven()
    ink[4, 2:88] = 0.3  # its columns are the digit's and more: it goes with the rows, and then the columns shrink
    assert np.array_equal(crop(ink), seven()[20:100, 15:75])


# Scale

def test_area_weights_by_hand():
    assert np.allclose(area_weights(4, 2), [[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]])
    assert np.allclose(area_weights(2, 4), [[1, 0], [1, 0], [0, 1], [0, 1]])
    assert np.allclose(area_weights(5, 2), [[0.4, 0.4, 0.2, 0, 0], [0, 0, 0.2, 0.4, 0.4]])


@pytest.mark.parametrize(("length", "cells"), [(1, 1), (7, 3), (20, 20), (19, 20), (283, 20), (3, 20)])
def test_area_weights_average_and_lose_no_ink(length, cells):
    weights = area_weights(length, cells)
    assert (weights >= 0).all() and np.allclose(weights.sum(axis=1), 1)
    assert np.allclose(weights.sum(axis=0), cells / length)  # each pixel counts alike
    assert np.array_equal(area_weights(length, length), np.eye(length))


@pytest.mark.parametrize(("shape", "scaled"), [((40, 20), (20, 10)), ((10, 20), (10, 20)), ((200, 3), (20, 1)),
                                               ((80, 59), (20, 15)), ((8, 16), (10, 20))])
def test_the_longer_side_becomes_twenty_and_the_form_stays(shape, scaled):
    assert fit_box(np.ones(shape)).shape == scaled and np.allclose(fit_box(np.ones(shape)), 1)


# Centre

def test_the_ink_balances_on_pixel_14():
    image = center(np.array([[1.0, 0, 0], [1, 0, 1]]))  # balances on (2/3, 2/3), rounded (1, 1): placed from 13
    assert np.argwhere(image).tolist() == [[13, 13], [14, 13], [14, 15]]


@pytest.mark.parametrize("bit", [-1e-13, 0, 1e-13])
def test_ink_that_balances_half_way_goes_one_way_whatever_its_last_bit(bit):
    ink = np.ones((20, 20))  # balances on 9.5: a cross or a ring does that too
    ink[0, 0] += bit
    assert np.argwhere(center(ink))[0].tolist() == [4, 4]


def test_ink_that_balances_far_out_stays_in_the_image_whole():
    ink = np.full((20, 20), 0.01)
    ink[0, 19] = 50.0
    image = center(ink)
    assert image.sum() == pytest.approx(ink.sum()) and image[8, 19] == 50.0


# The whole

def off(image):
    """Return by how much MNIST's image and the same, prepared again, differ when it may move by a pixel."""
    again = prepare_digit(255 - image).astype(int)
    return min(np.abs(np.roll(again, (i, j), (0, 1)) - image).mean() for i in (-1, 0, 1) for j in (-1, 0, 1))


def test_mnists_own_images_come_out_as_they_went_in_or_moved_by_a_pixel(digits):
    assert [place for place, image in enumerate(digits) if off(image) > 8] == [29]


def test_the_one_that_does_not_has_a_speck_that_mnist_took_for_ink(digits):
    seven = digits[29].copy()
    assert seven[:, :5].any() and not seven[:, 5:7].any()
    rows, columns = np.nonzero(prepare_digit(255 - seven))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
    rows, columns = np.nonzero(seven[:, 5:])
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 16


def test_place_size_colour_and_polarity_make_no_difference():
    wanted = prepare_digit(sheet(seven()))
    larger = np.kron(seven(), np.ones((3, 3)))
    variants = {
        "moved": sheet(np.pad(seven(), ((40, 3), (0, 77)))),
        "larger": sheet(larger),
        "larger than 400": sheet(np.kron(seven(), np.ones((4, 4)))),
        "chalk": 1 - sheet(seven()),
        "bytes": np.round(255 * sheet(seven())).astype(np.uint8),
        "blue": np.stack([sheet(seven(), darkness=d) for d in (0.9, 0.8, 0.4)], axis=-1),
    }
    for name, picture in variants.items():
        assert np.abs(prepare_digit(picture).astype(int) - wanted).max() <= 2, name


def test_in_a_lamps_light_the_digit_is_seen_whole_though_its_ink_is_fainter_in_the_shadow():
    wanted = fit_box(crop(find_ink(sheet(seven()))))
    seen = fit_box(crop(find_ink(sheet(seven()) * np.linspace(0.6, 1, 90))))
    assert np.array_equal(seen > 0, wanted > 0)
    assert seen[wanted == 1].min() > 0.5


def test_the_result_has_mnists_form(digits):
    result = prepare_digit(sheet(seven()))
    assert result.shape == (28, 28) and result.dtype == np.uint8 and result.max() == 255
    rows, columns = np.nonzero(result)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
    for axis in (0, 1):
        mass = result.sum(axis=1 - axis).astype(float)
        assert abs(np.arange(28) @ mass / mass.sum() - 14) <= 0.5


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_a_file_is_read_by_matplotlib_and_prepared(kind):
    picture = np.stack([sheet(seven())] * 3, axis=-1)
    file = io.BytesIO()
    plt.imsave(file, picture, format=kind)
    file.seek(0)
    read = plt.imread(file, format=kind)
    assert np.abs(prepare_digit(read).astype(int) - prepare_digit(picture)).mean() < 3


def test_noise_is_borne():
    rng = np.random.default_rng(0)
    noisy = np.clip(sheet(seven()) + rng.normal(0, 0.03, (120, 90)), 0, 1)
    assert np.abs(prepare_digit(noisy).astype(int) - prepare_digit(sheet(seven()))).mean() < 6


def test_the_picture_stays_as_it_was():
    picture = np.round(255 * sheet(seven())).astype(np.uint8)
    before = picture.copy()
    prepare_digit(picture)
    assert np.array_equal(picture, before)
    picture.setflags(write=False)
    prepare_digit(picture)
