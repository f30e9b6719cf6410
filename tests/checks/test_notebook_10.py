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


def penalty_in_place(W, l2, l1):
    signs = np.sign(W)
    W *= l2
    W += l1 * signs
    return W


def penalty_without_zero(W, l2, l1):
    return [[l2 * w + (l1 if w > 0 else -l1) for w in row] for row in W]


def penalty_asking_all_at_once(W, l2, l1):
    return l2 * W + l1 if W > 0 else l2 * W - l1


attempts(
    "penalty_gradient",
    right={
        "sign": lambda W, l2, l1: l2 * W + l1 * np.sign(W),
        "a loop": penalty_in_loops,
        "in place on a copy": penalty_on_a_copy,
        "lists": lambda W, l2, l1: [[l2 * w + l1 * ((w > 0) - (w < 0)) for w in row] for row in W.tolist()],
        "comparisons": lambda W, l2, l1: l2 * W + l1 * (W > 0) - l1 * (W < 0),
        "where": lambda W, l2, l1: np.add(l2 * W, np.where(W == 0, 0, np.where(W > 0, l1, -l1))),
        "pandas": lambda W, l2, l1: pd.DataFrame(W).map(lambda w: l2 * w + l1 * np.sign(w)).to_numpy(),
    },
    wrong={
        "2 l2": (lambda W, l2, l1: 2 * l2 * W + l1 * np.sign(W), "The ½ before the square takes away the 2"),
        "half": (lambda W, l2, l1: l2 / 2 * W + l1 * np.sign(W), "The derivative of w²/2 is w, not w/2"),
        "no sign": (lambda W, l2, l1: l2 * W + l1, "for negative weights it is −l1"),
        "|W|": (lambda W, l2, l1: l2 * W + l1 * np.abs(W), "The slope of |w| is the sign of w, not |w|"),
        "|W| for W": (lambda W, l2, l1: l2 * np.abs(W) + l1 * np.sign(W), "The slope of w²/2 is w, with its sign"),
        "l1 W": (lambda W, l2, l1: (l2 + l1) * W, "L1 pulls every weight equally hard"),
        "L2 alone": (lambda W, l2, l1: l2 * W, "The part of L1 is missing"),
        "L1 alone": (lambda W, l2, l1: l1 * np.sign(W), "The part of L2 is missing"),
        "no l1": (lambda W, l2, l1: l2 * W + np.sign(W), "The strength l1 is missing"),
        "no l2": (lambda W, l2, l1: W + l1 * np.sign(W), "The strength l2 is missing"),
        "no strengths": (lambda W, l2, l1: W + np.sign(W), "The strengths l2 and l1 are missing"),
        "zero as negative": (penalty_without_zero, "A weight of exactly 0 has no sign"),
        "zero as positive": (lambda W, l2, l1: l2 * W + l1 * np.copysign(1, W), "A weight of exactly 0 has no sign"),
        "divided by |W|": (lambda W, l2, l1: l2 * W + l1 * W / abs(W), "this is 0/0, which gives nan"),
        "positive only": (lambda W, l2, l1: l2 * W + l1 * (W > 0), "Negative weights are pulled too"),
        "ReLU's slope": (lambda W, l2, l1: l2 * W + l1 * relu_derivative(W), "Negative weights are pulled too"),
        "not zero": (lambda W, l2, l1: l2 * W + l1 * (W != 0), "The L1 part has the sign of the weight"),
        "minus": (lambda W, l2, l1: -l2 * W - l1 * np.sign(W), "This is the way that the step goes"),
        "one minus": (lambda W, l2, l1: l2 * W - l1 * np.sign(W), "The L1 part has the wrong sign"),
        "exchanged": (lambda W, l2, l1: l1 * W + l2 * np.sign(W), "l1 and l2 are exchanged"),
        "the square": (lambda W, l2, l1: l2 * W**2 + l1 * np.sign(W), "This is the square of the weight"),
        "each penalty": (lambda W, l2, l1: l2 / 2 * W**2 + l1 * abs(W), "This is the penalty of each weight"),
        "the penalty": (lambda W, l2, l1: l2 / 2 * (W**2).sum() + l1 * abs(W).sum(), "This is the penalty itself"),
        "summed": (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)).sum(), "Don't sum: each weight has its own slope"),
        "signs summed": (lambda W, l2, l1: l2 * W + l1 * np.sum(np.sign(W)), "Don't sum"),
        "mean": (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)) / W.size, "Nothing is divided here"),
        "after the step": (lambda W, l2, l1: W - (l2 * W + l1 * np.sign(W)), "W itself is no part of it"),
        "two parts": (lambda W, l2, l1: (l2 * W, l1 * np.sign(W)), "These are the two parts; add them"),
        "if": (penalty_asking_all_at_once, "np.sign asks each weight"),
        "math": (lambda W, l2, l1: l2 * W + l1 * math.copysign(1, W), "math works on single numbers"),
        "^": (lambda W, l2, l1: l2 / 2 * W ^ 2 + l1 * np.sign(W), "A power is written ** in Python"),
        "a row": (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)).ravel(), "not yet right"),
        "in place": (penalty_in_place, "changed its argument"),
        "… left": (lambda W, l2, l1: l2 * W + l1 * np.sign(...), "raised TypeError"),
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
        "never stops": (lambda v, p: (best_of_all(v, p), len(v)), "It never stops: patience has to run out"),
        "never stops, last": (lambda v, p: (stopped_walking(v, p)[0], len(v)), "It never stops"),
        "all from 0": (lambda v, p: stopped_with_a_counter(v, p, start=0), "Epochs count from 1, not from 0"),
        "best from 0": (lambda v, p: tuple(stopped_walking(v, p) - [1, 0]), "The best epoch counts from 1 too"),
        "last from 0": (lambda v, p: tuple(stopped_walking(v, p) - [0, 1]), "The last epoch counts from 1"),
        ">": (lambda v, p: stopped_with_a_counter(v, p, enough=lambda w, p: w > p), "It waits one epoch too long"),
        "patience + 1": (lambda v, p: stopped_walking(v, p + 1), "It waits one epoch too long"),
        "patience − 1": (lambda v, p: stopped_walking(v, max(1, p - 1)), "It stops one epoch early"),
        "first rise": (stopped_at_the_first_rise, "It stops at the first epoch that brings nothing"),
        "patience unused": (lambda v, p: stopped_walking(v, 2), "not yet right"),
        "ties": (lambda v, p: stopped_looking_back(v, p, better=operator.le), "An equal loss is no improvement"),
        "the one before": (stopped_comparing_with_the_one_before, "Compare with the best loss so far"),
        "no reset": (stopped_without_a_reset, "Each improvement starts the waiting anew"),
        "best = 0": (
            lambda v, p: stopped_looking_back(v, p, best=0), "best = 0 means losses[0 - 1], which is the last"
        ),
        "return in the if": (stopped_or_nothing, "a return must stand behind it too"),
        "return in the loop": (stopped_at_once, "does return stand inside the loop?"),
        "best + patience": (lambda v, p: (stopped_walking(v, p)[0], stopped_walking(v, p)[0] + p),
                            "It can't stop later than the losses end"),
        "swapped": (lambda v, p: stopped_walking(v, p)[::-1], "The best epoch first, then the last"),
        "last twice": (lambda v, p: (stopped_walking(v, p)[1],) * 2, "not the one in which it stopped"),
        "the best loss": (lambda v, p: (min(v[:stopped_walking(v, p)[1]]), stopped_walking(v, p)[1]), "not its loss"),
        "both losses": (lambda v, p: [v[e - 1] for e in stopped_walking(v, p)], "numbers are asked for, not their"),
        "the waiting": (lambda v, p: (stopped_walking(v, p)[0], int(np.ptp(stopped_walking(v, p)))),
                        "not how long it waited"),
        "best alone": (lambda v, p: stopped_walking(v, p)[0], "Two numbers are asked for"),
        "last alone": (lambda v, p: stopped_walking(v, p)[1], "Two numbers are asked for"),
        "three": (lambda v, p: (*stopped_walking(v, p), v[0]), "2 values are expected; yours are 3"),
        "an array's method": (lambda v, p: (v.argmin() + 1, len(v)), "losses is a list: min(losses), or np.argmin"),
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


