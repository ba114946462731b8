"""Explanations of version 2: every number redone by hand, both languages, nothing that the table hides."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

import pandas as pd
import pytest
from scipy.special import ndtr

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Grades
from anubhav_gforms.grading.explain import explain, page, text
from anubhav_gforms.grading.explain.second import SecondExplanation

from .second_world import forged, graded, no_of


@pytest.fixture(scope="module")
def told(honest: Grades) -> dict[str, SecondExplanation]:
    """One explanation of each sort."""
    stations = honest.stations
    picks = {
        "above": stations.loc[(stations["standing"] == "above") & (stations["letter"] != ""), "code"].iloc[0],
        "below": stations.loc[stations["standing"] == "below", "code"].iloc[0],
        "between": stations.loc[stations["letter_set"] != "", "code"].iloc[0],
        "few": stations.loc[(stations["responses"] > 0) & (stations["n"] < 10), "code"].iloc[0],
        "none": stations.loc[stations["responses"] == 0, "code"].iloc[0],
    }
    found = {name: explain(honest, code) for name, code in picks.items()}
    assert all(isinstance(one, SecondExplanation) for one in found.values())
    return found  # type: ignore[return-value]


@pytest.mark.parametrize("sort", ["above", "below", "between"])
def test_every_number_of_an_explanation_can_be_redone(told: dict[str, SecondExplanation], sort: str) -> None:
    """From the JSON alone, with a pocket calculator's operations."""
    raw = json.loads(told[sort].to_json())
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
    above = float(ndtr((score - raw["centre"]) / (noise + effective**2 * raw["var_c"] + extra) ** 0.5))
    assert above == pytest.approx(raw["above"])
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


@pytest.mark.parametrize("sort", ["above", "below", "between", "few", "none"])
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


def test_the_weeks_that_are_shown_give_the_same_mean(told: dict[str, SecondExplanation]) -> None:
    """Weeks with one or two answers stand together: nobody is recognised, and the mean can still be redone."""
    from anubhav_gforms.grading.explain.second_words import weeks_shown
    from anubhav_gforms.grading.explain.section import say_in

    one = told["between"]
    rows = weeks_shown(one, say_in("en"))
    assert all(n >= 3 for name, n, _, _ in rows if name.startswith("20"))
    whole = sum(u for *_, u in rows)
    assert sum(u * mean for _, _, mean, u in rows) / whole == pytest.approx(one.ybar)


def test_what_is_hidden_in_the_table_is_hidden_in_the_json(told: dict[str, SecondExplanation]) -> None:
    few = asdict(told["few"])
    hidden = ("score", "sd", "ybar", "v", "h", "q", "above", "noise", "centre", "p_set", "raw_mean")
    assert {name: few[name] for name in hidden} == dict.fromkeys(hidden)


def test_under_review_both_scores_are_said(bilaspur2: Campaign, half_a_year: pd.DataFrame) -> None:
    after = graded(bilaspur2, half_a_year, forged(bilaspur2, "BSP-SKR", [date(2026, 11, 18)] * 17, 5, no_of(bilaspur2)))
    one = explain(after, "BSP-SKR")
    assert isinstance(one, SecondExplanation)
    assert one.under_review
    assert one.alike == 17
    assert f"without them the score is {one.score_without_alike:.2f}" in " ".join(text(one).split())
