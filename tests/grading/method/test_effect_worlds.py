"""Did it help? In seeded worlds where the truth is known: an action that did nothing is seldom called a help, and the interval holds it."""

from __future__ import annotations

import pytest

from benchmarks.grading.cells import together
from benchmarks.grading.changes import actions
from benchmarks.grading.world import CEILING, SPREAD, World

SEEDS, GAIN = 40, 10.0
FALSE_MOST, COVERED_LEAST = 7.0, 85.0
"""Per cent of the actions that can be judged; the bars of `python -m benchmarks.grading --actions`: 100 seeds in four worlds."""


@pytest.mark.parametrize(("world", "volume"), [(SPREAD, 700), (CEILING, 2000)])
def test_an_action_that_did_nothing_is_seldom_called_a_help(world: World, volume: int) -> None:
    none, some = (
        together(each)
        for each in zip(*(actions(world, volume, seed, (0.0, GAIN)) for seed in range(SEEDS)), strict=True)
    )
    assert none.sums["judged"] > 5 * SEEDS, "most of the ten lowest stations can be judged"
    assert none.share("better", "judged") <= FALSE_MOST
    assert none.share("covered", "judged") >= COVERED_LEAST
    assert some.share("covered", "judged") >= COVERED_LEAST
    assert some.share("better", "judged") > 4 * none.share("better", "judged"), "and one that did is seen"
