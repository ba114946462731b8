"""The gazette: what was announced stays as it was announced, whatever is edited, comes late or is decided afterwards."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.chain import PRINTED, Chain, following
from anubhav_gforms.errors import StateError
from anubhav_gforms.gazette.book import FILE, EntryKind, read_book
from anubhav_gforms.gazette.release import grade_of
from anubhav_gforms.grading.archive import DECISIONS, Decision, save_decision
from anubhav_gforms.grading.method.memory import Units
from tests.grading.world import responses
from tests.office import make_office, run, write_ledger
from tests.packed_pages import unpacked

from .announced import EARLIER, THEN, WEEK, late, report


def test_a_finished_week_is_announced_once(office: Campaign) -> None:
    book = read_book(office.data)
    assert [entry.kind for entry in book.entries] == [
        EntryKind.BANDS,
        EntryKind.RULES,
        EntryKind.STATIONS,
        EntryKind.RELEASE,
    ]
    report(office, EARLIER)
    assert read_book(office.data) == book, "the same figures are announced already"
    page = unpacked((office.data / "reports" / EARLIER / "office.html").read_bytes())
    shared = unpacked((office.data / "reports" / EARLIER / "shared" / "report.html").read_bytes())
    assert book.head[:PRINTED] in page
    assert book.head[:PRINTED] not in shared, "it hangs on every response; readers outside must not see that change"


def test_other_figures_are_a_further_edition_marked_on_every_page(office: Campaign) -> None:
    first = read_book(office.data).editions(EARLIER)
    pipeline.correct_gazette(office, EARLIER, "GPM", "score", "68", why="x", who="IG")
    late(office)
    others = "was announced with other figures than it would have now, and .*{} holds no report of it"
    with pytest.raises(StateError, match=others.format("2026-11")) as refused:  # the report of the week is there
        pipeline.write_report(office, pipeline.grade(office, week=EARLIER), month="2026-11")
    assert str(refused.value.cure).endswith("anubhav report --month 2026-11 --again")
    shutil.rmtree(office.data / "reports")
    with pytest.raises(StateError, match=others.format(EARLIER)):
        report(office, EARLIER)
    made = report(office, EARLIER, again=True)
    editions = read_book(office.data).editions(EARLIER)
    assert editions[:1] == first
    assert [entry.body["edition"] for entry in editions] == [1, 2]
    assert "GPM: score 68" in run(office.root, "gazette", "show", EARLIER).output
    assert "GPM: अंक 68" in run(office.root, "--language", "hi", "gazette", "show", EARLIER).output
    again = run(office.root, "report", "--week", EARLIER, "--no-open").output
    assert "1 correction of an earlier edition does not act on this one" in again
    for page in (made.page, made.folder / "shared" / "report.html"):
        assert "Edition 2 of this week" in page.read_text("utf-8")
        assert "It was of an earlier edition and does not act on the newest one." in page.read_text("utf-8")


def test_late_rows_and_decisions_move_nothing_that_was_announced(office: Campaign) -> None:
    release = read_book(office.data).editions(EARLIER)[0].body
    announced = {code: row for rows in release["figures"].values() for code, row in rows.items() if "score" in row}
    late(office)
    grades = pipeline.grade(office, week=WEEK, places=False)
    then = grades.history[grades.history["week"] == EARLIER].set_index("code")
    assert set(then.index) == set(announced) - {""} - {"RANGE"}
    for code, row in then.iterrows():
        said = announced[code]
        assert (row["score"], row["letter"], row["standing"]) == (
            said["score"],
            said.get("letter", ""),
            said.get("standing", ""),
        )
    previous = grades.table.set_index("code")["previous_letter"]
    held = release["held"]["stations"]
    assert any(row[1][0] for row in held.values()), "some letters were given"
    assert all(previous[code] == row[1][0] for code, row in held.items() if code in previous.index)
    moved = pipeline.grade(office, week=EARLIER, places=False).table.set_index("code")["score"]
    assert np.nanmax(np.abs(moved - then["score"])) > 0.5, "made again that week would have other scores"


def test_what_is_held_comes_back_as_it_was_recorded(office: Campaign) -> None:
    season = pipeline.grade(office, week=WEEK, places=False).working.season
    assert season is not None
    units, memory = season.units, season.last.after
    assert units.record(units.recalled(units.record(memory))) == units.record(memory)
    later = Units(units.stations[1:], units.districts, units.letters, units.first_week - 5)
    assert later.record(later.recalled(units.record(memory)))["stations"] == {
        code: row for code, row in units.record(memory)["stations"].items() if code != units.stations[0]
    }


def test_an_entry_of_a_newer_version_is_no_damage(tmp_path: Path) -> None:
    """The cure of damage, a backup, would forget it."""
    Chain(tmp_path / FILE, frozenset({"later"})).extend(lambda entries: [following(entries, "later", {}, "2026-11-30")])
    with pytest.raises(StateError, match=r"a newer anubhav wrote line 1\. Install the newer version\."):
        read_book(tmp_path)
    assert Chain(tmp_path / FILE, frozenset(EntryKind)).faults() == ("a newer anubhav wrote line 1",)


def test_a_book_that_cannot_be_read_is_not_an_empty_one(tmp_path: Path) -> None:
    """list and verify said that nothing was announced."""
    (tmp_path / "data").write_text("a file where the folder belongs")
    with pytest.raises(StateError, match=r"data.gazette\S+: Not a directory\. A file has the name of"):
        read_book(tmp_path / "data")


def test_a_release_that_another_version_decided_otherwise_names_it(office: Campaign) -> None:
    """After an update it need not be anybody's hand in the book or the ledger."""
    path = office.data / FILE
    *lines, last = path.read_text("utf-8").splitlines(keepends=True)
    body = json.loads(last)["body"]
    code = next(iter(body["figures"]["station"]))
    body["figures"]["station"][code]["score"] += 1
    for by, said in ((body["code"], "edition 1: made"), ("0.0.9", "announced by anubhav 0.0.9 (this is")):
        path.write_text("".join(lines), "utf-8")
        book, told = Chain(path, frozenset(EntryKind)), {**body, "code": by}
        book.extend(lambda entries, told=told: [following(entries, EntryKind.RELEASE, told, "2026-11-30")])
        checked = run(office.root, "gazette", "verify")
        assert checked.return_value == 1
        assert said in checked.output
        assert f"something else of {code}" in checked.output


