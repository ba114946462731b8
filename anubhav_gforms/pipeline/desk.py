"""The desk in a browser: who may come in, the application, the shortcut that opens it, and serving it."""

from __future__ import annotations

import errno
import json
import os
import re
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import requests
from starlette.types import ASGIApp

from ..campaign import Campaign
from ..campaign.lookup import district_meant
from ..desk.accounts import Account, add_account, read_accounts, remove_account
from ..desk.app import MARK, Sources, make_app
from ..desk.board import Board
from ..desk.casework import CaseVerbs
from ..desk.certificate import Pair, check_certificate, fingerprint, own_certificate
from ..desk.deeds import DeedsDone
from ..desk.praisework import PraiseVerbs
from ..desk.roles import DeskRole, Officer
from ..desk.server import server
from ..desk.web import mark_of
from ..errors import InputError
from ..files import make_private, parse_json, write_whole
from ..links.keyring import keys_folder
from ..reports.given import check_given, read_actions
from .actions import effects_now
from .cases import act_on_case, assign_case, close_case, note_case, open_case, reopen_case
from .clock import Clock, now
from .gazette import REPORTS
from .live import live_report
from .matters import case_book
from .opened import open_response
from .praise import confirm_praise, draft_letter, letter_given, praise_book, waiting_praise, whom_it_praises

LOOPBACK = ("127.0.0.1", "localhost", "::1")
HOST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+")
"""The name or address of a computer, as a browser takes it."""
DOOR = "desk-door.json"
"""Beside the signing keys, for this user only: where the desk of this campaign is open, and a key that opens it once."""


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """A desk that is ready to be served."""

    app: ASGIApp
    root: str  # its address for a browser
    entrance: str  # the address to open first: with a once-key where there is no account, else the root
    certificate: Pair | None  # files for TLS; None on this computer's own address
    fingerprint: str  # of a certificate that was made here; "" of the office's own
    ending: Callable[[], None]  # lets open pages go when the desk is stopped


def listen(address: str, port: int) -> socket.socket:
    """A socket at this address. Raises OSError when it is taken."""
    listener = socket.socket(
        socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )
    try:
        if sys.platform != "win32":  # where it would let two desks have one address
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen()  # who comes before the desk is ready waits, instead of being refused
    except (OSError, TypeError) as error:
        listener.close()
        if isinstance(error, TypeError):  # a name that cannot be written in the network's letters
            raise OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL)) from error
        raise
    return listener


def listen_beside(campaign: Campaign, address: str, port: int) -> socket.socket | str:
    """A socket at this address; where a desk of this campaign's folder has it, such as one that is only starting, the address that opens
    that one; and where another program has it, any free port, on this computer's own address alone: elsewhere colleagues know the port.
    Raises OSError."""
    try:
        return listen(address, port)
    except OSError:
        if known := entrance_of_open_desk(campaign, _root(address, port)):
            return known
        if address not in LOOPBACK:
            raise
        return listen(address, 0)


def _root(shown: str, port: int, *, secure: bool = False) -> str:
    return f"{'https' if secure else 'http'}://{f'[{shown}]' if ':' in shown else shown}:{port}"


