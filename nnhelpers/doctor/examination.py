"""The examination itself: notebook 12's checklist in its order, up to the first ailment."""

import sys

import numpy as np

from nnhelpers.doctor import calling, inputs, loops, measure, slopes, steps, training, untrained
from nnhelpers.doctor.adapter import Adapter
from nnhelpers.doctor.calling import Trouble, Unclear
from nnhelpers.doctor.case import Case
from nnhelpers.doctor.report import ENDS, Finding, Report, ailment
from nnhelpers.doctor.words import where

CHECKS = {
    "what goes in": inputs.what_goes_in,
    "ten inputs and their labels": inputs.images_and_labels,
    "the split": inputs.the_split,
    "the untrained network": untrained.untrained,
    "the answers as probabilities": untrained.probabilities,
    "the measure, by hand": measure.the_measure,
    "the gradient check": slopes.the_gradient,
    "one small step": steps.the_step,
    "the training function": loops.the_loop,
    "ten images by heart": training.by_heart,
    "the same question twice": training.asked_twice,
    "a short training": training.short_training,
    "classes never answered": training.never_answered,
    "the number to be reported": training.the_report,
}


NO_FURTHER = "raised", "not understood", "the doctor failed"  # keys of what ends the examination in any case


def examine(parameters, forward, backward, update, X, labels, *, adapter=None, learning_rate=0.1, X_new=None,
            labels_new=None, predict=None, measure=None, cost=None, history=None, reported=None, train=None,
            show=True, stop=True):
    """Examine a reader's own network, and say what is wrong with it.

    Nothing of the reader's is changed: their functions get copies, and random states are given back.

    Parameters
    ----------
    parameters : dict, tuple, list or object
        The untrained weights and biases.
    forward, backward, update : functions
        As they are: `forward_prop(W1, b1, W2, b2, X)`, `forward(parameters, X)` and so on; `backward` may be None if
        `update` does both.
    X : numpy.ndarray, shape (inputs, m) or (m, inputs)
        Examples in columns or in rows, as the functions want them.
    labels : numpy.ndarray of integers, shape (m,), or one-hot
    adapter : Adapter, optional
        What names and shapes can't tell.
    learning_rate : float
        Yours.
    X_new, labels_new : arrays, optional
        Images that it is validated on, prepared as you do.
    predict, measure, cost : functions, optional
        Probabilities → answers; (answers, labels) → accuracy; (probabilities, one-hot) → loss.
    history, reported : list of float, float, optional
        The accuracies after each epoch, and the one that you report.
    train : function, optional
        Your training loop, which is read and not run.
    show : bool
        Show the progress on one line.
    stop : bool
        Stop at the first ailment; `report.more()` goes on.

    Returns
    -------
    Report
    """
    settings = {"learning_rate": learning_rate, "X_new": X_new, "labels_new": labels_new, "predict": predict,
                "measure": measure, "cost": cost, "history": history, "reported": reported,
                "train": train}
    adapter = adapter or Adapter()
    for name, function in (("forward", forward), ("update", update)):
        if not callable(function):
            raise TypeError(f"{name} must be your function itself, its name without brackets; it is a "
                            f"{type(function).__name__}. (Does one do both? Pass it as update, and backward=None.)")
    if not isinstance(learning_rate, (int, float, np.number)) or not learning_rate > 0:
        raise TypeError(f"learning_rate must be a positive number, your rate; it is {learning_rate!r}")
    if backward is not None and not callable(backward):
        raise TypeError("backward must be your function itself, or None if update does both")
    examined, notes, case = [], [], None

    def go_on():
        return examine(parameters, forward, backward, update, X, labels, adapter=adapter, show=show, stop=False,
                       **settings)

    with calling.Guard([forward, backward, update, predict, measure, cost], parameters):
        try:
            case = Case(parameters, forward, backward, update, X, labels, adapter, **settings)
        except Unclear as unclear:
            examined.append(question("what goes in", unclear))
        else:
            go_through(case, examined, stop, show)
            notes = case.notes
    return Report(examined, CHECKS, notes, go_on if stop else None, pictures(case))


def go_through(case, examined, stop, show):
    """Run the checks, the first ailment being the last where `stop` says so."""
    for number, (name, check) in enumerate(CHECKS.items(), start=1):
        if show:
            sys.stdout.write(f"\r{number:2d} of {len(CHECKS)}: {name:32}")
            sys.stdout.flush()
        found = guarded(case, name, check)
        examined += found
        if name == "what goes in" and found[-1].kind not in ENDS:
            found = guarded(case, name, understood)
            examined += [one for one in found if one.kind in ENDS]
        ill = any(one.kind in ENDS for one in found)
        if ill and (stop or name == "what goes in" or any(one.key in NO_FURTHER for one in found)):
            break
    if show:
        kinds = {one.kind for one in examined}
        words = "an ailment was found" if "ailment" in kinds else "nothing found"
        words = "a question" if "question" in kinds else words
        sys.stdout.write(f"\r{number:2d} of {len(CHECKS)}: {words:32}\n")


def guarded(case, name, check):
    """Run a check; an error in the reader's functions becomes a finding, and so does what is not understood."""
    try:
        found = check(case)
    except Trouble as trouble:
        return [raised(name, trouble)]
    except Unclear as unclear:
        return [question(name, unclear)]
    except Exception as error:  # a fault of the doctor's own is no ailment of the reader's, and no traceback
        return [Finding(name, "question", f"I failed here myself, over {type(error).__name__}: {error}. Say by an "
                        "Adapter what your functions take and return.", key="the doctor failed")]
    return found if isinstance(found, list) else [found]


def question(name, unclear):
    """Return the finding of what is not understood, which is no ailment."""
    return Finding(name, "question", str(unclear), key="not understood")


def understood(case):
    """Ask the first question, and find out how forward works."""
    try:
        case.first_question()
    except Trouble as trouble:
        case.patient.rows_in = not case.patient.rows_in
        turned, case.X = case.X, np.ascontiguousarray(case.X.T)
        try:
            case.first_question()
        except (Trouble, Unclear):
            case.patient.rows_in, case.X = not case.patient.rows_in, turned
            raise trouble from None
        return ailment(
            "what goes in", f"X has the shape {turned.shape}; {trouble.function} raises {trouble}", inputs.RANGE,
            f"X is turned: {trouble.function} wants {case.X.shape}, so pass X.T", "columns", "X turned",
            where_raised(trouble))
    case.find_model()
    return Finding("what goes in", "healthy", "")


def where_raised(trouble):
    """Return the line in which the reader's function raised an error."""
    inner = f" of {trouble.inner}" if trouble.inner else ""
    return f"line {trouble.number}{inner}:  {trouble.line[:110]}" if trouble.line else ""


def raised(name, trouble):
    """Return the finding of an error in the reader's function."""
    shapes = f"; it was called with {trouble.shapes}" if trouble.shapes else ""
    return Finding(name, "ailment", f"{trouble.function} raised {trouble}{shapes}", "no error",
                   trouble.hint or "", where_raised(trouble), where("layer"), "raised")


def pictures(case):
    """Return ten images and their labels, if the examples are images of 784 numbers."""
    if case is None or case.labels is None or case.X is None or case.X.ndim != 2:
        return None
    X = case.columns(case.X)
    if X.shape[0] != 784:
        return None
    images = np.asarray(X[:, :10], dtype=float).T.reshape(-1, 28, 28)
    return images, [str(label) for label in case.labels[:10]]
