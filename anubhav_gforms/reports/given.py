"""Two tables that the office may keep beside stations.csv: actions.csv (what was done, and a line more in it, in the form in which
the office keeps it) and footfall.csv (who came)."""

from __future__ import annotations

import csv
import io
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pandas as pd

from ..as_typed import DAY_SHAPES, read_count, read_day
from ..campaign import Campaign
from ..csv_file import csv_encoding, csv_rows, delimiter_of
from ..errors import CampaignError, InputError, Mistake
from ..files import FORMULA, write_whole
from ..sentence import Sentence
from .themes import THEMES

T = TypeVar("T")

FAR = timedelta(days=366)
"""An action may be planned; one that lies further ahead is a slip of the pen."""
ACTIONS, FOOTFALL = "actions.csv", "footfall.csv"
ACTION_COLUMNS = ("station", "theme", "done", "date")
FOOTFALL_COLUMNS = ("station", "first_day", "last_day", "visitors")

DAY_FIRST = re.compile(r"\s*\d{1,2}([-/.])\d{1,2}\1\d{4}\s*")


@dataclass(frozen=True, slots=True)
class ActionTaken:
    """Something that was done at a station after citizens had asked for it."""

    station: str  # code; "" for the whole range
    theme: str  # of themes.THEMES; "" for none of them
    done: str  # in one sentence, as the office wrote it
    day: date  # on which it was done


@dataclass(frozen=True, slots=True)
class Visitors:
    """How many came to a station, as its own register says."""

    station: str  # code
    first: date  # day from which they are counted
    last: date  # last day, included
    count: int  # visitors


def read_actions(campaign: Campaign) -> tuple[ActionTaken, ...]:
    """actions.csv under the campaign's root, the newest first; () without the file. Raises CampaignError with all mistakes."""
    actions = read_table(campaign.root / ACTIONS, ACTION_COLUMNS, partial(action_of, campaign))
    return tuple(sorted(actions, key=lambda each: (-each.day.toordinal(), each.station)))


def action_of(campaign: Campaign, row: dict[str, str], wrong: list[Sentence]) -> ActionTaken:
    """The action of a row of ACTION_COLUMNS; what is wrong with it is added to `wrong`."""
    refuse_station(campaign, row["station"], wrong, may_be_empty=True)
    if row["theme"] and row["theme"] not in THEMES:
        wrong.append(Sentence("theme {theme!r} is not one of {themes}.", theme=row["theme"], themes=", ".join(THEMES)))
    if not row["done"]:
        wrong.append(Sentence("done is empty. Say in one sentence what was done."))
    return ActionTaken(row["station"], row["theme"], row["done"], _day(campaign, row["date"], "date", wrong))


def read_footfall(campaign: Campaign) -> tuple[Visitors, ...]:
    """footfall.csv under the campaign's root; () without the file. Raises CampaignError with all mistakes."""

    def visitors(row: dict[str, str], wrong: list[Sentence]) -> Visitors:
        refuse_station(campaign, row["station"], wrong)
        first, last = (_day(campaign, row[name], name, wrong) for name in ("first_day", "last_day"))
        if last < first:
            wrong.append(Sentence("last_day {last} is before first_day {first}.", last=last, first=first))
        count = read_count(row["visitors"])
        if count is None:
            wrong.append(Sentence("visitors {visitors!r} is not a whole number.", visitors=row["visitors"]))
        return Visitors(row["station"], first, last, count or 0)

    return tuple(read_table(campaign.root / FOOTFALL, FOOTFALL_COLUMNS, visitors))


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


def response_rates(footfall: tuple[Visitors, ...], responses: pd.DataFrame) -> pd.DataFrame:
    """Responses against visitors, one row a row of footfall: code, first, last, visitors, answers, rate (0 to 1 and above).

    `responses` has the columns station and day (datetime64), one row a response.
    """
    rows = []
    days = pd.to_datetime(responses["day"])
    for visitors in footfall:
        inside = (responses["station"] == visitors.station) & days.between(
            pd.Timestamp(visitors.first), pd.Timestamp(visitors.last)
        )
        count = int(inside.sum())
        rate = count / visitors.count if visitors.count else float("nan")
        rows.append((visitors.station, visitors.first, visitors.last, visitors.count, count, rate))
    return pd.DataFrame(rows, columns=["code", "first", "last", "visitors", "answers", "rate"])


