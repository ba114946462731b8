"""make bench-faults: every command that writes, struck at every file call that changes something, and at Google's answers.

The bar: at least 2,000 faults; nothing lost, nothing twice, no file left over, every end as documented. Exit code 1 otherwise.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .commands import commands
from .google import pull_row, setup_rows
from .judge import Tally, judged
from .office import office, played
from .struck import Place

HEAD = ("command", "fault", "injected", "lost", "twice", "left over", "wrong end")
WIDTHS = (18, 58, 8, 5, 6, 10, 10)
BAR = 2_000
MEMORY = "/dev/shm"
"""Where files lie in memory, so that nothing waits for a disk: what a power cut takes away is reckoned, not measured."""
SLOW = {"report": 8, "report --again": 4, "posters --screen": 4, "backup": 5, "restore": 6}
"""Commands that take seconds: so many faults of each kind, evenly spread over their calls."""


def main() -> int:
    """Run all rows; print the table; give the exit code."""
    parser = argparse.ArgumentParser(prog="make bench-faults", description=__doc__)
    parser.add_argument("--most", type=int, default=0, help="faults of a kind at a command, at most (0: every call)")
    parser.add_argument("--kills", type=int, default=200, help="pulls that are killed at any moment")
    parser.add_argument("--only", default="", help="commands, with commas between; google: the rows at Google alone")
    given = parser.parse_args()
    only = set(filter(None, given.only.split(",")))
    if os.access(MEMORY, os.W_OK):
        tempfile.tempdir = os.environ["TMPDIR"] = MEMORY
    print(line(HEAD))
    tallies: list[Tally] = []
    with tempfile.TemporaryDirectory() as folder, played(Path(folder)) as start:
        place = Place(Path(folder) / "office")
        for command in commands(start):
            if not only or command.name in only:
                tallies += shown(judged(command, place, start, most=given.most or SLOW.get(command.name, 0)))
    if not only or "google" in only:
        with tempfile.TemporaryDirectory() as folder, office(Path(folder), linked=False) as there:
            tallies += shown(setup_rows(there))
        tallies += shown([pull_row(given.kills)])
    struck, names = sum(each.injected for each in tallies), {each.command for each in tallies}
    counts = {name: sum(getattr(each, name) for each in tallies) for name in ("lost", "twice", "left", "wrong")}
    said = "lost {lost}, twice {twice}, left over {left}, wrong ends {wrong}".format(**counts)
    part = only or given.most
    met = tallies and all(each.good for each in tallies) and (struck >= BAR or part)
    bar = "a part of them, all else 0" if part else f"at least {BAR:,}, all else 0"
    print(f"\n{struck:,} faults at {len(names)} commands: {said}. Bar ({bar}): {'met' if met else 'MISSED'}.")
    return 0 if met else 1


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
