"""anubhav start: eight questions to a campaign that works, on the practice server or at Google."""

from __future__ import annotations

import sys
import urllib.request
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click

from gsandbox.server import HOST, listen

from .. import pipeline
from ..campaign import Campaign, load_campaign, start
from ..files import sweep_drafts
from .options import FOLDER, yes_option
from .show import ask, confirm, say, translated
from .spoken import speak
from .stage import Stage, link_form


@click.command("start")
@click.argument("folder", type=FOLDER, default=Path())
@yes_option(help="Write the files without asking; the questions are asked in any case.")
@click.pass_context
def command(ctx: click.Context, folder: Path, yes: bool) -> None:
    """Ask eight questions, in Hindi or English, and make a campaign that works.

    Shows what will be written and asks before it writes. With practice a server on this computer stands in for Google: form, sheet and
    links are made there at once. With google it goes on with login and setup. It may be stopped at any point: the same command goes on.

    \b
    Example:
      anubhav start bilaspur
      anubhav start practice-range
    """
    sweep_drafts(folder, deep=False)
    if not (folder / "config").exists() or (folder / start.DRAFT).exists():
        answers = _ask(ctx, folder)
        root = answers.get("root") or (_free_address() if answers["where"] == start.PRACTICE else "")
        start.save_draft(answers | {"root": root}, folder)
        files = start.campaign_files(answers, folder, root)
        _show(answers, files, folder)
        confirm("Write these files?", yes=yes)
        start.write_campaign(files, folder)
    _go_on(ctx, folder, load_campaign(folder))


def _ask(ctx: click.Context, folder: Path) -> dict[str, str]:
    """Every answer; those of a start that was stopped are offered again."""
    kept = start.load_draft(folder)
    answers = {"root": kept["root"]} if kept.get("root") else dict[str, str]()
    if kept:
        say("Your answers of last time are offered in brackets; press Enter to keep one.")
    while rest := [each for each in start.questions(answers, folder) if each.name not in answers]:
        question = rest[0]
        offered = kept.get(question.name) or question.offered
        if question.name == "language" and not kept:
            offered = ctx.obj["language"]
        answers[question.name] = ask(question.asks, partial(start.read_answer, question), offered=offered)
        start.save_draft(kept | answers, folder)
        if question.name == "language":
            ctx.obj["language"] = answers["language"]
            speak(answers["language"])
    return answers


def _show(answers: dict[str, str], files: dict[str, bytes], folder: Path) -> None:
    """What was answered, and which files follow from it."""
    say("\nThis becomes a campaign:")
    for question in start.questions(answers, folder):
        click.echo(f"  {translated(question.asks)}: {answers[question.name]}")
    say("Files in {folder}:", folder=folder.absolute())
    for name, content in files.items():
        say("  {name:<22} {n:>5} line", "  {name:<22} {n:>5} lines", name=name, n=len(content.splitlines()))


def _go_on(ctx: click.Context, folder: Path, campaign: Campaign) -> None:
    """The steps that a new campaign still lacks, each as its command; what is done already finds nothing to do."""
    stage = Stage(folder.absolute(), ctx.obj["language"])
    root = campaign.office.google.root
    if not root:
        if not sys.stdin.isatty():
            say("Next: anubhav login, then: anubhav setup-forms")
            return
        stage.type("login", asks=True)
        stage.type("setup-forms", asks=True)
        return
    if not _replies(root):
        sandbox, _ = stage.start_sandbox(urlsplit(root).port or 0)
        say("The practice server runs on. To stop it: kill {pid}", pid=sandbox.pid)
    stage.type("setup-forms --yes")
    if pipeline.load_registry(campaign.data).tab_id is None:
        link_form(stage, root)
        stage.type("setup-forms --yes")
    stage.type("pull")
    say("\nThe campaign works. Next, in {folder}: anubhav form preview, anubhav posters, anubhav today", folder=folder)


def _free_address() -> str:
    """An address on this computer that nobody uses."""
    with listen(0) as listener:
        return f"http://{HOST}:{listener.getsockname()[1]}"


def _replies(root: str) -> bool:
    """Whether the practice server is there."""
    try:
        with urllib.request.urlopen(f"{root}/sandbox/violations", timeout=5):  # noqa: S310 (our own loopback server)
            return True
    except OSError:
        return False
