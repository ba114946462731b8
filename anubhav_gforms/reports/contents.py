"""Grades → what a report says: who earned praise, who needs attention, and what is only noise. Pure tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd

from ..campaign import Campaign, Station
from ..grading.effects import MeasuredEffect
from ..grading.method.money import money_shown
from ..grading.schema import Arrow, GradeStatus, Level
from ..language import both
from ..nouns.week import Week
from ..sentence import Bilingual, Sentence
from . import phrases
from .changes import SinceLast, make_changes
from .freshness import Freshness
from .given import ActionTaken
from .records import records
from .rhythm import Rhythm
from .verdicts import ATTENTION, PRAISE, TRIAL, compare, count, few, is_silent, judge, publishable, tell_means

WEEKS_SHOWN = 26
UNFINISHED, PROVISIONAL, EMPTY, EDITION = "unfinished", "provisional", "empty", "edition"
"""Marks: the week is not over or not pulled to its end; its constants are not frozen yet; nobody has answered yet; it was announced
before with other figures."""


class GradesLike(Protocol):
    """What a report needs of grades: the week, one table for all levels, and for pictures `weekly` (code, week, n, mean, v)
    and `history` (code, week, letter). `notes` are sentences that every page must say; `questions` are means by question
    (level, code, question, n, mean); `areas`, `shares`, `power` and `overdue` as in grading.Grades."""

    @property
    def week(self) -> str: ...
    @property
    def table(self) -> pd.DataFrame: ...
    @property
    def weekly(self) -> pd.DataFrame: ...
    @property
    def history(self) -> pd.DataFrame: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    @property
    def questions(self) -> pd.DataFrame: ...
    @property
    def areas(self) -> pd.DataFrame: ...
    @property
    def shares(self) -> pd.DataFrame: ...
    @property
    def power(self) -> Mapping[int, int | None]: ...
    @property
    def overdue(self) -> tuple[tuple[str, str], ...]: ...


@dataclass(frozen=True)
class Contents:
    """Everything a report says, computed once and drawn many times."""

    campaign: Campaign  # whose report it is
    week: Week  # that it is about
    table: pd.DataFrame  # the grades as they may be published, in the order and columns of grading
    freshness: Freshness  # how new the responses are, and which were left out
    stations: pd.DataFrame  # a row per station, in roster order: the grades, then the columns of `compare` and `judge`
    districts: pd.DataFrame  # a row per district, with the columns of `count`
    whole: Mapping[str, Any]  # the range's own row
    changes: SinceLast  # what is new after the week with which this one is compared
    weekly: pd.DataFrame  # code, week, n, mean, v, in this order of rows
    history: pd.DataFrame  # code, week, letter, score and more, the last 26 weeks of each
    questions: pd.DataFrame  # means by question: level, code, question, n, mean
    areas: pd.DataFrame  # each question at each station with a score: code, question, n, score, low, high, lean
    shares: pd.DataFrame  # content answers of each cut: cut, code, question, k, n, stations, share, low, high
    power: Mapping[int, int | None]  # responses from which a station so many points from its middle is named
    overdue: tuple[tuple[str, str], ...] = ()  # station and day or week of flags that nobody decided on in time
    notes: tuple[str, ...] = ()  # sentences that every page must say
    rhythm: Rhythm | None = None  # when responses came; None where that is not told
    actions: tuple[ActionTaken, ...] = ()  # what was done up to the week's end, the newest first
    effects: Mapping[ActionTaken, MeasuredEffect] = field(
        default_factory=dict
    )  # what those that can be measured changed
    rates: pd.DataFrame | None = None  # responses against visitors (`given.response_rates`); None without footfall.csv
    quiet_codes: pd.DataFrame | None = (
        None  # posters and desks that fell silent (`silence.fell_silent`); None without a ledger
    )
    lot: int = 0  # responses of a lot, for readers outside the IG's office; 0 for the IG, who sees every response
    marks: tuple[str, ...] = ()  # what every page must say of itself, keys of phrases.MARKS
    edition: int = 0  # of the release in the gazette; 0 when the week is not announced
    announced: str = ""  # the head of the gazette with this release, as it is printed for the IG; "" for all others
    corrections: tuple[Bilingual, ...] = ()  # of what was announced in the last 13 weeks

    @property
    def marked(self) -> tuple[Bilingual, ...]:
        """The sentences of the marks."""
        numbers = {"edition": self.edition, "before": self.edition - 1}
        return tuple(both(phrases.MARKS[mark], week=self.week.label, **numbers) for mark in self.marks)

    def as_announced(self, edition: int, head: str, corrections: Sequence[Mapping[str, Any]]) -> Contents:
        """The same with its place in the gazette. A later edition says on every page that it is one; `corrections` (week, code,
        field, old, new, why) stand on the first page."""
        marks = tuple(mark for mark in self.marks if mark != EDITION) + ((EDITION,) if edition > 1 else ())
        told = tuple(
            both(
                "Correction, week {week}, {code}: {field} is {new}, not {old}. Reason: {why}",
                **{**one, "old": one["old"] or "–"},
            )
            for one in corrections
        )
        return replace(self, edition=edition, announced=head, corrections=told, marks=marks)

    @property
    def late(self) -> tuple[Bilingual, ...]:
        """The sentence on flags that wait too long, by name of the office that has to decide; () when none does."""
        office = self.campaign.office.office
        days = self.campaign.grading.grading.v2.review.overdue_days
        places = ", ".join(f"{code} {when}" for code, when in self.overdue)
        who = Bilingual(office.name_hi, office.name_en)
        said = both(phrases.OVERDUE, n=len(self.overdue), office=who, days=days, places=places)
        return (said,) if self.overdue else ()

    @property
    def unfinished(self) -> tuple[Bilingual, ...]:
        """The sentence that says so, on a week that is; else ()."""
        return tuple(said for mark, said in zip(self.marks, self.marked, strict=True) if mark == UNFINISHED)

    @property
    def week_words(self) -> Bilingual:
        """The week's name, and beside it that it is unfinished."""
        name = self.week.label
        return both("{week} · unfinished", week=name) if self.unfinished else Bilingual.same(name)

    @property
    def letters(self) -> tuple[str, ...]:
        return self.campaign.grading.grading.letters

    @property
    def bands(self) -> Mapping[str, float]:
        return self.campaign.grading.grading.bands

    @cached_property
    def listed(self) -> tuple[Station, ...]:
        """The stations that stand in this report, in the order of the roster: all but those that were closed by then."""
        codes = set(self.stations["code"])
        return tuple(each for each in self.campaign.stations if each.code in codes)

    def named(self, verdict: str) -> pd.DataFrame:
        """The stations with this verdict: praise and attention by how far they surely differ, others in roster order.

        What asks for attention for more reasons comes first."""
        rows = self.stations[self.stations["verdict"] == verdict]
        if verdict in (PRAISE, ATTENTION):
            return rows.sort_values(["urgency", "margin"], ascending=False, kind="stable")
        return rows

    def by_luck(self, verdict: str) -> float:
        """How many of the stations named for this only by their score are expected to be wrong."""
        rows = self.stations[self.stations["verdict"] == verdict]
        reason = "above" if verdict == PRAISE else "below"
        rows = rows[np.array([reason in reasons for reasons in rows["reasons"]], bool)]
        return float((1 - rows["p_above"]).sum() if verdict == PRAISE else rows["p_above"].sum())

    @property
    def silent(self) -> pd.DataFrame:
        """The stations without any answer in the window; where counts were not delivered nobody is silent."""
        return self.stations[is_silent(self.stations)]

    @property
    def too_few(self) -> pd.DataFrame:
        """The stations with some answers, but not enough for a score."""
        return self.stations[(self.stations["responses"] > 0) & self.stations["score"].isna()]

    @property
    def graded(self) -> pd.DataFrame:
        return self.stations[self.stations["score"].notna()]

    @property
    def early(self) -> bool:
        """Whether most stations have no score yet, so that shares say more than scores."""
        return len(self.shares) > 0 and 2 * len(self.graded) < len(self.stations)

    @property
    def second(self) -> bool:
        """Whether these grades are of version 2 of the method."""
        first = (GradeStatus.FIRM, GradeStatus.PROVISIONAL, GradeStatus.CALIBRATING)
        return not self.table["status"].isin(first).any() and self.campaign.grading.grading.method == 2

    def of_method(self, first: Sentence, second: Sentence, **values: object) -> Bilingual:
        """The sentence that speaks of the version of the method by which these grades were made."""
        return both(second if self.second else first, **values)

    @property
    def how_status(self) -> Bilingual:
        """What each status means."""
        sentences = (
            (phrases.HOW_STATUS_SECOND, phrases.HOW_STATUS_SECOND_IN_LOTS)
            if self.second
            else (phrases.HOW_STATUS, phrases.HOW_STATUS_IN_LOTS)
        )
        return self.either(*sentences, min=self.campaign.grading.grading.min_responses)

    def either(self, inside: str, outside: str, /, **values: object) -> Bilingual:
        """One sentence for the IG, and outside the IG's office the other one, which speaks of lots."""
        return both(outside if self.lot else inside, **values, lot=self.lot)

    def answers(self, count: int) -> str | int:
        """A number of answers as it is shown: outside the IG's office none in a full lot may still be some."""
        return f"< {self.lot}" if self.lot and not count else count

    @property
    def of_lots(self) -> tuple[Bilingual, ...]:
        """What must be said outside the IG's office of how answers are counted; () for the IG."""
        return (
            (
                both(
                    "Each station's responses are counted in groups of {lot} as they came: up to {wait} of the newest wait, and what is corrected later is not seen here. So no single response can be read from two reports. The IG's own page counts every response and may differ a little.",
                    lot=self.lot,
                    wait=self.lot - 1,
                ),
            )
            if self.lot
            else ()
        )

    def for_outside(self, lot: int) -> Contents:
        """The same for readers outside the IG's office, of grades that were made from full lots: an alarm counts only once a
        person has confirmed it, and nobody is called silent, since some answers may wait for their lot."""
        few = _few_reports(self.stations)
        scored = self.stations["score"].notna().to_numpy(bool)
        stations = judge(_without_money(self.stations, few), confirmed_only=True).assign(money_few=few & scored)
        silent = stations["status"] == GradeStatus.NO_RESPONSES
        stations["status"] = stations["status"].mask(silent, str(GradeStatus.NOT_ENOUGH))
        table = _without_money(_outside_table(self.table), _few_reports(self.table))
        told = set(stations.loc[["alarm" in reasons for reasons in stations["reasons"]], "code"])
        alarms = tuple(code for code in self.changes.alarms if code in told)
        changes = replace(self.changes, alarms=alarms)
        return replace(self, table=table, stations=stations, changes=changes, lot=lot)

    @property
    def arrows(self) -> int:
        """How many stations show an arrow."""
        words = self.stations["arrow"] if "arrow" in self.stations else pd.Series(dtype=object)
        return int(words.isin([Arrow.BETTER, Arrow.WORSE]).sum())

    @property
    def letters_then(self) -> bool:
        """True when stations had letters after the week with which this one is compared."""
        rows = self.history[self.history["week"] == self.changes.since.label]
        return bool((rows["letter"].fillna("") != "").any())

    @property
    def trial(self) -> bool:
        return bool((self.stations["verdict"] == TRIAL).any())


