"""Measures how time and memory grow with the examples, the width, the depth and the precision of a network.

    python tests/benchmarks/growth.py

Each row of a table is compared with the row above it: the measured factor beside the factor to expect.
"""

import time
import tracemalloc
from typing import NamedTuple

import common
import numpy as np
import pandas as pd

BATCH_SIZE = 128


class Case(NamedTuple):
    """One row: `m` random images of 784 pixels, and the network they train with Adam."""

    name: str
    m: int
    sizes: tuple
    dtype: type = np.float32


EXAMPLES = [Case(f"{m:,} examples", m, (784, 128, 10)) for m in (5_000, 10_000, 20_000, 40_000)]
WIDTH = [Case(f"784-{width}-{width}-10", 5_000, (784, width, width, 10)) for width in (128, 256, 512, 1024)]
DEPTH = [Case(f"{depth} hidden layers", 5_000, (784, *depth * [256], 10)) for depth in (1, 2, 4, 8)]
PRECISION = [Case(np.dtype(dtype).name, 5_000, (784, 512, 512, 10), dtype) for dtype in (np.float32, np.float64)]


def random_examples(m, inputs, classes, dtype):
    """Return columns of random pixels and random labels: time and memory do not depend on what is learned."""
    rng = np.random.default_rng(0)
    return rng.random((m, inputs), dtype).T, rng.integers(0, classes, m)


def seconds_per_epoch(case, repeats=5):
    """Return the shortest time of some epochs: whatever else the machine does only ever adds to it."""
    X, labels = random_examples(case.m, case.sizes[0], case.sizes[-1], case.dtype)
    model = common.build(case.sizes, dtype=case.dtype)
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        model.train(X, labels, epochs=1, batch_size=BATCH_SIZE, show=0)
        times.append(time.perf_counter() - start)
    return min(times)


def peak_megabytes(case):
    """Return the most memory that the network and an epoch of training take at once; the images are not counted."""
    X, labels = random_examples(case.m, case.sizes[0], case.sizes[-1], case.dtype)
    tracemalloc.start()
    common.build(case.sizes, dtype=case.dtype).train(X, labels, epochs=1, batch_size=BATCH_SIZE, show=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def parameter_bytes(case):
    """Return how many bytes the weights and biases take: with Adam, a network needs several times as many."""
    count = sum((before + 1) * after for before, after in zip(case.sizes, case.sizes[1:], strict=False))
    return count * np.dtype(case.dtype).itemsize


def factors(values):
    """Return each value divided by the one before it, as text; nothing for the first."""
    values = np.asarray(values)
    return ["", *(f"{factor:.2f}" for factor in values[1:] / values[:-1])]


def growth_table(cases):
    """Measure each case and compare it with the one before.

    Every example goes through every weight, and an entry of half the bytes takes half the time: the time grows like
    examples times bytes of parameters, the memory like the bytes of parameters.

    Returns
    -------
    pandas.DataFrame
        A row per case.
    """
    seconds, megabytes = [seconds_per_epoch(case) for case in cases], [peak_megabytes(case) for case in cases]
    size = np.array([parameter_bytes(case) for case in cases])
    return pd.DataFrame(
        {
            "": [case.name for case in cases],
            "Seconds per epoch": [f"{value:.3f}" for value in seconds],
            "Factor": factors(seconds),
            "Expected": factors(size * [case.m for case in cases]),
            "Peak MB": [f"{value:.1f}" for value in megabytes],
            "Factor ": factors(megabytes),
            "Expected ": factors(size),
        }
    )


def main():
    """Print a table for each thing that can grow."""
    print(f"{common.machine()}\nAdam, batches of {BATCH_SIZE}, float32 where nothing else is said\n")
    for title, cases in [
        ("Examples (784-128-10)", EXAMPLES),
        ("Width", WIDTH),
        ("Depth (layers of 256)", DEPTH),
        ("Precision (784-512-512-10)", PRECISION),
    ]:
        print(f"{title}\n{growth_table(cases).to_string(index=False)}\n", flush=True)


if __name__ == "__main__":
    main()
