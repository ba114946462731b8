"""One reader for days, times and numbers, whoever asks: import, purge, actions.csv, footfall.csv, posters --since."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anubhav_gforms.as_typed import read_count, read_day, read_moment, read_stamp
from anubhav_gforms.cli.show import Day, Moment
from tools.house import PACKAGE, trees


@pytest.mark.parametrize("text", ["2026-11-04", "04-11-2026", "4/11/2026", "04.11.2026", " 04-11-2026 ", "०४-११-२०२६"])
def test_a_day_comes_before_its_month(text: str) -> None:
    assert read_day(text) == date(2026, 11, 4)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("24-11-2026 18:05", 18),
        ("2026-11-24T18:05:00", 18),
        ("24/11/2026 6:05 PM", 18),
        ("24-11-2026 12:05 am", 0),
        ("24-Nov-26 18:05", 18),
        ("24 nov 2026 6:05 PM", 18),
    ],
)
def test_times_as_excel_writes_them(text: str, hour: int) -> None:
    assert read_moment(text) == datetime(2026, 11, 24, hour, 5)  # noqa: DTZ001 - a wall clock


@pytest.mark.parametrize(
    "text", ["", "soon", "31-31-2026", "11/24/2026", "24-11/2026", "2026-11-24 25:00", "2026-11-24 13:00 PM", "24-11-26", "24-Now-26", "0000-11-24", "24-Nov-0000", "0001-01-01", "9999-12-31", "31-Nov-26", "Nov-24-26", "1" * 9999]
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_moment(text) is None
    assert read_day(text) is None


@pytest.mark.parametrize(
    "text", ["2026/11/24", "2026/11/24 6:05 PM", "2026/13/24 6:05:30 PM GMT+5:30", "2026/11/24 13:05:30 PM GMT", "2026/11/24 6:05:30 PM GMT+24", "2026/11/24 6:05:30 PM IST", "0001/01/01 6:05:30 AM GMT+14", "9999/12/31 6:05:30 PM GMT-12"]
)  # fmt: skip
def test_what_is_no_time_of_a_form_is_none(text: str) -> None:
    assert read_stamp(text, UTC) is None


def test_a_day_has_no_time() -> None:
    assert read_day("24-11-2026 18:05") is None


@pytest.mark.parametrize(
    ("text", "count"), [("1200", 1200), ("1,200", 1200), ("1,20,000", 120000), (" 7 ", 7), ("१,२००", 1200)]
)
def test_counts_with_indian_commas(text: str, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["", "many", "-1", "1.5", "1,2", ",200", "1,,200", "12345678901"])
def test_what_is_no_count_is_none(text: str) -> None:
    assert read_count(text) is None


@given(st.datetimes(datetime(2015, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001 - wall clocks
def test_every_shape_is_read_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    for shape in ("%Y-%m-%d %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p"):
        assert read_moment(moment.strftime(shape)) == moment


def test_options_of_the_command_line_take_the_same_shapes() -> None:
    assert Day().convert("04-11-2026", None, None) == date(2026, 11, 4)
    assert Moment().convert("04-11-2026 18:05", None, None) == datetime(2026, 11, 4, 18, 5)  # noqa: DTZ001 - a wall clock
    with pytest.raises(click.BadParameter, match="is not a day; write it as 2026-11-24, 24-11-2026"):
        Day().convert("yesterday", None, None)


def test_nobody_else_reads_what_people_type() -> None:
    """`responses/intake/witness.py` reads what a sheet makes of a text, in all the shapes that a sheet may see in it."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees(PACKAGE).items()
        if not name.endswith("/witness.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and (node.attr == "strptime" or (node.attr == "DateTime"))
    ]
    assert not found
