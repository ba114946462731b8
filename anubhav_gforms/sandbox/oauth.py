"""Logins: what a bearer token may do, the token endpoint, the consent page.

Any bearer token is good for everything, except those that this endpoint handed out and knows to be expired or limited.
"""

from __future__ import annotations

from starlette.requests import Request

from .discovery import Method
from .refusal import Refusal, error_info

SEE = "See https://developers.google.com/identity/sign-in/web/devconsole-project."
KINDS = "Expected OAuth 2 access token, login cookie or other valid authentication credential."
MISSING = f"Request is missing required authentication credential. {KINDS} {SEE}"
INVALID = f"Request had invalid authentication credentials. {KINDS} {SEE}"
UNREGISTERED = (
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form "
    "of API consumer identity to call this API."
)
CHALLENGE = {"www-authenticate": 'Bearer realm="https://accounts.google.com/"'}


def admit(request: Request, query: dict[str, list[str]], method: Method) -> str:
    """The bearer token of this request. Raises Refusal (401, 403) when it is missing, or may not call this method."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        token = (query.get("access_token") or [""])[0]
    if not token.strip():
        raise _anonymous(method)
    return token.strip()


def _anonymous(method: Method) -> Refusal:
    """Drive and Sheets know API keys, so a reader without anything is unregistered; everybody else lacks a login."""
    service = f"{method.api}.googleapis.com"
    if method.verb == "GET" and method.api in ("drive", "sheets"):
        return Refusal(403, UNREGISTERED, reason="forbidden")
    info = error_info("CREDENTIALS_MISSING", service=service, method=method.id)
    return _unauthenticated(MISSING, "required", "Login Required.", info)


def _unauthenticated(message: str, reason: str, short: str, info: dict[str, object]) -> Refusal:
    return Refusal(
        401,
        message,
        reason=reason,
        short=short,
        details=[info],
        location="Authorization",
        location_type="header",
        headers=CHALLENGE,
    )
