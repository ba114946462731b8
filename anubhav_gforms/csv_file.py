"""A CSV as Excel in India saves it: rows with their lines, whatever its encoding and separator."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from .errors import CampaignError, InputError, Mistake
from .files import read_limited
from .sentence import Sentence
from .text import stored

MOST_CSV = 50_000_000
"""A year of answers of a whole range has a tenth of it."""


def csv_rows(path: Path, *, missing: str = "", most: int = MOST_CSV) -> list[tuple[int, list[str]]]:
    """Every row that holds something, as (line where it begins, cells); cells are NFC and otherwise as they stand.

    Raises CampaignError with the line for a file that is missing (its message is `missing`), too large, not UTF-8, or
    no CSV. A cell may hold 131,072 characters.
    """
    try:
        raw = read_limited(path, most, what="a table")
    except FileNotFoundError:
        raise CampaignError([Mistake(path, 0, missing or "there is no such file. Check its name.")]) from None
    except InputError as error:
        raise CampaignError([Mistake(path, 0, str(error).partition(": ")[2])]) from None
    try:
        text = raw.decode(csv_encoding(raw))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        wrong = Sentence('is not UTF-8. In Excel save it as "CSV UTF-8 (Comma delimited)".')
        raise CampaignError([Mistake(path, line, wrong)]) from None
    text = stored(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    rows, last = [], 0
    try:
        for cells in reader:
            line, last = last + 1, reader.line_num
            if any(map(str.strip, cells)):
                rows.append((line, cells))
    except csv.Error as error:
        wrong = Sentence("cannot be read as CSV: {error}. Look for a quote that is not closed.", error=error)
        raise CampaignError([Mistake(path, max(reader.line_num, 1), wrong)]) from None
    return rows


def csv_encoding(raw: bytes) -> str:
    """How a CSV is encoded: "utf-16" where its mark says so, else "utf-8-sig"."""
    return "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def delimiter_of(text: str) -> str:
    """What separates the cells of a CSV: of comma, semicolon and tab the one that its first line holds most of."""
    return max(",;\t", key=text.lstrip().partition("\n")[0].count)
