"""Batches, the line of an epoch, and training with patience."""

import math
import re

import numpy as np
import pandas as pd
import pytest
from small_networks import Bursts, Stops, examples, network

from nnhelpers.training import batches, show_epoch, train_with_patience

# ---- batches


def columns(m, batch_size, seed=0):
    return list(batches(m, batch_size, np.random.default_rng(seed)))


@pytest.mark.parametrize(
    ("m", "batch_size", "sizes"),
    [(7, 3, [3, 3, 1]), (6, 3, [3, 3]), (5, 1, [1] * 5), (5, 4, [4, 1]), (2, 1, [1, 1])],
)
def test_the_batches_of_an_epoch_hold_every_column_once(m, batch_size, sizes):
    parts = columns(m, batch_size)
    assert [len(part) for part in parts] == sizes
    assert sorted(np.concatenate(parts)) == list(range(m))


@pytest.mark.parametrize(("m", "batch_size"), [(1, 1), (5, 5), (5, 6), (5, 1000)])
def test_a_batch_of_everything_is_a_slice(m, batch_size):
    assert columns(m, batch_size) == [slice(None)]


def test_the_order_is_the_generators_and_changes_from_epoch_to_epoch():
    def order(rng):
        return np.concatenate(list(batches(50, 8, rng))).tolist()

    rng, same = np.random.default_rng(12), np.random.default_rng(12)
    first, second = order(rng), order(rng)
    assert first == order(same) and second == order(same)
    assert first != second and first != sorted(first)
    assert order(np.random.default_rng(13)) != first


def test_batches_refuse_what_is_no_generator():
    with pytest.raises(TypeError, match=r"rng must be a generator .* but 0 was passed; np.random.default_rng\(0\)"):
        list(batches(5, 2, 0))


# ---- the line of an epoch


def test_the_line_of_an_epoch_is_written_over_its_progress_and_tells_the_validation_figures_if_there_are_any(capsys):
    row = {"Epoch": 3, "Training loss": 1.23456, "Training accuracy": 0.87654}
    show_epoch(row, 10)
    assert capsys.readouterr().out == "\repoch 3 of 10: loss 1.2346, accuracy 87.65%\n"
    show_epoch({**row, "Validation loss": 0.5, "Validation accuracy": 1.0}, 10)
    line = "\repoch 3 of 10: loss 1.2346, accuracy 87.65%, on validation 0.5000, 100.00%\n"
    assert capsys.readouterr().out == line


# ---- patience, worked by hand

PAIR = (None, None)  # what is told does not look at it


class Told:
    """Stands in for a network: its validation losses are these, its only parameter counts its epochs.

    In the middle of epoch `breaks_in` it raises `error`.
    """

    def __init__(self, losses, breaks_in=None, error=KeyboardInterrupt):
        self.losses, self.breaks_in, self.error = losses, breaks_in, error
        self.parameters, self.epochs, self.calls = np.zeros(1), 0, []

    def train(self, X, labels, epochs, batch_size, learning_rate, validation, show):
        self.calls.append((X, labels, epochs, batch_size, learning_rate, validation, show))
        assert len(self.calls) <= 100, "it would go on for ever"
        if self.epochs + 1 == self.breaks_in:
            self.parameters += 0.5
            raise self.error("broken")
        self.parameters += 1
        self.epochs += 1
        return pd.DataFrame([{"Epoch": self.epochs, "Validation loss": self.losses[self.epochs - 1]}])


