"""Groups of five of weeks that were announced, under rules of who counts that were changed since."""

from __future__ import annotations

import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.gazette.known import with_announced_rules
from anubhav_gforms.nouns.week import read_week
from anubhav_gforms.privacy.lots import BATCH, batched, counted_alone
from anubhav_gforms.responses.ledger.ledger import open_ledger
from tests.grading.world import responses
from tests.office import write_ledger

from .announced import EARLIER, THEN, edit_config

OTHER_RULES = {
    "another channel": ('channels = ["poster"]', 'channels = ["poster", "paper"]'),
    "another channel alone": ('channels = ["poster"]', 'channels = ["paper"]'),
    "other weights": ("behaviour = 0.25\nheard = 0.20\npromptness = 0.20", "behaviour = 0.05\nheard = 0.55\npromptness = 0.05"),
    "another visit": ('not_visited = "यहाँ आना नहीं हुआ / Not visited"', 'not_visited = "यातायात या चालान / Traffic"'),
}  # fmt: skip


@pytest.mark.parametrize("rule", OTHER_RULES)
def test_groups_of_five_of_weeks_that_were_announced_form_anew_by_no_rule(office: Campaign, rule: str) -> None:
    """Else two to four persons, who are in a group of before and in another one since, are told apart by two weeks' tables."""
    rows = responses(office, weeks=4, a_week=12, seed=8, blank=0.3).assign(channel="paper")
    write_ledger(office, rows.assign(response_id=[f"paper{n}" for n in range(len(rows))]), pulled_at=THEN)
    edited, until = edit_config(office, *OTHER_RULES[rule]), read_week(EARLIER)

    def groups(campaign: Campaign, week: int) -> set[tuple[int, ...]]:
        made = counted_alone(campaign, batched(campaign, open_ledger(campaign), week))
        of_stations = [made.of(station.code).rows.reshape(-1, BATCH).tolist() for station in campaign.stations]
        return {tuple(group) for groups in of_stations for group in groups}

    before, after = groups(office, until), groups(with_announced_rules(edited), until)
    assert after <= before
    assert len(before) > 100
    assert groups(with_announced_rules(edited), until + 1) - groups(office, until + 1), (
        "what comes since counts by the new rule"
    )
    assert (len(after) == len(before)) == (rule == "another channel"), "groups of what counts no longer leave whole"
