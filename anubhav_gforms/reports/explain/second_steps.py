"""From weeks to a score under version 2: the steps of an explanation whose every number can be redone from what is printed."""

from __future__ import annotations

from typing import NamedTuple

from ...grading.explain.second import SecondExplanation, WeekWeight
from .section import Say, Section, percent, two
from .steps import FEW, TOGETHER


def pooled(explanation: SecondExplanation, say: Say) -> Section:
    """From weeks to one number."""
    table = [(say("week"), say("responses"), say("age in weeks"), say("mean"), say("weight"), "h", "q")]
    table += [
        (row.week, f"{row.n:.2f}", row.age, two(row.mean), f"{row.weight:.6f}", f"{row.h:.6f}", f"{row.q:.4f}")
        for row in weighted_weeks(explanation, say)
    ]
    h, q = explanation.h or 0.0, explanation.q or 0.0
    return Section(
        say("One number for the station"),
        tuple(say.each(
            "Each week has an average (after the adjustment it may pass 100 or fall below 0) and a weight: the more responses, the more weight; the older, the less.",
            TOGETHER,
            "h and q say how uncertain the average is; each is the sum of its column. s² is how much single responses differ everywhere, s²ₛ how much they differ here.",
        )),
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
    """From that number to the score and its interval."""
    r, r_eff = explanation.r or 0.0, explanation.reliability or 0.0
    middle, ybar, v = explanation.centre or 0.0, explanation.ybar or 0.0, explanation.v or 0.0
    free, tau2, centre = middle + r * (ybar - middle), explanation.tau2, say("middle")
    noise, extra, noise_is, extra_is = explanation.noise or 0, explanation.extra or 0, say("noise"), say("extra")
    reach = explanation.limit * v**0.5
    limited = (
        f"|{free:.4f} − {ybar:.4f}| > {explanation.limit:g}·√V = {reach:.4f}  →  {explanation.score or 0:.4f},  Rₑ = {r_eff:.6f}",
        f"{noise_is} = min(Rₑ² V + (1−Rₑ)² τ², V) = min({r_eff**2:.6f} × {v:.4f} + {(1 - r_eff) ** 2:.6f} × {tau2:.4f}, {v:.4f}) = {noise:.4f},  {extra_is} = 0",
    )
    unlimited = (
        f"{noise_is} = R² V + (1−R)² τ² = {r_eff**2:.6f} × {v:.4f} + {(1 - r_eff) ** 2:.6f} × {tau2:.4f} = {noise:.4f}",
        f"{extra_is} = (R (1−R))² ω² (ȳ − {centre})² = {(r * (1 - r)) ** 2:.6f} × {explanation.omega2 or 0:.6f} × {(ybar - middle) ** 2:.4f} = {extra:.4f}",
    )
    formulas = (
        f"R = τ²/(τ² + V₀) = {tau2:.4f}/({tau2:.4f} + {explanation.v0 or 0:.4f}) = {r:.6f}",
        f"{centre} + R (ȳ − {centre}) = {middle:.4f} + {r:.6f} × ({ybar:.4f} − {middle:.4f}) = {free:.4f}",
        *(limited if explanation.limited else unlimited),
        f"sd² = {noise_is} + (1−Rₑ)² {say('var(middle)')} + {extra_is} = {noise:.4f} + {(1 - r_eff) ** 2:.6f} × {explanation.var_c or 0:.4f} + {extra:.4f} = {(explanation.sd or 0) ** 2:.4f}",
        f"{two(explanation.score)} ± {explanation.z} × {two(explanation.sd)} → {two(explanation.low)} – {two(explanation.high)}",
    )
    said = say.each(
        "The middle of stations of this kind is {centre}. A few responses say little, so the score lies between the middle and the station's own average: {reliability} of the way to its own. With more responses it would be more.",
        "It is never moved from the station's own average by more than {limit} times the uncertainty of that average (√V), so that a small station that is very good or very bad is not hidden.",
    )
    return Section(say("Few responses, more caution"), tuple(said), formulas)


def review(explanation: SecondExplanation, say: Say) -> Section:
    """The score and the chance by which the standing is judged while alike responses wait for a person."""
    clean, middle = explanation.without_alike, explanation.centre or 0
    assert clean is not None, "only asked under review"
    centre, said = two(explanation.centre), say("middle")
    limited = f"|ȳ − {say('score')}| ≤ {explanation.limit:g}·√V = {two(explanation.limit * clean.v**0.5)}  →  {two(clean.score)},  Rₑ = {clean.r_eff:.4f}"
    return Section(
        say("Without the responses under review"),
        (
            say("The same steps without the {alike} responses that are all alike. The sentence on its kind is judged by these numbers; a station is called above only when it is above with them too."),
        ),
        (
            f"ȳ = {clean.ybar:.4f},  V = {clean.v:.4f},  V₀ = {clean.v0:.4f},  R = τ²/(τ² + V₀) = {clean.r:.4f}",
            f"{said} + R (ȳ − {said}) = {centre} + {clean.r:.4f} × ({clean.ybar:.4f} − {centre}) = {two(middle + clean.r * (clean.ybar - middle))}",
            *([limited] if clean.r_eff > clean.r + 1e-12 else []),
            f"P = Φ(({two(clean.score)} − {centre})/{clean.sd_above:.4f}) = {clean.above:.4f} ({percent(clean.above)})",
        ),
    )  # fmt: skip


def areas(explanation: SecondExplanation, say: Say) -> Section:
    """Each question's score from its constants."""
    table = [(say("question"), say("responses"), "d", "μ", "t", "v", "r", say("score"), say("low"), say("high"))]
    table += [
        (
            say.half(explanation.titles[area.question]), str(area.n), f"{area.d:.4f}", f"{area.mu:.4f}", f"{area.t:.4f}",
            f"{area.v:.2f}", f"{area.r:.4f}", two(area.score), two(area.low), two(area.high),
        )
        for area in explanation.areas
    ]  # fmt: skip
    variances = ", ".join(f"{area.variance:.6f}" for area in explanation.areas)
    said = say.each(
        "Each question starts from the station's own score. d is how much better the question is rated than the whole response, on average; μ is the same in the whole range. With few responses most of a difference is luck, so only a part r of it counts.",
        "Only responses with all ratings are used here. There are no letters for single questions.",
    )
    formulas = (
        f"r = t/(t + v/n),  {say('score')} = {two(explanation.score)} + μ + r (d − μ)",
        f"{say('score')} ± {explanation.z} × √(sd² + r v/n + (1−r)² var(μ)),  sd² = {(explanation.sd or 0) ** 2:.4f},  var(μ) = {variances}",
    )
    return Section(say("Question by question"), tuple(said), formulas, tuple(table))
