"""What time it is, asked once and handed in: which weeks are over, and for which one may ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from ..campaign import Campaign
from ..errors import InputError, StateError
from ..forms.checks import CLOCK
from ..nouns.moments import moment_of, span
from ..nouns.week import day_of, last_finished_week, read_month, read_week, week_name, week_number
from ..sentence import Sentence

if TYPE_CHECKING:
    from ..google import Pages
    from ..responses.ledger.ledger import Ledger

Clock = Callable[[], datetime]
"""Gives the present moment, aware."""


MOST_BEHIND = timedelta(days=1)
"""So far a clock may be behind Google's: what is written then gets the time of the step before, and that is said."""


MOST_SILENT = timedelta(days=92)
"""A quarter: nothing was written for so long. Then Google must be asked whether it is the clock."""


def trust_clock_of(pages: Pages | None, ledger: Ledger) -> None:
    """Refuse a wrong clock before something is written that Google has no part in: against Google's own, where `pages`
    reach it, else against the ledger's last step. Raises StateError."""
    if pages and (ahead := pages.clock_error()) is not None:
        trust_clock(ahead)
        return
    ours, last = now(), moment_of(ledger.manifest.written_at)
    if not ledger.manifest.written_at or -MOST_BEHIND <= ours - last <= MOST_SILENT:
        return
    raise StateError(
        "The clock of this computer says {ours:%Y-%m-%d %H:%M} (UTC), the ledger was last written on {last:%Y-%m-%d %H:%M}, and Google could not be asked for the time. Nothing was recorded.",
        cure="Set the clock right. If it is right, connect this computer to the internet and run it again.",
        ours=ours,
        last=last,
    )


def trust_clock(ahead: float | None) -> None:
    """Refuse a clock that is so many seconds ahead of Google's (None: not known), before it writes what nobody can take
    back; or more than a day behind. Raises StateError with both times."""
    if ahead is None or -MOST_BEHIND.total_seconds() <= ahead <= CLOCK:
        return
    ours, off = now(), timedelta(minutes=round(ahead / 60))
    raise StateError(
        "The clock of this computer says {ours:%Y-%m-%d %H:%M} (UTC), Google's says {theirs:%Y-%m-%d %H:%M}: it is {off} {side} Google's. Nothing was recorded.",
        cure="Set the clock right (automatic time in the system's settings), then run it again.",
        ours=ours,
        theirs=ours - off,
        off=span(off),
        side=Sentence("ahead of") if ahead > 0 else Sentence("behind"),
    )


def clock_notes(ahead: float | None) -> tuple[str, ...]:
    """What a person should know of a clock that is trusted, and yet more than ten minutes behind Google's."""
    if ahead is None or ahead > -600:
        return ()
    return (
        Sentence(
            "The clock of this computer is {behind} behind Google's. Set it right (automatic time in the system's settings).",
            behind=span(timedelta(seconds=ahead)),
        ),
    )


def now() -> datetime:
    """The present moment of this computer."""
    return datetime.now(UTC)


def office_time(campaign: Campaign, clock: Clock = now) -> datetime:
    """The moment in the office's time zone."""
    return clock().astimezone(campaign.zone)


def office_day(campaign: Campaign, clock: Clock = now) -> date:
    """The day in the office's time zone."""
    return office_time(campaign, clock).date()


def week_asked(campaign: Campaign, week: str, clock: Clock = now) -> str:
    """The name of the week that was asked for. Raises InputError for one that has not begun."""
    finished = last_finished_week(clock(), campaign.timezone)
    if (number := read_week(week)) > finished + 1:
        raise InputError("Week {week_name} has not begun.", cure=_last(finished), week_name=week_name(number))
    return week_name(number)


def week_meant(campaign: Campaign, first: int | None, clock: Clock) -> str:
    """Name of the week that is meant where none is named: the last finished one, or the running one when the first response
    (day number; None without any) came in it."""
    finished = last_finished_week(clock(), campaign.timezone)
    begun = first is not None and week_number(day_of(first)) == finished + 1
    return week_name(finished + begun)


def week_of_month(campaign: Campaign, month: str, clock: Clock = now) -> str:
    """Name of the last week that ends in a month ("2026-11"). Raises InputError for none, and when that week has not begun."""
    finished = last_finished_week(clock(), campaign.timezone)
    last = read_week(read_month(month).last_week.label)
    if last > finished + 1:
        raise InputError(
            "The last week of {month}, {week_name}, has not begun.",
            cure=_last(finished),
            month=month,
            week_name=week_name(last),
        )
    return week_name(last)


def is_over(campaign: Campaign, week: str, moment: datetime) -> bool:
    """Whether a week had ended at that moment, by the office's clock."""
    return read_week(week) <= last_finished_week(moment, campaign.timezone)


def _last(finished: int) -> str:
    return Sentence("The last finished week is {finished}.", finished=week_name(finished))
