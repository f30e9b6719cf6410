"""The checks of the open experiments: they accept any honest table, and ask in words for what is missing.

An experiment returns a table with one row per training: who trained (`contender`), its `learning_rate`, its `seed`, and
the `accuracy` on the validation images. Each contender is judged at its own best rate, found inside the range tried, by
at least three seeds; what the table says is printed, and no more.
"""

import difflib
import re
from itertools import permutations

import numpy as np
import pandas as pd

from nnhelpers.checks.compare import kind_of, shown
from nnhelpers.checks.engine import NotRight, call, check

COLUMNS = ["contender", "learning_rate", "seed", "accuracy"]

# Student's t: where nothing differs, a difference exceeds so many standard errors by chance once in twenty times; by
# degrees of freedom (n − 1 for n pairs), for the fewer seeds there are, the less is known of the standard error itself.
TIMES = {2: 4.30, 3: 3.18, 4: 2.78, 5: 2.57, 6: 2.45, 7: 2.36, 8: 2.31, 9: 2.26, 10: 2.23}

# ---------------------------------------------------------------- the experiments


def with_and_without(attempt):
    """Notebook 05: does a hidden layer of ten pay?"""
    examined(attempt, leader_and_rival)


def deep_or_wide(attempt):
    """Notebook 07: with about the same number of parameters, depth or width?"""
    examined(attempt, leader_and_rival, require_equal_size)


def are_remedies_additive(attempt):
    """Notebook 10: do two remedies together bring the sum of what each brings?"""
    examined(attempt, lambda best: leader_and_rival(best) + sum_of_gains(best), four_roles)


def does_smoothing_help(attempt):
    """Notebook 11: label smoothing or none?"""
    examined(attempt, leader_and_rival)


def does_batch_norm_help(attempt):
    """Notebook 15: batch normalisation in a dense network, or none?"""
    examined(attempt, leader_and_rival)


def examined(attempt, conclude, require=lambda contenders: None):
    """Check a table of trainings and print what it says; `require` looks at the names of the contenders."""
    lines = []

    def examine(attempt):
        table = call(attempt, ())
        if table is ...:
            return False
        table = well_formed(table)
        require(list(table["contender"].unique()))
        best = at_their_best(table)
        lines.extend([*map(described, best.items()), *conclude(best)])
        return True

    check(attempt, examine, "The comparison is an honest one; this is what it says:")
    for line in lines:
        print(f"  {line}")


# ---------------------------------------------------------------- is it a table of trainings?


def well_formed(table):
    """Return the four columns in their types; raise NotRight where something is missing or can't be."""
    if not isinstance(table, pd.DataFrame):
        raise NotRight(f"It gave {shown(table)}\n  A pandas table is expected, yours is of the type {kind_of(table)}: "
                       f"return pd.DataFrame(rows, columns={COLUMNS}), one row per training.")
    for name in COLUMNS:
        if name not in list(table.columns):
            raise NotRight(about_column(table, name))
    if table.empty or not table.columns.is_unique:
        raise NotRight("The table has no rows yet." if table.empty else "Two columns have the same name.")
    table = table[COLUMNS].reset_index(drop=True)
    for name in ("contender", "seed"):
        if table[name].isna().any():
            raise NotRight(f"Row {table[name].isna().argmax()} has no {name}. (If it is None, write the text 'none'.)")
        table[name] = table[name].map(str)
    for name in ("learning_rate", "accuracy"):
        try:
            table[name] = table[name].astype(float)
        except (TypeError, ValueError):
            raise NotRight(f"The column {name!r} must hold numbers; it begins with {shown(table[name][0])}.") from None
    require_shares(table)
    if not table["learning_rate"].between(0, np.inf, inclusive="neither").all():
        raise NotRight("Every training needs its learning rate, a number above 0.")
    table["learning_rate"] = table["learning_rate"].map(lambda rate: float(f"{rate:.6g}"))  # 0.1 + 0.2 is 0.3
    twice = table.duplicated(COLUMNS[:3])
    if twice.any():
        who, rate, seed, _ = table.loc[twice.idxmax()]
        raise NotRight(f"{who} with the rate {rate:g} and the seed {seed} stands there twice: the same seed once more "
                       "is no new evidence. Keep one row per training.")
    return table


