"""The fault plan: each fault is met as a client meets it, once, where the plan says."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from gsandbox.app import make_app
from gsandbox.discovery import load
from gsandbox.faults import Fault
from gsandbox.pytest_plugin import Sandbox
from gsandbox.quota import Meter
from gsandbox.refusal import Refusal
from gsandbox.server import serving
from gsandbox.tests.conftest import Book
from tests.conftest import PROJECT


def test_the_docs_name_every_fault() -> None:
    """One line in the table of docs/sandbox.md for each."""
    text = (PROJECT / "docs" / "sandbox.md").read_text(encoding="utf-8")
    assert [fault for fault in Fault if f"| `{fault}` |" not in text] == []


def test_sheets_quota(book: Book) -> None:
    """429 with Google's body, after two good calls, three times, then good again."""
    book.sandbox.faults(
        {"fault": "quota", "on": "sheets.spreadsheets.values.get", "after": 2, "times": 3, "retry_after": 7}
    )
    path = f"/v4/spreadsheets/{book.id}/values/A1"
    replies = [book.sandbox.api("GET", path) for _ in range(7)]
    assert [reply.status_code for reply in replies] == [200, 200, 429, 429, 429, 200, 200]
    error = replies[2].json()["error"]
    assert error["message"] == (
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service "
        "'sheets.googleapis.com' for consumer 'project_number:123456789012'."
    )
    assert error["status"] == "RESOURCE_EXHAUSTED"
    info, more = error["details"]
    assert info["metadata"] == {
        "service": "sheets.googleapis.com",
        "quota_metric": "sheets.googleapis.com/read_requests",
        "quota_limit": "ReadRequestsPerMinutePerUser",
        "quota_limit_value": "60",
        "quota_location": "global",
        "quota_unit": "1/min/{project}/{user}",
        "consumer": "projects/123456789012",
    }
    assert more["links"][0]["description"] == "Request a higher quota limit."
    assert replies[2].headers["retry-after"] == "7"
    assert book.sandbox.struck == ["quota"] * 3


def test_drive_quota(sandbox: Sandbox) -> None:
    """403 where others say 429: as programs of others met it on Drive from July to September 2026, and on Gmail in October."""
    sandbox.faults({"fault": "quota", "on": "drive.files.list"})
    reply = sandbox.api("GET", "/drive/v3/files")
    assert reply.status_code == 403
    error = reply.json()["error"]
    assert error["status"] == "PERMISSION_DENIED"
    said = (
        "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service "
        "'drive.googleapis.com' for consumer 'project_number:123456789012'."
    )
    assert error["errors"] == [{"message": said, "domain": "usageLimits", "reason": "rateLimitExceeded"}]
    assert (error["message"], error["details"][0]["reason"]) == (said, "RATE_LIMIT_EXCEEDED")
    metadata = error["details"][0]["metadata"]
    assert metadata["quota_metric"] == "drive.googleapis.com/default"
    assert metadata["quota_limit"] == "defaultPerMinutePerUser"
    sandbox.faults({"fault": "quota", "on": "drive.files.list", "per": "project"})
    whole = sandbox.api("GET", "/drive/v3/files").json()["error"]["details"][0]["metadata"]
    assert (whole["quota_limit"], whole["quota_unit"]) == ("defaultPerMinutePerProject", "1/min/{project}")
    sandbox.faults({"fault": "quota", "on": "sheets.spreadsheets.get", "per": "project"})
    read = sandbox.api("GET", "/v4/spreadsheets/x").json()["error"]["details"][0]["metadata"]
    assert read["quota_limit"] == "ReadRequestsPerMinutePerProject"


