"""The attack table of docs/security.md, row by row: what counted before and after, who was told, who decided."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attacked import WEEK_AGO, bench, in_lots, ratings, told
from office_commands import read_from, run

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.custody.backup import taken
from anubhav_gforms.custody.heads import heads
from anubhav_gforms.errors import InputError, SheetError
from anubhav_gforms.responses.ledger.verify import verify


def test_thirty_deleted_rows_count_until_an_officer_decides(pulled: Any) -> None:
    span = {"sheetId": pulled.tab_id, "dimension": "ROWS", "startIndex": 1, "endIndex": 31}
    pulled.edit({"deleteDimension": {"range": span}})
    with pytest.raises(SheetError, match="30 of 40 known responses"):
        pulled.pull()
    assert told(pulled, accept_deletions=True) == ["gone"] * 30
    assert ratings(pulled) == pulled.before
    assert bench(pulled) == ["gone"] * 30
    done = run(pulled, "bench", "decide", "--all", "--first", "--why", "sent by citizens", "--by", "IG office", "--yes")
    assert (done.return_value, bench(pulled), ratings(pulled)) == (0, [], pulled.before)
    assert pulled.ledger.history[-1].who == "IG office"
    assert not pulled.pull(full=True).changed, "what was decided is not asked again"


def test_an_edited_rating_counts_as_it_was_sent(pulled: Any) -> None:
    pulled.set("overall", 1, 5)
    assert told(pulled) == ["edited"]
    assert (ratings(pulled), bench(pulled)) == (pulled.before, ["edited"])
    [name] = [row["response_id"] for row in json.loads(run(pulled, "bench", "list", "--json").stdout)]
    for words in ((name, "--first", "--sheet"), ("0000", "--sheet")):
        assert isinstance(run(pulled, "bench", "decide", *words, "--why", "x").exception, InputError)
    assert (
        run(pulled, "bench", "decide", name.upper(), "--sheet", "--why", "read from paper", "--by", "IG").return_value
        == 0
    )
    assert ratings(pulled) == [5, *pulled.before[1:]], "an officer said so, by name and with a reason"
    pulled.set("overall", 1, 4)
    assert told(pulled) == ["edited"], "another edit is asked again"
    assert ratings(pulled)[0] == 5
    assert not verify(pulled.ledger).faults


def test_an_edit_that_is_undone_leaves_the_bench(pulled: Any) -> None:
    pulled.set("overall", 3, 5)
    assert told(pulled) == ["edited"]
    pulled.set("overall", 3, 3)
    assert [str(change.kind) for change in pulled.pull().changed] == ["restored"]
    assert (bench(pulled), ratings(pulled)) == ([], pulled.before)


def type_row(office: Any, row: int, below: int, **over: float) -> None:
    """Type a row below the last one: the cells of `row`, some of them replaced."""
    cells = office.google.sheets.values(office.spreadsheet_id, [f"{office.title()}!A{row + 1}:Z{row + 1}"])[0]
    values = [column[0] if column else "" for column in cells]
    for letter, value in over.items():
        values[ord(letter) - 65] = value
    body = {"values": [values]}
    path = f"/v4/spreadsheets/{office.spreadsheet_id}/values/{office.title()}!A{below + 1}?valueInputOption=RAW"
    assert office.sandbox.api("PUT", path, json=body).status_code == 200


def test_a_typed_row_with_a_copied_code_does_not_count(pulled: Any) -> None:
    first = pulled.google.sheets.values(pulled.spreadsheet_id, [f"{pulled.title()}!A2:A2"])[0][0][0]
    type_row(pulled, 1, 41, A=first + 0.3, **{pulled.column("overall"): 5})
    assert told(pulled) == ["in the sheet only"]
    assert (ratings(pulled), bench(pulled)) == (pulled.before, ["in the sheet only"])
    assert not pulled.pull(full=True).changed
    run(pulled, "bench", "decide", "--all", "--first", "--why", "nobody sent it", "--yes")
    assert (ratings(pulled), bench(pulled)) == (pulled.before, [])


def test_a_typed_row_is_told_for_what_it_is_wherever_it_is_shown(pulled: Any) -> None:
    first = pulled.google.sheets.values(pulled.spreadsheet_id, [f"{pulled.title()}!A2:A2"])[0][0][0]
    type_row(pulled, 1, 41, A=first + 0.3)
    type_row(pulled, 1, 42, A=first + 0.4)
    said = run(pulled, "pull", "--full").output
    assert "0 new responses; the ledger holds 40." in said
    assert "(+" not in said
    assert "2 rows are in the sheet alone: they are in none of these counts until an officer decides" in said
    [typed, _] = json.loads(run(pulled, "bench", "list", "--json").stdout)
    shown = run(pulled, "answer", typed["response_id"], "--by", "ig").output
    assert "It does not count: anubhav ledger events says why." in shown
    assert "deleted at Google" not in shown
    assert "--all for all of them" in run(pulled, "bench", "list").output


def test_typed_rows_fill_no_lot_until_an_officer_accepts_them(pulled: Any) -> None:
    first = pulled.google.sheets.values(pulled.spreadsheet_id, [f"{pulled.title()}!A2:A2"])[0][0][0]
    for row in range(5):
        type_row(pulled, 1, 41 + row, A=first + 0.3 + row / 100, **{pulled.column("overall"): 5})
    assert told(pulled) == ["in the sheet only"] * 5
    assert (len(in_lots(pulled)), len(pulled.before)) == (40, 40)
    for row in json.loads(run(pulled, "bench", "list", "--json").stdout):
        run(pulled, "bench", "decide", row["response_id"], "--sheet", "--why", "typed from paper", "--by", "IG")
    assert in_lots(pulled) == [*pulled.before, *[5] * 5], "behind all that came before the decision"


def test_a_duplicated_row_counts_once(pulled: Any) -> None:
    type_row(pulled, 5, 41)
    assert dict(pulled.pull().new_by_reason) == {"copied row": 1}
    assert ratings(pulled) == pulled.before
    [row] = json.loads(run(pulled, "quarantine", "list", "--json").stdout)
    words = ("--station", "BSP-KTW", "--why", "sent twice, it says", "--by", "IG")
    assert run(pulled, "quarantine", "assign", row["response_id"], *words).return_value == 0
    assert sorted(ratings(pulled)) == sorted([*pulled.before, 5]), "an officer said so, by name and with a reason"


def test_a_form_linked_again_changes_nothing_that_counts(pulled: Any) -> None:
    """The new tab has all rows again; one was edited there before the pull."""
    made = pulled.sandbox.link(pulled.registry.form_id, pulled.spreadsheet_id)
    pulled.tab_id = made["sheetId"]
    pulled.set("overall", 2, 5)
    pulled.respond(when=WEEK_AGO + timedelta(days=1), overall=1)
    assert told(pulled) == ["edited"]
    assert (ratings(pulled), bench(pulled)) == ([*pulled.before, 1], ["edited"])


def test_swapped_columns_change_no_response(pulled: Any) -> None:
    """Two titles of row 1 change places: old rows wait, new ones count as the form has them."""
    titles = {key: pulled.campaign.form.question(key).title for key in ("behaviour", "heard")}
    letters = {key: pulled.column(key) for key in titles}
    pulled.write(f"{pulled.title()}!{letters['behaviour']}1", titles["heard"])
    pulled.write(f"{pulled.title()}!{letters['heard']}1", titles["behaviour"])
    pulled.respond(when=WEEK_AGO + timedelta(days=1), overall=3, behaviour=1, heard=5)
    assert told(pulled) == ["edited"] * 40 + ["sent otherwise"]
    frame = pulled.ledger.frame().sort_values("submitted_at")
    assert frame.behaviour.tolist() == [2] * 40 + [1]
    assert frame.heard.tolist() == [4] * 40 + [5]
    assert (ratings(pulled), len(bench(pulled))) == ([*pulled.before, 3], 41)


def test_an_old_state_of_the_sheet_takes_nothing_back(pulled: Any) -> None:
    """File > Version history, an older one restored: the newest rows are gone; the form still has them."""
    for minute in range(5):
        pulled.respond(when=WEEK_AGO + timedelta(days=1, minutes=minute), overall=1)
    pulled.pull()
    for _ in range(5):
        pulled.delete_row(41)
    changes = pulled.pull()
    assert [str(change.kind) for change in changes.changed] == ["gone"] * 5
    assert any("are all still in the form's own list" in note for note in changes.notes)
    assert (ratings(pulled), bench(pulled)) == ([*pulled.before, 1, 1, 1, 1, 1], ["gone"] * 5)


def test_an_edit_before_the_first_pull_is_seen_by_the_form(station_office: Any) -> None:
    """A new PC without a ledger, or a ledger that was thrown away: the sheet was edited, the form was not."""
    office = station_office
    for minute in range(6):
        office.respond(when=WEEK_AGO + timedelta(minutes=minute), overall=1, behaviour=2, heard=4)
    office.pull()
    shutil.rmtree(office.campaign.data / "ledger")
    office.set("overall", 2, 5)
    office.delete_row(4)
    assert told(office) == ["in the form only", "sent otherwise"]
    assert ratings(office) == [1] * 6
    assert in_lots(office) == [1] * 5, "what leaves the office is what was sent, too"


def test_another_pc_with_an_older_backup_counts_what_was_sent(pulled: Any, tmp_path: Path) -> None:
    """The PC is swapped after rows of the last days were edited and deleted: the backup on the new one does not know them."""
    older = taken(pulled.campaign, now=datetime.now(UTC))
    for minute in range(5):
        pulled.respond(when=WEEK_AGO + timedelta(days=1, minutes=minute), overall=1)
    pulled.pull()
    [printed] = [head.code for head in heads(pulled.campaign.data)]
    pulled.set("overall", 41, 5)
    pulled.delete_row(43)
    swapped = replace(pulled, campaign=pulled.campaign)
    pipeline.restore(older, tmp_path / "another pc")
    swapped.campaign = load_campaign(tmp_path / "another pc")
    assert told(swapped) == ["in the form only", "sent otherwise"]
    assert ratings(swapped) == [*pulled.before, 1, 1, 1, 1, 1]
    assert sorted(bench(swapped)) == ["in the form only", "sent otherwise"]
    proved = run(swapped, "ledger", "prove", printed)
    assert (proved.return_value, "NOT part of today's books" in proved.output) == (1, True), (
        "a page of the old PC tells"
    )
    done = run(swapped, "bench", "decide", "--all", "--first", "--why", "as sent", "--by", "IG", "--yes")
    assert (done.return_value, bench(swapped), ratings(swapped)) == (0, [], [*pulled.before, 1, 1, 1, 1, 1])


def test_what_the_sheet_rewrites_is_no_difference(station_office: Any) -> None:
    office = station_office
    for minute, (message, mobile) in enumerate((("0012", "0000002777"), ("1.50", "09876543210"), ("24/11/2026", ""))):
        office.respond(when=WEEK_AGO + timedelta(minutes=minute), message=message, mobile=mobile)
    changes = office.pull()
    assert (changes.new, changes.changed, bench(office)) == (3, (), [])
    assert not office.pull(full=True).changed
    for source in ("forms", "both"):
        read_from(office, source)
        assert not office.pull(full=True).changed, source
