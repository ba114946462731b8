"""Whoever changes the ledger is noticed: one byte, one line, or a whole history made again that does not hold together."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from parts_made import fill, tables

from anubhav_gforms.errors import StateError
from anubhav_gforms.responses.ledger.events import Event, EventKind
from anubhav_gforms.responses.ledger.ledger import Ledger, open_ledger
from anubhav_gforms.responses.ledger.manifest import (
    HISTORY,
    MANIFEST,
    Holds,
    LedgerIndex,
    manifest_bytes,
    read_manifest,
)
from anubhav_gforms.responses.ledger.summary import summarise
from anubhav_gforms.responses.ledger.verify import verify
from anubhav_gforms.responses.ledger.writer import writing

Lines = list[dict[str, Any]]


def forge(folder: Path, change: Callable[[Lines], None], about: Callable[[LedgerIndex], LedgerIndex]) -> None:
    """Change the history and the manifest, and make every hash fit again: what a skilled person could do."""
    lines = [json.loads(line) for line in (folder / HISTORY).read_text("utf-8").splitlines()]
    change(lines)
    texts, before = [], ""
    for line in lines:
        text = json.dumps(line | {"before": before}, ensure_ascii=False, separators=(",", ":"))
        texts.append(text)
        before = sha256(text.encode()).hexdigest()
    content = "".join(text + "\n" for text in texts).encode()
    (folder / HISTORY).write_bytes(content)
    manifest = replace(about(read_manifest(folder)), chain=before, history_bytes=len(content), lines=len(lines))
    (folder / MANIFEST).write_bytes(manifest_bytes(manifest))


def faults(folder: Path) -> str:
    return "\n".join(verify(Ledger(folder)).faults)


def shifted(manifest: LedgerIndex) -> LedgerIndex:
    files = [replace(file, first=file.first + 1) if file.first else file for file in manifest.files]
    return replace(manifest, files=tuple(files))


def test_a_history_made_anew_must_hold_together(ledger_folder: Path) -> None:
    fill(ledger_folder, 3, 4)

    def shift(lines: Lines) -> None:
        for each in lines[1]["added"]:
            each["first"] += 1

    forge(ledger_folder, shift, shifted)
    assert "rows 3 to 4 of the answers are missing or there twice" in faults(ledger_folder)
    assert "The personal end at row 8; the manifest says 7" in faults(ledger_folder)


def test_a_line_left_out_or_altered_is_noticed(ledger_folder: Path) -> None:
    fill(ledger_folder, 2, 2, 2)
    whole = (ledger_folder / HISTORY).read_text("utf-8")
    lines = whole.splitlines(keepends=True)
    (ledger_folder / HISTORY).write_text(lines[0] + lines[2] + lines[2], "utf-8")
    assert f"{HISTORY}:2: does not follow the line before it" in faults(ledger_folder)
    (ledger_folder / HISTORY).write_text(lines[0] + "no JSON at all\n" + lines[2], "utf-8")
    assert f"{HISTORY}:2: does not follow" in faults(ledger_folder)
    (ledger_folder / HISTORY).write_text(lines[0], "utf-8")
    assert "has 1 lines and ends otherwise than the manifest says" in faults(ledger_folder)
    with pytest.raises(StateError, match="is shorter than the ledger left it"):
        fill(ledger_folder, 1)
    (ledger_folder / HISTORY).unlink()
    assert "has 0 lines" in faults(ledger_folder)


def test_a_manifest_that_names_other_files_is_noticed(ledger_folder: Path) -> None:
    fill(ledger_folder, 2, 2)
    manifest = read_manifest(ledger_folder)
    changed = replace(manifest, files=tuple(replace(file, accepted=1) for file in manifest.files))
    (ledger_folder / MANIFEST).write_bytes(manifest_bytes(changed))
    assert faults(ledger_folder) == f"{MANIFEST}: names other files than the history tells."


def test_responses_that_stand_twice_or_not_at_all_are_noticed(ledger_folder: Path) -> None:
    fill(ledger_folder / "twice", 3)
    with writing(ledger_folder / "twice", command="test") as step:
        step.add_answers(*tables(0, 3))
        step.commit("pull")
    assert "A response is in the ledger twice." in faults(ledger_folder / "twice")
    fill(ledger_folder / "event", 3)
    with writing(ledger_folder / "event", command="test") as step:
        step.add_events([Event(EventKind.EDITED, 1, 0, 0, 9)])
        step.commit("pull")
    assert faults(ledger_folder / "event") == "An event names a response that is not there."
    fill(ledger_folder / "other", 3)
    with writing(ledger_folder / "other", command="test") as step:
        answers, personal = tables(3, 3)
        step.add_answers(answers, personal.take(pa.array([2, 1, 0])))
        step.commit("pull")
    assert "are not in the same order" in faults(ledger_folder / "other")


def test_a_part_that_cannot_be_read_is_one_clear_error(ledger_folder: Path) -> None:
    fill(ledger_folder, 3)
    (part,) = ledger_folder.glob("answers-*")
    content = part.read_bytes()
    part.write_bytes(content[:-20])
    with pytest.raises(StateError, match="cannot be read"):
        Ledger(ledger_folder).frame()
    part.unlink()
    with pytest.raises(StateError, match="is missing"):
        Ledger(ledger_folder).frame()
    part.mkdir()
    assert "cannot be read" in faults(ledger_folder)
    part.rmdir()
    pq.write_table(pa.table({"x": [1]}), part)
    assert "was changed after it was written" in faults(ledger_folder)
    part.write_bytes(content)
    with pytest.raises(StateError, match="no column nonsense"):
        Ledger(ledger_folder).versions(["nonsense"])
    assert not faults(ledger_folder)


def test_a_manifest_that_cannot_be_read_is_one_clear_error(ledger_folder: Path) -> None:
    fill(ledger_folder, 1)
    (ledger_folder / MANIFEST).unlink()
    (ledger_folder / MANIFEST).mkdir()
    with pytest.raises(StateError, match="A folder has the name of this file"):
        Ledger(ledger_folder)


def test_the_ledger_opens_as_it_was_at_any_line(station_office: Any) -> None:
    office = station_office
    office.respond_many(2)
    office.pull()
    head = summarise(office.ledger).head
    office.set("overall", 1, 5)
    office.respond_many(1)
    office.pull()
    assert len(office.ledger.frame()) == 3
    then = open_ledger(office.campaign, at=head)
    assert (len(then.frame()), summarise(then).head, then.history) == (2, head, [])
    assert then.frame().overall.tolist() == [1, 2]
    assert open_ledger(office.campaign, at=summarise(office.ledger).head).frame().equals(office.ledger.frame())
    assert len(office.ledger.manifest.files_of(Holds.ANSWERS)) == 2
    with pytest.raises(StateError, match="never in the state"):
        open_ledger(office.campaign, at="0" * 64)
