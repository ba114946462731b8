"""Readers outside the IG's office see full lots of responses and nothing else: whoever lays two reports side by side, or
knows everything but one response, learns nothing of that response."""

from __future__ import annotations

import io
import random
import shutil
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from invented_pulls import Pull, a_response, write
from small_range import CODES, SUNDAY, WEEK, World, new, same, small_range, told

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading import cuts
from anubhav_gforms.grading.explain import explain
from anubhav_gforms.nouns.week import read_week
from anubhav_gforms.privacy.lots import BATCH, batched
from anubhav_gforms.reports import Audience, for_outside, gather
from anubhav_gforms.responses.ledger.ledger import open_ledger
from tests.packed_pages import unpacked


@pytest.fixture(scope="module")
def world(whole_range, tmp_path_factory) -> World:
    return small_range(whole_range, tmp_path_factory.mktemp("worlds"))


@pytest.fixture(scope="module")
def quiet(world) -> tuple[dict[str, bytes], bytes]:
    """What is told when nothing came in the last week."""
    return told(world.office(Pull(SUNDAY)))


@pytest.mark.parametrize("count", [1, BATCH - 1])
def test_new_responses_fewer_than_a_lot_change_no_byte_outside_whatever_they_say(world, quiet, count):
    """The attack: all but these responses are known, and last week's files are at hand."""
    outside, exact = told(world.office(Pull(SUNDAY, new(world.campaign, "SKT-ADB", count, seed=count))))
    same(outside, quiet[0])
    assert exact != quiet[1], "the IG sees them"


def test_nor_do_they_change_a_page_that_shows_a_district_at_a_time(world, monkeypatch):
    """The packed parts too: the file is compared byte by byte, and its parts as a reader opens them."""
    monkeypatch.setattr("anubhav_gforms.reports.contents.ALL_AT_ONCE", len(CODES) - 1)

    def page(*pulls: Pull) -> str:
        office = world.office(*pulls)
        report = pipeline.write_report(office, pipeline.grade(office, week=WEEK), language="hi")
        assert report.outside is not None
        assert report.outside.large
        return (report.folder / "shared" / "report.html").read_text("utf-8")

    before = page(Pull(SUNDAY))
    few = page(Pull(SUNDAY, new(world.campaign, "SKT-ADB", BATCH - 1, seed=1)))
    lot = page(Pull(SUNDAY, new(world.campaign, "SKT-ADB", BATCH, seed=1)))
    assert few == before
    assert unpacked(lot) != unpacked(before), "a full lot is told"
    assert "<tr data-code=" not in before
    assert unpacked(before).count("<tr data-code=") == len(CODES)


def tables(office: Campaign) -> list[pd.DataFrame]:
    """Every table that a file for readers outside the office is drawn from."""
    grades, ledger = pipeline.grade(office, week=WEEK), open_ledger(office)
    contents = for_outside(gather(office, grades, ledger))
    frames = [contents.table, contents.stations, contents.districts, contents.weekly, contents.history]
    return [*frames, contents.questions, contents.changes.letters, grades.lots.table.to_pandas()]


def test_no_table_changes_at_any_number_below_a_lot_and_at_any_place(world):
    """Also when a few wait at every place at once."""
    before = tables(world.office(Pull(SUNDAY)))
    for count in range(1, BATCH):
        waiting = [each for turn, code in enumerate(CODES) for each in new(world.campaign, code, count, seed=turn)]
        for one, two in zip(before, tables(world.office(Pull(SUNDAY, waiting))), strict=True):
            pd.testing.assert_frame_equal(one, two)
    full = tables(world.office(Pull(SUNDAY, new(world.campaign, CODES[0], BATCH, seed=1))))
    assert len(full[-1]) == len(before[-1]) + BATCH


