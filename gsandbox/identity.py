"""Who signed in: the note that stands beside an access token where a program asked for openid."""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import datetime

from . import wire
from .account import OWNER_EMAIL, OWNER_ID
from .consent import ISSUER
from .scopes import LONG
from .wire import Json


def id_token(access: str, client: str, scopes: list[str], when: datetime) -> str:
    """The claims of an ID token in Google's order, signed by nobody: the sandbox has no key that a client could look up."""
    begins = int(when.timestamp())
    claims: Json = {"iss": ISSUER, "azp": client, "aud": client, "sub": OWNER_ID}
    if LONG["email"] in scopes:
        claims |= {"email": OWNER_EMAIL, "email_verified": True}
    claims["at_hash"] = _packed(hashlib.sha256(access.encode()).digest()[:16])
    if LONG["profile"] in scopes:
        claims |= {
            "name": "Owner",
            "picture": "https://lh3.googleusercontent.com/a/sandbox=s96-c",
            "given_name": "Owner",
        }
    claims |= {"iat": begins, "exp": begins + 3600}
    head = {"alg": "RS256", "kid": secrets.token_hex(20), "typ": "JWT"}
    parts = (wire.dumps(head, pretty=False), wire.dumps(claims, pretty=False), secrets.token_bytes(256))
    return ".".join(map(_packed, parts))


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
