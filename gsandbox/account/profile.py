"""Profiles: each kind of account is a table of facts in a file of this folder, which the sandbox's replies obey.

A world keeps its profile, and readings of single facts that somebody set another way.
"""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from .. import wire
from ..refusal import Refusal
from ..wire import Json

FOLDER = Path(__file__).parent
NAMES = ("consumer-2026", "workspace", "restricted")
USUAL = NAMES[0]
SCHEMA = """
CREATE TABLE IF NOT EXISTS account_profile (
  name TEXT NOT NULL,
  readings TEXT NOT NULL           -- JSON: facts that were set another way
);
"""
CHOICES: Mapping[str, tuple[object, ...]] = {
    "email_collection": ("DO_NOT_COLLECT", "VERIFIED", "RESPONDER_INPUT"),
    "permission_id": ("anyoneWithLink", "number"),
    "permission_role": ("reader", "publishedReader"),
    "stranger_page": ("401", "redirect"),
    "missing_required": (400, 200),
    "update_item": ("full", "partial"),
    "empty_publish_state": ("publishState", "bare"),
}
"""What a fact may be; the others are true or false, or seconds."""


class ProfileError(ValueError):
    """There is no such profile, fact or reading."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The facts of one kind of account, as the files of this folder explain them one by one."""

    name: str
    born_published: bool
    create_shows_all: bool
    fresh_quiz_settings: bool
    email_collection: str
    born_open: bool
    permission_id: str
    permission_role: str
    stranger_page: str
    verified_opens: bool
    permission_seconds: float
    sharing_outside: bool
    sharing_for_a_time: bool
    transfers: bool
    labels: bool
    missing_required: int
    update_item: str
    empty_publish_state: str
    deleted_answers: bool


@cache
def table(name: str) -> Json:
    """The facts of a profile with value, fact, source and date, by their names. Raises ProfileError."""
    if name not in NAMES:
        raise ProfileError(f"There is no profile {name!r}. There are: {', '.join(NAMES)}.")
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def profile(name: str) -> Profile:
    """A profile as its file has it. Raises ProfileError."""
    return Profile(name=name, **{fact: line["value"] for fact, line in table(name).items()})


def with_readings(base: Profile, readings: Mapping[str, object]) -> Profile:
    """A profile with single facts set another way. Raises ProfileError."""
    known = {field.name for field in fields(Profile)} - {"name"}
    for fact, value in readings.items():
        if fact not in known:
            raise ProfileError(f"There is no fact {fact!r}. There are: {', '.join(sorted(known))}.")
        if fact in CHOICES:
            good = value in CHOICES[fact]
        elif isinstance(getattr(base, fact), bool):
            good = isinstance(value, bool)
        else:
            good = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 3600
        if not good:
            raise ProfileError(f"{fact} cannot be {value!r}.")
    changed: Json = dict(readings)
    return replace(base, **changed)


def of(db: sqlite3.Connection) -> Profile:
    """The profile of this world."""
    row = db.execute("SELECT name, readings FROM account_profile").fetchone()
    return _read(*row) if row else profile(USUAL)


@cache
def _read(name: str, readings: str) -> Profile:
    return with_readings(profile(name), json.loads(readings))


def choose(db: sqlite3.Connection, name: str, readings: Mapping[str, object] | None = None) -> Profile:
    """Give the world this profile. What was made under another one stays as it is. Raises ProfileError."""
    chosen = with_readings(profile(name), readings or {})
    db.execute("DELETE FROM account_profile")
    db.execute("INSERT INTO account_profile VALUES (?, ?)", (name, json.dumps(readings or {}, sort_keys=True)))
    return chosen


async def _profile(request: Request) -> Response:
    """GET shows the profile; POST {"profile": "workspace", "readings": {"update_item": "full"}} puts one in place."""
    with request.app.state.world.transaction() as db:
        if request.method == "POST":
            try:
                given = wire.loads(await request.body())
                choose(db, given.get("profile", of(db).name), given.get("readings", {}))
            except (ValueError, AttributeError, TypeError) as error:
                raise Refusal(400, f"Sandbox: {error}") from error
        chosen = of(db)
    return wire.json_reply({field.name: getattr(chosen, field.name) for field in fields(chosen)})


routes: list[BaseRoute] = [Route("/sandbox/profile", _profile, methods=["GET", "POST"])]
