"""This week against an earlier one: letters, who is newly named by the score, how many responses came. Pure tables."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from ..campaign.grading import Grading
from ..grading.columns import Standing
from ..grading.decisions import Decisions
from ..grading.method.memory import AnnouncedWeek
from ..nouns.week import Week
from .rhythm import Rhythm
from .verdicts import SURE, with_margins


@dataclass(frozen=True)
class SinceLast:
    """What is new since an earlier week."""

    since: Week  # the week with which this one is compared
    letters: pd.DataFrame  # stations with another letter than then: code, before, after
    newly: frozenset[str] = field(default_factory=frozenset)  # codes surely above or below their kind now, and not then
    responses: tuple[int, int] | None = (
        None  # responses since then, and in as many weeks before; None where that is not told
    )
    alarms: tuple[str, ...] = ()  # codes whose alarm began since then
    confirmed: frozenset[str] = frozenset()  # codes of which a person confirmed an alarm since then
    otherwise: frozenset[str] = frozenset()  # codes that show other letters, and not one then and another now


def make_changes(stations: pd.DataFrame, history: pd.DataFrame, since: Week, rules: Grading) -> SinceLast:
    """`stations` has code, kind, letter, p_above and perhaps alarm and alarm_week; `history` week, code, letter, score, low, high."""
    then = history[history["week"] == since.label].set_index("code")
    return SinceLast(
        since=since,
        letters=(letters := _letters(stations, then)),
        otherwise=_otherwise(stations, then) - {*letters["code"]},
        newly=_newly(stations, then, rules),
        alarms=_alarms(stations, since),
    )


def confirmed_since(decisions: Decisions, then: AnnouncedWeek | None, since: Week) -> frozenset[str]:
    """The codes of which a person confirmed an alarm after that week was announced, as it was `then`; after the week itself where it was
    not."""
    return frozenset(
        code
        for code, name in decisions.confirmed
        if (
            decisions.confirmed_as.get((code, name), 0) > then.decisions
            if then
            else decisions.seen_in.get((code, name), "") > since.label
        )
    )


def _letters(stations: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    before = stations["code"].map(then["letter"].astype(object)).astype(object).fillna("").astype(str)
    changed = (before != "") & (stations["letter"] != "") & (before != stations["letter"])
    return pd.DataFrame({"code": stations["code"], "before": before, "after": stations["letter"]})[changed]


def _otherwise(stations: pd.DataFrame, then: pd.DataFrame) -> frozenset[str]:
    """Codes of which other letters are shown than then, one or several."""
    before, now = _shown(then), _shown(stations.set_index("code"))
    return frozenset(now.index[before.reindex(now.index, fill_value="") != now])


def _shown(rows: pd.DataFrame) -> pd.Series:
    given = rows.reindex(columns=["letter", "letter_set"]).astype(object).fillna("").astype(str)
    return given["letter"].where(given["letter"] != "", given["letter_set"])


def _newly(stations: pd.DataFrame, then: pd.DataFrame, rules: Grading) -> frozenset[str]:
    known = stations[["code", "kind"]].assign(sd=float("nan"))
    known = known.assign(**{name: known["code"].map(then[name]).astype(float) for name in ("score", "low", "high")})
    if known["score"].isna().all():
        return frozenset()
    if "standing" in then:
        was_standing = stations["code"].map(then["standing"]).fillna("")
        named = stations["standing"].isin([Standing.ABOVE.value, Standing.BELOW.value])
        return frozenset(stations.loc[named & (stations["standing"] != was_standing), "code"])
    was = with_margins(known, rules)["p_above"]
    above = (stations["p_above"] >= SURE) & ~(was >= SURE)
    below = (stations["p_above"] <= 1 - SURE) & ~(was <= 1 - SURE)
    return frozenset(stations.loc[above | below, "code"])


def responses_since(rhythm: Rhythm, since: Week) -> tuple[int, int]:
    """How many responses came since that week, and in as many weeks before."""
    totals = rhythm.weeks.sum(axis=1)
    fresh = totals[totals.index > pd.Timestamp(since.monday)]
    return int(fresh.sum()), int(totals.iloc[: -len(fresh) or None].tail(len(fresh)).sum()) if len(fresh) else 0


def _alarms(stations: pd.DataFrame, since: Week) -> tuple[str, ...]:
    if "alarm_week" not in stations:
        return ()
    weeks = stations["alarm_week"].fillna("").astype(str)
    return tuple(stations.loc[stations["alarm"].fillna(False).astype(bool) & (weeks > since.label), "code"])
