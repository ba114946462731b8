"""Moments of one response, as the form's list tells them and as a sheet rounds them; and how long something lasts, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ..sentence import Sentence


def moment_of(ms: int) -> datetime:
    """The moment of so many milliseconds since 1970."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def ms_of(moment: datetime) -> int:
    """Milliseconds from 1970 to an aware moment."""
    return round(moment.timestamp() * 1000)


def same_clock(zone: str, other: str) -> bool:
    """Whether two zones show the same time, as Asia/Kolkata and Asia/Calcutta do: compared every ten days of 2015-2035."""
    if zone == other:
        return True
    start = datetime(2015, 1, 1, tzinfo=UTC)
    try:
        zones = ZoneInfo(zone), ZoneInfo(other)
    except (KeyError, ValueError, OSError):  # a name that is none
        return False
    instants = (start + timedelta(days=days) for days in range(0, 7305, 10))
    return all(len({instant.astimezone(each).utcoffset() for each in zones}) == 1 for instant in instants)


def unmatched(sent: Iterable[datetime], there: Iterable[datetime] | Counter[int]) -> list[datetime]:
    """Those of some moments (aware) that nothing `there` goes with, each going with one: moments, or how many there are
    of each second since 1970. A sheet may round what the form's list cuts off, so a second more or less is the same.
    """
    free = Counter(there) if isinstance(there, Counter) else Counter(int(moment.timestamp()) for moment in there)
    left = list(sent)
    for shift in (0, 1, -1):
        still = []
        for moment in left:
            second = int(moment.timestamp()) + shift
            if free[second] > 0:
                free[second] -= 1
            else:
                still.append(moment)
        left = still
    return left


def span(lasted: timedelta) -> Sentence:
    """How long, in days from two on, else in hours from two on, else in minutes: "37 days", "5 hours", "1 minute"."""
    minutes = round(abs(lasted).total_seconds() / 60)
    if minutes >= 2 * 24 * 60:
        return Sentence("{n} day", "{n} days", n=minutes // (24 * 60))
    if minutes >= 2 * 60:
        return Sentence("{n} hour", "{n} hours", n=minutes // 60)
    return Sentence("{n} minute", "{n} minutes", n=max(minutes, 1))
