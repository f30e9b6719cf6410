"""The checks of notebook 10's exercises."""

import numpy as np

from nnhelpers.checks.engine import by_cases
from nnhelpers.checks.mistakes_10 import MORE, blanked, moved, padded, rolled, window


def penalty_gradient(attempt):
    """Notebook 10: the gradient of L2 and L1 together."""
    sign, sizes = np.sign, (np.size, len, lambda W: W.shape[1])
    no_sum = "Don't sum: each weight has its own slope."
    not_divided = "Nothing is divided here: the penalty is a sum."
    not_w = "W itself is no part of it: return only what the penalties add to the gradient."
    square = "This is the square of the weight; the slope of w²/2 is w."
    zero = "A weight of exactly 0 has no sign: nothing is added there. np.sign gives 0."
    negative = "Negative weights are pulled too, upwards: their sign is −1."
    W = np.array([[2.0, -1.0, 0.7, -0.35], [-0.5, -3.0, 1.3, 4.1]])
    by_cases(
        attempt,
        right=lambda W, l2, l1: l2 * W + l1 * np.sign(W),
        cases={
            "a positive and a negative weight": (np.array([[2.0, -1.5]]), 0.1, 0.5),
            "positive weights only": (np.array([[2.0, 0.3, 1.7]]), 0.2, 0.3),
            "a weight of exactly 0": (np.array([[2.0, -1.0, 0.0, -0.0004]]), 0.1, 0.5),
            "two rows of four weights": (W, 0.1, 0.5),
            "four rows of two weights": (-W.T, 0.4, 0.3),
            "as many rows as columns": (np.array([[0.6, -1.2], [2.5, 0.15]]), 0.03, 0.07),
            "L2 alone (l1 = 0)": (W[:, :3], 0.3, 0.0),
            "L1 alone (l2 = 0)": (W[:, :3], 0.0, 0.3),
            "strengths above 1": (W[:, 1:], 1.6, 2.3),
        },
        mistakes=[
            ("truth value of an array", "if asks for one answer; np.sign asks each weight."),
            ("can only convert|only .* arrays can be converted", "math works on single numbers; np.sign on arrays."),
            (lambda W, l2, l1: 2 * l2 * W + l1 * sign(W), "The ½ before the square takes away the 2: l2 * W."),
            (lambda W, l2, l1: l2 / 2 * W + l1 * sign(W), "The derivative of w²/2 is w, not w/2: l2 * W."),
            (lambda W, l2, l1: l2 * W + l1, "The L1 part has the sign of the weight: for negative weights it is −l1."),
            (lambda W, l2, l1: l2 * W - l1, "The L1 part has the sign of the weight: for positive weights it is +l1."),
            (lambda W, l2, l1: l2 * abs(W) + l1 * sign(W), "The slope of w²/2 is w, with its sign; not |w|."),
            (lambda W, l2, l1: l2 * abs(W) + l1, "Both parts have the sign of the weight: w, not |w|, and ±l1."),
            (lambda W, l2, l1: l2 * W + l1 * abs(W), "The slope of |w| is the sign of w, not |w|."),
            (lambda W, l2, l1: l2 * W + l1 * W, "L1 pulls every weight equally hard: l1 times the sign of W."),
            (lambda W, l2, l1: (l2 + l1) * sign(W), "L2 pulls in proportion to the weight: l2 * W, not its sign."),
            (lambda W, l2, l1: l2 * W + l1 / W, "The slope of |w| is the sign of w, not 1/w."),
            (lambda W, l2, l1: l2 * W, "The part of L1 is missing."),
            (lambda W, l2, l1: l1 * sign(W), "The part of L2 is missing."),
            (lambda W, l2, l1: l2 * W + sign(W), "The strength l1 is missing in front of the sign."),
            (lambda W, l2, l1: W + l1 * sign(W), "The strength l2 is missing in front of W."),
            (lambda W, l2, l1: W + sign(W), "The strengths l2 and l1 are missing."),
            (lambda W, l2, l1: l2 * W + l2 * sign(W), "Both parts have the strength l2; that of L1 is l1."),
            (lambda W, l2, l1: l1 * W + l1 * sign(W), "Both parts have the strength l1; that of L2 is l2."),
            *[(of, "Each part has its own strength, and only that: l2 * W and l1 * np.sign(W).") for of in (
                lambda W, l2, l1: (l2 + l1) * (W + sign(W)), lambda W, l2, l1: l2 * l1 * (W + sign(W)),
                lambda W, l2, l1: (l2 + l1) * W + l1 * sign(W), lambda W, l2, l1: l2 * W + (l2 + l1) * sign(W))],
            (lambda W, l2, l1: l1 * (l2 * W + sign(W)), "W is multiplied by l1 as well: l1 * np.sign(W) in itself."),
            (lambda W, l2, l1: l2 * (W + l1 * sign(W)), "The sign is multiplied by l2 as well: l2 * W in itself."),
            (lambda W, l2, l1: l2 * W * l1 * sign(W), "The two parts are added, not multiplied."),
            (lambda W, l2, l1: l2 * W - l1 * sign(W), "The L1 part has the wrong sign: |w| rises with a positive w."),
            (lambda W, l2, l1: l1 * sign(W) - l2 * W, "The L2 part has the wrong sign: the slope of w²/2 is +w."),
            (lambda W, l2, l1: l2 * W + l1 * W / abs(W), "At a weight of 0 this is 0/0, nan; np.sign gives 0."),
            (lambda W, l2, l1: l2 * W**2 + l1 * sign(W), square),
            (lambda W, l2, l1: l2 / 2 * W**2 + l1 * sign(W), square),
            (lambda W, l2, l1: l2 * W + l1 * np.where(W > 0, 1, -1), zero),
            (lambda W, l2, l1: l2 * W + l1 * np.where(W >= 0, 1, -1), zero),
            (lambda W, l2, l1: l2 * W + l1 * (W > 0), negative),
            (lambda W, l2, l1: l2 * W + l1 * (W >= 0), negative),
            (lambda W, l2, l1: np.where(W > 0, l2 * W + l1, 0), "Negative weights are pulled too, by both penalties."),
            (lambda W, l2, l1: l2 * W - l1 * (W < 0), "Positive weights are pulled too, downwards: their sign is +1."),
            (lambda W, l2, l1: l2 * W + l1 * (W != 0), "L1 has the sign of the weight: −l1 for negative ones."),
            (lambda W, l2, l1: -l2 * W - l1 * sign(W),
             "This is the way that the step goes; the gradient points the other way, and the step subtracts it."),
            (lambda W, l2, l1: l1 * W + l2 * sign(W), "l1 and l2 are exchanged."),
            (lambda W, l2, l1: l2 / 2 * W**2 + l1 * abs(W), "This is the penalty of each weight; return its slope."),
            (lambda W, l2, l1: l2 * W**2 + l1 * abs(W), "This is a penalty of each weight; return its slope."),
            (lambda W, l2, l1: l2 / 2 * np.sum(W**2) + l1 * np.sum(abs(W)),
             "This is the penalty itself; return its gradient, with the shape of W."),
            (lambda W, l2, l1: l2 * W / np.linalg.norm(W) + l1 * sign(W),
             "This is the slope of the length √(Σ w²); the penalty has the squares without a root: l2 * W."),
            (lambda W, l2, l1: np.sum(l2 * W + l1 * sign(W)), no_sum),
            (lambda W, l2, l1: l2 * np.sum(W) + l1 * np.sum(sign(W)), no_sum),
            (lambda W, l2, l1: l2 * W + l1 * np.sum(sign(W)), no_sum),
            (lambda W, l2, l1: l2 * np.sum(W) + l1 * sign(W), no_sum),
            (lambda W, l2, l1: l2 * W + l1 * np.sum(abs(W)), "This adds the L1 penalty itself; its slope is ±l1."),
            (lambda W, l2, l1: l2 * W + l1 * sign(np.sum(W)), "Each weight has its own sign; this is that of the sum."),
            *[(lambda W, l2, l1, axis=axis: np.sum(l2 * W + l1 * sign(W), axis), no_sum) for axis in (0, 1)],
            *[(lambda W, l2, l1, size=size: (l2 * W + l1 * sign(W)) / size(W), not_divided) for size in sizes],
            *[(lambda W, l2, l1, size=size: l2 * W / size(W) + l1 * sign(W), not_divided) for size in sizes],
            (lambda W, l2, l1: W - l2 * W - l1 * sign(W), not_w),
            (lambda W, l2, l1: W + l2 * W + l1 * sign(W), not_w),
            (lambda W, l2, l1: (l2 * W, l1 * sign(W)), "These are the two parts; add them."),
        ],
        verified="L2 pulls in proportion, L1 by the sign.",
    )


