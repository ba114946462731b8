"""The words and columns of grades, written once. Reports read them from here."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


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


class Arrow(StrEnum):
    """The last weeks against the weeks before. There is no "stable": few answers cannot show that."""

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
    "level",
    "code",
    "name_en",
    "name_hi",
    "district",
    "kind",
    "n",
    "responses",
    "raw_mean",
    "score",
    "low",
    "high",
    "letter",
    "status",
)
"""The documented first columns, in order; `p_<letter>` for every letter follows, best first."""

FURTHER = (
    "sd",
    "reliability",
    "kind_mean",
    "weeks_used",
    "case_mix",
    "previous_letter",
    "uncapped_letter",
    "capped",
    "upper_edge",
    "lower_edge",
    "to_upper",
    "to_lower",
    "arrow",
    "change",
    "change_q",
    "alarm",
    "alarm_confirmed",
    "alarm_week",
    "money_yes",
    "money_no",
    "money_unsaid",
    "money_share",
    "money_low",
    "money_high",
    "money_probability",
    "money_flag",
    "receipt_yes",
    "receipt_no",
    "receipt_share",
    "receipt_low",
    "receipt_high",
    "place_best",
    "place_worst",
    "place_of",
    "set_aside",
    "score_with_set_aside",
    "under_review",
    "purpose_missing",
    "flags_open",
    "stations",
    "stations_enough",
    "letters",
    "silent",
    "lowest_station",
    "average_visitor",
    "standing",
    "p_above",
    "letter_set",
    "p_letter",
    "held_since",
    "alike",
    "score_without_alike",
    "standing_with_alike",
    "blame_review",
    "alarm_bad",
    "bad_recent",
    "forged_worst",
    "forged_best",
    "responses_needed",
    "weeks_needed",
)
"""Further columns, after the probabilities.

sd                    points; how unsure the score is (score +- 1.645 sd is the 90 % interval before clipping)
reliability           R, 0..1: share of the differences seen that is real
kind_mean             points; mean of such stations, towards which the score is drawn (NaN: not drawn)
weeks_used            weeks of the window that hold responses
case_mix              points added for the mix of purposes of this station's visitors
previous_letter       the letter of the week before, "" when none or when no letter is shown
uncapped_letter       the letter without the cap for money
capped                True when the cap for money holds the letter down
upper_edge, lower_edge  points; edges of the letter's band (NaN at the open ends)
to_upper, to_lower    points from the score to these edges
arrow, change, change_q  Arrow word; points (recent minus before); Benjamini-Hochberg q
alarm, alarm_confirmed, alarm_week   CUSUM alarm open; True once a person confirmed it (publish only then); "2026-W45"
money_*               answers yes, no, rather not say in the window; share, Wilson 95 % interval; P(rate > reference); flag
receipt_*             receipt or copy of the FIR given: yes, no, share among them, Wilson 95 % interval
place_best/worst/of   rank interval within the kind ("between 4th and 31st of 89"); NA = not ranked
set_aside             rows of the window that F1 set aside (not in n, responses, raw_mean, score)
score_with_set_aside  points; the score if these rows counted
under_review          True when they are 20 % or more of the window
purpose_missing       share of the window's rows without a known purpose (over 0.30: say so)
flags_open            integrity flags that wait for a person
stations, stations_enough, letters, silent, lowest_station, average_visitor   districts and range only:
                      number of stations; with enough responses; "A 3, B 7, C 2"; codes of silent ones joined by ", ";
                      code of the lowest score; response-weighted mean of scores (label it "average visitor")
Of version 2 only:
standing              Standing word: a station among its kind, a district in the range; "" where too few responses
p_above               P(truth above the centre of its kind; of a district above the range)
letter_set            "B or C" where two or three letters are shown together
p_letter, held_since  probability of the letter shown; the week in which it was given
alike                 alike rows under review in the window (they count in the score, not in the standing)
score_without_alike   points; the score without them
standing_with_alike   Standing word that all rows would give, those under review too; "" when none is
blame_review          True when alike blame is among them
alarm_bad, bad_recent  alarm 2: too many bad overall ratings; how many in four weeks
forged_worst/best     certificate: so many forged worst (best) responses would change standing or letter; NA: more than tried
responses_needed, weeks_needed   more responses until the interval is half a band wide on each side; in how many weeks at this pace
"""


def columns(letters: Sequence[str]) -> list[str]:
    """All columns of the grades table for these letters, in order."""
    return [*BASE, *probability_columns(letters), *FURTHER]


def probability_columns(letters: Sequence[str]) -> list[str]:
    """`p_<letter>` for each letter, best first."""
    return [f"p_{letter}" for letter in letters]
