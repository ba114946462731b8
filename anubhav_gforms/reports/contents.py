"""What a report says, as one value that every face draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ..campaign import Campaign, Station
from ..cases.case import Case
from ..grading.columns import Arrow, GradeStatus
from ..grading.cube.removed import RemovedRows
from ..grading.effects import MeasuredEffect
from ..language import both, say, spoken
from ..nouns.week import Week
from ..privacy.lots import BATCH
from ..sentence import Bilingual
from . import phrases, terms
from .changes import SinceLast
from .digits import chance_told
from .freshness import Freshness, upto
from .given import ActionTaken
from .reasons import StationReasons, StillNeeded
from .records import records
from .rhythm import Rhythm
from .silence import NeverScanned
from .verdicts import ATTENTION, PRAISE, QUIET, TRIAL, Heard, heard

UNFINISHED, PROVISIONAL, EMPTY, EDITION, DRAFT = "unfinished", "provisional", "empty", "edition", "draft"
NOT_COMPARED = "not-compared"
"""Marks: the week is not over or not pulled to its end; its constants are not frozen yet; no response was accepted yet; it was announced
before with other figures; Google was not asked for old responses since the day that stands behind a space in the mark."""

ALL_AT_ONCE = 200
"""Stations up to which page and pack of the range show every one; of more a district is shown at a time."""
SHARED_NAMES = {
    "html": "report.html",
    "csv": "grades.csv",
    "json": "grades.json",
    "xlsx": "grades.xlsx",
    "pdf": "range.pdf",
}
"""Files of shared/, which is the report for everybody."""


@dataclass(frozen=True)
class Contents:
    """Everything a report says, computed once and drawn many times."""

    campaign: Campaign  # whose report it is
    week: Week  # that it is about
    least: int  # responses from which a station has a score
    table: pd.DataFrame  # the grades as they may be published, in the order and columns of grading
    freshness: Freshness  # how new the responses are, and which were left out
    stations: pd.DataFrame  # a row per station, in roster order: the grades, then what verdicts.py adds
    districts: pd.DataFrame  # a row per district, with the columns of `count`
    whole: Mapping[str, Any]  # the range's own row
    changes: SinceLast  # what is new after the week with which this one is compared
    weekly: pd.DataFrame  # code, week, n, mean, v, in this order of rows
    history: pd.DataFrame  # code, week, letter, score and more, the last 26 weeks of each
    questions: pd.DataFrame  # means by question: level, code, question, n, mean
    areas: pd.DataFrame  # each question at each station with a score: code, question, n, score, low, high, lean
    shares: pd.DataFrame  # content answers of each cut: cut, code, question, k, n, stations, share, low, high, quarter
    power: Mapping[int, int | None]  # responses from which a station so many points from its middle is named
    overdue: tuple[tuple[str, str], ...] = ()  # station and day or week of flags that nobody decided on in time
    notes: tuple[str, ...] = ()  # sentences that every page must say
    rhythm: Rhythm | None = None  # when responses came; None where that is not told
    actions: tuple[ActionTaken, ...] = ()  # what was done up to the week's end, the newest first
    effects: Mapping[ActionTaken, MeasuredEffect] = field(default_factory=dict)  # of those that can be measured
    cases: tuple[Case, ...] = ()  # those that were not closed by the week's end, the first due first
    rates: pd.DataFrame | None = None  # responses against visitors (`given.response_rates`); None without footfall.csv
    quiet_codes: pd.DataFrame | None = None  # that fell silent (`silence.fell_silent`); None without a ledger
    never: NeverScanned | None = None  # posters that never brought a response; None where that is not told
    removed: tuple[RemovedRows, ...] = ()  # alike rows that a person found not genuine, for the IG's office
    lot: int = 0  # responses of a group of five, where only full groups are known; 0 where every response is
    shared: bool = False  # whether it is for readers outside the IG's office
    marks: tuple[str, ...] = ()  # what every page must say of itself, keys of terms.MARKS
    regions: pd.DataFrame = field(default_factory=pd.DataFrame)  # ranges and states, where there are several
    edition: int = 0  # of the release in the gazette; 0 when the week is not announced
    announced: str = ""  # the head of the gazette with this release, as it is printed for the IG; "" for all others
    corrections: tuple[
        Bilingual, ...
    ] = ()  # announced in the last 13 weeks; behind them what changed in the list of stations
    corrected: tuple[str, ...] = ()  # codes of the places of these corrections
    reasons: Mapping[str, StationReasons] = field(default_factory=dict)  # by code; empty without a ledger
    old_bands: Mapping[str, float] | None = None  # of the letters beside the new ones (old_letter); None for most weeks

    @property
    def marked(self) -> tuple[Bilingual, ...]:
        """The sentences of the marks."""
        numbers = {"edition": self.edition, "before": self.edition - 1}
        since = self.not_compared_since and spoken(self.not_compared_since)
        return tuple(
            both(terms.MARKS[mark.partition(" ")[0]], week=self.week, since=since, **numbers) for mark in self.marks
        )

    @property
    def not_compared_since(self) -> date | None:
        """The day since when old responses were not compared with Google; None where they were, or nothing of it is known."""
        days = [mark.partition(" ")[2] for mark in self.marks if mark.startswith(NOT_COMPARED)]
        return date.fromisoformat(days[0]) if days else None

    def corrections_of(self, code: str) -> tuple[Bilingual, ...]:
        """The corrections of one place."""
        pairs = zip(self.corrected, self.corrections, strict=False)
        return tuple(said for known, said in pairs if known == code)

    @property
    def bands_are_new(self) -> tuple[Bilingual, ...]:
        """The sentence that both letters are shown; () in all weeks but the first of new bands."""
        if self.old_bands is None:
            return ()
        return (both(phrases.BANDS_ARE_NEW, new=terms.edges_said(self.bands), old=terms.edges_said(self.old_bands)),)

    @property
    def said_notes(self) -> tuple[Bilingual, ...]:
        """The sentences of grading, in both languages, with the kinds of stations in words."""
        return tuple(Bilingual(say(note, "hi"), str(note)) for note in map(terms.with_kind, self.notes))

    def nobody(self, rows: Sequence[Mapping[str, Any]]) -> Bilingual:
        """What stands in place of names where none of these stations is named."""
        judged = sum(row["score"] is not None and row["verdict"] not in (TRIAL, QUIET) for row in rows)
        return both(phrases.NOBODY_NAMED, n=judged) if judged else both(phrases.NOBODY_JUDGED)

    @property
    def unfinished(self) -> tuple[Bilingual, ...]:
        """The sentence that says so, on a week that is; else ()."""
        return tuple(said for mark, said in zip(self.marks, self.marked, strict=True) if mark == UNFINISHED)

    @property
    def week_words(self) -> Bilingual:
        """The week by its days, and beside it that it is unfinished."""
        return both("{week} · unfinished", week=self.week) if self.unfinished else spoken(self.week)

    @property
    def letters(self) -> tuple[str, ...]:
        return self.campaign.grade_rules.letters

    @property
    def bands(self) -> Mapping[str, float]:
        return self.campaign.grade_rules.bands

    @cached_property
    def listed(self) -> tuple[Station, ...]:
        """The stations that stand in this report, in the order of the roster: all but those that were closed by then."""
        codes = set(self.stations["code"])
        return tuple(each for each in self.campaign.stations if each.code in codes)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """`stations` as plain values, for every face that goes through all of them. To be read only."""
        return records(self.stations)

    @cached_property
    def _rows_of(self) -> dict[str, list[dict[str, Any]]]:
        by_district: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows:
            by_district.setdefault(row["district"], []).append(row)
        return by_district

    def rows_of(self, district: str) -> list[dict[str, Any]]:
        """Those of them in a district, in roster order."""
        return self._rows_of.get(district, [])

    @cached_property
    def district_rows(self) -> list[dict[str, Any]]:
        """`districts` in the same way."""
        return records(self.districts)

    def question_title(self, key: str) -> Bilingual:
        """What the form asks, in both languages; the key of what it no longer asks, in a report that is made again."""
        titles = {question.key: question.title for question in self.campaign.form.questions}
        return Bilingual.halves(titles.get(key, key))

    def question_named(self, key: str) -> Bilingual:
        """The same inside a sentence: without its mark."""
        title = self.question_title(key)
        return Bilingual(title.hi.rstrip("?"), title.en.rstrip("?"))

    def needed(self, code: str) -> StillNeeded | None:
        """What is missing at a station until a first score, or one letter."""
        return self.reasons[code].needed if code in self.reasons else None

    def named(self, verdict: str) -> list[dict[str, Any]]:
        """The rows of the stations with this verdict: praise and attention by how far they surely differ, others in roster order.

        What asks for attention for more reasons comes first."""
        return self._named.get(verdict, [])

    @cached_property
    def _named(self) -> dict[str, list[dict[str, Any]]]:
        named: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows:
            named.setdefault(row["verdict"], []).append(row)
        for verdict in (PRAISE, ATTENTION):
            named.get(verdict, []).sort(key=lambda row: (row["urgency"], row["margin"]), reverse=True)
        return named

    def by_luck(self, verdict: str) -> float:
        """How many of the stations named for this only by their score are expected to be wrong."""
        reason = "above" if verdict == PRAISE else "below"
        verdicts = zip(self.stations["verdict"], self.stations["reasons"], strict=True)
        named = [given == verdict and reason in reasons for given, reasons in verdicts]
        above = chance_told(self.stations["p_above"][np.array(named, bool)].astype(float))
        return float((1 - above if verdict == PRAISE else above).sum())

    @property
    def every_row(self) -> pd.DataFrame:
        """The table, and below it the ranges and states where there are several: what the files of tables hold."""
        return pd.concat([self.table, self.regions], ignore_index=True) if len(self.regions) else self.table

    @cached_property
    def heard(self) -> Heard:
        """The stations by what came in the window."""
        return heard(self.rows)

    @cached_property
    def graded(self) -> pd.DataFrame:
        return self.stations[self.stations["score"].notna()]

    @cached_property
    def early(self) -> bool:
        """Whether most stations have no score yet, so that shares say more than scores."""
        return 2 * len(self.graded) < len(self.stations)

    @property
    def large(self) -> bool:
        """Whether there are too many stations to show all at once."""
        return len(self.stations) > ALL_AT_ONCE

    @cached_property
    def second(self) -> bool:
        """Whether these grades are of version 2 of the method."""
        first = (GradeStatus.FIRM, GradeStatus.PROVISIONAL, GradeStatus.CALIBRATING)
        return not self.table["status"].isin(first).any() and self.campaign.grade_rules.method == 2

    @property
    def upto(self) -> Bilingual:
        """Up to when responses are in it."""
        return upto(self.freshness.data_up_to, self.week.sunday)

    def named_file(self, kind: str) -> str:
        """The name of its page, table, workbook or pack ("html", "csv", "json", "xlsx", "pdf"); the office's own are called otherwise,
        so that a file sent by mistake shows whose it is."""
        return SHARED_NAMES[kind] if self.shared else f"office.{kind}"

    def either(self, inside: str, outside: str, /, **values: object) -> Bilingual:
        """One sentence for the IG, and where only full groups of five are known the other one, which speaks of them."""
        return both(outside if self.lot else inside, **values, lot=self.lot)

    def count_shown(self, count: int) -> str | int:
        """A number of responses as it is shown: none in a full group of five may still be some."""
        return f"< {self.lot}" if self.lot and not count else count

    @property
    def of_lots(self) -> tuple[Bilingual, ...]:
        """What must be said of how responses are counted, and to the office of what it alone is told; () where neither is known."""
        if self.lot:
            return (both(phrases.OF_LOTS, lot=self.lot, wait=self.lot - 1),)
        if "waiting" not in self.stations:
            return ()
        return (both(phrases.OF_OFFICE, lot=BATCH, n=int(self.stations["waiting"].sum())),)

    @property
    def arrows(self) -> int:
        """How many stations show an arrow."""
        words = self.stations["arrow"] if "arrow" in self.stations else pd.Series(dtype=object)
        return int(words.isin([Arrow.BETTER, Arrow.WORSE]).sum())

    @cached_property
    def letters_then(self) -> bool:
        """True when stations had letters after the week with which this one is compared, be it two or three together."""
        rows = self.history[self.history["week"] == self.changes.since.label]
        given = rows.reindex(columns=["letter", "letter_set"], fill_value="")  # under version 1 each stands alone
        return bool((given.fillna("") != "").to_numpy().any())

    @cached_property
    def trial(self) -> bool:
        return bool((self.stations["verdict"] == TRIAL).any())
