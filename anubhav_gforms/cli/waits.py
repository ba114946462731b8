"""What a command says while it waits for Google."""

from __future__ import annotations

from collections.abc import Callable

import click

from .show import say


def waits_said() -> Callable[[float, str], None]:
    """What prints why a call to Google waits, in the language of this run on any thread."""
    ctx = click.get_current_context()

    def tell(seconds: float, why: str) -> None:
        with ctx.scope(cleanup=False):
            say("  waiting {seconds:.0f} s: {why}", seconds=seconds, why=why)

    return tell
