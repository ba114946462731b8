"""How commands speak: one console, one progress bar, one way to ask, the campaign they work on."""

from __future__ import annotations

import json
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial, wraps
from getpass import GetPassWarning
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ..as_typed import DAY_SHAPES, read_day, read_moment, typed_line
from ..errors import AnubhavError, InputError
from ..languages import WRITTEN
from ..sentence import Bilingual, Sentence
from .verbs import ELSEWHERE, VERBS

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..pipeline import Check, Grades

STEERING = [
    sign
    for first, last in (
        (0, 8),
        (11, 31),
        (127, 159),
        (0x061C, 0x061C),
        (0x200E, 0x200F),
        (0x2028, 0x202E),
        (0x2066, 0x2069),
        (0xD800, 0xDFFF),
    )
    for sign in range(first, last + 1)
]
"""Signs that steer a terminal, turn a text round, or cannot be written; not line ends, nor the joiners, which Hindi needs."""
MARKED = dict.fromkeys(STEERING, "\ufffd")
ESCAPED = {sign: f"\\u{sign:04x}" for sign in STEERING}

COMMAND = re.compile(rf"\banubhav (?=(?:{'|'.join(VERBS.keys() - ELSEWHERE)})\b)")
"""The begin of a command of a campaign, as messages name it."""

Advance = Callable[[int, int], None]
"""A progress callback that rooms take: advance(done, total)."""


class Day(click.ParamType[date]):
    """An option that takes a day as people type it."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error for what is none."""
        day = value if isinstance(value, date) else read_day(str(value))
        says = Sentence("{value!r} is not a day; write it as {shapes}.", value=value, shapes=DAY_SHAPES)
        return day or self.fail(translated(says), param, ctx)


class Moment(click.ParamType[datetime]):
    """An option that takes a time as people type it."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The wall clock; a usage error for what is none."""
        moment = value if isinstance(value, datetime) else read_moment(str(value))
        says = Sentence("{value!r} is not a time; write it as 2026-11-24 18:05:30 or 24/11/2026 18:05:30.", value=value)
        return moment or self.fail(translated(says), param, ctx)


def campaign_of(ctx: click.Context) -> Campaign:
    """The campaign in the folder named by --campaign. Raises CampaignError with all its mistakes, InputError for an option that is
    given and blank, as by an empty variable of a script: it would be as if it were not there."""
    from ..campaign import load_campaign  # --help reads no campaign

    for option in ctx.command.params:
        name, value = option.name or "", ctx.params.get(option.name or "")
        typed = ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if typed and isinstance(option, click.Option) and isinstance(value, str) and not value.strip():
            raise InputError(
                "{option} is empty.",
                cure="Give it a value." if option.required else "Give it a value, or leave it out.",
                option=option.opts[0],
            )
    return load_campaign(ctx.obj["folder"])


def campaign_to_write(ctx: click.Context) -> Campaign:
    """As `campaign_of`, before something is dated in a book that stays for good. Raises StateError for a wrong clock."""
    from .. import pipeline  # --help loads no pipeline

    campaign = campaign_of(ctx)
    pipeline.refuse_wrong_clock(campaign)
    return campaign


def with_campaign(
    command: Callable[..., Any], read: Callable[[click.Context], Campaign] = campaign_of
) -> Callable[..., Any]:
    """Hand a command the campaign first, as `read` gives it."""

    @click.pass_context
    @wraps(command)
    def with_it(ctx: click.Context, /, **asked: object) -> object:
        return command(read(ctx), **asked)

    return with_it


with_campaign_to_write = partial(with_campaign, read=campaign_to_write)
"""The same for a command that dates something in a book that stays for good."""


def say(text: str = "", plural: str = "", /, **values: object) -> None:
    """Print a line in the language asked for, unless --quiet: a Sentence, or its template and values."""
    if not _quiet():
        show(Sentence(text, plural, **values) if values else text)


def show(text: str, plural: str = "", /, *, err: bool = False, indent: str = "", **values: object) -> None:
    """Print a result or a question's text in the language asked for, also with --quiet; as `say`."""
    click.echo(indent + translated(Sentence(text, plural, **values) if values else text), err=err)


def put(text: str) -> None:
    """Print a line that is in no language, such as a citizen's own words."""
    click.echo(text.translate(MARKED))


def show_check(check: Check, bad: str) -> None:
    """Print a check: its mark, its name, what it found and below it the cure. `bad` marks one that is not well."""
    word, colour = {True: (Sentence("ok"), "green"), False: (bad, "red"), None: ("?", "yellow")}[check.ok]
    first, *rest = translated(check.said).splitlines() or [""]
    mark = click.style(f"{translated(word):>4}", fg=colour, bold=check.ok is False)
    click.echo(f"{mark}  {translated(check.name):<18} {first}")
    for line in rest:
        click.echo(f"{'':>24} {line}")
    if check.cure:
        click.echo(f"{'':>24} → {translated(check.cure)}")


