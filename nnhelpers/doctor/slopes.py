"""The examination of the gradient, on small networks and on the reader's own, whatever its kind."""

import contextlib
import re

import numpy as np

from nnhelpers.doctor import calling
from nnhelpers.doctor.architecture import alike
from nnhelpers.doctor.calling import Trouble, Unclear
from nnhelpers.doctor.decay import DECAYS, agree_or_decay, contradicted, decays, without_decay
from nnhelpers.doctor.gradients import SIZES, Batch, Slip, accepted, diagnose
from nnhelpers.doctor.naming import AGREES, findings, layer_of
from nnhelpers.doctor.report import Finding, ailment
from nnhelpers.doctor.steps import about_change, tried_steps
from nnhelpers.doctor.training import asked_twice
from nnhelpers.doctor.words import where


def the_gradient(case):
    """Compare backward's gradients with the slopes of the loss: on small networks, then on the reader's own."""
    check, patient = "the gradient check", case.patient
    if patient.backward is None:
        return gradient_of_step(case, check)
    if case.layers is None:
        return unknown_kind(case, check)
    if callable(case.adapter.targets) and (wrong := about_one_hot(case, check, case.adapter.targets)) is not None:
        return wrong
    for function in own_one_hot(case):
        with contextlib.suppress(Trouble, Unclear):
            values = np.unique(calling.call_one(function, np.arange(case.classes)))
            if len(values) == 2:
                patient.coding = tuple(float(value) for value in values)
    forms, best_result = case.target_forms(), None
    for form in forms:
        patient.targets = form if isinstance(form, str) else "one-hot"
        try:
            result = compare(case)
        except (Trouble, Unclear) as trouble:
            best_result = best_result or trouble
            continue
        # With mistakes either way, the fewer; if they are as many, the labels as they were given.
        better = isinstance(best_result, tuple) and (weight(result[0]), form != "labels") < (
            weight(best_result[0]), best_result[3] != "labels")
        if not isinstance(best_result, tuple) or better:
            best_result = (*result, patient.targets)
        if not result[0]:
            break
        if decays(case, result[1]):  # right, but for that
            best_result = (*result, patient.targets)
            break
    if not isinstance(best_result, tuple):
        raise best_result
    slips, batches, said, patient.targets = best_result
    if slips and all(slip.key.endswith("sign") for slip in slips) and adds(case):
        slips, batches, said = compare(case)
        case.notes.append(f"The gradients have the sign of the way down, and {calling.name_of(patient.update)} adds "
                          "them: both together are right.")
    sums = {slip.parameters for slip in slips if slip.key == "no mean"}
    if {name for names in sums for name in names} >= set(case.layers.shapes) and divides(case):
        slips, case.divided = [slip for slip in slips if slip.key != "no mean"], True
        case.notes.append(f"The gradients are sums, and {calling.name_of(patient.update)} divides by the number of "
                          "examples: both together are right.")
    if slips and decays(case, batches):
        slips = []
        case.notes.append(DECAYS)
        if (denied := contradicted(case, check)) is not None:
            return denied
    if case.adapter.targets is None and not case.one_hot_given():
        shape = "one-hot labels" if patient.targets == "one-hot" else "the labels as they are"
        case.notes.append(f"{calling.name_of(patient.backward)} was given {shape}. If your training passes something "
                          "else, that is a mistake which I can't see.")
    if patient.moved_by_backward:
        return changed_too_soon(case, check)
    if not slips:
        return Finding(check, "healthy", said, AGREES)
    if (wrong := changed_in_place(case, check, slips, said)) is not None:
        return wrong
    if any(not slip.key for slip in slips):
        for function in own_one_hot(case):
            with contextlib.suppress(Trouble, Unclear):
                if (wrong := about_one_hot(case, check, function)) is not None:
                    return wrong
        if (twice := asked_twice(case)).kind == "ailment":
            return twice._replace(check=check, measured=f"{twice.measured}; the gradient can't be named for it")
    return findings(case, check, slips, batches, said)


def weight(slips):
    """Return how much there is to explain: a slip without a name counts for ten."""
    return sum(1 if key else 10 for key in {slip.key for slip in slips})


