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
        ("1234,1234", 12341234, "NUMBER", "#,##0"),
        ("2,41", "2,41", "", ""),
        ("12%", 0.12, "PERCENT", "0%"),
        ("$100.15", 100.15, "CURRENCY", '"$"#,##0.00'),
        ("2020-01-01", 43831, "DATE", "yyyy-mm-dd"),
        ("2026-09-05", 46270, "DATE", "yyyy-mm-dd"),
        ("1-2", 46024, "DATE", "m-d"),
        ("11/24/2026", 46350, "DATE", "m/d/yyyy"),
        ("9:05", 0.3784722222222222, "TIME", "h:mm"),
        ("9:05:30 PM", 0.8788194444444445, "TIME", "h:mm:ss am/pm"),
        ("2026-11-24 9:05:00", 46350.37847222222, "DATE_TIME", "yyyy-mm-dd h:mm:ss"),
        ("2023-01-25 19:08:01.054474", 44951.797234426784, "DATE_TIME", "m/d/yyyy h:mm:ss"),
        ("January 5, 2020", 43835, "DATE", "mmmm d, yyyy"),
        ("5-Jan", 46027, "DATE", "d-mmm"),
        ("Jan 5", 46027, "DATE", "mmm d"),
        ("Jan-27", 46049, "DATE", "mmm-d"),
        ("Jan 32", "Jan 32", "", ""),
        ("2026-08", 46235, "DATE", "yyyy-mm"),
        ("8175-1", 2291899, "DATE", "yyyy-m"),
        ("2026-13", "2026-13", "", ""),
        ("July 2026", 46204, "DATE", "mmmm yyyy"),
        ("11.28.2020", "11.28.2020", "", ""),
        ("6021,8780,5323", 602187805323, "NUMBER", "#,##0"),
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
        (1705971932369780, "", "", "en_US", "1.70597E+15"),
        (True, "", "", "en_US", "TRUE"),
        (None, "", "", "en_US", ""),
    ],
)
def test_shown(value: float, kind: str, pattern: str, locale: str, text: str) -> None:
    """Number formats with and without a pattern, by locale."""
    number_format = {name: word for name, word in (("type", kind), ("pattern", pattern)) if word}
    assert shown(value, number_format, locale) == text