def test_a_lot_of_deleted_responses_goes_and_one_that_is_nearly_deleted_stays(world):
    places = [place for place, each in enumerate(world.past) if each["station"] == "GPM-PND"]
    places.sort(key=lambda place: (world.past[place]["day"], world.past[place]["minute"]))
    counts = []
    for gone in ((), places[:4], places[:5]):
        office = world.office(Pull(SUNDAY, gone=gone))
        counts.append(len(batched(office, open_ledger(office), read_week(WEEK)).of("GPM-PND").rows))
    assert counts == [15, 15, 10]


def test_a_ledger_without_a_response_that_counts_is_told_as_such(world):
    office = world.campaign
    poor = replace(office, root=world.root / "poor")
    only = dict.fromkeys(office.grade_rules.items)
    write(poor, [Pull(SUNDAY, new(office, CODES[0], 3, seed=1) + new(office, CODES[1], 6, seed=2, **only))])
    grades = pipeline.grade(poor, week=WEEK)
    assert not len(grades.lots.rows)
    assert grades.stations["score"].isna().all()


def test_of_a_group_that_left_questions_out_no_number_below_five_is_told(world):
    """Two of five said how they were treated, and at most three whether they got a receipt."""
    office = replace(world.campaign, root=world.root / "gaps")
    group = new(office, CODES[0], BATCH, seed=1)
    for turn, each in enumerate(group):
        each |= {"behaviour": 4 if turn < 2 else None, "receipt": "" if turn < 2 else each["receipt"]}
    write(office, [Pull(SUNDAY, group), Pull(SUNDAY + timedelta(days=1))])
    report = pipeline.write_report(office, pipeline.grade(office, week=WEEK), audiences=[], language="hi")
    exact, told_of = (pd.concat([each.shares["n"], each.questions["n"]]) for each in (report.contents, report.outside))
    assert exact.between(1, BATCH - 1).any(), "the office reads it"
    assert set(told_of) == {0, BATCH}
    receipts = [
        each.table.set_index("code").loc["RANGE", ["receipt_yes", "receipt_no"]]
        for each in (report.contents, report.outside)
    ]
    assert 0 < receipts[0].sum() < BATCH
    assert receipts[1].isna().all()


def test_one_response_that_did_not_visit_or_names_money_is_not_told_either(world, quiet):
    money = world.campaign.form.question("money").options[1]
    more = {"money": money, "message": "पैसे माँगे, 9876543210", "overall": None}
    here = new(world.campaign, "SKT-BRD", 1, seed=9, purpose=world.campaign.grade_rules.not_visited)
    same(told(world.office(Pull(SUNDAY, here + new(world.campaign, "GPM-GRL", 1, seed=9, **more))))[0], quiet[0])


@pytest.mark.parametrize("count", [1, 4])
def test_responses_edited_or_deleted_later_change_no_byte_outside_nor_what_they_say(world, quiet, count):
    """Texts too: of each edited response the message becomes another one, and each deleted one had a message that is on a page."""
    told_of = [n for n, each in enumerate(world.past) if each["message"] and each["day"] > date(2026, 10, 26)]
    edited, gone = told_of[: 2 * count : 2], told_of[1 : 2 * count : 2]
    chance = random.Random(1)
    others = [
        (n, a_response(world.campaign, world.past[n]["station"], world.past[n]["day"], chance,
                   minute=world.past[n]["minute"], message="बहुत अच्छा 9876543210"))
        for n in edited
    ]  # fmt: skip
    outside, exact = told(world.office(Pull(SUNDAY, edited=others, gone=gone)))
    same(outside, quiet[0])
    assert exact != quiet[1]
    assert "व्यवहार अच्छा" in outside["districts/SKT-messages.html"].decode()


def test_what_was_deleted_is_of_the_office_s_day(world):
    """Noticed at half past midnight of the Monday, when it was Sunday still in London."""
    office = world.office()
    shutil.rmtree(office.data)
    before, monday = SUNDAY - timedelta(days=7), SUNDAY + timedelta(days=1)
    write(office, [Pull(before, world.past), Pull(before, gone=[3, 5], hour=19), Pull(monday)])
    report = pipeline.write_report(office, pipeline.grade(office, week=WEEK), language="hi")
    assert report.contents.changes.since.sunday == before
    assert report.contents.freshness.lately == (0, 2)


