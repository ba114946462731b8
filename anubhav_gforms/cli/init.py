"""anubhav init: a campaign folder to start from."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import InputError
from .show import say


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def command(folder: Path) -> None:
    """Make a campaign folder: config files with every key explained, and the list of stations to edit.

    Writes config/ and stations.csv into FOLDER (the present one when not named). What is there already is never
    overwritten.

    \b
    Example:
      anubhav init bilaspur
      cd bilaspur
    """
    from ..campaign import load_campaign
    from ..campaign.example import copy_example

    taken = [name for name in ("config", "stations.csv") if (folder / name).exists()]
    if taken:
        raise InputError(
            f"{folder.absolute()} already holds {' and '.join(taken)}; nothing was changed.",
            cure="Name another folder: anubhav init DIR",
        )
    copy_example(folder)
    campaign = load_campaign(folder)
    say(f"Made {folder.absolute()}")
    say("  config/office.toml    the office, its contact, its districts")
    say("  config/form.toml      the questions and the privacy notice")
    say("  config/grading.toml   weights, letters, rules")
    say("  config/poster.toml    what stands on the posters")
    say(f"  stations.csv          {len(campaign.stations)} places, to be confirmed by the office")
    say("Next: edit these, then: anubhav login, and: anubhav setup-forms")
