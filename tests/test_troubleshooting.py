"""docs/troubleshooting.md and its Hindi page: every message that they quote is one that the program says, word for word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import troubles
from babel.messages.pofile import read_po
from troubled_desk import Desk

HERE = Path(__file__).parent
CATALOG = HERE.parent / "anubhav_gforms" / "language" / "hi.po"
PAGES = {"en": Path("docs", "troubleshooting.md"), "hi": Path("docs", "hi", "troubleshooting.md")}
GOOGLE = (HERE / "google_messages.md").read_text(encoding="utf-8")
"""What Google's refusals become; test_google_messages brings each of them about at the sandbox."""

SITUATIONS: dict[Callable[[Desk], Iterator[str]], tuple[str, ...]] = {
    troubles.in_files: (
        "stations.csv:…: code … is listed twice (first in line …)",
        "stations.csv:…: is not UTF-8",
        "has no Devanagari letter. The file was saved without UTF-8",
        "stations.csv: this file is missing",
        "poster.toml: this file is missing",
        "is not a key of this file",
        "is not valid TOML: …",
        "weights sum to …; they must sum to 1",
        'role = "…": it is not clear which option means …',
        "… (and … more like this, the last in line …)",
    ),
    troubles.before_setup: (
        "This asks for your consent, and there is no terminal to ask on",
        "there is no form yet, so no code can be printed",
        "There is no form yet, so there are no responses",
        "Week … has not begun",
        "No responses yet",
        "nobody replies at …",
        "The Google root … is not on this machine",
        "office.retention_months is 0: no time was promised",
        "Another anubhav command is changing this campaign right now",
        "registry.json is damaged",
    ),
    troubles.at_login: (
        "No client file was found in …",
        "belongs to a client of type Web application",
        "is the key of a service account, not a client file",
        "is not an OAuth client file",
        "is not the key file of a service account",
    ),
    troubles.without_link: (
        "The form is not linked to its response sheet yet",
        "form and sheet are not linked: responses stay in the form",
        "responses were never fetched",
    ),
    troubles.with_paper_on_walls: (
        "There is no paper …",
        'There is no station "…"',
        "That is the form's public address",
        "Refused, because paper cannot be patched",
        "others on this machine can read the signing keys",
        "this is not a whole file of signing keys",
        "Tried on a copy, this edit gives new numbers to: …",
        "No poster for a wall was made",
        "does not fill in the station question",
        "Somebody edited the form in Google Forms while this was running",
        "The form of this campaign is at …, and anubhav is now pointed at …",
    ),
    troubles.with_responses: (
        "the last pull of this campaign was made in another folder",
        '"…" is not an ISO week',
        "is before the first response",
        "is not in stations.csv, and responses of it are in the ledger",
        "unfinished · अधूरा",
        "the report that is there has other figures",
        "The ledger is not as it was written",
        "is gone, and the ledger's other files are there",
        "an older manifest was put back",
        "No response was sent at …",
        "This is the sheet that holds the responses, with names and mobiles",
        "The response sheet was set from the time zone … to …",
        "The response sheet came back without …",
        "responses of the last 3 days are in the form and not in the sheet",
        "room in the sheet",
        "room in the account",
    ),
    troubles.with_a_title_typed_again: (
        'of the response sheet has no column "…"',
        'of the sheet have no answer to "…"',
    ),
    troubles.with_an_accident: ("gone: … responses at once",),
    troubles.with_an_update: ("was updated while it watches",),
    troubles.with_other_keys: (
        "has … printed code",
        "the signing keys of this campaign are not on this computer",
        "key A in this file is another one",
        "these keys verify 0 of … codes",
        "their fingerprints are not recorded yet",
    ),
    troubles.with_another_form: (
        "not in the ledger",
        "The form does not write its responses to that spreadsheet",
        "gone from the sheet",
        "holds none of the form's own",
        'Responses are read from the tab "…" now',
        "of the form is in the tab",
        "The form writes its responses to another spreadsheet",
    ),
}


def quoted(language: str = "en") -> list[str]:
    """The messages in the first column of the page's tables."""
    page = HERE.parent / PAGES[language]
    return re.findall(r"^\| `(.+?)`(?:, या .+?)? \|", page.read_text(encoding="utf-8"), re.MULTILINE)


def stands_in(quote: str, text: str) -> bool:
    """Whether the text says the quoted words, with something where the page has an ellipsis."""
    pattern = ".+?".join(re.escape(part) for part in quote.split("…"))
    return re.search(pattern, text) is not None


def test_every_message_of_the_page_is_brought_about_by_a_test() -> None:
    quotes, here = quoted(), [quote for quotes in SITUATIONS.values() for quote in quotes]
    assert len(quotes) == len(set(quotes))
    assert [quote for quote in here if quote not in quotes] == []
    rest = [quote for quote in quotes if quote not in here]
    assert [quote for quote in rest if not any(stands_in(quote, line) for line in GOOGLE.splitlines())] == []


def test_the_hindi_page_has_a_line_for_each_and_says_those_of_google_as_the_program_does() -> None:
    hindi = dict(zip(quoted(), quoted("hi"), strict=True))
    assert len(set(hindi.values())) == len(hindi)
    here = {quote for quotes in SITUATIONS.values() for quote in quotes}
    with CATALOG.open("rb") as file:
        said = [(message.id, message.string) for message in read_po(file) if isinstance(message.id, str)]
    wrong = [
        (quote, hindi[quote])
        for quote in hindi
        if quote not in here
        and not any(stands_in(quote, english) and stands_in(hindi[quote], words) for english, words in said)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.__name__)
def test_the_program_says_it(
    situation: Callable[[Desk], Iterator[str]],
    language: str,
    campaign_dir: Path,
    sandbox: Any,
    config_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In each situation one message after the other, as the troubles come."""
    monkeypatch.setenv("HOME", str(tmp_path))
    words = dict(zip(quoted(), quoted(language), strict=True))
    said = list(situation(Desk(campaign_dir, sandbox, config_dir, language)))
    missing = [quote for quote in SITUATIONS[situation] if not any(stands_in(words[quote], text) for text in said)]
    assert not missing, "\n".join(said)
    assert not [text for text in said if "Traceback" in text]
