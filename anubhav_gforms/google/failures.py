"""Whatever a Google client raises → one of our errors, and whether repeating the call can help.

The only place where Google's refusals are understood. The clients raise many things: HttpError, gspread's APIError, a
bare PermissionError, requests' and google-auth's errors; a 200 whose body is a page of HTML; a refusal without JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from googleapiclient.errors import HttpError
from gspread.exceptions import APIError

from ..errors import GoogleError, QuotaError, RefusedError, SignInError, UnavailableError
from ..files import parse_json
from ..linear import linear
from ..sentence import Sentence
from .causes import cause_of, said_of
from .cures import cure_for, explain_sign_in
from .refusals import Refusal, read_refusal

T = TypeVar("T")

RATE_REASONS = frozenset(
    {
        "userRateLimitExceeded",
        "rateLimitExceeded",
        "sharingRateLimitExceeded",
        "dailyLimitExceeded",
        "quotaExceeded",
        "RATE_LIMIT_EXCEEDED",
    }
)


FORBIDS, NETWORK_LOGIN = (403, 407, 451), 511
"""Statuses with which a proxy forbids; and the one with which a network asks for its own sign-in."""


class Outcome(Enum):
    """What is known about a call that failed."""

    NOT_DONE = "Google did not do it and a later try may work"
    UNCLEAR = "Google may have done it; only a call that may be made twice can be repeated"
    FINAL = "repeating cannot help"


class GarbledReplyError(Exception):
    """Google said 200, and the body is not the JSON that was asked for."""

    def __init__(self, content: str) -> None:
        super().__init__("the reply is not JSON")
        self.content = content


def as_asked(read: Callable[[Any], T], reply: Any) -> T:
    """What `read` makes of a reply. Raises GarbledReplyError where something of it is missing or of another type."""
    try:
        return read(reply)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise GarbledReplyError(str(error)) from None


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed attempt: the error to raise if it was the last one, and how long Google asks us to wait (seconds)."""

    error: GoogleError
    outcome: Outcome
    retry_after: float | None = None


def understand(error: Exception, *, doing: str, subject: str = "", account: str = "") -> Failure | None:
    """A Failure for what a client raised while `doing` something; None for an exception that is not Google's.

    `doing` is a phrase such as "Reading the form"; `subject` the Google noun it is about ("form", "sheet", "spreadsheet" where its id alone is asked for, "sharing",
    "change" where the form is changed, "copy", "new", "bell", "topic");
    `account` the address of the login where it is known, for cures that name it.
    """
    if isinstance(error, HttpError):
        refusal = read_refusal(int(error.resp.status), error.content, error.resp)
        return _kept_out(refusal, doing, error.uri) or _refused(refusal, doing, subject, account)
    if isinstance(error, PermissionError) and isinstance(error.__cause__, APIError):
        error = error.__cause__
    if isinstance(error, APIError):
        reply = error.response
        refusal = read_refusal(reply.status_code, reply.content, reply.headers)
        return _kept_out(refusal, doing, reply.url) or _refused(refusal, doing, subject, account)
    if isinstance(error, GarbledReplyError | requests.exceptions.JSONDecodeError):
        if (error.content if isinstance(error, GarbledReplyError) else error.doc).lstrip().startswith("<"):
            return _unavailable(doing, _PORTAL, Outcome.UNCLEAR, "portal")
        return _unavailable(doing, "Google's reply was cut off or is not what was asked for.", Outcome.UNCLEAR)
    if isinstance(error, GoogleAuthError):
        return _not_signed_in(error, doing)
    if isinstance(error, requests.exceptions.RequestException):
        return _no_reply(error, doing)
    return None


def _kept_out(refusal: Refusal, doing: str, address: str) -> Failure | None:
    """A page or a text where Google's JSON belongs, and not of its front end: of a proxy that forbids, of a network's own sign-in, or
    the one for robots."""
    if refusal.robot:
        return _unavailable(doing, _ROBOT, Outcome.FINAL, "robot", status=refusal.status)
    if refusal.page and (refusal.status < 400 or refusal.status == NETWORK_LOGIN):
        return _unavailable(doing, _PORTAL, Outcome.UNCLEAR, "portal", status=refusal.status)
    if not refusal.strange or refusal.status not in FORBIDS:
        return None
    host = urlsplit(address).netloc
    return _unavailable(doing, _PROXY, Outcome.UNCLEAR, "proxy", status=refusal.status, host=host)


def _refused(refusal: Refusal, doing: str, subject: str, account: str) -> Failure:
    status, reasons = refusal.status, refusal.reasons
    words = _short(refusal.message).rstrip(".")
    said = Sentence(' Google says: "{value}."', value=words) if words else ""
    reason = reasons[0] if reasons else ""
    rate = bool(RATE_REASONS.intersection(reasons))
    if status == 429 or (status == 403 and rate):
        limits = refusal.metadata or {}
        never = limits.get("quota_limit_value") == "0"
        daily = "dailyLimitExceeded" in reasons or "PerDay" in limits.get("quota_limit", "")
        topic = "quota-zero" if never else "quota-day" if daily else "quota"
        message = _told(doing, Sentence("Google's limit of requests is used up.{said}", said=said))
        error: GoogleError = QuotaError(message, cure=cure_for(topic), status=status, reason=reason)
        return Failure(error, Outcome.FINAL if never or daily else Outcome.NOT_DONE, refusal.retry_after)
    if status >= 500 or status in (408, 499) or refusal.code == "ABORTED":
        if status == 501:
            return Failure(
                RefusedError(
                    _told(doing, Sentence("Google does not offer this.{said}", said=said)),
                    cure=cure_for("bug"),
                    status=status,
                ),
                Outcome.FINAL,
            )
        failure = _unavailable(
            doing,
            "Google had a failure (HTTP {status}).{said}",
            Outcome.UNCLEAR,
            "google-down",
            status=status,
            said=said,
        )
        return replace(failure, retry_after=refusal.retry_after)
    cause = cause_of(refusal, subject)
    message = _told(doing, said_of(cause, refusal, said))
    cure = cure_for(cause.topic, account=account, address=_address(refusal))
    return Failure(cause.error(message, cure=cure, status=status, reason=reason), Outcome.FINAL)


