"""One explanation word for word, as an officer reads it: on the screen in both languages, and on its page.

The numbers are those of tests/grading/explained/station.json. Whoever changes words on purpose puts the new ones there.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from scipy.stats import norm

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cli import rule_check
from anubhav_gforms.grading import Shape, grade, make_cube
from anubhav_gforms.grading.columns import Reason
from anubhav_gforms.grading.explain import Explanation, explain
from anubhav_gforms.grading.explain.explanation import Purpose, WeekRow
from anubhav_gforms.language import say
from anubhav_gforms.reports import likelihood
from anubhav_gforms.reports.explain import page, text
from anubhav_gforms.reports.explain.page import STYLE, _columns, _section
from anubhav_gforms.reports.explain.section import Say, Section, percent, two
from anubhav_gforms.reports.explain.steps import REASONS

from .world import responses

FOLDER = Path(__file__).parent / "explained"


def written(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


@pytest.fixture(scope="module")
def one() -> Explanation:
    raw = json.loads(written("station.json"))
    raw["weeks"] = [WeekRow(**week) for week in raw["weeks"]]
    raw["purposes"] = [Purpose(**purpose) for purpose in raw["purposes"]]
    return Explanation(**raw)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_text(one: Explanation, language: str) -> None:
    assert text(one, language) == written(f"station.{language}.txt")


def test_the_page(one: Explanation) -> None:
    document = page(one)
    assert document[document.index("<body>") :] == written("station.en.html")
    head = document[: document.index("<style>")]
    assert head == (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>Sarkanda Police Station (BSP-SKD), week 2026-W47 (16.11.2026 to 22.11.2026): D, Firm</title>"
    )
    style = re.sub(r"base64,[A-Za-z0-9+/=]+", "base64,", document[document.index("<style>") : document.index("<body>")])
    faces = [
        f"@font-face {{ font-family: Mukta; font-weight: {weight}; src: url(data:font/ttf;base64,) }}\n"
        for weight in (400, 700)
    ]
    assert style == f"<style>{''.join(faces)}{STYLE}</style></head>\n"
    assert "@page { size: A4; margin: 9mm 12mm }" in STYLE
    assert STYLE.endswith(
        "{ .two { display: block } section[tabindex] { overflow-x: auto } .formula { overflow-wrap: anywhere } }\n"
    )


def test_its_numbers_as_a_program_reads_them(one: Explanation) -> None:
    assert json.dumps(asdict(one), ensure_ascii=False, indent=1) + "\n" == written("station.json")


def test_every_reason_not_to_count_has_its_words() -> None:
    assert set(REASONS) == {reason.value for reason in Reason} - {Reason.SET_ASIDE.value}
    assert all(say(words, "hi") != words for words in REASONS.values())


def test_numbers_as_a_reader_sees_them(one: Explanation) -> None:
    assert [two(value) for value in (None, 0.005, 71.999)] == ["–", "0.01", "72.00"]
    shares = (0.0, 0.005, 0.0051, 0.9949, 0.995, 1.0)
    assert [percent(share) for share in shares] == ["0%", "< 1%", "1%", "99%", "> 99%", "100%"]
    assert [Say(one, language).half("काम / Work") for language in ("hi", "en")] == ["काम", "Work"]
    assert [Say(one, language).half("Work") for language in ("hi", "en")] == ["Work", "Work"]


@pytest.mark.parametrize(("mix", "words"), [(0.0049, "nothing to adjust"), (0.005, "are added"), (-0.0049, "nothing to adjust"), (-0.005, "are taken off")])  # fmt: skip
def test_half_a_hundredth_of_a_point_is_an_adjustment(one: Explanation, mix: float, words: str) -> None:
    assert words in " ".join(text(replace(one, case_mix=mix)).split())


def test_chances_below_half_a_percent_are_left_out(one: Explanation) -> None:
    chances = {"A+": 0.0049, "A": 0.005, "B": 0.9901}
    assert "How probable each letter is: A < 1%, B 99%." in text(replace(one, probabilities=chances))


def test_an_explanation_says_how_sure_and_how_far(bilaspur: Campaign) -> None:
    frame = responses(bilaspur, weeks=30, a_week=5, seed=3)
    grades = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False)
    names, edges = list(grades.letters), list(bilaspur.grade_rules.bands.values())
    shown = grades.stations[grades.stations["score"].notna()]
    best, worst = shown[shown["uncapped_letter"] == "A+"], shown[shown["uncapped_letter"] == "F"]
    for code in [*shown["code"].iloc[::15], *best["code"].iloc[:1], *worst["code"].iloc[:1]]:
        one = explain(grades, code)
        assert one.score is not None
        assert one.sd is not None
        kept, margin = names.index(one.uncapped), float(norm.ppf(0.8)) * one.sd
        assert one.up_from == (pytest.approx(edges[kept - 1] + margin) if kept else None)
        assert one.down_from == (pytest.approx(edges[kept] - margin) if kept < len(edges) - 1 else None)
        held = names.index(one.previous) if one.previous else -1
        above = norm.sf((edges[held - 1] - one.score) / one.sd) if held > 0 else None
        below = norm.cdf((edges[held] - one.score) / one.sd) if 0 <= held < len(edges) - 1 else None
        assert one.sure_up == (None if above is None else pytest.approx(above))
        assert one.sure_down == (None if below is None else pytest.approx(below))
        assert one.band_letter == next(name for name, edge in zip(names, edges, strict=True) if one.score >= edge)


@pytest.mark.parametrize(("letter", "ends"), [("A+", "90 to 100"), ("A", "80 to 90"), ("F", "0 to 50")])
def test_a_first_letter_is_told_with_the_ends_of_its_band(one: Explanation, letter: str, ends: str) -> None:
    first = replace(one, previous="", uncapped=letter, letter=letter, up_from=None, down_from=None)
    assert f"The letter is {letter} ({ends}), the first of this station." in text(first)


def test_who_did_not_say_why_they_came_is_told(one: Explanation) -> None:
    silent = replace(one, purposes=[Purpose("", 4.0, 0.25, None, 0.0)])
    for language, words in (("en", "not said"), ("hi", say("not said", "hi"))):
        lines = text(silent, language).splitlines()
        assert [line.split("  ")[3] for line in lines if line.startswith(f"      {words} ")] == [words]
        assert any(line.startswith(f"      {words} ") and line.endswith("+0.00") for line in lines)


def test_a_table_of_more_than_eight_lines_stands_in_two_halves() -> None:
    lines = tuple((str(number),) for number in range(10))
    assert _columns(()) == []
    assert _columns(lines[:8]) == [lines[:8]]
    assert _columns(lines[:9]) == [lines[:5], (lines[0], *lines[5:9])]
    assert _columns(lines) == [lines[:6], (lines[0], *lines[6:])]
    assert '<div class="two">' not in _section(Section("t", (), table=lines[:8]), 1)
    two = _section(Section("t", (), table=lines[:9]), 1)
    assert two.count("<table>") == two.count('<div class="two">') + 1 == 2


def test_what_a_page_shows_is_escaped(one: Explanation) -> None:
    document = page(replace(one, name_en="<b>", titles=dict.fromkeys(one.titles, "<i>")))
    assert "<b>" not in document
    assert "<i>" not in document
    assert document.count("&lt;b&gt;") == 2


def test_formulas_where_the_kind_is_small_or_does_not_differ(one: Explanation) -> None:
    interval = "      50.63 ± 1.645 × 3.05 → 45.61 – 55.64"

    def formulas(**changes: object) -> list[str]:
        lines = text(replace(one, **changes)).splitlines()
        place = lines.index("5. Few responses, more caution")
        return [line for line in lines[place : lines.index("6. The letter")] if line.startswith("      ")]

    assert formulas(shrunk=False) == [
        "      score = ȳ = 50.63,   sd = √V = 3.05",
        "      R = τ²/(τ² + V) = 98.49/(98.49 + 10.24) = 0.906",
        interval,
    ]
    assert formulas(tau2=0.0) == [interval]
    assert formulas(shrunk=False, reliability=0.0)[1].endswith(" = 0.000")
    assert formulas(reliability=0.0)[0].endswith(" = 0.000")
    assert formulas(reliability=0.0)[1] == "      score = μ + R (ȳ − μ) = 69.26 + 0.000 × (48.69 − 69.26) = 50.63"


def test_what_stands_beside_the_score_is_said_with_its_numbers(one: Explanation) -> None:
    def said(**changes: object) -> str:
        return " ".join(text(replace(one, **changes)).split())

    assert "Compared with the 12 weeks before, the last 4 weeks are better by 4.2 points." in said(arrow="better", change=4.21)  # fmt: skip
    assert "There are too few responses to say whether it is getting better or worse." in said(
        arrow="too few responses"
    )
    assert "Was money asked? 3 of 12 who answered said yes; 1 did not want to say." in said(money_yes=3, money_no=9, money_unsaid=1)  # fmt: skip
    assert "would be 61.25 with the constants of that time and 62.50 with these. This difference comes from the calculation, not from the station's work. Numbers" in said(method_before=61.25, method_after=62.5)  # fmt: skip
    for arrow in ("better", "worse", "no clear change", "too few responses"):
        assert "{" not in text(replace(one, arrow=arrow, change=1.0), "hi")
    for missing in ({"method_before": None, "method_after": 62.5}, {"method_before": 61.25, "method_after": None}):
        assert "with the constants of that time" not in said(**missing)


def test_the_status_is_told_in_hindi(one: Explanation) -> None:
    words = {"Trial period": "परीक्षण अवधि", "No responses": "कोई उत्तर नहीं", "Not enough responses": "पर्याप्त उत्तर नहीं", "Provisional": "अनंतिम", "Firm": "पक्का"}  # fmt: skip
    for status, hindi in words.items():
        assert text(replace(one, status=status), "hi").splitlines()[0].endswith(f": D, {hindi}")
        assert text(replace(one, status=status, letter=""), "hi").splitlines()[0].endswith(f"): {hindi}")


@pytest.mark.parametrize("chance", [0.001, 0.005, 0.0051, 0.285, 0.5, 0.9949, 0.995, 0.999])
def test_a_probability_is_rounded_in_one_way(chance: float) -> None:
    """On the page, in explanations and by rule-check, also at the two edges, where rule-check said 0% and 100%."""
    assert rule_check.percent(chance) == likelihood.percent(chance) + "%" == percent(chance)
    assert percent(chance) not in ("0%", "100%")
