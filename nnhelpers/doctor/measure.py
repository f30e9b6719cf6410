"""The examination of the reader's own argmax, accuracy and loss, on a case that is worked by hand."""

import contextlib
import re

import numpy as np

from nnhelpers.doctor import calling
from nnhelpers.doctor.binding import bare, role_of
from nnhelpers.doctor.calling import Trouble, Unclear
from nnhelpers.doctor.report import Finding, ailment
from nnhelpers.doctor.words import where

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
    said, risks = [], []
    for function, judge in ((predict, about_answers), (measure, about_accuracy), (cost, about_cost)):
        if function is None:
            continue
        try:
            words, wrong = judge(case, check, function, healthy)
        except (Trouble, Unclear) as error:  # it may want other numbers of classes, or more than it can be given
            said.append(f"I could not try {calling.name_of(function)}: {error}")
            continue
        if wrong is not None and wrong.kind == "risk":
            risks.append(wrong._replace(measured=words))
        elif wrong is not None:
            return [*risks, wrong._replace(measured="; ".join([*said, words]))]
        else:
            said.append(words)
    return [*risks, Finding(check, "healthy", "; ".join(said), healthy)] if said else risks


def about_answers(case, check, predict, healthy):
    """Return what predict answered in words, and the finding if that is wrong."""
    found, A = asked_for_answers(case, predict)
    right = case.answers(A).argmax(axis=0)
    if (raw := wants_raw(case, check, predict, found)) is not None:
        return raw.measured, raw
    if np.shape(found) == np.shape(A) and np.ndim(A) == 2 and is_one_hot(case, found):
        places = case.answers(found).argmax(axis=0)  # a single 1 for each example: its place is the answer
        wrong = None if np.array_equal(places, right) else wrong_answers(case, check, healthy, places, A)
        return f"{calling.name_of(predict)} answered one-hot: {shown(places)}", wrong
    if np.shape(found) == np.shape(A) and np.ndim(A) == 2:
        return f"{calling.name_of(predict)} returned the shape {np.shape(found)}", None
    if np.size(found) == right.size and np.array_equal(np.ravel(found), right):
        said = shown(found) if right.size < 10 else f"{right.size} examples as forward does"
        return f"{calling.name_of(predict)} answered {said}", None
    return f"{calling.name_of(predict)} answered {shown(found)}", wrong_answers(case, check, healthy, found, A)


def wants_raw(case, check, predict, found):
    """Return the finding of a predict that normalises the images itself, by division by 255; or None."""
    if np.ndim(found) != 1 or np.size(found) != min(100, case.m):
        return None
    rng, X = np.random.default_rng(6), case.take(case.some(100))
    values = {name: rng.normal(0, 0.3, value.shape) for name, value in case.patient.start.items()}
    found, _ = asked_for_answers(case, predict, values)
    own = {factor: case.answers(case.patient.ask(values, X * factor).A).argmax(axis=0) for factor in (1, 1 / 255)}
    if np.array_equal(found, own[1]) or not np.array_equal(found, own[1 / 255]):
        return None
    name = calling.name_of(predict)
    return Finding(check, "risk", f"{name} answered as forward does for X / 255", "the answers of forward for X",
                   f"{name} divides by 255 itself: give it pixels from 0 to 255. X, which is divided already, would be "
                   "divided twice", calling.line_with(calling.family([predict]), r"255"), where("pixels"),
                   "normalised in predict")


def about_rounded(case, check, measure, healthy):
    """Return what measure returned for answers like one-hot labels, and the finding if zeros count in it; or None."""
    predict = case.extras.get("predict")
    if predict is None:
        return None
    found, A = asked_for_answers(case, predict)
    places = case.some(100)
    if np.ndim(found) != 2 or np.shape(found) != np.shape(A) or len(places) not in np.shape(A):
        return None
    Y = case.coded(case.labels[places], case.classes)
    given = [case.labels[places], Y.T if case.rows() else Y]
    got = calling.call_one(measure, found.copy(), given[case.one_hot_given()])
    share = float(np.mean(case.answers(np.asarray(found, dtype=float)) == Y))
    said = f"{calling.name_of(measure)} returned {shown(got)} for answers of the shape {np.shape(found)}"
    if not (is_number(got, share) or is_number(got, 100 * share)):
        return said, None
    return said, ailment(check, said, healthy, "entries of the one-hot matrices are compared, so that agreeing zeros "
                         "count: who answers nothing has 90 %; compare argmax with the labels", "answer",
                         "zeros counted", calling.line_with(calling.family([measure]), r"sum|mean|=="))


