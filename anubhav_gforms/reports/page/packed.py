"""Parts of a page that are laid out only when a reader opens them: compressed inside the one file, so that it stays light and whole."""

from __future__ import annotations

import base64
import zlib

from markupsafe import Markup

from ...files import PACKED


def packed(markup: Markup) -> Markup:
    """The part as base64 of zlib, which page.js unpacks by the browser's own DecompressionStream("deflate"). Deterministic."""
    lines = "\n".join(line for line in str.splitlines(markup) if line.strip())
    return Markup(base64.b64encode(zlib.compress(lines.encode("utf-8"), PACKED)).decode())  # noqa: S704  # base64 only
