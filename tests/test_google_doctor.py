"""anubhav doctor: all green on a good setup; with each fault it names the right cause and says what to do."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ready import doctor, google_without_waiting, make_ready
from wire import tap

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.forms.checks import Check
from anubhav_gforms.forms.doctor import DoctorCheck
from anubhav_gforms.forms.doctor import examine as examine_rows
from anubhav_gforms.links import read
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.pipeline.form import DOCTOR_CHECKS, examined_of
from tests.published import as_published


@pytest.fixture
def ready(campaign: Campaign, google: Any, sandbox: Any) -> Campaign:
    return make_ready(campaign, google, sandbox)


def examine(campaign: Campaign, google: Any) -> dict[str, Check]:
    return {check.name: check for check in pipeline.doctor(load_campaign(campaign.root), google)}


def look_at(campaign: Campaign, google: Any, rows: Sequence[DoctorCheck]) -> list[Check]:
    return list(examine_rows(examined_of(campaign, google), rows))


def press(sandbox: Any, campaign: Campaign, action: str, **more: Any) -> None:
    """Press a button of the form's editor."""
    form_id = load_registry(campaign.data).form_id
    sandbox.post(f"/sandbox/forms/{form_id}/edit", json={"action": action, **more}).raise_for_status()


def first_item(sandbox: Any, campaign: Campaign) -> str:
    form_id = load_registry(campaign.data).form_id
    return str(sandbox.api("GET", f"/v1/forms/{form_id}").json()["items"][0]["itemId"])


def test_a_good_setup_is_all_green_and_nothing_is_written(ready: Campaign, google: Any) -> None:
    wire = tap(google)
    found = examine(ready, google)
    assert {name for name, check in found.items() if check.ok is not True} == set()
    assert wire.writes == []
    assert len(found) >= 18
    assert found["responses arrive"].said == "none were due: no new response in the form or the sheet for 3 days"


def close(sandbox: Any, campaign: Campaign) -> None:
    press(sandbox, campaign, "stop")


def unpublish(sandbox: Any, campaign: Campaign) -> None:
    press(sandbox, campaign, "unpublish")


def unlink(sandbox: Any, campaign: Campaign) -> None:
    press(sandbox, campaign, "unlink")


def reword(sandbox: Any, campaign: Campaign) -> None:
    press(sandbox, campaign, "rename", item=first_item(sandbox, campaign), title="Station")


def delete_station(sandbox: Any, campaign: Campaign) -> None:
    press(sandbox, campaign, "delete", item=first_item(sandbox, campaign))


def collect_email(sandbox: Any, campaign: Campaign) -> None:
    form_id = load_registry(campaign.data).form_id
    setting = {"updateSettings": {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}}
    sandbox.api("POST", f"/v1/forms/{form_id}:batchUpdate", json={"requests": [setting]}).raise_for_status()


def withdraw(sandbox: Any, campaign: Campaign) -> None:
    sandbox.profile(permission_seconds=0)
    form_id = load_registry(campaign.data).form_id
    path = f"/drive/v3/files/{form_id}/permissions"
    listed = sandbox.api("GET", f"{path}?includePermissionsForView=published&fields=permissions(id,type,view)").json()
    for each in listed["permissions"]:
        if each["type"] == "anyone":
            sandbox.api("DELETE", f"{path}/{each['id']}").raise_for_status()


def let_all_edit(sandbox: Any, campaign: Campaign) -> None:
    form_id = load_registry(campaign.data).form_id
    sandbox.api(
        "POST", f"/drive/v3/files/{form_id}/permissions", json={"type": "anyone", "role": "writer"}
    ).raise_for_status()


def bin_form(sandbox: Any, campaign: Campaign) -> None:
    form_id = load_registry(campaign.data).form_id
    sandbox.api("PATCH", f"/drive/v3/files/{form_id}", json={"trashed": True}).raise_for_status()


def spoil_links(sandbox: Any, campaign: Campaign) -> None:
    path = campaign.root / "links.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("BSP-KTW.P1.A", "BSP-CVL.P1.A"), encoding="utf-8-sig")


def lose_keys(sandbox: Any, campaign: Campaign) -> None:
    (Path(os.environ["ANUBHAV_CONFIG_DIR"]) / campaign.id / "signing-keys.json").unlink()


def drop_station(sandbox: Any, campaign: Campaign) -> None:
    path = campaign.root / "stations.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("BSP-KTW")), encoding="utf-8-sig")