@pytest.mark.parametrize(
    ("losses", "epochs", "patience", "trained", "best"),
    [
        # After epoch 2 none is better: 3 and 4 are the two that are waited for.
        ([5, 4, 4.5, 4.2, 1], 9, 2, 4, 2),
        # Epoch 4 is better than 2 and the waiting starts anew: 5, 6.
        ([5, 4, 4.5, 3, 3.5, 3.2, 1], 9, 2, 6, 4),
        # An equal loss is no lower one; of equal ones, the first is kept.
        ([5, 4, 4, 4, 1], 9, 2, 4, 2),
        # Better than the epoch before is not better than the best.
        ([5, 2, 4, 3, 1], 9, 2, 4, 2),
        ([5, 4, 4.5, 1], 9, 1, 3, 2),
        ([1, 2, 3, 4], 9, 3, 4, 1),
        # The most that are trained, with the best among them or at the end.
        ([5, 4, 3, 2, 1], 3, 2, 3, 3),
        ([5, 4, 4.5, 1], 3, 2, 3, 2),
        ([5, 4], 1, 1, 1, 1),
        ([5, 4, 4.5, 4.2], 4, 2, 4, 2),
        ([5, 6, 7, 8, 9], 4, 99, 4, 1),
    ],
)
def test_patience_ends_training_and_the_best_epoch_is_kept_as_worked_by_hand(losses, epochs, patience, trained, best):
    model = Told(losses)
    history = train_with_patience(model, None, None, PAIR, epochs, patience)
    assert history["Epoch"].tolist() == list(range(1, trained + 1)) and model.epochs == trained
    assert history["Validation loss"].tolist() == losses[:trained]
    assert history.index.tolist() == list(range(trained))
    assert model.parameters.tolist() == [best]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
@pytest.mark.parametrize(("breaks_in", "best"), [(1, 0.5), (2, 1), (3, 2), (4, 2), (5, 4)])
def test_an_interrupt_or_a_divergence_goes_on_and_the_best_so_far_is_kept_as_worked_by_hand(breaks_in, best, error):
    # In the very first epoch there is no best one: what was learned is kept.
    model = Told([5, 4, 4.5, 3, 2], breaks_in, error)
    with pytest.raises(error, match="^broken$"):
        train_with_patience(model, None, None, PAIR, 5, 5)
    assert model.parameters.tolist() == [best] and len(model.calls) == breaks_in


def test_each_epoch_is_trained_silently_with_what_was_passed():
    model, validation = Told([5, 4]), (object(), object())
    X, labels, batch_size, learning_rate = [object() for _ in range(4)]
    train_with_patience(model, X, labels, validation, 2, np.int64(2), batch_size, learning_rate)
    assert model.calls == [(X, labels, 1, batch_size, learning_rate, validation, 0)] * 2
    model = Told([5])
    train_with_patience(model, X, labels, validation, epochs=1, patience=1)
    assert model.calls == [(X, labels, 1, 32, 0.001, validation, 0)]


# ---- patience with networks


def overfitting():
    """Few examples to learn from, with labels by chance, and others to validate on: the loss there soon rises."""
    return examples(12, seed=20), examples(30, seed=21)


KINDS = {
    "plain": {},
    "with dropout": {"rate": 0.3, "loss": "squared_error"},
    "penalised": {"l2": 0.001, "l1": 0.001},
    "in float32": {"rate": 0.3, "dtype": np.float32},
}


