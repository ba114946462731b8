"""A form that lets citizens change what they sent: both form and sheet say it then, and nobody has to decide."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from office_commands import read_from, run

from anubhav_gforms import pipeline
from anubhav_gforms.pipeline.bench import check_bench
from anubhav_gforms.responses.ledger.verify import verify


def send(office: Any, overall: int, key: str = "", when: datetime | None = None) -> tuple[datetime, str]:
    """One response, or another sending of it by its key; gives its time and the key."""
    when = office.respond(overall=overall, when=when, again=key)
    found = re.search(r"edit2=([\w-]+)", office.said)
    assert found
    return when, found[1]


@pytest.fixture
def open_office(station_office: Any) -> Any:
    office = station_office
    office.sandbox.end(office.registry.form_id, "Thanks", editable=True)
    return office


@pytest.mark.parametrize("source", ["both", "forms"])
def test_the_newest_response_that_is_sent_again_counts_as_it_was_sent_last(open_office: Any, source: str) -> None:
    """It was told as gone, and its row as one without a response in the form."""
    office = open_office
    read_from(office, source)
    office.respond_many(2)
    when, key = send(office, 2)
    office.pull()
    send(office, 5, key, when + timedelta(minutes=30))
    office.respond(overall=3, when=when + timedelta(minutes=40))
    changes = office.pull()
    assert [str(each.kind) for each in changes.changed][:1] == ["edited"]
    assert (changes.new, changes.total, changes.alarming) == (1, 4, False)
    assert check_bench(office.campaign).ok
    assert office.ledger.frame().overall.tolist() == [1, 2, 5, 3]
    assert not office.pull(full=True).changed
    assert not verify(office.ledger).faults


def test_a_response_whose_row_was_deleted_and_that_is_sent_again_counts_once(open_office: Any) -> None:
    """Google writes it below the others; the row was told as one that nobody sent, and the response counted as it was first."""
    office = open_office
    office.respond_many(2)
    when, key = send(office, 2)
    office.respond_many(1)
    office.pull()
    office.delete_row(3)
    assert office.pull().alarming
    send(office, 5, key, when + timedelta(minutes=30))
    changes = office.pull()
    assert [str(each.kind) for each in changes.changed] == ["restored", "confirmed by the form"]
    assert (changes.new, changes.total, changes.alarming) == (0, 4, False)
    assert sorted(office.ledger.frame().overall) == [1, 1, 2, 5]
    assert check_bench(office.campaign).ok
    send(office, 4, key, when + timedelta(minutes=50))
    assert not office.pull().alarming, "sent a third time, as the newest row"
    assert sorted(office.ledger.frame().overall) == [1, 1, 2, 4]


def test_where_the_sheet_alone_is_read_a_response_that_is_sent_again_is_one(open_office: Any) -> None:
    """It was told as gone, and counted beside itself."""
    office = open_office
    read_from(office, "sheet")
    office.respond_many(1)
    when, key = send(office, 2)
    office.pull()
    send(office, 5, key, when + timedelta(minutes=30))
    changes = office.pull()
    assert [(str(each.kind), each.what) for each in changes.changed] == [("edited", ("submitted_at", "overall"))]
    assert (changes.total, changes.alarming) == (2, True)


def test_when_the_form_alone_is_read_what_it_confirms_waits_for_nobody(open_office: Any) -> None:
    """Its pull said that responses no longer say the same, and sent the user to a bench where nothing was."""
    office = open_office
    read_from(office, "sheet")
    when, key = send(office, 2)
    office.respond_many(2)
    office.pull()
    send(office, 5, key, when + timedelta(minutes=30))
    office.set("overall", 2, 5)
    assert len(office.pull().changed) == 2
    read_from(office, "forms")
    changes = office.pull(full=True)
    assert sorted(str(each.kind) for each in changes.changed) == ["confirmed by the form", "restored"]
    assert not changes.alarming
    assert check_bench(office.campaign).ok
    assert sorted(office.ledger.frame().overall) == [1, 2, 5]
    assert not office.pull(full=True).changed


@pytest.mark.parametrize("sheet", [True, False])
def test_a_decision_holds_where_the_form_alone_is_read_later(open_office: Any, sheet: bool) -> None:
    """A response that an officer had taken for deleted counted again, and one whose row they had accepted no longer did, without a word."""
    office = open_office
    _, key = send(office, 2)
    office.respond_many(2)
    office.pull()
    office.delete_row(1)
    office.set("overall", 1, 5)
    assert len(office.pull(full=True).changed) == 2
    counted = [2, 5] if sheet else [1, 2, 2]
    pipeline.decide_bench(office.campaign, (), sheet=sheet, who="IG", why="asked")
    assert sorted(office.ledger.frame().overall) == counted
    read_from(office, "forms")
    changes = office.pull(full=True)
    assert (changes.changed, changes.new) == ((), 0)
    assert sorted(office.ledger.frame().overall) == counted
    send(office, 4, key, datetime.now(UTC) + timedelta(minutes=1))
    assert [str(each.kind) for each in office.pull().changed] == ["restored"], "sent again since"
    assert sorted(office.ledger.frame().overall) == ([2, 4, 5] if sheet else [1, 2, 4])


def test_what_nobody_sent_again_and_is_otherwise_asks_for_attention(open_office: Any) -> None:
    """Read first from a sheet that somebody had changed: the form's words count, and the user is told so."""
    office = open_office
    read_from(office, "sheet")
    office.respond_many(2)
    office.set("overall", 2, 5)
    office.pull()
    read_from(office, "forms")
    result = run(office, "pull", "--full")
    assert (result.return_value, check_bench(office.campaign).ok) == (1, True)
    assert "nobody sent 1 response again" in result.output
    assert "bench list" not in result.output


