"""Sentences and catalogs: said in the language asked for, every sentence known, every {name} kept."""

from __future__ import annotations

import copy
import os
import pickle
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from anubhav_gforms.campaign.example import copy_example
from anubhav_gforms.cli.spoken import chosen_language
from anubhav_gforms.errors import StateError
from anubhav_gforms.language import both as in_both
from anubhav_gforms.language import catalog, say, spoken
from anubhav_gforms.languages import LANGUAGES, WRITTEN, Language
from anubhav_gforms.sentence import Sentence, first_few, grouped, quoted
from tools import catalogs

NAME = re.compile(r"\{(\w*)[^{}]*\}")
"""A {name} of a template, with its format."""


TRANSLATED = [code for code in LANGUAGES if code != WRITTEN.code]


def entries(language: str) -> list[Message]:
    """Every sentence of a catalog."""
    with (catalogs.FOLDER / f"{language}.po").open("rb") as file:
        return [each for each in read_po(file, locale=language) if each.id]


def both(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """One form or two, as a tuple."""
    return (text,) if isinstance(text, str) else tuple(text)


def test_a_sentence_is_its_english_and_remembers_how_it_was_made() -> None:
    """Rooms that join, compare or write a sentence need not know that it can be translated."""
    one, three = (Sentence("{n} new response", "{n} new responses", n=n) for n in (1, 3))
    assert (one, three) == ("1 new response", "3 new responses")
    for again in (copy.deepcopy(three), pickle.loads(pickle.dumps(three))):
        assert (again, again.template, again.values) == (three, "{n} new response", {"n": 3})
    assert Sentence(three) is three, "made once more it forgot what it was made of, and was English in Hindi"


@pytest.mark.parametrize(
    "number", [0, 1, 999, 1_000, 99_999, 100_000, 1_234_567, 10_000_000, 123_456_789_012, -7, -100_000]
)
def test_numbers_are_grouped_as_in_india_in_templates_as_on_pages(number: int) -> None:
    assert grouped(number) == format_decimal(number, locale="en_IN")
    one, many = "{n:,} row of {of:>14,}", "{n:,} rows of {of:>14,}"
    counted = Sentence(one, many, n=number, of=1_234_567)
    assert counted == f"{spoken(number).en} row{'s' * (number != 1)} of {'12,34,567':>14}"
    assert say(Sentence("{n:,} line", "{n:,} lines", n=number), "hi").split()[0] == grouped(number)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Kota", '"Kota"'),
        ("O'Brien", '"O\'Brien"'),
        ("कोटा", '"कोटा"'),
        ("शक्\u200dति", '"शक्\u200dति"'),  # a joiner inside Hindi is a part of the word
        ("Ko\u200dta", '"Ko\\u200dta"'),  # elsewhere nobody would see why this is not Kota
        ("\u200cKota", '"\\u200cKota"'),
        ("Kota\xa0\n", '"Kota\\xa0\\n"'),
        ("", '""'),
    ],
)
def test_what_somebody_typed_is_quoted_so_that_they_see_it(typed: str, shown: str) -> None:
    assert quoted(typed) == shown
    for sentence in (
        Sentence("no station {name!r}", name=typed),
        Sentence("no station {name!r}", name=Sentence(typed)),
    ):
        assert sentence == f"no station {shown}"
    assert (
        say(Sentence("visitors {visitors!r} is not a whole number.", visitors=typed), "hi")
        == f"visitors {shown} पूर्ण संख्या नहीं है।"
    )


def test_an_error_keeps_message_and_cure_as_sentences() -> None:
    """An f-string is lost to a catalog; a template with values is not."""
    error = StateError("{path} is damaged.", path="a.toml", cure="Restore {path}.")
    assert str(error) == "a.toml is damaged. Restore a.toml."
    assert (error.message.template, error.cure.template) == ("{path} is damaged.", "Restore {path}.")


def test_what_no_catalog_knows_stays_english() -> None:
    """A path, a station's own name, a sentence that a newer version says."""
    unknown = Sentence("{path} is quite unknown.", path="x")
    assert [say(unknown, language) for language in LANGUAGES] == ["x is quite unknown."] * 2


