"""All that one reader holds, solved together: the tables of every week, to every digit that any file of them has."""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from invented_pulls import Pull, Response
from small_range import SUNDAY, WEEK, World, new, same, small_range, told

from anubhav_gforms import pipeline
from anubhav_gforms.language import spoken
from anubhav_gforms.privacy.lots import BATCH
from anubhav_gforms.reports.digits import (
    as_on_the_page,
    is_share,
    row_on_the_page,
    tenth_said,
    whole_said,
    whole_steps,
)
from anubhav_gforms.reports.outward import without_rests
from anubhav_gforms.reports.reason_words import say_reasons
from anubhav_gforms.reports.tabs import tabs

PACKAGE = Path(pipeline.__file__).parents[1]
MOST = {"sd": 3, "reliability": 3, "v": 3, "p_above": 3}
"""What is made of how many responded, and a chance that is never told as certain."""
STATION = "SKT-ADB"


@pytest.fixture(scope="module")
def world(whole_range, tmp_path_factory) -> World:
    return small_range(whole_range, tmp_path_factory.mktemp("worlds"))


def too_exact(column: str, value: object, *, of_shares: bool = False) -> bool:
    """Whether a number has more digits than its column may have outside the IG's office."""
    most = MOST.get(column, 2 if is_share(column, of_shares=of_shares) else 1)
    return isinstance(value, float) and abs(value - round(value, most)) > 1e-9


def test_no_table_outside_has_more_digits_than_the_page(world) -> None:
    """The mean of a week of one group to six digits left ten of some thousand ways in which its five can have left questions blank."""
    office = world.office(Pull(SUNDAY))
    report = pipeline.write_report(office, pipeline.grade(office, week=WEEK), audiences=[], language="en")
    assert report.outside is not None
    shared = report.folder / "shared"
    rows = json.loads((shared / "grades.json").read_text("utf-8"))
    rows += pd.read_csv(shared / "grades.csv").to_dict("records")
    assert sum(isinstance(row["score"], float) for row in rows) > 10
    assert [(name, cell) for row in rows for name, cell in row.items() if too_exact(name, cell)] == []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Excel's bars in cells, which this library does not keep
        book = openpyxl.load_workbook(shared / "grades.xlsx")
    for sheet in book:
        head, *lines = sheet.iter_rows(values_only=True)
        cells = [(str(name), cell) for line in lines for name, cell in zip(head, line, strict=True)]
        assert [each for each in cells if too_exact(*each, of_shares="share" in head)] == [], sheet.title
    for tab in tabs(report.outside):
        cells = [cell.value for row in tab.rows for cell in row]
        assert [value for value in cells if too_exact("score", value)] == []
    assert any(too_exact("score", score) for score in report.contents.table["score"].dropna()), "the office has them"


def test_which_of_five_left_what_blank_changes_no_byte_outside(world) -> None:
    """One of five left two questions blank, or two of them one each: the counts are the same, and the week's mean nearly is."""
    group = [
        each | dict.fromkeys(world.campaign.grade_rules.items, 3)
        for each in new(world.campaign, STATION, BATCH, seed=3)
    ]
    one, two, *others = group
    blank = {"facilities": None}, {"heard": None}
    made = [
        [one | blank[0] | blank[1], two, *others],
        [one | blank[0], two | blank[1], *others],
    ]
    offices = [world.office(Pull(SUNDAY, came)) for came in made]
    (outside, exact), (also, others_exact) = map(told, offices)
    same(outside, also)
    assert exact != others_exact, "the office reads it"


