"""Attempts at the exercises of notebook 01: the right ones are accepted, the wrong ones told what is wrong."""

from collections import Counter

import numpy as np
import pandas as pd
from attempts import Attempts, Exercises, verdict

from nnhelpers.checks import notebook_01

attempts = Attempts()


def counted_one_by_one(labels):
    counts = [0] * 10
    for label in labels:
        counts[label] += 1
    return counts


def counted_from_one_hot(labels):
    return np.eye(10)[labels].sum(axis=0)


def counted_by_index(labels):
    counts = np.zeros(10)
    counts[labels] += 1
    return counts


def counted_in_uint8(labels):
    counts = np.zeros(10, dtype=np.uint8)
    for label in labels:
        counts[label] += 1
    return counts


def counts_in_place(labels):
    labels.sort()
    return np.bincount(labels, minlength=10)


def counted_and_returned_at_once(labels):
    counts = [0] * 10
    for label in labels:
        counts[label] += 1
        return counts


def counted_from_one(labels):
    return [int(np.sum(labels == digit)) for digit in range(1, 10)]


def counts_printed(labels):
    print(np.bincount(labels, minlength=10))


def counted_above_zero(labels):
    counts = np.zeros(10)
    for label in labels[labels > 0]:
        counts[label] += 1
    return counts


attempts(
    "count_labels",
    right={
        "bincount": lambda labels: np.bincount(labels, minlength=10),
        "a loop, a list": counted_one_by_one,
        "comparisons": lambda labels: [np.sum(labels == digit) for digit in range(10)],
        "a histogram": lambda labels: np.histogram(labels, bins=np.arange(11))[0],
        "one-hot, floats": counted_from_one_hot,
        "a tuple of a Counter": lambda labels: tuple(Counter(labels.tolist())[digit] for digit in range(10)),
        "a Series": lambda labels: pd.Series(labels).value_counts().reindex(range(10), fill_value=0),
    },
    wrong={
        "unique": (lambda labels: np.unique(labels, return_counts=True)[1], "a digit that never occurs must count 0"),
        "unique, both": (lambda labels: np.unique(labels, return_counts=True), "np.unique gives two arrays"),
        "unique alone": (lambda labels: np.unique(labels), "return how often each does"),
        "no minlength": (lambda labels: np.bincount(labels), "the digits above it must count 0 (minlength=10)"),
        "shares": (lambda labels: np.bincount(labels, minlength=10) / len(labels), "shares of the whole"),
        "histogram, ten bins": (lambda labels: np.histogram(labels, bins=10)[0], "bins=np.arange(11)"),
        "a Counter": (lambda labels: Counter(labels.tolist()), "dictionary of the digits that occur"),
        "a dictionary": (lambda labels: {d: np.sum(labels == d) for d in range(10)}, "return the ten counts alone"),
        "without 0": (lambda labels: [np.sum(labels == d) for d in range(1, 10)], "yours is (9,), expected is (10,)"),
        "the number": (lambda labels: len(labels), "This is a single number; an array of shape (10,) is expected"),
        "counts[labels] += 1": (counted_by_index, "A repeated index, as in counts[labels] += 1, adds only once"),
        "counted in uint8": (counted_in_uint8, "300 has wrapped around to 44"),
        "sorted in place": (counts_in_place, "changed its argument"),
        "return in the loop": (counted_and_returned_at_once, "Its `return` stands inside the loop"),
        "range from 1": (counted_from_one, "It would be right with one change, of the number 1, in the line"),
        "printed": (counts_printed, "It prints its result; return it."),
        "> 0": (counted_above_zero, "Only the first entry differs."),
        "one more": (lambda labels: 1 + np.bincount(labels, minlength=10), "one more than expected, in every case"),
        "up to a digit": (lambda labels: [np.sum(labels <= d) for d in range(10)], "It is the running sum"),
        "bins=10, 1 to 10": (lambda labels: np.histogram(labels, 10, (1, 10))[0], "it gave   [3, 1, 1, 2, 1"),
        "1 to 10": (lambda labels: [np.sum(labels == d) for d in range(1, 11)], "These are the counts of 1 to 10"),
        "per image": (lambda labels: np.bincount(labels, minlength=10)[labels], "There is one entry per image"),
        "np.where's length": (lambda labels: [len(np.where(labels == d)) for d in range(10)], "Every count is 1"),
        "8 and 9 as 8": (lambda k: [np.sum((k == d) | (k == 9) & (d == 8)) for d in range(10)],
                         "there are 16 labels"),
        "… left": (lambda labels: np.bincount(labels, minlength=...), "still a ... in the function"),
    },
)


