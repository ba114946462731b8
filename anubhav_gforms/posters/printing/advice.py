"""How to put up what was printed, in words: posters, cards, tents, stickers."""

from __future__ import annotations

from ...sentence import Bilingual
from ..design.papers import Paper

PRINTING = Bilingual(
    "मैट काग़ज़ पर, 100% आकार में, एक ही तरफ़ छापें। चमकीली परत न चढ़ाएँ। फ़ोटोकॉपी कभी न करें – नया छापें।",
    "Print at 100% on one side of matt paper, without a glossy film. Never photocopy one: print a new one.",
)
WALLS = (
    PRINTING,
    Bilingual(
        "छाती और आँखों की ऊँचाई के बीच, समतल दीवार पर, वहाँ लगाएँ जहाँ लोग प्रतीक्षा करते हैं। रोशनी अच्छी हो, धूप सीधी न पड़े।",
        "Hang it flat, between chest and eye height, where people wait; in good light, out of direct sun.",
    ),
    Bilingual(
        "हर पोस्टर का कोड अलग है। उसे उसी थाने में, उसी स्थान पर लगाएँ जो उस पर और अगली सूची में लिखा है।",
        "Every poster has a code of its own. Hang it at the station and place written on it and in the list.",
    ),
    Bilingual(
        "लगाने के बाद अपने फ़ोन से स्कैन करें। फ़ोन पर {host} दिखे और फ़ॉर्म में वही कोड आए जो पोस्टर पर छपा है। फिर फ़ॉर्म बिना भेजे बंद करें।",
        "Scan it once it hangs: the phone must show {host} and the form the code printed on the poster. Close the form without sending it.",
    ),
    Bilingual(
        "हर महीने देखें: फटा, मैला, ढका, या ऊपर कोई दूसरा क्यूआर स्टिकर? दीवार की फ़ोटो कार्यालय को भेजें। दूसरा स्टिकर मिले तो उसे स्कैन न करें, तुरंत बताएँ।",
        "Look every month: torn, dirty, covered, or another QR sticker on it? Send a photo of the wall. Do not scan a strange sticker; report it at once.",
    ),
    Bilingual(
        "यह नागरिक की राय के लिए है। कोई कर्मचारी किसी के लिए फ़ॉर्म न भरे और न भरते समय देखे।",
        "It is for citizens. No member of staff fills it in for somebody, or looks on while it is filled in.",
    ),
)
CARDS = Bilingual(
    "टूटी रेखा पर काटें। कार्ड मेज़ पर वहाँ रखें जहाँ नागरिक बैठते हैं; सीधा रहे, ढका न जाए।",
    "Cut along the dashed lines. Stand the card on the desk where citizens sit, upright and uncovered.",
)
TENTS = Bilingual(
    "बीच में मोड़ें, काटें नहीं; दोनों ओर वही लिखा है। नीचे टेप से जोड़कर मेज़ पर वहाँ खड़ा करें जहाँ नागरिक बैठते हैं।",
    "Fold it in the middle, do not cut it; both sides are alike. Tape it below, and stand it on the desk where citizens sit.",
)
DESKS = (
    Bilingual(
        "हर कार्ड का कोड अलग है। उसे उसी थाने की मेज़ पर रखें जो उस पर और अगली सूची में लिखा है।",
        "Every card has a code of its own. Put it on the desk of the station written on it and in the list.",
    ),
    Bilingual(
        "रखने के बाद अपने फ़ोन से स्कैन करें। फ़ोन पर {host} दिखे और फ़ॉर्म में वही कोड आए जो कार्ड पर छपा है। फिर फ़ॉर्म बिना भेजे बंद करें।",
        "Scan it once it stands there: the phone must show {host} and the form the code printed on the card. Close the form without sending it.",
    ),
    Bilingual(
        "नागरिक को दिखाएँ, पर भरते समय न देखें। कोई कर्मचारी किसी के लिए फ़ॉर्म न भरे।",
        "Show it to citizens, but do not look on while they fill it in. No member of staff fills it in for somebody.",
    ),
    Bilingual(
        "हर महीने देखें: फटा, मैला, ढका, या ऊपर कोई दूसरा क्यूआर स्टिकर? दूसरा स्टिकर मिले तो उसे स्कैन न करें, तुरंत बताएँ।",
        "Look every month: torn, dirty, covered, or another QR sticker on it? Do not scan a strange sticker; report it at once.",
    ),
)


STICKERS = Bilingual(
    "चिपकने वाले मैट काग़ज़ पर, 100% आकार में छापें और टूटी रेखा पर काटें। फ़ोटोकॉपी कभी न करें – नया छापें।",
    "Print at 100% on matt adhesive paper and cut along the dashed lines. Never photocopy one: print a new one.",
)
LABELS = Bilingual(
    "कटी हुई A4 लेबल शीट पर छापें: 12 लेबल, हर एक 100 × 44 मिमी (ST-12)। 100% आकार में; पहले सादे काग़ज़ पर छापकर शीट से मिलाएँ।",
    "Print on A4 sheets of 12 cut labels of 100 × 44 mm (ST-12), at 100%. Print on plain paper first and hold it against a sheet.",
)
STUCK = (
    Bilingual(
        "छाती और आँखों की ऊँचाई के बीच, साफ़ और चिकनी सतह पर चिपकाएँ: दरवाज़ा, काउंटर, सूचना पट। धूप सीधी न पड़े।",
        "Stick it on a clean, smooth surface between chest and eye height: a door, a counter, a board; out of direct sun.",
    ),
    Bilingual(
        "हर स्टिकर का कोड अलग है। उसे उसी थाने में चिपकाएँ जो उस पर और अगली सूची में लिखा है।",
        "Every sticker has a code of its own. Stick it up at the station written on it and in the list.",
    ),
    Bilingual(
        "चिपकाने के बाद अपने फ़ोन से स्कैन करें। फ़ोन पर {host} दिखे और फ़ॉर्म में वही कोड आए जो स्टिकर पर छपा है। फिर फ़ॉर्म बिना भेजे बंद करें।",
        "Scan it once it is up: the phone must show {host} and the form the code printed on the sticker. Close the form without sending it.",
    ),
    *WALLS[-2:],
)


def advice_for(paper: Paper) -> tuple[Bilingual, ...]:
    """How to put up what is printed on this paper: a poster, a card, a tent or a sticker."""
    if paper.desk:
        return PRINTING, TENTS if paper.folds else CARDS, *DESKS
    if paper.stuck:
        return STICKERS if paper.cuts[0] else LABELS, *STUCK
    return WALLS


def title_of(paper: Paper) -> Bilingual:
    """What the advice is about."""
    if paper.stuck:
        return Bilingual("स्टिकर कैसे चिपकाएँ और जाँचें", "How to put up and check the stickers")
    if not paper.desk:
        return Bilingual("पोस्टर कैसे लगाएँ और जाँचें", "How to hang and check the posters")
    if paper.folds:
        return Bilingual("मेज़ पर खड़े कार्ड कैसे मोड़ें, रखें और जाँचें", "How to fold, place and check the table tents")
    return Bilingual("मेज़ के कार्ड कैसे काटें, रखें और जाँचें", "How to cut, place and check the desk cards")


def kind_of(paper: Paper) -> str:
    """What is handed over, in Hindi."""
    if paper.stuck:
        return "स्टिकर"
    if paper.desk:
        return "खड़े कार्ड" if paper.folds else "मेज़ के कार्ड"
    return "पोस्टर"
