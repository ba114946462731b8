"""What readers outside the IG's office are not told, taken out of a report."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from ..grading.columns import Level
from ..grading.cuts import DISTRICT, KIND, STATION, tellable
from ..grading.method.money import money_shown
from ..nouns.week import quarter_name, read_week, told_quarter
from ..privacy.lots import BATCH
from .charts.funnel import DRAWN_FROM, before_shrinkage
from .contents import Contents
from .digits import as_on_the_page, row_on_the_page, whole_steps
from .verdicts import nobody_silent, with_verdicts

MONEY = (
    "money_yes", "money_no", "money_unsaid", "money_share", "money_low", "money_high", "money_probability"
)  # fmt: skip
BESIDE = ("raw_mean", "case_mix", "purpose_missing")
"""What stands beside a score and is made of the same ratings otherwise: of two weeks the difference to the score told for what purpose each
of a group came, and the ratings of the one who responded on a day on which many did."""
TINY = 1e-9
RECEIPT = ("receipt_yes", "receipt_no", "receipt_share", "receipt_low", "receipt_high")


def for_outside(contents: Contents) -> Contents:
    """The same for readers outside the IG's office, of grades that were made from full groups of five: an alarm counts only once a
    person has confirmed it, nobody is called silent, since some responses may wait for their group, and no number has more digits than the
    page shows."""
    few, receipts = few_reports(contents.stations), receipts_told(contents.table)
    scored = contents.stations["score"].notna().to_numpy(bool)
    told_of = outside_table(without_money(contents.stations, few), receipts)
    stations = with_verdicts(told_of, confirmed_only=True).assign(money_few=few & scored)
    if contents.second:
        stations["money_quarter"] = quarter_name(told_quarter(read_week(contents.week.label))[0])
    table = without_money(outside_table(contents.table, receipts), few_reports(contents.table))
    confirmed = set(stations.loc[["alarm" in reasons for reasons in stations["reasons"]], "code"])
    began = {*contents.changes.alarms, *contents.changes.confirmed}  # whoever confirms it does so weeks later
    alarms = tuple(code for code in stations["code"] if code in began & confirmed)
    changes = replace(contents.changes, alarms=alarms)
    questions = contents.questions
    shares = without_rests(contents.shares, contents.stations, contents.least)
    told_shares = shares.assign(n=shares["n"].where(shares["k"].notna(), shares["n"] // BATCH * BATCH))
    means = whole_steps(questions["mean"], questions["n"])
    return replace(
        contents,
        table=as_on_the_page(table),
        stations=as_on_the_page(stations.assign(**{DRAWN_FROM: before_shrinkage(stations)})),
        districts=as_on_the_page(contents.districts),
        whole=row_on_the_page(contents.whole),
        regions=as_on_the_page(contents.regions),
        weekly=as_on_the_page(contents.weekly),
        history=as_on_the_page(contents.history),
        changes=changes,
        areas=whole_points(contents.areas),
        shares=as_on_the_page(told_shares),
        questions=questions.assign(n=questions["n"] // BATCH * BATCH, mean=means),
        reasons={
            code: why if code in receipts else replace(why, receipt=None) for code, why in contents.reasons.items()
        },
        lot=BATCH,
        shared=True,
    )


def whole_points(areas: pd.DataFrame) -> pd.DataFrame:
    """Questions of stations in the whole points that pages show, responses in full groups. They are of those alone who rated everything: where one
    of a group did, the exact figures of two weeks tell every rating of that one."""
    points = areas[["score", "low", "high"]].astype(float).round()
    return areas.assign(n=areas["n"] // BATCH * BATCH, **points)


def few_reports(rows: pd.DataFrame) -> np.ndarray:
    """(rows,): reports of money and answers on it are too few to be counted outside the IG's office."""
    if "money_yes" not in rows:
        return np.zeros(len(rows), dtype=bool)
    yes, no = (np.asarray(rows[name].astype("Float64").fillna(0), dtype=np.float64) for name in MONEY[:2])
    return ~money_shown(yes, yes + no)


