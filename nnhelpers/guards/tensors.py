"""Guards of automatic differentiation: what a tensor may hold, and where a way back may begin."""

import numpy as np

from nnhelpers.guards.values import as_floats, require_labels


def require_numbers(data):
    """Return an array of floats, as it is if it is one already; raise a TypeError for anything but real numbers."""
    try:
        array = np.asarray(data)
        floats = array if array.dtype.kind == "f" else as_floats(array) if array.dtype.kind in "iub" else None
    except ValueError:
        raise TypeError("a tensor holds an array of numbers, but its rows have different lengths") from None
    if floats is None:
        kind = f"an array of {array.dtype}" if isinstance(data, np.ndarray) else f"a {type(data).__name__}"
        raise TypeError(f"a tensor holds real numbers, but {kind} was passed")
    return floats


def require_matrices(first, second):
    """Raise a ValueError unless both arrays have two axes that fit a matrix product."""
    if first.ndim != 2 or second.ndim != 2 or first.shape[1] != second.shape[0]:
        raise ValueError(
            f"@ wants two matrices (a, b) and (b, c), but the shapes are {first.shape} and {second.shape}; "
            "reshape a row or a column into a matrix first"
        )


def require_logits(Z, labels):
    """Raise unless Z is a tensor with a column for each label, and each label is the number of one of its rows."""
    if not hasattr(Z, "ways"):
        raise TypeError(
            f"logits must be a Tensor, but a {type(Z).__name__} was passed: compute them with tensors, "
            "not with their .data, or wrap them in Tensor(…)"
        )
    shape = Z.data.shape
    if len(shape) != 2:
        raise ValueError(f"logits must have the shape (classes, m), one column per example, but their shape is {shape}")
    require_labels(labels, classes=shape[0])
    if len(labels) != shape[1]:
        rows = "; they seem to stand in rows: here examples are columns" if len(labels) == shape[0] else ""
        raise ValueError(
            f"logits must have a column for each label, but there are {len(labels)} labels, and their shape is "
            f"{shape}{rows}"
        )


def require_single_number(tensor):
    """Raise a ValueError unless a tensor holds one number that a gradient can be asked of."""
    if tensor.data.size != 1:
        raise ValueError(
            f"the way back begins at a single number, a loss, but this tensor has the shape {tensor.data.shape}: "
            "add it up first, with .sum()"
        )
    if not tensor.requires_grad:
        raise ValueError(
            "this number was computed from constants only: wrap what you want gradients of in Tensor(…), "
            "and compute with the tensor, not with its .data"
        )