def test_report_says_that_it_announces(office: Campaign) -> None:
    said = run(office.root, "report", "--week", EARLIER, "--no-open").output
    assert f"announced {EARLIER}, edition 1" in said


def test_list_and_show_tell_what_was_announced(office: Campaign, tmp_path: Path) -> None:
    listed = run(office.root, "gazette", "list").output
    assert f"week {EARLIER}, edition 1" in listed
    assert "bands from 2026-W46 on: A+ 90, A 80" in listed
    head = read_book(office.data).head[:PRINTED]
    shown = run(office.root, "gazette", "show", head, "--station", "gpm").output
    heading, line = (text.split(maxsplit=1) for text in shown.splitlines()[1:3])
    assert (heading[0], line[0]) == ("code", "GPM")
    assert heading[1].split() == ["score", "(90%", "interval)", "letters", "standing"]
    assert "SKT-" not in shown
    said = grade_of(read_book(office.data).editions(EARLIER)[-1].body)["figures"]["district"]["GPM"]
    assert f"{said['score']:.3f} ({said['low']:.3f}–{said['high']:.3f})" in shown, (
        "of 51.450 a page can say 51.4 or 51.5"
    )
    assert f" {said.get('letter') or said['letter_set'].replace(' or ', '/')} " in shown
    for nothing in ("2026-W02", ""):
        assert f'under "{nothing}".' in str(run(office.root, "gazette", "show", nothing).exception)
    (tmp_path / "another" / FILE).mkdir(parents=True)
    with pytest.raises(StateError, match="Move that folder away"):
        read_book(tmp_path / "another")


def test_an_explanation_names_the_days_of_which_responses_were_found_not_genuine(office: Campaign) -> None:
    """They had left before groups of five were graded, so that it said nothing of them: neither of a day nor of a week."""
    body = read_book(office.data).editions(EARLIER)[0].body
    code, other = [code for code, row in grade_of(body)["figures"]["station"].items() if "score" in row][:2]
    for when, word in (
        ("2026-11-04", "not genuine"), ("2026-W44", "not genuine"), ("2026-W30", "genuine"), ("2025-11-04", "not genuine"),
    ):  # fmt: skip
        rule = "F1W" if "W" in when else "F1"
        decision = Decision(f"{rule}:{code}:{when}", word, THEN.isoformat(), "IG", "one phone", "praise")
        save_decision(office.data / DECISIONS, decision)
    said = " ".join(run(office.root, "explain", code, "--week", EARLIER).output.split())
    assert "all alike, that a person found not genuine: of 2026-W44, 04.11.2026." in said
    assert json.loads(run(office.root, "explain", code, "--week", EARLIER, "--json").output)["not_genuine"] == [
        "2026-W44", "2026-11-04",
    ]  # fmt: skip
    assert "not genuine" not in run(office.root, "explain", other, "--week", EARLIER).output


