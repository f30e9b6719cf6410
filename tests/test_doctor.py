"""The doctor names what is planted in a network, and finds nothing in healthy ones."""

import copy
from collections import namedtuple
from itertools import combinations
from pathlib import Path

import doctor_forms
import doctor_mistakes
import doctor_ways
import nbformat
import numpy as np
import pandas as pd
import pytest
from doctor_healthy import HEALTHY
from doctor_holders import HOLDERS
from doctor_mistakes import FURTHER, PATIENTS
from doctor_networks import COLUMNS, FORMS, IMAGES, LABELS, NEW_COLUMNS, NEW_LABELS, changed, compiled, network

from nnhelpers.doctor import Adapter, examine
from nnhelpers.doctor.examination import CHECKS
from nnhelpers.doctor.words import SECTIONS

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
BOTH = ("video", "dictionary")
WAYS = doctor_ways.FOUND | HOLDERS
# Divided by 255 twice and multiplied by 255: nothing is left of either.
CANCEL = {"3 pixels normalised twice", "6 pixels not normalised"}


def planted(form, *names):
    """Return examine's arguments for a network with these patients' mistakes, in any order in which they fit."""
    for order in (names, names[::-1]):
        pieces = [piece for name in order for piece in PATIENTS[name][BOTH.index(form)]]
        try:
            arguments = network(form, *pieces)
        except AssertionError:
            continue
        for name in order:
            arguments = arguments if PATIENTS[name][2] is None else PATIENTS[name][2](arguments)
        return arguments
    raise AssertionError(f"{names} don't fit into one network")


def keys_of(report):
    return [finding.key for finding in report.findings]


# ---------------------------------------------------------------- what is planted is named


@pytest.mark.parametrize("form", BOTH)
@pytest.mark.parametrize("name", PATIENTS)
def test_every_patient_of_the_clinic_is_diagnosed_in_both_forms(name, form):
    report = examine(**planted(form, name))
    assert keys_of(report)[:1] and keys_of(report)[0] in PATIENTS[name][3], report
    assert report.findings[0].mistake and report.findings[0].read


def test_of_every_pair_of_mistakes_one_is_named():
    wrong = []
    for number, pair in enumerate(combinations(PATIENTS, 2)):
        if set(pair) == CANCEL:
            continue
        found = keys_of(examine(**planted(BOTH[number % 2], *pair)))
        if not found or found[0] not in PATIENTS[pair[0]][3] | PATIENTS[pair[1]][3]:
            wrong.append((pair, found))
    assert wrong == []


@pytest.mark.parametrize("name", FURTHER)
def test_what_people_do_wrong_is_named(name):
    form, pieces, change, keys = FURTHER[name]
    arguments = network(form, *pieces)
    if isinstance(change, str):
        arguments["adapter"] = Adapter(targets=getattr(doctor_mistakes, change, change))
    elif change is not None:
        arguments = change(arguments)
    report = examine(**arguments)
    assert keys_of(report)[:1] and keys_of(report)[0] in keys, report


@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_is_found_in_a_healthy_network(name):
    form, pieces, extras = HEALTHY[name]
    report = examine(**network(form, *pieces, **extras))
    assert report.findings == [], report
    assert "NOTHING FOUND" in str(report) and "can't see" in str(report)


def test_a_mistake_that_is_on_no_list_is_not_given_a_name():
    odd = ("W2.T.dot(dZ2) * ReLU_deriv(Z1)", "W2.T.dot(dZ2) * ReLU_deriv(Z1) * np.cos(Z1)")
    finding = examine(**network("video", odd)).ailments[0]
    assert finding.mistake == "" and finding.key == "gradient differs" and "dW1 at [" in finding.measured


def test_how_new_images_differ_is_said():
    for new, words in ((1 - NEW_COLUMNS, "inverted"), (NEW_COLUMNS[::-1], "turned by 180 degrees")):
        assert words in examine(**network("video", X_new=new, labels_new=NEW_LABELS)).findings[0].mistake


def test_a_bias_gradient_that_is_right_is_not_blamed_for_its_weights():
    report = examine(**network("dictionary", ("dW1 = dZ1 @ X.T", "dW1 = dA1 @ X.T")))
    assert keys_of(report) == ["ReLU mask always true"]


def test_the_line_is_found_by_trying_where_one_change_mends_it():
    odd = ("dW2 = 1 / m * dZ2.dot(A1.T)", "dW2 = 1 / m * dZ2.dot(A1.T) + A1.dot(A1.T).sum()")
    assert "dW2 =" in examine(**network("video", odd)).ailments[0].line


def test_what_is_behind_the_first_ailment_is_one_call_away():
    report = examine(**planted("video", "P sign", "10 leak"))
    assert keys_of(report) == ["training images in the validation set"]
    assert "the step goes the wrong way" in keys_of(report.more())
    assert "Not yet examined: the untrained network" in str(report) and "Not yet" in report._repr_html_()


# ---------------------------------------------------------------- other forms


