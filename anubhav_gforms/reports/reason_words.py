"""The reasons of a station in sentences: what to change, what to keep, what moved, and when more can be said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..grading.method.power import YEARS
from ..language import both
from ..nouns.week import quarter_name, read_week, told_quarter
from ..sentence import Bilingual
from . import phrases, terms
from .contents import Contents
from .digits import tenth_said
from .reasons import QuestionGap, ShareOf, StationReasons, StillNeeded
from .themes import THEMES


@dataclass(frozen=True, slots=True)
class ReasonsSaid:
    """Sentences on one station; [] where nothing can be told."""

    change: list[Bilingual]  # the first one first
    keep: list[Bilingual]
    known: list[Bilingual]  # what moved since the last release, what is missing until more can be said, and a share


def say_reasons(contents: Contents, code: str, points: Callable[[float], str] = tenth_said) -> ReasonsSaid:
    """What may be said of a station; nothing of one that has no reasons. What lies above its kind is not to be changed, and what lies
    below is not to be kept. `points`: how the score of today is said beside it."""
    reasons = contents.reasons.get(code, StationReasons(code))
    said = ReasonsSaid(_hours(contents, reasons.hours), [], [])
    if moved := reasons.moved:
        score, letter = points(moved.score), moved.letter or "–"
        said.known.append(both(phrases.SAID_LAST, week=moved.week, score=score, letter=letter))
        if gap := moved.question:
            numbers = {"before": round(moved.before), "now": round(gap.score)}
            said.known.append(both(phrases.MOVED_MOST, question=contents.question_named(gap.question), **numbers))
    if reasons.needed:
        said.known.append(say_needed(reasons.needed, contents.lot))
    if (gap := reasons.weakest) and round(gap.score) < round(gap.kind):
        said.change.insert(0, _question(contents, gap, phrases.WEAKEST))
    if (gap := reasons.strongest) and round(gap.score) > round(gap.kind):
        said.keep.append(_question(contents, gap, phrases.STRONGEST))
    if reasons.receipt:
        share = {name: getattr(reasons.receipt, name) for name in ("k", "n", "low", "high")}
        (said.known, said.keep, said.change)[reasons.receipt.side].append(both(phrases.RECEIPT, **share))
    if reasons.asked:
        said.change.append(
            both("Messages beside praise speak of: {themes}.", themes=_themes(reasons.asked, contents.lot))
        )
    if reasons.praised:
        said.keep.append(both("Praise speaks of: {themes}.", themes=_themes(reasons.praised, contents.lot)))
    return said


def say_needed(needed: StillNeeded, lot: int) -> Bilingual:
    """How many more responses are missing, and how long they take. `lot`: the size of a group of five for readers outside the IG's
    office, who are not told that nobody responds; 0 for the office."""
    if needed.weeks is None:
        text = phrases.NEEDED_FIRST_IN_LOTS if lot else phrases.NEEDED_FIRST_NONE
        return both(text, more=needed.responses, lot=lot)
    if needed.weeks > YEARS:
        return both(phrases.NEEDED_FIRST_YEARS if needed.first else phrases.NEEDED_LETTER_YEARS, more=needed.responses)
    text = phrases.NEEDED_FIRST if needed.first else phrases.NEEDED_LETTER
    return both(text, more=needed.responses, n=needed.weeks)


def _question(contents: Contents, gap: QuestionGap, text: str) -> Bilingual:
    numbers = {name: round(getattr(gap, name)) for name in ("score", "low", "high", "kind")}
    against = terms.AGAINST_ALL if gap.of_all else terms.AGAINST_KIND
    whose = both("all stations") if gap.of_all else both("its kind")
    question = contents.question_named(gap.question)
    return both(text, question=question, where=both(against[gap.side]), whose=whose, **numbers)


def _hours(contents: Contents, hours: tuple[ShareOf, ...]) -> list[Bilingual]:
    """The worst hours against the best, when their intervals lie apart."""
    if len(hours) < 2 or hours[0].high >= hours[-1].low:
        return []
    worst, best = hours[0], hours[-1]
    quarter = quarter_name(told_quarter(read_week(contents.week.label))[0])
    return [
        both("In the quarter {quarter} fewest were satisfied from {worst} o'clock: {low}% of {n}; most from {best}: {high}% of {of}.", worst=worst.name, low=worst.percent, n=worst.n, best=best.name, high=best.percent,
            of=best.n, quarter=quarter,
        )
    ]  # fmt: skip


def _themes(counts: Mapping[str, int], lot: int) -> Bilingual:
    """The themes with their counts, the most first. Outside the IG's office (`lot`) by name alone, in an order of their own: counted, two weeks'
    sheets told that one of the newest five wrote of one."""
    if lot:
        return Bilingual.in_a_row(both(terms.THEMES[theme]) for theme in THEMES if theme in counts)
    return Bilingual.in_a_row(both(terms.THEMES[theme]) + f" {count}" for theme, count in counts.items())
