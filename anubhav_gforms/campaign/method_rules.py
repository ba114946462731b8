"""[grading.v2] of config/grading.toml: the policy numbers of the second version of the method."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .model import Model

Share = Annotated[float, Field(gt=0, lt=1)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Weeks = Annotated[int, Field(ge=1, le=1040)]
"""Up to twenty years."""
Positive = Annotated[float, Field(gt=0, le=1e9)]
Amount = Annotated[float, Field(ge=0, le=1e9)]


class FallRules(Model):
    """When a fall is an alarm: of the level (k, h, clip in standard deviations), and of the number of bad responses."""

    k: Positive = 0.5
    h: Positive = 6.0
    clip: Positive = 3.5
    rebase_below: Amount = 2.0
    bad_p: Share = 0.0005
    bad_least: Count = 4


class ReviewRules(Model):
    """When alike responses of a day (F1) or a week (F1w) go to a person, and when that is overdue."""

    f1_p: Share = 1e-4
    f1_week_least: Count = 6
    overdue_days: Count = 28


class MethodRules(Model):
    """Every number is announced, stands in the gazette, and changes only at a quarter. Variances are in points^2."""

    day_floor: Positive = 2
    day_times: Positive = 3
    window: Weeks = 26
    drift: Amount = 1.0
    old_after: Weeks = 4
    old_step: Amount = 5.0
    limit: Positive = 0.8
    s0: Positive = 625
    s0_weight: Positive = 10
    place_weight: Positive = 30
    sw0: Positive = 4
    sw0_weight: Positive = 20
    min_n: Count = 10
    sure: Share = 0.95
    keep: Share = 0.90
    min_gap: Amount = 2.0
    spare_answers: Annotated[int, Field(ge=0, le=1)] = 1
    verdict_from_week: Weeks = 4
    letter_give: Share = 0.80
    letter_keep: Share = 0.50
    largest_set: Annotated[int, Field(ge=1)] = 3
    alarm: FallRules = FallRules()
    review: ReviewRules = ReviewRules()
