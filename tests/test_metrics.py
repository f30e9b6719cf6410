"""Counts and ratios, each worked by hand on a case of a few labels."""

import warnings

import numpy as np
import pandas as pd
import pytest

from nnhelpers.metrics import (
    accuracy,
    accuracy_curves,
    binomial_interval,
    confusion_matrix,
    per_class_history,
    per_class_table,
    ratio,
)

COLUMNS = ["True Class", "TP", "FP", "TN", "FN", "Precision", "Recall", "Accuracy", "F1-Score"]

# Seven examples of classes 0, 1, 2; class 3 neither occurs nor is predicted.
# true      0 0 0 1 1 2 2
# predicted 0 0 1 1 0 0 1   (class 2 is never predicted)
TRUE = np.array([0, 0, 0, 1, 1, 2, 2])
PREDICTED = np.array([0, 0, 1, 1, 0, 0, 1])


def random_labels(seed, m=500, classes=10):
    """Return true labels and predictions of which about two thirds are right."""
    rng = np.random.default_rng(seed)
    true, other = rng.integers(0, classes, (2, m))
    return true, np.where(rng.random(m) < 2 / 3, true, other)


def test_accuracy_of_three_right_among_seven_is_three_sevenths():
    # Right at positions 0, 1 and 3.
    assert accuracy(TRUE, PREDICTED) == pytest.approx(3 / 7, rel=1e-15)


def test_accuracy_is_the_share_of_the_confusion_matrix_that_stands_on_its_diagonal():
    true, predicted = random_labels(1)
    matrix = confusion_matrix(true, predicted)
    assert accuracy(true, predicted) == pytest.approx(np.trace(matrix) / matrix.sum(), rel=1e-15)
    assert type(accuracy(true, predicted)) is float


def test_confusion_matrix_has_true_classes_in_rows_and_predicted_ones_in_columns():
    # Of the three 0s two were taken for 0 and one for 1; of the 1s one for each; of the 2s one for each.
    expected = [[2, 1, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]]
    np.testing.assert_array_equal(confusion_matrix(TRUE, PREDICTED, classes=4), expected)


def test_confusion_matrix_equals_counting_one_by_one_and_has_ten_classes_unless_told():
    true, predicted = random_labels(2)
    expected = np.zeros((10, 10), int)
    for t, p in zip(true, predicted, strict=True):
        expected[t, p] += 1
    matrix = confusion_matrix(true, predicted)
    np.testing.assert_array_equal(matrix, expected)
    assert matrix.dtype.kind == "i" and matrix.sum() == 500


def test_confusion_matrix_is_transposed_when_truth_and_prediction_change_places():
    true, predicted = random_labels(3)
    np.testing.assert_array_equal(confusion_matrix(predicted, true), confusion_matrix(true, predicted).T)


def test_confusion_matrix_does_not_depend_on_the_order_of_the_examples():
    true, predicted = random_labels(4)
    order = np.random.default_rng(4).permutation(500)
    np.testing.assert_array_equal(confusion_matrix(true[order], predicted[order]), confusion_matrix(true, predicted))


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint16, np.int32, np.uint32, np.int64, np.uint64])
def test_labels_of_any_integer_type_are_counted_without_overflow(dtype):
    # The cell of (25, 25) among 26 classes is 26 · 25 + 25 = 675, beyond 255.
    true, predicted = random_labels(5, classes=26)
    expected = confusion_matrix(true, predicted, classes=26)
    assert expected[25, 25] > 0
    np.testing.assert_array_equal(confusion_matrix(true.astype(dtype), predicted.astype(dtype), 26), expected)
    pd.testing.assert_frame_equal(
        per_class_table(true.astype(dtype), predicted.astype(dtype), 26), per_class_table(true, predicted, 26)
    )
    assert accuracy(np.array([9, 0], dtype), np.array([9, 9], dtype)) == 0.5


def test_ratio_divides_entry_by_entry_and_is_nan_without_a_warning_where_the_whole_is_zero():
    # 1/4; 0/0 is undefined; 3/3
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_array_equal(ratio(np.array([1, 0, 3]), np.array([4, 0, 3])), [0.25, np.nan, 1])