def test_two_weeks_do_not_tell_how_many_of_five_wrote_of_a_theme(world) -> None:
    """Themes of three people and more are named and not counted: a count that rose by one told of one of the five."""
    group = [each | {"message": "", "topic": ""} for each in new(world.campaign, STATION, BATCH, seed=3)]

    def written(count: int) -> list[Response]:
        return [each | ({"message": "पानी नहीं था"} if turn < count else {}) for turn, each in enumerate(group)]

    offices = [world.office(Pull(SUNDAY, written(count))) for count in (1, 4)]
    one, four = (told(office)[0] for office in offices)
    same(one, four)
    reports = [
        pipeline.write_report(each, pipeline.grade(each, week=WEEK), audiences=[], language="en") for each in offices
    ]
    inside, outside = (
        [
            next(said.en for said in say_reasons(getattr(each, view), STATION).change if "speak of" in said.en)
            for each in reports
        ]
        for view in ("contents", "outside")
    )
    assert inside[0] != inside[1], "the office reads how many"
    assert outside[0] == outside[1]
    assert "facilities" in outside[0]
    assert not any(sign.isdigit() for sign in outside[0])


def test_a_mean_of_few_answers_does_not_tell_the_rating_of_the_one_who_came_since() -> None:
    """Of a group in which one answered a question, its mean over a district, with last week's and with how many answered."""

    def shown(total: np.ndarray, answers: int) -> np.ndarray:
        return whole_steps(pd.Series(25 * total / answers), pd.Series(np.full(len(total), answers))).to_numpy()

    for answers in (10, 15, 20, 30, 60, 99, 100, 200):
        totals = np.arange(4 * answers + 1)
        before, after, fits = shown(totals, answers), shown(np.arange(4 * answers + 5), answers + 1), []
        for total, rating in product(range(answers, 3 * answers), range(5)):
            alike = totals[before == before[total]]
            fits.append(sum((after[alike + each] == after[total + rating]).any() for each in range(5)))
        assert np.mean(fits) > 2.5, answers
    whole = pd.Series([52.4, 57.6])
    assert whole_steps(whole, pd.Series([99, 100])).tolist() == [50, 58]


def test_a_district_of_few_answers_has_means_in_steps_of_five(world) -> None:
    """And a district of many in whole points."""
    past = [
        each for each in world.past if each["station"].startswith("SKT") or each["day"] > SUNDAY - timedelta(days=40)
    ]
    office = replace(world, past=past).office(Pull(SUNDAY))
    outside = pipeline.write_report(office, pipeline.grade(office, week=WEEK), audiences=[], language="hi").outside
    assert outside is not None
    means = outside.questions.dropna()
    few, many = means[means["n"] < 100], means[means["n"] >= 100]
    assert len(few)
    assert not (few["mean"] % 5).any()
    assert (many["mean"] % 5).any()


def test_a_chance_is_never_told_as_certain() -> None:
    rows = as_on_the_page(pd.DataFrame({"p_above": [0.99999, 0.00001, np.nan, 0.954], "n": [19.5178, 5, 5, 5]}))
    assert rows["p_above"].tolist()[:2] == [0.999, 0.001]
    assert rows["p_above"].isna().sum() == 1
    assert rows["n"].tolist()[0] == 19.5
    assert rows["p_above"].tolist()[3] == 0.95


def test_a_figure_that_ends_in_five_is_rounded_alike_for_every_reader() -> None:
    """51.45 was 51.5 in the IG's pack and 51.4 in the shared table: the one half of its decimals, the other of its binary form."""
    points = [hundredths / 100 for hundredths in range(5, 10_000, 10)]
    tables = as_on_the_page(pd.DataFrame({"score": points}))["score"].tolist()
    assert [row_on_the_page({"score": each})["score"] for each in points] == tables
    assert (
        [tenth_said(each) for each in points]
        == [f"{each:.1f}" for each in tables]
        == [spoken(each).en for each in points]
    )
    assert [whole_said(each) for each in points] == [f"{each:.0f}" for each in tables]
    assert sum(f"{each:.1f}" != tenth_said(each) for each in points) > 100
    faces = [path for room in ("charts", "pack", "page", "shown") for path in (PACKAGE / "reports" / room).glob("*.py")]
    own = re.compile(r"(?:score|low|high|mean)\w*(?:['\"]\])?:\.1f\}")
    assert len(faces) > 30
    assert [path.name for path in faces if own.search(path.read_text("utf-8"))] == ["templates.py"], (
        "the width of a bar"
    )


