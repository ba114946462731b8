"""anubhav backup and restore: a lost PC, half a backup, another campaign's; nothing is overwritten in silence."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from backups import WORDS, left_over, run

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cli.show import error_text
from anubhav_gforms.custody.archive import Archive, seal_archive, unseal
from anubhav_gforms.custody.backup import DAYS, taken
from anubhav_gforms.custody.restore import restore
from anubhav_gforms.errors import InputError, StateError
from anubhav_gforms.files import config_folder
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.verify import verify
from tests.age_file import age_file, packed

WITH_LITTLE_WORK = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
import pyrage
from anubhav_gforms.cli import main
from tests.age_file import age_file
pyrage.passphrase.encrypt = age_file
main()
"""
"""A process of its own in which a backup is sealed as in the other tests."""


def test_without_a_terminal_the_passphrase_is_a_line_of_standard_input(busy: Any, tmp_path: Path) -> None:
    file = tmp_path / "office.age"

    def typed(words: str, *command: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-c", WITH_LITTLE_WORK, *command]
        return subprocess.run(line, input=words, capture_output=True, text=True, check=False, start_new_session=True)

    none = typed("", "-C", str(busy.campaign.root), "backup", str(file))
    assert (none.returncode, "no terminal to type it on" in none.stderr) == (2, True), none.stderr
    made = typed(f"{WORDS}\n", "-C", str(busy.campaign.root), "backup", str(file))
    assert (made.returncode, made.stderr) == (0, ""), "no warning of Python's"
    back = typed(f"{WORDS}\n", "-C", str(tmp_path / "new"), "restore", str(file))
    assert (back.returncode, back.stderr) == (0, "")


@pytest.mark.full_work
def test_a_new_computer_gets_everything_back_but_the_login(busy: Any, tmp_path: Path) -> None:
    file, before = tmp_path / "usb" / "office.age", busy.ledger.frame()
    secret = load_keyring(busy.campaign).active.secret
    file.parent.mkdir()
    made = run(busy.campaign.root, "backup", str(file))
    assert made.exception is None, made.output
    assert "restored and compared" in made.output
    assert b"Citizen" not in file.read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    shutil.rmtree(config_folder(busy.campaign.id))
    place = tmp_path / "new"
    beside = run(file.parent, "restore", str(file))
    assert "holds the backup itself" in str(beside.exception)
    assert "Passphrase" not in beside.output, "told before it is asked for"
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    done = run(place, "restore", str(file))
    assert done.exception is None, (done.output, done.exception)
    assert "Signing keys that came back: A" in done.output
    assert f"Restored in {place.resolve()}. Next: anubhav login" in done.output
    again = load_campaign(place)
    assert open_ledger(again).frame().equals(before)
    assert open_ledger(again).versions(["name"])["name"].to_pylist() == ["Citizen OTHER"] * 4
    assert not verify(open_ledger(again)).faults
    assert load_keyring(again).active.secret == secret
    assert not (again.data / "posters" / "BSP-KTW.pdf").exists()
    assert not left_over(place, file.parent, busy.campaign.root)
    busy.respond_many(1)
    assert pipeline.pull(again, busy.google).new == 1, "it goes on where the lost one stopped"


def test_a_wrong_passphrase_half_a_backup_another_campaign_and_damage(busy: Any, tmp_path: Path) -> None:
    file, root = tmp_path / "office.age", busy.campaign.root
    pipeline.backup(busy.campaign, file, WORDS)
    whole = file.read_bytes()
    with pytest.raises(InputError, match="passphrase is not the one"):
        pipeline.open_backup(file, lambda: WORDS + "x")
    for broken in (
        whole[: len(whole) // 2],
        whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:],
        whole[:90],
    ):
        file.write_bytes(broken)
        with pytest.raises(InputError, match="not a whole backup"):
            pipeline.open_backup(file, lambda: WORDS)
    for other in (b"PK\3\4", b""):
        file.write_bytes(other)
        refused = run(root, "restore", str(file))
        assert "is not a backup of anubhav" in str(refused.exception)
        assert "Passphrase" not in refused.output, "asked for nothing"
    file.write_bytes(re.sub(rb"(-> scrypt \S+ )\d+", rb"\g<1>40", whole, count=1))
    with pytest.raises(InputError, match="too busy or too slow"):
        pipeline.open_backup(file, lambda: WORDS)
    file.write_bytes(whole)
    with pytest.raises(InputError, match="own folder"):
        pipeline.backup(busy.campaign, busy.campaign.data / "office.age", WORDS)
    for unplugged in (tmp_path / "usb", tmp_path / "usb" / "office.age"):
        with pytest.raises(InputError, match=r"There is no folder .*usb"):
            pipeline.backup(busy.campaign, unplugged, WORDS)
        assert not (tmp_path / "usb").exists(), "a disk that is not plugged in becomes neither a file nor a folder"
    with pytest.raises(InputError, match="12 characters"):
        pipeline.backup(busy.campaign, file, "short")
    part = next((busy.campaign.data / "ledger").glob("answers-*.parquet"))
    part.write_bytes(b"damaged")
    with contextlib.chdir(root):
        asked = run(Path(), "restore", str(file))
    assert isinstance(asked.exception, InputError), "it asks before anything gives way"
    assert f"data gives way; it is kept in the folder before-restore-… of {root}\n" in asked.output
    assert part.read_bytes() == b"damaged"
    done = run(root, "restore", str(file), "--yes")
    assert done.exception is None, done.output
    assert not verify(busy.ledger).faults
    [kept] = root.glob("before-restore-*")
    assert (kept / "data" / "ledger" / part.name).read_bytes() == b"damaged"
    assert (kept / "data" / "posters" / "BSP-KTW.pdf").exists()


def test_two_restores_in_one_second_keep_both_states(busy: Any) -> None:
    root, now = busy.campaign.root, datetime.now(UTC)
    archive = taken(busy.campaign, now=now)
    for state in (b"first", b"second"):
        part = next((busy.campaign.data / "ledger").glob("answers-*.parquet"))
        part.write_bytes(state)
        restore(archive, root, now=now, apply=True)
    assert [(kept / "data" / "ledger" / part.name).read_bytes() for kept in sorted(root.glob("before-restore-*"))] == [
        b"first",
        b"second",
    ]


def test_what_is_forgotten_after_a_restore_is_told_beside_the_backup_that_came_back(busy: Any, tmp_path: Path) -> None:
    usb, names = tmp_path / "usb", []
    usb.mkdir()
    assert run(busy.campaign.root, "backup", str(usb / "office.age")).exception is None
    for computer in ("second", "third"):
        assert run(tmp_path / computer, "restore", str(usb / "office.age")).exception is None
        names.append(open_ledger(load_campaign(tmp_path / computer)).versions(["name"])["name"].to_pylist())
        run(tmp_path / computer, "purge", "--sent", "01/09/2026 09:00:00", "--yes")
    assert names == [["Citizen OTHER"] * 4, ["", *["Citizen OTHER"] * 3]]


def test_a_folder_gets_a_file_per_weekday_and_a_schedule_of_it_is_watched(busy: Any, tmp_path: Path) -> None:
    def said(days: float) -> Any:
        now = datetime.now(UTC) + timedelta(days=days)
        return next(check for check in pipeline.doctor(busy.campaign, busy.google, now=now) if check.name == "backup")

    assert said(0).ok
    assert said(9).ok is False
    disk = tmp_path / "usb"
    disk.mkdir()
    schedule = ("schedule", "--for", "cron", "--backup", str(disk))
    assert isinstance(run(busy.campaign.root, *schedule).exception, InputError), "it could not ask"
    done = run(busy.campaign.root, "backup", str(disk), "--remember")
    assert done.exception is None, done.output
    assert f"backup {disk.resolve()}" in run(busy.campaign.root, *schedule).output
    assert pipeline.kept_passphrase(busy.campaign) == WORDS
    [file] = disk.iterdir()
    assert file.stem.removeprefix(f"{busy.campaign.id}-") in DAYS
    if os.name == "posix":
        kept = config_folder(busy.campaign.id) / "backup-passphrase.txt"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert said(7).ok
    assert said(9).ok is False


def test_a_backup_that_does_not_restore_is_not_kept(busy: Any, tmp_path: Path) -> None:
    part = next((busy.campaign.data / "ledger").glob("personal-*.parquet"))
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    file = tmp_path / "office.age"
    file.write_bytes(b"that of before")
    with pytest.raises(
        StateError,
        match=r"in this backup is not as it was written: [^.]+\.parquet: [^.]+\. See all: anubhav ledger verify",
    ):
        pipeline.backup(busy.campaign, file, WORDS)
    assert file.read_bytes() == b"that of before"
    assert not left_over(tmp_path, busy.campaign.root)


@pytest.mark.parametrize(
    "name",
    [
        "settings/{outside}",
        "settings/authorized_user.json",
        "settings/signing-keys.json/more",
        "anubhav_gforms/cli/pull.py",
        ".git/hooks/post-checkout",
        "Makefile",
        "config/../../outside",
        "config/./office.toml",
        "data/a\0b",
        "",
    ],
)
def test_what_no_backup_of_ours_holds_is_never_unpacked(busy: Any, tmp_path: Path, name: str) -> None:
    """Who knows the passphrase and can write on the disk of the backups could lay a login, a program or any file."""
    outside, archive = tmp_path / "outside", taken(busy.campaign, now=datetime.now(UTC))
    file, place = tmp_path / "office.age", tmp_path / "new"

    def kept(files: Mapping[str, bytes]) -> bytes:
        hashes = {each: sha256(content).hexdigest() for each, content in files.items()}
        listed = {"format": 1, "campaign": archive.campaign, "made_at": archive.made_at, "files": hashes}
        return age_file(packed(json.dumps(listed).encode(), files), WORDS)

    file.write_bytes(kept(archive.files))
    assert pipeline.open_backup(file, lambda: WORDS) == archive, "without that file it is a backup"
    file.write_bytes(kept({**archive.files, name.format(outside=outside): b"planted"}))
    shutil.rmtree(config_folder(busy.campaign.id))
    refused = run(place, "restore", str(file), "--yes")
    assert "not a whole backup" in str(refused.exception)
    assert "Take another" not in error_text(refused.exception, "hi"), "its cure stood in English"
    assert not outside.exists()
    assert not place.exists()


def test_what_lies_in_the_folder_by_chance_keeps_no_backup_from_being_made(busy: Any, tmp_path: Path) -> None:
    root, file = busy.campaign.root, tmp_path / "office.age"
    chance = {".csv": b"", "config/empty-scan.bmp": bytes(5_000_000)}
    for name, content in chance.items():
        (root / name).write_bytes(content)
    assert run(root, "backup", str(file)).exception is None
    there = pipeline.open_backup(file, lambda: WORDS).files
    assert there["config/empty-scan.bmp"] == chance["config/empty-scan.bmp"]
    assert ".csv" in there
    of_windows = Archive(busy.campaign.id, datetime.now(UTC).isoformat(), {"STATIONS.CSV": b"its names have no case"})
    assert unseal(seal_archive(of_windows, WORDS), WORDS).files == of_windows.files
    if os.name != "nt":
        (root / "visits 10:30.csv").write_text("x")
        refused = run(root, "backup", str(file), "--yes")
        assert "visits 10:30.csv: a file of this name cannot be brought back" in str(refused.exception)
        assert "colon" in str(refused.exception)
