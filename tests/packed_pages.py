"""Pages of reports as a browser lays them out when everything on them is opened."""

from __future__ import annotations

import base64
import re
import zlib

PACKED = re.compile(r'<script type="text/plain" data-packed(?:="[A-Z]{3}")?>([A-Za-z0-9+/=]*)</script>')


def unpacked(page: bytes | str) -> str:
    """The page with every packed part in place."""
    text = page.decode("utf-8") if isinstance(page, bytes) else page
    return PACKED.sub(lambda part: zlib.decompress(base64.b64decode(part[1])).decode("utf-8"), text)
