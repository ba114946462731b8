"""Shares of content visitors by question, for every cut that has enough responses: what a first month can say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from ..campaign import Role
from ..nouns.week import quarter_name, told_quarter
from ..responses.ledger.typed import TYPED_WORDS
from ..responses.ledger.typed_choices import options_of
from .arrays import Bools, Floats, Ints, add_up
from .cube.cube import Cube
from .cube.scope import Scope, scope
from .formulas.proportion import wilson
from .method.shares import CONFIDENCE, estimate_share
from .question_means import one_station
from .working import Working

COLUMNS = ("cut", "code", "question", "k", "n", "stations", "share", "low", "high", "quarter")
RANGE, DISTRICT, KIND, PURPOSE, CHANNEL, STATION = "range", "district", "kind", "purpose", "channel", "station"
"""Cuts. `code` is that of the range, a district or a station, a kind, the text of a purpose, or a channel."""
DIVIDING = (PURPOSE, CHANNEL)
"""Cuts by what the citizen says or does: they divide the responses that came to a station together."""


def share_frame(working: Working, *, closed: Cube | None = None) -> pd.DataFrame:
    """Of each cut and question: k of n answered it with 4 or 5 (on a receipt: yes), at so many stations; share, low and high of
    the 90 % interval (0..1); k and these are missing below the least number of responses. Empty under version 1 of the method.

    A cut without any answer to a question has no row. Stations have the overall rating only, all others every question; what would
    be one station's alone, or would tell it by taking the rest from the whole, is missing there.
    `closed`: the counts of full groups of five of a closed quarter (`nouns.week.told_quarter`). Then DIVIDING cuts are of that quarter, which
    `quarter` names, and not of the window: in a week in which one group came, two weeks' figures would tell each of its responses by what
    it came for. Of these only what is `tellable` has a row, with intervals in whole per cent: more digits tell how it lies at single stations.
    """
    rows = [] if working.season is None else [*_rows(working, closed)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def tellable(n: Floats | Ints, whole: float, least: float) -> Bools:
    """(cells,) of a whole: those with `least` answers. All others can be told from the whole: where they are fewer, the cells with the
    fewest answers go to them."""
    enough = np.asarray(n >= least)
    for cell in np.argsort(n, kind="stable").tolist():
        if not 0 < whole - n[enough].sum() < least:
            break
        enough[cell] = False
    return enough


def _rows(working: Working, closed: Cube | None) -> Iterator[tuple[object, ...]]:
    cube = working.scope.cube if closed is None else closed
    receipt = working.campaign.form.key_of(Role.RECEIPT)
    asked = [*cube.shape.items.keys, *([receipt] if receipt and receipt == cube.shape.receipt else [])]
    options = options_of(working.campaign.form).get(cube.shape.purpose, ())
    groups = np.array(working.roster.district_codes, dtype=object)[working.roster.groups]
    kinds = np.array(working.roster.kinds, dtype=object)
    last = working.replay.week
    window = _within(working, working.scope, last - working.reach + 1, last)
    span = (last - working.reach + 1, last) if closed is None else told_quarter(last)

    def came(*channels: str) -> Scope:
        rules = working.rules.model_copy(update={"channels": channels})
        return _within(working, scope(cube, working.roster.codes, rules, last, closed=working.roster.closed), *span)

    divided = window if closed is None else came(*working.rules.channels)
    by_channel = {channel: came(channel) for channel in cube.channels}
    for question in asked:
        by_purpose = _by_station(divided, question)
        k, n = (values.sum(axis=0) for values in _by_station(window, question))
        by_label = {
            cut: {code: (k[labels == code], n[labels == code]) for code in dict.fromkeys(labels)}
            for cut, labels in ((DISTRICT, groups), (KIND, kinds))
        }
        purposes = {  # words typed in place of an option may say who responded
            purpose: of
            for purpose, *of in zip(cube.purposes, *by_purpose, strict=True)
            if closed is not None or purpose in options or of[1].sum() >= working.least
        }
        channels = {
            channel: [values.sum(axis=0) for values in _by_station(of, question)] for channel, of in by_channel.items()
        }
        cuts: dict[str, Mapping[str, Sequence[Floats]]] = {
            RANGE: {"RANGE": (k, n)},
            **by_label,
            PURPOSE: purposes,
            CHANNEL: channels,
        }
        for cut, cells in cuts.items():
            if closed is not None and cut in DIVIDING:
                rows = _told_apart(working, cut, question, cells)
                yield from ((*row, quarter_name(span[0])) for row in rows)
            else:
                yield from ((*row, "") for row in _cut(working, cut, question, cells))
        if question == cube.shape.overall:  # of one station no other's answers say anything: no design effect
            low, high = wilson(k, n, CONFIDENCE)
            for unit in np.flatnonzero(n > 0).tolist():
                numbers = (k[unit] / n[unit], float(low[unit]), float(high[unit]))
                code = working.roster.codes[unit]
                yield (*_row(working, STATION, code, question, int(k[unit]), int(n[unit]), 1, numbers), "")


def _cut(
    working: Working, cut: str, question: str, cells: Mapping[str, Sequence[Floats]], digits: int = 15
) -> Iterator[tuple[object, ...]]:
    shares = {code: estimate_share(k, n) for code, (k, n) in cells.items() if code and n.sum()}
    stations, answers = (
        np.array([getattr(estimate, name) for estimate in shares.values()], float) for name in ("stations", "n")
    )
    hidden = (
        np.zeros(len(shares), bool) if question == working.scope.cube.shape.overall else one_station(stations, answers)
    )
    for (code, estimate), hide in zip(shares.items(), hidden, strict=True):
        numbers = (estimate.share, round(estimate.low, digits), round(estimate.high, digits))
        yield _row(working, cut, code, question, estimate.k, estimate.n, estimate.stations, numbers, hide=bool(hide))


def _told_apart(
    working: Working, cut: str, question: str, cells: Mapping[str, Sequence[Floats]]
) -> Iterator[tuple[object, ...]]:
    """Of a cut that divides full groups of five the rows that may be told; what was typed in place of an option has none."""
    n = np.array([of.sum() for _, of in cells.values()])
    named = [code not in ("", TYPED_WORDS) for code in cells]
    tell = dict(zip(cells, tellable(np.where(named, n, 0), n.sum(), working.least).tolist(), strict=True))
    rows = _cut(working, cut, question, {code: of for code, of in cells.items() if tell[code]}, 2)
    yield from (row for row in rows if row[3] is not pd.NA)


def _row(
    working: Working,
    cut: str,
    code: str,
    question: str,
    k: int,
    n: int,
    stations: int,
    numbers: tuple[float, float, float],
    *,
    hide: bool = False,
) -> tuple[object, ...]:
    enough = n >= working.least and not hide
    return (cut, code, question, k if enough else pd.NA, n, stations, *(numbers if enough else (np.nan,) * 3))


def _within(working: Working, came: Scope, first: int, last: int) -> Scope:
    """The cells of the weeks first..last at stations that are listed."""
    week = came.first_week + came.week
    inside = (week >= first) & (week <= last) & working.listed[came.station]
    return came.picked(np.flatnonzero(inside))


def _by_station(came: Scope, question: str) -> tuple[Floats, Floats]:
    """(purposes, stations): answers to a question that are 4 or 5 (of the receipt: yes), and all answers to it. A receipt counts with too few
    ratings, as in the table: else the two would tell those of the few who rated too little."""
    keys = came.cube.shape.items.keys
    if question in keys:
        good, every = (
            came.column(f"top_{question}") * came.rated,
            came.rated * came.rows * _answered(came, keys.index(question)),
        )
    else:
        good, no = (came.column(f"receipt_{word}") for word in ("yes", "no"))
        every = good + no
    purposes, stations = len(came.cube.purposes), len(came.stations)
    unit = came.purpose * stations + came.station
    k, n = (add_up(unit, values, purposes * stations).reshape(purposes, stations) for values in (good, every))
    return k, n


def _answered(came: Scope, q: int) -> Ints:
    """(cells,): 1 where its responses answered this question. A cell with a gap has one pattern of ratings."""
    rated: Ints = np.concatenate([[True], came.cube.shape.items.answers[:, q] > 0]).astype(np.int64)
    return rated[came.gap]
