"""Killed at any moment, pulled twice at once, failed at by Google: nothing is lost, nothing is there twice."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from anubhav_gforms.errors import GoogleError, SheetError
from anubhav_gforms.responses.ledger.verify import verify


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed children are forked")
def test_pulls_that_are_killed_lose_nothing_and_count_nothing_twice(station_office: Any) -> None:
    office = station_office
    command = [sys.executable, "-m", "benchmarks.ledger.kill", str(office.campaign.root), "14", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["killed"] > 4
    assert found["broken"] == 0
    assert found["rows"] == found["times"] == found["ids"] == found["versions"] == found["sent"]
    assert (found["alarms"], found["faults"], found["left_over"]) == (0, [], 0)


def test_two_pulls_at_once_count_every_response_once(station_office: Any) -> None:
    from anubhav_gforms.pipeline.connection import connect

    office = station_office
    office.respond_many(30)
    with ThreadPoolExecutor(2) as pool:
        from anubhav_gforms import pipeline

        found = list(pool.map(lambda _: pipeline.pull(office.campaign, connect(office.campaign)), range(2)))
    assert sorted(changes.new for changes in found) == [0, 30]
    assert len(office.ledger.frame()) == 30


FAULTS = ("cut-off", "html-200", "empty", "quota")
"""What a lost reply or a 503 does is shown request by request in test_pull_requests."""


def test_a_failed_read_is_no_empty_sheet(station_office: Any) -> None:
    """Whatever Google does to a read, the pull ends right or in a clear error, and the next one is right."""
    from anubhav_gforms.pipeline.connection import connect

    office = station_office
    office.google = connect(office.campaign, sleep=lambda seconds: None)
    office.respond_many(60)
    office.pull()
    for turn, (fault, after) in enumerate(itertools.product(FAULTS, (0, 1, 2)), start=1):
        office.respond_many(2)
        plan = {"seed": 1, "faults": [{"fault": fault, "on": "sheets.*", "after": after, "times": 1}]}
        assert office.sandbox.post("/sandbox/faults", json=plan).status_code < 300
        with contextlib.suppress(SheetError, GoogleError):
            office.pull(full=turn % 2 == 0)
        office.sandbox.http.delete(office.sandbox.root + "/sandbox/faults", timeout=30)
        office.pull()
        assert len(office.ledger.frame()) == 60 + 2 * turn, (fault, after)
        assert not office.ledger.history, (fault, after)
    assert not verify(office.ledger).faults
