"""anubhav explain: how a station's grade came about, step by step."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from .. import pipeline
from ..campaign.lookup import station_if_any, station_meant
from ..languages import LANGUAGES
from .gazette import said_of
from .options import WEEK, NewFile, json_option
from .show import campaign_of, language_of, say, show, show_json, tell_state


@click.command("explain")
@click.argument("station")
@WEEK
@click.option(
    "--language", type=click.Choice(list(LANGUAGES)), show_default="that of anubhav", help="English or Hindi."
)
@json_option(help="All numbers with all their digits.")
@click.option("--page", "page_file", type=NewFile(), help="Write a page to print (HTML).")
@click.pass_context
def command(
    ctx: click.Context, station: str, week: str | None, language: str | None, as_json: bool, page_file: Path | None
) -> None:
    """Show every step from counts to letter, with the numbers in the formulas.

    The numbers are those of the office's report, to the last digit, and the same for every reader; what is shared rounds them.

    \b
    Example:
      anubhav explain BSP-KTW --week 2026-W47
      anubhav explain BSP-KTW --language hi --page kotwali.html
    """
    campaign = campaign_of(ctx)
    language = ctx.obj["language"] = language or language_of(ctx)  # also of what is said beside it
    typed = station.strip().upper()  # a code may be of a station that has left the roster, and is in the ledger
    code = station_if_any(campaign, station) or (typed if "-" in typed else station_meant(campaign, station))
    grades = pipeline.grade(campaign, week=week, places=False, keep=code)
    tell_state(grades)
    explanation = pipeline.explain(grades, code)
    if pipeline.announced_otherwise(campaign, grades, code):
        show(
            "{week} was announced with other figures of {code}, or without it; these follow what was decided, edited, removed or listed since. What was announced: anubhav gazette show {week} --station {code}; a further edition: anubhav report --week {week} --again",
            week=grades.week,
            code=code,
            err=True,
        )
    for entry in pipeline.corrections_of(campaign, grades.week, code):
        show("Announced since: {what}. The steps lead to the figure before.", what=said_of(entry), err=True)
    if page_file:
        pipeline.write_explanation(campaign, grades, explanation, language, page_file)
    if as_json:
        show_json(asdict(explanation))
    elif page_file:
        say("Wrote {page_file}: one or two A4 pages. Open it in a browser and print it.", page_file=page_file)
        say(
            "It is for whoever challenges this grade. Give a station no pages of two weeks in a row: together they tell single responses."
        )
    else:
        click.echo(pipeline.explanation_text(explanation, language), nl=False)
