"""No command passes over an option that it was given: each way of working refuses what it does not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from anubhav_gforms import cli
from anubhav_gforms.cli.modes import Modes
from anubhav_gforms.errors import InputError


def commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below a group, with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*words, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))


EVERY = dict(commands(cli.anubhav))
SEVERAL: dict[tuple[str, ...], Modes] = {
    words: command.callback.modes for words, command in EVERY.items() if hasattr(command.callback, "modes")
}


def options(words: tuple[str, ...]) -> dict[str, click.Parameter]:
    """What a command takes, by the name that people type; without --yes and --help."""
    named = {
        one.opts[0] if isinstance(one, click.Option) else one.human_readable_name.strip("[]."): one
        for one in EVERY[words].params
    }
    return {name: one for name, one in named.items() if name not in ("--yes", "--help")}


def typed(name: str, option: click.Parameter, there: Path) -> list[str]:
    """An option with a value that it may have."""
    if isinstance(option, click.Option) and option.is_flag:
        return [name]
    kind = option.type
    value = "1"
    if isinstance(kind, click.Choice):
        value = str(kind.choices[0])
    elif isinstance(kind, click.Path):
        value = str(there.parent if not kind.file_okay else there)
    elif kind.name in ("day", "time"):
        value = "24/11/2026 18:05:00" if kind.name == "time" else "2026-11-24"
    elif isinstance(kind, click.IntRange):
        value = str(kind.min)
    elif name == "--every":
        value = "5m"
    return [name, value] if name.startswith("--") else [value]


@pytest.fixture
def there(tmp_path: Path) -> Path:
    file = tmp_path / "there.json"
    file.write_text("{}", encoding="utf-8")
    return file


def unread() -> Iterator[Any]:
    """Of each way every option that it does not read, another way's own among them."""
    for words, table in SEVERAL.items():
        chosen = {mode.partition(" ")[0] for mode in table}
        special = {option for mode in table if mode for option in table[mode].split()}
        for mode, read in table.items():
            for option in options(words):
                own = option in (mode.partition(" ")[0], *read.split())
                if not own and (mode or option in special) and (mode or option not in chosen):
                    yield pytest.param(words, mode, option, id=" ".join((*words, mode, option)))


@pytest.mark.parametrize(("words", "mode", "option"), list(unread()))
def test_what_a_way_does_not_read_is_refused(words: tuple[str, ...], mode: str, option: str, there: Path) -> None:
    known = options(words)
    name, _, value = mode.partition(" ")
    own = [name, value] if value else typed(name, known[name], there) if name in known else [name] * bool(name)
    given = [*words, *typed(option, known[option], there), *own]
    done = CliRunner().invoke(cli.anubhav, ["-C", str(there.parent), *given], standalone_mode=False)
    assert isinstance(done.exception, InputError), done.output
    said = str(done.exception)
    assert option in said
    assert re.search("does not use|different things" if mode else "is used with", said), said


@pytest.mark.parametrize("words", SEVERAL, ids=" ".join)
def test_a_way_names_options_that_there_are(words: tuple[str, ...]) -> None:
    table = SEVERAL[words]
    named = {each for mode, read in table.items() for each in (*mode.split()[:1], *read.split())}
    after = {each[-1] for each in EVERY if each[:-1] == words}
    assert named <= {*options(words), *after}


def test_an_option_for_one_way_is_held_to_it() -> None:
    held = 0
    for words in EVERY:
        for name, option in options(words).items():
            if with_ := re.match(r"With (--[a-z-]+(?: [a-z]+(?=:))?)", getattr(option, "help", None) or ""):
                assert name in SEVERAL[words][with_[1]].split(), (words, name)
                held += 1
    assert held >= 6
