"""The gateway over the real sandbox: our nouns in, our nouns out, below every quota."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ready import make_linked

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import NotFoundError, QuotaError, RefusedError, UnavailableError
from anubhav_gforms.google.transport import USER_AGENT
from anubhav_gforms.links.registry import Registry
from anubhav_gforms.nouns.form_changes import RewordItem
from anubhav_gforms.pipeline.connection import connect
from gsandbox.quota import Meter

NOWHERE = "1nowhere0000000000000000000000000000000000000"


@pytest.fixture
def registry(campaign: Campaign, google: Any, sandbox: Any) -> Registry:
    """A form that is set up and linked."""
    return make_linked(campaign, google, sandbox)


def respond(google: Any, campaign: Campaign, registry: Registry, message: str) -> None:
    page = google.pages.open(registry.responder_uri)
    given = {
        registry.entry("station"): "BSP-KTW",
        registry.entry("purpose"): campaign.form.question("purpose").options[0],
        registry.entry("overall"): "4",
        registry.entry("message"): message,
    }
    assert google.pages.respond(page, given).recorded


def test_responses_come_with_instants_and_answers(campaign: Campaign, google: Any, registry: Registry) -> None:
    assert [response for page in google.forms.responses(registry.form_id) for response in page] == []
    begin = datetime.now(UTC) - timedelta(minutes=1)
    for number in range(3):
        respond(google, campaign, registry, f"संदेश {number}")
    found = [response for page in google.forms.responses(registry.form_id) for response in page]
    message = registry.question_ids["message"]
    assert sorted(response.answers[message][0] for response in found) == ["संदेश 0", "संदेश 1", "संदेश 2"]
    assert all(response.created.tzinfo and response.submitted >= begin for response in found)
    assert all(registry.question_ids["heard"] not in response.answers for response in found)
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert [response for page in google.forms.responses(registry.form_id, later) for response in page] == []
    assert len([response for page in google.forms.responses(registry.form_id, begin) for response in page]) == 3


def test_values_come_as_columns_of_raw_cells(campaign: Campaign, google: Any, registry: Registry) -> None:
    respond(google, campaign, registry, "=1+1")
    respond(google, campaign, registry, "09876543210")
    sheet = google.sheets.describe(registry.spreadsheet_id)
    tab = next(tab for tab in sheet.tabs if tab.title.startswith("Form Responses"))
    title = f"'{tab.title}'"
    header, times, rest = google.sheets.values(sheet.id, [f"{title}!1:1", f"{title}!A2:A", f"{title}!B2:N"])
    assert [column[0] for column in header][1] == campaign.form.questions[0].title
    assert len(header) == len(campaign.form.questions) + 1
    assert all(isinstance(cell, float) and cell > 46_000 for cell in times[0])
    assert rest[0] == ["BSP-KTW", "BSP-KTW"]
    assert rest[1] == [4, 4]
    assert google.sheets.values(sheet.id, [f"{title}!A{tab.rows}:N{tab.rows}"]) == [[]]
    with pytest.raises(RefusedError, match="exceeds grid limits"):
        google.sheets.values(sheet.id, [f"{title}!A{tab.rows + 1}:N"])


def test_what_is_not_there_is_not_found(google: Any) -> None:
    for ask in (google.forms.get, google.sheets.describe, google.drive.get, google.drive.permissions):
        with pytest.raises(NotFoundError):
            ask(NOWHERE)


def test_a_stale_revision_is_refused(google: Any, registry: Registry) -> None:
    form = google.forms.get(registry.form_id)
    after = google.forms.update(
        form.form_id, [RewordItem(0, help="x", item=form.items[0])], revision_id=form.revision_id
    )
    assert after.items[0].help == "x"
    assert after.revision_id != form.revision_id
    with pytest.raises(RefusedError):
        google.forms.update(form.form_id, [RewordItem(0, help="y", item=form.items[0])], revision_id=form.revision_id)
    assert google.forms.get(form.form_id).items[0].help == "x"


def test_replies_travel_compressed(google: Any, registry: Registry) -> None:
    assert "gzip" in USER_AGENT
    seen: list[str | None] = []
    google.session.hooks["response"].append(
        lambda reply, *rest, **more: seen.append(reply.headers.get("Content-Encoding"))
    )
    google.forms.get(registry.form_id)
    assert seen == ["gzip"]


@pytest.mark.parametrize(
    "fault",
    ["cut-off", "html-200", "html-502", "html-503", "error-500", "never-arrived", "reply-lost", "quota"],
)
@pytest.mark.parametrize("api", ["forms", "sheets", "drive"])
def test_reading_gets_through_each_passing_fault(
    fault: str, api: str, campaign: Campaign, registry: Registry, sandbox: Any
) -> None:
    now = [0.0]
    google = connect(campaign, sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), clock=lambda: now[0])
    ask = {
        "forms": lambda: google.forms.get(registry.form_id).form_id,
        "sheets": lambda: google.sheets.describe(registry.spreadsheet_id).id,
        "drive": lambda: google.drive.get(registry.form_id).id,
    }[api]
    sandbox.faults({"fault": fault, "on": f"{api}.*", "times": 3})
    assert ask() in (registry.form_id, registry.spreadsheet_id)
    assert sandbox.struck == [fault] * 3 or len(sandbox.struck) == 3
    assert 6 < now[0] < 60


def test_a_write_that_another_one_crossed_is_made_again(campaign: Campaign, registry: Registry, sandbox: Any) -> None:
    """Sheets says 409 ABORTED while somebody else changes the same sheet."""
    google = connect(campaign, sleep=lambda seconds: None)
    sandbox.faults({"fault": "error-409", "on": "sheets.spreadsheets.batchUpdate", "times": 2})
    google.sheets.set_time(registry.spreadsheet_id, locale="en_GB", timezone="Asia/Kolkata")
    assert len(sandbox.struck) == 2
    sandbox.faults({"fault": "error-409", "on": "sheets.*", "times": 1})
    with pytest.raises(UnavailableError, match="The operation was aborted"):
        google.sheets.append(registry.spreadsheet_id, 0, [["x"]], "Writing a row")


@pytest.mark.parametrize("status", [302, 403])
@pytest.mark.parametrize("api", ["forms", "sheets"])
def test_a_page_of_the_network_between_is_no_refusal_of_google(
    status: int, api: str, campaign: Campaign, registry: Registry, sandbox: Any
) -> None:
    now = [0.0]
    google = connect(campaign, sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), clock=lambda: now[0])
    ask = {
        "forms": lambda: google.forms.get(registry.form_id).form_id,
        "sheets": lambda: google.sheets.describe(registry.spreadsheet_id).id,
    }[api]
    sandbox.faults({"fault": "html-200", "on": f"{api}.*", "times": 2, "status": status})
    assert ask() in (registry.form_id, registry.spreadsheet_id)
    sandbox.faults({"fault": "html-200", "on": f"{api}.*", "times": 0, "status": status})
    with pytest.raises(UnavailableError) as caught:
        ask()
    assert "proxy" in caught.value.message or status == 302
    assert "proxy" in caught.value.cure.lower() or status == 302


@pytest.mark.parametrize("fault", ["cut-off", "html-503", "never-arrived"])
def test_lasting_trouble_ends_at_the_deadline(fault: str, campaign: Campaign, registry: Registry, sandbox: Any) -> None:
    now = [0.0]
    google = connect(campaign, sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), clock=lambda: now[0])
    sandbox.faults({"fault": fault, "on": "forms.*", "times": 1000})
    with pytest.raises(UnavailableError) as caught:
        google.forms.get(registry.form_id)
    assert "again" in caught.value.cure
    assert 100 < now[0] <= 180


def test_a_lasting_quota_is_said_as_such(campaign: Campaign, registry: Registry, sandbox: Any) -> None:
    now = [0.0]
    google = connect(campaign, sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), clock=lambda: now[0])
    sandbox.faults({"fault": "quota", "on": "sheets.*", "times": 1000})
    with pytest.raises(QuotaError, match="Wait a minute"):
        google.sheets.describe(registry.spreadsheet_id)


def test_pacing_keeps_below_the_quotas_of_a_strict_google(campaign: Campaign, registry: Registry, sandbox: Any) -> None:
    """Far more calls than a minute allows, on one clock for both sides: not one of them is turned away."""
    now = [0.0]
    google = connect(
        campaign, sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), clock=lambda: now[0], paced=True
    )
    sandbox.app.state.trouble.meter = Meter(clock=lambda: now[0])
    for _ in range(200):
        google.sheets.describe(registry.spreadsheet_id)
    assert google.caller.limited == 0
    assert now[0] > 60 * (200 - 60) / 60
