"""Question by question, and what a station's score is without alike responses under review: steps of an explanation of version 2."""

from __future__ import annotations

from collections.abc import Iterator

from ...grading.areas import STRONGER, WEAKER
from ...grading.explain.second import SecondExplanation
from .section import Say, Section, percent, spoken, two


def lean_lines(explanation: SecondExplanation, say: Say, language: str) -> Iterator[str]:
    """What the station does better, and what worse, than the rest of its responses say."""
    names = {
        lean: ", ".join(
            spoken(explanation.titles[area.question], language) for area in explanation.areas if area.lean == lean
        )
        for lean in (STRONGER, WEAKER)
    }
    if names[STRONGER]:
        yield say("What visitors praise more than the rest here: {questions}", questions=names[STRONGER])
    if names[WEAKER]:
        yield say("What visitors praise less than the rest here: {questions}", questions=names[WEAKER])


def areas(explanation: SecondExplanation, say: Say, language: str) -> Section:
    """Each question's score from its constants."""
    table = [(say("question"), say("responses"), "d", "μ", "t", "v", "r", say("score"), say("low"), say("high"))]
    table += [
        (
            spoken(explanation.titles[area.question], language), str(area.n), f"{area.d:.4f}", f"{area.mu:.4f}", f"{area.t:.4f}",
            f"{area.v:.2f}", f"{area.r:.4f}", two(area.score), two(area.low), two(area.high),
        )
        for area in explanation.areas
    ]  # fmt: skip
    variances = ", ".join(f"{area.variance:.6f}" for area in explanation.areas)
    return Section(
        say("Question by question"),
        (
            say("Each question starts from the station's own score. d is how much better the question is rated than the whole response, on average; μ is the same in the whole range. With few responses most of a difference is luck, so only a part r of it counts."),
            say("Only responses with all ratings are used here. There are no letters for single questions."),
        ),
        (
            f"r = t/(t + v/n),  {say('score')} = {two(explanation.score)} + μ + r (d − μ)",
            f"{say('score')} ± {explanation.z} × √(sd² + r v/n + (1−r)² var(μ)),  sd² = {(explanation.sd or 0) ** 2:.4f},  var(μ) = {variances}",
        ),
        tuple(table),
    )  # fmt: skip


def review(explanation: SecondExplanation, say: Say) -> Section:
    """The score and the chance by which the standing is judged while alike responses wait for a person."""
    clean = explanation.without_alike
    assert clean is not None, "only asked under review"
    reach = explanation.limit * clean.v**0.5
    limited = [
        f"|ȳ − {say('score')}| ≤ {explanation.limit:g}·√V = {two(reach)}  →  {two(clean.score)},  Rₑ = {clean.r_eff:.4f}"
    ]
    return Section(
        say("Without the responses under review"),
        (
            say(
                "The same steps without the {alike} responses that are all alike. The sentence on its kind is judged by these numbers; a station is called above only when it is above with them too.",
                alike=explanation.alike,
            ),
        ),
        (
            f"ȳ = {clean.ybar:.4f},  V = {clean.v:.4f},  V₀ = {clean.v0:.4f},  R = τ²/(τ² + V₀) = {clean.r:.4f}",
            f"{say('middle')} + R (ȳ − {say('middle')}) = {two(explanation.centre)} + {clean.r:.4f} × ({clean.ybar:.4f} − {two(explanation.centre)}) = {two((explanation.centre or 0) + clean.r * (clean.ybar - (explanation.centre or 0)))}",
            *(limited if clean.r_eff > clean.r + 1e-12 else ()),
            f"P = Φ(({two(clean.score)} − {two(explanation.centre)})/{clean.sd_above:.4f}) = {clean.above:.4f} ({percent(clean.above)})",
        ),
    )
