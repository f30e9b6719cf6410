"""What can be said of wrong results with certainty: observations that hold in every case tried.

Each is a fact about results and answers, not a guess at what the reader did; so it can't be wrong.
"""

import inspect

import numpy as np

from nnhelpers.checks.compare import as_numbers, same

# What stands in the place of the expected entries e, entry by entry.
ARITHMETIC = [
    ("The sign is opposite, in every case.", lambda e: -e),
    ("It is exactly twice what is expected, in every case.", lambda e: 2 * e),
    ("It is exactly half of what is expected, in every case.", lambda e: e / 2),
    ("It is right but for the minus signs: negative values are expected, too.", np.abs),
    ("It is right but for negative values: 0 stands in their place.", lambda e: np.maximum(e, 0)),
    *[("Right up to rounding: the expected values are not rounded.", lambda e, d=d: np.round(e, d)) for d in range(7)],
    ("Right but for what stands after the decimal point, which was cut off.", np.trunc),
    ("It was rounded down; the expected values are not rounded.", np.floor),
    ("It was rounded up; the expected values are not rounded.", np.ceil),
    ("Right but for values above 255, which have wrapped around: they were kept in eight bits.", lambda e: e % 256),
    ("It is one more than expected, in every case.", lambda e: e + 1),
    ("It is one less than expected, in every case.", lambda e: e - 1),
    ("It is the square of what is expected, in every case.", np.square),
    ("It is the square root of what is expected, in every case.", np.sqrt),
    ("It is the logarithm of what is expected, in every case.", np.log),
    ("It is the exponential of what is expected, in every case.", np.exp),
    ("It is 1 minus what is expected, in every case.", lambda e: 1 - e),
    ("It is 1 divided by what is expected, in every case.", lambda e: 1 / e),
]
# The expected entries in another arrangement; g is the shape of the result.
ARRANGEMENT = [
    ("It is the transpose of what is expected, in every case.", lambda e, g: e.T),
    ("The entries are right, in reverse order.", lambda e, g: e[::-1]),
    ("The entries of each row are right, in reverse order.", lambda e, g: e[..., ::-1]),
    ("The first entry is missing; the others are right.", lambda e, g: e[1:]),
    ("The last entry is missing; the others are right.", lambda e, g: e[:-1]),
    ("The first column is missing; the others are right.", lambda e, g: e[:, 1:]),
    ("The last column is missing; the others are right.", lambda e, g: e[:, :-1]),
    ("The entries are right, but each stands one place too late; the last is at the front.",
     lambda e, g: np.roll(e, 1, axis=0)),
    ("The entries are right, but each stands one place too early; the first is at the end.",
     lambda e, g: np.roll(e, -1, axis=0)),
    ("The entries are right, but sorted upwards.", lambda e, g: np.sort(e, axis=0)),
    ("The entries are right, but sorted downwards.", lambda e, g: np.sort(e, axis=0)[::-1]),
    ("It is the running sum of what is expected.", lambda e, g: np.cumsum(e, axis=0)),
]
# One number in place of several, made of the expected ones; or several, which make the expected one.
SUMMARIES = [
    ("sum", np.sum), ("mean", np.mean), ("largest", np.max), ("smallest", np.min),
    ("first", lambda e: e.flat[0]), ("last", lambda e: e.flat[-1]),
]

# What stands along each axis of an array with so many axes.
NOUNS = {1: ["entry"], 2: ["row", "column"], 3: ["image", "row of each image", "column of each image"]}


