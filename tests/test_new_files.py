"""A file that a command writes takes the place of none that the campaign lives by, and an empty path is none."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cli import anubhav
from tests.grading.world import responses
from tests.office import contents_of, make_office, write_ledger

COMMANDS = {
    "ledger export": ("ledger", "export"),
    "cube export": ("cube", "export"),
    "explain": ("explain", "BSP-KTW", "--page"),
    "purge": ("purge", "--sent", "24/11/2026 18:05:00", "--yes", "--certificate"),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    office = make_office(tmp_path_factory.mktemp("new-files") / "office", lambda lines: lines[:12])
    write_ledger(office, responses(office, weeks=2, a_week=3, seed=2))
    return office


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["stations.csv", "config/office.toml", "data/ledger/history.jsonl"])
def test_a_file_of_the_campaign_is_not_replaced(
    office: Campaign, command: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents_of(office.root)
    monkeypatch.chdir(office.root / "config")
    for path in (office.root / name, Path("..") / name):
        done = CliRunner().invoke(anubhav, ["-C", "..", *COMMANDS[command], str(path)])
        assert (done.exit_code, "is a file of the campaign and would be replaced" in done.output) == (2, True)
    assert contents_of(office.root) == before


@pytest.mark.skipif(os.name != "posix", reason="devices are files on POSIX alone")
@pytest.mark.parametrize("command", COMMANDS)
def test_no_device_is_replaced(office: Campaign, command: str, tmp_path: Path) -> None:
    """As root /dev/null would be gone, and with it every program that needs it."""
    os.mkfifo(tmp_path / "null")
    done = CliRunner().invoke(anubhav, ["-C", str(office.root), *COMMANDS[command], str(tmp_path / "null")])
    assert (done.exit_code, "is a device and would be replaced" in done.output) == (2, True)
    assert (tmp_path / "null").is_fifo()


def test_links_to_other_disks_hide_no_file_of_the_campaign(office: Campaign, tmp_path: Path) -> None:
    """stations.csv on a share, and data/ on a larger disk."""
    root = tmp_path / "office"
    shutil.copytree(office.root, root)
    for name in ("stations.csv", "data"):
        (root / name).rename(tmp_path / name)
        (root / name).symlink_to(tmp_path / name)
    before = contents_of(tmp_path)
    for path in (root / "stations.csv", tmp_path / "stations.csv", root / "data" / "ledger" / "history.jsonl"):
        done = CliRunner().invoke(anubhav, ["-C", str(root), "ledger", "export", str(path)])
        assert (done.exit_code, "is a file of the campaign and would be replaced" in done.output) == (2, True)
    assert contents_of(tmp_path) == before


def test_an_export_is_written_again_where_it_was(office: Campaign, tmp_path: Path) -> None:
    for path in (office.root / "answers.csv", tmp_path / "stations.csv"):
        for _ in range(2):
            done = CliRunner().invoke(anubhav, ["-C", str(office.root), "ledger", "export", str(path)])
            assert done.exit_code == 0, done.output


@pytest.mark.parametrize("option", ["-C", "--log"])
def test_an_empty_folder_or_log_is_refused_before_a_command_begins(option: str) -> None:
    done = CliRunner().invoke(anubhav, [option, "", "completion", "bash"])
    assert (done.exit_code, "it is empty. Give it a value, or leave it out" in done.output) == (2, True), done.output


@pytest.mark.parametrize("typed", [("-C",), ("--log",), ("backup",), ("import", "--channel", "paper")])
def test_a_link_that_leads_back_to_itself_is_told_as_such(tmp_path: Path, typed: tuple[str, ...]) -> None:
    """-C and backup called it our own failure, import asked to make it readable."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    done = CliRunner().invoke(anubhav, [*typed, str(tmp_path / "loop")])
    assert (done.exit_code, "It is a link that leads back to itself." in done.output) == (2, True), done.output


@pytest.mark.parametrize(
    "typed",
    [
        ("ledger", "export", "--to", ""),
        ("ledger", "export", ""),
        ("backup", ""),
        ("report", "--verify", ""),
        ("init", ""),
        ("cube", "build", "x.cube", "--from", ""),
    ],
)
def test_an_empty_path_is_not_the_folder_where_we_are(
    office: Campaign, tmp_path: Path, typed: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(anubhav, ["-C", str(office.root), *typed])
    assert (done.exit_code, "it is empty. Give it a value, or leave it out" in done.output) == (2, True), done.output
    assert list(tmp_path.iterdir()) == []
