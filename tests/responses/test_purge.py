"""What was promised to be removed is removed from every byte, and no grade changes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from anubhav_gforms import cli, pipeline
from anubhav_gforms.custody.forgotten import forget_again
from anubhav_gforms.reports.manifest import Manifest, manifest_bytes
from anubhav_gforms.responses.ledger.forgetting import tombstones
from anubhav_gforms.responses.ledger.ledger import Ledger
from anubhav_gforms.responses.ledger.verify import verify
from tests.office import run


def _pages_of_weeks(office: Any, days: dict[str, str], page: str = "ig/messages.html") -> list[Path]:
    """A page of a report in a folder for each day's week, with the manifest that tells the week."""
    pages = []
    for name, day in days.items():
        path = office.campaign.data / "reports" / name / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page)
        year, week, _ = date.fromisoformat(day).isocalendar()
        manifest = Manifest("x", f"{year}-W{week:02d}", "", "", "", {}, {})
        (office.campaign.data / "reports" / name / "manifest.json").write_bytes(manifest_bytes(manifest))
        pages.append(path)
    return pages


def test_names_and_numbers_go_and_nothing_that_is_graded_changes(station_office: Any) -> None:
    office = station_office
    old, new = datetime(2024, 1, 5, 6, tzinfo=UTC), datetime.now(UTC) - timedelta(days=2)
    office.respond(when=old, name="Citizen OLD", mobile="9876500001", message="पुरानी बात")
    office.respond("Citizen TYPED at the gate", when=old)
    office.respond(when=new, name="Citizen NEW", mobile="9876500002")
    office.pull()
    office.set("name", 1, "Citizen EDITED")
    office.pull()
    before = office.ledger.frame().drop(columns="raw_code")
    preview = pipeline.purge(office.campaign, months=12, apply=False)
    assert (preview.filled, preview.typed_codes) == ({"name": 2, "mobile": 2}, 1)
    assert office.ledger.frame(["name"]).name.tolist() != ["", "", "Citizen NEW"]
    pipeline.purge(office.campaign, months=12)
    frame = office.ledger.frame(["name", "mobile", "message", "raw_code"])
    assert sorted(frame.name) == ["", "", "Citizen NEW"]
    assert sorted(frame.mobile) == ["", "", "9876500002"]
    assert "पुरानी बात" in frame.message.tolist()
    assert "Citizen TYPED at the gate" not in frame.raw_code.tolist()
    assert office.ledger.frame().drop(columns="raw_code").equals(before)
    everything = office.ledger.versions([*office.ledger.personal_schema().names[2:], "raw_code"]).to_pylist()
    assert not any("OLD" in str(row) or "EDITED" in str(row) or "TYPED" in str(row) for row in everything)
    assert not verify(office.ledger).faults
    named = {file.name for file in office.ledger.manifest.files}
    assert {path.name for path in office.ledger.folder.glob("*.parquet")} == named
    assert pipeline.purge(office.campaign, months=12, apply=False).empty


def test_what_was_answered_to_questions_that_are_not_asked_any_more_goes_too(
    station_office: Any, tmp_path: Path
) -> None:
    office = station_office
    office.sheet_alone()
    form = office.campaign.form
    for minute in range(6):
        sent = datetime(2024, 1, 5, 6, minute, tzinfo=UTC)
        office.respond(when=sent, name="Citizen OLD", facilities=2, receipt=form.question("receipt").options[0])
    office.pull()
    office.set("receipt", 1, "ask Citizen OLD")
    office.pull(full=True)
    fewer = tuple(each for each in form.questions if each.key not in ("name", "receipt", "facilities"))
    office.campaign = replace(office.campaign, form=form.model_copy(update={"questions": fewer}))
    backed_up = shutil.copytree(office.campaign.data, tmp_path / "copy" / "data")
    shutil.copytree(office.campaign.root / "keys", tmp_path / "copy" / "keys")
    purged = pipeline.purge(office.campaign, months=12)
    assert purged.filled["name"] == 7, "of the edited one both versions"
    assert form.question("name").title in str(pipeline.cleaning_steps(office.campaign, purged))
    everything = office.ledger.versions(["name", "receipt", "facilities"]).to_pylist()
    assert "OLD" not in str(everything)
    assert (everything[1]["receipt"], everything[1]["facilities"]) == (form.question("receipt").options[0], 2)
    assert not verify(office.ledger).faults
    assert not office.pull(full=True).new
    stones = tombstones(office.ledger.folder, office.ledger.manifest)
    assert forget_again(backed_up, stones, office.campaign.form) == len(stones) > 0
    assert "OLD" not in str(Ledger(backed_up / "ledger").versions(["name", "receipt"]).to_pylist())


