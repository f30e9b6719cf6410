"""Attempts at the exercises of notebook 09: the right ones are accepted, the wrong ones told what is wrong."""

import math

import numpy as np
import pandas as pd
from attempts import Attempts, Exercises

from nnhelpers.checks import notebook_09

attempts = Attempts()


def steps_counted_one_by_one(m, batch_size):
    steps, left = 0, m
    while left > batch_size:
        steps, left = steps + 1, left - batch_size
    return steps + 1, left


def steps_by_divmod(m, batch_size):
    full, rest = divmod(m, batch_size)
    return (full + 1, rest) if rest else (full, batch_size)


def steps_by_slicing(m, batch_size):
    batches = [range(m)[start:start + batch_size] for start in range(0, m, batch_size)]
    return [len(batches), len(batches[-1])]


def steps_returned_early(m, batch_size):
    steps = 0
    for start in range(0, m, batch_size):
        steps += 1
        return steps, min(batch_size, m - start)


def steps_until_less_is_left(m, batch_size):
    steps, left = 0, m
    while left >= batch_size:
        steps, left = steps + 1, left - batch_size
    return steps + 1, left


attempts(
    "count_steps",
    right={
        "divmod": steps_by_divmod,
        "one by one": steps_counted_one_by_one,
        "slices, a list": steps_by_slicing,
        "ceil": lambda m, b: (math.ceil(m / b), m - (math.ceil(m / b) - 1) * b),
        "or": lambda m, b: ((m + b - 1) // b, m % b or b),
        "np.ceil": lambda m, b: (int(np.ceil(m / b)), m - b * ((m - 1) // b)),
        "array_split of places": lambda m, b: (len(np.arange(0, m, b)), m - np.arange(0, m, b)[-1]),
    },
    wrong={
        "full ones": (lambda m, b: divmod(m, b), "The last, smaller batch is a step too"),
        "ceil and rest": (lambda m, b: (math.ceil(m / b), m % b), "the last batch is full, not empty"),
        "always one more": (lambda m, b: (m // b + 1, m % b), "If the batch size divides m, there is no extra step"),
        "always one more, full": (lambda m, b: (m // b + 1, m % b or b), "If the batch size divides m"),
        "full ones, full": (lambda m, b: (m // b, b), "Some images are left over"),
        "last is full": (lambda m, b: (math.ceil(m / b), b), "The last batch may be smaller"),
        "a fraction": (lambda m, b: (m / b, m % b), "There is no part of a step"),
        "rounded": (lambda m, b: (round(m / b), m % b), "It is rounded to the nearest; a batch that is begun"),
        "what lacks": (lambda m, b: (math.ceil(m / b), math.ceil(m / b) * b - m), "what the last batch lacks"),
        "below zero": (lambda m, b: (math.ceil(m / b), m - math.ceil(m / b) * b), "what the last batch lacks"),
        "swapped": (lambda m, b: steps_by_divmod(m, b)[::-1], "The steps first, then the size"),
        "divmod swapped": (lambda m, b: divmod(m, b)[::-1], "The steps first, then the size"),
        "steps": (lambda m, b: math.ceil(m / b), "Return two numbers: the steps"),
        "full steps": (lambda m, b: m // b, "Return two numbers, and count the last"),
        "three": (lambda m, b: (*divmod(m, b), b), "2 values are expected; yours are 3"),
        "floats": (lambda m, b: (np.ceil(m / b), m - b * ((m - 1) // b)), "whole numbers are asked for"),
        "return in the loop": (steps_returned_early, "Its `return` stands inside the loop"),
        "an empty batch": (steps_until_less_is_left, "If the batch size divides m, there is no extra step"),
        "equal batches": (lambda m, b: (math.ceil(m / b), m // math.ceil(m / b)), "The batches are not made equal"),
        "two cases exchanged": (lambda m, b: (m // b, b) if m % b else (m // b + 1, 0), "The two cases are exchanged"),
        "no brackets": (lambda m, b: (m + b - 1 // b, m % b or b), "put brackets around m + batch_size - 1"),
        "50,000": (lambda m, b: steps_by_divmod(50_000, b), "The number of steps is not right: 50,000 is written in"),
        "the sizes": (lambda m, b: [b] * (m // b) + [m % b], "2 values are expected; yours are 4"),
    },
)


def stairs_in_a_loop(learning_rate, epoch, factor, every):
    for _ in range(int(epoch / every)):
        learning_rate *= factor
    return learning_rate


def stairs_walked(learning_rate, epoch, factor, every):
    while epoch >= every:
        learning_rate, epoch = learning_rate * factor, epoch - every
    return learning_rate


def stairs_walked_late(learning_rate, epoch, factor, every):
    while epoch > every:
        learning_rate, epoch = learning_rate * factor, epoch - every
    return learning_rate


def stairs_in_a_loop_of_floats(learning_rate, epoch, factor, every):
    for _ in range(epoch // every):
        learning_rate *= factor
    return learning_rate


def stairs_returned_early(learning_rate, epoch, factor, every):
    for _ in range(int(epoch // every)):
        learning_rate *= factor
        return learning_rate
    return learning_rate


def stairs_of_whole_epochs(learning_rate, epoch, factor, every):
    for number in range(int(epoch)):
        if number % every == 0:
            learning_rate *= factor
    return learning_rate


def stairs_multiplied_by_powers(learning_rate, epoch, factor, every):
    for number in range(1, int(epoch // every) + 1):
        learning_rate *= factor**number
    return learning_rate


def stairs_later_only(learning_rate, epoch, factor, every):
    if epoch >= every:
        return learning_rate * factor ** (epoch // every)


attempts(
    "stairs",
    right={
        "//": lambda r, e, f, n: r * f ** (e // n),
        "a loop": stairs_in_a_loop,
        "a walk": stairs_walked,
        "floor": lambda r, e, f, n: r * np.power(f, np.floor(e / n)),
        "recursion": lambda r, e, f, n: r if e < n else f * attempts["stairs"].right["recursion"](r, e - n, f, n),
        "float32": lambda r, e, f, n: np.float32(r) * np.float32(f) ** int(e // n),
        "a product of a list": lambda r, e, f, n: np.prod([r] + [f] * int(e // n)),
    },
    wrong={
        "smooth": (lambda r, e, f, n: r * f ** (e / n), "This falls smoothly"),
        "a product": (lambda r, e, f, n: r * f * (e // n), "a power, not a product"),
        "every epoch": (lambda r, e, f, n: r * f**e, "It falls every epoch"),
        "no brackets": (lambda r, e, f, n: r * f ** e // n, "put epoch // every into brackets"),
        "no brackets, /": (lambda r, e, f, n: r * f ** e / n, "put epoch // every into brackets"),
        "rounded": (lambda r, e, f, n: r * f ** round(e / n), "It rounds to the nearest"),
        "ceil": (lambda r, e, f, n: r * f ** math.ceil(e / n), "It rounds up"),
        "one early": (lambda r, e, f, n: r * f ** (e // n + 1), "The first stair is the rate itself"),
        "one late at the edge": (stairs_walked_late, "At epoch `every` itself a stair is over"),
        "once": (lambda r, e, f, n: r if e < n else r * f, "It was multiplied once"),
        "rising": (lambda r, e, f, n: r / f ** (e // n), "It was divided by the factor"),
        "all to the power": (lambda r, e, f, n: (r * f) ** (e // n), "Only the factor is raised to the power"),
        "no rate": (lambda r, e, f, n: f ** (e // n), "The rate is missing"),
        "1 − factor": (lambda r, e, f, n: r * (1 - f) ** (e // n), "The factor is what is kept"),
        "%": (lambda r, e, f, n: r * f ** (e % n), "% gives what is left over"),
        "^": (lambda r, e, f, n: r * f ^ (e // n), "A power is written ** in Python"),
        "range of a float": (stairs_in_a_loop_of_floats, "a loop wants int(epoch // every)"),
        "return in the loop": (stairs_returned_early, "Its `return` stands inside the loop"),
        "epochs counted": (stairs_of_whole_epochs, "Epoch 0 counts as the end of a stair"),
        "powers of powers": (stairs_multiplied_by_powers, "into a rate that had fallen already"),
        "None at first": (stairs_later_only, "It returned None for the first epoch and an epoch before"),
        "three stairs": (lambda r, e, f, n: r if e < n else r * f if e < 2 * n else r * f**2, "It stops to fall"),
        "all rates": (lambda r, e, f, n: [r * f ** (k // n) for k in range(int(e) + 1)], "The last of these values"),
        "0.5": (lambda r, e, f, n: r * 0.5 ** (e // n), "The factor 0.5 is written in"),
        "smooth product": (lambda r, e, f, n: r * f * (e / n), "a power, not a product. This falls smoothly"),
        "rounded result": (lambda r, e, f, n: round(r * f ** (e // n), 2), "Right up to rounding"),
        "n // e": (lambda r, e, f, n: r * f ** (n // max(e, 1)), "Numerator and denominator are exchanged"),
        "a line": (lambda r, e, f, n: r * (1 - f * (e // n)), "It falls by the same amount each time"),
        "a schedule": (lambda r, e, f, n: lambda epoch: r * f ** (epoch // n), "are the brackets () after its name"),
    },
)


def corrected_means(values, beta, start=0.0, new=None, kept=None, by=lambda beta, t: 1 - beta**t):
    mean, result = start, []
    for t, value in enumerate(values, start=1):
        mean = (beta if kept is None else kept) * mean + (1 - beta if new is None else new) * value
        result.append(mean / by(beta, t))
    return result


def means_by_weights(values, beta):
    result = []
    for t in range(1, len(values) + 1):
        weights = [beta**age for age in range(t)]
        result.append(sum(w * v for w, v in zip(weights, values[t - 1::-1], strict=True)) / sum(weights))
    return result


def means_by_weights_turned_round(values, beta):
    return [np.average(values[:t], weights=beta ** np.arange(t)) for t in range(1, len(values) + 1)]


def means_by_a_matrix(values, beta):
    age = np.subtract.outer(np.arange(len(values)), np.arange(len(values)))
    weights = np.where(age >= 0, beta ** np.maximum(age, 0), 0)
    return weights @ np.array(values) / weights.sum(axis=1)


def means_corrected_in_place(values, beta):
    mean, result = 0, []
    for t, value in enumerate(values, start=1):
        mean = beta * mean + (1 - beta) * value
        mean /= 1 - beta**t
        result.append(mean)
    return result


def means_counted_from_0(values, beta):
    mean, result = 0, []
    for t, value in enumerate(values):
        mean = beta * mean + (1 - beta) * value
        result.append(mean / (1 - beta**t))
    return result


def means_not_kept(values, beta):
    mean, result = 0, []
    for t, value in enumerate(values, start=1):
        new_mean = beta * mean + (1 - beta) * value
        result.append(new_mean / (1 - beta**t))
    return result


def means_returned_early(values, beta):
    mean, result = 0, []
    for t, value in enumerate(values, start=1):
        mean = beta * mean + (1 - beta) * value
        result.append(mean / (1 - beta**t))
        return result


def means_written_over(values, beta):
    mean = 0
    for t, value in enumerate(values):
        mean = beta * mean + (1 - beta) * value
        values[t] = mean / (1 - beta ** (t + 1))
    return values


def means_in_zeros_like(values, beta):
    result = np.zeros_like(values)
    for t, mean in enumerate(corrected_means(values, beta)):
        result[t] = mean
    return result


def means_added_up(values, beta):
    mean, result = 0, []
    for t, value in enumerate(values, start=1):
        mean += (1 - beta) * value
        result.append(mean / (1 - beta**t))
    return result


def means_appended_first(values, beta):
    mean, result = 0, []
    for t, value in enumerate(values, start=1):
        result.append(mean / (1 - beta**t))
        mean = beta * mean + (1 - beta) * value
    return result


def means_of_places_from_1(values, beta):
    mean, result = 0, []
    for t in range(1, len(values) + 1):
        mean = beta * mean + (1 - beta) * values[t]
        result.append(mean / (1 - beta**t))
    return result


def means_yielded(values, beta):
    if not values:
        return
    yield from corrected_means(values, beta)


attempts(
    "running_mean",
    right={
        "a loop": corrected_means,
        "weights": means_by_weights,
        "a matrix, an array": means_by_a_matrix,
        "a tuple": lambda v, b: tuple(corrected_means(v, b)),
        "pandas": lambda v, b: pd.Series(v).ewm(alpha=1 - b).mean(),
        "float32": lambda v, b: np.array(corrected_means(v, b), dtype=np.float32),
        "numpy's floats": lambda v, b: corrected_means(np.array(v), b),
    },
    wrong={
        "not corrected": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1), "The correction is missing"),
        "corrected in place": (means_corrected_in_place, "The corrected mean went on into the next step"),
        "from the first": (lambda v, b: corrected_means(v, b, v[0], by=lambda b, t: 1), "It starts at the first value"),
        "from the first, corrected": (lambda v, b: corrected_means(v, b, v[0]), "and is corrected too: start at 0"),
        "swapped": (lambda v, b: corrected_means(v, b, new=b, kept=1 - b), "beta is the share that is kept"),
        "swapped throughout": (lambda v, b: corrected_means(v, 1 - b), "beta is the share that is kept"),
        "swapped, not corrected": (lambda v, b: corrected_means(v, 1 - b, by=lambda b, t: 1),
                                   "The correction is missing"),
        "whole value": (lambda v, b: corrected_means(v, b, new=1), "The new value counts 1 − beta, not whole"),
        "not kept": (means_not_kept, "The old mean was forgotten"),
        "1 − beta": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1 - b), "Every value counts whole here"),
        "(1 − beta)^t": (lambda v, b: corrected_means(v, b, by=lambda b, t: (1 - b) ** t), "not (1 − beta)**t"),
        "beta · t": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1 - b * t), "beta**t, not a product"),
        "beta ^ t": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1 - b ^ t), "A power is written **"),
        "multiplied": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1 / (1 - b**t)), "It was multiplied by"),
        "no brackets": (lambda v, b: [m * (1 - b**t) / 1 - b**t for t, m in enumerate(corrected_means(v, b), 1)],
                        "put 1 - beta**t into brackets"),
        "length": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1 - b ** len(v)), "the number of values so far"),
        "t from 2": (lambda v, b: corrected_means(v, b, by=lambda b, t: 1 - b ** (t + 1)), "t is one too large"),
        "t from 0": (means_counted_from_0, "0 only at t = 0: t counts from 1"),
        "t from 0, numpy": (lambda v, b: means_counted_from_0(np.array(v), b), "0 only at t = 0: t counts from 1"),
        "last": (lambda v, b: corrected_means(v, b)[-1], "Return the list of all means"),
        "first": (means_returned_early, "Its `return` stands inside the loop"),
        "the start too": (lambda v, b: [0.0, *corrected_means(v, b)], "The start at 0 is no mean of values"),
        "ordinary means": (lambda v, b: np.cumsum(v) / np.arange(1, len(v) + 1), "old ones should fade"),
        "yielded": (means_yielded, "yours is of the type generator"),
        "values written over": (means_written_over, "changed its argument"),
        "zeros_like": (means_in_zeros_like, "For whole numbers the means are cut off"),
        "+=": (means_added_up, "The old mean is kept whole"),
        "appended first": (means_appended_first, "Each value comes one step late"),
        "appended after the loop": (lambda v, b: corrected_means(v, b)[-1:], "Return the list of all means"),
        "values from 1": (means_of_places_from_1, "the t-th value is values[t - 1]"),
        "the last left out": (lambda v, b: corrected_means(v[:-1], b), "The last value's mean is missing"),
        "a window": (lambda v, b: [np.mean(v[max(0, t - 10):t]) for t in range(1, len(v) + 1)], "it gave   [10, 15]"),
        "weights turned round": (means_by_weights_turned_round, "The weights are in reverse order"),
        "pandas, not adjusted": (lambda v, b: pd.Series(v).ewm(alpha=1 - b, adjust=False).mean(),
                                 "It starts at the first value"),
        "the list as a number": (lambda v, b: b * v + (1 - b) * v, "A list is no number"),
        "rounded": (lambda v, b: np.round(corrected_means(v, b), 3), "Right up to rounding"),
    },
)


def nesterov(w, velocity, slope, learning_rate, beta):
    ahead = w - learning_rate * beta * velocity
    velocity = beta * velocity + slope(ahead)
    return w - learning_rate * velocity, velocity


def nesterov_from_ahead(w, velocity, slope, learning_rate, beta):
    ahead = w - learning_rate * beta * velocity
    return ahead - learning_rate * slope(ahead), beta * velocity + slope(ahead)


def nesterov_in_three_parts(w, velocity, slope, learning_rate, beta):
    velocity = beta * velocity
    velocity += slope(w - learning_rate * velocity)
    return [w - learning_rate * velocity, velocity]


def nesterov_in_place(w, velocity, slope, learning_rate, beta):
    velocity *= beta
    velocity += slope(w - learning_rate * velocity)
    w -= learning_rate * velocity
    return w, velocity


def nesterov_beta_twice(w, velocity, slope, learning_rate, beta):
    velocity *= beta
    velocity += slope(w - learning_rate * beta * velocity)
    return w - learning_rate * velocity, velocity


def nesterov_stepping_from_ahead(w, velocity, slope, learning_rate, beta):
    w = w - learning_rate * beta * velocity
    velocity = beta * velocity + slope(w)
    return w - learning_rate * velocity, velocity


def nesterov_as_in_frameworks(w, velocity, slope, learning_rate, beta):
    velocity = beta * velocity - learning_rate * slope(w + beta * velocity)
    return w + velocity, velocity


def nesterov_with_both_slopes(w, velocity, slope, learning_rate, beta):
    velocity = beta * velocity + slope(w) + slope(w - learning_rate * beta * velocity)
    return w - learning_rate * velocity, velocity


def nesterov_starting_twice(w, velocity, slope, learning_rate, beta):
    if velocity == 0:
        return w - learning_rate * slope(w), velocity
    return nesterov(w, velocity, slope, learning_rate, beta)


def nesterov_with(ahead=None, kept=None, new=1):
    def attempt(w, v, slope, rate, beta):
        place = w - rate * beta * v if ahead is None else ahead(w, v, rate, beta)
        v = (beta if kept is None else kept) * v + (new(beta) if callable(new) else new) * slope(place)
        return w - rate * v, v
    return attempt


attempts(
    "nesterov_step",
    right={
        "three lines": nesterov,
        "from ahead by the slope": nesterov_from_ahead,
        "in parts, a list": nesterov_in_three_parts,
        "an array": lambda *c: np.array(nesterov(*c)),
        "arrays of no axis": lambda w, v, s, r, b: nesterov(np.array(w), np.array(v), s, r, b),
    },
    wrong={
        "ordinary": (nesterov_with(ahead=lambda w, v, r, b: w), "This is ordinary momentum"),
        "back": (nesterov_with(ahead=lambda w, v, r, b: w + r * b * v), "It looks back"),
        "too far": (nesterov_with(ahead=lambda w, v, r, b: w - r * v), "only that share will be kept"),
        "no rate": (nesterov_with(ahead=lambda w, v, r, b: w - b * v), "the learning rate belongs to it"),
        "the velocity": (nesterov_with(ahead=lambda w, v, r, b: w - v), "learning_rate · beta times the velocity"),
        "beta twice": (nesterov_beta_twice, "The velocity was multiplied by beta twice"),
        "slope twice": (lambda w, v, s, r, b: nesterov_with(lambda *_: w - r * (b * v + s(w)))(w, v, s, r, b),
                        "uses the slope at w already"),
        "nothing lost": (nesterov_with(kept=1), "The velocity keeps only the share beta"),
        "nothing kept": (nesterov_with(kept=0), "The old velocity was dropped"),
        "a running mean": (nesterov_with(new=lambda beta: 1 - beta), "The slope is added whole here"),
        "from ahead": (nesterov_stepping_from_ahead, "The step starts at w"),
        "swapped": (lambda *c: nesterov(*c)[::-1], "First the place, then the velocity"),
        "w": (lambda *c: nesterov(*c)[0], "Return both"),
        "velocity": (lambda *c: nesterov(*c)[1], "Return both"),
        "the old velocity": (lambda w, v, *c: (nesterov(w, v, *c)[0], v), "This is the velocity before the step"),
        "step of the old": (lambda w, v, s, r, b: (w - r * v, nesterov(w, v, s, r, b)[1]),
                            "The step was taken with the old velocity"),
        "no rate in the step": (lambda w, *c: (w - nesterov(w, *c)[1], nesterov(w, *c)[1]), "learning_rate times the"),
        "climbing": (lambda w, v, s, r, b: (w + r * nesterov(w, v, s, r, b)[1], nesterov(w, v, s, r, b)[1]),
                     "It climbs"),
        "slope alone": (lambda w, v, s, r, b: (w - r * s(w - r * b * v), nesterov(w, v, s, r, b)[1]),
                        "along the velocity, not the slope alone"),
        "the frameworks' velocity": (nesterov_as_in_frameworks, "The velocity here holds no learning rate"),
        "the example's slope": (lambda w, v, s, r, b: nesterov(w, v, lambda w: 2 * w, r, b), "Call slope(…)"),
        "minus in the velocity": (lambda w, v, s, r, b: (w + r * (b * v - s(w - r * b * v)), b * v - s(w - r * b * v)),
                                  "The velocity here holds no learning rate and no minus"),
        "both slopes": (nesterov_with_both_slopes, "The slope is added twice, at w and ahead"),
        "ahead, left there": (lambda w, v, s, r, b: (w - r * b * v, nesterov(w, v, s, r, b)[1]),
                              "The step along the new velocity is missing"),
        "from ahead, beta times": (lambda w, v, s, r, b: (w - r * b * v - r * b * nesterov(w, v, s, r, b)[1],
                                                          nesterov(w, v, s, r, b)[1]), "The step starts at w"),
        "ordinary, a running mean": (nesterov_with(ahead=lambda w, v, r, b: w, new=lambda beta: 1 - beta),
                                     "beta · velocity. The slope is added whole here"),
        "a step without velocity": (nesterov_starting_twice, "w and velocity may be arrays"),
        "in place": (nesterov_in_place, "changed its argument"),
        "numbers only": (lambda w, v, s, r, b: nesterov(float(w), float(v), s, r, b), "w and velocity may be arrays"),
        "libraries": (lambda w, v, s, r, b: (w - r * (s(w) + b * (b * v + s(w))), b * v + s(w)), "libraries"),
        "beta 0.9": (lambda w, v, s, r, b: nesterov(w, v, s, r, 0.9), "written in"),
        "of the speed": (lambda w, v, s, r, b: nesterov(w, abs(v), s, r, b), "w is not right."),
        "rounded": (lambda *c: np.round(nesterov(*c), 2), "Right up to rounding"),
        "slope not called": (lambda w, v, s, r, b: b * v + s, "slope is a function"),
        "slope times": (lambda w, v, s, r, b: b * v + s * (w - r * b * v), "slope is a function"),
    },
)


class TestNotebook09(Exercises):
    module = notebook_09
    attempts = attempts
