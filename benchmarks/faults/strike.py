"""Killing a command at the moment it touches a file: a forked child dies by SIGKILL at its n-th touch."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anubhav_gforms.errors import AnubhavError

from ..forked import fork

TOUCHES = ("open", "os.rename", "os.remove", "os.truncate", "os.link", "os.mkdir", "os.chmod", "tempfile.mkstemp")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND
DONE, KILLED, REFUSED, BROKEN = 0, -signal.SIGKILL, 3, 70


def strike(work: Callable[[], object], folder: Path, touch: int) -> tuple[int, int]:
    """Run `work` in a child that is killed just before its `touch`-th change to a file under `folder` (0: never).

    Gives how it ended and how many touches there were.
    """
    reader, writer = os.pipe()
    child = fork()
    if not child:
        os.close(reader)
        _child(work, str(folder), touch, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        count = len(pipe.read())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), count


def _child(work: Callable[[], object], place: str, touch: int, writer: int) -> None:
    count = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        if event not in TOUCHES or not arguments or not str(arguments[0]).startswith(place):
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & WRITING):
            return
        count += 1
        os.write(writer, b".")
        if count == touch:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    code = BROKEN
    try:
        with Path(os.devnull).open("w") as quiet, contextlib.redirect_stdout(quiet):
            work()
        code = DONE
    except AnubhavError:
        code = REFUSED
    finally:
        os._exit(code)


def sampled(total: int, most: int) -> list[int]:
    """At most so many of the touches 1 to `total`, evenly spread, the first and the last among them."""
    if total <= most:
        return list(range(1, total + 1))
    return sorted({1 + round(n * (total - 1) / (most - 1)) for n in range(most)})