def mean_added_in_floats(images, labels, digit):
    total, count = np.zeros(images.shape[1:]), 0
    for image, label in zip(images, labels, strict=True):
        if label == digit:
            total, count = total + image, count + 1
    return total / count


def mean_added_in_uint8(images, labels, digit):
    total = np.zeros_like(images[0])
    for image in images[labels == digit]:
        total = total + image
    return total / np.sum(labels == digit)


def mean_added_to_mnist_size(images, labels, digit):
    total = np.zeros((28, 28))
    for image in images[labels == digit]:
        total += image
    return total / np.sum(labels == digit)


def mean_by_pixel_of_mnist_size(images, labels, digit):
    chosen = images[labels == digit]
    return [[chosen[:, row, column].mean() for column in range(28)] for row in range(28)]


def mean_asking_all_labels_at_once(images, labels, digit):
    if labels == digit:
        return images.mean(axis=0)


def mean_blanking_the_others(images, labels, digit):
    images[labels != digit] = 0
    return images.sum(axis=0) / np.sum(labels == digit)


def mean_halved_again_and_again(images, labels, digit):
    mean = None
    for image in images[labels == digit].astype(float):
        mean = image if mean is None else (mean + image) / 2
    return mean


def mean_without_the_last(images, labels, digit):
    total, count = np.zeros(images.shape[1:]), 0
    for place in range(len(labels) - 1):
        if labels[place] == digit:
            total, count = total + images[place], count + 1
    return total / count


def mean_of_one_more(images, labels, digit):
    return images[labels - 1 == digit].mean(axis=0)


