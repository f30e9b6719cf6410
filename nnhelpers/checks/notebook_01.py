"""The checks of notebook 01's exercises: loading MNIST."""

from functools import reduce

import numpy as np

from nnhelpers.checks.compare import as_numbers, same, shown
from nnhelpers.checks.engine import NotRight, by_cases, check, failure, run


def count_labels(attempt):
    """Notebook 01: how many images there are of each digit."""
    def counts(labels):
        return np.bincount(labels, minlength=10)

    def about_the_sum(got, expected):
        """Say how many labels were counted, if not all."""
        numbers = as_numbers(got)
        if numbers is None or numbers.shape != (10,) or numbers.sum() == expected.sum():
            return ""
        return f"The counts sum to {numbers.sum():g}; there are {expected.sum()} labels."

    digits_and_counts = "np.unique gives two arrays, the digits and their counts; and a digit that never occurs must " \
                        "count 0."
    by_cases(
        attempt,
        right=counts,
        cases={
            "labels of every digit": (np.array([9, 5, 0, 4, 1, 9, 2, 1, 3, 1, 4, 8, 8, 6, 7, 6], dtype=np.uint8),),
            "digits that never occur, 9 among them": (np.array([0, 1, 1, 7], dtype=np.uint8),),
            "labels without a 0": (np.array([9, 3, 3, 4, 9, 9], dtype=np.uint8),),
            "a digit that occurs 300 times": (np.append(np.full(300, 7), [3, 3, 0]).astype(np.uint8),),
            "labels of another dtype": (np.array([2, 8, 8, 5, 2, 8]),),
            "a single label": (np.array([6], dtype=np.uint8),),
        },
        mistakes=[
            (lambda labels: np.isin(np.arange(10), labels), "A digit counts once here, however often it occurs. (A "
             "repeated index, as in counts[labels] += 1, adds only once.) Loop, or use np.bincount."),
            (lambda labels: np.bincount(labels, minlength=10) % 256,
             "300 has wrapped around to 44: the counts were kept in eight bits; leave dtype=int to them."),
            (lambda labels: np.unique(labels, return_counts=True)[1],
             "There is one entry per digit that occurs; a digit that never occurs must count 0."),
            (lambda labels: [count for count in np.bincount(labels, minlength=10) if count],
             "There is one entry per digit that occurs; a digit that never occurs must count 0."),
            (lambda labels: np.sort(np.unique(labels, return_counts=True)[1])[::-1],
             "The counts are sorted, and there is one per digit that occurs: ten are asked for, that of 0 first."),
            (np.bincount, "The result ends at the largest label: the digits above it must count 0 (minlength=10)."),
            (lambda labels: np.bincount(labels, minlength=9),
             "The tenth entry is there only if a 9 is: there are ten digits, so minlength=10."),
            (lambda labels: np.bincount(labels, minlength=11), "There are eleven entries: the digits are ten, 0 to 9."),
            (lambda labels: np.bincount(labels, minlength=len(labels)),
             "The result is as long as there are labels; it must have ten entries (minlength=10)."),
            (lambda labels: np.bincount(labels, minlength=10)[:10] / len(labels),
             "These are shares of the whole; count the images instead."),
            (lambda labels: np.unique(labels, return_counts=True), digits_and_counts),
            (np.unique, "These are the digits that occur; return how often each does."),
            (lambda labels: np.histogram(labels, bins=10)[0],
             "np.histogram cuts from the smallest to the largest label; give it bins=np.arange(11)."),
            (lambda labels: np.histogram(labels, bins=np.arange(10))[0],
             "bins=np.arange(10) makes nine bins, the last for 8 and 9 together; give it bins=np.arange(11)."),
            (lambda labels: np.histogram(labels, bins=np.arange(11)),
             "np.histogram gives two arrays, the counts and the edges; return the counts alone."),
            (lambda labels: dict(zip(*np.unique(labels, return_counts=True), strict=True)),
             "This is a dictionary of the digits that occur; return ten counts, from that of 0 to that of 9."),
            (lambda labels: dict(enumerate(np.bincount(labels, minlength=10))),
             "This is a dictionary; return the ten counts alone, from that of 0 to that of 9."),
            (lambda labels: np.sort(np.bincount(labels, minlength=10))[::-1],
             "The counts are right, but sorted; the place of a count tells its digit: that of 0 first."),
            (lambda labels: np.bincount(labels, minlength=10) * np.arange(10),
             "Each label was added with its value; every image counts one, whatever its digit."),
            (lambda labels: np.array([np.sum(labels[:-1] == digit) for digit in range(10)]),
             "The last label was not counted."),
            (lambda labels: np.array([np.sum(labels[1:] == digit) for digit in range(10)]),
             "The first label was not counted."),
            (lambda labels: np.bincount(labels, minlength=10).argmax(),
             "This is the digit that occurs most; return how often each does."),
            (lambda labels: counts(labels[:1]), "Only the first label was counted."),
            (lambda labels: counts(labels[-1:]), "Only the last label was counted."),
            (lambda labels: np.append(counts(labels)[1:], 0), "These are the counts of 1 to 10: the digits begin at "
             "0, so every count stands one place too early."),
            (lambda labels: np.insert(counts(labels)[:-1], 0, 0), "Every count stands one place too late: the count "
             "of 0 is the first entry."),
            (lambda labels: np.ones(10), "Every count is 1, whatever the labels are. (np.where gives a tuple of one "
             "array, so its len is 1; the sum of labels == digit counts.)"),
            (lambda labels: counts(labels)[labels], "There is one entry per image, how often its label occurs; one per "
             "digit is asked for, ten in all."),
            (lambda labels: np.maximum(counts(labels) - 1, 0), "Each digit that occurs is one short: its first (or "
             "last) image counts too."),
            (lambda labels: counts(labels) + (counts(labels) > 0), "Each digit that occurs was counted once too often: "
             "a counter begins at 0, and the first image makes it 1."),
            (lambda labels: counts(labels[np.append(True, labels[1:] != labels[:-1])]),
             "Equal labels next to each other were counted once: each image counts."),
            (lambda labels: len(labels) - counts(labels), "This is how many images are *not* of the digit."),
            (lambda labels: np.cumsum(counts(labels)[::-1])[::-1], "This is how many labels are at least the digit; "
             "count those that are equal to it."),
            (lambda labels: np.cumsum(counts(labels)) - counts(labels), "This is how many labels are below the digit; "
             "count those that are equal to it."),
            (lambda labels: len(labels) - np.cumsum(counts(labels)), "This is how many labels are above the digit; "
             "count those that are equal to it."),
            (lambda labels: counts(labels) / len(labels) * 100, "These are shares of the whole; count the images "
             "instead."),
            (lambda labels: counts(labels) / counts(labels).max(), "These are shares of the largest count; count the "
             "images instead."),
            (lambda labels: counts(labels) / 10, "The counts were divided by 10; count the images."),
            (lambda labels: counts(labels).clip(max=255), "300 has become 255: the counts end there; leave dtype=int "
             "to them."),
            (lambda labels: counts(labels).astype(np.int8), "300 has wrapped around to 44: the counts were kept in "
             "eight bits; leave dtype=int to them."),
            (lambda labels: counts(np.unique(labels)), "A digit counts once here, however often it occurs. (A "
             "repeated index, as in counts[labels] += 1, adds only once.) Loop, or use np.bincount."),
            (lambda labels: [np.argmax(labels == digit) for digit in range(10)],
             "This is the place of the first image of each digit; return how many there are."),
            (lambda labels: np.bincount(np.unique(labels, return_counts=True)[1], minlength=10)[:10],
             "This counts the counts: count the labels themselves."),
        ],
        verified="It counts every digit, also one that never occurs.",
        otherwise=about_the_sum,
    )


