"""What to leave behind when the fault is ours: a report that holds places in the code and no value of anybody's."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from ..version import __version__


def write_report(error: BaseException, folder: Path | None = None) -> Path:
    """Write a bug report to `folder`, or to the system's temporary one, and give its path.

    It holds the kinds of the errors and the files, lines and functions they passed through: no message, argument or
    value, since any of these may hold what a citizen wrote.
    """
    lines = [
        f"anubhav {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    ]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        frames = traceback.extract_tb(cause.__traceback__)
        lines += [f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
        cause = cause.__cause__ or cause.__context__
    handle, name = tempfile.mkstemp(prefix="anubhav-bug-", suffix=".txt", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return Path(name)


def _place(filename: str) -> str:
    """The part of a path that says where in a package, not where on this machine."""
    for folder in sorted(sys.path, key=len, reverse=True):
        if folder and filename.startswith(folder):
            return filename[len(folder) :].lstrip("/\\")
    return Path(filename).name
