"""The layer that lets the fault plan and the quotas strike: outside of everything else, so that nothing knows of them."""

from __future__ import annotations

import asyncio
import gzip
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from . import clock, consent, exchange, faults, grants, meddling, mishaps, oauth, refusal, wire
from .discovery import Match, load
from .faults import Fault, Plan, PlanError, Rule, When
from .front import api_of
from .mishaps import VanishedError
from .quota import Meter
from .refusal import Refusal
from .sheets import responses

PAGES = {"viewform", "formResponse"}


class State:
    """What may go wrong now: the plan, and the meter when quotas are kept."""

    def __init__(self, plan: Plan, *, strict_quota: bool) -> None:
        self.plan = plan
        self.meter = Meter() if strict_quota else None
        self.tight = Meter()

    @property
    def quiet(self) -> bool:
        """Nothing can go wrong."""
        return not self.plan.rules and self.meter is None


class Trouble:
    """The middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or let it go wrong."""
        path: str = scope["raw_path"].decode("ascii") if scope["type"] == "http" else ""
        state: State | None = scope["app"].state.trouble if path else None
        if state is None or state.quiet or path.startswith("/sandbox/"):
            await self.app(scope, receive, send)
            return
        try:
            reply = await self._serve(state, path, scope, receive)
        except Refusal as refused:
            reply = refusal.reply(refused, path)
        except VanishedError as vanished:
            await _vanish(vanished.reply, scope, send)
            return
        await reply(scope, receive, send)

    async def _serve(self, state: State, path: str, scope: Scope, receive: Receive) -> Response:
        body = await exchange.read(receive)
        request = Request(scope)
        match = _match(scope, path)
        name = match.method.id if match else _name(path, body)
        for rule in state.plan.strikes(name, When.WORLD):
            _meddle(request, state, rule, name, match.path.get("formId", "") if match else "")
        alt = request.query_params.get("alt", "")
        if match and state.meter is not None:
            state.meter.count(match.method, _bearer(request), alt=alt)
        for rule in state.plan.strikes(name, When.BEFORE, When.GRANT):
            state.plan.note(rule, name)
            if rule.fault is Fault.QUOTA_PER_MINUTE:
                if match:
                    divide = rule.options.get("divide", 1)
                    state.tight.count(match.method, _bearer(request), alt=alt, divide=divide)
                continue
            if rule.fault is Fault.DRIVE_FULL and name == "drive.about.get":
                scope["sandbox.full"] = True
                continue
            if rule.fault is Fault.ADMIN_POLICY:
                return consent.sent_back(body, "admin_policy_enforced")
            if rule.fault.when is When.GRANT:
                _token_trouble(rule, request, body)
            elif (reply := await mishaps.before(rule, match.method if match else None, path)) is not None:
                return reply
        rules = list(state.plan.strikes(name, When.AFTER))
        recorder = exchange.Recorder()
        scope["sandbox.no_prefill"] = any(rule.fault is Fault.NO_PREFILL for rule in rules)
        await self.app(scope, exchange.replay(body, receive), recorder)
        reply = recorder.reply()
        for rule in rules:
            state.plan.note(rule, name)
            reply = reply if rule.fault is Fault.NO_PREFILL else _after(rule, reply)
        return reply


def _match(scope: Scope, path: str) -> Match | None:
    api = api_of(path)
    if api is None:
        return None
    verb = Headers(scope=scope).get("x-http-method-override", scope["method"]).upper()
    return load(api).find(verb, path.removeprefix("/upload").removeprefix("/download"))


def _name(path: str, body: bytes) -> str:
    """What the plan calls a request that is no API call: token.refresh_token, login.consent, page.viewform, other."""
    if path in grants.TOKEN:
        return "token." + (parse_qs(body.decode("latin-1")).get("grant_type") or [""])[0].rpartition(":")[2]
    if path in consent.PAGES:
        return "login.consent" if body else "login.ask"
    last = path.rpartition("/")[2]
    return f"page.{last}" if last in PAGES else "other"


def _bearer(request: Request) -> str:
    return request.headers.get("authorization", "")


def _meddle(request: Request, state: State, rule: Rule, name: str, form_id: str) -> None:
    with request.app.state.world.transaction() as db:
        what = meddling.meddle(db, rule, state.plan.chances, clock.now(request), form_id=form_id)
    state.plan.note(rule, name, what)


