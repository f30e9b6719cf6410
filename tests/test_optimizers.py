"""The rules for a step, and the schedules for its length."""

import math
import re
import warnings

import numpy as np
import pytest

from nnhelpers.optimizers import (
    OPTIMIZERS,
    Adam,
    GradientDescent,
    Momentum,
    RMSprop,
    cosine_decay,
    exponential_decay,
)

EVERY_OPTIMIZER = list(OPTIMIZERS.values())


def path(optimizer, start, gradients, learning_rate):
    """Return where a single parameter stands after each step."""
    parameters, places = np.array([start]), []
    for gradient in gradients:
        optimizer.step(parameters, np.array([gradient]), learning_rate)
        places.append(parameters[0])
    return places


# ---- three steps worked by hand


def test_gradient_descent_takes_the_three_steps_worked_by_hand():
    # 1 - 0.1·4 = 0.6; 0.6 - 0.1·2 = 0.4; 0.4 - 0.1·(-1) = 0.5
    assert path(GradientDescent(), 1.0, [4.0, 2.0, -1.0], 0.1) == pytest.approx([0.6, 0.4, 0.5], rel=1e-14)


def test_momentum_takes_the_three_steps_worked_by_hand():
    # velocity: 4;  1/2·4 + 2 = 4;  1/2·4 - 1 = 1
    # parameter: 1 - 0.1·4 = 0.6;  0.6 - 0.1·4 = 0.2;  0.2 - 0.1·1 = 0.1
    assert path(Momentum(beta=0.5), 1.0, [4.0, 2.0, -1.0], 0.1) == pytest.approx([0.6, 0.2, 0.1], rel=1e-14)


def test_momentum_is_polyaks_heavy_ball():
    # Polyak: the next x is x - rate · gradient + beta · (x - the x before).
    gradients = np.random.default_rng(1).normal(size=20)
    x, before, expected = 1.0, 1.0, []
    for gradient in gradients:
        x, before = x - 0.1 * gradient + 0.8 * (x - before), x
        expected.append(x)
    assert path(Momentum(beta=0.8), 1.0, gradients, 0.1) == pytest.approx(expected, rel=1e-12)


def test_rmsprop_takes_the_three_steps_worked_by_hand():
    # rho = 3/4, epsilon = 1, learning rate 0.3
    # square: 3/4·0 + 1/4·16 = 4;  3/4·4 + 1/4·4 = 4;  3/4·4 + 1/4·(-2)² = 4; its root is 2 each time
    # step: 0.3·4 / (2 + 1) = 0.4;  0.3·2 / 3 = 0.2;  0.3·(-2) / 3 = -0.2
    places = path(RMSprop(rho=0.75, epsilon=1.0), 1.0, [4.0, 2.0, -2.0], 0.3)
    assert places == pytest.approx([0.6, 0.4, 0.6], rel=1e-14)


def test_rmsprop_remembers_nine_tenths_of_the_mean_of_squares_unless_told_otherwise():
    # As in Hinton's lecture: 0.1·3² = 0.9; 0.9·0.9 + 0.1·1² = 0.91; 0.9·0.91 + 0.1·2² = 1.219. Epsilon hardly counts.
    expected = np.cumsum([-3 / math.sqrt(0.9), -1 / math.sqrt(0.91), 2 / math.sqrt(1.219)])
    assert path(RMSprop(), 0.0, [3.0, 1.0, -2.0], 1.0) == pytest.approx(expected, rel=1e-7)


