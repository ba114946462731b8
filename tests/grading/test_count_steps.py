"""Counting at its limits: many labels, blocks that differ, six questions, nothing at all, and spans too wide for one number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading import Shape, cube_of_tables, make_cube
from anubhav_gforms.grading.items import Items

from .test_engines import arrow, same
from .test_flags import praise


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