def limited_where(into):
    return lambda W, limit: np.where(lengths_of(W) > limit, into(W, limit), W)


def limited_by_min_of_python(W, limit):
    return W * min(1, limit / lengths_of(W))


def limited_asking_all_at_once(W, limit):
    return W * limit / lengths_of(W) if lengths_of(W) > limit else W


def limited_rows_set(W, limit):
    result = W.copy()
    result[np.linalg.norm(W, axis=1) > limit] = limit
    return result


attempts(
    "max_norm",
    right={
        "as in the hint": lambda W, c: W * c / np.maximum(np.sqrt(np.sum(W**2, axis=1, keepdims=True)), c),
        "row by row, lists": limited_row_by_row,
        "in place on a copy": limited_on_a_copy,
        "minimum": lambda W, c: np.minimum(1, c / np.linalg.norm(W, axis=1))[:, np.newaxis] * W,
        "where": lambda W, c: np.where(lengths_of(W) > c, W / lengths_of(W) * c, W),
        "rows stacked": limited_rows_of_shares,
        "pandas": limited_by_pandas,
    },
    wrong={
        "all rows": (lambda W, c: W * c / lengths_of(W), "Rows that are short enough stay as they are"),
        "one length": (limited_by(np.linalg.norm), "not yet right"),
        "one length, all": (lambda W, c: W * c / np.linalg.norm(W), "not yet right"),
        "columns": (limited_by(lambda W: np.linalg.norm(W, axis=0)), "These are the lengths of the columns"),
        "no keepdims": (limited_by(lambda W: np.linalg.norm(W, axis=1)), "must stand as a column"),
        "no keepdims, where": (lambda W, c: np.where(lengths_of(W)[:, 0] > c, W * c / lengths_of(W)[:, 0], W),
                               "must stand as a column"),
        "no root": (limited_by(lambda W: np.sum(W**2, axis=1, keepdims=True)), "the root is missing"),
        "no root in the question": (lambda W, c: np.where((W**2).sum(1)[:, None] > c, W * c / lengths_of(W), W),
                                    "It compares the square of the length"),
        "sizes": (limited_by(lambda W: abs(W).sum(axis=1, keepdims=True)), "This sums sizes"),
        "the largest": (limited_by(lambda W: abs(W).max(axis=1, keepdims=True)), "This takes the largest weight"),
        "mean": (limited_by(lambda W: np.sqrt((W**2).mean(1, keepdims=True))), "not of their mean"),
        "clip": (lambda W, c: np.clip(W, -c, c), "This limits each weight by itself"),
        "np.minimum(W)": (lambda W, c: np.minimum(W, c), "This limits each weight by itself"),
        "unit rows": (lambda W, c: W / lengths_of(W), "These rows have all the length 1"),
        "long ones to 1": (limited_where(lambda W, c: W / lengths_of(W)), "the limit is missing as a factor"),
        "no limit above": (lambda W, c: W / np.maximum(lengths_of(W), c), "The limit is missing as a factor"),
        "minimum of lengths": (lambda W, c: W * c / np.minimum(lengths_of(W), c), "not yet right"),
        "maximum of factors": (lambda W, c: W * np.maximum(1, c / lengths_of(W)), "not yet right"),
        "upside down": (limited_where(lambda W, c: W * lengths_of(W) / c), "That is upside down"),
        "times the limit": (limited_where(lambda W, c: W * c), "not by the limit alone"),
        "set to the limit": (limited_rows_set, "The weights themselves became the limit"),
        "long ones 0": (limited_where(lambda W, c: 0), "Long rows became 0"),
        "short ones 0": (lambda W, c: W * c / lengths_of(W) * (lengths_of(W) > c), "not yet right"),
        "short ones only": (lambda W, c: W[np.linalg.norm(W, axis=1) <= c], "Long rows are scaled, not left out"),
        "long ones only": (lambda W, c: (W * c / lengths_of(W))[lengths_of(W)[:, 0] > c], "Short rows belong to the"),
        "lengths": (lambda W, c: np.linalg.norm(W, axis=1), "These are the lengths; now scale the rows"),
        "factors": (lambda W, c: np.minimum(1, c / lengths_of(W)), "These are the factors"),
        "unchanged": (lambda W, c: W.copy(), "Nothing was scaled"),
        "if": (limited_asking_all_at_once, "np.maximum and np.where take arrays"),
        "min": (limited_by_min_of_python, "np.maximum and np.where take arrays"),
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
    result = np.zeros(images.shape)
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
    return np.eye(height, k=-down) @ images @ np.eye(width, k=right)


def shifted_by_pandas(images, down, right):
    return np.array([pd.DataFrame(image).shift(down).shift(right, axis=1).fillna(0) for image in images])


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


attempts(
    "shift_by",
    right={
        "a padded window": shifted_by_padding,
        "pixel by pixel": shifted_pixel_by_pixel,
        "slices, floats": shifted_by_slices,
        "rolled and blanked": shifted_by_rolling,
        "matrices": shifted_by_matrices,
        "pandas": shifted_by_pandas,
        "lists": shifted_in_lists,
    },
    wrong={
        "roll": (lambda i, d, r: np.roll(i, (d, r), axis=(1, 2)), "came in again on the other side"),
        "negative places": (shifted_wrapping_on_one_side, "not yet right"),
        "roll, axes exchanged": (lambda i, d, r: np.roll(i, (d, r), axis=(2, 1)), "and down is axis 1"),
        "roll, backwards": (lambda i, d, r: np.roll(i, (-d, -r), axis=(1, 2)),
                            "what leaves comes in again on the other side"),
        "roll, axes 0 and 1": (lambda i, d, r: np.roll(i, (d, r), axis=(0, 1)),
                               "Axis 0 counts the images; rows are axis 1"),
        "roll, no axis": (lambda i, d, r: np.roll(i, (d, r)), "np.roll without axis runs over the ends of rows"),
        "backwards": (lambda i, d, r: shifted_by_padding(i, -d, -r), "It moves the other way: positive is down"),
        "up for down": (lambda i, d, r: shifted_by_padding(i, -d, r), "Up and down are exchanged"),
        "left for right": (lambda i, d, r: shifted_by_padding(i, d, -r), "Left and right are exchanged"),
        "exchanged": (lambda i, d, r: shifted_by_padding(i, r, d), "down and right are exchanged"),
        "down only": (lambda i, d, r: shifted_by_padding(i, d, 0), "It moves up and down only"),
        "right only": (lambda i, d, r: shifted_by_padding(i, 0, r), "It moves to the sides only"),
        "not below 0": (lambda i, d, r: shifted_by_padding(i, max(d, 0), max(r, 0)), "Negative shifts are missing"),
        "abs": (lambda i, d, r: shifted_by_padding(i, abs(d), abs(r)), "Negative shifts go up and to the left"),
        "padded": (padded_by(lambda d, r: ((0, 0), (d, d), (r, r))), "cut a window of the old size out of it"),
        "grown": (lambda i, d, r: np.pad(i, ((0, 0), (d, 0), (r, 0))), "The image has grown"),
        "in front": (padded_in_front, "A border can't be negative"),
        "padded on two axes": (padded_by(lambda d, r: ((d, d), (r, r))), "a border for each of the three axes"),
        "to −0": (shifted_up_to_minus_0, "A slice is empty where a shift is 0"),
        "a window to −0": (shifted_by_a_window_to_minus, "not yet right"),
        "blanked from 0": (shifted_blanking_from_minus_0, "not yet right"),
        "slices for positive": (shifted_down_only, "Is it right for negative shifts too?"),
        "past the edge": (shifted_past_the_edge, "ask whether the place is inside"),
        "28": (window_of_28, "not yet right"),
        "edge": (repeating_the_border, "here it repeats the border"),
        "what stays": (lambda i, d, r: i[:, max(-d, 0) : i.shape[1] - max(d, 0), max(-r, 0) : i.shape[2] - max(r, 0)],
                       "The image has shrunk"),
        "first image": (lambda i, d, r: shifted_by_padding(i, d, r)[0], "All images are meant"),
        "first image, kept": (lambda i, d, r: shifted_by_padding(i[:1], d, r), "All images are meant"),
        "two axes": (shifted_asking_two_axes, "images has three axes"),
        "unchanged": (lambda i, d, r: i.copy(), "Nothing has moved"),
        "in place": (shifted_in_place, "changed its argument"),
    },
)


class TestNotebook10(Exercises):
    module = notebook_10
    attempts = attempts