def stop_at(attempt):
    """Notebook 10: at which epoch patience runs out, and which was the best."""

    def stopped(losses, patience, enough=lambda waited, patience: waited >= patience, less=lambda a, b: a < b,
                base=lambda losses, best, last: losses[best - 1], best=1, before=False):
        """Return (best, last) of a training; the options are for what may go wrong."""
        for last, loss in enumerate(losses, start=1):
            if before and enough(last - best, patience):
                break
            if (last > 1 or best < 1) and less(loss, base(losses, best, last)):
                best = last
            if enough(last - best, patience):
                break
        return best, last

    def counted(losses, patience, better, worse):
        """Return (best, last) of a training that counts epochs in vain: `better` starts anew, `worse` adds one."""
        best, waited = 1, 0
        for last, loss in enumerate(losses, start=1):
            before, lowest = losses[max(last - 2, 0)], losses[best - 1]
            best = last if loss < lowest else best
            waited = 0 if better(loss, before, lowest) else waited + (last > 1 and worse(loss, before, lowest))
            if waited >= patience:
                break
        return best, last

    def since(losses, patience):
        """Return (best, last), stopping at a loss that is no lower than the one `patience` epochs before."""
        for last in range(1, len(losses) + 1):
            if last > patience and losses[last - 1] >= losses[last - 1 - patience]:
                break
        return lowest_of_all(losses[:last]), last

    def from_a_number(start, first_counts):
        """Return an attempt whose best loss so far begins at a fixed number."""
        def attempt(losses, patience):
            best, lowest, waited = 1, start, 0
            for last, loss in enumerate(losses, start=1):
                waited += first_counts or last > 1
                if loss < lowest:
                    best, lowest, waited = last, loss, 0
                if waited >= patience:
                    break
            return best, last
        return attempt

    def lowest_of_all(losses):
        return int(np.argmin(losses)) + 1

    def early_only(losses, patience):
        best, last = stopped(losses, patience)
        return (best, last) if last - best >= patience else None

    def best_and(last_of):
        return lambda losses, p: (stopped(losses, p)[0], last_of(losses, p, *stopped(losses, p)))

    def both(of):
        return lambda losses, p: tuple(of(epoch, losses) for epoch in stopped(losses, p))

    never = "The last epoch is len(losses) in every case here; but it stops as soon as patience has run out."
    once = "It waits only once, from the start: each improvement starts the waiting anew."
    first_best = "An equal loss is no improvement, and of equal ones the first is the best: < instead of <=."
    before = "Compare with the best loss so far, not with that of the epoch before."
    too_long = "It waits one epoch too long: it stops as soon as `patience` epochs have brought nothing (>=)."
    too_early = "It stops one epoch early: only after `patience` epochs without a better loss."
    one_after = "The last epoch is the one in which patience ran out, not the one after it."
    second = "The second number is the last epoch that was trained, not how long it waited or may wait."
    two = "Two numbers are asked for: the best epoch and the last."
    by_cases(
        attempt,
        right=stopped,
        cases={
            "a patience that runs out before the end": ([0.9, 0.5, 0.6, 0.7, 0.4], 2),
            "a patience that never runs out": ([0.9, 0.5, 0.6, 0.55], 3),
            "losses that fall in every epoch": ([0.9, 0.82, 0.75, 0.73], 2),
            "losses that rise from the start": (
                [0.31, 0.4, 0.52, 0.53, 0.61, 0.6, 0.64, 0.7, 0.72, 0.75, 0.81, 0.8, 0.83, 0.29], 3),
            "a loss equal to the best": ([0.9, 0.5, 0.6, 0.5, 0.7, 0.1], 3),
            "losses that recover, but not below the best": ([0.9, 0.5, 0.8, 0.7, 0.6, 0.4], 3),
            "several improvements": (
                [0.9, 0.6, 0.8, 0.7, 0.5, 0.52, 0.8, 0.48, 0.9, 0.4, 0.5, 0.6, 0.62, 0.55, 0.57, 0.58, 0.6, 0.61, 0.59,
                 0.63, 0.6, 0.64, 0.3, 0.35], 4),
            "a patience that runs out in the last epoch": ([0.7, 0.45, 0.6, 0.3, 0.4, 0.35], 2),
            "an improvement in the last moment": ([0.8, 0.9, 0.85, 0.6, 0.7, 0.65, 0.62, 0.2, 0.3], 3),
            "a patience of 1": ([0.6, 0.4, 0.5, 0.3], 1),
            "a single epoch": ([0.3], 1),
            "losses above 1,000": ([3200.0, 2900.0, 2950.0, 2910.0, 2905.0, 2990.0, 2800.0], 5),
            "an improvement by 0.0001": ([0.6, 0.41, 0.4099, 0.45, 0.42, 0.2], 2),
            "the same loss throughout": ([0.5, 0.5, 0.5, 0.5, 0.5], 3),
        },
        mistakes=[
            ("index out of range", "Epochs count from 1, the places in the list from 0: epoch e has losses[e - 1]."),
            ("'list' object has no attribute '(arg)?(min|max)'", r"losses is a list: min(losses) or np.\1\2(losses)."),
            (early_only, "If patience never runs out, the loop ends by itself: return must stand behind it, too."),
            (lambda losses, p: (1, 1), "It stops after the first epoch in every case: is return inside the loop?"),
            (lambda losses, p: stopped(losses, p, best=0),
             "best = 0 means losses[0 - 1], which is the last of the list; the best so far starts at 1."),
            (best_and(lambda losses, p, best, last: best + p),
             "It can't stop later than the losses end: if patience never runs out, the last epoch is len(losses)."),
            (lambda losses, p: (lowest_of_all(losses), stopped(losses, p)[1]),
             "The best must be one of the epochs that were trained; after the stop nothing is seen."),
            (lambda losses, p: (lowest_of_all(losses), len(losses)), never),
            *[(lambda losses, p, d=d: (lowest_of_all(losses[: p + d]), min(p + d, len(losses))), once) for d in (0, 1)],
            (lambda losses, p: (len(losses), len(losses)), never),
            (best_and(lambda losses, p, best, last: len(losses)), never),
            (both(lambda e, losses: e - 1), "Epochs count from 1, not from 0: add 1 to both."),
            (both(lambda e, losses: e + 1), "Both are one too large: epoch 1 is losses[0]."),
            (both(lambda e, losses: losses[e - 1]), "The epochs' numbers are asked for, not their losses."),
            (lambda losses, p: (stopped(losses, p)[0] - 1, stopped(losses, p)[1]), "The best epoch counts from 1 too."),
            (best_and(lambda losses, p, best, last: last - 1), "The last epoch counts from 1, too; it is one too low."),
            (best_and(lambda losses, p, best, last: last + 1), one_after),
            (best_and(lambda losses, p, best, last: min(last + 1, len(losses))), one_after),
            (lambda losses, p: stopped(losses, p, enough=lambda w, p: w > p), too_long),
            (lambda losses, p: (stopped(losses, p + 1)[0], stopped(losses, p)[1]),
             "It looks at one more epoch than it says, and the best may be that one."),
            (lambda losses, p: stopped(losses, p, enough=lambda w, p: w >= p - 1 and w > 0), too_early),
            (lambda losses, p: stopped(losses, p, enough=lambda w, p: w >= p - 1), too_early),
            (lambda losses, p: stopped(losses, p, before=True, enough=lambda w, p: w >= p),
             "It asks whether patience has run out before it has looked at the epoch's loss, which may be the best."),
            (lambda losses, p: stopped(losses, 1), "It stops at the first epoch that brings nothing; use patience."),
            *[(lambda losses, p, fixed=fixed: stopped(losses, fixed),
               f"It waits {fixed} epochs, whatever patience is.") for fixed in (2, 3, 5, 10)],
            (lambda losses, p: stopped(losses, p, less=lambda a, b: a <= b), first_best),
            (lambda losses, p: stopped(losses, p, less=lambda a, b: a > b), "The lowest loss is the best."),
            (lambda losses, p: stopped(losses, p, base=lambda losses, best, last: losses[last - 2]), before),
            (lambda losses, p: counted(losses, p, lambda a, b, low: a < b, lambda a, b, low: True), before),
            (lambda losses, p: counted(losses, p, lambda a, b, low: a <= b, lambda a, b, low: True), before),
            (lambda losses, p: stopped(losses, p, base=lambda losses, best, last: losses[0]),
             "Compare with the best loss so far, not with the first."),
            *[(from_a_number(start, counts),
               "The best loss so far begins at a fixed number, and losses may be above it: begin with the first.")
              for start in (0, 1, 10, 100, 1000) for counts in (True, False)],
            (lambda losses, p: from_a_number(losses[0], True)(losses, p),
             "The first epoch counts as one that brought nothing; it is the best so far."),
            *[(lambda losses, p, step=step: stopped(losses, p, less=lambda a, b: a < b - step),
               "Any lower loss is an improvement, however small.") for step in (0.001, 0.005, 0.01)],
            *[(lambda losses, p, end=end: (lowest_of_all(losses), end(lowest_of_all(losses) + p, len(losses))),
               "This is the lowest of all losses; but the training does not see what comes after the stop.")
              for end in (min, lambda last, epochs: last)],
            (since, "Compare with the best loss so far, not with the loss `patience` epochs before."),
            (lambda losses, p: counted(losses, p, lambda a, b, low: False, lambda a, b, low: a >= low),
             "Each improvement starts the waiting anew: the count goes back to 0."),
            (lambda losses, p: counted(losses, p, lambda a, b, low: False, lambda a, b, low: a > b),
             "It counts all rises; what counts are the epochs since the best."),
            (lambda losses, p: counted(losses, p, lambda a, b, low: a < low, lambda a, b, low: a > low),
             "An epoch whose loss equals the best has brought nothing either: it counts."),
            (lambda losses, p: counted(losses, p, lambda a, b, low: a < low, lambda a, b, low: a > b),
             "Every epoch without a better loss counts, also one that is better than the epoch before."),
            (lambda losses, p: (stopped(losses, p)[1], stopped(losses, p)[1]),
             "The first number is the best epoch, not the one in which it stopped."),
            (best_and(lambda losses, p, best, last: best), "The second number is the last epoch, not the best again."),
            (best_and(lambda losses, p, best, last: last - best), second),
            (best_and(lambda losses, p, best, last: p), second),
            (best_and(lambda losses, p, best, last: losses[last - 1]), "The last epoch is wanted, not its loss."),
            (lambda losses, p: stopped(losses, p)[::-1], "The best epoch first, then the last."),
            (lambda losses, p: (losses[stopped(losses, p)[0] - 1], stopped(losses, p)[1]),
             "The best epoch's number is asked for, not its loss."),
            (lambda losses, p: (stopped(losses, p)[0],), two),
            (lambda losses, p: stopped(losses, p)[0], two),
            (lambda losses, p: stopped(losses, p)[1], two),
        ],
        verified="It waits as long as it should, and remembers the best.",
        parts=("the best epoch", "the last epoch"),
    )


