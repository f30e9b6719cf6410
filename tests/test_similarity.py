"""Principal components and nearest neighbours, on points that can be drawn."""

import numpy as np
import pytest

from nnhelpers.similarity import nearest, principal_components, vote


def test_four_points_on_a_line_have_one_direction():
    # (1, 1), (-1, -1), (2, 2), (-2, -2): mean 0, direction (1, 1)/√2, which holds all of the variance.
    mean, axes, shares = principal_components(np.array([[1.0, -1, 2, -2], [1, -1, 2, -2]]))
    np.testing.assert_allclose(mean, [[0], [0]], atol=1e-15)
    np.testing.assert_allclose(axes[:, 0], np.sqrt([0.5, 0.5]))
    np.testing.assert_allclose(shares, [1, 0], atol=1e-15)


def test_the_mean_is_taken_away_first():
    # Far from the origin, the points differ in the second coordinate alone.
    mean, axes, shares = principal_components(np.array([[100.0, 100, 100], [1, 2, 3]]), count=1)
    np.testing.assert_allclose(mean, [[100], [2]])
    np.testing.assert_allclose(axes, [[0], [1]], atol=1e-12)


def test_the_axes_are_those_of_the_covariance_with_variances_in_falling_order():
    X = np.random.default_rng(0).normal(0, [[3], [1], [0.5], [2]], (4, 200))
    mean, axes, shares = principal_components(X, count=3)
    np.testing.assert_allclose(axes.T @ axes, np.eye(3), atol=1e-12)
    values, vectors = np.linalg.eigh(np.cov(X, bias=True))
    np.testing.assert_allclose(shares, values[::-1][:3] / values.sum())
    np.testing.assert_allclose(np.abs(np.sum(axes * vectors[:, ::-1][:, :3], axis=0)), 1)
    np.testing.assert_allclose(np.var(axes.T @ (X - mean), axis=1), values[::-1][:3])


def test_the_sign_is_settled_by_the_largest_entry():
    X = np.random.default_rng(1).normal(size=(5, 30))
    for flipped in (X, -X):
        axes = principal_components(flipped, count=5)[1]
        assert np.all(axes[np.abs(axes).argmax(axis=0), np.arange(5)] > 0)
    np.testing.assert_allclose(principal_components(X)[1], principal_components(-X)[1])


def test_more_directions_than_there_are_are_refused():
    with pytest.raises(ValueError, match="3 directions at most, not count=4"):
        principal_components(np.random.default_rng(0).normal(size=(3, 9)), count=4)


def test_the_nearest_of_three_points_on_a_line():
    # 4 is 1 from 5, 3 from 1, 4 from 0; 0.4 is 0.4 from 0, 0.6 from 1.
    found = nearest(np.array([[0.0, 1.0, 5.0]]), np.array([[4.0, 0.4]]), k=3)
    np.testing.assert_array_equal(found, [[2, 0], [1, 1], [0, 2]])


@pytest.mark.parametrize("block", [1, 7, 1000])
def test_the_neighbours_are_those_of_all_distances_whatever_the_block(block):
    rng = np.random.default_rng(0)
    known, X = rng.random((6, 50)), rng.random((6, 20))
    distances = np.linalg.norm(known[:, :, np.newaxis] - X[:, np.newaxis], axis=0)
    expected = np.argsort(distances, axis=0)[:8]
    copies = known.copy(), X.copy()
    np.testing.assert_array_equal(nearest(known, X, 8, block), expected)
    np.testing.assert_array_equal(known, copies[0])
    np.testing.assert_array_equal(X, copies[1])


def test_many_neighbours_come_in_the_order_of_their_distance():
    rng = np.random.default_rng(1)
    known, X = rng.random((3, 5000)), rng.random((3, 4))
    found = nearest(known, X, 1000)  # NumPy may happen to sort the first few hundred
    distances = np.linalg.norm(known[:, found] - X[:, np.newaxis], axis=0)
    assert np.all(np.diff(distances, axis=0) > 0)


def test_all_known_examples_can_be_asked_for():
    assert sorted(nearest(np.array([[3.0, 1.0, 2.0]]), np.array([[0.0]]), 3).ravel()) == [0, 1, 2]


@pytest.mark.parametrize(("known", "X", "k"), [
    (np.ones((3, 5)), np.ones((4, 2)), 1), (np.ones((3, 5)), np.ones((3, 2)), 6), (np.ones((3, 5)), np.ones((3, 2)), 0),
    (np.ones((3, 5)), np.ones(3), 1),
])
def test_examples_that_cannot_be_compared_are_refused(known, X, k):
    with pytest.raises(ValueError):
        nearest(known, X, k)


def test_most_votes_win_and_a_draw_goes_to_the_nearer_neighbours():
    # Columns: two 8s against a 3; a draw of 7 and 3, the nearer is 7; 2, 1, 2, 1: a draw, 2 is nearer.
    labels = np.array([[3, 7, 2], [8, 3, 1], [8, 5, 2], [9, 6, 1]])
    np.testing.assert_array_equal(vote(labels), [8, 7, 2])
    np.testing.assert_array_equal(vote(np.array([[4, 0]])), [4, 0])


def test_votes_of_uint8_labels_and_of_few_classes_and_bad_ones():
    assert vote(np.array([[1], [2], [2]], np.uint8), classes=3).tolist() == [2]
    with pytest.raises(ValueError, match="from 0 to 2"):
        vote(np.array([[1], [3]]), classes=3)
