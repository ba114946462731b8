"""Parts of patterns that several kinds share."""

from __future__ import annotations

DIGIT = r"[0-9०-९]"
BLANKS = r"\s{0,10}"
SITE_ENDING = r"(?:com|in|org|net|gov|nic|co|edu|कॉम|काम|को|इन|नेट)(?![\w\u0900-\u097f])"
_STATES = "AN|AP|AR|AS|BH|BR|CG|CH|DD|DL|DN|GA|GJ|HP|HR|JH|JK|KA|KL|LA|LD|MH|ML|MN|MP|MZ|NL|OD|OR|PB|PY|RJ|SK|TG|TN|TR|TS|UA|UK|UP|WB"
STATE = "|".join(rf"{state[0]}[\s.]?{state[1]}" for state in _STATES.split("|"))
"""The letters of a state, with which a number plate and a licence begin."""
