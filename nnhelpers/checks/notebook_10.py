"""The checks of notebook 10's exercises."""


import numpy as np

from nnhelpers.checks.engine import by_cases


def penalty_gradient(attempt):
    """Notebook 10: the gradient of L2 and L1 together."""
    no_sum = "Don't sum: each weight has its own slope."
    not_w = "W itself is no part of it: return only what the penalties add to the gradient."
    by_cases(
        attempt,
        right=lambda W, l2, l1: l2 * W + l1 * np.sign(W),
        cases=[(np.array([[2.0, -1.0, 0.0], [-0.5, -3.0, 1.0]]), 0.1, 0.5), (np.array([[2.0, -1.0, 0.0]]), 0.1, 0.5),
               (np.array([[-0.25]]), 0.0, 2.0), (np.array([[-0.25]]), 2.0, 0.0)],
        mistakes=[
            ("bitwise_xor", "A power is written ** in Python; ^ is something else."),
            ("truth value of an array", "if asks for one answer; np.sign asks each weight."),
            ("only .* arrays can be converted", "math works on single numbers; np.sign works on arrays."),
            (lambda W, l2, l1: 2 * l2 * W + l1 * np.sign(W), "The ½ before the square takes away the 2: l2 * W."),
            (lambda W, l2, l1: l2 / 2 * W + l1 * np.sign(W), "The derivative of w²/2 is w, not w/2: l2 * W."),
            (lambda W, l2, l1: l2 * W + l1, "The L1 part has the sign of the weight: for negative weights it is −l1."),
            (lambda W, l2, l1: l2 * np.abs(W) + l1 * np.sign(W), "The slope of w²/2 is w, with its sign; not |w|."),
            (lambda W, l2, l1: l2 * W + l1 * np.abs(W), "The slope of |w| is the sign of w, not |w|."),
            (lambda W, l2, l1: l2 * W + l1 * W, "L1 pulls every weight equally hard: l1 times the sign of W."),
            (lambda W, l2, l1: l2 * W, "The part of L1 is missing."),
            (lambda W, l2, l1: l1 * np.sign(W), "The part of L2 is missing."),
            (lambda W, l2, l1: l2 * W + np.sign(W), "The strength l1 is missing in front of the sign."),
            (lambda W, l2, l1: W + l1 * np.sign(W), "The strength l2 is missing in front of W."),
            (lambda W, l2, l1: W + np.sign(W), "The strengths l2 and l1 are missing."),
            (lambda W, l2, l1: l2 * W - l1 * np.sign(W),
             "The L1 part has the wrong sign: |w| rises with a positive weight, so its slope is +1 there."),
            (lambda W, l2, l1: l2 * W + l1 * W / np.abs(W),
             "At a weight of 0 this is 0/0, which gives nan. np.sign gives 0 there."),
            (lambda W, l2, l1: l2 * W**2 + l1 * np.sign(W),
             "This is the square of the weight; the slope of w²/2 is w."),
            (lambda W, l2, l1: l2 / 2 * W**2 + l1 * np.sign(W),
             "This is the square of the weight; the slope of w²/2 is w."),
            (lambda W, l2, l1: l2 * W + l1 * np.where(W > 0, 1, -1),
             "A weight of exactly 0 has no sign: nothing is added there. np.sign gives 0."),
            (lambda W, l2, l1: l2 * W + l1 * np.where(W >= 0, 1, -1),
             "A weight of exactly 0 has no sign: nothing is added there. np.sign gives 0."),
            (lambda W, l2, l1: l2 * W + l1 * (W > 0), "Negative weights are pulled too, upwards: their sign is −1."),
            (lambda W, l2, l1: l2 * W + l1 * (W >= 0), "Negative weights are pulled too, upwards: their sign is −1."),
            (lambda W, l2, l1: l2 * W + l1 * (W != 0),
             "The L1 part has the sign of the weight: −l1 for negative ones."),
            (lambda W, l2, l1: -l2 * W - l1 * np.sign(W),
             "This is the way that the step goes; the gradient points the other way, and the step subtracts it."),
            (lambda W, l2, l1: l1 * W + l2 * np.sign(W), "l1 and l2 are exchanged."),
            (lambda W, l2, l1: l2 / 2 * W**2 + l1 * np.abs(W), "This is the penalty of each weight; return its slope."),
            (lambda W, l2, l1: l2 * W**2 + l1 * np.abs(W), "This is a penalty of each weight; return its slope."),
            (lambda W, l2, l1: l2 / 2 * np.sum(W**2) + l1 * np.sum(np.abs(W)),
             "This is the penalty itself; return its gradient, with the shape of W."),
            (lambda W, l2, l1: np.sum(l2 * W + l1 * np.sign(W)), no_sum),
            (lambda W, l2, l1: l2 * np.sum(W) + l1 * np.sum(np.sign(W)), no_sum),
            (lambda W, l2, l1: l2 * W + l1 * np.sum(np.sign(W)), no_sum),
            (lambda W, l2, l1: l2 * np.sum(W) + l1 * np.sign(W), no_sum),
            (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)) / W.size, "Nothing is divided here: the penalty is a sum."),
            (lambda W, l2, l1: (l2 * W + l1 * np.sign(W)) / len(W), "Nothing is divided here: the penalty is a sum."),
            (lambda W, l2, l1: W - l2 * W - l1 * np.sign(W), not_w),
            (lambda W, l2, l1: W + l2 * W + l1 * np.sign(W), not_w),
            (lambda W, l2, l1: (l2 * W, l1 * np.sign(W)), "These are the two parts; add them."),
        ],
        verified="L2 pulls in proportion, L1 by the sign.",
    )


