"""The examinations of the untrained network, of the output layer alone, and of the measure."""

import contextlib

import numpy as np

from nnhelpers.doctor import calling
from nnhelpers.doctor.architecture import HEALTHY as HEALTHY_BENDS
from nnhelpers.doctor.architecture import SOUND
from nnhelpers.doctor.calling import Trouble, Unclear
from nnhelpers.doctor.inputs import ailment
from nnhelpers.doctor.report import Finding
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
        first = next(iter(patient.start))
        return ailment(check, measured, UNDECIDED, f"the weights begin too large, by their spread: {first} has the "
                       f"spread {patient.start[first].std():.2g}; He's start is sqrt(2 / inputs)", "start",
                       "weights start too large", line)
    if len(spreads) > 1 and spreads[-1] < 1e-3 * spreads[0] and spreads[-1] > 0:
        return Finding(check, "risk", measured, UNDECIDED, "the signals vanish from layer to layer", line,
                       where("start"), "signals vanish")
    if case.model is not None and (full := saturated(case, Z)):
        return ailment(check, f"{measured}; {full}", UNDECIDED,
                       "the weights begin too large: the sigmoids are saturated for every example, where their slope "
                       "is 0 and nothing learns; draw them around 0, and small",
                       "start", "weights start too large", line)
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
        kind, k, *other = model.slip
        words, section = SLIPS[kind]
        return kind + " in forward", words, section, k + 1, other[0] + 1 if other else None
    for k, name in enumerate(model.activations):
        if name not in HEALTHY_BENDS:
            words, section = HIDDEN[name]
            return name, words, section, k + 1, None
    words, section = OUTPUTS[model.output]
    return KEYS.get(model.output, model.output), words, section, len(model.activations) + 1, None


def named_forward(case, check, measured, healthy):
    """Return the finding of a forward that works in a way that is a mistake."""
    key, words, section, layer, other = key_of(case.model)
    words = words.format(layer=layer, previous=layer - 1, other=other, W=case.layers.W[layer - 1],
                         b=case.layers.b[layer - 1])
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


# ---------------------------------------------------------------- the measure


CASE_A = np.array([
    [0.8, 0.2, 0.1, 0.6, 0.1, 0.2, 0.1],
    [0.1, 0.6, 0.3, 0.3, 0.1, 0.7, 0.2],
    [0.1, 0.2, 0.6, 0.1, 0.8, 0.1, 0.7],
])
CASE_LABELS = np.array([0, 1, 2, 1, 0, 1, 2])  # the answers are 0 1 2 0 2 1 2: five of seven are right
RIGHT = 5 / 7


def the_measure(case):
    """Give the reader's own argmax and accuracy a case that is worked by hand."""
    check, predict, measure = "the measure, by hand", case.extras.get("predict"), case.extras.get("measure")
    cost = case.extras.get("cost")
    healthy = "answers 0 1 2 0 2 1 2 for seven examples of three classes, and an accuracy of 5/7 = 0.714"
    if predict is None and measure is None and cost is None:
        return Finding(check, "not examined",
                       "no functions of yours were given: examine(…, predict=…, measure=…, cost=…)", healthy)
    answers, said = CASE_A.argmax(axis=0), []
    if predict is not None:
        found = in_three_classes(case, predict)
        answers = np.asarray(found).ravel() if found is not None and np.size(found) == 7 else None
        said.append(f"{calling.name_of(predict)} answered {shown(found)}")
        if answers is None or not np.array_equal(answers, CASE_A.argmax(axis=0)):
            return wrong_answers(case, check, "; ".join(said), healthy, found)
    if measure is not None:
        got = measured_by(case, measure, answers)
        said.append(f"{calling.name_of(measure)} returned {shown(got)}")
        if not is_number(got, RIGHT) and not is_number(got, 100 * RIGHT):
            return wrong_measure(case, check, "; ".join(said), healthy, got)
    if cost is not None:
        got = cost_of(case, cost)
        said.append(f"{calling.name_of(cost)} returned {shown(got)}")
        if (wrong := wrong_cost(case, check, "; ".join(said), got)) is not None:
            return wrong
    return Finding(check, "healthy", "; ".join(said), healthy)


