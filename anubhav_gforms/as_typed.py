"""Days, times and numbers as people in India type them, and as Excel there saves them: a day always comes before its month. And commands, as a
shell wants them typed."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo

from .sentence import Sentence
from .text import plain_digits

_MOMENT = re.compile(
    r"(?:(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})|(?P<day2>\d{1,2})(?P<mark>[-/.])(?P<month2>\d{1,2})(?P=mark)(?P<year2>\d{4})"
    r"|(?P<day3>\d{1,2})[- ](?P<name>[A-Za-z]{3})[- ](?P<year3>\d{2}|\d{4}))"
    r"(?:[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
)
_STAMP = re.compile(r"(\d{4})/(\d\d)/(\d\d) (.{7,13}) GMT(?:([+-])(\d{1,2})(?::(\d\d))?)?")
_COUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{2,3}){1,3}")

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""As Excel writes them in a day such as 24-Nov-26."""
LONGEST = 40
"""No day or time is written with more letters; a longer text is none, however it goes on."""
DAY_SHAPES = Sentence("2026-11-24, 24-11-2026 or 24/11/2026")
"""How a day may be written, for messages and help texts."""


def read_moment(text: str) -> datetime | None:
    """A wall clock without a zone: 2026-11-24 18:05, 24-11-2026 18:05:30, 24/11/2026 6:05 PM, 24-Nov-26 18:05, or a day alone
    (midnight).

    None for what is no such time, and for a year in which nobody reckons: a day more or less than it has to be a day too.
    """
    clean = " ".join(text[: LONGEST + 1].split())
    match = _MOMENT.fullmatch(clean) if len(text) <= LONGEST else None
    if not match:
        return None
    part = {name: int(value) for name, value in match.groupdict("0").items() if name not in ("mark", "half", "name")}
    hour = part["hour"]
    if half := match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "Pp" else 0)
    named = (match["name"] or "").title()
    if named and named not in MONTHS:
        return None
    month = MONTHS.index(named) + 1 if named else part["month"] or part["month2"]
    short = len(match["year3"] or "") == 2
    year = part["year"] or part["year2"] or part["year3"] + 2000 * short
    if not 1900 <= year < 3000:
        return None
    try:
        return datetime(  # noqa: DTZ001 - the wall clock of the office; its zone is config's
            year, month, part["day"] or part["day2"] or part["day3"],
            hour, part["minute"], part["second"],
        )  # fmt: skip
    except ValueError:
        return None


def read_stamp(text: str, zone: tzinfo) -> datetime | None:
    """As `read_moment`, and as a CSV that Google Forms itself gives of its responses: 2026/11/24 6:05:30 pm GMT+5:30, told in `zone`."""
    match = _STAMP.fullmatch(" ".join(text.split())) if len(text) <= LONGEST else None
    if not match:
        return read_moment(text)
    year, month, day, clock, sign, hours, minutes = match.groups()
    moment = read_moment(f"{year}-{month}-{day} {clock}")
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    if moment is None or abs(ahead) >= timedelta(days=1):
        return None
    return moment.replace(tzinfo=timezone(ahead)).astimezone(zone).replace(tzinfo=None)


def read_day(text: str) -> date | None:
    """A day without a time: 2026-11-24, 24-11-2026, 24/11/2026 or 24.11.2026; None for anything else."""
    moment = read_moment(text)
    return moment.date() if moment and ":" not in text else None


def read_count(text: str) -> int | None:
    """A whole number: 1200, 1,200, 1,20,000 or १२००; None for anything else."""
    plain = plain_digits(text.strip())
    return int(plain.replace(",", "")) if _COUNT.fullmatch(plain) else None


def typed_line(words: Sequence[str], system: str = sys.platform) -> str:
    """A command as a person types it in the shell of this system, as `sys.platform` names it."""
    if system != "win32":
        return shlex.join(words)
    from subprocess import list2cmdline  # not where --help is asked: it takes 8 ms

    return list2cmdline(words)
