"""The consent page and the token endpoint: the OAuth flows of a desktop program and of a service account."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import sqlite3
from datetime import datetime, timedelta
from urllib.parse import parse_qs, quote, unquote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from . import clock, oauth, tokeninfo, wire
from .account import OWNER_EMAIL
from .refusal import Refusal
from .wire import Json

OWN = r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?"
GOOGLES = r"https://(?:oauth2\.googleapis|accounts\.google|www\.googleapis)\.com"
BACK = re.compile(rf"{OWN}(?:[/?#].*)?", re.IGNORECASE)
"""Where a code may be sent: this machine."""
AUDIENCES = re.compile(rf"(?:{OWN}|{GOOGLES})/(?:token|o/oauth2/token|oauth2/v[34]/token)")
ISSUER = "https://accounts.google.com"
LACKS = ("iat (issued at)", "exp (expiration time)")
SHORT_SCOPES = {"openid", "email", "profile"}
"""All other scopes are addresses."""
KEPT = ("client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method", "access_type", "login_hint")
JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPE_TEXTS = {
    "drive.file": "See, edit, create and delete only the specific Google Drive files you use with this app",
    "drive": "See, edit, create and delete all of your Google Drive files",
    "drive.readonly": "See and download all your Google Drive files",
    "spreadsheets": "See, edit, create and delete all your Google Sheets spreadsheets",
    "spreadsheets.readonly": "See all your Google Sheets spreadsheets",
    "forms.body": "See, edit, create and delete all your Google Forms forms",
    "forms.responses.readonly": "See all responses to your Google Forms forms",
}
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in - Sandbox accounts</title>
<style>
 body {{ font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f0f4f9; color: #1f1f1f }}
 main {{ max-width: 32rem; margin: 4vh auto; background: #fff; border-radius: 1.5rem; padding: clamp(1rem, 5vw, 2rem) }}
 label {{ display: flex; gap: .75rem; padding: .75rem 0; border-bottom: 1px solid #e3e3e3 }}
 input {{ width: 1.25rem; height: 1.25rem; flex: none }}
 button {{ font: inherit; padding: .6rem 1.5rem; border-radius: 2rem; border: 1px solid #747775; background: #fff; color: #0b57d0 }}
 button[value=allow] {{ background: #0b57d0; color: #fff; border-color: #0b57d0 }}
 h1 {{ font-size: 1.5rem; line-height: 1.3; font-weight: 500 }}
 p.note {{ color: #575757; font-size: .875rem; overflow-wrap: anywhere }}
</style></head>
<body><main>
<h1>A program on this machine wants access to your account</h1>
<p>{account}</p>
<p class="note">Client {client}</p>
<form method="post">
{kept}
{scopes}
<p><button name="answer" value="cancel">Cancel</button> <button name="answer" value="allow">Continue</button></p>
</form>
<p class="note">This is the sandbox on this machine, not Google. Nothing leaves it.</p>
</main></body></html>
"""


async def ask(request: Request) -> Response:
    """The page that asks whether a program may have these scopes; every scope has a box that can be unticked."""
    query = dict(request.query_params)
    wrong = _wrong(query)
    if wrong:
        raise Refusal(400, wrong)
    kept = "\n".join(
        f'<input type="hidden" name="{name}" value="{html.escape(query[name], quote=True)}">'
        for name in KEPT
        if name in query
    )
    scopes = "\n".join(
        f'<label><input type="checkbox" name="scope" value="{html.escape(scope, quote=True)}" checked> '
        f"<span>{html.escape(SCOPE_TEXTS.get(scope.rpartition('/')[2], scope))}</span></label>"
        for scope in query["scope"].split()
    )
    return HTMLResponse(
        PAGE.format(client=html.escape(query["client_id"]), account=OWNER_EMAIL, kept=kept, scopes=scopes)
    )


def _wrong(query: dict[str, str]) -> str:
    if not query.get("client_id"):
        return "Access blocked: authorization error. Missing required parameter: client_id. Error 400: invalid_request"
    if not BACK.fullmatch(query.get("redirect_uri", "")):
        return "Access blocked: this app's request is invalid. Error 400: redirect_uri_mismatch"
    if query.get("response_type") != "code":
        return "Access blocked: authorization error. Error 400: unsupported_response_type"
    if unknown := _unknown(query.get("scope", "").split()):
        invalid = ", ".join(unknown)
        return f"Access blocked: authorization error. Some requested scopes were invalid. {{invalid=[{invalid}]}} Error 400: invalid_scope"
    lacks = not query.get("scope", "").strip()
    return "Access blocked: authorization error. Missing required parameter: scope" if lacks else ""


def _unknown(scopes: list[str]) -> list[str]:
    """What of these cannot be a scope."""
    return [scope for scope in scopes if "://" not in scope and scope not in SHORT_SCOPES]


