"""The benchmarks run, on tiny networks; without PyTorch the comparison says what to install."""

import copy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent / "benchmarks"))

import against_pytorch
import common
import growth

BENCHMARKS = Path(growth.__file__).parent
torch = against_pytorch.torch
needs_pytorch = pytest.mark.skipif(against_pytorch.torch is None, reason="PyTorch is not installed")
WITHOUT_PYTORCH = "import runpy, sys; sys.modules['torch'] = None; runpy.run_path(sys.argv[1], run_name='__main__')"


def tiny(optimizer="adam", batch_size=8, learning_rate=0.01):
    return against_pytorch.Training((6, 5, 4, 3), optimizer, learning_rate, batch_size, turns=2, epochs=2)


def tiny_convolutional(norm):
    training = against_pytorch.Training((), "adam", 0.01, 8, turns=2, epochs=2, filters=(2, 3), norm=norm)
    return training, common.build_convolutional((2, 3), norm, side=10, window=3, classes=3)


def examples(m=20):
    return growth.random_examples(m, 6, 3, np.float32)


def test_without_pytorch_the_comparison_says_what_to_install():
    command = [sys.executable, "-c", WITHOUT_PYTORCH, "against_pytorch.py"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=BENCHMARKS)
    assert done.returncode == 1 and done.stdout == ""
    assert "pip install torch==" in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("path", sorted(BENCHMARKS.glob("*.py")), ids=lambda path: path.name)
def test_pytest_takes_no_benchmark_for_a_test(path):
    assert not path.name.startswith("test_") and not path.name.endswith("_test.py")


def test_the_network_has_the_sizes_and_the_dtype_asked_for():
    model = common.build((6, 5, 4, 3), "momentum", np.float64)
    sizes = [(layer.inputs, layer.outputs, layer.activation) for layer in model.layers]
    assert sizes == [(6, 5, "relu"), (5, 4, "relu"), (4, 3, "softmax")]
    assert model.parameters.dtype == np.float64 and common.build((6, 3)).parameters.dtype == np.float32


def test_the_line_about_the_machine_names_the_versions():
    line = common.machine("PyTorch 9.9")
    assert f"NumPy {np.__version__}, PyTorch 9.9" in line and "\n" not in line


def test_the_ratio_is_the_median_of_the_ratios_turn_by_turn():
    # By hand: 1/1, 4/2 and 3/6, whose median is 1; the medians of the times are 3 and 2, whose ratio would be 1.5.
    row = against_pytorch.table_row(tiny(), np.array([1.0, 4, 3]), np.array([1.0, 2, 6]), (0.5, 0.25))
    assert row["nnhelpers"] == "3.000 s" and row["PyTorch"] == "2.000 s" and row["Ratio"] == "1.00"
    assert row["Epochs"] == "4"
    assert row["Accuracy, nnhelpers"] == "50.00%" and row["Accuracy, PyTorch"] == "25.00%"


def test_a_markdown_table_has_a_head_a_rule_and_a_line_per_row():
    table = against_pytorch.markdown([{"a": "1", "b": "2"}, {"a": "3", "b": "4"}])
    assert table == "| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |"


def test_a_parameter_takes_four_bytes_in_float32_and_eight_in_float64():
    # (6 + 1) · 5 + (5 + 1) · 3 = 53 weights and biases
    assert growth.parameter_bytes(growth.Case("", 20, (6, 5, 3))) == 4 * 53
    assert growth.parameter_bytes(growth.Case("", 20, (6, 5, 3), np.float64)) == 8 * 53


def test_factors_compare_each_value_with_the_one_before():
    assert growth.factors([2, 4, 6]) == ["", "2.00", "1.50"]


def test_the_table_of_growth_has_a_row_per_case():
    table = growth.growth_table([growth.Case(str(m), m, (6, 5, 3)) for m in (200, 400)])
    assert list(table["Expected"]) == ["", "2.00"] and list(table["Expected "]) == ["", "1.00"]
    assert float(table["Factor"][1]) > 0


