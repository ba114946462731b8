"""Why a station stands where it stands, from the same full groups of five as its grade: what to keep and what to change."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from ..campaign import Campaign, Role
from ..grading.arrays import Bools, Ints
from ..grading.columns import Reason, letters_of
from ..grading.cube.counts import CountRules, counting, reasons
from ..grading.cube.items import TOP
from ..grading.cuts import tellable
from ..grading.formulas.proportion import wilson
from ..grading.formulas.ranks import MIN_PEERS
from ..grading.grades import Grades
from ..grading.method.shares import CONFIDENCE
from ..nouns.week import Week, read_week
from ..privacy.lots import BATCH, Batched
from ..responses.ledger.columns import STATION, SUBMITTED_AT
from ..responses.ledger.ledger import Ledger
from .records import records
from .rhythm import BAND
from .themes import theme_counts, themes_of

NEEDED = ("code", "responses", "waiting", "score", "letter", "responses_needed", "weeks_needed")
"""Columns of the table that say what is missing until a score or a letter."""


@dataclass(frozen=True, slots=True)
class QuestionGap:
    """A question of a station against its kind, in points: its score with the 90 % interval, and the mean of its kind; that `of_all`
    stations where its kind has too few with a score."""

    question: str  # key
    score: float
    low: float
    high: float
    kind: float
    of_all: bool = False

    @property
    def gap(self) -> float:
        """Points above the mean of its kind; negative below."""
        return self.score - self.kind

    @property
    def side(self) -> int:
        """1 or -1 where the whole interval lies above or below its kind, else 0."""
        return int(self.low > self.kind) - int(self.high < self.kind)


@dataclass(frozen=True, slots=True)
class ShareOf:
    """k of n visitors, and the 90 % interval in per cent; `name`: the band of hours ("06-12"), or "". `side`: 1 or -1 where the whole
    interval lies above or below the share of all stations together."""

    k: int
    n: int
    low: int
    high: int
    name: str = ""
    side: int = 0

    @property
    def percent(self) -> int:
        return round(100 * self.k / self.n)


@dataclass(frozen=True, slots=True)
class MovedSince:
    """The last release, and what it said: its week, score, letter or letters together, and standing ("" for none). `question`: the one whose score then
    lies furthest outside today's interval, and that score; None where all lie inside."""

    week: Week
    score: float
    letter: str
    standing: str
    question: QuestionGap | None = None
    before: float = 0.0


@dataclass(frozen=True, slots=True)
class StillNeeded:
    """Responses that are missing, and the weeks that they take at today's pace (None: no response counts), until a first score, or
    else until a narrow enough interval for one letter."""

    responses: int
    weeks: int | None
    first: bool


@dataclass(frozen=True)
class StationReasons:
    """What is known of one station beside its grade. A part that too few responses tell is None or empty."""

    code: str
    strongest: QuestionGap | None = None  # the question furthest above its kind
    weakest: QuestionGap | None = None  # the question furthest below
    moved: MovedSince | None = None  # what the gazette said last of it
    receipt: ShareOf | None = None  # of those who were asked, who got a copy of what they brought
    hours: tuple[ShareOf, ...] = ()  # content visitors by hour of response, of the last closed quarter, the worst first
    praised: Mapping[str, int] = field(default_factory=dict)  # theme -> messages of praise that speak of it
    asked: Mapping[str, int] = field(default_factory=dict)  # theme -> all other messages that speak of it
    needed: StillNeeded | None = None


def reasons_of(
    campaign: Campaign, grades: Grades, ledger: Ledger, *, stations: pd.DataFrame, since: Week
) -> dict[str, StationReasons]:
    """The reasons of every station of `stations` (rows as they are published), by code. `grades`: of full groups of five; `since`: the
    week of the last release."""
    questions = dict(_questions(grades.areas, stations))
    said, asked_last = _said_last(grades, since), _questions_last(grades, since)
    least = grades.least
    of_responses = _of_responses(campaign, grades.lots, ledger, read_week(grades.week), least)
    hours = _hours(campaign, grades.closed.lots, ledger, least) if grades.closed else {}
    weeks_here = _weeks_here(grades)
    made = {}
    for row in records(stations[[name for name in NEEDED if name in stations]]):
        code = str(row["code"])
        gaps = sorted(questions.get(code, ()), key=lambda each: each.gap)
        made[code] = StationReasons(
            code,
            strongest=gaps[-1] if gaps else None,
            weakest=gaps[0] if len(gaps) > 1 else None,
            moved=_moved(said.get(code), gaps, asked_last.get(code, {})),
            needed=_needed(row, least, weeks_here),
            **of_responses.get(code, {}),
            # of a station without enough in the window nothing is told
            hours=hours.get(code, ()) if code in of_responses else (),
        )
    return made


