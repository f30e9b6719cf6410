"""The last examinations: ten images by heart, the same question twice, a short training, and what it answers."""

import time
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from nnhelpers.doctor import calling
from nnhelpers.doctor.architecture import ACTIVATIONS, Model
from nnhelpers.doctor.calling import Trouble
from nnhelpers.doctor.case import BATCH
from nnhelpers.doctor.decay import STRONG
from nnhelpers.doctor.report import Finding, ailment
from nnhelpers.doctor.words import where

IMAGES, STEPS = 2000, 200


class Training(NamedTuple):
    """What the short training came to."""

    answers: np.ndarray
    own: float  # the share of right answers
    scores: dict  # opponent → its share


def he_start(sizes):
    """Return (W, b) of each layer, drawn by He's rule."""
    rng = np.random.default_rng(0)
    return [(rng.normal(0, np.sqrt(2 / before), (after, before)), np.zeros((after, 1)))
            for before, after in pairwise(sizes)]


class Twin:
    """A healthy network of the same shape: the same activations, softmax, cross-entropy, and its gradient."""

    def __init__(self, layers, activations):
        self.layers, self.model = layers, Model(activations, "softmax")

    def step(self, X, Y, rate):
        """Move all parameters once."""
        Z, A = self.model.run(self.layers, X)
        moved, dZ = [], (A[-1] - Y) / Y.shape[1]
        for k in range(len(Z) - 1, -1, -1):
            W, b = self.layers[k]
            moved.append((W - rate * dZ @ A[k].T, b - rate * dZ.sum(axis=1, keepdims=True)))
            if k:
                dZ = (W.T @ dZ) * ACTIVATIONS[self.model.activations[k - 1]][1](Z[k - 1])
        self.layers = moved[::-1]

    def answers(self, X):
        """Return what it answers."""
        return self.model.run(self.layers, X)[1][-1].argmax(axis=0)


def by_heart(case):
    """Can it learn ten images by heart?"""
    check, healthy = "ten images by heart", "all ten learned, at some rate"
    places = np.unique(case.some_whole(10))
    reached = {}
    for rate in dict.fromkeys((case.rate, 0.1, 1.0, 0.01, 3 * case.rate, case.rate / 10)):
        until = time.monotonic() + 2
        case.patient.begin_again()
        values = {name: value.copy() for name, value in case.patient.start.items()}
        with np.errstate(all="ignore"):
            for n in range(300):
                values = case.stepped(values, places, rate)
                if any(value is None for value in values.values()) or time.monotonic() > until:
                    break
                if n % 20 == 19:
                    answers = case.loss_and_answers(values, places)[1]
                    reached[rate] = float(np.mean(answers == case.labels[places]))
                    if reached[rate] == 1:
                        break
        if reached.get(rate) == 1:
            return Finding(check, "healthy", f"{len(places)} of {len(places)} after {n + 1} steps at the rate {rate:g}",
                           healthy)
    if not reached:
        return Finding(check, "not examined", "your functions are too slow for it", healthy)
    best = max(reached, key=reached.get)
    if case.decay >= STRONG:
        return Finding(check, "not examined", f"{reached[best]:.0%}: weight decay works against learning by heart",
                       healthy)
    measured = (f"{reached[best]:.0%} of {len(places)} after 300 steps at the rate {best:g}, the best of "
                f"{len(reached)} rates")
    if case.loss == "squared error" or case.model is not None and "sigmoid" in case.model.activations \
            or reached[best] >= 0.7 or case.model is not None and not case.model.activations:
        return Finding(check, "healthy", f"{measured}; squared error and sigmoids take more steps", healthy)
    return Finding(check, "ailment", measured, healthy, "", "", where("ten"), "ten images not learned")


def asked_twice(case):
    """Ask the same question twice, without resetting chance; and see whether a function resets it."""
    check, patient = "the same question twice", case.patient
    healthy = "the same answer"
    X = case.take(case.some(min(200, case.m)))
    patient.guard.same_chance()
    first, second = (patient.ask(patient.start, X, chance=None) for _ in range(2))
    changed = not np.array_equal(first.A, second.A, equal_nan=True)
    line = calling.line_with(calling.family([patient.forward]), r"random|rng\.|seed")
    if changed:
        A, B = case.answers(first.A), case.answers(second.A)
        share = np.mean(A.argmax(axis=0) != B.argmax(axis=0))
        dropped = is_dropout(first.outputs, second.outputs)
        line = calling.line_with(calling.family([patient.forward]), r"rand|rng\.|binomial|choice|dropout")
        return ailment(check, f"{share:.0%} of the answers differ when the same {A.shape[1]} examples are asked about "
                       "again", healthy, "dropout left on while predicting" if dropped else
                       "forward draws random numbers, also when it is only asked", "dropout",
                       "dropout left on while predicting" if dropped else "answers are random", line)
    for name in ("forward", "backward", "update"):
        function = getattr(patient, name)
        if function is not None and seeded(case, name):
            line = calling.line_with(calling.family([function]), r"seed\(|default_rng\(|RandomState\(")
            return ailment(check, f"after {calling.name_of(function)}, NumPy's random numbers are always the same ones",
                           "chance goes on from call to call",
                           f"{calling.name_of(function)} resets the seed each time it is called: every batch, mask or "
                           "shuffle after it is the same", "seed",
                           "seed reset in each iteration", line)
    return Finding(check, "healthy", f"the same probabilities for {len(X) if case.rows() else X.shape[1]} examples",
                   healthy)


