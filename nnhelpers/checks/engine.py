"""How an attempt at an exercise is run, compared with a right answer, and explained.

`by_cases` runs an attempt on every case before it judges. What it then says holds in every case: the words of a
listed mistake that gives the same results, else an observation from `facts`, else where the results differ.
"""

import contextlib
import copy
import io
import warnings
from typing import NamedTuple

import numpy as np

from nnhelpers.checks import facts, repair, source
from nnhelpers.checks.compare import kind_of, name_of, other_kind, same, shown, written

# ---------------------------------------------------------------- a check


class NotRight(Exception):
    """Ends a check; its text is what the reader is told."""


class NotPassed(AssertionError):
    """What a check that is not passed raises after `strict()`; its text is what is printed otherwise."""

    def _render_traceback_(self):
        """Let IPython show the words alone: a traceback would quote the lines around the right answer."""
        return str(self).splitlines()


def strict():
    """From now on let a check that is not passed raise NotPassed, as marking asks for, instead of printing."""
    global tell
    tell = refuse


def refuse(words):
    """Raise NotPassed with these words."""
    raise NotPassed(words) from None


tell = print  # what a check does with its words if it is not passed


def check(attempt, examine, verified):
    """Run `examine(attempt)`, which raises NotRight for a wrong attempt, and print the verdict in words."""
    if not callable(attempt):
        tell("Pass the function itself to the check, its name without brackets after it: checks.name(name).")
        return
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            written = examine(attempt)
    except NotRight as reason:
        tell(f"{name_of(attempt)}: not yet right.\n  {reason}")
    else:
        if written:
            print(f"{name_of(attempt)}: correct. {verified}")
        else:
            tell(f"{name_of(attempt)}: not written yet.")


def by_cases(attempt, right, cases, mistakes=(), verified="", *, parts=(), promises=(), rtol=1e-6, atol=1e-9,
             otherwise=lambda got, expected: ""):
    """Check an attempt against a right answer on all cases.

    `cases` maps a label, such as "a class that never occurs", to a tuple of arguments; the first that fails is shown,
    so the clearest stands first. `mistakes` is a list of pairs (wrong answer, words): the words are said if the wrong
    answer gives what the attempt gives, in every case, and no mistake with other words does. A text in place of the
    wrong answer is looked for, as a regular expression, in what an exception says. If the answer has several parts, a
    dictionary or a tuple (then `parts` names them), a mistake may be a triple (part, wrong answer of this part,
    words). `promises` are functions (got, expected, tried) → words of a broken promise about a result with the right
    values, or "". `otherwise` may add words to a result beside the expected one. `rtol` and `atol` say how near a
    result must come.
    """
    labels = list(cases) if isinstance(cases, dict) else [""] * len(cases)
    cases = list(cases.values()) if isinstance(cases, dict) else cases

    def examine(attempt):
        expected = [right(*copy.deepcopy(case)) for case in cases]

        def trials(function):
            for case, label, answer in zip(cases, labels, expected, strict=True):
                outcome = run(function, case)
                good = outcome.error is None and same(outcome.value, answer, rtol, atol)
                yield Tried(case, label, *outcome, answer, good)

        tried = list(trials(attempt))
        if all(one.value is ... for one in tried):
            return False
        if not all(one.right for one in tried):
            raise NotRight(explained(attempt, right, tried, mistakes, parts, otherwise, lambda function: all(
                one.right and not one.changed for one in trials(function))))
        for one in tried:
            require_promises(attempt, one, promises)
        return True

    check(attempt, examine, verified)


class Outcome(NamedTuple):
    """What a function did with a case."""

    value: object
    error: Exception | None
    changed: bool  # its arguments
    shares: bool  # memory with an argument
    printed: str


class Tried(NamedTuple):
    """A case, what the attempt did with it, and what is right."""

    case: tuple
    label: str
    value: object
    error: Exception | None
    changed: bool
    shares: bool
    printed: str
    expected: object
    right: bool


