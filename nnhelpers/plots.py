"""Figures whose code would distract from a lesson, in the same colours everywhere.

Each function returns its Figure; end a cell with `plt.show()` to see it once.
"""

import matplotlib.pyplot as plt
import numpy as np

from nnhelpers.guards import require_confusion, require_drawable, require_history, require_prediction

# From the palette of Okabe and Ito, which colour-blind readers can tell apart.
TRAINING, VALIDATION, TEST = "#0072B2", "#E69F00", "#CC79A7"
RIGHT, WRONG = "#009E73", "#D55E00"

DOTTED = 0.1  # weights below minus that share of the largest are marked as negative


def show_digits(images, titles=None, columns=10, right=None, size=0.85):
    """Draw images in a grid, dark ink on white.

    Parameters
    ----------
    images : numpy.ndarray, shape (m, height, width)
    titles : sequence, optional
        One per image, of text or numbers.
    columns : int
        How many stand side by side.
    right : sequence of bool, optional
        Colours each title as a right or a wrong answer and puts ✓ or ✗ before it.
    size : float
        Width of an image in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        If `images` does not have three axes, or the others don't fit it.
    """
    require_drawable(images, columns, titles=titles, right=right)
    rows = -(-len(images) // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(size * columns, (size if titles is None else size + 0.3) * rows), squeeze=False
    )
    for axis in axes.flat:
        axis.axis("off")
    full_ink = 255 if np.max(images) > 1 else 1
    for index, (axis, image) in enumerate(zip(axes.flat, images, strict=False)):
        axis.imshow(image, cmap="gray_r", vmin=0, vmax=full_ink)
        if titles is not None:
            colour = "black" if right is None else RIGHT if right[index] else WRONG
            mark = "" if right is None else "✓ " if right[index] else "✗ "
            axis.set_title(f"{mark}{titles[index]}", fontsize=9, color=colour)
    figure.tight_layout(pad=0.3)
    return figure


def show_weights(images, titles=None, columns=5, label="weight"):
    """Draw arrays of positive and negative numbers as images: red above zero, blue below, white at zero.

    What is clearly negative carries white dots, so that the sign is seen without colours too.

    Parameters
    ----------
    images : numpy.ndarray, shape (m, height, width)
    titles : sequence, optional
        One per image, of text or numbers.
    columns : int
    label : str
        What the numbers are; it stands at the colour bar.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        If `images` does not have three axes, or the others don't fit it.
    """
    require_drawable(images, columns, titles=titles)
    rows = -(-len(images) // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(1.6 * columns, 1.75 * rows), squeeze=False, layout="constrained"
    )
    limit = float(np.abs(images.astype(float)).max()) or 1.0
    for axis in axes.flat:
        axis.axis("off")
    for index, (axis, image) in enumerate(zip(axes.flat, images, strict=False)):
        drawn = axis.imshow(image, cmap="RdBu_r", vmin=-limit, vmax=limit)
        down, right = np.nonzero(image < -DOTTED * limit)
        axis.scatter(right, down, s=(32 / max(image.shape)) ** 2, color="white", marker="s", linewidths=0)
        if titles is not None:
            axis.set_title(titles[index], fontsize=9)
    bar = figure.colorbar(drawn, ax=axes, shrink=0.8, label=f"{label} (dots: negative)")
    marks = np.linspace(-0.95, -DOTTED, 12) * limit
    bar.ax.scatter(np.full(12, 0.5), marks, s=4, color="white", marker="s", linewidths=0)
    return figure


def show_prediction(image, probabilities, true):
    """Draw an image beside the probabilities that a network gives to each class, the true class filled.

    Parameters
    ----------
    image : numpy.ndarray, shape (height, width)
    probabilities : numpy.ndarray, shape (classes,)
    true : int

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        If these are not an image, its probabilities and one of their classes.
    """
    require_prediction(image, probabilities, true)
    classes, many = len(probabilities), len(probabilities) > 12
    what, width = ("class", 2.8 + 0.2 * classes) if many else ("digit", 7)
    figure, (left, bars) = plt.subplots(
        1, 2, figsize=(width, 2.4), width_ratios=[1, 2.4 * (width - 2) / 5], layout="constrained"
    )
    left.imshow(image, cmap="gray_r")
    left.axis("off")
    left.set_title(f"true {what}: {true}")
    colours = [RIGHT if number == true else "white" for number in range(classes)]
    drawn = bars.bar(range(classes), probabilities, color=colours, edgecolor="black", linewidth=0.8)
    labels = [f"{p:.2f}" if p >= 0.005 or not many else "" for p in probabilities]
    bars.bar_label(drawn, labels, fontsize=6 if many else 8)
    bars.set(xlabel=what, ylabel="probability", xticks=range(classes), ylim=(0, max(0.3, 1.15 * probabilities.max())))
    bars.tick_params("x", labelsize=7 if many else "medium")
    return figure


