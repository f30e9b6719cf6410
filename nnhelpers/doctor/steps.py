"""The examination of the step: what update does with gradients that are known, and whether the loss falls."""

import ast
import re
from itertools import combinations

import numpy as np

from nnhelpers.doctor import calling
from nnhelpers.doctor.calling import Trouble
from nnhelpers.doctor.report import Finding, ailment
from nnhelpers.doctor.usage import remade
from nnhelpers.doctor.words import where

STEP = "each parameter changes by -rate · its gradient, and the loss falls by what the slopes foretell"

WRONG_WAY = ("the step goes the wrong way: the gradient is added, and the loss climbs; subtract it",
             "the step goes the wrong way", "observations")


def the_step(case):
    """Give update gradients that are known, and see what it does with them; then take a small step downhill."""
    check, patient = "one small step", case.patient
    if patient.backward is None:
        return after_step(case, check, "")
    try:
        trials = tried_steps(case, case.sizes_back)
    except Trouble:  # with other sizes it may run, and say more
        alike = [sizes for sizes in case.options() if len(set(sizes)) < len(sizes)] if case.layers is not None else []
        if not alike and case.layers is None:
            raise
        try:
            trials = tried_steps(case, (alike or [case.layers.sizes])[0])
        except Trouble:  # what is passed besides may have the reader's own sizes
            trials = tried_steps(case, case.layers.sizes)
    line = calling.line_with(calling.family([patient.update]), r"-=|\+=|=.*-.*\*|=.*\+.*\*|return")
    for name in patient.paths:
        wrong = about_change(case, name, trials)
        if wrong:
            words, key, section = wrong
            own = calling.line_with(calling.family([patient.update]), rf"\b{re.escape(name)}\b.*=.*[-+*]",
                                    rf"\b{re.escape(name)}\b.*=")
            return ailment(check, moved_words(name, trials), STEP, words, section, key, own or line)
    if (node := remade(patient.update)) is not None and not remembers(case):
        return ailment(check, f"two steps with the same gradient are the same: {calling.name_of(patient.update)} "
                       "remembers nothing of the first", "momentum that grows from step to step", "momentum begins "
                       f"anew in every step: {ast.unparse(node.targets[0])} is made of zeros inside "
                       f"{calling.name_of(patient.update)}; make it once, before the training, and pass it on", "step",
                       "momentum made anew", calling.line_at(patient.update, node))
    return after_step(case, check, "each parameter changes by -rate · its gradient")


def remembers(case):
    """Tell whether two steps with the same gradients, one after the other, differ: momentum, Adam, a counter."""
    patient = case.patient
    patient.begin_again()
    sizes, moved = case.sizes_back or (case.layers.sizes if case.layers is not None else None), []
    for _ in range(2):
        values, raw, gradients, container = known_gradients(case, 0, sizes)
        own = {name: None if value is None else patient.sign * value for name, value in gradients.items()}
        after = patient.step(values, raw, 0.1, container, own)
        moved.append([np.asarray(after[name]) - values[name] for name in patient.paths])
    patient.begin_again()
    return not all(np.allclose(*pair, rtol=1e-9, atol=1e-15) for pair in zip(*moved, strict=True))


def moved_words(name, trials):
    """Say how long a change was, beside what it should have been."""
    values, gradients, rate, after = trials[0]
    if after[name] is None or np.shape(after[name]) != values[name].shape:
        return f"{name}: shape {values[name].shape} before, {np.shape(after[name])} after the step"
    change = np.linalg.norm(after[name] - values[name])
    right = rate * np.linalg.norm(gradients[name])
    return f"{name} changed by {change:.3g} in length; rate times gradient is {right:.3g}"


def tried_steps(case, sizes):
    """Return [(values, gradients, rate, values after a step)] for three steps with known gradients."""
    trials = []
    patient = case.patient
    for n, rate in enumerate((0.1, 0.03, 0.1) if patient.takes_rate else (case.rate,) * 3):
        patient.begin_again()  # before backward, which may keep its gradients in globals
        values, raw, gradients, container = known_gradients(case, n, sizes)
        own = {name: None if value is None else patient.sign * value for name, value in gradients.items()}
        trials.append((values, gradients, rate, patient.step(values, raw, rate, container, own)))
    return trials


