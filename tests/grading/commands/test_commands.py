"""explain, flags and calibrate."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cli.flags import resolve_command
from anubhav_gforms.grading.archive import CLOSED, SEEN, Decision, in_force
from anubhav_gforms.grading.flags import Flag, Severity
from anubhav_gforms.pipeline.flags import FOLLOWED, fitting, opens_again
from tests.office import run

from . import TEXT, WEEK


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
    written = run(folder, "explain", "BSP-KTW", "--week", WEEK, "--language", "hi", "--page", str(page), "--json")
    assert json.loads(written.stdout) == raw
    assert "सिटी कोतवाली" in page.read_text("utf-8")
    said = run(folder, "explain", "BSP-KTW", "--week", WEEK, "--page", str(tmp_path / "other.html")).output
    assert "Give a station no pages of two weeks in a row" in said


def test_flags_are_listed_shown_and_resolved(folder: Path) -> None:
    listed = run(folder, "flags", "list", "--week", WEEK, "--json")
    assert listed.return_value == 1
    found = {flag["id"]: flag for flag in json.loads(listed.stdout)}
    burst = "F1:BSP-SKD:2026-11-18"
    assert found[burst]["severity"] == "review"
    copies = [flag for flag in found.values() if flag["rule"] == "F3"]
    assert [(flag["station"], len(flag["responses"])) for flag in copies] == [("BSP-SKD", 3)]
    shown = run(folder, "flags", "show", burst, "--week", WEEK)
    assert shown.output.count("2026-11-18") >= 12
    assert "the visitors of these days" in shown.output, "a flag may be of weeks"
    assert re.search(
        r"(?s)Facilities, Did anyone ask for money or a gift\?\).* poster 1 +(?:[1-5-] ){5}(?:नहीं / No|हाँ / Yes|-)\n",
        shown.output,
    )
    first, _, rest = shown.output.partition("all alike (* in flags show), also those that honest visitors sent.")
    [n] = re.findall(r"takes out all (\d+) responses", first)
    marked = re.findall(r"(?m)^\* \w+ .*poster 1 +((?:[1-5-] ){5})", rest)
    assert len(marked) == int(n) == 13, "also an honest one, beside the twelve of the crowd"
    assert {*"".join(marked)} <= {*"5- "}
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
        folder,
        "flags",
        "resolve",
        week,
        "not-genuine",
        "--why",
        "one telephone, ९८७६५ ४३२१०",
        "--by",
        "IG office",
        "--week",
        WEEK,
    )
    assert done.return_value == 0
    assert "Note: --why seems to hold a name or a number. It is kept permanently" in done.output
    assert re.search(
        rf"{burst} stays: genuine, \d{{4}}-\d\d-\d\d by IG office: camp day\nWhat is decided on a day counts",
        done.output,
    )
    both = json.loads(run(folder, "explain", "BSP-SKD", "--week", WEEK, "--json").stdout)
    assert both["responses"] > after["responses"] - 8, "the crowd's day was found genuine itself"
    told = run(folder, "--language", "hi", "flags", "--all", "--week", WEEK).output
    assert "[असली]" in told, "decisions are said in the reader's language"
    assert "[असली नहीं]" in told
    assert "IG office का निर्णय: camp day" in told, "with the office that decided, and why"
    assert (
        "IG office का निर्णय: one telephone"
        in run(folder, "--language", "hi", "flags", "show", week, "--week", WEEK).output
    )
    again = run(folder, "flags", "resolve", burst, "not-genuine", "--why", "the camp was cancelled", "--week", WEEK)
    assert re.search(
        r"replaces what was decided before: genuine, \d{4}-\d\d-\d\d by IG office: camp day\n", again.output
    )
    assert "stays:" not in again.output, "day and week say the same"
    assert "before that: genuine" in run(folder, "flags", "show", burst, "--week", WEEK).output
    rows = {each["id"]: each for each in json.loads(run(folder, "flags", "--all", "--week", WEEK, "--json").stdout)}
    assert [each["decision"] for each in rows[burst]["decided"]] == ["genuine", "not genuine"]
    assert [each["flag"] for each in rows[week]["beside"]] == [burst]
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


def test_resolve_says_of_which_flags_a_report_goes_by_the_decision() -> None:
    """It said so of all; a BAD lasts as long as bad ratings are many, whatever is decided."""
    *most, last = FOLLOWED
    assert f"The next report follows it on {', '.join(most)} and {last};" in str(resolve_command.help)


def test_a_closed_money_flag_can_be_opened_again() -> None:
    flag = f"MONEY:BSP-SKD:{WEEK}"
    made = [Decision(flag, word, f"2026-11-2{day}T10:00:00+00:00", "IG", "x") for day, word in ((3, CLOSED), (4, SEEN))]
    assert in_force((made[0],)).money_closed == {("BSP-SKD", WEEK): "2026-W48"}
    assert not in_force(tuple(made)).money_closed
    assert [opens_again(each) for each in made] == [False, True], "it waits for a decision as before"
    raised = Flag("MONEY", Severity.REVIEW, "BSP-SKD", WEEK, "x")
    assert fitting(raised) == (CLOSED,), "seen would take a flag that stays from the list"
    assert fitting(replace(raised, decision=CLOSED)) == (CLOSED, SEEN)


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
    done = run(folder, *command.split()[1:], "resolve", found[0]["id"], "seen", "--why", "no register")
    assert done.return_value == 0
    assert "is now: seen. That is kept; no score and no report goes by it.\n" in done.output
    assert "announced" not in done.output
    absent = str(run(folder, "flags", "show", found[0]["id"], "--week", WEEK).exception)
    assert absent.endswith(f"in {WEEK}. List them: anubhav flags --week {WEEK} --all. For another week: --week WEEK")
    visits.write_text("code,visits\nNOBODY,2\n", "utf-8-sig")
    assert "visits.csv:2" in str(run(folder, "flags", "--week", WEEK, "--visits", str(visits)).exception)


def test_a_flag_that_no_response_is_behind_says_so(folder: Path, tmp_path: Path) -> None:
    visits = tmp_path / "visits.csv"
    codes = [station.code for station in load_campaign(folder).stations]
    visits.write_text("".join(f"{line}\n" for line in ("code,visits", *(f"{code},900" for code in codes))), "utf-8-sig")
    command = [
        "flags",
        "--week",
        "2026-W22",
        "--visits",
        str(visits),
    ]  # the first week: not everybody has a response yet
    flags = json.loads(run(folder, *command, "--rule", "F7", "--json").stdout)
    flag = next(flag for flag in flags if flag["says"].startswith("0 responses"))
    shown = run(folder, *command, "show", flag["id"])
    assert shown.exception is None
    assert "No response is behind it.\nThen: anubhav flags" in shown.output


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
