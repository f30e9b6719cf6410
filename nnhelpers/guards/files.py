"""Guards of files on disk: reading, finding, the IDX format, writing."""

import gzip
import math
import os
import sys
import zlib
from pathlib import Path

import numpy as np


def read_file(path):
    """Return the bytes of a file, unzipped if it is gzipped; each thing that can go wrong names the file."""
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing. The four MNIST files are part of this project: "
            "'git restore data' brings them back, and so does a new clone"
        )
    with open(path, "rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    if not zipped and path.suffix == ".gz":
        raise ValueError(
            f"{path} is named .gz, but it is not gzipped: a gzip file begins with the bytes 1f 8b. "
            "Restore it with 'git restore data', or remove .gz from its name"
        )
    try:
        with gzip.open(path) if zipped else open(path, "rb") as file:
            return file.read()
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(
            f"{path} is a damaged gzip file ({error}); expected one that unzips without an error. "
            "'git restore data' brings the published one back"
        ) from error


def require_idx_header(content, path, types):
    """Raise unless `content` begins with a whole IDX header: 0, 0, a known type, a rank and its lengths."""
    if len(content) < 4:
        raise ValueError(
            f"{path} is cut short: an IDX file begins with 4 bytes of magic number, "
            f"but the file holds {len(content)} bytes"
        )
    if content[:2] != b"\0\0":
        raise ValueError(
            f"{path} is not an IDX file: its first two bytes must be 00 00, but they are {content[:2].hex(' ')}"
        )
    if content[2] not in types:
        known = ", ".join(f"0x{code:02x}" for code in types)
        raise ValueError(
            f"{path} has the unknown element type 0x{content[2]:02x} in its third byte; expected one of {known}"
        )
    rank = content[3]
    if rank > 32:
        raise ValueError(f"{path} claims {rank} axes in its fourth byte; expected at most 32")
    if len(content) < 4 + 4 * rank:
        raise ValueError(
            f"{path} is cut short: a header for {rank} axes takes {4 + 4 * rank} bytes, "
            f"but the file holds {len(content)} bytes"
        )


def require_idx_size(content, path, dtype, shape):
    """Raise unless `content` holds as many bytes as its header promises, and a shape that NumPy can hold."""
    header = 4 + 4 * len(shape)
    expected = math.prod(shape) * dtype.itemsize
    found = len(content) - header
    if found != expected:
        raise ValueError(
            f"{path} {'is cut short' if found < expected else 'carries extra bytes'}: its header promises "
            f"{' × '.join(map(str, shape)) or 1} items of {dtype.itemsize} bytes, {expected:,} bytes in all, "
            f"but {found:,} follow the header"
        )
    # An axis of length 0 makes any other length fit the file; NumPy still refuses lengths beyond its reach.
    if math.prod(max(length, 1) for length in shape) * dtype.itemsize > sys.maxsize:
        raise ValueError(f"{path} claims the impossible shape {shape}")


def require_mnist(images, labels, images_path, labels_path, size=None):
    """Raise unless the arrays of the two files belong together: m images of one size, m labels from 0 to 9."""
    if images.ndim != 3 or images.dtype != np.uint8 or images.size == 0:
        raise ValueError(
            f"{images_path} must hold images, uint8 of shape (m, height, width), "
            f"but it holds {images.dtype} of shape {images.shape}"
        )
    if labels.ndim != 1 or labels.dtype != np.uint8:
        raise ValueError(
            f"{labels_path} must hold labels, uint8 of shape (m,), "
            f"but it holds {labels.dtype} of shape {labels.shape}"
        )
    if len(images) != len(labels):
        raise ValueError(
            f"{images_path} holds {len(images):,} images but {labels_path} holds {len(labels):,} labels; "
            "expected one label per image"
        )
    if labels.max() > 9:
        place = int(np.argmax(labels > 9))
        raise ValueError(
            f"{labels_path} must hold labels from 0 to 9, but found {labels[place]} at position {place}"
        )
    if size is not None and images.shape[1:] != size:
        raise ValueError(
            f"{images_path} holds images of {images.shape[1]} × {images.shape[2]} pixels, "
            f"but the training images have {size[0]} × {size[1]}; expected one size throughout"
        )


def find_file(folder, name):
    """Return the path of the file `name` in `folder`, gzipped (name.gz) or not; the gzipped one if both are there."""
    path = Path(folder) / f"{name}.gz"
    return path if path.is_file() or not path.with_suffix("").is_file() else path.with_suffix("")


def write_atomically(path, write):
    """Call `write(file)` on a new file beside `path`, then rename it; if writing fails, `path` stays as it was."""
    path = Path(path)
    temporary = path.with_name(path.name + ".new")
    try:
        with open(temporary, "wb") as file:
            write(file)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
