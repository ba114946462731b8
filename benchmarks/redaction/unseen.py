"""Invented messages of an adversary: ways of writing that the rules were not made with. Seeded; shares nothing with messages.py.

Digits of several kinds in one number, numbers with words between, plates and addresses with blanks, ranks and relations
before names. What the rules do not know they miss: the table says how much.
"""

from __future__ import annotations

import random

from stdnum.verhoeff import calc_check_digit

from .messages import Message, Planted, Script
from .messages import _letters as _capitals
from .messages import devanagari as deva

WORDS = {
    Script.HINDI: ["शून्य", "एक", "दो", "तीन", "चार", "पाँच", "छह", "सात", "आठ", "नौ"],
    Script.ROMAN: ["shunya", "ek", "do", "tin", "chaar", "paanch", "chah", "saat", "aath", "nau"],
    Script.ENGLISH: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
}
PAIRS = {
    Script.ROMAN: {98: "atthanve", 97: "sattanve", 76: "chhihattar", 54: "chauvan", 32: "battis", 21: "ikkis", 10: "das", 65: "painsath", 87: "sattasi", 40: "chalis"},
    Script.ENGLISH: {98: "ninety-eight", 97: "ninety seven", 76: "seventy-six", 54: "fifty-four", 32: "thirty two", 21: "twenty-one", 10: "ten", 65: "sixty-five", 87: "eighty-seven", 40: "forty"},
    Script.HINDI: {99: "निन्यानबे", 96: "छियानवे", 88: "अठासी", 73: "तिहत्तर", 55: "पचपन", 34: "चौंतीस", 29: "उनतीस", 12: "बारह", 67: "सड़सठ", 41: "इकतालीस"},
}  # fmt: skip
SENTENCES = {
    Script.HINDI: ["कल शाम गया था {} बताया गया", "कृपया ध्यान दें, {}", "{} के बारे में लिख रहा हूँ", "सबको मालूम है {} यही है"],
    Script.ROMAN: ["kal sham ko gaya tha, {} bataya", "kripya dhyan de {}", "{} ke bare me likh raha hu", "sabko pata hai, {} yahi hai"],
    Script.ENGLISH: ["went there last evening, {} was told", "please note {}", "writing about {}", "everybody knows {} it is"],
}  # fmt: skip
NAMED = {
    Script.HINDI: ["थाना प्रभारी {} ने सुना", "प्रधान आरक्षक {} ने मदद की", "हेड कांस्टेबल {} मिले", "उप निरीक्षक {} ने लिखा", "ए.एस.आई. {} आए", "एस.आई. {} ने बुलाया", "{} साहब ने डाँटा", "{} मैम ने सुना", "{} सर अच्छे हैं", "एडवोकेट {} साथ थे", "पुत्र {} के साथ गया", "मैं {} निवासी कोटा", "नगर सैनिक {} ने रोका", "एसपी {} से मिला", "महिला आरक्षक {} ने बात की"],
    Script.ROMAN: ["T.I. {} ne suna", "A.S.I. {} mile", "S.I. {} ne bulaya", "head constable {} ne likha", "pradhan aarakshak {} mile", "thana prabhari {} ne suna", "up nirikshak {} aaye", "{} sahab ne daanta", "{} sir acche hai", "{} madam ne suna", "{} mam ne madad ki", "advocate {} sath the", "mai {} bol raha hu", "SP {} se mila", "s/o {} gaya tha"],
    Script.ENGLISH: ["Sub Inspector {} helped", "Sub-Inspector {} came", "Head Constable {} listened", "A.S.I. {} wrote it down", "T.I. {} was kind", "SHO {} refused", "{} sir was polite", "{} madam listened", "Advocate {} came along", "Smt. {} sat there", "I am {} from Kota", "this is {} writing", "Police officer {} shouted", "Lady constable {} helped", "S/o {} went too"],
}  # fmt: skip
CONSONANTS = [
    "क",
    "ख",
    "ग",
    "घ",
    "च",
    "ज",
    "ट",
    "ड",
    "त",
    "द",
    "ध",
    "न",
    "प",
    "ब",
    "भ",
    "म",
    "य",
    "र",
    "ल",
    "व",
    "श",
    "स",
    "ह",
]


