"""Days, weeks and quarters as whole numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from anubhav_gforms.errors import InputError
from anubhav_gforms.nouns.week import (
    day_number,
    day_of,
    first_day,
    last_finished_week,
    quarter_name,
    quarter_start,
    read_month,
    read_week,
    week_name,
    week_number,
)


def test_days_and_weeks_there_and_back() -> None:
    assert day_number(date(1970, 1, 1)) == 0
    assert day_of(20_000) == date(2024, 10, 4)
    assert week_number(date(1970, 1, 5)) == 0, "the first Monday"
    assert week_number(date(1970, 1, 4)) == -1
    for day in (date(2026, 11, 16), date(2026, 11, 22)):
        assert week_name(week_number(day)) == "2026-W47"
        assert day_of(first_day(week_number(day))) == date(2026, 11, 16)
    assert week_name(week_number(date(2027, 1, 3))) == "2026-W53", "ISO: the week belongs to the year of its Thursday"


@pytest.mark.parametrize("name", ["2026-W47", " 2026w47 ", "2026-w47", "२०२६-W४७"])
def test_a_week_is_read_as_people_write_it(name: str) -> None:
    assert read_week(name) == week_number(date(2026, 11, 20))


@pytest.mark.parametrize("name", ["", 47, None, "47", "2026-47", "2026-W60", "2026-W00", "2026-W477", "2027-W53"])
def test_what_is_no_week_is_refused(name: Any) -> None:
    """Also what a program hands in that is no text."""
    with pytest.raises(InputError, match="is not an ISO week"):
        read_week(name)
    with pytest.raises(InputError, match="is not a month"):
        read_month(name)


def test_the_last_finished_week_ends_at_midnight_in_india() -> None:
    sunday_evening = datetime(2026, 11, 22, 18, 29, 59, tzinfo=UTC)
    assert week_name(last_finished_week(sunday_evening, "Asia/Kolkata")) == "2026-W46"
    assert week_name(last_finished_week(sunday_evening.replace(minute=30), "Asia/Kolkata")) == "2026-W47"


def test_a_week_belongs_to_the_quarter_of_its_monday() -> None:
    last = week_number(date(2026, 9, 28))
    assert quarter_name(last) == "2026-Q3"
    assert quarter_name(last + 1) == "2026-Q4"
    assert quarter_start(last + 1) == quarter_start(last + 7) == last + 1
    assert quarter_start(last) == week_number(date(2026, 7, 6))
    assert quarter_start(week_number(date(2024, 1, 1))) == week_number(date(2024, 1, 1)), (
        "a quarter that begins on a Monday"
    )
