"""The report's words in English and Hindi, from page/words.toml; numbers and dates as each language writes them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from ..text import stored

LOCALES = {"en": "en_IN", "hi": "hi_IN"}


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    en: str
    hi: str

    def filled(self, values: dict[str, object]) -> Words:
        """With every {name} filled in; a value may itself be Words, a number or a date."""
        return Words(
            self.en.format(**{name: spoken(value).en for name, value in values.items()}),
            self.hi.format(**{name: spoken(value).hi for name, value in values.items()}),
        )


@cache
def _table() -> dict[str, Words]:
    text = files(__package__).joinpath("page", "words.toml").read_text(encoding="utf-8")
    found: dict[str, Words] = {}
    for key, value in tomllib.loads(stored(text)).items():
        if value.keys() == {"en", "hi"}:
            found[key] = Words(**value)
        else:
            found.update({f"{key}.{name}": Words(**words) for name, words in value.items()})
    return found


def words(key: str, **values: object) -> Words:
    """The text with this key, its {names} filled in. KeyError when there is none."""
    return _table()[key].filled(values) if values else _table()[key]


def has_words(key: str) -> bool:
    """Whether there is a text with this key."""
    return key in _table()


def spoken(value: object) -> Words:
    """A value as both languages write it: 12,34,567 and 16 नवंबर 2026."""
    match value:
        case Words():
            return value
        case datetime():
            return Words(*(format_datetime(value, "d MMMM y, HH:mm", locale=name) for name in LOCALES.values()))
        case date():
            return Words(*(format_date(value, "d MMMM y", locale=name) for name in LOCALES.values()))
        case int():
            return Words(*(format_decimal(value, locale=name) for name in LOCALES.values()))
        case float():
            return Words(*(format_decimal(value, format="#,##,##0.0", locale=name) for name in LOCALES.values()))
        case _:
            return Words(str(value), str(value))
