"""Whoever keeps every file takes parts from wholes and weeks from weeks: what is left is nothing, or as much as may be told anyway."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from invented_pulls import Pull, Response, a_response, pull_time, write, write_version
from small_range import CODES, SUNDAY, WEEK, World, new, small_range, told

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import cuts
from anubhav_gforms.grading.decisions import Decisions
from anubhav_gforms.nouns.week import read_week, told_quarter
from anubhav_gforms.privacy.lots import BATCH, batched
from anubhav_gforms.privacy.outside import exported_lots
from anubhav_gforms.reports.contents import Contents
from anubhav_gforms.responses.ledger.events import Event, EventKind
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.writer import writing
from tests.grading.world import with_rules

LATE = date(2026, 9, 30)
"""A day of the closed quarter."""
NIGHT = 60 * 20
"""In UTC minutes: half past one in the office."""


@pytest.fixture(scope="module")
def world(whole_range, tmp_path_factory) -> World:
    return small_range(whole_range, tmp_path_factory.mktemp("worlds"))


def outside(office: Campaign) -> Contents:
    made = pipeline.write_report(office, pipeline.grade(office, week=WEEK), audiences=[], language="hi").outside
    assert made is not None
    return made


def divided(contents: Contents) -> tuple[pd.DataFrame, dict]:
    """What divides full groups of five by what their citizens did: purposes and channels, and hours."""
    shares = contents.shares[contents.shares["cut"].isin(cuts.DIVIDING)].reset_index(drop=True)
    return shares, {code: why.hours for code, why in contents.reasons.items()}


def rare(campaign: Campaign, *purposes: str, **more: int) -> list[Response]:
    """A full group of five of the closed quarter at one station, with these purposes."""
    chance = random.Random(6)
    return [
        a_response(campaign, "SKT-ADB", LATE - timedelta(days=turn), chance, purpose=text, **more)
        for turn, text in enumerate(purposes)
    ]


def test_a_rare_purpose_is_not_the_channel_less_all_other_purposes(world) -> None:
    """The only poster channel is the whole: less every purpose with ten responses it told what one person said of their visit."""
    options = world.campaign.form.question("purpose").options
    alone = replace(world, past=[*rare(world.campaign, options[6], *options[:4]), *world.past])
    shares, _ = divided(outside(alone.office()))
    least, told_of = world.campaign.grade_rules.v2.min_n, 0
    for _, rows in shares.groupby("question"):
        by_cut = rows.groupby("cut")["n"].sum()
        told_of += by_cut[cuts.PURPOSE] > 0
        left = by_cut[cuts.CHANNEL] - by_cut[cuts.PURPOSE]
        assert left == 0 or left >= least
        assert (rows["n"] >= least).all(), "no count of few persons either"
        assert options[6] not in set(rows["code"])
    assert told_of == shares["question"].nunique() > 3


def test_words_typed_for_a_purpose_are_in_no_file_outside_and_in_no_exported_count(world) -> None:
    words = "रमेश पटेल ९८७६५४३२१०"
    options = world.campaign.form.question("purpose").options
    office = replace(world, past=[*rare(world.campaign, words, *options[:4]), *world.past]).office()
    for name, content in told(office)[0].items():
        parts = [content]
        if name.endswith("xlsx"):
            book = zipfile.ZipFile(io.BytesIO(content))
            parts = [book.read(part) for part in book.namelist()]
        assert not [part for part in parts if words.encode() in part], name
    lots = exported_lots(office, open_ledger(office), Decisions(), {})
    purposes = set(lots.table["purpose"].cast("string").to_pylist())
    assert "(typed words)" in purposes
    assert words not in purposes


def test_words_typed_for_a_purpose_are_no_line_however_many_were_typed(world) -> None:
    """Nor is the mark that stands for them, which no reader would understand."""
    typed = rare(world.campaign, *(f"पटेल {turn}" for turn in range(20)))
    shares, _ = divided(outside(replace(world, past=[*typed, *world.past]).office()))
    assert set(shares.loc[shares["cut"] == cuts.PURPOSE, "code"]) <= {*world.campaign.form.question("purpose").options}
    by_cut = shares[shares["question"] == "overall"].groupby("cut")["n"].sum()
    assert by_cut[cuts.CHANNEL] - by_cut[cuts.PURPOSE] == len(typed)


@pytest.mark.parametrize("what", ["late", "deleted"])
def test_a_closed_quarter_is_told_as_it_was_known_whatever_comes_later(world, what) -> None:
    """A group of five of old responses that is pulled later, as from paper, or deleted: two weeks' tables would tell each by its purpose and hour."""
    options = world.campaign.form.question("purpose").options
    group = rare(world.campaign, *options[:5], minute=NIGHT)
    here = [place for place, each in enumerate(world.past) if each["station"] == "SKT-ADB" and each["day"] <= LATE]
    here.sort(key=lambda place: (world.past[place]["day"], world.past[place]["minute"]))
    last = here[len(here) // BATCH * BATCH - BATCH :][:BATCH]
    then = outside(world.office(Pull(SUNDAY)))
    now = outside(world.office(Pull(SUNDAY, gone=last) if what == "deleted" else Pull(SUNDAY, group)))
    assert not then.table.equals(now.table), "its grade counts it, or no longer counts it"
    assert divided(then)[1] == divided(now)[1]
    assert any(divided(then)[1].values())
    pd.testing.assert_frame_equal(divided(then)[0], divided(now)[0])
    assert len(divided(then)[0])
    money = [name for name in then.table if name.startswith("money_") and name != "money_flag"]
    pd.testing.assert_frame_equal(then.table[money], now.table[money])
    assert then.table["money_yes"].notna().any(), "or the group's reports are the difference of two weeks' figures"


def test_a_clock_that_once_was_ahead_leaves_a_closed_quarter_that_can_be_told(world, tmp_path) -> None:
    """Its rows lie behind the quarter's end, and what was noticed of them before it."""
    office, station, day = replace(world.campaign, root=tmp_path), "SKT-ADB", LATE - timedelta(days=20)
    came = [a_response(office, station, day, random.Random(minute), minute=minute) for minute in range(15)]
    ahead = Pull(SUNDAY - timedelta(days=9), came[5:10])
    write(office, [Pull(day, came[:5]), ahead, Pull(LATE, came[10:], gone=[9])])
    assert sorted(pipeline.grade(office, week=WEEK).closed.lots.rows.tolist()) == [0, 1, 2, 3, 4]


def test_what_the_five_of_a_group_exchange_among_themselves_changes_no_byte_outside(world) -> None:
    """Who of them rated what, came for what, at which hour, and was asked for money: all files are made of the five together."""
    campaign, chance = world.campaign, random.Random(8)
    group = new(campaign, "SKT-ADB", BATCH, seed=3)
    options = campaign.form.question("purpose").options
    for turn, each in enumerate(group):
        each |= {"purpose": options[turn], "minute": 300 * turn}
    keys = ("purpose", "minute", "money", "receipt", *campaign.grade_rules.items)
    columns = {key: chance.sample([each[key] for each in group], BATCH) for key in keys}
    others = [each | {key: columns[key][turn] for key in keys} for turn, each in enumerate(group)]
    assert sum(one["overall"] != two["overall"] for one, two in zip(group, others, strict=True)) > 1
    offices = [world.office(Pull(SUNDAY, five)) for five in (group, others)]
    assert not batched(offices[0], open_ledger(offices[0]), read_week(WEEK)).waiting, "they are counted"
    one, two = (told(office)[0] for office in offices)
    assert [name for name in one if one[name] != two[name]] == []


def test_the_one_of_a_group_who_rated_everything_is_not_told_by_the_questions_of_its_station(world) -> None:
    """Their scores are made of complete responses; here four of five leave something out, and two of the fifth's ratings change places."""
    group = [each | {"facilities": None} for each in new(world.campaign, "SKT-ADB", BATCH, seed=3)]
    of_one = [(2, 4), (4, 2)]
    made = []
    for heard, promptness in of_one:
        one = group[0] | {"heard": heard, "promptness": promptness, "facilities": 3}
        office = world.office(Pull(SUNDAY, [one, *group[1:]]))
        made.append(pipeline.write_report(office, pipeline.grade(office, week=WEEK), audiences=[], language="hi"))
    exact, told_of = ([getattr(each, view).areas for each in made] for view in ("contents", "outside"))
    assert not exact[0].equals(exact[1]), "the office reads it"
    assert (exact[0]["n"] % BATCH).any()
    pd.testing.assert_frame_equal(*told_of)
    assert not (told_of[0][["score", "low", "high"]] % 1).any(axis=None)
    assert not (told_of[0]["n"] % BATCH).any()
    means = [getattr(made[0], view).questions["mean"].dropna() % 1 for view in ("contents", "outside")]
    assert means[0].any()
    assert not means[1].any(), "nor by those of its district"


def test_hours_of_few_are_not_the_station_less_all_other_hours(world) -> None:
    """Of a station with forty by day and two by night no hours are told unless ten came at others."""
    campaign, chance = world.campaign, random.Random(7)
    counts = {8: 20, 14: 18, 20: 2}
    came = [
        a_response(campaign, "GPM-PND", LATE - timedelta(days=turn % 28), chance, minute=60 * hour - 330, overall=5)
        for hour, count in counts.items()
        for turn in range(count)
    ]
    hours = []
    for last in (0, 15):
        more = [a_response(campaign, "GPM-PND", LATE, chance, minute=60 * 21 - 330, overall=2) for _ in range(last)]
        quiet = [each for each in world.past if each["station"] != "GPM-PND"]
        kept = replace(world, past=[*came, *more, *quiet]).office()
        hours.append(outside(kept).reasons["GPM-PND"].hours)
    assert {band.name for band in hours[1]} == {"06-12", "12-18", "18-24"}
    assert hours[0] == (), "one of two bands alone is no comparison"


def test_the_quarter_that_is_told_was_over_a_week_before() -> None:
    first = read_week("2026-W41")
    assert told_quarter(first) == told_quarter(first - 1)
    assert told_quarter(first + 1) == (first - 13, first - 1)
    assert len(CODES) == 6


LATER = {
    "edited": ((EventKind.EDITED, True, 12), (EventKind.SHEET_TAKEN, False, 12)),
    "edited where the sheet alone is read": ((EventKind.EDITED, False, 12),),
    "edited, and the first kept": ((EventKind.EDITED, True, 12), (EventKind.FIRST_KEPT, False, 2)),
    "deleted": ((EventKind.GONE, True, -1), (EventKind.SHEET_TAKEN, False, -1)),
    "sent otherwise": ((EventKind.DIFFERENT, False, 12),),
}
"""What can be said of a row in the sheet after an officer accepted it: events, whether they wait on the bench, and the row of what is new."""


@pytest.mark.parametrize("later", LATER)
def test_a_row_that_was_accepted_keeps_its_place_whatever_is_said_of_it_later(world, tmp_path, later) -> None:
    """Else all groups of five behind it form again, and two weeks differ by one response of each."""
    office, station, day = replace(world.campaign, root=tmp_path), "SKT-ADB", SUNDAY - timedelta(days=20)
    came = [a_response(office, station, day, random.Random(minute), minute=minute) for minute in range(12)]
    write(office, [Pull(day, came[:7]), Pull(SUNDAY, came[7:])])
    at, row = pull_time(day), 2

    def groups(*events: tuple[EventKind, bool, int], days: int) -> list[list[int]]:
        with writing(office.data / "ledger", command="test") as writer:
            moment = at + 86_400_000 * days
            writer.add_events(
                [Event(kind, moment, row, row, now, what="overall", held=held) for kind, held, now in events]
            )
            writer.commit("pull", about={})
        made = batched(office, open_ledger(office), read_week(WEEK)).of(station)
        return made.rows.reshape(-1, BATCH).tolist()

    assert groups((EventKind.UNSENT, False, -1), days=0) == [[0, 1, 3, 4, 5], [6, 7, 8, 9, 10]], "it waits"
    accepted = groups((EventKind.SHEET_TAKEN, False, row), days=5)
    assert accepted == [[0, 1, 3, 4, 5], [6, 2, 7, 8, 9]], "it comes when it is accepted"
    assert write_version(office, row, came[row] | {"overall": 1}, at + 86_400_000 * 30) == 12
    assert groups(*LATER[later], days=30) == accepted


def test_a_row_that_counts_because_the_sheet_alone_is_read_by_now_counts_as_it_is_then(world, tmp_path) -> None:
    """It was in the sheet only while the form was asked; grading ended in an error of ours."""
    office, day = replace(world.campaign, root=tmp_path), SUNDAY - timedelta(days=20)
    came = [a_response(office, "SKT-ADB", day, random.Random(minute), minute=minute) for minute in range(6)]
    write(office, [Pull(day, came)])
    at = pull_time(day)
    assert write_version(office, 2, came[2] | {"overall": 1}, at + 86_400_000) == 6
    with writing(office.data / "ledger", command="test") as writer:
        events = [
            Event(EventKind.UNSENT, at, 2, 2, -1),
            Event(EventKind.EDITED, at + 86_400_000, 2, 2, 6, what="overall"),
        ]
        writer.add_events(events)
        writer.commit("pull", about={})
    made = batched(office, open_ledger(office), read_week(WEEK))
    assert made.rows.tolist() == [0, 1, 3, 4, 5]
    assert made.waiting == {"SKT-ADB": 1}


def test_of_a_new_wording_no_other_groups_form_and_old_ones_leave_whole(world, tmp_path) -> None:
    """A form gets a new wording, and the office lets it alone count: else old and new groups overlap, and of thirteen old responses and
    twelve new ones two weeks told the difference between two persons."""
    office, day, chance = replace(world.campaign, root=tmp_path), SUNDAY - timedelta(days=20), random.Random(5)
    came = [a_response(office, "SKT-ADB", day, chance, minute=600 + turn, epoch=1 + (turn >= 13)) for turn in range(28)]
    write(office, [Pull(day, came)])
    raised = with_rules(office, first_epoch=2)
    until, ledger = read_week(WEEK), open_ledger(office)
    every, alone = (batched(each, ledger, until) for each in (office, raised))
    assert every.rows.tolist() == list(range(25))
    assert alone.rows.tolist() == list(range(15, 25)), "the group that holds both wordings leaves whole"
    assert alone.waiting == every.waiting == {"SKT-ADB": 3}, "nobody waits who will not count"
