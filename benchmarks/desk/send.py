"""From a citizen's Send to the open page of an officer, with `anubhav desk --every 1m`, the fastest pace that is allowed; and what a day
of it asks of Google.

Responses are sent to the sandbox at moments spread over the minute. Google's own delay between Send and the row in the sheet comes on
top: seconds as a rule, minutes at times; it cannot be measured here. The day is simulated: 1,440 pulls, one after the other, each a
minute later by the clock against which the gateway holds its pace; a response comes every fifth minute.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.google.caller import Caller
from anubhav_gforms.links.registry import load_registry

from ..on_sandbox import campaign_on_sandbox, link

SENDS, PACE = 6, 60.0
"""Responses, and seconds between two pulls. Each is sent at another moment between two pulls, spread over the whole of it."""
RESPONSE_EVERY, PAGE_BAR = 5, PACE + 10
"""Minutes between two responses of the simulated day; seconds within which a response is on the page."""


@contextmanager
def office(folder: Path) -> Iterator[tuple[Campaign, str]]:
    """A campaign that runs on a sandbox, and the sandbox's address."""
    with campaign_on_sandbox(folder, {"BSP-KTW", "BSP-CVL"}) as (campaign_folder, root), requests.Session() as http:
        os.environ["ANUBHAV_CONFIG_DIR"] = str(folder / "user")
        campaign = load_campaign(campaign_folder)
        google = pipeline.connect(campaign)
        pipeline.setup_forms(campaign, google)
        link(campaign_folder, root, http)
        pipeline.pull(campaign, google)
        yield campaign, root


def respond(campaign: Campaign, root: str) -> None:
    """A citizen presses Send."""
    registry = load_registry(campaign.data)
    rows = (campaign.root / "links.csv").read_text("utf-8-sig").splitlines()
    code = next(row for row in rows if "BSP-KTW" in row)
    fields = {
        f"entry.{registry.entry('station')}": code.split("=")[-1].split("+")[-1],
        f"entry.{registry.entry('overall')}": "4",
        "pageHistory": "0,1",
    }
    page = root + registry.responder_uri.removeprefix(root).replace("/viewform", "/formResponse")
    requests.post(page, fields, timeout=60).raise_for_status()


def from_send_to_page(campaign: Campaign, root: str) -> list[float]:
    """Seconds from each Send to the page."""
    line = [sys.executable, "-m", "anubhav_gforms", "-C", str(campaign.root), "desk", "--port", "0", "--every", "1m"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as desk, requests.Session() as http:
        try:
            assert desk.stdout is not None
            address = desk.stdout.readline().strip().rpartition(" ")[2]
            http.get(address, timeout=60)
            return [_one(campaign, root, address.partition("/enter")[0], http, turn) for turn in range(SENDS)]
        finally:
            desk.terminate()


def _one(campaign: Campaign, root: str, desk: str, http: requests.Session, turn: int) -> float:
    def shown() -> int:
        return http.get(f"{desk}/station/BSP-KTW", timeout=60).text.count('class="answer"')

    before = shown()
    time.sleep(PACE * (turn + 0.5) / SENDS)  # the response before it was shown when a pull had just ended
    with http.get(f"{desk}/events", stream=True, timeout=300) as stream:
        sent = time.perf_counter()
        respond(campaign, root)
        for said in stream.iter_lines():
            if said.startswith(b"data:") and shown() > before:
                return time.perf_counter() - sent
    raise RuntimeError("the stream ended")


def simulated_day(campaign: Campaign, root: str) -> Caller:
    """What counted the calls of a day of pulls."""
    minute = [0]
    google = pipeline.connect(campaign, sleep=lambda seconds: None, clock=lambda: 60.0 * minute[0])
    for minute[0] in range(24 * 60):
        if minute[0] % RESPONSE_EVERY == 0:
            respond(campaign, root)
        pipeline.watch(campaign, google, [])
    return google.caller


def main() -> int:
    with TemporaryDirectory() as name, office(Path(name)) as (campaign, root):
        seconds = from_send_to_page(campaign, root)
        print(
            f"from Send to the open page, {len(seconds)} responses, a pull every minute: {min(seconds):.0f} to {max(seconds):.0f} s, "
            f"mean {sum(seconds) / len(seconds):.0f} s; Google's own delay comes on top (seconds, minutes at times: not measured here)"
        )
        caller = simulated_day(campaign, root)
    print(
        f"\nrequests in a simulated day of {24 * 60:,} pulls, {24 * 60 // RESPONSE_EVERY} responses; Google limits minutes, not days"
    )
    limits = {used.what: used for used in caller.used()}
    for quota, made in caller.made.items():
        used = limits[quota.value[0]]
        print(f"  {used.what:20}{made:>7,} in the day{used.most:>8,} in the busiest minute of {used.limit:,}")
    met = max(seconds) < PAGE_BAR and not caller.limited and all(used.most < used.limit for used in limits.values())
    print(
        f"every response within {PAGE_BAR:g} s, every minute below its limit, none turned away: {'met' if met else 'MISSED'}"
    )
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
