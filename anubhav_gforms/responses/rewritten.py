"""What a sheet makes of a text that looks like a number, a date or a time: the same words, kept otherwise."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from math import isclose

from .cells import canonical

MOST = 40
"""A longer text is no number and no date."""
_DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%y", "%m/%d/%y")
_TIMES = ("", " %H:%M", " %H:%M:%S")
_FIRST = date(1899, 12, 30).toordinal()


def same_words(sent: str, kept: str) -> bool:
    """Whether a cell that says `kept` may hold what a citizen sent: 0000002777 becomes 2777, 1.50 becomes 1.5, 24/11/2026 a day's
    number. A sheet never makes one number into another."""
    if sent == kept or canonical(sent).casefold() == kept.casefold():  # true becomes TRUE
        return True
    number = _number(kept)
    return (
        number is not None
        and len(sent) <= MOST
        and any(isclose(number, each, abs_tol=1e-6) for each in _readings(sent))
    )


def _readings(sent: str) -> list[float]:
    """Every number that a sheet may read in a text."""
    text = sent.strip().lstrip("'")
    bare = text.replace(",", "").replace("\u20b9", "").replace(" ", "").removeprefix("Rs.").removesuffix("%")
    numbers = [number / (100 if text.endswith("%") else 1) for number in [_number(bare)] if number is not None]
    if bare.startswith("(") and bare.endswith(")"):
        numbers += [-number for number in [_number(bare[1:-1])] if number is not None]
    for form in (*(day + time for day in _DAYS for time in _TIMES), "%H:%M", "%H:%M:%S", "%I:%M %p"):
        with suppress(ValueError):
            moment = datetime.strptime(text, form)  # noqa: DTZ007 - a sheet knows no zone
            share = (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400
            numbers.append(share + (moment.date().toordinal() - _FIRST if "%Y" in form.upper() else 0))
    return numbers


def _number(text: str) -> float | None:
    try:
        return float(text) if text.isascii() and "_" not in text else None
    except ValueError:
        return None
