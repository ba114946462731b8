"""Counting responses: what the ledger may hold, what it may not, and the ledger's own parts."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading import Cube, Shape, cube_of_tables, make_cube, merge
from anubhav_gforms.grading.cube.blocks import ledger_cube, part_tables
from anubhav_gforms.grading.cube.cell_keys import EXTRA, Rows, pattern_order, rows_by_cell, width
from anubhav_gforms.grading.cube.count import Labels, looked_up
from anubhav_gforms.grading.cube.cube import columns_of
from anubhav_gforms.grading.cube.query import duckdb_cube, spark_cube
from anubhav_gforms.responses.ledger.columns import answers_schema, personal_schema
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.writer import writing
from tests.office import as_table

from .world import ITEMS, arrow, grown_ledger, responses, same


@pytest.fixture(scope="module")
def frame(bilaspur: Campaign) -> pd.DataFrame:
    return responses(bilaspur, weeks=2, a_week=2)


@pytest.fixture(scope="module")
def shape(bilaspur: Campaign) -> Shape:
    return Shape.of(bilaspur)


def test_a_missing_text_counts_as_an_empty_one(frame: pd.DataFrame, shape: Shape) -> None:
    empty, missing = frame.copy(), arrow(frame, shape)
    some = np.arange(len(frame)) % 7 == 0
    empty.loc[some, ["purpose", "station"]] = ""
    for name in ("purpose", "station"):
        column = pa.array([None if lost else text for lost, text in zip(some, frame[name], strict=True)], pa.string())
        missing = missing.set_column(missing.column_names.index(name), name, column)
    assert same(cube_of_tables([missing], shape), make_cube(empty, shape))


def test_labels_are_codes_in_the_order_of_the_texts() -> None:
    labels = Labels()
    assert looked_up(pa.chunked_array([["b", "a"], ["b", None]]), labels.__getitem__).tolist() == [0, 1, 0, 2]
    assert looked_up(pa.array(["a", "a"]), labels.__getitem__).tolist() == [1, 1], "one text alone"
    assert looked_up(pa.array([], pa.string()), labels.__getitem__).tolist() == []
    assert labels.order().tolist() == [2, 1, 0]


@pytest.mark.parametrize("rating", [6, -1, 100])
def test_a_rating_that_is_none_is_refused(frame: pd.DataFrame, shape: Shape, rating: int) -> None:
    wrong = frame.copy()
    wrong.loc[3, "heard"] = rating
    with pytest.raises(InputError, match='rating of "heard" that is not 1 to 5'):
        make_cube(wrong, shape)


def test_reasons_of_refused_codes_are_counted_apart(frame: pd.DataFrame, shape: Shape) -> None:
    bad = frame.copy()
    bad.loc[:4, ["code_status", "code_reason"]] = ["quarantined", "bad signature"]
    bad.loc[5:7, ["code_status", "code_reason"]] = ["quarantined", ""]
    bad.loc[8, "code_reason"] = "a word beside an accepted code"
    cube = make_cube(bad, shape)
    assert cube.reasons == ("", "bad signature", "unknown")
    counts = np.bincount(cube["reason"], cube["rows"])
    assert counts.tolist() == [len(frame) - 8, 5, 3]


def test_every_question_alone_may_be_missing(frame: pd.DataFrame, shape: Shape, tmp_path: Path) -> None:
    bare = replace(shape, money="", money_yes="", money_no="", receipt="", receipt_yes="", receipt_no="")
    assert bare.columns == [name for name in shape.columns if name not in ("money", "receipt")]
    cube = make_cube(frame, bare)
    assert cube["money_yes"].sum() == cube["money_unsaid"].sum() == cube["receipt_no"].sum() == 0
    pq.write_table(arrow(frame, bare), tmp_path / "bare.parquet")
    assert same(duckdb_cube([tmp_path / "bare.parquet"], bare), cube)
    assert cube.rows == len(frame)
    alone = Shape(shape.items)
    assert {"purpose", "topic"} & {*alone.columns} == set()
    cube = make_cube(frame, alone)
    assert (cube.purposes, cube.reasons, cube.rows) == (("",), ("",), len(frame))


def test_keys_too_wide_for_a_word_are_counted_as_narrow_ones(frame: pd.DataFrame, shape: Shape) -> None:
    days, epochs = [-(2**30), 0, 2**30 - 1], [0, 15_000, 30_000]
    wide = arrow(frame.iloc[:1], shape).take(np.zeros(3, int))
    for name, column in (
        ("day", pa.array(days, pa.int32()).cast(pa.date32())),
        ("epoch", pa.array(epochs, pa.int16())),
        ("channel", pa.array(["desk", "paper", "poster"])),
    ):
        wide = wide.set_column(wide.column_names.index(name), name, column)
    cube = cube_of_tables([wide], shape)
    assert [list(cube[name]) for name in ("day", "epoch", "rows")] == [days, epochs, [1, 1, 1]]
    assert [*cube["y"]] == [make_cube(frame.iloc[:1], shape)["y"][0]] * 3


def test_sums_of_many_responses_of_one_kind_do_not_overflow(bilaspur: Campaign, shape: Shape) -> None:
    """200,000 equal responses in one cell: every packed column comes back whole."""
    one = responses(bilaspur, weeks=1, a_week=1).iloc[:1].assign(**dict.fromkeys(ITEMS, 5))
    table = arrow(one, shape)
    cube = cube_of_tables([table.take(np.zeros(200_000, int))], shape)
    assert len(cube.cells) == 1
    assert cube["y"][0] == 200_000 * 1_000_000
    assert cube["yy"][0] == 200_000 * 1_000_000**2
    assert cube["best"][0] == cube["straight"][0] == cube["rows"][0] == 200_000
    assert [cube[f"points_{key}"][0] for key in shape.items.keys] == [20_000_000] * 5
    assert cube["worst"][0] == 0


def test_a_span_that_is_too_long_is_refused(frame: pd.DataFrame, shape: Shape) -> None:
    table = arrow(frame.iloc[:3], shape)
    days = pa.array([-(2**31), 0, 2**31 - 1], pa.int32()).cast(pa.date32())
    wide = table.set_column(table.column_names.index("day"), "day", days)
    many = [
        wide.set_column(wide.column_names.index(name), name, pa.array([f"{name}{n}-{row}" for row in range(3)]))
        for n in range(60)
        for name in ("station", "purpose", "channel")
    ]
    with pytest.raises(InputError, match="too many days and labels for one cube"):
        cube_of_tables(
            [
                table.set_column(table.column_names.index("epoch"), "epoch", pa.array([30_000] * 3, pa.int16()))
                for table in many
            ],
            shape,
        )


def test_nothing_cannot_be_merged() -> None:
    with pytest.raises(InputError, match="no cube to merge"):
        merge([])


def test_an_engine_that_is_not_installed_is_named(shape: Shape, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(InputError, match="The engine duckdb is not installed"):
        duckdb_cube([], shape)
    with pytest.raises(InputError, match="The package pyspark is not installed"):
        spark_cube([Path("lake")], shape)


@pytest.fixture(scope="module")
def grown(bilaspur: Campaign, frame: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> tuple[Campaign, Cube]:
    """See `grown_ledger`."""
    return grown_ledger(bilaspur, frame, tmp_path_factory.mktemp("ledger"))


def test_what_stands_in_the_ledger_is_counted(grown: tuple[Campaign, Cube]) -> None:
    campaign, cube = grown
    assert same(ledger_cube(campaign, open_ledger(campaign)), cube)


def test_parts_are_read_in_blocks(grown: tuple[Campaign, Cube], shape: Shape) -> None:
    campaign, cube = grown
    texts = ["station", "purpose", "channel", "code_status", "code_reason", "money", "receipt"]
    parts = [list(part_tables(part, shape.columns, texts, rows=64)) for part in open_ledger(campaign).parts()]
    assert [len(blocks) > 1 for blocks in parts] == [True, True]
    assert same(cube_of_tables([block for blocks in parts for block in blocks], shape), cube)


def test_duckdb_counts_the_files_of_a_ledger_without_dead_rows(
    bilaspur: Campaign, frame: pd.DataFrame, shape: Shape, tmp_path: Path
) -> None:
    campaign = replace(bilaspur, root=tmp_path)
    with writing(campaign.data / "ledger", command="test") as writer:
        schema, personal = answers_schema(campaign.form, campaign.timezone), personal_schema(campaign.form)
        writer.add_answers(as_table(frame, schema), as_table(frame, personal))
        writer.commit("test")
    files = [part.path for part in open_ledger(campaign).parts()]
    assert same(duckdb_cube(files, shape), make_cube(frame, shape))


@pytest.mark.parametrize("days", [1, 400], ids=["one day", "out of order"])
def test_rows_of_one_key_and_gap_stand_together(shape: Shape, days: int) -> None:
    rng, items = np.random.default_rng(3), shape.items
    keys, pattern, extra = (rng.integers(0, most, 500) for most in (3 * days, items.patterns, EXTRA))
    pattern[:250] = rng.choice(np.flatnonzero(items.complete)[:5], 250)
    place = np.argsort(pattern_order(items))[pattern]
    words = (keys << width(items)) + place * EXTRA + extra
    key, gap, rows = rows_by_cell(words, items)
    cells = list(zip(key.tolist(), gap.tolist(), strict=True))
    assert cells == sorted(set(zip(keys.tolist(), items.gap[pattern].tolist(), strict=True)))
    told = [(*cell, *row) for cell, part in zip(cells, _parts_of(rows), strict=True) for row in part]
    expected = zip(keys.tolist(), items.gap[pattern].tolist(), place.tolist(), extra.tolist(), strict=True)
    assert sorted(told) == sorted(expected)


def _parts_of(rows: Rows) -> list[list[tuple[int, int]]]:
    """Place and extra of the rows of each cell."""
    both = list(zip(rows.ratings.tolist(), rows.extra.tolist(), strict=True))
    return [
        both[start : start + count] for start, count in zip(rows.starts.tolist(), rows.counts.tolist(), strict=True)
    ]


def test_rows_that_all_lack_a_rating_have_their_cells_and_no_row_has_none(shape: Shape) -> None:
    items = shape.items
    words = (np.arange(3) << width(items)) + (items.patterns - 1) * EXTRA
    for count in (0, 3):
        key, gap, rows = rows_by_cell(words[:count], items)
        assert key.tolist() == rows.starts.tolist() == list(range(count))
        assert gap.tolist() == [items.gap.max()] * count


def test_sums_of_some_cells_and_of_runs_are_those_of_the_columns(frame: pd.DataFrame, shape: Shape) -> None:
    """Made from the rows, or from the columns of a cube that came without them."""
    cube = make_cube(frame, shape)
    plain = columns_of(cube.cells)
    cell = np.flatnonzero(np.arange(len(cube)) % 5)
    starts = np.array([0, 3, 4, len(cell) - 2])
    for columns in (make_cube(frame, shape).columns, plain):
        some = columns.among(cell)
        for name in shape.columns_of_cells:
            assert some[name].tolist() == plain[name][cell].tolist()
            assert columns.among(slice(2, 9))[name].tolist() == plain[name][2:9].tolist()
        for name in shape.sums:
            assert some.over(starts)[name].tolist() == np.add.reduceat(plain[name][cell], starts).tolist()


def test_labels_of_some_cells_are_those_of_all_also_when_a_text_is_used_by_none(
    frame: pd.DataFrame, shape: Shape
) -> None:
    """Arrow keeps texts in a dictionary that no row has any more, as where rows were taken back."""
    table = pa.Table.from_pandas(frame[shape.columns], preserve_index=False)
    purposes = pa.DictionaryArray.from_arrays(
        pc.add(pc.dictionary_encode(table["purpose"].combine_chunks()).indices, 1),
        pa.concat_arrays(
            [
                pa.array([" nobody"]),
                pc.dictionary_encode(table["purpose"].combine_chunks()).dictionary.cast(pa.string()),
            ]
        ),
    )
    cube = cube_of_tables([table.set_column(table.schema.get_field_index("purpose"), "purpose", purposes)], shape)
    assert " nobody" not in cube.purposes
    cell = np.arange(0, len(cube), 2)
    for name in ("station", "purpose", "channel", "reason"):
        assert cube.columns.among(cell)[name].tolist() == cube[name][cell].tolist(), name
        assert cube.columns.among(slice(1, 9))[name].tolist() == cube[name][1:9].tolist(), name
    assert cube.columns.among(cell)["purpose"].max() < len(cube.purposes)
