"""setup-forms killed, cut off or misled at every single request: the next run ends in one form, one sheet, the same links."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from setup_typed import files, own, quiet, short
from wire import Fault, Killed, Wire, tap

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.forms.wanted import wanted_form
from anubhav_gforms.google import Google
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.nouns.gateway import FORM_TYPE, SHEET_TYPE


def check_one_of_each(google: Google, campaign: Campaign, before: tuple[int, int]) -> None:
    """Exactly one new form and one new sheet, one permission, links that open the form's own station question."""
    assert (len(files(google, FORM_TYPE)), len(files(google, SHEET_TYPE))) == (before[0] + 1, before[1] + 1)
    registry = load_registry(campaign.data)
    form = google.forms.get(registry.form_id)
    assert [item.title for item in form.items] == [item.title for _, item in wanted_form(campaign).parts]
    assert (form.published, form.accepting, form.email) == (True, True, "DO_NOT_COLLECT")
    assert sum(permission.lets_anyone_respond for permission in google.drive.permissions(form.form_id)) == 1
    assert google.drive.get(form.form_id).name == f"{campaign.form.form.document_title} ({campaign.id})"
    assert google.sheets.describe(registry.spreadsheet_id).timezone == "Asia/Kolkata"
    assert form.items[0].question_id == registry.question_ids["station"]
    links = (campaign.root / "links.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(links) == len(campaign.stations) + 1
    assert all(f"{form.responder_uri}?usp=pp_url&entry.{registry.entry('station')}=" in line for line in links[1:])


def requests_of_a_clean_run(campaign: Campaign, folder: Path) -> list[str]:
    clean = own(campaign, "clean", folder)
    wire = Wire()
    pipeline.setup_forms(clean, quiet(clean, wire))
    return wire.sent


@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name.lower())
def test_a_fault_at_any_request_ends_in_one_form_and_one_sheet(
    fault: Fault, campaign: Campaign, tmp_path: Path
) -> None:
    few = short(campaign)
    sent = requests_of_a_clean_run(few, tmp_path)
    assert sum(line.startswith("POST /v1/forms?") for line in sent) == 1
    google = quiet(few)
    for at in range(len(sent)):
        hit = own(few, f"hit-{at}", tmp_path)
        tap(google, Wire(at=at, fault=fault))
        killed = False
        try:
            pipeline.setup_forms(hit, google)
        except Killed:
            killed = True
        assert killed == fault.name.startswith("KILLED"), f"request {at}: {sent[at]}"
        links = (hit.root / "links.csv").read_bytes() if (hit.root / "links.csv").exists() else None
        tap(google)
        pipeline.setup_forms(hit, google)
        check_one_of_each(google, hit, (at + 1, at + 1))
        assert links in (None, (hit.root / "links.csv").read_bytes())
        if at % 4 == 0:
            again = tap(google)
            assert pipeline.setup_forms(hit, google).plan.nothing_to_do
            assert again.writes == []


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")
@pytest.mark.parametrize("at", [3, 6, 9, 12])
def test_a_process_killed_for_real_is_finished_by_the_next(
    at: int, campaign_dir: Path, campaign: Campaign, google: Any
) -> None:
    script = (
        "import os, signal, sys; sys.path.insert(0, sys.argv[3])\n"
        "from wire import Wire, tap\n"
        "from anubhav_gforms import pipeline\n"
        "from anubhav_gforms.campaign import load_campaign\n"
        "from anubhav_gforms.pipeline.connection import connect\n"
        "class Deadly(Wire):\n"
        "    def send(self, request, *args, **options):\n"
        "        if len(self.sent) == int(sys.argv[2]): os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return super().send(request, *args, **options)\n"
        "campaign = load_campaign(sys.argv[1]); google = connect(campaign); tap(google, Deadly())\n"
        "pipeline.setup_forms(campaign, google)\n"
    )
    here = str(Path(__file__).parent)
    run = subprocess.run([sys.executable, "-c", script, str(campaign_dir), str(at), here], check=False, timeout=600)
    assert run.returncode == -signal.SIGKILL
    pipeline.setup_forms(campaign, quiet(campaign))
    check_one_of_each(google, campaign, (0, 0))


@pytest.mark.parametrize("links_too", [False, True])
def test_a_lost_registry_finds_the_form_again_by_its_mark(campaign: Campaign, links_too: bool) -> None:
    """Also from another folder with the same id, which has no links.csv yet: that was a KeyError."""
    first = pipeline.setup_forms(campaign, quiet(campaign)).registry
    links = campaign.root / "links.csv"
    before = links.read_bytes()
    shutil.rmtree(campaign.data)
    if links_too:
        links.unlink()
    wire = Wire()
    again = pipeline.setup_forms(campaign, quiet(campaign, wire)).registry
    assert (again.form_id, again.spreadsheet_id, again.question_ids) == (
        first.form_id,
        first.spreadsheet_id,
        first.question_ids,
    )
    assert wire.writes == []
    assert links.read_bytes() == before


def test_a_form_that_drive_lists_late_is_waited_for(campaign: Campaign, google: Any) -> None:
    """The reply to forms.create is lost, and Drive's list shows the new form only at the third look."""

    class Late(Wire):
        hidden = 2

        def send(self, request: Any, *args: Any, **options: Any) -> Any:
            reply = super().send(request, *args, **options)
            made = any(line.startswith("POST /v1/forms?") for line in self.sent)
            if made and self.hidden and "google-apps.form" in request.path_url:
                self.hidden -= 1
                reply.content  # read to the end, so that nobody reads it again  # noqa: B018
                reply._content = b'{"kind": "drive#fileList", "files": []}'
            return reply

    clean = requests_of_a_clean_run(own(campaign, "first", campaign.root), campaign.root)
    at = next(number for number, line in enumerate(clean) if line.startswith("POST /v1/forms?"))
    before = len(files(google, FORM_TYPE)), len(files(google, SHEET_TYPE))
    wire = Late(at=at, fault=Fault.REPLY_LOST)
    pipeline.setup_forms(campaign, quiet(campaign, wire))
    assert wire.hidden == 0
    check_one_of_each(google, campaign, before)


def test_of_two_forms_with_our_mark_the_older_is_used_and_the_other_told(campaign: Campaign, sandbox: Any) -> None:
    first = pipeline.setup_forms(campaign, quiet(campaign)).registry
    later = {"X-Sandbox-Clock": "2036-01-01T00:00:00Z"}
    info = {"info": {"title": "Twin", "documentTitle": "Twin"}}
    twin = sandbox.api("POST", "/v1/forms?unpublished=true", json=info, headers=later).json()["formId"]
    mark = {"appProperties": {"anubhav": campaign.id}}
    sandbox.api("PATCH", f"/drive/v3/files/{twin}", json=mark).raise_for_status()
    shutil.rmtree(campaign.data)
    setup = pipeline.setup_forms(campaign, quiet(campaign))
    assert setup.registry.form_id == first.form_id
    assert [note for note in setup.plan.notes if "Twin" in note]
