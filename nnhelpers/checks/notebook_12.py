"""The checks of notebook 12's exercises."""

import re

import numpy as np

from nnhelpers.checks.compare import shown
from nnhelpers.checks.engine import NotRight, by_cases, call, check, failure, run, written


def leaked(attempt):
    """Notebook 12: how many images of the second set are in the first as well."""
    one = np.array([[17, 203, 5], [88, 9, 141]], dtype=np.uint8)
    two = np.array([[30, 72, 250], [11, 96, 55]], dtype=np.uint8)
    three = np.array([[8, 134, 21], [190, 47, 3]], dtype=np.uint8)
    four = np.array([[77, 29, 161], [240, 12, 66]], dtype=np.uint8)
    five = np.array([[17, 107, 54], [62, 221, 38]], dtype=np.uint8)
    square = np.array([[[1, 2], [3, 4]], [[5, 6], [7, 9]], [[1, 2], [3, 8]]])
    across = np.concatenate([one[1:], two[:1]])  # the last row of one and the first row of two

    def pair(first, second):
        return np.stack(first), np.stack(second)

    def keys(images):
        return [image.tobytes() for image in images]

    def found(first, second, key=lambda image: image.tobytes()):
        seen = [key(image) for image in first]
        return sum(key(image) in seen for image in second)

    def by(key):
        return lambda first, second: found(first, second, key)

    def until(end):
        """Return an attempt that goes through the second set until `end` of whether an image is known."""
        def attempt(first, second):
            known = [key in keys(first) for key in keys(second)]
            stops = [place for place, one in enumerate(known) if end(one)]
            return sum(known[: stops[0] + 1] if stops else known)
        return attempt

    def middle(image):
        return image.shape[0] // 2, image.shape[1] // 2

    def first(image):
        return 0, 0

    def last(image):
        return -1, -1

    how_many = "return how many they are."
    whole = "This counts pixels that occur anywhere; whole images are asked for."
    other_places = "The same pixels in other places make another image: compare whole images."
    by_cases(
        attempt,
        right=found,
        cases={
            "one of two images": (np.array([[[1, 2]], [[3, 4]]]), np.array([[[3, 4]], [[5, 6]]])),
            "two of five images": pair([one, two, three], [four, two, five, one, four[::-1]]),
            "an image twice in the second set": pair([one, two, three, four], [five, two, two, three]),
            "an image twice in the first set": pair([two, one, two, three], [two, five]),
            "images twice in both": pair([one, two, one, three, one], [one, four, one, five, four, two]),
            "no image in both": pair([one, two, three], [four, five]),
            "normalised images": tuple(images / 255 for images in pair([one, two, three], [four, two, five])),
            "all images, in another order": pair([one, two, three], [three, one, two]),
            "images with the same pixels in other places": pair(
                [one, two, three], [one[::-1], two[:, ::-1], three, np.sort(one, axis=None).reshape(2, 3)]),
            "images with an equal first row": pair([one, two], [np.stack([one[0], two[1]]), two, five]),
            "images that differ in one pixel": pair([one, two, five], [one + np.array([[0, 0, 0], [0, 0, 1]], np.uint8),
                                                                     five, two + np.eye(2, 3, dtype=np.uint8)]),
            "images with an equal sum": pair([three, four], [
                three + np.array([[1, 0, 0], [0, -1, 0]]).astype(np.uint8), four, one]),
            "square images, turned": (square, np.concatenate([square.transpose(0, 2, 1), square[1:]])),
            "two rows of different images": pair([one, two, three], [across, three]),
            "a single image in the second set": pair([one, two, three], [two]),
            "images of few grey values": (
                np.array([[[3, 7, 7]], [[7, 7, 3]], [[0, 5, 5]]]),
                np.array([[[7, 3, 3]], [[7, 3, 7]], [[3, 7, 7]], [[7, 7, 7]], [[0, 5, 5]], [[5, 0, 5]], [[5, 5, 5]]])),
        },
        mistakes=[
            ("unhashable type", "An array can't be put into a set; its bytes can: image.tobytes()."),
            ("truth value of an array",
             "Arrays are compared entry by entry: np.array_equal(one, other), or compare their bytes."),
            ("could not be broadcast|shape mismatch|out of bounds|out of range|zip",
             "The sets may have different lengths: each image is to be looked for among all."),
            (lambda a, b: np.array([key in keys(a) for key in keys(b)]), "Count the True ones: sum."),
            *[(lambda a, b, made=made: made([image for image in b if image.tobytes() in keys(a)]),
               f"These are the images themselves; {how_many}") for made in (list, np.array)],
            (lambda a, b: [key for key in keys(b) if key in keys(a)], f"These are the images' bytes; {how_many}"),
            (lambda a, b: [i for i, key in enumerate(keys(b)) if key in keys(a)],
             f"These are the places of the images; {how_many}"),
            (lambda a, b: len(set(keys(a)) & set(keys(b))),
             "An image that occurs twice in the second set leaked twice; a set of them counts it once."),
            (lambda a, b: found(b, a), "The images of the first set are counted, those that occur in the *second*."),
            (lambda a, b: sum(x == y for x in keys(a) for y in keys(b)),
             "This counts pairs: an image that is twice in the first set counts twice. Ask only whether it is there."),
            (lambda a, b: len(a) + len(b) - len(set(keys(a)) | set(keys(b))),
             "Images that occur twice within one set are counted too."),
            (lambda a, b: len(set(keys(a)) | set(keys(b))),
             "These are all different images; return how many are in both."),
            (lambda a, b: len(b) - len(set(keys(b))), "These are the images that come twice in the second set itself."),
            (lambda a, b: len(a) - len(set(keys(a))), "These are the images that come twice in the first set itself."),
            (lambda a, b: found(a, b) / len(b), "This is the share; return how many."),
            (lambda a, b: found(a, b) / len(a), "This is a share of the first set; return how many."),
            (lambda a, b: found(a, b) > 0, "How many, not only whether there are any."),
            (lambda a, b: b[0].tobytes() in keys(a),
             "Only the first image of the second set was looked for: does return stand inside the loop?"),
            (lambda a, b: b[-1].tobytes() in keys(a),
             "Only the last image of the second set counts: each replaced the count of the one before."),
            (lambda a, b: len(b) - found(a, b), "These are the ones that did not leak."),
            (lambda a, b: len(set(keys(b)) - set(keys(a))), "These are the different ones that did not leak."),
            (lambda a, b: len(a) - found(b, a), "These are the images of the first set that are not in the second."),
            *[(lambda a, b, part=part: found(a[part], b), f"The {name} image of the first set is left out.")
              for name, part in (("first", slice(1, None)), ("last", slice(-1)))],
            *[(lambda a, b, part=part: found(a, b[part]), f"The {name} image of the second set is left out.")
              for name, part in (("first", slice(1, None)), ("last", slice(-1)))],
            (lambda a, b: sum(np.all(x == y) for x, y in zip(a, b, strict=False)),
             "This compares images at the same place only; look for each among all."),
            (lambda a, b: found(a[:1], b), "Each was compared with the first image only; look for each among all."),
            (lambda a, b: 0,
             "Not one was found. Look for each image of the second set among all of the first, and compare bytes with "
             "bytes: image.tobytes()."),
            (lambda a, b: sum(key in b"".join(keys(a)) for key in keys(b)),
             "All bytes of the first set were joined, so that pieces of two neighbours pass for an image."),
            (lambda a, b: sum(np.any([np.any(x == y) for x in a]) for y in b),
             "One equal pixel is not an equal image: np.all over the pixels."),
            (lambda a, b: sum(np.any([np.mean(x == y) > 0.5 for x in a]) for y in b),
             "Most pixels are not all: np.all over the pixels."),
            (lambda a, b: len(b), "All images of the second set are counted; only those that are in the first, too."),
            (lambda a, b: len(a), "This is how many images the first set has, whatever the second is."),
            (until(lambda known: not known), "It ends at the first new image; later ones may have leaked as well."),
            (lambda a, b: found(a.transpose(0, 2, 1), b),
             "On one side the images are transposed; compare them as they are."),
            *[(by(lambda image, least=least: (image > least).tobytes()),
               f"It compares only where pixels are above {least}; images may differ in their grey values.")
              for least in (0, 0.5, 127)],
            *[(by(lambda image, places=places: [float(image[place(image)]) for place in places]),
               "It compares only a few pixels of each image; compare all.") for places in (
                (middle,), (last,), (middle, first), (first, last), (middle, last), (first, middle, last))],
            (by(lambda image: image.astype(int).tobytes()), "Grey values cut to whole numbers: compare as they are."),
            (by(lambda image: image.sum()), "Different images may have the same sum; compare pixel by pixel."),
            (by(lambda image: image.max()), "This compares the largest pixels; compare whole images."),
            (by(lambda image: image[0].tobytes()), "It compares only the first row of each image."),
            (by(lambda image: image[-1].tobytes()), "It compares only the last row of each image."),
            (by(lambda image: image[:, 0].tobytes()), "It compares only the first column of each image."),
            (by(lambda image: image.flat[0]), "It compares only the first pixel of each image."),
            (by(lambda image: sorted(image.flat)), other_places),
            (by(lambda image: set(image.flat)),
             "As a set, an image keeps only which grey values it has: compare bytes."),
            (lambda a, b: np.isin(b, a).all(axis=(1, 2)).sum(),
             "This asks whether each pixel occurs anywhere in the first set; compare whole images."),
            (lambda a, b: np.isin(b, a).any(axis=(1, 2)).sum(),
             "One pixel that occurs anywhere is not an equal image."),
            (lambda a, b: np.isin(b, a).sum(), whole),
            (lambda a, b: np.isin(a, b).sum(), whole),
            (lambda a, b: len(np.intersect1d(a, b)), whole),
            (lambda a, b: found(a.reshape(-1, a.shape[2]), b.reshape(-1, b.shape[2])),
             "This counts rows of pixels; whole images are asked for."),
        ],
        verified="Each leak is found, and counted as often as it occurs.",
    )


