"""The slips in a gradient, put into findings: in the reader's own names, with the line to look at."""

import re

import numpy as np

from nnhelpers.checks import repair
from nnhelpers.doctor import calling
from nnhelpers.doctor.case import BATCH
from nnhelpers.doctor.gradients import earlier_dZ, last_dZ
from nnhelpers.doctor.report import Finding
from nnhelpers.doctor.words import BIASES, EARLIER, FACTORS, LAST, LAST_OF_SIGMOIDS, WEIGHTS, where

AGREES = "the gradient is the slope of the loss, for one example, for seven, and for all"


class Names:
    """The reader's names of dZ, Z, A and so on, layer by layer; the course's where there are none."""

    def __init__(self, case):
        self.case, patient = case, case.patient
        self.assigned = set()
        for function in calling.family([patient.backward or patient.update, patient.forward]):
            self.assigned |= set(function.__code__.co_varnames)
        self.count = len(case.layers.W)

    def find(self, *patterns):
        """Return the reader's name that fits one of the patterns, or an empty string."""
        for pattern in patterns:
            for name in sorted(self.assigned):
                if re.fullmatch(pattern, name, re.IGNORECASE):
                    return name
        return ""

    def of(self, letter, k):
        """Return the name of Z or A of a layer, or of a derivative."""
        patterns = {
            "dZ": [rf"d_?z_?{k}", rf"delta_?{k}", rf"dl?_?dz_?{k}", rf"error_?{k}", rf"d_?{k}"],
            "Z": [rf"z_?{k}"], "A": [rf"a_?{k}"], "dA": [rf"d_?a_?{k}"],
        }[letter]
        return self.find(*patterns) or f"{letter}{k}"

    def words(self, layer):
        """Return all names that words about a layer may need."""
        W, b, k = self.case.layers.W, self.case.layers.b, layer
        dW = self.find(rf"d_?{W[k - 1]}", rf"grad_?{W[k - 1]}", rf"{W[k - 1]}_?grad") or f"d{W[k - 1]}"
        db = b[k - 1] and (self.find(rf"d_?{b[k - 1]}", rf"grad_?{b[k - 1]}", rf"{b[k - 1]}_?grad") or f"d{b[k - 1]}")
        act = self.case.model.activations[k - 1] if self.case.model and k < self.count else ""
        return {
            "dZ": self.of("dZ", k), "Z": self.of("Z", k), "A": self.of("A", k), "dA": self.of("dA", k),
            "dZ_next": self.of("dZ", k + 1), "W": W[k - 1], "W_next": W[k] if k < self.count else "", "b": b[k - 1],
            "dW": dW, "db": db, "Y": "Y", "m": "m", "act": act, "layer": k, "next": k + 1, "previous": k - 1,
            "before": "X" if k == 1 else self.of("A", k - 1), "axis": 0 if self.case.rows() else 1,
            "classes": self.case.classes,
        }


def findings(case, check, slips, batches, said):
    """Put the slips of a gradient into findings: the first in full, the others as well."""
    names = Names(case)
    if any(slip.key == "squared error" for slip in slips):  # its factor 2 is no mistake of its own
        slips = [slip._replace(key=slip.key.replace(", doubled", "")) for slip in slips
                 if slip.key not in ("doubled", "halved")]
    line_for_all = "" if slips[0].key else repaired_line(case)
    found, seen = [], set()
    for slip in grouped(slips):
        words, section, pattern = described(case, slip, names)
        if (slip.key, words) in seen:
            continue
        seen.add((slip.key, words))
        off = differing(case, slip, batches, names)
        line = line_for_all if line_for_all and not found else calling.line_with(
            calling.family([case.patient.backward or case.patient.update]), *pattern)
        key = KEYS.get(slip.key, slip.key) or "gradient differs"
        if slip.key == "squared error":
            section = "squares"
        kind = "risk" if slip.key == "fixed m" and 0.8 * case.m <= slip.factor <= 1.25 * case.m else "ailment"
        if slip.key == "no mean" and set(slip.parameters) == set(case.layers.shapes) and case.rate * BATCH <= 2:
            kind, words = "risk", ("all gradients are sums over the examples, not means: the step grows with the "
                                   f"batch. The rate {case.rate:g} suits batches of up to some {2 / case.rate:,.0f} "
                                   "examples; for more, divide by m")
        elif kind == "risk":
            words += "; with all your examples in one batch it is right, with any smaller batch it isn't"
            case.fixed_m = slip.factor
        found.append(Finding(check, kind, f"{off} ({said})" if not found else off, AGREES, words, line,
                             where(section), key))
    return found


KEYS = {
    "no slope": "ReLU mask always true", "weights untransposed": "W2 used untransposed",
    "summed over everything": "bias gradient summed over all units",
    "summed over everything, filled": "bias gradient summed over all units",
    "fixed m": "batch divided by the wrong m", "sign": "the sign of the gradient",
}


def grouped(slips):
    """Return the slips with those of the same factor in several parameters made one."""
    found = {}
    for slip in slips:
        name = (slip.key, round(slip.factor, 4)) if slip.key in FACTORS else (slip.key, slip.layer, slip.part)
        if name in found:
            found[name] = found[name]._replace(parameters=found[name].parameters + slip.parameters)
        else:
            found[name] = slip
    return list(found.values())


