"""The consent page: what a program asks of a person, and the way back."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from . import clock, oauth
from .account import OWNER_EMAIL
from .refusal import Refusal
from .scopes import granted, on_the_way_back, scope_in_words, unknown_scopes

OWN = r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?"
BACK = re.compile(rf"{OWN}(?:[/?#].*)?", re.IGNORECASE)
"""Where a code may be sent: this machine."""
ISSUER = "https://accounts.google.com"
KEPT = ("client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method", "access_type", "login_hint")
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in - Sandbox accounts</title>
<style>
 body {{ font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f0f4f9; color: #1f1f1f }}
 main {{ max-width: 32rem; margin: 4vh auto; background: #fff; border-radius: 1.5rem; padding: clamp(1rem, 5vw, 2rem) }}
 label {{ display: flex; gap: .75rem; padding: .75rem 0; border-bottom: 1px solid #e3e3e3 }}
 input {{ width: 1.25rem; height: 1.25rem; flex: none }}
 button {{ font: inherit; padding: .6rem 1.5rem; border-radius: 2rem; border: 1px solid #747775; background: #fff; color: #0b57d0 }}
 button[value=allow] {{ background: #0b57d0; color: #fff; border-color: #0b57d0 }}
 h1 {{ font-size: 1.5rem; line-height: 1.3; font-weight: 500 }}
 p.note {{ color: #575757; font-size: .875rem; overflow-wrap: anywhere }}
</style></head>
<body><main>
<h1>A program on this machine wants access to your account</h1>
<p>{account}</p>
<p class="note">Client {client}</p>
<form method="post">
{kept}
{scopes}
<p><button name="answer" value="cancel">Cancel</button> <button name="answer" value="allow">Continue</button></p>
</form>
<p class="note">This is the sandbox on this machine, not Google. Nothing leaves it.</p>
</main></body></html>
"""


async def ask(request: Request) -> Response:
    """The page that asks whether a program may have these scopes; every scope has a box that can be unticked."""
    query = dict(request.query_params)
    wrong = _wrong(query)
    if wrong:
        raise Refusal(400, wrong)
    kept = "\n".join(
        f'<input type="hidden" name="{name}" value="{html.escape(query[name], quote=True)}">'
        for name in KEPT
        if name in query
    )
    return HTMLResponse(consent_page(query["client_id"], kept, query["scope"].split()))


def consent_page(client: str, kept: str, scopes: list[str]) -> str:
    """What a program asks for, a box for each scope; `kept` is HTML: what the page sends back with the answer."""
    boxes = "\n".join(
        f'<label><input type="checkbox" name="scope" value="{html.escape(scope, quote=True)}" checked> '
        f"<span>{html.escape(scope_in_words(scope))}</span></label>"
        for scope in scopes
    )
    return PAGE.format(client=html.escape(client), account=OWNER_EMAIL, kept=kept, scopes=boxes)


def _wrong(query: dict[str, str]) -> str:
    if not query.get("client_id"):
        return "Access blocked: authorization error. Missing required parameter: client_id. Error 400: invalid_request"
    if not BACK.fullmatch(query.get("redirect_uri", "")):
        return "Access blocked: this app's request is invalid. Error 400: redirect_uri_mismatch"
    if query.get("response_type") != "code":
        return "Access blocked: authorization error. Error 400: unsupported_response_type"
    if unknown := unknown_scopes(query.get("scope", "").split()):
        invalid = ", ".join(unknown)
        return f"Access blocked: authorization error. Some requested scopes were invalid. {{invalid=[{invalid}]}} Error 400: invalid_scope"
    lacks = not query.get("scope", "").strip()
    return "Access blocked: authorization error. Missing required parameter: scope" if lacks else ""


def sent_back(body: bytes, error: str) -> Response:
    """Back to the program, with an error instead of a code. Raises Refusal when it is none of this machine."""
    form = parse_qs(body.decode("utf-8", "replace"))
    address = form.get("redirect_uri", [""])[0]
    if not BACK.fullmatch(address):
        raise Refusal(400, "Access blocked: this app's request is invalid. Error 400: redirect_uri_mismatch")
    back = {"state": form["state"][0]} if "state" in form else {}
    return RedirectResponse(f"{address}?{urlencode({'error': error, **back})}", 302)


async def decided(request: Request) -> Response:
    """The person pressed a button: back to the program, with a code or with access_denied."""
    body = await request.body()
    form = parse_qs(body.decode("utf-8", "replace"))
    scopes = granted(form.get("scope", []))
    refused = sent_back(body, "access_denied")
    if form.get("answer") != ["allow"] or not scopes:
        return refused
    kept = {name: form[name][0] for name in KEPT if name in form}
    extra = {"redirect_uri": kept["redirect_uri"], "challenge": kept.get("code_challenge", "")}
    client, when = kept.get("client_id", ""), clock.now(request)
    with request.app.state.world.transaction() as db:
        code = oauth.make(db, "code", account="", client=client, scopes=scopes, when=when, extra=extra)
    back = {"state": kept["state"]} if "state" in kept else {}
    back |= {"iss": ISSUER, "code": code, "scope": " ".join(on_the_way_back(scopes))}
    return RedirectResponse(f"{kept['redirect_uri']}?{urlencode(back, safe=':/', quote_via=quote)}", 302)


PAGES = ("/o/oauth2/auth", "/o/oauth2/v2/auth")
routes: list[BaseRoute] = [
    *(Route(path, ask, methods=["GET"]) for path in PAGES),
    *(Route(path, decided, methods=["POST"]) for path in PAGES),
]