def sent_back(body: bytes, error: str) -> Response:
    """Back to the program, with an error instead of a code. Raises Refusal when it is none of this machine."""
    form = parse_qs(body.decode("utf-8", "replace"))
    address = form.get("redirect_uri", [""])[0]
    if not BACK.fullmatch(address):
        raise Refusal(400, "Access blocked: this app's request is invalid. Error 400: redirect_uri_mismatch")
    back = {"state": form["state"][0]} if "state" in form else {}
    return RedirectResponse(f"{address}?{urlencode({'error': error, **back})}", 302)


async def decided(request: Request) -> Response:
    """The person pressed a button: back to the program, with a code or with access_denied."""
    body = await request.body()
    form = parse_qs(body.decode("utf-8", "replace"))
    scopes = form.get("scope", [])
    refused = sent_back(body, "access_denied")
    if form.get("answer") != ["allow"] or not scopes:
        return refused
    kept = {name: form[name][0] for name in KEPT if name in form}
    extra = {"redirect_uri": kept["redirect_uri"], "challenge": kept.get("code_challenge", "")}
    client, when = kept.get("client_id", ""), clock.now(request)
    with request.app.state.world.transaction() as db:
        code = oauth.make(db, "code", account="", client=client, scopes=scopes, when=when, extra=extra)
    back = {"state": kept["state"]} if "state" in kept else {}
    back |= {"iss": ISSUER, "code": code, "scope": " ".join(scopes)}
    return RedirectResponse(f"{kept['redirect_uri']}?{urlencode(back, safe=':/', quote_via=quote)}", 302)


async def token(request: Request) -> Response:
    """The token endpoint: authorization_code, refresh_token, and jwt-bearer for service accounts."""
    form = _basic(request) | await tokeninfo.fields(request)
    kind = form.get("grant_type", "")
    grant = GRANTS.get(kind)
    if grant is None:
        raise Refusal(400, f"Invalid grant_type: {kind}", reason="unsupported_grant_type")
    when = clock.now(request)
    with request.app.state.world.transaction() as db:
        reply = grant(db, form, when)
        lasting = reply.get("refresh_token") or form.get("refresh_token", "")
        if request.scope.get("sandbox.testing") and (made := oauth.made_on(db, lasting)):
            reply["refresh_token_expires_in"] = (made + oauth.TESTING_LIFE - when) // timedelta(seconds=1) - 1
    return wire.json_reply(reply, headers=wire.LOGINS if grant is _by_assertion else wire.GRANTED)


def _basic(request: Request) -> dict[str, str]:
    """The client's id and secret when they come as HTTP Basic, as oauthlib sends them."""
    kind, _, packed = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return {}
    try:
        client, _, secret = base64.b64decode(packed).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": unquote(client), "client_secret": unquote(secret)}


def _asked(form: dict[str, str], name: str) -> tuple[str, str]:
    """Which client asks, and what it brings; a desktop program sends its secret, too. Raises Refusal."""
    if not form.get("client_id"):
        raise Refusal(400, "Could not determine client ID from request.", reason="invalid_request")
    if not form.get(name):
        raise Refusal(400, f"Missing required parameter: {name}", reason="invalid_request")
    if not form.get("client_secret"):
        raise Refusal(400, "client_secret is missing.", reason="invalid_request")
    return form["client_id"], form[name]


def _check_owner(owner: str, client: str) -> None:
    """What one client was given is no good to another."""
    if owner != client:
        raise Refusal(401, "Unauthorized", reason="unauthorized_client")


def _by_code(db: sqlite3.Connection, form: dict[str, str], when: datetime) -> Json:
    client, code = _asked(form, "code")
    if not code.startswith(oauth.PREFIXES["code"][:2]):
        raise Refusal(400, "Malformed auth code.", reason="invalid_grant")
    query = "SELECT client, scopes, expires, extra FROM tokens WHERE token = ? AND kind = 'code'"
    row = db.execute(query, (code,)).fetchone()
    if row is None or datetime.fromisoformat(row[2]) <= when:
        raise Refusal(400, "Bad Request", reason="invalid_grant")
    _check_owner(row[0], client)
    extra = json.loads(row[3])
    if extra["redirect_uri"] != form.get("redirect_uri"):
        raise Refusal(400, "Bad Request", reason="redirect_uri_mismatch")
    _check_verifier(extra["challenge"], form.get("code_verifier", ""))
    db.execute("DELETE FROM tokens WHERE token = ?", (code,))  # a code works once
    scopes = json.loads(row[1])
    refresh = oauth.make(db, "refresh", account="", client=client, scopes=scopes, when=when)
    return _granted(db, "", client, scopes, when, refresh=refresh)


