"""The checks of notebook 03's exercises: forward propagation."""

from itertools import pairwise

import numpy as np

from nnhelpers.activations import relu, softmax
from nnhelpers.checks.compare import as_numbers, same, shown
from nnhelpers.checks.engine import by_cases, whole_numbers


def count_parameters(attempt):
    """Notebook 03: the number of weights and biases of a network."""
    def right(sizes):
        return sum(n * k + k for n, k in pairwise(sizes))

    def too_many(got, expected):
        """Say how far a number is from the expected one."""
        number = as_numbers(got)
        if number is None or number.ndim or not np.isfinite(number) or number == expected:
            return ""
        return f"It is {abs(number - expected):.10g} too {'many' if got > expected else 'few'}."

    wrapped = "The numbers have wrapped around: they were kept in 8 or 16 bits, too few for large networks."
    all_joined = "Layers that are not neighbours were joined: each layer gets what the one before it gives, no more."
    by_cases(
        attempt,
        right=right,
        cases={
            "(784, 10, 10), where two sizes are equal": ((784, 10, 10),),
            "784 inputs and two hidden layers": ((784, 128, 64, 10),),
            "784 inputs, and outputs that are not ten": ((784, 31, 26),),
            "ten outputs of another number of inputs": ((12, 8, 10),),
            "a single layer": ((5, 2),),
            "layers that grow": ((3, 4, 7),),
            "five layers": ((2, 3, 5, 4, 6, 1),),
            "a list of sizes": ([11, 6, 9],),
            "sizes that come twice": ((7, 7, 4, 7, 4),),
        },
        mistakes=[
            (lambda s: sum(n * k for n, k in pairwise(s)), "The biases are missing: each layer has one per output."),
            (lambda s: right(s) + s[0], "The inputs were given biases too; only layers have them."),
            (lambda s: sum(n * k + n for n, k in pairwise(s)),
             "One bias per input was counted; a layer has one per output."),
            (lambda s: sum(n * k + 1 for n, k in pairwise(s)),
             "One bias per layer was counted; a layer has one per output."),
            (lambda s: sum(n * k for n, k in pairwise(s)) + 1,
             "One bias was counted in all; a layer has one per output."),
            (lambda s: sum(n * k + n * k for n, k in pairwise(s)),
             "As many biases as weights were counted; a layer has one per output."),
            (lambda s: sum(n * k + n + k for n, k in pairwise(s)),
             "Biases were counted for inputs and outputs of each layer; it has one per output."),
            (lambda s: right(s) - s[-1], "The biases of the last layer are missing."),
            (lambda s: right(s) - s[1], "The biases of the first layer are missing."),
            (lambda s: right(s[:-1]), "The last layer is missing."),
            (lambda s: right(s[1:]), "The first layer is missing."),
            (lambda s: right(s[:2]), "Only the first layer was counted."),
            (lambda s: right(s[-2:]), "Only the last layer was counted."),
            (lambda s: right(s[:3]), "Only two layers were counted; go through all neighbouring sizes."),
            (lambda s: s[0] * s[1] + s[1] + s[1] * s[2] + s[2],
             "Only two layers were counted; go through all neighbouring sizes."),
            (lambda s: [n * k + k for n, k in pairwise(s)], "This is the number of each layer; add them up."),
            (lambda s: (sum(n * k for n, k in pairwise(s)), sum(s[1:])),
             "Weights and biases are right, each for itself; add them."),
            (lambda s: sum(s[1:]), "These are the biases only; the weights are missing."),
            (lambda s: sum(s), "The sizes were added: this is the number of neurons, with the inputs."),
            (lambda s: int(np.prod(s)), "The sizes were multiplied together; layers add up: one product per layer."),
            (lambda s: int(np.prod(s)) + sum(s[1:]),
             "The sizes were multiplied together; layers add up: one product per layer."),
            (lambda s: sum(n * k + k for n, k in zip(s[:-1:2], s[1::2], strict=False)),
             "The pairs must overlap: the outputs of a layer are the inputs of the next."),
            (lambda s: sum(n + k for n, k in pairwise(s)),
             "Inputs and outputs were added; each input has a weight to each output, so multiply."),
            (lambda s: 784 * 10 + 10 + 10 * 10 + 10, "This is the number for (784, 10, 10), whatever the sizes are."),
            (lambda s: sum(n * k + 10 for n, k in pairwise(s)), "Ten biases were counted per layer, always."),
            (lambda s: sum(s[i - 1] * s[i] + s[i] for i in range(len(s))),
             "The first size was paired with the last one, sizes[-1]: begin at the second size."),
            (lambda s: sum(k * k + k for k in s), "Each size was paired with itself; a layer joins it to the next."),
            (lambda s: right(sorted(s)), "The sizes were sorted; their order is that of the layers."),
            (lambda s: right(sorted(s, reverse=True)), "The sizes were sorted; their order is that of the layers."),
            *[(lambda s, kind=kind: int(sum(np.array(n * k + k).astype(kind) for n, k in pairwise(s))), wrapped)
              for kind in (np.int16, np.uint16)],
            *[(lambda s, kind=kind: int(sum((np.array(n * k).astype(kind) + np.array(k).astype(kind)).astype(np.int64)
                                            for n, k in pairwise(s))), wrapped) for kind in (np.int16, np.uint16)],
            *[(lambda s, kind=kind: int(np.array(right(s)).astype(kind)), wrapped)
              for kind in (np.int8, np.uint8, np.int16, np.uint16)],
            (lambda s: right((784, *s[1:])), "784 inputs are taken for granted; their number is sizes[0]."),
            (lambda s: right((*s[:-1], 10)), "Ten outputs are taken for granted; their number is the last size."),
            (lambda s: right((784, *s[1:-1], 10)), "784 inputs and ten outputs are taken for granted; their numbers "
             "are the first and the last size."),
            (lambda s: right((s[0], *[s[1]] * (len(s) - 2), s[-1])), "All hidden layers were taken for as large as the "
             "first one; each has its own size."),
            (lambda s: s[0] * s[1] + s[1] + (len(s) - 3) * (s[1] * s[1] + s[1]) + s[1] * s[-1] + s[-1],
             "All hidden layers were taken for as large as the first one; each has its own size."),
            (lambda s: sum(s[1:]) + sum(n * k for i, n in enumerate(s) for k in s[i + 1:]), all_joined),
            (lambda s: sum(n * k + k for i, n in enumerate(s) for k in s[i + 1:]), all_joined),
            (lambda s: sum(s[0] * k + k for k in s[1:]), "Every layer was given the inputs of the network, sizes[0]; "
             "its inputs are the outputs of the layer before it."),
            (lambda s: sum(n * k for n, k in pairwise(s)) + s[-1], "Only the last layer's biases were counted."),
            (lambda s: sum(n * k for n, k in pairwise(s)) + sum(s[1:-1]), "The biases of the last layer are missing."),
            (lambda s: sum((n + 1) * (k + 1) for n, k in pairwise(s)), "1 was added to inputs *and* outputs; a layer "
             "has a bias per output, as if it had one input more: (n + 1) · k."),
            (lambda s: 2 * (len(s) - 1), "This is how many arrays there are, a W and a b for each layer; count the "
             "numbers in them."),
            (lambda s: len(s) - 1, "This is how many layers there are; count their weights and biases."),
            (lambda s: s[0] * s[-1] + s[-1], "Only the first and the last size were used, as if there were no layer "
             "between."),
        ],
        promises=[whole_numbers],
        otherwise=too_many,
        verified="It counts the weights and biases of any number of layers.",
    )