def max_norm(attempt):
    """Notebook 10: scale down the rows that are too long."""

    def lengths(W, axis=1):
        return np.sqrt(np.sum(W**2, axis=axis, keepdims=True))

    def limited(W, limit, length=lengths):
        return W * limit / np.maximum(length(W), limit)

    def where_long(into):
        return lambda W, limit: np.where(lengths(W) > limit, into(W, limit), W)

    as_column = "One length per row must stand as a column, (rows, 1): keepdims=True, or [:, None]."
    never_above = "Long rows stay and short ones are stretched: the factor limit / length must never be above 1."
    root_of_squares = "the length is the root of the sum of squares."
    no_root = "The limit must not stand under the root: the factor is limit / √(Σ w²)."
    squares = "This is the square of the length: the root is missing."
    by_factor = "Long rows are multiplied by limit / length"
    shortened = "A row is shortened by a factor, limit / length, not by a difference."
    missing_limit = "Long rows end at the length 1 here; the limit is missing as a factor."
    each_weight = "This limits each weight by itself; the length of the row is limited."
    one_length = "This is one length for all of W; each row has its own: axis=1."
    columns = "These are the lengths of the columns; a neuron's weights are a row: axis=1."
    factors = "These are the factors; multiply the rows by them."
    their_lengths = "These are the lengths; now scale the rows."
    W = np.array([[3.0, -4.0, 1.2, 0.5], [0.6, 0.8, -0.3, 0.1], [-0.9, 1.6, 2.1, -0.4]])
    by_cases(
        attempt,
        right=limited,
        cases={
            "a long row and a short one": (np.array([[3.0, -4.0, 1.2], [0.6, 0.8, -0.3]]), 2.0),
            "no row above the limit": (np.array([[0.3, -0.4], [0.36, 0.48], [0.9, 0.2]]), 1.7),
            "all rows above the limit": (W[:, :3], 0.4),
            "three rows of four weights": (W, 2.5),
            "four rows of three weights": (W.T, 1.3),
            "as many rows as columns": (W[:, 1:], 2.4),
            "a row of zeros": (np.array([[3.0, 4.0, -2.0], [0.0, 0.0, 0.0]]), 2.0),
            "a row of exactly the limit": (np.array([[3.0, -4.0], [0.0, 1.0], [-6.0, 9.0]]), 5.0),
            "a single row": (np.array([[1.4, -0.7, 2.2]]), 1.9),
            "a length below the limit, and its square above": (
                np.array([[1.5, -0.8], [0.2, 1.7], [-2.9, 2.3]]), 2.0),
        },
        mistakes=[
            (r"shapes \((\d+),\d+\) \(\1,\)", as_column),
            ("boolean index did not match", "A mask of the shape (rows, 1) picks no rows; one of (rows,) does."),
            ("truth value of an array", "max, min and if want a single number; np.maximum and np.where take arrays."),
            ("cannot be interpreted as an integer", "np.max takes the limit for an axis; np.maximum compares with it."),
            ("only .* arrays can be converted", "math works on single numbers; np.sqrt works on arrays."),
            (lambda W, c: W.copy(), "Nothing was scaled; rows longer than the limit must be."),
            (lambda W, c: W * c / np.maximum(lengths(W)[:, 0], c), as_column),
            (lambda W, c: np.where(lengths(W)[:, 0] > c, W * c / lengths(W)[:, 0], W), as_column),
            (lambda W, c: W * np.minimum(1, c / lengths(W)[:, 0]), as_column),
            (lambda W, c: W * c / np.minimum(lengths(W), c), never_above),
            (lambda W, c: W * np.maximum(1, c / lengths(W)), never_above),
            (lambda W, c: W * c / lengths(W),
             "Rows that are short enough stay as they are; these were stretched (and a row of zeros divided by 0)."),
            *[(lambda W, c, at=at: W * c / np.maximum(lengths(W), at), "Rows shorter than the limit must stay: their "
               "factor is 1, as if divided by np.maximum(length, limit).") for at in (1e-12, 0.1, 0.5, 1)],
            (lambda W, c: np.where(np.cumsum(lengths(W) <= c)[:, np.newaxis], W, limited(W, c)),
             "It ends at the first row that is short enough; rows behind it may be too long (continue, not break)."),
            (lambda W, c: np.where(np.cumsum(lengths(W) > c)[:, np.newaxis] <= 1, limited(W, c), W),
             "It ends behind the first long row; others may be too long as well."),
            (lambda W, c: limited(W, c, lambda W: lengths(W) ** 2 / 2),
             "Half the sum of the squares is no length: the root is ** (1 / 2), with brackets, or np.sqrt."),
            (lambda W, c: W / lengths(W) * np.minimum(lengths(W), c),
             "A row of zeros has the length 0, and 0 / 0 is nan; that row stays as it is."),
            (lambda W, c: np.where(np.any(lengths(W) > c), W * c / lengths(W), W),
             "Once a row is too long, all rows are scaled here; each row is judged by its own length."),
            (lambda W, c: W / lengths(W), "All rows have the length 1; long ones end at the limit, short ones stay."),
            (where_long(lambda W, c: W / lengths(W)), missing_limit),
            (lambda W, c: W / np.maximum(lengths(W), 1), missing_limit),
            (lambda W, c: W / np.maximum(lengths(W), c), "The limit is missing as a factor."),
            (where_long(lambda W, c: W * lengths(W) / c), "That is upside down: the factor is limit / length."),
            (where_long(lambda W, c: W * lengths(W)), f"{by_factor}, not by the length."),
            (where_long(lambda W, c: W * c), f"{by_factor}, not by the limit alone."),
            (where_long(lambda W, c: W / c), f"{by_factor}, not divided by the limit."),
            (where_long(lambda W, c: W * np.sqrt(c / lengths(W))),
             "The factor is limit / length, without a root: the length grows as the weights do."),
            (lambda W, c: W * np.minimum(c, lengths(W)),
             "This multiplies by the limit, or by the length; the factor is limit / length, and never above 1."),
            (where_long(lambda W, c: W - (lengths(W) - c)), shortened),
            (where_long(lambda W, c: W - c), shortened),
            (where_long(lambda W, c: W * c / (lengths(W) - c)), "The factor is limit / length, without a difference."),
            (where_long(lambda W, c: W * np.sqrt(c) / lengths(W)), no_root),
            (lambda W, c: W * np.minimum(1, np.sqrt(c) / lengths(W)), no_root),
            *[(where_long(into), "The weights themselves became the limit; multiply them by limit / length.")
              for into in (lambda W, c: c, lambda W, c: c * np.sign(W))],
            (where_long(lambda W, c: c / lengths(W)), "The weights became the factor; multiply them by it."),
            (where_long(lambda W, c: np.zeros_like(W)), "Long rows became 0; multiply them by limit / length."),
            (lambda W, c: limited(W, c) * (lengths(W) > c), "Rows that are short enough stay; here they became 0."),
            (lambda W, c: np.where(np.sum(W**2, axis=1, keepdims=True) > c, W * c / lengths(W), W),
             "It compares the square of the length with the limit: take the root before."),
            (lambda W, c: np.where(lengths(W) > c, W * c / np.sum(W**2, axis=1, keepdims=True), W),
             "It divides by the square of the length: take the root."),
            (where_long(lambda W, c: W * c**2 / lengths(W)**2),
             "The factor is limit / length, not its square: the length grows as the weights do."),
            (lambda W, c: W[lengths(W)[:, 0] <= c], "Long rows are scaled, not left out."),
            (lambda W, c: (W * c / lengths(W))[lengths(W)[:, 0] > c], "Short rows belong to the result too."),
            *[(lambda W, c, put=put: put(np.minimum(1, c / lengths(W))), factors) for put in (np.copy, np.ravel)],
            *[(lambda W, c, put=put: put(lengths(W)), their_lengths) for put in (np.copy, np.ravel)],
            (lambda W, c: limited(W, c, np.linalg.norm), one_length),
            (lambda W, c: W * c / np.linalg.norm(W), f"{one_length} And short rows stay as they are."),
            (lambda W, c: limited(W, c, lambda W: lengths(W).max()), "All rows got the factor of the longest one."),
            *[(lambda W, c, row=row: limited(W, c, lambda W: lengths(W[row][np.newaxis])),
               f"All rows got the factor of the {name}; each has its own.")
              for row, name in ((0, "first"), (-1, "last"))],
            *[(lambda W, c, row=row: np.where((np.arange(len(W)) == row % len(W))[:, np.newaxis], limited(W, c), W),
               f"Only the {name} row is scaled; each row that is too long must be.")
              for row, name in ((0, "first"), (-1, "last"))],
            (lambda W, c: limited(W, c, lambda W: lengths(W[:, :2])), "Only two weights of a row count here."),
            (lambda W, c: limited(W, c, lambda W: lengths(W, axis=0)), columns),
            (lambda W, c: np.where(lengths(W, axis=0) > c, W * c / lengths(W, axis=0), W), columns),
            (lambda W, c: limited(W, c, lambda W: np.sum(W**2, axis=1, keepdims=True)),
             squares),
            *[(lambda W, c, length=length: limited(W, c, lambda W: length(W)[:, np.newaxis]), words)
              for length, words in [
                  (lambda W: abs(W).sum(axis=1), f"This sums sizes; {root_of_squares}"),
                  (lambda W: W.sum(axis=1), f"This sums the weights; {root_of_squares}"),
                  (lambda W: abs(W.sum(axis=1)), f"This sums the weights; {root_of_squares}"),
                  (lambda W: abs(W).max(axis=1), f"This takes the largest weight; {root_of_squares}"),
                  (lambda W: W.max(axis=1), f"This takes the largest weight; {root_of_squares}"),
                  (lambda W: np.sqrt((W**2).mean(axis=1)), f"This takes the mean of the squares; {root_of_squares}"),
              ]],
            (lambda W, c: np.clip(W, -c, c), each_weight),
            (lambda W, c: np.minimum(W, c), each_weight),
            *[(lambda W, c, fixed=fixed: limited(W, fixed), f"It scales to {fixed:g}, whatever the limit is.")
              for fixed in (2.0, 3.0)],
        ],
        verified="Long rows end at the limit, short ones stay.",
    )


