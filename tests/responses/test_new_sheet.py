"""A response sheet at 80 %: archived with the office's consent, the form led on to a fresh one; nothing is lost or counted twice."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from setup_typed import files, quiet
from wire import Fault, Killed, Wire, tap

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.cli.new_sheet import new_sheet
from anubhav_gforms.errors import SheetError, StateError, UnavailableError
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.nouns.gateway import SHEET_TYPE
from anubhav_gforms.responses.ledger.closed_sheets import archives
from anubhav_gforms.responses.ledger.verify import verify

START = datetime(2026, 9, 1, 3, 30, tzinfo=UTC)


def nearly_full(office: Any) -> None:
    """Another tab of eight million empty cells, which Google counts like full ones."""
    grid = {"rowCount": 320_000, "columnCount": 25}
    office.edit({"addSheet": {"properties": {"title": "an officer's sums", "gridProperties": grid}}})


def read_from(office: Any, source: str) -> None:
    """Write the source into config/office.toml."""
    path = office.campaign.root / "config" / "office.toml"
    words = re.sub(r'^source = ".*"', f'source = "{source}"', path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(words, "utf-8")
    office.campaign = load_campaign(office.campaign.root)


def run(office: Any, *arguments: str) -> tuple[int, str]:
    """setup-forms --new-sheet as a user types it."""
    words = ["-C", str(office.campaign.root), "setup-forms", "--new-sheet", *arguments]
    done = CliRunner().invoke(anubhav, words, standalone_mode=False)
    if done.exception:
        raise done.exception
    return int(done.return_value or 0), done.output


def fresh(office: Any) -> str:
    """The id of the one spreadsheet that was made besides the first."""
    (found,) = {*files(office.google, SHEET_TYPE)} - {office.spreadsheet_id}
    return found


def link_to_fresh(office: Any) -> dict[str, Any]:
    """What the person does in the form's editor."""
    return dict(office.sandbox.link(office.registry.form_id, fresh(office)))


def read_now(office: Any) -> None:
    """Let the office look at the sheet that is read now."""
    registry = load_registry(office.campaign.data)
    office.spreadsheet_id, office.tab_id = registry.spreadsheet_id, registry.tab_id


@pytest.fixture
def full(station_office: Any) -> Any:
    """Eight responses, one of them edited in the sheet, one three weeks later, and a sheet at 80 %."""
    office = station_office
    office.respond_many(8)
    office.respond(when=START + timedelta(weeks=3))
    office.pull()
    office.set("overall", 3, 1)
    office.pull(full=True)
    nearly_full(office)
    return office


def test_the_form_goes_on_to_a_fresh_sheet_and_nothing_counts_twice(full: Any) -> None:
    office, links = full, (full.campaign.root / "links.csv").read_bytes()
    before, events = office.ledger.frame(), len(office.ledger.history)
    assert any("anubhav setup-forms --new-sheet" in note for note in office.pull().notes)
    (room,) = [each for each in pipeline.doctor(office.campaign, office.google) if each.name == "room in the sheet"]
    assert (room.ok, "anubhav setup-forms --new-sheet" in room.cure, 'source = "forms"' in room.cure) == (
        False,
        True,
        True,
    )

    assert "Nothing was changed." in run(office, "--dry-run")[1]
    assert not archives(office.ledger)
    code, said = run(office, "--yes", "--by", "ig-office")
    assert (code, "9 responses are archived." in said) == (1, True)
    assert f"/spreadsheets/d/{fresh(office)}/edit" in said
    (archive,) = archives(office.ledger)
    assert (archive.who, archive.count, archive.spreadsheet_id) == ("ig-office", 9, office.spreadsheet_id)
    assert office.google.sheets.describe(fresh(office)).timezone == "Asia/Kolkata"

    office.respond(overall=5)  # meanwhile the form writes to the old sheet, and that is pulled
    assert (office.pull().new, run(office, "--yes")[0]) == (1, 1)
    link_to_fresh(office)
    with pytest.raises(StateError, match="another spreadsheet") as midway:
        office.pull()
    assert "go on: anubhav setup-forms --new-sheet" in midway.value.cure
    code, said = run(office, "--yes")
    assert (code, "8 copies were removed" in said, "own 10 newest responses" in said) == (0, True, True)
    read_now(office)
    office.respond(overall=2)
    changes = office.pull()
    assert (changes.new, changes.changed) == (1, ())
    assert (office.pull(full=True).new, len(office.ledger.history)) == (0, events)
    frame = office.ledger.frame()
    assert len(frame) == 11
    assert frame.head(9)[["response_id", "overall"]].equals(before[["response_id", "overall"]])
    assert not verify(office.ledger).faults
    assert (full.campaign.root / "links.csv").read_bytes() == links
    assert run(office)[1].splitlines()[-1].startswith("There is room.")
    title = office.title()
    assert len(office.google.sheets.values(office.spreadsheet_id, [f"{title}!A2:A"])[0][0]) == 3