def known_gradients(case, seed, sizes):
    """Return values, gradients in backward's own form and by name, and the container that holds them, if one does."""
    patient = case.patient
    rng = np.random.default_rng(70 + seed)
    if case.layers is not None and sizes is not None:
        values, X, labels = case.small_case(sizes, 7, 40 + seed)
        X = case.reader_form(X)
    else:
        values = {name: value + rng.normal(0, 0.05, value.shape) for name, value in patient.start.items()}
        places = case.some(min(7, case.m), seed)
        X, labels = case.take(places), case.labels[places]
    raw, asked = patient.raw_slopes(values, X, labels)
    gradients = patient.by_parameter(raw, asked.container, values)
    own = raw is None or patient.is_method(patient.update)  # such a network keeps its gradients in itself
    gradients = {name: None if value is None else patient.sign * value for name, value in gradients.items()}
    return values, raw, gradients, asked.container if own else None


def about_change(case, name, trials):
    """Return (words, key, section) of what update does with a parameter, None if it is right or can't be told."""
    patient = case.patient
    update = calling.name_of(patient.update)
    factors, others, shapes = [], None, []
    for values, gradients, rate, after in trials:
        new, old = after[name], values[name]
        if new is None:
            return f"{update} does not return {name}", "parameter not returned", "step"
        if np.shape(new) != old.shape:
            return (f"{name} has the shape {np.shape(new)} after the step, {old.shape} before: its gradient has "
                    "another shape, and NumPy stretched both", "shape changed by the step", "step")
        change = np.asarray(new) - old
        gradient = gradients[name]
        if gradient is None or np.shape(gradient) not in (old.shape, ()):
            gradient = np.zeros(old.shape) if gradient is None else np.broadcast_to(gradient, old.shape) if np.ndim(
                gradient) <= old.ndim and np.size(gradient) in (1, old.size) else None
            if gradient is None:
                return None
        size = float(np.sum(gradient**2))
        if size < 1e-20:
            return None
        factor = float(np.sum(change * gradient) / size) / -rate
        fits = np.allclose(change, -rate * factor * gradient, rtol=1e-5, atol=1e-9 * max(1, np.abs(change).max()))
        factors.append(factor if fits else None)
        matching = {other for other, g in gradients.items() if other != name and g is not None
                    and np.shape(g) == old.shape and np.allclose(change, -rate * g, rtol=1e-6, atol=1e-12)}
        others = matching if others is None else others & matching
        shapes.append(np.any(change))
    if not any(shapes):
        unchanged = [one for one in patient.paths if all(
            after[one] is not None and np.array_equal(after[one], values[one]) for values, _, _, after in trials)]
        if len(unchanged) == len(patient.paths):
            if not patient.update_returned:
                return (f"{update} returns nothing and changes nothing: `W = W - …` gives a name inside the function a "
                        "new array; return it, or change in place with -=", "update changes nothing", "step")
            return f"{update} returns the parameters unchanged", "update changes nothing", "step"
        if unchanged[0] == next(iter(patient.paths)):
            return (f"the first layer stays as it was: {', '.join(unchanged)}", "first layer not updated", "ward four")
        return f"{unchanged[0]} stays as it was", "parameter not updated", "step"
    if None not in factors and np.allclose(factors, 1 / 7 if case.divided else 1, rtol=1e-6):
        return None
    if others:
        other = sorted(others)[0]
        return (f"{name} is updated with the gradient of {other}", "gradient of another parameter", "step")
    if None in factors:
        return unlike(case, name, trials)
    even = np.allclose(factors, factors[0], rtol=1e-6)  # whatever the rate
    if not patient.takes_rate and even and factors[0] > 0:
        return None
    if np.allclose(factors, -1, rtol=1e-6):
        return WRONG_WAY
    rates = np.array([rate for _, _, rate, _ in trials])
    if np.allclose(np.array(factors) * rates, factors[0] * rates[0], rtol=1e-6):
        return (f"the rate that {update} is given is not used: the step is {factors[0] * rates[0]:.4g} times the "
                "gradient, whatever the rate", "rate not used", "step")
    if np.allclose(factors, rates, rtol=1e-6):
        return "the rate is multiplied in twice", "rate twice", "step"
    if even and 0 < factors[0] < 0.5 and remembers(case):
        return unlike(case, name, trials)
    if even and 0.02 < factors[0] < 0.5 and not any(
            np.isclose(1 / factors[0], m) for m in (7, case.m)):  # a shorter step is another rate
        noted(case, f"{update} makes a step that is {factors[0]:.3g} times rate · gradient.")
        return None
    if even and abs(factors[0]) < 0.5:
        short = f"the step is {1 / factors[0]:.6g} times too short"
        if any(np.isclose(1 / factors[0], m, rtol=1e-4) for m in (7, case.m)):  # 7 examples made these gradients
            return f"{short}: is the gradient divided by m once more, in {update}?", "divided by m in update", "step"
        return f"{short}: something in {update} divides it", "step too short", "step"
    if even and factors[0] > 0:
        return None
    if min(factors) > 0:  # downhill along the gradient, by a length that changes
        noted(case, f"{update} makes a step along the gradient, longer or shorter than rate · gradient (clipping?).")
        return None
    return ("", "step differs", "step")


