"""The vital signs: each number of `examine` worked by hand, and a panel that draws them whatever they are."""

import itertools
import warnings

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from small_networks import examples, network

from nnhelpers.health import examine, health_panel

X = np.array([[1.0, 3.0], [2.0, 1.0]])
LABELS = ["loss", "step / W (lengths)", "dead neurons in %", "sure when wrong, in %", "spread of A",
          "spread of dZ"]


def by_hand():
    """Return the network 2-2-2 with W1 = (1, 0; 0, -1) and W2 = (ln 2, 0; 0, 0).

    For the two images of X: A1 = (1, 3; 0, 0), the second neuron is dead. Logits (ln 2, ln 8; 0, 0),
    probabilities (2/3, 8/9; 1/3, 1/9).
    """
    model = network(2, 2, 2)
    model.parameters[:] = [1, 0, 0, -1, 0, 0, np.log(2), 0, 0, 0, 0, 0]
    return model


def pulse_of(model, rows=3):
    """Return a table of examinations of a network that moves a little each time."""
    rng = np.random.default_rng(1)
    images, labels = rng.random((model.layers[0].inputs, 20)), rng.integers(0, model.layers[-1].outputs, 20)
    examinations = []
    for step in range(rows):
        before = model.parameters.copy()
        model.parameters += rng.normal(0, 0.01, before.shape)
        examinations.append({"Step": 25 * step + 1, **examine(model, before, images, labels)})
    return pd.DataFrame(examinations)


# ---- examine, worked by hand


def test_the_vital_signs_are_as_worked_by_hand():
    # Before the step: W1 = (0, 3; 0, 4), of the length 5, W2 = (2, 0; 0, 0); the biases, 100, do not count.
    before = np.array([0, 3, 0, 4, 100, 100, 2.0, 0, 0, 0, 100, 100])
    signs = examine(by_hand(), before, X, np.array([0, 1]))
    log2 = np.log(2)
    expected = {
        "Loss": (np.log(3 / 2) + np.log(9)) / 2,
        "Sure when wrong": 8 / 9,  # the second image: 8/9 for digit 0, but it is a 1
        "Update 1": np.sqrt(1 + 9 + 0 + 25) / 5,
        "Update 2": (2 - log2) / 2,
        "Dead 1": 1 / 2,
        "Dead 2": 0,
        "Spread 1": np.sqrt(3 / 2),  # 1, 3, 0, 0: mean 1, squares 0 + 4 + 1 + 1
        "Spread 2": np.sqrt(29) / 18,  # 1/2 ± 1/6 and ± 7/18: (1/36 + 49/324) / 2 = 29/324
        # dZ2 = (A - Y)/2 = ±1/6, ±4/9: (1/36 + 16/81) / 2 = 73/648
        "Gradient 2": np.sqrt(73 / 648),
        # dZ1 = ln 2 · (-1/6, 4/9; 0, 0), the second row by the mask: 73/1296 - (5/72)² = 267/5184
        "Gradient 1": log2 * np.sqrt(267) / 72,
    }
    assert set(signs) == set(expected)
    for name, value in expected.items():
        assert signs[name] == pytest.approx(value, rel=1e-13), name


def test_sure_when_wrong_is_NaN_when_nothing_is_wrong_and_otherwise_a_mean_over_what_is():
    model = by_hand()
    assert np.isnan(examine(model, model.parameters, X, np.array([0, 0]))["Sure when wrong"])
    both = examine(model, model.parameters, X, np.array([1, 1]))["Sure when wrong"]
    assert both == pytest.approx((2 / 3 + 8 / 9) / 2, rel=1e-13)
    first = examine(model, model.parameters, X, np.array([1, 0]))["Sure when wrong"]
    assert first == pytest.approx(2 / 3, rel=1e-13)


def test_a_neuron_that_answers_a_single_image_is_not_dead():
    # The second neuron: -x₁ = -2 and, for the other image, 1.
    model = by_hand()
    signs = examine(model, model.parameters, np.array([[1.0, 3.0], [2.0, -1.0]]), np.array([0, 1]))
    assert signs["Dead 1"] == 0
    # Neither image is answered by any: both neurons dead.
    signs = examine(model, model.parameters, np.array([[-1.0, -3.0], [2.0, 1.0]]), np.array([0, 1]))
    assert signs["Dead 1"] == 1


def test_no_step_is_an_update_of_0_also_of_weights_of_zero_and_a_step_away_from_these_is_a_huge_one():
    model = by_hand()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # Its length, √2 and ln 2, over 1e-12
        moved = examine(model, np.zeros(12), X, np.array([0, 1]))
        signs = [examine(model, model.parameters.copy(), X, np.array([0, 1]))]
        model.parameters = 0
        signs.append(examine(model, np.zeros(12), X, np.array([0, 1])))
    assert moved["Update 1"] == pytest.approx(np.sqrt(2) * 1e12)
    assert moved["Update 2"] == pytest.approx(np.log(2) * 1e12)
    assert [sign[f"Update {k}"] for sign in signs for k in (1, 2)] == [0] * 4


