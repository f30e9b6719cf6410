"""The examined network together with its examples: in columns, whatever the reader's form is."""

import numpy as np

from nnhelpers.doctor import calling, containers
from nnhelpers.doctor.architecture import along, layers_of, models_for
from nnhelpers.doctor.calling import Trouble, Unclear
from nnhelpers.doctor.gradients import Batch, loss_of
from nnhelpers.doctor.patient import Patient

ONE_HOT = r"(?i)one_?hot|np\.eye|identity\(|arange\(|range\(|to_categorical|get_dummies|Binarizer"
BATCH = 50  # so many examples has a batch of the short training


class Case:
    """A patient, its examples, and what was found out about both."""

    def __init__(self, parameters, forward, backward, update, X, labels, adapter, **extras):
        self.given_X, self.given_labels, self.adapter, self.extras = X, labels, adapter, extras
        self.patient = Patient(parameters, forward, backward, update, adapter)
        self.rate = extras.get("learning_rate") or 0.1
        self.notes = []
        self.X = containers.as_array(X)
        self.labels = self.labels_as_given = None
        self.layers = self.model = self.loss = None
        self.models = []
        self.sizes_back = None  # those of the small networks that backward could be tried with
        self.fixed_m = None  # the number by which backward divides whatever the batch
        self.off_words = {}  # parameter → how far its gradient is off, if measured by nudges
        self.decay = 0.0  # the multiple of the weights that their gradients hold
        self.training = None  # what the short training came to
        self.divided = False  # whether update divides the gradients, which are sums

    # -------------------------------------------------------- examples

    @property
    def m(self):
        """How many examples there are."""
        return len(self.labels)

    def rows(self):
        """Tell whether examples lie in rows."""
        return bool(self.patient.rows_in)

    def some(self, count, shift=0):
        """Return the places of some examples, evenly spread over all."""
        count = min(count, self.m)
        return (np.arange(count) * self.m // count + shift) % self.m

    def some_whole(self, count, shift=0):
        """Return the places of some examples, one of them of the last class: a one-hot made of them has all rows."""
        places = self.some(count, shift)
        if self.labels.max() == self.classes - 1:
            places[0] = int(np.argmax(self.labels))
        return places

    def take(self, places):
        """Return some examples in the reader's form, as a copy."""
        return self.X[places] if self.rows() else self.X[:, places]

    def columns(self, X):
        """Return examples, or probabilities of them, as columns."""
        return X.T if self.rows() else X

    def answers(self, A):
        """Return probabilities in the reader's form as columns."""
        A = np.asarray(A)
        return A.T if self.patient.rows_out else A

    def reader_form(self, X):
        """Return examples in columns in the reader's form."""
        return np.ascontiguousarray(X.T) if self.rows() else X

    def coded(self, labels, classes):
        """Return labels one-hot in columns: 1 and 0, or the two numbers that the reader has in their place."""
        Y = np.full((classes, len(labels)), self.patient.coding[0], dtype=float)
        Y[labels, np.arange(len(labels))] = self.patient.coding[1]
        return Y

    def one_hot_given(self):
        """Tell whether the reader's labels came one-hot."""
        return np.ndim(self.labels_as_given) == 2 and 1 not in self.labels_as_given.shape

    # -------------------------------------------------------- questions

    def ask(self, values, X, chance=0):
        """Return the probabilities in columns, for examples in columns."""
        return self.answers(self.patient.ask(values, self.reader_form(X), chance=chance).A)

    def first_question(self):
        """Ask the untrained network about some examples; find out where examples lie in what comes out."""
        places = self.some(next(n for n in (13, 17, 19, 23) if n not in self.X.shape))
        asked = self.patient.ask(self.patient.start, self.take(places))
        A = asked.A
        if A.ndim == 2 and A.shape[1] == len(places):
            self.patient.rows_out = False
        elif A.ndim == 2 and A.shape[0] == len(places):
            self.patient.rows_out = True
        else:
            raise Unclear(
                f"forward's probabilities have the shape {A.shape} for {len(places)} examples: one side must be the "
                "number of examples. If they stand elsewhere in its result, say so: "
                "adapter=Adapter(probabilities=name or place).")
        inputs = self.X.shape[1 if self.rows() else 0]
        self.classes = self.answers(A).shape[0]
        self.layers = layers_of(self.patient.start, inputs)
        if self.layers and self.layers.sizes[-1] != self.classes:
            self.layers = None
        return asked

    def options(self):
        """Return sizes of small networks to try, those first in which all sizes differ, the reader's own last."""
        real = self.layers.sizes
        fresh = [9, *[6, 5, 8, 11, 13, 14, 16][: len(real) - 2]]
        names = dict(zip(dict.fromkeys(real), [9, 6, 5, 8, 11, 13, 14, 16], strict=False))
        alike = [names.get(size, size) for size in real]
        keep = [size if size == self.classes else names.get(size, size) for size in real]
        found = [[*fresh, 4], [*fresh, self.classes], alike, keep, real]
        return [sizes for n, sizes in enumerate(found) if sizes not in found[:n]]

    def small_case(self, sizes, m, seed):
        """Return (parameters, X in columns, labels) for a network of these sizes."""
        rng = np.random.default_rng(1000 * seed + m)
        values = self.layers.small(sizes, rng)
        labels = rng.integers(0, sizes[-1], m)
        labels[0] = sizes[-1] - 1  # a one-hot matrix made from the largest label has all its rows
        return values, rng.random((sizes[0], m)) + 0.1, labels

    def find_model(self):
        """Find out how forward works, on small networks where it allows them."""
        if self.layers is None:
            return
        for sizes in self.options():
            cases = []
            try:
                for seed, m in ((1, 7), (2, 3), (3, 12)):
                    values, X, _ = self.small_case(sizes, m, seed)
                    A = self.ask(values, X)
                    if A.shape != (sizes[-1], m) or not np.all(np.isfinite(A)):
                        raise Unclear("another shape")
                    cases.append((self.layers.columns(values), X, A))
            except (Trouble, Unclear, ValueError, IndexError, TypeError):
                continue
            models = models_for(cases)
            if models or sizes == self.layers.sizes:
                self.models, self.model = models, models[0] if len(models) == 1 else None
                return

    def probabilities(self, A):
        """Return what a network that returns logits means by them."""
        output = self.model.output if self.model is not None else ""
        return along(A, 0) if output == "logits" else np.exp(A) if output == "log-softmax" else A

    def loss_and_answers(self, values, places):
        """Return the loss and the answers of a network for some examples."""
        A = self.probabilities(self.answers(self.patient.ask(values, self.take(places)).A))
        kind = self.loss or self.adapter.loss or "cross-entropy"
        return float(loss_of(A, self.coded(self.labels[places], len(A)), kind)), A.argmax(axis=0)

    def stepped(self, values, places, rate):
        """Return the parameters after one step of the reader's functions on some examples."""
        patient, X, labels = self.patient, self.take(places), self.labels[places]
        rate = rate * (self.fixed_m or len(places)) / len(places)
        if patient.backward is None:
            return patient.step_at_once(values, X, labels, rate)
        asked = patient.ask(values, X, training=True, chance=None)
        raw, asked = patient.raw_slopes(values, X, labels, asked)
        gradients = patient.by_parameter(raw, asked.container, values)
        if raw is None or patient.is_method(patient.update):  # such a network keeps its gradients in itself
            return patient.step(patient.read(asked.container), raw, rate, asked.container, gradients, len(places))
        return patient.step(values, raw, rate, None, gradients, len(places))

    # -------------------------------------------------------- gradients

    def target_forms(self):
        """Return what backward may be given, the likeliest first."""
        patient = self.patient
        if self.adapter.targets is not None:
            return [self.adapter.targets if isinstance(self.adapter.targets, str) else "one-hot"]
        if self.one_hot_given():
            return ["one-hot"]
        makes_them = calling.line_with(calling.family([patient.backward or patient.update]), ONE_HOT)
        column = ["column"] if np.ndim(self.labels_as_given) == 2 else []
        return [*column, "labels", "one-hot"] if makes_them else ["one-hot", *column, "labels"]

    def batch(self, values, X, labels, measure=False, step=1e-5):
        """Return a Batch: the reader's gradients for these examples, beside the measured ones on demand."""
        given = self.patient.slopes(values, self.reader_form(X), labels)
        layers = self.layers.columns(values)
        Y = self.coded(labels, len(layers[-1][0]))
        measured = self.measured(values, X, Y, measure, step) if measure else {}
        in_columns = {name: None if value is None else self.layers.gradient_in_columns(name, value)
                      for name, value in given.items()}
        return Batch(layers, X, Y, in_columns, measured)

    def measured(self, values, X, Y, entries, step=1e-5, near=None):
        """Return parameter → {place: slope}, measured by nudges: all places, or so many of each parameter.

        Of one vector that holds all parameters more are taken, its end and the largest of the gradient `near` included.
        """
        rng, found = np.random.default_rng(5), {}

        def loss(changed):
            return loss_of(self.probabilities(self.ask(changed, X)), Y, self.loss or "cross-entropy")

        for name, value in values.items():
            places = list(np.ndindex(value.shape))
            if entries is not True and len(places) > entries:
                chosen = list(rng.choice(len(places), entries, replace=False))
                if near is not None and len(values) == 1 and np.shape(near[name]) == value.shape:
                    ends = [len(places) // 50, len(places) // 2000 + 1]
                    chosen += [len(places) - 1 - int(i) for end in ends for i in rng.integers(0, end, 8)]
                    chosen += list(np.argsort(-np.abs(near[name]), axis=None)[:4])
                places = [places[i] for i in chosen]
            found[name] = {}
            for place in places:
                ends = []
                for sign in (1, -1):
                    moved = {other: array.astype(float) for other, array in values.items()}
                    moved[name][place] += sign * step
                    ends.append(loss(moved))
                found[name][place] = (ends[0] - ends[1]) / (2 * step)
        return found
