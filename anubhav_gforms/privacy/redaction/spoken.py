"""Digits said as words: English, Hindi and Roman Hindi, single digits, pairs such as अट्ठानवे, "double" and "triple"."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from ...linear import linear
from ...text import searched
from .kind import Span

_SINGLE = {
    "0": "zero zeero ziro jiro oh nil shunya sunya sunna sifar jero jeero सुन्ना जिरो शून्य सून्य जीरो ज़ीरो सिफर",
    "1": "one won ek वन एक एकठन",
    "2": "two too do du doo dui टू दो दू दुई",
    "3": "three teen tin थ्री तीन",
    "4": "four for char chaar chari chaari चारि फोर फ़ोर चार",
    "5": "five faiv panch paanch panc paach paanc pach pnch फाइव फ़ाइव पाँच पांच पाच",
    "6": "six siks chhai chhey che छै छइ chhe chah chhah chai chha छह छः छ: छ छे सिक्स",
    "7": "seven sevan saat saath sat सेवन सात",
    "8": "eight eit eat ate aath aanth ath aat एट आठ",
    "9": "nine nain nau nav naw नव nao नाइन नौ",
}
_TENS = {
    "twenty": "2",
    "thirty": "3",
    "forty": "4",
    "fourty": "4",
    "fifty": "5",
    "sixty": "6",
    "seventy": "7",
    "eighty": "8",
    "ninety": "9",
}
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_HINDI_PAIRS = """
दस ग्यारह बारह तेरह चौदह पंद्रह|पन्द्रह सोलह सत्रह अठारह|अट्ठारह उन्नीस
बीस इक्कीस बाईस|बाइस तेईस|तेइस चौबीस पच्चीस छब्बीस सत्ताईस|सत्ताइस अट्ठाईस|अठाईस|अट्ठाइस उनतीस|उन्तीस
तीस इकतीस|इकत्तीस बत्तीस तैंतीस|तेंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस|उन्तालीस
चालीस इकतालीस बयालीस तैंतालीस|तेंतालीस चवालीस|चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास|उन्चास
पचास इक्यावन बावन तिरपन|तिरेपन चौवन पचपन छप्पन सत्तावन अट्ठावन|अठावन उनसठ
साठ इकसठ बासठ तिरसठ|तिरेसठ चौंसठ|चौसठ पैंसठ छियासठ सड़सठ|सरसठ अड़सठ उनहत्तर
सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी|उनासी
अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी|अठासी नवासी
नब्बे इक्यानवे|इक्यानबे बानवे|बानबे तिरानवे|तिरानबे चौरानवे|चौरानबे पचानवे|पंचानवे|पचानबे छियानवे|छियानबे सत्तानवे|सत्तानबे अट्ठानवे|अट्ठानबे|अठानवे निन्यानवे|निन्यानबे
"""
_ROMAN_PAIRS = """
das gyarah|gyara barah|bara terah|tera chaudah|choudah pandrah solah satrah atharah|attharah unnis
bis|bees ikkis|ikkees bais|baees teis|teyis chaubis|choubis pachchis|pachis|pacchis chhabbis|chabbis sattais atthais|athais|atthaees untis|unatis
tis|tees iktis|ikattis battis taintis|tetis chauntis|chautis paintis|paitis chhattis|chattis saintis adtis|artis|aadtis untalis|unchalis
chalis|chaalis iktalis|ikatalis bayalis|byalis taintalis|tetalis chavalis|chauvalis|chawalis paintalis|paitalis chhiyalis|chiyalis saintalis adtalis|artalis unchas
pachas|pachaas ikyavan|ikyawan bavan|bawan tirpan|tirepan|trepan chauvan|chauwan|chavvan pachpan chhappan|chappan sattavan|sattawan atthavan|athavan|atthawan|athawan unsath
sath iksath basath tirsath|tiresath chaunsath|chausath painsath|paisath chhiyasath|chiyasath sarsath|sadsath adsath|arsath unhattar
sattar ikhattar|ikahattar bahattar tihattar chauhattar pachhattar|pichhattar|pachattar chhihattar|chihattar|chhiyattar satahattar|sathattar athhattar|atthattar|athattar unasi|unyasi
assi|assee ikyasi bayasi|byasi tirasi chaurasi pachasi chhiyasi|chiyasi sattasi atthasi|athasi navasi
nabbe|nabbey ikyanve|ikyanbe|ikyanave banve|banbe|banave tiranve|tiranbe|tiranave chauranve|chauranbe|chauranave pachanve|panchanve|pachanbe|panchanbe chhiyanve|chiyanve|chhiyanbe sattanve|sattanbe|sattanave atthanve|athanve|atthanbe|atthanave ninyanve|ninyanbe|ninanve
"""
DOUBLED = {"double": 2, "dabal": 2, "डबल": 2, "triple": 3, "tripal": 3, "ट्रिपल": 3}
"""Words that repeat the digit after them."""


def _table() -> dict[str, str]:
    table = {searched(word): digit for digit, words in _SINGLE.items() for word in words.split()}
    table |= {word: str(number) for number, word in enumerate(_TEENS.split(), start=10)}
    table |= {
        f"{ten}{name}": digit + str(unit)
        for ten, digit in _TENS.items()
        for unit, name in enumerate(("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
        if unit
    }
    table |= {ten: digit + "0" for ten, digit in _TENS.items()}
    for pairs in (_HINDI_PAIRS, _ROMAN_PAIRS):
        for number, spellings in enumerate(pairs.split(), start=10):
            table |= {searched(spelling): str(number) for spelling in spellings.split("|")}
    return table


_NUMBERS = _table()
_LONG_WORD = 16
_WORDS = linear(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u0963\u0970-\u097f])*|\d+")
_PARTS = linear("|".join(sorted(_NUMBERS, key=len, reverse=True)))
_UNITS = {
    searched(word) for digit, words in _SINGLE.items() if digit != "0" for word in words.split() if word.isascii()
}


def digits_of(word: str) -> str:
    """The digits that a word stands for: "nau" → "9", "अट्ठानवे" → "98"; digits of any script as they are; "" for others."""
    if word.isdigit():
        return "".join(str(unicodedata.digit(sign, 0)) for sign in word)
    said = searched(word)
    return _NUMBERS.get(said, "") or (_run_together(said) if len(said) >= _LONG_WORD else "")


@lru_cache(maxsize=4)
def in_digits(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text with digits in place of the words for them, those of words in a row together; and of each sign where it stood."""
    signs: list[str] = []
    spans: list[Span] = []
    end, said = 0, False
    for word in _WORDS.finditer(text):
        digits = "" if word[0].isdigit() else digits_of(word[0])
        gap = text[end : word.start()]
        if not (said and digits and gap.isspace()):
            signs += gap
            spans += [(at, at + 1) for at in range(end, word.start())]
        signs += digits or word[0]
        spans += [word.span()] * len(digits) if digits else [(at, at + 1) for at in range(*word.span())]
        end, said = word.end(), bool(digits)
    return "".join(signs), tuple(spans)


def said_too(find: Callable[[str], Iterable[Span]]) -> Callable[[str], Iterable[Span]]:
    """Finds what `find` does, also where the digits are words."""

    def both(text: str) -> Iterator[Span]:
        yield from find(text)
        written, spans = in_digits(text)
        if written != text:
            yield from ((spans[start][0], spans[end - 1][1]) for start, end in find(written))

    return both


def _run_together(word: str) -> str:
    """The digits of words that are written as one: "नौआठसात…"; "" for any other word."""
    parts = _PARTS.findall(word)
    return "".join(_NUMBERS[part] for part in parts) if "".join(parts) == word else ""


def is_ten(word: str) -> bool:
    """True for an English ten that a unit may follow: "ninety"."""
    return searched(word) in _TENS


def is_unit(word: str) -> bool:
    """True for a single digit said in Latin letters."""
    return searched(word) in _UNITS


def repeats(word: str) -> int:
    """2 for "double", 3 for "triple", else 0."""
    return DOUBLED.get(searched(word), 0)
