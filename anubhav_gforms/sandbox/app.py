"""The sandbox put together: one address, Google's own paths."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from . import drive, refusal, sheets
from .front import Answer, Front, Handler, call_of
from .refusal import Refusal
from .world import World

Json = dict[str, Any]

HANDLERS: Mapping[str, Handler] = {**sheets.HANDLERS, **drive.HANDLERS}
SCHEMAS = [drive.SCHEMA, sheets.SCHEMA]


def make_app(world: Path) -> Starlette:
    """The ASGI application over one world file, which is made when it is not there. Raises WorldError."""
    opened = World(world)
    routes: list[BaseRoute] = [
        Route("/v4/{rest:path}", _api, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        Route("/drive/v3/{rest:path}", _api, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        Route("/upload/drive/v3/{rest:path}", _api, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        Route("/sandbox/violations", _violations),
    ]
    for room in _rooms():
        routes += room.routes
        if schema := getattr(room, "SCHEMA", ""):
            opened.install(schema)
    for schema in SCHEMAS:
        opened.install(schema)
    violations: list[Json] = []
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Front, violations=violations)],
        exception_handlers={Refusal: _refused, 404: _not_found, 405: _not_found},
    )
    app.router.redirect_slashes = False
    app.state.world = opened
    app.state.violations = violations
    return app


def _rooms() -> list[Any]:
    from importlib import import_module

    rooms = []
    for name in ("forms", "responder"):
        try:
            rooms.append(import_module(f".{name}.routes", __package__))
        except ImportError as error:
            if f"sandbox.{name}" not in str(error) and "cannot import" not in str(error):
                raise
    return rooms


async def _api(request: Request) -> Response:
    call = call_of(request)
    handler = HANDLERS.get(call.method.id)
    if handler is None or request.url.path.startswith("/upload/"):
        raise Refusal(501, f"Sandbox: Google has {call.method.id}, this sandbox does not serve it.")
    given = handler(call)
    return given if isinstance(given, Response) else Answer(given)


async def _violations(request: Request) -> Response:
    return JSONResponse(request.app.state.violations)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return refusal.answer(error, request.url.path)


async def _not_found(request: Request, error: Exception) -> Response:
    if "sandbox.call" in request.scope:
        method = call_of(request).method.id
        return refusal.answer(
            Refusal(501, f"Sandbox: Google has {method}, this sandbox does not serve it."), request.url.path
        )
    return refusal.unknown_path(request.url.path)
