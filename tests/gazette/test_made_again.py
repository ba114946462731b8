"""The book is checked: each line against the one before, each release against ledger, rules and stations of its time."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, Role, load_campaign
from anubhav_gforms.campaign.alerts import AlertsConfig
from anubhav_gforms.cases.case import About
from anubhav_gforms.desk.feed import read_feed
from anubhav_gforms.errors import StateError
from anubhav_gforms.gazette.book import FILE, PRINTED, EntryKind, append, read_book
from anubhav_gforms.gazette.words import with_announced_words
from anubhav_gforms.grading import Cube
from anubhav_gforms.grading.archive import save_constants
from anubhav_gforms.language import say
from anubhav_gforms.responses.alerts.alerts import sightings_since
from anubhav_gforms.responses.ledger.ledger import open_ledger
from tests.grading.world import responses
from tests.office import copied, run, write_ledger

from .announced import EARLIER, THEN, WEEK, edit_config, late, report


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
    again = pipeline.verify_report(edited, office.data / "reports" / EARLIER)
    assert (again.moved, again.places) == ((), 28)
    assert change == "gone" or not again.different, "but for the name of a station that has no line any more"
    report(edited, WEEK)
    assert pipeline.verify_gazette(edited).ok
    rules, stations = (read_book(office.data).of(kind) for kind in (EntryKind.RULES, EntryKind.STATIONS))
    assert (len(rules), len(stations)) == ((2, 1) if change in ("rule", "weights") else (1, 2))
    said = run(office.root, "gazette", "list").output
    assert ("stations changed: SKT-" if len(stations) == 2 else "rules changed: i") in said
    assert re.search(r"\d+ rules of config/grading\.toml", said), "the first time none of them is changed"


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


def test_a_district_that_left_the_range_stays_in_what_was_announced(office: Campaign) -> None:
    """Its lines and its name are gone from the office's files; the weeks of its time are of all districts of their time."""
    for path, begin in ((office.root / "stations.csv", "GPM-"), (office.root / "config" / "office.toml", "GPM = ")):
        lines = path.read_text("utf-8-sig").splitlines()
        path.write_text("\n".join(line for line in lines if not line.startswith(begin)) + "\n", "utf-8")
    left = load_campaign(office.root)
    assert "GPM" not in left.district_by_code
    assert pipeline.verify_gazette(left).ok
    again = pipeline.verify_report(left, left.data / "reports" / EARLIER)
    assert (again.moved, again.places) == ((), 28)


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


def topic_of(office: Campaign) -> tuple[str, str]:
    """The question of config/form.toml that asks what a response is about, whole, and its option that says: not about here."""
    text = (office.root / "config" / "form.toml").read_text("utf-8")
    [block] = [part for part in text.split("[[questions]]\n") if part.startswith('key = "topic"')]
    question = office.form.role(Role.TOPIC)
    assert question
    return block, question.means["elsewhere"]


