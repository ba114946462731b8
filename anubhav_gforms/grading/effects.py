"""Did it help? What actions at stations changed, measured against stations of their kind where nothing was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ..nouns import week as weeks
from .method.days import weekly_sums
from .method.effect import EffectWord, after_mean, effect_of_action
from .method.score import Z90, Scores
from .method.standing import score_week
from .working import Working

HORIZONS = (8, 13)
"""Weeks after an action that are measured: first eight, and thirteen for good."""


@dataclass(frozen=True)
class MeasuredEffect:
    """An action's word; points beyond what the others changed, and the 90 % interval (None: too early, or never known); over how many weeks
    after it, responses here before and after it, and stations to compare with."""

    word: EffectWord
    points: float | None
    low: float | None
    high: float | None
    weeks: int
    before: int
    after: int
    controls: int


def measure_effects(working: Working, acts: Sequence[tuple[str, date]]) -> list[MeasuredEffect | None]:
    """The effect of each action (code of its station, day), up to the graded week; None for one of the whole range or of a station
    that is not graded, and under version 1 of the method.

    The week before it with its score, against the pooled weeks after it; the week itself is left out. Alike responses under
    review count in neither. A station with an action of its own near that time is nobody's comparison.
    """
    season, scope, codes = working.season, working.scope, working.roster.codes
    if season is None:
        return [None] * len(acts)
    policy, belief = working.rules.v2, season.belief
    days = season.without_alike
    sums = weekly_sums(days, scope.campaign_day, policy)
    kinds = np.array(working.roster.kinds, dtype=object)
    when = [(scope.position.get(code, -1), weeks.week_number(day) - scope.first_week) for code, day in acts]
    scores: dict[int, Scores] = {}
    measured: list[MeasuredEffect | None] = []
    for station, week in when:
        if station < 0:
            measured.append(None)
            continue
        span = max((horizon for horizon in HORIZONS if week + horizon <= working.position), default=0)
        if week <= scope.campaign_week:  # nothing was heard before it, and never will be
            span = HORIZONS[-1]
        nothing = EffectWord.CANNOT_BE_TOLD if span == HORIZONS[-1] else EffectWord.TOO_EARLY
        if not span or week <= scope.campaign_week:
            measured.append(MeasuredEffect(nothing, None, None, None, span, 0, 0, 0))
            continue
        if week - 1 not in scores:
            scores[week - 1] = score_week(days, week - 1, scope.campaign_day, belief, policy)
        before, part = scores[week - 1], slice(week + 1, week + 1 + span)
        after = after_mean(sums.n[:, part], sums.total[:, part], belief.s2, belief.sw2, belief.own_s2)
        acted = np.zeros(len(codes), dtype=bool)
        acted[[other for other, then in when if other >= 0 and abs(then - week) <= span]] = True
        estimate = effect_of_action(
            station, before.n, before.score, before.sd, after, kinds == kinds[station], acted | ~working.listed
        )
        word = estimate.word
        numbers: tuple[float | None, float | None, float | None] = (None, None, None)
        if word is EffectWord.TOO_EARLY:
            word = nothing
        else:
            half = Z90 * estimate.sd
            numbers = (estimate.effect, estimate.effect - half, estimate.effect + half)
        counts = (int(before.n[station]), int(after.n[station]))
        measured.append(MeasuredEffect(word, *numbers, span, *counts, estimate.controls))
    return measured
