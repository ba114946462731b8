"""The store: whole or not at all, one writer, readers never blocked, and no byte changed unnoticed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from anubhav_gforms import files
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.errors import StateError
from anubhav_gforms.responses import writer
from anubhav_gforms.responses.codes import Standing
from anubhav_gforms.responses.events import Event, EventKind
from anubhav_gforms.responses.ledger import Ledger
from anubhav_gforms.responses.manifest import MANIFEST, Holds
from anubhav_gforms.responses.past import past
from anubhav_gforms.responses.schema import CodeReason, CodeStatus, Source, answers_schema, personal_schema
from anubhav_gforms.responses.verify import verify
from anubhav_gforms.responses.versions import judged, versions
from anubhav_gforms.responses.writer import writing

FORM = load_campaign(Path(__file__).parents[2]).form
ZONE = "Asia/Kolkata"
NOBODY = Standing("BSP-KTW", "poster", 1, "A", CodeStatus.ACCEPTED, CodeReason.NONE)


def tables(first: int, count: int) -> tuple[pa.Table, pa.Table]:
    """Some answers as the ledger takes them; each has its own id, time and message."""
    times = 1_756_000_000_000 + (first + np.arange(count)) * 60_000
    answers: dict[str, Any] = {"submitted_at": pa.array(times, pa.timestamp("ms", tz="UTC")), "raw_code": ["x"] * count}
    for question in FORM.questions[1:]:
        if not question.personal:
            scale = question.type == "scale"
            answers[question.key] = pa.array([3] * count, pa.int8()) if scale else [""] * count
    answers["print"] = pa.array(np.arange(first, first + count))
    table = versions(
        pa.table(answers),
        ids=[f"{n:016x}" for n in range(first, first + count)],
        numbers=[1] * count,
        standings=judged(pa.chunked_array([["x"] * count]), lambda raw: NOBODY),
        seen_at=1_756_000_000_000,
        source=Source.SHEET,
        epochs=(),
        timezone=ZONE,
        schema=answers_schema(FORM, ZONE),
    )
    personal = {name: [f"message {n}" for n in range(first, first + count)] for name in personal_schema(FORM).names}
    personal |= {"response_id": table["response_id"], "personal_print": pa.array(np.arange(count))}
    return table, pa.table(personal).select(personal_schema(FORM).names)


def fill(folder: Path, *counts: int) -> None:
    """A commit for each count."""
    for count in counts:
        with writing(folder, command="test") as step:
            step.add_answers(*tables(step.next_row, count))
            step.commit("pull", pulled_at=step.now())


def test_parts_are_read_as_one_and_personal_columns_stay_apart(tmp_path: Path) -> None:
    fill(tmp_path, 3, 4)
    ledger = Ledger(tmp_path)
    assert ledger.frame().response_id.tolist() == [f"{n:016x}" for n in range(7)]
    assert "message" not in ledger.frame()
    assert ledger.frame(["overall", "message"]).message.tolist()[-1] == "message 6"
    assert [part.rows for part in ledger.parts()] == [3, 4]
    assert ledger.frame().overall.dtype == "Int8"
    assert ledger.frame().epoch.dtype == "int16"


def test_dead_rows_are_told_by_position_in_their_part(tmp_path: Path) -> None:
    fill(tmp_path, 3, 4)
    with writing(tmp_path, command="test") as step:
        step.add_answers(*tables(7, 1))
        step.add_events([Event(EventKind.EDITED, 1, 4, 4, 7), Event(EventKind.GONE, 1, 1, 1, -1)])
        step.commit("pull")
    ledger = Ledger(tmp_path)
    assert [part.dead.tolist() for part in ledger.parts()] == [[1], [1], []]
    assert ledger.frame().response_id.tolist() == [f"{n:016x}" for n in (0, 2, 3, 5, 6, 7)]
    assert ledger.counts() == {"accepted": 6, "quarantined": 0}
    with writing(tmp_path, command="test") as step:
        step.add_events([Event(EventKind.RESTORED, 2, 1, 1, 1)])
        step.commit("pull")
    assert len(Ledger(tmp_path).frame()) == 7


def test_small_parts_are_merged_and_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST_SMALL", 6)
    fill(tmp_path, *[2] * 7)
    with writing(tmp_path, command="test") as step:
        step.add_events([Event(EventKind.GONE, 1, 5, 5, -1)])
        step.commit("pull")
    before, later = Ledger(tmp_path), Ledger(tmp_path)
    reader = before.frame(["message", "response_id"])
    for path in tmp_path.glob("*.parquet"):
        os.utime(path, (time.time() - 7200,) * 2)
    with writing(tmp_path, command="test") as step:
        step.compact()
    fill(tmp_path, 1)
    after = Ledger(tmp_path)
    assert [part.rows for part in after.parts()] == [14, 1]
    assert after.frame(["message", "response_id"]).iloc[:-1].equals(reader)
    assert later.frame(["message"]).equals(reader[["message"]]), "a report that began before still finds its parts"
    assert after.parts()[0].dead.tolist() == [5]
    assert not verify(after).faults


def test_reports_read_while_pulls_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reader sees one whole step, whatever is committed and merged meanwhile."""
    monkeypatch.setattr(writer, "MOST_SMALL", 3)
    fill(tmp_path, 1)
    stop, wrong, reads = threading.Event(), [], []

    def report() -> None:
        while not stop.is_set():
            ledger = Ledger(tmp_path)
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
                fill(tmp_path, 3)
                with writing(tmp_path, command="test") as step:
                    step.compact()
        finally:
            stop.set()
        reading.result()
    assert not wrong
    assert reads == sorted(reads)