def unseen(count: int, seed: int = 20261125) -> list[Message]:
    """`count` messages, each with one thing to take out."""
    chance = random.Random(seed)
    return [_message(chance) for _ in range(count)]


def _message(chance: random.Random) -> Message:
    script = chance.choice(list(Script))
    kind = chance.choice(list(WAYS))
    text = WAYS[kind](chance, script)
    frame = chance.choice(NAMED[script] if kind == "name" else SENTENCES[script])
    lead = {
        "fir": _case(script, chance),
        "aadhaar": {Script.HINDI: "आधार ", Script.ROMAN: "aadhar no. ", Script.ENGLISH: "Aadhaar no "}[script],
    }.get(kind, "")
    return Message(script, frame.format(lead + text), (Planted(kind, text),))


def _case(script: Script, chance: random.Random) -> str:
    return chance.choice(
        {
            Script.HINDI: ("एफ.आई.आर. नं. ", "अपराध क्र ", "मुकदमा नं ", "एफआईआर ", "प्राथमिकी सं. "),
            Script.ROMAN: ("fir ", "FIR no- ", "apradh kr. ", "mukadma no ", "case no "),
            Script.ENGLISH: ("FIR ", "F.I.R. no ", "crime number ", "Case No: ", "GD no "),
        }[script]
    )


def _digits(chance: random.Random) -> str:
    return chance.choice("6789") + "".join(chance.choices("0123456789", k=9))


def _mobile(chance: random.Random, script: Script) -> str:
    digits = _digits(chance)
    half = f"{digits[:5]}{{}}{digits[5:]}"
    match chance.choice(
        (
            "mixed",
            "spaced",
            "dotted",
            "slash",
            "brackets",
            "pairs",
            "word",
            "glued",
            "full",
            "keycaps",
            "lines",
            "signs",
            "twos",
        )
    ):
        case "mixed":
            ways = (str, deva, lambda digit: WORDS[script][int(digit)])
            return " ".join(chance.choice(ways)(digit) for digit in digits)
        case "spaced":
            return " ".join(deva(digits) if chance.random() < 0.5 else digits)
        case "dotted":
            return chance.choice((".", "-", ", ", "..")).join(digits)
        case "slash":
            return half.format(chance.choice(("/", " / ", "_", "*", "|")))
        case "brackets":
            return f"({digits[:5]}) {digits[5:]}"
        case "pairs":
            pairs = PAIRS[script]
            return " ".join(pairs[number] for number in [next(iter(pairs)), *chance.choices(list(pairs), k=4)])
        case "word":
            return half.format(
                chance.choice(
                    {
                        Script.HINDI: (" और ", " फिर "),
                        Script.ROMAN: (" aur ", " phir "),
                        Script.ENGLISH: (" and ", " then "),
                    }[script]
                )
            )
        case "glued":
            return "".join(
                digit if place % 2 else WORDS[Script.ENGLISH][int(digit)] for place, digit in enumerate(digits)
            )
        case "full":
            return digits.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
        case "keycaps":
            return "".join(f"{digit}\ufe0f\u20e3" for digit in digits)
        case "lines":
            return half.format("\n")
        case "signs":
            return digits.replace("0", "O") if "0" in digits else half.format("\u200b")
        case _:
            return chance.choice((" ", "-", ".")).join(digits[at : at + 2] for at in range(0, 10, 2))


def _aadhaar(chance: random.Random, script: Script) -> str:
    digits = chance.choice("2345") + "".join(chance.choices("0123456789", k=10))
    digits += calc_check_digit(digits)
    sign = chance.choice((".", "/", "  ", " - ", ""))
    text = sign.join((digits[:4], digits[4:8], digits[8:])) if sign else " ".join(digits)
    return deva(text) if script is Script.HINDI and chance.random() < 0.5 else text


def _pan(chance: random.Random, script: Script) -> str:
    head, number, last = (
        _capitals(chance, 3) + chance.choice("PHC") + _capitals(chance, 1),
        f"{chance.randrange(9999):04d}",
        _capitals(chance, 1),
    )
    return chance.choice(
        (
            f"{head} {number} {last}",
            f"{head}{number}{last}".lower(),
            f"{head}-{number}-{last}",
            " ".join(head + number + last),
            f"{head}.{number}.{last}",
        )
    )


