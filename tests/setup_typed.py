"""setup-forms as a user types it, and posters noted as printed; the campaign made small, and a gateway that does not wait."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from wire import Wire, tap

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.google import Google
from anubhav_gforms.links.registry import PrintedPoster, load_registry, save_registry
from anubhav_gforms.pipeline.connection import connect


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
        PrintedPoster(row.split("=")[-1].split("+")[-1], row.split(",")[0], "poster", 1, "A", "", row.split(",")[-1], registry.entry("station"), "2026-11-25", "posters.pdf")
        for row in rows
    ]  # fmt: skip
    save_registry(registry.with_printed(*posters), campaign.data)


def quiet(campaign: Campaign, wire: Wire | None = None) -> Google:
    """A gateway that does not really wait."""
    clock = [0.0]

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    google = connect(campaign, sleep=sleep, clock=lambda: clock[0], chance=lambda: 0.0)
    tap(google, wire)
    return google


def own(campaign: Campaign, name: str, folder: Path) -> Campaign:
    """The campaign under another id, in a folder of its own: it shares the sandbox with the others."""
    office = campaign.office.model_copy(update={"campaign": campaign.office.campaign.model_copy(update={"id": name})})
    root = folder / name
    root.mkdir()
    return replace(campaign, root=root, office=office)


def short(campaign: Campaign) -> Campaign:
    """The campaign with few questions and stations: what there is to do at Google stays the same."""
    form = campaign.form.model_copy(update={"questions": campaign.form.questions[:4]})
    return replace(campaign, form=form, stations=campaign.stations[:2])


def files(google: Google, mime_type: str) -> list[str]:
    return [file.id for file in google.drive.find(mime_type)]
