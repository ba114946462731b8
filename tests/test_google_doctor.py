"""anubhav doctor: all green on a good setup; with each fault it names the right cause and says what to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from doctor_faults import FAULTS, close, collect_email, respond
from ready import google_without_waiting, make_ready
from wire import tap

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.forms.checks import Check, not_asked
from anubhav_gforms.forms.doctor import DoctorCheck
from anubhav_gforms.forms.doctor import examine as examine_rows
from anubhav_gforms.language import say
from anubhav_gforms.links import KeyRecord, read
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import load_registry, save_registry
from anubhav_gforms.pipeline.checks import DOCTOR_CHECKS, examined_of
from anubhav_gforms.pipeline.disk import LEAST, check_disk, disk_said
from anubhav_gforms.pipeline.one_folder import check_folder


@pytest.fixture
def ready(campaign: Campaign, google: Any, sandbox: Any) -> Campaign:
    return make_ready(campaign, google, sandbox)


def examine(campaign: Campaign, google: Any) -> dict[str, Check]:
    return {check.name: check for check in pipeline.doctor(load_campaign(campaign.root), google)}


def look_at(campaign: Campaign, google: Any, rows: Sequence[DoctorCheck]) -> list[Check]:
    return list(examine_rows(examined_of(campaign, google), rows))


def test_a_good_setup_is_all_green_and_nothing_is_written(ready: Campaign, google: Any) -> None:
    wire = tap(google)
    found = examine(ready, google)
    assert {name for name, check in found.items() if check.ok is not True} == set()
    assert wire.writes == []
    assert len(found) >= 18
    assert found["responses arrive"].said == "none were due: no new response in the form or the sheet for 3 days"


def test_the_zone_of_india_may_go_by_its_older_name(ready: Campaign, google: Any, sandbox: Any) -> None:
    """Google Sheets names zones as CLDR does, and there India is Asia/Calcutta."""
    sandbox.faults({"fault": "wrong-zone", "zone": "Asia/Calcutta", "locale": "en_GB"})
    found = examine(ready, google)
    assert {name: check.said for name, check in found.items() if check.ok is not True} == {}
    assert "Asia/Calcutta" in found["sheet header"].said
    plan = pipeline.setup_forms(load_campaign(ready.root), google).plan
    assert plan.nothing_to_do
    assert not plan.notes


def test_form_and_sheet_in_a_shared_drive_are_found(ready: Campaign, google: Any, sandbox: Any) -> None:
    """An office may move both into its organisation's drive: posters, pull and edits go on as before."""
    registry = load_registry(ready.data)
    for file_id in (registry.form_id, registry.spreadsheet_id):
        assert sandbox.post(f"/sandbox/files/{file_id}/owner", json={"shared_drive": True}).status_code == 200
    found = examine(ready, google)
    assert {name: check.said for name, check in found.items() if check.ok is not True} == {}
    assert pipeline.setup_forms(load_campaign(ready.root), google).plan.nothing_to_do


def test_a_setting_of_the_form_alone_is_no_changed_config(ready: Campaign, google: Any, sandbox: Any) -> None:
    """Somebody let the form collect e-mail addresses: doctor said beside it that config/form.toml was changed."""
    collect_email(sandbox, ready)
    assert {name for name, check in examine(ready, google).items() if not check.ok} == {"no e-mail"}


@pytest.mark.parametrize("name", FAULTS)
def test_with_each_fault_the_right_check_is_red(name: str, ready: Campaign, google: Any, sandbox: Any) -> None:
    fault, check, words = FAULTS[name]
    fault(sandbox, ready)
    found = examine(ready, google)
    assert found[check].ok is False
    assert words in found[check].said
    assert found[check].cure
    assert not [each.name for each in found.values() if "there is no form" in each.said], "one was made"
    sandbox.forgive()


