"""Numbers of driving licences."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches
from .signs import DIGIT, STATE

LICENCE = Kind(
    "licence",
    "licence",
    matches(
        linear(
            rf"\b(?:{STATE})[\s\-]?{DIGIT}{{2}}[\s\-/]{{0,2}}(?:19|20){DIGIT}{{2}}[\s\-]?{DIGIT}{{7}}\b", re.IGNORECASE
        ),
    ),
    finds=(("DL CG10 20150012345 liya", "DL [licence] liya"),),
    spares=("CG10 me 2015 se",),
)
