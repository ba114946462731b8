"""Backups as a person types them, and what must not be left over."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from anubhav_gforms import cli

WORDS = "neem kite ladder seven"


def run(folder: Path, *words: str, typed: str = WORDS) -> Result:
    lines = f"{typed}\n{typed}\n"
    return CliRunner().invoke(cli.anubhav, ["-C", str(folder), *words], input=lines, standalone_mode=False)


def left_over(*folders: Path) -> list[str]:
    return [path.name for folder in folders for path in folder.rglob("*") if path.name.endswith((".tmp", ".new"))]
