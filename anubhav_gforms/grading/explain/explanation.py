"""What an explanation holds: every number between the counts and the letter of one station and week."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WeekRow:
    """A week of the window. `n` sum of weights, `mean` adjusted mean (points), `v` its variance s2/n + sw2 (points^2)."""

    week: str
    n: float
    mean: float
    v: float


@dataclass(frozen=True)
class Purpose:
    """What visitors came for: responses here (weighted), share here and in the range, and what it does to a score (points)."""

    purpose: str
    n: float
    share: float
    range_share: float | None
    shift: float


@dataclass(frozen=True)
class Explanation:
    """Every step of one station's grade of one week. Points are 0..100; see docs/grading.md for the formulas.

    Steps: what counted (responses, set_aside, left_out, the window: weeks_tried, of which weeks_held hold responses); the ratings (items; uneven: points of the answers 1 to 5 where they are not 0 25 50 75 100; raw_mean); purposes and case_mix;
    the pooled mean ybar and its variance v; shrinkage (tau2, mu, var_mu, shrunk, reliability); score, sd, low, high;
    the letter (band_letter, previous, sure_up, sure_down, letter, capped; it would change at scores up_from and down_from); status; and the constants behind it all, with the score of the week before
    this quarter under the old and under the new ones (method_before, method_after).
    """

    code: str
    name_en: str
    name_hi: str
    kind: str
    district_en: str
    district_hi: str
    week: str
    first_day: str
    last_day: str
    responses: int
    n: float
    set_aside: int
    left_out: dict[str, int]
    weeks: list[WeekRow]
    weeks_tried: int
    weeks_held: int
    window_weeks: int
    until_responses: int
    reach_back: int
    titles: dict[str, str]
    items: dict[str, float]
    uneven: dict[str, list[int]]
    item_weights: dict[str, float]
    raw_mean: float | None
    purposes: list[Purpose]
    case_mix: float | None
    s2: float
    sw2: float
    ybar: float | None
    v: float | None
    tau2: float
    mu: float | None
    var_mu: float | None
    shrunk: bool
    kind_stations: int
    reliability: float | None
    score: float | None
    sd: float | None
    interval: float
    z: float
    low: float | None
    high: float | None
    bands: dict[str, float]
    probabilities: dict[str, float]
    band_letter: str
    previous: str
    hysteresis: float
    sure_up: float | None
    sure_down: float | None
    uncapped: str
    letter: str
    capped: bool
    status: str
    shown: bool
    up_from: float | None
    down_from: float | None
    provisional_below: float
    min_responses: int
    letters_from: str
    arrow: str
    trend_recent: int
    trend_before: int
    change: float | None
    alarm: bool
    money_yes: int
    money_no: int
    money_unsaid: int
    money_probability: float | None
    money_reference: float
    money_flag: bool
    money_cap: str
    score_with_set_aside: float | None
    method_before: float | None
    method_after: float | None
    constants: str
    constants_frozen: bool
    baseline_first: str
    baseline_last: str
    constants_sha256: str
    config_sha256: str
    code_version: str
    constants_provisional: bool = False
    finished: bool = True
    closed_on: str | None = None
    money_quarter: str = ""
    money_told: bool = True
