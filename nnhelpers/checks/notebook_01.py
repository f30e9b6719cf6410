"""The checks of notebook 01's exercises."""


import numpy as np

from nnhelpers.checks.engine import (
    NotRight,
    as_numbers,
    by_cases,
    check,
    raised,
    same,
    shown,
)


def count_labels(attempt):
    """Notebook 01: how many images there are of each digit."""
    by_cases(
        attempt,
        right=lambda labels: np.bincount(labels, minlength=10),
        cases=[
            (np.array([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], dtype=np.uint8),),
            (np.array([0, 1, 1, 7], dtype=np.uint8),),
            (np.full(300, 7, dtype=np.uint8),),
        ],
        mistakes=[
            (lambda labels: np.isin(np.arange(10), labels),
             "A repeated index adds only once; loop, or use np.bincount."),
            (lambda labels: np.bincount(labels, minlength=10) % 256,
             "300 has wrapped around to 44: the counts were kept in uint8; leave dtype=int to them."),
            (lambda labels: np.unique(labels, return_counts=True)[1],
             "There is one entry per digit that occurs; a digit that never occurs must count 0."),
            (np.bincount, "The result ends at the largest label: the digits above it must count 0 (minlength=10)."),
            (lambda labels: np.bincount(labels, minlength=10) / len(labels),
             "These are shares of the whole; count the images instead."),
            (lambda labels: np.unique(labels, return_counts=True),
             "np.unique gives two arrays, the digits and their counts; and a digit that never occurs must count 0."),
            (np.unique, "These are the digits that occur; return how often each does."),
            (lambda labels: np.histogram(labels, bins=10)[0],
             "np.histogram cuts from the smallest to the largest label; give it bins=np.arange(11)."),
            (lambda labels: dict(zip(*np.unique(labels, return_counts=True), strict=True)),
             "This is a dictionary of the digits that occur; return ten counts, from that of 0 to that of 9."),
            (lambda labels: dict(enumerate(np.bincount(labels, minlength=10))),
             "This is a dictionary; return the ten counts alone, from that of 0 to that of 9."),
        ],
        verified="It counts every digit, also one that never occurs.",
    )


def mean_image(attempt):
    """Notebook 01: the mean of all images of one digit."""
    images = np.array([[[200, 0], [10, 50]], [[100, 0], [30, 61]], [[9, 9], [9, 9]]], dtype=np.uint8)
    labels = np.array([1, 1, 2], dtype=np.uint8)
    by_cases(
        attempt,
        right=lambda images, labels, digit: images[labels == digit].mean(axis=0),
        cases=[(images, labels, 1), (images, labels, 2)],
        mistakes=[
            (r"\b(28|784)\b|out of bounds for axis . with size 2",
             "The check's images are 2 × 2: use images.shape[1:], not a fixed size."),
            (lambda i, k, d: i[k == 3].mean(axis=0),
             "This is the mean of no image at all. Use digit, not 3 or another fixed number."),
            (lambda i, k, d: i[k == 1].mean(axis=0), "This is the mean of the 1s. Use digit, not a fixed number."),
            (lambda i, k, d: i[k == d].mean(axis=0) / 255,
             "Return the mean of the pixels as they are, 0 to 255: nothing is to be normalised here."),
            (lambda i, k, d: i[k == d].sum(axis=0) / 255,
             "Return the mean of the pixels as they are, 0 to 255: divide by how many images there are, not by 255."),
            (lambda i, k, d: i[k == d].sum(axis=0, dtype=np.uint8) / np.sum(k == d),
             "200 + 100 has wrapped around to 44: the sum was kept in uint8. mean(axis=0) adds in floats."),
            (lambda i, k, d: i[k == d].mean(axis=0).astype(int),
             "What stands after the decimal point was cut off: keep the floats that mean gives."),
            (lambda i, k, d: i[k == d].sum(axis=0) / len(k),
             "The sum was divided by the number of all images; divide by how many show this digit."),
            (lambda i, k, d: i[k == d].sum(axis=0), "This is the sum of the images; divide by how many there are."),
            (lambda i, k, d: i.mean(axis=0), "This is the mean of all images; choose labels == digit first."),
            (lambda i, k, d: i[k == d].mean(), "This is one number; the mean over the images alone is mean(axis=0)."),
            (lambda i, k, d: i[k == d].mean(axis=(1, 2)),
             "There is one number per image: the mean was taken over the pixels; average over the images, axis=0."),
            (lambda i, k, d: i[k == d].mean(axis=1),
             "The mean was taken down each image, axis=1; average over the images, axis=0."),
            (lambda i, k, d: i[k == d].mean(axis=2),
             "The mean was taken along the rows of each image, axis=2; average over the images, axis=0."),
            (lambda i, k, d: i[d], "This is image number `digit`; choose the images by their label."),
            (lambda i, k, d: i[k == d][0], "This is the first image of the digit; average all of them."),
            (lambda i, k, d: i[k == d], "These are the images of the digit; their mean is still to be taken."),
        ],
        verified="It averages the images of one digit, without overflow.",
    )


