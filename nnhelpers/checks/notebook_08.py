"""The checks of notebook 08's exercises: initialisation and activations."""

import functools

import numpy as np

from nnhelpers.checks.engine import by_cases
from nnhelpers.checks.notebook_07 import variations


def dead_share(attempt):
    """Notebook 08: the share of neurons that answer no example."""
    example_axis = "It went along the neurons, and these are examples that no neuron answers. Neurons are rows: axis=1."
    one_answer = "This is 1 or 0 for all of A. Ask about each neuron, axis=1, and divide with / (or take the mean)."
    off_for_some = "These neurons are off for some example; dead ones are off for all of them."
    cancels = "A row such as 2 and −2 sums to 0 and is not zero throughout: compare each entry with 0."
    small = "Small answers are answers too: dead is who answers exactly 0."

    def share(of):
        return lambda A: np.mean(of(A))

    by_cases(
        attempt,
        right=lambda A: np.mean(np.all(A == 0, axis=1)),
        cases={
            "two neurons of five dead": (np.array([[0, 0, 0, 0], [0, 2.1, 0, 0], [1.3, 1.2, 0, 0.5], [0, 0, 0, 0],
                                                   [3.2, 0.5, 0, 0]]),),
            "the neurons of the statement": (np.array([[0.0, 0.0], [0.0, 1.0]]),),
            "no neuron dead": (np.array([[0, 1.7, 0], [0.4, 0, 0], [0, 0, 2.2], [1.4, 2.3, 0.7]]),),
            "every neuron dead": (np.zeros((2, 3)),),
            "neurons that answer one example at most": (np.array([[0, 0, 0, 0, 0, 0, 1.9], [0, 0, 0, 0, 0, 0, 0],
                                                     [2.6, 0, 0, 0, 0, 0, 0]]),),
            "as many examples as neurons": (np.array([[0, 0.7, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]),),
            "small answers": (np.array([[0, 0.004, 0], [0, 0, 0], [0.01, 0.003, 0.3], [0, 1.2, 0.08]]),),
            "answers below zero": (np.array([[2.0, -2.0, 0.0], [-0.5, 0.0, -1.0], [0.0, 0.0, 0.0], [-1.0, 3.0, 2.0],
                                             [0.0, -0.7, 0.0], [-0.4, -0.3, -2.0], [1.0, 2.0, -3.0],
                                             [0.5, 0.0, -0.5], [-4.0, 2.5, 1.5]]),),
            "a single example": (np.array([[0.3], [0.0], [0.0], [1.1], [0.0]]),),
        },
        mistakes=[
            (share(lambda A: A == 0), "This is the share of zeros; a neuron is dead only if its whole row is zero."),
            (share(lambda A: A != 0), "This is the share of entries that are not 0; ask whether a whole row is zero."),
            (share(lambda A: np.all(A == 0, axis=0)), example_axis),
            (lambda A: np.sum(np.all(A == 0, axis=0)) / A.shape[0], example_axis),
            (share(lambda A: A.sum(axis=0) == 0), example_axis),
            (share(lambda A: np.any(A == 0, axis=1)), off_for_some),
            (share(lambda A: np.all(A, axis=1)), "These neurons answer every example; the dead ones answer none."),
            (lambda A: np.any(A == 0, axis=1), off_for_some),
            (share(lambda A: A.min(axis=1) == 0), "The smallest of a row being 0 says that the neuron is off for some "
             "example; a dead one is off for all."),
            (share(lambda A: A.sum(axis=1) == 0), cancels),
            (share(lambda A: A.mean(axis=1) == 0), cancels),
            (share(lambda A: A.sum(axis=1) <= 0), "A row whose sum is 0 or below need not be zero throughout: compare "
             "each entry with 0."),
            (share(lambda A: A.max(axis=1) <= 0),
             "Answers below zero, as of a leaky ReLU, are answers too: dead is who answers exactly 0."),
            (share(lambda A: A.max(axis=1) == 0),
             "A row whose largest entry is 0 may hold others below it: ask whether all are 0."),
            (share(lambda A: ~np.any(A > 0, axis=1)),
             "Answers below zero, as of a leaky ReLU, are answers too: dead is who answers exactly 0."),
            (lambda A: np.sum(np.all(A == 0, axis=1)), "This is how many are dead; the share is the mean."),
            (lambda A: 100 * np.mean(np.all(A == 0, axis=1)), "These are percent; a share is between 0 and 1."),
            (lambda A: np.sum(np.all(A == 0, axis=1)) / np.sum(np.any(A != 0, axis=1)),
             "It was divided by the number of the living; divide by that of all neurons."),
            (share(lambda A: np.any(A != 0, axis=1)), "This is the share of the living."),
            (lambda A: np.sum(np.any(A != 0, axis=1)), "This is how many live; the share of the dead is asked for."),
            (lambda A: np.all(A == 0, axis=1), "These are the neurons one by one; take the mean."),
            (lambda A: np.flatnonzero(np.all(A == 0, axis=1)), "These are the numbers of the dead neurons; return "
             "their share."),
            (lambda A: A[np.any(A != 0, axis=1)], "These are the rows of the living; return the share of the dead."),
            (lambda A: float(np.all(A == 0)), one_answer), (lambda A: float(np.any(A == 0)), one_answer),
            (lambda A: float(np.any(np.all(A == 0, axis=1))), "This tells whether one is dead; return the share."),
            (lambda A: np.mean(A == 0, axis=1), "This is each neuron's share of zeros; ask whether all of its row is "
             "zero, and take the mean of that."),
            (lambda A: np.mean(A == 0, axis=0), "This is each example's share of zeros; ask whether the whole row of a "
             "neuron is zero, axis=1."),
            (lambda A: np.sum(np.all(A == 0, axis=1)) / A.shape[1],
             "It was divided by the number of examples; divide by that of the neurons, len(A)."),
            (lambda A: np.sum(np.all(A == 0, axis=1)) / A.size,
             "It was divided by the number of entries; divide by that of the neurons, len(A)."),
            (lambda A: np.sum(np.all(A == 0, axis=1)) / (len(A) + 1),
             "It was divided by one more than the number of neurons."),
            *[(lambda A, n=n: np.sum(np.all(A == 0, axis=1)) / n, "The number of neurons is written in; it is len(A).")
              for n in (2, 3, 4, 5, 8, 10, 16, 20, 30, 32, 50, 64, 100, 128, 200, 256, 784, 1000)],
            (lambda A: np.sum(np.all(A == 0, axis=1)) // len(A), one_answer),
            (lambda A: round(np.mean(np.all(A == 0, axis=1))), "The share was rounded; keep it as it is."),
            (share(lambda A: np.all(np.unique(A, axis=0) == 0, axis=1)),
             "Equal rows count as one neuron here; each is a neuron of its own."),
            (share(lambda A: A.max(axis=1) == A.min(axis=1)), "A row of equal entries need not be zero; with a single "
             "example every row is such."),
            (share(lambda A: A.std(axis=1) == 0), "A row of equal entries need not be zero; with a single example "
             "every row is such."),
            (lambda A: np.sum(A == 0) / len(A), "Every zero is counted here; count the rows that are zero throughout."),
            (lambda A: np.any(np.all(A == 0, axis=1)) / len(A), "One dead neuron at most is counted; count all."),
            (lambda A: np.argmax(np.append(A.any(axis=1), True)) / len(A),
             "Only the rows before the first living neuron are counted; go through all."),
            (share(lambda A: A[:, 0] == 0), "Only the first example is looked at; a dead neuron answers none of them."),
            (share(lambda A: A[:, -1] == 0), "Only the last example is looked at; a dead neuron answers none of them."),
            (share(lambda A: np.all(A[:, :-1] == 0, axis=1)), "The last example is not looked at."),
            (share(lambda A: np.all(A[:, 1:] == 0, axis=1)), "The first example is not looked at."),
            (lambda A: np.sum(np.all(A[:-1] == 0, axis=1)) / len(A), "The last neuron is not looked at."),
            (lambda A: np.sum(np.all(A[1:] == 0, axis=1)) / len(A), "The first neuron is not looked at."),
            (share(lambda A: np.count_nonzero(A, axis=1) <= 1), "One answer is enough to be alive: none may differ "
             "from 0."),
            (share(lambda A: np.mean(A == 0, axis=1) > 0.5),
             "More zeros than answers is not dead yet: the whole row must be zero."),
            (share(lambda A: np.all(A.astype(int) == 0, axis=1)), small),
            (share(lambda A: np.all(np.round(A) == 0, axis=1)), small),
            *[(share(lambda A, limit=limit: np.all(np.abs(A) < limit, axis=1)), small)
              for limit in (0.01, 0.05, 0.1, 0.5, 1)],
        ],
        verified="It finds the neurons that answer nothing.",
    )


def softplus(attempt):
    """Notebook 08: a smooth ReLU that does not overflow."""
    overflow = "exp overflows for large Z, where the logarithm is nearly Z itself. Take max(Z, 0) out first."
    exponent = "The exponent should be −|Z|: never positive, and −2 for Z = 2 as for Z = −2."
    cut = "For large Z a fixed number comes out, where it should be nearly Z. Take max(Z, 0) out first."
    large = "Z itself is close enough only where Z is large: above 30, say; at 1 softplus is 1.313."
    twice_1 = "Inside stands 2 in place of 1; np.log1p adds the 1 itself: np.log1p(np.exp(…))."
    neighbours = "No sum over neighbours here: each entry stands alone, and gets −|Z|."

    def parts(Z, outside=lambda Z: np.maximum(Z, 0), inside=lambda Z: -np.abs(Z), log=np.log, one=1):
        return outside(Z) + log(one + np.exp(inside(Z)))

    def shifted(Z, by):
        return by + np.log(np.exp(-by) + np.exp(Z - by))

    by_cases(
        attempt,
        right=lambda Z: np.logaddexp(0, Z),
        cases={
            "moderate values": (np.array([0.0, 1.3, -2.2, 7.1, -0.4]),),
            "1000 and −1000": (np.array([0.0, 1000.0, -1000.0]),),
            "rows and columns": (np.array([[3.1, -4.4, 0.6], [-1.2, 2.5, -7.3]]),),
            "as many rows as columns": (np.array([[1.7, -3.4], [0.2, -0.9]]),),
            "some values between 10 and 700": (np.array([10.2, 19.5, 88.9, 310.0, 699.5]),),
            "values between 720 and 1000": (np.array([745.5, 888.8, 999.5]),),
            "an array with values up to 745.5": (np.array([[10.2, 19.5, 88.9], [310.0, 609.5, 745.5]]),),
            "some values between −800 and −5": (np.array([[-5.3], [-9.6], [-12.4], [-88.9], [-745.5]]),),
            "values beyond ±1000": (np.array([3700.5, -2400.0, 1.1]),),
            "values above zero": (np.array([0.3, 2.4, 4.8]),),
            "values below zero": (np.array([-0.3, -1.9, -3.7]),),
        },
        mistakes=[
            ("math range error", overflow),
            ("'numpy.float64' object is not iterable", "Z may have one axis or more: work on the whole array at once."),
            ("truth value", "max and if want a single number; np.maximum and np.where go entry by entry."),
            ("only .* arrays can be converted", "math works on single numbers; np.exp and np.log work on arrays."),
            *variations(
                parts,
                outside=[
                    (np.copy, "Outside the logarithm stands max(Z, 0), not Z."),
                    (np.abs, "Outside the logarithm stands max(Z, 0), not |Z|."),
                    (np.zeros_like, "max(Z, 0) is missing: add it."),
                    (lambda Z: np.minimum(Z, 0), "Outside the logarithm stands max(Z, 0), not the smaller."),
                    (lambda Z: np.maximum(Z, 1), "Outside the logarithm stands max(Z, 0), not max(Z, 1)."),
                    (lambda Z: (Z > 0).astype(float), "Outside the logarithm stands max(Z, 0), not whether Z > 0."),
                    (lambda Z: np.max(Z, 0),
                     "np.max(Z, 0) is the largest along axis 0; np.maximum(Z, 0) compares each entry with 0."),
                    (lambda Z: np.max(Z), "The largest of all was taken out: each entry stands alone, max(Z, 0)."),
                    (lambda Z: -np.maximum(Z, 0), "max(Z, 0) is added, not subtracted."),
                ],
                inside=[
                    (np.negative,
                     "For negative Z it is too large: outside the logarithm stands max(Z, 0), in the exponent −|Z|."),
                    (np.abs, "The exponent must not be positive: exp(−|Z|)."),
                    (np.copy, exponent), (lambda Z: np.minimum(Z, 0), exponent),
                    (lambda Z: -np.maximum(Z, 0), exponent),
                    (lambda Z: Z - Z.max(), neighbours), (lambda Z: Z - Z.max(axis=0), neighbours),
                    *[(lambda Z, of=of, axis=axis: -of(np.abs(Z), axis=axis, keepdims=axis is not None),
                       "One number stands in several exponents; each entry has its own, −|Z|.")
                      for of in (np.max, np.mean, np.min, np.sum) for axis in (None, 0, -1)],
                    (lambda Z: -np.max(Z), "One number stands in several exponents; each entry has its own, −|Z|."),
                    (lambda Z: -Z**2, "The exponent is −|Z|, not −Z²."),
                    (lambda Z: -np.abs(Z) / 2, "The exponent is −|Z|, not half of it."),
                    (lambda Z: -2 * np.abs(Z), "The exponent is −|Z|, not twice as much."),
                    (lambda Z: 1 - np.abs(Z), "The exponent is −|Z|, without more."),
                ],
                log=[
                    (np.log2, "The natural logarithm is np.log."), (np.log10, "The natural logarithm is np.log."),
                    (lambda x: x, "The logarithm is missing: ln(1 + exp(−|Z|))."),
                    (lambda x: x - 1, "The logarithm is missing: ln(1 + exp(−|Z|))."), (np.log1p, twice_1),
                    (lambda x: -np.log(x), "The logarithm is added, not subtracted."),
                ],
                one=[
                    (0, "The 1 is missing: ln(1 + exp(−|Z|))."),
                    (2, twice_1),
                    (-1, "Inside the logarithm is added: 1 + exp(−|Z|)."),
                ],
            ),
            (lambda Z: np.log(1 + np.exp(Z)), overflow),
            (lambda Z: np.nan_to_num(np.log(1 + np.exp(Z))),
             "What has overflowed can't be mended afterwards: take max(Z, 0) out first."),
            (lambda Z: np.where(Z > 0, Z + np.log(1 + np.exp(Z)), np.log(1 + np.exp(Z))), exponent),
            (lambda Z: np.where(Z > 0, np.log(1 + np.exp(-Z)), np.log(1 + np.exp(Z))), "max(Z, 0) is missing: add it."),
            (lambda Z: np.where(Z < 0, Z + np.log(1 + np.exp(-Z)), np.log(1 + np.exp(Z))),
             "exp overflows in both forms: Z + ln(1 + exp(−Z)) is for positive Z, ln(1 + exp(Z)) for negative."),
            (lambda Z: np.log(1 + np.exp(-Z)), "This is the softplus of −Z, and it overflows for very negative Z."),
            (lambda Z: np.logaddexp(0, -Z), "This is the softplus of −Z."),
            (lambda Z: Z + np.log(1 + np.exp(-Z)),
             "For very negative Z exp(−Z) overflows; this form is for positive Z only. The exponent −|Z| suits both."),
            (lambda Z: Z - np.log(1 + np.exp(-Z)), "The logarithm is added, Z + ln(1 + exp(−Z)), and this form is for "
             "positive Z only."),
            (lambda Z: np.maximum(Z, 0), "This is ReLU; softplus is ln 2 at 0."),
            (lambda Z: np.log(1 + np.maximum(Z, 0)), "exp is missing: ln(1 + exp(Z)), and without overflow."),
            (lambda Z: np.logaddexp(1, Z), "np.logaddexp(0, Z) is ln(e⁰ + e^Z) = ln(1 + e^Z); this is ln(e + e^Z)."),
            (lambda Z: np.maximum(np.log(1 + np.exp(-np.abs(Z))), Z),
             "max(Z, 0) is added to the logarithm; here the larger of the two is taken."),
            (lambda Z: np.maximum(Z, np.log(2)), "This is a ReLU lifted to ln 2; softplus has no corner."),
            (lambda Z: np.maximum(Z, 0) + np.log(2), "This is a ReLU lifted by ln 2; softplus has no corner."),
            (lambda Z: np.where(Z > 0, Z, np.exp(Z) - 1), "This is another smooth ReLU, ELU; softplus is ln(1 + e^Z)."),
            (lambda Z: np.maximum(Z, 0) + np.log1p(np.expm1(-np.abs(Z))),
             "np.expm1 takes 1 away, which np.log1p adds again: np.log1p(np.exp(…))."),
            (lambda Z: Z / 2 + np.log(2 * np.cosh(Z / 2)),
             "The formula is right, but np.cosh overflows beyond ±1420. The exponent −|Z| suits all."),
            (lambda Z: np.where(Z > 0, Z + np.log(1 + np.exp(-Z)), 0),
             "For negative Z it should be ln(1 + e^Z), not 0."),
            (lambda Z: np.where(Z > 0, np.log(1 + np.exp(Z)), 0), "For negative Z it should be ln(1 + e^Z), not 0."),
            (lambda Z: np.where(Z >= 0, Z, np.log(1 + np.exp(Z))), large),
            *[(lambda Z, axis=axis: shifted(Z, Z.max(axis=axis, keepdims=True)), "The largest of a column or row was "
               "taken out, as in softmax; take max(z, 0) out of each entry.") for axis in (0, -1)],
            *[(lambda Z, limit=limit: Z if Z.max() > limit else np.log(1 + np.exp(Z)),
               "One large entry decides for all: np.where(Z > …, …, …) decides for each.")
              for limit in (10, 20, 30, 50, 100, 500, 700)],
            *[(lambda Z, limit=limit: np.minimum(np.log(1 + np.exp(Z)), limit), cut)
              for limit in (500, 700, 709, 710, 1000)],
            *[(lambda Z, limit=limit: np.where(np.isinf(np.exp(Z)), limit, np.log(1 + np.exp(Z))), cut)
              for limit in (0, 700, 709, 710, 1000)],
            *[(lambda Z, limit=limit: np.where(Z >= 1000, Z, np.log(1 + np.exp(np.minimum(Z, limit)))), cut)
              for limit in (30, 50, 100, 500, 600, 700, 709)],
            (lambda Z: np.logaddexp(0, np.logaddexp(0, Z)), "Softplus is applied twice; once is enough."),
            (lambda Z: 1 / (1 + np.exp(-Z)), "This is the sigmoid, softplus's derivative."),
            (lambda Z: np.log(1 / (1 + np.exp(-Z))), "This is the logarithm of the sigmoid."),
            (lambda Z: np.log(np.exp(Z) + np.exp(-Z)), "Inside stand 1 and e^Z: ln(1 + e^Z)."),
            (lambda Z: np.log(1 + np.exp(Z - Z.max())) + Z.max(),
             "The 1 is not multiplied: taking m out of the logarithm leaves ln(e^−m + e^(z−m)). And each entry stands "
             "alone: m = max(z, 0)."),
            (lambda Z: shifted(Z, Z.max()),
             "The largest of all entries was taken out, and small ones are lost; take max(z, 0) out of each."),
            *[(lambda Z, limit=limit: np.where(Z > limit, Z, np.log(1 + np.exp(Z))), large) for limit in range(11)],
            *[(lambda Z, limit=limit: np.where(Z < -limit, 0, np.where(Z > limit, Z, np.log(1 + np.exp(Z)))),
               "Near 0 it is right; it should be so for every Z, also where Z or 0 is only nearly right.")
              for limit in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)],
            *[(lambda Z, limit=limit: np.where(Z < -limit, 0, np.logaddexp(0, Z)),
               "0 is near enough only far below 0: beyond −20, say; at −5 softplus is 0.0067.") for limit in range(11)],
            *[(lambda Z, limit=limit: np.where(Z > 0, Z, 0) + (np.abs(Z) < limit) * np.log(1 + np.exp(-np.abs(Z))),
               "Near 0 it is right; it should be so for every Z, also where Z or 0 is only nearly right.")
              for limit in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)],
            *[(lambda Z, limit=limit: np.log(1 + np.exp(np.minimum(Z, limit))), cut)
              for limit in (10, 20, 30, 50, 80, 88, 100, 200, 300, 500, 600, 700, 705, 709)],
            *[(lambda Z, limit=limit: np.where(Z > limit, limit, np.log(1 + np.exp(Z))), cut)
              for limit in (10, 20, 30, 50, 100, 500, 700)],
            *[(lambda Z, limit=limit: np.where(Z > limit, Z, np.log(1 + np.exp(-Z))),
               "The exponent is Z below the limit: ln(1 + e^Z).") for limit in (0, 10, 20, 30, 50, 100, 500, 700)],
        ],
        verified="It is right at 0, at ±1000 and between.",
    )


