"""One way to call Google: paced below the quotas, repeated only when that is safe, given up at a deadline."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from ..errors import QuotaError
from ..files import uncollected
from ..nouns.quota import Used
from ..sentence import Sentence
from .failures import Failure, GarbledReplyError, Outcome, as_asked, understand
from .transport import READ_TIMEOUT

T = TypeVar("T")

logger = logging.getLogger(__name__)

LONGEST_WAIT = 32.0
"""Seconds; no single wait of ours is longer. A longer Retry-After of Google's is honoured within the deadline."""

SILENT = 5.0
"""After so many seconds without a reply a user is told that it is waited for."""


class Quota(Enum):
    """What a call is counted under, how much of that Google allows one user in a minute, and what a call costs of it.

    Drive counts units since May 2026. A list costs 100, a change 50, a reading 5: each call is reckoned at 100, which also
    stays below the 12,000 calls of older projects.
    """

    FORMS_READ = (Sentence("reading forms"), 390, 1)
    FORMS_RESPONSES = (Sentence("reading responses"), 180, 1)
    FORMS_WRITE = (Sentence("changing forms"), 150, 1)
    SHEETS_READ = (Sentence("reading sheets"), 60, 1)
    SHEETS_WRITE = (Sentence("changing sheets"), 60, 1)
    BELL = (Sentence("Pub/Sub"), 600, 1)
    DRIVE = (Sentence("Drive units"), 325_000, 100)

    @property
    def per_minute(self) -> int:
        return int(self.value[1])

    @property
    def price(self) -> int:
        return int(self.value[2])

    @property
    def calls(self) -> int:
        """How many calls fit into a minute."""
        return self.per_minute // self.price


@dataclass
class Bucket:
    """A token bucket: in any minute at most `per_minute` calls pass. A sixth may come at once, the rest drips in.

    `most`: calls in the busiest minute so far. One that is not `kept` counts, and lets every call pass at once."""

    per_minute: float
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    kept: bool = True
    most: int = field(init=False, default=0)
    _passed: deque[float] = field(init=False, default_factory=deque)
    _tokens: float = field(init=False)
    _at: float = field(init=False)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._tokens = self._size
        self._at = self.clock()

    @property
    def _size(self) -> float:
        return max(1.0, self.per_minute / 6)

    @property
    def _rate(self) -> float:
        return (self.per_minute - self._size) / 60

    def take(self) -> None:
        """Wait until a call may be made."""
        with self._lock:
            now = self.clock()
            self._tokens = min(self._size, self._tokens + (now - self._at) * self._rate)
            self._at = now
            self._tokens -= 1
            wait = -self._tokens / self._rate if self.kept and self._tokens < 0 else 0.0
            self._passed.append(now + wait)
            while self._passed[0] <= now + wait - 60:
                self._passed.popleft()
            self.most = max(self.most, len(self._passed))
        if wait > 0:
            self.sleep(wait)


