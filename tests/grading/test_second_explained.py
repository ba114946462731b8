"""Explanations of version 2: every number redone by hand, both languages, nothing that the table hides."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pypdfium2
import pytest
from scipy.special import ndtr

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Grades
from anubhav_gforms.grading.explain import explain
from anubhav_gforms.grading.explain.second import SecondExplanation
from anubhav_gforms.reports.explain import page, text
from anubhav_gforms.reports.explain.section import percent
from tests.chromium import tried

from .second_world import SHOWN, forged, graded, no_of


@pytest.mark.parametrize("sort", ["above", "below", "between"])
def test_every_number_of_an_explanation_can_be_redone(told: dict[str, SecondExplanation], sort: str) -> None:
    """From the JSON alone, with a pocket calculator's operations."""
    raw = json.loads(json.dumps(asdict(told[sort])))
    weeks = raw["weighted"]
    u = []
    for week in weeks:
        old = raw["sw2"] + raw["drift"] * week["age"] + raw["old_step"] * max(0, week["age"] - raw["old_after"])
        u.append(1 / (raw["s2"] / week["n"] + old))
        assert u[-1] == pytest.approx(week["u"])
    ybar = sum(weight * week["mean"] for weight, week in zip(u, weeks, strict=True)) / sum(u)
    assert ybar == pytest.approx(raw["ybar"])
    assert sum(week["n"] for week in weeks) == pytest.approx(raw["n"])
    h = sum(weight**2 / week["n"] for weight, week in zip(u, weeks, strict=True)) / sum(u) ** 2
    q = sum(w**2 * (raw["sw2"] + raw["drift"] * week["age"]) for w, week in zip(u, weeks, strict=True)) / sum(u) ** 2
    assert (h, q) == (pytest.approx(raw["h"]), pytest.approx(raw["q"]))
    v, v0 = raw["own_s2"] * h + q, raw["s2"] * h + q
    assert (v, v0) == (pytest.approx(raw["v"]), pytest.approx(raw["v0"]))
    r = raw["tau2"] / (raw["tau2"] + v0)
    away = ybar - raw["centre"]
    free = raw["centre"] + r * away
    reach = raw["limit"] * v**0.5
    score = min(max(free, ybar - reach), ybar + reach)
    assert score == pytest.approx(raw["score"])
    effective = (score - raw["centre"]) / away
    assert effective == pytest.approx(raw["reliability"])
    noise = effective**2 * v + (1 - effective) ** 2 * raw["tau2"]
    noise = min(noise, v) if raw["limited"] else noise
    extra = 0.0 if raw["limited"] else (r * (1 - r)) ** 2 * raw["omega2"] * away**2
    sd = (noise + (1 - effective) ** 2 * raw["var_c"] + extra) ** 0.5
    assert sd == pytest.approx(raw["sd"])
    sd_above = (noise + effective**2 * raw["var_c"] + extra) ** 0.5
    above = float(ndtr((score - raw["centre"]) / sd_above))
    assert (sd_above, above) == (pytest.approx(raw["sd_above"]), pytest.approx(raw["above"]))
    if raw["standing"] == "above":
        assert above >= (raw["keep"] if raw["standing_before"] == "above" else raw["sure"])
    edges = [100.0 + 1e9, *raw["bands"].values()]
    for letter, high, low in zip(raw["bands"], edges, edges[1:], strict=False):
        low = -1e9 if low == 0 else low
        assert float(ndtr((high - score) / sd) - ndtr((low - score) / sd)) == pytest.approx(
            raw["probabilities"][letter], abs=1e-12
        )
    if raw["letter_set"]:
        assert sum(raw["probabilities"][name] for name in raw["letter_set"].split(" or ")) == pytest.approx(
            raw["p_set"]
        )
        assert raw["p_set"] >= raw["letter_give"]
    for area in raw["areas"]:
        noise = area["v"] / area["n"]
        r = area["t"] / (area["t"] + noise)
        own = raw["score"] + area["mu"] + r * (area["d"] - area["mu"])
        half = 1.6448536 * (raw["sd"] ** 2 + r * noise + (1 - r) ** 2 * area["variance"]) ** 0.5
        redone = [r, *(min(max(0, point), 100) for point in (own, own - half, own + half))]
        assert redone == pytest.approx([area[name] for name in ("r", "score", "low", "high")])


def test_the_kind_that_a_station_is_compared_with_is_of_those_that_have_responses(
    told: dict[str, SecondExplanation], honest: Grades
) -> None:
    one = told["between"]
    heard = honest.stations[(honest.stations["kind"] == one.kind) & (honest.stations["n"] > 0)]
    assert one.kind_stations == len(heard)


