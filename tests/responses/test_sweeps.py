"""One accident in the sheet is one matter for the office: none of its responses is hidden, and one that stands out stands alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.errors import InputError
from anubhav_gforms.responses.ledger.changes import Change
from anubhav_gforms.responses.ledger.events import EventKind
from anubhav_gforms.responses.ledger.sweeps import MANY
from tests.office import run


@pytest.fixture
def emptied(station_office: Any) -> Any:
    """Thirty responses, all pulled and looked through; then a column is emptied, and of the last one another cell is edited too."""
    office = station_office
    office.respond_many(30)
    pipeline.watch(office.campaign, office.google, ())
    cells = {
        "sheetId": office.tab_id,
        "startRowIndex": 1,
        "endRowIndex": 31,
        "startColumnIndex": ord(office.column("overall")) - 65,
        "endColumnIndex": ord(office.column("overall")) - 64,
    }
    office.edit({"updateCells": {"range": cells, "fields": "userEnteredValue"}})
    office.set("purpose", 30, office.campaign.form.question("purpose").options[1])
    return office


def test_an_emptied_column_is_one_entry_one_case_and_one_decision(emptied: Any) -> None:
    office, root = emptied, emptied.campaign.root
    found = pipeline.watch(office.campaign, office.google, ())
    assert [alert.rule for alert in found.alerts] == ["swept", "edited"]
    swept = found.alerts[0].body
    assert "29 responses at once" in swept
    assert "How was your experience? in 29 (29 blank now)" in swept, "by the question's title, not its key"
    assert "Version history" in swept
    assert [len(case.matter.about) for case in pipeline.case_book(office.campaign).cases] == [1, 1]
    assert "Each of them: anubhav bench list --together" in run(root, "cases", "show", "1").output

    done = run(root, "bench", "list")
    code, listed = done.return_value, done.output
    assert code == 1
    assert listed.count("edited: response") == 1, "the one whose purpose was edited too is seen by itself"
    assert "What brought you here? " in listed
    assert "30 responses wait for a decision." in listed
    assert listed.count("edited after it was sent; the first version counts") == 2, (
        "what it means, of the sweep and of the one"
    )
    name = pipeline.sweeps_apart([entry.change for entry in pipeline.list_bench(office.campaign)])[0][0].name
    assert f"anubhav bench decide {name} --together" in listed
    each = run(root, "bench", "list", "--together", name).output
    assert each.count("edited: response") == 29

    assert "30 responses wait for a decision: anubhav bench list" in run(root, "pull").output, "told with every pull"
    frame = office.ledger.frame()
    assert not frame.overall.isna().any(), "until somebody decides, what was sent counts"
    done = run(root, "bench", "decide", name, "--together", "--first", "--why", "column deleted", "--yes")
    code, said = done.return_value, done.output
    assert not code
    assert "29 responses stay as they first were." in said
    assert [entry.change.what for entry in pipeline.list_bench(office.campaign)] == [("overall", "purpose")]


def test_a_sheet_put_back_needs_no_decision(emptied: Any) -> None:
    office = emptied
    assert office.pull().alarming
    for turn in range(30):
        office.set("overall", turn + 1, turn % 5 + 1)
    back = office.pull()
    [sweep], alone = pipeline.sweeps_apart(back.changed)
    assert (len(sweep.changes), len(alone), sweep.ways) == (29, 1, ())
    assert [entry.change.what for entry in pipeline.list_bench(office.campaign)] == [("purpose",)]


def test_many_ratings_raised_by_hand_are_told_with_their_station_and_direction(station_office: Any) -> None:
    office = station_office
    office.respond_many(MANY, overall=2)
    office.pull()
    for row in range(1, MANY):
        office.set("overall", row, 5)
    assert pipeline.sweeps_apart(office.pull().changed)[0] == (), "fewer than so many are told one by one"
    office.set("overall", 1, 4)
    office.set("overall", MANY, 5)
    office.pull()
    entries = pipeline.list_bench(office.campaign)
    assert len(entries) == MANY, "each is listed"
    with pytest.raises(InputError, match="changed at once"):
        pipeline.list_together(office.campaign, entries[0].change.response_id)


def test_the_line_of_a_sweep_says_what_became_of_the_numbers(station_office: Any) -> None:
    office = station_office
    office.respond_many(MANY, overall=2)
    office.pull()
    for row in range(1, MANY + 1):
        office.set("overall", row, 5 if row > 1 else 1)
    done = run(office.campaign.root, "pull")
    code, said = done.return_value, done.output
    assert code == 1
    assert f"{MANY} responses at once" in said
    assert f"at 1 station, BSP-KTW {MANY}" in said
    assert f"How was your experience? in {MANY} ({MANY - 1} raised, 1 lowered)" in said
    assert "edited: response" not in said


def _changed(response: int, *what: str, kind: EventKind = EventKind.EDITED) -> Change:
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    return Change(kind, str(response), "BSP-KTW", moment, moment, moment, what)


def test_two_accidents_of_one_pull_are_two_entries() -> None:
    emptied = [_changed(n, "overall") for n in range(MANY)]
    moved = [_changed(n, *columns) for n in range(50, 50 + MANY) for columns in [("purpose", "topic")]]
    moved += [_changed(90 + n, column) for n in range(MANY) for column in ("purpose", "topic")]
    sweeps, alone = pipeline.sweeps_apart([*moved[:5], *emptied, *moved[5:]])
    assert [{*sweep.changes} for sweep in sweeps] == [{*moved}, {*emptied}], (
        "columns that changed in one response are of one accident"
    )
    assert not alone
    gone = [_changed(n, kind=EventKind.GONE) for n in range(MANY)]
    assert [len(sweep.changes) for sweep in pipeline.sweeps_apart(gone)[0]] == [MANY]


def test_an_accident_is_decided_by_the_name_under_which_it_was_told(emptied: Any) -> None:
    office, root = emptied, emptied.campaign.root
    pipeline.watch(office.campaign, office.google, ())
    name, *others = [entry.change.response_id for entry in pipeline.list_bench(office.campaign)]
    assert f"--together {name}" in run(root, "cases", "show", "1").output
    alone = ("--first", "--why", "asked", "--yes")
    assert not run(root, "bench", "decide", name, *others[:10], *alone).exception
    assert run(root, "bench", "list", "--together", name).output.count("edited: response") == 18
    done = run(root, "bench", "decide", name, "--together", *alone)
    assert "18 responses stay as they first were." in done.output
    refused = run(root, "bench", "list", "--together", name).exception
    assert "changed at once and wait" in str(refused), "nothing of it waits"


@pytest.mark.parametrize("pasted", ["²", "1" * 5000])
def test_what_was_pasted_over_a_column_need_be_no_number(pasted: str, campaign: Any) -> None:
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    changes = [
        Change(
            EventKind.EDITED,
            str(n),
            "BSP-KTW",
            moment,
            moment,
            moment,
            ("purpose",),
            {"purpose": pasted},
            {"purpose": "3"},
        )
        for n in range(MANY)
    ]
    [sweep], _ = pipeline.sweeps_apart(changes)
    assert str(sweep.said(campaign.form)).endswith(f": What brought you here? in {MANY}")