def test_a_station_that_was_listed_since_is_not_among_what_was_announced(office: Campaign) -> None:
    path = office.root / "stations.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    line = next(each for each in lines if each.startswith("SKT-")).split(",")
    lines.append(",".join(["SKT-ZZZ", "New Post", "नई चौकी", *line[3:]]))
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")
    told = run(office.root, "explain", "SKT-ZZZ", "--week", EARLIER).stderr
    assert f"{EARLIER} was announced with other figures of SKT-ZZZ, or without it" in told
    command = shlex.split(told.partition("What was announced: anubhav ")[2].partition(";")[0])
    shown = str(run(office.root, *command).exception)
    assert "SKT-ZZZ is not among what was announced" in shown
    assert "Did you mean" in str(run(office.root, "gazette", "show", EARLIER, "--station", "SKT-SKA").exception)


def test_a_book_that_was_removed_does_not_begin_anew_beside_what_was_announced(office: Campaign) -> None:
    """The next report announced the bands again and its week as the first, and nobody was told."""
    reports, command = office.data / "reports", ("report", "--week", WEEK, "--no-open", "--offline")
    (office.data / FILE).rename(office.data / "taken away")
    refused = run(office.root, *command)
    assert isinstance(refused.exception, StateError)
    assert f"{reports / EARLIER} was announced" in str(refused.exception)
    assert not (office.data / FILE).exists()
    reports.rename(office.data / "reports-before")
    assert not run(office.root, *command).exception
    shutil.rmtree(reports)
    (office.data / "reports-before").rename(reports)
    (office.data / "taken away").replace(office.data / FILE)
    assert not run(office.root, *command).exception


def test_a_week_announced_late_moves_no_later_one_that_was_announced(office: Campaign) -> None:
    (office.data / FILE).unlink()
    shutil.rmtree(office.data / "reports")
    report(office, "2026-W45")
    first = report(office, WEEK).page.read_bytes()
    report(office, EARLIER)
    command = ("report", "--week", WEEK, "--no-open", "--offline")
    done = run(office.root, *command, "--audience", "ig")
    assert not done.exception, done.exception
    assert [entry.body["edition"] for entry in read_book(office.data).editions(WEEK)] == [1]
    assert (office.data / "reports" / WEEK / "office.html").read_bytes() == first
    assert not run(office.root, *command, "--again").exception
    assert [entry.body["edition"] for entry in read_book(office.data).editions(WEEK)] == [1, 2], (
        "who asks for it gets it"
    )
    assert run(office.root, "gazette", "verify").return_value == 0
    assert not run(office.root, *command).exception
    assert len(read_book(office.data).editions(WEEK)) == 2


def test_the_book_shows_the_word_that_shared_files_say_of_each_station(tmp_path: Path) -> None:
    """Of a station with fewer than a full group nobody outside is told that none came."""
    root = tmp_path / "office"
    campaign = make_office(root, lambda lines: [line for line in lines if line[:4] in ("code", "GPM-")])
    frame = responses(campaign, weeks=4, a_week=4, seed=4)
    few = frame["station"] == campaign.stations[0].code
    write_ledger(campaign, frame[~few | (few.cumsum() <= 3)], pulled_at=THEN)
    report(campaign, EARLIER)
    entry = read_book(campaign.data).editions(EARLIER)[-1]
    said = {figure.code: figure.said for figure in pipeline.announced_figures(entry)}
    shared = pd.read_csv(next((root / "data" / "reports").rglob("shared/grades.csv"))).set_index("code")
    shared = shared[(shared["level"] == "station") & shared["standing"].isna()]
    assert {code: said[code] for code in shared.index} == dict(shared["status"])
    assert said[campaign.stations[0].code] == "Not enough responses"
