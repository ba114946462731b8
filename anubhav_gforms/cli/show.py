"""How commands speak: one console, one progress bar, one way to ask, the campaign they work on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ..errors import InputError

if TYPE_CHECKING:
    from ..campaign import Campaign

Advance = Callable[[int, int], None]
"""A progress callback that rooms take: advance(done, total)."""


def campaign_of(ctx: click.Context) -> Campaign:
    """The campaign in the folder named by --campaign. Raises CampaignError with all its mistakes."""
    from ..campaign import load_campaign

    return load_campaign(ctx.obj["folder"])


def say(text: str = "") -> None:
    """Print a line, unless --quiet."""
    ctx = click.get_current_context(silent=True)
    if not (ctx and ctx.obj and ctx.obj.get("quiet")):
        click.echo(text)


@contextmanager
def progress(title: str) -> Iterator[Advance]:
    """A progress bar on a terminal; nothing elsewhere. Yields a callback advance(done, total)."""
    ctx = click.get_current_context(silent=True)
    if not sys.stderr.isatty() or (ctx and ctx.obj and ctx.obj.get("quiet")):
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def tell_calls() -> None:
    """Log what the rooms do, with times, to standard error; never what a citizen said."""
    import logging

    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stderr)
    logging.getLogger("anubhav_gforms").setLevel(logging.INFO)


def confirm(question: str, *, yes: bool) -> None:
    """Go on only when the user agrees: by --yes, or by answering. Without a terminal, --yes is needed."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise InputError(
            "This asks for your consent, and there is no terminal to ask on.", cure="Run it again with --yes."
        )
    click.confirm(question, abort=True)
