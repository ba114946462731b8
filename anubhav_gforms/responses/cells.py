"""Cells of a sheet → typed columns and a print of each row. Blank, short and foreign rows come out as they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..campaign import FormConfig, Role
from ..linear import linear
from ..nouns import a1
from ..sentence import Sentence
from ..text import stored
from .compare import Prints
from .headers import Columns, plain
from .schema import PERSONAL_PRINT, PRINT, RAW_CODE, SUBMITTED_AT

Cell = str | int | float | bool | None
Hashes = np.ndarray[Any, np.dtype[np.uint64]]
Numbers = np.ndarray[Any, np.dtype[np.int64]]

DAY_MS = 86_400_000
EPOCH_1899 = -25_569 * DAY_MS
"""Milliseconds from 1970 back to 1899-12-30, day 0 of a sheet."""
LATEST_DAY = 73_050
"""The last day of 2099: a serial number behind it is no time of an answer either."""
EARLIEST_MS = 1_420_070_400_000
"""2015-01-01: a serial number before it is no time of an answer."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a sheet, typed.

    `answers`: submitted_at (UTC), raw_code, one column a non-personal question, print. `personal`: one column a
    personal question. `rows`: the 1-based sheet row of each. `blank`: rows with nothing in them.
    `foreign`: (row, why) of rows that hold something, but no answer. `marks`: what was odd in an answer, counted.
    """

    answers: pa.Table
    personal: pa.Table
    rows: Numbers
    blank: tuple[int, ...]
    foreign: tuple[tuple[int, str], ...]
    marks: Mapping[str, int]


def read_block(
    cells: Sequence[Sequence[Cell]], columns: Columns, form: FormConfig, *, timezone: str, first_row: int
) -> Block:
    """Type a window of a sheet given column by column, each without its blank tail.

    `timezone` is the zone in which the sheet writes its times, `first_row` the sheet row of the first cell.
    A row that holds something but no time, or one before 2015, is foreign.
    """
    count = max(map(len, cells), default=0)
    marks: dict[str, int] = {}
    times, blank_time = _times(_column(cells, (columns.timestamp,), count))
    plain_columns: dict[str, pa.Array] = {}
    personal_columns: dict[str, pa.Array] = {}
    public = np.zeros(count, np.uint64)
    mobile = form.key_of(Role.MOBILE)
    for question in form.questions:
        raw = _column(cells, columns.questions.get(question.key, ()), count)
        if question.personal:
            personal_columns[question.key] = _many(raw, mobile=question.key == mobile)
            continue
        if question.type.rates:
            values, hashes = _scale(question.key, raw, marks)
        else:
            values, hashes = _few(question.key, raw, question.options, marks)
        plain_columns[RAW_CODE if question.prefilled else question.key] = values
        public += hashes
    empty = blank_time & (public == 0)
    if empty.any():
        for values in personal_columns.values():
            empty &= pc.binary_length(values).to_numpy() == 0
    submitted = _to_utc(np.where(np.isnan(times), 0, times), timezone)
    timely = ~np.isnan(times) & (submitted >= EARLIEST_MS)
    foreign = tuple(
        (
            row + first_row,
            Sentence("{a1}{row} is not the time of a response", a1=a1.column(columns.timestamp), row=row + first_row),
        )
        for row in np.flatnonzero(~empty & ~timely).tolist()
    )
    keep = np.flatnonzero(timely)
    answers = pa.table(
        {SUBMITTED_AT: pa.array(submitted, pa.timestamp("ms", tz="UTC")), **plain_columns, PRINT: public.view(np.int64)}
    )
    personal = pa.table(personal_columns)
    if len(keep) < count:
        answers, personal = answers.take(keep), personal.take(keep)
    blank = tuple(int(row) + first_row for row in np.flatnonzero(empty))
    return Block(answers, personal, keep.astype(np.int64) + first_row, blank, foreign, marks)


def join_blocks(blocks: Sequence[Block]) -> Block:
    """Blocks that follow one another → one; the tables keep their chunks, nothing is copied."""
    marks: dict[str, int] = {}
    for block in blocks:
        for mark, number in block.marks.items():
            marks[mark] = marks.get(mark, 0) + number
    return Block(
        pa.concat_tables([block.answers for block in blocks]),
        pa.concat_tables([block.personal for block in blocks]),
        np.concatenate([block.rows for block in blocks]),
        tuple(row for block in blocks for row in block.blank),
        tuple(row for block in blocks for row in block.foreign),
        marks,
    )


def prints_of(block: Block, start: int = 0, stop: int | None = None) -> Prints:
    """What the answers of a block are known by: all, or those from place `start` to before `stop` (as in a slice)."""
    first, last, _ = slice(start, stop).indices(block.answers.num_rows)
    answers, personal = block.answers.slice(first, last - first), block.personal.slice(first, last - first)
    times = answers[SUBMITTED_AT].cast(pa.int64()).to_numpy()
    prints = with_prints(personal, answers.num_rows)[PERSONAL_PRINT].to_numpy()
    return Prints(times, answers[PRINT].to_numpy(), prints, np.zeros(len(times), np.bool_))


def with_prints(personal: pa.Table, rows: int) -> pa.Table:
    """Personal columns with the print of each of the `rows`, personal_print, behind them: a table without a column, of a form
    that asks nothing personal, does not know how many it has."""
    prints = np.zeros(rows, np.uint64)
    for key in personal.schema.names:
        filled = np.flatnonzero(pc.binary_length(personal[key]).to_numpy())
        prints[filled] += prints_of_texts(key, personal[key].take(pa.array(filled)).to_pylist())
    columns = {name: personal[name] for name in personal.schema.names}
    return pa.table({**columns, PERSONAL_PRINT: pa.array(prints.view(np.int64))})


def canonical(cell: Cell) -> str:
    """A cell as text that does not depend on how it travelled: 4, 4.0 and "4" are one; NFC; no blanks around."""
    if isinstance(cell, str):
        return stored(cell).replace("\r\n", "\n").strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(int(cell)) if isfinite(cell) and cell == int(cell) else repr(cell)


_MOBILE_SIGNS = linear(r"[\s().+-]")
_MOBILE_DIGITS = linear(r"(?:0|91|091|0091)?([6-9]\d{9})")


def mobile_digits(text: str) -> str:
    """An Indian mobile number as ten digits, with the zero or 91 before it taken off; any other text unchanged."""
    folded = "".join(str(unicodedata.digit(each)) if unicodedata.category(each) == "Nd" else each for each in text)
    found = _MOBILE_DIGITS.fullmatch(_MOBILE_SIGNS.sub("", folded))
    return found[1] if found else text


def prints_of_texts(key: str, texts: Sequence[str]) -> Hashes:
    """64 bits for each text as an answer to `key`; 0 for a blank, so that a new question moves no print.

    Keyed SipHash over the UTF-8 bytes. The ledger keeps these numbers for years: they must never come out otherwise.
    """
    values = np.array(texts, object)
    hashes: Hashes = pd.util.hash_array(values, hash_key=_hash_key(key), categorize=False).astype(np.uint64)
    hashes[values == ""] = 0
    return hashes


@cache
def _hash_key(key: str) -> str:
    return blake2b(key.encode(), digest_size=8).hexdigest()


def _column(cells: Sequence[Sequence[Cell]], numbers: Sequence[int], count: int) -> Sequence[Cell]:
    """One column, padded; of several columns for one question the first filled cell of each row."""
    found = [cells[number] for number in numbers if number < len(cells)]
    if not found:
        return [""] * count
    columns = [column if len(column) == count else [*column, *[""] * (count - len(column))] for column in found]
    if len(columns) == 1:
        return columns[0]
    return [next((cell for cell in row if cell not in (None, "")), None) for row in zip(*columns, strict=True)]


def _times(column: Sequence[Cell]) -> tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.bool_]]]:
    """Serial numbers → milliseconds on the wall clock (NaN where there is none), and which cells are blank."""
    if not set(map(type, column)) <= {int, float}:
        blank = np.fromiter((cell in (None, "") for cell in column), np.bool_, len(column))
        column = [cell if type(cell) in (int, float) else np.nan for cell in column]
    else:
        blank = np.zeros(len(column), np.bool_)
    serial = np.array(column, np.float64)
    serial[~(np.abs(serial) < LATEST_DAY)] = np.nan
    return np.rint(serial * DAY_MS) + EPOCH_1899, blank


def _to_utc(wall_ms: np.ndarray[Any, np.dtype[np.float64]], timezone: str) -> Numbers:
    clipped = np.clip(wall_ms, 0, 4_102_444_800_000).astype("datetime64[ms]")
    index = pd.DatetimeIndex(clipped).tz_localize(
        timezone, ambiguous=np.zeros(len(clipped), np.bool_), nonexistent="shift_forward"
    )
    return index.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[ms]").astype(np.int64)


_RATINGS: dict[object, int] = {None: 0, "": 0} | {form: n for n in range(1, 6) for form in (n, str(n), chr(0x966 + n))}


@cache
def _rating_hashes(key: str) -> Hashes:
    """The print of each rating of a question, 0 for a blank."""
    return prints_of_texts(key, ["", *map(str, range(1, 6))])


def _scale(key: str, column: Sequence[Cell], marks: dict[str, int]) -> tuple[pa.Array, Hashes]:
    """Ratings → int8 with blanks missing. What is no rating becomes missing too, is counted, and changes the print."""
    texts_alone = set(map(type, column)) == {str}  # as the form's own list has them
    values = None if texts_alone else _plain_ratings(column)
    if values is not None:
        return values, _rating_hashes(key)[values.fill_null(0).to_numpy()]
    cells = column if texts_alone else [cell if type(cell) in (int, float) else canonical(cell) for cell in column]
    number = {cell: n for n, cell in enumerate(dict.fromkeys(cells))}  # few are different
    texts = [cell if type(cell) in (int, float) else canonical(cell) for cell in number]
    odd = np.array([text not in _RATINGS for text in texts], np.bool_)
    ratings = np.array([_RATINGS.get(text, 0) for text in texts], np.int8)
    hashes = _rating_hashes(key)[ratings]
    hashes[odd] = prints_of_texts(key, [_whole(canonical(text)) for text in texts if text not in _RATINGS])
    places = np.fromiter(map(number.__getitem__, cells), np.int64, len(cells))
    if odd.any():
        marks[Sentence("no rating from 1 to 5 in {key}", key=key)] = int(odd[places].sum())
    ratings = ratings[places]
    return pa.array(ratings, mask=ratings == 0), hashes[places]


def is_rating(cell: Cell) -> bool:
    """Whether a cell is a rating from 1 to 5, in any digits of India that a form gives."""
    return (cell if type(cell) in (int, float) else canonical(cell)) in _RATINGS and cell not in (None, "")


def _plain_ratings(column: Sequence[Cell]) -> pa.Array | None:
    """The usual case at once: whole numbers from 1 to 5, and blanks. None when there is anything else."""
    try:
        values = pa.array(column, pa.int8())
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        try:
            values = pa.array([None if cell == "" else cell for cell in column], pa.int8())
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            return None
    span = pc.min_max(values)
    low, high = span["min"].as_py(), span["max"].as_py()
    return values if low is None or 1 <= low <= high <= 5 else None


def _few(key: str, column: Sequence[Cell], options: Sequence[str], marks: dict[str, int]) -> tuple[pa.Array, Hashes]:
    """Texts that repeat, codes and choices, as a dictionary. What reads like an option gets the option's exact text."""
    cells = list(set(column))
    texts = [_whole(canonical(cell)) for cell in cells]
    if options:
        exact = {plain(option): option for option in options}
        strange = [cell for cell, text in zip(cells, texts, strict=True) if text and plain(text) not in exact]
        if strange:
            marks[Sentence("an answer to {key} that is no longer an option", key=key)] = sum(map(column.count, strange))
        texts = [exact.get(plain(text), text) for text in texts]
    labels = list(dict.fromkeys(texts))
    number = {cell: labels.index(text) for cell, text in zip(cells, texts, strict=True)}
    codes = np.fromiter(map(number.__getitem__, column), np.int32, len(column))
    values = pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(labels, pa.string()))
    hashes = prints_of_texts(key, labels)
    return values, hashes[codes] if labels else hashes