def is_one_hot(case, found):
    """Tell whether answers are rows or columns with a single 1, and 0 elsewhere."""
    found = case.answers(found)
    return found.dtype.kind in "fiub" and set(np.unique(found)) == {0, 1} and np.all(found.sum(axis=0) == 1)


def about_accuracy(case, check, measure, healthy):
    """Return what measure returned in words, and the finding if that is wrong."""
    with contextlib.suppress(Trouble, Unclear):
        if (rounded := about_rounded(case, check, measure, healthy)) is not None:
            return rounded
    got = measured_by(case, measure, CASE_A.argmax(axis=0))
    fine = is_number(got, RIGHT) or is_number(got, 100 * RIGHT)
    return f"{calling.name_of(measure)} returned {shown(got)}", (
        None if fine else wrong_measure(case, check, healthy, got))


def about_cost(case, check, cost, healthy):
    """Return what cost returned in words, and the finding if that is wrong."""
    got, known = cost_of(case, cost)
    return f"{calling.name_of(cost)} returned {shown(got)}", wrong_cost(case, check, got, known)


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
    single = np.size(value) == 1 and not isinstance(value, (dict, str))
    return single and np.isclose(float(np.ravel(value)[0]), expected, 1e-3)


def asked_for_answers(case, predict, values=None):
    """Return what predict answers, and the probabilities behind it: those by hand, or forward's if it takes images."""
    patient, A = case.patient, hand_case(case)[0]
    values = values or patient.start
    names = [name for name, _ in calling.parameters_of(predict) if name not in calling.defaults_of(predict)]

    def by_hand():
        return calling.call_one(predict, A.copy()), A

    def of_images():
        X = case.take(case.some(100))
        container = patient.container(values)
        arguments = patient.arguments(predict, container, patient.read(container), {"X": X.copy()}, [("X", X.copy())])
        return patient.call(predict, container, arguments), patient.ask(values, X).A

    images = patient.is_method(predict) or len(names) != 1 or role_of(names[0], ("X",)) == "X"
    try:
        return of_images() if images else by_hand()
    except (Trouble, Unclear) as error:
        with contextlib.suppress(Trouble, Unclear):
            return by_hand() if images else of_images()
        raise error


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
    if answers_in_a_column(case):
        answers = answers.reshape(-1, 1)
    tries = [(answers, CASE_LABELS), (A, CASE_LABELS), (A, Y)]
    if (column := labels_in_a_column(case)) is not None:
        tries = [(answers, column), (A, column)]
    elif case.one_hot_given():
        tries = [(answers, Y), (A, Y)]
    elif case.extras.get("predict") is None and names and names[0].startswith((
            "a", "prob", "output", "p")) and not names[0].startswith(("answ", "pred")):
        tries = [(A, CASE_LABELS), (A, Y), (answers, CASE_LABELS)]
    results = []
    for values in tries:
        with contextlib.suppress(Trouble):
            results.append(calling.call_one(measure, *in_order(values, names)))
    results = [number_in(got, calling.name_of(measure)) for got in results]
    if not results:
        raise Unclear(f"{calling.name_of(measure)} took neither answers (7,) and labels (7,), nor probabilities and "
                      "labels: wrap it in a function that does.")
    return next((got for got in results if is_number(got, RIGHT) or is_number(got, 100 * RIGHT)), results[0])


def number_in(got, name):
    """Return the right share if it stands in a text such as "71.4 %" or "5 / 7"; what is no text as it is."""
    if not isinstance(got, str):
        return got
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", got)]
    shares = [*numbers, *([numbers[0] / numbers[1]] if len(numbers) > 1 and numbers[1] else [])]
    for share in shares:
        if is_number(share, RIGHT) or is_number(share, 100 * RIGHT):
            return share
    raise Unclear(f"{name} returns a text, {got!r}: give me one that returns a number.")


def answers_in_a_column(case):
    """Tell whether the reader's predict answers in the shape (m, 1)."""
    with contextlib.suppress(Trouble, Unclear):
        if (predict := case.extras.get("predict")) is not None:
            found = asked_for_answers(case, predict)[0]
            return np.ndim(found) == 2 and np.shape(found)[1] == 1
    return False


def labels_in_a_column(case):
    """Return the seven labels as (7, 1) or (1, 7), if the reader keeps labels so and answers not; or None."""
    if np.ndim(case.labels_as_given) != 2 or case.one_hot_given():
        return None
    predict = case.extras.get("predict")
    with contextlib.suppress(Trouble, Unclear):
        if predict is None or np.ndim(asked_for_answers(case, predict)[0]) == 1 or answers_in_a_column(case):
            return CASE_LABELS.reshape((-1, 1) if case.labels_as_given.shape[1] == 1 else (1, -1))
    return None


