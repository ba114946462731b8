"""The first `make` of a newcomer, where the system's Python cannot make a whole virtual environment yet."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
NEEDED = ("Makefile", "pyproject.toml", "constraints.txt", "hatch_build.py")


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_an_environment_without_pip_is_made_again_and_not_used(tmp_path: Path) -> None:
    """Debian's Python without python3-venv leaves .venv/bin/python without pip: the next make has to begin again."""
    for name in NEEDED:
        shutil.copy(PROJECT / name, tmp_path)
    python = tmp_path / "without-ensurepip"
    python.write_text(f'#!/bin/sh\n[ "$1" = -m ] && exit 1\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    left = tmp_path / ".venv" / "bin" / "python"
    left.parent.mkdir(parents=True)
    left.symlink_to(sys.executable)
    told = subprocess.run(
        ["make", ".venv/.ready", f"PYTHON={python}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert told.returncode == 2
    assert "sudo apt install python3-venv" in told.stdout
    assert "Installing" not in told.stdout
