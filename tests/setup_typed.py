"""setup-forms as a user types it, and posters noted as printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from click.testing import CliRunner

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.links.registry import PrintedPoster, load_registry, save_registry


def run(campaign_dir: Path, *arguments: str) -> Any:
    """The command line, as a user types it; raises what it raises."""
    return CliRunner().invoke(
        anubhav, ["-C", str(campaign_dir), "setup-forms", *arguments], standalone_mode=False, catch_exceptions=True
    )


def print_posters(campaign: Campaign) -> None:
    """Note the posters of links.csv as printed, as the posters command does."""
    registry = load_registry(campaign.data)
    rows = (campaign.root / "links.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    posters = [
        PrintedPoster(row.split("=")[-1], row.split(",")[0], "poster", 1, "A", "", row.split(",")[-1], registry.entry("station"), "2026-11-25", "posters.pdf")
        for row in rows
    ]  # fmt: skip
    save_registry(registry.with_printed(*posters), campaign.data)
