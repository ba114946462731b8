"""What a person found not genuine is taken out of full groups of five, here and in exported counts, as in the office's own figures."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from invented_pulls import Pull, a_response, pull_time, write, write_version
from small_range import SUNDAY, WEEK, World, new, small_range

from anubhav_gforms import pipeline
from anubhav_gforms.grading.archive import DECISIONS, Decision, load_constants, save_decision
from anubhav_gforms.grading.cube.exchange import read_cube
from anubhav_gforms.privacy.lots import BATCH
from anubhav_gforms.responses.ledger.events import Event, EventKind
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.writer import writing


@pytest.fixture(scope="module")
def world(whole_range, tmp_path_factory) -> World:
    return small_range(whole_range, tmp_path_factory.mktemp("worlds"))


def test_a_week_thinned_by_a_burst_is_left_out_whole(world):
    """Thirteen alike responses of one day are found not genuine; the two of the same week beside them are not told alone."""
    office = world.campaign
    burst = dict.fromkeys(office.grade_rules.items, 5)
    alike = [
        a_response(office, "GPM-PND", SUNDAY, random.Random(turn), minute=600 + turn, **burst) for turn in range(13)
    ]
    others = [a_response(office, "GPM-PND", SUNDAY - timedelta(days=3), random.Random(turn)) for turn in (1, 2)]
    made = world.office(Pull(SUNDAY, [*others, *alike]))
    grades = pipeline.count_exactly(made, week=WEEK)
    found = grades.bursts[grades.bursts["code"] == "GPM-PND"]
    assert len(found)
    for rule, when in zip(found["rule"], found["when"], strict=True):
        word = Decision(f"{rule}:GPM-PND:{when}", "not genuine", "2026-11-23T10:00:00+05:30", "IG", "one telephone")
        save_decision(made.data / DECISIONS, word)
    after = pipeline.grade(made, week=WEEK)
    assert WEEK not in set(after.weekly.loc[after.weekly["code"] == "GPM-PND", "week"])
    rows = after.working.replay.panel.rows
    assert ((rows == 0) | (rows >= BATCH)).all()


def test_a_crowd_that_is_found_not_genuine_takes_no_honest_ones_with_it(world):
    """Eight alike of a day beside two honest ones, in three weeks: the six honest ones were left out, and praise shielded a station
    even after it was found out."""
    office, chance = world.campaign, random.Random(3)
    burst, days = dict.fromkeys(office.grade_rules.items, 5), [SUNDAY - timedelta(days=7 * turn) for turn in (2, 1, 0)]
    came = [
        a_response(office, "GPM-PND", day, chance, minute=600 + turn, **(burst if turn > 1 else {}))
        for day in days
        for turn in range(10)
    ]
    made = world.office(Pull(SUNDAY, came))
    before = pipeline.grade(made, week=WEEK).lots.of("GPM-PND")
    for day in days:
        word = Decision(f"F1:GPM-PND:{day}", "not genuine", "2026-11-23T10:00:00+05:30", "IG", "one telephone")
        save_decision(made.data / DECISIONS, word)
    after = pipeline.grade(made, week=WEEK).lots
    honest, left = {*before.rows[-30:].reshape(3, -1)[:, :2].ravel().tolist()}, after.of("GPM-PND").rows
    assert len(left) == len(before.rows) - 30 + BATCH
    assert len(honest.intersection(left.tolist())) == BATCH
    assert after.waiting["GPM-PND"] == 1


def test_what_was_decided_on_every_response_acts_on_the_lots(world):
    """A burst found genuine or not on the day it came is the same burst where its lots are counted a week later."""
    office = world.campaign
    burst = dict.fromkeys(office.grade_rules.items, 5)
    day = SUNDAY - timedelta(days=9)
    alike = [a_response(office, "GPM-PND", day, random.Random(turn), minute=600 + turn, **burst) for turn in range(13)]
    made = world.office(Pull(SUNDAY, [*alike, *new(office, "GPM-PND", 2, seed=4)]))
    before = pipeline.grade(made, week=WEEK).stations.set_index("code").loc["GPM-PND"]
    word = Decision(f"F1:GPM-PND:{day}", "not genuine", "2026-11-23T10:00:00+05:30", "IG", "one telephone")
    save_decision(made.data / DECISIONS, word)
    after = pipeline.grade(made, week=WEEK).stations.set_index("code").loc["GPM-PND"]
    assert after["responses"] == before["responses"] - 15
    assert after["score"] < before["score"]


def test_blame_that_was_found_not_genuine_goes_though_there_was_more_praise_that_day(world, tmp_path):
    """A decision names a day and no side: the flag says it, here as in the office's own figures, and not the larger number."""
    office, day, chance = world.campaign, SUNDAY - timedelta(days=9), random.Random(3)
    best, worst = (dict.fromkeys(office.grade_rules.items, rating) for rating in (5, 1))
    usual = [
        a_response(office, "GPM-PND", day - timedelta(days=1 + turn), chance, **(best if turn % 4 else {}))
        for turn in range(58)
    ]
    crowd = [a_response(office, "GPM-PND", day, chance, minute=600 + turn, **best) for turn in range(12)]
    forged = [a_response(office, "GPM-PND", day, chance, minute=700 + turn, **worst) for turn in range(8)]
    made = world.office(Pull(SUNDAY, [*usual, *crowd, *forged]))
    before = pipeline.count_exactly(made, week=WEEK).bursts
    assert before.loc[before["code"] == "GPM-PND", ["when", "kind", "alike"]].to_numpy().tolist() == [
        [str(day), "blame", 8]
    ]
    whole = pipeline.grade(made, week=WEEK)
    word = Decision(f"F1:GPM-PND:{day}", "not genuine", "2026-11-23T10:00:00+05:30", "IG", "one telephone")
    save_decision(made.data / DECISIONS, word)
    pipeline.export_cube(made, tmp_path / "all.cube")
    theirs = read_cube(tmp_path / "all.cube").cube
    for cube in (pipeline.grade(made, week=WEEK).working.scope.cube, theirs):
        left = cube["station"] == cube.stations.index("GPM-PND")
        assert cube["worst"][left].sum() == 0
        of_all = whole.working.scope.cube
        assert cube["best"][left].sum() == of_all["best"][of_all["station"] == of_all.stations.index("GPM-PND")].sum()