def own_one_hot(case):
    """Return the reader's functions that make labels one-hot, by their names."""
    return [function for function in calling.family([case.patient.backward])
            if re.search("hot|encod|categor", calling.name_of(function).lower())]


def about_one_hot(case, check, function):
    """Say what is wrong with the reader's own one-hot function; None if nothing is."""
    K = case.classes
    labels = np.concatenate([np.arange(K)[::-1], [0, 0]])
    made = calling.call_one(function, labels.copy())
    if isinstance(made, dict):  # which part of it is one-hot, backward knows
        return None
    got = np.asarray(made)
    if len(np.unique(got)) == 2:  # -1 and 1, say, are as good as 0 and 1
        got = (got == got.max()).astype(float)
    right = np.eye(K)[labels] if case.patient.rows_out else np.eye(K)[labels].T
    if got.shape == right.shape and np.array_equal(got, right):
        return None
    measured = f"{calling.name_of(function)} made the shape {got.shape} of {len(labels)} labels from 0 to {K - 1}"
    healthy = f"the shape {right.shape}, a single 1 for each example"
    causes = {}
    if got.shape == right.shape[::-1]:
        causes["the one-hot matrix is transposed: examples lie along the other axis"] = "one-hot transposed"
    elif got.shape == right.shape and np.array_equal(got, right.T.reshape(right.shape)):
        causes["the one-hot matrix was reshaped where a transpose belongs: .reshape deals its rows out anew; use "
               ".T"] = "one-hot reshaped"
    elif got.shape == right.shape and got.sum() > len(labels):
        causes["several ones stand in each example: [:, labels] = 1 sets whole columns; "
               "[np.arange(m), labels] = 1 sets one place a row"] = "one-hot of several"
    elif got.ndim == 2 and len(labels) in got.shape and got.shape != right.shape:
        causes[f"the one-hot matrix has {got.size // len(labels)} classes, and there are {K}: pass the number of "
               "classes, 10, in place of one made from the labels"] = "one-hot's shape"
    elif got.shape == right.shape:
        causes["the ones of the one-hot matrix stand in other places than the labels say"] = "one-hot shifted"
    words, key = next(iter(causes.items()), ("", "one-hot differs"))
    return ailment(check, measured, healthy, words, "one-hot", key, calling.line_with([function], r"zeros|eye|=\s*1"))


def changed_too_soon(case, check):
    """Return the finding of a backward that changes parameters itself."""
    patient = case.patient
    name, function = patient.moved_by_backward[0], calling.name_of(patient.backward)
    return ailment(check, f"{function} changed {', '.join(patient.moved_by_backward)}", AGREES,
                   f"update uses a weight already updated: {name} is changed inside {function}, before all gradients "
                   "are known; first all gradients, then all updates", "ward two",
                   "update uses a weight already updated",
                   calling.line_with([patient.backward], rf"{name}\W.*-=|\b{name}\s*=.*-|-="))


def changed_in_place(case, check, slips, said):
    """Say whether backward overwrites an array of forward's before it is used, which another name may mean too."""
    patient = case.patient
    case.batch(*case.small_case(case.sizes_back, 7, 4))
    changed = patient.changed_by_backward
    if not changed or all(slip.part == "db" or slip.key.endswith("sign") for slip in slips):
        return None
    alone, line = False, ""
    try:
        patient.protect = ()
        alone = not compare(case)[0]
        patient.protect = tuple(changed)
        case.batch(*case.small_case(case.sizes_back, 7, 4))
    except Trouble as trouble:
        line = f"line {trouble.number} of {trouble.inner}:  {trouble.line[:110]}" if "read-only" in str(trouble) else ""
    except Unclear:
        pass
    finally:
        patient.protect = None
    if not alone and {slip.key for slip in slips} - {"mask for A", ""}:
        return None
    names = " and ".join(dict.fromkeys(changed.values()))
    verb = " is" if len(changed) == 1 else " are one array, which is" if alone else " are"
    return ailment(check, f"{names} of forward differ before and after {calling.name_of(patient.backward)} ({said})",
                   AGREES, f"{names}{verb} changed in place on the way back, before all gradients that need it are "
                   "made: return a new array, (Z > 0), or work on a copy", "ward two", "changed in place", line)


