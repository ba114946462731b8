"""A campaign at work on a sandbox, whose citizens say things that must stay where they belong: canaries."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.links import sign
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import Registry, load_registry
from anubhav_gforms.nouns.channel import Channel

NAME, MOBILE, MESSAGE, TYPED = "Zvanika Quillborne", "9876501234", "zqmessage canary पानी नहीं", "Wexley Typedname"
PERSONAL = (NAME, MOBILE, "zqmessage", "Typedname")
REFRESH_TOKEN, CLIENT_SECRET = "1//zq-refresh-canary", "GOCSPX-zq-client-canary"
START = datetime(2026, 9, 1, 3, 30, tzinfo=UTC)


@dataclass
class Office:
    """The campaign, its sandbox, the user's settings, and one citizen after another."""

    campaign: Any
    google: Any
    sandbox: Any
    settings: Path
    registry: Registry
    minutes: Any = field(default_factory=itertools.count)

    def respond(self, **answers: Any) -> None:
        """Send one response through the responder page."""
        form = self.campaign.form
        code = sign("BSP-KTW", Channel.POSTER, 1, load_keyring(self.campaign))
        given = {"station": code, "purpose": form.question("purpose").options[0], "overall": 4, **answers}
        fields = {f"entry.{self.registry.entry(key)}": str(value) for key, value in given.items()}
        path = self.registry.responder_uri.removeprefix(self.sandbox.root).replace("/viewform", "/formResponse")
        when = START + timedelta(minutes=next(self.minutes))
        stamp = when.isoformat().replace("+00:00", "Z")
        reply = self.sandbox.post(path, data={**fields, "pageHistory": "0,1"}, headers={"X-Sandbox-Clock": stamp})
        assert reply.status_code == 200, reply.text[:300]

    def pull(self, **options: Any) -> Any:
        return pipeline.pull(self.campaign, self.google, **options)


@pytest.fixture
def office(campaign: Any, google: Any, sandbox: Any, config_dir: Path) -> Office:
    """Form and sheet are made and linked; nobody has responded yet."""
    pipeline.setup_forms(campaign, google)
    registry = load_registry(campaign.data)
    sandbox.link(registry.form_id, registry.spreadsheet_id)
    return Office(campaign, google, sandbox, config_dir, registry)


@pytest.fixture
def busy_office(office: Office) -> Office:
    """An office with responses that hold canaries, pulled, and a login that holds others."""
    for turn in range(12):
        office.respond(overall=turn % 5 + 1)
    office.respond(name=NAME, mobile=MOBILE, message=MESSAGE, overall=1)
    office.respond(station=TYPED, overall=2)
    office.pull()
    login = {
        "refresh_token": REFRESH_TOKEN,
        "client_id": "zq.apps.googleusercontent.com",
        "client_secret": CLIENT_SECRET,
        "token_uri": "https://oauth2.googleapis.com/token",
    }
    from anubhav_gforms.secret_files import write_secret

    write_secret(office.settings / office.campaign.id / "authorized_user.json", json.dumps(login).encode())
    return office


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line in this process; gives its exit code and all that it said on both streams."""
    from anubhav_gforms import cli

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["anubhav", *words])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return run