def test_a_probability_of_zero_makes_a_large_loss_and_not_an_infinite_one():
    model = by_hand()
    model.layers[-1].W[:] = [[2000, 0], [0, 0]]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        signs = examine(model, model.parameters, X, np.array([1, 1]))
    assert signs["Loss"] == pytest.approx(300 * np.log(10)) and signs["Sure when wrong"] == 1


def test_a_network_of_NaN_has_signs_of_NaN_and_raises_nothing():
    model = network(2, 2, 2)
    model.parameters = np.nan
    with np.errstate(all="ignore"):
        signs = examine(model, np.ones(12), X, np.array([1, 1]))
    assert all(np.isnan(signs[name]) for name in set(signs) - {"Dead 1", "Dead 2"})
    assert signs["Dead 1"] == signs["Dead 2"] == 0


# ---- examine, whatever the network


@pytest.mark.parametrize("depth", range(1, 7))
def test_a_network_of_any_depth_has_four_signs_per_layer_and_two_besides(depth):
    sizes = [5, 4, 7, 3, 6, 4, 8][:depth] + [3]
    model = network(*sizes)
    before = np.arange(model.parameters.size) + 1.0
    rng = np.random.default_rng(2)
    signs = examine(model, before, rng.random((5, 9)), rng.integers(0, 3, 9))
    names = [f"{name} {k}" for k in range(1, depth + 1) for name in ("Update", "Dead", "Spread", "Gradient")]
    assert sorted(signs) == sorted(["Loss", "Sure when wrong", *names])
    # Each layer's W begins where the bias of the layer before ends.
    end = 0
    for k, (inputs, outputs) in enumerate(itertools.pairwise(sizes), start=1):
        old = before[end : end + inputs * outputs]
        new = model.parameters[end : end + inputs * outputs]
        assert signs[f"Update {k}"] == pytest.approx(np.sqrt(((new - old) ** 2).sum() / (old**2).sum()), rel=1e-12)
        end += inputs * outputs + outputs
        assert np.isfinite(signs[f"Spread {k}"]) and signs[f"Gradient {k}"] > 0
        assert 0 <= signs[f"Dead {k}"] <= 1


def test_examine_changes_neither_parameters_nor_what_it_is_given_nor_the_generator():
    model = network(4, 5, 3)
    rng = np.random.default_rng(3)
    given = [rng.random(model.parameters.size), rng.random((4, 6)), rng.integers(0, 3, 6)]
    kept, parameters, state = [array.copy() for array in given], model.parameters.copy(), model.rng.bit_generator.state
    model.gradient[:] = np.arange(model.gradient.size)
    model.forward(given[1][:, :2])
    answer = model.layers[-1].A
    first = examine(model, *given)
    np.testing.assert_array_equal(model.gradient, np.arange(model.gradient.size))
    assert model.layers[-1].A is answer, "what a training's way back will need"
    np.testing.assert_array_equal(model.parameters, parameters)
    for array, copy in zip(given, kept, strict=True):
        np.testing.assert_array_equal(array, copy)
    assert model.rng.bit_generator.state == state and model.epochs == 0
    assert examine(model, *given) == first


@pytest.mark.parametrize("rate", [None, 0.5])
def test_examining_in_between_does_not_change_a_training(rate):
    images, labels = examples(12)
    plain, examined = network(4, 5, 3, rate=rate), network(4, 5, 3, rate=rate)
    for _ in range(3):
        plain.train(images, labels, 1, 4, 0.01, show=0)
        examined.train(images, labels, 1, 4, 0.01, show=0)
        examine(examined, examined.parameters.copy(), images, labels)
    np.testing.assert_array_equal(plain.parameters, examined.parameters)


@pytest.mark.parametrize("penalties", [{}, {"l2": 0.1, "l1": 0.1}], ids=str)
def test_dropout_and_penalties_do_not_show_in_the_signs_and_layers_without_weights_are_not_counted(penalties):
    dropped, plain = network(4, 5, 6, 3, rate=0.5, **penalties), network(4, 5, 6, 3)
    rng = np.random.default_rng(5)
    given = rng.random(plain.parameters.size), rng.random((4, 30)), rng.integers(0, 3, 30)
    assert examine(dropped, *given) == examine(plain, *given)


# ---- the panel


@pytest.fixture(autouse=True)
def all_figures_closed():
    yield
    plt.close("all")


