"""A manifest that is lost or was rolled back: found by verify and by whoever writes next, and made again from the history."""

from __future__ import annotations

import json
import os
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from parts_made import fill

from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import AnubhavError, StateError
from anubhav_gforms.responses.ledger.ledger import Ledger
from anubhav_gforms.responses.ledger.manifest import HISTORY, MANIFEST, LedgerIndex, read_manifest
from anubhav_gforms.responses.ledger.verify import verify
from benchmarks.faults.strike import DONE, KILLED, strike


def as_schema_2(folder: Path) -> None:
    """The manifest as version 1 wrote it: without the fields that came later, and sealed without them."""
    content = json.loads((folder / MANIFEST).read_bytes()) | {"schema": 2, "seal": ""}
    del content["last_line"], content["judged_by"]
    if content["sheet"]:
        del content["sheet"]["fullness"]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    content["seal"] = sha256(text.encode()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(content))


def keep(folder: Path) -> bytes:
    return (folder / MANIFEST).read_bytes()


def test_a_ledger_of_one_step_whose_manifest_is_lost_is_refused(ledger_folder: Path) -> None:
    fill(ledger_folder, 50)
    (ledger_folder / MANIFEST).unlink()
    for use in (lambda: Ledger(ledger_folder), lambda: fill(ledger_folder, 1)):
        with pytest.raises(StateError, match="is gone") as refused:
            use()
        assert "anubhav ledger recover" in refused.value.cure
    assert len(list(ledger_folder.glob("answers-*"))) == 1, "nothing is swept"


def test_a_manifest_that_was_rolled_back_is_found_by_verify_and_by_the_next_writer(ledger_folder: Path) -> None:
    fill(ledger_folder, 3)
    old = keep(ledger_folder)
    fill(ledger_folder, 2)
    history = (ledger_folder / HISTORY).read_bytes()
    (ledger_folder / MANIFEST).write_bytes(old)
    (fault,) = verify(Ledger(ledger_folder)).faults
    assert "1 more line" in fault
    assert "an older one was put back" in fault
    with pytest.raises(StateError, match="more than the manifest knows") as refused:
        fill(ledger_folder, 1)
    assert "anubhav ledger recover" in refused.value.cure
    assert (ledger_folder / HISTORY).read_bytes() == history, "not a byte of the history is cut off"


def test_a_ledger_of_an_older_version_opens_verifies_and_goes_on(ledger_folder: Path) -> None:
    fill(ledger_folder, 3, 2)
    as_schema_2(ledger_folder)
    assert not verify(Ledger(ledger_folder)).faults
    with (ledger_folder / HISTORY).open("ab") as history:
        history.write(b'{"line":3,"at"')  # an older version was killed while it wrote
    fill(ledger_folder, 1)
    assert len(Ledger(ledger_folder).frame()) == 6
    assert not verify(Ledger(ledger_folder)).faults
    as_schema_2(ledger_folder)
    content = json.loads(keep(ledger_folder))
    (ledger_folder / MANIFEST).write_text(json.dumps(content | {"written_at": content["written_at"] + 1}))
    with pytest.raises(StateError, match="its seal is another one"):
        verify(Ledger(ledger_folder))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed children are forked")
@pytest.mark.parametrize("before", [0, 2])
def test_a_step_killed_at_any_touch_counts_whole_or_not_at_all(ledger_folder: Path, before: int) -> None:
    ledger, kept = ledger_folder / "ledger", ledger_folder / "kept"
    kept.mkdir()
    fill(kept, *[3] * before)
    shutil.copytree(kept, ledger)
    end, touches = strike(lambda: fill(ledger, 4), ledger, 0)
    assert (end, len(Ledger(ledger).frame())) == (DONE, 3 * before + 4)
    counted = set()
    for touch in range(1, touches + 1):
        shutil.rmtree(ledger)
        shutil.copytree(kept, ledger)
        assert strike(lambda: fill(ledger, 4), ledger, touch)[0] == KILLED
        rows = len(Ledger(ledger).frame())
        counted.add(rows)
        assert not verify(Ledger(ledger)).faults, touch
        fill(ledger, 1)
        assert len(Ledger(ledger).frame()) == rows + 1
        assert not verify(Ledger(ledger)).faults, touch
        assert not list(ledger.glob("*.tmp"))
        assert len((ledger / HISTORY).read_bytes().splitlines()) == Ledger(ledger).manifest.lines
    assert counted == {3 * before, 3 * before + 4}