def run(function, case):
    """Call a function on copies of a case's arguments."""
    arguments, value, error, printed = copy.deepcopy(case), None, None, io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            value = function(*arguments)
    except Exception as raised:
        error = raised
    shares = any(
        isinstance(result, np.ndarray) and isinstance(argument, np.ndarray) and np.shares_memory(result, argument)
        for result in (value if isinstance(value, (tuple, list)) else [value]) for argument in arguments
    )
    value = copy.deepcopy(value) if isinstance(value, (list, dict)) else value  # a list that goes on growing
    return Outcome(value, error, not same(arguments, case), shares, printed.getvalue())


CHANGED = "changed its argument; work on a copy, so that the caller's stays."


def require_promises(attempt, one, promises):
    """Raise NotRight if a result with the right values breaks a promise."""
    if one.changed:
        raise NotRight(f"{written(attempt, one.case)} {CHANGED}")
    for promise in promises:
        if words := promise(one.value, one.expected, one):
            raise NotRight(f"For {written(attempt, one.case)}\n  it gave   {shown(one.value)}\n  {words}")


def whole_numbers(got, expected, tried):
    """A promise: the result is made of whole numbers, by their kind as well."""
    kind = np.asarray(got).dtype.kind
    return "" if kind in "iu" else f"The values are right, but they are {kind_of(got)}: whole numbers are asked for."


def own_memory(got, expected, tried):
    """A promise: the result is a copy, not a view of an argument."""
    return "The values are right, but the result is a view of the argument: who changes one changes the other. " \
           "Return a copy." if tried.shares else ""


def same_type(got, expected, tried):
    """A promise: an array of the expected dtype."""
    kind = np.asarray(got).dtype
    return "" if kind == expected.dtype else f"The values are right, but their dtype is {kind}; keep {expected.dtype}."


def call(attempt, case, exceptions=()):
    """Call an attempt once, for a check that judges by itself; an exception or a changed argument ends the check."""
    one = Tried(case, "", *run(attempt, case), None, False)
    if one.error is not None:
        raise NotRight(f"{written(attempt, case)} {failure(one.error, attempt, '', exceptions)}")
    require_promises(attempt, one, ())
    return one.value


# ---------------------------------------------------------------- how an attempt is explained


def explained(attempt, right, tried, mistakes, parts, otherwise, is_right):
    """Put into words what is wrong with an attempt: a case, what was got and expected, and what is certain beyond."""
    failing = [one for one in tried if not one.right]
    broken = [one for one in failing if one.error is not None]
    one = (broken or failing)[0]
    if named := listed(mistakes, tried):
        words = about_parts(attempt, tried, mistakes, parts, named) or named
        beside = source.about_loops(attempt)
    elif broken:
        looked_for = [mistake for mistake in mistakes if len(mistake) == 2 and isinstance(mistake[0], str)]
        words = source.about_exception(one.error, attempt, looked_for)
        beside = [facts.about_cases(tried)]
    else:
        fact = facts.about_order(tried) or about_parts(attempt, tried, mistakes, parts) or facts.about_values(
            tried, attempt)
        shape = other_kind(one.value, one.expected)
        words = f"{fact} {shape}" if fact and shape and facts.is_numeric(one) else fact or shape
        beside = [otherwise(one.value, one.expected)]
        if not fact:
            beside += [" ".join(filter(None, [facts.about_entries(one), facts.about_cases(tried)]))]
    if not named:
        beside += [repair.line_to_change(attempt, is_right), *source.about_source(attempt, right, tried)]
    lines = [line for line in beside if line][:3]
    if any(one.changed for one in tried):
        lines.append(f"It also {CHANGED}")
    return "\n  ".join([difference(attempt, one, words), *lines])


def difference(attempt, one, words):
    """Put what an attempt did with a case into words: the exception, or what was got and what was expected."""
    call = written(attempt, one.case)
    if one.error is not None:
        return f"{call} {failure(one.error, attempt, words)}"
    if callable(one.value):
        words = "This is a function and not its result: are the brackets () after its name missing?"
    printed = one.printed.strip().splitlines()
    lines = [f"For {call}", printed and f"it printed {printed[0][:110]}", f"it gave   {shown(one.value)}",
             f"expected  {shown(one.expected)}", words]
    if shown(one.value) == shown(one.expected) and "<array" in shown(one.value):  # too large to be shown
        lines[2:4] = []
    return "\n  ".join(line for line in lines if line)


