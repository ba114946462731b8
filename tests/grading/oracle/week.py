"""One week: what is said in it, and what is remembered after it (sections 8 and 9 of docs/grading.md)."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtr

from .alarms import bad_alarm, fall, money_flag, reports_of_money, very_bad, without_noes
from .baseline import Constants
from .districts import District, estimates
from .flags import PRAISE
from .points import adjusted
from .rows import Rows, cells
from .scores import LEAST, Score, scores, without_extreme
from .season import Season
from .standings import chances, judged_together, letter, standing


@dataclass
class Held:
    """A standing and a letter, each with the week in which it was last given."""

    standing: int = 0
    standing_week: int = -1000
    letter: int = -1
    letter_week: int = -1000

    def forget(self, week: int) -> None:
        """Section 8: forgotten after 26 weeks without 10 responses."""
        self.standing = self.standing if week - self.standing_week <= 26 else 0
        self.letter = self.letter if week - self.letter_week <= 26 else -1


@dataclass
class Memory:
    """What a week leaves to the next; arrays have one value for each station."""

    stations: list[Held]
    districts: list[Held]
    area: Held
    cusum: np.ndarray
    alarm: list[int | None]  # the week since which it is open
    score: np.ndarray  # b of alarm 1, and its sd
    score_sd: np.ndarray
    money: np.ndarray


@dataclass
class Week:
    """What is said in a week."""

    week: int
    constants: Constants
    scores: list[Score]
    without_alike: list[Score]
    under_review: set[int]
    listed: list[bool]
    standing: list[int] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)  # the stations whose standing is another without alike rows
    letters: list[tuple[int, int, int]] = field(default_factory=list)
    districts: list[District] = field(default_factory=list)
    district_shown: list[bool] = field(default_factory=list)
    district_standing: list[int] = field(default_factory=list)
    district_letters: list[tuple[int, int, int]] = field(default_factory=list)
    area: tuple[float, float] = (0.0, 0.0)
    area_shown: bool = False
    area_letter: tuple[int, int, int] = (-1, -1, 0)
    recent_bad: list[int] = field(default_factory=list)
    bad: list[bool] = field(default_factory=list)
    noes: np.ndarray = field(default_factory=lambda: np.zeros(0))
    money: np.ndarray = field(default_factory=lambda: np.zeros(0))


def nothing(season: Season) -> Memory:
    """Before the first week; a trial's weeks remember nothing."""
    stations, districts = season.span.stations, max(season.register.district_of) + 1
    empty = np.full(stations, np.nan)
    held = [Held() for _ in range(stations + districts)]
    return Memory(
        held[:stations], held[stations:], Held(), np.zeros(stations), [None] * stations, empty, empty.copy(),
        np.zeros(stations, bool),
    )  # fmt: skip


def weeks(season: Season) -> Iterator[tuple[Week, Memory]]:
    """Section 8: all weeks of frozen quarters in order; of a trial the last one."""
    memory = nothing(season)
    for week in range(season.eras[0].valid, season.last + 1):
        said, memory = grade_week(season, week, memory)
        yield said, memory


def grade_week(season: Season, week: int, before: Memory) -> tuple[Week, Memory]:
    """What is said in a week, and what is remembered after it."""
    memory = deepcopy(before)
    for held in (*memory.stations, *memory.districts, memory.area):
        held.forget(week)
    constants = season.constants(season.era_of(week))
    rows = season.rows.take(season.rows.week <= week)
    opened = season.open_flags(week)
    said = Week(
        week,
        constants,
        scores(rows, week, constants, season.span),
        scores(rows.take(~season.under(opened, rows)), week, constants, season.span),
        {flag.station for flag in opened},
        season.register.listed(week),
    )
    judge_stations(said, season, rows, memory)
    judge_districts(said, season, memory)
    if season.eras[0].frozen:
        raise_alarms(said, season, rows, memory)
    flag_money(said, season, memory)
    return said, memory


def letters_begun(season: Season, week: int) -> bool:
    """Section 10: no letters in a trial, nor before the day that is announced."""
    return season.eras[0].frozen and week >= season.register.letters_from


def standings_begun(season: Season, week: int) -> bool:
    """Section 8: from week 4 of a campaign."""
    return week - season.span.first_week + 1 >= 4


def judge_stations(said: Week, season: Season, rows: Rows, memory: Memory) -> None:
    """Sections 8 and 9: standings (without alike rows where a flag is open) and letters."""
    fewer = rows.take(~season.under(season.open_flags(said.week), rows))
    for station, held in enumerate(memory.stations):
        score, review, given = said.scores[station], station in said.under_review, (-1, -1, 0)
        now = 0
        if score.shown:
            now = standing_of(score, rows, station, said, season, held.standing)
            if review:
                without = standing_of(said.without_alike[station], fewer, station, said, season, held.standing)
                waits = judged_together(now, without)
                said.moved |= {station} if waits != now else set()
                now = waits
            held.standing, held.standing_week = now, said.week
        if score.shown and letters_begun(season, said.week):
            given = letter(chances(score.score, score.sd), held.letter, review)
            held.letter, held.letter_week = given[0], said.week
        said.standing.append(now)
        said.letters.append(given)


