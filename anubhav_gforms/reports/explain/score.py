"""From weeks to a score: the pooled mean, shrinkage and interval of an explanation in words."""

from __future__ import annotations

from ...grading.explain.explanation import Explanation
from .section import Say, Section, percent, two


def pooled(explanation: Explanation, say: Say) -> Section:
    table = [(say("week"), say("responses"), say("mean"), say("unsure (variance)"))]
    table += [(name, f"{n:.2f}", two(mean), two(v)) for name, n, mean, v in pooled_weeks(explanation, say)]
    return Section(
        say("One number for the station"),
        (
            say(
                "Each week has a mean of adjusted scores (which may pass 100 or fall below 0), and a variance that says how unsure it is. A week with more responses counts more."
            ),
            say("Weeks with one or two responses are shown together, so that nobody is recognised by a response."),
        ),
        (
            f"v = s²/n + s²w,  s² = {two(explanation.s2)},  s²w = {two(explanation.sw2)}",
            f"ȳ = Σ(mean/v) / Σ(1/v) = {two(explanation.ybar)},   V = 1/Σ(1/v) = {two(explanation.v)}",
        ),
        tuple(table),
    )


FEW = 3
"""Weeks with fewer responses than this are shown together."""


def pooled_weeks(explanation: Explanation, say: Say) -> list[tuple[str, float, float, float]]:
    """(week, n, mean, variance) rows that give the same pooled mean and variance as all weeks do."""
    few = [week for week in explanation.weeks if week.n < FEW]
    rows = [(week.week, week.n, week.mean, week.v) for week in explanation.weeks if week.n >= FEW]
    if few:
        v = 1 / sum(1 / week.v for week in few)
        mean = v * sum(week.mean / week.v for week in few)
        rows.append(
            (say("{n} week with 1 or 2", "{n} weeks with 1 or 2", n=len(few)), sum(week.n for week in few), mean, v)
        )
    return rows


def shrunk(explanation: Explanation, say: Say) -> Section:
    if not explanation.shrunk:
        return Section(
            say("Few responses, more caution"),
            (
                say("There are only {count} stations of this kind with responses, too few to say how such stations usually are. So the score is the mean itself.", count=explanation.kind_stations),
                _reliable(explanation, say),
                say("Here R takes the spread τ² of the kind with most stations; it decides between firm and provisional and nothing else."),
            ),
            (f"score = ȳ = {two(explanation.score)},   sd = √V = {two(explanation.sd)}", f"R = τ²/(τ² + V) = {explanation.tau2:.2f}/({explanation.tau2:.2f} + {two(explanation.v)}) = {(explanation.reliability or 0):.3f}", *_interval(explanation)),
        )  # fmt: skip
    if not explanation.tau2:
        alike = say("This quarter no real difference between the {count} stations of this kind could be found: the score of each is their mean, {mu}.",
                    count=explanation.kind_stations, mu=two(explanation.mu))  # fmt: skip
        return Section(say("Few responses, more caution"), (alike,), _interval(explanation))
    return Section(
        say("Few responses, more caution"),
        (
            say("The {count} stations of this kind average {mu}. With few responses a station's mean says little, so the score lies between the two: {share} of the way from the average of such stations to its own mean.",
                count=explanation.kind_stations, mu=two(explanation.mu), share=percent(explanation.reliability)),
            _reliable(explanation, say),
        ),
        (
            f"R = τ²/(τ² + V) = {explanation.tau2:.2f}/({explanation.tau2:.2f} + {two(explanation.v)}) = {(explanation.reliability or 0):.3f}",
            f"score = μ + R (ȳ − μ) = {two(explanation.mu)} + {(explanation.reliability or 0):.3f} × ({two(explanation.ybar)} − {two(explanation.mu)}) = {two(explanation.score)}",
            f"sd = √(R V + (1−R)² var(μ)) = {two(explanation.sd)}",
            *_interval(explanation),
        ),
    )  # fmt: skip


def _reliable(explanation: Explanation, say: Say) -> str:
    return say(
        "R, the reliability, is the share of the differences between stations that is real and not luck; below {least} a grade is provisional.",
        least=f"{explanation.provisional_below:.2f}",
    )


def _interval(explanation: Explanation) -> tuple[str, ...]:
    return (
        f"{two(explanation.score)} ± {explanation.z} × {two(explanation.sd)} → {two(explanation.low)} – {two(explanation.high)}",
    )
