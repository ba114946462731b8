"""Seal, backup and restore, killed at every change to a file: no name is lost, no draft stays, no half of a campaign counts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.custody.backup import taken
from anubhav_gforms.errors import AnubhavError
from anubhav_gforms.responses.ledger import open_ledger

from .office import Office
from .rows import Row, killed_at_touches, ledger_state, purge_row
from .strike import DONE, sampled, strike

WORDS = "neem kite ladder seven"
SLOW = 12
"""Strikes at a backup: its passphrase takes seconds on purpose."""


def custody_rows(office: Office, most: int) -> Iterator[Row]:
    """On one office, in the order in which an office meets them: backup, restore, seal, and a purge of what is sealed."""
    yield _backup_row(office, min(most, SLOW))
    yield _restore_row(office, most)
    yield _seal_row(office, most)
    pipeline.seal_personal(office.campaign)
    yield replace(purge_row(office, most), command="purge sealed")


def _names(campaign: Campaign) -> list[str]:
    return open_ledger(campaign).versions(["name"])["name"].to_pylist()


def _backup_row(office: Office, most: int) -> Row:
    file = office.campaign.root.parent / "disk" / "office.age"
    before = _names(office.campaign)

    def work(campaign: Campaign) -> object:
        return pipeline.backup(campaign, file, WORDS)

    def check(campaign: Campaign, finished: bool) -> tuple[int, int]:
        lost, twice = ledger_state(campaign, len(before))
        if finished:
            pipeline.open_backup(file, WORDS)
            lost += len(list(file.parent.iterdir())) != 1
            shutil.rmtree(file.parent)
        return lost, twice

    office.campaign.data.joinpath("backup.json").unlink(missing_ok=True)
    return killed_at_touches(office, "backup", work, check, most=most, note="opened again, nothing beside it")


def _restore_row(office: Office, most: int) -> Row:
    archive, place = taken(office.campaign, now=datetime.now(UTC)), office.campaign.root.parent / "restored"
    before = _names(office.campaign)

    def work() -> object:
        return pipeline.restore(archive, place)

    end, total = strike(work, place, 0)
    if end != DONE:
        raise SystemExit(f"restore: ended with {end} before anything struck it")
    injected = survived = lost = twice = 0
    for touch in sampled(total, most):
        shutil.rmtree(place, ignore_errors=True)
        end, _ = strike(work, place, touch)
        if end == DONE:
            continue
        injected += 1
        end, _ = strike(work, place, 0)
        survived += end == DONE
        try:
            campaign = load_campaign(place)
            one, two = ledger_state(campaign, len(before))
            lost, twice = lost + one + (_names(campaign) != before), twice + two
        except (AnubhavError, OSError, ValueError):
            lost += 1
        lost += sum(1 for path in place.rglob("*.tmp")) + sum(1 for path in place.glob("before-restore-*"))
    shutil.rmtree(place)
    return Row("restore", "kill -9 at a change to a file", injected, survived, lost, twice, "whole, no draft left")


def _seal_row(office: Office, most: int) -> Row:
    before = _names(office.campaign)

    def check(campaign: Campaign, finished: bool) -> tuple[int, int]:
        lost, twice = ledger_state(campaign, len(before))
        lost += _names(campaign) != before
        return lost + (finished and pipeline.plain_personal(campaign)[0] > 0), twice

    return killed_at_touches(
        office, "ledger seal", pipeline.seal_personal, check, most=most, note="every name is read as before"
    )
