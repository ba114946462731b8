"""The export in Hive folders: what stands and nothing else, only changed days written, and the same cube from every engine."""

from __future__ import annotations

import importlib.util
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading import Cube
from anubhav_gforms.grading.cube.exchange import of_district, read_cube
from anubhav_gforms.pipeline.cube import believed_cube, build_cube, export_cube, make_cube_key
from anubhav_gforms.pipeline.ledger import export_to_lake
from anubhav_gforms.responses.ledger.events import Event, EventKind
from anubhav_gforms.responses.ledger.lake import MANIFEST, read_manifest
from anubhav_gforms.responses.ledger.writer import writing
from tests.office import make_office, run, write_ledger

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


def test_a_month_that_is_over_is_one_file_a_district(grown: tuple[Campaign, Cube], tmp_path: Path) -> None:
    campaign, _ = grown
    export_to_lake(campaign, tmp_path)
    files = read_manifest(tmp_path).files
    assert {Path(name).stem for name in files if "month=2026-11" not in name} <= {"2026-10"}
    assert all(len(Path(name).stem) == len("2026-11-09") for name in files if "month=2026-11" in name)
    later = responses(campaign, weeks=1, until=date(2026, 12, 6), a_week=3, seed=8)
    write_ledger(campaign, later[later["day"] >= "2026-12-01"])
    export_to_lake(campaign, tmp_path)
    files = read_manifest(tmp_path).files
    assert sum("month=2026-11" in name for name in files) == sum("2026-11.parquet" in name for name in files) == 8
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.parquet")} == set(files)


def test_what_is_gone_on_with_is_what_a_new_folder_gets(grown: tuple[Campaign, Cube], tmp_path: Path) -> None:
    """New rows, one that goes, one that another version replaces, and what a killed export left."""
    campaign, _ = grown
    export_to_lake(campaign, tmp_path / "old")
    write_ledger(campaign, responses(campaign, weeks=1, until=date(2026, 11, 24), a_week=2, seed=8))
    with writing(campaign.data / "ledger", command="test") as writer:
        writer.add_events([Event(EventKind.GONE, 3, 11, 11, -1), Event(EventKind.EDITED, 3, 12, 12, 40)])
        writer.commit("test")
    for number in range(3):
        export_to_lake(campaign, tmp_path / "old")
        export_to_lake(campaign, tmp_path / f"new{number}")
        assert read_manifest(tmp_path / "old") == read_manifest(tmp_path / f"new{number}")
        said = json.loads((tmp_path / "old" / MANIFEST).read_text())
        name = min(said["files"])
        said["files"][name] |= {"mark": "", "rows": 0, "sha256": ""}
        (tmp_path / "old" / MANIFEST).write_text(json.dumps(said | {"ledger_head": ""}))
        (tmp_path / "old" / name).write_bytes(b"torn")


def test_an_export_of_lots_makes_the_report_that_counts_of_districts_make(bilaspur: Campaign, tmp_path: Path) -> None:
    campaign = make_office(tmp_path / "office", lambda lines: lines[:40])
    write_ledger(campaign, responses(campaign, weeks=16, a_week=6, seed=4))
    _, public, _ = make_cube_key(campaign)
    office = tmp_path / "office" / "config" / "office.toml"
    office.write_text(office.read_text("utf-8").replace("[cube_keys]", f'[cube_keys]\nrange = "{public}"'), "utf-8")
    campaign = load_campaign(tmp_path / "office")
    done = run(campaign.root, "ledger", "export", "--to", str(tmp_path / "lots"), "--lots")
    assert done.exception is None, done.exception
    done = run(campaign.root, "cube", "build", str(tmp_path / "built.cube"), "--from", str(tmp_path / "lots"))
    assert done.exception is None, done.exception
    exported, built = export_cube(campaign, tmp_path / "sent.cube"), believed_cube(campaign, tmp_path / "built.cube")
    assert same(built.cube, exported.cube)
    assert built.origins == exported.origins
    assert not (
        done := run(campaign.root, "report", "--no-open", "--week", "2026-W47", "--cube", str(tmp_path / "built.cube"))
    ).exception, done.exception
    for where, lots in (("lots", False), ("all", True)):
        export_to_lake(campaign, tmp_path / where, lots=not lots)
        with pytest.raises(InputError, match="holds"):
            export_to_lake(campaign, tmp_path / where, lots=lots)


def test_only_the_districts_of_the_campaign_are_counted(grown: tuple[Campaign, Cube], tmp_path: Path) -> None:
    campaign, cube = grown
    export_to_lake(campaign, tmp_path / "lake")
    two = replace(campaign, districts=campaign.districts[:2])
    build_cube(two, tmp_path / "lake", tmp_path / "two.cube")
    found = read_cube(tmp_path / "two.cube").cube
    codes = tuple(each.code for each in two.districts)
    assert same(of_district(found, *codes), of_district(cube, *codes))
    assert {code[:3] for code in found.stations if code} == set(codes)


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
