"""The checks of notebook 05's exercises: training."""

import numpy as np
import pandas as pd

from nnhelpers.checks.engine import by_cases
from nnhelpers.checks.mistakes_05 import MISTAKES, length, times


def descend(attempt):
    """Notebook 05: the places that gradient descent visits on a curve."""
    def slope_of_a_parabola(w):
        return 2 * (w - 3)

    def slope_of_a_wave(w):
        return np.cos(w) - 0.25

    def slope_of_a_bowl(w):
        return 4 * w**3

    def right(slope, w, learning_rate, steps, changed=lambda place, step, number: place - step):
        """Walk downhill; `changed` makes the next place of the last one and of the step, whose number counts from 1."""
        places = [w]
        for number in range(1, steps + 1):
            places.append(changed(places[-1], learning_rate * slope(places[-1]), number))
        return places

    def walk(next_place):
        """Return an answer that makes each place of the last one, w, with slope and rate, by another formula."""
        return lambda s, w, r, n: right(s, w, r, n, lambda place, step, number: next_place(s, place, r))

    def with_momentum(s, w, r, n, kept, new=1):
        places, velocity = [w], 0
        for _ in range(n):
            velocity = kept * velocity + new * r * s(places[-1])
            places.append(places[-1] - velocity)
        return places

    def two_back(s, w, r, n):
        places = [w]
        for i in range(n):
            places.append(places[i - 1] - r * s(places[i - 1]))
        return places

    by_cases(
        attempt,
        right=right,
        cases={
            "a parabola": (slope_of_a_parabola, 0.5, 0.1, 3),
            "a wave": (slope_of_a_wave, 1.1, 0.7, 4),
            "steps to the right and to the left": (slope_of_a_parabola, 4.4, 0.85, 5),
            "a steep start": (slope_of_a_bowl, -0.9, 0.13, 6),
            "steps that grow": (slope_of_a_parabola, 2.7, 1.2, 4),
            "a start at the minimum": (slope_of_a_parabola, 3.0, 0.3, 3),
            "a single step": (slope_of_a_wave, -2.3, 0.4, 1),
            "no step": (slope_of_a_bowl, 1.7, 0.2, 0),
            "a whole number as the start": (slope_of_a_wave, 2, 0.3, 3),
        },
        mistakes=[
            ("unsupported operand .*'(function|numpy.ufunc)'", "slope is a function: slope(w) is its value at w."),
            (lambda s, w, r, n: right(slope_of_a_parabola, w, r, n),
             "The slope of one parabola is written in. Call slope(w): the function is given."),
            (lambda s, w, r, n: right(s, w, -r, n), "It climbs: subtract learning_rate times the slope; do not add."),
            (lambda s, w, r, n: right(s, w, r, n)[1:], "The start itself is missing: the list begins with w."),
            (lambda s, w, r, n: right(s, w, r, n)[-1], "This is only the last place; return the list of all."),
            *[(wrong, "One step is missing: after `steps` steps there are steps + 1 places.") for wrong in (
                lambda s, w, r, n: right(s, w, r, n)[:-1], lambda s, w, r, n: right(s, w, r, max(n - 1, 0)))],
            (lambda s, w, r, n: right(s, w, r, n + 1),
             "There is one step too many: after `steps` steps there are steps + 1 places, with the start."),
            (lambda s, w, r, n: right(s, w, r, n + 1)[1:],
             "The list begins one step too late, and ends one too late: it begins with w."),
            (lambda s, w, r, n: right(lambda _: s(w), w, r, n),
             "The slope at the start was used for every step; measure it anew at each place."),
            (lambda s, w, r, n: right(s, w, 1, n),
             "The learning rate makes no difference: a step is learning_rate times the slope."),
            (lambda s, w, r, n: [w] + [w - r * s(w)] * n, "Each step starts at w again: start from the last place."),
            (lambda s, w, r, n: [w - r * s(w)] * (n + 1),
             "Each place is the first step from w: start from the last one, and put w itself in front."),
            (lambda s, w, r, n: [w] * (n + 1), "It stays at w: put each new place into the list, and start from it."),
            (lambda s, w, r, n: [w, *right(s, w, r, n)],
             "The start stands twice: the list begins with w, then comes the place after the first step."),
            (lambda s, w, r, n: ([w, *right(s, w, r, n)])[:n + 1],
             "The start stands twice: w was put into the list before its step, instead of after it."),
            (lambda s, w, r, n: [s(place) for place in right(s, w, r, n)],
             "These are the slopes; return the places where they were measured."),
            (lambda s, w, r, n: [w] + [-r * s(place) for place in right(s, w, r, n)[:-1]],
             "These are the steps; add each one to the place before it."),
            (lambda s, w, r, n: [w] + [r * s(place) for place in right(s, w, r, n)[:-1]],
             "These are the steps; subtract each one from the place before it."),
            (lambda s, w, r, n: [-r * s(place) for place in right(s, w, r, n)[:-1]],
             "These are the steps; return the places that they lead to, the start included."),
            (lambda s, w, r, n: list(enumerate(right(s, w, r, n))),
             "Each place comes in a pair with its number; return the places alone."),
            (walk(lambda s, w, r: w - s(w) / r), "It was divided by the learning rate; a step is learning_rate times "
             "the slope."),
            (walk(lambda s, w, r: w - r), "The slope makes no difference: a step is learning_rate times the slope."),
            (walk(lambda s, w, r: w - r * w), "The place itself stands where its slope belongs: slope(w)."),
            (walk(lambda s, w, r: r * s(w)), "This is the step alone; subtract it from the last place."),
            (walk(lambda s, w, r: -r * s(w)), "This is the step alone; subtract it from the last place."),
            (walk(lambda s, w, r: (w - r) * s(w)), "The learning rate was subtracted before the slope multiplied: "
             "leave out the brackets."),
            *[(walk(lambda s, w, r, way=way: w + way * r * abs(s(w))), f"It always goes to the {side}: take the "
               "slope with its sign, not its absolute value.") for way, side in ((1, "right"), (-1, "left"))],
            *[(lambda s, w, r, n, start=start: right(s, start, r, n), f"It starts at {start}, whatever w is.")
              for start in (0, 1)],
            *[(lambda s, w, r, n, less=less: right(s, w, r, n, lambda place, _, i: place - r * s(i - less)),
               "The slope was measured at the step's number; measure it at the last place.") for less in (0, 1)],
            *[(lambda s, w, r, n, how=how: with_momentum(s, w, r, n, *how), "Something of the steps before is in "
               "each step (momentum); a step is learning_rate times the slope alone.")
              for how in ((0.5,), (0.8,), (0.9,), (1,), (0.5, 0.5), (0.9, 0.1))],
            (walk(lambda s, w, r: w - r * np.sign(s(w))),
             "Only the sign of the slope was used; a step is as long as learning_rate times the slope."),
            (walk(lambda s, w, r: w - r * s(w - r * s(w))),
             "The slope was measured one step ahead; measure it at the place that the step leaves."),
            *[(walk(lambda s, w, r, fixed=fixed: w - fixed * s(w)), f"The learning rate is written in as {fixed}; "
               "use the argument.") for fixed in (0.01, 0.1, 0.5)],
            (walk(lambda s, w, r: w - 2 * r * s(w)), "Each step is twice as long as learning_rate times the slope."),
            (walk(lambda s, w, r: float(int(w - r * s(w)))),
             "Each place was cut to a whole number: keep the floats (is an array of int filled?)."),
            *[(walk(lambda s, w, r, d=d: round(w - r * s(w), d)), "A place, a slope or a step was rounded on the way: "
               "keep all digits.") for d in range(5)],
            *[(walk(lambda s, w, r, d=d, wrong=wrong: wrong(s(w), w, r, d)), "A place, a slope or a step was rounded "
               "on the way: keep all digits.") for d in range(4) for wrong in (
                   lambda g, w, r, d: w - r * round(g, d), lambda g, w, r, d: w - round(r * g, d))],
            *[(lambda s, w, r, n, less=less: right(s, w, r, n, lambda place, step, i: place - (i - less) * step),
               "The steps were multiplied by their number: each is learning_rate times the slope.") for less in (0, 1)],
            (lambda s, w, r, n: right(s, w, r, n, lambda place, step, number: place - step / number),
             "The learning rate falls from step to step; it is to stay the same."),
            (lambda s, w, r, n: right(s, w, r, n, lambda place, step, number: w - step),
             "Each step was subtracted from the start; subtract it from the last place."),
            (lambda s, w, r, n: [w, right(s, w, r, n)[-1]], "These are the first and the last place; those between "
             "are missing."),
            (lambda s, w, r, n: [w, right(s, w, r, 1)[-1]],
             "Only one step was made; make `steps` of them in a loop."),
            *[(lambda s, w, r, n, fixed=fixed: right(s, w, r, fixed), f"It makes {fixed} steps, whatever `steps` is.")
              for fixed in (2, 3, 4)],
            (two_back, "places[i - 1] is the place before the last one; the last one is places[-1], or places[i]."),
        ],
        verified="It walks downhill, measuring the slope anew at each place.",
    )


