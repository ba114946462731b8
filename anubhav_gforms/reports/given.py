"""Two tables that the office may keep beside stations.csv: actions.csv (what was done) and footfall.csv (who came)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pandas as pd

from ..as_typed import DAY_SHAPES, read_count, read_day
from ..campaign import Campaign
from ..errors import CampaignError, Mistake
from ..files import csv_rows
from .themes import THEMES

T = TypeVar("T")

FAR = timedelta(days=366)
"""An action may be planned; one that lies further ahead is a slip of the pen."""
ACTIONS, FOOTFALL = "actions.csv", "footfall.csv"
ACTION_COLUMNS = ("station", "theme", "done", "date")
FOOTFALL_COLUMNS = ("station", "first_day", "last_day", "visitors")


@dataclass(frozen=True, slots=True)
class Action:
    """Something that was done at a station after citizens had asked for it. `station` "" means the whole range."""

    station: str
    theme: str
    done: str
    day: date


@dataclass(frozen=True, slots=True)
class Visitors:
    """How many came to a station from `first` to `last`, both included, as its own register says."""

    station: str
    first: date
    last: date
    count: int


def read_actions(campaign: Campaign) -> tuple[Action, ...]:
    """actions.csv under the campaign's root, the newest first; () without the file. Raises CampaignError with all mistakes."""

    def action(row: dict[str, str], wrong: list[str]) -> Action:
        _station(campaign, row["station"], wrong, may_be_empty=True)
        if row["theme"] and row["theme"] not in THEMES:
            wrong.append(f"theme {row['theme']!r} is not one of {', '.join(THEMES)}.")
        if not row["done"]:
            wrong.append("done is empty. Say in one sentence what was done.")
        return Action(row["station"], row["theme"], row["done"], _day(campaign, row["date"], "date", wrong))

    found = _read(campaign.root / ACTIONS, ACTION_COLUMNS, action)
    return tuple(sorted(found, key=lambda each: (-each.day.toordinal(), each.station)))


def read_footfall(campaign: Campaign) -> tuple[Visitors, ...]:
    """footfall.csv under the campaign's root; () without the file. Raises CampaignError with all mistakes."""

    def visitors(row: dict[str, str], wrong: list[str]) -> Visitors:
        _station(campaign, row["station"], wrong)
        first, last = (
            _day(campaign, row["first_day"], "first_day", wrong),
            _day(campaign, row["last_day"], "last_day", wrong),
        )
        if last < first:
            wrong.append(f"last_day {last} lies before first_day {first}.")
        count = read_count(row["visitors"])
        if count is None:
            wrong.append(f"visitors {row['visitors']!r} is not a whole number.")
        return Visitors(row["station"], first, last, count or 0)

    return tuple(_read(campaign.root / FOOTFALL, FOOTFALL_COLUMNS, visitors))


def check_given(campaign: Campaign) -> None:
    """Read both tables and say every mistake of both at once, as a CampaignError. Call it before anything that takes long."""
    mistakes: list[Mistake] = []
    for read in (read_actions, read_footfall):
        try:
            read(campaign)
        except CampaignError as error:
            mistakes += error.mistakes
    if mistakes:
        raise CampaignError(mistakes)


def response_rates(footfall: tuple[Visitors, ...], answers: pd.DataFrame) -> pd.DataFrame:
    """Answers against visitors, one row a row of footfall: code, first, last, visitors, answers, rate (0 to 1 and above).

    `answers` has the columns station and day (datetime64), one row an answer.
    """
    rows = []
    days = pd.to_datetime(answers["day"])
    for each in footfall:
        inside = (answers["station"] == each.station) & days.between(pd.Timestamp(each.first), pd.Timestamp(each.last))
        count = int(inside.sum())
        rate = count / each.count if each.count else float("nan")
        rows.append((each.station, each.first, each.last, each.count, count, rate))
    return pd.DataFrame(rows, columns=["code", "first", "last", "visitors", "answers", "rate"])


def _station(campaign: Campaign, code: str, wrong: list[str], *, may_be_empty: bool = False) -> None:
    if code not in campaign.station_by_code and not (may_be_empty and not code):
        wrong.append(f"station {code!r} is not a code of stations.csv.")


def _day(campaign: Campaign, text: str, name: str, wrong: list[str]) -> date:
    day = read_day(text)
    if day is None:
        wrong.append(f"{name} {text!r} is not a day. Write it as {DAY_SHAPES}.")
        return date.min
    if day > datetime.now(ZoneInfo(campaign.timezone)).date() + FAR:
        wrong.append(f"{name} {text!r} lies more than a year ahead.")
    return day


def _read(path: Path, columns: tuple[str, ...], make: Callable[[dict[str, str], list[str]], T]) -> list[T]:
    mistakes: list[Mistake] = []
    made: list[T] = []
    for line, row in _rows(path, columns, mistakes):
        wrong: list[str] = []
        made.append(make(row, wrong))
        mistakes += [Mistake(path, line, text) for text in wrong]
    if mistakes:
        raise CampaignError(mistakes)
    return made


def _rows(path: Path, columns: tuple[str, ...], mistakes: list[Mistake]) -> Iterator[tuple[int, dict[str, str]]]:
    if not path.exists():
        return
    try:
        (_, first), *rows = csv_rows(path) or [(1, [])]
    except CampaignError as error:
        mistakes.extend(error.mistakes)
        return
    header = [cell.strip().lower() for cell in first]
    missing = [name for name in columns if name not in header]
    if missing:
        mistakes.append(
            Mistake(path, 1, f"column {', '.join(missing)} is missing. The columns are {','.join(columns)}.")
        )
        return
    for line, cells in rows:
        padded = [*cells, *[""] * len(header)]
        yield line, {name: " ".join(padded[header.index(name)].split()) for name in columns}
