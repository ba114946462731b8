"""All flags of a week, from its grades and the answers in the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from ...nouns import week as weeks
from ...responses.schema import CodeStatus
from ...sentence import Sentence
from ..channels import sums_of_channel
from ..counts import CountRules, counts
from ..grades import Grades
from ..letters import NONE
from ..replay import window_sum
from ..working import Working
from . import rows, straight, texts
from .counts import CALL_BACK_Z, bunching, call_back_z, coverage
from .flag import Flag, Severity

WEEK_ROWS = ("response_id", "submitted_at")
"""Columns of the ledger that flags on single answers need beside those of `Shape.columns`: no personal one."""
TEXT_ROWS = ("response_id", "station", "day", "code_status")
"""What F3 needs beside the text of the message, which comes as the column text."""


def find_flags(
    grades: Grades, *, frame: pd.DataFrame | None = None, messages: pd.DataFrame | None = None,
    visits: Mapping[str, float] | None = None, decisions: Mapping[str, str] | None = None,
) -> list[Flag]:  # fmt: skip
    """The flags of the graded week, by rule and station.

    `frame`: the window's answers (WEEK_ROWS and `Shape.columns`), for F4 and F5; `messages` (TEXT_ROWS and text) for F3; `visits`:
    registered visits of the window by station, for F7. Without them these rules are not run. F6 needs a column `contact` of
    keyed hashes in `frame`, which the ledger of this project has not. `decisions` by flag id.
    """
    work = grades.working
    bursts = _bursts(grades) if work.season is None else _alike(grades)
    found = [*bursts, *_straight_lines(work, grades.week), *_alarms(grades), *_money(grades)]
    if messages is not None:
        found += _copies(messages, work)
    if frame is not None:
        mine = frame[counts(frame, CountRules.of(work.campaign))]
        found += _hours(mine, work, grades.week) + _variance(mine, work, grades.week)
        if "contact" in mine:
            found += _senders(mine)
    if visits is not None:
        found += _coverage(work, visits, grades.week)
    found += _call_backs(work, grades.week) + _edges(work, grades.week)
    decided = [replace(flag, decision=(decisions or {}).get(flag.id, flag.decision)) for flag in found]
    return [replace(flag, waiting=flag.since(grades.last_day)) for flag in decided]


def evidence(flag: Flag, frame: pd.DataFrame) -> pd.DataFrame:
    """The answers behind a flag, without personal data: by their ids, or those of its station and day or week."""
    if flag.responses:
        return frame[frame["response_id"].isin(flag.responses)]
    mine = frame[frame["station"] == flag.station]
    if "W" in flag.when:
        monday = pd.Timestamp(weeks.day_of(weeks.first_day(weeks.read_week(flag.when))))
        return mine[(mine["day"] >= monday) & (mine["day"] < monday + pd.Timedelta(days=7))]
    return mine[mine["day"] == pd.Timestamp(flag.when)]


def _bursts(grades: Grades) -> list[Flag]:
    work = grades.working
    oldest = weeks.day_of(weeks.first_day(work.replay.week - work.rules.window.reach_back + 1)).isoformat()
    found = []
    for one in grades.bursts.to_dict("records"):
        if one["day"] >= oldest:
            word = Sentence("best") if one["kind"] == "praise" else Sentence("worst")
            says = Sentence(
                "{alike} of {rows} responses are all {word}; usual is {mean:.2f} responses per day (chance of so many {p_count:.1g}, of so many alike {p_share:.1g}, together {p:.1g})",
                alike=one["alike"],
                rows=one["rows"],
                word=word,
                mean=one["mean"],
                p_count=one["p_count"],
                p_share=one["p_share"],
                p=one["p"],
            )
            numbers = {name: float(one[name]) for name in ("rows", "alike", "mean", "p")}
            severity = Severity.SET_ASIDE if work.rules.flags.auto_quarantine else Severity.REVIEW
            found.append(Flag("F1", severity, one["code"], one["day"], says, numbers, decision=one["decision"]))
    return found


def _alike(grades: Grades) -> list[Flag]:
    """Alike rows of a day or a week under version 2: a person looks, and verdicts leave exactly these rows out until then."""
    work = grades.working
    oldest = weeks.day_of(weeks.first_day(work.replay.week - work.rules.v2.window + 1)).isoformat()
    found = []
    for one in grades.bursts.to_dict("records"):
        if one["day"] < oldest:
            continue
        word = Sentence("best") if one["kind"] == "praise" else Sentence("worst")
        span = Sentence("day") if one["rule"] == "F1" else Sentence("week")
        says = Sentence(
            "{alike} of {rows} responses are all {word}; usual is {mean:.2f} responses per {span} (chance of so many {p_count:.1g}, of so many alike {p_share:.1g}, together {p:.1g})",
            alike=one["alike"],
            rows=one["rows"],
            word=word,
            mean=one["mean"],
            span=span,
            p_count=one["p_count"],
            p_share=one["p_share"],
            p=one["p"],
        )
        numbers = {name: float(one[name]) for name in ("rows", "alike", "mean", "p")}
        found.append(
            Flag(one["rule"], Severity.REVIEW, one["code"], one["when"], says, numbers, decision=one["decision"])
        )
    return found


def _money(grades: Grades) -> list[Flag]:
    """Money flags of version 2 stay until the IG closes them."""
    season = grades.working.season
    if season is None:
        return []
    stations = grades.stations
    return [
        Flag("MONEY", Severity.REVIEW, one["code"], grades.week,
             Sentence("{money_yes} of {answered} who answered say that money was asked; it stays until it is closed with a reason", money_yes=one['money_yes'], answered=one['money_yes'] + one['money_no']))
        for one in stations[stations["money_flag"]].to_dict("records")
    ]  # fmt: skip


def _straight_lines(work: Working, week: str) -> list[Flag]:
    curve = work.replay.constants.straight
    if not curve:
        return []
    scope, use, place = work.scope, work.replay.stations.estimate.use, work.place
    panel = work.replay.panel
    free = scope.rated & ~work.timeline.book.aside[scope.station, scope.day]
    lines = window_sum(scope.by_week(scope.column("straight"), among=free), use, place)
    n, raw = window_sum(panel.rows, use, place), window_sum(panel.raw, use, place)
    enough = np.flatnonzero(n >= straight.LEAST)
    if not len(enough):
        return []
    mean, share = np.array(curve).T
    expected = np.interp(raw[enough] / n[enough], mean, share)
    found = straight.excess(n[enough], np.minimum(lines[enough], n[enough]), expected)
    return [
        Flag(
            "F2", Severity.REVIEW, work.roster.codes[unit], week,
            Sentence("{lines:.0f} of {count:.0f} responses have all ratings equal; {value:.0f}% are usual at this mean score", lines=lines[unit], count=n[unit], value=100 * expected[i]),
            {"n": float(n[unit]), "straight": float(lines[unit]), "expected": float(expected[i]), "z": float(found.z[i])},
        )
        for i, unit in enumerate(enough.tolist())
        if found.outside[i] and found.difference[i] > 0
    ]  # fmt: skip


def _alarms(grades: Grades) -> list[Flag]:
    stations = grades.stations
    level = stations["alarm"] & ~(stations["alarm_bad"] & (stations["alarm_week"] == grades.week))
    if grades.working.season is None:
        level = stations["alarm"]
    falls = [
        Flag("ALARM", Severity.REVIEW, one["code"], one["alarm_week"],
             Sentence("scores have fallen below the station's own earlier level; look for a cause, then mark it seen or confirmed"))
        for one in stations[level].to_dict("records")
    ]  # fmt: skip
    return falls + [
        Flag("BAD", Severity.REVIEW, one["code"], grades.week,
             Sentence("{bad} bad overall ratings in four weeks, far more than is usual there; good responses beside them change nothing", bad=one['bad_recent']))
        for one in stations[stations["alarm_bad"]].to_dict("records")
    ]  # fmt: skip


def _copies(messages: pd.DataFrame, work: Working) -> list[Flag]:
    accepted = messages[messages["code_status"] == CodeStatus.ACCEPTED]
    day = dict(zip(messages["response_id"], messages["day"], strict=True))
    return [
        Flag("F3", Severity.REVIEW, station, f"{day[ids[0]]:%Y-%m-%d}", Sentence("{ids} messages within four weeks are nearly the same", ids=len(ids)),
             {"copies": len(ids)}, ids)
        for station, ids in texts.near_copies(accepted, limit=work.rules.flags.near_duplicate)
    ]  # fmt: skip


def _hours(frame: pd.DataFrame, work: Working, week: str) -> list[Flag]:
    tested = rows.odd_hours(frame["station"], frame["submitted_at"].dt.hour)
    return [
        Flag("F4", Severity.WATCH, station, week, Sentence("the hours of its {count:.0f} responses are unlike the range's (q = {q:.1g})", count=n, q=q),
             {"n": float(n), "q": float(q)})
        for station, n, q in zip(tested.station, tested.n, tested.q, strict=True)
        if q < work.rules.flags.fdr
    ]  # fmt: skip


def _variance(frame: pd.DataFrame, work: Working, week: str) -> list[Flag]:
    monday = pd.Timestamp(weeks.day_of(weeks.first_day(work.replay.week)))
    keys = list(work.scope.cube.shape.items.keys)
    mine = frame[
        (frame["day"] >= monday) & (frame["day"] < monday + pd.Timedelta(days=7)) & frame[keys].notna().all(axis=1)
    ]
    tested = rows.little_variance(mine["station"], mine[keys].to_numpy(dtype=float))
    return [
        Flag("F5", Severity.WATCH, station, week,
             Sentence("the ratings inside its {count:.0f} responses of the week differ less than the range's at the same level (q = {q:.1g})", count=n, q=q),
             {"n": float(n), "q": float(q)})
        for station, n, q in zip(tested.station, tested.n, tested.q, strict=True)
        if q < rows.VARIANCE_Q
    ]  # fmt: skip


def _senders(frame: pd.DataFrame) -> list[Flag]:
    return [
        Flag("F6", Severity.REVIEW, str(station), f"{one['day'].max():%Y-%m-%d}",
             Sentence("{one} responses were followed by another of the same sender within {sender_days} days; the latest counts", one=len(one), sender_days=rows.SENDER_DAYS),
             {"rows": len(one)}, tuple(one["response_id"]))
        for station, one in rows.same_sender(frame).groupby("station")
    ]  # fmt: skip


def _coverage(work: Working, visits: Mapping[str, float], week: str) -> list[Flag]:
    n = window_sum(work.replay.panel.rows, work.replay.stations.estimate.use, work.place)
    registered = np.array([visits.get(code, np.nan) for code in work.roster.codes])
    share, few, many = coverage(n, registered)
    found = []
    for unit in np.flatnonzero((few | many) & np.isfinite(share)).tolist():
        says = Sentence(
            "{count:.0f} responses for {registered:.0f} registered visits ({value:.1f}%)",
            count=n[unit],
            registered=registered[unit],
            value=100 * share[unit],
        )
        severity = Severity.REVIEW if many[unit] else Severity.NOTE
        found.append(Flag("F7", severity, work.roster.codes[unit], week, says, {"share": float(share[unit])}))
    return found


def _call_backs(work: Working, week: str) -> list[Flag]:
    called, m = sums_of_channel(work, "call-back")
    panel, use = work.replay.panel, work.replay.stations.estimate.use
    n, total = window_sum(panel.n, use, work.place), window_sum(panel.total, use, work.place)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = call_back_z(total / n, n, called / m, m, work.replay.constants.s2)
        gap = total / n - called / m
    return [
        Flag("F8", Severity.REVIEW, work.roster.codes[unit], week,
             Sentence("poster responses are {gap:.0f} points above {m:.0f} random call-backs (z = {z:.1f})", gap=gap[unit], m=m[unit], z=z[unit]),
             {"z": float(z[unit]), "gap": float(gap[unit])})
        for unit in np.flatnonzero(np.nan_to_num(z) > CALL_BACK_Z).tolist()
    ]  # fmt: skip


def _edges(work: Working, week: str) -> list[Flag]:
    verdict = work.replay.stations
    one = bunching(verdict.estimate.score[verdict.letter != NONE], tuple(work.rules.bands.values()))
    if one.p >= work.rules.flags.fdr:
        return []
    says = Sentence(
        "{above} stations lie within a point above an edge and {below} within a point below (p = {p:.1g}): look at the method",
        above=one.above,
        below=one.below,
        p=one.p,
    )
    return [Flag("F9", Severity.NOTE, "", week, says, {"above": one.above, "below": one.below, "p": one.p})]
