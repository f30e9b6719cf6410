"""The examinations of the untrained network and of the output layer alone."""

import numpy as np

from nnhelpers.doctor import calling
from nnhelpers.doctor.architecture import HEALTHY as HEALTHY_BENDS
from nnhelpers.doctor.architecture import SOUND
from nnhelpers.doctor.report import Finding, ailment
from nnhelpers.doctor.words import HIDDEN, OUTPUTS, SLIPS, where

UNDECIDED = "neurons that differ; a first loss near ln(classes) or some more; no certainty of what was not learned"


def trained_already(case, A, labels):
    """Tell whether a network answers much better than by chance."""
    frequent = np.bincount(case.labels).max() / case.m
    return np.mean(A.argmax(axis=0) == labels) > max(0.5, 2 * frequent)


def untrained(case):
    """The spread per layer, the first loss, the certainty; whether neurons differ."""
    check, patient = "the untrained network", case.patient
    broken = [name for name, value in patient.start.items() if not np.all(np.isfinite(value))]
    line = "the function that makes the first weights"
    if broken:
        return ailment(check, f"NaN or infinity in {', '.join(broken)}", "finite numbers",
                       f"{broken[0]} holds NaN or infinity before the first step", "start", "NaN in parameters", line)
    if (wrong := twins(case, check, line)) is not None:
        return wrong
    places = case.some(500)
    labels = case.labels[places]
    asked = patient.ask(patient.start, case.take(places))
    A = case.probabilities(case.answers(asked.A))
    if not np.all(np.isfinite(A)):
        return not_finite(case, check, places)
    loss = -np.mean(np.log(np.clip(A[labels, np.arange(len(labels))], 1e-300, None)))
    certainty = float(A.max(axis=0).mean())
    log = np.log(case.classes)
    measured = f"first loss {loss:z.2f} (ln {case.classes} = {log:.2f}), mean certainty {certainty:.0%}"
    spreads = []
    if case.model is not None:
        Z, _ = case.model.run(case.layers.columns(patient.start), case.columns(case.take(places)).astype(float))
        spreads = [float(z.std()) for z in Z]
        measured += "; spread of Z per layer " + ", ".join(f"{spread:.2g}" for spread in spreads)
    if trained_already(case, A, labels):
        return Finding(check, "healthy", f"{measured}; it has been trained already, so its start can't be judged",
                       UNDECIDED)
    if certainty > 0.75 and loss > 2.5 * log:
        first = case.layers.W[0] if case.layers is not None else next(iter(patient.start))
        return ailment(check, measured, UNDECIDED, f"the weights begin too large, by their spread: {first} has the "
                       f"spread {patient.start[first].std():.2g}; He's start is sqrt(2 / inputs)", "start",
                       "weights start too large", line)
    if case.model is not None and (full := saturated(case, Z)):
        return ailment(check, f"{measured}; {full}", UNDECIDED,
                       "the weights begin too large: the sigmoids are saturated for every example, where their slope "
                       "is 0 and nothing learns; draw them around 0, and small",
                       "start", "weights start too large", line)
    if len(spreads) > 1 and spreads[-1] < 1e-3 * spreads[0] and spreads[-1] > 0:
        return Finding(check, "risk", measured, UNDECIDED, "the signals vanish from layer to layer", line,
                       where("start"), "signals vanish")
    if case.model is not None and dead(case, Z) == 1:
        return ailment(check, f"{measured}; all neurons of a layer are silent for all of {len(places)} examples",
                       UNDECIDED, "all neurons of a hidden layer are dead from the start: their Z is never positive",
                       "dead", "dead from the start", line)
    return Finding(check, "healthy", measured, UNDECIDED)


def saturated(case, Z):
    """Say which layer's sigmoids or tanhs have no slope left, for any example; or an empty string."""
    names = [*case.model.activations, {"tanh at the end": "tanh"}.get(case.model.output, case.model.output)]
    for k, (z, name) in enumerate(zip(Z, names, strict=True), start=1):
        if name in ("sigmoid", "tanh") and np.median(np.abs(z)) > (15 if name == "sigmoid" else 8):
            return f"half of the {name}s of layer {k} have |Z| above {np.median(np.abs(z)):.0f}"
    return ""


def dead(case, Z):
    """Return the largest share, over the hidden layers with ReLU, of neurons that are silent for every example."""
    shares = [np.mean(np.all(z <= 0, axis=1)) for z, name in zip(Z, case.model.activations, strict=False)
              if name == "ReLU"]
    return max(shares, default=0)


