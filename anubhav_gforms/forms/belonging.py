"""Which tab belongs to this form: proved by the form's own list of responses, never by a name or by what is newest.

Two forms of one office ask the same questions and may write into one spreadsheet. The Sheets API does not say which
tab is whose. But the form lists its own responses: the tab that holds the newest of them is the form's. A form that was
linked again has a new tab with all that it ever got; until somebody responds, it and the old tab hold the same newest
response, and the whole list tells whether one of them holds more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..errors import ForbiddenError, SheetError
from ..links.registry import Registry
from ..nouns import a1
from ..nouns.gateway import Cell, Gateway
from ..nouns.google import ON_ITS_WAY, FormResponse, Spreadsheet, Tab
from ..sentence import Sentence
from ..text import same_title

WINDOWS = (timedelta(days=3), timedelta(days=30), timedelta(days=300), None)
"""How far back the form's list is asked for, one after the other, until it names a response; None: all of it."""
WINDOW_ROWS = 20_000
"""Rows of one request."""
SHEET_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
"""Day 0 of a sheet, on a clock in its own zone."""

Mark = tuple[int, str]
"""What one response is known by: its second since 1970 (UTC) and the text of its station question."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a tab holds of the responses that the form lists: which, when the newest was sent, all its rows."""

    own: frozenset[int]  # places in the list of those that stand in this tab
    newest: int  # second since 1970 of the newest of them, 0 for none
    rows: int  # rows with a time, of those that were read


def newest_responses(google: Gateway, registry: Registry, now: datetime) -> tuple[FormResponse, ...]:
    """Responses of the form's own list, the newest ones among them; () when nobody responded. Raises ForbiddenError."""
    for back in WINDOWS:
        since = now - back if back else None
        newest = tuple(each for page in google.forms.responses(registry.form_id, since) for each in page)
        if newest:
            return newest
    return ()


def missing_columns(header: Sequence[str], registry: Registry) -> list[str]:
    """Keys of the questions that have no column in a tab, by a title that they have or had, or by the key."""
    shown = set(map(same_title, header))
    return [
        key
        for key, titles in registry.titles.items()
        if key in registry.question_ids and not shown.intersection(map(same_title, (*titles, key)))
    ]


def prove(
    google: Gateway,
    spreadsheet: Spreadsheet,
    headers: Mapping[Tab, Sequence[str]],
    listed: Sequence[FormResponse],
    registry: Registry,
    key: str,
) -> dict[Tab, Proof]:
    """For each tab which of the `listed` responses stand in it, by their second and the text of question `key`.

    Read from the last row upwards; of a single tab no more than it takes to find one of them.
    """
    titles = {title.strip() for title in registry.titles.get(key, ())}
    question = registry.question_ids.get(key, "")
    marks = {
        (int(moment.timestamp()) + near, _text(*response.answers.get(question, ())) if titles else ""): position
        for near in (1, -1, 0)  # a sheet may round what the form's list cuts off
        for position, response in enumerate(listed)
        for moment in (response.created, response.submitted)
    }
    proofs = {}
    for tab, header in headers.items():
        columns = [0, *(position for position, title in enumerate(header) if position and title.strip() in titles)]
        own: set[int] = set()
        rows = 0
        for last in range(tab.rows, 1, -WINDOW_ROWS):
            span = f"{max(2, last - WINDOW_ROWS + 1)}", f"{last}"
            ranges = [
                f"{a1.quoted(tab.title)}!{a1.column(number)}{span[0]}:{a1.column(number)}{span[1]}"
                for number in columns
            ]
            seen = _marks(google.sheets.values(spreadsheet.id, ranges), spreadsheet.timezone)
            own |= {marks[mark] for mark in seen if mark in marks}
            rows += len(seen)
            if own and len(headers) == 1:
                break
        newest = max((int(listed[place].submitted.timestamp()) for place in own), default=0)
        proofs[tab] = Proof(frozenset(own), newest, rows)
    return proofs


