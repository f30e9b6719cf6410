"""The mistakes in shortening gradients, for the checks of notebook 05."""

import numpy as np


def length(gradients):
    """Return the length of all gradients together."""
    return np.sqrt(sum(np.sum(g**2) for g in gradients.values()))


def times(gradients, factor):
    """Multiply all gradients by a factor."""
    return {name: factor * g for name, g in gradients.items()}


def by_length(measured):
    """Return an answer that measures the length in another way."""
    return lambda g, limit: times(g, min(1, limit / measured(g)))


def of_each(change):
    """Return an answer that changes each array by itself, knowing the limit and the common length."""
    return lambda g, limit: {name: change(array, limit, length(g)) for name, array in g.items()}


def until_short(g, limit, factor):
    """Multiply again and again, until the length is within the limit."""
    while length(g) > limit:
        g = times(g, factor)
    return g


def weights(g):
    """Return the gradients of the weights alone."""
    return {name: v for name, v in g.items() if name.startswith("W")}


ROWS_ONLY = "The length is one number, of all entries. The built-in sum, or an axis, adds rows only: np.sum(g**2)."
ONE_BY_ONE = "Each array was cut to the limit by itself, which turns the direction of the step: measure one " \
             "length over all arrays, and multiply all by one factor."
ENTRIES = "Each entry was clipped, which turns the direction; multiply all by one factor."
NO_LIMIT = "The length is now 1, not the limit: multiply by limit / length."
LENGTHENED = "A gradient shorter than the limit was made longer; leave it as it is."
MISTAKES = [
    ("'str' and 'int'", "This walks over the names; .values() gives the arrays."),
    (lambda g, limit: times(g, min(1, limit / np.sqrt(sum(sum(v**2) for v in g.values())))), ROWS_ONLY),
    (lambda g, limit: times(g, limit / m) if (m := np.sqrt(sum(sum(v**2) for v in g.values()))) > limit else g,
     ROWS_ONLY),
    (lambda g, limit: times(g, np.minimum(1, limit / np.sqrt(sum(sum(v**2) for v in g.values())))), ROWS_ONLY),
    (of_each(lambda v, limit, _: v * min(1, limit / np.sqrt(np.sum(v**2)))), ONE_BY_ONE),
    (of_each(lambda v, limit, _: v * limit / m if (m := np.sqrt(np.sum(v**2))) > limit else v), ONE_BY_ONE),
    (of_each(lambda v, limit, all: v * limit / np.sqrt(np.sum(v**2)) if all > limit else v),
     "Each array was cut to the limit by itself; divide by the common length, and by the same for all."),
    (of_each(lambda v, limit, all: v * limit / all if np.sqrt(np.sum(v**2)) > limit else v),
     "Only the arrays that are longer than the limit were shortened; multiply all by the same factor."),
    (of_each(lambda v, limit, all: v * np.minimum(1, limit / np.linalg.norm(v, axis=1, keepdims=True))),
     "Each row was cut to the limit by itself; there is one length, over all rows of all arrays."),
    (of_each(lambda v, limit, _: np.clip(v, -limit, limit)), ENTRIES),
    (of_each(lambda v, limit, all: np.clip(v, -limit, limit) if all > limit else v), ENTRIES),
    (of_each(lambda v, limit, _: np.minimum(v, limit)),
     "Each entry was cut at the limit, and negative ones were left alone; multiply all by one factor."),
    (of_each(lambda v, limit, _: v * np.minimum(1, limit / np.abs(v).max())),
     "Each array was cut by its own largest entry; there is one length, over all entries of all arrays."),
    (lambda g, limit: times(g, limit / length(g)), LENGTHENED),
    (lambda g, limit: times(g, limit / length(g)) if length(g) > 0 else g, LENGTHENED),
    (lambda g, limit: times(g, min(1, np.divide(limit, length(g)))) if length(g) >= limit else times(g, 0),
     "A gradient shorter than the limit became 0; leave it as it is."),
    (by_length(lambda g: length(g) ** 2),
     "The root is missing: the length is the square root of the sum of squares."),
    (lambda g, limit: times(g, limit / length(g) ** 2 if length(g) > limit else 1),
     "The length stands squared below the line: the factor is limit / length."),
    (lambda g, limit: times(g, limit / length(g) if length(g) ** 2 > limit else 1),
     "The sum of squares was compared with the limit; compare its root, the length."),
    (by_length(lambda g: np.sqrt(sum(np.sum(v) ** 2 for v in g.values()))),
     "Square before adding: np.sum(g**2)."),
    (by_length(lambda g: abs(sum(np.sum(v) for v in g.values()))), "Square before adding: np.sum(g**2)."),
    (by_length(lambda g: sum(np.sqrt(np.sum(v**2)) for v in g.values())),
     "The lengths of the arrays were added up; add up all squares, and take one root of the sum."),
    (by_length(lambda g: sum(np.sum(np.abs(v)) for v in g.values())),
     "The absolute values were added up; the length is the root of the sum of squares."),
    (by_length(lambda g: max(np.abs(v).max() for v in g.values())),
     "The largest entry was taken for the length; that is the root of the sum of all squares."),
    (by_length(lambda g: max(np.sqrt(np.sum(v**2)) for v in g.values())),
     "The longest array was taken for the whole; add up the squares of all arrays."),
    (by_length(lambda g: np.mean([np.sqrt(np.sum(v**2)) for v in g.values()])),
     "This is the mean of the arrays' lengths; add up all squares, and take one root of the sum."),
    (by_length(lambda g: np.sqrt(sum(np.mean(v**2) for v in g.values()))),
     "The squares were averaged, np.mean; add them up, np.sum."),
    (by_length(lambda g: np.sqrt(sum(np.linalg.norm(v, 2) ** 2 for v in g.values()))),
     "np.linalg.norm(g, 2) of a matrix is its largest singular value; leave out the 2."),
    (by_length(lambda g: np.sqrt(np.sum(list(g.values())[0] ** 2))),
     "Only the first array was measured; add up the squares of all."),
    (by_length(lambda g: np.sqrt(np.sum(list(g.values())[-1] ** 2))),
     "Only the last array was measured; add up the squares of all."),
    (by_length(lambda g: length(weights(g))), "The biases were left out of the length; take it over all arrays."),
    (lambda g, limit: g | times(weights(g), min(1, limit / max(length(weights(g)), 1e-300))),
     "Only the weights were measured and shortened; the biases belong to the gradient as well."),
    *[(lambda g, limit, factor=factor: until_short(g, limit, factor), "It was shortened bit by bit until it "
       "fell below the limit; its length is to be the limit: multiply once, by limit / length.")
      for factor in (0.5, 0.9, 0.99, 0.999, 0.1, 0.8, 0.95)],
    *[(lambda g, limit, d=d: times(g, round(min(1, limit / max(length(g), 1e-300)), d)),
       "The factor was rounded on the way: keep all digits.") for d in (0, 1, 2, 3)],
    *[(by_length(lambda g, d=d: round(length(g), d)), "The length was rounded on the way: keep all digits.")
      for d in (0, 1, 2, 3)],
    (by_length(lambda g: length(g) / np.sqrt(sum(v.size for v in g.values()))),
     "The mean of all squares was taken; add them up, np.sum."),
    (by_length(lambda g: np.sqrt(length(g))), "The root was taken twice."),
    *[(lambda g, limit, digits=digits: {k: np.round(v * min(1, limit / max(length(g), 1e-300)), digits)
                                        for k, v in g.items()},
       "Right up to rounding: the expected values are not rounded.") for digits in (0, 1, 2, 3, 4, 6)],
    *[(lambda g, limit, short=short: times(g, limit / length(g)) if length(g) > limit else short,
       "A gradient within the limit gets lost: return it as it is.") for short in (None, {}, [], 0)],
    (lambda g, limit: times(g, min(1, limit / length(g) / len(g))),
     "The limit was divided among the arrays; it is for all of them together."),
    (lambda g, limit: g | times(weights(g), min(1, limit / length(g))),
     "The biases were left as they were; multiply all gradients."),
    (lambda g, limit: {name: v * (min(1, limit / length(g)) if place == 0 else 1)
                       for place, (name, v) in enumerate(g.items())},
     "Only the first array was shortened; multiply all by the factor."),
    (lambda g, limit: times(g, 1 / length(g)), NO_LIMIT),
    (lambda g, limit: times(g, 1 / length(g) if length(g) > limit else 1), NO_LIMIT),
    (lambda g, limit: times(g, min(1, 1 / length(g))), NO_LIMIT),
    (lambda g, limit: times(g, limit if length(g) > limit else 1),
     "The gradient was multiplied by the limit; divide by its length as well: limit / length."),
    (lambda g, limit: times(g, 1 / limit if length(g) > limit else 1),
     "The gradient was divided by the limit; multiply by limit / length."),
    (lambda g, limit: times(g, length(g) / limit if length(g) > limit else 1),
     "The factor is upside down, so a long gradient becomes longer: limit / length."),
    (lambda g, limit: times(g, min(1, length(g) / limit)),
     "The factor is upside down, so short gradients become shorter: limit / length."),
    (lambda g, limit: times(g, max(1, limit / length(g))),
     "Long gradients are left, and short ones are made longer: it is to be the other way round (min, or >)."),
    (lambda g, limit: times(g, min(1, limit / length(g)) ** 2), "The factor was applied twice."),
    (lambda g, limit: times(g, min(limit, limit / length(g))),
     "A short gradient was multiplied by the limit; its factor is 1: min(1, limit / length)."),
    (lambda g, limit: times(g, limit / (length(g) + limit)),
     "The limit was added below the line: the factor is limit / length, and never more than 1."),
    (of_each(lambda v, limit, all: v - (all - limit) if all > limit else v),
     "A number was subtracted from all ENTRIES, which turns the direction; multiply by limit / length."),
    (lambda g, limit: times(g, -min(1, limit / max(length(g), 1e-300))),
     "The sign is opposite: the gradients keep their direction."),
    (of_each(lambda v, limit, all: np.abs(v) * min(1, limit / max(all, 1e-300))),
     "The minus signs are lost: the gradients keep their direction."),
    (lambda g, limit: times(g, 1 if length(g) <= limit else 0),
     "A gradient longer than the limit became 0; shorten it to the limit."),
    (lambda g, limit: list(times(g, min(1, limit / length(g))).values()),
     "The names are lost: return a dictionary, {name: factor * g for name, g in gradients.items()}."),
    (lambda g, limit: length(g), "This is the length; return the gradients, shortened to the limit."),
    (lambda g, limit: min(1, limit / length(g)), "This is the factor; return all gradients, multiplied by it."),
    (lambda g, limit: g, "Nothing was shortened: this gradient is longer than the limit."),
]