def diagnosed(attempt, whom, explained, against):
    """Check a diagnosis of one of the unseen: `against`, words of a diagnosis → which observation speaks against it."""
    from nnhelpers import clinic  # not above: it brings matplotlib, which no other check needs

    no_quotes = [(r"name '(\w)' is not defined", r'Put the letter in quotes: return "\1".')]
    one_letter = f'Return one letter of the list, in quotes, from "a" to "{max(clinic.MENU)}"'

    choose = "one diagnosis explains all, so choose"

    def weighed(words):
        right = words == clinic.UNSEEN[whom].diagnosis
        return "" if right else f"Your diagnosis: {words}.\n  {against[words]}"

    def about_text(text):
        """Put into words what a text is that is not a letter of the list."""
        spoken = " ".join(text.lower().split())
        bare = spoken.strip(" .,:;!?()[]{}\"'`")
        for letter, words in clinic.MENU.items():
            if words.lower() in spoken:
                verdict = weighed(words) or "The diagnosis is right."
                return f'These are the words of a diagnosis; return its letter alone, "{letter}".\n  {verdict}'
        if bare in clinic.MENU:
            return f'Return the letter alone, "{bare}", with nothing around it.'
        if len(bare) < 4 and bare.isalpha() or set(re.findall(r"\w+", bare)) <= {*clinic.MENU, "or", "and"} and bare:
            return f"{one_letter}; {'the list goes no further' if len(bare) == 1 else choose}."
        if not bare or bare.isdigit():
            return f"{one_letter}; this is {'a number, written as text' if bare else 'an empty text'}."
        return f"{one_letter}, alone, without other words."

    def not_a_letter(got, printed):
        """Put into words what an answer is that is not a letter of the list."""
        if isinstance(got, str):
            return about_text(got)
        if got is None and printed.strip():
            return "It printed its answer; return it, with return in place of print."
        if got is None:
            return f"{one_letter}: does the function end with return?"
        if callable(got):
            return f"This is a function and not its result. {one_letter}."
        if isinstance(got, bytes):
            return f"{one_letter}; these are bytes: leave out the b before the quotes."
        if isinstance(got, (bool, np.bool_)):
            return f"{one_letter}; this is a truth value."
        if isinstance(got, (int, float, np.number)):
            return f"{one_letter}; this is a number."
        if isinstance(got, (list, tuple, set, dict)):
            several = len(got) > 1 and all(isinstance(part, str) and len(part) == 1 for part in got)
            return f"{one_letter}; {choose}." if several else f"{one_letter}, alone, and not in a {type(got).__name__}."
        return f"{one_letter}; this is of the type {type(got).__name__}."

    def examine(attempt):
        outcome = run(attempt, ())
        if outcome.error is not None:
            raise NotRight(f"{written(attempt, ())} {failure(outcome.error, attempt, '', no_quotes)}")
        got = outcome.value
        if got is ...:
            return False
        letter = got.strip().lower() if isinstance(got, str) else None
        if letter not in clinic.MENU:
            raise NotRight(f"It returned {shown(got)}.\n  {not_a_letter(got, outcome.printed)}")
        if words := weighed(clinic.MENU[letter]):
            raise NotRight(words)
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


