"""What an explanation of version 2 prints can be redone with nothing but the printed text."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import beta

from anubhav_gforms.grading.explain.second import SecondExplanation
from anubhav_gforms.reports.explain import text

from .second_world import SHOWN

NUMBERS = re.compile(r"[\d.,\s()*/+\-]|Φ|√|min|abs")


def value_of(printed: str) -> float | None:
    """What a printed expression comes to; None for one that holds letters."""
    expression = printed.strip().replace("×", "*").replace("−", "-").replace("²", "**2")
    if not re.search(r"\d", expression) or NUMBERS.sub("", expression) or ("," in expression) != ("min(" in expression):
        return None
    return float(eval(expression.replace("√", "SQRT"), {"Φ": ndtr, "SQRT": np.sqrt, "min": min}))


@pytest.mark.parametrize("sort", SHOWN)
@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_printed_formula_comes_to_its_printed_result(
    told: dict[str, SecondExplanation], sort: str, language: str
) -> None:
    """Each side of each "=" that holds numbers alone is the same number, as far as it is printed."""
    checked = 0
    for line in re.findall(r"^      (?:[A-F]\+?: )?(\S.*)$", text(told[sort], language), re.M):
        for part in re.split(r",  |,   ", line):
            values = [value for side in part.split(" = ") if (value := value_of(side)) is not None]
            if " = " in part and len(values) > 1:
                assert values == [pytest.approx(values[-1], abs=0.006, rel=2e-3)] * len(values), part
                checked += 1
    assert checked >= 8


@pytest.mark.parametrize("sort", SHOWN)
@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_score_can_be_redone_from_what_is_printed(
    told: dict[str, SecondExplanation], sort: str, language: str
) -> None:
    """With nothing but the text: weeks to weights, weights to the average, its uncertainty, the score and its interval."""
    one, said = told[sort], text(told[sort], language)

    def number(pattern: str) -> float:
        [found] = set(re.findall(pattern, said))
        return float(found)

    s2, sw2, whole = number(r"  s² = ([\d.]+)"), number(r"s²w = ([\d.]+)"), number(r"Σu = ([\d.]+)")
    number_of = r"(-?\d+\.\d\d) +(\d\.\d{6}) +(\d\.\d{6}) +(\d+\.\d{4})$"
    rows = re.findall(rf"^ +(\S.*?) +(\d+\.\d\d) +(\d+ +)?{number_of}", said, re.M)
    assert rows
    for name, n, age, _, weight, h, q in rows:
        if name.startswith("20"):
            a = int(age)
            u = 1 / (s2 / float(n) + sw2 + one.drift * a + one.old_step * max(0, a - one.old_after))
            assert float(weight) == pytest.approx(u / whole, abs=2e-5)
            assert float(h) == pytest.approx(float(weight) ** 2 / float(n), abs=2e-6)
            assert float(q) == pytest.approx(float(weight) ** 2 * (sw2 + one.drift * a), abs=2e-4)
    weights, means = ([float(row[at]) for row in rows] for at in (4, 3))
    h, q = (sum(float(row[at]) for row in rows) for at in (5, 6))
    ybar = sum(weight * mean for weight, mean in zip(weights, means, strict=True))
    own, middle = number(r"V = s²ₛ·h \+ q = ([\d.]+) "), number(r" = ([\d.]+) \+ 0\.\d{6} × \(")
    v, v0 = own * h + q, s2 * h + q
    tau2 = number(r"τ²/\(τ² \+ V₀\) = ([\d.]+)/")
    free = middle + tau2 / (tau2 + v0) * (ybar - middle)
    reach = one.limit * v**0.5
    score = min(max(free, ybar - reach), ybar + reach)
    printed, low, high = re.search(r"^ +(-?[\d.]+) ± 1\.645 × [\d.]+ → (-?[\d.]+) – ([\d.]+)$", said, re.M).groups()
    assert score == pytest.approx(float(printed), abs=0.02)
    r_eff = (score - middle) / (ybar - middle)
    noise = r_eff**2 * v + (1 - r_eff) ** 2 * tau2
    variance = number(r"\(1−Rₑ\)² .*? = .*? \+ [\d.]+ × ([\d.]+) \+")
    omega2 = 0.0 if one.limited else number(r"ω² \(ȳ.*? = [\d.]+ × ([\d.]+) ×")
    r = tau2 / (tau2 + v0)
    extra = 0.0 if one.limited else (r * (1 - r)) ** 2 * omega2 * (ybar - middle) ** 2
    sd = (min(noise, v) if one.limited else noise) + (1 - r_eff) ** 2 * variance + extra
    half = 1.645 * sd**0.5
    assert (max(0.0, score - half), min(100.0, score + half)) == (
        pytest.approx(float(low), abs=0.05),
        pytest.approx(float(high), abs=0.05),
    )


@pytest.mark.parametrize("language", ["en", "hi"])
def test_each_question_can_be_redone_from_what_is_printed(told: dict[str, SecondExplanation], language: str) -> None:
    one, said = told["above"], text(told["above"], language)
    number = r" +(-?\d+\.\d+)"
    rows = re.findall(rf"^ +\S.*? +(\d+){number * 8}$", said, re.M)
    assert len(rows) == len(one.areas) == 5
    sd2 = float(re.search(r",  sd² = ([\d.]+)", said)[1])
    variances = [float(value) for value in re.search(r"var\(μ\) = ([\d., ]+)", said)[1].split(", ")]
    for row, variance in zip(rows, variances, strict=True):
        n, d, mu, t, v, r, score, low, high = (float(value) for value in row)
        assert r == pytest.approx(t / (t + v / n), abs=1e-3)
        assert score == pytest.approx(one.score + mu + r * (d - mu), abs=0.01)
        half = 1.645 * (sd2 + r * v / n + (1 - r) ** 2 * variance) ** 0.5
        assert (low, high) == (pytest.approx(score - half, abs=0.02), pytest.approx(score + half, abs=0.02))


def test_the_money_flag_can_be_redone_from_what_is_printed(told: dict[str, SecondExplanation]) -> None:
    pattern = r"1 − Beta\(([\d.]+) × ([\d.]+) \+ (\d+), ([\d.]+) × ([\d.]+) \+ ([\d.]+)\) ≤ ([\d.]+) = ([\d.]+)"
    strength, p0, yes, _, rest, noes, reference, sure = (
        float(value) for value in re.search(pattern, text(told["money"])).groups()
    )
    assert beta.sf(reference, strength * p0 + yes, strength * rest + noes) == pytest.approx(sure, abs=1e-3)
    assert sure >= 0.95