def test_a_question_added_later_is_blank_in_older_parts(tmp_path: Path) -> None:
    fill(tmp_path, 2)
    with writing(tmp_path, command="test") as step:
        table, personal = tables(2, 1)
        table = table.append_column("extra", pa.array(["yes"])).append_column("stars", pa.array([4], pa.int8()))
        step.add_answers(table, personal)
        step.commit("pull")
    frame = Ledger(tmp_path).frame()
    assert frame.extra.tolist() == ["", "", "yes"]
    assert frame.stars.isna().tolist() == [True, True, False]


def test_an_uncommitted_step_never_happened(tmp_path: Path) -> None:
    fill(tmp_path, 3)
    with writing(tmp_path, command="test") as step:
        step.add_answers(*tables(3, 5))
    assert len(Ledger(tmp_path).frame()) == 3
    stray = next(path for path in tmp_path.glob("answers-*") if "000000003" in path.name)
    os.utime(stray, (time.time() - 7200,) * 2)
    (tmp_path / "answers-x.parquet.tmp").write_bytes(b"half")
    fill(tmp_path, 2)
    assert not stray.exists()
    assert not list(tmp_path.glob("*.tmp"))
    assert not verify(Ledger(tmp_path)).faults


@pytest.mark.parametrize("what", ["answers", "personal", "history.jsonl", "missing", "manifest"])
def test_a_changed_byte_is_noticed(tmp_path: Path, what: str) -> None:
    fill(tmp_path, 30, 30)
    assert not verify(Ledger(tmp_path)).faults
    if what == "manifest":
        content = json.loads((tmp_path / MANIFEST).read_text())
        content["written_at"] += 1
        (tmp_path / MANIFEST).write_text(json.dumps(content))
    elif what == "missing":
        next(tmp_path.glob("answers-*")).unlink()
    else:
        path = next(tmp_path.glob(f"{what}*"))
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    assert verify(Ledger(tmp_path)).faults


def test_a_second_writer_is_told_who_holds_the_ledger(tmp_path: Path) -> None:
    fill(tmp_path, 1)
    code = (
        "import sys, time; from pathlib import Path; from anubhav_gforms.responses.writer import writing\n"
        "with writing(Path(sys.argv[1]), command='watch'): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(StateError, match=rf"anubhav watch \(process {holder.pid} on"),
            writing(tmp_path, command="pull", wait=0.1),
        ):
            pass
        assert len(Ledger(tmp_path).frame()) == 1, "a reader is not blocked"
        holder.kill()
    fill(tmp_path, 1)
    assert len(Ledger(tmp_path).frame()) == 2, "a killed holder blocks nobody"


def test_a_full_disk_is_a_clear_error_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, 3)
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full to stand for a full disk")
    real = files.tempfile.mkstemp

    def full(**options: Any) -> tuple[int, str]:
        handle, name = real(**options)
        if options["prefix"].startswith(("answers", "manifest")):
            os.close(handle)
            handle = os.open("/dev/full", os.O_WRONLY)
        return handle, name

    monkeypatch.setattr(files.tempfile, "mkstemp", full)
    with pytest.raises(StateError, match="disk is full"):
        fill(tmp_path, 5)
    monkeypatch.undo()
    assert len(Ledger(tmp_path).frame()) == 3
    assert not verify(Ledger(tmp_path)).faults
    fill(tmp_path, 2)
    assert len(Ledger(tmp_path).frame()) == 5


