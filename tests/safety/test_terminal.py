"""What strangers write is only read on a terminal: it never steers it, and never turns a line round."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from invented_pulls import Pull, a_response, write

from anubhav_gforms import pipeline
from anubhav_gforms.cli import anubhav
from anubhav_gforms.cli.show import put, show, show_json, tell_error
from anubhav_gforms.errors import InputError
from anubhav_gforms.responses.ledger.ledger import open_ledger
from tests.office import make_office

TITLE, CLIPBOARD, C1, TURNED = "\x1b]0;all is well\x07", "\x1b]52;c;cm0gLXJm\x07", "\x9b2J", "\u202egnp.exe\u2069"
STEERS = TITLE + CLIPBOARD + C1 + TURNED + "over\rwritten \u2028 \ud83d"
HINDI = "क्\u200dष और र\u200cप"
"""Words with both joiners, which stay."""


def steering(text: str) -> list[str]:
    """Signs of a text that are more than to be read."""
    return [sign for sign in text if not sign.isprintable() and sign not in "\n\t\u200c\u200d"]


def test_the_words_of_a_response_steer_no_terminal(tmp_path: Path) -> None:
    """On a terminal: click takes escape sequences of colours out of a file's text only, and no other sign."""
    campaign, chance, day = make_office(tmp_path / "office"), Random(1), date(2026, 11, 24)
    message = STEERS.encode("utf-8", "replace").decode() + HINDI
    write(campaign, [Pull(day, [a_response(campaign, "BSP-KTW", day, chance, message=message)])])
    [found] = open_ledger(campaign).frame(["response_id"])["response_id"]
    for more in ((), ("--json",)):
        for language in ("en", "hi"):
            line = ["-C", str(campaign.root), "--language", language, "answer", found, "--by", "ig", *more]
            done = CliRunner().invoke(anubhav, line, standalone_mode=False, color=True)
            assert done.exception is None
            assert steering(done.stdout) == []
            assert HINDI in done.stdout
    assert (
        json.loads(done.stdout)["answers"]["message"]
        == pipeline.open_response(campaign, found, who="ig").answers["message"]
    )


@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_way_to_print_marks_them(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    show(STEERS), put(STEERS), show_json({"text": STEERS})
    tell_error(InputError("{path}: is not a photo.", path=STEERS, cure=STEERS), language)
    said = capsys.readouterr()
    assert steering(said.out + said.err) == []
    assert json.loads(said.out[said.out.index("{") :])["text"] == STEERS
