"""How an attempt is run, compared and explained."""

import numpy as np

from nnhelpers import checks
from nnhelpers.checks.compare import same, shown


def test_large_arrays_are_shown_by_their_shape_and_long_collections_by_their_number_of_entries():
    assert shown(np.zeros((5, 5))) == "<array of shape (5, 5)>"
    assert shown({"W": np.ones((4, 5)), "b": np.zeros((4, 1))}) == (
        "{'W': <array of shape (4, 5)>, 'b': <array of shape (4, 1)>}")
    assert shown(list(range(1000))) == "<list of 1000 entries>"
    assert shown([0.5, np.int64(3), None, ...]) == "[0.5, 3, None, ...]"


def test_a_list_is_the_same_as_an_array_and_text_is_not_the_same_as_its_number():
    assert same([1, 2], np.array([1.0, 2.0])) and same(np.array([1, 2]), (1, 2))
    assert not same(["1", "2"], np.array([1, 2])) and not same("3", 3)
    assert not same(np.array([[1, 2]]), np.array([1, 2]))
    assert not same(np.array(5.0), [5.0]) and not same(None, 0) and not same(0, None)


def test_every_check_can_be_called_from_the_package():
    assert callable(checks.count_labels) and callable(checks.diagnose_c) and not hasattr(checks, "by_cases")
