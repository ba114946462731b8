"""Scopes: what a program may ask for, and how that is said to a person."""

from __future__ import annotations

ADDRESS = "https://www.googleapis.com/auth/"
SHORT_SCOPES = {"openid", "email", "profile"}
"""All other scopes are addresses."""
LONG = {short: f"{ADDRESS}userinfo.{short}" for short in ("email", "profile")}
"""The address of a short scope, under which it is granted."""
SCOPE_TEXTS = {
    "drive.file": "See, edit, create and delete only the specific Google Drive files you use with this app",
    "drive": "See, edit, create and delete all of your Google Drive files",
    "drive.readonly": "See and download all your Google Drive files",
    "spreadsheets": "See, edit, create and delete all your Google Sheets spreadsheets",
    "spreadsheets.readonly": "See all your Google Sheets spreadsheets",
    "forms.body": "See, edit, create and delete all your Google Forms forms",
    "forms.responses.readonly": "See all responses to your Google Forms forms",
}


def unknown_scopes(scopes: list[str]) -> list[str]:
    """What of these cannot be a scope."""
    return [scope for scope in scopes if "://" not in scope and scope not in SHORT_SCOPES]


def scope_in_words(scope: str) -> str:
    """What a scope lets a program do, where that is known here."""
    return SCOPE_TEXTS.get(scope.rpartition("/")[2], scope)


def granted(scopes: list[str]) -> list[str]:
    """As Google names what it grants: by addresses, and openid too where a person's e-mail address or name is told."""
    named = [LONG.get(scope, scope) for scope in scopes]
    return list(dict.fromkeys([*named, "openid"] if {*named} & {*LONG.values()} else named))


def on_the_way_back(scopes: list[str]) -> list[str]:
    """As the address names them to which the consent page leads back: short names before the addresses."""
    named = granted(scopes)
    return [*(short for short, long in LONG.items() if long in named), *named]
