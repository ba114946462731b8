"""docs/security.md: every row has its test, and every test that it names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PAGE = PROJECT / "docs" / "security.md"
HINDI = PROJECT / "docs" / "hi" / "security.md"
NODE = re.compile(r"`((?:gsandbox/)?tests/[\w/]+\.py)::(test_\w+)`")


def rows() -> list[str]:
    """The rows of every table, without heads."""
    lines = PAGE.read_text("utf-8").splitlines()
    return [
        line
        for line in lines
        if line.startswith("| ")
        and not line.startswith(("| what it tries |", "| what may happen |", "| what was found |"))
    ]


@cache
def names_in(path: Path) -> frozenset[str]:
    """The names of all test functions in a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def test_every_row_of_the_threat_model_names_a_test() -> None:
    assert len(rows()) > 40
    assert not [row for row in rows() if not NODE.search(row.rpartition("|")[0].rpartition("|")[2])]
    assert all(row.count("|") == 5 for row in rows())


def test_every_test_that_the_threat_model_names_exists() -> None:
    named = NODE.findall(PAGE.read_text("utf-8") + HINDI.read_text("utf-8"))
    assert named
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (PROJECT / file).exists() or test not in names_in(PROJECT / file)
    ]
    assert not missing, f"docs/security.md names tests that do not exist: {missing}"


def test_the_hindi_page_has_what_was_found() -> None:
    """Each of its rows names a test, and only tests that the page in English names for the same finding."""
    english = PAGE.read_text("utf-8").partition("## What was found once")[2].partition("\n## ")[0]
    hindi = HINDI.read_text("utf-8").partition("## क्या मिला था")[2].splitlines()
    found = [NODE.findall(line) for line in hindi if line.startswith("| ") and not line.startswith("| क्या मिला था |")]
    known = [set(NODE.findall(line)) for line in english.splitlines() if line.startswith("| ")]
    assert len(found) > 15
    assert [row for row in found if not row or not set(row) <= set().union(*known)] == []
    assert [row for row in known if row and not row & {each for each_row in found for each in each_row}] == []


def test_the_attack_table_is_in_both_languages() -> None:
    """The same rows, by the tests they name, in the same order."""
    english, hindi = (
        [
            NODE.findall(line)
            for line in page.read_text("utf-8").partition(head)[2].partition("\n## ")[0].splitlines()
            if NODE.search(line)
        ]
        for page, head in ((PAGE, "## The attack table"), (HINDI, "## हमलों की तालिका"))
    )
    assert len(english) > 10
    assert hindi == english


def test_every_test_of_this_folder_that_stops_an_attack_is_named() -> None:
    """Whoever adds an attack here adds its row."""
    named = {test for _, test in NODE.findall(PAGE.read_text("utf-8"))}
    files = Path(__file__).parent.glob("test_hostile_*.py")
    unnamed = {test for path in files for test in names_in(path)} - named - HELPERS
    assert not unnamed, unnamed


HELPERS = {
    "test_a_line_of_an_import_that_would_be_lost_stops_it",
    "test_any_damage_to_a_photo_ends_in_a_picture_or_one_sentence",
    "test_files_are_private_unless_handed_out",
    "test_joiners_that_hindi_needs_are_let_through",
}
"""Promises beside the attacks."""