@pytest.mark.parametrize("kind", [EventKind.GONE, EventKind.EDITED])
def test_who_takes_forged_rows_back_does_not_turn_the_decision_against_honest_ones(world, kind):
    """Without them the other side of that day is the larger one, and no flag says any more which was meant: deleted from the sheet, or
    sent again otherwise by the link that a form may give."""
    office, day, chance = world.campaign, SUNDAY - timedelta(days=9), random.Random(3)
    best, worst = (dict.fromkeys(office.grade_rules.items, rating) for rating in (5, 1))
    usual = [a_response(office, "GPM-PND", day - timedelta(days=1 + turn), chance, **best) for turn in range(40)]
    honest = [a_response(office, "GPM-PND", day, chance, minute=600 + turn, **best) for turn in range(2)]
    forged = [a_response(office, "GPM-PND", day, chance, minute=700 + turn, **worst) for turn in range(8)]
    made = world.office(Pull(SUNDAY, [*usual, *honest, *forged]))
    flags = pipeline.find_flags(made, pipeline.count_exactly(made, week=WEEK))
    flag = next(each for each in flags if each.id == f"F1:GPM-PND:{day}")
    pipeline.decide_flag(made, flag, "not genuine", who="IG", why="one telephone")

    def figures() -> list[list[int]]:
        cubes = [graded(made, week=WEEK).working.scope.cube for graded in (pipeline.grade, pipeline.count_exactly)]
        here = [cube["station"] == cube.stations.index("GPM-PND") for cube in cubes]
        return [
            [int(cube[name][own].sum()) for name in ("best", "worst")] for cube, own in zip(cubes, here, strict=True)
        ]

    before, rows = figures(), open_ledger(made).manifest.rows
    for row, each in enumerate(forged, start=rows - len(forged)):
        later = each | {"day": SUNDAY, "overall": 2}
        new = -1 if kind is EventKind.GONE else write_version(made, row, later, pull_time(SUNDAY))
        with writing(made.data / "ledger", command="test") as writer:
            writer.add_events([Event(kind, pull_time(SUNDAY), row, row, new)])
            writer.commit("pull", about={})
    assert figures() == before
    assert [worst_left for _, worst_left in before] == [0, 0]


def test_a_decision_stands_though_no_response_counts_any_more(world, tmp_path):
    """The form does not know them, as an officer learned days later: their groups were told, and stay."""
    office, day, chance = replace(world.campaign, root=tmp_path), date(2026, 9, 1), random.Random(1)
    write(office, [Pull(day, [a_response(office, "GPM-PND", day, chance) for _ in range(5)])])
    late = pull_time(day + timedelta(days=3))
    with writing(office.data / "ledger", command="test") as writer:
        writer.add_events([Event(EventKind.UNSENT, late, row, row, -1) for row in range(5)])
        writer.commit("pull", about={})
    word = Decision(f"F1:GPM-PND:{day}", "not genuine", "2026-09-23T10:00:00+05:30", "IG", "one telephone")
    save_decision(office.data / DECISIONS, word)
    grades = pipeline.grade(office, week=WEEK)
    assert [len(lots.rows) for lots in (grades.lots, grades.closed.lots)] == [5, 5]


def test_constants_that_are_estimated_again_are_without_what_was_found_not_genuine(world):
    """As the report's own, which freezes them first."""
    office, day, chance = world.campaign, date(2026, 9, 16), random.Random(3)
    worst = dict.fromkeys(office.grade_rules.items, 1)
    usual = [a_response(office, "GPM-PND", day - timedelta(days=1 + turn), chance) for turn in range(58)]
    forged = [a_response(office, "GPM-PND", day, chance, minute=600 + turn, **worst) for turn in range(20)]
    later = [a_response(office, "GPM-PND", day + timedelta(days=7), chance) for _ in range(2)]  # fill the last group
    made = world.office(Pull(SUNDAY, [*usual, *forged, *later]))
    word = Decision(f"F1:GPM-PND:{day}", "not genuine", "2026-11-23T10:00:00+05:30", "IG", "one telephone")
    whole = pipeline.grade(made, week=WEEK).constants
    save_decision(made.data / DECISIONS, word)
    own = pipeline.grade(made, week=WEEK).constants
    file, _ = pipeline.freeze_constants(made, own.name)
    again = load_constants(file.parent)[own.name]
    assert (again.responses, again.s2, again.second) == (own.responses, own.s2, own.second)
    assert own.responses < whole.responses


