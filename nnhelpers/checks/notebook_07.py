"""The checks of notebook 07's exercises: deeper networks."""

import functools
from itertools import pairwise

import numpy as np

from nnhelpers.checks.engine import by_cases, whole_numbers


def variations(answer, **wrong):
    """Return as mistakes what comes of one wrong piece of an answer.

    `answer` takes a case and, by name, its pieces; each other name stands for a list of (wrong piece, words).
    """
    return [(functools.partial(answer, **{name: piece}), words) for name, pieces in wrong.items()
            for piece, words in pieces]


def weights_place(attempt):
    """Notebook 07: where a layer's weights stand in the long vector of parameters."""
    cases = {
        "the first layer": ([7, 5, 4, 3], 1),
        "the second layer of three": ([7, 5, 4, 3], 2),
        "the last of three layers": ([7, 5, 4, 3], 3),
        "the layers of the statement": ([784, 10, 10], 2),
        "the only layer": ([6, 2], 1),
        "layers of equal sizes": ([4, 4, 4, 4], 3),
        "the fourth layer of five": ([3, 8, 2, 9, 6, 5], 4),
    }

    def place(sizes, layer, before=lambda pairs, layer: pairs[:layer - 1], own=lambda pairs, layer: pairs[layer - 1],
              all_of=lambda n, k: k * n + k, weights=lambda n, k: k * n, result=lambda start, length: (
                  start, start + length)):
        pairs = list(pairwise(sizes))
        start = sum(all_of(n, k) for n, k in before(pairs, layer))
        return result(start, weights(*own(pairs, layer)))

    neurons = "Neurons are counted before it; count parameters, k · n + k in each layer."

    def from_first(sizes, layer, inputs):
        start = sum(sizes[0] * k + k for k in sizes[1:layer])
        return start, start + inputs * sizes[layer]

    def biases_only(sizes, layer):
        start, end = place(sizes, layer)
        return end, end + sizes[layer]

    def b_first(sizes, layer):
        start, end = place(sizes, layer)
        return start + sizes[layer], end + sizes[layer]

    before = [
        (lambda pairs, k: [], "The layers before stand in front of it: add what they take up."),
        (lambda pairs, k: pairs[:k], "The start counts one layer too many: all before it are layer − 1 of them."),
        (lambda pairs, k: pairs[:k - 2],
         "The start counts one layer too few (and [:-1], at layer 1, takes all but the last)."),
        (lambda pairs, k: pairs[:max(k - 2, 0)],
         "The start counts one layer too few: all before it, layer − 1 of them."),
        (lambda pairs, k: pairs[1:k - 1], "The first layer is not counted among those before."),
        (lambda pairs, k: pairs[1:k], "The start begins to count at the second layer: it leaves "
         "out the first and takes in this one."),
        (lambda pairs, k: pairs[max(k - 2, 0):k - 1], "Only the layer just before is counted; all stand in front."),
        (lambda pairs, k: pairs[:1] * (k > 1), "Only the first layer is counted; all before stand in front."),
        (lambda pairs, k: pairs[:1] * (k - 1),
         "Every layer before is counted with the sizes of the first; each has its own."),
        (lambda pairs, k: pairs[k - 1:k] * (k - 1),
         "Every layer before is counted with the sizes of this one; each has its own."),
        (lambda pairs, k: pairs[k:], "These are the layers after it; add those before."),
        (lambda pairs, k: pairs, "All layers are counted into the start; only those before belong."),
        (lambda pairs, k: pairs[:-1], "All layers but the last are counted into the start, whatever "
         "`layer` is; only those before it belong."),
        (lambda pairs, k: pairs[-1:],
         "Only the last layer is counted into the start, whatever `layer` is; only those before belong."),
    ]
    own = [
        (lambda pairs, k: pairs[k], "Layers count from 1: the weights of layer 1 are sizes[0] times sizes[1]."),
        (lambda pairs, k: pairs[k - 2],
         "The number of weights is that of another layer: layer's sizes are sizes[layer − 1] and "
         "sizes[layer]."),
        (lambda pairs, k: pairs[0], "The number of weights is always that of the first layer."),
        (lambda pairs, k: pairs[-1], "The number of weights is always that of the last layer."),
    ]
    all_of = [
        (lambda n, k: k * n, "The biases of the layers before take room too: each b follows its W."),
        (lambda n, k: k * n + n, "There is one bias per neuron, not per input."),
        (lambda n, k: k * n + 1, "There is one bias per neuron, not one per layer."),
        (lambda n, k: k * n + n + k, "There is one bias per neuron, and none for the inputs."),
        (lambda n, k: k * n + 10, "Ten biases are counted in each layer; it has one per neuron."),
        (lambda n, k: (k + 1) * (n + 1), "A layer has k · n weights and k biases: k · n + k."),
        (lambda n, k: k * (n + k), "Products come first: k · n + k, not k · (n + k)."),
        (lambda n, k: k * n + 2 * k, "The biases of the layers before are counted twice."),
        (lambda n, k: k * n - k, "The biases of the layers before take room: add them, do not subtract."),
        (lambda n, k: k + n, "A layer has inputs · neurons weights: a product, not a sum."),
        (lambda n, k: n + k + k, "A layer has inputs · neurons weights: a product, not a sum."),
        (lambda n, k: n, neurons), (lambda n, k: k, neurons),
        (lambda n, k: k * k + k, "The neurons are multiplied by themselves: k · n + k, n the inputs."),
    ]
    weights = [
        (lambda n, k: k * n + k, "This window holds the layer's biases too; only the weights are asked for."),
        (lambda n, k: k * n + n, "The window is longer than the weights: k · n of them, without more."),
        (lambda n, k: k * n - k, "The window is too short: the weights are k · n."),
        (lambda n, k: k * n + k - 1, "This window ends before the layer's last bias; it should end behind "
         "the weights, at the first place after them."),
        (lambda n, k: k + n, "The weights are inputs · neurons: a product, not a sum."),
        (lambda n, k: k, "The window is as long as the layer has neurons; the weights are k · n."),
        (lambda n, k: n, "The window is as long as the layer has inputs; the weights are k · n."),
    ]
    result = [
        (lambda start, length: (start, length), "The second number is the end, not the length: start plus length."),
        (lambda start, length: (start + 1, start + length + 1), "Places count from 0, as in any slice."),
        (lambda start, length: (start + 1, start + length), "The start is one too late: places count from 0."),
        (lambda start, length: (start, start + length - 1),
         "The end is the first place after the window, as in a slice: parameters[start:end]."),
        (lambda start, length: start, "Return two numbers, start and end; this is the start."),
        (lambda start, length: start + length, "Return two numbers, start and end; this is the end."),
        (lambda start, length: length, "This is how many weights there are; return where they start and end."),
        (lambda start, length: list(range(start, start + length)), "These are all places; return start and end."),
    ]
    by_cases(
        attempt,
        right=place,
        cases=cases,
        parts=("start", "end"),
        promises=[lambda got, expected, tried: whole_numbers(np.asarray(got), expected, tried)],
        mistakes=[
            *variations(place, before=before, own=own, all_of=all_of, weights=weights, result=result),
            (biases_only, "This is the window of the biases; the weights stand in front of them."),
            (b_first, "In each layer W stands first, and its b after it."),
            (lambda s, k: (place(s, k)[0] - (s[k - 1] if k > 1 else 0), place(s, k)[1]),
             "The biases of the layer just before belong to it, not to this window."),
            (lambda s, k: place(s, len(s) - k), "The layers are counted from the end; they count from 1 at the input."),
            (lambda s, k: (place(s, k)[0] + s[0], place(s, k)[1] + s[0]), "There are no biases for the inputs."),
            (lambda s, k: tuple(place_ + (s[k - 1] if k > 1 else 0) for place_ in place(
                s, k, all_of=lambda n, k: k * n)),
             "Only the biases of the layer just before are counted; each layer before has its own."),
            (lambda s, k: (s[k], s[k - 1]), "This is the shape of the layer's W; return where its weights stand."),
            (lambda s, k: (s[k - 1], s[k]), "These are the layer's sizes; return where its weights stand."),
            (lambda s, k: place([784, *s[1:]], k), "The inputs are taken for 784; they are sizes[0]."),
            *[(lambda s, k, n=n: place([n or s[0], *[10] * len(s)], k), "Sizes are written in; all are in `sizes`.")
              for n in (784, 0)],
            *[(wrong, "The inputs of every layer are taken for sizes[0]; a layer's are the neurons of the one before.")
              for wrong in (lambda s, k: from_first(s, k, s[0]), lambda s, k: from_first(s, k, s[k - 1]),
                            lambda s, k: (place(s, k)[0], place(s, k)[0] + s[0] * s[k]))],
            *[(lambda s, k, b=b: tuple(one + b(s, k) for one in place(s, k, all_of=lambda n, k: k * n)),
               "Each b has as many entries as its own layer has neurons; here those of another layer are counted.")
              for b in (lambda s, k: sum(s[2:k + 1]), lambda s, k: s[k] * (k - 1), lambda s, k: s[k] * (k > 1),
                        lambda s, k: s[-1] * (k - 1), lambda s, k: s[1] * (k - 1), lambda s, k: s[k - 1] * (k - 1))],
            *[(lambda s, k, begin=begin, length=length: (sum(s[begin:k]), sum(s[begin:k]) + length(s, k)), neurons)
              for begin in (0, 1) for length in (
                  lambda s, k: s[k], lambda s, k: s[k - 1], lambda s, k: s[k - 1] * s[k])],
            *[(lambda s, k, length=length: (sum(s[:k - 1]), sum(s[:k - 1]) + length(s, k)), neurons)
              for length in (lambda s, k: s[k], lambda s, k: s[k - 1])],
            (lambda s, k: (place(s, k)[0], biases_only(s, len(s) - 1)[1]), "This is the end of the whole vector."),
        ],
        verified="parameters[start:end] are the layer's weights.",
    )


