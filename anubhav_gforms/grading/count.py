"""Answers → cube, by numpy: each row becomes one whole number, the numbers are sorted, and neighbours are added up.

The only step whose cost grows with the number of answers: a few table look-ups and one sort a row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import InputError
from .arrays import Ints
from .cube import KEY, LABELS, LARGE, Cube, Shape
from .items import BASE, Items

if TYPE_CHECKING:
    import pyarrow as pa

EXTRA = 16
"""Size of the digit that holds the two questions counted alone: money 0..3 + 4 x receipt 0..2."""


@dataclass
class Labels:
    """Texts → codes, growing as texts appear. The order of first appearance never shows: cubes are sorted by text."""

    texts: dict[str, int] = field(default_factory=dict)

    def code(self, text: str) -> int:
        """The code of a text, a new one if need be."""
        return self.texts.setdefault(text, len(self.texts))

    def order(self) -> Ints:
        """(codes,): place of each text among the texts in their sorted order."""
        place = {text: index for index, text in enumerate(sorted(self.texts))}
        return np.array([place[text] for text in self.texts], dtype=np.int64)

    def codes(self, column: Any) -> npt.NDArray[np.int32]:
        """Codes (rows,) of an Arrow column of strings or dictionary; a missing text counts as ""."""
        import pyarrow as pa
        import pyarrow.compute as pc

        array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        if not pa.types.is_dictionary(array.type):
            array = pc.dictionary_encode(array)
        table = np.array([self.code(text or "") for text in array.dictionary.to_pylist()] + [0], dtype=np.int32)
        indices = array.indices
        if len(table) == 2 and not indices.null_count:
            return np.full(len(indices), table[0])
        if indices.null_count:
            table[-1] = self.code("")
            indices = pc.fill_null(indices, len(table) - 1)
        return np.asarray(table[indices.to_numpy(zero_copy_only=False)])


def make_cube(frame: pd.DataFrame, shape: Shape) -> Cube:
    """The cube of a tidy frame of responses (columns of `shape.columns`)."""
    import pyarrow as pa

    return cube_of_tables([pa.Table.from_pandas(frame[shape.columns], preserve_index=False)], shape)


def cube_of_tables(tables: Iterable[pa.Table], shape: Shape) -> Cube:
    """The cube of Arrow tables, one after the other; each needs the columns of `shape.columns`."""
    labels = {name: Labels() for name in LABELS}
    blocks = [_encode(table, shape, labels) for table in tables]
    days = [(int(block["day"].min()), int(block["day"].max())) for block in blocks if len(block["day"])]
    first = min((low for low, _ in days), default=0)
    epochs = max((int(block["epoch"].max()) for block in blocks if len(block["epoch"])), default=0) + 1
    sizes = {
        "station": len(labels["station"].texts),
        "day": max((high for _, high in days), default=0) - first + 1,
        "purpose": len(labels["purpose"].texts),
        "channel": len(labels["channel"].texts),
        "epoch": epochs,
        "reason": len(labels["reason"].texts),
        "answer": 1 << (shape.items.patterns * EXTRA - 1).bit_length(),
    }
    if np.prod([float(max(size, 1)) for size in sizes.values()]) >= 2.0**63:
        raise InputError(
            "The answers span too many days and labels for one cube.",
            cure="Make cubes of shorter spans and merge them.",
        )
    keys = _sorted_keys(blocks, first, sizes, {name: label.order() for name, label in labels.items()})
    cells = _cells(keys, first, sizes, shape)
    texts = {f"{name}s": tuple(sorted(label.texts)) for name, label in labels.items()}
    return _used_labels(Cube(shape=shape, cells=cells, **texts))


def _encode(table: pa.Table, shape: Shape, labels: dict[str, Labels]) -> dict[str, npt.NDArray[Any]]:
    """Small codes of each row of a table."""
    import pyarrow as pa
    import pyarrow.compute as pc

    items = shape.items
    small = np.int16 if items.patterns < 2**15 else np.int32
    pattern = np.zeros(table.num_rows, dtype=small)
    for q, key in enumerate(items.keys):
        column = table[key] if table[key].type == pa.int8() else table[key].cast(pa.int8())
        answer = (pc.fill_null(column, 0) if column.null_count else column).to_numpy()
        if answer.view(np.uint8).max(initial=0) >= BASE:
            raise InputError(f'The ledger holds a rating of "{key}" that is not 1 to 5 or blank.')
        pattern += answer * small(BASE**q)
    day = table["day"] if pa.types.is_date32(table["day"].type) else table["day"].cast(pa.date32())
    return {
        "station": labels["station"].codes(table["station"]),
        "day": day.cast(pa.int32()).to_numpy(),
        "purpose": labels["purpose"].codes(table["purpose"]).astype(np.int16),
        "channel": labels["channel"].codes(table["channel"]).astype(np.int16),
        "epoch": table["epoch"].to_numpy().astype(np.int16),
        "reason": _reasons(table, labels["reason"]),
        "answer": (items.rank * EXTRA).astype(np.int32)[pattern] + _extra(table, shape),
    }


def _reasons(table: pa.Table, labels: Labels) -> npt.NDArray[np.int16]:
    """ "" for an accepted code, else why it was not accepted."""
    blank = labels.code("")
    status = Labels()
    accepted = status.codes(table["code_status"]) == status.code("accepted")
    if accepted.all():
        return np.full(table.num_rows, blank, dtype=np.int16)
    reason = labels.codes(table["code_reason"])
    reason[reason == blank] = labels.code("unknown")
    return np.where(accepted, blank, reason).astype(np.int16)


def _extra(table: pa.Table, shape: Shape) -> npt.NDArray[np.int8]:
    """Money: 0 blank, 1 yes, 2 no, 3 rather not say; plus 4 x receipt: 0 anything else, 1 yes, 2 no."""
    extra = np.zeros(table.num_rows, dtype=np.int8)
    for key, texts, step, other in (
        (shape.money, (shape.money_yes, shape.money_no), 1, 3),
        (shape.receipt, (shape.receipt_yes, shape.receipt_no), 4, 0),
    ):
        if key:
            seen = Labels()
            codes = seen.codes(table[key])
            meaning = {"": 0, **{text: number for number, text in enumerate(texts, start=1)}}
            values = np.array([meaning.get(text, other) for text in seen.texts] or [0], dtype=np.int8)
            extra += values[codes] * np.int8(step)
    return extra


def _sorted_keys(
    blocks: list[dict[str, npt.NDArray[Any]]], first: int, sizes: dict[str, int], order: dict[str, Ints]
) -> Ints:
    """One whole number a row: its combination, then what is summed. Sorting it is the whole of the grouping."""
    keys = np.empty(sum(len(block["day"]) for block in blocks), dtype=np.int64)
    start = 0
    for block in blocks:
        part = keys[start : start + len(block["day"])]
        start += len(part)
        part[:] = order["station"][block["station"]]
        for name, size in list(sizes.items())[1:]:
            if size > 1:
                part *= size
                part += order[name][block[name]] if name in order else block[name]
                if name == "day":
                    part -= first
        block.clear()
    keys.sort()
    return keys


def _cells(keys: Ints, first: int, sizes: dict[str, int], shape: Shape) -> pd.DataFrame:
    """Group sorted keys. All complete patterns of a combination share a cell; a pattern with a blank has its own."""
    items = shape.items
    bits = (sizes["answer"] - 1).bit_length()
    combination = keys >> bits
    answer = (keys & (sizes["answer"] - 1)).astype(np.int32)
    rank, extra = answer // EXTRA, answer % EXTRA
    blank = items.gap[items.by_rank].astype(np.int32)[rank]
    new = np.ones(len(keys), dtype=bool)
    np.not_equal(combination[1:], combination[:-1], out=new[1:])
    new[1:] |= blank[1:] != blank[:-1]
    starts = np.flatnonzero(new)
    left = combination[starts]
    cells: dict[str, npt.NDArray[Any]] = dict.fromkeys(KEY, np.zeros(0, np.int32))
    cells["gap"] = blank[starts].astype(np.int32)
    del combination, blank, new
    for name in reversed(KEY[1:-1]):
        left, code = np.divmod(left, sizes[name])
        cells[name] = code.astype(np.int32)
    cells["station"] = left.astype(np.int32)
    cells["day"] += np.int32(first)
    cells["rows"] = np.diff(np.append(starts, len(keys))).astype(np.int32)
    most = int(cells["rows"].max(initial=0))
    for part, meanings in ((rank, _of_ratings(items)), (extra, _of_extra())):
        for word in _words(meanings, most):
            table = np.zeros(len(word[0][1]), dtype=np.int64)
            for _, values, shift, _ in word:
                table += values << shift
            total = np.add.reduceat(table[part], starts) if len(starts) else starts
            for name, _, shift, width in word:
                kind = np.int64 if name in LARGE else np.int32
                cells[name] = ((total >> shift) & ((1 << width) - 1)).astype(kind)
    return pd.DataFrame({name: cells[name] for name in (*KEY, *shape.sums)}, copy=False)


def _of_ratings(items: Items) -> dict[str, Ints]:
    """What the ratings of an answer (by the rank of their pattern) add to each summed column."""
    points = np.where(items.complete[:, None], items.item_points, 0)
    found = {
        "y": items.composite,
        "yy": items.composite**2,
        **{f"points_{key}": points[:, q] for q, key in enumerate(items.keys)},
        **{name: getattr(items, name).astype(np.int64) for name in ("best", "worst", "straight")},
    }
    return {name: values[items.by_rank] for name, values in found.items()}


def _of_extra() -> dict[str, Ints]:
    """What the two questions counted alone add (see EXTRA)."""
    money, receipt = np.arange(EXTRA) % 4, np.arange(EXTRA) // 4
    found = {"money_yes": money == 1, "money_no": money == 2, "money_unsaid": money == 3, "receipt_yes": receipt == 1}
    return {name: values.astype(np.int64) for name, values in {**found, "receipt_no": receipt == 2}.items()}


def _words(meanings: dict[str, Ints], most: int) -> list[list[tuple[str, Ints, int, int]]]:
    """Columns side by side in 63-bit words, so that one pass sums several: (column, values, shift, width) of each word.

    A column is as wide as its largest possible sum over a cell of `most` rows.
    """
    words: list[list[tuple[str, Ints, int, int]]] = []
    free: list[int] = []
    widths = {name: max(1, int(values.max()) * max(most, 1)).bit_length() for name, values in meanings.items()}
    for name in sorted(meanings, key=lambda name: -widths[name]):
        width = widths[name]
        place = next((index for index, room in enumerate(free) if room >= width), len(words))
        if place == len(words):
            if width > 63:
                raise InputError(
                    "A cell holds too many answers to be summed.", cure="Make cubes of shorter spans and merge them."
                )
            words.append([])
            free.append(63)
        words[place].append((name, meanings[name], 63 - free[place], width))
        free[place] -= width
    return words


def _used_labels(cube: Cube) -> Cube:
    """The same cube without labels that no cell uses: equal answers give equal cubes."""
    cells = cube.cells
    labels: dict[str, Any] = {}
    for name in LABELS:
        texts = getattr(cube, f"{name}s")
        used = np.zeros(len(texts), dtype=bool)
        used[cells[name].to_numpy()] = True
        labels[f"{name}s"] = tuple(text for text, use in zip(texts, used, strict=True) if use)
        if not used.all():
            cells = cells.assign(**{name: (np.cumsum(used) - 1).astype(np.int32)[cells[name].to_numpy()]})
    return replace(cube, cells=cells, **labels)
