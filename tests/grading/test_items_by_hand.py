"""Every pattern of answers to three questions, taken apart by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from anubhav_gforms.grading.cube.items import Items, composite, gap_composites

WEIGHTS = {"a": 0.5, "b": 0.3, "c": 0.2}
STEPS = {"b": (0, 10, 40, 80, 100)}
ITEMS = Items.make(WEIGHTS, STEPS)
POINTS = {"a": (0, 0, 25, 50, 75, 100), "b": (0, 0, 10, 40, 80, 100), "c": (0, 0, 25, 50, 75, 100)}
PATTERNS = [tuple(reversed(digits)) for digits in product(range(6), repeat=3)]
"""Answers to a, b and c of each pattern; 0 is a blank, and a changes fastest."""


def test_points_and_weights_are_whole() -> None:
    assert (ITEMS.keys, ITEMS.weights) == (("a", "b", "c"), (5000, 3000, 2000))
    assert ITEMS.points == tuple(POINTS.values())
    assert (ITEMS.count, ITEMS.patterns) == (3, 216)
    assert ITEMS.shares.tolist() == [0.5, 0.3, 0.2]
    thirds = Items.make({"x": 1 / 3, "y": 1 / 3, "z": 1 / 3})
    assert thirds.weights == (3334, 3333, 3333), "the first of equals takes what is left"
    assert Items.make({"x": 0.29, "y": 0.71}).weights == (2900, 7100)
    assert Items.make({"x": 0.00016, "y": 0.99984}).weights == (2, 9998), "the largest remainder takes it"
    assert Items.make({"x": 0.00014, "y": 0.99986}).weights == (1, 9999)


def test_each_pattern_means_what_its_answers_say() -> None:
    for number, answers in enumerate(PATTERNS):
        assert tuple(ITEMS.answers[number]) == answers
        points = [POINTS[key][answer] for key, answer in zip("abc", answers, strict=True)]
        assert ITEMS.item_points[number].tolist() == points
        complete = 0 not in answers
        assert bool(ITEMS.complete[number]) is complete
        assert ITEMS.gap[number] == (0 if complete else number + 1)
        total = sum(weight * point for weight, point in zip((5000, 3000, 2000), points, strict=True))
        assert ITEMS.composite[number] == (total if complete else 0)
        given = [answer for answer in answers if answer]
        weight = sum(part for part, answer in zip((5000, 3000, 2000), answers, strict=True) if answer)
        assert bool(ITEMS.enough[number]) is (weight >= 5000)
        assert bool(ITEMS.best[number]) is (set(given) == {5})
        assert bool(ITEMS.worst[number]) is (set(given) == {1})
        assert bool(ITEMS.straight[number]) is (complete and len(set(given)) == 1)


def test_the_composite_of_a_gap_is_measured_against_the_means_of_what_was_answered() -> None:
    means = np.array([60.0, 50.0, 40.0])
    table = gap_composites(ITEMS, means)
    level = 0.5 * 60 + 0.3 * 50 + 0.2 * 40
    assert (len(table), table[0]) == (217, 0)
    for number, answers in enumerate(PATTERNS):
        part = [(w, POINTS[key][answer], m) for w, key, answer, m in zip((0.5, 0.3, 0.2), "abc", answers, means, strict=True) if answer]  # fmt: skip
        if len(part) == 3:
            assert table[number + 1] == 0, "a complete one is summed exactly"
        elif part:
            lead = sum(w * (s - m) for w, s, m in part) / sum(w for w, _, _ in part)
            assert table[number + 1] == pytest.approx(min(100, max(0, lead + level)))
    assert table[1] == 0, "nothing was answered"


def test_one_response_is_a_row_and_nothing_is_no_number() -> None:
    found = composite([[np.nan, np.nan], [100, 100], [0, 0], [100, np.nan]], [0.5, 0.5], [60, 40])
    assert found.tolist()[1:] == [100, 0, 90]
    assert np.isnan(found[0])
    assert composite([50, np.nan], [0.5, 0.5], [60, 40]).tolist() == [40]
    assert composite([[np.nan, 100]], [0.5, 0.5], [90, 10]).tolist() == [100], "never above the scale"
    assert composite([[0, np.nan]], [0.5, 0.5], [90, 10]).tolist() == [0], "nor below"
