"""A pull killed, cut off or misled at every single request: the next one has every response once, and raises no alarm."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from wire import Fault, Killed, Wire, tap

from anubhav_gforms import pipeline
from anubhav_gforms.errors import GoogleError
from anubhav_gforms.google import Google
from anubhav_gforms.pipeline.connection import connect
from anubhav_gforms.responses.ledger.changes import Changes
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.verify import verify


def gateway(campaign: Any) -> Google:
    """A gateway that does not really wait."""
    now = [0.0]
    return connect(
        campaign, sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), clock=lambda: now[0], chance=lambda: 0.0
    )


def own(campaign: Any, folder: Path) -> Any:
    """The campaign with all that it has on disk, in a folder of its own."""
    for name in ("data", "keys"):
        if (campaign.root / name).exists():
            shutil.copytree(campaign.root / name, folder / name)
    return replace(campaign, root=folder)


def pull(campaign: Any, google: Google, wire: Wire | None = None) -> Changes:
    """A pull over this wire; over a sound one when none is given."""
    tap(google, wire)
    return pipeline.pull(campaign, google)


@pytest.mark.parametrize("source", ["forms", "both"])
@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name.lower())
def test_a_fault_at_any_request_loses_nothing_and_counts_nothing_twice(
    fault: Fault, source: str, station_office: Any, tmp_path: Path
) -> None:
    """The first pull of all, and one that finds some responses known and some new. "both" reads the sheet, then the form."""
    office = station_office
    setting = office.campaign.office.google.model_copy(update={"source": source})
    start = replace(office.campaign, office=office.campaign.office.model_copy(update={"google": setting}))
    google = gateway(start)
    known = 0
    for turn in ("first", "later"):
        office.respond_many(3)
        wire = Wire()
        assert pull(own(start, tmp_path / turn), google, wire).new == 3
        assert not wire.writes, "a pull changes nothing at Google"
        for at in range(len(wire.sent)):
            hit = own(start, tmp_path / f"{turn}-{at}")
            killed = False
            try:
                pull(hit, google, Wire(at=at, fault=fault))
            except Killed:
                killed = True
            except GoogleError as error:  # a wait longer than the deadline
                pytest.fail(f"request {at} of {wire.sent}: {error}")
            assert killed == fault.name.startswith("KILLED"), f"request {at}: {wire.sent[at]}"
            pull(hit, google)
            ledger = open_ledger(hit)
            assert len(ledger.frame()) == known + 3, f"request {at}: {wire.sent[at]}"
            assert not ledger.history
        assert not verify(ledger).faults
        assert pull(hit, google).new == 0
        pull(start, google)
        known += 3
