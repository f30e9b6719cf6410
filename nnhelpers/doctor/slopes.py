"""The examinations of the gradient and of the step."""

import re

import numpy as np

from nnhelpers.doctor import calling
from nnhelpers.doctor.calling import Trouble, Unclear
from nnhelpers.doctor.gradients import Slip, diagnose
from nnhelpers.doctor.inputs import ailment
from nnhelpers.doctor.naming import AGREES, SIZES, Names, accepted, findings, layer_of, right_of
from nnhelpers.doctor.report import Finding
from nnhelpers.doctor.words import where


def the_gradient(case):
    """Compare backward's gradients with the slopes of the loss: on small networks, then on the reader's own."""
    check, patient = "the gradient check", case.patient
    if patient.backward is None:
        return by_steps(case, check)
    if case.layers is None:
        return unknown_kind(case, check)
    if callable(case.adapter.targets) and (wrong := about_one_hot(case, check)) is not None:
        return wrong
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
    if not isinstance(best_result, tuple):
        raise best_result
    slips, batches, said, patient.targets = best_result
    if slips and all(slip.key.endswith("sign") for slip in slips) and adds(case):
        slips, batches, said = compare(case)
        case.notes.append(f"The gradients have the sign of the way down, and {calling.name_of(patient.update)} adds "
                          f"them: "
                          "both together are right.")
    if slips and decays(case, batches):
        slips = []
        case.notes.append("The gradients of the weights hold a multiple of the weights: weight decay (L2).")
    case.slips = slips
    if case.adapter.targets is None and np.ndim(case.labels_as_given) == 1 or 1 in np.shape(case.labels_as_given):
        shape = "one-hot labels" if patient.targets == "one-hot" else "the labels as they are"
        case.notes.append(f"{calling.name_of(patient.backward)} was given {shape}. If your training passes something "
                          "else, that is a mistake which I can't see.")
    if patient.moved_by_backward:
        return changed_too_soon(case, check)
    if not slips:
        return Finding(check, "healthy", said, AGREES)
    if not slips[0].key and (found := stretched(case)):
        name, shape, own = found
        label = Names(case).words(layer_of(case, name))["dW" if name in case.layers.W else "db"]
        return ailment(check, f"{label} has the shape {shape}, {name} {own}", "the shape of its parameter",
                       f"{label} has lost an axis: `{name} - rate * {label}` stretches {name} to "
                       f"{np.broadcast_shapes(shape, own)} without a word; keepdims=True", "backward",
                       "shape changed by the step", calling.line_with([patient.backward], rf"\b{re.escape(label)}\s*="))
    if any(not slip.key for slip in slips):
        from nnhelpers.doctor.training import asked_twice

        if (twice := asked_twice(case)).kind == "ailment":
            return twice._replace(check=check, measured=f"{twice.measured}; the gradient can't be named for it")
    return findings(case, check, slips, batches, said)


def weight(slips):
    """Return how much there is to explain: a slip without a name counts for ten."""
    return sum(1 if key else 10 for key in {slip.key for slip in slips})


def about_one_hot(case, check):
    """Say what is wrong with the reader's own one-hot function; None if nothing is."""
    function, K = case.adapter.targets, case.classes
    labels = np.concatenate([np.arange(K)[::-1], [0, 0]])
    got = np.asarray(calling.call_one(function, labels.copy()))
    right = np.eye(K)[labels] if case.patient.rows_out else np.eye(K)[labels].T
    if got.shape == right.shape and np.array_equal(got, right):
        return None
    measured = f"{calling.name_of(function)} made the shape {got.shape} of {len(labels)} labels from 0 to {K - 1}"
    healthy = f"the shape {right.shape}, a single 1 for each example"
    causes = {}
    if got.shape == right.shape[::-1]:
        causes["the one-hot matrix is transposed: examples lie along the other axis"] = "one-hot transposed"
    elif got.ndim == 2 and len(labels) in got.shape:
        causes[f"the one-hot matrix has {got.size // len(labels)} classes, and there are {K}: pass the number of "
               f"classes, "
               "10, in place of one made from the labels"] = "one-hot's shape"
    elif got.shape == right.shape:
        causes["the ones of the one-hot matrix stand in other places than the labels say"] = "one-hot shifted"
    words, key = next(iter(causes.items()), ("", "one-hot differs"))
    return ailment(check, measured, healthy, words, "one-hot", key, calling.line_with([function], r"zeros|eye|=\s*1"))


