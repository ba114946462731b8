"""The first `make` of a newcomer: where the system's Python cannot make a whole virtual environment yet, and which Python it takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.python import OPTIMISED, WHOLE, python

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


@pytest.mark.skipif(os.name != "posix", reason="Windows has no scripts of sh, and its Python says no options")
@pytest.mark.parametrize(
    ("options", "whole", "taken"),
    [
        ("'--enable-shared'", True, "system"),
        ("'--enable-shared'", False, "own"),
        ("'--enable-shared'", None, "own"),
        (f"'{OPTIMISED}'", True, "own"),
        (None, True, "own"),
    ],
)
def test_a_python_compiled_without_optimisation_gives_way_to_the_systems(
    options: str | None, whole: bool | None, taken: str, tmp_path: Path
) -> None:
    """If the system has one, and it is whole: what `python3` is decides how long every test takes."""
    own, system = tmp_path / "own", tmp_path / "system"
    if whole is not None:
        system.write_text(f'#!/bin/sh\n[ "$2" = "{WHOLE}" ] && exit {int(not whole)}\n')
        system.chmod(0o755)
    assert python(own, options, system) == tmp_path / taken
    assert python(system, options, system) == system