def stop_at(attempt):
    """Notebook 10: at which epoch patience runs out, and which was the best."""

    def stopped(losses, patience, enough=lambda waited, patience: waited >= patience, less=lambda a, b: a < b):
        best = last = 1
        for last, loss in enumerate(losses, start=1):
            if last > 1 and less(loss, losses[best - 1]):
                best = last
            if enough(last - best, patience):
                break
        return best, last

    def since_the_last(losses, patience):
        best, waited = 1, 0
        for last, loss in enumerate(losses, start=1):
            if last > 1 and loss < losses[last - 2]:
                waited = 0
            elif last > 1:
                waited += 1
            best = last if loss < losses[best - 1] else best
            if waited >= patience:
                break
        return best, last

    def total_wait(losses, patience):
        best, waited = 1, 0
        for last, loss in enumerate(losses, start=1):
            if loss < losses[best - 1]:
                best = last
            elif last > 1:
                waited += 1
            if waited >= patience:
                break
        return best, last

    def from_zero(losses, patience):
        best = 0
        for last, loss in enumerate(losses, start=1):
            best = last if loss < losses[best - 1] else best
            if last - best >= patience:
                break
        return best, last

    def early_only(losses, patience):
        best, last = stopped(losses, patience)
        return (best, last) if last - best >= patience else None

    by_cases(
        attempt,
        right=stopped,
        cases=[([0.9, 0.6, 0.8, 0.7, 0.5, 0.5, 0.8, 0.6, 0.9, 0.4, 0.5, 0.6, 0.7, 0.3, 0.35], 3),
               ([0.9, 0.5, 0.6, 0.7, 0.4], 2), ([0.9, 0.5, 0.6, 0.4, 0.45, 0.5, 0.3], 2), ([0.9, 0.8, 0.7], 2),
               ([0.5, 0.5, 0.5, 0.1], 2), ([0.9, 0.5, 0.8, 0.7, 0.6, 0.4], 3), ([0.3], 1), ([0.4, 0.5, 0.3], 1),
               ([0.9, 0.5, 0.6], 5)],
        mistakes=[
            ("index out of range", "Epochs count from 1, the places in the list from 0: epoch e has losses[e - 1]."),
            ("'list' object has no attribute '(arg)?(min|max)'", r"losses is a list: min(losses), or np.\1\2(losses)."),
            (early_only, "If patience never runs out, the loop ends by itself: a return must stand behind it too."),
            (lambda losses, p: (1, 1), "It returns in the first epoch: does return stand inside the loop?"),
            (from_zero, "best = 0 means losses[0 - 1], which is the last of the list; the best so far starts at 1."),
            (lambda losses, p: (stopped(losses, p)[0], stopped(losses, p)[0] + p),
             "It can't stop later than the losses end: if patience never runs out, the last epoch is len(losses)."),
            (lambda losses, p: (stopped(losses, p)[0],), "Two numbers are asked for: the best epoch and the last."),
            (lambda losses, p: (int(np.argmin(losses)) + 1, stopped(losses, p)[1]),
             "The best must be one of the epochs that were trained; after the stop nothing is seen."),
            (lambda losses, p: (int(np.argmin(losses)) + 1, len(losses)), "It never stops: patience has to run out."),
            (lambda losses, p: tuple(e - 1 for e in stopped(losses, p)),
             "Epochs count from 1, not from 0: add 1 to both."),
            (lambda losses, p: (stopped(losses, p)[0] - 1, stopped(losses, p)[1]), "The best epoch counts from 1 too."),
            (lambda losses, p: (stopped(losses, p)[0], stopped(losses, p)[1] - 1),
             "The last epoch counts from 1, and is the one in which patience ran out."),
            (lambda losses, p: stopped(losses, p, enough=lambda w, p: w > p),
             "It waits one epoch too long: it stops as soon as `patience` epochs have brought nothing (>=)."),
            (lambda losses, p: stopped(losses, p, enough=lambda w, p: w >= p - 1 and w > 0),
             "It stops one epoch early: only after `patience` epochs without a better loss."),
            (lambda losses, p: stopped(losses, 1), "It stops at the first epoch that brings nothing; use patience."),
            (lambda losses, p: stopped(losses, p, less=lambda a, b: a <= b),
             "An equal loss is no improvement, and of equal ones the first is the best: < instead of <=."),
            (since_the_last, "Compare with the best loss so far, not with the epoch before."),
            (total_wait, "Each improvement starts the waiting anew: the count goes back to 0."),
            (lambda losses, p: (stopped(losses, p)[1], stopped(losses, p)[1]),
             "The first number is the best epoch, not the one in which it stopped."),
            (lambda losses, p: (len(losses), len(losses)), "It never stops: patience has to run out."),
            (lambda losses, p: (stopped(losses, p)[0], len(losses)), "It never stops: patience has to run out."),
            (lambda losses, p: (stopped(losses, p)[0], stopped(losses, p)[1] - stopped(losses, p)[0]),
             "The second number is the last epoch, not how long it waited."),
            (lambda losses, p: (stopped(losses, p)[0], p), "The second number is the last epoch that was trained."),
            (lambda losses, p: (stopped(losses, p)[0], losses[stopped(losses, p)[1] - 1]),
             "The last epoch's number is asked for, not its loss."),
            (lambda losses, p: tuple(losses[e - 1] for e in stopped(losses, p)),
             "The epochs' numbers are asked for, not their losses."),
            (lambda losses, p: stopped(losses, p)[::-1], "The best epoch first, then the last."),
            (lambda losses, p: (losses[stopped(losses, p)[0] - 1], stopped(losses, p)[1]),
             "The best epoch's number is asked for, not its loss."),
            (lambda losses, p: stopped(losses, p)[0], "Two numbers are asked for: the best epoch and the last."),
            (lambda losses, p: stopped(losses, p)[1], "Two numbers are asked for: the best epoch and the last."),
        ],
        verified="It waits as long as it should, and remembers the best.",
    )


