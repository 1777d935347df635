"""Measure: medians of several runs, printed; ratios are asserted only here, never in the suite."""

import statistics
import time

import pytest


def median_seconds(action, runs=5):
    """Median wall time of `action` over some runs, after one to warm up."""
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


@pytest.fixture
def measure():
    return median_seconds


@pytest.fixture
def told(capsys):
    """Print past pytest's capture."""

    def tell(sentence):
        with capsys.disabled():
            print(f"\n  {sentence}")

    return tell
