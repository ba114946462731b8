"""Campaign, grades and ledger → the contents of a report, and the hashes of everything they were made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

import pandas as pd

from ..campaign import Campaign
from ..cases.book import read_cases
from ..grading.columns import Level
from ..grading.cube.exchange import CubeFile
from ..grading.grades import Grades
from ..language import both
from ..links.registry import load_registry
from ..nouns.week import Week, read_week
from ..privacy.lots import BATCH
from ..responses.ledger.columns import CodeStatus
from ..responses.ledger.ledger import Ledger
from ..responses.ledger.opened import with_stations
from . import phrases
from .changes import confirmed_since, make_changes
from .contents import EMPTY, PROVISIONAL, UNFINISHED, Contents
from .effects import effects_of
from .freshness import Freshness
from .given import ACTIONS, FOOTFALL, read_actions
from .manifest import file_hashes
from .reasons import reasons_of
from .records import records
from .silence import hanging_then
from .verdicts import count, few, nobody_silent, publishable, tell_means, with_margins, with_verdicts

WEEKS_SHOWN = 26


def make_contents(
    campaign: Campaign, grades: Grades, freshness: Freshness | None = None, since: Week | None = None
) -> Contents:
    """Work out what a report of these grades says.

    `grades.table` has the columns of `grading.columns.BASE` and one probability a letter; any further column is kept.
    Stations come back in the order of stations.csv. `since`: the week with which letters are compared, by default the
    one before. Pure.
    """
    rules = campaign.grade_rules
    table = publishable(grades.table, grades.least)
    frame = table.pipe(tell_means)
    level = frame["level"]
    order = {station.code: position for position, station in enumerate(campaign.stations)}
    stations = (
        frame[level == Level.STATION]
        .sort_values("code", key=lambda codes: codes.map(order), kind="stable")
        .reset_index(drop=True)
        .pipe(with_margins, rules)
        .pipe(with_verdicts)
    )
    districts = count(frame[level == Level.DISTRICT].reset_index(drop=True), stations, campaign)
    [whole] = records(frame[level == Level.RANGE])
    since = since or Week(grades.week).before
    return Contents(
        campaign=campaign,
        week=Week(grades.week),
        table=table,
        least=grades.least,
        freshness=freshness or Freshness(),
        stations=stations,
        districts=districts,
        whole=whole,
        weekly=weeks_shown(grades),
        history=grades.history.sort_values(["code", "week"], kind="stable").groupby("code").tail(WEEKS_SHOWN),
        questions=grades.questions,
        areas=_with_enough(grades, grades.areas),
        shares=grades.shares,
        regions=grades.regions,
        power=grades.power,
        overdue=grades.overdue,
        notes=tuple(note for note in grades.notes if note != both(phrases.HONEST).en),
        changes=make_changes(stations, grades.history, since, rules),
    )


def weeks_shown(grades: Grades) -> pd.DataFrame:
    """The weeks of every place; none of a station whose responses are too few for a page."""
    weeks = _with_enough(grades, grades.weekly).assign(mean=lambda rows: rows["mean"].clip(0, 100))
    return weeks.sort_values(["code", "week"], kind="stable")


def _with_enough(grades: Grades, rows: pd.DataFrame) -> pd.DataFrame:
    quiet = few(grades.table, grades.least)
    return rows[rows["code"].isin(grades.table.loc[~quiet, "code"])]


def gather(
    campaign: Campaign,
    grades: Grades,
    ledger: Ledger,
    *,
    since: Week | None = None,
    data_up_to: datetime | None = None,
    marks: tuple[str, ...] | None = None,
) -> Contents:
    """What a report says to everybody: the grades of full groups of five and their reasons, the time of the last pull and what was done. Nothing
    else of the ledger: `for_office` adds that, and `for_outside` takes out what only the office is told.

    Letters are compared with those after week `since`, by default the week before. `data_up_to` replaces the time of the last pull,
    and `marks` what the grades say of themselves, for a report that is made again.
    """
    pulled = data_up_to or ledger.pulled_at
    said = marks_of(grades, responses=ledger.counts()[CodeStatus.ACCEPTED]) if marks is None else marks
    contents = _gathered(campaign, grades, Freshness(pulled and pulled.astimezone(campaign.zone)), since, said)
    why = reasons_of(campaign, grades, ledger, stations=contents.stations, since=contents.changes.since)
    cases = with_stations(read_cases(campaign.data, contents.week.sunday), ledger).open_cases
    return replace(contents, cases=cases, reasons=why)


def gather_counts(
    campaign: Campaign, grades: Grades, *, since: Week | None = None, marks: tuple[str, ...] | None = None
) -> Contents:
    """What a report says that was made from counts which others sent: the grades and what was done. This office's own ledger
    holds other responses, so nothing of it is said: neither when responses came nor how many were left out. They are counts of full groups of five."""
    grades = replace(grades, table=nobody_silent(grades.table))
    contents = _gathered(
        campaign, grades, Freshness(), since, marks_of(grades, responses=1) if marks is None else marks
    )
    return replace(contents, lot=BATCH)


def _gathered(
    campaign: Campaign, grades: Grades, freshness: Freshness, since: Week | None, marks: tuple[str, ...]
) -> Contents:
    """The grades and what was done."""
    contents = make_contents(campaign, grades, freshness, since=since)
    changes, season = contents.changes, grades.working.season
    then = season.announced.weeks.get(read_week(changes.since.label)) if season else None
    changes = replace(changes, confirmed=confirmed_since(grades.working.decisions, then, changes.since))
    actions = tuple(each for each in read_actions(campaign) if each.day <= contents.week.sunday)
    return replace(contents, changes=changes, actions=actions, effects=effects_of(grades, actions), marks=marks)


def marks_of(grades: Grades, *, responses: int) -> tuple[str, ...]:
    """What every page of these grades must say of itself; `responses`: how many of the ledger are accepted."""
    holds = {UNFINISHED: not grades.finished, PROVISIONAL: grades.provisional, EMPTY: not responses}
    return tuple(mark for mark, true in holds.items() if true)


def inputs_of(campaign: Campaign, grades: Grades, ledger: Ledger, cube: CubeFile | None = None) -> dict[str, str]:
    """What the report of these grades depends on: SHA-256 by name; "ledger" is the ledger's hash of its own history. Of a
    report from counts there is "cube" instead, the digest of the whole, and one "ledger of ..." for each office that counted."""
    written = [campaign.root / "stations.csv", *(campaign.root / "config").glob("*.toml")]
    kept = [campaign.data / "flags.jsonl", campaign.root / ACTIONS, campaign.root / FOOTFALL]
    counted = (
        {"ledger": ledger.manifest.chain, "printed posters": _posters_of(campaign, Week(grades.week))}
        if cube is None
        else {"cube": cube.digest, **{f"ledger of {' '.join(each.districts)}": each.ledger for each in cube.origins}}
    )
    return {
        "code": grades.code_version,
        **counted,
        f"constants {grades.constants.name}": grades.constants.sha256,
        **file_hashes([*written, *kept], campaign.root),
    }


def _posters_of(campaign: Campaign, week: Week) -> str:
    """SHA-256 of what is told of the posters that hang."""
    hanging = hanging_then(load_registry(campaign.data).printed, week.sunday)
    rows = [(poster.value, poster.placement, poster.printed_on) for poster in hanging]
    return sha256(repr(rows).encode()).hexdigest()
