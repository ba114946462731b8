"""What an option meant when it was announced, it means under every later form: in grades, at the desk, in alerts, in counts for others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, Role, load_campaign
from anubhav_gforms.campaign.alerts import AlertsConfig
from anubhav_gforms.cases.case import About
from anubhav_gforms.desk.feed import read_feed
from anubhav_gforms.errors import StateError
from anubhav_gforms.gazette.book import FILE, EntryKind, append, read_book
from anubhav_gforms.gazette.known import with_announced_rules
from anubhav_gforms.grading import Cube
from anubhav_gforms.responses.alerts.alerts import sightings_since
from anubhav_gforms.responses.ledger.ledger import open_ledger
from tests.grading.world import responses
from tests.office import copied, write_ledger

from .announced import THEN, WEEK, report


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
    edited = with_announced_rules(load_campaign(office.root))
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
        with_announced_rules(office)


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
