"""Mobiles, Aadhaar and other long numbers, however the digits are written: Latin, Devanagari, spoken, spaced, mixed."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from stdnum.in_ import aadhaar

from ...linear import linear
from .kinds import Found, Kind
from .spoken import digits_of, is_ten, is_unit, repeats

_TOKEN = linear(r"\d[\dOo]{7,}|\d+|[^\W\d_](?:[^\W\d_]|[\u0900-\u0963\u0970-\u097f\u200c\u200d]|:(?=\s|$))*")
_LIGHT = r"[\s\-–.,()+/_*|\u200b-\u200f\ufe0f\u20e3]"
_JOINTS = "और|फिर|aur|phir|fir|and|then"
_BETWEEN = linear(rf"{_LIGHT}{{0,5}}(?:(?:{_JOINTS}){_LIGHT}{{1,3}})?", re.IGNORECASE)
_JOINT = linear(_JOINTS, re.IGNORECASE)
_LETTERS_FOR_DIGITS = str.maketrans("Oo", "00")
_DATE = linear(r"\b\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?(?:19|20)\d\d\b")
_MOBILE = linear(r"(?:0|0{0,2}91)?[6-9]\d{9}")
LONGEST = 16
LONG = 9
"""A single number of this many digits or more is taken out even when it is of no known kind (an account, a card)."""


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    digits: str
    said: bool


def find_numbers(text: str) -> list[Found]:
    """Every number in `text` that may identify somebody, in order, not overlapping."""
    spans = [match.span() for match in _DATE.finditer(text)]
    dates = ([low for low, _ in spans], [high for _, high in spans])
    found: list[Found] = []
    for row in _rows(text):
        place = 0
        while place < len(row):
            hit = _best(text, row, place, dates)
            if hit:
                found.append(hit[0])
                place = hit[1]
            else:
                place += 1
    return found


def _rows(text: str) -> list[list[_Piece]]:
    """Runs of pieces that stand for digits, with nothing but spaces and light punctuation between them."""
    rows: list[list[_Piece]] = []
    waiting: tuple[int, int, int] | None = None
    last = -1
    for match in _TOKEN.finditer(text):
        word = match[0]
        if times := repeats(word):
            waiting = (match.start(), match.end(), times)
            continue
        if _JOINT.fullmatch(word):
            continue
        digits = digits_of(word.translate(_LETTERS_FOR_DIGITS) if word[0].isdigit() else word)
        if not digits:
            waiting, last = None, -1
            continue
        start = match.start()
        if waiting and _BETWEEN.fullmatch(text, waiting[1], start):
            start, digits = waiting[0], digits[0] * waiting[2] + digits[1:]
        waiting = None
        piece = _Piece(start, match.end(), digits, not word[0].isdigit())
        if last < 0 or not _BETWEEN.fullmatch(text, last, start):
            rows.append([])
        row = rows[-1]
        if row and is_unit(word) and is_ten(text[row[-1].start : row[-1].end]):
            row[-1] = _Piece(row[-1].start, match.end(), row[-1].digits[0] + digits, True)
        else:
            row.append(piece)
        last = match.end()
    return rows


def _best(text: str, row: list[_Piece], place: int, dates: tuple[list[int], list[int]]) -> tuple[Found, int] | None:
    """The kind of the shortest run of pieces from `place` on that is a known number, else a single long number."""
    digits = ""
    for end in range(place, len(row)):
        digits += row[end].digits
        if len(digits) > LONGEST:
            break
        start, stop = row[place].start, row[end].end
        date = bisect_right(dates[1], start)  # the first that ends behind `start`
        if date < len(dates[0]) and dates[0][date] < stop:
            break
        kind = kind_of(digits)
        if kind and not _goes_on(row, end, digits):
            if text[start - 1 : start] == "+":
                start -= 1
            return Found(kind, start, stop), end + 1
    alone = row[place]
    if not alone.said and len(alone.digits) >= LONG:
        return Found(Kind.NUMBER, alone.start, alone.end), place + 1
    return None


def _goes_on(row: list[_Piece], end: int, digits: str) -> bool:
    """True when ten digits are only the head of a valid Aadhaar number written in groups."""
    if len(digits) >= 12 or end + 1 >= len(row):
        return False
    longer = digits
    for piece in row[end + 1 :]:
        longer += piece.digits
        if len(longer) == 12:
            return bool(aadhaar.is_valid(longer))
        if len(longer) > 12:
            break
    return False


def kind_of(digits: str) -> Kind | None:
    """MOBILE for an Indian mobile number, with 0, 91, 091 or 0091 before it or not; AADHAAR by its check digit (Verhoeff)."""
    if _MOBILE.fullmatch(digits):
        if len(digits) == 12 and aadhaar.is_valid(digits) and not digits.startswith("91"):
            return Kind.AADHAAR
        return Kind.MOBILE
    if len(digits) == 12 and aadhaar.is_valid(digits):
        return Kind.AADHAAR
    return None
