"""The server that is measured, in a process of its own: the desk of a folder, or a plain Starlette page of the same size.

Prints its address and the once-key's; then reads lines from its standard input: "clock SECONDS" moves the desk's clock ahead.
"""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.desk.server import server

from ..cube.ledger import campaign_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""The last day of the bench's ledger."""


def main() -> None:
    kind, folder = sys.argv[1], Path(sys.argv[2])
    ahead = [0.0]
    listener = pipeline.listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    if kind == "plain":
        page = "<!doctype html><title>plain</title>" + "x" * int(sys.argv[3])

        async def plain(_: object) -> HTMLResponse:
            return HTMLResponse(page)

        print(f"http://127.0.0.1:{port}", flush=True)
        server(Starlette(routes=[Route("/", plain)])).run(sockets=[listener])
        return
    campaign = load_campaign(folder) if (folder / "config").is_dir() else campaign_of(158, folder)
    desk = pipeline.open_desk(campaign, "127.0.0.1", port, clock=lambda: NOW + timedelta(seconds=ahead[0]))

    def listen() -> None:
        for line in sys.stdin:
            ahead[0] = float(line.split()[1])

    threading.Thread(target=listen, daemon=True).start()
    print(desk.entrance, flush=True)
    pipeline.serve_desk(desk, listener)


if __name__ == "__main__":
    main()
