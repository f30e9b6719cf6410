"""Cross-fitting: every answer comes from a network that never saw the example."""

import numpy as np
import pytest

from nnhelpers.cross_fitting import cross_fit
from nnhelpers.layers import DenseLayer
from nnhelpers.network import NeuralNetwork


class Memory:
    """Stands for a network: it knows only whether it saw an example, which is told by the first row of X."""

    made = []

    def __init__(self):
        self.made.append(self)

    def train(self, X, labels, show, **training):
        self.seen, self.labels, self.training = set(X[0]), labels, training

    def predict_probabilities(self, X):
        self.asked = set(X[0])
        return np.array([[float(x in self.seen), x] for x in X[0]]).T


@pytest.fixture
def made():
    Memory.made = []
    return Memory.made


def test_nobody_answers_for_what_it_saw_and_every_example_is_answered_once(made):
    X, labels = np.vstack([np.arange(11.0), np.zeros(11)]), np.arange(11) % 3
    A = cross_fit(Memory, X, labels, 3, np.random.default_rng(0), epochs=4, batch_size=5)
    np.testing.assert_array_equal(A, [np.zeros(11), np.arange(11)])  # unseen, and in its own column
    assert len(made) == 3 and all(model.seen | model.asked == set(range(11)) for model in made)
    assert sorted(len(model.asked) for model in made) == [3, 4, 4]  # 11 = 4 + 4 + 3
    assert all(model.training == {"epochs": 4, "batch_size": 5} for model in made)
    assert all([int(x) % 3 for x in sorted(model.seen)] == list(model.labels) for model in made)


def test_the_parts_are_dealt_out_by_the_generator(made):
    X, labels = np.vstack([np.arange(20.0), np.zeros(20)]), np.zeros(20, int)
    for seed in (0, 0, 1):
        cross_fit(Memory, X, labels, 2, np.random.default_rng(seed), epochs=1)
    first = [model.asked for model in made[::2]]
    assert first[0] == first[1] != first[2] and first[0] not in ({*range(10)}, {*range(0, 20, 2)})


def test_a_planted_label_is_doubted():
    rng = np.random.default_rng(0)
    labels = np.arange(60) % 2
    X = np.vstack([labels + rng.normal(0, 0.1, 60), rng.random(60)])
    labels[7] = 0  # it was 1

    def make():
        model = NeuralNetwork(seed=0)
        model.add(DenseLayer(2, 2, activation="softmax"))
        return model

    A = cross_fit(make, X, labels, 3, rng, epochs=60, batch_size=10, learning_rate=0.1)
    np.testing.assert_allclose(A.sum(axis=0), 1)
    assert A[labels, np.arange(60)].argmin() == 7


@pytest.mark.parametrize(("parts", "rng", "error"), [
    (1, np.random.default_rng(0), ValueError), (2.5, np.random.default_rng(0), TypeError), (2, 0, TypeError),
])
def test_wrong_arguments_are_refused(parts, rng, error):
    with pytest.raises(error):
        cross_fit(Memory, np.zeros((2, 6)), np.zeros(6, int), parts, rng, epochs=1)
