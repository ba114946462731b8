"""A reward or notice rule, tried before it is an order: whom would it hit, and how many of these would not deserve it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from operator import gt, lt
from typing import Any

import numpy as np
import pandas as pd

from ..campaign import Campaign
from ..errors import InputError
from ..grading.arrays import Floats
from ..grading.cube.counts import CountRules, counts
from ..grading.formulas.status import enough
from ..grading.grades import Grades
from ..grading.method.rule_check import notices, planned, rewards, share, undeserved_reward, undeserved_share
from ..grading.method.shares import alikeness
from ..responses.ledger.columns import DAY
from .grades import window_frame

LEAST_STATIONS = 10
"""Stations with enough responses below which a rule is not checked."""
WORST = 0.05
"""A notice or reward that is undeserved with more than this chance is not fair."""
Limit = Fraction | float | None


@dataclass(frozen=True)
class RuleCheck:
    """What a rule does this week to stations with enough responses, and how much of that is undeserved.

    `rows` have code, n, measured, notice and reward (whether it is hit), undeserved_notice and undeserved_reward (the chance
    that the truth lies on the other side of the limit; None where it is not hit).
    """

    week: str  # "2026-W47", the last of the window
    own: float  # the range's own share (0 to 1) or score
    limits: tuple[Limit, Limit]  # a notice below, a reward above
    rows: list[dict[str, Any]]
    too_few: int  # stations with fewer responses or none: a count, never a line
    planned: dict[str, float]  # of a rule on scores: expected hits and undeserved ones at such numbers of responses

    @property
    def checked(self) -> bool:
        """Whether there are stations enough to say anything."""
        return len(self.rows) >= LEAST_STATIONS

    @property
    def unfair(self) -> bool:
        """Whether somebody is hit who may well not deserve it, or too few can be judged."""
        chances = [row[f"undeserved_{word}"] or 0.0 for row in self.rows for word in ("notice", "reward")]
        return not self.checked or max(chances, default=0.0) > WORST

    @property
    def above_own(self) -> bool:
        """Whether the notice begins above what the range as a whole reaches."""
        return self.limits[0] is not None and self.own < self.limits[0]

    def summary(self) -> dict[str, Any]:
        """The figures of the whole, by the keys of `anubhav rule-check --json`."""
        return {
            "week": self.week,
            "own": self.own,
            "stations": len(self.rows),
            "too_few": self.too_few,
            **{f"{word}s": sum(row[word] for row in self.rows) for word in ("notice", "reward")},
            **{
                f"undeserved_{word}s": sum(row[f"undeserved_{word}"] or 0.0 for row in self.rows)
                for word in ("notice", "reward")
            },
            **self.planned,
        }


def satisfied(campaign: Campaign, grades: Grades, *, question: str = "overall", least: int = 4) -> pd.DataFrame:
    """Of each station: n answers to a question that count in the last 13 weeks, and k of them that are `least` or better.

    What counts is what counts for the grade: rows that a person found not genuine do not.
    """
    rules = CountRules.of(grades.working.campaign)
    frame = window_frame(campaign, grades)(list(dict.fromkeys([*rules.shape.columns, question])))
    begin = pd.Timestamp(grades.last_day - timedelta(weeks=rules.grading.window.weeks) + timedelta(days=1))
    counted = frame[
        counts(frame, rules, aside=grades.aside, removed=grades.removed)
        & (frame[DAY] >= begin)
        & frame[question].notna()
    ]
    sums = (counted[question] >= least).groupby(counted["station"]).agg(["size", "sum"])
    codes = grades.stations["code"].astype(object)
    return sums.reindex(codes, fill_value=0).rename(columns={"size": "n", "sum": "k"}).astype(int)


def check_share_rule(
    campaign: Campaign, grades: Grades, *, notice: str | None, reward: str | None, question: str = "overall", least: int = 4
) -> RuleCheck:  # fmt: skip
    """A rule on the share of responses that rate `question` with `least` or better, such as "75%". Raises InputError.

    The truth of a station is judged with the prior Beta(M p0, M (1-p0)) of the range, M = 1/rho - 1.
    """
    below, above = _share(notice), _share(reward)
    _in_order(below, above)
    counted = satisfied(campaign, grades, question=question, least=least)
    k, n = counted["k"].to_numpy(dtype=float), counted["n"].to_numpy(dtype=float)
    own = float(k.sum() / n.sum()) if n.sum() else 0.0
    rho, p0 = alikeness(k, n), min(max(own, 1e-6), 1 - 1e-6)
    known = enough(n, grades.least)
    codes, k, n = counted.index.to_numpy()[known], k[known], n[known]
    shares = [Fraction(int(yes), int(of)) for yes, of in zip(k, n, strict=True)]
    sides = ((lt, undeserved_share, below), (gt, undeserved_reward, above))
    hit = [[limit is not None and beyond(each, limit) for each in shares] for beyond, _, limit in sides]
    undeserved = [
        np.zeros(len(n)) if limit is None else chance(k, n, float(limit), p0, rho) for _, chance, limit in sides
    ]
    return RuleCheck(grades.week, own, (below, above), _rows(codes, n, k / n, hit, undeserved), int((~known).sum()), {})


def check_score_rule(grades: Grades, *, notice: str | None, reward: str | None) -> RuleCheck:
    """A rule on the published score, in points such as "60"; stations without a score are out of it. Raises InputError."""
    below, above = _points(notice), _points(reward)
    _in_order(below, above)
    replay, listed = grades.working.replay, grades.working.listed
    estimate, priors = replay.stations.estimate, replay.priors
    known = enough(estimate.n, grades.least) & listed & np.isfinite(estimate.score)
    score, sd = estimate.score[known], estimate.sd[known]
    parts = [
        notices(score, sd, below if below is not None else -np.inf),
        rewards(score, sd, above if above is not None else np.inf),
    ]
    plan = {}
    centre, tau2 = priors.mu[known], priors.tau2[known]
    season = grades.working.season  # scores are drawn in by the variance of all, and vary by the station's own
    noise = estimate.v if season is None else season.last.said.triple.all.v0
    r = np.divide(tau2, tau2 + noise[known], out=np.zeros_like(tau2), where=tau2 > 0)
    can = (r > 0) & np.isfinite(centre)
    for word, limit in (("notices", below), ("rewards", above)):
        if limit is not None and can.any():
            order = planned(centre[can], r[can], estimate.v[known][can], tau2[can], limit, reward=word == "rewards")
            plan[f"planned_{word}"] = float(order.hit.sum())
            plan[f"planned_undeserved_{word}"] = float(order.undeserved.sum())
    own = float(grades.range["score"].iloc[0])
    own = float(score.mean()) if own != own and len(score) else own
    codes = np.array(grades.working.roster.codes, dtype=object)[known]
    rows = _rows(
        codes, estimate.n[known], score, [part.hit.tolist() for part in parts], [part.undeserved for part in parts]
    )
    return RuleCheck(grades.week, own, (below, above), rows, int((listed & ~known).sum()), plan)


def _rows(
    codes: Any, n: Floats, measured: Floats, hit: list[list[bool]], undeserved: list[Floats]
) -> list[dict[str, Any]]:
    return [
        {
            "code": str(code), "n": int(n[i]), "measured": float(measured[i]),
            "notice": hit[0][i], "reward": hit[1][i],
            "undeserved_notice": float(undeserved[0][i]) if hit[0][i] else None,
            "undeserved_reward": float(undeserved[1][i]) if hit[1][i] else None,
        }
        for i, code in enumerate(codes)
    ]  # fmt: skip


def _share(text: str | None) -> Fraction | None:
    try:
        return None if text is None else share(text)
    except (ValueError, ZeroDivisionError):
        raise InputError('"{text}" is not a share.', cure='Write it as "75%" or "0.75".', text=text) from None


def _points(text: str | None) -> float | None:
    try:
        value = None if text is None else float(text)
    except ValueError:
        value = -1.0
    if value is not None and not 0 <= value <= 100:
        raise InputError('"{text}" is not a score.', cure="Write points between 0 and 100, such as 60.", text=text)
    return value


def _in_order(notice: Limit, reward: Limit) -> None:
    """Raises InputError when one station could earn both."""
    if notice is not None and reward is not None and notice > reward:
        raise InputError(
            "The notice begins above the reward: one station would earn both.",
            cure="Give the limits the other way round.",
        )
