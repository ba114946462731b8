"""The columns of the table that only version 2 has, and those whose meaning it changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ..campaign.grading import Grading
from ..nouns import week as weeks
from .arrays import Bools, Floats, Ints, add_up
from .columns import Standing
from .cube.scope import Scope
from .decisions import Decisions
from .method.certificate import VALUES, StandingNow, certify
from .method.days import by_week
from .method.evidence import alike_sums
from .method.letters import LetterStates
from .method.power import pace_weeks, still_needed
from .method.review import ReviewSide, days_under_review
from .method.season import Season
from .method.standing import ABOVE, BELOW, UNCLEAR, standing

QUARTER = 13  # weeks in which a confirmed alarm is told
STANDINGS = {ABOVE: Standing.ABOVE.value, BELOW: Standing.BELOW.value, UNCLEAR: Standing.UNCLEAR.value}


def standing_words(standing: Ints) -> npt.NDArray[np.object_]:
    """The word of each."""
    return np.array([STANDINGS[UNCLEAR], STANDINGS[ABOVE], STANDINGS[BELOW]], dtype=object)[standing]


def station_columns(
    season: Season, scope: Scope, rules: Grading, decisions: Decisions, *, certificates: bool, only: int | None = None
) -> dict[str, Any]:
    """The columns that only version 2 has, of stations, and those whose meaning it changes. `only`: the one station whose
    certificate is wanted."""
    last, policy = season.last, rules.v2
    said, scores = last.said, last.said.triple.all
    shown = said.shown
    first = scope.first_week
    since = last.after.falls.since
    reviewed = np.zeros(len(shown), dtype=bool)
    blamed = np.zeros(len(shown), dtype=bool)
    for hit in last.open_flags:
        reviewed[hit.station] = True
        blamed[hit.station] |= hit.side is ReviewSide.BLAME
    confirmed, when = _confirmed(scope, decisions, last.week)
    width = min(abs(a - b) for a, b in zip(list(rules.bands.values()), list(rules.bands.values())[1:], strict=False))
    at = last.week - first
    lived = min(at + 1 - scope.campaign_week, policy.window)
    weeks_here = pace_weeks(by_week(alike_sums(scope).rows)[:, : at + 1], lived, policy)
    more, in_weeks = still_needed(scores.n, weeks_here, season.belief.own_s2, season.belief.tau2, width / 2)
    forged = _certificates(season, scope, reviewed, rules, only) if certificates else (np.full(len(shown), np.nan),) * 2
    without = said.without_alike.all.score
    return {
        **_common(said.letters, said.standing, scores.above, shown, rules, first),
        "reliability": np.where(shown, scores.r_eff, np.nan),
        "kind_mean": scores.centre,
        "alarm": (since >= 0) | last.alarm_bad,
        "alarm_confirmed": confirmed,
        "alarm_week": np.array(
            [
                weeks.week_name(first + int(s)) if s >= 0 else weeks.week_name(last.week) if bad else name
                for s, bad, name in zip(since, last.alarm_bad, when, strict=True)
            ],
            dtype=object,
        ),
        "alarm_bad": last.alarm_bad,
        "bad_recent": last.bad_recent,
        "money_flag": last.after.money,
        "alike": _alike_rows(season, scope),
        "score_without_alike": np.where(shown & reviewed, without, np.nan),
        "standing_with_alike": np.where(shown & reviewed, _with_alike(season, rules), ""),
        "under_review": reviewed,
        "blame_review": blamed,
        "flags_open": np.bincount([hit.station for hit in last.open_flags], minlength=len(shown)),
        "forged_worst": np.where(shown, forged[0], np.nan),
        "forged_best": np.where(shown, forged[1], np.nan),
        "responses_needed": np.where(np.isfinite(more), more, np.nan),
        "weeks_needed": np.where(np.isfinite(in_weeks), in_weeks, np.nan),
    }


def _alike_rows(season: Season, scope: Scope) -> Floats:
    """(stations,): rows under review, each once, however many flags speak of it."""
    flags, sums = season.last.open_flags, alike_sums(scope)
    alike = np.zeros(len(sums.rows))
    for side, rows in ((ReviewSide.PRAISE, sums.best), (ReviewSide.BLAME, sums.worst)):
        station, day = np.nonzero(days_under_review(flags, side, rows.shape))
        alike += add_up(station, rows[station, day], len(rows))
    return alike


def _with_alike(season: Season, rules: Grading) -> npt.NDArray[np.object_]:
    """(stations,): the standing that all rows would give, those under review too."""
    last = season.last
    return standing_words(standing(last.said.triple, last.before.standing.value, rules.v2))


def area_columns(season: Season, scope: Scope, rules: Grading, *, whole: bool) -> dict[str, Any]:
    """The same of districts, or of the range: it stands nowhere but in itself."""
    last = season.last
    if whole:
        nowhere = np.zeros(1, dtype=np.int64)
        columns = _common(
            last.said.range_letters, nowhere, np.full(1, np.nan), np.zeros(1, bool), rules, scope.first_week
        )
        shown = np.array([last.said.range_shown])
        return {**columns, "p_letter": np.where(shown, last.said.range_letters.p, np.nan)}
    said = last.said
    return _common(
        said.district_letters, said.district_standing, said.areas.above, said.district_shown, rules, scope.first_week
    )


def _common(
    states: LetterStates, standing: Ints, above: Floats, shown: Bools, rules: Grading, first_week: int
) -> dict[str, Any]:
    return {
        "standing": np.where(shown, standing_words(standing), ""),
        "p_above": np.where(shown, above, np.nan),
        "letter_set": np.array(states.sets(rules.letters), dtype=object),
        "p_letter": states.p,
        "held_since": np.array(
            [weeks.week_name(first_week + int(since)) if since >= 0 else "" for since in states.since], dtype=object
        ),
    }


def _confirmed(scope: Scope, decisions: Decisions, week: int) -> tuple[Bools, list[str]]:
    """Alarms that a person confirmed, of the last quarter, and their weeks."""
    confirmed, when = np.zeros(len(scope.stations), dtype=bool), [""] * len(scope.stations)
    oldest = weeks.week_name(week - QUARTER + 1)
    for code, name in sorted(decisions.confirmed):
        if code in scope.position and oldest <= name <= weeks.week_name(week):
            confirmed[scope.position[code]], when[scope.position[code]] = True, name
    return confirmed, when


def _certificates(
    season: Season, scope: Scope, reviewed: Bools, rules: Grading, only: int | None
) -> tuple[Floats, Floats]:
    """A forger names the purpose that says most: whose visitors are the most content in blame, the least content in praise."""
    last, shifts = season.last, [0.0, *(shift for _, shift in season.constants[-1].purposes.values())]
    letter = last.said.letters
    now = StandingNow(
        last.said.standing, letter.letter, last.before.standing.value, last.before.letter.value, reviewed
    )  # fmt: skip
    worst, best = certify(
        season.days, last.week - scope.first_week, scope.campaign_day, season.belief, now, tuple(rules.bands.values()),
        rules.v2, letters=season.letters, only=only, without_alike=season.without_alike,
        values=VALUES - (max(shifts), min(shifts)),
    )  # fmt: skip
    return np.where(worst > 0, worst, np.nan), np.where(best > 0, best, np.nan)
