"""The watch is killed at each of its writes, and run again: no alert is lost, no case is there twice, nothing is told a third time."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import apprise
import pytest
from invented_pulls import Pull, a_response, write
from webhook import listening

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.campaign.alerts import load_alerts
from anubhav_gforms.pipeline import cases
from anubhav_gforms.pipeline.cases import Ending
from anubhav_gforms.pipeline.matters import case_book, open_matters
from anubhav_gforms.responses.alerts.outbox import MOST_SENT, load_outbox
from anubhav_gforms.responses.alerts.watch import Teller, look
from anubhav_gforms.responses.ledger.changes import Changes
from anubhav_gforms.responses.ledger.ledger import open_ledger
from benchmarks.faults.strike import DONE, KILLED, strike

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 26)
pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed children are forked"),
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),
]


def look_again(campaign: Campaign, port: int) -> None:
    """One look; what its pull brings was written before, since the ledger's own kills are tested with the ledger."""
    for pool in (
        "_shared_executor",
        "_coordinator_executor",
    ):  # a forked child has the pools of its parent, without their threads
        setattr(sys.modules["apprise.apprise"], pool, None)
    look(
        campaign, load_alerts(campaign.root), Teller(campaign.data, [f"json://127.0.0.1:{port}/alert"]),
        lambda: open_ledger(campaign),
        lambda: Changes(NOW, NOW, 0, {}, {}, (), 0, 0, {}, full=False, first=False), lambda since: (),
        open_matters=lambda matters: open_matters(campaign, matters, who="watch", clock=lambda: NOW),
        case_book=lambda: case_book(campaign), now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("what", ["opened", "closed"])
def test_killed_at_any_write_every_alert_is_told_and_none_three_times(
    campaign: Campaign, tmp_path: Path, what: str
) -> None:
    with listening() as (port, taken):
        assert apprise.Apprise().add("json://127.0.0.1/"), "its plugins are loaded once here, and not in every child"
        write(campaign, [])
        assert strike(lambda: look_again(campaign, port), campaign.data, 0)[0] == DONE
        if what == "closed":
            open_matters(campaign, [cases.Matter(f"x{n}", (cases.About.MONEY,), "BSP-KTW") for n in range(2)], who="ig")
            for number in (1, 2):
                cases.close_case(campaign, number, Ending.UNFOUNDED, "seen", who="ig", clock=lambda: NOW)
        else:
            chance, money = random.Random(1), campaign.form.question("money").options[1]
            write(
                campaign,
                [Pull(DAY, [a_response(campaign, code, DAY, chance, money=money) for code in ("BSP-KTW", "BSP-CVL")])],
            )
        shutil.copytree(campaign.data, tmp_path / "kept")
        end, touches = strike(lambda: look_again(campaign, port), campaign.data, 0)
        assert end == DONE
        titles = {each["title"] for each in taken}
        assert (len(titles), len(taken)) == (2, 2)
        most = 0
        for touch in range(1, touches + 1):
            shutil.rmtree(campaign.data)
            shutil.copytree(tmp_path / "kept", campaign.data)
            taken.clear()
            ends = [strike(lambda: look_again(campaign, port), campaign.data, at)[0] for at in (touch, 0)]
            assert ends == [KILLED, DONE]
            told = Counter(each["title"] for each in taken)
            assert set(told) == titles, f"lost at touch {touch}"
            assert len(taken) <= 2 + 1, f"a kill cuts off one message, at touch {touch}"
            most = max(most, *told.values())
            assert load_outbox(campaign.data).waiting == ()
            assert len(case_book(campaign).cases) == 2
        assert most <= MOST_SENT
