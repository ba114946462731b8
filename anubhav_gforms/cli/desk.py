"""anubhav desk: what comes in, live in a browser, for the IG's office, SPs and analysts."""

from __future__ import annotations

import errno
import sys
import webbrowser
from pathlib import Path
from socket import socket
from threading import Event, Thread

import click
from click.core import ParameterSource

from .. import pipeline
from ..errors import AnubhavError, InputError, refusal
from ..sentence import Sentence, joined
from .bug import whose_fault
from .modes import modes
from .options import ANY_PATH
from .show import ask_secret, campaign_of, say, show, with_campaign
from .watch import interval, watch_until

ROLES = ("ig", "sp", "analyst")


@click.group("desk", invoke_without_command=True)
@click.option("--port", default=8766, show_default=True, type=click.IntRange(0, 65535), help="0 = any free one.")
@click.option(
    "--address",
    default="127.0.0.1",
    show_default=True,
    help="Another address than this computer's own needs accounts, and is encrypted.",
)
@click.option(
    "--name", "names", multiple=True, help="Further name of this computer in the office's network; may be repeated."
)
@click.option("--certificate", type=ANY_PATH, help="The office's certificate (PEM). Default: one that is made here.")
@click.option("--key", type=ANY_PATH, help="The key of that certificate (PEM, without a password).")
@click.option("--every", callback=interval, help="Also pull so often, as anubhav watch does: 1m to 24h.")
@click.option("--open", "opened", is_flag=True, help="Open it in the browser; when it runs already, only do that.")
@click.option(
    "--install", is_flag=True, help="Put an icon onto the desktop that opens the desk by a double-click, and end."
)
@modes({"--install": "--every --open", "account": "", "": "--every --open"})
@click.pass_context
def command(
    ctx: click.Context,
    port: int,
    address: str,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    every: float | None,
    opened: bool,
    install: bool,
) -> int | None:
    """Show what comes in live in a browser: the running week, single stations, and what was published.

    Every page says Hindi first and English by one click; nothing is loaded from the internet. On this computer alone and
    without accounts, the printed address opens the desk once. For other computers of the office add accounts: the
    IG's office sees everything, an SP the full groups of five of their own district, an analyst counts without texts.

    \b
    Example:
      anubhav desk --open --every 1m
      anubhav desk --install
      anubhav desk account add ig-office --role ig
      anubhav desk --address 192.168.1.20 --port 8766
    """
    if ctx.invoked_subcommand:
        return None
    campaign = campaign_of(ctx)
    if install:
        seconds = every or 300
        arguments = [
            pipeline.this_program(),
            "-C",
            str(campaign.root.resolve()),
            "desk",
            "--open",
            "--every",
            f"{seconds:g}s",
        ]
        for path in pipeline.install_desk(sys.platform, Path.home(), arguments, campaign.id):
            show("Shortcut made: {path}", path=path)
        say(
            "A double-click on it opens the desk and pulls every {minutes} min while its window is open.",
            minutes=f"{seconds / 60:g}",
        )
        return 0
    if bool(certificate) != bool(key):
        raise InputError("--certificate and --key belong together.", cure="Give both, or neither.")
    listener: socket | str = pipeline.entrance_of_open_desk(campaign) if opened else ""
    usual = ctx.get_parameter_source("port") is ParameterSource.DEFAULT
    try:
        if not listener:
            beside = opened and usual
            listener = pipeline.listen_beside(campaign, address, port) if beside else pipeline.listen(address, port)
    except OSError as error:
        raise InputError(
            "{address}:{port} cannot be used: {strerror}.",
            cure="Choose another --port."
            if error.errno in (errno.EADDRINUSE, errno.EACCES)
            else "Choose an --address that this computer has.",
            address=address,
            port=port,
            strerror=refusal(error),
        ) from None
    if isinstance(listener, str):
        webbrowser.open(listener)
        say("The desk runs already; it was opened in the browser.")
        return 0
    with listener:
        pair = (certificate, key) if certificate and key else None
        desk = pipeline.open_desk(
            campaign, address, listener.getsockname()[1], names=names, certificate=pair, on_error=_tell
        )
        show("Desk ready: {address}", address=desk.entrance)
        if "key=" in desk.entrance:
            say("This address opens it once, within ten minutes. Give it to nobody.")
        if desk.fingerprint:
            say(
                "Its certificate was made here. A browser asks once; compare before you agree (SHA-256):\n  {print}",
                print=desk.fingerprint,
            )
        say("To stop it: Ctrl+C")
        if opened:
            webbrowser.open(desk.entrance)
        stop = Event()
        if every:
            Thread(target=_pull, args=(ctx, every, stop), daemon=True).start()
        try:
            pipeline.serve_desk(desk, listener)
        finally:
            stop.set()
    return 0


@command.group("account")
def account_command() -> None:
    """Add, list and remove the accounts of the desk. Name the office, not a person.

    \b
    Example:
      anubhav desk account add ig-office --role ig
      anubhav desk account add sp-korba --role sp --district KRB
    """


@account_command.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(ROLES), help="Whose account it is.")
@click.option("--district", default="", help="Code of an SP's district.")
@with_campaign
def add_command(campaign: pipeline.Campaign, name: str, role: str, district: str) -> None:
    """Add an account, or change one that is there; asks for its password twice.

    \b
    Example:
      anubhav desk account add sp-korba --role sp --district KRB
    """
    password = ask_secret(Sentence("Password"), twice=True)
    officer = pipeline.add_desk_account(campaign, name, role, district, password).officer
    show("{name} may log in: {role}", name=name, role=_whose(pipeline.ROLE_NAMES[officer.role], officer.district))
    say("A desk that runs without accounts must be started again.")


@account_command.command("list")
@with_campaign
def list_command(campaign: pipeline.Campaign) -> None:
    """Show the accounts and what each is for.

    \b
    Example:
      anubhav desk account list
    """
    officers = pipeline.desk_officers(campaign)
    for officer in officers:
        show("{name:<24} {role}", name=officer.name, role=_whose(pipeline.ROLE_NAMES[officer.role], officer.district))
    if not officers:
        say("No account yet: the desk opens on this computer only, by its printed address.")


def _whose(role: Sentence, district: str) -> Sentence:
    return joined(filter(None, (role, district)), " ")


@account_command.command("remove")
@click.argument("name")
@with_campaign
def remove_command(campaign: pipeline.Campaign, name: str) -> None:
    """Remove an account; whoever is logged in with it is out at once.

    \b
    Example:
      anubhav desk account remove sp-korba
    """
    pipeline.remove_desk_account(campaign, name)
    show("{name} was removed.", name=name)


def _pull(ctx: click.Context, every: float, stop: Event) -> None:
    """Pull beside the desk, in the language of the command; what goes wrong is told in the window and tried again."""
    with ctx.scope(cleanup=False):
        try:
            watch_until(campaign_of(ctx), every, stop)
        except Exception as error:
            _tell(error)


def _tell(error: Exception) -> None:
    """Say in the window what went wrong: our own errors in words, others by a report without anybody's data."""
    ours = error if isinstance(error, AnubhavError) else whose_fault(error, ())
    show("Error: {message}", message=ours.whole, err=True)
