"""With comparison_beside the one file that asks the product: its seasons, weeks, shares and question scores beside those of the oracle."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from anubhav_gforms.grading import Decisions, Grades, Shape, grade, make_cube
from anubhav_gforms.grading.constants import Constants as FrozenConstants
from anubhav_gforms.grading.method.letters import LetterStates
from anubhav_gforms.grading.method.memory import Announced, AnnouncedWeek
from anubhav_gforms.grading.method.season import SeasonWeek
from anubhav_gforms.nouns import week as calendar

from .baseline import Constants
from .compared import Compared
from .comparison_beside import compare_beside
from .flags import PRAISE, Flag
from .questions import gaps, question_score, shares
from .rows import Rows
from .season import Decided, Era, Season
from .standings import chances, letter_on_page, word
from .week import Memory, Week, grade_week, nothing, weeks
from .worlds import ITEMS, MONDAY, World


def once(world: World, decided: Decided | None = None, decisions: Decisions | None = None) -> Compared:
    """A campaign that is graded once, with all its weeks in order."""
    cube = make_cube(world.frame, Shape.of(world.campaign))
    grades = grade(world.campaign, cube, calendar.week_name(world.last), decisions=decisions)
    season, compared = Season(world.register, world.visits, world.last, decided), Compared()
    compare_season(compared, world, grades, season)
    walked = {week.week: week for week in grades.working.season.walk()}
    for said, memory in weeks(season):
        compare_week(compared, season, walked[said.week], said, memory)
    before = compared.memories[-2] if len(compared.memories) > 1 else nothing(season)
    compare_words(compared, world, grades, said, before.money)
    compare_beside(compared, world, grades, season, said, before)
    compare_shares(compared, world, grades, season, said)
    compare_questions(compared, world, grades, season, said)
    return compared


def carried(world: World, decided: Decided, made_in: dict[tuple[str, int, int], int]) -> Compared:
    """A campaign that is graded week by week, each time from what was announced and frozen; decisions on flags act from the week
    they were made in (`made_in`)."""
    cube, compared = make_cube(world.frame, Shape.of(world.campaign)), Compared()
    frozen, announced = {}, {}
    constants: dict[Era, Constants] = {}
    memory = None
    for week in range(Season(world.register, world.visits, world.last).eras[0].valid, world.last + 1):
        known = until(decided, made_in, week)
        season = Season(world.register, world.visits, week, known, constants)
        memory = memory or nothing(season)
        grades = grade(
            world.campaign, cube, calendar.week_name(week), places=False, decisions=in_words(known, world, season),
            frozen=frozen, announced=Announced(dict(announced)),
        )  # fmt: skip
        frozen |= {made.name: made for made in grades.new_constants if made.frozen}
        product = grades.working.season
        announced[week] = AnnouncedWeek(week, json.loads(json.dumps(product.units.record(product.last.after))))
        said, memory = grade_week(season, week, memory)
        compare_flags(compared, grades, season)
        compare_week(compared, season, product.last, said, memory)
    return compared


def until(decided: Decided, made_in: dict[tuple[str, int, int], int], week: int) -> Decided:
    """What was decided up to a week."""
    return Decided(
        {key for key in decided.genuine if made_in[key] <= week},
        {key for key in decided.forged if made_in[key] <= week},
        {alarm: seen for alarm, seen in decided.seen.items() if seen <= week},
        {(station, closed) for station, closed in decided.closed if closed <= week},
    )


def in_words(decided: Decided, world: World, season: Season) -> Decisions:
    """The same decisions as the product is told them."""
    seen = {
        (world.codes[station], calendar.week_name(raised)): calendar.week_name(week)
        for (station, raised), week in decided.seen.items()
    }
    closed = [(world.codes[station], calendar.week_name(week)) for station, week in decided.closed]
    sides: dict[tuple[str, str], frozenset[str]] = {}
    for flag in season.flags:
        if flag.key in decided.genuine | decided.forged:
            side = "praise" if flag.side == PRAISE else "blame"
            sides[name(flag, world)] = sides.get(name(flag, world), frozenset()) | {side}
    return Decisions(
        sides=sides,
        released=frozenset(name(flag, world) for flag in season.flags if flag.key in decided.genuine),
        kept_aside=frozenset(name(flag, world) for flag in season.flags if flag.key in decided.forged),
        acknowledged=frozenset(seen),
        seen_in=seen,
        money_closed={key: key[1] for key in closed},
    )


def name(flag: Flag, world: World) -> tuple[str, str]:
    """The code of a flag's station, and its day or week."""
    day = calendar.day_of(flag.first_day + MONDAY).isoformat()
    return world.codes[flag.station], day if flag.rule.days == 1 else calendar.week_name(flag.first_day // 7)


def compare_season(compared: Compared, world: World, grades: Grades, season: Season) -> None:
    """Eras, flags and constants."""
    product = grades.working.season
    compared.seasons.append(season)
    compared.equal(
        "eras", [(era.valid_from, era.first, era.last, era.frozen) for era in product.eras],
        [(era.valid, era.first, era.last, era.frozen) for era in season.eras],
    )  # fmt: skip
    compare_flags(compared, grades, season)
    for era, frozen in zip(season.eras, product.constants, strict=True):
        if frozen is not None:
            compare_constants(compared, world, frozen, season, era)


def compare_flags(compared: Compared, grades: Grades, season: Season) -> None:
    """F1 and F1W: rule, station, day, number of alike rows and side."""
    product = grades.working.season
    first_day = 7 * product.units.first_week
    compared.equal(
        "flags",
        sorted(
            (flag.rule, flag.station, flag.first_day + first_day, flag.alike, str(flag.side)) for flag in product.flags
        ),
        sorted(
            (flag.rule.name, flag.station, flag.first_day, flag.alike, "praise" if flag.side == 1 else "blame")
            for flag in season.flags
        ),
    )


def compare_constants(compared: Compared, world: World, frozen: FrozenConstants, season: Season, era: Era) -> None:
    """Every number of section 5."""
    known, second = season.constants(era), frozen.second
    same, codes = compared.same, world.codes
    same("item means", [frozen.means[key] for key in ITEMS], known.means)
    purposes = frozen.purposes
    same("shifts", [purposes[p][1] for p in purposes], [known.shifts.get(p, 0) for p in purposes], within=1e-8)
    same("s2", frozen.s2, known.s2)
    same("sw2", frozen.sw2, known.sw2)
    same("curve", [second.a, second.b], [known.a, known.b])
    same("middle", second.mean, known.middle)
    same("tau2", [second.tau2, second.omega2], [known.tau2, known.omega2])
    same("parts", [second.tu2, second.td2, second.tk2], [known.tau_u2, known.tau_d2, known.tau_k2])
    same("range's centre", second.mu, known.mu)
    same("centres", [second.kinds[kind] for kind in known.kinds], list(known.kinds.values()))
    heard = [number for number, code in enumerate(codes) if code in second.own]
    same("own variance", [second.own[codes[number]] for number in heard], known.own[heard])
    usual = known.usual
    same("alike", second.alike, [usual.days, usual.weeks, usual.praise, usual.blame])
    same("bad", [second.bad.get(code, (0, 0)) for code in codes], known.bad)
    same("bad rate", second.bad_rate, known.bad_rate)
    same("money prior", frozen.money, known.money)
    questions = [number for number, key in enumerate(ITEMS) if key in second.questions]
    product = [second.questions[ITEMS[number]] for number in questions]
    same("questions", product, [known.questions[number] for number in questions], within=3e-5)
    unknown = (np.nan, np.nan)
    same("baselines", [frozen.baselines.get(code, unknown)[0] for code in codes], known.score)
    same("baselines' sd", [frozen.baselines.get(code, unknown)[1] for code in codes], known.score_sd)


def compare_week(compared: Compared, season: Season, product: SeasonWeek, said: Week, memory: Memory) -> None:
    """Every number and standing and letter of a week, and what is remembered after it."""
    compared.weeks.append(said)
    compared.memories.append(memory)

    def same(name: str, left: ArrayLike, right: ArrayLike, within: float = 1e-9) -> None:
        compared.same(f"{calendar.week_name(said.week)} {name}", left, right, within)

    for view, scores in ((product.said.triple, said.scores), (product.said.without_alike, said.without_alike)):
        some = [number for number, score in enumerate(scores) if score.n > 0]
        same("n", view.all.n, [score.n for score in scores])
        for column, of in (("ybar", "mean"), ("v", "v"), ("v0", "v0")):
            same(column, getattr(view.all, column)[some], [getattr(scores[s].window, of) for s in some])
        for column, of in (("r", "weight"), ("score", "score"), ("sd", "sd"), ("above", "above")):
            same(column, getattr(view.all, column)[some], [getattr(scores[s], of) for s in some])
        same("limited", view.all.r_eff[some], [scores[s].limited for s in some], within=1e-8)
    same("shown", product.said.shown, [score.shown for score in said.scores])
    same("standing", product.said.standing, said.standing)
    same("letters", letters(product.said.letters), said.letters)
    compare_districts(same, product, said)
    same("money", product.after.money, said.money)
    same("noes", product.money_noes, said.noes)
    if season.eras[0].frozen:
        falls = product.after.falls
        same("cusum", falls.c, memory.cusum)
        same("alarm's level", falls.baseline, memory.score)
        same("alarm's sd", falls.sd, memory.score_sd)
        open_since = [-1 if week is None else week - season.span.first_week for week in memory.alarm]
        same("alarm", falls.since, open_since)
        same("very bad", product.bad_recent, said.recent_bad)
        same("alarm of very bad ones", product.alarm_bad, said.bad)


def compare_districts(same: Callable[..., None], product: SeasonWeek, said: Week) -> None:
    """Districts and the range."""
    areas = product.said.areas
    listed = [number for number, place in enumerate(said.districts) if place.stations]
    heard = [number for number in listed if said.districts[number].mean is not None]
    for column, of, which in (
        ("rbar", "mean", heard), ("a", "variance", heard), ("r", "weight", listed), ("delta", "own_part", listed),
        ("estimate", "estimate", listed), ("sd", "sd", listed),
    ):  # fmt: skip
        same(f"district {column}", getattr(areas, column)[which], [getattr(said.districts[d], of) for d in which])
    same("range", [areas.range_estimate, areas.range_sd], said.area)
    same("district shown", product.said.district_shown, said.district_shown)
    same("district standing", product.said.district_standing, said.district_standing)
    same("district letters", letters(product.said.district_letters), said.district_letters)
    same("range shown", product.said.range_shown, said.area_shown)
    if said.area_shown:
        same("range's letter", letters(product.said.range_letters), [said.area_letter])


def letters(states: LetterStates) -> np.ndarray:
    """Letter, first and size of all."""
    return np.column_stack([states.letter, states.first, states.size])


def compare_words(compared: Compared, world: World, grades: Grades, said: Week, flagged: np.ndarray) -> None:
    """The word and the letter of every station on the page; `flagged`: for money, when the week began."""
    page = grades.table[grades.table["level"] == "station"].set_index("code")
    for station, code in enumerate(world.codes):
        score, given = said.scores[station], said.letters[station]
        status = word(given, chances(score.score, score.sd), score.n, score.shown)
        letter = letter_on_page(given[0], flagged[station])
        if code in page.index:
            compared.equal(f"words of {code}", tuple(page.loc[code, ["status", "letter"]]), (status, letter))


def compare_shares(compared: Compared, world: World, grades: Grades, season: Season, said: Week) -> None:
    """Shares of every cut that is shown."""
    district = {place.code: number for number, place in enumerate(world.campaign.districts)}
    beside = {channel: window(rows, said) for channel, rows in world.beside.items()}
    own = shares(window(season.rows, said), beside, season.register.district_of, season.register.kind_of)
    for row in grades.shares.itertuples():
        if row.question in ITEMS and row.cut != "station" and pd.notna(row.k):
            code = district[row.code] if row.cut == "district" else row.code
            wanted = own[row.cut, code, ITEMS.index(row.question)]
            compared.same(
                f"share {row.cut} {code} {row.question}", [row.k, row.n, row.share, row.low, row.high], wanted
            )


def window(rows: Rows, said: Week) -> Rows:
    """Rows of 26 weeks at stations that are listed."""
    return rows.take((rows.week > said.week - 26) & (rows.week <= said.week) & np.array(said.listed)[rows.station])


def compare_questions(compared: Compared, world: World, grades: Grades, season: Season, said: Week) -> None:
    """Question scores with their intervals, of the table's three decimals, and where they lean."""
    rows = season.rows.take((season.rows.week > said.week - 26) & (season.rows.week <= said.week))
    for row in grades.areas.itertuples():
        item, station = ITEMS.index(row.question), world.codes.index(row.code)
        gap, at = gaps(rows, item, said.constants.means)
        own = gap[at == station]
        *numbers, lean = question_score(own, said.scores[station], said.constants.questions[item])
        compared.same(f"question {row.question} {row.code}", [row.score, row.low, row.high], numbers, within=1e-3)
        compared.equal(f"{row.question} of {row.code}", (row.n, row.lean), (len(own), ("", "stronger", "weaker")[lean]))
