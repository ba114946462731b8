"""What was forgotten stays forgotten, however it comes again; and what is typed where a code belongs is personal too."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from anubhav_gforms import cli, pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.responses.ledger.decisions import assign, decide
from anubhav_gforms.responses.ledger.verify import verify

SENT = datetime(2026, 3, 2, 8, 35, 33, tzinfo=UTC)  # 14:05:33 in India
AT_SHEET = datetime(2026, 3, 2, 14, 5, 33)  # noqa: DTZ001 - as a clerk types it
CANARY = "CANARY"
WHO = {"name": "Citizen CANARY", "mobile": "9876500001", "message": "CANARY wrote this"}
WORDS = "CANARY DHRUV 9876501234 KOTWALI"


def remembered(office: Any) -> list[str]:
    """Where the canary stands in any version, event, file name or history line of the ledger."""
    ledger = office.ledger
    columns = [*ledger.personal_schema().names[2:], "raw_code"]
    found = [str(row) for row in ledger.versions(columns).to_pylist() if CANARY in str(row)]
    found += [str(event) for event in ledger.history if CANARY in str(event)]
    return found + [path.name for path in ledger.folder.iterdir() if CANARY.encode() in path.read_bytes()]


def run(office: Any, *arguments: str) -> Any:
    done = CliRunner().invoke(cli.anubhav, ["-C", str(office.campaign.root), *arguments])
    assert done.exit_code in (0, 1), (done.output, done.exception)
    return done


@pytest.fixture
def forgotten(station_office: Any) -> Any:
    """One citizen among others asked to be forgotten; the sheet was not emptied yet."""
    office = station_office
    office.respond_many(3, name="Citizen OTHER")
    office.respond(when=SENT, **WHO)
    office.respond_many(2, name="Citizen OTHER")
    office.pull()
    pipeline.purge(office.campaign, sent=AT_SHEET)
    assert not remembered(office)
    return office


def test_an_edit_of_the_row_does_not_bring_the_name_back(forgotten: Any) -> None:
    forgotten.set("overall", 4, 2)
    [change] = forgotten.pull(full=True).changed
    assert change.what == ("overall",)
    assert not remembered(forgotten)
    assert sorted(forgotten.ledger.frame(["name"]).name) == ["", *["Citizen OTHER"] * 5]
    assert not verify(forgotten.ledger).faults
    for key in ("name", "mobile", "message"):
        forgotten.set(key, 4, "")
    assert not forgotten.pull(full=True).changed, "emptied afterwards, as the steps say"
    assert not forgotten.pull().changed


def test_nor_does_an_edit_of_its_time(forgotten: Any) -> None:
    """A row whose time was corrected is still the response of the one who asked."""
    serial = forgotten.google.sheets.values(forgotten.spreadsheet_id, [f"{forgotten.title()}!A5"])[0][0][0]
    forgotten.write(f"{forgotten.title()}!A5", serial + 0.0001)
    forgotten.set("overall", 4, 2)
    forgotten.pull(full=True)
    assert not remembered(forgotten)
    forgotten.set("overall", 4, 3)
    forgotten.pull(full=True)
    assert not remembered(forgotten)
    assert forgotten.ledger.manifest.sheet.tail.count(None) == 0
    assert {each[2] for each in forgotten.ledger.manifest.sheet.tail} == {None}
    assert forgotten.ledger.digests.purged[forgotten.ledger.lives.rows_of(forgotten.ledger.order())].sum() == 1


def test_nor_does_the_form_itself(forgotten: Any) -> None:
    forgotten.set("overall", 4, 2)
    forgotten.pull(full=True)
    path = forgotten.campaign.root / "config" / "office.toml"
    text = path.read_text("utf-8")
    for source in ("both", "forms"):
        path.write_text(text.replace('source = "both"', f'source = "{source}"'), "utf-8")
        assert f'source = "{source}"' in path.read_text("utf-8")
        campaign = load_campaign(forgotten.campaign.root)
        pipeline.pull(campaign, forgotten.google, full=True)
        pipeline.pull(campaign, forgotten.google)
        assert not remembered(forgotten), source


def test_nor_a_row_that_was_deleted_and_came_back_or_was_copied(forgotten: Any) -> None:
    title = forgotten.title()
    cells = forgotten.google.sheets.values(forgotten.spreadsheet_id, [f"{title}!A5:Z5"])[0]
    forgotten.delete_row(4)
    forgotten.pull(full=True)
    for column, cell in enumerate(cells):
        if cell and cell[0] != "":
            forgotten.write(f"{title}!{chr(65 + column)}9", cell[0])
    forgotten.pull(full=True)
    assert not remembered(forgotten)


def test_nor_an_import_of_paper_of_that_time(station_office: Any, tmp_path: Path) -> None:
    office = station_office
    office.respond(when=datetime.now(UTC) - timedelta(days=70), **WHO)
    office.pull()
    pipeline.purge(office.campaign, months=1)
    titles = {key: office.campaign.form.question(key).title for key in ("station", "purpose", "overall", "name")}
    rows = f'"{titles["station"]}","{titles["purpose"]}","{titles["overall"]}","{titles["name"]}"'
    purpose = office.campaign.form.question("purpose").options[0]
    paper = tmp_path / "paper.csv"
    day = f"{datetime.now(UTC) - timedelta(days=71):%Y-%m-%d}"
    paper.write_text(f'Timestamp,{rows}\n{day} 10:00,BSP-KTW,"{purpose}",4,Citizen CANARY\n', "utf-8")
    assert pipeline.import_responses(office.campaign, paper, Channel.PAPER).new == 1
    assert not [each for each in remembered(office) if "Citizen CANARY" in each]
    assert pipeline.import_responses(office.campaign, paper, Channel.PAPER).new == 0


def test_words_typed_where_a_code_belongs_are_shown_nowhere(station_office: Any, tmp_path: Path) -> None:
    office = station_office
    office.respond(WORDS, **{**WHO, "message": "one"})
    office.respond(**WHO)
    office.respond(f"{WORDS} 2", overall=3)
    office.pull()
    [first, _] = [each for each in office.ledger.frame().to_dict("records") if each["code_status"] == "quarantined"]
    assign(office.ledger.folder, [first["response_id"]], "BSP-KTW", who="clerk", why="CANARY wrote the market's name")
    office.set("station", 3, f"{WORDS} 3")
    office.set("message", 3, "CANARY again")
    office.set("station", 2, f"{WORDS} 4")
    said = run(office, "pull", "--full").output
    assert "edited" in said
    assert CANARY not in said
    office.set("station", 3, office.code())
    office.delete_row(1)
    said = run(office, "pull", "--full", "--json").output
    assert json.loads(said)["changed"]
    assert CANARY not in said
    listed = run(office, "ledger", "events").output
    assert CANARY not in listed.replace("CANARY wrote the market's name", "")
    assert CANARY not in repr([event.change for event in pipeline.ledger_events(office.campaign)])
    for name in ("answers.csv", "answers.parquet"):
        for more in ([], ["--with-changes"]):
            run(office, "ledger", "export", str(tmp_path / name), *more)
            content = (tmp_path / name).read_bytes()
            assert CANARY.encode() not in content, (name, more)
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.tmp"))


def test_they_go_with_a_purge_also_after_an_assignment_and_with_its_reason(station_office: Any) -> None:
    office = station_office
    office.respond(WORDS, when=SENT)
    office.respond_many(2)
    office.pull()
    [response_id] = office.ledger.frame().query("code_status == 'quarantined'").response_id
    assign(office.ledger.folder, [response_id], "BSP-KTW", who="clerk", why="CANARY wrote the market's name")
    plan = pipeline.purge(office.campaign, sent=AT_SHEET)
    assert (plan.typed_codes, plan.reasons) == (2, 1)
    assert not remembered(office)
    [event] = office.ledger.history
    assert (event.who, event.why) == ("clerk", "")
    assert not verify(office.ledger).faults
    office.set("overall", 1, 1)
    office.pull(full=True)
    assert not remembered(office)
    frame = office.ledger.frame().set_index("response_id")
    assert (frame.loc[response_id].station, frame.loc[response_id].code_reason) == ("BSP-KTW", "assigned by hand")
    office.set("station", 1, "")
    [change] = office.pull(full=True).changed
    assert change.what == ("overall",), "emptied, as the steps say; the rating was edited before"
    assert office.ledger.frame().set_index("response_id").loc[response_id].station == "BSP-KTW"
    office.set("station", 1, office.code("BSP-CVL"))
    office.pull(full=True)
    assert office.ledger.frame().set_index("response_id").loc[response_id].station == "BSP-KTW", (
        "until an officer decides"
    )
    decide(office.ledger.folder, [response_id], sheet=True, who="clerk", why="the poster was found")
    assert office.ledger.frame().set_index("response_id").loc[response_id].station == "BSP-CVL"


def test_a_signed_code_is_no_word_and_stays(station_office: Any) -> None:
    """A code whose key is missing today is judged again tomorrow; it says nothing of the one who scanned it."""
    office = station_office
    good = office.code()
    forged = good[:-1] + ("2" if good[-1] != "2" else "3")
    office.respond(forged, when=datetime(2024, 1, 5, 6, tzinfo=UTC), name="Citizen 1")
    office.pull()
    plan = pipeline.purge(office.campaign, months=12)
    assert plan.typed_codes == 0
    assert office.ledger.frame().raw_code.tolist() == [forged]


def test_the_steps_by_hand_name_every_cell(forgotten: Any) -> None:
    plan = pipeline.purge(forgotten.campaign, sent=AT_SHEET, apply=False)
    steps = "\n".join(pipeline.cleaning_steps(forgotten.campaign, plan))
    for key in ("name", "mobile", "message"):
        assert forgotten.campaign.form.question(key).title in steps
    assert forgotten.campaign.form.station_question.title in steps
