"""The token endpoint: the grants of a desktop program and of a service account, and tokens that are taken back."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sqlite3
from datetime import datetime, timedelta
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from . import clock, identity, oauth, tokeninfo, wire
from .consent import OWN
from .refusal import Refusal
from .scopes import granted, unknown_scopes
from .wire import Json

GOOGLES = r"https://(?:oauth2\.googleapis|accounts\.google|www\.googleapis)\.com"
AUDIENCES = re.compile(rf"(?:{OWN}|{GOOGLES})/(?:token|o/oauth2/token|oauth2/v[34]/token)")
LACKS = ("iat (issued at)", "exp (expiration time)")
JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


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


def asked(form: dict[str, str], name: str, *, lacking: str = "client_secret is missing.") -> tuple[str, str]:
    """Which client asks, and what it brings; a desktop program sends its secret, too. Raises Refusal."""
    if not form.get("client_id"):
        raise Refusal(400, "Could not determine client ID from request.", reason="invalid_request")
    if not form.get(name):
        raise Refusal(400, f"Missing required parameter: {name}", reason="invalid_request")
    if not form.get("client_secret"):
        raise Refusal(400, lacking, reason="invalid_request")
    return form["client_id"], form[name]


def check_owner(owner: str, client: str) -> None:
    """What one client was given is no good to another."""
    if owner != client:
        raise Refusal(401, "Unauthorized", reason="unauthorized_client")


def _by_code(db: sqlite3.Connection, form: dict[str, str], when: datetime) -> Json:
    client, code = asked(form, "code")
    if not code.startswith(oauth.PREFIXES["code"][:2]):
        raise Refusal(400, "Malformed auth code.", reason="invalid_grant")
    query = "SELECT client, scopes, expires, extra FROM tokens WHERE token = ? AND kind = 'code'"
    row = db.execute(query, (code,)).fetchone()
    if row is None or datetime.fromisoformat(row[2]) <= when:
        raise Refusal(400, "Bad Request", reason="invalid_grant")
    check_owner(row[0], client)
    extra = json.loads(row[3])
    if not form.get("redirect_uri"):
        raise Refusal(400, "Missing parameter: redirect_uri", reason="invalid_request")
    if extra["redirect_uri"] != form["redirect_uri"]:
        raise Refusal(400, "Bad Request", reason="redirect_uri_mismatch")
    _check_verifier(extra["challenge"], form.get("code_verifier", ""))
    db.execute("DELETE FROM tokens WHERE token = ?", (code,))  # a code works once
    scopes = json.loads(row[1])
    refresh = oauth.make(db, "refresh", account="", client=client, scopes=scopes, when=when)
    return hand_out(db, "", client, scopes, when, refresh=refresh)


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
    client, token = asked(form, "refresh_token")
    query = "SELECT client, account, scopes FROM tokens WHERE token = ? AND kind = 'refresh'"
    row = db.execute(query, (token,)).fetchone()
    if row is None:
        once = token.startswith(oauth.PREFIXES["refresh"])
        why = "Token has been expired or revoked." if once else "Bad Request"
        raise Refusal(400, why, reason="invalid_grant")
    check_owner(row[0], client)
    scopes = json.loads(row[2])
    if wanted := granted(form.get("scope", "").split()):
        if not set(wanted) <= set(scopes):
            raise Refusal(400, "Some requested scopes were not granted.", reason="invalid_scope")
        scopes = wanted
    return hand_out(db, row[1], client, scopes, when)


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
    if not scopes or unknown_scopes(scopes):
        raise Refusal(400, "Invalid OAuth scope or ID token audience provided.", reason="invalid_scope")
    if "aud" in claims and not AUDIENCES.fullmatch(str(claims["aud"])):
        raise Refusal(400, "Invalid JWT: Failed audience check.", reason="invalid_grant")
    if claims.get("sub") and claims["sub"] != issuer:
        text = "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested."
        raise Refusal(401, text, reason="unauthorized_client")
    reply = hand_out(db, issuer, issuer, scopes, when)
    del reply["scope"]
    return reply


def hand_out(
    db: sqlite3.Connection, account: str, client: str, scopes: list[str], when: datetime, *, refresh: str = ""
) -> Json:
    """An access token and what is told with it: of a person who is told about, a note that says who it is."""
    made = oauth.make(db, "access", account=account, client=client, scopes=scopes, when=when)
    lasting = {"refresh_token": refresh} if refresh else {}
    reply = {"access_token": made, "expires_in": 3599, **lasting, "scope": " ".join(scopes), "token_type": "Bearer"}
    person = {"id_token": identity.id_token(made, client, scopes, when)} if "openid" in scopes and not account else {}
    return reply | person


GRANTS = {"authorization_code": _by_code, "refresh_token": _by_refresh, JWT_GRANT: _by_assertion}


async def revoke(request: Request) -> Response:
    """Take a token back, and all that came from it: access tokens are from now on as those that have expired."""
    form = await tokeninfo.fields(request)
    wanted = form.get("token") or request.query_params.get("token", "")
    with request.app.state.world.transaction() as db:
        row = db.execute("SELECT client, account, expires FROM tokens WHERE token = ?", (wanted,)).fetchone()
        now = clock.now(request)
        if row is None or (row[2] and datetime.fromisoformat(row[2]) <= now):
            if not wanted.startswith((oauth.PREFIXES["access"], oauth.PREFIXES["refresh"])):  # no token at all
                return wire.json_reply({"error": "invalid_token"}, status=400, headers=wire.LOGINS)
            raise Refusal(400, "Token expired or revoked", reason="invalid_token")
        whose = "WHERE client = ? AND account = ? AND kind"
        db.execute(f"UPDATE tokens SET expires = ? {whose} = 'access'", (now.isoformat(), *row[:2]))  # noqa: S608 - a constant
        db.execute(f"DELETE FROM tokens {whose} != 'access'", row[:2])  # noqa: S608 - a constant
    return wire.json_reply({})


TOKEN = ("/token", "/oauth2/v4/token", "/o/oauth2/token")
routes: list[BaseRoute] = [
    *(Route(path, token, methods=["POST"]) for path in TOKEN),
    Route("/revoke", revoke, methods=["POST"]),
    Route("/o/oauth2/revoke", revoke, methods=["GET", "POST"]),
    *(Route(path, tokeninfo.told, methods=["GET", "POST"]) for path in tokeninfo.PATHS),
    *(Route(path, identity.userinfo, methods=["GET", "POST"]) for path in identity.PATHS),
]
