"""What is told of money outside the IG's office: of the last closed quarter, from three reports and twenty answers on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Shape, grade, make_cube
from anubhav_gforms.grading.closed_money import with_money_of_closed_quarter
from anubhav_gforms.grading.explain import explain
from anubhav_gforms.grading.grades import Grades
from anubhav_gforms.nouns.week import closed_quarter, read_week, week_name
from anubhav_gforms.reports.explain import text

from .world import responses

WEEK = "2026-W47"
QUARTER = ("2026-07-06", "2026-10-04")
"""The first Monday to the last Sunday of the third quarter."""


@pytest.fixture(scope="module")
def frame(bilaspur2: Campaign) -> pd.DataFrame:
    made = responses(bilaspur2, weeks=30, a_week=4, seed=5)
    yes = bilaspur2.form.question("money").options[1]
    closed = made["day"].between(*QUARTER)
    made.loc[made[(made["station"] == "BSP-KTW") & closed].index[:6], "money"] = yes
    return made[made["purpose"] != bilaspur2.grade_rules.not_visited]


def graded(campaign: Campaign, frame: pd.DataFrame) -> Grades:
    return grade(campaign, make_cube(frame, Shape.of(campaign)), WEEK, places=False)


def outside_of(grades: Grades) -> Grades:
    return with_money_of_closed_quarter(grades, grades.working.scope.cube)


def test_a_closed_quarter_is_over_when_the_week_is() -> None:
    names = {week: tuple(map(week_name, closed_quarter(read_week(week)))) for week in ("2026-W39", "2026-W40", WEEK)}
    assert names == {
        "2026-W39": ("2026-W15", "2026-W27"), "2026-W40": ("2026-W28", "2026-W40"), WEEK: ("2026-W28", "2026-W40"),
    }  # fmt: skip


def test_money_is_counted_by_the_closed_quarter_and_hidden_where_it_is_little(
    bilaspur2: Campaign, frame: pd.DataFrame
) -> None:
    yes, no = (bilaspur2.form.question("money").options[place] for place in (1, 0))
    inside = graded(bilaspur2, frame)
    told = outside_of(inside)
    assert told.money_quarter == "2026-Q3"
    rows = frame[frame["day"].between(*QUARTER)]
    for level, code in (("station", "station"), ("district", None), ("range", None)):
        table = told.table[told.table["level"] == level].set_index("code")
        where = (
            rows["station"]
            if code
            else rows["station"].str[:3]
            if level == "district"
            else pd.Series("RANGE", rows.index)
        )
        k, other = (
            rows["money"].eq(text).groupby(where).sum().reindex(table.index, fill_value=0) for text in (yes, no)
        )
        shown = (k >= 3) & (k + other >= 20)
        assert shown.any()
        assert table.loc[shown, "money_yes"].tolist() == k[shown].tolist()
        assert table.loc[shown, "money_no"].tolist() == other[shown].tolist()
        assert np.allclose(table.loc[shown, "money_share"].astype(float), (k / (k + other))[shown])
        for name in ("money_yes", "money_no", "money_unsaid", "money_share", "money_low", "money_high"):
            assert table.loc[~shown, name].isna().all(), (level, name)
        assert table["money_probability"].isna().all()
    assert not told.stations["money_yes"].isna().all()
    assert told.stations["money_yes"].isna().any(), "some are too few"
    pd.testing.assert_series_equal(told.table["money_flag"], inside.table["money_flag"])


def test_reports_of_the_running_quarter_change_no_figure_outside(bilaspur2: Campaign, frame: pd.DataFrame) -> None:
    more = frame[(frame["station"] == "BSP-KTW") & (frame["day"] > QUARTER[1])].head(3)
    asked = frame.assign(
        money=frame["money"].mask(frame.index.isin(more.index), bilaspur2.form.question("money").options[1])
    )
    before, after = (graded(bilaspur2, one) for one in (frame, asked))
    inside = [one.stations.set_index("code")["money_yes"]["BSP-KTW"] for one in (before, after)]
    assert inside[1] > inside[0], "the IG sees it in the same week"
    names = [name for name in before.table if name.startswith("money_") and name != "money_flag"]
    outside = [outside_of(one).table[names] for one in (before, after)]
    pd.testing.assert_frame_equal(*outside)


def test_an_explanation_for_others_tells_the_quarter_and_no_number_of_the_window(
    bilaspur2: Campaign, frame: pd.DataFrame
) -> None:
    told = outside_of(graded(bilaspur2, frame))
    row = told.stations.set_index("code").loc["BSP-KTW"]
    k, n = int(row["money_yes"]), int(row["money_yes"] + row["money_no"])
    one = explain(told, "BSP-KTW")
    said = text(one, "en")
    assert f"In the quarter 2026-Q3 {k} of {n} who answered said yes" in " ".join(said.split())
    assert "Beta(" not in said
    flagged = " ".join(text(replace(one, money_flag=True), "en").split())
    assert "the IG's office looks into it" in flagged
    assert "Beta(" not in flagged
    few = told.stations[told.stations["money_yes"].isna() & told.stations["score"].notna()]["code"].iloc[0]
    assert "there were fewer than 3 reports, or fewer than 20 answers" in " ".join(
        text(explain(told, few), "en").split()
    )
