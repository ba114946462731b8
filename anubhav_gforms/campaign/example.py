"""The campaign that ships with the toolkit: the real range, as a start for an office and for the demo."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from ..files import write_whole

PACKAGE = Path(__file__).parents[1]


def example_folder() -> Path:
    """The folder that holds config/ and stations.csv as shipped: inside the wheel, or the project's own top level."""
    packed = PACKAGE / "example"
    return packed if packed.is_dir() else PACKAGE.parent


def copy_example(folder: Path, *, campaign_id: str = "") -> None:
    """Copy config/ and stations.csv into `folder`, which must not hold them yet (FileExistsError).

    With `campaign_id` config/office.toml gets that id instead of the example's.
    """
    example = example_folder()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(example / "config", folder / "config")
    if (folder / "stations.csv").exists():
        raise FileExistsError(folder / "stations.csv")
    shutil.copy(example / "stations.csv", folder / "stations.csv")
    if campaign_id:
        office = folder / "config" / "office.toml"
        text = office.read_text(encoding="utf-8")
        write_whole(office, re.sub(r'(?m)^id = ".*"$', f'id = "{campaign_id}"', text, count=1).encode())
