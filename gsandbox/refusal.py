"""What Google refuses, and the body it refuses with: one exception, four families of bodies."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus

from starlette.responses import HTMLResponse, Response

from . import wire
from .wire import Json

STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
REASON = {
    400: "badRequest",
    401: "authError",
    403: "forbidden",
    404: "notFound",
    429: "rateLimitExceeded",
    500: "internalError",
    501: "notImplemented",
    503: "backendError",
}
OWN_REASON = {"FAILED_PRECONDITION": "failedPrecondition", "INTERNAL": "backendError"}
"""Of Forms and Sheets, where they name it otherwise than Drive."""


class Refusal(Exception):  # noqa: N818  # a reply, not a fault
    """Raised anywhere in a route; becomes the error body of the API family that was asked.

    `message` is Google's text. `google_status` is the canonical code of Forms and Sheets (INVALID_ARGUMENT ...), which Drive
    tells when it was named here, `reason`
    the machine word: an ErrorInfo reason is part of `details`, here it is Drive's errors[0].reason or the token endpoint's
    `error`. `details` go into the body as they are. `location` is Drive's "fileId" and the like, `short` a text
    for errors[0] that differs from the message, `help_page` an address there.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        google_status: str | None = None,
        reason: str | None = None,
        details: Sequence[Json] | None = None,
        domain: str = "global",
        short: str = "",
        location: str | None = None,
        location_type: str = "parameter",
        help_page: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.named = google_status is not None
        self.google_status = google_status or STATUS.get(status, "UNKNOWN")
        self.reason = reason
        self.details = list(details or ())
        self.domain = domain
        self.short = short
        self.location = location
        self.location_type = location_type
        self.help_page = help_page
        self.headers = headers or {}


@contextmanager
def at_fault(place: str) -> Iterator[None]:
    """A refusal of an argument inside says at which place of the request it stands."""
    try:
        yield
    except Refusal as refused:
        if refused.status == 400:
            refused.message = f"Invalid {place}: {refused.message}"
        raise


def bad_request(violations: Sequence[tuple[str, str]]) -> Refusal:
    """A 400 that lists field violations: pairs of field path ("" at the top) and text; the message has a line for each."""
    listed = [{"field": field, "description": text} if field else {"description": text} for field, text in violations]
    detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": listed}
    return Refusal(400, "\n".join(text for _, text in violations), details=[detail], reason="invalid", domain="")


def error_info(reason: str, *, service: str, **metadata: str) -> Json:
    """The google.rpc.ErrorInfo detail that 401, 403 and 429 carry."""
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": service, **metadata},
    }


def help_at(address_of: str, address: str) -> Json:
    """The detail that leads to a page of Google's, and says what is there."""
    return {"@type": "type.googleapis.com/google.rpc.Help", "links": [{"description": address_of, "url": address}]}


def in_words(text: str) -> Json:
    """The detail in which Google repeats the message of what is wrong with a key or a project."""
    return {"@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "en-US", "message": text}


def family(path: str) -> str:
    """Which family of bodies a path belongs to: "drive", "cloud" (Forms and Sheets), "token" or "page"."""
    if path.startswith(("/drive/", "/upload/drive/", "/download/drive/", "/batch/drive/")):
        return "drive"
    if path.startswith(("/v1/", "/v4/", "/batch")):
        return "cloud"
    if path.rpartition("/")[2] in ("token", "revoke", "tokeninfo") or path.endswith("/device/code"):
        return "token"
    return "sandbox" if path.startswith("/sandbox/") else "page"


def reply(refusal: Refusal, path: str, *, listed: bool = False) -> Response:
    """The reply that a client of this path gets; `listed` puts Drive's list of errors into those of Forms and Sheets."""
    kind = family(path)
    if kind == "page":
        return page(refusal)
    if kind == "token":
        code = {} if path.startswith("/oauth2/v3/") else {"error": refusal.reason or "invalid_request"}
        body: Json = {**code, "error_description": refusal.message}
        body |= dict(*refusal.details)
        return wire.json_reply(body, status=refusal.status, headers=wire.LOGINS | refusal.headers)
    if kind == "drive":
        body = {"error": _drive(refusal)}
    else:
        error: Json = {"code": refusal.status, "message": refusal.message}
        if listed:
            error["errors"] = [_entry(refusal, OWN_REASON.get(refusal.google_status) or REASON.get(refusal.status, ""))]
        error["status"] = refusal.google_status
        if refusal.details:
            error["details"] = refusal.details
        body = {"error": error}
    return wire.json_reply(body, status=refusal.status, headers=refusal.headers)


def _entry(refusal: Refusal, usual: str) -> Json:
    entry: Json = {"message": refusal.short or refusal.message, "domain": refusal.domain}
    if not refusal.domain:
        del entry["domain"]
    entry["reason"] = refusal.reason or usual
    if refusal.location:
        kind = "other" if "." in refusal.location else refusal.location_type  # a field of the body is no parameter
        entry |= {"location": refusal.location, "locationType": kind}
    if refusal.help_page:
        entry["extendedHelp"] = refusal.help_page
    return entry


def _drive(refusal: Refusal) -> Json:
    entry = _entry(refusal, REASON.get(refusal.status, "unknown"))
    error: Json = {"code": refusal.status, "message": refusal.message, "errors": [entry]}
    if refusal.details or refusal.short or refusal.named:
        error["status"] = refusal.google_status
    if refusal.details:
        error["details"] = refusal.details
    return error


def page(refusal: Refusal, *, shown: str = "") -> Response:
    """An HTML page, as Google's front end and the form pages reply; `shown` is HTML in place of the message."""
    phrase = {500: "Server Error", 502: "Server Error"}.get(refusal.status, HTTPStatus(refusal.status).phrase)
    body = (
        "<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n"
        '  <meta name=viewport content="initial-scale=1, minimum-scale=1, width=device-width">\n'
        f"  <title>Error {refusal.status} ({phrase})!!1</title>\n"
        f"  <p><b>{refusal.status}.</b> <ins>That’s an error.</ins>\n"
        f"  <p>{shown or html.escape(refusal.message)}  <ins>That’s all we know.</ins>\n"
    )
    headers = {**refusal.headers, "content-type": "text/html; charset=UTF-8", "referrer-policy": "no-referrer"}
    return HTMLResponse(body, status_code=refusal.status, headers=headers)


def lacks_length(verb: str, path: str, headers: Mapping[str, str]) -> bool:
    """Whether nothing says how long a request's body is, not even that there is none."""
    told = "content-length" in headers or "transfer-encoding" in headers
    return verb in ("POST", "PUT") and not told and not path.startswith("/sandbox/")


def without_length() -> Response:
    """What Google's front end says to such a request, whatever its address."""
    return page(Refusal(411, ""), shown="POST requests require a <code>Content-length</code> header.")


def unknown_path(path: str) -> Response:
    """What Google's front end says to an address that no API serves: an HTML page, not JSON."""
    shown = f"The requested URL <code>{html.escape(path)}</code> was not found on this server."
    return page(Refusal(404, ""), shown=shown)