CLASS = """
import numpy as np
class Net:
    def __init__(self, rate=0.1):
        rng = np.random.default_rng(1)
        self.rate = rate
        self.W1, self.b1 = rng.normal(0, 0.05, (784, 20)), np.zeros(20)
        self.W2, self.b2 = rng.normal(0, 0.3, (20, 10)), np.zeros(10)
    def forward(self, x):
        self.x = x
        self.hidden = np.maximum(x @ self.W1 + self.b1, 0)
        scores = self.hidden @ self.W2 + self.b2
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        self.probs = e / e.sum(axis=1, keepdims=True)
        return self.probs
    def backward(self, y):
        d = self.probs.copy()
        d[np.arange(len(y)), y] -= 1
        d /= len(y)
        self.dW2, self.db2 = self.hidden.T @ d, d.sum(axis=0)
        d = d @ self.W2.T * (self.hidden > 0)
        self.dW1, self.db1 = self.x.T @ d, d.sum(axis=0)
    def step(self):
        self.W1 -= self.rate * self.dW1
        self.b1 -= self.rate * self.db1
        self.W2 -= self.rate * self.dW2
        self.b2 -= self.rate * self.db2
"""
GLOBALS = """
import numpy as np
rng = np.random.default_rng(2)
Wa, ba = rng.normal(0, 0.04, (784, 15)), np.zeros(15)
Wb, bb = rng.normal(0, 0.25, (15, 10)), np.zeros(10)
def forward(x):
    hidden = np.tanh(x @ Wa + ba)
    out = 1 / (1 + np.exp(-(hidden @ Wb + bb)))
    return hidden, out
def backward(x, t, hidden, out):
    error = t - out
    back = error @ Wb.T * (1 - hidden ** 2)
    return x.T @ back / len(x), back.mean(axis=0), hidden.T @ error / len(x), error.mean(axis=0)
def update(dWa, dba, dWb, dbb, lr):
    global Wa, ba, Wb, bb
    Wa = Wa + lr * dWa
    ba += lr * dba
    Wb = Wb + lr * dWb
    bb += lr * dbb
"""
LISTS = """
import numpy as np
def make(sizes=(784, 24, 12, 10)):
    rng = np.random.default_rng(3)
    return ([rng.normal(0, np.sqrt(2 / n), (n, k)) for n, k in zip(sizes, sizes[1:])],
            [np.zeros(k) for k in sizes[1:]])
def forward(x, weights, biases):
    activations = [x]
    for W, b in zip(weights[:-1], biases[:-1]):
        activations.append(np.maximum(activations[-1] @ W + b, 0))
    z = activations[-1] @ weights[-1] + biases[-1]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    activations.append(e / e.sum(axis=1, keepdims=True))
    return activations
def backward(y, activations, weights):
    delta, grad_w, grad_b = (activations[-1] - y) / len(y), [], []
    for k in reversed(range(len(weights))):
        grad_w.insert(0, activations[k].T @ delta)
        grad_b.insert(0, delta.sum(axis=0))
        delta = delta @ weights[k].T * (activations[k] > 0)
    return grad_w, grad_b
def update(weights, biases, grad_w, grad_b, lr):
    for k in range(len(weights)):
        weights[k] -= lr * grad_w[k]
        biases[k] -= lr * grad_b[k]
def train(x, y, epochs, lr):
    weights, biases = make()
    for epoch in range(epochs):
        for start in range(0, len(x), 50):
            activations = forward(x[start:start + 50], weights, biases)
            update(weights, biases, *backward(y[start:start + 50], activations, weights), lr)
    return weights, biases
"""
OTHER_FORMS = {
    "class": (CLASS, [], ""),
    "class, a typing slip": (CLASS, [("self.W2 -= self.rate", "self.W2 =- self.rate")], "parameter left out"),
    "class, mask missing": (CLASS, [(" * (self.hidden > 0)", "")], "ReLU mask always true"),
    "class, dropout": (CLASS, [("+ self.b1, 0)", "+ self.b1, 0) * (np.random.rand(len(x), len(self.b1)) > 0.5)")],
                       "dropout left on while predicting"),
    "globals, uphill and added": (GLOBALS, [], ""),
    "globals, subtracted": (GLOBALS, [("+ lr", "- lr"), ("+= lr", "-= lr")], "the sign of the gradient"),
    "lists": (LISTS, [], ""),
    "lists, another layer's weights": (LISTS, [("delta @ weights[k].T", "delta @ weights[min(k + 1, 2)].T")], "raised"),
    "lists, one-hot forgotten": (LISTS, [], "labels for one-hot"),
    "lists, the rate falls": (LISTS, [("weights), lr)\n", "weights), lr)\n            lr *= 0.9\n")],
                              "rate falls in every batch"),
    "lists, return in the loop": (LISTS, [("weights), lr)\n", "weights), lr)\n            return weights, biases\n")],
                                  "return inside the loop"),
    "lists, a new start in the loop": (LISTS, [("        for start", "        weights, biases = init_weights()\n"
                                                "        for start"), ("def make", "def init_weights(): return make()\n"
                                                                       "def make")], "start inside the loop"),
}


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_networks_in_classes_lists_and_global_variables(name):
    source, pieces, key = OTHER_FORMS[name]
    for old, new in pieces:
        assert old in source, old
        source = source.replace(old, new)
    reader = compiled(source)
    X, Y, more = COLUMNS.T.copy(), np.eye(10)[LABELS], {}
    if "class" in name:
        net = reader.Net()
        arguments = net, net.forward, net.backward, net.step, X, LABELS
    elif "globals" in name:
        first = {key: reader.namespace[key] for key in ("Wa", "ba", "Wb", "bb")}
        arguments = first, reader.forward, reader.backward, reader.update, X, Y
    else:
        more = {"train": reader.train}
        Y = LABELS if "one-hot" in name else Y
        arguments = reader.make(), reader.forward, reader.backward, reader.update, X, Y
    report = examine(*arguments, show=False, **more)
    assert (keys_of(report) or [""])[0] == key, report


