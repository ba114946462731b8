"""anubhav desk as it is typed: accounts, the icon, a port that is taken, the old name; and the shortcut that each system knows."""

from __future__ import annotations

import shlex
import socket
import stat
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.desk.shortcut import shortcut
from anubhav_gforms.errors import InputError
from tests.desk.conftest import PASSWORD
from tests.office import make_office


@pytest.fixture
def folder(tmp_path: Path, config_dir: Path) -> Path:
    return make_office(tmp_path / "office").root


def typed(folder: Path, *words: str, keys: str | None = None) -> Result:
    return CliRunner().invoke(anubhav, ["-C", str(folder), "desk", *words], input=keys, standalone_mode=False)


def test_accounts_are_added_listed_and_removed(folder: Path) -> None:
    assert "No account yet" in typed(folder, "account", "list").output
    added = typed(
        folder, "account", "add", "sp-korba", "--role", "sp", "--district", "KRB", keys=f"{PASSWORD}\n{PASSWORD}\n"
    )
    assert added.return_value == 0, added.exception
    assert PASSWORD not in added.output
    assert "sp-korba" in typed(folder, "account", "list").output
    typed(folder, "account", "add", "ig-office", "--role", "ig", keys=f"{PASSWORD}\n{PASSWORD}\n")
    assert not [line for line in typed(folder, "account", "list").output.splitlines() if line != line.rstrip()]
    typed(folder, "account", "remove", "ig-office")
    assert typed(folder, "account", "remove", "sp-korba").return_value == 0
    assert isinstance(typed(folder, "account", "remove", "sp-korba").exception, InputError)


def test_the_two_passwords_must_be_the_same(folder: Path) -> None:
    done = typed(folder, "account", "add", "ig-office", "--role", "ig", keys=f"{PASSWORD}\nanother one of us\n")
    assert isinstance(done.exception, click.Abort)
    assert "No account yet" in typed(folder, "account", "list").output


def test_the_icon_stands_on_the_desktop_and_runs_this_campaign(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.setattr("sys.platform", "linux")
    done = typed(folder, "--install")
    assert done.return_value == 0, done.exception
    icon = tmp_path / "home" / "Desktop" / f"anubhav-desk-{load_campaign(folder).id}.desktop"
    assert stat.S_IMODE(icon.stat().st_mode) == 0o700
    text = icon.read_text("utf-8")
    assert f"Name[hi]=अनुभव डेस्क ({load_campaign(folder).id})" in text
    line = next(line for line in text.splitlines() if line.startswith("Exec="))
    words = shlex.split(line.removeprefix("Exec=").replace("\\\\", "\\"))
    assert words[-6:] == ["-C", str(folder.resolve()), "desk", "--open", "--every", "300s"]
    assert (tmp_path / "home" / ".local/share/applications" / icon.name).exists()


def test_the_icon_keeps_no_other_option_and_says_so(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    refused = typed(folder, "--install", "--open", "--port", "8770", "--name", "desk.office")
    assert "--install does not use --port, --name" in str(refused.exception)
    assert not (tmp_path / "home").exists()
    assert "pulls every 90 min" in typed(folder, "--install", "--every", "90m").output


COMMAND = ["/opt/a b/anubhav", "-C", '/home/x/100% $HOME `id` "q" अनुभव', "desk", "--open"]


@pytest.mark.parametrize(
    ("system", "ending", "runs"), [("linux", ".desktop", True), ("darwin", ".command", True), ("win32", ".cmd", False)]
)
def test_each_system_gets_a_file_that_it_opens_by_a_double_click(system: str, ending: str, runs: bool) -> None:
    name, content, allowed = shortcut(system, COMMAND, "bilaspur-2026")
    assert name.endswith(f"bilaspur-2026{ending}" if system == "linux" else f"(bilaspur-2026){ending}")
    assert allowed is runs
    text = content.decode("utf-8")
    if system == "darwin":
        assert shlex.split(text.splitlines()[1].removeprefix("exec ")) == COMMAND
    if system == "win32":
        assert '"/opt/a b/anubhav"' in text
        assert "100%% $HOME" in text, "a single % would name a variable"
        assert text.count("\r\n") == text.count("\n")
    if system == "linux":
        assert "100%%" in text
        assert "\\\\$HOME \\\\`id\\\\`" in text, "nothing of it is run by whoever opens it"


def test_the_old_name_says_the_new_one(folder: Path) -> None:
    done = CliRunner().invoke(anubhav, ["-C", str(folder), "dashboard"])
    assert done.exit_code == 2
    assert "anubhav dashboard is anubhav desk now." in done.output


def test_a_port_that_is_taken_and_half_a_certificate_are_refused(folder: Path) -> None:
    with pipeline.listen("127.0.0.1", 0) as taken:
        done = typed(folder, "--port", str(taken.getsockname()[1]))
    assert isinstance(done.exception, InputError)
    assert "cannot be used" in str(done.exception)
    assert done.exception.cure == "Choose another --port."
    assert isinstance(typed(folder, "--address", "अ" * 70, "--port", "0").exception, InputError)
    away = typed(folder, "--address", "192.0.2.1", "--port", "0").exception
    assert isinstance(away, InputError)
    assert away.cure == "Choose an --address that this computer has.", "no port would help"
    assert "belong together" in str(typed(folder, "--certificate", "x.pem").exception)


def test_no_second_desk_gets_an_address_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """What elsewhere only frees the address of a desk that ended lets two listen there, and either of them gets a visitor."""
    monkeypatch.setattr("sys.platform", "win32")
    with pipeline.listen("127.0.0.1", 0) as listener:
        assert not listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)


def test_another_address_is_refused_before_there_is_an_account(folder: Path) -> None:
    done = typed(folder, "--address", "0.0.0.0", "--port", "0")
    assert isinstance(done.exception, InputError)
    assert "no account yet" in str(done.exception)


def test_no_open_desk_is_found_where_none_runs(folder: Path) -> None:
    campaign = load_campaign(folder)
    assert pipeline.entrance_of_open_desk(campaign) == ""
    with pipeline.listen("127.0.0.1", 0) as listener:
        pipeline.open_desk(campaign, "127.0.0.1", listener.getsockname()[1])
    assert pipeline.entrance_of_open_desk(campaign) == "", "the file is there, the desk is not"
