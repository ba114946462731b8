"""Which login to use. A sandbox needs none; a real token never goes to a sandbox."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import google.auth
import requests
from google.auth import impersonated_credentials
from google.auth.credentials import Credentials
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError
from google.oauth2 import credentials as user
from google.oauth2 import service_account

from ..errors import InputError, SignInError
from ..files import config_folder, parse_json
from ..secret_files import read_secret
from ..sentence import Sentence
from ..text import address_parts
from .cures import NO_LOGIN, explain_sign_in

CREATE_SCOPES = ("https://www.googleapis.com/auth/drive.file",)
"""All that we make and use: files that this program created, and no other file of the account."""
READ_SCOPES = (
    "https://www.googleapis.com/auth/forms.body.readonly",
    "https://www.googleapis.com/auth/forms.responses.readonly",
    "https://www.googleapis.com/auth/spreadsheets.readonly",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)
"""What an unattended pull by a service account needs for files that a person shared with it."""
SECOND_SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
"""What the second account's service account needs: it sees the one spreadsheet that was shared with it."""
SECOND_KEY = "second_account.json"
"""Beside the login: the key of that service account."""
ENDS = "ends"
"""In a person's login file: when Google said that the login ends, null where it did not."""
PUBSUB_SCOPE = "https://www.googleapis.com/auth/pubsub"
"""Asked for where a Pub/Sub subscription wakes anubhav watch, and nowhere else."""
TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address, not a secret


RIGHTS = dict(
    zip(
        (*CREATE_SCOPES, *READ_SCOPES, PUBSUB_SCOPE),
        (
            Sentence("the files that anubhav makes"),
            Sentence("reading forms"),
            Sentence("reading responses"),
            Sentence("reading spreadsheets"),
            Sentence("reading names of files"),
            Sentence("being told of responses"),
        ),
        strict=True,
    )
)
"""What each scope is for, in words."""


class LoginKind(StrEnum):
    """The four doors into Google, and the sandbox, which has none."""

    SANDBOX = "sandbox"
    PERSON = "person"
    SERVICE_ACCOUNT = "service account"
    IMPERSONATED = "impersonated service account"
    DEFAULT = "application default credentials"

    @property
    def creates(self) -> bool:
        """Whether such an account may own files: a service account has no storage."""
        return self in (LoginKind.PERSON, LoginKind.SANDBOX, LoginKind.DEFAULT)


@dataclass(frozen=True)
class Login:
    """Credentials, where they came from, the account's address where the file tells it, who issues its tokens, and when Google
    ends it, where Google said so."""

    kind: LoginKind
    credentials: Credentials
    source: str
    account: str = ""
    issuer: str = ""
    ends: datetime | None = None


@dataclass(frozen=True)
class PersonLogin:
    """When a person logged in, and when that login ends: None where it stays. Before Google was asked, nobody knows: then `announced` is False."""

    made: datetime
    ends: datetime | None
    announced: bool


def gspread_folder() -> Path:
    """Where gspread's users keep their files: ~/.config/gspread, or %APPDATA%\\gspread on Windows."""
    appdata = os.environ.get("APPDATA")
    return Path(appdata) / "gspread" if os.name == "nt" and appdata else Path.home() / ".config" / "gspread"


def check_root(root: str) -> str:
    """The root of a sandbox, which must be on this machine. Raises InputError."""
    host = address_parts(root).hostname
    if root and host not in ("127.0.0.1", "localhost", "::1"):
        raise InputError(
            "The Google root {root!r} is not on this machine.",
            cure="A sandbox has an address such as http://127.0.0.1:8765. For the real Google leave [google] root in config/office.toml empty and unset ANUBHAV_GOOGLE_ROOT.",
            root=root,
        )
    return root.rstrip("/")


def find_login(campaign_id: str, root: str) -> Login:
    """The login that `anubhav login` chose; without a choice what there is: a person's, a service account's, the default.

    A login made at Google is used for Google only, one made at a sandbox for that sandbox only; a sandbox without one
    needs none. Raises SignInError when there is no login, or its file is damaged.
    """
    folder = config_folder(campaign_id)
    kind, address = _choice(folder / "login.json")
    if kind in (None, LoginKind.PERSON) and (person := _person(folder / "authorized_user.json", root)):
        return person
    if kind in (None, LoginKind.SERVICE_ACCOUNT):
        for key in (folder / "service_account.json", gspread_folder() / "service_account.json"):
            if key.exists() and (login := read_service_account(key)).issuer.startswith(root or TOKEN_URI):
                return login
    if root:
        return _nobody(root)
    if kind in (LoginKind.PERSON, LoginKind.SERVICE_ACCOUNT):
        raise SignInError(
            "The login of this campaign ({kind}) is no longer in {folder}.",
            cure="Run: anubhav login.",
            kind=kind,
            folder=folder,
        )
    return _default(address if kind is LoginKind.IMPERSONATED else "", chosen=kind is not None)


def find_second_login(campaign_id: str, root: str) -> Login:
    """The login of the second account, which keeps the heads of the books; a sandbox without one needs none. Raises SignInError."""
    key = config_folder(campaign_id) / SECOND_KEY
    if key.exists() and (login := read_service_account(key, SECOND_SCOPES)).issuer.startswith(root or TOKEN_URI):
        return login
    if root:
        return _nobody(root)
    raise SignInError(
        "There is no key of the second account in {folder}.",
        cure="Run: anubhav login --second-account key.json",
        folder=key.parent,
    )


