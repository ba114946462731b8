"""Options that several commands have."""

from __future__ import annotations

import errno
import getpass
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..errors import refused_file
from ..sentence import Sentence
from .show import say, translated


class GivenPath(click.Path):
    """A path as typed. An empty one, as of an empty variable of a script, is refused: it would be the folder where we are.
    So is a link that leads back to itself."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, as click has it."""
        if value == "":
            self.fail(translated("it is empty. Give it a value, or leave it out"), param, ctx)
        try:
            Path(value).stat()
        except OSError as error:
            if error.errno == errno.ELOOP:
                self.fail(translated(refused_file(error).whole), param, ctx)
        return super().convert(value, param, ctx)


FILE_THERE = GivenPath(exists=True, dir_okay=False, path_type=Path)
FOLDER_THERE = GivenPath(exists=True, file_okay=False, path_type=Path)
FILE = GivenPath(dir_okay=False, path_type=Path)
FOLDER = GivenPath(file_okay=False, path_type=Path)
ANY_PATH = GivenPath(path_type=Path)
"""Paths as options take them, by what they may be and whether it must be there."""


def answer_id(typed: str) -> str:
    """A response's id, or a word, as a person copies it from paper: in capitals, with a blank."""
    return typed.strip().lower()


WEEK = click.option("--week", metavar="WEEK", help="ISO week such as 2026-W47.  [default: the last finished one]")
THEME = click.option(
    "--theme", type=answer_id, metavar="TEXT", default="",
    help="behaviour, heard, waiting, facilities or receipt.  [default: none of them]",
)  # fmt: skip


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def login_name() -> str:
    """Who is logged in, also where the system has no name of the user, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # OSError from Python 3.13 on
        return f"uid {os.getuid()}"


def by(help: str) -> Decorator:  # noqa: A002  # as click calls it
    """--by: whose deed it is, `who` for the command; the login name where it is not given."""
    return click.option("--by", "who", default=login_name, show_default="your login name", help=help)


PRINTED = Sentence("Note: this seems to hold a name or a number, and it is printed for everybody to read.")
UNTIL_PURGE = Sentence(
    "Note: --why seems to hold a name or a number. Everybody who reads anubhav ledger events sees it until purge."
)
FOR_EVER = Sentence(
    "Note: --why seems to hold a name or a number. It is kept permanently, and anubhav flags --all shows it."
)


def note_personal(text: str, note: Sentence = PRINTED) -> None:
    """Say so where what an officer typed for others to read seems to name somebody."""
    from .. import pipeline  # --help loads no pipeline

    if pipeline.seems_personal(text):
        say(note)


def yes_option(*, help: str) -> Decorator:  # noqa: A002  # as click calls it
    """--yes: what is not asked; `yes` for the command."""
    return click.option("--yes", is_flag=True, help=help)


def json_option(*, help: str) -> Decorator:  # noqa: A002  # as click calls it
    """--json: the output is for programs; `as_json` for the command."""
    return click.option("--json", "as_json", is_flag=True, help=help)


OWN_FOLDERS = ("config", "data", "keys")
OWN_FILES = ("stations.csv", "links.csv", "actions.csv", "footfall.csv", "staff.csv")
"""What a campaign lives by, in its folder."""


class NewFile(GivenPath):
    """A file that a command writes. Its folder must be there: a slip in the name makes none. None of the campaign's own is replaced."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Refuses, as click does, one whose folder is not there, a file that the campaign lives by, and a device or pipe: the
        file would take its place."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        campaign = ((ctx and ctx.find_root().obj) or {}).get("folder")  # none while the shell completes a word
        if campaign and path.exists() and _is_of(path, Path(campaign)):
            own = Sentence("{path} is a file of the campaign and would be replaced. Choose another name", path=path)
            self.fail(translated(own), param, ctx)
        if path.exists() and not path.is_file():
            device = Sentence("{path} is a device and would be replaced by a file. Choose another name", path=path)
            self.fail(translated(device), param, ctx)
        if not path.parent.is_dir():
            missing = Sentence("there is no folder {folder}. Make it, or check the name", folder=path.parent)
            self.fail(translated(missing), param, ctx)
        return path


def _is_of(path: Path, campaign: Path) -> bool:
    """Whether a file is one that the campaign in this folder lives by, wherever links lead."""
    own = [mark for name in (*OWN_FOLDERS, *OWN_FILES) if (mark := campaign / name).exists()]
    return any(each.samefile(mine) for each in (path, *path.resolve().parents) for mine in own)


def codes_option(*names: str, help: str) -> Decorator:  # noqa: A002  # as click calls it
    """An option of codes or names with commas between; () where it is not given."""
    return click.option(*names, type=Codes(), default=(), metavar="CODES", help=help)


class Codes(click.ParamType["tuple[str, ...]"]):
    """Codes or names with commas between; one that names nothing, as an empty variable of a script, is refused."""

    name = "codes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The codes, as typed."""
        if isinstance(value, tuple):
            return value
        codes = tuple(part.strip() for part in str(value).split(",") if part.strip())
        return codes or self.fail(translated("it names no code"), param, ctx)
