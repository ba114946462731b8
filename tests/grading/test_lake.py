"""The export in Hive folders: what stands and nothing else, only changed days written, and the same cube from every engine."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading import Cube
from anubhav_gforms.grading.exchange import read_cube
from anubhav_gforms.pipeline.cube import build_cube
from anubhav_gforms.pipeline.ledger import export_to_lake
from anubhav_gforms.responses.events import Event, EventKind
from anubhav_gforms.responses.lake import MANIFEST
from anubhav_gforms.responses.writer import writing

from .world import grown_ledger, responses, same


@pytest.fixture
def grown(bilaspur: Campaign, tmp_path_factory: pytest.TempPathFactory) -> tuple[Campaign, Cube]:
    """A ledger of two parts in which some rows were superseded or went away, and the cube of what stands."""
    return grown_ledger(bilaspur, responses(bilaspur, weeks=2, a_week=2), tmp_path_factory.mktemp("ledger"))


def test_every_engine_counts_what_stands_and_no_more(grown: tuple[Campaign, Cube], tmp_path: Path) -> None:
    campaign, cube = grown
    done = export_to_lake(campaign, tmp_path / "lake")
    assert done.rows == cube.rows
    build_cube(campaign, tmp_path / "lake", tmp_path / "made.cube")
    assert same(read_cube(tmp_path / "made.cube").cube, cube)
    pattern = str(tmp_path / "lake" / "**" / "*.parquet")
    folders = duckdb.sql(
        f"SELECT count(*), min(month), max(district) FROM read_parquet('{pattern}', hive_partitioning=true)"
    )
    rows, month, _ = folders.fetchall()[0]
    assert rows == cube.rows
    assert month[:3] == "202"


@pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
    reason="SPARK NOT TESTED HERE: needs pyspark and Java; make spark",
)
@pytest.mark.filterwarnings("default")
def test_spark_counts_the_same(grown: tuple[Campaign, Cube], tmp_path: Path) -> None:
    campaign, cube = grown
    export_to_lake(campaign, tmp_path / "lake")
    build_cube(campaign, tmp_path / "lake", tmp_path / "made.cube", on="spark")
    assert same(read_cube(tmp_path / "made.cube").cube, cube)


def test_only_a_day_that_changed_is_written_again(grown: tuple[Campaign, Cube], tmp_path: Path) -> None:
    campaign, _ = grown
    lake = tmp_path / "lake"
    first = export_to_lake(campaign, lake)
    again = export_to_lake(campaign, lake)
    assert (again.written, again.removed, again.size) == (0, 0, 0)
    assert again.kept == first.written
    with writing(campaign.data / "ledger", command="test") as writer:
        writer.add_events([Event(EventKind.GONE, 2, 9, 9, -1)])
        writer.commit("test")
    after = export_to_lake(campaign, lake)
    assert (after.written + after.removed, after.rows) == (1, first.rows - 1)


def test_nothing_personal_is_in_it(grown: tuple[Campaign, Cube], tmp_path: Path) -> None:
    campaign, _ = grown
    export_to_lake(campaign, tmp_path)
    personal = set(campaign.form.personal_keys)
    assert personal
    for path in tmp_path.rglob("*.parquet"):
        assert not personal & set(pq.read_schema(path).names)


def test_a_changed_file_is_not_counted(grown: tuple[Campaign, Cube], tmp_path: Path) -> None:
    campaign, _ = grown
    export_to_lake(campaign, tmp_path / "lake")
    first = min((tmp_path / "lake").rglob("*.parquet"))
    content = bytearray(first.read_bytes())
    content[len(content) // 2] ^= 1
    first.write_bytes(content)
    with pytest.raises(InputError, match="1 of"):
        build_cube(campaign, tmp_path / "lake", tmp_path / "made.cube")
    first.unlink()
    export_to_lake(campaign, tmp_path / "lake")
    build_cube(campaign, tmp_path / "lake", tmp_path / "made.cube")


def test_a_folder_of_somebody_else_is_left_alone(grown: tuple[Campaign, Cube], tmp_path: Path) -> None:
    campaign, _ = grown
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(InputError, match="something else"):
        export_to_lake(campaign, tmp_path)
    (tmp_path / "letter.txt").unlink()
    export_to_lake(campaign, tmp_path)
    said = json.loads((tmp_path / MANIFEST).read_text())
    for change in ({"campaign": "other"}, {"files": {"../../x": {}}}, {"files": 3}):
        (tmp_path / MANIFEST).write_text(json.dumps(said | change))
        with pytest.raises(InputError):
            export_to_lake(campaign, tmp_path)