def shown(value):
    """Put a small result into words."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {shown(part)}" for key, part in value.items()) + "}"
    array = np.asarray(value)
    if array.dtype.kind not in "fiub":
        return f"a {type(value).__name__}"
    if array.ndim == 0:
        return f"{float(array):.3g}"
    return f"{np.array2string(array, precision=3, separator=' ')}"[:90] + ("" if array.ndim < 2 else f" {array.shape}")


def is_number(value, expected):
    """Tell whether a result is one number, the expected one."""
    return np.size(value) == 1 and not isinstance(value, dict) and np.isclose(float(np.ravel(value)[0]), expected, 1e-3)


def in_three_classes(case, predict):
    """Call the reader's predict with probabilities in their form."""
    return calling.call_one(predict, hand_case(case)[0])


def hand_case(case):
    """Return the case worked by hand, probabilities and one-hot labels, in the reader's form."""
    Y = np.eye(3)[CASE_LABELS]
    return (CASE_A.T.copy(), Y) if case.patient.rows_out else (CASE_A.copy(), Y.T.copy())


def in_order(values, names):
    """Return copies of (answers, labels) in the order of a function's arguments, by the first one's name."""
    labels_first = len(names) > 1 and names[0].startswith(("y", "label", "true", "target")) and not names[0].startswith(
        ("y_pred", "y_hat", "ypred", "yhat"))
    return [value.copy() for value in (values[::-1] if labels_first else values)]


def measured_by(case, measure, answers):
    """Call the reader's accuracy with answers and labels, or with probabilities where it wants those."""
    names = [name.lower() for name, _ in calling.parameters_of(measure)]
    A, Y = hand_case(case)
    tries = [(answers, CASE_LABELS), (A, CASE_LABELS), (A, Y)]
    if case.one_hot_given():
        tries = [(answers, Y), (A, Y)]
    elif names and names[0].startswith(("a", "prob", "output", "p")) and not names[0].startswith(("answ", "pred")):
        tries = [(A, CASE_LABELS), (A, Y), (answers, CASE_LABELS)]
    results = []
    for values in tries:
        with contextlib.suppress(Trouble):
            results.append(calling.call_one(measure, *in_order(values, names)))
    if not results:
        raise Unclear(f"{calling.name_of(measure)} took neither answers (7,) and labels (7,), nor probabilities and "
                      "labels: wrap it in a function that does.")
    return next((got for got in results if is_number(got, RIGHT) or is_number(got, 100 * RIGHT)), results[0])


def wrong_answers(case, check, measured, healthy, found):
    """Say what is wrong with the reader's answers."""
    A, _ = hand_case(case)
    line = calling.line_with([case.extras["predict"]], r"argmax|argmin|max\(|round")
    causes = {
        ("argmax along the wrong axis: it must run over the classes", "argmax along the wrong axis"):
            A.argmax(axis=0 if case.patient.rows_out else 1),
        ("argmax without an axis counts through the whole array", "argmax without axis"): A.argmax(),
        ("argmin in place of argmax: the least likely class is answered", "argmin"):
            A.argmin(axis=1 if case.patient.rows_out else 0),
        ("the largest probability is returned, not its place: argmax, not max", "max"):
            A.max(axis=1 if case.patient.rows_out else 0),
        ("the answers count from 1", "answers from 1"): CASE_A.argmax(axis=0) + 1,
    }
    named = [cause for cause, value in causes.items() if np.shape(value) == np.shape(np.squeeze(found))
             and np.allclose(value, np.squeeze(found))]
    words, key = named[0] if len(named) == 1 else ("", "answers differ")
    return ailment(check, measured, healthy, words, "answer", key, line)


def wrong_measure(case, check, measured, healthy, got):
    """Say what is wrong with the reader's accuracy."""
    line = calling.line_with([case.extras["measure"]], r"sum|mean|==|argmax")
    answers = CASE_A.argmax(axis=0)
    per_class = np.array([np.mean(answers[CASE_LABELS == k] == k) for k in range(3)])
    precision = np.array([np.mean(CASE_LABELS[answers == k] == k) for k in range(3)])
    one_against_all = np.array([np.mean((answers == k) == (CASE_LABELS == k)) for k in range(3)])
    values = list(got.values()) if isinstance(got, dict) else got
    Y = np.eye(3)[CASE_LABELS].T
    causes = {
        ("what is called accuracy is recall: the share that was found, of the images of each class; the accuracy is "
         "one number over all", "recall called accuracy"): per_class,
        ("what is called accuracy is precision", "precision called accuracy"): precision,
        ("this is the one-against-all accuracy of each class: 90 % for a digit that is never found",
         "one-against-all accuracy"): one_against_all,
        ("argmax along the wrong axis: it compares, for each class, which example has the largest entry",
         "argmax along the wrong axis"): np.mean(CASE_A.argmax(axis=1) == Y.argmax(axis=1)),
        ("the number of right answers was not divided by the number of examples", "accuracy not divided"): 5,
        ("the right answers were divided by the number of classes", "accuracy divided by classes"): 5 / 3,
        ("entries of the one-hot matrices are compared, so that agreeing zeros count", "zeros counted"):
            np.mean(np.round(CASE_A) == Y),
        ("the answers are compared with the one-hot matrix, digit against 0 and 1, stretched without a word: the "
         "number says nothing; compare with the labels", "answers compared with one-hot"): np.mean(answers == Y),
        ("it is the share of wrong answers", "error rate"): 2 / 7,
        ("integer division cut the share to a whole number", "accuracy cut"): 0,
    }
    stretched = "answers compared with one-hot"
    causes = {cause: value for cause, value in causes.items() if (cause[1] == stretched) == case.one_hot_given()}
    named = [cause for cause, value in causes.items() if np.shape(value) == np.shape(np.squeeze(values))
             and np.allclose(value, np.squeeze(values), atol=1e-3)]
    words, key = named[0] if len(named) == 1 else ("", "accuracy differs")
    section = "one digit" if "recall" in key or "one-against" in key or "precision" in key else "answer"
    return ailment(check, measured, healthy, words, section, key, line)


