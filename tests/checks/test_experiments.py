"""The checks of the open experiments: an honest table is accepted and read, and what a table lacks is said in words."""

import numpy as np
import pandas as pd
import pytest
from attempts import CONSTANTS, assert_refused, verdict

from nnhelpers.checks import experiments

NAMES = [
    "with_and_without", "deep_or_wide", "are_remedies_additive", "does_smoothing_help", "does_batch_norm_help",
]
COLUMNS = ["contender", "learning_rate", "seed", "accuracy"]


def trainings(scores, rates=(0.1, 0.3, 1.0)):
    """Return a table from contender → accuracies at the second rate, one per seed; at the others 2 points less."""
    return pd.DataFrame([(who, rate, seed, accuracy if rate == rates[1] else accuracy - 0.02)
                         for who, accuracies in scores.items() for rate in rates
                         for seed, accuracy in enumerate(accuracies)], columns=COLUMNS)


HONEST = trainings({"784-10": [0.91, 0.912, 0.914], "784-10-10": [0.92, 0.923, 0.926]})
REMEDIES = {"none": [0.90, 0.90, 0.91], "dropout": [0.91, 0.92, 0.92], "shifts": [0.92, 0.93, 0.94]}


def with_changed(column, row, value):
    table = HONEST.astype({column: object})
    table.loc[row, column] = value
    return table


def said_of(table, capsys, name="with_and_without"):
    return verdict(name, lambda: table, capsys)


def test_each_is_quiet_before_it_is_written(capsys):
    for name in NAMES:
        assert said_of(..., capsys, name) == f"{name}: not written yet.\n"


def test_an_honest_table_is_read_word_by_word(capsys):
    # Differences seed by seed: 0.010, 0.011, 0.012; mean 1.1 points, standard deviation 0.1, error 0.1/√3 = 0.058.
    assert said_of(HONEST, capsys) == (
        "with_and_without: correct. The comparison is an honest one; this is what it says:\n"
        "  784-10: 91.2 %, standard deviation 0.20 (3 seeds), at 0.3, the best of 3 rates\n"
        "  784-10-10: 92.3 %, standard deviation 0.30 (3 seeds), at 0.3, the best of 3 rates\n"
        "  784-10-10 leads 784-10 by 1.10 ± 0.06 points (standard error, seed by seed). That is 19.1 standard errors; "
        "with so few seeds it takes more than 4.3, so the seeds tell them apart.\n"
    )


@pytest.mark.parametrize("table", [
    HONEST.sample(frac=1, random_state=0),
    HONEST.assign(seconds=3.0, epochs=5)[["seconds", *reversed(COLUMNS), "epochs"]],
    HONEST.set_index(pd.Index([0] * len(HONEST))),
    HONEST.astype({"accuracy": "float32", "seed": "float64"}).astype({"accuracy": str, "learning_rate": object}),
    HONEST.assign(seed=HONEST["seed"].map(lambda seed: np.random.SeedSequence(seed).entropy + 2026)),
    HONEST.assign(contender=HONEST["contender"].astype("category")),
    pd.concat([HONEST, pd.DataFrame([["784-10", 5.0, 0, 0.098], ["784-10", 1e-9, 0, 0.04]], columns=COLUMNS)]),
], ids=["shuffled", "more columns", "index", "float32 and text", "other seeds", "categories", "other rates"])
def test_an_honest_table_is_accepted_in_any_form(table, capsys):
    before = table.copy()
    for name in ("with_and_without", "does_smoothing_help"):
        out = said_of(table, capsys, name)
        assert out.startswith(f"{name}: correct.") and "by 1.10 ± 0.06 points" in out
    assert table.equals(before)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", CONSTANTS, ids=range(len(CONSTANTS)))
def test_whatever_is_no_table_is_refused(name, value, capsys):
    assert_refused(name, said_of(value, capsys, name))


