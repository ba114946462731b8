"""A sheet that is not as the form made it: headers, rows, cells, zones and languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.errors import SheetError
from anubhav_gforms.responses.ledger.events import EventKind
from anubhav_gforms.responses.ledger.manifest import Holds
from anubhav_gforms.responses.ledger.verify import verify
from anubhav_gforms.responses.ledger.writer import writing
from tests.older import ratings_not_noted


def test_a_renamed_header_is_one_clear_error_and_changes_nothing(station_office: Any) -> None:
    office = station_office
    office.respond_many(3)
    office.pull()
    before = office.ledger.manifest
    office.write(f"{office.title()}!{office.column('overall')}1", "Overall?")
    office.write(f"{office.title()}!{office.column('money')}1", "Bribe?")
    with pytest.raises(SheetError, match="How was your experience") as caught:
        office.pull()
    text = str(caught.value)
    assert "आपका अनुभव" in text
    assert '"Bribe?"' in text
    assert "row 1" in text
    assert office.ledger.manifest == before


def test_new_rows_without_a_demanded_answer_are_told_and_what_is_put_back_waits_for_a_decision(
    station_office: Any,
) -> None:
    """A clerk deletes the column, is told that it is missing, and types its title into an empty one."""
    office = station_office
    office.sheet_alone()
    office.respond_many(2)
    assert not office.pull().notes
    title, letter = office.campaign.form.question("overall").title, office.column("overall")
    place = ord(letter) - 65
    span = {"sheetId": office.tab_id, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
    office.edit({"deleteDimension": {"range": span}})
    office.respond_many(2)
    with pytest.raises(SheetError, match='Tab "Form Responses 1" of the response sheet has no column'):
        office.pull()
    office.write(f"{office.title()}!R1", title)
    changes = office.pull()
    assert [each.kind for each in changes.changed] == [EventKind.EDITED] * 2
    assert len(notes := [note for note in changes.notes if "2 new rows of the sheet have no answer" in note]) == 1
    assert title in notes[0]
    assert "File > Version history" in notes[0]
    for row, rating in enumerate([1, 2, 1, 2], start=2):
        office.write(f"{office.title()}!R{row}", rating)
    assert [each.kind for each in office.pull().changed] == [EventKind.RESTORED] * 2 + [EventKind.EDITED] * 2
    assert overall_in_time(office) == [1, 2, 0, 0]
    assert pipeline.decide_bench(office.campaign, [], sheet=True, who="Officer", why="the column is back") == 2
    assert overall_in_time(office) == [1, 2, 1, 2]


def overall_in_time(office: Any) -> list[int]:
    """What counts of each response, the first sent first; 0 for a blank."""
    ratings: list[int] = office.ledger.frame().sort_values("submitted_at").overall.fillna(0).tolist()
    return ratings


def test_a_doubled_column_gives_the_first_filled_answer(station_office: Any) -> None:
    office = station_office
    office.sheet_alone()
    office.respond_many(3)
    title = office.campaign.form.question("overall").title
    office.set("overall", 2, "")
    office.write(f"{office.title()}!P1", title)
    office.write(f"{office.title()}!P3", 5)
    changes = office.pull()
    assert office.ledger.frame().overall.tolist() == [1, 5, 3]
    assert any("2 columns" in note for note in changes.notes)


def test_an_old_title_is_still_known(station_office: Any) -> None:
    from dataclasses import replace

    from anubhav_gforms.links.registry import save_registry

    office = station_office
    office.respond_many(2)
    titles = {**office.registry.titles, "heard": ("Old words / Old words", *office.registry.titles["heard"])}
    office.write(f"{office.title()}!{office.column('heard')}1", "Old words / Old words")
    save_registry(replace(office.registry, titles=titles), office.campaign.data)
    assert office.pull().new == 2


def test_rows_that_are_no_responses_are_reported_not_counted(station_office: Any) -> None:
    office = station_office
    office.respond_many(3)
    office.write(f"{office.title()}!A8", "checked by the reader")
    changes = office.pull()
    assert changes.new == 3
    assert any("1 row of the sheet is not a response" in note and "A8" in note for note in changes.notes)


def test_a_number_that_is_no_time_stops_neither_a_pull_nor_doctor(station_office: Any) -> None:
    """Days since 1899 until far behind the year 9999: doctor ended as by a fault of its own."""
    office = station_office
    office.respond_many(2)
    office.write(f"{office.title()}!A8", 99_999_999)
    assert office.pull().new == 2
    arrive = [each for each in pipeline.doctor(office.campaign, office.google) if each.name == "responses arrive"]
    assert [each.ok for each in arrive] == [True]


def test_a_cell_that_is_no_rating_is_missing_and_marked(station_office: Any) -> None:
    office = station_office
    office.sheet_alone()
    office.respond_many(3)
    office.set("overall", 2, "very good")
    changes = office.pull()
    assert office.ledger.frame().overall.isna().tolist() == [False, True, False]
    assert any("1 cell with" in note and "no rating" in note for note in changes.notes)


def test_ratings_overwritten_in_the_sheet_leave_the_ledger_as_it_was_written(station_office: Any) -> None:
    """More of them than may go unnoticed: each pull says how many there are, and no more are believed."""
    office = station_office
    office.sheet_alone()
    office.respond_many(25)
    office.pull()
    for row in range(1, 25):
        office.set("overall", row, f"good {row}")
    office.pull(full=True)
    assert verify(office.ledger).faults == ()
    blank_ratings(office)
    assert "49 versions of responses say something else" in str(verify(office.ledger).faults)


def test_ratings_overwritten_before_pulls_noted_them_are_allowed_beside_those_noted(
    station_office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = station_office
    office.sheet_alone()
    office.respond_many(60)
    with monkeypatch.context() as patch:
        ratings_not_noted(patch)
        office.pull()
        for row in range(1, 16):
            office.set("overall", row, f"good {row}")
        office.pull(full=True)
    assert verify(office.ledger).faults == ()
    for row in range(20, 41):
        office.set("overall", row, f"good {row}")
    office.pull(full=True)
    assert verify(office.ledger).faults == ()


def test_a_rating_that_is_removed_from_the_ledger_is_told_where_pulls_note_those_that_are_none(
    station_office: Any,
) -> None:
    office = station_office
    office.sheet_alone()
    office.respond_many(5)
    office.pull()
    blank_ratings(office)
    assert "5 versions of responses say something else" in str(verify(office.ledger).faults)


def blank_ratings(office: Any) -> None:
    """Remove the overall ratings from the first file of the ledger, with every hash made again."""
    with writing(office.campaign.data / "ledger", command="test") as writer:
        (file,) = writer.manifest.files_of(Holds.ANSWERS)[:1]
        table = office.ledger.files.table(file)
        place = table.schema.names.index("overall")
        writer.replace_file(file, table.set_column(place, "overall", pa.nulls(table.num_rows, pa.int8())))
        writer.commit("test")


def set_zone(office: Any, zone: str) -> None:
    office.edit({"updateSpreadsheetProperties": {"properties": {"timeZone": zone}, "fields": "timeZone"}})


def test_a_foreign_time_zone_is_refused_until_it_is_accepted(station_office: Any) -> None:
    office = station_office
    with pytest.raises(
        SheetError, match=r'--accept-zone says "Los Angeles"; the response sheet writes its times in Asia'
    ):
        office.pull(accept_zone="Los Angeles")
    set_zone(office, "America/Los_Angeles")
    office.respond(when=datetime(2026, 9, 1, 3, 30, tzinfo=UTC))
    with pytest.raises(SheetError, match="America/Los_Angeles"):
        office.pull()
    assert office.ledger.frame().empty
    changes = office.pull(accept_zone="America/Los_Angeles")
    assert any("converted" in note for note in changes.notes)
    assert office.ledger.frame().submitted_at.iloc[0].isoformat() == "2026-09-01T09:00:00+05:30"
    set_zone(office, "Asia/Kolkata")
    with pytest.raises(SheetError, match="Set it back"):
        office.pull()


def test_an_equal_time_zone_by_another_name_is_fine(station_office: Any) -> None:
    office = station_office
    office.respond()
    office.pull()
    set_zone(office, "Asia/Calcutta")
    assert office.pull().notes == ()


@pytest.mark.parametrize("language", ["hi", "fr", "zh"])
def test_tabs_and_columns_of_other_languages_are_read(station_office: Any, language: str) -> None:
    """An owner whose account speaks Hindi links the form again: tab and time column get Hindi names."""
    office = station_office
    office.respond_many(4)
    office.pull()
    link = {"spreadsheetId": office.spreadsheet_id, "language": language}
    reply = office.sandbox.post(f"/sandbox/forms/{office.registry.form_id}/link", json=link)
    office.tab_id = reply.json()["sheetId"]
    assert "Form Responses" not in office.title()
    office.respond_many(2)
    changes = office.pull()
    assert (changes.new, changes.changed, changes.total) == (2, (), 6)
    assert office.ledger.manifest.sheet.timestamp not in ("", "timestamp")


def test_a_form_that_asks_nothing_personal_is_pulled_whatever_changes(station_office: Any) -> None:
    office = station_office
    form = office.campaign.form
    public = tuple(question for question in form.questions if not question.personal)
    office.campaign = replace(office.campaign, form=form.model_copy(update={"questions": public}))
    office.respond_many(3)
    assert office.pull().new == 3
    office.set("overall", 2, 1)
    office.respond_many(1)
    changes = office.pull(full=True)
    assert (changes.new, len(changes.of(EventKind.EDITED))) == (1, 1)
    assert sorted(office.ledger.frame(["overall"])["overall"]) == [1, 1, 2, 3]
