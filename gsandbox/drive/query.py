"""The query language of files.list: `name = 'x' and trashed = false and appProperties has { key='k' and value='v' }`."""

from __future__ import annotations

import operator as op
import re
import sqlite3
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from string import ascii_lowercase, ascii_uppercase

from ..refusal import Refusal
from . import files
from .files import File

Test = Callable[[File], bool]

UNSERVED = {"viewedByMeTime", "labels"}

COMPARED = {"=": op.eq, "!=": op.ne, "<": op.lt, "<=": op.le, ">": op.gt, ">=": op.ge}
ROLES = {
    "writers": {"owner", "organizer", "fileOrganizer", "writer"},
    "readers": {"owner", "organizer", "fileOrganizer", "writer", "commenter", "reader"},
}
VISIBLE = ("anyoneCanFind", "anyoneWithLink", "domainCanFind", "domainWithLink")
DEEPEST = 100
"""Brackets and words that may lie in each other."""
ASCII_LOW = str.maketrans(ascii_uppercase, ascii_lowercase)
WORD = re.compile(r"[^\s!-/:-@\[-^`{-~]+")
"""Vowel signs belong to their words, which \\w knows nothing of."""
TOKEN = re.compile(
    r"""\s*(?:(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<op>!=|<=|>=|=|<|>)|(?P<mark>[(){}])|(?P<word>[A-Za-z][\w.]*))"""
)


def parse(db: sqlite3.Connection, text: str, me: str) -> tuple[Test, list[str], bool]:
    """A test for files for the account `me`, the folders that it names, and whether it looks for text.

    Raises Refusal, Drive's 400 `Invalid Value`.
    """
    try:
        reader = _Reader(_tokens(text), db, me)
        test = reader.any_of()
        reader.end()
    except _UnreadableError as error:
        raise Refusal(400, "Invalid Value", reason="invalid", location="q") from error
    return test, reader.folders, reader.full


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

    def __init__(self, tokens: list[_Token], db: sqlite3.Connection, me: str) -> None:
        self.tokens, self.db, self.me = tokens, db, me
        self.at = self.depth = 0
        self.folders: list[str] = []
        self.full = False

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
            return self._of_others  # the word alone
        if name in ("properties", "appProperties"):
            return self._has(name)
        if self._peek("in"):  # the other way round, as gspread has it
            self.at += 1
            return self._within(name, self._take("string"))
        return self._compared(name)

    def _within(self, name: str, value: str) -> Test:
        if name == "parents":
            self.folders.append(value)
            folder = files.ROOT if value == "root" else value
            return lambda file: folder in file.parents
        person = self.me if value == "me" else value
        if name == "owners":
            return lambda file: file.owner == person
        if name not in ROLES:
            raise _UnreadableError
        return lambda file: bool(ROLES[name] & self._roles(file, person))

    def _roles(self, file: File, email: str) -> set[str]:
        """What a person is to a file by a permission of their own."""
        query = "SELECT role FROM permissions WHERE file_id = ? AND view IS NULL AND lower(email) = lower(?)"
        return {role for (role,) in self.db.execute(query, (file.id, email))}

    def _of_others(self, file: File) -> bool:
        return file.owner != self.me

    def _visible(self, file: File) -> str:
        """Who else finds a file: anyone, the organisation, or those only with whom it is shared."""
        query = "SELECT type, discovery FROM permissions WHERE file_id = ? AND view IS NULL AND type IN ('anyone', 'domain')"
        kinds = {f"{kind}{'CanFind' if found else 'WithLink'}" for kind, found in self.db.execute(query, (file.id,))}
        return next((kind for kind in VISIBLE if kind in kinds), "limited")

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
                if wanted != (operator == "="):
                    raise _UnreadableError  # Drive looks for what is shared, never for what is not
                return self._of_others
            return lambda file: (getattr(file, name) == wanted) == (operator == "=")
        value = self._take("string")
        if name in ("createdTime", "modifiedTime"):
            return _timed("created" if name == "createdTime" else "modified", operator, value)
        if name == "fullText" and operator == "contains":
            self.full = True
            return self._full(value)
        if name == "shortcutDetails.targetId" and operator in ("=", "!="):
            return lambda file: COMPARED[operator](file.said.get("shortcutDetails", {}).get("targetId", ""), value)
        if name == "visibility" and operator in ("=", "!=") and value in (*VISIBLE, "limited"):
            return lambda file: COMPARED[operator](self._visible(file), value)
        if name not in ("name", "mimeType"):
            raise _UnreadableError
        held = "mime" if name == "mimeType" else "name"
        return _worded(held, operator, value)

    def _full(self, value: str) -> Test:
        """Whole words of a name, a description and a form's title, whatever their order; in quotes they stand together."""
        wanted = _words(value)

        def test(file: File) -> bool:
            inside = files.READERS[file.mime](self.db, file.id) if file.mime in files.READERS else ""
            words = _words(f"{file.name} {file.said.get('description', '')} {inside}")
            if value.startswith('"'):
                return any(words[at : at + len(wanted)] == wanted for at in range(len(words)))
            return set(wanted) <= set(words)

        return test


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
