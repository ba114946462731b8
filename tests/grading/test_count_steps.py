"""Counting at its limits: many labels, blocks that differ, six questions, nothing at all, and spans too wide for one number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading import Shape, cube_of_tables, make_cube
from anubhav_gforms.grading.cube.blocks import part_tables
from anubhav_gforms.grading.cube.cell_sums import _words
from anubhav_gforms.grading.cube.items import Items

from .world import arrow, praise, same


@pytest.fixture(scope="module")
def shape(bilaspur: Campaign) -> Shape:
    return Shape.of(bilaspur)


def test_three_hundred_stations_are_told_apart(bilaspur: Campaign, shape: Shape) -> None:
    codes = [f"S{number:03d}" for number in range(300)]
    cube = make_cube(praise(bilaspur, codes, "2026-11-18", 1), shape)
    assert cube.stations == tuple(codes)
    assert cube["rows"].tolist() == [1] * 300


def test_blocks_of_other_days_epochs_and_reasons_are_one_cube(bilaspur: Campaign, shape: Shape) -> None:
    early, late = praise(bilaspur, "BSP-KTW", "2025-01-05", 3), praise(bilaspur, "BSP-CVL", "2026-11-18", 2)
    late = late.assign(epoch=np.int16(3), code_status="quarantined", code_reason="bad signature")
    whole = make_cube(pd.concat([early, late], ignore_index=True), shape)
    assert whole.reasons == ("", "bad signature")
    assert whole["epoch"].tolist() == [3, 1]
    for blocks in ([early, late], [late, early]):
        assert same(cube_of_tables([arrow(block, shape) for block in blocks], shape), whole)


def test_no_block_at_all_is_an_empty_cube(shape: Shape) -> None:
    cube = cube_of_tables([], shape)
    assert (cube.rows, cube.stations, len(cube.cells)) == (0, (), 0)


def test_six_questions_have_more_patterns_than_fit_in_fifteen_bits(bilaspur: Campaign) -> None:
    six = Shape(Items.make({f"q{number}": 1 / 6 for number in range(6)}))
    frame = praise(bilaspur, "BSP-KTW", "2026-11-18", 2)
    for number in range(6):
        frame[f"q{number}"] = pd.array([5, 5 if number else None], dtype="Int8")
    cube = make_cube(frame, six)
    assert cube["y"].tolist() == [1_000_000, 0]
    assert cube["gap"].tolist() == [0, 46_656 - 5], "the last pattern but for its first answer"
    assert cube["best"].tolist() == [1, 1]


@pytest.mark.parametrize(("stations", "fits"), [(16, True), (17, False)])
def test_spans_that_no_number_holds_are_refused(bilaspur: Campaign, shape: Shape, stations: int, fits: bool) -> None:
    """2^31 days, 2^15 epochs and 7,777 gaps leave room for sixteen stations in 63 bits."""
    frame = praise(bilaspur, [f"S{number:02d}" for number in range(stations)], "2026-11-18", 1)
    table = arrow(frame, shape)
    day = np.zeros(stations, dtype=np.int32)
    epoch = np.ones(stations, dtype=np.int16)
    day[-1], epoch[-1] = 2**31 - 1, 2**15 - 1
    for name, values in (("day", pa.array(day).cast(pa.date32())), ("epoch", pa.array(epoch))):
        table = table.set_column(table.column_names.index(name), name, values)
    if fits:
        assert cube_of_tables([table], replace(shape)).rows == stations
    else:
        with pytest.raises(InputError, match="span too many days and labels"):
            cube_of_tables([table], shape)


def test_sums_as_wide_as_sixty_three_bits_fit_and_no_wider() -> None:
    one = np.array([0, 1])
    assert [width for word in _words({"y": one}, 2**63 - 1) for *_, width in word] == [63]
    for values, most in ((one, 2**63), (np.array([10**12]), 2**40)):
        with pytest.raises(InputError, match="too many responses to be summed"):
            _words({"y": values}, most)


def test_a_part_is_read_in_blocks_without_its_dead_rows_and_with_what_it_lacks(tmp_path: Path) -> None:
    """An older part: no question on money, none on facilities; one channel and one epoch throughout."""
    table = pa.table(
        {
            "station": pa.array(["A", "B", "C", "D", "E", "F"]),
            "channel": pa.array(["poster"] * 6),
            "epoch": pa.array([2] * 6, pa.int16()),
            "heard": pa.array([1, 2, 3, 4, 5, None], pa.int8()),
        }
    )
    pq.write_table(table, tmp_path / "part.parquet")
    part: Any = SimpleNamespace(path=tmp_path / "part.parquet", rows=6, dead=np.array([1, 4]))
    columns = ["station", "channel", "epoch", "heard", "money", "facilities"]
    blocks = list(part_tables(part, columns, ["station", "channel", "money"], rows=2))
    assert [block.num_rows for block in blocks] == [1, 2, 1]
    found = {name: [value for block in blocks for value in block[name].to_pylist()] for name in columns}
    assert found == {
        "station": ["A", "C", "D", "F"], "channel": ["poster"] * 4, "epoch": [2] * 4, "heard": [1, 3, 4, None],
        "money": [""] * 4, "facilities": [None] * 4,
    }  # fmt: skip


def test_a_text_that_is_missing_once_is_not_taken_for_the_only_one(tmp_path: Path) -> None:
    pq.write_table(pa.table({"channel": ["poster", None, "poster"]}), tmp_path / "part.parquet")
    part: Any = SimpleNamespace(path=tmp_path / "part.parquet", rows=3, dead=np.array([], dtype=int))
    (block,) = part_tables(part, ["channel"], ["channel"])
    assert block["channel"].to_pylist() == ["poster", None, "poster"]
