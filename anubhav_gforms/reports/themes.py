"""What a message speaks of, by words: grave matters that the IG reads the same day, and the themes a station may learn.

Word lists miss: in the first weeks a person reads everything. A find is a reason to read, never a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from re import Pattern

from ..campaign.alerts import AlertsConfig
from ..linear import linear
from ..privacy.redaction import MOST_READ
from ..responses.alerts.alerts import word_finder
from ..text import searched

LEAST = 3
"""A theme of fewer messages of an edition is not told."""
GRAVE: Mapping[str, str] = {
    "money": "रिश्वत|घूस|घुस |वसूली|(?:पैसे|पैसा|पइसा|रुपये|रुपए|रकम)[^।.]{0,24}(?:मांग|लिए|ले लिए|लेकर)|(?:सौ|हजार|हज़ार)[^।.]{0,24}(?:मांग|ले लिए|लेकर)|बिना पैसे|bribe|rishwat|rishvat|ghoos|ghus |vasuli|wasuli|"
    "(?:paise|paisa|rupaye|rupees|money)[^।.]{0,24}(?:mang|maang|liye|lekar|demand|ask)|(?:demand|ask)[^.]{0,28}(?:money|rupees|gift)",
    "refused": "(?:एफ ?आई ?आर|रिपोर्ट|रिपोट|शिकायत|आवेदन)[^।.]{0,24}(?:नहीं लिख|नइ लिख|नहीं ली|दर्ज नहीं|लेने से मना|लिखने से मना)|(?:fir|report|shikayat)[^।.]{0,24}(?:nahi likh|nahin likh|nahi li|darj nahi|mana)|"
    "(?:refus|did not|didn't|not)[^.]{0,28}(?:register|file|take|write)[^.]{0,28}(?:fir|complaint|report)|fir not registered",
    "violence": "मार ?पीट|मारा|पीटा|पिटाई|थप्पड़|थप्पड|लाठी|धमकी|धमका|maa?r ?p(?:i|ee)t|maara|peeta|pitai|thappad|lathi|dhamki|dhamka|beat(?:en|ing)?\\b|slap|assault|threat",
    "custody": "हिरासत|हवालात|लॉकअप|लाकअप|बंद रखा|hirasat|hawalat|lock-?up|custody|detain|band rakha",
    "sexual": "(?:महिला|लड़की|बेटी|पत्नी|बहन)[^।.]{0,24}(?:अभद्र|गंद)|(?:mahila|ladki|beti|patni)[^.]{0,24}(?:abhadra|gand[ai])|(?:woman|girl|daughter|wife)[^.]{0,24}(?:indecent|vulgar|dirty)|छेड़|छेड|बलात्कार|दुष्कर्म|अश्लील|गंदी नज़र|गंदी नजर|chhed|ched-?chad|balatkar|ashleel|ashlil|rape|molest|sexual|obscene",
    "caste": "जाति|जातिसूचक|दलित|एससी|एसटी|हरिजन|jati|jaati|dalit|caste|\\bsc ?/? ?st\\b",
    "suicide": "आत्महत्या|खुदकुशी|जान दे दू|मर जाऊ|aatmahatya|atmahatya|khudkushi|jaan de du|mar jau|suicide|kill myself",
}
"""Grave matters: sealed, for the IG only."""
OTHER = "other"
"""The matter of a message that holds a word of the office alone (config/alerts.toml)."""
THEMES: Mapping[str, str] = {
    "behaviour": "व्यवहार|बदतमीज|बात नहीं|गाली|डांट|नम्र|विनम्र|vyavhar|vyavahar|badtameez|badtamiz|gaali|gali|daant|rude|polite|behavio",
    "heard": "सुनवाई|बात सुनी|सुना|नहीं सुन|sunwai|sunvai|suna|suni|listen|heard|hear",
    "waiting": "इंतजार|देर|घंटे|जल्दी|तुरंत|चक्कर|intezar|intzar|intjar|der |ghante|jaldi|turant|chakkar|wait|late|hours|quick|delay",
    "facilities": "पानी|शौचालय|बाथरूम|बैठने|कुर्सी|सफाई|गंदगी|पंखा|pani|toilet|shauchalay|bathroom|kursi|baithne|safai|gandagi|pankha|water|clean|chair|seat|fan\\b",
    "receipt": "पावती|रसीद|प्रति|कॉपी|pavati|pawti|raseed|rasid|copy|receipt",
}
"""Ordinary themes, counted in batches."""


def themes_of(text: str, table: Mapping[str, str] = THEMES) -> tuple[str, ...]:
    """The themes of `table` whose words stand in `text`, in the table's order."""
    plain = searched(text[:MOST_READ])
    return tuple(name for name, words in table.items() if _pattern(words).search(plain))


def grave_matters(text: str) -> tuple[str, ...]:
    """The grave matters that `text` may speak of."""
    return themes_of(text, GRAVE)


def grave_finder(alerts: AlertsConfig) -> Callable[[str], tuple[str, ...]]:
    """What tells the grave matters that a text may speak of: for piles, for what may leave the office, and for the desk."""
    of_office = word_finder(alerts.words.grave) if alerts.words.grave else None

    def found(text: str) -> tuple[str, ...]:
        return grave_matters(text) or ((OTHER,) if of_office and of_office(text) else ())

    return found


def theme_counts(themes: Sequence[Sequence[str]]) -> dict[str, int]:
    """How many messages of an edition speak of each theme, the most first; themes of fewer than `LEAST` are left out."""
    totals: dict[str, int] = {}
    for listed in themes:
        for theme in set(listed):
            totals[theme] = totals.get(theme, 0) + 1
    kept = {theme: count for theme, count in totals.items() if count >= LEAST}
    return dict(sorted(kept.items(), key=lambda item: (-item[1], item[0])))


@cache
def _pattern(words: str) -> Pattern[str]:
    return linear(rf"(?<![\w\u0900-\u097f])(?:{searched(words)})")
