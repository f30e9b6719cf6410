"""Attempts at the exercises of notebook 14: the right ones are accepted, the wrong ones told what is wrong."""

import numpy as np
from attempts import Attempts, Exercises

from nnhelpers.checks import notebook_14
from nnhelpers.convolution import convolve, pad
from nnhelpers.layers import ConvLayer

attempts = Attempts()


def side(length, size, stride, padding):
    return (length + 2 * padding - size) // stride + 1


def sizes_by_the_layer(shape, filters, size, stride, padding):
    layer = ConvLayer(shape[0], filters, size, stride, padding)
    return layer.shape_after(shape), layer.size


def sizes_by_trying(shape, filters, size, stride, padding):
    rows, columns = (len(range(0, length + 2 * padding - size + 1, stride)) for length in shape[1:])
    return (filters, rows, columns), sum(shape[0] * size * size + 1 for _ in range(filters))


def sizes(shape, filters, size, stride, padding):
    rows, columns = side(shape[1], size, stride, padding), side(shape[2], size, stride, padding)
    return (filters, rows, columns), filters * shape[0] * size**2 + filters


def sizes_with(rows, columns, number):
    """Sizes of which a part is computed otherwise; None: rightly."""
    def wrong(shape, filters, size, stride, padding):
        (f, r, c), n = sizes(shape, filters, size, stride, padding)
        arguments = shape, filters, size, stride, padding
        return (f, rows(*arguments) if rows else r, columns(*arguments) if columns else c), (
            number(*arguments) if number else n)
    return wrong


def both(places):
    """Sizes whose rows and columns are counted by `places`."""
    return sizes_with(lambda s, f, k, t, p: places(s[1], k, t, p), lambda s, f, k, t, p: places(s[2], k, t, p), None)


def counted(number):
    return sizes_with(None, None, number)


