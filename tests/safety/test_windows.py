"""The one office PC runs Windows: consoles of another code page, CRLF, folders, file rights, zones, names of files.

Tested here by what Windows would give: its paths, its settings, its encodings. Nothing of this ran on Windows itself.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.links import Keyring, key_file

PROJECT = Path(__file__).parents[2]
PACKAGES = (PROJECT / "anubhav_gforms", PROJECT / "gsandbox")


@pytest.mark.skipif(not sys.executable.isascii(), reason="with LC_ALL=C Python loads no library from such a folder")
@pytest.mark.parametrize("encoding", ["cp1252", "cp437"])
def test_hindi_does_not_stop_a_console_of_another_code_page(encoding: str, tmp_path: Path) -> None:
    """A console that cannot show Hindi shows something; the command goes on, and a file gets UTF-8."""
    (tmp_path / "stations.csv").write_text(
        "code,name_en,name_hi,district,kind\nBSP-KTW,Kotwali,कोतवाली,ZZZ,थाना\n", "utf-8"
    )
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
    command = [sys.executable, "-m", "anubhav_gforms", "-C", str(tmp_path), "pull"]
    done = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=600)
    assert done.returncode == 2
    assert "थाना" in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr


def test_files_are_read_and_written_in_utf_8_whatever_the_system_prefers() -> None:
    """Without an encoding Python takes cp1252 on Windows, and Hindi is lost."""
    bare = []
    for path, call in calls():
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = {keyword.arg for keyword in call.keywords}
        if path == "anubhav_gforms/cli/spoken.py" and name == "write_text":
            continue  # click's formatter of help texts, no file
        if name in ("read_text", "write_text") and "encoding" not in given:
            place = 0 if name == "read_text" else 1
            if len(call.args) <= place:
                bare.append(f"{path}:{call.lineno}")
        owner = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if owner in ("Pdf", "self.verbs", "tarfile"):
            continue  # a PDF's pages, a case that is opened, an archive of bytes: no files of text
        if name in ("open", "fdopen") and "encoding" not in given and not is_binary(call):
            bare.append(f"{path}:{call.lineno}")
    assert not bare, bare


def sources() -> list[Path]:
    """The Python files of the wheel."""
    return [path for path in shipped() if path.suffix == ".py"]


def shipped() -> list[Path]:
    """Everything in the wheel."""
    tests = PROJECT / "gsandbox" / "tests"
    files = [path for package in PACKAGES for path in package.rglob("*") if "__pycache__" not in path.parts]
    return [path for path in files if not path.is_relative_to(tests)]


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield path.relative_to(PROJECT).as_posix(), node


def is_binary(call: ast.Call) -> bool:
    """Whether an open is of bytes, or is no open of a file at all."""
    texts = [each.value for each in (*call.args, *(k.value for k in call.keywords)) if isinstance(each, ast.Constant)]
    modes = [text for text in texts if isinstance(text, str) and re.fullmatch(r"[rwxa]b?\+?b?", text)]
    owner = ast.unparse(call.func)
    if owner.endswith(
        ("Image.open", "webbrowser.open", "pages.open", "os.open", "_guide.open", "fromfile")
    ) or "IfExp" in ast.dump(call):
        return True
    return any("b" in mode for mode in modes)


def test_no_command_needs_a_shell_or_a_unix() -> None:
    """No shell lines, no programs that only a Unix has, no fork, no signals that Windows lacks, no hard-coded folders."""
    odd = re.compile(
        r"shell=True|os\.system|os\.popen|os\.fork|SIGKILL|SIGHUP|SIGUSR|\bfcntl\b|^\s*import (?:pwd|grp|resource|termios)\b|"
        r"[\"'](?:/tmp|/dev/|/etc/|/usr/|~/)|strftime\([^)]*%-|:%-d"
    )
    found = [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()}"
        for path in sources()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if odd.search(line)
    ]
    assert not found, "\n".join(found)


def test_secrets_lie_in_the_users_own_folder_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no chmod, the folder of the user's settings is what keeps others out."""
    import platformdirs
    from platformdirs.windows import Windows

    monkeypatch.delenv("ANUBHAV_CONFIG_DIR", raising=False)
    local = r"C:\Users\office\AppData\Local"
    monkeypatch.setattr(platformdirs.windows, "get_win_folder", lambda name: local, raising=False)
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda name: Windows(name).user_config_dir)
    path = PureWindowsPath(str(key_file.key_file("bilaspur")).rpartition("C:")[2])
    assert path.parts[-3:-1] == ("anubhav", "bilaspur") or path.parts[-2] == "bilaspur"
    assert "AppData" in str(path)
    assert path.name == "signing-keys.json"


