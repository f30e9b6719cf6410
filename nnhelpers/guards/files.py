"""Guards of files: finding and reading them, the IDX format, the four files of MNIST, writing."""

import gzip
import math
import os
import re
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parents[1] / "data"  # where pip puts the four files
if not DATA.is_dir():
    DATA = DATA.parents[1] / "data"  # where the repository has them

MNIST_FILE = re.compile("(train|t10k)-(images|labels)-idx[13]-ubyte")


def plain_name(path):
    """Return the name that MNIST's authors gave to a file: small letters, hyphens, no .gz."""
    return path.name.lower().removesuffix(".gz").replace(".", "-").replace("_", "-")


def find_file(folder, name):
    """Return the path of the file `name` in `folder`, whichever of its usual names and places it has.

    It may be gzipped or not (if both are there, the gzipped one is taken), and be written with a dot or in capitals.
    If none of MNIST's files is in the folder itself, its folders are searched, and theirs.
    """
    folder = require_folder(folder)
    for places in ("*", "*/*", "*/*/*"):
        files = [path for path in folder.glob(places) if MNIST_FILE.fullmatch(plain_name(path)) and path.is_file()]
        if files:
            break
    found = sorted((path for path in files if plain_name(path) == name), key=lambda path: path.suffix.lower() != ".gz")
    if not found:
        raise FileNotFoundError(f"{folder / name}.gz is missing{contents(folder)}{restored(folder)}")
    if len({path.parent for path in found}) > 1:
        folders = " or ".join(sorted(str(path.parent) for path in found))
        raise ValueError(f"{folder} holds {name} more than once: pass the folder of the one that you mean, {folders}")
    return found[0]


def require_folder(folder):
    """Return `folder` as a Path; raise unless there is such a folder."""
    if not isinstance(folder, str | os.PathLike):
        raise TypeError(f"folder must be a path, such as 'data/fashion', but {folder!r} was passed")
    path = Path(folder).expanduser()
    if path.is_file():
        form = "" if MNIST_FILE.fullmatch(plain_name(path)) else what_it_is(first_bytes(path), path)
        raise ValueError(
            f"folder must be the folder that holds the four files, but {path} is a file"
            + (f"; it {form}" if form else f": pass {str(path.parent)!r}")
        )
    if not path.is_dir():
        raise FileNotFoundError(
            f"there is no folder {path}"
            + ("" if path.is_absolute() else f" in {Path.cwd()}, where relative paths begin") + restored(path)
        )
    return path


def contents(folder):
    """Return what lies in a folder where a file is missing, and how to read it if it is MNIST in another form."""
    paths = sorted(folder.iterdir())
    names = ", ".join(path.name + "/" * path.is_dir() for path in paths[:6])
    more = f" and {len(paths) - 6} more" if len(paths) > 6 else ""
    forms = [path for path in paths if path.suffix.lower() in (".csv", ".npz", ".zip") and path.is_file()]
    hints = [f". {path.name} {what_it_is(first_bytes(path), path)}" for path in forms[:1]]
    return f"; the folder holds {names or 'nothing'}{more}{''.join(hints)}"


def first_bytes(path):
    """Return enough of a file to tell what it is."""
    with open(path, "rb") as file:
        return file.read(10_000)


def restored(path):
    """Return how a file of the course's own data comes back; nothing for other files."""
    if DATA not in (path := Path(path).resolve(), *path.parents):
        return ""
    if (DATA.parent / ".git").exists():
        return f"; 'git restore data', given in {DATA.parent}, brings the published files back"
    return "; a new download of the course, or 'pip install --force-reinstall' of it, brings the published files back"


def read_file(path):
    """Return the bytes of a file, unzipped if it is gzipped; each thing that can go wrong names the file."""
    path = Path(path).expanduser()
    if not path.is_file():
        is_folder = ": it is a folder, not a file" if path.is_dir() else ""
        raise FileNotFoundError(f"{path} is missing{is_folder}{restored(path)}")
    content = path.read_bytes()
    if content[:2] != GZIPPED:
        return content
    try:
        return gzip.decompress(content)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(
            f"{path} is a damaged gzip file ({error}); expected one that unzips without an error: fetch it again"
            + restored(path)
        ) from error


GZIPPED, ZIPPED, NUMPY, GIT_LFS = b"\x1f\x8b", b"PK\x03\x04", b"\x93NUMPY", b"version https://git-lfs"


def what_it_is(content, path):
    """Return what a file is that is not IDX, and what to do with it; an empty text if its first bytes don't tell."""
    if not content:
        return "is empty: its copy or download was interrupted; fetch it again"
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "is a web page, as one gets instead of a file that has moved: fetch the file itself"
    if content.startswith(GIT_LFS):
        return "is a Git LFS pointer, not the file that it points to: 'git lfs pull' in its repository fetches that"
    if content.startswith(GZIPPED):
        return (
            "is gzipped twice: with `from pathlib import Path`, "
            f"Path({str(path)!r}).write_bytes(gzip.decompress(Path({str(path)!r}).read_bytes())) unzips it once"
        )
    if content.startswith(NUMPY):
        return f"is an array that NumPy saved: np.load({str(path)!r}) reads it"
    return zip_archive(path) if content.startswith(ZIPPED) else table(content, path)


def zip_archive(path):
    """Return what a zip archive holds and how to read it."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return "is a damaged zip archive: fetch it again"
    if all(name.endswith(".npy") for name in names):
        arrays = ", ".join(name.removesuffix(".npy") for name in names)
        return f"is an npz archive: np.load({str(path)!r})['{names[0].removesuffix('.npy')}'] reads one of {arrays}"
    return f"is a zip archive: zipfile.ZipFile({str(path)!r}).extractall('unzipped') unzips it into a folder"


def table(content, path):
    """Return how to read a table of images as text, comma-separated, a row per image; nothing if it is none."""
    line = content[: content.find(b"\n")]
    columns = line.count(b",") + 1
    labels = math.isqrt(columns) ** 2 != columns  # 785 columns: the label, and 784 = 28² pixels
    if columns < 10 or not line.isascii() or math.isqrt(columns - labels) ** 2 != columns - labels:
        return ""
    head = 0 if line[:1].isdigit() else 1
    side = math.isqrt(columns - labels)
    return (
        f"is a CSV of images: table = np.loadtxt({str(path)!r}, np.uint8, delimiter=',', skiprows={head}) reads it; "
        + ("the labels are then table[:, 0], and " if labels else "")
        + f"the images {'table[:, 1:]' if labels else 'table'}.reshape(-1, {side}, {side})"
    )


def require_idx_header(content, path, types):
    """Raise unless `content` begins with a whole IDX header: 0, 0, a known type, a rank and its lengths."""
    instead = "" if content[:2] == b"\0\0" else what_it_is(content, path)
    if instead:
        raise ValueError(f"{path} {instead}{restored(path)}")
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
            f"but {found:,} follow the header{restored(path)}"
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
            f"{labels_path} must hold labels from 0 to 9, but found {labels[place]} at position {place}; "
            "read_idx(path) reads files of other classes, one by one"
        )
    if size is not None and images.shape[1:] != size:
        raise ValueError(
            f"{images_path} holds images of {images.shape[1]} × {images.shape[2]} pixels, "
            f"but the training images have {size[0]} × {size[1]}; expected one size throughout"
        )


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
