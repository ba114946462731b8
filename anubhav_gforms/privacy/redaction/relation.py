"""Names beside a relation: "रमेश पिता रामलाल", "meri beti Pooja", "my husband Anil"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ...linear import linear
from .kind import Kind, Span, word_set
from .known import unknown
from .words import bare, may_be_name, near, run_after, words_of

_RELATIONS = word_set("""
    उर्फ urf alias पिता पिताजी पति पत्नी बेटी बेटा बेटे पुत्र पुत्री आत्मज आत्मजा माता माताजी माँ मां भाई बहन बहू दामाद ससुर सास चाचा चाची मामा मामी दादा दादी नाना नानी
    जीजा साला देवर जेठ ननद भतीजा भतीजे भतीजी भांजा भांजी पोता पोती भाभी भौजी मौसी मौसा बुआ फूफा ताऊ ताई कका काका काकी नाती नतनिन मितान डउकी डउका सहेली बेटियां लड़का लड़की पड़ोसी पड़ोसन दोस्त मित्र वल्द बबा दाई ददा नोनी बाबू टूरा टूरी गोसइया गोसाइन pita pitaji pati
    patni beti beta bete putra putri mata bhai behan bahan bahu damad sasur saas chacha chachi mama mami dada dadi nana nani jija sala devar jeth nanad bhabhi bhauji mausi mausa bua fufa tau tai kaka kaki nati natin mitan dauki dauka saheli ladka ladki tura turi
    bhatija bhatiji bhanja bhanji pota poti padosi padoshi dost mitra vald wald father husband wife daughter son mother brother sister uncle aunt
    neighbour neighbor friend cousin nephew niece father-in-law
    """)
_NONE = _RELATIONS | word_set("""
    ji जी sahab साहब ghar घर mar मर le ले bhi kal aj swargiya स्वर्गीय late gum ghayal bimar police ladki ladka s/o is was were has had who and the naam
    nam नाम aayu आयु umra उम्र age ने ko ka ki ke se
    """)


_FORMAL = word_set(
    "पिता पति आत्मज आत्मजा वल्द पुत्र पुत्री pita pati vald wald putra putri aatmaj atmaj son daughter wife urf alias उर्फ"
)
"""Stand between two names on papers."""
_OF = word_set("की का के ki ka ke kee")
_NAMED = word_set("का ka ki नाम naam nam जिसका jiska है hai is named name called")
"""May stand between a relation and its name."""
_BEHIND = word_set("भाई काका चाचा नोनी bhai kaka chacha noni")
"""Stand behind the name of whom people call so."""
_OFFICIAL = linear(r"(?<!\w)[swdc]\s?/\s?o\.?(?!\w)", re.IGNORECASE)


def _find(text: str) -> Iterator[Span]:
    words = words_of(text)
    for position, word in enumerate(words):
        said = bare(word[0])
        if said not in _RELATIONS:
            continue
        yield from run_after(text, position, _NONE)
        yield from _after_named(text, words, position)
        before = words[position - 1] if position else None
        if before and near(text, before, word, " ") and _may_stand_before(said, before[0]):
            yield before.span()
        elif before and position > 1 and bare(before[0]) in _OF and may_be_name(words[position - 2][0], _NONE):
            yield words[position - 2].span()
    ends = [word.end() for word in words]
    for match in _OFFICIAL.finditer(text):
        position = bisect_right(ends, match.start()) - 1
        if (
            position >= 0
            and not text[ends[position] : match.start()].strip()
            and may_be_name(words[position][0], _NONE)
        ):
            yield words[position].span()


def _may_stand_before(said: str, word: str) -> bool:
    """True for a word that may be a name just before a relation."""
    return (said in _FORMAL and may_be_name(word, _NONE)) or (said in _BEHIND and unknown(word))


def _after_named(text: str, words: tuple[re.Match[str], ...], position: int) -> Iterator[Span]:
    """ "meri beti ka naam ...": the name behind a relation and up to three words that lead to it."""
    last = position
    while last + 1 < len(words) and last - position < 3 and bare(words[last + 1][0]) in _NAMED:
        last += 1
    if last > position + 1:
        yield from run_after(text, last, _NONE | _NAMED)


RELATION = Kind(
    "relation",
    "name",
    _find,
    finds=(
        ("कखगघ पिता टडनप को बुलाया", "[name] पिता [name] को बुलाया"),
        ("complaint of Zorakel s/o Vemuro", "complaint of [name] s/o Vemuro"),
        ("meri beti ka naam zorakel hai", "meri beti ka naam [name] hai"),
        ("कखगघ की पत्नी आई", "[name] की पत्नी आई"),
        ("zorakel bhai ne loota", "[name] bhai ne loota"),
        ("meri beti Zorakel ko", "meri beti [name] ko"),
        ("my husband Vemuro was taken", "my husband [name] was taken"),
    ),
    spares=("मेरे पति को बैठाया", "my wife was waiting", "bhai ne bola", "tempo bhai aur uska beta", "फौजी भाई आए"),
    person=True,
)
