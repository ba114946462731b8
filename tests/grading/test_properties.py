"""What must hold whatever the responses are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Grades, Shape, grade, make_cube, merge
from anubhav_gforms.grading.constants import Constants
from anubhav_gforms.grading.cube.items import Items, composite, gap_composites

from .world import ITEMS, praise, responses, with_rules

WEEK = "2026-W47"


@pytest.fixture(scope="module")
def frame(bilaspur: Campaign) -> pd.DataFrame:
    return responses(bilaspur, weeks=28, a_week=2, seed=9)


@pytest.fixture(scope="module")
def grades(bilaspur: Campaign, frame: pd.DataFrame) -> Grades:
    return graded(bilaspur, frame)


def graded(campaign: Campaign, frame: pd.DataFrame, frozen: dict[str, Constants] | None = None) -> Grades:
    return grade(campaign, make_cube(frame, Shape.of(campaign)), WEEK, frozen=frozen, places=False)


def kept(grades: Grades) -> dict[str, Constants]:
    return {constants.name: constants for constants in grades.new_constants}


def test_permuting_rows_changes_nothing_to_the_last_digit(
    bilaspur: Campaign, frame: pd.DataFrame, grades: Grades
) -> None:
    @settings(max_examples=3, deadline=None)
    @given(seed=st.integers(0, 2**31))
    def holds(seed: int) -> None:
        again = graded(bilaspur, frame.sample(frac=1, random_state=seed))
        pd.testing.assert_frame_equal(again.table, grades.table, check_exact=True)
        assert again.constants.sha256 == grades.constants.sha256

    holds()


def test_one_more_response_moves_no_other_station_within_a_quarter(
    bilaspur: Campaign, frame: pd.DataFrame, grades: Grades
) -> None:
    """Nor any letter, alarm or place in the list. At its own station the response is counted, or set aside with its day."""
    shape, frozen, before = Shape.of(bilaspur), kept(grades), grades.stations.set_index("code")
    cube, codes = make_cube(frame, shape), [station.code for station in bilaspur.stations]
    columns = [name for name in before.columns if name not in MOVED_BY_OTHERS]

    @settings(max_examples=10, deadline=None)
    @given(rating=st.integers(1, 5), unit=st.integers(0, len(codes) - 1), day=st.integers(0, 40))
    @example(
        rating=5, unit=codes.index("BSP-HRI"), day=0
    )  # has 52 responses in 22 weeks: with one more its window is shorter
    def holds(rating: int, unit: int, day: int) -> None:
        when = str(np.datetime64("2026-11-22") - np.timedelta64(day, "D"))
        more = merge([cube, make_cube(praise(bilaspur, codes[unit], when, 1, rating), shape)])
        again = grade(bilaspur, more, WEEK, frozen=frozen, places=False)
        others = before.index != codes[unit]
        after = again.stations.set_index("code")
        pd.testing.assert_frame_equal(after.loc[others, columns], before.loc[others, columns], check_exact=True)
        there, here = again.working.replay.panel, grades.working.replay.panel
        counted = (there.rows + there.aside) - (here.rows + here.aside)
        assert counted[unit].sum() == counted.sum() == 1

    holds()


MOVED_BY_OTHERS = ("change_q", "arrow")
"""The arrow's false-discovery rate is over all stations by its nature."""


def test_a_burst_of_best_responses_in_one_day_raises_no_letter(
    bilaspur: Campaign, frame: pd.DataFrame, grades: Grades
) -> None:
    """At every station of the range, 8 and 300 forged responses on one day of the graded week."""
    order = list(bilaspur.grade_rules.bands)
    before = grades.stations.set_index("code")["letter"]
    for count in (8, 300):
        forged = praise(bilaspur, [station.code for station in bilaspur.stations], "2026-11-18", count)
        after = graded(bilaspur, pd.concat([frame, forged], ignore_index=True), kept(grades)).stations.set_index(
            "code"
        )["letter"]
        risen = [
            code
            for code in before.index
            if before[code] and after[code] and order.index(after[code]) < order.index(before[code])
        ]
        assert risen == []