def show_history(history, title, lowest=0):
    """Draw the loss and the accuracy of a training over its iterations or epochs.

    Parameters
    ----------
    history : pandas.DataFrame
        What `gradient_descent` or `NeuralNetwork.train` returned; its first column says when.
    title : str
    lowest : float
        Where the axis of accuracies begins, in %.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError
        If `history` is no such table.
    """
    require_history(history)
    figure, (losses, accuracies) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    when = history.columns[0]
    for part, colour, style in (("Training", TRAINING, "-"), ("Validation", VALIDATION, "--")):
        if f"{part} loss" in history:
            losses.plot(history[when], history[f"{part} loss"], style, color=colour, label=part.lower())
            accuracies.plot(history[when], 100 * history[f"{part} accuracy"], style, color=colour)
    losses.set(xlabel=when.lower(), ylabel="loss (cross-entropy)", ylim=(0, None))
    losses.legend()
    accuracies.set(xlabel=when.lower(), ylabel="accuracy in %", ylim=(lowest, 100))
    accuracies.grid(alpha=0.3)
    losses.grid(alpha=0.3)
    if when == "Epoch":
        for axis in (losses, accuracies):
            axis.xaxis.get_major_locator().set_params(integer=True)
    figure.suptitle(title)
    return figure


def show_confusion(matrix, title, blank_diagonal=False):
    """Draw a confusion matrix with its counts: rows are true classes, columns predicted ones.

    Beyond twelve classes the figure grows with them, and cells that hold nothing stay empty.

    Parameters
    ----------
    matrix : numpy.ndarray, shape (classes, classes)
        Counts, or shares.
    title : str
    blank_diagonal : bool
        Leave the right answers out, so that the shades show the mistakes.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        If `matrix` is no such table.
    """
    require_confusion(matrix)
    classes, many = len(matrix), len(matrix) > 12
    form = "" if matrix.dtype.kind in "iu" else ".2f"
    shown = matrix.astype(float)
    if blank_diagonal:
        shown[np.diag_indices(classes)] = np.nan
    darkest = np.nanmax(shown, initial=0)
    size = (1.6 + 0.26 * classes, 0.8 + 0.26 * classes) if many else (6, 5)
    figure, axis = plt.subplots(figsize=size, layout="constrained")
    drawn = axis.imshow(shown, cmap="Blues", vmin=0)
    for true, predicted in np.ndindex(matrix.shape):
        value = shown[true, predicted]
        if value > 0 or value == 0 and not many:
            axis.text(predicted, true, f"{matrix[true, predicted]:{form}}", ha="center", va="center",
                      fontsize=6 if many else 8, color="white" if value > 0.6 * darkest else "black")
    what = "class" if many else "digit"
    axis.set(xlabel=f"predicted {what}", ylabel=f"true {what}", title=title,
             xticks=range(classes), yticks=range(classes))
    axis.tick_params(labelsize=7 if many else "medium")
    figure.colorbar(drawn, label="images" if form == "" else "share", shrink=0.8 if many else 1)
    return figure


def draw_graph(backward=False):
    """Draw the two-layer network as a computational graph, with the gradients flowing back on request.

    Parameters
    ----------
    backward : bool

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axis = plt.subplots(figsize=(10, 2.4 if backward else 1.5), layout="constrained")
    names = ["X\n(784, m)", "Z1\n(10, m)", "A1\n(10, m)", "Z2\n(10, m)", "A2\n(10, m)", "L\nscalar"]
    steps = ["W1 X + b1", "ReLU", "W2 A1 + b2", "softmax", "cross-\nentropy"]
    back = ["(4) dW1 = dZ1 Xᵀ\ndb1 = row sums\nof dZ1", "(3) dZ1 = dA1\n⊙ ReLU′(Z1)",
            "dA1 = W2ᵀ dZ2\n(2) dW2 = dZ2 A1ᵀ\ndb2 = row sums\nof dZ2", "(1) dZ2 = (A2 − Y)/m"]
    for index, name in enumerate(names):
        axis.text(2 * index, 0, name, ha="center", va="center", bbox={"boxstyle": "round", "fc": "white"})
    for index, step in enumerate(steps):
        axis.annotate("", (2 * index + 1.55, 0.12), (2 * index + 0.45, 0.12), arrowprops={"arrowstyle": "->"})
        axis.text(2 * index + 1, 0.42, step, ha="center", va="bottom", fontsize=9)
    if backward:
        for index in (3, 2, 1, 0):
            end = 2 * index + (1.55 if index < 3 else 3.55)
            axis.annotate("", (2 * index + 0.45, -0.25), (end, -0.25),
                          arrowprops={"arrowstyle": "->", "color": WRONG, "linestyle": "--"})
            axis.text((2 * index + 0.45 + end) / 2, -0.55, back[index], ha="center", va="top", fontsize=9, color=WRONG)
    axis.set(xlim=(-0.8, 10.8), ylim=(-1.45 if backward else -0.5, 0.95))
    axis.axis("off")
    return figure