def show_json(value: object, *, in_a_row: bool = False) -> None:
    """Print a result as JSON, days and times in ISO; with `in_a_row` on one line, for those that come one after the other."""
    indent = None if in_a_row else 2
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent, default=_plain).translate(ESCAPED))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def in_language(text: Bilingual) -> str:
    """A text of the office's own in the language asked for."""
    return text.hi if language_of(click.get_current_context(silent=True)) == "hi" else text.en or text.hi


def translated(text: str) -> str:
    """A sentence in the language asked for, its commands as this one was typed; other texts as they are, where the catalog does not
    know them."""
    ctx = click.get_current_context(silent=True)
    return in_folder(said(text, language_of(ctx)), ((ctx and ctx.find_root().obj) or {}).get("typed", "."))


def in_folder(text: str, folder: str) -> str:
    """The same with --campaign in every command that it names, where another folder than this one was typed."""
    return text if folder == "." else COMMAND.sub(lambda _: f"anubhav -C {typed_line([folder])} ", text)


def said(text: str, language: str) -> str:
    """The same in a language, by its code, with a mark for what would steer a terminal. English asks no catalog: that would load Babel."""
    if language == WRITTEN.code:
        return str(text).translate(MARKED)
    from ..language import say as say_in  # as above

    return say_in(text, language).translate(MARKED)


def language_of(ctx: click.Context | None) -> str:
    """The language that this run of the command line speaks, by its code."""
    root = ctx.find_root().obj if ctx else None
    return str((root or {}).get("language", WRITTEN.code))


def quietly(as_json: bool) -> None:
    """Where the output is JSON, print nothing beside it, as with --quiet."""
    if as_json:
        click.get_current_context().ensure_object(dict)["quiet"] = True


def _quiet() -> bool:
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.obj and ctx.obj.get("quiet"))


@contextmanager
def progress(title: str) -> Iterator[Advance]:
    """A progress bar on a terminal; nothing elsewhere. Yields a callback advance(done, total)."""
    if not sys.stderr.isatty() or _quiet():
        yield lambda done, total: None
        return
    from rich.console import Console  # only a terminal shows a bar
    from rich.progress import (  # likewise
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(translated(title), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def tell_state(grades: Grades) -> None:
    """Say beside a result what its grades are not yet; on standard error, so that JSON stays JSON."""
    if not grades.finished:
        show("Week {week} is unfinished: figures will change.", week=grades.week, err=True)
    if grades.provisional:
        show(
            "The constants of {name} are provisional: the first report of the quarter freezes them.",
            name=grades.constants.name,
            err=True,
        )


def tell_calls() -> None:
    """Log what the rooms do, with times, to standard error; never what a citizen said."""
    import logging  # only --verbose logs

    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stderr)
    logging.getLogger("anubhav_gforms").setLevel(logging.INFO)


def confirm(question: str, plural: str = "", /, *, yes: bool, **values: object) -> None:
    """Go on only when the user agrees: by --yes, or by answering. Without a terminal, --yes is needed. The question as `say`."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise InputError(
            "This asks for your consent, and there is no terminal to ask on.", cure="Run it again with --yes."
        )
    click.confirm(translated(Sentence(question, plural, **values) if values else question), abort=True)


def ask(question: str, read: Callable[[str], str], *, offered: str = "") -> str:
    """What a person types, as `read` takes it; asked again, with what is wrong, where that raises InputError."""

    def taken(text: str) -> str:
        try:
            return read(text)
        except InputError as error:
            raise click.UsageError(translated(error.message)) from None

    return str(click.prompt(translated(question), default=offered or None, value_proc=taken))


def ask_secret(question: str, *, twice: bool = False) -> str:
    """A secret that is typed unseen, `twice` where it is a new one. Where no terminal can hide it, a line of standard input."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)
            return str(click.prompt(translated(question), hide_input=True, confirmation_prompt=twice))
    except GetPassWarning:
        if line := sys.stdin.readline().rstrip("\r\n"):
            return line
        raise InputError(
            "This asks for a secret, and there is no terminal to type it on.",
            cure="Run it in a terminal, or give the secret as a line of standard input.",
        ) from None


def tell_error(error: AnubhavError, language: str, folder: str = ".") -> None:
    """Print an error in a language to standard error: what is wrong, then what to do, in the folder that was typed."""
    click.echo(in_folder(f"{said('Error', language)}: {error_text(error, language)}", folder), err=True)


def tell_stopped(language: str) -> None:
    """Print that Ctrl-C was heard and what that means."""
    click.echo(
        "\n" + said("Stopped. Nothing is lost: the same command goes on where this one stopped.", language), err=True
    )


def error_text(error: AnubhavError, language: str) -> str:
    """An error's message and cure in a language; all mistakes of a file in lines of their own."""
    return f"{said(error.message, language)} {said(error.cure, language)}".strip()
