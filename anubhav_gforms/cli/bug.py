"""What to leave behind when the fault is ours: a report that holds places in the code and no value of anybody's."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ..errors import AnubhavError, InputError, refusal
from ..sentence import Sentence
from ..version import __version__


def whose_fault(error: Exception, arguments: Sequence[str], folder: Path | None = None) -> AnubhavError:
    """What to tell of an error that nobody expected: that it is ours, and where the report is; or that what was typed came as no
    text, as from a terminal that is not in UTF-8. A file may have such a name, so that it is seen only once it cannot be written."""
    if isinstance(error, UnicodeEncodeError) and any("\ud800" <= sign <= "\udfff" for sign in "".join(arguments)):
        return InputError(
            "Something that was typed came in characters that cannot be read.",
            cure="Set the terminal to UTF-8 (LC_ALL=C.UTF-8, and no PYTHONUTF8=0), and type it again.",
        )
    try:
        path = write_report(error, folder)
        cure = Sentence("A bug report without personal data was saved to {path}. Please send it to us.", path=path)
    except OSError as refused:
        cure = Sentence(
            "No bug report could be saved: {why}. Free some space there and run it again.", why=refusal(refused)
        )
    return AnubhavError(
        "anubhav itself failed ({kind}); nothing you typed is wrong.", cure=cure, kind=type(error).__name__
    )


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
