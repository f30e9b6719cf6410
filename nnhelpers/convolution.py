"""Convolution and pooling of feature maps, there and back, as pure functions.

A batch of feature maps has the shape (channels, height, width, m). Derived in notebook 14.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnhelpers.guards import require_kernels

# So many bytes of patches are made at a time, if a row of places needs no more: they stay near the processor, and the
# patches of thousands of examples never fill the memory.
ROOM = 2**21


def places(length, size, stride=1):
    """Return at how many places a window of this size fits, side by side or overlapping.

    Parameters
    ----------
    length, size, stride : int
        How long the map is and how long the window, and how far it moves each time.

    Returns
    -------
    int

    Examples
    --------
    >>> places(28, 5), places(28, 2, 2), places(5, 2, 2)
    (24, 14, 2)
    """
    return (length - size) // stride + 1


def pad(A, padding):
    """Put a frame of zeros around each map.

    Parameters
    ----------
    A : numpy.ndarray, shape (channels, height, width, m)
    padding : int
        How wide the frame is on each side.

    Returns
    -------
    numpy.ndarray, shape (channels, height + 2 padding, width + 2 padding, m)
        In C order; `A` itself if there is nothing to do.
    """
    if padding == 0:
        return np.ascontiguousarray(A)
    channels, height, width, m = A.shape
    framed = np.zeros((channels, height + 2 * padding, width + 2 * padding, m), A.dtype)
    framed[:, padding:-padding, padding:-padding] = A
    return framed


def shifts(A, size, stride=1):
    """Yield, for each pixel of a window, what this pixel sees while the window goes over the maps.

    Parameters
    ----------
    A : numpy.ndarray, shape (channels, height, width, m)
    size, stride : int

    Yields
    ------
    numpy.ndarray, shape (channels, rows, columns, m)
        Views of `A`: size² of them, for the pixels of the window row by row.
    """
    rows, columns = places(A.shape[1], size, stride), places(A.shape[2], size, stride)
    for i in range(size):
        for j in range(size):
            yield A[:, i : i + stride * rows : stride, j : j + stride * columns : stride]


def glimpses(A, size, stride=1):
    """Return what the window sees at each of its places, without copying it.

    Parameters
    ----------
    A : numpy.ndarray, shape (channels, height, width, m)
    size, stride : int

    Returns
    -------
    numpy.ndarray, shape (channels, size, size, rows, columns, m)
        A view of `A` in which a pixel stands as often as a window sees it; it is read-only.
    """
    seen = sliding_window_view(A, (size, size), axis=(1, 2))[:, ::stride, ::stride]
    return seen.transpose(0, 4, 5, 1, 2, 3)  # from (channels, rows, columns, m, size, size)


def to_patches(A, size, stride=1):
    """Lay out what the window sees at each of its places as a column.

    Also called im2col.

    Parameters
    ----------
    A : numpy.ndarray, shape (channels, height, width, m)
    size, stride : int

    Returns
    -------
    patches : numpy.ndarray, shape (channels · size², rows · columns · m)
        In a column: channel by channel, the window's pixels row by row. The columns: place by place, row by row, and
        at each place all examples.
    """
    return glimpses(A, size, stride).reshape(len(A) * size**2, -1)


def add_patches(patches, A, size, stride=1):
    """Take each column back to the window of `A` that it was copied from, and add it to what is there.

    With zeros in `A`, the adjoint of `to_patches`; also called col2im.

    Parameters
    ----------
    patches : numpy.ndarray, shape (channels · size², rows · columns · m)
    A : numpy.ndarray, shape (channels, height, width, m)
        Is changed.
    size, stride : int
    """
    channels, height, width, m = A.shape
    patches = patches.reshape(channels, size**2, places(height, size, stride), places(width, size, stride), m)
    for k, seen in enumerate(shifts(A, size, stride)):
        seen += patches[:, k]


def strips(A, size, stride=1, rooms=1):
    """Return which rows of places are worked on together, and which rows of pixels they see.

    Parameters
    ----------
    A : numpy.ndarray, shape (channels, height, width, m)
    size, stride : int
    rooms : float
        How many times `ROOM` the patches of a strip may take; one row of places is a strip in any case.

    Returns
    -------
    list of tuple (slice, slice)
    """
    channels, height, width, m = A.shape
    rows, row = places(height, size, stride), channels * size**2 * places(width, size, stride) * m * A.itemsize
    each = max(1, int(rooms * ROOM) // row)
    starts = range(0, rows, each)
    ends = [min(start + each, rows) for start in starts]
    return [(slice(i, j), slice(i * stride, (j - 1) * stride + size)) for i, j in zip(starts, ends, strict=True)]


def convolve(A, W, b, size, stride=1):
    """Let each filter look through a window at every place of the maps: Z = W patches + b.

    In mathematics this is a cross-correlation: the kernels are not turned around.

    Parameters
    ----------
    A : numpy.ndarray, shape (channels, height, width, m)
    W : numpy.ndarray, shape (filters, channels · size²)
        A row per filter: its kernels, channel by channel, each row by row.
    b : numpy.ndarray, shape (filters, 1)
    size, stride : int

    Returns
    -------
    Z : numpy.ndarray, shape (filters, rows, columns, m)

    Raises
    ------
    TypeError, ValueError
        If the arrays do not fit one another, or the window not into the maps.
    """
    require_kernels(A, W, b, size)
    filters, (_, height, width, m) = len(W), A.shape
    row = places(width, size, stride) * m  # so many numbers has a row of places
    Z = np.empty((filters, places(height, size, stride) * row), A.dtype)
    seen = glimpses(A, size, stride)
    for rows, _ in strips(A, size, stride):
        patches = seen[:, :, :, rows].reshape(W.shape[1], -1)
        np.matmul(W, patches, out=Z[:, rows.start * row : rows.stop * row])
    Z += b
    return Z.reshape(filters, -1, places(width, size, stride), m)


def kernel_gradients(dZ, A, size, stride=1):
    """Return ∂L/∂W and ∂L/∂b of `convolve`: a kernel is blamed by every place that it looked at.

    Parameters
    ----------
    dZ : numpy.ndarray, shape (filters, rows, columns, m)
    A : numpy.ndarray, shape (channels, height, width, m)
    size, stride : int

    Returns
    -------
    dW : numpy.ndarray, shape (filters, channels · size²)
    db : numpy.ndarray, shape (filters, 1)
    """
    filters, seen = len(dZ), glimpses(A, size, stride)
    dW = np.zeros((filters, len(A) * size**2), dZ.dtype)
    for rows, _ in strips(A, size, stride, rooms=1 / 8):
        # dZ patchesᵀ, taken as (patches dZᵀ)ᵀ: the same numbers; in float32 the faster way where it was timed
        patches = seen[:, :, :, rows].reshape(dW.shape[1], -1)
        dW += (patches @ dZ[:, rows].reshape(filters, -1).T).T
    return dW, dZ.reshape(filters, -1).sum(axis=1, keepdims=True)


def convolve_back(dZ, W, shape, size, stride=1):
    """Return ∂L/∂A of `convolve`: what was copied into several windows on the way there adds up on the way back.

    The adjoint of `convolve` (without b), also called a transposed convolution.

    Parameters
    ----------
    dZ : numpy.ndarray, shape (filters, rows, columns, m)
    W : numpy.ndarray, shape (filters, channels · size²)
    shape : tuple
        (channels, height, width, m): that of the maps.
    size, stride : int

    Returns
    -------
    dA : numpy.ndarray, shape (channels, height, width, m)
    """
    dA = np.zeros(shape, dZ.dtype)
    for rows, seen in strips(dA, size, stride, rooms=8):
        add_patches(W.T @ dZ[:, rows].reshape(len(W), -1), dA[:, seen], size, stride)
    return dA


def max_pool(A, size, stride):
    """Keep of each window its largest number.

    Parameters
    ----------
    A : numpy.ndarray, shape (channels, height, width, m)
    size, stride : int

    Returns
    -------
    numpy.ndarray, shape (channels, rows, columns, m)
        What lies beyond the last window, at the right and at the bottom, is left out.
    """
    first, *others = shifts(A, size, stride)
    largest = first.copy()
    for seen in others:
        np.maximum(largest, seen, out=largest)
    return largest


def max_pool_backward(dP, A, P, size, stride):
    """Return ∂L/∂A: of each window the largest pixel gets all; of equal ones the first, row by row.

    Parameters
    ----------
    dP : numpy.ndarray, shape (channels, rows, columns, m)
        ∂L/∂P.
    A : numpy.ndarray, shape (channels, height, width, m)
        What was pooled.
    P : numpy.ndarray, shape (channels, rows, columns, m)
        What `max_pool` made of it.
    size, stride : int

    Returns
    -------
    dA : numpy.ndarray, shape (channels, height, width, m)
    """
    dA, left = np.zeros(A.shape, dP.dtype), dP.copy()
    *others, (_, last) = zip(shifts(A, size, stride), shifts(dA, size, stride), strict=True)
    for seen, target in others:
        share = left * (seen == P)
        target += share
        left -= share
    last += left  # what no other has taken
    return dA
