"""Days of birth."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches
from .signs import DIGIT

_MONTHS = (
    "jan\\w{0,6}|feb\\w{0,6}|mar\\w{0,3}|apr\\w{0,3}|may|jun\\w{0,2}|jul\\w{0,2}|aug\\w{0,4}|sep\\w{0,7}|oct\\w{0,5}|nov\\w{0,6}|dec\\w{0,6}|"
    "जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|सितम्बर|अक्टूबर|नवंबर|नवम्बर|दिसंबर|दिसम्बर"
)
_CUE = r"(?:d\.?\s?o\.?\s?b\b\.?|date of birth|birth\s?(?:date|day)|born(?: on)?|janm\s?(?:tithi|din|tarikh)?|janam\s?(?:tithi|din|tarikh)?|जन्म\s?(?:तिथि|दिन|दिनांक|तारीख)?|डीओबी)"
_DAY = rf"{DIGIT}{{1,4}}\s?(?:[-./ ]|st|nd|rd|th)\s?(?:{DIGIT}{{1,2}}|{_MONTHS})\s?[-./, ]\s?{DIGIT}{{2,4}}"

BIRTH = Kind(
    "birth",
    "date of birth",
    matches(
        linear(
            rf"(?<!\w){_CUE}[\s:.\-]{{0,3}}(?:(?:is|hai|है|no|date)[\s:.\-]{{0,3}})?(?:{_DAY}|(?:19|20){DIGIT}{{2}}(?!{DIGIT}))",
            re.IGNORECASE,
        )
    ),
    finds=(
        ("dob 12/05/1990 hai", "[date of birth] hai"),
        ("मेरी जन्म तिथि 12-5-1990 है", "मेरी [date of birth] है"),
        ("born on 3 may 1988", "[date of birth]"),
    ),
    spares=("12/05/2026 ko gaya", "janam praman patra 2 din me mila"),
)
