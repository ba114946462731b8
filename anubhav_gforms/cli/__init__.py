"""The command line: one file a verb. Commands are imported only when they run, so that --help answers at once."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path

import click

from ..errors import AnubhavError, InputError, StateError, refusal, refused_file
from ..languages import LANGUAGES
from ..sentence import Sentence
from ..version import code_version
from .logbook import keep_log, log_end, log_error, log_folder
from .options import FILE, GivenPath
from .process import set_up
from .show import language_of, tell_calls, tell_error, tell_stopped, translated
from .spoken import (
    VARIABLE,
    chosen_language,
    example_last,
    list_whole_sentences,
    speak,
    translate_help,
    typed_globals,
)
from .streams import open_streams
from .verbs import ELSEWHERE, GROUPS, RENAMED, VERBS

UNANSWERED = InputError("This asks questions, and its standard input ended before them.", cure="Run it in a terminal.")
REFUSED = {errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EEXIST, errno.ELOOP}
"""What a folder of the user's may refuse: never our bug."""
DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENOLCK}
"""What a disk may refuse, also where no file is named."""


class LazyGroup(click.Group):
    """A group that knows its commands' names and one-line helps without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in RENAMED:
            ctx.fail(translated(Sentence("anubhav {old} is anubhav {new} now.", old=cmd_name, new=RENAMED[cmd_name])))
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f".{VERBS[cmd_name][0]}", __name__).command
        example_last(command)
        translate_help(command, language_of(ctx))
        list_whole_sentences(command)
        return command

    def invoke(self, ctx: click.Context) -> int:
        """The exit code: 0 for a command that gives none."""
        return super().invoke(ctx) or 0

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        placed = {verb for verbs in GROUPS.values() for verb in verbs}
        for title, verbs in GROUPS.items():
            with formatter.section(translated(title)):
                shown = verbs or [verb for verb in VERBS if verb not in placed]
                formatter.write_dl([(verb, translated(VERBS[verb][1])) for verb in shown])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] == "help":  # as git and gh have it: anubhav help report
            args = [*args[1:], "--help"]
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:  # click looks among commands that are loaded; here none is yet
            raise click.NoSuchCommand(error.command_name, possibilities=VERBS, ctx=ctx) from None


def show_version(ctx: click.Context, option: click.Parameter, asked: bool) -> None:
    """Print the version with the hash of the code, and end."""
    if asked and not ctx.resilient_parsing:
        click.echo(f"anubhav {code_version()}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Show the version, with a digest of the code.",
)
@click.option(
    "-C",
    "--campaign",
    "folder",
    default=".",
    show_default=True,
    type=GivenPath(file_okay=False),
    help="Folder that holds stations.csv and config/.",
)
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    envvar=VARIABLE,
    help="Language of messages and help. Also ANUBHAV_LANGUAGE, or language in config/office.toml.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print errors and results only.")
@click.option("-v", "--verbose", is_flag=True, help="Log each call to Google with its duration.")
@click.option(
    "--log",
    type=FILE,
    envvar="ANUBHAV_LOG",
    help="File to which each run adds when it began, what failed and how it ended.",
)
@click.pass_context
def anubhav(
    ctx: click.Context, folder: str, language: str | None, quiet: bool, verbose: bool, log: Path | None
) -> None:
    """Citizens' feedback for a police range: form, posters, responses, grades.

    \b
    Example:
      anubhav demo
    """
    ctx.ensure_object(dict).update(folder=folder, quiet=quiet, language=language or language_of(ctx))
    if ctx.invoked_subcommand in ELSEWHERE:
        ctx.obj["typed"] = "."  # what it names is of another campaign than that of this folder
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    if verbose:
        tell_calls()
    keep_log(log, ctx.invoked_subcommand or "")


def globals_first(arguments: Sequence[str]) -> list[str]:
    """The same words with the options of anubhav itself before its command, wherever they were typed.

    What stands behind "--" stays there, and so does an option that the command has under the same name.
    """
    ours = {
        name: not option.is_flag
        for option in anubhav.params
        if isinstance(option, click.Option)
        for name in option.opts
        if name not in ("-V", "--version")
    }
    numbered = enumerate(arguments)
    named = ((at, word) for at, word in numbered if not (ours.get(word) and next(numbered, True)))  # without values
    verb = next((at for at, word in named if word in VERBS), len(arguments))
    first, rest = list(arguments[:verb]), list[str]()
    words = iter(arguments[verb:])
    for word in words:
        if word == "--":
            return [*first, *rest, word, *words]
        name = word.partition("=")[0]
        if name not in ours or name in _options_of(arguments[verb]):
            rest.append(word)
            continue
        first.append(word)
        if ours[name] and "=" not in word:
            first.extend(islice(words, 1))
    return first + rest


def _options_of(verb: str) -> set[str]:
    """Every option of a command and its subcommands. Imports it: asked only for what may be of both."""
    commands = [import_module(f".{VERBS[verb][0]}", __name__).command]
    commands += getattr(commands[0], "commands", {}).values()
    return {name for command in commands for option in command.params for name in option.opts}


def main() -> None:
    """Run the command line; ends the process with 0 done, 1 attention, 2 input, 3 Google, 4 our bug, 130 interrupted."""
    open_streams()
    set_up()
    arguments = globals_first(sys.argv[1:])
    language = chosen_language(arguments, os.environ)
    speak(language)
    translate_help(anubhav, language)
    ended = _ended(arguments, language)
    log_end(ended)
    sys.exit(ended)


def _ended(arguments: Sequence[str], language: str) -> int:
    """Run it; what went wrong is told, and is the exit code."""
    chosen = {
        "language": language,
        "typed": typed_globals(arguments)[1],
    }  # a command may ask for another one: anubhav start
    try:
        _stand_somewhere()
        return int(anubhav.main(arguments, prog_name="anubhav", standalone_mode=False, obj=chosen))
    except click.ClickException as error:
        error.show()
        log_error(error.format_message())
        return 2
    except (click.Abort, KeyboardInterrupt) as stopped:
        if isinstance(stopped.__context__, EOFError) and not sys.stdin.isatty():
            return _told(UNANSWERED, chosen)
        tell_stopped(chosen["language"])
        return 130
    except AnubhavError as error:
        return _told(error, chosen)
    except OSError as error:
        if error.errno not in DISK and not (error.filename and error.errno in REFUSED):
            return _told(_bug(error, arguments), chosen)
        if error.errno in REFUSED:
            return _told(refused_file(error), chosen)
        full = StateError(
            "{path}: {why}.",
            cure="Free some space, or make the folder writable for you, and run it again.",
            path=error.filename or Sentence("The disk"),
            why=refusal(error),
        )
        return _told(full, chosen)
    except Exception as error:
        return _told(_bug(error, arguments), chosen)


def _stand_somewhere() -> None:
    """Raises StateError where the shell stands in a folder that was removed, or on a disk that was pulled out."""
    try:
        Path.cwd()
    except OSError:
        raise StateError(
            "The folder in which this was typed is not there any more.",
            cure="Go to the campaign's folder (cd), and run it again.",
        ) from None


def _told(error: AnubhavError, chosen: dict[str, str]) -> int:
    tell_error(error, chosen["language"], chosen["typed"])
    log_error(str(error.message))
    return error.exit_code


def _bug(error: Exception, arguments: Sequence[str]) -> AnubhavError:
    from .bug import whose_fault  # only once something broke

    return whose_fault(error, arguments, log_folder())  # a scheduled run's own temporary folder goes with it
