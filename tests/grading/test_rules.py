"""Shares as people write them. What a rule does is tested with the method and with the commands."""

from __future__ import annotations

from fractions import Fraction

import pytest

from anubhav_gforms.grading.method.rule_check import share


@pytest.mark.parametrize(("text", "value"), [("75%", (3, 4)), ("0.75", (3, 4)), ("33.3 %", (333, 1000))])
def test_shares_as_people_write_them(text: str, value: tuple[int, int]) -> None:
    assert share(text) == Fraction(*value)


@pytest.mark.parametrize("text", ["", "abc", "-3%", "180", "75"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises((ValueError, ZeroDivisionError)):
        share(text)
