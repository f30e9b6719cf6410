"""Saved networks: exact when whole, refused when damaged or hostile, and never anything else."""

import io
import json
import pickle
import re
import struct
import threading
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from small_networks import FLOATS, examples, network

import nnhelpers.guards
import nnhelpers.network
from nnhelpers.activations import ACTIVATIONS
from nnhelpers.initializers import INITIALIZERS
from nnhelpers.layers import DenseLayer, DropoutLayer
from nnhelpers.losses import LOSSES
from nnhelpers.network import NeuralNetwork
from nnhelpers.optimizers import OPTIMIZERS, Momentum


def architecture_of(model):
    """All that a file must hold of a network besides its parameters."""
    layers = [(type(layer).__name__, layer.settings()) for layer in model.layers]
    return layers, model.loss, model.l2, model.l1, model.epochs


def same(first, second):
    """Whether two networks have the same layers and settings and, to the last bit, the same parameters."""
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
        model.add(DropoutLayer(0.1))
        model.add(DenseLayer(4, 4, name, initializer))
    # The smallest and the largest numbers, the negative zero and a number without a short decimal form.
    limits = np.finfo(dtype)
    model.parameters[:6] = [-0.0, limits.tiny, limits.smallest_subnormal, limits.max, -limits.max, 1 / 3]
    path = kind(tmp_path / "model.npz")
    model.save(path)
    loaded = NeuralNetwork.load(path)
    assert same(loaded, model) and loaded.parameters.dtype == dtype
    assert type(loaded) is NeuralNetwork and type(loaded.layers[1].inputs) is int


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("loss", LOSSES)
def test_a_loaded_network_keeps_dropout_penalties_loss_and_epochs_and_answers_and_learns_the_same(
    tmp_path, loss, dtype, capsys
):
    X, labels = examples(20)
    model = network(4, 5, 3, dtype=dtype, loss=loss, l2=0.01, l1=0.1, rate=0.25, optimizer="gradient_descent")
    model.save(tmp_path / "untrained")
    NeuralNetwork.load(tmp_path / "untrained")
    assert capsys.readouterr().out == ""
    model.train(X, labels, epochs=2, batch_size=6, show=0)
    model.save(tmp_path / "model.npz")
    loaded = NeuralNetwork.load(tmp_path / "model.npz", seed=1, optimizer="gradient_descent")
    assert "trained for 2 epochs; in further ones the optimiser starts without a memory" in capsys.readouterr().out
    assert same(loaded, model) and loaded.layers[1].rate == 0.25
    assert (loaded.loss, loaded.l2, loaded.l1, loaded.epochs) == (loss, 0.01, 0.1, 2)
    assert loaded.history.empty and loaded.summary().equals(model.summary())
    np.testing.assert_array_equal(loaded.predict_probabilities(X), model.predict_probabilities(X))
    assert loaded.measure(X, labels) == model.measure(X, labels)
    # From the same state of the generator on, the same masks, the same steps, and epochs that are counted on.
    model.rng.bit_generator.state = loaded.rng.bit_generator.state
    for one in (model, loaded):
        assert one.train(X, labels, 3, batch_size=6, learning_rate=0.01, show=0)["Epoch"].tolist() == [3, 4, 5]
    assert same(loaded, model) and loaded.history["Epoch"].tolist() == [3, 4, 5]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_loaded_network_takes_an_optimiser_by_name_or_as_an_object_and_a_seed(tmp_path, optimizer):
    X, labels = examples(20)
    network(4, 5, 3).save(tmp_path / "model.npz")
    trained = [NeuralNetwork.load(tmp_path / "model.npz", seed=seed, optimizer=optimizer) for seed in (1, 1, 2)]
    for model in trained:
        assert type(model.optimizer) is OPTIMIZERS[optimizer]
        model.train(X, labels, epochs=1, batch_size=6, show=0)
    assert same(trained[0], trained[1]) and not same(trained[0], trained[2])
    assert NeuralNetwork.load(tmp_path / "model.npz", optimizer=Momentum(0.8)).optimizer.beta == 0.8


