"""What goes to whom beside the numbers: messages for the IG, old and redacted ones for SPs, editions for stations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pandas as pd

from ..campaign import Campaign
from ..errors import InputError
from ..responses.ledger import Ledger
from ..responses.schema import CHANNEL, CODE_STATUS, DAY, STATION, CodeStatus
from .contents import Contents
from .given import Action, read_actions
from .manifest import read_manifest
from .messages import Audience, counted, issues, message_columns, messages_page, sort_messages
from .messages.themes import themes_of
from .pack import Edition, Language, edition_pack
from .periods import Week
from .records import records
from .verdicts import ATTENTION

WEEKS_OF_MESSAGES = 4
"""Pages of messages reach back so many weeks: from one monthly review to the next."""
Makers = dict[str, Callable[[], bytes]]


def audience_files(
    campaign: Campaign,
    contents: Contents,
    history: pd.DataFrame,
    ledger: Ledger,
    audiences: Collection[Audience],
    language: Language = Language.BOTH,
) -> Makers:
    """Name → maker of each file for these audiences; the ledger is read only when there is one.

    ig/messages.html; districts/<code>-messages.html; stations/<code>.pdf. `history`: week, code, score, low, high,
    letter of every week so far, from the grades.
    """
    if not audiences:
        return {}
    answers = ledger.frame(message_columns(campaign))
    first, last = contents.week.monday - timedelta(weeks=WEEKS_OF_MESSAGES - 1), contents.week.sunday
    made: Makers = {}
    if Audience.IG in audiences:
        found = sort_messages(campaign, answers, Audience.IG, first=first, last=last)
        attention = set(contents.named(ATTENTION)["code"])
        made["ig/messages.html"] = partial(messages_page, campaign, found, contents.week, attention=attention)
    if Audience.DISTRICT in audiences:
        found = sort_messages(campaign, answers, Audience.DISTRICT, first=first, last=last)
        for district in campaign.districts:
            name = f"districts/{district.code}-messages.html"
            made[name] = partial(messages_page, campaign, found, contents.week, district=district.code)
    if Audience.STATION in audiences:
        for code, edition in editions(campaign, history, answers, read_actions(campaign), contents.week).items():
            made[f"stations/{code}.pdf"] = partial(edition_pack, contents, edition, language)
    return made


def old_pages(reports: Path, before: date) -> tuple[Path, ...]:
    """Pages of messages below a folder of reports that may hold an answer from before that day.

    A page tells its week by the manifest beside it; without one by the day on which it was written.
    """
    found = []
    for folder in sorted(reports.glob("*")):
        pages = [*folder.glob("ig/messages.html"), *sorted(folder.glob("districts/*-messages.html"))]
        found += [
            page for page in pages if _last_day(folder, page) - timedelta(days=7 * WEEKS_OF_MESSAGES - 1) < before
        ]
    return tuple(found)


def _last_day(folder: Path, page: Path) -> date:
    try:
        return Week(read_manifest(folder).week).sunday
    except (InputError, ValueError):
        return date.fromtimestamp(page.stat().st_mtime)  # noqa: DTZ012 - a day more or less does not matter


def editions(
    campaign: Campaign, history: pd.DataFrame, answers: pd.DataFrame, actions: tuple[Action, ...], week: Week
) -> dict[str, Edition]:
    """The edition of every station's sheet that is in force in `week`, by code.

    `answers`: columns of `message_columns`. Only accepted answers of graded channels up to the week count.
    """
    channels = campaign.grading.grading.channels
    good = (answers[CODE_STATUS].astype(str) == CodeStatus.ACCEPTED) & answers[CHANNEL].astype(str).isin(channels)
    good &= pd.to_datetime(answers[DAY]) <= pd.Timestamp(week.sunday)
    kept = answers[good]
    monday = pd.to_datetime(kept[DAY]).dt.to_period("W-SUN").dt.start_time
    named = monday.map({day: Week.of(day.date()).label for day in monday.unique()})
    kept = kept.assign(week=named)
    weeks = _weeks(monday, week)
    states = {
        (row["code"], row["week"]): row for row in records(history[["code", "week", "score", "low", "high", "letter"]])
    }
    groups = dict(list(kept.groupby(kept[STATION].astype(str))))
    made = {}
    for station in campaign.stations:
        rows = groups.get(station.code, kept.iloc[:0])
        made[station.code] = _edition(campaign, station.code, rows, weeks, states, actions)
    return made


def _weeks(mondays: pd.Series, last: Week) -> list[str]:
    if mondays.empty:
        return []
    days = pd.date_range(mondays.min(), pd.Timestamp(last.monday), freq="7D")
    return [Week.of(day.date()).label for day in days]


def _edition(
    campaign: Campaign,
    code: str,
    rows: pd.DataFrame,
    weeks: list[str],
    states: Mapping[tuple[str, str], Mapping[str, object]],
    actions: tuple[Action, ...],
) -> Edition:
    counts = {str(week): int(count) for week, count in rows["week"].value_counts().items()}
    made = issues(counts, weeks)
    issue = made[-1] if made else None
    new = rows[rows["week"].isin(issue.weeks)] if issue else rows.iloc[:0]
    state = states.get((code, issue.week)) if issue else None
    until = Week(issue.week).sunday if issue else None
    return Edition(
        station=campaign.station_by_code[code],
        issue=issue,
        state=state if state and state["score"] is not None else None,
        total=sum(each.answers for each in made),
        themes=counted([themes_of(text) for text in new["message"].fillna("").astype(str) if text.strip()]),
        actions=[each for each in actions if until and each.station in (code, "") and each.day <= until],
    )
