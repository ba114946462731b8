"""The spans of time that everything speaks of: days, ISO weeks, months and quarters, as whole numbers and as names.

A day is the number of days since 1970-01-01. A week runs Monday to Sunday and is numbered from the Monday 1970-01-05,
so that every engine counts alike. A week belongs to the quarter in which its Monday lies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from ..errors import InputError
from ..text import plain_digits

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Days = TypeVar("Days", int, "npt.NDArray[np.int64]")

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_MONDAY = 4
YEAR = "2[0-9]{3}"
"""A year that somebody can mean."""


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(int(number) + _EPOCH)


def week_number(day: date) -> int:
    """Number of the week in which a day lies."""
    return week_of_day(day_number(day))


def week_of_day(number: Days) -> Days:
    """Number of the week in which a day lies, by its own number; of an array of them likewise."""
    return (number - _FIRST_MONDAY) // 7


def first_day(week: int) -> int:
    """Day number of a week's Monday."""
    return int(week) * 7 + _FIRST_MONDAY


@lru_cache
def week_name(week: int) -> str:
    """ISO name of a week: "2026-W47"."""
    year, number, _ = day_of(first_day(week)).isocalendar()
    return f"{year}-W{number:02d}"


def read_week(name: str) -> int:
    """Week number of an ISO name. Raises InputError for anything else."""
    match = re.fullmatch(rf"({YEAR})-?W([0-9]{{2}})", plain_digits(str(name)).strip().upper())
    try:
        if not match:
            raise ValueError
        return week_number(date.fromisocalendar(int(match[1]), int(match[2]), 1))
    except ValueError:
        raise InputError('"{name}" is not an ISO week.', cure='Write it as "2026-W47".', name=name) from None


def last_finished_week(now: datetime, timezone: str) -> int:
    """Number of the last week that is over at `now` (aware) in a zone."""
    return week_number(now.astimezone(ZoneInfo(timezone)).date()) - 1


def quarter_name(week: int) -> str:
    """The quarter of a week's Monday: "2026-Q4"."""
    monday = day_of(first_day(week))
    return f"{monday.year}-Q{(monday.month + 2) // 3}"


def quarter_start(week: int) -> int:
    """First week of the quarter in which a week lies."""
    monday = day_of(first_day(week))
    first = date(monday.year, 3 * ((monday.month - 1) // 3) + 1, 1)
    return week_number(first + timedelta(days=6))


def closed_quarter(week: int) -> tuple[int, int]:
    """First and last week of the last quarter that is over when this week is."""
    last = quarter_start(week + 1) - 1
    return quarter_start(last), last


def told_quarter(week: int) -> tuple[int, int]:
    """First and last week of the last quarter that was over a week before this one begins: by then its last responses were pulled."""
    return closed_quarter(week - 2)


def read_quarter(name: str) -> str:
    """A quarter as `quarter_name` gives it. Raises InputError for anything else."""
    if not re.fullmatch(rf"{YEAR}-Q[1-4]", said := plain_digits(name).strip().upper()):
        raise InputError("{quarter!r} is not a quarter.", cure="Write it like 2026-Q4.", quarter=name)
    return said


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week: Monday to Sunday."""

    label: str

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that this day lies in."""
        year, week, _ = day.isocalendar()
        return cls(f"{year}-W{week:02d}")

    @classmethod
    def at(cls, number: int) -> Week:
        """The week with this number."""
        return cls(week_name(number))

    @property
    def monday(self) -> date:
        year, _, week = self.label.partition("-W")
        return date.fromisocalendar(int(year), int(week), 1)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def before(self) -> Week:
        """The week before."""
        return Week.of(self.monday - timedelta(days=7))


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, "2026-11". Its report is that of the last week that ends in it."""

    label: str

    @property
    def first(self) -> date:
        year, _, month = self.label.partition("-")
        return date(int(year), int(month), 1)

    @property
    def last_week(self) -> Week:
        """The last week whose Sunday lies in this month."""
        after = (self.first + timedelta(days=31)).replace(day=1)
        return Week.of(after - timedelta(days=after.isoweekday()))

    @property
    def before(self) -> Month:
        """The month before."""
        return Month(f"{self.first - timedelta(days=1):%Y-%m}")


def read_month(name: str) -> Month:
    """A month by its name. Raises InputError for anything else."""
    if not re.fullmatch(rf"{YEAR}-(?:0[1-9]|1[0-2])", said := plain_digits(str(name)).strip()):
        raise InputError("{month!r} is not a month.", cure="Write it like 2026-11.", month=name)
    return Month(said)