@pytest.mark.parametrize(
    ("typed", "environment", "language"),
    [
        ([], {}, "en"),
        (["--language", "hi", "report"], {}, "hi"),
        (["--language=hi"], {}, "hi"),
        (["report", "--language", "hi"], {}, "en"),  # that one is the report's own option
        ([], {"ANUBHAV_LANGUAGE": "hi"}, "hi"),
        (["--language", "en"], {"ANUBHAV_LANGUAGE": "hi"}, "en"),
        (["-C", "{folder}"], {}, "hi"),
        (["--campaign={folder}", "pull"], {"ANUBHAV_LANGUAGE": "xx"}, "hi"),
    ],
)
def test_the_language_is_typed_or_set_or_the_offices(
    tmp_path: Path, typed: list[str], environment: dict[str, str], language: str
) -> None:
    """The nearest wish wins: what was typed, then the variable, then the office's own file."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "office.toml").write_text('[office]\nlanguage = "hi"\n', encoding="utf-8")
    assert chosen_language([each.format(folder=tmp_path) for each in typed], environment) == language


@pytest.mark.parametrize(
    ("content", "language"),
    [
        ('[office]\nlanguage = "hi"\nretention_months = १२\n'.encode(), "hi"),
        ("[office]\nlanguage = “hi”\n".encode(), "hi"),
        ('[office]\nlanguage = "hi"\n'.encode("utf-16"), "hi"),
        (b'[[office]]\nlanguage = "hi"\n', "hi"),
        (b"office = 5\n", "en"),
    ],
)
def test_an_office_toml_that_is_damaged_is_told_of_in_the_offices_language(
    tmp_path: Path, content: bytes, language: str
) -> None:
    """It was told in English; of [[office]] Python's own trace was all that the office saw."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "office.toml").write_bytes(content)
    assert chosen_language(["-C", str(tmp_path)], {}) == language


def test_the_languages_that_may_be_asked_for_are_those_with_a_catalog() -> None:
    assert {path.stem for path in catalogs.FOLDER.glob("*.po")} == set(TRANSLATED)
    assert all(code == each.code for code, each in LANGUAGES.items())


