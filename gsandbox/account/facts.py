"""What is known of Google and what is a guess, read from the tables of this folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Fact:
    """Something recorded or documented. `test` (file::name) holds it; without one `differs` says why."""

    fact: str
    source: str
    date: date
    profile: str
    test: str = ""
    differs: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """Something that nobody could try. `step` names the calls of a recording that settle it, `looks_at` what in them."""

    question: str
    taken: str
    depends: str
    source: str
    date: date
    step: str = ""
    looks_at: str = ""


def facts() -> tuple[Fact, ...]:
    """All facts, in the order of the table."""
    return tuple(Fact(**line) for line in _tables("facts")["fact"])


def guesses() -> tuple[Guess, ...]:
    """All guesses, those that a recording settles first."""
    return tuple(Guess(**line) for line in _tables("guesses")["guess"])


def _tables(name: str) -> Mapping[str, list[dict[str, Any]]]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
