"""Responses collected on paper go through the same checks, once."""

from __future__ import annotations

import csv as csv_module
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unicodedata import normalize
from zipfile import ZipFile

import pytest
from paper_lines import HEAD, LINES, PURPOSE, csv

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Question
from anubhav_gforms.errors import CampaignError, InputError, SheetError
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.responses.intake.imports import SERIAL_ZERO, as_the_form_writes
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.verify import verify


def test_paper_responses_come_in_once(campaign: Any, tmp_path: Path) -> None:
    path = csv(tmp_path, *LINES, LINES[0])
    preview = pipeline.import_responses(campaign, path, Channel.PAPER, apply=False)
    assert (preview.new, open_ledger(campaign).frame().empty) == (5, True)
    found = pipeline.import_responses(campaign, path, Channel.PAPER)
    assert (found.new, found.already) == (5, 0)
    assert set(open_ledger(campaign).frame().code_status) == {"accepted"}
    frame = open_ledger(campaign).frame()
    assert frame.station.tolist() == ["BSP-KTW", "BSP-CVL", "BSP-KTW", "BSP-KTW", "BSP-KTW"]
    assert set(frame.channel) == {"paper"}
    assert set(frame.source) == {"import"}
    assert frame.overall.tolist() == [4, 5, 1, 2, 4]
    assert frame.submitted_at.iloc[0].isoformat() == "2026-11-24T18:05:00+05:30"
    assert frame.response_id.is_unique
    again = pipeline.import_responses(campaign, csv(tmp_path, *LINES, LINES[0], LINES[0]), Channel.PAPER)
    assert (again.new, again.already) == (1, 5)
    assert not verify(open_ledger(campaign)).faults


def test_the_csv_that_google_forms_itself_gives_comes_in(campaign: Any, tmp_path: Path) -> None:
    """Responses > Download responses (.csv): times with their distance from Greenwich, every text in quotes."""
    times = ("2026/11/24 6:05:30 pm GMT+5:30", "2026/11/24 12:05:30\u202fp.m. GMT", "2026/11/24 5:05:30 AM GMT-7:30")
    lines = [f'"{time}","BSP-KTW","{PURPOSE}","4",""' for time in times]
    pipeline.import_responses(campaign, csv(tmp_path, *lines, head=HEAD.replace(";", ",")), Channel.PAPER)
    told = open_ledger(campaign).frame().submitted_at.map(lambda when: when.isoformat())
    assert told.tolist() == [f"2026-11-24T{time}:30+05:30" for time in ("18:05", "17:35", "18:05")]


def test_paper_responses_come_in_once_after_a_question_was_taken_out_of_the_form(campaign: Any, tmp_path: Path) -> None:
    path = csv(tmp_path, f"{LINES[0]};2", head=f"{HEAD};facilities")
    assert pipeline.import_responses(campaign, path, Channel.PAPER).new == 1
    fewer = tuple(question for question in campaign.form.questions if question.key != "facilities")
    campaign = replace(campaign, form=campaign.form.model_copy(update={"questions": fewer}))
    again = pipeline.import_responses(campaign, path, Channel.PAPER)
    assert (again.new, again.already) == (0, 1)


def test_every_wrong_line_is_named_and_nothing_is_added(campaign: Any, tmp_path: Path) -> None:
    path = csv(tmp_path, LINES[0], f"yesterday;BSP-KTW;{PURPOSE};4;", "", f"31/31/2026;BSP-KTW;{PURPOSE};4;")
    with pytest.raises(CampaignError) as caught:
        pipeline.import_responses(campaign, path, Channel.PAPER)
    assert [mistake.line for mistake in caught.value.mistakes] == [3, 5]
    assert open_ledger(campaign).frame().empty


def test_a_file_without_the_needed_columns_is_refused(campaign: Any, tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"november\.csv has no column.*The first line names the columns"):
        pipeline.import_responses(campaign, csv(tmp_path, head="Timestamp,station"), Channel.PAPER)
    with pytest.raises(InputError, match="no such file"):
        pipeline.import_responses(campaign, tmp_path / "none.csv", Channel.PAPER)