def test_a_network_whose_last_layer_is_not_softmax_yet_is_saved_too_and_one_without_layers_is_not(tmp_path):
    with pytest.raises(ValueError, match="the network has no layers yet, so there is nothing to save"):
        NeuralNetwork().save(tmp_path / "model.npz")
    model = NeuralNetwork(seed=0)
    model.add(DenseLayer(4, 5))
    model.save(tmp_path / "model.npz")
    loaded = NeuralNetwork.load(tmp_path / "model.npz")
    assert same(loaded, model)
    loaded.add(DenseLayer(5, 3, "softmax"))


@pytest.mark.parametrize("name", ["Dressed", "DenseLayer"])
def test_a_kind_of_layer_that_load_would_not_know_or_take_for_another_is_not_saved(tmp_path, name):
    model = NeuralNetwork(seed=0)
    model.add(type(name, (DenseLayer,), {})(4, 3, "softmax"))
    with pytest.raises(TypeError, match=rf"layer 1 is a {name}, which load would not know; .*LAYERS\['{name}'\]"):
        model.save(tmp_path / "model.npz")
    assert list(tmp_path.iterdir()) == []


# ---- files of the time when all layers were dense

DENSE_ONLY = [[4, 5, "relu", "he"], [5, 3, "softmax", "xavier"]]


def test_an_old_file_is_read(tmp_path, capsys):
    # 4 · 5 + 5 = 25 and 5 · 3 + 3 = 18: 43 parameters.
    expected = network(4, 5, 3)
    path = npz(tmp_path / "model.npz", np.array(json.dumps(DENSE_ONLY)), expected.parameters)
    loaded = NeuralNetwork.load(path)
    assert same(loaded, expected) and capsys.readouterr().out == ""
    assert (loaded.loss, loaded.l2, loaded.l1, loaded.epochs) == ("cross_entropy", 0, 0, 0)
    loaded.save(path)
    assert same(NeuralNetwork.load(path), expected)


@pytest.mark.parametrize("layer", [[4, 5, "relu"], [4, 5, "relu", "he", 0], {}, "four", [0, 5, "relu", "he"]], ids=str)
def test_an_old_file_of_other_layers_is_refused(tmp_path, layer):
    text = json.dumps([layer, DENSE_ONLY[1]])
    refusal(npz(tmp_path / "model.npz", np.array(text), NUMBERS))


# ---- names


@pytest.mark.parametrize("name", ["model", "model.npz", "model.v1", "näme with spaces.npz", ".hidden"])
def test_a_name_is_kept_as_it_is(tmp_path, name):
    network(4, 3).save(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert same(NeuralNetwork.load(tmp_path / name), network(4, 3))


def test_the_same_network_gives_the_same_file(tmp_path):
    for name in ("one", "other"):
        network(4, 5, 3).save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


# ---- whole or not at all


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
    ],
    ids=["float32", "byte order", "shape", "order", "activation"],
)
def test_a_change_that_would_still_be_read_is_noticed_by_the_checksum(tmp_path, whole, old, new):
    content, _ = whole
    assert content.count(old) >= 1 and len(old) == len(new)
    path = tmp_path / "model.npz"
    for place in [i for i in range(len(content)) if content.startswith(old, i)]:
        path.write_bytes(content[:place] + new + content[place + len(old) :])
        refusal(path)


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


def architecture(*layers, **settings):
    """The text of an architecture of these layers, and of the settings of a network, of which some are changed."""
    return json.dumps({"layers": layers, **{"loss": "cross_entropy", "l2": 0.0, "l1": 0.0, "epochs": 0, **settings}})


def dense(inputs=4, outputs=3, activation="softmax", initializer="he", **more):
    names = ("inputs", "outputs", "activation", "initializer")
    return ["DenseLayer", dict(zip(names, (inputs, outputs, activation, initializer), strict=True)) | more]


LAYERS = [dense(4, 5, "relu"), ["DropoutLayer", {"rate": 0.5}], dense(5, 3, "softmax", "xavier")]
GOOD = np.array(architecture(*LAYERS))
# 4 · 5 + 5 = 25 and 5 · 3 + 3 = 18: 43 parameters.
NUMBERS = np.linspace(-1, 1, 43)