def standing_of(score: Score, rows: Rows, station: int, said: Week, season: Season, before: int) -> int:
    """Section 8: the standing of a station by this score, with its rows at hand."""
    if not (score.shown and standings_begun(season, said.week)):
        return 0
    no_worst, no_best = (
        without_extreme(rows, station, said.week, said.constants, season.span, best).above for best in (False, True)
    )
    return standing((score.above, no_worst, no_best), score.score - said.constants.centre[station], before)


def judge_districts(said: Week, season: Season, memory: Memory) -> None:
    """Sections 7 and 8: districts from 10 responses and 3 stations with responses, the range from 10; one of them with a score."""
    register, listed = season.register, said.listed
    said.districts, middle, sd = estimates(said.scores, said.constants, listed, register.district_of, register.kind_of)
    said.area = middle, sd
    everyone = [station for station in range(len(listed)) if listed[station]]
    said.area_shown = sum(said.scores[station].n for station in everyone) >= LEAST and any(
        said.scores[station].shown for station in everyone
    )
    for place, held in zip(said.districts, memory.districts, strict=True):
        heard = sum(said.scores[station].n > 0 for station in place.stations)
        shown = place.n >= LEAST and heard >= 3 and any(said.scores[station].shown for station in place.stations)
        now, given = 0, (-1, -1, 0)
        if shown and standings_begun(season, said.week):
            above = float(ndtr((place.estimate - middle) / place.sd))
            now = standing((above, above, above), place.estimate - middle, held.standing)
            held.standing, held.standing_week = now, said.week
        if shown and letters_begun(season, said.week):
            given = letter(chances(place.estimate, place.sd), held.letter)
            held.letter, held.letter_week = given[0], said.week
        said.district_shown.append(shown)
        said.district_standing.append(now)
        said.district_letters.append(given)
    if said.area_shown and letters_begun(season, said.week):
        said.area_letter = letter(chances(middle, sd), memory.area.letter)
        memory.area.letter, memory.area.letter_week = said.area_letter[0], said.week


def raise_alarms(said: Week, season: Season, rows: Rows, memory: Memory) -> None:
    """Section 9: both alarms, against a baseline that is a quarter old."""
    week, known = said.week, said.constants
    number = season.eras.index(season.era_of(week))
    older = season.constants(season.eras[max(0, number - 1)])
    if week == season.eras[number].valid:
        for station in range(season.span.stations):
            waits = memory.cusum[station] > 2 or memory.alarm[station] is not None
            if np.isnan(memory.score[station]) or not (waits or np.isnan(older.score[station])):
                memory.score[station], memory.score_sd[station] = older.score[station], older.score_sd[station]
    praise = [flag for flag in season.open_flags(week) if flag.side == PRAISE]
    honest = rows.take(~season.under(praise, rows))
    n, total = cells(honest, adjusted(honest, known.means, known.shifts), season.span)
    now = week - season.span.first_week
    recent = season.visits.take((season.visits.week > week - 4) & (season.visits.week <= week))
    for station in range(season.span.stations):
        b, here = memory.score[station], n[station, now]
        if here > 0 and not np.isnan(b):
            variance = known.own[station] / here + known.sw2 + memory.score_sd[station] ** 2
            memory.cusum[station] = fall(memory.cusum[station], total[station, now] / here, b, variance)
        else:
            memory.cusum[station] = max(0.0, memory.cusum[station] - 0.5)
        if memory.cusum[station] > 6 and memory.alarm[station] is None:
            memory.alarm[station] = week
        bad = int((very_bad(recent) & (recent.station == station)).sum())
        said.recent_bad.append(bad)
        said.bad.append(bad_alarm(bad, *older.bad[station], older.bad_rate, older.weeks))
    see_alarms(said, season, memory)


def see_alarms(said: Week, season: Season, memory: Memory) -> None:
    """Section 9: an alarm stays until a person has seen it; then it begins again from the score of that week."""
    for (station, raised), seen in season.decided.seen.items():
        since = memory.alarm[station]
        if acts(seen, said.week, season) and since is not None and since <= raised:
            score = said.scores[station]
            memory.cusum[station], memory.alarm[station] = 0.0, None
            memory.score[station] = score.score if score.n > 0 else np.nan
            memory.score_sd[station] = score.sd if score.n > 0 else np.nan


def acts(decided: int, week: int, season: Season) -> bool:
    """A decision acts in its week; one that is younger than the last week acts in the last."""
    return decided == week or (week == season.last and decided > week)


def flag_money(said: Week, season: Season, memory: Memory) -> None:
    """Section 9: money flags, which stay until they are closed. Praise of too few ratings is praise all the same."""
    week, money, visits = said.week, season.money, season.visits
    praise = visits.take(season.under(season.open_flags(week), visits) & (visits.alike == PRAISE))
    window = money.take((money.week > week - 26) & (money.week <= week))
    yes, said.noes = reports_of_money(without_noes(window, praise), season.money_caps, season.span)
    for station in range(season.span.stations):
        raised = money_flag(yes[station], said.noes[station], *said.constants.money)
        memory.money[station] = (memory.money[station] or raised) and not any(
            station == closed and acts(decided, week, season) for closed, decided in season.decided.closed
        )
    said.money = memory.money.copy()
