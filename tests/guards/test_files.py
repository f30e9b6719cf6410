"""The guards of files find MNIST under each of its names, and say of any other file what it is and how to read it."""

import gzip
import io
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from refusals import refusal

from nnhelpers import guards
from nnhelpers.guards import files
from nnhelpers.mnist import load_mnist, read_idx

NAMES = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"]
IMAGES = np.arange(32, dtype=np.uint8).reshape(2, 4, 4)
LABELS = np.array([7, 2], np.uint8)


def idx(array):
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


def put(path, content, zipped=False):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content) if zipped else content)
    return path


def put_mnist(folder, pattern="{name}"):
    """Write the four files; the pattern says under which names: {name} as published, {dotted} with a dot."""
    for name in NAMES:
        file = pattern.format(name=name, dotted=name.replace("-idx", ".idx"))
        put(folder / file, idx(IMAGES if "images" in name else LABELS), file.lower().endswith(".gz"))
    return folder


# Names and places


@pytest.mark.parametrize(
    "pattern",
    [
        "{name}", "{name}.gz", "{name}.GZ", "{dotted}", "{dotted}.gz", "MNIST/raw/{name}", "FashionMNIST/raw/{name}.gz",
        "raw/{name}", "{name}/{name}", "{dotted}/{dotted}", "archive/{name}/{name}",
    ],
)
def test_the_four_files_are_found_under_the_names_that_people_have_them_by(tmp_path, pattern):
    mnist = load_mnist(put_mnist(tmp_path, pattern))
    np.testing.assert_array_equal(mnist.train_images, IMAGES)
    np.testing.assert_array_equal(mnist.test_labels, LABELS)


def test_a_file_in_capitals_is_found(tmp_path):
    path = put(tmp_path / "TRAIN-IMAGES-IDX3-UBYTE.GZ", idx(IMAGES), zipped=True)
    assert guards.find_file(tmp_path, NAMES[0]) == path


def test_kaggle_s_archive_holds_files_with_a_dot_beside_folders_of_the_same_name(tmp_path):
    put_mnist(put_mnist(tmp_path, "{dotted}"), "{name}/{name}")
    assert guards.find_file(tmp_path, NAMES[0]) == tmp_path / "train-images.idx3-ubyte"


def test_the_gzipped_one_of_two_is_taken(tmp_path):
    put_mnist(put_mnist(tmp_path), "{name}.gz")
    assert guards.find_file(tmp_path, NAMES[0]) == tmp_path / f"{NAMES[0]}.gz"


def test_two_data_sets_in_one_folder_are_told_apart_by_the_reader(tmp_path):
    put_mnist(put_mnist(tmp_path, "MNIST/raw/{name}"), "FashionMNIST/raw/{name}")
    message = refusal(ValueError, load_mnist, tmp_path)
    fashion, digits = tmp_path / "FashionMNIST" / "raw", tmp_path / "MNIST" / "raw"
    assert message.endswith(f"pass the folder of the one that you mean, {fashion} or {digits}")
    assert len(load_mnist(fashion).train_labels) == len(load_mnist(digits).train_labels) == 2


def test_half_of_one_data_set_is_not_completed_by_another(tmp_path):
    put_mnist(put_mnist(tmp_path), "fashion/{name}")
    (tmp_path / NAMES[2]).unlink()
    with pytest.raises(FileNotFoundError) as error:
        load_mnist(tmp_path)
    assert str(error.value).startswith(f"{tmp_path / NAMES[2]}.gz is missing; the folder holds fashion/, t10k-labels")


@pytest.mark.parametrize("kind", [str, Path])
def test_a_tilde_stands_for_the_home_folder(tmp_path, monkeypatch, kind):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    put_mnist(tmp_path / "fashion")
    assert len(load_mnist(kind("~/fashion")).train_labels) == 2
    assert len(read_idx(kind(f"~/fashion/{NAMES[1]}"))) == 2


# What is there instead


