"""Explanations: equal to the grade to the last digit, in both languages, with nothing that the page must hide."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading import Grades, Shape, grade, make_cube
from anubhav_gforms.grading.explain import Explanation, explain
from anubhav_gforms.reports.explain import page, text
from anubhav_gforms.reports.explain.first import pooled_weeks
from anubhav_gforms.reports.explain.section import percent

from .world import praise, responses


@pytest.fixture(scope="module")
def grades(bilaspur: Campaign) -> Grades:
    frame = responses(bilaspur, weeks=26, a_week=2, seed=3)
    frame = pd.concat([frame, praise(bilaspur, "BSP-SKD", "2026-11-18", 12)], ignore_index=True)
    frame = frame[(frame["station"] != "BSP-TKT") & ((frame["station"] != "BSP-IGO") | (frame.index % 40 == 0))]
    return grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False, code_version="1")


@pytest.fixture(scope="module")
def every(grades: Grades) -> dict[str, Explanation]:
    return {code: explain(grades, code) for code in grades.stations["code"]}


def test_every_number_is_that_of_the_published_table(grades: Grades, every: dict[str, Explanation]) -> None:
    for row in grades.stations.to_dict("records"):
        one = every[row["code"]]
        for mine, published in (
            (one.score, row["score"]), (one.low, row["low"]), (one.high, row["high"]), (one.raw_mean, row["raw_mean"]),
            (one.sd, row["sd"]), (one.reliability, row["reliability"]), (one.case_mix, row["case_mix"]),
        ):  # fmt: skip
            assert mine == published or (mine is None and math.isnan(published))
        assert (one.letter, one.status, one.n, one.responses) == (
            row["letter"],
            row["status"],
            row["n"],
            row["responses"],
        )
        if one.shown:
            assert [row[f"p_{letter}"] for letter in one.probabilities] == list(one.probabilities.values())


def test_the_formulas_with_their_numbers_give_the_score(every: dict[str, Explanation]) -> None:
    shown = [one for one in every.values() if one.shown]
    assert len(shown) > 100
    for one in shown:
        rows = pooled_weeks(one, lambda sentence, *_, **__: sentence)
        v = np.array([row[3] for row in rows])
        mean = np.array([row[2] for row in rows])
        assert (mean / v).sum() / (1 / v).sum() == pytest.approx(one.ybar, abs=1e-9)
        assert 1 / (1 / v).sum() == pytest.approx(one.v, abs=1e-9)
        assert one.ybar is not None
        assert one.v is not None
        if one.shrunk:
            assert one.mu is not None
            r = one.tau2 / (one.tau2 + one.v)
            assert one.mu + r * (one.ybar - one.mu) == one.score
        else:
            assert one.ybar == one.score
        assert -sum(purpose.share * purpose.shift for purpose in one.purposes) == pytest.approx(one.case_mix, abs=1e-9)


def test_what_a_status_hides_is_missing_here_too(grades: Grades) -> None:
    one = explain(grades, "BSP-IGO")
    assert one.status == "Not enough responses"
    raw = asdict(one)
    assert raw["score"] is raw["raw_mean"] is raw["ybar"] is raw["low"] is None
    assert (list(raw["weeks"]), raw["items"], raw["probabilities"]) == ([], {}, {})
    silent = explain(grades, "BSP-TKT")
    assert silent.status == "No responses"
    assert "no score and no letter" in said(silent)
    assert (one.weeks_held, silent.weeks_held) == (
        len(set(grades.weekly.query("code == 'BSP-IGO'")["week"])),
        0,
    )


def test_weeks_with_one_or_two_responses_are_shown_together(every: dict[str, Explanation]) -> None:
    for one in list(every.values())[::8]:
        for line in text(one).splitlines():
            if match := re.match(r"\s+2026-W\d\d\s+([\d.]+)", line):
                assert float(match[1]) >= 3


def test_both_languages_say_everything(every: dict[str, Explanation]) -> None:
    for code in ("BSP-SKD", "BSP-IGO", "BSP-TKT", "KRB-AJK", "BSP-KTW"):
        one = every[code]
        for language in ("en", "hi"):
            words = text(one, language)
            assert "{" not in words
            assert "None" not in words
            assert one.letter in words
    assert re.search("[ऀ-ॿ]", text(every["BSP-KTW"], "hi"))


def said(one: Explanation, language: str = "en") -> str:
    """The text with its line breaks taken out."""
    return " ".join(text(one, language).split())


def test_a_burst_is_told(every: dict[str, Explanation]) -> None:
    one = every["BSP-SKD"]
    assert one.set_aside >= 12
    assert "set aside until a person has looked" in said(one)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"status": "No responses", "responses": 0, "shown": False}, "Nobody's response counts in the last"),
        ({"status": "Not enough responses", "responses": 1, "shown": False}, "One visitor's response counts, from"),
        ({"status": "Not enough responses", "shown": False, "previous": "B"}, "Its earlier letter, B, is remembered and not shown."),
        ({"status": "Trial period", "shown": False, "raw_mean": 71.5}, "Their plain average is 71.50 of 100; the true value lies between"),
        ({"status": "Trial period", "shown": False, "raw_mean": None}, "Letters are given from 05.10.2026 on"),
        ({"previous": ""}, ", the first of this station."),
        ({"previous": "B", "uncapped": "B", "letter": "B", "band_letter": "A", "sure_up": 0.62},
         "The score itself lies in A, but the letter stays B: it changes only when we are 80% sure that the truth is there, and now we are 62% sure."),
        ({"previous": "B", "uncapped": "C", "letter": "C", "band_letter": "C", "sure_down": 0.91},
         "The letter changed from B to C (60 to 70): we are 91% sure that the truth lies beyond B"),
        ({"capped": True, "uncapped": "A", "letter": "C"}, "The score would earn A. Because visitors report that money was asked, the letter is held at C"),
        ({"status": "Provisional"}, "The grade is provisional: there are too few responses"),
        ({"tau2": 0.0, "kind_stations": 20}, "This quarter no real difference between the 20 stations of this kind could be found"),
        ({"shrunk": False}, "Here R takes the spread τ² of the kind with most stations"),
        ({"constants_frozen": False}, "computed again each week while the project is young"),
        ({"uneven": {"promptness": [0, 10, 40, 80, 100]}}, "For “Speed of help” the ratings 1 to 5 are 0, 10, 40, 80, 100 points."),
        ({"case_mix": 0.001}, "for much the same purposes as elsewhere: nothing to adjust."),
        ({"case_mix": 1.25}, "people everywhere are less content. So 1.25 points are added."),
        ({"case_mix": -1.25}, "people everywhere are more content. So 1.25 points are taken off."),
        ({"money_yes": 0, "money_no": 0, "money_unsaid": 2}, "Nobody answered whether money was asked; 2 did not want to say."),
        ({"money_flag": True, "money_probability": 0.97}, "That is a flag: the rate is above 2% with 97% certainty."),
        ({"alarm": True}, "The warning chart shows a fall since the quarter's start"),
        ({"arrow": "worse", "change": -4.21}, "the last 4 weeks are worse by 4.2 points."),
        ({"left_out": {"another channel": 3}}, "Not counted: 3 given another way than by the poster."),
        ({"responses": 40, "n": 37.25}, "Many responses on one day count for less (the day cap): 40 responses weigh as much as 37.25."),
    ],
)  # fmt: skip
def test_what_can_happen_to_a_grade_is_said_in_both_languages(
    every: dict[str, Explanation], changes: dict[str, object], sentence: str
) -> None:
    one = replace(every["BSP-KTW"], **changes)
    assert sentence in said(one)
    assert "{" not in text(one, "hi")
    assert max(map(len, text(one).splitlines())) <= 100


def test_the_constants_of_a_young_project_are_named_in_the_readers_language(every: dict[str, Explanation]) -> None:
    one = replace(every["BSP-KTW"], constants="2026-Q4 as of 2026-W48", constants_frozen=False)
    assert "(the constants 2026-Q4 as of 2026-W48)" in said(one)
    assert "2026-Q4, 2026-W48 तक" in text(one, "hi")
    assert "as of" not in text(one, "hi")


def test_edges_that_cannot_be_reached_are_not_named(every: dict[str, Explanation]) -> None:
    one = every["BSP-KTW"]
    assert "it would become" not in said(replace(one, up_from=100.01, down_from=-0.01)).lower()
    assert "it would become" not in said(replace(one, up_from=None, down_from=None)).lower()
    both = said(replace(one, up_from=100.0, down_from=0.0, uncapped="B"))
    assert "would become A or better from a score of 100.00 on" in both
    assert "It would become C or worse from a score of 0.00 down" in both


def test_the_page_is_one_document_that_needs_nothing_else(grades: Grades) -> None:
    document = page(explain(grades, "BSP-KTW"), "hi")
    assert document.startswith("<!doctype html>")
    assert "http" not in document.replace("data:", "")
    assert "font/ttf;base64" in document


def test_an_unknown_station_is_refused_with_near_codes(grades: Grades) -> None:
    with pytest.raises(InputError, match="BSP-KTW"):
        explain(grades, "BSP-KTX")


def test_percent_is_never_quite_0_or_100() -> None:
    assert [percent(share) for share in (0.001, 0.999, 0.5, 0.0, None)] == ["< 1%", "> 99%", "50%", "0%", "–"]


def test_a_change_of_letter_is_at_least_as_certain_as_the_rule_asks(every: dict[str, Explanation]) -> None:
    changed = [one for one in every.values() if one.shown and one.previous and one.uncapped != one.previous]
    assert changed
    for one in changed:
        assert max(one.sure_up or 0, one.sure_down or 0) >= one.hysteresis
        assert "The letter changed from" in said(one)
