"""The commands as an office uses them, over a real ledger: explain, flags, rule-check, calibrate, cube."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading.cube.exchange import CubeFile, merge_files, of_district, read_cube, write_cube
from tests.office import make_office, run, write_ledger

from .test_flags import praise
from .world import responses

WEEK = "2026-W47"
TEXT = "सब लोगों ने मिलकर बहुत अच्छा काम किया और मेरी बात ध्यान से सुनी"


def few(lines: list[str]) -> list[str]:
    """The header, and the first five stations of each district; no rule here needs more."""
    kept, number = lines[:1], Counter[str]()
    for line in lines[1:]:
        number[line[:3]] += 1
        if number[line[:3]] <= 5 or line.startswith("BSP-SKD"):
            kept.append(line)
    return kept


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with 26 weeks of answers in its ledger; a burst of praise with copied words at BSP-SKD."""
    folder = tmp_path_factory.mktemp("campaign")
    campaign = make_office(folder, few)
    frame = responses(campaign, weeks=26, a_week=2, seed=1)
    frame = pd.concat([frame, praise(campaign, "BSP-SKD", "2026-11-18", 12)], ignore_index=True)
    frame["message"] = ""
    frame.loc[frame.index[-3:], "message"] = TEXT
    write_ledger(campaign, frame)
    return folder


