"""Struck under its file calls, a command loses nothing, does nothing twice, leaves nothing over and says what is so."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
import pytest
from click.exceptions import NoArgsIsHelpError

from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import StateError
from anubhav_gforms.files import config_folder, write_whole
from anubhav_gforms.google.login import log_out
from anubhav_gforms.pipeline.schedule import Schedule, install_schedule
from benchmarks.faults.commands import APART, BY, COMMANDS, READING, WEEK
from benchmarks.faults.disk import Disk
from benchmarks.faults.judge import Command, judged
from benchmarks.faults.kinds import Kind, kinds_at
from benchmarks.faults.struck import Place, power_gone_after, run
from benchmarks.forked import fork
from tests.office import make_office
from tests.typed import leaf, parse

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are found by /proc")

CASE = Command("cases open", "cases open --station BSP-KTW --text 'board missing' --by ig")
EXPORT = Command("init", "init ../out/new --id new-2026")


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


def test_what_was_not_written_is_told_with_its_whole_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StateError, match=f"{re.escape(str(tmp_path))}: cannot write here.*taken was not written"):
        write_whole(Path("taken"), b"")


@pytest.mark.skipif(os.name != "posix", reason="a link needs rights on Windows")
def test_a_link_that_leads_nowhere_is_named_with_where_it_leads(tmp_path: Path) -> None:
    """data/ lay on a disk that was not connected: "File exists" was said, and to make the folder writable."""
    link, there = tmp_path / "data", tmp_path / "usb"
    link.symlink_to(there)
    said = re.escape(f"{link}: is a link to {there}, which is not there. manifest.json was not written.")
    with pytest.raises(StateError, match=said):
        write_whole(link / "manifest.json", b"")


@pytest.mark.skipif(os.name != "posix", reason="Windows removes no folder in which somebody stands")
@pytest.mark.parametrize("words", ["today", "ledger stats", "init x --id y", "demo"])
def test_a_shell_whose_folder_was_removed_is_the_users_to_mend(tmp_path: Path, words: str) -> None:
    gone = tmp_path / "usb"
    gone.mkdir()
    typed = f"rmdir {gone}; exec '{sys.executable}' -m anubhav_gforms {words}"
    done = subprocess.run(["/bin/sh", "-c", typed], cwd=gone, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "is not there any more" in done.stderr


def written_as(power_goes_at: str, folder: Path) -> bytes | None:
    """What `x` holds after a program wrote it without flushing, then flushed, then renamed, and the power went at that call."""
    place = folder / "disk"
    place.mkdir()
    child = fork()
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


def test_what_a_command_said_it_did_is_there_after_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that was moved, and a folder that was made."""
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(tmp_path))
    login, unit = config_folder("new-2026") / "service_account.json", tmp_path / "systemd" / "user" / "a.service"
    login.parent.mkdir()
    login.write_text("{}", encoding="utf-8")
    assert power_gone_after(lambda: log_out("new-2026"), tmp_path)
    assert power_gone_after(lambda: install_schedule(Schedule(files=((unit, "[Unit]"),), commands=())), tmp_path)
    assert login.with_name("service_account.json.old").exists()
    assert unit.read_text(encoding="utf-8") == "[Unit]"


def leaves(words: tuple[str, ...] = (), command: click.Command = anubhav) -> Iterator[str]:
    """Every command and subcommand that does something by itself, as it is typed."""
    if words and not (isinstance(command, click.Group) and not command.invoke_without_command):
        yield " ".join(words)
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            below = command.get_command(click.Context(command), name)
            assert below is not None
            yield from leaves((*words, name), below)


@pytest.mark.parametrize("words", [*(command.words for command in COMMANDS), *READING])
def test_a_row_can_be_typed(words: str) -> None:
    """A row that the command refuses strikes nothing."""
    named = defaultdict(lambda: "1", by=BY, why=f"--why 'camp day' {BY}", week=WEEK, sent="'24/11/2026 18:05:00'")
    command, given, context = leaf(shlex.split(words.format_map(named)))
    assert command is not None
    with suppress(click.BadParameter, NoArgsIsHelpError):  # a file that the row makes first; a group shows its help
        parse(command, given, context)


def test_no_command_is_forgotten() -> None:
    """One that is new is struck, or shown to write nothing, or stands apart with a reason."""
    typed = [*(f"{command.words} " for command in COMMANDS), *(f"{words} " for words in READING)]
    assert {leaf for leaf in leaves() if not any(each.startswith(f"{leaf} ") for each in typed)} == set(APART)
