"""What a client meets when a fault strikes its request: a refusal, an odd reply, a dropped connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.responses import HTMLResponse, Response

from . import oauth, quota, refusal
from .discovery import Method
from .drive import permissions
from .faults import Fault, Rule
from .refusal import Refusal
from .wire import Json

PROTECTED = "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit."
NAMES = {
    "sheets": "Google Sheets API",
    "forms": "Google Forms API",
    "drive": "Google Drive API",
    "pubsub": "Cloud Pub/Sub API",
}
SORRY = (
    "<html><head><title>Sorry...</title></head><body><h1>We're sorry...</h1><p>... but your computer or network may be sending "
    "automated queries. To protect our users, we can't process your request right now.</p></body></html>"
)
HTML = {
    403: "Your client does not have permission to get this URL from this server.",
    502: "The server encountered a temporary error and could not complete your request. Please try again in 30 seconds.",
    503: "The service is currently unavailable. Please try again in 30 seconds.",
}


class VanishedError(Exception):
    """The connection is to be dropped, after half of `reply` was sent (None: at once)."""

    def __init__(self, reply: Response | None = None) -> None:
        super().__init__("the connection is dropped")
        self.reply = reply


async def before(rule: Rule, method: Method | None, path: str) -> Response | None:
    """Strike before the work: wait, raise Refusal or VanishedError, or give a reply. `method` is None on pages."""
    if rule.fault is Fault.SLOW:
        await asyncio.sleep(rule.options.get("seconds", 2))
        return None
    if rule.fault is Fault.NEVER_ARRIVED:
        raise VanishedError
    if rule.fault is Fault.ROBOT:
        return HTMLResponse(SORRY, status_code=403)
    if rule.fault in (Fault.HTML_403, Fault.HTML_502, Fault.HTML_503):
        status = int(rule.fault.removeprefix("html-"))
        return refusal.page(Refusal(status, HTML[status]))
    if rule.fault is Fault.ERROR_409 and method is not None and method.api != "drive":
        raise Refusal(409, "The operation was aborted.")
    if rule.fault is Fault.ERROR_500:
        raise Refusal(500, "Internal error encountered.", reason="internalError" if method else "internal_failure")
    if rule.fault is Fault.ERROR_503:
        after = rule.options.get("retry_after")
        headers = {"retry-after": str(after)} if after is not None else {}
        raise Refusal(503, "The service is currently unavailable.", reason="backendError", headers=headers)
    if method is not None and rule.fault in REFUSALS:
        raise REFUSALS[rule.fault](method, rule, path)
    return None


def _quota(method: Method, rule: Rule, path: str) -> Refusal:
    return quota.exceeded(method, per=rule.options.get("per", "user"), retry_after=rule.options.get("retry_after"))


def _day(method: Method, rule: Rule, path: str) -> Refusal:
    address = (
        f"https://console.developers.google.com/apis/api/{method.api}.googleapis.com/quotas?project={quota.PROJECT}"
    )
    text = (
        "Daily Limit Exceeded. The quota will be reset at midnight Pacific Time (PT). You may monitor your quota usage and adjust "
        f"limits in the API Console: {address}"
    )
    return Refusal(403, text, reason="dailyLimitExceeded", domain="usageLimits", help_page=address)


def _no_project(method: Method, rule: Rule, path: str) -> Refusal:
    """What the login of gcloud gets (application default credentials) that names no project of its own."""
    text = (
        f"Your application is authenticating by using local Application Default Credentials. The {method.api}.googleapis.com API "
        "requires a quota project, which is not set by default. To learn how to set your quota project, see "
        "https://cloud.google.com/docs/authentication/adc-troubleshooting/user-creds ."
    )
    info = _info("SERVICE_DISABLED", method)
    page = "https://console.developers.google.com"
    return Refusal(403, text, reason="accessNotConfigured", domain="usageLimits", help_page=page, details=[info])


def _permission(method: Method, rule: Rule, path: str) -> Refusal:
    if method.api == "pubsub":
        return Refusal(403, "User not authorized to perform this action.")
    return oauth.forbidden(method, "", seen=True)


def _not_found(method: Method, rule: Rule, path: str) -> Refusal:
    if method.api == "drive":
        return oauth.forbidden(method, path.partition("/files/")[2].partition("/")[0], seen=False)
    return Refusal(404, "Requested entity was not found.")


def _protected(method: Method, rule: Rule, path: str) -> Refusal:
    """What somebody gets who may edit the spreadsheet, and not a range of it."""
    place = {"sheets.spreadsheets.batchUpdate": "Invalid requests[0].updateCells: "}.get(method.id, "")
    return Refusal(400, f"{place}{PROTECTED}")


def _disabled(method: Method, rule: Rule, path: str) -> Refusal:
    service, name = f"{method.api}.googleapis.com", NAMES[method.api]
    address = f"https://console.developers.google.com/apis/api/{service}/overview?project={quota.PROJECT}"
    text = (
        f"{name} has not been used in project {quota.PROJECT} before or it is disabled. Enable it by visiting {address} then "
        "retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry."
    )
    info = _info("SERVICE_DISABLED", method, serviceTitle=name, activationUrl=address, containerInfo=quota.PROJECT)
    return Refusal(
        403,
        text,
        reason="accessNotConfigured",
        domain="usageLimits",
        help_page="https://console.developers.google.com",
        details=[info, refusal.in_words(text), refusal.help_at("Google developers console API activation", address)],
    )


def _info(word: str, method: Method, **more: str) -> Json:
    service, consumer = f"{method.api}.googleapis.com", f"projects/{quota.PROJECT}"
    return refusal.error_info(word, service=service, consumer=consumer, **more)


def _suspended(method: Method, rule: Rule, path: str) -> Refusal:
    text = f"Permission denied: Consumer 'project_number:{quota.PROJECT}' has been suspended."
    return Refusal(403, text, details=[_info("CONSUMER_SUSPENDED", method), refusal.in_words(text)])


def _billing(method: Method, rule: Rule, path: str) -> Refusal:
    address = f"https://console.developers.google.com/billing/enable?project={quota.PROJECT}"
    text = (
        f"This API method requires billing to be enabled. Please enable billing on project #{quota.PROJECT} by visiting {address} "
        "then retry. If you enabled billing for this project recently, wait a few minutes for the action to propagate to our "
        "systems and retry."
    )
    return Refusal(
        403,
        text,
        details=[refusal.help_at("Google developers console billing", address), _info("BILLING_DISABLED", method)],
    )


UID = "sandboxPerimeter"


def _perimeter(method: Method, rule: Rule, path: str) -> Refusal:
    """What VPC Service Controls say; the number is what an administrator finds the refusal by."""
    text = f"Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: {UID}"
    broken = {"type": "VPC_SERVICE_CONTROLS", "description": UID}
    failed = {"@type": "type.googleapis.com/google.rpc.PreconditionFailure", "violations": [broken]}
    return Refusal(403, text, details=[failed, _info("SECURITY_POLICY_VIOLATED", method, uid=UID)])


def _named(status: int, word: str, text: str) -> Callable[[Method, Rule, str], Refusal]:
    """A refusal whose reason is this word."""
    return lambda method, rule, path: Refusal(status, text, details=[_info(word, method)])


def _full(method: Method, rule: Rule, path: str) -> Refusal:
    text = "The user's Drive storage quota has been exceeded."
    return Refusal(403, text, reason="storageQuotaExceeded", domain="usageLimits")


def _sharing_rate(method: Method, rule: Rule, path: str) -> Refusal:
    text = 'Rate limit exceeded. User message: "Sorry, you have exceeded your sharing quota."'
    return Refusal(403, text, reason="sharingRateLimitExceeded")


def _apps_forbidden(method: Method, rule: Rule, path: str) -> Refusal:
    if method.api != "drive":
        return _permission(method, rule, path)
    return Refusal(403, "The domain administrators have disabled Drive apps.", reason="domainPolicy")


REFUSALS: dict[Fault, Callable[[Method, Rule, str], Refusal]] = {
    Fault.QUOTA: _quota,
    Fault.QUOTA_ZERO: lambda method, rule, path: quota.exceeded(method, value=0),
    Fault.QUOTA_DAY: _day,
    Fault.QUOTA_PROJECT: _no_project,
    Fault.PERMISSION: _permission,
    Fault.NOT_FOUND: _not_found,
    Fault.PROTECTED: _protected,
    Fault.SERVICE_DISABLED: _disabled,
    Fault.PROJECT_SUSPENDED: _suspended,
    Fault.BILLING_DISABLED: _billing,
    Fault.TERMS: _named(
        403, "TOS_VIOLATION", "This service has been disabled in this account for violation of Terms of Service."
    ),
    Fault.PERIMETER: _perimeter,
    Fault.ORG_RESTRICTION: _named(403, "ORG_RESTRICTION_VIOLATION", "Access denied by organization's restriction."),
    Fault.ACCOUNT_OFF: _named(401, "ACCOUNT_STATE_INVALID", "The account has been disabled."),
    Fault.SCOPES: lambda method, rule, path: oauth.insufficient(method),
    Fault.EXPIRED: lambda method, rule, path: oauth.expired(method),
    Fault.STORAGE_QUOTA: lambda method, rule, path: oauth.no_storage(method),
    Fault.DRIVE_FULL: _full,
    Fault.SHARING_FORBIDDEN: lambda method, rule, path: permissions.forbidden_outside(),
    Fault.SHARING_RATE: _sharing_rate,
    Fault.APPS_FORBIDDEN: _apps_forbidden,
}


def after(rule: Rule, reply: Response) -> Response:
    """Strike after the work: another reply, or VanishedError with what still gets through."""
    if rule.fault is Fault.REPLY_LOST:
        raise VanishedError
    if rule.fault is Fault.CUT_OFF:
        raise VanishedError(reply)
    if rule.fault is Fault.HTML_200:
        page = "<!DOCTYPE html>\n<title>Welcome</title>\n<p>Please sign in to this network to continue.\n"
        return HTMLResponse(page, status_code=rule.options.get("status", 200))
    if rule.fault is Fault.REPLY_503:
        raise Refusal(503, "The service is currently unavailable.", reason="backendError")
    return reply


def published_readers(value: Any) -> Any:
    """A reply in which the role of a permission to respond to a form is called publishedReader."""
    if isinstance(value, dict):
        changed = {name: published_readers(item) for name, item in value.items()}
        return changed | ({"role": "publishedReader"} if changed.get("view") == "published" else {})
    return [published_readers(item) for item in value] if isinstance(value, list) else value


def emptied(value: Any, keys: tuple[str, ...] = ("values", "responses")) -> Any:
    """A reply without these keys: as if nothing had ever been written."""
    if isinstance(value, dict):
        return {name: emptied(item, keys) for name, item in value.items() if name not in keys}
    return [emptied(item, keys) for item in value] if isinstance(value, list) else value
