"""What is wrong with a gradient: it is rebuilt layer by layer, from the loss backwards, with every listed mistake.

A mistake is named only if it gives the reader's numbers in every batch, and no other listed one does.
"""

from typing import NamedTuple

import numpy as np

from nnhelpers.activations import sigmoid_derivative, tanh_derivative
from nnhelpers.doctor.architecture import ACTIVATIONS, along

SIZES = (1, 7, 23)  # how many examples the gradient is tried with


class Batch(NamedTuple):
    """Examples, what the network is, and the reader's gradients beside the measured ones: all in columns."""

    layers: list  # (W, b)
    X: np.ndarray
    Y: np.ndarray
    given: dict  # parameter → gradient
    measured: dict  # parameter → gradient


class Slip(NamedTuple):
    """A mistake in a gradient."""

    layer: int  # counted from 1
    part: str  # "dZ", "dW" or "db"
    key: str  # its name; empty if it is none of the listed
    factor: float = 1.0  # what stands before the right gradient
    parameters: tuple = ()  # those whose gradient shows it


def factor_of(given, base, tolerance):
    """Return c with given = c · base, or None."""
    if given is None or np.shape(given) != np.shape(base) or not np.all(np.isfinite(given)):
        return None
    size = float(np.sum(base * base))
    if size < 1e-24:
        return 1.0 if not np.any(np.abs(given) > 1e-12) else None
    c = float(np.sum(given * base) / size)
    if abs(c) < 1e-12 or np.abs(given - c * base).max() > tolerance * max(np.abs(given).max(), 1e-15):
        return None
    return c


def loss_of(A, Y, kind):
    """Return the loss of probabilities (classes, m), a mean over the examples.

    `kind`: "cross-entropy", "sum of cross-entropies", "squared error" or "binary cross-entropy".
    """
    m = Y.shape[1]
    if kind == "squared error":
        return np.sum((A - Y) ** 2) / m
    small = 1e-300
    if kind == "binary cross-entropy":
        return -np.sum(Y * np.log(np.maximum(A, small)) + (1 - Y) * np.log(np.maximum(1 - A, small))) / m
    return -np.sum(Y * np.log(np.maximum(A, small))) / (1 if kind.startswith("sum") else m)


def last_dZ(model, Z, A, Y, loss):
    """Return name → what dZ of the last layer may be; "right" first."""
    m, ones = Y.shape[1], np.ones_like(Y)
    P = along(Z, 0) if model.output in ("logits", "log-softmax") else A
    squares = P * ((P - Y) - np.sum(P * (P - Y), axis=0)) / m
    if model.output == "sigmoid":
        squares = (P - Y) * P * (1 - P) / m
    elif model.output == "tanh at the end":
        squares = (P - Y) * (1 - P**2) / m
    elif model.output == "logits" and loss == "squared error":
        P, squares = A, (A - Y) / m
    right = squares if loss == "squared error" else (P - Y) / m
    small = np.maximum(P, 1e-12)
    found = {
        "right": right,
        "squared error": squares,
        "cross-entropy": (P - Y) / m,
        "Y not subtracted": P / m,
        "only Y divided": P - Y / m,
        "only A divided": P / m - Y,
        "only Y": Y / m,
        "derivative with respect to A": -Y / small / m,
        "derivative with respect to A, squared error": (P - Y) / small / np.maximum(1 - P, 1e-12) / m,
        "diagonal of softmax": -Y * (1 - P) / m,
        "times its own slope": (P - Y) * P * (1 - P) / m,
        "times the sigmoid's slope at Z": (P - Y) * sigmoid_derivative(Z) / m,
        "times the sigmoid's slope of A": (P - Y) * sigmoid_derivative(P) / m,
        "times Z (1 - Z)": (P - Y) * Z * (1 - Z) / m,
        "times ReLU's mask": (P - Y) * (Z > 0) / m,
        "times A": (P - Y) * P / m,
        "times tanh's slope": (P - Y) * (1 - P**2) / m,
        "squared": (P - Y) ** 2 / m,
        "absolute": np.abs(P - Y) / m,
        "logits for probabilities": (Z - Y) / m,
        "labels for one-hot": (P - Y.argmax(axis=0)) / m,
        "labels shifted by one": (P - np.roll(Y, 1, axis=0)) / m,
        "the wrong way round in the classes": (P - Y[::-1]) / m,
        "the mean of the examples": ones * (P - Y).mean(axis=1, keepdims=True) / m,
        "the answer in place of probabilities": (1.0 * (P == P.max(axis=0)) - Y) / m,
        "plus": (P + Y) / m,
    }
    return found


