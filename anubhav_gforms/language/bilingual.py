"""A sentence in both languages at once, for pages that speak both; numbers and dates as each language writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from ..languages import LANGUAGES
from ..nouns.week import Month, Week
from ..sentence import Bilingual, Sentence
from .catalog import Catalog, catalog, danda_apart

LOCALES = LANGUAGES["hi"].locale, LANGUAGES["en"].locale
TENTH = Decimal("0.1")


def both(text: str, plural: str = "", /, **values: object) -> Bilingual:
    """A sentence in Hindi and English: `both("{n} more", n=3)`, or a Sentence that was made elsewhere.

    A value may be a number, a date, Bilingual or a Sentence; `n` chooses between the sentence and its plural. Without
    values the template is taken as it is. Raises KeyError when a {name} has no value.
    """
    known = catalog("hi")
    if isinstance(text, Sentence):
        plural, values, text = text.plural, {**text.values, **values}, text.template
    if not values:
        return _alone(text, known)
    if plural and "n" in values:
        number = int(str(values["n"]))
        english, hindi = text if number == 1 else plural, known.many(text, plural, number)
    else:
        english, hindi = text, known.one(text)
    hindi_values, english_values = {}, {}
    for name, value in values.items():
        said = spoken(value)
        hindi_values[name], english_values[name] = said.hi, said.en
    return Bilingual(danda_apart(hindi.format_map(hindi_values)), english.format_map(english_values))


@lru_cache(maxsize=1 << 12)
def _alone(template: str, known: Catalog) -> Bilingual:
    """A sentence without values."""
    return Bilingual(danda_apart(known.one(template)), template)


def spoken(value: object) -> Bilingual:
    """A value as both languages write it: 12,34,567 and 16 नवंबर 2026; a week by its days, 16–22 नवंबर 2026."""
    match value:
        case Bilingual():
            return value
        case Sentence():
            return both(value)
        case str():
            return Bilingual.same(str(value))
        case int():
            return _number(int(value))
        case float():
            return _number(_tenths(value))
        case Week():
            return Bilingual(*(_days_of(value, locale=name) for name in LOCALES))
        case Month():
            return Bilingual(*(format_date(value.first, "MMMM y", locale=name) for name in LOCALES))
        case datetime():
            return Bilingual(*(format_datetime(value, "d MMMM y, HH:mm", locale=name) for name in LOCALES))
        case date():
            return Bilingual(*(format_date(value, "d MMMM y", locale=name) for name in LOCALES))
        case _:
            return Bilingual.same(str(value))


@lru_cache(maxsize=1 << 13)
def _tenths(value: float) -> Decimal:
    return Decimal(repr(value + 0.0)).quantize(TENTH, ROUND_HALF_EVEN)  # -0.0 is 0.0


@lru_cache(maxsize=1 << 13, typed=True)
def _number(value: int | Decimal) -> Bilingual:
    """A whole number as it is, tenths with one decimal; a report says the same few numbers thousands of times."""
    shape = None if isinstance(value, int) else "#,##,##0.0"
    return Bilingual(*(format_decimal(value, format=shape, locale=name) for name in LOCALES))


@lru_cache(maxsize=1 << 9)
def _days_of(week: Week, locale: str) -> str:
    """Monday to Sunday, each part of a date once where both share it."""
    first, last = week.monday, week.sunday
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_date(last, 'd MMMM y', locale=locale)}"
    start = format_date(first, "d MMMM" if first.year == last.year else "d MMMM y", locale=locale)
    return f"{start} – {format_date(last, 'd MMMM y', locale=locale)}"