def rival_width(attempt):
    """Notebook 07: the width of one hidden layer that gives a network a stated number of parameters."""
    cases = {
        "the numbers of the statement": (109386, 784, 10),
        "a quotient just above a whole number": (2061, 28, 7),
        "many outputs": (90000, 100, 400),
        "few inputs and many outputs": (3700, 4, 30),
        "as many inputs as outputs": (7990, 20, 20),
        "one output": (1000, 7, 1),
        "a narrow layer": (59, 13, 6),
        "an even division": (3007, 17, 7),
        "a tiny network": (14, 3, 1),
        "a single input": (18, 1, 3),
        "a wide layer": (6076, 9, 4),
    }

    def width(parameters, inputs, outputs, fixed=lambda p, i, o: p - o, each=lambda i, o: i + o + 1, to=round):
        return to(fixed(parameters, inputs, outputs) / each(inputs, outputs))

    only_first = "Only what enters the hidden layer was counted; `outputs` weights leave each of its neurons."
    only_last = "Only what leaves the hidden layer was counted; `inputs` weights enter each of its neurons."
    times = "A hidden neuron has inputs weights and gives outputs weights: inputs + outputs, not times."
    brackets = "Division comes before + and −: put brackets around parameters - outputs, and around the whole divisor."
    fixed = [
        (lambda p, i, o: p, "The biases of the last layer do not depend on the width: subtract them first."),
        (lambda p, i, o: p + o, "The biases of the last layer are in `parameters`: subtract them, do not add."),
        (lambda p, i, o: p - i, "What does not depend on the width are the `outputs` biases, not the inputs."),
        (lambda p, i, o: p - i - o, "Only the `outputs` biases do not depend on the width."),
        (lambda p, i, o: p - o - 1, "One too many is subtracted: only the `outputs` biases are fixed."),
        (lambda p, i, o: p - 2 * o, "The biases of the last layer are subtracted twice."),
        (lambda p, i, o: p - 1, "The last layer has `outputs` biases, not one."),
    ]
    each = [
        (lambda i, o: i + o, "Each hidden neuron has a bias besides its weights: + 1."),
        (lambda i, o: i + o + 2, "Each hidden neuron has one bias; here two are counted."),
        (lambda i, o: i + o - 1, "Each hidden neuron's bias is added to its weights: + 1, not − 1."),
        (lambda i, o: i, only_first), (lambda i, o: i + 1, only_first),
        (lambda i, o: o, only_last), (lambda i, o: o + 1, only_last),
        (lambda i, o: i * o, times), (lambda i, o: i * o + 1, times), (lambda i, o: i * (o + 1), times),
        (lambda i, o: (i + 1) * o, times), (lambda i, o: (i + 1) * (o + 1), times),
        (lambda i, o: 2 * i + 1, "Each hidden neuron gives `outputs` weights, not as many as it has inputs."),
        (lambda i, o: i + 2 * o, "`outputs` is counted twice in the divisor: inputs + 1 + outputs."),
        (lambda i, o: i + 2 * o + 1, "`outputs` is counted twice in the divisor: inputs + 1 + outputs."),
    ]
    to = [
        (float, "A width is a whole number: round it."),
        (int, "It was cut off; the nearest whole number is wanted: round(…) and /."),
        (np.ceil, "It was rounded up; the nearest whole number is wanted: round."),
        (lambda width: int(width) + 1, "It is cut off and then 1 is added; the nearest is wanted: round."),
        (lambda width: int(width + 1), "It is cut off and then 1 is added; the nearest is wanted: round."),
        (lambda width: round(width, 1), "A width is a whole number: round(…) without places."),
        (lambda width: round(width, 2), "A width is a whole number: round(…) without places."),
    ]
    exact = "A width that fits exactly need not exist: the nearest whole number is wanted."
    after = "`outputs` is subtracted after the division; it comes first: (parameters - outputs) / …"
    by_cases(
        attempt,
        right=width,
        cases=cases,
        promises=[whole_numbers],
        mistakes=[
            *variations(width, fixed=fixed, each=each, to=to),
            *[(functools.partial(width, fixed=piece, to=other), f"{words} {more}")
              for piece, words in fixed[:2] for other, more in to[:3]],
            *[(functools.partial(width, each=piece, to=other), f"{words} {more}")
              for piece, words in each[:7] for other, more in to[:3]],
            *[(functools.partial(width, fixed=fixed[0][0], each=piece), f"{fixed[0][1]} {words}")
              for piece, words in each[:7]],
            (lambda p, i, o: (p - o) / i + o + 1, brackets), (lambda p, i, o: p - o / i + o + 1, brackets),
            (lambda p, i, o: p - o / (i + o + 1), brackets), (lambda p, i, o: round(p - o / (i + o + 1)), brackets),
            (lambda p, i, o: round((p - o) / i + o + 1), brackets),
            (lambda p, i, o: round((p - o) / (i + o) + 1), brackets), (lambda p, i, o: p - o // (i + o + 1), brackets),
            (lambda p, i, o: p * (i + o + 1) + o, "This is how many parameters a network of the width "
             "`parameters` has; solve for the width."),
            (lambda p, i, o: round((p - 10) / 795), "784 and 10 are written in; use inputs and outputs."),
            (lambda p, i, o: round((p - o) / (785 + o)), "784 is written in; use inputs."),
            (lambda p, i, o: round((p - 10) / (i + 11)), "10 is written in; use outputs."),
            (lambda p, i, o: round(p / (i * o + i + o)), times),
            (lambda p, i, o: width(p, i, o) * (i + o + 1) + o, "That many parameters has the rival; return its width."),
            (lambda p, i, o: abs(width(p, i, o) * (i + o + 1) + o - p),
             "This is by how many it misses; return its width."),
            (lambda p, i, o: round((np.sqrt((i + o + 2) ** 2 + 4 * (p - o)) - i - o - 2) / 2),
             "This is the width of two hidden layers; the rival has one."),
            *[(lambda p, i, o, other=other: other if (p - o) % (i + o + 1) else width(p, i, o), exact)
              for other in (None, 0, -1)],
            *[(lambda p, i, o, to=to, more=more: to(p / (i + o + more) - o), after)
              for to in (round, int, float) for more in (0, 1)],
            *[(lambda p, i, o, n=n, to=to: n * to((p - o) / (i + o + 1) / n),
               f"It gives multiples of {n} alone; every whole number may be the nearest.")
              for n in (2, 4, 5, 8, 10) for to in (round, int)],
            *[(lambda p, i, o, n=n: min(width(p, i, o), n), f"It never goes beyond {n}; the width may be larger.")
              for n in (99, 100, 127, 128, 149, 150, 199, 200, 249, 250, 255, 256, 299, 300, 399, 400)],
            (lambda p, i, o: i + o + 1, "This is what one hidden neuron brings; divide parameters - outputs by it."),
        ],
        verified="It finds the rival of equal size.",
    )


def fold(attempt):
    """Notebook 07: two linear layers as one."""
    rng = np.random.default_rng(7)

    def layers(n0, n1, n2):
        return tuple(rng.uniform(-3, 3, shape).round(1) for shape in ((n1, n0), (n1, 1), (n2, n1), (n2, 1)))

    def folded(W1, b1, W2, b2, W=lambda W1, W2: W2 @ W1, b=lambda W1, b1, W2, b2: W2 @ b1 + b2,
               result=lambda W, b: (W, b)):
        return result(W(W1, W2), b(W1, b1, W2, b2))

    no_relu = "There is no ReLU in these layers: W2 @ W1 and W2 @ b1 + b2, whatever their signs."
    through = "b1 goes through the second layer: W2 multiplies it too."
    cases = {
        "one number in each": tuple(np.array([[x]]) for x in (2.0, 1.0, 3.0, 5.0)),
        "square matrices": layers(2, 2, 2),
        "four inputs, two neurons, three outputs": layers(4, 2, 3),
        "as many neurons as outputs": layers(2, 3, 3),
        "as many inputs as neurons": layers(3, 3, 2),
        "as many inputs as outputs": layers(2, 4, 2),
    }
    W = [
        (lambda W1, W2: W1 @ W2, "W1 acts on X first, so it stands on the right: W2 @ W1."),
        (lambda W1, W2: W2 * W1, "The matrix product is @, not *."),
        (lambda W1, W2: W1 + W2, "One layer after the other multiplies: W2 @ W1."),
        (lambda W1, W2: W2.T @ W1, "W2 is transposed without need: W2 @ W1."),
        (lambda W1, W2: W2 @ W1.T, "W1 is transposed without need: W2 @ W1."),
        (lambda W1, W2: W2.T @ W1.T, "This is (W1 @ W2) transposed; W2 @ W1 needs no transpose."),
        (lambda W1, W2: W1.T @ W2.T, "This is W2 @ W1 transposed; W X needs W2 @ W1 itself."),
        (lambda W1, W2: W1, "This is W1 alone; W2 multiplies it."),
        (lambda W1, W2: W2, "This is W2 alone; it multiplies W1."),
        (lambda W1, W2: np.outer(W2[:, -1], W1[-1]), "Only the last product of each sum is in W: add them all, +=."),
        (lambda W1, W2: np.outer(W2[:, 0], W1[0]), "Only the first product of each sum is in W: add them all."),
        *[(wrong, no_relu) for wrong in (
            lambda W1, W2: W2 @ np.maximum(W1, 0), lambda W1, W2: np.maximum(W2 @ W1, 0))],
        (lambda W1, W2: W2 @ W1 + W1, "Only W2 W1 stands before X; nothing is to be added to it."),
    ]
    b = [
        (lambda W1, b1, W2, b2: b1 + b2, through), (lambda W1, b1, W2, b2: W2 @ b1, "b2 is missing: W2 b1 + b2."),
        (lambda W1, b1, W2, b2: b2, "b1 is missing: W2 (W1 X + b1) holds W2 b1."),
        (lambda W1, b1, W2, b2: b1, "Neither W2 nor b2 has reached b: W2 b1 + b2."),
        (lambda W1, b1, W2, b2: W2 @ (b1 + b2), "b2 is added after W2 has multiplied: W2 b1 + b2."),
        (lambda W1, b1, W2, b2: W2 @ b2 + b1, "b1 and b2 are exchanged: W2 multiplies b1."),
        (lambda W1, b1, W2, b2: W1 @ b1 + b2, "b1 is added behind W1, and only W2 multiplies it."),
        (lambda W1, b1, W2, b2: W1 @ b2 + b1, "This is the second layer first; but W2 multiplies b1."),
        (lambda W1, b1, W2, b2: W2 @ W1 @ b1 + b2, "b1 is added behind W1, and only W2 multiplies it."),
        (lambda W1, b1, W2, b2: W1 @ W2 @ b1 + b2, "b1 is added behind W1, and only W2 multiplies it."),
        (lambda W1, b1, W2, b2: W2.T @ b1 + b2, "W2 is transposed without need: W2 @ b1."),
        (lambda W1, b1, W2, b2: W2 * b1 + b2, "The matrix product is @, not *: also for W2 @ b1."),
        (lambda W1, b1, W2, b2: W2 @ b1 * b2, "b2 is added, not multiplied."),
        (lambda W1, b1, W2, b2: W2 @ b1 - b2, "b2 is added, not subtracted."),
        (lambda W1, b1, W2, b2: b2 - W2 @ b1, "W2 b1 is added, not subtracted."),
        (lambda W1, b1, W2, b2: W2 @ b1 + b1 + b2, "b1 comes in through W2 only: W2 b1 + b2."),
        (lambda W1, b1, W2, b2: W2 @ b2 + b2, "W2 multiplies b1, not b2."),
        (lambda W1, b1, W2, b2: W2 @ b1 + W1 @ b2, "b2 comes last, and no matrix multiplies it."),
        (lambda W1, b1, W2, b2: W1 @ b1 + W2 @ b2, "W1 multiplies X alone, and W2 multiplies b1."),
        (lambda W1, b1, W2, b2: W2 @ b1 + b2.T, "A column and a row were added: W2 @ b1 and b2 are columns."),
        (lambda W1, b1, W2, b2: W2 @ b1.ravel() + b2, "A flat array and a column were added: leave b1 a column."),
        (lambda W1, b1, W2, b2: (W2 @ b1 + b2).ravel(), "b is a column, of shape (n2, 1); this is flat."),
        (lambda W1, b1, W2, b2: (W2 @ b1 + b2).T, "b is a column, of shape (n2, 1); this is a row."),
        (lambda W1, b1, W2, b2: (W2 @ b1 + b2).sum(), "b has one entry per output: leave out the sum."),
        *[(lambda W1, b1, W2, b2, at=at: W2 @ (W1 @ np.full((W1.shape[1], 1), at) + b1) + b2, "This is what the layers "
           f"make of an X of {at:g}; b is what they make of X = 0: W2 b1 + b2.") for at in (1.0, -1.0)],
        *[(wrong, no_relu) for wrong in (
            lambda W1, b1, W2, b2: W2 @ np.maximum(b1, 0) + b2, lambda W1, b1, W2, b2: np.maximum(W2 @ b1, 0) + b2,
            lambda W1, b1, W2, b2: np.maximum(W2 @ b1 + b2, 0))],
        *[(lambda W1, b1, W2, b2, of=of: W2.sum(axis=1, keepdims=True) * of(b1) + b2,
           "Each entry of b1 has its own weights in W2: W2 @ b1, without a mean, sum or choice of its entries.")
          for of in (np.mean, np.sum, np.max, np.min, lambda b1: b1[0], lambda b1: b1[-1])],
        (lambda W1, b1, W2, b2: W2.sum(axis=1, keepdims=True) * b1 + b2, "W2 is summed first; W2 @ b1 sums products."),
    ]
    result = [
        (lambda W, b: (b, W), "W first, then b."), (lambda W, b: W, "Return both, W and b: this is W."),
        (lambda W, b: b, "Return both, W and b: this is b."),
        (lambda W, b: np.hstack([W, b]), "W and b are two answers: return W, b, with a comma."),
    ]
    by_cases(
        attempt,
        right=folded,
        cases=cases,
        parts=("W", "b"),
        mistakes=[
            *variations(folded, W=W, b=b, result=result),
            (lambda W1, b1, W2, b2: (W2 * W1, W2 * b1 + b2), "The matrix product is @, not *."),
            (lambda W1, b1, W2, b2: (W1 + W2, b1 + b2), "One layer after the other multiplies: W2 @ W1, and W2 @ b1."),
            (lambda W1, b1, W2, b2: (W1 @ W2, W1 @ b2 + b1), "This is the second layer first, W1 X + b1 last."),
            (lambda W1, b1, W2, b2: (W1.T @ W2.T, (W2 @ b1 + b2).T),
             "Both are transposed: examples are columns here, so W X needs W2 @ W1 itself and a column b."),
            *[(lambda W1, b1, W2, b2, n=n: (W2 @ (W1 + b1) + n * b2, W2 @ b1 + b2),
               "The biases do not belong into W: only W2 W1 stands before X.") for n in (0, 1)],
        ],
        verified="The one layer does what the two did.",
    )


def shortcut_backward(attempt):
    """Notebook 07: the way back through a layer with a shortcut."""
    rng = np.random.default_rng(5)

    def layer(n, m):
        W, A_before, dA = (rng.uniform(-3, 3, shape).round(1) for shape in ((n, n), (n, m), (n, m)))
        return W, W @ A_before + rng.uniform(-2, 2, (n, 1)).round(1), A_before, dA

    def back(W, Z, A, dA, mask=lambda Z, A, dA: dA * (Z > 0), dW=lambda dZ, A, dA: dZ @ A.T,
             db=lambda dZ, dA: dZ.sum(axis=1, keepdims=True), below=lambda W, dZ, A, dA, Z: W.T @ dZ + dA,
             result=lambda dW, db, below: (dW, db, below)):
        dZ = mask(Z, A, dA)
        return result(dW(dZ, A, dA), db(dZ, dA), below(W, dZ, A, dA, Z))

    unmasked = "The mask of ReLU is missing: dZ = dA * (Z > 0), not dA, goes into dW, db and W.T @ dZ."
    arrives = "Along the shortcut dA arrives as it is: the mask of ReLU does not lie on that path."
    slope = "ReLU's slope is 1 or 0: multiply by Z > 0, not by Z or relu(Z)."
    into_dZ = "The slope 1 of the shortcut was added into dZ; through W goes only the layer's own path."
    m_is_in = "The division by m is in dA already: the loss is the mean, once."
    cases = {
        "one neuron, one example": tuple(np.array([[x]]) for x in (2.0, 7.0, 3.0, 10.0)),
        "one neuron that is off": tuple(np.array([[x]]) for x in (2.0, -7.0, 3.0, 10.0)),
        "two neurons, three examples": layer(2, 3),
        "as many examples as neurons": layer(3, 3),
        "four neurons, one example": layer(4, 1),
        "neurons that are off for all examples": (
            np.array([[1.5, -2.0], [0.4, 3.0]]), np.array([[-1.0, -4.5, -0.3], [-2.2, -0.7, -3.1]]),
            np.array([[1.1, -2.0, 0.6], [2.3, 1.0, -1.2]]), np.array([[1.2, -2.3, 3.1], [0.5, 1.4, -1.7]])),
        "more examples than neurons": layer(3, 5),
        "an entry of Z that is 0": (
            np.array([[2.0, -1.0], [1.0, 1.5]]), np.array([[0.0, 6.5], [3.75, -1.0]]),
            np.array([[1.0, 3.0], [0.5, -2.0]]), np.array([[1.3, -0.7], [2.1, 1.6]])),
    }
    mask = [
        (lambda Z, A, dA: dA, unmasked),
        (lambda Z, A, dA: dA * np.maximum(Z, 0), slope), (lambda Z, A, dA: dA * Z, slope),
        (lambda Z, A, dA: np.maximum(Z, 0), "This takes relu(Z) for dZ; it is dA times the slope, Z > 0."),
        (lambda Z, A, dA: Z > 0, "The mask alone is no gradient: dZ = dA * (Z > 0)."),
        (lambda Z, A, dA: dA * (A > 0), "The slope of ReLU is taken at Z, not at A_before."),
        (lambda Z, A, dA: np.maximum(dA, 0) * (Z > 0), "dA may be negative: it passes where Z > 0."),
        (lambda Z, A, dA: dA * (dA > 0), "The slope of ReLU is taken at Z, not at dA."),
        (lambda Z, A, dA: np.maximum(dA, 0), "The slope of ReLU is taken at Z, not at dA."),
        (lambda Z, A, dA: dA * (np.maximum(Z, 0) + A > 0),
         "The slope of ReLU is taken at Z, not at A, in which the shortcut has been added."),
        (lambda Z, A, dA: dA * (Z + A > 0), "The slope of ReLU is taken at Z; the shortcut is added behind it."),
        (lambda Z, A, dA: dA * (Z >= 0), "At Z = 0 the slope of ReLU is taken for 0 here: 1 only where Z > 0."),
        (lambda Z, A, dA: dA * ((Z > 0) + (Z == 0) / 2), "At Z = 0 the slope of ReLU is taken for 0 here, not 1/2."),
        (lambda Z, A, dA: dA * (Z < 0), "The mask is the wrong way round: 1 where Z > 0."),
        (lambda Z, A, dA: dA * np.sign(Z), "np.sign is −1 below zero; ReLU's slope is 0 there: Z > 0."),
        (lambda Z, A, dA: dA * np.where(Z > 0, 1, 0.01), "This is the slope of a leaky ReLU; ReLU's is 0 below zero."),
        (lambda Z, A, dA: dA * np.exp(-Z) / (1 + np.exp(-Z)) ** 2, "This is the sigmoid's slope; ReLU's is 1 or 0."),
        (lambda Z, A, dA: dA * (1 - np.tanh(Z) ** 2), "This is the slope of tanh; ReLU's is 1 where Z > 0, else 0."),
        (lambda Z, A, dA: Z * (dA > 0), "Z and dA are exchanged: dZ = dA * (Z > 0)."),
        (lambda Z, A, dA: dA * Z > 0, "Python multiplies before it compares: dA * (Z > 0)."),
        (lambda Z, A, dA: dA * (Z > 0) + dA, into_dZ),
        (lambda Z, A, dA: dA * (Z > 0) + A, "The shortcut is a path to A_before; it adds nothing to dZ."),
        (lambda Z, A, dA: (dA - A) * (Z > 0), "dA passes into both terms unchanged: A_before is not subtracted."),
    ]
    dW = [
        (lambda dZ, A, dA: dA @ A.T, unmasked),
        (lambda dZ, A, dA: A @ dZ.T, "dW has the shape of W, outputs first: dZ @ A_before.T."),
        (lambda dZ, A, dA: dZ @ A, "A_before is not transposed: dZ @ A_before.T."),
        (lambda dZ, A, dA: dZ.T @ A, "The wrong one is transposed: dZ @ A_before.T."),
        (lambda dZ, A, dA: dZ * A, "Entry by entry is no sum over the examples: dZ @ A_before.T."),
        (lambda dZ, A, dA: dZ @ A.T / A.shape[1], m_is_in),
        (lambda dZ, A, dA: np.outer(dZ[:, 0], A[:, 0]), "This is the first example alone: dW adds over all of them."),
        (lambda dZ, A, dA: np.outer(dZ[:, -1], A[:, -1]), "This is the last example alone: dW adds all, +=."),
        *[(wrong, "dZ is multiplied by what entered the layer, A_before.") for wrong in (
            lambda dZ, A, dA: dZ @ dA.T, lambda dZ, A, dA: dZ @ dZ.T)],
        (lambda dZ, A, dA: dZ @ A.T + dA @ A.T, "No weight lies on the shortcut: it adds nothing to dW."),
        (lambda dZ, A, dA: dZ @ A.T + np.eye(len(A)), "No weight lies on the shortcut: it adds nothing to dW."),
    ]
    db = [
        (lambda dZ, dA: dA.sum(axis=1, keepdims=True), unmasked),
        (lambda dZ, dA: dZ.sum(axis=1, keepdims=True) / dZ.shape[1],
         "db is a sum; the division by m is in dA already."),
        (lambda dZ, dA: dZ.sum(axis=1), "db is a column: keepdims=True."),
        (lambda dZ, dA: dZ.sum(axis=1)[np.newaxis], "db is a column; this is a row."),
        (lambda dZ, dA: dZ.sum(), "db sums over the examples only: axis=1."),
        (lambda dZ, dA: dZ.sum(keepdims=True), "db sums over the examples only: axis=1."),
        (lambda dZ, dA: dZ.sum(axis=0, keepdims=True),
         "db sums over the examples, axis=1; here it sums over the neurons."),
        (lambda dZ, dA: dZ.sum(axis=0), "db sums over the examples, axis=1; here it sums over the neurons."),
        (lambda dZ, dA: dZ, "db sums dZ over the examples: axis=1."),
        (lambda dZ, dA: dZ[:, -1:], "This is the last example alone: db sums over all of them."),
        (lambda dZ, dA: (dZ + dA).sum(axis=1, keepdims=True), "The bias does not lie on the shortcut: sum dZ alone."),
    ]
    below = [
        (lambda W, dZ, A, dA, Z: W.T @ dZ,
         "The shortcut is missing: on a second path, of slope 1, A_before reaches A."),
        (lambda W, dZ, A, dA, Z: W.T @ dZ + dA * (Z > 0), arrives),
        *[(lambda W, dZ, A, dA, Z, both=both: (W + 1).T @ dZ + both * dA, "Here 1 is added to every weight: the "
           "slope of the shortcut is the identity, np.eye; and its dA goes past the mask.") for both in (0, 1)],
        (lambda W, dZ, A, dA, Z: (W + 1).T @ dA, "Here 1 is added to every weight; and the mask of ReLU is missing."),
        (lambda W, dZ, A, dA, Z: (W.T @ dA + dA) * (Z > 0),
         "The mask lies on the path through the layer only, before W.T: dZ = dA * (Z > 0)."),
        (lambda W, dZ, A, dA, Z: W.T @ dZ + dA + dZ.sum(axis=1, keepdims=True),
         "The bias is no path to A_before: no db here."),
        (lambda W, dZ, A, dA, Z: (W.T @ dZ + dA) * (Z > 0),
         "The mask lies on the path through the layer only, before W.T: dZ = dA * (Z > 0)."),
        (lambda W, dZ, A, dA, Z: W.T @ dA * (Z > 0) + dA,
         "The mask comes before W.T: dZ = dA * (Z > 0), then W.T @ dZ."),
        (lambda W, dZ, A, dA, Z: W.T @ dA + dA, unmasked),
        (lambda W, dZ, A, dA, Z: W.T @ (dZ + dA), "The shortcut leads around W: add dA behind W.T @ dZ."),
        (lambda W, dZ, A, dA, Z: W.T @ dA + dZ, "dZ goes through W.T, dA along the shortcut; not the other way."),
        (lambda W, dZ, A, dA, Z: W @ dZ + dA, "On the way back W is transposed: W.T @ dZ."),
        (lambda W, dZ, A, dA, Z: W @ dZ,
         "On the way back W is transposed; and the shortcut is missing: W.T @ dZ + dA."),
        (lambda W, dZ, A, dA, Z: W.T * dZ + dA, "The matrix product is @: W.T @ dZ."),
        (lambda W, dZ, A, dA, Z: (dZ.T @ W + dA.T), "This is transposed: examples are columns."),
        (lambda W, dZ, A, dA, Z: W.T @ dZ + 1, "The slope of the shortcut is 1, and it multiplies dA: add dA."),
        (lambda W, dZ, A, dA, Z: W.T @ dZ + A, "Forwards the shortcut adds A_before; backwards it adds dA."),
        (lambda W, dZ, A, dA, Z: W.T @ dZ + A * dA, "The slope of the shortcut is 1, not A_before: add dA."),
        (lambda W, dZ, A, dA, Z: W.T @ dZ * dA, "Paths add; they do not multiply."),
        (lambda W, dZ, A, dA, Z: W.T @ dZ - dA, "Paths add; here the shortcut is subtracted."),
        (lambda W, dZ, A, dA, Z: W.T @ dZ + 2 * dA, "The shortcut is counted twice."),
        (lambda W, dZ, A, dA, Z: dA, "The path through the layer is missing: W.T @ dZ."),
        (lambda W, dZ, A, dA, Z: dZ + dA, "Through the layer the gradient passes W as well: W.T @ dZ."),
        (lambda W, dZ, A, dA, Z: W.T @ dZ + dA.sum(axis=1, keepdims=True),
         "Each example has its own dA: nothing is summed along the shortcut."),
        (lambda W, dZ, A, dA, Z: (W.T @ dZ + dA) / dA.shape[1], m_is_in),
        (lambda W, dZ, A, dA, Z: W.T @ dZ / dA.shape[1] + dA, m_is_in),
    ]
    result = [
        (lambda dW, db, below: (below, dW, db), "The order is dW, db, dA_before."),
        (lambda dW, db, below: (db, dW, below), "The order is dW, db, dA_before."),
        (lambda dW, db, below: (dW, below, db), "The order is dW, db, dA_before."),
        (lambda dW, db, below: (dW, db), "Three values are asked for; dA_before is missing."),
        (lambda dW, db, below: below, "Three values are asked for: dW and db are missing."),
    ]
    by_cases(
        attempt,
        right=back,
        cases=cases,
        parts=("dW", "db", "dA_before"),
        mistakes=[
            *variations(back, mask=mask, dW=dW, db=db, below=below, result=result),
            (lambda *case: back(*case, mask=lambda Z, A, dA: dA, below=lambda W, dZ, A, dA, Z: W.T @ dA),
             "The mask of ReLU is missing, dZ = dA * (Z > 0), and so is the shortcut: W.T @ dZ + dA."),
            *[(lambda *case, below=below: back(*case, mask=lambda Z, A, dA: dA * (Z > 0) + dA, below=below), into_dZ)
              for below in (lambda W, dZ, A, dA, Z: W.T @ dZ, lambda W, dZ, A, dA, Z: W.T @ dZ + dZ)],
            (lambda W, Z, A, dA: back(W, W @ A, A, dA), "Z is given, and holds the bias, which W @ A_before lacks."),
            (lambda W, Z, A, dA: (lambda dW, db, _: (dW / A.shape[1], db / A.shape[1], _))(*back(W, Z, A, dA)),
             m_is_in),
        ],
        verified="The gradient goes back on both paths.",
    )
