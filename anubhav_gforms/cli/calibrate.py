"""anubhav calibrate: how many letters, and where their edges could lie; and freezing a quarter's constants again."""

from __future__ import annotations

from dataclasses import asdict

import click

from .. import pipeline
from ..sentence import Sentence
from .modes import modes
from .options import json_option, yes_option
from .show import confirm, say, show_json, tell_state, translated, with_campaign


@click.command("calibrate")
@click.option("--week", metavar="WEEK", help="ISO week whose scores are examined.  [default: the last finished one]")
@click.option(
    "--freeze",
    "quarter",
    metavar="QUARTER",
    help="Recalculate the constants of this quarter, such as 2026-Q4, and freeze them.",
)
@yes_option(help="Freeze without asking.")
@json_option(help="Print it as JSON.")
@modes({"--freeze": ""})
@with_campaign
def command(campaign: pipeline.Campaign, week: str | None, quarter: str | None, yes: bool, as_json: bool) -> int:
    """Propose bands from the scores of a trial quarter, with the share of wrong letters to expect.

    Nothing is changed: the office writes bands into config/grading.toml, announces them, and keeps them for a year.

    \b
    Example:
      anubhav calibrate --week 2026-W40
      anubhav calibrate --freeze 2026-Q4
    """
    if quarter:

        def agree(again: bool, moved: float | None) -> None:
            if moved is not None:
                say("Largest change of a score: {moved:.2f} points.", moved=moved)
            asked = (
                Sentence(
                    "Scores of {quarter} will change by method, not by performance. Freeze its constants again?",
                    quarter=quarter,
                )
                if again
                else Sentence("Freeze the constants of {quarter} for the first time?", quarter=quarter)
            )
            confirm(asked, yes=yes)

        path, again = pipeline.freeze_constants(campaign, quarter, agree=agree)
        say("Wrote {path}.", path=path)
        if again:
            say("The old file stays beside it. Say in the next report that the method changed.")
        say("A week that was announced already stays as it is, unless: anubhav report --week WEEK --again")
        return 0
    grades = pipeline.grade(campaign, week=week, places=False)
    tell_state(grades)
    calibration = pipeline.calibrate(grades)
    if as_json:
        show_json(asdict(calibration))
        return 0
    if calibration.stations:
        say(
            "Week {week}: {n} station has enough responses; its score is {mean:.1f}, and is unsure by {sd:.1f} points (one standard deviation).",
            "Week {week}: {n} stations have enough responses; their scores average {mean:.1f}, and are typically unsure by {sd:.1f} points (one standard deviation).",
            week=calibration.week,
            n=calibration.stations,
            mean=calibration.mean,
            sd=calibration.sd,
        )
    else:
        say("Week {week}: no station has enough responses.", week=calibration.week)
    if not calibration.enough:
        say(
            "No bands are proposed: from fewer than 30 such stations they would be drawn from chance. Until then say who is clearly above or below its kind: anubhav report."
        )
        return 1
    head = [translated(each) for each in HEAD]
    click.echo(f"{head[0]:44}{head[1]:>26}{head[2]:>17}{head[3]:>15}{head[4]:>24}")
    _row(translated("today"), calibration.today, calibration.sd)
    for bands in calibration.proposals:
        _row(translated(Sentence("{n} letter", "{n} letters", n=len(bands.names))), bands, calibration.sd)
    if calibration.best:
        say(
            "\nThese responses can carry {n} letters: at least half of the stations would have one sure letter. To use them, write into config/grading.toml:\n",
            n=len(calibration.best.names),
        )
        click.echo(calibration.best.to_toml())
        say("\nChange bands at the start of a quarter only, and announce them first.")
    else:
        say(
            "\nNo set of bands gives half of the stations one sure letter: say only who is clearly above or below, until more responses came."
        )
    say("\nResponses after which a station is named above or below its kind with a chance of 80%:")
    for distance, responses in calibration.power.items():
        say("  {distance} points away: {count} responses", distance=distance, count=responses if responses else "-")
    return 0


HEAD = (
    Sentence("bands"),
    Sentence("stations in each"),
    Sentence("one sure letter"),
    Sentence("wrong letters"),
    Sentence("narrowest band, points"),
)


def _row(title: str, bands: pipeline.Bands, sd: float) -> None:
    edges = ", ".join(f"{name} {edge:g}" for name, edge in zip(bands.names, bands.edges, strict=True))
    wrong = f"{bands.wrong:.0%}" if bands.wrong == bands.wrong else "-"
    width = f"{bands.width_in_sd * sd:.1f}" if bands.width_in_sd == bands.width_in_sd else "-"
    sure = f"{bands.sure:.0%}"
    click.echo(f"{title + ': ' + edges:44}{' '.join(map(str, bands.stations)):>26}{sure:>17}{wrong:>15}{width:>24}")