def _many(column: Sequence[Cell], *, mobile: bool) -> pa.Array:
    """Texts that are all different: messages, names and mobile numbers. Cleaned only where something is to be cleaned.

    Of a `mobile` the sheet eats digits: 09876543210 becomes the number 9876543210.
    """
    if mobile and (numbers := _plain_mobiles(column)) is not None:
        return numbers
    values = _texts(column)
    try:
        joined = "\n".join(column)  # type: ignore[arg-type]  # the usual case; what is no text raises TypeError
    except TypeError:
        joined = "\n".join(values.to_pylist())
    if "\r" in joined or not (joined.isascii() or unicodedata.is_normalized("NFC", joined)):
        values = pa.array(list(map(canonical, values.to_pylist())), pa.large_string())
    values = pc.utf8_trim_whitespace(values)
    if mobile:
        values = pa.array([text and mobile_digits(text) for text in values.to_pylist()], pa.large_string())
    return values


def _plain_mobiles(column: Sequence[Cell]) -> pa.Array | None:
    """The usual case at once: numbers of ten digits as the sheet keeps them, and blanks. None for anything else."""
    try:
        numbers = pa.array([cell or None for cell in column], pa.int64())
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return None
    span = pc.min_max(numbers)
    low, high = span["min"].as_py(), span["max"].as_py()
    if low is not None and not 6_000_000_000 <= low <= high <= 9_999_999_999:
        return None
    return numbers.cast(pa.large_string()).fill_null("")


def _texts(column: Sequence[Cell]) -> pa.Array:
    """Cells as texts, blanks as ""."""
    try:
        return pa.array(column, pa.large_string()).fill_null("")
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
        return pa.array([_whole(canonical(cell)) for cell in column], pa.large_string())


def _whole(text: str) -> str:
    """Half a surrogate pair, which JSON can carry and UTF-8 cannot, becomes the replacement sign."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
