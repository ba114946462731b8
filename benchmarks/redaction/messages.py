"""Invented messages with known identifiers in them: where each stands, of which kind, in which script. Seeded.

Nothing here is anybody's: numbers are drawn at random, names are made of random syllables. The generator shares no word
list with the package.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

from stdnum.verhoeff import calc_check_digit


class Script(StrEnum):
    HINDI = "Hindi"
    ROMAN = "Roman Hindi"
    ENGLISH = "English"


@dataclass(frozen=True, slots=True)
class Planted:
    """`text` is what must not be read any more: of an FIR its number, not the words before it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    script: Script
    text: str
    planted: tuple[Planted, ...]


SAID = {
    Script.HINDI: "शून्य|ज़ीरो एक दो तीन चार पाँच|पांच छह|छः सात आठ नौ",
    Script.ROMAN: "shunya|zero ek do teen chaar|char paanch|panch chhe|che saat aath nau",
    Script.ENGLISH: "zero|oh one two three four five six seven eight nine",
}
PAIRS = {98: "अट्ठानवे", 97: "सत्तानवे", 94: "चौरानवे", 76: "छिहत्तर", 62: "बासठ", 54: "चौवन", 32: "बत्तीस", 21: "इक्कीस", 10: "दस", 87: "सत्तासी"}  # fmt: skip
FRAMES = {
    Script.HINDI: {
        "mobile": ["मेरा नंबर {} है", "{} पर फोन करें", "मोबाइल {} पर बात कीजिए", "आप मुझे {} पर बुला सकते हैं"],
        "aadhaar": ["आधार {} देने पर भी काम नहीं हुआ", "मेरा आधार नंबर {} है"],
        "pan": ["पैन {} भी माँगा गया", "पैन कार्ड {} की कॉपी ली"],
        "vehicle": ["मेरी गाड़ी {} रोकी गई", "{} का चालान काटा", "बाइक नंबर {} चोरी हुई"],
        "e-mail": ["ईमेल {} पर जवाब दें", "{} पर लिखें"],
        "link": ["वीडियो {} पर देखें", "फोटो यहाँ है {}"],
        "fir": ["{} में कोई कार्रवाई नहीं", "मेरा केस {} है"],
        "name": ["श्री {} ने अच्छे से बात की", "{} जी ने बहुत मदद की", "आरक्षक {} ने पैसे माँगे", "टीआई {} से मिला", "मेरा नाम {} है", "डॉ {} को बुलाया गया"],
        "bare name": ["{} ने रुपये लिए", "वहाँ {} से बात हुई"],
    },
    Script.ROMAN: {
        "mobile": ["mera number {} hai", "{} par phone kare", "mobile {} par baat kijiye", "mujhe {} pe call karo"],
        "aadhaar": ["aadhar {} dene par bhi kaam nahi hua", "mera aadhar number {} hai"],
        "pan": ["pan {} bhi manga", "pan card {} ki copy li"],
        "vehicle": ["meri gadi {} roki gayi", "{} ka chalan kata", "bike {} chori hui"],
        "e-mail": ["email {} par jawab de", "{} par likhe"],
        "link": ["video {} par dekhe", "photo yahan hai {}"],
        "fir": ["{} me koi karwai nahi", "mera case {} hai"],
        "name": ["shri {} ne acche se baat ki", "{} ji ne bahut madad ki", "constable {} ne paise mange", "TI {} se mila", "mera naam {} hai", "{} sahab ne suna"],
        "bare name": ["{} ne rupaye liye", "wahan {} se baat hui"],
    },
    Script.ENGLISH: {
        "mobile": ["my number is {}", "call me on {}", "phone {} please", "reach me at {}"],
        "aadhaar": ["gave Aadhaar {} and still nothing", "my Aadhaar number is {}"],
        "pan": ["they asked for PAN {}", "PAN card {} was copied"],
        "vehicle": ["my car {} was stopped", "challan for {}", "bike {} was stolen"],
        "e-mail": ["write to {}", "reply at {}"],
        "link": ["video at {}", "photo is here {}"],
        "fir": ["no action on {}", "my case is {}"],
        "name": ["Mr {} was very polite", "Constable {} asked for money", "Inspector {} helped", "my name is {}", "Shri {} listened", "Dr {} was called"],
        "bare name": ["{} took money", "I spoke to {} there"],
    },
}  # fmt: skip
PLAIN = {
    Script.HINDI: ["थाने में पीने का पानी नहीं था", "एक घंटे में 2 बार बुलाया", "धारा 420 लगी", "12-05-2026 को गया था", "₹500 का चालान", "दो तीन दिन लग गए", "श्री साहब बहुत अच्छे हैं", "5 में से 4 लोग खुश थे", "सुबह 10:30 बजे गया", "100 नंबर और 112 पर फोन लगाया", "1,50,000 रुपये की ठगी हुई", "टीआई साहब ने तुरंत सुना"],
    Script.ROMAN: ["thane me pani nahi tha", "ek ghante me 2 baar bulaya", "dhara 420 lagi", "12/05/2026 ko gaya tha", "500 rupaye ka chalan", "do teen din lag gaye", "police ji acche hai", "5 me se 4 log khush the", "subah 10.30 baje gaya", "112 par phone lagaya", "150000 ki thagi hui", "TI sahab ne turant suna"],
    Script.ENGLISH: ["no drinking water", "called twice in 1 hour", "section 420 applied", "visited on 12-05-2026", "challan of Rs 500", "it took two or three days", "the inspector was polite", "4 out of 5 were happy", "came at 10:30 am", "dialled 112", "fraud of 150000 rupees", "one two three times I went", "the constable who helped me"],
}  # fmt: skip
TWISTS = ("", " ", ".", "!", " 🙏", "\n")


