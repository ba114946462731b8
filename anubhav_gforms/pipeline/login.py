"""Logging in to Google: as a person in the browser, or as a program; and signing out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import config_folder
from ..google import Login
from ..google import login as door
from ..google.auth import CREATE_SCOPES, PUBSUB_SCOPE, READ_SCOPES, check_root
from ..secret_files import read_secret, write_secret
from .connection import connect, root_of

if TYPE_CHECKING:
    from ..campaign import Campaign


def sign_in(
    campaign: Campaign,
    announce: Callable[[str], None],
    *,
    client: Path | None = None,
    existing_form: bool = False,
    browser: bool = True,
    port: int = 0,
    timeout: float = 300,
) -> Login:
    """A person's login through the browser; `announce` is told the address of the page to open.

    `client` is kept for the next time. Raises InputError without a client file, SignInError when Google refuses.
    """
    root = check_root(root_of(campaign))
    file = door.find_client_file(campaign.id, client, root=root)
    scopes = (*CREATE_SCOPES, *(READ_SCOPES if existing_form else ()))
    if campaign.office.google.subscription:
        scopes = (*scopes, PUBSUB_SCOPE)
    login = door.sign_in(
        campaign.id, file, root=root, announce=announce, scopes=scopes, browser=browser, port=port, timeout=timeout
    )
    if client:
        write_secret(config_folder(campaign.id) / "client_secrets.json", read_secret(file))
    return login


def use_service_account(campaign: Campaign, key_file: Path) -> Login:
    """A service account's key, for unattended pulls. Raises InputError, SignInError."""
    return door.use_service_account(campaign.id, key_file, root=check_root(root_of(campaign)))


def use_second_account(campaign: Campaign, key_file: Path) -> Login:
    """The key of the service account with which a second Google account shares its spreadsheet. Raises InputError, SignInError."""
    return door.keep_second_account(campaign.id, key_file, root=check_root(root_of(campaign)))


def use_impersonation(campaign: Campaign, address: str) -> Login:
    """Another account, through this computer's default credentials. Raises SignInError."""
    return door.use_impersonation(campaign.id, address, root=check_root(root_of(campaign)))


def use_default_login(campaign: Campaign) -> Login:
    """The Application Default Credentials of this computer. Raises SignInError."""
    return door.use_default(campaign.id, root=check_root(root_of(campaign)))


def sign_out(campaign: Campaign) -> tuple[tuple[Path, ...], bool | None]:
    """Put the campaign's login out of use, at Google too; gives the files that were renamed to *.old, and whether Google took
    the access back (None: no person was logged in)."""
    return door.log_out(campaign.id, check_root(root_of(campaign)))


def account_of(campaign: Campaign, login: Login) -> str:
    """The address of the account behind a login; uses it once where the login does not tell, so that a mistake shows now."""
    return login.account or connect(campaign, login=login).drive.account()
