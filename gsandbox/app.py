"""The sandbox put together: one address, Google's own paths."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from . import (
    batch,
    clock,
    consent,
    device,
    discovery,
    drive,
    grants,
    oauth,
    parameters,
    pubsub,
    refusal,
    sheets,
    trouble,
    wire,
)
from .account import profile as account
from .faults import Plan
from .forms import routes as forms
from .forms import watches
from .front import Front, Handler, Reply, call_of, unserved
from .heads import Heads
from .refusal import Refusal
from .responder import routes as responder
from .sheets.functions import MOMENT
from .trouble import State, Trouble, install
from .wire import Json
from .world import World

HANDLERS: Mapping[str, Handler] = ChainMap(sheets.HANDLERS, drive.HANDLERS, forms.HANDLERS, pubsub.HANDLERS)
PATHS = (
    "/v4/{rest:path}",
    "/drive/v3/{rest:path}",
    "/upload/drive/v3/{rest:path}",
    "/download/drive/v3/{rest:path}",
    "/v1/forms{rest:path}",
    "/v1/projects/{rest:path}",
)
"""Where the APIs are reached; which method is meant, the front door has found."""
V2_HANDLERS: Mapping[str, Handler] = {"drive.files.update": drive.upload}
"""Content sent by Drive v2, whose methods bear the names that those of v3 bear."""
SCHEMAS = [account.SCHEMA, drive.SCHEMA, sheets.SCHEMA, oauth.SCHEMA, forms.SCHEMA, watches.SCHEMA, pubsub.SCHEMA]


def make_app(
    world: Path,
    *,
    plan: Plan | None = None,
    strict_quota: bool = False,
    profile: str = "",
    readings: Mapping[str, object] | None = None,
) -> Starlette:
    """The ASGI application over one world file, which is made when it is not there.

    `plan` is what goes wrong from the start; with `strict_quota` Google's limits a minute are kept. `profile` names the
    kind of account, with `readings` of single facts; without it the world keeps its own. Raises WorldError, ProfileError.
    """
    opened = World(world)
    routes: list[BaseRoute] = [
        *(Route(path, _serving(HANDLERS), methods=["GET", "POST", "PUT", "PATCH", "DELETE"]) for path in PATHS),
        Route("/upload/drive/v2/{rest:path}", _serving(V2_HANDLERS), methods=["PUT"]),
        Route("/batch", batch.serve, methods=["POST"]),
        Route("/batch/drive/v3", batch.serve, methods=["POST"]),
        Route("/$discovery/rest", _discovery, methods=["GET"]),
        Route("/discovery/v1/apis/{api}/{version}/rest", _discovery, methods=["GET"]),
        Route("/sandbox/violations", _violations),
        *consent.routes,
        *grants.routes,
        *device.routes,
        *account.routes,
    ]
    routes += trouble.routes + responder.routes
    opened.install(";\n".join(SCHEMAS))
    if profile or readings:
        with opened.transaction() as db:
            account.choose(db, profile or account.of(db).name, readings)
    violations: list[Json] = []
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Heads), Middleware(Trouble), Middleware(Front, violations=violations)],
        exception_handlers={Refusal: _refused, 404: _not_found, 405: _not_found},
    )
    app.router.redirect_slashes = False
    app.state.world = opened
    app.state.violations = violations
    app.state.trouble = State(Plan(), strict_quota=strict_quota)
    if plan is not None:
        install(app, plan, datetime.now(UTC))
    return app


def _serving(handlers: Mapping[str, Handler]) -> Callable[[Request], Awaitable[Response]]:
    """A route that serves these methods, each by its name in the discovery document. Raises Refusal for all others."""

    async def serve(request: Request) -> Response:
        call = call_of(request)
        if (handler := handlers.get(call.method.id)) is None:
            raise unserved(call.method)
        MOMENT.set(clock.now(request))
        with request.app.state.world.transaction() as db:
            given = handler(db, call, clock.now(request))
        return given if isinstance(given, Response) else Reply(given)

    return serve


async def _discovery(request: Request) -> Response:
    """A discovery document that leads here: a client that asks for it needs no other change."""
    version = request.path_params.get("version") or request.query_params.get("version", "")
    api = request.path_params.get("api") or {"v1": "forms", "v4": "sheets", "v3": "drive"}.get(version, "")
    document = discovery.served(f"{api}.{version}", wire.root_of(request))
    if document is None:
        text = f"Discovery document not found for API service: {api}.googleapis.com format: rest version: {version}"
        return wire.json_reply({"error": {"code": 404, "message": text, "status": "NOT_FOUND"}}, status=404)
    return wire.json_reply(document)


async def _violations(request: Request) -> Response:
    return JSONResponse(request.app.state.violations)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return refusal.reply(error, request.url.path, listed=parameters.lists_errors(request.url.query))


async def _not_found(request: Request, error: Exception) -> Response:
    if "sandbox.call" in request.scope:
        return refusal.reply(unserved(call_of(request).method), request.url.path)
    return refusal.unknown_path(request.url.path)
