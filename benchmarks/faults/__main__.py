"""make bench-faults: every command that writes, killed and failed at; a table of what survived and what was lost.

The bar: nothing lost and nothing twice in any row. Exit code 1 otherwise.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from anubhav_gforms import pipeline
from anubhav_gforms.pipeline.connection import connect
from anubhav_gforms.posters.printing.job import PrintJob

from .custody import custody_rows
from .keys import key_rows, revoke_row
from .office import office
from .rows import (
    Row,
    freeze_row,
    import_row,
    posters_row,
    pull_row,
    purge_row,
    rated,
    report_row,
    resolve_row,
    setup_rows,
    undo_row,
    watch_row,
)

HEAD = ("command", "fault", "injected", "survived", "lost", "twice", "")


def main() -> int:
    """Run all rows; print the table; give the exit code."""
    parser = argparse.ArgumentParser(prog="make bench-faults", description=__doc__)
    parser.add_argument("--most", type=int, default=60, help="kills a command at most")
    parser.add_argument("--kills", type=int, default=200, help="pulls that are struck")
    parser.add_argument("--only", default="", help="commands, with commas between")
    given = parser.parse_args()
    rows: list[Row] = []

    def add(command: str, make: Callable[[], Iterable[Row]]) -> None:
        if given.only and command not in given.only.split(","):
            return
        for row in make():
            rows.append(row)
            print(line(row), flush=True)

    print(line(HEAD))
    with tempfile.TemporaryDirectory() as folder, office(Path(folder), linked=False) as place:
        add("setup-forms", lambda: setup_rows(place))
    add("pull", lambda: [pull_row(given.kills)])
    with tempfile.TemporaryDirectory() as folder, office(Path(folder)) as place:
        for number in range(60):
            place.answer(overall=number % 5 + 1, name=f"Citizen {number}" if number % 3 else "", message="पानी नहीं")
        place.pull()
        add("posters", lambda: [posters_row(place, given.most)])
        add("report", lambda: [report_row(place, given.most)])
        add("flags", lambda: [resolve_row(place, given.most)])
        add("import", lambda: [import_row(place, given.most)])
        add("import --undo", lambda: [undo_row(place, given.most)])
        add("purge", lambda: [purge_row(place, given.most)])
        add("custody", lambda: custody_rows(place, given.most))
        add("watch", lambda: [watch_row(place, given.most)])
    with tempfile.TemporaryDirectory() as folder, office(Path(folder)) as place:
        pipeline.make_posters(place.campaign, PrintJob(stations=("BSP-KTW",)), google=connect(place.campaign))
        add("keys", lambda: key_rows(place))
        add("revoke", lambda: [revoke_row(place)])
    with tempfile.TemporaryDirectory() as folder, office(Path(folder)) as place:
        for week in range(24):
            for day in range(3):
                when = datetime(2024, 1, 1, 6, tzinfo=UTC) + timedelta(weeks=week, days=day)
                place.answer(**rated(1 + (week + day) % 5), when=when)
        place.pull()
        add("calibrate", lambda: [freeze_row(place, given.most)])
    bad = [row for row in rows if not row.good]
    struck = sum(row.injected for row in rows)
    said = f"{struck:,} faults, {sum(row.survived for row in rows):,} survived; lost {sum(row.lost for row in rows)}, twice {sum(row.twice for row in rows)}."
    print(f"\n{said} Bar (nothing lost, nothing twice, every next run right): {'MISSED' if bad else 'met'}.")
    return 1 if bad or not rows else 0


def line(row: Row | tuple[str, ...]) -> str:
    """A row of the table as text."""
    cells = row if isinstance(row, tuple) else tuple(str(getattr(row, name)) for name in Row.__slots__)
    widths = (12, 62, 8, 8, 5, 6, 0)
    return "  ".join(
        f"{cell:<{width}}" if n < 2 or n == 6 else f"{cell:>{width}}"
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )


if __name__ == "__main__":
    sys.exit(main())
