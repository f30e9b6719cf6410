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


def descended_in_float32(slope, w, learning_rate, steps):
    return np.array(descended(slope, w, learning_rate, steps), dtype=np.float32)


def descended_once(slope, w, learning_rate, steps):
    places = [w]
    for _ in range(steps):
        places.append(places[-1] - learning_rate * slope(places[-1]))
        return places


def descended_from_the_one_before(slope, w, learning_rate, steps):
    places = [w]
    for i in range(steps):
        places.append(places[i - 1] - learning_rate * slope(places[i - 1]))
    return places


def descended_ten_times(slope, w, learning_rate, steps):
    places = [w]
    for _ in range(10):
        places.append(places[-1] - learning_rate * np.tanh(slope(places[-1])))
    return places


def descended_until_it_turns(slope, w, learning_rate, steps):
    places = [w]
    for _ in range(steps):
        place = places[-1] - learning_rate * slope(places[-1])
        if slope(place) * slope(w) < 0:
            break
        places.append(place)
    return places


def descended_one_too_far(slope, w, learning_rate, steps):
    return descended(slope, w, learning_rate, steps + 1)


attempts(
    "descend",
    right={
        "a list": descended,
        "an array": descended_into_an_array,
        "a tuple": descended_recursively,
        "float32": descended_in_float32,
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
        "from 0": (lambda s, w, r, n: descended(s, 0, r, n), "It starts at 0, whatever w is"),
        "to the right": (lambda s, w, r, n: descended(lambda w: -abs(s(w)), w, r, n), "It always goes to the right"),
        "no rate": (lambda s, w, r, n: descended(s, w, 1, n), "The learning rate makes no difference"),
        "slopes": (lambda s, w, r, n: [s(place) for place in descended(s, w, r, n)], "These are the slopes"),
        "the example's slope": (lambda s, w, r, n: descended(lambda w: 2 * (w - 3), w, r, n), "Call slope(w)"),
        "slope not called": (lambda s, w, r, n: [w, w - r * s], "slope is a function: slope(w)"),
        "slope not called, in front": (lambda s, w, r, n: [w, w - s * r], "slope is a function: slope(w)"),
        "return in the loop": (descended_once, "`return` stands inside the loop"),
        "two back": (descended_from_the_one_before, "the place before the last one"),
        "ten steps": (descended_ten_times, "`steps` is never used"),
        "until it turns": (descended_until_it_turns, "except for steps to the right and to the left and for steps"),
        "rounded": (lambda s, w, r, n: np.round(descended(s, w, r, n), 2), "Right up to rounding"),
        "backwards": (lambda s, w, r, n: descended(s, w, r, n)[::-1], "in reverse order"),
        "the last twice": (lambda s, w, r, n: [*descended(s, w, r, n), descended(s, w, r, n)[-1]],
                           "one entry too many"),
        "start twice": (lambda s, w, r, n: [w, *descended(s, w, r, n)], "The start stands twice"),
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


def first_or_given_up(history, share):
    for iteration, accuracy in zip(history["Iteration"], history["Validation accuracy"], strict=True):
        if accuracy >= share:
            return iteration
        return None


def first_if_below_the_best(history, share):
    if history["Validation accuracy"].max() <= share:
        return None
    return first_or_none(history, share)


def first_by_halving(history, share):
    place = np.searchsorted(history["Validation accuracy"], share)
    return history["Iteration"].iloc[place] if place < len(history) else None


def first_by_the_number_of_the_row(history, share):
    for place, accuracy in enumerate(history["Validation accuracy"]):
        if accuracy >= share:
            return place * 10


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
        "not reached, the last": (lambda h, share: first_by_idxmax(h, share, none=h["Iteration"].max()),
                                  "return None then"),
        "not reached, text": (lambda h, share: first_by_idxmax(h, share, none="never"), "it gave   'never'"),
        "given up": (first_or_given_up, "Only the first row was looked at"),
        "below the best": (first_if_below_the_best, "A best accuracy of exactly `share` counts as reached"),
        "the last row decides": (lambda h, share: first_or_none(h, share) if h.iloc[-1, 4] >= share else None,
                                 "The last row decides here"),
        "halving": (first_by_halving, "it gave   50"),
        "every ten": (first_by_the_number_of_the_row, "a row was written every 10 iterations"),
        "both": (lambda h, share: first_or_none(h[h["Training accuracy"] >= share], share), "*both* accuracies"),
        "sorted": (lambda h, share: first_by_the_label_0(h.sort_values("Validation accuracy"), share), "not yet right"),
        "0 is false": (lambda h, share: first_or_none(h, share) or None, "0 counts as false"),
        "row": (lambda h, share: np.argmax(h["Validation accuracy"] >= share), "the number of the row, and 0"),
        ">": (first_above, "compare with >="),
        "training": (first_in_training, "use Validation accuracy"),
        "last": (lambda h, share: reached_rows(h, share)["Iteration"].max(), "This is the last such row"),
        "best": (best, "This is when the accuracy was best"),
        "accuracy": (lambda h, share: reached_rows(h, share)["Validation accuracy"].iloc[0], "raised IndexError"),
        "all": (lambda h, share: reached_rows(h, share)["Iteration"], "return the first alone"),
        "rows": (reached_rows, "One number is expected"),
        "an array": (lambda h, share: h.to_numpy(), "One number is expected"),
        "in place": (first_with_a_new_column, "changed its argument"),
        "wrong name": (lambda h, share: h["Validation"], "raised KeyError: 'Validation'"),
    },
)