def spoil_header(sandbox: Any, campaign: Campaign) -> None:
    registry = load_registry(campaign.data)
    tab = sandbox.api("GET", f"/v4/spreadsheets/{registry.spreadsheet_id}").json()["sheets"]
    title = next(each["properties"]["title"] for each in tab if each["properties"]["sheetId"] != 0)
    path = f"/v4/spreadsheets/{registry.spreadsheet_id}/values/'{title}'!D1?valueInputOption=RAW"
    sandbox.api("PUT", path, json={"values": [["Behaviour?"]]}).raise_for_status()


def move_zone(sandbox: Any, campaign: Campaign) -> None:
    registry = load_registry(campaign.data)
    change = {"updateSpreadsheetProperties": {"properties": {"timeZone": "America/Los_Angeles"}, "fields": "timeZone"}}
    sandbox.api(
        "POST", f"/v4/spreadsheets/{registry.spreadsheet_id}:batchUpdate", json={"requests": [change]}
    ).raise_for_status()


FAULTS: dict[str, tuple[Callable[[Any, Campaign], None], str, str]] = {
    "closed": (close, "published", "does not accept responses"),
    "closed for citizens": (close, "public page", "closed for responses"),
    "unpublished": (unpublish, "published", "not published"),
    "unlinked": (unlink, "sheet linked", "not linked"),
    "reworded by hand": (reword, "questions", "by hand"),
    "station question deleted": (delete_station, "posters", "deleted from the form"),
    "station question deleted, seen by citizens": (delete_station, "public page", "does not ask"),
    "e-mail collected": (collect_email, "no e-mail", "collects e-mail"),
    "not open": (withdraw, "open to anyone", "only invited people"),
    "not open for citizens": (withdraw, "public page", "cannot answer"),
    "open for editing": (let_all_edit, "open to anyone", "EDIT"),
    "in the bin": (bin_form, "form and sheet", "in the bin"),
    "spoiled links": (spoil_links, "links", "BSP-KTW"),
    "keys lost": (lose_keys, "signing keys", "not on this computer"),
    "station dropped": (drop_station, "posters", "no longer in stations.csv"),
    "header spoiled": (spoil_header, "sheet header", "behaviour"),
    "zone moved": (move_zone, "sheet header", "America/Los_Angeles"),
}


def take_away_the_thanks(sandbox: Any, campaign: Campaign) -> None:
    sandbox.end(load_registry(campaign.data).form_id, "")


def answer_unread(sandbox: Any, campaign: Campaign) -> None:
    answer(sandbox, campaign, 1)


def drop_prefill(sandbox: Any, campaign: Campaign) -> None:
    sandbox.faults({"fault": "noprefill", "on": "*", "times": 99})


def form_unwitnessed(sandbox: Any, campaign: Campaign) -> None:
    manifest = campaign.data / "ledger" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text(encoding="utf-8")) | {"form": None}), encoding="utf-8")