def _check_verifier(challenge: str, verifier: str) -> None:
    """The proof that who asks for the token is who asked for the code. An empty verifier is none."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    if challenge and not verifier:
        raise Refusal(400, "Missing code verifier.", reason="invalid_grant")
    if verifier and not challenge:
        raise Refusal(400, "code_verifier or verifier is not needed.", reason="invalid_grant")
    if challenge and challenge not in (digest, verifier):
        raise Refusal(400, "Invalid code verifier.", reason="invalid_grant")


def _by_refresh(db: sqlite3.Connection, form: dict[str, str], when: datetime) -> Json:
    client, token = _asked(form, "refresh_token")
    query = "SELECT client, account, scopes FROM tokens WHERE token = ? AND kind = 'refresh'"
    row = db.execute(query, (token,)).fetchone()
    if row is None:
        once = token.startswith(oauth.PREFIXES["refresh"])
        why = "Token has been expired or revoked." if once else "Bad Request"
        raise Refusal(400, why, reason="invalid_grant")
    _check_owner(row[0], client)
    scopes = json.loads(row[2])
    if wanted := form.get("scope", "").split():
        if not set(wanted) <= set(scopes):
            raise Refusal(400, "Some requested scopes were not granted.", reason="invalid_scope")
        scopes = wanted
    return _granted(db, row[1], client, scopes, when)


def _by_assertion(db: sqlite3.Connection, form: dict[str, str], when: datetime) -> Json:
    """A service account's signed note; its signature is not checked, the sandbox does not know its public key."""
    parts = form.get("assertion", "").split(".")
    try:
        claims: Json = wire.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        issuer, scopes = str(claims.get("iss", "")), str(claims.get("scope", "")).split()
        begins, ends = times = [float(claims[name]) if name in claims else None for name in ("iat", "exp")]
    except (AttributeError, IndexError, TypeError, ValueError, OverflowError) as error:
        raise Refusal(400, "Bad Request", reason="invalid_request") from error
    if not issuer:
        raise Refusal(400, "Invalid grant: account not found", reason="invalid_grant")
    if begins is None or ends is None:
        raise Refusal(400, f"Invalid JWT: {LACKS[times.index(None)]} is not set.", reason="invalid_grant")
    if not begins - 300 <= when.timestamp() <= ends or ends - begins > 3600:
        text = (
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
            "Check your iat and exp values in the JWT claim."
        )
        raise Refusal(400, text, reason="invalid_grant")
    if "scope" not in claims:
        raise Refusal(400, "Empty or missing scope not allowed.", reason="invalid_scope")
    if not scopes or _unknown(scopes):
        raise Refusal(400, "Invalid OAuth scope or ID token audience provided.", reason="invalid_scope")
    if "aud" in claims and not AUDIENCES.fullmatch(str(claims["aud"])):
        raise Refusal(400, "Invalid JWT: Failed audience check.", reason="invalid_grant")
    if claims.get("sub") and claims["sub"] != issuer:
        text = "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested."
        raise Refusal(401, text, reason="unauthorized_client")
    reply = _granted(db, issuer, issuer, scopes, when)
    del reply["scope"]
    return reply


def _granted(
    db: sqlite3.Connection, account: str, client: str, scopes: list[str], when: datetime, *, refresh: str = ""
) -> Json:
    made = oauth.make(db, "access", account=account, client=client, scopes=scopes, when=when)
    lasting = {"refresh_token": refresh} if refresh else {}
    return {"access_token": made, "expires_in": 3599, **lasting, "scope": " ".join(scopes), "token_type": "Bearer"}


GRANTS = {"authorization_code": _by_code, "refresh_token": _by_refresh, JWT_GRANT: _by_assertion}


async def revoke(request: Request) -> Response:
    """Take a token back, and all that came from it: access tokens are from now on as those that have expired."""
    form = await tokeninfo.fields(request)
    wanted = form.get("token") or request.query_params.get("token", "")
    with request.app.state.world.transaction() as db:
        row = db.execute("SELECT client, account, expires FROM tokens WHERE token = ?", (wanted,)).fetchone()
        now = clock.now(request)
        if row is None or (row[2] and datetime.fromisoformat(row[2]) <= now):
            raise Refusal(400, "Token expired or revoked", reason="invalid_token")
        whose = "WHERE client = ? AND account = ? AND kind"
        db.execute(f"UPDATE tokens SET expires = ? {whose} = 'access'", (now.isoformat(), *row[:2]))  # noqa: S608 - a constant
        db.execute(f"DELETE FROM tokens {whose} != 'access'", row[:2])  # noqa: S608 - a constant
    return wire.json_reply({})


TOKEN = ("/token", "/oauth2/v4/token", "/o/oauth2/token")
REVOKE = ("/revoke", "/o/oauth2/revoke")
PAGES = ("/o/oauth2/auth", "/o/oauth2/v2/auth")
routes: list[BaseRoute] = [
    *(Route(path, ask, methods=["GET"]) for path in PAGES),
    *(Route(path, decided, methods=["POST"]) for path in PAGES),
    *(Route(path, token, methods=["POST"]) for path in TOKEN),
    *(Route(path, revoke, methods=["GET", "POST"]) for path in REVOKE),
    *(Route(path, tokeninfo.told, methods=["GET", "POST"]) for path in tokeninfo.PATHS),
]
