"""The keyring of a desktop keeps the key of sealed secrets."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="no keyring of a desktop is on this machine (Debian: apt install gnome-keyring dbus)",
)
def test_the_keyring_of_a_desktop_keeps_the_key(tmp_path: Path) -> None:
    """Secret Service, as GNOME has it: sealed by one process, opened by the next."""
    (tmp_path / "demo").mkdir(mode=0o700)
    (tmp_path / "demo" / "login.json").write_bytes(b"secret")
    (tmp_path / "demo" / "login.json").chmod(0o600)
    said = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", SESSION, sys.executable],
        cwd=tmp_path,
        env=os.environ | {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert said.stdout.split() == ["SecretService", "Keyring", "True", "secret", "False", "secret"], said.stderr


SESSION = """
printf anything | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null & ring=$!
trap 'kill $ring' EXIT
until dbus-send --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null
do sleep 0.1; done
at() { "$0" -c "from pathlib import Path; from anubhav_gforms.secret_files import *; f = Path('demo'); p = f / 'login.json'; $1"; }
at "print(keyring_here()); seal_all(f); print(is_sealed(p))"
at "print(read_secret(p).decode()); unseal_all(f); print(is_sealed(p)); print(p.read_text())"
"""
