"""The checks of notebook 18's exercises: the same in PyTorch and scikit-learn. They need neither."""

import numpy as np

from nnhelpers.checks.engine import by_cases
from nnhelpers.checks.notebook_17 import small_network


def state_dict(parameters, place=lambda layer: 2 * (layer - 1), weight=np.array, bias=np.ravel, names=None):
    """Return PyTorch's name → array, for layers that stand at `place` in a Sequential."""
    weights, biases = names or ("weight", "bias")
    result = {}
    for layer in range(1, len(parameters) // 2 + 1):
        result[f"{place(layer)}.{weights}"] = weight(parameters[f"W{layer}"])
        result[f"{place(layer)}.{biases}"] = bias(parameters[f"b{layer}"])
    return result


def to_pytorch(attempt):
    """Notebook 18: our parameters under PyTorch's names."""
    by_cases(
        attempt,
        right=state_dict,
        cases={
            "two layers": (small_network((3, 4, 2), 1, 1)[0],),
            "a single layer": (small_network((3, 2), 1, 2)[0],),
            "four layers": (small_network((3, 3, 4, 4, 2), 1, 3)[0],),
            "layers of equal size": (small_network((3, 3, 3), 1, 4)[0],),
        },
        mistakes=[
            (lambda p: state_dict(p, weight=np.transpose),
             "The weights are transposed; PyTorch holds them as we do, (outputs, inputs)."),
            (lambda p: state_dict(p, bias=np.array), "A bias of PyTorch's has one axis, (outputs,); ours is a column."),
            (lambda p: state_dict(p, bias=np.transpose),
             "A bias of PyTorch's has one axis, (outputs,); this is a row."),
            (lambda p: state_dict(p, weight=np.transpose, bias=np.array),
             "The weights stay as they are, and the biases lose their second axis; here it is the other way round."),
            (lambda p: state_dict(p, place=lambda layer: layer - 1),
             "The ReLUs are not counted: in Sequential each takes a place of its own, so Linear layers are 0, 2, 4, …"),
            (lambda p: state_dict(p, place=lambda layer: layer), "Python counts from 0, and each ReLU takes a place: "
             "the Linear layers are 0, 2, 4, …"),
            (lambda p: state_dict(p, place=lambda layer: 2 * layer),
             "The first layer stands at place 0: 2 (k − 1), not 2 k."),
            (lambda p: state_dict(p, place=lambda layer: 2 * layer - 1), "The first layer stands at place 0, and the "
             "others at 2, 4, …; the odd places are the ReLUs'."),
            (lambda p: state_dict(p, names=("W", "b")), "The names after the dot are weight and bias."),
            (lambda p: state_dict(p, names=("kernel", "bias")), "kernel is Keras's word; here it is weight."),
            (lambda p: {name: value for name, value in state_dict(p).items() if name[0] in "02"},
             "Only two layers are taken; how many there are, len(parameters) // 2 says."),
        ],
        verified="PyTorch's load_state_dict will take it.",
    )


def C_for(attempt):
    """Notebook 18: LogisticRegression's C for a strength of ours."""
    by_cases(
        attempt,
        right=lambda strength, m: 1 / (strength * m),
        cases={
            "the numbers of the statement": (0.002, 5000),
            "few examples": (0.5, 7),
            "many examples": (3e-5, 60_000),
            "a single example": (0.25, 1),
        },
        mistakes=[
            (lambda s, m: s * m, "Upside down: a stronger penalty means a smaller C."),
            (lambda s, m: 1 / s, "m is missing: their loss is a sum over the examples, ours a mean."),
            (lambda s, m: s / m, "Upside down, and m on the wrong side: solve s = 1/(C m) for C."),
            (lambda s, m: m / s, "m is on the wrong side: their loss is a sum, so more examples outweigh the penalty."),
            (lambda s, m: 1 / m, "The strength is missing."),
            (lambda s, m: 1 / (2 * s * m), "A 2 too many: both penalties have their ½ already."),
            (lambda s, m: 2 / (s * m), "A 2 too many: both penalties have their ½ already."),
            (lambda s, m: 1 / (s * m) ** 2, "It is squared; solve s = 1/(C m) for C."),
            (lambda s, m: 1 / np.sqrt(s * m), "There is no root in it; solve s = 1/(C m) for C."),
            (lambda s, m: 1 - s * m, "C is the inverse of the strength times m, not 1 minus it."),
            (lambda s, m: 1 / (s + m), "s and m are multiplied, not added."),
        ],
        verified="And ten times as many images at the same C make the penalty a tenth as strong.",
    )


def he_bound(attempt):
    """Notebook 18: the bound of a uniform distribution with He's variance."""
    by_cases(
        attempt,
        right=lambda inputs: np.sqrt(6 / inputs),
        cases={
            "the number of the statement": (6,), "784 inputs": (784,), "a single input": (1,), "ten inputs": (10,),
            "2 inputs": (2,),
        },
        mistakes=[
            (lambda inputs: np.sqrt(2 / inputs),
             "That is the standard deviation itself; numbers spread evenly up to ±a deviate less than a, by a/√3."),
            (lambda inputs: 1 / np.sqrt(inputs), "That is PyTorch's default, with a sixth of He's variance."),
            (lambda inputs: 6 / inputs, "The root is missing: this is a²."),
            (lambda inputs: 2 / inputs, "That is the variance; a²/3 must be equal to it."),
            (lambda inputs: np.sqrt(3 / inputs), "This gives the variance 1/inputs; He's is 2/inputs."),
            (lambda inputs: np.sqrt(2 / (3 * inputs)), "Divided by 3 instead of multiplied: a²/3 = 2/inputs."),
            (lambda inputs: np.sqrt(12 / inputs), "a²/12 is the variance for a range of length a; here its length "
             "is 2a, and the variance (2a)²/12 = a²/3."),
            (lambda inputs: np.sqrt(24 / inputs), "That is the length of the whole range, 2a; a is half of it."),
            (lambda inputs: np.sqrt(6) / inputs, "The root belongs over inputs as well."),
            (lambda inputs: 3 * np.sqrt(2 / inputs), "The 3 belongs under the root: a = √3 · the deviation."),
            (lambda inputs: np.sqrt(6 * inputs), "It grows with the inputs; He's weights shrink with them."),
        ],
        verified="A uniform start with He's variance.",
    )


def costs_of(logits, labels, axis=1):
    """Return what each example costs: logits (m, classes)."""
    largest = logits.max(axis=axis, keepdims=True)
    shifted = logits - largest
    return np.log(np.exp(shifted).sum(axis=axis)) - shifted[np.arange(len(labels)), labels]


def softmax_rows(logits):
    """Return the softmax of each row."""
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def book(logits, labels, log=np.log):
    """Return the mean of −ln p, with softmax as in the book."""
    shares = np.exp(logits)
    return -np.mean(log((shares / shares.sum(axis=1, keepdims=True))[np.arange(len(labels)), labels]))


def cross_entropy_rows(attempt):
    """Notebook 18: what CrossEntropyLoss computes."""
    rng = np.random.default_rng(8)
    infinite = "For large logits it overflows, or ends in ln 0. Subtract each row's largest logit first, and let ln " \
               "and e^ cancel on paper: ln Σ e^z − z of the true class."

    def case(m, classes, scale=2.0):
        return scale * rng.normal(size=(m, classes)), rng.integers(0, classes, m)

    by_cases(
        attempt,
        right=lambda logits, labels: np.mean(costs_of(logits, labels)),
        cases={
            "the zeros of the statement": (np.zeros((2, 10)), np.array([3, 7])),
            "six rows of four": case(6, 4),
            "as many rows as classes": case(5, 5),
            "one example": case(1, 3),
            "logits of ±1,000": (np.array([[1000.0, -1000.0, 0.0], [0.0, 1000.0, 999.0]]), np.array([1, 2])),
            "logits below −1,000": (np.array([[-1000.0, -1001.0], [-2000.0, -2003.0]]), np.array([0, 1])),
        },
        mistakes=[
            (lambda Z, y: np.sum(costs_of(Z, y)), "It is the sum of the costs; the mean is asked for."),
            (lambda Z, y: np.mean(costs_of(Z, y)) / len(y), "It is divided by m twice."),
            (lambda Z, y: np.sum(costs_of(Z, y)) / Z.shape[1],
             "It is divided by the number of classes; divide by that of the examples."),
            (lambda Z, y: costs_of(Z, y), "These are the costs one by one; return their mean."),
            (lambda Z, y: -np.mean(costs_of(Z, y)), "The sign is turned round: a cost is never below 0."),
            (lambda Z, y: np.mean(costs_of(softmax_rows(Z), y)),
             "Softmax is applied before the loss, which has one itself: the logits are all it needs."),
            (lambda Z, y: np.mean(costs_of(Z, y)) / np.log(10), "This is the logarithm to base 10; it is ln, np.log."),
            (lambda Z, y: np.mean(costs_of(Z, y)) / np.log(2), "This is the logarithm to base 2; it is ln, np.log."),
            (book, infinite),
            (lambda Z, y: np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y]), infinite),
            (lambda Z, y: book(Z - Z.max(axis=1, keepdims=True), y),
             "e^−2000 is 0 in a computer, and ln 0 minus infinity: never take ln of a probability. ln Σ e^z − z of "
             "the true class needs none."),
            (lambda Z, y: book(Z - Z.max(), y), "The largest of all logits is subtracted; each row needs its own, "
             "axis=1, and ln must not meet a probability of 0."),
            (lambda Z, y: np.mean(np.log(np.exp(Z - Z.max()).sum(axis=1)) + Z.max() - Z[np.arange(len(y)), y]),
             "The largest of all logits is subtracted; each row needs its own, axis=1 with keepdims=True."),
            (lambda Z, y: np.mean(costs_of(Z, y) - Z.max(axis=1)),
             "The largest logit is subtracted in one term only; take both from the shifted logits."),
            (lambda Z, y: np.mean(costs_of(Z, y) + Z.max(axis=1)),
             "The largest logit is subtracted in one term only; take both from the shifted logits."),
            (lambda Z, y: 1 - np.mean(softmax_rows(Z)[np.arange(len(y)), y]),
             "That is 1 minus the mean probability; the cost is −ln of it."),
            (lambda Z, y: -np.mean(Z[np.arange(len(y)), y]), "ln Σ e^z is missing."),
            (lambda Z, y: np.mean(np.log(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1)) + Z.max(axis=1)),
             "The logit of the true class is missing: subtract it."),
        ],
        verified="Rows, labels, logits of a thousand: as nn.CrossEntropyLoss.",
    )
