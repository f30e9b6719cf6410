"""Saved networks: exact when whole, refused when damaged or hostile, and never anything else."""

import io
import itertools
import json
import os
import pickle
import re
import struct
import threading
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

import nnhelpers.guards
import nnhelpers.network
from nnhelpers.activations import ACTIVATIONS
from nnhelpers.initializers import INITIALIZERS
from nnhelpers.layers import DenseLayer
from nnhelpers.network import NeuralNetwork
from nnhelpers.optimizers import OPTIMIZERS, Momentum

FLOATS = [np.float32, np.float64]


def network(*sizes, activation="relu", **options):
    """A network of these sizes, softmax at its end and `activation` before."""
    model = NeuralNetwork(**{"seed": 0, **options})
    for number, (inputs, outputs) in enumerate(itertools.pairwise(sizes), start=2):
        model.add(DenseLayer(inputs, outputs, "softmax" if number == len(sizes) else activation))
    return model


def examples(m, inputs=4, classes=3, seed=1):
    rng = np.random.default_rng(seed)
    return rng.random((inputs, m)), rng.permutation(np.arange(m) % classes)


def architecture_of(model):
    return [(layer.inputs, layer.outputs, layer.activation, layer.initializer) for layer in model.layers]


def same(first, second):
    """Whether two networks have the same layers and, to the last bit, the same parameters."""
    return (
        architecture_of(first) == architecture_of(second)
        and first.parameters.dtype == second.parameters.dtype
        and first.parameters.tobytes() == second.parameters.tobytes()
    )


def refusal(path):
    """The message with which `load` refuses the file; every one must name it and say what was expected."""
    with pytest.raises(ValueError) as error:
        NeuralNetwork.load(path)
    message = str(error.value)
    assert message.startswith(f"{path} is not a saved network, or is damaged (")
    assert message.endswith("); expected a file that model.save(path) wrote")
    return message


# ---- there and back


@pytest.mark.parametrize("kind", [str, Path])
@pytest.mark.parametrize("dtype", FLOATS)
def test_what_was_saved_is_loaded_to_the_last_bit(tmp_path, dtype, kind):
    model = NeuralNetwork(seed=0, dtype=dtype)
    layers = [(name, initializer) for name in ACTIVATIONS if name != "softmax" for initializer in INITIALIZERS]
    for name, initializer in [*layers, ("softmax", "he")]:
        model.add(DenseLayer(4, 4, name, initializer))
    # The smallest and the largest numbers, the negative zero and a number without a short decimal form.
    limits = np.finfo(dtype)
    model.parameters[:6] = [-0.0, limits.tiny, limits.smallest_subnormal, limits.max, -limits.max, 1 / 3]
    path = kind(tmp_path / "model.npz")
    model.save(path)
    loaded = NeuralNetwork.load(path)
    assert same(loaded, model) and loaded.parameters.dtype == dtype
    assert type(loaded) is NeuralNetwork and all(type(size) is int for size in architecture_of(loaded)[0][:2])


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_loaded_network_predicts_the_same(tmp_path, dtype):
    X, labels = examples(20)
    model = network(4, 5, 3, dtype=dtype)
    model.train(X, labels, epochs=2, batch_size=6, show=0)
    model.save(tmp_path / "model.npz")
    loaded = NeuralNetwork.load(tmp_path / "model.npz")
    np.testing.assert_array_equal(loaded.predict_probabilities(X), model.predict_probabilities(X))
    np.testing.assert_array_equal(loaded.predict(X), model.predict(X))
    assert loaded.measure(X, labels) == model.measure(X, labels)
    assert loaded.summary().equals(model.summary())


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_loaded_network_can_be_trained_on(tmp_path, optimizer):
    X, labels = examples(20)
    model = network(4, 5, 3, optimizer=optimizer)
    model.save(tmp_path / "model.npz")
    loaded = NeuralNetwork.load(tmp_path / "model.npz", optimizer=optimizer)
    # Without a memory yet, and on the whole batch, which needs no order: the same steps.
    for one in (model, loaded):
        one.train(X, labels, epochs=3, batch_size=None, learning_rate=0.01, show=0)
    assert same(loaded, model)
    assert not same(loaded, NeuralNetwork.load(tmp_path / "model.npz"))


