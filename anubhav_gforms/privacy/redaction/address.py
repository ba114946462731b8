"""Postal addresses: what stands beside a word of addresses, and villages and wards of the range wherever they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from ...linear import linear
from .kind import Kind, Span, word_set
from .known import unknown
from .scattered import said_behind
from .signs import DIGIT
from .words import bare, is_listed, may_be_name, near, run_after, words_of

_BEFORE = word_set("""
    ग्राम गाँव गांव गाव मोहल्ला मुहल्ला वार्ड बस्ती कॉलोनी कालोनी टोला पारा तहसील निवासी पोस्ट डाकघर पंचायत gram gaon gaanv village vill mohalla muhalla
    पता pata near opposite behind ward basti colony tola tehsil tahsil nivasi niwasi resident panchayat locality street gali गली mohla mohala vpo gaw ganv
    """)
_AFTER = word_set("""
    निवासी पारा टोला मोहल्ला कॉलोनी कालोनी बस्ती वार्ड नगर विहार गली गाँव गांव चौक मोड़ तालाब मंदिर पुल पुलिया बाजार स्कूल मार्ग ढाबा chowk chauk mod mor talab mandir pul bridge bazar bazaar school marg dhaba hospital nivasi niwasi para tola mohalla colony basti nagar vihar gali gaon ward
    street road village wale वाले का_रहने
    """)
_STATION = frozenset(
    ["थाना", "थाने", "चौकी", "thana", "thane", "chowki", "chauki", "station", "police", "पुलिस", "कोतवाली", "kotwali"]
)
_NONE = (
    _BEFORE
    | _AFTER
    | word_set("""
    ka ki ke ko se me mein par hai ne wale wala ke_log के का की को से में पर है ने वाले वाला no number नं नंबर नम्बर ho hu hun hoon हूँ हूं of in and the
    here ki office kee ji
    """)
)
_TOWNS = word_set("""
    bilaspur korba raigarh janjgir champa mungeli gaurela pendra marwahi sarangarh bilaigarh sakti chhattisgarh raipur
    बिलासपुर कोरबा रायगढ़ जांजगीर चांपा मुंगेली गौरेला पेंड्रा मरवाही सारंगढ़ बिलाईगढ़ सक्ती छत्तीसगढ़ रायपुर
    """)
_HOUSE = linear(
    rf"(?<![\w\u0900-\u097f])(?:मकान|makaan|makan|house|h\.?\s?no|plot|प्लॉट|flat|फ्लैट|quarter|qtr|क्वार्टर|[elmh]\.?i\.?g(?![a-z])|(?:एल|एम|एच)\s?आई\s?जी|गली|gali|street|sector|सेक्टर|block)\.?"
    rf"\s?(?:no|number|num|nambar|kramank|नं|नंबर|नम्बर|क्रमांक|क्र)?\.?[\s:\-#]{{0,3}}(?:(?:[A-Z]|(?-i:[A-Z]{{2}})|ए|बी|सी|डी|ई|एफ)[\-/\s]?|[A-Z]{{2}}[\-/]?)?{DIGIT}{{1,4}}(?:[/\-]{DIGIT}{{1,4}})?(?:[\s/\-]?[A-Z]\b)?",
    re.IGNORECASE,
)
_WARD = linear(
    rf"(?<![\w\u0900-\u097f])(?:(?P<ward>ward|वार्ड|w\.?\s?no)|room|कमरा|रूम)\.?\s?(?:no|number|num|nambar|kramank|नं|नंबर|नम्बर|क्रमांक|क्र)?\.?[\s:\-#]{{0,3}}{DIGIT}{{1,4}}(?![\w])",
    re.IGNORECASE,
)
"""A ward has thousands of people and a police station has rooms: their numbers are an address only where somebody lives there, or the writer tells
of themselves, and of a room just before it, or of a house with rooms to live in: "mera room no 4", and not "meri FIR room no 4 me"."""
_SAID = linear(
    r"(?<![\w\u0900-\u097f])(?:makan|makaan|मकान|house|gali|गली|plot|quarter|क्वार्टर|sector|सेक्टर)(?![\w\u0900-\u097f])(?:\s{1,2}(?:no|number|nambar|kramank|नं|नंबर|नम्बर|क्रमांक)(?![\w\u0900-\u097f])\.?)?",
    re.IGNORECASE,
)
_WARD_SAID = linear(
    r"(?<![\w\u0900-\u097f])(?:ward|वार्ड)(?![\w\u0900-\u097f])(?:\s{1,2}(?:no|number|nambar|kramank|नं|नंबर|नम्बर|क्रमांक)(?![\w\u0900-\u097f])\.?)?",
    re.IGNORECASE,
)
_ENDINGS = tuple(
    word_set(
        "डीह पाली पुर पुरी गांव गाँव पारा भाठा भाटा खुर्द टोला मुड़ा तराई नगर कछार झर बहरा गढ़ टांड़ टांड डेरा डोंगरी घाट गुड़ा डबरी डीपा दरहा कुंडा डांड़ पेंडरी खार "
        "dih deeh pali pur puri gaon para bhatha bhata khurd tola muda tarai nagar kachhar jhar bahara garh tand dera dongri ghat guda dabri dipa darha kunda pendri"
    )
)
"""How names of villages of the range end, by the list of its post offices."""
_FROM = word_set("से se ले le")
_CAME = word_set("आया आई आए आये आयी हूँ हूं हैं आये आएं आयेन आय आन aaya aya aayi aai aaye aye aae hu hun hoon hai hain aayen aan")
_AT = word_set("में मे म me mein ma main का के की ka ke ki")
_LIVES = word_set("""
    रहता रहते रहती रहने रहथन रहिथन रहथंव रहिथे घर मकान चोरी दुकान जमीन खेत निवासी बिकती बिकता बेचते लोग लोगों सरपंच पास
    rehta rehte rehti rehne rahta rahte rahti rahne rahthan rahithe ghar makan chori dukan jamin zameen khet bikti bikta bechte log logo sarpanch paas pas
    """)
_LIVES_THERE = frozenset(word for word in _LIVES if word.startswith(("रह", "reh", "rah"))) | word_set(
    "घर मकान निवासी ghar makan niwasi nivasi live lives living resident home"
)
_LODGING = word_set("""
    घर मकान हॉस्टल होस्टल लॉज होटल क्वार्टर फ्लैट किराए किराये धर्मशाला ghar makan makaan home hostel lodge hotel quarter flat apartment building kiraye dharamshala
    """)
_OWN = word_set("मैं मै मेरा मेरी मेरे मुझे मुझको मोर मोला main mai mera meri mere mujhe mujhko mor mola my")
"""Of whom a text tells that has one of these: of its writer."""
_MOST_BEHIND = 4
_SHORTEST = 4
_PIN = linear(r"(?<!\d)4[5-9]\d[\s]?\d{3}(?!\d)")


def _find(text: str) -> Iterator[Span]:
    words = words_of(text)
    begins = [word.start() for word in words]
    wards = [(*match.span(), bool(match["ward"])) for match in _WARD.finditer(text)]
    wards += [(*span, True) for span in said_behind(text, _WARD_SAID, 1)]
    houses = [match.span() for match in _HOUSE.finditer(text)]
    own = any(bare(word[0]) in _OWN for word in words)
    houses += [
        (start, end)
        for start, end, ward in wards
        if (own and (ward or _of_writer(words, bisect_left(begins, start))))
        or _lived_in(text, words, bisect_left(begins, end), end)
    ]
    yield from houses
    yield from (match.span() for match in _PIN.finditer(text))
    yield from said_behind(text, _SAID, 1)
    for _, end in houses:
        yield from _behind(text, words, bisect_left(begins, end), end)
    for at, word in enumerate(words):
        said = bare(word[0])
        if said in _BEFORE:
            yield from run_after(text, at, _NONE, " .\t:-,")
        if said in _AFTER and at:
            before = words[at - 1]
            if near(text, before, word, " -") and may_be_name(before[0], _NONE) and said not in ("wale", "वाले", "road"):
                yield before.span()
        named = _is_place(word[0], said) and not _of_a_station(at, words)
        if named or _stands_as_place(text, words, at):
            yield word.span()


def _of_writer(words: tuple[re.Match[str], ...], at: int) -> bool:
    """True when the words before a room say whose it is: the writer's just before it, or a house with rooms to live in."""
    said = [bare(word[0]) for word in words[max(at - 3, 0) : at]]
    return not _OWN.isdisjoint(said[-1:]) or not _LODGING.isdisjoint(said)


