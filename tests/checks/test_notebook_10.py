"""Attempts at the exercises of notebook 10: the right ones are accepted, the wrong ones told what is wrong."""

import math
import operator

import numpy as np
import pandas as pd
from attempts import Attempts, Exercises

from nnhelpers.activations import relu_derivative
from nnhelpers.checks import notebook_10

attempts = Attempts()


def penalty_in_loops(W, l2, l1):
    result = np.zeros_like(W)
    for place, w in np.ndenumerate(W):
        result[place] = l2 * w + (l1 if w > 0 else -l1 if w < 0 else 0)
    return result


def penalty_on_a_copy(W, l2, l1):
    pull = W.copy()
    pull *= l2
    pull[W > 0] += l1
    pull[W < 0] -= l1
    return pull


def penalty_by_nudges(W, l2, l1, eps=1e-4):
    def penalty(w):
        return l2 / 2 * w**2 + l1 * abs(w)

    return (penalty(W + eps) - penalty(W - eps)) / (2 * eps)


def penalty_in_place(W, l2, l1):
    signs = np.sign(W)
    W *= l2
    W += l1 * signs
    return W


def penalty_without_zero(W, l2, l1):
    return [[l2 * w + (l1 if w > 0 else -l1) for w in row] for row in W]


def penalty_asking_all_at_once(W, l2, l1):
    return l2 * W + l1 if W > 0 else l2 * W - l1


def penalty_of_the_first_row(W, l2, l1):
    for row in W:
        return l2 * row + l1 * np.sign(row)


def penalty_without_the_last_column(W, l2, l1):
    result = np.zeros_like(W)
    for row in range(W.shape[0]):
        for column in range(W.shape[1] - 1):
            result[row, column] = l2 * W[row, column] + l1 * np.sign(W[row, column])
    return result


def penalty_of_one_or_the_other(W, l2, l1):
    if l2 > 0:
        return l2 * W
    return l1 * np.sign(W)


def penalty_for_the_example(W, l2, l1):
    return 0.1 * W + 0.5 * np.sign(W)


attempts(
    "penalty_gradient",
    right={
        "sign": lambda W, l2, l1: l2 * W + l1 * np.sign(W),
        "a loop": penalty_in_loops,
        "in place on a copy": penalty_on_a_copy,
        "nudges": penalty_by_nudges,
        "float32": lambda W, l2, l1: np.float32(l2) * W.astype(np.float32) + np.float32(l1) * np.sign(W),
        "tuples": lambda W, l2, l1: tuple(tuple(l2 * w + l1 * ((w > 0) - (w < 0)) for w in row) for row in W.tolist()),
        "where": lambda W, l2, l1: np.add(l2 * W, np.where(W == 0, 0, np.where(W > 0, l1, -l1))),
        "pandas": lambda W, l2, l1: pd.DataFrame(W).map(lambda w: l2 * w + l1 * np.sign(w)).to_numpy(),
    },
    wrong={
        "no sign": (lambda W, l2, l1: l2 * W + l1, "for negative weights it is −l1"),
        "l1 W": (lambda W, l2, l1: (l2 + l1) * W, "L1 pulls every weight equally hard"),
        "zero as negative": (penalty_without_zero, "A weight of exactly 0 has no sign"),
        "zero as positive": (lambda W, l2, l1: l2 * W + l1 * np.copysign(1, W), "A weight of exactly 0 has no sign"),
        "divided by |W|": (lambda W, l2, l1: l2 * W + l1 * W / np.sqrt(W**2), "this is 0/0, nan"),
        "ReLU's slope": (lambda W, l2, l1: l2 * W + l1 * relu_derivative(W), "Negative weights are pulled too"),
        "where": (lambda W, l2, l1: np.where(W > 0, l2 * W + l1, l2 * W), "Negative weights are pulled too"),
        "minus": (lambda W, l2, l1: -(l2 * W + l1 * np.sign(W)), "This is the way that the step goes"),
        "exchanged": (lambda W, l2, l1: l1 * W + l2 * np.sign(W), "l1 and l2 are exchanged"),
        "the penalty": (lambda W, l2, l1: l2 / 2 * (W**2).sum() + l1 * abs(W).sum(), "This is the penalty itself"),
        "signs summed": (lambda W, l2, l1: l2 * W + l1 * np.sum(np.sign(W)), "Don't sum"),
        "mean": (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)) / W.size, "Nothing is divided here"),
        "after the step": (lambda W, l2, l1: W - (l2 * W + l1 * np.sign(W)), "W itself is no part of it"),
        "if": (penalty_asking_all_at_once, "np.sign asks each weight"),
        "math": (lambda W, l2, l1: l2 * W + l1 * math.copysign(1, W), "math works on single numbers"),
        "^": (lambda W, l2, l1: l2 / 2 * W ^ 2 + l1 * np.sign(W), "A power is written ** in Python"),
        "a row": (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)).ravel(), "their arrangement is not"),
        "in place": (penalty_in_place, "changed its argument"),
        "… left": (lambda W, l2, l1: l2 * W + l1 * np.sign(...), "raised TypeError"),
        "first row": (penalty_of_the_first_row, "stands inside the loop"),
        "last column": (penalty_without_the_last_column, "with one change, of the range"),
        "one of two": (penalty_of_one_or_the_other, "right only for L2 alone (l1 = 0) and for L1 alone (l2 = 0)"),
        "tanh": (lambda W, l2, l1: l2 * W + l1 * np.tanh(W), "it is right only for L2 alone (l1 = 0)"),
        "the example's": (penalty_for_the_example, "`l2` and `l1` are never used"),
        "rounded": (lambda W, l2, l1: np.round(l2 * W + l1 * np.sign(W), 1), "Right up to rounding"),
        "transposed": (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)).T, "It is the transpose"),
    },
)


