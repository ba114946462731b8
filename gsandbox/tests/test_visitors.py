"""Seeded citizens: they respond over HTTP, in the past, with a quality that is known."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from anubhav_gforms.cli import anubhav
from gsandbox.tests.made import PROJECT, real_items
from gsandbox.visitors import citizens, messages, population, survey, walk

COLUMNS = ["code", "name_en", "name_hi", "district", "kind", "url"]
WEIGHTS = {"behaviour": 0.25, "heard": 0.20, "promptness": 0.20, "overall": 0.20, "facilities": 0.15}


def stations() -> list[dict[str, str]]:
    with (PROJECT / "stations.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def places() -> list[population.Place]:
    return [population.Place(*(row[name] for name in COLUMNS[:5]), url="http://127.0.0.1/x") for row in stations()]


@pytest.fixture
def links(opened: Any, tmp_path: Path) -> Path:
    """links.csv of a form on the sandbox, and the form beside it."""
    form = opened(real_items())
    form.sandbox.link(form.id)
    form.sandbox.made = form
    entry = form.entry(real_items()[0]["title"])
    file = tmp_path / "links.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for row in stations():
            writer.writerow(
                [*(row[name] for name in COLUMNS[:5]), f"{form.uri}?usp=pp_url&{entry}={row['code']}.P1.A7K4M9QR"]
            )
    return file


def visit(links: Path, *more: str) -> Result:
    arguments = ["-C", str(PROJECT), "visitors", "--links", str(links), "--until", "2026-11-22", *more]
    return CliRunner().invoke(anubhav, arguments, standalone_mode=False)


def test_citizens_respond_by_the_posters_and_on_days_gone_by(sandbox: Any, links: Path, tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    done = visit(links, "--answers", "150", "--weeks", "4", "--seed", "3", "--truth", str(truth))
    assert done.exception is None, done.output
    assert "150 citizens responded at 158 stations" in done.output
    responses = sandbox.made.responses()
    assert len(responses) == 150
    days = {one["createTime"][:10] for one in responses}
    assert min(days) >= "2026-10-25"
    assert max(days) <= "2026-11-22"
    assert len(sandbox.made.tab()) == 151
    with truth.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["code"] for row in rows] == [row["code"] for row in stations()]
    assert all(0 <= float(row["true_score"]) <= 100 for row in rows)
    codes = Counter(str(row[1]) for row in sandbox.made.tab()[1:])
    assert sum(count for code, count in codes.items() if code.endswith(".P1.A7K4M9QR")) > 130


def test_the_same_seed_makes_the_same_citizens() -> None:
    def drawn(seed: int) -> Any:
        random = np.random.default_rng(seed)
        people = population.draw(places(), WEIGHTS, weeks=26, random=random)
        return people, citizens.draw(
            people, asked(), responses=300, weeks=26, until=citizens.date(2026, 11, 22), random=random
        )

    assert drawn(7)[1] == drawn(7)[1]
    assert drawn(7)[1] != drawn(8)[1]


@cache
def asked() -> survey.Survey:
    """The real questions as the visitors read them from the page."""
    keys = [
        "station",
        "overall",
        "behaviour",
        "heard",
        "promptness",
        "facilities",
        "purpose",
        "receipt",
        "money",
        "topic",
    ]
    made = {}
    items = [item for item in real_items() if "questionItem" in item]
    for number, (key, item) in enumerate(zip([*keys, "message", "name", "mobile"], items, strict=True)):
        question = item["questionItem"]["question"]
        options = [option["value"] for option in question.get("choiceQuestion", {}).get("options", [])]
        if "ratingQuestion" in question:
            options = ["1", "2", "3", "4", "5"]
        made[key] = survey.Asked(number, item["title"], tuple(options), question.get("required", False))
    return survey.Survey(made)


@pytest.fixture(scope="module")
def crowd() -> tuple[population.Population, list[citizens.Citizen]]:
    """26 weeks of 8,000 responses, not sent anywhere."""
    random = np.random.default_rng(7)
    people = population.draw(places(), WEIGHTS, weeks=26, random=random)
    until = citizens.date(2026, 11, 22)
    return people, citizens.draw(people, asked(), responses=8_000, weeks=26, until=until, random=random)


def test_most_stations_have_few_responses_and_some_have_many(crowd: Any) -> None:
    people, _ = crowd
    per_month = np.sort(people.rate * 5200 / 6)
    assert np.mean(per_month <= 10) > 0.8
    assert 30 < per_month[-1] < 150
    assert np.mean(per_month < 1) > 0.1


def test_the_truth_is_what_the_responses_average_to(crowd: Any) -> None:
    """The composite of many responses, brought to the range's mix of purposes, comes to the written truth."""
    people, coming = crowd
    fields = {key: asked().field(key) for key in (*WEIGHTS, "purpose")}
    purposes = asked().questions["purpose"].options
    names = {place.url: n for n, place in enumerate(people.places)}
    assert len(names) == 1  # all links are alike here, so the whole range is compared
    common = people.rate @ people.purposes
    seen = np.zeros(8)
    points: list[list[float]] = [[] for _ in range(8)]
    for one in coming:
        given = dict(one.fields)
        purpose = purposes.index(given[fields["purpose"]])
        seen[purpose] += 1
        marks = {key: 25 * (int(given[fields[key]]) - 1) for key in WEIGHTS if fields[key] in given}
        if purpose < 7 and len(marks) == 5:
            points[purpose].append(sum(WEIGHTS[key] * mark for key, mark in marks.items()))
    assert np.allclose(seen / seen.sum(), common, atol=0.03)
    shares = common[:7] / common[:7].sum()
    observed = sum(share * np.mean(found) for share, found in zip(shares, points[:7], strict=True))
    expected = people.rate @ people.truth
    assert observed == pytest.approx(expected, abs=2)
    assert people.truth.std() > 5


