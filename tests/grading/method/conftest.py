"""Data set A, graded once for all tests of the method."""

from __future__ import annotations

import numpy as np
import pytest

from anubhav_gforms.grading.method.days import DaySums
from anubhav_gforms.grading.method.districts import AreaEstimates, estimate_areas
from anubhav_gforms.grading.method.score import Scores

from .dataset_a import DISTRICT, KIND, Frozen, Responses, day_sums, freeze, responses, scores


@pytest.fixture(scope="session")
def rows() -> Responses:
    return responses()


@pytest.fixture(scope="session")
def days(rows: Responses) -> DaySums:
    return day_sums(rows.station, rows.day, rows.y)


@pytest.fixture(scope="session")
def frozen(days: DaySums) -> Frozen:
    return freeze(days)


@pytest.fixture(scope="session")
def scored(days: DaySums, frozen: Frozen) -> Scores:
    return scores(days, frozen.belief)


@pytest.fixture(scope="session")
def areas(scored: Scores, frozen: Frozen) -> AreaEstimates:
    return estimate_areas(scored, frozen.spread, KIND, DISTRICT, frozen.spread.var_c, 3, listed=np.ones(12, bool))