def about_column(table, name):
    """Say which column is missing, and where it may be."""
    plain = {re.sub(r"\W+", "_", str(column).lower()): column for column in table.columns}
    near = difflib.get_close_matches(name, plain, n=1)
    if name in table.index.names:
        words = "It stands in the index: end with .reset_index()."
    elif near:
        words = f"Is it the one that you call {plain[near[0]]!r}?"
    elif name == "seed":
        words = "A row is one training with one seed, not the mean of several."
    else:
        words = f"There are: {', '.join(map(str, table.columns))}."[:200]
    return f"The column {name!r} is missing. {words}"


def require_shares(table):
    """Raise NotRight unless every accuracy is a share of the validation images."""
    for who, rate, seed, _ in table[table["accuracy"].isna()].to_numpy():
        raise NotRight(f"{who} with the rate {rate:g} and the seed {seed} has no accuracy. If it diverged, keep its "
                       "row all the same: write what evaluate gives for the network that is left, or 0.1, a guess.")
    for odd in table["accuracy"][~table["accuracy"].between(0, 1)]:
        raise NotRight(f"An accuracy of {odd:g}? A share of the images, from 0 to 1, is asked for: divide per cent by "
                       "100, a count by the number of images.")


def require_equal_size(contenders):
    """Raise NotRight if the names are widths, as in 784-64-10, and the numbers of parameters differ by a quarter."""
    sizes = {}
    for name in contenders:
        if re.fullmatch(r"\d+(-\d+)+", name):
            widths = [int(width) for width in name.split("-")]
            sizes[name] = sum(n * (m + 1) for m, n in zip(widths, widths[1:], strict=False))
    if sizes and max(sizes.values()) > 1.25 * min(sizes.values()):
        large, small = max(sizes, key=sizes.get), min(sizes, key=sizes.get)
        raise NotRight(f"{large} has {sizes[large]:,} parameters, {small} {sizes[small]:,}: then you compare large "
                       "with small. Choose widths that give about the same number.")


# ---------------------------------------------------------------- is the comparison honest?


def at_their_best(table):
    """Return contender → its trainings at its best rate; raise NotRight with all that is missing for that."""
    trainings = dict(list(table.groupby("contender", sort=False)))
    best = {who: rows[rows["learning_rate"] == best_rate(rows)] for who, rows in trainings.items()}
    lacks = [words for who, rows in trainings.items() if (words := lacking(who, rows, best[who]))]
    if len(best) < 2:
        lacks.append("There is only one contender: a comparison needs two.")
    if lacks and table["accuracy"].median() < 0.3:
        lacks.append("Most accuracies are low. Are they the shares of *wrong* answers? Then take them from 1.")
    if lacks:
        raise NotRight("\n  ".join(lacks[:5]))
    if all(rows["accuracy"].nunique() == 1 for rows in best.values()):
        raise NotRight("Every seed gives the same accuracy, for all contenders: does the seed reach what is drawn at "
                       "random (rng=np.random.default_rng(seed))?")
    if len({frozenset(map(tuple, rows[COLUMNS[1:]].to_numpy())) for rows in trainings.values()}) < len(best):
        raise NotRight("Two contenders have the same accuracies, row by row: was the same network trained twice?")
    return {who: rows.assign(tried=trainings[who]["learning_rate"].nunique()) for who, rows in best.items()}


def best_rate(rows):
    """Return the rate with the best mean accuracy over its seeds; of equal ones, one inside the range tried."""
    means = rows.groupby("learning_rate")["accuracy"].mean()
    rates = list(means[np.isclose(means, means.max(), rtol=0, atol=1e-12)].index)
    return next((rate for rate in rates if means.index[0] < rate < means.index[-1]), rates[0])


def lacking(who, rows, best):
    """Say what one contender's trainings lack, or return an empty string."""
    rates, rate = np.unique(rows["learning_rate"]), best["learning_rate"].iloc[0]
    if len(rates) < 3:
        return f"{who}: learning rates tried: {len(rates)}. Take at least three, to find its own best one."
    if best["accuracy"].mean() < 0.15:
        return f"{who}: no better than guessing at any rate, which gets a tenth right. Does its training run?"
    if rate in (rates[0], rates[-1]):
        end, where = ("smallest", "below") if rate == rates[0] else ("largest", "above")
        return f"{who}: its best rate, {rate:g}, is the {end} that was tried. Look further, {where} {rate:g}."
    if len(best) < 3:
        return f"{who}: seeds at its best rate, {rate:g}: {len(best)}. Take at least three, to see the scatter."
    return ""


