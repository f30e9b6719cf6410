"""Attempts at the exercises of notebook 05: the right ones are accepted, the wrong ones told what is wrong."""

import copy

import numpy as np
from attempts import Attempts, Exercises

from nnhelpers.checks import notebook_05

attempts = Attempts()


def descended(slope, w, learning_rate, steps):
    places = [w]
    for _ in range(steps):
        w = w - learning_rate * slope(w)
        places.append(w)
    return places


def descended_into_an_array(slope, w, learning_rate, steps):
    places = np.empty(steps + 1)
    places[0] = w
    for step in range(1, steps + 1):
        places[step] = places[step - 1] - learning_rate * slope(places[step - 1])
    return places


def descended_recursively(slope, w, learning_rate, steps):
    if steps == 0:
        return (w,)
    return (w, *descended_recursively(slope, w - learning_rate * slope(w), learning_rate, steps - 1))


def descended_one_too_far(slope, w, learning_rate, steps):
    return descended(slope, w, learning_rate, steps + 1)


attempts(
    "descend",
    right={
        "a list": descended,
        "an array": descended_into_an_array,
        "a tuple": descended_recursively,
        "numpy's floats": lambda s, w, r, n: [np.float64(place) for place in descended(s, w, r, n)],
    },
    wrong={
        "upwards": (lambda s, w, r, n: descended(s, w, -r, n), "It climbs"),
        "no start": (lambda s, w, r, n: descended(s, w, r, n)[1:], "The start itself is missing"),
        "last": (lambda s, w, r, n: descended(s, w, r, n)[-1], "This is only the last place"),
        "one too few": (lambda s, w, r, n: descended(s, w, r, n - 1), "One step is missing"),
        "one too many": (descended_one_too_far, "one step too many"),
        "first slope": (lambda s, w, r, n: [w - r * s(w) * i for i in range(n + 1)], "slope at the start was used"),
        "from w again": (lambda s, w, r, n: [w] + [w - r * s(w) for _ in range(n)], "Each step starts at w again"),
        "no rate": (lambda s, w, r, n: descended(s, w, 1, n), "The learning rate was not used"),
        "slopes": (lambda s, w, r, n: [s(place) for place in descended(s, w, r, n)], "These are the slopes"),
        "the example's slope": (lambda s, w, r, n: descended(lambda w: 2 * (w - 3), w, r, n), "Call slope(w)"),
        "slope not called": (lambda s, w, r, n: [w, w - r * s], "slope is a function: slope(w)"),
        "slope not called, in front": (lambda s, w, r, n: [w, w - s * r], "slope is a function: slope(w)"),
        "steps": (lambda s, w, r, n: [w] + [-r * s(place) for place in descended(s, w, r, n)[:-1]],
                  "These are the steps; add each one"),
        "a single array": (lambda s, w, r, n: np.array(descended(s, w, r, n)[-1]), "only the last place"),
        "another single": (lambda s, w, r, n: np.array(7.0), "4 values are expected, in a list"),
        "nested": (lambda s, w, r, n: [descended(s, w, r, n)], "4 values are expected; yours are 1"),
        "text": (lambda s, w, r, n: [f"{place:.1f}" for place in descended(s, w, r, n)], "Numbers are expected"),
    },
)


def first_row(history, share):
    return history[history["Validation accuracy"] >= share].iloc[0]["Iteration"]


def first_found_in_a_loop(history, share):
    for iteration, accuracy in zip(history["Iteration"], history["Validation accuracy"], strict=True):
        if accuracy >= share:
            return iteration


def first_or_none(history, share):
    reached = history["Iteration"][history["Validation accuracy"] >= share]
    return reached.min() if len(reached) else None


def first_by_idxmax(history, share, none=None):
    reached = history["Validation accuracy"] >= share
    return history.loc[reached.idxmax(), "Iteration"] if reached.any() else none


def first_above(history, share):
    above = history["Iteration"][history["Validation accuracy"] > share]
    return None if above.empty else above.iloc[0]


def first_in_training(history, share):
    return first_or_none(history.assign(**{"Validation accuracy": history["Training accuracy"]}), share)


def first_with_a_new_column(history, share):
    history["reached"] = history["Validation accuracy"] >= share
    return first_or_none(history, share)


def best(history, share):
    return history["Iteration"][history["Validation accuracy"].argmax()]


