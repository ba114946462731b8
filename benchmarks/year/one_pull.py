"""python -m benchmarks.year.one_pull --rows 20000: the CPU of one pull of the year, with the sheet alone and with both witnesses.

First 60 new responses in a ledger of 400; then a pull of everything (--full) with so many responses in form and sheet. Each is
pulled several times; the table has the middle and the least. Only the office's process is counted, not Google's side.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import time_machine

from anubhav_gforms.campaign import load_campaign

from .__main__ import BEGIN, DAY
from .office import GoogleProcess, Office

KNOWN, NEW = 400, 60


@contextmanager
def office_with(source: str, rows: int) -> Iterator[Office]:
    """A campaign that reads from `source`, with so many responses in form, sheet and ledger."""
    with TemporaryDirectory(prefix="anubhav-year-") as name:
        os.environ["ANUBHAV_CONFIG_DIR"] = str(Path(name) / "user")
        google = GoogleProcess(Path(name) / "world.sqlite")
        office = Office(Path(name), google, BEGIN)
        settings = office.campaign.root / "config" / "office.toml"
        settings.write_text(settings.read_text("utf-8").replace('source = "both"', f'source = "{source}"'), "utf-8")
        with time_machine.travel(office.now, tick=False):
            office.campaign = load_campaign(office.campaign.root)
        office.pass_time(DAY / 12, rows)
        office.pass_time(DAY / 12)
        office.pull(full=True)
        yield office
        google.end()


def cpu(office: Office, new: int, *, full: bool) -> float:
    """Seconds of CPU of one pull, after so many new responses."""
    office.pass_time(DAY / 24, new)
    office.pass_time(DAY / 24)
    began = time.process_time()
    office.pull(full=full)
    return time.process_time() - began


def main() -> None:
    """Print the table."""
    given = argparse.ArgumentParser(prog="python -m benchmarks.year.one_pull", description=__doc__)
    given.add_argument("--rows", type=int, default=20_000, help="responses of the full pull")
    given.add_argument("--times", type=int, default=5, help="pulls of each kind")
    asked = given.parse_args()
    print("source   rows known   new  full  middle CPU ms   least   us a response")
    for rows, new, full in ((KNOWN, NEW, False), (asked.rows, 0, True)):
        for source in ("sheet", "both"):
            with office_with(source, rows) as office:
                cpu(office, new, full=full)  # the first reads modules
                found = [cpu(office, new, full=full) * 1000 for _ in range(asked.times)]
            each = f"{min(found) * 1000 / rows:>14.1f}" if full else ""
            print(f"{source:<9}{rows:>10,}{new:>6}{'yes' if full else 'no':>6}{median(found):>15.0f}{min(found):>8.0f}{each}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