# ---------------------------------------------------------------- the doctor


def in_rows():
    """Return first weights and functions of exercise 5's network, with small images in rows and their labels."""
    rng = np.random.default_rng(2)
    labels = np.arange(300) % 10
    inputs = np.clip(rng.random((10, 40))[labels] + rng.normal(0, 0.15, (300, 40)), 0, 1)

    def forward(net, inputs):
        hidden = np.maximum(inputs @ net[0] + net[1], 0)
        scores = hidden @ net[2] + net[3]
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        return [e / e.sum(axis=1, keepdims=True), hidden, inputs]

    def backward(net, kept, targets):
        answers, hidden, inputs = kept
        d = (answers - targets) / len(inputs)
        d_hidden = d @ net[2].T * (hidden > 0)
        return [hidden.T @ d, d.sum(axis=0), inputs.T @ d_hidden, d_hidden.sum(axis=0)]

    def update(net, slopes, rate):
        return [value - rate * slopes[place] for value, place in zip(net, (2, 3, 0, 1), strict=True)]

    net = [rng.normal(0, 0.22, (40, 10)), np.zeros(10), rng.normal(0, 0.45, (10, 10)), np.zeros(10)]
    return net, forward, backward, update, inputs, labels


def rows_adapter(attempt):
    """Notebook 12: the adapter for a network that keeps its examples in rows."""
    from nnhelpers import doctor

    right_order = ["W2", "b2", "W1", "b1"]

    def about(got):
        """Put into words what is wrong with an answer before the doctor tries it; "" if nothing is seen."""
        if got is None:
            return "It returned None: does the function end with return?"
        if got is doctor.Adapter or callable(got):
            return "Return an adapter, with what it says in brackets: doctor.Adapter(examples=…, gradients=…)."
        if not isinstance(got, doctor.Adapter):
            return f"It returned {shown(got)}; return doctor.Adapter(…)."
        if got.examples not in ("", "rows"):
            return f'examples is {got.examples!r}; each image is a row of the inputs: "rows".'
        if got.probabilities is not None and not callable(got.probabilities) and got.probabilities not in (0, -3):
            return (f"probabilities is {got.probabilities!r}; of the three results of forward the answers stand first, "
                    "at place 0.")
        if got.names is not None and list(got.names) != ["W1", "b1", "W2", "b2"]:
            return "Leave names out, or give them in the order of the list: W1, b1, W2, b2."
        if got.gradients is None:
            return ("gradients is missing: backward returns them in another order than the list of parameters has, and "
                    "without names.")
        if not isinstance(got.gradients, dict) and list(got.gradients) != right_order:
            return (f"gradients is {shown(got.gradients)}. Which parameter's slope is hidden.T @ d, the first that "
                    "backward returns? And the second?")
        return ""

    def examine(attempt):
        got = call(attempt, ())
        if got is ...:
            return False
        got = got.item() if isinstance(got, np.ndarray) and got.ndim == 0 else got
        if words := about(got):
            raise NotRight(words)
        report = doctor.examine(*in_rows(), adapter=got, show=False)
        if not report.healthy:
            first = report.ailments[0]
            raise NotRight(f"With this adapter the doctor finds something in a healthy network:\n  {first.measured}\n  "
                           f"{first.mistake}")
        return True

    check(attempt, examine, "With it the doctor understands the network, and finds nothing.")