def mean_image(attempt):
    """Notebook 01: the mean of all images of one digit."""
    rng = np.random.default_rng(11)
    images = rng.integers(90, 256, (9, 2, 3)).astype(np.uint8)
    labels = np.array([4, 1, 4, 4, 1, 2, 4, 1, 2], dtype=np.uint8)
    images[1:8:3, 0, 0] = [200, 101, 61]
    square = rng.integers(0, 256, (5, 3, 3)).astype(np.uint8)
    ink = "The mean was taken over the pixels above 0 only; a pixel that is 0 counts, too: divide by how many images " \
          "there are."
    none_chosen = "It is NaN everywhere, as the mean of no image at all is: was any image chosen? Compare the labels " \
                  "one by one, labels == digit."
    pixels_as_they_are = "Return the mean of the pixels as they are, 0 to 255: "

    def chosen(i, k, d):
        return i[k == d]

    by_cases(
        attempt,
        right=lambda i, k, d: i[k == d].mean(axis=0),
        cases={
            "four images of 2 × 2 pixels": (
                np.array([[[200, 3], [11, 50]], [[101, 7], [30, 61]], [[9, 8], [90, 5]], [[80, 12], [2, 77]]],
                         dtype=np.uint8), np.array([1, 1, 2, 1], dtype=np.uint8), 1),
            "images of 2 × 3 pixels": (images, labels, 4),
            "another digit": (images, labels, 1),
            "a digit with two images": (images, labels, 2),
            "square images": (square, np.array([0, 3, 3, 0, 3], dtype=np.uint8), 3),
            "the digit 0": (square, np.array([0, 3, 3, 0, 0], dtype=np.uint8), 0),
            "a digit with a single image": (square, np.array([8, 9, 8, 8, 8]), 9),
            "as many images as rows": (square[:3], np.array([7, 5, 7]), 7),
            "pixels that are 0 in some images of the digit": (
                np.array([[[0, 131, 52]], [[9, 77, 0]], [[33, 0, 20]], [[17, 94, 0]], [[101, 8, 0]]], dtype=np.uint8),
                np.array([6, 2, 6, 6, 6], dtype=np.uint8), 6),
            "a digit with more than ten images": (
                np.arange(14 * 6, dtype=np.uint8).reshape(14, 2, 3)[::-1] ** 2, np.repeat([5, 3], [12, 2]), 5),
        },
        mistakes=[
            (lambda i, k, d: np.median(chosen(i, k, d), axis=0),
             "This is the median, the pixel in the middle; the mean adds all and divides by how many there are."),
            (lambda i, k, d: chosen(i, k, d).mean(axis=0) / 255,
             pixels_as_they_are + "nothing is to be normalised here."),
            (lambda i, k, d: chosen(i, k, d).sum(axis=0) / 255,
             pixels_as_they_are + "divide by how many images there are, not by 255."),
            (lambda i, k, d: chosen(i, k, d).sum(axis=0, dtype=np.uint8) / np.sum(k == d),
             "The sum has wrapped around at 256: it was kept in uint8. mean(axis=0) adds in floats."),
            (lambda i, k, d: chosen(i, k, d).mean(axis=0).astype(int),
             "What stands after the decimal point was cut off: keep the floats that mean gives."),
            (lambda i, k, d: chosen(i, k, d).mean(axis=0).round(),
             "The means were rounded: keep the floats that mean gives."),
            (lambda i, k, d: chosen(i, k, d).sum(axis=0) / len(k),
             "The sum was divided by the number of all images; divide by how many show this digit."),
            (lambda i, k, d: chosen(i, k, d).sum(axis=0) / d,
             "The sum was divided by the digit; divide by how many images show it."),
            (lambda i, k, d: chosen(i, k, d).sum(axis=0) / k[k == d].sum(),
             "The sum was divided by the sum of the labels; divide by how many images there are."),
            (lambda i, k, d: chosen(i, k, d).sum(axis=0) / (np.sum(k == d) - 1),
             "The sum was divided by one less than the number of images."),
            (lambda i, k, d: chosen(i, k, d).sum(axis=0) / (np.sum(k == d) + 1),
             "The sum was divided by one more than the number of images."),
            (lambda i, k, d: chosen(i, k, d).sum(axis=0),
             "This is the sum of the images; divide by how many there are."),
            (lambda i, k, d: i.mean(axis=0), "This is the mean of all images; choose labels == digit first."),
            (lambda i, k, d: i[k != d].mean(axis=0), "This is the mean of the *other* digits: choose labels == digit."),
            (lambda i, k, d: chosen(i, k, d).mean(),
             "This is one number; the mean over the images alone is mean(axis=0)."),
            (lambda i, k, d: chosen(i, k, d).mean(axis=(1, 2)),
             "There is one number per image: the mean was taken over the pixels; average over the images, axis=0."),
            (lambda i, k, d: chosen(i, k, d).mean(axis=1),
             "The mean was taken down each image, axis=1; average over the images, axis=0."),
            (lambda i, k, d: chosen(i, k, d).mean(axis=2),
             "The mean was taken along the rows of each image, axis=2; average over the images, axis=0."),
            (lambda i, k, d: chosen(i, k, d).mean(axis=0).mean(axis=0),
             "After the mean over the images another was taken; one is enough."),
            (lambda i, k, d: i[d], "This is image number `digit`; choose the images by their label."),
            (lambda i, k, d: i[k[d]], "labels[digit] is the label of image number `digit`; choose labels == digit."),
            (lambda i, k, d: chosen(i, k, d)[0], "This is the first image of the digit; average all of them."),
            (lambda i, k, d: chosen(i, k, d)[0] / np.sum(k == d),
             "Only the first image of the digit was added; add all of them."),
            (lambda i, k, d: chosen(i, k, d)[-1], "This is the last image of the digit; average all of them."),
            (lambda i, k, d: chosen(i, k, d)[-1] / np.sum(k == d),
             "Only the last image of the digit was added: each replaced the one before."),
            (lambda i, k, d: chosen(i, k, d)[1:].mean(axis=0), "The first image of the digit is left out."),
            (lambda i, k, d: chosen(i, k, d)[:-1].mean(axis=0), "The last image of the digit is left out."),
            (lambda i, k, d: i[:d].mean(axis=0),
             "This is the mean of the first `digit` images; choose labels == digit."),
            (lambda i, k, d: chosen(i, k, d).max(axis=0), "This is the largest value of each pixel; take the mean."),
            (lambda i, k, d: chosen(i, k, d).std(axis=0),
             "This is the standard deviation, how much the images vary; take the mean."),
            (lambda i, k, d: (chosen(i, k, d).min(axis=0) / 2 + chosen(i, k, d).max(axis=0) / 2),
             "This is the middle between the smallest and the largest value; the mean takes all images into account."),
            (lambda i, k, d: (i / 255)[k == d].mean(axis=0) > 0.5, "These are True and False; return the mean itself."),
            (lambda i, k, d: chosen(i, k, d), "These are the images of the digit; their mean is still to be taken."),
            (lambda i, k, d: chosen(i, k, d).sum(axis=0) / (chosen(i, k, d) > 0).sum(axis=0), ink),
            (lambda i, k, d: chosen(i, k, d).sum(axis=0) / np.maximum((chosen(i, k, d) > 0).sum(axis=0), 1), ink),
            (lambda i, k, d: reduce(lambda mean, image: (mean + image) / 2, chosen(i, k, d) / 1.0),
             "The images do not weigh the same: where the mean so far and the next image are halved again and again, "
             "the later ones weigh more. Add all, then divide once."),
            (lambda i, k, d: reduce(lambda mean, image: (mean + image) / 2, chosen(i, k, d), 0.0),
             "Each new image halves what came before, and the first mean is 0: add all, then divide once."),
            (lambda i, k, d: (i[0] + chosen(i, k, d).sum(axis=0)) / np.sum(k == d),
             "The first image of all, images[0], was added besides: the sum begins at 0."),
            (lambda i, k, d: (i[0] + chosen(i, k, d).sum(axis=0)) / (np.sum(k == d) + 1),
             "The first image of all, images[0], was added and counted besides: begin at 0."),
            (lambda i, k, d: (chosen(i, k, d)[0] + chosen(i, k, d).sum(axis=0)) / np.sum(k == d),
             "The first image of the digit was added twice."),
            (lambda i, k, d: (chosen(i, k, d)[-1] + chosen(i, k, d).sum(axis=0)) / np.sum(k == d),
             "The last image of the digit was added twice."),
            (lambda i, k, d: chosen(i, k, d)[1:].sum(axis=0) / np.sum(k == d),
             "The first image of the digit was not added, but counted."),
            (lambda i, k, d: (chosen(i, k, d) / 2.0)[[0, -1]].sum(axis=0),
             "This is the mean of the first and the last image only; average all of the digit."),
            (lambda i, k, d: np.full(i.shape[1:], np.nan), none_chosen),
            (lambda i, k, d: np.full(i.shape, np.nan), none_chosen),
            (lambda i, k, d: 0 * i[0], "All pixels are 0: no image was added."),
            (lambda i, k, d: np.sqrt(((chosen(i, k, d) / 1.0)**2).mean(axis=0)),
             "This is the root of the mean square; take the mean itself."),
            (lambda i, k, d: np.average(i, axis=0, weights=k + 0.0),
             "The labels were taken for weights; choose labels == digit."),
            (lambda i, k, d: 255 - chosen(i, k, d).mean(axis=0), "It is 255 minus what is expected: "
             "the pixels were turned into their opposite."),
            (lambda i, k, d: chosen(i, k, d).mean(axis=0) - i.mean(axis=0),
             "The mean of all images was subtracted; return that of the digit as it is."),
            (lambda i, k, d: chosen(i, k, d).mean(axis=0) / chosen(i, k, d).mean(axis=0).max(),
             pixels_as_they_are + "nothing is to be divided by the largest."),
            (lambda i, k, d: chosen(i, k, d).mean(axis=0) / chosen(i, k, d).max(),
             pixels_as_they_are + "nothing is to be divided by the largest."),
            (lambda i, k, d: chosen(i, k, d).mean(axis=0) > 127, "These are True and False; return the mean itself."),
            (lambda i, k, d: chosen(i, k, d).min(axis=0), "This is the smallest value of each pixel; take the mean."),
            (lambda i, k, d: chosen(i, k, d).var(axis=0),
             "This is the variance, how much the images vary; take the mean."),
            *[(lambda i, k, d, fixed=fixed: i[k == fixed].mean(axis=0),
               f"This is the mean of the {fixed}s, whatever digit was asked for. Use digit, not a fixed number.")
              for fixed in range(10)],
        ],
        verified="It averages the images of one digit, without overflow.",
    )


