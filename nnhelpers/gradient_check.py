"""Compares any gradient with central differences and, where they part, names the likely mistake.

Derived in notebook 04.
"""

from typing import NamedTuple

import numpy as np

from nnhelpers.activations import relu, relu_derivative, softmax
from nnhelpers.guards import require_float64, require_layers, require_same_keys


class Finding(NamedTuple):
    """What the check found out about one parameter."""

    parameter: str
    agrees: bool
    error: float  # the largest difference, as a share of the largest numerical entry
    worst: list  # up to three tuples (place, given entry, numerical entry), the worst first
    mistake: str  # the likely mistake in words; empty if the gradient agrees or no usual mistake fits


def numerical_gradient(loss, parameters, step=1e-5):
    """Measure the slope of a loss with respect to each single number, by nudging it up and down.

    Parameters
    ----------
    loss : function
        Takes a dict like `parameters` and returns a number.
    parameters : dict
        Name → numpy.ndarray of float64; left unchanged.
    step : float
        The size of the nudge.

    Returns
    -------
    dict
        Name → array of the same shape: (L(p + step) − L(p − step)) / (2 step) for each entry p.

    Raises
    ------
    TypeError, ValueError
        If a parameter is not float64, or holds NaN.
    """
    require_float64(parameters)
    copies = {name: value.copy() for name, value in parameters.items()}
    gradients = {name: np.zeros_like(value) for name, value in parameters.items()}
    for name, value in copies.items():
        for place in np.ndindex(value.shape):
            kept = value[place]
            value[place] = kept + step
            above = loss(copies)
            value[place] = kept - step
            below = loss(copies)
            value[place] = kept
            gradients[name][place] = (above - below) / (2 * step)
    return gradients


def relative_difference(given, numerical):
    """Return the largest difference of two gradients, as a share of the largest entry of the numerical one.

    That entry counts as at least 1e-5: the differences of a smaller gradient would drown in rounding.

    Parameters
    ----------
    given, numerical : numpy.ndarray
        Of different shapes, or with NaN or infinity in `given`, they are infinitely different.

    Returns
    -------
    float
    """
    if np.shape(given) != numerical.shape or not np.all(np.isfinite(given)):
        return np.inf
    return float(np.abs(given - numerical).max() / max(np.abs(numerical).max(), 1e-5))


def general_mistakes(numerical, m):
    """Return what typical slips would have made of a gradient, whatever the network.

    Parameters
    ----------
    numerical : numpy.ndarray
        The right gradient of one parameter.
    m : int
        The number of examples in the batch.

    Returns
    -------
    dict
        The mistake in words → the wrong gradient.
    """
    mistakes = {
        "the sign is wrong: gradient descent would climb": -numerical,
        "it is the transpose of the right gradient": numerical.T,
    }
    if m > 1:
        mistakes[f"m = {m} times too large: the mean's 1/m is missing"] = numerical * m
        mistakes[f"m = {m} times too small: divided by m twice"] = numerical / m
    if numerical.shape[1:] == (1,):
        everything = np.full(numerical.shape, numerical.sum())
        mistakes["summed over everything: a bias gradient sums over the examples only, "
                 "axis=1 with keepdims=True"] = everything
    return mistakes


def pass_forward(parameters, X, activation=relu):
    """Compute what each layer of a network of any depth makes; the last one's bend is softmax.

    Parameters
    ----------
    parameters : dict
        W1, b1, W2, b2, … for as many layers as there are.
    X : numpy.ndarray, shape (inputs, m)
    activation : function
        That of the hidden layers.

    Returns
    -------
    Z, A : dict
        Layer → array; A[0] is X.
    """
    Z, A = {}, {0: X}
    depth = len(parameters) // 2
    for k in range(1, depth + 1):
        Z[k] = parameters[f"W{k}"] @ A[k - 1] + parameters[f"b{k}"]
        A[k] = activation(Z[k]) if k < depth else softmax(Z[k])
    return Z, A


def pass_back(dZ, A, W, slopes):
    """Compute all gradients from dZ of the last layer, walking down: notebook 04's formulas (2), (3) and (4).

    Parameters
    ----------
    dZ : numpy.ndarray, shape (outputs, m)
    A : dict
        Layer → what it made; A[0] is X.
    W : dict
        Layer → its weights.
    slopes : dict
        Hidden layer → the slope of its activation at Z.

    Returns
    -------
    dict
        W1, b1, W2, b2, … → gradient, the last layer first.
    """
    gradients = {}
    for k in range(len(W), 0, -1):
        gradients[f"W{k}"] = dZ @ A[k - 1].T
        gradients[f"b{k}"] = dZ.sum(axis=1, keepdims=True)
        if k > 1:
            dZ = (W[k].T @ dZ) * slopes[k - 1]
    return gradients