def about_values(tried, attempt):
    """Return what holds of the results of every case, or an empty string."""
    missing = [one for one in tried if one.value is None]
    if missing:
        labels = " and ".join(one.label for one in missing)
        return f"It returned None for {labels}: every way through the function must end with return." \
            if len(missing) < len(tried) and len(missing) < 3 and labels else ""
    for place, name in enumerate(parameters(attempt)):
        if all(place < len(one.case) and not callable(one.case[place]) and same(one.value, one.case[place])
               for one in tried):
            return f"It returns `{name}` as it came, in every case."
    pairs = [(as_numbers(one.value), as_numbers(one.expected)) for one in tried]
    if any(got is None or expected is None or isinstance(one.expected, (dict, str))
           for (got, expected), one in zip(pairs, tried, strict=True)):
        return ""
    if len(tried) > 1 and all(same(got, pairs[0][0]) for got, _ in pairs) and not all(
            same(expected, pairs[0][1]) for _, expected in pairs):
        return "It returned the same in every case that was tried, though the arguments differ."
    if all(getattr(one.value, "dtype", None) == np.float16 and same(one.value, one.expected, 2e-3) for one in tried):
        return "Right up to rounding: float16 keeps three digits; compute in float64, or in float32."
    return about_arrangement(pairs) or about_arithmetic(pairs) or about_factor(tried, pairs, attempt)


def about_order(tried):
    """Say that the values of a tuple are right but in reverse order, if they are."""
    reverse = all(isinstance(one.expected, tuple) and isinstance(one.value, (tuple, list))
                  and same(tuple(one.value)[::-1], one.expected) for one in tried)
    return "The values are right, in reverse order." if reverse else ""


def is_numeric(one):
    """Tell whether a result and the expected one are both made of numbers."""
    return as_numbers(one.value) is not None and as_numbers(one.expected) is not None


def holds(pairs, made):
    """Tell whether every result is what `made` makes of the expected one, and not every one is right."""
    try:
        return all(same(got, made(expected, got.shape)) for got, expected in pairs) and not all(
            same(got, expected) for got, expected in pairs)
    except (ValueError, IndexError, TypeError):
        return False


def about_arrangement(pairs):
    """Return how the right entries are arranged, or what was made of them, or an empty string."""
    if all(got.size == expected.size and got.shape != expected.shape for got, expected in pairs):
        if holds(pairs, lambda e, g: e.reshape(g)) and any(expected.size > 1 for _, expected in pairs):
            return "The values are right, their arrangement is not."
    if max(expected.size for _, expected in pairs) > 2:
        for words, made in ARRANGEMENT:
            if holds(pairs, made):
                return words
        flipped = [(expected, got) for got, expected in pairs]
        for words, made in (("There is one entry too many at the beginning; the others are right.",
                             lambda e, g: e[1:]),
                            ("There is one entry too many at the end; the others are right.", lambda e, g: e[:-1])):
            if holds(flipped, made):
                return words
    if all(got.ndim == 0 for got, _ in pairs) and all(expected.ndim > 0 for _, expected in pairs):
        for name, made in SUMMARIES:
            if holds(pairs, lambda e, g, made=made: made(e)):
                return f"It is the {name} of the expected values; return all of them."
    if all(expected.ndim == 0 for _, expected in pairs) and all(got.ndim > 0 and got.size for got, _ in pairs):
        for name, made in SUMMARIES:
            if all(same(made(got), expected) for got, expected in pairs):
                return f"The {name} of these values is what is expected; return that one number."
    return ""


def about_arithmetic(pairs):
    """Return by what arithmetic the results come from the expected ones, entry by entry, or an empty string."""
    if not all(got.shape == expected.shape for got, expected in pairs):
        return ""
    values = np.concatenate([expected.ravel() for _, expected in pairs])
    if set(values) <= {0, 1}:
        opposite = "It is the opposite of what is expected, in every case."
        return opposite if holds(pairs, lambda e, g: 1 - e) else ""
    results = np.concatenate([got.ravel() for got, _ in pairs])
    if min(len(set(numbers[np.isfinite(numbers) & (numbers != 0)])) for numbers in (values, results)) < 3:
        return ""  # too few different numbers to tell one thing from another
    for words, made in ARITHMETIC:
        if holds(pairs, lambda e, g, made=made: made(e)):
            return words
    return ""


