"""Attempts at the exercises of notebook 17: the right ones are accepted, the wrong ones told what is wrong."""

import runpy

import numpy as np
from attempts import Attempts, Exercises

from nnhelpers import autodiff, checks
from nnhelpers.autodiff import Tensor, cross_entropy_of_logits, unbroadcast
from nnhelpers.checks import notebook_17
from nnhelpers.gradient_check import numerical_gradient

attempts = Attempts()


def tanh_in_a_loop(d, A):
    result = np.empty_like(A)
    for place in np.ndindex(A.shape):
        result[place] = d[place] * (1 - A[place] * A[place])
    return result


def tanh_in_place(d, A):
    d *= 1 - A**2
    return d


attempts(
    "tanh_back",
    right={
        "formula": lambda d, A: d * (1 - A**2),
        "a difference": lambda d, A: d - d * A * A,
        "two factors": lambda d, A: (1 - A) * (1 + A) * d,
        "a loop": tanh_in_a_loop,
        "by Z": lambda d, A: d / np.cosh(np.arctanh(A)) ** 2,
    },
    wrong={
        "the slope alone": (lambda d, A: 1 - A * A, "What arrives is missing"),
        "tanh again": (lambda d, A: d * (1 - np.tanh(A) ** 2), "A is tanh(Z) already"),
        "no square": (lambda d, A: d * (1 - A), "The square is missing"),
        "sigmoid": (lambda d, A: d * A * (1 - A), "that of tanh is 1 − A²"),
        "divided": (lambda d, A: d / (1 - A * A), "It is divided by the slope"),
        "exchanged": (lambda d, A: A * (1 - d * d), "d and A have changed places"),
        "summed": (lambda d, A: np.sum(d * (1 - A * A)), "nothing is summed"),
        "a matrix product": (lambda d, A: d @ (1 - A**2), "@ needs equal inner sizes"),
        "in place": (tanh_in_place, "changed its argument"),
    },
)


def quotient_in_steps(d, P, R):
    dP = d * (1 / R)
    dR = -(d * P) / (R * R)
    while dR.ndim > R.ndim:
        dR = dR.sum(axis=0)
    for axis in range(R.ndim):
        if R.shape[axis] == 1:
            dR = dR.sum(axis=axis, keepdims=True)
    return dP, dR


def quotient_by_a_product(d, P, R):
    p, r = Tensor(P), Tensor(R)
    (p * (-(r.log())).exp() * d).sum().backward()
    return p.grad, r.grad


def quotient_never_summed(d, P, R):
    return d / R, -d * P / R**2


attempts(
    "quotient_back",
    right={
        "unbroadcast": lambda d, P, R: (d / R, unbroadcast(-d * P / R**2, R.shape)),
        "in steps": quotient_in_steps,
        "by tensors": quotient_by_a_product,
    },
    wrong={
        "never summed": (quotient_never_summed, "add up what broadcasting had copied"),
        "no minus": (lambda d, P, R: (d / R, unbroadcast(d * P / R**2, R.shape)), "The minus is missing"),
        "R not squared": (lambda d, P, R: (d / R, unbroadcast(-d * P / R, R.shape)), "R is to be squared"),
        "P missing": (lambda d, P, R: (d / R, unbroadcast(-d / R**2, R.shape)), "P is missing"),
        "dP times R": (lambda d, P, R: (d * R, unbroadcast(-d * P / R**2, R.shape)), "divide d by R"),
        "exchanged": (lambda d, P, R: (unbroadcast(-d * P / R**2, R.shape), d / R), "in reverse order"),
        "a list of one": (lambda d, P, R: [d / R], "2 values are expected"),
        "dP alone": (lambda d, P, R: d / R, "expected"),
        "summed over axis 0": (lambda d, P, R: (d / R, (-d * P / R**2).sum(axis=0)), "dR is not"),
    },
)


def gradient_afresh(f, x):
    tensor = Tensor(x.copy())
    f(tensor).backward()
    return np.zeros_like(tensor.data) if tensor.grad is None else tensor.grad


def gradient_catching(f, x):
    tensor = Tensor(x)
    result = f(tensor) + (tensor - tensor).sum()
    result.backward()
    return tensor.grad + 0


def gradient_by_nudging(f, x):
    return numerical_gradient(lambda p: float(f(Tensor(p["x"])).data), {"x": x})["x"]


