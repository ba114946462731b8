"""Which language a run of the command line speaks, and click's own words and every help text in it."""

from __future__ import annotations

import gettext
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from inspect import cleandoc
from pathlib import Path

import click

from ..languages import LANGUAGES, WRITTEN
from ..sentence import Sentence

VARIABLE = "ANUBHAV_LANGUAGE"
CATALOGS = Path(__file__).parents[1] / "language" / "locale"
"""Named without importing `language`, which loads Babel: a third of what `anubhav --help` takes."""
_LANGUAGE_LINE = re.compile(rb"^\s*language\s*=\W*(\w+)", re.MULTILINE)
"""In a config/office.toml that is no TOML: what is wrong with it is said in the language of who wrote it."""
HELD = "\u2011"
"""A hyphen at which no line is broken; no help text holds one."""
OF_CLICK = {
    "integer": Sentence("whole number"),
    "integer range": Sentence("whole number"),
    "float range": Sentence("number"),
    "file": Sentence("file"),
    "directory": Sentence("directory"),
    "path": Sentence("path"),
}
"""What click calls a value, in its own English wherever it was loaded before a language was chosen."""


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """`--language` before the command, else ANUBHAV_LANGUAGE, else `language` in config/office.toml, else English.

    Read before click reads anything, since click's own words and all help texts depend on it. An unknown word is left
    to click, and in the file to the campaign, which refuse it.
    """
    typed, folder = typed_globals(arguments)
    for wish in (typed, environment.get(VARIABLE, ""), _office_language(folder)):
        if wish in LANGUAGES:
            return wish
    return WRITTEN.code


def typed_globals(arguments: Sequence[str]) -> tuple[str, str]:
    """(--language, --campaign) as they stand before the name of the command."""
    language, folder = "", "."
    words = iter(arguments)
    for word in words:
        name, mark, value = word.partition("=")
        if name == "--language":
            language = value if mark else next(words, "")
        elif name in ("-C", "--campaign"):
            folder = value if mark else next(words, ".")
        elif not word.startswith("-"):
            break
    return language, folder


def _office_language(folder: str) -> str:
    try:
        content = Path(folder, "config", "office.toml").read_bytes()
    except OSError:
        return ""
    try:
        return str(tomllib.loads(content.decode())["office"]["language"])
    except (
        ValueError,
        LookupError,
        TypeError,
        RecursionError,
    ):  # a command that reads the campaign says what is wrong with it
        setting = _LANGUAGE_LINE.search(
            content.replace(b"\0", b"")
        )  # those of UTF-16, as an editor of Windows saves it
        return setting[1].decode() if setting else ""


def speak(language: str) -> None:
    """Let click's own words (Usage, Options, Missing argument) come from our catalog; English once they do, if it is asked for."""
    catalogs = str(CATALOGS)
    if language != WRITTEN.code or gettext.bindtextdomain("messages") == catalogs:
        os.environ["LANGUAGE"] = language
        gettext.bindtextdomain("messages", catalogs)


def translate_help(command: click.Command, language: str) -> None:
    """Put the help of a command, its options and its subcommands into a language. English stays as it is."""
    if language == WRITTEN.code:
        return
    from ..language import say  # only where somebody reads another language

    def paragraphs(text: str | None) -> str | None:
        if not text:
            return text
        return "\n\n".join(
            example(part) if part.startswith("\b") else say(" ".join(part.split()), language)
            for part in cleandoc(text).split("\n\n")
        )

    def example(text: str) -> str:
        return text.replace("Example:", say("Example:", language), 1)

    command.help, command.short_help = paragraphs(command.help), paragraphs(command.short_help)
    if command.epilog:
        command.epilog = example(command.epilog)
    if command.options_metavar:
        command.options_metavar = say(command.options_metavar, language)
    for option in command.params:
        if said := OF_CLICK.get(option.type.name):
            option.type = copy(option.type)  # click shares its own
            option.type.name = say(said, language)
        if isinstance(option, click.Option) and option.help:
            option.help = say(option.help, language)
            if isinstance(option.show_default, str):
                option.show_default = say(option.show_default, language)
    if isinstance(command, click.Group):
        command.subcommand_metavar = say(command.subcommand_metavar, language)
        for subcommand in getattr(command, "commands", {}).values():
            translate_help(subcommand, language)


class WholeWords(click.HelpFormatter):
    """Breaks no line at a hyphen, nor a choice of a line of usage: half of an option cannot be typed."""

    def write_text(self, text: str) -> None:
        """Write a text that is wrapped."""
        super().write_text(_held(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands with what they do."""
        super().write_dl([(name, _held(text)) for name, text in rows], col_max, col_spacing)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        beside = self.width - len(f"{prefix or 'Usage: '}{prog} ")
        if max(map(len, args.split()), default=0) <= beside:
            super().write_usage(prog, _held(args), prefix)
            return
        super().write_usage(prog, prefix=prefix)
        with self.indentation():
            self.write_text(args)

    def getvalue(self) -> str:
        """What was written."""
        return super().getvalue().replace(HELD, "-")


click.Context.formatter_class = WholeWords


def _held(text: str) -> str:
    return re.sub(r"(?<=\w)-(?=\w)", HELD, text)


def example_last(command: click.Command) -> None:
    """Move the example of a command's help from above its options to the end; the same for its subcommands."""
    text, mark, example = cleandoc(command.help or "").partition("\b\nExample")
    if mark:
        command.help, command.epilog = text, mark + example
    if isinstance(command, click.Group):
        for subcommand in command.commands.values():
            example_last(subcommand)


def list_whole_sentences(command: click.Command) -> None:
    """In a group's list of commands the first sentence of each stands whole, where click would cut it at the line's end."""
    for listed in getattr(command, "commands", {}).values():
        first, _, _ = cleandoc(listed.help or "").partition("\n\n")
        listed.short_help = re.split(r"(?<=[.।])\s", " ".join(first.split()), maxsplit=1)[0]
        list_whole_sentences(listed)
