"""Postal addresses: what stands beside a word of addresses, and villages and wards of the range wherever they stand."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, Span
from .words import bare, is_listed, may_be_name, near, run_after, words_of

_BEFORE = frozenset(
    [
        "ग्राम",
        "गाँव",
        "गांव",
        "गाव",
        "मोहल्ला",
        "मुहल्ला",
        "वार्ड",
        "बस्ती",
        "कॉलोनी",
        "कालोनी",
        "टोला",
        "पारा",
        "तहसील",
        "निवासी",
        "पोस्ट",
        "डाकघर",
        "पंचायत",
        "gram",
        "gaon",
        "gaanv",
        "village",
        "vill",
        "mohalla",
        "muhalla",
        "ward",
        "basti",
        "colony",
        "tola",
        "tehsil",
        "tahsil",
        "nivasi",
        "niwasi",
        "resident",
        "panchayat",
        "locality",
        "street",
        "gali",
        "गली",
        "mohla",
        "mohala",
        "vpo",
        "gaw",
        "ganv",
    ]
)
_AFTER = frozenset(
    [
        "निवासी",
        "पारा",
        "टोला",
        "मोहल्ला",
        "कॉलोनी",
        "कालोनी",
        "बस्ती",
        "वार्ड",
        "नगर",
        "विहार",
        "गली",
        "गाँव",
        "गांव",
        "nivasi",
        "niwasi",
        "para",
        "tola",
        "mohalla",
        "colony",
        "basti",
        "nagar",
        "vihar",
        "gali",
        "gaon",
        "ward",
        "street",
        "road",
        "village",
        "wale",
        "वाले",
        "का_रहने",
    ]
)
_STATION = frozenset(
    ["थाना", "थाने", "चौकी", "thana", "thane", "chowki", "chauki", "station", "police", "पुलिस", "कोतवाली", "kotwali"]
)
_NONE = (
    _BEFORE
    | _AFTER
    | frozenset(
        [
            "ka",
            "ki",
            "ke",
            "ko",
            "se",
            "me",
            "mein",
            "par",
            "hai",
            "ne",
            "wale",
            "wala",
            "ke_log",
            "के",
            "का",
            "की",
            "को",
            "से",
            "में",
            "पर",
            "है",
            "ने",
            "वाले",
            "वाला",
            "no",
            "number",
            "नं",
            "नंबर",
            "नम्बर",
            "ho",
            "hu",
            "hun",
            "hoon",
            "हूँ",
            "हूं",
            "of",
            "in",
            "and",
            "the",
            "here",
            "ki",
            "office",
            "kee",
            "ji",
        ]
    )
)
_TOWNS = frozenset(
    [
        "bilaspur",
        "korba",
        "raigarh",
        "janjgir",
        "champa",
        "mungeli",
        "gaurela",
        "pendra",
        "marwahi",
        "sarangarh",
        "bilaigarh",
        "sakti",
        "chhattisgarh",
        "raipur",
    ]
)
_D = r"[0-9०-९]"
_HOUSE = linear(
    rf"(?<![\w\u0900-\u097f])(?:ward|वार्ड|w\.?\s?no|मकान|makaan|makan|house|h\.?\s?no|plot|प्लॉट|flat|फ्लैट|quarter|qtr|क्वार्टर|गली|gali|street|sector|सेक्टर|room|block)\.?"
    rf"\s?(?:no|number|num|nambar|kramank|नं|नंबर|नम्बर|क्रमांक|क्र)?\.?[\s:\-#]{{0,3}}(?:[A-Z]{{1,2}}[\-/\s]?)?{_D}{{1,4}}(?:[/\-]{_D}{{1,4}})?(?:\s?[A-Z]\b)?",
    re.IGNORECASE,
)
_PIN = linear(r"(?<!\d)4[5-9]\d[\s]?\d{3}(?!\d)")


def _find(text: str) -> list[Span]:
    words = words_of(text)
    spans: list[Span] = [match.span() for pattern in (_HOUSE, _PIN) for match in pattern.finditer(text)]
    for place, word in enumerate(words):
        said = bare(word[0])
        if said in _BEFORE:
            spans += run_after(text, place, _NONE, 2, " .\t:-,")
        if said in _AFTER and place:
            before = words[place - 1]
            if near(text, before, word, " -") and may_be_name(before[0], _NONE) and said not in ("wale", "वाले", "road"):
                spans.append(before.span())
        if said not in _TOWNS and is_listed(word[0], "places") and not _of_a_station(place, words):
            spans.append(word.span())
    return spans


def _of_a_station(place: int, words: tuple[re.Match[str], ...]) -> bool:
    """True for the name of a police station: its readers know where it is."""
    beside = words[max(place - 1, 0) : place + 3]
    return any(bare(word[0]) in _STATION for word in beside)


ADDRESS = Kind(
    "address",
    "place",
    _find,
    finds=(
        ("ग्राम कखगघ में रहता हूँ", "ग्राम [place] में रहता हूँ"),
        ("Ward No. 12 me", "[place] me"),
        ("मकान नं 45/2 के पास", "[place] के पास"),
        ("Zorakel colony me chori", "[place] colony me chori"),
        ("pin 495001 hai", "pin [place] hai"),
    ),
    spares=("गाँव के लोग", "हमारे गाँव में पुलिस आई", "थाना कोटा बहुत अच्छा है", "ratanpur thane me sab acche hain"),
    person=True,
)
