"""The checks of notebook 05's exercises."""


import numpy as np
import pandas as pd

from nnhelpers.checks.engine import by_cases


def descend(attempt):
    """Notebook 05: the places that gradient descent visits on a curve."""
    def parabola_slope(w):
        return 2 * (w - 3)

    def right(slope, w, learning_rate, steps):
        places = [w]
        for _ in range(steps):
            places.append(places[-1] - learning_rate * slope(places[-1]))
        return places

    by_cases(
        attempt,
        right=right,
        cases=[(parabola_slope, 0.0, 0.1, 3), (np.cos, 1.0, 0.5, 4)],
        mistakes=[
            ("unsupported operand .*'function'", "slope is a function: slope(w) is its value at w."),
            (lambda s, w, r, n: right(parabola_slope, w, r, n),
             "The slope of one parabola is written in. Call slope(w): the function is given."),
            (lambda s, w, r, n: right(s, w, -r, n), "It climbs: subtract learning_rate times the slope; do not add."),
            (lambda s, w, r, n: right(s, w, r, n)[1:], "The start itself is missing: the list begins with w."),
            (lambda s, w, r, n: right(s, w, r, n)[-1], "This is only the last place; return the list of all."),
            (lambda s, w, r, n: right(s, w, r, n)[:-1],
             "One step is missing: after `steps` steps there are steps + 1 places."),
            (lambda s, w, r, n: right(lambda _: s(w), w, r, n),
             "The slope at the start was used for every step; measure it anew at each place."),
            (lambda s, w, r, n: right(s, w, 1, n), "The learning rate was not used."),
            (lambda s, w, r, n: [w] + [w - r * s(w)] * n, "Each step starts at w again: start from the last place."),
            (lambda s, w, r, n: right(s, w, r, n + 1),
             "There is one step too many: after `steps` steps there are steps + 1 places, with the start."),
            (lambda s, w, r, n: [s(place) for place in right(s, w, r, n)],
             "These are the slopes; return the places where they were measured."),
            (lambda s, w, r, n: [w] + [-r * s(place) for place in right(s, w, r, n)[:-1]],
             "These are the steps; add each one to the place before it."),
        ],
        verified="It walks downhill, measuring the slope anew at each place.",
    )


def first_reaching(attempt):
    """Notebook 05: when a training first reached an accuracy."""
    history = pd.DataFrame({
        "Iteration": [0, 10, 20, 30, 40, 50],
        "Training accuracy": [0.1, 0.7, 0.75, 0.8, 0.9, 0.9],
        "Validation accuracy": [0.1, 0.5, 0.6, 0.8, 0.7, 0.7],
    })

    def reaching(history, share, column="Validation accuracy"):
        return history["Iteration"][history[column] >= share]

    def right(history, share, column="Validation accuracy", never=None):
        reached = reaching(history, share, column)
        return int(reached.iloc[0]) if len(reached) else never

    unreached = "No row reaches that accuracy: return None then."

    by_cases(
        attempt,
        right=right,
        cases=[(history, 0.5), (history, 0.8), (history, 0.7), (history, 0.95), (history, 0.05)],
        mistakes=[
            ("string indices|'str' object", "This walks over column names; choose rows by a condition."),
            ("^0$", "Use .iloc[0]: rows keep their old labels."),
            (lambda h, share: reaching(h, share).iloc[0], unreached),
            (lambda h, share: right(h, share) or None,
             "Iteration 0 reached it, and 0 counts as false after `if` and `or`: ask whether any row is left."),
            (lambda h, share: reaching(h, share).index[0],
             "This is the number of the row; return what stands in its Iteration."),
            (lambda h, share: right(h, np.nextafter(share, 1)),
             "An accuracy of exactly `share` counts as reached: compare with >=."),
            (lambda h, share: right(h, share, "Training accuracy"),
             "This is when the training accuracy got there; use Validation accuracy."),
            (lambda h, share: reaching(h, share).iloc[-1], "This is the last such row; return the first."),
            (lambda h, share: h["Iteration"][h["Validation accuracy"].idxmax()],
             "This is when the accuracy was best; return when it first reached `share`."),
            (lambda h, share: h["Validation accuracy"][reaching(h, share).index[0]],
             "This is the accuracy that was reached; return the Iteration of that row."),
            (lambda h, share: reaching(h, share).to_numpy(), "These are all such iterations; return the first alone."),
        ] + [
            (lambda h, share, never=never: right(h, share, never=never), unreached) for never in (0, -1, 50, np.nan)
        ],
        verified="It finds the first such iteration, and returns None where there is none.",
    )