REFUSED = [
    ("quota", "GET", "/drive/v3/files", 403, "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute"),
    ("quota-zero", "GET", "/v1/forms/x", 429, "Quota exceeded for quota metric"),
    (
        "quota-day",
        "GET",
        "/drive/v3/files",
        403,
        "Daily Limit Exceeded. The quota will be reset at midnight Pacific Time",
    ),
    ("quota-project", "GET", "/drive/v3/files", 403, "Your application is authenticating by using local Application"),
    ("error-409", "GET", "/v4/spreadsheets/x", 409, "The operation was aborted."),
    ("error-500", "GET", "/v4/spreadsheets/x", 500, "Internal error encountered."),
    ("error-503", "GET", "/v4/spreadsheets/x", 503, "The service is currently unavailable."),
    ("permission", "GET", "/v4/spreadsheets/x", 403, "The caller does not have permission"),
    ("permission", "GET", "/drive/v3/files/x", 403, "The user does not have sufficient permissions for this file."),
    ("not-found", "GET", "/drive/v3/files/x", 404, "File not found: x."),
    ("not-found", "GET", "/v1/forms/x", 404, "Requested entity was not found."),
    ("protected", "POST", "/v4/spreadsheets/x:batchUpdate", 400, "Invalid requests[0].updateCells: You are trying to"),
    ("service-disabled", "GET", "/v1/forms/x", 403, "Google Forms API has not been used in project"),
    ("service-disabled", "GET", "/drive/v3/files", 403, "Google Drive API has not been used in project"),
    ("project-suspended", "GET", "/v1/forms/x", 403, "Permission denied: Consumer 'project_number:"),
    ("billing-disabled", "GET", "/v1/forms/x", 403, "This API method requires billing to be enabled."),
    ("scopes", "GET", "/v4/spreadsheets/x", 403, "Request had insufficient authentication scopes."),
    ("expired-token", "GET", "/v4/spreadsheets/x", 401, "Request had invalid authentication credentials."),
    ("storage-quota", "POST", "/drive/v3/files", 403, "Service Accounts do not have storage quota."),
    ("storage-quota", "POST", "/v1/forms", 500, "Internal error encountered."),
    ("drive-full", "POST", "/drive/v3/files", 403, "The user's Drive storage quota has been exceeded."),
    ("sharing-forbidden", "POST", "/drive/v3/files/x/permissions", 400, 'Bad Request. User message: ""'),
    ("apps-forbidden", "GET", "/drive/v3/files", 403, "The domain administrators have disabled Drive apps."),
    ("sharing-rate", "POST", "/drive/v3/files/x/permissions", 403, "Rate limit exceeded. User message:"),
]


@pytest.mark.parametrize(("fault", "verb", "path", "status", "words"), REFUSED)
def test_refusals(sandbox: Sandbox, fault: str, verb: str, path: str, status: int, words: str) -> None:
    """The body is of the family that was asked, and the next call is served again."""
    sandbox.faults({"fault": fault})
    reply = sandbox.api(verb, path, **({"json": {}} if verb == "POST" else {}))
    error = reply.json()["error"]
    assert reply.status_code == error["code"] == status
    assert error["message"].startswith(words)
    assert ("errors" in error) is path.startswith("/drive/")
    again = sandbox.api(verb, path, **({"json": {}} if verb == "POST" else {}))
    assert not again.text.startswith(words)
    assert sandbox.struck == [fault]


def test_a_disabled_service_gives_its_address(sandbox: Sandbox) -> None:
    """The address to visit stands in the message and in the details, which say it again; Drive names the console besides."""
    for api, path in (("sheets", "/v4/spreadsheets/x"), ("drive", "/drive/v3/files")):
        sandbox.faults({"fault": "service-disabled"})
        error = sandbox.api("GET", path).json()["error"]
        address = f"https://console.developers.google.com/apis/api/{api}.googleapis.com/overview?project=123456789012"
        assert address in error["message"]
        info, said, links = error["details"]
        assert (info["reason"], info["metadata"]["activationUrl"]) == ("SERVICE_DISABLED", address)
        assert said["@type"].endswith("LocalizedMessage")
        assert (said["locale"], said["message"]) == ("en-US", error["message"])
        assert links["links"][0]["url"] == address
    assert error["errors"][0]["extendedHelp"] == "https://console.developers.google.com"
    assert list(error) == ["code", "message", "errors", "status", "details"]
    sandbox.faults({"fault": "project-suspended"})
    error = sandbox.api("GET", "/v1/forms/x").json()["error"]
    assert error["details"][1]["message"] == error["message"]


@pytest.mark.parametrize(("fault", "status"), [("html-502", 502), ("html-503", 503)])
def test_html_instead_of_json(book: Book, fault: str, status: int) -> None:
    """The front end's own pages."""
    book.sandbox.faults({"fault": fault, "on": "sheets.*"})
    reply = book.sandbox.api("GET", f"/v4/spreadsheets/{book.id}")
    assert (reply.status_code, reply.headers["content-type"].split(";")[0]) == (status, "text/html")


def test_html_200_is_no_error(book: Book) -> None:
    """A page of the network between here and Google, with status 200."""
    book.sandbox.faults({"fault": "html-200"})
    reply = book.sandbox.api("GET", f"/v4/spreadsheets/{book.id}")
    assert (reply.status_code, reply.headers["content-type"].split(";")[0]) == (200, "text/html")


def test_slow(book: Book) -> None:
    """A client with a time-out of its own gives up; the work is done."""
    book.sandbox.faults({"fault": "slow", "on": "sheets.spreadsheets.values.update", "seconds": 0.6})
    headers = {"Authorization": "Bearer x"}
    url = f"{book.sandbox.root}/v4/spreadsheets/{book.id}/values/A1?valueInputOption=RAW"
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.put(url, json={"values": [["late"]]}, headers=headers, timeout=0.2)
    assert book.sandbox.struck == ["slow"]


