"""The districts of a small campaign."""

from __future__ import annotations

import re
from pathlib import Path


def only_with_stations(folder: Path) -> None:
    """Take districts without a station out of config/office.toml; a report makes a pack for each that there is."""
    stations = (folder / "stations.csv").read_text("utf-8-sig").splitlines()[1:]
    ours = {station[:3] for station in stations}
    path = folder / "config" / "office.toml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not re.match(r"[A-Z]{3} = ", line) or line[:3] in ours]
    path.write_text("".join(kept), "utf-8")
