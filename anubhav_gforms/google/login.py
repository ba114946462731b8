"""Logging in: a person in the browser, a service account's key, an impersonated one, or default credentials.

What is kept lies in the campaign's folder among the user's settings, mode 0600: authorized_user.json, service_account.json,
and login.json, which says which door to use.
"""

from __future__ import annotations

import json
import os
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from google.auth.exceptions import GoogleAuthError
from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError
from oauthlib.oauth2.rfc6749.errors import MissingTokenError, OAuth2Error
from requests.exceptions import RequestException

from ..as_typed import typed_line
from ..errors import GoogleError, InputError, SignInError, UnavailableError
from ..files import config_folder, flush_folder, parse_json
from ..secret_files import read_secret, write_secret
from ..sentence import Sentence, joined
from .auth import (
    CREATE_SCOPES,
    ENDS,
    RIGHTS,
    SECOND_KEY,
    Login,
    LoginKind,
    find_login,
    find_second_login,
    gspread_folder,
    read_service_account,
    revoke_access,
)
from .cures import cure_for, explain_sign_in
from .failures import understand

DONE_PAGE = "अनुभव: यह पृष्ठ बंद करें। लॉगिन हुआ या नहीं, टर्मिनल बताता है। / Anubhav: close this page. The terminal says whether you are logged in."
BROWSER = "anubhav"
SANDBOX = Sentence(
    "A sandbox needs no login. For Google unset ANUBHAV_GOOGLE_ROOT and [google] root in config/office.toml."
)
CLIENT_FILES = ("client_secrets.json", "client_secret.json", "credentials.json")


def find_client_file(campaign_id: str, named: Path | None = None, *, root: str = "") -> Path:
    """The OAuth client file: the one named, ours, or gspread's. Raises InputError that says how to get one, and that a sandbox
    needs none."""
    folders = (config_folder(campaign_id), config_folder(campaign_id).parent, gspread_folder())
    places = [named] if named else [folder / name for folder in folders for name in CLIENT_FILES]
    named_file = next((path for path in places if path.is_file()), None)
    if named_file:
        return named_file
    if root and not named:
        raise InputError("anubhav is pointed at the sandbox {root}.", cure=SANDBOX, root=root)
    where = (
        Sentence("{named} is not there.", named=named)
        if named
        else Sentence("No client file was found in {listed}.", listed=", ".join(str(each) for each in folders))
    )
    raise InputError(
        "{where} It tells Google which program asks.",
        cure="In the Google Cloud console make a client of type Desktop app, download its JSON, and run: anubhav login --client FILE. Every screen is shown in connect-google.md in the documentation.",
        where=where,
    )


def sign_in(
    campaign_id: str,
    client_file: Path,
    *,
    root: str,
    announce: Callable[[str], None],
    scopes: Sequence[str] = CREATE_SCOPES,
    browser: bool = True,
    port: int = 0,
    timeout: float = 300.0,
) -> Login:
    """Log a person in through the browser and keep the login. `announce(address)` is told where to go.

    Raises SignInError, with the cure, when the person or Google says no, a box was unticked or nobody answers in time.
    """
    flow = _flow(client_file, root, scopes)
    with _conditions(root, announce, browser):
        try:
            credentials = flow.run_local_server(
                host="127.0.0.1" if root else "localhost",
                port=port,
                authorization_prompt_message=None,
                success_message=DONE_PAGE,
                timeout_seconds=timeout,
                browser=BROWSER,
                prompt="consent",
            )
        except WSGITimeoutError as error:
            raise SignInError(
                "Nobody answered on Google's page within {timeout:.0f} seconds.",
                cure='Run: anubhav login. Where the page says "Access blocked", its error tells why: access_denied: add this account under Audience, Test users, in the Google Cloud console; org_internal: log in with an account of the organisation to which the client belongs; admin_policy_enforced: ask its Google Workspace administrator to trust the client\'s id.',
                timeout=timeout,
            ) from error
        except MissingTokenError as error:
            raise UnavailableError(
                "Logging in did not work: Google's sign-in service does not reply.", cure=cure_for("later")
            ) from error
        except OAuth2Error as error:
            message, cure = explain_sign_in(str(error.error or ""), str(error.description or error))
            raise SignInError(
                "Logging in did not work: {message_}", cure=cure, reason=str(error.error or ""), message_=message
            ) from error
        except (GoogleAuthError, RequestException) as error:
            failure = understand(error, doing="Logging in")
            assert failure is not None
            raise failure.error from error
        except OSError as error:
            raise InputError(
                "Port {port} is in use on this computer.",
                cure="Choose another with --port, or leave it out.",
                port=port,
            ) from error
    granted = credentials.granted_scopes or credentials.scopes or ()
    granted = granted.split() if isinstance(granted, str) else granted
    if missing := [scope for scope in scopes if scope not in granted]:
        raise SignInError(
            "On Google's page a box was left unticked: {rights}.",
            cure="Run anubhav login again and tick every box before you press Continue.",
            reason=",".join(missing),
            rights=joined((RIGHTS[scope] for scope in missing), ", "),
        )
    if not credentials.refresh_token:
        raise SignInError(
            "Google gave a login for one hour only, which cannot be renewed.",
            cure="Take anubhav's access away at myaccount.google.com/connections and run anubhav login again.",
        )
    kept = parse_json(credentials.to_json()) | {ENDS: _end_of(flow.oauth2session.token)}
    write_secret(config_folder(campaign_id) / "authorized_user.json", json.dumps(kept).encode())
    return _choose(campaign_id, LoginKind.PERSON, root)


