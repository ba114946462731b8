"""What every column of the tables means, in one sentence each: the workbook's dictionary and docs/reports.md speak of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..sentence import Sentence

MEANINGS: Mapping[str, Sentence] = {
    "level": Sentence("station, district or range; where there are several, also state and police range"),
    "code": Sentence("code as in stations.csv; of a share, what it is of"),
    "name_en": Sentence("name in English"),
    "name_hi": Sentence("name in Hindi"),
    "district": Sentence("code of the district"),
    "kind": Sentence("kind of station: only these are compared with each other"),
    "n": Sentence("responses that count, after caps on single days (a sum of weights)"),
    "responses": Sentence(
        "responses that came in the weeks that count; in shared/ those of full groups of five, so that 0 means fewer than five"
    ),
    "raw_mean": Sentence("points 0 to 100: plain mean, nothing adjusted"),
    "score": Sentence(
        "points 0 to 100: adjusted for the purpose of visit, drawn towards its kind where responses are few"
    ),
    "low": Sentence("lower end of the 90% interval; of a share 0 to 1"),
    "high": Sentence("upper end of the 90% interval; of a share 0 to 1"),
    "letter": Sentence("the letter shown; empty when none is"),
    "status": Sentence("how far the letter may be trusted"),
    "p_": Sentence("probability of this letter, 0 to 1"),
    "sd": Sentence("points: how unsure the score is; 1.645 of it on each side make the interval"),
    "reliability": Sentence("0 to 1: how much of the difference seen is real"),
    "kind_mean": Sentence("points: mean of its kind, towards which the score is drawn"),
    "weeks_used": Sentence("weeks that hold responses"),
    "case_mix": Sentence("points added for what its visitors came for"),
    "previous_letter": Sentence("letter of the week before"),
    "old_letter": Sentence("letter under the bands before, in the first four weeks of new ones"),
    "uncapped_letter": Sentence("letter without the cap for money (first version of the method)"),
    "capped": Sentence("true when that cap holds the letter down"),
    "upper_edge": Sentence("points: upper edge of the letter's band, before a cap for money"),
    "lower_edge": Sentence("points: lower edge of the letter's band, before a cap for money"),
    "to_upper": Sentence("points from the score to the upper edge"),
    "to_lower": Sentence("points from the score to the lower edge"),
    "arrow": Sentence("change of the last weeks against those before (trend in config/grading.toml), in words"),
    "change": Sentence("the same in points"),
    "change_q": Sentence("0 to 1: how much of such changes would be chance"),
    "alarm": Sentence(
        "true while an alarm is open: of a lasting fall until a person has seen it, of very bad ratings while four weeks have too many"
    ),
    "alarm_confirmed": Sentence("true once a person has confirmed the alarm"),
    "alarm_week": Sentence("week in which the alarm began"),
    "money_yes": Sentence("responses: money or a gift was asked for"),
    "money_no": Sentence("responses: nothing was asked for"),
    "money_unsaid": Sentence("responses: rather not say"),
    "money_share": Sentence("share of yes, 0 to 1"),
    "money_low": Sentence("lower end of the 90% interval of that share"),
    "money_high": Sentence("upper end of the 90% interval of that share"),
    "money_probability": Sentence("0 to 1: how likely money is asked for more often than usual"),
    "money_flag": Sentence("true when that is certain enough to be said"),
    "receipt_yes": Sentence("responses: a receipt or copy of the FIR was given"),
    "receipt_no": Sentence("responses: none was given"),
    "receipt_share": Sentence("share of those who got one, 0 to 1"),
    "receipt_low": Sentence("lower end of the 90% interval of the share with a receipt"),
    "receipt_high": Sentence("upper end of the 90% interval of the share with a receipt"),
    "place_best": Sentence("best position within its kind that the interval allows"),
    "place_worst": Sentence("worst position within its kind that the interval allows"),
    "place_of": Sentence("stations of its kind that were compared"),
    "set_aside": Sentence("responses set aside until a person has looked"),
    "score_with_set_aside": Sentence("points: the score if these counted"),
    "under_review": Sentence("true when responses are under review"),
    "purpose_missing": Sentence("share of responses without a known purpose, 0 to 1"),
    "flags_open": Sentence("flags that wait for a person"),
    "stations": Sentence("number of stations"),
    "stations_enough": Sentence("number of stations with enough responses"),
    "letters": Sentence("how many stations have each letter"),
    "silent": Sentence("codes of the stations with no responses"),
    "lowest_station": Sentence("code of the station with the lowest score"),
    "average_visitor": Sentence(
        "points: mean of the scores, each weighted by its responses, of all stations with responses"
    ),
    "standing": Sentence("above its kind, below it, or cannot be told"),
    "p_above": Sentence("0 to 1: how likely it truly lies above its kind"),
    "letter_set": Sentence("letters that are shown together where one cannot be told"),
    "p_letter": Sentence("0 to 1: how sure the letter shown is"),
    "held_since": Sentence("week in which this letter was given"),
    "alike": Sentence("responses under review because they are all alike"),
    "score_without_alike": Sentence("points: the score without them"),
    "standing_with_alike": Sentence("where it would stand with them"),
    "blame_review": Sentence("true when blame is among those under review"),
    "alarm_bad": Sentence("true when the alarm is of many very bad ratings"),
    "bad_recent": Sentence("very bad ratings of the last four weeks"),
    "forged_worst": Sentence(
        "worst responses that would change the standing or the letter; empty: more than were tried"
    ),
    "forged_best": Sentence("best responses that would change the standing or the letter; empty: more than were tried"),
    "responses_needed": Sentence("responses that are missing until one letter can be told"),
    "weeks_needed": Sentence("weeks that they take at today's pace"),
    "week": Sentence("ISO week; 2026-W47 begins on Monday, 16 November 2026"),
    "monday": Sentence("the first day of that week"),
    "mean": Sentence("points 0 to 100: mean of that week or question, adjusted; what lies beyond is cut at the end"),
    "question": Sentence("key of the question in config/form.toml"),
    "lean": Sentence("stronger or weaker than the rest of its answers, where that is surer than luck"),
    "cut": Sentence("what the share is told of: range, district, kind, purpose, channel, station, hours"),
    "k": Sentence("responses that were content (4 or 5 of 5, or yes)"),
    "share": Sentence("k of n, 0 to 1"),
    "quarter": Sentence("the closed quarter that it is of; empty: the last weeks"),
}
"""Column → what it holds. `p_` stands for the probability of each letter."""


def described_columns(columns: Sequence[str]) -> Iterator[tuple[str, Sentence]]:
    """(column, what it holds) in this order. Raises KeyError for a column that is not documented."""
    for column in columns:
        yield column, MEANINGS["p_" if column.startswith("p_") and column not in MEANINGS else column]
