"""A window of a sheet → its responses as typed tables. Blank, short and foreign rows come out as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...campaign import FormConfig, Role
from ...nouns import a1
from ...nouns.gateway import Cell
from ...sentence import Sentence
from ..ledger.columns import DIGEST, PERSONAL_DIGEST, RAW_CODE, SUBMITTED_AT
from ..ledger.digests import Digests, with_digests
from .cells import choices_of, ratings_of, texts_of
from .headers import Columns

Numbers = np.ndarray[Any, np.dtype[np.int64]]
DAY_MS = 86_400_000
EPOCH_1899 = -25_569 * DAY_MS
"""Milliseconds from 1970 back to 1899-12-30, day 0 of a sheet."""
LATEST_DAY = 73_050
"""The last day of 2099: a serial number behind it is no time of a response either."""
EARLIEST_MS = 1_420_070_400_000
"""2015-01-01: a serial number before it is no time of a response."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a sheet, typed.

    `answers`: submitted_at (UTC), raw_code, one column a non-personal question, print. `personal`: one column a
    personal question. `rows`: the 1-based sheet row of each. `blank`: rows with nothing in them.
    `foreign`: (row, why) of rows that hold something, but no response. `marks`: what was odd in a response, counted.
    """

    answers: pa.Table
    personal: pa.Table
    rows: Numbers
    blank: tuple[int, ...]
    foreign: tuple[tuple[int, str], ...]
    marks: Mapping[str, int]

    @property
    def marked(self) -> list[Sentence]:
        """The same in sentences."""
        return [
            Sentence("{n:,} cell with {mark}.", "{n:,} cells with {mark}.", n=count, mark=mark)
            for mark, count in self.marks.items()
        ]


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
            personal_columns[question.key] = texts_of(raw, mobile=question.key == mobile)
            continue
        if question.type.rates:
            values, hashes = ratings_of(question.key, raw, marks)
        else:
            values, hashes = choices_of(question.key, raw, question.options, marks)
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
        {
            SUBMITTED_AT: pa.array(submitted, pa.timestamp("ms", tz="UTC")),
            **plain_columns,
            DIGEST: public.view(np.int64),
        }
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


def digests_of(block: Block, start: int = 0, stop: int | None = None) -> Digests:
    """What the responses of a block are known by: all, or those from place `start` to before `stop` (as in a slice)."""
    first, last, _ = slice(start, stop).indices(block.answers.num_rows)
    answers, personal = block.answers.slice(first, last - first), block.personal.slice(first, last - first)
    times = answers[SUBMITTED_AT].cast(pa.int64()).to_numpy()
    digests = with_digests(personal, answers.num_rows)[PERSONAL_DIGEST].to_numpy()
    return Digests(times, answers[DIGEST].to_numpy(), digests, np.zeros(len(times), np.bool_))


def _column(cells: Sequence[Sequence[Cell]], numbers: Sequence[int], count: int) -> Sequence[Cell]:
    """One column, padded; of several columns for one question the first filled cell of each row."""
    columns_found = [cells[number] for number in numbers if number < len(cells)]
    if not columns_found:
        return [""] * count
    columns = [column if len(column) == count else [*column, *[""] * (count - len(column))] for column in columns_found]
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