class Caller:
    """Makes calls. Time and chance are arguments, so that tests need not wait.

    `paced` is False where nobody counts calls: at a sandbox.
    `deadline` is in seconds and covers all attempts of one call together with the waits between them.
    `on_wait(seconds, why)` is told of every wait that a user would notice; for a reply, on a thread of its own. `made` counts the calls, `limited` how many
    of them Google turned away because of a quota.
    """

    def __init__(
        self,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
        deadline: float = 180.0,
        paced: bool = True,
        account: str = "",
        on_wait: Callable[[float, str], None] = lambda seconds, why: None,
    ) -> None:
        self.sleep = sleep
        self._clock, self._chance = clock, chance
        self._deadline, self._on_wait = deadline, on_wait
        self.account = account
        self.made: Counter[Quota] = Counter()
        self.limited = 0
        self._buckets = {quota: Bucket(quota.calls, clock, sleep, paced) for quota in Quota}

    def used(self) -> tuple[Used, ...]:
        """Of each quota that was drawn on: how much went in the busiest minute so far, and how much Google allows."""
        buckets = self._buckets.items()
        return tuple(
            Used(quota.value[0], bucket.most * quota.price, quota.per_minute)
            for quota, bucket in buckets
            if bucket.most
        )

    def call(self, send: Callable[[], T], *, quota: Quota, doing: str, subject: str = "", repeatable: bool) -> T:
        """What `send()` gives. `repeatable` says that Google may do it twice without harm.

        A call that is not repeatable is tried again only when Google certainly did not do it (429, no connection).
        Raises a GoogleError; UnavailableError for a call that is not repeatable means that the work may have been done.
        """
        end = self._clock() + self._deadline
        attempt = 0
        while True:
            self._buckets[quota].take()
            self.made[quota] += 1
            began = self._clock()
            silence = threading.Timer(SILENT, self._on_wait, [READ_TIMEOUT - SILENT, self._no_reply_yet(doing)])
            silence.daemon = True
            silence.start()
            try:
                reply = send()
            except Exception as error:
                failure = understand(error, doing=doing, subject=subject, account=self.account)
                if failure is None:
                    raise
                self.limited += isinstance(failure.error, QuotaError)
                wait = self._wait(failure, attempt, repeatable=repeatable)
                if wait is None or self._clock() + wait > end:
                    raise failure.error from error
            else:
                logger.info("%s: %.2f s", doing, self._clock() - began)
                return reply
            finally:
                silence.cancel()
            logger.info("%s: %s; again in %.1f s", doing, failure.error.message, wait)
            self._on_wait(wait, failure.error.message)
            self.sleep(wait)
            attempt += 1

    def ask(
        self, request: Any, doing: str, read: Callable[[dict[str, Any]], T], *, quota: Quota, subject: str = "",
        repeatable: bool = True, empty: bool = False,
    ) -> T:  # fmt: skip
        """What `read` makes of the reply to a request of Google's own client, otherwise as `call`. `empty` says that no reply is one
        too."""

        def send() -> T:
            reply = request.execute()
            if empty and not reply:
                reply = {}
            if not isinstance(reply, dict):
                raise GarbledReplyError(str(reply))
            return as_asked(read, reply)

        return self.call(send, quota=quota, doing=doing, subject=subject, repeatable=repeatable)

    def pages(
        self, listed: Any, asked: dict[str, Any], doing: str, read: Callable[[dict[str, Any]], T], *, quota: Quota,
        subject: str = "",
    ) -> Iterator[T]:  # fmt: skip
        """What `read` makes of each page of a list of Google's own client.

        Raises UnavailableError when Google gives the token of a page again, which would go on for ever.
        """

        def read_page(reply: dict[str, Any]) -> tuple[T, str]:
            return read(reply), str(reply.get("nextPageToken") or "")

        given, token = set[str](), ""
        while token not in given:
            given.add(token)
            request = listed.list(**asked, **({"pageToken": token} if token else {}))
            with uncollected():  # and what was read from JSON is let go before it wakes
                page, token = self.ask(request, doing, read_page, quota=quota, subject=subject)
            yield page
            if not token:
                return
        if failure := understand(GarbledReplyError(token), doing=doing):
            raise failure.error

    def _no_reply_yet(self, doing: str) -> Sentence:
        most = max(self._deadline, READ_TIMEOUT) / 60
        return Sentence("{doing}: no reply yet (at most {n:.0f} min in all)", doing=Sentence(doing), n=most)

    def _wait(self, failure: Failure, attempt: int, *, repeatable: bool) -> float | None:
        if failure.outcome is Outcome.FINAL or (failure.outcome is Outcome.UNCLEAR and not repeatable):
            return None
        backoff = min(2.0**attempt + self._chance(), LONGEST_WAIT)
        return backoff if failure.retry_after is None else max(failure.retry_after + self._chance(), backoff)