def test_the_files_made_by_hand_for_these_tests_are_read(tmp_path):
    loaded = NeuralNetwork.load(npz(tmp_path / "model.npz", GOOD, NUMBERS))
    np.testing.assert_array_equal(loaded.parameters, NUMBERS)
    assert architecture_of(loaded) == ([tuple(layer) for layer in LAYERS], "cross_entropy", 0, 0, 0)
    # The order of the two members does not matter.
    members = [("parameters.npy", NUMBERS), ("architecture.npy", GOOD)]
    assert same(NeuralNetwork.load(npz(tmp_path / "other", members=members)), loaded)


FOREIGN = {
    "an empty file": b"",
    "text": "a network of two layers\n" * 20,
    "JSON": str(GOOD),
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


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("member", ["architecture", "parameters"])
def test_compressed_bombs_do_not_unpack(tmp_path, member, method):
    members = {"architecture": npy(GOOD), "parameters": npy(NUMBERS), member: npy(np.zeros(5_000_000))}
    path = npz(tmp_path / "model.npz", **members, compression=method)
    assert path.stat().st_size < 1e6
    assert "is compressed" in refused_cheaply(path)


@pytest.mark.parametrize("shape", ["(1000000000000,)", "(1000000, 1000000)", "(1" + 22 * "0" + ",)", "(-1,)", "()"])
@pytest.mark.parametrize("member", ["architecture", "parameters"])
def test_a_header_that_claims_too_much_allocates_nothing(tmp_path, member, shape):
    kind = "<U1" if member == "architecture" else "<f8"
    if shape == "()":
        kind = "<U500000000000"  # one enormous text
    claim = npy_header(f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}", bytes(1000))
    path = npz(tmp_path / "model.npz", **{"architecture": GOOD, "parameters": NUMBERS, member: claim})
    refused_cheaply(path)


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


WHOLE = "inputs must be a whole number, but"
LEAST = "(inputs|outputs) must be at least 1, but"
DIGITS = "9" * 1000
# The text of the architecture, how many parameters are beside it, and words of the refusal.
WRONG_ARCHITECTURES = {
    "huge sizes": (architecture(dense(10**6, 10**6)), 43, "1,000,001,000,000|1,000,000,000,000|parameters"),
    "sizes of a thousand digits": (architecture(dense(int(DIGITS), int(DIGITS))), 43, "parameters"),
    "sizes of ten thousand digits": (architecture(dense()).replace("4", 10 * DIGITS), 43, ""),
    "a float as size": (architecture(dense(4.0)), 15, WHOLE),
    "NaN as size": (architecture(dense(float("nan"))), 15, WHOLE),
    "infinity as size": (architecture(dense(float("inf"))), 15, WHOLE),
    "text as size": (architecture(dense("4")), 15, WHOLE),
    "null as size": (architecture(dense(None)), 15, WHOLE),
    "a list as size": (architecture(dense([4])), 15, WHOLE),
    "zero as size": (architecture(dense(0)), 3, LEAST),
    "a negative size": (architecture(dense(4, -3)), 15, LEAST),
    "two negative sizes": (architecture(dense(-4, -3)), 9, LEAST),
    "an unknown activation": (architecture(dense(activation="gelu")), 15, "activation must be one of relu, .* 'gelu'"),
    "null as activation": (architecture(dense(activation=None)), 15, "activation must be one of relu"),
    "an unknown initialiser": (architecture(dense(initializer="lecun")), 15, "initializer must be one of zeros"),
    "an object as initialiser": (architecture(dense(initializer={})), 15, "initializer must be one of zeros"),
    "another setting": (architecture(dense(bias=False)), 15, "bias"),
    "a setting missing": (architecture(["DenseLayer", {"inputs": 4}]), 15, "outputs"),
    "no settings": (architecture(["DenseLayer", None]), 15, ""),
    "an unknown kind": (
        architecture(["GateLayer", {}]), 15, "kind of a layer must be one of DenseLayer, DropoutLayer"
    ),
    "a kind that is no text": (architecture([["DenseLayer"], {}]), 15, "kind of a layer must be one of"),
    "a layer that is no pair": (architecture(["DenseLayer"]), 15, ""),
    "a rate of 1": (architecture(["DropoutLayer", {"rate": 1}], dense()), 15, "rate must be a share from 0 to below 1"),
    "one softmax output": (architecture(dense(4, 1)), 5, "softmax over a single output is always 1"),
    "no layers": (architecture(), 0, "its architecture is not a list of 1 to 1,000 layers"),
    "too many layers": (architecture(*1001 * [dense(1, 1, "relu")]), 2002, "not a list of 1 to 1,000 layers"),
    "layers in an object": (json.dumps({"layers": {}}), 43, "not a list of 1 to 1,000 layers"),
    "layers alone": (json.dumps({"layers": LAYERS}), 43, "epochs"),
    "an unknown loss": (architecture(*LAYERS, loss="hinge"), 43, "loss must be one of cross_entropy, .* 'hinge'"),
    "a negative penalty": (architecture(*LAYERS, l2=-1), 43, "l2 must be 0 .no penalty. or a positive number"),
    "NaN as penalty": (architecture(*LAYERS, l1=float("nan")), 43, "l1 must be 0 .no penalty. or a positive number"),
    "half an epoch": (architecture(*LAYERS, epochs=0.5), 43, "epochs must be a whole number"),
    "a setting of the network too many": (architecture(*LAYERS, seed=1), 43, "its settings are .*'seed'"),
    "null": ("null", 43, ""), "a number": ("43", 43, ""), "no JSON": ("relu", 43, ""), "nothing": ("", 43, ""),
    "two objects": (architecture(*LAYERS) * 2, 43, ""), "JSON cut short": (architecture(*LAYERS)[:-1], 43, ""),
    "layers that do not fit": (architecture(dense(4, 5, "relu"), dense(6, 3)), 46, "layer 2 must take what layer 1 gi"),
    "softmax in the middle": (architecture(dense(4, 5), dense(5, 3)), 43, "layer 1 answers with probabilities, so"),
    "one number too few": (architecture(*LAYERS), 42, r"have 43 parameters, but it holds float64 of shape \(42,\)"),
    "one number too many": (architecture(*LAYERS), 44, r"have 43 parameters, but it holds float64 of shape \(44,\)"),
}


@pytest.mark.parametrize("case", WRONG_ARCHITECTURES)
def test_a_wrong_architecture_is_refused_in_words(tmp_path, case):
    text, count, sentence = WRONG_ARCHITECTURES[case]
    message = refused_cheaply(npz(tmp_path / "model.npz", np.array(text), np.linspace(-1, 1, count)))
    assert re.search(sentence, message)


@pytest.mark.parametrize("brackets", ["[", "[]", '{"a":', "{}"], ids=["[[[…", "[[[…]]]", '{"a": {"a": …', "{{{…}}}"])
def test_json_nested_a_hundred_thousand_deep_is_refused(tmp_path, brackets):
    depth = 100_000
    text = brackets[0] * depth + brackets[1] * depth if brackets in ("[]", "{}") else brackets * depth
    refusal(npz(tmp_path / "model.npz", np.array(text), NUMBERS))


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
    [np.array([str(GOOD)]), np.array(str(GOOD).encode()), np.array(3), np.eye(4), np.array([])],
    ids=["a list of one text", "bytes", "a number", "a matrix", "nothing"],
)
def test_an_architecture_that_is_no_text_is_refused(tmp_path, architecture):
    refusal(npz(tmp_path / "model.npz", architecture, NUMBERS))


MEMBERS = {
    "other arrays": [("W1.npy", NUMBERS), ("b1.npy", NUMBERS)],
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


def test_a_member_that_is_no_npy_file_or_more_than_one_is_refused(tmp_path):
    assert "as many bytes" in refusal(npz(tmp_path / "model.npz", GOOD, npy(NUMBERS) + bytes(8)))
    refusal(npz(tmp_path / "model.npz", GOOD, NUMBERS.tobytes()))
    refusal(npz(tmp_path / "model.npz", str(GOOD).encode(), NUMBERS))


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