def proportional(first, second):
    """Tell whether arrays are others times one number, the same in every batch."""
    factors = [factor_of(one, other, 1e-9) for one, other in zip(first, second, strict=True)]
    return None not in factors and np.allclose(factors, factors[0])


def earlier_dZ(model, k, dZ, batch, Z, A):
    """Return name → what dZ of hidden layer k (from 0) may be, given that of the next; "right" first."""
    W, z, a = batch.layers[k + 1][0], Z[k], A[k + 1]
    bend, slope_of = ACTIVATIONS[model.activations[k]]
    slope = slope_of(z)
    dA = W.T @ dZ
    found = {
        "right": dA * slope,
        "no slope": dA,
        "slope inverted": dA * (1 - slope),
        "slope taken at A": dA * slope_of(a),
        "mask of dA": dA * (dA > 0),
        "times A": dA * a,
        "times Z": dA * z,
        "ReLU's slope": dA * (z > 0),
        "sigmoid's slope": dA * sigmoid_derivative(z),
        "sigmoid's slope taken at A": dA * sigmoid_derivative(a),
        "A (1 - A)": dA * a * (1 - a),
        "Z (1 - Z)": dA * z * (1 - z),
        "tanh's slope": dA * tanh_derivative(z),
        "1 - A²": dA * (1 - a**2),
        "1 - Z²": dA * (1 - z**2),
        "(1 - A)²": dA * (1 - a) ** 2,
        "1 + A²": dA * (1 + a**2),
        "A (1 + A)": dA * a * (1 + a),
        "1 - tanh": dA * (1 - np.tanh(z)),
        "1 - A": dA * (1 - a),
        "sign of Z": dA * np.sign(z),
        "one mask for the batch": dA * slope_of(z.mean(axis=1, keepdims=True)),
        "the slope squared": dA * slope**2,
        "the slope alone": slope / dZ.shape[1],
        "activation of dA": bend(dA),
        "absolute weights": np.abs(W).T @ dZ * slope,
    }
    if slope.shape == dZ.shape:
        found["without the weights"] = dZ * slope
        found["without weights or slope"] = dZ
    if k + 2 < len(Z) and Z[k + 1].shape == z.shape:
        found["slope of the next layer"] = dA * ACTIVATIONS[model.activations[k + 1]][1](Z[k + 1])
    if k + 2 < len(Z):
        next_slope = ACTIVATIONS[model.activations[k + 1]][1](Z[k + 1])
        found["the next layer's slope twice"] = W.T @ (dZ * next_slope) * slope
    elif k + 2 == len(Z):
        found["slope on the next dZ"] = W.T @ (dZ * (Z[k + 1] > 0))
        found["slope on the next dZ, too"] = W.T @ (dZ * (Z[k + 1] > 0)) * slope
    if k and Z[k - 1].shape == z.shape:
        found["slope of the layer before"] = dA * ACTIVATIONS[model.activations[k - 1]][1](Z[k - 1])
    if W.shape[0] == W.shape[1]:
        found["weights untransposed"] = W @ dZ * slope
        found["weights untransposed, no slope"] = W @ dZ
    for j, (V, _) in enumerate(batch.layers):
        if j != k + 1 and V.shape == W.shape:
            found[f"weights of layer {j + 1}"] = V.T @ dZ * slope
        if j != k + 1 and V.T.shape == W.shape and j <= k:
            found[f"weights of layer {j + 1}, untransposed"] = V @ dZ * slope
    return found


def weights_from(dZ, k, Z, A, batch):
    """Return name → what dW of layer k may be made of dZ."""
    came = A[k]
    found = {"right": dZ @ came.T}
    if k:
        found["Z for A"] = dZ @ Z[k - 1].T
        for j in range(len(Z) + 1):
            if j != k and A[j].shape == came.shape:
                found["X for A" if j == 0 else f"A of layer {j}"] = dZ @ A[j].T
        found["mask for A"] = dZ @ (Z[k - 1] > 0).T
    if k + 1 < len(A) and A[k + 1].shape == came.shape:
        found["its own A"] = dZ @ A[k + 1].T
    found |= {
        "transposed": came @ dZ.T,
        "first example only": dZ[:, :1] @ came[:, :1].T,
        "last example only": dZ[:, -1:] @ came[:, -1:].T,
        "sums multiplied": dZ.sum(axis=1, keepdims=True) @ came.sum(axis=1, keepdims=True).T,
    }
    if dZ.shape == came.shape:
        found["entry by entry"] = dZ * came
    return found


