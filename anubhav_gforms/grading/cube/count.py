"""Responses → cube, by numpy: each row becomes one whole number, and is told which cell it belongs to.

The only step whose cost grows with the number of responses: a few table look-ups a row, and one more for the sums that are asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...errors import InputError
from ...responses.ledger.columns import CodeStatus
from ..arrays import keep_freed_memory
from .cell_columns import CellColumns
from .cell_keys import EXTRA, WORD, pattern_order, rows_by_cell, width
from .cell_sums import Sums
from .cube import ABOUT_ELSEWHERE, KEY, LABELS, Cube, Shape
from .items import BASE, Items

WIDEST_SMALL = 2**31
"""Possible keys that fit in 32 bits."""


class Labels(dict[str, int]):
    """Texts → codes: a text that is not there yet gets the next one. The order of first appearance never shows: cubes are sorted by text."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]

    def codes(self, texts: pa.Array) -> npt.NDArray[np.int32]:
        """The code of each text of an Arrow array. Missing is ""."""
        words = texts.fill_null("").to_numpy(zero_copy_only=False)
        return np.fromiter(map(self.__getitem__, words), np.int32, len(words))

    def order(self) -> npt.NDArray[np.int32]:
        """(codes,): place of each text among the texts in their sorted order."""
        position = {text: index for index, text in enumerate(sorted(self))}
        return np.array([position[text] for text in self], dtype=np.int32)


