"""Reasons of a station: its questions against its kind, hours, receipt, themes, and when more can be said; from full lots alone."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from invented_pulls import Pull, a_response, write

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.gazette.book import read_book
from anubhav_gforms.reports import Report
from anubhav_gforms.reports.digits import whole_said
from anubhav_gforms.reports.reason_words import say_needed, say_reasons
from anubhav_gforms.reports.reasons import QuestionGap, StationReasons, StillNeeded, _questions_last
from tests.packed_pages import unpacked

SUNDAY = date(2026, 11, 22)
GOOD, SLOW, FEW, FELL = "SKT-SAK", "SKT-ADB", "SKT-BRD", "SKT-NGD"
SILENT, FIRST, CROWD = "SKT-JJP", "GPM-GRL", "SKT-HSD"


@pytest.fixture(scope="module")
def office(whole_range: Campaign, tmp_path_factory) -> Campaign:
    """Twelve weeks: one station whose visitors wait in the evening, one that is good in everything, one of few responses,
    one that fell in the last week. Before them five responses elsewhere, so that the quarter's constants are frozen."""
    office = replace(whole_range, root=tmp_path_factory.mktemp("reasons"))
    chance, (got, none, *_) = random.Random(2), office.form.question("receipt").options
    came = [a_response(office, FIRST, date(2026, 6, 15), chance) for _ in range(5)]
    for turn in range(84):
        day = SUNDAY - timedelta(days=turn)
        best = dict.fromkeys(office.grade_rules.items, 5) | {"receipt": got}
        came.append(a_response(office, GOOD, day, chance, **best, topic="तारीफ / Praise", message="व्यवहार अच्छा"))
        evening = turn % 2 == 0
        rated = dict.fromkeys(office.grade_rules.items, 4) | {
            "promptness": 1,
            "overall": 2 if evening else 5,
            "receipt": none,
        }
        said = {"topic": "शिकायत / Complaint", "message": "दो घंटे इंतज़ार", "minute": 800 if evening else 240}
        came.append(a_response(office, SLOW, day, chance, **rated, **said))
    elsewhere = {
        "topic": office.form.question("topic").options[-1],
        "message": "पीने का पानी",
        "minute": 800,
        "overall": 5,
    }
    came += [
        a_response(office, code, SUNDAY - timedelta(days=55 + turn), chance, **elsewhere)
        for code in (GOOD, SLOW)
        for turn in range(12)
    ]
    came += [a_response(office, CROWD, SUNDAY - timedelta(days=40 + turn // 6), chance) for turn in range(12)]
    came += [a_response(office, FEW, SUNDAY - timedelta(weeks=week), chance) for week in range(8)]
    for turn in range(119):
        fell = turn < 84
        day = SUNDAY - timedelta(days=turn % 7 if fell else turn - 77)
        rated = dict.fromkeys(office.grade_rules.items, 4) | {"facilities": 1 if fell else 5}
        came.append(a_response(office, FELL, day, chance, **rated))
    last = date(2026, 10, 4)
    early, late = ([each for each in came if (each["day"] > last) == of_this_quarter] for of_this_quarter in (0, 1))
    write(office, [Pull(last, early), Pull(SUNDAY, late)])
    return office


@pytest.fixture(scope="module")
def report(office: Campaign) -> Report:
    first = pipeline.write_report(office, pipeline.grade(office, week="2026-W46"))
    assert all(why.moved is None for why in first.contents.reasons.values()), "nothing was announced before"
    return pipeline.write_report(office, pipeline.grade(office, week="2026-W47"))


def test_what_to_change_and_what_to_keep(report: Report) -> None:
    why = report.contents.reasons[SLOW]
    assert why.weakest is not None
    assert (why.weakest.question, why.weakest.side) == ("promptness", -1)
    assert [band.name for band in why.hours] == ["18-24", "06-12"]
    assert why.hours[0].percent == 0
    assert (why.asked, why.praised) == ({"waiting": 80}, {}), "of 84 responses four wait for their lot"
    good = report.contents.reasons[GOOD]
    assert (good.praised, good.asked) == ({"behaviour": 80}, {}), "not what is about something else"
    assert report.outside is not None
    for code, here in report.contents.reasons.items():
        assert replace(here, needed=None) == replace(report.outside.reasons[code], needed=None), "one truth"


def test_they_are_said_in_both_languages_on_the_page(report: Report) -> None:
    said = say_reasons(report.contents, SLOW)
    assert said.change[0].en.startswith("Weakest by comparison: Speed of help, clearly below all stations."), (
        "its kind has too few"
    )
    assert "; all stations " in said.change[0].en
    assert "; सभी इकाइयों का औसत " in said.change[0].hi
    assert "18-24" in said.change[1].hi
    assert "Messages beside praise speak of: waiting 80." in [each.en for each in said.change]
    page = unpacked(report.page.read_bytes())
    assert said.change[0].en in page
    assert said.change[0].hi in page


def test_a_receipt_is_to_be_changed_only_where_clearly_fewer_got_one_than_elsewhere(report: Report) -> None:
    """32 of 34 who got one stood first under what to change."""
    said = {code: say_reasons(report.contents, code) for code in (GOOD, SLOW, FELL)}
    places = {code: [said[code].keep, said[code].known, said[code].change] for code in said}
    here = {code: [any("Got a copy" in one.en for one in part) for part in parts] for code, parts in places.items()}
    assert here == {GOOD: [True, False, False], FELL: [False, True, False], SLOW: [False, False, True]}


def test_a_share_has_one_interval_wherever_it_is_told(report: Report) -> None:
    """The page said "59 of 65 (nine times in ten 83 to 95%)", and further down "59 of 65 (81 to 96%)"."""
    assert report.outside is not None
    rows = report.outside.stations.set_index("code")
    told = {code: why.receipt for code, why in report.outside.reasons.items() if why.receipt}
    assert len(told) >= 3
    for code, share in told.items():
        ends = (100 * rows.loc[code, "receipt_low"], 100 * rows.loc[code, "receipt_high"])
        assert ends == pytest.approx((share.low, share.high), abs=0.51)


def test_too_few_responses_say_only_how_many_are_missing(report: Report) -> None:
    few, silent = (report.contents.reasons[code] for code in (FEW, SILENT))
    assert report.outside is not None
    of_lots = report.outside.reasons[FEW].needed
    assert of_lots == StillNeeded(5, 23, first=True), "five of eight are in a full lot: as many again take as long"
    assert few.needed == StillNeeded(2, 6, first=True), "the office knows all eight"
    assert silent.needed == StillNeeded(10, None, first=True)
    assert (few.weakest, few.receipt, few.hours, few.asked) == (None, None, (), {})


def test_enough_responses_of_few_days_without_a_score_say_what_is_missing_to_every_reader(report: Report) -> None:
    """Twelve on two days count as four: the office was told of one week at a pace of one response in two, all others nothing."""
    assert report.outside is not None
    of_lots, exact = (each.reasons[CROWD].needed for each in (report.outside, report.contents))
    assert of_lots == StillNeeded(5, 12, first=True), "two full lots in 23 weeks: the next one takes half as long"
    assert exact == StillNeeded(3, 6, first=True), "two wait in it already"


def test_the_first_weeks_say_where_responses_come_from_and_when_scores_will(report: Report) -> None:
    assert report.contents.early
    page = unpacked(report.page.read_bytes())
    dots = dict(re.findall(r'<g data-code="([A-Z-]+)"><title>[^<]*</title><circle [^>]*class="([a-z -]+)"', page))
    kinds = {code: dots[code].split()[0] for code in (FEW, SILENT)}
    assert kinds == {FEW: "other", SILENT: "blank"}
    lists = page[page.index("When each station will have its first score") : page.index('id="map"')]
    groups = re.findall(r"<summary><span lang=.en.>([^<]*)<.*?</details>", lists, re.DOTALL)
    assert groups == ["in 5 to 13 weeks", "in more than 13 weeks", "not at today&#39;s pace: no response counts"]
    soon, _, never = lists.split("<details")[1:]
    names = {each.code: each.name_en for each in report.contents.listed}
    assert names[FEW] in soon
    assert names[SILENT] in never
    assert names[SLOW] not in lists


def test_what_moved_is_what_the_gazette_said(office: Campaign, report: Report) -> None:
    moved = report.contents.reasons[GOOD].moved
    said = read_book(office.data).editions("2026-W46")[0].body["figures"]["station"][GOOD]
    assert moved is not None
    assert (moved.week.label, moved.score, moved.letter) == ("2026-W46", said["score"], said.get("letter", ""))
    on_the_sheet = say_reasons(report.contents, GOOD, whole_said).known[0].en
    assert f": score {whole_said(moved.score)}, letter" in on_the_sheet, "as the score of today stands there"


def test_letters_that_stand_together_were_announced_together(office: Campaign, report: Report) -> None:
    """Of a station that had B/C the page said that no letter had been announced."""
    figures = read_book(office.data).editions("2026-W46")[0].body["figures"]["station"]
    reasons = report.contents.reasons
    together = {code: row for code, row in figures.items() if row.get("letter_set") and reasons[code].moved}
    assert together
    for code, row in together.items():
        assert f", letter {row['letter_set'].replace(' or ', '/')}." in say_reasons(report.contents, code).known[0].en


def test_a_question_that_moved_clearly_since_the_last_release_is_named(office: Campaign, report: Report) -> None:
    moved, before = (
        report.contents.reasons[FELL].moved,
        read_book(office.data).editions("2026-W46")[0].body["questions"],
    )
    assert moved is not None
    assert moved.question is not None
    assert (moved.question.question, round(moved.before, 3)) == ("facilities", before[FELL]["facilities"])
    assert moved.question.high < moved.before
    said = say_reasons(report.contents, FELL).known
    assert any(each.en.startswith("Clearly moved since then: ") for each in said)


def test_nothing_is_said_to_have_moved_under_other_constants(office: Campaign, report: Report) -> None:
    """In the trial constants are estimated each week, and a change of quarter brings new ones: a score moves without a response."""
    grades = pipeline.grade(office, week=report.contents.week.label)
    since = report.contents.changes.since
    assert _questions_last(grades, since)[FELL]
    other = replace(grades, constants=replace(grades.constants, sha256="0" * 64))
    assert not _questions_last(other, since)


def test_nothing_below_its_kind_is_kept_and_nothing_above_is_changed(report: Report) -> None:
    """A praised station was to change first what lay 7 points above its kind, since that was not clear."""
    low, high = QuestionGap("heard", 40, 35, 45, 60), QuestionGap("overall", 80, 75, 85, 60)

    def said(weakest: QuestionGap, strongest: QuestionGap) -> list[int]:
        why = StationReasons(GOOD, strongest=strongest, weakest=weakest)
        found = say_reasons(replace(report.contents, reasons={GOOD: why}), GOOD)
        return [len(found.change), len(found.keep)]

    assert (
        say_reasons(replace(report.contents, reasons={GOOD: StationReasons(GOOD, weakest=low)}), GOOD)
        .change[0]
        .en.endswith("clearly below its kind. 40 of 100 (nine times in ten 35 to 45); its kind 60.")
    )
    assert said(low, high) == [1, 1]
    assert said(low, low) == [1, 0]
    assert said(high, high) == [0, 1]
    perhaps_below, perhaps_above = QuestionGap("heard", 58, 52, 64, 60), QuestionGap("overall", 67, 57, 76, 64)
    assert said(perhaps_below, perhaps_above) == [1, 1]
    assert said(perhaps_below, perhaps_below) == [1, 0]
    assert said(perhaps_above, perhaps_above) == [0, 1]


@pytest.mark.parametrize("first", [True, False])
def test_nobody_is_told_to_wait_for_hundreds_of_weeks(first: bool) -> None:
    said = {weeks: say_needed(StillNeeded(8, weeks, first=first), 0) for weeks in (104, 105, 234)}
    assert said[104].en.endswith(", 104 weeks at today's pace.")
    assert said[105] == said[234]
    assert said[234].en.endswith(", more than two years at today's pace.")
    assert "दो साल से ज़्यादा" in said[234].hi