def first_reaching(attempt):
    """Notebook 05: when a training first reached an accuracy."""
    def history(iterations, training, validation):
        training, validation = np.array(training), np.array(validation)
        return pd.DataFrame({
            "Iteration": iterations, "Training loss": 2.4 * (1.05 - training), "Training accuracy": training,
            "Validation loss": 2.5 * (1.06 - validation), "Validation accuracy": validation,
        })

    long = history([0, 10, 20, 30, 40, 50, 60, 67], [0.12, 0.55, 0.71, 0.78, 0.83, 0.86, 0.91, 0.97],
                   [0.11, 0.52, 0.5625, 0.81, 0.66, 0.74, 0.796, 0.77])
    short = history([0, 25, 50, 75, 80], [0.3, 0.35, 0.62, 0.7, 0.9], [0.31, 0.28, 0.55, 0.6953, 0.78125])
    start = history([0], [0.92], [0.9])
    accuracy = "Validation accuracy"

    def reaching(h, share, column=accuracy):
        return h["Iteration"][h[column] >= share]

    def right(h, share, column=accuracy, never=None):
        rows = reaching(h, share, column)
        return rows.iloc[0] if len(rows) else never

    def before(h, share):
        rows = reaching(h, share)
        return h["Iteration"][max(rows.index[0] - 1, 0)] if len(rows) else None

    def staying(h, share):
        """Return the first iteration from which on the accuracy stays at the share."""
        rows = h["Iteration"][(h[accuracy] >= share)[::-1].cumprod()[::-1] > 0]
        return rows.iloc[0] if len(rows) else None

    def of_these(chosen, never=None):
        """Return an answer that takes something else of the rows that qualify, if there are any."""
        return lambda h, share: chosen(h[h[accuracy] >= share]) if (h[accuracy] >= share).any() else never

    def halving(h, share, side="left"):
        """Return what a binary search finds."""
        place = np.searchsorted(h[accuracy], share, side)
        return h["Iteration"][place] if place < len(h) else None

    def nearest(h, share):
        return h["Iteration"][(h[accuracy] - share).abs().idxmin()]

    unreached = "Where no row reaches it there is no first one: return None then."
    by_cases(
        attempt,
        right=right,
        cases={
            "a share that was reached on the way": (long, 0.7),
            "a share reached only once": (long, 0.8),
            "a share reached, lost and reached again": (long, 0.78),
            "a share reached exactly": (long, 0.52),
            "a share that training reached earlier": (short, 0.6),
            "a share reached in the last row alone": (short, 0.7),
            "a share reached at the start": (long, 0.1),
            "a share of 0": (short, 0.0),
            "a share never reached": (long, 0.95),
            "a share that was nearly reached": (short, 0.79),
            "the best accuracy as the share": (short, 0.78125),
            "a history of one row": (start, 0.85),
            "a history of one row that falls short": (start, 0.95),
        },
        mistakes=[
            ("string indices|'str' object", "This walks over column names; choose rows by a condition."),
            (lambda h, share: reaching(h, share).loc[0], "Use .iloc[0]: rows keep their old labels."),
            (of_these(lambda rows: rows["Iteration"].loc[0]), "Use .iloc[0]: rows keep their old labels."),
            (lambda h, share: reaching(h, share).iloc[0], unreached),
            (lambda h, share: reaching(h, share).index[0],
             "This is the number of the row; return what stands in its Iteration (and None where there is no row)."),
            *[(of_these(lambda rows, first=first: rows.index[0] + first),
               "This is the number of the row; return what stands in its Iteration.") for first in (0, 1)],
            (lambda h, share: int(np.argmax(h[accuracy] >= share)),
             "This is the number of the row, and 0 where there is none: return its Iteration, and None for never."),
            *[(lambda h, share, never=never: right(h, share, never=never), unreached)
              for never in (0, -1, 1, 67, np.nan, np.inf, "None", "never")],
            (lambda h, share: right(h, share, never=h["Iteration"].iloc[-1]), unreached),
            (lambda h, share: right(h, share, never=len(h)), unreached),
            (lambda h, share: right(h, share) or None,
             "Where the start reached it, at iteration 0, it returns None. (0 counts as false after `if` and `or`.)"),
            (lambda h, share: right(h, np.nextafter(share, 1)),
             "An accuracy of exactly `share` counts as reached: compare with >=."),
            (lambda h, share: right(h.assign(**{accuracy: h[accuracy] == share}), 1),
             "An accuracy above `share` counts as well: compare with >=, not ==."),
            *[(lambda h, share, lowest=lowest: right(h.assign(**{accuracy: -h[accuracy]}), lowest(share)),
               "This is the first accuracy that falls short of share: turn the comparison round, >=.")
              for lowest in (lambda share: -share, lambda share: np.nextafter(-share, 1))],
            (lambda h, share: right(h, share, "Training accuracy"),
             "This is when the training accuracy got there; use Validation accuracy."),
            (lambda h, share: right(h.assign(**{accuracy: h[[accuracy, "Training accuracy"]].min(axis=1)}), share),
             "This is when *both* accuracies got there; Validation accuracy alone is asked for."),
            (lambda h, share: right(h.assign(**{accuracy: h[[accuracy, "Training accuracy"]].max(axis=1)}), share),
             "This is when *either* accuracy got there; Validation accuracy alone is asked for."),
            *[(lambda h, share, loss=loss: right(h, share, loss),
               "The loss was compared with share; use Validation accuracy.") for loss in long.columns[[1, 3]]],
            *[(lambda h, share, digits=digits: right(h.assign(**{accuracy: h[accuracy].round(digits)}), share),
               "The accuracy was rounded before it was compared: 0.6953 has not reached 0.7.") for digits in (1, 2)],
            *[(lambda h, share, factor=factor: right(h, share * factor),
               "Per cent were compared with a share; accuracies and share are all numbers from 0 to 1.")
              for factor in (0.01, 100)],
            (lambda h, share: right(h, 0.8), "It asks for 0.8, whatever share is: use the argument."),
            (of_these(lambda rows: rows["Iteration"].iloc[-1]), "This is the last such row; return the first."),
            (lambda h, share: reaching(h, share).max(), "This is the last such row; return the first."),
            (of_these(lambda rows: rows["Iteration"].iloc[min(1, len(rows) - 1)]),
             "This is the second such row; the first is .iloc[0]."),
            (of_these(lambda rows: rows["Iteration"][rows[accuracy].idxmax()]),
             "This is the best of the rows that reached it; return the first of them."),
            (of_these(lambda rows: rows["Iteration"][rows[accuracy].idxmin()]),
             "Of the rows that reached it this is the one with the smallest accuracy; return the first of them."),
            (lambda h, share: h["Iteration"][h[accuracy].idxmax()],
             "This is when the accuracy was best; return when it first reached `share`."),
            *[(wrong, "This is when the accuracy was nearest to share; return when it first reached it.") for wrong in (
                nearest, lambda h, share: nearest(h, share) if h[accuracy].max() >= share else None)],
            *[(lambda h, share, side=side: halving(h, share, side),
               "A search by halving (np.searchsorted, bisect) needs values that never fall; accuracies do.")
              for side in ("left", "right")],
            (lambda h, share: right(h, share) if h[accuracy].iloc[-1] >= share else None,
             "The last row decides here whether it was reached; it may have been reached on the way, and lost again."),
            (lambda h, share: right(h, share) if h[accuracy].max() > share else None,
             "A best accuracy of exactly `share` counts as reached: compare with >=."),
            (staying, "This is when it reached share for good; it had been there before, and fallen back: return the "
             "first time."),
            (before, "This is one row too early, the last one before share was reached."),
            (lambda h, share: right(h.iloc[:1], share),
             "Only the first row was looked at: the loop must go on where a row falls short. `return None` belongs "
             "behind the loop."),
            (lambda h, share: right(h.iloc[-1:], share),
             "Only the last row was looked at; take the first that qualifies."),
            (lambda h, share: right(h.iloc[1:], share), "The first row was left out: the start may have reached it."),
            (lambda h, share: right(h.iloc[:-1], share), "The last row was left out: it may be the first to reach it."),
            (of_these(lambda rows: rows[accuracy].iloc[0]),
             "This is the accuracy that was reached; return the Iteration of that row."),
            (lambda h, share: h[accuracy][reaching(h, share).index[0]],
             "This is the accuracy that was reached; return the Iteration of that row (and None where there is none)."),
            (of_these(len, never=0), "This is how many rows reached it; return the Iteration of the first."),
            (of_these(len), "This is how many rows reached it; return the Iteration of the first."),
            (of_these(lambda rows: 10 * int(rows.index[0])),
             "This takes for granted that a row was written every 10 iterations; read the column Iteration."),
            (lambda h, share: reaching(h, share).to_numpy(), "These are all such iterations; return the first alone."),
            (of_these(lambda rows: rows["Iteration"].to_numpy()),
             "These are all such iterations; return the first alone."),
            (of_these(lambda rows: rows["Iteration"].to_numpy()[:1]),
             "The iteration stands in an array or a list; return the number itself."),
            (lambda h, share: h[accuracy].to_numpy() >= share,
             "These are True and False, row by row; return the Iteration of the first True."),
            (lambda h, share: (h[accuracy] >= share).any(),
             "This tells whether it was ever reached; return the Iteration at which it first was."),
        ],
        verified="It finds the first such iteration, and returns None where there is none.",
    )


