"""Sentences of a report that stand in more than one place, or are long: one home each."""

from __future__ import annotations

from ..sentence import Sentence

HONEST = Sentence("People choose whether to answer. The score describes those who did. Small differences mean nothing.")
HEADLINE_NAMED = Sentence(
    "Earned praise: {praise}. Needs attention: {attention}. For the other {n}, no clear difference from stations of their kind."
)
HEADLINE_TRIAL = Sentence(
    "Trial period: scores are shown, letters and names for praise or attention are not given yet."
)
LIST_CHANGED = Sentence("The list of stations is another one than at the report before. {places}.")
FIRST_WEEKS = Sentence(
    "{n} response so far. No station can be judged yet.", "{n} responses so far. No station can be judged yet."
)
FIRST_SCORED = Sentence("{n} of {places} stations has a score so far.", "{n} of {places} stations have a score so far.")
UNPLACED = Sentence(
    "{n} station has no coordinates yet and is not on the map.",
    "{n} stations have no coordinates yet and are not on the map.",
)
STATIONS_SCORED = Sentence("{graded} of {n} station scored", "{graded} of {n} stations scored")
CONTENT_NOW = Sentence(
    "{k} of {n} who responded gave 4 or 5 for the visit on the whole: {share}%, nine times in ten between {low} and {high}%."
)
NOW_NEVER = Sentence(
    "{n} of {hanging} posters has hung for four weeks and brought no response yet.",
    "{n} of {hanging} posters have hung for four weeks and brought no response yet.",
)
NOW_FIRST = Sentence(
    "{n} station will have its first score within four weeks at today's pace.",
    "{n} stations will have their first score within four weeks at today's pace.",
)
WHY_RANGE = Sentence("Visitors are least content with: {lowest} ({low} of 100); most content with: {highest} ({high}).")
NOW_SILENT = Sentence(
    "Look at the poster of {n} station with no responses.", "Look at the posters of {n} stations with no responses."
)
NOW_FEW = Sentence(
    "{n} station has fewer than {lot} responses: whoever was there can respond.",
    "{n} stations have fewer than {lot} responses: whoever was there can respond.",
)
FACT_SILENT = Sentence("station with no responses", "stations with no responses")
FACT_SILENT_IN_LOTS = Sentence("station without {lot} responses", "stations without {lot} responses")
FACT_SILENT_MORE = Sentence("no response is neither good nor bad: look at the poster")
FACT_FEW_MORE = Sentence("few responses are neither good nor bad")
NOISE_LEAD = Sentence(
    "{n} station has a score that cannot be told from the average of its kind. Do not reward or warn on it.",
    "{n} stations have scores that cannot be told from the average of their kind. Their order says nothing; do not reward or warn on it.",
)
CHANGES_RESPONSES = Sentence(
    "{n} response came; {before} in the same time before.", "{n} responses came; {before} in the same time before."
)
CHANGES_NEWLY = Sentence("New by their score: praise {praise}, attention {attention}.")
CHANGES_OTHERWISE = Sentence(
    "Other changes of letters: {n} (one in place of several or several in place of one, other letters together, given for the first time or no longer given)."
)
SILENCE = Sentence("No responses")
SILENCE_IN_LOTS = Sentence("Few responses")
SILENCE_LEAD = Sentence(
    "Fear and satisfaction are both silent. Check whether the poster hangs, can be read, and is pointed out; then ask people."
)
SILENCE_LEAD_IN_LOTS = Sentence("Fear and satisfaction are both silent: few responses are neither good nor bad.")
SILENCE_PLACES = Sentence("Stations with no responses")
SILENCE_PLACES_IN_LOTS = Sentence("Stations without {lot} responses")
DISTRICTS_LEAD = Sentence(
    "A district is the plain mean of its stations, so a busy station does not speak for the others."
)
DISTRICTS_LEAD_SECOND = Sentence(
    "A district is an estimate of all its stations, those without responses too, so a busy station does not speak for the others. Above or below the range is said when it is {named}% sure."
)
DISTRICT_SILENT = Sentence("no responses: {n}")
DISTRICT_SILENT_IN_LOTS = Sentence("fewer than {lot} responses: {n}")
DETAIL_APPEAL = Sentence(
    "If the office in charge disagrees it can ask for the working within 14 days; every number can be recomputed from the kept responses."
)
DETAIL_NONE_FEW_DAYS = Sentence("No score yet: most of the responses came on one day, and one day counts for little.")
DETAIL_NONE_IN_LOTS = Sentence("Too few responses for a score: {n} in full groups of {lot} so far, {min} are needed.")
HOW_SCORE = Sentence(
    "The score runs from 0 (worst) to 100 (best): ratings by citizens ({questions}) of the last {weeks} weeks, up to {reach} where few responses came."
)
HOW_SCORE_SECOND = Sentence(
    "The score runs from 0 (worst) to 100 (best): ratings by citizens ({questions}) of the last {weeks} weeks; a week that is more than {old} weeks old counts less. With few responses it is drawn towards the middle of its kind."
)
HOW_INTERVAL = Sentence(
    "The bar is the interval: the truth is in it nine times in ten. A long bar means few responses."
)
HOW_LETTER = Sentence(
    "The letters have fixed edges, announced beforehand: {bands}. A letter changes only when it is {sure}% sure that it should."
)
HOW_LETTER_SECOND = Sentence(
    "First it is said whether a station is clearly above or below its kind: {named}% sure{spare}. The letters have fixed edges, announced beforehand: {bands}. A letter is given at {sure}% certainty and kept while it is at least {keep}% certain; else {together}."
)
HOW_STATUS = Sentence(
    "Firm: may be used. Provisional: still uncertain, letter in brackets. Not enough responses: fewer than {min}, no score."
)
HOW_STATUS_SECOND = Sentence(
    "Sure: at least {sure}% certain. Held: given earlier, and still at least {keep}% certain. Between letters: one of those that are shown together. No letter: only above or below is said. Not enough responses: fewer than {min}, or in a district from fewer than {places} stations; no score. Many responses of one day count as few."
)
CHANGE_FIRST = Sentence("What to change first")
KEEP = Sentence("What to keep")
SAID_BEFORE = Sentence("Announced before, and still to come")
WEAKEST = Sentence(
    "Weakest by comparison: {question}, {where}. {score} of 100 (nine times in ten {low} to {high}); {whose} {kind}."
)
STRONGEST = Sentence(
    "Strongest by comparison: {question}, {where}. {score} of 100 (nine times in ten {low} to {high}); {whose} {kind}."
)
RECEIPT = Sentence("Got a copy or receipt: {k} of {n} (nine times in ten {low} to {high}%).")
SAID_LAST = Sentence("Announced last, {week}: score {score}, letter {letter}.")
MOVED_MOST = Sentence("Clearly moved since then: {question}, from {before} to {now} of 100.")
BANDS_ARE_NEW = Sentence(
    "New edges of letters hold: {new}. For four weeks the letter under the old ones ({old}) is shown beside the new one."
)
LAPSED = Sentence("(It was of an earlier edition and does not act on the newest one.)")
OTHERWISE = Sentence(
    "Week {week} was announced with other figures of this station, or without it. These follow what was decided, edited, removed or listed since."
)
OLD_LETTER = Sentence("Letter under the old edges")
NOBODY_JUDGED = Sentence("Nobody can be judged yet.")
NOBODY_NAMED = Sentence(
    "The one station with a score is not named here.", "None of the {n} stations with a score is named here."
)
NEEDED_FIRST = Sentence(
    "Responses still needed for a first score: about {more}, {n} week at today's pace.",
    "Responses still needed for a first score: about {more}, {n} weeks at today's pace.",
)
FIRST_SCORE_NONE = Sentence("not at today's pace: no response counts")
FIRST_SCORE_FEW = Sentence("no date yet: fewer than {lot} responses")
NEEDED_FIRST_IN_LOTS = Sentence("Fewer than {lot} responses so far; the first score needs {more}.")
NEEDED_FIRST_NONE = Sentence(
    "No response counts so far: the first score needs {more}. Look at the poster, and ask visitors to answer every question."
)
NEEDED_LETTER = Sentence(
    "Responses still needed for one letter: about {more}, {n} week at today's pace.",
    "Responses still needed for one letter: about {more}, {n} weeks at today's pace.",
)
NEEDED_FIRST_YEARS = Sentence(
    "Responses still needed for a first score: about {more}, more than two years at today's pace."
)
NEEDED_LETTER_YEARS = Sentence(
    "Responses still needed for one letter: about {more}, more than two years at today's pace."
)
OF_LOTS = Sentence(
    "Each station's responses are counted in groups of {lot} as they came: up to {wait} of the newest wait, and what is corrected later is not seen here. So no single response can be read from two reports. The grade is the same for every reader."
)
OF_OFFICE = Sentence(
    "The grade is the same for every reader: of responses in full groups of {lot}. Only for the IG's office, in addition: exact counts ({n} response waits for its group), alarms, money, flags and messages.",
    "The grade is the same for every reader: of responses in full groups of {lot}. Only for the IG's office, in addition: exact counts ({n} responses wait for their group), alarms, money, flags and messages.",
)
HOW_KIND = Sentence(
    "Stations are compared only with their own kind: a traffic unit has other visitors than a police station. This is not a ranking: lists are in the order of districts, and sorting them by score mostly sorts luck."
)
HOW_MONEY = Sentence("Being asked for money is never averaged into a score; it has a flag of its own.")
CAME_LEAD = Sentence("Responses kept for the weeks of this report: {received}; none is lost.")
EDITED_DELETED = Sentence("Edited after they had been sent: {edited}; deleted: {deleted}.")
RATES_LOW = Sentence("hardly anyone asked")
RATES_HIGH = Sentence("more responses than visitors")
DID_LEAD = Sentence("What was changed because citizens asked for it.")
FUNNEL_LEAD = Sentence(
    "Each mark is a station. Inside the funnel luck alone can explain its distance from the middle; few responses, wide funnel."
)
FUNNEL_KEY = Sentence(
    "Inner funnel 95%, outer 99.8%. Star: earned praise. Square: needs attention. Circle: neither. A star or square well inside is named for another reason: a change, an alarm or money asked for. A circle outside is of a kind with too few stations to compare with."
)
OVERDUE = Sentence(
    "{n} flag of responses that are all alike has waited more than {days} days: {places}. To be decided by: {office}.",
    "{n} flags of responses that are all alike have waited more than {days} days: {places}. To be decided by: {office}.",
)
COVERAGE = Sentence(
    "Where responses come from: dark blue has a score, light blue has responses, white has none; a letter gives its own colour."
)
COVERAGE_IN_LOTS = Sentence(
    "Where responses come from: dark blue has a score, light blue has responses, white has fewer than {lot}; a letter gives its own colour."
)
QUIET_NEXT = Sentence(
    "See whether it still hangs and can be read; print it again with: anubhav posters --stations CODE."
)
NEVER_LEAD = Sentence(
    "They have hung for four weeks or more. At the pace of all posters luck alone would leave about {n} of them without a response: first those below whose station has other posters that bring some."
)
NEVER_OTHERS = Sentence("Hang it where people wait: other posters of the station bring responses")
NEVER_ANY = Sentence("Have its photo taken and checked (anubhav audit): nothing comes from this station at all")
SHARES_LEAD = Sentence(
    "Most stations have too few responses for a score. This can be said already: how many of those who responded gave 4 or 5 of 5 (for the receipt: said yes), and between which bounds the truth lies nine times in ten. They are the visitors who responded, not all visitors."
)
SHARE_OF = Sentence("{k} of {n}: {share}% ({low} to {high}%)")
SHARE_FEW = Sentence("{n} response: too few for a share", "{n} responses: too few for a share")
SHARE_OF_STATION = Sentence(
    "{k} of {n} who responded gave 4 or 5 for the visit on the whole; nine times in ten the truth lies between {low} and {high}%. There is no score yet."
)
MAP_SAYS = Sentence("Map of the range; the list of all stations has the same values.")
FUNNEL_SAYS = Sentence(
    "Each station by its number of responses and its score; the list of all stations has the same values."
)
WEEKS_SAY = Sentence("Responses per week: {n} in the last one, at most {most}.")