def described(case, slip, names):
    """Return (words, section, patterns of the line) for a slip."""
    k = slip.layer
    own = names.words(k)
    dZ, dW, db = (rf"\b{re.escape(str(own[name]))}\s*=" for name in ("dZ", "dW", "db"))
    if not slip.key:
        return "", "check", [dZ if slip.part == "dZ" else dW if slip.part == "dW" else db]
    if slip.key in FACTORS:
        gradients = " and ".join(dict.fromkeys(
            names.words(layer)["dW" if name in case.layers.W else "db"] for name in slip.parameters
            for layer in [layer_of(case, name)]))
        globally = "; is m a global variable, or that of another batch?"
        if slip.key.startswith("fixed m") and case.sizes_back and round(slip.factor) == case.sizes_back[0]:
            verb = "are" if " and " in gradients else "is"
            said = f"{gradients} {verb} divided by the number of inputs, not of examples: the wrong side of X's shape"
            return f"{said} was taken for m", "check", [r"\bm\s*=|\bn\s*=|shape\["]
        words = FACTORS[slip.key].format(d=gradients, number=slip.factor, globally=globally, **own)
        if " and " in gradients:
            for one, several in ((" is", " are"), (" has", " have")):
                words = words.replace(gradients + one, gradients + several)
        whole = set(slip.parameters) == set(case.layers.shapes)
        last = rf"\b{re.escape(names.words(names.count)['dZ'])}\s*="
        return words, "check" if slip.key != "sign" else "backward", [last, dW, db] if whole else [
            dW if slip.part == "dW" else db]
    table = {"dZ": LAST if k == names.count else EARLIER, "dW": WEIGHTS, "db": BIASES}[slip.part]
    words = table.get(slip.key)
    if k == names.count and case.model is not None and case.model.output == "sigmoid":
        words = LAST_OF_SIGMOIDS.get(slip.key, words)
    if words is None and slip.key.startswith("weights of layer"):
        used = int(slip.key.split()[3].strip(","))
        name = case.layers.W[used - 1]
        words = (f"on the way back to layer {k} the weights of layer {used}, {name}, were used; those "
                 f"of layer {k + 1} belong there: {{dA}} = {{W_next}}.T @ {{dZ_next}}")
    if words is None:
        words = f"{{dZ}}: {slip.key}" if slip.part == "dZ" else f"{{{slip.part}}}: {slip.key}"
    return words.format(**own), "backward", {"dZ": [dZ, rf"\b{re.escape(own['dA'])}\s*=", dW], "dW": [dW],
                                             "db": [db]}[slip.part]


def layer_of(case, name):
    """Return the layer, from 1, to which a parameter belongs."""
    return next(k for k, pair in enumerate(zip(case.layers.W, case.layers.b, strict=True), 1) if name in pair)


def differing(case, slip, batches, names):
    """Say where a gradient differs from the right one, with the numbers of one entry."""
    name = slip.parameters[0]
    values = batches[1] if len(batches) > 1 else batches[0]
    given = values.given.get(name)
    label = names.words(layer_of(case, name))["dW" if name in case.layers.W else "db"]
    right = right_of(case, values, name)
    if given is None:
        return f"{label} is missing"
    if right is None and name in case.off_words:
        return case.off_words[name]
    wanted = np.shape(case.layers.in_columns(name, values.layers))
    if right is None or np.shape(given) != wanted:
        shape = "a single number" if np.ndim(given) == 0 else f"of the shape {np.shape(given)}"
        return f"{label} is {shape}, the parameter's shape is {wanted}"
    place = np.unravel_index(np.argmax(np.abs(given - right)), right.shape)
    m = values.X.shape[1]
    return (f"{label} at {[int(i) for i in place]}: yours {given[place]:+z.6f}, the loss's slope {right[place]:+z.6f}, "
            f"for {m} examples")


def right_of(case, batch, name):
    """Return the right gradient of a parameter in columns, where the network's kind is known."""
    if case.model is None or not case.model.sound:
        return None
    with np.errstate(all="ignore"):
        Z, A = case.model.run(batch.layers, batch.X)
        dZ = last_dZ(case.model, Z[-1], A[-1], batch.Y, case.loss or "cross-entropy")["right"]
        for k in range(len(Z) - 1, layer_of(case, name) - 1, -1):
            dZ = earlier_dZ(case.model, k - 1, dZ, batch, Z, A)["right"]
    k = layer_of(case, name)
    return dZ @ A[k - 1].T if name in case.layers.W else dZ.sum(axis=1, keepdims=True)


def repaired_line(case):
    """Return the line in which one small change makes the gradient right, found by trying; or an empty string."""
    patient = case.patient
    if case.model is None or not case.model.sound or patient.is_method(patient.backward):
        return ""
    own = patient.backward

    def is_right(changed):
        patient.backward = changed
        try:
            for seed, m in ((4, 7), (5, 3)):
                batch = case.batch(*case.small_case(case.sizes_back, m, seed))
                for name in case.layers.shapes:
                    right = right_of(case, batch, name)
                    given = batch.given[name]
                    if given is None or np.shape(given) != right.shape or not np.allclose(given, right, 1e-6, 1e-9):
                        return False
            return True
        except Exception:  # whatever a changed function may raise
            return False
        finally:
            patient.backward = own

    try:
        words = repair.line_to_change(own, is_right, 1.5)
    except Exception:
        words = ""
    finally:
        patient.backward = own
    if not words:
        return ""
    return words.replace("It would be right with one change", "one change makes it right").replace(
        "in the line  ", f"in {calling.name_of(own)}, line  ")
