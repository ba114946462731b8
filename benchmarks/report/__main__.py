"""make bench-report: CPU of the weekly range report by artefact, its peak memory and the weight of its page.

A year of responses at 158 stations. Bars: the whole command at most 12 s of CPU, the page 2.5 MB. Beside it the floor: the same
tables written by pandas, without a word, a picture or Hindi on paper. With `--stations 2000` the same of an invented state: 25 s, 4 MB.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.campaign.alerts import load_alerts
from anubhav_gforms.campaign.example import copy_example
from anubhav_gforms.reports import Contents
from anubhav_gforms.reports.files import csv_bytes, grade_columns, grade_rows, rows_json_bytes
from anubhav_gforms.reports.pack import PackLanguage, district_pack, range_pack
from anubhav_gforms.reports.page import page_bytes
from anubhav_gforms.reports.report import faces
from anubhav_gforms.reports.workbook import workbook_bytes
from anubhav_gforms.responses.alerts.alerts import sightings_since
from anubhav_gforms.responses.ledger.ledger import open_ledger
from benchmarks.cube.ledger import WEEK, write_ledger
from benchmarks.report.state import copy_state

RESPONSES = 20_000
CPU_BAR, PAGE_BAR, ALERTS_BAR = 12.0, 2_500_000, 2.0
STATE_CPU_BAR, STATE_PAGE_BAR = 25.0, 4_000_000
"""Bars of a state."""
RUNS = 3


def cpu(make: Callable[[], bytes]) -> tuple[float, int]:
    """Least CPU seconds of some runs, and the size of what was made."""
    spent = []
    for _ in range(RUNS):
        start = time.process_time()
        size = len(make())
        spent.append(time.process_time() - start)
    return min(spent), size


def command(folder: Path) -> tuple[float, float]:
    """CPU seconds and peak memory (MB) of `anubhav report` as typed, interpreter and imports included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    line = [sys.executable, "-m", "anubhav_gforms", "-C", str(folder), "report", "--week", WEEK, "--no-open"]
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, after.ru_maxrss / 1024


def first_alerts(campaign: Campaign) -> bytes:
    rules = load_alerts(campaign.root)
    return repr(sightings_since(open_ledger(campaign), 0, 0, campaign=campaign, rules=rules)).encode()


def artefacts(contents: Contents, outside: Contents) -> dict[str, Callable[[], bytes]]:
    rows, columns = grade_rows(contents.table, contents.letters), grade_columns(contents.table, contents.letters)
    return {
        "office.html": lambda: page_bytes(contents),
        "office.csv": lambda: csv_bytes(rows, columns),
        "office.json": lambda: rows_json_bytes(rows),
        "office.xlsx": lambda: workbook_bytes(contents),
        "office.pdf": lambda: range_pack(contents),
        "shared/, five files": lambda: b"".join(make() for make in faces(outside, PackLanguage.BOTH).values()),
        f"{len(contents.campaign.districts)} district packs": lambda: b"".join(
            district_pack(outside, each) for each in contents.campaign.districts
        ),
    }


def plain(contents: Contents) -> dict[str, Callable[[], bytes]]:
    """The tables as pandas writes them."""
    tables = {"Grades": contents.table, "Weeks": contents.weekly, "Letters": contents.history}

    def excel() -> bytes:
        import pandas as pd

        file = io.BytesIO()
        with pd.ExcelWriter(file, engine="xlsxwriter") as book:
            for name, table in tables.items():
                table.to_excel(book, sheet_name=name, index=False)
        return file.getvalue()

    return {
        "pandas to_html": lambda: "".join(table.to_html(index=False) for table in tables.values()).encode(),
        "pandas to_csv": lambda: contents.table.to_csv(index=False).encode(),
        "pandas to_json": lambda: str(contents.table.to_json(orient="records", force_ascii=False)).encode(),
        "pandas to_excel": excel,
    }


def main() -> int:
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("--stations", type=int, default=0, help="of an invented state; without it the real range")
    places = asked.parse_args().stations
    responses = round(RESPONSES * places / 158) or RESPONSES
    cpu_bar, page_bar = (STATE_CPU_BAR, STATE_PAGE_BAR) if places else (CPU_BAR, PAGE_BAR)
    with TemporaryDirectory() as name:
        folder = Path(name)
        copy_state(folder, places) if places else copy_example(folder)
        campaign = replace(load_campaign(folder), root=folder)
        write_ledger(campaign, responses, true_prints=True)
        command(folder)  # the first report of a quarter also freezes its constants
        spent, memory = command(folder)
        report = pipeline.write_report(campaign, pipeline.grade(campaign, week=WEEK))
        contents, outside = report.contents, report.outside
        assert outside is not None
        print(f"{responses} responses, {len(contents.stations)} stations, week {WEEK}; least of {RUNS} runs\n")
        print(f"{'':20}{'CPU, s':>10}{'kB':>10}")
        sizes = {}
        for title, makers in (
            ("", artefacts(contents, outside)),
            ("the floor: the same tables, nothing else", plain(contents)),
        ):
            print(title) if title else None
            for what, make in makers.items():
                seconds, sizes[what] = cpu(make)
                print(f"{what:20}{seconds:>10.2f}{sizes[what] / 1000:>10.0f}")
        page = sizes["office.html"]
        alerts, _ = cpu(lambda: first_alerts(campaign))
    checks = [
        (f"anubhav report as typed, grading and start included: {spent:.1f} s CPU (bar {cpu_bar:g}), {memory:.0f} MB at most", spent < cpu_bar),
        (f"office.html: {page / 1e6:.2f} MB (bar {page_bar / 1e6:g})", page < page_bar),
    ]  # fmt: skip
    said = f"alerts among {responses} responses at once, as a first look of the watch: {alerts:.2f} s CPU"
    if places:
        print(f"\n{said}; no bar for a state")
    else:
        checks.append((f"{said} (bar {ALERTS_BAR:g})", alerts < ALERTS_BAR))
    print()
    for what, good in checks:
        print(f"{'met   ' if good else 'MISSED'} {what}")
    return int(not all(good for _, good in checks))


if __name__ == "__main__":
    sys.exit(main())