def stopped_with_a_counter(losses, patience, start=1, enough=lambda waited, patience: waited >= patience):
    lowest, best, waited, epoch = float("inf"), start, 0, start
    for epoch, loss in enumerate(losses, start):
        if loss < lowest:
            lowest, best, waited = loss, epoch, 0
        else:
            waited += 1
        if enough(waited, patience):
            return best, epoch
    return best, epoch


def stopped_by_slices(losses, patience):
    for epoch in range(1, len(losses) + 1):
        best = int(np.argmin(losses[:epoch])) + 1
        if epoch - best == patience:
            break
    return [best, epoch]


def stopped_by_running_minimum(losses, patience):
    lowest = np.minimum.accumulate(losses)
    best = np.array([list(losses).index(value) + 1 for value in lowest])
    out = np.flatnonzero(np.arange(1, len(losses) + 1) - best >= patience)
    last = out[0] if len(out) else len(losses) - 1
    return best[last], last + 1


def stopped_by_pandas(losses, patience):
    best = pd.Series(losses).expanding().apply(np.argmin).astype(int) + 1
    waited = pd.Series(range(1, len(losses) + 1)) - best
    last = int((waited >= patience).idxmax()) if (waited >= patience).any() else len(losses) - 1
    return int(best[last]), last + 1


def stopped_walking(losses, patience):
    best = epoch = 1
    while epoch < len(losses) and epoch - best < patience:
        epoch += 1
        best = epoch if losses[epoch - 1] < losses[best - 1] else best
    return np.array([best, epoch])


def stopped_comparing_with_the_one_before(losses, patience):
    waited = 0
    for epoch in range(2, len(losses) + 1):
        waited = 0 if losses[epoch - 1] < losses[epoch - 2] else waited + 1
        if waited == patience:
            return losses.index(min(losses[:epoch])) + 1, epoch
    return losses.index(min(losses)) + 1, len(losses)


def stopped_without_a_reset(losses, patience):
    best, waited = 1, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < losses[best - 1]:
            best = epoch
        elif epoch > 1:
            waited += 1
        if waited >= patience:
            break
    return best, epoch


def stopped_looking_back(losses, patience, better=operator.lt, best=1):
    for epoch, loss in enumerate(losses, start=1):
        if better(loss, losses[best - 1]):
            best = epoch
        if epoch - best == patience:
            break
    return best, epoch


def stopped_or_nothing(losses, patience):
    best = 1
    for epoch, loss in enumerate(losses, start=1):
        if loss < losses[best - 1]:
            best = epoch
        if epoch - best == patience:
            return best, epoch