def drawn(pulse, title="A network"):
    """Draw the panel and its image, with every warning an error; return the figure."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = health_panel(pulse, title)
        figure.canvas.draw()
    return figure


def test_the_panel_is_a_figure_of_six_pictures_with_labels_and_a_title():
    figure = drawn(pulse_of(network(4, 5, 6, 3)), "A healthy network")
    assert isinstance(figure, Figure) and len(figure.axes) == 6
    assert [axis.get_ylabel() for axis in figure.axes] == LABELS
    assert [axis.get_xlabel() for axis in figure.axes] == [""] * 3 + ["step"] * 3
    assert figure.get_suptitle() == "A healthy network"


def test_the_panel_draws_the_numbers_of_the_table_shares_in_percent():
    pulse = pulse_of(network(4, 5, 6, 3))
    axes = drawn(pulse).axes
    expected = [
        ["Loss"], ["Update 1", "Update 2", "Update 3"], ["Dead 1", "Dead 2"], ["Sure when wrong"],
        ["Spread 1", "Spread 2", "Spread 3"], ["Gradient 1", "Gradient 2", "Gradient 3"],
    ]
    for axis, names, factor in zip(axes, expected, [1, 1, 100, 100, 1, 1], strict=True):
        assert len(axis.lines) == len(names)
        for line, name in zip(axis.lines, names, strict=True):
            np.testing.assert_array_equal(line.get_xdata(), pulse["Step"])
            np.testing.assert_array_equal(line.get_ydata(), factor * pulse[name], err_msg=name)


@pytest.mark.parametrize("depth", range(1, 7))
def test_the_panel_has_one_line_per_layer_and_tells_them_apart(depth):
    figure = drawn(pulse_of(network(*[4, 5, 6, 5, 4, 6][:depth], 3)))
    axes, (legend,) = figure.axes, figure.legends
    # The last layer, softmax, has no dead neurons.
    assert [len(axis.lines) for axis in axes] == [1, depth, depth - 1, 1, depth, depth]
    assert [text.get_text() for text in legend.get_texts()] == [f"layer {k}" for k in range(1, depth + 1)]
    looks = {(line.get_color(), str(line.get_linestyle()), str(line._unscaled_dash_pattern)) for line in axes[1].lines}
    assert len(looks) == depth


def test_steps_and_gradients_are_drawn_on_a_logarithmic_axis_and_shares_from_0_to_100():
    pulse = pulse_of(network(4, 5, 3))
    axes = drawn(pulse).axes
    assert [axis.get_yscale() for axis in axes] == ["linear", "log", "linear", "linear", "linear", "log"]
    for axis in (axes[1], axes[5]):  # from one power of ten to another, so that at least two ticks are labelled
        ends = np.log10(axis.get_ylim())
        np.testing.assert_allclose(ends, np.round(ends), atol=1e-9)
        assert ends[1] - ends[0] > 0.5
    pulse["Update 1"] = 0.0  # which a logarithm can't show
    assert drawn(pulse).axes[1].get_yscale() == "symlog" and drawn(pulse).axes[5].get_yscale() == "log"
    for axis in (axes[2], axes[3]):
        low, high = axis.get_ylim()
        assert -10 < low < 0 and 100 < high < 110


@pytest.mark.parametrize("columns", ["Update 1", ("Update", "Gradient")], ids=str)
def test_steps_and_gradients_of_zero_are_drawn_as_a_line_at_0_without_a_warning(columns):
    pulse = pulse_of(network(4, 5, 6, 3))
    pulse.loc[:, pulse.columns.str.startswith(columns)] = 0.0
    axis = drawn(pulse).axes[1]
    low, high = axis.get_ylim()
    assert len(axis.lines) == 3 and low <= 0 < high
    # Where it is drawn, in points of the figure, is within the picture.
    x, y = axis.transData.transform((pulse["Step"][1], 0.0))
    assert axis.bbox.y0 <= y <= axis.bbox.y1


@pytest.mark.parametrize(("rows", "columns"), [
    (slice(None), "Sure when wrong"), (slice(None), "Loss"), (slice(None), "every"), (slice(1, None), "Update 1"),
    (slice(1, None), "Dead 1"), (slice(2, 3), "Spread 2"), (slice(2, 3), "every"),
], ids=str)
def test_zeros_and_NaN_are_drawn_without_a_warning(rows, columns):
    for value in (0.0, np.nan):
        pulse = pulse_of(network(4, 5, 6, 3))
        pulse.loc[pulse.index[rows], pulse.columns != "Step" if columns == "every" else columns] = value
        assert len(drawn(pulse).axes) == 6
        plt.close("all")


def test_the_panel_leaves_the_table_alone_and_one_examination_is_enough():
    pulse = pulse_of(network(4, 5, 3), rows=1)
    kept = pulse.copy()
    drawn(pulse)
    pd.testing.assert_frame_equal(pulse, kept, check_exact=True)
