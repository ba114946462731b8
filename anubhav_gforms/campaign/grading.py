"""config/grading.toml: how responses become grades. Every number is a policy of the office."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from ..sentence import Sentence
from .method_rules import Count, MethodRules, Positive, Share, Weeks
from .model import Line, Model

Points = Annotated[tuple[int, ...], Field(strict=False)]


def _weights(items: dict[str, float]) -> dict[str, float]:
    if not all(weight > 0 for weight in items.values()):
        raise ValueError("has a weight that is not above 0")
    total = sum(items.values())
    if abs(total - 1) > 1e-9:
        raise ValueError(Sentence("weights sum to {total:.6g}; they must sum to 1", total=total))
    if len(items) > 8:
        raise ValueError("has more than eight questions; a grade is made of at most eight")
    if any(abs(weight * 10_000 - round(weight * 10_000)) > 1e-6 for weight in items.values()):
        raise ValueError("has a weight with more than four decimals")
    return items


def _steps(steps: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    for key, points in steps.items():
        if len(points) != 5 or points[0] != 0 or points[-1] != 100 or list(points) != sorted(points):
            raise ValueError(
                Sentence("{key} must have five whole numbers that rise from 0 to 100, worst answer first", key=key)
            )
    return steps


def _edges(bands: dict[str, float]) -> dict[str, float]:
    edges = list(bands.values())
    if (
        len(edges) < 2
        or edges != sorted(edges, reverse=True)
        or len(set(edges)) < len(edges)
        or not all(edge >= 0 for edge in edges)
        or edges[-1] != 0
        or edges[0] >= 100
    ):
        raise ValueError("must fall from the best letter to the worst, all below 100, the last one 0")
    return bands


def _monday(day: date) -> date:
    if day.weekday():
        raise ValueError("is not a Monday; weeks begin on Monday")
    return day


class Window(Model):
    weeks: Weeks = 13
    reach_back: Weeks = 26
    until_responses: Count = 50


class DayCap(Model):
    floor: Count = 5
    times_trailing_mean: Positive = 3.0
    trailing_days: Count = 56


class CaseMix(Model):
    by: tuple[Literal["purpose"], ...] = ("purpose",)
    min_responses: Count = 200
    min_stations: Count = 20


class Shrink(Model):
    tau2: Literal["paule-mandel"] = "paule-mandel"
    within: Literal["kind"] = "kind"
    min_stations: Count = 20
    freeze: Literal["quarter"] = "quarter"
    baseline_weeks: Annotated[int, Field(ge=13, le=1040)] = 26


class Asked(Model):
    """What older configs say here of a question that is counted alone; its home is `role` and `means` of form.toml."""

    item: Line = ""
    yes: Line = ""
    no: Line = ""


class Integrity(Asked):
    reference: Share = 0.02
    probability: Share = 0.95
    min_reports: Count = 3
    cap: Line = "C"


class DistrictRule(Model):
    weights: Literal["equal"] = "equal"
    coverage: Share = 0.70


class Trend(Model):
    recent: Weeks = 4
    before: Weeks = 12
    fdr: Share = 0.10
    min_change: Positive = 3.0


class Alarm(Model):
    k: Positive = 0.5
    h: Positive = 5.0


class Flags(Model):
    auto_quarantine: bool = True
    fdr: Share = 0.05
    burst_p: Share = 1e-4
    near_duplicate: Share = 0.8


class Grading(Model):
    channels: tuple[str, ...] = ("poster",)
    letters_from: Annotated[date, AfterValidator(_monday)]
    min_responses: Count = 10
    interval: Share = 0.90
    hysteresis: Share = 0.80
    provisional_below: Share = 0.60
    not_visited: str = ""
    first_epoch: Count = 1
    items: Annotated[dict[str, float], AfterValidator(_weights)]
    bands: Annotated[dict[str, float], AfterValidator(_edges)]
    window: Window = Window()
    day_cap: DayCap = DayCap()
    casemix: CaseMix = CaseMix()
    shrink: Shrink = Shrink()
    steps: Annotated[dict[str, Points], AfterValidator(_steps)] = Field(default_factory=dict)
    integrity: Integrity = Integrity()
    receipt: Asked = Asked()
    district: DistrictRule = DistrictRule()
    trend: Trend = Trend()
    alarm: Alarm = Alarm()
    flags: Flags = Flags()
    method: Literal[1, 2] = 2
    v2: MethodRules = MethodRules()

    @model_validator(mode="after")
    def _cap_is_a_letter(self) -> Grading:
        if self.integrity.cap and self.integrity.cap not in self.bands:
            raise ValueError(Sentence('integrity.cap "{cap}" is not a letter of grading.bands', cap=self.integrity.cap))
        return self

    @property
    def furthest(self) -> int:
        """How many weeks back a response may count under either version of the method."""
        return max(self.window.reach_back, self.v2.window)

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters, best first."""
        return tuple(self.bands)


class GradingConfig(Model):
    """The whole of config/grading.toml."""

    grading: Grading