def gradient_of_the_result(f, x):
    result = f(Tensor(x))
    result.backward()
    return result.grad


def gradient_unwrapped(f, x):
    result = f(x)
    result.backward()
    return result.grad


def gradient_of_a_copy(f, x):
    tensor = Tensor(x)
    f(Tensor(x)).backward()
    return tensor.grad


def gradient_without_zeros(f, x):
    tensor = Tensor(x)
    f(tensor).backward()
    return tensor.grad


attempts(
    "gradient_at",
    right={
        "in the record": notebook_17.gradient_by_record,
        "zeros": lambda f, x: np.zeros_like(x) if f is notebook_17.ignoring else gradient_without_zeros(f, x),
        "a difference": gradient_catching,
        "afresh": gradient_afresh,
        "nudging": gradient_by_nudging,
    },
    wrong={
        "of the result": (gradient_of_the_result, "it gave"),
        "unwrapped": (gradient_unwrapped, "raised"),
        "of a copy": (gradient_of_a_copy, "returned None"),
        "None where it is ignored": (gradient_without_zeros, "it gave   None"),
        "the value": (lambda f, x: float(f(Tensor(x)).data), "This is the value of f at x"),
        "a step": (lambda f, x: x - notebook_17.gradient_by_record(f, x), "This takes a step"),
        "twice": (lambda f, x: 2 * notebook_17.gradient_by_record(f, x), "twice too large"),
        "the tensor": (lambda f, x: f(Tensor(x)), "Numbers are expected"),
    },
)


def network(last=lambda Z: Z, loss=cross_entropy_of_logits, hidden=lambda Z: Z.relu(), after=lambda L, labels: L):
    def attempt(parameters, X, labels):
        tensors = {name: Tensor(value) for name, value in parameters.items()}
        A, depth = X, len(parameters) // 2
        for k in range(1, depth + 1):
            Z = tensors[f"W{k}"] @ A + tensors[f"b{k}"]
            A = hidden(Z) if k < depth else last(Z)
        after(loss(A, labels), labels).backward()
        return {name: tensor.grad for name, tensor in tensors.items()}

    return attempt


def softmax_of(Z):
    shares = (Z - Z.data.max(axis=0)).exp()
    return shares * (-(shares.sum(axis=0).log())).exp()


def from_the_book(Z, labels):
    shares = Z.exp()
    A = shares * (-(shares.sum(axis=0).log())).exp()
    return -(A[labels, np.arange(len(labels))].log().sum() * (1 / len(labels)))


def own_loss(Z, labels):
    Z = Z - Z.data.max(axis=0, keepdims=True)
    Y = np.eye(len(Z.data))[:, labels]
    return ((Z.exp().sum(axis=0).log()).sum() - (Z * Y).sum()) * (1 / Z.data.shape[1])


attempts(
    "network_gradients",
    right={
        "record": network(),
        "own loss": network(loss=own_loss),
        "formula": notebook_17.gradients_by_formula,
    },
    wrong={
        "ReLU at the end": (network(last=lambda Z: Z.relu()), "ReLU stands after the last layer too"),
        "softmax twice": (network(last=softmax_of), "Softmax stands before the loss"),
        "a sum": (network(after=lambda L, labels: L * len(labels)), "m times too large"),
        "cut": (network(hidden=lambda Z: Z.relu().data), "it gave"),
        "no loss": (network(loss=lambda Z, labels: Z), "Begin the way back at the loss"),
        "overflow": (network(loss=from_the_book), "right except for logits of thousands"),
        "no ReLU": (network(hidden=lambda Z: Z), "ReLU is missing between the layers"),
        "a step": (lambda p, X, y: {name: p[name] - g for name, g in network()(p, X, y).items()}, "This takes a step"),
    },
)


class TestNotebook17(Exercises):
    module = notebook_17
    attempts = attempts


def test_the_tensor_that_the_notebook_wrote_is_as_good_as_the_package_s(capsys):
    Own = runpy.run_path(autodiff.__file__)["Tensor"]

    def gradient_at(f, x):
        tensor = Own(x)
        (f(tensor) + (tensor * 0).sum()).backward()
        return tensor.grad

    checks.gradient_at(gradient_at)
    assert capsys.readouterr().out.startswith("gradient_at: correct. ")
