"""The checks of notebook 12's exercises."""


import numpy as np

from nnhelpers.checks.compare import shown
from nnhelpers.checks.engine import NotRight, by_cases, call, check


def leaked(attempt):
    """Notebook 12: how many images of the second set are in the first as well."""
    first = np.array([[1, 6], [1, 6], [3, 9], [1, 6], [1, 6], [6, 7], [1, 6]])[:, None]
    second = np.array([[1, 6], [6, 7], [7, 6], [3, 4], [3, 9], [6, 7], [6, 7], [3, 9], [3, 4], [8, 7], [1, 6], [3, 9]])
    second = second[:, None]
    square = np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]], [[1, 2], [3, 9]]])

    def bytes_of(images):
        return [image.tobytes() for image in images]

    def found(first, second):
        seen = set(bytes_of(first))
        return sum(image in seen for image in bytes_of(second))

    by_cases(
        attempt,
        right=found,
        cases=[(first, second), (np.array([[[1, 2]], [[3, 4]]]), np.array([[[3, 4]], [[5, 6]]])), (first, second[2:4]),
               (second, first), (square, square[[1, 1, 2]]), (square, square[:, ::-1]),
               (square, square + np.array([[0, 0], [0, 1]]))],
        mistakes=[
            ("unhashable type", "An array can't be put into a set; its bytes can: image.tobytes()."),
            ("truth value of an array",
             "Arrays are compared entry by entry: np.array_equal(one, other), or compare their bytes."),
            ("could not be broadcast|shape mismatch|out of bounds|zip",
             "The sets have different lengths: each image is to be looked for among all."),
            (lambda a, b: np.array([x in set(bytes_of(a)) for x in bytes_of(b)]), "Count the True ones: sum."),
            (lambda a, b: [image for image in b if image.tobytes() in set(bytes_of(a))],
             "These are the images themselves; return how many they are."),
            (lambda a, b: np.array([image for image in b if image.tobytes() in set(bytes_of(a))]),
             "These are the images themselves; return how many they are."),
            (lambda a, b: [i for i, image in enumerate(bytes_of(b)) if image in set(bytes_of(a))],
             "These are the places of the images; return how many they are."),
            (lambda a, b: sum(tuple(y[0]) in {tuple(x[0]) for x in a} for y in b),
             "It compares only the first row of each image."),
            (lambda a, b: len(set(bytes_of(a)) & set(bytes_of(b))),
             "An image that occurs twice in the second set leaked twice; a set of them counts it once."),
            (lambda a, b: found(b, a), "The images of the *second* set are counted, those that occur in the first."),
            (lambda a, b: found(a, b) / len(b), "This is the share; return how many."),
            (lambda a, b: found(a, b) / len(a), "This is a share of the first set; return how many."),
            (lambda a, b: sum(x == y for x in bytes_of(a) for y in bytes_of(b)),
             "This counts pairs: an image that is twice in the first set counts twice. Ask only whether it is there."),
            (lambda a, b: len(a) + len(b) - len(set(bytes_of(a)) | set(bytes_of(b))),
             "Images that occur twice within one set are counted too."),
            (lambda a, b: found(a, b) > 0,
             "How many, not only whether there are any. (Or does return stand inside the loop?)"),

            (lambda a, b: len(b) - found(a, b), "These are the ones that did not leak."),
            (lambda a, b: sum(np.any([np.any(x == y) for x in a]) for y in b),
             "One equal pixel is not an equal image: np.all over the pixels."),
            (lambda a, b: sum(np.all(x == y) for x, y in zip(a, b, strict=False)),
             "This compares images at the same place only; look for each among all."),
            (lambda a, b: 0,
             "Not one was found. Look for each image of the second set among all of the first, and compare bytes with "
             "bytes: image.tobytes()."),
            (lambda a, b: sum(np.any([x.sum() == y.sum() for x in a]) for y in b),
             "Different images may have the same sum; compare pixel by pixel."),
            (lambda a, b: np.isin(b, a).sum(), "This counts pixels that occur anywhere; whole images are asked for."),
            (lambda a, b: np.isin(b, a).all(axis=(1, 2)).sum(),
             "The same pixels in other places make another image: compare whole images."),
            (lambda a, b: len(set(b.ravel().tolist()) & set(a.ravel().tolist())),
             "This counts pixels that occur anywhere; whole images are asked for."),
            (lambda a, b: sum(sorted(y.ravel().tolist()) in [sorted(x.ravel().tolist()) for x in a] for y in b),
             "The same pixels in other places make another image: compare whole images."),
            (lambda a, b: sum(y.flat[0] in {x.flat[0] for x in a} for y in b),
             "It compares only the first pixel of each image."),
        ],
        verified="Each leak is found, and counted as often as it occurs.",
    )


