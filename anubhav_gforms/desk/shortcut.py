"""The icon that opens the desk by a double-click: a file that each system knows, without rights that it does not need."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ..files import plain_refusal, write_whole
from ..sentence import Bilingual

NAME = Bilingual("अनुभव डेस्क", "Anubhav desk")


def shortcut(system: str, command: Sequence[str], campaign_id: str) -> tuple[str, bytes, bool]:
    """(name of the file, its bytes, whether it must be allowed to run) for "linux", "win32" or "darwin". Each campaign has its own."""
    names = NAME + f" ({campaign_id})"
    if system == "win32":
        typed = subprocess.list2cmdline(command).replace("%", "%%")
        text = f"@echo off\r\nchcp 65001 >nul\r\ntitle {names.en}\r\n{typed}\r\nif errorlevel 1 pause\r\n"
        return f"{names.en}.cmd", text.encode("utf-8"), False
    if system == "darwin":
        return f"{names.en}.command", f"#!/bin/sh\nexec {shlex.join(command)}\n".encode(), True
    quoted = " ".join(_quoted(word) for word in command)
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={names.en}",
        f"Name[hi]={names.hi}",
        f"Exec={quoted}",
        "Terminal=true",
        "Categories=Office;",
    )
    return f"anubhav-desk-{campaign_id}.desktop", ("\n".join(lines) + "\n").encode("utf-8"), True


def install_desk(system: str, home: Path, command: Sequence[str], campaign_id: str) -> tuple[Path, ...]:
    """Put an icon onto the desktop that runs this command by a double-click, on Linux into the menu too; gives the files. Raises
    StateError."""
    name, content, runs = shortcut(system, command, campaign_id)
    folders = [_desktop(home)] + ([home / ".local/share/applications"] if system not in ("win32", "darwin") else [])
    made = []
    for folder in folders:
        path = write_whole(folder / name, content)
        if runs:
            with plain_refusal(path):
                path.chmod(0o700)
        made.append(path)
    return tuple(made)


def _desktop(home: Path) -> Path:
    """The user's desktop, whatever the system calls it in their language."""
    named = home / ".config/user-dirs.dirs"
    if named.is_file():
        for line in named.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("XDG_DESKTOP_DIR="):
                path = line.partition("=")[2].strip('"').replace("$HOME", str(home))
                return Path(path) if Path(path).is_absolute() else home / "Desktop"
    return home / "Desktop"


def _quoted(word: str) -> str:
    """A word of an Exec line: quoted, with the signs that mean something there; % is the entry's own sign."""
    for sign in ("\\", '"', "`", "$"):
        word = word.replace(sign, "\\" + sign)
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'