def test_per_class_table_holds_the_counts_and_ratios_worked_by_hand():
    # m = 7. Class 0: TP 2; taken for 0 but not: positions 4, 5, FP 2; missed: position 2, FN 1; TN = 7-2-2-1 = 2
    #   precision 2/4, recall 2/3, accuracy (2+2)/7, F1 = 4/(4+2+1)
    # Class 1: TP 1; FP positions 2, 6; FN position 4; TN 7-1-2-1 = 3
    #   precision 1/3, recall 1/2, accuracy 4/7, F1 = 2/(2+2+1)
    # Class 2: never predicted: TP 0, FP 0, FN 2, TN 5; precision 0/0 undefined, recall 0/2, accuracy 5/7, F1 = 0/2
    # Class 3: does not occur: TP 0, FP 0, FN 0, TN 7; precision, recall and F1 are 0/0, undefined; accuracy 7/7
    nan = np.nan
    expected = pd.DataFrame(
        [
            [0, 2, 2, 2, 1, 2 / 4, 2 / 3, 4 / 7, 4 / 7],
            [1, 1, 2, 3, 1, 1 / 3, 1 / 2, 4 / 7, 2 / 5],
            [2, 0, 0, 5, 2, nan, 0.0, 5 / 7, 0.0],
            [3, 0, 0, 7, 0, nan, nan, 1.0, nan],
        ],
        columns=COLUMNS,
    )
    pd.testing.assert_frame_equal(per_class_table(TRUE, PREDICTED, classes=4), expected)


def test_per_class_table_has_exactly_the_nine_columns_in_their_order_and_a_row_per_class():
    table = per_class_table(*random_labels(6))
    assert list(table.columns) == COLUMNS
    assert table["True Class"].tolist() == list(range(10))


def test_each_row_of_the_table_counts_every_example_once():
    true, predicted = random_labels(7)
    table = per_class_table(true, predicted)
    assert (table[["TP", "FP", "TN", "FN"]].sum(axis=1) == 500).all()
    assert (table["TP"] + table["FN"]).tolist() == np.bincount(true, minlength=10).tolist()
    assert (table["TP"] + table["FP"]).tolist() == np.bincount(predicted, minlength=10).tolist()
    assert table["TP"].sum() == round(500 * accuracy(true, predicted))


def test_f1_is_the_harmonic_mean_of_precision_and_recall():
    table = per_class_table(*random_labels(8))
    harmonic = 2 / (1 / table["Precision"] + 1 / table["Recall"])
    np.testing.assert_allclose(table["F1-Score"], harmonic, rtol=1e-13)


def test_false_positives_become_false_negatives_when_truth_and_prediction_change_places():
    true, predicted = random_labels(9)
    table, swapped = per_class_table(true, predicted), per_class_table(predicted, true)
    assert (table["FP"] != table["FN"]).any()
    assert table["FP"].tolist() == swapped["FN"].tolist()
    assert table["Precision"].tolist() == swapped["Recall"].tolist()


def test_a_detector_that_never_says_8_is_nine_tenths_accurate_and_finds_no_8():
    # One image of each digit, all named right but the 8, which is taken for a 3:
    # class 8 has TP 0, FP 0, FN 1, TN 9: accuracy 9/10, recall 0/1, precision 0/0
    true = np.arange(10)
    predicted = np.where(true == 8, 3, true)
    eight = per_class_table(true, predicted).loc[8]
    assert eight["Accuracy"] == 0.9
    assert eight["Recall"] == 0
    assert np.isnan(eight["Precision"])
    assert eight["F1-Score"] == 0


# true 0 1 1; after 0 steps all are called 0, after 20 all are right.
HISTORY_TRUE = np.array([0, 1, 1])
HISTORY_PREDICTIONS = {0: np.array([0, 0, 0]), 20: np.array([0, 1, 1])}


def test_per_class_history_stacks_a_table_per_iteration_with_iteration_first():
    # After 0 steps, class 0: TP 1, FP 2, TN 0, FN 0: 1/3, 1/1, 1/3, 2/(2+2) = 1/2
    #                class 1: TP 0, FP 0, TN 1, FN 2: 0/0, 0/2, 1/3, 0/2
    # After 20 steps, class 0: TP 1, FP 0, TN 2, FN 0; class 1: TP 2, FP 0, TN 1, FN 0: all ratios 1
    history = per_class_history(HISTORY_TRUE, HISTORY_PREDICTIONS, classes=2)
    expected = pd.DataFrame(
        [
            [0, 0, 1, 2, 0, 0, 1 / 3, 1.0, 1 / 3, 1 / 2],
            [0, 1, 0, 0, 1, 2, np.nan, 0.0, 1 / 3, 0.0],
            [20, 0, 1, 0, 2, 0, 1.0, 1.0, 1.0, 1.0],
            [20, 1, 2, 0, 1, 0, 1.0, 1.0, 1.0, 1.0],
        ],
        columns=["Iteration", *COLUMNS],
    )
    pd.testing.assert_frame_equal(history, expected)


