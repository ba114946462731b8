"""An explanation under version 2 in words: what it means, each step with its formula, and what the reader may do."""

from __future__ import annotations

from datetime import date

from ...sentence import Sentence
from ..schema import Standing
from .score import FEW
from .second import SecondExplanation, WeekWeight
from .section import Say, Section, percent, two


def meaning(explanation: SecondExplanation, say: Say) -> Section:
    how_many = {
        0: Sentence("Nobody's response counts in the last {tried} weeks."),
        1: Sentence("One visitor's response counts, from {tried} weeks."),
    }.get(explanation.responses, Sentence("{responses} responses of visitors count, from {tried} weeks."))
    lines = [say(how_many, responses=explanation.responses, tried=explanation.weeks_tried)]
    if not explanation.shown:
        lines.append(
            say(
                "At least {least} are needed for a score. With fewer, chance would decide. So there is no score and no letter, good or bad.",
                least=explanation.min_responses,
            )
        )
        if explanation.responses >= explanation.min_responses:
            lines.append(say("Most of the responses came on one day, and one day counts for little."))
    else:
        lines.append(say("The score is {score} of 100. Its true value lies between {low} and {high} with {sure} certainty.",
                         score=two(explanation.score), low=two(explanation.low), high=two(explanation.high), sure=percent(explanation.interval)))  # fmt: skip
        lines += [_standing(explanation, say), _letter(explanation, say)]
        if explanation.under_review:
            lines.append(
                say(
                    "{alike} responses that are all alike wait for a person to look. They count in the score. For the sentence above on its kind they are left out: without them the score is {score}. Until then no new letter is given.",
                    alike=explanation.alike,
                    score=two(explanation.score_without_alike),
                )
            )
        lines.append(_firmness(explanation, say))
    lines += _more_needed(explanation, say)
    if explanation.closed_on is not None:
        day = f"{date.fromisoformat(explanation.closed_on):%d.%m.%Y}" if explanation.closed_on else ""
        lines.append(
            say("It closed on {day}: it is in no list and in no mean. This is its history.", day=day)
            if day
            else say("It is closed: it is in no list and in no mean. This is its history.")
        )
    return Section(say("What it means"), tuple(lines))


def _standing(explanation: SecondExplanation, say: Say) -> str:
    sentence = {
        Standing.ABOVE.value: Sentence(
            "It is clearly above stations of its kind, whose middle is {centre}: we are {p} sure."
        ),
        Standing.BELOW.value: Sentence(
            "It is clearly below stations of its kind, whose middle is {centre}: we are {p} sure."
        ),
    }.get(
        explanation.standing,
        Sentence(
            "It cannot be told whether it is above or below stations of its kind, whose middle is {centre}: the chance that it is above is {p}."
        ),
    )
    above = explanation.above_without_alike if explanation.under_review else explanation.above
    sure = 1 - (above or 0.0) if explanation.standing == Standing.BELOW.value else above
    return say(sentence, centre=two(explanation.centre), p=percent(sure))


def _letter(explanation: SecondExplanation, say: Say) -> str:
    if explanation.capped:
        return say("The score would earn {uncapped}. Because visitors report that money was asked, the letter is held at {letter} until that has been looked into.",
                   uncapped=explanation.uncapped, letter=explanation.letter)  # fmt: skip
    if not explanation.letters_given:
        return say(
            "Letters are given from {day} on, once the range has 13 weeks of responses; until then it is only said who is clearly above or below.",
            day=f"{date.fromisoformat(explanation.letters_from):%d.%m.%Y}",
        )
    if explanation.letter:
        lower, upper = _edges(explanation)
        return say(
            "The letter is {letter} ({lower} to {upper}), given in {since}: today it is right with {p} probability.",
            letter=explanation.letter, lower=lower, upper=upper, since=explanation.held_since, p=percent(explanation.p_letter),
        )  # fmt: skip
    if explanation.letter_set:
        return say(
            "The truth is in {letters} with {p} probability; no single letter is {give} sure.",
            letters=explanation.letter_set.replace(" or ", f" {say('or')} "),
            p=percent(explanation.p_set),
            give=percent(explanation.letter_give),
        )
    return say(
        "There is no letter: not even three neighbouring ones together are {give} sure.",
        give=percent(explanation.letter_give),
    )


