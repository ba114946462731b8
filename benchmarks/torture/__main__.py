"""make bench-torture: the symbol as rendered from the finished page, spoiled in 81 ways, five seeds, three readers.

Two questions. At the size of a phone's picture (285 pixels across), which error correction survives most? And the same
symbol as wide as a phone sees it from one metre, for each paper, since a larger sheet brings larger modules?
Exits 1 when the default (Q, in the version of config/poster.toml) is not among the best, or when a clean page does not read.
"""

from __future__ import annotations

import sys
from collections import Counter

import numpy as np

from anubhav_gforms.links.symbol import smallest_version
from anubhav_gforms.posters.printing.document import make_pdf
from anubhav_gforms.posters.reading.pages import opened, render

from ..codes import posters, readers, style, the_range
from .spoil import SIDE, Base, every_way

SEEDS = 5
TIE = 12  # of 405: totals closer than this are equal
LEVELS = "LMQH"
PAPERS = ("A4", "A3", "A5", "A6x4", "tent")
PIXELS_A_METRE = 1507.0  # a 1080p preview: 1920 pixels across a view of 65 degrees


def symbol_of(paper: str, ecc: str, version: int, seed: int) -> tuple[np.ndarray, str]:
    """The grey picture of one poster's symbol, cut out of the rendered page, and its link."""
    poster = posters(158)[seed * 31]
    look = style(paper, ecc, version)
    with opened(make_pdf([poster], look, title="torture")) as document:
        left, top, side = look.paper.design.symbol.box(look.version)
        spot = look.paper.spots[-1] if look.paper.same else look.paper.spots[0]
        dpi = round(8 * (17 + 4 * version) / (side * look.paper.scale) * 25.4)
        image = render(document[0], dpi)
    mm = dpi / 25.4
    x, y = (spot.x + left * look.paper.scale) * mm, (spot.y + top * look.paper.scale) * mm
    wide = side * look.paper.scale * mm
    return image[round(y) : round(y + wide), round(x) : round(x + wide)], poster.link.url


def survive(paper: str, ecc: str, side: int) -> tuple[Counter[str], Counter[tuple[str, str]], int]:
    """Successes by reader, and by family and reader; and how many pictures were tried."""
    totals: Counter[str] = Counter()
    families: Counter[tuple[str, str]] = Counter()
    tried = 0
    for seed in range(SEEDS):
        longest = len(posters(158)[seed * 31].link.url)
        version = the_range().poster.code.version if ecc == "Q" else smallest_version(longest, ecc)
        symbol, url = symbol_of(paper, ecc, version, seed)
        modules = 17 + 4 * version

        def sized(pixels: int, symbol=symbol, modules=modules, seed=seed) -> Base:
            return Base(symbol, modules, np.random.default_rng(1000 + seed), round(pixels * side / SIDE))

        rng = np.random.default_rng(1000 + seed)
        for family, way in every_way(sized(SIDE), sized):
            image = way(rng)
            tried += 1
            for name, read in READERS.items():
                good = url in read(image)
                totals[name] += good
                families[family, name] += good
    return totals, families, tried


READERS = readers()


def main() -> int:
    results = {}
    heads = " | ".join(READERS)
    print(f"| error correction (A4, symbol {SIDE} px) | {heads} | of |\n|---|{'---|' * (len(READERS) + 1)}")
    for ecc in LEVELS:
        results[ecc] = survive("A4", ecc, SIDE)
        totals, _, tried = results[ecc]
        print(f"| {ecc} | {' | '.join(str(totals[name]) for name in READERS)} | {tried} |", flush=True)
    print(f"\n| family (Q) | {heads} | of |\n|---|{'---|' * (len(READERS) + 1)}")
    _, families, _ = results["Q"]
    counts = Counter(family for family, _ in every_way(*_any_base()))
    for family, count in counts.items():
        print(f"| {family} | {' | '.join(str(families[family, name]) for name in READERS)} | {count * SEEDS} |")
    print(f"\n| paper, from one metre (Q) | symbol px | {heads} | of |\n|---|---|{'---|' * (len(READERS) + 1)}")
    for paper in PAPERS:
        look = style(paper)
        side = round(look.paper.symbol_side(look.version) / 1000 * PIXELS_A_METRE)
        totals, _, tried = survive(paper, "Q", side)
        print(f"| {paper} | {side} | {' | '.join(str(totals[name]) for name in READERS)} | {tried} |", flush=True)
    best = {name: max(results[ecc][0][name] for ecc in LEVELS) for name in READERS}
    bars = {
        "every reader reads the clean page": all(families["clean", name] == SEEDS for name in READERS),
        f"Q is within {TIE} of the best level with every reader": all(
            results["Q"][0][name] >= best[name] - TIE for name in READERS
        ),
        "81 ways": sum(counts.values()) == 81,
    }
    print()
    for bar, met in bars.items():
        print(f"{'met   ' if met else 'MISSED'} {bar}")
    return 0 if all(bars.values()) else 1


def _any_base():
    base = Base(np.zeros((57, 57), dtype=np.uint8), 57, np.random.default_rng(0))
    return base, lambda side: base


if __name__ == "__main__":
    sys.exit(main())