AFTERNOON, DURATION = 42465.67284175926, 0.1345052662037037  # 5 April 2016, 16:08:53.528; 3 h 13 min 41.255 s
LAKHS = r"[>=10000000]##\,##\,##\,##0;[>=100000]##\,##\,##0;##,##0"
ACCOUNTS = '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)'


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (AFTERNOON, "h:mm:ss.00 a/p", "4:08:53.53 p"),
        (AFTERNOON, 'hh:mm A/P".M."', "04:08 P.M."),
        (AFTERNOON, r"mmmm d \[dddd\]", "April 5 [Tuesday]"),
        (AFTERNOON, "h PM, ddd mmm dd", "4 PM, Tue Apr 05"),
        (AFTERNOON, "dddd, m/d/yy at h:mm", "Tuesday, 4/5/16 at 16:08"),
        (AFTERNOON, "mmmmm MM M mmmmmm", "A 04 4 April"),
        (AFTERNOON, "yyyy-MM-ddTHH:mm", "2016-04-05T16:08"),
        (AFTERNOON, "ss.0", "53.5"),
        (AFTERNOON, "[$-409]d-mmm-yy;@", "5-Apr-16"),
        (AFTERNOON, "[Red]yyyy[x];0", "2016[x]"),
        (DURATION, "[hh]", "03"),
        (DURATION, "[mmmm]", "0193"),
        (DURATION, "[ss]", "11621"),
        (DURATION, "[hh]:[mm]:[ss].000", "03:13:41.255"),
        (DURATION, "[mmmm]:[ss].000", "0193:41.255"),
        (-1.5, "[h]:mm", "-36:00"),
    ],
)
def test_moments_by_googles_guide(value: float, pattern: str, text: str) -> None:
    """The guide's own examples; a capital M is a month wherever it stands, other letters are shown as they are."""
    assert shown(value, {"type": "DATE_TIME", "pattern": pattern}, "en_US") == text


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (12345.125, "####.#", "12345.1"),
        (12.34, "000.0000", "012.3400"),
        (12, "#.0#", "12.0"),
        (3, "#0.#", "3."),
        (12.4, "???.???", " 12.4  "),
        (5.125, "# ???/???", "5   1/8  "),
        (23.25, "0 #/#", "23 1/4"),
        (23.25, "0 #/8", "23 2/8"),
        (23.1, "0 #/3", "23 "),
        (2.9999, "# ?/?", "3 "),
        (0.5, "?/?", "1/2"),
        (12000, "#,###", "12,000"),
        (1230000, '0.0,,"M"', "1.2M"),
        (12200000, "#0.0,,", "12.2"),
        (1234500000, "0.00e+00", "1.23e+09"),
        (0.0123, "0.00e+00", "1.23e-02"),
        (0.0000001, "##0.00#E+##", "100.00E-9"),
        (9.999, "0.0E-0", "1.0E1"),
        (0.25, "#%", "25%"),
        (10, r"\#0", "#10"),
        (123114.15115, '###0.000;"TEXT: "_(@_)', "123114.151"),
        ("MyText", '###0.000;"TEXT: "_(@_)', "TEXT:  MyText "),
        (1234, "[Blue]#,##0;[Red]#,##0;[Green]0.0;[Magenta]_(@_)", "1,234"),
        (-1234, "[Blue]#,##0;[Red]#,##0;[Green]0.0;[Magenta]_(@_)", "1,234"),
        (0, "[Blue]#,##0;[Red]#,##0;[Green]0.0;[Magenta]_(@_)", "0.0"),
        ("MyText", "[Blue]#,##0;[Red]#,##0;[Green]0.0;[Magenta]_(@_)", " MyText "),
        (50, '[<100]"Low";[>1000]"High";000', "Low"),
        (1005, '[>1000]"HIGH";[Color43][<=200]"LOW";0000', "HIGH"),
        (32, '[>1000]"HIGH";[Color43][<=200]"LOW";0000', "LOW"),
        (527, '[>1000]"HIGH";[Color43][<=200]"LOW";0000', "0527"),
        (527, '[>1000]"HIGH";[<=200]"LOW"', "########"),
        (5, "@", "5"),
        ("a", '"no. "@', "no. a"),
        ("a", "0.00", "a"),
        ("a", ";;;", ""),
        (1234567, LAKHS, "12,34,567"),
        (123456789, LAKHS, "12,34,56,789"),
        (-1234, LAKHS, "-1,234"),
        (1234.5, ACCOUNTS, " $ 1,234.50 "),
        (-1234.5, ACCOUNTS, " $ (1,234.50)"),
        (0, ACCOUNTS, " $ -   "),
        (1234.5, "[$₹-4009]#,##0.00", "₹1,234.50"),
        (9876543210, "(00000) 00000", "(98765) 43210"),
    ],
)
def test_figures_by_googles_guide(value: float | str, pattern: str, text: str) -> None:
    """The guide's own examples, and what Indian offices write: sections, conditions, fractions, exponents, thousands."""
    assert shown(value, {"type": "NUMBER", "pattern": pattern}, "en_US") == text


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


@pytest.mark.parametrize("pattern", ["0" + "%" * 600, "0" * 9000 + "/" + "0" * 9000])
def test_a_pattern_without_an_end_shows_something(pattern: str) -> None:
    """More digits than are reckoned with, which was an accident; and the longer a pattern, the longer each of its signs took."""
    assert shown(1e308, {"type": "NUMBER", "pattern": pattern}, "en_US")


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(alphabet='#0,.%;E+"hmsMdy[]$ -?/_*@<>1', max_size=12))
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