def test_a_full_lot_is_told_and_nothing_of_the_response_that_waits_behind_it(world, quiet):
    lot = new(world.campaign, "SKT-ADB", BATCH, seed=3)
    waiting = [new(world.campaign, "SKT-ADB", 1, seed=seed, minute=1300) for seed in (5, 6)]
    one, two = (told(world.office(Pull(SUNDAY, lot + last))) for last in waiting)
    same(one[0], two[0])
    assert one[1] != two[1]
    changed = {name for name in one[0] if one[0][name] != quiet[0][name]}
    assert {"shared/grades.csv", "shared/report.html", "districts/SKT.pdf", "stations/SKT-ADB.pdf", "tabs"} <= changed


def test_nothing_divides_the_one_lot_of_a_week_by_what_its_citizens_did(world):
    """Of five who came for different things, at different hours, last week's report would tell each rating beside this one's."""
    lot = [
        a_response(
            world.campaign, "SKT-ADB", SUNDAY, random.Random(9), purpose=text, minute=60 * hour, overall=1 + hour % 5
        )
        for hour, text in zip((1, 8, 9, 14, 20), world.campaign.form.question("purpose").options, strict=False)
    ]
    told_of = []
    for pulls in ((Pull(SUNDAY),), (Pull(SUNDAY, lot),)):
        office = world.office(*pulls)
        outside = pipeline.write_report(office, pipeline.grade(office, week=WEEK), language="hi").outside
        divided = outside.shares["cut"].isin(cuts.DIVIDING)
        assert set(outside.shares.loc[divided, "quarter"]) == {"2026-Q3"}
        assert outside.shares.loc[divided, "k"].notna().any()
        hours = {code: why.hours for code, why in outside.reasons.items()}
        told_of.append((outside.shares[divided], outside.shares[~divided], hours))
    (divided_before, whole_before, hours_before), (divided_now, whole_now, hours_now) = told_of
    pd.testing.assert_frame_equal(divided_before, divided_now)
    assert not whole_before.equals(whole_now), "the lot itself is told"
    assert hours_before == hours_now
    assert any(hours_now.values())


def test_nothing_beside_a_score_is_made_of_the_same_ratings_otherwise(world, quiet):
    """The attack: plain and weighted sums of two weeks, subtracted, tell what the one of a crowded day rated; what was added for the
    purposes of five, what each came for."""
    beside = ["raw_mean", "case_mix", "purpose_missing"]
    files, _ = quiet
    shared = pd.read_csv(io.BytesIO(files["shared/grades.csv"]))
    assert shared["score"].notna().any()
    assert shared[beside].isna().all(axis=None)
    inside = pipeline.grade(world.office(Pull(SUNDAY)), week=WEEK).table
    assert inside[beside].notna().any().all(), "the office has them"
    page = unpacked(files["shared/report.html"].decode())
    assert page.count("Responses that count / received") >= shared["score"].notna().sum() - 4
    for words in ("Plain mean", "Adjustment for purpose"):
        assert words not in page


def test_hours_are_of_the_whole_quarter_however_few_weeks_count(world):
    """Else the part of it that is still in the window loses a week with every report, and two of them tell that week's lot."""
    office = world.office(Pull(SUNDAY))
    rules = office.grade_rules
    short = rules.model_copy(update={"v2": rules.v2.model_copy(update={"window": 12})})
    office = replace(office, grading=office.grading.model_copy(update={"grading": short}))
    before, now = (
        gather(office, pipeline.grade(office, week=week), open_ledger(office)).reasons for week in ("2026-W46", WEEK)
    )
    assert {code: why.hours for code, why in before.items()} == {code: why.hours for code, why in now.items()}
    assert any(why.hours for why in now.values())