MONEY = (
    "money_yes", "money_no", "money_unsaid", "money_share", "money_low", "money_high", "money_probability",
)  # fmt: skip


def _few_reports(rows: pd.DataFrame) -> np.ndarray:
    """(rows,): reports of money and answers on it are too few to be counted outside the IG's office."""
    if "money_yes" not in rows:
        return np.zeros(len(rows), dtype=bool)
    yes, no = (np.asarray(rows[name].astype("Float64").fillna(0), dtype=np.float64) for name in MONEY[:2])
    return ~money_shown(yes, yes + no)


def _without_money(rows: pd.DataFrame, few: np.ndarray) -> pd.DataFrame:
    """The rows without what was answered on money where it is too little."""
    return rows.assign(**{name: rows[name].mask(few) for name in MONEY if name in rows})


def _outside_table(table: pd.DataFrame) -> pd.DataFrame:
    """The published table without what only the IG's office is told: open alarms, and who is silent."""
    silent = table["status"] == GradeStatus.NO_RESPONSES
    shown = {"status": table["status"].mask(silent, str(GradeStatus.NOT_ENOUGH))}
    if "silent" in table:
        shown["silent"] = table["silent"].mask(table["silent"].notna(), "")
    if "alarm_confirmed" in table:
        told = table["alarm_confirmed"].eq(True)
        shown |= {"alarm": table["alarm"].where(told, False), "alarm_week": table["alarm_week"].where(told, "")}
    return table.assign(**shown)