def at_exact_pace(
    reasons: Mapping[str, StationReasons], stations: pd.DataFrame, grades: Grades
) -> dict[str, StationReasons]:
    """The same for the office, whose `stations` count every response: when those without a score will have one."""
    weeks_here = _weeks_here(grades)
    rows = records(stations.loc[stations["score"].isna(), [*NEEDED]])
    needed = {str(row["code"]): _needed(row, grades.least, weeks_here) for row in rows}
    return {code: replace(why, needed=needed.get(code, why.needed)) for code, why in reasons.items()}


def _questions(areas: pd.DataFrame, stations: pd.DataFrame) -> Iterator[tuple[str, list[QuestionGap]]]:
    """Each station's questions against the mean of its kind, or of all where its kind has too few scored stations."""
    if not len(areas):
        return
    kinds = areas["code"].map(stations.set_index("code")["kind"])
    of_all = areas.groupby("question")["score"].transform("mean")
    of_kind = areas["score"].groupby([kinds, areas["question"]])
    few = of_kind.transform("count") < MIN_PEERS
    columns = ["question", "score", "low", "high", "kind", "of_all"]
    rows_of = records(areas.assign(kind=of_kind.transform("mean").mask(few, of_all), of_all=few)[["code", *columns]])
    for code, rows in groupby(sorted(rows_of, key=itemgetter("code")), key=itemgetter("code")):
        yield str(code), [QuestionGap(*(one[name] for name in columns)) for one in rows]


def _said_last(grades: Grades, since: Week) -> dict[str, MovedSince]:
    """What the last release said of each station; nothing where that week was not announced."""
    season = grades.working.season
    week = season.announced.weeks.get(read_week(since.label)) if season else None
    rows = week.rows if week else ()
    return {row["code"]: MovedSince(since, row["score"], letters_of(row), row["standing"]) for row in rows}


def _questions_last(grades: Grades, since: Week) -> Mapping[str, Mapping[str, float]]:
    """By station the score of each question as the last release said it; nothing where other constants made it, as in each week of the
    trial: then a question may have moved without a response."""
    season = grades.working.season
    week = season.announced.weeks.get(read_week(since.label)) if season else None
    return week.questions if week and week.constants == grades.constants.sha256 else {}


def _moved(said: MovedSince | None, gaps: Sequence[QuestionGap], before: Mapping[str, float]) -> MovedSince | None:
    """With the question that moved clearly, if one did."""
    outside = [
        (max(gap.low - before[gap.question], before[gap.question] - gap.high), gap)
        for gap in gaps
        if gap.question in before
    ]
    by, most = max(outside, key=lambda each: each[0], default=(0.0, None))
    return replace(said, question=most, before=before[most.question]) if said and most and by > 0 else said


def _of_responses(
    campaign: Campaign, lots: Batched, ledger: Ledger, week: int, least: int
) -> dict[str, dict[str, Any]]:
    """The parts that are told of the responses of the window, by station that has `least` of them. A receipt and a message count with too
    few ratings, as in the table."""
    inside = _told(campaign, lots.since(week - campaign.grade_rules.v2.window + 1), Reason.FEW_ITEMS)
    form, receipt = campaign.form, campaign.words.get(Role.RECEIPT)
    topic, message = campaign.words.get(Role.TOPIC), form.role(Role.MESSAGE)
    asked = [question.key for question in (topic, message) if question]
    said = ledger.rows(inside.rows, asked).to_pandas() if asked else pd.DataFrame()
    station, codes = pd.factorize(inside.table[STATION].to_pandas())
    got = refused = nobody = np.zeros(len(station), bool)
    if receipt:
        words = inside.table[receipt.key].to_pandas().astype(object)
        got, refused = (words.isin(receipt.means.get(said, ())).to_numpy(bool) for said in ("yes", "no"))
    receipts = _beside_all(_shares(station, got, got | refused, [""] * len(codes), least))
    texts = said[message.key].astype(object).fillna("").tolist() if message else []
    praise = (said[topic.key].astype(object).isin(topic.means.get("praise", ()))).tolist() if topic else nobody.tolist()
    themes: defaultdict[tuple[int, bool], list[tuple[str, ...]]] = defaultdict(list)
    for at, praised, text in zip(station.tolist(), praise, texts, strict=False):
        if text.strip():
            themes[at, praised].append(themes_of(text))
    return {
        codes[at]: {
            "receipt": receipts[at],
            "praised": theme_counts(themes[at, True]),
            "asked": theme_counts(themes[at, False]),
        }
        for at in np.flatnonzero(np.bincount(station) >= least).tolist()
    }


