"""What stands beside the scores of the product, held against the oracle."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtr

from anubhav_gforms.grading import Grades
from anubhav_gforms.grading.closed_money import with_money_of_closed_quarter
from anubhav_gforms.grading.effects import measure_effects
from anubhav_gforms.grading.flags import find_flags
from anubhav_gforms.nouns import week as calendar
from anubhav_gforms.pipeline.rules import check_score_rule

from .beside import Z90, arrows, certificate, missing, places, under_review, weeks_of_pace
from .closed_money import told
from .compared import Compared
from .odd import bunched, called_back, crowds, too_straight
from .orders import effect, judged, planned
from .points import adjusted
from .rows import cells
from .season import Season
from .week import Memory, Week
from .worlds import World

MOST = 60
"""Section 8: so many responses more are tried, one a day, no further back than the campaign's first week."""


def compare_beside(
    compared: Compared, world: World, grades: Grades, season: Season, said: Week, before: Memory
) -> None:
    """Arrows, responses that are missing or under review, places and certificates of the last week. `before`: what it began with."""
    table = grades.table[grades.table["level"] == "station"].set_index("code")
    changes, ranked = arrows(said, season), places(said, season)
    for station, code in enumerate(world.codes):
        if code not in table.index:
            continue
        row, score = table.loc[code], said.scores[station]
        word, *numbers = changes[station]
        compared.beside[word] += 1
        compared.equal(f"arrow of {code}", row["arrow"], word)
        compared.same(f"change of {code}", [row["change"], row["change_q"]], numbers)
        more = missing(score, said.constants.own[station], said.constants.tau2, weeks_of_pace(said, season, station))
        compared.equal(
            f"missing of {code}",
            [number(row[name]) for name in ("responses_needed", "weeks_needed")],
            [None if many == np.inf else many for many in more],
        )
        alike = [flag.alike for flag in season.open_flags(said.week) if flag.station == station]
        compared.equal(f"alike of {code}", row["alike"], under_review(said, season, station))
        compared.beside["rows of several flags"] += len(alike) > 1 and max(alike) < row["alike"] < sum(alike)
        compare_places(compared, code, row, ranked[station])
        if score.shown:
            compare_certificate(compared, code, row, said, season, before, station)
    compare_weekly(compared, world, grades, season, said)
    compare_orders(compared, world, grades, said)
    compare_effects(compared, world, grades, season, said)
    compare_flags_beside(compared, world, grades, season, said)
    compare_money_outside(compared, world, grades, season, said)


def number(cell: object) -> object:
    """A cell of whole numbers; None where it is missing."""
    return None if cell is pd.NA else cell


def compare_places(compared: Compared, code: str, row: pd.Series, wanted: tuple | None) -> None:
    """Places lie where those of other draws do."""
    best, worst, of = (number(row[f"place_{name}"]) for name in ("best", "worst", "of"))
    if wanted is None or of is None:
        compared.equal(f"places of {code}", of, wanted)
        return
    compared.beside["places"] += 1
    among, (b, b_most), (w, w_most) = wanted
    compared.equal(f"places of {code}", (of, b <= best <= b_most, w <= worst <= w_most), (among, True, True))


