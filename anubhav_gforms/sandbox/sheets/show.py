"""FORMATTED_VALUE: a cell as a person sees it, by its number format and the spreadsheet's locale."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any

from ..clock import from_serial
from .cells import Scalar

Json = dict[str, Any]

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
    if not pattern or kind == "TEXT":
        return general(value)
    if kind in MOMENTS:
        return _moment(value, pattern)
    return _figure(value, pattern, locale)


def default_pattern(kind: str, locale: str) -> str:
    """The pattern of a format type without one of its own."""
    day, clock = DATES.get(locale, "yyyy-mm-dd"), TIMES.get(locale, "hh:mm:ss")
    return {
        "DATE": day,
        "TIME": clock,
        "DATE_TIME": f"{day} {STAMPS.get(locale, 'hh:mm:ss')}",
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": CURRENCY.get(locale, '"$"#,##0.00'),
        "SCIENTIFIC": "0.00E+00",
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
    half = bool(re.search(r"am/pm|a/p", pattern, re.IGNORECASE))
    out = []
    tokens = _date_tokens(pattern)
    for index, token in enumerate(tokens):
        out.append(_piece(token, when, half=half, minutes=_is_minutes(tokens, index), value=value))
    return "".join(out)


@lru_cache(maxsize=256)
def _date_tokens(pattern: str) -> tuple[str, ...]:
    found = re.findall(r'"[^"]*"|\\.|\[h+\]|\[m+\]|\[s+\]|am/pm|AM/PM|a/p|y+|m+|d+|h+|H+|s+|\.0+|.', pattern, re.DOTALL)
    return tuple(found)


def _is_minutes(tokens: tuple[str, ...], index: int) -> bool:
    """An m is minutes after an hour, or before a second."""
    before = next((token for token in reversed(tokens[:index]) if token[:1].lower() in "ymdhs["), "")
    after = next((token for token in tokens[index + 1 :] if token[:1].lower() in "ymdhs"), "")
    return before[:1].lower() == "h" or before.startswith("[h") or after[:1].lower() == "s"


def _piece(token: str, when: datetime, *, half: bool, minutes: bool, value: float) -> str:
    low = token.lower()
    if token.startswith('"'):
        return token[1:-1]
    if token.startswith("\\"):
        return token[1:]
    if low.startswith("[h"):
        return str(int(timedelta(days=value).total_seconds() // 3600))
    if low == "am/pm":
        return "AM" if when.hour < 12 else "PM"
    if low == "a/p":
        return "A" if when.hour < 12 else "P"
    if low[0] == "y":
        return f"{when.year:04d}" if len(low) > 2 else f"{when.year % 100:02d}"
    if low[0] == "m":
        if minutes:
            return f"{when.minute:02d}" if len(low) > 1 else str(when.minute)
        return (str(when.month), f"{when.month:02d}", MONTHS[when.month - 1][:3], MONTHS[when.month - 1])[
            min(len(low), 4) - 1
        ]
    if low[0] == "d":
        name = DAYS[when.weekday()]
        return (str(when.day), f"{when.day:02d}", name[:3], name)[min(len(low), 4) - 1]
    if low[0] == "h":
        hour = (when.hour % 12 or 12) if half else when.hour
        return f"{hour:02d}" if len(low) > 1 else str(hour)
    if low[0] == "s":
        return f"{when.second:02d}" if len(low) > 1 else str(when.second)
    if re.fullmatch(r"\.0+", token):
        return "." + f"{when.microsecond:06d}"[: len(token) - 1].ljust(len(token) - 1, "0")
    return token


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
