"""Attempts at the exercises of notebook 12: the right ones are accepted, the wrong ones told what is wrong."""

from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from attempts import Attempts, Exercises

from nnhelpers import clinic, doctor
from nnhelpers.checks import notebook_12

attempts = Attempts()


def leaked_in_loops(first, second):
    count = 0
    for image in second:
        for other in first:
            if (image == other).all():
                count += 1
                break
    return count


def leaked_by_pandas(first, second):
    seen = pd.MultiIndex.from_arrays(first.reshape(len(first), -1).T)
    return pd.MultiIndex.from_arrays(second.reshape(len(second), -1).T).isin(seen).sum()


def bytes_of(images):
    return [image.tobytes() for image in images]


def leaked_one_by_one(first, second):
    count = 0
    for image in bytes_of(second):
        if image in bytes_of(first):
            count += 1
        return count


def leaked_at_least_once(first, second):
    for image in bytes_of(second):
        if image in bytes_of(first):
            return 1
    return 0


def leaked_striking_out(first, second):
    seen, count = bytes_of(first), 0
    for image in bytes_of(second):
        if image in seen:
            seen.remove(image)
            count += 1
    return count


def leaked_adding_to_the_seen(first, second):
    seen, count = set(bytes_of(first)), 0
    for image in bytes_of(second):
        count += image in seen
        seen.add(image)
    return count


def leaked_as_rows_of_784(first, second):
    return sum(image in first.reshape(-1, 784).tolist() for image in second.reshape(-1, 784).tolist())


def leaked_printed(first, second):
    print(leaked_in_loops(first, second))


def leaked_pairs(first, second):
    return sum(np.array_equal(image, other) for image in second for other in first)


def leaked_sorting(first, second):
    first.sort(axis=0)
    return leaked_in_loops(first, second)