def stopped_at_once(losses, patience):
    best = 1
    for epoch, loss in enumerate(losses, start=1):
        if loss < losses[best - 1]:
            best = epoch
        return best, epoch


def stopped_at_the_first_rise(losses, patience):
    for epoch in range(1, len(losses)):
        if losses[epoch] >= losses[epoch - 1]:
            return epoch, epoch + 1
    return len(losses), len(losses)


def stopped_counting_from_the_wrong_end(losses, patience):
    best = 1
    for epoch in range(1, len(losses) + 1):
        if losses[epoch] < losses[best]:
            best = epoch
    return best, epoch


def stopped_cutting_the_list(losses, patience):
    best, epoch = stopped_with_a_counter(losses, patience)
    del losses[epoch:]
    return best, epoch


def best_of_all(losses, patience):
    return losses.index(min(losses)) + 1


def stopped_from_1(losses, patience, lowest=1.0):
    best, waited = 1, 0
    for epoch, loss in enumerate(losses, start=1):
        waited += 1
        if loss < lowest:
            best, lowest, waited = epoch, loss, 0
        if waited >= patience:
            break
    return best, epoch


def stopped_one_short(losses, patience):
    best = epoch = 1
    for epoch in range(1, len(losses)):
        if losses[epoch - 1] < losses[best - 1]:
            best = epoch
        if epoch - best >= patience:
            break
    return best, epoch


def stopped_or_the_last(losses, patience):
    best = 1
    for epoch, loss in enumerate(losses, start=1):
        if loss < losses[best - 1]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch
    return epoch, epoch


attempts(
    "stop_at",
    right={
        "a counter": stopped_with_a_counter,
        "slices, a list": stopped_by_slices,
        "running minimum": stopped_by_running_minimum,
        "pandas": stopped_by_pandas,
        "a walk, an array": stopped_walking,
    },
    wrong={
        "the best of all": (lambda v, p: (best_of_all(v, p), stopped_walking(v, p)[1]),
                            "The best must be one of the epochs that were trained"),
        "never stops": (lambda v, p: (best_of_all(v, p), len(v)), "The last epoch is len(losses) in every case here"),
        "the best of all, and patience": (lambda v, p: (best_of_all(v, p), min(best_of_all(v, p) + p, len(v))),
                                          "does not see what comes after the stop"),
        "all from 0": (lambda v, p: stopped_with_a_counter(v, p, start=0), "Epochs count from 1, not from 0"),
        "best from 0": (lambda v, p: tuple(stopped_walking(v, p) - [1, 0]), "The best epoch counts from 1 too"),
        "last from 0": (lambda v, p: tuple(stopped_walking(v, p) - [0, 1]), "The last epoch counts from 1"),
        ">": (lambda v, p: stopped_with_a_counter(v, p, enough=lambda w, p: w > p), "It waits one epoch too long"),
        "patience + 1": (lambda v, p: stopped_walking(v, p + 1), "It waits one epoch too long"),
        "patience − 1": (lambda v, p: stopped_walking(v, max(1, p - 1)), "It stops one epoch early"),
        "first rise": (stopped_at_the_first_rise, "It stops at the first epoch that brings nothing"),
        "patience unused": (lambda v, p: stopped_walking(v, 2), "It waits 2 epochs, whatever patience is"),
        "ties": (lambda v, p: stopped_looking_back(v, p, better=operator.le), "An equal loss is no improvement"),
        "highest": (lambda v, p: stopped_looking_back(v, p, better=operator.gt), "The lowest loss is the best"),
        "a thousandth": (lambda v, p: stopped_looking_back(v, p, better=lambda a, b: a < b - 1e-3), "however small"),
        "the one before": (stopped_comparing_with_the_one_before, "Compare with the best loss so far"),
        "no reset": (stopped_without_a_reset, "Each improvement starts the waiting anew"),
        "best = 0": (lambda v, p: stopped_looking_back(v, p, best=0), "best = 0 means losses[0 - 1]"),
        "from 1.0": (stopped_from_1, "begins at a fixed number"),
        "from the first, which counts": (lambda v, p: stopped_from_1(v, p, v[0]), "The first epoch counts as one that"),
        "one short": (stopped_one_short, "with one change, of the range"),
        "best = last": (stopped_or_the_last, "The last epoch is right; the best epoch is not"),
        "return in the if": (stopped_or_nothing, "return must stand behind it, too"),
        "return in the loop": (stopped_at_once, "is return inside the loop?"),
        "best + patience": (lambda v, p: (stopped_walking(v, p)[0], stopped_walking(v, p)[0] + p),
                            "It can't stop later than the losses end"),
        "swapped": (lambda v, p: stopped_walking(v, p)[::-1], "The best epoch first, then the last"),
        "last twice": (lambda v, p: (stopped_walking(v, p)[1],) * 2, "not the one in which it stopped"),
        "the best loss": (lambda v, p: (min(v[:stopped_walking(v, p)[1]]), stopped_walking(v, p)[1]), "not its loss"),
        "both losses": (lambda v, p: [v[e - 1] for e in stopped_walking(v, p)], "numbers are asked for, not their"),
        "the waiting": (lambda v, p: (stopped_walking(v, p)[0], int(np.ptp(stopped_walking(v, p)))),
                        "not how long it waited"),
        "best alone": (lambda v, p: stopped_walking(v, p)[0], "Two numbers are asked for"),
        "three": (lambda v, p: (*stopped_walking(v, p), v[0]), "2 values are expected; yours are 3"),
        "an array's method": (lambda v, p: (v.argmin() + 1, len(v)), "losses is a list: min(losses) or np.argmin"),
        "past the end": (stopped_counting_from_the_wrong_end, "epoch e has losses[e - 1]"),
        "in place": (stopped_cutting_the_list, "changed its argument"),
    },
)