def first_among_the_names(history, share):
    for row in history:
        if row["Validation accuracy"] >= share:
            return row["Iteration"]


def first_among_the_names_with_a_dot(history, share):
    return next(row.Iteration for row in history if row.accuracy >= share)


def first_by_the_label_0(history, share):
    rows = history[history["Validation accuracy"] >= share]
    return rows["Iteration"][0] if len(rows) else None


def reached_rows(history, share):
    return history[history["Validation accuracy"] >= share]


attempts(
    "first_reaching",
    right={
        "a loop": first_found_in_a_loop,
        "min": first_or_none,
        "idxmax": first_by_idxmax,
        "a float": lambda h, share: None if first_or_none(h, share) is None else float(first_or_none(h, share)),
    },
    wrong={
        "for row in history": (first_among_the_names, "This walks over column names; choose rows by a condition"),
        "for row in history, a dot": (first_among_the_names_with_a_dot, "This walks over column names"),
        "the label 0": (first_by_the_label_0, "Use .iloc[0]: rows keep their old labels"),
        "the label 0, loc": (lambda h, share: reached_rows(h, share).loc[0, "Iteration"], "Use .iloc[0]"),
        "not reached, an error": (first_row, "return None then"),
        "not reached, 0": (lambda h, share: first_by_idxmax(h, share, none=0), "return None then"),
        "not reached, −1": (lambda h, share: first_by_idxmax(h, share, none=-1), "return None then"),
        "not reached, NaN": (lambda h, share: reached_rows(h, share)["Iteration"].min(), "return None then"),
        "not reached, False": (lambda h, share: first_by_idxmax(h, share, none=False), "return None then"),
        "not reached, the last": (lambda h, share: first_by_idxmax(h, share, none=50), "return None then"),
        "not reached, text": (lambda h, share: first_by_idxmax(h, share, none="never"), "it gave   'never'"),
        "0 is false": (lambda h, share: first_or_none(h, share) or None, "0 counts as false"),
        "row": (lambda h, share: np.argmax(h["Validation accuracy"] >= share), "not yet right"),
        ">": (first_above, "compare with >="),
        "training": (first_in_training, "use Validation accuracy"),
        "last": (lambda h, share: reached_rows(h, share)["Iteration"].max(), "not yet right"),
        "best": (best, "This is when the accuracy was best"),
        "accuracy": (lambda h, share: reached_rows(h, share)["Validation accuracy"].iloc[0], "the accuracy that was"),
        "all": (lambda h, share: reached_rows(h, share)["Iteration"], "return the first alone"),
        "rows": (reached_rows, "One number is expected"),
        "an array": (lambda h, share: h.to_numpy(), "One number is expected"),
        "in place": (first_with_a_new_column, "changed its argument"),
        "wrong name": (lambda h, share: h["Validation"], "raised KeyError: 'Validation'"),
    },
)

