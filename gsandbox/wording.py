"""The words in which Google's front end refuses a body or a parameter."""

from __future__ import annotations

from typing import Any


def at_path(path: str) -> str:
    """Where in the body, as a refusal says it; nothing at the top."""
    return f" at '{path}'" if path else ""


def quoted(value: Any) -> str:
    """A value as the refusals quote it: texts in quotes with nothing escaped."""
    if isinstance(value, str):
        return f'"{value}"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float):
        short = f"{value:.15g}"
        return short if float(short) == value else f"{value:.17g}"
    return str(value)


def invalid(path: str, kind: str, value: Any) -> str:
    """A value that its field cannot have."""
    return f"Invalid value{at_path(path)} ({kind}), {quoted(value)}"


def unknown(name: str, path: str, why: str) -> str:
    """A name that the message does not know, and why."""
    return f'Invalid JSON payload received. Unknown name "{name}"{at_path(path)}: {why}'


def second_of_group(name: str, path: str, group: str) -> str:
    """A second field of a group that takes one."""
    return f"Invalid value{at_path(path)} (oneof), oneof field '{group}' is already set. Cannot set '{name}'"


def unknown_query(name: str, *, message: bool = False) -> str:
    """A parameter of the address that no field can take."""
    if message:
        text = f"'{name}' is a message type. Parameters can only be bound to primitive types."
        return f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. {text}'
    return (
        f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
        f"Field '{name}' could not be found in request message."
    )