def twins(case, check, line):
    """Say whether the neurons of a hidden layer are all alike before the first step."""
    patient = case.patient
    if case.layers is None or len(case.layers.W) < 2:
        return None
    layers = case.layers.columns(patient.start)
    for k, (W, b) in enumerate(layers[:-1]):
        whole = np.hstack([W, b, layers[k + 1][0].T])
        if len(W) > 1 and len(np.unique(whole, axis=0)) == 1 and len(np.unique(np.hstack([W, b]), axis=0)) == 1:
            name, value = case.layers.W[k], W.flat[0]
            words = ("weights start at zero" if not W.any() else f"all neurons of layer {k + 1} start alike")
            return ailment(check, f"the {len(W)} neurons of {name} are all the same" + (
                f", {value:g} throughout" if np.all(value == W) else ""), UNDECIDED,
                f"{words}: {name}'s neurons get the same gradient and stay alike for ever; draw them at random",
                "ward one", "weights start at zero", line)
    return None


def not_finite(case, check, places):
    """Say why the answers to the examples are NaN: softmax of large logits, or something before it."""
    line = calling.line_with(calling.family([case.patient.forward]), r"np\.exp|exp\(")
    measured, healthy = "the probabilities of the first examples hold NaN or infinity", "numbers from 0 to 1"
    if case.model is not None and case.model.output in SOUND:
        Z, _ = case.model.run(case.layers.columns(case.patient.start), case.columns(case.take(places)).astype(float))
        if np.all(np.isfinite(Z[-1])):
            return ailment(check, f"{measured}; the logits go to {np.abs(Z[-1]).max():.0f}", healthy,
                           "softmax overflows: subtract each example's largest logit before np.exp", "ward two",
                           "softmax overflows", line)
    return ailment(check, measured, healthy, "", "ward two", "NaN in the answers", line)


# ---------------------------------------------------------------- the output layer


def probabilities(case):
    """Sums along both axes; how forward works, if a usual way explains it; logits of ±1,000."""
    check, patient = "the answers as probabilities", case.patient
    places = case.some(min(50, case.m))
    A = case.answers(patient.ask(patient.start, case.take(places)).A)
    over_classes, over_examples = A.sum(axis=0), A.sum(axis=1)
    measured = (f"sums over the {case.classes} classes from {over_classes.min():.3g} to {over_classes.max():.3g}, over "
                f"{len(places)} examples from {over_examples.min():.3g} to {over_examples.max():.3g}")
    healthy = "each example's probabilities sum to 1, and those of no class over the examples do"
    if (unused := not_used(case)) is not None:
        return unused
    if case.model is not None:
        measured += f"; it works as {', '.join(case.model.activations) or 'no hidden layer'} and {case.model.output}"
        if not case.model.sound or case.model.output == "tanh at the end" and case.adapter.loss != "squared error":
            return named_forward(case, check, measured, healthy)
        if case.model.output == "logits" and not takes_logits(case):
            return named_forward(case, check, measured, healthy)
    elif np.allclose(over_examples, 1) and not np.allclose(over_classes, 1):
        return ailment(check, measured, healthy, OUTPUTS["softmax along the examples"][0], "softmax",
                       "softmax along the examples", exp_line(case))
    elif case.models:
        found = " or ".join(sorted({key_of(model)[0] for model in case.models}))
        return Finding(check, "ailment", f"{measured}; several mistakes would explain the answers: {found}", healthy,
                       "", exp_line(case), where("softmax"), "forward differs")
    elif not (np.allclose(over_classes, 1) or np.all((A >= 0) & (A <= 1))):
        return Finding(check, "ailment", measured, healthy, "", exp_line(case), where("softmax"), "no probabilities")
    return extremes(case, check, measured, healthy)


def takes_logits(case):
    """Tell whether a network that ends in logits is trained as one: the reader declared a loss, or softmax comes."""
    if case.adapter.loss == "squared error":
        return True
    family = calling.family([case.patient.backward or case.patient.update])
    return any("exp" in function.__code__.co_names for function in family if hasattr(function, "__code__"))


def exp_line(case):
    """Return the reader's line with the exponential."""
    return calling.line_with(calling.family([case.patient.forward]), r"exp\(.*/|/.*exp|/ *\w+\.sum|/ *np\.sum|/ *sum",
                             r"softmax\(", r"\bexp\(")