def is_dropout(first, second):
    """Tell whether two passes differ as by dropout: in some array entries are 0 in one and not in the other."""
    for name, one in first.items():
        other = second.get(name)
        if other is None or one.shape != other.shape or np.array_equal(one, other):
            continue
        both = (one != 0) & (other != 0)
        return np.mean(np.isclose(one[both], other[both])) > 0.9
    return True


def seeded(case, which):
    """Tell whether one of the reader's functions sets NumPy's global seed."""
    states, patient = [], case.patient
    places = case.some_whole(5)
    for seed in (1, 2):
        patient.guard.same_chance(seed)
        kept, patient.guard.same_chance = patient.guard.same_chance, lambda number=0: None
        try:
            if which == "forward":
                patient.ask(patient.start, case.take(places), chance=None)
            elif which == "backward":
                patient.raw_slopes(patient.start, case.take(places), case.labels[places])
            else:
                case.stepped(patient.start, places, case.rate)
        finally:
            patient.guard.same_chance = kept
        states.append(calling.global_state())
    return states[0] == states[1]


# ---------------------------------------------------------------- a short training


def batches_of(case, count):
    """Return the places of batches, each with an example of the last class, so that a one-hot matrix has all rows."""
    rng = np.random.default_rng(4)
    last = np.flatnonzero(case.labels == case.labels.max())
    pool = case.some(min(IMAGES, case.m))
    size = min(BATCH, len(pool))
    found = []
    while len(found) < count:
        order = rng.permutation(pool)
        for start in range(0, len(order) - size + 1, size):
            places = order[start : start + size].copy()
            if case.labels[places].max() < case.labels.max():
                places[0] = last[len(found) % len(last)]
            found.append(places)
    return found[:count]


def trained(case, rate, batches, seconds=6.0):
    """Train the reader's network on batches; return its parameters, and how many steps were made."""
    case.patient.begin_again()
    values, until = {name: value.copy() for name, value in case.patient.start.items()}, time.monotonic() + seconds
    for n, places in enumerate(batches):
        values = case.stepped(values, places, rate)
        if n >= 5 and time.monotonic() > until:
            return values, n + 1
    return values, len(batches)


def short_training(case):
    """Train on 2,000 images, beside a healthy twin of the same shape and the linear baseline."""
    check = "a short training"
    healthy = "near the healthy twin of the same shape, and no worse than half-way to the linear baseline"
    batches = batches_of(case, STEPS)
    asked = case.some(min(1000, case.m), shift=1)
    values, steps = trained(case, case.rate, batches)
    loss, answers = case.loss_and_answers(values, asked)
    own = float(np.mean(answers == case.labels[asked])) if np.isfinite(loss) else 0.0
    scores = opponents(case, batches[:steps], asked)
    measured = (f"{own:.0%} of {len(asked)} examples after {steps} batches of {len(batches[0])} at the rate "
                f"{case.rate:g}" + (", loss NaN" if not np.isfinite(loss) else f", loss {loss:.2f}")
                + "".join(f"; {name} {score:.0%}" for name, score in scores.items()))
    case.training = Training(answers, own, scores)
    frequent = float(np.bincount(case.labels).max() / case.m)
    bar = max(frequent + 0.05, 0.5 * min(scores.values())) if scores else frequent + 0.1
    if own >= bar:
        return Finding(check, "healthy", measured, healthy)
    if case.decay >= STRONG:
        return Finding(check, "risk", measured, healthy,
                       f"the weight decay is strong: it adds {case.decay:.3g} times each weight to its gradient, and "
                       "keeps the network from learning; a smaller λ, or λ / m?", "", where("rate"), "decay too strong")
    return slow_or_fast(case, check, measured, healthy, batches[:120], asked)