def _not_signed_in(error: GoogleAuthError, doing: str) -> Failure:
    facts = error.args[1] if isinstance(error, RefreshError) and len(error.args) > 1 else {}
    said = str(error.args[0]) if error.args else str(error)
    try:
        body = parse_json(facts) if isinstance(facts, str) else facts
    except ValueError:
        body = None
    fault = body.get("error", "") if isinstance(body, dict) else ""
    if isinstance(fault, dict) and isinstance(facts, str):  # who acts as a service account asks an API for the token
        status = fault.get("code")
        return _refused(read_refusal(status if isinstance(status, int) else 403, facts, {}), doing, "acting", "")
    code = str(fault)
    if code == "rate_limit_exceeded":
        return _refused(Refusal(429, "", (code,)), doing, "", "")
    if isinstance(error, TransportError) and len(error.args) == 3:
        status, content, address = error.args
        is_page = status >= 400 or bytes(content).lstrip().startswith(b"<")
        if is_page and (kept_out := _kept_out(read_refusal(status, content, {}), doing, address)):
            return kept_out if kept_out.outcome is Outcome.FINAL else replace(kept_out, outcome=Outcome.NOT_DONE)
    if isinstance(error.__cause__, requests.exceptions.RequestException):
        no_reply = _no_reply(error.__cause__, doing)
        if no_reply.outcome is not Outcome.UNCLEAR:
            return no_reply
    if isinstance(error, TransportError) or getattr(error, "retryable", False):
        return _unavailable(doing, _SILENT, Outcome.NOT_DONE)
    message, cure = explain_sign_in(code, said)
    return Failure(SignInError(_told(doing, message), cure=cure, reason=code), Outcome.FINAL)


def _no_reply(error: requests.exceptions.RequestException, doing: str) -> Failure:
    address = getattr(error.request, "url", None)
    host = urlsplit(str(address)).netloc if address else "Google"
    if isinstance(error, requests.exceptions.SSLError):
        return _unavailable(doing, "the connection to {host} is not secure.", Outcome.FINAL, "tls", host=host)
    text = repr(error)
    if isinstance(error, requests.exceptions.ProxyError) and "407" in text:
        return _unavailable(doing, "the office's proxy asks for a name and a password.", Outcome.FINAL, "proxy-login")
    if isinstance(error, requests.exceptions.ProxyError):
        return _unavailable(doing, _PROXY, Outcome.NOT_DONE, "proxy", host=host)
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return _unavailable(doing, "{host} cannot be reached.", Outcome.NOT_DONE, host=host)
    if isinstance(error, requests.exceptions.Timeout):
        return _unavailable(doing, "{host} did not reply in time.", Outcome.UNCLEAR, host=host)
    if "Connection refused" in text or "WinError 10061" in text:
        if host.endswith(("google.com", "googleapis.com")):
            return _unavailable(doing, "{host} cannot be reached.", Outcome.NOT_DONE, "proxy", host=host)
        return _unavailable(doing, "nobody replies at {host}.", Outcome.FINAL, "refused", host=host)
    if "NameResolutionError" in text or "NewConnectionError" in text:
        return _unavailable(
            doing, "{host} cannot be found; there seems to be no internet.", Outcome.NOT_DONE, host=host
        )
    return _unavailable(doing, "the connection to {host} broke off.", Outcome.UNCLEAR, host=host)


def _unavailable(
    doing: str, what: str, outcome: Outcome, topic: str = "later", /, *, status: int = 0, **values: object
) -> Failure:
    message = _told(doing, Sentence(what, status=status, **values))
    return Failure(UnavailableError(message, cure=cure_for(topic), status=status), outcome)


_PORTAL = Sentence("this network sent a page of its own in place of Google's reply.")
_PROXY = Sentence("the office's proxy did not let us through to {host}.")
_ROBOT = Sentence("Google takes this network for a robot: too many calls come from its address.")
_SILENT = Sentence("Google's sign-in service does not reply.")


_CONSOLE = linear(r"https://console\.[^\s\"]+")


def _told(doing: str, what: str) -> str:
    """One sentence: what we were at, and what stopped it."""
    return Sentence("{doing} did not work: {what}", doing=Sentence(doing), what=what)


def _address(refusal: Refusal) -> str:
    metadata = refusal.metadata or {}
    match = _CONSOLE.search(refusal.message)
    return metadata.get("activationUrl") or (match[0].rstrip(".") if match else "")


def _short(text: str) -> str:
    before, _, to_user = text.rpartition('User message: "')
    shortened = " ".join((to_user.rstrip('"') if before else text).split())
    return shortened if len(shortened) <= 240 else shortened[:239] + "…"