def decode_labels(attempt):
    """Notebook 01: the labels in the bytes of an IDX label file."""
    content = bytes([0, 0, 8, 1, 0, 0, 0, 10, 5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
    fixed_count = "The count stands in bytes 4 to 7; leave count= out, and all that follow are read."
    by_cases(
        attempt,
        right=lambda content: np.frombuffer(content, np.uint8, offset=8),
        cases=[(content,), (bytes([0, 0, 8, 1, 0, 0, 0, 1, 9]),)],
        mistakes=[
            ("buffer size must be a multiple of element size",
             "Say dtype=np.uint8: without it a number takes eight bytes."),
            ("invalid literal for int", "np.array reads bytes as text; use np.frombuffer."),
            ("buffer is smaller than requested size", fixed_count),
            (lambda c: np.frombuffer(c, np.uint8),
             "The header is still in front: the first 8 bytes are the magic number and the count."),
            (lambda c: np.frombuffer(c, np.uint8, offset=4),
             "Four bytes of header are still in front: after the magic number comes the count, 4 bytes long."),
            (lambda c: np.frombuffer(c, np.uint8, offset=16),
             "16 bytes were skipped, as in an image file; labels have one axis, so their header has 8 bytes."),
            (lambda c: c[8:], "These are bytes still; np.frombuffer makes an array of numbers of them."),
            (lambda c: np.frombuffer(c, np.uint8)[:8], "This is the header; return what follows it."),
            (lambda c: len(c) - 8, "This is how many labels there are; return the labels themselves."),
        ] + [
            (lambda c, count=count: np.frombuffer(c, np.uint8, count, offset=8), fixed_count) for count in range(1, 10)
        ],
        verified="It skips the 8 bytes of header and returns every label.",
    )


def shuffle_together(attempt):
    """Notebook 01: images and labels in a new, common order."""
    labels = np.tile(np.arange(10, dtype=np.uint8), 3)
    images = np.repeat(labels, 4).reshape(30, 2, 2)
    images[:, 1, 1] = np.arange(30)  # tells images of the same digit apart

    def shuffled(attempt, seed):
        arguments = images.copy(), labels.copy()
        try:
            got = attempt(*arguments, np.random.default_rng(seed))
        except Exception as error:
            raise NotRight(f"On 30 small images it {raised(error)}") from None
        if not same(arguments, (images, labels)):
            raise NotRight("The arrays that were passed have changed (as rng.shuffle would do). "
                           "rng.shuffle works in place; draw one order with rng.permutation, "
                           "and index both arrays with it.")
        return got

    def examine(attempt):
        got = shuffled(attempt, seed=5)
        if got is ...:
            return False
        if not (isinstance(got, (tuple, list)) and len(got) == 2):
            raise NotRight(f"Return two arrays, images and labels; it returned {shown(got)}.")
        new_images, new_labels = as_numbers(got[0]), as_numbers(got[1])
        if new_images is None or new_labels is None:
            raise NotRight(f"Return two arrays of numbers, images and labels; it returned {shown(got)}.")
        if new_images.shape == labels.shape and new_labels.shape == images.shape:
            raise NotRight("Return the images first, then the labels.")
        if new_images.shape != images.shape or new_labels.shape != labels.shape:
            raise NotRight(f"Shapes must stay: {images.shape} and {labels.shape} went in, "
                           f"{new_images.shape} and {new_labels.shape} came out.")
        broken = np.flatnonzero(new_images[:, 0, 0] != new_labels)
        if broken.size:
            place = broken[0]
            raise NotRight(f"At place {place} the image shows a {new_images[place, 0, 0]:g}, but its label is "
                           f"{new_labels[place]:g}: the two are in different orders. Draw one order, use it twice.")
        numbers = new_images[:, 1, 1]
        if not np.array_equal(np.sort(numbers), np.arange(30)):
            raise NotRight("Some images are lost and others come twice: draw a permutation, not random numbers.")
        if not np.array_equal(new_images, images[numbers.astype(int)]):
            raise NotRight("The images themselves have changed: put them into a new order, and leave their pixels.")
        if np.array_equal(new_labels, labels):
            raise NotRight("The order has not changed: index both arrays with rng.permutation(len(labels)).")
        if not same(shuffled(attempt, seed=5), got):
            raise NotRight("The same seed gave another order: take every random number from the rng passed in.")
        if same(shuffled(attempt, seed=6), got):
            raise NotRight("Another seed gave the same order: take the order from the rng passed in.")
        return True

    check(attempt, examine, "Every image keeps its label, nothing is lost, and the caller's arrays stay.")
