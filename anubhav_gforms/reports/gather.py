"""Campaign, grades and ledger → the contents of a report, and the hashes of everything they were made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from ..campaign import Campaign
from ..grading.counts import CountRules, counts
from ..grading.exchange import CubeFile
from ..grading.grades import Grades
from ..nouns.week import Week
from ..privacy.lots import BATCH, Batched
from ..responses.events import EventKind
from ..responses.ledger import Ledger
from .contents import EMPTY, PROVISIONAL, UNFINISHED, Contents
from .effects import effects_of
from .freshness import Freshness, make_freshness
from .given import ACTIONS, FOOTFALL, read_actions, read_footfall, response_rates
from .make import make_contents
from .manifest import file_hashes
from .reasons import reasons_of
from .rhythm import COLUMNS, make_rhythm, share_by_hours
from .silence import COLUMNS as SILENCE
from .silence import fell_silent


def gather(
    campaign: Campaign,
    grades: Grades,
    ledger: Ledger,
    *,
    since: Week | None = None,
    data_up_to: datetime | None = None,
    marks: tuple[str, ...] | None = None,
) -> Contents:
    """Read from the ledger what a report says beside the grades: how new the answers are, how many came, and when.

    Letters are compared with those after week `since`, by default the week before. `data_up_to` replaces the time of the last pull, and `marks` what the grades say of
    themselves, for a report that is made again.
    """
    rules, week = campaign.grading.grading, Week(grades.week)
    first = Week.of(week.monday - timedelta(weeks=rules.window.reach_back - 1))
    left_out = grades.left_out[grades.left_out["week"].between(first.label, week.label)]
    summary = ledger.summary(since=first.monday, until=week.sunday + timedelta(days=1))
    compared = since or week.before
    freshness = make_freshness(
        summary, left_out, campaign.timezone, data_up_to=data_up_to, lately=_lately(ledger, compared)
    )
    what = CountRules.of(campaign)
    answers = ledger.frame(sorted({*COLUMNS, *SILENCE, *what.shape.columns}))
    counted = counts(answers, what, aside=grades.aside, removed=grades.removed)
    rhythm = make_rhythm(answers, counted, first=first.monday, last=week.sunday)
    by_hours = share_by_hours(
        answers, counted, what.shape.overall, first=first.monday, last=week.sunday, least=rules.min_responses
    )
    footfall = tuple(each for each in read_footfall(campaign) if each.last <= week.sunday)
    contents = make_contents(campaign, grades, freshness, rhythm, compared)
    quiet = fell_silent(answers, first=first.monday, last=week.sunday)
    closed = {each.code for each in campaign.stations} - {each.code for each in contents.listed}
    shares = [contents.shares, by_hours] if contents.early else [contents.shares]
    actions = tuple(each for each in read_actions(campaign) if each.day <= week.sunday)
    return replace(
        contents,
        shares=pd.concat([part for part in shares if len(part)] or shares[:1], ignore_index=True),
        actions=actions,
        effects=effects_of(grades, actions),
        rates=response_rates(footfall, answers) if footfall else None,
        quiet_codes=quiet[~quiet["station"].isin(closed)].reset_index(drop=True),
        marks=marks_of(grades, answers=len(answers)) if marks is None else marks,
    )


def gather_counts(
    campaign: Campaign, grades: Grades, *, since: Week | None = None, marks: tuple[str, ...] | None = None
) -> Contents:
    """What a report says that was made from counts which others sent: the grades and what was done. This office's own ledger
    holds other answers, so nothing of it is said: neither when answers came nor how many were left out."""
    week = Week(grades.week)
    said = marks_of(grades, answers=1) if marks is None else marks
    actions = tuple(each for each in read_actions(campaign) if each.day <= week.sunday)
    contents = make_contents(campaign, grades, Freshness(), since=since or week.before)
    return replace(contents, actions=actions, effects=effects_of(grades, actions), marks=said)


def gather_outside(
    campaign: Campaign,
    grades: Grades,
    ledger: Ledger,
    *,
    since: Week | None = None,
    data_up_to: datetime | None = None,
    marks: tuple[str, ...] | None = None,
    lots: Batched | None = None,
) -> Contents:
    """What a report for readers outside the IG's office says: the grades of full lots (see `outside`), their reasons, the time of
    the last pull and what was done. Nothing else of the ledger: no count of what came, no hours, no silent code, no share of visitors.
    """
    week = Week(grades.week)
    pulled = data_up_to or ledger.summary().pulled_at
    freshness = Freshness(pulled and pulled.astimezone(ZoneInfo(campaign.timezone)))
    contents = make_contents(campaign, grades, freshness, since=since or week.before)
    actions = tuple(each for each in read_actions(campaign) if each.day <= week.sunday)
    said = marks_of(grades, answers=ledger.manifest.rows) if marks is None else marks
    inside = tuple(mark for mark in said if mark != PROVISIONAL)
    effects = effects_of(grades, actions)
    stations, compared = contents.stations, contents.changes.since
    why = reasons_of(campaign, grades, lots, ledger, stations=stations, since=compared, actions=actions) if lots else {}
    return replace(contents, actions=actions, effects=effects, marks=inside, reasons=why).for_outside(BATCH)


def marks_of(grades: Grades, *, answers: int) -> tuple[str, ...]:
    """What every page of these grades must say of itself; `answers`: how many the ledger holds."""
    holds = {UNFINISHED: not grades.finished, PROVISIONAL: grades.provisional, EMPTY: not answers}
    return tuple(mark for mark, true in holds.items() if true)


def _lately(ledger: Ledger, since: Week) -> tuple[int, int]:
    """Answers edited, and answers deleted, that pulls noticed after that week."""
    events = ledger.events()
    fresh = pd.to_datetime(events["at"], utc=True) >= pd.Timestamp(since.sunday + timedelta(days=1), tz="UTC")
    kinds = events.loc[fresh, "kind"].astype(str)
    return int((kinds == EventKind.EDITED).sum()), int((kinds == EventKind.GONE).sum())


def inputs_of(campaign: Campaign, grades: Grades, ledger: Ledger, cube: CubeFile | None = None) -> dict[str, str]:
    """What the report of these grades depends on: SHA-256 by name; "ledger" is the ledger's hash of its own history. Of a
    report from counts there is "cube" instead, the digest of the whole, and one "ledger of ..." for each office that counted."""
    written = [campaign.root / "stations.csv", *(campaign.root / "config").glob("*.toml")]
    kept = [campaign.data / "flags.jsonl", campaign.root / ACTIONS, campaign.root / FOOTFALL]
    return {
        "code": grades.code_version,
        **({"ledger": ledger.summary().head} if cube is None else _counted_by(cube)),
        f"constants {grades.constants.name}": grades.constants.sha256,
        **file_hashes([*written, *kept], campaign.root),
    }


def _counted_by(cube: CubeFile) -> dict[str, str]:
    return {"cube": cube.digest} | {f"ledger of {' '.join(each.districts)}": each.ledger for each in cube.origins}
