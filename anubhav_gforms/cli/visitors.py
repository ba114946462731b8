"""anubhav visitors: seeded citizens respond to the form on a sandbox."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import click
import numpy as np
import pandas as pd

from gsandbox.visitors import citizens, identifiers, population, survey, walk
from gsandbox.visitors.population import Place

from ..csv_file import csv_table
from ..errors import InputError, UnavailableError
from ..sentence import Sentence
from . import show
from .options import FILE, NewFile

KEYS = ("station", "purpose", "receipt", "money", "topic", "message", "name", "mobile")
COLUMNS = ("code", "name_en", "name_hi", "district", "kind", "url")


@click.command("visitors")
@click.option("--links", default="links.csv", show_default=True, type=FILE, help="Where the stations' links are.")
@click.option("--answers", default=5200, show_default=True, type=click.IntRange(1, 1_000_000), help="How many respond.")
@click.option("--weeks", default=26, show_default=True, type=click.IntRange(1, 520), help="Over how many weeks.")
@click.option("--until", type=show.Day(), required=True, help="The last day, as 2026-11-22.")
@click.option("--seed", default=7, show_default=True, type=click.IntRange(0), help="Random seed.")
@click.option(
    "--stuffed",
    default=0,
    show_default=True,
    type=click.IntRange(0, 20),
    help="At how many stations one person responds 22 times on one day.",
)
@click.option("--truth", type=NewFile(), help="Where to write each station's true quality.")
@click.option(
    "--planted",
    type=NewFile(),
    help="Let 200 of them write invented numbers, addresses and names, and list these in this file.",
)
@click.option("--root", default="", help="Address of the sandbox, when it is not that of the links.")
@click.pass_context
def command(
    ctx: click.Context,
    links: Path,
    answers: int,
    weeks: int,
    until: date,
    seed: int,
    stuffed: int,
    truth: Path | None,
    planted: Path | None,
    root: str,
) -> None:
    """Let seeded citizens respond to the form on a sandbox, one by one, over HTTP, on days gone by.

    Most stations get few responses, some many; texts come in Hindi, Roman Hindi, Chhattisgarhi and English; some codes are
    typed, blank or forged. --planted lists what must be in no report: see whether it is. --truth writes how good each station really is, in points from 0 to 100, to compare with grades.

    \b
    Example:
      anubhav visitors --links links.csv --answers 5200 --weeks 26 --until 2026-11-22 --truth truth.csv
    """
    campaign = show.campaign_of(ctx)
    places = _places(links)
    weights = dict(campaign.grade_rules.items)
    titles = {question.key: question.title for question in campaign.form.questions if question.key in (*KEYS, *weights)}
    if missing := [key for key in (*KEYS, *weights) if key not in titles]:
        raise InputError(
            "The visitors know the range's own questions; config/form.toml lacks: {missing}.",
            missing=", ".join(missing),
        )
    random = np.random.default_rng(seed)
    people = population.draw(places, weights, weeks=weeks, random=random)
    try:
        asked = survey.read_survey(walk.fetch(places[0].url, root), titles)
        coming = citizens.draw(
            people, asked, responses=answers, weeks=weeks, until=until, random=random, stuffed=stuffed
        )
        if planted:
            coming, texts = identifiers.plant(coming, asked, np.random.default_rng([seed, 1]))
            pd.DataFrame(texts).to_csv(planted, index=False, encoding="utf-8-sig")
        began = time.perf_counter()
        with show.progress("Citizens respond") as advance:
            walk.send_all(coming, asked, root=root, advance=advance)
    except walk.WalkError as error:
        raise UnavailableError(
            error.template, cure="Is the sandbox running? Start it with: anubhav sandbox", **error.values
        ) from error
    except survey.SurveyError as error:
        raise InputError(error.template, cure="Make the form with: anubhav setup-forms", **error.values) from error
    seconds = time.perf_counter() - began
    if truth:
        table = pd.DataFrame({"code": [place.code for place in places], "true_score": people.truth})
        table.to_csv(truth, index=False, float_format="%.2f", encoding="utf-8-sig")
    show.say(
        "{n} citizen responded at {stations} stations in {seconds:.1f} s ({speed:.0f} responses/s).",
        "{n} citizens responded at {stations} stations in {seconds:.1f} s ({speed:.0f} responses/s).",
        n=answers,
        stations=len(places),
        seconds=seconds,
        speed=answers / seconds,
    )
    if truth:
        show.say("How good each station really is: {file}", file=truth)
    show.say("Next: anubhav pull")


def _places(links: Path) -> list[Place]:
    """The stations of links.csv. Raises InputError."""
    if not links.is_file():
        raise InputError("{links} does not exist.", cure="Make it with: anubhav setup-forms", links=links)
    rows = [row for _, row in csv_table(links)]
    lacking = [name for name in COLUMNS if any(name not in row for row in rows)]
    if not rows or lacking:
        raise InputError(
            "{links}: {value}.",
            links=links,
            value=Sentence("columns missing: {columns}", columns=", ".join(lacking))
            if rows
            else Sentence("no stations"),
        )
    return [Place(*(row[name] for name in COLUMNS)) for row in rows]
