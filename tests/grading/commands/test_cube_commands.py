"""Cubes of counts between offices: exported, merged, and what a report of them tells."""

from __future__ import annotations

import json
import shlex
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading.cube.exchange import CubeFile, merge_files, of_district, read_cube, write_cube
from tests.office import run

from . import WEEK


def test_the_next_step_of_an_export_runs_as_it_is_printed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A blank in a name would make two of it."""
    own = shutil.copytree(folder, tmp_path / "own")
    monkeypatch.chdir(tmp_path)

    def after(*words: str) -> list[str]:
        done = run(own, *words)
        assert done.exception is None, done.exception
        return shlex.split(done.output.rpartition("anubhav ")[2].removesuffix(" …\n"))

    build = after("ledger", "export", "--to", "my lots", "--lots")
    assert build[-1] == "my lots"
    assert "not signed" not in run(own, *build).output
    assert after("cube", "export", "all counts.cube") == ["report", "--cube", "all counts.cube"]
    merge = after("cube", "export", "all counts.cube", "--district", "BSP")
    assert merge[-1] == "all counts.cube"
    report = after(*merge[:2], "range of Bilaspur.cube", merge[-1])
    assert report[-1] == "range of Bilaspur.cube"
    told = run(own, *report, "--week", WEEK, "--no-open")
    assert told.return_value == 0, told.exception
    assert "last compared" not in told.output, "the counts are of other offices"


def test_cubes_of_districts_give_the_same_grades(folder: Path, tmp_path: Path) -> None:
    campaign = load_campaign(folder)
    files = []
    for district in campaign.districts:
        files.append(str(tmp_path / f"{district.code}.cube"))
        assert run(folder, "cube", "export", files[-1], "--district", district.code).return_value == 0
    campaign = load_campaign(folder)
    whole = tmp_path / "range.cube"
    assert run(folder, "cube", "merge", str(whole), *files).return_value == 0
    one, other = (pipeline.grade(campaign, week=WEEK, cube=cube).table for cube in (None, whole))
    money = [name for name in one if name.startswith("money")]
    pd.testing.assert_frame_equal(one.drop(columns=money), other.drop(columns=money))
    assert run(folder, "cube", "export", str(tmp_path / "x"), "--district", "XXX").exception is not None


def test_a_report_of_some_districts_calls_nobody_else_silent_and_lies_apart(folder: Path, tmp_path: Path) -> None:
    own = folder / "data" / "reports" / WEEK
    english = (
        "report",
        "--language",
        "en",
        "--week",
        WEEK,
        "--no-open",
    )  # packs in one language: nobody reads them here
    assert run(folder, *english).return_value == 0
    before = {path.relative_to(own): path.read_bytes() for path in own.rglob("*") if path.is_file()}
    files = []
    for code in ("BSP", "KRB", "RGH"):
        files.append(str(tmp_path / f"{code}.cube"))
        assert run(folder, "cube", "export", files[-1], "--district", code).return_value == 0
    whole = tmp_path / "range.cube"
    merged = run(folder, "cube", "merge", str(whole), *files).output
    assert merged.count("digest ") == 3
    assert "Not delivered: JNC, MGL" in merged
    shown = run(folder, *english, "--cube", str(whole))
    assert shown.return_value == 0, shown.output
    campaign = load_campaign(folder)
    away = {district.code for district in campaign.districts} - {"BSP", "KRB", "RGH"}
    assert f"not delivered: {', '.join(sorted(away, key=[d.code for d in campaign.districts].index))}" in shown.output
    assert {path.relative_to(own): path.read_bytes() for path in own.rglob("*") if path.is_file()} == before
    apart = own.with_name(f"{WEEK}-cubes")
    table = pd.read_csv(apart / "office.csv", encoding="utf-8-sig", keep_default_na=False)
    mine = table["district"].isin(away)
    assert set(table.loc[mine, "status"]) == {"Not delivered"}
    assert "Not delivered" not in set(table.loc[~mine, "status"])
    assert "No responses" not in set(table["status"]), "some may wait for their group of five"
    assert "have fewer than 5 responses" in shown.output
    listed = ", ".join(f"{each.name_en} ({each.code})" for each in campaign.districts if each.code in away)
    assert f"Not delivered: {listed}." in (apart / "office.html").read_text("utf-8")
    names = {station.code for station in campaign.stations if station.district in away}
    assert not names & set(", ".join(table["silent"]).split(", "))
    inputs = json.loads((apart / "manifest.json").read_text("utf-8"))["inputs"]
    assert {"cube", "ledger of BSP", "ledger of KRB", "ledger of RGH"} <= set(inputs)
    assert "ledger" not in inputs
    assert "Give the cube, --cube FILE" in str(run(folder, "report", "--verify", str(apart)).exception)
    again = run(folder, "report", "--verify", str(apart), "--cube", str(whole))
    assert again.return_value == 0, again.output
    other = run(folder, "report", "--verify", str(apart), "--cube", files[0])
    assert other.return_value == 1
    [inputs_said] = [line for line in other.output.splitlines() if line.startswith("Inputs that are not as they were")]
    assert "cube" in inputs_said
    assert "not from counts" in str(run(folder, "report", "--verify", str(own), "--cube", str(whole)).exception)
    said = run(folder, "report", "--week", WEEK, "--cube", str(whole), "--audience", "ig", "--no-open")
    assert "--audience needs the responses themselves" in str(said.exception)


def test_a_cube_that_was_changed_or_is_of_another_campaign_makes_no_report(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "BSP.cube"
    run(folder, "cube", "export", str(path), "--district", "BSP")
    office = folder / "config" / "office.toml"
    text = office.read_text("utf-8")
    office.write_text(text.replace('id = "bilaspur"', 'id = "practice"'), "utf-8")
    found = run(folder, "report", "--week", WEEK, "--cube", str(path), "--no-open").exception
    office.write_text(text, "utf-8")
    assert isinstance(found, InputError)
    assert "was counted in another campaign: bilaspur; this one is practice" in str(found)


def test_a_cube_of_every_response_makes_no_report_nor_does_one_that_holds_such(folder: Path, tmp_path: Path) -> None:
    lake, every, korba, both = (tmp_path / name for name in ("lake", "every.cube", "KRB.cube", "both.cube"))
    assert run(folder, "ledger", "export", "--to", str(lake)).return_value == 0
    assert run(folder, "cube", "build", str(every), "--from", str(lake)).return_value == 0
    whole = read_cube(every)
    bilaspur = CubeFile.of(of_district(whole.cube, "BSP"), [replace(whole.origins[0], districts=("BSP",))])
    write_cube(bilaspur, every)
    run(folder, "cube", "export", str(korba), "--district", "KRB")
    write_cube(merge_files([every, korba]), both)
    for words in (["report", "--week", WEEK, "--no-open", "--cube"], ["cube", "merge", str(tmp_path / "x.cube")]):
        for path in (every, both):
            found = run(folder, *words, str(path)).exception
            assert isinstance(found, InputError)
            assert f"{path.name}: this cube counts every response" in str(found)
            assert "anubhav cube export" in str(found)


def test_a_cube_into_a_folder_that_cannot_be_written_is_the_users_matter(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    found = run(folder, "cube", "export", str(blocked / "BSP.cube")).exception
    assert found is not None
    assert found.exit_code == 2