def test_a_language_is_a_row_and_a_catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that docs/developers.md shows how to add, with two of its sentences written by a translator."""
    text = (catalogs.ROOT / "docs" / "developers.md").read_text(encoding="utf-8")
    [code] = re.findall(r"## Add a language.*?```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(code, "docs/developers.md", "exec"), names)  # our own document
    [row] = [each for each in names.values() if isinstance(each, Language)]
    monkeypatch.setitem(LANGUAGES, row.code, row)
    for place in (catalogs, import_module("anubhav_gforms.language.catalog")):
        monkeypatch.setattr(place, "FOLDER", tmp_path)
    new = catalogs.updated(row.code)
    assert len(catalogs.missing(new)) == len(new), "nothing is translated yet"
    new["(and {n} more page)"].string = ("(आणि {n} पान)", "(आणि {n} पाने)")
    new["ok"].string = "ठीक"
    (tmp_path / f"{row.code}.po").write_bytes(catalogs.written(new, row.code))
    assert len(catalogs.missing(catalogs.updated(row.code))) == len(new) - 2

    assert chosen_language(["--language", row.code], {}) == row.code
    said = [say(Sentence("(and {n} more page)", "(and {n} more pages)", n=n), row.code) for n in (1, 2)]
    assert said == ["(आणि 1 पान)", "(आणि 2 पाने)"]
    assert say("ok", row.code) == "ठीक"
    assert say(Sentence("{path} is empty.", path="a.csv"), row.code) == "a.csv is empty."
    catalog.cache_clear()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalog_holds_what_the_program_says_today(language: str) -> None:
    """No sentence more, none less, each translated by a person, in every form."""
    known = {both(each.id): each for each in entries(language)}
    today = {both(each.id) for each in catalogs.collected() if each.id}
    assert today - set(known) == set(), "run: make catalogs"
    assert set(known) - today == set(), "run: make catalogs"
    assert [words for words, each in known.items() if each.fuzzy] == []
    unsaid = [
        words for words, each in known.items() if not all(both(each.string)) or len(both(each.string)) < len(words)
    ]
    assert unsaid == [], f"write it in {language}.po"


@pytest.mark.parametrize("text", ["fr", "Hindi", ""])
def test_a_language_that_nobody_speaks_is_refused(tmp_path: Path, text: str) -> None:
    """Typed, set, or written in office.toml: each names what may stand there. An empty variable is none."""
    copy_example(tmp_path)
    typed, environment = ("-C", str(tmp_path), "pull"), {**os.environ, "ANUBHAV_LANGUAGE": ""}
    office = tmp_path / "config" / "office.toml"
    asked = run(("--language", text, *typed), environment)
    assert (asked.returncode, "'en', 'hi'" in asked.stderr) == (2, True), asked.stderr
    if text:
        asked = run(typed, environment | {"ANUBHAV_LANGUAGE": text})
        assert (asked.returncode, "'en', 'hi'" in asked.stderr) == (2, True), asked.stderr
    office.write_text(office.read_text("utf-8").replace('language = "en"', f'language = "{text}"'), encoding="utf-8")
    asked = run(typed, environment)
    assert asked.returncode == 2
    assert f'office.language ("{text}") must be' in asked.stderr


def test_the_offices_own_language_is_spoken(tmp_path: Path) -> None:
    copy_example(tmp_path)
    office = tmp_path / "config" / "office.toml"
    office.write_text(office.read_text("utf-8").replace('language = "en"', 'language = "hi"'), encoding="utf-8")
    asked = run(("-C", str(tmp_path), "pull"), os.environ | {"ANUBHAV_CONFIG_DIR": str(tmp_path / "user")})
    assert asked.returncode == 3, "nobody is logged in"
    assert asked.stderr.startswith("त्रुटि: ")


def run(words: tuple[str, ...], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """anubhav, typed with these words."""
    command = [sys.executable, "-m", "anubhav_gforms", *words]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_every_name_of_its_sentence(language: str) -> None:
    """A {name} that is lost or misspelt would end a command in KeyError."""
    for each in entries(language):
        known = {name for form in both(each.id) for name in NAME.findall(form)}
        for form, translation in zip(both(each.id), both(each.string), strict=True):
            names = set(NAME.findall(translation))
            assert not translation or (names <= known and set(NAME.findall(form)) - names <= {"n"}), each.id


class Figure:
    """A value that is a figure in every format."""

    def __format__(self, spec: str) -> str:
        return "12"

    def __str__(self) -> str:
        return "12"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_figure_runs_into_the_danda_behind_it(language: str) -> None:
    """A danda straight after a digit reads as one more digit, a 1. In a sentence, in both languages, and in a sentence within one."""
    said = []
    for each in entries(language):
        values = {name: Figure() for form in ("{n}", *both(each.id)) for name in NAME.findall(form)}
        said.append(say(Sentence(*both(each.id), **values), language))
    if language == "hi":
        said += [in_both("This time: {counts}.", counts=counts).hi for counts in (3, Sentence("{n}", n=3))]
    assert [text for text in said if re.search(r"\d।", text)] == []
    assert sum("12\u00a0।" in text for text in said) > 100, "it stays in its line"


def test_help_speaks_hindi_when_asked() -> None:
    """Also click's own words, which come from the same catalog."""
    shown = subprocess.run(
        [sys.executable, "-m", "anubhav_gforms", "--language", "hi", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert shown.startswith("Usage" if say("Usage:", "hi") == "Usage:" else say("Usage:", "hi").rstrip(":"))


def test_a_list_that_is_cut_shows_that_there_are_more():
    """It said that 10 posters hang for closed stations, named five, and looked whole."""
    assert (first_few("ABCDE"), first_few("ABCDEF")) == ("A, B, C, D, E", "A, B, C, D, E …")
