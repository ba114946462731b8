"""Secrets sealed with the keyring of the system: by one act, shown first, undoable, and never by themselves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from click.testing import CliRunner, Result
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked

from anubhav_gforms import cli, secret_files
from anubhav_gforms.custody.backup import taken
from anubhav_gforms.custody.passphrase import remember_passphrase, remembered
from anubhav_gforms.errors import InputError, StateError
from anubhav_gforms.files import config_folder
from anubhav_gforms.google.auth import LoginKind, find_login
from anubhav_gforms.google.login import use_service_account
from anubhav_gforms.grading.cube.seal import load_key, make_key
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.pipeline.clock import now
from anubhav_gforms.secret_files import CHOSEN, is_sealed, key_name, seal_all, secrets_of, unseal_all
from tests.logins import ROBOT, write_key_file
from tests.ready import make_ready


class Ring(KeyringBackend):
    """A keyring as its makers say one is written, that forgets with the test."""

    priority = 1  # type: ignore[assignment]  # theirs is a property of the class

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        del self.kept[service, username]

    def _ask(self) -> None:
        if self.locked:
            raise KeyringLocked("it is locked")


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def office(campaign: Any, google: Any, sandbox: Any, tmp_path: Path) -> Any:
    """A campaign that runs, with every secret there is: signing keys, a robot's login, a passphrase, a cube's key."""
    registry = load_registry(make_ready(campaign, google, sandbox).data)
    share = {"type": "user", "role": "writer", "emailAddress": ROBOT}
    for file in (registry.form_id, registry.spreadsheet_id):
        sandbox.api("POST", f"/drive/v3/files/{file}/permissions", json=share)
    use_service_account(campaign.id, write_key_file(sandbox.root, tmp_path), root=sandbox.root)
    remember_passphrase(campaign.id, "neem kite ladder seven")
    make_key(config_folder(campaign.id))
    return campaign


def run(campaign: Any, *words: str) -> Result:
    return CliRunner().invoke(cli.anubhav, ["-C", str(campaign.root), *words], standalone_mode=False)


def contents(campaign: Any) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in secrets_of(config_folder(campaign.id))}


def secrets_in_use(campaign: Any) -> list[object]:
    """Each secret as the program reads it."""
    key = load_key(config_folder(campaign.id))
    return [
        [each.secret for each in load_keyring(campaign).keys],
        find_login(campaign.id, campaign.office.google.root).kind,
        remembered(campaign.id),
        key and key.private_bytes_raw(),
    ]


def told(campaign: Any) -> str:
    """What doctor says of secrets."""
    [line] = [line for line in run(campaign, "doctor").output.splitlines() if " secrets " in line]
    return line


def test_nothing_is_sealed_by_itself(office: Any, ring: Ring) -> None:
    assert not any(is_sealed(path) for path in secrets_of(config_folder(office.id)))
    assert not ring.kept
    assert "which only you can open" in told(office)
    command = "import sys; from anubhav_gforms.cli import anubhav; anubhav(['-C', sys.argv[1], 'keys', 'show'], standalone_mode=False); assert 'keyring' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", command, str(office.root)], check=False).returncode == 0


def test_it_is_shown_and_asked_and_everything_works_as_before(office: Any, ring: Ring) -> None:
    clear, before = contents(office), secrets_in_use(office)
    assert LoginKind.SERVICE_ACCOUNT in before
    asked = run(office, "keys", "move", "--to", "keyring")
    assert isinstance(asked.exception, InputError), "there is no terminal to say yes"
    assert "signing-keys.json  in clear" in asked.output
    assert contents(office) == clear
    assert run(office, "keys", "move", "--to", "keyring", "--yes").exit_code == 0
    assert set(clear) == {
        "backup-passphrase.txt",
        "cube-key.pem",
        "login.json",
        "service_account.json",
        "signing-keys.json",
    }
    assert all(is_sealed(path) for path in secrets_of(config_folder(office.id)))
    assert not any(secret in sealed for sealed in contents(office).values() for secret in clear.values())
    assert secrets_in_use(office) == before
    assert "sealed with a key in the keyring" in told(office)
    assert run(office, "pull").exit_code == 0
    assert run(office, "keys", "rotate", "--yes").exit_code == 0
    assert is_sealed(config_folder(office.id) / "signing-keys.json"), "what is written later is sealed too"


def test_the_way_back_leaves_nothing_in_the_keyring(office: Any, ring: Ring) -> None:
    clear = contents(office)
    seal_all(config_folder(office.id))
    assert len(ring.kept) == 1
    seal_all(config_folder(office.id))
    assert len(ring.kept) == 1
    assert run(office, "keys", "move", "--to", "files", "--yes").exit_code == 0
    assert contents(office) == clear
    assert not ring.kept
    assert "which only you can open" in told(office)


def test_a_secret_in_clear_among_sealed_ones_is_red(office: Any, ring: Ring) -> None:
    """As when somebody puts an old copy into its place; the next move seals it."""
    folder = config_folder(office.id)
    old = contents(office)["cube-key.pem"]
    seal_all(folder)
    (folder / "cube-key.pem").write_bytes(old)
    assert told(office).lstrip().startswith("RED")
    assert "cube-key.pem" in told(office)
    seal_all(folder)
    assert told(office).lstrip().startswith("ok")


def test_a_backup_opens_on_a_computer_that_knows_nothing_of_the_keyring(office: Any, ring: Ring) -> None:
    before = {name: content for name, content in taken(office, now=now()).files.items() if "signing" in name}
    seal_all(config_folder(office.id))
    after = {name: content for name, content in taken(office, now=now()).files.items() if "signing" in name}
    assert before == after
    assert len(after) == 1


def test_a_keyring_that_lost_the_key_is_told_and_nothing_is_made_in_its_place(
    office: Any, ring: Ring, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(contents(office)["signing-keys.json"])
    seal_all(config_folder(office.id))
    ring.kept.clear()
    sealed = contents(office)
    looked = run(office, "doctor")
    assert looked.return_value == 1
    assert "is not in the keyring" in looked.output
    for words in ("keys show", "pull", "keys move --to files --yes"):
        assert isinstance(run(office, *words.split()).exception, StateError), words
    assert contents(office) == sealed
    (aside := tmp_path / "kept").mkdir()
    back = ("keys", "restore", "--file", str(copy), "--yes")
    (config_folder(office.id) / "signing-keys.json").rename(aside / "signing-keys.json")
    refused = run(office, *back).exception
    assert isinstance(refused, StateError), "what is written next would be sealed with the lost key"
    assert str(refused).startswith(str(config_folder(office.id) / CHOSEN))
    (config_folder(office.id) / CHOSEN).rename(aside / CHOSEN)
    assert run(office, *back).exit_code == 0


def test_a_locked_keyring_is_told(office: Any, ring: Ring) -> None:
    seal_all(config_folder(office.id))
    ring.locked = True
    assert "it is locked" in str(run(office, "keys", "show").exception)


def test_without_a_keyring_nothing_happens(office: Any, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    clear = contents(office)
    keyring.set_keyring(NoKeyring())
    assert "no keyring that could be used" in str(run(office, "keys", "move", "--to", "keyring", "--yes").exception)
    monkeypatch.setitem(sys.modules, "keyring", None)
    refused = run(office, "keys", "move", "--to", "keyring", "--yes").exception
    assert isinstance(refused, InputError)
    assert "anubhav-gforms[keyring]" in str(refused.cure)
    assert contents(office) == clear
    assert not key_name(config_folder(office.id))


def test_what_is_sealed_says_who_can_open_it(office: Any, ring: Ring) -> None:
    """A scheduled run of a user who is not logged in, or another computer: there is no keyring, and the secrets are not in files."""
    seal_all(config_folder(office.id))
    sealed = contents(office)
    keyring.set_keyring(NoKeyring())
    refused = run(office, "keys", "show").exception
    assert isinstance(refused, InputError)
    assert "as the user who sealed it" in str(refused.cure)
    assert contents(office) == sealed


@pytest.mark.parametrize("to_keyring", [True, False])
def test_a_move_that_was_killed_is_finished_by_the_next(
    office: Any, ring: Ring, monkeypatch: pytest.MonkeyPatch, to_keyring: bool
) -> None:
    """At each of its writes; every secret can be read after each."""
    folder, before = config_folder(office.id), secrets_in_use(office)
    move = seal_all if to_keyring else unseal_all
    if not to_keyring:
        seal_all(folder)
    written = [0]
    put = secret_files.write_whole

    def killed(path: Path, content: bytes) -> Path:
        if written[0] == 0:
            raise KeyboardInterrupt
        written[0] -= 1
        return put(path, content)

    monkeypatch.setattr(secret_files, "write_whole", killed)
    for allowed in range(20):
        written[0] = allowed
        try:
            move(folder)
            break
        except KeyboardInterrupt:
            assert secrets_in_use(office) == before
    assert secrets_in_use(office) == before
    assert {is_sealed(path) for path in secrets_of(folder)} == {to_keyring}
    assert (folder / CHOSEN).exists() is to_keyring
    assert len(ring.kept) >= to_keyring


def test_on_a_disk_without_modes_secrets_are_sealed_or_refused(
    tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick (FAT): every file is 0755 for ever."""
    folder = tmp_path / "stick"
    folder.mkdir(mode=0o755)

    def no_modes(path: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    monkeypatch.setattr(Path, "chmod", no_modes)
    with pytest.raises(StateError):
        secret_files.write_secret(folder / "signing-keys.json", b"secret")
    seal_all(folder)
    path = secret_files.write_secret(folder / "signing-keys.json", b"secret")
    monkeypatch.undo()
    path.chmod(0o755)
    assert not secret_files.open_to_others(path)
    assert b"secret" not in path.read_bytes()
    assert secret_files.read_secret(path) == b"secret"


def test_what_others_can_read_is_red_and_a_stick_has_a_way(office: Any, ring: Ring) -> None:
    """doctor looks at the files before it says that only their owner can open them; where chmod changes nothing, they are sealed."""
    for path in secrets_of(config_folder(office.id)):
        path.chmod(0o755)
    said = run(office, "doctor").output
    assert "RED  secrets" in said
    assert "others on this machine can read" in said
    assert "which only you can open" not in said
    assert said.count("On a disk where that changes nothing (a pen drive): anubhav keys move --to keyring") == 2
    run(office, "keys", "move", "--to", "keyring", "--yes")
    assert "sealed with a key in the keyring" in told(office)