def test_a_citizen_who_corrects_a_response_is_no_case(open_office: Any) -> None:
    """It was one, to be closed within a fortnight: a response was changed after it was sent."""
    office = open_office
    office.respond_many(2)
    when, key = send(office, 2)
    pipeline.watch(office.campaign, office.google, ())
    send(office, 5, key, when + timedelta(minutes=30))
    office.set("overall", 1, 5)
    cases = [alert.title for alert in pipeline.watch(office.campaign, office.google, ()).alerts]
    assert len(cases) == 1, "what somebody changed in the sheet"


def test_the_bench_says_what_counts_now(open_office: Any) -> None:
    """A station that the office gave meanwhile was shown as none."""
    office = open_office
    office.respond_many(2)
    office.respond("nowhere")
    office.pull()
    office.set("station", 3, office.code("BSP-CVL"))
    office.pull()
    (entry,) = pipeline.list_bench(office.campaign)
    pipeline.assign_station(office.campaign, [entry.change.response_id], "KRB-KTW", who="IG", why="asked")
    (entry,) = pipeline.list_bench(office.campaign)
    assert (entry.change.before["station"], entry.change.after["station"]) == ("KRB-KTW", "BSP-CVL")


@pytest.mark.parametrize("deleted", [True, False])
def test_a_correction_counts_though_its_row_was_changed_before_it_was_pulled(open_office: Any, deleted: bool) -> None:
    """What was sent first counted, and no decision could make the citizen's last words count; so where the row was deleted."""
    office = open_office
    when, key = send(office, 2)
    office.respond_many(2)
    office.pull()
    send(office, 1, key, when + timedelta(minutes=30))
    if deleted:
        office.delete_row(1)
    else:
        office.set("overall", 1, 5)
    changes = office.pull()
    assert [str(each.kind) for each in changes.changed] == ["gone" if deleted else "edited", "sent otherwise"]
    assert [note for note in changes.notes if "not in the form's own list" in note] == []
    assert (changes.alarming, sorted(office.ledger.frame().overall)) == (True, [1, 1, 2])
    pipeline.decide_bench(office.campaign, (), sheet=False, who="IG", why="asked")
    assert not office.pull(full=True).changed
    assert sorted(office.ledger.frame().overall) == [1, 1, 2]


def test_of_two_rows_of_one_second_the_one_that_says_the_same_is_the_correction(open_office: Any) -> None:
    office = open_office
    office.respond_many(1)
    when, key = send(office, 2)
    office.pull()
    later = when + timedelta(minutes=30)
    send(office, 5, key, later)
    office.respond(overall=3, when=later + timedelta(milliseconds=1))
    changes = office.pull()
    assert [str(each.kind) for each in changes.changed] == ["edited", "confirmed by the form"]
    assert (changes.new, sorted(office.ledger.frame().overall)) == (1, [1, 3, 5])
    assert not office.pull(full=True).changed


def test_a_copy_that_is_deleted_is_missed_by_nobody(open_office: Any) -> None:
    """The pull said of it that it is still in the form's own list: only the sheet was changed."""
    office = open_office
    office.respond_many(2)
    office.copy_row(1, 3)
    office.pull()
    office.delete_row(3)
    changes = office.pull()
    assert ([str(each.kind) for each in changes.changed], changes.notes, changes.alarming) == (["gone"], (), False)
