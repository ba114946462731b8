"""How far a long piece of work has come."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called as progress(done, total) after each part."""


def silent(done: int, total: int) -> None:
    """Progress that nobody looks at."""