def _end_of(granted: dict[str, Any]) -> str | None:
    """When Google ends a login, which it says while the consent screen is in status Testing."""
    seconds = granted.get("refresh_token_expires_in")
    if not isinstance(seconds, int) or not 0 < seconds < 10**9:
        return None
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def use_service_account(campaign_id: str, key_file: Path, *, root: str) -> Login:
    """Keep a copy of a service account's key and use it from now on. Raises InputError for a file that is none."""
    write_secret(config_folder(campaign_id) / "service_account.json", _checked_key(key_file))
    return _choose(campaign_id, LoginKind.SERVICE_ACCOUNT, root)


def keep_second_account(campaign_id: str, key_file: Path, *, root: str) -> Login:
    """Keep a copy of the key of a second account's service account. Raises InputError for a file that is none."""
    write_secret(config_folder(campaign_id) / SECOND_KEY, _checked_key(key_file))
    return find_second_login(campaign_id, root)


def use_impersonation(campaign_id: str, address: str, *, root: str) -> Login:
    """Act as a service account without its key, through the default credentials of this computer."""
    if "@" not in address:
        raise InputError(
            "{address!r} is not the address of a service account.",
            cure="It looks like name@project.iam.gserviceaccount.com.",
            address=address,
        )
    return _choose(campaign_id, LoginKind.IMPERSONATED, root, address=address)


def use_default(campaign_id: str, *, root: str) -> Login:
    """Use the Application Default Credentials of this computer from now on."""
    return _choose(campaign_id, LoginKind.DEFAULT, root)


def log_out(campaign_id: str, root: str = "") -> tuple[tuple[Path, ...], bool | None]:
    """Take a person's access back at Google, and move this campaign's login files aside (they stay, with .old at the end).

    Gives the files moved, and whether Google took the access back; None where no person was logged in.
    """
    folder = config_folder(campaign_id)
    revoked = revoke_access(folder / "authorized_user.json", root)
    moved = []
    for name in ("authorized_user.json", "service_account.json", SECOND_KEY, "login.json"):
        if (folder / name).exists():
            (folder / name).replace(folder / f"{name}.old")
            moved.append(folder / name)
    if moved:
        flush_folder(folder)
    return tuple(moved), revoked


def _checked_key(key_file: Path) -> bytes:
    if not key_file.is_file():
        raise InputError(
            "{key_file} is not there.", cure="Give the path of the key file that you downloaded.", key_file=key_file
        )
    try:
        read_service_account(key_file)
    except SignInError as error:
        raise InputError(error.message, cure=error.cure) from error
    return read_secret(key_file)


def _choose(campaign_id: str, kind: LoginKind, root: str, *, address: str = "") -> Login:
    """Remember the door, open it once, and go back to the old one when it does not open."""
    path = config_folder(campaign_id) / "login.json"
    before = read_secret(path) if path.exists() else None
    write_secret(path, json.dumps({"kind": kind.value, "address": address}, indent=1).encode())
    try:
        return find_login(campaign_id, root)
    except GoogleError:
        if before is None:
            path.unlink()
        else:
            write_secret(path, before)
        raise


def _flow(client_file: Path, root: str, scopes: Sequence[str]) -> InstalledAppFlow:
    try:
        content = parse_json(read_secret(client_file))
        if "web" in content and "installed" not in content:
            raise InputError(
                "{client_file} belongs to a client of type Web application.",
                cure="Make one of type Desktop app in the Google Cloud console, download it, and run: anubhav login --client FILE.",
                client_file=client_file,
            )
        if content.get("type") == "service_account":
            raise InputError(
                "{client_file} is the key of a service account, not a client file.",
                cure=Sentence(
                    "For unattended pulls run: anubhav login --service-account {client_file}",
                    client_file=typed_line([str(client_file)]),
                ),
                client_file=client_file,
            )
        flow = InstalledAppFlow.from_client_config(content, scopes=list(scopes))
        for name in ("auth_uri", "token_uri"):
            if root and not str(content["installed"][name]).startswith(root):
                raise InputError(
                    "{client_file} logs in at Google, and anubhav is pointed at the sandbox {root}.",
                    cure=SANDBOX,
                    client_file=client_file,
                    root=root,
                )
        if not content["installed"]["client_secret"]:
            raise ValueError(client_file)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            "{client_file} is not an OAuth client file, or lacks the client's secret.",
            cure="In the same project of the Google Cloud console make another client of type Desktop app, press Download JSON at once (Google shows the secret only then), and run: anubhav login --client FILE.",
            client_file=client_file,
        ) from error
    return flow


class _Guide(webbrowser.BaseBrowser):
    """A browser that first tells where it goes, and then may open the real one."""

    def __init__(self, announce: Callable[[str], None], *, browser: bool) -> None:
        super().__init__(BROWSER)
        self._announce, self._browser = announce, browser

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self._announce(url)
        return webbrowser.open(url, new, autoraise) if self._browser else True


@contextmanager
def _conditions(root: str, announce: Callable[[str], None], browser: bool) -> Iterator[None]:
    """What the OAuth libraries take from the environment, for the time of one login."""
    wishes = {"OAUTHLIB_RELAX_TOKEN_SCOPE": "1"} | ({"OAUTHLIB_INSECURE_TRANSPORT": "1"} if root else {})
    before = {name: os.environ.get(name) for name in wishes}
    webbrowser.register(BROWSER, None, _Guide(announce, browser=browser))
    os.environ.update(wishes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