def person_login(campaign_id: str, root: str) -> PersonLogin | None:
    """The person's login that is in use; None for another kind of login, or none. Asks nobody."""
    folder = config_folder(campaign_id)
    path = folder / "authorized_user.json"
    if _choice(folder / "login.json")[0] not in (None, LoginKind.PERSON) or not (login := _person(path, root)):
        return None
    return PersonLogin(datetime.fromtimestamp(path.stat().st_mtime, UTC), login.ends, ENDS in _content(path))


def _nobody(root: str) -> Login:
    nobody = user.Credentials(token="sandbox")  # type: ignore[no-untyped-call]  # noqa: S106 - a sandbox takes any word
    return Login(LoginKind.SANDBOX, nobody, root)


def _default(address: str, *, chosen: bool) -> Login:
    """Application Default Credentials, or with an `address` that service account in their name. Where they are not there and were
    `chosen`, it is told how they come; else nobody has logged in yet."""
    scopes = list(CREATE_SCOPES + READ_SCOPES)
    try:
        credentials, _ = google.auth.default(scopes=scopes)
    except DefaultCredentialsError as error:
        message, cure = explain_sign_in("", str(error.args[0]))
        raise SignInError(
            "No login was found on this computer." if message == NO_LOGIN else message,
            cure="Run: gcloud auth application-default login; or let GOOGLE_APPLICATION_CREDENTIALS name a key file."
            if chosen
            else cure,
        ) from error
    if address:
        acting = impersonated_credentials.Credentials(  # type: ignore[no-untyped-call]  # google-auth has untyped constructors
            credentials, target_principal=address, target_scopes=scopes
        )
        return Login(LoginKind.IMPERSONATED, acting, "application default credentials", address)
    source = os.environ.get("GOOGLE_APPLICATION_CREDENTIALS", Sentence("gcloud or this machine"))
    return Login(LoginKind.DEFAULT, credentials, source, getattr(credentials, "service_account_email", ""))


def _person(path: Path, root: str) -> Login | None:
    """A person's login from its file; None without one that was made there. Raises SignInError for a file that is damaged."""
    if not path.exists():
        return None
    content = _content(path)
    issuer = str(content.get("token_uri", TOKEN_URI))
    if not issuer.startswith(root or TOKEN_URI):
        return None
    kinds = {"refresh_token": str, "client_id": str, "client_secret": str, "scopes": list | None}
    if wrong := [name for name, kind in kinds.items() if not isinstance(content.get(name), kind)]:
        raise SignInError(
            "The login file {path} is damaged ({error}).", cure="Run: anubhav login.", path=path, error=", ".join(wrong)
        )
    credentials = user.Credentials(  # type: ignore[no-untyped-call]  # google-auth has untyped constructors
        token=content.get("token"), token_uri=issuer, **{name: content.get(name) for name in kinds}
    )
    try:
        ends = datetime.fromisoformat(content[ENDS]).astimezone(UTC)
    except (KeyError, TypeError, ValueError):
        ends = None
    return Login(LoginKind.PERSON, credentials, str(path), issuer=issuer, ends=ends)


def _choice(path: Path) -> tuple[LoginKind | None, str]:
    try:
        content = _content(path)
        return LoginKind(content["kind"]), str(content.get("address", ""))
    except (OSError, ValueError, KeyError):
        return None, ""


def revoke_access(path: Path, root: str) -> bool | None:
    """Whether Google took back the access of a person's login file; None without one. The token goes to its issuer alone."""
    if not path.exists():
        return None
    try:
        if not (login := _person(path, root)):
            return False
        token = _content(path)["refresh_token"]
        reply = requests.post(login.issuer.removesuffix("/token") + "/revoke", data={"token": token}, timeout=20)
    except (SignInError, requests.RequestException):
        return False
    return reply.ok or reply.status_code == 400  # 400: it was taken back before


def read_service_account(path: Path, scopes: Sequence[str] = (*CREATE_SCOPES, *READ_SCOPES, PUBSUB_SCOPE)) -> Login:
    """A service account's key from its file. Raises SignInError for a file that is something else."""
    try:
        credentials = _robot(read_secret(path)).with_scopes(list(scopes))
    except (ValueError, TypeError, AttributeError, GoogleAuthError) as error:
        raise SignInError(
            "{path} is not the key file of a service account.",
            cure="Download it again: Google Cloud console, IAM, Service Accounts, Keys, Add key, JSON.",
            path=path,
        ) from error
    address, issuer = credentials.service_account_email, credentials._token_uri  # the library shows it nowhere else
    return Login(LoginKind.SERVICE_ACCOUNT, credentials, str(path), address, issuer)


@lru_cache(maxsize=2)
def _robot(content: bytes) -> service_account.Credentials:
    """The service account of a key file's content, without scopes and tokens. To check its key takes 40 ms; a command may ask more than once."""
    robot: service_account.Credentials = service_account.Credentials.from_service_account_info(parse_json(content))  # type: ignore[no-untyped-call]  # untyped there
    return robot


def _content(path: Path) -> dict[str, Any]:
    """What a file of ours beside the login holds; nothing where it is damaged."""
    try:
        content = parse_json(read_secret(path))
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
