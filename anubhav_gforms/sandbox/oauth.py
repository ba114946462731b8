"""Logins: the token endpoint, the consent page, and what a bearer token may do.

Any bearer token is good for everything, except those that this endpoint handed out and knows to be expired or limited.
"""

from __future__ import annotations

from starlette.requests import Request

from .discovery import Method
from .refusal import Refusal, error_info

MISSING = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
CHALLENGE = {"www-authenticate": 'Bearer realm="https://accounts.google.com/"'}


def admit(request: Request, query: dict[str, list[str]], method: Method) -> str:
    """The bearer token of this request. Raises Refusal (401, 403) when it is missing, or may not call this method."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        token = (query.get("access_token") or [""])[0]
    if not token.strip():
        if method.api == "drive":
            raise Refusal(
                401,
                "Login Required.",
                reason="required",
                location="Authorization",
                location_type="header",
                headers=CHALLENGE,
            )
        info = error_info("CREDENTIALS_MISSING", service=f"{method.api}.googleapis.com", method=method.id)
        raise Refusal(401, MISSING, details=[info], headers=CHALLENGE)
    return token.strip()