def test_without_the_alike_responses_the_same_steps_are_told(told: dict[str, SecondExplanation]) -> None:
    one, clean = told["review"], told["review"].without_alike
    assert clean is not None
    assert told["between"].without_alike is None
    assert (clean.score, clean.above) == (one.score_without_alike, one.above_without_alike)
    assert clean.score == pytest.approx(one.centre + clean.r_eff * (clean.ybar - one.centre))
    assert clean.above == pytest.approx(float(ndtr((clean.score - one.centre) / clean.sd_above)))


@pytest.mark.parametrize("sort", ["above", "below", "unclear", "between", "few", "none", "review", "money"])
@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_explanation_speaks_both_languages(told: dict[str, SecondExplanation], sort: str, language: str) -> None:
    one = told[sort]
    said = text(one, language)
    assert "None" not in said
    assert "nan" not in said
    assert "{" not in said
    assert all(len(line) <= 120 for line in said.splitlines()[1:] if "=" not in line)
    assert page(one, language).startswith("<!doctype html>")
    if not one.shown:
        assert f"{one.raw_mean}" not in said
        assert one.score is None
        assert one.weighted == ()


@tried("THE PAGE OF AN EXPLANATION")
@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_page_fits_a_phone_and_prints_on_two_sheets_with_each_section_whole(
    told: dict[str, SecondExplanation], browser: Any, tmp_path: Path, language: str
) -> None:
    """Of a station under review, which has most to say."""
    (tmp_path / "page.html").write_text(page(told["review"], language), encoding="utf-8")
    phone = browser.new_page(viewport={"width": 360, "height": 800})
    phone.goto((tmp_path / "page.html").as_uri())
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.evaluate("getComputedStyle(document.querySelector('p')).fontSize") == "16px", "as the reader chose it"
    phone.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    sections = ["".join(each.split()) for each in phone.locator("body > section").all_inner_texts()]
    phone.close()
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as printed:
        sheets = ["".join(each.get_textpage().get_text_range().split()) for each in printed]
        assert printed[0].get_size() == pytest.approx((595, 842), abs=1), "A4"
    assert len(sheets) == 2
    if language == "en":  # as Chromium prints Hindi its signs lie in another order
        assert [sum(each[:20] in sheet and each[-20:] in sheet for sheet in sheets) for each in sections] == [1] * len(
            sections
        )


def test_the_weeks_that_are_shown_give_the_same_mean(told: dict[str, SecondExplanation]) -> None:
    """Weeks with one or two responses stand together: nobody is recognised, and the mean can still be redone."""
    from anubhav_gforms.reports.explain.second_steps import weighted_weeks
    from anubhav_gforms.reports.explain.section import Say

    one = told["between"]
    rows = weighted_weeks(one, Say(one, "en"))
    assert all(shown.n >= 3 for shown in rows if shown.week.startswith("20"))
    assert sum(shown.weight for shown in rows) == pytest.approx(1)
    assert sum(shown.weight * shown.mean for shown in rows) == pytest.approx(one.ybar)
    assert (sum(shown.h for shown in rows), sum(shown.q for shown in rows)) == (
        pytest.approx(one.h),
        pytest.approx(one.q),
    )


def test_what_is_hidden_in_the_table_is_hidden_in_the_json(told: dict[str, SecondExplanation]) -> None:
    few = asdict(told["few"])
    hidden = ("score", "sd", "ybar", "v", "h", "q", "above", "noise", "centre", "p_set", "raw_mean")
    assert {name: few[name] for name in hidden} == dict.fromkeys(hidden)


def test_whether_nobody_came_is_told_to_nobody_outside(told: dict[str, SecondExplanation]) -> None:
    """As in every report that leaves the office: up to four responses wait for their group. The page said "No responses"."""
    assert (told["none"].responses, told["none"].status) == (0, "Not enough responses")
    assert text(told["none"]).splitlines()[0].endswith(": Not enough responses")
    assert text(told["none"], "hi").splitlines()[0].endswith(": पर्याप्त उत्तर नहीं")


