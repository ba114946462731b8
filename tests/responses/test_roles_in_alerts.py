"""An alert follows the role of a question and the meaning of an option: no key, no place in a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.campaign.alerts import AlertsConfig
from anubhav_gforms.cases.case import About
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.responses.alerts.alerts import sightings_since
from anubhav_gforms.responses.alerts.rules import RuleSighting
from anubhav_gforms.responses.ledger.ledger import open_ledger

PURPOSE = "दूसरा काम / Something else"


def sightings_of(campaign: Campaign, folder: Path, *rows: str, head: str = "money") -> dict[About, RuleSighting]:
    """What the rules see in responses that a paper round brought."""
    path = folder / "round.csv"
    path.write_text("\n".join([f"Timestamp,station,purpose,overall,{head}", *rows]), "utf-8")
    pipeline.import_responses(campaign, path, Channel.PAPER)
    seen = sightings_since(open_ledger(campaign), 0, 0, campaign=campaign, rules=AlertsConfig())
    assert len({sighting.about for sighting in seen}) == len(seen)
    return {sighting.about: sighting for sighting in seen}


@pytest.mark.parametrize("order", ['["हाँ / Yes", "नहीं / No", ', '["नहीं / No", "हाँ / Yes", '])
def test_money_is_told_for_yes_wherever_yes_stands(campaign_dir: Path, tmp_path: Path, order: str) -> None:
    path = campaign_dir / "config" / "form.toml"
    text = path.read_text("utf-8")
    was = '["नहीं / No", "हाँ / Yes", '
    assert was in text
    path.write_text(text.replace(was, order), "utf-8")
    rows = [f"2026-11-20 11:0{n},BSP-KTW,{PURPOSE},4,{said}" for n, said in enumerate(["नहीं / No"] * 3 + ["हाँ / Yes"])]
    seen = sightings_of(load_campaign(campaign_dir), tmp_path, *rows)
    assert seen[About.MONEY].since == "2026-11-20T11:03"


def test_a_question_may_have_any_key(campaign_dir: Path, tmp_path: Path) -> None:
    path = campaign_dir / "config" / "form.toml"
    path.write_text(path.read_text("utf-8").replace('key = "money"', 'key = "gift"'), "utf-8")
    row = f"2026-11-20 11:00,BSP-KTW,{PURPOSE},1,हाँ / Yes"
    assert About.MONEY in sightings_of(load_campaign(campaign_dir), tmp_path, row, head="gift")
