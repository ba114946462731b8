"""The heads of the books, deposited outside the office after each pull with news and each report; looked up there again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..custody.deposits import (
    COLUMNS,
    TAB,
    DepositedHead,
    empty_tab,
    faults_of,
    heads_in,
    last_in,
    note_deposit,
    read_deposits,
    read_rows,
    rows_for,
)
from ..custody.heads import Head, heads
from ..errors import AnubhavError, InputError, StateError
from ..forms.checks import Check, green, red
from ..nouns import a1
from ..sentence import Sentence
from .clock import Clock, now
from .connection import connect, root_of
from .time_stamps import LATE, stamp_heads

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..google import Google
    from ..nouns.google import Tab


def deposit_heads(campaign: Campaign, *, clock: Clock = now) -> tuple[Sentence, ...]:
    """Deposit the heads of ledger and gazette where config/office.toml says, and have them stamped; gives what a person should
    know, () for nothing.

    Never raises for what is wrong outside: it is told, and the next pull or report tries again. Raises StateError when this disk
    does not keep a time stamp, or what was deposited. Nothing is asked of anybody when the heads are those that were deposited last.
    """
    present = clock()
    stamped = tuple(stamp_heads(campaign, present))
    try:
        return *stamped, *_into_tab(campaign, present)
    except StateError:
        raise
    except AnubhavError as error:
        says = Sentence(
            "The heads of the books could not be deposited in the second account; the next pull tries again. {message} {cure}",
            message=error.message,
            cure=error.cure,
        )
        return *stamped, says


def look_in_second_account(campaign: Campaign) -> tuple[int, tuple[Sentence, ...]]:
    """How many heads lie in the second account's tab, and what is wrong with them: rows that are gone, heads that today's books lack.

    Raises InputError where none is named in config/office.toml; GoogleError.
    """
    if not (sheet := campaign.office.witness.heads_sheet):
        raise InputError("No second account is named.", cure="Write [witness] heads_sheet in config/office.toml.")
    known = last_in(read_deposits(campaign.data), sheet)
    google = _second(campaign)
    tab = _tab(google, sheet)
    rows = _rows(google, sheet, tab, 2) if tab else ()
    return len(rows), tuple(faults_of(rows, campaign.data, known.body["rows"][-1][0] if known else 0))


def check_deposits(campaign: Campaign, present: datetime) -> Check:
    """Whether the heads of the books lie outside the office as they should. Reads this computer only."""
    sheet = campaign.office.witness.heads_sheet
    if not sheet:
        return green("nobody outside is named in config/office.toml: printed packs and alerts have them")
    deposits = read_deposits(campaign.data)
    if any(entry.body["lost"] for entry in deposits if entry.body["sheet"] == sheet):
        said = Sentence("rows were taken away or changed in the second account's tab")
        return red(said, "anubhav ledger prove --second-account")
    late = [head for head in _fresh(campaign, heads_in(deposits, sheet)) if head.at and present - head.at > LATE]
    if late:
        said = Sentence("the heads of {day:%d.%m.%Y} and later are not in the second account's tab", day=late[0].at)
        return red(said, "anubhav pull")
    return green("in the second account's tab")


def _fresh(campaign: Campaign, deposited: Mapping[str, str]) -> list[Head]:
    return [head for head in heads(campaign.data) if deposited.get(str(head.book)) != head.hash]


def _into_tab(campaign: Campaign, present: datetime) -> Iterator[Sentence]:
    """Append the heads that are not there yet, below whatever is there; says when what is there is not what was written."""
    sheet = campaign.office.witness.heads_sheet
    deposits = read_deposits(campaign.data) if sheet else ()
    fresh = _fresh(campaign, heads_in(deposits, sheet)) if sheet else []
    if not fresh:
        return
    from ..google.tabs import write_tabs  # loaded when there is something to write: see connection.py

    google, known = _second(campaign), last_in(deposits, sheet)
    tab = _tab(google, sheet)
    if tab is None:
        write_tabs(google.sheets, sheet, [empty_tab()])
        tab = _tab(google, sheet)
        assert tab, "it was made just now"
    first = known.body["last_row"] if known else 2
    last = DepositedHead(*known.body["rows"][-1]) if known else None
    rows = _rows(google, sheet, tab, first)
    lost = bool(last and (not rows or rows[0] != last))
    if lost:
        first, rows = 2, _rows(google, sheet, tab, 2)
    number = max([last.number if last else 0, *(row.number for row in rows if row)])
    if lost or not known:
        for fault in faults_of(rows, campaign.data, last.number if last else 0):
            yield Sentence(
                "The second account: {fault}. Its holder finds who did it in File > Version history.", fault=fault
            )
    there = {row.hash for row in rows if row}
    new = rows_for([head for head in fresh if head.hash not in there], number, present.astimezone(UTC))
    if new:
        google.sheets.append(sheet, tab.id, [row.cells for row in new], "Writing into the second account's sheet")
    written = new or tuple(row for row in rows if row)[-1:]
    body = {
        "sheet": sheet,
        "heads": {str(head.book): head.hash for head in fresh},
        "rows": [list(row.cells) for row in written],
        "last_row": first + len(rows) + len(new) - 1,
        "lost": lost,
    }
    note_deposit(campaign.data, body, present)


def _second(campaign: Campaign) -> Google:
    from ..google.auth import find_second_login  # loaded when asked: see connection.py

    return connect(campaign, login=find_second_login(campaign.id, root_of(campaign)))


def _tab(google: Google, sheet: str) -> Tab | None:
    return next((tab for tab in google.sheets.describe(sheet).tabs if tab.title == TAB), None)


def _rows(google: Google, sheet: str, tab: Tab, first: int) -> Sequence[DepositedHead | None]:
    """What stands in the tab from this row on."""
    if tab.rows < first:
        return ()
    last = a1.column(len(COLUMNS) - 1)
    return read_rows(google.sheets.values(sheet, [f"{a1.quoted(TAB)}!A{first}:{last}{tab.rows}"])[0])
