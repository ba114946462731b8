"""Responses that were collected on paper, as an office types them into a CSV."""

from __future__ import annotations

from pathlib import Path

HEAD = "Timestamp;station;purpose;overall;message"


PURPOSE = "दूसरा काम / Something else"


LINES = [
    f"24/11/2026 18:05;BSP-KTW;{PURPOSE};4;",
    f"2026-11-24 18:05;bsp-cvl ;{PURPOSE};५;ठीक",
    f"24/11/2026 18:05;सिटी कोतवाली बिलासपुर;{PURPOSE};1;",
    f"24-11-2026;BSP-KTW;{PURPOSE};2;",
]


def csv(tmp_path: Path, *lines: str, head: str = HEAD) -> Path:
    path = tmp_path / "november.csv"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([head, *lines, ""]).encode())
    return path
