"""Work on pictures in a process of its own: what stays the same as without one. Its limits are in tests/safety."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from anubhav_gforms.posters.confined import Budget, confined


def test_work_finds_files_from_the_folder_where_we_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process stays for the next piece; the folder in which it began may be another by then, or gone."""
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "photo").write_text(name)
        monkeypatch.chdir(tmp_path / name)
        assert list(confined(read_here, ["photo"], Budget(seconds=5, megabytes=400))) == [name]
        shutil.rmtree(tmp_path / name)


def read_here(name: str) -> str:
    return Path(name).read_text()