attempts(
    "mean_image",
    right={
        "mean": lambda images, labels, digit: images[labels == digit].mean(axis=0),
        "np.average of a list": lambda i, k, d: np.average([a for a, label in zip(i, k, strict=True) if label == d], 0),
        "sum and count": lambda i, k, d: i[k == d].sum(axis=0) / np.count_nonzero(k == d),
        "float32": lambda i, k, d: np.mean(i[np.flatnonzero(k == d)], axis=0, dtype=np.float32),
        "a loop": mean_added_in_floats,
        "lists": lambda i, k, d: i[k == d].mean(axis=0).tolist(),
    },
    wrong={
        "uint8": (mean_added_in_uint8, "The sum has wrapped around at 256"),
        "cut off": (lambda i, k, d: i[k == d].mean(axis=0).astype(np.uint8), "after the decimal point was cut off"),
        "//": (lambda i, k, d: i[k == d].sum(axis=0) // np.sum(k == d), "after the decimal point was cut off"),
        "sum": (lambda i, k, d: i[k == d].sum(axis=0), "This is the sum"),
        "divided by all": (lambda i, k, d: i[k == d].sum(axis=0) / len(i), "number of all images"),
        "of all images": (lambda i, k, d: i.mean(axis=0), "the mean of all images; choose"),
        "no axis": (lambda i, k, d: i[k == d].mean(), "This is one number"),
        "per image": (lambda i, k, d: i[k == d].mean(axis=(1, 2)), "one number per image"),
        "axis 1": (lambda i, k, d: i[k == d].mean(axis=1), "down each image, axis=1"),
        "axis 2": (lambda i, k, d: i[k == d].mean(axis=2), "along the rows of each image, axis=2"),
        "keepdims": (lambda i, k, d: i[k == d].mean(axis=0, keepdims=True), "The values are right, their"),
        "digit as a place": (lambda i, k, d: i[d], "choose the images by their label"),
        "the first": (lambda i, k, d: i[np.argmax(k == d)], "the first image of the digit"),
        "no mean": (lambda i, k, d: i[k == d], "their mean is still to be taken"),
        "a fixed 3": (lambda i, k, d: i[k == 3].mean(axis=0), "the mean of the 3s, whatever digit was asked for"),
        "a fixed 1": (lambda i, k, d: i[k == 1].mean(axis=0), "Use digit, not a fixed number"),
        "normalised first": (lambda i, k, d: (i / 255)[k == d].mean(axis=0), "of the pixels as they are, 0 to 255"),
        "sum / 255": (lambda i, k, d: i[k == d].sum(axis=0) / 255, "the mean of the pixels as they are, 0 to 255"),
        "28 by 28": (mean_added_to_mnist_size, "The number 28 stands in it"),
        "28 by 28, in loops": (mean_by_pixel_of_mnist_size, "The number 28 stands in it"),
        "if": (mean_asking_all_labels_at_once, "and, or, max and if want one truth value"),
        "in place": (mean_blanking_the_others, "changed its argument"),
        "median": (lambda i, k, d: np.median(i[k == d], axis=0), "This is the median"),
        "transposed": (lambda i, k, d: i[k == d].mean(axis=0).T, "It is the transpose of what is expected"),
        "one row": (lambda i, k, d: i[k == d].mean(axis=0).ravel(), "The values are right, their arrangement is not"),
        "root of squares": (lambda i, k, d: np.sqrt((i[k == d] / 1.0) ** 2).max(axis=0), "largest value of each pixel"),
        "without the last": (mean_without_the_last, "It would be right with one change, of the range, in the line"),
        "labels - 1": (mean_of_one_more, "It would be right with one change, of the number 1"),
        "halved again and again": (mean_halved_again_and_again, "The images do not weigh the same"),
        "ink only": (lambda i, k, d: i[k == d].sum(0) / (i[k == d] > 0).sum(0), "over the pixels above 0 only"),
        "is": (lambda i, k, d: i[k is d].mean(axis=0), "the mean of no image at all"),
        "from images[0]": (lambda i, k, d: (i[k == d].sum(axis=0) + i[0]) / (k == d).sum(), "was added besides"),
        "a method": (lambda i, k, d: i[k == d].mean, "are the brackets () after its name missing?"),
    },
)

def every_second_byte(content):
    return [content[place] for place in range(8, len(content), 2)]


def first_byte(content):
    for byte in content[8:]:
        return byte


attempts(
    "decode_labels",
    right={
        "frombuffer": lambda content: np.frombuffer(content, dtype=np.uint8, offset=8),
        "cut first": lambda content: np.frombuffer(content[8:], np.uint8),
        "an array of a list": lambda content: np.array(list(content[8:])),
        "a list": lambda content: [byte for byte in content[8:]],
        "the counted": lambda c: np.frombuffer(c, np.uint8)[-int.from_bytes(c[4:8], "big"):],
    },
    wrong={
        "header": (lambda c: np.frombuffer(c, np.uint8), "The header is still in front"),
        "offset 4": (lambda c: np.frombuffer(c, np.uint8, offset=4), "Four bytes of header are still in front"),
        "offset 16": (lambda c: np.frombuffer(c, np.uint8, offset=16), "16 bytes were skipped, as in an image file"),
        "bytes": (lambda c: c[8:], "np.frombuffer makes an array of numbers"),
        "np.array of bytes": (lambda c: np.array(c[8:]), "These are bytes still"),
        "the count": (lambda c: int.from_bytes(c[4:8], "big"), "return the labels themselves"),
        "the front": (lambda c: np.frombuffer(c[:8], np.uint8), "This is the header"),
        "one too many": (lambda c: np.frombuffer(c, np.uint8, offset=7), "The last byte of the header"),
        "every second": (every_second_byte, "Only every second label was read"),
        "the first": (first_byte, "This is the first label; return all of them."),
        "the last is missing": (lambda c: list(c[8:-1]), "The last label is missing."),
        "reversed": (lambda c: list(c[:7:-1]), "The labels are right, in reverse order."),
        "sorted": (lambda c: sorted(c[8:]), "The entries are right, but sorted upwards."),
        "zeros trimmed": (lambda c: np.trim_zeros(np.frombuffer(c, np.uint8)[8:]),
                          "at the beginning and at the end are lost"),
        "int8": (lambda c: np.frombuffer(c, np.int8, offset=8), "Bytes above 127 have become negative"),
        "the count from its other end": (lambda c: np.frombuffer(c, np.uint8, int.from_bytes(c[4:8], "little"), 8),
                                         "the highest first (big-endian"),
        "two per byte": (lambda c: [int(digit, 16) for digit in c[8:].hex()], "There are two entries per byte"),
        "a set, sorted": (lambda c: sorted(set(c[8:])), "repeated ones are lost"),
        "one byte for the count": (lambda c: list(c[8:8 + c[7]]), "the last of them alone ends at 255"),
        "no type": (lambda c: np.frombuffer(c, offset=8), "raised ValueError: buffer size must be a multiple"),
        "eight bytes": (lambda c: np.frombuffer(c, offset=8), "Say dtype=np.uint8: without it, or with a longer dtype"),
        "np.array": (lambda c: np.array(c[8:], dtype=np.uint8), "The bytes were read as text"),
        "count 3": (lambda c: np.frombuffer(c, np.uint8, count=3, offset=8), "The count stands in bytes 4 to 7"),
        "count 10": (lambda c: np.frombuffer(c, np.uint8, count=10, offset=8), "The count stands in bytes 4 to 7"),
    },
)


def shuffled_as_pairs(images, labels, rng):
    pairs = list(zip(images, labels, strict=True))
    rng.shuffle(pairs)
    return [image for image, _ in pairs], [label for _, label in pairs]


def shuffled_by_sorting(images, labels, rng):
    order = np.argsort(rng.random(len(labels)))
    return np.take(images, order, axis=0), np.take(labels, order)


def shuffled_places(images, labels, rng):
    order = np.arange(len(labels))
    rng.shuffle(order)
    return [images[order], labels[order]]


def shuffled(images, labels, order):
    return images[order], labels[order]


def swapped(images, labels, rng, times):
    order = np.arange(len(labels))
    for _ in range(times):
        i, j = rng.choice(len(labels), 2, replace=False)
        order[[i, j]] = order[[j, i]]
    return images[order], labels[order]


def swapped_through_a_view(images, labels, rng):
    images, labels = images.copy(), labels.copy()
    for i in range(len(labels)):
        j = rng.integers(i, len(labels))
        kept = images[i]
        images[i], labels[i], labels[j] = images[j], labels[j], labels[i]
        images[j] = kept
    return images, labels


def shuffled_back(images, labels, order):
    return images[order], labels[np.argsort(order)]


def shuffled_in_place(images, labels, rng):
    rng.shuffle(images)
    rng.shuffle(labels)


def shuffled_with_new_pixels(images, labels, rng):
    new_images, new_labels = shuffled_by_sorting(images, labels, rng)
    new_images[:, 0, 1] = 0
    return new_images, new_labels


attempts(
    "shuffle_together",
    right={
        "one order": lambda images, labels, rng: shuffled(images, labels, rng.permutation(len(labels))),
        "pairs": shuffled_as_pairs,
        "sorted random numbers": shuffled_by_sorting,
        "shuffled places, a list": shuffled_places,
        "choice": lambda i, k, rng: shuffled(i, k, rng.choice(len(k), size=len(k), replace=False)),
    },
    wrong={
        "in place": (shuffled_in_place, "rng.shuffle works in place"),
        "arguments changed": (shuffled_in_place, "that were passed have changed (as rng.shuffle would do)."),
        "two orders": (lambda i, k, rng: (rng.permutation(i), rng.permutation(k)), "Draw one order, use it twice"),
        "images only": (lambda i, k, rng: (rng.permutation(i), k), "The labels are in their old order"),
        "drawn again": (lambda i, k, rng: shuffled(i, k, rng.integers(0, len(k), len(k))), "drawn exactly once"),
        "not shuffled": (lambda i, k, rng: (i.copy(), k.copy()), "The order has not changed"),
        "reversed": (lambda i, k, rng: (i[::-1], k[::-1]), "Another seed gave the same order"),
        "own seed": (lambda i, k, rng: shuffled(i, k, np.random.default_rng(0).permutation(len(k))),
                     "Another seed gave the same order"),
        "no seed": (lambda i, k, rng: shuffled(i, k, np.random.default_rng().permutation(len(k))),
                    "The same seed gave another order"),
        "labels first": (lambda i, k, rng: shuffled(i, k, rng.permutation(len(k)))[::-1], "Return the images first"),
        "images alone": (lambda i, k, rng: i[rng.permutation(len(k))], "Return two arrays"),
        "labels back": (lambda i, k, rng: shuffled_back(i, k, rng.permutation(len(k))), "went the opposite way"),
        "labels as places": (lambda i, k, rng: shuffled(i, k, rng.permutation(k)), "were labels taken for places?"),
        "moved on": (lambda i, k, rng: shuffled(i, k, (np.arange(30) + rng.integers(1, 30)) % 30), "stay neighbours"),
        "all but the first": (lambda i, k, rng: shuffled(i, k, np.append(0, 1 + rng.permutation(29))), "to place 0:"),
        "one swap": (lambda i, k, rng: swapped(i, k, rng, 1), "most images stay at their places"),
        "a view kept": (swapped_through_a_view, "keep images[i].copy()"),
        "halves": (lambda i, k, rng: shuffled(i, k, np.append(rng.permutation(15), 15 + rng.permutation(15))),
                   "the two halves stay apart"),
        "the order": (lambda i, k, rng: (rng.permutation(len(k)),) * 2, "The first is the order itself"),
        "None": (lambda i, k, rng: shuffled(i, k, rng.shuffle(np.arange(30))), "as the index None makes it"),
        "rows of pixels": (lambda i, k, rng: (i[:, order := rng.permutation(2)], k[order]), "as an image has rows"),
        "sorted labels": (lambda i, k, rng: (rng.permutation(i), np.sort(k)), "The labels are sorted"),
        "rolled": (lambda i, k, rng: (np.roll(i, 3), np.roll(k, 3)), "leave their pixels"),
        "half": (lambda i, k, rng: shuffled(i, k, rng.permutation(len(k))[:15]), "Shapes must stay"),
        "other pixels": (shuffled_with_new_pixels, "leave their pixels"),
        "text": (lambda i, k, rng: ("images", "labels"), "Return two arrays of numbers"),
        "an error": (lambda i, k, rng: i[rng.permutation(100)], "On 30 small images it raised IndexError"),
        "… left": (lambda i, k, rng: shuffled(i, k, rng.permutation(len(k) + ...)), "still a ... in the function"),
    },
)


class TestNotebook01(Exercises):
    module = notebook_01
    attempts = attempts


def test_a_message_names_the_call_the_result_the_expectation_and_the_reason(capsys):
    out = verdict("count_labels", lambda labels: np.bincount(labels), capsys)
    assert out == (
        "count_labels: not yet right.\n"
        "  For count_labels([0, 1, 1, 7])\n"
        "  it gave   [1, 2, 0, 0, 0, 0, 0, 1]\n"
        "  expected  [1, 2, 0, 0, 0, 0, 0, 1, 0, 0]\n"
        "  The result ends at the largest label: the digits above it must count 0 (minlength=10).\n"
    )
