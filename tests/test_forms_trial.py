"""The marked test response when something is in its way: said at once, or waited for in vain."""

from __future__ import annotations

from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import SheetError, StateError
from anubhav_gforms.forms.trial import PATIENCE, send_test_response


def send(campaign: Campaign, google: Any, registry: Any, **options: Any) -> Any:
    pages = google.pages
    return send_test_response(campaign.form, google, registry, open_page=pages.open, respond=pages.respond, **options)


def test_a_test_response_that_cannot_arrive_is_told(campaign: Campaign, google: Any, sandbox: Any) -> None:
    registry = pipeline.setup_forms(campaign, google).registry
    with pytest.raises(SheetError, match="not linked"):
        send(campaign, google, registry)
    sandbox.link(registry.form_id, registry.spreadsheet_id)
    sandbox.faults({"fault": "late-rows", "hold": 5})
    now, waits = [0.0], []

    def clock() -> float:
        now[0] += 30
        return now[0]

    arrival = send(campaign, google, registry, clock=clock, progress=lambda *wait: waits.append(wait))
    assert (arrival.row, arrival.seconds) == (None, None)
    assert arrival.mark.startswith("ANUBHAV-TEST ")
    assert waits[0] == (30, int(PATIENCE))
    sandbox.faults({"fault": "html-200", "on": "page.formResponse"})
    with pytest.raises(StateError, match=r"did not confirm the test response \(HTTP 200\)"):
        send(campaign, google, registry)
    sandbox.faults()
    sandbox.post(f"/sandbox/forms/{registry.form_id}/edit", json={"action": "stop"})
    with pytest.raises(StateError, match="it is closed for responses"):
        send(campaign, google, registry)
