"""anubhav demo: the whole loop on the sandbox, each command shown as if typed."""

from __future__ import annotations

import csv
import shutil
import subprocess
import time
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from .. import pipeline
from ..campaign.example import copy_example, with_value
from ..errors import AnubhavError, InputError
from ..files import parse_json
from .options import FOLDER
from .process import end_as_by_interrupt
from .show import language_of, say
from .stage import Stage, link_form, program, stop

MARK = ".anubhav-demo"
DEMO_ID = "bilaspur-demo"


@click.command("demo")
@click.option("--folder", type=FOLDER, default=Path("demo"), show_default=True, help="Where the demo lives.")
@click.option(
    "--answers", type=click.IntRange(100, 100_000), default=5200, show_default=True, help="How many citizens respond."
)
@click.option("--seed", type=click.IntRange(0), default=7, show_default=True, help="Random seed.")
@click.option("--keep", is_flag=True, help="Leave the sandbox running so that you can fill in the form yourself.")
def command(folder: Path, answers: int, seed: int, keep: bool) -> None:
    """Show the whole loop on the sandbox, in about a minute.

    Makes a folder with the real range, starts a practice server that stands in for Google, and runs the commands that an office runs:
    form and links, posters, citizens' responses, pull, report. Nothing leaves this machine.

    \b
    Example:
      anubhav demo
      anubhav demo --keep
    """
    began = time.monotonic()
    folder = folder.absolute()
    _prepare(folder)
    stage = Stage(folder, language_of(click.get_current_context()))
    end_as_by_interrupt()  # else a sandbox is left behind
    sandbox, root = stage.start_sandbox()
    try:
        config = folder / "config" / "office.toml"
        config.write_text(with_value(config.read_text(encoding="utf-8"), "root", root), encoding="utf-8")
        _play(stage, root, responses=answers, seed=seed)
    except BaseException:
        stop(sandbox)
        raise
    if not keep:
        stop(sandbox)
    _close(stage, root, sandbox if keep else None, seconds=time.monotonic() - began)


def _play(stage: Stage, root: str, *, responses: int, seed: int) -> None:
    stage.type("setup-forms --yes")
    link_form(stage, root)
    stage.type("setup-forms --test-answer --yes")
    stage.type("doctor --live --yes")
    stage.type("posters")
    today = datetime.now(ZoneInfo("Asia/Kolkata")).date()
    sunday = today - timedelta(days=today.isoweekday())
    citizens = f"--answers {responses} --weeks 26 --until {sunday} --seed {seed} --stuffed 1"
    stage.type(f"visitors --links links.csv {citizens} --truth truth.csv --planted planted.csv")
    stage.type("pull")
    say("\nA second pull finds nothing new:")
    stage.type("pull")
    stage.type("report --audience ig --audience district --audience station")
    stage.type("doctor")
    _check_requests(root)


def _check_requests(root: str) -> None:
    """Nothing that was sent or replied may break Google's own documents. Raises AnubhavError."""
    with urllib.request.urlopen(f"{root}/sandbox/violations", timeout=30) as reply:  # noqa: S310 (our own loopback server)
        broken = parse_json(reply.read())
    if broken:
        raise AnubhavError(
            "{n} requests or replies do not fit Google's documents, first: {broken}", n=len(broken), broken=broken[0]
        )


def _close(stage: Stage, root: str, sandbox: subprocess.Popen[str] | None, *, seconds: float) -> None:
    registry = parse_json((stage.folder / "data" / "registry.json").read_text(encoding="utf-8"))
    report = max((stage.folder / "data" / "reports").glob("*/office.html"))
    stations, correlation = pipeline.rank_correlation(stage.folder / "truth.csv", report.with_name("office.csv"))
    say("\nDone in {seconds:.0f} s.", seconds=seconds)
    say(
        "Rank correlation of true quality and score over {stations} stations with enough responses: {correlation:.2f}",
        stations=stations,
        correlation=correlation,
    )
    say("  report    {report}", report=report)
    say("  posters   {folder}", folder=stage.folder / "data" / "posters")
    say("  links     {folder}", folder=stage.folder / "links.csv")
    if sandbox:
        say("  form      {link}", link=_a_link(stage.folder))
        say("  editor    {root}/forms/d/{registry}/edit", root=root, registry=registry["form_id"])
        typed = program()
        say("\nThe sandbox runs on. Answer the form, then:")
        say(
            "  cd {quote} && {typed} pull && {typed} desk --open",
            quote=pipeline.typed_line([str(stage.folder)]),
            typed=typed,
        )
        say("To stop it: kill {pid}", pid=sandbox.pid)
    else:
        say("\nThe sandbox is stopped. To answer the form yourself: {program} demo --keep", program=program())
        say("To use your own Google account: anubhav start")


def _a_link(folder: Path) -> str:
    """The form as a citizen opens it at a police station: without its code a response is of no place."""
    with (folder / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(row["url"] for row in csv.DictReader(file) if row["kind"] == "thana")


def _prepare(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise InputError(
                "{folder} is not a folder of the demo, so it is left as it is.",
                cure="Name another: anubhav demo --folder DIR",
                folder=folder,
            )
        say("Replacing the demo of an earlier run in {folder}", folder=folder)
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(
        "Made by anubhav demo, which replaces this folder when it runs again.\n", encoding="utf-8"
    )
    copy_example(folder, campaign_id=DEMO_ID)
