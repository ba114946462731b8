"""What each way of a command reads: an option that would change nothing is refused, never passed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import click
from click.core import ParameterSource

from ..errors import InputError
from ..sentence import joined

Modes = Mapping[str, str]
"""By the option that chooses a way ("--adopt", or with its value "--on spark"), or by the command that follows a group ("show"), the
other options that are read then; by "" those that are read without any as well. What no way names is read without any alone. --yes does no harm anywhere."""


def modes(table: Modes) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Refuse, before a command begins, options that its way of working does not read. Raises InputError."""

    def checking(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def checked(*given: object, **asked: object) -> object:
            check_modes(click.get_current_context(), table)
            return command(*given, **asked)

        checked.modes = table  # type: ignore[attr-defined]  # for the test that types every one
        return checked

    return checking


def check_modes(ctx: click.Context, table: Modes) -> None:
    """Refuse what was typed beside a way that does not read it. Raises InputError."""
    typed = {
        _name(option): str(ctx.params[option.name or ""])
        for option in ctx.command.params
        if ctx.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE and _name(option) != "--yes"
    }
    chosen = [mode for mode in table if mode == ctx.invoked_subcommand or _is_chosen(mode, typed)]
    if len(chosen) > 1:
        raise InputError(
            "{first} and {second} are two different things.", cure="Do one, then the other.", first=chosen[0], second=chosen[1]
        )  # fmt: skip
    read = {mode: options.split() for mode, options in table.items()}
    if chosen:
        own = chosen[0].partition(" ")[0]
        if unread := [name for name in typed if name not in (own, *read[chosen[0]])]:
            raise InputError(
                "{mode} does not use {options}.",
                cure="Leave out what it does not use.",
                mode=chosen[0],
                options=joined(unread, ", "),
            )
        return
    for name in typed:
        users = [mode for mode in table if mode and name in read[mode]]
        if users and name not in read.get("", ()):
            raise InputError(
                "{option} is used with {modes} alone.",
                cure="Give that too, or leave {option} out.",
                option=name,
                modes=joined(users, ", "),
            )


def _is_chosen(mode: str, typed: Mapping[str, str]) -> bool:
    option, _, value = mode.partition(" ")
    return option in typed and (not value or typed[option] == value)


def _name(option: click.Parameter) -> str:
    """As people type it: --adopt, FILE."""
    return option.opts[0] if isinstance(option, click.Option) else option.human_readable_name.strip("[].")
