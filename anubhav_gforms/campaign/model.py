"""What all config models share: frozen, no unknown keys, no silent conversions."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from ..sentence import Sentence
from ..text import address_parts
from .printable import why_unprintable

UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
JOINERS = {"\u200c", "\u200d"}
DEVANAGARI, LATIN = "[\u0900-\u097f]", "[A-Za-z]"
LOST_HINDI = re.compile(r"\?{3}|\u00e0[\u00a4\u00a5]|\ufffd")
"""What is left of Hindi in a file that was saved, or opened, in an encoding without it: question marks for its letters, or Windows-1252 signs."""


class Model(BaseModel):
    """A part of a config file. Frozen; an unknown key is a mistake; "3" is not 3."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; write something here")
    return text


def unseen_letters(text: str) -> str:
    """Control letters, direction marks and the like in a text, as "U+202E"; "" when there is none.

    They can make a name read as another one. The two joiners, which Hindi needs, are let through.
    """
    if text.isprintable():  # as nearly every text is: no sign of these categories is
        return ""
    odd = {each for each in text if unicodedata.category(each) in UNSEEN} - JOINERS
    return ", ".join(f"U+{ord(each):04X}" for each in sorted(odd))


def _visible(text: str) -> str:
    if unseen := unseen_letters(text.replace("\n", "").replace("\r", "").replace("\t", "")):
        raise ValueError(Sentence("holds letters that nobody can see ({unseen}); type it again", unseen=unseen))
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise ValueError("has a line break; write it on one line")
    return _visible(text).strip()


def _printable(text: str) -> str:
    if why := why_unprintable(text):
        raise ValueError(why)
    return text


def _bilingual(text: str) -> str:
    hindi, separator, english = text.partition(" / ")
    if not separator or " / " in english or not hindi.strip() or not english.strip():
        raise ValueError('must be "हिन्दी / English" with exactly one " / "')
    if re.search(DEVANAGARI, english) and not re.search(LATIN, english) and not re.search(DEVANAGARI, hindi):
        raise ValueError('has its English first; write it as "हिन्दी / English"')
    return text


def matching(pattern: str, says: Sentence) -> AfterValidator:
    """Lets through a text that the whole pattern matches; of any other it `says` what is wrong."""

    def match(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(says)
        return text

    return AfterValidator(match)


def web_address(text: str) -> str:
    """The text, empty or the beginning of a web address, without a slash at its end. Raises ValueError."""
    url = address_parts(text)
    if text and (url.scheme not in ("http", "https") or not url.netloc):
        raise ValueError('must be empty or an address such as "http://127.0.0.1:8765"')
    return text.rstrip("/")


Text = Annotated[str, AfterValidator(_visible)]
"""Text of one or more lines, which may be empty."""
Line = Annotated[str, AfterValidator(_one_line)]
"""One line of text, which may be empty."""
FilledLine = Annotated[str, AfterValidator(_one_line), AfterValidator(_filled)]
"""One line of text, not empty."""
Bilingual = Annotated[str, AfterValidator(_one_line), AfterValidator(_filled), AfterValidator(_bilingual)]
"""One line "हिन्दी / English" with exactly one " / "."""
OptionalBilingual = Annotated[str, AfterValidator(_one_line), AfterValidator(lambda text: text and _bilingual(text))]
"""As Bilingual, or empty."""
PrintedBilingual = Annotated[Bilingual, AfterValidator(_printable)]
"""As Bilingual, for what is printed on paper."""
PrintedLine = Annotated[str, AfterValidator(_one_line), AfterValidator(_printable)]
"""One line of text that is printed on paper, which may be empty."""
FilledPrintedLine = Annotated[str, AfterValidator(_one_line), AfterValidator(_filled), AfterValidator(_printable)]
"""One line of text that is printed on paper, not empty."""
HindiName = Annotated[
    FilledPrintedLine, matching(f".*{DEVANAGARI}.*", Sentence("has no Devanagari letter; write it in Hindi"))
]
"""As FilledPrintedLine, in Hindi."""
EnglishName = Annotated[
    FilledPrintedLine, matching(f".*{LATIN}.*", Sentence("has no Latin letter; write it in English"))
]
"""As FilledPrintedLine, in English."""