@pytest.mark.parametrize(("fault", "done"), [("never-arrived", False), ("reply-lost", True), ("cut-off", True)])
def test_dropped_connections(book: Book, fault: str, done: bool) -> None:
    """No reply, or half of one: the work was done or not, and the client cannot know."""
    book.sandbox.faults({"fault": fault, "on": "sheets.spreadsheets.values.update"})
    headers = {"Authorization": "Bearer x"}
    url = f"{book.sandbox.root}/v4/spreadsheets/{book.id}/values/A1?valueInputOption=RAW"
    with pytest.raises((requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        requests.put(url, json={"values": [["x"]]}, headers=headers, timeout=5)
    assert book.values("A1").get("values") == ([["x"]] if done else None)


def test_503_after_the_work(book: Book) -> None:
    """The nastiest: done, and reported as failed."""
    book.sandbox.faults({"fault": "reply-503", "on": "sheets.spreadsheets.batchUpdate"})
    error = book.refused("POST", ":batchUpdate", json={"requests": [{"addSheet": {"properties": {"title": "T"}}}]})
    assert error["code"] == 503
    assert len(book.get()["sheets"]) == 2


def test_an_empty_reply(book: Book) -> None:
    """As if nothing had ever been written."""
    book.put("A1", [["x"]])
    book.sandbox.faults({"fault": "empty"})
    assert book.values("A1") == {"range": "Sheet1!A1", "majorDimension": "ROWS"}
    assert book.values("A1")["values"] == [["x"]]


def test_published_reader(book: Book) -> None:
    """The other name that the role may read back as."""
    path = f"/drive/v3/files/{book.id}/permissions"
    body = {"type": "anyone", "role": "reader", "view": "published"}
    book.sandbox.faults({"fault": "published-reader"})
    assert book.sandbox.api("POST", path + "?fields=role,view", json=body).json()["role"] == "publishedReader"


def test_quota_per_minute(book: Book) -> None:
    """Limits divided, so that a test meets them soon; each login has its own."""
    book.sandbox.faults({"fault": "quota-per-minute", "divide": 20})
    book.sandbox.app.state.trouble.tight.clock = lambda: 0.0  # the minute stands still
    path = f"/v4/spreadsheets/{book.id}/values/A1"
    assert [book.sandbox.api("GET", path).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    other = {"Authorization": "Bearer another"}
    assert book.sandbox.api("GET", path, headers=other).status_code == 200


def test_google_own_limits() -> None:
    """60 reads a minute and user, 300 a minute and project; the next minute begins again."""
    now = [0.0]
    meter = Meter(lambda: now[0])
    found = load("sheets").find("GET", "/v4/spreadsheets/x/values/A1")
    assert found is not None
    for _ in range(60):
        meter.count(found.method, "me")
    with pytest.raises(Refusal, match="per minute per user"):
        meter.count(found.method, "me")
    for number in range(240):
        meter.count(found.method, f"clerk {number}")
    with pytest.raises(Refusal, match="'Read requests per minute' of"):
        meter.count(found.method, "one more")
    now[0] = 60
    meter.count(found.method, "me")


@pytest.mark.parametrize(
    ("verb", "path", "calls"),
    [
        ("GET", "/drive/v3/files", 3_250),
        ("GET", "/drive/v3/files/x/export", 1_625),
        ("GET", "/drive/v3/files/x", 65_000),
        ("GET", "/drive/v3/files/x?alt=media", 1_625),
        ("POST", "/drive/v3/files/x/permissions", 6_500),
    ],
)
def test_what_a_call_of_drive_costs(verb: str, path: str, calls: int) -> None:
    """325,000 units a minute and user: a list is 100, a download 200, another reading 5, a change 50."""
    meter = Meter(lambda: 0.0)
    address, _, alt = path.partition("?alt=")
    found = load("drive").find(verb, address)
    assert found is not None
    for _ in range(calls):
        meter.count(found.method, "me", alt=alt)
    with pytest.raises(Refusal, match="per minute per user"):
        meter.count(found.method, "me", alt=alt)


def test_strict_quota(tmp_path: Path) -> None:
    """With --strict-quota the 61st read of a minute is too many; citizens are not counted."""
    app = make_app(tmp_path / "world.sqlite", strict_quota=True)
    app.state.trouble.meter.clock = lambda: 0.0  # the minute stands still
    with serving(app) as root, requests.Session() as http:
        http.trust_env = False
        http.headers["Authorization"] = "Bearer x"
        made = http.post(root + "/v4/spreadsheets", json={}, timeout=5).json()["spreadsheetId"]
        replies = [http.get(f"{root}/v4/spreadsheets/{made}/values/A1", timeout=5).status_code for _ in range(62)]
        pages = {http.get(f"{root}/forms/d/e/x/viewform", timeout=5).status_code for _ in range(70)}
    app.state.world.close()
    assert replies == [200] * 60 + [429] * 2
    assert pages == {404}