attempts(
    "leaked",
    right={
        "a set of bytes": lambda first, second: sum(image in set(bytes_of(first)) for image in bytes_of(second)),
        "loops": leaked_in_loops,
        "broadcast": lambda first, second: (second[:, None] == first[None]).all(axis=(2, 3)).any(axis=1).sum(),
        "lists": lambda first, second: len([image for image in second.tolist() if image in first.tolist()]),
        "tuples": lambda a, b: sum(map({tuple(x.ravel()) for x in a}.__contains__, [tuple(y.ravel()) for y in b])),
        "pandas": leaked_by_pandas,
        "array_equal": lambda a, b: sum(any(np.array_equal(x, y) for x in a) for y in b),
    },
    wrong={
        "two sets": (lambda a, b: len(set(bytes_of(a)) & set(bytes_of(b))),
                     "leaked twice; a set of them counts it once"),
        "exchanged": (lambda a, b: leaked_in_loops(b, a), "The images of the first set are counted"),
        "share": (lambda a, b: leaked_in_loops(a, b) / len(b), "This is the share; return how many"),
        "share of the first": (lambda a, b: leaked_in_loops(a, b) / len(a), "This is a share of the first set"),
        "whether": (lambda a, b: any(image in bytes_of(a) for image in bytes_of(b)), "not only whether there are any"),
        "the others": (lambda a, b: sum(image not in bytes_of(a) for image in bytes_of(b)), "that did not leak"),
        "any pixel": (lambda a, b: sum((image == a).any() for image in b), "One equal pixel is not an equal image"),
        "in an array": (lambda a, b: sum(image in a for image in b), "One equal pixel is not an equal image"),
        "same place": (lambda a, b: sum((x == y).all() for x, y in zip(a, b, strict=False)), "at the same place only"),
        "the whole": (lambda a, b: np.array_equal(a, b), "Look for each image of the second set among all"),
        "array in bytes": (lambda a, b: sum(image in [x.tobytes for x in a] for image in bytes_of(b)),
                           "image.tobytes()"),
        "sums": (lambda a, b: np.isin(b.sum(axis=(1, 2)), a.sum(axis=(1, 2))).sum(), "may have the same sum"),
        "pixels": (lambda a, b: np.isin(b, a).sum(), "This counts pixels that occur anywhere"),
        "intersect1d": (lambda a, b: len(np.intersect1d(a, b)), "This counts pixels that occur anywhere"),
        "all pixels somewhere": (lambda a, b: np.isin(b, a).all(axis=(1, 2)).sum(),
                                 "whether each pixel occurs anywhere"),
        "sorted pixels": (lambda a, b: sum(sorted(y.flat) in [sorted(x.flat) for x in a] for y in b),
                          "compare whole images"),
        "first row": (lambda a, b: sum(y[0].tolist() in a[:, 0].tolist() for y in b), "only the first row"),
        "pairs": (lambda a, b: sum(x == y for x in bytes_of(a) for y in bytes_of(b)), "This counts pairs"),
        "union": (lambda a, b: len(a) + len(b) - len({*bytes_of(a), *bytes_of(b)}), "twice within one set"),
        "return in the loop": (leaked_one_by_one, "does return stand inside the loop?"),
        "at least one": (leaked_at_least_once, "not only whether there are any"),
        "struck out": (leaked_striking_out, "it is right except for an image twice in the second set"),
        "added to the seen": (leaked_adding_to_the_seen, "it is right except for images twice in both"),
        "784": (leaked_as_rows_of_784, "The number 784 stands in it"),
        "printed": (leaked_printed, "It prints its result; return it"),
        "bytes joined": (lambda a, b: sum(image in a.tobytes() for image in bytes_of(b)), "pieces of two neighbours"),
        "products": (lambda a, b: np.isin(b.prod(axis=(1, 2), dtype=float), a.prod(axis=(1, 2), dtype=float)).sum(),
                     "in other places make another image"),
        "set of each": (lambda a, b: sum(set(y.flat) in [set(x.flat) for x in a] for y in b), "which grey values it"),
        "but the last": (lambda a, b: leaked_in_loops(a, b[:-1]), "The last image of the second set is left out"),
        "with the first": (lambda a, b: sum(np.array_equal(a[0], y) for y in b), "with the first image only"),
        "one more": (lambda a, b: leaked_in_loops(a, b) + 1, "It is one more than expected"),
        "one by one": (lambda a, b: [image in bytes_of(a) for image in bytes_of(b)], "Count the True ones: sum"),
        "the images": (lambda a, b: [image for image in b if image.tobytes() in bytes_of(a)], "the images themselves"),
        "the places": (lambda a, b: [i for i, image in enumerate(bytes_of(b)) if image in bytes_of(a)],
                       "These are the places of the images"),
        "a set of arrays": (lambda a, b: sum(image in set(a) for image in b), "An array can't be put into a set"),
        "a list of arrays": (lambda a, b: sum(image in list(a) for image in b), "Arrays are compared entry by entry"),
        "==": (lambda a, b: sum(1 for x in a for y in b if x == y), "Arrays are compared entry by entry"),
        "in place": (leaked_sorting, "changed its argument"),
    },
)


def said(words):
    """Return an attempt that answers with a fixed value."""
    return lambda: words


def letter_of(diagnosis):
    return next(letter for letter, words in clinic.MENU.items() if words == diagnosis)


def unquoted():
    return o  # noqa: F821


