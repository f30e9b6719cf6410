"""The checks of notebook 06's exercises."""


import numpy as np

from nnhelpers.checks.engine import by_cases

SMALL_MATRIX = np.array([[8, 2, 0], [1, 5, 4], [3, 0, 9]])


def recall_of(attempt):
    """Notebook 06: the share of a digit's images that were found."""
    by_cases(
        attempt,
        right=lambda matrix, digit: matrix[digit, digit] / matrix[digit].sum(),
        cases=[(SMALL_MATRIX, 0), (SMALL_MATRIX, 1), (SMALL_MATRIX, 2)],
        mistakes=[
            (lambda M, d: M[d, d] / M[:, d].sum(),
             "This is the precision: the column holds what was predicted as the digit; its images are in the row."),
            (lambda M, d: M[d, d] / M.sum(), "It was divided by all images; divide by those of this digit."),
            (lambda M, d: (M.sum() - M[d].sum() - M[:, d].sum() + 2 * M[d, d]) / M.sum(),
             "This is the accuracy, (TP + TN) / m, which flatters; recall asks about the digit's own images."),
            (lambda M, d: M[d, d], "This is a count; divide by how many images of the digit there are."),
            (lambda M, d: np.diag(M) / M.sum(axis=1),
             "These are the recalls of all digits; return that of the one asked for."),
            (lambda M, d: M[d, d] / (M[d].sum() - M[d, d]),
             "It was divided by those that were missed; divide by all of the digit's images, found or missed."),
            (lambda M, d: 2 * M[d, d] / (M[d].sum() + M[:, d].sum()), "This is the F1 score."),
            (lambda M, d: 1 - M[d, d] / M[d].sum(), "This is the share that was missed."),
        ],
        verified="It divides what was found by the digit's row.",
    )


def most_confused(attempt):
    """Notebook 06: the most frequent mistake."""
    def off_diagonal(matrix):
        return matrix - np.diag(np.diag(matrix))

    def largest(matrix, counts):
        true, predicted = np.unravel_index(np.argmax(counts), counts.shape)
        return true, predicted, matrix[true, predicted]

    def right(matrix):
        return largest(matrix, off_diagonal(matrix))

    added = "Two directions were added; they count apart: a 4 taken for a 9 is not a 9 taken for a 4."
    fixed_size = "Use len(matrix): the matrix need not be 10 × 10."
    by_cases(
        attempt,
        right=right,
        cases=[(SMALL_MATRIX,), (np.array([[5, 2, 0], [3, 6, 3], [4, 0, 7]]),), (np.array([[5, 0], [1, 3]]),)],
        mistakes=[
            (r"out of bounds|\(10,10\)", fixed_size),
            (lambda M: (*divmod(int(np.argmax(off_diagonal(M))), 10), right(M)[2]), fixed_size),
            (lambda M: largest(M, M), "That is on the diagonal, where right answers stand; leave the diagonal out."),
            (lambda M: largest(M, M - np.diag(M)),
             "That is on the diagonal: np.diag(matrix) is a row of numbers; np.diag(np.diag(matrix)) a matrix."),
            (lambda M: (*right(M)[1::-1], right(M)[2]),
             "The order is (true, predicted, count): rows are true digits, columns predicted ones."),
            (lambda M: (right(M)[2], *right(M)[:2]), "The order is (true, predicted, count)."),
            (lambda M: right(M + M.T), added),
            (lambda M: largest(M, off_diagonal(M + M.T)), added),
            (lambda M: right(np.triu(M)), "Look below the diagonal too: other mistakes stand there."),
            (lambda M: right(M)[:2], "The count is missing: return (true, predicted, count)."),
            (lambda M: right(M)[2], "This is the count alone: return (true, predicted, count)."),
            (lambda M: int(np.argmax(off_diagonal(M))),
             "np.argmax counts through the flattened matrix; np.unravel_index turns that into row and column."),
        ],
        verified="It finds the largest count off the diagonal, and leaves the matrix as it was.",
    )


