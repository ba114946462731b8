"""Whatever a stranger writes costs time in proportion to its length, at every pattern that reads it.

Patterns are found by themselves (`linear.PATTERNS`): a new one is attacked without a line here. Each is given texts of one length and of four times that length, made to hurt: blanks, digits, parts of
what it looks for, over and over. Four times the text may cost no more than nine times as much; the square would be sixteen.
"""

from __future__ import annotations

import ast
import re
from random import Random
from re import _constants as kinds  # type: ignore[attr-defined]  # the standard library's own reading of a pattern
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from anubhav_gforms.linear import PATTERNS, linear
from anubhav_gforms.privacy.redaction import MOST_READ, UNREAD, redact
from anubhav_gforms.reports.themes import themes_of
from anubhav_gforms.responses.alerts.grave import grave_matters, word_finder
from gsandbox.sheets import formula, parse
from tools.house import PACKAGE, trees

from .linear_time import assert_linear, repeated

UNITS = (
    " ",
    "9",
    "a",
    "a ",
    "9 ",
    "9-",
    ".",
    "a.",
    "@",
    "\u093e",
    "\n",
    "=",
    ",",
    '"',
    "[",
    "<a ",
    "\u0915",
    "A",
    "//",
)


def sample(nodes: Any, chance: Random) -> str:
    """A text that a part of a pattern takes, as long as it may be within reason."""
    text = ""
    for kind, about in nodes:
        if kind is kinds.LITERAL:
            text += chr(about)
        elif kind in (kinds.IN, kinds.NOT_LITERAL, kinds.ANY):
            text += _one_of(about if kind is kinds.IN else [], chance)
        elif kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
            low, high, body = about
            text += "".join(sample(body, chance) for _ in range(chance.randint(int(low), min(int(high), 12))))
        elif kind is kinds.BRANCH:
            text += sample(chance.choice(about[1]), chance)
        elif kind is kinds.SUBPATTERN:
            text += sample(about[-1], chance)
    return text


def _one_of(inside: Any, chance: Random) -> str:
    literal = [chr(about) for kind, about in inside if kind is kinds.LITERAL]
    ranges = [chr(chance.randint(*about)) for kind, about in inside if kind is kinds.RANGE]
    return chance.choice([*literal, *ranges, "9", "a"] if not literal else [*literal, *ranges])


def attacks(pattern: re.Pattern[str]) -> list[str]:
    """Pieces that nearly match, made from the pattern itself: what it takes, without its end, with blanks at the seams."""
    chance = Random(pattern.pattern)
    pieces = set()
    for _ in range(6):
        text = sample(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE.value), chance)
        for cut in {len(text), len(text) - 1, len(text) // 2}:
            if cut > 0:
                pieces |= {text[:cut], text[:cut] + " " * 20, text[:cut] + "9" * 20}
    return sorted(pieces)[:10]


def every_pattern() -> list[re.Pattern[str]]:
    """All of the package: those made when it is imported, and those made from the word lists."""
    word_finder(["ghoos*", "jaan se"])
    themes_of("x"), grave_matters("x")
    return list(PATTERNS.values())


@pytest.mark.parametrize("pattern", every_pattern(), ids=lambda each: each.pattern[:40])
def test_every_pattern_takes_linear_time(pattern: re.Pattern[str]) -> None:
    def run(text: str) -> None:
        for _ in pattern.finditer(text):
            pass
        pattern.fullmatch(text)

    for piece in (*UNITS, *attacks(pattern)):
        assert_linear(run, repeated(piece), 1500, f"{piece!r} in {pattern.pattern[:60]}")


@pytest.mark.parametrize(
    "bad",
    [
        r"fir\s*no?\s*[:.]?\s*\d",  # what hung the weekly report
        r"\w+@",
        r"(a+)+",
        r"(?:a*b)*c",
        r".*?;</script>",
        r"x(?=\S+ y)",
        r"\s+$",
        r"a{0,9000}b",
    ],
)
def test_a_pattern_that_could_take_more_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="without an end"):
        linear(bad)


