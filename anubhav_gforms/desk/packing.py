"""Pages as they go over a slow line: packed, where the browser says that it unpacks them."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

LEVEL = 6
"""Of packing: a page of a report is two fifths of its size then, in some 40 ms."""


@dataclass(frozen=True, slots=True)
class PackedPage:
    """A page without a secret of its reader, so that its packed length tells nothing, as it is and packed."""

    plain: bytes
    packed: bytes

    @classmethod
    def of(cls, plain: bytes) -> PackedPage:
        """The page, packed once for all who ask for it."""
        return cls(plain, gzip.compress(plain, LEVEL, mtime=0))

    def reply(self, request: Request, headers: Mapping[str, str] = MappingProxyType({})) -> Response:
        """The page for this browser."""
        if not takes_gzip(request.headers.get("accept-encoding", "")):
            return HTMLResponse(self.plain, headers={**headers, "vary": "accept-encoding"})
        return HTMLResponse(self.packed, headers={**headers, "content-encoding": "gzip", "vary": "accept-encoding"})


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding names gzip, and not with the weight 0 by which a browser refuses it (RFC 9110, 12.5.3)."""
    weights = dict(each.partition(";")[::2] for each in accepted.replace(" ", "").split(","))
    return weights.get("gzip", "q=0").rstrip("0.") != "q="