def diagnoses(patient, against):
    """Return the right and the wrong attempts; `against`, letters → words that must be in the message."""
    right = letter_of(patient.diagnosis)
    return {
        "right": {
            "the letter": said(right),
            "upper case": said(right.upper()),
            "spaces": said(f"  {right}\n"),
            "upper case, spaces": said(f" {right.upper()} "),
            "NumPy's text": said(np.str_(right)),
        },
        "wrong": {
            **{f"{letter}, {clinic.MENU[letter]}": (said(letter), words)
               for letters, words in against.items() for letter in letters},
            "brackets": (said(f"({right})"), f'Return the letter alone, "{right}"'),
            "the words": (said(patient.diagnosis), "The diagnosis is right."),
            "the line of the list": (said(f"{right}  {patient.diagnosis}"), f'return its letter alone, "{right}"'),
            "wrong words": (said(clinic.MENU["e"].upper()), "Your diagnosis: best accuracy over the epochs reported."),
            "a sentence": (said(f"I think it is {right}"), "alone, without other words"),
            "two letters": (said("ab"), "one diagnosis explains all, so choose"),
            "one or the other": (said(f"{right} or b"), "one diagnosis explains all, so choose"),
            "a letter too far": (said("v"), 'in quotes, from "a" to "u"; the list goes no further'),
            "empty": (said(""), "this is an empty text"),
            "a number": (said(15), "this is a number"),
            "a number's text": (said("15"), "this is a number, written as text"),
            "a list": (said([right]), "alone, and not in a list"),
            "two": (said((right, "b")), "one diagnosis explains all, so choose"),
            "a set": (said({right}), "alone, and not in a set"),
            "letter and words": (said((right, patient.diagnosis)), "alone, and not in a tuple"),
            "bytes": (said(right.encode()), "these are bytes"),
            "an array": (said(np.array([right])), "this is of the type ndarray"),
            "a truth value": (said(True), "this is a truth value"),
            "a function": (said(said), "This is a function and not its result. Return one letter"),
            "no quotes": (unquoted, 'Put the letter in quotes: return "o"'),
            "printed": (lambda: print(right), "It printed its answer; return it"),
            "None": (said(None), "does the function end with return?"),
        },
    }


attempts("diagnose_a", **diagnoses(clinic.UnseenA, {
    "a": "Then all negative logits of an image would get the same probability",
    "bcfiq": "one layer takes none", "dep": "Then the loss would be healthy", "g": "Asked twice",
    "h": "more than half are right", "j": "Then only new images would suffer", "kl": "patient_a.X goes from 0 to 1",
    "m": "surer than 23 %", "n": "There is no NaN", "r": "dead or all alike", "s": "It falls in every epoch",
    "t": "layers 2 and 3 take ordinary ones", "u": "Then the loss would rise",
}))
attempts("diagnose_b", **diagnoses(clinic.UnseenB, {
    "abcfioqstu": "are the healthy twin's, figure by figure", "d": "computed by the same function",
    "e": "look too good",
    "g": "asked twice, the answers do not change", "h": "The training images fit their labels",
    "kl": "patient_b.X and patient_b.X_new both go from 0 to 1", "m": "surer than 23 %", "n": "There is no NaN",
    "p": "Then validation would look too good", "r": "Then nothing would be learned",
}))
attempts("diagnose_c", **diagnoses(clinic.UnseenC, {
    "b": "patient 12", "c": "patient 13", "f": "patient 14", "i": "patient 15", "q": "patient 7's loss run away",
    "de": "the measure is right", "p": "the measure is right", "g": "Asked twice", "h": "Six digits are answered well",
    "j": "the training accuracy is as low", "kl": "patient_c.X goes from 0 to 1", "m": "surer than 23 %",
    "n": "There is no NaN", "o": "Update 1 is never 0", "r": "six are answered well", "s": "no longer than the healthy",
    "t": "other seeds do much better", "u": "Then the loss would rise",
}))

GRADIENTS = ["W2", "b2", "W1", "b1"]