def test_a_folder_without_rights_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="cannot write here"), writing(tmp_path / "file" / "ledger", command="test"):
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="another user is played by a forked child")
def test_a_read_only_folder_is_read_and_never_written(tmp_path: Path) -> None:
    """As a user who may only read: the report works, the pull says why not, nothing is changed."""
    folder = tmp_path / "ledger"
    fill(folder, 3)
    everything = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in (tmp_path, folder):
        path.chmod(0o555)
    for path in folder.iterdir():
        path.chmod(0o444)
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        said = "nothing"
        try:
            os.chdir(folder)  # the way there may be closed to the other user
            if os.getuid() == 0:
                os.setgroups([])
                os.setuid(65534)
            said = f"{len(Ledger(Path()).frame())} rows; "
            fill(Path(), 1)
        except BaseException as error:
            said += f"{type(error).__name__}: {error}"
        finally:
            os.write(tell, said.encode())
            os._exit(0)
    os.waitpid(child, 0)
    os.close(tell)
    with os.fdopen(told, "rb") as pipe:
        said = pipe.read().decode()
    folder.chmod(0o755)
    assert said.startswith("3 rows; StateError"), said
    assert "cannot write here" in said
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == everything


def test_a_clock_set_back_does_not_mix_up_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, 1)
    first = Ledger(tmp_path).manifest.written_at
    monkeypatch.setattr(writer.time, "time_ns", lambda: (first - 90_000) * 1_000_000)
    with writing(tmp_path, command="test") as step:
        assert step.behind().total_seconds() == 90
    fill(tmp_path, 1)
    assert Ledger(tmp_path).manifest.written_at == first
    assert not verify(Ledger(tmp_path)).faults


def test_a_damaged_or_newer_manifest_is_refused(tmp_path: Path) -> None:
    fill(tmp_path, 1)
    content = json.loads((tmp_path / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps(content | {"schema": 99}))
    with pytest.raises(StateError, match="newer anubhav"):
        Ledger(tmp_path)
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(StateError, match="not the manifest"):
        Ledger(tmp_path)


def test_a_ledger_of_the_first_schema_is_read_and_becomes_one_of_today(tmp_path: Path) -> None:
    """Schema 1 had no seal."""
    fill(tmp_path, 2)
    content = json.loads((tmp_path / MANIFEST).read_text())
    del content["seal"]
    (tmp_path / MANIFEST).write_text(json.dumps(content | {"schema": 1}))
    assert len(Ledger(tmp_path).frame()) == 2
    assert not verify(Ledger(tmp_path)).faults
    fill(tmp_path, 1)
    content = json.loads((tmp_path / MANIFEST).read_text())
    assert (content["schema"], len(content["seal"])) == (2, 64)
    assert not verify(Ledger(tmp_path)).faults


def test_files_are_private(tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("rights of files are told otherwise on this system")
    fill(tmp_path / "ledger", 1)
    assert (tmp_path / "ledger").stat().st_mode & 0o077 == 0
    assert Ledger(tmp_path / "ledger").manifest.files_of(Holds.PERSONAL)


def test_the_ledger_can_be_read_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST_SMALL", 6)
    heads, frames = [], []
    for step in range(4):
        fill(tmp_path, *[3] * (1 if step < 3 else 7))
        with writing(tmp_path, command="test") as now:
            now.add_events([Event(EventKind.GONE, 1, step, step, -1)])
            now.commit("pull")
            now.compact()
        heads.append(Ledger(tmp_path).manifest.chain)
        frames.append(Ledger(tmp_path).frame())
    ledger = Ledger(tmp_path)
    assert len(ledger.parts()) == 1
    for head, frame in zip(heads, frames, strict=True):
        then, events = past(tmp_path, ledger.manifest, head)
        old = Ledger(tmp_path, then, events=events)
        assert old.frame().equals(frame)
        (part,) = old.parts()
        assert part.rows - len(part.dead) == len(frame)
    with pytest.raises(StateError, match="never in the state"):
        past(tmp_path, ledger.manifest, "0" * 64)
