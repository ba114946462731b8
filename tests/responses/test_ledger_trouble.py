"""What may befall the store: a second writer, a full disk, missing rights, a wrong clock, a changed byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from parts_made import fill

from anubhav_gforms import files
from anubhav_gforms.errors import StateError
from anubhav_gforms.responses.ledger import writer
from anubhav_gforms.responses.ledger.ledger import Ledger
from anubhav_gforms.responses.ledger.manifest import MANIFEST
from anubhav_gforms.responses.ledger.verify import verify
from anubhav_gforms.responses.ledger.writer import writing
from benchmarks.forked import fork


@pytest.mark.parametrize("what", ["answers", "personal", "history.jsonl", "missing"])
def test_a_changed_byte_is_noticed(ledger_folder: Path, what: str) -> None:
    fill(ledger_folder, 30, 30)
    assert not verify(Ledger(ledger_folder)).faults
    if what == "missing":
        next(ledger_folder.glob("answers-*")).unlink()
    else:
        path = next(ledger_folder.glob(f"{what}*"))
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    assert verify(Ledger(ledger_folder)).faults


def test_what_is_wrong_with_a_part_ends_with_one_full_stop(ledger_folder: Path) -> None:
    fill(ledger_folder, 30)
    part = next(ledger_folder.glob("answers-*"))
    part.write_bytes(b"no parquet at all")
    with pytest.raises(StateError, match=r"cannot be read: .*[^.]\. Run anubhav"):
        Ledger(ledger_folder).read()


def test_a_part_that_is_gone_is_lost_or_was_replaced_by_another_command(
    ledger_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report that a purge overtook was told to put back a copy of the ledger: with what was purged."""
    monkeypatch.setattr(writer, "MOST_SMALL", 1)
    fill(ledger_folder, 3, 3)
    before, parts = Ledger(ledger_folder), [*ledger_folder.glob("*.parquet")]
    with writing(ledger_folder, command="test") as step:
        step.compact()
    for part in parts:
        part.unlink(missing_ok=True)
    with pytest.raises(StateError, match=r"Another command changed the ledger while this one read it\. Run it again"):
        before.read()
    next(ledger_folder.glob("answers-*")).unlink()
    with pytest.raises(StateError, match=r"this part of the ledger is missing\. Put back your copy"):
        Ledger(ledger_folder).read()


def test_a_changed_manifest_is_not_believed(ledger_folder: Path) -> None:
    """Neither read nor written to: the next step would seal it as it is."""
    fill(ledger_folder, 30)
    content = json.loads((ledger_folder / MANIFEST).read_text())
    content["written_at"] += 1
    (ledger_folder / MANIFEST).write_text(json.dumps(content))
    for deed in (lambda: Ledger(ledger_folder), lambda: fill(ledger_folder, 1)):
        with pytest.raises(StateError, match="its seal is another one") as refused:
            deed()
        assert "anubhav ledger recover" in refused.value.cure


def test_a_second_writer_is_told_who_holds_the_ledger(ledger_folder: Path) -> None:
    fill(ledger_folder, 1)
    code = (
        "import sys, time; from pathlib import Path; from anubhav_gforms.responses.ledger.writer import writing\n"
        "with writing(Path(sys.argv[1]), command='watch'): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(ledger_folder)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(StateError, match=rf"anubhav watch \(process {holder.pid} on"),
            writing(ledger_folder, command="pull", wait=0.1),
        ):
            pass
        assert len(Ledger(ledger_folder).frame()) == 1, "a reader is not blocked"
        holder.kill()
    fill(ledger_folder, 1)
    assert len(Ledger(ledger_folder).frame()) == 2, "a killed holder blocks nobody"


def test_a_full_disk_is_a_clear_error_and_changes_nothing(ledger_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(ledger_folder, 3)
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
        fill(ledger_folder, 5)
    monkeypatch.undo()
    assert len(Ledger(ledger_folder).frame()) == 3
    assert not verify(Ledger(ledger_folder)).faults
    fill(ledger_folder, 2)
    assert len(Ledger(ledger_folder).frame()) == 5


def test_a_folder_without_rights_is_a_clear_error(ledger_folder: Path) -> None:
    (ledger_folder / "file").write_text("")
    with (
        pytest.raises(StateError, match="cannot write here"),
        writing(ledger_folder / "file" / "ledger", command="test"),
    ):
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="another user is played by a forked child")
def test_a_read_only_folder_is_read_and_never_written(ledger_folder: Path) -> None:
    """As a user who may only read: the report works, the pull says why not, nothing is changed."""
    folder = ledger_folder / "ledger"
    fill(folder, 3)
    everything = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in (ledger_folder, folder):
        path.chmod(0o555)
    for path in folder.iterdir():
        path.chmod(0o444)
    told, tell = os.pipe()
    child = fork()
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


def test_a_clock_set_back_does_not_mix_up_history(ledger_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(ledger_folder, 1)
    first = Ledger(ledger_folder).manifest.written_at
    monkeypatch.setattr(writer.time, "time_ns", lambda: (first - 90_000) * 1_000_000)
    with writing(ledger_folder, command="test") as step:
        assert step.behind().total_seconds() == 90
    fill(ledger_folder, 1)
    assert Ledger(ledger_folder).manifest.written_at == first
    assert not verify(Ledger(ledger_folder)).faults


def test_a_damaged_or_newer_manifest_is_refused(ledger_folder: Path) -> None:
    fill(ledger_folder, 1)
    content = json.loads((ledger_folder / MANIFEST).read_text())
    (ledger_folder / MANIFEST).write_text(json.dumps(content | {"schema": 99}))
    with pytest.raises(StateError, match="newer anubhav"):
        Ledger(ledger_folder)
    (ledger_folder / MANIFEST).write_text("{")
    with pytest.raises(StateError, match="not the manifest"):
        Ledger(ledger_folder)