def _lived_in(text: str, words: tuple[re.Match[str], ...], first: int, end: int) -> bool:
    """True when the words behind the number of a ward or a room say that somebody lives there, or a place is named."""
    said = [bare(word[0]) for word in words[first : first + _MOST_BEHIND]]
    comes = any(one in _FROM | _AT and two in _CAME for one, two in pairwise(said))
    return comes or not _LIVES_THERE.isdisjoint(said) or bool(_behind(text, words, first, end))


def _behind(text: str, words: tuple[re.Match[str], ...], first: int, end: int) -> list[Span]:
    """The unknown words behind the number of a ward or a house: "ward 12, ..."."""
    last = first
    while last < min(first + 2, len(words)) and unknown(words[last][0]):
        if len(text[end : words[last].start()]) > 3 or text[end : words[last].start()].strip(" ,.-"):
            break
        end, last = words[last].end(), last + 1
    return [(words[first].start(), words[last - 1].end())] if last > first else []


def _is_place(word: str, said: str) -> bool:
    """True for a village of the list, and a word of which nothing is known that ends as villages do."""
    if said in _TOWNS:
        return False
    return is_listed(word, "places") or (said.endswith(_ENDINGS) and len(said) > _SHORTEST and unknown(word))


def _stands_as_place(text: str, words: tuple[re.Match[str], ...], at: int) -> bool:
    """ "... से आया हूँ", "... में रहते हैं" behind a word of which nothing is known."""
    if at + 2 >= len(words) or not near(text, words[at], words[at + 1], " "):
        return False
    first, two = bare(words[at + 1][0]), bare(words[at + 2][0])
    stands = (first in _FROM and two in _CAME) or (first in _AT and two in _LIVES)
    return stands and unknown(words[at][0])


