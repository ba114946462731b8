"""The book is checked: each line against the one before, each release against ledger, rules and stations of its time."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.chain import PRINTED
from anubhav_gforms.cli.verified import say_verified
from anubhav_gforms.errors import StateError
from anubhav_gforms.gazette.book import FILE, EntryKind, append, read_book
from anubhav_gforms.gazette.known import relisted
from anubhav_gforms.grading.archive import save_constants
from anubhav_gforms.language import say
from tests.grading.world import responses
from tests.office import run, write_ledger

from .announced import EARLIER, THEN, WEEK, edit_config, late, report

RELISTED = {
    "kind": "(SKT-BRD): Outpost (chowki), before: Police station",
    "closed": "(SKT-BRD): closed",
    "gone": "SKT-BRD: not in the list any more",
    "new": "(SKT-NEW): new",
}
"""What a page says of the line that was changed."""


@pytest.mark.parametrize("change", ["rule", "weights", "kind", "closed", "gone", "new"])
def test_what_was_announced_is_made_again_by_the_rules_and_stations_of_its_time(
    office: Campaign, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new chowki, a closed post, another weight: nothing of it touches what was announced before."""
    if change == "rule":
        edited = edit_config(office, "min_reports = 3", "min_reports = 4")
    elif change == "weights":
        edited = edit_config(office, "behaviour = 0.25\nheard = 0.20", "behaviour = 0.15\nheard = 0.30")
        pipeline.freeze_constants(edited, pipeline.grade(office, week=WEEK).constants.name)
    else:
        edited = edit_stations(office, change)
    assert pipeline.verify_gazette(edited).different == ()
    done = run(office.root, "report", "--json", "--verify", str(office.data / "reports" / EARLIER))
    assert done.return_value == 0, done.output
    again = pipeline.Verification(**json.loads(done.output))
    assert (again.moved, again.places, again.different) == ([], 28, [])
    say_verified(again)
    assert ("stations.csv is another one today" in capsys.readouterr().out) == (change not in ("rule", "weights"))
    made = report(edited, WEEK)
    for page in (made.page, made.folder / "shared" / "report.html"):
        told = re.findall(
            r"The list of stations is another one than at the report before\. ([^<]*)\.<", page.read_text("utf-8")
        )
        assert [each for each in told if RELISTED.get(change, "?") in each] == told
        assert len(told) == (change in RELISTED), "who closes a station, or compares it with others, is seen"
    assert change != "kind" or not pipeline.verify_report(edited, made.folder).different
    assert pipeline.verify_gazette(edited).ok
    rules, stations = (read_book(office.data).of(kind) for kind in (EntryKind.RULES, EntryKind.STATIONS))
    assert (len(rules), len(stations)) == ((2, 1) if change in ("rule", "weights") else (1, 2))
    said = run(office.root, "gazette", "list").output
    assert ("stations changed: SKT-" if len(stations) == 2 else "rules changed: i") in said
    assert re.search(r"\d+ rules of config/grading\.toml", said), "the first time none of them is changed"


def test_pages_of_messages_that_cannot_come_out_after_a_purge_are_explained(office: Campaign) -> None:
    """Nothing that the report was made from is another thing: what differs is what somebody had the right to have removed."""
    one = responses(office, weeks=1, a_week=1, seed=9).head(1)
    write_ledger(office, one.assign(response_id="told", message="The staff listened well"), pulled_at=THEN)
    grades = pipeline.grade(office, week=WEEK)
    folder = pipeline.write_report(office, grades, audiences=["ig"], language="en").folder
    verify = ("report", "--verify", str(folder))
    assert "purge" not in run(office.root, *verify).output
    run(office.root, "purge", "--sent", f"{one['submitted_at'].iloc[0]:%d/%m/%Y %H:%M:%S}", "--yes")
    said = run(office.root, *verify)
    assert said.return_value == 1
    assert "  different: ig/messages.html\n" in said.output
    assert "Since then a purge removed names, numbers or messages" in " ".join(said.output.split())


def test_many_changed_rules_and_stations_are_told_as_changes(office: Campaign) -> None:
    """And not in the words of the first entries, which hold all of them and change none."""
    for kind in (EntryKind.RULES, EntryKind.STATIONS):
        book = read_book(office.data)
        six = dict(list(book.of(kind)[0].body[kind].items())[:6])
        append(office.data, book.next(kind, {str(kind): six}, str(THEN)))
    said = run(office.root, "gazette", "list").output
    assert len(re.findall(r"  \d+ (?:rules of config/grading\.toml|stations of stations\.csv)\n", said)) == 2
    assert "  6 rules changed\n" in said
    assert "  6 stations changed\n" in said
    head = read_book(office.data).entries[-1].hash[:12]
    assert "  6 stations changed\n" in run(office.root, "gazette", "show", head).output