def looked_up(column: Any, number: Callable[[str], int] | Labels) -> npt.NDArray[Any]:
    """(rows,): the number of each text of an Arrow column, asked once a text; in the smallest unsigned type. Missing is ""."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not pa.types.is_dictionary(array.type):
        array = pc.dictionary_encode(array)
    indices, texts = array.indices, array.dictionary
    if indices.null_count:
        indices = pc.fill_null(indices, len(texts))
        texts = pa.concat_arrays([texts, pa.nulls(1, texts.type)])
    numbers = (
        number.codes(texts)
        if isinstance(number, Labels)
        else np.array([number(text or "") for text in texts.to_pylist()], dtype=np.int64)
    )
    table = numbers.astype(np.min_scalar_type(numbers.max(initial=0)))
    if len(table) == 1:
        return np.broadcast_to(table, len(indices))
    return np.asarray(table.take(indices.to_numpy(zero_copy_only=False)))


def make_cube(frame: pd.DataFrame, shape: Shape) -> Cube:
    """The cube of a tidy frame of responses (columns of `shape.columns`)."""
    return cube_of_tables([pa.Table.from_pandas(frame[shape.columns], preserve_index=False)], shape)


def cube_of_tables(tables: Iterable[pa.Table], shape: Shape) -> Cube:
    """The cube of Arrow tables, one after the other; each needs the columns of `shape.columns`."""
    keep_freed_memory()
    labels = {name: Labels() for name in LABELS}
    blocks = [encode(table, shape, labels) for table in tables]
    spans = {name: _span(block[name] for block in blocks if len(block["day"])) for name in ("day", "epoch")}
    first = {name: low for name, (low, _) in spans.items()}
    sizes = {
        name: spans[name][1] - first[name] + 1 if name in spans else len(labels[name])
        for name in KEY if name != "gap"
    }  # fmt: skip
    slots = math.prod(max(size, 1) for size in sizes.values())
    if slots * (shape.items.patterns + 1) >= 2**63:
        raise InputError(
            "The responses span too many days and labels for one cube.",
            cure="Make cubes of shorter spans and merge them.",
        )
    order = {name: label.order() for name, label in labels.items()}
    stations = _stations(blocks, order["station"])
    keys, known = [_keys(blocks, first, sizes, order)], None
    if slots >> (WORD - width(shape.items)):
        known, keys[0] = np.unique(keys[0], return_inverse=True)
    _add_contents(keys[0], blocks, shape.items)
    # a ledger's rows come in order of time: by station they are nearly in order of KEY
    key, gap, rows = rows_by_cell(keys.pop().take(np.argsort(stations, kind="stable")), shape.items)
    key = key if known is None else known[key]
    cells = _labels(key.astype(np.int32) if slots < WIDEST_SMALL else key, first, sizes) | {"gap": gap}
    columns = Sums(CellColumns(cells), rows, shape)
    texts = {name: tuple(sorted(label)) for name, label in labels.items()}
    return Cube(shape=shape, columns=columns, **_used_labels(columns, texts))


def _span(parts: Iterable[npt.NDArray[Any]]) -> tuple[int, int]:
    """The least and the greatest number of all."""
    ends = [(int(part.min()), int(part.max())) for part in parts]
    return min((low for low, _ in ends), default=0), max((high for _, high in ends), default=0)


def encode(table: pa.Table, shape: Shape, labels: dict[str, Labels]) -> dict[str, npt.NDArray[Any]]:
    """Small codes of each row of a table."""
    items = shape.items
    small = np.int16 if items.patterns < 2**15 else np.int32
    pattern = np.zeros(table.num_rows, dtype=small)
    for q, key in enumerate(items.keys):
        column = table[key] if table[key].type == pa.int8() else table[key].cast(pa.int8())
        answer = _blank_as_zero(column.combine_chunks())
        if answer.view(np.uint8).max(initial=0) >= BASE:
            raise InputError('The ledger holds a rating of "{key}" that is not 1 to 5 or blank.', key=key)
        pattern += answer * small(BASE**q)
    day = table["day"] if pa.types.is_date32(table["day"].type) else table["day"].cast(pa.date32())
    return {
        **{name: looked_up(table[name], labels[name]) for name in ("station", "channel")},
        "purpose": _purposes(table, shape, labels["purpose"]),
        "day": day.cast(pa.int32()).to_numpy(),
        "epoch": table["epoch"].to_numpy().astype(np.int16),
        "reason": _reasons(table, shape, labels["reason"]),
        "pattern": pattern,
        "extra": _extra(table, shape),
    }


def _blank_as_zero(ratings: Any) -> npt.NDArray[np.int8]:
    """(rows,): an Arrow array of ratings, 0 for a blank. Arrow's own way costs four times as much."""
    if not ratings.null_count:
        return np.asarray(ratings.to_numpy())
    answered, values = (np.frombuffer(buffer, np.uint8) for buffer in ratings.buffers())
    part = slice(ratings.offset, ratings.offset + len(ratings))
    bits = np.unpackbits(answered, bitorder="little")
    return np.asarray((values[part] * bits[part]).view(np.int8))


def _purposes(table: pa.Table, shape: Shape, labels: Labels) -> npt.NDArray[Any]:
    """Codes of the purposes; one blank for all when the form does not ask."""
    if shape.purpose:
        return looked_up(table[shape.purpose], labels)
    return np.broadcast_to(np.uint8(labels[""]), table.num_rows)


def _reasons(table: pa.Table, shape: Shape, labels: Labels) -> npt.NDArray[Any]:
    """Codes of the reasons: "" or ABOUT_ELSEWHERE for an accepted code, else why it was not accepted."""
    good: npt.NDArray[Any] = np.full(1, labels[""], np.uint8)
    if shape.topic:
        elsewhere = shape.texts_of("elsewhere")
        good = looked_up(table[shape.topic], lambda text: labels[ABOUT_ELSEWHERE if text in elsewhere else ""])
    accepted = looked_up(table["code_status"], lambda status: status == CodeStatus.ACCEPTED)
    if accepted.all():
        return np.broadcast_to(good, table.num_rows)
    reason = looked_up(table["code_reason"], lambda text: labels[text or "unknown"])
    return np.where(accepted, good, reason)


