"""How a citizen was reached: by a poster, at the desk, from a screen, on the telephone. Said once for links, responses and posters."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """How a citizen came to respond. Channels are never pooled in one grade."""

    POSTER = "poster"
    DESK = "desk"
    SCREEN = "screen"
    TYPED = "typed"
    CALL_BACK = "call-back"
    PAPER = "paper"
    PORTAL = "portal"
    UNKNOWN = "unknown"

    @property
    def letter(self) -> str:
        """The letter that stands for it in a code; "" where no printed code brings it."""
        return _LETTERS.get(self, "")


_LETTERS = {Channel.POSTER: "P", Channel.DESK: "D", Channel.SCREEN: "M"}

PRINTED = {letter: channel for channel, letter in _LETTERS.items()}
"""Letter in a code → the channel that it stands for."""
