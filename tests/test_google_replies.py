"""Replies of Google's that are not as its documentation has them: a GoogleError in words, or what was asked for; never a bug of ours."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from google.oauth2.credentials import Credentials
from wire import Wire, tap

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import AnubhavError, GoogleError, UnavailableError
from anubhav_gforms.google import Login
from anubhav_gforms.google import connect as connect_as
from anubhav_gforms.google.auth import LoginKind
from anubhav_gforms.links.registry import Registry
from anubhav_gforms.nouns.gateway import SHEET_TYPE
from anubhav_gforms.pipeline.connection import connect

STRANGE: tuple[Any, ...] = (None, [], {}, "x", 10**30, 1e308, [None], {"x": None})


class Retold(Wire):
    """Tells every reply that is JSON in another way."""

    def __init__(self, retell: Callable[[Any], Any]) -> None:
        super().__init__()
        self.retell = retell

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        request.url = re.sub(
            "&pageToken=[^&]*", "", str(request.url)
        )  # the sandbox would refuse one that it did not give
        reply = super().send(request, *args, **options)
        reply._content = json.dumps(self.retell(json.loads(reply.content))).encode()
        reply.headers.pop("Content-Encoding", None)
        return reply


@pytest.fixture
def registry(campaign: Campaign, google: Any, sandbox: Any) -> Registry:
    """A form that is set up and linked, with a response."""
    made = pipeline.setup_forms(campaign, google).registry
    sandbox.link(made.form_id, made.spreadsheet_id)
    for text in ("one", "two"):
        page = google.pages.open(made.responder_uri)
        given = {made.entry("station"): "BSP-KTW", made.entry("overall"): "4", made.entry("message"): text}
        assert google.pages.respond(page, given).recorded
    return made


def quick(campaign: Campaign) -> Any:
    """A gateway whose clock only waiting moves."""
    now = [0.0]
    return connect(
        campaign, sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), clock=lambda: now[0], deadline=1
    )


def asks(google: Any, registry: Registry) -> dict[str, Callable[[], Any]]:
    return {
        "form": lambda: google.forms.get(registry.form_id),
        "responses": lambda: list(google.forms.responses(registry.form_id)),
        "files": lambda: google.drive.find(SHEET_TYPE),
        "file": lambda: google.drive.get(registry.form_id),
        "permissions": lambda: google.drive.permissions(registry.form_id),
        "account": lambda: google.drive.account(),
        "sheet": lambda: google.sheets.describe(registry.spreadsheet_id),
        "cells": lambda: google.sheets.values(registry.spreadsheet_id, ["A1:C", "D1:D"]),
    }


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in a value of JSON, the first two of each list."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for name, each in inside:
        yield from places(each, (*path, name))


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The same with something else at a place; without the place where the new value is `...`."""
    if not path:
        return None if new is ... else new
    copy = dict(value) if isinstance(value, dict) else list(value)
    if len(path) == 1 and new is ...:
        del copy[path[0]]
    else:
        copy[path[0]] = changed(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("what", list(asks(None, None)))  # type: ignore[arg-type]  # only their names
def test_whatever_is_missing_or_of_another_type_is_google_s(
    what: str, campaign: Campaign, registry: Registry, google: Any
) -> None:
    heard: list[Any] = []
    tap(google, Retold(lambda reply: heard.append(reply) or reply))
    asks(google, registry)[what]()
    told, refused = heard[0], set[str]()
    gateway = quick(campaign)
    wire = tap(gateway, Retold(lambda reply: reply))
    for path in places(told):
        for new in (..., *STRANGE):
            wire.retell = lambda reply, path=path, new=new: changed(told, path, new)  # type: ignore[misc]
            try:
                asks(gateway, registry)[what]()
            except UnavailableError as error:
                refused.add(error.message.partition(": ")[2])
    assert refused == {"Google's reply was cut off or is not what was asked for."}


@pytest.mark.parametrize("what", ["responses", "files", "permissions"])
def test_a_list_that_never_ends_is_left(what: str, campaign: Campaign, registry: Registry) -> None:
    gateway = quick(campaign)
    wire = tap(gateway, Retold(lambda reply: {**reply, "nextPageToken": "again"}))
    with pytest.raises(UnavailableError):
        asks(gateway, registry)[what]()
    assert len(wire.sent) == 2


def test_a_page_of_responses_that_comes_twice_is_no_response_more(campaign: Campaign, registry: Registry) -> None:
    gateway = quick(campaign)
    tap(
        gateway,
        Retold(lambda reply: {**reply, "responses": reply["responses"] * 3} if "responses" in reply else reply),
    )
    assert pipeline.pull(campaign, gateway).new == 2
    assert pipeline.pull(campaign, gateway).new == 0


def test_after_whatever_came_a_pull_goes_on_as_if_nothing_had(campaign: Campaign, registry: Registry) -> None:
    for new in (None, {}, [[]], 10**30, "x" * 60_000):
        gateway = quick(campaign)
        tap(gateway, Retold(lambda reply, new=new: dict.fromkeys(reply, new)))  # type: ignore[misc]
        with suppress(AnubhavError):
            pipeline.pull(campaign, gateway)
    assert pipeline.pull(campaign, quick(campaign)).new == 2


def test_only_a_reply_that_names_the_sheet_says_that_it_was_written(campaign: Campaign, registry: Registry) -> None:
    """A network's own page may say 200 and {} to a write that never came to Google."""
    gateway = quick(campaign)
    wire = tap(gateway, Retold(lambda reply: {}))
    with pytest.raises(UnavailableError):
        gateway.sheets.append(registry.spreadsheet_id, 0, [["x"]], "Writing a row")
    assert len(wire.writes) == 1, "never sent twice"
    with pytest.raises(UnavailableError):
        gateway.sheets.set_time(registry.spreadsheet_id, locale="en_GB", timezone="Asia/Kolkata")


def test_a_way_to_elsewhere_takes_no_login_along(campaign: Campaign) -> None:
    heard: list[tuple[str, str | None]] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append((self.path.partition("?")[0], self.headers.get("Authorization")))
            self.send_response(307 if self.path != "/elsewhere" else 200)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/elsewhere")  # type: ignore[attr-defined]
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}"
        login = Login(LoginKind.PERSON, Credentials("secret"), "")  # type: ignore[no-untyped-call]  # as google-auth is
        google = connect_as(campaign.id, root, login=login, sleep=lambda seconds: None, deadline=0)
        for ask in (
            lambda: google.sheets.describe("x"),
            lambda: google.sheets.append("x", 0, [["a"]], "Writing a row"),
            lambda: google.forms.get("x"),
        ):
            with pytest.raises(GoogleError):
                ask()
        server.shutdown()
    assert {login for path, login in heard if path == "/elsewhere"} == {None}
    assert {login for path, login in heard if path != "/elsewhere"} == {"Bearer secret"}
