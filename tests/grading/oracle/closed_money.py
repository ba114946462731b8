"""What is told of money outside the IG's office: of a closed quarter, from 3 reports and 20 answers on (docs/reports.md)."""

from __future__ import annotations

import numpy as np

from .season import Season
from .week import Week

Told = dict[object, tuple[int, int] | None]
"""Yes and no of each part; None where they are not told."""


def closed_weeks(season: Season, week: int) -> range:
    """The weeks of the last quarter that was over a week before this one begins."""
    begun = [start for start in season.register.quarters if start <= week - 1]
    return range(begun[-2], begun[-1])


def is_enough(yes: int, no: int) -> bool:
    return yes >= 3 and yes + no >= 20


def parts_told(counts: dict[object, tuple[int, int]]) -> Told:
    """Those that are enough; where the others come to less together, or can only have two reports each, the smallest that is told is not."""
    few = [part for part, of in counts.items() if not is_enough(*of)]
    while len(few) < len(counts):
        rest = np.sum([counts[part] for part in few], axis=0) if few else np.zeros(2)
        if not rest.any() or (is_enough(*rest) and any(counts[part][0] != 2 for part in few)):
            break
        few.append(min((part for part in counts if part not in few), key=lambda part: sum(counts[part])))
    return {part: None if part in few else of for part, of in counts.items()}


def told(season: Season, said: Week) -> dict[str, Told]:
    """Of stations, districts and the range; of a district that is not told no station is."""
    rows = season.money.take(np.isin(season.money.week, closed_weeks(season, said.week)))
    counts = [
        tuple(int(((rows.station == station) & (rows.money == word)).sum()) for word in ("yes", "no"))
        for station in range(season.span.stations)
    ]
    inside: dict[int, dict[object, tuple[int, int]]] = {}
    for station, district in enumerate(season.register.district_of):
        if said.listed[station]:
            inside.setdefault(district, {})[station] = counts[station]
    districts = {district: tuple(np.sum([*of.values()], axis=0).tolist()) for district, of in inside.items()}
    whole, of_districts = tuple(np.sum([*districts.values()], axis=0).tolist()), parts_told(districts)
    stations: Told = {}
    for district, of in inside.items():
        stations |= parts_told(of) if of_districts[district] else dict.fromkeys(of)
    return {"station": stations, "district": of_districts, "range": {"RANGE": whole if is_enough(*whole) else None}}
