"""The login of a program without a browser: it shows a short code, which a person types elsewhere, and polls meanwhile."""

from __future__ import annotations

import html
import json
import secrets
import sqlite3
from datetime import datetime
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from . import clock, oauth, tokeninfo, wire
from .consent import consent_page
from .grants import GRANTS, asked, check_owner, hand_out
from .refusal import Refusal
from .scopes import ADDRESS, SHORT_SCOPES, granted
from .wire import Json

DEVICE_GRANTS = ("urn:ietf:params:oauth:grant-type:device_code", "http://oauth.net/grant_type/device/1.0")
"""The second is older: it calls the code of the device `code`."""
ALLOWED = {"drive.appdata", "drive.file", "userinfo.email", "userinfo.profile", "youtube", "youtube.readonly"}
"""Of all scopes that are addresses, the few that Google grants in this way."""
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Connect a device - Sandbox accounts</title></head>
<body><main>
<h1>{title}</h1>
{form}
<p>This is the sandbox on this machine, not Google. Nothing leaves it.</p>
</main></body></html>
"""
FIELD = '<form><label>Enter the code displayed on your device <input name="user_code" autocomplete="off"></label> <button>Next</button></form>'


async def begin(request: Request) -> Response:
    """The two codes of a device, and where a person types the short one. Raises Refusal for a scope that devices do not get."""
    form = await tokeninfo.fields(request)
    if not form.get("client_id"):
        raise Refusal(400, "Could not determine client ID from request.", reason="invalid_request")
    scopes = form.get("scope", "").split()
    if not scopes:
        raise Refusal(400, "Missing required parameter: scope", reason="invalid_request")
    for scope in scopes:
        if scope not in SHORT_SCOPES and (
            scope.removeprefix(ADDRESS) == scope or scope.removeprefix(ADDRESS) not in ALLOWED
        ):
            raise Refusal(400, f"Invalid device flow scope: {scope}", reason="invalid_scope")
    short = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))
    with request.app.state.world.transaction() as db:
        extra = {"user_code": short, "said": ""}
        when = clock.now(request)
        code = oauth.make(db, "device", account="", client=form["client_id"], scopes=scopes, when=when, extra=extra)
    shown = {
        "user_code": short,
        "expires_in": 1800,
        "interval": 5,
        "verification_url": f"{wire.root_of(request)}/device",
    }
    return wire.json_reply({"device_code": code, **shown}, headers=wire.LOGINS)


async def type_it(request: Request) -> Response:
    """Where a person types the short code, and then sees what the program asks for."""
    short = request.query_params.get("user_code", "").strip()
    if not short:
        return HTMLResponse(PAGE.format(title="Connect a device", form=FIELD))
    with request.app.state.world.transaction() as db:
        row = _of_person(db, short, clock.now(request))
    if row is None:
        return HTMLResponse(PAGE.format(title="That code did not work. Check it and try again.", form=FIELD), 400)
    kept = f'<input type="hidden" name="user_code" value="{html.escape(short, quote=True)}">'
    return HTMLResponse(consent_page(row["client"], kept, json.loads(row["scopes"])))


async def decide(request: Request) -> Response:
    """The person pressed a button: the program learns it when it polls next."""
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    scopes = form.get("scope", [])
    allows = form.get("answer") == ["allow"] and bool(scopes)
    with request.app.state.world.transaction() as db:
        row = _of_person(db, form.get("user_code", [""])[0], clock.now(request))
        if row is None:
            raise Refusal(400, "That code did not work.")
        extra = json.loads(row["extra"]) | {"said": "allow" if allows else "deny"}
        change = "UPDATE tokens SET scopes = ?, extra = ? WHERE token = ?"
        db.execute(change, (json.dumps(scopes or json.loads(row["scopes"])), json.dumps(extra), row["token"]))
    title = "Success! Device connected" if allows else "The device was not connected"
    return HTMLResponse(PAGE.format(title=title, form=""))


def _of_person(db: sqlite3.Connection, short: str, when: datetime) -> Json | None:
    """The login that waits for a person who types this code."""
    query = "SELECT token, client, scopes, extra FROM tokens WHERE kind = 'device' AND expires > ?"
    rows = [
        dict(zip(("token", "client", "scopes", "extra"), row, strict=True))
        for row in db.execute(query, (when.isoformat(),))
    ]
    return next((row for row in rows if json.loads(row["extra"])["user_code"] == short), None)


def by_device(db: sqlite3.Connection, form: dict[str, str], when: datetime) -> Json:
    """A poll: nobody has said anything yet, or no; or the tokens, once. Raises Refusal for all but the last."""
    client, code = asked(
        {"device_code": form.get("code", "")} | form, "device_code", lacking="Missing required parameter: client_secret"
    )
    query = "SELECT client, scopes, expires, extra FROM tokens WHERE token = ? AND kind = 'device'"
    row = db.execute(query, (code,)).fetchone()
    if row is None or datetime.fromisoformat(row[2]) <= when:
        raise Refusal(400, "Bad Request", reason="invalid_grant")
    check_owner(row[0], client)
    said = json.loads(row[3])["said"]
    if not said:
        raise Refusal(428, "Precondition Required", reason="authorization_pending")
    if said != "allow":
        raise Refusal(403, "Forbidden", reason="access_denied")
    db.execute("DELETE FROM tokens WHERE token = ?", (code,))  # a code works once
    scopes = granted(json.loads(row[1]))
    refresh = oauth.make(db, "refresh", account="", client=client, scopes=scopes, when=when)
    return hand_out(db, "", client, scopes, when, refresh=refresh)


GRANTS |= dict.fromkeys(DEVICE_GRANTS, by_device)
CODES = ("/device/code", "/o/oauth2/device/code")
routes: list[BaseRoute] = [
    *(Route(path, begin, methods=["POST"]) for path in CODES),
    Route("/device", type_it, methods=["GET"]),
    Route("/device", decide, methods=["POST"]),
]