def unlike(case, name, trials):
    """Judge a change that is not a multiple of the gradient: decay and Adam go downhill, and are no mistake."""
    agree = []
    if any(not np.all(np.isfinite(after[name])) for _, _, _, after in trials):
        return not_a_number(case, name)
    for other in trials[0][0]:
        if other != name and all(np.shape(values[other]) == np.shape(values[name]) and any(
                np.allclose(after[name], base - rate * gradients[name], rtol=1e-6, atol=1e-12)
                for base in (values[other], after[other])) for values, gradients, rate, after in trials):
            return f"{name} is made from {other}: {name} = {other} - rate · its gradient", "made from another", "step"
    for values, gradients, rate, after in trials:
        change, gradient = after[name] - values[name], np.broadcast_to(gradients[name], values[name].shape)
        agree.append(np.mean(np.sign(change) == -np.sign(gradient)))
        product = -rate * gradient * values[name]
        if np.allclose(after[name], product) or np.allclose(after[name], -rate * gradient, rtol=1e-6):
            return (f"{name} becomes -rate · gradient: the parameter itself is left out", "parameter left out", "step")
    if np.mean(agree) < 0.25:
        return WRONG_WAY
    if np.mean(agree) > 0.75:
        noted(case, "update is not plain gradient descent (momentum, Adam, decay?); it goes downhill.")
        return None
    return "", "step differs", "step"


def noted(case, note):
    """Add a note, once for all parameters."""
    if note not in case.notes:
        case.notes.append(note)


def not_a_number(case, name):
    """Say why a step gives NaN: a counter that begins at 0, if beginning at 1 mends it."""
    patient, update = case.patient, calling.name_of(case.patient.update)
    kept = patient.adapter
    counters = [key for key, value in kept.passing.items() if isinstance(value, (int, float)) and value == 0]
    for key in counters:
        patient.adapter = type(kept)(**{**vars(kept), "passing": {**kept.passing, key: 1}})
        try:
            fine = all(np.all(np.isfinite(value)) for _, _, _, after in tried_steps(case, case.layers.sizes)
                       for value in after.values())
        finally:
            patient.adapter = kept
        if fine:
            return (f"{name} is NaN after one step: {update} is given {key} = 0, and 1 - beta ** {key} is 0; count "
                    "from 1", "counter starts at 0", "step")
    for one, other in combinations(kept.passing, 2):
        if kept.passing[one] is kept.passing[other] and isinstance(kept.passing[one], (dict, list, np.ndarray)):
            return (f"{one} and {other} are one and the same object, and each overwrites the other: make two",
                    "one state for two", "step")
    return f"{name} is NaN or infinite after one step", "NaN after a step", "step"


def after_step(case, check, said):
    """Take a small step and compare the loss with what the slopes foretell."""
    places = case.some_whole(200)
    values = {name: value.copy() for name, value in case.patient.start.items()}
    before = case.loss_and_answers(values, places)[0]
    changes = []
    for rate in (1e-3 * case.rate, 1e-2 * case.rate):
        case.patient.begin_again()
        after = case.stepped(values, places, rate)
        changes.append(case.loss_and_answers(after, places)[0] - before)
    measured = f"{said}; " if said else ""
    measured += f"a step at a hundredth of the rate changes the loss by {changes[1]:+.1e}"
    if changes[0] > 1e-12 and changes[1] > 1e-12 and case.loss != "squared error":
        return Finding(check, "ailment", measured, STEP, "", "", where("step"), "the loss climbs")
    return Finding(check, "healthy", measured, STEP)
