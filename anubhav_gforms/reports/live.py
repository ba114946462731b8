"""Pages of the ledger as it is at each moment: each is made once for each state, however many read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock

from .contents import Contents


class Live:
    """Pages by name, each made of the same contents when it is first asked for. `head`: names the state of the ledger; when it changes
    `contents` are made again."""

    def __init__(
        self,
        head: Callable[[], str],
        contents: Callable[[], Contents],
        makers: Mapping[str, Callable[[Contents, str | None], bytes]],
    ) -> None:
        self._head, self._contents, self._makers = head, contents, makers
        self._known: tuple[str, Contents] | None = None
        self._pages: dict[tuple[str, str | None], bytes] = {}
        self._lock = Lock()

    def page(self, name: str = "report", district: str | None = None) -> bytes:
        """The page of the ledger as it is now; None for all districts, where a page can be of one."""
        with self._lock:
            head = self._head()
            if self._known is None or self._known[0] != head:
                self._known, self._pages = (head, self._contents()), {}
            asked = name, district
            if asked not in self._pages:
                self._pages[asked] = self._makers[name](self._known[1], district)
            return self._pages[asked]
