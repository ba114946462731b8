"""Numbers of driving licences."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches

_D = r"[0-9०-९]"
_STATES = "AN|AP|AR|AS|BH|BR|CG|CH|DD|DL|DN|GA|GJ|HP|HR|JH|JK|KA|KL|LA|LD|MH|ML|MN|MP|MZ|NL|OD|OR|PB|PY|RJ|SK|TG|TN|TR|TS|UA|UK|UP|WB"
_STATE = "|".join(rf"{state[0]}[\s.]?{state[1]}" for state in _STATES.split("|"))

LICENCE = Kind(
    "licence",
    "licence",
    matches(
        linear(rf"\b(?:{_STATE})[\s\-]?{_D}{{2}}[\s\-/]{{0,2}}(?:19|20){_D}{{2}}[\s\-]?{_D}{{7}}\b", re.IGNORECASE),
    ),
    finds=(("DL CG10 20150012345 liya", "DL [licence] liya"),),
    spares=("CG10 me 2015 se",),
)
