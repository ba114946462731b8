"""Writes docs/api.md from the docstrings of the public names: make docs. A test checks that it is fresh."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path

import click

import anubhav_gforms

PAGE = Path(__file__).with_name("api.md")
HEAD = """# For notebooks and programs

Written by `make docs` from the docstrings. `import anubhav_gforms` loads nothing until a name is used; every name is typed (py.typed).
[first-grades.ipynb](first-grades.ipynb) is a notebook to begin with: a test runs it against the demo. Charts use the fonts of the computer
on which the notebook is read; for Hindi it needs one with Devanagari (Mukta is in the package, Noto Sans Devanagari in most systems).

"""


def page() -> str:
    """The whole of docs/api.md."""
    return HEAD + "\n".join(f"## {name}\n\n{_told(getattr(anubhav_gforms, name))}" for name in anubhav_gforms.__all__)


def _told(thing: object) -> str:
    thing = getattr(thing, "responses", thing) if inspect.ismodule(thing) else thing
    first, _, rest = inspect.cleandoc(thing.__doc__ or "").partition("\n\n")
    parts = [" ".join(first.split())]
    if inspect.isfunction(thing):
        parts.insert(0, f"```\n{_signature(thing)}\n```")
    if rest:
        parts.append(f"```text\n{rest}\n```")
    return "\n\n".join(parts) + "\n"


def _signature(thing: Callable[..., object]) -> str:
    """As it is written in the code, but for functions that stand as defaults."""
    unquoted = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(thing)))
    return re.sub(r"<function [^>]*>? at 0x[0-9a-f]+>", "...", unquoted)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    click.echo(f"Wrote {PAGE}")
