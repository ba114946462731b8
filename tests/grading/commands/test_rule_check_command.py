"""rule-check: what a rule of notices and rewards would do, before it is signed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from tests.office import run

from . import WEEK


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
    """Its share is of the responses that count: with 5 of the best alone, with 2 of all but the worst."""
    shares = {}
    for least in ("2", "4", "5"):
        words = ("rule-check", "--notice", "60%", "--satisfied", least, "--week", WEEK, "--json")
        shares[least] = {row["code"]: row["measured"] for row in json.loads(run(folder, *words).stdout)["by_station"]}
    usual = json.loads(run(folder, "rule-check", "--notice", "60%", "--week", WEEK, "--json").stdout)
    assert shares["4"] == {row["code"]: row["measured"] for row in usual["by_station"]}
    assert all(shares["5"][code] <= share <= shares["2"][code] for code, share in shares["4"].items())
    assert sum(shares["5"].values()) < sum(shares["4"].values()) < sum(shares["2"].values())


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


@pytest.mark.parametrize("option", [("--satisfied", "5"), ("--question", "heard")])
def test_rule_check_of_scores_passes_over_no_option(folder: Path, option: tuple[str, str]) -> None:
    words = ("rule-check", "--measure", "score", "--notice", "60", "--week", WEEK)
    assert f"--measure score does not use {option[0]}" in str(run(folder, *words, *option).exception)


def test_rule_check_tells_no_score_that_the_report_hides(folder: Path) -> None:
    found = json.loads(
        run(folder, "rule-check", "--measure", "score", "--notice", "60", "--week", WEEK, "--json").stdout
    )
    table = pipeline.grade(load_campaign(folder), week=WEEK, places=False).stations
    public = set(table.loc[table["score"].notna(), "code"])
    assert {row["code"] for row in found["by_station"] if row["measured"] is not None} == public
    assert len(public) < len(table)
