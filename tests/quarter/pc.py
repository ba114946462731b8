"""The office's computer: commands typed there, by the clock it has; killed, out of disk space, used by two at once."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import time_machine
from permits import permit

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cli import main
from benchmarks.forked import fork

from .google_side import GoogleSide

TOUCHES = ("open", "os.rename", "os.remove", "os.truncate", "os.link", "os.mkdir", "os.chmod", "tempfile.mkstemp")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND
BROKEN = 70


@dataclass(frozen=True)
class Said:
    """A command that ended: what was typed, the exit code, what it printed."""

    typed: tuple[str, ...]
    code: int
    text: str

    def __str__(self) -> str:
        return f"anubhav {' '.join(self.typed)} → {self.code}\n{self.text[-1500:]}"


@dataclass
class Computer:
    """One PC with a campaign's folder and a user's folder for keys. `error`: by how much its clock is ahead."""

    google: GoogleSide
    campaign: Path
    user: Path
    error: timedelta = timedelta()
    said: list[Said] = field(default_factory=list)

    def run(self, *arguments: str, campaign: Path | None = None, lines: str = "") -> Said:
        """Type a command, and then the lines that it asks for; through the real entry, in this process."""
        out = io.StringIO()
        kept = sys.argv, sys.stdin
        try:
            with self._at_its_desk(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                code = self._typed(arguments, campaign or self.campaign, lines)
        finally:
            sys.argv, sys.stdin = kept
        return self._noted(arguments, code, out.getvalue())

    def permit(self) -> None:
        """The test response and the doctor's trial have passed, on the form as it is now."""
        with self._at_its_desk():
            permit(load_campaign(self.campaign))

    def killed(self, touch: int, *arguments: str) -> Said:
        """The same command in a process of its own that dies by SIGKILL before its `touch`-th change to a file."""
        return self._struck(arguments, touch, lambda: os.kill(os.getpid(), signal.SIGKILL))

    def out_of_space(self, touch: int, *arguments: str) -> Said:
        """The same command, and from its `touch`-th change to a file on there is no room left on the disk."""

        def full() -> NoReturn:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        return self._struck(arguments, touch, full)

    def at_once(self, *commands: tuple[str, ...]) -> list[Said]:
        """Several commands at the same time, each in a process of its own."""
        started = [self._start(arguments, lambda: None) for arguments in commands]
        return [self._ended(*each, arguments) for each, arguments in zip(started, commands, strict=True)]

    def _struck(self, arguments: tuple[str, ...], touch: int, blow: Callable[[], object]) -> Said:
        def armed() -> None:
            count = 0

            def watch(event: str, given: tuple[Any, ...]) -> None:
                nonlocal count
                if event not in TOUCHES or not given or not str(given[0]).startswith(self._places):
                    return
                if event == "open" and not (isinstance(given[2], int) and given[2] & WRITING):
                    return
                if event in ("os.remove", "os.chmod") and blow.__name__ == "full":
                    return  # a full disk lets one delete
                count += 1
                if count >= touch:
                    blow()

            sys.addaudithook(watch)

        return self._ended(*self._start(arguments, armed), arguments)

    @property
    def _places(self) -> tuple[str, str]:
        return str(self.campaign), str(self.user)

    def _start(self, arguments: tuple[str, ...], arm: Callable[[], object]) -> tuple[int, int]:
        reader, writer = os.pipe()
        child = fork()
        if child:
            os.close(writer)
            return child, reader
        try:
            os.close(reader)
            sys.stdout = sys.stderr = io.TextIOWrapper(io.FileIO(writer, "w"), "utf-8", write_through=True)
            with self._at_its_desk():
                arm()
                os._exit(self._typed(arguments, self.campaign))
        finally:
            os._exit(BROKEN)

    def _ended(self, child: int, reader: int, arguments: tuple[str, ...]) -> Said:
        with os.fdopen(reader, "rb") as pipe:
            text = pipe.read().decode("utf-8", "replace")
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return self._noted(arguments, code, text)

    @staticmethod
    def _typed(arguments: tuple[str, ...], campaign: Path, lines: str = "") -> int:
        sys.argv, sys.stdin = ["anubhav", "-C", str(campaign), *arguments], io.StringIO(lines)
        try:
            main()
        except SystemExit as ended:
            return int(ended.code or 0)
        return 0

    def _noted(self, arguments: tuple[str, ...], code: int, text: str) -> Said:
        said = Said(arguments, code, _with_bug(text))
        self.said.append(said)
        return said

    @contextlib.contextmanager
    def _at_its_desk(self) -> Iterator[None]:
        """By this computer's clock, with its user's folder."""
        kept = {name: os.environ.get(name) for name in ("ANUBHAV_CONFIG_DIR", "COLUMNS", "ANUBHAV_GOOGLE_ROOT")}
        os.environ |= {"ANUBHAV_CONFIG_DIR": str(self.user), "COLUMNS": "200"}
        os.environ.pop("ANUBHAV_GOOGLE_ROOT", None)
        try:
            with time_machine.travel(self.google.now + self.error, tick=True):
                yield
        finally:
            for name, value in kept.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def _with_bug(text: str) -> str:
    """What was printed, and where the fault report lies: its words too, and the file gone."""
    for name in re.findall(r"\S+anubhav-bug-\w+\.txt", text):
        path = Path(name)
        if path.exists():
            text += path.read_text("utf-8")
            path.unlink()
    return text
