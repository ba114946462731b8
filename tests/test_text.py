"""Five meanings of "the same text": each joins what it should, and keeps apart what it must."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from anubhav_gforms.text import address_parts, same_title, same_words, searched, stored, typed_code

COMPOSED, APART = "क़ िला é", "क\u093c िला e\u0301"


def test_the_border_keeps_one_form_of_each_sign() -> None:
    assert stored(COMPOSED) == stored(APART) == normalize("NFC", APART)
    assert stored("Two  blanks\tstay") == "Two  blanks\tstay"


def test_the_same_words_may_be_spaced_otherwise() -> None:
    assert same_words("  Kotwali\u00a0 Thana\n") == "Kotwali Thana"
    assert same_words("Kotwali") != same_words("kotwali")


def test_the_same_title_in_any_case() -> None:
    assert same_title("Police  STATION") == same_title("police station")
    assert same_title("police station") != same_title("police stations")


@pytest.mark.parametrize("joiner", ["\u200d", "\u200c"])
def test_a_joiner_that_one_keyboard_writes_and_another_does_not_makes_no_other_name_and_no_other_word(
    joiner: str,
) -> None:
    written = f"रिश्{joiner}वत"
    assert same_title(written) == same_title("रिश्वत")
    assert searched(written) == searched("रिश्वत")
    assert stored(written) == written, "kept and printed as it was typed"


@pytest.mark.parametrize(("one", "other"), [("बड़ा", "बडा"), ("चाँद", "चांद"), ("KOTWALI", "kotwali")])
def test_a_search_forgives_spelling(one: str, other: str) -> None:
    assert searched(one) == searched(other)


def test_a_search_keeps_other_words_and_blanks_apart() -> None:
    assert searched("चांद") != searched("चाद")
    assert searched("a  b") == "a  b"


def test_a_code_typed_on_another_keyboard_is_the_same_code() -> None:
    assert typed_code("\uff22\uff33\uff30\uff0d\uff11") == "BSP-1"
    assert typed_code("bsp-1") != typed_code("BSP-1")


def test_what_is_no_web_address_has_no_parts() -> None:
    assert address_parts("https://example.org/d/e?x=1").path == "/d/e"
    assert not any(address_parts("http://[::1/x"))
