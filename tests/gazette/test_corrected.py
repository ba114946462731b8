"""A correction is printed beside what was announced, and the next week goes on from it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.gazette.announced_weeks import announced_weeks
from anubhav_gforms.gazette.book import EntryKind, append, read_book
from anubhav_gforms.gazette.corrections import correction, recent_corrections
from anubhav_gforms.grading.method.letters import NONE
from anubhav_gforms.reports import Audience
from anubhav_gforms.reports.tabs import tabs
from tests.demo_checked import text_of
from tests.office import run
from tests.packed_pages import unpacked

from .announced import EARLIER, WEEK, report


def test_a_correction_is_printed_and_the_next_week_goes_on_from_it(office: Campaign) -> None:
    release = read_book(office.data).editions(EARLIER)[0].body
    held, shown = release["held"]["stations"], release["figures"]["station"]
    lettered = {code: row["letter"] for code, row in shown.items() if "letter" in row}
    code, old = next((code, letter) for code, letter in lettered.items() if held[code][1][0] == letter)  # not capped
    new = "F" if old != "F" else "D"
    typed = (EARLIER, code.lower(), "letter", new, "--why", "forged responses", "--yes")
    said = run(office.root, "gazette", "correct", *typed)
    assert f"correction of week {EARLIER}, {code}: letter {new}, before: {old}" in said.output
    grades = pipeline.grade(office, week=WEEK, places=False)
    assert grades.table.set_index("code")["previous_letter"][code] == new
    made = report(office, WEEK)
    for page in (made.page, made.folder / "shared" / "report.html"):
        text = unpacked(page.read_text("utf-8"))
        place = office.station_by_code[code]
        assert f"{place.name_en} ({code}): letter {new}, before: {old}. Reason: forged responses" in text
        assert f"{place.name_hi} ({code}): ग्रेड {new}, पहले: {old}। कारण: forged responses" in text
        assert "forged responses" in text
    assert read_book(office.data).editions(EARLIER)[0].body["held"]["stations"][code][1][0] == old


def test_every_face_of_a_report_tells_a_correction(office: Campaign, tmp_path: Path) -> None:
    """The workbook, the tabs of a Google Sheet, the sheet of the station and the page of its explanation said the letter alone."""
    rows = read_book(office.data).editions(EARLIER)[0].body["figures"]["station"]
    code, other = [code for code, row in rows.items() if "score" in row and row["standing"] != "below"][:2]
    run(office.root, "gazette", "correct", EARLIER, code, "standing", "below", "--why", "forged responses", "--yes")
    grades = pipeline.grade(office, week=EARLIER)
    made = pipeline.write_report(office, grades, language="en", audiences=[Audience.STATION])
    assert made.outside is not None
    told = f"({code}): standing below its kind, before: "
    for book in (made.files["office.xlsx"], made.files["shared/grades.xlsx"]):
        with zipfile.ZipFile(book) as parts:
            assert told in parts.read("xl/sharedStrings.xml").decode()
    assert told in repr(tabs(made.outside))
    sheets = [" ".join(text_of(made.files[f"stations/{each}.pdf"]).split()) for each in (code, other)]
    assert ["forged responses" in text for text in sheets] == [True, False]
    for language, said in (("en", "Reason: forged responses"), ("hi", "कारण: forged responses")):
        page = tmp_path / f"{language}.html"
        run(office.root, "explain", code, "--week", EARLIER, "--language", language, "--page", str(page))
        assert said in page.read_text("utf-8")


def test_a_printed_explanation_tells_that_its_week_was_announced_otherwise(office: Campaign, tmp_path: Path) -> None:
    """The screen said so, and whoever challenged the grade got a page of other figures without a word."""
    book, page = read_book(office.data), tmp_path / "page.html"
    body = book.editions(EARLIER)[0].body
    rows = body["figures"]["station"]
    code, other = [code for code, row in rows.items() if "score" in row][:2]
    figures = {**body["figures"], "station": {**rows, code: {**rows[code], "score": 1.0}}}
    append(office.data, book.next(EntryKind.RELEASE, {**body, "figures": figures}, "2026-11-24T10:00:00+05:30"))
    for each, times in ((code, 1), (other, 0)):
        run(office.root, "explain", each, "--week", EARLIER, "--page", str(page))
        assert page.read_text("utf-8").count("was announced with other figures of this station") == times


def test_a_correction_lapses_with_an_edition_that_says_otherwise_to_everybody(office: Campaign) -> None:
    """Pages said that it had, and gazette list and show did not. And an alarm that was closed made an edition for the office alone, with which
    every page said that a correction of what everybody reads no longer acts."""
    body = read_book(office.data).editions(EARLIER)[0].body
    rows = body["figures"]["station"]
    code = next(code for code, row in rows.items() if row.get("standing", "below") != "below")
    run(office.root, "gazette", "correct", EARLIER, code, "standing", "below", "--why", "x", "--yes")

    def announced(**parts: object) -> list[int]:
        """How often it is told to have lapsed after one more edition."""
        book = read_book(office.data)
        entry = book.next(EntryKind.RELEASE, {**json.loads(json.dumps(body)), **parts}, "2026-11-24T10:00:00+05:30")
        book = append(office.data, entry)
        commands = (("gazette", "list"), ("gazette", "show", EARLIER))
        told = [run(office.root, *command).output.count("It was of an earlier edition") for command in commands]
        assert [each["lapsed"] for each in recent_corrections(book, EARLIER)] == [bool(told[0])]
        assert len(book.corrections(EARLIER)) == 1 - told[0]
        return told

    assert announced(office={"figures": {level: {} for level in body["figures"]}, "held": None}) == [0, 0]
    assert announced(figures={**body["figures"], "station": {**rows, code: rows[code] | {"score": 1.0}}}) == [1, 1]


def test_a_report_made_again_after_a_correction_can_be_verified(office: Campaign) -> None:
    """It tells the correction, and to verify it forgot that: most files were others, and no input was named."""
    report(office, WEEK)
    rows = read_book(office.data).editions(EARLIER)[0].body["figures"]["station"]
    code = next(code for code, row in rows.items() if row.get("standing", "below") != "below")
    for value in ("below", "above"):
        run(office.root, "gazette", "correct", EARLIER, code, "standing", value, "--why", "x", "--yes")
        made = report(office, WEEK)
        checked = pipeline.verify_report(office, made.folder)
        assert (checked.different, checked.inputs) == ((), ())
    assert report(office, WEEK).kept is None, "a correction is no reason for other figures"


def test_a_corrected_standing_and_letters_that_stand_together_are_gone_on_from(office: Campaign) -> None:
    release = read_book(office.data).editions(EARLIER)[0].body
    held, shown = release["held"]["stations"], release["figures"]["station"]
    code = next(code for code, row in shown.items() if row.get("letter") and row["standing"] != "below")
    for field, value in (("standing", "below"), ("letter_set", "B/C")):
        said = pipeline.correct_gazette(office, EARLIER, code, field, value, why="x", who="IG").body
        assert said["old"] == shown[code]["letter" if field == "letter_set" else field]
    [earlier] = announced_weeks(read_book(office.data), WEEK).weeks.values()
    [row] = [row for row in earlier.rows if row["code"] == code]
    assert (row["standing"], row.get("letter", ""), row["letter_set"]) == ("below", "", "B or C")
    kept = [[-1, EARLIER, held[code][0][2]], ["", "", held[code][1][2]]]
    assert earlier.held["stations"][code] == [*kept, *held[code][2:]]
    season = pipeline.grade(office, week=WEEK, places=False).working.season
    assert season is not None
    before, at = season.last.before, season.units.stations.index(code)
    assert (before.standing.value[at], before.letter.value[at]) == (-1, NONE)


def test_the_corrected_letter_of_the_range_is_gone_on_from(office: Campaign) -> None:
    release = read_book(office.data).editions(EARLIER)[0].body
    new = "F" if release["figures"]["range"]["RANGE"].get("letter") != "F" else "D"
    pipeline.correct_gazette(office, EARLIER, "RANGE", "letter", new, why="x", who="IG")
    season = pipeline.grade(office, week=WEEK, places=False).working.season
    assert season is not None
    [held] = season.last.before.range_letter.value.tolist()
    assert season.units.letters[held] == new


def test_a_correction_of_a_week_long_past_is_told_from_when_it_was_announced(office: Campaign) -> None:
    """`gazette correct` said that it stands on the next report, and of a week of the quarter before it stood on none."""
    book = read_book(office.data)
    code = next(code for code, row in book.editions(EARLIER)[0].body["figures"]["station"].items() if "score" in row)
    body = correction(book, EARLIER, code, "standing", "below", why="x", who="IG")
    late = append(office.data, book.next(EntryKind.CORRECTION, body, "2027-03-15T10:00:00+05:30"))
    told = {
        week: len(recent_corrections(late, week)) for week in ("2026-W45", EARLIER, "2027-W10", "2027-W24", "2027-W25")
    }
    assert list(told.values()) == [0, 1, 1, 1, 0]