def test_the_seed_of_a_loaded_network_decides_the_order_of_its_batches(tmp_path):
    X, labels = examples(20)
    network(4, 5, 3).save(tmp_path / "model.npz")
    trained = [NeuralNetwork.load(tmp_path / "model.npz", seed=seed) for seed in (1, 1, 2)]
    for model in trained:
        model.train(X, labels, epochs=1, batch_size=6, show=0)
    assert same(trained[0], trained[1]) and not same(trained[0], trained[2])


def test_a_loaded_network_takes_an_optimiser_by_name_or_as_an_object(tmp_path):
    network(4, 3).save(tmp_path / "model.npz")
    assert type(NeuralNetwork.load(tmp_path / "model.npz").optimizer) is OPTIMIZERS["adam"]
    assert NeuralNetwork.load(tmp_path / "model.npz", optimizer=Momentum(0.8)).optimizer.beta == 0.8
    with pytest.raises(ValueError, match="optimizer must be one of"):
        NeuralNetwork.load(tmp_path / "model.npz", optimizer="sgd")


def test_a_network_whose_last_layer_is_not_softmax_yet_is_saved_too(tmp_path):
    model = NeuralNetwork(seed=0)
    model.add(DenseLayer(4, 5))
    model.save(tmp_path / "model.npz")
    loaded = NeuralNetwork.load(tmp_path / "model.npz")
    assert same(loaded, model)
    loaded.add(DenseLayer(5, 3, "softmax"))


