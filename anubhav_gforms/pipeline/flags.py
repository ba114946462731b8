"""What looks odd about responses, the rows behind it, and what an officer decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from pandas import DataFrame

from ..campaign import Campaign, Role
from ..errors import InputError
from ..files import sweep_drafts
from ..grading.archive import (
    CLOSED,
    CONFIRMED,
    CONSTANTS,
    DECISIONS,
    SEEN,
    Decision,
    decisions_in,
    load_constants,
    load_decisions,
    save_decision,
)
from ..grading.cube.cube import Shape
from ..grading.cube.removed import RemovedRows
from ..grading.decisions import GENUINE, NOT_GENUINE, span_of
from ..grading.flags import TITLES, Flag, evidence
from ..grading.flags import find_flags as flags_of
from ..grading.flags.find import TEXT_ROWS, WEEK_ROWS
from ..grading.grades import Grades
from ..grading.method.review import ReviewSide
from ..nouns.week import week_number
from ..privacy.outside import removed_rows, taken_out
from ..responses.ledger.ledger import Ledger, open_ledger
from .grades import window_frame

FLAG_RULES = TITLES
"""Id of a rule ("F1") → what it sees, in words."""

FITTING = {
    "F1": (GENUINE, NOT_GENUINE),
    "F1W": (GENUINE, NOT_GENUINE),
    "ALARM": (SEEN, CONFIRMED),
    "BAD": (SEEN, CONFIRMED),
    "MONEY": (CLOSED,),
}
"""What can be decided, by the rule of a flag that waits for it."""
FOLLOWED = ("F1", "F1W", "ALARM", "MONEY")
"""What a report follows; of other flags only that a person has looked is kept."""
DAY_AND_WEEK = {"F1", "F1W"}
"""Rules of which one speaks of a day's alike responses and the other of its week's."""


def find_flags(campaign: Campaign, grades: Grades, *, visits: dict[str, float] | None = None) -> list[Flag]:
    """Integrity flags F1 to F9 of the graded week, with what persons decided so far.

    Reads the window's responses for F4 and F5, and messages for F3 (of which ids come out, no text). `visits`: registered
    visits of the window by station code, for F7.
    """
    window = window_frame(campaign, grades)
    message = campaign.form.key_of(Role.MESSAGE)
    return flags_of(
        grades,
        frame=window([*WEEK_ROWS, *Shape.of(grades.working.campaign).columns]),
        messages=window([*TEXT_ROWS, message]).rename(columns={message: "text"}) if message else None,
        visits=visits,
        decisions={
            name: made[-1].decision for name, made in flag_decisions(campaign).items() if not opens_again(made[-1])
        },
    )


def flag_evidence(campaign: Campaign, flag: Flag) -> DataFrame:
    """The responses behind a flag in order of time, of all the weeks that it speaks of, without names, mobiles or messages.

    Columns: response_id, submitted_at, day, station, channel, serial, each rating by its key, and money.
    """
    money = campaign.form.key_of(Role.MONEY)
    columns = ["response_id", "submitted_at", "day", "station", "channel", "serial", *campaign.grade_rules.items]
    frame = open_ledger(campaign).frame([*columns, *([money] if money else [])])
    return evidence(flag, frame, campaign.grade_rules.furthest).sort_values("submitted_at")


def responses_not_genuine(campaign: Campaign, ledger: Ledger) -> frozenset[str]:
    """The ids of the responses that persons found not genuine, as they have decided so far."""
    decisions = decisions_in(campaign.data)
    frozen = load_constants(campaign.data / CONSTANTS)
    removed = removed_rows(campaign, ledger, week_number(date.max), decisions, frozen=frozen)
    return taken_out(campaign, ledger, removed)


def taken_together(campaign: Campaign, flag: Flag) -> frozenset[str]:
    """The ids of the responses that "not genuine" on a flag takes out of every score: all that are alike, whoever sent them."""
    if campaign.grade_rules.method != 2 or flag.rule not in DAY_AND_WEEK:
        return frozenset()
    decisions = decisions_in(campaign.data)
    alike = [
        RemovedRows(flag.station, first, last, side == ReviewSide.PRAISE)
        for side in flag.sides
        for first, last in decisions.taken_out(flag.station, flag.when, side)
    ]
    return taken_out(campaign, open_ledger(campaign), alike)


def flag_decisions(campaign: Campaign) -> dict[str, tuple[Decision, ...]]:
    """Every decision on each flag, by the flag's id, in order: which office decided what, when and why. The last one is in force."""
    made: dict[str, tuple[Decision, ...]] = {}
    for decision in load_decisions(campaign.data / DECISIONS):
        made[decision.flag] = (*made.get(decision.flag, ()), decision)
    return made


def decisions_beside(flag: Flag, decisions: Mapping[str, tuple[Decision, ...]]) -> tuple[Decision, ...]:
    """Of a flag of alike responses on a day the decision in force on its week; of one of a week those on its days. Each counts for its own
    days, one on a week for those without their own."""
    beside = []
    for name, made in decisions.items():
        rule, _, rest = name.partition(":")
        if {rule, flag.rule} == DAY_AND_WEEK and rest.startswith(f"{flag.station}:"):
            spans = sorted((span_of(flag.when), span_of(rest.rpartition(":")[2])))
            beside += [made[-1]] if spans[0][1] >= spans[1][0] else []
    return tuple(beside)


def fitting(flag: Flag) -> tuple[str, ...]:
    """The decisions that can be made on a flag; seen opens a money flag again that was closed."""
    fits = FITTING.get(flag.rule, (GENUINE, NOT_GENUINE, SEEN))
    return (*fits, SEEN) if flag.decision == CLOSED else fits


def opens_again(decision: Decision) -> bool:
    """Whether a flag waits for a decision as before: seen ends no money flag."""
    return decision.decision == SEEN and decision.flag.startswith("MONEY:")


def decide_flag(campaign: Campaign, flag: Flag, decision: str, *, who: str, why: str) -> Decision | None:
    """Record what an officer decided on a flag, with the reason; kept for good, and the next report follows it. Gives the decision on the
    same flag that it replaces.

    Raises InputError for a decision that nothing would follow on this flag.
    """
    fits = fitting(flag)
    if decision not in fits:
        raise InputError(
            '"{word}" decides nothing on {id}.',
            cure="Choose one of {words}.",
            word=decision.replace(" ", "-"),
            id=flag.id,
            words=", ".join(each.replace(" ", "-") for each in fits),
        )
    sweep_drafts(campaign.data)
    when = datetime.now(UTC).isoformat(timespec="microseconds")  # groups of five follow the order of decisions
    return save_decision(campaign.data / DECISIONS, Decision(flag.id, decision, when, who, why, " ".join(flag.sides)))
