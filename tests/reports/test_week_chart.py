"""Weekly means against their limits: equal numbers share limits, uneven ones have their own; the same for screen and paper."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.grading.formulas.trend import xmr
from anubhav_gforms.reports.charts.scene import Area, Size
from anubhav_gforms.reports.charts.trend import scene, week_chart


def weeks(n: list[int], mean: list[float]) -> pd.DataFrame:
    names = [f"2026-W{week:02d}" for week in range(10, 10 + len(n))]
    return pd.DataFrame({"week": names, "n": np.array(n, float), "mean": mean, "v": [625 / each for each in n]})


MEANS = [60.0, 64, 61, 66, 62, 65, 60, 63, 66, 61, 64, 62, 40]


def test_even_weeks_share_the_limits_of_the_xmr_chart():
    chart, expected = week_chart(weeks([10, 12] * 6 + [11], MEANS)), xmr(MEANS)
    assert chart
    assert expected
    assert not chart.by_n
    assert set(chart.low) == {expected.low}
    assert chart.special == expected.special
    assert chart.special[-1]


def test_uneven_weeks_have_limits_of_their_own():
    n = [4, 100] * 6 + [4]
    chart = week_chart(weeks(n, MEANS))
    assert chart
    assert chart.by_n
    assert chart.high[1] - chart.low[1] == pytest.approx(2 * 3 * 2.5)
    assert chart.low[0] == pytest.approx(chart.mean - 3 * 12.5)
    assert not chart.special[-1], "with four responses forty is no sign"
    assert chart.mean == pytest.approx(np.mean(MEANS))


def test_few_weeks_have_no_limits():
    assert week_chart(weeks([9] * 11, MEANS[:11])) is None
    assert not any(isinstance(mark, Area) for mark in scene(weeks([9] * 11, MEANS[:11]), Size(620, 150)).marks)
