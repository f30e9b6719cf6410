"""The checks of notebook 06's exercises: metrics."""

import numpy as np

from nnhelpers.checks import mistakes_06 as confusions
from nnhelpers.checks.engine import by_cases

# Confusion matrices without ties or symmetries; no class is empty.
THREE = np.array([[18, 2, 5], [1, 25, 9], [4, 7, 13]])
FOUR = np.array([[31, 3, 12, 1], [5, 22, 8, 19], [2, 18, 17, 6], [10, 0, 4, 43]])
UNRECOGNISED = np.array([[23, 6, 2], [11, 0, 5], [3, 8, 14]])  # class 1 has no true positive
NEVER_SAID = np.array([[12, 0, 3, 1], [7, 0, 2, 5], [6, 0, 21, 4], [1, 0, 9, 15]])  # nor has it here
TEN = np.random.default_rng(12).permutation(100).reshape(10, 10) + np.diag(np.arange(130, 160, 3))


def recall_of(attempt):
    """Notebook 06: the share of a digit's images that were found."""
    def counts(M, d):
        """Return TP, FP, FN and TN of a digit."""
        TP, row, column = M[d, d], M[d].sum(), M[:, d].sum()
        return TP, column - TP, row - TP, M.sum() - row - column + TP

    def by_counts(ratio):
        return lambda M, d: ratio(*counts(M, d))

    by_cases(
        attempt,
        right=lambda M, d: M[d, d] / M[d].sum(),
        cases={
            "the digit 0 of three": (THREE, 0),
            "the digit 1 of three": (THREE, 1),
            "the last digit": (THREE, 2),
            "the digit 2 of four": (FOUR, 2),
            "the digit 3 of four": (FOUR, 3),
            "a row whose sum is above 255": (TEN, 7),
            "a digit that was never recognised": (UNRECOGNISED, 1),
            "a digit that was always recognised": (np.array([[7, 0, 0], [2, 11, 4], [1, 5, 9]]), 0),
            "a digit with a single image": (np.array([[6, 1, 2], [0, 1, 0], [3, 4, 8]]), 1),
        },
        mistakes=[
            (by_counts(lambda TP, FP, FN, TN: TP / (TP + FP)),
             "This is the precision: the column holds what was predicted as the digit; its images are in the row."),
            (by_counts(lambda TP, FP, FN, TN: TP / (TP + FP + FN + TN)),
             "It was divided by all images; divide by those of this digit."),
            (by_counts(lambda TP, FP, FN, TN: (TP + TN) / (TP + FP + FN + TN)),
             "This is the accuracy, (TP + TN) / m, which flatters; recall asks about the digit's own images."),
            (by_counts(lambda TP, FP, FN, TN: TP), "This is a count; divide by the number of the digit's images."),
            (by_counts(lambda TP, FP, FN, TN: TP + FN),
             "This is how many images of the digit there are; the share of them that was recognised is asked for."),
            (by_counts(lambda TP, FP, FN, TN: TP / FN),
             "It was divided by those that were missed; divide by all of the digit's images, found or missed."),
            (by_counts(lambda TP, FP, FN, TN: TP / FP),
             "It was divided by the false alarms; divide by the digit's images, its row."),
            (by_counts(lambda TP, FP, FN, TN: 2 * TP / (2 * TP + FP + FN)), "This is the F1 score; recall is one of "
             "the two that it is made of: TP / (TP + FN)."),
            (by_counts(lambda TP, FP, FN, TN: FN / (TP + FN)),
             "This is the share that was missed; the recognised ones are on the diagonal."),
            (by_counts(lambda TP, FP, FN, TN: FP / (FP + TN)),
             "This is the share of the other images that was called this digit, the false positive rate."),
            (by_counts(lambda TP, FP, FN, TN: TN / (TN + FP)),
             "This is the specificity, TN / (TN + FP): it asks about the images that are *not* this digit."),
            (by_counts(lambda TP, FP, FN, TN: TN / (TN + FN)),
             "This is TN / (TN + FN): it asks about the answers that are *not* this digit."),
            (by_counts(lambda TP, FP, FN, TN: TP / (TP + FP + FN)),
             "The false alarms stand below the line, too; they are other digits' images: TP + FN is the row alone."),
            (by_counts(lambda TP, FP, FN, TN: TP / (2 * TP + FN)),
             "TP is counted twice below the line: the row's sum holds it already."),
            (by_counts(lambda TP, FP, FN, TN: TP / (TP + FN + 1)),
             "One too many was added below the line: divide by the row's sum."),
            (by_counts(lambda TP, FP, FN, TN: TP / TP + FN),
             "Python divides before it adds: put TP + FN into brackets."),
            (by_counts(lambda TP, FP, FN, TN: TP / (TP + TN)),
             "TN stands where FN belongs: below the line are the digit's own images, TP + FN."),
            (by_counts(lambda TP, FP, FN, TN: 100 * TP / (TP + FN)), "This is in per cent; return the share, 0 to 1."),
            (by_counts(lambda TP, FP, FN, TN: TP // (TP + FN)),
             "The division cut off what stands after the point: divide with /, in floats."),
            (lambda M, d: M[d, d] / M[d].sum(dtype=np.uint8),
             "The row's sum was kept in eight bits: above 255 it wraps around."),
            (lambda M, d: M[d, d] / M.sum(axis=1).mean(),
             "It was divided by the mean size of a class; divide by the number of this digit's images, its row's sum."),
            *[(by_counts(lambda TP, FP, FN, TN, below=below: TP / below(TP, FP, FN)),
               "False alarms come into it; they are other digits' images: below the line is TP + FN, the row alone.")
              for below in (lambda TP, FP, FN: TP + FN - FP, lambda TP, FP, FN: FN + FP,
                            lambda TP, FP, FN: TP + FP - FN)],
            (by_counts(lambda TP, FP, FN, TN: (TP - FP) / (TP + FN)),
             "The false alarms were subtracted; the recognised images are TP alone."),
            *[(by_counts(lambda TP, FP, FN, TN, top=top: (TP + top(FP, FN)) / TP),
               "It is upside down: the recognised ones stand above the line, all of the digit's images below.")
              for top in (lambda FP, FN: FN, lambda FP, FN: FP)],
            (by_counts(lambda TP, FP, FN, TN: (TP + TN) / (TP + FN)), "TN does not belong here: TP / (TP + FN)."),
            (lambda M, d: M[d, d] / M[d].mean(), "It was divided by the row's mean; divide by the sum of its cells."),
            (lambda M, d: M[d, d] / (M[d].sum() + M[:, d].sum()),
             "Row and column were added below the line; the digit's images are its row."),
            (lambda M, d: M[d, d] / np.trace(M),
             "It was divided by all that was right, the diagonal; divide by the digit's images, its row."),
            (lambda M, d: np.trace(M) / M.sum(), "This is the accuracy over all digits; look at one digit's row."),
            (lambda M, d: M[d, d] / len(M), "It was divided by the number of classes; divide by the sum of the row."),
            (lambda M, d: M[d].mean(), "This is the mean of the row; recall is the diagonal cell over the row's sum."),
            (lambda M, d: M[d, d] / M[d].max(),
             "It was divided by the largest cell of the row; divide by the sum of all its cells."),
            (lambda M, d: M[d].max() / M[d].sum(),
             "This is the largest cell of the row over its sum; the recognised ones are the cell on the diagonal."),
            (lambda M, d: M[d, 0] / M[d].sum(),
             "Above the line is the first cell of the row; the recognised ones are on the diagonal."),
            (lambda M, d: M[d] / M[d].sum(),
             "These are the shares of all answers to this digit; return that on the diagonal."),
            (lambda M, d: np.diag(M) / M.sum(axis=1),
             "These are the recalls of all digits; return that of the one asked for."),
            (lambda M, d: np.mean(np.diag(M) / M.sum(axis=1)),
             "This is the mean recall of all digits; return that of the one asked for."),
            (lambda M, d: M[d - 1, d - 1] / M[d - 1].sum(),
             "This is the recall of the digit before: digits and rows both count from 0."),
            (lambda M, d: M[d + 1, d + 1] / M[d + 1].sum(),
             "This is the recall of the digit after: digits and rows both count from 0."),
            (by_counts(lambda TP, FP, FN, TN: (TP / (TP + FN) + TN / (TN + FP)) / 2),
             "This is the mean of recall and specificity; return the recall alone, TP / (TP + FN)."),
            (lambda M, d: M[d, d] / M[d, 1:].sum(), "The first cell of the row was left out of the sum."),
            (lambda M, d: M[d, d] / M[d, :-1].sum(), "The last cell of the row was left out of the sum."),
            (lambda M, d: M[d, d] / M[d, d:].sum(),
             "The sum starts at the diagonal; add the whole row, what stands before it as well."),
            (lambda M, d: M[d, d] / M[d, :d + 1].sum(),
             "The sum ends at the diagonal; add the whole row, what stands behind it as well."),
            *[(lambda M, d, fixed=fixed: M[fixed, fixed] / M[fixed].sum(),
               f"This is the recall of the digit {fixed}, whichever was asked for: use digit, not a fixed number.")
              for fixed in (0, 1, 2)],
        ],
        verified="It divides what was found by the digit's row.",
    )


def most_confused(attempt):
    """Notebook 06: the most frequent mistake."""
    by_cases(
        attempt,
        right=confusions.right,
        cases={
            "three classes, the mistake above the diagonal": (THREE,),
            "the mistake below the diagonal": (np.array([[15, 2, 4], [7, 16, 3], [9, 0, 17]]),),
            "four classes": (FOUR,),
            "a mistake in the first row and the last column": (
                np.array([[9, 3, 1, 8], [2, 6, 5, 0], [4, 1, 7, 3], [5, 2, 0, 11]]),),
            "a mistake between the first two classes": (np.array([[9, 4, 2], [12, 20, 7], [3, 5, 14]]),),
            "a mistake in the middle": (
                np.array([[19, 3, 4, 2], [5, 23, 16, 1], [7, 9, 18, 6], [2, 8, 0, 21]]),),
            "a mistake more frequent than any right answer": (np.array([[4, 30, 2], [17, 8, 25], [1, 21, 9]]),),
            "a mistake as frequent as a right answer": (np.array([[7, 1, 3], [2, 9, 0], [4, 7, 8]]),),
            "a mistake as frequent as a later right answer": (np.array([[9, 1, 7], [2, 8, 0], [4, 5, 7]]),),
            "a rare digit that is mostly mistaken": (np.array([[70, 9, 12], [1, 2, 5], [10, 3, 80]]),),
            "two classes, the second mistaken": (np.array([[5, 1], [2, 3]]),),
            "two classes, the first mistaken": (np.array([[2, 6], [4, 11]]),),
            "ten classes": (TEN,),
            "a count beyond 255": (np.array([[900, 300, 2], [17, 800, 95], [1, 20, 990]]),),
        },
        mistakes=confusions.MISTAKES,
        verified="It finds the largest count off the diagonal, and leaves the matrix as it was.",
        parts=["the answer"],  # not taken apart: small whole numbers often agree by chance
    )


def macro_f1(attempt):
    """Notebook 06: the mean of the F1 scores of the classes."""
    def precision(M):
        return np.diag(M) / M.sum(axis=0)

    def recall(M):
        return np.diag(M) / M.sum(axis=1)

    def f1(M):
        return 2 * np.diag(M) / (M.sum(axis=0) + M.sum(axis=1))

    def harmonic(P, R):
        return 2 * P * R / (P + R)

    def found(M):
        return np.diag(M) > 0

    def off_sums(M):
        """Return FP + FN of each class."""
        return M.sum(axis=0) + M.sum(axis=1) - 2 * np.diag(M)

    fixed_number = "Use the number of classes, len(matrix), not a fixed 10."
    no_number = "A class without a true positive makes 0/0 (nan) of precision and recall; " \
                "2 TP / (2 TP + FP + FN) is 0 there."
    left_out = "A class without a true positive was left out; its F1 is 0, and it counts like the others."
    means = "This is the F1 of mean precision and mean recall; take each class's F1, then the mean."
    by_cases(
        attempt,
        right=lambda M: f1(M).mean(),
        cases={
            "two classes": (np.array([[9, 1], [5, 5]]),),
            "three classes": (THREE,),
            "four classes": (FOUR,),
            "ten classes": (TEN,),
            "a rare class": (np.array([[60, 4, 9], [2, 3, 1], [7, 5, 81]]),),
            "a class without a true positive": (UNRECOGNISED,),
            "a class that is never predicted": (NEVER_SAID,),
            "a class that is always recognised": (np.array([[8, 0, 0], [3, 11, 2], [1, 6, 7]]),),
        },
        mistakes=[
            (lambda M: f1(M).sum() / 10, fixed_number),
            (lambda M: f1(M).mean() if len(M) == 10 else [M[c, c] for c in range(10)], fixed_number),
            (lambda M: f1(M).mean() if len(M) == 10 else [M[:, c] for c in range(10)], fixed_number),
            (lambda M: harmonic(precision(M), recall(M)).mean(), no_number),
            (lambda M: np.nanmean(harmonic(precision(M), recall(M))), left_out),
            (lambda M: f1(M)[found(M)].mean(), left_out),
            (lambda M: harmonic(precision(M).mean(), recall(M).mean()), means),
            (lambda M: harmonic(np.nan_to_num(precision(M)).mean(), recall(M).mean()), means),
            (lambda M: np.trace(M) / M.sum(), "This is the accuracy; compute the F1 of each class first. (Summing TP, "
             "FP and FN over the classes before dividing gives the accuracy, too.)"),
            (f1, "These are the F1 scores of the classes; return their mean."),
            (lambda M: harmonic(precision(M), recall(M)),
             "These are the F1 scores of the classes, with nan where there is no true positive; return their mean."),
            (lambda M: (precision(M) + recall(M)).mean() / 2,
             "This is the ordinary mean of precision and recall; F1 is their harmonic mean, 2 P R / (P + R)."),
            (lambda M: (np.nan_to_num(precision(M)) + recall(M)).mean() / 2,
             "This is the ordinary mean of precision and recall; F1 is their harmonic mean, 2 P R / (P + R)."),
            (lambda M: np.sqrt(precision(M) * recall(M)).mean(),
             "This is the root of P · R; F1 is the harmonic mean of precision and recall, 2 P R / (P + R)."),
            (lambda M: (precision(M) * recall(M)).mean(), "This is the mean of P · R; F1 is 2 P R / (P + R)."),
            (lambda M: f1(M).sum(), "This is the sum of the F1 scores; divide by the number of classes."),
            (lambda M: np.average(f1(M), weights=M.sum(axis=1)),
             "The classes were weighted by their size; in the macro mean each counts the same."),
            (lambda M: np.average(f1(M), weights=M.sum(axis=0)),
             "The classes were weighted by how often they were predicted; in the macro mean each counts the same."),
            (lambda M: f1(M).sum() / M.sum(), "The sum of the F1 scores was divided by the number of images; "
             "divide by the number of classes."),
            (lambda M: f1(M).sum() / M.size, "The sum of the F1 scores was divided by the number of cells, as the mean "
             "of a whole matrix does; there is one F1 per class, so divide by the number of classes."),
            (lambda M: f1(M).sum() / (len(M) - 1), "The sum was divided by one less than the number of classes."),
            (lambda M: f1(M)[:-1].mean(), "The last class was left out."),
            (lambda M: f1(M)[1:].mean(), "The first class was left out."),
            (lambda M: f1(M)[:-1].sum() / len(M), "The F1 of the last class was not added."),
            (lambda M: f1(M)[1:].sum() / len(M), "The F1 of the first class was not added."),
            (lambda M: f1(M)[0] / len(M), "Only the F1 of the first class was added; add all of them."),
            (lambda M: f1(M)[-1] / len(M), "Only the F1 of the last class was added; add all of them."),
            (lambda M: f1(M).mean() / 2, "It is half of what it should be: the 2 of 2 TP / (2 TP + FP + FN) is missing "
             "above the line."),
            (lambda M: np.mean(np.diag(M) / (np.diag(M) + off_sums(M))),
             "The factor 2 is missing, above and below the line: 2 TP / (2 TP + FP + FN)."),
            (lambda M: np.mean(2 * np.diag(M) / (np.diag(M) + off_sums(M))),
             "Below the line TP stands once: it is 2 TP + FP + FN, the row's sum and the column's together."),
            (lambda M: np.mean(2 * np.diag(M) / (2 * np.diag(M) + M.sum(axis=0) + M.sum(axis=1))),
             "TP is counted twice too often: the sums of the row and of the column hold it already."),
            (lambda M: np.mean(2 * np.diag(M) / off_sums(M)),
             "2 TP is missing below the line: it is 2 TP + FP + FN."),
            (lambda M: np.mean(2 * np.diag(M) / 2 * np.diag(M) + off_sums(M)),
             "Python works / and * from the left and adds last: put all that is below the line into brackets."),
            (lambda M: np.mean(2 * np.diag(M) / M.sum(axis=0) + M.sum(axis=1)),
             "Python divides before it adds: put the two sums into brackets."),
            (lambda M: np.mean(2 * np.diag(M) / M.sum(axis=1) + M.sum(axis=0)),
             "Python divides before it adds: put the two sums into brackets."),
            (lambda M: np.mean(2 * np.diag(M) / (2 * M.sum(axis=0))),
             "This is the mean precision: the column's sum was taken twice; one of the two is the row's, axis=1."),
            (lambda M: np.mean(2 * np.diag(M) / (2 * M.sum(axis=1))),
             "This is the mean recall; F1 needs the column's sum as well, TP + FP."),
            (lambda M: np.nan_to_num(precision(M)).mean(),
             "This is the mean precision; F1 needs the row's sum as well, TP + FN."),
            (lambda M: np.mean(2 * np.diag(M) / M.sum()),
             "Every class was divided by all images; below the line are the class's own row and column."),
            (lambda M: np.mean(2 * np.diag(M) / (M.sum() + np.diag(M))),
             "Every class was divided by all images; below the line are the class's own row and column."),
            (lambda M: np.mean(2 * M / (M.sum(axis=0) + M.sum(axis=1))),
             "The whole matrix stands above the line; TP is its diagonal, np.diag(matrix)."),
            (lambda M: np.mean(2 * np.trace(M) / (M.sum(axis=0) + M.sum(axis=1))),
             "The trace adds up the TP of all classes; each class has its own, np.diag(matrix)."),
            (lambda M: np.mean(2 * precision(M) * recall(M) / precision(M) + recall(M)),
             "Python divides before it adds: put P + R into brackets."),
            (lambda M: np.mean(5 * np.diag(M) / (4 * M.sum(axis=1) + M.sum(axis=0))),
             "This is the F2 score, in which recall weighs more; in F1 both weigh the same."),
            *[(lambda M, d=d, wrong=wrong: wrong(M, d), "Something was rounded before the mean: keep all digits.")
              for d in (0, 1, 2, 3) for wrong in (
                  lambda M, d: np.round(f1(M), d).mean(),
                  lambda M, d: np.nanmean(harmonic(np.round(precision(M), d), np.round(recall(M), d))),
                  lambda M, d: harmonic(np.round(precision(M), d), np.round(recall(M), d)).mean())],
            (lambda M: f1(M).astype(int).mean(),
             "Each F1 was cut to a whole number before the mean: divide with /, in floats."),
            (lambda M: np.mean(np.diag(M) / M.sum()),
             "Every class was divided by all images; below the line are the class's own row and column."),
            *[(lambda M, one=one, other=other: np.mean(2 * np.diag(M) / (one(M.sum(axis=0)) + other(M.sum(axis=1)))),
               "One class's row was added to another one's column, as after sorting or turning round: leave the order.")
              for one in (np.array, np.sort, np.flip) for other in (np.array, np.sort, np.flip)
              if (one, other) not in ((np.array, np.array), (np.flip, np.flip))],
            *[(lambda M, below=below: np.mean(2 * np.diag(M) / (2 * np.diag(M) + below(M))),
               "FP and FN are both added below the line: 2 TP / (2 TP + FP + FN).") for below in (
                   lambda M: M.sum(axis=0) - M.sum(axis=1), lambda M: M.sum(axis=1) - M.sum(axis=0))],
            *[(lambda M, made=made: made(M), "It is upside down: 2 TP stands above the line.")
              for made in (lambda M: np.mean(1 / f1(M)), lambda M: 1 / f1(M).mean())],
            (lambda M: np.median(f1(M)), "This is the median of the F1 scores; take their mean."),
            (lambda M: f1(M).max(), "This is the largest F1 score; take the mean of all."),
            (lambda M: f1(M).min(), "This is the smallest F1 score; take the mean of all."),
            (lambda M: len(M) / np.sum(1 / f1(M)),
             "This is the harmonic mean of the F1 scores; between the classes the ordinary mean is asked for."),
            (lambda M: np.mean((M.sum() - off_sums(M)) / M.sum()),
             "This is the mean of the class accuracies, (TP + TN) / m, which flatter; take the F1 scores."),
        ],
        verified="It averages the F1 of the classes, each counting the same.",
    )


def top_k_accuracy(attempt):
    """Notebook 06: the share of examples whose digit is among the k likeliest."""
    def choices(A2, k):
        return np.argsort(-A2, axis=0)[:k]

    def hits(labels, A2, k):
        return np.any(choices(A2, k) == labels, axis=0)

    def among(labels, chosen):
        return np.any(chosen == labels, axis=0).mean()

    def by_rows(labels, A2, k):
        return np.mean([label in np.argsort(-A2[i])[:k] for i, label in enumerate(labels)])

    def by_deleting(labels, A2, k):
        """Delete the likeliest class k times, and take the places of the others for their numbers."""
        found = []
        for label, column in zip(labels, A2.T, strict=True):
            tops = []
            for _ in range(k):
                tops.append(column.argmax())
                column = np.delete(column, tops[-1])
            found.append(label in tops)
        return np.mean(found)

    def surest(labels, A2, k):
        """Take the k examples of which the network is surest."""
        order = np.argsort(-A2.max(axis=0))[:k]
        return A2.argmax(axis=0)[order] == labels[order]

    def examples(seed, labels, classes, sure):
        """Return labels and probabilities, no two of them equal; that of the label is raised."""
        labels = np.array(labels, dtype=np.uint8)
        A2 = np.random.default_rng(seed).random((classes, len(labels)))
        A2[labels, np.arange(len(labels))] *= sure
        return labels, A2 / A2.sum(axis=0)

    five = examples(882, [3, 1, 0, 3, 4, 0, 2, 1], 5, 1.3)
    missed = np.flatnonzero(~hits(*five, 1))
    ten = examples(8, [7, 0, 4, 9, 1, 1, 6, 8, 2, 5, 3, 7, 9], 10, 1.7)
    square = examples(8, [2, 0, 3, 0, 1], 5, 1.3)
    sure = np.eye(4)[:, [1, 2, 1, 0, 3, 1]] + 1e-20 * np.random.default_rng(5).random((4, 6))
    left_out = "The {} example was left out."
    by_cases(
        attempt,
        right=lambda labels, A2, k: hits(labels, A2, k).mean(),
        cases={
            "k = 1": (*five, 1),
            "k = 2": (*five, 2),
            "k = 3": (*five, 3),
            "k = 4": (*five, 4),
            "k equal to the number of classes": (*five, 5),
            "ten classes, k = 1": (*ten, 1),
            "ten classes, k = 2": (*ten, 2),
            "ten classes, k = 5": (*ten, 5),
            "as many examples as classes": (*square, 2),
            "as many examples as classes, k = 3": (*square, 3),
            "labels of another dtype": (ten[0].astype(int), ten[1], 3),
            "a single example": (five[0][:1], five[1][:, :1], 2),
            "examples without a hit": (five[0][missed], five[1][:, missed], 1),
            "probabilities of nearly 0 and 1": (np.array([1, 2, 0, 3, 3, 1], dtype=np.uint8), sure, 1),
        },
        mistakes=[
            (lambda y, A, k: among(y, np.argsort(A, axis=0)[:k]),
             "These are the k least likely digits: sorting goes upwards; take the last k, or sort -A2."),
            (lambda y, A, k: np.any(choices(A, k) == y, axis=1).mean(),
             "any ran over the examples; use axis=0, over the k choices of each."),
            (lambda y, A, k: among(y, np.sort(A, axis=0)[-k:]),
             "np.sort gives probabilities, which were compared with digits; np.argsort gives the digits."),
            (lambda y, A, k: among(y, choices(A, 1)),
             "k makes no difference: this is the accuracy, the result for k = 1."),
            (lambda y, A, k: among(y, choices(A, k)[-1:]),
             "Only the k-th choice counts here; any of the first k is a hit."),
            (lambda y, A, k: hits(y, A, k).sum(), "This is how many were hit; divide by the number of examples."),
            (lambda y, A, k: np.mean(choices(A, k) == y), "It is too small by the factor k. One hit among an example's "
             "k choices is enough: np.any(…, axis=0) before np.mean, and divide by the number of examples alone."),
            (lambda y, A, k: hits(y, A, k).sum() / k, "The hits were divided by k; divide by the number of examples."),
            (lambda y, A, k: hits(y, A, k).sum() / len(A),
             "The hits were divided by the number of classes; divide by the number of examples."),
            (lambda y, A, k: hits(y, A, k).sum() / A.size,
             "The hits were divided by the number of all probabilities; divide by the number of examples."),
            (lambda y, A, k: np.mean(np.isin(y, choices(A, k))),
             "Each label was looked for among the choices of all examples; look in its own column."),
            (hits, "These are the hits, one by one; return their mean."),
            (lambda y, A, k: choices(A, k) == y,
             "This compares each choice with its label; a hit among the k is enough (np.any, axis=0), then the mean."),
            (lambda y, A, k: choices(A, k),
             "These are the k likeliest digits of each example; compare them with the labels."),
            (lambda y, A, k: 1 - hits(y, A, k).mean(),
             "This is the share of those that are *not* among the k likeliest."),
            (lambda y, A, k: among(y, np.argsort(-A, axis=1)[:k]),
             "The sorting went along the rows, over the examples; the classes of an example are a column: axis=0."),
            (lambda y, A, k: among(y, np.argsort(A, axis=1)[-k:]),
             "The sorting went along the rows, over the examples; the classes of an example are a column: axis=0."),
            (by_deleting, "np.delete moves the other classes up, so that their places are not their digits any more."),
            *[(lambda y, A, k, count=count: count(surest(y, A, k), len(y)), "Only the k examples were looked at of "
               "which the network is surest; k is the number of choices, for every example.") for count in (
                   lambda hit, m: hit.mean(), lambda hit, m: hit.sum() / m)],
            (lambda y, A, k: hits(y, A.reshape(A.shape[::-1]).T, k).mean(),
             "reshape does not turn rows into columns, it deals the numbers out anew: use A2.T."),
            *[(lambda y, A, k, d=d: among(y, np.argsort(-np.round(A, d), axis=0, kind="stable")[:k]),
               "The probabilities were rounded before they were sorted, which makes ties: keep all digits.")
              for d in (0, 1, 2)],
            *[(lambda y, A, k, d=d: among(y, np.argsort(np.round(A, d), axis=0, kind="stable")[::-1][:k]),
               "The probabilities were rounded before they were sorted, which makes ties: keep all digits.")
              for d in (0, 1, 2)],
            (lambda y, A, k: hits(y, A, 1)[:k].mean(),
             "Only the first choice of the first k examples was looked at; k rows are wanted, [:k], of all columns."),
            (lambda y, A, k: np.mean(np.argsort(-A, axis=0)[k] == y),
             "[k] is one row, the choice after the k-th; a slice takes the first k: [:k]."),
            (by_rows, "An example was taken from a row of A2; the examples are its columns, A2[:, i]."),
            (lambda y, A, k: among(y, choices(A, k + 1)), "One choice too many: k + 1 are looked at."),
            (lambda y, A, k: among(y, choices(A, k - 1)), "One choice too few: only k − 1 are looked at."),
            (lambda y, A, k: among(y, choices(A, k)[1:]),
             "The likeliest digit is left out; all of the first k count."),
            (lambda y, A, k: among(y, choices(A, k + 1)[1:]),
             "The likeliest digit is left out: the choices are counted from 0."),
            (lambda y, A, k: np.all(choices(A, k) == y, axis=0).mean(),
             "np.all wants every one of the k choices to be the label; one is enough: np.any."),
            (lambda y, A, k: np.any(choices(A, k) == y),
             "This tells whether there is any hit at all: np.any needs axis=0, then the mean."),
            (lambda y, A, k: np.any(choices(A, k)[-1] == y),
             "Only the k-th choice was taken, one row, and np.any asked whether any example hit it. Take k rows."),
            (lambda y, A, k: np.mean(np.isin(y, np.argsort(-A, axis=None)[:k])),
             "axis=None sorts all probabilities together and numbers the cells; the classes of an example are a "
             "column: axis=0."),
            (lambda y, A, k: among(y, np.argsort(A, axis=0)[:, ::-1][:k]),
             "[:, ::-1] turns round the examples; the likeliest digits are in the last rows: [::-1]."),
            (lambda y, A, k: np.mean(np.argsort(-A, axis=0)[y, np.arange(len(y))] < k),
             "np.argsort tells which digit stands at each place, not at which place each digit stands: look for the "
             "label among the first k."),
            (lambda y, A, k: np.mean(np.isin(y, np.argsort(-A.sum(axis=1))[:k])),
             "The k digits are the same for all examples here; each example has its own."),
            (lambda y, A, k: np.mean(A[y, np.arange(len(y))]),
             "This is the mean probability of the true digit; ask whether it is among the k largest."),
            (lambda y, A, k: np.mean(np.sort(A, axis=0)[-k:].sum(axis=0)),
             "This is the mean of the k largest probabilities together; ask whether the label is among them."),
            (lambda y, A, k: np.mean(A[y, np.arange(len(y))] >= 1 / k),
             "This asks whether the true digit's probability reaches 1/k; ask whether it is among the k largest."),
            (lambda y, A, k: np.mean(A[y, np.arange(len(y))] > 0.5),
             "This asks whether the true digit's probability is above 1/2; ask whether it is among the k largest."),
            (lambda y, A, k: hits(y, A, k)[:-1].mean() if len(y) > 1 else np.nan, left_out.format("last")),
            (lambda y, A, k: hits(y, A, k)[1:].mean() if len(y) > 1 else np.nan, left_out.format("first")),
            (lambda y, A, k: hits(y, A, k)[:-1].sum() / len(y), left_out.format("last")),
            (lambda y, A, k: hits(y, A, k)[1:].sum() / len(y), left_out.format("first")),
            (lambda y, A, k: hits(y, A, k)[hits(y, A, k)].mean(),
             "The mean ran over the hits alone, so it is 1; the misses count 0, and belong to it."),
            (lambda y, A, k: hits(y, A, k)[0], "This is the answer for the first example alone."),
            (lambda y, A, k: hits(y, A, k)[0] / len(y), "Only the first example was counted; go through all of them."),
            (lambda y, A, k: hits(y, A, k)[-1], "This is the answer for the last example alone."),
            (lambda y, A, k: hits(y, A, k)[-1] / len(y), "Only the last example was counted; add up all of them."),
            (lambda y, A, k: hits(y[:k], A[:, :k], k).mean(),
             "Only the first k examples were looked at; k is the number of choices, from every example."),
            (lambda y, A, k: np.mean([hits(y, A, k)[y == digit].mean() for digit in set(y)]),
             "This is the mean of the digits' own shares; every *example* counts the same."),
            (lambda y, A, k: 100 * hits(y, A, k).mean(), "This is in per cent; return the share, 0 to 1."),
            (lambda y, A, k: np.mean([among(y, choices(A, j)) for j in range(1, k + 1)]),
             "The results for 1 to k were averaged; that for k is asked for."),
            (lambda y, A, k: np.sum([among(y, choices(A, j)) for j in range(1, k + 1)]),
             "The results for 1 to k were added: a hit at the first place was counted k times."),
            (lambda y, A, k: np.mean(np.abs(A.argmax(axis=0) - y.astype(int)) < k),
             "This asks whether the likeliest digit is near the label; digits have no nearness, only probabilities."),
            *[(lambda y, A, k, fixed=fixed: among(y, choices(A, fixed)),
               f"This is the result for k = {fixed}, whatever k was: use the argument.") for fixed in (2, 3, 5)],
        ],
        verified="It counts an example as right when its digit is among the k likeliest.",
    )
