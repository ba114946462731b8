"""Questions of a form that somebody else made → our keys; what its station question holds → our station codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from ..campaign import Question, Role, Station
from ..nouns.google import Item, ItemKind
from ..text import same_title, stored

SURE, LIKELY = 0.82, 0.34
"""Scores from which a match is taken, or is worth asking about."""

HINTS: dict[str, str] = {
    "station": "station thana office chowki code थाना चौकी कार्यालय कोड स्टेशन",
    Role.PURPOSE: "purpose visit reason work brought काम उद्देश्य कारण प्रयोजन",
    "behaviour": "behaviour behavior conduct treat staff polite व्यवहार बर्ताव आचरण",
    "heard": "listen listened heard hearing सुनी सुना सुनवाई ध्यान",
    "promptness": "prompt promptness quick quickly speed fast time delay जल्दी समय देरी तत्परता",
    "facilities": "clean cleanliness facility facilities toilet water सफाई स्वच्छता सुविधा सुविधाएँ",
    Role.OVERALL: "overall experience rating satisfied satisfaction कुल अनुभव संतुष्टि संतुष्ट",
    Role.RECEIPT: "receipt copy acknowledgement पावती प्रति रसीद",
    Role.MONEY: "money bribe gift demand पैसे पैसा रिश्वत माँगी मांगी",
    Role.TOPIC: "type category about praise complaint तारीफ शिकायत प्रकार विषय",
    Role.MESSAGE: "message comment comments feedback suggestion suggestions write सुझाव टिप्पणी बात लिखें",
    Role.NAME: "name नाम",
    Role.MOBILE: "mobile phone contact मोबाइल फोन नंबर",
}
"""Words by which people call these things; a hint only, never enough to be sure."""


class Certainty(Enum):
    """How well a question was matched."""

    SURE = "sure"
    ASK = "ask"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """One of our questions and the item that seems to ask it. `number` counts the form's items from 1; 0 = none."""

    key: str
    item: Item | None
    number: int
    certainty: Certainty
    score: float = 0.0


def match_items(questions: Sequence[Question], items: Sequence[Item], assigned: Mapping[str, int]) -> tuple[Match, ...]:
    """The best match of each question, each item used once. `assigned` gives item numbers that a person decided (0 = none)."""
    numbered = {number: item for number, item in enumerate(items, start=1) if item.question_id}
    taken = {number for number in assigned.values() if number}
    pairs = sorted(
        (
            (likeness(question, item), -number, question.key)
            for question in questions
            if question.key not in assigned
            for number, item in numbered.items()
            if number not in taken and _fits(question, item)
        ),
        reverse=True,
    )
    chosen: dict[str, tuple[int, float]] = {}
    for points, minus, key in pairs:
        if points >= LIKELY and key not in chosen and -minus not in taken:
            chosen[key] = (-minus, points)
            taken.add(-minus)
    return tuple(_match(question.key, chosen, assigned, numbered) for question in questions)


def likeness(question: Question, item: Item) -> float:
    """How much an item's title, options and kind look like the question: 0 to 1."""
    halves = [_plain(half) for half in (*question.title.split(" / "), question.title)]
    shown = [_plain(half) for half in (*re.split(r"\s*[/|]\s*", item.title), item.title)]
    title = max(SequenceMatcher(None, ours, theirs).ratio() for ours in halves for theirs in shown if theirs)
    words = set(_plain(item.title).split())
    hint = 0.4 if words.intersection(HINTS.get(question.role or question.key, "").split()) else 0.0
    options = 0.0
    if question.options and item.options:
        ours = {_plain(half) for option in question.options for half in option.split(" / ")}
        choices = {_plain(half) for option in item.options for half in re.split(r"\s*[/|]\s*", option)}
        options = 0.3 * len(ours & choices) / len(choices)
    return min(1.0, title if title >= SURE else 0.6 * title * (title > 0.5) + hint + options)


def match_station(text: str, stations: Iterable[Station]) -> tuple[str, str]:
    """What an answer of the station question means: (code, "") when sure, ("", guess) when not, ("", "") when unknown."""
    stations = tuple(stations)
    upper = text.upper()
    for station in stations:
        if re.search(rf"(?<![A-Z]){re.escape(station.code)}(?![A-Z])", upper):
            return station.code, ""
    shown = {_plain(part) for part in (text, *re.split(r"\s*[/|]\s*", text))} - {""}
    exact = {station.code for station in stations if shown & {_plain(station.name_en), _plain(station.name_hi)}}
    if len(exact) == 1:
        return exact.pop(), ""
    near = sorted(
        ((max(SequenceMatcher(None, each, _plain(name)).ratio() for each in shown for name in (station.name_en, station.name_hi)), station.code) for station in stations),
        reverse=True,
    ) if shown else []  # fmt: skip
    if near and near[0][0] > 0.6 and (len(near) == 1 or near[0][0] > near[1][0]):
        return "", near[0][1]
    return "", ""


def _match(
    key: str, chosen: Mapping[str, tuple[int, float]], assigned: Mapping[str, int], numbered: Mapping[int, Item]
) -> Match:
    if key in assigned:
        return Match(
            key, numbered.get(assigned[key]), assigned[key], Certainty.SURE if assigned[key] else Certainty.NONE, 1.0
        )
    number, points = chosen.get(key, (0, 0.0))
    certainty = Certainty.SURE if points >= SURE else Certainty.ASK if number else Certainty.NONE
    return Match(key, numbered.get(number), number, certainty, points)


def _fits(question: Question, item: Item) -> bool:
    if question.prefilled:
        return item.kind in (ItemKind.TEXT, ItemKind.DROPDOWN, ItemKind.CHOICE)
    if item.kind in (ItemKind.SCALE, ItemKind.RATING) and item.points != (1, 5):
        return False
    return item.kind in question.type.items


def _plain(text: str) -> str:
    """Letters, marks and digits only, small, in NFC: as titles are compared."""
    kept = "".join(char if char.isalnum() or "\u0900" <= char <= "\u097f" else " " for char in stored(text))
    return same_title(kept.replace("।", " "))