def test_setup_forms_says_of_each_step_that_the_way_to_a_fresh_sheet_is_half_gone(full: Any) -> None:
    office = full

    def dry() -> str:
        words = ["-C", str(office.campaign.root), "setup-forms", "--dry-run"]
        return CliRunner().invoke(anubhav, words).output

    assert "Nothing to do" in dry()
    run(office, "--yes")
    assert (
        dry()
        == "The response sheet is archived, and the form still writes to it. Go on: anubhav setup-forms --new-sheet\n"
    )
    link_to_fresh(office)
    plan = pipeline.plan_new_sheet(office.campaign, office.google)
    assert plan.adoption
    pipeline.adopt_sheet(office.campaign, plan.adoption)  # a run that was killed behind this has removed no copy
    assert (
        dry()
        == "The fresh response sheet still holds copies of what is archived. Go on: anubhav setup-forms --new-sheet\n"
    )
    run(office, "--yes")
    assert "Nothing to do" in dry()


def test_what_is_archived_no_sheet_can_lose_change_or_bring_twice(full: Any) -> None:
    """Copied once more by Google, edited in the copy, the ledger's manifest made again, read from the form: twelve stay twelve."""
    office = full
    read_from(office, "sheet")
    before = office.ledger.frame()[["response_id", "overall"]]
    run(office, "--yes")
    link_to_fresh(office)
    run(office, "--yes")
    read_now(office)
    office.respond_many(2)
    assert office.pull().new == 2
    again = office.sandbox.link(office.registry.form_id, office.spreadsheet_id)  # all of them once more
    office.tab_id = again["sheetId"]
    office.set("overall", 1, 5)
    office.respond()
    changes = office.pull()
    assert (changes.new, changes.changed, changes.total) == (1, (), 12)
    assert office.ledger.frame().head(9)[["response_id", "overall"]].equals(before)
    (office.campaign.data / "ledger" / "manifest.json").unlink()
    pipeline.recover_ledger(office.campaign)
    changes = office.pull()
    assert (changes.new, changes.changed, changes.total) == (0, (), 12)
    for source in ("both", "forms"):
        read_from(office, source)
        changes = office.pull(full=True)
        assert (changes.new, changes.total) == (0, 12)
        changed = {each.response_id for each in changes.changed}
        assert changed <= {before["response_id"][2]}, "edited in the old sheet: the form says otherwise"
    assert (office.pull().new, len(office.ledger.frame())) == (0, 12)


def on_bench(office: Any) -> list[str]:
    """What waits for an officer."""
    words = ["-C", str(office.campaign.root), "bench", "list", "--json"]
    return [each["response_id"] for each in json.loads(CliRunner().invoke(anubhav, words).output)]


