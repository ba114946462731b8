"""The real range as a campaign, without a sandbox: grading needs none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.grading import Grades
from anubhav_gforms.grading.explain import explain
from anubhav_gforms.grading.explain.second import SecondExplanation

from .second_world import forged, graded, half_year, no_of, yes_of
from .world import with_rules

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def bilaspur() -> Campaign:
    """The real range under version 1 of the method, by which quarters that were frozen under it are still graded."""
    return with_rules(load_campaign(PROJECT), method=1)


@pytest.fixture(scope="session")
def bilaspur2() -> Campaign:
    """The real range as it is graded today."""
    return load_campaign(PROJECT)


@pytest.fixture(scope="session")
def half_a_year(bilaspur2: Campaign) -> pd.DataFrame:
    """Its responses; not to be changed in place."""
    return half_year(bilaspur2)


@pytest.fixture(scope="session")
def honest(bilaspur2: Campaign, half_a_year: pd.DataFrame) -> Grades:
    """Its grades, by version 2."""
    return graded(bilaspur2, half_a_year)


@pytest.fixture(scope="session")
def told(bilaspur2: Campaign, half_a_year: pd.DataFrame, honest: Grades) -> dict[str, SecondExplanation]:
    """One explanation of each sort."""
    stations = honest.stations
    picks = {
        "above": stations.loc[(stations["standing"] == "above") & (stations["letter"] != ""), "code"].iloc[0],
        "below": stations.loc[stations["standing"] == "below", "code"].iloc[0],
        "between": stations.loc[stations["letter_set"] != "", "code"].iloc[0],
        "unclear": stations.loc[(stations["standing"] == "cannot be told") & (stations["letter"] != ""), "code"].iloc[
            0
        ],
        "few": stations.loc[(stations["responses"] > 0) & (stations["n"] < 10), "code"].iloc[0],
        "none": stations.loc[stations["responses"] == 0, "code"].iloc[0],
    }
    found = {name: explain(honest, code) for name, code in picks.items()}
    crowd = forged(bilaspur2, "BSP-SKR", [date(2026, 11, 18)] * 17, 5, no_of(bilaspur2))
    found["review"] = explain(graded(bilaspur2, half_a_year, crowd), "BSP-SKR")
    blame = forged(bilaspur2, "BSP-TBR", [date(2026, 11, 18)] * 8, 1, yes_of(bilaspur2))
    found["money"] = explain(graded(bilaspur2, half_a_year, blame), "BSP-TBR")
    assert all(isinstance(one, SecondExplanation) for one in found.values())
    return found  # type: ignore[return-value]
