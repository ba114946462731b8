"""The permit to print for walls: a test response that arrived and a `doctor --live` that passed, for the form as it is now.

Kept in data/print-permit.json, for this user alone. A file of another campaign, or one that was edited, permits nothing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from ..errors import StateError
from ..files import parse_json, write_whole
from ..nouns.google import Form
from ..sentence import Sentence

FILE = "print-permit.json"
TRIED = {"test": "anubhav setup-forms --test-answer", "live": "anubhav doctor --live"}
"""The command that tries each thing."""
PAPER_CHECKS = (
    "files", "setup", "signing keys", "login", "published", "open to anyone", "public page", "printed links", "no e-mail",
    "questions", "links",
)  # fmt: skip
"""Checks of doctor that must be green before paper is printed; the others are about responses that came already."""


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing that was tried and went well: when (ISO, UTC), with which account, on which state of the form."""

    at: str
    account: str
    form: str


@dataclass(frozen=True, slots=True)
class Permit:
    """What was tried for a campaign; None: not yet, or it failed the last time."""

    campaign: str
    live: Passed | None = None
    test_response: Passed | None = None

    def states(self, form: Form, account: str) -> dict[str, Sentence | None]:
        """By the names of `TRIED` why it does not count, with this account and this state of the form; None: it counts."""
        here = passed(form, account)
        return {name: _state(each, here) for name, each in (("test", self.test_response), ("live", self.live))}

    def refuse_without(self, form: Form, account: str) -> None:
        """Raise StateError when one of the two is missing, or was passed with another account or another state of the form."""
        states = self.states(form, account)
        missing = [TRIED[name] for name, state in states.items() if state]
        if missing:
            raise StateError(
                "No poster for a wall was made. Test response: {test}. anubhav doctor --live: {live}.",
                cure="Run: {first}, then: {second}. To look at posters before: anubhav posters --without-proof"
                if len(missing) > 1
                else "Run: {first}. To look at posters before: anubhav posters --without-proof",
                first=missing[0],
                second=missing[-1],
                **{name: state or Sentence("passed") for name, state in states.items()},
            )


def passed(form: Form, account: str) -> Passed:
    """That something went well just now, with this account (an e-mail address) and this form."""
    return Passed(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        account=_digest(account),
        form=_digest([form.form_id, urlsplit(form.responder_uri).path, form.title, form.description, form.email,
                      [asdict(item) for item in form.items]]),
    )  # fmt: skip


def load_permit(data: Path, campaign_id: str) -> Permit:
    """The permit under `data`; an empty one when there is none for this campaign, or it is not as it was written."""
    try:
        content = parse_json((data / FILE).read_bytes())
        seal = content.pop("seal")
        permit = _ADAPTER.validate_python(content)
    except (FileNotFoundError, ValueError, ValidationError, AttributeError, KeyError, TypeError):
        return Permit(campaign_id)
    whole = permit.campaign == campaign_id and seal == _digest(content)
    return permit if whole else Permit(campaign_id)


def save_permit(permit: Permit, data: Path) -> None:
    """Write the permit under `data`, for this user alone."""
    content = asdict(permit)
    write_whole(data / FILE, json.dumps(content | {"seal": _digest(content)}, indent=2).encode() + b"\n")


_ADAPTER = TypeAdapter(Permit)


def _state(then: Passed | None, now: Passed) -> Sentence | None:
    """Why what was passed then does not count now; None: it counts."""
    if then is None:
        return Sentence("not passed yet")
    if then.account != now.account:
        return Sentence("passed with another Google account")
    return Sentence("passed before the form was last changed") if then.form != now.form else None


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