@pytest.fixture(scope="module")
def elsewhere_once(announced_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Week 47 announced too, and many of its responses said that they are not about here."""
    office = copied(announced_once, tmp_path_factory.mktemp("gazette-elsewhere"))
    rows = responses(office, weeks=3, a_week=30, seed=9).assign(topic=topic_of(office)[1])
    write_ledger(office, rows.assign(response_id=[f"elsewhere{n}" for n in range(len(rows))]), pulled_at=THEN)
    report(office, WEEK)
    return office.root


@pytest.fixture
def office_elsewhere(elsewhere_once: Path, tmp_path: Path) -> Campaign:
    return copied(elsewhere_once, tmp_path)


@pytest.mark.parametrize("change", ["reworded", "gone", "gone and back"])
def test_what_is_not_about_here_stays_so_under_a_later_form(office_elsewhere: Campaign, change: str) -> None:
    """Responses that said so would become visits, of weeks that were announced too."""
    office = office_elsewhere
    path = office.root / "config" / "form.toml"
    before = path.read_text("utf-8")
    block, word = topic_of(office)
    counted = pipeline.grade(office, week=WEEK).stations["n"].tolist()
    if change == "reworded":
        path.write_text(before.replace(word, "और कहीं / Another place"), "utf-8")
    else:
        path.write_text(before.replace("[[questions]]\n" + block, ""), "utf-8")
    edited = load_campaign(office.root)
    grades = pipeline.grade(edited, week=WEEK)
    assert grades.stations["n"].tolist() == counted
    pipeline.find_flags(edited, pipeline.count_exactly(edited, week=WEEK))
    assert pipeline.verify_gazette(edited).different == ()
    report(edited, WEEK, again=True)
    assert pipeline.verify_gazette(edited).ok
    if change == "gone and back":
        path.write_text(before, "utf-8")
        again = load_campaign(office.root)
        assert pipeline.verify_gazette(again).ok
        assert pipeline.grade(again, week=WEEK).stations["n"].tolist() == counted


def test_money_in_words_of_an_earlier_form_is_told_as_it_is_in_today_s(office: Campaign) -> None:
    """A response that was sent before the option was reworded and pulled after it: the desk and the alert know what it says."""
    question = office.form.role(Role.MONEY)
    assert question
    path = office.root / "config" / "form.toml"
    was = '["नहीं / No", "हाँ / Yes", '
    path.write_text(path.read_text("utf-8").replace(was, was.replace("हाँ", "माँगे गए")), "utf-8")
    edited = with_announced_words(load_campaign(office.root))
    rows = responses(office, weeks=1, a_week=1, seed=9).head(2).assign(money=[question.yes, "माँगे गए / Yes"])
    before = open_ledger(edited).manifest.rows
    write_ledger(office, rows.assign(response_id=["before", "after"]), pulled_at=THEN)
    ledger = open_ledger(edited)
    seen = sightings_since(ledger, before, 0, campaign=edited, rules=AlertsConfig())
    assert {one.response_id for one in seen if one.about is About.MONEY} == {"before", "after"}
    feed = read_feed(edited, ledger, rows["day"].max().date(), {})
    assert set(feed.loc[feed["money"], "id"]) >= {"before", "after"}


def test_a_book_of_a_later_version_is_told_as_one(office: Campaign) -> None:
    book = read_book(office.data)
    append(office.data, book.next(EntryKind.RULES, {"rules": {"form.wait": {"key": "wait"}}}, "2026-11-30T10:00:00"))
    with pytest.raises(StateError, match='role = "wait", which this anubhav does not know'):
        with_announced_words(office)


@pytest.mark.parametrize("lots", [True, False])
def test_counts_for_other_offices_know_what_options_meant(
    office_elsewhere: Campaign, tmp_path: Path, lots: bool
) -> None:
    """After the question is gone: as the grade counts them, exported and built from an export."""
    office, block = office_elsewhere, topic_of(office_elsewhere)[0]

    def made(campaign: Campaign, name: str) -> list[dict[str, int]]:
        pipeline.export_to_lake(campaign, tmp_path / name, lots=lots)
        files = (
            pipeline.export_cube(campaign, tmp_path / f"{name}.cube"),
            pipeline.build_cube(campaign, tmp_path / name, tmp_path / f"{name}-built.cube"),
        )
        return [count_by_reason(file.cube) for file in files]

    path = office.root / "config" / "form.toml"
    before = made(office, "before")
    path.write_text(path.read_text("utf-8").replace("[[questions]]\n" + block, ""), "utf-8")
    assert made(load_campaign(office.root), "after") == before
    assert all(counted["about something else"] > 0 for counted in before)


@pytest.mark.parametrize("built", [True, False])
def test_counts_of_an_office_that_announced_an_option_go_with_those_of_one_that_never_did(
    office_elsewhere: Campaign, tmp_path: Path, built: bool
) -> None:
    """The question is gone from the config of both: a new office's book does not know of it."""
    office, block = office_elsewhere, topic_of(office_elsewhere)[0]
    path = office.root / "config" / "form.toml"
    path.write_text(path.read_text("utf-8").replace("[[questions]]\n" + block, ""), "utf-8")
    shutil.copytree(office.root, tmp_path / "new")
    (tmp_path / "new" / office.data.relative_to(office.root) / FILE).unlink()
    files = []
    for root, district in ((office.root, "SKT"), (tmp_path / "new", "GPM")):
        campaign, file = load_campaign(root), tmp_path / f"{district}.cube"
        if built:
            pipeline.export_to_lake(campaign, tmp_path / district, lots=True)
            counted = pipeline.build_cube(campaign, tmp_path / district, file).cube
        else:
            counted = pipeline.export_cube(campaign, file, district=district).cube
        files.append(counted)
    assert files[0].shape == files[1].shape
    assert count_by_reason(files[0])["about something else"] > 0


def count_by_reason(cube: Cube) -> dict[str, int]:
    """How many responses count, and how many do not, by reason."""
    return {reason: int(cube["rows"][cube["reason"] == code].sum()) for code, reason in enumerate(cube.reasons)}


def test_a_ledger_pulled_again_after_a_question_was_taken_out_is_graded(office_later: Campaign) -> None:
    """Its answers are nowhere any more, while the kept gazette knows what they meant."""
    office = office_later
    path = office.root / "config" / "form.toml"
    path.write_text(path.read_text("utf-8").replace("[[questions]]\n" + topic_of(office)[0], ""), "utf-8")
    edited = load_campaign(office.root)
    shutil.rmtree(office.data / "ledger")
    write_ledger(edited, responses(edited, weeks=30, a_week=12, seed=4), pulled_at=THEN)
    assert pipeline.grade(edited, week=WEEK).stations["n"].sum() > 0


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
