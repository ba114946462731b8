"""An explanation under version 2 in words: what it means, each step with its formula, and what the reader may do."""

from __future__ import annotations

from datetime import date

from ..schema import Standing
from .score import FEW
from .second import SecondExplanation, WeekWeight
from .section import Say, Section, percent, two


def meaning(one: SecondExplanation, say: Say) -> Section:
    how_many = {
        0: "Nobody's answer counts in the last {tried} weeks.",
        1: "One visitor's answer counts, from {tried} weeks.",
    }.get(one.responses, "{responses} answers of visitors count, from {tried} weeks.")
    lines = [say(how_many, responses=one.responses, tried=one.weeks_tried)]
    if not one.shown:
        lines.append(
            say(
                "At least {least} are needed for a score. With fewer, chance would decide. So there is no score and no letter, good or bad.",
                least=one.min_responses,
            )
        )
        if one.responses >= one.min_responses:
            lines.append(say("Most of the answers came on one day, and one day counts for little."))
    else:
        lines.append(say("The score is {score} of 100. Its true value lies between {low} and {high} with {sure} certainty.",
                         score=two(one.score), low=two(one.low), high=two(one.high), sure=percent(one.interval)))  # fmt: skip
        lines += [_standing(one, say), _letter(one, say)]
        if one.under_review:
            lines.append(
                say(
                    "{alike} answers that are all alike wait for a person to look. They count in the score. For the sentence above on its kind they are left out: without them the score is {score}. Until then no new letter is given.",
                    alike=one.alike,
                    score=two(one.score_without_alike),
                )
            )
        lines.append(_firmness(one, say))
    lines += _more_needed(one, say)
    if one.closed_on is not None:
        day = f"{date.fromisoformat(one.closed_on):%d.%m.%Y}" if one.closed_on else ""
        lines.append(
            say("It closed on {day}: it is in no list and in no mean. This is its history.", day=day)
            if day
            else say("It is closed: it is in no list and in no mean. This is its history.")
        )
    return Section(say("What it means"), tuple(lines))


def _standing(one: SecondExplanation, say: Say) -> str:
    sentence = {
        Standing.ABOVE.value: "It is clearly above stations of its kind, whose middle is {centre}: we are {p} sure.",
        Standing.BELOW.value: "It is clearly below stations of its kind, whose middle is {centre}: we are {p} sure.",
    }.get(
        one.standing,
        "It cannot be told whether it is above or below stations of its kind, whose middle is {centre}: the chance that it is above is {p}.",
    )
    above = one.above_without_alike if one.under_review else one.above
    sure = 1 - (above or 0.0) if one.standing == Standing.BELOW.value else above
    return say(sentence, centre=two(one.centre), p=percent(sure))


def _letter(one: SecondExplanation, say: Say) -> str:
    if one.capped:
        return say("The score would earn {uncapped}. Because visitors report that money was asked, the letter is held at {letter} until that has been looked into.",
                   uncapped=one.uncapped, letter=one.letter)  # fmt: skip
    if not one.letters_given:
        return say(
            "Letters are given from {day} on, once the range has 13 weeks of answers; until then it is only said who is clearly above or below.",
            day=f"{date.fromisoformat(one.letters_from):%d.%m.%Y}",
        )
    if one.letter:
        lower, upper = _edges(one)
        return say(
            "The letter is {letter} ({lower} to {upper}), given in {since}: today it is right with {p} probability.",
            letter=one.letter, lower=lower, upper=upper, since=one.held_since, p=percent(one.p_letter),
        )  # fmt: skip
    if one.letter_set:
        return say(
            "The truth lies in {letters} with {p} probability; no single letter is {give} sure.",
            letters=one.letter_set.replace(" or ", f" {say('or')} "),
            p=percent(one.p_set),
            give=percent(one.letter_give),
        )
    return say(
        "There is no letter: not even three neighbouring ones together are {give} sure.", give=percent(one.letter_give)
    )