def own_tab(
    google: Gateway,
    spreadsheet: Spreadsheet,
    headers: Mapping[Tab, Sequence[str]],
    registry: Registry,
    key: str,
    now: datetime,
) -> tuple[Tab, int]:
    """Of the tabs that have our questions the one that belongs to this form, and how many of the form's responses it holds
    which the recorded tab does not (0 for the recorded one).

    The recorded one when no other has our questions; else the one with the newest response of the form's own list, of
    several with that one those that lack no question's column, and of these the recorded, unless another holds all that it
    holds of the whole list and more. The
    recorded one stays while nothing is proved: nobody responded yet, or this login may not ask the form.
    Raises SheetError when nothing is recorded and nothing proves which tab is ours.
    """
    recorded = next((tab for tab in headers if tab.id == registry.tab_id), None)
    if recorded and len(headers) == 1:
        return recorded, 0
    try:
        listed = newest_responses(google, registry, now)
        proofs = prove(google, spreadsheet, headers, listed, registry, key)
        newest = max(proof.newest for proof in proofs.values())
        if newest and recorded and proofs[recorded].newest == newest and len(_holding(proofs, newest)) > 1:
            whole = tuple(each for page in google.forms.responses(registry.form_id) for each in page)
            proofs = prove(google, spreadsheet, headers, whole, registry, key)
            newest = max(proof.newest for proof in proofs.values())
    except ForbiddenError:
        if recorded or len(headers) == 1:
            return recorded or next(iter(headers)), 0
        raise _unproved(
            spreadsheet, headers, Sentence("this login may not read the form's own list of responses")
        ) from None
    if newest:
        whole_tabs = frozenset(tab for tab, header in headers.items() if not missing_columns(header, registry))
        return _with_newest(proofs, newest, recorded, whole_tabs)
    if recorded:
        return recorded, 0
    late = any(now - each.submitted > ON_ITS_WAY for each in listed)
    return _without_proof(spreadsheet, headers, proofs, listed=len(listed), late=late), 0


def _with_newest(
    proofs: Mapping[Tab, Proof], newest: int, recorded: Tab | None, whole_tabs: Set[Tab]
) -> tuple[Tab, int]:
    """Of the tabs with the newest response the one that belongs to the form, and what `own_tab` gives with it."""
    first = _holding(proofs, newest)
    first = [tab for tab in first if tab in whole_tabs] or first
    if recorded in first:
        first = [tab for tab in first if proofs[tab].own > proofs[recorded].own] or [recorded]
    best = max(first, key=lambda tab: len(proofs[tab].own))
    return best, len(proofs[best].own - proofs[recorded].own) if recorded else 0


def _without_proof(
    spreadsheet: Spreadsheet, headers: Mapping[Tab, Sequence[str]], proofs: Mapping[Tab, Proof], *, listed: int, late: bool
) -> Tab:  # fmt: skip
    """The one tab that may be the form's while none holds a response of its list: the only one, or the only blank one, as long as
    the responses may still be on their way (not `late`). Raises SheetError for none or several."""
    only = next(iter(headers)) if len(headers) == 1 else None
    blank = [tab for tab in headers if not proofs[tab].rows]
    if only and (only in blank or not late):
        return only
    if len(blank) == 1 and not late:
        return blank[0]
    why = (
        Sentence("it holds none of the form's own {listed:,} newest responses", listed=listed)
        if only
        else Sentence("nothing proves which is ours")
    )
    raise _unproved(spreadsheet, headers, why)


def _holding(proofs: Mapping[Tab, Proof], newest: int) -> list[Tab]:
    """The tabs that hold the newest response."""
    return [tab for tab, proof in proofs.items() if proof.newest == newest]


def instant(cell: Cell, zone: ZoneInfo) -> datetime | None:
    """The instant of a sheet's date: days since 1899-12-30 on a clock in the sheet's zone; None for a cell that is no date."""
    if not isinstance(cell, int | float) or isinstance(cell, bool) or not 0 < cell < 1_000_000:
        return None
    return (SHEET_EPOCH + timedelta(milliseconds=round(cell * 86_400_000))).replace(tzinfo=zone).astimezone(UTC)


def _marks(columns: Sequence[Sequence[Sequence[Cell]]], timezone: str) -> list[Mark]:
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return []
    times, *codes = ((block[0] if block else ()) for block in columns)
    return [
        (int(moment.timestamp()), _text(*(column[row] for column in codes if row < len(column))))
        for row, cell in enumerate(times)
        if (moment := instant(cell, zone))
    ]


def _text(*cells: Cell) -> str:
    return next((text for cell in cells if cell is not None and (text := " ".join(str(cell).split()))), "")


def _unproved(spreadsheet: Spreadsheet, tabs: Mapping[Tab, Sequence[str]], why: str) -> SheetError:
    names = ", ".join(f'"{tab.title}"' for tab in tabs)
    return SheetError(
        "In the response sheet {title!r} tab {names} has the form's questions, but {why}."
        if len(tabs) == 1
        else "In the response sheet {title!r} the tabs {names} have the form's questions, but {why}.",
        cure="Answer the form once, wait a minute and run anubhav setup-forms again. If a tab belongs to another form, link that form to a spreadsheet of its own.",
        title=spreadsheet.title,
        names=names,
        why=why,
    )
