"""What every exercise's check must do, tried on right and wrong attempts.

Each test_notebook_NN.py fills a table of attempts and inherits the tests of `Exercises` with it.
"""

import copy
import functools
import inspect
import warnings
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from nnhelpers import checks
from nnhelpers.checks import engine


class Attempts(dict):
    """The attempts at a notebook's exercises, name of the exercise → its right ones and its wrong ones."""

    def __call__(self, name, right, wrong):
        """Add the attempts at an exercise: `right`, what → function; `wrong`, what → (function, words to be found)."""
        self[name] = SimpleNamespace(right=right, wrong=wrong)


def verdict(name, attempt, capsys):
    """Return all that the check of an exercise prints to an attempt; it writes no warning and no error."""
    @functools.wraps(attempt)
    def named(*arguments):
        return attempt(*arguments)

    named.__name__ = name
    return printed(name, named, capsys)


def printed(name, attempt, capsys):
    capsys.readouterr()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = getattr(checks, name)(attempt)
    out, err = capsys.readouterr()
    assert result is None and err == "" and not caught
    return out


def assert_refused(name, out):
    """The output is a single verdict, of at least one line of reasons, none of them too long to read."""
    first, *reasons = out.splitlines()
    assert first == f"{name}: not yet right."
    assert 1 <= len(reasons) <= 6 and all(line.startswith("  ") and line.strip() for line in reasons), out
    assert max(map(len, reasons)) < 400, out
    assert out.endswith("\n") and not out.endswith("\n\n") and f"{name}: correct" not in out


def as_lists(result):
    """Turn arrays into lists and NumPy's numbers into Python's, at any depth."""
    if isinstance(result, dict):
        return {key: as_lists(value) for key, value in result.items()}
    if isinstance(result, (tuple, list)):
        return [as_lists(value) for value in result]
    return result.tolist() if isinstance(result, (np.ndarray, np.generic)) else result


def as_arrays(result):
    """Turn lists and numbers into arrays, also single numbers; a dictionary or two arrays stay such."""
    if isinstance(result, dict):
        return {key: np.array(value) for key, value in result.items()}
    if isinstance(result, tuple) and np.ndim(result[0]) > 0:
        return tuple(np.array(value) for value in result)
    return result if result is None or isinstance(result, str) else np.array(result)


def as_text(result):
    """Turn all numbers into text."""
    if isinstance(result, dict):
        return {key: as_text(value) for key, value in result.items()}
    if isinstance(result, tuple) and np.ndim(result[0]) > 0:
        return tuple(as_text(value) for value in result)
    return np.asarray(result).astype(str)


def in_part(right, wrong, part, parts, *arguments):
    """Return the right answer with one part, a key or a name of `parts`, replaced by a wrong one."""
    answer = right(*copy.deepcopy(arguments))
    piece = wrong(*copy.deepcopy(arguments))
    if isinstance(answer, dict):
        return answer | {part: piece}
    place = engine.names_of_parts(answer, parts).index(part)
    return (*answer[:place], piece, *answer[place + 1:])


def damage(argument):
    """Change an argument in place, if it can be changed; tell whether it was."""
    if isinstance(argument, np.ndarray):
        argument.flat[-1] = 1 - argument.flat[-1]
    elif isinstance(argument, dict):
        argument.popitem()
    elif isinstance(argument, list):
        argument.pop()
    elif isinstance(argument, pd.DataFrame):
        argument.drop(index=0, inplace=True)
    else:
        return False
    return True


CONSTANTS = [
    0, 1, -1, 0.5, 10**400, 1j, float("nan"), float("inf"), True, False, None, "", "text", b"bytes", [], (), {}, set(),
    [...], (..., ...), [None, None], (None, None), ([1, [2, 3]], [4]), [[1, 2], [3]], ["a", "b"], [{}, {}], object(),
    int, len, "long text " * 50, list(range(1000)), {"W1": ..., "b1": None}, {1: np.zeros(3)}, {"W": np.zeros(3)},
    np.array(0), np.array([]), np.zeros(3), np.zeros((2, 2)), np.zeros(10), np.zeros((30, 2, 2)), np.array(None),
    np.array(["a", "b"]), np.array([1 + 1j, 2]), np.array([{}, []], dtype=object), np.datetime64("2020-01-01"),
    np.ma.masked, pd.Series([1, 2]), pd.Series(["a"]), pd.DataFrame({"Iteration": [0]}), range(3), {}.values(), np,
]
WRAPPINGS = {
    "one text": str,
    "text": as_text,
    "three times": lambda result: (result, result, result),
    "a function": lambda result: lambda: result,
    "an iterator": lambda result: iter([result]),
}
ERRORS = [ZeroDivisionError, KeyError, NameError, NotImplementedError, RecursionError, StopIteration, AssertionError]


