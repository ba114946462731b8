"""Shares of content visitors by question, for every cut that has enough responses: what a first month can say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from ..campaign import Role
from ..nouns.week import quarter_name, told_quarter
from ..responses.ledger.typed import TYPED_WORDS, options_of
from .arrays import Bools, Floats, Ints, add_up
from .cube.cube import Cube
from .cube.scope import Scope, scope
from .formulas.proportion import wilson
from .method.shares import CONFIDENCE, ShareEstimate, estimate_share
from .question_means import one_station
from .working import Working

COLUMNS = ("cut", "code", "question", "k", "n", "stations", "share", "low", "high", "quarter")
RANGE, DISTRICT, KIND, PURPOSE, CHANNEL, STATION = "range", "district", "kind", "purpose", "channel", "station"
"""Cuts. `code` is that of the range, a district or a station, a kind, the text of a purpose, or a channel."""
Cells = Mapping[str, Sequence[Floats]]
"""By code (stations,): answers of 4 or 5, and all."""
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
        cuts: dict[str, Cells] = {
            RANGE: {"RANGE": (k, n)},
            **by_label,
            PURPOSE: purposes,
            CHANNEL: channels,
        }
        whole = question == cube.shape.overall
        for cut, cells in cuts.items():
            apart = closed is not None and cut in DIVIDING
            shares = _shares(_parts(cells, working.least), 2) if apart else _shares(cells, 15)
            hidden = frozenset() if whole else _alone(shares)
            if apart:
                shares, hidden = {code: of for code, of in shares.items() if code not in hidden}, frozenset()
            quarter = quarter_name(span[0]) if apart else ""
            yield from (
                _row(cut, code, question, of, quarter, of.n < working.least or code in hidden)
                for code, of in shares.items()
            )
        if whole:  # of one station no other's answers say anything: no design effect
            low, high = wilson(k, n, CONFIDENCE)
            for unit in np.flatnonzero(n > 0).tolist():
                of = ShareEstimate(
                    int(k[unit]), int(n[unit]), 1, k[unit] / n[unit], float(low[unit]), float(high[unit])
                )
                yield _row(STATION, working.roster.codes[unit], question, of, "", of.n < working.least)


def _row(cut: str, code: str, question: str, of: ShareEstimate, quarter: str, hide: bool) -> tuple[object, ...]:
    numbers = (np.nan,) * 3 if hide else (of.share, of.low, of.high)
    return (cut, code, question, pd.NA if hide else of.k, of.n, of.stations, *numbers, quarter)


def _shares(cells: Cells, digits: int) -> dict[str, ShareEstimate]:
    shares = {code: estimate_share(k, n) for code, (k, n) in cells.items() if code and n.sum()}
    return {code: replace(of, low=round(of.low, digits), high=round(of.high, digits)) for code, of in shares.items()}


def _alone(shares: Mapping[str, ShareEstimate]) -> frozenset[str]:
    stations, answers = (np.array([getattr(of, name) for of in shares.values()], float) for name in ("stations", "n"))
    return frozenset(code for code, hide in zip(shares, one_station(stations, answers), strict=True) if hide)


def _parts(cells: Cells, least: int) -> Cells:
    """Of a cut that divides full groups of five the parts that may be told; what was typed in place of an option is none."""
    n = np.array([of.sum() for _, of in cells.values()])
    named = [code not in ("", TYPED_WORDS) for code in cells]
    tells = tellable(np.where(named, n, 0), n.sum(), least)
    return {code: of for (code, of), tell in zip(cells.items(), tells, strict=True) if tell}


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
