"""Sentences that stand in more than one place of a report, and the words for each status, standing, kind … : one home each."""

from __future__ import annotations

from collections.abc import Mapping

from ..sentence import Sentence

HONEST = Sentence("People choose whether to answer. The score describes those who did. Small differences mean nothing.")
HEADLINE_NAMED = Sentence(
    "Earned praise: {praise}. Needs attention: {attention}. For the other {n}, no clear difference from stations of their kind."
)
HEADLINE_TRIAL = Sentence(
    "Trial period: scores are shown, letters and names for praise or attention are not given yet."
)
FACT_SILENT = Sentence("stations with no responses")
FACT_SILENT_IN_LOTS = Sentence("stations without {lot} responses")
FACT_SILENT_MORE = Sentence("no response is neither good nor bad: look at the poster")
NOISE_LEAD = Sentence(
    "{n} station has a score that cannot be told from the average of its kind. Do not reward or warn on it.",
    "{n} stations have scores that cannot be told from the average of their kind. Their order says nothing; do not reward or warn on it.",
)
LUCK = Sentence("Of those named by their score, about {n} would be named by luck alone.")
LUCK_NONE = Sentence("Of those named by their score, fewer than one is expected to be there by luck alone.")
CHANGES_ANSWERS = Sentence(
    "{n} response came; {before} in the same time before.", "{n} responses came; {before} in the same time before."
)
CHANGES_NEWLY = Sentence("New by their score: praise {praise}, attention {attention}.")
CHANGES_EDITED = Sentence("Changed after sending: {edited} edited, {deleted} deleted.")
CHANGES_LETTERS = Sentence("Letters that changed: {n} ({up} up, {down} down).")
SILENCE_LEAD = Sentence(
    "Fear and satisfaction are both silent. Check whether the poster hangs, can be read, and is pointed out; then ask people."
)
SILENCE_PLACES = Sentence("Stations with no responses")
SILENCE_PLACES_IN_LOTS = Sentence("Stations without {lot} responses")
DISTRICTS_LEAD = Sentence(
    "A district is the plain mean of its stations, so a busy station does not speak for the others."
)
DISTRICTS_LEAD_SECOND = Sentence(
    "A district is an estimate of all its stations, those without responses too, so a busy station does not speak for the others. Above or below the range is said when it is 95% sure."
)
IN_THE_RANGE: Mapping[str, Sentence] = {
    "above": Sentence("clearly above the range"),
    "below": Sentence("clearly below the range"),
}
"""Where a district stands, when that can be told."""
DISTRICT_SILENT = Sentence("no responses: {n}")
DISTRICT_SILENT_IN_LOTS = Sentence("fewer than {lot} responses: {n}")
XMR_LEAD = Sentence(
    "Dots are weekly means; within the light blue band they only vary as such weeks do. A diamond is a sign of change. Limits assume similar weekly numbers."
)
XMR_LEAD_BY_N = Sentence(
    "Dots are weekly means; within the light blue band they only vary as such weeks do. It is narrow where many responded and wide where few did. A diamond is a sign of change."
)
DETAIL_NONE = Sentence("Too few responses for a score: {n} so far, {min} are needed.")
DETAIL_APPEAL = Sentence(
    "If the office in charge disagrees it can ask for the working within 14 days; every number can be recomputed from the kept responses."
)
DETAIL_NONE_IN_LOTS = Sentence("Too few responses for a score: {n} in full groups of {lot} so far, {min} are needed.")
HOW_SCORE = Sentence(
    "The score runs from 0 (worst) to 100 (best): five questions of citizens on behaviour, being heard, promptness, facilities and overall, over the last 13 weeks, up to 26 where few responses came."
)
HOW_SCORE_SECOND = Sentence(
    "The score runs from 0 (worst) to 100 (best): five questions of citizens on behaviour, being heard, promptness, facilities and overall, over the last half year; a week older than a month counts less. With few responses it is drawn towards the middle of its kind."
)
HOW_INTERVAL = Sentence(
    "The bar is the interval: the truth is in it nine times in ten. A long bar means few responses."
)
HOW_LETTER = Sentence(
    "The letters have fixed edges, announced beforehand: {bands}. A letter changes only when it is {sure}% sure that it should."
)
HOW_LETTER_SECOND = Sentence(
    "First it is said whether a station is clearly above or below its kind: 95% sure, whichever single response is left out. The letters have fixed edges, announced beforehand: {bands}. A letter is given at {sure}% certainty and kept while it is more likely than not; else two or three letters are shown together."
)
HOW_STATUS = Sentence(
    "Firm: may be used. Provisional: still uncertain, letter in brackets. Not enough responses: fewer than {min}, no score. No responses: none came."
)
HOW_STATUS_IN_LOTS = Sentence(
    "Firm: may be used. Provisional: still uncertain, letter in brackets. Not enough responses: fewer than {min}, no score."
)
HOW_STATUS_SECOND = Sentence(
    "Sure: at least 80% certain. Held: given earlier, and still more likely than not. Between letters: one of the two or three that are shown. No letter: only above or below is said. Not enough responses: fewer than {min}, no score. No responses: none came."
)
HOW_STATUS_SECOND_IN_LOTS = Sentence(
    "Sure: at least 80% certain. Held: given earlier, and still more likely than not. Between letters: one of the two or three that are shown. No letter: only above or below is said. Not enough responses: fewer than {min}, no score."
)
HOW_KIND = Sentence(
    "Stations are compared only with their own kind: a traffic unit has other visitors than a police station. No list runs from first to last."
)
HOW_MONEY = Sentence("Being asked for money is never averaged into a score; it has a flag of its own.")
HOW_WHO = Sentence(
    "Those who respond are probably younger, more often men and townspeople than those who visit. Names, mobile numbers and messages play no part here and are nowhere in this file."
)
CAME = Sentence("Which responses came, and which were not used")
CAME_LEAD = Sentence("Responses kept for the weeks of this report: {received}; none is lost.")
CAME_CHANNELS = Sentence("How they came:")
CAME_LEFT_OUT = Sentence("Not in any score:")
CAME_QUARANTINED = Sentence("In quarantine:")
EDITED_DELETED = Sentence("After they had been sent, {edited} of them were edited and {deleted} deleted.")
RATES_LOW = Sentence("hardly anyone asked")
RATES_HIGH = Sentence("more responses than visitors")
WHOLE_RANGE = Sentence("whole range")
DID_LEAD = Sentence("What was changed because citizens asked for it.")
FUNNEL_LEAD = Sentence(
    "Each mark is a station. Inside the funnel luck alone can explain its distance from the middle; few responses, wide funnel."
)
FUNNEL_KEY = Sentence(
    "Inner funnel 95%, outer 99.8%. Triangle pointing up: earned praise. Triangle pointing down: needs attention. Circle: neither. A triangle well inside is named for another reason: a change, an alarm or money asked for. A circle outside is of a kind with too few stations to compare with."
)
REASONS: Mapping[str, Sentence] = {
    "above": Sentence("above its kind"),
    "better": Sentence("improving"),
    "below": Sentence("below its kind"),
    "worse": Sentence("getting worse"),
    "alarm": Sentence("alarm: lasting fall"),
    "bad": Sentence("alarm: many very bad responses in four weeks"),
    "money": Sentence("money asked for"),
    "review": Sentence("responses under review"),
}
"""Why a station is named."""
REASONS_BY: Mapping[str, Sentence] = {
    "above": Sentence("{n} point or more above the mean of its kind", "{n} points or more above the mean of its kind"),
    "below": Sentence("{n} point or more below the mean of its kind", "{n} points or more below the mean of its kind"),
}
"""The same with the number of points, where it is known."""
AMONG_ITS_KIND: Mapping[str, Sentence] = {
    "above": Sentence("above its kind"),
    "below": Sentence("below its kind"),
    "cannot be told": Sentence("cannot be told from its kind"),
}
"""Where a station stands among its kind."""
LEANS: Mapping[str, Sentence] = {
    "stronger": Sentence("stronger than the rest of its answers"),
    "weaker": Sentence("weaker than the rest of its answers"),
}
"""How a question lies to the rest of a station's answers."""
CUTS: Mapping[str, Sentence] = {
    "range": Sentence("What visitors said, question by question"),
    "district": Sentence("Content on the whole, by district"),
    "kind": Sentence("Content on the whole, by kind of station"),
    "purpose": Sentence("Content on the whole, by what they came for"),
    "channel": Sentence("Content on the whole, by way of responding"),
    "hours": Sentence("Content on the whole, by hour of responding"),
}
"""What shares are told of, in the order of the page."""
OVERDUE = Sentence(
    "{n} flag of responses that are all alike has waited more than {days} days for a decision of {office}: {places}.",
    "{n} flags of responses that are all alike have waited more than {days} days for a decision of {office}: {places}.",
)
SHARES_LEAD = Sentence(
    "Most stations have too few responses for a score. This can be said already: how many of those who responded gave 4 or 5 of 5 (for the receipt: said yes), and between which bounds the truth lies nine times in ten. They are the visitors who responded, not all visitors."
)
SHARE_OF = Sentence("{k} of {n}: {share}% ({low} to {high}%)")
SHARE_FEW = Sentence("{n} response: too few for a share", "{n} responses: too few for a share")
SHARE_OF_STATION = Sentence(
    "{k} of {n} who responded gave 4 or 5 for the visit on the whole; nine times in ten the truth lies between {low} and {high}%. There is no score yet."
)
POWER = Sentence(
    "A station that truly lies {distance} points from the middle of its kind is named, with a chance of 8 in 10, from about {n} responses on."
)
AREAS = Sentence("Question by question")
AREAS_LEAD = Sentence(
    "Each question's score with the interval in which the truth lies nine times in ten. There are no letters for single questions."
)
DAYS: Mapping[str, Sentence] = {
    "0": Sentence("Monday"),
    "1": Sentence("Tuesday"),
    "2": Sentence("Wednesday"),
    "3": Sentence("Thursday"),
    "4": Sentence("Friday"),
    "5": Sentence("Saturday"),
    "6": Sentence("Sunday"),
}
"""Days of the week, Monday first."""
WAYS: Mapping[str, Sentence] = {
    "graded": Sentence("in grades"),
    "other": Sentence("not in grades"),
    "quarantined": Sentence("in quarantine"),
}
"""How responses were taken."""
READERS: Mapping[str, Sentence] = {
    "ig": Sentence(
        "For the IG only. Do not forward. Numbers and addresses are taken out; names of persons may be in the texts. Words are sorted by machine: a person decides."
    ),
    "district": Sentence(
        "For the SP. Names and numbers are taken out as far as a machine can see them; do not try to find out who wrote. Messages come at least a week after they were written."
    ),
}
"""What a page of messages says to its reader."""
ALERTS: Mapping[str, Sentence] = {
    "money": Sentence("money asked for"),
    "grave": Sentence("grave matter"),
    "low_rating": Sentence("very bad experience"),
    "burst": Sentence("stations with many responses at once"),
    "edited": Sentence("edited"),
    "gone": Sentence("deleted"),
}
"""Rules of alerts, as the line above the live page counts them."""
WINDOW = Sentence("the last 13 weeks, up to 26 where few came")
WINDOW_SECOND = Sentence("the last 26 weeks")
"""Which responses a score is made of, by the version of the method."""
QUOTAS: Mapping[str, Sentence] = {
    "reading forms": Sentence("reading forms"),
    "reading responses": Sentence("reading responses"),
    "changing forms": Sentence("changing forms"),
    "reading sheets": Sentence("reading sheets"),
    "changing sheets": Sentence("changing sheets"),
    "Pub/Sub": Sentence("Pub/Sub"),
    "Drive units": Sentence("Drive units"),
}
"""Kinds of calls to Google."""
PILES: Mapping[str, Sentence] = {
    "grave": Sentence("Grave matters"),
    "complaint": Sentence("Complaints"),
    "suggestion": Sentence("Suggestions"),
    "praise": Sentence("Praise"),
    "elsewhere": Sentence("Not about the station"),
    "unsorted": Sentence("Without a topic"),
}
"""Where a message belongs."""
PILE_LEADS: Mapping[str, Sentence] = {
    "grave": Sentence("Read these the same day. A word was found, nothing is proven."),
    "complaint": Sentence("What people found wrong."),
    "suggestion": Sentence("What people would change."),
    "praise": Sentence("What people were thankful for."),
    "elsewhere": Sentence("Tips and matters of other departments: pass them on."),
    "unsorted": Sentence("The writer chose no topic."),
}
"""What a pile holds."""
GRAVE_MATTERS: Mapping[str, Sentence] = {
    "money": Sentence("money"),
    "refused": Sentence("report refused"),
    "violence": Sentence("violence or threat"),
    "custody": Sentence("custody"),
    "sexual": Sentence("sexual harassment"),
    "caste": Sentence("caste"),
    "suicide": Sentence("suicide"),
}
"""Grave matters."""
THEMES: Mapping[str, Sentence] = {
    "behaviour": Sentence("behaviour"),
    "heard": Sentence("being heard"),
    "waiting": Sentence("waiting"),
    "facilities": Sentence("facilities"),
    "receipt": Sentence("receipt or copy"),
}
"""Ordinary themes."""
STATUSES: Mapping[str, Sentence] = {
    "Firm": Sentence("Firm"),
    "Provisional": Sentence("Provisional"),
    "Not enough responses": Sentence("Not enough responses"),
    "Not delivered": Sentence("Not delivered"),
    "No responses": Sentence("No responses"),
    "Trial period": Sentence("Trial period"),
    "Sure": Sentence("Sure"),
    "Held": Sentence("Held"),
    "Between letters": Sentence("Between letters"),
    "No letter": Sentence("No letter"),
}
"""Grade statuses."""
STANDINGS: Mapping[str, Sentence] = {
    "praise": Sentence("Earned praise"),
    "attention": Sentence("Needs attention"),
    "noise": Sentence("No clear difference"),
    "quiet": Sentence("Too few responses"),
    "trial": Sentence("Trial period"),
}
"""Standings."""
ARROWS: Mapping[str, Sentence] = {
    "better": Sentence("better"),
    "worse": Sentence("worse"),
    "no clear change": Sentence("no clear change"),
    "too few responses": Sentence("too few responses"),
}
"""Changes over time."""
KINDS: Mapping[str, Sentence] = {
    "ig_office": Sentence("IG office"),
    "sp_office": Sentence("SP office"),
    "thana": Sentence("Police station"),
    "women_thana": Sentence("Women's station"),
    "ajak": Sentence("AJAK unit"),
    "cyber": Sentence("Cyber station"),
    "traffic": Sentence("Traffic"),
    "chowki": Sentence("Outpost (chowki)"),
    "police_line": Sentence("Police line"),
}
"""Kinds of stations."""
LEFT_OUT: Mapping[str, Sentence] = {
    "code not accepted": Sentence("code not genuine or not readable"),
    "station closed or not in the list": Sentence("station closed or not in the list"),
    "another channel": Sentence("came another way than by the poster"),
    "not about this place": Sentence("wrote about something else, not this station"),
    "did not visit": Sentence("had not visited the station"),
    "older wording of the questions": Sentence("responded to an older wording of the questions"),
    "fewer than half of the ratings": Sentence("gave fewer than half of the ratings"),
    "found not genuine": Sentence("found not genuine by a person"),
    "set aside for review": Sentence("set aside until a person has looked"),
    "blank": Sentence("code empty"),
    "unsigned": Sentence("code without its signature"),
    "bad signature": Sentence("code with a wrong signature"),
    "unknown key": Sentence("code signed with a key that is not ours"),
    "retired key": Sentence("code of an old set of posters"),
    "copied row": Sentence("row that was copied in the sheet"),
    "revoked poster": Sentence("code of a poster that was withdrawn"),
    "unknown station": Sentence("code of no station in the list"),
    "unreadable": Sentence("code not readable"),
}
"""Why a response enters no grade, or is in quarantine."""
CHANNELS: Mapping[str, Sentence] = {
    "poster": Sentence("poster"),
    "desk": Sentence("code handed over at a desk"),
    "screen": Sentence("code on a phone or screen"),
    "typed": Sentence("name of the station typed by hand"),
    "call-back": Sentence("call-back"),
    "paper": Sentence("paper"),
    "unknown": Sentence("way not known"),
}
"""How responses came."""
MARKS: Mapping[str, Sentence] = {
    "unfinished": Sentence(
        "Unfinished: {week} is not over, or its last responses are not pulled yet. These figures will change."
    ),
    "provisional": Sentence(
        "The constants of this quarter are not frozen yet: scores may still move a little. The first report of the quarter freezes them."
    ),
    "edition": Sentence(
        "Edition {edition} of this week: something became known after edition {before} was announced. Both are kept."
    ),
    "empty": Sentence("No responses yet. Hang the posters; if people have responded already, run anubhav pull."),
}
"""What a report must say of itself."""
