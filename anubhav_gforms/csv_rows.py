"""A CSV as people save it → its rows. Takes what Excel writes: BOM, UTF-16, CRLF, semicolons, tabs, decomposed Hindi."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

from .errors import CampaignError, InputError, Mistake
from .files import read_limited

MOST_BYTES = 50_000_000
"""A year of answers of a whole range has a tenth of it."""


def csv_rows(path: Path, *, missing: str = "", most: int = MOST_BYTES) -> list[tuple[int, list[str]]]:
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
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        wrong = 'is not UTF-8. In Excel save it as "CSV UTF-8 (Comma delimited)".'
        raise CampaignError([Mistake(path, line, wrong)]) from None
    text = unicodedata.normalize("NFC", text)
    delimiter = max(",;\t", key=text.lstrip().partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, last = [], 0
    try:
        for cells in reader:
            line, last = last + 1, reader.line_num
            if any(map(str.strip, cells)):
                rows.append((line, cells))
    except csv.Error as error:
        wrong = f"cannot be read as CSV: {error}. Look for a quote that is not closed."
        raise CampaignError([Mistake(path, max(reader.line_num, 1), wrong)]) from None
    return rows