def wrong_answers(case, check, healthy, found, A):
    """Say what is wrong with the reader's answers to probabilities A."""
    line = calling.line_with([case.extras["predict"]], r"argmax|argmin|max\(|round")
    causes = {
        ("argmax along the wrong axis: it must run over the classes", "argmax along the wrong axis"):
            A.argmax(axis=0 if case.patient.rows_out else 1),
        ("argmax without an axis counts through the whole array", "argmax without axis"): A.argmax(),
        ("argmin in place of argmax: the least likely class is answered", "argmin"):
            A.argmin(axis=1 if case.patient.rows_out else 0),
        ("the largest probability is returned, not its place: argmax, not max", "max"):
            A.max(axis=1 if case.patient.rows_out else 0),
        ("the answers count from 1", "answers from 1"): case.answers(A).argmax(axis=0) + 1,
    }
    named = [cause for cause, value in causes.items() if np.shape(value) == np.shape(np.squeeze(found))
             and np.allclose(value, np.squeeze(found))]
    words, key = named[0] if len(named) == 1 else ("", "answers differ")
    return ailment(check, "", healthy, words, "answer", key, line)


def wrong_measure(case, check, healthy, got):
    """Say what is wrong with the reader's accuracy."""
    line = calling.line_with([case.extras["measure"]], r"sum|mean|==|argmax")
    answers = CASE_A.argmax(axis=0)
    per_class = np.array([np.mean(answers[CASE_LABELS == k] == k) for k in range(3)])
    precision = np.array([np.mean(CASE_LABELS[answers == k] == k) for k in range(3)])
    one_against_all = np.array([np.mean((answers == k) == (CASE_LABELS == k)) for k in range(3)])
    values = list(got.values()) if isinstance(got, dict) else got
    Y, in_a_column = np.eye(3)[CASE_LABELS].T, answers_in_a_column(case)
    one, other = ("answers", "labels") if in_a_column else ("labels", "answers")
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
        (f"the right answers were divided by {case.classes}, the number of classes: Y is one-hot there, and "
         "Y.shape[0] its classes", "accuracy divided by the classes"): 5 / case.classes,
        ("entries of the one-hot matrices are compared, so that agreeing zeros count", "zeros counted"):
            np.mean(np.round(CASE_A) == Y),
        ("the answers are compared with the one-hot matrix, digit against 0 and 1, stretched without a word: the "
         "number says nothing; compare with the labels", "answers compared with one-hot"): np.mean(answers == Y),
        (f"{one} of the shape (m, 1) are compared with {other} of the shape (m,): == compares each with each, "
         "(m, m); bring both into one shape, by .ravel()", "labels stretched"):
            np.mean(answers == CASE_LABELS[:, np.newaxis]),
        ("it is the share of wrong answers", "error rate"): 2 / 7,
        ("integer division cut the share to a whole number", "accuracy cut"): 0,
    }
    stretched = "answers compared with one-hot"
    causes = {cause: value for cause, value in causes.items() if (cause[1] == stretched) == case.one_hot_given()
              and (cause[1] != "labels stretched" or (labels_in_a_column(case) is not None) != in_a_column)}
    if np.size(values) == 1 and 0 < (share := float(np.squeeze(values))) < RIGHT / 2:
        count = 5 / share  # by which the five right answers were divided
        causes[(f"the right answers are divided by {count:,.0f}, whatever the number of examples: divide by that",
                "accuracy divided by a fixed number")] = 5 / round(count)
    values = np.squeeze(values)
    named = [cause for cause, value in causes.items() if np.shape(value) == np.shape(values)
             and (np.allclose(value, values, atol=1e-3) or np.allclose(100 * np.asarray(value), values, atol=0.1))
             and (np.any(value) or not np.any(values))]
    words, key = named[0] if len(named) == 1 else ("", "accuracy differs")
    section = "one digit" if "recall" in key or "one-against" in key or "precision" in key else "answer"
    return ailment(check, "", healthy, words, section, key, line)


def cost_of(case, cost):
    """Call the reader's loss by hand and on what forward returns, with one-hot labels and with the labels themselves.

    Returns
    -------
    got : object
        What it returned where it was right, or else wrong in a way that is known, or else at first.
    known : dict
        What a loss may be there, as `losses` lists it.
    """
    results, first = [], None
    for way in (cost_by_hand, cost_of_forward):
        for form in ("one-hot", "labels"):
            try:
                results.append(way(case, cost, form))
            except (Trouble, Unclear) as trouble:
                first = first or trouble
    if not results:
        raise first
    right = [(got, known) for got, known in results if is_number(got, known["right"])]
    named = [(got, known) for got, known in results[::-1] if any(is_number(got, value) for value in known.values())]
    return [*right, *named, *results][0]