attempts(
    "conv_sizes",
    right={
        "the formula": sizes,
        "by the layer": sizes_by_the_layer,
        "by trying": sizes_by_trying,
        "floor of a fraction": lambda s, f, k, t, p: (
            (f, *(int(np.floor((n + 2 * p - k) / t)) + 1 for n in s[1:])), f * (s[0] * k * k + 1)),
        "lists": lambda *case: [list(sizes(*case)[0]), sizes(*case)[1]],
    },
    wrong={
        "one side": (both(lambda n, k, t, p: (n + p - k) // t + 1), "The frame lies on both sides"),
        "no frame": (both(lambda n, k, t, p: (n - k) // t + 1), "The frame is missing"),
        "no + 1": (both(lambda n, k, t, p: (n + 2 * p - k) // t), "One is missing"),
        "no stride": (both(lambda n, k, t, p: n + 2 * p - k + 1), "The stride is missing"),
        "1 added first": (both(lambda n, k, t, p: (n + 2 * p - k + 1) // t), "Divide first, then add 1"),
        "as large as before": (both(lambda n, k, t, p: (n + 2 * p) // t), "The window needs room"),
        "fractions": (both(lambda n, k, t, p: (n + 2 * p - k) / t + 1), "a window fits or does not"),
        "rounded up": (both(lambda n, k, t, p: int(np.ceil((n + 2 * p - k) / t)) + 1), "round down"),
        "square": (sizes_with(None, lambda s, f, k, t, p: side(s[1], k, t, p), None), "maps need not be square"),
        "one channel": (counted(lambda s, f, k, t, p: f * (k**2 + 1)), "The shape is right; the number"),
        "no bias": (counted(lambda s, f, k, t, p: f * s[0] * k**2), "The biases are missing: one per filter"),
        "a single bias": (counted(lambda s, f, k, t, p: f * s[0] * k**2 + 1), "Each filter has one bias"),
        "a bias per channel": (counted(lambda s, f, k, t, p: f * s[0] * (k**2 + 1)), "Each filter has one bias"),
        "size not squared": (counted(lambda s, f, k, t, p: f * (s[0] * k + 1)), "size² weights"),
        "every place": (counted(lambda s, f, k, t, p: sizes(s, f, k, t, p)[1] * np.prod(
            sizes(s, f, k, t, p)[0][1:])), "All places share the weights"),
        "number first": (lambda *case: sizes(*case)[::-1], "the shape comes first"),
        "shape alone": (lambda *case: sizes(*case)[0], "The number of parameters is missing"),
        "flat": (lambda *case: (*sizes(*case)[0], sizes(*case)[1]), "The shape is a tuple of its own"),
        "channels kept": (lambda s, *case: ((s[0], *sizes(s, *case)[0][1:]), sizes(s, *case)[1]),
                          "Each filter makes one map"),
    },
)


def shifting(size, down, right):
    kernel = np.zeros((size, size))
    kernel[size // 2 - down, size // 2 - right] = 1
    return kernel


def shifted_by_roll(size, down, right):
    kernel = np.zeros((size, size))
    kernel[size // 2, size // 2] = 1
    return np.roll(kernel, (-down, -right), (0, 1))


def shifted_found_by_trying(size, down, right):
    image = np.random.default_rng(0).normal(size=(20, 20))
    framed = pad(image.reshape(1, 20, 20, 1), size // 2)
    wanted = np.roll(image, (down, right), (0, 1))[size:-size, size:-size]
    for place in range(size**2):
        kernel = np.zeros((size, size))
        kernel.flat[place] = 1
        moved = convolve(framed, kernel.reshape(1, -1), np.zeros((1, 1)), size)[0, :, :, 0]
        if np.allclose(moved[size:-size, size:-size], wanted):
            return kernel


def shifted_by_comparison(size, down, right):
    rows, columns = np.indices((size, size)) - size // 2
    return ((rows == -down) & (columns == -right)).astype(float)


def shifted_in_a_list(size, down, right):
    kernel = [[0] * size] * size
    kernel[size // 2 - down, size // 2 - right] = 1
    return kernel


def shifted_in_shared_rows(size, down, right):
    kernel = [[0] * size] * size
    kernel[size // 2 - down][size // 2 - right] = 1
    return kernel


def shifted_by_half(size, down, right):
    kernel = np.zeros((size, size))
    kernel[size / 2 - down, size / 2 - right] = 1
    return kernel


def shifted_in_a_shape_without_brackets(size, down, right):
    kernel = np.zeros(size, size)
    kernel[size // 2 - down, size // 2 - right] = 1
    return kernel


attempts(
    "shift_kernel",
    right={
        "one pixel": shifting, "np.roll": shifted_by_roll, "by trying": shifted_found_by_trying,
        "by comparison": shifted_by_comparison,
    },
    wrong={
        "the other way": (lambda n, d, r: shifting(n, -d, -r), "It moves the other way"),
        "the other way to the sides": (lambda n, d, r: shifting(n, d, -r), "To the right and to the left"),
        "the other way up and down": (lambda n, d, r: shifting(n, -d, r), "Up and down it moves the other way"),
        "swapped": (lambda n, d, r: shifting(n, r, d), "Rows and columns have changed places"),
        "swapped and turned": (lambda n, d, r: shifting(n, -r, -d), "And it moves the other way"),
        "stays": (lambda n, d, r: shifting(n, 0, 0), "The 1 stands in the middle"),
        "flat": (lambda n, d, r: shifting(n, d, r).ravel(), "A kernel has the shape (size, size)"),
        "a mean": (lambda n, d, r: shifting(n, d, r) / n**2, "not made paler"),
        "zeros": (lambda n, d, r: np.zeros((n, n)), "one of them must be 1"),
        "the place": (lambda n, d, r: [n // 2 - d, n // 2 - r], "return the kernel"),
        "a list": (shifted_in_a_list, "lists are indexed one bracket at a time"),
        "a list whose rows are one": (shifted_in_shared_rows, "expected"),
        "a fraction": (shifted_by_half, "size // 2 is the middle"),
        "np.zeros(size, size)": (shifted_in_a_shape_without_brackets, "np.zeros((size, size))"),
    },
)


def spread(dP, size):
    return np.repeat(np.repeat(dP, size, axis=1), size, axis=2) / size**2


def spread_in_loops(dP, size):
    channels, rows, columns, m = dP.shape
    dA = np.zeros((channels, rows * size, columns * size, m))
    for r in range(rows):
        for c in range(columns):
            dA[:, r * size : r * size + size, c * size : c * size + size] = dP[:, r : r + 1, c : c + 1] / size**2
    return dA


def spread_by_slices(dP, size):
    channels, rows, columns, m = dP.shape
    dA = np.zeros((channels, rows * size, columns * size, m))
    for i in range(size):
        for j in range(size):
            dA[:, i::size, j::size] += dP / (size * size)
    return dA


def spread_by_broadcasting(dP, size):
    channels, rows, columns, m = dP.shape
    ones = np.ones((1, 1, size, 1, size, 1))
    return (dP[:, :, np.newaxis, :, np.newaxis] * ones / size**2).reshape(channels, rows * size, columns * size, m)


def spread_in_place(dP, size):
    dP /= size**2
    return np.repeat(np.repeat(dP, size, axis=1), size, axis=2)


def one_gets_all(dP, size):
    dA = np.zeros((dP.shape[0], dP.shape[1] * size, dP.shape[2] * size, dP.shape[3]))
    dA[:, ::size, ::size] = dP
    return dA


attempts(
    "mean_pool_back",
    right={
        "np.repeat": spread, "loops": spread_in_loops, "slices": spread_by_slices,
        "broadcasting": spread_by_broadcasting,
        "np.kron": lambda dP, size: np.kron(dP, np.full((1, size, size, 1), 1 / size**2)),
    },
    wrong={
        "the whole": (lambda dP, size: spread(dP, size) * size**2, "Each pixel gets the whole"),
        "a half": (lambda dP, size: spread(dP, size) * size, "Divided by size"),
        "4": (lambda dP, size: spread(dP, size) * size**2 / 4, "4 is written in"),
        "tiles": (lambda dP, size: np.tile(dP, (1, size, size, 1)) / size**2, "as np.tile does"),
        "rows only": (lambda dP, size: np.repeat(dP, size, axis=1) / size**2, "Only the rows were repeated"),
        "columns only": (lambda dP, size: np.repeat(dP, size, axis=2) / size**2, "Only the columns were repeated"),
        "channels": (lambda dP, size: np.repeat(np.repeat(dP, size, 0), size, 1) / size**2,
                     "The first axis is the channels"),
        "examples": (lambda dP, size: np.repeat(np.repeat(dP, size, 2), size, 3) / size**2,
                     "The last axis is the examples"),
        "one gets all": (one_gets_all, "as in max pooling"),
        "not written out": (lambda dP, size: dP / size**2, "into all pixels of its window"),
        "flat": (lambda dP, size: np.repeat(dP, size) / size**2, "Without axis"),
        "multiplied": (lambda dP, size: spread(dP, size) * size**4, "each pixel gets a share"),
        "in place": (spread_in_place, "changed its argument"),
    },
)


def seen(layers):
    width, step = 1, 1
    for size, stride in layers:
        width += (size - 1) * step
        step *= stride
    return width


def seen_backwards(layers):
    """From the last layer to the first: so many entries of the map before are seen."""
    width = 1
    for size, stride in reversed(layers):
        width = (width - 1) * stride + size
    return width


def seen_by_sets(layers):
    places = {0}
    for size, stride in reversed(layers):
        places = {place * stride + k for place in places for k in range(size)}
    return max(places) - min(places) + 1


def seen_in_one_line(layers):
    strides = np.cumprod([1] + [stride for _, stride in layers])
    return 1 + sum((size - 1) * step for (size, _), step in zip(layers, strides[:-1], strict=True))


def stride_first(layers):
    width, step = 1, 1
    for size, stride in layers:
        step *= stride
        width += (size - 1) * step
    return width


def sizes_times_steps(layers):
    width, step = 1, 1
    for size, stride in layers:
        width += size * step
        step *= stride
    return width


def strides_added(layers):
    width, step = 1, 1
    for size, stride in layers:
        width += (size - 1) * step
        step += stride
    return width


def last_stride_only(layers):
    width, step = 1, 1
    for size, stride in layers:
        width += (size - 1) * step
        step = stride
    return width


def returned_in_the_loop(layers):
    width, step = 1, 1
    for size, stride in layers:
        width += (size - 1) * step
        step *= stride
        return width
    return width


def taken_apart(layers):
    width, step = 1, 1
    while layers:
        size, stride = layers.pop(0)
        width += (size - 1) * step
        step *= stride
    return width


attempts(
    "receptive_field",
    right={"forwards": seen, "backwards": seen_backwards, "by sets": seen_by_sets, "one line": seen_in_one_line},
    wrong={
        "stride first": (stride_first, "The stride of a layer counts for those *after* it"),
        "size for size - 1": (sizes_times_steps, "A window of size entries is size − 1 steps wide"),
        "no strides": (lambda layers: 1 + sum(size - 1 for size, _ in layers), "The strides are missing"),
        "sum": (lambda layers: sum(size for size, _ in layers), "The sizes were added up"),
        "product": (lambda layers: int(np.prod([size for size, _ in layers])), "The sizes were multiplied"),
        "strides added": (strides_added, "Steps multiply"),
        "last stride": (last_stride_only, "the strides of all layers before multiply"),
        "begun with 0": (lambda layers: seen(layers) - 1, "the width begins at 1"),
        "reversed": (lambda layers: seen(layers[::-1]), "begin with the first"),
        "area": (lambda layers: seen(layers) ** 2, "its width is asked for"),
        "return in the loop": (returned_in_the_loop, "inside the loop"),
        "taken apart": (taken_apart, "changed its argument"),
    },
)


class TestNotebook14(Exercises):
    module = notebook_14
    attempts = attempts
