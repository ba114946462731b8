"""From weeks to a score under version 2: the steps of an explanation whose every number can be redone from what is printed."""

from __future__ import annotations

from typing import NamedTuple

from ...grading.explain.second import SecondExplanation, WeekWeight
from .score import FEW
from .section import Say, Section, percent, two


def pooled(explanation: SecondExplanation, say: Say) -> Section:
    table = [(say("week"), say("responses"), say("age in weeks"), say("mean"), say("weight"), "h", "q")]
    table += [
        (
            shown.week,
            f"{shown.n:.2f}",
            shown.age,
            two(shown.mean),
            f"{shown.weight:.6f}",
            f"{shown.h:.6f}",
            f"{shown.q:.4f}",
        )
        for shown in weighted_weeks(explanation, say)
    ]
    h, q = explanation.h or 0.0, explanation.q or 0.0
    return Section(
        say("One number for the station"),
        (
            say("Each week has an average (after the adjustment it may pass 100 or fall below 0) and a weight: the more responses, the more weight; the older, the less."),
            say("Weeks with one or two responses are shown together, so that nobody is recognised by a response."),
            say("h and q say how uncertain the average is; each is the sum of its column. s² is how much single responses differ everywhere, s²ₛ how much they differ here."),
        ),
        (
            f"u = 1/(s²/n + s²w + {explanation.drift:g}·a + {explanation.old_step:g}·max(0, a − {explanation.old_after})),  s² = {two(explanation.s2)},  s²w = {explanation.sw2:.4f},  a: {say('age in weeks')},  Σu = {sum(week.u for week in explanation.weighted):.6f}",
            f"{say('weight')} = u/Σu,  h = {say('weight')}²/n,  q = {say('weight')}²·(s²w + {explanation.drift:g}·a)",
            f"ȳ = Σ {say('weight')}·{say('mean')} = {explanation.ybar or 0:.4f}",
            f"V = s²ₛ·h + q = {two(explanation.own_s2)} × {h:.6f} + {q:.4f} = {explanation.v or 0:.4f},   V₀ = s²·h + q = {explanation.v0 or 0:.4f}",
        ),
        tuple(table),
    )  # fmt: skip


class ShownWeek(NamedTuple):
    """A row of the table of weeks: one week, or those with few responses together; parts of the weights, of h and of q."""

    week: str
    n: float
    age: str
    mean: float
    weight: float
    h: float
    q: float


def weighted_weeks(explanation: SecondExplanation, say: Say) -> list[ShownWeek]:
    """Rows that give the same mean, h and q as all weeks do; weeks with few responses are one row."""
    whole = sum(week.u for week in explanation.weighted)

    def row(name: str, age: str, part: list[WeekWeight]) -> ShownWeek:
        weights = [week.u / whole for week in part]
        weight = sum(weights)
        return ShownWeek(
            name, sum(week.n for week in part), age,
            sum(w * week.mean for w, week in zip(weights, part, strict=True)) / weight, weight,
            sum(w**2 / week.n for w, week in zip(weights, part, strict=True)),
            sum(w**2 * (explanation.sw2 + explanation.drift * week.age) for w, week in zip(weights, part, strict=True)),
        )  # fmt: skip

    rows = [row(week.week, str(week.age), [week]) for week in explanation.weighted if week.n >= FEW]
    few = [week for week in explanation.weighted if week.n < FEW]
    return [*rows, row(say("{n} week with 1 or 2", "{n} weeks with 1 or 2", n=len(few)), "", few)] if few else rows


def shrunk(explanation: SecondExplanation, say: Say) -> Section:
    r, r_eff = explanation.r or 0.0, explanation.reliability or 0.0
    middle, ybar, v = explanation.centre or 0.0, explanation.ybar or 0.0, explanation.v or 0.0
    free, tau2 = middle + r * (ybar - middle), explanation.tau2
    lines = [
        say(
            "The middle of stations of this kind is {centre}. A few responses say little, so the score lies between the middle and the station's own average: {share} of the way to its own. With more responses it would be more.",
            centre=two(explanation.centre),
            share=percent(explanation.reliability),
        ),
        say(
            "It is never moved from the station's own average by more than {limit} times the uncertainty of that average (√V), so that a small station that is very good or very bad is not hidden.",
            limit=f"{explanation.limit:g}",
        ),
    ]
    formulas = [
        f"R = τ²/(τ² + V₀) = {tau2:.4f}/({tau2:.4f} + {explanation.v0 or 0:.4f}) = {r:.6f}",
        f"{say('middle')} + R (ȳ − {say('middle')}) = {middle:.4f} + {r:.6f} × ({ybar:.4f} − {middle:.4f}) = {free:.4f}",
    ]
    if explanation.limited:
        reach = explanation.limit * v**0.5
        formulas.append(
            f"|{free:.4f} − {ybar:.4f}| > {explanation.limit:g}·√V = {reach:.4f}  →  {explanation.score or 0:.4f},  Rₑ = {r_eff:.6f}"
        )
        formulas.append(
            f"{say('noise')} = min(Rₑ² V + (1−Rₑ)² τ², V) = min({r_eff**2:.6f} × {v:.4f} + {(1 - r_eff) ** 2:.6f} × {tau2:.4f}, {v:.4f}) = {explanation.noise or 0:.4f},  {say('extra')} = 0"
        )
    else:
        formulas.append(
            f"{say('noise')} = R² V + (1−R)² τ² = {r_eff**2:.6f} × {v:.4f} + {(1 - r_eff) ** 2:.6f} × {tau2:.4f} = {explanation.noise or 0:.4f}"
        )
        formulas.append(
            f"{say('extra')} = (R (1−R))² ω² (ȳ − {say('middle')})² = {(r * (1 - r)) ** 2:.6f} × {explanation.omega2 or 0:.6f} × {(ybar - middle) ** 2:.4f} = {explanation.extra or 0:.4f}"
        )
    formulas += [
        f"sd² = {say('noise')} + (1−Rₑ)² {say('var(middle)')} + {say('extra')} = {explanation.noise or 0:.4f} + {(1 - r_eff) ** 2:.6f} × {explanation.var_c or 0:.4f} + {explanation.extra or 0:.4f} = {(explanation.sd or 0) ** 2:.4f}",
        f"{two(explanation.score)} ± {explanation.z} × {two(explanation.sd)} → {two(explanation.low)} – {two(explanation.high)}",
    ]
    return Section(say("Few responses, more caution"), tuple(lines), tuple(formulas))
