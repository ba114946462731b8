"""A campaign of six stations on a sandbox in a process of its own, with citizens who respond."""

from __future__ import annotations

import os
import shutil
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
from anubhav_gforms.posters.printing.job import PrintJob

from ..on_sandbox import campaign_on_sandbox, link

STATIONS = ("BSP-IGO", "BSP-KTW", "BSP-CVL", "BSP-TBR", "KRB-KTW", "KRB-CVL")
FIRST = datetime(2024, 1, 5, 4, tzinfo=UTC)


@dataclass
class Office:
    """The campaign, the address of its sandbox, and how many have responded."""

    campaign: Campaign
    root: str
    http: requests.Session
    sent: int = 0

    def respond(self, *, when: datetime | None = None, **answers: object) -> None:
        """One more response, a minute after the last unless `when` says otherwise."""
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


@contextmanager
def played(folder: Path) -> Iterator[Path]:
    """An office after ten days with citizens, as a folder to copy: campaign, the user's settings, hand-outs, an empty tmp.

    Sixty have responded in ten days, and were pulled; one code is forged; since then some rows of the sheet were edited and five more came.
    """
    with office(folder / "made") as place:
        campaign, start = place.campaign, folder / "start"
        ratings = ("behaviour", "heard", "promptness", "facilities")
        for number in range(60):
            rated = dict.fromkeys(ratings, number % 5 + 1)
            name, when = f"Citizen {number}" if number % 3 else "", FIRST + timedelta(days=number // 6, minutes=number)
            message = "पानी नहीं" if number % 2 else "thanks to the head constable at the gate"
            place.respond(when=when, overall=number % 5 + 1, name=name, message=message, **rated)
        last = FIRST + timedelta(days=9, hours=2)
        place.respond(when=last, station="BSP-KTW.P1.AAAAAAAAA")
        place.pull()
        pipeline.make_posters(campaign, PrintJob(stations=("BSP-KTW",)), google=connect(campaign))
        edit = {"seed": 1, "faults": [{"fault": "edited-rows", "count": 2}]}
        place.http.post(f"{place.root}/sandbox/faults", json=edit, timeout=30).raise_for_status()
        for number in range(5):
            place.respond(when=last + timedelta(minutes=number), overall=4)
        for name in ("campaign", "user"):
            shutil.copytree(folder / "made" / name, start / name)
        for name in ("out", "tmp", "home"):
            (start / name).mkdir()
        lines = [
            f"2026-10-0{1 + n % 9} 10:{n:02d},BSP-KTW,{campaign.form.question('purpose').options[0]},{n % 5 + 1}"
            for n in range(40)
        ]
        (start / "out" / "paper.csv").write_text("\n".join(["Timestamp,station,purpose,overall", *lines]), "utf-8")
        yield start