def decayed(attempt):
    """Notebook 05: a learning rate that halves again and again."""
    def falling(share):
        """Return an answer by another curve, of the number of half-lives."""
        return lambda r, i, h: r * share(i / h)

    jumps = "It falls in jumps, with whole half-lives; the exponent iteration / half_life need not be whole."
    brackets = "Python takes the power before it divides: put iteration / half_life into brackets."
    by_cases(
        attempt,
        right=lambda r, i, h: r * 0.5 ** (i / h),
        cases={
            "one half-life": (0.8, 100, 100),
            "two half-lives": (0.316571, 14, 7),
            "half a half-life": (0.5, 15, 30),
            "the first iteration of all": (0.7, 0, 9),
            "more than three half-lives": (0.9, 37, 11),
            "a small part of a half-life": (0.25, 3, 40),
            "nine half-lives and a bit": (1.6, 217, 23),
            "a half-life of one iteration": (0.613, 5, 1),
            "seven eighths of a half-life": (2.4, 70, 80),
        },
        mistakes=[
            (falling(lambda t: 0.5 ** np.floor(t)), jumps),
            (falling(lambda t: 0.5 ** np.ceil(t)), jumps),
            (falling(lambda t: 0.5 ** np.round(t)), jumps),
            *[(falling(lambda t, d=d, wrong=wrong: wrong(t, d)), "The power or its exponent was rounded on the way: "
               "keep all digits.") for d in (1, 2, 3, 4) for wrong in (
                   lambda t, d: 0.5 ** round(t, d), lambda t, d: round(0.5**t, d))],
            (falling(lambda t: 0.5 ** min(t, 1)), "It falls to half and stays there; it halves again and again."),
            (falling(lambda t: 0.5 ** max(t, 1)), "It starts at half; after 0 iterations nothing has halved yet."),
            (falling(lambda t: 0.5 ** t**2), "The exponent stands squared; it is iteration / half_life."),
            (falling(lambda t: 0.5 ** np.sqrt(t)), "The root of the exponent was taken; it is iteration / half_life."),
            *[(falling(lambda t, end=end: (1 + np.cos(np.pi * min(t / 2, end))) / 2),
               "It falls along a cosine; halving is 0.5 ** (…).") for end in (1, np.inf)],
            (lambda r, i, h: r / 2 ** i, "It halves at every iteration, whatever half_life is."),
            (falling(lambda t: 2 ** t), "It grows: halving is multiplying by 0.5."),
            (falling(lambda t: 1 / (1 + t)), "This falls as 1/(1 + t); after two half-lives a quarter is left."),
            (lambda r, i, h: r / (2 * (i / h)), "Not multiplied: raise 2 to the power iteration / half_life."),
            (falling(lambda t: 1 - 0.5 * t),
             "It falls along a straight line, and reaches zero; halving never does."),
            (falling(lambda t: max(0, 1 - 0.5 * t)),
             "It falls along a straight line, and reaches zero; halving never does."),
            (falling(lambda t: 1 - t), "It falls along a straight line, and reaches zero; halving never does."),
            (falling(lambda t: 0.5 * t),
             "The 0.5 is to be raised to the power iteration / half_life, not multiplied."),
            (lambda r, i, h: r * 0.5 ** i / h, brackets),
            (lambda r, i, h: r / 2 ** i / h, brackets),
            (lambda r, i, h: r / (2 ** i / h), brackets),
            (lambda r, i, h: (r * 0.5) ** (i / h),
             "The brackets draw the rate into the power; only 0.5 is raised."),
            (lambda r, i, h: 0.5 * r ** (i / h), "0.5 is the base of the power, and the rate is multiplied: "
             "learning_rate * 0.5 ** (…)."),
            (lambda r, i, h: r ** (i / h), "The power was taken of the rate; it is 0.5 that is raised."),
            *[(lambda r, i, h, top=top: r * 0.5 ** (h / top(i)),
               "The exponent is upside down: it is iteration / half_life.")
              for top in (lambda i: i, lambda i: max(i, 1), lambda i: i + 1, lambda i: i or np.inf)],
            (lambda r, i, h: r * 0.5 ** (i * h), "The exponent is iteration *divided by* half_life."),
            (lambda r, i, h: r * 0.5 ** (i - h), "The exponent is iteration *divided by* half_life, not less it."),
            (lambda r, i, h: r * 0.5 ** (i % h), "% gives what is left of a division; the exponent is "
             "iteration / half_life."),
            (lambda r, i, h: r * 0.5 ** (i % h / h),
             "% gives what is left of a division, so the rate starts anew with each half-life: leave it out."),
            (lambda r, i, h: r * 0.5 ** h, "iteration makes no difference: the exponent is iteration / half_life."),
            (lambda r, i, h: r * 0.5 ** ((i + 1) / h),
             "This is the rate one iteration later: after 0 iterations nothing has halved yet."),
            (lambda r, i, h: r * 0.5 ** ((i - 1) / h),
             "This is the rate one iteration earlier: after 0 iterations nothing has halved yet."),
            (falling(lambda t: 0.5 ** (t + 1)), "It has halved once too often: at first nothing has halved yet."),
            (falling(lambda t: 0.5 ** (t - 1)), "It has halved once too few: after one half-life, half is left."),
            (falling(lambda t: 0.5 ** (2 * t)), "It halves twice in every half-life."),
            (falling(lambda t: 0.5 ** (t / 2)), "It takes two half-lives to halve."),
            (falling(lambda t: 1 - 0.5 ** t), "This is what has been lost; return what is left."),
            (lambda r, i, h: r - 0.5 ** (i / h), "The power is to be multiplied with the rate, not subtracted."),
            (lambda r, i, h: r - r * (1 - 0.5) * (i // h),
             "The same amount is taken away each time; halving takes half of what is left."),
            (falling(lambda t: np.exp(-t)), "This falls to 37 % with every half-life; it should fall to half."),
            (falling(lambda t: np.exp(-0.5 * t)), "This falls to 61 % with every half-life; it should fall to half: "
             "the base is 0.5, not e."),
            *[(falling(lambda t, rounded=rounded: np.exp(-rounded * t)),
               "The logarithm of 2 was rounded, so it is only nearly right: take 0.5 ** (…), or np.log(2).")
              for rounded in (0.7, 0.69, 0.693, 0.6931)],
            (falling(lambda t: np.exp(-np.log10(2) * t)), "The power of e needs the natural logarithm, np.log(2)."),
            (lambda r, i, h: r * (1 - 0.5 / h) ** i,
             "Each iteration takes away 0.5 / half_life of what is left; that leaves more than half."),
            (falling(lambda t: 0.5 ** (t // 1) * (1 - t % 1 / 2)),
             "It falls along straight lines between the half-lives; halving is 0.5 ** (…) there, too."),
            (falling(lambda t: 0.1 ** t), "This falls to a tenth with every half-life; it should fall to half."),
            (falling(lambda t: 0.9 ** t), "This falls to 90 % with every half-life; it should fall to half."),
            (lambda r, i, h: 0.5 ** (i / h), "The first rate is missing: it is what is halved."),
            (lambda r, i, h: r * 0.5 ** (i / 100), "The half-life is written in as 100; use the argument."),
            (lambda r, i, h: 0.8 * 0.5 ** (i / h), "The first rate is written in as 0.8; use the argument."),
            (lambda r, i, h: r / 2, "It was halved once, whatever the iteration."),
            *[(lambda r, i, h, first=first: r / 2 if first(i, h) else r,
               "It was halved once, and never again: after two half-lives a quarter is left.")
              for first in (lambda i, h: i >= h, lambda i, h: i > h, lambda i, h: i > 0)],
            (lambda r, i, h: r / 2 if i % h == 0 else r, "It is halved at the multiples of half_life, and back at the "
             "first rate between them: what has halved stays so."),
            (lambda r, i, h: i / h, "This is the number of half-lives that have passed; return the rate that is left."),
            (lambda r, i, h: r, "It does not fall at all."),
        ],
        verified="It halves with every half-life, smoothly.",
    )


def clip_gradients(attempt):
    """Notebook 05: gradients whose common length is limited."""
    W, b = np.array([[1.3, -2.1, 0.4], [-0.7, 3.2, -1.9]]), np.array([[2.6], [-1.7]])
    four = {"W1": np.array([[0.9, -1.4, 2.2], [3.1, -0.6, 1.1]]), "b1": np.array([[-2.3], [0.8]]),
            "W2": np.array([[1.9, -0.3], [0.5, 2.7], [-1.2, -3.4]]), "b2": np.array([[0.2], [1.6], [-0.1]])}
    by_cases(
        attempt,
        right=lambda g, limit: times(g, min(1, limit / max(length(g), 1e-300))),
        cases={
            "a gradient of the length 5": ({"W": np.array([[3.0]]), "b": np.array([[4.0]])}, 1.0),
            "a gradient longer than the limit": ({"W": W, "b": b}, 1.0),
            "four arrays, and a limit other than 1": (four, 2.5),
            "two arrays, each shorter than the limit, and longer together": (
                {"W": np.array([[1.2, -0.9], [2.1, 0.6]]), "b": np.array([[-3.3], [2.0]])}, 4.5),
            "a long array beside a short one": ({"W": 0.01 * W, "b": b}, 0.7),
            "a gradient shorter than the limit": ({"W": 0.1 * W, "b": 0.1 * b}, 1.2),
            "a gradient shorter than the limit, with entries above 1": ({"W": W, "b": b}, 9.5),
            "a gradient exactly as long as the limit": (
                {"W": np.array([[2.0, -2], [1, 0]]), "b": np.array([[-4.0], [0]])}, 5.0),
            "a gradient of zeros": ({"W": np.zeros((2, 2)), "b": np.zeros((2, 1))}, 1.5),
        },
        mistakes=MISTAKES,
        verified="It shortens long gradients, keeps their direction, and leaves short ones alone.",
    )