attempts(
    "decayed",
    right={
        "one line": lambda rate, iteration, half_life: rate * 0.5 ** (iteration / half_life),
        "divided": lambda r, i, h: r / np.power(2.0, i / h),
        "exp2": lambda r, i, h: np.exp2(-i / h) * r,
        "exp and log": lambda r, i, h: r * np.exp(np.log(0.5) * i / h),
        "an array": lambda r, i, h: np.array(r * 2 ** -(i / h)),
    },
    wrong={
        "jumps": (lambda r, i, h: r * 0.5 ** (i // h), "It falls in jumps"),
        "every iteration": (lambda r, i, h: r * 0.5**i, "half_life was not used"),
        "grows": (lambda r, i, h: r * 2 ** (i / h), "It grows"),
        "1/(1 + t)": (lambda r, i, h: r / (1 + i / h), "This falls as 1/(1 + t)"),
        "a line": (lambda r, i, h: r - 0.5 * r * i / h, "It falls along a straight line"),
        "times": (lambda r, i, h: r * 0.5 * (i / h), "raised to the power iteration / half_life, not multiplied"),
        "no brackets": (lambda r, i, h: r * 0.5**i / h, "put iteration / half_life into brackets"),
        "upside down": (lambda r, i, h: r * 0.5 ** (h / i), "The exponent is upside down"),
        "divided by 2 times": (lambda r, i, h: r / (2 * i / h), "Not multiplied: raise 2 to the power"),
        "exp": (lambda r, i, h: r * np.exp(-i / h), "This falls to 37 %"),
        "no rate": (lambda r, i, h: 0.5 ** (i / h), "The first rate is missing"),
        "once": (lambda r, i, h: r / 2 if i else r, "not yet right"),
        "never": (lambda r, i, h: r, "It does not fall"),
        "XOR": (lambda r, i, h: r * 0.5 ^ (i / h), "raised TypeError: unsupported operand type(s) for ^"),
        "text": (lambda r, i, h: f"{r * 0.5 ** (i / h)}", "Numbers are expected"),
    },
)


def common_length(gradients):
    return np.sqrt(sum(np.sum(g**2) for g in gradients.values()))


def clipped(gradients, limit):
    length = common_length(gradients)
    return {name: g * limit / length if length > limit else g for name, g in gradients.items()}


def clipped_flat(gradients, limit):
    length = np.linalg.norm(np.concatenate([g.ravel() for g in gradients.values()]))
    factor = limit / max(length, limit)
    return {name: (g * factor).tolist() for name, g in gradients.items()}


def clipped_in_place(gradients, limit):
    length = common_length(gradients)
    for g in gradients.values():
        g *= min(1, limit / length)
    return gradients


def clipped_to_one(gradients, limit):
    length = common_length(gradients)
    return {name: g / length if length > limit else g for name, g in gradients.items()}


def clipped_by_sums_of_rows(gradients, limit):
    length = np.sqrt(sum(sum(g**2) for g in gradients.values()))
    return {name: g * min(1, limit / length) for name, g in gradients.items()}


def clipped_by_minima(gradients, limit):
    length = np.sqrt(sum(sum(g**2) for g in gradients.values()))
    return {name: g * np.minimum(1, limit / length) for name, g in gradients.items()}


def clipped_by_added_lengths(gradients, limit):
    length = sum(np.linalg.norm(g) for g in gradients.values())
    return {name: g * min(1, limit / length) for name, g in gradients.items()}


attempts(
    "clip_gradients",
    right={
        "a root of a sum": clipped,
        "one long vector, lists": clipped_flat,
        "copies": lambda g, limit: clipped_in_place(copy.deepcopy(g), limit),
        "another order": lambda g, limit: dict(reversed(clipped(g, limit).items())),
    },
    wrong={
        "one by one": (lambda g, limit: {k: clipped({k: v}, limit)[k] for k, v in g.items()}, "Each array was cut"),
        "entries": (lambda g, limit: {k: v.clip(-limit, limit) for k, v in g.items()}, "Each entry was clipped"),
        "lengthened": (lambda g, limit: {k: v * limit / common_length(g) for k, v in g.items()}, "was made longer"),
        "no root": (lambda g, limit: {k: v * min(1, limit / common_length(g) ** 2) for k, v in g.items()},
                    "The root is missing"),
        "squared after adding": (
            lambda g, limit: {k: v * min(1, limit / np.sqrt(sum(np.sum(w) ** 2 for w in g.values())))
                              for k, v in g.items()},
            "Square before adding",
        ),
        "over the names": (
            lambda g, limit: {k: v * limit / np.sqrt(sum(np.sum(w**2) for w in g)) for k, v in g.items()},
            ".values() gives the arrays",
        ),
        "added lengths": (clipped_by_added_lengths, "The lengths of the arrays were added up"),
        "built-in sum": (clipped_by_sums_of_rows, "sum adds rows only: np.sum"),
        "built-in sum, np.minimum": (clipped_by_minima, "sum adds rows only: np.sum"),
        "to 1": (clipped_to_one, "not yet right"),
        "as it was": (lambda g, limit: g, "Nothing was shortened"),
        "in place": (clipped_in_place, "changed its argument"),
        "no names": (lambda g, limit: list(clipped(g, limit).values()), "A dictionary with the keys W, b is expected"),
        "one name": (lambda g, limit: {"W": clipped(g, limit)["W"]}, "not yet right"),
        "the length": (lambda g, limit: common_length(g), "A dictionary with the keys W, b is expected"),
        "text": (lambda g, limit: {k: str(v) for k, v in clipped(g, limit).items()}, "not yet right"),
        "sums": (lambda g, limit: {k: v.sum() for k, v in g.items()}, "not yet right"),
    },
)


class TestNotebook05(Exercises):
    module = notebook_05
    attempts = attempts
