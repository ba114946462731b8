"""Logins: what a bearer token may do.

Any bearer token is good for everything, except those that the token endpoint handed out: they expire, they are limited to
the scopes that were granted, and those of service accounts reach only what was shared with them.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request

from . import clock
from .account import OWNER_EMAIL, SHARED_DRIVE
from .discovery import Method
from .refusal import Refusal, error_info, in_words
from .wire import Json

SCHEMA = """
CREATE TABLE IF NOT EXISTS tokens (
  token TEXT PRIMARY KEY,
  kind TEXT NOT NULL,              -- access, refresh, code, device, key
  account TEXT NOT NULL,           -- "" = the sandbox's user, else a service account's address
  client TEXT NOT NULL,
  scopes TEXT NOT NULL,            -- JSON list
  made TEXT NOT NULL,
  expires TEXT,
  extra TEXT NOT NULL DEFAULT '{}' -- of a code: redirect_uri, challenge; of a device: user_code, said
) WITHOUT ROWID;
"""

SEE = "See https://developers.google.com/identity/sign-in/web/devconsole-project."
KINDS = "Expected OAuth 2 access token, login cookie or other valid authentication credential."
MISSING = f"Request is missing required authentication credential. {KINDS} {SEE}"
INVALID = f"Request had invalid authentication credentials. {KINDS} {SEE}"
KEY_ALONE = (
    "API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials that assert a "
    "principal. See https://cloud.google.com/docs/authentication"
)
UNREGISTERED = (
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form "
    "of API consumer identity to call this API."
)
NO_QUOTA = (
    "Service Accounts do not have storage quota. Leverage shared drives "
    "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation "
    "(http://support.google.com/a/answer/7281227) instead."
)
CHALLENGE = 'Bearer realm="https://accounts.google.com/"'
DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"
READS = {
    "drive.files.copy",
    "sheets.spreadsheets.getByDataFilter",
    "sheets.spreadsheets.values.batchGetByDataFilter",
    "sheets.spreadsheets.developerMetadata.search",
}
"""Methods that are sent with POST and change nothing in the file."""
WRITERS_ALONE = {"drive.permissions.list"}
"""What only reads, and yet is for those alone who may share the file."""
CREATES = {"drive.files.create", "drive.files.copy", "sheets.spreadsheets.create", "forms.forms.create"}
LIFE = timedelta(seconds=3599)
TESTING_LIFE = timedelta(days=7)


@dataclass(frozen=True)
class Login:
    """Who calls. `scopes` is None for a token that nobody handed out: it may do everything. `key`: nobody, with an API key."""

    token: str
    account: str = ""
    scopes: frozenset[str] | None = None
    key: bool = False

    @property
    def service(self) -> bool:
        """Whether this is a service account."""
        return bool(self.account)

    def own_files_only(self, method: Method) -> bool:
        """Whether the only scope that lets this login call the method is drive.file."""
        return self.scopes is not None and self.scopes & method.scopes <= {DRIVE_FILE}


PREFIXES = {"access": "ya29.a0", "refresh": "1//0g", "code": "4/0A", "device": "AH-1Ng", "key": "AIza"}
"""How Google's tokens of each kind begin."""


def make(
    db: sqlite3.Connection,
    kind: str,
    *,
    account: str,
    client: str,
    scopes: list[str],
    when: datetime,
    extra: Json | None = None,
) -> str:
    """Hand out a token of a kind: access tokens and codes expire, refresh tokens and API keys do not."""
    token = PREFIXES[kind] + secrets.token_urlsafe(69 if kind == "device" else 48)
    life = {"access": LIFE, "code": timedelta(minutes=10), "device": timedelta(minutes=30)}.get(kind)
    expires = (when + life).isoformat() if life else None
    db.execute(
        "INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (token, kind, account, client, json.dumps(scopes), when.isoformat(), expires, json.dumps(extra or {})),
    )
    return token


def made_on(db: sqlite3.Connection, token: str) -> datetime | None:
    """When a token was handed out; None for one that was not."""
    row = db.execute("SELECT made FROM tokens WHERE token = ?", (token,)).fetchone()
    return datetime.fromisoformat(row[0]) if row else None