def _edges(one: SecondExplanation) -> tuple[str, str]:
    names, edges = list(one.bands), list(one.bands.values())
    place = names.index(one.uncapped)
    return f"{edges[place]:g}", "100" if place == 0 else f"{edges[place - 1]:g}"


def _firmness(one: SecondExplanation, say: Say) -> str:
    def number(count: int | None) -> str:
        return str(count) if count is not None else say("more than {most}", most=one.forged_most)

    return say(
        "How firm is this? It would take {worst} more of the worst answers, or {best} of the best, to change what is said here.",
        worst=number(one.forged_worst),
        best=number(one.forged_best),
    )


def _more_needed(one: SecondExplanation, say: Say) -> list[str]:
    if not one.responses_needed or one.letter:
        return []
    if one.weeks_needed is None:
        return [say("About {more} more answers are needed before one letter can be told.", more=one.responses_needed)]
    return [
        say(
            "About {more} more answers are needed before one letter can be told; at today's pace that takes {weeks} weeks.",
            more=one.responses_needed,
            weeks=one.weeks_needed,
        )
    ]


def window(one: SecondExplanation, say: Say) -> list[str]:
    """Which weeks and days count, and how much."""
    lines = [
        say(
            "The last {weeks} weeks count. A week older than a month counts less, the more so the busier the station.",
            weeks=one.window_weeks,
        ),
        say(
            "Here {tried} weeks count, and in {held} of them somebody answered.",
            tried=one.weeks_tried,
            held=one.weeks_held,
        ),
    ]
    if one.n < one.responses - 1e-9:
        lines.append(
            say(
                "One day counts for at most {floor} answers, or {times} times what is usual here: {responses} answers weigh as much as {n}.",
                floor=f"{one.day_floor:g}",
                times=f"{one.day_times:g}",
                responses=one.responses,
                n=f"{one.n:.2f}",
            )
        )
    return lines


def pooled(one: SecondExplanation, say: Say) -> Section:
    whole = sum(week.u for week in one.weighted)
    table = [(say("week"), say("answers"), say("mean"), say("weight"))]
    table += [(name, f"{n:.2f}", two(mean), f"{u / whole:.4f}") for name, n, mean, u in weeks_shown(one, say)]
    return Section(
        say("One number for the station"),
        (
            say("Each week has a mean of adjusted scores (which may pass 100 or fall below 0), and a weight: more for more answers, less for age."),
            say("Weeks with one or two answers are shown together, so that nobody is recognised by an answer."),
        ),
        (
            f"u = 1/(s²/n + s²w + {one.drift:g}·a + {one.old_step:g}·max(0, a − {one.old_after})),  s² = {two(one.s2)},  s²w = {two(one.sw2)},  a: {say('age in weeks')}",
            f"ȳ = Σ u·{say('mean')} / Σ u = {two(one.ybar)}",
            f"h = Σ (u²/n)/(Σu)² = {(one.h or 0):.6f},  q = Σ u²(s²w + a)/(Σu)² = {(one.q or 0):.4f}",
            f"V = s²ₛ·h + q = {two(one.own_s2)} × {(one.h or 0):.6f} + {(one.q or 0):.4f} = {two(one.v)},   V₀ = s²·h + q = {two(one.v0)}",
        ),
        tuple(table),
    )  # fmt: skip


def weeks_shown(one: SecondExplanation, say: Say) -> list[tuple[str, float, float, float]]:
    """(week, n, mean, weight) rows that give the same mean as all weeks do; weeks with few answers are one row."""

    def row(name: str, part: list[WeekWeight]) -> tuple[str, float, float, float]:
        u = sum(week.u for week in part)
        return name, sum(week.n for week in part), sum(week.u * week.mean for week in part) / u, u

    rows = [row(week.week, [week]) for week in one.weighted if week.n >= FEW]
    few = [week for week in one.weighted if week.n < FEW]
    return [*rows, row(say("{count} weeks with 1 or 2", count=len(few)), few)] if few else rows


