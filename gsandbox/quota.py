"""Google's quotas per minute, and the bodies of those who exceed them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from .discovery import Method
from .refusal import Refusal, error_info, help_at

PROJECT = "123456789012"
HELP = help_at("Request a higher quota limit.", "https://cloud.google.com/docs/quotas/help/request_increase")


@dataclass(frozen=True)
class Limit:
    """How much of a kind a minute allows: for each user, for the whole project."""

    name: str
    metric: str
    user: int
    project: int


LIMITS = {
    ("sheets", "read"): Limit("Read requests", "read_requests", 60, 300),
    ("sheets", "write"): Limit("Write requests", "write_requests", 60, 300),
    ("forms", "read"): Limit("Read requests", "read_requests", 390, 975),
    ("forms", "list"): Limit("Expensive read requests", "expensive_read_requests", 180, 450),
    ("forms", "write"): Limit("Write requests", "write_requests", 150, 375),
    ("pubsub", "read"): Limit("Regional administrator operations", "administrator", 6_000, 6_000),
    ("pubsub", "write"): Limit("Regional pull subscriber throughput", "regionalsubscriber", 6_000, 6_000),
    ("drive", "units"): Limit("Queries", "default", 325_000, 1_000_000),
}


def kind_of(method: Method) -> str:
    """read, write, list (forms.responses.list, which has a limit of its own), or units: Drive counts all in one."""
    if method.api == "drive":
        return "units"
    if method.id == "forms.forms.responses.list":
        return "list"
    return "read" if method.verb == "GET" or method.id.endswith("ByDataFilter") else "write"


def price_of(method: Method, alt: str = "") -> int:
    """What a call counts: Drive takes 100 units for a list, 200 for a download (`alt` media too), 5 for another reading, 50 for a change."""
    if method.api != "drive":
        return 1
    named = {"list": 100, "export": 200} | ({"get": 200} if alt.lower() == "media" else {})
    return named.get(method.id.rpartition(".")[2], 5 if method.verb == "GET" else 50)


def exceeded(method: Method, *, value: int | None = None, per: str = "user", retry_after: int | None = None) -> Refusal:
    """What Google says when a quota is used up: 429 with its details, on Drive 403 rateLimitExceeded with the like."""
    headers = {"retry-after": str(retry_after)} if retry_after is not None else {}
    limit = LIMITS[method.api, kind_of(method)]
    service = f"{method.api}.googleapis.com"
    shown = value if value is not None else limit.user if per == "user" else limit.project
    words = f"{limit.name} per minute" + (" per user" if per == "user" else "")
    kind = "default" if method.api == "drive" else "".join(word.capitalize() for word in limit.name.split())
    message = (
        f"Quota exceeded for quota metric '{limit.name}' and limit '{words}' of service '{service}' "
        f"for consumer 'project_number:{PROJECT}'."
    )
    info = error_info(
        "RATE_LIMIT_EXCEEDED",
        service=service,
        quota_metric=f"{service}/{limit.metric}",
        quota_limit=f"{kind}PerMinutePer{per.capitalize()}",
        quota_limit_value=str(shown),
        quota_location="global",
        quota_unit="1/min/{project}" + ("/{user}" if per == "user" else ""),
        consumer=f"projects/{PROJECT}",
    )
    status, reason = (403, "rateLimitExceeded") if method.api == "drive" else (429, None)
    details = [info, HELP]
    return Refusal(status, message, reason=reason, domain="usageLimits", details=details, headers=headers)


class Meter:
    """Counts the calls of each minute, for each login and in all."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._minute = -1
        self._calls: Counter[tuple[str, str, str]] = Counter()

    def count(self, method: Method, token: str, *, alt: str = "", divide: int = 1) -> None:
        """Note a call, with the `alt` of its address. Raises Refusal above the limit; `divide` makes all limits that many times smaller."""
        minute = int(self.clock() // 60)
        if minute != self._minute:
            self._minute, self._calls = minute, Counter()
        kind = kind_of(method)
        limit, price = LIMITS[method.api, kind], price_of(method, alt)
        for per, who, most in (("user", token, limit.user), ("project", "*", limit.project)):
            self._calls[method.api, kind, who] += price
            if self._calls[method.api, kind, who] > max(price, most // divide):
                raise exceeded(method, value=max(price, most // divide), per=per)
