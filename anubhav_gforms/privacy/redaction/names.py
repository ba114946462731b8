"""Names that stand beside a word which says that a name is near: an honorific, a rank, "my name is", "जी"."""

from __future__ import annotations

import re
from bisect import bisect_left

from ...linear import linear
from ...text import stored
from .kinds import Found, Kind

_LEAD_HINDI = (
    "श्री श्रीमती श्रीमान सुश्री कुमारी डॉ डॉक्टर आरक्षक सिपाही हवलदार दरोगा दारोगा मुंशी निरीक्षक उपनिरीक्षक सहायक-उपनिरीक्षक "
    "टीआई थानेदार प्रभारी अधीक्षक सैनिक एसपी एएसपी डीएसपी एडवोकेट वकील पुत्र पुत्री आत्मज एसआई एएसआई एसएचओ एसडीओपी सीएसपी इंस्पेक्टर कांस्टेबल मुंशीजी"
)
_LEAD_LATIN = (
    "mr mrs ms miss shri shree sri smt shrimati sushri kumari dr doctor constable inspector si asi ti sho hc sdop csp "
    "havaldar hawaldar daroga munshi thanedar aarakshak sipahi prabhari nirikshak adhikshak sp asp dsp csp advocate adv vakil putra"
)
_BEFORE_CAPITAL = {"officer", "lawyer", "guard", "clerk", "driver"}
"""Words that any English word may follow: after them a name is seen by its capital."""
_AFTER = "जी ji jee साहब sahab sahib saheb sir सर मैडम madam mam मैम बाई bai भैया bhaiya दीदी didi"
_NAMED = linear(
    r"(?:मेरा नाम|मेरा शुभ नाम|mera naam|mera nam|my name is|i am|name\s{0,10}[:\-]|naam\s{0,10}[:\-]|नाम\s{0,10}[:\-]|जिसका नाम|jiska naam|उसका नाम|uska naam|(?<![\w/])[swdc]/o\.?)\s+"
    r"|\bthis is\s{1,10}(?=(?-i:[A-Z]))|(?:मैं|(?<!\w)main?)\s{1,10}(?=\S{1,40}(?:\s{1,3}\S{1,40}){0,2}\s{1,3}(?:निवासी|बोल|niwasi|nivasi|bol)(?!\w))",
    re.IGNORECASE,
)
_WORD = linear(r"[^\W\d_](?:[\w\u0900-\u097f]|['’.](?=\w))*")
_GAP = linear(r"[\s.:\-]*")
_NO_NAMES = (  # words that follow an honorific or a rank and are no name
    "ने को से का की के में पर है हैं था थे थी हूँ हूं और व एवं या जी साहब सर मैडम मैम द्वारा बहुत नहीं मत तथा वहाँ वहां यहाँ यहां थाना थाने थानेदार "
    "टीआई आरक्षक प्रभारी महोदय महोदया अधिकारी पुलिस लोग लोगों भी तो ही हो एक दो अच्छे अच्छा अच्छी सही ठीक खुद मुझे मेरी मेरा हमारी आपका आपके मिले मिला सुनवाई "
    "ne ko se ka ki ke me mein par hai hain tha the thi hu hun hoon aur ya ji jee sahab sahib saheb sir madam mam bahut nahi nahin mat "
    "thana thane police bhi to hi ho ek do acche achha achhe accha sahi theek khud mujhe meri mera hamari aapka log logo mile mila wahan yahan "
    "is was were are and or the a an at in on of to from for by with very not who has had have did does asked came gave said told helped took refused heard "
    "station officer office there here my our your it this that satisfied happy unhappy sad waiting ok good bad polite rude thankful grateful "
    "incharge in-charge counter desk duty staff writing resident living from complainant bol raha rahi niwasi nivasi बोल रहा रही निवासी"
)  # fmt: skip
_STOP = frozenset(_NO_NAMES.split())
_MOST = 3


def _bare(word: str) -> str:
    return stored(word).replace(".", "").lower()


_LEADS = {_bare(word) for word in f"{_LEAD_HINDI} {_LEAD_LATIN}".split()}
_AFTERS = {_bare(word) for word in _AFTER.split()}


def find_names(text: str) -> list[Found]:
    """Words that are probably somebody's name, by the words beside them. Names without such a sign are not seen."""
    words = list(_WORD.finditer(text))
    found: list[Found] = []
    for place, word in enumerate(words):
        bare = _bare(word[0])
        if bare in _LEADS or (bare in _BEFORE_CAPITAL and place + 1 < len(words) and words[place + 1][0][0].isupper()):
            found += _run(text, words, place + 1)
        elif bare in _AFTERS and place:
            found += _before(text, words, place)
    begins = [word.start() for word in words]
    for match in _NAMED.finditer(text):
        first = bisect_left(begins, match.end())
        found += _run(text, words, first)
    return found


def _is_name(word: str) -> bool:
    bare = _bare(word)
    return bare not in _STOP and bare not in _LEADS and bare not in _AFTERS and len(bare) > 1


def _run(text: str, words: list[re.Match[str]], first: int) -> list[Found]:
    """Up to three words from `first` on that can be a name, with nothing but spaces and dots between them."""
    end = first
    while end < min(first + _MOST, len(words)) and _is_name(words[end][0]):
        if end == first and not _GAP.fullmatch(text[words[first - 1].end() : words[first].start()]) and first:
            break
        if end > first and text[words[end - 1].end() : words[end].start()].strip(". "):
            break
        if end > first and words[first][0][0].isupper() and words[end][0][0].islower():
            break
        end += 1
    return [Found(Kind.NAME, words[first].start(), words[end - 1].end())] if end > first else []


def _before(text: str, words: list[re.Match[str]], place: int) -> list[Found]:
    """The word before "जी", "sahab", and the one before that when it may be a name too; a capital only joins a capital,
    and where all have one a third."""
    first = place - 1
    if not _is_name(words[first][0]) or text[words[first].end() : words[place].start()].strip():
        return []
    while first and place - first < _MOST:
        one, two = words[first - 1][0], words[first][0]
        near = not text[words[first - 1].end() : words[first].start()].strip()
        if not (near and _is_name(one) and len(one) > 2 and one[0].isupper() == two[0].isupper()):
            break
        if place - first == 2 and not one[0].isupper():
            break
        first -= 1
    return [Found(Kind.NAME, words[first].start(), words[place - 1].end())]