def smuggled(attempt):
    """Notebook 12: an update with a mistake that the doctor doesn't find."""
    from nnhelpers import doctor
    from nnhelpers.mnist import load_mnist
    from nnhelpers.preprocessing import normalize, one_hot, to_columns
    from nnhelpers.two_layer import backward_propagation, forward_propagation, initialize_he, update_parameters

    def trained(update, X, labels, seed):
        """Return the share of right answers after 200 batches."""
        rng, p = np.random.default_rng(seed), initialize_he(np.random.default_rng(seed))
        Y = one_hot(labels)
        for _ in range(200):
            places = rng.integers(0, len(labels), 50)
            cache = forward_propagation(p, X[:, places])
            moved = update(dict(p), backward_propagation(p, cache, X[:, places], Y[:, places]), 0.1)
            p = {name: np.array(value) for name, value in moved.items()}
        return float(np.mean(forward_propagation(p, X)["A2"].argmax(axis=0) == labels))

    def examine(attempt):
        rng = np.random.default_rng(0)
        shapes = {"W1": (10, 784), "b1": (10, 1), "W2": (10, 10), "b2": (10, 1)}
        case = tuple({name: rng.normal(0, 0.1, shape) for name, shape in shapes.items()} for _ in range(2))
        got = call(attempt, (*case, 0.1))
        if got is ...:
            return False
        if got is None:
            raise NotRight("It returned None: return the parameters after the step, as a dictionary.")
        if not isinstance(got, dict) or any(np.shape(got.get(name)) != shape for name, shape in shapes.items()):
            raise NotRight(f"It returned {shown(got)}; return a dictionary W1, b1, W2, b2 of arrays of the parameters' "
                           "shapes.")
        mnist = load_mnist()
        X, labels = to_columns(normalize(mnist.train_images[:600])), mnist.train_labels[:600].astype(int)
        first = initialize_he(np.random.default_rng(3))
        report = doctor.examine(first, forward_propagation, backward_propagation, attempt, X, labels, show=False)
        if not report.healthy:
            first = report.ailments[0]
            raise NotRight(f"The doctor noticed ({first.check}): {first.mistake or first.measured}")
        try:
            with np.errstate(all="ignore"):
                scores = [[trained(update, X, labels, seed) for seed in (1, 2)]
                          for update in (attempt, update_parameters)]
        except Exception as error:
            raise NotRight(f"The doctor noticed nothing, but in a training {failure(error, attempt)}") from None
        own, right = np.mean(scores, axis=1)
        if own > right - 0.05:
            raise NotRight(f"The doctor noticed nothing, and there is little to notice: {own:.0%} of 600 training "
                           f"images after 200 batches, a right update reaches {right:.0%}. Make it cost 5 points or "
                           "more.")
        return True

    check(attempt, examine, "The doctor found nothing, and it costs more than 5 points: no examination sees "
                            "everything.")