def decayed_in_a_loop(learning_rate, iteration, half_life):
    for _ in range(iteration):
        learning_rate *= 0.5 ** (1 / half_life)
    return learning_rate


def decayed_for_one_iteration(learning_rate, iteration, half_life):
    for _ in range(iteration):
        learning_rate *= 0.5 ** (1 / half_life)
        return learning_rate


def decayed_if_any(learning_rate, iteration, half_life):
    if iteration > 0:
        return learning_rate * 0.5 ** (iteration / half_life)


def decayed_one_more(learning_rate, iteration, half_life):
    return learning_rate * 0.5 ** (iteration / (half_life + 1))


def halved_in_a_loop(learning_rate, iteration, half_life):
    for i in range(1, iteration + 1):
        if i % half_life == 0:
            learning_rate /= 2
    return learning_rate


attempts(
    "decayed",
    right={
        "one line": lambda rate, iteration, half_life: rate * 0.5 ** (iteration / half_life),
        "divided": lambda r, i, h: r / np.power(2.0, i / h),
        "exp2": lambda r, i, h: np.exp2(-i / h) * r,
        "exp and log": lambda r, i, h: r * np.exp(np.log(0.5) * i / h),
        "an array": lambda r, i, h: np.array(r * 2 ** -(i / h)),
        "a loop": decayed_in_a_loop,
    },
    wrong={
        "jumps": (lambda r, i, h: r * 0.5 ** (i // h), "It falls in jumps"),
        "two digits": (lambda r, i, h: round(r * 0.5 ** (i / h), 2), "Right up to rounding"),
        "once at most": (lambda r, i, h: r * 0.5 ** min(i / h, 1), "It falls to half and stays there"),
        "upside down, no 0": (lambda r, i, h: r * 0.5 ** (h / max(i, 1)), "The exponent is upside down"),
        "every iteration": (lambda r, i, h: r * 0.5**i, "It halves at every iteration, whatever"),
        "grows": (lambda r, i, h: r * 2 ** (i / h), "It grows"),
        "1/(1 + t)": (lambda r, i, h: r / (1 + i / h), "This falls as 1/(1 + t)"),
        "a line": (lambda r, i, h: r - 0.5 * r * i / h, "It falls along a straight line"),
        "times": (lambda r, i, h: r * 0.5 * (i / h), "raised to the power iteration / half_life, not multiplied"),
        "no brackets": (lambda r, i, h: r * 0.5**i / h, "put iteration / half_life into brackets"),
        "upside down": (lambda r, i, h: r * 0.5 ** (h / i), "The exponent is upside down"),
        "divided by 2 times": (lambda r, i, h: r / (2 * i / h), "Not multiplied: raise 2 to the power"),
        "exp": (lambda r, i, h: r * np.exp(-i / h), "This falls to 37 %"),
        "no rate": (lambda r, i, h: 0.5 ** (i / h), "The first rate is missing"),
        "return in the loop": (decayed_for_one_iteration, "`return` stands inside the loop"),
        "nothing at 0": (decayed_if_any, "It returned None for the first iteration of all"),
        "one more": (decayed_one_more, "one change, of the number 1"),
        "% in a loop": (halved_in_a_loop, "It falls in jumps"),
        "0.693": (lambda r, i, h: r * np.exp(-0.693 * i / h), "The logarithm of 2 was rounded"),
        "rounded": (lambda r, i, h: round(r * 0.5 ** (i / h), 5), "Right up to rounding"),
        "a floor": (lambda r, i, h: max(0.01, r * 0.5 ** (i / h)), "it is right except for nine half-lives and a bit"),
        "once": (lambda r, i, h: r / 2 if i else r, "halved once, and never again"),
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


def clipped_in_float32(gradients, limit):
    entries = np.concatenate([g.ravel() for g in gradients.values()]).astype(np.float32)
    factor = np.float32(limit / max(np.sqrt(entries @ entries), limit))
    return {name: factor * g.astype(np.float32) for name, g in gradients.items()}


def clipped_if_long(gradients, limit):
    if common_length(gradients) > limit:
        return clipped(gradients, limit)


def clipped_the_first(gradients, limit):
    shorter = {}
    for name, g in clipped(gradients, limit).items():
        shorter[name] = g
        return shorter


def clipped_by_the_last(gradients, limit):
    for g in gradients.values():
        squares = np.sum(g**2)
    return {name: g * min(1, limit / np.sqrt(squares)) for name, g in gradients.items()}


def clipped_with_divisions(gradients, limit):
    length = float(common_length(gradients))
    return {name: g * min(1, limit / length) for name, g in gradients.items()}


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
        "float32": clipped_in_float32,
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
        "built-in sum": (clipped_by_sums_of_rows, "adds rows only: np.sum"),
        "built-in sum, np.minimum": (clipped_by_minima, "adds rows only: np.sum"),
        "to 1": (clipped_to_one, "The length is now 1, not the limit"),
        "as it was": (lambda g, limit: g, "Nothing was shortened"),
        "nothing if short": (clipped_if_long, "A gradient within the limit gets lost"),
        "return in the loop": (clipped_the_first, "`return` stands inside the loop"),
        "the last": (clipped_by_the_last, "Only the last array was measured"),
        "0/0": (clipped_with_divisions, "it is right except for a gradient of zeros"),
        "weights": (lambda g, limit: g | clipped({k: v for k, v in g.items() if k[0] == "W"}, limit),
                    "Only the weights were measured"),
        "W and b": (lambda g, limit: clipped({"W": g["W"], "b": g["b"]}, limit), "except for four arrays"),
        "rounded": (lambda g, limit: {k: v.round(2) for k, v in clipped(g, limit).items()}, "Right up to rounding"),
        "in place": (clipped_in_place, "changed its argument"),
        "no names": (lambda g, limit: list(clipped(g, limit).values()), "The names are lost: return a dictionary"),
        "one name": (lambda g, limit: {next(iter(g)): next(iter(clipped(g, limit).values()))},
                     "The keys should be W, b"),
        "the length": (lambda g, limit: common_length(g), "This is the length; return the gradients"),
        "text": (lambda g, limit: {k: str(v) for k, v in clipped(g, limit).items()}, "W: Numbers are expected"),
        "sums": (lambda g, limit: {k: v.sum() for k, v in g.items()}, "W: This is a single number"),
    },
)


class TestNotebook05(Exercises):
    module = notebook_05
    attempts = attempts
