"""The four data files are the published ones, travel with the package, and hold what everybody knows about MNIST."""

import gzip
import hashlib
import importlib.util
import shutil
import tomllib
from pathlib import Path

import numpy as np
import pytest

from nnhelpers.guards import files
from nnhelpers.mnist import DATA, load_mnist
from nnhelpers.preprocessing import normalize

ROOT = Path(__file__).resolve().parent.parent
SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


@pytest.mark.parametrize("name", SHA256)
def test_the_file_holds_the_published_bytes(name):
    content = gzip.decompress((DATA / f"{name}.gz").read_bytes())
    assert hashlib.sha256(content).hexdigest() == SHA256[name]


@pytest.mark.parametrize("name", SHA256)
def test_the_readme_states_the_sum_in_the_row_of_its_file(name):
    rows = (DATA / "README.md").read_text(encoding="utf-8").splitlines()
    [row] = [row for row in rows if f"`{name}.gz`" in row]
    assert f"`{SHA256[name]}`" in row


def test_every_data_file_is_one_of_the_four():
    assert {path.name for path in DATA.glob("*ubyte*")} == {f"{name}.gz" for name in SHA256}


def test_pip_takes_every_folder_of_code_along_and_the_data():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    folders = {ROOT / settings["package-dir"].get(name, name.replace(".", "/")) for name in settings["packages"]}
    assert folders == {path.parent for path in (ROOT / "nnhelpers").rglob("*.py")} | {ROOT / "data"}
    taken = {path.name for pattern in settings["package-data"]["nnhelpers.data"] for path in DATA.glob(pattern)}
    assert settings["package-dir"] == {"nnhelpers.data": "data"}
    assert taken == {f"{name}.gz" for name in SHA256} | {"README.md"}


@pytest.mark.parametrize("data", ["data", "nnhelpers/data"], ids=["in the repository", "installed by pip"])
def test_the_data_is_found_beside_the_package_or_in_it(tmp_path, data):
    (tmp_path / data).mkdir(parents=True)
    (tmp_path / "nnhelpers" / "guards").mkdir(parents=True)
    copy = shutil.copy(files.__file__, tmp_path / "nnhelpers" / "guards")
    spec = importlib.util.spec_from_file_location("copied_files", copy)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.DATA == tmp_path / data


def test_there_are_60000_training_and_10000_test_images_of_28_by_28(mnist):
    assert mnist.train_images.shape == (60_000, 28, 28)
    assert mnist.train_labels.shape == (60_000,)
    assert mnist.test_images.shape == (10_000, 28, 28)
    assert mnist.test_labels.shape == (10_000,)


def test_all_four_arrays_are_unsigned_bytes(mnist):
    assert [array.dtype for array in mnist] == [np.uint8] * 4


def test_the_pixels_use_the_whole_range_from_paper_to_ink(mnist):
    for images in (mnist.train_images, mnist.test_images):
        assert (images.min(), images.max()) == (0, 255)


def test_the_first_ten_training_labels_are_the_known_ones(mnist):
    assert mnist.train_labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]


def test_the_training_classes_run_from_5421_fives_to_6742_ones(mnist):
    counts = np.bincount(mnist.train_labels)
    assert len(counts) == 10
    assert (counts.argmin(), counts.min()) == (5, 5421)
    assert (counts.argmax(), counts.max()) == (1, 6742)


def test_the_test_classes_are_all_ten_digits(mnist):
    assert np.unique(mnist.test_labels).tolist() == list(range(10))


def test_the_normalised_training_pixels_have_the_known_mean_and_deviation(mnist):
    # float32 halves the memory; its pairwise sums are good to six digits, and four are compared.
    pixels = normalize(mnist.train_images, dtype=np.float32)
    assert round(float(pixels.mean()), 4) == 0.1307
    assert round(float(pixels.std()), 4) == 0.3081