def test_per_class_history_of_one_iteration_is_its_table():
    true, predicted = random_labels(10)
    history = per_class_history(true, {7: predicted})
    assert history["Iteration"].tolist() == [7] * 10
    pd.testing.assert_frame_equal(history.drop(columns="Iteration"), per_class_table(true, predicted))


def test_accuracy_curves_are_the_mean_highest_and_lowest_class_accuracy_of_each_iteration():
    # true 0 1 2 2, predicted 0 1 1 1 after 0 steps: class 0 accuracy 4/4; class 1: TP 1, TN 1, 2/4; class 2: TN 2, 2/4
    #   mean (1 + 1/2 + 1/2)/3 = 2/3, highest 1, lowest 1/2
    # predicted 0 1 2 1 after 10 steps: class 0 4/4; class 1: TP 1, TN 2, 3/4; class 2: TP 1, TN 2, 3/4
    #   mean (1 + 3/4 + 3/4)/3 = 5/6, highest 1, lowest 3/4
    predictions = {0: np.array([0, 1, 1, 1]), 10: np.array([0, 1, 2, 1])}
    curves = accuracy_curves(per_class_history(np.array([0, 1, 2, 2]), predictions, classes=3))
    expected = pd.DataFrame(
        {"mean": [2 / 3, 5 / 6], "max": [1.0, 1.0], "min": [1 / 2, 3 / 4]}, index=pd.Index([0, 10], name="Iteration")
    )
    pd.testing.assert_frame_equal(curves, expected)


def test_accuracy_curves_never_cross():
    true, _ = random_labels(11)
    history = per_class_history(true, {step: random_labels(11 + step)[1] for step in range(4)})
    curves = accuracy_curves(history)
    assert curves.index.tolist() == [0, 1, 2, 3]
    assert (curves["min"] < curves["mean"]).all() and (curves["mean"] < curves["max"]).all()


def test_binomial_interval_of_8_in_10_is_the_wilson_interval_worked_by_hand():
    # p = 0.8, n = 10, z = 1.96, z² = 3.8416
    # middle = 0.8 + 3.8416/20 = 0.99208
    # reach = 1.96 · sqrt(0.16/10 + 3.8416/400) = 1.96 · sqrt(0.025604) = 1.96 · 0.1600125 = 0.3136245
    # scale = 1 + 0.38416 = 1.38416; low = 0.6784555/1.38416 = 0.49016, high = 1.3057045/1.38416 = 0.94332
    low, high = binomial_interval(8, 10)
    assert low == pytest.approx(0.49016, abs=5e-6)
    assert high == pytest.approx(0.94332, abs=5e-6)
    assert type(low) is float and type(high) is float


def test_the_ends_of_a_binomial_interval_are_1_96_standard_errors_from_the_observed_share():
    # Wilson's interval holds the shares q with |p - q| ≤ 1.96 sqrt(q (1 - q) / n); its ends make it an equality.
    for correct, total in [(1, 7), (50, 60), (9_000, 10_000), (3, 1_000)]:
        for end in binomial_interval(correct, total):
            assert abs(correct / total - end) == pytest.approx(1.96 * np.sqrt(end * (1 - end) / total), rel=1e-9)


def test_binomial_interval_of_the_wrong_answers_mirrors_that_of_the_right_ones():
    low, high = binomial_interval(37, 50)
    assert binomial_interval(13, 50) == pytest.approx((1 - high, 1 - low), rel=1e-13)


