"""What to look at while a network trains: numbers of one moment, and a panel of figures over time.

Derived in notebook 12.
"""

import copy

import matplotlib.pyplot as plt
import numpy as np

from nnhelpers.plots import TRAINING, WRONG
from nnhelpers.preprocessing import one_hot


def unguarded_loss(A, labels):
    """Return the cross-entropy of whatever there is, NaN included: a sick network must be measurable.

    Parameters
    ----------
    A : numpy.ndarray, shape (classes, m)
        Should be probabilities.
    labels : numpy.ndarray of integers, shape (m,)

    Returns
    -------
    float
    """
    return -np.mean(np.log(np.maximum(A[labels, range(len(labels))], 1e-300)))


def examine(network, before, X, labels):
    """Return the vital signs of a network, on a sample of images.

    Parameters
    ----------
    network : NeuralNetwork
        It stays as it is: a copy is examined.
    before : numpy.ndarray, shape (number of parameters,)
        Its parameters before the last step.
    X : numpy.ndarray of floats, shape (inputs, m)
    labels : numpy.ndarray of integers, shape (m,)

    Returns
    -------
    dict
        Loss, Sure when wrong (NaN if nothing is wrong) and, for each layer k that has weights, counted from 1: Update
        k, the length of the last change of W over the length of W; Dead k, the share of neurons that answer no image;
        Spread k and Gradient k, the standard deviations of A and of dZ.
    """
    network = copy.deepcopy(network)  # the passes below must not disturb a training that goes on
    Y = one_hot(labels, classes=network.layers[-1].outputs)
    A = network.forward(X)
    network.backward(Y, len(labels))
    wrong = A.argmax(axis=0) != labels
    sure = A.max(axis=0)[wrong].mean() if wrong.any() else np.nan
    signs = {"Loss": unguarded_loss(A, labels), "Sure when wrong": sure}
    end, k = 0, 0
    for layer in network.layers:
        start, end = end, end + layer.size
        if layer.weights:
            k += 1
            old = before[start : start + layer.weights].reshape(layer.W.shape)
            signs[f"Update {k}"] = np.linalg.norm(layer.W - old) / max(np.linalg.norm(old), 1e-12)
            signs[f"Dead {k}"] = np.mean(np.all(layer.A == 0, axis=1))
            signs[f"Spread {k}"], signs[f"Gradient {k}"] = layer.A.std(), layer.dZ.std()
    return signs


def health_panel(pulse, title):
    """Draw the vital signs over the steps of a training.

    Parameters
    ----------
    pulse : pandas.DataFrame
        A row per examination: Step, and what `examine` returns.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = plt.subplots(2, 3, figsize=(9, 4.4), sharex=True, layout="constrained")
    layers = [int(name.split()[1]) for name in pulse if name.startswith("Update")]
    styles = dict(zip(layers, ["-", "--", ":", "-.", (0, (1, 3))] * 9, strict=False))
    for axis, name, label in zip(
        axes.flat,
        ["Loss", "Update", "Dead", "Sure when wrong", "Spread", "Gradient"],
        ["loss", "step / W (lengths)", "dead neurons in %", "sure when wrong, in %", "spread of A",
         "spread of dZ"],
        strict=True,
    ):
        if name in pulse:
            axis.plot(pulse["Step"], pulse[name] * (100 if "%" in label else 1), color=TRAINING)
        else:
            shown = layers[:-1] if name == "Dead" else layers
            for k in shown:
                values = pulse[f"{name} {k}"] * (100 if "%" in label else 1)
                axis.plot(pulse["Step"], values, linestyle=styles[k], color=TRAINING if k < layers[-1] else WRONG,
                          label=f"layer {k}")
        axis.set_ylabel(label)
        axis.grid(alpha=0.3)
        if "%" in label:
            axis.set_ylim(-3, 103)
        elif name in ("Update", "Gradient"):
            if pulse[[f"{name} {k}" for k in layers]].min(axis=None) <= 0:
                axis.set_yscale("symlog", linthresh=1e-6)  # which can show 0
            else:
                axis.set_yscale("log")
                low, high = np.log10(axis.get_ylim())
                axis.set_ylim(10 ** np.floor(low), 10 ** np.ceil(high))
            axis.tick_params(axis="y", which="minor", labelleft=False)
    figure.legend(*axes[0, 1].get_legend_handles_labels(), loc="outside upper right", ncols=len(layers), fontsize=8)
    for axis in axes[1]:
        axis.set_xlabel("step")
    figure.suptitle(title)
    return figure
