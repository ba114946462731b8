"""anubhav sandbox: a small Google of our own on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import InputError


@click.command("sandbox")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="Port on loopback; 0 takes any."
)
@click.option(
    "--world",
    default="data/sandbox.sqlite",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that holds everything the sandbox knows; made when it is not there.",
)
def command(port: int, world: Path) -> None:
    """Run a small Google of our own: Forms, Sheets, Drive and the form page, on this machine only.

    \b
    Example:
      anubhav sandbox --port 8765 --world data/sandbox.sqlite
    """
    from ..sandbox.app import make_app
    from ..sandbox.server import HOST, listen, server
    from ..sandbox.world import WorldError

    world.parent.mkdir(parents=True, exist_ok=True)
    try:
        app = make_app(world)
    except WorldError as error:
        raise InputError(str(error), cure="Name another file with --world.") from error
    try:
        listener = listen(port)
    except OSError as error:
        raise InputError(
            f"Port {port} cannot be used ({error.strerror}).", cure="Name another one, or --port 0."
        ) from error
    click.echo(f"Sandbox ready: http://{HOST}:{listener.getsockname()[1]}")
    import sys

    sys.stdout.flush()
    try:
        server(app).run(sockets=[listener])
    finally:
        app.state.world.close()