def confidence(attempt):
    """Notebook 03: the probability of each prediction."""
    rng = np.random.default_rng(5)
    above_half = "Only entries above one half were looked at: an unsure example has none, and still a largest one."
    A2 = np.array([[0.2137, 0.1012, 0.3091, 0.5223], [0.6851, 0.3127, 0.2904, 0.1308],
                   [0.1012, 0.5861, 0.4005, 0.3469]])
    by_cases(
        attempt,
        right=lambda A2: A2.max(axis=0),
        cases={
            "sure and unsure examples": (A2,),
            "as many examples as classes": (rng.dirichlet(np.ones(5), size=5).T,),
            "ten classes, three examples": (rng.dirichlet(np.full(10, 0.3), size=3).T,),
            "more examples than classes": (rng.dirichlet(np.ones(4), size=7).T,),
            "a single example": (np.array([[0.1375], [0.8621], [0.0004]]),),
            "two classes": (np.array([[0.4181, 0.7302, 0.0517], [0.5819, 0.2698, 0.9483]]),),
            "a tie for the largest": (np.array([[0.4213, 0.1], [0.4213, 0.2372], [0.1574, 0.6628]]),),
            "ten sure and unsure examples": (rng.dirichlet(np.full(10, 0.1), size=10).T,),
        },
        mistakes=[
            (lambda A2: A2.max(axis=1),
             "There is one entry per class: the maximum went along the rows; examples are columns, axis=0."),
            (lambda A2: A2.argmax(axis=0), "These are the predicted digits; return their probabilities."),
            (lambda A2: A2.argmax(axis=1), "These are places of the largest entries of the *rows*; return the largest "
             "entry of each column."),
            (lambda A2: A2.max(), "This is the largest probability of the whole batch; return one per example."),
            (lambda A2: A2.max(axis=0, keepdims=True), "The shape is (1, m); return (m,): no keepdims here."),
            (lambda A2: A2[A2.argmax(axis=0)],
             "A2[predicted] picks whole rows; pick one entry of each column: A2[predicted, np.arange(m)]."),
            (lambda A2: A2[:, A2.argmax(axis=0) % A2.shape[1]], "A2[:, predicted] picks whole columns; pick one entry "
             "of each column: A2[predicted, np.arange(m)]."),
            (lambda A2: A2.max(axis=0).mean(), "This is the mean over the batch; return one number per example."),
            (lambda A2: np.sort(A2, axis=0)[-2], "This is the second largest probability of each example."),
            (lambda A2: np.sort(A2, axis=0)[-1] - np.sort(A2, axis=0)[-2],
             "This is the lead over the second choice; return the largest probability itself."),
            (lambda A2: A2.min(axis=0), "This is the smallest probability of each example."),
            (lambda A2: A2.mean(axis=0), "This is the mean of each column; return the largest entry."),
            (lambda A2: A2.sum(axis=0), "This is the sum of each column; return the largest entry."),
            (lambda A2: A2[0], "This is the first row, the probability of class 0; return the largest entry of each "
             "column."),
            (lambda A2: A2[-1], "This is the last row, the probability of the last class; return the largest entry of "
             "each column."),
            (lambda A2: A2[:-1].max(axis=0), "The last class was left out."),
            (lambda A2: A2[1:].max(axis=0), "Class 0 was left out."),
            (lambda A2: A2.max(axis=0)[:-1], "The last example is missing."),
            (lambda A2: A2.max(axis=0)[1:], "The first example is missing."),
            (lambda A2: A2.max(axis=0)[0], "This is the confidence of the first example only."),
            (lambda A2: A2.max(axis=0)[-1], "This is the confidence of the last example only."),
            (lambda A2: np.sort(A2.max(axis=0)), "They were sorted; each example keeps its place."),
            (lambda A2: np.sort(A2.max(axis=0))[::-1], "They were sorted; each example keeps its place."),
            (lambda A2: A2.max(axis=0) * 100, "These are per cent; return probabilities, from 0 to 1."),
            (lambda A2: (A2.argmax(axis=0), A2.max(axis=0)), "Return the probabilities alone, without the digits."),
            (lambda A2: (A2.max(axis=0), A2.argmax(axis=0)), "Return the probabilities alone, without the digits."),
            (lambda A2: np.sort(A2, axis=0)[-1:, :], "The shape is (1, m); return (m,): no keepdims here."),
            (lambda A2: A2.max(axis=0).astype(int), "What stands after the decimal point was cut off; return the "
             "probabilities as they are."),
            (lambda A2: A2.max(axis=0) > 0.5, "Only whether they are above one half is left, by rounding or by a "
             "comparison; return the probabilities themselves."),
            (lambda A2: -np.sum(A2 * np.log(A2), axis=0), "This is the entropy of each column, another measure; return "
             "the largest entry."),
            (lambda A2: A2[A2.argmax(axis=0), 0], "All were taken from the first column; each example has its own: "
             "A2[predicted, np.arange(m)]."),
            (lambda A2: np.where(A2 == A2.max(axis=0), A2, 0), "All but the largest entries were set to 0; return the "
             "largest alone, one per example."),
            (lambda A2: np.sort(A2, axis=1)[-1], "The sorting went along the rows, and the last row was taken; sort "
             "down the columns, axis=0, or take max(axis=0)."),
            (lambda A2: A2.T[A2.T > 0.5], above_half),
            (lambda A2: A2[A2 > 0.5], above_half),
            (lambda A2: np.where(A2 > 0.5, A2, 0).max(axis=0), above_half),
            (lambda A2: np.where(A2 > 0.5, A2, 0).sum(axis=0), above_half),
            (lambda A2: np.maximum.accumulate(A2.max(axis=0)), "Each entry is the largest so far: what was found in "
             "one column is carried over to the next. Begin anew for each."),
            (lambda A2: A2[A2.argmax(axis=0), -1], "All were taken from the last column; each example has its own: "
             "A2[predicted, np.arange(m)]."),
            (lambda A2: softmax(A2).max(axis=0), "Softmax was applied again: A2 holds probabilities already."),
        ],
        verified="It returns one probability per example.",
    )