attempts(
    "rows_adapter",
    right={
        "all": lambda: doctor.Adapter(examples="rows", probabilities=0, gradients=GRADIENTS),
        "what is needed": lambda: doctor.Adapter(gradients=GRADIENTS),
        "a dictionary": lambda: doctor.Adapter(gradients=dict(enumerate(GRADIENTS))),
        "a function": lambda: doctor.Adapter(probabilities=lambda kept: kept[0], gradients=GRADIENTS),
    },
    wrong={
        "nothing said": (lambda: doctor.Adapter(), "gradients is missing"),
        "the parameters' order": (lambda: doctor.Adapter(gradients=["W1", "b1", "W2", "b2"]),
                                  "Which parameter's slope is hidden.T @ d"),
        "columns": (lambda: doctor.Adapter(examples="columns", gradients=GRADIENTS), 'each image is a row'),
        "the last result": (lambda: doctor.Adapter(probabilities=2, gradients=GRADIENTS), "the answers stand first"),
        "the names turned": (lambda: doctor.Adapter(names=GRADIENTS, gradients=GRADIENTS), "Leave names out"),
        "the class": (lambda: doctor.Adapter, "with what it says in brackets"),
        "a plain dictionary": (lambda: {"gradients": GRADIENTS}, "return doctor.Adapter"),
        "the hidden layer": (lambda: doctor.Adapter(probabilities=lambda kept: kept[1], gradients=GRADIENTS),
                             "finds something in a healthy network"),
    },
)


def right_step(parameters, gradients, learning_rate):
    return {name: parameters[name] - learning_rate * gradients[name] for name in parameters}


def frozen_at_full_size(parameters, gradients, learning_rate):
    moved = right_step(parameters, gradients, learning_rate)
    if parameters["W1"].shape[1] == 784:
        moved["W1"] = np.vstack([parameters["W1"][:5], moved["W1"][5:]])
    return moved


def second_layer_frozen_at_full_size(parameters, gradients, learning_rate):
    moved = right_step(parameters, gradients, learning_rate)
    return moved | {"W2": parameters["W2"]} if np.size(gradients["W1"]) == 7840 else moved


def few_neurons_learn_at_full_size(parameters, gradients, learning_rate):
    gradients = {name: gradient.copy() for name, gradient in gradients.items()}
    if len(gradients["W2"]) == 10 and gradients["W1"].shape[1] > 100:
        gradients["W1"][:7] = 0
    return right_step(parameters, gradients, learning_rate)


attempts(
    "smuggled",
    right={
        "half of the first layer": frozen_at_full_size,
        "the second layer": second_layer_frozen_at_full_size,
        "three neurons learn": few_neurons_learn_at_full_size,
    },
    wrong={
        "a right one": (right_step, "there is little to notice"),
        "uphill": (lambda p, g, rate: right_step(p, g, -rate), "The doctor noticed (one small step)"),
        "frozen": (lambda p, g, rate: {**right_step(p, g, rate), "W1": p["W1"]}, "the first layer"),
        "a tuple": (lambda p, g, rate: tuple(right_step(p, g, rate).values()), "return a dictionary"),
        "without a bias": (lambda p, g, rate: {"W1": p["W1"]}, "return a dictionary"),
    },
)


class TestNotebook12(Exercises):
    module = notebook_12
    attempts = attempts
    answered_in_text = ("diagnose_a", "diagnose_b", "diagnose_c")


@pytest.mark.parametrize("name", TestNotebook12.answered_in_text)
def test_every_wrong_diagnosis_is_in_the_table(name):
    tried = {attempt[0] for attempt in attempts[name].wrong if attempt[1:2] == ","}
    assert len(set(clinic.MENU) - tried) == 1


def test_the_checklist_to_print_is_that_of_the_notebook():
    notebooks = Path(__file__).parents[2] / "notebooks"
    cells = nbformat.read(notebooks / "12_debugging_clinic.ipynb", as_version=4).cells
    recap = next(cell.source for cell in cells if "**The checklist**" in cell.source)
    table = [line for line in recap.splitlines() if line.startswith("|")]
    page = (notebooks / "checklist.md").read_text(encoding="utf-8")
    assert [line for line in page.splitlines() if line.startswith("|")] == table
    assert len(table) == 2 + 15  # a head, its rule, lines 0 to 14
