"""The commands that the documentation says can be typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

from anubhav_gforms.cli import anubhav
from anubhav_gforms.cli.modes import check_modes

PROJECT = Path(__file__).parent.parent
PAGES = [PROJECT / "README.md", PROJECT / "gsandbox" / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
TYPED = re.compile(r"^(?:    |\$ |\| `|`)?(?:\$ )?anubhav +([a-z][^|`#\n]*)", re.MULTILINE)


def typed_lines() -> list[tuple[str, str]]:
    """(page, arguments) of every anubhav command that stands in a code block or in backticks at a line's beginning."""
    found = {
        (page.name, re.split(r" && |;|\s{2,}| >", line)[0].rstrip(" \\&"))
        for page in PAGES
        for line in TYPED.findall(page.read_text(encoding="utf-8"))
    }
    return sorted((page, line) for page, line in found if not re.match(r"[a-z -]+:", line))


def leaf(words: Sequence[str]) -> tuple[click.Command | None, list[str], click.Context]:
    """The command that these words call, what is given to it, and the context of the whole; None where there is none."""
    command: click.Command | None = anubhav
    given, context = list(words), click.Context(anubhav, info_name="anubhav", **anubhav.context_settings)
    while isinstance(command, click.Group) and given and not given[0].startswith("-"):
        command = command.get_command(context, given.pop(0))
    return command, given, context


def parse(command: click.Command, given: Sequence[str], context: click.Context) -> None:
    """Read what is given as the command does, and hold it against the ways that the command has. Raises UsageError, InputError."""
    with command.make_context("anubhav", list(given), parent=context, resilient_parsing=False) as own:
        if table := getattr(command.callback, "modes", None):
            check_modes(own, table)