def opponents(case, batches, asked):
    """Return name → share of right answers of a healthy twin at the same rate, and of the linear network at its own."""
    X = case.columns(case.X)
    inputs, scores = X.shape[0], {}
    rivals = {}
    if case.model is not None and case.model.sound:
        rivals["healthy twin"] = Twin(he_start(case.layers.sizes), case.model.activations), case.rate
    rivals["linear baseline"] = Twin([(np.zeros((case.classes, inputs)), np.zeros((case.classes, 1)))], ()), 0.3
    with np.errstate(all="ignore"):
        for name, (twin, rate) in rivals.items():
            for places in batches:
                twin.step(X[:, places].astype(float), np.eye(case.classes)[case.labels[places]].T, rate)
            scores[name] = float(np.mean(twin.answers(X[:, asked].astype(float)) == case.labels[asked]))
    return scores


def slow_or_fast(case, check, measured, healthy, batches, asked):
    """Say why the short training led nowhere, if it is the rate: others are tried."""
    own, reached = case.training.own, {}
    for factor in dict.fromkeys((0.1, 0.01, 10, 100, 0.1 / case.rate)):
        try:
            values, _ = trained(case, case.rate * factor, batches, 2.5)
        except Trouble:
            continue
        other, answers = case.loss_and_answers(values, asked)
        reached[factor] = float(np.mean(answers == case.labels[asked])) if np.isfinite(other) else 0.0
    best = max(reached, key=reached.get, default=1)
    twin = case.training.scores.get("healthy twin", 0)
    said = ", ".join(f"{share:.0%} at {case.rate * factor:g}" for factor, share in reached.items())
    measured += f"; other rates: {said}"
    if reached and reached[best] > max(2 * own, own + 0.2):
        if best < 1 and twin < reached[best]:
            return ailment(check, measured, healthy, f"the learning rate is too large: {case.rate:g}", "rate",
                           "the learning rate is too large")
        if best > 1:
            return ailment(check, measured, healthy, f"the learning rate is too small: {case.rate:g}", "rate",
                           "the learning rate is too small")
        return ailment(check, measured, healthy, "with its start and this rate it fails, with a smaller rate it learns",
                       "rate", "the learning rate is too large for this start")
    return Finding(check, "ailment", measured, healthy, "", "", where("opponent"), "it does not learn")


def never_answered(case):
    """Which digits does the network never answer after its short training?"""
    check, healthy = "classes never answered", "each class that occurs is answered"
    if case.training is None:
        return Finding(check, "not examined", "the short training did not come to an end", healthy)
    answers = np.bincount(case.training.answers, minlength=case.classes)
    occur = np.bincount(case.labels, minlength=case.classes)
    missing = [k for k in range(case.classes) if answers[k] == 0 and occur[k] >= 0.03 * case.m]
    rare = [k for k in range(case.classes) if 0 < occur[k] < 0.01 * case.m]
    absent = [k for k in range(case.classes) if occur[k] == 0]
    measured = f"answers per class {answers.tolist()}"
    weak = case.loss != "squared error" and case.training.own < 0.9 * min(case.training.scores.values(), default=1)
    if len(missing) == case.classes - 1 > 1:
        return Finding(check, "not examined", f"{measured}: the short training led nowhere", healthy)
    if missing and weak and case.decay < STRONG:
        return Finding(check, "ailment", measured, healthy, "", "", where("confusion"), "classes never answered")
    if rare or absent:
        return Finding(check, "risk", f"{measured}; labels per class {occur.tolist()}", healthy,
                       f"class {', '.join(map(str, rare or absent))} is rare or missing among the labels: look at the "
                       "recall of each class", "", where("copies"), "rare class")
    return Finding(check, "healthy", measured, healthy)


def the_report(case):
    """Is the reported number that of the network in hand?"""
    check, healthy = "the number to be reported", "the last network's, on fresh images"
    history, reported = case.extras.get("history"), case.extras.get("reported")
    if history is None or reported is None:
        return Finding(check, "not examined", "no scores were given: examine(…, history=…, reported=…)", healthy)
    scores = np.asarray(history, dtype=float).ravel()
    measured = f"reported {float(reported):.1%}, last {scores[-1]:.1%}, best {scores.max():.1%}"
    if np.isclose(float(reported), scores.max()) and scores.max() - scores[-1] > 0.002:
        return ailment(check, measured, healthy,
                       "the best accuracy over the epochs is reported; the network in hand is the last", "ward three",
                       "best accuracy over the epochs reported")
    if abs(float(reported) - scores[-1]) > 0.002:
        return Finding(check, "ailment", measured, healthy, "", "", where("best"), "another number reported")
    return Finding(check, "healthy", measured, healthy)