def test_under_review_both_scores_are_said(bilaspur2: Campaign, half_a_year: pd.DataFrame) -> None:
    after = graded(bilaspur2, half_a_year, forged(bilaspur2, "BSP-SKR", [date(2026, 11, 18)] * 17, 5, no_of(bilaspur2)))
    one = explain(after, "BSP-SKR")
    assert isinstance(one, SecondExplanation)
    assert one.under_review
    assert one.alike == 17
    said = " ".join(text(one).split())
    assert f"without them it would be {one.score_without_alike:.2f}" in said
    assert one.above is not None
    assert f"The chance that it is above is {percent(one.above_without_alike)};" in said
    assert f"The formula here is with them and gives {percent(one.above)};" in said
    assert f"= {one.above:.4f}" in said, "the formula of that section"
    assert percent(one.above) != percent(one.above_without_alike)
    none = " ".join(text(replace(one, letter="", letter_set="", status="No letter")).split())
    assert (
        "There is no letter, whatever the chance of one is: responses that are all alike wait for a decision." in none
    )
    assert "neighbouring letters together do not reach" not in none
    held = " ".join(text(replace(one, letter="C", p_letter=0.3, held_since=one.week, status="Held")).split())
    assert "it stays until" not in held, "it stays until the office has decided"


def test_an_officer_reads_what_waits_and_what_is_missing(told: dict[str, SecondExplanation]) -> None:
    few = " ".join(text(told["few"]).split())
    missing = 10 - told["few"].responses
    assert f"{missing} more response" in few
    assert "before one letter" not in few
    review = " ".join(text(told["review"]).split())
    assert "17 responses that are all alike came together; the IG's office has to look at them." in review
    unclear = " ".join(text(told["unclear"]).split())
    assert "we are 95% sure, even if the one response that says most for it had not come." in unclear
    assert told["unclear"].status == "Held"
    assert "it stays until that is below 50%." in unclear, "or nobody sees why a letter of 59% stands there"
    assert "it stays until" not in " ".join(text(told["below"]).split()), "that one is sure"
    for sort in SHOWN:
        said = " ".join(text(told[sort]).split())
        assert "Arithmetic cannot tell false responses from honest ones when they come a few at a time." in said
        assert "those of a group that is not full yet wait" in said, "or an SP asks where the newest went"
        for jargon in ("standard error", "posterior", "variance", "prior", "likelihood", "probability"):
            assert jargon not in said.split("1. Which responses count")[0], jargon


@pytest.mark.parametrize(
    ("sort", "said"), [("few", "they count when their group of five is full"), ("none", "10 more responses are needed")]
)
def test_who_waits_for_a_score_reads_that_responses_count_in_groups(
    told: dict[str, SecondExplanation], sort: str, said: str
) -> None:
    """A page says how many come with the next full group; one more, as it stood here, seemed to contradict it."""
    assert said in " ".join(text(told[sort]).split())


def test_what_is_said_of_the_policy_is_what_the_policy_is(told: dict[str, SecondExplanation]) -> None:
    """Without the rule of the spared response none of its sentences stands; letters together are as many as may be."""
    above, unclear = told["above"], told["unclear"]
    assert "the one response that speaks most for it is left out" in text(above)
    assert "even if the one response that says most for it had not come" in text(unclear)
    for one in (above, unclear):
        bare = text(replace(one, spare_answers=0))
        assert "response that" not in bare
        assert "without its best response" not in bare
        assert f"The chance that it is above is {percent(one.above_without_alike)}." in bare
    for most, words in ((1, "Otherwise none is shown."), (4, "Otherwise up to 4 neighbouring letters are shown")):
        assert words in text(replace(above, largest_set=most))
    assert "at most 5 are really on the other side" in text(above)
    assert "at most 0.5 are really on the other side" in text(replace(above, sure=0.995))
    nothing = replace(told["between"], letter_set="", letter="")
    assert "even the chances of 2 neighbouring letters together" in text(replace(nothing, largest_set=2))
    assert "no chance of one reaches 80%" in text(replace(nothing, largest_set=1))


def test_no_question_reaches_beyond_the_scale(bilaspur2: Campaign, half_a_year: pd.DataFrame) -> None:
    """As on the station's sheet: of a station of which all are content none lies between 97 and 103 of 100."""
    days = [date(2026, 11, 20) - timedelta(days=3 * k) for k in range(40)]
    content = [forged(bilaspur2, "SKT-LINE", days, 5, no_of(bilaspur2)), half_a_year]
    grades = graded(bilaspur2, *content)
    one = explain(grades, "SKT-LINE")
    assert isinstance(one, SecondExplanation)
    sheet = grades.areas.set_index(["code", "question"]).loc["SKT-LINE"]
    assert len(one.areas) == 5
    assert max(area.high for area in one.areas) == 100
    for area in one.areas:
        assert (area.score, area.low, area.high) == tuple(sheet.loc[area.question, ["score", "low", "high"]])
