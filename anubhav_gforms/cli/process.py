"""What a process is set to before it loads its libraries: threads, memory, how often circles are looked for, what they may print; how it ends."""

from __future__ import annotations

import gc
import os
import signal
import warnings
from collections.abc import Callable
from types import FrameType

LIBRARIES = {
    # matrices of grades are small: a second thread burns CPU while it waits for the first, and might add up in another order
    "OPENBLAS_NUM_THREADS": "1",
    # Arrow's own keeper of memory holds 45 MB more through a pull of 770,000 rows, and 55 through a report of 2,000 stations
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""Variables that libraries read when they are loaded; what the user set goes before."""
NEW_OBJECTS = 20_000
"""So many, not 700, until the collector of circles looks: importing pandas and grading 2,000 stations make a million that stay."""


def set_up() -> None:
    """Set this process up as a command needs it."""
    for name, value in LIBRARIES.items():
        os.environ.setdefault(name, value)
    gc.set_threshold(NEW_OBJECTS)
    # from three months before the end of a version of Python, Google's library prints two lines for programmers at every command
    warnings.filterwarnings("ignore", "You are using a", FutureWarning, "google.api_core")


TERMINAL_CLOSED = 1
"""The number of the signal that says so; Windows has none."""


def end_as_by_interrupt(handler: Callable[[int, FrameType | None], object] = signal.default_int_handler) -> None:
    """Let the signals that end this process, or say that its terminal is closed, do what Ctrl-C does, or what `handler` does: it tidies
    up first."""
    for number in {signal.SIGTERM, TERMINAL_CLOSED} & signal.valid_signals():
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, handler)