def test_every_count_outside_is_of_whole_lots_week_after_week(world):
    """Two consecutive packs subtracted: of every place, district and the range, whole lots."""
    chance = random.Random(8)
    pulls = []
    for day in (SUNDAY - timedelta(days=7), SUNDAY):
        came = [
            a_response(world.campaign, code, day - timedelta(days=chance.randrange(12)), chance) for code in CODES * 2
        ]
        pulls.append(Pull(day, came[: 7 if pulls else 12]))
    offices = [(world.office(*pulls[:1]), "2026-W46"), (world.office(*pulls), WEEK)]
    counts = []
    for made, week in offices:
        rules = made.grade_rules
        rules = rules.model_copy(update={"v2": rules.v2.model_copy(update={"min_n": 20})})
        office = replace(made, grading=made.grading.model_copy(update={"grading": rules}))
        view = pipeline.write_report(office, pipeline.grade(office, week=week), language="hi")
        table = pd.read_csv(view.files["shared/grades.csv"]).set_index("code")
        assert (table["responses"] % BATCH == 0).all()
        weeks = view.outside.weekly
        assert len(weeks) > 20
        rows = batched(office, open_ledger(office), read_week(week))
        weeks_of = pd.to_datetime(rows.table["day"].to_pandas()).dt.to_period("W-SUN")
        per_week = weeks_of.groupby([rows.table["station"].to_pandas(), weeks_of]).size()
        assert (per_week % BATCH == 0).all()
        assert set(table["status"]) <= {"Sure", "Held", "Between letters", "No letter", "Not enough responses"}
        hidden = table["status"] == "Not enough responses"
        assert hidden.any()
        assert (hidden == (table["responses"] < rules.v2.min_n)).all()
        assert table.loc[hidden, ["score", "low", "high", "letter"]].isna().all(axis=None)
        assert table.loc[~hidden, ["score", "low", "high"]].notna().all(axis=None)
        scored = int(table.loc[table["level"] == "station", "score"].notna().sum())
        assert 0 < scored == table.loc["RANGE", "stations_enough"]
        page = view.files["shared/report.html"].read_text("utf-8")
        assert "fewer than 20, or in a district from fewer than 3 stations; no score" in page
        assert "fewer than 10, no score" not in page
        needed = [view.outside.reasons[code].needed for code in table.index[hidden] if code in view.outside.reasons]
        asked = table.loc[table.index[hidden], "responses"].tolist()
        assert [each.responses for each in needed] == [20 - n for n in asked[: len(needed)]]
        counts.append(table["responses"])
    assert (counts[0] != counts[1]).any()


def test_counts_alone_make_nothing_for_readers_outside(world, tmp_path):
    office = world.office(Pull(SUNDAY))
    grades = pipeline.grade(office, week=WEEK)
    counted = tmp_path / "BSP.cube"
    pipeline.export_cube(office, counted)
    report = pipeline.write_report(office, grades, cube=counted, language="hi")
    assert report.outside is None
    assert not [name for name in report.files if name.startswith(("shared/", "districts/"))]
    with pytest.raises(InputError, match="--audience needs the responses themselves; --cube holds counts"):
        pipeline.write_report(office, grades, cube=counted, audiences=[Audience.STATION])


def test_the_grade_is_one_and_explained_to_the_last_digit(world):
    """The office reads the same scores, letters and standings as all others, and beside them what waits."""
    office = world.office(Pull(SUNDAY, new(world.campaign, "SKT-ADB", BATCH - 1, seed=9)))
    report = pipeline.write_report(office, pipeline.grade(office, week=WEEK), audiences=[], language="hi")
    assert report.outside is not None
    own, told_of = (each.stations.set_index("code") for each in (report.contents, report.outside))
    one = ["score", "low", "high", "letter", "letter_set", "standing", "status"]
    assert own[one[:3]].notna().any().all()
    pd.testing.assert_frame_equal(own[one].round(1), told_of[one], check_exact=True)
    assert own.loc["SKT-ADB", "waiting"] == BATCH - 1
    assert "waiting" not in told_of
    grades = pipeline.grade(office, week=WEEK)
    for code in CODES:
        found, row = explain(grades, code), own.loc[code]
        if row["letter"]:
            assert (found.score, found.letter) == (row["score"], row["letter"])
