"""Cubes that travel, bands that are proposed, constants that stay frozen."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import InputError, StateError
from anubhav_gforms.grading import Cube, Grades, Shape, grade, make_cube
from anubhav_gforms.grading.archive import (
    DECISIONS,
    Decision,
    in_force,
    load_constants,
    load_decisions,
    save_constants,
    save_decision,
)
from anubhav_gforms.grading.calibrate import calibrate
from anubhav_gforms.grading.cube.exchange import merge_files, of_district, read_cube

from .world import responses, send, with_rules

WEEK = "2026-W47"


@pytest.fixture(scope="module")
def cube(bilaspur: Campaign) -> Cube:
    return make_cube(responses(bilaspur, weeks=26, a_week=3, seed=3), Shape.of(bilaspur))


@pytest.fixture(scope="module")
def grades(bilaspur: Campaign, cube: Cube) -> Grades:
    return grade(bilaspur, cube, WEEK, places=False)


def test_districts_count_alone_and_the_merged_cube_is_that_of_all_responses(
    bilaspur: Campaign, cube: Cube, tmp_path: Path
) -> None:
    paths = []
    for district in bilaspur.districts:
        paths.append(tmp_path / f"{district.code}.cube")
        send(of_district(cube, district.code), paths[-1], district.code)
    file = merge_files(paths)
    assert file.districts == {district.code for district in bilaspur.districts}
    merged = file.cube
    pd.testing.assert_frame_equal(merged.cells, cube.cells)
    assert (merged.stations, merged.purposes, merged.shape) == (cube.stations, cube.purposes, cube.shape)
    names = pq.read_schema(paths[0]).names
    assert not {"response_id", "submitted_at", "message", "name", "mobile"} & set(names)
    send(cube, tmp_path / "all.cube", "BSP")
    pd.testing.assert_frame_equal(read_cube(tmp_path / "all.cube").cube.cells, cube.cells)


def test_a_district_that_is_sent_twice_is_refused(cube: Cube, tmp_path: Path) -> None:
    for name in ("one", "two"):
        send(of_district(cube, "BSP"), tmp_path / f"{name}.cube", "BSP")
    with pytest.raises(InputError, match=r"BSP is in one.cube and in two.cube; BSP-.* is in"):
        merge_files([tmp_path / "one.cube", tmp_path / "two.cube"])


def test_cubes_of_other_weights_and_files_that_are_none_are_refused(
    bilaspur: Campaign, cube: Cube, tmp_path: Path
) -> None:
    send(of_district(cube, "BSP"), tmp_path / "one.cube", "BSP")
    weights = {"behaviour": 0.2, "heard": 0.2, "promptness": 0.2, "overall": 0.2, "facilities": 0.2}
    other = make_cube(responses(bilaspur, weeks=2), Shape.of(with_rules(bilaspur, items=weights)))
    send(of_district(other, "KRB"), tmp_path / "two.cube", "KRB")
    with pytest.raises(InputError, match="same questions with the same weights"):
        merge_files([tmp_path / "one.cube", tmp_path / "two.cube"])
    (tmp_path / "none.cube").write_text("no cube")
    with pytest.raises(InputError, match="is not a cube"):
        read_cube(tmp_path / "none.cube")


def test_bands_are_proposed_with_the_wrong_letters_to_expect(bilaspur: Campaign, grades: Grades) -> None:
    found = calibrate(grades)
    assert found.stations == int((grades.stations["n"] >= 10).sum())
    assert found.best in found.proposals
    wrong = {len(one.names): one.wrong for one in found.proposals}
    assert wrong[6] > wrong[4] > wrong[3] > 0
    for one in found.proposals:
        assert sum(one.stations) == found.stations
        assert list(one.edges) == sorted(one.edges, reverse=True)
        assert "[grading.bands]" in one.to_toml()
    assert found.today.edges == tuple(bilaspur.grade_rules.bands.values())


def test_without_scores_no_bands_are_proposed(bilaspur: Campaign, cube: Cube) -> None:
    found = calibrate(grade(bilaspur, cube.with_cells(cube.cells.iloc[:0]), WEEK, places=False))
    assert (found.stations, found.proposals, found.best) == (0, (), None)
    assert math.isnan(found.today.wrong)


def test_bands_whose_edges_meet_are_not_proposed(bilaspur: Campaign, grades: Grades) -> None:
    """Scores so close together that whole points cannot part them."""
    work = grades.working
    stations = work.replay.stations
    close = replace(stations.estimate, score=70 + 0.2 * np.arange(len(stations.letter)) / len(stations.letter))
    near = replace(work, replay=replace(work.replay, stations=replace(stations, estimate=close)))
    found = calibrate(replace(grades, working=near))
    assert found.proposals == ()
    assert found.best is None
    assert found.stations > 100


def test_the_expected_share_of_wrong_letters_is_the_one_that_occurs(bilaspur: Campaign) -> None:
    """Truths drawn around each score by its sd carry another letter as often as calibrate says."""
    from anubhav_gforms.grading.calibrate import judge_bands
    from anubhav_gforms.grading.formulas.letters import band

    rng = np.random.default_rng(8)
    score, sd = rng.normal(70, 9, 150), rng.uniform(1, 5, 150)
    edges = tuple(bilaspur.grade_rules.bands.values())
    truth = score + sd * rng.standard_normal((2000, 150))
    occurs = (band(truth, edges) != band(score, edges)).mean()
    assert judge_bands(tuple("ABCDEF"), edges, score, sd).wrong == pytest.approx(occurs, abs=0.005)


def test_constants_are_frozen_in_a_file_that_cannot_be_changed_unseen(grades: Grades, tmp_path: Path) -> None:
    constants = grades.new_constants[-1]
    path = save_constants(tmp_path, constants)
    assert load_constants(tmp_path) == {"2026-Q4": constants}
    with pytest.raises(StateError, match="frozen"):
        save_constants(tmp_path, constants)
    raw = json.loads(path.read_text("utf-8"))
    raw["s2"] += 1
    path.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(StateError, match="SHA-256 does not fit"):
        load_constants(tmp_path)
    path.write_text("{}", "utf-8")
    with pytest.raises(StateError, match="is not a file of constants"):
        load_constants(tmp_path)


def test_freezing_anew_keeps_the_old_file(grades: Grades, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "constants"
    save_constants(folder, grades.constants)
    for _ in range(2):
        save_constants(folder, grades.constants, replacing=True)
    assert sorted(path.name for path in folder.iterdir()) == ["2026-Q4.1.json", "2026-Q4.json"], "equal ones once"
    assert len(load_constants(folder)) == 1


def test_a_config_that_changed_within_a_quarter_is_refused_and_other_knobs_are_not(
    bilaspur: Campaign, cube: Cube, grades: Grades
) -> None:
    frozen = {"2026-Q4": grades.constants}
    with pytest.raises(StateError, match=r"changed after the constants of 2026-Q4 were frozen"):
        grade(with_rules(bilaspur, channels=("poster", "desk")), cube, WEEK, frozen=frozen, places=False)
    bands = {"A": 75.0, "B": 60.0, "C": 0.0}
    cap = bilaspur.grade_rules.integrity.model_copy(update={"cap": ""})
    fewer = grade(with_rules(bilaspur, bands=bands, integrity=cap), cube, WEEK, frozen=frozen, places=False)
    assert fewer.letters == ("A", "B", "C")
    assert fewer.constants.sha256 == grades.constants.sha256
    assert fewer.config_sha256 != grades.config_sha256


def test_decisions_of_two_officers_at_one_moment_are_both_kept(tmp_path: Path) -> None:
    path = tmp_path / "flags.jsonl"
    made = [Decision(f"F1:BSP-KTW:2026-11-{day}", "genuine", "", str(day), "") for day in range(10, 26)]
    with ThreadPoolExecutor(4) as officers:
        list(officers.map(partial(save_decision, path), made))
    assert {each.by for each in load_decisions(path)} == {each.by for each in made}


def test_the_last_decision_on_a_flag_is_in_force_and_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "new" / "data" / "flags.jsonl"
    assert load_decisions(path) == ()
    assert DECISIONS == "flags.jsonl"
    for flag, word in (
        ("F1:BSP-KTW:2026-11-18", "genuine"), ("F1:BSP-KTW:2026-11-18", "not genuine"),
        ("ALARM:BSP-CVL:2026-W45", "confirmed"), ("ALARM:BSP-SKD:2026-W44", "seen"), ("F2:BSP-SKD:2026-W44", "genuine"),
    ):  # fmt: skip
        save_decision(path, Decision(flag, word, "2026-11-23T10:00:00+05:30", "IG office", "पंजी देखी / register seen"))
    decision = load_decisions(path)[4]
    assert len(load_decisions(path)) == 5
    assert "पंजी देखी" in path.read_text("utf-8"), "a person can read it"
    found = in_force(load_decisions(path))
    assert found.released == frozenset()
    assert in_force(load_decisions(path)[:1]).released == {("BSP-KTW", "2026-11-18")}
    forged = Decision("F1W:BSP-CVL:2026-W45", "not genuine", "2026-11-23T10:00:00+05:30", "IG", "")
    seen = Decision("ALARM:BSP-CVL:2026-W45", "seen", "2026-11-23T12:00:00+05:30", "IG", "")
    assert in_force((forged, seen)).since == {("BSP-CVL", "2026-W45"): forged.when}, "groups of five go by when it was"
    assert found.kept_aside == {("BSP-KTW", "2026-11-18")}
    assert found.confirmed == {("BSP-CVL", "2026-W45")}
    assert found.confirmed_as == {("BSP-CVL", "2026-W45"): 3}
    assert found.acknowledged == {("BSP-CVL", "2026-W45"), ("BSP-SKD", "2026-W44")}
    whole = path.read_text("utf-8")
    for wrong in (
        "{}",
        *(
            json.dumps(asdict(decision) | {"flag": flag})
            for flag in (5, "F1:BSP-KTW:2026-13-40", "F1:BSP-KTW:9999-12-31", "F1")
        ),
    ):
        path.write_text(f"{whole}{wrong}\n", "utf-8")
        with pytest.raises(StateError, match=r"flags.jsonl:6"):
            load_decisions(path)
    written_by_hand = replace(decision, when="0001-01-01T00:00:00+05:30")
    assert (written_by_hand.moment, written_by_hand.week) == (None, "")


def edited(path: Path, **columns: int) -> None:
    """What eight lines of pandas do: every cell of a column gets another number, the metadata stay."""
    table = pq.read_table(path)
    for name, value in columns.items():
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, pa.array([value] * len(table), table.schema.field(name).type))
    pq.write_table(table, path)


@pytest.mark.parametrize("column", ["points_overall", "y", "rows", "money_yes"])
def test_a_cube_that_was_edited_by_hand_is_refused(cube: Cube, tmp_path: Path, column: str) -> None:
    path = tmp_path / "BSP.cube"
    send(of_district(cube, "BSP"), path, "BSP")
    edited(path, **{column: 100})
    with pytest.raises(InputError, match=r"BSP\.cube: this cube was changed after it was made"):
        read_cube(path)
    with pytest.raises(InputError, match="changed after it was made"):
        merge_files([path])


def test_who_counted_when_cannot_be_changed_either(cube: Cube, tmp_path: Path) -> None:
    path = tmp_path / "BSP.cube"
    send(of_district(cube, "BSP"), path, "BSP")
    table = pq.read_table(path)
    about = {
        **table.schema.metadata,
        b"origins": table.schema.metadata[b"origins"].replace(b"2026-11-22", b"2026-11-29"),
    }
    pq.write_table(table.replace_schema_metadata(about), path)
    with pytest.raises(InputError, match="changed after it was made"):
        read_cube(path)
    pq.write_table(table.replace_schema_metadata({**about, b"format": b"anubhav cube 1"}), path)
    with pytest.raises(InputError, match="made by an older anubhav"):
        read_cube(path)


def test_a_cube_that_another_program_wrote_again_is_refused(cube: Cube, tmp_path: Path) -> None:
    path = tmp_path / "BSP.cube"
    send(of_district(cube, "BSP"), path, "BSP")
    pq.write_table(pq.read_table(path), path, compression="gzip", row_group_size=100)
    with pytest.raises(InputError, match="was changed after it was made"):
        read_cube(path)


def test_a_cube_is_private_and_follows_no_link(cube: Cube, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("mine")
    path = tmp_path / "BSP.cube"
    path.symlink_to(tmp_path / "secret")
    path.with_suffix(".cube.tmp").symlink_to(tmp_path / "secret")
    send(of_district(cube, "BSP"), path, "BSP")
    assert (tmp_path / "secret").read_text() == "mine"
    assert not path.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o600