KEYS = {  # of outputs that go by another name in a report
    "softmax twice": "softmax applied twice",
    "ReLU before softmax, twice": "softmax applied twice",
    "softmax along the examples, shifted": "softmax along the examples",
}


def key_of(model):
    """Return (key, words, section, layer) of what is wrong with a way of working."""
    if model.slip:
        kind, k = model.slip
        return kind + " in forward", *SLIPS[kind], k + 1
    for k, name in enumerate(model.activations):
        if name not in HEALTHY_BENDS:
            return name, *HIDDEN[name], k + 1
    return KEYS.get(model.output, model.output), *OUTPUTS[model.output], len(model.activations) + 1


def named_forward(case, check, measured, healthy):
    """Return the finding of a forward that works in a way that is a mistake."""
    key, words, section, layer = key_of(case.model)
    words = words.format(layer=layer, previous=layer - 1, W=case.layers.W[layer - 1])
    family = calling.family([case.patient.forward])
    line = exp_line(case) if layer > len(case.model.activations) and not case.model.slip else calling.line_with(
        family, rf"\b[zZ]_?{layer}\s*=" if case.model.slip else rf"\b[aAhH]_?{layer}\s*=", r"maximum|relu|sigmoid|tanh")
    return ailment(check, measured, healthy, words, section, key, line)


def not_used(case):
    """Say whether forward ignores a parameter that it is given."""
    patient, rng = case.patient, np.random.default_rng(3)
    X = case.take(case.some(min(30, case.m)))
    before = patient.ask(patient.start, X).A
    if not np.all(np.isfinite(before)):
        return None
    ignored = []
    for name, value in patient.start.items():
        moved = dict(patient.start)
        moved[name] = value + rng.normal(0, 1, value.shape) * max(1.0, float(np.abs(value).max()))
        after = patient.ask(moved, X).A
        if after.shape == before.shape and np.array_equal(after, before):
            moved = {other: rng.normal(0, 0.3, array.shape) for other, array in patient.start.items()}
            base = patient.ask(moved, X).A
            moved[name] = moved[name] + rng.normal(0, 1, value.shape)
            if np.array_equal(patient.ask(moved, X).A, base):
                ignored.append(name)
    if not ignored:
        return None
    code = getattr(calling.plain(patient.forward), "__code__", None)
    known = getattr(calling.plain(patient.forward), "__globals__", {})
    read = [name for name in (code.co_names if code else ()) if name in known and isinstance(known[name], (
        np.ndarray, dict, list, tuple))]
    globally = f"; it reads the global {read[0]} instead" if read else ""
    line = calling.line_with([patient.forward], *(rf"\b{name}\b" for name in read or ignored))
    return ailment("the answers as probabilities", f"{', '.join(ignored)} changed, and the answers stayed the same",
                   "every parameter that forward is given has a part in the answers",
                   f"forward does not use the {', '.join(ignored)} that it is given{globally}", "layer",
                   "parameter not used", line)


def extremes(case, check, measured, healthy):
    """Feed the output layer with logits of ±1,000."""
    patient = case.patient
    if case.layers is None or case.layers.b[-1] is None:
        return Finding(check, "healthy", measured, healthy)
    W, b = case.layers.W[-1], case.layers.b[-1]
    values = {**patient.start, W: np.zeros_like(patient.start[W], dtype=float)}
    logits = np.zeros(case.classes)
    logits[0], logits[-1] = 1000, -1000
    values[b] = logits.reshape(patient.start[b].shape)
    A = case.answers(patient.ask(values, case.take(case.some(3))).A)
    if np.all(np.isfinite(A)) or case.model is not None and case.model.output not in ("softmax",):
        return Finding(check, "healthy", f"{measured}; logits of ±1,000 give no NaN" if np.all(np.isfinite(A))
                       else measured, healthy)
    places = case.some(200)
    largest = None
    if case.model is not None:
        Z, _ = case.model.run(case.layers.columns(patient.start), case.columns(case.take(places)).astype(float))
        largest = float(np.abs(Z[-1]).max())
    said = f"; today's logits go to {largest:.0f}" if largest is not None else ""
    return Finding(check, "risk", f"{measured}; logits of ±1,000 give NaN{said}", f"{healthy}; no NaN",
                   "softmax will overflow when logits grow: subtract each example's largest before np.exp",
                   exp_line(case), where("ward two"), "softmax overflows")
