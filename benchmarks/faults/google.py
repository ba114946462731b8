"""setup-forms and pull when Google fails, or when the process dies at any moment between: nothing is lost, nothing comes twice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import GoogleError
from anubhav_gforms.google import Google
from anubhav_gforms.nouns.gateway import FORM_TYPE, SHEET_TYPE
from anubhav_gforms.pipeline.connection import connect

from ..ledger.fire import killed_pulls
from ..on_sandbox import PROJECT
from .judge import Tally
from .office import Office

sys.path.insert(0, str(PROJECT / "tests"))  # the wire of the tests


def setup_rows(office: Office) -> Iterator[Tally]:
    """setup-forms: each request killed before and after, never sent, replied to in vain."""
    from wire import Fault, Killed, Wire, tap

    def quiet(campaign: Campaign, wire: object = None) -> Google:
        google = connect(campaign, sleep=lambda seconds: None, chance=lambda: 0.0)
        tap(google, wire)
        return google

    def own(name: str) -> Campaign:
        whole = office.campaign.office
        other = whole.model_copy(update={"campaign": whole.campaign.model_copy(update={"id": name})})
        root = office.campaign.root.parent / name
        root.mkdir()
        return replace(office.campaign, root=root, office=other)

    def made(campaign: Campaign) -> tuple[int, int]:
        google = quiet(campaign)
        return tuple(len(list(google.drive.find(kind))) for kind in (FORM_TYPE, SHEET_TYPE))

    clean, wire = own("clean"), Wire()
    pipeline.setup_forms(clean, quiet(clean, wire))
    for fault in Fault:
        injected = survived = lost = twice = 0
        for at in range(len(wire.sent)):
            campaign = own(f"{fault.name.lower().replace('_', '-')}-{at}")
            before = made(campaign)
            with suppress(Killed, GoogleError):
                pipeline.setup_forms(campaign, quiet(campaign, Wire(at=at, fault=fault)))
            injected += 1
            early = (campaign.root / "links.csv").read_bytes() if (campaign.root / "links.csv").exists() else None
            registry = pipeline.setup_forms(campaign, quiet(campaign)).registry
            survived += registry.ready
            after = made(campaign)
            twice += sum(max(0, there - was - 1) for there, was in zip(after, before, strict=True))
            lost += sum(max(0, was + 1 - there) for there, was in zip(after, before, strict=True))
            lost += early not in (None, (campaign.root / "links.csv").read_bytes())
        yield Tally("setup-forms", fault.value, injected, lost=lost, twice=twice, wrong=injected - survived)


def pull_row(kills: int) -> list[Tally]:
    """pull: killed after a random time or at a random file, Google failing now and then; see benchmarks/ledger."""
    found = killed_pulls(kills)
    injected = found["killed"] + found["refused"]
    lost = found["sent"] - found["times"] + found["wrong"]
    twice = found["rows"] - found["ids"] + found["versions"] - found["sent"]
    return [
        Tally("pull", "kill -9 at any moment; Google fails", injected, lost=lost, twice=twice, wrong=found["broken"])
    ]