def test_imported_responses_are_no_part_of_the_sheet(station_office: Any, tmp_path: Path) -> None:
    office = station_office
    office.respond_many(3)
    office.pull()
    pipeline.import_responses(office.campaign, csv(tmp_path, *LINES), Channel.PAPER)
    office.respond_many(2)
    changes = office.pull(full=True)
    assert (changes.new, changes.changed, changes.total) == (2, (), 9)
    office.delete_row(1)
    assert [str(change.kind) for change in office.pull(full=True).changed] == ["gone"]


STRICT = "Timestamp;station;purpose;overall;behaviour;money"
WRONG = [
    (f"20/11/2027 10:00;BSP-KTW;{PURPOSE};4;4;", "its time is in the future"),
    (f"20/11/2024 10:00;BSP-KTW;{PURPOSE};4;4;", "its time is before 2026-04-06"),
    (f"11/24/2026 10:00;BSP-KTW;{PURPOSE};4;4;", "its time cannot be read"),
    (f"20/11/2026 10:00;BSP-KTW;{PURPOSE};9;4;", "column D (overall) is not a rating from 1 to 5"),
    (f"20/11/2026 10:00;BSP-KTW;{PURPOSE};;4;", "column D (overall) is blank"),
    (f"20/11/2026 10:00;BSP-KTW;{PURPOSE};4;0;", "column E (behaviour) is not a rating"),
    (
        "20/11/2026 10:00;BSP-KTW;Tea / Tea;4;4;",
        "column C (purpose) is none of the options of this question: शिकायत या FIR / Complaint; ",
    ),
    (f"20/11/2026 10:00;BSP-KTW;{PURPOSE};4;4;maybe", "column F (money) is none of the options"),
    (f"20/11/2026 10:00;XYZ-QQ;{PURPOSE};4;4;", "column B (station) is not a code or a name"),
    (f"20/11/2026 10:00;;{PURPOSE};4;4;", "column B (station) is blank"),
    (f"20/11/2026 10:00;BSP-KTW;{PURPOSE};4;4;;;x", "has 8 cells, the first line names 6"),
]


def test_a_download_of_the_response_sheet_is_no_paper(station_office: Any, tmp_path: Path) -> None:
    """Each citizen would count twice: on the poster, and in the channel of the import."""
    office, file = station_office, tmp_path / "Form responses 1.csv"
    office.respond_many(3, message="पानी नहीं", mobile="09876543210")
    office.pull()
    columns = office.google.sheets.values(office.spreadsheet_id, [f"{office.title()}!A1:Z4"])[0]
    header, *rows = ([column[n] if n < len(column) else None for column in columns] for n in range(4))
    for row in rows:
        row[0] = f"{SERIAL_ZERO + timedelta(days=row[0]):%d/%m/%Y %H:%M:%S}"
    paper = [*rows[0]]
    paper[header.index(office.campaign.form.question("overall").title)] = 5
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv_module.writer(opened).writerows([header, *rows, rows[0], paper])
    done = pipeline.import_responses(office.campaign, file, Channel.PAPER)
    assert (done.new, done.already, done.sent) == (2, 3, 3), (
        "the same line once more, and another one of that second, are new"
    )
    assert office.ledger.frame().source.tolist() == ["sheet"] * 3 + ["import"] * 2
    again = pipeline.import_responses(office.campaign, file, Channel.PAPER)
    assert (again.new, again.sent) == (0, 3)


def test_every_mistake_of_a_file_is_told_at_once_and_nothing_comes_in(campaign: Any, tmp_path: Path) -> None:
    good = f"20/11/2026 10:00;BSP-KTW;{PURPOSE};4;4;हाँ / Yes"
    path = csv(tmp_path, good, *(line for line, _ in WRONG), head=STRICT)
    with pytest.raises(CampaignError) as caught:
        pipeline.import_responses(campaign, path, Channel.PAPER)
    found = [(mistake.line, mistake.text) for mistake in caught.value.mistakes]
    assert [line for line, _ in found] == list(range(3, 3 + len(WRONG)))
    for (_, text), (_, says) in zip(found, WRONG, strict=True):
        assert says in text
    assert open_ledger(campaign).frame().empty
    assert pipeline.import_responses(campaign, csv(tmp_path, good, head=STRICT), Channel.PAPER).new == 1