@pytest.fixture(autouse=True)
def signed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office has a key for its cubes, which its config believes."""
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(tmp_path / "user"))
    line = run(folder, "-q", "cube", "key").output
    office = folder / "config" / "office.toml"
    office.write_text(office.read_text("utf-8").partition("[cube_keys]\n")[0] + f"[cube_keys]\n{line}", "utf-8")


def test_explain_as_text_json_and_page(folder: Path, tmp_path: Path) -> None:
    shown = run(folder, "explain", "bsp-ktw", "--week", WEEK)
    assert shown.return_value == 0, shown.output
    assert "(BSP-KTW), week 2026-W47" in shown.output
    raw = json.loads(run(folder, "explain", "BSP-KTW", "--week", WEEK, "--json").stdout)
    assert f"{raw['score']:.2f}" in shown.output
    assert not (folder / "data" / "constants").exists(), "who reads freezes nothing"
    assert (raw["constants"], raw["constants_frozen"]) == ("2026-Q4", False)
    assert "provisional" in shown.output
    page = tmp_path / "page.html"
    assert run(folder, "explain", "BSP-KTW", "--week", WEEK, "--language", "hi", "--page", str(page)).return_value == 0
    assert "सिटी कोतवाली" in page.read_text("utf-8")


def test_flags_are_listed_shown_and_resolved(folder: Path) -> None:
    listed = run(folder, "flags", "--week", WEEK, "--json")
    assert listed.return_value == 1
    found = {flag["id"]: flag for flag in json.loads(listed.stdout)}
    burst = "F1:BSP-SKD:2026-11-18"
    assert found[burst]["severity"] == "review"
    copies = [flag for flag in found.values() if flag["rule"] == "F3"]
    assert [(flag["station"], len(flag["responses"])) for flag in copies] == [("BSP-SKD", 3)]
    shown = run(folder, "flags", "show", burst, "--week", WEEK)
    assert shown.output.count("2026-11-18") >= 12
    assert re.search(
        r"(?s)Facilities, Did anyone ask for money or a gift\?\).* poster +(?:[1-5-] ){5}(?:नहीं / No|हाँ / Yes|-)\n",
        shown.output,
    )
    assert TEXT not in shown.output + listed.output
    before = json.loads(run(folder, "explain", "BSP-SKD", "--week", WEEK, "--json").stdout)
    idle = run(folder, "flags", "resolve", burst, "seen", "--why", "looked", "--week", WEEK)
    assert str(idle.exception) == f'"seen" decides nothing on {burst}. Choose one of genuine, not-genuine.'
    assert burst in {flag["id"] for flag in json.loads(run(folder, "flags", "--week", WEEK, "--json").stdout)}
    done = run(folder, "flags", "resolve", burst, "genuine", "--why", "camp day", "--by", "IG office", "--week", WEEK)
    assert done.return_value == 0
    after = json.loads(run(folder, "explain", "BSP-SKD", "--week", WEEK, "--json").stdout)
    assert (before["under_review"], before["alike"] >= 8, before["set_aside"]) == (True, True, 0)
    assert before["score"] == after["score"], "the rows counted all the time"
    assert burst not in {flag["id"] for flag in json.loads(run(folder, "flags", "--week", WEEK, "--json").stdout)}
    week = "F1W:BSP-SKD:2026-W47"
    done = run(
        folder, "flags", "resolve", week, "not-genuine", "--why", "one telephone", "--by", "IG office", "--week", WEEK
    )
    assert done.return_value == 0
    fewer = json.loads(run(folder, "explain", "BSP-SKD", "--week", WEEK, "--json").stdout)
    assert fewer["responses"] <= after["responses"] - 8, "those in full lots are taken out of them"
    assert "There is no flag" in str(
        run(folder, "flags", "resolve", "F1:X:1", "genuine", "--why", "x", "--week", WEEK).exception
    )


def test_a_decision_on_an_announced_week_is_told_of_until_it_is_announced_again(folder: Path, tmp_path: Path) -> None:
    office = tmp_path / "office"
    shutil.copytree(folder, office)
    (office / "data" / "flags.jsonl").unlink(missing_ok=True)
    report = ("report", "--week", WEEK, "--no-open", "--offline")
    assert run(office, *report).exception is None
    told = f"{WEEK} was announced with other figures of BSP-SKD"
    assert told not in run(office, "explain", "BSP-SKD", "--week", WEEK).stderr
    decision = ("F1:BSP-SKD:2026-11-18", "not-genuine", "--why", "one telephone", "--week", WEEK)
    assert "announced already stays as it is" in run(office, "flags", "resolve", *decision).output
    assert told in run(office, "explain", "BSP-SKD", "--week", WEEK).stderr
    assert run(office, "explain", "BSP-KTW", "--week", WEEK).stderr == ""
    assert run(office, *report, "--again").exception is None
    assert run(office, "explain", "BSP-SKD", "--week", WEEK).stderr == ""


def test_visits_must_be_right(folder: Path, tmp_path: Path) -> None:
    visits = tmp_path / "visits.csv"
    visits.write_text("code,visits\nBSP-KTW,2\nBSP-CVL,100000\n", "utf-8-sig")
    found = json.loads(run(folder, "flags", "--week", WEEK, "--rule", "F7", "--visits", str(visits), "--json").stdout)
    assert [(flag["station"], flag["severity"]) for flag in found] == [("BSP-KTW", "review"), ("BSP-CVL", "note")]
    listed = run(folder, "flags", "--week", WEEK, "--visits", str(visits)).output
    command = f"anubhav flags --week {WEEK} --visits {visits}"
    assert f"Next: {command} show ID." in listed
    shown = run(folder, *command.split()[1:], "show", found[0]["id"]).output
    assert f"Then: {command} resolve {found[0]['id']} genuine|not-genuine|seen --why TEXT" in shown
    assert (
        run(folder, *command.split()[1:], "resolve", found[0]["id"], "seen", "--why", "no register").return_value == 0
    )
    absent = str(run(folder, "flags", "show", found[0]["id"], "--week", WEEK).exception)
    assert absent.endswith(f"in {WEEK}. List them: anubhav flags --week {WEEK} --all. For another week: --week WEEK")
    visits.write_text("code,visits\nNOBODY,2\n", "utf-8-sig")
    assert "visits.csv:2" in str(run(folder, "flags", "--week", WEEK, "--visits", str(visits)).exception)


def test_a_rule_is_checked_before_it_is_signed(folder: Path) -> None:
    found = run(folder, "rule-check", "--notice", "60%", "--reward", "80%", "--week", WEEK, "--json")
    raw = json.loads(found.stdout)
    assert found.return_value == 1, "some of them may well not deserve it"
    assert raw["notices"] == sum(row["notice"] for row in raw["by_station"]) > 0
    assert raw["undeserved_notices"] == pytest.approx(sum(row["undeserved_notice"] or 0 for row in raw["by_station"]))
    assert raw["undeserved_notices"] < raw["notices"] / 2
    assert all(row["n"] >= 10 for row in raw["by_station"]), "under ten responses a station is a count, never a line"
    shown = run(folder, "rule-check", "--notice", "95%", "--week", WEEK)
    assert "The notice begins above what the range reaches" in shown.output
    points = json.loads(
        run(folder, "rule-check", "--measure", "score", "--notice", "60", "--week", WEEK, "--json").stdout
    )
    assert points["own"] > 50
    listed = sum(station.status != "closed" for station in load_campaign(folder).stations)
    assert {each["stations"] + each["too_few"] for each in (raw, points)} == {listed}, (
        "the silent ones are too few as well"
    )
    assert 0 < points["planned_undeserved_notices"] < points["planned_notices"]
    for words in (
        [],
        ["--notice", "lots"],
        ["--notice", "75"],
        ["--measure", "score", "--notice", "120"],
        ["--notice", "50%", "--question", "x"],
    ):
        assert run(folder, "rule-check", *words, "--week", WEEK).exception is not None


def test_the_rating_that_counts_as_satisfied_is_chosen(folder: Path) -> None:
    """Its share is of the answers that count: with 5 of the best alone, with 2 of all but the worst."""
    shares = {}
    for least in ("2", "4", "5"):
        words = ("rule-check", "--notice", "60%", "--satisfied", least, "--week", WEEK, "--json")
        shares[least] = {row["code"]: row["measured"] for row in json.loads(run(folder, *words).stdout)["by_station"]}
    usual = json.loads(run(folder, "rule-check", "--notice", "60%", "--week", WEEK, "--json").stdout)
    assert shares["4"] == {row["code"]: row["measured"] for row in usual["by_station"]}
    assert all(shares["5"][code] <= share <= shares["2"][code] for code, share in shares["4"].items())
    assert sum(shares["5"].values()) < sum(shares["4"].values()) < sum(shares["2"].values())


def test_calibrate_proposes_and_changes_nothing(folder: Path) -> None:
    config = (folder / "config" / "grading.toml").read_bytes()
    shown = run(folder, "calibrate", "--week", WEEK)
    assert "[grading.bands]" in shown.output
    assert (folder / "config" / "grading.toml").read_bytes() == config


def test_freezing_anew_is_asked_for_and_keeps_the_old_file(folder: Path) -> None:
    first = run(folder, "calibrate", "--freeze", "2026-Q4", "--yes")
    assert first.return_value == 0, first.exception
    assert (folder / "data" / "constants" / "2026-Q4.json").exists()
    assert "stays beside it" not in first.output, "there was none"
    assert run(folder, "calibrate", "--freeze", "2026-Q4").exception is not None, (
        "no terminal: it must be said with --yes"
    )
    done = run(folder, "calibrate", "--freeze", "2026-Q4", "--yes")
    assert "Largest change of a score: 0.00 points" in done.output, done.exception
    assert "The old file stays beside it." in done.output
    assert (folder / "data" / "constants" / "2026-Q4.1.json").exists()
    assert run(folder, "calibrate", "--freeze", "2024-Q1", "--yes").exception is not None


def test_freezing_anew_where_no_station_has_a_score_tells_no_change(folder: Path, tmp_path: Path) -> None:
    own = shutil.copytree(folder, tmp_path / "own")
    config = own / "config" / "grading.toml"
    text, found = re.subn(r"(?m)^min_n = \d+", "min_n = 1000", config.read_text("utf-8"))
    assert found == 1
    config.write_text(text, "utf-8")
    for _ in range(2):
        done = run(own, "calibrate", "--freeze", "2026-Q4", "--yes")
        assert done.return_value == 0, done.exception
    assert "Wrote" in done.output
    assert "Largest change" not in done.output


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
    merge = after("cube", "export", "all counts.cube")
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
    from anubhav_gforms import pipeline

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


def test_rule_check_does_not_reward_what_a_person_found_not_genuine(folder: Path) -> None:
    """BSP-SKD has a burst of praise on one day; it counts until a person has decided, and then nowhere."""
    decisions = folder / "data" / "flags.jsonl"
    kept = decisions.read_bytes() if decisions.exists() else None
    decisions.unlink(missing_ok=True)

    def row() -> dict[str, object]:
        found = json.loads(run(folder, "rule-check", "--reward", "80%", "--week", WEEK, "--json").stdout)
        (mine,) = [row for row in found["by_station"] if row["code"] == "BSP-SKD"]
        return dict(mine)

    before = row()
    flag = "F1:BSP-SKD:2026-11-18"
    run(folder, "flags", "resolve", flag, "not-genuine", "--why", "one telephone", "--by", "IG", "--week", WEEK)
    after = row()
    decisions.unlink()
    if kept is not None:
        decisions.write_bytes(kept)
    assert int(str(after["n"])) <= int(str(before["n"])) - 12


def test_a_rule_that_gives_notice_and_reward_to_one_station_is_refused(folder: Path) -> None:
    for words in (("--notice", "80%", "--reward", "75%"), ("--measure", "score", "--notice", "80", "--reward", "60")):
        found = run(folder, "rule-check", *words, "--week", WEEK).exception
        assert "one station would earn both" in str(found)


def test_rule_check_tells_no_score_that_the_report_hides(folder: Path) -> None:
    found = json.loads(
        run(folder, "rule-check", "--measure", "score", "--notice", "60", "--week", WEEK, "--json").stdout
    )
    table = pipeline.grade(load_campaign(folder), week=WEEK, places=False).stations
    public = set(table.loc[table["score"].notna(), "code"])
    assert {row["code"] for row in found["by_station"] if row["measured"] is not None} == public
    assert len(public) < len(table)
