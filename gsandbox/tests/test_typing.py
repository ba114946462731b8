"""USER_ENTERED and FORMATTED_VALUE: what a typed text becomes, and how a value is shown."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gsandbox.sheets.notation import column_number, letters
from gsandbox.sheets.parse import entered
from gsandbox.sheets.show import shown

DATE = {"type": "DATE", "pattern": "yyyy-mm-dd"}


@pytest.mark.parametrize(
    ("text", "value", "kind", "pattern"),
    [
        ("0042", 42, "", ""),
        ("007", 7, "", ""),
        ("09876543210", 9876543210, "", ""),
        ("-3.50", -3.5, "", ""),
        ("+5", 5, "", ""),
        ("(5)", -5, "", ""),
        (" 12 ", 12, "", ""),
        ("1e3", 1000, "SCIENTIFIC", "0.00E+00"),
        ("2,000,000.01", 2000000.01, "NUMBER", "#,##0.00"),
        ("1,234", 1234, "NUMBER", "#,##0"),
        ("12%", 0.12, "PERCENT", "0%"),
        ("$100.15", 100.15, "CURRENCY", '"$"#,##0.00'),
        ("2020-01-01", 43831, "DATE", "yyyy-mm-dd"),
        ("2026-09-05", 46270, "DATE", "yyyy-mm-dd"),
        ("1-2", 46024, "DATE", "m-d"),
        ("11/24/2026", 46350, "DATE", "m/d/yyyy"),
        ("9:05", 0.3784722222222222, "TIME", "h:mm"),
        ("9:05:30 PM", 0.8788194444444445, "TIME", "h:mm:ss am/pm"),
        ("2026-11-24 9:05:00", 46350.37847222222, "DATE_TIME", "yyyy-mm-dd h:mm:ss"),
        ("January 5, 2020", 43835, "DATE", "mmmm d, yyyy"),
        ("5-Jan", 46027, "DATE", "d-mmm"),
        ("Jan 5", 46027, "DATE", "mmm d"),
        ("Jan 32", "Jan 32", "", ""),
        ("1e400", "1e400", "", ""),
        ("TRUE", True, "", ""),
        ("false", False, "", ""),
        ("'0123", "0123", "", ""),
        ("abc", "abc", "", ""),
        ("BSP-KTW", "BSP-KTW", "", ""),
        ("13/13/2026", "13/13/2026", "", ""),
        ("2026-02-30", "2026-02-30", "", ""),
        ("25:00 PM", "25:00 PM", "", ""),
        ("12,34", "12,34", "", ""),
        ("1.2.3", "1.2.3", "", ""),
        ("nan", "nan", "", ""),
        ("inf", "inf", "", ""),
        ("१२", "१२", "", ""),
    ],
)
def test_typed(text: str, value: object, kind: str, pattern: str) -> None:
    """Recorded: figures lose zeros, separators and signs become formats, days become serials, the rest stays text."""
    got = entered(text, "en_US", this_year=2026)
    assert got.value == value
    assert type(got.value) is type(value)
    assert (got.number_format or {}) == ({"type": kind, "pattern": pattern} if kind else {})


def test_day_first() -> None:
    """Indian and British sheets read the day first; Indian figures group by two."""
    for locale in ("en_IN", "en_GB", "hi_IN"):
        assert entered("05/11/2026", locale, this_year=2026).value == 46331
    assert entered("05/11/2026", "en_US", this_year=2026).value == 46153
    assert entered("12,34,567", "en_IN", this_year=2026).value == 1234567
    assert entered("₹1,500", "en_IN", this_year=2026).number_format == {"type": "CURRENCY", "pattern": '"₹"#,##0'}


@pytest.mark.parametrize(
    ("value", "kind", "pattern", "locale", "text"),
    [
        (46350.37847222222, "DATE_TIME", "", "en_US", "11/24/2026 9:05:00"),
        (46350.37847222222, "DATE_TIME", "", "en_IN", "24/11/2026 09:05:00"),
        (46350, "DATE", "", "en_GB", "24/11/2026"),
        (46350, "DATE", "d mmm yyyy", "en_US", "24 Nov 2026"),
        (46350, "DATE", "dddd", "en_US", "Tuesday"),
        (0.75, "TIME", "h:mm am/pm", "en_US", "6:00 PM"),
        (1.5, "TIME", "[h]:mm", "en_US", "36:00"),
        (1234567.5, "NUMBER", "#,##0.00", "en_US", "1,234,567.50"),
        (1234567.5, "NUMBER", "#,##0.00", "en_IN", "12,34,567.50"),
        (0.125, "PERCENT", "0.0%", "en_US", "12.5%"),
        (-5, "CURRENCY", '"$"#,##0.00', "en_US", "-$5.00"),
        (-5, "NUMBER", "0;(0)", "en_US", "(5)"),
        (0.5, "NUMBER", "#.##", "en_US", ".5"),
        (7, "NUMBER", "000", "en_US", "007"),
        (1234.5, "SCIENTIFIC", "0.00E+00", "en_US", "1.23E+03"),
        (42, "TEXT", "@", "en_US", "42"),
        (42.0, "", "", "en_US", "42"),
        (0.1 + 0.2, "", "", "en_US", "0.3"),
        (1e-7, "", "", "en_US", "1E-7"),
        (1e21, "", "", "en_US", "1E+21"),
        (True, "", "", "en_US", "TRUE"),
        (None, "", "", "en_US", ""),
    ],
)
def test_shown(value: float, kind: str, pattern: str, locale: str, text: str) -> None:
    """Number formats with and without a pattern, by locale."""
    number_format = {name: word for name, word in (("type", kind), ("pattern", pattern)) if word}
    assert shown(value, number_format, locale) == text


@given(st.text(max_size=40), st.sampled_from(["en_US", "en_IN", "hi_IN", "de_DE"]))
def test_any_text_can_be_typed(text: str, locale: str) -> None:
    """Nothing that a person types makes the sandbox stumble; what it becomes can be shown."""
    got = entered(text, locale, this_year=2026)
    assert isinstance(shown(got.value, got.number_format or {}, locale), str)


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_typed_day_is_shown_as_it_was_typed(day: date) -> None:
    """ISO days survive the way into a serial and back."""
    got = entered(str(day), "en_IN", this_year=2026)
    assert shown(got.value, got.number_format or {}, "en_IN") == str(day)


@given(st.integers(-(10**14), 10**14))
def test_a_typed_figure_is_the_figure(number: int) -> None:
    """Whole numbers survive, plain and grouped."""
    assert entered(str(number), "en_US", this_year=2026).value == number
    got = entered(f"{number:,}", "en_US", this_year=2026)
    assert got.value == number
    assert shown(got.value, got.number_format or {}, "en_US") == f"{number:,}"


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(alphabet='#0,.%;E+"hmsdy[]$ -', max_size=12))
def test_any_pattern_shows_something(value: float, pattern: str) -> None:
    """A strange pattern gives a strange text, not an accident."""
    for kind in ("NUMBER", "DATE_TIME"):
        assert isinstance(shown(value, {"type": kind, "pattern": pattern}, "en_US"), str)


@given(st.integers(0, 20_000))
def test_column_names(number: int) -> None:
    """A, Z, AA, ... and back."""
    name = letters(number)
    assert set(name) <= set(string.ascii_uppercase)
    assert column_number(name) == number


@pytest.mark.parametrize("text", ["+91 98765 43210", "-none", "+968 9924 5250", "--"])
def test_a_sign_before_what_is_no_figure_is_a_formula(text: str) -> None:
    """Recorded: a mobile with +91 that was typed in (USER_ENTERED) shows #ERROR!, for it is a sum that cannot be read."""
    got = entered(f" {text} ", "en_IN", this_year=2026)
    assert (got.value, got.formula) == (None, f"={text}")
    assert entered(text[0], "en_IN", this_year=2026).value == text[0]