def messages(count: int, seed: int = 7) -> list[Message]:
    """`count` messages; about one in four holds nothing to take out, one in five holds two things."""
    chance = random.Random(seed)
    return [_message(chance) for _ in range(count)]


def _message(chance: random.Random) -> Message:
    script = chance.choice(list(Script))
    parts, planted = [chance.choice(PLAIN[script])], []
    for _ in range(chance.choices((0, 1, 2), (0.25, 0.55, 0.2))[0]):
        kind = chance.choice(list(FRAMES[script]))
        text = MAKERS[kind](chance, script)
        parts.append(chance.choice(FRAMES[script][kind]).format(text))
        planted.append(Planted(kind, text.rpartition(" ")[2] if kind == "fir" else text))
    chance.shuffle(parts)
    end = chance.choice(TWISTS)
    joined = (" । " if script is Script.HINDI else ". ").join(parts)
    return Message(script, joined + end, tuple(planted))


def devanagari(text: str) -> str:
    return text.translate({ord("0") + digit: 0x966 + digit for digit in range(10)})


def _mobile(chance: random.Random, script: Script) -> str:
    digits = chance.choice("6789") + "".join(chance.choices("0123456789", k=9))
    way = chance.choice(
        [
            "plain",
            "plain",
            "grouped",
            "country",
            "zero",
            "said",
            "said",
            "pairs" if script is Script.HINDI else "double",
        ]
    )
    if way == "pairs":
        return " ".join(
            PAIRS[number] for number in [chance.choice([98, 97, 94, 76, 62, 87]), *chance.choices(list(PAIRS), k=4)]
        )
    if way in ("said", "double"):
        said = [chance.choice(word.split("|")) for word in SAID[script].split()]
        if way == "double":
            digits = digits[:4] + digits[4] * 2 + digits[6:]
            words = [said[int(digit)] for digit in digits[:4]] + ["double", said[int(digits[4])]]
            return " ".join([*words, *(said[int(digit)] for digit in digits[6:])])
        return chance.choice((" ", " ", ", ")).join(said[int(digit)] for digit in digits)
    if way == "grouped":
        cut = chance.choice((5, 4, 3))
        sign = chance.choice(" -.")
        digits = (
            digits[:cut]
            + sign
            + (digits[cut:] if chance.random() < 0.5 else digits[cut : cut + 3] + sign + digits[cut + 3 :])
        )
    elif way == "country":
        digits = chance.choice(("+91 ", "+91-", "+91", "91 ", "0091 ")) + digits
    elif way == "zero":
        digits = "0" + digits
    return devanagari(digits) if script is Script.HINDI and chance.random() < 0.5 else digits