def test_a_line_that_was_changed_and_put_back_is_not_told_as_another_one(office: Campaign) -> None:
    """As after a report that was cut off before its release."""
    known = read_book(office.data).of(EntryKind.STATIONS)[0].body["stations"]["SKT-BRD"]
    for line in (known | {"kind": "chowki"}, known):
        book = read_book(office.data)
        append(office.data, book.next(EntryKind.STATIONS, {"stations": {"SKT-BRD": line}}, str(THEN)))
        assert set(relisted(read_book(office.data))) == ({"SKT-BRD"} if line != known else set())


def test_a_district_that_left_the_range_stays_in_what_was_announced(office: Campaign) -> None:
    """Its lines and its name are gone from the office's files; the weeks of its time are of all districts of their time."""
    for path, begin in ((office.root / "stations.csv", "GPM-"), (office.root / "config" / "office.toml", "GPM = ")):
        lines = path.read_text("utf-8-sig").splitlines()
        path.write_text("\n".join(line for line in lines if not line.startswith(begin)) + "\n", "utf-8")
    left = load_campaign(office.root)
    assert "GPM" not in left.district_by_code
    assert pipeline.verify_gazette(left).ok
    again = pipeline.verify_report(left, left.data / "reports" / EARLIER)
    assert (again.moved, again.places, again.different) == ((), 28, ())
    assert again.listed_then
    assert again.named_then


def test_a_district_that_came_later_is_not_missing_in_what_was_announced(office: Campaign) -> None:
    """A district is split: the new one stands in office.toml, and no week of before can tell of it."""
    path = office.root / "config" / "office.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\nSKT = ", '\nKTG = { name_en = "New", name_hi = "नया" }\nSKT = '), "utf-8")
    split = load_campaign(office.root)
    assert "KTG" in split.district_by_code
    assert pipeline.verify_gazette(split).different == ()
    assert pipeline.verify_report(split, split.data / "reports" / EARLIER).different == ()


def test_a_changed_name_is_not_a_changed_figure(office: Campaign) -> None:
    """A report of before a district or the office got another name is made again with the names of then: verify ended with 1."""
    path = office.root / "config" / "office.toml"
    text = (
        path.read_text("utf-8")
        .replace("Gaurela", "Another")
        .replace("Office of the Inspector", "Bureau of the Inspector")
    )
    path.write_text(text, "utf-8")
    said = run(office.root, "report", "--verify", str(office.data / "reports" / EARLIER))
    assert said.exit_code == said.return_value == 0
    assert "12 of 12 files" in said.output
    assert "other names today; the report was made again with those of then" in " ".join(said.output.split())
    names = [each.name_en for each in load_campaign(office.root).districts]
    assert [name for name in names if "Another" in name], "the name is another one today"


def test_a_report_that_is_made_a_second_time_under_a_rule_that_changes_no_figure_is_made_again(
    office: Campaign,
) -> None:
    """Its pages name the rule of the day; the release is of before."""
    edited = edit_config(office, "min_responses = 10\n", "min_responses = 9\n")
    made = report(edited, EARLIER)
    assert len(read_book(office.data).editions(EARLIER)) == 1
    assert pipeline.verify_report(edited, made.folder).different == ()


def test_what_was_announced_with_another_interval_is_made_again_with_it(office: Campaign) -> None:
    """config/grading.toml could say 95 % once; such rules are still read, or none of those of that time would hold."""
    for folder in ("reports", "constants"):
        shutil.rmtree(office.data / folder)
    (office.data / FILE).unlink()
    edited = edit_config(office, "hysteresis = 0.80", "hysteresis = 0.90")
    rules = edited.grade_rules.model_copy(update={"interval": 0.95, "method": 1})
    report(replace(edited, grading=edited.grading.model_copy(update={"grading": rules})), EARLIER)
    today = edit_config(office, "hysteresis = 0.90", "hysteresis = 0.80")
    assert pipeline.verify_gazette(today).different == ()
    again = pipeline.verify_report(today, office.data / "reports" / EARLIER)
    assert (again.moved, again.different) == ((), ())


