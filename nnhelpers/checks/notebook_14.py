"""The checks of notebook 14's exercises: convolution."""

import numpy as np

from nnhelpers.checks.engine import by_cases


def sizes(shape, filters, size, stride, padding, channels=None, bias=1, window=None, places=None):
    """Return shape and number of parameters of a convolution; each keyword is a place where one goes wrong."""
    places = places or (lambda n: (n + 2 * padding - size) // stride + 1)
    weights = (shape[0] if channels is None else channels) * (size**2 if window is None else window)
    return (filters, *(places(n) for n in shape[1:])), filters * (weights + bias)


def conv_sizes(attempt):
    """Notebook 14: the shape after a convolution, and its parameters."""
    shape, count = "the shape", "the number of parameters"
    a_channel = "A filter has a kernel for each channel: channels · size² weights."
    one_bias = "Each filter has one bias, and no more: one for all places and all channels."
    one_frame = "The frame lies on both sides: height and width grow by 2 · padding."
    one_less = "One is missing: the first place, and one more for each stride that fits, // stride + 1."
    square = "A window of size × size pixels has size² weights."

    def placed(places):
        return lambda s, f, k, t, p: sizes(s, f, k, t, p, places=lambda n: places(n, k, t, p))[0]

    def counted(**change):
        return lambda s, f, k, t, p: sizes(s, f, k, t, p, **{
            name: value(s, f, k) if callable(value) else value for name, value in change.items()})[1]

    by_cases(
        attempt,
        right=sizes,
        cases={
            "the example of the statement": ((1, 28, 28), 8, 5, 1, 0),
            "eight channels": ((8, 12, 12), 16, 5, 1, 0),
            "a frame": ((3, 10, 10), 4, 3, 1, 1),
            "a frame of two": ((2, 9, 9), 4, 5, 1, 2),
            "maps wider than high": ((2, 7, 12), 5, 3, 1, 0),
            "a stride of 2 that fits": ((2, 11, 13), 3, 3, 2, 0),
            "a stride of 2 that leaves a rest": ((2, 12, 9), 3, 4, 2, 0),
            "a stride of 3, with a frame": ((4, 16, 11), 7, 5, 3, 2),
            "a window as large as the maps": ((6, 4, 4), 20, 4, 1, 0),
            "a window of one pixel": ((5, 6, 8), 2, 1, 1, 0),
        },
        mistakes=[
            (shape, placed(lambda n, k, t, p: (n + p - k) // t + 1), one_frame),
            (shape, placed(lambda n, k, t, p: (n - k) // t + 1), "The frame is missing: maps of n + 2 · padding."),
            (shape, placed(lambda n, k, t, p: (n + 2 * p - k) // t), one_less),
            (shape, placed(lambda n, k, t, p: n + 2 * p - k + 1), "The stride is missing: divide by it, rounded down."),
            (shape, placed(lambda n, k, t, p: (n + 2 * p - k + 1) // t), "Divide first, then add 1: the first place is "
             "there whatever the stride is."),
            (shape, placed(lambda n, k, t, p: (n + 2 * p) // t), "The window needs room: it fits at "
             "(n + 2 · padding − size) // stride + 1 places."),
            (shape, placed(lambda n, k, t, p: -(-(n + 2 * p - k) // t) + 1), "A window that does not fit whole has no "
             "place: round down, //."),
            (shape, placed(lambda n, k, t, p: (n + 2 * p - k) / t + 1),
             "/ makes fractions; a window fits or does not: //."),
            (shape, lambda s, f, k, t, p: (f, *(sizes(s, f, k, t, p)[0][1],) * 2),
             "The width was taken from the height; "
             "maps need not be square."),
            (shape, lambda s, f, k, t, p: (f, *(sizes(s, f, k, t, p)[0][2],) * 2),
             "The height was taken from the width; "
             "maps need not be square."),
            (shape, lambda s, f, k, t, p: (f, *sizes(s, f, k, t, p)[0][:0:-1]),
             "Height and width have changed places."),
            (shape, lambda s, f, k, t, p: (s[0], *sizes(s, f, k, t, p)[0][1:]),
             "Each filter makes one map: as many come "
             "out as there are filters, whatever came in."),
            (shape, lambda s, f, k, t, p: (s[0] * f, *sizes(s, f, k, t, p)[0][1:]),
             "A filter adds up what it sees in all "
             "channels, and makes one map of it: as many maps as filters."),
            (shape, lambda s, f, k, t, p: sizes(s, f, k, t, p)[0][1:], "The number of maps is missing: (filters, rows, "
             "columns)."),
            (count, counted(channels=1), a_channel), (count, counted(channels=1, bias=0), a_channel),
            (count, counted(bias=0), "The biases are missing: one per filter."),
            (count, lambda s, f, k, t, p: sizes(s, f, k, t, p, bias=0)[1] + 1, one_bias),
            (count, lambda s, f, k, t, p: sizes(s, f, k, t, p, bias=0)[1] + s[0], one_bias),
            (count, counted(bias=lambda s, f, k: s[0]), one_bias),
            (count, lambda s, f, k, t, p: f * (sum(sizes(s, 1, k, t, p, bias=0)[1:]) +
                                               np.prod(sizes(s, f, k, t, p)[0][1:])), one_bias),
            (count, counted(window=lambda s, f, k: k), square), (count, counted(window=lambda s, f, k: 2 * k), square),
            (count, lambda s, f, k, t, p: sizes(s, f, k, t, p)[1] * np.prod(sizes(s, f, k, t, p)[0][1:]), "All places "
             "share the weights: the number of places does not count."),
            (count, lambda s, f, k, t, p: np.prod(s) * np.prod(sizes(s, f, k, t, p)[0]) + np.prod(
                sizes(s, f, k, t, p)[0]), "This is the dense layer; a convolution shares its weights over all places."),
            (lambda *case: sizes(*case)[::-1], "Shape and number have changed places: the shape comes first."),
            (lambda *case: sizes(*case)[0], "The number of parameters is missing: return both, shape and number."),
            (lambda *case: sizes(*case)[1], "The shape is missing: return both, shape and number."),
            (lambda *case: (*sizes(*case)[0], sizes(*case)[1]), "The shape is a tuple of its own: ((filters, rows, "
             "columns), number)."),
        ],
        parts=(shape, count),
        verified="Shape and parameters are right, with frames, strides, and rests that do not fit.",
    )


def shifting(size, down, right):
    """Return the kernel that moves an image."""
    kernel = np.zeros((size, size))
    kernel[size // 2 - down, size // 2 - right] = 1
    return kernel


def shift_kernel(attempt):
    """Notebook 14: the kernel that moves an image."""
    against = "It moves the other way. To bring the pixel from the left to here, the kernel looks to the left: minus."
    swapped = "Rows and columns have changed places: the first index goes down."

    def one_at(place):
        def kernel(size, down, right):
            made = np.zeros((size, size))
            made[place(size // 2, down, right)] = 1
            return made
        return kernel

    by_cases(
        attempt,
        right=shifting,
        cases={
            "one to the right": (3, 0, 1),
            "one down": (3, 1, 0),
            "one up and one to the left": (3, -1, -1),
            "not at all": (5, 0, 0),
            "two down, one to the left": (5, 2, -1),
            "one up, two to the right": (5, -1, 2),
            "into the corner": (7, 3, 3),
            "a large window": (9, -2, 4),
            "a window of one pixel": (1, 0, 0),
        },
        mistakes=[
            (one_at(lambda c, d, r: (c + d, c + r)), against),
            (one_at(lambda c, d, r: (c - d, c + r)), "To the right and to the left it moves the other way; up and down "
             "it is right."),
            (one_at(lambda c, d, r: (c + d, c - r)), "Up and down it moves the other way; to the sides it is right."),
            (one_at(lambda c, d, r: (c - r, c - d)), swapped),
            (one_at(lambda c, d, r: (c + r, c + d)), f"{swapped} And it moves the other way."),
            (one_at(lambda c, d, r: (-d, -r)),
             "The middle of the window, size // 2, leaves an image where it is; begin "
             "there."),
            (one_at(lambda c, d, r: (d, r)), "The middle of the window, size // 2, leaves an image where it is; begin "
             "there."),
            (lambda size, d, r: np.eye(size),
             "An identity matrix has a 1 in every row and adds a whole diagonal up; one "
             "pixel alone has the weight 1."),
            (lambda size, d, r: one_at(lambda c, d, r: (c, c))(size, d, r),
             "The 1 stands in the middle whatever the move "
             "is: such a kernel leaves the image where it is."),
            (lambda size, d, r: np.zeros((size, size)), "All weights are zero: one of them must be 1."),
            (lambda size, d, r: shifting(size, d, r) / size**2, "The weight is 1: the image is moved, not made paler."),
            (lambda size, d, r: shifting(size, d, r).ravel(), "A kernel has the shape (size, size)."),
            (lambda size, d, r: shifting(size, d, r)[np.newaxis], "A kernel has the shape (size, size)."),
            (lambda size, d, r: [size // 2 - d, size // 2 - r], "This is the place of the 1; return the kernel."),
            ("list indices must be integers or slices, not tuple",
             "np.zeros((size, size)) makes an array of zeros; lists "
             "are indexed one bracket at a time."),
            ("must be integers|only integers", "size / 2 is a fraction; size // 2 is the middle."),
            ("Cannot interpret '.*' as a data type", "The shape goes in brackets of its own: np.zeros((size, size))."),
        ],
        verified="An image moves as it was told, in all directions.",
    )


def spread_evenly(dP, size):
    """Return the way back of mean pooling."""
    return np.repeat(np.repeat(dP, size, axis=1), size, axis=2) / size**2


def mean_pool_back(attempt):
    """Notebook 14: the way back of mean pooling."""
    whole = "Each pixel gets the whole; a nudge of one of size² pixels moves their mean by a share of 1/size²."
    half = "Divided by size; a window has size² pixels."
    tiled = "The maps were laid side by side, as np.tile does; each *entry* is to be written size times, np.repeat."
    rng = np.random.default_rng(14)

    def repeated(dP, size, *axes):
        for axis in axes:
            dP = np.repeat(dP, size, axis=axis)
        return dP

    def first_only(dP, size):
        dA = np.zeros((dP.shape[0], dP.shape[1] * size, dP.shape[2] * size, dP.shape[3]))
        dA[:, ::size, ::size] = dP
        return dA

    by_cases(
        attempt,
        right=spread_evenly,
        cases={
            "the example of the statement": (np.array([[[[8.0]]]]), 2),
            "one map of 2 × 3": (rng.integers(-9, 9, (1, 2, 3, 1)) * 1.0, 2),
            "channels and examples": (rng.normal(size=(2, 2, 3, 4)), 2),
            "windows of 3 × 3": (rng.normal(size=(3, 2, 1, 2)), 3),
            "as many of everything": (rng.normal(size=(2, 2, 2, 2)), 2),
            "windows of one pixel": (rng.normal(size=(1, 3, 2, 2)), 1),
            "windows of 4 × 4": (rng.normal(size=(1, 3, 2, 5)), 4),
        },
        mistakes=[
            (lambda dP, size: repeated(dP, size, 1, 2), whole),
            (lambda dP, size: repeated(dP, size, 1, 2) / size, half),
            (lambda dP, size: repeated(dP, size, 1, 2) / 4, "4 is written in; a window has size² pixels."),
            (lambda dP, size: repeated(dP, size, 1, 2) / (2 * size), "A window has size² pixels, not 2 · size."),
            (lambda dP, size: repeated(dP, size, 1, 2) * size**2,
             "It was multiplied; each pixel gets a share: divide."),
            (lambda dP, size: np.tile(dP, (1, size, size, 1)) / size**2, tiled),
            (lambda dP, size: np.tile(dP, (1, size, size, 1)), tiled),
            (lambda dP, size: repeated(dP, size, 1) / size**2,
             "Only the rows were repeated; the columns, axis=2, too."),
            (lambda dP, size: repeated(dP, size, 2) / size**2,
             "Only the columns were repeated; the rows, axis=1, too."),
            (lambda dP, size: repeated(dP, size, 0, 1) / size**2,
             "The first axis is the channels; rows and columns are "
             "the axes 1 and 2."),
            (lambda dP, size: repeated(dP, size, 2, 3) / size**2, "The last axis is the examples; rows and columns are "
             "the axes 1 and 2."),
            (first_only, "One pixel of each window gets all, as in max pooling; the mean has them all."),
            (lambda dP, size: first_only(dP, size) / size**2, "Only one pixel of each window gets its share; all do."),
            (lambda dP, size: dP / size**2, "These are the shares, but each is to be written into all pixels of its "
             "window: the maps grow by size in both directions."),
            (lambda dP, size: np.repeat(dP, size) / size**2, "Without axis, np.repeat makes a flat vector."),
        ],
        verified="Every pixel of a window gets its share, and all that came back goes on.",
    )


def seen_by(layers):
    """Return the width of the receptive field."""
    width, step = 1, 1
    for size, stride in layers:
        width += (size - 1) * step
        step *= stride
    return width


def receptive_field(attempt):
    """Notebook 14: how much of the image a neuron sees."""
    def walked(layers, width=1, grow=lambda width, step, size, stride: width + (size - 1) * step, first=False,
               step_of=lambda step, stride: step * stride):
        step = 1
        for size, stride in layers:
            if first:
                step = step_of(step, stride)
            width = grow(width, step, size, stride)
            if not first:
                step = step_of(step, stride)
        return width

    def early_return(layers):
        for size, _ in layers:
            return size
        return 1

    by_cases(
        attempt,
        right=seen_by,
        cases={
            "a single convolution": ([(5, 1)],),
            "a convolution and pooling": ([(5, 1), (2, 2)],),
            "the network of this notebook": ([(5, 1), (2, 2), (5, 1), (2, 2)],),
            "three convolutions of 3 × 3": ([(3, 1), (3, 1), (3, 1)],),
            "strides first": ([(2, 2), (3, 2), (3, 1)],),
            "a stride larger than the window": ([(2, 3), (3, 1)],),
            "strides of 2 and 3": ([(4, 2), (3, 3), (5, 1), (2, 2)],),
            "windows of one pixel": ([(1, 1), (3, 1), (1, 2), (2, 1)],),
            "a deep one": ([(3, 1), (3, 1), (2, 2)] * 3,),
            "no layer at all": ([],),
        },
        mistakes=[
            (lambda layers: walked(layers, grow=lambda w, step, size, stride: w + size * step),
             "A window of size entries is size − 1 steps wide: from the first to the last."),
            (lambda layers: walked(layers, first=True), "The stride of a layer counts for those *after* it: first the "
             "width, then the step."),
            (lambda layers: 1 + sum(size - 1 for size, _ in layers), "The strides are missing: after one of 2, "
             "neighbours look at places two pixels apart."),
            (lambda layers: sum(size for size, _ in layers), "The sizes were added up. Windows overlap, and after a "
             "stride neighbours look at places further apart."),
            (lambda layers: walked(layers, width=0), "With no layer a number sees itself: the width begins at 1."),
            (lambda layers: int(np.prod([size for size, _ in layers])),
             "The sizes were multiplied; neighbouring windows "
             "overlap."),
            (lambda layers: walked(layers, step_of=lambda step, stride: step + stride), "Steps multiply: after strides "
             "of 2 and 2, neighbours are 4 pixels apart."),
            (lambda layers: walked(layers, step_of=lambda step, stride: step + stride - 1), "Steps multiply: after "
             "strides of 2 and 2, neighbours are 4 pixels apart."),
            (lambda layers: walked(layers, step_of=lambda step, stride: stride), "Only the stride of the layer before "
             "counts here; the strides of all layers before multiply."),
            (lambda layers: walked(layers[::-1]), "It goes through the layers from the last to the first, but steps "
             "count for the layers after: begin with the first."),
            (lambda layers: seen_by(layers)**2, "This is the number of pixels of the square; its width is asked for."),
            (lambda layers: walked(layers, grow=lambda w, step, size, stride: w + (size - 1) * stride),
             "The step is the "
             "product of the strides of the layers *before*, not this layer's stride."),
            (lambda layers: int(np.prod([stride for _, stride in layers])), "This is how far apart neighbours of the "
             "last map look; how wide one sees is asked for."),
            (early_return, "It returns inside the loop, after the first layer."),
            (lambda layers: seen_by(layers[:-1]), "The last layer is not counted."),
            (lambda layers: seen_by(layers[1:]), "The first layer is not counted."),
        ],
        verified="It follows windows and strides through any number of layers.",
    )