def admit(request: Request, query: dict[str, list[str]], method: Method) -> Login:
    """Who sends this request. Raises Refusal (401, 403) when nobody does, or somebody who may not call this method."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if (scheme if method.api == "drive" else scheme.capitalize()) != "Bearer" or not token.strip():
        token = (query.get("access_token") or [""])[0]
    token = token.strip()
    if not token:
        return _key_holder(request, (query.get("key") or [""])[0], method)
    with request.app.state.world.transaction() as db:
        row = db.execute(
            "SELECT account, scopes, expires FROM tokens WHERE token = ? AND kind = 'access'", (token,)
        ).fetchone()
    if key := (query.get("key") or [""])[0]:  # which has to be good beside a login too
        _check_key(request, key, method)
    if row is None:
        return Login(token)
    login = Login(token, row[0], frozenset(json.loads(row[1])))
    if datetime.fromisoformat(row[2]) <= clock.now(request):
        raise expired(method)
    if method.scopes and not (login.scopes or frozenset()) & method.scopes:
        raise insufficient(method)
    return login


def _key_holder(request: Request, key: str, method: Method) -> Login:
    """Somebody without a login: with a key of this sandbox, the public files can be read. Raises Refusal."""
    if not key:
        raise _anonymous(method, request.query_params.get("alt", "").lower(), request.headers.get("authorization", ""))
    _check_key(request, key, method)
    if not _for_keys(method):
        raise _unauthenticated(KEY_ALONE, "required", "Login Required.", "CREDENTIALS_MISSING", method)
    return Login(key, key=True)


def check_reach(db: sqlite3.Connection, login: Login, method: Method, path: dict[str, str], body: Json) -> None:
    """Refuse what this login may not touch: another account's files, a service account's unshared ones, those that no
    app made, new ones outside of the shared drive."""
    if login.service and method.id in CREATES and SHARED_DRIVE not in body.get("parents", []):
        raise no_storage(method)
    file_id = next((path[name] for name in ("fileId", "spreadsheetId", "formId") if name in path), None)
    if file_id is not None:
        check_file(db, login, method, file_id)
    elif login.key:
        raise insufficient(method)


def check_file(db: sqlite3.Connection, login: Login, method: Method, file_id: str) -> None:
    """Refuse a file that this login may not see, or may only read, and to change what is locked. Raises Refusal."""
    look = "SELECT by_app, EXISTS (SELECT 1 FROM locks WHERE file_id = files.id) FROM files WHERE id = ?"
    row = db.execute(look, (file_id,)).fetchone()
    if row is None:
        return  # the method says that it is not there
    query = "SELECT role FROM permissions WHERE file_id = ? AND (email = ? OR (type = 'anyone' AND view IS NULL))"
    who = None if login.key else login.account or OWNER_EMAIL
    roles = {role for (role,) in db.execute(query, (file_id, who))}
    reads = (method.verb == "GET" and method.id not in WRITERS_ALONE) or method.id in READS
    locked = bool(row[1]) and method.api != "drive"
    if not roles or not (reads or (roles & {"writer", "owner"} and not locked)):
        raise forbidden(method, file_id, seen=bool(roles))
    if login.own_files_only(method) and not login.service and not row[0]:
        raise forbidden(method, file_id, seen=False)


def foreign(db: sqlite3.Connection) -> set[str]:
    """The files that belong to other accounts and are shared with nobody here."""
    query = """
        SELECT file_id FROM permissions WHERE role = 'owner' AND email != ?
        EXCEPT SELECT file_id FROM permissions WHERE email = ? OR (type = 'anyone' AND view IS NULL)
    """
    return {file_id for (file_id,) in db.execute(query, (OWNER_EMAIL, OWNER_EMAIL))}


def forbidden(method: Method, file_id: str, *, seen: bool) -> Refusal:
    """What somebody gets who may not touch a file, or does not even see it."""
    if method.api == "drive" and not seen:
        return Refusal(404, f"File not found: {file_id}.", reason="notFound", location="fileId")
    if method.api == "drive":
        text = "The user does not have sufficient permissions for this file."
        return Refusal(403, text, reason="insufficientFilePermissions")
    return Refusal(403, "The caller does not have permission")


def no_storage(method: Method) -> Refusal:
    """What a service account gets that wants to own a file."""
    if method.api == "drive":
        return Refusal(403, NO_QUOTA, reason="storageQuotaExceeded", domain="usageLimits")
    if method.api == "forms":
        return Refusal(500, "Internal error encountered.")
    return Refusal(403, "The caller does not have permission")


def _for_keys(method: Method) -> bool:
    """Whether Google lets an API key alone call it: what reads files, not what reads an account."""
    return method.verb == "GET" and method.api in ("drive", "sheets") and method.id != "drive.about.get"


def _anonymous(method: Method, alt: str, said: str) -> Refusal:
    """Drive and Sheets know API keys, so a reader without anything is unregistered; everybody else lacks a login."""
    if (method.id, alt) == ("drive.files.get", "media") or (method.id == "drive.files.export" and alt != "json"):
        if said:  # something that is no login; only here it counts
            text = "Invalid Credentials"
            return Refusal(401, text, reason="authError", location="Authorization", location_type="header")
        return Refusal(403, "The request is missing a valid API key.", reason="forbidden")
    if _for_keys(method):
        return Refusal(403, UNREGISTERED, reason="forbidden", google_status="PERMISSION_DENIED")
    return _unauthenticated(MISSING, "required", "Login Required.", "CREDENTIALS_MISSING", method)


def _check_key(request: Request, key: str, method: Method) -> None:
    """Refuse a key that the sandbox has not handed out."""
    with request.app.state.world.transaction() as db:
        known = db.execute("SELECT 1 FROM tokens WHERE token = ? AND kind = 'key'", (key,)).fetchone()
    if known is None:
        text = "API key not valid. Please pass a valid API key."
        info = error_info("API_KEY_INVALID", service=f"{method.api}.googleapis.com")
        raise Refusal(400, text, details=[info, in_words(text)])


def expired(method: Method) -> Refusal:
    """The 401 for a token that is not good any more."""
    why = ', error="invalid_token"'
    return _unauthenticated(INVALID, "authError", "Invalid Credentials", "ACCESS_TOKEN_EXPIRED", method, why=why)


def _unauthenticated(message: str, reason: str, short: str, word: str, method: Method, *, why: str = "") -> Refusal:
    info = error_info(word, service=f"{method.api}.googleapis.com", method=method.rpc)
    return Refusal(
        401,
        message,
        reason=reason,
        short=short,
        details=[info],
        location="Authorization",
        location_type="header",
        headers={"www-authenticate": CHALLENGE + why},
    )


def insufficient(method: Method) -> Refusal:
    """The 403 for a token without a scope that the method needs."""
    info = error_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", service=f"{method.api}.googleapis.com", method=method.rpc)
    text, wanted = "Request had insufficient authentication scopes.", " ".join(sorted(method.scopes))
    return Refusal(
        403,
        text,
        reason="insufficientPermissions",
        short="Insufficient Permission",
        details=[info],
        headers={"www-authenticate": f'{CHALLENGE}, error="insufficient_scope", scope="{wanted}"'},
    )
