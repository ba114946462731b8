"""Scopes: what a program may ask for, and how that is said to a person."""

from __future__ import annotations

SHORT_SCOPES = {"openid", "email", "profile"}
"""All other scopes are addresses."""
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
