"""A1 and R1C1 notation: what an area says, before it is laid on a tab."""

from __future__ import annotations

import re
from dataclasses import dataclass

CORNER = re.compile(r"\$?([A-Za-z]{0,3})\$?(0{0,8}[1-9]\d{0,8})?")
R1C1 = re.compile(r"(R)?((?<=R)\d{1,10}|(?<=R)\[\d{1,10}\])?(C)?((?<=C)\d{1,10}|(?<=C)\[\d{1,10}\])?", re.IGNORECASE)
NUMBER = re.compile(r"([RC])(\[?)(\d{1,10})")


@dataclass(frozen=True, slots=True)
class Corners:
    """What an A1 text says: first and last row and column from 0, ends included; None = open."""

    top: int | None
    left: int | None
    bottom: int | None
    right: int | None
    single: bool


def letters(column: int) -> str:
    """The name of a column counted from 0: 0 -> A, 26 -> AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """The number of a column from 0: A -> 0, AA -> 26."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def corners(area: str) -> Corners | None:
    """An area in A1 notation, else in R1C1 notation; None when it is neither."""
    return _a1_corners(area) or _r1c1_corners(area)


def _r1c1_corners(area: str) -> Corners | None:
    first, mark, last = area.partition(":")
    start = _r1c1(first)
    end = _r1c1(last) if mark else start
    if start is None or end is None or (mark and _crossed(first, last)):
        return None
    return Corners(start[0], start[1], end[0], end[1], single=not mark and None not in start)


def _crossed(first: str, last: str) -> bool:
    """Whether the last row or column, written in the same way as the first, is the one just before it: Google reads that not."""
    start, end = (
        {(way, sign): int(number) for way, sign, number in NUMBER.findall(one.upper())} for one in (first, last)
    )
    return any(end.get(way) == number - 1 for way, number in start.items())


def _r1c1(token: str) -> tuple[int | None, int | None] | None:
    """A corner in R1C1 notation, from 0: R2C3 is B3; an offset in brackets counts from A1; a bare letter is no offset."""
    match = R1C1.fullmatch(token)
    if match is None or not token:
        return None
    if token.upper() in ("R", "C"):
        return 0, 0
    row, column = (_place(letter, number) for letter, number in (match.group(1, 2), match.group(3, 4)))
    if row == -1 or column == -1:
        return None
    return row, column


def _place(letter: str | None, number: str | None) -> int | None:
    if letter is None:
        return None
    if not number:
        return 0
    return int(number[1:-1]) if number.startswith("[") else int(number) - 1


def _a1_corners(area: str) -> Corners | None:
    first, mark, last = area.partition(":")
    start = CORNER.fullmatch(first)
    end = CORNER.fullmatch(last) if mark else start
    if start is None or end is None or not first or (mark and not last):
        return None
    if not mark and not (start[1] and start[2]):
        return None
    if bool(start[1] or start[2]) is False or bool(end[1] or end[2]) is False:
        return None
    top, bottom = (int(match[2]) - 1 if match[2] else None for match in (start, end))
    left, right = (column_number(match[1]) if match[1] else None for match in (start, end))
    return Corners(top, left, bottom, right, single=not mark)