def test_after_a_purge_neither_the_full_nor_the_emptied_sheet_raises_an_alarm(station_office: Any) -> None:
    office = station_office
    old = datetime(2024, 1, 5, 6, tzinfo=UTC)
    for minute in range(4):
        office.respond(when=old + timedelta(minutes=minute), name=f"Citizen {minute}", mobile="9876500001")
    office.pull()
    pipeline.purge(office.campaign, months=12)
    assert not office.pull().changed
    assert not office.pull(full=True).changed
    for row in range(1, 5):
        office.set("name", row, "")
        office.set("mobile", row, "")
    assert not office.pull().changed
    assert not office.pull(full=True).changed
    assert office.ledger.frame(["name"]).name.tolist() == [""] * 4
    office.set("overall", 2, 1)
    assert [change.what for change in office.pull().changed] == [("overall",)]


def test_the_steps_for_a_person_name_the_columns_and_the_day(station_office: Any) -> None:
    office = station_office
    office.respond(when=datetime(2024, 1, 5, tzinfo=UTC), name="Citizen 1")
    office.pull()
    plan = pipeline.purge(office.campaign, months=12, apply=False)
    steps = "\n".join(pipeline.cleaning_steps(office.campaign, plan))
    assert office.campaign.form.question("mobile").title in steps
    assert f"{plan.before:%d/%m/%Y}" in steps
    assert f"#gid={office.tab_id}" in steps


def test_where_nothing_is_old_every_personal_question_is_still_named(station_office: Any) -> None:
    office = station_office
    assert pipeline.purge(office.campaign, months=12, apply=False).filled == {"name": 0, "mobile": 0}
    office.respond_many(1, name="Citizen 1")
    office.pull()
    plan = pipeline.purge(office.campaign, months=12)
    assert (plan.filled, plan.empty) == ({"name": 0, "mobile": 0}, True)


def test_pages_of_messages_that_reach_back_too_far_go_too(station_office: Any) -> None:
    """A page covers four weeks; which week it is says the manifest beside it, else the day of the file."""
    office = station_office
    reports = office.campaign.data / "reports"
    today = datetime.now(UTC).date()
    limit = today.replace(year=today.year - 1) if (today.month, today.day) != (2, 29) else today - timedelta(days=366)
    weeks = {
        "old": limit - timedelta(days=30),
        "reaches": limit + timedelta(days=10),
        "new": limit + timedelta(days=40),
    }
    for page in ("ig/messages.html", "districts/BSP-messages.html", "districts/BSP.pdf"):
        _pages_of_weeks(office, {name: day.isoformat() for name, day in weeks.items()}, page)
    (reports / "new" / "manifest.json").unlink()
    plan = pipeline.purge(office.campaign, months=12, apply=False)
    assert [path.relative_to(reports).parts[0] for path in plan.pages] == ["old", "old", "reaches", "reaches"]
    pipeline.purge(office.campaign, months=12)
    left = {path.relative_to(reports).as_posix() for path in reports.rglob("*.*") if path.name != "manifest.json"}
    assert left == {"new/ig/messages.html", "new/districts/BSP-messages.html"} | {
        f"{name}/districts/BSP.pdf" for name in weeks
    }
    assert pipeline.purge(office.campaign, months=12).empty


def test_messages_go_when_the_office_says_so(station_office: Any) -> None:
    office = station_office
    path = office.campaign.root / "config" / "office.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("retention_messages = false", "retention_messages = true"), "utf-8")
    office.respond(when=datetime(2024, 1, 5, 6, tzinfo=UTC), name="Citizen 1", message="पुरानी बात")
    office.pull()

    def purge(*arguments: str) -> str:
        done = CliRunner().invoke(cli.anubhav, ["-C", str(office.campaign.root), "purge", *arguments])
        assert done.exit_code == 0, done.output
        return done.output

    title = office.campaign.form.question("name").title
    assert title not in purge("--months", "600"), "no response is so old, so Google holds none either"
    assert "There is nothing" not in purge("--dry-run")
    assert "(older than 1 month):" in purge("--months", "1", "--dry-run")
    assert "\n       1  Your name (optional)\n       0  Mobile number (optional)\n" in purge("--dry-run"), (
        "one below the other"
    )
    hindi = run(office.campaign.root, "--language", "hi", "purge", "--dry-run").output
    assert "\n       1  आपका नाम (ज़रूरी नहीं)\n" in hindi
    assert "\n       0  मोबाइल नंबर (ज़रूरी नहीं)\n" in hindi
    assert "mobile " not in hindi
    assert office.ledger.frame(["message"]).message.tolist() == ["पुरानी बात"]
    said = purge("--yes")
    assert "Removed from data/" in said
    assert "Open " in said, "what only a person can clean is shown"
    assert office.ledger.frame(["message"]).message.tolist() == [""]
    said = purge("--yes")
    assert "There is nothing to remove here." in said
    assert title in said, "Google may still hold them"
    path.write_text(text.replace("retention_months = 12", "retention_months = 0"), "utf-8")
    done = CliRunner().invoke(cli.anubhav, ["-C", str(office.campaign.root), "purge"])
    assert "no time was promised" in str(done.exception)


