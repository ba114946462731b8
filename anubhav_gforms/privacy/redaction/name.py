"""Names that stand beside a word which says that a name is near: an honorific, a rank, "my name is", "जी"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...linear import linear
from .belt import BELT
from .kind import Kind, Span, word_set
from .known import spelt_word, unknown
from .words import bare, words_of

_LEAD_HINDI = (
    "श्री श्रीमती श्रीमान सुश्री कुमारी डॉ डॉक्टर आरक्षक सिपाही हवलदार दरोगा दारोगा मुंशी निरीक्षक उपनिरीक्षक सहायक-उपनिरीक्षक "
    "टीआई थानेदार प्रभारी अधीक्षक सैनिक एसपी एएसपी डीएसपी एडवोकेट वकील पुत्र पुत्री आत्मज एसआई एएसआई एसएचओ एसडीओपी सीएसपी इंस्पेक्टर कांस्टेबल मुंशीजी "
    "सरपंच कोटवार पटवारी मुखिया सचिव प्रार्थी प्रार्थिया आवेदक आरोपी गवाह नेता बाबू पार्षद विधायक अध्यक्ष ठेकेदार मास्टर गुरुजी पंडित मुखबिर उर्फ पीड़ित पीड़िता"
)
_LEAD_LATIN = (
    "mr mrs ms miss shri shree sri smt shrimati sushri kumari dr doctor constable inspector si asi ti sho hc sdop csp "
    "havaldar hawaldar daroga munshi thanedar aarakshak sipahi prabhari nirikshak adhikshak sp asp dsp csp advocate adv vakil putra "
    "sarpanch sarpanchpati kotwar patwari patel mukhiya sachiv panch prarthi aavedak avedak applicant aropi gawah myself netaji neta babu parshad vidhayak adhyaksh thekedar master guruji pandit mukhbir urf alias"
)
_BEFORE_CAPITAL = {"officer", "lawyer", "guard", "clerk", "driver"}
"""Words that any English word may follow: after them a name is seen by its capital."""
_AFTER = "जी ji jee साहब sahab sahib saheb sir सर मैडम madam mam मैम बाई bai भैया bhaiya दीदी didi"
_NAMED = linear(
    r"(?:मेरा नाम|मेरा शुभ नाम|मोर नाम|mera naam|mera nam|mor naam|mor nav|मोर नांव|मोर नाव|my name is|naam h|naam hai|नाम है|name is|names? ?=|i am|name\s{0,10}[:\-]|naam\s{0,10}[:\-]|नाम\s{0,10}[:\-]|जिसका नाम|jiska naam|उसका नाम|uska naam|(?<![\w/])[swdc]/o\.?)\s+"
    r"|\bthis is\s{1,10}(?=(?-i:[A-Z]))|(?:मैं|(?<!\w)main?)\s{1,10}(?=\S{1,40}(?:\s{1,3}\S{1,40}){0,2}\s{1,3}(?:निवासी|बोल|niwasi|nivasi|bol)(?!\w))",
    re.IGNORECASE,
)
_GAP = linear(r"[\s.:\-(]*")
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


_LEADS = {bare(word) for word in f"{_LEAD_HINDI} {_LEAD_LATIN}".split()}
_AFTERS = {bare(word) for word in _AFTER.split()}


def find_names(text: str) -> Iterator[Span]:
    """Words that are probably somebody's name, by the words beside them. Names without such a sign are not seen."""
    words = words_of(text)
    for position, word in enumerate(words):
        said = bare(word[0])
        if said in _LEADS or (
            said in _BEFORE_CAPITAL and position + 1 < len(words) and words[position + 1][0][0].isupper()
        ):
            yield from _run(text, words, position + 1)
        elif said in _AFTERS and position:
            yield from _before(text, words, position)
            if bare(words[position - 1][0]) in _LEADS:
                yield from _run(text, words, position + 1)
    begins = [word.start() for word in words]
    for end in [*(match.end() for match in _NAMED.finditer(text)), *(end for _, end in BELT.find(text))]:
        first = bisect_left(begins, end)
        yield from _run(text, words, first)


def _is_name(word: str) -> bool:
    said = bare(word)
    return said not in _STOP and said not in _LEADS and said not in _AFTERS and len(said) > 1 and not spelt_word(said)


def _run(text: str, words: Sequence[re.Match[str]], first: int) -> list[Span]:
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
    return [(words[first].start(), words[end - 1].end())] if end > first else []


def _before(text: str, words: Sequence[re.Match[str]], position: int) -> list[Span]:
    """The word before "जी", "sahab", and the one before that when it may be a name too; a capital only joins a capital,
    and where all have one a third."""
    first = position - 1
    if not _is_name(words[first][0]) or text[words[first].end() : words[position].start()].strip():
        return []
    while first and position - first < _MOST:
        earlier, later = words[first - 1][0], words[first][0]
        near = not text[words[first - 1].end() : words[first].start()].strip()
        if not (near and _is_name(earlier) and len(earlier) > 2 and earlier[0].isupper() == later[0].isupper()):
            break
        if position - first == 2 and not (earlier[0].isupper() or unknown(earlier)):
            break
        first -= 1
    end = position if bare(words[position][0]) in ("बाई", "bai") else position - 1
    return [(words[first].start(), words[end].end())]


_RANKS = word_set("""
    asi si ti hc sho inspector constable आरक्षक एएसआई टीआई सिपाही मुंशी munshi daroga दरोगा
    """)


def _before_rank(text: str) -> list[Span]:
    """ "Netam ASI": a word with a capital, or any in Devanagari that is no harmless one, just before a rank."""
    words = words_of(text)
    return [
        word.span()
        for word, rank in pairwise(words)
        if bare(rank[0]) in _RANKS
        and _is_name(word[0])
        and text[word.end() : rank.start()] == " "
        and word[0][0].isupper()
    ]


NAME = Kind(
    "name",
    "name",
    lambda text: [*find_names(text), *_before_rank(text)],
    finds=(
        ("श्री कखगघ टडनप ने मदद की", "श्री [name] ने मदद की"),
        ("mera naam zorak vemu hai", "mera naam [name] hai"),
        ("मोर नाव कखगघ हे", "मोर नाव [name] हे"),
        ("TI(Zorakel) ne suna", "TI([name]) ne suna"),
        ("Vemur ASI mila", "[name] ASI mila"),
        ("sarpanch Zorakel aaye", "sarpanch [name] aaye"),
    ),
    spares=("टीआई साहब बहुत अच्छे हैं", "the inspector was polite and the constable helped me"),
    person=True,
)
