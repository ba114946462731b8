"""Tails and q-values beside scipy.stats, which the package itself does not load."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, false_discovery_control, nbinom

from anubhav_gforms.grading.formulas.proportion import q_values
from anubhav_gforms.grading.formulas.tails import binomial_tail, negative_binomial_tail


def test_at_least_so_many_of_a_number() -> None:
    rng = np.random.default_rng(1)
    n = rng.integers(0, 400, 20_000)
    k, p = np.floor(rng.random(20_000) * (n + 1)), rng.random(20_000)
    p[:200] = np.repeat([0.0, 1.0], 100)
    assert np.array_equal(binomial_tail(k, n, p), binom.sf(k - 1, n, p))


def test_at_least_so_many_of_overdispersed_counts() -> None:
    rng = np.random.default_rng(2)
    k, size, mean = rng.integers(0, 80, 20_000), rng.uniform(0.5, 60, 20_000), rng.uniform(0.05, 60, 20_000)
    expected = nbinom.sf(k - 1, size, size / (size + mean))
    assert negative_binomial_tail(k, size, mean) == pytest.approx(expected, rel=1e-12)


def test_nobody_is_always_at_least_nobody() -> None:
    assert binomial_tail(0, 0, 0.5) == 1
    assert negative_binomial_tail([0, 0], 2.0, [0.1, 50.0]).tolist() == [1, 1]


@pytest.mark.parametrize("count", [1, 2, 7, 500])
def test_q_values_are_those_of_benjamini_and_hochberg(count: int) -> None:
    p = np.round(np.random.default_rng(count).random(count) ** 3, 3)
    assert np.array_equal(q_values(p), false_discovery_control(p))
    among = np.insert(p, count // 2, np.nan)
    assert np.array_equal(np.delete(q_values(among), count // 2), false_discovery_control(p))
    assert np.isnan(q_values(among)[count // 2])
