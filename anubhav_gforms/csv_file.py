"""A CSV as Excel in India saves it: rows with their lines, whatever its encoding and separator."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from .errors import CampaignError, InputError, Mistake
from .files import read_limited
from .linear import linear
from .sentence import Sentence
from .text import stored

MOST_CSV = 50_000_000
"""A year of responses of a whole range has a tenth of it."""

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of .xlsx and .xls begin, whatever they are called."""
_SEPARATOR = linear(r'"?sep=(?P<mark>[,;\t|])"?\r?\n')
"""The first line by which some programs tell Excel what separates the cells."""


def csv_rows(path: Path, *, missing: str = "", most: int = MOST_CSV) -> list[tuple[int, list[str]]]:
    """Every row that holds something, as (line where it begins, cells); cells are NFC and otherwise as they stand.

    Raises CampaignError with the line for a file that is missing (its message is `missing`), too large, not UTF-8, or
    no CSV. A cell may hold 131,072 characters.
    """
    try:
        raw = read_limited(path, most, what=Sentence("a table"))
    except FileNotFoundError:
        raise CampaignError([Mistake(path, 0, missing or "there is no such file. Check its name.")]) from None
    except InputError:
        wrong = Sentence("is not a plain file, or has more than {most} MB. Check its contents.", most=most // 1_000_000)
        raise CampaignError([Mistake(path, 0, wrong)]) from None
    if raw.startswith(WORKBOOKS):
        wrong = Sentence('is a workbook of Excel, not a CSV. In Excel save it as "CSV UTF-8 (Comma delimited)".')
        if b"opendocument" in raw[:200]:
            wrong = Sentence(
                "is a workbook of LibreOffice, not a CSV. There take Save As, the type Text CSV, and the character set UTF-8."
            )
        if b".csv" in raw:  # as Google Forms gives its responses
            wrong = Sentence("is a ZIP archive. Unpack it, and give the CSV that is in it.")
        raise CampaignError([Mistake(path, 0, wrong)])
    try:
        text = raw.decode(csv_encoding(raw))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        wrong = Sentence('is not UTF-8. In Excel save it as "CSV UTF-8 (Comma delimited)".')
        raise CampaignError([Mistake(path, line, wrong)]) from None
    text = stored(text.lstrip("\ufeff"))  # a file that was marked twice
    delimiter = delimiter_of(text)
    if named := _SEPARATOR.match(text):
        text = "\n" + text[named.end() :]  # a line is still a line
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, last = [], 0
    try:
        for cells in reader:
            line, last = last + 1, reader.line_num
            if any(map(str.strip, cells)):
                rows.append((line, cells))
    except csv.Error as error:
        wrong = Sentence(
            "cannot be read as CSV. Look for a quote that is not closed; one that belongs to the text of a cell is typed twice."
        )
        if "larger than" in str(error):
            wrong = Sentence(
                "a cell holds more than {most:,} characters. Shorten it, or look for a quote that is not closed.",
                most=csv.field_size_limit(),
            )
        raise CampaignError([Mistake(path, last + 1, wrong)]) from None
    return rows


def csv_table(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Every row below the first as (line where it begins, its cells by the first row's names, which are lower-case). Raises as `csv_rows`."""
    (_, first), *rows = csv_rows(path) or [(1, [])]
    names = [cell.strip().lower() for cell in first]
    return [(line, dict(zip(names, cells, strict=False))) for line, cells in rows]


def csv_encoding(raw: bytes) -> str:
    """How a CSV is encoded: as UTF-16 where its mark or a zero byte in its first letter says so, else "utf-8-sig"."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    return "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be" if raw[:1] == b"\0" else "utf-8-sig"


def delimiter_of(text: str) -> str:
    """What separates the cells of a CSV: what its first line names, else of comma, semicolon and tab the one that it holds most of."""
    if named := _SEPARATOR.match(text):
        return named["mark"]
    return max(",;\t", key=text.lstrip().partition("\n")[0].count)
