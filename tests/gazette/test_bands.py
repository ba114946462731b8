"""The bands of letters and the rules of grades: changed only as it was announced, and every change written down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from pandas.testing import assert_frame_equal

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import InputError, StateError
from anubhav_gforms.gazette.book import EntryKind, read_book
from anubhav_gforms.pipeline.grades import under_old_bands
from tests.grading.world import responses
from tests.office import write_ledger
from tests.packed_pages import unpacked

from .announced import EARLIER, THEN, WEEK, edit_config, report


def test_edited_bands_are_refused_and_change_no_letter(office: Campaign) -> None:
    before = pipeline.grade(office, week=WEEK, places=False)
    edited = edit_config(office, "A = 80", "A = 75")
    after = pipeline.grade(edited, week=WEEK, places=False)
    assert list(after.table["letter"]) == list(before.table["letter"]), "the bands in force hold"
    with pytest.raises(InputError, match=r"other bands than those that were announced: A\+ 90, A 80"):
        report(edited, WEEK)
    assert WEEK not in read_book(office.data).weeks


def test_today_names_bands_that_nobody_announced_and_weeks_that_were_left_out(office: Campaign) -> None:
    def due(campaign: Campaign, at: datetime = THEN) -> dict[str, tuple[bool | None, str, str]]:
        return {
            line.name: (line.ok, str(line.said), str(line.cure)) for line in pipeline.due_today(campaign, lambda: at)
        }

    assert due(office)["bands"][0]
    assert due(office)["report"] == (False, f"{WEEK} is finished and not announced", "anubhav report")
    edited = edit_config(office, "A = 80", "A = 75")
    ok, said, cure = due(edited)["bands"]
    assert not ok
    assert "A+ 90, A 80" in said
    assert cure == "Put these back; or: anubhav gazette announce --from 2027-W01"
    pipeline.announce_new_bands(edited, cure.split()[-1], clock=lambda: THEN)
    assert due(edited)["bands"][0]

    later = THEN + timedelta(days=14)
    rows = responses(office, weeks=2, until=later.date() - timedelta(days=1), a_week=2, seed=6)
    write_ledger(office, rows.assign(response_id=[f"new{n}" for n in range(len(rows))]), pulled_at=later)
    pipeline.write_report(
        edited, pipeline.grade(edited, week="2026-W49", clock=lambda: later), language="en", clock=lambda: later
    )
    ok, said, cure = due(edited, later)["report"]
    assert not ok
    assert said == "2 weeks are finished and were never announced: 2026-W47, 2026-W48"
    assert cure == "the oldest first: anubhav report --week 2026-W47"
    for week in ("2026-W47", "2026-W48"):
        assert due(edited, later)["report"][2].endswith(f"anubhav report --week {week}")
        pipeline.write_report(
            edited, pipeline.grade(edited, week=week, clock=lambda: later), language="en", clock=lambda: later
        )
    assert due(edited, later)["report"] == (True, "2026-W49 is announced", "")


def test_edited_weights_change_nothing_that_was_announced(office: Campaign) -> None:
    before = pipeline.grade(office, week=WEEK, places=False).history.query("week == @EARLIER").reset_index(drop=True)
    book = read_book(office.data)
    edited = edit_config(office, "behaviour = 0.25\nheard = 0.20", "behaviour = 0.15\nheard = 0.30")
    with pytest.raises(StateError, match=r"grading\.toml"):
        report(edited, WEEK)
    assert read_book(office.data) == book
    pipeline.freeze_constants(edited, pipeline.grade(office, week=WEEK).constants.name)
    grades = pipeline.grade(edited, week=WEEK, places=False)
    assert_frame_equal(grades.history.query("week == @EARLIER").reset_index(drop=True), before)
    report(edited, WEEK)
    assert read_book(office.data).editions(EARLIER) == book.editions(EARLIER)
    assert read_book(office.data).of(EntryKind.RULES)[-1].body["rules"] == {"items.behaviour": 0.15, "items.heard": 0.3}


def test_bands_are_announced_two_weeks_ahead_from_a_quarters_start(office: Campaign) -> None:
    edited = edit_config(office, "A = 80", "A = 75")
    for begin, why in (("2026-W52", "not the first week of a quarter"), ("2026-W41", "less than two weeks ahead")):
        with pytest.raises(InputError, match=why):
            pipeline.announce_new_bands(edited, begin, clock=lambda: THEN)
    entry = pipeline.announce_new_bands(edited, "२०२७w०१", clock=lambda: THEN)
    assert entry.body["from"] == "2027-W01", "weeks are compared with it"
    with pytest.raises(InputError, match="announced already"):
        pipeline.announce_new_bands(edited, "2027-W01", clock=lambda: THEN)
    report(edited, WEEK)
    body = read_book(office.data).editions(WEEK)[0].body
    assert dict(body["bands"])["A"] == 80, "until they begin the old ones hold"


def test_for_four_weeks_the_letter_under_the_old_bands_stands_beside_the_new_one(office: Campaign) -> None:
    edited, begin = (
        edit_config(office, "B = 70\nC = 60\nD = 50", "B = 60\nC = 50\nD = 40"),
        datetime(2027, 1, 11, 4, 0, tzinfo=UTC),
    )
    pipeline.announce_new_bands(edited, "2027-W01", clock=lambda: THEN)
    rows = responses(edited, weeks=1, seed=9)
    write_ledger(edited, rows.assign(response_id=[f"more{n}" for n in range(len(rows))]), pulled_at=begin)
    grades = pipeline.grade(edited, week="2027-W01", clock=lambda: begin)
    made = pipeline.write_report(
        edited, grades, audiences=[pipeline.Audience("station")], language="en", clock=lambda: begin
    )
    shown = made.contents.stations.set_index("code")[["letter", "letter_set", "old_letter"]]
    old = under_old_bands(edited, grades, read_book(office.data), clock=lambda: begin)
    assert old is not None
    then = old.table.set_index("code").loc[shown.index]
    assert list(shown["old_letter"]) == [
        one or many for one, many in zip(then["letter"], then["letter_set"], strict=True)
    ]
    now = shown["letter"].where(shown["letter"] != "", shown["letter_set"])
    assert (now != shown["old_letter"]).any()
    assert "old_letter" in (made.folder / "shared" / "grades.csv").read_text("utf-8-sig").splitlines()[0]
    for page in (made.page, made.folder / "shared" / "report.html"):
        text = unpacked(page.read_text("utf-8"))
        assert "New edges of letters hold: A+ 90 · A 80 · B 60 · C 50 · D 40 · F 0" in text
        assert text.count("Letter under the old edges") == len(shown)
    code = next(code for code, letter in shown["old_letter"].items() if letter)
    with pypdfium2.PdfDocument(made.folder / "stations" / f"{code}.pdf") as sheet:
        assert f"edges: {shown['old_letter'][code].replace(' or ', '/')}" in sheet[0].get_textpage().get_text_range()
    assert pipeline.verify_report(edited, made.folder, clock=lambda: begin).different == ()
    fifth = datetime(2027, 2, 9, tzinfo=UTC)
    after = pipeline.grade(edited, week="2027-W05", clock=lambda: fifth, places=False)
    assert under_old_bands(edited, after, read_book(office.data), clock=lambda: fifth) is None


def test_a_change_of_any_rule_is_written_down(office: Campaign) -> None:
    edited = edit_config(office, "min_reports = 3", "min_reports = 4")
    report(edited, WEEK)
    [first, second] = read_book(office.data).of(EntryKind.RULES)
    assert first.body["rules"]["integrity.min_reports"] == 3
    assert second.body["rules"] == {"integrity.min_reports": 4}
