"""anubhav doctor: whether what citizens send arrives in the sheet, and is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from doctor_faults import respond
from ready import make_ready

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.forms.checks import Check
from anubhav_gforms.forms.doctor import CHECKS
from anubhav_gforms.forms.doctor import examine as examine_rows
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.pipeline.checks import examined_of


@pytest.fixture
def ready(campaign: Campaign, google: Any, sandbox: Any) -> Campaign:
    return make_ready(campaign, google, sandbox)


def examine(campaign: Campaign, google: Any) -> dict[str, Check]:
    return {check.name: check for check in pipeline.doctor(load_campaign(campaign.root), google)}


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
def test_responses_that_do_not_reach_the_sheet_are_told(fault: str, ready: Campaign, google: Any, sandbox: Any) -> None:
    ok, words = ROWS[fault]
    before = {"late-rows": 0, "full-sheet": 2}.get(fault, 5)
    respond(sandbox, ready, before)
    sandbox.faults({"fault": fault, **({"count": 3} if fault in ("deleted-rows", "blanked-rows") else {})})
    respond(sandbox, ready, 5 - before)
    found = examine(ready, google)["responses arrive"]
    assert (found.ok, bool(found.cure)) == (ok, ok is False)
    assert words in found.said


def test_a_response_that_came_after_the_last_pull_waits_for_the_next(
    ready: Campaign, google: Any, sandbox: Any
) -> None:
    respond(sandbox, ready, 1)  # five hours ago
    examined, rows = examined_of(ready, google), [row for row in CHECKS if row.name in ("responses read", "last pull")]

    def told(*, pulled: float | None, later: float) -> list[tuple[bool | None, str]]:
        now = datetime.now(UTC)
        pulled_at = None if pulled is None else now - timedelta(hours=pulled)
        seen = replace(examined, pulled_at=pulled_at, now=now + timedelta(hours=later), known={})
        return [(check.ok, str(check.said)) for check in examine_rows(seen, rows)]

    waits = (True, "1 response of the form, 1 waiting for anubhav pull")
    lost = (False, "1 response of the form is not in the ledger (1 in all)")
    assert told(pulled=4.5, later=0) == [waits, (True, "4 hours ago")]
    assert told(pulled=3.5, later=0) == [lost, (True, "3 hours ago")]
    assert told(pulled=None, later=0) == [waits, (True, "none was due yet: no response has waited a day")]
    assert told(pulled=None, later=22) == [waits, (False, "responses were never fetched")]


def test_a_response_of_a_minute_ago_is_not_called_nobody(ready: Campaign, google: Any, sandbox: Any) -> None:
    registry = load_registry(ready.data)
    given = {"station": "BSP-KTW", "purpose": ready.form.question("purpose").options[0], "overall": "4"}
    page = google.pages.open(registry.responder_uri)
    assert google.pages.respond(page, {registry.entry(key): value for key, value in given.items()}).recorded
    found = examine(ready, google)["responses arrive"]
    assert found.ok
    assert found.said == "none were due yet; 1 of the last hour may still be on the way"
