"""anubhav form: the form as citizens meet it."""

from __future__ import annotations

from pathlib import Path

import click

from gsandbox.responder.preview import preview

from .. import pipeline
from ..campaign.lookup import station_meant
from .options import FOLDER
from .show import said, say, with_campaign


@click.group("form")
def command() -> None:
    """The form as citizens meet it.

    \b
    Example:
      anubhav form preview
    """


@command.command("preview")
@click.option("--out", type=FOLDER, help="Folder for the pictures; without it data/preview.")
@click.option("--station", metavar="STATION", help="Opened by this station's code; without it by the longest name.")
@with_campaign
def preview_command(campaign: pipeline.Campaign, out: Path | None, station: str | None) -> None:
    """Show the form of config/form.toml as a small phone does, in both languages, as pictures.

    Asks Google nothing. The pages are those of the sandbox: they show what Google shows once the form's end is set, in sizes
    that are taken rather large. The red line is where the first screen of a phone of 360 x 640 ends. Needs Chromium, Chrome or Edge.

    \b
    Example:
      anubhav form preview
      anubhav form preview --station BSP-KTW
    """
    form = pipeline.shown_form(campaign, station_meant(campaign, station) if station else "")
    pages = {}
    for language in ("hi", "en"):
        shown = preview(form.content, form.filled, lang=language, thanks=form.thanks)
        heads = (said(text, language) for text in pipeline.page_heads(len(shown) - 1))
        pages[language] = tuple(zip(heads, shown, strict=True))
    for path in pipeline.write_pictures(pages, out or campaign.data / "preview"):
        say("Picture: {path}", path=path)
    if pipeline.load_registry(campaign.data).adopted:
        say("Citizens respond on the form that was adopted; the pictures show what config/form.toml would make.")