def bias_from(dZ):
    """Return name → what db may be made of dZ."""
    out, m = dZ.shape
    found = {
        "right": dZ.sum(axis=1, keepdims=True),
        "summed over everything": np.asarray(dZ.sum()),
        "summed over everything, filled": np.full((out, 1), dZ.sum()),
        "summed over the units": dZ.sum(axis=0).reshape(-1, 1),
        "first example only": dZ[:, :1],
        "last example only": dZ[:, -1:],
        "largest": dZ.max(axis=1, keepdims=True),
    }
    if m > 1:
        found["not summed"] = dZ
    return found


TWO = {"weights untransposed, no slope": ["weights untransposed", "no slope"]}


def fitting(candidates, givens, tolerance):
    """Return name → factors of those candidates that give the reader's numbers in every batch.

    `candidates`: per batch a dict name → array.
    """
    found = {}
    for name in candidates[0]:
        factors = [factor_of(np.asarray(given, dtype=float), made[name], tolerance) if name in made else None
                   for made, given in zip(candidates, givens, strict=True)]
        if None not in factors:
            found[name] = factors
    return {"right": found["right"]} if "right" in found else found


def diagnose(model, layers, batches, loss, tolerance=1e-5):
    """Return the slips in the reader's gradients, from the loss backwards; [] if all is right.

    Parameters
    ----------
    model : Model
        How the network works.
    layers : Layers
    batches : list of Batch
        Of different sizes, with different parameters.
    loss : str
    tolerance : float
        How far two gradients may lie apart, beside the largest entry: more where they were read from steps.

    Returns
    -------
    list of Slip
    """
    with np.errstate(all="ignore"):
        runs = [model.run(batch.layers, batch.X) for batch in batches]
        chosen, slips = None, []
        for k in range(len(layers.W) - 1, -1, -1):
            if k == len(layers.W) - 1:
                choices = [last_dZ(model, Z[-1], A[-1], batch.Y, loss)
                           for (Z, A), batch in zip(runs, batches, strict=True)]
            else:
                choices = [earlier_dZ(model, k, dZ, batch, *run)
                           for dZ, batch, run in zip(chosen, batches, runs, strict=True)]
            key, found = in_layer(k, choices, layers, batches, runs, tolerance)
            slips += found
            if key is None:
                break
            chosen = [choice[key] for choice in choices]
        return slips


def in_layer(k, choices, layers, batches, runs, tolerance):
    """Return which dZ the gradients of layer k were made of (None if it can't be told), and the slips found there."""
    W, b = layers.W[k], layers.b[k]
    given_W = [batch.given[W] for batch in batches]
    given_b = [batch.given[b] for batch in batches] if b else None
    slips = []
    if all(given is None or not np.any(given) for given in given_W):
        slips.append(Slip(k + 1, "dW", "zero", 0.0, (W,)))
        key = "right"
    else:
        key, part, factors = best(lambda dZ, n: weights_from(dZ, k, *runs[n], batches[n]), choices, given_W, tolerance)
        if key is None:
            if b and best(lambda dZ, n: bias_from(dZ), choices, given_b, tolerance)[0] == "right":
                return "right", [Slip(k + 1, "dW", "", 1.0, (W,))]
            return None, [Slip(k + 1, "dZ", "", 1.0, (W,))]
        for name in TWO.get(key, [] if key == "right" else [key]):
            slips.append(Slip(k + 1, "dZ", name, 1.0, (W, b) if b else (W,)))
        if part != "right":
            slips.append(Slip(k + 1, "dW", part, 1.0, (W,)))
        slips += scale(k, "dW", factors, W, batches)
    if b is None:
        return key, slips
    if all(given is None or not np.any(given) for given in given_b):
        return key, [*slips, Slip(k + 1, "db", "zero", 0.0, (b,))]
    for name in dict.fromkeys((key, "right")):  # the bias may have been made before the mistake
        found = fitting([bias_from(choice[name]) for choice in choices], given_b, tolerance)
        if found:
            break
    if not found:
        return key, [*slips, Slip(k + 1, "db", "", 1.0, (b,))]
    filled = {"summed over everything", "summed over everything, filled"}
    part = next(iter(found)) if len(found) == 1 or {*found} <= filled else ""
    if part != "right":
        slips.append(Slip(k + 1, "db", part, 1.0, (b,)))
    if part:
        slips += scale(k, "db", found[part], b, batches)
    return key, slips


