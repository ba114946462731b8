"""F1 and F1W: far more equal responses, all best or all worst, on one day or in one week than chance brings.

The grades have found them already (`Grades.bursts`), because they leave them out of verdicts; here they are told.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...nouns import week as weeks
from ...sentence import Sentence
from ..decisions import NOT_GENUINE, span_of
from .flag import Flag, Severity, by_chance
from .rule import FlagRule, GradedWeek


def find(week: GradedWeek) -> Iterator[Flag]:
    """Those of the window. Under version 1 of the method a burst is one of a day, and may have been set aside by itself."""
    rules, first = week.working.rules, week.working.season is None
    oldest = week.first_day(week.working.reach - 1).isoformat()
    sides = {key: tuple(sorted({*kinds})) for key, kinds in week.grades.bursts.groupby(["code", "when"])["kind"]}
    severity = Severity.SET_ASIDE if first and rules.flags.auto_quarantine else Severity.REVIEW
    for burst in week.grades.bursts.to_dict("records"):
        if burst["day"] < oldest:
            continue
        facts = {
            "alike": burst["alike"],
            "rows": burst["rows"],
            "word": Sentence("best") if burst["kind"] == "praise" else Sentence("worst"),
            "mean": burst["mean"],
            "span": Sentence("day") if burst["rule"] == "F1" else Sentence("week"),
            "chance": by_chance(burst["p"]),
        }
        says = (
            Sentence(
                "{alike} of {rows} responses of the full groups of five that count in {counted} are all {word}; usual is {mean:.2f} responses per {span} ({chance})",
                **facts,
                counted=burst["counted"],
            )
            if burst["counted"]
            else Sentence(
                "{alike} of {rows} responses are all {word}; usual is {mean:.2f} responses per {span} ({chance})",
                **facts,
            )
        )
        numbers = {name: float(burst[name]) for name in ("rows", "alike", "mean", "p")}
        yield Flag(
            burst["rule"], severity, burst["code"], burst["when"], says, numbers, decision=burst["decision"],
            sides=sides[burst["code"], burst["when"]],
        )  # fmt: skip
    # without them nothing raises it, and a person can take the decision back
    for code, when in sorted(week.working.decisions.kept_aside - sides.keys()):
        day = weeks.day_of(span_of(when)[0]).isoformat()
        if oldest <= day <= week.grades.last_day.isoformat() and code in week.working.roster.codes:
            says = Sentence("found not genuine by a person; nothing raises it now")
            yield Flag("F1W" if "W" in when else "F1", severity, code, when, says, decision=NOT_GENUINE)


RULE = FlagRule(
    {"F1": Sentence("burst of equal responses on one day"), "F1W": Sentence("burst of equal responses in one week")},
    find,
)
