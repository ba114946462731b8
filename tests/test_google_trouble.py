"""setup-forms while Google refuses or stumbles: it stops with the cure, or gets through."""

from __future__ import annotations

from typing import Any

import pytest
from logins import google_at

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import AnubhavError, ForbiddenError, SignInError, UnavailableError


@pytest.mark.parametrize(
    ("fault", "on", "error", "words"),
    [
        ("service-disabled", "forms.*", ForbiddenError, "press Enable"),
        ("service-disabled", "drive.*", ForbiddenError, "press Enable"),
        ("service-disabled", "sheets.*", ForbiddenError, "press Enable"),
        ("scopes", "forms.*", SignInError, "every box"),
        ("sharing-forbidden", None, ForbiddenError, "Workspace administrator"),
        ("storage-quota", "drive.files.create", ForbiddenError, "as a person"),
    ],
)
def test_setup_stops_with_the_cure_and_goes_on_afterwards(
    fault: str, on: str | None, error: type[AnubhavError], words: str, campaign: Campaign, sandbox: Any
) -> None:
    rule: dict[str, Any] = {"fault": fault, "times": 50}
    sandbox.faults(rule | ({"on": on} if on else {}))
    with pytest.raises(error) as caught:
        pipeline.setup_forms(campaign, google_at(campaign))
    assert words in str(caught.value)
    sandbox.faults()
    assert pipeline.setup_forms(campaign, google_at(campaign)).problems == ()


@pytest.mark.parametrize(
    "fault",
    [
        "quota",
        "error-409",
        "error-500",
        "error-503",
        "html-502",
        "html-503",
        "never-arrived",
        "reply-lost",
        "reply-503",
        "cut-off",
        "html-200",
        "sharing-rate",
    ],
)
def test_setup_gets_through_passing_trouble(fault: str, campaign: Campaign, sandbox: Any) -> None:
    """Each fault strikes every third request for a while; the setup ends as if nothing had been."""
    sandbox.faults({"fault": fault, "after": 2, "times": 3})
    google = google_at(campaign)
    for _ in range(4):
        try:
            setup = pipeline.setup_forms(campaign, google)
            break
        except UnavailableError:
            continue
    sandbox.faults()
    assert pipeline.setup_forms(campaign, google).plan.nothing_to_do
    kinds = ("application/vnd.google-apps.form", "application/vnd.google-apps.spreadsheet")
    assert [len(google.drive.find(kind)) for kind in kinds] == [1, 1]
    assert setup.problems == ()
