"""A file in which runs that nobody watches say when they began, what failed and how they ended; never what a citizen said."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

LARGEST = 1_000_000
"""Bytes; a fuller file becomes NAME.1 first, and the one before that goes."""

_kept: list[Path] = []
"""The file of this run, once it has begun."""


def keep_log(path: Path | None, verb: str) -> None:
    """From now on this run writes there, readable by its owner only, or nowhere. Raises StateError where no such file can be."""
    from ..files import plain_refusal  # --help keeps no log

    _kept.clear()
    if path is None:
        return
    with plain_refusal(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST:
            path.replace(path.with_name(path.name + ".1"))
    _kept[:] = [path]
    _write(f"begins: {verb}")


def log_folder() -> Path | None:
    """Where the file of this run lies; None without one."""
    return _kept[0].parent if _kept else None


def log_error(message: str) -> None:
    """Add what failed, as the screen tells it."""
    _write("failed: " + " ".join(message.split()))


def log_end(code: int) -> None:
    """Add how it ended."""
    _write(f"ended with {code}")


def _write(text: str) -> None:
    for path in _kept:
        at = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        try:
            file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(file, "a", encoding="utf-8") as out:
                out.write(f"{at} {os.getpid()} {text}\n")
        except OSError as error:  # a log that cannot be written is no reason to stop
            click.echo(f"{path}: {error.strerror}", err=True)