def diagnosed(attempt, whom, explained, against):
    """Check a diagnosis of one of the unseen: `against`, words of a diagnosis → which observation speaks against it."""
    from nnhelpers import clinic  # not above: it brings matplotlib, which no other check needs

    letters = {}
    for letter, words in clinic.MENU.items():
        letters |= dict.fromkeys([letter, words.lower(), f"{letter} {words.lower()}"], letter)
    no_quotes = [(r"name '(\w)' is not defined", r'Put the letter in quotes: return "\1".')]

    def examine(attempt):
        got = call(attempt, (), no_quotes)
        if got is ...:
            return False
        letter = letters.get(" ".join(got.lower().strip(" .()\"'").split())) if isinstance(got, str) else None
        if letter is None:
            words = "This is a function and not its result. " if callable(got) else ""
            raise NotRight(f"It returned {shown(got)}. {words}Return one letter of the list, in quotes, from \"a\" to "
                           f"\"{max(clinic.MENU)}\".")
        words = clinic.MENU[letter]
        if words != clinic.UNSEEN[whom].diagnosis:
            raise NotRight(f"Your diagnosis: {words}.\n  {against[words]}")
        return True

    check(attempt, examine, explained)


GRADIENT_MISTAKES = (
    "ReLU mask always true", "W2 used untransposed", "bias gradient summed over all units",
    "last batch divided by the wrong m", "update uses a weight already updated",
)
MEASURE_MISTAKES = (
    "argmax along the wrong axis", "best accuracy over the epochs reported",
    "training images in the validation set",
)
PIXEL_MISTAKES = ("pixels normalised twice", "pixels not normalised")
RATE_MISTAKES = ("the learning rate is too large", "the learning rate is too small", "the step goes the wrong way")


def diagnose_a(attempt):
    """Notebook 12: the first unseen patient, whose first layer never moves."""
    diagnosed(
        attempt, "A",
        "The first layer is never updated: Update 1 is exactly 0 at every step, though its gradient is not. Layers 2 "
        "and 3 make what they can of 32 random features.",
        {
            **dict.fromkeys(GRADIENT_MISTAKES,
                            "That would bend the gradient of some layer; but look at the steps: one layer takes none."),
            **dict.fromkeys(MEASURE_MISTAKES, "Then the loss would be healthy. It is as bad as the accuracy says."),
            **dict.fromkeys(PIXEL_MISTAKES, "patient_a.X goes from 0 to 1. Compare the steps of the three layers."),
            "ReLU applied to the logits": "Then all negative logits of an image would get the same probability. Here "
                                          "they get different ones; compare the steps of the three layers.",
            "dropout left on while predicting": "Asked twice, the network gives the same answers. Compare the steps of "
                                                "the three layers.",
            "labels shuffled without their images": "Then no new image would be answered better than by chance; more "
                                                    "than half are right.",
            "new images prepared differently from the training images":
                "Then only new images would suffer; the training accuracy is as low.",
            "softmax applied twice": "Then no answer could be surer than 23 %; here the surest are above 90 %.",
            "softmax overflows": "There is no NaN anywhere in the panel. Compare the steps of the three layers.",
            "weights start at zero": "Then the neurons would be dead or all alike, and nothing above chance.",
            "the learning rate is too large": "Then the loss would jump, or neurons would die. It falls in every "
                                              "epoch, and no neuron is dead.",
            "the learning rate is too small": "Then all layers would take short steps; layers 2 and 3 take ordinary "
                                              "ones.",
            "the step goes the wrong way": "Then the loss would rise; it falls in every epoch.",
        },
    )


