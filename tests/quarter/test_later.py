"""What the fourth part of the quarter promises is broken here on purpose: advice that leads nowhere, a book that was changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .later import LaterQuarter, _alike
from .laws import BrokenLawError
from .template import Template


class Idle(LaterQuarter):
    """A clerk who reads what is due and does nothing."""

    def _follow(self, name: str, cure: str) -> None:
        pass


@pytest.fixture
def play(template: Template) -> Iterator[Idle]:
    Idle.template = template
    play = Idle()
    yield play
    play.teardown()


def test_advice_that_leads_nowhere_is_seen(play: Idle) -> None:
    with pytest.raises(BrokenLawError, match="today never ends"):
        play.today_is_followed()


def test_a_ledger_that_was_changed_is_seen(play: Idle) -> None:
    play.the_books_hold()
    part = next((play.world.data / "ledger").glob("answers-*"))
    part.write_bytes(part.read_bytes()[:-9] + b"123456789")
    with pytest.raises(BrokenLawError, match="ledger verify"):
        play.the_books_hold()


def test_a_cell_says_what_its_value_says() -> None:
    alike = (("", None), ("true", True), ("false", False), ("12.5", 12.5), ("3", 3), ("A", "A"))
    assert all(_alike(*pair) for pair in alike)
    unlike = (("0", None), ("1", True), ("", 0), ("12.5", 12.51), ("A", "B"))
    assert not any(_alike(*pair) for pair in unlike)
