"""What the IG's office reads beside the grade: exact counts, what waits for its group of five, alarms, money and flags, from every response."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain

import pandas as pd

from ..grading.columns import GradeStatus, Level
from ..grading.cube.counts import CountRules, counts
from ..grading.grades import Grades
from ..links.registry import load_registry
from ..nouns.week import Week
from ..responses.ledger.columns import DAY, STATION
from ..responses.ledger.events import EventKind
from ..responses.ledger.ledger import Ledger
from ..responses.ledger.summary import kinds_of, summarise
from .changes import make_changes, responses_since
from .contents import Contents
from .freshness import make_freshness
from .given import read_footfall, response_rates
from .reasons import at_exact_pace
from .records import records
from .rhythm import COLUMNS, make_rhythm, share_by_hours
from .silence import COLUMNS as SILENCE
from .silence import fell_silent, never_scanned
from .verdicts import count, publishable, with_verdicts

SIGNS = (
    "responses", "silent", "alarm", "alarm_confirmed", "alarm_week", "alarm_bad", "bad_recent", "money_flag", "money_yes",
    "money_no", "money_unsaid", "money_share", "money_low", "money_high", "money_probability", "flags_open", "blame_review",
)  # fmt: skip
"""Columns of the table that are of every response; beside them `waiting`, responses that are in no full group of five yet."""


def for_office(
    contents: Contents, exact: Grades, ledger: Ledger, *, waiting: Mapping[str, int], data_up_to: datetime | None
) -> Contents:
    """The report of the grade with what only the office knows. `exact`: the same week from every response (`pipeline.office_of`);
    `waiting`: by station the responses that are in no full group of five yet; `data_up_to` replaces the time of the last pull."""
    campaign, week, since = contents.campaign, contents.week, contents.changes.since
    rules = campaign.grade_rules
    first = Week.of(week.monday - timedelta(weeks=exact.working.reach - 1)).monday
    left_out = exact.left_out[exact.left_out["week"].between(Week.of(first).label, week.label)]
    summary = summarise(ledger, since=first, until=week.sunday + timedelta(days=1), zone=campaign.zone)
    lately = kinds_of(ledger.history, since.sunday + timedelta(days=1), campaign.zone)
    moved = (lately[EventKind.EDITED], lately[EventKind.GONE])
    freshness = make_freshness(summary, left_out, campaign.timezone, data_up_to=data_up_to, lately=moved)
    what = CountRules.of(campaign)
    responses = ledger.frame(sorted({*COLUMNS, *SILENCE, *what.shape.columns}))
    counted = counts(responses, what, aside=exact.aside, removed=exact.removed)
    rhythm = make_rhythm(responses, counted, first=first, last=week.sunday)
    footfall = tuple(each for each in read_footfall(campaign) if each.last <= week.sunday)
    quiet = fell_silent(responses, first=first, last=week.sunday)
    closed = {each.code for each in campaign.stations} - {each.code for each in contents.listed}
    hanging = [each for each in load_registry(campaign.data).printed if each.station not in closed]
    signs = exact.table.filter(["level", "code", "district", "status", *SIGNS])
    signs = publishable(signs, contents.least).pipe(_with_waiting, waiting)
    in_time = responses[DAY].between(pd.Timestamp(first), pd.Timestamp(week.sunday))
    heard, everywhere = set(responses[STATION][in_time]), contents.whole["code"]
    places = ((each.code, each.district, everywhere) for each in campaign.stations if each.code in heard)
    came = frozenset(chain.from_iterable(places))
    stations = with_verdicts(_signed(contents.stations, signs, came))
    stations = stations.assign(came=stations["code"].isin(came))
    [whole] = records(_signed(pd.DataFrame([contents.whole]), signs, came))
    shares = contents.shares
    if contents.early and len(exact.shares):
        overall, least = what.shape.overall, contents.least
        by_hours = share_by_hours(responses, counted, overall, first=first, last=week.sunday, least=least)
        shares = pd.concat([exact.shares, by_hours], ignore_index=True)
    changes = make_changes(stations, contents.history, since, rules)
    return replace(
        contents,
        table=_signed(contents.table, signs, came),
        stations=stations,
        districts=count(_signed(contents.districts, signs, came), stations, campaign),
        whole={**contents.whole, **{name: whole[name] for name in (*SIGNS, "waiting") if name in whole}},
        freshness=freshness,
        rhythm=rhythm,
        shares=shares,
        overdue=exact.overdue,
        rates=response_rates(footfall, responses) if footfall else None,
        quiet_codes=quiet[~quiet["station"].isin(closed)].reset_index(drop=True),
        never=never_scanned(responses, hanging, last=week.sunday),
        reasons=at_exact_pace(contents.reasons, stations, exact),
        changes=replace(changes, responses=responses_since(rhythm, since)),
        removed=exact.removed,
    )


def _with_waiting(signs: pd.DataFrame, waiting: Mapping[str, int]) -> pd.DataFrame:
    """With the number of waiting responses of every station, district and of the range."""
    places = signs[signs["level"] == Level.STATION]
    of = places["code"].map(waiting).fillna(0).astype(int)
    totals = {Level.STATION: of.groupby(places["code"]).sum(), Level.DISTRICT: of.groupby(places["district"]).sum()}
    column = pd.Series(int(of.sum()), signs.index)
    for level, counts_of in totals.items():
        column = column.mask(signs["level"] == level, signs["code"].map(counts_of).fillna(0).astype(int))
    return signs.assign(waiting=column)


def _signed(rows: pd.DataFrame, signs: pd.DataFrame, came: Set[str]) -> pd.DataFrame:
    """Rows of the grades with the signs of the same places. Where responses `came` that count nowhere, nobody says that none did."""
    at = {place: number for number, place in enumerate(zip(signs["level"], signs["code"], strict=True))}
    order = [at.get(place, -1) for place in zip(rows["level"], rows["code"], strict=True)]
    known = [name for name in SIGNS if name in signs and name in rows]
    aligned = signs[[*known, "waiting"]].set_axis(range(len(signs))).reindex(order).set_axis(rows.index)
    silent = (rows["status"] == GradeStatus.NO_RESPONSES) & ((aligned["responses"] > 0) | rows["code"].isin(came))
    status = rows["status"].mask(silent, str(GradeStatus.NOT_ENOUGH))
    if "silent" in known:
        aligned["silent"] = aligned["silent"].map(lambda codes: _without(codes, came), na_action="ignore")
    return rows.assign(**{str(name): aligned[name] for name in aligned}, status=status)


def _without(codes: str, came: Set[str]) -> str:
    return ", ".join(code for code in codes.split(", ") if code not in came)
