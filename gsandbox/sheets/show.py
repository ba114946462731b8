"""FORMATTED_VALUE: a cell as a person sees it, by its number format and the spreadsheet's locale."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from ..clock import from_serial
from ..wire import Json
from .cells import Scalar

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
WIDE = Context(prec=800)  # the longest double has 309 digits before the point
PLACES = 400
"""Places behind the point that are looked at."""
MOMENTS = {"DATE", "TIME", "DATE_TIME"}


def shown(value: Scalar, number_format: Json, locale: str) -> str:
    """The text of a cell. `number_format` is a NumberFormat (type, pattern) or {}."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    kind = number_format.get("type", "")
    pattern = number_format.get("pattern") or default_pattern(kind, locale)
    if kind == "PERCENT" and not pattern:
        return f"{general(float(f'{value * 100:.15g}'))}%"
    if not pattern or kind == "TEXT":
        return general(value)
    if kind in MOMENTS:
        return _moment(value, pattern)
    return _figure(value, pattern, locale)


def default_pattern(kind: str, locale: str) -> str:
    """The pattern of a format type without one of its own; other types show the plain figure."""
    day, clock = DATES.get(locale, "yyyy-mm-dd"), TIMES.get(locale, "hh:mm:ss")
    return {
        "DATE": day,
        "TIME": clock,
        "DATE_TIME": f"{day} {STAMPS.get(locale, 'hh:mm:ss')}",
        "CURRENCY": CURRENCY.get(locale, '"$"#,##0.00'),
    }.get(kind, "")


def general(value: float) -> str:
    """A number without a format: up to ten significant digits, large and tiny ones with an exponent."""
    if isinstance(value, int) or value.is_integer():
        whole = int(value)
        return str(whole) if abs(whole) < 10**15 else re.sub(r"\.?0*E\+?0?", "E+", f"{value:.9E}")
    text = f"{value:.10g}"
    return text.upper().replace("E-0", "E-") if "e" in text else text


def _moment(value: float, pattern: str) -> str:
    try:
        when = from_serial(value)
    except OverflowError:
        return general(value)
    return "".join(piece(when, value) for piece in _pieces(pattern))


Piece = Callable[[datetime, float], str]
TOKEN = re.compile(r'"[^"]*"|\\.|\[h+\]|\[m+\]|\[s+\]|am/pm|a/p|y+|m+|d+|h+|s+|\.0+|.', re.DOTALL | re.IGNORECASE)


@lru_cache(maxsize=256)
def _pieces(pattern: str) -> tuple[Piece, ...]:
    """A date pattern, read once: a function for each of its parts."""
    tokens = tuple(token if token[0] in '"\\' else token.lower() for token in TOKEN.findall(pattern))
    half = "am/pm" in tokens or "a/p" in tokens
    return tuple(_piece(token, half=half, minutes=_is_minutes(tokens, index)) for index, token in enumerate(tokens))


def _is_minutes(tokens: tuple[str, ...], index: int) -> bool:
    """An m is minutes after an hour, or before a second."""
    before = next((token for token in reversed(tokens[:index]) if token[0] in "ymdhs["), "")
    after = next((token for token in tokens[index + 1 :] if token[0] in "ymdhs"), "")
    return before.startswith(("h", "[h")) or after.startswith("s")


def _piece(part: str, *, half: bool, minutes: bool) -> Piece:
    if part.startswith(('"', "\\")):
        text = part[1:-1] if part.startswith('"') else part[1:]
        return lambda when, value: text
    if part.startswith(("[h", "[m", "[s")):
        unit = {"h": 3600, "m": 60, "s": 1}[part[1]]
        return lambda when, value: str(int(timedelta(days=value).total_seconds() // unit))
    if part in ("am/pm", "a/p"):
        words = ("AM", "PM") if part == "am/pm" else ("A", "P")
        return lambda when, value: words[when.hour >= 12]
    if re.fullmatch(r"\.0+", part):
        return lambda when, value: "." + f"{when.microsecond:06d}"[: len(part) - 1].ljust(len(part) - 1, "0")
    strf = _strf(part, half=half, minutes=minutes)
    if strf is None:
        return lambda when, value: part
    return strf


def _strf(token: str, *, half: bool, minutes: bool) -> Piece | None:
    """A run of one letter: year, month or minutes, day, hour, second; None for anything else."""
    wide = len(token) > 1
    match token[0]:
        case "y":
            return lambda when, value: f"{when.year:04d}" if len(token) > 2 else f"{when.year % 100:02d}"
        case "m" if minutes:
            return lambda when, value: f"{when.minute:02d}" if wide else str(when.minute)
        case "m" if len(token) > 2:
            return lambda when, value: MONTHS[when.month - 1][: 3 if len(token) == 3 else None]
        case "m":
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


def _figure(value: float, pattern: str, locale: str) -> str:
    sections = pattern.split(";")
    if value < 0 and len(sections) > 1:
        return _figure(-value, sections[1], locale)
    section = sections[2] if value == 0 and len(sections) > 2 else sections[0]
    match = re.search(r"[#0?][#0?,.]*(E[+-]0+)?%?", re.sub(r'"[^"]*"', lambda quote: "\x00" * len(quote[0]), section))
    if match is None:
        return _literal(section)
    core, head, tail = section[match.start() : match.end()], section[: match.start()], section[match.end() :]
    sign = "-" if value < 0 else ""
    if "E" in core:
        decimals = len(core.partition("E")[0].partition(".")[2])
        mantissa, _, exponent = f"{abs(value):.{decimals}E}".partition("E")
        text = f"{mantissa}E{exponent[0]}{int(exponent[1:]):02d}"
    else:
        percent = core.endswith("%")
        body = core.rstrip("%")
        whole, _, fraction = body.partition(".")
        fraction = fraction[:PLACES]
        number = WIDE.multiply(abs(Decimal(repr(float(value)))), Decimal(100 if percent else 1))
        text = str(number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP, WIDE))
        left, _, right = text.partition(".")
        while right and len(right) > fraction.rfind("0") + 1 and right.endswith("0"):
            right = right[:-1]
        left = left.rjust(whole.replace(",", "").count("0"), "0")
        if left == "0" and "0" not in whole:
            left = ""
        if "," in whole:
            left = _grouped(left, locale)
        text = left + ("." + right if right else "") + ("%" if percent else "")
    return sign + _literal(head) + text + _literal(tail)


def _grouped(digits: str, locale: str) -> str:
    if locale in ("en_IN", "hi_IN") and len(digits) > 3:
        return re.sub(r"(?<=\d)(?=(\d\d)+$)", ",", digits[:-3]) + "," + digits[-3:]
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", digits)


def _literal(text: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)|_.|\*.', lambda match: match[1] or match[2] or "", text)
