"""Who signed in: the note that stands beside an access token where a program asked for openid, and userinfo."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from . import clock, oauth, wire
from .account import OWNER_EMAIL, OWNER_ID
from .consent import ISSUER
from .scopes import LONG
from .wire import Json

PATHS = ("/v1/userinfo", "/oauth2/v3/userinfo", "/oauth2/v2/userinfo", "/userinfo/v2/me")
"""Where OpenID and two versions of an older API tell who signed in."""
NAMED = {"name": "Owner", "given_name": "Owner"}
PICTURE = {"picture": "https://lh3.googleusercontent.com/a/sandbox=s96-c"}


def id_token(access: str, client: str, scopes: list[str], when: datetime) -> str:
    """The claims of an ID token in Google's order, signed by nobody: the sandbox has no key that a client could look up."""
    begins = int(when.timestamp())
    claims: Json = {"iss": ISSUER, "azp": client, "aud": client, "sub": OWNER_ID}
    if LONG["email"] in scopes:
        claims |= {"email": OWNER_EMAIL, "email_verified": True}
    claims["at_hash"] = _packed(hashlib.sha256(access.encode()).digest()[:16])
    if LONG["profile"] in scopes:
        claims |= {"name": NAMED["name"], **PICTURE, "given_name": NAMED["given_name"]}
    claims |= {"iat": begins, "exp": begins + 3600}
    head = {"alg": "RS256", "kid": secrets.token_hex(20), "typ": "JWT"}
    parts = (wire.dumps(head, pretty=False), wire.dumps(claims, pretty=False), secrets.token_bytes(256))
    return ".".join(map(_packed, parts))


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


async def userinfo(request: Request) -> Response:
    """Who an access token was given to; one without an address, a name or openid is no good here."""
    token = request.headers.get("authorization", "").removeprefix("Bearer ") or request.query_params.get(
        "access_token", ""
    )
    with request.app.state.world.transaction() as db:
        query = "SELECT account, scopes, expires FROM tokens WHERE token = ? AND kind = 'access'"
        row = db.execute(query, (token,)).fetchone()
    account, kept, ends = row or (
        "",
        json.dumps(["openid", *LONG.values()]),
        "",
    )  # any other bearer is good for everything
    scopes, late = json.loads(kept), bool(ends) and datetime.fromisoformat(ends) <= clock.now(request)
    older = "v2" in request.url.path.split("/")
    if not token or late or not {"openid", *LONG.values()} & {*scopes}:
        return _unknown(older=older)
    names = {"sub": "id", "email_verified": "verified_email"} if older else {}
    email = {"email": account or OWNER_EMAIL, "email_verified": True} if LONG["email"] in scopes else {}
    named = NAMED if LONG["profile"] in scopes and not account else {}
    whose = {"sub": _number(account) if account else OWNER_ID}
    told = whose | email | named | PICTURE if older else whose | named | PICTURE | email
    return wire.json_reply({names.get(name, name): value for name, value in told.items()})


def _unknown(*, older: bool) -> Response:
    error: Json = {"error": "invalid_request", "error_description": "Invalid Credentials"}
    if older:
        error = {"error": {"code": 401, "message": oauth.MISSING, "status": "UNAUTHENTICATED"}}
    return wire.json_reply(error, status=401)


def _number(account: str) -> str:
    """A service account's number, 21 digits as a person's."""
    return str(10**20 + int(hashlib.sha256(account.encode()).hexdigest(), 16) % 10**19)
