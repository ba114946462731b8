"""anubhav doctor --live: the whole loop on a throw-away form; and the checks that are functions of values."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ready import doctor, google_without_waiting, make_ready
from wire import Altering, takes_blank_ids, tap

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import UnavailableError
from anubhav_gforms.forms import checks
from anubhav_gforms.google.assumptions import failed, try_live
from anubhav_gforms.google.probes import VALUES
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.nouns.google import Spreadsheet, Tab
from anubhav_gforms.nouns.quota import Used


@pytest.fixture
def ready(campaign: Campaign, google: Any, sandbox: Any) -> Campaign:
    return make_ready(campaign, google, sandbox)


def test_live_settles_the_open_questions_and_leaves_nothing(ready: Campaign, google: Any) -> None:
    kinds = ("application/vnd.google-apps.form", "application/vnd.google-apps.spreadsheet")
    before = [google.drive.find(kind) for kind in kinds]
    result = doctor(ready.root, "--live", "--yes")
    assert result.exception is None
    assert [google.drive.find(kind) for kind in kinds] == before
    findings = json.loads((ready.data / "live-findings.json").read_text(encoding="utf-8"))
    assert {finding["number"] for finding in findings} >= set(range(1, 15))
    said = {finding["question"]: finding["answer"] for finding in findings}
    settled = next(each for each in findings if each["question"].startswith("Scale, rating"))
    assert settled["holds"]
    for kind in ("Rating", "Scale"):
        assert f'"{kind}": ["{VALUES[kind]}"]' in settled["answer"]
    assert said["A link that fills in a rating and a scale"] == "2 of 2 stand chosen on the page"
    assert (
        said["One post for two pages, the first page's answers in partialResponse"] == "Rating: kept, Second page: kept"
    )
    told = json.dumps(findings)
    registry = load_registry(ready.data)
    assert registry.form_id not in told
    assert "http" not in told.replace("HTTP", "")


def test_live_goes_on_after_a_refusal_and_still_removes_both(ready: Campaign, google: Any, sandbox: Any) -> None:
    sandbox.profile("workspace")
    sandbox.faults({"fault": "sharing-forbidden", "times": 9}, {"fault": "error-500", "on": "sheets.*", "times": 2})
    findings = try_live(google_without_waiting(ready), timezone="Asia/Kolkata")
    told = {finding.question: finding.answer for finding in findings}
    assert "outside your organisation" in told["Stopped while publishing"]
    assert told["Locale en_IN and the time zone of a sheet"].endswith(': Unsupported locale: en_IN."')
    assert len(google.drive.find("application/vnd.google-apps.form")) == 1
    assert len(google.drive.find("application/vnd.google-apps.spreadsheet")) == 1


def test_live_asks_before_it_makes_anything(ready: Campaign, google: Any) -> None:
    result = doctor(ready.root, "--live")
    assert "--yes" in str(result.exception)
    assert len(google.drive.find("application/vnd.google-apps.form")) == 1


def test_a_clock_that_is_off_is_red() -> None:
    assert checks.check_clock(1.0).ok
    assert checks.check_clock(3600.0).said == "this computer is 60 minutes ahead of Google"
    assert checks.check_clock(-3600.0).said == "this computer is 60 minutes behind Google"
    assert checks.check_clock(None).ok is None


def test_a_full_sheet_is_red() -> None:
    full = Spreadsheet("1", "t", "en_IN", "Asia/Kolkata", (Tab(1, "a", 0, 700_000, 13),))
    assert checks.check_room(full).ok is False
    assert checks.check_room(replace(full, tabs=())).ok


def test_a_late_pull_and_a_used_up_quota_are_red() -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert checks.check_pull(now - timedelta(hours=5), now).ok
    assert "schedule" in checks.check_pull(now - timedelta(days=3), now).cure
    spoiled = checks.check_pull(now, now, ("answers-1.parquet: was changed after it was written",))
    assert (spoiled.ok, "ledger verify" in spoiled.cure) == (False, True)
    used = (Used("reading sheets", 6, 60), Used("Drive units", 65_000, 325_000))
    assert checks.check_quota(used, 0).ok
    assert "65,000 of 3,25,000 per minute (Drive units)" in checks.check_quota(used, 0).said
    assert checks.check_quota((), 0).ok
    assert checks.check_quota(used, 2).ok is False


KINDS = {"createItem", "updateItem", "moveItem", "updateSettings", "updateFormInfo", "deleteItem"}


def test_live_sends_every_kind_of_edit_and_all_ids_stay(ready: Campaign) -> None:
    findings = try_live(google_without_waiting(ready), timezone="Asia/Kolkata")
    edits = {each.question.removeprefix("Edit "): each for each in findings if each.number == 17}
    assert {name.partition(",")[0] for name in edits} == KINDS
    assert {each.answer for each in edits.values()} == {"done, every id kept"}
    assert failed(findings) == ()
    assert sum(each.holds is True for each in findings) >= 12


def knows_no_labels(request: dict[str, Any]) -> None:
    """A Google that refuses the mask for the words of a scale."""
    if "scaleQuestion" in request.get("updateItem", {}).get("updateMask", ""):
        request["updateItem"]["updateMask"] = "nothing.of.this.name"


def test_live_names_the_edit_that_changes_ids_or_that_google_does_not_take(ready: Campaign) -> None:
    google = google_without_waiting(ready)
    tap(google, Altering(takes_blank_ids))
    told = {each.question: each.answer for each in failed(try_live(google, timezone="Asia/Kolkata"))}
    assert told["Edit updateItem, words"] == "other ids for: Radio"
    assert set(told) == {f"Edit updateItem, {what}" for what in ("words", "options", "scale", "stars")}
    tap(google, Altering(knows_no_labels))
    told = {each.question: each.answer for each in failed(try_live(google, timezone="Asia/Kolkata"))}
    assert set(told) == {"Edit updateItem, scale"}
    assert "Invalid field mask path" in told["Edit updateItem, scale"]


@pytest.mark.parametrize("method", ["forms.create", "forms.setPublishSettings"])
def test_live_tells_a_reply_that_is_no_json_as_it_tells_a_refusal(
    ready: Campaign, google: Any, sandbox: Any, method: str
) -> None:
    sandbox.faults({"fault": "html-200", "on": f"forms.{method}", "times": 0})
    live = google_without_waiting(ready)
    if method == "forms.create":
        with pytest.raises(UnavailableError, match="did not work"):
            try_live(live, timezone="Asia/Kolkata")
    else:
        told = {each.question: each.answer for each in try_live(live, timezone="Asia/Kolkata")}
        assert "did not work" in told["Stopped while publishing"]
    assert len(google.drive.find("application/vnd.google-apps.spreadsheet")) == 1


@pytest.mark.parametrize("kind", ["Rating", "Scale"])
def test_live_is_red_when_stars_or_a_scale_do_not_come_back_as_sent(ready: Campaign, kind: str) -> None:
    def loses(request: dict[str, Any]) -> None:
        item = request.get("createItem", {}).get("item", {})
        if item.get("title") == kind:
            item["title"] = "Another"

    google = google_without_waiting(ready)
    tap(google, Altering(loses))
    told = [each.question for each in failed(try_live(google, timezone="Asia/Kolkata"))]
    assert "Scale, rating, date, time and grid in responses.list" in told


def test_live_does_not_take_an_echo_of_the_address_for_a_prefill(ready: Campaign, sandbox: Any) -> None:
    sandbox.faults({"fault": "noprefill"})
    told = [each.question for each in failed(try_live(google_without_waiting(ready), timezone="Asia/Kolkata"))]
    assert told == ["A prefilled value in the field of Own ids"]