def test_adam_takes_the_three_steps_worked_by_hand():
    # beta1 = 1/2, beta2 = 3/4, epsilon = 1, learning rate 0.1 (algorithm 1 of the paper; ^ marks what is corrected)
    # t = 1, g = 4:   m = 0 + 1/2·4 = 2,     v = 0 + 1/4·16 = 4
    #                 m^ = 2 / (1 - 1/2) = 4,    v^ = 4 / (1 - 3/4) = 16;        step 4 / (4 + 1) = 4/5
    # t = 2, g = 2:   m = 1/2·2 + 1/2·2 = 2,  v = 3/4·4 + 1/4·4 = 4
    #                 m^ = 2 / (1 - 1/4) = 8/3,  v^ = 4 / (1 - 9/16) = 64/7;     step (8/3) / (8/√7 + 1)
    # t = 3, g = -4:  m = 1/2·2 - 1/2·4 = -1, v = 3/4·4 + 1/4·16 = 7
    #                 m^ = -1 / (1 - 1/8) = -8/7, v^ = 7 / (1 - 27/64) = 448/37; step (-8/7) / (√(448/37) + 1)
    steps = [4 / 5, (8 / 3) / (8 / math.sqrt(7) + 1), (-8 / 7) / (math.sqrt(448 / 37) + 1)]
    places = path(Adam(beta1=0.5, beta2=0.75, epsilon=1.0), 1.0, [4.0, 2.0, -4.0], 0.1)
    assert places == pytest.approx(1 - 0.1 * np.cumsum(steps), rel=1e-14)


def test_adam_has_the_constants_of_the_paper_unless_told_otherwise():
    # t = 1, g = 1: m^ = 1, v^ = 1. t = 2, g = 3: m = 0.9·0.1 + 0.1·3 = 0.39, v = 0.999·0.001 + 0.001·9 = 0.009999,
    # m^ = 0.39 / (1 - 0.81) = 0.39/0.19, v^ = 0.009999 / (1 - 0.998001) = 0.009999/0.001999
    second = (0.39 / 0.19) / math.sqrt(0.009999 / 0.001999)
    assert path(Adam(), 0.0, [1.0, 3.0], 1.0) == pytest.approx([-1, -1 - second], rel=1e-7)
    assert Adam().epsilon == RMSprop().epsilon == 1e-8


# ---- properties of every rule


@pytest.mark.parametrize("optimizer", EVERY_OPTIMIZER)
def test_a_step_changes_the_parameters_in_place_and_leaves_the_gradient(optimizer):
    optimizer = optimizer()
    parameters, gradient = np.array([1.0, 2.0, 3.0]), np.array([0.5, -1.0, 4.0])
    view = parameters[1:]
    for _ in range(3):
        assert optimizer.step(parameters, gradient, 0.1) is None
    np.testing.assert_array_equal(gradient, [0.5, -1.0, 4.0])
    # Against the gradient: down, up, down.
    assert parameters[0] < 1 and parameters[1] > 2 and parameters[2] < 3
    np.testing.assert_array_equal(view, parameters[1:])


@pytest.mark.parametrize("optimizer", EVERY_OPTIMIZER)
def test_a_step_remembers_the_gradient_by_value_so_that_its_memory_may_be_used_again(optimizer):
    gradients = np.random.default_rng(2).normal(size=(6, 4))
    reusing, fresh = optimizer(), optimizer()
    ours, theirs, buffer = np.ones(4), np.ones(4), np.empty(4)
    for gradient in gradients:
        buffer[:] = gradient
        reusing.step(ours, buffer, 0.1)
        fresh.step(theirs, gradient.copy(), 0.1)
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("optimizer", EVERY_OPTIMIZER)
def test_each_parameter_is_moved_by_its_own_gradient_alone(optimizer):
    gradients = np.random.default_rng(3).normal(size=(5, 4)) * [1, 10, 100, 1000]
    together, parameters = optimizer(), np.arange(4.0)
    for gradient in gradients:
        together.step(parameters, gradient, 0.1)
    alone = [path(optimizer(), float(i), gradients[:, i], 0.1)[-1] for i in range(4)]
    np.testing.assert_allclose(parameters, alone, rtol=1e-14)


SHARES = [(Momentum, "beta"), (RMSprop, "rho"), (Adam, "beta1"), (Adam, "beta2")]