def make_contents(
    campaign: Campaign,
    grades: GradesLike,
    freshness: Freshness | None = None,
    rhythm: Rhythm | None = None,
    since: Week | None = None,
) -> Contents:
    """Work out what a report of these grades says.

    `grades.table` has the columns of `grading.schema.BASE` and one probability a letter; any further column is kept.
    Stations come back in the order of stations.csv. `since`: the week with which letters are compared, by default the
    one before. Pure.
    """
    rules = campaign.grading.grading
    table = publishable(grades.table, rules.min_responses)
    told = table.pipe(tell_means)
    level = told["level"]
    order = {station.code: place for place, station in enumerate(campaign.stations)}
    stations = (
        told[level == Level.STATION]
        .assign(_place=lambda rows: rows["code"].map(order))
        .sort_values("_place", kind="stable")
        .drop(columns="_place")
        .reset_index(drop=True)
        .pipe(compare, rules.interval)
        .pipe(judge)
    )
    districts = count(told[level == Level.DISTRICT].reset_index(drop=True), stations, campaign)
    enough = set(table.loc[~few(table, rules.min_responses), "code"])
    [whole] = records(told[level == Level.RANGE])
    since = since or Week(grades.week).before
    return Contents(
        campaign=campaign,
        week=Week(grades.week),
        table=table,
        freshness=freshness or Freshness(),
        stations=stations,
        districts=districts,
        whole=whole,
        weekly=grades.weekly[grades.weekly["code"].isin(enough)].sort_values(["code", "week"], kind="stable"),
        history=grades.history.sort_values(["code", "week"], kind="stable").groupby("code").tail(WEEKS_SHOWN),
        questions=grades.questions,
        areas=grades.areas[grades.areas["code"].isin(enough)],
        shares=grades.shares,
        power=grades.power,
        overdue=grades.overdue,
        notes=tuple(note for note in grades.notes if note != both(phrases.HONEST).en),
        rhythm=rhythm,
        changes=make_changes(stations, grades.history, rhythm, since, rules.interval),
    )


def with_other_letters(contents: Contents, outside: GradesLike) -> Contents:
    """The IG's report with a note of the places whose letter is another one in what others read."""
    here, there = (frame.set_index("code")["letter"] for frame in (contents.table, outside.table))
    other = [code for code in here.index if here[code] != there[code]]
    if not other:
        return contents
    each = ", ".join(f"{code} {there[code] or 'none'} (here {here[code] or 'none'})" for code in other)
    note = Sentence(
        "In shared/, which is made of full groups of responses, these stations have another letter: {each}.", each=each
    )
    return replace(contents, notes=(*contents.notes, note))