def limited_row_by_row(W, limit):
    rows = []
    for row in W:
        length = math.sqrt(sum(w * w for w in row))
        rows.append([w * limit / length for w in row] if length > limit else list(row))
    return rows


def limited_on_a_copy(W, limit):
    W = W.copy()
    lengths = np.linalg.norm(W, axis=1)
    long = lengths > limit
    W[long] *= (limit / lengths[long])[:, None]
    return W


def limited_in_place(W, limit):
    for row in W:
        length = np.linalg.norm(row)
        if length > limit:
            row *= limit / length
    return W


def limited_rows_of_shares(W, limit):
    return np.vstack([row / max(np.sqrt(row @ row) / limit, 1) for row in W])


def limited_by_pandas(W, limit):
    table = pd.DataFrame(W)
    return table.mul((limit / np.sqrt((table**2).sum(axis=1))).clip(upper=1), axis=0).to_numpy()


def lengths_of(W):
    return np.linalg.norm(W, axis=1, keepdims=True)


def limited_by(lengths):
    return lambda W, limit: W * limit / np.maximum(lengths(W), limit)


def limited_asking_all_at_once(W, limit):
    return W * limit / lengths_of(W) if lengths_of(W) > limit else W


def limited_rows_set(W, limit):
    result = W.copy()
    result[np.linalg.norm(W, axis=1) > limit] = limit
    return result


def limited_but_for_zeros(W, limit):
    lengths = lengths_of(W)
    return W / lengths * np.clip(lengths, 0, limit)


def limited_or_nothing(W, limit):
    if np.any(lengths_of(W) > limit):
        return W * limit / np.maximum(lengths_of(W), limit)


def long_rows(W, limit):
    return np.array([row * limit / np.linalg.norm(row) for row in W if np.linalg.norm(row) > limit])


