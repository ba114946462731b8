"""A disk that fails: every file call of this process that changes something below one folder passes here, and one of them is struck.

Python's own calls are replaced (`os`, `open`, `fcntl.flock`); code in C that opens files past them is not seen, so whoever counts
compares what changed with `Disk.calls`.
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import io
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .kinds import LOCKS, NEED_ROOM, Kind
from .power import Power

WRITING = os.O_WRONLY | os.O_RDWR
FLAGS = {"r": 0, "w": os.O_CREAT | os.O_TRUNC, "x": os.O_CREAT | os.O_EXCL, "a": os.O_CREAT | os.O_APPEND}


class Disk:
    """Counts changing calls below `place` and strikes the `at`-th (from 1 on; 0: none)."""

    def __init__(self, place: Path, at: int = 0, kind: Kind | None = None) -> None:
        self.place, self.at, self.kind = str(place), at, kind
        self.power = Power(place)
        self.calls: list[tuple[str, str]] = []
        """(call, path) in their order."""
        self._full = self._lockless = self._inside = False
        self._real = {name: getattr(os, name) for name in _PATHS | _HANDLES | {"open", "sendfile"}}
        self._flock, self._open = fcntl.flock, builtins.open

    def watch(self) -> None:
        """From now on this process writes through here. There is no way back: call it in a child."""
        for name in _PATHS:
            setattr(os, name, self._by_path(name))
        for name in _HANDLES:
            setattr(os, name, self._by_handle(name))
        os.open, os.sendfile, fcntl.flock = self.open_handle, self._sendfile, self._lock
        builtins.open = io.open = self.open_file

    def ended(self) -> None:
        """The command has come to its end."""
        self._call("end", self.place, lambda: None)

    def _below(self, path: Any, handle: int | None = None) -> str:
        """The absolute path when it lies below the watched folder, else ""."""
        if self._inside or isinstance(path, int):
            return ""
        text = os.fsdecode(os.fspath(path))
        if handle is not None and not os.path.isabs(text):
            text = os.path.join(os.readlink(f"/proc/self/fd/{handle}"), text)
        text = os.path.abspath(text)
        return text if text.startswith(self.place + os.sep) else ""

    def _opened(self, handle: int) -> str:
        """The path of an open file below the watched folder, else ""."""
        if self._inside:
            return ""
        try:
            path = os.readlink(f"/proc/self/fd/{handle}")
        except OSError:
            return ""
        return path if path.startswith(self.place) and not path.endswith(" (deleted)") else ""

    def _call(
        self,
        call: str,
        path: str,
        act: Callable[[], Any],
        *,
        half: Callable[[], int] = lambda: 0,
        about: Callable[[], None] = lambda: None,
        done: Callable[[], None] = lambda: None,
    ) -> Any:
        """One changing call: `act` does it, `half` a half of it; `about` and `done` tell the power what it is to know."""
        self.calls.append((call, path))
        struck = self.kind if len(self.calls) == self.at else None
        if struck is Kind.FULL:
            self._full = True
        if struck is Kind.BROKEN:
            raise OSError(errno.EIO, os.strerror(errno.EIO), *([path] if call not in ("write", "fsync") else []))
        if struck is Kind.BEFORE:
            _die()
        if struck is Kind.POWER:
            self._apart(self.power.fails)
            _die()
        self._apart(about)
        if struck is Kind.TORN:
            half()
            _die()
        if self._full and (call in NEED_ROOM or (call == "fsync" and struck)):
            if struck and (written := half()):
                return written  # what still fits; the rest is refused
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), *([path] if call not in ("write", "fsync") else []))
        result = act()
        self._apart(done)
        if struck is Kind.AFTER:
            _die()
        return result

    def _apart(self, work: Callable[[], None]) -> None:
        """Calls of our own are no calls of the command."""
        self._inside = True
        try:
            work()
        finally:
            self._inside = False

    def _by_path(self, name: str) -> Callable[..., Any]:
        real, call = self._real[name], _NAMES.get(name, name)

        def changed(*arguments: Any, **named: Any) -> Any:
            handles = [named.get("dir_fd", named.get("src_dir_fd")), named.get("dst_dir_fd")]
            two = name in ("rename", "replace", "link")
            paths = [self._below(each, handle) for each, handle in zip(arguments[: 1 + two], handles, strict=False)]
            if name == "symlink":
                paths = [self._below(arguments[1], named.get("dir_fd"))]
            at = next(filter(None, reversed(paths)), "")
            if not at or not self._will_work(name, paths):
                return real(*arguments, **named)

            def about() -> None:
                if name in ("chmod", "utime"):
                    return
                for path in filter(None, paths):
                    if name == "truncate":
                        self.power.bytes_change(path)
                        continue
                    self.power.names_change(os.path.dirname(path))
                if two and os.path.isfile(at):
                    self.power.keeps(at)
                if name in ("unlink", "remove"):
                    self.power.keeps(at)

            def act() -> Any:
                if name == "rmdir":
                    return self._apart(lambda: self.power.removes(at))
                return real(*arguments, **named)

            return self._call(call, at, act, about=about, done=lambda: self.power.made(at) if name == "mkdir" else None)

        return changed

    def _will_work(self, name: str, paths: list[str]) -> bool:
        """Whether the call would change anything: what fails by itself is not struck."""
        there = [os.path.lexists(path) for path in paths if path]
        if name in ("mkdir", "symlink"):
            return not there[-1] and os.path.isdir(os.path.dirname(paths[-1]))
        if name == "rmdir":
            return there[0] and os.path.isdir(paths[0]) and not os.listdir(paths[0])
        return there[0]

    def _by_handle(self, name: str) -> Callable[..., Any]:
        real, call = self._real[name], _NAMES.get(name, name)

        def changed(handle: int, *arguments: Any, **named: Any) -> Any:
            path = self._opened(handle) if isinstance(handle, int) else ""
            if not path:
                return real(handle, *arguments, **named)

            def half() -> int:
                return real(handle, bytes(arguments[0])[: len(arguments[0]) // 2]) if name == "write" else 0

            def about() -> None:
                if name in ("write", "pwrite", "ftruncate"):
                    self.power.bytes_change(path)

            def done() -> None:
                if call == "fsync":
                    self.power.flushed(handle)

            return self._call(call, path, lambda: real(handle, *arguments, **named), half=half, about=about, done=done)

        return changed

    def _sendfile(self, out: int, *arguments: Any, **named: Any) -> Any:
        if self._opened(out):
            raise OSError(errno.ENOTSOCK, "shutil takes its slower way, by write")
        return self._real["sendfile"](out, *arguments, **named)

    def _lock(self, handle: Any, operation: int) -> Any:
        path = self._opened(handle if isinstance(handle, int) else handle.fileno())
        if not path or operation & fcntl.LOCK_UN:
            return self._flock(handle, operation)
        self.calls.append(("lock", path))
        if len(self.calls) == self.at and self.kind in LOCKS:
            self._lockless = True
        if self._lockless and self.kind in LOCKS:
            raise OSError(LOCKS[self.kind], os.strerror(LOCKS[self.kind]))
        return self._flock(handle, operation)

    def open_handle(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        """os.open."""

        def real() -> int:
            return self._real["open"](path, flags, mode, dir_fd=dir_fd)

        at = self._below(path, dir_fd)
        there = os.path.lexists(at) if at else False
        if not at or not flags & (os.O_CREAT | os.O_TRUNC) or (there and flags & os.O_EXCL):
            return real()
        if there and not (flags & os.O_TRUNC and os.path.isfile(at) and os.path.getsize(at)):
            return real()
        if not os.path.isdir(os.path.dirname(at)) or (there and not stat.S_ISREG(os.lstat(at).st_mode)):
            return real()
        if there:
            return self._call("truncate", at, real, about=lambda: self.power.bytes_change(at))
        return self._call(
            "create",
            at,
            real,
            about=lambda: self.power.names_change(os.path.dirname(at)),
            done=lambda: self.power.made(at),
        )

    def open_file(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        """open(): for writing below the folder made of the same parts as Python's, with our own file at the bottom."""
        at = (self._opened(file) if isinstance(file, int) else self._below(file)) if set(mode) & set("wxa+") else ""
        if not at:
            return self._open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        plain, both = mode.replace("b", "").replace("t", "").replace("+", ""), "+" in mode
        if isinstance(file, int):
            raw = _File(self, file, mode=plain + "+" * both, closefd=closefd)
        else:
            flags = FLAGS[plain] | os.O_CLOEXEC | (os.O_RDWR if both else os.O_WRONLY)
            handle = opener(os.fspath(file), flags) if opener else self.open_handle(file, flags, 0o666)
            raw = _File(self, handle, mode=plain.replace("x", "w") + "+" * both)
            raw.name = file
        if buffering == 0:
            return raw
        buffered = io.BufferedRandom(raw) if both else io.BufferedWriter(raw)
        if "b" in mode:
            return buffered
        text = io.TextIOWrapper(buffered, encoding, errors, newline, line_buffering=buffering == 1)
        text.mode = mode
        return text


class _File(io.FileIO):
    """A file whose writes go through `os.write` and `os.ftruncate` as the disk has them."""

    def __init__(self, disk: Disk, file: int, *, mode: str, closefd: bool = True) -> None:
        super().__init__(file, mode, closefd)
        self._disk = disk

    def write(self, data: Any) -> int:
        return os.write(self.fileno(), data)

    def truncate(self, size: int | None = None) -> int:
        size = self.tell() if size is None else size
        os.ftruncate(self.fileno(), size)
        return size


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


_PATHS = {"rename", "replace", "link", "symlink", "unlink", "remove", "mkdir", "rmdir", "truncate", "chmod", "utime"}
_HANDLES = {"write", "pwrite", "fsync", "fdatasync", "ftruncate", "fchmod"}
_NAMES = {
    "replace": "rename",
    "remove": "unlink",
    "pwrite": "write",
    "fdatasync": "fsync",
    "ftruncate": "truncate",
    "fchmod": "chmod",
}