@pytest.mark.parametrize("name", ["model", "model.npz", "model.v1", "näme with spaces.npz", ".hidden"])
def test_a_name_is_kept_as_it_is(tmp_path, name):
    network(4, 3).save(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert same(NeuralNetwork.load(tmp_path / name), network(4, 3))


def test_a_relative_path_works(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    network(4, 3).save("model.npz")
    assert same(NeuralNetwork.load("model.npz"), network(4, 3))


def test_the_same_network_gives_the_same_file(tmp_path):
    for name in ("one", "other"):
        network(4, 5, 3).save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_saving_and_loading_change_nothing_in_the_network(tmp_path):
    model = network(4, 5, 3)
    before, state = model.parameters.copy(), model.rng.bit_generator.state
    model.save(tmp_path / "model.npz")
    loaded = NeuralNetwork.load(tmp_path / "model.npz")
    loaded.parameters[:] = 0
    np.testing.assert_array_equal(model.parameters, before)
    assert model.rng.bit_generator.state == state
    assert same(NeuralNetwork.load(tmp_path / "model.npz"), model)


# ---- whole or not at all


def test_an_older_file_is_replaced(tmp_path):
    network(4, 3).save(tmp_path / "model.npz")
    network(4, 5, 3).save(tmp_path / "model.npz")
    assert same(NeuralNetwork.load(tmp_path / "model.npz"), network(4, 5, 3))
    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]


def writes_half(file, **arrays):
    file.write(b"PK\x03\x04 half of a file")
    raise OSError("the disk is full")


def is_interrupted(*arguments, **options):
    raise KeyboardInterrupt


@pytest.mark.parametrize("existed", [True, False], ids=["over an older file", "anew"])
@pytest.mark.parametrize(
    ("where", "name", "replacement", "error"),
    [
        (nnhelpers.network.np, "savez", writes_half, OSError),
        (nnhelpers.network.np, "savez", is_interrupted, KeyboardInterrupt),
        (nnhelpers.guards.os, "replace", is_interrupted, KeyboardInterrupt),
    ],
    ids=["the disk is full", "interrupted while writing", "interrupted while renaming"],
)
def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(
    tmp_path, monkeypatch, where, name, replacement, error, existed
):
    path = tmp_path / "model.npz"
    if existed:
        network(4, 3).save(path)
    before = path.read_bytes() if existed else None
    with monkeypatch.context() as patch:
        patch.setattr(where, name, replacement)
        with pytest.raises(error):
            network(4, 5, 3).save(path)
    assert [file.name for file in tmp_path.iterdir()] == (["model.npz"] if existed else [])
    if existed:
        assert path.read_bytes() == before
    # And it works once the trouble is over.
    network(4, 5, 3).save(path)
    assert same(NeuralNetwork.load(path), network(4, 5, 3))


def test_the_file_is_complete_before_it_gets_its_name(tmp_path, monkeypatch):
    path, replace, seen = tmp_path / "model.npz", os.replace, []
    network(4, 3).save(path)

    def watch(source, target):
        seen.append((Path(source).parent, Path(target), same(NeuralNetwork.load(source), network(4, 5, 3))))
        assert same(NeuralNetwork.load(path), network(4, 3))
        replace(source, target)

    monkeypatch.setattr(nnhelpers.guards.os, "replace", watch)
    network(4, 5, 3).save(path)
    # In the same folder, because only there renaming is one step.
    assert seen == [(tmp_path, path, True)]


def test_a_folder_in_the_place_of_the_file_is_named_and_stays(tmp_path):
    folder = tmp_path / "model.npz"
    folder.mkdir()
    (folder / "kept").write_text("kept")
    with pytest.raises(OSError) as error:
        network(4, 3).save(folder)
    assert str(folder) in str(error.value)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["kept", "model.npz"]
    with pytest.raises((ValueError, OSError)) as error:
        NeuralNetwork.load(folder)
    assert str(folder) in str(error.value)


def test_a_missing_folder_is_named(tmp_path):
    path = tmp_path / "absent" / "model.npz"
    with pytest.raises(FileNotFoundError) as error:
        network(4, 3).save(path)
    assert str(path) in str(error.value)


@pytest.mark.parametrize("name", ["absent", "absent.npz", "absent/absent.npz"])
def test_a_missing_file_is_named_and_told_how_to_make_it(tmp_path, name):
    with pytest.raises(FileNotFoundError) as error:
        NeuralNetwork.load(tmp_path / name)
    assert str(error.value) == f"{tmp_path / name} is missing: save a network there first, model.save(path)"


# ---- damaged files


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of a saved network whose parameters take several reads, and the network."""
    model = network(20, 30, 10)
    # Numbers that are finite whichever way their bytes are read.
    model.parameters[:] = model.parameters.astype(np.float32)
    path = tmp_path_factory.mktemp("whole") / "model.npz"
    model.save(path)
    return path.read_bytes(), model


def test_a_file_cut_anywhere_is_refused(tmp_path, whole):
    content, _ = whole
    path = tmp_path / "model.npz"
    ends = range(len(content) - 300, len(content), 7)
    for length in [*range(0, len(content), 50), *ends, len(content) - 1]:
        path.write_bytes(content[:length])
        refusal(path)


def load_damaged_files(path, count, content, model, seed):
    """Load `count` damaged files; return how many were loaded and refused, and what broke the promise first."""
    rng = np.random.default_rng(seed)
    # Two thirds of the damage where the structure is: before, between and behind the numbers.
    numbers = content.index(model.parameters[:8].tobytes())
    structure = np.r_[0:numbers, numbers + model.parameters.nbytes : len(content)]
    loaded = refused = 0
    for _ in range(count):
        damaged = bytearray(content)
        for _ in range(rng.integers(1, 3)):
            place = int(rng.choice(structure)) if rng.random() < 2 / 3 else int(rng.integers(len(content)))
            flipped = damaged[place] ^ 1 << int(rng.integers(8))
            damaged[place] = flipped if rng.random() < 0.5 else int(rng.integers(256))
        path.write_bytes(damaged)
        places = [(i, content[i], damaged[i]) for i in range(len(content)) if content[i] != damaged[i]]
        try:
            result = NeuralNetwork.load(path)
        except (ValueError, FileNotFoundError) as error:
            if str(path) not in str(error):
                return loaded, refused, f"{places} is refused without the file's name: {error}"
            refused += 1
        except BaseException as error:
            return loaded, refused, f"{places} raises {error!r}"
        else:
            if not same(result, model):
                return loaded, refused, f"{places} gives another network"
            loaded += 1
    return loaded, refused, None


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_file_is_refused_or_gives_the_same_network(tmp_path, whole, seed):
    results = []
    path = tmp_path / "model.npz"
    # A thread, so that a file on which the reader hangs fails this test rather than stops all of them.
    reader = threading.Thread(target=lambda: results.append(load_damaged_files(path, 700, *whole, seed)), daemon=True)
    reader.start()
    reader.join(timeout=60)
    assert not reader.is_alive(), f"load hangs on the file {path}"
    [(loaded, refused, broken)] = results
    assert broken is None, broken
    # Both outcomes occur often enough for the two promises to have been tried: dates, for one, do not matter.
    assert loaded + refused == 700 and loaded >= 20 and refused >= 300


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"'<f8'", b"'<f4'"),  # half of the bytes would do for as many numbers
        (b"'<f8'", b"'>f8'"),
        (b"'shape': (940,)", b"'shape': (939,)"),
        (b"False", b"True "),
        (b'r\0\0\0e\0\0\0l\0\0\0u\0\0\0', b't\0\0\0a\0\0\0n\0\0\0h\0\0\0'),  # relu → tanh
        (b'h\0\0\0e\0\0\0"', b'z\0\0\0e\0\0\0"'),
    ],
    ids=["float32", "byte order", "shape", "order", "activation", "initialiser"],
)
def test_a_change_that_would_still_be_read_is_noticed_by_the_checksum(tmp_path, whole, old, new):
    content, _ = whole
    assert content.count(old) >= 1 and len(old) == len(new)
    path = tmp_path / "model.npz"
    for place in [i for i in range(len(content)) if content.startswith(old, i)]:
        path.write_bytes(content[:place] + new + content[place + len(old) :])
        refusal(path)


@pytest.mark.parametrize("place", range(12))
def test_a_changed_number_is_noticed_by_the_checksum(tmp_path, whole, place):
    content, model = whole
    start = content.index(model.parameters[:8].tobytes())
    place = start + place * (model.parameters.nbytes - 1) // 11
    path = tmp_path / "model.npz"
    path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    assert "CRC" in refusal(path)


# ---- foreign files


def npz(path, architecture=None, parameters=None, members=None, compression=zipfile.ZIP_STORED):
    """Write a zip file of the two members, each an array or the bytes of a .npy file, or of any members."""
    if members is None:
        members = [("architecture.npy", architecture), ("parameters.npy", parameters)]
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content if isinstance(content, bytes) else npy(content))
    return path


def npy(array, pickled=False):
    """The bytes of a .npy file."""
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(array), allow_pickle=pickled)
    return file.getvalue()


def npy_header(header, payload=b""):
    """The bytes of a .npy file with any header."""
    text = header.encode("latin1") + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + payload


LAYERS = [[4, 5, "relu", "he"], [5, 3, "softmax", "xavier"]]
GOOD = np.array(json.dumps(LAYERS))
# 4 · 5 + 5 = 25 and 5 · 3 + 3 = 18: 43 parameters.
NUMBERS = np.linspace(-1, 1, 43)


def test_the_files_made_by_hand_for_these_tests_are_read(tmp_path):
    loaded = NeuralNetwork.load(npz(tmp_path / "model.npz", GOOD, NUMBERS))
    np.testing.assert_array_equal(loaded.parameters, NUMBERS)
    assert [list(layer) for layer in architecture_of(loaded)] == LAYERS
    # The order of the two members does not matter.
    members = [("parameters.npy", NUMBERS), ("architecture.npy", GOOD)]
    assert same(NeuralNetwork.load(npz(tmp_path / "other", members=members)), loaded)


FOREIGN = {
    "an empty file": b"",
    "text": "a network of two layers\n" * 20,
    "JSON": json.dumps(LAYERS),
    "PNG": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(100),
    "gzip": b"\x1f\x8b\x08" + bytes(50),
    "an empty zip file": b"PK\x05\x06" + bytes(18),
    "a .npy file": npy(NUMBERS),
    "a pickle": pickle.dumps({"parameters": NUMBERS}),
    "zeros": bytes(1000),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_foreign_files_are_refused(tmp_path, kind):
    content = FOREIGN[kind]
    path = tmp_path / "model.npz"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    refusal(path)


def test_an_npz_file_of_other_arrays_is_told_what_it_must_hold(tmp_path):
    path = tmp_path / "model.npz"
    np.savez(path, W1=np.eye(3), b1=np.zeros(3))
    assert "it must hold architecture and parameters, and nothing else" in refusal(path)


class Trap:
    """An object whose unpickling makes a file."""

    def __init__(self, marker):
        self.marker = str(marker)

    def __reduce__(self):
        return open, (self.marker, "w")


@pytest.mark.parametrize("member", ["architecture", "parameters", "both", "the whole file", "a .npy file"])
def test_a_pickle_is_never_executed(tmp_path, member):
    path, marker = tmp_path / "model.npz", tmp_path / "marker"
    objects = np.array([Trap(marker)], dtype=object)
    trapped = npy(objects, pickled=True)
    if member == "the whole file":
        path.write_bytes(pickle.dumps(Trap(marker)))
    elif member == "a .npy file":
        path.write_bytes(trapped)
    else:
        npz(
            path,
            trapped if member in ("architecture", "both") else GOOD,
            trapped if member in ("parameters", "both") else NUMBERS,
        )
    refusal(path)
    assert not marker.exists()
    # The trap is a real one: who allows it, falls into it.
    pickle.loads(pickle.dumps(Trap(marker))).close()
    assert marker.exists()


# ---- hostile files


def refused_cheaply(path, limit=20e6):
    """The refusal of the file, which must not have taken more memory than `limit` bytes."""
    tracemalloc.start()
    try:
        message = refusal(path)
        assert tracemalloc.get_traced_memory()[1] < limit
    finally:
        tracemalloc.stop()
    return message


@pytest.mark.parametrize("member", ["architecture", "parameters"])
def test_compressed_bombs_do_not_unpack(tmp_path, member):
    zeros = npy(np.zeros(20_000_000))
    members = {"architecture": npy(GOOD), "parameters": npy(NUMBERS), member: zeros}
    path = npz(tmp_path / "model.npz", members["architecture"], members["parameters"], compression=zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 1e6
    assert "is compressed" in refused_cheaply(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_kind_of_compression_is_refused(tmp_path, method):
    assert "is compressed" in refusal(npz(tmp_path / "model.npz", GOOD, NUMBERS, compression=method))


@pytest.mark.parametrize("shape", ["(1000000000000,)", "(1000000, 1000000)", "(10000000000000000000000,)", "(-1,)"])
@pytest.mark.parametrize("member", ["architecture", "parameters"])
def test_a_header_that_claims_too_much_allocates_nothing(tmp_path, member, shape):
    kind = "<U1" if member == "architecture" else "<f8"
    claim = npy_header(f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}", bytes(1000))
    path = npz(tmp_path / "model.npz", **{"architecture": GOOD, "parameters": NUMBERS, member: claim})
    refused_cheaply(path)


def test_a_header_that_claims_one_enormous_string_allocates_nothing(tmp_path):
    claim = npy_header("{'descr': '<U500000000000', 'fortran_order': False, 'shape': (), }", bytes(1000))
    refused_cheaply(npz(tmp_path / "model.npz", claim, NUMBERS))


@pytest.mark.parametrize(
    "header",
    [
        "{'descr': '<f8', 'fortran_order': False, }",
        "{'descr': '<f8', 'fortran_order': 7, 'shape': (43,), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (43,), 'more': 1}",
        "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (43,), }",
        "{'descr': 'nonsense', 'fortran_order': False, 'shape': (43,), }",
        "__import__('os').abort()",
        "(" * 5000,
        "-" * 60000 + "1",
        "",
    ],
    ids=["no shape", "order", "another key", "structured", "unknown type", "code", "brackets", "minuses", "empty"],
)
def test_a_wrong_npy_header_is_refused(tmp_path, header):
    refusal(npz(tmp_path / "model.npz", GOOD, npy_header(header, NUMBERS.tobytes())))


def with_layers(path, layers, count=43):
    """A file with these layers, as JSON or as text, and `count` parameters."""
    text = layers if isinstance(layers, str) else json.dumps(layers)
    return npz(path, np.array(text), np.linspace(-1, 1, count))


SIZES = "the sizes of layer 1, .*, are not whole numbers of at least 1"
WRONG_LAYERS = {
    "huge sizes": ([[10**6, 10**6, "relu", "he"]], 43, r"1,000,001,000,000|1,000,000,000,000|parameters"),
    "sizes beyond any integer type": ([[10**30, 10**30, "softmax", "he"]], 43, "parameters"),
    "sizes of a thousand digits": (f'[[1{"0" * 1000}, 1{"0" * 1000}, "softmax", "he"]]', 43, "parameters"),
    "sizes of ten thousand digits": (f'[[1{"0" * 10000}, 1, "softmax", "he"]]', 43, ""),
    "a boolean as inputs": ([[True, 3, "softmax", "he"]], 6, SIZES),
    "a boolean as outputs": ([[3, True, "softmax", "he"]], 4, SIZES),
    "a float as inputs": ([[4.0, 3, "softmax", "he"]], 15, SIZES),
    "a float as outputs": ([[4, 3.0, "softmax", "he"]], 15, SIZES),
    "NaN as size": ('[[NaN, 3, "softmax", "he"]]', 15, SIZES),
    "infinity as size": ('[[4, Infinity, "softmax", "he"]]', 15, SIZES),
    "text as size": ([["4", 3, "softmax", "he"]], 15, SIZES),
    "null as size": ([[4, None, "softmax", "he"]], 15, SIZES),
    "a list as size": ([[[4], 3, "softmax", "he"]], 15, SIZES),
    "zero as size": ([[0, 3, "softmax", "he"]], 3, SIZES),
    "a negative size": ([[4, -3, "softmax", "he"]], 15, SIZES),
    "two negative sizes": ([[-4, -3, "softmax", "he"]], 9, SIZES),
    "an unknown activation": ([[4, 3, "gelu", "he"]], 15, "activation must be one of relu, .* but 'gelu'"),
    "a list as activation": ([[4, 3, ["relu"], "he"]], 15, "activation must be one of relu"),
    "null as activation": ([[4, 3, None, "he"]], 15, "activation must be one of relu"),
    "an unknown initialiser": ([[4, 3, "softmax", "lecun"]], 15, "initializer must be one of zeros, .* but 'lecun'"),
    "null as initialiser": ([[4, 3, "softmax", None]], 15, "initializer must be one of zeros"),
    "an object as initialiser": ([[4, 3, "softmax", {}]], 15, "initializer must be one of zeros"),
    "three entries": ([[4, 3, "softmax"]], 15, r"layer 1 of its architecture is not \[inputs, outputs, activation"),
    "five entries": ([[4, 3, "softmax", "he", 0]], 15, "layer 1 of its architecture is not"),
    "an object as second layer": ([[4, 3, "relu", "he"], {}], 15, "layer 2 of its architecture is not"),
    "a text of four letters as layer": (["four"], 15, "layer 1 of its architecture is not"),
    "no layers": ([], 0, "its architecture is not a list of 1 to"),
    "an object": ({"layers": LAYERS}, 43, "its architecture is not a list of 1 to 1,000 layers"),
    "null": ("null", 43, "its architecture is not a list of 1 to 1,000 layers"),
    "a number": ("43", 43, "its architecture is not a list of 1 to 1,000 layers"),
    "no JSON": ("relu", 43, ""),
    "nothing": ("", 43, ""),
    "two lists": (json.dumps(LAYERS) * 2, 43, ""),
    "JSON cut short": (json.dumps(LAYERS)[:-1], 43, ""),
    "layers that do not fit": ([[4, 5, "relu", "he"], [6, 3, "softmax", "he"]], 46,
                               r"layer \[6, 3.* cannot come after layer \[4, 5"),
    "softmax in the middle": ([[4, 5, "softmax", "he"], [5, 3, "softmax", "he"]], 43,
                              r"layer \[5, 3.* cannot come after layer \[4, 5, .softmax"),
    "one number too few": (LAYERS, 42, r"its layers have 43 parameters, but it holds float64 of shape \(42,\)"),
    "one number too many": (LAYERS, 44, r"its layers have 43 parameters, but it holds float64 of shape \(44,\)"),
}


@pytest.mark.parametrize("case", WRONG_LAYERS)
def test_a_wrong_architecture_is_refused_in_words(tmp_path, case):
    layers, count, sentence = WRONG_LAYERS[case]
    message = refused_cheaply(with_layers(tmp_path / "model.npz", layers, count))
    assert re.search(sentence, message)


@pytest.mark.parametrize("brackets", ["[", "[]", '{"a":', "{}"], ids=["[[[…", "[[[…]]]", '{"a": {"a": …', "{{{…}}}"])
def test_json_nested_a_hundred_thousand_deep_is_refused(tmp_path, brackets):
    depth = 100_000
    text = brackets[0] * depth + brackets[1] * depth if brackets in ("[]", "{}") else brackets * depth
    refusal(with_layers(tmp_path / "model.npz", text))


WRONG_PARAMETERS = {
    "NaN": np.where(np.arange(43) == 7, np.nan, NUMBERS),
    "infinity": np.where(np.arange(43) == 7, np.inf, NUMBERS),
    "minus infinity": np.where(np.arange(43) == 7, -np.inf, NUMBERS).astype(np.float32),
    "float16": NUMBERS.astype(np.float16),
    "longdouble": NUMBERS.astype(np.longdouble),
    "complex": NUMBERS.astype(complex),
    "big-endian": NUMBERS.astype(">f8"),
    "big-endian float32": NUMBERS.astype(">f4"),
    "integers": np.arange(43),
    "booleans": NUMBERS > 0,
    "text": NUMBERS.astype(str),
    "dates": np.arange(43).astype("datetime64[s]"),
    "structured": np.zeros(43, [("a", float)]),
    "a matrix of one row": NUMBERS[None],
    "a matrix of one column": NUMBERS[:, None],
    "a single number": np.array(1.0),
    "nothing": np.zeros(0),
}


@pytest.mark.parametrize("case", WRONG_PARAMETERS)
def test_wrong_parameters_are_refused(tmp_path, case):
    message = refusal(npz(tmp_path / "model.npz", GOOD, WRONG_PARAMETERS[case]))
    words = {"NaN": "nan at (7,)", "infinity": "inf at (7,)", "minus infinity": "-inf at (7,)"}
    assert words.get(case, f"its layers have 43 parameters, but it holds {WRONG_PARAMETERS[case].dtype} of") in message


def test_an_object_array_is_refused(tmp_path):
    objects = npy(np.array([1.0] * 43, dtype=object), pickled=True)
    assert "allow_pickle" in refusal(npz(tmp_path / "model.npz", GOOD, objects))


@pytest.mark.parametrize(
    "architecture",
    [np.array([json.dumps(LAYERS)]), np.array(json.dumps(LAYERS).encode()), np.array(3), np.eye(4), np.array([])],
    ids=["a list of one text", "bytes", "a number", "a matrix", "nothing"],
)
def test_an_architecture_that_is_no_text_is_refused(tmp_path, architecture):
    refusal(npz(tmp_path / "model.npz", architecture, NUMBERS))


MEMBERS = {
    "no architecture": [("parameters.npy", NUMBERS)],
    "no parameters": [("architecture.npy", GOOD)],
    "architecture twice": [("architecture.npy", GOOD), ("architecture.npy", GOOD), ("parameters.npy", NUMBERS)],
    "parameters twice": [("architecture.npy", GOOD), ("parameters.npy", NUMBERS), ("parameters.npy", -NUMBERS)],
    "only architectures": [("architecture.npy", GOOD), ("architecture.npy", GOOD)],
    "an extra array": [("architecture.npy", GOOD), ("parameters.npy", NUMBERS), ("more.npy", NUMBERS)],
    "an extra text": [("architecture.npy", GOOD), ("parameters.npy", NUMBERS), ("README", b"read me")],
    "without .npy": [("architecture", GOOD), ("parameters", NUMBERS)],
    "with a path": [("../architecture.npy", GOOD), ("parameters.npy", NUMBERS)],
    "from the root": [("architecture.npy", GOOD), ("/parameters.npy", NUMBERS)],
    "in a folder": [("model/architecture.npy", GOOD), ("model/parameters.npy", NUMBERS)],
    "with a backslash": [("architecture.npy", GOOD), ("..\\parameters.npy", NUMBERS)],
    "in capitals": [("Architecture.npy", GOOD), ("Parameters.npy", NUMBERS)],
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("case", MEMBERS)
def test_other_members_than_the_two_are_refused(tmp_path, case):
    folder = tmp_path / "inner"
    folder.mkdir()
    path = npz(folder / "model.npz", members=MEMBERS[case])
    assert "it must hold architecture and parameters, and nothing else" in refusal(path)
    assert [file.name for file in tmp_path.rglob("*.np*")] == ["model.npz"], "nothing was unpacked"


def test_a_member_that_is_no_npy_file_is_refused(tmp_path):
    refusal(npz(tmp_path / "model.npz", GOOD, NUMBERS.tobytes()))
    refusal(npz(tmp_path / "model.npz", json.dumps(LAYERS).encode(), NUMBERS))


def test_bytes_behind_the_numbers_of_a_member_do_not_change_the_network(tmp_path):
    path = npz(tmp_path / "model.npz", GOOD, npy(NUMBERS) + bytes(8))
    try:
        loaded = NeuralNetwork.load(path)
    except ValueError as error:
        assert str(path) in str(error)
    else:
        np.testing.assert_array_equal(loaded.parameters, NUMBERS)


# ---- what was saved can be loaded


@pytest.mark.parametrize("trouble", [np.nan, np.inf])
def test_a_network_that_diverged_does_not_replace_a_good_file_by_one_that_cannot_be_loaded(tmp_path, trouble):
    path = tmp_path / "model.npz"
    network(4, 3).save(path)
    model = network(4, 3)
    model.parameters[2] = trouble
    with pytest.raises(ValueError):
        model.save(path)
    assert same(NeuralNetwork.load(path), network(4, 3))
