"""How an attempt is run, compared and explained, on an exercise made for these tests: the sums of columns."""

import functools

import numpy as np
import pytest

from nnhelpers import checks
from nnhelpers.checks import facts, repair
from nnhelpers.checks.compare import as_numbers, same, shown
from nnhelpers.checks.engine import by_cases, own_memory, same_type, whole_numbers

CASES = {
    "two columns": (np.array([[1.5, -2.0], [3.25, 4.0], [0.7, 8.1]]),),
    "a square matrix": (np.array([[2.5, -1.3], [0.4, -5.2]]),),
    "a row of zeros": (np.array([[0.0, 0, 0], [3.1, -2.2, 0.9]]),),
    "a single column": (np.array([[4.5], [1.25], [-0.3], [7.0]]),),
}


def say(capsys, attempt, right=lambda X: X.sum(axis=0), cases=CASES, **more):
    """Return the verdict's lines on an attempt at an exercise, the name of the attempt being `sums`."""
    attempt.__name__ = "sums"
    by_cases(attempt, right=right, cases=cases, verified="It sums.", **more)
    return capsys.readouterr().out


# ---------------------------------------------------------------- the verdict


def test_a_right_attempt_is_told_what_was_verified(capsys):
    assert say(capsys, lambda X: [sum(column) for column in X.T]) == "sums: correct. It sums.\n"


def test_an_unfilled_attempt_gets_one_quiet_line(capsys):
    assert say(capsys, lambda X: ...) == "sums: not written yet.\n"


def test_an_ellipsis_in_one_case_only_is_no_unfilled_attempt(capsys):
    assert "There is still a ..." in say(capsys, lambda X: X.sum(axis=0) if X.shape[1] > 1 else ...)


def test_every_case_is_tried_before_the_verdict(capsys):
    tried = []
    say(capsys, lambda X: tried.append(X.shape) or 0)
    assert tried[:4] == [X.shape for (X,) in CASES.values()]


def test_float32_is_accepted_where_floats_are_compared(capsys):
    assert "correct" in say(capsys, lambda X: X.astype(np.float32).sum(axis=0))


def test_a_tolerance_may_be_wider(capsys):
    assert "correct" in say(capsys, lambda X: 1.001 * X.sum(axis=0), rtol=0.01)


def test_what_the_attempt_prints_is_shown_beside_its_result(capsys):
    def attempt(X):
        print("sums:", X.sum(axis=0)[0])

    out = say(capsys, attempt)
    assert "it printed sums: 5.45" in out and "returned None" in out and "It prints its result; return it." in out


# ---------------------------------------------------------------- listed mistakes


MISTAKES = [
    (lambda X: X.sum(axis=1), "Along the rows."),
    (lambda X: X.mean(axis=0), "This is the mean."),
    (lambda X: np.abs(X).sum(axis=0), "Without the signs."),
]


def test_a_mistake_is_named_if_it_explains_every_case(capsys):
    assert "Along the rows." in say(capsys, lambda X: list(np.sum(X, 1)), mistakes=MISTAKES)


def test_a_mistake_is_not_named_if_it_explains_some_cases_only(capsys):
    out = say(capsys, lambda X: X.mean(axis=0) if len(X) > 2 else X.sum(axis=0) + 0.1, mistakes=MISTAKES)
    assert "mean" not in out and "it gave" in out


def test_none_is_named_if_two_with_different_words_explain_it(capsys):
    twice = [*MISTAKES, (lambda X: np.average(X, axis=0), "Other words.")]
    out = say(capsys, lambda X: X.mean(axis=0), mistakes=twice)
    assert "mean" not in out and "Other" not in out
    assert "This is the mean." in say(capsys, lambda X: X.mean(axis=0), mistakes=[*MISTAKES, MISTAKES[1]])


def test_a_mistake_that_raises_in_the_same_cases_explains_an_attempt_that_does(capsys):
    def reaching_too_far(X):
        return X[0] + X[1] + X[2] if X.shape[1] > 2 else X.sum(axis=0) + 1

    mistakes = [*MISTAKES, (lambda X: reaching_too_far(X), "Three rows.")]
    assert "Three rows." in say(capsys, reaching_too_far, mistakes=mistakes)


def test_a_mistake_that_raises_always_explains_nothing(capsys):
    def by_name(X):
        return X["a"]

    out = say(capsys, by_name, mistakes=[(by_name, "A dictionary?")])
    assert "raised IndexError" in out and "A dictionary?" not in out and "An index is a whole number" in out


def test_an_exceptions_text_may_be_looked_for(capsys):
    assert "No keys." in say(capsys, lambda X: X["a"], mistakes=[("only integers", "No keys.")])


# ---------------------------------------------------------------- answers of several parts


def both(X):
    return {"sum": X.sum(axis=0), "largest": X.max(axis=0)}


def test_the_right_parts_are_said_to_be_right_and_the_wrong_one_is_explained(capsys):
    mistakes = [("largest", lambda X: X.min(axis=0), "the smallest.")]
    out = say(capsys, lambda X: both(X) | {"largest": X.min(axis=0)}, right=both, mistakes=mistakes)
    assert "sum is right; largest is not: the smallest." in out