def decayed(attempt):
    """Notebook 05: a learning rate that halves again and again."""
    by_cases(
        attempt,
        right=lambda rate, iteration, half_life: rate * 0.5 ** (iteration / half_life),
        cases=[(0.8, 4, 4), (0.8, 8, 4), (0.8, 1, 4), (0.8, 0, 4)],
        mistakes=[
            (lambda r, i, h: r * 0.5 ** (i // h),
             "It falls in jumps: // drops what is after the point; divide with /."),
            (lambda r, i, h: r / (2 * i / h), "Not multiplied: raise 2 to the power iteration / half_life."),
            (lambda r, i, h: r / 2 ** i, "half_life was not used: it halved at every iteration."),
            (lambda r, i, h: r * 2 ** (i / h), "It grows: halving is multiplying by 0.5."),
            (lambda r, i, h: r / (1 + i / h),
             "This falls as 1/(1 + t); after two half-lives it should have halved twice."),
            (lambda r, i, h: r * (1 - 0.5 * i / h),
             "It falls along a straight line, and reaches zero; halving never does."),
            (lambda r, i, h: r * 0.5 * i / h,
             "The 0.5 is to be raised to the power iteration / half_life, not multiplied."),
            (lambda r, i, h: r * 0.5 ** i / h,
             "Python takes the power before it divides: put iteration / half_life into brackets."),
            (lambda r, i, h: r * 0.5 ** (h / i), "The exponent is upside down: it is iteration / half_life."),
            (lambda r, i, h: r * np.exp(-i / h), "This falls to 37 % with every half-life; it should fall to half."),
            (lambda r, i, h: 0.5 ** (i / h), "The first rate is missing: it is what is halved."),
            (lambda r, i, h: r / 2, "It was halved once, whatever the iteration."),
            (lambda r, i, h: r, "It does not fall at all."),
        ],
        verified="It halves with every half-life, smoothly.",
    )


def clip_gradients(attempt):
    """Notebook 05: gradients whose common length is limited."""
    def length(gradients):
        return np.sqrt(sum(np.sum(g**2) for g in gradients.values()))

    def times(gradients, factor):
        return {name: factor * g for name, g in gradients.items()}

    rows_only = "The length is one number. The built-in sum adds rows only: np.sum adds all entries."
    long = {"W": np.array([[2.0, 2], [1, 0]]), "b": np.array([[4.0], [0]])}  # the lengths 3 and 4, together 5
    short = {"W": np.array([[0.2, 0.2], [0.1, 0]]), "b": np.array([[0.4], [0]])}
    by_cases(
        attempt,
        right=lambda g, limit: times(g, min(1, limit / length(g))),
        cases=[(long, 1.0), (short, 1.0), (long, 5.0), (long, 2.0)],
        mistakes=[
            ("truth value", rows_only),
            (lambda g, limit: times(g, np.minimum(1, limit / np.sqrt(sum(sum(v**2) for v in g.values())))), rows_only),
            (lambda g, limit: {k: v * min(1, limit / np.sqrt(np.sum(v**2))) for k, v in g.items()},
             "Each array was cut to the limit by itself, which turns the direction of the step: "
             "measure one length over all arrays, and multiply all by one factor."),
            (lambda g, limit: {k: np.clip(v, -limit, limit) for k, v in g.items()},
             "Each entry was clipped, which turns the direction; multiply all by one factor."),
            (lambda g, limit: times(g, limit / length(g)),
             "A gradient shorter than the limit was made longer; leave it as it is."),
            (lambda g, limit: times(g, min(1, limit / length(g) ** 2)),
             "The root is missing: the length is the square root of the sum of squares."),
            (lambda g, limit: times(g, min(1, limit / np.sqrt(sum(np.sum(v) ** 2 for v in g.values())))),
             "Square before adding: np.sum(g**2)."),
            ("'str' and 'int'", "This walks over the names; .values() gives the arrays."),
            (lambda g, limit: times(g, min(1, limit / sum(np.sqrt(np.sum(v**2)) for v in g.values()))),
             "The lengths of the arrays were added up; add up all squares, and take one root of the sum."),
            (lambda g, limit: times(g, 1 / length(g)),
             "The length is now 1, not the limit: multiply by limit / length."),
            (lambda g, limit: g, "Nothing was shortened: this gradient is longer than the limit."),
        ],
        verified="It shortens long gradients, keeps their direction, and leaves short ones alone.",
    )