def decode_labels(attempt):
    """Notebook 01: the labels in the bytes of an IDX label file."""
    def file_of(*labels):
        return bytes([0, 0, 8, 1]) + len(labels).to_bytes(4, "big") + bytes(labels)

    def uint8(content, **how):
        return np.frombuffer(content, np.uint8, **how)

    fixed_count = "The count stands in bytes 4 to 7, not always the same; leave it out, and all that follow are read."
    zeros = "A label 0 is a label like the others, no padding: "
    by_cases(
        attempt,
        right=lambda content: uint8(content, offset=8),
        cases={
            "ten labels": (file_of(5, 0, 4, 1, 9, 2, 1, 3, 1, 4),),
            "three labels": (file_of(5, 0, 4),),
            "a first label 0": (file_of(0, 5, 3),),
            "a last label 0": (file_of(4, 0, 2, 7, 0),),
            "labels 0, 0, 8, 1 in a row, as in a header": (file_of(7, 0, 0, 8, 1, 9, 9, 6, 8, 8, 2, 3),),
            "more than 255 labels": (file_of(*[(7 * place + place // 10) % 10 for place in range(1, 262)]),),
            "a label above 127, as data other than digits may have": (file_of(26, 200, 129, 3, 255, 61),),
            "as many labels as fill whole blocks of eight bytes": (
                file_of(3, 1, 8, 5, 9, 9, 2, 6, 4, 7, 0, 3, 1, 1, 8, 6),),
            "a single label": (file_of(9),),
        },
        mistakes=[
            ("buffer size must be a multiple of element size",
             "Say dtype=np.uint8: without it, or with a longer dtype, a number takes several bytes."),
            ("invalid literal for int",
             "The bytes were read as text; each is a number already. np.frombuffer reads them as numbers."),
            ("buffer is smaller than requested size", "More labels were asked for than there are. The count stands in "
             "bytes 4 to 7, the highest first (big-endian, \">I\"), and is not always the same; leave it out, and all "
             "that follow are read."),
            (lambda c: uint8(c, offset=8).view(np.int8), "Bytes above 127 have become negative: they were read as "
             "int8, with a sign; say np.uint8."),
            (lambda c: uint8(c, offset=8) & 127, "Bytes above 127 have lost their highest bit."),
            (lambda c: uint8(c, offset=8).clip(0, 9), "Labels above 9 have become 9; read them as they are."),
            (lambda c: uint8(c, offset=8) % 10, "Labels above 9 have been cut to one digit; read them as they are."),
            (lambda c: uint8(c[8:].strip(b"\0")), zeros + "those at the beginning and at the end are lost."),
            (lambda c: uint8(c[8:].lstrip(b"\0")), zeros + "those at the beginning are lost."),
            (lambda c: uint8(c[8:].rstrip(b"\0")), zeros + "those at the end are lost."),
            (lambda c: uint8(c.rstrip(b"\0")[8:]), zeros + "those at the end are lost."),
            (lambda c: uint8(c[8:].replace(b"\0", b"")), zeros + "all of them are lost."),
            (lambda c: uint8(c[8:].split(b"\0")[0]), zeros + "the labels end before the first of them."),
            (lambda c: [int(digit, 16) for digit in c[8:].hex()], "There are two entries per byte, the digits of its "
             "hexadecimal writing; each byte is one label."),
            (lambda c: np.unpackbits(uint8(c, offset=8)), "There are eight entries per byte, its bits; each byte is "
             "one label."),
            (lambda c: [int(digit) for label in c[8:] for digit in str(label)], "A label of several digits was taken "
             "apart; each byte is one label."),
            (lambda c: np.unique(uint8(c, offset=8)), "Each label stands there once, sorted: repeated ones are lost. "
             "Return the label of every image, in the order of the file."),
            (lambda c: list(dict.fromkeys(c[8:])), "Each label stands there once: repeated ones are lost. Return the "
             "label of every image."),
            (lambda c: np.frombuffer(c[8:], "S1").astype(str), "These are characters; a byte is a number already."),
            (lambda c: uint8(c, offset=8) + 1, "1 was added to each label; they begin at 0."),
            (lambda c: uint8(c[8::2]), "Only every second label was read: each byte is one label."),
            (lambda c: uint8(c[8::4]), "Only every fourth label was read: each byte is one label."),
            ("string argument without an encoding|'utf-8' codec|'ascii' codec",
             "The bytes are numbers, not text: nothing is to be decoded in that sense."),
            (lambda c: uint8(c), "The header is still in front: the first 8 bytes are the magic number and the count."),
            (lambda c: uint8(c, offset=4),
             "Four bytes of header are still in front: after the magic number comes the count, 4 bytes long."),
            (lambda c: uint8(c)[16:],
             "16 bytes were skipped, as in an image file; labels have one axis, so their header has 8 bytes."),
            (lambda c: uint8(c, offset=16),
             "16 bytes were skipped, as in an image file; labels have one axis, so their header has 8 bytes."),
            (lambda c: uint8(c, offset=7), "The last byte of the header is still in front: skip 8 bytes."),
            (lambda c: uint8(c, offset=9), "The first label is missing: the header has 8 bytes, so the first label is "
             "byte 8, counted from 0."),
            (lambda c: uint8(c, offset=12), "12 bytes were skipped; magic number and count are 4 bytes each."),
            (lambda c: uint8(c[8:-1]), "The last label is missing."),
            (lambda c: uint8(c[8:8 + c[7]]), "The count has four bytes, 4 to 7; the last of them alone ends at 255."),
            (lambda c: uint8(c, count=c[7], offset=8),
             "The count has four bytes, 4 to 7; the last of them alone ends at 255."),
            (lambda c: uint8(c, offset=8).astype(bool), "The labels have become True and False; keep the numbers."),
            (lambda c: uint8(c, offset=8) / 255, "Labels are no pixels: nothing is to be divided by 255."),
            (lambda c: uint8(c, offset=8)[:, np.newaxis], "The shape is (m, 1); labels have one axis: (m,)."),
            (lambda c: uint8(c, offset=8)[np.newaxis], "The shape is (1, m); labels have one axis: (m,)."),
            (lambda c: uint8(c, offset=8)[::-1], "The labels are right, in reverse order."),
            (lambda c: c[8:], "These are bytes still; np.frombuffer makes an array of numbers of them."),
            (lambda c: np.array(c[8:]), "These are bytes still; np.frombuffer makes an array of numbers of them."),
            (lambda c: uint8(c)[:8], "This is the header; return what follows it."),
            (lambda c: len(c) - 8, "This is how many labels there are; return the labels themselves."),
            (lambda c: int.from_bytes(c[8:], "big"), "This is all bytes together as one number; each is a label."),
            (lambda c: uint8(c[8:9]), "There is only the first label; return all of them."),
            (lambda c: c[8], "This is the first label; return all of them."),
            (lambda c: np.bincount(uint8(c, offset=8), minlength=10), "These are counts; return the labels."),
            (lambda c: [chr(label) for label in c[8:]], "These are characters; a byte is a number already."),
            (lambda c: uint8(c, offset=8).astype(np.int8).view(np.uint8) - 48,
             "48 was subtracted, as from characters; a byte is a number already."),
            *[(lambda c, count=count: uint8(c, count=count, offset=8), fixed_count) for count in range(2, 11)],
            *[(lambda c, count=count: uint8(c[8:8 + count]), fixed_count) for count in range(2, 11)],
        ],
        verified="It skips the 8 bytes of header and returns every label.",
    )


def shuffle_together(attempt):
    """Notebook 01: images and labels in a new, common order."""
    labels = np.tile(np.arange(10, dtype=np.uint8), 3)
    images = np.repeat(labels, 6).reshape(30, 2, 3)
    images[:, 1, 1] = np.arange(30)  # tells images of the same digit apart
    as_rows = images.reshape(30, 6)
    each_once = "every place must be drawn exactly once, as in rng.permutation(len(labels))."
    as_places = "were labels taken for places? An order holds the places 0 to 29, rng.permutation(len(labels))."

    def shuffled(attempt, images, seed):
        outcome = run(attempt, (images, labels, np.random.default_rng(seed)))
        if outcome.error is not None:
            raise NotRight(f"On 30 small images it {failure(outcome.error, attempt)}")
        if outcome.changed:
            raise NotRight("The arrays that were passed have changed (as rng.shuffle would do). "
                           "rng.shuffle works in place; draw one order with rng.permutation, "
                           "and index both arrays with it.")
        return outcome

    def require_pairs(got, images):
        if not (isinstance(got, (tuple, list)) and len(got) == 2):
            raise NotRight(f"Return two arrays, images and labels; it returned {shown(got)}.")
        new_images, new_labels = as_numbers(got[0]), as_numbers(got[1])
        if new_images is None or new_labels is None:
            raise NotRight(f"Return two arrays of numbers, images and labels; it returned {shown(got)}.")
        if new_images.shape == labels.shape and new_labels.shape == images.shape:
            raise NotRight("Return the images first, then the labels.")
        if new_images.shape != images.shape or new_labels.shape != labels.shape:
            raise NotRight(about_shapes(new_images, new_labels, images))
        flat = new_images.reshape(30, 6)
        numbers = flat[:, 4]
        if not (set(numbers) <= set(range(30)) and np.array_equal(flat, as_rows[numbers.astype(int)])):
            raise NotRight("The images themselves have changed: put them into a new order, and leave their pixels.")
        images_kept = np.array_equal(np.sort(numbers), np.arange(30))
        labels_kept = np.array_equal(np.sort(new_labels), np.sort(labels))
        matching = np.array_equal(flat[:, 0], new_labels)
        if not images_kept and max(numbers) < 10:
            raise NotRight(f"Only the images at places 0 to 9 come out, each several times: {as_places}")
        if not images_kept and (matching or not labels_kept):
            raise NotRight(f"Some images are lost and others come twice: {each_once}")
        if not images_kept:
            raise NotRight(f"Some images are lost and others come twice, while the labels are complete: {each_once} "
                           "(In a swap, images[i] is a view that changes with the array: keep images[i].copy().)")
        if not labels_kept:
            raise NotRight(f"Some labels are lost and others come more often, while the images are complete: "
                           f"{each_once}")
        if not matching:
            place = np.flatnonzero(flat[:, 0] != new_labels)[0]
            words = f"At place {place} the image shows a {flat[place, 0]:g}, but its label is " \
                    f"{new_labels[place]:g}: the two are in different orders. Draw one order, use it twice."
            if np.array_equal(new_images, images):
                words = "The images are in their old order, and the labels are not: index both arrays with the order."
            elif np.array_equal(new_labels, labels):
                words = "The labels are in their old order, and the images are not: index both arrays with the order."
            elif np.array_equal(new_labels, np.sort(labels)):
                words = "The labels are sorted, and the images are not: index both arrays with the same order."
            elif np.array_equal(new_labels, labels[np.argsort(numbers)]):
                words = "The labels went the opposite way: one array was indexed with the order, the other with its " \
                        "inverse (as new[order] = old does). Do the same with both."
            raise NotRight(words)
        if np.array_equal(numbers, np.arange(30)):
            raise NotRight("The order has not changed: index both arrays with rng.permutation(len(labels)).")
        return numbers

    def about_shapes(new_images, new_labels, images):
        """Put into words what shapes other than those passed tell."""
        words = f"Shapes must stay: {images.shape} and {labels.shape} went in, " \
                f"{new_images.shape} and {new_labels.shape} came out."
        if new_images.shape == labels.shape == new_labels.shape:
            place = np.array_equal(np.sort(new_images), np.arange(30))
            return f"{words} " + ("The first is the order itself, the places 0 to 29: index images and labels with it."
                                  if place else "The first should be the images.")
        if new_images.shape == (1, *images.shape) or new_labels.shape == (1, 30):
            return f"{words} An axis of length 1 stands in front, as the index None makes it. (rng.shuffle works in " \
                   "place and returns None.)"
        if new_images.shape == images.shape and new_labels.ndim == 1 and len(new_labels) in images.shape[1:]:
            return f"{words} The order has {len(new_labels)} places, as many as an image has rows or columns; draw " \
                   "one for the 30 images, len(labels), and index the first axis."
        if new_images.shape[1:] == images.shape[1:] and new_labels.shape[1:] == ():
            return f"{words} All 30 images and labels must come back."
        if new_images.shape == images.shape[1:] or new_labels.ndim == 0:
            return f"{words} A single image or label came back: index with the whole order."
        return words

    def require_random(orders):
        """Refuse orders, one row per try, that have too much in common with the old one."""
        if ((orders == np.arange(30)).sum(axis=1) > 15).all():
            raise NotRight("In every try most images stay at their places: draw a new order of all.")
        steps = (orders[:, 1:] - orders[:, :-1]) % 30
        neighbours = ((steps == 1) | (steps == 29)).sum(axis=1)
        if (neighbours > 15).all():
            raise NotRight("In every try most neighbours stay neighbours, as where the whole row is only moved on: "
                           "draw a new order of all, rng.permutation(len(labels)).")
        if (fixed := np.flatnonzero((orders == orders[0]).all(axis=0))).size:
            raise NotRight(f"In every try the same image comes to place {fixed[0]}: every place takes part in the "
                           "shuffle, the first and the last too.")
        if (np.diff(labels[orders].astype(int)) >= 0).all():
            raise NotRight("In every try the images come out sorted by their digits: the order is to be random.")
        if (orders[:, :15] < 15).all() or (orders[:, :15] >= 15).all():
            raise NotRight("In every try the two halves stay apart: draw one order of all images.")

    def examine(attempt):
        first = shuffled(attempt, images, seed=5)
        if first.value is ...:
            return False
        orders = [require_pairs(first.value, images)]
        if not same(shuffled(attempt, images, seed=5).value, first.value):
            raise NotRight("The same seed gave another order: take every random number from the rng passed in.")
        if same(shuffled(attempt, images, seed=6).value, first.value):
            raise NotRight("Another seed gave the same order: take the order from the rng passed in.")
        for seed in range(7, 12):
            orders.append(require_pairs(shuffled(attempt, as_rows, seed).value, as_rows))
        require_random(np.array(orders, dtype=int))
        return True

    check(attempt, examine, "Every image keeps its label, nothing is lost, and the caller's arrays stay.")