def adds(case):
    """Tell whether update adds gradients that have the wrong sign; if so, both are turned for all that follows."""
    case.patient.sign = -1
    try:
        trials = tried_steps(case, case.sizes_back)
        if all(about_change(case, name, trials) is None for name in case.patient.paths):
            return True
    except (Trouble, Unclear, ValueError):
        pass
    case.patient.sign = 1
    return False


def divides(case):
    """Tell whether update divides all gradients by the number of examples, 7, that it is told."""
    with contextlib.suppress(Trouble, Unclear, ValueError):
        for values, gradients, rate, after in tried_steps(case, case.sizes_back):
            for name, gradient in gradients.items():
                if not np.allclose(after[name] - values[name], -rate / 7 * gradient, rtol=1e-6, atol=1e-12):
                    return False
        return True
    return False


def compare(case):
    """Return the slips, the batches and words on what was compared."""
    trouble, batches = None, None
    for sizes in case.options():
        try:
            batches = [case.batch(*case.small_case(sizes, m, seed)) for seed, m in enumerate(SIZES, start=4)]
            if not all(fits(case, batch) for batch in batches):
                raise Unclear(f"gradients of other shapes with the sizes {'-'.join(map(str, sizes))}")
        except (Trouble, Unclear, ValueError, IndexError) as error:
            if trouble is None or isinstance(trouble, Unclear) and isinstance(error, Trouble):
                trouble = error
            batches = None
            continue
        case.sizes_back = sizes
        break
    if batches is None:
        raise trouble if isinstance(trouble, (Trouble, Unclear)) else Unclear(str(trouble))
    said = f"networks {'-'.join(map(str, case.sizes_back))}, batches of 1, 7 and 23"
    if trouble is not None and isinstance(trouble, Trouble):
        said += (f" ({trouble.function} can't be run on {'-'.join(map(str, case.options()[0]))}: "
                 f"{trouble}, in the line  {trouble.line[:80]})")
    if case.model is not None and case.model.sound:
        slips, loss = by_name(case, batches)
        if any(not slip.key for slip in slips) and (bare := without_decay(case, batches)):
            if named := by_name(case, bare)[0]:  # if none is left, it is decay alone, which is no mistake
                slips, batches = named, bare
        case.loss = loss
        if not slips:
            real = real_batches(case)
            slips, batches = accepted(case, diagnose(case.model, case.layers, real, loss), loss), real
            said += f", and your own network on {real[-1].X.shape[1]} examples"
        return slips, batches, said
    slips = measured_off(case)
    return slips, batches, said


def fits(case, batch):
    """Tell whether gradients can be gradients of these parameters: the number of their entries may be."""
    return all(name in batch.given for name in case.layers.shapes)


def real_batches(case):
    """Return batches of the reader's own network and examples: a few, and as many as there are, up to 3,000."""
    values = {name: value.astype(float) for name, value in case.patient.start.items()}
    rng = np.random.default_rng(8)
    values = {name: value + rng.normal(0, 0.01, value.shape) for name, value in values.items()}
    found = []
    for count in (7, min(case.m, 3000)):
        places = case.some_whole(count)
        found.append(case.batch(values, case.columns(case.take(places)).astype(float), case.labels[places]))
    return found


def by_name(case, batches):
    """Return (slips, loss) for the loss that is declared, or that which fits best of those that are natural here."""
    declared = case.adapter.loss
    if declared == "cross-entropy" and case.model.output == "sigmoid":
        losses = ["binary cross-entropy"]
    elif declared:
        losses = [declared]
    elif case.model.output == "sigmoid":
        losses = ["binary cross-entropy", "squared error"]
    elif case.model.output == "logits":
        losses = ["cross-entropy", "squared error"]
    else:
        losses = ["cross-entropy"]
    tried = [(accepted(case, diagnose(case.model, case.layers, batches, loss), loss), loss) for loss in losses]
    best = min(tried, key=lambda one: (len(one[0]) > 0, losses.index(one[1])))
    if not best[0] and best[1] != losses[0]:
        case.notes.append(f"The gradient is that of the {best[1]}.")
    return best