def open_desk(
    campaign: Campaign,
    address: str,
    port: int,
    *,
    names: Sequence[str] = (),
    certificate: Pair | None = None,
    clock: Clock = now,
    on_error: Callable[[Exception], None] = lambda error: None,
) -> OpenDesk:
    """The desk for an address of this computer or of the office's network; `names` are further names that lead to it.

    On this computer's own address and without an account, the printed once-key opens it for the IG's office. Everywhere else
    accounts and TLS are needed: InputError without an account. `certificate`: the office's own files; without them one is made
    and kept beside the signing keys. Raises CampaignError with all mistakes of actions.csv and footfall.csv, and StateError for
    a ledger that cannot be read, before anybody looks.
    """
    names = [name.removeprefix("[").removesuffix("]") for name in names]  # an address of IPv6 as a browser shows it
    for name in names:
        if not HOST.fullmatch(name):
            raise InputError(
                '"{name}" is not the name of a computer.',
                cure="Write it as in a browser's address: a to z, digits, hyphens and dots, such as desk.office.",
                name=name,
            )
    check_given(campaign)
    here, folder = address in LOOPBACK, keys_folder(campaign)
    accounts = read_accounts(folder)
    if not here and not accounts:
        raise InputError(
            "The desk has no account yet, so it opens on this computer only.",
            cure="Add one first: anubhav desk account add ig-office --role ig",
        )
    hosts = {*LOOPBACK, address, *names} if here else {address, *names}
    pair = check_certificate(certificate) if certificate else None
    if pair is None and not here:
        pair = own_certificate(folder, hosts, clock())
    board = Board(campaign, clock, partial(case_book, campaign))
    live = live_report(campaign, clock=clock)
    assert board.snapshot, "the ledger can be read"
    app, reception = make_app(
        board,
        Sources(
            report=live.page,
            messages=partial(live.page, "messages"),
            reports=campaign.data / REPORTS,
            cases=_case_verbs(campaign, clock),
            deeds=DeedsDone(board, partial(read_actions, campaign), partial(effects_now, campaign, clock=clock)),
            praise=PraiseVerbs(
                book=partial(praise_book, campaign),
                waiting=partial(waiting_praise, campaign, clock=clock),
                confirm=partial(confirm_praise, campaign, clock=clock),
                letter=partial(draft_letter, campaign, clock=clock),
                given=partial(letter_given, campaign, clock=clock),
            ),
        ),
        hosts=frozenset(name.strip("[]").lower() for name in hosts),
        accounts=lambda: read_accounts(folder),
        open_here=here and not accounts,
        secure=pair is not None,
        on_error=on_error,
    )
    root = _root(names[0] if names else address, port, secure=pair is not None)
    entrance = root + "/"
    if reception.open_here:
        entrance = f"{root}/enter?key={reception.once.make()}"
        reception.entered = lambda: _write_door(folder, root, reception.once.make(lasting=True))
    _write_door(folder, root, reception.once.make(lasting=True) if reception.open_here else "")
    return OpenDesk(
        app, root, entrance, pair, fingerprint(pair[0]) if pair and not certificate else "", reception.end_streams
    )


def serve_desk(desk: OpenDesk, listener: socket.socket) -> None:
    """Serve at this socket until Ctrl+C."""
    server(desk.app, desk.certificate, ending=desk.ending).run(sockets=[listener])


def entrance_of_open_desk(campaign: Campaign, root: str = "") -> str:
    """The address that opens a desk of this campaign's folder which runs already on this computer, at `root` or where the last one was
    opened; "" when none does, and when another one has that address by now."""
    door = keys_folder(campaign) / DOOR
    try:
        root = root or str(parse_json(door.read_bytes())["root"])
        reply = requests.get(f"{root}/healthz", timeout=20, verify=False)  # noqa: S501 - asks only whether it is there
        opened = parse_json(door.read_bytes())  # a desk writes it before it replies
        key = str(opened["key"]) if opened["root"] == root else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    if reply.headers.get(MARK) != mark_of(campaign):
        return ""
    return f"{root}/enter?key={key}" if key else f"{root}/"


def add_desk_account(campaign: Campaign, name: str, role: str, district: str, password: str) -> Account:
    """Add an account, or change one. Raises InputError for a name, password or district that will not do."""
    district = district_meant(campaign, district) if district else ""
    if DeskRole(role) is DeskRole.SP and not district:
        raise InputError(
            "An account for an SP needs a district.",
            cure="Add --district with one of {codes}.",
            codes=", ".join(campaign.district_by_code),
        )
    if DeskRole(role) is not DeskRole.SP and district:
        raise InputError("Only an account for an SP has a district.", cure="Leave out --district.")
    return add_account(keys_folder(campaign), name, DeskRole(role), district, password)


def desk_officers(campaign: Campaign) -> tuple[Officer, ...]:
    """Whose accounts there are, by name."""
    return tuple(account.officer for account in read_accounts(keys_folder(campaign)).values())


def remove_desk_account(campaign: Campaign, name: str) -> None:
    """Remove an account; whoever is logged in with it is out within seconds. Raises InputError when there is none."""
    remove_account(keys_folder(campaign), name)


def _case_verbs(campaign: Campaign, clock: Clock) -> CaseVerbs:
    return CaseVerbs(
        open=partial(open_case, campaign, clock=clock),
        note=partial(note_case, campaign, clock=clock),
        assign=partial(assign_case, campaign, clock=clock),
        act=partial(act_on_case, campaign, clock=clock),
        close=partial(close_case, campaign, clock=clock),
        reopen=partial(reopen_case, campaign, clock=clock),
        open_response=partial(open_response, campaign, clock=clock),
        judged=partial(whom_it_praises, campaign),
    )


def _write_door(folder: Path, root: str, key: str) -> None:
    make_private(folder)
    write_whole(folder / DOOR, json.dumps({"root": root, "key": key}).encode())