def test_an_edited_copy_of_an_archived_response_counts_nowhere_and_is_told(full: Any) -> None:
    """The copies of the last week stay in the fresh sheet; whoever edits or deletes one changes nothing that counts."""
    office = full
    office.set("overall", 9, 1)  # in the old sheet: Google's copy is of what was sent
    office.pull(full=True)
    run(office, "--yes")
    link_to_fresh(office)
    run(office, "--yes")
    read_now(office)
    office.respond(overall=2)
    changes = office.pull(full=True)
    assert not [note for note in changes.notes if "archived" in note], changes.notes
    before, waiting = office.ledger.frame(), on_bench(office)
    office.set("overall", 1, 5)
    for options in ({}, {"full": True}, {"full": True}):
        changes = office.pull(**options)
        assert [note for note in changes.notes if "repeats an archived response in other words" in note]
        assert (changes.new, changes.changed) == (0, ())
        assert office.ledger.frame().equals(before)
    assert on_bench(office) == waiting, "there is nothing to decide"
    office.delete_row(1)
    changes = office.pull(full=True)
    assert (changes.new, changes.changed, changes.notes) == (0, (), ())
    assert office.ledger.frame().equals(before)


def end_well(office: Any) -> None:
    """One more response: all ten are there, once, and no alarm."""
    read_now(office)
    office.respond()
    changes = office.pull(full=True)
    assert (changes.new, changes.changed, changes.total) == (1, (), 10)
    assert [each.count for each in archives(office.ledger)] == [9]
    assert len(files(office.google, SHEET_TYPE)) == 2
    assert len(office.google.sheets.values(office.spreadsheet_id, [f"{office.title()}!A2:A"])[0][0]) == 2
    assert not verify(office.ledger).faults


def test_killed_after_any_request_the_same_command_goes_on(full: Any) -> None:
    office, at, killed = full, 0, 0
    for linked in (False, True):
        at, code = 0, None
        while code is None:
            google = quiet(office.campaign)
            tap(google, Wire(at=at, fault=Fault.KILLED_AFTER))
            try:
                code = new_sheet(office.campaign, google, who="ig-office", yes=True, dry_run=False)
            except Killed:
                at, killed = at + 1, killed + 1
        assert code == (0 if linked else 1)
        if not linked:
            link_to_fresh(office)
    assert killed > 20
    end_well(office)


class DeletionUnheard(Wire):
    """Google removes the rows, and its reply is lost."""

    def send(self, request: Any, *args: Any, **options: Any) -> Any:
        if b"deleteDimension" in bytes(request.body or b""):
            self.at, self.fault = len(self.sent), Fault.REPLY_LOST
        return super().send(request, *args, **options)


def test_rows_are_never_removed_twice(full: Any) -> None:
    """When nobody knows whether they went, the same command looks first."""
    office, google = full, quiet(full.campaign)
    run(office, "--yes")
    link_to_fresh(office)
    wire = tap(google, DeletionUnheard())
    with pytest.raises(UnavailableError):
        new_sheet(office.campaign, google, who="ig-office", yes=True, dry_run=False)
    assert wire.fault is Fault.REPLY_LOST
    assert "0 copies were removed" in run(office, "--yes")[1]
    end_well(office)


def test_what_is_in_the_way_is_said(station_office: Any) -> None:
    """Room enough; a form that was linked elsewhere without an archive; a ledger that does not hold; no sheet at all."""
    office = station_office
    office.respond_many(3)
    office.pull()
    assert "There is room." in run(office)[1]
    nearly_full(office)
    part = next((office.campaign.data / "ledger").glob("answers*.parquet"))
    whole = part.read_bytes()
    part.write_bytes(whole[:-1] + b"?")
    with pytest.raises((StateError, SheetError)):
        run(office, "--yes")
    part.write_bytes(whole)
    assert not archives(office.ledger)
    office.sandbox.link(office.registry.form_id)
    with pytest.raises(StateError, match="another spreadsheet"):
        run(office, "--yes")
    read_from(office, "forms")
    with pytest.raises(StateError, match="no sheet can be full"):
        run(office)
