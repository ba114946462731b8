"""A reward or notice rule, tried before it is an order: whom would it hit if all stations were truly equal?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..errors import InputError
from ..grading.counts import CountRules, counts
from ..grading.rules import ShareRule, luck_of_scores, luck_of_shares, safe_from, share, truly_at_least
from ..grading.status import enough
from ..responses.schema import DAY
from .grades import window_frame

if TYPE_CHECKING:
    from pandas import DataFrame

    from ..campaign import Campaign
    from ..grading.grades import Grades
    from ..grading.rules import Luck

WORST = 0.05
"""A rule that luck alone would fulfil at a station more often than this is not fair."""


@dataclass(frozen=True)
class RuleCheck:
    """What a rule would do by luck alone, and what it does this week."""

    week: str  # "2026-W47", the last of the 13
    assumed: float  # the true share (0 to 1) or score that all stations are taken to have
    luck: Luck  # (stations,): chances of a notice and of a reward
    safe: tuple[int | None, int | None]  # responses per station from which luck stays at 5 %: notice, reward
    rows: list[dict[str, Any]]  # of each station: code, n, measured, chances by luck, whether the rule hits it

    @property
    def stations(self) -> int:
        """Stations with responses."""
        return sum(row["n"] > 0 for row in self.rows)

    @property
    def unfair(self) -> bool:
        """Whether luck alone would hit some station in more than one of twenty cases."""
        chances = (row[f"{word}_by_luck"] or 0 for row in self.rows for word in ("notice", "reward"))
        return max(chances, default=0) > WORST

    def summary(self) -> dict[str, Any]:
        """The figures of the whole, by the keys of `anubhav rule-check --json`."""
        return {
            "week": self.week,
            "assumed": self.assumed,
            "stations": self.stations,
            "expected_notices_by_luck": self.luck.expected_notices,
            "expected_rewards_by_luck": self.luck.expected_rewards,
            "notices": sum(row["notice"] for row in self.rows),
            "rewards": sum(row["reward"] for row in self.rows),
            "notice_safe_from_n": self.safe[0],
            "reward_safe_from_n": self.safe[1],
        }


def satisfied(campaign: Campaign, grades: Grades, *, question: str = "overall", least: int = 4) -> DataFrame:
    """Of each station: n answers to a question that count in the last 13 weeks, and k of them that are `least` or better.

    What counts is what counts for the grade: days that flag F1 set aside do not.
    """
    rules = CountRules.of(campaign)
    frame = window_frame(campaign, grades)(list(dict.fromkeys([*rules.shape.columns, question])))
    begin = pd.Timestamp(grades.last_day - timedelta(weeks=rules.grading.window.weeks) + timedelta(days=1))
    mine = frame[
        counts(frame, rules, aside=grades.aside, removed=grades.removed)
        & (frame[DAY] >= begin)
        & frame[question].notna()
    ]
    found = (mine[question] >= least).groupby(mine["station"]).agg(["size", "sum"])
    codes = grades.stations["code"].astype(object)
    return found.reindex(codes, fill_value=0).rename(columns={"size": "n", "sum": "k"}).astype(int)


def check_share_rule(
    campaign: Campaign,
    grades: Grades,
    *,
    notice: str | None,
    reward: str | None,
    truth: str | None = None,
    question: str = "overall",
    least: int = 4,
) -> RuleCheck:
    """A rule on the share of responses that rate `question` with `least` or better, such as "75%". Raises InputError."""
    rule = ShareRule(_share(notice), _share(reward))
    _in_order(rule.below, rule.above)
    counted = satisfied(campaign, grades, question=question, least=least)
    total = int(counted["n"].sum())
    own = float(counted["k"].sum() / total) if total else 0.0
    assumed = float(_share(truth) or 0) if truth else own
    rows = [
        {"code": code, "n": int(n), "measured": k / n if n else None}
        for code, n, k in zip(counted.index, counted["n"], counted["k"], strict=True)
    ]
    luck = luck_of_shares(counted["n"].to_numpy(), rule, assumed)
    return _checked(grades, assumed, luck, rows, (rule.below, rule.above), safe_from(rule, assumed))


def check_score_rule(
    campaign: Campaign, grades: Grades, *, notice: str | None, reward: str | None, truth: str | None = None
) -> RuleCheck:
    """A rule on the score, in points such as "60"; stations without a score are out of it. Raises InputError."""
    below, above = _points(notice), _points(reward)
    _in_order(below, above)
    estimate, listed = grades.working.replay.stations.estimate, grades.working.listed
    n, score, sd = estimate.n[listed], estimate.score[listed], estimate.sd[listed]
    scored = enough(n, campaign.grading.grading)
    point = _points(truth)
    assumed = float(score[scored].mean()) if point is None else point
    luck = luck_of_scores(np.where(scored, estimate.v[listed], np.nan), below, above, assumed)
    deserved = truly_at_least(score, sd, below) if below is not None else [None] * len(scored)
    rows = [
        {
            "code": str(code),
            "n": int(count),
            "measured": float(mean) if known else None,
            "truly_above": float(chance) if known and chance is not None else None,
        }
        for code, count, mean, chance, known in zip(grades.stations["code"], n, score, deserved, scored, strict=True)
    ]
    return _checked(grades, assumed, luck, rows, (below, above), (None, None))


def _checked(
    grades: Grades,
    assumed: float,
    luck: Luck,
    rows: list[dict[str, Any]],
    limits: tuple[Fraction | float | None, Fraction | float | None],
    safe: tuple[int | None, int | None],
) -> RuleCheck:
    """The chances and what the rule does this week, added to every row."""
    below, above = limits
    for row, low, high in zip(rows, luck.notice.tolist(), luck.reward.tolist(), strict=True):
        row |= {"notice_by_luck": low if low == low else None, "reward_by_luck": high if high == high else None}
        row["notice"] = below is not None and row["measured"] is not None and row["measured"] < below
        row["reward"] = above is not None and row["measured"] is not None and row["measured"] > above
    return RuleCheck(grades.week, assumed, luck, safe, rows)


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


def _in_order(notice: Fraction | float | None, reward: Fraction | float | None) -> None:
    """Raises InputError when one station could earn both."""
    if notice is not None and reward is not None and notice > reward:
        raise InputError(
            "The notice begins above the reward: one station would earn both.", cure="Turn the limits round."
        )