def _edges(explanation: SecondExplanation) -> tuple[str, str]:
    names, edges = list(explanation.bands), list(explanation.bands.values())
    place = names.index(explanation.uncapped)
    return f"{edges[place]:g}", "100" if place == 0 else f"{edges[place - 1]:g}"


def _firmness(explanation: SecondExplanation, say: Say) -> str:
    def number(count: int | None) -> str:
        return str(count) if count is not None else say("more than {most}", most=explanation.forged_most)

    return say(
        "How firm is this? It would take {worst} more of the worst responses, or {best} of the best, to change what is said here.",
        worst=number(explanation.forged_worst),
        best=number(explanation.forged_best),
    )


def _more_needed(explanation: SecondExplanation, say: Say) -> list[str]:
    if not explanation.responses_needed or explanation.letter:
        return []
    if explanation.weeks_needed is None:
        return [
            say(
                "About {more} more responses are needed before one letter can be told.",
                more=explanation.responses_needed,
            )
        ]
    return [
        say(
            "About {more} more responses are needed before one letter can be told; at today's pace that takes {weeks} weeks.",
            more=explanation.responses_needed,
            weeks=explanation.weeks_needed,
        )
    ]


def window(explanation: SecondExplanation, say: Say) -> list[str]:
    """Which weeks and days count, and how much."""
    lines = [
        say(
            "The last {weeks} weeks count. A week older than a month counts less, the more so the busier the station.",
            weeks=explanation.window_weeks,
        ),
        say(
            "Here {tried} weeks count, and in {held} of them somebody answered.",
            tried=explanation.weeks_tried,
            held=explanation.weeks_held,
        ),
    ]
    if explanation.n < explanation.responses - 1e-9:
        lines.append(
            say(
                "One day counts for at most {floor} responses, or {times} times what is usual here: {responses} responses weigh as much as {n}.",
                floor=f"{explanation.day_floor:g}",
                times=f"{explanation.day_times:g}",
                responses=explanation.responses,
                n=f"{explanation.n:.2f}",
            )
        )
    return lines


def pooled(explanation: SecondExplanation, say: Say) -> Section:
    whole = sum(week.u for week in explanation.weighted)
    table = [(say("week"), say("responses"), say("mean"), say("weight"))]
    table += [(name, f"{n:.2f}", two(mean), f"{u / whole:.4f}") for name, n, mean, u in weeks_shown(explanation, say)]
    return Section(
        say("One number for the station"),
        (
            say("Each week has a mean of adjusted scores (which may pass 100 or fall below 0), and a weight: more for more responses, less for age."),
            say("Weeks with one or two responses are shown together, so that nobody is recognised by a response."),
        ),
        (
            f"u = 1/(s²/n + s²w + {explanation.drift:g}·a + {explanation.old_step:g}·max(0, a − {explanation.old_after})),  s² = {two(explanation.s2)},  s²w = {two(explanation.sw2)},  a: {say('age in weeks')}",
            f"ȳ = Σ u·{say('mean')} / Σ u = {two(explanation.ybar)}",
            f"h = Σ (u²/n)/(Σu)² = {(explanation.h or 0):.6f},  q = Σ u²(s²w + a)/(Σu)² = {(explanation.q or 0):.4f}",
            f"V = s²ₛ·h + q = {two(explanation.own_s2)} × {(explanation.h or 0):.6f} + {(explanation.q or 0):.4f} = {two(explanation.v)},   V₀ = s²·h + q = {two(explanation.v0)}",
        ),
        tuple(table),
    )  # fmt: skip


def weeks_shown(explanation: SecondExplanation, say: Say) -> list[tuple[str, float, float, float]]:
    """(week, n, mean, weight) rows that give the same mean as all weeks do; weeks with few answers are one row."""

    def row(name: str, part: list[WeekWeight]) -> tuple[str, float, float, float]:
        u = sum(week.u for week in part)
        return name, sum(week.n for week in part), sum(week.u * week.mean for week in part) / u, u

    rows = [row(week.week, [week]) for week in explanation.weighted if week.n >= FEW]
    few = [week for week in explanation.weighted if week.n < FEW]
    return [*rows, row(say("{count} weeks with 1 or 2", count=len(few)), few)] if few else rows