def stretched(case):
    """Return the name of a parameter which its gradient's shape would stretch in the step, and both shapes; or None."""
    values, X, labels = case.small_case(case.sizes_back, 7, 31)
    for name, gradient in case.patient.slopes(values, case.reader_form(X), labels).items():
        shape = values[name].shape
        if gradient is None or np.shape(gradient) == shape or np.ndim(gradient) == 0:
            continue
        try:
            if np.broadcast_shapes(shape, np.shape(gradient)) == shape:
                continue
        except ValueError:
            continue
        if np.size(gradient) == np.prod(shape):
            return name, np.shape(gradient), shape
    return None


def changed_too_soon(case, check):
    """Return the finding of a backward that changes parameters itself."""
    patient = case.patient
    name, function = patient.moved_by_backward[0], calling.name_of(patient.backward)
    return ailment(check, f"{function} changed {', '.join(patient.moved_by_backward)}", AGREES,
                   f"update uses a weight already updated: {name} is changed inside {function}, before all "
                   f"gradients are "
                   "known; first all gradients, then all updates", "ward two", "update uses a weight already updated",
                   calling.line_with([patient.backward], rf"{name}\W.*-=|\b{name}\s*=.*-|-="))


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


def decays(case, batches):
    """Tell whether all gradients are right but for a positive multiple of the weights themselves."""
    if case.model is None or not case.model.sound:
        return False
    found = False
    for batch in batches:
        for name in case.layers.shapes:
            right, given = right_of(case, batch, name), batch.given[name]
            if given is None or np.shape(given) != np.shape(right):
                return False
            own = case.layers.in_columns(name, batch.layers)
            extra = given - right
            c = float(np.sum(extra * own) / max(np.sum(own * own), 1e-30))
            if np.abs(extra - c * own).max() > 1e-6 * max(np.abs(given).max(), 1e-12) or c < -1e-12:
                return False
            found = found or c > 1e-9
    return found


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
        case.loss = loss
        if not slips and (off := measured_off(case)):
            slips = off
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
        places = case.some(count)
        if case.labels.max() == case.classes - 1:
            places[0] = int(np.argmax(case.labels))  # so that a one-hot matrix has all its rows
        found.append(case.batch(values, case.columns(case.take(places)).astype(float), case.labels[places]))
    return found


def by_name(case, batches):
    """Return (slips, loss) for the loss that is declared, or that which fits best of those that are natural here."""
    declared = case.adapter.loss
    if declared:
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
    wrong, case.off_words = None, {}
    for seed in (21, 22, 23):
        values, X, labels = case.small_case(case.sizes_back, 5, seed)
        coarse = case.ask(values, X).dtype == np.float32
        if coarse and case.model is not None and case.model.sound:
            return []  # the nudges would drown in rounding; the gradient has been compared with the formula's
        batch = case.batch(values, X, labels, measure=12, step=1e-3 if coarse else 1e-5)
        found = set()
        for name, slopes in batch.measured.items():
            raw = case.patient.slopes(values, case.reader_form(X), labels)[name]
            if raw is None or np.shape(raw) != values[name].shape:
                found.add(name)
                continue
            largest = max(max(abs(slope) for slope in slopes.values()), 1e-5)
            place, slope = max(slopes.items(), key=lambda one: abs(raw[one[0]] - one[1]))
            case.off_words[name] = (f"{name}'s gradient at {[int(i) for i in place]}: yours {raw[place]:+z.6f}, "
                                    f"measured "
                                    f"by nudges {slope:+z.6f}, for 5 examples")
            if any(abs(raw[place] - slope) > (1e-2 if coarse else 1e-3) * largest
                   for place, slope in slopes.items()) and not proportional(raw, slopes, case):
                found.add(name)
        wrong = found if wrong is None else wrong & found
        if not wrong:
            return []
    order = [name for k in range(len(case.layers.W) - 1, -1, -1) for name in (case.layers.W[k], case.layers.b[k])]
    first = next(name for name in order if name in wrong)
    layer = next(k for k, (W, b) in enumerate(zip(case.layers.W, case.layers.b, strict=True), 1) if first in (W, b))
    part = "dW" if first in case.layers.W else "db"
    return [Slip(layer, part, "", 1.0, tuple(name for name in order if name in wrong))]


def proportional(raw, slopes, case):
    """Tell whether a gradient is the slopes times a number, where the loss is only known up to one."""
    if case.loss not in ("squared error", "binary cross-entropy") and case.loss:
        return False
    if not case.loss:
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
    for loss in [case.adapter.loss] if case.adapter.loss else losses:
        case.loss, tried[loss] = loss, []
        for name, slopes in case.measured(values, X, Y, 6).items():
            largest = max(max(abs(slope) for slope in slopes.values()), 1e-5)
            if given[name] is None or np.shape(given[name]) != values[name].shape or not agree_or_decay(
                    given[name], slopes, values[name], 2e-3 * largest):
                tried[loss].append(name)
    case.loss = min(tried, key=lambda loss: len(tried[loss]))
    wrong = tried[case.loss]
    if not wrong:
        return Finding(check, "healthy", f"six entries of each parameter, {len(labels)} examples", AGREES)
    return Finding(check, "ailment", f"the gradients of {', '.join(wrong)} differ from the slopes of the cross-entropy "
                   f"(six entries of each, {len(labels)} examples)", AGREES, "",
                   calling.line_with([patient.backward], *(rf"\bd_?{name}\s*=" for name in wrong)), where("check"),
                   "gradient differs")


