"""Posters and desks without responses: those that fell silent, told by odds and not by a fixed rule, and those that never brought one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from ..links.registry import PrintedPoster
from ..responses.ledger.columns import CHANNEL, CODE_STATUS, DAY, SERIAL, STATION, CodeStatus

COLUMNS = (STATION, CHANNEL, SERIAL, CODE_STATUS, DAY)
WEEKS = 4
"""How many weeks without a response are held against the weeks before."""
ODDS = 0.05
"""A code is named when so few of equally busy ones would be silent for so long by luck."""


def fell_silent(responses: pd.DataFrame, *, first: date, last: date) -> pd.DataFrame:
    """Codes without a response in the last `WEEKS` weeks up to `last`, though their responses since `first` made some likely.

    `responses` has the columns `COLUMNS`. One row a code, the least likely silence first: station, channel, serial, last
    (day of the last response), expected (responses in the silent weeks at the pace of the weeks before), odds (Poisson).
    """
    days = pd.to_datetime(responses[DAY])
    good = (responses[CODE_STATUS].astype(str) == CodeStatus.ACCEPTED) & responses[SERIAL].notna()
    kept = responses[good & days.between(pd.Timestamp(first), pd.Timestamp(last))]
    kept = kept.assign(**{STATION: kept[STATION].astype(str), CHANNEL: kept[CHANNEL].astype(str)})
    codes = kept.groupby([STATION, CHANNEL, SERIAL], observed=True)[DAY].agg(first="min", last="max", count="size")
    edge = pd.Timestamp(last - timedelta(weeks=WEEKS))
    weeks = ((edge - pd.to_datetime(codes["first"])).dt.days + 1) / 7
    quiet = codes[pd.to_datetime(codes["last"]) <= edge]
    expected = quiet["count"] / weeks[quiet.index].clip(lower=WEEKS) * WEEKS
    expected_of = quiet.assign(expected=expected, odds=np.exp(-expected))
    named = expected_of[expected_of["odds"] < ODDS].sort_values("odds", kind="stable").reset_index()
    columns: pd.DataFrame = named[[STATION, CHANNEL, SERIAL, "last", "expected", "odds"]]
    return columns


@dataclass(frozen=True)
class NeverScanned:
    """Posters that hang for `WEEKS` weeks or more and never brought a response. `codes`: a row each (station, channel, serial,
    placement, printed, others: responses that the station's other codes brought), those first whose station has some;
    `hanging`: how many hang so long; `by_luck`: how many of these would have none at the range's own pace."""

    codes: pd.DataFrame
    hanging: int
    by_luck: int


def hanging_then(printed: Sequence[PrintedPoster], last: date) -> list[PrintedPoster]:
    """What was printed up to that day and not revoked by then, as it was printed by then, in the order of codes."""
    then = (poster.at(last.isoformat()) for poster in printed)
    return sorted((poster for poster in then if poster), key=lambda poster: poster.value)


def never_scanned(responses: pd.DataFrame, printed: Sequence[PrintedPoster], *, last: date) -> NeverScanned:
    """`responses` as `fell_silent` takes them, of all times."""
    edge = (last - timedelta(weeks=WEEKS)).isoformat()
    # one that was printed again with a later key is the same poster, and hangs since its first print
    hanging = sorted(hanging_then(printed, last), key=lambda poster: poster.printed_on, reverse=True)
    once = {(poster.station, poster.channel, poster.serial): poster for poster in hanging}.values()
    posters = sorted((poster for poster in once if poster.printed_on <= edge), key=lambda poster: poster.value)
    good = (responses[CODE_STATUS].astype(str) == CodeStatus.ACCEPTED) & responses[SERIAL].notna()
    kept = responses[good & (pd.to_datetime(responses[DAY]) <= pd.Timestamp(last))]
    sizes = kept.groupby([STATION, CHANNEL, SERIAL], observed=True).size().reset_index(name="n")
    came: dict[tuple[str, str, int], int] = {}
    of_station: Counter[str] = Counter()
    for station, channel, serial, n in sizes.itertuples(index=False, name=None):
        came[str(station), str(channel), int(serial)] = int(n)
        of_station[str(station)] += int(n)
    weeks = np.array([(last - date.fromisoformat(poster.printed_on)).days / 7 for poster in posters])
    counts = [came.get((poster.station, poster.channel, poster.serial), 0) for poster in posters]
    rows = [
        (poster.station, poster.channel, poster.serial, poster.placement, poster.printed_on, of_station[poster.station])
        for poster, count in zip(posters, counts, strict=True)
        if not count
    ]
    rows.sort(key=lambda row: not row[-1])
    codes = pd.DataFrame(rows, columns=[STATION, CHANNEL, SERIAL, "placement", "printed", "others"])
    pace = sum(counts) / weeks.sum() if posters else 0.0
    return NeverScanned(codes, len(posters), round(float(np.exp(-pace * weeks).sum())))