def test_without_flags_the_day_cap_alone_holds_a_burst_down(
    bilaspur: Campaign, frame: pd.DataFrame, grades: Grades
) -> None:
    open_door = with_rules(bilaspur, flags=bilaspur.grade_rules.flags.model_copy(update={"auto_quarantine": False}))
    forged = pd.concat([frame, praise(bilaspur, "BSP-SKD", "2026-11-18", 300)], ignore_index=True)
    one = graded(open_door, forged, kept(grades)).stations.set_index("code").loc["BSP-SKD"]
    before = grades.stations.set_index("code").loc["BSP-SKD"]
    assert one["responses"] == before["responses"] + 300
    assert one["n"] <= before["n"] + 12


@settings(max_examples=60, deadline=None)
@given(
    means=st.lists(st.floats(5, 95), min_size=3, max_size=5),
    skipped=st.integers(0, 4),
    shift=st.floats(-20, 20),
)
def test_a_skipped_item_is_neutral(means: list[float], skipped: int, shift: float) -> None:
    """A response that differs from the range's means by the same points on every item scores the same without one."""
    weights = np.full(len(means), 1 / len(means))
    full = np.array(means) + shift
    blank = full.copy()
    blank[skipped % len(means)] = np.nan
    whole, part = composite([full, blank], weights, means)
    assert part == pytest.approx(whole, abs=1e-9)


def test_composites_of_gaps_agree_with_the_formula() -> None:
    items = Items.make({"a": 0.5, "b": 0.3, "c": 0.2})
    means = [60.0, 70.0, 40.0]
    table = gap_composites(items, means)
    pattern = 5 + 0 * 6 + 2 * 36
    assert table[pattern + 1] == pytest.approx(composite([[100, np.nan, 25]], [0.5, 0.3, 0.2], means)[0])
    assert items.gap[pattern] == pattern + 1
    assert items.weights == (5000, 3000, 2000)
    assert sum(Items.make({f"q{n}": 1 / 6 for n in range(6)}).weights) == 10_000


def test_relabelling_stations_relabels_the_results(bilaspur: Campaign, frame: pd.DataFrame, grades: Grades) -> None:
    """Two stations of one kind and district swap their responses: they swap their grades, and nobody else moves."""
    swap = {"BSP-KTW": "BSP-CVL", "BSP-CVL": "BSP-KTW"}
    renamed = frame.assign(station=frame["station"].replace(swap))
    again = graded(bilaspur, renamed).stations.set_index("code")
    before = grades.stations.set_index("code").rename(index=swap)
    columns = ["n", "raw_mean", "score", "low", "high", "reliability", "change"]
    there, here = again.loc[before.index, columns].astype(float), before[columns].astype(float)
    assert np.allclose(there, here, atol=1e-9, equal_nan=True)
    assert (again.loc[before.index, "letter"] == before["letter"]).all()


def test_items_with_uneven_steps(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    steps = with_rules(bilaspur, steps={"promptness": (0, 10, 40, 80, 100)})
    shape = Shape.of(steps)
    assert shape.items.points[shape.items.keys.index("promptness")] == (0, 0, 10, 40, 80, 100)
    full = frame[frame[list(ITEMS)].notna().all(axis=1)]
    cube = make_cube(full, shape)
    assert cube["points_promptness"].sum() == np.array([0, 0, 10, 40, 80, 100])[full["promptness"].astype(int)].sum()


def test_the_same_ledger_config_and_constants_give_the_same_grades_years_later(
    bilaspur: Campaign, frame: pd.DataFrame, grades: Grades
) -> None:
    """Constants read back from their files, and responses that came later, change nothing in an old week."""
    texts = [constants.to_json() for constants in grades.new_constants]
    frozen = {constants.name: constants for constants in map(Constants.from_json, texts)}
    later = responses(bilaspur, weeks=2, a_week=2, seed=1).assign(day=lambda new: new["day"] + pd.Timedelta(weeks=3))
    again = graded(bilaspur, pd.concat([frame, later], ignore_index=True), frozen)
    pd.testing.assert_frame_equal(again.table, grades.table, check_exact=True)
    assert again.new_constants == ()