def test_an_empty_and_a_full_folder_are_described(tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        load_mnist(tmp_path)
    assert str(error.value) == f"{tmp_path / NAMES[0]}.gz is missing; the folder holds nothing"
    for number in range(9):
        put(tmp_path / f"{number}.png", b"")
    (tmp_path / "0").mkdir()
    with pytest.raises(FileNotFoundError, match=r"holds 0/, 0\.png, 1\.png, 2\.png, 3\.png, 4\.png and 4 more$"):
        load_mnist(tmp_path)


def test_a_folder_that_is_not_there_is_looked_for_where_relative_paths_begin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError) as error:
        load_mnist("fashion")
    assert str(error.value) == f"there is no folder fashion in {tmp_path}, where relative paths begin"
    with pytest.raises(FileNotFoundError) as error:
        load_mnist(tmp_path / "fashion")
    assert str(error.value) == f"there is no folder {tmp_path / 'fashion'}"


@pytest.mark.parametrize("folder", [None, 5, ["data"], load_mnist], ids=["None", "number", "list", "function"])
def test_what_is_no_path_is_shown_one(folder):
    message = refusal(TypeError, load_mnist, folder)
    assert message == f"folder must be a path, such as 'data/fashion', but {folder!r} was passed"


def test_a_file_instead_of_its_folder_is_told_the_folder(tmp_path):
    put_mnist(tmp_path, "{name}.gz")
    message = refusal(ValueError, load_mnist, tmp_path / f"{NAMES[0]}.gz")
    assert message.endswith(f"is a file: pass {str(tmp_path)!r}")
    assert len(load_mnist(str(tmp_path)).train_labels) == 2


@pytest.mark.parametrize("git", [True, False], ids=["in a clone", "without git"])
def test_only_the_course_s_own_files_are_brought_back_by_git_and_only_in_a_clone(tmp_path, monkeypatch, git):
    monkeypatch.setattr(files, "DATA", put_mnist(tmp_path / "data", "{name}.gz"))
    (tmp_path / (".git" if git else "site-packages")).mkdir()
    way = f"; 'git restore data', given in {tmp_path}, brings" if git else "; a new download of the course, or 'pip"
    damaged, missing = (tmp_path / "data" / f"{name}.gz" for name in NAMES[:2])
    damaged.write_bytes(damaged.read_bytes()[:-1])
    missing.unlink()
    for path in (damaged, missing):
        with pytest.raises((ValueError, FileNotFoundError)) as error:
            read_idx(path)
        assert way in str(error.value)
    put_mnist(tmp_path / "mine", "{name}.gz")
    with pytest.raises(FileNotFoundError) as error:
        read_idx(tmp_path / "mine" / "other")
    assert "git" not in str(error.value) and "pip" not in str(error.value)


# Files of another kind


NPZ, NPY, ZIP = io.BytesIO(), io.BytesIO(), io.BytesIO()
np.savez(NPZ, x_train=IMAGES, y_train=LABELS)
np.save(NPY, IMAGES)
with zipfile.ZipFile(ZIP, "w") as archive:
    for name in NAMES:
        archive.writestr(f"mnist/{name}", idx(IMAGES if "images" in name else LABELS))



def rows(array):
    return "".join(",".join(map(str, row)) + "\n" for row in array)


PIXELS = IMAGES.reshape(2, 16)
HEAD = ",".join(f"pixel{number}" for number in range(16)) + "\n"
CSV = rows(np.column_stack([LABELS, PIXELS]))
HEADED, UNLABELLED = "label," + HEAD + CSV, HEAD + rows(PIXELS)

KINDS = {
    "nothing": (b"", "is empty: its copy or download was interrupted; fetch it again"),
    "a web page": (b"\n <!DOCTYPE html><html>Not found</html>", "is a web page"),
    "an XML answer": (b"<?xml version='1.0'?><Error>AccessDenied</Error>", "is a web page"),
    "a Git LFS pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "is a Git LFS pointer"),
    "a zip archive": (ZIP.getvalue(), "is a zip archive"),
    "half a zip archive": (ZIP.getvalue()[:50], "is a damaged zip archive"),
    "an npz archive": (NPZ.getvalue(), "is an npz archive"),
    "an npy file": (NPY.getvalue(), "is an array that NumPy saved"),
    "a table": (CSV.encode(), "is a CSV of images"),
    "a table with a head": (HEADED.encode(), "is a CSV of images"),
    "text": (b"Read me", "is not an IDX file: its first two bytes must be 00 00, but they are 52 65"),
    "a short table": (b"1,2,3\n4,5,6\n", "is not an IDX file: its first two bytes must be 00 00, but they are 31 2c"),
    "a table of something else": (b",".join([b"1"] * 20), "is not an IDX file: its first two bytes must be 00 00"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "is not an IDX file: its first two bytes must be 00 00, but they are 89 50"),
}


