"""A child that is a copy of this process: for work that dies in the middle, as a killed command does."""

from __future__ import annotations

import os
import select
import signal

STARTS = 30
"""Seconds in which a child has come to its first line, on a busy machine too."""


def fork() -> int:
    """As `os.fork`, and the child is one that runs.

    Before Python 3.12 a child may wait for ever inside the fork, for a lock that another thread of ours held at that moment
    (python/cpython, issue 112275). Such a one is ended and another is made.
    """
    while True:
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            os.write(writer, b".")
            os.close(writer)
            return 0
        os.close(writer)
        runs, _, _ = select.select([reader], [], [], STARTS)
        os.close(reader)
        if runs:
            return child
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