@pytest.mark.parametrize("name", doctor_forms.FOUND)
def test_networks_as_courses_books_and_blogs_write_them(name):
    form, pieces, key = doctor_forms.FOUND[name]
    reader = compiled(changed(doctor_forms.FORMS[form], *pieces))
    report = examine(**reader.given(IMAGES, LABELS), show=False)
    assert (keys_of(report) or [""])[0] == key, report


@pytest.mark.parametrize("name", WAYS)
def test_networks_as_beginners_pass_and_name_things(name):
    source, pieces, key = WAYS[name]
    reader = compiled(changed(source, *pieces))
    report = examine(**reader.given(IMAGES, LABELS), show=False)
    assert (keys_of(report) or [""])[0] == key and "stumbled" not in str(report), report
    if key == "decay too strong":
        assert report.healthy


SINE = [("return np.maximum(Z, 0)", "return np.sin(Z)"), ("return Z > 0", "return np.cos(Z)")]
SINGLE = [("A2 = softmax(Z2)", "A2 = softmax(Z2).astype(np.float32)")]
REVERSED = [("return dW1, db1, dW2, db2", "g = [db2, dW2, db1, dW1]\n    return g"),
            ("W1, b1, W2, b2, dW1, db1, dW2, db2, alpha", "W1, b1, W2, b2, g, alpha"),
            ("    W1 = W1 - alpha", "    db2, dW2, db1, dW1 = g\n    W1 = W1 - alpha")]
SHUFFLED = [(old, new.replace("db2, dW2, db1, dW1", "dW2, db1, dW1, db2")) for old, new in REVERSED]
NAMED = [("return Z1, A1, Z2, A2", "return A2, A1, Z1, Z2")]
ROWS_OF_LABELS = [('(cache["A2"] - Y) / m', '(cache["A2"] - Y.T) / m')]
LOOP = """
def train(parameters, X, Y, rate):
    Y = np.eye(10)[Y].T
    for epoch in range(20):
        # here
        cache = forward(parameters, X)
        parameters = update(parameters, backward(parameters, cache, X, Y), rate)
    return parameters
"""
LOST = ("parameters = update(parameters, backward(parameters, cache, X, Y), rate)",
        "update(parameters, backward(parameters, cache, X, Y), rate)")
BATCHES = """
def batches_of(X, Y):
    order = np.random.default_rng(0).permutation(len(Y))
    X = X[:, order]
    for start in range(0, len(Y), 50):
        yield X[:, start : start + 50], np.eye(10)[Y[start : start + 50]].T


def train(parameters, X, Y, rate):
    for epoch in range(3):
        for X_batch, Y_batch in batches_of(X, Y):
            cache = forward(parameters, X_batch)
            parameters = update(parameters, backward(parameters, cache, X_batch, Y_batch), rate)
    return parameters
"""
SUMMED = [('(cache["A2"] - Y) / m', 'cache["A2"] - Y')]
NO_RATE = [("dW1, db1, dW2, db2, alpha", "dW1, db1, dW2, db2")]
# name → (form, replacements, further arguments, key of what is found first, or an empty string)
ONE_BY_ONE = """
def train(parameters, X, Y, rate, size):
    for i in range(X.shape[1] // size):
        cache = forward(parameters, X[:, i : i + size])
        grads = backward(parameters, cache, X[:, i : i + size], Y[:, i : i + size])
        parameters = update(parameters, grads, rate)
    return parameters
"""


def probabilities_of(parameters, X):
    """Return the probabilities of the dictionaries' network."""
    A1 = np.maximum(parameters["W1"] @ X + parameters["b1"], 0)
    e = np.exp(parameters["W2"] @ A1 + parameters["b2"])
    return e / e.sum(axis=0)


def seen_once(parameters, X):
    """Return the answers of the dictionaries' network."""
    A1 = np.maximum(parameters["W1"] @ X + parameters["b1"], 0)
    return (parameters["W2"] @ A1 + parameters["b2"]).argmax(axis=0)