def best(maker, choices, givens, tolerance):
    """Return (dZ's name, part's name, factors) of the only explanation of a gradient; three None if it is not one.

    The right dZ with the right part goes before a wrong one of either, and that before wrong ones of both.
    """
    names = list(choices[0])
    made = {name: fitting([maker(choice[name], n) for n, choice in enumerate(choices)], givens, tolerance)
            for name in names}
    levels = [
        [("right", "right")] if "right" in made["right"] else [],
        [(name, "right") for name in names if name != "right" and "right" in made[name]]
        + [("right", part) for part in made["right"] if part != "right"],
        [(name, part) for name in names if name != "right" for part in made[name] if part != "right"],
    ]
    for level in levels:
        if len(level) > 1:  # one that is another times a number in every batch is the same
            kept = []
            for name, part in level:
                arrays = [maker(choice[name], n)[part] for n, choice in enumerate(choices)]
                if not any(proportional(arrays, others) for _, others in kept):
                    kept.append(((name, part), arrays))
            level = [pair for pair, _ in kept]
        if len(level) == 1:
            name, part = level[0]
            return name, part, made[name][part]
        if level:
            return None, None, None
    return None, None, None


def scale(k, part, factors, parameter, batches):
    """Return the slip that a factor before the right gradient is, in a list; [] if it is 1 in every batch."""
    sizes = [batch.Y.shape[1] for batch in batches]
    classes = batches[0].Y.shape[0]

    def all_near(values):
        return np.allclose(factors, values, rtol=1e-4)

    if all_near(1):
        return []
    sign = -1 if all(factor < 0 for factor in factors) else 1
    sizes = np.array(sizes, dtype=float)
    listed = {"sign": -np.ones_like(sizes)}
    for name, factor in (("", 1), (" and sign", -1)):
        listed |= {
            f"no mean{name}": factor * sizes,
            f"no mean{name}, doubled": 2 * factor * sizes,
            f"mean twice{name}": factor / sizes,
            f"mean three times{name}": factor / sizes**2,
            f"mean over classes{name}": factor * np.ones_like(sizes) / classes,
            f"mean over classes{name}, doubled": 2 * factor * np.ones_like(sizes) / classes,
            f"mean over classes, not examples{name}": factor * sizes / classes,
            f"doubled{name}": 2 * factor * np.ones_like(sizes),
            f"halved{name}": factor * np.ones_like(sizes) / 2,
        }
    found = [name for name, values in listed.items() if name and all_near(values)]
    if found:
        return [Slip(k + 1, part, found[0], factors[-1], (parameter,))]
    fixed = sizes / np.abs(factors)
    if len(set(sizes)) > 1 and np.allclose(fixed, fixed[0], rtol=1e-3):
        return [Slip(k + 1, part, "fixed m" if sign > 0 else "fixed m and sign", float(fixed[0]), (parameter,))]
    if np.allclose(factors, factors[0], rtol=1e-3):
        return [Slip(k + 1, part, "factor", float(factors[0]), (parameter,))]
    return [Slip(k + 1, part, "", 1.0, (parameter,))]


def accepted(case, slips, loss):
    """Leave out what is a convention: one factor before everything, that no batch changes."""
    factors = {(slip.key, round(slip.factor, 6)) for slip in slips}
    everywhere = {parameter for slip in slips for parameter in slip.parameters} == set(case.layers.shapes)
    if len(factors) == 1 and everywhere:
        key = slips[0].key
        free = ("doubled", "halved", "factor", "mean over classes", "mean over classes, doubled")
        if key in (free if loss == "squared error" or loss.startswith("binary") else free[:2]):
            return []
    return [slip for slip in slips if not (loss.startswith("sum") and slip.key == "no mean")]