def _aadhaar(chance: random.Random, script: Script) -> str:
    digits = chance.choice("23456789") + "".join(chance.choices("0123456789", k=10))
    digits += calc_check_digit(digits)
    if chance.random() < 0.7:
        digits = chance.choice(" -").join((digits[:4], digits[4:8], digits[8:]))
    return devanagari(digits) if script is Script.HINDI and chance.random() < 0.5 else digits


def _letters(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=count))


def _pan(chance: random.Random, script: Script) -> str:
    pan = (
        _letters(chance, 3)
        + chance.choice("PCHFATBLJG")
        + _letters(chance, 1)
        + f"{chance.randrange(1, 9999):04d}"
        + _letters(chance, 1)
    )
    return pan.lower() if script is Script.ROMAN and chance.random() < 0.5 else pan


def _vehicle(chance: random.Random, script: Script) -> str:
    number, series, district = (
        f"{chance.randrange(1, 9999):04d}",
        _letters(chance, chance.choice((1, 2))),
        f"{chance.randrange(1, 31):02d}",
    )
    if script is Script.HINDI and chance.random() < 0.5:
        state = chance.choice(("सीजी", "सी जी", "एमपी", "ओडी"))
        spoken = " ".join(chance.choice(("ए", "बी", "सी", "डी", "के", "एल", "एम", "एन", "पी", "जेड")) for _ in series)
        return f"{state} {district} {spoken} {devanagari(number) if chance.random() < 0.4 else number}"
    sign = chance.choice(("", " ", "-"))
    plate = sign.join((chance.choice(("CG", "CG", "MP", "OD", "UP")), district, series, number))
    return plate.lower() if script is Script.ROMAN and chance.random() < 0.4 else plate


def _mail(chance: random.Random, script: Script) -> str:
    user = _letters(chance, 6).lower() + str(chance.randrange(100))
    way = chance.choice(("plain", "plain", "said", "pay"))
    if way == "pay":
        return f"{user}@{chance.choice(('okaxis', 'ybl', 'paytm'))}"
    if way == "said":
        return f"{user} एट द रेट जीमेल डॉट कॉम" if script is Script.HINDI else f"{user} at gmail dot com"
    return f"{user}@{chance.choice(('example.com', 'example.org', 'mail.example.in'))}"


def _link(chance: random.Random, script: Script) -> str:
    tail = _letters(chance, 5)
    return chance.choice(
        (
            f"https://example.org/{tail}",
            f"www.example.com/{tail}",
            f"youtu.example.in/{tail}",
            f"http://example.net/?v={tail}",
        )
    )


def _fir(chance: random.Random, script: Script) -> str:
    number, year = chance.randrange(1, 999), chance.choice((2025, 2026, 25, 26))
    lead = {
        Script.HINDI: ("अपराध क्रमांक", "एफआईआर नंबर", "एफ आई आर", "अप. क्र.", "मर्ग क्रमांक", "प्रथम सूचना रिपोर्ट क्रमांक"),
        Script.ROMAN: ("apradh kramank", "FIR no", "fir number", "crime no", "shikayat kramank"),
        Script.ENGLISH: ("FIR no.", "FIR number", "Crime No.", "complaint number", "FIR"),
    }[script]
    text = f"{chance.choice(lead)} {number}/{year}"
    return devanagari(text) if script is Script.HINDI and chance.random() < 0.4 else text


def _name(chance: random.Random, script: Script) -> str:
    def part() -> str:
        if script is Script.HINDI:
            return "".join(
                chance.choice("कखगघचजटडतदनपबमरलवस") + chance.choice(("", "ा", "ि", "ु", "ो", "ी")) for _ in range(3)
            )
        text = "".join(chance.choice("bdgjkmnprstvz") + chance.choice("aeiou") for _ in range(3))
        return text if script is Script.ROMAN and lower else text.capitalize()

    lower = chance.random() < 0.5
    return " ".join(part() for _ in range(chance.choice((1, 2, 2))))


MAKERS = {"mobile": _mobile, "aadhaar": _aadhaar, "pan": _pan, "vehicle": _vehicle, "e-mail": _mail, "link": _link, "fir": _fir, "name": _name, "bare name": _name}  # fmt: skip
