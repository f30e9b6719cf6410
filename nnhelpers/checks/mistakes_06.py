"""The mistakes in looking for the most frequent mistake, for the checks of notebook 06."""

import numpy as np


def off_diagonal(matrix):
    """Return the matrix with zeros on its diagonal."""
    return matrix - np.diag(np.diag(matrix))


def largest(matrix, scores):
    """Return the place of the largest score, and the count there."""
    true, predicted = np.unravel_index(np.argmax(scores), scores.shape)
    return true, predicted, matrix[true, predicted]


def right(matrix):
    """Return the most frequent mistake."""
    return largest(matrix, off_diagonal(matrix))


def in_loops(matrix, places, best=(0, 0, 0)):
    """Return the largest count off the diagonal in some places, beginning from a best one."""
    for true in range(len(matrix))[places]:
        for predicted in range(len(matrix))[places]:
            if true != predicted and matrix[true, predicted] > best[2]:
                best = true, predicted, matrix[true, predicted]
    return best


def without_diagonal(matrix, width):
    """Take the diagonal's cells out of the flattened matrix, and read the place as if it were that wide."""
    flat = matrix[~np.eye(len(matrix), dtype=bool)]
    return *divmod(int(np.argmax(flat)), width), flat.max()


def both_directions(matrix, count):
    """Return the pair of digits with most mistakes in both directions together."""
    both = off_diagonal(matrix + matrix.T)
    pair = divmod(int(np.argmax(both)), len(matrix))
    true, predicted = max(pair, pair[::-1], key=lambda place: matrix[place])
    return true, predicted, (both if count else matrix)[true, predicted]


def by_sums(matrix, counts):
    """Return the row and the column with most mistakes, and a count there."""
    blank = off_diagonal(matrix)
    true, predicted = blank.sum(axis=1).argmax(), blank.sum(axis=0).argmax()
    return true, predicted, counts(matrix)[true, predicted]


def of_the_wrong(matrix, worst):
    """Return the most frequent mistake of one row, and its count."""
    predicted = np.argmax(off_diagonal(matrix)[worst])
    return worst, predicted, matrix[worst, predicted]


ADDED = "Two directions were added; they count apart: a 4 taken for a 9 is not a 9 taken for a 4."
FIXED_SIZE = "Use len(matrix): the matrix need not be 10 × 10."
ORDER = "The order is (true, predicted, count): rows are true digits, columns predicted ones."
FLATTENED = "np.argmax counts through the flattened matrix; divmod or np.unravel_index turns that into row and " \
            "column."