@pytest.mark.parametrize("name", ["file", "file.gz"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_another_kind_is_called_by_its_kind(tmp_path, kind, name):
    content, words = KINDS[kind]
    assert refusal(ValueError, read_idx, put(tmp_path / name, content)).startswith(f"{tmp_path / name} {words}")


@pytest.mark.parametrize("kind", ["nothing", "a web page", "a Git LFS pointer", "a table"])
def test_a_file_of_another_kind_is_known_behind_gzip_too(tmp_path, kind):
    content, words = KINDS[kind]
    path = put(tmp_path / "file.gz", content, zipped=True)
    assert refusal(ValueError, read_idx, path).startswith(f"{path} {words}")


def advised(message, before, after):
    """The piece of code that a message advises, between two pieces of its text."""
    return message.split(before, 1)[1].split(after, 1)[0]


def test_a_file_that_is_gzipped_twice_is_unzipped_once_as_advised(tmp_path):
    path = put(tmp_path / f"{NAMES[1]}.gz", gzip.compress(idx(LABELS)), zipped=True)
    exec("from pathlib import Path\n" + advised(refusal(ValueError, read_idx, path), "Path`, ", " unzips it once"))
    np.testing.assert_array_equal(read_idx(path), LABELS)


@pytest.mark.parametrize("text", [CSV, HEADED, UNLABELLED], ids=["plain", "with a head", "without labels"])
@pytest.mark.parametrize("called", ["load_mnist on the file", "load_mnist on its folder", "read_idx"])
def test_a_table_of_images_is_read_as_advised(tmp_path, text, called):
    path = put(tmp_path / "mnist_train.csv", text.encode())
    read = read_idx if called == "read_idx" else load_mnist
    with pytest.raises((ValueError, FileNotFoundError)) as error:
        read(tmp_path if "folder" in called else path)
    message, read = str(error.value), {"np": np}
    exec("table = " + advised(message, "table = ", " reads it"), read)
    np.testing.assert_array_equal(eval(advised(message + "\n", "the images ", "\n"), read), IMAGES)
    if text != UNLABELLED:
        np.testing.assert_array_equal(eval(advised(message, "labels are then ", ", and"), read), LABELS)


def test_archives_and_arrays_are_read_as_advised(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    npz = refusal(ValueError, load_mnist, put(tmp_path / "mnist.npz", NPZ.getvalue()))
    assert npz.endswith("reads one of x_train, y_train")
    np.testing.assert_array_equal(eval(advised(npz, "archive: ", " reads")), IMAGES)
    npy = refusal(ValueError, read_idx, put(tmp_path / "x.npy", NPY.getvalue()))
    np.testing.assert_array_equal(eval(advised(npy, "saved: ", " reads")), IMAGES)
    message = refusal(ValueError, load_mnist, put(tmp_path / "mnist.zip", ZIP.getvalue()))
    eval(advised(message, "archive: ", " unzips"))
    np.testing.assert_array_equal(load_mnist("unzipped").train_images, IMAGES)


# write_atomically


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = put(tmp_path / "network.npz", b"before")

    def fail(*arguments):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        guards.write_atomically(path, lambda file: (file.write(b"half"), fail()))
    assert path.read_bytes() == b"before" and list(tmp_path.iterdir()) == [path]
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(files.os, "replace", fail)
        guards.write_atomically(path, lambda file: file.write(b"after"))
    assert path.read_bytes() == b"before" and list(tmp_path.iterdir()) == [path]
    guards.write_atomically(str(path), lambda file: file.write(b"after"))
    assert path.read_bytes() == b"after" and list(tmp_path.iterdir()) == [path]