def test_one_citizen_who_asks_is_forgotten_at_once_and_nobody_else(station_office: Any) -> None:
    """Their row is found by the time that the sheet shows; an earlier version of the response forgets them too."""
    office = station_office
    his = datetime(2026, 3, 2, 8, 35, 33, 250_000, tzinfo=UTC)  # 14:05:33 in India
    for seconds, name in ((-1, "Citizen BEFORE"), (0, "Citizen ASKS"), (1, "Citizen AFTER")):
        office.respond(when=his + timedelta(seconds=seconds), name=name, mobile="9876500001", message=f"{name} wrote")
    office.pull()
    office.set("name", 2, "Citizen ASKED")
    office.pull()
    pages = _pages_of_weeks(office, {"before": "2026-02-28", "then": "2026-03-05", "later": "2026-04-05"})
    ratings = office.ledger.frame()
    sent = datetime(2026, 3, 2, 14, 5, 33)  # noqa: DTZ001 - as a clerk types it
    plan = pipeline.purge(office.campaign, sent=sent, apply=False)
    assert (plan.responses, plan.filled) == (1, {"name": 2, "mobile": 2, "message": 2})
    assert [path.parts[-3] for path in plan.pages] == ["then"]
    assert "in the row of 02/03/2026 14:05:33" in "\n".join(pipeline.cleaning_steps(office.campaign, plan))
    pipeline.purge(office.campaign, sent=sent)
    assert sorted(office.ledger.frame(["name"]).name) == ["", "Citizen AFTER", "Citizen BEFORE"]
    assert office.ledger.frame().equals(ratings)
    assert not any("ASK" in str(row) for row in office.ledger.versions(["name", "message"]).to_pylist())
    assert [page.exists() for page in pages] == [True, False, True]
    assert not verify(office.ledger).faults
    for key in ("name", "mobile", "message"):
        office.set(key, 2, "")
    assert not office.pull(full=True).alarming
    assert not office.ledger.lives.bench


def test_a_response_that_nobody_sent_is_not_purged(station_office: Any) -> None:
    office = station_office
    office.respond_many(1, name="Citizen 1")
    office.pull()
    done = CliRunner().invoke(cli.anubhav, ["-C", str(office.campaign.root), "purge", "--sent", "02/03/2020 14:05:33"])
    assert "No response was sent at 2020-03-02 14:05:33 (Asia/Kolkata)." in str(done.exception)
    both = ["-C", str(office.campaign.root), "purge", "--sent", "02/03/2020 14:05:33", "--months", "3"]
    assert "Leave out what it does not use" in CliRunner().invoke(cli.anubhav, both).exception.cure  # type: ignore[union-attr]


def test_a_time_before_all_calendars_is_refused(station_office: Any) -> None:
    done = CliRunner().invoke(cli.anubhav, ["-C", str(station_office.campaign.root), "purge", "--months", "999999"])
    assert done.exit_code != 4
    assert "999999 is not in the range" in str(done.exception) + done.output


def test_a_response_that_held_nothing_personal_is_not_certified_and_that_is_said(
    station_office: Any, tmp_path: Path
) -> None:
    office, file = station_office, tmp_path / "removed.pdf"
    office.respond(when=datetime(2026, 3, 2, 8, 35, 33, tzinfo=UTC))
    office.pull()
    typed = ["purge", "--sent", "02/03/2026 14:05:33", "--yes", "--certificate", str(file)]
    done = CliRunner().invoke(cli.anubhav, ["-C", str(office.campaign.root), *typed])
    assert "There is nothing to remove here." in done.output
    assert "There is nothing to certify." in str(done.exception)
    assert "Run: anubhav purge" not in str(done.exception)
    assert not file.exists()