def failure(error, attempt, words="", exceptions=()):
    """Put an exception into words: its text, the line of the attempt, and a reason where one is certain."""
    words = words or source.about_exception(error, attempt, exceptions)
    line = source.line_of(error, attempt)
    text = str(error).split(", with gufunc")[0]
    return "\n  ".join(part for part in (
        f"raised {type(error).__name__}: {text}", line and f"in the line  {line}", words) if part)


def listed(mistakes, tried):
    """Return the words of the one mistake that does what the attempt does in every case, or an empty string."""
    found = []
    for wrong, words in (mistake for mistake in mistakes if len(mistake) == 2 and callable(mistake[0])):
        if words not in found and explains(wrong, tried):
            found.append(words)
    return found[0] if len(set(found)) == 1 else ""


def explains(wrong, tried):
    """Tell whether a wrong answer does what the attempt does in every case, not raising in all, and is wrong in one."""
    outcomes = []
    for one in tried:
        outcome = run(wrong, one.case)
        alike = same(one.value, outcome.value) if outcome.error is None is one.error else (
            type(outcome.error) is type(one.error) and str(outcome.error) == str(one.error))
        if not alike:
            return False
        outcomes.append(outcome)
    return any(outcome.error is None for outcome in outcomes) and any(
        outcome.error is not None or not same(outcome.value, one.expected)
        for outcome, one in zip(outcomes, tried, strict=True))


def names_of_parts(expected, parts):
    """Return the names of the parts of an answer, none if it is a single one."""
    if isinstance(expected, dict):
        return list(expected)
    ordinals = ["first", "second", "third", "fourth", "fifth", "sixth"]
    several = isinstance(expected, tuple) and 1 < len(expected) <= len(ordinals)
    return list(parts or [f"the {ordinal} value" for ordinal in ordinals[:len(expected)]]) if several else []


def parts_of(value, names):
    """Return name → part of an answer; of a dictionary those that are there. None if the parts are others."""
    if isinstance(value, dict):
        return value if value and value.keys() <= set(names) else None
    return dict(zip(names, value, strict=True)) if isinstance(value, (tuple, list)) and len(value) == len(
        names) else None


def about_parts(attempt, tried, mistakes, parts, known=""):
    """Say of an answer of several parts which are right, which is not, and why where it is certain or known."""
    names = names_of_parts(tried[0].expected, parts)
    values = [parts_of(one.value, names) for one in tried]
    answers = [parts_of(one.expected, names) for one in tried]
    if not names or None in values or None in answers or any(
            isinstance(one.value, dict) != isinstance(one.expected, dict) for one in tried):
        return ""
    given = [name for name in names if all(name in value for value in values)]
    pieces = {name: [one._replace(value=value[name], expected=answer[name], right=same(value[name], answer[name]))
                     for one, value, answer in zip(tried, values, answers, strict=True)] for name in given}
    good = [name for name in given if all(piece.right for piece in pieces[name])]
    bad = [name for name in given if name not in good]
    line = f"{', '.join(map(str, good))} {'is' if len(good) == 1 else 'are'} right; " if good else ""
    if not bad:
        line += f"still missing: {', '.join(map(str, [name for name in names if name not in given]))}."
    elif known:
        return f"{line}{', '.join(map(str, bad))} {'is' if len(bad) == 1 else 'are'} not: {known}" if good else known
    else:
        shown_first = next(number for number, one in enumerate(tried) if not one.right)
        name = next((name for name in bad if not pieces[name][shown_first].right), bad[0])
        words = about_part(attempt, pieces[name], name, names, mistakes)
        line += f"{name} is not{'' if good else ' right'}{': ' if words else '.'}{words}"
    return line[0].upper() + line[1:] if line.startswith("the ") else line


def about_part(attempt, pieces, name, names, mistakes):
    """Return what is certain about one part of an answer: a mistake's words, a fact, or where it differs."""
    found = set()
    for *part, wrong, words in mistakes:
        if part == [name] and explains(wrong, pieces) or not part and callable(wrong) and explains(
                lambda *case, wrong=wrong: parts_of(wrong(*case), names)[name], pieces):
            found.add(words)
    one = next(piece for piece in pieces if not piece.right)
    if len(found) == 1:
        return found.pop()
    said = [facts.about_values(pieces, attempt), other_kind(one.value, one.expected)]
    return " ".join(filter(None, said)) or facts.about_entries(one)
