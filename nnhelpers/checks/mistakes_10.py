"""How images are shifted, rightly and wrongly, for the checks of notebook 10."""

import numpy as np


def padded(images, down, right, mode="constant"):
    """Put a border around each image, as wide as it is shifted."""
    d, r = abs(down), abs(right)
    return np.pad(images, ((0, 0), (d, d), (r, r)), mode=mode)


def window(larger, row, column, shape):
    """Cut a window of the images' size out of larger ones."""
    return larger[:, row : row + shape[1], column : column + shape[2]]


def moved(images, down, right, mode="constant"):
    """Return the images, shifted as they should be."""
    return window(padded(images, down, right, mode), abs(down) - down, abs(right) - right, images.shape)


def rolled(images, down, right):
    """Shift images so that what leaves comes in again."""
    return np.roll(images, (down, right), axis=(1, 2))


def blanked(images, down, right):
    """Blank the first rows and columns."""
    result = images.copy()
    result[:, :max(down, 0)] = 0
    result[:, :, :max(right, 0)] = 0
    return result


def kept(images, rows, columns):
    """Return the images with all but some rows and columns set to 0."""
    result = np.zeros_like(images)
    result[:, rows, columns] = images[:, rows, columns]
    return result


def side(number):
    """Return the slice of what stays once `number` places at the beginning (or at the end) have been blanked."""
    return slice(number, None) if number >= 0 else slice(None, number)


def wider(number, more):
    """Return a shift that is larger by `more`, in its own direction; 0 stays."""
    return number + more * int(np.sign(number))


def too_many(rows, columns, more=1):
    """Return an answer that blanks one row or column more (or less) than it should where the image comes in."""
    return lambda images, d, r: kept(rolled(images, d, r), side(wider(d, more * rows)), side(wider(r, more * columns)))


def in_a_row(images, down, right, turn=False):
    """Shift all pixels of an image as one row; with `turn`, what leaves comes in again."""
    m, h, w = images.shape
    flat, step = images.reshape(m, h * w), down * w + right
    result = np.roll(flat, step, axis=1)
    if not turn:
        result[:, slice(None, step) if step > 0 else slice(step, None) if step < 0 else slice(0)] = 0
    return result.reshape(m, h, w)


def by_place(images, down, right):
    """Shift along axes 0 and 1, without letting anything come in again."""
    return np.transpose(moved(np.transpose(images, (2, 0, 1)), down, right), (1, 2, 0))


def exchanged(images, down, right):
    """Pad the rows as the columns should be, and the other way round."""
    return window(padded(images, right, down), abs(down) - down, abs(right) - right, images.shape)


def of_all_axes(width):
    """Return an answer that pads the axis of the images too."""
    def attempt(images, down, right):
        m, d, r = width(down, right), abs(down), abs(right)
        return window(np.pad(images, ((m, m), (d, d), (r, r))), d - down, r - right, images.shape)
    return attempt


def grown(images, down, right):
    """Pad on the side where the image comes in, and cut nothing."""
    return np.pad(images, ((0, 0), (max(down, 0), max(-down, 0)), (max(right, 0), max(-right, 0))))


GROWN = "The image has grown: the border is right, but a window of the old size is to be cut out of it."
LAST_COUNTS = "Where both shifts are given, only the one to the side counts: make it in the image already moved down."
FIRST_COUNTS = "Where both shifts are given, only the one up or down is made; do both, one after the other."
AS_ONE_ROW = "The pixels are shifted as one long row, so that what leaves at one side comes in at the other, a row " \
             "further: shift rows and columns by themselves."
IMAGES_MOVED = "The axes 0 and 1 are moved: axis 0 counts the images; rows are axis 1, columns axis 2."
MORE_IMAGES = "There are more images than before: the axis of the images gets no border, (0, 0)."
MORE = [
    (grown, GROWN),
    (lambda images, d, r: moved(images, d * (r == 0), r), LAST_COUNTS),
    (lambda images, d, r: moved(images, d, r * (d == 0)), FIRST_COUNTS),
    (in_a_row, AS_ONE_ROW),
    (lambda images, d, r: in_a_row(images, d, r, True), AS_ONE_ROW),
    (by_place, IMAGES_MOVED),
    (lambda images, d, r: by_place(images, r, d), IMAGES_MOVED),
    (exchanged, "The border widths are exchanged: rows get that of down, columns that of right."),
    (lambda images, d, r: moved(images, 2 * d, 2 * r), "It moves twice as far as it should."),
    (lambda images, d, r: moved(images, 2 * d, r), "It moves up or down twice as far as it should."),
    (lambda images, d, r: moved(images, d, 2 * r), "It moves to the side twice as far as it should."),
    *[(lambda images, d, r, more=more: moved(images, wider(d, more), wider(r, more)), f"It moves one pixel too {word}.")
      for more, word in ((1, "far"), (-1, "little"))],
    *[(of_all_axes(width), MORE_IMAGES) for width in (
        lambda d, r: abs(d), lambda d, r: abs(r), lambda d, r: max(abs(d), abs(r)), lambda d, r: 1)],
    (too_many(1, 0), "Where it comes in, one row too many is blanked."),
    (too_many(0, 1), "Where it comes in, one column too many is blanked."),
    (too_many(1, 1), "Where it comes in, one row and one column too many are blanked."),
    *[(too_many(*which, -1), "Where it comes in, one row or column too few is blanked.")
      for which in ((1, 0), (0, 1), (1, 1))],
    *[(lambda images, d, r, rows=rows, columns=columns: moved(kept(images, rows, columns), d, r), words)
      for rows, columns, words in (
          (slice(1, None), slice(1, None), "The first row and the first column are lost: places count from 0."),
          (slice(1, None), slice(None), "The first row of each image is lost: places count from 0."),
          (slice(None), slice(1, None), "The first column of each image is lost: places count from 0."),
          (slice(-1), slice(-1), "The last row and the last column of each image are lost."),
          (slice(-1), slice(None), "The last row of each image is lost."),
          (slice(None), slice(-1), "The last column of each image is lost."))],
]