def without_money(rows: pd.DataFrame, few: np.ndarray) -> pd.DataFrame:
    """The rows without what was answered on money where it is too little."""
    return rows.assign(**{name: rows[name].mask(few) for name in MONEY if name in rows})


def receipts_told(table: pd.DataFrame) -> frozenset[str]:
    """The codes whose answers on a receipt are told: a full group of them, and of the others of their district, or of the range, none or a full
    group together. Else the whole less what is told would tell those of a few."""
    if "receipt_yes" not in table:
        return frozenset()
    spoke = table[[*RECEIPT[:2]]].astype(float).sum(axis=1).to_numpy()
    enough, level = spoke >= BATCH, table["level"].to_numpy(object)
    for whole in np.flatnonzero(level != Level.STATION.value).tolist():
        of_range = level[whole] == Level.RANGE.value
        parts = level == (Level.DISTRICT if of_range else Level.STATION).value
        if not of_range:
            parts &= (table["district"] == table["code"].iloc[whole]).to_numpy(bool)
        enough[parts] = tellable(spoke[parts], spoke[whole], BATCH)
    return frozenset(table.loc[enough, "code"])


def without_rests(shares: pd.DataFrame, stations: pd.DataFrame, least: int) -> pd.DataFrame:
    """The shares of which no whole less its parts tells that of fewer than `least` responses: of the range less its districts or its kinds, of a
    district or a kind less its stations. Where the rest is so small the smallest part that is told goes to it; where districts and kinds tell one
    station's together, no kind is told."""
    of_station, places = shares["cut"] == STATION, stations.set_index("code")
    wholes = [
        shares["cut"].where(shares["cut"].isin([DISTRICT, KIND])),
        *(shares["code"].where(of_station).map(places[name]) for name in (DISTRICT, KIND)),
    ]
    n, hidden = shares["n"].to_numpy(float), shares["k"].isna().to_numpy(bool, copy=True)
    rows = pd.Series(range(len(shares)), shares.index)
    for whole in wholes:
        for _, parts in rows.groupby([whole, shares["question"]]):
            at = parts.to_numpy()
            hidden[at] = ~tellable(np.where(hidden[at], 0, n[at]), n[at].sum(), least)
    if _one_is_told(shares[~hidden], shares[hidden & of_station & (n < least)], shares[hidden & of_station], places):
        hidden |= ((shares["cut"] == KIND) & shares["question"].isin(shares.loc[of_station, "question"])).to_numpy(bool)
    return shares.assign(**{name: shares[name].mask(hidden) for name in ("k", "share", "low", "high")})


def _one_is_told(shown: pd.DataFrame, few: pd.DataFrame, untold: pd.DataFrame, places: pd.DataFrame) -> bool:
    """Whether districts, kinds and range, all that are `shown` added and taken away, leave one station of `few`; `untold`: every one that is not told."""
    if not len(few):
        return False
    codes, question = untold["code"], untold["question"].unique()
    sums = [
        (codes.map(places[cut]) == code).to_numpy(float)
        for cut in (DISTRICT, KIND)
        for code in shown.loc[(shown["cut"] == cut) & shown["question"].isin(question), "code"]
    ]
    _, sizes, rows = np.linalg.svd(np.array([*sums, np.ones(len(codes))]), full_matrices=False)
    known = (rows[sizes > TINY] ** 2).sum(axis=0) > 1 - TINY
    return bool(known[codes.isin(few["code"])].any())


def outside_table(table: pd.DataFrame, receipts: frozenset[str]) -> pd.DataFrame:
    """The published table without what only the IG's office is told: open alarms, who is silent, what stands beside a score, and answers on a receipt
    but those of the codes `receipts`."""
    shown = {name: table[name].mask(table[name].notna()) for name in BESIDE if name in table}
    if "alarm_confirmed" in table:
        confirmed = table["alarm_confirmed"].eq(True)
        shown |= {
            "alarm": table["alarm"].where(confirmed, False),
            "alarm_week": table["alarm_week"].where(confirmed, ""),
        }
    if "receipt_yes" in table:
        few = ~table["code"].isin(receipts)
        shown |= {name: table[name].mask(few) for name in RECEIPT}
    return nobody_silent(table).assign(**shown)
