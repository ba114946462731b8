"""One word for one thing in every Hindi sentence, and the mistakes of Hindi that a rule can see.

What a rule cannot see (a calque, a wrong sense) was read by a person: this holds what was mended then.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from anubhav_gforms.language import say
from anubhav_gforms.posters.walls.audit_files import STATES, WHERE
from tests.english_left import strings_of

PROJECT = Path(__file__).parents[1]
CATALOG = PROJECT / "anubhav_gforms" / "language" / "hi.po"

ONE_WORD = {
    "खाता-बही (ledger)": "(?<![ऀ-ॿ])लेजर",
    "घोषणा-पुस्तिका (gazette)": "गज़ट|किताब",
    "क्यूब (cube)": "(?<![ऀ-ॿ])घन(?![ऀ-ॿ])",
    "अभ्यास सर्वर (sandbox)": "सैंडबॉक्स",
    "चेतावनी (alarm), तत्काल सूचना (alert)": "अलार्म|अलर्ट",
    "फ़िंगरप्रिंट": "अंगुलि",
    "ग्रेड (letter)": "श्रेणी",
    "सराहना (praise); प्रशंसा पत्र is the letter": "प्रशंसा(?! पत्र)|प्रशंसा-|तारीफ",
    "कमांड; आदेश is an order of the office": r"anubhav \S* ?(का|दूसरा) \S* ?आदेश",
    "कॉलम": r"स्तंभ",
    "वज़न (weight)": "(?<![ऀ-ॿ])भार(?:ों)?(?![ऀ-ॿ])",
    "एग्ज़िट कोड": "(निकास|परिणाम) कोड",
    "उत्तर-शीट": r"उत्तर शीट का",
    "आईजी, एसपी": r"(?<![A-Za-z'])(?:IG|SP)(?![A-Za-z'])",
    "गूगल, but for the names of products": r"Google(?! (?:Forms|Cloud|Drive|Sheets|Workspace|Auth))|गूगल फ़ॉर्म",
    "पीडीएफ़, एक्सेल, विंडो": r"\bPDF\b(?!/)|\bExcel\b|खिड़की",
    "one spelling": "गलत|हिंदी|तारीख़|ज़िल|ख़ाली|बाक़ी|खराब|ज्यादा|फॉर्म|साइन इन|लॉग इन|अपने आप|प्रमाण-पत्र",
}
"""What it is called, and what it is not called."""
MISTAKES = {
    "a masculine word before a feminine one": r"(?<![ऀ-ॿ])(?:का|के|दूसरा|अपना|नया|पुराना|पूरा) (?:खाता-बही|घोषणा-पुस्तिका|कमांड|डेस्क|शीट)(?![ऀ-ॿ])",
    "a feminine one that does as a masculine one": "(?:खाता-बही|कमांड) (?!का |की |के |में |से |को |पर )[^।:;,|]{0,30}(?:रखता|गिनता|जाता|लिखता) है",
    "a blank before a mark": "[ऀ-ॿ] [।,;?!]",
    "a blank before %": r"[0-9}] %",
    "a full stop after a Hindi word": r"[ऀ-ॿ]\.(?:\s|$)",
    "a Devanagari digit": "[०-९]",
    "करें, not कीजिए": r"(?:ाइए|ीजिए)(?![ऀ-ॿ])",
    "और twice around one number": r"और \{[^}]+\} (?:[ऀ-ॿ]+ )?और(?:,|$| हैं)",
}


def catalog_texts() -> Iterator[tuple[str, str]]:
    """Every Hindi sentence with its English."""
    with CATALOG.open("rb") as file:
        for message in read_po(file, locale="hi"):
            forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
            yield from ((str(message.id), form) for form in forms if message.id)


def page_texts() -> Iterator[tuple[str, str]]:
    """Every line of the Hindi pages, without what is typed."""
    for path in sorted((PROJECT / "docs" / "hi").glob("*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{path.name}:{number}", re.sub(r"`[^`]*`|\([^)]*\.md\)|^ {4}.*", " ", line)


def config_texts() -> Iterator[tuple[str, str]]:
    """The texts of posters and of the form, but for titles and options: those stand on printed forms and stay."""
    for name in ("poster.toml", "office.toml"):
        for text in strings_of(tomllib.loads((PROJECT / "config" / name).read_text(encoding="utf-8"))):
            yield name, text
    form = tomllib.loads((PROJECT / "config" / "form.toml").read_text(encoding="utf-8"))
    for question in form["questions"]:
        yield "form.toml", question.get("help", "")
    yield from (("form.toml", text) for text in strings_of({**form, "questions": []}))


@pytest.mark.parametrize(("rule", "pattern"), (ONE_WORD | MISTAKES).items())
def test_no_hindi_sentence_breaks_the_rule(rule: str, pattern: str) -> None:
    wrong = re.compile(pattern)
    every = [*catalog_texts(), *page_texts()]
    if rule in MISTAKES:
        every += config_texts()
    assert len(every) > 3000
    assert not [(where, text) for where, text in every if wrong.search(text)], rule


def test_the_sheet_of_wall_photos_says_what_the_command_says() -> None:
    for english, hindi in (STATES | WHERE).items():
        assert say(english, "hi") == hindi
