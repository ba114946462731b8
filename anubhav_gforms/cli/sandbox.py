"""anubhav sandbox: a practice server that stands in for Google, on this machine."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import click

from gsandbox.account.profile import NAMES
from gsandbox.app import make_app
from gsandbox.faults import PlanError, load
from gsandbox.refusal import Refusal
from gsandbox.server import HOST, listen, server
from gsandbox.world import WorldError

from ..errors import InputError, refusal
from .options import FILE, FILE_THERE
from .process import end_as_by_interrupt
from .show import say, show


@click.command("sandbox")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="Port on loopback; 0 takes any."
)
@click.option(
    "--world",
    default="data/sandbox.sqlite",
    show_default=True,
    type=FILE,
    help="File that holds everything the sandbox knows; made when it is not there.",
)
@click.option(
    "--faults",
    "plan_file",
    type=FILE_THERE,
    help="TOML file of what shall go wrong (sandbox.md in the documentation lists all that can).",
)
@click.option(
    "--profile",
    type=click.Choice(NAMES),
    help="Kind of Google account; a world keeps its own, a new one is consumer-2026 (sandbox.md in the documentation).",
)
@click.option("--strict-quota", is_flag=True, help="Keep Google's limits of calls per minute: 429 above them.")
def command(port: int, world: Path, plan_file: Path | None, profile: str | None, strict_quota: bool) -> None:
    """Run a practice server that stands in for Google: Forms, Sheets, Drive and the form page, on this machine only.

    \b
    Example:
      anubhav sandbox --port 8765 --world data/sandbox.sqlite
      anubhav sandbox --port 0 --faults faults.toml --strict-quota
      anubhav sandbox --profile workspace --world data/workspace.sqlite
    """
    world.parent.mkdir(parents=True, exist_ok=True)
    try:
        plan = load(plan_file) if plan_file else None
        app = make_app(world, plan=plan, strict_quota=strict_quota, profile=profile or "")
    except WorldError as error:
        raise InputError(error.template, cure="Name another file with --world.", **error.values) from error
    except PlanError as error:
        raise InputError(
            "The plan of faults cannot be used. {error}",
            cure="The faults and their options are in sandbox.md in the documentation.",
            error=str(error),
        ) from error
    except Refusal as refused:
        raise InputError(
            refused.message, cure="Give such a fault a moment with on = ..., or link a form first."
        ) from refused
    try:
        listener = listen(port)
    except OSError as error:
        raise InputError(
            "Port {port} cannot be used ({strerror}).",
            cure="Name another one, or --port 0.",
            port=port,
            strerror=refusal(error),
        ) from error
    show("Sandbox ready: {address}", address=f"http://{HOST}:{listener.getsockname()[1]}")
    sys.stdout.flush()
    served = server(app)
    end_as_by_interrupt(served.handle_exit)  # an interrupt while it replies would be taken for an error of that reply
    try:
        with suppress(KeyboardInterrupt):  # uvicorn serves to the end, then sends itself the signal that it caught
            served.run(sockets=[listener])
        say("Stopped. Everything is kept in {world}.", world=world)
    finally:
        app.state.world.close()
