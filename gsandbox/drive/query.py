"""The query language of files.list: `name = 'x' and trashed = false and appProperties has { key='k' and value='v' }`."""

from __future__ import annotations

import operator as op
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from string import ascii_lowercase, ascii_uppercase

from ..account import OWNER_EMAIL
from ..refusal import Refusal
from . import files
from .files import File

Test = Callable[[File], bool]

UNSERVED = {"fullText", "visibility", "viewedByMeTime", "shortcutDetails"}

COMPARED = {"=": op.eq, "!=": op.ne, "<": op.lt, "<=": op.le, ">": op.gt, ">=": op.ge}
DEEPEST = 100
"""Brackets and words that may lie in each other."""
ASCII_LOW = str.maketrans(ascii_uppercase, ascii_lowercase)
WORD = re.compile(r"[^\s!-/:-@\[-^`{-~]+")
"""Vowel signs belong to their words, which \\w knows nothing of."""
TOKEN = re.compile(
    r"""\s*(?:(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<op>!=|<=|>=|=|<|>)|(?P<mark>[(){}])|(?P<word>[A-Za-z]\w*))"""
)


def parse(text: str) -> tuple[Test, list[str]]:
    """A test for files, and the folders that it names. Raises Refusal, Drive's 400 `Invalid Value`."""
    try:
        reader = _Reader(_tokens(text))
        test = reader.any_of()
        reader.end()
    except _UnreadableError as error:
        raise Refusal(400, "Invalid Value", reason="invalid", location="q") from error
    return test, reader.folders


class _UnreadableError(Exception):
    pass


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _UnreadableError
        value = match[match.lastgroup]
        if match.lastgroup == "string":
            value = re.sub(r"\\(.)", r"\1", value[1:-1])
        found.append(_Token(match.lastgroup, value))
        at = match.end()
    return found


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = self.depth = 0
        self.folders: list[str] = []

    def end(self) -> None:
        if self.at != len(self.tokens):
            raise _UnreadableError

    def _peek(self, text: str) -> bool:
        return (
            self.at < len(self.tokens) and self.tokens[self.at].kind != "string" and self.tokens[self.at].text == text
        )

    def _take(self, kind: str, *texts: str) -> str:
        if self.at >= len(self.tokens):
            raise _UnreadableError
        token = self.tokens[self.at]
        if token.kind != kind or (texts and token.text not in texts):
            raise _UnreadableError
        self.at += 1
        return token.text

    def any_of(self) -> Test:
        tests = [self.all_of()]
        while self._peek("or"):
            self.at += 1
            tests.append(self.all_of())
        return lambda file: any(test(file) for test in tests)

    def all_of(self) -> Test:
        tests = [self.one()]
        while self._peek("and"):
            self.at += 1
            tests.append(self.one())
        return lambda file: all(test(file) for test in tests)

    def one(self) -> Test:
        if self._peek("not"):
            inner = self._inside(self.one)
            return lambda file: not inner(file)
        if self._peek("("):
            inner = self._inside(self.any_of)
            self._take("mark", ")")
            return inner
        if self.at < len(self.tokens) and self.tokens[self.at].kind == "string":
            value = self._take("string")
            self._take("word", "in")
            return self._within(self._take("word"), value)
        name = self._take("word")
        if name in UNSERVED:
            raise Refusal(501, f"Sandbox: files are not searched by {name} here.")
        if name == "sharedWithMe" and not (self.at < len(self.tokens) and self.tokens[self.at].kind == "op"):
            return _of_others  # the word alone
        if name in ("properties", "appProperties"):
            return self._has(name)
        if self._peek("in"):  # the other way round, as gspread has it
            self.at += 1
            return self._within(name, self._take("string"))
        return self._compared(name)

    def _within(self, name: str, value: str) -> Test:
        if name == "parents":
            self.folders.append(value)
        return _within(name, value)

    def _inside(self, read: Callable[[], Test]) -> Test:
        """What stands behind the word or bracket that is next."""
        self.at, self.depth = self.at + 1, self.depth + 1
        if self.depth > DEEPEST:
            raise _UnreadableError
        test = read()
        self.depth -= 1
        return test

    def _has(self, name: str) -> Test:
        self._take("word", "has")
        self._take("mark", "{")
        given = {}
        for word in ("key", "value"):
            self._take("word", word)
            self._take("op", "=")
            given[word] = self._take("string")
            if word == "key":
                self._take("word", "and")
        self._take("mark", "}")
        held = "app_properties" if name == "appProperties" else "properties"
        return lambda file: getattr(file, held).get(given["key"]) == given["value"]

    def _compared(self, name: str) -> Test:
        token = self.tokens[self.at] if self.at < len(self.tokens) else _Token("", "")
        self.at += 1
        operator = token.text if token.kind in ("op", "word") else ""
        if name in ("trashed", "starred", "sharedWithMe"):
            wanted = self._take("word", "true", "false", "True", "False").lower() == "true"
            if operator not in ("=", "!="):
                raise _UnreadableError
            if name == "sharedWithMe":
                return lambda file: (_of_others(file) == wanted) == (operator == "=")
            return lambda file: (getattr(file, name) == wanted) == (operator == "=")
        value = self._take("string")
        if name in ("createdTime", "modifiedTime"):
            return _timed("created" if name == "createdTime" else "modified", operator, value)
        if name not in ("name", "mimeType"):
            raise _UnreadableError
        held = "mime" if name == "mimeType" else "name"
        return _worded(held, operator, value)


def _of_others(file: File) -> bool:
    return file.owner != OWNER_EMAIL


def _within(name: str, value: str) -> Test:
    if name == "parents":
        wanted = files.ROOT if value == "root" else value
        return lambda file: wanted in file.parents
    if name == "owners":
        return lambda file: file.owner == (OWNER_EMAIL if value == "me" else value)
    if name in ("writers", "readers"):
        return lambda file: value in ("me", OWNER_EMAIL)
    raise _UnreadableError


def _worded(held: str, operator: str, value: str) -> Test:
    low = value.translate(ASCII_LOW)
    if operator == "=":
        return lambda file: getattr(file, held).translate(ASCII_LOW) == low
    if operator == "!=":
        return lambda file: getattr(file, held).translate(ASCII_LOW) != low
    if operator == "contains" and held == "mime":
        return lambda file: str(file.mime).startswith(value)
    if operator == "contains":  # each word begins a word of the name, whatever their order
        return lambda file: all(any(word.startswith(wanted) for word in _words(file.name)) for wanted in _words(value))
    raise _UnreadableError


def _words(text: str) -> list[str]:
    """The words of a name in small letters and plain forms (ﬁ is fi); accents stay, and ß is no ss."""
    return WORD.findall(unicodedata.normalize("NFKC", text).lower().replace("i\u0307", "i"))


def _timed(held: str, operator: str, value: str) -> Test:
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?)?", value)
    if match is None or operator not in COMPARED:
        raise _UnreadableError
    try:
        when = datetime.fromisoformat(value)
    except ValueError:  # no such day
        raise _UnreadableError from None
    wanted = when if when.tzinfo else when.replace(tzinfo=UTC)
    return lambda file: COMPARED[operator](datetime.fromisoformat(getattr(file, held)), wanted)
