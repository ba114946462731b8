"""The weeks before a quarter → its constants under version 2, and what these constants make one believe of each station."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace

import numpy as np

from ...campaign.grading import Grading
from ...nouns.week import week_number
from ..arrays import pairs_of
from ..baseline import baseline, fit_baseline, named_constants
from ..constants import Constants, Era, SecondConstants, changed_since, estimation_digest
from ..cube.scope import Scope
from ..daybook import BurstConstants
from ..replay import Roster
from .alarms import bad_rate
from .areas import question_constants
from .constants import BaselineSums, SpreadOfStations, spread_of_stations, variance_at, variances
from .days import weekly_sums
from .evidence import alike_sums, plain_day_sums, question_sums, separate_counts
from .review import alike_constants
from .score import Belief, newest_first, score, window_mean
from .week import GradedStations


def graded_stations(roster: Roster) -> GradedStations:
    """Numbers of the kinds, in the order of their names, and of the districts."""
    names, kind = np.unique(np.array(roster.kinds, dtype=object), return_inverse=True)
    return GradedStations(kind, roster.groups, len(names), len(roster.district_codes))


def estimate_second(
    scope: Scope, roster: Roster, rules: Grading, *, era: Era, code_version: str, questions: bool
) -> Constants:
    """Estimate the constants of an era from its baseline. Without
    `questions`, of which only the graded week's quarter is asked, they are not sealed: nobody may save them."""
    span = baseline(scope, np.zeros((len(scope.stations), scope.days), dtype=bool), era.first, era.last)
    fitted, policy = fit_baseline(scope, span, rules), rules.v2
    variance = variances(BaselineSums(fitted.n, fitted.total, fitted.square), policy)
    here = graded_stations(roster)
    last = era.last - scope.first_week
    weeks = weekly_sums(
        plain_day_sums(scope, fitted.means, fitted.shift)[0].until(last, last + 1), scope.campaign_day, policy
    )
    n, total = (newest_first(values, last, policy.window) for values in (weeks.n, weeks.total))
    mean = window_mean(n, total, variance.s2, variance.sw2, policy)
    spread = spread_of_stations(mean, variance.s2, here.kind, here.district, here.kinds, here.districts)
    belief = Belief(
        variance.s2, variance.sw2, spread.tau2, spread.omega2, variance.own, spread.centre[here.kind], spread.var_c[here.kind]
    )  # fmt: skip
    scored = score(mean, belief, policy)
    alike = alike_constants(alike_sums(scope), 7 * (era.first - scope.first_week), 7 * (last + 1), policy.review)
    part = slice(era.first - scope.first_week, last + 1)
    apart = separate_counts(scope)
    bad, rows = (values[:, part].sum(axis=1) for values in (apart.bad, apart.rows))
    second = SecondConstants(
        a=variance.a,
        b=variance.b,
        mean=variance.mean,
        tau2=spread.tau2,
        omega2=spread.omega2,
        tu2=spread.tu2,
        td2=spread.td2,
        tk2=spread.tk2,
        mu=spread.mu,
        kinds={
            kind: (float(spread.centre[number]), float(spread.var_c[number]))
            for number, kind in enumerate(sorted(set(roster.kinds)))
        },
        own=dict(zip(scope.stations, map(float, variance.own), strict=True)),
        alike=(alike.day_alpha, alike.week_alpha, alike.best, alike.worst),
        bad={code: (float(b), float(r)) for code, b, r in zip(scope.stations, bad, rows, strict=True)},
        bad_rate=bad_rate(bad, rows),
        questions={
            key: astuple(question_constants(sums))
            for key, sums in question_sums(scope, era.first - scope.first_week, last).items()
        }
        if questions
        else {},
    )
    seen = scored.n > 0
    baselines = {
        code: (float(scored.score[i]), float(scored.sd[i])) for i, code in enumerate(scope.stations) if seen[i]
    }
    made = named_constants(
        scope, span, fitted, rules, era=era, code_version=code_version,
        burst=BurstConstants(alike.day_alpha, alike.best, alike.worst),
    )  # fmt: skip
    made = replace(
        made, s2=variance.s2, sw2=variance.sw2, baselines=baselines, config_sha256=estimation_digest(rules, 2), method=2,
        second=second,
    )  # fmt: skip
    return made.sealed() if questions else made


def belief_of(constants: Constants, codes: Sequence[str], kinds: Sequence[str]) -> tuple[Belief, SpreadOfStations]:
    """What is believed of these stations; a station or a kind that the baseline does not know has the widest belief."""
    second = constants.second
    assert second is not None, "constants of version 2"
    names = sorted(set(kinds))
    centres, variances_of_kinds = pairs_of(second.kinds, names)
    widest = max((variance for _, variance in second.kinds.values()), default=np.nan) + second.tk2
    centre = np.where(np.isnan(centres), second.mu, centres)
    var_c = np.where(np.isnan(variances_of_kinds), widest, variances_of_kinds)
    spread = SpreadOfStations(second.tau2, second.omega2, second.tu2, second.td2, second.tk2, second.mu, centre, var_c)
    new = variance_at(second.a, second.b, second.mean)
    own = np.array([second.own.get(code, new) for code in codes])
    kind = np.array([names.index(kind) for kind in kinds], dtype=np.int64)
    belief = Belief(constants.s2, constants.sw2, second.tau2, second.omega2, own, centre[kind], var_c[kind])
    return belief, spread


def constants_of_eras(
    scope: Scope, roster: Roster, rules: Grading, plan: tuple[Era, ...], frozen: Mapping[str, Constants], code_version: str,
) -> tuple[tuple[Constants, ...], tuple[Constants, ...]]:  # fmt: skip
    """The constants of each era, and those to be saved: of earlier eras only where they gave letters."""
    digest, letters_from = estimation_digest(rules, 2), week_number(rules.letters_from)
    chosen, new = [], []
    for era in plan:
        kept = frozen.get(era.name) if era.frozen else None
        if kept is not None and kept.method == 2 and kept.config_sha256 != digest:
            if era is plan[-1]:
                raise changed_since(era.name)
            kept = None
        if kept is None:
            lettered = era is plan[-1] or plan[plan.index(era) + 1].valid_from > letters_from
            kept = estimate_second(scope, roster, rules, era=era, code_version=code_version, questions=lettered)
            if era.frozen and era.name not in frozen and lettered:
                new.append(kept)
        chosen.append(kept)
    return tuple(chosen), tuple(new)
