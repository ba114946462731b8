"""A sentence, a number and a day in both languages at once."""

from __future__ import annotations

from datetime import date

from anubhav_gforms.language import both, spoken
from anubhav_gforms.nouns.week import Week
from anubhav_gforms.reports import phrases
from anubhav_gforms.sentence import Sentence


def test_a_number_chooses_between_one_and_many():
    assert [both("{n} message", "{n} messages", n=number).en for number in (1, 2)] == ["1 message", "2 messages"]
    many = both(phrases.NOISE_LEAD, n=3)
    one = both(phrases.NOISE_LEAD, n=1)
    assert (one.hi.split()[1], many.hi.split()[1]) == ("इकाई", "इकाइयों")


def test_values_are_said_in_each_language():
    said = both("{first} to {last}", first=date(2026, 11, 16), last=date(2026, 11, 22))
    assert said.en == "16 November 2026 to 22 November 2026"
    assert said.hi == "16 नवंबर 2026 से 22 नवंबर 2026"
    assert spoken(Week("2026-W47")).hi == "16–22 नवंबर 2026"
    assert spoken(Week("2026-W40")).hi == "28 सितंबर – 4 अक्टूबर 2026"
    assert spoken(Week("2026-W53")).en == "28 December 2026 – 3 January 2027"
    assert both("This time: {counts}.", counts=Sentence("Firm")).hi == "इस बार: पक्का।"


def test_numbers_are_grouped_as_in_india():
    assert spoken(1234567).hi == "12,34,567"
    assert spoken(71.25).en == "71.2"