@pytest.mark.parametrize(("table", "words"), [
    (None, "A pandas table is expected, yours is of the type NoneType"),
    (HONEST.to_dict(), "A pandas table is expected, yours is of the type dict"),
    (HONEST["accuracy"], "A pandas table is expected, yours is of the type Series"),
    (HONEST.iloc[:0], "The table has no rows yet."),
    (HONEST.rename(columns={"accuracy": "Accuracies"}), "'accuracy' is missing. Is it the one that you call 'Accurac"),
    (HONEST.rename(columns={"learning_rate": "learning rate"}), "Is it the one that you call 'learning rate'?"),
    (HONEST.rename(columns={"contender": "who"}), "There are: who, learning_rate, seed, accuracy."),
    (HONEST.drop(columns="seed"), "A row is one training with one seed, not the mean of several."),
    (HONEST.set_index("contender"), "It stands in the index: end with .reset_index()."),
    (HONEST.groupby(COLUMNS[:2]).agg(["mean"]).reset_index(), "The column 'contender' is missing."),
    (pd.concat([HONEST, HONEST["seed"]], axis=1), "Two columns have the same name."),
    (with_changed("contender", 4, None), "Row 4 has no contender. (If it is None, write the text 'none'.)"),
    (with_changed("seed", 2, np.nan), "Row 2 has no seed."),
    (with_changed("accuracy", 0, "fine"), "The column 'accuracy' must hold numbers; it begins with 'fine'."),
    (with_changed("learning_rate", 0, [0.1]), "The column 'learning_rate' must hold numbers"),
    (with_changed("learning_rate", 5, 0), "Every training needs its learning rate, a number above 0."),
    (with_changed("learning_rate", 5, np.inf), "Every training needs its learning rate, a number above 0."),
    (with_changed("learning_rate", 5, np.nan), "Every training needs its learning rate, a number above 0."),
    (with_changed("accuracy", 3, np.nan), "784-10 with the rate 0.3 and the seed 0 has no accuracy. If it diverged,"),
    (HONEST.assign(accuracy=100 * HONEST["accuracy"]), "An accuracy of 89? A share of the images, from 0 to 1"),
    (with_changed("accuracy", 1, -0.1), "An accuracy of -0.1? A share of the images"),
    (pd.concat([HONEST, HONEST.iloc[[3]]]), "784-10 with the rate 0.3 and the seed 0 stands there twice"),
    (HONEST.replace({"learning_rate": {0.1: 0.1 + 0.2}}), "784-10 with the rate 0.3 and the seed 0 stands there twice"),
], ids=lambda value: value[:40] if isinstance(value, str) else "")
def test_what_is_no_table_of_trainings_is_told_why(table, words, capsys):
    out = said_of(table, capsys)
    assert_refused("with_and_without", out)
    assert words in out


@pytest.mark.parametrize(("table", "words"), [
    (HONEST[HONEST["contender"] == "784-10"], "There is only one contender"),
    (HONEST[HONEST["learning_rate"] > 0.2], "784-10: learning rates tried: 2. Take at least three"),
    (HONEST.replace({"learning_rate": {0.3: 3}}), "784-10: its best rate, 3, is the largest that was tried. "
                                                  "Look further, above 3."),
    (HONEST.replace({"learning_rate": {0.3: 0.01}}), "784-10-10: its best rate, 0.01, is the smallest that was tried. "
                                                     "Look further, below 0.01."),
    (HONEST[HONEST["seed"] < 2], "784-10: seeds at its best rate, 0.3: 2. Take at least three"),
    (HONEST.assign(accuracy=0.1), "784-10: no better than guessing at any rate"),
    (trainings({"784-10": [0.91] * 3, "784-10-10": [0.92] * 3}), "does the seed reach what is drawn at random"),
    (trainings({"784-10": [0.91, 0.92, 0.93], "784-10-10": [0.91, 0.92, 0.93]}), "was the same network trained twice?"),
    (HONEST.assign(accuracy=1 - HONEST["accuracy"] + 0.1), "Are they the shares of *wrong* answers?"),
], ids=lambda value: value[:40] if isinstance(value, str) else "")
def test_what_an_honest_comparison_lacks_is_asked_for(table, words, capsys):
    out = said_of(table, capsys)
    assert_refused("with_and_without", out)
    assert words in out


def test_only_the_contender_that_lacks_something_is_named(capsys):
    out = said_of(HONEST.drop(index=HONEST.index[-6]), capsys)
    assert "784-10-10: seeds at its best rate, 0.3: 2." in out and "784-10:" not in out


def test_of_equally_good_rates_one_inside_the_range_counts(capsys):
    table = trainings({"a": [0.91, 0.92, 0.93], "b": [0.93, 0.94, 0.96]})
    table.loc[table["learning_rate"] == 0.1, "accuracy"] += 0.02
    assert "at 0.3, the best of 3 rates" in said_of(table, capsys)


def test_a_contender_without_scatter_is_accepted_beside_one_that_scatters(capsys):
    # As logistic regression from zeros. Differences 0.01, 0.02, 0.03: 2.00 points, standard error 1/√3 = 0.58.
    out = said_of(trainings({"784-10": [0.91] * 3, "784-10-10": [0.92, 0.93, 0.94]}), capsys)
    assert "784-10: 91.0 %, all seeds agree (3 seeds)" in out
    assert "784-10-10 leads 784-10 by 2.00 ± 0.58 points" in out and "3.5 standard errors; with so few" in out
    assert out.endswith("it takes more than 4.3, so the seeds do not tell them apart.\n")


def test_a_difference_without_any_scatter_tells_nothing_apart(capsys):
    out = said_of(trainings({"a": [0.91] * 3, "b": [0.92] * 3, "c": [0.8, 0.81, 0.82]}), capsys)
    assert "b leads a by 1.00 points, without any scatter to weigh it by, so the seeds do not tell them apart." in out


def test_the_best_is_compared_with_the_second_best_of_several(capsys):
    table = trainings({"low": [0.8, 0.82, 0.81], "high": [0.93, 0.94, 0.96], "middle": [0.9, 0.91, 0.9]})
    lines = said_of(table, capsys).splitlines()
    assert [line.split(":")[0].strip() for line in lines[1:4]] == ["low", "high", "middle"]  # in the table's order
    assert "high leads middle by" in lines[4]


