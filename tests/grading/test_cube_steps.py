"""What a cube holds and how cubes are joined: columns, types, labels, and the file in which one travels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from anubhav_gforms.campaign import Campaign, Role
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading import Cube, Shape, make_cube, merge
from anubhav_gforms.grading.cube.cube import KEY, columns_of, listed
from anubhav_gforms.grading.cube.exchange import MOST_ROWS, merge_files, of_district, read_cube

from .world import ITEMS, praise, send

TALLIES = ["best", "worst", "straight", "bad", "money_yes", "money_no", "money_unsaid", "receipt_yes", "receipt_no"]


def some(campaign: Campaign, *stations: str, day: str = "2026-11-18", count: int = 2) -> Cube:
    frame = pd.concat([praise(campaign, station, day, count) for station in stations], ignore_index=True)
    return make_cube(frame, Shape.of(campaign))


def test_a_shape_names_what_is_read_and_what_is_summed(bilaspur: Campaign) -> None:
    shape = Shape.of(bilaspur)
    graded = list(bilaspur.grade_rules.items)
    ledger = ["station", "day", "channel", "epoch", "code_status", "code_reason"]
    assert shape.columns == [*ledger, *graded, "purpose", "topic", "money", "receipt"]
    of_items = [f"{what}_{key}" for what in ("points", "apart", "top") for key in graded]
    assert shape.sums == ["rows", "y", "yy", *of_items, *TALLIES]
    assert shape.overall == "overall"
    assert (shape.money_yes, shape.money_no) == ("हाँ / Yes", "नहीं / No")
    assert (shape.receipt_yes, shape.receipt_no) == ("हाँ / Yes", "नहीं / No")


def test_a_form_without_the_two_questions_counts_neither(bilaspur: Campaign) -> None:
    asked = tuple(each for each in bilaspur.form.questions if each.role not in (Role.MONEY, Role.RECEIPT))
    shape = Shape.of(replace(bilaspur, form=bilaspur.form.model_copy(update={"questions": asked})))
    assert {shape.money, shape.money_yes, shape.money_no, shape.receipt, shape.receipt_yes, shape.receipt_no} == {""}
    assert not {"money", "receipt", "gift", "paper", ""} & set(shape.columns)
    assert shape == Shape(shape.items, purpose="purpose", overall="overall", topic="topic", elsewhere=shape.elsewhere)
    frame = praise(bilaspur, "BSP-KTW", "2026-11-18", 3).drop(columns=["money", "receipt"])
    assert make_cube(frame, shape).cells[TALLIES[4:]].to_numpy().sum() == 0


def test_cells_that_meet_are_added_in_types_that_hold_them(bilaspur: Campaign) -> None:
    one, other = some(bilaspur, "BSP-KTW", "BSP-CVL"), some(bilaspur, "BSP-KTW", "KRB-CVL", count=3)
    both = merge([one, other])
    assert both.stations == ("BSP-CVL", "BSP-KTW", "KRB-CVL")
    assert (both["rows"].tolist(), both.rows) == ([2, 5, 3], 10)
    assert both["station"].tolist() == [0, 1, 2]
    assert list(both.cells.columns) == [*KEY, *both.shape.sums, "lowest", "highest"]
    wide = {name for name, kind in both.cells.dtypes.items() if kind == np.int64}
    assert wide == {"y", "yy", *(f"apart_{key}" for key in both.shape.items.keys)}
    assert set(map(str, both.cells.dtypes)) == {"int32", "int64"}
    pd.testing.assert_frame_equal(merge([other, one]).cells, both.cells)
    pd.testing.assert_frame_equal(merge([one]).cells, one.cells)


def test_what_cannot_be_joined_is_refused(bilaspur: Campaign) -> None:
    with pytest.raises(InputError, match="There is no cube to merge"):
        merge([])
    cube = some(bilaspur, "BSP-KTW")
    with pytest.raises(InputError) as refused:
        merge([cube, replace(cube, shape=replace(cube.shape, money_yes="Ja"))])
    assert refused.value.message == "The cubes do not count the same questions with the same weights."
    assert refused.value.cure == "Make them with the same config/."


def test_cells_find_their_place_in_the_list_of_stations(bilaspur: Campaign) -> None:
    cube = some(bilaspur, "BSP-CVL", "BSP-KTW", "XXX-OLD")
    place, known = listed(cube, ["BSP-KTW", "KRB-CVL", "BSP-CVL"])
    assert (place.tolist(), known.tolist()) == ([2, 0, 0], [True, True, False])
    place, known = listed(cube.with_cells(cube.cells.iloc[:0]), ["BSP-KTW"])
    assert (place.tolist(), known.tolist()) == ([], [])
    assert listed(Cube(cube.shape, (), (), (), (), columns_of(cube.cells.iloc[:0])), [])[1].tolist() == []


def test_a_district_is_those_codes_that_begin_with_its_own(bilaspur: Campaign) -> None:
    cube = some(bilaspur, "BSP-KTW", "KRB-CVL")
    mine = of_district(cube, "KRB")
    assert (mine.stations, mine.rows) == (("KRB-CVL",), 2)
    assert mine["day"].tolist() == cube["day"].tolist()[1:]
    nobody = of_district(cube, "BS")
    assert (nobody.stations, nobody.purposes, nobody.channels, nobody.reasons, nobody.rows) == ((), (), (), (), 0)
    assert merge([nobody, cube]).rows == 4


def test_a_cube_travels_in_one_compressed_file_with_readable_columns(bilaspur: Campaign, tmp_path: Path) -> None:
    cube = some(bilaspur, "BSP-KTW")
    send(cube, tmp_path / "x.cube")
    assert [path.name for path in tmp_path.iterdir()] == ["x.cube"], "no draft is left"
    with pq.ParquetFile(tmp_path / "x.cube") as file:
        assert file.metadata.row_group(0).column(0).compression == "ZSTD"
        assert file.metadata.metadata[b"format"] == b"anubhav cube 5"
        assert "हाँ / Yes" in file.metadata.metadata[b"shape"].decode()
        table = file.read()
    assert table["station"].to_pylist() == ["BSP-KTW"]
    assert str(table["day"][0].as_py()) == "2026-11-18"
    assert table.schema.field("day").type == pa.date32()
    pd.testing.assert_frame_equal(read_cube(tmp_path / "x.cube").cube.cells, cube.cells)


def test_a_file_of_another_format_or_of_too_many_cells_is_refused(
    bilaspur: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.cube"
    send(some(bilaspur, "BSP-KTW", "BSP-CVL"), path)
    assert MOST_ROWS == 5_000_000
    monkeypatch.setattr("anubhav_gforms.grading.cube.exchange.MOST_ROWS", 2)
    assert len(read_cube(path).cube.cells) == 2
    monkeypatch.setattr("anubhav_gforms.grading.cube.exchange.MOST_ROWS", 1)
    with pytest.raises(InputError, match=r"x\.cube is not a cube\. Make one with: anubhav cube export FILE\."):
        read_cube(path)
    monkeypatch.undo()
    table = pq.read_table(path)
    pq.write_table(table.replace_schema_metadata({**table.schema.metadata, b"format": b"anubhav cube 99"}), path)
    with pytest.raises(InputError, match="is not a cube"):
        read_cube(path)


def test_stations_in_two_files_are_named_three_and_then_counted(bilaspur: Campaign, tmp_path: Path) -> None:
    codes = ["BSP-CVL", "BSP-IGO", "BSP-KTW", "BSP-RCY"]
    for count in (3, 4):
        for name in ("one", "two"):
            send(some(bilaspur, *codes[:count]), tmp_path / f"{name}.cube")
        with pytest.raises(InputError) as refused:
            merge_files([tmp_path / "one.cube", tmp_path / "two.cube"])
        named = "; ".join(f"{code} is in one.cube and in two.cube" for code in codes[:3])
        assert refused.value.message == named + (" and 1 more." if count == 4 else ".")
        assert refused.value.cure == "Merge each district's newest cube only."
    nowhere = [some(bilaspur, "") for _ in range(2)]
    for number, cube in enumerate(nowhere):
        send(cube, tmp_path / f"{number}.cube")
    assert merge_files([tmp_path / "0.cube", tmp_path / "1.cube"]).cube.rows == 4, (
        "responses without a station are in every file"
    )


def test_ratings_of_a_cell_are_summed(bilaspur: Campaign) -> None:
    cube = some(bilaspur, "BSP-KTW", count=3)
    assert [cube[f"points_{key}"].tolist() for key in ITEMS] == [[300]] * 5
    assert (cube["y"].tolist(), cube["yy"].tolist()) == ([3_000_000], [3 * 10**12])
    assert (cube["best"].tolist(), cube["worst"].tolist(), cube["straight"].tolist()) == ([3], [0], [3])