FAULTS |= {
    "no thanks": (take_away_the_thanks, "after sending", "thanks of config/form.toml are not there"),
    "a response that was not pulled": (answer_unread, "responses read", "not in the ledger"),
    "prefill that is passed over": (drop_prefill, "printed links", ""),
    "no second witness": (form_unwitnessed, "witnesses", "only witness"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_with_each_fault_the_right_check_is_red(name: str, ready: Campaign, google: Any, sandbox: Any) -> None:
    fault, check, words = FAULTS[name]
    fault(sandbox, ready)
    found = examine(ready, google)
    assert found[check].ok is False
    assert words in found[check].said
    assert found[check].cure
    sandbox.forgive()


TROUBLES: dict[str, tuple[dict[str, Any], str, bool | None, str]] = {
    "a full sheet": ({"fault": "full-sheet"}, "room in the sheet", False, "cells"),
    "a wrong zone": ({"fault": "wrong-zone"}, "sheet header", False, "time zone"),
    "a renamed column": ({"fault": "renamed-column"}, "sheet header", False, "renamed"),
    "a removed column": ({"fault": "removed-column"}, "sheet header", False, "missing"),
    "an added column": ({"fault": "added-column"}, "sheet header", True, ""),
    "a doubled column": ({"fault": "duplicated-column"}, "sheet header", True, ""),
    "other languages": ({"fault": "localised"}, "sheet header", True, ""),
    "a second tab": ({"fault": "second-tab"}, "sheet header", True, "an older response tab or another form's"),
    "a published reader": ({"fault": "published-reader"}, "open to anyone", True, ""),
    "an expired token": ({"fault": "expired-token", "times": 1}, "login", False, "cannot be renewed"),
    "an API switched off": ({"fault": "service-disabled", "on": "forms.*", "times": 9}, "rights", False, "switched off"),
    "a missing scope": ({"fault": "scopes", "on": "sheets.*", "times": 9}, "rights", False, "not given all the rights"),
    "a lost reply": ({"fault": "reply-lost", "on": "*.get", "times": 1}, "published", True, ""),
    "a cut-off answer": ({"fault": "cut-off", "on": "*.get", "times": 1}, "published", True, ""),
    "a robot that may read the sheet only": ({"fault": "permission", "on": "forms.forms.responses.list", "times": 9}, "responses arrive", None, "sheet only"),
    "a passing quota": ({"fault": "quota", "on": "sheets.*", "times": 2}, "quota", False, "turned 2 calls away"),
    "Google down": ({"fault": "error-503", "on": "drive.*", "times": 99}, "connection", False, "HTTP 503"),
    "a front end down": ({"fault": "html-502", "on": "drive.*", "times": 99}, "connection", False, "HTTP 502"),
    "the form forbidden": ({"fault": "permission", "on": "forms.*", "after": 1, "times": 99}, "form and sheet", False, "may not open the form"),
    "the sheet forbidden": ({"fault": "permission", "on": "sheets.*", "after": 1, "times": 99}, "form and sheet", False, "may not open the response sheet"),
}  # fmt: skip


@pytest.mark.parametrize("name", TROUBLES)
def test_each_trouble_of_google_is_named(name: str, ready: Campaign, sandbox: Any) -> None:
    rule, check, ok, words = TROUBLES[name]
    sandbox.faults(rule)
    found = examine(ready, google_without_waiting(ready))
    assert found[check].ok is ok, found[check]
    assert words in found[check].said
    assert ok is not False or found[check].cure


def answer(sandbox: Any, campaign: Campaign, count: int) -> None:
    """Citizens answered some hours ago."""
    registry = load_registry(campaign.data)
    path = registry.responder_uri.removeprefix(sandbox.root).replace("/viewform", "/formResponse")
    purpose = campaign.form.question("purpose").options[0]
    given = {"station": "BSP-KTW", "purpose": purpose, "overall": "4"}
    clock = {"X-Sandbox-Clock": (datetime.now(UTC) - timedelta(hours=5)).isoformat()}
    for _ in range(count):
        sent = {f"entry.{registry.entry(key)}": value for key, value in given.items()}
        sandbox.post(path, data={**sent, "pageHistory": "0,1"}, headers=clock).raise_for_status()


ROWS: dict[str, tuple[bool | None, str]] = {
    "late-rows": (False, "3 of 5 responses of the last 3 days are in the form and not in the sheet"),
    "deleted-rows": (False, "3 of 5 responses"),
    "blanked-rows": (False, "3 of 5 responses"),
    "full-sheet": (False, "3 of 5 responses"),
    "second-tab": (True, "5 responses of the last 3 days, all of them in the sheet"),
    "shuffled-rows": (True, "5 responses of the last 3 days, all of them in the sheet"),
    "edited-rows": (True, "5 responses of the last 3 days, all of them in the sheet"),
    "wrong-zone": (None, "America/Los_Angeles"),
}  # fmt: skip


@pytest.mark.parametrize("fault", ROWS)
def test_answers_that_do_not_reach_the_sheet_are_told(fault: str, ready: Campaign, google: Any, sandbox: Any) -> None:
    ok, words = ROWS[fault]
    before = {"late-rows": 0, "full-sheet": 2}.get(fault, 5)
    answer(sandbox, ready, before)
    sandbox.faults({"fault": fault, **({"count": 3} if fault in ("deleted-rows", "blanked-rows") else {})})
    answer(sandbox, ready, 5 - before)
    found = examine(ready, google)["responses arrive"]
    assert (found.ok, bool(found.cure)) == (ok, ok is False)
    assert words in found.said


def test_after_a_month_alone_the_pull_and_the_backup_are_late(ready: Campaign, google: Any, sandbox: Any) -> None:
    answer(sandbox, ready, 1)
    pipeline.pull(ready, google)
    later = datetime.now(UTC) + timedelta(days=30)
    found = {check.name: check for check in pipeline.doctor(ready, google, now=later)}
    assert {name for name in ("last pull", "backup") if found[name].ok is False} == {"last pull", "backup"}


RED_ELSEWHERE = {
    "files": "test_mistakes_in_the_files_are_its_first_line",
    "setup": "test_before_the_first_setup_it_says_what_is_to_be_done",
    "clock": "test_a_clock_that_is_off_is_red, in test_google_doctor_live.py",
    "last pull": "test_after_a_month_alone_the_pull_and_the_backup_are_late",
    "backup": "test_after_a_month_alone_the_pull_and_the_backup_are_late",
    "heads outside": "test_a_truncated_tab_is_told_and_stays_told, in responses/test_second_account.py",
    "time stamps": "test_another_authority_is_not_believed, in responses/test_time_stamps.py",
    "secrets": "test_a_secret_in_clear_among_sealed_ones_is_red, in test_secret_files.py",
    "names sealed": "test_a_campaign_of_an_older_version_stays_as_it_is_until_the_office_says_so, in responses/test_sealing.py",
}
"""Checks that no row of the tables above makes red, with the test that does."""


def test_every_check_has_a_trouble_that_makes_it_red() -> None:
    """A check that joins the page joins a table above: on a good setup it is green, with its trouble red."""
    made_red = {check for _, check, _ in FAULTS.values()}
    made_red |= {check for _, check, ok, _ in TROUBLES.values() if ok is False} | {"responses arrive"}
    assert {row.name for row in DOCTOR_CHECKS} == made_red - {"connection"} | set(RED_ELSEWHERE)


def test_the_check_that_the_docs_add_is_red_and_green(ready: Campaign, google: Any, sandbox: Any) -> None:
    text = (Path(__file__).parents[1] / "docs" / "developers.md").read_text(encoding="utf-8")
    code = text.partition("## Add a check to doctor")[2].partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(compile(code, "docs/developers.md", "exec"), names)  # our own document
    rows = (*DOCTOR_CHECKS, names["CHECK"])
    assert [check for check in look_at(ready, google, rows) if check.ok is not True] == [
        look_at(ready, google, rows)[-1]
    ]
    share = {"type": "user", "role": "writer", "emailAddress": "second@example.org"}
    sandbox.api("POST", f"/drive/v3/files/{load_registry(ready.data).form_id}/permissions", json=share)
    assert look_at(ready, google, rows)[-1].ok


def test_json_and_exit_code_are_for_monitoring(ready: Campaign) -> None:
    good = doctor(ready.root, "--json")
    assert good.return_value == 0
    assert as_published("doctor", good.output)["green"] is True
    (ready.root / "links.csv").unlink()
    bad = doctor(ready.root, "--json")
    assert bad.return_value == 1
    assert {
        "name": "links",
        "ok": False,
        "said": "links.csv is not there",
        "cure": "Run: anubhav setup-forms",
    } in as_published("doctor", bad.output)["checks"]


def test_before_the_first_setup_it_says_what_is_to_be_done(campaign_dir: Path, config_dir: Path) -> None:
    result = doctor(campaign_dir)
    assert result.return_value == 1
    assert "no form was made yet" in result.output
    assert "anubhav setup-forms" in result.output
    assert not (campaign_dir / "data").exists()
    assert not config_dir.exists()


def test_mistakes_in_the_files_are_its_first_line(campaign_dir: Path) -> None:
    (campaign_dir / "config" / "form.toml").unlink()
    result = doctor(campaign_dir)
    assert result.return_value == 1
    assert "form.toml" in result.output
    assert "RED" in result.output


def test_a_google_that_does_not_answer_is_said(campaign_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANUBHAV_GOOGLE_ROOT", "http://127.0.0.1:9")
    result = doctor(campaign_dir, "--json")
    told = {check["name"]: check for check in json.loads(result.output)["checks"]}
    assert told["connection"]["ok"] is False
    assert "nobody answers" in told["connection"]["said"]
    assert told["published"]["said"] == "not asked: no connection"


def test_an_older_code_on_a_wall_is_told(ready: Campaign, google: Any) -> None:

    pipeline.rotate_key(ready)
    pipeline.setup_forms(ready, google)
    found = examine(ready, google)
    assert "older code" in found["posters"].said
    assert found["signing keys"].ok
    assert read(load_registry(ready.data).printed[0].value, load_keyring(ready)).key_id == "A"


def test_an_answer_of_a_minute_ago_is_not_called_nobody(ready: Campaign, google: Any, sandbox: Any) -> None:
    registry = load_registry(ready.data)
    given = {"station": "BSP-KTW", "purpose": ready.form.question("purpose").options[0], "overall": "4"}
    page = google.pages.open(registry.responder_uri)
    assert google.pages.answer(page, {registry.entry(key): value for key, value in given.items()}).recorded
    found = examine(ready, google)["responses arrive"]
    assert found.ok
    assert found.said == "none were due yet; 1 of the last hour may still be on their way"


def test_the_last_line_counts_green_red_and_what_could_not_be_run(ready: Campaign, sandbox: Any) -> None:
    sandbox.faults({"fault": "permission", "on": "forms.forms.responses.list", "times": 9})
    told = doctor(ready.root)
    assert told.return_value == 1
    last = told.output.splitlines()[-1]
    assert last.endswith("checks are green; 2 could not be run: this login may read the sheet only.")
    assert "red" not in last
    (ready.root / "links.csv").unlink()
    last = doctor(ready.root).output.splitlines()[-1]
    assert last == "1 of 28 checks is red, 2 could not be run. Begin with the first red one."
