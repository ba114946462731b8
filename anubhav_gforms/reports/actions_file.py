"""A line more in actions.csv, in the form in which the office keeps it; what stands there stays as it is, byte by byte."""

from __future__ import annotations

import csv
import io
import re
import stat
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..campaign import Campaign
from ..csv_file import csv_encoding, csv_rows, delimiter_of
from ..errors import CampaignError, InputError, Mistake
from ..files import FORMULA, write_whole
from ..sentence import Sentence
from .given import ACTION_COLUMNS, ACTIONS, ActionTaken, action_of, read_actions

DAY_FIRST = re.compile(r"\s*\d{1,2}([-/.])\d{1,2}\1\d{4}\s*")


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
    cells["date"] = _day(action.day, [row[names.index("date")] for row in rows if len(row) > names.index("date")])
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


def _day(day: date, written: list[str]) -> str:
    """The day as the newest line of the file writes it: 2026-11-10 or 10-11-2026, 10/11/2026, 10.11.2026."""
    like = DAY_FIRST.fullmatch(written[-1]) if written else None
    return day.strftime(f"%d{like[1]}%m{like[1]}%Y") if like else day.isoformat()
