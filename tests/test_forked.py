"""Children that tests and benchmarks fork: one that never comes to its first line is made again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
HANGS = """
import os, sys, time
from benchmarks import forked

forked.STARTS, forks = 0.2, []
os.register_at_fork(before=lambda: forks.append(1), after_in_child=lambda: len(forks) == 1 and time.sleep(600))
child = forked.fork()
if not child:
    os._exit(len(forks))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_a_child_that_hangs_inside_the_fork_is_made_again() -> None:
    """A run of all tests stood still: the child waited for a lock that no thread of its own held."""
    assert subprocess.run([sys.executable, "-c", HANGS], cwd=PROJECT, timeout=60, check=False).returncode == 2


def test_nobody_forks_otherwise() -> None:
    files = [
        path
        for folder in ("anubhav_gforms", "gsandbox", "tests", "benchmarks")
        for path in (PROJECT / folder).rglob("*.py")
    ]
    asks = "os." + "fork()"
    assert [path.name for path in files if asks in path.read_text("utf-8")] == ["forked.py"]
