"""Logging in to the sandbox as people and robots do: a client file, a key, somebody who presses the buttons."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.google.login import sign_in
from anubhav_gforms.pipeline.connection import connect

ROBOT = "anubhav-pull@office.iam.gserviceaccount.com"


def leave_this_computer(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """A user with an empty home: no login of the machine that runs the tests is seen."""
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(home / "gcloud"))
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)


def write_client_file(root: str, folder: Path) -> Path:
    """The client file that the sandbox would give, as the Google Cloud console gives one."""
    path = folder / "client_secret.json"
    client = {
        "client_id": "desk.apps.googleusercontent.com",
        "client_secret": "not-so-secret",
        "auth_uri": f"{root}/o/oauth2/auth",
        "token_uri": f"{root}/token",
        "redirect_uris": ["http://localhost"],
    }
    path.write_text(json.dumps({"installed": client}), encoding="utf-8")
    return path


def write_key_file(root: str, folder: Path) -> Path:
    """A service account's key, made for this test, whose tokens the sandbox gives."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "key.json"
    content = {
        "type": "service_account",
        "project_id": "office",
        "private_key_id": "1",
        "private_key": pem.decode(),
        "client_email": ROBOT,
        "client_id": "1",
        "token_uri": f"{root}/token",
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


class Person:
    """Somebody who opens the address and presses a button, in a thread of their own, as beside a waiting terminal."""

    def __init__(self, *, answer: str = "allow", untick: str = "") -> None:
        self._answer, self._untick = answer, untick
        self.address = ""
        self.page = self.ending = ""

    def __call__(self, address: str) -> None:
        self.address = address
        self.thread = threading.Thread(target=self._visit)
        self.thread.start()

    def _visit(self) -> None:
        with requests.Session() as browser:
            browser.trust_env = False
            self.page = browser.get(self.address, timeout=10).text
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.address).query).items()}
            kept = {
                name: query[name]
                for name in ("client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method")
                if name in query
            }
            scopes = [scope for scope in query["scope"].split() if not self._untick or self._untick not in scope]
            sent = {**kept, "scope": scopes, "answer": self._answer}
            self.ending = browser.post(self.address.split("?")[0], data=sent, timeout=10).text


def log_in(sandbox: Any, client_file: Path, person: Callable[[str], None], **options: Any) -> Any:
    try:
        return sign_in("bilaspur", client_file, root=sandbox.root, announce=person, browser=False, **options)
    finally:
        if isinstance(person, Person):
            person.thread.join()


def google_at(campaign: Campaign, deadline: float = 180) -> Any:
    """A gateway that does not really wait."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    return connect(campaign, sleep=sleep, clock=lambda: now[0], chance=lambda: 0.0, deadline=deadline)


def expire(config_dir: Path) -> None:
    """The access token of the stored login is gone; the refresh token is left."""
    path = config_dir / "bilaspur" / "authorized_user.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"token": None}), encoding="utf-8")
