"""One word for one thing in every Hindi sentence, and the mistakes of Hindi that a rule can see.

What a rule cannot see (a calque, a wrong sense) was read by a person: this holds what was mended then.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from anubhav_gforms.cli import anubhav
from anubhav_gforms.language import say
from anubhav_gforms.posters.walls.inspector import WallState
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
    "एग्ज़िट कोड": "(निकास|परिणाम) कोड|exit code",
    "उत्तर-शीट": r"उत्तर शीट का",
    "आईजी, एसपी": r"(?<![A-Za-z'])(?:IG|SP)(?![A-Za-z'])",
    "गूगल, but for the names of products": r"Google(?! (?:Forms|Cloud|Drive|Sheets|Workspace|Auth))|गूगल फ़ॉर्म",
    "पीडीएफ़, एक्सेल, विंडो": r"\bPDF\b(?!/)|\bExcel\b|खिड़की",
    "बही (book)": "पुस्तकों",
    "पृष्ठ on a screen, पन्ना of paper": "(?<![ऀ-ॿ])पेज(?![ऀ-ॿ])",
    "अंक (score)": "(?<![ऀ-ॿ])स्कोर",
    "उपयोगकर्ता (user)": "यूज़र",
    "Bin, as Google Drive says; बिन is also without": "कूड़ेदान|(?<![ऀ-ॿ])बिन(?![ऀ-ॿ])",
    "अस्थायी फ़ॉर्म (temporary form)": "काम-चलाऊ|परीक्षण फ़(?:ॉर्म|ाइल)",
    "Windows, JavaScript, as they are written on the screen": "विंडोज़|जावास्क्रिप्ट",
    "हस्ताक्षर की कुंजी": "हस्ताक्षर कुंजी",
    "one spelling": "गलत|हिंदी|तारीख़|ज़िल|ख़ाली|बाक़ी|खराब|ज्यादा|फॉर्म|साइन इन|लॉग इन|अपने आप|प्रमाण-पत्र|(?<![ऀ-ॿ])खुद(?![ऀ-ॿ])|लायक़|समय-क्षेत्र",
}
"""What it is called, and what it is not called."""
SAID_AS = {
    "revoked?": "रद्द",
    "quarantined?": "अलग रख",
    "time stamps?": "टाइम स्टैम्प",
    "temporary": "अस्थायी",
    "passphrase": "पासफ़्रेज़",
    "fingerprints?": "फ़िंगरप्रिंट",
    "certificates?": "प्रमाणपत्र",
    "channels?": "माध्यम",
    "keyring": "कीरिंग",
    "backups?": "बैकअप",
    "time zones?": "समय क्षेत्र",
    "gazette": "घोषणा-पुस्तिका",
    "ledger": "बही",
    "handover": "सुपुर्दगी",
    "actions?": "कार्रवा",
    "(?:freezes?|froze|frozen)": "स्थिर",
    "constants": "स्थिरांक",
    "provisional": "अनंतिम",
    r"(?<!\.)interval": "अंतराल",
    "archived": "अभिलेख",
    "bug report": "त्रुटि-रिपोर्ट",
}
"""An English word of a sentence → what must be in its Hindi, so that one thing has one word."""
KINDS = "(?i)police station|thana|women's station|cyber station|traffic unit"
"""English that names a kind of station: थाना is one of them, a station of any kind is an इकाई."""
NOT_SAID = re.compile(
    r"anubhav(?: [a-z][a-z-]*){1,2}|'anubhav-gforms[^']*'|--[a-z-]+(?: keyring)?|\{[^}]*\}|data/\S*|\S+\.(?:csv|toml)\b|\"[^\"]*\"|> Time zone"
)
"""What is typed, filled in or quoted in a sentence."""
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


def catalog_pairs() -> Iterator[tuple[str, str]]:
    """Every form of an English sentence with that of its Hindi."""
    with CATALOG.open("rb") as file:
        for message in read_po(file, locale="hi"):
            english, hindi = (
                each if isinstance(each, tuple | list) else (each,) for each in (message.id, message.string)
            )
            yield from ((said, form) for said, form in zip(english, hindi, strict=True) if said)


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


def test_the_sheet_of_wall_photos_has_every_state_in_hindi() -> None:
    assert all(re.search("[ऀ-ॿ]", say(state, "hi")) for state in WallState)


@pytest.mark.parametrize(("english", "hindi"), SAID_AS.items())
def test_an_english_word_has_one_hindi_word(english: str, hindi: str) -> None:
    word = re.compile(rf"(?i)\b{english}\b")
    pairs = [(said, form) for said, form in catalog_pairs() if word.search(NOT_SAID.sub(" ", said))]
    assert pairs
    assert not [(said, form) for said, form in pairs if not re.search(hindi, form)]


def test_a_station_is_called_a_thana_only_where_its_kind_is_meant() -> None:
    thana = re.compile("(?<![ऀ-ॿ])थान(?:ा|े|ों)(?![ऀ-ॿ])")
    assert not [(said, form) for said, form in catalog_pairs() if thana.search(form) and not re.search(KINDS, said)]


def test_every_command_that_a_sentence_names_can_be_typed() -> None:
    """In Hindi whatever is Latin behind "anubhav" is typed: a command that is gone, or an option that it does not take, would cure nothing."""
    named = re.compile(r"anubhav((?: +[^\sऀ-ॿ;:।,()]+)+)")
    lines = {line for _, form in catalog_texts() for line in named.findall(form)}
    assert len(lines) > 120
    assert not [line for line in lines if not can_be_typed(line.replace("{flags}", "flags").split())]


def can_be_typed(words: list[str]) -> bool:
    """Whether they begin with a command, and each option among them is one of its own."""
    command: click.Command | None = anubhav
    context = click.Context(anubhav)
    while isinstance(command, click.Group) and words and re.fullmatch("[a-z][a-z-]+", words[0].strip('."”')):
        command = command.get_command(context, words.pop(0).strip('."”'))
    if command is None:
        return False
    known = {"--help", *(name for option in command.params for name in option.opts)}
    return all(word.rstrip('."”') in known for word in words if word.startswith("-"))