def compare_certificate(
    compared: Compared, code: str, row: pd.Series, said: Week, season: Season, before: Memory, station: int
) -> None:
    """So many change what is said; one fewer does not, nor half as many, nor one."""
    for name, rating in (("forged_worst", 1), ("forged_best", 5)):
        told = number(row[name])
        enough = told or 1 + min(MOST, 7 * season.span.weeks)
        fewer = sorted({one for one in (1, enough // 2, enough - 1) if 0 < one < enough})
        counts = [*fewer, *([told] if told else [])]
        moved = list(certificate(said, season, before, station, rating, counts))
        compared.beside[name] += told is not None
        compared.equal(f"{name} of {code}: {counts}", moved, [count == told for count in counts])


def compare_weekly(compared: Compared, world: World, grades: Grades, season: Season, said: Week) -> None:
    """The adjusted mean of each week, and its variance."""
    known, now = said.constants, said.week - season.span.first_week
    n, total = cells(season.rows, adjusted(season.rows, known.means, known.shifts), season.span)
    weeks = [(s, w) for s, w in np.argwhere(n > 0).tolist() if now - 26 < w <= now]
    wanted = [(n[at], total[at] / n[at], known.own[at[0]] / n[at] + known.sw2) for at in weeks]
    first = season.span.first_week
    names = [(world.codes[station], calendar.week_name(first + week)) for station, week in weeks]
    compared.equal("weeks", [*zip(grades.weekly["code"], grades.weekly["week"], strict=True)], names)
    compared.same("weekly", grades.weekly[["n", "mean", "v"]], np.array(wanted).reshape(-1, 3))


def compare_orders(compared: Compared, world: World, grades: Grades, said: Week) -> None:
    """A rule on scores: whom it hits, how surely undeserved, and what is to be expected of it."""
    for limits in ((40, 60), (70, 80)):
        check = check_score_rule(grades, notice=str(limits[0]), reward=str(limits[1]))
        figures, rows = check.summary(), {row["code"]: row for row in check.rows}
        for limit, side, word in zip(limits, (1, -1), ("notice", "reward"), strict=True):
            wanted = {world.codes[station]: chance for station, chance in judged(said, limit, side).items()}
            compared.equal(f"{word} at {limit}", {code for code, row in rows.items() if row[word]}, {*wanted})
            compared.same(word, [rows[code][f"undeserved_{word}"] for code in wanted], [*wanted.values()])
            compared.beside[word] += len(wanted)
            if rows:
                of_plan = [figures[f"planned_{word}s"], figures[f"planned_undeserved_{word}s"]]
                compared.same(f"planned {word}s at {limit}", of_plan, planned(said, limit, side), within=1e-6)


def compare_effects(compared: Compared, world: World, grades: Grades, season: Season, said: Week) -> None:
    """Whether actions helped: one at each second station, in weeks apart."""
    span = season.span
    actions = [(s, span.first_week + (1 + 7 * s) % span.weeks) for s in range(0, span.stations, 2)]
    told = [(world.codes[s], calendar.day_of(calendar.first_day(week) + s % 7)) for s, week in actions]
    for action, measured in zip(actions, measure_effects(grades.working, told), strict=True):
        wanted, name = effect(said, season, action, actions), f"effect of {action}"
        if wanted is None:
            never = action[1] <= span.first_week or action[1] + 13 <= said.week
            compared.equal(name, str(measured.word), "cannot be told" if never else "too early to say")
            continue
        points, sd, *rest = wanted
        p = ndtr(points / sd)
        word = (
            "it got better than elsewhere"
            if p >= 0.95
            else "it got worse than elsewhere"
            if p <= 0.05
            else "cannot be told"
        )
        half = Z90 * sd
        compared.beside["effects"] += 1
        compared.equal(name, (str(measured.word), measured.weeks, measured.controls), (word, *rest))
        compared.same(
            name, [measured.points, measured.low, measured.high], [points, points - half, points + half], 1e-7
        )


def compare_flags_beside(compared: Compared, world: World, grades: Grades, season: Season, said: Week) -> None:
    """CROWD, F2, F8 and F9."""
    flags = find_flags(grades)
    found = {rule: {flag.station for flag in flags if flag.rule == rule} for rule in ("F2", "F8", "F9")}
    for rule, stations in (
        ("F2", too_straight(said, season)), ("F8", called_back(said, season, world.beside["call-back"])),
    ):  # fmt: skip
        compared.equal(rule, found[rule], {world.codes[station] for station in stations})
        compared.beside[rule] += len(stations)
    days = crowds(said, season)
    named = {(world.codes[station], calendar.day_of(calendar.first_day(0) + day).isoformat()) for station, day in days}
    compared.equal("crowds", {(flag.station, flag.when) for flag in flags if flag.rule == "CROWD"}, named)
    compared.beside["CROWD"] += len(days)
    above, below, rare = bunched(said)
    compared.equal(f"F9, {above} above and {below} below", bool(found["F9"]), rare)


def compare_money_outside(compared: Compared, world: World, grades: Grades, season: Season, said: Week) -> None:
    """Yes and no of the closed quarter, where they are told."""
    table = with_money_of_closed_quarter(grades, grades.working.scope.cube).table
    codes = dict(enumerate(world.codes))
    for level, parts in told(season, said).items():
        of_level = table[table["level"] == level]
        product = dict(
            zip(of_level["code"], zip(of_level["money_yes"], of_level["money_no"], strict=True), strict=True)
        )
        names = codes if level == "station" else dict(enumerate(d.code for d in world.campaign.districts))
        for part, wanted in parts.items():
            found = product[names.get(part, part)]
            compared.beside[f"money of a {level}, {'told' if wanted else 'not told'}"] += 1
            compared.equal(f"money of {level} {part}", None if number(found[0]) is None else found, wanted)
