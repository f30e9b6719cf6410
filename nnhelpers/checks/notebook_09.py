"""The checks of notebook 09's exercises: mini-batches and optimisers."""

import functools
import math

import numpy as np

from nnhelpers.checks.engine import by_cases, whole_numbers
from nnhelpers.checks.notebook_07 import variations


def count_steps(attempt):
    """Notebook 09: how many steps an epoch has, and how large its last batch is."""
    no_extra = "If the batch size divides m, there is no extra step, and the last batch is full."
    too_late = "The steps first, then the size of the last batch."
    lacks = "This is what the last batch lacks to be full."
    whole = "There is no part of a step: round up, to a whole number."

    def right(m, batch_size, steps=lambda m, b: -(-m // b), last=lambda m, b: (m - 1) % b + 1):
        return steps(m, batch_size), last(m, batch_size)

    steps = [
        (lambda m, b: m // b, "The last, smaller batch is a step too."), (lambda m, b: m // b + 1, no_extra),
        (lambda m, b: m / b, whole), (lambda m, b: m / b + 1, whole),
        (lambda m, b: round(m / b), "It is rounded to the nearest; a batch that is begun is a step too: round up."),
        (lambda m, b: -(-m // b) + 1, "This is one step too many: the first step counts as 1, the last batch once."),
        (lambda m, b: -(-m // b) - 1, "This is one step too few: the last batch is a step too, whole or not."),
        (lambda m, b: m - b, "The steps are m divided by batch_size, rounded up, not their difference."),
        (lambda m, b: m + b - 1 // b, "Division comes first: put brackets around m + batch_size - 1."),
        (lambda m, b: m, "A step takes a whole batch, not a single example."),
        (lambda m, b: 782, "782 is written in; use m and batch_size."),
        (lambda m, b: -(-50_000 // b), "50,000 is written in; use m."), (lambda m, b: -(-m // 64), "64 is written in."),
    ]
    last = [
        (lambda m, b: m % b, "If nothing is left over, the last batch is full, not empty."),
        (lambda m, b: b, "The last batch may be smaller."),
        (lambda m, b: -m % b, lacks), (lambda m, b: b - m % b, lacks), (lambda m, b: m - -(-m // b) * b, lacks),
        (lambda m, b: (m - 1) % b, "This is one too few: the last batch holds 1 + (m − 1) % batch_size."),
        (lambda m, b: m % b + 1, "This is one too many, unless the last batch is full."),
        (lambda m, b: m % b or 1, "If nothing is left over, the last batch is full: batch_size, not 1."),
        (lambda m, b: m % b or None, "If nothing is left over, the last batch is full: batch_size."),
        (lambda m, b: m // b, "This is how many full batches there are; the rest is m % batch_size."),
        (lambda m, b: m / b % 1, "This is the rest as a part of a batch; count its examples: m % batch_size."),
        (lambda m, b: m - b, "Only one batch was taken away; take all full ones: m % batch_size."),
        (lambda m, b: m - (m // b) * b, "If nothing is left over, the last batch is full, not empty."),
        (lambda m, b: m % -(-m // b), "The rest is that of m divided by batch_size, not by the steps."),
        (lambda m, b: m // -(-m // b), "The batches are not made equal: all are full but the last."),
    ]
    together = [  # wrong in both numbers; as arrays they explain a whole answer, never one number of it
        (lambda m, b: divmod(m, b), "The last, smaller batch is a step too; if nothing is left over, it is full."),
        (lambda m, b: (m // b + 1, m % b), no_extra),
        (lambda m, b: (m // b, b), "Some images are left over after the full batches: they are a batch too."),
        (lambda m, b: (m // b + 1, b), "The last batch may be smaller; and no step is extra if batch_size divides m."),
        (lambda m, b: (m / b, m % b), whole),
        (lambda m, b: (round(m / b), m % b), "It is rounded to the nearest; a batch that is begun is a step too, and "
         "if nothing is left over, the last batch is full."),
        (lambda m, b: right(m, b)[::-1], too_late),
        *[(lambda m, b, wrong=wrong: wrong(b, m), "m is divided by batch_size; here the two are exchanged.")
          for wrong in (right, divmod, lambda m, b: (-(-m // b), m % b), lambda m, b: (m // b + 1, m % b),
                        lambda m, b: (m // b + (m % b > 0), m % b or m))],
        (lambda m, b: (m % b, -(-m // b)), too_late + " And if nothing is left over, the last batch is full."),
        (lambda m, b: (m % b, m // b), too_late + " And count the smaller batch as a step."),
        (lambda m, b: (m // b, b) if m % b else (m // b + 1, 0), "The two cases are exchanged: something is left over "
         "if rest is not 0, and then it is one step more."),
        (lambda m, b: right(m, b)[0], "Return two numbers: the steps, and the size of the last batch."),
        (lambda m, b: right(m, b)[1], "Return two numbers: the steps, and the size of the last batch."),
        (lambda m, b: m // b, "Return two numbers, and count the last, smaller batch as a step."),
        (lambda m, b: m % b, "Return two numbers, the steps first; and a last batch is never empty."),
        (lambda m, b: m / b, "Return two whole numbers: the steps, and the size of the last batch."),
    ]
    by_cases(
        attempt,
        right=right,
        cases={
            "a last batch of less than half": (50, 16),
            "a last batch of more than half": (62, 12),
            "a batch size that divides m": (60, 12),
            "a last batch of one": (37, 9),
            "the numbers of the statement": (50000, 64),
            "another size that divides m": (91, 7),
            "a single batch of all": (5, 5),
            "a batch larger than half of m": (29, 18),
            "batches of one": (11, 1), "a batch size above m": (7, 12),
            "a last batch that lacks one": (131, 22),
        },
        parts=("the number of steps", "the last batch"),
        promises=[lambda got, expected, tried: whole_numbers(np.asarray(got), expected, tried)],
        mistakes=[
            *variations(right, steps=steps, last=last),
            *[(lambda m, b, wrong=wrong: np.array(wrong(m, b)), words) for wrong, words in together],
        ],
        verified="It counts every step, the last smaller one included.",
    )


def stairs(attempt):
    """Notebook 09: a learning rate that falls in steps."""
    def rate_of(rate, epoch, factor, every, count=lambda e, n: e // n, base=lambda f: f,
                made=lambda r, f, k: r * f**k):
        return made(rate, base(factor), count(epoch, every))

    late = "At epoch `every` itself a stair is over: it is full then (>=, not >)."
    smooth = "This falls smoothly; stairs have whole steps: //."
    low = "It stops to fall at a lower limit; each stair multiplies by the factor, without end."
    divided = "It was divided by the factor: multiply by it, once for every full stair."
    count = [
        (lambda e, n: e / n, smooth), (lambda e, n: e, "It falls every epoch; it should fall every `every` epochs."),
        (lambda e, n: e // 1, "It falls every epoch; it should fall every `every` epochs."),
        (lambda e, n: n, "The power counts the stairs that are done, epoch // every, not `every`."),
        (lambda e, n: round(e / n), "It rounds to the nearest; a stair begins when the epochs are full: //."),
        (lambda e, n: math.ceil(e / n), "It rounds up; a stair begins when the epochs are full: //."),
        (lambda e, n: e // n + 1, "The first stair is the rate itself."),
        (lambda e, n: e // n - 1, "There is one stair too few: epoch // every are done."),
        (lambda e, n: max(0, e // n - 1), "There is one stair too few: epoch // every are done."),
        (lambda e, n: math.ceil(e / n) - 1, late),
        (lambda e, n: max(0, math.ceil(e / n) - 1), late), (lambda e, n: max(0, (math.ceil(e) - 1) // n), late),
        (lambda e, n: (e + 1) // n, "The epochs count from 0: it falls one epoch too early."),
        (lambda e, n: (e - 1) // n, "The epochs count from 0: it falls one epoch too late."),
        (lambda e, n: max(0, (e - 1) // n), "The epochs count from 0: it falls one epoch too late."),
        (lambda e, n: math.ceil(int(e) / n), "Epoch 0 counts as the end of a stair; the first ends at `every`."),
        (lambda e, n: e // (n + 1), "A stair takes `every` epochs, not one more."),
        (lambda e, n: e // max(n - 1, 1), "A stair takes `every` epochs, not one less."),
        (lambda e, n: round(e) // n, "The epoch was rounded first, so that a stair may begin half an epoch early."),
        (lambda e, n: math.ceil(e) // n, "The epoch was rounded up first, so that a stair begins early."),
        (lambda e, n: e % n, "% gives what is left over within a stair; // counts the stairs."),
        (lambda e, n: n // e if e else 0, "Numerator and denominator are exchanged: epoch // every."),
        (lambda e, n: n // max(e, 1), "Numerator and denominator are exchanged: epoch // every."),
        (lambda e, n: e * n, "The epochs are divided by `every`, not multiplied."),
        (lambda e, n: e - n, "The epochs are divided by `every`; here it is subtracted."),
        (lambda e, n: int(e >= n), "It was multiplied once; once for every full stair is meant."),
        (lambda e, n: int(e > n), "It was multiplied once; once for every full stair is meant."),
        (lambda e, n: int(e % n == 0 and e > 0), "It falls only at the epochs that `every` divides, and rises again."),
        (lambda e, n: min(e // n, 2), "It stops to fall after two stairs."),
        (lambda e, n: e // 2, "The 2 of the example is written in; use every."), (lambda e, n: -(e // n), divided),
        (lambda e, n: 2 * (e // n), "Each stair multiplies by the factor twice; once is enough."),
    ]
    base = [
        (lambda f: 1 - f, "The factor is what is kept, not what is taken away: factor, not 1 − factor."),
        (lambda f: 1 + f, "The rate is multiplied by the factor itself, not by 1 + factor."),
        (lambda f: 0.5, "The factor 0.5 is written in; use factor."),
        (lambda f: 0.1, "The factor 0.1 is written in; use factor."),
        (lambda f: math.exp(-f), "The factor itself multiplies, without exp."),
    ]
    made = [
        (lambda r, f, k: r * f * k, "Each stair multiplies by the factor once more: a power, not a product."),
        (lambda r, f, k: r * f * k if k else r,
         "Each stair multiplies by the factor once more: a power, not a product."),
        (lambda r, f, k: r * f * (k + 1), "Each stair multiplies by the factor once more: a power, not a product."),
        (lambda r, f, k: r * k**f, "Base and exponent are exchanged: factor ** (epoch // every)."),
        *[(lambda r, f, k, n=n: max(r * f**k, r * n), low) for n in (0.5, 0.1, 0.05, 0.01, 0.001)],
        *[(lambda r, f, k, n=n: max(r * f**k, n), low) for n in (0.1, 0.05, 0.01, 0.001, 1e-4)],
        (lambda r, f, k: r / f**k, divided),
        (lambda r, f, k: r - f * k, "Each stair multiplies by the factor; here it is subtracted."),
        (lambda r, f, k: r * (1 - f * k), "It falls by the same amount each time; each stair multiplies: a power."),
        (lambda r, f, k: r - r * (1 - f) * k, "It falls by the same amount each time; each stair multiplies: a power."),
        (lambda r, f, k: (r * f) ** k, "Only the factor is raised to the power, not the rate."),
        (lambda r, f, k: f**k, "The rate is missing: the factor's power multiplies it."),
        (lambda r, f, k: r**k * f, "The factor is raised to the power, not the rate."),
        (lambda r, f, k: r * f ** (k * (k + 1) / 2),
         "The factor's power was multiplied into a rate that had fallen already: multiply by the factor once a stair."),
        (lambda r, f, k: r * (1 - f**k), "The factor's power is what is kept, not what is taken away."),
        (lambda r, f, k: k, "This is how many stairs are done; return the rate: learning_rate * factor ** it."),
        (lambda r, f, k: [r * f**j for j in range(int(k) + 1)], "These are the rates so far; return the last alone."),
    ]
    by_cases(
        attempt,
        right=rate_of,
        cases={
            "an epoch with two stairs behind": (0.7, 7, 0.6, 3),
            "the first epoch": (0.7, 0, 0.6, 3),
            "an epoch before the first stair is done": (0.9, 3, 0.35, 4),
            "the epoch at which the first stair is done": (0.9, 4, 0.35, 4),
            "an epoch with a fraction": (0.8, 5.5, 0.5, 2),
            "an epoch shortly before a stair is done": (0.37, 8.75, 0.7, 3),
            "the epoch at which the third stair is done": (0.37, 9, 0.7, 3),
            "many stairs": (1.3, 54.25, 0.9, 5), "a late epoch": (0.7, 62, 0.6, 3),
            "long stairs": (0.62, 13.5, 0.55, 8),
            "stairs of one epoch": (0.45, 3.6, 0.8, 1),
            "a factor above 1": (0.02, 8, 1.4, 4),
        },
        mistakes=[
            ("'float' object cannot be interpreted", "5.5 // 2 is 2.0, a float; a loop wants int(epoch // every)."),
            ("can't multiply sequence by non-int of type 'float'",
             "5.5 // 2 is 2.0, a float; a list is repeated int(epoch // every) times."),
            *variations(rate_of, count=count, base=base, made=made),
            *[(functools.partial(rate_of, count=count[0][0], base=piece), f"{words} {smooth}")
              for piece, words in base[:5]],
            *[(functools.partial(rate_of, count=count[0][0], made=piece), f"{words} {smooth}")
              for piece, words in made[:1] + made[3:4] + made[6:7]],
            (lambda r, e, f, n: r * f**e // n, "Python takes the power first: put epoch // every into brackets."),
            (lambda r, e, f, n: r * f**e / n, "Python takes the power first: put epoch // every into brackets."),
            (lambda r, e, f, n: r * math.exp(-f * (e // n)), "The factor itself multiplies, without exp."),
            (lambda r, e, f, n: r * math.exp(-f * e), "The factor itself multiplies, without exp, and once a stair."),
            (lambda r, e, f, n: r if e < n else r * f ** (e - n + 1), "After the first stair it falls every epoch."),
            (lambda r, e, f, n: r if e < n else r * f**e, "After the first stair it falls every epoch."),
            (lambda r, e, f, n: r if e < n else r / f, divided),
        ],
        verified="It keeps the rate on each stair, and multiplies at its end.",
    )


def running_mean(attempt):
    """Notebook 09: a running mean, corrected for its start at zero."""
    t_from_1 = "The divisor is 0. 1 − beta**t is 0 only at t = 0: t counts from 1, at the first value."
    forgotten = "The old mean was forgotten: beta times it is kept from value to value (mean = 0 before the loop)."
    too_large = "The new value counts 1 − beta, not whole, and the divisor is 1 − beta^t alone."
    whole = "Every value counts whole here. Its share is 1 − beta, and the t-th mean is divided by 1 − beta^t."

    def means(values, beta, start=lambda values: 0.0, new=lambda beta: 1 - beta, kept=lambda beta: beta,
              correct=lambda mean, beta, t, values: mean / (1 - beta**t), goes_on=lambda mean, corrected: mean,
              result=np.array):
        mean, corrected = start(values), []
        for t, value in enumerate(values, start=1):
            mean = kept(beta) * mean + new(beta) * value
            corrected.append(correct(mean, beta, t, values))
            mean = goes_on(mean, corrected[-1])
        return result(corrected)

    def uncorrected(mean, beta, t, values):
        return mean

    def truncating(values, beta):
        return [int(mean) for mean in means(values, beta)] if all(isinstance(v, int) for v in values) else means(
            values, beta)

    def moving(values, width):
        return [np.mean(values[max(0, t - width):t]) for t in range(1, len(values) + 1)]

    def weighted(values, weights, total):
        return [np.dot(weights(t), values[:t]) / total(weights(t)) for t in range(1, len(values) + 1)]

    window = "This is the mean over a moving window; a running mean keeps all values, fading by beta each."
    share = "beta is the share that is kept of the old mean, 1 − beta the new value's."
    missing = "The correction is missing: divide the t-th mean by 1 − beta^t."
    kept = [
        (lambda b: 0, forgotten), (lambda b: 1, "The old mean is kept whole; only the share beta of it should be."),
        (lambda b: 1 - b, "The old mean is kept with 1 − beta; its share is beta."),
        (lambda b: -b, "The old mean is added, beta times, not subtracted."),
        (lambda b: 1 + b, "mean += … keeps the old mean whole, besides beta times it: mean = beta * mean + …"),
    ]
    new = [
        (lambda b: 1, too_large), (lambda b: b, "The new value counts beta here; its share is 1 − beta."),
        (lambda b: 1 + b, "The new value counts 1 − beta, not 1 + beta."),
        (lambda b: b - 1, "The new value counts 1 − beta, not beta − 1."),
    ]
    correct = [
        (uncorrected, missing),
        (lambda mean, b, t, v: mean / (1 - b), whole),
        (lambda mean, b, t, v: mean / (1 - b) ** t, "The power is of beta alone: 1 − beta**t, not (1 − beta)**t."),
        (lambda mean, b, t, v: mean / (1 - b * t), "beta^t is a power, beta**t, not a product."),
        (lambda mean, b, t, v: mean / 1 - b**t, "Division comes before subtraction: put 1 - beta**t into brackets."),
        (lambda mean, b, t, v: mean * (1 - b**t), "It was multiplied by 1 − beta^t; divide by it."),
        (lambda mean, b, t, v: mean / (1 + b**t), "The divisor is 1 − beta^t, not 1 + beta^t."),
        (lambda mean, b, t, v: mean / b**t, "The divisor is 1 − beta^t, not beta^t."),
        (lambda mean, b, t, v: mean / t, "It was divided by t; the divisor is 1 − beta^t."),
        (lambda mean, b, t, v: mean / (1 - b ** len(v)),
         "It was divided by the same number every time; t is the number of values so far."),
        (lambda mean, b, t, v: mean / (1 - b ** (t + 1)), "t is one too large: it is 1 at the first value."),
        (lambda mean, b, t, v: mean / (1 - b ** (len(v) - t + 1)), "t counts down here; it counts up, from 1."),
        (lambda mean, b, t, v: np.divide(mean, 1 - b ** (t - 1)), t_from_1),
        (lambda mean, b, t, v: mean / (1 - b ** (t - 1)) if t > 1 else mean, "t is one too small: it starts at 1."),
        (lambda mean, b, t, v: mean / (1 - b ** (t - 1)) if t > 1 else v[0],
         "t is one too small from the second value on: it is 1 at the first."),
        (lambda mean, b, t, v: mean / (1 - b**t) if t == 1 else mean, "Only the first is corrected; all are to be."),
        (lambda mean, b, t, v: mean / (1 - b**t) if t == len(v) else mean,
         "Only the last is corrected; all are to be."),
        (lambda mean, b, t, v: mean / (1 - b) / (1 - b**t), too_large),
        (lambda mean, b, t, v: mean / (1 - 0.9**t), "beta = 0.9 is written in; use beta."),
        (lambda mean, b, t, v: mean / (1 - b ** (list(v).index(v[t - 1]) + 1)),
         "t is the place of the first equal value here; it must count on when a value repeats."),
    ]
    result = [
        (lambda means: means[-1], "Return the list of all means, one per value."),
        (lambda means: means[-1:], "Return the list of all means, one per value."),
        (lambda means: means[:1], "The list ends at the first value; one mean per value is asked for."),
        (lambda means: means[:-1], "The last value's mean is missing."),
        (lambda means: means[1:], "The first value's mean is missing."),
        (lambda means: [0.0, *means], "The start at 0 is no mean of values: one entry per value."),
        (lambda means: [0.0, *means[:-1]], "Each mean comes one place late, behind a 0: update first, then append."),
        (lambda means: [[mean] for mean in means], "Each mean stands in a list of its own; append the number alone."),
        (lambda means: means[::-1], "The means are right, in reverse order."),
    ]
    by_cases(
        attempt,
        right=means,
        cases={
            "the numbers of the statement": ([10.0, 20.0], 0.9),
            "values that rise and fall, some below zero": ([1.0, -2.0, 3.5, 0.5, -1.2], 0.8),
            "a small beta": ([3.1, 0.7, 2.4, 5.2], 0.35),
            "a first value of 0": ([0.0, 3.0, 1.0, 4.5], 0.6),
            "whole numbers": ([3, 8, 5, 12], 0.7),
            "a single value": ([7.5], 0.9),
            "values that repeat": ([2.0, 5.0, 2.0, 2.0, 5.0, 1.0], 0.75),
            "many values": ([5.0, 4.1, 4.6, 3.2, 3.9, 2.1, 2.8, 2.0, 1.4, 1.9, 0.8, 1.1, 0.6], 0.95),
        },
        mistakes=[
            ("division by zero", t_from_1),
            ("list index out of range", "Places count from 0: the t-th value is values[t - 1]."),
            ("can't multiply sequence", "A list is no number: go through its values one by one, for value in values."),
            ("list assignment index out of range", "The list is shorter than this; append each mean."),
            ("unsupported operand .*'list'",
             "A list is no number: go through its values one by one, for value in values."),
            *variations(
                means, kept=kept, new=new, correct=correct, result=result,
                start=[
                    (lambda v: v[0], "It starts at the first value and is corrected too: start at 0."),
                    (lambda v: 1.0, "It starts at 1; the mean starts at 0."),
                ],
                goes_on=[
                    (lambda mean, corrected: corrected,
                     "The corrected mean went on into the next step; keep the uncorrected one for that."),
                    (lambda mean, corrected: 0.0, forgotten),
                ],
            ),
            *[(functools.partial(means, kept=piece, correct=uncorrected), f"{words} {missing}")
              for piece, words in kept],
            *[(functools.partial(means, new=piece, correct=uncorrected), f"{words} {missing}")
              for piece, words in new[1:]],
            (lambda v, b: means(v, b, start=lambda v: v[0], correct=uncorrected),
             "It starts at the first value; start at 0 and correct, so that all values count by their age."),
            (lambda v, b: means(v, 1 - b), share),
            (lambda v, b: means(v, b, new=lambda b: b, kept=lambda b: 1 - b), share),
            (lambda v, b: means(v, 1 - b, correct=uncorrected), f"{share} {missing}"),
            (lambda v, b: means(v[::-1], b), "It goes through the values from the end; begin at the first."),
            (lambda v, b: means(v[::-1], b)[::-1], "It goes through the values from the end; begin at the first."),
            (lambda v, b: means(v[1:], b), "The first value is left out; t = 1 belongs to values[0]."),
            (lambda v, b: moving(v, int(1 / (1 - b))), window), (lambda v, b: moving(v, round(1 / (1 - b))), window),
            (lambda v, b: moving(v, 2), window), (lambda v, b: moving(v, 3), window),
            (lambda v, b: weighted(v, lambda t: [b**k for k in range(t)], sum), "The weights are in reverse order: the "
             "newest value counts most."),
            (lambda v, b: weighted(v, lambda t: [b**k for k in range(t)][::-1], len),
             "The weighted sum is divided by how many values there are; divide by the sum of their weights."),
            (lambda v, b: means([x**2 for x in v], b), "The values are squared; that is Adam's other mean."),
            (lambda v, b: means(np.abs(v), b), "The sign of the values is lost."),
            (lambda v, b: means([0.0, *v[:-1]], b), "Each value comes one step late."),
            (lambda v, b: [np.mean(v[: k + 1]) for k in range(len(v))],
             "All values count alike; old ones should fade."),
            (lambda v, b: [value / (1 - b**t) for t, value in enumerate(v, 1)],
             "The values themselves are divided; the running mean is."),
            (lambda v, b: [b * old + (1 - b) * new for old, new in zip([0, *v], v, strict=False)],
             "The old *value* is kept in place of the old mean, and the correction by 1 − beta^t is missing."),
            (lambda v, b: [(b * old + (1 - b) * new) / (1 - b**t) for t, (old, new) in enumerate(zip(
                [0, *v], v, strict=False), 1)], "The old *value* is kept in place of the old mean."),
            (truncating, "For whole numbers the means are cut off: np.zeros_like(values) holds whole numbers too; use "
             "a list, or np.zeros(len(values))."),
        ],
        verified="It follows the values, without the drag of its start.",
    )


def nesterov_step(attempt):
    """Notebook 09: a step of Nesterov's momentum, with the slope taken where the momentum leads."""

    def slope(w):
        return 2.0 * w

    def valley(w):
        return 3.0 * w**2 - 4.0 * w

    def step(w, velocity, slope, rate, beta, at=lambda w, v, rate, beta, slope: w - rate * beta * v,
             kept=lambda beta: beta, new=lambda rate, beta: 1.0, moved=lambda w, v, rate, old, beta: w - rate * v,
             result=lambda w, v: np.array([w, v])):  # an array: a mistake explains the whole, not w alone
        v = kept(beta) * velocity + new(rate, beta) * slope(at(w, velocity, rate, beta, slope))
        return result(moved(w, v, rate, velocity, beta), v)

    own_rate = "The velocity here holds no learning rate and no minus: both come with the step of w."
    def stepped(w, rate, velocity):
        return np.array([w - rate * velocity, velocity])

    libraries = "In this form, which libraries use, the slope is taken at w; here it is taken ahead of it."
    exchanged = "learning_rate and beta are exchanged: beta is kept of the velocity, learning_rate goes into the steps."
    written = "A learning rate or beta is written in; use the arguments."
    along = "The look-ahead goes along the velocity, not along the slope."
    late = "The look-ahead goes learning_rate · beta times the old velocity, from w."
    at = [
        (lambda w, v, r, b, s: w, "This is ordinary momentum: take the slope at w − learning_rate · beta · velocity."),
        (lambda w, v, r, b, s: w + r * b * v, "It looks back: the velocity is subtracted from w, so look "
         "ahead at w − learning_rate · beta · velocity."),
        (lambda w, v, r, b, s: w - r * v, "The look-ahead goes beta times the velocity: only that share will be kept."),
        (lambda w, v, r, b, s: w - b * v, "The look-ahead is a step: the learning rate belongs to it."),
        (lambda w, v, r, b, s: w + b * v, "The look-ahead is a step down: w − learning_rate · beta · velocity."),
        (lambda w, v, r, b, s: w + r * v, "The look-ahead is a step down: w − learning_rate · beta · velocity."),
        (lambda w, v, r, b, s: w - v, "The look-ahead goes learning_rate · beta times the velocity, not all of it."),
        (lambda w, v, r, b, s: w + v, "The look-ahead goes learning_rate · beta times the velocity, downwards: w − …"),
        (lambda w, v, r, b, s: w - r * b**2 * v, "The velocity was multiplied by beta twice before the look-ahead."),
        (lambda w, v, r, b, s: w - r**2 * b * v, "The learning rate is in the look-ahead twice."),
        (lambda w, v, r, b, s: w - r * (b * v + s(w)),
         "The look-ahead uses the slope at w already; it goes along the old velocity alone."),
        (lambda w, v, r, b, s: w - r * (1 - b) * v, "The look-ahead goes beta times the velocity, not 1 − beta times."),
        (lambda w, v, r, b, s: w - r * s(w), along), (lambda w, v, r, b, s: w - r * b * s(w), along),
        (lambda w, v, r, b, s: w - r * b, "The velocity is missing in the look-ahead: " + late[15:]),
        (lambda w, v, r, b, s: r * b * v, "w is missing in the look-ahead: " + late[15:]),
        (lambda w, v, r, b, s: -r * b * v, "w is missing in the look-ahead: " + late[15:]),
        (lambda w, v, r, b, s: v, "The slope is taken at the velocity; it is taken at a place: w − …"),
        (lambda w, v, r, b, s: w - 0.1 * b * v, "The learning rate 0.1 is written in."),
        (lambda w, v, r, b, s: w - 0.9 * r * v, "beta = 0.9 is written in."),
    ]
    kept = [
        (lambda b: 1.0, "The velocity keeps only the share beta."),
        (lambda b: 0.0, "The old velocity was dropped: beta times it is kept."),
        (lambda b: b**2, "The velocity was multiplied by beta twice; once is enough."),
        (lambda b: 1 - b, "The velocity keeps beta of itself, not 1 − beta."),
    ]
    new = [
        (lambda r, b: 1 - b, "The slope is added whole here, not times 1 − beta."),
        (lambda r, b: b, "The slope is added whole here, not times beta."),
        (lambda r, b: r, own_rate), (lambda r, b: -r, own_rate),
        (lambda r, b: -1.0, "The slope is added to the velocity; the minus comes with the step of w."),
        (lambda r, b: 0.0, "The slope is missing: it is added to beta times the velocity."),
    ]
    by_cases(
        attempt,
        right=lambda *case: tuple(step(*case)),
        cases={
            "the numbers of the statement": (1.0, 2.0, slope, 0.1, 0.5),
            "no velocity yet": (1.5, 0.0, slope, 0.1, 0.9),
            "a negative w": (-3.1, 1.2, slope, 0.2, 0.9),
            "another slope": (0.6, 1.3, np.cos, 0.3, 0.8),
            "a negative velocity": (2.3, -1.7, valley, 0.05, 0.7),
            "a long step": (0.4, 0.9, valley, 1.3, 0.35),
            "arrays of weights": (np.array([1.2, -0.7, 2.5]), np.array([0.4, -1.1, 0.9]), valley, 0.1, 0.8),
        },
        parts=("w", "velocity"),
        mistakes=[
            ("unsupported operand .*'function'", "slope is a function: slope(…) is its value at a place."),
            ("unsupported operand .*'ufunc'", "slope is a function: slope(…) is its value at a place."),
            ("only .*arrays can be|truth value", "w and velocity may be arrays, not single numbers alone."),
            ("object is not callable", "Only slope is a function here; what stands before these brackets is a number."),
            (lambda w, v, s, r, b: step(w, v, slope, r, b),
             "The slope of one parabola is written in. Call slope(…): the function is given."),
            *variations(
                step, at=at, kept=kept, new=new,
                moved=[
                    (lambda w, v, r, old, b: w - r * old, "The step was taken with the old velocity; use the new one."),
                    (lambda w, v, r, old, b: w - r * b * old - r * v,
                     "The step starts at w: the look-ahead is only where the slope is taken."),
                    (lambda w, v, r, old, b: w - v, "The step is learning_rate times the velocity."),
                    (lambda w, v, r, old, b: w - b * v, "The step is learning_rate times the velocity, not beta."),
                    (lambda w, v, r, old, b: w + v, "The step is learning_rate times the velocity, downwards: w − …"),
                    (lambda w, v, r, old, b: w + r * v, "It climbs: subtract learning_rate times the velocity."),
                    (lambda w, v, r, old, b: w - r * (v - b * old),
                     "The step is along the velocity, not the slope alone."),
                    (lambda w, v, r, old, b: w - r * b * v, "The new velocity is multiplied by beta; beta is in it."),
                    (lambda w, v, r, old, b: w - r * b * old, "The step along the new velocity is missing."),
                    (lambda w, v, r, old, b: w, "w has not moved: subtract learning_rate times the new velocity."),
                    (lambda w, v, r, old, b: r * v, "This is the step alone; it is subtracted from w."),
                    (lambda w, v, r, old, b: w - r * (b * v + v - b * old),
                     "This is the usual way to rewrite Nesterov's step for another w; here the step is η times the "
                     "velocity."),
                ],
                result=[
                    (lambda w, v: np.array([v, w]), "First the place, then the velocity."),
                    (lambda w, v: w, "Return both, the place and the velocity."),
                    (lambda w, v: v, "Return both, the place and the velocity."),
                ],
            ),
            *[(functools.partial(step, at=place, new=piece), f"{words} {more}")
              for place, words in at[:8] for piece, more in new[:4]],
            *[(functools.partial(step, at=place, kept=piece), f"{words} {more}")
              for place, words in at[:8] for piece, more in kept[:3]],
            (lambda *c: (step(*c)[0], c[1]), "This is the velocity before the step; return the new one."),
            (lambda *c: (step(*c)[0], c[4] * c[1]), "This is beta times the old velocity; the slope is to be added."),
            (lambda *c: (step(*c)[0], c[3] * step(*c)[1]), "The velocity holds no learning rate; the step of w does."),
            (lambda *c: (step(*c)[0], step(*c)[0] - c[0]), "This is how far w has moved; no −learning_rate in it."),
            (lambda w, v, s, r, b: (w - (b * v + r * s(w - b * v)), b * v + r * s(w - b * v)), own_rate),
            (lambda w, v, s, r, b: (w - (b * v + r * s(w - r * b * v)), b * v + r * s(w - r * b * v)), own_rate),
            (lambda w, v, s, r, b: (w + (b * v - r * s(w + b * v)), b * v - r * s(w + b * v)), own_rate),
            (lambda w, v, s, r, b: (w + (b * v - r * s(w - r * b * v)), b * v - r * s(w - r * b * v)), own_rate),
            (lambda w, v, s, r, b: (w - r * s(w - r * b * v), s(w - r * b * v)),
             "The old velocity was dropped: beta times it is kept."),
            (lambda w, v, s, r, b: (w + r * (b * v - s(w - r * b * v)), b * v - s(w - r * b * v)), own_rate),
            (lambda w, v, s, r, b: (w + r * (b * v - s(w + r * b * v)), b * v - s(w + r * b * v)), own_rate),
            (lambda w, v, s, r, b: stepped(w, r, b * v + s(w) + s(w - r * b * v)),
             "The slope is added twice, at w and ahead; the one ahead is enough."),
            (lambda w, v, s, r, b: stepped(w, r, b * v + (s(w) + s(w - r * b * v)) / 2),
             "The slope is the mean of that at w and that ahead; the one ahead is wanted."),
            (lambda w, v, s, r, b: stepped(w, r, b * v + s(w) - r * b * v),
             "The look-ahead belongs into the brackets: slope(w - learning_rate * beta * velocity)."),
            (lambda w, v, s, r, b: stepped(w, r, b * (v + s(w - r * b * v))), new[1][1]),
            (lambda w, v, s, r, b: stepped(w, r, b * v * s(w - r * b * v)), "The slope is added, not multiplied."),
            (lambda w, v, s, r, b: stepped(w - r * b * v, r * b, b * v + s(w - r * b * v)),
             "The step starts at w: the look-ahead is only where the slope is taken."),
            (lambda w, v, s, r, b: stepped(w, r, v + b * s(w - r * b * v)), "beta belongs to the old velocity alone."),
            (lambda w, v, s, r, b: np.array([w - r * v, v]), "The velocity has not changed: beta · velocity + slope."),
            *[(lambda w, v, s, r, b, fixed=fixed: step(w, v, s, *fixed(r, b)), written) for fixed in (
                lambda r, b: (r, 0.9), lambda r, b: (r, 0.5), lambda r, b: (0.1, b), lambda r, b: (0.1, 0.9),
                lambda r, b: (0.01, b), lambda r, b: (0.1, 0.5))],
            (lambda w, v, s, r, b: step(w, v, s, b, r), exchanged),
            (lambda w, v, s, r, b: stepped(w, b, r * v + s(w - b * r * v)), exchanged),
            (lambda w, v, s, r, b: stepped(w, r, r * v + s(w - b * r * v)), "The velocity keeps the share beta."),
            (lambda w, v, s, r, b: np.array([w - r * (s(w) + b * (b * v + s(w))), b * v + s(w)]), libraries),
            (lambda w, v, s, r, b: np.array([w + b * (b * v - r * s(w)) - r * s(w), b * v - r * s(w)]), libraries),
            *[(lambda w, v, s, r, b, h=h, k=k: step(w, v, lambda x: (s(x + h) - s(x - k * h)) / (h + k * h), r, b),
               "slope(…) is the derivative already; here it is differentiated once more.")
              for h in (1e-3, 1e-4, 1e-5, 1e-6) for k in (0, 1)],
            (lambda *c: step(*step(*c), *c[2:]), "This is two steps; one is asked for."),
        ],
        verified="It looks ahead before it steps.",
    )