@pytest.mark.parametrize("torn", [0, 1, 40])
def test_a_history_that_lacks_the_last_line_is_read_and_completed(ledger_folder: Path, torn: int) -> None:
    fill(ledger_folder, 3, 2)
    whole = (ledger_folder / HISTORY).read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    (ledger_folder / HISTORY).write_bytes(whole[: len(whole) - len(last) + torn])
    assert not verify(Ledger(ledger_folder)).faults
    fill(ledger_folder, 1)
    assert (ledger_folder / HISTORY).read_bytes().startswith(whole)


# --- recovery


def run(office: Any, *arguments: str) -> tuple[int, str]:
    """Exit code, and what was said, errors too."""
    arguments = ("-C", str(office.campaign.root), "ledger", *arguments)
    done = CliRunner().invoke(anubhav, arguments, standalone_mode=False)
    if isinstance(done.exception, AnubhavError):
        return done.exception.exit_code, f"{done.output}{done.exception}"
    assert done.exception is None, done.exception
    return done.return_value, done.output


CHANGED = {
    "a year that is none": {"written_at": 10**18},
    "no such length": {"history_bytes": 10**30},
    "more than can be counted": {"rows": 10**18},
    "no seal": {"seal": ""},
}


@pytest.mark.parametrize("how", ["lost", "rolled back", *CHANGED])
def test_recover_makes_the_manifest_again_and_the_next_pull_adds_no_doubles(station_office: Any, how: str) -> None:
    office = station_office
    office.respond_many(4, name="Citizen 1")
    office.pull()
    manifest = office.ledger.folder / MANIFEST
    old = manifest.read_bytes()
    office.set("overall", 1, 5)
    office.delete_row(3)
    office.respond_many(2)
    office.pull()
    frame, history, rows = office.ledger.frame(["name", "overall"]), office.ledger.history, office.ledger.manifest.rows
    if how == "lost":
        manifest.unlink()
    elif how in CHANGED:
        manifest.write_text(json.dumps(json.loads(manifest.read_bytes()) | CHANGED[how]))
    else:
        manifest.write_bytes(old)
    assert run(office, "verify")[0] == (1 if how == "rolled back" else 2)
    with pytest.raises(StateError):
        office.pull()
    code, said = run(office, "recover")
    assert code == 2, "without a terminal it wants --yes"
    assert "--yes" in said
    assert manifest.exists() == (how != "lost"), "shown first, nothing done"
    code, said = run(office, "recover", "--yes")
    assert (code, f"{rows} versions" in said) == (0, True), said
    assert office.ledger.frame(["name", "overall"]).equals(frame)
    assert office.ledger.history == history
    assert run(office, "verify")[0] == 0
    changes = office.pull()
    assert (changes.new, changes.changed, changes.full) == (0, (), True)
    office.respond_many(1)
    assert office.pull().new == 1
    assert len(office.ledger.frame()) == len(frame) + 1
    assert not verify(office.ledger).faults
    assert [epoch.number for epoch in office.ledger.manifest.epochs] == [1]


def test_recover_has_nothing_to_do_with_a_whole_ledger(station_office: Any) -> None:
    station_office.respond_many(1)
    station_office.pull()
    before = station_office.ledger.manifest
    code, said = run(station_office, "recover")
    assert (code, "nothing to recover" in said) == (0, True)
    assert station_office.ledger.manifest == before


def test_recover_makes_nothing_from_a_history_or_files_that_are_not_whole(station_office: Any) -> None:
    office = station_office
    office.respond_many(2)
    office.pull()
    folder = office.ledger.folder
    (folder / MANIFEST).unlink()
    part = next(folder.glob("answers-*"))
    content = part.read_bytes()
    part.write_bytes(content[:-1] + b"x")
    code, said = run(office, "recover", "--yes")
    assert code == 2
    assert f"{part.name}: was changed" in said
    part.write_bytes(content)
    history = (folder / HISTORY).read_bytes()
    (folder / HISTORY).write_bytes(history.replace(b'"line":1', b'"line":2'))
    assert "does not follow" in run(office, "recover", "--yes")[1]
    assert not (folder / MANIFEST).exists()


def test_an_empty_ledger_has_nothing_to_recover(ledger_folder: Path) -> None:
    assert read_manifest(ledger_folder) == LedgerIndex()