def macro_f1(attempt):
    """Notebook 06: the mean of the F1 scores of the classes."""
    def precision(M):
        return np.diag(M) / M.sum(axis=0)

    def recall(M):
        return np.diag(M) / M.sum(axis=1)

    def f1(M):
        return 2 * np.diag(M) / (M.sum(axis=0) + M.sum(axis=1))

    fixed_number = "Use the number of classes, len(matrix), not a fixed 10."
    by_cases(
        attempt,
        right=lambda M: f1(M).mean(),
        cases=[(SMALL_MATRIX,), (np.array([[9, 1], [5, 5]]),)],
        mistakes=[
            ("out of bounds", fixed_number),
            (lambda M: f1(M).sum() / 10, fixed_number),
            (lambda M: 2 / (1 / precision(M).mean() + 1 / recall(M).mean()),
             "This is the F1 of mean precision and mean recall; take each class's F1, then the mean."),
            (lambda M: np.trace(M) / M.sum(), "This is the accuracy; compute the F1 of each class first."),
            (f1, "These are the F1 scores of the classes; return their mean."),
            (lambda M: (precision(M) + recall(M)).mean() / 2,
             "This is the ordinary mean of precision and recall; F1 is their harmonic mean, 2 P R / (P + R)."),
            (lambda M: f1(M).sum(), "This is the sum of the F1 scores; divide by the number of classes."),
            (lambda M: np.average(f1(M), weights=M.sum(axis=1)),
             "The classes were weighted by their size; in the macro mean each counts the same."),
            (lambda M: f1(M).mean() / 2, "It is half of what it should be: the 2 of 2 P R / (P + R) is missing."),
            (lambda M: np.mean(2 * np.diag(M) / (2 * np.diag(M) + M.sum(axis=0) + M.sum(axis=1))),
             "TP is counted twice too often: the sums of the row and of the column hold it already."),
            (lambda M: recall(M).mean(), "This is the mean recall."),
            (lambda M: precision(M).mean(), "This is the mean precision."),
        ],
        verified="It averages the F1 of the classes, each counting the same.",
    )


def top_k_accuracy(attempt):
    """Notebook 06: the share of examples whose digit is among the k likeliest."""
    A2 = np.array([
        [0.7, 0.6, 0.5, 0.05, 0.35, 0.55, 0.1],
        [0.2, 0.1, 0.2, 0.8, 0.45, 0.4, 0.65],
        [0.1, 0.3, 0.3, 0.15, 0.2, 0.05, 0.25],
    ])
    labels = np.array([0, 0, 0, 0, 1, 2, 2])  # the first choice four times, the second once, the last twice

    def choices(A2, k):
        return np.argsort(-A2, axis=0)[:k]

    def hits(labels, A2, k):
        return np.any(choices(A2, k) == labels, axis=0)

    by_cases(
        attempt,
        right=lambda labels, A2, k: hits(labels, A2, k).mean(),
        cases=[(labels, A2, 1), (labels, A2, 2)],
        mistakes=[
            (lambda y, A, k: hits(y, -A, k).mean(),
             "These are the k least likely digits: np.argsort sorts upwards; take the last k, or sort -A2."),
            (lambda y, A, k: np.any(choices(A, k) == y, axis=1).mean(),
             "any ran over the examples; use axis=0, over the k choices of each."),
            (lambda y, A, k: np.any(np.sort(-A, axis=0)[:k] == y, axis=0).mean(),
             "These are probabilities; argsort gives the digits."),
            (lambda y, A, k: hits(y, A, 1).mean(), "k was not used: this is the accuracy for k = 1."),
            (lambda y, A, k: np.mean(choices(A, k)[-1] == y),
             "Only the k-th choice counts here; any of the first k is a hit."),
            (lambda y, A, k: hits(y, A, k).sum(), "This is how many were hit; divide by the number of examples."),
            (lambda y, A, k: np.mean(choices(A, k) == y),
             "The mean ran over all k choices of each example; one hit is enough: np.any(axis=0) before np.mean."),
            (lambda y, A, k: np.mean(np.isin(y, choices(A, k))),
             "Each label was looked for among the choices of all examples; look in its own column."),
            (hits, "These are the hits, one by one; return their mean."),
            (lambda y, A, k: 1 - hits(y, A, k).mean(), "This is the share of the misses."),
            (lambda y, A, k: np.any(np.argsort(-A, axis=1)[:k] == y, axis=0).mean(),
             "The sorting went along the rows; examples are columns, axis=0."),
        ],
        verified="It counts an example as right when its digit is among the k likeliest.",
    )
