"""What actions changed, and the sentence that says it; never "because of"."""

from __future__ import annotations

from collections.abc import Sequence

from ..grading.effects import HORIZONS, MeasuredEffect, measure_effects
from ..grading.grades import Grades
from ..grading.method.effect import AFTER_LEAST, LEAST_CONTROLS, EffectWord
from ..sentence import Sentence
from .digits import rounded, tenth_said
from .given import ActionTaken


def effects_of(grades: Grades, actions: Sequence[ActionTaken]) -> dict[ActionTaken, MeasuredEffect]:
    """The effect of each action that can be measured; an action of the whole range has nothing to be compared with."""
    measured = measure_effects(grades.working, [(action.station, action.day) for action in actions])
    return {action: effect for action, effect in zip(actions, measured, strict=True) if effect}


def effect_in_short(effect: MeasuredEffect) -> Sentence:
    """What may be said of an action, on one line for a strip on a wall."""
    if effect.points is None or effect.low is None or effect.high is None:
        late = effect.weeks == HORIZONS[-1]
        return Sentence("It cannot be said whether it helped." if late else "Too early to say whether it helped.")
    return Sentence(
        "Since then it got better than elsewhere, by {low} to {high} points."
        if effect.word is EffectWord.BETTER
        else "Since then it got worse than elsewhere, by {low} to {high} points."
        if effect.word is EffectWord.WORSE
        else "Whether it helped cannot be told yet ({low} to {high} points).",
        low=f"{effect.low:+.0f}",
        high=f"{effect.high:+.0f}",
    )


def effect_said(effect: MeasuredEffect) -> Sentence:
    """What may be said of an action."""
    if effect.points is None or effect.low is None or effect.high is None:
        late = effect.weeks == HORIZONS[-1]  # a station that closed, opened then, or hears from hardly anybody
        return Sentence(
            "It cannot be said whether it helped: that takes responses before it, {n} in the {weeks} weeks after it, and {others} stations to compare with."
            if late
            else "Too early to say whether it helped: {weeks} weeks and {n} responses after it are needed, and {others} stations to compare with.",
            n=AFTER_LEAST,
            others=LEAST_CONTROLS,
            weeks=effect.weeks if late else HORIZONS[0],
        )
    return Sentence(
        "In the {weeks} weeks after it the station got better than elsewhere, by {points} points (nine times in ten {low} to {high}; compared with {others} stations). That does not say why."
        if effect.word is EffectWord.BETTER
        else "In the {weeks} weeks after it the station got worse than elsewhere, by {points} points (nine times in ten {low} to {high}; compared with {others} stations). That does not say why."
        if effect.word is EffectWord.WORSE
        else "Whether it helped cannot be told: against {others} other stations the change of the {weeks} weeks after it lies, nine times in ten, between {low} and {high} points.",
        points=tenth_said(abs(effect.points)),
        low=f"{rounded(effect.low):+.1f}",
        high=f"{rounded(effect.high):+.1f}",
        weeks=effect.weeks,
        others=effect.controls,
    )
