"""The permit to print, for tests of what comes after it; how it is earned is tested in test_permit.py and test_story.py."""

from __future__ import annotations

from typing import Any

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.forms.permit import Permit, passed, save_permit
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.posters.printing.batches import Printed
from anubhav_gforms.posters.printing.job import PrintJob


def permit(campaign: Campaign, google: Any = None) -> Any:
    """As after a test response that arrived and a doctor --live that passed, on the form as it is now; gives the gateway."""
    google = google or pipeline.connect(campaign)
    went_well = passed(google.forms.get(load_registry(campaign.data).form_id), google.account)
    save_permit(Permit(campaign.id, live=went_well, test_response=went_well), campaign.data)
    return google


def make_posters(campaign: Campaign, job: PrintJob | None = None, **options: Any) -> Printed:
    """Posters for walls, through the gateway of the campaign."""
    return pipeline.make_posters(campaign, job, google=pipeline.connect(campaign), **options)