def test_answers_are_taken_as_people_write_them_where_only_one_can_be_meant(campaign: Any, tmp_path: Path) -> None:
    """Either language, any case and blanks, nukta and vowels composed or not, a rating as Excel or a Hindi keyboard writes it."""
    said = ["दूसरा काम", "something  ELSE", " Something else", normalize("NFD", PURPOSE), f"{PURPOSE} ", "पासपोर्ट जाँच"]
    ratings = ["4", "४", "4.0", " 4 ", "4", "4"]
    lines = [f"20/11/2026 10:0{n};BSP-KTW;{word};{ratings[n]};;YES" for n, word in enumerate(said)]
    assert pipeline.import_responses(campaign, csv(tmp_path, *lines, head=STRICT), Channel.PAPER).new == 6
    frame = open_ledger(campaign).frame()
    assert frame.purpose.tolist() == [PURPOSE] * 5 + ["पासपोर्ट जाँच / Verification"]
    assert set(frame.overall) == {4}
    assert set(frame.money) == {"हाँ / Yes"}
    whole = [f"20/11/2026 10:0{n};BSP-KTW;{PURPOSE};4;;हाँ / Yes" for n in range(5)]
    again = pipeline.import_responses(campaign, csv(tmp_path, *whole, head=STRICT), Channel.PAPER)
    assert (again.new, again.already) == (0, 5), "the same response, however it was written"


def as_bytes(text: str, encoding: str) -> bytes:
    return text.replace(";", "\t").encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8"])
def test_a_csv_is_read_however_excel_saved_it(campaign: Any, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "november.csv"
    path.write_bytes(as_bytes("\r\n".join([HEAD, *LINES, ""]), encoding))
    assert pipeline.import_responses(campaign, path, Channel.PAPER, apply=False).new == 4


def test_a_first_line_that_names_the_separator_is_no_header(campaign: Any, tmp_path: Path) -> None:
    path = csv(tmp_path, HEAD, *LINES, "soon;BSP-KTW", head="sep=;")
    with pytest.raises(CampaignError) as caught:
        pipeline.import_responses(campaign, path, Channel.PAPER)
    assert caught.value.mistakes[0].line == 7, "lines are counted as Excel does"
    path = csv(tmp_path, HEAD, *LINES, head="sep=;")
    assert pipeline.import_responses(campaign, path, Channel.PAPER).new == 4


@pytest.mark.parametrize("begin", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"], ids=["xlsx", "xls"])
def test_a_workbook_is_named_as_one(campaign: Any, tmp_path: Path, begin: bytes) -> None:
    path = tmp_path / "november.csv"
    path.write_bytes(begin + bytes(500))
    with pytest.raises(CampaignError, match="is a workbook of Excel, not a CSV"):
        pipeline.import_responses(campaign, path, Channel.PAPER)


def test_the_archive_that_google_forms_gives_is_named_as_one(campaign: Any, tmp_path: Path) -> None:
    """Responses > Download responses (.csv) gives Anubhav.csv.zip; it was called a workbook, to be saved again in Excel."""
    path = tmp_path / "Anubhav.csv.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("Anubhav.csv", "\n".join([HEAD, *LINES]))
    with pytest.raises(CampaignError, match="Unpack it, and give the CSV that is in it"):
        pipeline.import_responses(campaign, path, Channel.PAPER)


def test_a_word_that_two_options_share_and_an_end_of_a_scale() -> None:
    options = ("साफ़ / Clean", "साफ़ / Clear", "गंदा / Dirty")
    choice = Question(key="q", type="choice", title="क / Q", options=options)
    assert "साफ़" not in as_the_form_writes(choice)
    assert as_the_form_writes(choice)["clear"] == "साफ़ / Clear"
    scale = Question(key="s", type="scale", title="क / S", low="खराब / Bad", high="अच्छा / Good")
    assert (as_the_form_writes(scale)["bad"], as_the_form_writes(scale)["अच्छा"]) == ("1", "5")


def test_one_cause_in_many_lines_is_told_once(campaign: Any, tmp_path: Path) -> None:
    lines = [f"20/11/2026 10:00;BSP-KTW;{PURPOSE};{rating};4;" for rating in range(6, 164)]
    with pytest.raises(CampaignError) as caught:
        pipeline.import_responses(campaign, csv(tmp_path, *lines, head=STRICT), Channel.PAPER)
    assert len(caught.value.mistakes) == 158
    said = str(caught.value)
    assert said.count("overall) is not a rating") == 1
    assert said.endswith(
        "november.csv:2: column D (overall) is not a rating from 1 to 5. (and 157 more like this, the last in line 159)"
    )