def measured_off(case):
    """Return slips without a name where nudges of the reader's own forward don't agree with backward."""
    wrong, sums = None, True
    for seed in (21, 22, 23):
        values, X, labels = case.small_case(case.sizes_back, 5, seed)
        coarse = case.ask(values, X).dtype == np.float32
        batch = case.batch(values, X, labels, measure=12, step=1e-3 if coarse else 1e-5)
        found = set()
        given = case.patient.slopes(values, case.reader_form(X), labels)
        sums = sums and all(m_times(given[name], slopes, 5) for name, slopes in batch.measured.items())
        for name, slopes in batch.measured.items():
            raw = given[name]
            if raw is None or np.shape(raw) != values[name].shape:
                found.add(name)
                continue
            largest = max(max(abs(slope) for slope in slopes.values()), 1e-5)
            place, slope = max(slopes.items(), key=lambda one: abs(raw[one[0]] - one[1]))
            case.off_words[name] = (f"{name}'s gradient at {[int(i) for i in place]}: yours {raw[place]:+z.6f}, "
                                    f"measured by nudges {slope:+z.6f}, for 5 examples")
            if any(abs(raw[place] - slope) > (1e-2 if coarse else 1e-3) * largest
                   for place, slope in slopes.items()) and not multiple(raw, slopes, case):
                found.add(name)
        wrong = found if wrong is None else wrong & found
        if not wrong:
            return []
    order = [name for k in range(len(case.layers.W) - 1, -1, -1) for name in (case.layers.W[k], case.layers.b[k])]
    if sums:
        return [Slip(layer_of(case, name), "dW" if name in case.layers.W else "db", "no mean", 5.0, (name,))
                for name in order if name]
    first = next(name for name in order if name in wrong)
    part = "dW" if first in case.layers.W else "db"
    return [Slip(layer_of(case, first), part, "", 1.0, tuple(name for name in order if name in wrong))]


def m_times(raw, slopes, m):
    """Tell whether a gradient is m times the slopes: a sum over the examples."""
    if raw is None:
        return False
    given = np.array([raw[place] for place in slopes])
    return np.abs(given - m * np.array(list(slopes.values()))).max() <= 2e-3 * max(np.abs(given).max(), 1e-5)


def multiple(raw, slopes, case):
    """Tell whether a gradient is the slopes times a number, where the loss is only known up to one."""
    if case.loss not in ("squared error", "binary cross-entropy"):
        return False
    given = np.array([raw[place] for place in slopes])
    slopes = np.array(list(slopes.values()))
    c = given @ slopes / max(slopes @ slopes, 1e-30)
    return c > 0 and np.abs(given - c * slopes).max() <= 1e-3 * np.abs(given).max()


def unknown_kind(case, check):
    """Compare some entries by nudges, where the network is not one of weights and biases alone."""
    patient = case.patient
    values = {name: value.astype(float) for name, value in patient.start.items()}
    places = case.some(min(20, case.m))
    X, labels = case.columns(case.take(places)).astype(float), case.labels[places]
    forms = case.target_forms()
    for form in forms:
        patient.targets = form
        try:
            given = patient.slopes(values, case.reader_form(X), labels)
            break
        except (Trouble, Unclear):
            if form == forms[-1]:
                raise
    Y, tried = case.coded(labels, case.classes), {}
    losses = "cross-entropy", "binary cross-entropy", "squared error"
    if case.adapter.loss:
        losses = losses[:2] if case.adapter.loss == "cross-entropy" else [case.adapter.loss]
    for loss in losses:
        case.loss, tried[loss] = loss, []
        measured = case.measured(values, X, Y, 6, near=given)
        if loss != "cross-entropy" and (factor := one_factor(given, measured)):
            measured = {name: {place: factor * slope for place, slope in slopes.items()}
                        for name, slopes in measured.items()}
        for name, slopes in measured.items():
            largest = max(max(abs(slope) for slope in slopes.values()), 1e-5)
            if given[name] is None or np.shape(given[name]) != values[name].shape or not agree_or_decay(
                    case, given[name], slopes, values[name], 2e-3 * largest):
                tried[loss].append(name)
    case.loss = min(tried, key=lambda loss: len(tried[loss]))
    wrong = tried[case.loss]
    if not wrong and (denied := contradicted(case, check)) is not None:
        return denied
    if not wrong:
        if case.decay:
            case.notes.append(DECAYS)
        return Finding(check, "healthy", f"six entries of each parameter, {len(labels)} examples", AGREES)
    return Finding(check, "ailment", f"the gradients of {', '.join(wrong)} differ from the slopes of the cross-entropy "
                   f"(six entries of each, {len(labels)} examples)", AGREES, "",
                   calling.line_with([patient.backward], *(rf"\bd_?{name}\s*=" for name in wrong)), where("check"),
                   "gradient differs")


