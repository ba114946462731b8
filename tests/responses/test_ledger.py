"""The store: whole or not at all, readers never blocked, and every state of it can be read again."""

from __future__ import annotations

import json
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest
from parts_made import fill, tables

from anubhav_gforms.errors import StateError
from anubhav_gforms.responses.ledger import writer
from anubhav_gforms.responses.ledger.events import Event, EventKind
from anubhav_gforms.responses.ledger.ledger import Ledger
from anubhav_gforms.responses.ledger.manifest import MANIFEST, Holds
from anubhav_gforms.responses.ledger.past import past
from anubhav_gforms.responses.ledger.verify import verify
from anubhav_gforms.responses.ledger.writer import writing


def test_parts_are_read_as_one_and_personal_columns_stay_apart(ledger_folder: Path) -> None:
    fill(ledger_folder, 3, 4)
    ledger = Ledger(ledger_folder)
    assert ledger.frame().response_id.tolist() == [f"{n:016x}" for n in range(7)]
    assert "message" not in ledger.frame()
    assert ledger.frame(["overall", "message"]).message.tolist()[-1] == "message 6"
    assert [part.rows for part in ledger.parts()] == [3, 4]
    assert ledger.frame().overall.dtype == "Int8"
    assert ledger.frame().epoch.dtype == "int16"


def test_dead_rows_are_told_by_position_in_their_part(ledger_folder: Path) -> None:
    fill(ledger_folder, 3, 4)
    with writing(ledger_folder, command="test") as step:
        step.add_answers(*tables(7, 1))
        step.add_events([Event(EventKind.EDITED, 1, 4, 4, 7), Event(EventKind.GONE, 1, 1, 1, -1)])
        step.commit("pull")
    ledger = Ledger(ledger_folder)
    assert [part.dead.tolist() for part in ledger.parts()] == [[1], [1], []]
    assert ledger.frame().response_id.tolist() == [f"{n:016x}" for n in (0, 2, 3, 5, 6, 7)]
    assert ledger.counts() == {"accepted": 6, "quarantined": 0}
    with writing(ledger_folder, command="test") as step:
        step.add_events([Event(EventKind.RESTORED, 2, 1, 1, 1)])
        step.commit("pull")
    assert len(Ledger(ledger_folder).frame()) == 7


def test_small_parts_are_merged_and_nothing_changes(ledger_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST_SMALL", 6)
    fill(ledger_folder, *[2] * 7)
    with writing(ledger_folder, command="test") as step:
        step.add_events([Event(EventKind.GONE, 1, 5, 5, -1)])
        step.commit("pull")
    before, later = Ledger(ledger_folder), Ledger(ledger_folder)
    reader = before.frame(["message", "response_id"])
    for path in ledger_folder.glob("*.parquet"):
        os.utime(path, (time.time() - 7200,) * 2)
    with writing(ledger_folder, command="test") as step:
        step.compact()
    fill(ledger_folder, 1)
    after = Ledger(ledger_folder)
    assert [part.rows for part in after.parts()] == [14, 1]
    assert after.frame(["message", "response_id"]).iloc[:-1].equals(reader)
    assert later.frame(["message"]).equals(reader[["message"]]), "a report that began before still finds its parts"
    assert after.parts()[0].dead.tolist() == [5]
    assert not verify(after).faults


def test_reports_read_while_pulls_write(ledger_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reader sees one whole step, whatever is committed and merged meanwhile."""
    monkeypatch.setattr(writer, "MOST_SMALL", 3)
    fill(ledger_folder, 1)
    stop, wrong, reads = threading.Event(), [], []

    def report() -> None:
        while not stop.is_set():
            ledger = Ledger(ledger_folder)
            frame = ledger.frame(["response_id", "message"])
            if frame.message.tolist() != [f"message {int(name, 16)}" for name in frame.response_id]:
                wrong.append(frame)
            if len(frame) != ledger.manifest.rows:
                wrong.append(frame)
            reads.append(len(frame))

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(report)
        try:
            for _ in range(12):
                fill(ledger_folder, 3)
                with writing(ledger_folder, command="test") as step:
                    step.compact()
        finally:
            stop.set()
        reading.result()
    assert not wrong
    assert reads == sorted(reads)


def test_a_question_added_later_is_blank_in_older_parts(ledger_folder: Path) -> None:
    fill(ledger_folder, 2)
    with writing(ledger_folder, command="test") as step:
        table, personal = tables(2, 1)
        table = table.append_column("extra", pa.array(["yes"])).append_column("stars", pa.array([4], pa.int8()))
        step.add_answers(table, personal)
        step.commit("pull")
    frame = Ledger(ledger_folder).frame()
    assert frame.extra.tolist() == ["", "", "yes"]
    assert frame.stars.isna().tolist() == [True, True, False]


def test_an_uncommitted_step_never_happened(ledger_folder: Path) -> None:
    fill(ledger_folder, 3)
    with writing(ledger_folder, command="test") as step:
        step.add_answers(*tables(3, 5))
    assert len(Ledger(ledger_folder).frame()) == 3
    stray = next(path for path in ledger_folder.glob("answers-*") if "000000003" in path.name)
    os.utime(stray, (time.time() - 7200,) * 2)
    (ledger_folder / "answers-x.parquet.tmp").write_bytes(b"half")
    fill(ledger_folder, 2)
    assert not stray.exists()
    assert not list(ledger_folder.glob("*.tmp"))
    assert not verify(Ledger(ledger_folder)).faults


def test_a_ledger_of_the_first_schema_is_read_and_becomes_one_of_today(ledger_folder: Path) -> None:
    """Schema 1 had no seal."""
    fill(ledger_folder, 2)
    content = json.loads((ledger_folder / MANIFEST).read_text())
    del content["seal"]
    (ledger_folder / MANIFEST).write_text(json.dumps(content | {"schema": 1}))
    assert len(Ledger(ledger_folder).frame()) == 2
    assert not verify(Ledger(ledger_folder)).faults
    fill(ledger_folder, 1)
    content = json.loads((ledger_folder / MANIFEST).read_text())
    assert (content["schema"], len(content["seal"])) == (4, 64)
    assert not verify(Ledger(ledger_folder)).faults


def test_files_are_private(ledger_folder: Path) -> None:
    if os.name != "posix":
        pytest.skip("rights of files are told otherwise on this system")
    fill(ledger_folder / "ledger", 1)
    assert (ledger_folder / "ledger").stat().st_mode & 0o077 == 0
    assert Ledger(ledger_folder / "ledger").manifest.files_of(Holds.PERSONAL)


def test_the_ledger_can_be_read_as_it_was(ledger_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST_SMALL", 6)
    heads, frames = [], []
    for step in range(4):
        fill(ledger_folder, *[3] * (1 if step < 3 else 7))
        with writing(ledger_folder, command="test") as now:
            now.add_events([Event(EventKind.GONE, 1, step, step, -1)])
            now.commit("pull")
            now.compact()
        heads.append(Ledger(ledger_folder).manifest.chain)
        frames.append(Ledger(ledger_folder).frame())
    ledger = Ledger(ledger_folder)
    assert len(ledger.parts()) == 1
    for head, frame in zip(heads, frames, strict=True):
        then, events = past(ledger_folder, ledger.manifest, head)
        old = Ledger(ledger_folder, then, events=events)
        assert old.frame().equals(frame)
        (part,) = old.parts()
        assert part.rows - len(part.dead) == len(frame)
    with pytest.raises(StateError, match="never in the state"):
        past(ledger_folder, ledger.manifest, "0" * 64)
