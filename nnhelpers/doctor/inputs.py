"""The first examinations: what goes in, with which labels, and the split."""

import numpy as np

from nnhelpers.doctor import calling, containers
from nnhelpers.doctor.calling import Unclear
from nnhelpers.doctor.report import Finding, ailment
from nnhelpers.doctor.words import where

RANGE = "floats of the order of 1 (0 to 1, or mean 0 and spread 1), no NaN, one example per column or row"


def what_goes_in(case):
    """Range, dtype, shape, NaN of X, and the labels beside it."""
    check = "what goes in"
    X, labels = case.X, containers.as_array(case.given_labels)
    if isinstance(case.given_labels, dict):
        raise Unclear("labels is a dictionary, and I don't know which part is which. Pass the digits (m,), and your "
                      "function that makes the dictionary of them: examine(…, adapter=Adapter(targets=…)).")
    for name, value, given in (("X", X, case.given_X), ("labels", labels, case.given_labels)):
        if value is None or value.dtype.kind not in "fiub":
            kind = type(given).__name__ if value is None else f"an array of {value.dtype}"
            return ailment(check, f"{name} is {kind}", "NumPy arrays of numbers",
                           f"{name} holds no numbers: convert it first, np.array(…, dtype=float)", "pixels",
                           "no numbers")
        if not isinstance(given, np.ndarray):
            case.notes.append(f"{name} is a {type(given).__module__.split('.')[0]} {type(given).__name__}; I examined "
                              "it as a NumPy array, and passed your functions that.")
    if X.ndim > 2 and calling.line_with(family_of(case), r"reshape|flatten|ravel"):
        case.X = X = X.reshape(len(X), -1)
        case.notes.append(f"X was given as {np.shape(case.given_X)}; forward flattens images, so I pass it {X.shape}.")
    if X.ndim != 2:
        return ailment(check, f"X has the shape {X.shape}", RANGE,
                       "images are not flattened: each must be one column (or row) of numbers, such as 784",
                       "columns", "images not flattened")
    case.labels_as_given = labels
    if (wrong := about_labels(case, labels)) is not None:
        return wrong
    if (wrong := about_places(case)) is not None:
        return wrong
    return about_range(case, check)


def family_of(case):
    """Return the reader's forward, and those of their functions which it calls."""
    return calling.family([case.patient.forward])


def about_labels(case, labels):
    """Bring the labels into the form (m,), or say what is wrong with them."""
    check, X = "what goes in", case.X
    if labels.ndim == 2 and 1 in labels.shape:
        case.patient.upright = labels.shape[1] == 1
        labels = labels.ravel()
    if labels.ndim == 2:
        axis = [n for n, side in enumerate(labels.shape) if side in X.shape]
        axis = axis[0] if len(axis) == 1 else int(np.argmax(labels.shape))
        values = np.unique(labels)
        if len(values) == 2:
            case.patient.coding = float(values[0]), float(values[1])
        sums = (labels == labels.max()).sum(axis=1 - axis)
        turned = labels.reshape(labels.shape[::-1])
        if len(values) == 2 and not np.all(sums == 1) and np.all((turned == turned.max()).sum(axis=axis) == 1):
            return ailment(check, f"labels have the shape {labels.shape}, and {np.mean(sums != 1):.0%} of the examples "
                           "don't have exactly one 1", "one-hot with a single 1 per example",
                           f"the one-hot matrix {turned.shape} was reshaped where a transpose belongs: .reshape deals "
                           "the rows out anew; use .T", "one-hot", "one-hot reshaped")
        if len(values) != 2 or not np.all(sums == 1):
            return ailment(check, f"labels have the shape {labels.shape}, and {np.mean(sums != 1):.0%} of the examples "
                           "don't have exactly one 1", "labels (m,), or one-hot with a single 1 per example",
                           "the labels are not one-hot", "one-hot", "labels not one-hot")
        case.patient.target_rows = axis == 0
        labels = labels.argmax(axis=1 - axis)
    if labels.ndim != 1:
        return ailment(check, f"labels have the shape {labels.shape}", "labels (m,), or one-hot",
                       "there must be one label per example", "one-hot", "labels' shape")
    if not np.all(np.isfinite(labels)) or np.any(labels != np.round(labels)):
        return ailment(check, f"labels hold {labels[:3]} …", "whole numbers from 0", "labels must be whole numbers",
                       "one-hot", "labels not whole")
    if len(labels) not in X.shape:
        return ailment(check, f"X has the shape {X.shape}, and there are {len(labels)} labels",
                       "as many labels as examples", "images and labels are not of the same length: are both of the "
                       "same file, cut at the same place?", "look", "another number of labels")
    case.labels = labels.astype(int)
    case.patient.label_count = int(labels.max()) + 1
    classes = case.patient.classes()
    if labels.min() < 0 or labels.max() >= classes:
        off = "; do they count from 1? Then labels - 1" if labels.min() == 1 and labels.max() == classes else ""
        return ailment(check, f"labels from {labels.min():.0f} to {labels.max():.0f}, and {classes} classes",
                       f"labels from 0 to {classes - 1}",
                       f"a label has no class{off}", "one-hot", "labels out of range")
    if len(np.unique(labels)) == 1:
        return ailment(check, f"all {len(labels)} labels are {labels[0]:.0f}", "several classes",
                       "there is only one class among the labels", "look", "one class")
    return None