def test_without_rights_of_files_keys_and_ledger_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a mode is no protection and no reason to refuse: only POSIX checks it."""
    from anubhav_gforms import files, secret_files

    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(tmp_path / "settings"))
    place = key_file.key_file("bilaspur")
    key_file.publish_keys(Keyring.make(), place)
    secret = tmp_path / "settings" / "bilaspur" / "signing-keys.json"
    secret.chmod(0o644)

    class Windows:
        """The module os as Windows has it, for the question which system this is."""

        name = "nt"

        def __getattr__(self, wanted: str) -> Any:
            if wanted in ("O_NOFOLLOW", "fork", "fchmod"):
                raise AttributeError(wanted)
            return getattr(os, wanted)

    for module in (secret_files, files):
        monkeypatch.setattr(module, "os", Windows())
    there = key_file.read_keys(place)
    assert there
    assert there.active
    files.make_private(tmp_path / "ledger")
    files.write_whole(tmp_path / "ledger" / "x", b"1")
    files.write_whole(tmp_path / "ledger" / "x", b"2")
    assert (tmp_path / "ledger" / "x").read_bytes() == b"2"
    with open(tmp_path / "ledger" / "y", "wb", opener=files.private) as file:
        file.write(b"3")


def test_a_file_that_excel_holds_open_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace a file that is open; the message says which one to close."""
    from anubhav_gforms import files
    from anubhav_gforms.errors import StateError

    def refuse(*names: object) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StateError, match=r"close grades\.csv where it is open"):
        files.write_whole(tmp_path / "grades.csv", b"x")
    assert not list(tmp_path.iterdir()), "no draft is left behind"


def test_files_edited_in_notepad_are_the_same_campaign(tmp_path: Path) -> None:
    """CRLF, a BOM, and both in every file."""
    for name in ("config/office.toml", "config/form.toml", "config/grading.toml", "config/poster.toml", "stations.csv"):
        text = (PROJECT / name).read_text("utf-8-sig")
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    here, there = load_campaign(tmp_path), load_campaign(PROJECT)
    assert [station.name_hi for station in here.stations] == [station.name_hi for station in there.stations]
    assert here.form == there.form


def test_the_zone_comes_from_the_package_where_the_system_has_none() -> None:
    import zoneinfo
    from datetime import UTC, datetime, timedelta

    zoneinfo.reset_tzpath(to=())
    try:
        zone = zoneinfo.ZoneInfo.no_cache("Asia/Kolkata")
        known = zoneinfo.available_timezones()
    finally:
        zoneinfo.reset_tzpath()
    assert datetime(2026, 11, 25, tzinfo=UTC).astimezone(zone).utcoffset() == timedelta(hours=5, minutes=30)
    assert "Asia/Kolkata" in known


def test_no_file_of_the_wheel_has_a_name_that_windows_refuses() -> None:
    names = [path.relative_to(PROJECT) for path in shipped()]
    odd = [name for name in names if any(re.search(r'[<>:"|?*\\]|[ .]$', part) for part in name.parts)]
    devices = [name for name in names if re.fullmatch(r"(?i)con|prn|aux|nul|(com|lpt)[0-9]", name.name.split(".")[0])]
    assert not odd
    assert not devices
    assert len({str(name).casefold() for name in names}) == len(names)
    assert max(len(str(name)) for name in names) < 120
