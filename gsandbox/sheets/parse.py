"""USER_ENTERED: what Google Sheets makes of a text that a person types into a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from ..clock import serial
from ..wire import Json
from .cells import Scalar
from .locales import DECIMAL_COMMAS, english
from .show import default_pattern

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"), 1
    )
    for name in (names, names[:3])
}  # fmt: skip
CURRENCIES = {"en_US": "$", "en_IN": "₹", "hi_IN": "₹", "en_GB": "£"}
MONTH_FIRST = {"en_US", "en_PH", "es_US"}
GROUPED = re.compile(r"[0-9]+(,[0-9]{2,})*,[0-9]{3,}(\.[0-9]*)?")
"""A comma is passed over that has three digits behind it, wherever it stands."""
NUMBER = re.compile(r"([0-9]+(\.[0-9]*)?|\.[0-9]+)")
SCIENTIFIC = re.compile(r"([0-9]+(\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+")
LONGEST_MOMENT = 100
"""Letters; what is longer is no day and no time, and is not looked through for one."""
TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]+)?)?\s*([aApP][mM])?")


@dataclass(frozen=True, slots=True)
class Entered:
    """What becomes of a typed text: a value, a number format when the look of the text asks for one, or a formula."""

    value: Scalar = None
    number_format: Json | None = None
    formula: str = ""


def entered(text: str, locale: str, *, this_year: int) -> Entered:
    """Read a typed text in the manner of a spreadsheet's locale. A day and month alone are of `this_year`."""
    if text.startswith("'"):
        return Entered(text[1:])
    if text.startswith("=") and len(text) > 1:
        return Entered(formula=text)
    plain = text.strip()
    if not plain:
        return Entered(text or None)
    if plain.upper() in ("TRUE", "FALSE"):
        return Entered(plain.upper() == "TRUE")
    readings = [lambda: _number(plain, locale), lambda: _moment(plain, locale, this_year)]
    if locale in DECIMAL_COMMAS:  # 24.12.2026 is a day, and 1.234 a figure
        readings.reverse()
    found = readings[0]() or readings[1]()
    if found is None and plain[0] in "+-" and len(plain) > 1:  # +91 98765 43210 is a sum that cannot be read
        return Entered(formula=f"={plain}")
    return found or Entered(text)


