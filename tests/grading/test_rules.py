"""The check of reward and notice rules, against the exact table of the method."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from anubhav_gforms.grading.rules import (
    ShareRule,
    least_above,
    luck_of_scores,
    luck_of_shares,
    most_below,
    safe_from,
    share,
    truly_at_least,
)

RULE = ShareRule(share("75%"), share("80%"))


@pytest.mark.parametrize(
    ("n", "notice", "reward"),
    [
        (5, 0.2627, 0.3277), (8, 0.2031, 0.5033), (10, 0.3222, 0.3758), (20, 0.1958, 0.4114), (30, 0.2392, 0.4275),
        (50, 0.1861, 0.4437), (64, 0.1254, 0.4752), (100, 0.0875, 0.4602), (150, 0.0659, 0.4675), (300, 0.0144, 0.4770),
    ],
)  # fmt: skip
def test_luck_at_a_true_share_of_80(n: int, notice: float, reward: float) -> None:
    luck = luck_of_shares([n], RULE, 0.8)
    assert luck.notice[0] == pytest.approx(notice, abs=5e-5)
    assert luck.reward[0] == pytest.approx(reward, abs=5e-5)


def test_luck_stays_small_from_188_responses() -> None:
    assert safe_from(RULE, 0.8) == (188, None)


def test_twenty_equal_stations_with_the_answers_of_a_real_month() -> None:
    n = [64, 20, *[7] * 9, *[6] * 9]
    assert sum(n) == 201
    luck = luck_of_shares(n, RULE, 0.8)
    assert luck.expected_notices == pytest.approx(7.2, abs=0.05)
    assert luck.expected_rewards == pytest.approx(12.0, abs=0.05)


def test_shares_are_compared_as_whole_numbers() -> None:
    n = np.arange(1, 2000)
    for x in (Fraction(3, 4), Fraction(7, 10), Fraction(1, 3)):
        below, above = most_below(n, x), least_above(n, x)
        assert all(Fraction(int(k), int(m)) < x <= Fraction(int(k) + 1, int(m)) for k, m in zip(below, n, strict=True))
        assert all(Fraction(int(k), int(m)) > x >= Fraction(int(k) - 1, int(m)) for k, m in zip(above, n, strict=True))


@pytest.mark.parametrize(
    ("text", "value"), [("75%", (3, 4)), ("75", (3, 4)), ("0.75", (3, 4)), ("33.3 %", (333, 1000))]
)
def test_shares_as_people_write_them(text: str, value: tuple[int, int]) -> None:
    assert share(text) == Fraction(*value)


@pytest.mark.parametrize("text", ["", "abc", "-3%", "180"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises((ValueError, ZeroDivisionError)):
        share(text)


def test_scores() -> None:
    luck = luck_of_scores([4.0, 25.0, np.inf], 60, 80, 62)
    assert luck.notice[:2] == pytest.approx([0.158655, 0.344578], abs=1e-6)
    assert np.isnan(luck.notice[2])
    assert truly_at_least(62.0, 2.0, 60.0) == pytest.approx(0.841345, abs=1e-6)
