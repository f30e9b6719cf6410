"""Attempts at the exercises of notebook 18: the right ones are accepted, the wrong ones told what is wrong."""

import math

import numpy as np
from attempts import Attempts, Exercises

from nnhelpers.checks import notebook_18
from nnhelpers.checks.notebook_18 import costs_of, softmax_rows

attempts = Attempts()


def packed(parameters):
    result = {}
    for name, value in parameters.items():
        place = 2 * (int(name[1:]) - 1)
        result[f"{place}.weight" if name[0] == "W" else f"{place}.bias"] = value if name[0] == "W" else value[:, 0]
    return result


def packed_columns(parameters):
    return {f"{2 * (int(n[1:]) - 1)}.{'weight' if n[0] == 'W' else 'bias'}": v for n, v in parameters.items()}


def packed_without_relu(parameters):
    result = {}
    for k in range(len(parameters) // 2):
        result[f"{k}.weight"], result[f"{k}.bias"] = parameters[f"W{k + 1}"], parameters[f"b{k + 1}"].ravel()
    return result


def packed_for_sklearn(parameters):
    return {name: value.T for name, value in packed(parameters).items()}


def packed_two(parameters):
    return {"0.weight": parameters["W1"], "0.bias": parameters["b1"].ravel(),
            "2.weight": parameters["W2"], "2.bias": parameters["b2"].ravel()}


attempts(
    "to_pytorch",
    right={
        "by names": packed,
        "by layers": notebook_18.state_dict,
        "lists": lambda p: {name: value.tolist() for name, value in packed(p).items()},
    },
    wrong={
        "columns": (packed_columns, "A bias of PyTorch's has one axis"),
        "without ReLU": (packed_without_relu, "The ReLUs are not counted"),
        "transposed": (packed_for_sklearn, "The weights are transposed"),
        "two layers only": (packed_two, "raised KeyError"),
        "our names": (lambda p: {name: value + 0 for name, value in p.items()}, "as it came, in every case"),
        "odd places": (lambda p: notebook_18.state_dict(p, place=lambda k: 2 * k - 1), "the odd places are the ReLUs'"),
    },
)

attempts(
    "C_for",
    right={
        "one line": lambda strength, m: 1 / (strength * m),
        "in two divisions": lambda strength, m: 1 / strength / m,
        "powers": lambda strength, m: (strength * m) ** -1.0,
    },
    wrong={
        "upside down": (lambda strength, m: strength * m, "a stronger penalty means a smaller C"),
        "without m": (lambda strength, m: 1 / strength, "m is missing"),
        "m above": (lambda strength, m: m / strength, "m is on the wrong side"),
        "a half": (lambda strength, m: 0.5 / (strength * m), "A 2 too many"),
        "of 5000": (lambda strength, m: 1 / (strength * 5000), "it gave"),
        "rounded": (lambda strength, m: round(1 / (strength * m), 1), "it gave"),
    },
)

attempts(
    "he_bound",
    right={
        "root": lambda inputs: np.sqrt(6 / inputs),
        "of the deviation": lambda inputs: math.sqrt(3) * math.sqrt(2 / inputs),
        "power": lambda inputs: (6 / inputs) ** 0.5,
    },
    wrong={
        "deviation": (lambda inputs: np.sqrt(2 / inputs), "That is the standard deviation itself"),
        "default": (lambda inputs: inputs ** -0.5, "That is PyTorch's default"),
        "no root": (lambda inputs: 6 / inputs, "The root is missing"),
        "twelfths": (lambda inputs: np.sqrt(12 / inputs), "a range of length a"),
        "whole range": (lambda inputs: 2 * np.sqrt(6 / inputs), "a is half of it"),
        "divided": (lambda inputs: np.sqrt(2 / inputs / 3), "Divided by 3 instead of multiplied"),
    },
)


def costs_in_a_loop(logits, labels):
    total = 0.0
    for row, label in zip(logits, labels, strict=True):
        largest = max(row)
        total += largest + math.log(sum(math.exp(z - largest) for z in row)) - row[label]
    return total / len(labels)


def by_logaddexp(logits, labels):
    return np.mean(np.logaddexp.reduce(logits, axis=1) - np.take_along_axis(logits, labels[:, None], axis=1)[:, 0])


def by_columns(logits, labels):
    shifted = logits - logits.max(axis=0, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=0))) - np.mean(shifted[np.arange(len(labels)), labels])


def from_the_book(logits, labels):
    A = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return -np.log(A[np.arange(len(labels)), labels]).mean()


def stable_softmax_then_log(logits, labels):
    return -np.log(softmax_rows(logits)[np.arange(len(labels)), labels]).mean()


def with_a_small_number(logits, labels):
    return -np.log(softmax_rows(logits)[np.arange(len(labels)), labels] + 1e-12).mean()


attempts(
    "cross_entropy_rows",
    right={
        "costs": lambda logits, labels: np.mean(costs_of(logits, labels)),
        "a loop": costs_in_a_loop,
        "logaddexp": by_logaddexp,
    },
    wrong={
        "columns": (by_columns, "it gave"),
        "the book": (from_the_book, "For large logits it overflows"),
        "stable softmax": (stable_softmax_then_log, "never take ln of a probability"),
        "a small number": (with_a_small_number, "right except for"),
        "sum": (lambda logits, labels: np.sum(costs_of(logits, labels)), "the mean is asked for"),
        "softmax twice": (lambda logits, labels: np.mean(costs_of(softmax_rows(logits), labels)), "has one itself"),
        "costs one by one": (costs_of, "return their mean"),
        "per class": (lambda logits, labels: np.sum(costs_of(logits, labels)) / logits.shape[1],
                      "It is divided by the number of classes"),
    },
)


class TestNotebook18(Exercises):
    module = notebook_18
    attempts = attempts
