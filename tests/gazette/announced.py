"""A campaign of two districts whose week 46 is announced, and what may be done to it."""

from __future__ import annotations

from datetime import UTC, datetime

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.reports import Report
from tests.grading.world import responses
from tests.office import write_ledger

EARLIER, WEEK = "2026-W46", "2026-W47"
THEN = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def report(campaign: Campaign, week: str, *, again: bool = False) -> Report:
    """Its packs in one language: what is announced is the same."""
    return pipeline.write_report(campaign, pipeline.grade(campaign, week=week), language="en", again=again)


def late(campaign: Campaign) -> None:
    """Many late responses of weeks that were announced, as an import brings them."""
    rows = responses(campaign, weeks=6, a_week=40, seed=8)
    write_ledger(campaign, rows.assign(response_id=[f"late{n}" for n in range(len(rows))]), pulled_at=THEN)


def edit_config(campaign: Campaign, old: str, new: str) -> Campaign:
    path = campaign.root / "config" / "grading.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return load_campaign(campaign.root)
