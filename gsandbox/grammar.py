"""The JSON that Google's front end reads: more than the standard allows, and refused in words of its own.

Keys may be bare words, texts may stand in single quotes, a comma may stand behind the last of a list. What it cannot read
it quotes, 20 bytes to each side, with a mark under the place. It reads twice: where the first pass stops for want of more,
the second begins, and quotes nothing before that.
"""

from __future__ import annotations

import re
from typing import Any

CONTEXT = 20
DEPTH_MAX = 100
SPACE = re.compile(rb"[ \t\n\v\f\r]*")
WORD = re.compile(rb"[A-Za-z_$][A-Za-z0-9_$]*")
NUMBER = re.compile(rb"[-0-9][-+0-9x.eE]*")
ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
KEYWORDS = {b"true": True, b"false": False, b"null": None}
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class GrammarError(ValueError):
    """A body that the front end cannot read; the text is Google's."""


def loads(data: bytes) -> Any:
    """Read a body. Raises GrammarError."""
    reader = _Reader(data)
    value = reader.value("", 0)
    reader.skip()
    if reader.at < len(data):
        raise reader.error("Parsing terminated before end of input.")
    return value


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.second: int | None = None  # where the second pass began

    def skip(self) -> bytes:
        """The next byte that is no space; empty at the end."""
        found = SPACE.match(self.data, self.at)
        assert found is not None
        self.at = found.end()
        return self.data[self.at : self.at + 1]

    def error(self, text: str, at: int | None = None, *, again: bool = False) -> GrammarError:
        """`again`: met in the second pass, which begins there at the latest."""
        at = self.at if at is None else at
        if again and self.second is None:
            self.second = at
        begin = max(self.second or 0, at - CONTEXT)
        quoted = self.data[begin : at + CONTEXT].decode("utf-8", "replace")
        return GrammarError(f"Invalid JSON payload received. {text}\n{quoted}\n{' ' * (at - begin)}^")

    def wanted(self, text: str) -> GrammarError:
        """What stands here is not what belongs here; what begins no token, or the end, is met in the second pass."""
        mark = self.data[self.at : self.at + 1]
        if not mark:
            return self.error(f"Unexpected end of string. {text}", again=True)
        return self.error(text, again=mark not in b"\"'-{}[]:," and not mark.isalnum() and mark not in b"_$")

    def value(self, key: str, depth: int) -> Any:
        mark = self.skip()
        if mark in (b"{", b"["):
            if depth >= DEPTH_MAX:
                text = f"Message too deep. Max recursion depth reached for key '{key}'"
                raise GrammarError(f"Invalid JSON payload received. {text}")
            self.at += 1
            return self.members(depth + 1) if mark == b"{" else self.elements(key, depth + 1)
        if mark in (b'"', b"'"):
            return self.text(mark)
        if found := NUMBER.match(self.data, self.at):
            return self.number(found)
        for word, value in KEYWORDS.items():
            if self.data.startswith(word, self.at):
                self.at += len(word)
                return value
        if mark and (mark in b"}]:," or WORD.match(mark)):
            raise self.error("Unexpected token.", again=len(self.data) - self.at < len(b"false"))
        raise self.wanted("Expected a value.")

    def members(self, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        while (mark := self.skip()) != b"}":
            found = WORD.match(self.data, self.at)
            if mark in (b'"', b"'"):
                key = self.text(mark)
            elif found and found[0] not in KEYWORDS:
                key = self.token(found)
            else:
                self.at = found.end() if found else self.at
                raise self.wanted("Expected an object key or }.")
            if self.skip() != b":":
                raise self.wanted("Expected : between key:value pair.")
            self.at += 1
            made[key] = self.value(key, depth)
            if not self.goes_on(b"}", "Expected , or } after key:value pair."):
                return made
        self.at += 1
        return made

    def elements(self, key: str, depth: int) -> list[Any]:
        made: list[Any] = []
        while (mark := self.skip()) != b"]":
            if not mark:
                raise self.wanted("Expected a value or ] within an array.")
            made.append(self.value(key, depth))
            if not self.goes_on(b"]", "Expected , or ] after array value."):
                return made
        self.at += 1
        return made

    def goes_on(self, end: bytes, text: str) -> bool:
        mark = self.skip()
        if mark not in (b",", end):
            raise self.wanted(text)
        self.at += 1
        return mark == b","

    def text(self, quote: bytes) -> str:
        begin, at = self.at, self.at + 1
        while (mark := self.data[at : at + 1]) != quote:
            if not mark:
                raise self.error("Closing quote expected in string.", begin, again=True)
            at += 2 if mark == b"\\" else 1
        self.at = at + 1
        try:
            inside = self.data[begin + 1 : at].decode()
        except UnicodeDecodeError as error:
            text = "Encountered non UTF-8 code points."
            raise GrammarError(f"Invalid JSON payload received. {text}") from error
        if wrong := re.search(r"\\u(?![0-9a-fA-F]{4})", inside.replace("\\\\", "  ")):
            raise self.error("Invalid escape sequence.", begin + 1 + len(inside[: wrong.start()].encode()))
        plain = ESCAPED.sub(lambda one: chr(int(one[1], 16)) if one[1] else ESCAPES.get(one[2], one[2]), inside)
        return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def number(self, found: re.Match[bytes]) -> int | float:
        text = found[0].decode()
        if not set(".eE") & set(text) and len(text.lstrip("-")) > 1 and text.lstrip("-")[0] == "0":
            raise self.error("Octal/hex numbers are not valid JSON values.")
        try:
            value = float(text) if set(".eE") & set(text) else int(text)
            if abs(float(value)) == float("inf"):
                raise OverflowError
        except ValueError:
            raise self.error("Unable to parse number.") from None
        except OverflowError:
            raise self.error("Number exceeds the range of double.") from None
        self.token(found)
        return value

    def token(self, found: re.Match[bytes]) -> str:
        """Go past a word or number. One that reaches the end might have gone on: the first pass stops before it."""
        if found.end() == len(self.data):
            self.second = self.at
        self.at = found.end()
        return found[0].decode()
