"""Every type of question: config → form → read back; a sample answer → page → sheet → column of the ledger."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.campaign.question_types import QUESTION_TYPES, QuestionType
from anubhav_gforms.forms.wanted import wanted_item
from anubhav_gforms.responses.ledger.ledger import open_ledger

PROJECT = Path(__file__).parents[2]


def example() -> QuestionType:
    """The type that docs/developers.md shows how to add."""
    text = (PROJECT / "docs" / "developers.md").read_text(encoding="utf-8")
    [code] = re.findall(r"## Add a type of question.*?```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, "docs/developers.md", "exec"), names)  # our own document
    found: QuestionType = names["TYPE"]
    return found


EVERY = (*QUESTION_TYPES.values(), example())
OPTIONS = '\noptions = ["लाल / Red", "नीला / Blue"]'


@pytest.fixture
def asks_all(campaign_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Campaign:
    """The campaign with one question more of every type, on its second page."""
    monkeypatch.setitem(QUESTION_TYPES, example().name, example())
    config = campaign_dir / "config" / "form.toml"
    asked = (
        f'\n[[questions]]\nkey = "try_{each.name}"\ntype = "{each.name}"\ntitle = "प्रश्न {each.name} / Question {each.name}"'
        f"{OPTIONS if each.options else ''}\n"
        for each in EVERY
    )
    config.write_text(config.read_text(encoding="utf-8") + "".join(asked), encoding="utf-8")
    return load_campaign(campaign_dir)


def test_every_type_is_set_up_responded_to_and_pulled(asks_all: Campaign, google: Any, sandbox: Any) -> None:
    registry = pipeline.setup_forms(asks_all, google).registry
    sandbox.link(registry.form_id, registry.spreadsheet_id)
    made = {item.title: item for item in google.forms.get(registry.form_id).items}
    for each in EVERY:
        wanted = wanted_item(asks_all.form.question(f"try_{each.name}"))
        found = made[wanted.title]
        assert (found.kind, found.options, found.points) == (each.items[0], wanted.options, wanted.points)

    given = {registry.entry("station"): "BSP-KTW", registry.entry("overall"): "4"}
    sent = {
        f"try_{each.name}": each.sample_of(asks_all.form.question(f"try_{each.name}").options) or "ठीक"
        for each in EVERY
    }
    given |= {registry.entry(key): text for key, text in sent.items()}
    assert google.pages.respond(google.pages.open(registry.responder_uri), given).recorded

    pipeline.pull(asks_all, google)
    [row] = open_ledger(asks_all).frame(list(sent)).to_dict("records")
    assert {key: str(value) for key, value in row.items()} == sent


@pytest.mark.parametrize("each", EVERY, ids=str)
def test_a_type_refuses_what_it_does_not_take(each: QuestionType) -> None:
    two = ("लाल / Red", "नीला / Blue")
    assert each.mistake(two if each.options else (), ()) == ""
    assert each.mistake(two[:1] if each.options else two, ())
    assert bool(each.mistake(two if each.options else (), ("बुरा / bad", ""))) is not each.ends
    if each.options:
        assert "twice" in each.mistake((*two, two[0]), ())
