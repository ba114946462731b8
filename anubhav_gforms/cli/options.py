"""Options that several commands have."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Any

import click


def by(help: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:  # noqa: A002  # as click calls it
    """--by: whose deed it is, `who` for the command; the login name where it is not given."""
    return click.option("--by", "who", default=getpass.getuser, show_default="your login name", help=help)
