"""A file that was imported before: known again, corrected, listed, taken back as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from paper_lines import HEAD, LINES, PURPOSE, csv

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Status
from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import InputError
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.verify import verify
from tests.office import run


def test_a_corrected_file_over_the_old_one_says_that_both_count(campaign: Any, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        return CliRunner().invoke(anubhav, ["-C", str(campaign.root), "import", *words], catch_exceptions=False).output

    first = run(str(csv(tmp_path, *LINES)), "--channel", "paper")
    batch = first.split("This import is ")[1].split(".")[0]
    path = str(csv(tmp_path, LINES[0].replace(";4;", ";2;"), *LINES[1:], f"25/11/2026 18:05;BSP-KTW;{PURPOSE};4;"))
    said = run(path, "--channel", "paper", "--dry-run")
    assert "2 responses would be added; 3 already in the ledger." in said
    assert f"Attention: 1 line has the time of a response of import {batch}, and other words." in said
    with pytest.raises(InputError, match=f"anubhav import --undo {batch} --why TEXT"):
        run("--undo", batch.lower())  # before it asks for consent
    with pytest.raises(InputError, match="There is no import I99"):  # it was asked why nothing is taken back
        run("--undo", "I99", "--dry-run")
    for why in ((), ("--why", "a rating was mistyped", "--yes")):  # it was taken back in spite of --dry-run
        assert run("--undo", batch, "--dry-run", *why) == f"Import {batch}: 4 responses from november.csv.\n"
    run("--undo", batch, "--why", "a rating was mistyped", "--yes")
    again = run(path, "--channel", "paper")
    assert "5 responses added; 0 already" in again
    assert "Attention" not in again
    assert open_ledger(campaign).frame().overall.tolist() == [2, 5, 1, 2, 4]


def test_other_forms_of_a_day_without_hours_are_no_correction(campaign: Any, tmp_path: Path) -> None:
    days = [f"24-11-2026;BSP-KTW;{PURPOSE};{rating};" for rating in (2, 3)]
    first = pipeline.import_responses(campaign, csv(tmp_path, *days), Channel.PAPER)
    other = f"24-11-2026;BSP-CVL;{PURPOSE};5;"
    assert pipeline.import_responses(campaign, csv(tmp_path, other), Channel.PAPER, apply=False).corrected == ()
    mended = csv(tmp_path, days[0], days[1].replace(";3;", ";4;"))
    found = pipeline.import_responses(campaign, mended, Channel.PAPER, apply=False)
    assert [(batch.name, count) for batch, count in found.corrected] == [(first.batch, 1)], "with a line that is there"
    hour = f"24-11-2026 18:05;BSP-KTW;{PURPOSE};2;"
    pipeline.import_responses(campaign, csv(tmp_path, hour), Channel.PAPER)
    assert pipeline.import_responses(
        campaign, csv(tmp_path, hour.replace(";2;", ";1;")), Channel.PAPER, apply=False
    ).corrected


def test_the_same_file_under_another_channel_names_the_import_that_has_it(campaign: Any, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        return CliRunner().invoke(anubhav, ["-C", str(campaign.root), "import", *words], catch_exceptions=False).output

    path = str(csv(tmp_path, *LINES))
    batch = run(path, "--channel", "paper").split("This import is ")[1].split(".")[0]
    same = run(path, "--channel", "paper")
    assert f"4 of them came with import {batch} (november.csv, channel paper)" in same
    assert "--undo" not in same
    other = run(path, "--channel", "call-back")
    assert "0 responses added; 4 already in the ledger." in other
    assert f"If paper was wrong: anubhav import --undo {batch} --why TEXT" in other
    run("--undo", batch, "--why", "they were calls", "--yes")
    assert "4 responses added; 0 already" in run(path, "--channel", "call-back")
    assert set(open_ledger(campaign).frame().channel) == {"call-back"}


def test_an_import_is_taken_back_as_a_whole_and_nothing_is_rewritten(station_office: Any, tmp_path: Path) -> None:
    office = station_office
    office.respond_many(3)
    office.pull()
    before = office.ledger.frame()
    found = pipeline.import_responses(office.campaign, csv(tmp_path, *LINES), Channel.PAPER)
    (batch,) = pipeline.imports(office.campaign)
    assert (batch.name, batch.responses, batch.channel, batch.file) == (found.batch, 4, "paper", "november.csv")
    files = {path: path.read_bytes() for path in office.ledger.folder.glob("*.parquet")}
    with pytest.raises(InputError, match="who decided it and why"):
        pipeline.undo_import(office.campaign, batch.name, who="IG office", why=" ")
    assert pipeline.undo_import(office.campaign, batch.name.lower(), who="IG office", why="typed twice") == 4
    assert office.ledger.frame().equals(before)
    assert {path: path.read_bytes() for path in files} == files
    assert not verify(office.ledger).faults
    assert [(event.kind, event.who) for event in office.ledger.history] == [("undone", "IG office")] * 4
    assert pipeline.imports(office.campaign)[0].undone
    with pytest.raises(InputError, match="was undone already"):
        pipeline.undo_import(office.campaign, batch.name, who="IG office", why="again")
    with pytest.raises(InputError, match="no import I99"):
        pipeline.undo_import(office.campaign, "I99", who="IG office", why="x")
    office.respond_many(1)
    changes = office.pull(full=True)
    assert (changes.new, changes.changed, changes.total) == (1, (), 4), "no pull brings them back or misses them"
    again = pipeline.import_responses(office.campaign, csv(tmp_path, *LINES), Channel.PAPER)
    assert (again.new, again.already) == (4, 0), "the corrected file comes in"
    assert open_ledger(office.campaign).frame().response_id.is_unique


def test_the_command_prints_the_batch_lists_it_and_asks(campaign: Any, tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(anubhav, ["-C", str(campaign.root), "import", *words], standalone_mode=False)

    path = csv(tmp_path, *LINES)
    assert "The channel" not in run(str(path), "--channel", "paper", "--dry-run").output
    shown = run(str(path), "--channel", "paper").output
    assert "This import is I1. If it was a mistake: anubhav import --undo I1 --why TEXT" in shown, "as printed it runs"
    assert "I1 " in run("--list").output
    assert run("--undo", "I1", "--why", "typed twice").exception is not None, "without a terminal it needs --yes"
    done = run("--undo", "I1", "--why", "typed twice, रमेश पटेल said", "--yes")
    assert "4 responses taken back" in done.output.partition("Note: --why seems to hold a name or a number.")[2]
    assert "undone" in run("--list").output
    assert "holds no response" in run(str(csv(tmp_path)), "--channel", "paper").output
    for words in ((), (str(path),), (str(path), "--list"), ("--undo", "I1", "--yes")):
        assert isinstance(run(*words).exception, InputError), words


def test_responses_of_a_station_that_was_closed_then_are_told(campaign: Any, tmp_path: Path) -> None:
    """They were added, counted nowhere, and nothing was said of it."""
    closed = (replace(each, status=Status.CLOSED, closed_on=date(2026, 11, 24)) for each in campaign.stations[:1])
    here = replace(campaign, stations=(*closed, *campaign.stations[1:]))
    code, names = here.stations[0].code, here.stations[0].names
    days = [f"{day}-11-2026;{code};{PURPOSE};4;" for day in (23, 24, 25)]
    for apply in (False, True):
        notes = pipeline.import_responses(here, csv(tmp_path, *days), Channel.PAPER, apply=apply).notes
        assert any(f"2 responses are of {names} ({code}), which was closed then" in note for note in notes)


def test_an_import_that_was_taken_back_opens_no_case_and_names_those_that_it_opened(
    station_office: Any, tmp_path: Path
) -> None:
    """The next look told of money in an import that was taken back before it."""
    office = station_office
    yes = office.campaign.form.question("money").options[1]
    office.respond_many(1)
    office.pull()
    pipeline.watch(office.campaign, office.google, [])
    said_yes = csv(tmp_path, f"24-11-2026 18:05;BSP-KTW;{PURPOSE};4;{yes}", head=HEAD.replace("message", "money"))
    for looked_before in (False, True):
        batch = pipeline.import_responses(office.campaign, said_yes, Channel.PAPER).batch
        if looked_before:
            assert pipeline.watch(office.campaign, office.google, []).alerts
        undone = run(office.campaign.root, "import", "--undo", batch, "--why", "typed twice", "--yes").output
        assert ("Case 1 is about one of them and stays open." in undone) == looked_before
        assert not pipeline.watch(office.campaign, office.google, []).alerts