def cost_by_hand(case, cost, form):
    """Return what the loss of the hand's case is, and what it may be."""
    A, Y = hand_case(case)
    if case.model is not None and case.model.output in ("logits", "log-softmax"):  # what such a network hands on
        A = np.log(A)
    names = [name.lower() for name, _ in calling.parameters_of(cost)]
    got = calling.call_one(cost, *in_order((A, Y if form == "one-hot" else CASE_LABELS), names))
    return got, losses(CASE_A, CASE_LABELS)


def cost_of_forward(case, cost, form):
    """Return what the loss of seven examples is after forward, and what it may be; names tell the arguments."""
    patient, places = case.patient, case.some_whole(7)
    kept, patient.targets = patient.targets, form
    try:
        asked = patient.ask(patient.start, case.take(places))
        arguments = patient.learning_arguments(cost, asked, case.take(places), case.labels[places])
        got = patient.call(cost, asked.container, arguments)
    finally:
        patient.targets = kept
    return got, losses(case.probabilities(case.answers(asked.A)), case.labels[places])


def losses(A, labels):
    """Return name → what a loss of probabilities (classes, m) is, right or wrong."""
    Y = np.eye(len(A))[labels].T
    logs = -np.log(np.maximum(A, 1e-300))
    own, squares = np.sum(Y * logs, axis=0), (A - Y) ** 2
    binary = Y * logs - (1 - Y) * np.log(np.maximum(1 - A, 1e-300))
    return {
        "right": own.mean(),
        "sum over the examples": own.sum(),
        "loss of the wrong sign": -own.mean(),
        "sum with the wrong sign": -own.sum(),
        "loss averaged over the classes": (Y * logs).mean(),
        "loss of every pair": logs[labels].mean(),
        "squared error": squares.sum(axis=0).mean(),
        "squared error, averaged over the classes": squares.mean(),
        "half the squared error": squares.sum(axis=0).mean() / 2,
        "twice the squared error": 2 * squares.sum(axis=0).mean(),  # half that of targets -1 and 1
        "squared error, summed": squares.sum(),
        "half the squared error, summed": squares.sum() / 2,
        "binary cross-entropy": binary.sum(axis=0).mean(),
        "binary cross-entropy, averaged over the classes": binary.mean(),
        "logarithm to the base 10": own.mean() / np.log(10),
        "logarithm to the base 2": own.mean() / np.log(2),
        "logarithm of all classes": logs.sum(axis=0).mean(),
        "logarithm of Y": np.mean(np.sum(-A * np.log(Y + 1e-8), axis=0)),
        "logarithm missing": -np.mean(np.sum(Y * A, axis=0)),
    }


def wrong_cost(case, check, got, known):
    """Say what is wrong with the reader's loss; None if it is right, or a right loss of another kind."""
    healthy = f"the cross-entropy of the seven examples, {known['right']:.3f}"
    found = [name for name, value in known.items() if is_number(got, value)]
    harmless = ("right", "sum over the examples", "squared error", "squared error, averaged over the classes",
                "half the squared error", "twice the squared error", "squared error, summed",
                "half the squared error, summed", "binary cross-entropy",
                "binary cross-entropy, averaged over the classes")
    if found and found[0] in harmless:
        return None
    cost = case.extras["cost"]
    line = calling.line_with([cost], r"log", r"sum|mean|return")
    own = {bare(name) for name in case.patient.paths}
    if not found and any(bare(name) in own or role_of(name, ("container",)) for name, _ in calling.parameters_of(cost)):
        return None  # it adds a penalty of the weights, which it is given
    if len(found) != 1:
        return Finding(check, "risk", "", healthy, "", line, where("loss"), "loss differs")
    words = {
        "loss of the wrong sign": "the loss has the wrong sign: its minus is missing",
        "sum with the wrong sign": "the loss has the wrong sign: its minus is missing; and it is a sum, not a mean",
        "loss averaged over the classes": "the mean was taken over classes and examples: np.mean over the whole array "
                                          "makes the loss as many times too small as there are classes",
        "loss of every pair": "the loss takes each example with the label of every other, a table (m, m): it is "
                              "A[labels, np.arange(m)] in columns, A[np.arange(m), labels] in rows",
        "logarithm of all classes": "the logarithms of all classes are summed; only the true class's counts",
        "logarithm of Y": "the logarithm was taken of Y; it belongs to the probabilities",
        "logarithm missing": "the logarithm is missing",
    }
    return ailment(check, "", healthy, words.get(found[0], f"this is the {found[0]}"), "loss", found[0], line)