def test_other_seeds_are_compared_without_pairs(capsys):
    # Variances 1 and 1 (in points²), 3 and 5 seeds: error √(1/3 + 1/5) = 0.73; Welch's degrees of freedom
    # (8/15)² / ((1/3)²/2 + (1/5)²/4) = 4.3, rounded down to 4, for which 2.8 standard errors are needed.
    root = 0.01 * np.sqrt(0.4)
    five = [0.95 + k * root for k in (-2, -1, 0, 1, 2)]
    out = said_of(trainings({"three": [0.92, 0.93, 0.94], "five": five}), capsys)
    assert "five leads three by 2.00 ± 0.73 points (standard error of two means). That is 2.7 standard errors" in out
    assert "more than 2.8, so the seeds do not tell them apart." in out


def test_pairs_see_what_the_scatter_of_the_seeds_hides(capsys):
    scores = {"a": [0.90, 0.92, 0.94, 0.96], "b": [0.905, 0.926, 0.946, 0.967]}
    table = trainings(scores)
    assert "so the seeds tell them apart" in said_of(table, capsys)
    table.loc[table["contender"] == "b", "seed"] += 10
    assert "so the seeds do not tell them apart" in said_of(table, capsys)


def test_the_table_of_student_s_t_is_right():
    # By df: the share within ± t of 200,000 draws of a mean over its standard error; 95 % but for chance.
    rng = np.random.default_rng(0)
    for freedom, needed in experiments.TIMES.items():
        draws = rng.normal(size=(200_000, freedom + 1))
        ratio = draws.mean(axis=1) / (draws.std(axis=1, ddof=1) / np.sqrt(freedom + 1))
        assert abs(np.mean(np.abs(ratio) < needed) - 0.95) < 0.002


# The experiments' own questions

def test_networks_of_unequal_size_are_refused_where_depth_is_compared_with_width(capsys):
    scores = [[0.95, 0.951, 0.953], [0.95, 0.952, 0.955]]
    equal = trainings(dict(zip(["784-64-10", "784-64-64-10"], scores, strict=True)))
    assert "correct" in said_of(equal, capsys, "deep_or_wide")  # 50,890 and 55,050
    unequal = trainings(dict(zip(["784-64-10", "784-128-10"], scores, strict=True)))
    out = said_of(unequal, capsys, "deep_or_wide")
    assert_refused("deep_or_wide", out)
    assert "784-128-10 has 101,770 parameters, 784-64-10 50,890: then you compare large with small." in out
    assert "correct" in said_of(unequal, capsys, "with_and_without")
    unnamed = trainings(dict(zip(["deep", "wide"], scores, strict=True)))
    assert "correct" in said_of(unnamed, capsys, "deep_or_wide")


def test_gains_that_add_up_are_told_from_those_that_do_not(capsys):
    # Seed by seed, both − dropout − shifts + none: 0.01 + 0.02, 0.02 + 0.03, 0.01 + 0.03 are the sums of the gains.
    sums = np.array([0.93, 0.95, 0.95])
    out = said_of(trainings(REMEDIES | {"dropout + shifts": sums + [0.001, -0.001, 0.0015]}), capsys,
                  "are_remedies_additive")
    assert "gains over none: dropout +1.33, shifts +2.67, both +4.05 points" in out
    assert "both less the sum of the two: +0.05 ± 0.08 points (standard error, seed by seed)" in out
    assert out.endswith("so the seeds show no departure from a sum.\n")
    capitals = {name.upper(): accuracies for name, accuracies in REMEDIES.items()}
    out = said_of(trainings(capitals | {"Shifts and dropout": sums - [0.02, 0.021, 0.022]}), capsys,
                  "are_remedies_additive")
    assert "both less the sum of the two: -2.10 ± 0.06 points" in out and out.endswith("so the gains do not add up.\n")


@pytest.mark.parametrize("names", [
    ["none", "dropout", "shifts"], ["none", "dropout", "shifts", "both"], ["none", "L2", "L2 strong", "L2 + L2 strong"],
    ["none", "dropout", "shifts", "dropout + shifts", "more"], ["no dropout, no shifts", "dropout", "shifts",
                                                                 "dropout + shifts"],
])
def test_the_four_roles_are_asked_for_by_their_names(names, capsys):
    rng = np.random.default_rng(0)
    out = said_of(trainings({name: 0.9 + 0.01 * rng.random(3) for name in names}), capsys, "are_remedies_additive")
    assert_refused("are_remedies_additive", out)
    assert "'none', 'dropout', 'shifts', 'dropout + shifts'" in out and f"Yours: {names[0]!r}" in out


def test_an_exception_is_shown_with_its_line(capsys):
    def experiment():
        return pd.DataFrame({"accuracy": 1 / 0})

    out = verdict("deep_or_wide", experiment, capsys)
    assert_refused("deep_or_wide", out)
    assert "raised ZeroDivisionError" in out and '"accuracy": 1 / 0' in out