def about_places(case):
    """Find out where examples lie in X: in rows or columns."""
    X, m = case.X, len(case.labels)
    said = case.adapter.examples
    first = [value.shape for value in case.patient.start.values() if value.ndim == 2]
    if said:
        case.patient.rows_in = said == "rows"
    elif X.shape[0] == X.shape[1]:
        case.patient.rows_in = bool(first) and first[0][0] == X.shape[1] and first[0][1] != X.shape[1]
    else:
        case.patient.rows_in = X.shape[0] == m
    if X.shape[0 if case.patient.rows_in else 1] != m:
        return ailment("what goes in", f"X has the shape {X.shape}, {m} labels, and examples are said to be in "
                       f"{'rows' if case.patient.rows_in else 'columns'}", "as many examples as labels",
                       "X is not as the adapter says", "columns", "examples elsewhere")
    return None


def about_range(case, check):
    """Say whether the numbers in X are of a size that a network bears."""
    X = case.X
    sample = case.take(case.some(2000))
    low, high = float(np.min(sample)), float(np.max(sample))
    measured = (f"X {X.shape}, {X.dtype}, from {low:.3g} to {high:.3g}; {case.m} labels from {case.labels.min()} to "
                f"{case.labels.max()}, examples in {'rows' if case.rows() else 'columns'}")
    line = "the line that makes X, before training"
    if not np.all(np.isfinite(sample)):
        return ailment(check, f"X holds NaN or infinity in {np.mean(~np.isfinite(sample)):.1%} of its entries", RANGE,
                       "X holds NaN or infinity: every product with it is NaN", "look", "NaN in X", line)
    if low == high:
        return ailment(check, measured, RANGE, f"X is {low:g} everywhere: there is nothing to tell examples apart by",
                       "look", "X constant", line)
    values = np.unique(sample[:200] if case.rows() else sample[:, :200])
    if set(values) <= {0, 1}:
        blank = np.mean(~np.any(case.columns(sample), axis=0))
        if blank > 0.02:
            return ailment(check, f"{measured}; only 0 and 1, and {blank:.0%} of the examples are 0 throughout", RANGE,
                           "integer division: // 255 (or a cast to int after the division) leaves nothing but what was "
                           "255; use X / 255", "pixels", "integer division", line)
    if (wrong := wrapped_around(case, check, sample, measured, line)) is not None:
        return wrong
    if 20 < max(abs(low), abs(high)) <= 256 and calling.line_with(family_of(case), r"/=?\s*25[56]"):
        case.notes.append("forward divides the pixels by 255 itself; the training must pass them as they came, too.")
        return Finding(check, "healthy", measured, RANGE)
    if max(abs(low), abs(high)) > 20:
        return ailment(check, measured, RANGE, "pixels not normalised: divide by 255, once", "pixels",
                       "pixels not normalised", line)
    if max(abs(low), abs(high)) < 0.02:
        return ailment(check, measured, RANGE, "pixels normalised twice: divide by 255, once", "pixels",
                       "pixels normalised twice", line)
    return Finding(check, "healthy", measured, RANGE)


