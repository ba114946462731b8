"""Secrets in files of the user's settings: in clear, for their owner only, or sealed with a key in the keyring of the system.

Mode 0600 means nothing on Windows and on disks of a stick (FAT). There an office may seal its secrets, by one act: `seal_all`. The
keyring holds one key for a folder, since the one of Windows has no room for more; the files stay where they are.
"""

from __future__ import annotations

import os
import secrets
import shlex
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import InputError, StateError
from .files import make_folder, make_private, write_whole
from .sentence import Sentence

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "anubhav"
"""Under which the keyring lists our keys."""
HEAD = b"anubhav: sealed with a key in the keyring of this computer\n"
"""How a sealed file begins; then the name of its key, then the rest as a Fernet token."""
CHOSEN = "keyring.txt"
"""In a folder whose secrets are sealed: the name of its key."""
SECRETS = (
    "signing-keys*.json", "authorized_user.json", "service_account.json", "second_account.json",
    "client_secrets.json", "login.json", "cube-key.pem", "backup-passphrase.txt",
)  # fmt: skip
"""Files of a campaign's settings that hold a secret, and what `login --logout` makes of them."""


OPENED_BY = Sentence(
    "Log in to the computer as the user who sealed it. If the keyring is lost: move this file and keyring.txt away, then anubhav login and anubhav keys restore."
)
"""What to do where a sealed file cannot be opened."""
IN_FILES = Sentence("Leave the secrets in files, on a disk that knows whose a file is.")
"""What to do where nothing can be sealed."""


def read_secret(path: Path) -> bytes:
    """The content of a file, unsealed. Raises OSError as reading it does, StateError when its key is not in the keyring."""
    content = path.read_bytes()
    if not content.startswith(HEAD):
        return content
    from cryptography.fernet import Fernet, InvalidToken  # only where secrets are sealed

    try:
        return Fernet(_key(_name_of(content))).decrypt(content.removeprefix(HEAD).partition(b"\n")[2])
    except (InvalidToken, ValueError):
        raise _keyless(path) from None


def write_secret(path: Path, content: bytes) -> Path:
    """Put a secret at `path` in one move, mode 0600 in a folder of mode 0700; sealed where the folder's secrets are. Raises StateError
    when the key for that is not in the keyring."""
    private_folder(path.parent)
    if name := key_name(path.parent):
        from cryptography.fernet import Fernet  # only where secrets are sealed

        try:
            content = HEAD + name.encode() + b"\n" + Fernet(_key(name)).encrypt(content)
        except ValueError:
            raise _keyless(path.parent / CHOSEN) from None
    return write_whole(path, content)


def private_folder(folder: Path) -> None:
    """Make a folder for this user alone. Raises StateError where the disk cannot say that, unless what lies there is sealed."""
    try:
        make_private(folder)
    except StateError:
        if not key_name(folder):
            raise


def open_to_others(path: Path) -> bool:
    """Whether others on this machine can read what a file says. Raises OSError for none."""
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077) and not is_sealed(path)


def closing(path: Path) -> Sentence:
    """How to keep others from a secret that they can read."""
    return Sentence(
        "Run: {command}. On a disk where that changes nothing (a pen drive): anubhav keys move --to keyring",
        command=_for_owner_alone(path),
    )


def refuse_open(path: Path) -> None:
    """Raises StateError for a file that others can read, OSError for none."""
    if open_to_others(path):
        cure = Sentence("Run: {command}", command=_for_owner_alone(path))
        raise StateError("{path}: others on this machine can read it.", cure=cure, path=path)


def _for_owner_alone(path: Path) -> str:
    return shlex.join(["chmod", "600", str(path)])


def key_name(folder: Path) -> str:
    """The name of the key in the keyring that seals the secrets of a folder; "" where they lie in clear."""
    try:
        return (folder / CHOSEN).read_text("ascii", "replace").strip()
    except FileNotFoundError:
        return ""


def secrets_of(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that hold a secret, sealed or not, by their names."""
    return tuple(sorted(path for name in SECRETS for pattern in (name, f"{name}.old") for path in folder.glob(pattern)))


def is_sealed(path: Path) -> bool:
    """Whether a file can be opened with the keyring alone."""
    with path.open("rb") as file:
        return file.read(len(HEAD)) == HEAD


def keyring_here() -> str:
    """What the keyring of this computer calls itself. Raises InputError when there is none that keeps what it is given."""
    with _system_keyring() as ring:
        return str(ring.name)


def seal_all(folder: Path) -> tuple[Path, ...]:
    """Seal every secret of a folder, and all that are written there from now on, with a key that is put into the keyring first.

    One that was killed is finished by the next. Gives the files. Raises InputError when this computer has no keyring.
    """
    make_folder(folder)
    name = key_name(folder)
    if not name:
        from cryptography.fernet import Fernet  # only where secrets are sealed

        name, key = f"{folder.name} {secrets.token_hex(4)}", Fernet.generate_key().decode()
        with _system_keyring() as ring:
            ring.set_password(SERVICE, name, key)
        if _key(name) != key:
            raise InputError("The keyring does not give back what it was given.", cure="Leave the secrets in files.")
        write_whole(folder / CHOSEN, name.encode())
    return _write_again(folder)


def unseal_all(folder: Path) -> tuple[Path, ...]:
    """The way back: every secret in clear, and no key of the folder in the keyring. Gives the files. Raises StateError as read_secret."""
    sealed = [path for path in secrets_of(folder) if is_sealed(path)]
    names = {key_name(folder), *(_name_of(path.read_bytes()) for path in sealed)} - {""}
    for path in sealed:
        read_secret(path)  # before anything changes: all of them can be opened
    (folder / CHOSEN).unlink(missing_ok=True)
    files = _write_again(folder)
    for name in names:
        with _system_keyring() as ring:
            ring.delete_password(SERVICE, name)
    return files


def _write_again(folder: Path) -> tuple[Path, ...]:
    files = secrets_of(folder)
    for path in files:
        if is_sealed(path) is not bool(key_name(folder)):
            write_secret(path, read_secret(path))
    return files


def _name_of(content: bytes) -> str:
    return content.removeprefix(HEAD).partition(b"\n")[0].decode("ascii", "replace")


def _keyless(path: Path) -> StateError:
    """The error of a file whose key is lost, or that names such a key."""
    return StateError("{path}: its key is not in the keyring of this user on this computer.", cure=OPENED_BY, path=path)


def _key(name: str) -> str:
    with _system_keyring(cure=OPENED_BY) as ring:
        return ring.get_password(SERVICE, name) or ""


@contextmanager
def _system_keyring(cure: Sentence = IN_FILES) -> Iterator[KeyringBackend]:
    """The keyring of this computer, and what it refuses in our words. `cure`: what to do where there is none."""
    try:
        import keyring  # an extra: only where an office asks for it
        from keyring.errors import KeyringError  # of the same extra
    except ImportError:
        raise InputError(
            "The package for the keyring of the system is not installed.",
            cure="Install it: pip install 'anubhav-gforms[keyring]'",
        ) from None
    ring = keyring.get_keyring()
    if ring.priority <= 0:
        raise InputError("This computer has no keyring that could be used ({name}).", cure=cure, name=ring.name)
    try:
        yield ring
    except KeyringError as error:
        raise StateError(
            "The keyring of this computer refused: {why}.",
            cure="Unlock it and run this again.",
            why=str(error) or type(error).__name__,
        ) from error