def log_softmax(attempt):
    """Notebook 03: the logarithm of softmax, also where softmax itself is 0."""
    def shifted(Z):
        return Z - Z.max(axis=0)

    def right(Z):
        return shifted(Z) - np.log(np.exp(shifted(Z)).sum(axis=0))

    def shifted_by(shift):
        return lambda Z: Z - shift(Z) - np.log(np.exp(Z - shift(Z)).sum(axis=0))

    def about_the_differences(got, expected):
        """Say that each column is right but for one number, or what its probabilities sum to."""
        numbers = as_numbers(got)
        if numbers is None or numbers.shape != expected.shape or not np.isfinite(numbers).all():
            return ""
        if same(numbers - numbers[0], expected - expected[0]):
            return "Within each column the differences are right; what is subtracted from the whole column is not."
        sums = np.exp(numbers).sum(axis=0)
        return "" if same(sums, np.ones(len(sums))) else \
            f"Their exponentials, the probabilities, sum to {shown(sums)} in the columns; they must sum to 1."

    no_exp = "S must be the sum of the exponentials: np.exp is missing before the sum."
    divided = "The logits were divided, which changes them against each other; subtract the largest instead."
    overflow = "The exponential overflowed: subtract the largest logit of each column before np.exp."
    of_the_batch = "The largest logit of the whole batch was subtracted; each column needs its own, max(axis=0)."
    rounded = "A number was rounded to 0 before its logarithm was taken. Write ln(e^z / S) as z − ln S first."
    patched = "A tiny number keeps the logarithm finite, but not right. Write ln(e^z / S) as z − ln S first."
    whole_sum = "The sum ran over the whole batch; each column has its own, sum(axis=0)."
    other_base = "This is a logarithm to another base; np.log is the natural one, ln."
    along_rows = "Maximum and sum went along the rows; examples are columns, axis=0."
    by_cases(
        attempt,
        right=right,
        cases={
            "small logits": (np.array([[1.0, 0.3], [2.2, -0.7], [3.1, 0.2]]),),
            "as many examples as classes": (np.array([[0.5, -1.2, 2.3], [1.7, 0.1, -0.4], [-2.6, 3.3, 0.9]]),),
            "logits of some hundreds": (np.array([[300.0, -150], [-290, 160], [2, 40.5]]),),
            "logits of ±1,000": (np.array([[1000.0, -1000, 31], [0, 3, -940], [-1000, -995, 2]]),),
            "all logits about 1,000": (np.array([[1000.0, 999, 1003], [1001, 1000, 999.5]]),),
            "all logits about −1,000": (np.array([[-1000.0, -1002], [-1001, -999], [-1003, -1000.5]]),),
            "columns of very different size": (np.array([[900.0, 2, -900], [901, 1, -902], [899, 3.5, -901]]),),
            "one logit far below the others": (np.array([[5.0, 0.4], [-2000, 1.3], [4, -2500.0]]),),
            "one logit far above the others": (np.array([[-3.0, 2000], [2400, 1], [0.5, 2]]),),
            "a single example": (np.array([[0.2], [-0.9], [1.1], [0.6]]),),
            "a single class": (np.array([[3.0, -700.0]]),),
        },
        mistakes=[
            (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum(axis=0)), overflow),
            (lambda Z: Z - np.log(np.exp(Z).sum(axis=0)), overflow),
            (lambda Z: np.log(np.exp(Z)) - np.log(np.exp(Z).sum(axis=0)), overflow),
            (lambda Z: np.log(softmax(Z)), rounded),
            (lambda Z: np.log(np.exp(shifted(Z))) - np.log(np.exp(shifted(Z)).sum(axis=0)),
             rounded),
            (lambda Z: np.log(np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=0)), of_the_batch),
            (shifted_by(np.max), of_the_batch),
            (shifted_by(lambda Z: Z.mean(axis=0)), "The mean of each column was subtracted before np.exp; a logit far "
             "above the mean still overflows. Subtract the largest."),
            (shifted_by(lambda Z: np.median(Z, axis=0)), "The median of each column was subtracted before np.exp; a "
             "logit far above it still overflows. Subtract the largest."),
            (shifted_by(lambda Z: Z.min(axis=0)), "The smallest logit of each column was subtracted before np.exp, "
             "which makes the others larger still. Subtract the largest."),
            (shifted_by(lambda Z: np.abs(Z).max(axis=0)), "The largest absolute value was subtracted before np.exp; "
             "where it belongs to a negative logit, all exponentials become 0. Subtract the largest logit."),
            (lambda Z: np.clip(Z, -500, 500) - np.log(np.exp(np.clip(Z, -500, 500)).sum(axis=0)),
             "Logits beyond ±500 were cut off: shift them instead, by the largest of each column."),
            (lambda Z: right(np.clip(Z, -500, 500)),
             "Logits beyond ±500 were cut off: shift them instead, by the largest of each column."),
            (lambda Z: right(np.clip(Z, -700, 700)),
             "Logits beyond ±700 were cut off: shift them instead, by the largest of each column."),
            (lambda Z: right(np.clip(Z, -100, 100)),
             "Logits beyond ±100 were cut off: shift them instead, by the largest of each column."),
            (lambda Z: Z - Z.max() - np.log(np.exp(Z - Z.max()).sum()), whole_sum),
            (lambda Z: np.log(np.exp(Z - Z.max())) - np.log(np.exp(Z - Z.max()).sum()), whole_sum),
            (lambda Z: Z.max(axis=0) + np.log(np.exp(shifted(Z)).sum(axis=0)),
             "This is ln S of the logits as they came, one number per example; subtract it from Z."),
            (lambda Z: np.log(np.exp(shifted(Z)).sum(axis=0)), "This is ln S alone; it is subtracted from the shifted "
             "logits."),
            (lambda Z: shifted(Z) - np.log(np.exp(shifted(Z)).mean(axis=0)),
             "S is the sum of the exponentials, not their mean."),
            (lambda Z: right(Z) - Z.max(axis=0), "The largest logit was subtracted twice."),
            (shifted, "The logarithm of the sum is still to be subtracted."),
            (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum()), whole_sum),
            (lambda Z: np.log(np.exp(shifted(Z)) / np.exp(shifted(Z)).sum()), whole_sum),
            (lambda Z: -right(Z), "The sign is wrong: logarithms of probabilities are negative or 0."),
            (lambda Z: Z - np.exp(Z).sum(axis=0), "The sum was subtracted; subtract its logarithm."),
            (lambda Z: shifted(Z) - np.exp(shifted(Z)).sum(axis=0), "The sum was subtracted; subtract its logarithm."),
            (lambda Z: shifted(Z) + np.log(np.exp(shifted(Z)).sum(axis=0)),
             "ln S was added; a quotient inside the logarithm becomes a difference: z − ln S."),
            (lambda Z: right(Z.T).T, along_rows),
            (lambda Z: np.log(softmax(Z.T).T), along_rows),
            (lambda Z: np.log(np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)), along_rows),
            (lambda Z: shifted(Z) - np.log(np.exp(shifted(Z)).sum(axis=1, keepdims=True)),
             "The sum went along the rows; S is summed down each column, axis=0."),
            (softmax, "These are the probabilities; return their logarithms."),
            (lambda Z: softmax(right(Z)), "These are the probabilities; return their logarithms."),
            (lambda Z: Z - np.log(np.exp(shifted(Z)).sum(axis=0)),
             "The sum S belongs to the shifted logits, so the shifted logits must stand before it: shifted − ln S."),
            (lambda Z: shifted(Z) - np.log(np.exp(Z).sum(axis=0)),
             "The sum S must be that of the shifted logits, as what stands before it: np.exp(shifted)."),
            (lambda Z: np.log(np.maximum(softmax(Z), np.finfo(float).tiny)),
             "It is cut off at −708: take no logarithm of a rounded probability. Write ln(e^z / S) as z − ln S first."),
            (lambda Z: np.log(softmax(Z) + np.finfo(float).tiny),
             "It is cut off at −708: take no logarithm of a rounded probability. Write ln(e^z / S) as z − ln S first."),
            (lambda Z: shifted(Z) - np.log(np.exp(shifted(Z)).sum()), "S must be summed down each column, axis=0."),
            (lambda Z: shifted(Z) - np.log(np.exp(shifted(Z))).sum(axis=0),
             "It must be the logarithm of the sum, not the sum of logarithms: np.log goes around the sum."),
            (lambda Z: shifted(Z) - shifted(Z).sum(axis=0),
             "It must be the logarithm of the sum, not the sum of logarithms: np.log goes around the sum."),
            (lambda Z: shifted(Z) / np.log(np.exp(shifted(Z)).sum(axis=0)),
             "A quotient inside a logarithm becomes a difference: ln(e^z / S) is z − ln S."),
            (lambda Z: np.log(softmax(Z)) * -1, "The sign is wrong, and the probability was rounded to 0 before the "
             "logarithm was taken."),
            (lambda Z: shifted(Z) - np.log2(np.exp(shifted(Z)).sum(axis=0)), other_base),
            (lambda Z: shifted(Z) - np.log10(np.exp(shifted(Z)).sum(axis=0)), other_base),
            (lambda Z: shifted(Z) - np.log1p(np.exp(shifted(Z)).sum(axis=0)),
             "np.log1p adds 1 to the sum; S holds all that is needed: np.log."),
            (lambda Z: np.nan_to_num(np.log(softmax(Z))), "The infinite logarithms were replaced; compute them without "
             "rounding: z − ln S."),
            (lambda Z: Z - np.log(np.exp(shifted(Z)).sum(axis=0)) + Z.max(axis=0),
             "The largest logit was added where it must be subtracted: Z − max − ln S."),
            (lambda Z: -np.log(np.exp(shifted(Z)).sum(axis=0)) + 0 * Z,
             "The shifted logits are missing before −ln S."),
            (lambda Z: shifted(Z) - np.log(shifted(Z).sum(axis=0)), no_exp),
            (lambda Z: shifted(Z) - np.log(np.abs(shifted(Z).sum(axis=0))), no_exp),
            (lambda Z: shifted(Z) - np.log(np.abs(shifted(Z)).sum(axis=0)), no_exp),
            (lambda Z: Z - np.log(Z.sum(axis=0)), no_exp),
            (lambda Z: Z - np.log(np.abs(Z.sum(axis=0))), no_exp),
            (lambda Z: Z - np.log(np.abs(Z).sum(axis=0)), no_exp),
            (lambda Z: np.log(shifted(Z) / shifted(Z).sum(axis=0)), no_exp),
            (lambda Z: np.log(Z / Z.sum(axis=0)), no_exp),
            *[(lambda Z, size=size: right(Z / size(Z)), divided) for size in (
                lambda Z: Z.max(axis=0), lambda Z: Z.max(), lambda Z: np.abs(Z).max(axis=0), lambda Z: np.abs(Z).max(),
                lambda Z: Z.sum(axis=0), lambda Z: np.sqrt((Z**2).sum(axis=0)))],
            (lambda Z: np.log(softmax(Z / Z.max(axis=0))), divided),
            *[(lambda Z, put=put: np.maximum(np.log(softmax(Z)), put), f"It is cut off at {put}; compute it without "
               "rounding: z − ln S.") for put in (-100, -500)],
            *[(lambda Z, put=put: np.where(softmax(Z) > 0, np.log(softmax(Z)), put), "Where the probability was "
               f"rounded to 0, {put:g} stands for its logarithm; compute it without rounding: z − ln S.") for put in (
                   0, -1, 1, -100, -708, -745, -999, -1e3, -1e4, -1e5, -1e6, -1e9, -1e10, np.nan)],
            (lambda Z: right(-Z), "The signs of the logits are exchanged: the largest logit has the largest "
             "probability."),
            (shifted_by(lambda Z: Z[0]), "The logit of class 0 was subtracted before np.exp; one far above it still "
             "overflows. Subtract the largest."),
            (shifted_by(lambda Z: Z[-1]), "The last logit was subtracted before np.exp; one far above it still "
             "overflows. Subtract the largest."),
            *[(shifted_by(lambda Z, fixed=fixed: fixed), "A fixed number was subtracted before np.exp; subtract the "
               "largest logit of each column.") for fixed in (100, 500, 700, 1000)],
        ] + [
            (lambda Z, tiny=tiny, at_least=at_least: np.log(at_least(softmax(Z), tiny)), patched)
            for tiny in 10.0 ** -np.array([*range(3, 19), 20, 30, 50, 100, 200, 300, 307])
            for at_least in (np.add, np.maximum)
        ],
        otherwise=about_the_differences,
        verified="It agrees with ln(softmax), and stays finite at logits of ±1,000.",
    )