def refuse_station(campaign: Campaign, code: str, wrong: list[Sentence], *, may_be_empty: bool = False) -> None:
    """Add to `wrong` that a code is not one of stations.csv."""
    if code not in campaign.station_by_code and not (may_be_empty and not code):
        wrong.append(
            Sentence(
                "station {code!r} is not a code of stations.csv; a station that closed keeps its line there, with status closed.",
                code=code,
            )
        )


def _day(campaign: Campaign, text: str, name: str, wrong: list[Sentence]) -> date:
    day = read_day(text)
    if day is None:
        wrong.append(
            Sentence("{column} {text!r} is not a day. Write it as {shapes}.", column=name, text=text, shapes=DAY_SHAPES)
        )
        return date.min
    if day > datetime.now(campaign.zone).date() + FAR:
        wrong.append(Sentence("{column} {text!r} is more than a year ahead.", column=name, text=text))
    return day


def read_table(path: Path, columns: tuple[str, ...], make: Callable[[dict[str, str], list[Sentence]], T]) -> list[T]:
    mistakes: list[Mistake] = []
    made: list[T] = []
    for line, row in _rows(path, columns, mistakes):
        wrong: list[Sentence] = []
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
        named = {"missing": ", ".join(missing), "columns": ",".join(columns)}
        mistakes.append(Mistake(path, 1, Sentence("column {missing} is missing. The columns are {columns}.", **named)))
        return
    for line, cells in rows:
        padded = [*cells, *[""] * len(header)]
        yield line, {name: " ".join(padded[header.index(name)].split()) for name in columns}


@dataclass(frozen=True)
class LineToAdd:
    """An action, the file, the line that will be added to it, and all its bytes with that line."""

    action: ActionTaken
    path: Path
    line: str
    content: bytes


def checked_action(campaign: Campaign, *, station: str, theme: str, done: str, day: date) -> ActionTaken:
    """An action as `read_actions` reads it. Raises CampaignError with everything that is wrong with it."""
    wrong: list[Sentence] = []
    text = " ".join(done.split())
    row = {"station": station, "theme": theme, "done": text, "date": day.isoformat()}
    action = action_of(campaign, row, wrong)
    if text.startswith(FORMULA):
        wrong.append(Sentence("done begins with {sign}, and Excel would run that. Begin with a word.", sign=text[0]))
    if wrong:
        raise CampaignError([Mistake(campaign.root / ACTIONS, 0, text) for text in wrong])
    return action


def line_to_add(campaign: Campaign, action: ActionTaken) -> LineToAdd:
    """The action as a line of actions.csv: its columns in their order, its delimiter, its way to write a day, its encoding and ends of
    lines. Without the file a new one that Excel reads. Raises CampaignError for a file with mistakes, InputError for an
    action that stands in it."""
    path = campaign.root / ACTIONS
    if action in read_actions(campaign):
        raise InputError("{path}: this action is in it already.", cure="Nothing was written.", path=path)
    raw = path.read_bytes() if path.exists() else b"\xef\xbb\xbf" + f"{','.join(ACTION_COLUMNS)}\r\n".encode()
    encoding = csv_encoding(raw)
    text = raw.decode(encoding)
    end = "\r\n" if "\r\n" in text else "\n"
    header, *rows = [cells for _, cells in csv_rows(path)] if path.exists() else [list(ACTION_COLUMNS)]
    names = [cell.strip().lower() for cell in header]
    cells = {"station": action.station, "theme": action.theme, "done": action.done}
    cells["date"] = _day_as_written(
        action.day, [row[names.index("date")] for row in rows if len(row) > names.index("date")]
    )
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter_of(text), lineterminator=end).writerow([cells.get(name, "") for name in names])
    added = ("" if text.endswith(("\n", "\r")) else end) + out.getvalue()
    # utf-16 and utf-8-sig would write their mark again
    marked = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le" if raw[:2] == b"\xff\xfe" else "utf-16-be"}
    return LineToAdd(action, path, out.getvalue().rstrip("\r\n"), raw + added.encode(marked.get(encoding, encoding)))


def add_line(to_add: LineToAdd) -> Path:
    """Write it whole or not at all, readable by whoever could read it before."""
    path = to_add.path.resolve()
    shared = path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & 0o044)
    return write_whole(path, to_add.content, shared=shared)


def _day_as_written(day: date, written: list[str]) -> str:
    """The day as the newest line of the file writes it: 2026-11-10 or 10-11-2026, 10/11/2026, 10.11.2026."""
    like = DAY_FIRST.fullmatch(written[-1]) if written else None
    return day.strftime(f"%d{like[1]}%m{like[1]}%Y") if like else day.isoformat()
