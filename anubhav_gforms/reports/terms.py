"""The words for each status, standing, kind, channel … that a report names: one table each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..sentence import Sentence, joined

IN_THE_RANGE: Mapping[str, Sentence] = {
    "above": Sentence("clearly above the range"),
    "below": Sentence("clearly below the range"),
}
"""Where a district stands, when that can be told."""
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
PRAISING = frozenset({"above", "better"})
"""Those of them that speak for it."""
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
CORRECTABLE: Mapping[str, Sentence] = {
    "score": Sentence("score"),
    "low": Sentence("lower end of the interval"),
    "high": Sentence("upper end of the interval"),
    "standing": Sentence("standing"),
    "letter": Sentence("letter"),
    "letter_set": Sentence("letters"),
}
"""What a correction is of."""
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
        "For the IG only. Do not forward. Numbers, e-mail addresses and links are taken out as far as a machine sees them; names of persons and places may be in the texts. Words are sorted by machine: a person decides."
    ),
    "district": Sentence(
        "For the SP. Messages of full groups of five responses, with the week and not the day, from stations with enough responses. Each is here because the IG's office has read and released it. Numbers, names and places are taken out as far as a machine sees them; do not try to find out who wrote."
    ),
}
"""What a page of messages says to its reader."""
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
    "other": Sentence("grave matter"),
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
STANDINGS: Mapping[str, Sentence] = {
    "praise": Sentence("Earned praise"),
    "attention": Sentence("Needs attention"),
    "noise": Sentence("No clear difference"),
    "quiet": Sentence("Too few responses"),
    "trial": Sentence("Trial period"),
}
"""Standings."""
REGION_LEVELS: Mapping[str, Sentence] = {"state": Sentence("State"), "police range": Sentence("Police range")}
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
    "revoked poster": Sentence("code of a poster that was revoked"),
    "unknown station": Sentence("code of no station in the list"),
    "unreadable": Sentence("code not readable"),
    "test answer": Sentence("a test response of the office"),
}
"""Why a response enters no grade, or is in quarantine."""
CHANNELS: Mapping[str, Sentence] = {
    "poster": Sentence("poster"),
    "desk": Sentence("code handed over at a desk"),
    "screen": Sentence("code on a phone or screen"),
    "typed": Sentence("name of the station typed by hand"),
    "call-back": Sentence("call-back"),
    "portal": Sentence("another portal"),
    "paper": Sentence("paper"),
    "unknown": Sentence("way not known"),
}
"""How responses came."""
MARKS: Mapping[str, Sentence] = {
    "draft": Sentence("A draft: nothing of it is announced, and it changes with what comes in."),
    "unfinished": Sentence(
        "Unfinished: {week} is not over, or its last responses are not pulled yet. These figures will change."
    ),
    "provisional": Sentence(
        "The constants of this quarter are not frozen yet: scores may still move a little. The first report of the quarter freezes them."
    ),
    "edition": Sentence(
        "Edition {edition} of this week: something became known after edition {before} was announced. Both are kept."
    ),
    "not-compared": Sentence(
        "Not compared with Google since {since}: rows and responses that were changed or taken away there since then are not seen here."
    ),
    "empty": Sentence("No responses yet. Hang the posters; if people have responded already, run anubhav pull."),
}
"""What a report must say of itself."""
AGAINST_KIND: Mapping[int, Sentence] = {
    1: Sentence("clearly above its kind"),
    -1: Sentence("clearly below its kind"),
    0: Sentence("not clearly different from its kind"),
}
"""How a question of a station lies to the mean of its kind."""
AGAINST_ALL: Mapping[int, Sentence] = {
    1: Sentence("clearly above all stations"),
    -1: Sentence("clearly below all stations"),
    0: Sentence("not clearly different from all stations"),
}
"""The same, to the mean of all stations: where its kind has too few."""


INPUTS: Mapping[str, Sentence] = {
    "code": Sentence("the version of anubhav"),
    "ledger": Sentence("the ledger"),
    "printed posters": Sentence("the printed posters"),
    "cube": Sentence("the cube"),
    "corrections": Sentence("corrections that were announced later"),
}
"""What a manifest calls otherwise than a person does; files have their own names."""


def inputs_said(names: Iterable[str]) -> Sentence:
    """What a report was made from, by the names of a manifest."""
    quarter = "constants "
    return joined(
        (
            Sentence("the constants of {quarter}", quarter=constants_said(name.removeprefix(quarter)))
            if name.startswith(quarter)
            else INPUTS.get(name, name)
            for name in names
        ),
        ", ",
    )


def constants_said(name: str) -> Sentence | str:
    """The name of constants: a quarter's, or while the project is young those that its weeks so far give."""
    quarter, _, week = name.partition(" as of ")
    return Sentence("{quarter} as of {week}", quarter=quarter, week=week) if week else quarter


def edges_said(bands: Mapping[str, float]) -> str:
    """Where each letter begins."""
    return " · ".join(f"{letter} {edge:g}" for letter, edge in bands.items())


def with_kind(note: str) -> str:
    """A note of grading with the kind of station that it names in words."""
    if not isinstance(note, Sentence) or "kind" not in note.values:
        return note
    return Sentence(note.template, note.plural, **{**note.values, "kind": KINDS[str(note.values["kind"])]})