TROUBLES: dict[str, tuple[dict[str, Any], str, bool | None, str]] = {
    "a full sheet": ({"fault": "full-sheet"}, "room in the sheet", False, "cells"),
    "a full account": ({"fault": "drive-full", "on": "drive.about.get", "times": 9}, "room in the account", False, "100% of"),
    "a wrong zone": ({"fault": "wrong-zone"}, "sheet header", False, "people read its times wrongly"),
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
    "a cut-off reply": ({"fault": "cut-off", "on": "*.get", "times": 1}, "published", True, ""),
    "a robot that may read the sheet only": ({"fault": "permission", "on": "forms.forms.responses.list", "times": 9}, "responses arrive", None, "sheet only"),
    "a passing quota": ({"fault": "quota", "on": "sheets.*", "times": 2}, "quota", False, "turned 2 calls away"),
    "Google down": ({"fault": "error-503", "on": "drive.*", "times": 99}, "connection", False, "HTTP 503"),
    "a front end down": ({"fault": "html-502", "on": "drive.*", "times": 99}, "connection", False, "HTTP 502"),
    "a page that fails": ({"fault": "html-503", "on": "page.viewform", "times": 99}, "public page", False, "Google had a failure (HTTP 503)"),
    "links while it fails": ({"fault": "html-503", "on": "page.viewform", "times": 99}, "printed links", None, "not asked: the public page does not reply"),
    "taken for a robot": ({"fault": "html-200", "status": 429, "on": "page.viewform", "times": 99}, "public page", False, "limit of requests"),
    "a page that fails once": ({"fault": "html-502", "on": "page.viewform", "times": 1}, "public page", True, "opens without a login"),
    "the form forbidden": ({"fault": "permission", "on": "forms.*", "after": 1, "times": 99}, "form and sheet", False, "is not an editor of the form"),
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


def test_the_links_of_a_closed_form_are_not_called_wrong(ready: Campaign, sandbox: Any) -> None:
    """The advice was not to hang anything and to write to the makers of anubhav; pressing Publish was all there was to do."""
    close(sandbox, ready)
    found = examine(ready, google_without_waiting(ready))
    assert found["public page"].ok is False
    assert (found["printed links"].ok, found["printed links"].said) == (
        None,
        "not asked: the public page does not reply",
    )


def test_a_ledger_that_cannot_be_read_is_a_red_line_with_its_cure(campaign: Campaign, google: Any) -> None:
    damaged = campaign.data / "ledger" / "manifest.json"
    damaged.parent.mkdir(parents=True)
    damaged.write_text("{")
    [check] = pipeline.doctor(campaign, google)
    assert (check.ok, str(damaged) in check.said, "copy of the folder" in check.cure) == (False, True, True)


def test_after_a_month_alone_the_pull_and_the_backup_are_late(ready: Campaign, google: Any, sandbox: Any) -> None:
    respond(sandbox, ready, 1)
    pipeline.pull(ready, google)
    later = datetime.now(UTC) + timedelta(days=30)
    found = {check.name: check for check in pipeline.doctor(ready, google, now=later)}
    assert {name for name in ("last pull", "backup") if found[name].ok is False} == {"last pull", "backup"}


RED_ELSEWHERE = {
    "files": "test_mistakes_in_the_files_are_its_first_line",
    "setup": "test_before_the_first_setup_it_says_what_is_to_be_done",
    "disk": "test_a_folder_that_is_closed_and_a_disk_that_is_full_are_red",
    "one folder": "test_a_copied_folder_that_is_at_work_is_told_in_both",
    "clock": "test_a_clock_that_is_off_is_red, in test_google_doctor_live.py",
    "alerts": "test_a_watch_that_cannot_look_is_red_in_doctor_and_due_today, in test_alerts_checked.py",
    "responses arrive": "test_responses_that_do_not_reach_the_sheet_are_told, in test_doctor_arrivals.py",
    "last pull": "test_after_a_month_alone_the_pull_and_the_backup_are_late",
    "backup": "test_after_a_month_alone_the_pull_and_the_backup_are_late",
    "heads outside": "test_a_truncated_tab_is_told_and_stays_told, in responses/test_second_account.py",
    "time stamps": "test_another_authority_is_not_believed, in responses/test_time_stamps.py",
    "secrets": "test_a_secret_in_clear_among_sealed_ones_is_red, in test_secret_files.py",
    "names sealed": "test_a_campaign_of_an_older_version_stays_as_it_is_until_the_office_says_so, in responses/test_sealing.py",
}
"""Checks that no row of the tables above makes red, with the test that does."""


def test_a_folder_that_is_closed_and_a_disk_that_is_full_are_red(
    ready: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check_disk(ready).ok
    assert disk_said(None, LEAST).ok
    assert "0.0 GB free" in (full := disk_said(None, LEAST - 1)).said
    assert (full.ok, "Free some space" in full.cure) == (False, True)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != ready.data)  # root may write everywhere
    closed = check_disk(ready)
    assert (closed.ok, closed.said) == (False, f"{ready.data} cannot be written to")


def test_every_check_has_a_trouble_that_makes_it_red() -> None:
    """A check that joins the page joins a table above: on a good setup it is green, with its trouble red."""
    made_red = {check for _, check, _ in FAULTS.values()}
    made_red |= {check for _, check, ok, _ in TROUBLES.values() if ok is False}
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


def test_an_older_code_on_a_wall_is_told(ready: Campaign, google: Any) -> None:

    pipeline.rotate_key(ready)
    pipeline.setup_forms(ready, google)
    found = examine(ready, google)
    assert "older code" in found["posters"].said
    assert found["signing keys"].ok
    assert read(load_registry(ready.data).printed[0].value, load_keyring(ready)).key_id == "A"


def test_a_new_station_lacks_a_link_and_then_a_poster(ready: Campaign, google: Any) -> None:
    path = ready.root / "stations.csv"
    path.write_text(
        path.read_text("utf-8-sig").rstrip() + "\nBSP-NEW,New Police Station,नया थाना,BSP,thana,,22.1,82.1,confirmed\n",
        "utf-8",
    )
    more = load_campaign(ready.root)
    lacking = examine(more, google)["links"]
    assert (lacking.ok, lacking.cure) == (False, "Run: anubhav setup-forms")
    assert lacking.said == "1 station of stations.csv has no link: BSP-NEW"
    pipeline.setup_forms(more, google)
    found = examine(more, google)
    assert found["links"].ok
    assert found["posters"].ok
    assert found["posters"].said.endswith("; 1 station has no poster yet: BSP-NEW")


def test_a_copied_folder_that_is_at_work_is_told_in_both(ready: Campaign, google: Any, tmp_path: Path) -> None:
    assert not any("another folder" in note for note in pipeline.pull(ready, google).notes)
    assert check_folder(ready).ok
    copy = load_campaign(shutil.copytree(ready.root, tmp_path / "copy"))
    (tmp_path / "link").symlink_to(ready.root)
    assert check_folder(load_campaign(tmp_path / "link")).ok, "the same folder by another name"
    assert str(ready.root) in check_folder(copy).said
    first, second = (pipeline.pull(copy, google).notes for _ in range(2))
    assert "the last pull of this campaign was made in another folder" in str(first[0])
    assert second == first[1:], "it is said once"
    assert (check_folder(copy).ok, examine(ready, google)["one folder"].ok) == (True, False)
    shutil.rmtree(copy.root)
    assert check_folder(ready).ok


def test_codes_of_a_key_that_another_computer_made_are_told(ready: Campaign, google: Any, sandbox: Any) -> None:
    """A computer that works on from a backup counts none of them; one or two a stranger may have made up."""
    code, registry, known = "BSP-KTW.P2.B23456789", load_registry(ready.data), "which this folder does not know"
    respond(sandbox, ready, 4, station=code)
    assert not any(known in note for note in pipeline.pull(ready, google).notes)
    respond(sandbox, ready, 9, station=code)
    [told] = [note for note in pipeline.pull(ready, google).notes if known in note]
    assert "responses of the last four weeks carry codes of key B" in told
    assert not any(known in note for note in pipeline.pull(ready, google).notes), "what brings none looks for none"
    assert examine(ready, google)["one folder"].ok is False
    save_registry(registry.with_key(KeyRecord("B", "", "", lost_on="2026-11-01")), ready.data)
    assert check_folder(ready).ok, "a key that was lost is known, and its old posters are no news"


def test_posters_printed_again_are_up_to_date_and_a_retired_key_is_red(ready: Campaign, google: Any) -> None:
    pipeline.rotate_key(ready)
    pipeline.retire_key(load_campaign(ready.root), "A")
    hanging = len(load_registry(ready.data).hanging)
    found = examine(ready, google)
    assert "a retired key (A): their responses are refused from" in found["posters"].said
    assert "now" in str(found["posters"].cure)
    assert f"0 hanging codes verify, {hanging} of a retired key are refused" in found["signing keys"].said
    pipeline.make_posters(load_campaign(ready.root), google=google)
    again = examine(ready, google)
    assert again["posters"].ok
    assert again["posters"].said == (
        f"{hanging} printed codes are up to date; {hanging} older ones are replaced: take them down"
    )


@pytest.mark.parametrize(("name", "check"), [("signing-keys", "signing keys"), ("alert-addresses.txt", "alerts")])
def test_a_file_of_the_settings_that_cannot_be_read_is_one_red_line(
    name: str, check: str, ready: Campaign, google: Any
) -> None:
    """A folder in its place is refused to every user, also to root."""
    folder = Path(os.environ["ANUBHAV_CONFIG_DIR"]) / ready.id
    path = next(folder.glob(f"{name}*"), folder / name)
    path.unlink(missing_ok=True)
    path.mkdir(mode=0o700)
    found = examine(ready, google)
    assert found[check].ok is False
    assert str(path) in found[check].said
    assert "readable" in found[check].cure
    assert found["last pull"].ok, "the others are asked"
    assert list(found)[-1] == "backup"


def test_why_a_check_was_not_asked_is_said_in_hindi() -> None:
    """Only a reason with a value in it was."""
    assert say(not_asked("the page does not tell").said, "hi") == "नहीं पूछा गया: पन्ने से पता नहीं चलता"
