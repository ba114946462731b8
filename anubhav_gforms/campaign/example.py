"""The campaign that ships with the toolkit: the real range, as a start for an office and for the demo."""

from __future__ import annotations

import shutil
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def example_folder() -> Path:
    """The folder that holds config/ and stations.csv as shipped: inside the wheel, or the project's own top level."""
    packed = PACKAGE / "example"
    return packed if packed.is_dir() else PACKAGE.parent


def copy_example(folder: Path) -> None:
    """Copy config/ and stations.csv into `folder`, which must not hold them yet (FileExistsError)."""
    example = example_folder()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(example / "config", folder / "config")
    if (folder / "stations.csv").exists():
        raise FileExistsError(folder / "stations.csv")
    shutil.copy(example / "stations.csv", folder / "stations.csv")