def agree_or_decay(given, slopes, value, tolerance):
    """Tell whether entries agree with slopes, or with slopes and a multiple of the parameter, for those that decay."""
    off = {place: given[place] - slope for place, slope in slopes.items()}
    wrong = [place for place in off if abs(off[place]) > tolerance]
    factors = [off[place] / value[place] for place in wrong if value[place]]
    if len(factors) < len(wrong):
        return False
    return not wrong or min(factors) > 0 and np.allclose(factors, factors[0], rtol=0.05)


def by_steps(case, check):
    """Without a backward of its own, the gradient is read from the step: at a small rate, and at the reader's."""
    from nnhelpers.doctor.combined import gradient_of_step

    return gradient_of_step(case, check)


# ---------------------------------------------------------------- the step


STEP = "each parameter changes by -rate · its gradient, and the loss falls by what the slopes foretell"


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
    return after_step(case, check, "each parameter changes by -rate · its gradient")


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
                    f"another "
                    f"shape, and NumPy stretched both", "shape changed by the step", "step")
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
        layer = "the first layer" if unchanged[0] == next(iter(patient.paths)) else unchanged[0]
        return (f"{layer} is never updated: {', '.join(unchanged)} stay as they were",
                "the first layer is never updated" if layer == "the first layer" else "a parameter is never updated",
                "ward four" if layer == "the first layer" else "step")
    if None not in factors and np.allclose(factors, 1, rtol=1e-6):
        return None
    if others:
        other = sorted(others)[0]
        return (f"{name} is updated with the gradient of {other}", "gradient of another parameter", "step")
    if None in factors:
        return unlike(case, name, trials)
    if not patient.takes_rate and np.allclose(factors, factors[0], rtol=1e-6) and factors[0] > 0:
        return None
    if np.allclose(factors, -1, rtol=1e-6):
        return ("the step goes the wrong way: the gradient is added, and the loss climbs; subtract it",
                "the step goes the wrong way", "observations")
    rates = np.array([rate for _, _, rate, _ in trials])
    if np.allclose(np.array(factors) * rates, factors[0] * rates[0], rtol=1e-6):
        return (f"the rate that {update} is given is not used: the step is {factors[0] * rates[0]:.4g} times the "
                "gradient, whatever the rate", "rate not used", "step")
    if np.allclose(factors, rates, rtol=1e-6):
        return "the rate is multiplied in twice", "rate twice", "step"
    if np.allclose(factors, factors[0], rtol=1e-6) and abs(factors[0]) < 0.5:
        return (f"the step is {1 / factors[0]:.6g} times too short: is the gradient divided by m once more, in "
                f"{update}?",
                "divided by m in update", "step")
    if np.allclose(factors, factors[0], rtol=1e-6) and factors[0] > 0:
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
    if np.mean(agree) > 0.75:
        note = "update is not plain gradient descent (momentum, Adam, decay?); it goes downhill."
        if note not in case.notes:
            case.notes.append(note)
        return None
    return "", "step differs", "step"


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
                    f"from 1",
                    "counter starts at 0", "step")
    return f"{name} is NaN or infinite after one step", "NaN after a step", "step"


def after_step(case, check, said):
    """Take a small step and compare the loss with what the slopes foretell."""
    from nnhelpers.doctor.training import loss_and_answers, stepped

    places = case.some(min(200, case.m))
    if case.labels.max() == case.classes - 1:
        places[0] = int(np.argmax(case.labels))
    values = {name: value.copy() for name, value in case.patient.start.items()}
    before = loss_and_answers(case, values, places)[0]
    changes = []
    for rate in (1e-3 * case.rate, 1e-2 * case.rate):
        after = stepped(case, values, places, rate)
        changes.append(loss_and_answers(case, after, places)[0] - before)
    measured = f"{said}; " if said else ""
    measured += f"a step at a hundredth of the rate changes the loss by {changes[1]:+.1e}"
    if changes[0] > 1e-12 and changes[1] > 1e-12 and case.loss != "squared error":
        return Finding(check, "ailment", measured, STEP, "", "", where("step"), "the loss climbs")
    return Finding(check, "healthy", measured, STEP)