def shift_by(attempt):
    """Notebook 10: move all images by the same number of pixels, without letting them come in again."""

    def same_kind(got, expected, tried):
        kind = np.asarray(got).dtype.kind
        return "" if kind in "iu" or expected.dtype.kind == "f" else \
            "The pixels are right, but they became floats; whole numbers should stay so: np.zeros_like keeps the dtype."

    first_only = "All images are meant, not only the first."
    empty = "A slice is empty where a shift is 0: [:-0] is [:0]. Give the end as begin + height, begin + width."
    no_axis = "np.roll without axis runs over the ends of rows; and what leaves comes in again."
    images = np.array([[[17, 203, 5, 64], [88, 9, 141, 30], [72, 250, 11, 96]],
                       [[55, 8, 134, 21], [190, 47, 3, 77], [29, 161, 240, 12]]], dtype=np.uint8)
    by_cases(
        attempt,
        right=moved,
        cases={
            "one pixel down": (np.array([[[1, 2], [3, 4]]]), 1, 0),
            "down and to the right": (images, 1, 2),
            "up and to the left": (images, -2, -1),
            "down and to the left": (images, 2, -3),
            "up and to the right": (images, -1, 2),
            "down alone": (images, 2, 0),
            "up alone": (images, -1, 0),
            "to the right alone": (images, 0, 1),
            "to the left alone": (images, 0, -2),
            "no shift at all": (images, 0, 0),
            "square images, as many as rows": (np.concatenate([images, images[:1, ::-1] // 2])[:, :, 1:], 2, -1),
            "pixels from 0 to 1": (images[:, :2] / 255, 1, -1),
        },
        mistakes=[
            ("index can't contain negative values", "A border can't be negative: use abs, and move the window."),
            ("with remapped shapes|shape mismatch: value array",
             "np.pad wants a border for each of the three axes: (0, 0) first, for the images."),
            (r"could not broadcast input array from shape \((.*,)?0(,.*)?\)", empty),
            ("could not broadcast input array",
             "What is cut out and the place where it goes differ in size. Is it right for negative shifts too?"),
            ("out of bounds|index out of range",
             "A place outside of the image is asked for: what lies there is 0, so ask whether the place is inside."),
            ("values to unpack|too many indices", "images has three axes; rows are axis 1, columns axis 2."),
            (lambda images, d, r: moved(images, max(d, 0), max(r, 0)), "Negative shifts are missing: up and left."),
            (lambda images, d, r: moved(images, abs(d), abs(r)), "Negative shifts go up and to the left."),
            (rolled, "What leaves the image came in again on the other side; it should be gone."),
            (lambda images, d, r: rolled(images, r, d), "np.roll lets what leaves come in again, and down is axis 1."),
            (lambda images, d, r: blanked(rolled(images, d, r), d, r),
             "With a negative shift, what leaves came in again: blank the last rows and columns, too."),
            (lambda images, d, r: rolled(moved(images, min(d, 0), min(r, 0)), max(d, 0), max(r, 0)),
             "A negative place counts from the end, so what leaves there comes in again: ask whether it is >= 0."),
            (lambda images, d, r: rolled(images, d, r) * moved(np.ones_like(images), -d, -r),
             "The wrong side was blanked: what comes in from above with a shift down must become 0."),
            (lambda images, d, r: rolled(moved(images, d, 0), 0, r),
             "What leaves on the left or right came in again on the other side: blank columns, too."),
            (lambda images, d, r: rolled(moved(images, 0, r), d, 0),
             "What leaves above or below came in again on the other side: blank rows, too."),
            (lambda images, d, r: moved(images, d, r) * bool(d and r),
             "With a shift of 0, [0:] and [-0:] are everything: then nothing is to be blanked."),
            (lambda images, d, r: moved(images, d, d), "It moves to the side as far as `down` says, not `right`."),
            (lambda images, d, r: moved(images, r, r), "It moves down as far as `right` says, not `down`."),
            (lambda images, d, r: np.roll(images, (d, r), axis=(0, 1)),
             "Axis 0 counts the images; rows are axis 1, columns axis 2. And what np.roll moves out comes in again."),
            (lambda images, d, r: np.roll(images, (d, r)), no_axis),
            (lambda images, d, r: np.roll(images, d + r), no_axis),
            (lambda images, d, r: np.array([np.roll(image, (d, r)) for image in images]), no_axis),
            (lambda images, d, r: moved(images, -d, -r),
             "It moves the other way: positive is down and to the right. A window that begins higher shows the image "
             "lower."),
            (lambda images, d, r: rolled(images, -d, -r), "It moves the other way, and what leaves comes in again."),
            (lambda images, d, r: moved(images, -d, r), "Up and down are exchanged: positive is down."),
            (lambda images, d, r: moved(images, d, -r), "Left and right are exchanged: positive is to the right."),
            (lambda images, d, r: moved(images, r, d), "down and right are exchanged; rows are axis 1."),
            (lambda images, d, r: padded(images, d, r)[:, abs(d) - d :, abs(r) - r :],
             "The window must be as high and as wide as the images, begin : begin + height; not 28, "
             "and not all the rest."),
            (lambda images, d, r: window(padded(images, d, r), abs(d) - d, abs(r) - r, (0, *images.shape[1:2] * 2)),
             "The window is as wide as the images are high; its width is images.shape[2]."),
            (lambda images, d, r: moved(images, np.sign(d), np.sign(r)), "It moves by one pixel, whatever is asked."),
            (lambda images, d, r: blanked(images, d, r), "Rows and columns were blanked, but nothing has moved."),
            (lambda images, d, r: moved(images, d, 0), "It moves up and down only."),
            (lambda images, d, r: moved(images, 0, r), "It moves to the sides only."),
            (padded, "This is the padded image; cut a window of the old size out of it, images.shape[1:], not 28."),
            (lambda images, d, r: np.pad(images, ((0, 0), (d, 0), (r, 0))),
             "The image has grown; cut it back to its old size. And a negative shift needs the border on the other "
             "side."),
            *[(lambda images, d, r, mode=mode: moved(images, d, r, mode), f"What comes in is 0; here it {does}.")
              for mode, does in {"edge": "repeats the border", "reflect": "mirrors the image",
                                 "symmetric": "mirrors the image, border and all"}.items()],
            (lambda images, d, r: moved(images, d, r)[0], first_only),
            (lambda images, d, r: moved(images, d, r)[:1], first_only),
            (lambda images, d, r: np.concatenate([moved(images[:1], d, r), images[1:]]), first_only),
            (lambda images, d, r: images[:, max(-d, 0) : images.shape[1] - max(d, 0),
                                         max(-r, 0) : images.shape[2] - max(r, 0)],
             "The image has shrunk: this is what stays of it. Fill up with zeros on the side where it comes in."),
            (lambda images, d, r: np.zeros_like(images),
             "All is 0. With a shift of 0, [:0] is nothing and [0:] is everything, and so is [-0:]."),
            (lambda images, d, r: images,
             "Nothing has moved. (Rows are axis 1, columns axis 2; a window on the padded image begins `down` rows "
             "higher.)"),
            *MORE,
        ],
        verified="Everything moves, and nothing comes back.",
        promises=[same_kind],
    )