def test_the_peak_of_memory_holds_the_parameters_several_times_but_not_the_images():
    case = growth.Case("", 2_000, (784, 100, 10))
    images = 2_000 * 784 * 4
    assert 4 * growth.parameter_bytes(case) < 1e6 * growth.peak_megabytes(case) < images


@needs_pytorch
@pytest.mark.parametrize("batch_size", [8, None])
@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam"])
def test_both_take_the_same_steps(optimizer, batch_size):
    X, labels = examples()
    training = tiny(optimizer, batch_size)
    model = common.build(training.sizes, optimizer)
    network, rule = against_pytorch.build_theirs(model, training)
    rng = copy.deepcopy(model.rng)
    history = model.train(X, labels, training.epochs, batch_size, training.learning_rate, show=0)
    last = against_pytorch.train_theirs(network, rule, training, *against_pytorch.as_tensors(X, labels), rng)
    for layer, linear in zip(model.layers, list(network)[::2], strict=True):
        np.testing.assert_allclose(linear.weight.detach().numpy(), layer.W, atol=1e-5)
        np.testing.assert_allclose(linear.bias.detach().numpy(), layer.b[:, 0], atol=1e-5)
    np.testing.assert_allclose(last, history.iloc[-1][["Training loss", "Training accuracy"]].astype(float), atol=1e-5)


@pytest.mark.parametrize("norm", [False, True])
def test_a_convolutional_network_has_the_layers_asked_for(norm):
    kinds = ["Conv", *["BatchNorm"] * norm, "MaxPool"] * 2 + ["Flatten", "Dense"]
    model = common.build_convolutional((8, 16), norm)
    assert [type(layer).__name__ for layer in model.layers] == [f"{kind}Layer" for kind in kinds]
    # 8 · 25 + 8, 16 · 8 · 25 + 16 and 10 · 16 · 4 · 4 + 10; with batch normalisation four numbers for each filter
    assert model.parameters.size == 208 + 3216 + 2570 + 4 * 24 * norm and model.parameters.dtype == np.float32
    rows = [training for training in against_pytorch.TRAININGS if training.filters]
    assert [row.name for row in rows] == ["filters 8, 16", "filters 16, 32, batch norm"]
    assert [row.build().parameters.size for row in rows] == [5994, 416 + 12832 + 5130 + 4 * 48]


@needs_pytorch
@pytest.mark.parametrize("norm", [False, True])
def test_both_take_the_same_steps_with_convolutions(norm):
    training, model = tiny_convolutional(norm)
    rng = np.random.default_rng(0)
    X, labels = rng.random((20, 100), np.float32).T, rng.integers(0, 3, 20)
    maps = against_pytorch.as_maps(training, X)
    network, rule = against_pytorch.build_theirs(model, training)
    order = copy.deepcopy(model.rng)
    history = model.train(maps, labels, training.epochs, 8, training.learning_rate, show=0)
    tensors = against_pytorch.as_tensors(maps, labels)
    last = against_pytorch.train_theirs(network, rule, training, *tensors, order)
    carriers = [module for module in network if hasattr(module, "weight")]
    ours = [layer for layer in model.layers if layer.size]
    for layer, module in zip(ours, carriers, strict=True):
        weight, bias = (layer.gamma, layer.beta) if isinstance(module, torch.nn.BatchNorm2d) else (layer.W, layer.b)
        # Adam makes a step of a bias whose gradient is rounding alone, as it is before batch normalisation.
        lost = norm and isinstance(module, torch.nn.Conv2d)
        np.testing.assert_allclose(module.weight.detach().numpy().ravel(), weight.ravel(), atol=1e-4)
        assert lost or np.allclose(module.bias.detach().numpy(), bias[:, 0], atol=1e-4)
    np.testing.assert_allclose(last, history.iloc[-1][["Training loss", "Training accuracy"]].astype(float), atol=1e-4)


@needs_pytorch
def test_the_comparison_gives_a_time_per_turn_and_two_accuracies():
    ours, theirs, accuracies = against_pytorch.compare(tiny(), *examples(), *examples())
    assert ours.shape == theirs.shape == (2,) and (ours > 0).all() and (theirs > 0).all()
    assert accuracies[0] == pytest.approx(accuracies[1], abs=0.06)