@pytest.mark.parametrize("optimizer", EVERY_OPTIMIZER)
def test_float32_stays_float32_in_the_parameters_and_in_every_memory_also_with_numpys_numbers(optimizer):
    shares = [name for kind, name in SHARES if kind is optimizer]
    ends = []
    for number in (float, np.float64):
        rule, parameters, gradient = optimizer(**dict.fromkeys(shares, number(0.8))), *np.float32([[1, 1], [0.5, -1]])
        for _ in range(3):
            rule.step(parameters, gradient, 0.1)
        memories = [value for value in vars(rule).values() if isinstance(value, np.ndarray)]
        assert len(memories) == {GradientDescent: 0, Momentum: 1, RMSprop: 1, Adam: 2}[optimizer]
        assert {array.dtype for array in [parameters, gradient, *memories]} == {np.dtype(np.float32)}
        ends.append(parameters)
    np.testing.assert_array_equal(*ends, strict=True)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("optimizer", EVERY_OPTIMIZER)
def test_a_gradient_of_zero_moves_nothing_and_divides_by_nothing(optimizer, dtype):
    # The weights of pixels that are black in every image have such a gradient for ever.
    optimizer, parameters = optimizer(), np.ones(2, dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(3):
            optimizer.step(parameters, np.array([0, 1], dtype), 0.1)
    assert parameters[0] == 1 and parameters[1] < 1


@pytest.mark.parametrize("optimizer", EVERY_OPTIMIZER[1:])
def test_traces_of_a_gradient_that_stays_zero_are_forgotten_at_every_hundredth_step_and_nothing_else(optimizer):
    # One small gradient, then none: 1e-26 · 0.9^99 = 3e-31. The second number's gradient goes on. Adam's mean of
    # squares, of which 0.999 are kept, would take hundreds of thousands of steps, and is left alone.
    rule, parameters = optimizer(), np.zeros(2)
    for step in range(1, 101):
        rule.step(parameters, np.array([1e-26 if step == 1 else 0, 1]), 0.1)
        memories = [getattr(rule, name) for name in ("velocity", "mean", "square") if hasattr(rule, name)][:1]
        assert all((memory[0] == 0) == (step == 100) and memory[1] > 0 for memory in memories), step


@pytest.mark.parametrize("optimizer", EVERY_OPTIMIZER)
def test_a_learning_rate_of_zero_moves_nothing_but_is_a_step_all_the_same(optimizer):
    # As at the very beginning of a warm-up.
    optimizer, parameters = optimizer(), np.array([1.0, 2.0])
    optimizer.step(parameters, np.array([3.0, -4.0]), 0.0)
    np.testing.assert_array_equal(parameters, [1, 2])
    if isinstance(optimizer, Adam):
        assert optimizer.t == 1 and optimizer.mean.any() and optimizer.square.any()


@pytest.mark.parametrize("optimizer", EVERY_OPTIMIZER)
def test_every_rule_reaches_the_bottom_of_a_valley_that_is_twenty_times_as_steep_across(optimizer):
    # The loss is (x² + 20 y²) / 2, its gradient (x, 20 y), its minimum at (0, 0).
    optimizer, parameters = optimizer(), np.array([3.0, -2.0])
    schedule = exponential_decay(0.05, half_life=200)
    for t in range(2000):
        optimizer.step(parameters, parameters * [1, 20], schedule(t))
    np.testing.assert_allclose(parameters, 0, atol=1e-3)


# ---- how the rules are related


def test_momentum_with_beta_zero_is_gradient_descent():
    gradients = np.random.default_rng(4).normal(size=30)
    assert path(Momentum(beta=0), 1.0, gradients, 0.1) == path(GradientDescent(), 1.0, gradients, 0.1)


def test_momentum_under_a_constant_gradient_comes_to_ten_times_its_steps():
    # The velocity is 1 + 0.9 + 0.81 + … = 1 / (1 - 0.9) = 10: by default nine tenths are kept.
    places = path(Momentum(), 0.0, [1.0] * 400, 0.1)
    assert places[-2] - places[-1] == pytest.approx(0.1 * 10, rel=1e-10)


@pytest.mark.parametrize("optimizer", [RMSprop(rho=0, epsilon=1e-300), Adam(beta1=0, beta2=0, epsilon=1e-300)])
def test_without_a_memory_rules_that_divide_take_steps_of_the_learning_rate_against_the_sign(optimizer):
    assert path(optimizer, 0.0, [5.0, -1e-3, 1e6], 0.1) == pytest.approx([-0.1, 0, -0.1], abs=1e-14)


@pytest.mark.parametrize("size", [1e-5, 1e-3, 1.0, 1e3, 1e8])
@pytest.mark.parametrize("sign", [-1, 1])
def test_adams_first_step_is_as_long_as_the_learning_rate_whatever_the_size_of_the_gradient(size, sign):
    for optimizer in [Adam(), Adam(beta1=0.5, beta2=0.9)]:
        [place] = path(optimizer, 0.0, [sign * size], 0.01)
        assert place == pytest.approx(-sign * 0.01, rel=2e-3)


def test_adam_under_a_constant_gradient_takes_steps_of_the_learning_rate_from_the_first_on():
    # Both corrected means are exactly those of the constant: m^ = g and v^ = g².
    places = path(Adam(epsilon=1e-300), 0.0, [3.0] * 50, 0.01)
    assert places == pytest.approx(-0.01 * np.arange(1, 51), rel=1e-10)


@pytest.mark.parametrize("optimizer", [RMSprop, Adam])
def test_rules_that_divide_by_the_size_of_the_gradient_do_not_see_the_scale_of_the_loss(optimizer):
    gradients = np.random.default_rng(5).normal(size=20)
    small = path(optimizer(epsilon=1e-300), 1.0, gradients, 0.1)
    assert path(optimizer(epsilon=1e-300), 1.0, 1000 * gradients, 0.1) == pytest.approx(small, rel=1e-10)


def test_the_table_of_optimizers_holds_exactly_these_four():
    assert OPTIMIZERS == {
        "gradient_descent": GradientDescent, "momentum": Momentum, "rmsprop": RMSprop, "adam": Adam
    }
    assert list(OPTIMIZERS) == ["gradient_descent", "momentum", "rmsprop", "adam"]


# ---- bad shares


@pytest.mark.parametrize(("optimizer", "name"), SHARES)
def test_a_share_outside_0_to_below_1_or_that_is_no_number_is_refused_by_name(optimizer, name):
    for value in (1, 1.5, -0.1, math.nan, math.inf, np.float64(1)):
        with pytest.raises(ValueError, match=f"^{name} must be a share from 0 to below 1, but it is {value}"):
            optimizer(**{name: value})
    for value in ("0.9", None, 0.9j):
        with pytest.raises(TypeError, match=f"^{name} must be a number, but {value!r} was passed"):
            optimizer(**{name: value})


# ---- schedules


def test_exponential_decay_halves_the_rate_every_five_epochs():
    # 0.8; half of it after 5, a quarter after 10, an eighth after 15; after 2.5 epochs 0.8 / √2
    schedule = exponential_decay(0.8, half_life=5)
    rates = [schedule(epoch) for epoch in (0, 5, 10, 15, 2.5)]
    assert rates == pytest.approx([0.8, 0.4, 0.2, 0.1, 0.8 / math.sqrt(2)], rel=1e-14)


def test_exponential_decay_falls_by_the_same_factor_over_the_same_time_and_stays_positive():
    schedule = exponential_decay(0.3, 1.7)
    rates = np.array([schedule(epoch) for epoch in np.arange(0, 100, 0.5)])
    np.testing.assert_allclose(rates[1:] / rates[:-1], 0.5 ** (0.5 / 1.7), rtol=1e-12)
    assert rates.min() > 0


def test_cosine_decay_falls_like_half_a_cosine():
    # cos 0 = 1, cos 60° = 1/2 (a third of the way), cos 90° = 0, cos 120° = -1/2, cos 180° = -1; 0.4 · (1 + cos) / 2
    schedule = cosine_decay(0.4, epochs=12)
    rates = [schedule(epoch) for epoch in (0, 4, 6, 8, 12)]
    assert rates == pytest.approx([0.4, 0.3, 0.2, 0.1, 0], rel=1e-14, abs=1e-17)


def test_cosine_decay_rises_evenly_during_the_warm_up_and_then_falls_over_the_rest():
    # Warm-up of 4 epochs to 0.4: 0.1 per epoch. Then 12 epochs of fall: a third of it is 4, a half 6.
    schedule = cosine_decay(0.4, epochs=16, warmup=4)
    rising = [schedule(epoch) for epoch in (0, 1, 1.5, 2, 3, 4)]
    assert rising == pytest.approx([0, 0.1, 0.15, 0.2, 0.3, 0.4], rel=1e-14)
    falling = [schedule(epoch) for epoch in (8, 10, 12, 16)]
    assert falling == pytest.approx([0.3, 0.2, 0.1, 0], rel=1e-14, abs=1e-17)


@pytest.mark.parametrize("warmup", [0, 0.25, 3, 9.5])
def test_cosine_decay_has_no_jump_is_never_negative_and_never_above_the_highest_rate(warmup):
    schedule = cosine_decay(0.4, 10, warmup)
    epochs = np.linspace(0, 12, 1201)
    rates = np.array([schedule(epoch) for epoch in epochs])
    assert rates.min() >= 0 and rates.max() == pytest.approx(0.4, rel=1e-3) and rates.max() <= 0.4
    assert (np.diff(rates[epochs < warmup]) > 0).all()
    assert (np.diff(rates[(epochs >= warmup) & (epochs < 10)]) < 0).all()
    # 0.01 epochs are at most a steepness of π/2 over half an epoch, or the whole rise over a quarter.
    assert np.abs(np.diff(rates)).max() <= 0.4 * 0.01 * max(math.pi / 2 / (10 - warmup), 1 / (warmup or 10)) * 1.01


@pytest.mark.parametrize("warmup", [0, 3])
def test_cosine_decay_stays_at_zero_after_the_end_and_without_a_warm_up_begins_with_the_highest_rate(warmup):
    schedule = cosine_decay(0.4, 10, warmup)
    assert [schedule(epoch) for epoch in (10, 10.5, 17, 20, 1000)] == [0, 0, 0, 0, 0]
    assert schedule(0) == (0 if warmup else 0.4) and cosine_decay(0.4, 10)(0) == 0.4


WRONG_TIMES = {
    "learning_rate": (lambda rate: exponential_decay(rate, 5), "must be a positive number", "must be a number"),
    "learning_rate ": (lambda rate: cosine_decay(rate, 5), "must be a positive number", "must be a number"),
    "half_life": (lambda time: exponential_decay(0.1, time), "must be a positive number", "must be a number"),
    "epochs": (lambda time: cosine_decay(0.1, time), "must be a positive number", "must be a number"),
    # A warm-up of 0 is none.
    "warmup": (lambda time: cosine_decay(0.1, 10, -1 if time == 0 else time),
               "must be from 0 to below epochs = 10", "must be a number of epochs"),
}


@pytest.mark.parametrize("name", WRONG_TIMES)
def test_schedules_refuse_rates_and_times_that_are_not_positive_and_a_warm_up_that_leaves_nothing_to_fall(name):
    schedule, no_value, no_number = WRONG_TIMES[name]
    for wrong in (0, -0.1, math.nan, math.inf):
        with pytest.raises(ValueError, match=f"^{name.strip()} {no_value}"):
            schedule(wrong)
    for wrong in ("0.1", None, [0.1]):
        with pytest.raises(TypeError, match=rf"^{name.strip()} {no_number}, but {re.escape(repr(wrong))} was passed"):
            schedule(wrong)
    if name == "warmup":
        for wrong in (10, 10.5):
            with pytest.raises(ValueError, match=f"{no_value}, but {wrong} was passed"):
                schedule(wrong)