def cost_of(case, cost):
    """Call the reader's loss with probabilities and one-hot labels, or with the labels themselves."""
    A, Y = hand_case(case)
    names = [name.lower() for name, _ in calling.parameters_of(cost)]
    results, first = [], None
    for target in (Y, CASE_LABELS):
        try:
            results.append(calling.call_one(cost, *in_order((A, target), names)))
        except Trouble as trouble:
            first = first or trouble
    if not results:
        raise first
    return next((got for got in results if is_number(got, losses_by_hand()["right"])), results[0])


def losses_by_hand():
    """Return name → what a loss of the hand's case is, right or wrong."""
    Y = np.eye(3)[CASE_LABELS].T
    logs = -np.log(CASE_A)
    own = np.sum(Y * logs, axis=0)
    return {
        "right": own.mean(),
        "sum over the examples": own.sum(),
        "loss of the wrong sign": -own.mean(),
        "sum with the wrong sign": -own.sum(),
        "loss averaged over the classes": (Y * logs).mean(),
        "squared error": np.mean(np.sum((CASE_A - Y) ** 2, axis=0)),
        "squared error, averaged over the classes": np.mean((CASE_A - Y) ** 2),
        "half the squared error": np.mean(np.sum((CASE_A - Y) ** 2, axis=0)) / 2,
        "binary cross-entropy": np.mean(np.sum(Y * logs - (1 - Y) * np.log(1 - CASE_A), axis=0)),
        "binary cross-entropy, averaged over the classes": np.mean(Y * logs - (1 - Y) * np.log(1 - CASE_A)),
        "logarithm to the base 10": own.mean() / np.log(10),
        "logarithm to the base 2": own.mean() / np.log(2),
        "logarithm of all classes": logs.sum(axis=0).mean(),
        "logarithm of Y": np.mean(np.sum(-CASE_A * np.log(Y + 1e-8), axis=0)),
        "logarithm missing": -np.mean(np.sum(Y * CASE_A, axis=0)),
    }


def wrong_cost(case, check, measured, got):
    """Say what is wrong with the reader's loss; None if it is right, or a right loss of another kind."""
    known = losses_by_hand()
    healthy = f"the cross-entropy of the seven examples, {known['right']:.3f}"
    found = [name for name, value in known.items() if is_number(got, value)]
    harmless = ("right", "sum over the examples", "squared error", "half the squared error", "binary cross-entropy")
    if found and found[0] in harmless:
        return None
    line = calling.line_with([case.extras["cost"]], r"log", r"sum|mean|return")
    words = {
        "loss of the wrong sign": "the loss has the wrong sign: its minus is missing",
        "sum with the wrong sign": "the loss has the wrong sign: its minus is missing; and it is a sum, not a mean",
        "loss averaged over the classes": "the mean was taken over classes and examples: np.mean over the whole array "
                                          "makes the loss as many times too small as there are classes",
        "squared error, averaged over the classes": "the mean was taken over classes and examples",
        "logarithm of all classes": "the logarithms of all classes are summed; only the true class's counts",
        "logarithm of Y": "the logarithm was taken of Y; it belongs to the probabilities",
        "logarithm missing": "the logarithm is missing",
    }
    said = words.get(found[0], f"this is the {found[0]}") if len(found) == 1 else ""
    return ailment(check, measured, healthy, said, "loss", found[0] if len(found) == 1 else "loss differs", line)
