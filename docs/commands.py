"""Writes docs/commands.md from the commands themselves: make docs. A test checks that it is fresh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from anubhav_gforms.cli import VERBS, anubhav

PAGE = Path(__file__).with_name("commands.md")
HEAD = """# Commands

Written by `make docs` from the commands themselves. Every command takes `-C FOLDER` (the campaign's folder) before its name.

"""


def commands() -> Iterator[tuple[str, ...]]:
    """The words of every command and subcommand, in the order of the story."""
    for verb in VERBS:
        yield (verb,)
        command = anubhav.get_command(click.Context(anubhav), verb)
        if isinstance(command, click.Group):
            yield from ((verb, name) for name in command.commands)


def page() -> str:
    """The whole of docs/commands.md."""
    runner = CliRunner(env={"COLUMNS": "100", "TERMINAL_WIDTH": "100"})
    parts = [HEAD]
    for words in commands():
        done = runner.invoke(anubhav, [*words, "--help"], prog_name="anubhav", terminal_width=100)
        parts.append(f"## anubhav {' '.join(words)}\n\n```text\n{done.output.rstrip()}\n```\n\n")
    return "".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