OWN_TEXT = {
    "campaign": "the office's own config files, 4 MB at most, each read once",
    "cli": "what the user types as an option",
    "pipeline": "options and files of the office",
    "posters": "names of files and stations of the office",
    "paper": "texts of the office",
    "language": "catalogs that come with the program",
    "grading": "names of weeks",
    "forms": "titles of the office's form",
    "reports": "tables that the office keeps",
    "files.py": "names of files",
    "nouns/week.py": "names of weeks",
    "as_typed.py": "tables that the office keeps",
    "errors.py": "our own sentences",
    "links/key_words.py": "the office's backup sheet of its key",
    "links/revocation.py": "what the user types as an option",
    "sentence.py": "digits of our own numbers",
    "desk/app.py": "pages of reports that this program made",
    "desk/published.py": "names of folders of reports",
    "desk/accounts.py": "names of accounts, whole and at most 31 letters",
    "desk/guard.py": "the Host of a request: whole, each part of a bounded length",
    "links/registry.py": "names of our own files",
    "google/probes.py": "Google's replies, shown shortened to a person who asked for it",
    "google/recording.py": "Google's replies to what this program itself sent for the trial",
    "google/raw_form.py": "a page that this program made for the trial",
}
"""Rooms and files that read with plain patterns what is not a stranger's."""


def test_no_pattern_for_outside_texts_is_made_in_another_way() -> None:
    """Rooms that meet strangers' texts make their patterns by `linear`; the list of the others says what they read."""
    found = set()
    for name, tree in trees(PACKAGE).items():
        room = name.partition("/")[0]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                plain = isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr != "escape"
                if plain and not {room, name} & {*OWN_TEXT, "linear.py"}:
                    found.add(name)
    assert not found, "make these by anubhav_gforms.linear, or say here whose text they read"


@pytest.mark.parametrize("piece", ["FIR" + " " * 6000, "01/01/2026 ", "name: a", "mr ", "9", "a@", "main a b "])
def test_redaction_as_a_whole_is_linear_below_its_limit(piece: str) -> None:
    assert_linear(lambda text: redact(text), repeated(piece), MOST_READ // 4, repr(piece[:12]))


def test_the_rest_of_a_long_message_is_not_read_and_that_is_said() -> None:
    word = "likha "
    text = word * (MOST_READ // len(word)) + "98765 43210 " + word * 9000
    read = redact(text)
    assert read.text.endswith(UNREAD)
    assert len(read.text) <= MOST_READ + len(UNREAD)
    for number in range(30):
        edge = "x" * (MOST_READ - number) + " 9876543210 and more"
        assert "98765" not in redact(edge).text, number
    assert redact(text, spare=()).finds == redact(text[:MOST_READ], spare=()).finds[: len(read.finds)]
    assert redact("x" * MOST_READ).text == "x" * MOST_READ


def test_the_message_that_hung_the_weekly_report_is_read_at_once() -> None:
    """`FIR` and 6,000 blanks took hours."""
    text = "FIR" + " " * 6000 + "nahi likhi"
    assert redact(text).text.startswith("FIR ")
    assert_linear(lambda text: redact(text), lambda size: "FIR" + " " * size + "x", 800, "FIR and blanks")


@pytest.mark.parametrize("piece", ["a", "T", " T", "a.", "1 T"])
def test_what_is_typed_into_a_cell_of_the_sandbox_costs_its_length(piece: str) -> None:
    """A cell takes 50,000 letters: one of `=aaa…`, or of T that could stand before a time, took a minute."""
    for read in (lambda text: formula.check("=" + text), lambda text: parse.entered(text, "en_GB", this_year=2026)):
        assert_linear(read, repeated(piece), 3_000, repr(piece))
