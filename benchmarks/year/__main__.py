"""make bench-year: a year on a simulated clock with 700,000 responses, two rollovers, ten edits a day in the sheet.

Simulated: the clock of both sides (the sandbox's requests and this process live by it), so that a year passes in hours; citizens,
who are written into the sandbox's world; the officer's edits, which go through Google's API. Real: every pull, over HTTP, through
`pipeline.pull`, with both witnesses and a ledger on disk; the rollovers through the functions of `setup-forms --new-sheet`. A day has
three pulls; the first after 23 hours compares every row of the sheet and every response of the form. A fuller year in fewer days:
--days 10 sends a tenth of the responses each day. Every request of one pull is reckoned into one minute.

Bars: every edit told within a day; no kind of requests above Google's limit a minute; as many handles at the end as after the first
quarter; after the year, --quiet pulls of everything, a day apart, add less than 20 MB.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from .office import GoogleProcess, Office, Quarter

BEGIN = datetime(2027, 1, 3, 18, 30, tzinfo=UTC)
"""Midnight in the office. It lies ahead, since the ledger compares the simulated clock with the times of its files."""
PULLS, EDITS = 3, 10
DAY, GROWTH_BAR = timedelta(days=1), 20.0


def year(office: Office, rows: int, days: int) -> Iterator[Quarter]:
    """Play it; gives each quarter when it is over."""
    turns = {days // 4: "first", days // 2: "second"}
    for day in range(1, days + 1):
        for turn in range(PULLS):
            share = rows * (PULLS * (day - 1) + turn + 1) // (PULLS * days) - rows * (PULLS * (day - 1) + turn) // (PULLS * days)  # fmt: skip
            office.pass_time(DAY / PULLS / 2, share)
            if day > 1 and day < days:
                office.edit(EDITS * (turn + 1) // PULLS - EDITS * turn // PULLS)
            office.pass_time(DAY / PULLS / 2)
            office.pull()
        if day in turns:
            office.pull(full=True)
            office.roll_over()
        if day * 4 // days > (day - 1) * 4 // days:
            yield office.measured()


def growth(office: Office, quiet: int) -> float:
    """MB that quiet pulls of everything add, after the year; the first two may still fill what is kept."""
    sizes = []
    for _ in range(quiet):
        office.pass_time(DAY)
        office.pull()
        sizes.append(office.measured().memory)
    return sizes[-1] - sizes[1]


def shown(number: int, quarter: Quarter) -> str:
    """A line of the table."""
    busiest = ", ".join(f"{kind.value[0]} {most} of {kind.calls}" for kind, most in sorted(quarter.busiest.items(), key=lambda pair: pair[0].name))  # fmt: skip
    return (
        f"{number:>7}{quarter.rows:>10,}{quarter.pulls:>7,}{quarter.edits:>7,}{quarter.told:>7,}{quarter.latest.total_seconds() / 3600:>10.1f} h"
        f"{quarter.memory:>8.0f}{quarter.handles:>9}{quarter.seconds:>9.0f}  {busiest}"
    )


def main() -> int:
    given = argparse.ArgumentParser(prog="make bench-year", description=__doc__)
    given.add_argument("--rows", type=int, default=700_000, help="responses in the year")
    given.add_argument("--days", type=int, default=365, help="days that are played")
    given.add_argument(
        "--quiet", type=int, default=10, help="days without responses after it, for the memory; at least 3"
    )
    asked = given.parse_args()
    with TemporaryDirectory(prefix="anubhav-year-") as name:
        os.environ["ANUBHAV_CONFIG_DIR"] = str(Path(name) / "user")
        google = GoogleProcess(Path(name) / "world.sqlite")
        office = Office(Path(name), google, BEGIN)
        print(
            f"{asked.days} days of a year of 365, {asked.rows:,} responses, {PULLS} pulls a day, {EDITS} edits a day\n"
        )
        print("quarter      rows  pulls  edits   told    latest  RSS MB  handles    CPU s  requests of the busiest pull, all in one minute")  # fmt: skip
        quarters = []
        for quarter in year(office, asked.rows, asked.days):
            quarters.append(quarter)
            print(shown(len(quarters), quarter), flush=True)
        more = growth(office, max(asked.quiet, 3))
        google.end()
    edits, told = sum(each.edits for each in quarters), sum(each.told for each in quarters)
    bars = {
        f"every edit told ({told:,} of {edits:,} by the end of the year)": edits == told and not office.waiting,
        "within a day": max(each.latest for each in quarters) <= DAY,
        "requests below the limits": not office.gateway.caller.limited
        and all(most < kind.calls for each in quarters for kind, most in each.busiest.items()),
        "handles flat": quarters[-1].handles <= quarters[0].handles,
        f"memory flat ({more:+.1f} MB in {max(asked.quiet, 3)} quiet days, less than {GROWTH_BAR:g})": more
        < GROWTH_BAR,
    }
    print()
    for bar, met in bars.items():
        print(f"  {'ok    ' if met else 'MISSED'} {bar}")
    return int(not all(bars.values()))


if __name__ == "__main__":
    sys.exit(main())
