"""Weight decay: a multiple of the weights in their gradient, which is no mistake unless the reader's loss denies it."""

import numpy as np

from nnhelpers.doctor import calling
from nnhelpers.doctor.calling import Trouble, Unclear
from nnhelpers.doctor.gradients import loss_of
from nnhelpers.doctor.naming import AGREES, right_of
from nnhelpers.doctor.report import ailment

DECAYS = "The gradients of the weights hold a multiple of the weights, or of their signs: weight decay (L2, L1)."
STRONG = 0.05  # from this multiple of the weights on, decay may keep a network from learning


def decays(case, batches):
    """Tell whether all gradients are right but for a positive multiple of the weights, or of their signs."""
    if case.model is None or not case.model.sound:
        return False
    found = False
    for batch in batches:
        for name in case.layers.shapes:
            right, given = right_of(case, batch, name), batch.given[name]
            if given is None or np.shape(given) != np.shape(right):
                return False
            own, extra, fits = case.layers.in_columns(name, batch.layers), given - right, False
            for pulls in (own, np.sign(own)):  # L2 and L1
                c = float(np.sum(extra * pulls) / max(np.sum(pulls * pulls), 1e-30))
                if np.abs(extra - c * pulls).max() <= 1e-6 * max(np.abs(given).max(), 1e-12) and c >= -1e-12:
                    fits, found = True, found or c > 1e-9
                    case.decay = max(case.decay, c)
                    break
            if not fits:
                return False
    return found


def without_decay(case, batches):
    """Return batches whose gradients lack the multiple of the weights that the last layer's have; None if it is none.

    The last gradient is then the right one times a number and the weights times another, the same in every batch.
    """
    name, found = case.layers.W[-1], []
    for batch in batches:
        right, given = right_of(case, batch, name), batch.given[name]
        if given is None or np.shape(given) != np.shape(right):
            return None
        both = np.stack([right.ravel(), batch.layers[-1][0].ravel()], axis=1)
        shares = np.linalg.lstsq(both, given.ravel(), rcond=None)[0]
        decay, off = shares[1], both @ shares - given.ravel()
        if np.abs(off).max() > 1e-6 * np.abs(given).max() or decay < 1e-9:
            return None
        weights = dict(zip(case.layers.W, (W for W, _ in batch.layers), strict=True))
        found.append(batch._replace(given={
            other: value - decay * weights[other]
            if other in weights and np.shape(value) == weights[other].shape else value
            for other, value in batch.given.items()}))
    return found


def agree_or_decay(case, given, slopes, value, tolerance):
    """Tell whether entries agree with slopes, or with slopes and a multiple of the parameter, for those that decay."""
    off = {place: given[place] - slope for place, slope in slopes.items()}
    wrong = [place for place in off if abs(off[place]) > tolerance]
    factors = [off[place] / value[place] for place in wrong if value[place]]
    if len(factors) < len(wrong):
        return False
    if not wrong:
        return True
    if min(factors) <= 0 or not np.allclose(factors, factors[0], rtol=0.05):
        return False
    case.decay = max(case.decay, float(np.median(factors)))
    return True


def contradicted(case, check):
    """Return the finding of a decay that the reader's own loss has m times smaller, or larger; None if it has not.

    Whether λ is divided by m is a convention, so only a given `cost` that takes the weights can tell.
    """
    cost, patient = case.extras.get("cost"), case.patient
    if cost is None or not case.decay:
        return None
    values = {name: value.astype(float) for name, value in patient.start.items()}
    places = case.some_whole(20)
    X, labels = case.take(places).astype(float), case.labels[places]
    try:
        name, entries, extra_given, extra_cost = beside_the_loss(case, cost, values, X, labels)
    except (Trouble, Unclear, TypeError, ValueError, KeyError, IndexError):
        return None
    ratios = extra_given / np.where(np.abs(extra_cost) > 1e-9, extra_cost, np.inf)
    m = len(labels)
    for factor, words in ((m, "divides by m, and the gradient does not"), (1 / m, "does not divide by m, and the "
                                                                           "gradient does")):
        if len(entries) and np.allclose(ratios, factor, rtol=0.02):
            line = calling.line_with(calling.family([patient.backward]), r"(?i)\+.*(lam|reg|decay|l2|wd).*",
                                     r"(?i)lam|reg|decay|l2")
            return ailment(check, f"weight decay adds {extra_given[0]:+.4g} to {name}'s gradient at "
                           f"{[int(i) for i in entries[0]]}, and by the slope of {calling.name_of(cost)} it should be "
                           f"{extra_cost[0]:+.4g}, for {m} examples", AGREES,
                           f"the weight decay of {calling.name_of(cost)} {words}: both must be the same", "check",
                           "decay contradicts the loss", line)
    return None


def beside_the_loss(case, cost, values, X, labels):
    """Return a weight's name, entries of it, and what its gradient and the loss's slope hold beside the data's."""
    patient = case.patient
    given = patient.slopes(values, X, labels)
    name = [name for name, value in values.items() if value.ndim == 2 and 1 not in value.shape][-1]
    largest = np.argsort(-np.abs(values[name]), axis=None)[:8]
    Y = case.coded(labels, case.classes)
    entries, extra_given, extra_cost = [], [], []
    for place in zip(*np.unravel_index(largest, values[name].shape), strict=True):
        ends = []
        for sign in (1, -1):
            moved = {other: value.copy() for other, value in values.items()}
            moved[name][place] += sign * 1e-5
            asked = patient.ask(moved, X)
            target = patient.target(labels, case.classes, case.patient.rows_out)
            roles = {"X": X, "target": target, "m": len(labels), "cache": asked.raw, "probabilities": asked.A}
            arguments = patient.arguments(cost, asked.container, moved, roles, [
                ("probabilities", asked.A), ("target", target)], {**asked.outputs, **asked.parts}, "cost")
            A = case.probabilities(case.answers(asked.A))
            own = calling.call(cost, arguments)
            ends.append((float(np.squeeze(own)), float(loss_of(A, Y, case.loss or "cross-entropy"))))
        whole, data = ((ends[0][n] - ends[1][n]) / 2e-5 for n in (0, 1))
        if abs(given[name][place] - data) > 1e-4 * max(abs(data), 1e-3):  # here it decays: no bias
            entries.append(place)
            extra_given.append(given[name][place] - data)
            extra_cost.append(whole - data)
    return name, entries, np.array(extra_given), np.array(extra_cost)
