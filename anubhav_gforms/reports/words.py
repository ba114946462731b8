"""The report's words in English and Hindi, from page/words.toml; numbers and dates as each language writes them."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from ..sentence import Bilingual
from ..text import stored

LOCALES = {"hi": "hi_IN", "en": "en_IN"}


def filled(text: Bilingual, values: dict[str, object]) -> Bilingual:
    """With every {name} filled in; a value may itself be Bilingual, a number or a date."""
    said = {name: spoken(value) for name, value in values.items()}
    return Bilingual(
        text.hi.format(**{name: value.hi for name, value in said.items()}),
        text.en.format(**{name: value.en for name, value in said.items()}),
    )


@cache
def _table() -> dict[str, Bilingual]:
    text = files(__package__).joinpath("page", "words.toml").read_text(encoding="utf-8")
    found: dict[str, Bilingual] = {}
    for key, value in tomllib.loads(stored(text)).items():
        if value.keys() == {"en", "hi"}:
            found[key] = Bilingual(**value)
        else:
            found.update({f"{key}.{name}": Bilingual(**words) for name, words in value.items()})
    return found


def words(key: str, **values: object) -> Bilingual:
    """The text with this key, its {names} filled in. KeyError when there is none."""
    return filled(_table()[key], values) if values else _table()[key]


def has_words(key: str) -> bool:
    """Whether there is a text with this key."""
    return key in _table()


def spoken(value: object) -> Bilingual:
    """A value as both languages write it: 12,34,567 and 16 नवंबर 2026."""
    match value:
        case Bilingual():
            return value
        case datetime():
            return Bilingual(*(format_datetime(value, "d MMMM y, HH:mm", locale=name) for name in LOCALES.values()))
        case date():
            return Bilingual(*(format_date(value, "d MMMM y", locale=name) for name in LOCALES.values()))
        case int():
            return Bilingual(*(format_decimal(value, locale=name) for name in LOCALES.values()))
        case float():
            return Bilingual(*(format_decimal(value, format="#,##,##0.0", locale=name) for name in LOCALES.values()))
        case _:
            return Bilingual.same(str(value))