def _vehicle(chance: random.Random, script: Script) -> str:
    state, district, series, number = (
        chance.choice(("UP", "CG", "JH", "MH")),
        str(chance.randrange(1, 31)),
        _capitals(chance, chance.choice((1, 2))),
        f"{chance.randrange(1000, 9999)}",
    )
    if script is Script.HINDI and chance.random() < 0.6:
        state = chance.choice(("सी.जी.", "सीजी", "यू.पी.", "जे.एच."))
        letters = chance.choice(("ए.बी.", "एबी", "बी सी", "एम"))
        return chance.choice(
            (
                f"{state} {district} {letters} {number}",
                f"{state}{district}{letters}{number}",
                f"{state} {deva(district)} {letters} {deva(number)}",
            )
        )
    ways = (
        f"{state}{district} {series} {number}",
        f"{state} {district}{series}{number}",
        f"{state}/{district}/{series}/{number}",
        " ".join(state) + f" {district} {' '.join(series)} {number}",
        f"{state}.{district}.{series}.{number}",
        f"{state}_{district}_{series}_{number}",
        f"{state} {district} {series} {number[:2]} {number[2:]}",
    )
    return chance.choice(ways) if script is not Script.ROMAN else chance.choice(ways).lower()


def _mail(chance: random.Random, script: Script) -> str:
    user = _capitals(chance, 5).lower() + str(chance.randrange(10, 99))
    host = chance.choice(("gmail", "yahoo", "rediffmail", "outlook"))
    if script is Script.HINDI and chance.random() < 0.6:
        return chance.choice(
            (
                f"{user} एट जीमेल डॉट कॉम",
                f"{user} एट याहू डॉट को डॉट इन",
                f"{user} ऐट दी रेट रेडिफमेल डॉट कॉम",
                f"{user} एट द रेट आउटलुक डॉट कॉम",
            )
        )
    return chance.choice(
        (
            f"{user} at {host} dot com",
            f"{user} (at) {host} (dot) com",
            f"{user} [at] {host} [dot] co [dot] in",
            f"{user} AT {host} DOT COM",
            f"{user} @ {host} . com",
            f"{user}@{host} com",
            f"{user} at the rate {host} com",
            f"{user} at {host}.com",
            f"{user} at {host} dot co dot in",
            f"{user} attherate {host}.com",
        )
    )


def _link(chance: random.Random, script: Script) -> str:
    tail = _capitals(chance, 6).lower()
    return chance.choice(
        (
            f"example dot com slash {tail}",
            f"hxxps://example.org/{tail}",
            f"example.co.in/{tail}",
            f"t.me/{tail}",
            f"wa.me/{tail}",
            f"HTTPS://EXAMPLE.NET/{tail}",
            f"example[.]com/{tail}",
            f"m.example.com/{tail}?id=4",
            f"www. example .com/{tail}",
        )
    )


def _fir(chance: random.Random, script: Script) -> str:
    number, year = str(chance.randrange(1, 999)), chance.choice(("2025", "2026", "26"))
    text = chance.choice(
        (
            f"{number}/{year}",
            f"{number} / {year}",
            f"{number}-{year}",
            f"0{number}/{year}",
            f"{number} of {year}"
            if script is Script.ENGLISH
            else f"{number} वर्ष {year}"
            if script is Script.HINDI
            else f"{number} san {year}",
        )
    )
    return deva(text) if script is Script.HINDI and chance.random() < 0.5 else text


def _name(chance: random.Random, script: Script) -> str:
    def part() -> str:
        if script is Script.HINDI:
            return "".join(
                chance.choice(CONSONANTS) + chance.choice(("", "", "ा", "े", "ू", "ं"))
                for _ in range(chance.choice((2, 3, 4)))
            )
        text = "".join(
            chance.choice(("tr", "v", "kh", "j", "m", "s", "bh", "n")) + chance.choice("aeiou")
            for _ in range(chance.choice((2, 3)))
        )
        return text if script is Script.ROMAN else text.capitalize()

    return " ".join(part() for _ in range(chance.choice((1, 2, 2, 3))))


WAYS = {
    "mobile": _mobile,
    "aadhaar": _aadhaar,
    "pan": _pan,
    "vehicle": _vehicle,
    "e-mail": _mail,
    "link": _link,
    "fir": _fir,
    "name": _name,
}
