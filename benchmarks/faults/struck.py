"""One command, as it is typed, in a child of this warm process, upon a disk that fails."""

from __future__ import annotations

import gc
import json
import os
import shlex
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from anubhav_gforms import cli

from ..forked import fork
from .disk import Disk
from .kinds import Kind

UNTOLD = 70
"""How a child ends in which something of ours broke."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command runs: campaign, settings, hand-outs and temporary files lie below `root`; what it says, beside it."""

    root: Path
    names: Mapping[str, str] = field(default_factory=dict)
    """What stands in braces in words that are typed."""

    @property
    def campaign(self) -> Path:
        return self.root / "campaign"

    @property
    def home(self) -> Path:
        return self.root / "home"

    def back_to(self, start: Path) -> None:
        """Everything as it is in `start`."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.rmtree(self.root.with_name(f"{self.root.name}.unnamed"), ignore_errors=True)
        shutil.copytree(start, self.root, symlinks=True)


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended: exit code (-9: killed), what it said, and its changing calls when it came to its end."""

    code: int
    said: str
    calls: tuple[tuple[str, str], ...] = ()
    modules: tuple[str, ...] = ()


def run(place: Place, words: str, *, at: int = 0, kind: Kind | None = None, typed: str = "") -> Ended:
    """`anubhav WORDS` in the campaign's folder, its `at`-th changing call struck. `typed`: what somebody types meanwhile."""
    beside = place.root.with_name(f"{place.root.name}.said")
    beside.mkdir(exist_ok=True)
    (beside / "typed").write_text(typed, "utf-8")
    (beside / "calls").unlink(missing_ok=True)
    child = fork()
    if not child:
        _child(place, shlex.split(words.format_map(place.names)), Disk(place.root, at, kind), beside)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    calls, modules = json.loads((beside / "calls").read_bytes()) if (beside / "calls").exists() else ((), ())
    said = (beside / "said").read_text("utf-8", "replace")
    return Ended(code, said, tuple((call, path) for call, path in calls), tuple(modules))


def _child(place: Place, words: Sequence[str], disk: Disk, beside: Path) -> None:
    code = UNTOLD
    try:
        os.setsid()  # no terminal: a question is answered from `typed`
        os.dup2(os.open(beside / "typed", os.O_RDONLY), 0)
        said = os.open(beside / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        os.environ.update(
            TMPDIR=str(place.root / "tmp"),
            ANUBHAV_CONFIG_DIR=str(place.root / "user"),
            HOME=str(place.home),
            PATH=f"{place.home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        )
        os.environ.pop("XDG_CONFIG_HOME", None)
        tempfile.tempdir = str(place.root / "tmp")
        os.chdir(place.campaign)
        sys.argv = ["anubhav", *words]
        calls = beside / "calls"
        disk.watch()
        try:
            cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        disk.ended()
        calls.write_text(json.dumps((disk.calls, list(sys.modules))), "utf-8")
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def power_gone_after(work: Callable[[], object], folder: Path) -> bool:
    """Whether `work` came to its end, in a child; the power goes at once, and what `folder` holds is what was flushed."""
    child = fork()
    if not child:
        try:
            disk = Disk(folder)
            disk.watch()
            work()
            disk.at, disk.kind = len(disk.calls) + 1, Kind.POWER
            disk.ended()
        finally:
            os._exit(UNTOLD)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def learn(modules: Sequence[str]) -> None:
    """Import here what a command imported, so that its next children need not, nor look through it for what is garbage."""
    for name in modules:
        with suppress(Exception):
            import_module(name)
    gc.collect()
    gc.freeze()
