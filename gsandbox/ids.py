"""Ids that look like Google's: drawn at random, of the right length and alphabet."""

from __future__ import annotations

import secrets

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_LETTERS = ALPHABET.encode() * 4
"""A letter for each byte, each as often as any other."""
RESOURCE_ID_MAX = 2**31 - 1


def text(length: int) -> str:
    """Random letters of the base64url alphabet."""
    return secrets.token_bytes(length).translate(_LETTERS).decode()


def file_id() -> str:
    """A Drive file id: 44 characters, the first one 1."""
    return "1" + text(43)


def folder_id() -> str:
    """A Drive folder id: 33 characters, the first one 1."""
    return "1" + text(32)


def published_id() -> str:
    """The id in a responder address: 56 characters that begin with 1FAIpQLS."""
    return "1FAIpQLS" + text(48)


def response_id() -> str:
    """A form response id: 71 characters that begin with ACYDBN."""
    return "ACYDBN" + text(65)


def edit_key() -> str:
    """What stands in the link to change a response: 2_ABaOnu, one of c to f, and some sixty letters more."""
    return "2_ABaOnu" + secrets.choice("cdef") + text(59)


def question_id() -> str:
    """An item or question id: 8 lower-case hex digits below 80000000."""
    return f"{secrets.randbelow(RESOURCE_ID_MAX) + 1:08x}"


def sheet_id() -> int:
    """The id of a tab that is not the first: up to 31 bits."""
    return secrets.randbelow(RESOURCE_ID_MAX) + 1


def digits(length: int) -> str:
    """A decimal number as text, without a leading zero: permission ids (20)."""
    return str(secrets.randbelow(9 * 10 ** (length - 1)) + 10 ** (length - 1))


def fbzx() -> str:
    """What a page of a form calls a visit: a number of 64 bits, every second one below zero."""
    return str(secrets.randbits(64) - 2**63)
