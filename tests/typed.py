"""The commands that the documentation says can be typed."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parent.parent
PAGES = [PROJECT / "README.md", PROJECT / "gsandbox" / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
TYPED = re.compile(r"^(?:    |\$ |\| `|`)?(?:\$ )?anubhav +([a-z][^|`#\n]*)", re.MULTILINE)


def typed_lines() -> list[tuple[str, str]]:
    """(page, arguments) of every anubhav command that stands in a code block or in backticks at a line's beginning."""
    found = {
        (page.name, re.split(r" && |;|\s{2,}| >", line)[0].rstrip(" \\&"))
        for page in PAGES
        for line in TYPED.findall(page.read_text(encoding="utf-8"))
    }
    return sorted((page, line) for page, line in found if not re.match(r"[a-z -]+:", line))
