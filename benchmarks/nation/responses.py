"""Made-up responses of a state's stations over 36 months, as the full lots of an office's ledger, and the office that goes with them."""

from __future__ import annotations

import shutil
from pathlib import Path
from string import ascii_uppercase

import numpy as np
import pyarrow as pa

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.grading.cube.cube import Shape
from anubhav_gforms.nouns.week import first_day, read_week, week_of_day
from anubhav_gforms.privacy.lots import make_lots

PROJECT = Path(__file__).parents[2]
WEEK = "2026-W47"
WEEKS = 156
"""Three years up to that week: 36 months."""
STATES, RANGES, DISTRICTS, STATIONS = 25, 4, 7, 25
"""States; ranges of a state, districts of a range, stations of a district: 17,500 stations in 700 districts."""


def office_of(folder: Path, state: int) -> Campaign:
    """The campaign of a state's office in a folder of its own: the project's form and rules, its own districts and stations."""
    shutil.copytree(PROJECT / "config", folder / "config", dirs_exist_ok=True)
    office = folder / "config" / "office.toml"
    head, _, tail = office.read_text("utf-8").partition("[districts]\n")
    districts, lines = [], ["code,name_en,name_hi,district,kind,lat,lon,status"]
    for number in range(RANGES * DISTRICTS):
        code = ascii_uppercase[state] + ascii_uppercase[number // DISTRICTS] + ascii_uppercase[number % DISTRICTS]
        districts.append(f'{code} = {{ name_en = "District {code}", name_hi = "ज़िला {code}" }}')
        for place in range(STATIONS):
            kind = "chowki" if place % 5 == 4 else "thana"
            name = f"{code}-A{ascii_uppercase[place]}"
            lines.append(f"{name},Station {name},थाना {name},{code},{kind},,,confirmed")
    keys = tail[tail.index("# Where districts count for themselves") :]
    office.write_text(f"{head}[districts]\n" + "\n".join(districts) + f"\n\n{keys}", "utf-8")
    (folder / "stations.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return load_campaign(folder)


def lots_of_state(campaign: Campaign, rows: int) -> pa.Table:
    """Seeded responses as `privacy.lots` hands them on: only those of full lots, each on its weekday in the week of its lot. Those of two
    states differ by the names of their stations alone."""
    rng, form, count = np.random.default_rng(7), campaign.form, len(campaign.stations)
    weight, level = rng.gamma(2.0, size=count), 0.6 * rng.standard_normal(count)
    station = rng.choice(count, rows, p=weight / weight.sum()).astype(np.int32)
    day = np.sort(rng.integers(0, 7 * WEEKS, rows)) + first_day(read_week(WEEK) - WEEKS + 1)
    week = week_of_day(day)
    full = make_lots(station, week, np.ones(rows, bool), np.zeros(rows, bool), read_week(WEEK))
    kept = full >= 0
    station, day = station[kept], (day + 7 * (full - week))[kept]
    size = len(day)

    def words(texts: tuple[str, ...], shares: list[float]) -> pa.Array:
        return _coded(rng.choice(len(texts), size, p=shares), texts)

    latent = 3.4 + level[station] + 0.8 * rng.standard_normal(size)
    columns = {
        "station": _coded(station, tuple(each.code for each in campaign.stations)),
        "day": pa.array(day.astype(np.int32)).cast(pa.date32()),
        "channel": _coded(np.zeros(size), ("poster",)),
        "epoch": pa.array(np.ones(size, np.int16)),
        "code_status": _coded(np.zeros(size), ("accepted",)),
        "code_reason": _coded(np.zeros(size), ("",)),
        "purpose": words(form.question("purpose").options, [0.3, 0.2, 0.15, 0.1, 0.1, 0.05, 0.09, 0.01]),
        "money": words((*form.question("money").options, ""), [0.7, 0.02, 0.08, 0.2]),
        "receipt": words((*form.question("receipt").options, ""), [0.3, 0.1, 0.4, 0.2]),
        "topic": words((*form.question("topic").options, ""), [0.2, 0.1, 0.1, 0.05, 0.55]),
    }
    for index, key in enumerate(campaign.grade_rules.items):
        rating = np.clip(np.rint(latent + 0.75 * rng.standard_normal(size)), 1, 5).astype(np.int8)
        columns[key] = pa.array(rating, mask=rng.random(size) < (0.02 if index < 2 else 0))
    return pa.table({name: columns[name] for name in Shape.of(campaign).columns})


def _coded(codes: np.ndarray, texts: tuple[str, ...]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(texts))
