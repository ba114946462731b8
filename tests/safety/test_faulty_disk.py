"""Struck under its file calls, a command loses nothing, does nothing twice, leaves nothing over and says what is so."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from anubhav_gforms.files import write_whole
from benchmarks.faults.disk import Disk, Kind, kinds_at
from benchmarks.faults.judge import Command, judged
from benchmarks.faults.struck import Place, run
from tests.office import make_office

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are found by /proc")

CASE = Command("cases open", ("cases", "open", "--station", "BSP-KTW", "--text", "board missing", "--by", "ig"))
EXPORT = Command("init", ("init", "../out/new", "--id", "new-2026"))


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """An office with nothing but its config, as `Place` has it."""
    folder = tmp_path / "start"
    for name in ("user", "out", "tmp"):
        (folder / name).mkdir(parents=True)
    make_office(folder / "campaign", lambda lines: lines[:4])
    return folder


@pytest.mark.parametrize("command", [CASE, EXPORT], ids=lambda command: command.name)
def test_a_struck_command_ends_as_one_that_nothing_struck(command: Command, tmp_path: Path, start: Path) -> None:
    tallies = list(judged(command, Place(tmp_path / "office"), start, most=3))
    assert {each.kind for each in tallies} >= {kind.value for kind in Kind if kind in kinds_at("write")}
    assert not [text for each in tallies for text in each.told]
    assert all(each.good for each in tallies)


def test_a_full_disk_and_one_without_locks_are_told_as_such(tmp_path: Path, start: Path) -> None:
    place = Place(tmp_path / "office")
    place.back_to(start)
    calls = [call for call, _ in run(place, CASE.words).calls]
    for call, kind, words in (
        ("write", Kind.FULL, "the disk is full"),
        ("write", Kind.BROKEN, "Input/output error"),
        ("lock", Kind.LOCKLESS, "cannot keep two commands apart"),
    ):
        place.back_to(start)
        ended = run(place, CASE.words, at=calls.index(call) + 1, kind=kind)
        assert (ended.code, words in ended.said) == (2, True), ended.said


def written_as(power_goes_at: str, folder: Path) -> bytes | None:
    """What `x` holds after a program wrote it without flushing, then flushed, then renamed, and the power went at that call."""
    place = folder / "disk"
    place.mkdir()
    child = os.fork()
    if not child:
        try:
            counted = Disk(place)
            counted.watch()
            counted.kind = Kind.POWER
            call = counted._call

            def until(what: str, *rest: object, **named: object) -> object:
                counted.at = len(counted.calls) + 1 if what == power_goes_at else 0
                return call(what, *rest, **named)

            counted._call = until
            write_whole(place / "x", b"old", settle=power_goes_at == "end")
            counted.ended()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    path = place / "x"
    return path.read_bytes() if path.exists() else None


def test_the_power_takes_what_was_not_flushed(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert written_as("rename", tmp_path / "one") is None
    assert written_as("end", tmp_path / "two") == b"old"
