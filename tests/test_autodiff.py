"""Tensors: every operation's way back against hand calculation and nudging, and notebook 4's gradients to 12 digits."""

import ast
from pathlib import Path

import nbformat
import numpy as np
import pytest

from nnhelpers import autodiff
from nnhelpers.autodiff import Tensor, constant, cross_entropy_of_logits, record, unbroadcast
from nnhelpers.gradient_check import gradient_check
from nnhelpers.losses import cross_entropy
from nnhelpers.two_layer import backward_propagation, forward_propagation, initialize

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
PENCIL = {
    "W1": np.array([[1.0, 2.0], [-1.0, 1.0]]), "b1": np.array([[0.0], [0.0]]),
    "W2": np.array([[0.5, 1.0], [0.0, -1.0]]), "b2": np.array([[np.log(3) - 1], [0.0]]),
}
BY_HAND = {  # for x = (1, 0.5) and the label 1, worked in notebook 4
    "W1": [[3 / 8, 3 / 16], [0, 0]], "b1": [[3 / 8], [0]], "W2": [[3 / 2, 0], [-3 / 2, 0]], "b2": [[3 / 4], [-3 / 4]],
}
SHAPES = [((3, 4), (3, 4)), ((3, 4), (3, 1)), ((3, 4), (1, 4)), ((3, 4), (4,)), ((3, 4), ()), ((3, 1), (1, 4)),
          ((), ()), ((2, 3, 4), (3, 1)), ((1, 1), (3, 4))]


def agrees(loss, arrays):
    """Tell whether the gradients of loss(name → Tensor) agree with nudging, for every array."""
    tensors = {name: Tensor(value) for name, value in arrays.items()}
    loss(tensors).backward()
    findings = gradient_check(
        lambda nudged: float(loss({name: Tensor(value) for name, value in nudged.items()}).data), arrays,
        {name: tensor.grad for name, tensor in tensors.items()},
    )
    return all(finding.agrees for finding in findings)


def logits(tensors, X):
    return tensors["W2"] @ (tensors["W1"] @ X + tensors["b1"]).relu() + tensors["b2"]


# By hand

def test_a_value_used_three_times_adds_up_what_comes_back():
    # L = 2 · 3x + 5x² at x = 1: 6 + 10 = 16.
    x = Tensor(1.0)
    (2 * (3 * x) + 5 * (x * x)).backward()
    assert x.grad == 16 and x.grad.shape == ()


def test_the_product_of_two_matrices():
    # L = sum(W X): each entry of W feels the sum of its row of X, each entry of X the sum of its column of W.
    W, X = Tensor([[1.0, 2.0]]), Tensor([[3.0, 4.0], [5.0, 6.0]])
    (W @ X).sum().backward()
    assert W.grad.tolist() == [[7, 11]] and X.grad.tolist() == [[1, 1], [2, 2]]


def test_relu_stops_below_and_at_nought():
    z = Tensor([-1.0, 0.0, 2.0])
    z.relu().sum().backward()
    assert z.grad.tolist() == [0, 0, 1]


def test_an_entry_picked_twice_adds_up():
    x = Tensor([1.0, 2.0, 3.0])
    (x[[0, 0, 2]] * np.array([1.0, 10.0, 100.0])).sum().backward()
    assert x.grad.tolist() == [11, 0, 100]


def test_the_pencil_network_of_notebook_4():
    tensors = {name: Tensor(value) for name, value in PENCIL.items()}
    loss = cross_entropy_of_logits(logits(tensors, np.array([[1.0], [0.5]])), np.array([1]))
    loss.backward()
    for name, by_hand in BY_HAND.items():
        np.testing.assert_allclose(tensors[name].grad, by_hand, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("shape", "expected"), [
    ((2, 3), [[1, 2, 3], [10, 20, 30]]), ((2, 1), [[6], [60]]), ((1, 3), [[11, 22, 33]]), ((3,), [11, 22, 33]),
    ((1, 1), [[66]]), ((1,), [66]), ((), 66),
])
def test_unbroadcast_adds_up_the_copies(shape, expected):
    back = unbroadcast(np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]), shape)
    assert back.shape == shape and back.tolist() == expected


# Against nudging

@pytest.mark.parametrize("shapes", SHAPES, ids=str)
@pytest.mark.parametrize("operation", [
    lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: b - a, lambda a, b: a * a * b + b,
])
def test_the_operations_that_broadcast(operation, shapes):
    rng = np.random.default_rng(0)
    arrays = {"a": rng.normal(size=shapes[0]), "b": rng.normal(size=shapes[1])}
    assert agrees(lambda t: (operation(t["a"], t["b"]).exp()).sum(), arrays)


