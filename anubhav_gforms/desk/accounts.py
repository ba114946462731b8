"""The accounts of the desk: one private file beside the signing keys, passwords as argon2 hashes only."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..errors import InputError, StateError
from ..files import make_private, parse_json, write_whole
from ..secret_files import refuse_open
from .roles import DeskRole, Officer

FILE = "desk-accounts.json"
NAME = re.compile(r"[a-z][a-z0-9-]{1,30}")
LEAST = 12
"""Signs of a password."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Account:
    """One account: its officer, and the argon2id hash of its password."""

    name: str
    role: DeskRole
    district: str
    hash: str

    @property
    def officer(self) -> Officer:
        return Officer(self.name, self.role, self.district)


def read_accounts(folder: Path) -> dict[str, Account]:
    """The accounts by name; none when the file is not there. Raises StateError when it is damaged or others can read it."""
    path = folder / FILE
    try:
        refuse_open(path)
        rows = parse_json(path.read_bytes())
        accounts = [Account(each["name"], DeskRole(each["role"]), each["district"], each["hash"]) for each in rows]
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError):
        raise StateError(
            "{path} is damaged.",
            cure="Bring it back from a backup, or delete it and add the accounts again.",
            path=path,
        ) from None
    return {account.name: account for account in accounts}


def add_account(folder: Path, name: str, role: DeskRole, district: str, password: str) -> Account:
    """Add an account, or give one that is there another password, role and district. Raises InputError for a name or a password that
    will not do."""
    if not NAME.fullmatch(name):
        raise InputError(
            '"{name}" cannot be the name of an account.',
            cure="Use 2 to 31 small letters, digits and hyphens, such as ig-office or sp-korba: the office, not a person.",
            name=name,
        )
    if not LEAST <= len(password) <= MOST or len(set(password)) < 5 or name in password:
        raise InputError(
            "This password is too easy to guess.",
            cure="Use {least} characters or more, without the account's name: four or five words are good.",
            least=LEAST,
        )
    account = Account(name, role, district, hasher().hash(password))
    _write(folder, {**read_accounts(folder), name: account})
    return account


def remove_account(folder: Path, name: str) -> None:
    """Remove an account. Raises InputError when there is none."""
    accounts = read_accounts(folder)
    if name not in accounts:
        raise InputError('There is no account "{name}".', cure="anubhav desk account list shows them.", name=name)
    _write(folder, {other: account for other, account in accounts.items() if other != name})


def check_password(accounts: Mapping[str, Account], name: str, password: str) -> Account | None:
    """The account with this name and password. It takes as long for a name that is not there."""
    account = accounts.get(name)
    try:
        hasher().verify(account.hash if account else _nobody(), password[: MOST + 1])
    except (VerificationError, InvalidHashError):
        return None
    return account


@cache
def hasher() -> PasswordHasher:
    """Argon2id with the library's own costs (RFC 9106, low memory): 64 MiB and three passes for each try."""
    return PasswordHasher()


@cache
def _nobody() -> str:
    return hasher().hash("nobody has this password")


def _write(folder: Path, accounts: Mapping[str, Account]) -> None:
    make_private(folder)
    rows = [asdict(account) for _, account in sorted(accounts.items())]
    write_whole(folder / FILE, (json.dumps(rows, indent=1) + "\n").encode())