attempts(
    "max_norm",
    right={
        "as in the hint": lambda W, c: W * c / np.maximum(np.sqrt(np.sum(W**2, axis=1, keepdims=True)), c),
        "row by row, lists": limited_row_by_row,
        "in place on a copy": limited_on_a_copy,
        "minimum": lambda W, c: np.minimum(1, c / np.linalg.norm(W, axis=1))[:, np.newaxis] * W,
        "a diagonal matrix": lambda W, c: np.diag(1 / np.maximum(1, np.sqrt(np.einsum("ij,ij->i", W, W)) / c)) @ W,
        "float32": lambda W, c: limited_by(lengths_of)(W.astype(np.float32), np.float32(c)),
        "pandas": limited_by_pandas,
    },
    wrong={
        "all rows": (lambda W, c: W * c / lengths_of(W), "Rows that are short enough stay as they are"),
        "all rows but zeros": (limited_but_for_zeros, "A row of zeros has the length 0, and 0 / 0 is nan"),
        "one length": (limited_by(np.linalg.norm), "This is one length for all of W"),
        "one length, all": (lambda W, c: W * c / np.linalg.norm(W), "This is one length for all of W"),
        "the longest": (lambda W, c: W * min(1, c / max(lengths_of(W))[0]), "the factor of the longest"),
        "the first": (lambda W, c: W * min(1, c / np.linalg.norm(W[0])), "the factor of the first"),
        "columns": (limited_by(lambda W: np.linalg.norm(W, axis=0)), "These are the lengths of the columns"),
        "no keepdims": (limited_by(lambda W: np.linalg.norm(W, axis=1)), "must stand as a column"),
        "no keepdims, where": (lambda W, c: np.where(lengths_of(W)[:, 0] > c, W * c / lengths_of(W)[:, 0], W),
                               "must stand as a column"),
        "no root": (limited_by(lambda W: np.sum(W**2, axis=1, keepdims=True)), "the root is missing"),
        "no root in the question": (lambda W, c: np.where((W**2).sum(1)[:, None] > c, W * c / lengths_of(W), W),
                                    "It compares the square of the length"),
        "sizes": (limited_by(lambda W: np.linalg.norm(W, ord=1, axis=1, keepdims=True)), "This sums sizes"),
        "clip": (lambda W, c: np.clip(W, -c, c), "This limits each weight by itself"),
        "unit rows": (lambda W, c: W / lengths_of(W), "All rows have the length 1"),
        "no limit above": (lambda W, c: W / np.maximum(lengths_of(W), c), "The limit is missing as a factor"),
        "other way round": (lambda W, c: np.where(lengths_of(W) > c, W, W * c / lengths_of(W)), "short ones are str"),
        "shortened": (lambda W, c: np.where(lengths_of(W) > c, W - c, W), "by a factor, limit / length, not by a diff"),
        "set to the limit": (limited_rows_set, "The weights themselves became the limit"),
        "//": (lambda W, c: W * np.minimum(1, c // lengths_of(W)), "Long rows became 0"),
        "long ones only": (long_rows, "only for all rows above the limit and for a single row"),
        "lengths": (lambda W, c: np.linalg.norm(W, axis=1), "These are the lengths; now scale the rows"),
        "unchanged": (lambda W, c: W.copy(), "Nothing was scaled"),
        "nothing": (limited_or_nothing, "It returned None for no row above the limit"),
        "without minus": (lambda W, c: limited_by(lengths_of)(abs(W), c), "It is right but for the minus signs"),
        "a difference in the norm": (lambda W, c: np.minimum(W, c / lengths_of(W)), "only for no row above the limit"),
        "if": (limited_asking_all_at_once, "np.maximum and np.where take arrays"),
        "min": (lambda W, c: W * min(1, c / lengths_of(W)), "np.maximum and np.where take arrays"),
        "np.max": (lambda W, c: W * c / np.max(lengths_of(W), c), "np.max takes the limit for an axis"),
        "math": (lambda W, c: W * c / math.sqrt(np.sum(W**2, axis=1)), "math works on single numbers"),
        "^": (lambda W, c: W * c / np.sqrt(np.sum(W ^ 2, axis=1)), "A power is written ** in Python"),
        "in place": (limited_in_place, "changed its argument"),
    },
)


def shifted_by_padding(images, down, right):
    d, r = abs(down), abs(right)
    _, height, width = images.shape
    padded = np.pad(images, ((0, 0), (d, d), (r, r)))
    return padded[:, d - down : d - down + height, r - right : r - right + width]


def shifted_pixel_by_pixel(images, down, right):
    result = np.zeros_like(images)
    m, height, width = images.shape
    for k in range(m):
        for row in range(height):
            for column in range(width):
                if 0 <= row - down < height and 0 <= column - right < width:
                    result[k, row, column] = images[k, row - down, column - right]
    return result


def shifted_by_slices(images, down, right):
    result = np.zeros_like(images)
    _, h, w = images.shape
    result[:, max(down, 0) : h + min(down, 0), max(right, 0) : w + min(right, 0)] = images[
        :, max(-down, 0) : h - max(down, 0), max(-right, 0) : w - max(right, 0)]
    return result


def shifted_by_rolling(images, down, right):
    result = np.roll(images, (down, right), axis=(1, 2))
    result[:, :down if down > 0 else 0] = 0
    result[:, result.shape[1] + min(down, 0) :] = 0
    result[:, :, :right if right > 0 else 0] = 0
    result[:, :, result.shape[2] + min(right, 0) :] = 0
    return result


def shifted_by_matrices(images, down, right):
    _, height, width = images.shape
    return np.eye(height, k=-down, dtype=images.dtype) @ images @ np.eye(width, k=right, dtype=images.dtype)


def shifted_by_pandas(images, down, right):
    moved = [pd.DataFrame(image).shift(down).shift(right, axis=1).fillna(0) for image in images]
    return np.array(moved).astype(images.dtype)


def shifted_in_lists(images, down, right):
    def at(image, row, column):
        return image[row][column] if 0 <= row < len(image) and 0 <= column < len(image[0]) else 0

    return [[[at(image, row - down, column - right) for column in range(len(image[0]))] for row in range(len(image))]
            for image in images.tolist()]


def shifted_wrapping_on_one_side(images, down, right):
    result = np.zeros_like(images)
    for row in range(images.shape[1]):
        for column in range(images.shape[2]):
            result[:, row, column] = images[:, row - down, column - right]
    return result


def shifted_past_the_edge(images, down, right):
    result = np.zeros_like(images)
    for row in range(images.shape[1]):
        for column in range(images.shape[2]):
            result[:, row + down, column + right] = images[:, row, column]
    return result


def shifted_blanking_from_minus_0(images, down, right):
    result = np.roll(images, (down, right), axis=(1, 2))
    result[:, :down] = 0
    result[:, :, -right if right < 0 else 0 :] = 0
    return result


def shifted_up_to_minus_0(images, down, right):
    result = np.zeros_like(images)
    result[:, down:, right:] = images[:, :-down, :-right]
    return result


def shifted_down_only(images, down, right):
    result = np.zeros_like(images)
    height, width = images.shape[1:]
    result[:, down:, right:] = images[:, : height - down, : width - right]
    return result


def shifted_by_a_window_to_minus(images, down, right):
    d, r = abs(down), abs(right)
    padded = np.pad(images, ((0, 0), (d, d), (r, r)))
    return padded[:, d - down : -d - down, r - right : -r - right]


def shifted_in_place(images, down, right):
    images[:] = shifted_by_padding(images, down, right)
    return images


def shifted_asking_two_axes(images, down, right):
    height, width = images.shape
    return np.zeros((height, width))


def padded_by(borders, **options):
    return lambda images, down, right: np.pad(images, borders(abs(down), abs(right)), **options)


def padded_in_front(images, down, right):
    return np.pad(images, ((0, 0), (down, 0), (right, 0)))[:, : images.shape[1], : images.shape[2]]


def window_of_28(images, down, right):
    padded = padded_by(lambda d, r: ((0, 0), (d, d), (r, r)))(images, down, right)
    return padded[:, abs(down) - down :, abs(right) - right :][:, :28, :28]


def repeating_the_border(images, down, right):
    rows = np.clip(np.arange(images.shape[1]) - down, 0, images.shape[1] - 1)
    columns = np.clip(np.arange(images.shape[2]) - right, 0, images.shape[2] - 1)
    return images[:, rows][:, :, columns]


def shifted_into_floats(images, down, right):
    result = np.zeros(images.shape)
    result[:] = shifted_by_padding(images, down, right)
    return result


def shifted_with_no_lower_bound(images, down, right):
    result = np.zeros_like(images)
    for row in range(images.shape[1]):
        for column in range(images.shape[2]):
            if row - down < images.shape[1] and column - right < images.shape[2]:
                result[:, row, column] = images[:, row - down, column - right]
    return result


def shifted_after_the_first_row(images, down, right):
    result = np.zeros_like(images)
    for row in range(images.shape[1]):
        for column in range(images.shape[2]):
            if 0 < row - down < images.shape[1] and 0 <= column - right < images.shape[2]:
                result[:, row, column] = images[:, row - down, column - right]
    return result


attempts(
    "shift_by",
    right={
        "a padded window": shifted_by_padding,
        "pixel by pixel": shifted_pixel_by_pixel,
        "slices": shifted_by_slices,
        "rolled and blanked": shifted_by_rolling,
        "matrices": shifted_by_matrices,
        "pandas": shifted_by_pandas,
        "lists": shifted_in_lists,
    },
    wrong={
        "floats": (shifted_into_floats, "The pixels are right, but they became floats"),
        "roll": (lambda i, d, r: np.roll(i, (d, r), axis=(1, 2)), "came in again on the other side"),
        "negative places": (shifted_wrapping_on_one_side, "ask whether the place is inside"),
        "no lower bound": (shifted_with_no_lower_bound, "A negative place counts from the end"),
        "a bound too high": (shifted_after_the_first_row, "The first row of each image is lost"),
        "roll, axes exchanged": (lambda i, d, r: np.roll(i, (d, r), axis=(2, 1)), "and down is axis 1"),
        "roll, backwards": (lambda i, d, r: np.roll(i, (-d, -r), axis=(1, 2)), "and what leaves comes in again"),
        "roll, axes 0 and 1": (lambda i, d, r: np.roll(i, (d, r), axis=(0, 1)),
                               "Axis 0 counts the images; rows are axis 1"),
        "roll, no axis": (lambda i, d, r: np.roll(i, (d, r)), "np.roll without axis runs over the ends of rows"),
        "backwards": (lambda i, d, r: shifted_by_padding(i, -d, -r), "It moves the other way: positive is down"),
        "left for right": (lambda i, d, r: shifted_by_padding(i, d, -r), "Left and right are exchanged"),
        "exchanged": (lambda i, d, r: shifted_by_padding(i, r, d), "down and right are exchanged"),
        "down only": (lambda i, d, r: shifted_by_padding(i, d, 0), "It moves up and down only"),
        "down twice": (lambda i, d, r: shifted_by_padding(i, d, d), "as far as `down` says, not `right`"),
        "not below 0": (lambda i, d, r: shifted_by_padding(i, max(d, 0), max(r, 0)), "Negative shifts are missing"),
        "abs": (lambda i, d, r: shifted_by_padding(i, abs(d), abs(r)), "Negative shifts go up and to the left"),
        "padded": (padded_by(lambda d, r: ((0, 0), (d, d), (r, r))), "cut a window of the old size out of it"),
        "in front": (padded_in_front, "A border can't be negative"),
        "padded on two axes": (padded_by(lambda d, r: ((d, d), (r, r))), "a border for each of the three axes"),
        "to −0": (shifted_up_to_minus_0, "A slice is empty where a shift is 0"),
        "a window to −0": (shifted_by_a_window_to_minus, "The shapes differ"),
        "blanked from 0": (shifted_blanking_from_minus_0, "not yet right"),
        "slices for positive": (shifted_down_only, "Is it right for negative shifts too?"),
        "past the edge": (shifted_past_the_edge, "ask whether the place is inside"),
        "28": (window_of_28, "not 28, and not all the rest"),
        "edge": (repeating_the_border, "here it repeats the border"),
        "255": (padded_by(lambda d, r: ((0, 0), (d, 0), (r, 0)), constant_values=255), "The shapes differ"),
        "what stays": (lambda i, d, r: i[:, max(-d, 0) : i.shape[1] - max(d, 0), max(-r, 0) : i.shape[2] - max(r, 0)],
                       "The image has shrunk"),
        "first image": (lambda i, d, r: shifted_by_padding(i, d, r)[0], "All images are meant"),
        "two axes": (shifted_asking_two_axes, "images has three axes"),
        "unchanged": (lambda i, d, r: i.copy(), "Nothing has moved"),
        "in place": (shifted_in_place, "changed its argument"),
    },
)


class TestNotebook10(Exercises):
    module = notebook_10
    attempts = attempts