@pytest.mark.parametrize("operation", [
    lambda x: (-x).exp(), lambda x: (1 + x * x).log(), lambda x: x.relu(), lambda x: x.sum(), lambda x: x.sum(axis=0),
    lambda x: x.sum(axis=1, keepdims=True), lambda x: x.sum(axis=-1), lambda x: x.sum(axis=(0, 1)),
    lambda x: x.sum(keepdims=True), lambda x: x.reshape(4, 3), lambda x: x.reshape(-1), lambda x: x[1],
    lambda x: x[:, 2], lambda x: x[[0, 0, 2], [1, 1, 3]], lambda x: x[x.data > 0], lambda x: x[1:, ::2],
    lambda x: 2 - x, lambda x: np.ones((2, 3)) @ x, lambda x: x @ np.arange(8.0).reshape(4, 2),
    lambda x: np.float64(3) * x, lambda x: np.ones((3, 1)) - x, lambda x: np.ones((3, 1)) * x + np.arange(4.0),
])
def test_the_operations_on_one_tensor(operation):
    arrays = {"x": np.random.default_rng(1).normal(size=(3, 4))}
    assert agrees(lambda t: (operation(t["x"]) * operation(t["x"]) + operation(t["x"])).sum(), arrays)


def test_the_cross_entropy_of_logits():
    rng = np.random.default_rng(2)
    assert agrees(lambda t: cross_entropy_of_logits(t["Z"], np.array([0, 2, 2, 1, 3])), {"Z": rng.normal(size=(4, 5))})


def test_nudging_notices_a_wrong_way_back():
    def wrong(x):
        return record("wrong", x.data**2, (x, lambda d: d * x.data))

    assert not agrees(lambda t: wrong(t["x"]).sum(), {"x": np.array([1.0, 2.0])})


# Against the formulas

def test_the_gradients_of_784_10_10_are_those_of_notebook_4_to_12_digits():
    rng = np.random.default_rng(3)
    X, labels, parameters = rng.uniform(0, 1, (784, 200)), rng.integers(0, 10, 200), initialize(rng)
    tensors = {name: Tensor(value) for name, value in parameters.items()}
    loss = cross_entropy_of_logits(logits(tensors, X), labels)
    loss.backward()
    cache, Y = forward_propagation(parameters, X), np.eye(10)[:, labels]
    assert abs(float(loss.data) / cross_entropy(cache["A2"], Y) - 1) < 1e-12
    for name, formula in backward_propagation(parameters, cache, X, Y).items():
        assert np.abs(tensors[name].grad - formula).max() < 1e-12 * np.abs(formula).max()


def test_large_logits_neither_overflow_nor_lose_the_gradient():
    Z = Tensor([[1000.0, -1000.0], [0.0, 0.0]])
    loss = cross_entropy_of_logits(Z, np.array([1, 0]))
    loss.backward()
    assert loss.data == 1000 and Z.grad.tolist() == [[0.5, -0.5], [-0.5, 0.5]]


def printed(notebook, beginning):
    """Return what the cell of a notebook printed whose output begins so, in lines."""
    cells = nbformat.read(next(NOTEBOOKS.glob(notebook)), as_version=4).cells
    texts = [output.text for cell in cells for output in cell.get("outputs", []) if output.output_type == "stream"]
    return next(text for text in texts if text.split()[:1] == [beginning]).splitlines()


def test_the_training_in_notebook_17_printed_the_numbers_of_notebook_5():
    ours, theirs = (printed(name, "Iteration")[1:] for name in ("17_*.ipynb", "05_*.ipynb"))
    theirs = [line.split() for line in theirs]
    assert len(ours) == 4
    assert all(line.split() in theirs for line in ours)


# The record

def test_a_chain_of_many_operations_needs_no_recursion():
    x = y = Tensor(1.0)
    for _ in range(5000):
        y = y + 1.0
    y.backward()
    assert x.grad == 1


def test_sixty_doublings_have_2_to_the_60_paths_and_are_walked_once():
    x = y = Tensor(1.0)
    for _ in range(60):
        y = y + y
    y.backward()
    assert x.grad == 2.0**60


def test_the_order_holds_each_tensor_once_and_after_its_parents():
    a = Tensor([1.0, 2.0])
    b = a * a
    order = ((b + a) * b).sum().order()
    place = {id(tensor): number for number, tensor in enumerate(order)}
    assert len(place) == len(order)
    for tensor in order:
        assert all(place[id(parent)] < place[id(tensor)] for parent, _ in tensor.ways)


def test_each_way_back_begins_afresh():
    x = Tensor([1.0, 3.0])
    loss = (x * x).sum()
    loss.backward()
    loss.backward()
    assert x.grad.tolist() == [2, 6]


