"""The table of messages: each is brought about at the sandbox, token endpoint and consent page included, and kept as read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests
from logins import Person, expire, google_at, leave_this_computer, log_in, write_client_file, write_key_file

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import GoogleError
from anubhav_gforms.forms.setup import plan_setup
from anubhav_gforms.google.auth import find_login
from anubhav_gforms.google.bell import Bell
from anubhav_gforms.google.caller import Quota
from anubhav_gforms.google.failures import GarbledReplyError
from anubhav_gforms.google.login import use_default, use_service_account
from anubhav_gforms.google.transport import service
from anubhav_gforms.nouns.form_changes import RewordItem

TABLE = Path(__file__).parent / "google_messages.md"
NOWHERE, SUBSCRIPTION = "1nowhere", "projects/office/subscriptions/anubhav"


@dataclass
class Office:
    """A campaign that is set up at a sandbox, with whatever it takes to be refused."""

    campaign: Campaign
    sandbox: Any
    folder: Path
    config_dir: Path

    def __post_init__(self) -> None:
        self.google = google_at(self.campaign, deadline=20)
        registry = pipeline.setup_forms(self.campaign, self.google).registry
        self.form, self.sheet = registry.form_id, registry.spreadsheet_id
        self.client = write_client_file(self.sandbox.root, self.folder)
        self.key = write_key_file(self.sandbox.root, self.folder)

    def struck(self, fault: str, on: str, ask: Callable[[], Any], **options: Any) -> str:
        """What is said when this fault strikes every call of this kind."""
        self.sandbox.faults({"fault": fault, "on": on, "times": 0, **options})
        try:
            return told(ask)
        finally:
            self.sandbox.faults()

    def read_form(self) -> Any:
        return self.google.forms.get(self.form)

    def read_sheet(self) -> Any:
        return self.google.sheets.describe(self.sheet)

    def write_sheet(self) -> Any:
        return self.google.sheets.change(self.sheet, [{"deleteSheet": {"sheetId": 1}}], "Writing the report's tabs")

    def file_of(self, kind: str) -> str:
        """The id of a file of this kind that somebody put into Drive."""
        made = self.sandbox.api("POST", "/drive/v3/files", json={"name": "N", "mimeType": f"application/{kind}"})
        return str(made.json()["id"])

    def make_sheet(self) -> Any:
        return self.google.drive.create_spreadsheet("N", marks={})

    def ring(self) -> Any:
        return Bell(self.google, self.form, SUBSCRIPTION).rings()

    def hang_bell(self, name: str = "forms", *, watched: bool = False) -> None:
        """Make a topic, and the subscription that a response is to be heard at; or a watch of the form with that topic."""
        topic = f"projects/office/topics/{name}"
        self.sandbox.api("PUT", f"/v1/{topic}", json={})
        self.sandbox.api("PUT", f"/v1/{SUBSCRIPTION}", json={"topic": topic})
        if watched:
            watch = {"eventType": "RESPONSES", "target": {"topic": {"topicName": topic}}}
            self.sandbox.api("POST", f"/v1/forms/{self.form}/watches", json={"watch": watch})

    def send(self, ask: Callable[[], Any]) -> Any:
        """Any call, through the one way in which Google is called."""
        return self.google.caller.call(ask, quota=Quota.DRIVE, doing="Asking Google", repeatable=True)

    def person(self, fault: str = "", on: str = "token.*") -> str:
        """A person who logged in some days ago; now the login is needed."""
        self.sandbox.faults()
        log_in(self.sandbox, self.client, Person())
        expire(self.config_dir)
        google = google_at(self.campaign, deadline=20)
        if fault == "testing":
            google.session._auth_request.session.headers["X-Sandbox-Clock"] = "2036-01-01T00:00:00Z"
        return self.struck(fault, on, google.drive.account)

    def overreach(self) -> str:
        """A stored login that asks for more than was granted."""
        log_in(self.sandbox, self.client, Person())
        expire(self.config_dir)
        path = self.config_dir / "bilaspur" / "authorized_user.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        content["scopes"] = ["https://www.googleapis.com/auth/drive"]
        path.write_text(json.dumps(content), encoding="utf-8")
        return told(google_at(self.campaign).drive.account)

    def keyed(self, fault: str = "", **headers: str) -> str:
        """A service account whose key is no longer good, or used on a computer whose clock is wrong."""
        use_service_account("bilaspur", self.key, root=self.sandbox.root)
        google = google_at(self.campaign)
        google.session._auth_request.session.headers.update(headers)

        def ask() -> Any:
            return google.sheets.describe(self.sheet)

        return self.struck(fault, "token.*", ask) if fault else told(ask)

    def robot(self) -> str:
        """A service account with which nobody has shared the sheet."""
        use_service_account("bilaspur", self.key, root=self.sandbox.root)
        return told(lambda: google_at(self.campaign).sheets.describe(self.sheet))

    def at(self, root: str) -> Any:
        """A gateway to another address of this machine."""
        google = self.campaign.office.google.model_copy(update={"root": root})
        elsewhere = replace(self.campaign, office=self.campaign.office.model_copy(update={"google": google}))
        return google_at(elsewhere, deadline=20)

    def proxied(self) -> Any:
        return requests.get("http://forms.invalid", proxies={"http": "http://127.0.0.1:9"}, timeout=5)

    def asked_who(self) -> Any:
        raise requests.exceptions.ProxyError("Tunnel connection failed: 407 Proxy Authentication Required")

    def half(self) -> Any:
        raise GarbledReplyError('{"formId":')

    def lacking(self) -> Any:
        """Something that Google has and the sandbox has not."""
        drive = service("drive", "v3", self.google.session, self.sandbox.root)
        return drive.changes().watch(pageToken="1", body={}).execute()


def told(ask: Callable[[], Any]) -> str:
    """The two cells of a refusal."""
    with pytest.raises(GoogleError) as caught:
        ask()
    assert caught.value.cure
    return f"{caught.value.message} | {caught.value.cure}"


def rows(office: Office) -> Iterator[tuple[str, str]]:
    """Every case and what is said, in the order of the table."""
    struck, google = office.struck, office.google
    reword = [RewordItem(0, help="x")]
    yield "refused", told(lambda: google.forms.update(office.form, reword, revision_id="00000001"))
    yield "login refused", office.person("expired-token", "drive.about.get")
    yield "api off", struck("service-disabled", "forms.*", office.read_form)
    yield "project suspended", struck("project-suspended", "*", office.read_form)
    yield "against the terms", struck("terms", "forms.*", office.read_form)
    yield "a perimeter", struck("perimeter", "sheets.*", office.read_sheet)
    yield "another organisation's network", struck("org-restriction", "forms.*", office.read_form)
    yield "account switched off", office.person("account-off", "drive.about.get")
    yield "scope missing", struck("scopes", "forms.*", office.read_form)
    yield "no storage", struck("storage-quota", "*.create", office.make_sheet)
    yield "drive full", struck("drive-full", "*.create", office.make_sheet)
    yield "sharing forbidden", struck("sharing-forbidden", "*", lambda: google.drive.let_anyone_respond(office.form))
    yield "apps forbidden", struck("apps-forbidden", "drive.*", lambda: google.drive.get(office.form))
    yield "sheet not shared", office.robot()
    for what, kind in (
        ("file of Excel", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("folder", "vnd.google-apps.folder"),
        ("PDF", "pdf"),
    ):
        found = office.file_of(kind)
        yield what, told(lambda found=found: google.sheets.describe(found))
    yield "sheet missing", told(lambda: google.sheets.describe(NOWHERE))
    yield "tab protected", struck("protected", "sheets.*", office.write_sheet)
    grown = {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 10_000_000}}
    yield "spreadsheet full", told(lambda: google.sheets.change(office.sheet, [grown], "Writing the report's tabs"))
    yield "form not made", struck("permission", "forms.*", lambda: google.forms.create("T", document_title="N"))
    yield "form missing", told(lambda: google.forms.get(NOWHERE))
    yield "form forbidden", struck("permission", "forms.*", office.read_form)
    yield (
        "form not changed",
        struck("permission", "forms.*", lambda: google.forms.update(office.form, reword, revision_id="1")),
    )
    yield "form not copied", struck("not-found", "drive.*", lambda: google.drive.copy(office.form, "N", marks={}))
    yield "file missing", told(lambda: google.drive.get(NOWHERE))
    yield "file forbidden", struck("permission", "drive.*", lambda: google.drive.get(office.form))
    plan = partial(plan_setup, office.campaign, google)
    yield "file of the sheet forbidden", struck("permission", "drive.files.get", plan, after=1)
    yield "bell missing", told(office.ring)
    office.hang_bell()
    yield "bell without billing", struck("billing-disabled", "pubsub.*", office.ring)
    yield "bell forbidden", struck("permission", "pubsub.*", office.ring)
    yield "topic forbidden", struck("permission", "forms.forms.watches.create", office.ring)
    office.hang_bell("other", watched=True)
    yield "topic another", told(office.ring)
    yield "quota", struck("quota", "sheets.*", office.read_sheet)
    yield "quota of Drive", struck("quota", "drive.*", office.make_sheet)
    yield "quota of zero", struck("quota-zero", "sheets.*", office.read_sheet)
    yield "quota of a day", struck("quota-day", "drive.*", google.drive.account)
    yield "no quota project", struck("quota-project", "drive.*", google.drive.account)
    yield "error 500", struck("error-500", "forms.*", office.read_form)
    yield "html 502", struck("html-502", "forms.*", office.read_form)
    yield "html 503", struck("html-503", "sheets.*", office.read_sheet)
    yield "html 403", struck("html-403", "forms.*", office.read_form)
    yield "taken for a robot", struck("robot", "sheets.*", office.read_sheet)
    page = f"{office.sandbox.root}/forms/d/e/x/viewform"
    yield "taken for a robot at the page", struck("robot", "page.*", lambda: google.pages.open(page))
    yield "html 403 at the page", struck("html-403", "page.*", lambda: google.pages.open(page))
    yield "a proxy's page at the page", struck("html-200", "page.*", lambda: google.pages.open(page), status=403)
    yield "a network's own page at the page", struck("html-200", "page.*", lambda: google.pages.open(page))
    yield "a proxy's page", struck("html-200", "forms.*", office.read_form, status=403)
    yield "html with 200", struck("html-200", "forms.*", office.read_form)
    yield "half a reply", told(lambda: office.send(office.half))
    yield "not implemented", told(lambda: office.send(office.lacking))
    yield "broken off", struck("never-arrived", "forms.*", office.read_form)
    yield "nobody there", told(lambda: office.at("http://127.0.0.1:9").forms.get(NOWHERE))
    yield "tls", told(lambda: office.at(office.sandbox.root.replace("http:", "https:")).forms.get(NOWHERE))
    yield "proxy", told(lambda: office.send(office.proxied))
    yield "proxy that asks who", told(lambda: office.send(office.asked_who))
    yield "seven days", office.person("testing")
    yield "withdrawn", office.person("invalid-grant")
    yield "client unknown", office.person("invalid-client")
    yield "client deleted", office.person("deleted-client")
    yield "client switched off", office.person("disabled-client")
    yield "session over", office.person("session-over")
    yield "renewed too often", office.person("often-renewed")
    yield "account deleted", office.person("account-deleted")
    yield "account restricted", office.person("account-restricted")
    yield "client of another organisation", office.person("org-internal")
    yield "advanced protection", office.person("policy-enforced")
    yield "sign-in takes for a robot", office.person("robot")
    yield "client not allowed", office.person("unauthorized-client")
    yield "rights not granted", office.overreach()
    yield "key deleted", office.keyed("revoked-key")
    yield "clock wrong", office.keyed(**{"X-Sandbox-Clock": "2036-01-01T00:00:00Z"})
    yield "sign-in down", office.person("never-arrived")
    yield "nothing to renew with", struck("expired-token", "drive.*", google.drive.account)
    yield "no login", told(lambda: find_login("nobody", root=""))
    yield "no default credentials", told(lambda: use_default("bilaspur", root=""))
    yield "cancelled", told(lambda: log_in(office.sandbox, office.client, Person(answer="cancel")))
    yield (
        "page that refuses",
        told(lambda: log_in(office.sandbox, office.client, lambda address: None, timeout=0.2)).replace(
            " 0 s", " 300 s"
        ),
    )
    yield (
        "organisation forbids",
        struck("admin-policy", "login.consent", lambda: log_in(office.sandbox, office.client, Person())),
    )


def test_the_table_of_messages_is_as_read(
    campaign: Campaign, sandbox: Any, config_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every message as a clerk gets it, read by a person. ANUBHAV_GOLDEN=write writes it again; then read it."""
    leave_this_computer(monkeypatch, tmp_path / "home")
    office = Office(campaign, sandbox, tmp_path, config_dir)
    lines = ["# What anubhav says when Google refuses", "", "| case | message | what to do |", "|---|---|---|"]
    lines += [f"| {name} | {cells} |" for name, cells in rows(office)]
    text = "\n".join(lines).replace(sandbox.root.removeprefix("http://"), "127.0.0.1:8765") + "\n"
    if os.environ.get("ANUBHAV_GOLDEN") == "write":
        TABLE.write_text(text, encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == text
