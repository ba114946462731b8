"""FORMATTED_VALUE: a cell as a person sees it, by its number format and the spreadsheet's locale."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

from ..clock import from_serial
from ..wire import Json
from .cells import Scalar
from .figures import COLOURS, figure, worded
from .locales import signs

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
DATES = {
    "en_US": "m/d/yyyy",
    "en_GB": "dd/mm/yyyy",
    "en_IN": "dd/mm/yyyy",
    "hi_IN": "dd/mm/yyyy",
    "de_DE": "dd.mm.yyyy",
}
TIMES = {"en_US": "h:mm:ss am/pm"}
STAMPS = {"en_US": "h:mm:ss"}
CURRENCY = {"en_US": '"$"#,##0.00', "en_IN": '"₹"#,##0.00', "hi_IN": '"₹"#,##0.00', "en_GB": '"£"#,##0.00'}
MOMENTS = {"DATE", "TIME", "DATE_TIME"}
LONGEST = 500
"""Signs of a pattern that are looked at: more than the places behind a point, and each costs as much as all before it."""


def shown(value: Scalar, number_format: Json, locale: str) -> str:
    """The text of a cell. `number_format` is a NumberFormat (type, pattern) or {}."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return worded(value, number_format.get("pattern", "")[:LONGEST])
    kind = number_format.get("type", "")
    pattern = (number_format.get("pattern") or default_pattern(kind, locale))[:LONGEST]
    if kind == "PERCENT" and not pattern:
        return f"{general(float(f'{value * 100:.15g}'), locale)}%"
    if not pattern or kind == "TEXT":
        return general(value, locale)
    if kind in MOMENTS:
        return _moment(value, pattern)
    text = figure(value, pattern, locale)
    return general(value, locale) if text is None else text


def default_pattern(kind: str, locale: str) -> str:
    """The pattern of a format type without one of its own; other types show the plain figure."""
    day, clock = DATES.get(locale, "yyyy-mm-dd"), TIMES.get(locale, "hh:mm:ss")
    return {
        "DATE": day,
        "TIME": clock,
        "DATE_TIME": f"{day} {STAMPS.get(locale, 'hh:mm:ss')}",
        "CURRENCY": CURRENCY.get(locale, '"$"#,##0.00'),
    }.get(kind, "")


def general(value: float, locale: str) -> str:
    """A number without a format: up to ten significant digits; large ones have six and an exponent, tiny ones an exponent."""
    if isinstance(value, int) or value.is_integer():
        whole = int(value)
        text = str(whole) if abs(whole) < 10**15 else re.sub(r"\.?0*E\+?0?", "E+", f"{value:.5E}")
    else:
        text = f"{value:.10g}".upper().replace("E-0", "E-")
    return text.replace(".", signs(locale)[0])


def _moment(value: float, pattern: str) -> str:
    pieces, places = _pieces(pattern)
    try:
        when = from_serial(value)
        if places < 6:
            when += timedelta(microseconds=5 * 10 ** (5 - places))
    except OverflowError:
        return general(value, "en_US")
    return "".join(piece(when, value) for piece in pieces)


Piece = Callable[[datetime, float], str]
META = rf"\[(?:\$[^\]]*|(?i:{COLOURS.pattern}))\]"
"""What stands before a section and is not shown: a colour, and the language of an imported workbook."""
TOKEN = re.compile(
    rf'"[^"]*"|\\.|{META}|\[[hH]+\]|\[[mM]+\]|\[[sS]+\]|[aA][mM]/[pP][mM]|[aA]/[pP]|AM|PM|[yY]+|m+|M+|[dD]+|[hH]+|[sS]+|\.0+|.',
    re.DOTALL,
)
UNITS = {"h": 3600, "m": 60, "s": 1}
HALVES = {"am/pm", "a/p", "am", "pm"}


@lru_cache(maxsize=256)
def _pieces(pattern: str) -> tuple[tuple[Piece, ...], int]:
    """A date pattern, read once: a function for each of its parts, and to how many places a second is rounded (6: not at all,
    as it shows none)."""
    found = TOKEN.findall(pattern)
    tokens = tuple(
        token for token in found[: found.index(";") if ";" in found else None] if not re.fullmatch(META, token)
    )
    half = any(token.lower() in HALVES for token in tokens)
    seconds = 0 if any(token[0] in "sS" for token in tokens) else 6
    places = max((len(token) - 1 for token in tokens if re.fullmatch(r"\.0+", token)), default=seconds)
    pieces, whole = [], 0
    for index, token in enumerate(tokens):
        if len(token) > 2 and token[0] == "[":
            unit = UNITS[token[1].lower()]
            pieces.append(_elapsed(len(token) - 2, unit, whole))
            whole = unit
        else:
            pieces.append(_piece(token, half=half, minutes=_is_minutes(tokens, index)))
    return tuple(pieces), places


def _elapsed(width: int, unit: int, whole: int) -> Piece:
    """Hours, minutes or seconds of a duration; those that a larger part before has told are not told again."""

    def piece(_: datetime, value: float) -> str:
        seconds = round(abs(value) * 86_400_000) // 1000
        told = seconds % whole if whole else seconds
        return ("-" if value < 0 and not whole else "") + f"{told // unit:0{width}d}"

    return piece


def _is_minutes(tokens: tuple[str, ...], index: int) -> bool:
    """An m is minutes after an hour, or before a second."""
    before = next((token for token in reversed(tokens[:index]) if token[0] in "yYmMdDhHsS["), "").lower()
    after = next((token for token in tokens[index + 1 :] if token[0] in "yYmMdDhHsS"), "").lower()
    return before.startswith(("h", "[h")) or after.startswith("s")


def _piece(part: str, *, half: bool, minutes: bool) -> Piece:
    if part.startswith(('"', "\\")):
        text = part[1:-1] if part.startswith('"') else part[1:]
        return lambda when, value: text
    if part.lower() in HALVES:
        words = (part[0], part[2]) if part[1] == "/" else ("AM", "PM")
        return lambda when, value: words[when.hour >= 12]
    if re.fullmatch(r"\.0+", part):
        return lambda when, value: "." + f"{when.microsecond:06d}"[: len(part) - 1].ljust(len(part) - 1, "0")
    strf = _strf(part, half=half, minutes=minutes)
    if strf is None:
        return lambda when, value: part
    return strf


def _strf(token: str, *, half: bool, minutes: bool) -> Piece | None:
    """A run of one letter: year, month or minutes, day, hour, second; None for anything else. A large M is a month."""
    wide = len(token) > 1
    match token[0].replace("M", "month").lower():
        case "y":
            return lambda when, value: f"{when.year:04d}" if len(token) > 2 else f"{when.year % 100:02d}"
        case "m" if minutes and len(token) < 3:
            return lambda when, value: f"{when.minute:02d}" if wide else str(when.minute)
        case "m" | "month" if len(token) > 2:
            return lambda when, value: MONTHS[when.month - 1][: {3: 3, 5: 1}.get(len(token))]
        case "m" | "month":
            return lambda when, value: f"{when.month:02d}" if wide else str(when.month)
        case "d" if len(token) > 2:
            return lambda when, value: DAYS[when.weekday()][: 3 if len(token) == 3 else None]
        case "d":
            return lambda when, value: f"{when.day:02d}" if wide else str(when.day)
        case "h":
            return lambda when, value: f"{(when.hour % 12 or 12) if half else when.hour:0{2 if wide else 1}d}"
        case "s":
            return lambda when, value: f"{when.second:02d}" if wide else str(when.second)
    return None