def _of_a_station(at: int, words: tuple[re.Match[str], ...]) -> bool:
    """True for the name of a police station: its readers know where it is."""
    beside = words[max(at - 1, 0) : at + 3]
    return any(bare(word[0]) in _STATION for word in beside)


ADDRESS = Kind(
    "address",
    "place",
    _find,
    finds=(
        ("ग्राम कखगघ में रहता हूँ", "ग्राम [place] में रहता हूँ"), ("mera ghar Ward No. 12 me", "mera ghar [place] me"), ("ward 7 me rehte hai", "[place] me rehte hai"), ("mera room no 4 hai", "mera [place] hai"), ("main hostel ke room no 12 me tha", "main hostel ke [place] me tha"),
        ("ward 12, Zorakel", "[place], [place]"), ("वार्ड बारह में रहता हूँ", "वार्ड [place] में रहता हूँ"),
        ("vemukhurd ke log", "[place] ke log"), ("कखगघ से आया हूँ", "[place] से आया हूँ"),
        ("मकान नं 45/2 के पास", "[place] के पास"), ("मकान नंबर ए-14 में", "[place] में"), ("MIG-2/14 me rehta hu", "[place] me rehta hu"), ("Zorakel colony me chori", "[place] colony me chori"),
        ("pin 495001 hai", "pin [place] hai"),
    ),
    spares=(
        "ward no 7 me light nahi hai", "वार्ड 12 में गश्त नहीं होती", "room no 4 me bhej diya", "meri FIR room no 4 me likhi", "कमरा नंबर 4 में बैठाया",
        "gali di 2 log ne", "block me 2 din", "गाँव के लोग", "हमारे गाँव में पुलिस आई", "थाना कोटा बहुत अच्छा है", "ratanpur thane me sab acche hain"),
    person=True,
)  # fmt: skip
