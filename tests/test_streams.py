"""What a command is started with: a reader who goes away, a full disk, no terminal any more, nothing at all."""

from __future__ import annotations

import os
import pty
import re
import shlex
import signal
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.typed_lines import anubhav

ANUBHAV = shlex.join([sys.executable, "-m", "anubhav_gforms", "-C", str(Path(__file__).parents[1])])
FULL = "No space left on device"


@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("schedule >&3 3>&-", 0, ""),
        ("schedule > /dev/full", 2, FULL),
        ("no-such-command 2> /dev/full", 2, ""),
        ("schedule >&-", 0, ""),
        ("schedule <&- >&- 2>&-", 0, ""),
        ("schedule --for cron --install <&-", 2, "--yes"),
        ("--log /dev/full schedule", 0, FULL),
        ("--log /dev/full posters --since never", 2, FULL),
    ],
)
def test_a_command_ends_as_it_says_whatever_it_prints_to(typed: str, code: int, told: str, buffered: str) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        ["bash", "-c", f"exec 3>&{writes}; {ANUBHAV} {typed}"],
        env=os.environ | {"PYTHONUNBUFFERED": buffered},
        pass_fds=[writes],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    os.close(writes)
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_who_cannot_be_asked_is_told_so(tmp_path: Path) -> None:
    """It said what Ctrl-C does: that the same command goes on where this one stopped."""
    done = anubhav("start", folder=tmp_path)
    assert done.returncode == 2
    assert "Run it in a terminal." in done.stderr
    assert "Stopped" not in done.stderr


@pytest.mark.parametrize(
    ("typed", "variables"),
    [("पानी".encode(), {"LC_ALL": "C", "PYTHONUTF8": "0"}), (b"caf\xe9", {"LC_ALL": "C.UTF-8"})],
)
def test_words_that_came_as_no_text_are_not_our_fault(typed: bytes, variables: dict[str, str]) -> None:
    """It ended with 4, and asked for the bug report."""
    done = subprocess.run(
        [*shlex.split(ANUBHAV), "actions", "add", "BSP-KTW", "--date", "2026-11-10", "--done", typed],
        env=os.environ | variables,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert b"Set the terminal to UTF-8" in done.stderr


def test_an_old_python_brings_no_lines_for_programmers() -> None:
    """From some day on Google's library printed two at every command that asked Google."""
    old = (
        "from anubhav_gforms.cli.process import set_up; set_up()\n"
        "from google.api_core._python_version_support import check_python_version as check\n"
        "from datetime import date; print(check('x', date(2999, 1, 1)).value)"
    )
    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("PYTHON_VERSION_UNSUPPORTED\n", "")


def test_ctrl_c_while_the_program_is_still_loaded_is_no_traceback() -> None:
    pressed = (
        "import os, runpy, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores it\n"
        "class Press:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'click': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Press())\n"
        "sys.argv = ['anubhav', 'today']\n"
        "runpy.run_module('anubhav_gforms', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", pressed], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
    with Path(__file__).parents[1].joinpath("pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["scripts"] == {"anubhav": "anubhav_gforms.__main__:main"}


def test_a_terminal_that_was_closed_stops_no_work() -> None:
    window, shell = pty.openpty()
    process = subprocess.Popen(
        [*shlex.split(ANUBHAV), "schedule"], stdin=shell, stdout=shell, stderr=shell, start_new_session=True
    )
    os.close(shell)
    os.close(window)
    assert process.wait() == 0


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_ended_leaves_no_sandbox_behind(
    end: signal.Signals, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    before = signal.signal(
        signal.SIGHUP, signal.SIG_DFL
    )  # whoever runs the tests with nohup hands down that it is ignored
    request.addfinalizer(lambda: signal.signal(signal.SIGHUP, before))
    with subprocess.Popen(
        [*shlex.split(ANUBHAV)[:3], "demo"],
        cwd=tmp_path,
        env=os.environ | {"ANUBHAV_CONFIG_DIR": str(tmp_path / "config")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    ) as demo:
        ready = (re.search(r"ready: http://127\.0\.0\.1:(\d+)", line) for line in demo.stdout or ())
        port = next(int(found[1]) for found in ready if found)
        os.killpg(demo.pid, end)
    assert demo.returncode == 130
    with socket.socket() as tried:
        assert tried.connect_ex(("127.0.0.1", port)) != 0
