"""Words of which nothing is known, where a person stands in a sentence: before "ने", beside "बैठा था", with a capital in the middle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .kind import Kind, Span, word_set
from .known import unknown
from .listed import AND
from .words import bare, near, words_of

_DOES = word_set("ने ne nai हर har ह नें")
"""Follows whoever does something."""
_WITH = word_set("से se को ko ला la ल के ke का ka की ki कर")
_DONE = word_set("""
    बात मिला मिली मिले मिलने मिलकर बुलाया बुलाए बुलाकर पकड़ा पकड़ पकड़कर मारा मारे पीटा पीट उठा उठाया बैठाया बिठाया धमकाया डराया फंसाया फँसाया बचाया छोड़ा छोड़ धर लेगे
    शिकायत पैसे पूछा कहा बोला बोले बताया समझाया दिया दिए सौंपा भगाया गिरफ्तार बारे खिलाफ साथ पास घर दुकान नाम तरफ वजह कारण ऊपर बलाइस मारिस धमकाइस धमकी गाली
    baat bat mila mili mile milne bulaya bulaye pakda pakad mara maara mare pita peeta utha uthaya baithaya bithaya dhamkaya fasaya phasaya bachaya choda chhoda dhar lege
    shikayat paise poocha pucha kaha bola bole bataya samjhaya diya diye saunpa bhagaya bare khilaf khilaaf sath saath paas pas ghar dukan naam nam taraf wajah karan upar balais maris dhamki gali
    """)
"""What is done to, said to or had of a person, behind "से", "को", "के"."""
_IS = word_set("""
    बैठा बैठी बैठे खड़ा खड़ी खड़े बोला बोली बोले कहा कहिस बोलिस मांगिस माँगिस दिहिस मारिस करिस आइस नाम नामक
    baitha baithi baithe khada khadi khade bola boli bole kaha kahis bolis mangis dihis maris karis aais naam namak
    took asked demanded said told was is has had gave came helped shouted threatened refused beat hit slapped abused listened spoke sat threatens drinks sells
    """)
"""Follows whoever is, says or does something, without a word between."""
_ARE = word_set("है हे हवय हूँ hai he havay")
_MINE = word_set("मेरा मोर mera mor उसका uska")
"""Stand between a name and "naam": "... hai mera naam"."""
_HIS = word_set("उसके उसका उसकी उनके uske uska uski unke")
"""Follow a name and "and": "... और उसके भाई"."""
_TITLE = word_set("नाम नाव naam nam nav name")
_FIELD = word_set(
    "मोबाइल मोबाईल मो फोन नंबर पता ग्राम गांव गाँव निवासी उम्र आयु पिता पति mobile mob phone no number pata address gram gaon village umra age pita"
)
"""A line begins with the first, then a name, then one of these: as on a paper."""
_TO = word_set(
    "by to with from of met called named against and about for only is under versus vs aur and और अउ व or ya या"
)
_MOST = 3  # words of a name
_ENDS = ".!?।\n:;\"'(["


def _find(text: str) -> Iterator[Span]:
    words = words_of(text)
    shouted = sum(word[0][0].isupper() for word in words) > len(words) // 2
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else None
        if not after or not unknown(word[0]):
            if not shouted and _capital(text, words, at):
                yield word.span()
            continue
        if (near(text, word, after, " ") and _acts(words, at)) or _as_on_paper(text, words, at):
            yield from _back(text, words, at)
        elif not shouted and _capital(text, words, at):
            yield word.span()


def _acts(words: Sequence[re.Match[str]], at: int) -> bool:
    """True when the words behind say that a person stands at word `at`."""
    said = bare(words[at + 1][0])
    if said in _DOES or said in _IS:
        return True
    then = words[at + 2] if at + 2 < len(words) else None
    if then is None:
        return False
    next_said = bare(then[0])
    return (
        (said in _WITH and next_said in _DONE)
        or (said in _ARE and next_said in _MINE)
        or (said in AND and next_said in _HIS)
    )


def _as_on_paper(text: str, words: Sequence[re.Match[str]], at: int) -> bool:
    """ "नाम ... मोबाइल ...", where a line begins so."""
    before = words[at - 1] if at else None
    if not before or bare(before[0]) not in _TITLE or not near(text, before, words[at], " :-"):
        return False
    begins = at == 1 or "\n" in text[words[at - 2].end() : before.start()]
    return begins and any(bare(word[0]) in _FIELD for word in words[at + 1 : at + 1 + _MOST])


def _capital(text: str, words: Sequence[re.Match[str]], at: int) -> bool:
    """True for a word of which nothing is known, with a capital though no sentence begins, or behind a word that a name follows."""
    word = words[at]
    if not word[0][0].isupper() or word[0].isupper() or not unknown(word[0]) or not at:
        return False
    between = text[words[at - 1].end() : word.start()]
    return not any(sign in _ENDS for sign in between) or bare(words[at - 1][0]) in _TO


def _back(text: str, words: Sequence[re.Match[str]], at: int) -> Iterator[Span]:
    """The name that ends at word `at`, with the unknown words before it."""
    first = at
    while first and at - first + 1 < _MOST and near(text, words[first - 1], words[first], " ."):
        if not unknown(words[first - 1][0]):
            break
        first -= 1
    if first > 1 and bare(words[first - 1][0]) in AND and unknown(words[first - 2][0]):
        yield words[first - 2].span()
    yield words[first].start(), words[at].end()


SUBJECT = Kind(
    "person in a sentence",
    "name",
    _find,
    finds=(
        ("Zorakel Vemu ne paise liye", "[name] ne paise liye"), ("कखगघ हर बने गोठियाइस", "[name] हर बने गोठियाइस"),
        ("कखगघ से बात हुई", "[name] से बात हुई"), ("कखगघ अउ टडनप ने मारा", "[name] अउ [name] ने मारा"),
        ("नाम कखगघ मोबाइल नहीं", "नाम [name] मोबाइल नहीं"),
        ("कखगघ और उसके भाई", "[name] और उसके भाई"), ("I spoke to Vemuro there", "I spoke to [name] there"),
        ("Vemuro took the money", "[name] took the money"),
    ),
    spares=(
        "सिपाही ने पैसे लिए", "usne bola ki baad me aana", "The officer took my statement",
        "police ne meri baat suni", "नाम नहीं बताऊंगा, मोबाइल भी नहीं", "name plate nahi hai",
    ),
    person=True,
)  # fmt: skip