def test_binomial_interval_narrows_with_more_examples_and_holds_the_observed_share():
    widths = []
    for total in [10, 100, 1_000, 10_000]:
        low, high = binomial_interval(total * 9 // 10, total)
        assert 0 < low < 0.9 < high < 1
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(0.0118, abs=5e-5)  # about 2 · 1.96 · sqrt(0.09 / 10,000)


def test_binomial_interval_after_none_or_all_right_has_width_although_the_share_is_certain():
    # p = 0: the interval is from 0 to z²/n / (1 + z²/n) = 3.8416 / (10 + 3.8416) = 0.27754
    assert binomial_interval(0, 10) == pytest.approx((0, 0.27754), abs=5e-6)
    assert binomial_interval(10, 10) == pytest.approx((0.72246, 1), abs=5e-6)


@pytest.mark.parametrize("total", [1, 5, 10, 77, 10_000])
def test_binomial_interval_stays_within_zero_and_one_and_reaches_them(total):
    assert binomial_interval(0, total)[0] == pytest.approx(0, abs=1e-12)
    assert binomial_interval(total, total)[1] == pytest.approx(1, abs=1e-12)
    for correct in {0, 1, total // 2, total - 1, total}:
        low, high = binomial_interval(correct, total)
        assert 0 <= low < high <= 1


@pytest.mark.parametrize(("correct", "expected"), [(-1, "at least 0"), (11, "from 0 to total = 10")])
def test_binomial_interval_refuses_a_number_of_right_answers_outside_the_total(correct, expected):
    with pytest.raises(ValueError, match=f"^correct must be {expected}, but {correct} was passed$"):
        binomial_interval(correct, 10)


@pytest.mark.parametrize("correct", [2.5, 8.0, np.nan, "8", None], ids=repr)
def test_binomial_interval_refuses_right_answers_that_are_not_a_count(correct):
    with pytest.raises(TypeError) as error:
        binomial_interval(correct, 10)
    assert str(error.value) == f"correct must be a whole number, but {correct!r} was passed"


def test_binomial_interval_refuses_a_total_that_is_not_a_count():
    with pytest.raises(ValueError, match="total must be at least 1, but 0 was passed"):
        binomial_interval(0, 0)
    with pytest.raises(TypeError, match="total must be a whole number, but 2.5 was passed"):
        binomial_interval(1, 2.5)


BAD_LABELS = [
    ([1, 2, 3], TypeError, "{name} must be a NumPy array"),
    (np.array([1, 10, 3]), ValueError, "{name} must be whole numbers from 0 to 9, but found 10 at position 1; .*if "
     "there are 11 classes, pass classes=11"),
    (np.array([1.0, 2.0, 3.0]), TypeError, r"{name} must be whole.* dtype is float64.*{name}\.astype\(int\)"),
    (np.eye(10)[:, :3], ValueError, "{name} must be one-dimensional"),
    (np.array([1, 2]), ValueError, "true and predicted labels must belong together one to one.*{lengths} of them"),
]


@pytest.mark.parametrize(("bad", "error", "words"), BAD_LABELS)
@pytest.mark.parametrize("function", [accuracy, confusion_matrix, per_class_table])
def test_labels_that_cannot_be_counted_are_refused_with_the_name_of_the_argument(function, bad, error, words):
    good = np.array([1, 2, 3])
    with pytest.raises(error, match=words.format(name="true", lengths="2 and 3")):
        function(bad, good)
    with pytest.raises(error, match=words.format(name="predicted", lengths="3 and 2")):
        function(good, bad)


def test_a_class_beyond_the_number_of_classes_is_refused_by_number_and_position():
    with pytest.raises(ValueError, match="predicted must be whole numbers from 0 to 2, but found 3 at position 1"):
        confusion_matrix(np.array([0, 1]), np.array([0, 3]), classes=3)
    with pytest.raises(ValueError, match="true must be whole numbers from 0 to 2, but found 3 at position 1"):
        per_class_table(np.array([0, 3]), np.array([0, 1]), classes=3)


def test_per_class_history_refuses_an_empty_dict_and_predictions_that_do_not_fit():
    message = "^predictions must be a dict, iteration → predicted labels, with at least one entry, but {} was passed$"
    with pytest.raises(ValueError, match=message.format("an empty dict")):
        per_class_history(np.array([0, 1]), {})
    with pytest.raises(ValueError, match=message.format("a ndarray")):
        per_class_history(np.array([0, 1]), np.array([0, 1]))
    with pytest.raises(ValueError, match="one to one, but there are 2 and 3 of them"):
        per_class_history(np.array([0, 1]), {0: np.array([0, 1]), 10: np.array([0, 1, 1])})
