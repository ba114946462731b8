"""Later runs of setup-forms, with form and sheet linked and responses in: broken at every request, ended right by the next."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from wire import Fault, Killed, Wire, tap

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.forms.linking import find_response_tab, remember_tab
from anubhav_gforms.google import Google
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.pipeline.connection import connect


class Range:
    """A form that is set up and linked, with a response; and what a person then does to it in Google's editor."""

    def __init__(self, campaign: Campaign, sandbox: Any) -> None:
        asked = [campaign.form.question(key) for key in ("station", "purpose", "overall")]
        form = campaign.form.model_copy(update={"questions": tuple(asked)})
        campaign = replace(campaign, form=form, stations=campaign.stations[:2])
        self.campaign, self.sandbox = campaign, sandbox
        registry = pipeline.setup_forms(campaign, gateway(campaign)).registry
        self.form_id, self.sheet_id = registry.form_id, registry.spreadsheet_id
        self.tab_id = sandbox.link(self.form_id, self.sheet_id)["sheetId"]
        self.links = (campaign.root / "links.csv").read_bytes()
        self.ids = registry.question_ids
        self.respond()

    def respond(self) -> None:
        """One citizen responds."""
        google = gateway(self.campaign)
        page = google.pages.open(load_registry(self.campaign.data).responder_uri)
        registry = load_registry(self.campaign.data)
        purpose = self.campaign.form.question("purpose").options[0]
        given = {
            registry.entry("station"): "BSP-KTW",
            registry.entry("purpose"): purpose,
            registry.entry("overall"): "4",
        }
        assert google.pages.respond(page, given).recorded

    def disturb(self, folder: Path) -> Campaign:
        """The campaign as it lay on disk before, in a folder of its own; its form closed, unshared, its links gone."""
        shutil.copytree(self.campaign.data, folder / "data")
        box, permissions = self.sandbox, f"/drive/v3/files/{self.form_id}/permissions"
        shown = box.api("GET", f"{permissions}?includePermissionsForView=published&fields=permissions(id,view)").json()
        for each in shown["permissions"]:
            if each.get("view"):
                assert box.api("DELETE", f"{permissions}/{each['id']}").status_code == 204
        state = {"publishSettings": {"publishState": {}}, "updateMask": "publishState"}
        assert box.api("POST", f"/v1/forms/{self.form_id}:setPublishSettings", json=state).status_code == 200
        return replace(self.campaign, root=folder)


def gateway(campaign: Campaign) -> Google:
    """A gateway that does not really wait."""
    now = [0.0]
    return connect(
        campaign, sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), clock=lambda: now[0], chance=lambda: 0.0
    )


def run(campaign: Campaign, google: Google) -> int:
    """What `anubhav setup-forms` does once form and sheet are linked; gives the tab that it remembers."""
    setup = pipeline.setup_forms(campaign, google)
    assert setup.problems == ()
    found = find_response_tab(google, setup.registry, "station")
    assert found is not None
    return remember_tab(found, campaign.data).tab_id or 0


@pytest.fixture
def before(campaign: Campaign, sandbox: Any) -> Range:
    sandbox.profile(permission_seconds=0)  # nobody waits here
    return Range(campaign, sandbox)


@pytest.mark.parametrize(
    "fault", [fault for fault in Fault if fault is not Fault.REPLY_503], ids=lambda fault: fault.name.lower()
)
def test_a_fault_at_any_request_of_a_later_run_is_made_good_by_the_next(
    fault: Fault, before: Range, tmp_path: Path
) -> None:
    google = gateway(before.campaign)
    wire = tap(google)
    run(before.disturb(tmp_path / "clean"), google)
    writes = [line for line in wire.writes if "/permissions" in line or "setPublishSettings" in line]
    assert len(writes) == len(wire.writes) == 2
    for at in range(len(wire.sent)):
        hit = before.disturb(tmp_path / f"hit-{at}")
        killed = False
        tap(google, Wire(at=at, fault=fault))
        try:
            run(hit, google)
        except Killed:
            killed = True
        assert killed == fault.name.startswith("KILLED"), f"request {at}: {wire.sent[at]}"
        tap(google)
        assert run(hit, google) == before.tab_id
        registry, form = load_registry(hit.data), google.forms.get(before.form_id)
        assert (registry.form_id, registry.spreadsheet_id, registry.question_ids) == (
            before.form_id,
            before.sheet_id,
            before.ids,
        )
        assert (form.published, form.accepting) == (True, True)
        assert sum(each.lets_anyone_respond for each in google.drive.permissions(before.form_id)) == 1
        assert (hit.root / "links.csv").read_bytes() == before.links
