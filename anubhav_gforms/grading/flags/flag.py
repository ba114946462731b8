"""A flag: a rule that found something odd at a station. It accuses nobody; a person looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ...nouns import week as weeks
from ...sentence import Sentence

LOOKED_AT = Sentence("a person looked at it; nothing raises it now")


class Severity(StrEnum):
    """What happens because of a flag. Under version 1 of the method F1 set rows aside by itself; today nothing does."""

    SET_ASIDE = "set aside"
    REVIEW = "review"
    WATCH = "watch"
    NOTE = "note"


@dataclass(frozen=True)
class Flag:
    """One finding. `id` is the same in every run over the same responses: "F1:BSP-KTW:2026-10-14".

    `waiting`: days without a decision up to the end of the graded week. `when` is a day or a week; `says` a sentence with its numbers; `numbers` the same, named; `responses` ids of the rows
    behind it where rows are known; `sides` whether alike responses of this id are "praise", "blame" or both. No personal data.
    """

    rule: str
    severity: Severity
    station: str
    when: str
    says: str
    numbers: dict[str, float] = field(default_factory=dict)
    responses: tuple[str, ...] = ()
    decision: str = ""
    waiting: int = 0
    sides: tuple[str, ...] = ()

    def since(self, until: date) -> int:
        """Days from its own day, or the Sunday of its week, to `until`; 0 when a person has decided."""
        week = "W" in self.when
        day = (
            weeks.day_of(weeks.first_day(weeks.read_week(self.when) + 1) - 1) if week else date.fromisoformat(self.when)
        )
        return 0 if self.decision else max(0, (until - day).days)

    @property
    def id(self) -> str:
        return f"{self.rule}:{self.station}:{self.when}"


def by_chance(p: float) -> Sentence:
    """A probability as an officer reads it."""
    if p < 1e-6:
        return Sentence("by chance alone less than once in a million")
    return Sentence("by chance alone about once in {times:,}", times=int(float(f"{1 / p:.1g}")))