def wrapped_around(case, check, sample, measured, line):
    """Say whether whole numbers from 0 to 255 lost something and began again at 255: black lies between the greys."""
    sample = sample[:300, :] if case.rows() else sample[:, :300]
    values, counts = np.unique(sample, return_counts=True)
    most, share = values[counts.argmax()], counts.max() / sample.size
    inside = sample.min() + 0.2 * np.ptp(sample) < most < sample.max() - 0.2 * np.ptp(sample)
    if share < 0.5 or not inside or len(values) > 256:
        return None
    if not np.allclose(np.round(np.ptp(sample) / np.min(np.diff(values))), 255, atol=1):
        return None
    measured = f"{measured}; {share:.0%} of all entries are {most:.3g}, which lies between the others"
    return ailment(check, measured, RANGE,
                   "the pixels wrapped around: they are unsigned bytes, and images - 128 begins again at 255 below 0; "
                   "convert first, images.astype(float)", "pixels", "pixels wrapped around", line)


# ---------------------------------------------------------------- images and labels


def nearest_mean(X, labels, X_asked, asked):
    """Return the share of right answers of the nearest mean."""
    kinds = np.unique(labels)
    means = np.array([X[:, labels == kind].mean(axis=1) for kind in kinds])
    distances = (means**2).sum(axis=1, keepdims=True) - 2 * means @ X_asked
    return float(np.mean(kinds[distances.argmin(axis=0)] == asked))


def halves(X, labels):
    """Return the nearest mean's share of right answers on half of the examples, learned from the other half."""
    order = np.random.default_rng(6).permutation(len(labels))  # labels may come in a regular order
    learned, asked = order[::2], order[1::2]
    return nearest_mean(X[:, learned], labels[learned], X[:, asked], labels[asked])


def labels_inside(X, labels):
    """Return the places of inputs that are, for every class, exactly one where the label is this class; or []."""
    found = []
    for kind in np.unique(labels):
        own = (labels == kind).astype(float)
        same = np.flatnonzero(np.all(X == own, axis=1))
        if len(same) == 0:
            return []
        found.append(int(same[0]))
    return found


def images_and_labels(case):
    """Do the labels belong to these images? The nearest mean knows, learned from half of them."""
    check = "ten inputs and their labels"
    count = min(case.m, 3000)
    X, labels = case.columns(case.X[:count] if case.rows() else case.X[:, :count]).astype(float), case.labels[:count]
    if (told := labels_inside(X, labels)) and len(np.unique(labels)) > 1:
        return ailment(check, f"rows {told} of X (as columns) are exactly the one-hot labels",
                       "inputs that say nothing of the label by themselves",
                       "the labels are among the inputs: whatever it learns from them is of no use later; cut X behind "
                       "the columns of the labels", "sets", "labels among the inputs",
                       "the lines that cut X and the labels out of one table")
    kinds, frequent = len(np.unique(labels)), np.bincount(labels).max() / count
    healthy = "the labels tell something about the images: far more right than by chance"
    if count < 20 * kinds:
        return Finding(check, "not examined", f"{count} examples of {kinds} classes are too few to tell; look at "
                       "report.picture()", healthy)
    right = halves(X, labels)
    chance = frequent + 3 * np.sqrt(frequent / (count / 2)) + 0.03
    measured = f"the nearest mean of each label answers {right:.0%} of other examples; by chance {frequent:.0%}"
    if right > chance:
        return Finding(check, "healthy", measured, healthy)
    line = "the lines that load, shuffle or cut images and labels"
    whole = case.columns(case.X)
    dealt = np.ascontiguousarray(whole).reshape(whole.shape[::-1]).T
    causes = {
        ("the labels are shifted by one place against the images", "labels shifted"):
            max(halves(X, np.roll(labels, shift)) for shift in (1, -1)),
        ("the labels are in reverse order", "labels reversed"):
            halves(whole[:, ::-1][:, :count].astype(float), labels),
        ("reshape was used where a transpose belongs: X.reshape(784, -1) deals the pixels of each image out over all; "
         "X.reshape(-1, 784).T", "reshape for transpose"): halves(dealt[:, :count].astype(float), labels),
    }
    found = [cause for cause, share in causes.items() if share > chance + 0.2]
    if len(found) == 1:
        return ailment(check, measured, healthy, found[0][0], "look", found[0][1], line)
    return ailment(check, measured, healthy, "the labels don't belong to these images: shuffled without them, or of "
                   "another file", "ward one", "labels shuffled without their images", line)


