"""Names of accounts on social networks."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches

_SITES = (
    "insta(?:gram)?|facebook|fb|twitter|telegram|snapchat|snap|youtube|linkedin|इंस्टा(?:ग्राम)?|फेसबुक|ट्विटर|टेलीग्राम|यूट्यूब"
)
_BETWEEN = r"(?:[\s:.,=\-]{1,3}(?:id|handle|account|username|user|name|naam|page|channel|profile|par|pe|hai|is|आईडी|नाम|पर|है)(?![\w\u0900-\u097f])){0,3}"

HANDLE = Kind(
    "handle",
    "handle",
    matches(
        linear(r"(?<![\w@])@\s?\w[\w.]{2,40}", re.IGNORECASE),
        linear(rf"(?<!\w)(?:{_SITES}){_BETWEEN}[\s:.,=\-]{{1,3}}[\w.]{{0,30}}[_.\d][\w.]{{1,30}}", re.IGNORECASE),
        linear(
            rf"(?<!\w)(?:{_SITES})[\s:.\-]{{0,3}}(?:id|handle|username|आईडी)[\s:.=\-]{{1,3}}(?:hai[\s:]{{1,3}}|is[\s:]{{1,3}}|है[\s:]{{1,3}})?\w[\w.]{{2,40}}",
            re.IGNORECASE,
        ),
    ),
    finds=(
        ("@ramtel_xy par", "[handle] par"),
        ("insta id ramtel99 hai", "[handle] hai"),
    ),
    spares=(
        "facebook par dekha",
        "fb pe accha laga",
    ),
)
