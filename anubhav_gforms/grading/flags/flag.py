"""A flag: a rule that found something odd at a station. It accuses nobody; a person looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """What happens because of a flag. Under version 1 of the method F1 set rows aside by itself; today nothing does."""

    SET_ASIDE = "set aside"
    REVIEW = "review"
    WATCH = "watch"
    NOTE = "note"


RULES = {
    "F1": "burst of equal answers on one day",
    "F1W": "burst of equal answers in one week",
    "F2": "too many straight lines",
    "F3": "near-copies of a message",
    "F4": "odd hours",
    "F5": "too little variance",
    "F6": "same sender",
    "F7": "coverage of registered visits",
    "F8": "call-backs disagree",
    "F9": "bunching above an edge",
    "ALARM": "falling scores (CUSUM)",
    "BAD": "many bad answers in four weeks",
    "MONEY": "money is asked more often than the reference",
}


@dataclass(frozen=True)
class Flag:
    """One finding. `id` is the same in every run over the same answers: "F1:BSP-KTW:2026-10-14".

    `when` is a day or a week; `says` a sentence with its numbers; `numbers` the same, named; `responses` ids of the rows
    behind it where rows are known. No personal data.
    """

    rule: str
    severity: Severity
    station: str
    when: str
    says: str
    numbers: dict[str, float] = field(default_factory=dict)
    responses: tuple[str, ...] = ()
    decision: str = ""

    @property
    def id(self) -> str:
        return f"{self.rule}:{self.station}:{self.when}"
