"""A campaign of six stations on a sandbox in a process of its own, with citizens who answer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.forms.permit import Permit, passed, save_permit
from anubhav_gforms.links import sign
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.pipeline.connection import connect

from ..on_sandbox import campaign_on_sandbox, link

STATIONS = ("BSP-IGO", "BSP-KTW", "BSP-CVL", "BSP-TBR", "KRB-KTW", "KRB-CVL")
FIRST = datetime(2024, 1, 5, 4, tzinfo=UTC)


@dataclass
class Office:
    """The campaign, the address of its sandbox, and how many have answered."""

    campaign: Campaign
    root: str
    http: requests.Session
    sent: int = 0

    def answer(self, *, when: datetime | None = None, **answers: object) -> None:
        """One more answer, a minute after the last unless `when` says otherwise."""
        campaign = self.campaign
        registry = load_registry(campaign.data)
        code = sign("BSP-KTW", Channel.POSTER, 1, load_keyring(campaign))
        given = {"station": code, "purpose": campaign.form.question("purpose").options[0], "overall": 4, **answers}
        fields = {f"entry.{registry.entry(key)}": str(value) for key, value in given.items()}
        path = registry.responder_uri.replace("/viewform", "/formResponse")
        moment = when or FIRST + timedelta(minutes=self.sent)
        headers = {"X-Sandbox-Clock": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
        self.http.post(path, data={**fields, "pageHistory": "0,1"}, headers=headers, timeout=30).raise_for_status()
        self.sent += 1

    def pull(self) -> object:
        """One pull with a gateway of its own, as a new process has it."""
        return pipeline.pull(self.campaign, connect(self.campaign))


@contextmanager
def office(folder: Path, *, linked: bool = True) -> Iterator[Office]:
    """The office; with `linked` its form is made and linked to its sheet."""
    os.environ["ANUBHAV_CONFIG_DIR"] = str(folder / "user")
    os.environ.pop("ANUBHAV_GOOGLE_ROOT", None)
    with campaign_on_sandbox(folder, STATIONS) as (campaign, root), requests.Session() as http:
        http.trust_env = False
        made = Office(load_campaign(campaign), root, http)
        if linked:
            google = connect(made.campaign)
            form_id = pipeline.setup_forms(made.campaign, google).registry.form_id
            link(campaign, root, http)
            went_well = passed(google.forms.get(form_id), google.account)
            save_permit(Permit(made.campaign.id, live=went_well, test_response=went_well), made.campaign.data)
        yield made
