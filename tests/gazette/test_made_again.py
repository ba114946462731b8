"""The book is checked: each line against the one before, each release against ledger, rules and stations of its time."""

from __future__ import annotations

import shutil

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import StateError
from anubhav_gforms.gazette.book import FILE, PRINTED, EntryKind, read_book
from tests.office import run

from .announced import EARLIER, WEEK, edit_config, late, report


@pytest.mark.parametrize("change", ["rule", "weights", "kind", "closed", "gone", "new"])
def test_what_was_announced_is_made_again_by_the_rules_and_stations_of_its_time(office: Campaign, change: str) -> None:
    """A new chowki, a closed post, another weight: nothing of it touches what was announced before."""
    if change == "rule":
        edited = edit_config(office, "min_reports = 3", "min_reports = 4")
    elif change == "weights":
        edited = edit_config(office, "behaviour = 0.25\nheard = 0.20", "behaviour = 0.15\nheard = 0.30")
        pipeline.freeze_constants(edited, pipeline.grade(office, week=WEEK).constants.name)
    else:
        edited = edit_stations(office, change)
    assert pipeline.verify_gazette(edited).different == ()
    report(edited, WEEK)
    assert pipeline.verify_gazette(edited).ok
    rules, stations = (read_book(office.data).of(kind) for kind in (EntryKind.RULES, EntryKind.STATIONS))
    assert (len(rules), len(stations)) == ((2, 1) if change in ("rule", "weights") else (1, 2))
    said = run(office.root, "gazette", "list").output
    assert ("stations changed: SKT-" if len(stations) == 2 else "rules changed: i") in said


def edit_stations(campaign: Campaign, change: str) -> Campaign:
    """stations.csv with one line changed, gone or more."""
    path = campaign.root / "stations.csv"
    head, *lines = path.read_text("utf-8-sig").splitlines()
    columns = head.split(",")
    place = next(number for number, line in enumerate(lines) if line.startswith("SKT-BRD,"))
    cells = dict(zip(columns, lines[place].split(","), strict=True))
    if change == "new":
        lines.append(",".join({**cells, "code": "SKT-NEW", "name_en": "New", "name_hi": "नया"}.values()))
    elif change == "gone":
        del lines[place]
    else:
        cells |= {"kind": "chowki"} if change == "kind" else {"status": "closed"}
        lines[place] = ",".join(cells.values())
    path.write_text("\n".join([head, *lines]) + "\n", "utf-8-sig")
    return load_campaign(campaign.root)


def test_verify_finds_every_changed_byte(office: Campaign) -> None:
    assert pipeline.verify_gazette(office).ok, "made again from the ledger of its time it says the same"
    path = office.data / FILE
    whole = path.read_bytes()
    for place in [*range(0, 400, 7), *range(400, len(whole), max(1, len(whole) // 150)), len(whole) - 2]:
        changed = bytearray(whole)
        changed[place] ^= 1
        path.write_bytes(changed)
        assert not pipeline.verify_gazette(office, remake=False).ok, place
    path.write_bytes(whole)
    path.write_bytes(whole.replace(b'"integrity.min_reports":3', b'"integrity.min_reports":4'))
    with pytest.raises(StateError, match="line 2"):
        pipeline.grade(office, week=WEEK)


def test_a_cut_book_and_one_made_again_are_found_by_what_was_printed(office: Campaign) -> None:
    path = office.data / FILE
    whole, head = path.read_bytes(), read_book(office.data).head[:PRINTED]
    assert run(office.root, "gazette", "verify", "--quick", head).return_value == 0
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    done = run(office.root, "gazette", "verify", "--quick")
    assert done.return_value == 1
    assert "was cut or made again" in done.output
    shutil.rmtree(office.data / "reports")
    path.unlink()
    late(office)
    report(office, EARLIER)
    assert pipeline.verify_gazette(office, remake=False).ok, "a book made again is whole in itself"
    assert not pipeline.verify_gazette(office, heads=(head,), remake=False).ok, "the printed page tells"


def test_a_report_of_a_time_before_later_releases_verifies(office: Campaign) -> None:
    report(office, WEEK)
    for week in (EARLIER, WEEK):
        done = run(office.root, "report", "--verify", str(office.data / "reports" / week))
        assert done.return_value == 0, done.output
