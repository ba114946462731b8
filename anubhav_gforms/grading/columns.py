"""The words and columns of grades, written once. Reports read them from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """Of what a row of the grades speaks."""

    STATION = "station"
    DISTRICT = "district"
    RANGE = "range"


class GradeStatus(StrEnum):
    """How far a grade may be trusted, in the words of the page. The first rule that matches wins.

    Provisional and Firm are words of version 1 of the method; Sure, Held, Between letters and No letter of version 2.
    """

    CALIBRATING = "Trial period"
    NO_RESPONSES = "No responses"
    NOT_ENOUGH = "Not enough responses"
    PROVISIONAL = "Provisional"
    FIRM = "Firm"
    NOT_DELIVERED = "Not delivered"
    SURE = "Sure"
    HELD = "Held"
    BETWEEN = "Between letters"
    NO_LETTER = "No letter"

    @property
    def announced(self) -> GradeStatus:
        """What is said outside the IG's office, where responses count in full groups: of one that is not full some may have come."""
        return GradeStatus.NOT_ENOUGH if self is GradeStatus.NO_RESPONSES else self


class Arrow(StrEnum):
    """The last weeks against the weeks before. There is no "stable": few responses cannot show that."""

    BETTER = "better"
    WORSE = "worse"
    NO_CLEAR_CHANGE = "no clear change"
    TOO_FEW = "too few responses"


class Standing(StrEnum):
    """Where a station stands among those of its kind, a district in the range; "" where too few responses tell."""

    ABOVE = "above"
    BELOW = "below"
    UNCLEAR = "cannot be told"


class Reason(StrEnum):
    """Why a row is not in a score. Every row is either in it or counted under exactly one of these."""

    CODE = "code not accepted"
    UNLISTED = "station closed or not in the list"
    CHANNEL = "another channel"
    NOT_VISITED = "did not visit"
    ELSEWHERE = "not about this place"
    WORDING = "older wording of the questions"
    FEW_ITEMS = "fewer than half of the ratings"
    SET_ASIDE = "set aside for review"
    REMOVED = "found not genuine"


BASE = (
    "level", "code", "name_en", "name_hi", "district", "kind", "n", "responses", "raw_mean", "score", "low", "high",
    "letter", "status",
)  # fmt: skip
"""The documented first columns, in order; `p_<letter>` for every letter follows, best first."""

FURTHER = (
    "sd", "reliability", "kind_mean", "weeks_used", "case_mix", "previous_letter", "uncapped_letter", "capped",
    "upper_edge", "lower_edge", "to_upper", "to_lower", "arrow", "change", "change_q", "alarm", "alarm_confirmed",
    "alarm_week", "money_yes", "money_no", "money_unsaid", "money_share", "money_low", "money_high",
    "money_probability", "money_flag", "receipt_yes", "receipt_no", "receipt_share", "receipt_low", "receipt_high",
    "place_best", "place_worst", "place_of", "set_aside", "score_with_set_aside", "under_review", "purpose_missing",
    "flags_open", "stations", "stations_enough", "letters", "silent", "lowest_station", "average_visitor", "standing",
    "p_above", "letter_set", "p_letter", "held_since", "alike", "score_without_alike", "standing_with_alike",
    "blame_review", "alarm_bad", "bad_recent", "forged_worst", "forged_best", "responses_needed", "weeks_needed",
)  # fmt: skip
"""Further columns, after the probabilities; reports/dictionary.py says what each holds.

Missing means: kind_mean, not drawn towards its kind; upper_edge, lower_edge, the open ends; place_*, not ranked; forged_*, more than
were tried. Of districts and range alone: stations to average_visitor. Of version 2 alone: standing and what follows."""


def columns(letters: Sequence[str]) -> list[str]:
    """All columns of the grades table for these letters, in order."""
    return [*BASE, *probability_columns(letters), *FURTHER]


def probability_columns(letters: Sequence[str]) -> list[str]:
    """`p_<letter>` for each letter, best first."""
    return [f"p_{letter}" for letter in letters]


def letters_of(row: Mapping[str, Any]) -> str:
    """The letter of a row of the grades, or the two or three of which it is one, as people read them: "B/C"; "" for none."""
    return row.get("letter") or with_stroke(row.get("letter_set") or "")


def with_stroke(letters: str) -> str:
    """Letters as people read them: "B/C" of "B or C"."""
    return letters.replace(" or ", "/")
