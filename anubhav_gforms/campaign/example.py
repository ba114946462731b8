"""The campaign that ships with the toolkit: the real range, as a start for an office and for the demo."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..files import draft_folder, flush_folder, write_whole

PACKAGE = Path(__file__).parents[1]


def example_folder() -> Path:
    """The folder that holds config/ and stations.csv as shipped: inside the wheel, or the project's own top level."""
    packed = PACKAGE / "example"
    return packed if packed.is_dir() else PACKAGE.parent


def with_value(text: str, key: str, value: str) -> str:
    """The TOML text with another value at a key's first place; JSON writes a string as TOML reads it."""
    quoted = json.dumps(value, ensure_ascii=False)
    return re.sub(rf"(?m)^{key} = .*$", lambda _: f"{key} = {quoted}", text, count=1)


def taken_by(folder: Path) -> list[str]:
    """What of `folder` hinders `copy_example`. The list of stations alone, as it is shipped, does not: a killed call left it."""
    there = [name for name in ("config", "stations.csv") if (folder / name).exists()]
    shipped = example_folder() / "stations.csv"
    begun = there == ["stations.csv"] and (folder / there[0]).read_bytes() == shipped.read_bytes()
    return [] if begun else there


def copy_example(folder: Path, *, campaign_id: str = "") -> None:
    """Copy config/ and stations.csv into `folder`, which must not hold them yet (FileExistsError). config/ comes last and
    whole: killed before, the same call goes on.

    With `campaign_id` config/office.toml gets that id instead of the example's.
    """
    if taken := taken_by(folder):
        raise FileExistsError(folder / taken[0])
    example = example_folder()
    with draft_folder(folder, "config") as draft:
        for path in sorted(each for each in (example / "config").rglob("*") if each.is_file()):
            content = path.read_bytes()
            if campaign_id and path.name == "office.toml":
                content = with_value(content.decode(), "id", campaign_id).encode()
            write_whole(draft / path.relative_to(example), content, shared=True)
        write_whole(folder / "stations.csv", (example / "stations.csv").read_bytes(), shared=True)
        (draft / "config").rename(folder / "config")
        flush_folder(folder)