def forward_deep(attempt):
    """Notebook 03: forward propagation through any number of layers."""
    rng = np.random.default_rng(1)

    def network(*sizes):
        return [rng.normal(size=(k, n)) for n, k in pairwise(sizes)], [rng.normal(size=(k, 1)) for k in sizes[1:]]

    def forward(weights, biases, X, hidden=relu, last=softmax):
        A = X
        for index, (W, b) in enumerate(zip(weights, biases, strict=True)):
            Z = W @ A + b
            A = last(Z) if index == len(weights) - 1 else hidden(Z)
        return A

    def logits(weights, biases, X):
        return forward(weights, biases, X, last=lambda Z: Z)

    def with_hidden(function):
        return lambda w, b, X: forward(w, b, X, hidden=function)

    def with_last(function):
        return lambda w, b, X: forward(w, b, X, last=function)

    def relu_before_bias(weights, biases, X):
        for W, b in zip(weights[:-1], biases[:-1], strict=True):
            X = relu(W @ X) + b
        return softmax(weights[-1] @ X + biases[-1])

    def about_the_columns(got, expected):
        """Say what the columns sum to."""
        numbers = as_numbers(got)
        if numbers is None or numbers.shape != expected.shape:
            return ""
        sums = numbers.sum(axis=0)
        return "The columns sum to 1, as probabilities do." if same(sums, np.ones(len(sums))) else \
            f"The columns sum to {shown(sums)}; probabilities sum to 1."

    by_sum = "The last layer's values were divided by their sum; softmax takes the exponentials first."
    two_layers = "Only two layers were gone through; take all of the list."
    no_bias = "The biases were not added."
    by_cases(
        attempt,
        right=forward,
        cases={
            "two layers": (*network(3, 4, 2), rng.random((3, 5))),
            "four layers": (*network(3, 5, 4, 6, 2), rng.random((3, 3))),
            "three layers": (*network(4, 3, 5, 3), rng.normal(size=(4, 6))),
            "layers of one size": (*network(4, 4, 4, 4, 4), rng.normal(size=(4, 4))),
            "a single layer": (*network(3, 4), rng.normal(size=(3, 2))),
            "a single example": (*network(2, 3, 4, 3), rng.normal(size=(2, 1))),
            "logits beyond 1,000": ([800 * rng.normal(size=(k, 3)) for k in (3, 4)],
                                    [rng.normal(size=(k, 1)) for k in (3, 4)], rng.random((3, 4))),
        },
        mistakes=[
            (with_last(lambda Z: softmax(relu(Z))),
             "The last layer's Z went through ReLU before softmax; the last layer has softmax only."),
            (with_last(relu), "The last layer has ReLU; it needs softmax."),
            (with_hidden(lambda Z: Z),
             "There is no ReLU between the layers: such a network is no more than one layer."),
            (with_hidden(softmax), "Every layer has softmax; only the last one does, the others have ReLU."),
            (with_hidden(lambda Z: softmax(relu(Z))), "The hidden layers have softmax after ReLU; only the last layer "
             "has softmax."),
            (with_hidden(np.abs), "Between the layers stands the absolute value; ReLU makes negative values 0."),
            (with_hidden(np.tanh), "Between the layers stands tanh; ReLU is asked for."),
            (with_hidden(lambda Z: 1 / (1 + np.exp(-Z))), "Between the layers stands the sigmoid; ReLU is asked for."),
            (with_hidden(lambda Z: (Z > 0) * 1.0), "The hidden layers pass on 0 or 1, whether Z is above 0; ReLU keeps "
             "the positive values."),
            (with_hidden(lambda Z: np.minimum(0, Z)), "The hidden layers keep the negative values; ReLU keeps the "
             "positive ones: np.maximum(0, Z)."),
            (logits, "These are the logits; softmax is still missing."),
            (with_last(lambda Z: np.exp(Z) / np.exp(Z).sum()),
             "softmax divided by the sum of the whole batch; each column has its own, sum(axis=0)."),
            (with_last(lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum()),
             "softmax divided by the sum of the whole batch; each column has its own, sum(axis=0)."),
            (with_last(lambda Z: np.exp(Z) / np.exp(Z).sum(axis=0)),
             "The exponential overflowed: in softmax subtract the largest logit of each column first."),
            (with_last(lambda Z: softmax(Z.T).T), "softmax went along the rows; examples are columns, axis=0."),
            (with_last(lambda Z: softmax(softmax(Z))), "softmax was applied twice at the end."),
            (with_last(lambda Z: np.exp(Z - Z.max(axis=0))), "The exponentials were not divided by their sum."),
            (with_last(lambda Z: 1 / (1 + np.exp(-Z))), "The last layer has a sigmoid; it needs softmax."),
            (with_last(lambda Z: Z.argmax(axis=0)), "These are the predicted classes; return the probabilities."),
            (with_last(lambda Z: softmax(Z).T), "There is one row per example; examples are columns: (classes, m)."),
            (with_last(lambda Z: softmax(Z).max(axis=0)), "These are the largest probabilities only; return all."),
            (lambda w, b, X: forward(w[:2], b[:2], X), two_layers),
            (lambda w, b, X: softmax(w[1] @ relu(w[0] @ X + b[0]) + b[1]), two_layers),
            (lambda w, b, X: forward([w[0], w[-1]], [b[0], b[-1]], X),
             "Only the first and the last layer were gone through; take all of the list."),
            (lambda w, b, X: forward(w[:-1], b[:-1], X, last=relu), "The last layer is missing."),
            (lambda w, b, X: forward(w[:-1], b[:-1], X), "The last layer is missing; softmax stands after the layer "
             "before it."),
            (lambda w, b, X: softmax(forward(w[:-1], b[:-1], X, last=relu)), "The last layer is missing; softmax "
             "stands after the layer before it."),
            (lambda w, b, X: forward(w[1:], b[1:], X), "The first layer is missing."),
            (lambda w, b, X: forward(w[:1], b[:1], X), "Only the first layer was gone through."),
            (lambda w, b, X: forward([w[0]] * (len(w) - 1) + w[-1:], [b[0]] * (len(w) - 1) + b[-1:], X),
             "Every hidden layer used weights[0] and biases[0]; each has its own."),
            (lambda w, b, X: softmax(w[-1] @ ([X] + [relu(W @ X + v) for W, v in zip(w, b, strict=True)][:-1])[-1]
                                     + b[-1]), "Every hidden layer got X; each gets what the layer before it gave."),
            (lambda w, b, X: softmax(w[-1] @ forward(w[:-1], b[:-1], X, last=relu) if len(w) > 1 else w[0] @ X) + b[-1],
             "In the last layer the bias was added after softmax; it belongs to Z."),
            (lambda w, b, X: w[-1] @ softmax(forward(w[:-1], b[:-1], X, last=relu) if len(w) > 1 else X) + b[-1],
             "softmax stands before the last weights; it belongs after them."),
            (with_hidden(lambda Z: np.where(Z > 0, Z, 0.01 * Z)), "Between the layers stands a leaky ReLU; plain ReLU "
             "makes negative values 0."),
            (with_hidden(lambda Z: np.maximum(0, Z - 1)), "The hidden layers' ReLU begins at 1; it begins at 0."),
            (relu_before_bias, "In the hidden layers the bias was added after ReLU; it belongs to Z."),
            (lambda w, b, X: forward(w, [v.sum() for v in b[:-1]] + b[-1:], X), "One number stands for all biases of "
             "a hidden layer; each neuron has its own."),
            (lambda w, b, X: relu(w[0] @ X + b[0]), "This is what comes out of the first layer; go on to the last."),
            (lambda w, b, X: softmax(w[-1] @ X + b[-1]), "The last layer got X, not what the layer before it gave."),
            (lambda w, b, X: forward(w[::-1], b[::-1], X), "The layers were gone through backwards."),
            (lambda w, b, X: forward(w, [0 * v for v in b], X), no_bias),
            (lambda w, b, X: forward(w, [*b[:-1], 0 * b[-1]], X), "The bias of the last layer was not added."),
            (lambda w, b, X: forward(w, [*(0 * v for v in b[:-1]), b[-1]], X),
             "The biases of the hidden layers were not added."),
            (lambda w, b, X: forward(w, [0 * b[0], *b[1:]], X), "The bias of the first layer was not added."),
            (lambda w, b, X: forward(w, [-v for v in b], X), "The biases were subtracted; they are added."),
            (lambda w, b, X: forward(w, [v.mean() for v in b], X), "One number stands for all biases of a layer; each "
             "neuron has its own."),
            (lambda w, b, X: forward([W.T for W in w], b, X), "The weights were transposed: W @ A, W as it is."),
            (lambda w, b, X: softmax(relu(w[-1] @ forward(w[:-1], b[:-1], X, last=relu)) + b[-1]),
             "In the last layer ReLU stands before the bias; it has softmax only."),
            (lambda w, b, X: forward(w, b, relu(X)), "The input went through ReLU, too; ReLU stands after a layer, and "
             "negative inputs stay."),
            (lambda w, b, X: forward(w, b, X / 255), "The input was divided by 255; it is taken as it comes."),
            *[(with_last(lambda Z, made=made: made(Z) / made(Z).sum(axis=0)), by_sum)
              for made in (relu, np.abs, lambda Z: Z, np.square)],
            *[(with_last(lambda Z, tiny=tiny, at_least=at_least: relu(Z) / at_least(relu(Z).sum(axis=0), tiny)), by_sum)
              for tiny in (1e-15, 1e-12, 1e-10, 1e-9, 1e-8) for at_least in (np.add, np.maximum)],
            *[(with_hidden(lambda Z, top=top: np.clip(Z, 0, top)), "The hidden layers are cut off from above, too; "
               "ReLU lets every positive value through.") for top in (1, 6, 10)],
            *[(with_hidden(lambda Z, slope=slope: np.where(Z > 0, Z, slope * Z)), "Between the layers stands a leaky "
               "ReLU; plain ReLU makes negative values 0.") for slope in (0.001, 0.05, 0.1, 0.2, 0.3)],
            (with_hidden(lambda Z: np.logaddexp(0, Z)), "Between the layers stands softplus; ReLU is asked for."),
            (with_hidden(lambda Z: relu(-Z)), "The hidden layers keep what is negative, without its sign; ReLU keeps "
             "the positive values."),
            (lambda w, b, X: forward(w, b, X, hidden=lambda Z: Z, last=lambda Z: softmax(relu(Z))),
             "ReLU stands before softmax at the end, and not between the layers, where it belongs."),
            (with_last(lambda Z: softmax(-Z)), "softmax got the logits with the opposite sign."),
            (with_last(lambda Z: np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0)).sum(axis=1, keepdims=True)),
             "softmax divided by sums along the rows; each column has its own sum, axis=0."),
            (lambda w, b, X: [softmax(Z) for Z in [logits(w, b, X)]], "The probabilities stand in a list of one; "
             "return them alone."),
        ],
        otherwise=about_the_columns,
        verified="It goes through any number of layers: ReLU between them, softmax at the end.",
    )