def _told(campaign: Campaign, lots: Batched, *despite: Reason) -> Batched:
    """Those that count. What is about something else, or no visit, came with its group and says nothing of the station."""
    return lots.where(counting(reasons(lots.table, CountRules.of(campaign)), despite=despite))


def _hours(campaign: Campaign, lots: Batched, ledger: Ledger, least: int) -> dict[str, tuple[ShareOf, ...]]:
    """Content visitors by hour of response in a closed quarter, by station. Hours divide a group of five: by the week its responses would be
    told one by one, and so would they where hardly anybody came at other hours."""
    overall = campaign.form.role(Role.OVERALL)
    if overall is None:
        return {}
    closed = _told(campaign, lots)
    sent = ledger.rows(closed.rows, [SUBMITTED_AT]).to_pandas()[SUBMITTED_AT]
    station, codes = pd.factorize(closed.table[STATION].to_pandas())
    rating = closed.table[overall.key].to_pandas().to_numpy(float, na_value=0)
    names = [f"{hour:02d}-{hour + BAND:02d}" for hour in range(0, 24, BAND)]
    band = station * len(names) + sent.dt.hour.to_numpy() // BAND
    shares = _shares(band, rating >= TOP, rating > 0, names * len(codes), least)
    came = np.bincount(band[rating > 0], minlength=len(shares)).reshape(-1, len(names))
    return {
        code: _worst_first([*compress(shares[at * len(names) :], tellable(n, n.sum(), least))])
        for at, (code, n) in enumerate(zip(codes, came, strict=True))
    }


def _worst_first(bands: Sequence[ShareOf | None]) -> tuple[ShareOf, ...]:
    """Those that are known; none where only one is."""
    known = sorted((band for band in bands if band), key=lambda band: (band.k / band.n, band.name))
    return tuple(known) if len(known) > 1 else ()


def _shares(group: Ints, yes: Bools, known: Bools, names: Sequence[str], least: int) -> list[ShareOf | None]:
    """Of the responses of each group (its number, and name) that are `known` the share of `yes`; None where fewer than `least` are."""
    k, n = (np.bincount(group[part], minlength=len(names)) for part in (yes & known, known))
    bounds = ((100 * bound).tolist() for bound in wilson(k, n, CONFIDENCE))
    return [
        ShareOf(yes_here, every, round(low), round(high), name) if every >= least else None
        for yes_here, every, low, high, name in zip(k.tolist(), n.tolist(), *bounds, names, strict=True)
    ]


def _beside_all(shares: Sequence[ShareOf | None]) -> list[ShareOf | None]:
    """The same, each with its side of all that are known together."""
    known = [share for share in shares if share]
    if not known:
        return [*shares]
    together = 100 * sum(share.k for share in known) / sum(share.n for share in known)
    return [share and replace(share, side=int(share.low > together) - int(share.high < together)) for share in shares]


def _weeks_here(grades: Grades) -> int:
    """Weeks of the window that the campaign has lived."""
    working = grades.working
    return max(1, min(working.position + 1 - working.scope.campaign_week, working.rules.v2.window))


def _needed(row: Mapping[str, Any], least: int, weeks_here: int) -> StillNeeded | None:
    """What is missing until a first score, or until one letter; None where nothing is, or nobody can say. Where enough came and there
    is no score (they wait for their group, or came on few days) it is the next full group."""
    count = int(row["responses"] or 0)
    if count < least or row["score"] is None:
        missing = least - count if count < least else BATCH - int(row.get("waiting") or 0)
        weeks = math.ceil(missing * weeks_here / count) if count else None
        return StillNeeded(missing, weeks, first=True)
    more, in_weeks = row.get("responses_needed"), row.get("weeks_needed")
    if row["letter"] or not more or in_weeks is None:
        return None
    return StillNeeded(int(more), int(in_weeks), first=False)