def _number(text: str, locale: str) -> Entered | None:
    sign, rest = 1, text
    if rest.startswith("(") and rest.endswith(")") and len(rest) > 2:
        sign, rest = -1, rest[1:-1]
    if rest[:1] in ("+", "-"):
        sign, rest = (-sign if rest[0] == "-" else sign), rest[1:]
    symbol = CURRENCIES.get(locale, "$")
    currency = rest.startswith(symbol)
    if currency:
        rest = rest[len(symbol) :].strip()
        if rest[:1] == "-":
            sign, rest = -sign, rest[1:]
    percent = rest.endswith("%")
    if percent:
        rest = rest[:-1].strip()
    rest = english(rest, locale)
    grouped = bool(GROUPED.fullmatch(rest))
    scientific = bool(SCIENTIFIC.fullmatch(rest))
    if not (grouped or scientific or NUMBER.fullmatch(rest)):
        return None
    number = sign * float(rest.replace(",", ""))
    if number in (float("inf"), float("-inf")):
        return None
    decimals = len(rest.partition(".")[2].lower().partition("e")[0])
    digits = "." + "0" * min(decimals, 2) if decimals else ""
    shown: Json | None = None
    if percent:
        number, shown = number / 100, {"type": "PERCENT", "pattern": f"0{'.00' if decimals else ''}%"}
    elif currency:
        shown = {"type": "CURRENCY", "pattern": f'"{symbol}"#,##0{digits}'}
    elif scientific:
        shown = {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    elif grouped:
        shown = {"type": "NUMBER", "pattern": f"#,##0{'.00' if decimals else ''}"}
    return Entered(int(number) if number.is_integer() and abs(number) < 1e15 else number, shown)


def _moment(text: str, locale: str, this_year: int) -> Entered | None:
    if len(text) > LONGEST_MOMENT:
        return None
    day_text, clock_text = text, ""
    match = re.fullmatch(r"(.*?\S)[ T]+([0-9]{1,2}:[0-9]{2}\S*(?:\s*[aApP][mM])?)", text)
    if match:
        day_text, clock_text = match[1], match[2]
    elif TIME.fullmatch(text):
        day_text, clock_text = "", text
    at = _time(clock_text) if clock_text else None
    if clock_text and at is None:
        return None
    if not day_text:
        assert at is not None
        return Entered(serial(datetime.combine(date(1899, 12, 30), at[0])), {"type": "TIME", "pattern": at[1]})
    day = _date(day_text, locale, this_year)
    if day is None:
        return None
    when, pattern = day
    if at is None:
        return Entered(int(serial(datetime.combine(when, time()))), {"type": "DATE", "pattern": pattern})
    pattern = default_pattern("DATE_TIME", locale) if at[0].microsecond else f"{pattern} {at[1]}"
    return Entered(serial(datetime.combine(when, at[0])), {"type": "DATE_TIME", "pattern": pattern})


def _time(text: str) -> tuple[time, str] | None:
    match = TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    half = (match[5] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    micros = round(float(match[4] or 0) * 1_000_000)
    parts = ["h", "mm", *(["ss"] if match[3] else [])]
    return time(hour, minute, second, micros), ":".join(parts) + (" am/pm" if half else "")


def _date(text: str, locale: str, this_year: int) -> tuple[date, str] | None:
    match = re.fullmatch(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", text)
    if match:
        mark = match[2]
        wide = len(match[3]) == 2 and len(match[4]) == 2
        return _checked(
            int(match[1]), int(match[3]), int(match[4]), mark.join(("yyyy", *(("mm", "dd") if wide else ("m", "d"))))
        )
    match = re.fullmatch(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})", text)
    if match:
        first, mark, second = int(match[1]), match[2], int(match[3])
        year = int(match[4]) + (0 if len(match[4]) == 4 else 2000 if int(match[4]) < 50 else 1900)
        years = "y" * len(match[4])
        if locale in MONTH_FIRST:  # where 11.28.2020 is no day
            return None if mark == "." else _checked(year, first, second, mark.join(("m", "d", years)))
        return _checked(year, second, first, mark.join(("d", "m", years)))
    match = re.fullmatch(r"([0-9]{1,2})([-/])([0-9]{1,2})", text)
    if match:
        first, second = int(match[1]), int(match[3])
        month, day = (first, second) if locale in MONTH_FIRST else (second, first)
        order = ("m", "d") if locale in MONTH_FIRST else ("d", "m")
        return _checked(this_year, month, day, match[2].join(order))
    match = re.fullmatch(r"([0-9]{1,2})([ -])([A-Za-z]{3,9})(?:\2([0-9]{4}))?", text)
    if match and match[3].lower() in MONTHS:
        parts = ("d", _named(match[3]), *(["yyyy"] if match[4] else []))
        return _checked(int(match[4] or this_year), MONTHS[match[3].lower()], int(match[1]), match[2].join(parts))
    match = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", text)
    if match:
        return _checked(int(match[1]), int(match[2]), 1, f"yyyy-{'m' * len(match[2])}")
    match = re.fullmatch(r"([A-Za-z]{3,9}) ([0-9]{4})", text)
    if match and match[1].lower() in MONTHS:
        return _checked(int(match[2]), MONTHS[match[1].lower()], 1, f"{_named(match[1])} yyyy")
    match = re.fullmatch(r"([A-Za-z]{3,9})-([0-9]{1,2})", text)
    if match and match[1].lower() in MONTHS:
        return _checked(this_year, MONTHS[match[1].lower()], int(match[2]), f"{_named(match[1])}-d")
    match = re.fullmatch(r"([A-Za-z]{3,9}) ([0-9]{1,2})(?:,? ([0-9]{4}))?", text)
    if match and match[1].lower() in MONTHS:
        pattern = f"{_named(match[1])} d{', yyyy' if match[3] else ''}"
        return _checked(int(match[3] or this_year), MONTHS[match[1].lower()], int(match[2]), pattern)
    return None


def _named(month: str) -> str:
    """The pattern of a month's name as it was typed: whole, or its first three letters."""
    return "mmmm" if len(month) > 3 else "mmm"


def _checked(year: int, month: int, day: int, pattern: str) -> tuple[date, str] | None:
    try:
        return date(year, month, day), pattern
    except ValueError:
        return None