def leaky_he(attempt):
    """Notebook 08: the variance of weights before a leaky ReLU."""
    halves = "The positive half passes whole, and the two halves add: 1 + slope²."
    squared = "A variance is a mean of squares: the slope enters squared."
    mean_square = "The mean of the squares is wanted, (1 + slope²)/2, not the square of the mean, ((1 + slope)/2)²."

    def variance(inputs, slope, kept=lambda slope: 1 + slope**2, two=2.0, size=lambda inputs: inputs,
                 to=lambda variance: variance):
        return to(two / (size(inputs) * kept(slope)))

    kept = [
        (lambda s: 1, "The slope was not used: what passes below zero counts too."),
        (lambda s: 1 + s, squared), (lambda s: 1 + np.sqrt(s), squared),
        (lambda s: 1 + 2 * s, "The square of the slope is slope**2; this is twice the slope."),
        (lambda s: 2 + s, squared), (lambda s: 1 + s**3, "The slope enters squared, not cubed."),
        (lambda s: 1 + s**4, "The slope is squared twice; once is enough."),
        (lambda s: (1 + s) ** 2, "Squares of the two halves add: 1² + slope², not (1 + slope)²."),
        (lambda s: (1 - s) ** 2, "Squares of the two halves add: 1² + slope², not (1 − slope)²."),
        (lambda s: (1 + s**2) ** 2, "1 + slope² is a mean of squares already: it is not squared again."),
        (lambda s: np.sqrt(1 + s**2), "1 + slope² stands as it is, without a root: a variance is a mean of squares."),
        (lambda s: s**2, halves), (lambda s: 1 - s**2, halves), (lambda s: s, squared), (lambda s: 1 - s, halves),
        (lambda s: 1 + s**2 / 2, "Both halves count the same: (1 + slope²)/2 stands below."),
        (lambda s: (1 + s) / 2 + 0.5, "Both halves count the same, and squared: (1 + slope²)/2."),
        (lambda s: 1 + 2 * s**2, "Both halves are halves: 1/2 + slope²/2; here slope² counts whole."),
        (lambda s: (1 + s) ** 2 / 2, mean_square),
        (lambda s: 1 + 0.01**2, "The slope 0.01 is written in; use slope."),
        (lambda s: 2**s, "At slopes 0 and 1 it is right; between it is not: 1 + slope²."),
        (lambda s: 1 + s**2 - (1 - s) ** 2 / np.pi, "This is the variance of a; E[a²] is wanted, nothing subtracted."),
        (lambda s: 2 + s**2, "The positive half counts 1, not 2: 1 + slope²."),
        (lambda s: 1 / (1 + s**2), "1 + slope² stands below: more gets through, so the weights must be smaller."),
    ]
    size = [
        (lambda n: 1, "Divide by the number of inputs too."),
        (lambda n: 1 / n, "It was multiplied by the inputs; put brackets around all that it is divided by."),
        (lambda n: n**2, "The inputs enter once, not squared."),
        (lambda n: np.sqrt(n), "For a variance the inputs stand without a root; the root is the deviation's."),
        (lambda n: n + 1, "There are `inputs` weights in a neuron; the bias is none of them."),
        (lambda n: n - 1, "There are `inputs` weights in a neuron: divide by all of them."),
        (lambda n: 784, "784 is written in; use inputs."), (lambda n: 100, "100 is written in; use inputs."),
    ]
    two = [
        (1.0, "A factor 2 is missing: E[a²] is (1 + slope²)/2 times E[z²]: half of z is positive."),
        (4.0, "The variance is 2 / (inputs · (1 + slope²)); this is twice that."),
        (0.5, "The variance is 2 / (inputs · (1 + slope²)); this is a quarter of that: the 2 stands above."),
        (6.0, "6 belongs to a uniform distribution's limit; the variance has 2 above."),
        (3.0, "A 2 stands above: half of the entries are positive."),
    ]
    root = (np.sqrt, "This is the standard deviation; the variance is asked for.")
    by_cases(
        attempt,
        right=variance,
        cases={
            "a slope between 0 and 1": (50, 0.3),
            "slope 0, ReLU": (100, 0.0),
            "slope 1, no bend": (100, 1.0),
            "the usual slope, 0.01": (784, 0.01),
            "few inputs": (7, 0.2),
            "a steep leak": (37, 0.75),
            "a slope above 1": (23, 1.6),
        },
        mistakes=[
            *variations(variance, kept=kept, size=size, two=two, to=[
                root,
                (np.square, "It was squared; the variance is asked for as it is."),
                (lambda v: 1 / v, "This is the factor per layer for weights of variance 1: take 1 / it."),
                (lambda v: int(v), "It is cut off to a whole number, mostly 0: keep the fraction."),
                (lambda v: round(v, 2), "The variance was rounded; keep it as it is."),
                (lambda v: round(v, 3), "The variance was rounded; keep it as it is."),
                (lambda v: round(v, 4), "The variance was rounded; keep it as it is."),
                (lambda v: np.random.default_rng(0).normal(0, np.sqrt(v)),
                 "This is a weight drawn with the variance; return the variance."),
            ]),
            *[(functools.partial(variance, kept=piece, to=root[0]), f"{words} {root[1]}") for piece, words in kept],
            *[(functools.partial(variance, size=piece, to=root[0]), f"{words} {root[1]}") for piece, words in size],
            *[(functools.partial(variance, kept=piece, two=1.0), f"{words} {two[0][1]}") for piece, words in kept[:3]],
            (lambda n, s: np.sqrt(6 / (n * (1 + s**2))),
             "This is the limit of a uniform distribution with the right variance; return the variance."),
            (lambda n, s: 1 / (n / 2 + s**2), "Brackets are missing: inputs * (1 + slope**2)."),
            (lambda n, s: 1 / (n * (1 / 2 + s / 2)), squared),
            (lambda n, s: 2 / (n + s**2), "Brackets are missing: inputs * (1 + slope**2)."),
            (lambda n, s: 2 / n + s**2, "Brackets are missing: inputs * (1 + slope**2)."),
            (lambda n, s: 2 / n + 1 + s**2, "Brackets are missing: inputs * (1 + slope**2)."),
            (lambda n, s: 2 / n * 1 + s**2, "Brackets are missing: inputs * (1 + slope**2)."),
            (lambda n, s: 2 / (n + 1 + s**2), "1 + slope² multiplies the inputs; here it is added to them."),
            (lambda n, s: (2 / (n * (1 + s))) ** 2, squared),
            (lambda n, s: (1 + s**2) / (2 * n), "That is upside down: the 2 above, 1 + slope² below."),
            (lambda n, s: 2 / ((1 + s**2) * n) if s else 1 / n, "At slope 0 half of the entries are lost: 2 / inputs."),
            (lambda n, s: 2 / n if s < 1 else 1 / n, "Between slope 0 and 1 the variance changes with the slope."),
            (lambda n, s: (2 - s) / n, "This is right at slopes 0 and 1 only; else E[a²] = (1 + slope²)/2 · E[z²]."),
            (lambda n, s: (2 - s**2) / n, "This is right at slopes 0 and 1 only; else E[a²] = (1 + slope²)/2 · E[z²]."),
        ],
        verified="ReLU (slope 0) and no bend at all (slope 1) are special cases.",
    )


