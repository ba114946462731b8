"""A report folder: private, without leftovers, never replaced by other figures in silence, never made from a spoiled ledger."""

from __future__ import annotations

import errno
import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from anubhav_gforms import files, pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import StateError
from anubhav_gforms.grading.archive import Decision, load_decisions, save_decision
from anubhav_gforms.language import say
from anubhav_gforms.reports import Audience
from anubhav_gforms.responses.ledger.writer import writing
from tests.grading.world import responses
from tests.office import copied, make_office, run, write_ledger

WEEK = "2026-W47"
THEN = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def office_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kept") / "office"
    campaign = make_office(root, lambda lines: [line for line in lines if line[:4] in ("code", "SKT-", "GPM-")])
    write_ledger(campaign, responses(campaign, weeks=20, a_week=8, seed=4), pulled_at=THEN)
    return root


@pytest.fixture
def office(office_made: Path, tmp_path: Path) -> Campaign:
    return copied(office_made, tmp_path)


@pytest.fixture(scope="module")
def reported_made(office_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = copied(office_made, tmp_path_factory.mktemp("reported"))
    report(office, *Audience)
    return office.root


@pytest.fixture
def reported(reported_made: Path, tmp_path: Path) -> Campaign:
    """The office with a report of the week, for every reader."""
    return copied(reported_made, tmp_path)


def folder_of(office: Campaign) -> Path:
    """Where its report of the week lies."""
    return office.data / "reports" / WEEK


def report(campaign: Campaign, *audiences: Audience, again: bool = False):
    grades = pipeline.grade(campaign, week=WEEK)
    return pipeline.write_report(campaign, grades, audiences=audiences, language="en", again=again)


def more(campaign: Campaign) -> None:
    """Late responses of the same weeks, as an import brings them."""
    late = responses(campaign, weeks=2, a_week=20, seed=8)
    write_ledger(campaign, late.assign(response_id=[f"late{n}" for n in range(len(late))]), pulled_at=THEN)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_what_is_the_offices_own_is_private(reported_made: Path) -> None:
    made = reported_made / "data" / "reports" / WEEK
    for path in (made, *made.rglob("*")):
        name, mode = path.relative_to(made).as_posix(), stat.S_IMODE(path.stat().st_mode)
        handed = name.startswith(("shared/", "stations/")) or (name.startswith("districts/") and name.endswith(".pdf"))
        assert mode == (0o700 if path.is_dir() else 0o644 if handed else 0o600), name


def test_a_run_leaves_nothing_of_the_run_before_beside_it(reported: Campaign) -> None:
    folder = folder_of(reported)
    touched = folder / "ig" / "messages.html"
    touched.write_text("somebody wrote here", "utf-8")
    (folder / "notes.txt").write_text("of the office", "utf-8")
    second = report(reported)
    assert second.left == ("ig/messages.html", "notes.txt"), "nothing proves that these are ours"
    assert not [*folder.rglob("*-messages.html"), *folder.glob("stations/*.pdf")]
    assert not (folder / "stations").exists(), "an empty folder looks like a loss"
    said = run(reported.root, "report", "--week", WEEK, "--no-open").output
    assert "left      notes.txt" in said
    assert "not again" not in said, "the run before made none"


def test_a_run_says_for_which_readers_it_made_nothing_again(reported: Campaign) -> None:
    """A folder of sheets that was full and is empty after --again looks like a loss."""
    said = run(reported.root, "report", "--week", WEEK, "--no-open", "--again", "--audience", "ig").output
    assert "not again stations/: the run before made it. To have it here: --audience station" in said
    assert "not again districts/*-messages.html" in said
    assert "for ig" in said
    assert "not again ig/" not in said


def test_a_manifest_cannot_make_us_remove_what_lies_elsewhere(reported: Campaign) -> None:
    outside = reported.root / "victim.txt"
    outside.write_text("mine", "utf-8")
    path = folder_of(reported) / "manifest.json"
    raw = json.loads(path.read_text("utf-8"))
    raw["files"]["../../../victim.txt"] = files.hash_of(outside)
    path.write_text(json.dumps(raw), "utf-8")
    report(reported)
    assert outside.read_text("utf-8") == "mine"


def test_other_figures_do_not_replace_a_report_in_silence(reported: Campaign) -> None:
    folder = folder_of(reported)
    page = folder / "office.html"
    was = page.read_bytes()
    assert report(reported).page.read_bytes() == was, "the same figures may be written again"
    report(reported, Audience.IG)
    more(reported)
    done = run(reported.root, "report", "--week", WEEK, "--no-open")
    assert isinstance(done.exception, StateError)
    assert "has other figures. Changed since: the ledger" in str(done.exception)
    assert "तब से बदला: खाता-बही।" in say(done.exception.message, "hi")
    assert f"anubhav report --week {WEEK} --again" in done.exception.cure, "without the week another one is made again"
    assert page.read_bytes() == was
    done = run(reported.root, "report", "--week", WEEK, "--no-open", "--again")
    assert "kept      the earlier report" in done.output
    kept = folder / "earlier" / "1"
    assert (kept / "office.html").read_bytes() == was
    assert (kept / "manifest.json").exists()
    assert not [*kept.rglob("*messages*")], "what must be forgotten is kept in one place"
    assert page.read_bytes() != was


def test_a_corrected_name_is_no_other_figure(reported: Campaign) -> None:
    folder = folder_of(reported)
    page = folder / "office.html"
    was = page.read_bytes()
    roster = reported.root / "stations.csv"
    code = reported.stations[0].code
    renamed = reported.stations[0].name_en
    roster.write_text(roster.read_text("utf-8").replace(renamed, f"New {renamed}"), "utf-8")
    done = run(reported.root, "report", "--week", WEEK, "--no-open")
    assert not done.exception, done.exception
    assert f"{code},New {renamed}" in (folder / "office.csv").read_text("utf-8-sig")
    assert not (folder / "earlier").exists()
    assert page.read_bytes() != was
    (folder / "office.csv").write_text("saved by a spreadsheet", "utf-8")
    roster.write_text(roster.read_text("utf-8").replace(f"New {renamed}", renamed), "utf-8")
    done = run(reported.root, "report", "--week", WEEK, "--no-open")
    assert "has other figures. Changed since: stations.csv" in str(done.exception), (
        "nothing proves what the figures were"
    )


def test_an_unfinished_report_is_replaced_without_a_question(office: Campaign) -> None:
    early = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
    grades = pipeline.grade(office, week=WEEK, clock=lambda: early)
    pipeline.write_report(office, grades, language="en", clock=lambda: early)
    more(office)
    assert "unfinished" not in report(office).manifest.marks


def test_a_report_is_as_new_as_the_ledger_that_was_graded(office: Campaign) -> None:
    """A pull that finds nothing is no step of the ledger; the next one, while the report is made, does not hide when it was."""
    pulled = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)
    with writing(office.data / "ledger", command="test") as writer:
        writer.commit("pull", pulled_at=int(pulled.timestamp() * 1000))
    grades = pipeline.grade(office, week=WEEK)
    more(office)
    made = pipeline.write_report(office, grades, language="en")
    assert made.contents.freshness.data_up_to == pulled
    assert pipeline.verify_report(office, made.folder).different == ()


