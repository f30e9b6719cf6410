"""Reads MNIST, and any other data set in the IDX format, into NumPy arrays.

Derived in notebook 01, which decodes the first bytes of a file by hand.
"""

from typing import NamedTuple

import numpy as np

from nnhelpers.guards import DATA, find_file, read_file, require_idx_header, require_idx_size, require_mnist

IDX_TYPES = {0x08: "uint8", 0x09: "int8", 0x0B: "int16", 0x0C: "int32", 0x0D: "float32", 0x0E: "float64"}


class Mnist(NamedTuple):
    """The four arrays of MNIST, all uint8."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def read_idx(path):
    """Read an IDX file, gzipped or not, into an array.

    Parameters
    ----------
    path : str or Path
        A file of any IDX element type and rank.

    Returns
    -------
    numpy.ndarray
        The shape and element type that the header states, in the machine's own byte order.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is not IDX, is cut short or too long, or is damaged gzip. The message names the file,
        what was expected and what was found.

    References
    ----------
    The format is described on Yann LeCun's page "The MNIST database of handwritten digits".
    """
    content = read_file(path)
    require_idx_header(content, path, IDX_TYPES)
    dtype, rank = np.dtype(IDX_TYPES[content[2]]), content[3]
    start = 4 + 4 * rank
    shape = tuple(int.from_bytes(content[place : place + 4], "big") for place in range(4, start, 4))
    require_idx_size(content, path, dtype, shape)
    return np.frombuffer(content[start:], dtype.newbyteorder("big")).reshape(shape).astype(dtype)


def load_mnist(folder=DATA):
    """Load the four files of MNIST, or of any data set with the same four names.

    Parameters
    ----------
    folder : str or Path
        Where the files are, gzipped or not, under the names that their publishers, torchvision or Kaggle give them.

    Returns
    -------
    Mnist
        train_images (m, 28, 28), train_labels (m,), test_images (n, 28, 28), test_labels (n,),
        all uint8: pixels from 0 (paper) to 255 (ink), labels from 0 to 9. Another image size is accepted
        if all images share it.

    Raises
    ------
    FileNotFoundError
        If a file is missing; the message says what is there instead.
    ValueError
        If a file is damaged or of another kind (the message says of which), or the four do not belong together.
    """
    arrays = []
    for part in ("train", "t10k"):
        images_path = find_file(folder, f"{part}-images-idx3-ubyte")
        labels_path = find_file(folder, f"{part}-labels-idx1-ubyte")
        images, labels = read_idx(images_path), read_idx(labels_path)
        size = arrays[0].shape[1:] if arrays else None
        require_mnist(images, labels, images_path, labels_path, size)
        arrays += [images, labels]
    return Mnist(*arrays)
