"""anubhav init: a campaign folder to start from."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..campaign import load_campaign
from ..campaign.example import copy_example, taken_by
from ..campaign.office import campaign_id
from ..campaign.start import offered_id
from ..errors import InputError
from ..files import plain_refusal, sweep_drafts
from ..sentence import Sentence
from .options import FOLDER
from .show import ask, say, translated

CONFIG = {
    "office.toml": Sentence("the office, its contact, its districts, the campaign's id"),
    "form.toml": Sentence("the questions and the privacy notice"),
    "grading.toml": Sentence("weights, letters, rules"),
    "poster.toml": Sentence("what is written on the posters"),
    "alerts.toml": Sentence("what the office is told at once"),
}
"""What each file of config/ is for."""


@click.command("init")
@click.argument("folder", type=FOLDER, default=Path())
@click.option(
    "--id",
    "campaign_id",
    metavar="ID",
    help="Short name of this campaign: a-z, 0-9 and hyphens. Asked for when left out.",
)
def command(folder: Path, campaign_id: str | None) -> None:
    """Make a campaign folder: config files with every key explained, and the list of stations to edit.

    Writes config/ and stations.csv into FOLDER (the present one when not named). What is there already is never
    overwritten. Signing keys, login and the names of the files at Google go by the campaign's id: a practice campaign
    and the real one need two.

    \b
    Example:
      anubhav init bilaspur --id bilaspur-2026
      cd bilaspur
    """
    sweep_drafts(folder, deep=False, of="config.")  # one that was killed at its very end had made the campaign
    if taken := taken_by(folder):
        raise InputError(
            "{absolute} already holds {taken}; nothing was changed.",
            cure="Name another folder: anubhav init FOLDER",
            absolute=folder.absolute(),
            taken=", ".join(taken),
        )
    chosen = _checked(campaign_id) if campaign_id is not None else _asked(folder)
    sweep_drafts(folder, deep=False)
    with plain_refusal(folder):
        copy_example(folder, campaign_id=chosen)
    campaign = load_campaign(folder)
    say("Made {absolute}, campaign id {id}", absolute=folder.absolute(), id=campaign.id)
    for path in sorted((folder / "config").iterdir(), key=lambda path: [*CONFIG, path.name].index(path.name)):
        say(f"  config/{path.name:<14} {translated(CONFIG.get(path.name, ''))}".rstrip())
    say(
        "  stations.csv          {n} station, to be confirmed by the office",
        "  stations.csv          {n} stations, to be confirmed by the office",
        n=len(campaign.stations),
    )
    say("Next, in that folder: edit these, then: anubhav login, and: anubhav setup-forms")


def _asks() -> bool:
    """Whether there is a person to ask."""
    return sys.stdin.isatty()


def _checked(text: str) -> str:
    try:
        return campaign_id(text)
    except ValueError as error:
        raise InputError(
            "The campaign's id {text!r} {error}.",
            cure="For example: --id bilaspur-2026",
            text=text,
            error=error.args[0],
        ) from None


def _asked(folder: Path) -> str:
    """The id that a person types; the folder's name is offered when it may be one."""
    if not _asks():
        raise InputError(
            "A campaign needs an id; signing keys and login go by it.", cure="Give it: anubhav init FOLDER --id ID"
        )
    return ask("Id of this campaign (a-z, 0-9, hyphen)", _checked, offered=offered_id(folder))