def test_what_was_found_not_genuine_is_not_in_exported_counts_either(world, tmp_path):
    """Counts stand on the days of their lots, so another office could not take it out by its day: both roads to a grade agree."""
    office, day = world.campaign, SUNDAY - timedelta(days=9)
    burst = dict.fromkeys(office.grade_rules.items, 5)
    alike = [a_response(office, "GPM-PND", day, random.Random(turn), minute=600 + turn, **burst) for turn in range(13)]
    made = world.office(Pull(SUNDAY, [*alike, *new(office, "GPM-PND", 2, seed=4)]))
    save_decision(
        made.data / DECISIONS,
        Decision(f"F1:GPM-PND:{day}", "not genuine", "2026-11-23T10:00:00+05:30", "IG", "one telephone"),
    )
    _, public, _ = pipeline.make_cube_key(made)
    keys = dict.fromkeys(("SKT", "GPM"), public)
    made = replace(made, office=made.office.model_copy(update={"cube_keys": keys}))
    own, counted = pipeline.grade(made, week=WEEK), tmp_path / "all.cube"
    pipeline.export_cube(made, counted)
    theirs = pipeline.grade(made, week=WEEK, cube=counted)
    names = ["code", "responses", "score", "standing"]
    pd.testing.assert_frame_equal(own.stations[names], theirs.stations[names])
    assert not [note for note in own.notes if "does not act on these counts" in str(note)]
    assert [note for note in theirs.notes if "1 such decision made here does not act on these counts" in str(note)]
    cube = read_cube(counted).cube
    frame = pd.DataFrame({"station": cube["station"], "week": (cube["day"] - 4) // 7, "rows": cube["rows"]})
    assert (frame.groupby(["station", "week"])["rows"].sum() >= BATCH).all(), "no week of fewer than a lot leaves"


def test_a_crowd_that_only_groups_of_five_show_has_a_flag_that_decides_it(world):
    """Four alike a week are below every flag; where groups of two weeks are full in one they are eight: the pages said that the IG's office has
    to decide, and it had no flag, for half a year."""
    office, chance = world.campaign, random.Random(3)
    best = dict.fromkeys(office.grade_rules.items, 5)
    days = [SUNDAY - timedelta(days=turn) for turn in (11, 10, 9, 8, 4, 3, 2, 1)]
    alike = [a_response(office, "GPM-PND", day, chance, **best) for day in days]
    made = world.office(Pull(SUNDAY, [*alike, *new(office, "GPM-PND", 2, seed=4)]))

    def seen() -> tuple[bool, list[pipeline.Flag]]:
        flags = pipeline.find_flags(made, pipeline.count_exactly(made, week=WEEK))
        stations = pipeline.grade(made, week=WEEK).stations.set_index("code")
        mine = [flag for flag in flags if flag.station == "GPM-PND" and flag.rule in ("F1", "F1W")]
        return bool(stations.loc["GPM-PND", "under_review"]), mine

    reviewed, [flag] = seen()
    assert (reviewed, flag.id, flag.decision) == (True, f"F1W:GPM-PND:{WEEK}", "")
    assert "8 of 10 responses of the full groups of five" in flag.says
    for word in ("genuine", "not genuine", "genuine"):
        pipeline.decide_flag(made, flag, word, who="IG", why="the register")
        reviewed, [flag] = seen()
        assert (reviewed, flag.decision) == (False, word)


def test_a_decision_brings_no_flag_of_a_week_that_nobody_decided_on(world):
    """Groups of five hold a crowd and what came before it: once it was found genuine, `flags --all` had the week of that one response
    as found genuine too, by nobody."""
    office, chance, day = world.campaign, random.Random(3), SUNDAY - timedelta(days=9)
    best = dict.fromkeys(office.grade_rules.items, 5)
    alike = [a_response(office, "GPM-PND", day, chance, minute=600 + turn, **best) for turn in range(12)]
    before = a_response(office, "GPM-PND", day - timedelta(days=8), chance, **best)
    made = world.office(Pull(SUNDAY, [before, *alike, *new(office, "GPM-PND", 2, seed=4)]))

    def mine() -> list[pipeline.Flag]:
        flags = pipeline.find_flags(made, pipeline.count_exactly(made, week=WEEK))
        return [each for each in flags if each.station == "GPM-PND" and each.rule == "F1W"]

    [waits] = mine()
    pipeline.decide_flag(made, waits, "genuine", who="IG", why="a camp")
    assert (waits.decision, [(each.id, each.decision) for each in mine()]) == ("", [(waits.id, "genuine")])
