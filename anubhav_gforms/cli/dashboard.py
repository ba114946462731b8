"""anubhav dashboard: the report page live, on this machine or, with a password, on an address of the office."""

from __future__ import annotations

import secrets
import socket

import click

from .. import pipeline
from ..errors import AnubhavError, InputError, refusal
from ..sentence import Sentence, joined
from .bug import write_report
from .show import campaign_of, say, show

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command("dashboard")
@click.option("--port", default=8766, show_default=True, type=click.IntRange(0, 65535), help="0 = any free one.")
@click.option(
    "--address",
    default="127.0.0.1",
    show_default=True,
    help="Another address than this machine's own asks for a password.",
)
@click.option("--week", metavar="WEEK", help="ISO week such as 2026-W47.  [default: the last finished one]")
@click.option(
    "--with-messages",
    is_flag=True,
    help="Also show what people wrote in the last four weeks, as the IG may read it; asks for a password everywhere.",
)
@click.pass_context
def command(ctx: click.Context, port: int, address: str, week: str | None, with_messages: bool) -> None:
    """Show the report live in a browser: made again whenever a pull brings responses.

    Read-only; no name, mobile or message is shown. With --with-messages the IG's page of messages is shown beside it:
    numbers and addresses taken out, grave matters first; names and mobiles that people left are never shown. Let `anubhav watch` run beside it to keep pulling. On any address
    but this machine's own a password is made and printed; the line is not encrypted, so use it inside the office only.

    \b
    Example:
      anubhav dashboard
      anubhav dashboard --address 192.168.1.20 --port 8766
    """
    campaign = campaign_of(ctx)
    password = "" if address in LOOPBACK and not with_messages else secrets.token_urlsafe(12)
    app = pipeline.make_dashboard(
        campaign,
        hosts=(*LOOPBACK, address),
        week=week,
        with_messages=with_messages,
        password=password,
        on_error=_tell,
    )
    listener = socket.socket(
        socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
    except OSError as error:
        raise InputError(
            "{address}:{port} cannot be used: {strerror}.",
            cure="Choose another --port.",
            address=address,
            port=port,
            strerror=refusal(error),
        ) from None
    shown = f"[{address}]" if ":" in address else address
    show(Sentence("Dashboard ready: {address}", address=f"http://{shown}:{listener.getsockname()[1]}/"))
    if password:
        show(Sentence("  user {user}, password {password}", user=pipeline.DASHBOARD_USER, password=password))
    say("To stop it: Ctrl+C")
    pipeline.serve(app, listener)


def _tell(error: Exception) -> None:
    """Say in the window what went wrong: our own errors in words, others by a report without anybody's data."""
    if isinstance(error, AnubhavError):
        show(Sentence("Error: {message}", message=joined((error.message, error.cure), " ")), err=True)
        return
    report = Sentence(
        "{kind}; a report without anybody's data: {path}", kind=type(error).__name__, path=write_report(error)
    )
    show(Sentence("Error: {message}", message=report), err=True)
