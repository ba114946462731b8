"""The sandbox starts, keeps its world, refuses what is none, and serves nobody but this machine."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from gsandbox.pytest_plugin import Sandbox
from gsandbox.server import running
from gsandbox.world import World, WorldError

SHEET = "application/vnd.google-apps.spreadsheet"


def test_what_was_made_is_listed_by_drive(sandbox: Sandbox) -> None:
    """A spreadsheet made by Sheets is a file in Drive."""
    made = sandbox.api("POST", "/v4/spreadsheets", json={"properties": {"title": "T"}}).json()
    files = sandbox.api("GET", "/drive/v3/files").json()["files"]
    assert files == [{"kind": "drive#file", "id": made["spreadsheetId"], "name": "T", "mimeType": SHEET}]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[::2]:80", ""])
def test_another_host_name_is_refused(sandbox: Sandbox, host: str) -> None:
    """A page on the web that makes a browser call us by its own name gets nothing."""
    assert sandbox.get("/sandbox/violations", headers={"Host": host}).status_code in (400, 403)


@pytest.mark.parametrize("path", ["/sandbox/faults", "/token", "/o/oauth2/auth", "/v4/spreadsheets", "/drive/v3/files"])
def test_other_sites_cannot_send_anything(sandbox: Sandbox, path: str) -> None:
    """A page on the web, open in the browser of the same machine, changes nothing here."""
    for origin in ("https://evil.example", "null", "http://["):
        reply = sandbox.post(path, data="{}", headers={"Origin": origin, "Authorization": "Bearer x"})
        assert reply.status_code == 403
        assert "other sites" in reply.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST", "[::1]"])
def test_loopback_names_are_served(sandbox: Sandbox, host: str) -> None:
    """With the port or without."""
    port = sandbox.root.rpartition(":")[2]
    assert sandbox.get("/sandbox/violations", headers={"Host": f"{host}:{port}"}).status_code == 200
    assert sandbox.get("/sandbox/violations", headers={"Host": host}).status_code == 200


def test_a_world_outlives_its_server(tmp_path: Path) -> None:
    """Stopped and started again, everything is there."""
    world = tmp_path / "world.sqlite"
    login = {"Authorization": "Bearer x"}
    with running(world) as first:
        reply = requests.post(
            first.root + "/v4/spreadsheets", json={"properties": {"title": "T"}}, headers=login, timeout=5
        )
    with running(world) as second:
        url = f"{second.root}/v4/spreadsheets/{reply.json()['spreadsheetId']}"
        assert requests.get(url, headers=login, timeout=5).json()["properties"]["title"] == "T"


def test_a_file_that_is_no_world(tmp_path: Path) -> None:
    """A text, another database, another version: refused and left as it was."""
    text = tmp_path / "notes.txt"
    text.write_text(
        "not a database, but a text of more than a hundred letters, so that SQLite reads it in earnest " * 20
    )
    with pytest.raises(WorldError, match="not a world"):
        World(text)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    before = other.read_bytes()
    with pytest.raises(WorldError, match="not a world of the sandbox"):
        World(other)
    assert other.read_bytes() == before
    old = tmp_path / "old.sqlite"
    World(old).close()
    with sqlite3.connect(old) as db:
        db.execute("CREATE TABLE t (x)")
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(WorldError, match="version 99"):
        World(old)


def test_a_world_serves_one_sandbox_at_a_time(tmp_path: Path) -> None:
    """A second one is refused while the first is at work, and may come afterwards."""
    file = tmp_path / "world.sqlite"
    first = World(file)
    with pytest.raises(WorldError, match="in use"):
        World(file)
    first.close()
    World(file).close()


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    """What fails inside leaves nothing behind; one inside another joins it."""
    world = World(tmp_path / "world.sqlite")
    world.install("CREATE TABLE t (x)")

    def half() -> None:
        with world.transaction() as db, world.transaction() as inner:
            inner.execute("INSERT INTO t VALUES (1)")
            db.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(sqlite3.OperationalError):
        half()
    with world.transaction() as db:
        assert db.execute("SELECT count(*) FROM t").fetchone() == (0,)
    world.close()


def command(*arguments: str | Path) -> list[str]:
    """The command line of `anubhav sandbox`."""
    return [sys.executable, "-m", "anubhav_gforms", "sandbox", *map(str, arguments)]


@pytest.fixture
def hangups() -> Iterator[None]:
    """Hangups end a process again: nohup hands down to every process of the tests that they are ignored."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("hangups")
@pytest.mark.parametrize("told", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_command_says_when_it_is_ready_and_stops_when_told(tmp_path: Path, told: str) -> None:
    """The first line names the address; an interrupt ends it without a trace, one file beside its lock is left."""
    world = tmp_path / "new folder" / "world.sqlite"
    with subprocess.Popen(
        command("--port", "0", "--world", world), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        assert line.startswith("Sandbox ready: http://127.0.0.1:")
        reply = requests.get(line.removeprefix("Sandbox ready: ") + "/sandbox/violations", timeout=5)
        assert reply.json() == []
        os.kill(process.pid, getattr(signal, told))
        try:
            rest, errors = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, errors) == (0, "")
    assert rest.strip() == f"Stopped. Everything is kept in {world}."
    assert sorted(file.name for file in world.parent.iterdir()) == ["world.sqlite", "world.sqlite.lock"]


@pytest.mark.usefixtures("hangups")
def test_a_signal_in_the_middle_of_a_reply_ends_it_as_well(tmp_path: Path) -> None:
    """A terminal that was closed while somebody asked left the sandbox running: the interrupt was taken for an error of that reply."""
    address, ended = "", threading.Event()

    def ask() -> None:
        with suppress(requests.RequestException), requests.Session() as session:
            while not ended.is_set():
                session.get(f"{address}/discovery/v1/apis/sheets/v4/rest", timeout=5)

    with subprocess.Popen(
        command("--port", "0", "--world", tmp_path / "world.sqlite"), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip().removeprefix("Sandbox ready: ")
            askers = [threading.Thread(target=ask) for _ in range(4)]
            for asker in askers:
                asker.start()
            time.sleep(0.5)
            os.kill(process.pid, signal.SIGHUP)
            assert process.wait(timeout=20) == 0
        finally:
            ended.set()
            process.kill()


def test_the_command_refuses_with_a_cure(tmp_path: Path) -> None:
    """A file that is no world, a plan with mistakes: exit code 2, and what to do."""
    text = tmp_path / "notes.txt"
    text.write_text("x" * 4096)
    done = subprocess.run(
        command("--port", "0", "--world", text), capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 2
    assert "notes.txt is not a world of the sandbox" in done.stderr
    assert "--world" in done.stderr
    plan = tmp_path / "plan.toml"
    plan.write_text('[[faults]]\nfault = "nonsense"\n[[faults]]\nfault = "slow"\nspeed = 3\n', encoding="utf-8")
    world = tmp_path / "world.sqlite"
    done = subprocess.run(
        command("--port", "0", "--world", world, "--faults", plan),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert "fault 1: unknown fault 'nonsense'" in done.stderr
    assert "fault 2: slow has no option 'speed'" in done.stderr