def test_a_whole_wrong_answer_explains_a_part_of_it(capsys):
    mistakes = [(lambda X: {"sum": X.mean(axis=0), "largest": -X.max(axis=0)}, "Two at once.")]
    out = say(capsys, lambda X: both(X) | {"sum": X.mean(axis=0)}, right=both, mistakes=mistakes)
    assert "largest is right; sum is not: Two at once." in out


def test_a_mistake_that_explains_the_whole_answer_is_said_with_the_parts_it_leaves_right(capsys):
    mistakes = [(lambda X: both(X) | {"largest": X.min(axis=0)}, "The smallest.")]
    out = say(capsys, lambda X: both(X) | {"largest": X.min(axis=0)}, right=both, mistakes=mistakes)
    assert "sum is right; largest is not: The smallest." in out
    triples = [("largest", lambda X: X.min(axis=0), "the smallest.")]
    assert "raised KeyError" in say(capsys, lambda X: {}["largest"], right=both, mistakes=triples)


def test_a_missing_key_is_named_after_what_is_right(capsys):
    assert "sum is right; still missing: largest." in say(capsys, lambda X: {"sum": X.sum(axis=0)}, right=both)


def test_the_parts_of_a_tuple_are_counted_or_named(capsys):
    def pair(X):
        return tuple(both(X).values())

    def wrong(X):
        return X.sum(axis=0), 2 * X.max(axis=0)

    assert "The first value is right; the second value is not: It is exactly twice" in say(capsys, wrong, right=pair)
    assert "sum is right; top is not: It is exactly twice" in say(capsys, wrong, right=pair, parts=("sum", "top"))
    assert "in reverse order" in say(capsys, lambda X: pair(X)[::-1], right=pair)


# ---------------------------------------------------------------- promises


def test_a_changed_argument_is_noticed(capsys):
    def attempt(X):
        X[0] = 0
        return X.sum(axis=0)

    assert "It also changed its argument" in say(capsys, attempt)

    def right_one(X):
        total = X.sum(axis=0)
        X[0] = 9
        return total

    assert "sums([[ 1.5 , -2. ], [ 3.25, 4. ], [ 0.7 , 8.1 ]]) changed its argument" in say(capsys, right_one)


def test_promises_are_looked_at_when_the_values_are_right(capsys):
    whole = {"two": (np.array([[1, 2], [3, 5]]),)}
    assert "they are array of float64: whole numbers" in say(
        capsys, lambda X: X.sum(axis=0) / 1, cases=whole, promises=[whole_numbers])
    assert "their dtype is float64; keep int64." in say(
        capsys, lambda X: X.sum(axis=0) / 1, cases=whole, promises=[same_type])
    assert "a view of the argument" in say(capsys, lambda X: X[:, 0], right=lambda X: X[:, 0], promises=[own_memory])
    assert "correct" in say(capsys, lambda X: X[:, 0].copy(), right=lambda X: X[:, 0], promises=[own_memory])


# ---------------------------------------------------------------- facts about values


@pytest.mark.parametrize(("attempt", "words"), [
    (lambda X: -X.sum(axis=0), "The sign is opposite"),
    (lambda X: 2 * X.sum(axis=0), "exactly twice"),
    (lambda X: 0.3 * X.sum(axis=0), "0.3 times what is expected"),
    (lambda X: X.mean(axis=0), "too small by the factor X.shape[0]"),
    (lambda X: X.sum(axis=0) * X.shape[0], "too large by the factor X.shape[0]"),
    (lambda X: X.sum(axis=0) + 1, "one more than expected"),
    (lambda X: X.sum(axis=0) - 0.25, "0.25 less than expected"),
    (lambda X: np.round(X.sum(axis=0), 1), "Right up to rounding"),
    (lambda X: X.sum(axis=0).astype(int), "after the decimal point"),
    (lambda X: np.abs(X.sum(axis=0)), "right but for the minus signs"),
    (lambda X: np.maximum(X.sum(axis=0), 0), "0 stands in their place"),
    (lambda X: X.sum(axis=0, keepdims=True), "The values are right, their arrangement is not. The shapes differ"),
    (lambda X: X.sum(axis=0)[::-1], "in reverse order"),
    (lambda X: X.sum(axis=0)[1:], "The first entry is missing"),
    (lambda X: [*X.sum(axis=0), 0], "one entry too many at the end"),
    (lambda X: X.sum(), "It is the sum of the expected values"),
    (lambda X: X, "It returns `X` as it came"),
    (lambda X: 3, "It returned the same in every case"),
    (lambda X: X.sum(axis=0) if X.shape[1] > 1 else None, "It returned None for a single column"),
    (lambda X: X.sum(axis=0) if X.shape[1] > 1 else X.sum(axis=0) + 1, "it is right except for a single column."),
    (lambda X: X.sum(axis=0) if X.shape[1] > 2 else X.sum(axis=0) ** 3, "it is right only for a row of zeros."),
    (lambda X: X.sum, "are the brackets () after its name missing?"),
    (lambda X: str(X), "Numbers are expected"),
])
def test_what_holds_in_every_case_is_said(attempt, words, capsys):
    assert words in say(capsys, attempt)


