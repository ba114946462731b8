"""Whether what citizens send is read: the form's own list against the rows of the response tab, and against the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ..nouns import a1
from ..nouns.gateway import Gateway
from ..nouns.google import ON_ITS_WAY, Tab
from ..nouns.moments import same_clock, unmatched
from ..sentence import Sentence
from .belonging import instant
from .checks import Check, green, not_asked, red
from .linking import ResponseTab

LOOK_BACK = timedelta(days=3)


def check_arrivals(
    gateway: Gateway, response_tab: ResponseTab, sent: Sequence[datetime], timezone: str, now: datetime
) -> Check:
    """Count the responses of the last three days in the form and in the sheet; those of the last hour may be on their way.
    And of whatever age: whether one that is not in the tab that is read stands in another tab with the same questions.
    """
    sheet = response_tab.spreadsheet
    if not same_clock(sheet.timezone, timezone):
        return not_asked("the sheet's times are in {timezone}", timezone=sheet.timezone)
    begin, end = now - LOOK_BACK, now - ON_ITS_WAY
    due, late = sum(begin <= time < end for time in sent), sum(end <= time for time in sent)
    times = _times(gateway, response_tab, response_tab.tab)
    arrived = sum(begin <= time < end for time in times)
    absent = unmatched((time for time in sent if time < end), times)
    for other in response_tab.others if absent else ():
        if stray := len(absent) - len(unmatched(absent, _times(gateway, response_tab, other))):
            return red(
                Sentence(
                    '{n:,} response of the form is in the tab "{other}" and not in "{read}", which is read',
                    '{n:,} responses of the form are in the tab "{other}" and not in "{read}", which is read',
                    n=stray,
                    other=other.title,
                    read=response_tab.tab.title,
                ),
                Sentence(
                    'Look at the rows in "{other}". If they were deleted on purpose, delete them there too; if not, copy them into "{read}", below its last row. Then run: anubhav pull --full',
                    other=other.title,
                    read=response_tab.tab.title,
                ),
            )
    if arrived < due:
        return red(
            "{lost} of {due} responses of the last 3 days are in the form and not in the sheet",
            Sentence(
                "Open the sheet: were rows deleted, is it full, is it in the bin? Link form and sheet again (Responses, Link to Sheets): a new tab with all responses is made, and anubhav pull takes it over."
            ),
            lost=due - arrived,
            due=due,
        )
    if not due and not late:
        return green("none were due: no new response in the form or the sheet for 3 days")
    fresh = Sentence("; {late} of the last hour may still be on the way", late=late) if late else ""
    if not due:
        return green("none were due yet{fresh}", fresh=fresh)
    return green("{due} of the last 3 days, all of them in the sheet{fresh}", due=_count(due), fresh=fresh)


def check_read(
    sent: Sequence[datetime], unread: Callable[[Iterable[datetime]], int], pulled_at: datetime | None
) -> Check:
    """Whether the ledger has every response that was there to be read an hour before the last pull; later ones wait for the next.

    `unread` counts those moments at which the ledger has none.
    """
    missing = unread(time for time in sent if time < pulled_at - ON_ITS_WAY) if pulled_at else 0
    if missing:
        return red(
            Sentence(
                "{n:,} response of the form is not in the ledger ({sent:,} in all)",
                "{n:,} responses of the form are not in the ledger ({sent:,} in all)",
                n=missing,
                sent=len(sent),
            ),
            "Run: anubhav pull; if it stays so, see whether they are in the sheet (the line above).",
        )
    if not sent:
        return green("the form has no response yet")
    if waiting := unread(sent):
        return green("{sent} of the form, {n:,} waiting for anubhav pull", sent=_count(len(sent)), n=waiting)
    return green("{sent} of the form, all of them in the ledger", sent=_count(len(sent)))


def _times(gateway: Gateway, response_tab: ResponseTab, tab: Tab) -> list[datetime]:
    """The moments in the first column of a tab."""
    columns = gateway.sheets.values(response_tab.spreadsheet.id, [f"{a1.quoted(tab.title)}!A2:A"])[0]
    zone = ZoneInfo(response_tab.spreadsheet.timezone)
    return [moment for cell in (columns[0] if columns else ()) if (moment := instant(cell, zone))]


def _count(number: int) -> Sentence:
    return Sentence("{n:,} response", "{n:,} responses", n=number)
