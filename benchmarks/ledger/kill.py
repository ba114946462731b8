"""Pulls that are killed at any moment: nothing is lost, nothing is there twice, the history verifies.

python -m benchmarks.ledger.kill CAMPAIGN PULLS SEED: the sandbox that the campaign points to is running
and its form is linked. Each round sends some responses, lets a child pull, and kills it with SIGKILL: after a random time,
or at a random one of the moments at which it touches a file. Some rounds make Google fail as well. Prints JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import AnubhavError
from anubhav_gforms.links import sign
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.pipeline.connection import connect
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.verify import verify

from ..forked import fork

TOUCHES = ("open", "os.rename", "os.remove", "os.truncate", "os.link")
FAULTS = ("error-503", "reply-lost", "html-200", "empty", "cut-off")
DONE, KILLED, REFUSED, BROKEN = 0, -9, 3, 70


class Citizens:
    """People who respond through the responder page, one after another."""

    def __init__(self, campaign: Campaign, root: str) -> None:
        self.registry = load_registry(campaign.data)
        self.http = requests.Session()
        self.http.trust_env = False
        self.root, self.sent = root, 0
        self.purpose = campaign.form.question("purpose").options[0]
        self.code = sign(campaign.stations[1].code, Channel.POSTER, 1, load_keyring(campaign))

    def respond(self) -> None:
        """One more response, a minute after the last."""
        when = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=self.sent)
        given = {"station": self.code, "purpose": self.purpose, "overall": str(self.sent % 5 + 1)}
        fields = {f"entry.{self.registry.entry(key)}": value for key, value in given.items()}
        path = self.registry.responder_uri.replace("/viewform", "/formResponse")
        headers = {"X-Sandbox-Clock": when.strftime("%Y-%m-%dT%H:%M:%SZ")}
        self.http.post(path, data={**fields, "pageHistory": "0,1"}, headers=headers, timeout=30).raise_for_status()
        self.sent += 1


def pull_and_die(campaign: Campaign, touch: int) -> None:
    """In a child: one pull; SIGKILL itself just before the `touch`-th time it touches a file of the ledger."""
    count = 0
    place = str(campaign.data)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        if event in TOUCHES and arguments and str(arguments[0]).startswith(place):
            count += 1
            if count == touch:
                os.kill(os.getpid(), signal.SIGKILL)

    if touch:
        sys.addaudithook(watch)
    code = BROKEN
    try:
        pipeline.pull(campaign, connect(campaign))
        code = DONE
    except AnubhavError:
        code = REFUSED
    finally:
        os._exit(code)


def main() -> None:
    folder, pulls, seed = sys.argv[1:]
    campaign, chance = load_campaign(folder), random.Random(int(seed))
    root = campaign.office.google.root
    citizens = Citizens(campaign, root)
    ends = {"done": 0, "killed": 0, "refused": 0, "broken": 0}
    pipeline.pull(campaign, connect(campaign))
    usual = 0.1
    for _ in range(int(pulls)):
        for _ in range(chance.randrange(4)):
            citizens.respond()
        if chance.random() < 0.2:
            rule = {"fault": chance.choice(FAULTS), "on": "sheets.*", "after": chance.randrange(2), "times": 1}
            citizens.http.post(
                f"{root}/sandbox/faults", json={"seed": 1, "faults": [rule]}, timeout=30
            ).raise_for_status()
        by_touch = chance.random() < 0.6
        began = time.perf_counter()
        child = fork()
        if not child:
            pull_and_die(campaign, chance.randrange(1, 25) if by_touch else 0)
        if not by_touch:
            time.sleep(chance.uniform(0, usual * 1.2))
            os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        ends[{DONE: "done", KILLED: "killed", REFUSED: "refused"}.get(code, "broken")] += 1
        if code == DONE:
            usual = 0.8 * usual + 0.2 * (time.perf_counter() - began)
        citizens.http.delete(f"{root}/sandbox/faults", timeout=30)
        faults = verify(open_ledger(campaign)).faults
        if faults:
            raise SystemExit(f"after {sum(ends.values())} pulls: {faults}")
    changes = pipeline.pull(campaign, connect(campaign), full=True)
    ledger = open_ledger(campaign)
    frame = ledger.frame()
    print(
        json.dumps(
            {
                **ends,
                "sent": citizens.sent,
                "rows": len(frame),
                "times": int(frame.submitted_at.nunique()),
                "ids": int(frame.response_id.nunique()),
                "versions": ledger.manifest.rows,
                "alarms": len(changes.changed) + len(ledger.history),
                "faults": list(verify(ledger).faults),
                "left_over": len([path for path in Path(ledger.folder).iterdir() if path.suffix == ".tmp"]),
            }
        )
    )


if __name__ == "__main__":
    main()
