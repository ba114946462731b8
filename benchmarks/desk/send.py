"""From a citizen's Send to the open page of an officer, with `anubhav desk --every 1m`, the fastest pace that is allowed.

Answers are sent to the sandbox at moments spread over the minute. Google's own delay between Send and the row in the sheet comes on
top: seconds as a rule, minutes at times; it cannot be measured here. A pull's calls, times 1,440, are a day's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.links.registry import load_registry

from ..on_sandbox import campaign_on_sandbox, link

SENDS, PACE = 6, 60.0
"""Answers, and seconds between two pulls. Each is sent at another moment between two pulls, spread over the whole of it."""


def measure() -> tuple[list[float], int, int]:
    """Seconds from each Send to the page, the calls of the busiest minute that a pull noted, and the limit of that kind of call."""
    with TemporaryDirectory() as name, campaign_on_sandbox(Path(name), {"BSP-KTW", "BSP-CVL"}) as (folder, root):
        os.environ["ANUBHAV_CONFIG_DIR"] = str(Path(name) / "user")
        campaign, http = load_campaign(folder), requests.Session()
        google = pipeline.connect(campaign)
        pipeline.setup_forms(campaign, google)
        link(folder, root, http)
        pipeline.pull(campaign, google)
        line = [sys.executable, "-m", "anubhav_gforms", "-C", str(folder), "desk", "--port", "0", "--every", "1m"]
        with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as desk:
            try:
                assert desk.stdout is not None
                address = desk.stdout.readline().strip().rpartition(" ")[2]
                http.get(address, timeout=60)
                return [*(_one(campaign, root, address, http, turn) for turn in range(SENDS))], *_quota(folder)
            finally:
                desk.terminate()


def _one(campaign: Campaign, root: str, address: str, http: requests.Session, turn: int) -> float:
    registry = load_registry(campaign.data)
    page = root + registry.responder_uri.removeprefix(root).replace("/viewform", "/formResponse")
    desk = address.partition("/enter")[0]
    before = http.get(f"{desk}/station/BSP-KTW", timeout=60).text.count('class="answer"')
    time.sleep(PACE * (turn + 0.5) / SENDS)  # the answer before it was shown when a pull had just ended
    with http.get(f"{desk}/events", stream=True, timeout=300) as stream:
        code = next(
            row for row in (campaign.root / "links.csv").read_text("utf-8-sig").splitlines() if "BSP-KTW" in row
        )
        fields = {
            f"entry.{registry.entry('station')}": code.split("=")[-1].split("+")[-1],
            f"entry.{registry.entry('overall')}": "4",
        }
        sent = time.perf_counter()
        requests.post(page, fields | {"pageHistory": "0,1"}, timeout=60).raise_for_status()
        for said in stream.iter_lines():
            if (
                said.startswith(b"data:")
                and http.get(f"{desk}/station/BSP-KTW", timeout=60).text.count('class="answer"') > before
            ):
                return time.perf_counter() - sent
    raise RuntimeError("the stream ended")


def _quota(folder: Path) -> tuple[int, int]:
    used = json.loads((folder / "data" / "quota.json").read_text("utf-8"))["used"]
    fullest = max(used, key=lambda each: each["most"] / each["limit"])
    return fullest["most"], fullest["limit"]


def main() -> None:
    seconds, most, limit = measure()
    print(
        f"from Send to the open page, {len(seconds)} answers, a pull every minute: {min(seconds):.0f} to {max(seconds):.0f} s, mean {sum(seconds) / len(seconds):.0f} s"
    )
    print(
        f"requests in the busiest minute of a pull: {most} of {limit} that Google allows; it has no limit per day for them"
    )


if __name__ == "__main__":
    main()
