"""What an access token is good for, told to anybody who has it; and the fields of what is sent to the token endpoint."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from . import clock, wire
from .refusal import Refusal

PATHS = ("/tokeninfo", "/oauth2/v3/tokeninfo")


async def fields(request: Request) -> dict[str, str]:
    """What was sent, as a web form or as JSON, which Google takes too."""
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            given = wire.loads(body)
        except ValueError:
            given = {}
        return {name: str(value) for name, value in given.items()} if isinstance(given, dict) else {}
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


async def told(request: Request) -> Response:
    """tokeninfo: whose an access token is, and what it is good for."""
    given = (await fields(request)).get("access_token") or request.query_params.get("access_token", "")
    with request.app.state.world.transaction() as db:
        query = "SELECT client, scopes, expires FROM tokens WHERE token = ? AND kind = 'access'"
        row = db.execute(query, (given,)).fetchone()
    ends = datetime.fromisoformat(row[2]) if row else None
    if ends is None or (left := int((ends - clock.now(request)).total_seconds())) <= 0:
        text = "Invalid Value" if given else "Either access_token, id_token, or token_handle required"
        raise Refusal(400, text, reason="invalid_token")
    shown = {"azp": row[0], "aud": row[0], "scope": " ".join(json.loads(row[1])), "exp": str(int(ends.timestamp()))}
    return wire.json_reply({**shown, "expires_in": str(left), "access_type": "offline"})