def diagnose_b(attempt):
    """Notebook 12: the second unseen patient, whose new images are laid out in another order."""
    as_the_twin = "The loss, the steps and the training accuracy are the healthy twin's, figure by figure. "
    diagnosed(
        attempt, "B",
        "New images are prepared differently: column by column instead of row by row, which mirrors them along the "
        "diagonal. The network is healthy; it is shown other pictures than those it learned from.",
        {
            **dict.fromkeys(GRADIENT_MISTAKES,
                            as_the_twin + "This mistake could only harm training and new images alike."),
            **dict.fromkeys(RATE_MISTAKES, as_the_twin + "Another step would change them."),
            **dict.fromkeys(PIXEL_MISTAKES, "patient_b.X and patient_b.X_new both go from 0 to 1. Look at them as "
                                            "pictures."),
            "ReLU applied to the logits": as_the_twin + "ReLU before softmax would change them.",
            "argmax along the wrong axis": "Both accuracies are computed by the same function, and one is fine.",
            "best accuracy over the epochs reported": "Then the report would look too good; it looks too bad.",
            "training images in the validation set": "Then validation would look too good, not too bad.",
            "dropout left on while predicting": "Then the training accuracy, asked in the same way, would suffer too. "
                                                "And asked twice, the answers do not change.",
            "labels shuffled without their images": "The training images fit their labels: nearly all were learned, "
                                                    "and no network of this size memorises that many in "
                                                    "eight epochs.",
            "softmax applied twice": "Then no answer could be surer than 23 %; many are surer than 99 %.",
            "softmax overflows": "There is no NaN anywhere in the panel, and nearly all training images are right.",
            "the first layer is never updated": as_the_twin + "Update 1 is as long as the twin's.",
            "weights start at zero": "Then nothing would be learned; nearly all training images are right.",
        },
    )


def diagnose_c(attempt):
    """Notebook 12: the third unseen patient, whose logits go through ReLU."""
    never = "here some digits are never answered"
    diagnosed(
        attempt, "C",
        "ReLU stands before softmax: a negative logit counts as 0, and no gradient passes back through it. A digit "
        "whose logit is negative for nearly all images is never answered and never learned; which ones, the seed "
        "decides.",
        {
            **dict.fromkeys(MEASURE_MISTAKES, "The loss is as bad as the accuracy; the measure is right."),
            **dict.fromkeys(PIXEL_MISTAKES, "patient_c.X goes from 0 to 1, and other seeds do much better."),
            "best accuracy over the epochs reported":
                "The best seed is flattered too, but that is not why seeds differ so much. The loss is as bad as the "
                "accuracy; the measure is right.",
            "ReLU mask always true":
                f"That costs a few per cent at most, spread over the digits (patient 12); {never}.",
            "W2 used untransposed": f"That costs a few per cent at most (patient 13); {never}.",
            "bias gradient summed over all units": f"That costs next to nothing (patient 14); {never}.",
            "last batch divided by the wrong m": f"That touches at most one step of an epoch (patient 15); {never}.",
            "update uses a weight already updated":
                "That made patient 7's loss run away at this rate; here it falls, and stays high.",
            "dropout left on while predicting": "Asked twice, the network gives the same answers.",
            "labels shuffled without their images": "Six digits are answered well; look at which are not.",
            "new images prepared differently from the training images":
                "Then only new images would suffer; the training accuracy is as low.",
            "softmax applied twice": "Then no answer could be surer than 23 %; look at the largest probabilities.",
            "softmax overflows": "There is no NaN anywhere in the panel.",
            "the first layer is never updated": "Update 1 is never 0; its steps are nearly as long as the healthy "
                                                "twin's.",
            "weights start at zero": "Then no digit would be learned at all; six are answered well.",
            "the learning rate is too large": "The steps are no longer than the healthy twin's, and few neurons are "
                                              "dead.",
            "the learning rate is too small": "The steps are nearly as long as the healthy twin's, and other seeds "
                                              "do much better.",
            "the step goes the wrong way": "Then the loss would rise; it falls, and stays high.",
        },
    )
