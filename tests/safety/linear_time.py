"""Whether time grows with the length of a text, or with its square."""

from __future__ import annotations

import time
from collections.abc import Callable

MOST_TIMES = 9.0
NOTHING = 0.02
"""Seconds; what takes less at the greater length is not compared."""


def seconds(run: Callable[[str], object], text: str) -> float:
    """The processor's seconds that this thread spends on it."""
    begin = time.thread_time()
    run(text)
    return time.thread_time() - begin


def assert_linear(run: Callable[[str], object], make: Callable[[int], str], size: int, what: str) -> None:
    """The best of three at each length, as far as the greater one needs a second and a third to hold."""
    text = make(4 * size)
    long = seconds(run, text)
    if long <= NOTHING:
        return
    short = min(seconds(run, make(size)) for _ in range(3))
    for _ in range(2):
        if long > MOST_TIMES * short:
            long = min(long, seconds(run, text))
    assert long <= MOST_TIMES * short, f"{what}: {short:.3f} s, four times the text {long:.3f} s"


def repeated(piece: str) -> Callable[[int], str]:
    """A maker of texts of a length, from one piece over and over."""
    return lambda size: (piece * (size // len(piece) + 1))[:size]
