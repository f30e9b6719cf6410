"""A step without a backward function: update does both, and the gradient is read from what it did."""

import numpy as np

from nnhelpers.doctor import calling, containers
from nnhelpers.doctor.architecture import alike
from nnhelpers.doctor.gradients import Batch, diagnose
from nnhelpers.doctor.inputs import ailment
from nnhelpers.doctor.naming import AGREES, SIZES, accepted, findings
from nnhelpers.doctor.report import Finding


def one_step(case, values, X, labels, rate):
    """Call the reader's update with all that it may want, and return the parameters after it."""
    patient = case.patient
    container = patient.container(values)
    asked = patient.ask(values, X, training=True, container=container)
    own = patient.read(container)
    target = patient.target(labels, patient.class_count(asked),
                            patient.rows_out if patient.target_rows is None else patient.target_rows)
    raw = asked.raw
    cache = raw if not isinstance(raw, tuple) else next((part for part in raw if isinstance(part, dict)), raw)
    roles = {"X": X.copy(), "target": target, "rate": rate, "m": len(labels), "cache": cache,
             "probabilities": asked.A, "training": True}
    leftover = [("unnamed", part) for part in asked.unnamed if part is not cache and part is not raw]
    leftover += [("cache", cache), ("X", roles["X"]), ("target", target), ("rate", rate)]
    arguments = patient.arguments(patient.update, container, own, roles, leftover,
                                  {**asked.outputs, **asked.parts}, "update")
    result = patient.call(patient.update, container, arguments)
    patient.update_returned = result is not None
    if isinstance(result, tuple) and result and not containers.is_leaf(result[0]) and isinstance(result[0], dict):
        result = result[0]
    return patient.after(result, container, arguments)


def slopes_of(case, values, X, labels, rate):
    """Return the gradient by which a step of this rate moved the parameters."""
    after = one_step(case, values, case.reader_form(X), labels, rate)
    return {name: (values[name] - np.asarray(after[name])) / rate for name in values}


def gradient_of_step(case, check):
    """Compare a combined step with −rate · gradient, at a very small rate and at the reader's."""
    if case.layers is None or case.model is None or not case.model.sound:
        return Finding(check, "not examined", "update does everything, and I don't know this kind of network", AGREES)
    line = calling.line_with([case.patient.update], r"-=|\+=")
    forms, trouble, chosen = case.target_forms(), None, None
    for form in forms:
        case.patient.targets = form
        for sizes in case.options():
            try:
                batches = []
                for seed, m in enumerate(SIZES, start=4):
                    values, X, labels = case.small_case(sizes, m, seed)
                    Y = case.coded(labels, sizes[-1])
                    given = {name: case.layers.gradient_in_columns(name, value)
                             for name, value in slopes_of(case, values, X, labels, 1e-6).items()}
                    given = {name: np.round(value, 7) for name, value in given.items()}
                    batches.append((Batch(case.layers.columns(values), X, Y, given, {}), values, labels))
                break
            except (calling.Trouble, calling.Unclear, ValueError, IndexError) as error:
                trouble, batches = error, None
        if batches is None:
            continue
        case.sizes_back, case.loss = sizes, case.adapter.loss or "cross-entropy"
        slips = coarse(case, [batch for batch, _, _ in batches])
        chosen = (slips, batches) if chosen is None or not slips else chosen
        if not slips:
            break
    if chosen is None:
        raise trouble
    slips, batches = chosen
    said = f"networks {'-'.join(map(str, case.sizes_back))}, the gradient read from steps"
    if slips:
        return findings(case, check, slips, [batch for batch, _, _ in batches], said)
    moved = larger_step(case, batches)
    if moved:
        return ailment(check, f"at a very small rate the step is -rate · gradient, at the rate 0.5 that of {moved} "
                              f"is not",
                       AGREES, f"update uses a weight already updated: {moved} is moved by a gradient that was sent "
                               f"back "
                       "through weights which had been changed before; first all gradients, then all updates",
                       "ward two", "update uses a weight already updated", line)
    return Finding(check, "healthy", said, AGREES)


def coarse(case, batches):
    """Return the slips of gradients that were read from steps, which have fewer digits."""
    from nnhelpers.doctor import gradients

    exact = gradients.factor_of.__defaults__
    gradients.factor_of.__defaults__ = (1e-4,)
    try:
        return accepted(case, diagnose(case.model, case.layers, batches, case.loss), case.loss)
    finally:
        gradients.factor_of.__defaults__ = exact


def larger_step(case, batches):
    """Return the parameter whose step at a large rate is not −rate · gradient, if all of the last layer's are."""
    batch, values, labels = batches[2]
    large = slopes_of(case, values, batch.X, labels, 0.5)
    off = [name for name in values if not alike(case.layers.gradient_in_columns(name, large[name]),
                                                batch.given[name], 1e-4)]
    last = {case.layers.W[-1], case.layers.b[-1]}
    return off[0] if off and not last & set(off) else ""
