"""Every refusal of Google's in words that a clerk understands, with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests
from google.auth.exceptions import DefaultCredentialsError, RefreshError, TransportError
from googleapiclient.errors import HttpError
from gspread.exceptions import APIError
from httplib2 import Response

from anubhav_gforms import errors
from anubhav_gforms.google.failures import GarbledReplyError, Outcome, understand
from anubhav_gforms.google.refusals import read_refusal


def forms_body(code: int, message: str, status: str, **detail: object) -> bytes:
    details = {"details": [detail]} if detail else {}
    return json.dumps({"error": {"code": code, "message": message, "status": status, **details}}).encode()


def drive_body(code: int, message: str, reason: str) -> bytes:
    error = {"message": message, "domain": "global", "reason": reason}
    return json.dumps({"error": {"code": code, "message": message, "errors": [error]}}).encode()


SORRY = (
    b"<html><head><title>Sorry...</title></head><body><h1>We're sorry...</h1>"
    b"<p>... but your computer or network may be sending automated queries.</p></body></html>"
)
FRONT = b"<!DOCTYPE html><html lang=en><title>Error 403 (Forbidden)!!1</title><p>Your client does not have permission.</html>"


def denied(reason: str, message: str = "The caller does not have permission") -> HttpError:
    return http_error(403, forms_body(403, message, "PERMISSION_DENIED", reason=reason, domain="googleapis.com"))


def http_error(status: int, body: bytes) -> HttpError:
    response = Response({"status": str(status)})
    response.reason = "Reason"
    return HttpError(response, body)


def gspread_error(status: int, body: bytes) -> APIError:
    reply = requests.Response()
    reply.status_code = status
    reply._content = body
    return APIError(reply)


def no_token(cause: requests.RequestException) -> TransportError:
    error = TransportError(cause)
    error.__cause__ = cause
    return error


DISABLED = (
    "Google Forms API has not been used in project 123 before or it is disabled. Enable it by visiting "
    "https://console.developers.google.com/apis/api/forms.googleapis.com/overview?project=123 then retry."
)
CASES = {
    "stale revision": (http_error(400, forms_body(400, "The form was changed.", "INVALID_ARGUMENT")), "", errors.RefusedError, "The form was changed"),
    "login refused": (http_error(401, forms_body(401, "Request had invalid credentials.", "UNAUTHENTICATED")), "", errors.SignInError, "anubhav login"),
    "api off": (http_error(403, forms_body(403, DISABLED, "PERMISSION_DENIED", reason="SERVICE_DISABLED")), "form", errors.ForbiddenError, "overview?project=123, press Enable"),
    "project suspended": (http_error(403, forms_body(403, "Suspended.", "PERMISSION_DENIED", reason="GCP_SUSPENDED")), "form", errors.ForbiddenError, "how to appeal"),
    "no billing": (http_error(403, forms_body(403, "This API method requires billing to be enabled.", "PERMISSION_DENIED", reason="BILLING_DISABLED")), "bell", errors.ForbiddenError, "link an open billing account"),
    "service switched off for the user": (http_error(403, forms_body(403, "Blocked.", "PERMISSION_DENIED", reason="USER_BLOCKED_BY_ADMIN")), "form", errors.ForbiddenError, "switch on Drive and Forms"),
    "against the terms": (denied("TOS_VIOLATION", "Disabled."), "form", errors.ForbiddenError, 'terms of use. Google says: "Disabled."'),
    "a perimeter of the organisation": (denied("SECURITY_POLICY_VIOLATED"), "form", errors.ForbiddenError, "VPC Service Controls"),
    "a perimeter without a reason": (http_error(403, forms_body(403, "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: x", "PERMISSION_DENIED")), "sheet", errors.ForbiddenError, "vpcServiceControlsUniqueIdentifier: x"),
    "another organisation's network": (denied("ORG_RESTRICTION_VIOLATION"), "form", errors.ForbiddenError, "X-Goog-Allowed-Resources"),
    "account suspended": (http_error(401, forms_body(401, "The account has been deleted.", "UNAUTHENTICATED", reason="ACCOUNT_STATE_INVALID")), "form", errors.SignInError, "suspended or deleted"),
    "a reason that nobody knows": (denied("MOON_IN_THE_WRONG_HOUSE", "The moon."), "form", errors.ForbiddenError, 'Google says: "The moon."'),
    "a reason that says no more": (denied("IAM_PERMISSION_DENIED"), "form", errors.ForbiddenError, "not an editor"),
    "taken for a robot": (http_error(403, SORRY), "form", errors.UnavailableError, "for a robot"),
    "taken for a robot, gspread": (gspread_error(503, SORRY), "sheet", errors.UnavailableError, "for a robot"),
    "taken for a robot, with a riddle": (http_error(429, b"<title>https://x.invalid</title>unusual traffic from your computer network"), "form", errors.UnavailableError, "hotspot"),
    "taken for a robot, sent to the riddle": (http_error(302, b'<TITLE>302 Moved</TITLE><A HREF="https://www.google.com/sorry/index?continue=x">here</A>'), "form", errors.UnavailableError, "for a robot"),
    "turned away at the front door": (http_error(403, FRONT), "form", errors.ForbiddenError, "before it looked at the login"),
    "scope missing": (http_error(403, forms_body(403, "Request had insufficient authentication scopes.", "PERMISSION_DENIED")), "form", errors.SignInError, "every box"),
    "no storage": (http_error(403, drive_body(403, "Service Accounts do not have storage quota. Leverage shared drives", "storageQuotaExceeded")), "", errors.ForbiddenError, "as a person"),
    "drive full": (http_error(403, drive_body(403, "The user's Drive storage quota has been exceeded.", "storageQuotaExceeded")), "", errors.ForbiddenError, "Free some space"),
    "sharing forbidden": (http_error(403, drive_body(403, "The domain administrators have disabled sharing.", "publishOutNotPermitted")), "sharing", errors.ForbiddenError, "Workspace administrator"),
    "sharing forbidden without a word": (http_error(400, drive_body(400, 'Bad Request. User message: ""', "publishOutNotPermitted")), "sharing", errors.ForbiddenError, "Workspace administrator"),
    "sheet not shared": (gspread_error(403, forms_body(403, "The caller does not have permission", "PERMISSION_DENIED")), "sheet", errors.ForbiddenError, "robot@x.iam.gserviceaccount.com"),
    "sheet missing": (gspread_error(404, forms_body(404, "Requested entity was not found.", "NOT_FOUND")), "sheet", errors.NotFoundError, "bin"),
    "file of Excel, said shorter": (gspread_error(400, forms_body(400, "This operation is not supported for this document", "FAILED_PRECONDITION")), "sheet", errors.RefusedError, "Save as Google Sheets"),
    "form missing": (http_error(404, forms_body(404, "Requested entity was not found.", "NOT_FOUND")), "form", errors.NotFoundError, "Restore"),
    "form forbidden": (http_error(403, forms_body(403, "The caller does not have permission", "PERMISSION_DENIED")), "form", errors.ForbiddenError, "editor"),
    "form read, the app was not let in": (http_error(403, drive_body(403, "The user has not granted the app 1 read access to the file x.", "appNotAuthorizedToFile")), "", errors.ForbiddenError, "--existing-form"),
    "form copied, the app was not let in": (http_error(403, drive_body(403, "The user has not granted the app 1 read access to the file x.", "appNotAuthorizedToFile")), "copy", errors.ForbiddenError, "by hand"),
    "file missing": (http_error(404, drive_body(404, "File not found: x.", "notFound")), "", errors.NotFoundError, "bin"),
    "quota": (http_error(429, forms_body(429, "Quota exceeded for quota metric 'Read requests'.", "RESOURCE_EXHAUSTED", reason="RATE_LIMIT_EXCEEDED")), "", errors.QuotaError, "Wait a minute"),
    "quota of zero": (http_error(429, forms_body(429, "Quota exceeded.", "RESOURCE_EXHAUSTED", reason="RATE_LIMIT_EXCEEDED", metadata={"quota_limit_value": "0"})), "", errors.QuotaError, "raise it"),
    "quota of a day": (http_error(429, forms_body(429, "Quota exceeded.", "RESOURCE_EXHAUSTED", reason="RATE_LIMIT_EXCEEDED", metadata={"quota_limit": "ReadRequestsPerDayPerProject"})), "", errors.QuotaError, "12:30"),
    "quota of a day at Drive": (http_error(403, drive_body(403, "Daily Limit Exceeded.", "dailyLimitExceeded")), "form", errors.QuotaError, "12:30"),
    "scope missing, Drive's older words": (http_error(403, drive_body(403, "Insufficient Permission", "insufficientPermissions")), "form", errors.SignInError, "every box"),
    "project of gcloud not ours": (http_error(403, forms_body(403, "Caller does not have required permission to use project X.", "PERMISSION_DENIED", reason="USER_PROJECT_DENIED")), "form", errors.ForbiddenError, "set-quota-project"),
    "html 502": (http_error(502, b"<html><head><title>Error 502 (Server Error)!!1</title></head></html>"), "form", errors.UnavailableError, "(HTTP 502). The fault"),
    "cancelled at Google": (gspread_error(499, forms_body(499, "The operation was cancelled.", "CANCELLED")), "sheet", errors.UnavailableError, "HTTP 499"),
    "gspread html 503": (gspread_error(503, b"<html>no</html>"), "sheet", errors.UnavailableError, "HTTP 503"),
    "html with 200": (GarbledReplyError("<html>"), "", errors.UnavailableError, "may ask you to sign in"),
    "html with 200, gspread": (requests.exceptions.JSONDecodeError("no JSON", " <html>", 1), "", errors.UnavailableError, "may ask you to sign in"),
    "half a reply": (GarbledReplyError('{"a":'), "", errors.UnavailableError, "cut off"),
    "a network's sign-in by its status": (http_error(511, b"<html>Sign in</html>"), "", errors.UnavailableError, "may ask you to sign in"),
    "not implemented": (http_error(501, forms_body(501, "Operation is not implemented, or supported, or enabled.", "UNIMPLEMENTED")), "", errors.RefusedError, "does not offer"),
    "seven days": (RefreshError("invalid_grant: Token has been expired or revoked.", {"error": "invalid_grant"}), "", errors.SignInError, "seven days"),
    "refresh fields": (RefreshError("The credentials do not contain the necessary fields need to refresh the access token."), "", errors.SignInError, "anubhav login"),
    "client deleted": (RefreshError("deleted_client: The OAuth client was deleted.", {"error": "deleted_client"}), "", errors.SignInError, "--client"),
    "sign-in: too often": (RefreshError("rate_limit_exceeded: Rate Limit Exceeded", {"error": "rate_limit_exceeded"}), "", errors.QuotaError, "Wait a minute"),
    "sign-in: session over": (RefreshError("invalid_grant: reauth related error (rapt_required)", {"error": "invalid_grant"}), "", errors.SignInError, "after some hours"),
    "sign-in: this computer not allowed": (RefreshError("access_denied: Account restricted", {"error": "access_denied"}), "", errors.SignInError, "Context-Aware Access"),
    "sign-in: client of another organisation": (RefreshError("org_internal: This client is restricted", {"error": "org_internal"}), "", errors.SignInError, "choose External"),
    "sign-in: administrator forbids": (RefreshError("admin_policy_enforced: None", {"error": "admin_policy_enforced"}), "", errors.SignInError, "trust the client's id"),
    "sign-in: advanced protection": (RefreshError("policy_enforced: None", {"error": "policy_enforced"}), "", errors.SignInError, "Advanced Protection"),
    "sign-in: account deleted": (RefreshError("invalid_grant: The account has been deleted.", {"error": "invalid_grant"}), "", errors.SignInError, "suspended or deleted"),
    "sign-in: client switched off": (RefreshError("disabled_client: The OAuth client was disabled.", {"error": "disabled_client"}), "", errors.SignInError, "Switch it on again"),
    "sign-in: may not act as the account": (RefreshError("Unable to acquire impersonated credentials", forms_body(403, "Permission 'iam.serviceAccounts.getAccessToken' denied.", "PERMISSION_DENIED", reason="IAM_PERMISSION_DENIED").decode()), "", errors.SignInError, "Token Creator"),
    "sign-in: its API is off": (RefreshError("Unable to acquire impersonated credentials", forms_body(403, DISABLED, "PERMISSION_DENIED", reason="SERVICE_DISABLED").decode()), "", errors.ForbiddenError, "press Enable"),
    "sign-in: taken for a robot": (TransportError(403, SORRY, "https://oauth2.googleapis.com/token"), "", errors.UnavailableError, "for a robot"),
    "sign-in: a proxy's page": (TransportError(403, b"<html>Blocked</html>", "https://oauth2.googleapis.com/token"), "", errors.UnavailableError, "proxy did not let us through to oauth2"),
    "sign-in: a network's own page": (TransportError(200, b"<html>Welcome</html>", "https://oauth2.googleapis.com/token"), "", errors.UnavailableError, "may ask you to sign in"),
    "sign-in: a proxy opens connections": (no_token(requests.exceptions.SSLError("certificate verify failed")), "", errors.UnavailableError, "REQUESTS_CA_BUNDLE"),
    "sign-in: a proxy forbids": (no_token(requests.exceptions.ProxyError("Tunnel connection failed: 403 Forbidden")), "", errors.UnavailableError, "proxy did not let us through"),
    "sign-in: a proxy asks who": (no_token(requests.exceptions.ProxyError("Tunnel connection failed: 407 Proxy Authentication Required")), "", errors.UnavailableError, "NAME:PASSWORD@HOST:PORT"),
    "sign-in: no internet": (no_token(requests.exceptions.ConnectionError("NameResolutionError")), "", errors.UnavailableError, "no internet"),
    "sign-in: the front end's page": (TransportError(404, b"<title>Error 404 (Not Found)!!1</title>", "https://oauth2.googleapis.com/token"), "", errors.UnavailableError, "sign-in service"),
    "no login": (DefaultCredentialsError("Your default credentials were not found."), "", errors.SignInError, "no login was found"),
    "sign-in down": (TransportError("no reply"), "", errors.UnavailableError, "sign-in"),
    "dns": (requests.exceptions.ConnectionError("NameResolutionError"), "", errors.UnavailableError, "no internet"),
    "tls": (requests.exceptions.SSLError("certificate"), "", errors.UnavailableError, "clock"),
    "a firewall refuses": (requests.exceptions.ConnectionError("Connection refused", request=requests.Request("GET", "https://forms.googleapis.com/v1/forms/x")), "", errors.UnavailableError, "docs.google.com through"),
    "proxy": (requests.exceptions.ProxyError("proxy"), "", errors.UnavailableError, "proxy"),
    "reset": (requests.exceptions.ConnectionError("reset"), "", errors.UnavailableError, "broke off"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_every_refusal_says_what_and_what_to_do(name: str) -> None:
    error, subject, kind, words = CASES[name]
    failure = understand(error, doing="Working", subject=subject, account="robot@x.iam.gserviceaccount.com")
    assert failure is not None
    assert type(failure.error) is kind
    assert words in str(failure.error)
    assert failure.error.cure
    assert failure.error.message.startswith("Working did not work: ")


def test_a_bare_permission_error_of_gspread_is_understood() -> None:
    error = PermissionError()
    error.__cause__ = gspread_error(403, forms_body(403, "The caller does not have permission", "PERMISSION_DENIED"))
    failure = understand(error, doing="Reading", subject="sheet")
    assert failure is not None
    assert isinstance(failure.error, errors.ForbiddenError)


def test_other_exceptions_are_left_alone(tmp_path: Path) -> None:
    assert understand(KeyError("x"), doing="Reading") is None
    assert understand(PermissionError("a file of ours"), doing="Reading") is None


def test_a_refusal_whose_error_is_a_text_is_read() -> None:
    refusal = read_refusal(400, b'{"error": "invalid_grant", "error_description": "Bad Request"}', {})
    assert (refusal.message, refusal.reasons) == ("Bad Request", ("invalid_grant",))


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(headers: dict[str, str], wait: float | None) -> None:
    assert read_refusal(429, b"{}", headers).retry_after == wait


def test_google_s_retry_info_is_read() -> None:
    detail = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "12s"}
    assert read_refusal(429, forms_body(429, "slow", "RESOURCE_EXHAUSTED", **detail), {}).retry_after == 12.0


def test_an_empty_body_and_garbage_are_read() -> None:
    for body in (b"", b"\xff\xfe", b"[]", b'{"error": null}'):
        assert read_refusal(500, body, {}).status == 500


def test_a_page_of_html_is_quoted_when_it_says_more_than_its_status() -> None:
    page = b"<html><head><title>\n Blocked by the office's proxy </title></head></html>"
    assert read_refusal(403, page, {}).message == "Blocked by the office's proxy"
    assert read_refusal(503, b"<title>Error 503</title>", {}).message == ""


@pytest.mark.parametrize("said", [b"Access denied by policy.", b"<html><body>Blocked</body></html>"])
def test_a_proxy_that_forbids_in_plain_text_is_told_as_one(said: bytes) -> None:
    failure = understand(http_error(403, said), doing="Reading", subject="form")
    assert failure is not None
    assert isinstance(failure.error, errors.UnavailableError)
    assert "proxy" in failure.error.message
    own = understand(http_error(403, b"<title>Error 403 (Forbidden)!!1</title>"), doing="Reading", subject="form")
    assert own is not None
    assert isinstance(own.error, errors.ForbiddenError)


def test_connection_refused_is_final() -> None:
    failure = understand(requests.exceptions.ConnectionError("[Errno 111] Connection refused"), doing="Reading")
    assert failure is not None
    assert failure.outcome is Outcome.FINAL
    assert "sandbox" in failure.error.cure