def test_a_report_on_a_question_that_is_asked_no_more_is_made_again(office: Campaign) -> None:
    """Its title is in no file any more; every figure is."""
    path = office.root / "config" / "form.toml"
    head, *blocks = path.read_text("utf-8").split("[[questions]]\n")
    kept = [block for block in blocks if not block.startswith('key = "facilities"')]
    assert len(kept) < len(blocks)
    path.write_text("[[questions]]\n".join((head, *kept)), "utf-8")
    grading = office.root / "config" / "grading.toml"
    weights = grading.read_text("utf-8").replace("facilities = 0.15\n", "")
    grading.write_text(weights.replace("behaviour = 0.25", "behaviour = 0.40"), "utf-8")
    edited = load_campaign(office.root)
    assert pipeline.verify_gazette(edited).different == ()
    again = pipeline.verify_report(edited, office.data / "reports" / EARLIER)
    assert (again.moved, again.places) == ((), 28)
    assert {"office.csv", "office.json", "shared/grades.csv", "shared/grades.json"} <= set(again.same)


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
    typo = run(office.root, "gazette", "verify", "--quick", head[:9]).exception
    assert "is not the head of an entry" in str(typo), "a slip is no book that was cut"
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    done = run(office.root, "gazette", "verify", "--quick")
    assert done.return_value == 1
    assert "was cut or made again" in done.output
    shutil.rmtree(office.data / "reports")
    path.unlink()
    late(office)
    report(office, EARLIER)
    assert pipeline.verify_gazette(office, remake=False).ok, "a book made again is whole in itself"
    [told] = pipeline.verify_gazette(office, heads=(head,), remake=False).unknown_heads
    assert (told, say(told, "hi")) == (f"{head} (paper)", f"{head} (काग़ज़)"), "the printed page tells"


def test_a_report_of_a_time_before_later_releases_verifies(office_later: Campaign) -> None:
    office = office_later
    for week in (EARLIER, WEEK):
        done = run(office.root, "report", "--verify", str(office.data / "reports" / week))
        assert done.return_value == 0, done.output


def test_a_report_asked_for_again_that_announces_nothing_verifies(office_later: Campaign) -> None:
    """What an earlier week says otherwise since is not in it: it is the report of the edition that stands."""
    office, book = office_later, read_book(office_later.data)
    body = json.loads(json.dumps(book.editions(EARLIER)[0].body))
    told = next(row for row in body["figures"]["station"].values() if "score" in row)
    told["score"] = round(told["score"] + 0.4, 1)
    append(office.data, book.next(EntryKind.RELEASE, {**body, "edition": 2}, "2026-11-24T10:00:00+05:30"))
    grades = pipeline.grade(office, week=WEEK, latest=True)
    made = pipeline.write_report(office, grades, language="en", again=True)
    assert [entry.body["edition"] for entry in read_book(office.data).editions(WEEK)] == [1]
    assert pipeline.verify_report(office, made.folder).different == ()


def test_a_report_that_is_made_a_second_time_from_a_later_ledger_is_made_again(office: Campaign) -> None:
    """What came since by a channel that no grade counts stands in the office's files alone, and nothing is announced: verify took the
    ledger of the release."""
    came = responses(office, weeks=2, a_week=2, seed=8, until=date(2026, 11, 15))
    came = came.assign(channel="typed", response_id=[f"typed{number}" for number in range(len(came))])
    write_ledger(office, came, pulled_at=THEN)
    made = report(office, EARLIER)
    assert len(read_book(office.data).editions(EARLIER)) == 1
    assert made.manifest.inputs["ledger"] != read_book(office.data).editions(EARLIER)[0].body["ledger"]
    assert pipeline.verify_report(office, made.folder).different == ()


def test_constants_of_an_earlier_quarter_frozen_again_change_no_release(office: Campaign) -> None:
    """Alarms are measured from the quarter before: its constants are named by the release too."""
    earlier, own = pipeline.grade(office, week=EARLIER).working.timeline.constants
    assert earlier
    assert earlier.second
    assert own
    [release] = read_book(office.data).editions(EARLIER)
    assert release.body["constants"] == {each.name: each.sha256 for each in (earlier, own)}
    nobody_bad = replace(earlier.second, bad=dict.fromkeys(earlier.second.bad, (0.0, 1.0)), bad_rate=0.0)
    save_constants(office.data / "constants", replace(earlier, second=nobody_bad).sealed())
    signs = pipeline.count_exactly(office, week=EARLIER).stations["alarm_week"]
    assert (signs != "").any(), "they would say otherwise of this week"
    assert pipeline.verify_gazette(office).different == ()