# ---------------------------------------------------------------- what it says


def described(item):
    """Put one contender at its best into words, in percentage points."""
    who, rows = item
    scores, first = 100 * rows["accuracy"], rows.iloc[0]
    scatter = "all seeds agree" if scores.nunique() == 1 else f"standard deviation {scores.std(ddof=1):.2f}"
    return (f"{who}: {scores.mean():.1f} %, {scatter} ({len(rows)} seeds), at {first['learning_rate']:g}, the best of "
            f"{first['tried']} rates")


def combined(best, signs):
    """Return (sum of signs times means, its standard error, degrees of freedom, whether paired by seeds), in points.

    With the same seeds for all, the sum is taken seed by seed and its scatter measured. Otherwise the variances of the
    means add up, and the degrees of freedom are Welch's, rounded down.
    """
    scores = {who: 100 * best[who].set_index("seed")["accuracy"] for who in signs}
    value = sum(sign * scores[who].mean() for who, sign in signs.items())
    if len({frozenset(one.index) for one in scores.values()}) == 1:
        by_seed = sum(sign * scores[who] for who, sign in signs.items())
        return value, by_seed.std(ddof=1) / np.sqrt(len(by_seed)), len(by_seed) - 1, True
    parts = [(one.var(ddof=1) / len(one), len(one) - 1) for one in scores.values()]
    variance = sum(part for part, _ in parts)
    freedom = variance**2 / sum(part**2 / less for part, less in parts) if variance > 0 else 2
    return value, np.sqrt(variance), int(freedom + 1e-9), False


def weighed(best, signs):
    """Return (a combination of means, whether the seeds tell it from 0, how and why in words)."""
    value, error, freedom, paired = combined(best, signs)
    if error < 1e-9:
        return value, False, "points, without any scatter to weigh it by,"
    needed = TIMES[min(freedom, max(TIMES))]
    return value, abs(value) > needed * error, (
        f"± {error:.2f} points (standard error{', seed by seed' if paired else ' of two means'}). That is "
        f"{abs(value) / error:.1f} standard errors; with so few seeds it takes more than {needed:.1f},")


def leader_and_rival(best):
    """Say whether the seeds tell the best contender from the second."""
    first, second = sorted(best, key=lambda who: -best[who]["accuracy"].mean())[:2]
    lead, told, why = weighed(best, {first: 1, second: -1})
    tell = "the seeds tell them apart" if told else "the seeds do not tell them apart"
    return [f"{first} leads {second} by {lead:.2f} {why} so {tell}."]


def four_roles(contenders):
    """Return (none, one remedy, the other, both), told by the name that holds two others; raise NotRight if none is."""
    found = [(*{*contenders} - {one, other, both}, one, other, both) for one, other, both in permutations(contenders, 3)
             if one < other and one.lower() in both.lower() and other.lower() in both.lower()
             and one.lower() not in other.lower() and other.lower() not in one.lower()]
    if len(contenders) != 4 or len(found) != 1:
        raise NotRight("Four contenders are needed: without a remedy, with one, with the other, with both, whose name "
                       "holds both names, such as 'none', 'dropout', 'shifts', 'dropout + shifts'. "
                       f"Yours: {', '.join(map(repr, contenders))[:200]}.")
    return found[0]


def sum_of_gains(best):
    """Say whether two remedies together bring what each brings alone, summed."""
    none, one, other, both = four_roles(list(best))
    gains = [combined(best, {who: 1, none: -1})[0] for who in (one, other, both)]
    missing, told, why = weighed(best, {both: 1, one: -1, other: -1, none: 1})
    tell = "the gains do not add up" if told else "the seeds show no departure from a sum"
    return [f"gains over {none}: {one} {gains[0]:+.2f}, {other} {gains[1]:+.2f}, both {gains[2]:+.2f} points",
            f"both less the sum of the two: {missing:+.2f} {why} so {tell}."]