@pytest.mark.parametrize("patience", [1, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_a_network_ends_as_it_was_when_its_validation_loss_was_lowest(kind, patience, capsys):
    (X, labels), validation = overfitting()
    model, expected = network(4, 10, 3, **KINDS[kind]), network(4, 10, 3, **KINDS[kind])
    parameters = model.parameters

    def schedule(epoch):
        return 0.02 / (1 + epoch / 100)

    history = train_with_patience(model, X, labels, validation, 99, patience, 4, schedule)
    losses = history["Validation loss"].to_numpy()
    best = int(losses.argmin())
    assert len(history) < 99 and len(history) == best + 1 + patience, "it must have waited just as long as asked"
    assert model.measure(*validation)[0] == losses.min() and model.epochs == len(history)
    assert capsys.readouterr().out == ""
    # Epoch for epoch it is the plain training, and its end the parameters after the best one.
    plain = expected.train(X, labels, best + 1, 4, schedule, validation, show=0)
    pd.testing.assert_frame_equal(history[: best + 1], plain, check_exact=True)
    np.testing.assert_array_equal(model.parameters, expected.parameters, strict=True)
    # Into the very vector that the layers look at.
    assert model.parameters is parameters and np.shares_memory(model.layers[0].W, parameters)


def test_another_training_with_patience_starts_its_own_waiting_and_counts_its_epochs_on():
    (X, labels), validation = overfitting()
    model = network(4, 10, 3)
    first = train_with_patience(model, X, labels, validation, 60, 2, 4, 0.02)
    second = train_with_patience(model, X, labels, validation, 1, 2, 4, 0.02)
    # Its best epoch is its only one, though the earlier best may have been better.
    assert second["Epoch"].tolist() == [len(first) + 1]
    assert model.measure(*validation)[0] == second["Validation loss"][0]


# 12 examples in batches of 4 are 3 steps an epoch: it breaks in the first, or after 1, 2 or 4 whole ones.
@pytest.mark.parametrize("rate", [None, 0.3])
@pytest.mark.parametrize("at", [2, 4, 6, 8, 14])
@pytest.mark.parametrize(("breaks", "error"), [(Stops, KeyboardInterrupt), (Bursts, ValueError)])
def test_a_network_that_is_stopped_or_diverges_has_the_best_parameters_so_far(breaks, error, at, rate):
    (X, labels), validation = overfitting()
    model, plain = network(4, 10, 3, rate=rate, optimizer=breaks(at)), network(4, 10, 3, rate=rate, optimizer=Stops(99))
    kept = [plain.parameters.copy()]
    for _ in range(whole := (at - 1) // 3):
        plain.train(X, labels, 1, 4, 2.0, validation, show=0)
        kept.append(plain.parameters.copy())
    with pytest.raises(error):
        train_with_patience(model, X, labels, validation, 30, 30, 4, 2.0)
    assert len(model.history) == model.epochs == whole
    if whole:
        best = kept[1 + int(np.argmin(plain.history["Validation loss"]))]
        np.testing.assert_array_equal(model.parameters, best)
    else:  # stopped in the first epoch, it keeps its first steps; diverged, it is as at the beginning
        assert np.array_equal(model.parameters, kept[0]) == (breaks is Bursts)


# ---- bad input


PATIENCE_ARGUMENTS = {
    "no epoch": ({"epochs": 0}, ValueError, "epochs must be at least 1, but 0 was passed"),
    "half an epoch": ({"epochs": 1.5}, TypeError, "epochs must be a whole number, but 1.5 was passed"),
    "no patience": ({"patience": 0}, ValueError, "patience must be at least 1, but 0 was passed"),
    "endless patience": ({"patience": math.inf}, TypeError, "patience must be a whole number, but inf was passed"),
    "validation as a list": ({"validation": [1, 2]}, TypeError, "validation must be a pair (X, labels), but a list"),
    "no validation": ({"validation": None}, TypeError, "validation must be a pair (X, labels), but a NoneType"),
    "validation of three": ({"validation": (1, 2, 3)}, TypeError, "(X, labels), but a tuple of 3 was passed"),
    "an empty batch": ({"batch_size": 0}, ValueError, "batch_size must be at least 1, but 0 was passed"),
    "uphill": ({"learning_rate": -1}, ValueError, "learning_rate must be a positive number"),
    "X as a list": ({"X": [[1.0]]}, TypeError, "X must be a NumPy array, but a list was passed"),
}


@pytest.mark.parametrize("case", PATIENCE_ARGUMENTS)
def test_what_does_not_fit_is_said_before_anything_is_learned(case):
    arguments, kind, sentence = PATIENCE_ARGUMENTS[case]
    X, labels = examples(6)
    model = network(4, 5, 3, rate=0.5)
    before = model.parameters.copy()
    given = {"X": X, "labels": labels, "validation": (X, labels), "epochs": 3, "patience": 2, **arguments}
    with pytest.raises(kind, match=re.escape(sentence)):
        train_with_patience(model, **given)
    np.testing.assert_array_equal(model.parameters, before)
    assert model.epochs == 0
