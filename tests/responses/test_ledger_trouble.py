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
from anubhav_gforms.responses import writer
from anubhav_gforms.responses.ledger import Ledger
from anubhav_gforms.responses.manifest import MANIFEST
from anubhav_gforms.responses.verify import verify
from anubhav_gforms.responses.writer import writing


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