# ---------------------------------------------------------------- new images


TURNS = {
    "transposed (column by column instead of row by row)": lambda image: image.transpose(1, 0, 2),
    "mirrored left to right": lambda image: image[:, ::-1],
    "upside down": lambda image: image[::-1],
    "turned by 180 degrees": lambda image: image[::-1, ::-1],
    "turned by 90 degrees": lambda image: np.rot90(image),
    "turned by 270 degrees": lambda image: np.rot90(image, 3),
}


def the_split(case):
    """Are images in both sets, and are new images prepared as those for training?"""
    check = "the split"
    X_new = containers.as_array(case.extras.get("X_new"))
    healthy = "no image in both sets; both prepared alike"
    if X_new is None:
        return Finding(check, "not examined", "no new images were given: examine(…, X_new=…, labels_new=…)", healthy)
    if X_new.shape[1 if case.rows() else 0] != case.X.shape[1 if case.rows() else 0]:
        return ailment(check, f"X {case.X.shape}, X_new {X_new.shape}", healthy,
                       "new images have another shape than those for training", "sets", "new images of another shape")
    count = min(2000, X_new.shape[0 if case.rows() else 1])
    old, new = case.columns(case.X), case.columns(X_new)[:, :count]
    scale = float(np.abs(new).max()) / max(float(np.abs(old).max()), 1e-30)
    spreads = float(new.std()) / max(float(old[:, :5000].std()), 1e-30)
    measured = f"new images from {new.min():.3g} to {new.max():.3g}, those for training to {old.max():.3g}"
    line = "the line that prepares the new images"
    if not 0.1 < scale < 10 or not 0.1 < spreads < 10:
        return ailment(check, measured, healthy, "new images are normalised differently from the training images",
                       "sets", "new images prepared in another way", line)
    seen = {column.tobytes() for column in np.ascontiguousarray(old.T.astype(float))}
    both = sum(column.tobytes() in seen for column in np.ascontiguousarray(new.T.astype(float)))
    measured = f"{both} of {count} new images are training images as well"
    if both > max(2, 0.01 * count):
        return ailment(check, measured, healthy, "training images are in the validation set", "ward three",
                       "training images in the validation set", "the line that splits")
    labels_new = containers.as_array(case.extras.get("labels_new"))
    return prepared_alike(case, old, new, labels_new, measured, healthy, line)


def prepared_alike(case, old, new, labels_new, measured, healthy, line):
    """Are the new images laid out as those for training? The nearest mean of the one asks the other."""
    check, key = "the split", "new images prepared in another way"
    if labels_new is None:
        return Finding(check, "healthy", measured, healthy)
    asked = np.ravel(labels_new)[: new.shape[1]]
    if labels_new.ndim == 2 and 1 not in labels_new.shape:
        asked = (labels_new if labels_new.shape[1] == 10 else labels_new.T).argmax(axis=1)[: new.shape[1]]
    count = min(3000, old.shape[1])
    learned = old[:, :count].astype(float), case.labels[:count]
    own, right = halves(*learned), nearest_mean(*learned, new.astype(float), asked)
    measured += f"; the nearest training mean answers {right:.0%} of them ({own:.0%} within the training images)"
    if right > own - 0.25:
        return Finding(check, "healthy", measured, healthy)
    side = int(round(np.sqrt(len(new))))
    found = []
    if side * side == len(new):
        images = new.reshape(side, side, -1)
        found = [words for words, turn in TURNS.items()
                 if nearest_mean(*learned, turn(images).reshape(len(new), -1).astype(float), asked) > own - 0.15]
    if not found and nearest_mean(*learned, (old.max() + old.min() - new).astype(float), asked) > own - 0.15:
        found = ["inverted: black on white against white on black"]
    if len(found) == 1:
        return ailment(check, measured, healthy, f"new images are prepared differently from the training images: they "
                       f"are {found[0]}", "look", key, line)
    if right < 0.2 and own > 0.5:
        return ailment(check, measured, healthy, "new images or their labels don't go with the training images: "
                       "prepared differently, or with labels of another file", "look", key, line)
    return Finding(check, "risk", measured, healthy, "", line, where("look"), "new images differ")