def test_one_number_may_be_the_sum_or_the_mean_of_those_returned(capsys):
    assert "The sum of these values is what is expected" in say(
        capsys, lambda X: X.sum(axis=0), right=lambda X: X.sum())


def test_a_factor_is_not_told_from_too_few_numbers(capsys):
    assert "twice" not in say(capsys, lambda X: 2, right=lambda X: 1, cases={"any": (np.ones(2),)})


def test_two_truth_values_are_opposite_and_not_rounded(capsys):
    out = say(capsys, lambda X: not X.any(), right=lambda X: bool(X.any()), cases={"0": (np.zeros(2),), **CASES})
    assert "It is the opposite" in out


def test_where_a_result_differs_is_said(capsys):
    cases = {"three": (np.array([[1.0, -2, 5]]),)}

    def changed(place):
        def attempt(X):
            result = X.sum(axis=0)
            result[place] = 77
            return result

        return attempt

    assert "Only the last entry differs." in say(capsys, changed(2), cases=cases)
    assert "Only the first entry is right." in say(capsys, changed([1, 2]), cases=cases)
    assert facts.about_cases([]) == ""


def test_of_arrays_too_large_to_be_shown_the_largest_difference_is(capsys):
    out = say(capsys, lambda X: X**3, right=lambda X: X, cases={"30": (np.linspace(2, 3, 30).reshape(5, 6),)})
    assert "It differs most at [4, 5]: yours 27, expected 3." in out and "it gave" not in out


# ---------------------------------------------------------------- exceptions and the source


def test_an_exception_comes_with_its_line_and_the_shapes_of_a_product(capsys):
    def attempt(X):
        return X @ X.sum(axis=0)[:, np.newaxis] + X @ X

    out = say(capsys, attempt)
    assert "raised ValueError: matmul" in out and "in the line  return X @ X.sum" in out
    assert "X is (3, 2) and X is (3, 2): @ needs equal inner sizes, here they are 2 and 3." in out


X_train = np.ones((2, 2))


def test_the_source_tells_a_return_in_a_loop_a_variable_of_the_notebook_and_an_unused_argument(capsys):
    def returning_at_once(X):
        total = 0
        for row in X:
            total = total + row
            return total

    out = say(capsys, returning_at_once)
    assert "Its `return` stands inside the loop" in out
    assert "with one change, of where `return` stands, in the line  return total" in out

    def of_the_notebook(X):
        return X_train.sum(axis=0)

    out = say(capsys, of_the_notebook)
    assert "reads the notebook's variable `X_train`" in out and "`X` is never used." in out


def test_a_return_after_a_search_is_no_return_in_the_first_round(capsys):
    def searching(X):
        for row in X:
            if row[0] == 0:
                continue
            return row

    assert "inside the loop" not in say(capsys, searching)


def test_a_fixed_size_is_told(capsys):
    def fixed(X):
        return [X[:, column].sum() for column in range(10)]

    assert "The number 10 stands in it, but nothing has this size here" in say(capsys, fixed)


# ---------------------------------------------------------------- one small change


def one_change(capsys, attempt, **more):
    out = say(capsys, attempt, **more)
    return next((line.strip() for line in out.splitlines() if "with one change" in line), "")


def test_the_line_that_one_small_change_makes_right_is_named(capsys):
    def other_axis(X):
        total = X.sum(axis=1)
        return total

    assert "of the number 1, in the line  total = X.sum(axis=1)" in one_change(capsys, other_axis)

    def too_short(X):
        total = np.zeros(X.shape[1])
        for row in range(len(X) - 1):
            total += X[row]
        return total

    assert "of the range, in the line  for row in range(len(X) - 1):" in one_change(capsys, too_short)

    def subtracted(X):
        total = 0
        for row in X:
            total = total - row
        return total

    assert "of an operator" in one_change(capsys, subtracted)


def test_no_line_is_named_if_no_single_change_suffices_and_what_never_ends_is_ended(capsys):
    def twice_wrong(X):
        done, total = 0, X[0] * 0
        while done < len(X) - 1:
            total = total - X[done]
            done = done + 1
        return total

    assert one_change(capsys, twice_wrong) == ""
    assert repair.line_to_change(functools.partial(max), lambda function: True) == ""


def test_a_list_is_not_put_into_itself(capsys):
    def attempt(X):
        best, found = 0, []
        for column in X.T:
            for value in column:
                if value > best:
                    best = value
            found.append(best)
        return found

    assert "not yet right" in say(capsys, attempt)
    endless = []
    endless.append(endless)
    assert as_numbers(endless) is None


# ---------------------------------------------------------------- compared and written


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
    assert same(10**40, 10**40) and not same(10**40, 10**41)
    assert same(np.array(["a"]), np.array(["a"])) and not same(np.array([3]), np.array(["3"]))


def test_every_check_can_be_called_from_the_package():
    assert callable(checks.count_labels) and callable(checks.diagnose_c) and not hasattr(checks, "by_cases")
