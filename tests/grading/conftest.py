"""The real range as a campaign, without a sandbox: grading needs none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.grading import Grades

from .second_world import graded, half_year
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
