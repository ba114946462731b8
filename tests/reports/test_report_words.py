"""The words and colours of reports, whatever stands in them."""

from __future__ import annotations

import re

import pytest

from anubhav_gforms.reports.palette import contrast, shades
from anubhav_gforms.reports.terms import LEFT_OUT
from anubhav_gforms.responses.ledger.columns import CodeReason
from tests.reports.catalog import sentences_of_reports


def test_every_reason_for_which_a_code_is_not_good_has_words():
    good = {CodeReason.NONE, CodeReason.TYPED, CodeReason.ASSIGNED, CodeReason.UNSIGNED_POSTER, CodeReason.IMPORTED}
    assert set(CodeReason) - good <= set(LEFT_OUT)


@pytest.mark.parametrize("letters", [("A+", "A", "B", "C", "D", "F"), ("A", "B", "C", "D"), ("good", "poor")])
def test_every_letter_can_be_read_on_its_colour(letters):
    for shade in shades(letters).values():
        assert contrast(shade.fill, shade.ink) >= 4.5


SAME_IN_BOTH = ("हिन्दी", "हिन्दी में देखें", "{n}%", "{district}: {n}", "Pub/Sub")


def test_every_sentence_of_a_page_or_pack_has_its_hindi():
    sentences = list(sentences_of_reports())
    assert len(sentences) > 250
    for english, hindi in sentences:
        assert re.search("[\u0900-\u097f]", hindi) or english in SAME_IN_BOTH, english
        assert sorted(re.findall(r"{(\w+)}", english)) == sorted(re.findall(r"{(\w+)}", hindi)), english
