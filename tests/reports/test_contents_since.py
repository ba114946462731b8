"""What a report says is new since an earlier week: letters, names, alarms, codes that fell silent."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from anubhav_gforms.grading.columns import Standing
from anubhav_gforms.grading.decisions import Decisions
from anubhav_gforms.grading.method.memory import AnnouncedWeek
from anubhav_gforms.nouns.week import read_week
from anubhav_gforms.reports import Month, Week, for_outside, make_contents
from anubhav_gforms.reports.changes import confirmed_since, responses_since
from anubhav_gforms.reports.records import records
from anubhav_gforms.reports.rhythm import Rhythm
from anubhav_gforms.reports.shown.what_changed import what_changed
from anubhav_gforms.reports.silence import fell_silent
from anubhav_gforms.reports.verdicts import ATTENTION, PRAISE, with_verdicts


def test_letters_that_stood_together_were_letters(whole_range, grades):
    """Of a week that gave no station one letter alone, but B/C to some, the page said that there were no letters yet."""
    history = grades.history.assign(letter="", letter_set="")
    without = make_contents(whole_range, replace(grades, history=history))
    history.loc[history["week"] == without.changes.since.label, "letter_set"] = "B or C"
    together = make_contents(whole_range, replace(grades, history=history))
    assert (without.letters_then, together.letters_then) == (False, True)


def test_one_letter_in_place_of_several_is_a_change(whole_range, grades):
    """Where A+/A became A the page said that no letter had changed."""
    now = make_contents(whole_range, grades).stations.set_index("code")["letter"]
    history = grades.history.assign(letter=grades.history["code"].map(now).fillna(""), letter_set="")
    then = history["week"] == "2026-W46"
    single = history.index[then & (history["letter"] != "")][:2]

    def said(history: pd.DataFrame) -> list[str]:
        contents = make_contents(whole_range, replace(grades, history=history))
        lines = [str(line.en) for line in what_changed(contents, records(contents.stations))]
        return [line for line in lines if "etter" in line]

    assert said(history) == ["No station's letter changed. That is the normal case."]
    history.loc[single[0], ["letter", "letter_set"]] = "", "A+ or A"
    [line] = said(history)
    assert line.startswith("Other changes of letters: 1 (one in place of several")


def test_letters_are_compared_with_the_week_before_or_the_month_before(whole_range, grades):
    for since in (None, Month("2026-11").before.last_week):
        contents = make_contents(whole_range, grades, since=since)
        week = (since or Week("2026-W46")).label
        then = grades.history[grades.history["week"] == week].set_index("code")["letter"]
        now = contents.stations.set_index("code")["letter"]
        expected = [code for code in now.index if code in then and now[code] and then[code] != now[code]]
        assert list(contents.changes.letters["code"]) == expected
        assert expected


@pytest.mark.parametrize(
    ("month", "week", "before"),
    [("2026-11", "2026-W48", "2026-W43"), ("2027-01", "2027-W04", "2026-W52"), ("2026-05", "2026-W22", "2026-W17")],
)
def test_a_month_is_reported_by_its_last_full_week(month, week, before):
    assert Month(month).last_week.label == week
    assert Month(month).before.last_week.label == before


def test_who_is_newly_named_by_its_score_was_not_sure_then(whole_range, grades):
    contents = make_contents(whole_range, grades)
    then = grades.history[grades.history["week"] == "2026-W46"].set_index("code")
    now = contents.stations.set_index("code")
    for code in contents.changes.newly:
        assert now.loc[code, "margin"] > 0
    unchanged = then.assign(**{name: now[name] for name in ("score", "low", "high")}).reset_index()
    same = make_contents(whole_range, replace(grades, history=unchanged))
    assert same.changes.newly == frozenset()
    first = make_contents(whole_range, replace(grades, history=grades.history.iloc[:0]))
    assert first.changes.newly == frozenset()


def test_responses_since_are_held_against_as_many_weeks_before():
    weeks = pd.date_range("2026-06-01", "2026-11-16", freq="7D")
    counts = pd.DataFrame({"graded": range(len(weeks)), "other": 1, "quarantined": 0}, index=weeks)
    rhythm = Rhythm(counts, pd.DataFrame())
    for since, expected in (("2026-W46", (25, 24)), ("2026-W43", (25 + 24 + 23 + 22, 21 + 20 + 19 + 18))):
        assert responses_since(rhythm, Week(since)) == expected


def test_an_alarm_is_new_in_its_week_and_told_to_districts_only_when_confirmed(whole_range, grades):
    table = grades.table.copy()
    table["alarm"] = False
    table["alarm_confirmed"] = False
    for place, (week, confirmed) in enumerate([("2026-W47", False), ("2026-W47", True), ("2026-W40", True)]):
        table.loc[place, ["alarm", "alarm_week", "alarm_confirmed"]] = [True, week, confirmed]
    contents = make_contents(
        whole_range, replace(grades, table=table.assign(score=table["score"].fillna(70), status="Firm", responses=60))
    )
    assert contents.changes.alarms == tuple(table["code"][:2])
    outside = for_outside(contents)
    assert outside.changes.alarms == (table["code"][1],)
    assert [*outside.table["alarm"][:3]] == [False, True, True]
    assert outside.table["alarm_week"][0] == ""


def test_an_alarm_is_new_outside_when_a_person_confirms_it(whole_range, grades):
    """It had begun weeks before, so the shared page never told it as new. Who had confirmed it before the last report, was told then."""
    columns = {"alarm": False, "alarm_confirmed": False, "alarm_week": "", "responses": 60, "status": "Firm"}
    table = grades.table.assign(score=grades.table["score"].fillna(70), **columns)
    table.loc[1, ["alarm_week", "alarm_confirmed"]] = ["2026-W44", True]
    pair, since = (table["code"][1], "2026-W44"), Week("2026-W46")
    decisions = Decisions(confirmed=frozenset({pair}), confirmed_as={pair: 5}, seen_in={pair: "2026-W47"})
    announced = AnnouncedWeek(read_week(since.label), {}, decisions=4)
    for then, week, told in (
        (announced, since, True), (replace(announced, decisions=5), since, False), (None, since, True),
        (None, Week("2026-W47"), False),
    ):  # fmt: skip
        contents = make_contents(whole_range, replace(grades, table=table))
        assert contents.changes.alarms == ()
        changes = replace(contents.changes, confirmed=confirmed_since(decisions, then, week))
        assert for_outside(replace(contents, changes=changes)).changes.alarms == ((pair[0],) if told else ())


def test_an_alarm_that_a_person_confirmed_asks_for_attention_inside_as_outside(whole_range, grades):
    """Confirming it closes it: the IG's page praised the station that the SP's pack had under "needs attention"."""
    told = make_contents(whole_range, grades).stations.assign(standing=Standing.ABOVE.value, alarm=False)
    told = told.assign(alarm_confirmed=True, money_flag=False, blame_review=False)
    for confirmed_only in (False, True):
        assert {*with_verdicts(told, confirmed_only=confirmed_only)["verdict"]} == {ATTENTION}
    assert {*with_verdicts(told.assign(alarm_confirmed=False))["verdict"]} == {PRAISE}


def test_a_code_fell_silent_only_when_luck_is_an_unlikely_reason():
    def frame(code, days, serial=1):
        return pd.DataFrame(
            {"station": code, "channel": "desk", "serial": serial, "code_status": "accepted", "day": days}
        )

    last = pd.Timestamp("2026-11-22")
    busy = frame("A", pd.date_range("2026-07-01", "2026-10-20", freq="4D"))
    rare = frame("B", pd.date_range("2026-06-01", "2026-10-01", freq="60D"))
    alive = frame("C", pd.date_range("2026-07-01", "2026-11-20", freq="4D"))
    responses = pd.concat([busy, rare, alive], ignore_index=True).astype({"serial": "Int16"})
    found = fell_silent(responses, first=(last - pd.Timedelta(weeks=26)).date(), last=last.date())
    assert list(found["station"]) == ["A"]
    assert found.loc[0, "expected"] == pytest.approx(7, abs=0.5)
    assert found.loc[0, "odds"] < 0.05
