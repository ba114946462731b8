"""What a command reads from and prints to, however it was started."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from typing import Any, TextIO


class _Out(io.FileIO):
    """Where a command prints. Who goes away (`| head`, a closed terminal) stops no work, nor does an error that nobody can be told."""

    before: TextIO | None = None  # what printed there: once forgotten, it would close the number

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            closed = error.errno == errno.EIO and stat.S_ISCHR(
                os.fstat(self.fileno()).st_mode
            )  # it is no terminal any more
            gone = closed or error.errno == errno.EPIPE or self.fileno() == 2
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            if gone:
                return len(data)
            raise


def open_streams() -> None:
    """Have three of them, in UTF-8: a scheduler may start a command with none."""
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    sys.stdout = _opened(sys.stdout)
    sys.stderr = _opened(sys.stderr)


def _opened(stream: TextIO | None) -> TextIO:
    buffer = getattr(stream, "buffer", None)
    if stream is None or type(getattr(buffer, "raw", buffer)) is io.FileIO:  # a console of Windows is none
        number = os.open(os.devnull, os.O_WRONLY) if stream is None else stream.fileno()
        out = _Out(number, "w", closefd=False)
        out.before = stream
        seen = stream is not None and stream.isatty()
        return io.TextIOWrapper(io.BufferedWriter(out), "utf-8", "replace", line_buffering=seen)
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")
    return stream
