"""A form that an office made by hand, long before anubhav came; and the command that takes it over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from click.testing import CliRunner
from wire import Wire, tap

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.forms.adopt import plan_adoption
from anubhav_gforms.pipeline.connection import connect


def choice(kind: str, *options: str) -> dict[str, Any]:
    return {"choiceQuestion": {"type": kind, "options": [{"value": option} for option in options]}}


def scale(low: int = 1, high: int = 5) -> dict[str, Any]:
    return {"scaleQuestion": {"low": low, "high": high}}


QUESTIONS: list[tuple[str, dict[str, Any], bool]] = [
    ("थाने का नाम चुनें / Choose the police station", {}, True),
    ("पुलिस का व्यवहार कैसा रहा? / How did the police treat you?", scale(), False),
    ("Cleanliness of the station", scale(), False),
    ("कुल अनुभव / Overall", scale(), True),
    ("Rate us out of ten", scale(1, 10), False),
    ("क्या किसी ने पैसे माँगे? / Did anyone ask you for money?", choice("RADIO", "हाँ / Yes", "नहीं / No"), False),
    ("सुझाव / Suggestions", {"textQuestion": {"paragraph": True}}, False),
    ("नाम / Name", {"textQuestion": {}}, True),
    ("Vehicle number", {"textQuestion": {}}, False),
]


def make_foreign_form(sandbox: Any, station: dict[str, Any]) -> dict[str, Any]:
    """A form as an office would have made it by hand, published, open to everybody and linked to a sheet."""
    made = sandbox.api(
        "POST", "/v1/forms?unpublished=true", json={"info": {"title": "जन प्रतिक्रिया", "documentTitle": "Feedback 2025"}}
    ).json()
    requests = [
        {"createItem": {"item": {"title": title, "questionItem": {"question": {**(question or station), "required": required}}}, "location": {"index": place}}}
        for place, (title, question, required) in enumerate(QUESTIONS)
    ]  # fmt: skip
    path = f"/v1/forms/{made['formId']}"
    sandbox.api("POST", f"{path}:batchUpdate", json={"requests": requests}).raise_for_status()
    state = {
        "publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}},
        "updateMask": "publishState",
    }
    sandbox.api("POST", f"{path}:setPublishSettings", json=state).raise_for_status()
    anyone = {"type": "anyone", "role": "reader", "view": "published"}
    sandbox.api("POST", f"/drive/v3/files/{made['formId']}/permissions", json=anyone).raise_for_status()
    sandbox.link(made["formId"])
    return dict(sandbox.api("GET", path).json())


def respond(google: Any, form: dict[str, Any], station: str) -> None:
    page = google.pages.open(form["responderUri"])
    entries = {title: entry for entry, title in page.entries.items()}
    values = {QUESTIONS[0][0]: station, QUESTIONS[1][0]: "5", QUESTIONS[3][0]: "4", QUESTIONS[7][0]: "Citizen 1"}
    assert google.pages.respond(page, {entries[title]: value for title, value in values.items()}).recorded


def adopt(folder: Path, form: dict[str, Any], *arguments: str) -> Any:
    address = f"https://docs.google.com/forms/d/{form['formId']}/edit"
    arguments = ("-C", str(folder), "setup-forms", "--adopt", address, *arguments)
    return CliRunner().invoke(anubhav, arguments, standalone_mode=False)


def told(google: Any, campaign: Campaign, listed: dict[str, Any]) -> list[str]:
    adoption = plan_adoption(campaign, google, listed["formId"])
    return [word for match in adoption.to_ask for word in ("--match", f"{match.key}={match.number}")]


def google_with(campaign: Campaign, wire: Wire) -> Any:
    google = connect(campaign)
    tap(google, wire)
    return google