def test_constants_get_no_gradient_and_no_work():
    X = np.ones((2, 3))
    W, asked = Tensor([[1.0, 2.0]]), []
    product = W @ X
    fixed = product.ways[1][0]
    product.ways = (product.ways[0], (fixed, lambda d: asked.append(d)))
    product.sum().backward()
    assert fixed.grad is None and not fixed.requires_grad and asked == []


def test_a_result_of_constants_wants_no_gradient():
    a = Tensor([1.0], requires_grad=False)
    assert not (a * 2 + a).requires_grad and (a * Tensor([1.0])).requires_grad


@pytest.mark.parametrize("number", [2, 2.0, np.float64(2.0), np.array(2.0)])
def test_a_number_keeps_float32_short(number):
    x = Tensor(np.ones((2, 2), np.float32))
    loss = (number * x - number).exp().sum() * number
    loss.backward()
    assert loss.data.dtype == x.grad.dtype == np.float32


def test_whole_numbers_become_floats_and_a_constant_stays_the_tensor_it_is():
    assert Tensor([1, 2]).data.dtype == np.float64
    x = Tensor([1.0])
    assert constant(x, np.float64) is x and not constant(2, np.float32).requires_grad
    assert repr(x * 2) == "Tensor of shape (1,), made by *" and repr(x) == "Tensor of shape (1,)"


# Errors

@pytest.mark.parametrize(("data", "words"), [
    ("text", "a str was passed"), ([1j], "a list was passed"), (None, "a NoneType was passed"),
    (np.array(["a"]), "an array of <U1 was passed"), ([[1.0], [1.0, 2.0]], "different lengths"),
    (np.array([None]), "an array of object was passed"),
])
def test_what_is_no_number_is_refused(data, words):
    with pytest.raises(TypeError, match=words):
        Tensor(data)


def test_the_way_back_begins_at_a_single_number():
    with pytest.raises(ValueError, match=r"shape \(2,\): add it up first, with .sum\(\)"):
        (Tensor([1.0, 2.0]) * 2).backward()


def test_a_number_without_a_record_is_refused():
    with pytest.raises(ValueError, match="computed from constants only"):
        Tensor(np.zeros(1), requires_grad=False).backward()


@pytest.mark.parametrize("shapes", [((2, 3), (2, 3)), ((3,), (3, 2)), ((2, 3), (3,)), ((), (2, 2))])
def test_a_product_of_what_does_not_fit_is_refused(shapes):
    with pytest.raises(ValueError, match="@ wants two matrices"):
        Tensor(np.ones(shapes[0])) @ np.ones(shapes[1])


@pytest.mark.parametrize(("labels", "error", "words"), [
    (np.array([0, 3]), ValueError, "from 0 to 2, but found 3 at position 1"),
    (np.array([0, -1]), ValueError, "from 0 to 2, but found -1 at position 1"),  # NumPy would take the last row
    (np.array([0]), ValueError, r"1 labels, and their shape is \(3, 2\)"),  # NumPy would broadcast it
    (np.array([0, 1, 2]), ValueError, "they seem to stand in rows"),
    (np.array([[0, 1]]), ValueError, r"must be one-dimensional.*labels.ravel\(\) has that shape"),
    (np.eye(3)[:, :2], ValueError, r"decode\(Y\) gives the whole numbers back"),
    (np.array([0.0, 1.0]), TypeError, "convert it with labels.astype"),
    (np.array([True, False]), TypeError, "its dtype is bool"),  # NumPy would take it for a mask
    ([0, 1], TypeError, "a list was passed"),
])
def test_labels_that_do_not_fit_the_logits_are_refused(labels, error, words):
    with pytest.raises(error, match=words):
        cross_entropy_of_logits(Tensor(np.zeros((3, 2))), labels)


@pytest.mark.parametrize(("Z", "error", "words"), [
    (np.zeros((3, 2)), TypeError, "logits must be a Tensor, but a ndarray was passed"),
    (Tensor(np.zeros(3)), ValueError, r"shape \(classes, m\).*is \(3,\)"),
    (Tensor(np.zeros((3, 2, 1))), ValueError, r"is \(3, 2, 1\)"),
])
def test_what_is_no_matrix_of_logits_is_refused(Z, error, words):
    with pytest.raises(error, match=words):
        cross_entropy_of_logits(Z, np.array([0, 1]))


# What the lesson claims

def test_the_module_is_about_a_hundred_lines_long():
    source = Path(autodiff.__file__).read_text(encoding="utf-8")
    tree, described = ast.parse(source), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node):
            described |= {*range(node.body[0].lineno, node.body[0].end_lineno + 1)}
    lines = [line for number, line in enumerate(source.splitlines(), 1) if line.strip() and number not in described]
    assert 90 <= len(lines) <= 110
