"""The tables of facts and guesses: every fact is held by a test that exists, or says why not; every guess is a whole one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from gsandbox.account import facts, profile

PROJECT = Path(__file__).parent.parent.parent


@cache
def text_of(file: str) -> str:
    return (PROJECT / file).read_text(encoding="utf-8")


def test_every_fact_is_held_by_a_test_or_says_why_not() -> None:
    known = facts.facts()
    for each in known:
        assert bool(each.test) != bool(each.differs), each.fact
        assert each.profile in (*profile.NAMES, "every"), each.fact
        if each.test:
            file, _, name = each.test.partition("::")
            assert re.search(rf"^def {name}\(", text_of(file), re.MULTILINE), each.test
    assert len({each.fact for each in known}) == len(known) >= 51
    assert sum(bool(each.test) for each in known) >= 45


def test_every_guess_says_what_depends_on_it_and_what_settles_it() -> None:
    known = facts.guesses()
    assert len({each.question for each in known}) == len(known)
    for each in known:
        assert each.taken, each.question
        assert each.depends, each.question
        assert bool(each.step) == bool(each.looks_at), each.question
