"""Pages of the ledger as it is at each moment: each is made once for each state, however many read it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock


class Live:
    """Pages by name, each with its maker. `head`: names the state of the ledger; when it changes a page is made again."""

    def __init__(self, head: Callable[[], str], makers: dict[str, Callable[[], bytes]]) -> None:
        self._head, self._makers = head, makers
        self._made: dict[str, tuple[str, bytes]] = {}
        self._lock = Lock()

    def page(self, name: str = "report") -> bytes:
        """The page of the ledger as it is now."""
        with self._lock:
            head = self._head()
            if name not in self._made or self._made[name][0] != head:
                self._made[name] = head, self._makers[name]()
            return self._made[name][1]