def backward_mistakes(parameters, X, Y, activation=relu, derivative=relu_derivative):
    """Return what typical slips in the backward pass would have given, in a network of any depth.

    Parameters
    ----------
    parameters : dict
        W1, b1, W2, b2, … for as many layers as there are.
    X : numpy.ndarray, shape (inputs, m)
    Y : numpy.ndarray, shape (outputs, m)
    activation, derivative : functions
        The hidden layers', both of Z.

    Returns
    -------
    dict
        The mistake in words → a dict of the gradients that follow from it.

    Raises
    ------
    ValueError
        If the names of the parameters are not those of layers 1, 2, …
    """
    require_layers(parameters)
    Z, A = pass_forward(parameters, X, activation)
    last, m = len(Z), X.shape[1]
    W = {k: parameters[f"W{k}"] for k in Z}
    slopes = {k: derivative(Z[k]) for k in Z if k < last}
    dZ = (A[last] - Y) / m
    mistakes = {f"Y was never subtracted: dZ{last} must be (A{last} - Y) / m": pass_back(A[last] / m, A, W, slopes)}
    for k in slopes:
        wrong_slopes = {
            f"the mask of the activation is missing: dZ{k} = dA{k} * derivative(Z{k})": np.ones_like(Z[k]),
            f"the mask is inverted: it must let through where Z{k} > 0": 1 - slopes[k],
            f"the derivative was taken at A{k} instead of Z{k}": derivative(A[k]),
        }
        for other in slopes:
            if other != k and Z[other].shape == Z[k].shape:
                wrong_slopes[f"the mask of layer {other} was used for layer {k}"] = slopes[other]
        for words, slope in wrong_slopes.items():
            mistakes[words] = pass_back(dZ, A, W, {**slopes, k: slope})
        if len(W[k + 1]) == len(W[k + 1].T):
            words = f"W{k + 1} was not transposed on the way back: dA{k} = W{k + 1}.T @ dZ{k + 1}"
            mistakes[words] = pass_back(dZ, A, {**W, k + 1: W[k + 1].T}, slopes)
    return mistakes


def two_layer_mistakes(parameters, X, Y, activation=relu, derivative=relu_derivative):
    """Return what typical slips in the two-layer network's backward pass would have given.

    Parameters
    ----------
    parameters : dict
        W1, b1, W2, b2, and nothing else.
    X : numpy.ndarray, shape (inputs, m)
    Y : numpy.ndarray, shape (outputs, m)
    activation, derivative : functions
        The hidden layer's, both of Z1.

    Returns
    -------
    dict
        The mistake in words → a dict of the gradients that follow from it.

    Raises
    ------
    ValueError
        If the parameters are those of another number of layers: `backward_mistakes` takes any.
    """
    require_layers(parameters, exactly=2)
    return backward_mistakes(parameters, X, Y, activation, derivative)


def gradient_check(loss, parameters, gradients, m=1, mistakes=None, tolerance=1e-5):
    """Compare gradients with central differences, one parameter at a time.

    Parameters
    ----------
    loss : function
        Takes a dict like `parameters` and returns a number.
    parameters : dict
        Name → numpy.ndarray of float64; left unchanged.
    gradients : dict
        The same names → the gradients to be checked.
    m : int
        The number of examples that the loss is a mean of.
    mistakes : dict, optional
        Mistake in words → dict of the gradients that it leads to, as `backward_mistakes` returns.
    tolerance : float
        The relative difference that rounding and the finite step may cause.

    Returns
    -------
    list of Finding
        One per parameter, in their order.

    Raises
    ------
    TypeError, ValueError
        If the names differ, or a parameter is not float64.
    """
    require_same_keys(parameters, gradients)
    findings = []
    for name, numerical in numerical_gradient(loss, parameters).items():
        given = np.asarray(gradients[name])
        error = relative_difference(given, numerical)
        agrees = error <= tolerance
        worst = [] if agrees else worst_entries(given, numerical)
        mistake = "" if agrees else likely_mistake(name, given, numerical, m, mistakes or {}, tolerance)
        findings.append(Finding(name, agrees, error, worst, mistake))
    return findings


def worst_entries(given, numerical):
    """Return up to three (place, given, numerical) where two gradients differ most; [] for different shapes.

    Parameters
    ----------
    given, numerical : numpy.ndarray

    Returns
    -------
    list of tuple
    """
    if given.shape != numerical.shape:
        return []
    difference = np.where(np.isfinite(given), np.abs(given - numerical), np.inf)
    # float32 forgets the last digits, so that equal differences keep their order on every machine.
    order = np.argsort(-difference.astype(np.float32), axis=None, kind="stable")[:3]
    places = [tuple(int(i) for i in np.unravel_index(k, given.shape)) for k in order]
    return [(place, float(given[place]), float(numerical[place])) for place in places]


def likely_mistake(name, given, numerical, m, mistakes, tolerance):
    """Return in words the first usual mistake that leads to the given gradient, or an empty string.

    Parameters
    ----------
    name : str
        The parameter's.
    given, numerical : numpy.ndarray
    m : int
    mistakes : dict
    tolerance : float

    Returns
    -------
    str
    """
    if not np.all(np.isfinite(given)):
        return "it holds NaN or infinity"
    candidates = general_mistakes(numerical, m)
    candidates |= {words: wrong[name] for words, wrong in mistakes.items() if name in wrong}
    scale = max(np.abs(numerical).max(), 1e-5)
    for words, wrong in candidates.items():
        comparable = given.shape == wrong.shape or given.ndim == 0
        harmless = relative_difference(wrong, numerical) <= tolerance  # the slip changes nothing here
        if comparable and not harmless and np.all(np.abs(given - wrong) <= tolerance * scale):
            return words
    if given.shape != numerical.shape:
        return f"its shape is {given.shape}, but the parameter's is {numerical.shape}"
    return ""


def explain(findings):
    """Put the findings of a gradient check into words.

    Parameters
    ----------
    findings : list of Finding

    Returns
    -------
    str
        A line per parameter that agrees; for the others the worst entries and the likely mistake.
    """
    lines = []
    for finding in findings:
        if finding.agrees:
            lines.append(f"{finding.parameter}: agrees")
            continue
        lines.append(f"{finding.parameter}: DIFFERS")
        for place, given, numerical in finding.worst:
            # z: without it a rounding error below 0 would be written -0.000000
            lines.append(f"    at {list(place)}: yours {given:+z.6f}, numerical {numerical:+z.6f}")
        lines.append(f"    likely: {finding.mistake or 'none of the usual mistakes; compare the intermediates'}")
    return "\n".join(lines)