def test_a_whole_less_its_parts_tells_nothing_of_a_station_that_shows_its_count_alone(world) -> None:
    """Of a district where all but one station are told: what its five said of the visit, and the one of them of a receipt."""
    few = "GPM-PND"
    quiet = [each for each in world.past if each["station"] != few]
    five = [each | {"receipt": ""} for each in new(world.campaign, few, BATCH, seed=3)]
    receipt = world.campaign.form.question("receipt").options[0]
    office = replace(world, past=quiet).office(Pull(SUNDAY, [five[0] | {"receipt": receipt}, *five[1:]]))
    report = pipeline.write_report(office, pipeline.grade(office, week=WEEK), audiences=[], language="en")
    outside = report.outside
    assert outside is not None
    table = outside.table.set_index("code")
    spoke = table[["receipt_yes", "receipt_no"]].astype(float).sum(axis=1, min_count=2)
    rests = []
    for whole, parts in (
        ("GPM", table["level"].eq("station") & table["district"].eq("GPM")),
        ("RANGE", table["level"].eq("district")),
    ):
        assert spoke[parts].notna().any(), "most are told"
        rests.append(spoke[whole] - spoke[parts].sum())
    assert all(rest == 0 or rest >= BATCH for rest in rests), rests
    hidden = table.index[spoke.isna() & table["level"].eq("station")]
    assert few in hidden
    assert all(outside.reasons[code].receipt is None for code in hidden)
    assert [code for code in hidden if report.contents.reasons[code].receipt], (
        "the smallest that could be told went to it"
    )
    places = office.station_by_code
    for cut, label in (("district", "district"), ("kind", "kind")):
        shares = outside.shares[outside.shares["question"] == "overall"]
        exact = report.contents.shares[report.contents.shares["question"] == "overall"]
        of_station = shares[(shares["cut"] == "station") & shares["k"].notna()]
        by_place = of_station.groupby([str(getattr(places[code], label)) for code in of_station["code"]])["n"].sum()
        wholes = exact[exact["cut"] == cut].set_index("code")["n"]
        left = wholes - by_place.reindex(wholes.index, fill_value=0)
        assert all(rest == 0 or rest >= outside.least for rest in left), (cut, left)
        assert by_place.sum() > 0
    assert outside.shares["k"].notna().sum() > 20


def test_districts_and_kinds_together_tell_no_station_that_shows_its_count_alone() -> None:
    """X and Y are all that is not told of one district, Z and T of the other; the kind of X, Z and T less the other district was X."""
    places = {
        "X": ("D1", "thana"),
        "Y": ("D1", "cyber"),
        "Z": ("D2", "thana"),
        "T": ("D2", "thana"),
        "U": ("D1", "thana"),
        "W": ("D1", "women"),
    }
    stations = pd.DataFrame([(code, *of) for code, of in places.items()], columns=["code", "district", "kind"])

    def rows(few: int) -> pd.DataFrame:
        n = dict.fromkeys("XYZT", few) | {"U": 20, "W": 12}
        counts = [("range", "RANGE", sum(n.values())), *(("station", code, of) for code, of in n.items())]
        counts += [
            (cut, code, sum(n[each] for each, of in places.items() if of[at] == code))
            for at, cut in enumerate(("district", "kind"))
            for code in dict.fromkeys(of[at] for of in places.values())
        ]
        made = pd.DataFrame(counts, columns=["cut", "code", "n"]).assign(
            question="overall", share=0.5, low=0.4, high=0.6
        )
        return made.assign(k=(made["n"] // 2).where(made["n"] >= 10))

    told_of = without_rests(rows(5), stations, 10)
    assert told_of.loc[told_of["k"].notna(), "code"].tolist() == ["RANGE", "U", "W", "D1", "D2"]
    assert without_rests(rows(20), stations, 10)["k"].notna().all(), "no more than it must"
