"""The peer: a bare Starlette application that reads posted fields and inserts one row into SQLite."""

from __future__ import annotations

import json
import sqlite3
import sys
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from gsandbox.server import HOST, listen


def main(file: str) -> None:
    """Serve until told to stop; the first line printed is the address."""
    db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("CREATE TABLE answers (fields TEXT)")

    async def post(request: Request) -> Response:
        fields = parse_qs((await request.body()).decode())
        db.execute("INSERT INTO answers VALUES (?)", (json.dumps(fields),))
        return HTMLResponse("<!DOCTYPE html><title>Recorded</title><p>Your response has been recorded.")

    app = Starlette(routes=[Route("/", post, methods=["POST"])])
    listener = listen(0)
    print(f"http://{HOST}:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(
        app, http="httptools", loop="asyncio", ws="none", lifespan="off", log_config=None, access_log=False
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        db.close()


if __name__ == "__main__":
    main(sys.argv[1])
