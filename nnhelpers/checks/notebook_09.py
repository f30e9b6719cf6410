"""The checks of notebook 09's exercises."""


import numpy as np

from nnhelpers.checks.engine import by_cases


def count_steps(attempt):
    """Notebook 09: how many steps an epoch has, and how large its last batch is."""
    no_extra = "If the batch size divides m, there is no extra step, and the last batch is full."
    by_cases(
        attempt,
        right=lambda m, batch_size: (-(-m // batch_size), (m - 1) % batch_size + 1),
        cases=[(50000, 64), (12, 4), (10, 4), (5, 5), (3, 1)],
        mistakes=[
            (lambda m, b: (-(-m // b), m % b), "If nothing is left over, the last batch is full, not empty."),
            (lambda m, b: (m // b, m % b),
             "The last, smaller batch is a step too; and if nothing is left over, the last is full."),
            (lambda m, b: (m // b + 1, m % b), no_extra),
            (lambda m, b: (m // b + 1, m % b or b), no_extra),
            (lambda m, b: (m // b, b), "Some images are left over after the full batches: they are a batch too."),
            (lambda m, b: (-(-m // b), b), "The last batch may be smaller."),
            (lambda m, b: (m // b + 1, b), "The last batch may be smaller."),
            (lambda m, b: (m / b, m % b), "There is no part of a step: round up."),
            (lambda m, b: (-(-m // b), -m % b), "This is what the last batch lacks to be full."),
            (lambda m, b: (-(-m // b), m - -(-m // b) * b), "This is what the last batch lacks to be full."),
            (lambda m, b: ((m - 1) % b + 1, -(-m // b)), "The steps first, then the size of the last batch."),
            (lambda m, b: (m % b, m // b), "The steps first, then the size of the last batch; and count it as a step."),
            (lambda m, b: -(-m // b), "Return two numbers: the steps, and the size of the last batch."),
            (lambda m, b: m // b, "Return two numbers, and count the last, smaller batch as a step."),
        ],
        verified="It counts every step, the last smaller one included.",
    )


def stairs(attempt):
    """Notebook 09: a learning rate that falls in steps."""
    by_cases(
        attempt,
        right=lambda rate, epoch, factor, every: rate * factor ** (epoch // every),
        cases=[(0.8, 6, 0.5, 2), (0.8, 0, 0.5, 2), (0.8, 4.5, 0.5, 2), (0.8, 5.5, 0.5, 2), (0.8, 1.9, 0.5, 2),
               (1.0, 7, 0.1, 3)],
        mistakes=[
            ("'float' object cannot be interpreted", "5.5 // 2 is 2.0, a float; a loop wants int(epoch // every)."),
            (lambda r, e, f, n: r * f ** (e / n), "This falls smoothly; stairs have whole steps: //."),
            (lambda r, e, f, n: r * f * (e // n),
             "Each stair multiplies by the factor once more: a power, not a product."),
            (lambda r, e, f, n: r * f**e, "It falls every epoch; it should fall every `every` epochs."),
            (lambda r, e, f, n: r * f**e // n, "Python takes the power first: put epoch // every into brackets."),
            (lambda r, e, f, n: r * f**e / n, "Python takes the power first: put epoch // every into brackets."),
            (lambda r, e, f, n: r * f ** round(e / n),
             "It rounds to the nearest; a stair begins when the epochs are full: //."),
            (lambda r, e, f, n: r * f ** np.ceil(e / n),
             "It rounds up; a stair begins when the epochs are full: //."),
            (lambda r, e, f, n: r * f ** (e // n + 1), "The first stair is the rate itself."),
            (lambda r, e, f, n: r * f ** max(0, np.ceil(e / n) - 1),
             "At epoch `every` itself a stair is over: it is full then (>=, not >)."),
            (lambda r, e, f, n: r * f if e >= n else r, "It was multiplied once; once for every full stair is meant."),
            (lambda r, e, f, n: r / f ** (e // n), "It rises: multiply by the factor."),
            (lambda r, e, f, n: (r * f) ** (e // n), "Only the factor is raised to the power, not the rate."),
            (lambda r, e, f, n: f ** (e // n), "The rate is missing: the factor's power multiplies it."),
            (lambda r, e, f, n: r * (1 - f) ** (e // n),
             "The factor is what is kept, not what is taken away: factor, not 1 − factor."),
            (lambda r, e, f, n: r * f ** (e % n), "% gives what is left over within a stair; // counts the stairs."),
        ],
        verified="It keeps the rate on each stair, and multiplies at its end.",
    )


def running_mean(attempt):
    """Notebook 09: a running mean, corrected for its start at zero."""
    t_from_1 = "t counts from 1 at the first value: at t = 0 the correction would be 0."

    def means(values, beta, start=lambda values: 0.0, new=lambda beta: 1 - beta, kept=lambda beta: beta,
              correct=lambda mean, beta, t: mean / (1 - beta**t), goes_on=lambda mean, corrected: mean):
        mean, result = start(values), []
        for t, value in enumerate(values, start=1):
            mean = kept(beta) * mean + new(beta) * value
            result.append(correct(mean, beta, t))
            mean = goes_on(mean, result[-1])
        return result

    def uncorrected(mean, beta, t):
        return mean

    by_cases(
        attempt,
        right=means,
        cases=[([10.0, 20.0], 0.9), ([4.0, 4.0, 4.0], 0.5), ([1.0, -2.0, 3.0, 0.5], 0.8), ([7.0], 0.9)],
        mistakes=[
            (lambda v, b: means(v, b, correct=uncorrected),
             "The correction is missing: divide the t-th mean by 1 − beta^t."),
            (lambda v, b: means(v, b, goes_on=lambda mean, corrected: corrected),
             "The corrected mean went on into the next step; keep the uncorrected one for that."),
            (lambda v, b: means(v, b, start=lambda v: v[0], correct=uncorrected),
             "It starts at the first value; start at 0 and correct, so that all values count by their age."),
            (lambda v, b: means(v, b, start=lambda v: v[0]),
             "It starts at the first value and is corrected too: start at 0."),
            (lambda v, b: means(v, b, new=lambda b: b, kept=lambda b: 1 - b),
             "beta is the share that is kept of the old mean, 1 − beta the new value's."),
            (lambda v, b: means(v, 1 - b), "beta is the share that is kept of the old mean, 1 − beta the new value's."),
            (lambda v, b: means(v, b, new=lambda b: b, kept=lambda b: 1 - b, correct=uncorrected),
             "beta is the share that is kept of the old mean; and the correction by 1 − beta^t is missing."),
            (lambda v, b: means(v, b, new=lambda b: 1), "The new value counts 1 − beta, not whole."),
            (lambda v, b: means(v, b, kept=lambda b: 0), "The old mean was forgotten: beta times it is kept."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / (1 - b)),
             "It was divided by 1 − beta every time; the t-th mean is divided by 1 − beta^t."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / (1 - b) ** t),
             "The power is taken of beta alone: 1 − beta**t, not (1 − beta)**t."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / (1 - b * t)),
             "beta^t is a power, beta**t, not a product."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / 1 - b**t),
             "Division comes before subtraction: put 1 - beta**t into brackets."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean * (1 - b**t)), "Divide by 1 − beta^t."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / (1 - b ** len(v))),
             "It was divided by the same number every time; t is the number of values so far."),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: mean / (1 - b ** (t + 1))),
             "t counts from 1 at the first value."),
            ("division by zero", t_from_1),
            (lambda v, b: means(v, b, correct=lambda mean, b, t: np.divide(mean, 1 - b ** (t - 1))), t_from_1),
            (lambda v, b: means(v, b)[-1], "Return the list of all means, one per value."),
            (lambda v, b: means(v, b)[-1:], "Return the list of all means, one per value."),
            (lambda v, b: means(v, b)[:1], "The list ends at the first value: does return stand inside the loop?"),
            (lambda v, b: [0.0] + means(v, b), "The start at 0 is no mean of values: one entry per value."),
            (lambda v, b: [np.mean(v[: k + 1]) for k in range(len(v))],
             "Here all values count alike; old ones should fade."),
        ],
        verified="It follows the values, without the drag of its start.",
    )


def nesterov_step(attempt):
    """Notebook 09: a step of Nesterov's momentum, with the slope taken where the momentum leads."""

    def slope(w):
        return 2.0 * w

    def step(w, velocity, slope, rate, beta, at=lambda w, v, rate, beta: w - rate * beta * v, kept=None, new=1.0):
        velocity = (beta if kept is None else kept) * velocity + new * slope(at(w, velocity, rate, beta))
        return w - rate * velocity, velocity

    own_rate = "The velocity here holds no learning rate and no minus: both come with the step of w."
    by_cases(
        attempt,
        right=step,
        cases=[(1.0, 0.0, slope, 0.1, 0.9), (1.0, 2.0, slope, 0.1, 0.5), (-3.0, 1.0, slope, 0.2, 0.9),
               (0.5, 1.0, np.cos, 0.2, 0.9)],
        mistakes=[
            ("unsupported operand .*'function'", "slope is a function: slope(…) is its value at a place."),
            (lambda *c: step(*c[:2], slope, *c[3:]),
             "The slope of one parabola is written in. Call slope(…): the function is given."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w),
             "This is ordinary momentum: take the slope at w − learning_rate · beta · velocity."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w + rate * beta * v),
             "It looks back: the velocity is subtracted from w, so look ahead at w − learning_rate · beta · velocity."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w - rate * v),
             "The look-ahead goes beta times the velocity: only that share will be kept."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w - beta * v),
             "The look-ahead is a step: the learning rate belongs to it."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w - v),
             "The look-ahead goes learning_rate · beta times the velocity, not the whole of it."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w - rate * beta**2 * v),
             "The velocity was multiplied by beta twice before the look-ahead; once is enough."),
            (lambda *c: step(*c, at=lambda w, v, rate, beta: w - rate * (beta * v + c[2](w))),
             "The look-ahead uses the slope at w already; it goes along the old velocity alone."),
            (lambda *c: step(*c, kept=1.0), "The velocity keeps only the share beta."),
            (lambda *c: step(*c, kept=0.0), "The old velocity was dropped: beta times it is kept."),
            (lambda *c: step(*c, new=1 - c[4]), "The slope is added whole here, not times 1 − beta."),
            (lambda *c: (lambda w, v: (v, w))(*step(*c)), "First the place, then the velocity."),
            (lambda *c: step(*c)[0], "Return both, the place and the velocity."),
            (lambda *c: step(*c)[1], "Return both, the place and the velocity."),
            (lambda *c: (step(*c)[0], c[1]), "This is the velocity before the step; return the new one."),
            (lambda w, v, s, r, b: (w - r * v, b * v + s(w - r * b * v)),
             "The step was taken with the old velocity; use the new one."),
            (lambda *c: (step(*c)[0] - c[3] * c[4] * c[1], step(*c)[1]),
             "The step starts at w: the look-ahead is only where the slope is taken."),
            (lambda *c: (c[0] - step(*c)[1], step(*c)[1]), "The step is learning_rate times the velocity."),
            (lambda *c: (c[0] + c[3] * step(*c)[1], step(*c)[1]),
             "It climbs: subtract learning_rate times the velocity."),
            (lambda w, v, s, r, b: (w - r * s(w - r * b * v), b * v + s(w - r * b * v)),
             "The step is along the new velocity, not along the slope alone."),
            (lambda w, v, s, r, b: (w - (b * v + r * s(w - b * v)), b * v + r * s(w - b * v)), own_rate),
            (lambda w, v, s, r, b: (w + (b * v - r * s(w + b * v)), b * v - r * s(w + b * v)), own_rate),
        ],
        verified="It looks ahead before it steps.",
    )