def one_factor(given, measured):
    """Return the positive number that turns all slopes into the gradients, as a loss may be half another's; else 0."""
    pairs = [(float(given[name][place]), slope) for name, slopes in measured.items()
             if given[name] is not None and np.ndim(given[name]) for place, slope in slopes.items()]
    own, slopes = np.array(pairs or [(0.0, 0.0)]).T
    factor = own @ slopes / max(slopes @ slopes, 1e-30)
    return factor if factor > 0 and np.abs(own - factor * slopes).max() <= 2e-3 * np.abs(own).max() else 0.0


# ---------------------------------------------------------------- update does both


def slopes_of(case, values, X, labels, rate):
    """Return the gradient by which a step of this rate moved the parameters."""
    after = case.patient.step_at_once(values, case.reader_form(X), labels, rate)
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
            small = 1e-6 if case.patient.takes_rate or case.patient.own_rate else case.rate
            try:
                batches = []
                for seed, m in enumerate(SIZES, start=4):
                    values, X, labels = case.small_case(sizes, m, seed)
                    given = {name: case.layers.gradient_in_columns(name, np.round(value, 7))
                             for name, value in slopes_of(case, values, X, labels, small).items()}
                    Y = case.coded(labels, sizes[-1])
                    batches.append((Batch(case.layers.columns(values), X, Y, given, {}), values, labels))
                break
            except (Trouble, Unclear, ValueError, IndexError) as error:
                trouble, batches = error, None
        if batches is None:
            continue
        case.sizes_back, case.loss = sizes, case.adapter.loss or "cross-entropy"
        found = diagnose(case.model, case.layers, [batch for batch, _, _ in batches], case.loss, tolerance=1e-4)
        slips = accepted(case, found, case.loss)
        if small != 1e-6 and slips and {slip.key for slip in slips} <= {"factor", "doubled", "halved"} and len(
                {round(slip.factor, 4) for slip in slips}) == 1 and slips[0].factor > 0:  # its own rate
            slips = []
        chosen = (slips, batches) if chosen is None or not slips else chosen
        if not slips:
            break
    if chosen is None:
        raise trouble
    slips, batches = chosen
    said = f"networks {'-'.join(map(str, case.sizes_back))}, the gradient read from steps"
    if small != 1e-6 and any(not slip.key for slip in slips):
        return Finding(check, "not examined", f"{calling.name_of(case.patient.update)} does everything at a rate of "
                       "its own; give it an argument for the rate, and I can see its gradient", AGREES)
    if slips:
        return findings(case, check, slips, [batch for batch, _, _ in batches], said)
    moved = larger_step(case, batches)
    if moved:
        return ailment(check, "at a very small rate the step is -rate · gradient, at the rate 0.5 that of "
                       f"{moved} is not", AGREES,
                       f"update uses a weight already updated: {moved} is moved by a gradient that was sent back "
                       "through weights which had been changed before; first all gradients, then all updates",
                       "ward two", "update uses a weight already updated", line)
    return Finding(check, "healthy", said, AGREES)


def larger_step(case, batches):
    """Return the parameter whose step at a large rate is not −rate · gradient, if all of the last layer's are."""
    batch, values, labels = batches[2]
    large = slopes_of(case, values, batch.X, labels, 0.5)
    off = [name for name in values if not alike(case.layers.gradient_in_columns(name, large[name]),
                                                batch.given[name], 1e-4)]
    last = {case.layers.W[-1], case.layers.b[-1]}
    return off[0] if off and not last & set(off) else ""
