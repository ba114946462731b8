"""make bench-posters: CPU, peak memory and size of 1000 posters; exits 1 when a bar of ours is missed.

Every way runs in a process of its own, one after the other; CPU is user and system time of it and its children, the
start of Python included. The middle page of every result is read back. Peers draw a simpler page than ours.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from anubhav_gforms.posters.printing.document import make_pdf
from anubhav_gforms.posters.reading.pages import opened, read_codes, render

from ..codes import posters, readers, style
from .ways import WAYS

COUNT, FEW = 1000, 150
FLAT = "ours, read back, a file for every 30"
NAIVE_BAR, UNCHECKED_BAR, KB_BAR, MEMORY_BAR = 3.3, 7.0, 3.7, 12.0


@dataclass(frozen=True)
class Cost:
    """CPU seconds, peak memory in MB, size in kB a poster, and whether the middle page reads back."""

    cpu: float
    memory: float
    size: float
    good: bool


def measure(way: str, count: int) -> Cost | None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "posters.pdf"
        arguments = [sys.executable, "-m", "benchmarks.posters.ways", way, str(count), str(target)]
        process = os.posix_spawn(sys.executable, arguments, os.environ)
        _, status, used = os.wait4(process, 0)
        if status or not target.exists():
            return None
        if way == FLAT:  # many files in one; each was read back as it was made
            return Cost(
                used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, target.stat().st_size / count / 1000, True
            )
        with opened(target) as document:
            middle = min(len(document) - 1, count // 2)
            good = read_codes(render(document[middle], 100)) == [posters(count)[count // 2].link.url]
        return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, target.stat().st_size / count / 1000, good)


def every_station(count: int = 158) -> dict[tuple[str, int], int]:
    """How many A4 pages of the real range each reader reads at 60 and at 100 dpi."""
    found: dict[tuple[str, int], int] = {}
    many, look = posters(158)[:count], style()
    with opened(make_pdf(many, look, title="posters")) as document:
        for page, poster in zip(document, many, strict=True):
            for dpi in (60, 100):
                image = render(page, dpi)
                for name, read in readers().items():
                    found[name, dpi] = found.get((name, dpi), 0) + (read(image) == [poster.link.url])
    return found


def main() -> int:
    arguments = argparse.ArgumentParser(prog="make bench-posters", description=__doc__)
    arguments.add_argument("count", nargs="?", type=int, default=COUNT, help="posters")
    count = arguments.parse_args().count
    costs: dict[str, Cost] = {}
    print(f"| {count} posters | CPU s | peak MB | kB a poster | CPU beside ours read back |\n|---|---|---|---|---|")
    for way in WAYS:
        cost = measure(way, count)
        if cost is None:
            print(f"| {way} | failed | | | |")
            continue
        costs[way] = cost
        base = costs.get("ours, every page read back")
        ratio = f"{cost.cpu / base.cpu:.2f}" if base else ""
        print(
            f"| {way}{'' if cost.good else ' (does not read back)'} | {cost.cpu:.1f} | {cost.memory:.0f} | {cost.size:.2f} | {ratio} |",
            flush=True,
        )
    few = measure(FLAT, FEW)
    ours, plain, naive = costs["ours, every page read back"], costs["ours"], costs["reportlab as usual"]
    peers = {way: cost.cpu for way, cost in costs.items() if not way.startswith("ours")}
    flat = costs[FLAT].memory
    growth = flat - (few.memory if few else 0)
    print(
        f"\nPeak memory as anubhav posters works, {FEW} → {count} posters: {few.memory if few else 0:.0f} → {flat:.0f} MB"
    )
    read = every_station()
    print(
        "\nA4 pages of the range read, of 158: "
        + ", ".join(f"{name} {n} at {dpi} dpi" for (name, dpi), n in read.items())
    )
    bars = {
        "zxing, zbar and OpenCV read every station's A4 page at 60 and 100 dpi": all(n == 158 for n in read.values()),
        f"read back, ≥ {NAIVE_BAR} times less CPU than reportlab as usual": naive.cpu / ours.cpu >= NAIVE_BAR,
        f"not read back, ≥ {UNCHECKED_BAR:g} times less": naive.cpu / plain.cpu >= UNCHECKED_BAR,
        "read back, less CPU than every peer that does not": ours.cpu < min(peers.values()),
        f"≤ {KB_BAR} kB a poster": ours.size <= KB_BAR,
        f"memory grows by less than {MEMORY_BAR:g} MB": growth < MEMORY_BAR,
        "every result reads back": all(cost.good for cost in costs.values()),
        "every way ran": len(costs) == len(WAYS),
    }
    for bar, met in bars.items():
        print(f"{'met   ' if met else 'MISSED'} {bar}")
    return 0 if all(bars.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