VARIANTS = {
    "an activation that is not listed": ("video", SINE, {}, ""),
    "an activation that is not listed, in single precision": ("video", SINE + SINGLE, {}, ""),
    "an activation that is not listed, its slope wrong": ("video", [SINE[0], ("return Z > 0", "return np.sin(Z)")], {},
                                                         "gradient differs"),
    "gradients from the last to the first": ("video", REVERSED, {}, ""),
    "gradients that shapes tell apart": ("video", SHUFFLED, {"sizes": (784, 12, 10)}, ""),
    "names of results tell": ("video", NAMED, {}, ""),
    "one-hot labels in rows, images in columns": ("dictionary", ROWS_OF_LABELS, {
        "labels": np.eye(10)[LABELS], "measure": None}, ""),
    "the rate squared": ("dictionary", [("- learning_rate *", "- learning_rate ** 2 *")], {}, "rate twice"),
    "a rate of its own": ("video", [*NO_RATE, ("alpha", "0.1")], {}, ""),
    "a rate of its own, far too large": ("video", [*NO_RATE, ("alpha", "5000.0")], {}, "the loss climbs"),
    "m of all examples": ("video", [("m = Y.size\n", "m = 900\n")], {}, "batch divided by the wrong m"),
    "a number that is nowhere": ("video", (), {"history": [0.8, 0.9], "reported": 0.95}, "another number reported"),
    "dead from the start": ("video", (), {"parameters": lambda p: (p[0], p[1] - 100, p[2], p[3])},
                            "dead from the start"),
    "tanh without a slope left": ("rows", (), {"parameters": lambda p: [100 * p[0], p[1], 0.01 * p[2], p[3]]},
                                  "weights start too large"),
    "signals vanish": ("video", (), {"parameters": lambda p: (p[0], p[1], p[2] * 1e-6, p[3])}, "signals vanish"),
    "a loss that takes the labels first": (
        "dictionary", (), {"cost": lambda y, a: -np.mean(np.sum(y * np.log(a), axis=0))}, ""),
    "an accuracy that takes the labels first": ("dictionary", (), {"measure": lambda y, a: np.mean(a[y == a] >= 0)
                                                                  * np.sum(y == a) / len(y)}, ""),
    "an accuracy of three arguments": ("dictionary", (), {"measure": lambda p, x, y: 0.9}, ""),
    "an accuracy with a divisor of its own": (
        "video", (), {"measure": lambda answers, y: np.sum(answers == y) / 60_000},
        "accuracy divided by a fixed number"),
    "a loop": ("dictionary", [("def predict", LOOP + "\ndef predict")], {"train": "train"}, ""),
    "an accuracy divided by the classes": ("video", (), {
        "measure": lambda answers, y: 100 * np.sum(answers == y) / np.eye(10)[y].T.shape[0]},
        "accuracy divided by the classes"),
    "logarithms of probabilities, and their loss": ("dictionary", [
        ("A2 = softmax(Z2)", "A2 = np.log(softmax(Z2))"), ('cache["A2"]', 'np.exp(cache["A2"])')], {
        "cost": lambda A, Y: -np.sum(A * Y) / Y.shape[1], "measure": None}, ""),
    "a predict that divides by 255, too": ("dictionary", (), {
        "parameters": lambda p: {**p, "b1": p["b1"] + np.arange(10)[:, np.newaxis] / 5},  # without biases, X / 255
        "predict": lambda parameters, X: seen_once(parameters, X / 255)}, "normalised in predict"),
    "one-hot labels reshaped": ("dictionary", (), {"labels": np.eye(10)[LABELS].reshape(10, -1), "measure": None},
                                "one-hot reshaped"),
    "a rate that is an object and falls with each call": ("dictionary", [
        ("def update(parameters, gradients, learning_rate):",
         "class Rate:\n    t = 0\n    def __call__(self):\n        self.t += 1\n"
         "        return 0.1 / (1 + self.t / 900)\n"
         "rate = Rate()\ndef update(parameters, gradients):\n    learning_rate = rate()")], {}, ""),
    "sums that update divides": ("video", [
        ("    m = Y.size\n", "    m = 1\n"), ("dW2, db2, alpha):", "dW2, db2, alpha, m):"),
        *[(f"- alpha * d{name}", f"- alpha / m * d{name}") for name in ("W1", "b1", "W2", "b2")]], {}, ""),
    "sums behind an activation that is not listed": (
        "video", [*SINE, ("    m = Y.size\n", "    m = 1\n")], {"learning_rate": 0.01}, "no mean"),
    "rounded answers, zeros counted": ("dictionary", (), {
        "predict": lambda parameters, X: np.round(probabilities_of(parameters, X)),
        "measure": lambda rounded, y: np.mean(rounded == np.eye(10)[y].T)}, "zeros counted"),
    "an accuracy in words": ("video", (), {"measure": lambda answers, y: f"{np.mean(answers == y):.1%}"}, ""),
    "answers in a column": ("video", (), {
        "predict": lambda A: A.argmax(axis=0).reshape(-1, 1), "measure": lambda answers, y: np.mean(answers == y)},
        "labels stretched"),
    "answers and labels in a column": ("video", (), {
        "predict": lambda A: A.argmax(axis=0).reshape(-1, 1), "labels": LABELS[:, np.newaxis],
        "measure": lambda answers, y: np.mean(answers == y)}, ""),
    "two permutations": ("dictionary", [("def predict", BATCHES.replace(
        "order = np.random.default_rng(0).permutation(len(Y))\n    X = X[:, order]",
        "X = X[:, np.random.permutation(len(Y))]\n    Y = Y[np.random.permutation(len(Y))]")
        + "\ndef predict")], {"train": "train"}, "shuffled apart"),
    "batches that go on by one, in a lambda": ("dictionary", [("def predict", ONE_BY_ONE + "\ndef predict")],
                                               {"train": "lambda"}, "batches go on by one"),
    "batches that are far apart": (
        "dictionary", [("def predict", ONE_BY_ONE.replace("X.shape[1] // size", "0, X.shape[1], size").replace(
            "i : i + size", "i * size : (i + 1) * size") + "\ndef predict")], {"train": "train"}, "batches far apart"),
    "one-hot, reshaped": ("video", [("return one_hot_Y.T", "return one_hot_Y.reshape(-1, Y.size)")], {},
                          "one-hot reshaped"),
    "logarithms beside the probabilities": ("dictionary", [
        ('"A2": A2}', '"logs": np.log(A2), "A2": A2}')], {
        "cost": lambda logs, Y: -np.sum(logs * Y) / Y.shape[1], "measure": None}, ""),
    "a loss with a penalty": ("dictionary", (), {
        "cost": lambda A2, Y, W1: 0.1 * np.sum(W1**2) - np.sum(np.log(A2) * Y) / Y.shape[1], "measure": None}, ""),
    "batches that go on by one": ("dictionary", [("def predict", ONE_BY_ONE + "\ndef predict")], {"train": "train"},
                                  "batches go on by one"),
    "a loop, its result lost": ("dictionary", [("def predict", LOOP + "\ndef predict"), LOST], {"train": "train"},
                                "result of update lost"),
    "batches, images and labels in one order": (
        "dictionary", [("def predict", BATCHES.replace("Y[start", "Y[order][start") + "\ndef predict")],
        {"train": "train"}, ""),
    "batches, images shuffled and labels not": ("dictionary", [("def predict", BATCHES + "\ndef predict")],
                                                {"train": "train"}, "shuffled apart"),
    "batches, images shuffled in place and labels not": (
        "dictionary", [("def predict", BATCHES.replace("X = X[:, order]", "np.random.shuffle(X.T)")
                        + "\ndef predict")], {"train": "train"}, "shuffled apart"),
    "sums, and a rate to match": ("dictionary", SUMMED, {"learning_rate": 0.0005}, "no mean"),
    "sums, and a rate for batches": ("dictionary", SUMMED, {"learning_rate": 0.01}, "no mean"),
    "sums, and a rate for means": ("dictionary", SUMMED, {"learning_rate": 0.1}, "no mean"),
    "one-hot, one place off": ("video", [("Y] = 1", "Y - 1] = 1")], {}, "one-hot shifted"),
    "one-hot, in every row": ("video", [("[np.arange(Y.size), Y] = 1", "[:, Y] = 1")], {}, "one-hot of several"),
    "labels in a column, compared with answers in a row": (
        "dictionary", (), {"labels": LABELS[:, np.newaxis], "predict": None,
                           "measure": lambda answers, labels: np.mean(answers == labels)}, "labels stretched"),
    "labels in a column, and an accuracy that knows": (
        "dictionary", (), {"labels": LABELS[:, np.newaxis], "predict": None,
                           "measure": lambda answers, labels: np.mean(answers == labels.ravel())}, ""),
    "a clipped gradient": ("dictionary", [
        ("* gradients[name]", "* gradients[name] / max(1, np.linalg.norm(gradients[name]))")], {}, ""),
    "weight decay by the signs": ("dictionary", [
        ('dW2 = dZ2 @ cache["A1"].T', 'dW2 = dZ2 @ cache["A1"].T + 1e-4 * np.sign(parameters["W2"])')], {}, ""),
    "pixels that forward divides": ("dictionary", [("    Z1 = param", "    X = X / 255\n    Z1 = param"),
                                                   ("dZ1 @ X.T", "dZ1 @ X.T / 255")], {"X": COLUMNS * 255}, ""),
    "images that forward flattens": ("rows", [("    z1 = x @", "    x = x.reshape(len(x), -1)\n    z1 = x @")],
                                     {"X": IMAGES / 255}, ""),
    "a forward that wants the labels": ("dictionary", [
        ("def forward(parameters, X):", "def forward(parameters, X, Y):")], {}, "not understood"),
    "a backward without labels": ("dictionary", [("def backward(parameters, cache, X, Y):",
                                                  "def backward(parameters, cache):\n    X, Y = cache['X'], 0")], {},
                                  "not understood"),
    "a loop, a seed in it": ("dictionary", [("def predict", LOOP + "\ndef predict"), ("# here", "np.random.seed(1)")],
                             {"train": "train"}, "seed reset in each iteration"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_are_understood_or_named(name):
    form, pieces, extras, key = VARIANTS[name]
    arguments = network(form, *pieces)
    for what, value in extras.items():
        if what == "sizes":
            arguments = network(form, *pieces, sizes=value)
        elif what == "train":
            arguments["train"] = train = arguments["forward"].__globals__["train"]
            if value == "lambda":
                train.__globals__["again"] = train
                arguments["train"] = eval("lambda *given: again(*given)", train.__globals__)
        else:
            arguments[what] = value(arguments[what]) if what == "parameters" else value
    report = examine(**arguments)
    assert (keys_of(report) or [""])[0] == key, report
    if name in ("m of all examples", "sums, and a rate to match", "sums, and a rate for batches"):
        assert report.healthy and report.findings[0].kind == "risk"
    elif name == "sums, and a rate for means":
        assert not report.healthy


def test_one_hot_labels_of_minus_1_and_1_are_no_mistake():
    pieces = [("one_hot_Y = np.zeros((Y.size, Y.max() + 1))", "one_hot_Y = -np.ones((Y.size, Y.max() + 1))"),
              ("A2 = softmax(Z2)", "A2 = np.tanh(Z2)"),
              ("dZ2 = A2 - one_hot_Y", "dZ2 = (A2 - one_hot_Y) * (1 - A2 ** 2)")]
    report = examine(**network("video", *pieces) | {"adapter": Adapter(loss="squared error"), "measure": None})
    assert not [one for one in report.findings if one.check == "the gradient check" and one.kind == "ailment"], report


def test_a_trained_network_is_not_judged_by_its_start():
    arguments = network("video")
    p, reader = arguments["parameters"], arguments["forward"].__globals__
    for _ in range(300):
        Z1, A1, Z2, A2 = reader["forward_prop"](*p, COLUMNS)
        p = reader["update_params"](*p, *reader["backward_prop"](Z1, A1, Z2, A2, p[0], p[2], COLUMNS, LABELS), 0.5)
    assert "trained already" in str(examine(**arguments | {"parameters": tuple(30 * value for value in p)}))


def test_parameters_in_a_named_tuple():
    layers = namedtuple("Layers", "w1 b1 w2 b2")
    arguments = network("rows", ("for p, g in zip(params, grads):\n        p -= lr * g",
                                 "return params._replace(**{n: p - lr * g for n, p, g in zip(params._fields, params, "
                                 "grads)})"))
    assert examine(**arguments | {"parameters": layers(*arguments["parameters"])}).findings == []


def test_a_count_that_begins_at_0_is_named():
    pieces = [("gradients, learning_rate):", "gradients, learning_rate, t):"),
              ("learning_rate * gradients[name]", "learning_rate * gradients[name] / (1 - 0.9 ** t) * 0.1")]
    report = examine(**network("dictionary", *pieces, adapter=Adapter(passing={"t": 0})))
    assert keys_of(report) == ["counter starts at 0"]


def combined(*pieces):
    """Return a report on the network in dictionaries, with backward and update in one function, changed in place."""
    source = FORMS["dictionary"]
    source = source[: source.index("def backward")] + """
def learn(parameters, cache, X, Y, rate):
    dZ2 = (cache["A2"] - Y) / X.shape[1]
    dZ1 = parameters["W2"].T @ dZ2 * (cache["Z1"] > 0)
    parameters["W2"] -= rate * dZ2 @ cache["A1"].T
    parameters["b2"] -= rate * dZ2.sum(axis=1, keepdims=True)
    # here
    parameters["W1"] -= rate * dZ1 @ X.T
    parameters["b1"] -= rate * dZ1.sum(axis=1, keepdims=True)
"""
    reader = compiled(changed(source, *pieces))
    first = reader.initialize(np.random.default_rng(0))
    return examine(first, reader.forward, None, reader.learn, COLUMNS, LABELS, show=False)


def test_one_function_for_gradient_and_step_is_judged_by_its_steps():
    assert combined().findings == []
    line = '    dZ1 = parameters["W2"].T @ dZ2 * (cache["Z1"] > 0)\n'
    assert keys_of(combined((line, ""), ("    # here\n", line))) == ["update uses a weight already updated"]
    assert keys_of(combined((' * (cache["Z1"] > 0)', ""))) == ["ReLU mask always true"]
    assert "dZ1 =" in combined((' * (cache["Z1"] > 0)', "")).findings[0].line


# ---------------------------------------------------------------- nothing of the reader's is changed


def test_arrays_random_states_and_globals_stay_as_they_were():
    arguments = planted("dictionary", "7 update too soon")
    parameters, X = copy.deepcopy(arguments["parameters"]), arguments["X"].copy()
    np.random.seed(99)
    before = np.random.get_state()[1].copy()
    examine(**arguments)
    assert all(np.array_equal(value, arguments["parameters"][name]) for name, value in parameters.items())
    assert np.array_equal(arguments["X"], X) and np.array_equal(np.random.get_state()[1], before)


def test_a_network_in_global_variables_gets_them_back():
    reader = compiled("""
import numpy as np
W = np.random.default_rng(0).normal(0, 0.05, (10, 784))
b = np.zeros((10, 1))
def forward(X):
    Z = W @ X + b
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=0)
def backward(A, X, Y):
    dZ = (A - Y) / X.shape[1]
    return dZ @ X.T, dZ.sum(axis=1, keepdims=True)
def update(dW, db, rate):
    global W, b
    W = W - rate * dW
    b -= rate * db
""")
    W, b = reader.W.copy(), reader.b.copy()
    examine({"W": reader.W, "b": reader.b}, reader.forward, reader.backward, reader.update, COLUMNS, LABELS, show=False)
    assert np.array_equal(reader.namespace["W"], W) and np.array_equal(reader.namespace["b"], b)


def test_what_an_update_keeps_between_calls_is_given_back():
    momentum, course = (compiled(doctor_forms.FORMS[form]) for form in ("momentum", "course"))
    momentum.VEL["b2"] = np.ones(10)
    examine(**momentum.given(IMAGES, LABELS), show=False)
    assert list(momentum.VEL) == ["b2"] and np.all(momentum.VEL["b2"] == 1)
    given = course.given(IMAGES, LABELS)
    kept = copy.deepcopy(given["parameters"])
    examine(**given, show=False)
    assert all(np.array_equal(kept[name], value) for name, value in given["parameters"].items())


def test_the_same_network_gets_the_same_report():
    first, second = (str(examine(**planted("video", "9 dropout left on"))) for _ in range(2))
    assert first == second


# ---------------------------------------------------------------- what may be passed, and what is said


class Tensor:
    """As much of a PyTorch tensor as NumPy users meet."""

    def __init__(self, array):
        self.array = array

    def detach(self):
        return self

    def numpy(self):
        return self.array


def test_tensors_tables_and_lists_are_converted_and_named():
    arguments = network("rows", sizes=(784, 10, 10))
    for X in (Tensor(arguments["X"]), pd.DataFrame(arguments["X"])):
        report = examine(**arguments | {"X": X, "labels": list(LABELS)})
        assert report.findings == [] and type(X).__name__ in str(report)


def test_an_error_in_the_readers_code_is_explained_with_its_line_and_shapes():
    finding = examine(**network("video", ("W2.dot(A1)", "W2.dot(A1.T)"))).ailments[0]
    assert finding.key == "raised" and "Z2 = W2.dot(A1.T) + b2" in finding.line and "W2 (10, 10)" in finding.measured


def test_an_argument_that_nothing_explains_is_asked_for():
    piece = ("def forward_prop(W1, b1, W2, b2, X):", "def forward_prop(W1, b1, W2, b2, X, zebra):")
    report = examine(**network("video", piece))
    assert "`zebra`" in str(report) and "passing" in str(report)
    assert str(report).startswith("A QUESTION FIRST") and not report.healthy and not report.ailments
    assert "A question first" in report._repr_html_()
    assert examine(**network("video", piece, adapter=Adapter(passing={"zebra": 1}))).healthy


def test_adams_two_means_in_one_dictionary_are_told():
    pieces = [("def update(parameters, gradients, learning_rate):\n",
               "def update(parameters, gradients, m, v, t, learning_rate):\n    for k in parameters:\n"
               "        m[k] = 0.9 * m.get(k, 0) + 0.1 * gradients[k]\n"
               "        v[k] = 0.99 * v.get(k, 0) + 0.01 * gradients[k] ** 2\n"
               "    gradients = {k: m[k] / (1 - 0.9 ** t) / (np.sqrt(v[k] / (1 - 0.99 ** t)) + 1e-8) for k in m}\n")]
    one = {}
    for state, key in (({"m": one, "v": one}, "one state for two"), ({"m": {}, "v": {}}, "")):
        report = examine(**network("dictionary", *pieces, learning_rate=0.002,
                                   adapter=Adapter(passing=state | {"t": 1})))
        assert (keys_of(report) or [""])[0] == key, report


def test_a_shorter_step_is_noted_once_for_all_parameters():
    report = examine(**network("dictionary", ("- learning_rate *", "- 0.4 * learning_rate *")))
    assert report.healthy and " ".join(str(report).split()).count("times rate · gradient") == 1


def test_labels_in_a_dictionary_are_a_question():
    report = examine(**network("video") | {"labels": {"digits": LABELS}})
    assert "Pass the digits (m,)" in str(report) and not report.ailments and not report.healthy
    pieces = [('(cache["A2"] - Y) / m', '(cache["A2"] - Y["T"]) / m')]
    by_the_advice = Adapter(targets=lambda labels: {"digits": labels, "T": np.eye(10)[labels].T})
    assert examine(**network("dictionary", *pieces, adapter=by_the_advice)).findings == []


def test_a_fault_of_the_doctors_own_is_a_question_and_no_traceback(monkeypatch):
    monkeypatch.setitem(CHECKS, "the split", lambda case: {}["V"])
    report = examine(**network("video"))
    assert "I failed here myself, over KeyError" in str(report) and not report.ailments and not report.healthy


def test_gradients_are_told_either_way_round():
    for gradients in ({"dW1": "W1", "db1": "b1", "dW2": "W2", "db2": "b2"}, {"W1": 0, "b1": 1, "W2": 2, "b2": 3}):
        assert examine(**network("video", adapter=Adapter(gradients=gradients))).healthy
    report = examine(**network("video", adapter=Adapter(gradients={"V": "W1"})))
    assert "Adapter(gradients=…) names 'V'" in str(report)


def test_globals_may_be_passed_in_a_list():
    reader = compiled(changed(doctor_forms.FORMS["global dictionary"]).replace("def given", LISTED + "def given"))
    reader.reset()
    reader.hand_over()
    arguments = [reader.namespace[name] for name in ("w1", "c1", "w2", "c2")]
    X, Y = COLUMNS, np.eye(10)[LABELS].T
    report = examine(arguments, reader.think, reader.blame, reader.better, X, Y, learning_rate=0.3, show=False)
    assert keys_of(report)[0] == "update changes nothing", report
    report = examine(arguments, reader.think, reader.blame, reader.best, X, Y, learning_rate=0.3, show=False)
    assert report.findings == [], report


LISTED = """
def hand_over():
    global w1, c1, w2, c2
    w1, c1, w2, c2 = net["W1"], net["b1"], net["W2"], net["b2"]
def think(pics):
    global x, h, out
    x = pics
    h = np.tanh(w1 @ x + c1)
    z = w2 @ h + c2
    out = np.exp(z - z.max(axis=0))
    out /= out.sum(axis=0)
    return out
def blame(answers):
    global gw1, gc1, gw2, gc2
    d2 = (out - answers) / answers.shape[1]
    d1 = w2.T @ d2 * (1 - h ** 2)
    gw2, gc2, gw1, gc1 = d2 @ h.T, d2.sum(axis=1, keepdims=True), d1 @ x.T, d1.sum(axis=1, keepdims=True)
    return gw1, gc1, gw2, gc2
def better():
    for thing, g in zip([w1, c1, w2, c2], [gw1, gc1, gw2, gc2]):
        thing = thing - 0.3 * g
    return w1, c1, w2, c2
def best():
    for thing, g in zip([w1, c1, w2, c2], [gw1, gc1, gw2, gc2]):
        thing -= 0.3 * g
    return w1, c1, w2, c2
"""


def test_a_rate_that_is_no_number_is_refused():
    with pytest.raises(TypeError, match="learning_rate must be a positive number"):
        examine(**network("video") | {"learning_rate": "0.1 (momentum 0.9)"})


def test_the_adapter_says_where_probabilities_and_gradients_are():
    pieces = [("return probs, (z1, a1, z2)", "return [z1, a1, z2, probs]"),
              ("def backward(params, cache, probs, x, y)", "def backward(params, state, x, y)"),
              ("z1, a1, z2 = cache", "z1, a1, z2, probs = state"),
              ("return [dw1, db1, dw2, db2]", "return [dw2, dw1, db2, db1]"),
              ("for p, g in zip(params, grads):", "for p, g in zip(params, [grads[n] for n in (1, 3, 0, 2)]):")]
    adapter = Adapter(probabilities=3, gradients=["w2", "w1", "b2", "b1"], examples="rows")
    report = examine(**network("rows", *pieces, adapter=adapter))
    assert report.findings == [], report


def test_the_report_is_text_table_and_data():
    report = examine(**planted("video", "14 one bias"))
    assert "AILMENT" in str(report) and "<table>" in report._repr_html_() and "bias_gradient" not in repr(report)
    first = report.findings[0]
    assert "db2 = 1 / m * np.sum(dZ2)" in first.line and "notebook 4" in first.read and not report.healthy


def test_progress_is_shown_on_one_line(capsys):
    examine(**planted("video", "3 pixels normalised twice") | {"show": True})
    shown = capsys.readouterr().out
    assert shown.startswith("\r 1 of 14: what goes in") and shown.count("\n") == 1


def test_functions_are_wanted_and_not_their_results():
    with pytest.raises(TypeError, match="without brackets"):
        examine(**network("video") | {"forward": 3})


@pytest.mark.parametrize("section", SECTIONS.values(), ids=str)
def test_every_section_that_is_named_exists(section):
    number, heading = section
    path = next(NOTEBOOKS.glob(f"{number:02d}_*.ipynb"))
    text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
    assert f"## {heading}\n" in text + "\n"