def about_factor(tried, pairs, attempt):
    """Return the factor or the difference between results and answers, if it is one number in each case."""
    if not all(got.shape == expected.shape for got, expected in pairs):
        return ""
    factors = []
    for got, expected in pairs:
        place = np.argmax(np.abs(expected)) if expected.size else 0
        factor = got.flat[place] / expected.flat[place] if expected.size and expected.flat[place] else np.nan
        if not np.isfinite(factor) or factor == 0 or not same(got, factor * expected):
            break
        factors.append(factor)
    if len(factors) == len(pairs) and sum(expected.size for _, expected in pairs) > 3:
        if same(factors, [factors[0]] * len(factors)):
            return f"It is {factors[0]:.6g} times what is expected, in every case."
        for place, name in enumerate(parameters(attempt)):
            arrays = [np.asarray(one.case[place]) if place < len(one.case) else None for one in tried]
            if not all(isinstance(array, np.ndarray) and array.dtype.kind in "biuf" for array in arrays):
                continue
            for axis in range(min(array.ndim for array in arrays)):
                sizes = [array.shape[axis] for array in arrays]
                if same(factors, sizes):
                    return f"It is too large by the factor {name}.shape[{axis}], in every case."
                if same([1 / factor for factor in factors], sizes):
                    return f"It is too small by the factor {name}.shape[{axis}], in every case."
    first = (pairs[0][0] - pairs[0][1]).flat[0] if pairs[0][0].size else np.nan
    if np.isfinite(first) and sum(expected.size for _, expected in pairs) > 3 and all(
            same(got, expected + first) for got, expected in pairs):
        return f"It is {abs(first):.6g} {'more' if first > 0 else 'less'} than expected, in every case."
    return ""


def parameters(attempt):
    """Return the names of a function's parameters."""
    try:
        return list(inspect.signature(attempt).parameters)
    except (TypeError, ValueError):
        return []


def about_cases(tried):
    """Say for which cases an attempt is right and for which it is not, if that can be said in a line."""
    good = [one.label for one in tried if one.right]
    bad = [one.label for one in tried if not one.right]
    if not good or not all(good + bad):
        return ""
    if len(bad) <= 2:
        return f"Of the cases tried, it is right except for {' and for '.join(bad)}."
    return f"Of the cases tried, it is right only for {' and for '.join(good)}." if len(good) <= 2 else ""


def about_entries(one):
    """Say where a result differs from the expected one of the same shape, or an empty string."""
    got, expected = as_numbers(one.value), as_numbers(one.expected)
    if got is None or expected is None or got.shape != expected.shape or got.size < 3:
        return ""
    wrong = ~np.isclose(got, expected, rtol=1e-6, atol=1e-9, equal_nan=True)
    for axis in range(wrong.ndim):
        noun = NOUNS.get(wrong.ndim, ["slice"] * wrong.ndim)[axis]
        lines = wrong.any(axis=tuple(other for other in range(wrong.ndim) if other != axis))
        for name, line, others in (("first", lines[0], lines[1:]), ("last", lines[-1], lines[:-1])):
            if len(lines) > 2 and line and not others.any():
                return f"Only the {name} {noun} differs."
            if len(lines) > 2 and not line and others.all():
                return f"Only the {name} {noun} is right."
    for words, where in (("0 is expected", expected == 0), ("a negative number is expected", expected < 0),
                         ("a positive number is expected", expected > 0)):
        if where.any() and not where.all() and np.array_equal(wrong, where):
            return f"It differs exactly where {words}."
    if wrong.sum() <= wrong.size / 2:
        place = [int(index) for index in np.argwhere(wrong)[0]]
        more = f" and {wrong.sum() - 1} more" if wrong.sum() > 1 else ""
        return f"It differs at {place}{more}, of {wrong.size} entries."
    if wrong.size <= 24:
        return ""
    distance = np.where(wrong, np.nan_to_num(np.abs(got - expected), nan=np.inf), 0)
    place = np.unravel_index(np.argmax(distance), wrong.shape)
    return f"It differs most at {[int(index) for index in place]}: yours {got[place]:.6g}, expected " \
           f"{expected[place]:.6g}."
