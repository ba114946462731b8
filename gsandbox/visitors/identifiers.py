"""Some citizens write what should not be passed on: numbers, addresses and names. All are invented, and all are listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from stdnum import verhoeff

from .citizens import Citizen
from .survey import Survey

COUNT = 200
RECENT = 4 * 7
"""They come in the last so many days, so that the pages of messages would show what they wrote."""
HINDI, ROMAN, ENGLISH = range(3)
SAID = (
    ["शून्य", "एक", "दो", "तीन", "चार", "पाँच", "छह", "सात", "आठ", "नौ"],
    ["zero", "ek", "do", "teen", "chaar", "paanch", "chhe", "saat", "aath", "nau"],
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
)
FRAMES = {
    "mobile": ("मेरा नंबर {} है", "mera number {} hai", "call me on {}"),
    "mobile in words": ("मोबाइल {} पर बात कीजिए", "mobile {} par baat kijiye", "my number is {}"),
    "aadhaar": ("आधार {} दिखाया था", "aadhar {} dikhaya tha", "showed Aadhaar {}"),
    "pan": ("पैन कार्ड {} की कॉपी ली", "pan card {} ki copy li", "PAN card {} was copied"),
    "vehicle": ("मेरी गाड़ी {} थाने में है", "meri gadi {} thane me hai", "my bike {} is at the station"),
    "e-mail": ("ईमेल {} पर जवाब दें", "email {} par jawab de", "write to {}"),
    "link": ("फोटो यहाँ है {}", "photo yahan hai {}", "photo is here {}"),
    "fir": ("एफआईआर नंबर {} में देर हुई", "FIR no {} me der hui", "no news on FIR no. {}"),
    "name": ("श्री {} ने अच्छे से बात की", "shri {} ne acche se baat ki", "Mr {} was very polite"),
}
"""What is written around an identifier, in Hindi, Roman Hindi and English."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One invented identifier: its kind, where it was written (message, name or mobile), and what must not be read."""

    kind: str
    where: str
    text: str


def plant(
    coming: Sequence[Citizen], survey: Survey, random: np.random.Generator
) -> tuple[list[Citizen], list[Planted]]:
    """Let COUNT of the citizens write an identifier each, as many of each kind; the list of all. What they rate stays."""
    coming = list(coming)
    last = coming[-1].at
    recent = [place for place, one in enumerate(coming) if (last - one.at).days < RECENT]
    chosen = random.choice(recent, size=min(COUNT, len(recent)), replace=False).tolist()
    kinds = [*FRAMES, "name given", "mobile given"]
    planted: dict[str, Planted] = {}
    for turn, place in enumerate(chosen):
        kind, language = kinds[turn % len(kinds)], turn // len(kinds) % 3
        while (one := _planted(kind, language, random)).text in planted:
            pass
        planted[one.text] = one
        said = one.text if one.where != "message" else FRAMES[kind][language].format(one.text)
        coming[place] = _writes(coming[place], survey.field(one.where), said)
    return coming, list(planted.values())


def _planted(kind: str, language: int, random: np.random.Generator) -> Planted:
    if kind == "name given":
        return Planted(kind, "name", _name(language, random))
    if kind == "mobile given":
        return Planted(kind, "mobile", _mobile(ENGLISH, random))
    return Planted(kind, "message", MAKERS[kind](language, random))


def _writes(one: Citizen, field: str, text: str) -> Citizen:
    """The citizen with this text as the only one in that field."""
    return replace(one, fields=(*(pair for pair in one.fields if pair[0] != field), (field, text)))


def _digits(count: int, random: np.random.Generator) -> str:
    return "".join(str(digit) for digit in random.integers(0, 10, count))


def _letters(count: int, random: np.random.Generator, among: str = "ABCDEFGHJKLMNPQRSTUVWXYZ") -> str:
    return "".join(random.choice(list(among), count))


def _written(digits: str, language: int, random: np.random.Generator) -> str:
    """In Hindi half of the numbers stand in Devanagari digits."""
    if language == HINDI and random.random() < 0.5:
        return "".join(chr(0x966 + int(sign)) if sign.isdigit() else sign for sign in digits)
    return digits


def _mobile(language: int, random: np.random.Generator) -> str:
    return _written(f"{random.choice(list('6789'))}{_digits(9, random)}", language, random)


def _in_words(language: int, random: np.random.Generator) -> str:
    return " ".join(SAID[language][int(digit)] for digit in _mobile(ENGLISH, random))


def _aadhaar(language: int, random: np.random.Generator) -> str:
    digits = f"{random.integers(2, 10)}{_digits(10, random)}"
    digits += verhoeff.calc_check_digit(digits)
    return _written(f"{digits[:4]} {digits[4:8]} {digits[8:]}", language, random)


def _pan(language: int, random: np.random.Generator) -> str:
    return f"{_letters(3, random)}P{_letters(1, random)}{_digits(4, random)}{_letters(1, random)}"


def _vehicle(language: int, random: np.random.Generator) -> str:
    return f"CG{random.integers(10, 31)} {_letters(2, random)} {random.integers(1000, 10_000)}"


def _mail(language: int, random: np.random.Generator) -> str:
    return f"{_letters(7, random).lower()}{random.integers(10, 100)}@example.com"


def _link(language: int, random: np.random.Generator) -> str:
    return f"https://example.org/{_letters(6, random)}"


def _fir(language: int, random: np.random.Generator) -> str:
    return _written(f"{random.integers(300, 1000)}/2026", language, random)


def _name(language: int, random: np.random.Generator) -> str:
    """Two words of random syllables: nobody's name."""

    def word() -> str:
        if language == HINDI:
            return "".join(
                a + b for a, b in zip(_letters(3, random, "कगचजटडनपबमरलव"), _letters(3, random, "ािुोी"), strict=True)
            )
        pairs = zip(_letters(3, random, "bdgjkmnprtvz"), _letters(3, random, "aeiou"), strict=True)
        return "".join(a + b for a, b in pairs).capitalize()

    return f"{word()} {word()}"


MAKERS: dict[str, Callable[[int, np.random.Generator], str]] = {
    "mobile": _mobile,
    "mobile in words": _in_words,
    "aadhaar": _aadhaar,
    "pan": _pan,
    "vehicle": _vehicle,
    "e-mail": _mail,
    "link": _link,
    "fir": _fir,
    "name": _name,
}  # fmt: skip
