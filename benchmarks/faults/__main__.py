"""make bench-faults: every command that writes, struck at every file call that changes something, and at Google's replies.

The bar: at least 2,000 faults; nothing lost, nothing twice, no file left over, every end as documented. Exit code 1 otherwise.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from pathlib import Path

from .commands import COMMANDS, READING, names
from .google import pull_row, setup_rows
from .judge import Command, Tally, judged, only_read
from .office import office, played
from .own_office import sheet_rows, stamp_rows
from .struck import Place

HEAD = ("command", "fault", "injected", "lost", "twice", "left over", "wrong end")
WIDTHS = (24, 58, 8, 5, 6, 10, 10)
BAR = 2_000
MEMORY = "/dev/shm"
"""Where files lie in memory, so that nothing waits for a disk: what a power cut takes away is reckoned, not measured."""

Row = Callable[[], Iterable[Tally]]
rows: list[Row] = []
"""What is to be run; the processes that run it are forked, and find it here."""


def main() -> int:
    """Run all rows; print the table; give the exit code."""
    parser = argparse.ArgumentParser(prog="make bench-faults", description=__doc__)
    parser.add_argument("--most", type=int, default=0, help="faults of a kind at a command, at most (0: every call)")
    parser.add_argument("--slow", type=int, default=4, help="the same at commands that take seconds")
    parser.add_argument("--kills", type=int, default=200, help="pulls that are killed at any moment")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="commands that are struck beside each other")
    parser.add_argument(
        "--only", default="", help="commands, with commas between; reading, google, sheets, stamps: the rows of each"
    )
    given = parser.parse_args()
    only = set(filter(None, given.only.split(",")))
    if unknown := only - {command.name for command in COMMANDS} - {"reading", "google", "sheets", "stamps"}:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    if os.access(MEMORY, os.W_OK):
        tempfile.tempdir = os.environ["TMPDIR"] = MEMORY
    print(line(HEAD))
    tallies: list[Tally] = []
    with tempfile.TemporaryDirectory() as folder, played(Path(folder)) as start:
        known = names(start)
        chosen = [command for command in COMMANDS if not only or command.name in only]
        rows.extend(
            partial(at_command, command, Path(folder), start, known, given.slow if command.slow else given.most)
            for command in chosen
        )
        if not only or "reading" in only:
            rows.append(partial(at_reading, Path(folder), start, known))
        if not only or "google" in only:
            rows.extend([at_google, partial(pull_row, given.kills)])
        for name, apart, most in (("sheets", sheet_rows, given.slow), ("stamps", stamp_rows, given.most)):
            if not only or name in only:
                rows.insert(0, partial(in_own_office, apart, most))
        with ProcessPoolExecutor(given.jobs, multiprocessing.get_context("fork")) as pool:
            for done in as_completed([pool.submit(run_row, number) for number in range(len(rows))]):
                tallies += shown(done.result())
    struck, commands = sum(each.injected for each in tallies), {each.command for each in tallies if each.injected}
    counts = {name: sum(getattr(each, name) for each in tallies) for name in ("lost", "twice", "left", "wrong")}
    said = "lost {lost}, twice {twice}, left over {left}, wrong ends {wrong}".format(**counts)
    part = only or given.most
    met = tallies and all(each.good for each in tallies) and (struck >= BAR or part)
    bar = "a part of them, all else 0" if part else f"at least {BAR:,}, all else 0"
    print(f"\n{struck:,} faults at {len(commands)} commands: {said}. Bar ({bar}): {'met' if met else 'MISSED'}.")
    return 0 if met else 1


def run_row(number: int) -> list[Tally]:
    """One of `rows`, in a process of its own."""
    return list(rows[number]())


def at_command(command: Command, folder: Path, start: Path, known: dict[str, str], most: int) -> Iterable[Tally]:
    """A command of the table, in a folder of this process."""
    return judged(command, Place(folder / f"office-{os.getpid()}", known), start, most=most)


def at_reading(folder: Path, start: Path, known: dict[str, str]) -> Iterable[Tally]:
    """All commands that are to write nothing."""
    return [only_read(READING, Place(folder / f"office-{os.getpid()}", known), start)]


def at_google() -> Iterable[Tally]:
    """setup-forms at each request, on a sandbox of its own."""
    with tempfile.TemporaryDirectory() as folder, office(Path(folder), linked=False) as there:
        yield from setup_rows(there)


def in_own_office(struck: Callable[[Path, int], Iterable[Tally]], most: int) -> Iterable[Tally]:
    """Rows on a sandbox of their own."""
    with tempfile.TemporaryDirectory() as folder:
        yield from struck(Path(folder), most)


def shown(tallies: Iterable[Tally]) -> list[Tally]:
    """Each as a line of the table at once, with what was wrong below it."""
    rows = []
    for each in tallies:
        rows.append(each)
        print(line((each.command, each.kind, each.injected, each.lost, each.twice, each.left, each.wrong)), flush=True)
        for text in each.told[:3]:
            print(f"    {text}", flush=True)
    return rows


def line(cells: Iterable[object]) -> str:
    """A row of the table as text."""
    return "  ".join(
        f"{cell!s:<{width}}" if n < 2 else f"{cell!s:>{width}}"
        for n, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    )


if __name__ == "__main__":
    sys.exit(main())