def shrunk(one: SecondExplanation, say: Say) -> Section:
    r = one.r or 0.0
    free = (one.centre or 0.0) + r * ((one.ybar or 0.0) - (one.centre or 0.0))
    lines = [
        say(
            "The middle of stations of this kind is {centre}. With few answers a station's own mean says little, so the score lies between the two: {share} of the way from the middle to its own mean.",
            centre=two(one.centre),
            share=percent(one.reliability),
        ),
        say(
            "It is never moved further than {limit} standard errors from the station's own mean, so that a small station that is very good or very bad is not hidden.",
            limit=f"{one.limit:g}",
        ),
    ]
    formulas = [
        f"R = τ²/(τ² + V₀) = {one.tau2:.4f}/({one.tau2:.4f} + {two(one.v0)}) = {r:.6f}",
        f"{say('middle')} + R (ȳ − {say('middle')}) = {two(one.centre)} + {r:.6f} × ({two(one.ybar)} − {two(one.centre)}) = {two(free)}",
    ]
    if one.limited:
        reach = one.limit * (one.v or 0.0) ** 0.5
        formulas.append(
            f"|{two(free)} − {two(one.ybar)}| > {one.limit:g}·√V = {two(reach)}  →  {two(one.score)},  Rₑ = {(one.reliability or 0):.6f}"
        )
    formulas += [
        f"sd² = {say('noise')} + (1−Rₑ)² {say('var(middle)')} + {say('extra')} = {two(one.noise)} + {(1 - (one.reliability or 0)) ** 2:.6f} × {two(one.var_c)} + {two(one.extra)} = {two((one.sd or 0) ** 2)}",
        f"{two(one.score)} ± {one.z} × {two(one.sd)} → {two(one.low)} – {two(one.high)}",
    ]
    return Section(say("Few answers, more caution"), tuple(lines), tuple(formulas))


def standing(one: SecondExplanation, say: Say) -> Section:
    lines = [
        say(
            "A station is named above or below its kind when we are {sure} sure, also without the one answer that says most for it, and the distance is at least {gap} points. It stays named while we are {keep} sure.",
            sure=percent(one.sure),
            gap=f"{one.min_gap:g}",
            keep=percent(one.keep),
        ),
        say(
            "The chance that it is above is {p}; without its best answer {best}, without its worst {worst}.",
            p=percent(one.above_without_alike),
            best=percent(one.above_without_best),
            worst=percent(one.above_without_worst),
        ),
        say("Of a hundred stations that are named, at most five are on the wrong side."),
    ]
    return Section(
        say("Above or below its kind"),
        tuple(lines),
        (
            f"P = Φ(({two(one.score)} − {two(one.centre)})/√({two(one.noise)} + {(one.reliability or 0) ** 2:.6f} × {two(one.var_c)} + {two(one.extra)})) = Φ({((one.score or 0) - (one.centre or 0)) / (one.sd_above or 1):.4f}) = {(one.above or 0):.4f}",
        ),
    )


def letter(one: SecondExplanation, say: Say) -> Section:
    chances = ", ".join(f"{name} {percent(chance)}" for name, chance in one.probabilities.items() if chance >= 0.005)
    return Section(
        say("The letter"),
        (
            say(
                "Letters begin at these scores: {bands}.",
                bands=", ".join(f"{name} {edge:g}" for name, edge in one.bands.items()),
            ),
            say("How probable each letter is: {chances}.", chances=chances),
            say(
                "A letter is given when it is {give} probable and stays until it is less than {keep} probable; else the two or three neighbours that together are {give} probable are shown.",
                give=percent(one.letter_give),
                keep=percent(one.letter_keep),
            ),
        ),
    )


def alarms(one: SecondExplanation, say: Say) -> list[str]:
    """What the two alarms say."""
    lines = []
    if one.alarm_since:
        lines.append(
            say(
                "Since week {week} its scores have fallen below its own earlier level ({level}); a person should look for the cause.",
                week=one.alarm_since,
                level=two(one.alarm_baseline),
            )
        )
    if one.alarm_bad:
        lines.append(
            say(
                "{bad} visitors of the last four weeks were very dissatisfied, far more than is usual here; good answers beside theirs change nothing in this.",
                bad=one.bad_recent,
            )
        )
    return lines