def _extra(table: pa.Table, shape: Shape) -> npt.NDArray[Any]:
    """Money: 0 blank, 1 yes, 2 no, 3 rather not say; plus 4 x receipt: 0 anything else, 1 yes, 2 no."""
    money = {"": 0, **_numbered(shape, money_yes=1, money_no=2)}
    receipt = _numbered(shape, receipt_yes=4, receipt_no=8)
    extra = np.zeros(table.num_rows, dtype=np.uint8)
    if shape.money:
        extra += looked_up(table[shape.money], lambda text: money.get(text, 3))
    if shape.receipt:
        extra += looked_up(table[shape.receipt], lambda text: receipt.get(text, 0))
    return extra


def _numbered(shape: Shape, **numbers: int) -> dict[str, int]:
    return {text: number for name, number in numbers.items() for text in shape.texts_of(name)}


def _stations(blocks: list[dict[str, npt.NDArray[Any]]], order: npt.NDArray[np.int32]) -> npt.NDArray[Any]:
    """Each row's station as a small number, in the order of KEY."""
    stations = np.empty(sum(len(block["day"]) for block in blocks), np.min_scalar_type(len(order)))
    for part, block in _by_block(stations, blocks):
        part[:] = order.take(block["station"])
    return stations


def _keys(
    blocks: list[dict[str, npt.NDArray[Any]]], first: dict[str, int], sizes: dict[str, int],
    order: dict[str, npt.NDArray[np.int32]],
) -> npt.NDArray[np.int64]:  # fmt: skip
    """Each row's combination of labels as one whole number, in the order of KEY. The labels in the blocks are used up."""
    keys = np.zeros(sum(len(block["day"]) for block in blocks), dtype=np.int64)
    for part, block in _by_block(keys, blocks):
        for name, size in sizes.items():
            codes = block.pop(name)
            if size > 1:
                part *= size
                part += order[name].take(codes) if name in order else codes - first[name]
    return keys


def _add_contents(keys: npt.NDArray[np.int64], blocks: list[dict[str, npt.NDArray[Any]]], items: Items) -> None:
    """Each row's ratings and extra beside its key, as `rows_by_cell` reads them."""
    contents = np.empty(items.patterns, dtype=np.int32)
    contents[pattern_order(items)] = EXTRA * np.arange(items.patterns, dtype=np.int32)
    for part, block in _by_block(keys, blocks):
        part <<= width(items)
        part += contents.take(block["pattern"])
        part += block["extra"]


def _by_block(
    rows: npt.NDArray[Any], blocks: list[dict[str, npt.NDArray[Any]]]
) -> Iterator[tuple[npt.NDArray[Any], dict[str, npt.NDArray[Any]]]]:
    """Each block, with its part of an array of all rows."""
    start = 0
    for block in blocks:
        end = start + len(block["pattern"])
        yield rows[start:end], block
        start = end


def _labels(key: npt.NDArray[Any], first: dict[str, int], sizes: dict[str, int]) -> dict[str, npt.NDArray[np.int32]]:
    """The labels of each cell, from its key."""
    labels: dict[str, npt.NDArray[np.int32]] = {}
    for name, size in reversed(sizes.items()):
        if size > 1:
            whole = key // key.dtype.type(size)  # a division and a product cost less than a remainder
            key -= whole * key.dtype.type(size) - key.dtype.type(first.get(name, 0))
            labels[name], key = key.astype(np.int32, copy=False), whole
        else:
            labels[name] = np.broadcast_to(np.int32(first.get(name, 0)), len(key))
    return labels


def _used_labels(columns: Sums, texts: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The texts without labels that no cell uses, and so the codes in `columns`: equal responses give equal cubes."""
    kept = {}
    for name in LABELS:
        codes = columns[name]
        used = np.bincount(codes if len(texts[name]) > 1 else codes[:1], minlength=len(texts[name])) > 0
        kept[f"{name}s"] = tuple(text for text, use in zip(texts[name], used, strict=True) if use)
        if not used.all():
            columns[name] = (np.cumsum(used, dtype=np.int32) - 1).take(codes)
    return kept