def max_norm(attempt):
    """Notebook 10: scale down the rows that are too long."""

    def lengths(W):
        return np.sqrt(np.sum(W**2, axis=1, keepdims=True))

    def limited(W, limit, length=lengths):
        return W * limit / np.maximum(length(W), limit)

    def where_long(into):
        return lambda W, limit: np.where(lengths(W) > limit, into(W, limit), W)

    as_column = "One length per row must stand as a column, (rows, 1): keepdims=True, or [:, None]."
    missing_limit = "Long rows end at the length 1 here; the limit is missing as a factor."

    by_cases(
        attempt,
        right=limited,
        cases=[(np.array([[3.0, -4.0], [0.6, 0.8], [0.9, 1.6]]), 2.5),
               (np.array([[3.0, 4.0], [0.6, 0.8]]), 2.0), (np.array([[3.0, 4.0, 0.0], [0.0, 0.0, 0.0]]), 2.0),
               (np.array([[3.0, -4.0], [0.0, 1.0], [-6.0, 8.0]]), 5.0),
               (np.array([[0.9, 1.2], [4.5, 6.0], [0.0, 1.8]]), 2.0), (np.array([[0.3, 0.4], [0.36, 0.48]]), 0.5),
               (np.array([[0.3, 0.4], [0.36, 0.48]]), 1.7)],
        mistakes=[
            ("bitwise_xor", "A power is written ** in Python; ^ is something else."),
            ("could not be broadcast|boolean index did not match|assign .* input values", as_column),
            ("truth value of an array", "max, min and if want a single number; np.maximum and np.where take arrays."),
            ("cannot be interpreted as an integer", "np.max takes the limit for an axis; np.maximum compares with it."),
            ("only .* arrays can be converted", "math works on single numbers; np.sqrt works on arrays."),
            (lambda W, c: W.copy(), "Nothing was scaled; rows longer than the limit must be."),
            (lambda W, c: W * c / np.maximum(lengths(W)[:, 0], c), as_column),
            (lambda W, c: np.where(lengths(W)[:, 0] > c, W * c / lengths(W)[:, 0], W), as_column),
            (lambda W, c: W * c / np.minimum(lengths(W), c),
             "The factor limit / length must never be above 1: np.maximum below, or np.minimum(1, limit / length)."),
            (lambda W, c: W * np.maximum(1, c / lengths(W)),
             "The factor limit / length must never be above 1: np.maximum below, or np.minimum(1, limit / length)."),
            (lambda W, c: W / lengths(W),
             "These rows have all the length 1; scale long rows to the limit, and leave short ones as they are."),
            (where_long(lambda W, c: W / lengths(W)), missing_limit),
            (lambda W, c: W / np.maximum(lengths(W), 1), missing_limit),
            (where_long(lambda W, c: W * lengths(W) / c), "That is upside down: the factor is limit / length."),
            (where_long(lambda W, c: W * c), "Long rows are multiplied by limit / length, not by the limit alone."),
            (where_long(lambda W, c: W / c), "Long rows are multiplied by limit / length, not divided by the limit."),
            (where_long(lambda W, c: c), "The weights themselves became the limit; multiply them by limit / length."),
            (where_long(lambda W, c: np.zeros_like(W)), "Long rows became 0; multiply them by limit / length."),
            (lambda W, c: np.where(np.sum(W**2, axis=1, keepdims=True) > c, W * c / lengths(W), W),
             "It compares the square of the length with the limit: take the root before."),
            (lambda W, c: np.where(lengths(W) > c, W * c / np.sum(W**2, axis=1, keepdims=True), W),
             "It divides by the square of the length: take the root."),
            (lambda W, c: W[lengths(W)[:, 0] <= c], "Long rows are scaled, not left out."),
            (lambda W, c: (W * c / lengths(W))[lengths(W)[:, 0] > c], "Short rows belong to the result too."),
            (lambda W, c: np.minimum(1, c / lengths(W)), "These are the factors; multiply the rows by them."),
            (lambda W, c: np.minimum(1, c / lengths(W))[:, 0], "These are the factors; multiply the rows by them."),
            (lambda W, c: lengths(W)[:, 0], "These are the lengths; now scale the rows."),
            (lambda W, c: lengths(W), "These are the lengths; now scale the rows."),
            (lambda W, c: W * c / lengths(W),
             "Rows that are short enough stay as they are; these were stretched (and a row of zeros divided by 0)."),
            (lambda W, c: limited(W, c, lambda W: np.sqrt(np.sum(W**2))),
             "This is one length for all of W; each row has its own: axis=1."),
            (lambda W, c: limited(W, c, lambda W: np.sqrt(np.sum(W**2, axis=0, keepdims=True))),
             "These are the lengths of the columns; a neuron's weights are a row: axis=1."),
            (lambda W, c: limited(W, c, lambda W: np.sum(W**2, axis=1, keepdims=True)),
             "This is the square of the length: the root is missing."),
            (lambda W, c: limited(W, c, lambda W: np.sum(np.abs(W), axis=1, keepdims=True)),
             "This sums sizes; the length is the root of the sum of squares."),
            (lambda W, c: limited(W, c, lambda W: np.max(np.abs(W), axis=1, keepdims=True)),
             "This takes the largest weight; the length is the root of the sum of squares."),
            (lambda W, c: limited(W, c, lambda W: np.sqrt(np.mean(W**2, axis=1, keepdims=True))),
             "The length is the root of the sum of the squares, not of their mean."),
            (lambda W, c: np.clip(W, -c, c), "This limits each weight by itself; the length of the row is limited."),
            (lambda W, c: np.minimum(W, c), "This limits each weight by itself; the length of the row is limited."),
            (lambda W, c: limited(W, c) / c, "The limit is missing as a factor: limit / np.maximum(length, limit)."),
            (lambda W, c: W * c / np.linalg.norm(W),
             "This is one length for all of W; each row has its own: axis=1. And short rows stay as they are."),
            (lambda W, c: limited(W, c) * (lengths(W) > c),
             "Rows that are short enough stay as they are; here they became 0."),
        ],
        verified="Long rows end at the limit, short ones stay.",
    )