MISTAKES = [
    (r"\(10,10\)", FIXED_SIZE),
    ("'NoneType' object has no attribute",
     "What stands before the dot is None: np.fill_diagonal works in place and returns nothing; use a copy."),
    (lambda M: right(M) if len(M) == 10 else [[M[i, j] for j in range(10)] for i in range(10)], FIXED_SIZE),
    (lambda M: (*divmod(int(np.argmax(off_diagonal(M))), 10), right(M)[2]), FIXED_SIZE),
    (lambda M: largest(M, M), "That is on the diagonal, where right answers stand; leave the diagonal out."),
    (lambda M: largest(M, M - np.diag(M)),
     "np.diag(matrix) is a row of numbers, taken from every row; np.diag(np.diag(matrix)) is a matrix."),
    (lambda M: largest(M, np.diag(np.diag(M))),
     "Only the diagonal was looked at, where right answers stand; leave it out, and look at the others."),
    (lambda M: largest(M, M * np.eye(len(M))),
     "Only the diagonal was looked at, where right answers stand; leave it out, and look at the others."),
    (lambda M: (*right(M)[1::-1], right(M)[2]), ORDER),
    (lambda M: right(M.T), ORDER),
    (lambda M: (right(M)[2], *right(M)[:2]), "The count stands first; the order is (true, predicted, count)."),
    (lambda M: (right(M)[2], *right(M)[1::-1]), "The order is turned round: it is (true, predicted, count)."),
    (lambda M: (right(M)[:2], right(M)[2]), "The place stands in a pair of its own; return three numbers, "
     "(true, predicted, count)."),
    (lambda M: right(M + M.T), ADDED),
    (lambda M: largest(M, off_diagonal(M + M.T)), ADDED),
    (lambda M: largest(M + M.T, off_diagonal(M)), ADDED),
    *[(lambda M, count=count: both_directions(M, count), ADDED) for count in (True, False)],
    (lambda M: right(np.triu(M)), "Look below the diagonal too: other mistakes stand there."),
    (lambda M: right(np.tril(M)), "Look above the diagonal too: other mistakes stand there."),
    (lambda M: right(M)[:2], "The count is missing: return (true, predicted, count)."),
    (lambda M: right(M)[2], "This is the count alone: return (true, predicted, count)."),
    (lambda M: int(np.argmax(off_diagonal(M))), FLATTENED),
    (lambda M: (*divmod(int(np.argmax(off_diagonal(M))), len(M)), int(np.argmax(off_diagonal(M)))),
     "The third number is the place in the flattened matrix; return the count that stands there."),
    (lambda M: (*right(M)[:2], M[right(M)[1], right(M)[0]]),
     "The digits are right; the count is that of the other direction: matrix[true, predicted]."),
    (lambda M: (*right(M)[:2], right(M)[2] / M.sum()),
     "The digits are right; the count was divided by all images: return the count itself."),
    (lambda M: (*right(M)[:2], right(M)[2] / M[right(M)[0]].sum()),
     "The digits are right; the count was divided by the row's sum: return the count itself."),
    (lambda M: (*right(M)[:2], off_diagonal(M).sum()),
     "The digits are right; the third number counts all mistakes: return how often this one was made."),
    (lambda M: (*right(M)[:2], off_diagonal(M)[right(M)[0]].sum()),
     "The digits are right; the third number counts all mistakes of that row: return this one alone."),
    (lambda M: (*right(M)[:2], 0),
     "The digits are right, but the count is 0: was it read after its cell had been blanked?"),
    (lambda M: largest(M, off_diagonal(M) / M.sum(axis=1, keepdims=True)),
     "This is the largest *share* of a row; the largest count is asked for, so don't divide."),
    (lambda M: largest(M, off_diagonal(M) / M.sum(axis=0)),
     "This is the largest *share* of a column; the largest count is asked for, so don't divide."),
    (lambda M: of_the_wrong(M, int(np.argmax(off_diagonal(M).sum(axis=1)))),
     "This is the row with the most mistakes; look for the largest single cell."),
    (lambda M: of_the_wrong(M, int(np.argmin(np.diag(M)))),
     "This is the row with the fewest right answers; look for the largest cell off the diagonal."),
    (lambda M: of_the_wrong(M, int(np.argmin(np.diag(M) / M.sum(axis=1)))),
     "This is the row with the lowest recall; look for the largest cell off the diagonal."),
    *[(wrong, "The row with the most mistakes and the column with the most need not meet in the largest cell.")
      for wrong in (lambda M: by_sums(M, np.asarray), lambda M: by_sums(M, off_diagonal),
                    lambda M: (*by_sums(M, np.asarray)[:2], off_diagonal(M).max()))],
    *[(lambda M, places=places, best=best: in_loops(M, places, best), f"The {name} row and column were left out.")
      for places, name in ((slice(-1), "last"), (slice(1, None), "first"))
      for best in ((0, 0, 0), (0, 0, -1), (None, None, 0), (None, None, -1), (-1, -1, -1), (-1, -1, 0), (0, 1, -1))],
    (lambda M: largest(M, off_diagonal(M)[:, :-1]), "The last column was left out."),
    (lambda M: largest(M, off_diagonal(M)[:-1]), "The last row was left out."),
    (lambda M: right(M[:, ::-1]), "The columns were mirrored, so another diagonal was left out."),
    (lambda M: right(M[::-1]), "The rows were mirrored, so another diagonal was left out."),
    *[(lambda M, less=less: without_diagonal(M, len(M) - less),
       "Without the diagonal's cells the flat list is shorter, and its places are others: set them to 0 instead, so "
       "that row and column can be read.") for less in (0, 1)],
    *[(lambda M, row=row: of_the_wrong(M, row(np.flatnonzero(off_diagonal(M).any(axis=1)))),
       f"This is the largest mistake of the {name} row that has one; compare all rows.")
      for row, name in ((min, "first"), (max, "last"))],
    (lambda M: (*np.argwhere(off_diagonal(M) > 0)[0], M[tuple(np.argwhere(off_diagonal(M) > 0)[0])]),
     "This is the first mistake of all, not the largest."),
    (lambda M: (np.argmax(off_diagonal(M), axis=1), np.argmax(off_diagonal(M), axis=0),
                off_diagonal(M).max()),
     "np.argmax with an axis gives a place for each row or column; without it, one for the whole matrix."),
    (lambda M: (true := int(np.argmax(off_diagonal(M).max(axis=1))),
                int(np.argmax(M[true])), M[true].max()),
     "In the row of the largest mistake the diagonal was looked at again: leave it out there, too."),
    (lambda M: (int(np.argmax(off_diagonal(M))) // len(M), int(np.argmax(off_diagonal(M))) // len(M),
                right(M)[2]),
     "The column is what // leaves over: place % len(matrix)."),
    *[(lambda M, end=end: largest(M, np.where(np.eye(len(M), dtype=bool), end(M), -M)),
       "The smallest entry was looked for; the largest is asked for.")
      for end in (lambda M: M.max() + 1, lambda M: -M.max() - 1)],
    (lambda M: (*np.argwhere(off_diagonal(M) > 0)[-1], M[tuple(np.argwhere(off_diagonal(M) > 0)[-1])]),
     "This is the last mistake of all, not the largest: is the largest count so far never updated?"),
    (lambda M: largest(M, np.abs(M - M.T)),
     "One direction was subtracted from the other; they count apart, each by itself."),
    (lambda M: largest(M - np.eye(len(M)), M - np.eye(len(M))),
     "np.eye takes away 1 from the diagonal; its counts must go altogether: np.diag(np.diag(matrix))."),
    *[(lambda M, rank=rank: (*divmod(np.argsort(M, axis=None)[-rank(M)], len(M)), np.sort(M.flat)[-rank(M)]),
       "This takes for granted that the diagonal holds the largest entries; leave it out.")
      for rank in (lambda M: 2, lambda M: len(M) + 1)],
    (lambda M: largest(M, np.where(M >= np.diag(M).min(), 0, M)),
     "A mistake may be more frequent than a right answer; leave out the diagonal, and nothing else."),
    (lambda M: largest(M, -off_diagonal(M)), "The smallest entry was looked for; the largest is asked for."),
    *[(lambda M, which=which: (*np.argwhere(M == off_diagonal(M).max())[which], off_diagonal(M).max()),
       "The number was looked for in the whole matrix, and a right answer may be as frequent: look for it in "
       "the matrix with the blank diagonal.") for which in (0, -1)],
    (lambda M: (right(M)[0] + 1, right(M)[1] + 1, right(M)[2]),
     "Rows and columns were counted from 1; digits count from 0."),
]