def test_days_and_hours_are_those_of_an_office(crowd: Any) -> None:
    _, coming = crowd
    local = [one.at.astimezone(citizens.ZONE) for one in coming]
    weekdays = Counter(at.weekday() for at in local)
    assert weekdays[6] < 0.6 * weekdays[2]
    assert sum(10 <= at.hour < 19 for at in local) > 0.65 * len(local)
    assert local == sorted(local)


def test_some_codes_are_typed_bare_forged_or_blank(crowd: Any) -> None:
    _, coming = crowd
    changed = [one.code for one in coming if one.code is not None]
    assert 0.02 < len(changed) / len(coming) < 0.045
    assert any(".P1.A" in code for code in changed)
    assert any(code in {row["name_hi"] for row in stations()} for code in changed)
    assert any(code in {row["code"] for row in stations()} for code in changed)


def test_a_quarter_writes_in_three_scripts_and_nobody_is_named(crowd: Any) -> None:
    _, coming = crowd
    texts = [dict(one.fields).get(asked().field("message"), "") for one in coming]
    written = [text for text in texts if text]
    assert 0.2 < len(written) / len(texts) < 0.3
    hindi = sum(any("\u0900" <= letter <= "\u097f" for letter in text) for text in written) / len(written)
    assert 0.4 < hindi < 0.7
    assert len(set(written)) > 0.4 * len(written)
    names = {dict(one.fields).get(asked().field("name"), "Citizen 0") for one in coming}
    assert all(name.startswith("Citizen ") for name in names)
    mobiles = {dict(one.fields).get(asked().field("mobile"), "000000") for one in coming}
    assert all(mobile.startswith("000000") for mobile in mobiles)


def test_money_is_rare_but_not_everywhere_rare(crowd: Any) -> None:
    people, _ = crowd
    assert np.median(people.money) < 0.03
    assert people.money.max() > 0.1


def test_nobody_writes_1th() -> None:
    texts = [messages.message("praise", np.random.default_rng(seed)) for seed in range(300)]
    assert any("of this month" in text for text in texts)
    assert not [text for text in texts if re.search(r"\d(?:st|nd|rd|th)\b", text)]


def test_texts_never_hold_more_than_one_line() -> None:
    random = np.random.default_rng(1)
    for subject in messages.SUBJECTS:
        for _ in range(200):
            text = messages.message(subject, random)
            assert text
            assert "\n" not in text


def test_visitors_never_leave_this_machine() -> None:
    with pytest.raises(walk.WalkError, match=r"docs\.google\.com"):
        walk.moved("https://docs.google.com/forms/d/e/x/viewform", "")
    with pytest.raises(walk.WalkError, match=r"lead to foo\."):
        walk.moved("http://127.0.0.1:9/forms/d/e/x/viewform", "foo")
    for url, root in (
        ("http://127.0.0.1:9/x", "http://["),
        ("http://127.0.0.1:9/x", "http://127.0.0.1:99999"),
        ("//[", ""),
    ):
        with pytest.raises(walk.WalkError, match=re.escape(f"lead to {root or url}. Visitors")):
            walk.moved(url, root)
    assert walk.moved("https://docs.google.com/forms/d/e/x/viewform?a=1", "http://127.0.0.1:9").geturl() == (
        "http://127.0.0.1:9/forms/d/e/x/viewform?a=1"
    )


def test_a_closed_form_a_missing_file_and_a_dead_server_are_told(sandbox: Any, links: Path, tmp_path: Path) -> None:
    sandbox.made.publish(accepting=False)
    closed = visit(links, "--answers", "2")
    assert "form is closed" in str(closed.exception)
    assert closed.exception.exit_code == 2  # type: ignore[union-attr]
    missing = visit(tmp_path / "none.csv", "--answers", "2")
    assert "does not exist" in str(missing.exception)
    dead = visit(links, "--answers", "2", "--root", "http://127.0.0.1:9")
    assert dead.exception.exit_code == 3  # type: ignore[union-attr]


def test_one_hand_can_stuff_a_station_in_one_afternoon() -> None:
    random = np.random.default_rng(5)
    people = population.draw(
        [population.Place(place.code, "", "", place.district, place.kind, place.code) for place in places()],
        WEIGHTS,
        weeks=26,
        random=random,
    )
    until = citizens.date(2026, 11, 22)
    coming = citizens.draw(people, asked(), responses=1000, weeks=26, until=until, random=random, stuffed=2)
    assert len(coming) == 1000
    days = Counter((one.url, one.at.astimezone(citizens.ZONE).date()) for one in coming)
    stuffed = [key for key, count in days.items() if count >= citizens.BURST]
    assert len(stuffed) == 2
    code, day = stuffed[0]
    marks = {asked().field(key) for key in WEIGHTS}
    on_that_day = [
        dict(one.fields) for one in coming if (one.url, one.at.astimezone(citizens.ZONE).date()) == (code, day)
    ]
    assert sum({given.get(field) for field in marks} == {"5"} for given in on_that_day) >= citizens.BURST


def test_what_is_grave_is_written_rarely(crowd: Any) -> None:
    _, coming = crowd
    grave = {text for pool in messages.GRAVE for text in pool}
    texts = [dict(one.fields).get(asked().field("message"), "") for one in coming]
    found = sum(any(text in written for text in grave) for written in texts if written)
    assert 0.002 < found / len(texts) < 0.03
