"""A campaign as large as a state: invented districts and stations, written as config and stations.csv of a folder."""

from __future__ import annotations

import re
from itertools import islice, product
from pathlib import Path
from string import ascii_uppercase

import numpy as np

from anubhav_gforms.campaign.example import copy_example

DISTRICTS = 40
"""About as many as a state of 2,000 stations has: fifty stations each."""
KINDS = ("thana",) * 7 + ("chowki",) * 2 + ("women_thana",)


def copy_state(folder: Path, stations: int, *, ranges: int = 0) -> None:
    """The example's config in `folder`, with DISTRICTS districts on a grid of degrees and so many stations, each with a place; with
    `ranges` the districts lie in so many."""
    copy_example(folder)
    codes = ["".join(letters) for letters in islice(product("QRSTUVWXYZ", repeat=3), DISTRICTS)]
    office = folder / "config" / "office.toml"
    names = [f"{ascii_uppercase[number]}R" for number in range(ranges)]
    within = [f', range = "{names[number * ranges // DISTRICTS]}"' if ranges else "" for number in range(DISTRICTS)]
    lines = [
        f'{code} = {{ name_en = "District {code}", name_hi = "ज़िला {code}"{of} }}'
        for code, of in zip(codes, within, strict=True)
    ]
    if ranges:
        lines += ["[ranges]", *(f'{name} = {{ name_en = "Range {name}", name_hi = "रेंज {name}" }}' for name in names)]
    listed = "\n".join(lines)
    text, found = re.subn(
        r"(?ms)^\[districts\]\n.*?(?=^\n|^#|^\[|\Z)", f"[districts]\n{listed}\n", office.read_text("utf-8")
    )
    assert found == 1
    office.write_text(text, "utf-8")
    rng = np.random.default_rng(11)
    suffixes = ["".join(letters) for letters in islice(product(ascii_uppercase, repeat=3), stations // DISTRICTS + 1)]
    lines = ["code,name_en,name_hi,district,kind,lat,lon"]
    for number in range(stations):
        district, place = divmod(number, -(-stations // DISTRICTS))
        code = codes[district]
        lat, lon = 21 + district // 8 + rng.random(), 79 + district % 8 + rng.random()
        kind = KINDS[number % len(KINDS)]
        lines.append(
            f"{code}-{suffixes[place]},Station {suffixes[place]} of District {code},थाना {suffixes[place]} ज़िला {code},"
            f"{code},{kind},{lat:.4f},{lon:.4f}"
        )
    (folder / "stations.csv").write_text("\n".join(lines) + "\n", "utf-8-sig")