def unit_scale(attempt):
    """Notebook 08: weights scaled so that Z has the standard deviation 1 on a batch."""
    one_factor = "One factor for the whole layer: np.std without axis, over all neurons and examples."
    spread_of_W = "The weights have now the standard deviation 1; Z = W A_before should have it."
    rng = np.random.default_rng(8)

    def layer(outputs, inputs, m):
        return rng.uniform(-2, 3, (outputs, inputs)).round(1), rng.uniform(-1, 4, (inputs, m)).round(1)

    def divided(by):
        return lambda W, A: W / by(W @ A)

    by_cases(
        attempt,
        right=divided(np.std),
        cases={
            "the layer of the statement": (np.array([[3.0]]), np.array([[1.0, -1.0]])),
            "three neurons, two inputs, four examples": layer(3, 2, 4),
            "two neurons, three inputs, five examples": layer(2, 3, 5),
            "as many neurons, inputs and examples": layer(2, 2, 2),
            "a single neuron": layer(1, 3, 4),
            "a single example": layer(4, 2, 1),
            "large weights": (60 * layer(3, 3, 4)[0], layer(3, 3, 4)[1]),
            "small weights": (layer(2, 4, 3)[0] / 400, layer(2, 4, 3)[1]),
        },
        mistakes=[
            (r"broadcast .* \((\d+),\d+\) \(\d+,\)", one_factor),
            (lambda W, A: W, "The weights are as they came: divide them by the standard deviation of Z."),
            (lambda W, A: W / np.std(W), spread_of_W), (lambda W, A: (W - np.mean(W)) / np.std(W), spread_of_W),
            (lambda W, A: W / np.std(A), "Divide by the standard deviation of Z = W A_before, not of the inputs."),
            (lambda W, A: W / (np.std(W) * np.std(A)),
             "The standard deviation of a product is not the product of the two: take that of W @ A_before."),
            (lambda W, A: W @ A / np.std(W @ A),
             "This is the scaled Z; return the weights, W divided by Z's standard deviation."),
            (lambda W, A: (W @ A - np.mean(W @ A)) / np.std(W @ A),
             "This is Z, centred and scaled; return the weights, W divided by Z's standard deviation."),
            (lambda W, A: W @ A, "This is Z; return the weights, W divided by Z's standard deviation."),
            (divided(np.var), "This divides by the variance, the standard deviation squared; divide by np.std, once."),
            (divided(lambda Z: np.sqrt(np.std(Z))), "np.std has taken the root already."),
            (divided(lambda Z: 1 / np.std(Z)), "Multiplying makes a large Z larger: divide."),
            (divided(lambda Z: 1 / np.var(Z)), "Multiplying makes a large Z larger: divide, by np.std."),
            (divided(lambda Z: Z.std(axis=1, keepdims=True)), one_factor),
            (divided(lambda Z: Z.std(axis=0)), one_factor), (divided(lambda Z: Z.std(axis=1)), one_factor),
            (divided(lambda Z: Z.std(axis=0).mean()), "A mean of deviations is not the deviation of all: np.std "
             "without axis."),
            (divided(lambda Z: Z.std(axis=1).mean()), "A mean of deviations is not the deviation of all: np.std "
             "without axis."),
            (divided(lambda Z: Z[0].std()), "Only the first neuron was measured; take all neurons and examples."),
            (divided(lambda Z: Z[:, 0].std()), "Only the first example was measured; take all neurons and examples."),
            (divided(lambda Z: np.sqrt(np.mean(Z**2))), "This makes the mean square 1; std subtracts the mean first."),
            (divided(lambda Z: np.mean(Z**2)), "This divides by the mean square; the standard deviation subtracts the "
             "mean first, and takes the root."),
            (divided(lambda Z: np.std(Z, ddof=1)),
             "ddof=1 divides by one less than the number of entries; leave it at 0."),
            (divided(lambda Z: np.std(np.maximum(Z, 0))),
             "This is measured behind ReLU; Z itself should have the standard deviation 1."),
            (divided(lambda Z: np.std(np.tanh(Z))),
             "This is measured behind tanh; Z itself should have the standard deviation 1."),
            (divided(lambda Z: np.std(np.abs(Z))), "This is the deviation of |Z|; take that of Z."),
            (lambda W, A: (W - np.mean(W)) / np.std(W @ A), "Multiply W by one number only; subtract nothing."),
            (lambda W, A: (W - np.mean(W @ A)) / np.std(W @ A), "Multiply W by one number only; subtract nothing."),
            (lambda W, A: W - np.std(W @ A), "Divide by the standard deviation; here it is subtracted."),
            (divided(lambda Z: np.abs(Z).max()), "This makes the largest |Z| 1, not the spread."),
            *[(divided(lambda Z, n=n: n * np.ptp(Z)), "The range of Z, even as a part, is not its standard deviation.")
              for n in (2, 0.5, 1 / 3, 0.25, 1 / 6, 12**-0.5)],
            *[(wrong(n), "A fixed number is added to the standard deviation; divide by it as it is.")
              for n in (0.5, 0.1, 0.01, 1e-3, 1e-4, 1e-5) for wrong in (
                  lambda n: divided(lambda Z: np.std(Z) + n), lambda n: divided(lambda Z: np.sqrt(np.var(Z) + n)))],
            (divided(np.max), "This makes the largest Z 1, not the spread."),
            (divided(np.ptp), "This makes the range of Z 1, from smallest to largest, not its standard deviation."),
            (divided(np.mean), "This makes the mean of Z 1, not its standard deviation."),
            (divided(np.sum), "This makes the sum of Z 1, not its standard deviation."),
            (divided(lambda Z: np.abs(Z).mean()), "This makes the mean of |Z| 1, not the standard deviation of Z."),
            (divided(lambda Z: np.abs(Z - Z.mean()).mean()), "This is the mean distance from the mean; the standard "
             "deviation is the root of the mean square of it."),
            (divided(lambda Z: np.median(np.abs(Z))), "This is a median, not the standard deviation: np.std."),
            (divided(lambda Z: np.sqrt(np.var(Z) * len(Z))),
             "The squares are summed over the neurons; a standard deviation takes their mean."),
            (divided(lambda Z: np.sqrt(np.mean((Z - Z.mean(axis=1, keepdims=True)) ** 2))),
             "Each neuron's own mean was subtracted; np.std subtracts one mean, that of all entries."),
            (divided(lambda Z: np.sqrt(np.mean((Z - Z.mean(axis=0)) ** 2))),
             "Each example's own mean was subtracted; np.std subtracts one mean, that of all entries."),
            (lambda W, A: W / np.std(W @ np.maximum(A, 0)), "ReLU does not belong here: A_before comes as it is."),
            (lambda W, A: A / np.std(W @ A), "The factor is right; it belongs to W, not to A_before."),
            (lambda W, A: W / 3, "The 3 of the example is written in; take the standard deviation of W @ A_before."),
            (lambda W, A: W * (W @ A).size**0.5 / np.linalg.norm(W @ A), "This makes the mean square 1; std "
             "subtracts the mean first."),
            (divided(np.linalg.norm), "The norm adds up all entries; np.std takes their mean."),
            (divided(lambda Z: np.linalg.norm(Z - Z.mean())), "The norm adds up all entries; np.std takes their mean."),
            (divided(lambda Z: np.std(Z) + 1), "1 is added to the standard deviation; divide by it as it is."),
            (divided(lambda Z: np.std(Z) * np.sqrt(Z.shape[1])),
             "The standard deviation is a mean over the examples already: no root of m."),
            (lambda W, A: W / (np.std(W @ A) * np.sqrt(len(A))),
             "The spread is measured, so no formula is needed beside it: leave out the root of the inputs."),
            (lambda W, A: W / np.sqrt(len(A)), "This is a formula, without the data: divide by the deviation of Z."),
            (lambda W, A: W * np.sqrt(2 / len(A)), "This is a formula, without the data: divide by np.std of Z."),
            (lambda W, A: W / np.std(W * A), "Z is a matrix product, W @ A_before, not *."),
            (lambda W, A: W / np.std(W.T @ A), "W is transposed without need: Z = W @ A_before."),
            (lambda W, A: W / np.std(W @ A.T), "A_before is transposed without need: Z = W @ A_before."),
            (lambda W, A: W / np.std(A @ W), "The weights stand on the left: Z = W @ A_before."),
            (lambda W, A: W.T / np.std(W @ A), "This is transposed; W keeps its shape, (outputs, inputs)."),
            (lambda W, A: np.std(W @ A), "This is the factor; divide W by it and return the weights."),
            (lambda W, A: 1 / np.std(W @ A), "This is the factor; multiply W by it and return the weights."),
            (lambda W, A: np.std(W / np.std(W @ A) @ A), "This is the standard deviation reached; return the weights."),
            (lambda W, A: (W / np.std(W @ A), W @ A / np.std(W @ A)), "Return the weights alone."),
            (lambda W, A: (W / np.std(W @ A), np.std(W @ A)), "Return the weights alone."),
            (lambda W, A: W // np.std(W @ A), "// cuts the weights off to whole numbers: divide with /."),
        ],
        verified="Z leaves the layer with the standard deviation 1.",
    )
