"""Mobiles, Aadhaar and other long numbers, however the digits are written: Latin, Devanagari, spoken, spaced, mixed."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from stdnum.in_ import aadhaar

from ...linear import linear
from ...text import searched
from .kind import Span, word_set
from .spoken import digits_of, is_ten, is_unit, repeats

_TOKEN = linear(
    r"(?:\d|[OoIlSB]\d)[\dOoIlSB|]{2,}|\d+|[^\W\d_](?:[^\W\d_]|[\u0900-\u0963\u0970-\u097f\u200c\u200d]|:(?=\s|$))*"
)
_BETWEEN = linear(r"(?:_|[^\w\u0900-\u0963]){0,6}")
_JOINTS = word_set("""
    aur or phir fir phr and then uske iske usake ke baad bad fir se dash hyphen minus space dot plus और फिर उसके इसके के बाद डैश स्पेस डॉट अउ तब tab
    """)
_MOST_JOINTS = 3
"""So many words may stand between two parts of a number."""
_LETTERS_FOR_DIGITS = str.maketrans("OoIl|SB", "0011158")
_UNHEARD = "?"
"""Stands for one word among digits that are said, which may be a digit mistyped."""
_DATE = linear(r"\b\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?(?:19|20)\d\d\b")
_MOBILE = linear(r"(?:0|0{0,2}91)?[6-9?][\d?]{9}")
_MOST_UNHEARD = 2
LONGEST = 19
_NEAR = linear(r"[\s\-–./_:•]{1,3}")
LONG = 9
"""A number of this many digits or more, in one piece or in groups, is taken out even when it is of no known kind (an account, a card)."""
_LAW = linear(
    r"(?<![\w\u0900-\u097f])(?:धारा|धाराओं|दफा|dhara|section|sec|u/s|ipc|bns|bnss|crpc|act|एक्ट|अधिनियम|भादवि|भादंवि|बीएनएस|आईपीसी)[\s.,:\-]{1,3}(?:\d{1,3}[\s,/\-]{1,3}){0,8}$"
)
"""Before sections of a law: "धारा 151/107/116"."""
_SECTION = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    digits: str
    said: bool


@lru_cache(maxsize=4)
def find_numbers(text: str) -> tuple[tuple[str, int, int], ...]:
    """Every number in `text` that may identify somebody, in order, not overlapping: "mobile", "aadhaar" or "number", and its span."""
    spans = [match.span() for match in _DATE.finditer(text)]
    dates = ([low for low, _ in spans], [high for _, high in spans])
    numbers: list[tuple[str, int, int]] = []
    for row in _rows(text):
        position = 0
        while position < len(row):
            hit = _best(text, row, position, dates)
            if hit:
                numbers.append(hit[0])
                position = hit[1]
            else:
                position += 1
    return tuple(numbers)


def numbers_in(text: str, kind: str) -> list[Span]:
    """The spans of the numbers of one kind."""
    return [(start, end) for name, start, end in find_numbers(text) if name == kind]


def _rows(text: str) -> list[list[_Piece]]:
    """Runs of pieces that stand for digits, with nothing but signs, words such as "then", or one word unheard between them."""
    rows: list[list[_Piece]] = []
    waiting: tuple[int, int, int] | None = None
    unheard: re.Match[str] | None = None
    last, joints = -1, 0
    for match in _TOKEN.finditer(text):
        word = match[0]
        if times := repeats(word):
            waiting = (match.start(), match.end(), times)
            continue
        joined = last >= 0 and _BETWEEN.fullmatch(text, last, match.start())
        if joined and joints < _MOST_JOINTS and searched(word) in _JOINTS:
            last, joints = match.end(), joints + 1
            continue
        written = any(sign.isdigit() for sign in word)  # its letters stand for digits as well: l2345
        digits = digits_of(word.translate(_LETTERS_FOR_DIGITS) if written else word)
        if not digits:
            hears = joined and not unheard and rows and rows[-1] and rows[-1][-1].said
            unheard, waiting, last = (match, None, match.end()) if hears else (None, None, -1)
            continue
        start = match.start()
        if waiting and _BETWEEN.fullmatch(text, waiting[1], start):
            start, digits = waiting[0], digits[0] * waiting[2] + digits[1:]
        waiting = None
        piece = _Piece(start, match.end(), digits, not written)
        if last < 0 or not _BETWEEN.fullmatch(text, last, start):
            rows.append([])
            unheard = None
        row = rows[-1]
        if unheard and row:
            row.append(_Piece(unheard.start(), unheard.end(), _UNHEARD, True))
        unheard, joints = None, 0
        if row and is_unit(word) and is_ten(text[row[-1].start : row[-1].end]):
            row[-1] = _Piece(row[-1].start, match.end(), row[-1].digits[0] + digits, True)
        else:
            row.append(piece)
        last = match.end()
    return rows


def _best(
    text: str, row: list[_Piece], position: int, dates: tuple[list[int], list[int]]
) -> tuple[tuple[str, int, int], int] | None:
    """The kind of the shortest run of pieces from `position` on that is a known number, else the longest run of many written digits."""
    digits, written = "", 0
    long: tuple[int, int] | None = None
    for end in range(position, len(row)):
        digits += row[end].digits
        if len(digits) > LONGEST and end > position:
            break
        start, stop = row[position].start, row[end].end
        date = bisect_right(dates[1], start)  # the first that ends behind `start`
        if date < len(dates[0]) and dates[0][date] < stop:
            break
        kind = kind_of(digits)
        if kind and not _goes_on(row, end, digits):
            if text[start - 1 : start] == "+":
                start -= 1
            return (kind, start, stop), end + 1
        near = end == position or _NEAR.fullmatch(text, row[end - 1].end, row[end].start)
        written = written + 1 if near and not row[end].said and written == end - position else written
        if written == end - position + 1 and len(digits) >= LONG:
            long = (end, stop)
    if long and not _is_law(text, row[position : long[0] + 1]):
        return ("number", row[position].start, long[1]), long[0] + 1
    return None


def _is_law(text: str, pieces: list[_Piece]) -> bool:
    """Whether they are sections of a law, of three digits at most each."""
    start = pieces[0].start
    return all(len(piece.digits) <= _SECTION for piece in pieces) and bool(
        _LAW.search(searched(text[max(0, start - 60) : start]))
    )


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


def kind_of(digits: str) -> str | None:
    """What digits are: "mobile" for an Indian number, with 0, 91, 091 or 0091 before it or not; "aadhaar" by its check digit (Verhoeff)."""
    if digits.count(_UNHEARD) > _MOST_UNHEARD or digits.startswith(_UNHEARD):
        return None
    if _MOBILE.fullmatch(digits):
        return "mobile"
    return "aadhaar" if len(digits) == 12 and _UNHEARD not in digits and aadhaar.is_valid(digits) else None
