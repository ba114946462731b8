"""JSON that is nested without end, where a file of the office's is: told in words, as any other damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from anubhav_gforms.campaign.start import DRAFT, load_draft
from anubhav_gforms.cli.spoken import chosen_language
from anubhav_gforms.custody.forgotten import list_of, read_list
from anubhav_gforms.desk.accounts import FILE, read_accounts
from anubhav_gforms.errors import InputError, SignInError
from anubhav_gforms.files import write_whole
from anubhav_gforms.google.auth import person_login, read_service_account
from anubhav_gforms.links.print_log import load_print_log
from anubhav_gforms.posters.walls.audit import SEEN, load_seen
from anubhav_gforms.reports.manifest import NAME
from anubhav_gforms.reports.manifest import read_manifest as read_report
from anubhav_gforms.responses.ledger.lake import MANIFEST
from anubhav_gforms.responses.ledger.lake import read_manifest as read_lake
from anubhav_gforms.secret_files import write_secret

DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("manifest.json", load_print_log),
        (SEEN, load_seen),
        (FILE, read_accounts),
        (NAME, read_report),
        (MANIFEST, read_lake),
    ],
)
def test_a_file_that_is_nested_without_end_is_named(name: str, read: Callable[[Path], object], tmp_path: Path) -> None:
    write_whole(tmp_path / name, DEEP)
    with pytest.raises(InputError, match=name):
        read(tmp_path)


def test_so_is_a_login_file(config_dir: Path) -> None:
    for name in ("login.json", "authorized_user.json"):
        write_secret(config_dir / "office" / name, DEEP)
        with pytest.raises(SignInError, match=name):
            read_service_account(config_dir / "office" / name)
    with pytest.raises(SignInError, match=r"authorized_user\.json"):
        person_login("office", "")


def test_a_start_that_was_stopped_begins_again(tmp_path: Path) -> None:
    write_whole(tmp_path / DRAFT, DEEP)
    assert load_draft(tmp_path) == {}


def test_a_list_of_what_was_forgotten_that_is_none_holds_nothing(tmp_path: Path) -> None:
    write_whole(list_of(tmp_path, "demo"), DEEP)
    assert read_list(tmp_path, "demo") == ()


def test_a_config_is_looked_at_for_its_language(tmp_path: Path) -> None:
    """Before any command could name what is wrong with it; Python's own trace was all that the office saw."""
    write_whole(tmp_path / "config" / "office.toml", b"a = " + DEEP)
    assert chosen_language(("-C", str(tmp_path), "today"), {}) == "en"
