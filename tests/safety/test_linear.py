"""Whatever a stranger writes costs time in proportion to its length, at every pattern that reads it.

Patterns are found by themselves (`linear.PATTERNS`): a new one is attacked without a line here. Each is given texts of one length and of four times that length, made to hurt: blanks, digits, parts of
what it looks for, over and over. Four times the text may cost no more than nine times as much; the square would be sixteen.
"""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from re import _constants as kinds  # type: ignore[attr-defined]  # the standard library's own reading of a pattern
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import numpy as np
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cases.case import Deed, book_of
from anubhav_gforms.cases.praise import PRAISE, PraiseDeed, read_praise
from anubhav_gforms.chain import Entry, following
from anubhav_gforms.linear import PATTERNS, linear
from anubhav_gforms.nouns.week import read_week
from anubhav_gforms.privacy.lots import batched
from anubhav_gforms.privacy.redaction import MOST_READ, UNREAD, redact
from anubhav_gforms.reports.themes import grave_matters, themes_of
from anubhav_gforms.responses.alerts.alerts import word_finder
from anubhav_gforms.responses.intake.cells import choices_of
from anubhav_gforms.responses.intake.compare import compare
from anubhav_gforms.responses.intake.versions import response_ids
from anubhav_gforms.responses.ledger.digests import Digests
from anubhav_gforms.responses.ledger.events import Event, EventKind
from anubhav_gforms.responses.ledger.ledger import Ledger, open_ledger
from anubhav_gforms.responses.ledger.writer import writing
from gsandbox.sheets import formula, parse
from tests.invented_pulls import Pull, a_response, pull_time, write
from tools.house import PACKAGE, trees

MOST_TIMES = 9.0
NOTHING = 0.02
"""Seconds; what takes less at the greater length is not compared."""


def seconds(run: Callable[[str], object], text: str) -> float:
    """The processor's seconds that this thread spends on it."""
    begin = time.thread_time()
    run(text)
    return time.thread_time() - begin


def assert_linear(run: Callable[[str], object], make: Callable[[int], str], size: int, what: str) -> None:
    """The best of three at each length, as far as the greater one needs a second and a third to hold."""
    text = make(4 * size)
    long = seconds(run, text)
    if long <= NOTHING:
        return
    short = min(seconds(run, make(size)) for _ in range(3))
    for _ in range(2):
        if long > MOST_TIMES * short:
            long = min(long, seconds(run, text))
    assert long <= MOST_TIMES * short, f"{what}: {short:.3f} s, four times the text {long:.3f} s"


def repeated(piece: str) -> Callable[[int], str]:
    """A maker of texts of a length, from one piece over and over."""
    return lambda size: (piece * (size // len(piece) + 1))[:size]


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
    "links/print_record.py": "names of our own files",
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


@pytest.mark.parametrize("options", [(), ("a / b", "c / d")], ids=["codes", "choices"])
def test_codes_and_choices_that_are_all_different_cost_their_number(options: tuple[str, ...]) -> None:
    """Whoever forges codes can send as many as they like: no two of a window need be equal."""
    assert_linear(
        lambda column: choices_of("purpose", column.split(), options, {}),
        lambda size: " ".join(f"BSP-KTW.P1.{number:09d}" for number in range(size)),
        2_500,
        "cells that are all different",
    )


def test_rows_that_the_form_does_not_know_cost_their_number(campaign: Campaign) -> None:
    """Whoever may write in the sheet can paste thousands of rows there; each waits for a decision."""
    chance, size, ledgers = Random(1), 2_500, {}
    for count in (size, 4 * size):
        office = replace(campaign, root=campaign.root / str(count))
        day = date(2026, 11, 2)
        write(office, [Pull(day, [a_response(office, "BSP-KTW", day, chance, message="") for _ in range(count)])])
        with writing(office.data / "ledger", command="test") as writer:
            seen = pull_time(day)
            writer.add_events([Event(EventKind.UNSENT, seen, each, each, -1) for each in range(count)])
            writer.commit("test")
        ledgers[count] = office, open_ledger(office)
        assert len(batched(*ledgers[count], read_week("2026-W47")).table) == 0
    assert_linear(
        lambda text: batched(*ledgers[len(text)], read_week("2026-W47")), repeated("x"), size, "rows that nobody sent"
    )


def test_copies_of_one_row_cost_their_number(tmp_path: Path) -> None:
    """Whoever may write in the sheet can paste one row thousands of times: each copy gets an id of its own."""

    def ids(text: str) -> list[str]:
        return response_ids(Ledger(tmp_path), *np.full((2, len(text)), 1_790_000_000_000))

    assert len(set(ids("x" * 9))) == 9
    assert_linear(ids, repeated("x"), 600, "copies of one row")


def test_many_changed_rows_of_one_moment_cost_their_number() -> None:
    """A clerk fills the column of times with one day, and types over a rating in each row."""

    def rows(begin: int, count: int) -> Digests:
        numbers = np.arange(begin, begin + count)
        return Digests(np.ones(count, np.int64), numbers, numbers, np.zeros(count, np.bool_))

    def changed(text: str) -> int:
        return len(compare(rows(1, len(text)), rows(10**6, len(text))).edited)

    assert changed("x" * 9) == 9
    assert_linear(changed, repeated("x"), 1_500, "changed rows of one moment")


def test_many_notes_on_one_case_cost_their_number() -> None:
    """A machine of the office that writes into one case day and night makes its page no slower than its length."""
    at = "2026-11-26T09:00:00+05:30"
    opened = {"key": "x", "about": ["other"], "who": "ig", "owner": "ig", "due": "2026-12-01"}
    book = Entry(1, Deed.OPENED, at, opened, "", ""), Entry(2, Deed.NOTED, at, {"case": 1, "who": "ig"}, "", "")
    assert len(book_of([*book, book[1]]).case(1).steps) == 3
    assert_linear(lambda text: book_of([*book, *[book[1]] * len(text)]), repeated("x"), 20_000, "notes on one case")


def test_much_praise_of_one_person_costs_its_number(tmp_path: Path) -> None:
    size = 6_000
    for count in (size, 4 * size):
        entries: list[Entry] = []
        for number in range(count):
            body = {"answer": f"{number}", "day": "2026-11-02", "station": "BSP-KTW", "name": "TI", "who": "ig"}
            entries.append(following(entries, PraiseDeed.CONFIRMED, body, "2026-11-26T09:00:00+05:30"))
        (tmp_path / str(count)).mkdir()
        lines = "".join(f"{each.as_written}\n" for each in entries)
        (tmp_path / str(count) / PRAISE).write_text(lines, encoding="utf-8")
        assert len(read_praise(tmp_path / str(count)).praised[0].days_of) == count
    assert_linear(lambda text: read_praise(tmp_path / str(len(text))), repeated("x"), size, "praise of one person")


@pytest.mark.parametrize("piece", ["a", "T", " T", "a.", "1 T"])
def test_what_is_typed_into_a_cell_of_the_sandbox_costs_its_length(piece: str) -> None:
    """A cell takes 50,000 letters: one of `=aaa…`, or of T that could stand before a time, took a minute."""
    for read in (lambda text: formula.check("=" + text), lambda text: parse.entered(text, "en_GB", this_year=2026)):
        assert_linear(read, repeated(piece), 3_000, repr(piece))
