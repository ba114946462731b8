"""The spans of time that reports speak of: ISO weeks, and months that are reported by their last week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week: Monday to Sunday."""

    label: str

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that this day lies in."""
        year, week, _ = day.isocalendar()
        return cls(f"{year}-W{week:02d}")

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