class Exercises:
    """The tests of a notebook's checks; a class of the name Test… inherits them and names module and attempts."""

    module = None
    attempts = Attempts()
    answered_in_text = ()  # exercises whose right answer is a text

    def pytest_generate_tests(self, metafunc):
        if "exercise" in metafunc.fixturenames:
            kind = next((kind for kind in ("right", "wrong") if kind in metafunc.fixturenames), None)
            if kind is None:
                metafunc.parametrize("exercise", list(self.attempts))
            else:
                tried = [(name, what) for name, row in self.attempts.items() for what in getattr(row, kind)]
                metafunc.parametrize(("exercise", kind), tried, ids=[f"{name}: {what}" for name, what in tried])

    def first_right(self, exercise):
        return next(iter(self.attempts[exercise].right.values()))

    def test_every_check_has_attempts_and_there_are_no_others(self):
        public = {
            name for name, function in inspect.getmembers(checks, inspect.isfunction)
            if function.__module__ == self.module.__name__
        }
        assert set(self.attempts) == public
        for name, row in self.attempts.items():
            assert getattr(checks, name) is getattr(self.module, name)
            assert len(row.right) >= 3 and len(row.wrong) >= 5, name

    def test_every_listed_mistake_gets_its_own_words(self, exercise, capsys, monkeypatch):
        for right, mistakes, parts in self.stated(exercise, monkeypatch):
            for *part, wrong, words in (mistake for mistake in mistakes if callable(mistake[-2])):
                attempt = functools.partial(in_part, right, wrong, part[0], parts) if part else wrong
                out = verdict(exercise, lambda *arguments, attempt=attempt: attempt(*arguments), capsys)
                assert words in out, f"{words}\n{out}"

    def stated(self, exercise, monkeypatch):
        """Return the right answer, the mistakes and the names of parts that a check hands to by_cases."""
        calls = []

        def by_cases(*given, **more):
            stated = inspect.signature(engine.by_cases).bind(*given, **more).arguments
            calls.append((stated["right"], stated.get("mistakes", ()), stated.get("parts", ())))

        if hasattr(self.module, "by_cases"):
            with monkeypatch.context() as patch:
                patch.setattr(self.module, "by_cases", by_cases)
                if "by_cases" in getattr(self.module, exercise).__code__.co_names:
                    getattr(self.module, exercise)(lambda *arguments: ...)
        return calls

    def test_the_first_words_of_a_check_name_its_notebook(self, exercise):
        number = self.module.__name__[-2:]
        assert getattr(checks, exercise).__doc__.startswith(f"Notebook {number}: ")

    def test_an_unfilled_cell_gets_one_quiet_line(self, exercise, capsys):
        assert verdict(exercise, lambda *arguments: ..., capsys) == f"{exercise}: not written yet.\n"

    def test_a_right_answer_is_accepted_however_it_is_written(self, exercise, right, capsys):
        out = verdict(exercise, self.attempts[exercise].right[right], capsys)
        assert out.startswith(f"{exercise}: correct. ") and out.count("\n") == 1 and out.endswith(".\n"), out

    def test_a_wrong_answer_is_refused_with_the_right_words(self, exercise, wrong, capsys):
        function, words = self.attempts[exercise].wrong[wrong]
        out = verdict(exercise, function, capsys)
        assert_refused(exercise, out)
        if getattr(function, "__name__", "") == "<lambda>":  # its line stands here, beside the words
            out = "\n".join(line for line in out.splitlines() if not line.startswith("  in the line  "))
        assert words in out, out

    @pytest.mark.parametrize("form", [as_lists, as_arrays])
    def test_a_right_answer_may_come_as_lists_or_as_arrays(self, exercise, form, capsys):
        right = self.first_right(exercise)
        out = verdict(exercise, lambda *arguments: form(right(*arguments)), capsys)
        assert out.startswith(f"{exercise}: correct. "), out

    @pytest.mark.parametrize("wrapping", WRAPPINGS)
    def test_a_right_answer_in_a_wrong_wrapping_is_refused(self, exercise, wrapping, capsys):
        if exercise in self.answered_in_text and "text" in wrapping:
            pytest.skip("the answer is a text")
        right = self.first_right(exercise)
        assert_refused(exercise, verdict(exercise, lambda *args: WRAPPINGS[wrapping](right(*args)), capsys))

    def test_no_constant_is_accepted_and_none_makes_the_check_stumble(self, exercise, capsys):
        for constant in CONSTANTS:
            assert_refused(exercise, verdict(exercise, lambda *arguments, value=constant: value, capsys))

    @pytest.mark.parametrize("place", [0, 1, -1])
    def test_no_argument_handed_back_is_accepted(self, exercise, place, capsys):
        assert_refused(exercise, verdict(exercise, lambda *arguments: arguments[place % len(arguments)], capsys))

    def test_none_is_answered_with_a_word_on_return(self, exercise, capsys):
        assert "returned None" in verdict(exercise, lambda *arguments: None, capsys)

    @pytest.mark.parametrize("error", ERRORS)
    def test_an_exception_does_not_escape_but_is_named_with_its_text(self, exercise, error, capsys):
        def attempt(*arguments):
            raise error("on purpose")

        out = verdict(exercise, attempt, capsys)
        assert_refused(exercise, out)
        assert f"raised {error.__name__}: " in out and "on purpose" in out

    def test_an_exception_at_a_later_call_does_not_escape_either(self, exercise, capsys):
        calls = []

        def attempt(*arguments):
            calls.append(1)
            if len(calls) > 1:
                raise ValueError("the second time")
            return self.first_right(exercise)(*arguments)

        out = verdict(exercise, attempt, capsys)
        if len(calls) > 1:
            assert_refused(exercise, out)
            assert "raised ValueError: the second time" in out

    def test_a_function_with_other_arguments_is_told_so(self, exercise, capsys):
        assert "raised TypeError: " in verdict(exercise, lambda *, other: 0, capsys)

    def test_a_right_answer_that_changes_any_of_its_arguments_is_refused(self, exercise, capsys):
        for place in range(4):
            damaged = []

            def attempt(*arguments, place=place, damaged=damaged):
                result = copy.deepcopy(self.first_right(exercise)(*arguments))
                damaged.append(place < len(arguments) and damage(arguments[place]))
                return result

            out = verdict(exercise, attempt, capsys)
            assert ("changed its argument" in out or "have changed" in out) == any(damaged)
            assert ("correct" in out) == (not any(damaged))

    def test_what_the_reader_returned_and_numpys_settings_stay_as_they_were(self, exercise, capsys):
        returned = []

        def attempt(*arguments):
            result = self.first_right(exercise)(*arguments)
            returned.append((result, copy.deepcopy(result)))
            return result

        np.random.seed(3)
        settings = np.geterr(), np.get_printoptions(), warnings.filters[:], np.random.get_state()[1].tolist()
        verdict(exercise, attempt, capsys)
        assert settings == (np.geterr(), np.get_printoptions(), warnings.filters[:], np.random.get_state()[1].tolist())
        for result, kept in returned:
            np.testing.assert_equal(result, kept)

    def test_a_warning_raised_by_the_attempt_is_not_shown(self, exercise, capsys):
        def attempt(*arguments):
            warnings.warn("beware", stacklevel=1)
            np.mean(np.array([]))
            np.array([1.0]) / np.array([0.0])
            return self.first_right(exercise)(*arguments)

        assert verdict(exercise, attempt, capsys).startswith(f"{exercise}: correct. ")

    def test_a_result_passed_instead_of_the_function_gets_a_helpful_sentence(self, exercise, capsys):
        for result in (np.arange(3), 3, ..., None, "text", {}, [1], (np.zeros(2), np.zeros(2))):
            out = printed(exercise, result, capsys)
            assert out.startswith("Pass the function itself") and out.count("\n") == 1

    def test_a_function_without_a_name_is_checked_as_well(self, exercise, capsys):
        partial = functools.partial(self.first_right(exercise))
        assert printed(exercise, partial, capsys).startswith("your function: correct. ")
        unfilled = functools.partial(lambda *arguments: ...)
        assert printed(exercise, unfilled, capsys) == "your function: not written yet.\n"
        wrong = functools.partial(lambda *arguments: 3.7)
        assert printed(exercise, wrong, capsys).startswith("your function: not yet right.")