def shift_by(attempt):
    """Notebook 10: move all images by the same number of pixels, without letting them come in again."""

    def moved(images, down, right, mode="constant"):
        d, r = abs(down), abs(right)
        padded = np.pad(images, ((0, 0), (d, d), (r, r)), mode=mode)
        _, height, width = images.shape
        return padded[:, d - down : d - down + height, r - right : r - right + width]

    def rolled(images, down, right):
        return np.roll(images, (down, right), axis=(1, 2))

    def one_axis(images, down, right):
        return moved(images, down, 0)

    empty = "A slice is empty where a shift is 0: [:-0] is [:0]. Give the end as begin + height, begin + width."
    images = np.arange(1, 13).reshape(1, 3, 4)
    by_cases(
        attempt,
        right=moved,
        cases=[(np.concatenate([images, images[:, ::-1]]), 1, 2), (np.array([[[1, 2], [3, 4]]]), 1, 0),
               (images, 1, 0), (images, 0, 2), (images, -1, 0), (images, 0, -1),
               (images, 2, -3), (images, 0, 0), (np.concatenate([images, images[:, ::-1]]), -1, 1)],
        mistakes=[
            ("index can't contain negative values", "A border can't be negative: use abs, and move the window."),
            ("with remapped shapes|shape mismatch: value array",
             "np.pad wants a border for each of the three axes: (0, 0) first, for the images."),
            (r"could not broadcast input array from shape \((.*,)?0(,.*)?\)", empty),
            ("could not broadcast input array",
             "What is cut out and the place where it goes differ in size. Is it right for negative shifts too?"),
            ("out of bounds|index out of range", "What comes in from outside is 0: ask whether the place is inside."),
            ("shape mismatch|values to unpack|too many indices",
             "images has three axes: images, rows, columns; rows are axis 1, columns axis 2."),
            (lambda images, d, r: moved(images, max(d, 0), max(r, 0)),
             "Negative shifts are missing: up and to the left."),
            (lambda images, d, r: moved(images, abs(d), abs(r)), "Negative shifts go up and to the left."),
            (rolled, "What leaves the image came in again on the other side; it should be gone."),
            (lambda images, d, r: rolled(images, r, d), "np.roll lets what leaves come in again, and down is axis 1."),
            (lambda images, d, r: np.roll(images, (d, r), axis=(0, 1)),
             "Axis 0 counts the images; rows are axis 1, columns axis 2. And what np.roll moves out comes in again."),
            (lambda images, d, r: np.roll(images, (d, r)),
             "np.roll without axis runs over the ends of rows; and what leaves comes in again."),
            (lambda images, d, r: np.roll(images, d + r),
             "np.roll without axis runs over the ends of rows; and what leaves comes in again."),
            (lambda images, d, r: moved(images, -d, -r),
             "It moves the other way: positive is down and to the right. A window that begins higher shows the image "
             "lower."),
            (lambda images, d, r: rolled(images, -d, -r),
             "It moves the other way, and what leaves comes in again on the other side."),
            (lambda images, d, r: moved(images, -d, r), "Up and down are exchanged: positive is down."),
            (lambda images, d, r: moved(images, d, -r), "Left and right are exchanged: positive is to the right."),
            (lambda images, d, r: moved(images, r, d),
             "down and right are exchanged: rows are axis 1, columns axis 2."),
            (one_axis, "It moves up and down only."),
            (lambda images, d, r: moved(images, 0, r), "It moves to the sides only."),
            (lambda images, d, r: np.pad(images, ((0, 0), (abs(d), abs(d)), (abs(r), abs(r)))),
             "This is the padded image; cut a window of the old size out of it, images.shape[1:], not 28."),
            (lambda images, d, r: np.pad(images, ((0, 0), (d, 0), (r, 0))),
             "The image has grown; cut it back to its old size. And a negative shift needs the border on the other "
             "side."),
            (lambda images, d, r: moved(images, d, r, "edge"), "What comes in is 0; here it repeats the border."),
            (lambda images, d, r: moved(images, d, r, "reflect"), "What comes in is 0; here it mirrors the image."),
            (lambda images, d, r: moved(images, d, r)[0], "All images are meant, not only the first."),
            (lambda images, d, r: moved(images, d, r)[:1], "All images are meant, not only the first."),
            (lambda images, d, r: images[:, max(-d, 0) : images.shape[1] - max(d, 0),
                                         max(-r, 0) : images.shape[2] - max(r, 0)],
             "The image has shrunk: this is what stays of it. Fill up with zeros on the side where it comes in."),
            (lambda images, d, r: images[:, :0], empty),
            (lambda images, d, r: images[:, :, :0], empty),
            (lambda images, d, r: np.zeros_like(images),
             "All is 0. With a shift of 0, [:0] is nothing and [0:] is everything, and so is [-0:]."),
            (lambda images, d, r: images,
             "Nothing has moved (rows are axis 1, columns axis 2; axis 0 counts the images)."),
        ],
        verified="Everything moves, and nothing comes back.",
    )