def test_a_report_of_imports_alone_is_made_again_after_more_came(tmp_path: Path) -> None:
    """Nothing was ever pulled: its pages name no time, then and when it is made again."""
    office = make_office(tmp_path / "office", lambda lines: [line for line in lines if line[:4] in ("code", "SKT-")])
    write_ledger(office, responses(office, weeks=20, a_week=8, seed=4))
    made = report(office)
    assert made.contents.freshness.data_up_to is None
    more(office)
    assert pipeline.verify_report(office, made.folder).different == ()


def spoil(campaign: Campaign) -> None:
    [part, *_] = sorted((campaign.data / "ledger").glob("answers-*.parquet"))
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.chmod(0o600)
    part.write_bytes(content)


def test_a_ledger_that_grew_since_it_was_compared_is_compared_again(office: Campaign) -> None:
    trusted = pipeline.trusted_ledger(office)
    more(office)
    grades = pipeline.grade(office, week=WEEK)
    spoil(office)
    with pytest.raises(StateError, match="not as it was written"):
        pipeline.write_report(office, grades, trusted=trusted)


def test_no_report_is_made_from_a_ledger_that_was_changed(office: Campaign) -> None:
    spoil(office)
    done = run(office.root, "report", "--week", WEEK, "--no-open")
    assert isinstance(done.exception, StateError)
    assert "not as it was written" in str(done.exception)
    assert not (office.data / "reports").exists()


def test_a_torn_last_line_of_the_decisions_stops_nothing(office: Campaign) -> None:
    path = office.data / "flags.jsonl"
    one, two = (Decision(f"F1:GPM-GRL:2026-11-0{n}", "genuine", "2026-11-10", "IG office", "camp") for n in (1, 2))
    save_decision(path, one)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"flag": "F1:GPM-GRL:2026-11-03", "decis')
    assert load_decisions(path) == (one,)
    assert report(office).page.exists()
    save_decision(path, two)
    assert load_decisions(path) == (one, two)


def test_a_full_disk_leaves_decisions_and_constants_as_they_were(
    reported: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, constants = reported.data / "flags.jsonl", reported.data / "constants" / "2026-Q4.json"
    save_decision(path, Decision("F1:GPM-GRL:2026-11-01", "genuine", "2026-11-10", "IG office", "camp"))
    before = path.read_bytes(), constants.read_bytes()

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StateError, match=r"the disk is full; flags\.jsonl was not written"):
        save_decision(path, Decision("F1:GPM-GRL:2026-11-02", "genuine", "2026-11-10", "IG office", "camp"))
    with pytest.raises(StateError, match="the disk is full"):
        pipeline.freeze_constants(reported, "2026-Q4")
    assert (path.read_bytes(), constants.read_bytes()) == before
    assert not list(reported.data.rglob("*.tmp"))


def test_freezing_sweeps_what_a_killed_command_left(office: Campaign) -> None:
    draft = office.data / "constants" / "2026-Q4.json.abcd1234.tmp"
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.write_bytes(b"{")
    pipeline.freeze_constants(office, "2026-Q4")
    assert not draft.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("flags", "--rule", "F99"), 'There is no rule "F99". Choose one of F1, '),
        (("flags", "--station", "GPM-GRK"), "Did you mean GPM-GRL"),
        (("flags", "--station", "XXX"), "The codes are in stations.csv"),
        (("rule-check", "--notice", "80%", "--reward", "75%"), "The notice begins above the reward"),
        (
            ("rule-check", "--measure", "score", "--notice", "80", "--reward", "75"),
            "The notice begins above the reward",
        ),
    ],
)
def test_what_cannot_be_is_not_answered_with_none(office: Campaign, words: tuple[str, ...], said: str) -> None:
    done = run(office.root, *words)
    assert said in str(done.exception)
    assert getattr(done.exception, "exit_code", 0) == 2
