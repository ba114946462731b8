"""Where an explanation holds back, and where a scale or a kind ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading import Grades, Shape, grade, make_cube
from anubhav_gforms.grading.explain import explain

from .world import responses, responses_on


@pytest.fixture(scope="module")
def grades(bilaspur: Campaign) -> Grades:
    frame = responses(bilaspur, weeks=30, a_week=3, seed=3)
    frame = frame[~frame["station"].str.endswith("-AJK")]
    return grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False)


def moved(grades: Grades, unit: int, **numbers: float) -> Grades:
    """As if a station's estimate were another one."""
    run = grades.working.replay
    columns = {name: getattr(run.stations.estimate, name).copy() for name in numbers}
    for name, value in numbers.items():
        columns[name][unit] = value
    stations = replace(run.stations, estimate=replace(run.stations.estimate, **columns))
    return replace(grades, working=replace(grades.working, replay=replace(run, stations=stations)))


def test_near_codes_are_named(grades: Grades) -> None:
    with pytest.raises(InputError) as near:
        explain(grades, "bsp-ktx")
    assert near.value.message == 'There is no station "bsp-ktx" among the graded ones.'
    assert near.value.cure == "Did you mean BSP-TKT, BSP-KTW, BSP-KOT?"
    with pytest.raises(InputError) as far:
        explain(grades, "Zürich 12")
    assert far.value.cure == "The codes are in stations.csv."


def test_intervals_end_where_the_scale_ends(grades: Grades) -> None:
    unit = grades.working.roster.codes.index("BSP-KTW")
    for low, high, shown in ((-4.0, 104.0, (0, 100)), (101.0, 104.0, (100, 100)), (-4.0, -1.0, (0, 0))):
        one = explain(moved(grades, unit, low=low, high=high), "BSP-KTW")
        assert (one.low, one.high) == shown


def test_the_spread_of_a_kind_is_told_where_scores_are_drawn_to_its_mean(grades: Grades) -> None:
    kinds = grades.constants.kinds
    one, other = explain(grades, "BSP-KTW"), explain(grades, "BSP-AJK")
    thana = kinds["thana"]
    assert (one.tau2, one.mu, one.var_mu, one.kind_stations) == (thana.tau2, thana.mu, thana.var_mu, thana.stations)
    assert one.shrunk
    assert "ajak" not in kinds, "no station of this kind has responses"
    assert (other.tau2, other.mu, other.var_mu, other.kind_stations, other.shrunk) == (thana.tau2, None, None, 0, False)
    assert (other.weeks, other.items, other.purposes, other.probabilities) == ([], {}, [], {})
    assert (other.responses, other.n, other.band_letter, other.shown) == (0, 0, "", False)


def test_in_the_trial_period_an_interval_and_a_plain_average_are_told_from_one_response_on(bilaspur: Campaign) -> None:
    frame = responses_on(bilaspur, ["BSP-KTW", "BSP-CVL", "BSP-CVL"], [np.datetime64("2026-11-20")] * 3, [3, 4, 5])
    young = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False)
    one = explain(young, "BSP-KTW")
    assert one.raw_mean == 50
    assert one.low is not None
    assert one.high is not None
    assert (one.score, one.ybar, one.case_mix, one.weeks) == (None, None, None, [])
    none = explain(young, "BSP-SKD")
    assert (none.raw_mean, none.low, none.high, none.weeks_held) == (None, None, None, 0)


def test_numbers_that_are_not_there_are_missing(grades: Grades) -> None:
    table = grades.table.copy()
    row = table.index[table["code"] == "BSP-KTW"][0]
    columns = ["change", "money_probability", "score_with_set_aside"]
    table.loc[row, columns] = np.nan
    one = explain(replace(grades, table=table), "BSP-KTW")
    assert (one.change, one.money_probability, one.score_with_set_aside) == (None, None, None)
    table.loc[row, columns] = [-4.5, 0.25, 61.5]
    one = explain(replace(grades, table=table), "BSP-KTW")
    assert (one.change, one.money_probability, one.score_with_set_aside) == (-4.5, 0.25, 61.5)
    assert (one.money_yes, one.money_no, one.money_unsaid) == tuple(int(table.loc[row, name]) for name in ("money_yes", "money_no", "money_unsaid"))  # fmt: skip


def test_what_is_left_out_is_told_for_the_weeks_of_the_window(grades: Grades) -> None:
    use = grades.working.replay.stations.estimate.use[grades.working.roster.codes.index("BSP-KTW")]
    oldest = pd.Timestamp("2026-11-16") - pd.Timedelta(weeks=int(np.flatnonzero(use)[-1]))
    weeks = [(oldest - pd.Timedelta(weeks=back)).strftime("%G-W%V") for back in (1, 0)] + ["2026-W47"]
    left = pd.DataFrame({"station": "BSP-KTW", "week": weeks, "reason": "did not visit", "rows": [100, 10, 1]})
    assert explain(replace(grades, left_out=left), "BSP-KTW").left_out == {"did not visit": 11}


def test_how_sure_a_change_is_told_where_there_is_a_letter_on_that_side(bilaspur: Campaign, grades: Grades) -> None:
    shown = grades.stations[grades.stations["score"].notna()]
    for letter, up, down in (("A+", False, True), ("A", True, True), ("D", True, True), ("F", True, False)):
        one = explain(grades, shown[shown["previous_letter"] == letter]["code"].iloc[0])
        assert (one.sure_up is not None, one.sure_down is not None) == (up, down), letter
        same = shown[shown["uncapped_letter"] == letter]["code"].iloc[0]
        one = explain(grades, same)
        assert (one.up_from is not None, one.down_from is not None) == (up, down), letter
    frame = responses(bilaspur, weeks=20, a_week=3, seed=3, until=date(2026, 10, 11))
    first = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W41", places=False)
    code = first.stations[first.stations["letter"] != ""]["code"].iloc[0]
    assert (explain(first, code).previous, explain(first, code).sure_up, explain(first, code).sure_down) == (
        "",
        None,
        None,
    )