def shrunk(explanation: SecondExplanation, say: Say) -> Section:
    r = explanation.r or 0.0
    free = (explanation.centre or 0.0) + r * ((explanation.ybar or 0.0) - (explanation.centre or 0.0))
    lines = [
        say(
            "The middle of stations of this kind is {centre}. With few responses a station's own mean says little, so the score lies between the two: {share} of the way from the middle to its own mean.",
            centre=two(explanation.centre),
            share=percent(explanation.reliability),
        ),
        say(
            "It is never moved further than {limit} standard errors from the station's own mean, so that a small station that is very good or very bad is not hidden.",
            limit=f"{explanation.limit:g}",
        ),
    ]
    formulas = [
        f"R = τ²/(τ² + V₀) = {explanation.tau2:.4f}/({explanation.tau2:.4f} + {two(explanation.v0)}) = {r:.6f}",
        f"{say('middle')} + R (ȳ − {say('middle')}) = {two(explanation.centre)} + {r:.6f} × ({two(explanation.ybar)} − {two(explanation.centre)}) = {two(free)}",
    ]
    if explanation.limited:
        reach = explanation.limit * (explanation.v or 0.0) ** 0.5
        formulas.append(
            f"|{two(free)} − {two(explanation.ybar)}| > {explanation.limit:g}·√V = {two(reach)}  →  {two(explanation.score)},  Rₑ = {(explanation.reliability or 0):.6f}"
        )
    formulas += [
        f"sd² = {say('noise')} + (1−Rₑ)² {say('var(middle)')} + {say('extra')} = {two(explanation.noise)} + {(1 - (explanation.reliability or 0)) ** 2:.6f} × {two(explanation.var_c)} + {two(explanation.extra)} = {two((explanation.sd or 0) ** 2)}",
        f"{two(explanation.score)} ± {explanation.z} × {two(explanation.sd)} → {two(explanation.low)} – {two(explanation.high)}",
    ]
    return Section(say("Few responses, more caution"), tuple(lines), tuple(formulas))


def standing(explanation: SecondExplanation, say: Say) -> Section:
    lines = [
        say(
            "A station is named above or below its kind when we are {sure} sure, also without the one response that says most for it, and the distance is at least {gap} points. It stays named while we are {keep} sure.",
            sure=percent(explanation.sure),
            gap=f"{explanation.min_gap:g}",
            keep=percent(explanation.keep),
        ),
        say(
            "The chance that it is above is {p}; without its best response {best}, without its worst {worst}.",
            p=percent(explanation.above_without_alike),
            best=percent(explanation.above_without_best),
            worst=percent(explanation.above_without_worst),
        ),
        say("Of a hundred stations that are named, at most five are on the wrong side."),
    ]
    return Section(
        say("Above or below its kind"),
        tuple(lines),
        (
            f"P = Φ(({two(explanation.score)} − {two(explanation.centre)})/√({two(explanation.noise)} + {(explanation.reliability or 0) ** 2:.6f} × {two(explanation.var_c)} + {two(explanation.extra)})) = Φ({((explanation.score or 0) - (explanation.centre or 0)) / (explanation.sd_above or 1):.4f}) = {(explanation.above or 0):.4f}",
        ),
    )


def letter(explanation: SecondExplanation, say: Say) -> Section:
    chances = ", ".join(
        f"{name} {percent(chance)}" for name, chance in explanation.probabilities.items() if chance >= 0.005
    )
    return Section(
        say("The letter"),
        (
            say(
                "Letters begin at these scores: {bands}.",
                bands=", ".join(f"{name} {edge:g}" for name, edge in explanation.bands.items()),
            ),
            say("How probable each letter is: {chances}.", chances=chances),
            say(
                "A letter is given when it is {give} probable and stays until it is less than {keep} probable; else the two or three neighbours that together are {give} probable are shown.",
                give=percent(explanation.letter_give),
                keep=percent(explanation.letter_keep),
            ),
        ),
    )


def alarms(explanation: SecondExplanation, say: Say) -> list[str]:
    """What the two alarms say."""
    lines = []
    if explanation.alarm_since:
        lines.append(
            say(
                "Since week {week} its scores have fallen below its own earlier level ({level}); a person should look for the cause.",
                week=explanation.alarm_since,
                level=two(explanation.alarm_baseline),
            )
        )
    if explanation.alarm_bad:
        lines.append(
            say(
                "{bad} visitors of the last four weeks were very dissatisfied, far more than is usual here; good responses beside theirs change nothing in this.",
                bad=explanation.bad_recent,
            )
        )
    return lines
