"""One way to call Google: what is repeated, how long it waits, when it gives up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from threading import Event

import pytest
import requests
from googleapiclient.errors import HttpError
from httplib2 import Response

from anubhav_gforms.errors import NotFoundError, QuotaError, UnavailableError
from anubhav_gforms.google.caller import Bucket, Caller, Quota


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def refused(status: int, body: bytes = b"{}", **headers: str) -> HttpError:
    response = Response({name.replace("_", "-"): value for name, value in headers.items()})
    response.status = status
    response.reason = "Reason"
    return HttpError(response, body)


def replies(*outcomes: object) -> tuple[Callable[[], object], list[object]]:
    """A call that fails or replies as listed, and the list of what is left."""
    left = list(outcomes)

    def send() -> object:
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return send, left


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def caller(clock: Clock) -> Caller:
    return Caller(sleep=clock.sleep, clock=clock, chance=lambda: 0.5, deadline=180)


def call(caller: Caller, send: Callable[[], object], *, repeatable: bool = True) -> object:
    return caller.call(send, quota=Quota.FORMS_READ, doing="Reading the form", repeatable=repeatable)


def test_a_safe_call_is_repeated_with_growing_waits(caller: Caller, clock: Clock) -> None:
    send, _ = replies(refused(503), refused(500), requests.exceptions.ReadTimeout(), "done")
    assert call(caller, send) == "done"
    assert clock.slept == [1.5, 2.5, 4.5]


def test_waits_are_capped_and_the_deadline_ends_them(caller: Caller, clock: Clock) -> None:
    send, left = replies(*(refused(503) for _ in range(50)))
    with pytest.raises(UnavailableError, match="HTTP 503"):
        call(caller, send)
    assert max(clock.slept) == 32
    assert sum(clock.slept) <= 180
    assert len(left) == 50 - len(clock.slept) - 1


def test_retry_after_is_honoured(caller: Caller, clock: Clock) -> None:
    send, _ = replies(refused(429, Retry_After="40"), "done")
    assert call(caller, send) == "done"
    assert clock.slept == [40.5]


def test_a_retry_after_beyond_the_deadline_is_not_waited_for(caller: Caller, clock: Clock) -> None:
    send, _ = replies(refused(429, Retry_After="3600"))
    with pytest.raises(QuotaError):
        call(caller, send)
    assert clock.slept == []


@pytest.mark.parametrize(
    "unclear",
    [refused(500), refused(503), requests.exceptions.ReadTimeout(), requests.exceptions.ConnectionError("aborted")],
)
def test_a_create_is_not_repeated_when_it_may_have_been_done(caller: Caller, clock: Clock, unclear: Exception) -> None:
    send, left = replies(unclear, "a second form")
    with pytest.raises(UnavailableError):
        call(caller, send, repeatable=False)
    assert left == ["a second form"]
    assert clock.slept == []


def test_a_create_is_repeated_when_google_certainly_did_not_do_it(caller: Caller) -> None:
    rate = b'{"error": {"code": 403, "message": "User Rate Limit Exceeded", "errors": [{"reason": "userRateLimitExceeded"}]}}'
    send, _ = replies(refused(429), refused(403, rate), requests.exceptions.ConnectTimeout(), "done")
    assert call(caller, send, repeatable=False) == "done"


def test_a_refusal_is_not_repeated(caller: Caller, clock: Clock) -> None:
    send, left = replies(refused(404), "never asked")
    with pytest.raises(NotFoundError):
        call(caller, send)
    assert left == ["never asked"]
    assert clock.slept == []


def test_a_quota_of_zero_is_not_waited_for(caller: Caller, clock: Clock) -> None:
    body = b'{"error": {"code": 429, "message": "Quota exceeded", "details": [{"reason": "RATE_LIMIT_EXCEEDED", "metadata": {"quota_limit_value": "0"}}]}}'
    send, _ = replies(refused(429, body))
    with pytest.raises(QuotaError, match="limit set to 0"):
        call(caller, send)
    assert clock.slept == []


def test_our_own_bug_passes_through(caller: Caller) -> None:
    send, _ = replies(KeyError("formId"))
    with pytest.raises(KeyError):
        call(caller, send)


@pytest.mark.parametrize("quota", list(Quota))
def test_no_minute_sees_more_calls_than_the_quota(quota: Quota, clock: Clock) -> None:
    bucket = Bucket(quota.calls, clock, clock.sleep)
    times = []
    for _ in range(quota.calls * 3):
        bucket.take()
        times.append(clock.now)
    busiest = max(bisect_left(times, start + 60) - position for position, start in enumerate(times))
    assert busiest * quota.price <= quota.per_minute
    assert bucket.most == busiest, "the busiest minute is known"


def test_users_are_told_of_waits(clock: Clock) -> None:
    told: list[tuple[float, str]] = []
    caller = Caller(sleep=clock.sleep, clock=clock, chance=lambda: 0.0, on_wait=lambda *what: told.append(what))
    send, _ = replies(refused(503), "done")
    call(caller, send)
    assert told == [(1.0, "Reading the form did not work: Google had a failure (HTTP 503).")]


def test_users_are_told_that_no_reply_comes(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that took the call and said nothing for a minute: nothing was said of it either."""
    monkeypatch.setattr("anubhav_gforms.google.caller.SILENT", 0.0)
    told, came = list[tuple[float, str]](), Event()

    def tell(seconds: float, why: str) -> None:
        told.append((seconds, why))
        came.set()

    caller = Caller(sleep=clock.sleep, clock=clock, on_wait=tell)
    assert call(caller, lambda: came.wait(60)) is True
    assert told == [(60.0, "Reading the form: no reply yet (at most 3 min in all)")]


def test_drive_is_counted_in_units(caller: Caller) -> None:
    send, _ = replies("done")
    caller.call(send, quota=Quota.DRIVE, doing="looking", repeatable=True)
    assert [(each.what, each.most, each.limit) for each in caller.used()] == [("Drive units", 100, 325_000)]