def _token_trouble(rule: Rule, request: Request, body: bytes) -> None:
    """Refuse a grant. Raises Refusal with the token endpoint's words."""
    if rule.fault is Fault.TESTING:
        request.scope["sandbox.testing"] = True
        wanted = (parse_qs(body.decode("latin-1")).get("refresh_token") or [""])[0]
        with request.app.state.world.transaction() as db:
            made = oauth.made_on(db, wanted)
        if made is None or clock.now(request) - made <= oauth.TESTING_LIFE:
            return
    status, error, text = TOKEN_ERRORS[rule.fault]
    more = [SESSION] if rule.fault is Fault.SESSION_OVER else None
    raise Refusal(status, text, reason=error, details=more)


SESSION = {"error_uri": "https://support.google.com/a/answer/9368756", "error_subtype": "invalid_rapt"}
TOKEN_ERRORS = {
    Fault.INVALID_GRANT: (400, "invalid_grant", "Token has been expired or revoked."),
    Fault.TESTING: (400, "invalid_grant", "Token has been expired or revoked."),
    Fault.INVALID_CLIENT: (401, "invalid_client", "The OAuth client was not found."),
    Fault.DELETED_CLIENT: (401, "deleted_client", "The OAuth client was deleted."),
    Fault.DISABLED_CLIENT: (401, "disabled_client", "The OAuth client was disabled."),
    Fault.SESSION_OVER: (400, "invalid_grant", "reauth related error (invalid_rapt)"),
    Fault.REVOKED_KEY: (400, "invalid_grant", "Invalid JWT Signature."),
    Fault.UNAUTHORIZED_CLIENT: (401, "unauthorized_client", "Unauthorized"),
    Fault.OFTEN_RENEWED: (403, "rate_limit_exceeded", "Rate Limit Exceeded"),
    Fault.ACCOUNT_DELETED: (400, "invalid_grant", "The account has been deleted."),
    Fault.ACCOUNT_RESTRICTED: (400, "access_denied", "Account restricted"),
    Fault.ORG_INTERNAL: (403, "org_internal", "This client is restricted to users within its organization."),
    Fault.POLICY_ENFORCED: (
        400,
        "policy_enforced",
        "Access to your account data is restricted by policies within your organization.",
    ),
}


def _after(rule: Rule, reply: Response) -> Response:
    if rule.fault not in (Fault.EMPTY, Fault.PUBLISHED_READER):
        return mishaps.after(rule, reply)
    if reply.status_code != 200 or not exchange.is_json(reply):
        return reply
    data = bytes(reply.body)
    value = wire.loads(gzip.decompress(data) if reply.headers.get("content-encoding") == "gzip" else data)
    if rule.fault is Fault.PUBLISHED_READER:
        return wire.json_reply(mishaps.published_readers(value))
    key = rule.options.get("key")
    return wire.json_reply(mishaps.emptied(value, (key,)) if key else mishaps.emptied(value))


async def _vanish(reply: Response | None, scope: Scope, send: Send) -> None:
    """Drop the connection: at once, or after half of the reply."""
    if reply is not None:
        await send({"type": "http.response.start", "status": reply.status_code, "headers": reply.raw_headers})
        half = bytes(reply.body)[: len(reply.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await asyncio.sleep(0.02)
    scope["sandbox.drop"]()
    await asyncio.sleep(0.02)


def install(app: Any, plan: Plan, when: datetime) -> None:
    """Put a plan in place of the present one; what is to happen "now" happens. Raises Refusal."""
    state: State = app.state.trouble
    with app.state.world.transaction() as db:
        responses.let_go(db)
        for rule in plan.strikes(faults.NOW, When.WORLD):
            plan.note(rule, faults.NOW, meddling.meddle(db, rule, plan.chances, when))
    state.plan = plan
    state.tight = Meter()


async def _plan(request: Request) -> Response:
    if request.method == "DELETE":
        install(request.app, Plan(), clock.now(request))
    elif request.method == "POST":
        try:
            given = wire.loads(await request.body())
            plan = faults.read(given if isinstance(given, dict) else {"faults": given})
        except ValueError as error:
            kind = "plan" if isinstance(error, PlanError) else "JSON"
            raise Refusal(400, f"Sandbox: the fault plan is no good {kind}:\n{error}") from error
        install(request.app, plan, clock.now(request))
    return wire.json_reply(request.app.state.trouble.plan.shown())


routes: list[BaseRoute] = [Route("/sandbox/faults", _plan, methods=["GET", "POST", "DELETE"])]
